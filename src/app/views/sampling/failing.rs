//! The records that do not conform, as a list to be worked off, and what repairing them gives back.

use egui::{Align, Color32, Label, Layout, RichText, Ui};
use egui_extras::{Column as TableColumn, TableBuilder};

use super::{Open, SamplingState, Tab, seen, sheet};
use crate::app::theme::strong;
use crate::app::widgets::{caption, section_title};
use crate::app::{Action, Cx};
use crate::assessment::{Drawn, Sample};
use crate::criteria::Amount;
use crate::scoring::decimal_or_fraction;

/// The list.
pub fn ui(ui: &mut Ui, cx: &Cx, open: Open<'_>, sample: &Sample, state: &mut SamplingState, out: &mut Vec<Action>) {
    let s = &cx.words.sampling;
    if state.seen.failing.is_empty() {
        ui.add_space(8.0);
        section_title(ui, &*s.failing_none);
        caption(ui, &*s.failing_none_how);
        return;
    }
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        let n = state.seen.failing.len();
        let text = match &state.seen.gain {
            Some((gain, score)) if *gain > Amount::default() => {
                s.repair_all.fill(&[("n", &n), ("gain", &figure(cx, gain)), ("score", &cx.session.card().show(score))])
            }
            _ => s.repair_nothing.fill(&[("n", &n)]),
        };
        ui.label(RichText::new(text).text_style(strong()));
        if ui.small_button(&*s.copy_list).on_hover_text(&*s.copy_list_hint).clicked() {
            out.push(Action::Copy(as_text(cx, open, sample, state)));
        }
    });
    for (clause, gain) in &state.seen.gains {
        let Some(checks) = sample.feeds.get(clause) else { continue };
        let n = sample.nonconforming(checks).count();
        let title = cx.session.scheme().clause(clause).map_or("", |clause| clause.title.as_str());
        ui.horizontal_wrapped(|ui| {
            if ui.link(format!("{clause} {title}")).clicked() {
                out.push(Action::Show(clause.clone()));
            }
            ui.label(s.repair_clause.fill(&[("n", &n), ("gain", &figure(cx, gain))]));
        });
    }
    caption(ui, &*s.repair_note);
    ui.add_space(4.0);
    table(ui, cx, open, sample, state);
}

/// A gain as it is shown: exact where that is short.
fn figure(cx: &Cx, gain: &Amount) -> String {
    let exact = decimal_or_fraction(gain);
    if exact.contains('/') { cx.session.card().show_marked(gain) } else { exact }
}

fn titles(open: Open<'_>, drawn: &Drawn, separator: &str) -> String {
    seen::failed(open.kind, drawn).map(|check| check.title.as_str()).collect::<Vec<_>>().join(separator)
}

fn table(ui: &mut Ui, cx: &Cx, open: Open<'_>, sample: &Sample, state: &mut SamplingState) {
    let s = &cx.words.sampling;
    let failing = state.seen.failing.clone();
    let mut shown = None;
    TableBuilder::new(ui)
        .striped(true)
        .cell_layout(Layout::left_to_right(Align::Center))
        .column(TableColumn::initial(120.0).at_least(70.0).clip(true).resizable(true))
        .column(TableColumn::initial(220.0).at_least(100.0).clip(true).resizable(true))
        .column(TableColumn::initial(220.0).at_least(100.0).clip(true).resizable(true))
        .column(TableColumn::remainder().at_least(120.0).clip(true))
        .column(TableColumn::exact(70.0))
        .header(26.0, |mut row| {
            for text in [&s.number, &s.kept, &s.failed_checks, &s.note, &cx.c.evidence] {
                row.col(|ui| drop(caption(ui, &**text)));
            }
        })
        .body(|body| {
            body.rows(30.0, failing.len(), |mut row| {
                let Some(place) = failing.get(row.index()).copied() else { return };
                let Some(drawn) = sample.drawn.get(place) else { return };
                let plain = |ui: &mut Ui, text: &str| drop(ui.add(Label::new(text).truncate()));
                row.col(|ui| {
                    if ui.link(&drawn.record).clicked() {
                        shown = Some(place);
                    }
                });
                row.col(|ui| plain(ui, &sheet::brief(cx, open, drawn)));
                row.col(|ui| {
                    let text = RichText::new(titles(open, drawn, &cx.c.list_separator));
                    ui.add(Label::new(text.color(Color32::from(cx.theme.bad))).truncate());
                });
                row.col(|ui| plain(ui, drawn.note.lines().next().unwrap_or_default()));
                row.col(|ui| plain(ui, &cx.list(drawn.evidence.iter().map(ToString::to_string))));
            });
        });
    if let Some(place) = shown {
        state.tab = Tab::Sheet;
        (state.row, state.column) = (place, 0);
        state.reveal = true;
    }
}

/// The list as a table that a spreadsheet or a message takes.
fn as_text(cx: &Cx, open: Open<'_>, sample: &Sample, state: &SamplingState) -> String {
    let s = &cx.words.sampling;
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = [&*s.number, &*s.kept, &*s.failed_checks, &*s.note].map(|head| head.to_string()).join("\t");
    for drawn in state.seen.failing.iter().filter_map(|at| sample.drawn.get(*at)) {
        let cells = [
            drawn.record.clone(),
            sheet::brief(cx, open, drawn),
            titles(open, drawn, &cx.c.list_separator),
            one_line(&drawn.note),
        ];
        out.push('\n');
        out.push_str(&cells.join("\t"));
    }
    out
}
