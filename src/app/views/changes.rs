//! 修改记录: who changed what, when, from what to what. It is only looked at; nothing here can be changed.

use std::sync::Arc;

use egui::{Align, Button, ComboBox, Frame, Id, Layout, Margin, RichText, TextEdit, Ui};
use egui_extras::{Column, TableBuilder};

use crate::app::dialogs::one_line;
use crate::app::jobs::{JobKind, Jobs, ReadChanges};
use crate::app::panels::central;
use crate::app::widgets::{Side, Tone, callout, caption, differs, heading};
use crate::app::{Action, Cx, Purpose};
use crate::criteria::ClauseId;
use crate::store::TIME;
use crate::store::tables::ChangeRow;

/// What is only about looking.
#[derive(Debug, Default)]
pub struct ChangesState {
    /// What was read; none until then.
    pub read: Option<ReadChanges>,
    /// Whether it is to be read as soon as it is shown.
    pub wanted: bool,
    /// Whether it was shown in the frame before.
    pub shown: bool,
    clause: Option<ClauseId>,
    search: String,
    /// Which rows fit, and what they were chosen by.
    fits: Vec<usize>,
    chosen_by: Option<(Option<ClauseId>, String, Arc<Vec<ChangeRow>>)>,
}

impl ChangesState {
    /// Chooses the rows that fit, where the filter or the log is another than last time.
    fn choose(&mut self, rows: &Arc<Vec<ChangeRow>>) {
        let same = |(clause, search, chosen): &(Option<ClauseId>, String, Arc<Vec<ChangeRow>>)| {
            *clause == self.clause && *search == self.search && Arc::ptr_eq(chosen, rows)
        };
        if self.chosen_by.as_ref().is_some_and(same) {
            return;
        }
        let needle = self.search.trim().to_lowercase();
        let fits = |row: &ChangeRow| {
            self.clause.as_ref().is_none_or(|clause| row.clauses.contains(clause)) && row.has(&needle)
        };
        self.fits = rows.iter().enumerate().filter(|(_, row)| fits(row)).map(|(at, _)| at).collect();
        self.chosen_by = Some((self.clause.clone(), self.search.clone(), rows.clone()));
    }

    /// The rows that are shown, for writing them out.
    #[must_use]
    pub fn filtered(&self) -> Option<(Arc<Vec<ChangeRow>>, Vec<usize>)> {
        self.chosen_by.as_ref().map(|(_, _, rows)| (rows.clone(), self.fits.clone()))
    }
}

/// The view.
pub fn ui(ui: &mut Ui, cx: &Cx, jobs: &Jobs, state: &mut ChangesState, out: &mut Vec<Action>) {
    let frame = Frame::new().fill(cx.theme.panel.into()).inner_margin(Margin::same(14));
    let rows = state.read.as_ref().map(|read| read.rows.clone()).unwrap_or_default();
    state.choose(&rows);
    central(ui, "changes", frame, |ui| {
        ui.horizontal_wrapped(|ui| {
            heading(ui, &*cx.w.place_changes);
            caption(ui, &*cx.w.changes_hint);
        });
        person(ui, cx, out);
        filter(ui, cx, jobs, state, rows.len(), out);
        let Some(read) = &state.read else {
            ui.horizontal(|ui| {
                ui.spinner();
                ui.label(&*cx.w.changes_reading);
            });
            return;
        };
        if read.damaged > 0 {
            callout(ui, Tone::Warn, cx.theme, |ui| ui.label(cx.w.changes_damaged.fill(&[("n", &read.damaged)])));
        }
        if read.cut {
            callout(ui, Tone::Quiet, cx.theme, |ui| ui.label(&*cx.w.changes_cut));
        }
        if rows.is_empty() {
            ui.add_space(20.0);
            ui.label(&*cx.w.changes_empty);
            caption(ui, &*cx.w.changes_empty_why);
        } else if state.fits.is_empty() {
            ui.add_space(20.0);
            ui.label(&*cx.w.changes_no_hit);
        } else {
            egui::ScrollArea::horizontal().show(ui, |ui| table(ui, cx, &rows, &state.fits, out));
        }
    });
}

/// The identity of the field for the name, whose leaving puts the name into force.
pub fn person_id() -> Id {
    Id::unique("person")
}

