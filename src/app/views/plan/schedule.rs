//! When what runs, what the end hangs on, from when on one can apply, and how long the body usually takes.

use egui::{CollapsingHeader, Grid, RichText, Ui};

use crate::app::Cx;
use crate::app::widgets::{caption, gantt, section_title};
use crate::criteria::{ChecklistSource, HowSure, process};
use crate::planning::Timeline;
use crate::report::outline::Gantt;
use crate::report::timeline::{say_time, say_timeline};

/// The picture, what it means, and the body's steps.
pub(super) fn ui(ui: &mut Ui, cx: &Cx, title: &str, line: &Timeline, picture: &Gantt) {
    let w = &cx.words.plan_view;
    section_title(ui, title);
    caption(ui, &*w.legend);
    ui.scope(|ui| gantt(ui, picture, cx.theme));
    for said in say_timeline(line, cx.words) {
        ui.label(said);
    }
    if !line.applies {
        return;
    }
    CollapsingHeader::new(&*w.body_title).default_open(false).show(ui, |ui| stages(ui, cx));
}

/// What is known of the body's steps and of the whole, each with who says so.
fn stages(ui: &mut Ui, cx: &Cx) {
    let w = &cx.words.plan_view;
    ui.label(&process().about);
    Grid::new("stages").num_columns(4).spacing([16.0, 4.0]).striped(true).show(ui, |ui| {
        for head in [&w.col_stage, &w.col_time, &w.col_remark, &w.col_source] {
            ui.label(RichText::new(&**head).small().weak());
        }
        ui.end_row();
        for stage in &process().stages {
            ui.label(&stage.title).on_hover_text(&stage.what);
            match &stage.time {
                Some(time) => ui.label(say_time(time, cx.words)),
                None => ui.label(RichText::new(&*w.unstated).weak()),
            };
            ui.label(&stage.differs);
            let sure = match stage.sure {
                HowSure::Several => &w.sure_several,
                HowSure::One => &w.sure_one,
                HowSure::Unstated => &w.sure_unstated,
            };
            ui.label(&**sure).on_hover_text(cx.list(stage.sources.iter().map(title)));
            ui.end_row();
        }
        for whole in &process().whole {
            ui.label(&*w.body_whole);
            ui.label(say_time(&whole.time, cx.words));
            ui.label(&whole.remark);
            ui.label(title(&whole.source));
            ui.end_row();
        }
    });
}

/// What a source is.
fn title(id: &String) -> &str {
    let is = |source: &&ChecklistSource| source.id == *id;
    process().sources.iter().find(is).map_or(id.as_str(), |source| source.title.as_str())
}
