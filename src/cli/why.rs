//! `score --why`: from the total down to each clause.

use num_traits::Zero as _;

use super::{Ctx, text};
use crate::assessment::Assessment;
use crate::criteria::{Amount, ArithmeticStep, PointsStatus, Scheme};
use crate::lang::{CliWords, Words};
use crate::scoring::{GradeReason, Line, Outcome, ScoreCard, StepLine, Why, decimal_or_fraction};

/// Says the trail.
pub(super) fn trail(scheme: &Scheme, card: &ScoreCard, ctx: &mut Ctx<'_>) {
    let w = ctx.words.cli.clone();
    ctx.say(&w.why_head);
    if let Some(outcome) = &card.outcome {
        ctx.say(grade_line(scheme, card, outcome, &ctx.words));
        for (number, step) in (1..).zip(&outcome.steps) {
            ctx.say(w.why_step.fill(&[("number", &number), ("step", &step_line(scheme, card, step, &w))]));
        }
    } else {
        ctx.say(&w.score_none);
    }
    let whole = &card.whole;
    ctx.say(w.why_identity.fill(&[
        ("earned", &exact(&whole.earned)),
        ("points", &exact(&whole.points)),
        ("excluded", &exact(&whole.excluded)),
        ("lost", &exact(&whole.lost)),
    ]));
    if card.unrated > 0 {
        ctx.say(w.why_unrated.fill(&[("points", &exact(&whole.unrated)), ("count", &card.unrated)]));
    }
    ctx.say("");
    clauses(scheme, card, ctx);
}

/// Down to the records, where verdicts follow from samples.
pub(super) fn samples(assessment: &Assessment, card: &ScoreCard, ctx: &mut Ctx<'_>) {
    let fed = assessment.fed();
    let proportion = |clause| matches!(card.clause(clause).map(|line| &line.why), Some(Why::Proportion { .. }));
    let mut lines = Vec::new();
    for (clause, fed) in fed.iter().filter(|(clause, fed)| fed.verdict().is_some() && proportion(*clause)) {
        lines.extend(fed.from.iter().map(|by| format!("  {clause}  {}", by.say(assessment, &ctx.words))));
    }
    if lines.is_empty() {
        return;
    }
    ctx.say("");
    ctx.say(ctx.words.sampling.why_head.to_string());
    lines.into_iter().for_each(|line| ctx.say(line));
}

fn exact(amount: &Amount) -> String {
    decimal_or_fraction(amount)
}

/// An exact value, and how it is shown where that is something else.
fn exact_and_shown(card: &ScoreCard, amount: &Amount, w: &CliWords) -> String {
    let exact = exact(amount);
    if exact.contains('/') { w.why_shown.fill(&[("exact", &exact), ("shown", &card.show(amount))]) } else { exact }
}

fn grade_line(scheme: &Scheme, card: &ScoreCard, outcome: &Outcome, words: &Words) -> String {
    let w = &words.cli;
    let score = exact_and_shown(card, &outcome.score, w);
    let from = |id: &str| scheme.rules.grades.iter().find(|grade| grade.id == id).map(|grade| exact(&grade.from));
    let title = &text::grade_of(card, outcome, words);
    match outcome.grade.reason {
        GradeReason::TooManySpecialDeductions => w.why_grade_gate.fill(&[
            ("score", &score),
            ("grade", title),
            ("count", &card.special_deductions),
            ("most", &scheme.rules.special_deductions.fail_from),
        ]),
        GradeReason::BelowLowest => {
            let lowest = scheme.rules.grades.first();
            let lowest_from = lowest.map(|grade| exact(&grade.from)).unwrap_or_default();
            let lowest = lowest.map_or("", |grade| words.grade(&grade.id, &grade.title));
            w.why_grade_below.fill(&[("score", &score), ("grade", title), ("lowest", &lowest), ("from", &lowest_from)])
        }
        GradeReason::Threshold => {
            let from = from(&outcome.grade.id).unwrap_or_default();
            w.why_grade.fill(&[("score", &score), ("grade", title), ("from", &from)])
        }
    }
}

