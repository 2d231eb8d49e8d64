//! Which records fail what, as a list to work off.

use std::sync::Arc;

use egui::{Align, Button, ComboBox, Label, Layout, RichText, TextEdit, Ui};
use egui_extras::{Column, TableBuilder};

use crate::app::jobs::{JobKind, Jobs};
use crate::app::ledgers::LedgerSeen;
use crate::app::widgets::caption;
use crate::app::{Action, Cx, Purpose};
use crate::store::ledgers::ProblemRow;

/// What is only about looking.
#[derive(Debug, Default)]
pub(super) struct FailingState {
    /// Only records with this reason.
    reason: Option<String>,
    search: String,
    /// Which rows fit, and what they were chosen by.
    fits: Vec<usize>,
    chosen_by: Option<(Arc<Vec<ProblemRow>>, Option<String>, String)>,
}

impl FailingState {
    pub(super) fn shown(&self) -> Option<(Arc<Vec<ProblemRow>>, Vec<usize>)> {
        self.chosen_by.as_ref().map(|(rows, _, _)| (rows.clone(), self.fits.clone()))
    }

    /// Chooses the rows that fit, where the filter or the records are others than last time.
    fn choose(&mut self, seen: &LedgerSeen) {
        let same = |(rows, reason, search): &(Arc<Vec<ProblemRow>>, Option<String>, String)| {
            Arc::ptr_eq(rows, &seen.rows) && *reason == self.reason && *search == self.search
        };
        if self.chosen_by.as_ref().is_some_and(same) {
            return;
        }
        // A reason that no record has any more would hide all of them.
        let known = |label: &String| seen.reasons.iter().any(|reason| reason.label == *label);
        self.reason = self.reason.take().filter(known);
        let wanted = self.reason.as_ref().and_then(|label| seen.reasons.iter().position(|each| each.label == *label));
        let wanted = wanted.and_then(|at| u16::try_from(at).ok());
        let needle = self.search.trim().to_lowercase();
        let rows = seen.rows.iter().zip(&seen.has).enumerate();
        let fits = rows.filter(|(_, (row, has))| {
            wanted.is_none_or(|wanted| has.contains(&wanted))
                && (needle.is_empty()
                    || row.record.to_lowercase().contains(&needle)
                    || row.day.contains(&needle)
                    || row.row.to_string() == needle
                    || row.reasons.iter().any(|reason| reason.to_lowercase().contains(&needle)))
        });
        self.fits = fits.map(|(at, _)| at).collect();
        self.chosen_by = Some((seen.rows.clone(), self.reason.clone(), self.search.clone()));
    }
}

pub(super) fn ui(
    ui: &mut Ui,
    cx: &Cx,
    jobs: &Jobs,
    seen: &LedgerSeen,
    state: &mut FailingState,
    out: &mut Vec<Action>,
) {
    let w = &cx.words.ledger_view;
    if seen.rows.is_empty() {
        ui.add_space(20.0);
        ui.label(&*w.failing_none);
        return;
    }
    state.choose(seen);
    ui.horizontal_wrapped(|ui| {
        let label = caption(ui, &*w.failing_reason);
        let chosen = state.reason.clone().unwrap_or_else(|| w.failing_all.to_string());
        let combo = ComboBox::from_id_salt("reason").width(220.0).height(420.0).truncate().selected_text(chosen);
        let combo = combo.show_ui(ui, |ui| {
            ui.selectable_value(&mut state.reason, None, &*w.failing_all);
            for reason in &seen.reasons {
                let text = w.reason_count.fill(&[("reason", &reason.label), ("n", &reason.count)]);
                ui.selectable_value(&mut state.reason, Some(reason.label.clone()), text);
            }
        });
        combo.response.labelled_by(label.id);
        let label = caption(ui, &*w.failing_search);
        ui.add(TextEdit::singleline(&mut state.search).desired_width(150.0)).labelled_by(label.id);
        let ready = !state.fits.is_empty() && !jobs.is_running(JobKind::Export);
        if ui.add_enabled(ready, Button::new(&*w.export)).on_hover_text(&*w.export_hint).clicked() {
            out.push(Action::Pick(Purpose::ExportFailing));
        }
        if jobs.is_running(JobKind::Export) {
            ui.spinner();
        }
    });
    let all = seen.stats.records;
    caption(ui, w.failing_count.fill(&[("n", &state.fits.len()), ("failing", &seen.rows.len()), ("all", &all)]));
    if state.fits.is_empty() {
        ui.label(&*w.failing_no_hit);
        return;
    }
    table(ui, cx, seen, &state.fits);
}

fn table(ui: &mut Ui, cx: &Cx, seen: &LedgerSeen, fits: &[usize]) {
    let w = &cx.words.ledgers;
    TableBuilder::new(ui)
        .id_salt("failing")
        .striped(true)
        .cell_layout(Layout::left_to_right(Align::Center))
        .column(Column::initial(150.0).at_least(90.0).clip(true).resizable(true))
        .column(Column::exact(84.0))
        .column(Column::exact(100.0))
        .column(Column::remainder().at_least(200.0).clip(true))
        .header(26.0, |mut row| {
            for head in [&w.problems_record, &w.problems_row, &w.problems_day, &w.problems_what] {
                row.col(|ui| {
                    ui.label(RichText::new(&**head).small().weak());
                });
            }
        })
        .body(|body| {
            body.rows(30.0, fits.len(), |mut line| {
                let Some(row) = fits.get(line.index()).and_then(|at| seen.rows.get(*at)) else { return };
                let number = cx.words.ledger_view.row.fill(&[("row", &row.row)]);
                let reasons = row.reasons.join(&w.reason_separator);
                for text in [&row.record, &number, &row.day, &reasons] {
                    line.col(|ui| {
                        ui.add(Label::new(text).truncate());
                    });
                }
            });
        });
}
