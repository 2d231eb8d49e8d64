//! 特别项: special deductions and the bonus, lists of their own.

use egui::{Button, Color32, ComboBox, Frame, Margin, Response, ScrollArea, Ui};

use crate::app::panels::central;
use crate::app::widgets::{Tone, callout, caption, field, heading, section_title, text_area};
use crate::app::{Action, Cx};
use crate::assessment::{Bonus, Edit, SpecialDeduction, SpecialDeductionId};
use crate::criteria::{ClauseId, RectifiedDeductions};

/// What is being written and is no deduction yet.
#[derive(Debug, Default)]
pub struct SpecialState {
    kind: Option<u32>,
    found: String,
    clause: Option<ClauseId>,
    /// The bonus, while its reason is being written anew.
    bonus: String,
}

/// The view.
pub fn ui(ui: &mut Ui, cx: &Cx, state: &mut SpecialState, out: &mut Vec<Action>) {
    let frame = Frame::new().fill(cx.theme.panel.into()).inner_margin(Margin::same(18));
    central(ui, "special", frame, |ui| {
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            ui.set_max_width(ui.available_width().min(820.0) - 10.0);
            heading(ui, &*cx.w.place_special);
            gate(ui, cx);
            for (id, deduction) in &cx.session.assessment().special_deductions {
                ui.add_space(8.0);
                entry(ui, cx, *id, deduction, out);
            }
            ui.add_space(12.0);
            ui.add_enabled_ui(cx.writable, |ui| new_deduction(ui, cx, state, out));
            ui.add_space(18.0);
            bonus(ui, cx, state, out);
        });
    });
}

fn gate(ui: &mut Ui, cx: &Cx) {
    let rules = &cx.session.scheme().rules.special_deductions;
    let card = cx.session.card();
    let each = card.show(&rules.points_each);
    caption(ui, cx.w.special_rule.fill(&[("points", &each), ("from", &rules.fail_from)]));
    let text = cx.w.special_count.fill(&[("n", &card.special_deductions), ("rectified", &card.rectified)]);
    let tone = if card.special_deductions >= rules.fail_from {
        Tone::Bad
    } else if card.special_deductions > 0 {
        Tone::Warn
    } else {
        Tone::Good
    };
    callout(ui, tone, cx.theme, |ui| ui.label(text));
}

fn entry(ui: &mut Ui, cx: &Cx, id: SpecialDeductionId, deduction: &SpecialDeduction, out: &mut Vec<Action>) {
    let frame = Frame::new().fill(cx.theme.sunken.into()).corner_radius(6).inner_margin(Margin::same(12));
    frame.show(ui, |ui| {
        ui.push_id(("deduction", id), |ui| {
            ui.set_min_width(ui.available_width());
            let mut next = deduction.clone();
            section_title(ui, cx.w.special_one.fill(&[("id", &id)]));
            ui.horizontal_wrapped(|ui| {
                if !cx.writable {
                    ui.disable();
                }
                let mut kind = Some(next.kind);
                pick_kind(ui, cx, &mut kind);
                next.kind = kind.unwrap_or(next.kind);
                pick_clause(ui, cx, &mut next.clause);
            });
            let response = text_area(ui, &cx.w.special_found, "", 2, &mut cx.held(&mut next.found));
            if response.lost_focus() {
                out.push(Action::Pause);
            }
            if next.found.trim().is_empty() {
                ui.colored_label(Color32::from(cx.theme.warn), &*cx.w.special_needs_found);
                next.found.clone_from(&deduction.found);
            }
            ui.horizontal(|ui| {
                if !cx.writable {
                    ui.disable();
                }
                ui.checkbox(&mut next.rectified, &*cx.w.special_rectified);
                if ui.small_button(&*cx.w.remove).clicked() {
                    out.push(Action::Edit(Edit::RemoveSpecialDeduction { id }));
                }
            });
            if next.rectified && cx.session.scheme().rules.rectified == RectifiedDeductions::NotCounted {
                caption(ui, &*cx.w.special_rectified_note);
            }
            if next != *deduction {
                out.push(Action::Edit(Edit::SetSpecialDeduction { id, deduction: next }));
            }
        });
    });
}

