//! Always in sight: score, grade, distance, range, sections, how much is answered.

use egui::{Align, Color32, Frame, Layout, Margin, Panel, RichText, ScrollArea, Ui};

use crate::app::theme::figure;
use crate::app::widgets::{Tone, badge, bar, callout, caption, section_title, stars};
use crate::app::{Action, Command, Cx, Place};
use crate::assessment::say_provisional;
use crate::criteria::Amount;
use crate::scoring::{GradeReason, NextGrade, Outcome, show};

/// The column on the right.
pub fn score_panel(ui: &mut Ui, cx: &Cx, flash: Option<&Amount>, out: &mut Vec<Action>) {
    let frame = Frame::new().fill(cx.theme.sunken.into()).inner_margin(Margin::symmetric(14, 12));
    Panel::right("score").resizable(false).exact_size(236.0).frame(frame).show(ui, |ui| {
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            section_title(ui, &*cx.c.provisional_score);
            caption(ui, &*cx.c.not_a_certificate);
            match &cx.session.card().outcome {
                Some(outcome) => {
                    score_figure(ui, cx, outcome, flash);
                    grade(ui, cx, outcome);
                    distance(ui, cx, outcome);
                }
                None => {
                    callout(ui, Tone::Warn, cx.theme, |ui| ui.label(&*cx.w.score_nothing_applicable));
                }
            }
            ui.add_space(6.0);
            range(ui, cx);
            points_span(ui, cx, out);
            if let Some(provisional) = say_provisional(cx.session.provisional_records(), cx.words) {
                caption(ui, provisional);
            }
            ui.add_space(8.0);
            sections(ui, cx, 208.0);
            ui.add_space(8.0);
            progress(ui, cx, out);
            if ui.link(&*cx.w.score_why).clicked() {
                out.push(Action::Go(Place::Score));
            }
        });
    });
}

/// One row on top where there is no room for a column.
pub fn score_strip(ui: &mut Ui, cx: &Cx, flash: Option<&Amount>, out: &mut Vec<Action>) {
    let frame = Frame::new().fill(cx.theme.sunken.into()).inner_margin(Margin::symmetric(12, 6));
    Panel::top("score_strip").frame(frame).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new(&*cx.c.provisional_score).weak());
            match &cx.session.card().outcome {
                Some(outcome) => {
                    let shown = cx.session.card().show(&outcome.score);
                    ui.label(RichText::new(shown).text_style(egui::TextStyle::Heading));
                    moved(ui, cx, flash);
                    stars(ui, outcome.grade.stars, 15.0, cx.theme, title_of(cx, outcome));
                    ui.label(grade_title(cx, outcome));
                    distance(ui, cx, outcome);
                }
                None => {
                    ui.label(&*cx.c.no_score);
                }
            }
            range(ui, cx);
            points_span(ui, cx, out);
            if let Some(provisional) = say_provisional(cx.session.provisional_records(), cx.words) {
                caption(ui, provisional);
            }
            if ui.link(&*cx.w.score_why).clicked() {
                out.push(Action::Go(Place::Score));
            }
        });
    });
}

fn score_figure(ui: &mut Ui, cx: &Cx, outcome: &Outcome, flash: Option<&Amount>) {
    ui.horizontal(|ui| {
        let shown = cx.session.card().show(&outcome.score);
        let colour: Color32 = if cx.session.card().complete() { cx.theme.text.into() } else { cx.theme.weak.into() };
        ui.label(RichText::new(shown).text_style(figure()).color(colour));
        moved(ui, cx, flash);
    });
}

/// By how much the score moved just now.
fn moved(ui: &mut Ui, cx: &Cx, flash: Option<&Amount>) {
    let Some(moved) = flash else { return };
    let better = *moved > Amount::default();
    let shown = show(moved, cx.session.card().decimals);
    let text = if better { format!("+{shown}") } else { shown.replace('-', "−") };
    let colour: Color32 = if better { cx.theme.good.into() } else { cx.theme.bad.into() };
    ui.label(RichText::new(text).color(colour).strong());
    ui.ctx().request_repaint_after(std::time::Duration::from_millis(500));
}

fn grade(ui: &mut Ui, cx: &Cx, outcome: &Outcome) {
    // Wrapped: a column that is wider than its panel would be cut off on both sides.
    ui.horizontal_wrapped(|ui| {
        stars(ui, outcome.grade.stars, 18.0, cx.theme, title_of(cx, outcome));
        ui.label(RichText::new(grade_title(cx, outcome)).strong());
    });
    if outcome.grade.reason == GradeReason::TooManySpecialDeductions {
        let from = cx.session.scheme().rules.special_deductions.fail_from;
        let text = cx.w.score_gate.fill(&[("n", &cx.session.card().special_deductions), ("from", &from)]);
        callout(ui, Tone::Bad, cx.theme, |ui| ui.label(text));
    } else if !cx.session.card().complete() {
        caption(ui, cx.w.score_incomplete.fill(&[("n", &cx.session.card().unrated)]));
    }
}

