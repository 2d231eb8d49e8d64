//! One gate: what is asked, what is known, what to answer, how to make sure, where sources differ.

use egui::{Align, Color32, Id, Layout, RichText, Ui};

use super::{change, state_sign};
use crate::app::views::materials::sources::Sources;
use crate::app::widgets::{Tone, badge, callout, caption, date_field, field, heading, section_title, sign, text_area};
use crate::app::{Action, Cx, Place};
use crate::assessment::{GateAnswer, MaterialId};
use crate::criteria::{Gate, GateForm, gates};
use crate::planning::GateResult;
use crate::report::readiness::{GateTeller, state_word};

/// What was asked of the view.
pub(super) enum Asked {
    Nothing,
    /// To close the gate.
    Close,
    /// To show the register of managers.
    Managers,
}

/// The open gate.
pub(super) fn ui(ui: &mut Ui, cx: &Cx, gate: &Gate, result: &GateResult, out: &mut Vec<Action>) -> Asked {
    let w = &cx.words.readiness;
    let teller = GateTeller { words: cx.words, assessment: cx.session.assessment() };
    let mut asked = Asked::Nothing;
    ui.horizontal(|ui| {
        let word = state_word(result.state, w);
        sign(ui, state_sign(result.state), cx.theme, word);
        ui.label(&**word);
        if !gate.differs.is_empty() {
            badge(ui, &w.differs_short, Tone::Warn, cx.theme);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if ui.small_button(&*cx.w.close).clicked() {
                asked = Asked::Close;
            }
        });
    });
    heading(ui, &gate.title);
    ui.label(&gate.question);
    ui.add_space(4.0);
    fact(ui, &w.required, &teller.required(gate, result), Some(cx.theme.accent.into()));
    fact(ui, &w.now, &teller.value(&result.value), None);
    for sentence in teller.sentences(result) {
        ui.label(RichText::new(sentence).weak());
    }
    beside(ui, cx, gate);
    let answer = cx.session.assessment().gates.get(&gate.id);
    let answer = answer.map(|answer| (**answer).clone()).unwrap_or_default();
    ui.add_space(8.0);
    said(ui, cx, gate, &answer, out);
    ui.add_space(6.0);
    if links(ui, cx, gate, result, out) {
        asked = Asked::Managers;
    }
    let mut sources = Sources::among(&gates().sources, &gate.sources);
    ui.add_space(8.0);
    section_title(ui, &*w.how);
    ui.label(sources.in_words(cx, &gate.how));
    if !gate.differs.is_empty() {
        ui.add_space(8.0);
        section_title(ui, &*w.differs);
        let text = sources.in_words(cx, &gate.differs);
        callout(ui, Tone::Quiet, cx.theme, |ui| ui.label(text));
    }
    sources.ui(ui, cx);
    asked
}

/// A name and what it is.
fn fact(ui: &mut Ui, name: &str, value: &str, colour: Option<Color32>) {
    ui.horizontal_wrapped(|ui| {
        caption(ui, name);
        let value = RichText::new(value).strong();
        ui.label(match colour {
            Some(colour) => value.color(colour),
            None => value,
        });
    });
}

/// What stands in the profile, for whoever has to compare.
fn beside(ui: &mut Ui, cx: &Cx, gate: &Gate) {
    if gate.form != GateForm::Scope {
        return;
    }
    let w = &cx.words.readiness;
    let company = &cx.session.assessment().company;
    for (phrase, text) in [(&w.scope_sells, &company.sells), (&w.scope_scope, &company.scope)] {
        if !text.trim().is_empty() {
            ui.label(phrase.fill(&[("text", &text.trim())]));
        }
    }
}

/// What a person says: yes or no, a day, a note.
fn said(ui: &mut Ui, cx: &Cx, gate: &Gate, answer: &GateAnswer, out: &mut Vec<Action>) {
    let w = &cx.words.readiness;
    if let GateForm::Day { .. } = gate.form {
        let mut unreadable = false;
        field(ui, &w.day, |ui| {
            let date = date_field(ui, Id::unique(("gate_day", &gate.id)), answer.day, &cx.w.date_hint, cx.writable);
            unreadable = date.unreadable;
            if let Some(day) = date.changed {
                change(cx, &gate.id, false, out, |answer| answer.day = day);
            }
            date.response
        });
        if unreadable {
            ui.colored_label(Color32::from(cx.theme.warn), &*cx.w.date_unreadable);
        }
    } else if gate.form.asks() {
        caption(ui, &*w.answer).on_hover_text(&*w.answer_hint);
        ui.horizontal(|ui| {
            if !cx.writable {
                ui.disable();
            }
            for (passes, label) in [(Some(true), &w.answer_yes), (Some(false), &w.answer_no), (None, &w.answer_unknown)]
            {
                let label = RichText::new(format!(" {label} "));
                if ui.selectable_label(answer.passes == passes, label).clicked() && answer.passes != passes {
                    change(cx, &gate.id, false, out, |answer| answer.passes = passes);
                }
            }
        });
    } else {
        caption(ui, &*w.computed);
    }
    ui.add_space(4.0);
    let mut note = answer.note.clone();
    let response = text_area(ui, &w.note, &w.note_hint, 2, &mut cx.held(&mut note));
    if note != answer.note {
        change(cx, &gate.id, true, out, |answer| answer.note = note);
    }
    if response.lost_focus() {
        out.push(Action::Pause);
    }
}

/// Buttons that lead to where the gate is decided; whether the register of managers was asked for.
fn links(ui: &mut Ui, cx: &Cx, gate: &Gate, result: &GateResult, out: &mut Vec<Action>) -> bool {
    let w = &cx.words.readiness;
    let mut managers = false;
    if let Some((done, of)) = result.points {
        caption(ui, w.points.fill(&[("done", &done), ("of", &of)]));
    }
    ui.horizontal_wrapped(|ui| {
        match &gate.form {
            GateForm::Scope => go(ui, &w.open_profile, Place::Profile, out),
            GateForm::Quota { .. } => managers = ui.button(&*w.open_quota).clicked(),
            GateForm::Records { .. } | GateForm::Traceable { .. } => go(ui, &w.open_ledgers, Place::Ledgers, out),
            GateForm::SpecialDeductions => go(ui, &w.open_special, Place::Special, out),
            GateForm::Rectifications => {
                go(ui, &w.open_special, Place::Special, out);
                go(ui, &w.open_score, Place::Score, out);
            }
            _ => {}
        }
        if let GateForm::Clause { clause } | GateForm::Quota { clause } = &gate.form
            && cx.session.scheme().clause(clause).is_some()
            && ui.button(w.open_clause.fill(&[("clause", clause)])).clicked()
        {
            out.push(Action::Show(clause.clone()));
        }
        if let Some(point) = gate.points.first()
            && ui.button(&*w.open_points).clicked()
        {
            out.push(Action::ShowMaterial(MaterialId::from(point.clone())));
        }
    });
    managers
}

fn go(ui: &mut Ui, label: &str, place: Place, out: &mut Vec<Action>) {
    if ui.button(label).clicked() {
        out.push(Action::Go(place));
    }
}
