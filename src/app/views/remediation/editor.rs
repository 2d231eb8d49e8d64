//! The editor of one action, and the form of a new one.

use chrono::NaiveDate;
use egui::{Align, Button, Color32, Id, Layout, RichText, Ui};

use super::draft::{Draft, Faults};
use super::rows::Rows;
use super::{RemediationState, fields};
use crate::app::widgets::{Tone, callout, caption, date_field, field, heading, primary, section_title, text_area};
use crate::app::{Action, Cx, Place, RemediationAction};
use crate::assessment::{self, ActionId, ActionState, Edit, Gap};
use crate::planning::lost_by_verdict;

/// The editor of the selected action, or the form of a new one.
pub(super) fn ui(ui: &mut Ui, cx: &Cx, state: &mut RemediationState, out: &mut Vec<Action>) {
    let focus = std::mem::take(&mut state.focus);
    if state.adding {
        return form(ui, cx, state, focus, out);
    }
    let Some(id) = state.selected else { return };
    let Some(stored) = cx.session.assessment().actions.get(&id) else { return };
    let r = &cx.words.remediation;
    let mut draft = Draft::follow(state.draft.take(), id, stored);
    let mut closed = false;
    ui.horizontal(|ui| {
        heading(ui, r.one.fill(&[("id", &id)]));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            closed = ui.small_button(&*r.fold).clicked();
        });
    });
    let (next, left) = parts(ui, cx, &mut draft, &state.rows, focus, out);
    after_closing(ui, cx, &next, out);
    if draft.gives(&next) {
        // What is chosen is a step of its own; what is typed goes on being one.
        let chosen = draft
            .known()
            .is_some_and(|known| (&known.gap, known.state, &known.after) != (&next.gap, next.state, &next.after));
        out.extend(chosen.then_some(Action::Pause));
        out.push(Action::Edit(Edit::SetAction { id, action: Some(Box::new(next.clone())) }));
        out.extend(chosen.then_some(Action::Pause));
    }
    if left {
        out.push(Action::Pause);
        draft.settle();
    }
    state.draft = Some(draft);
    if closed {
        state.close();
    }
}

/// The form of an action that the case does not have yet.
fn form(ui: &mut Ui, cx: &Cx, state: &mut RemediationState, focus: bool, out: &mut Vec<Action>) {
    let Some(mut draft) = state.fresh.take() else {
        state.adding = false;
        return;
    };
    heading(ui, &*cx.words.remediation.new_title);
    if state.warned.as_ref() == Some(&draft) {
        callout(ui, Tone::Warn, cx.theme, |ui| ui.label(&*cx.words.remediation.fresh_before_closing));
    }
    parts(ui, cx, &mut draft, &state.rows, focus, out);
    state.fresh = Some(draft);
}

/// What can be done with the action as a whole; always in sight, below its fields.
pub(super) fn foot(ui: &mut Ui, cx: &Cx, state: &mut RemediationState, out: &mut Vec<Action>) {
    let r = &cx.words.remediation;
    ui.add_space(6.0);
    match (state.selected, &state.fresh) {
        (_, Some(draft)) if state.adding => {
            let (next, faults) = draft.taken(cx);
            let ready = cx.writable && draft.gap.is_some() && faults.none();
            let missing = [(draft.gap.is_none(), &r.gap_missing), (faults.what.is_some(), &r.what_unwritten)];
            let missing = missing.into_iter().find(|(missing, _)| *missing);
            let mut gone = false;
            ui.horizontal_wrapped(|ui| {
                if primary(ui, &r.add, ready, cx.theme).clicked() {
                    out.push(Action::Remediation(RemediationAction::Add(Box::new(next))));
                }
                gone = ui.button(&*cx.w.cancel).clicked();
                if let Some((_, text)) = missing {
                    caption(ui, &**text);
                }
            });
            if gone {
                state.fresh = None;
                state.close();
            }
        }
        (Some(id), _) => {
            ui.horizontal_wrapped(|ui| {
                let duplicate = ui.add_enabled(cx.writable, Button::new(&*r.duplicate));
                if duplicate.on_hover_text(&*r.duplicate_hint).clicked()
                    && let Some(action) = cx.session.assessment().actions.get(&id)
                {
                    let copy = assessment::Action {
                        state: ActionState::Planned,
                        verified_by: String::new(),
                        verified_on: None,
                        ..(**action).clone()
                    };
                    out.push(Action::Remediation(RemediationAction::Add(Box::new(copy))));
                }
                if ui.add_enabled(cx.writable, Button::new(&*r.remove)).on_hover_text(&*r.remove_hint).clicked() {
                    out.push(Action::Remediation(RemediationAction::Remove(id)));
                }
            });
        }
        _ => {}
    }
}

