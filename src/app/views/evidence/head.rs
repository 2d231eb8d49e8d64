//! What stands above the table: adding, the checkup, filters.

use egui::{Button, ComboBox, Label, ProgressBar, RichText, Ui};

use super::EvidenceState;
use super::rows::Filter;
use crate::app::jobs::JobKind;
use crate::app::widgets::{caption, heading};
use crate::app::{Action, Cx, Dialog, Jobs, Purpose};
use crate::assessment::{EvidenceKind, PieceState};

pub(super) fn ui(ui: &mut Ui, cx: &Cx, jobs: &Jobs, state: &mut EvidenceState, out: &mut Vec<Action>) {
    ui.horizontal_wrapped(|ui| {
        heading(ui, &*cx.w.place_evidence);
        if ui.add_enabled(cx.writable, Button::new(&*cx.w.add_files)).clicked() {
            out.push(Action::Pick(Purpose::Files(None)));
        }
        if ui.add_enabled(cx.writable, Button::new(&*cx.w.add_folder)).clicked() {
            out.push(Action::Pick(Purpose::Folder(None)));
        }
        if cx.writable {
            caption(ui, &*cx.w.drop_hint);
        }
    });
    if !cx.session.assessment().evidence.is_empty() {
        checkup(ui, cx, jobs, out);
        filters(ui, cx, &mut state.filter, state.rows.ids.len());
    }
    if cx.writable {
        typed(ui, cx, state, out);
    }
    ui.add_space(4.0);
}

/// The checkup, what it found in a line, and what can be done about it.
fn checkup(ui: &mut Ui, cx: &Cx, jobs: &Jobs, out: &mut Vec<Action>) {
    let e = &cx.words.evidence;
    ui.horizontal_wrapped(|ui| {
        if jobs.is_running(JobKind::Checkup) {
            let done = jobs.progress(JobKind::Checkup).unwrap_or_default();
            #[allow(clippy::cast_precision_loss)] // a bar of some hundred pixels
            ui.add(
                ProgressBar::new(done as f32 / 1000.0)
                    .desired_width(220.0)
                    .text(e.checkup_running.fill(&[("percent", &(done / 10))])),
            );
            if ui.button(&*cx.w.cancel).clicked() {
                out.push(Action::Cancel(JobKind::Checkup));
            }
            return;
        }
        if let Some(done) = jobs.progress(JobKind::Scan).filter(|done| *done > 0) {
            caption(ui, e.registering.fill(&[("percent", &(done / 10))]));
            if ui.small_button(&*cx.w.cancel).clicked() {
                out.push(Action::Cancel(JobKind::Scan));
            }
        } else if cx.registering_paused {
            caption(ui, &*e.registering_paused);
            if ui.small_button(&*e.registering_go_on).clicked() {
                out.push(Action::Checkup { full: false });
            }
        }
        if ui.button(&*e.checkup_quick).on_hover_text(&*e.checkup_quick_hint).clicked() {
            out.push(Action::Checkup { full: false });
        }
        if ui.button(&*e.checkup_full).on_hover_text(&*e.checkup_full_hint).clicked() {
            out.push(Action::Checkup { full: true });
        }
        let lost = cx.standing.pieces.values().filter(|state| state.lost()).count();
        if lost > 0 && ui.add_enabled(cx.writable, Button::new(e.find_lost.fill(&[("n", &lost)]))).clicked() {
            out.push(Action::FindLost);
        }
        if ui.button(&*e.roots).on_hover_text(&*e.roots_hint).clicked() {
            out.push(Action::Dialog(Dialog::Roots));
        }
        if let Some((at, full)) = cx.checked_at {
            let phrase = if full { &e.checked_full } else { &e.checked_quick };
            let text = phrase.fill(&[("at", &at.format("%H:%M"))]);
            ui.add(Label::new(RichText::new(text).small().weak()).extend());
        }
    });
}

fn filters(ui: &mut Ui, cx: &Cx, filter: &mut Filter, shown: usize) {
    let e = &cx.words.evidence;
    ui.horizontal_wrapped(|ui| {
        let label = caption(ui, &*cx.w.search_evidence);
        ui.add(egui::TextEdit::singleline(&mut filter.search).desired_width(180.0)).labelled_by(label.id);
        ui.horizontal(|ui| state_filter(ui, cx, filter));
        ui.horizontal(|ui| kind_filter(ui, cx, filter));
        ui.checkbox(&mut filter.unsound_only, cx.w.unsound_only.fill(&[("n", &cx.standing.unsound)]));
        ui.checkbox(&mut filter.loose, &*e.loose_only);
        let all = cx.session.assessment().evidence.len();
        if *filter != Filter::default() {
            caption(ui, e.shown.fill(&[("n", &shown), ("all", &all)]));
            if ui.small_button(&*e.show_all).clicked() {
                *filter = Filter::default();
            }
        }
    });
}

/// The states that there are, with how many of each.
fn state_filter(ui: &mut Ui, cx: &Cx, filter: &mut Filter) {
    let e = &cx.words.evidence;
    let label = caption(ui, &*e.filter_state);
    let chosen = filter.state.map_or_else(|| e.all.to_string(), |state| state.say(cx.words).to_owned());
    let combo = ComboBox::from_id_salt("evidence_state").width(120.0).selected_text(chosen);
    let combo = combo.show_ui(ui, |ui| {
        ui.selectable_value(&mut filter.state, None, &*e.all);
        for state in PieceState::ALL {
            let count = cx.standing.pieces.values().filter(|other| **other == state).count();
            if count > 0 {
                let text = e.count.fill(&[("state", &state.say(cx.words)), ("n", &count)]);
                ui.selectable_value(&mut filter.state, Some(state), text);
            }
        }
    });
    combo.response.labelled_by(label.id);
}

/// The kinds.
fn kind_filter(ui: &mut Ui, cx: &Cx, filter: &mut Filter) {
    let e = &cx.words.evidence;
    let label = caption(ui, &*e.kind);
    let chosen = filter.kind.map_or_else(|| e.all.to_string(), |kind| kind.say(cx.words).to_owned());
    let combo = ComboBox::from_id_salt("evidence_kind").width(96.0).selected_text(chosen);
    let combo = combo.show_ui(ui, |ui| {
        ui.selectable_value(&mut filter.kind, None, &*e.all);
        for kind in EvidenceKind::ALL {
            ui.selectable_value(&mut filter.kind, Some(kind), kind.say(cx.words));
        }
    });
    combo.response.labelled_by(label.id);
}

fn typed(ui: &mut Ui, cx: &Cx, state: &mut EvidenceState, out: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        let label = caption(ui, &*cx.w.typed_evidence);
        let width = (ui.available_width() - 80.0).max(120.0);
        let hint = cx.w.typed_evidence_hint.to_string();
        let field = ui.add(egui::TextEdit::singleline(&mut state.typed).hint_text(hint).desired_width(width));
        let field = field.labelled_by(label.id);
        let enter = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        if enter {
            field.request_focus(); // several paths are pasted one after the other
        }
        if (ui.button(&*cx.w.add).clicked() || enter) && !state.typed.trim().is_empty() {
            out.push(Action::RegisterText { clause: None, text: std::mem::take(&mut state.typed) });
        }
    });
}
