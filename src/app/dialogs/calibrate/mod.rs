//! 校准分值: whoever holds the standard types its points in one table, sees the sums as they grow, and makes a scheme of
//! it: as a file of its own, or for the open case.

mod points;
mod texts;

use egui::{Event, Id, Label, RichText, TextEdit, Ui};

use crate::app::calibrating::{CalibrateState, Tab};
use crate::app::widgets::{Tone, callout, caption, date_field, field, heading, primary, text_line};
use crate::app::{Action, Cx, Purpose};
use crate::lang::Words;
use crate::scoring::{GradeReason, ScoreCard};

/// What everything but the table takes of the window's height.
const FRAME: f32 = 400.0;

pub(super) fn ui(ui: &mut Ui, cx: &Cx, state: &mut CalibrateState, out: &mut Vec<Action>) {
    let w = &cx.words.sureness;
    if let Some(text) = pasted(ui, state) {
        state.paste(&text, cx.words);
    }
    state.look(cx.session, cx.words);
    heading(ui, &*w.cal_title);
    ui.add(Label::new(RichText::new(&*w.cal_intro).small().weak()).wrap());
    who(ui, cx, state);
    ui.horizontal_wrapped(|ui| {
        for (tab, title) in [(Tab::Points, &w.cal_tab_points), (Tab::Texts, &w.cal_tab_texts)] {
            if ui.selectable_label(state.tab == tab, &**title).clicked() {
                state.tab = tab;
            }
        }
        ui.separator();
        if ui.button(&*w.cal_read).on_hover_text(&*w.cal_read_help).clicked() {
            out.push(Action::Pick(Purpose::CalibrationTable));
        }
        if ui.add_enabled(state.typed() > 0, egui::Button::new(&*w.cal_clear)).clicked() {
            state.points.clear();
            state.texts.clear();
            state.said = None;
            state.changed();
            state.unsaved = false;
        }
    });
    if let Some((tone, text)) = &state.said {
        let tone = *tone;
        callout(ui, tone, cx.theme, |ui| {
            egui::ScrollArea::vertical().id_salt("calibrate_said").max_height(88.0).show(ui, |ui| ui.label(text));
        });
    }
    let said = state.said.as_ref().map_or(0.0, |(_, text)| 30.0 + 22.0 * text.lines().count().min(4) as f32);
    let height = (ui.ctx().content_rect().height() - FRAME - said).max(120.0);
    match state.tab {
        Tab::Points => points::ui(ui, cx, state, height),
        Tab::Texts => texts::ui(ui, cx, state, height),
    }
    ui.add_space(4.0);
    outcome(ui, cx, state);
    ui.add_space(4.0);
    buttons(ui, cx, state, out);
}

/// A column or a table out of the clipboard; a single value is left to the field that it is pasted into.
fn pasted(ui: &Ui, state: &CalibrateState) -> Option<String> {
    if state.tab != Tab::Points {
        return None;
    }
    let is_table = |text: &str| text.trim().contains(['\n', '\t', '\r']);
    ui.input_mut(|input| {
        let found = input.events.iter().find_map(|event| match event {
            Event::Paste(text) if is_table(text) => Some(text.clone()),
            _ => None,
        })?;
        input.events.retain(|event| !matches!(event, Event::Paste(text) if is_table(text)));
        Some(found)
    })
}

/// Who, when and by which copy of the standard.
fn who(ui: &mut Ui, cx: &Cx, state: &mut CalibrateState) {
    let w = &cx.words.sureness;
    let mut changed = false;
    ui.horizontal_top(|ui| {
        ui.allocate_ui(egui::vec2(150.0, 44.0), |ui| {
            changed |=
                field(ui, &w.cal_by, |ui| ui.add(TextEdit::singleline(&mut state.by).desired_width(140.0))).changed();
        });
        ui.allocate_ui(egui::vec2(130.0, 44.0), |ui| {
            let mut day = None;
            field(ui, &w.cal_on, |ui| {
                let found = date_field(ui, Id::unique("calibrate_on"), state.on, "2026-01-31", true);
                day = found.changed;
                found.response
            });
            if let Some(Some(day)) = day {
                state.on = Some(day);
                changed = true;
            }
        });
        ui.vertical(|ui| {
            changed |= text_line(ui, &w.cal_copy, &w.cal_copy_hint, &mut state.copy).changed();
        });
    });
    if changed {
        state.changed();
    }
}