/// Who makes changes from now on.
fn person(ui: &mut Ui, cx: &Cx, out: &mut Vec<Action>) {
    ui.horizontal_wrapped(|ui| {
        let label = caption(ui, &*cx.w.person_label);
        let mut name = cx.person.to_owned();
        let hint = cx.w.person_hint.to_string();
        let field = TextEdit::singleline(&mut name).id(person_id()).hint_text(hint);
        let field = ui.add(field.desired_width(200.0).char_limit(60));
        if field.lost_focus() {
            ui.ctx().request_repaint(); // the next frame puts the name into force
        }
        if field.labelled_by(label.id).changed() {
            out.push(Action::Person(name));
        }
        if cx.person.trim().is_empty() {
            caption(ui, &*cx.w.changes_nobody);
        }
    });
}

fn filter(ui: &mut Ui, cx: &Cx, jobs: &Jobs, state: &mut ChangesState, all: usize, out: &mut Vec<Action>) {
    ui.horizontal_wrapped(|ui| {
        let label = caption(ui, &*cx.w.changes_clause);
        let text = state.clause.as_ref().map_or_else(|| cx.w.changes_all.to_string(), ToString::to_string);
        let combo = ComboBox::from_id_salt("changes_clause").width(120.0).selected_text(text).show_ui(ui, |ui| {
            ui.selectable_value(&mut state.clause, None, &*cx.w.changes_all);
            for each in cx.session.scheme().clauses() {
                let text = format!("{} {}", each.id, each.title);
                ui.selectable_value(&mut state.clause, Some(each.id.clone()), text);
            }
        });
        combo.response.labelled_by(label.id);
        let label = caption(ui, &*cx.w.changes_search);
        ui.add(TextEdit::singleline(&mut state.search).desired_width(180.0)).labelled_by(label.id);
        caption(ui, cx.w.changes_count.fill(&[("n", &state.fits.len()), ("all", &all)]));
        if ui.button(&*cx.w.changes_refresh).clicked() {
            out.push(Action::ReadChanges);
        }
        let ready = !state.fits.is_empty() && !jobs.is_running(JobKind::Export);
        if ui.add_enabled(ready, Button::new(&*cx.w.changes_export)).clicked() {
            out.push(Action::Pick(Purpose::ExportChanges));
        }
        if jobs.is_running(JobKind::Changes) || jobs.is_running(JobKind::Export) {
            ui.spinner();
        }
    });
    ui.add_space(4.0);
}

fn table(ui: &mut Ui, cx: &Cx, rows: &[ChangeRow], fits: &[usize], out: &mut Vec<Action>) {
    let k = &cx.words.keeping;
    TableBuilder::new(ui)
        .striped(true)
        .cell_layout(Layout::left_to_right(Align::Center))
        .column(Column::exact(142.0))
        .column(Column::initial(80.0).at_least(50.0).clip(true).resizable(true))
        .column(Column::exact(54.0))
        .column(Column::initial(70.0).at_least(60.0).clip(true).resizable(true))
        .column(Column::initial(110.0).at_least(70.0).clip(true).resizable(true))
        .column(Column::initial(220.0).at_least(90.0).clip(true).resizable(true))
        .column(Column::remainder().at_least(150.0).clip(true))
        .header(26.0, |mut row| {
            for head in [&k.log_at, &k.log_who, &k.log_how, &k.log_clause, &k.log_what, &k.log_from, &k.log_to] {
                row.col(|ui| {
                    ui.label(RichText::new(&**head).small().weak());
                });
            }
        })
        .body(|body| {
            body.rows(30.0, fits.len(), |mut line| {
                let Some(row) = fits.get(line.index()).and_then(|at| rows.get(*at)) else { return };
                line.col(|ui| one_line(ui, &row.at.format(TIME).to_string()));
                line.col(|ui| one_line(ui, &row.who));
                line.col(|ui| one_line(ui, &row.how));
                line.col(|ui| match row.clauses.as_slice() {
                    [clause] if cx.session.scheme().clause(clause).is_some() => {
                        if ui.link(clause.as_str()).clicked() {
                            out.push(Action::Show(clause.clone()));
                        }
                    }
                    _ => one_line(ui, &row.told.clause),
                });
                line.col(|ui| one_line(ui, &row.told.what));
                for side in [Side::First, Side::Second] {
                    line.col(|ui| differs(ui, cx.theme, &row.told, side, [&k.log_from, &k.log_to]));
                }
            });
        });
}
