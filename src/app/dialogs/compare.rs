//! Where the open case and another copy of it differ, field by field.

use egui::{Align, Label, Layout, RichText, ScrollArea, Ui};
use egui_extras::{Column, TableBuilder};

use crate::app::widgets::{Side, caption, differs, heading};
use crate::app::{Action, Dialog, Theme};
use crate::assessment::Told;
use crate::lang::Words;

/// The open case beside another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// What the other is called.
    pub other: String,
    /// What differs: `from` is the open case, `to` the other. None when they are answered against different criteria.
    pub told: Option<Vec<Told>>,
    /// The criteria of the open case and of the other.
    pub schemes: (String, String),
}

pub(super) fn ui(ui: &mut Ui, words: &Words, theme: &Theme, comparison: &Comparison, out: &mut Vec<Action>) {
    let w = &words.app;
    heading(ui, w.compare_title.fill(&[("other", &comparison.other)]));
    match comparison.told.as_deref() {
        None => {
            let (mine, theirs) = &comparison.schemes;
            ui.label(w.compare_schemes.fill(&[("mine", mine), ("theirs", theirs)]));
        }
        Some([]) => {
            ui.label(&*w.compare_same);
        }
        Some(told) => {
            caption(ui, w.compare_count.fill(&[("n", &told.len())]));
            ui.add_space(4.0);
            // Sideways too: on a small window the columns keep a width that can be read.
            ScrollArea::horizontal().show(ui, |ui| table(ui, words, theme, told));
        }
    }
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        if ui.button(&*w.compare_back).clicked() {
            out.push(Action::Dialog(Dialog::Recover));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if ui.button(&*w.close).clicked() {
                out.push(Action::CloseDialog);
            }
        });
    });
}

fn table(ui: &mut Ui, words: &Words, theme: &Theme, told: &[Told]) {
    let (w, k) = (&words.app, &words.keeping);
    let height = (ui.ctx().content_rect().height() - 280.0).max(120.0);
    TableBuilder::new(ui)
        .striped(true)
        .vscroll(true)
        .max_scroll_height(height)
        .cell_layout(Layout::left_to_right(Align::Center))
        .column(Column::initial(110.0).at_least(70.0).clip(true).resizable(true))
        .column(Column::initial(130.0).at_least(80.0).clip(true).resizable(true))
        .column(Column::initial(300.0).at_least(120.0).clip(true).resizable(true))
        .column(Column::remainder().at_least(160.0).clip(true))
        .header(26.0, |mut row| {
            for head in [&k.log_clause, &k.log_what, &w.compare_mine, &w.compare_theirs] {
                row.col(|ui| {
                    ui.label(RichText::new(&**head).small().weak());
                });
            }
        })
        .body(|body| {
            body.rows(30.0, told.len(), |mut row| {
                let Some(told) = told.get(row.index()) else { return };
                for text in [&told.clause, &told.what] {
                    row.col(|ui| one_line(ui, text));
                }
                for side in [Side::First, Side::Second] {
                    row.col(|ui| differs(ui, theme, told, side, [&w.compare_mine, &w.compare_theirs]));
                }
            });
        });
}

/// A text cut to one line, with the whole of it on hover.
pub fn one_line(ui: &mut Ui, text: &str) {
    // Laying out a whole novel for one line of it would be slow.
    let line: String = text.lines().next().unwrap_or_default().chars().take(200).collect();
    let cut = line.len() < text.trim_end().len();
    let shown = if cut { format!("{line}…") } else { line };
    let response = ui.add(Label::new(shown).truncate().show_tooltip_when_elided(false));
    if !text.is_empty() {
        response.on_hover_text(text);
    }
}