fn pick_kind(ui: &mut Ui, cx: &Cx, kind: &mut Option<u32>) -> Response {
    let kinds = &cx.session.scheme().rules.special_deductions.kinds;
    let chosen = kinds.iter().find(|each| Some(each.id) == *kind);
    let text = chosen.map_or_else(|| cx.w.special_pick_kind.to_string(), |each| format!("{} {}", each.id, each.title));
    field(ui, &cx.w.special_kind, |ui| {
        let combo = ComboBox::from_id_salt("kind").width(300.0).selected_text(text).show_ui(ui, |ui| {
            for each in kinds {
                let label = format!("{} {}", each.id, each.title);
                ui.selectable_value(kind, Some(each.id), label).on_hover_text(&each.explanation);
            }
        });
        combo.response
    })
}

fn pick_clause(ui: &mut Ui, cx: &Cx, clause: &mut Option<ClauseId>) -> Response {
    let text = clause.as_ref().map_or_else(|| cx.w.special_no_clause.to_string(), ToString::to_string);
    field(ui, &cx.w.special_clause, |ui| {
        let combo = ComboBox::from_id_salt("clause").width(240.0).selected_text(text).show_ui(ui, |ui| {
            ui.selectable_value(clause, None, &*cx.w.special_no_clause);
            for each in cx.session.scheme().clauses() {
                ui.selectable_value(clause, Some(each.id.clone()), format!("{} {}", each.id, each.title));
            }
        });
        combo.response
    })
}

fn new_deduction(ui: &mut Ui, cx: &Cx, state: &mut SpecialState, out: &mut Vec<Action>) {
    section_title(ui, &*cx.w.special_new);
    ui.push_id("new", |ui| {
        ui.horizontal_wrapped(|ui| {
            pick_kind(ui, cx, &mut state.kind);
            pick_clause(ui, cx, &mut state.clause);
        });
        text_area(ui, &cx.w.special_found, &cx.w.special_found_hint, 2, &mut state.found);
        let ready = state.kind.is_some() && !state.found.trim().is_empty();
        let add = ui.add_enabled(ready, Button::new(&*cx.w.special_add));
        if add.on_disabled_hover_text(&*cx.w.special_needs).clicked()
            && let Some(kind) = state.kind.take()
        {
            let found = std::mem::take(&mut state.found);
            let deduction = SpecialDeduction { kind, found, clause: state.clause.take(), rectified: false };
            let id = cx.session.assessment().next_special_deduction_id();
            out.push(Action::Edit(Edit::AddSpecialDeduction { id, deduction }));
        }
    });
}

fn bonus(ui: &mut Ui, cx: &Cx, state: &mut SpecialState, out: &mut Vec<Action>) {
    section_title(ui, &*cx.c.bonus);
    let rule = &cx.session.scheme().rules.bonus;
    caption(ui, &rule.condition);
    match &cx.session.assessment().bonus {
        Some(given) => {
            let mut reason = given.reason.clone();
            let response = text_area(ui, &cx.w.bonus_reason, "", 2, &mut cx.held(&mut reason));
            if response.lost_focus() {
                out.push(Action::Pause);
            }
            if reason.trim().is_empty() {
                ui.colored_label(Color32::from(cx.theme.warn), &*cx.w.bonus_needs_reason);
            } else if reason != given.reason {
                out.push(Action::Edit(Edit::SetBonus(Some(Bonus { reason }))));
            }
            if ui.add_enabled(cx.writable, Button::new(&*cx.w.bonus_remove)).clicked() {
                out.push(Action::Edit(Edit::SetBonus(None)));
            }
        }
        None => {
            text_area(ui, &cx.w.bonus_reason, &cx.w.bonus_hint, 2, &mut cx.held(&mut state.bonus));
            let ready = cx.writable && !state.bonus.trim().is_empty();
            if ui.add_enabled(ready, Button::new(&*cx.w.bonus_add)).clicked() {
                let reason = std::mem::take(&mut state.bonus);
                out.push(Action::Edit(Edit::SetBonus(Some(Bonus { reason }))));
            }
        }
    }
}