/// What would come of it.
fn outcome(ui: &mut Ui, cx: &Cx, state: &CalibrateState) {
    let (w, seen) = (&cx.words.sureness, &state.seen);
    let line = |ui: &mut Ui, tone: Tone, text: String| {
        callout(ui, tone, cx.theme, |ui| ui.add(Label::new(text).wrap()));
    };
    if state.typed() == 0 {
        return line(ui, Tone::Quiet, w.cal_nothing.to_string());
    }
    if let Some(problem) = seen.problems.first() {
        return line(ui, Tone::Bad, problem.clone());
    }
    let Some(made) = &seen.made else {
        let text = match seen.wrong.len() {
            0 => w.cal_not_fitting.to_string(),
            n => w.cal_wrong.fill(&[("n", &n)]),
        };
        return line(ui, Tone::Warn, text);
    };
    let done = &made.calibrated;
    let mut text = w.cal_fits.fill(&[("given", &done.given.len()), ("changed", &done.changed.len())]);
    if !done.texts.is_empty() {
        text += &w.cal_texts_given.fill(&[("n", &done.texts.len())]);
    }
    if !done.unverified.is_empty() {
        text += &w.cal_unverified.fill(&[("n", &done.unverified.len())]);
    }
    text += &match &made.card {
        Some(card) => {
            w.cal_score.fill(&[("before", &scored(cx.session.card(), cx.words)), ("after", &scored(card, cx.words))])
        }
        None => w.cal_not_carried.to_string(),
    };
    for clause in &done.contradicted {
        text += &w.cal_contradicted.fill(&[("clause", clause)]);
    }
    line(ui, if done.contradicted.is_empty() { Tone::Good } else { Tone::Warn }, text);
    if state.by.trim().is_empty() {
        line(ui, Tone::Warn, w.cal_unsigned.to_string());
    }
}

/// Score and grade in few words.
fn scored(card: &ScoreCard, words: &Words) -> String {
    let Some(outcome) = &card.outcome else { return "—".to_owned() };
    let low = outcome.grade.reason == GradeReason::BelowLowest && card.undecided(outcome);
    let grade = if low { "—" } else { words.grade(&outcome.grade.id, &outcome.grade.title) };
    format!("{} {grade}", card.show(&outcome.score))
}

fn buttons(ui: &mut Ui, cx: &Cx, state: &CalibrateState, out: &mut Vec<Action>) {
    let w = &cx.words.sureness;
    // What nobody stands behind is not verified.
    let made = state.seen.made.as_deref().filter(|_| !state.by.trim().is_empty());
    ui.horizontal_wrapped(|ui| {
        let carries = made.is_some_and(|made| made.card.is_some());
        let take = primary(ui, &w.cal_take, carries && cx.writable, cx.theme).on_hover_text(&*w.cal_take_help);
        if take.clicked() {
            out.push(Action::TakeCalibration);
        }
        let save = ui.add_enabled(made.is_some(), egui::Button::new(&*w.cal_save)).on_hover_text(&*w.cal_save_help);
        if save.clicked() {
            out.push(Action::Pick(Purpose::SaveCalibration));
        }
        if ui.button(&*cx.w.close).clicked() {
            out.push(Action::CloseDialog);
        }
        caption(ui, if cx.writable { &*w.cal_kept } else { &*cx.words.keeping.read_only_edit });
    });
}
