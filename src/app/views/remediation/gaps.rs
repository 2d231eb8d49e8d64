//! What was lost and nobody does anything about, with drafts at one click.

use egui::{Button, Label, RichText, ScrollArea, Ui};

use crate::app::widgets::{Tone, callout, caption};
use crate::app::{Action, Cx, Place, RemediationAction};
use crate::assessment::Gap;
use crate::planning::{Uncovered, uncovered};
use crate::scoring::decimal_or_fraction;

/// Most height of the list.
const HEIGHT: f32 = 132.0;

pub(super) fn ui(ui: &mut Ui, cx: &Cx, listed: &mut Option<bool>, out: &mut Vec<Action>) {
    let found = uncovered(cx.session.assessment(), cx.session.card());
    if found.count() == 0 && found.ended.is_empty() {
        return;
    }
    ui.add_space(2.0);
    callout(ui, Tone::Quiet, cx.theme, |ui| {
        if found.count() > 0 {
            without(ui, cx, &found, listed, out);
        }
        if !found.ended.is_empty() {
            ended(ui, cx, &found.ended, out);
        }
    });
    ui.add_space(4.0);
}

/// How many gaps there are without action, and each of them where that is asked for.
fn without(ui: &mut Ui, cx: &Cx, found: &Uncovered, listed: &mut Option<bool>, out: &mut Vec<Action>) {
    let r = &cx.words.remediation;
    // With an empty register they are what there is to see.
    let mut open = listed.unwrap_or_else(|| cx.session.assessment().actions.is_empty());
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(say(cx, found)).strong());
        let text = r.suggest_all.fill(&[("n", &found.count())]);
        if ui.add_enabled(cx.writable, Button::new(text)).on_hover_text(&*r.suggest_hint).clicked() {
            out.push(Action::Remediation(RemediationAction::Suggest(None)));
        }
        let text = if open { &r.gaps_fold } else { &r.gaps_list };
        if ui.small_button(&**text).clicked() {
            open = !open;
            *listed = Some(open);
        }
    });
    if !open {
        return;
    }
    ScrollArea::vertical().id_salt("gaps").max_height(HEIGHT).auto_shrink([false, true]).show(ui, |ui| {
        for (clause, lost) in &found.clauses {
            let points = decimal_or_fraction(lost);
            let text = r.gap_lost.fill(&[("points", &points)]);
            let advice = cx.session.scheme().clause(clause).is_some_and(|clause| !clause.advice.is_empty());
            one(ui, cx, Gap::Clause(clause.clone()), &text, advice, out);
        }
        for id in &found.deductions {
            let deduction = cx.session.assessment().special_deductions.get(id);
            let text = deduction.map_or("", |deduction| deduction.found.trim());
            one(ui, cx, Gap::SpecialDeduction(*id), text, true, out);
        }
    });
}

/// How many, and what they lost.
fn say(cx: &Cx, found: &Uncovered) -> String {
    let r = &cx.words.remediation;
    let lost = decimal_or_fraction(&found.lost());
    let lost = if lost.len() > 12 { cx.session.card().show(&found.lost()) } else { lost };
    let clauses = r.gaps_clauses.fill(&[("n", &found.clauses.len()), ("points", &lost)]);
    let deductions = r.gaps_deductions.fill(&[("n", &found.deductions.len())]);
    let parts = [(found.clauses.len(), clauses), (found.deductions.len(), deductions)];
    let parts: Vec<String> = parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, text)| text).collect();
    r.gaps_without.fill(&[("list", &cx.list(&parts))])
}

fn one(ui: &mut Ui, cx: &Cx, gap: Gap, about: &str, advice: bool, out: &mut Vec<Action>) {
    let r = &cx.words.remediation;
    ui.horizontal(|ui| {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if ui.add_enabled(cx.writable, Button::new(&*r.new_here).small()).clicked() {
                out.push(Action::Remediation(RemediationAction::New(Some(gap.clone()))));
            }
            let suggest = Button::new(&*r.suggest_one).small();
            let suggest = ui.add_enabled(cx.writable && advice, suggest);
            if suggest.on_disabled_hover_text(&*r.no_advice).clicked() {
                out.push(Action::Remediation(RemediationAction::Suggest(Some(gap.clone()))));
            }
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                link(ui, cx, &gap, out);
                ui.add(Label::new(RichText::new(about).small().weak()).truncate());
            });
        });
    });
}

/// The gap's name, which leads to where it is judged.
pub(super) fn link(ui: &mut Ui, cx: &Cx, gap: &Gap, out: &mut Vec<Action>) {
    if ui.link(super::rows::gap_named(cx, gap)).clicked() {
        out.push(match gap {
            Gap::Clause(clause) => Action::Show(clause.clone()),
            Gap::SpecialDeduction(_) => Action::Go(Place::Special),
        });
    }
}

/// Gaps that are still there although all their actions are closed.
fn ended(ui: &mut Ui, cx: &Cx, gaps: &[Gap], out: &mut Vec<Action>) {
    ui.horizontal_wrapped(|ui| {
        caption(ui, &*cx.words.remediation.ended).on_hover_text(&*cx.words.remediation.ended_hint);
        for gap in gaps {
            link(ui, cx, gap, out);
        }
    });
}