/// All fields; what the case can take of them, and whether a field was left.
fn parts(
    ui: &mut Ui,
    cx: &Cx,
    draft: &mut Draft,
    rows: &Rows,
    focus: bool,
    out: &mut Vec<Action>,
) -> (assessment::Action, bool) {
    let r = &cx.words.remediation;
    let mut left = false;
    ui.add_enabled_ui(cx.writable, |ui| fields::gap(ui, cx, draft));
    about_gap(ui, cx, draft, out);
    let what = text_area(ui, &r.what, &r.what_hint, 3, &mut cx.held(&mut draft.action.what));
    if focus {
        what.request_focus();
    }
    left |= what.lost_focus();
    // Said of what is in the fields; it is a frame late, and nobody types as fast.
    let (_, faults) = draft.taken(cx);
    // Of a new one nobody has to be told while it is being written.
    warn(ui, cx, faults.what.as_ref().filter(|_| draft.id.is_some()));
    left |= fields::figures(ui, cx, draft);
    for fault in &faults.figures {
        warn(ui, cx, Some(fault));
    }
    left |= fields::people(ui, cx, draft, rows);
    left |= days(ui, cx, draft, rows, &faults);
    left |= progress(ui, cx, draft);
    ui.add_enabled_ui(cx.writable, |ui| fields::after(ui, cx, draft));
    warn(ui, cx, draft.refused.as_ref());
    left |= text_area(ui, &r.evidence, &r.evidence_hint, 2, &mut cx.held(&mut draft.action.evidence)).lost_focus();
    (draft.taken(cx).0, left)
}

fn warn(ui: &mut Ui, cx: &Cx, text: Option<&String>) {
    if let Some(text) = text {
        ui.colored_label(Color32::from(cx.theme.warn), text);
    }
}

/// What the gap lost, and the way to it.
fn about_gap(ui: &mut Ui, cx: &Cx, draft: &Draft, out: &mut Vec<Action>) {
    let r = &cx.words.remediation;
    let Some(gap) = &draft.gap else { return };
    ui.horizontal_wrapped(|ui| match gap {
        Gap::Clause(clause) => {
            let lost = lost_by_verdict(cx.session.card(), clause);
            match lost {
                Some(lost) => {
                    let points = crate::scoring::decimal_or_fraction(&lost);
                    caption(ui, r.gap_lost.fill(&[("points", &points)]));
                }
                // Nobody has to be told that of what is done.
                None if draft.action.state == ActionState::Closed => drop(caption(ui, &*r.gap_lost_nothing)),
                None => warn(ui, cx, Some(&r.gap_gives_nothing.to_string())),
            }
            if cx.session.scheme().clause(clause).is_some() && ui.link(&*r.see_clause).clicked() {
                out.push(Action::Show(clause.clone()));
            }
        }
        Gap::SpecialDeduction(id) => {
            let found = cx.session.assessment().special_deductions.get(id);
            caption(ui, found.map_or_else(|| r.deduction_gone.to_string(), |found| found.found.trim().to_owned()));
            if ui.link(&*r.see_special).clicked() {
                out.push(Action::Go(Place::Special));
            }
        }
    });
}

/// A day that may be left open; whether its field was left, and whether what is in it is no day.
fn day(ui: &mut Ui, cx: &Cx, label: &str, key: Id, value: &mut Option<NaiveDate>) -> (bool, bool) {
    let (mut left, mut unreadable) = (false, false);
    field(ui, label, |ui| {
        let date = date_field(ui, key, *value, &cx.w.date_hint, cx.writable);
        if let Some(new) = date.changed {
            *value = new;
        }
        (left, unreadable) = (date.response.lost_focus(), date.unreadable);
        date.response
    });
    (left, unreadable)
}

