//! 得分: sections as bars, how sure it is, where points were lost, and the trail of the arithmetic down to each clause.

mod fragile;
mod sure;
mod tables;

use egui::{CollapsingHeader, Frame, Grid, Label, Margin, RichText, ScrollArea, Ui};

use crate::app::panels::{central, grade_title};
use crate::app::widgets::{Sign, bar, caption, heading, section_title, sign};
use crate::app::{Action, Cx};
use crate::criteria::{Amount, ArithmeticStep, Clause, Group, Section, ledger_title};
use crate::scoring::{ClauseLine, Line, Outcome, Why, decimal_or_fraction, exclusions_refused, mixed};

/// The view.
pub fn ui(ui: &mut Ui, cx: &Cx, out: &mut Vec<Action>) {
    let frame = Frame::new().fill(cx.theme.panel.into()).inner_margin(Margin::same(18));
    central(ui, "score", frame, |ui| {
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            ui.set_max_width(ui.available_width().min(900.0) - 10.0);
            heading(ui, &*cx.w.place_score);
            caption(ui, &*cx.c.not_a_certificate);
            ui.add_space(8.0);
            sections(ui, cx);
            ui.add_space(14.0);
            sure::ui(ui, cx, out);
            ui.add_space(14.0);
            gaps(ui, cx, out);
            ui.add_space(14.0);
            arithmetic(ui, cx);
            ui.add_space(14.0);
            trail(ui, cx, out);
        });
    });
}

fn sections(ui: &mut Ui, cx: &Cx) {
    let card = cx.session.card();
    section_title(ui, &*cx.w.score_sections);
    let width = (ui.available_width() - 20.0).clamp(120.0, 720.0);
    for (section, (_, line)) in cx.session.scheme().sections.iter().zip(&card.sections) {
        ui.add_space(2.0);
        ui.horizontal_wrapped(|ui| {
            ui.label(format!("{} {}", section.id, section.title));
            caption(ui, line_text(cx, line));
        });
        bar(ui, line, width, 16.0, cx.theme);
    }
    caption(ui, &*cx.w.bar_legend);
}

fn line_text(cx: &Cx, line: &Line) -> String {
    let mut text = cx.w.line_text.fill(&[
        ("excluded", &adding_up(cx, &line.excluded)),
        ("earned", &adding_up(cx, &line.earned)),
        ("lost", &adding_up(cx, &line.lost)),
        ("points", &adding_up(cx, &line.points)),
    ]);
    if line.unrated != Amount::default() {
        text.push_str(&cx.w.line_unrated.fill(&[("unrated", &adding_up(cx, &line.unrated))]));
    }
    text
}

/// A figure of a sum: exact where a person can add it up, so that the sum is right on sight.
fn adding_up(cx: &Cx, amount: &Amount) -> String {
    mixed(amount).unwrap_or_else(|| cx.session.card().show_marked(amount))
}

fn gaps(ui: &mut Ui, cx: &Cx, out: &mut Vec<Action>) {
    let card = cx.session.card();
    let gaps = card.gaps();
    section_title(ui, cx.w.gaps_title.fill(&[("n", &gaps.len())]));
    if gaps.is_empty() {
        caption(ui, &*cx.w.gaps_none);
    }
    for line in gaps {
        let Some(clause) = cx.session.scheme().clause(&line.id) else { continue };
        ui.horizontal(|ui| {
            sign(ui, Sign::from(cx.session.assessment().verdict(&line.id)), cx.theme, "");
            let lost = RichText::new(format!("−{}", card.show(&line.line.lost))).strong();
            ui.add_sized([56.0, 20.0], Label::new(lost.color(egui::Color32::from(cx.theme.bad))));
            if ui.link(format!("{} {}", clause.id, clause.title)).clicked() {
                out.push(Action::Show(clause.id.clone()));
            }
            let advice = clause.advice.first().map_or("", |advice| advice.text.as_str());
            ui.add(Label::new(RichText::new(advice).small().weak()).truncate());
        });
    }
    if card.unrated > 0 {
        caption(ui, cx.w.gaps_unrated.fill(&[("n", &card.unrated), ("points", &card.show(&card.whole.unrated))]));
    }
}

/// From the earned points to the score, each step with its numbers.
fn arithmetic(ui: &mut Ui, cx: &Cx) {
    let card = cx.session.card();
    section_title(ui, &*cx.w.arithmetic_title);
    let Some(outcome) = &card.outcome else {
        ui.label(&*cx.w.score_nothing_applicable);
        return;
    };
    Grid::new("arithmetic").num_columns(3).spacing([16.0, 6.0]).show(ui, |ui| {
        for step in &outcome.steps {
            let (name, how) = step_text(cx, step.step, &step.before);
            ui.label(name);
            ui.label(RichText::new(how).weak());
            let fraction = decimal_or_fraction(&step.after);
            ui.label(RichText::new(exact(cx, &step.after)).strong()).on_hover_text(fraction);
            ui.end_row();
        }
        ui.label(&*cx.w.arithmetic_grade);
        ui.label(RichText::new(thresholds(cx)).weak());
        ui.label(RichText::new(grade_title(cx, outcome)).strong());
        ui.end_row();
    });
    refused(ui, cx, outcome);
}

/// The exact value, and what is shown of it where that is less.
fn exact(cx: &Cx, amount: &Amount) -> String {
    let exact = decimal_or_fraction(amount);
    if exact.contains('/') { cx.session.card().show_marked(amount) } else { exact }
}