fn step_line(scheme: &Scheme, card: &ScoreCard, step: &StepLine, w: &CliWords) -> String {
    let after = exact_and_shown(card, &step.after, w);
    match step.step {
        ArithmeticStep::Normalise => w.why_normalise.fill(&[
            ("earned", &exact(&step.before)),
            ("applicable", &exact(&card.whole.applicable())),
            ("out_of", &exact(&scheme.out_of)),
            ("after", &after),
        ]),
        ArithmeticStep::SpecialDeductions => w.why_deductions.fill(&[
            ("count", &card.special_deductions),
            ("each", &exact(&scheme.rules.special_deductions.points_each)),
            ("after", &after),
        ]),
        ArithmeticStep::Bonus if card.bonus => {
            w.why_bonus.fill(&[("points", &exact(&scheme.rules.bonus.points)), ("after", &after)])
        }
        ArithmeticStep::Bonus => w.why_no_bonus.fill(&[("after", &after)]),
        ArithmeticStep::Cap => w.why_cap.fill(&[
            ("lowest", &exact(&scheme.rules.cap.0)),
            ("highest", &exact(&scheme.rules.cap.1)),
            ("after", &after),
        ]),
    }
}

/// Sections, groups and clauses, indented, with their points and why.
fn clauses(scheme: &Scheme, card: &ScoreCard, ctx: &mut Ctx<'_>) {
    let w = ctx.words.cli.clone();
    let row = |depth: usize, id: &str, title: &str, line: &Line, mark: &str, why: String| {
        let name = format!("{}{id} {title}", "  ".repeat(depth));
        vec![
            name,
            format!("{}{mark}", exact(&line.points)),
            exact(&line.excluded),
            exact(&line.earned),
            exact(&line.lost),
            why,
        ]
    };
    let mut rows = vec![
        [&w.score_section, &w.points, &w.excluded_points, &w.earned, &w.lost, &w.why_reason]
            .map(|p| p.to_string())
            .to_vec(),
    ];
    let mut marked = false;
    let mut groups = card.groups.iter();
    for (section, (_, line)) in scheme.sections.iter().zip(&card.sections) {
        rows.push(row(0, &section.id, &section.title, line, "", String::new()));
        for group in &section.groups {
            if let Some((_, line)) = groups.next() {
                rows.push(row(1, &group.id, &group.title, line, "", String::new()));
            }
            for clause in &group.clauses {
                let Some(scored) = card.clause(&clause.id) else { continue };
                let provisional = clause.points_status == PointsStatus::Provisional;
                marked |= provisional;
                let mark = if provisional { "*" } else { "" };
                let why = reason(&scored.why, &scored.line, ctx);
                rows.push(row(2, clause.id.as_str(), &clause.title, &scored.line, mark, why));
            }
        }
    }
    rows.push(row(0, &w.total, "", &card.whole, "", String::new()));
    text::leave_room_for(&mut rows, 1..2, '*');
    for line in text::table(&rows, 1..5) {
        ctx.say(line);
    }
    if marked {
        ctx.say(&w.why_mark);
    }
}

fn reason(why: &Why, line: &Line, ctx: &Ctx<'_>) -> String {
    let (w, c) = (&ctx.words.cli, &ctx.words.common);
    match why {
        Why::Unrated => w.why_clause_unrated.to_string(),
        Why::Meets => c.meets.to_string(),
        Why::Fails => c.fails.to_string(),
        Why::Excluded => c.excluded.to_string(),
        Why::Proportion { checked, nonconforming } => {
            let places: [(&str, &dyn std::fmt::Display); 4] = [
                ("checked", checked),
                ("nonconforming", nonconforming),
                ("points", &exact(&line.points)),
                ("lost", &exact(&line.lost)),
            ];
            if line.lost.is_zero() { w.why_sampled_all.fill(&places) } else { w.why_sampled.fill(&places) }
        }
    }
}