/// Start and term, and what they come to.
fn days(ui: &mut Ui, cx: &Cx, draft: &mut Draft, rows: &Rows, faults: &Faults) -> bool {
    let r = &cx.words.remediation;
    let key = Id::unique(("action_days", draft.id));
    let (mut left, mut unreadable) = (false, false);
    ui.horizontal_wrapped(|ui| {
        for (label, part, value) in
            [(&r.start, "start", &mut draft.action.start), (&r.due, "due", &mut draft.action.due)]
        {
            let (gone, bad) = day(ui, cx, label, key.with(part), value);
            left |= gone;
            unreadable |= bad;
        }
    });
    if unreadable {
        ui.colored_label(Color32::from(cx.theme.warn), &*cx.w.date_unreadable);
    }
    warn(ui, cx, faults.days.as_ref());
    if let Some((text, ink)) = draft.id.and_then(|id| when(cx, rows, id)) {
        ui.label(RichText::new(text).small().color(ink));
    }
    left
}

/// Overdue, too late, or when it is finished at the earliest.
fn when(cx: &Cx, rows: &Rows, id: ActionId) -> Option<(String, Color32)> {
    let r = &cx.words.remediation;
    let action = cx.session.assessment().actions.get(&id)?;
    let finish = rows.finish(id)?;
    Some(if let Some(due) = action.due.filter(|_| action.overdue_on(cx.today)) {
        (r.overdue_days.fill(&[("days", &(cx.today - due).num_days())]), cx.theme.bad.into())
    } else if rows.too_late(id, action).is_some() {
        (r.too_late_long.fill(&[("day", &finish)]), cx.theme.warn.into())
    } else {
        (r.finish.fill(&[("day", &finish)]), cx.theme.weak.into())
    })
}

/// The state and who verified it.
fn progress(ui: &mut Ui, cx: &Cx, draft: &mut Draft) -> bool {
    let r = &cx.words.remediation;
    ui.add_space(6.0);
    section_title(ui, &*r.progress);
    let action = &mut draft.action;
    ui.add_enabled_ui(cx.writable, |ui| {
        ui.horizontal_wrapped(|ui| {
            for state in ActionState::ALL {
                ui.selectable_value(&mut action.state, state, &**state.word(cx.c));
            }
        });
    });
    let written = !action.verified_by.is_empty() || action.verified_on.is_some();
    if !written && matches!(action.state, ActionState::Planned | ActionState::Doing) {
        return false; // there is nothing to verify yet
    }
    let mut left = false;
    let mut unreadable = false;
    ui.horizontal_wrapped(|ui| {
        let by = field(ui, &r.verified_by, |ui| {
            let text = &mut cx.held(&mut action.verified_by);
            crate::app::widgets::text_field(ui, egui::TextEdit::singleline(text).desired_width(150.0), cx.writable)
        });
        left |= by.lost_focus();
        let key = Id::unique(("verified_on", draft.id));
        let (gone, bad) = day(ui, cx, &r.verified_on, key, &mut action.verified_on);
        left |= gone;
        unreadable = bad;
    });
    if unreadable {
        ui.colored_label(Color32::from(cx.theme.warn), &*cx.w.date_unreadable);
    }
    if action.unverified() {
        let (nobody, no_day) = (action.verified_by.trim().is_empty(), action.verified_on.is_none());
        let text = match (nobody, no_day) {
            (true, true) => &r.closed_unverified,
            (true, false) => &r.closed_by_nobody,
            _ => &r.closed_no_day,
        };
        callout(ui, Tone::Warn, cx.theme, |ui| ui.label(&**text));
    }
    left
}

/// Closing an action changes no verdict; where the gap is still there that is said.
fn after_closing(ui: &mut Ui, cx: &Cx, action: &assessment::Action, out: &mut Vec<Action>) {
    if action.state != ActionState::Closed {
        return;
    }
    let r = &cx.words.remediation;
    match &action.gap {
        Gap::Clause(clause) if lost_by_verdict(cx.session.card(), clause).is_some() => {
            ui.horizontal_wrapped(|ui| {
                caption(ui, &*r.judge_again);
                if ui.link(r.judge_clause.fill(&[("clause", clause)])).clicked() {
                    out.push(Action::Show(clause.clone()));
                }
            });
        }
        Gap::SpecialDeduction(id)
            if cx.session.assessment().special_deductions.get(id).is_some_and(|found| !found.rectified) =>
        {
            caption(ui, &*r.rectify_again);
        }
        _ => {}
    }
}