/// The grade, or that it is too early for one.
pub fn grade_title<'a>(cx: &Cx<'a>, outcome: &'a Outcome) -> &'a str {
    if cx.session.card().undecided(outcome) { &cx.w.score_not_yet } else { title_of(cx, outcome) }
}

/// The grade's title, however early it is.
fn title_of<'a>(cx: &Cx<'a>, outcome: &'a Outcome) -> &'a str {
    cx.words.grade(&outcome.grade.id, &outcome.grade.title)
}

fn distance(ui: &mut Ui, cx: &Cx, outcome: &Outcome) {
    let text = match &outcome.next {
        None => cx.w.score_top.to_string(),
        Some(NextGrade { id, title, distance, .. }) if *distance > Amount::default() => {
            cx.w.score_distance
                .fill(&[("grade", &cx.words.grade(id, title)), ("points", &cx.session.card().show_up(distance))])
        }
        Some(NextGrade { id, title, .. }) => cx.w.score_only_gate.fill(&[("grade", &cx.words.grade(id, title))]),
    };
    ui.label(text);
}

fn range(ui: &mut Ui, cx: &Cx) {
    let card = cx.session.card();
    let (Some(floor), Some(ceiling)) = (&card.outcome, &card.ceiling) else { return };
    if floor == ceiling {
        return; // nothing is unrated, and a range from a figure to itself says nothing
    }
    let mut text =
        cx.w.score_range.fill(&[("floor", &card.show(&floor.score)), ("ceiling", &card.show(&ceiling.score))]);
    if ceiling.grade != floor.grade {
        text.push_str(&cx.w.score_range_grade.fill(&[("grade", &title_of(cx, ceiling))]));
    }
    ui.label(RichText::new(text).small().weak()).on_hover_text(&*cx.w.score_range_help);
}

/// What points that nobody knows leave open, and whether the grade hangs on it.
fn points_span(ui: &mut Ui, cx: &Cx, out: &mut Vec<Action>) {
    let Some(found) = cx.sureness.filter(|found| found.free > 0) else { return };
    let Some(span) = &found.range.points else { return };
    let (w, card) = (&cx.words.sureness, cx.session.card());
    let (low, high) = (card.show(&span.low.score), card.show(&span.high.score));
    let (low_grade, high_grade) = (grade_title(cx, &span.low), grade_title(cx, &span.high));
    let decided = !card.undecided(&found.range.floor);
    let text = if !decided {
        w.panel_points_bare.fill(&[("low", &low), ("high", &high)])
    } else {
        // Short as people say it: there is little room.
        let bare = |grade: &'_ str| grade.trim_end_matches('级').to_owned();
        let grades = if low_grade == high_grade {
            w.grades_same.fill(&[("grade", &bare(low_grade))])
        } else {
            w.grades_from_to.fill(&[("low", &bare(low_grade)), ("high", &bare(high_grade))])
        };
        w.panel_points.fill(&[("low", &low), ("high", &high), ("grades", &grades)])
    };
    let apart = span.low.score != span.high.score;
    let help = w.panel_help.fill(&[("n", &found.free), ("low", &low), ("high", &high)]);
    if apart && ui.link(RichText::new(text).small()).on_hover_text(help).clicked() {
        out.push(Action::Go(Place::Score));
    }
    if !decided {
        return;
    }
    if found.range.grade_safe() {
        let help = w.panel_safe_help.fill(&[("grade", &low_grade)]);
        badge(ui, &w.panel_safe, Tone::Good, cx.theme).on_hover_text(help);
    } else {
        let help = w.panel_unsafe_help.fill(&[("low", &low_grade), ("high", &high_grade)]);
        badge(ui, &w.panel_unsafe, Tone::Warn, cx.theme).on_hover_text(help);
    }
}

fn sections(ui: &mut Ui, cx: &Cx, width: f32) {
    let card = cx.session.card();
    for (section, (_, line)) in cx.session.scheme().sections.iter().zip(&card.sections) {
        ui.horizontal(|ui| {
            caption(ui, format!("{} {}", section.id, section.title));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                caption(ui, format!("{} / {}", card.show(&line.earned), card.show(&line.applicable())));
            });
        });
        bar(ui, line, width, 9.0, cx.theme);
    }
}

fn progress(ui: &mut Ui, cx: &Cx, out: &mut Vec<Action>) {
    let progress = cx.session.progress();
    ui.label(cx.w.progress_rated.fill(&[("rated", &progress.rated), ("all", &progress.clauses)]));
    if progress.complete() {
        caption(ui, &*cx.w.progress_complete);
    } else if ui.button(&*cx.w.cmd_next_unrated).on_hover_text("N").clicked() {
        out.push(Action::Command(Command::NextUnrated));
    }
}