fn step_text(cx: &Cx, step: ArithmeticStep, before: &Amount) -> (String, String) {
    let card = cx.session.card();
    let rules = &cx.session.scheme().rules;
    match step {
        ArithmeticStep::Normalise => (
            cx.w.step_normalise.to_string(),
            format!(
                "{} ÷ {} × {}",
                decimal_or_fraction(before),
                decimal_or_fraction(&card.whole.applicable()),
                decimal_or_fraction(&cx.session.scheme().out_of)
            ),
        ),
        ArithmeticStep::SpecialDeductions => (
            cx.c.special_deduction.to_string(),
            format!("− {} × {}", card.special_deductions, decimal_or_fraction(&rules.special_deductions.points_each)),
        ),
        ArithmeticStep::Bonus => {
            let given = if card.bonus { decimal_or_fraction(&rules.bonus.points) } else { "0".to_owned() };
            (cx.c.bonus.to_string(), format!("+ {given}"))
        }
        ArithmeticStep::Cap => (
            cx.w.step_cap.to_string(),
            format!("{} – {}", decimal_or_fraction(&rules.cap.0), decimal_or_fraction(&rules.cap.1)),
        ),
    }
}

fn thresholds(cx: &Cx) -> String {
    let grades = cx.session.scheme().rules.grades.iter();
    cx.list(
        grades
            .map(|grade| format!("{} ≥ {}", cx.words.grade(&grade.id, &grade.title), decimal_or_fraction(&grade.from))),
    )
}

/// What becomes of the score if the body refuses the exclusions.
fn refused(ui: &mut Ui, cx: &Cx, outcome: &Outcome) {
    let card = cx.session.card();
    if card.whole.excluded == Amount::default() {
        return;
    }
    if let Some(refused) = exclusions_refused(cx.session.scheme(), card) {
        let text = cx.w.exclusions_refused.fill(&[
            ("points", &card.show(&card.whole.excluded)),
            ("from", &card.show(&outcome.score)),
            ("to", &card.show(&refused.score)),
            ("grade", &cx.words.grade(&refused.grade.id, &refused.grade.title)),
        ]);
        ui.label(text);
    }
}

/// Down to each clause.
fn trail(ui: &mut Ui, cx: &Cx, out: &mut Vec<Action>) {
    let card = cx.session.card();
    section_title(ui, &*cx.w.trail_title);
    caption(ui, &*cx.w.identity);
    let mut groups = card.groups.iter();
    let mut lines = card.clauses.iter();
    for (section, (_, line)) in cx.session.scheme().sections.iter().zip(&card.sections) {
        let groups: Vec<(&Group, &Line)> =
            section.groups.iter().zip(&mut groups).map(|(group, (_, line))| (group, line)).collect();
        let clauses: usize = section.groups.iter().map(|group| group.clauses.len()).sum();
        let lines: Vec<&ClauseLine> = lines.by_ref().take(clauses).collect();
        section_trail(ui, cx, section, line, &groups, &lines, out);
    }
}

fn section_trail(
    ui: &mut Ui,
    cx: &Cx,
    section: &Section,
    line: &Line,
    groups: &[(&Group, &Line)],
    lines: &[&ClauseLine],
    out: &mut Vec<Action>,
) {
    let title = format!("{} {}    {}", section.id, section.title, line_text(cx, line));
    CollapsingHeader::new(title).id_salt(("trail", &section.id)).show(ui, |ui| {
        let mut rest = lines.iter();
        for (group, line) in groups {
            ui.label(RichText::new(format!("{} {}    {}", group.id, group.title, line_text(cx, line))).weak());
            ui.indent(("group", &group.id), |ui| {
                for (clause, line) in group.clauses.iter().zip(&mut rest) {
                    clause_trail(ui, cx, clause, line, out);
                }
            });
        }
    });
}

fn clause_trail(ui: &mut Ui, cx: &Cx, clause: &Clause, line: &ClauseLine, out: &mut Vec<Action>) {
    ui.horizontal_wrapped(|ui| {
        sign(ui, Sign::from(cx.session.assessment().verdict(&clause.id)), cx.theme, "");
        if ui.link(format!("{} {}", clause.id, clause.title)).clicked() {
            out.push(Action::Show(clause.id.clone()));
        }
        let points = decimal_or_fraction(&line.line.points);
        let earned = decimal_or_fraction(&line.line.earned);
        let lost = decimal_or_fraction(&line.line.lost);
        let how = match &line.why {
            Why::Unrated => cx.w.why_unrated.fill(&[("points", &points)]),
            Why::Meets => cx.w.why_meets.fill(&[("points", &points)]),
            Why::Fails => cx.w.why_fails.fill(&[("points", &points)]),
            Why::Excluded => cx.w.why_excluded.fill(&[("points", &points)]),
            Why::Proportion { checked, nonconforming } => cx.w.why_proportion.fill(&[
                ("points", &points),
                ("checked", checked),
                ("nonconforming", nonconforming),
                ("lost", &lost),
                ("earned", &earned),
            ]),
        };
        ui.label(RichText::new(how).weak());
    });
    let fed = cx.session.fed().get(&clause.id).filter(|_| matches!(line.why, Why::Proportion { .. }));
    let Some(fed) = fed else { return };
    // Down to the records: nobody has to believe a number of a sample.
    ui.indent(("fed", &clause.id), |ui| {
        for by in &fed.from {
            ui.horizontal_wrapped(|ui| {
                caption(ui, by.say(cx.session.assessment(), cx.words));
                let text = cx.words.sampling.to_sheet.fill(&[("ledger", &ledger_title(&by.ledger))]);
                if ui.link(RichText::new(text).small()).clicked() {
                    let record = by.nonconforming.first().cloned();
                    out.push(Action::ShowSample { ledger: by.ledger.clone(), record });
                }
            });
        }
    });
}
