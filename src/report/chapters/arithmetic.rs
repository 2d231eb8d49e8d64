//! The arithmetic: every figure of the summary with the formula that it comes from, numbers put in.

use std::fmt::Display;

use num_traits::Zero as _;

use super::teller::{Teller, clause_anchor};
use crate::criteria::{Amount, ArithmeticStep, ClauseId};
use crate::report::outline::{Block, Column, Rank, Row, Table, Text};
use crate::scoring::{ClauseLine, GradeReason, Outcome, StepLine, Why};

pub fn write(t: &Teller) -> Vec<Block> {
    let words = t.words;
    let mut blocks = clauses(t);
    blocks.push(Block::Together(vec![
        Block::heading(2, &*words.arithmetic_sections),
        Block::Table(sections(t)),
        Block::small(&*words.arithmetic_rate_note),
    ]));
    blocks.push(Block::heading(2, &*words.arithmetic_score));
    match &t.card.outcome {
        Some(outcome) => {
            blocks.extend(score(t, outcome));
            blocks.push(Block::Together(grade(t, outcome)));
            blocks.push(Block::Together(range(t, outcome)));
        }
        None => {
            let points = t.exact(&t.card.whole.points);
            blocks.push(Block::paragraph(words.arithmetic_none.fill(&[("points", &points)])));
        }
    }
    blocks.push(Block::Together(counts(t)));
    blocks
}

fn formula(name: &str, how: String, result: impl Into<Text>) -> Block {
    Block::Formula { name: Text::plain(name), how: how.into(), result: result.into().all_strong() }
}

fn clauses(t: &Teller) -> Vec<Block> {
    let words = t.words;
    let rows: Vec<Row> = t
        .card
        .clauses
        .iter()
        .filter(|line| !matches!(line.why, Why::Meets | Why::Unrated))
        .map(|line| {
            let title = t.clause(line).map_or("", |clause| clause.title.as_str());
            let earned = match line.why {
                Why::Excluded => t.dash(),
                _ => t.exact_and_shown(&line.line.earned),
            };
            Row::new(vec![
                Text::link(line.id.as_str(), clause_anchor(&line.id)),
                title.into(),
                how(t, line).into(),
                earned.into(),
            ])
        })
        .collect();
    let heading = Block::heading(2, &*words.arithmetic_clauses);
    let mut blocks = vec![heading];
    if t.card.complete() && rows.is_empty() {
        blocks.push(Block::paragraph(&*words.arithmetic_all_meet));
    } else {
        blocks.push(Block::paragraph(&*words.arithmetic_clauses_text));
    }
    if !t.card.complete() {
        let points = t.exact(t.unrated_points());
        let places: [(&str, &dyn Display); 2] = [("n", &t.card.unrated), ("points", &points)];
        let links = t.clause_links(t.unrated(), usize::MAX);
        blocks.push(Block::paragraph(t.around(&words.arithmetic_unrated, "clauses", links, &places)));
    }
    if rows.is_empty() {
        return blocks;
    }
    let columns = vec![
        Column::words(&*words.scores_clause, 1.1),
        Column::words(&*words.scores_title, 3.0),
        Column::words(&*words.arithmetic_how, 3.4),
        Column::figures(&*words.arithmetic_earned, 1.8),
    ];
    blocks.push(Block::Table(Table { columns, rows }));
    blocks
}

fn how(t: &Teller, line: &ClauseLine) -> String {
    let words = t.words;
    let points = t.exact(&line.line.points);
    match line.why {
        Why::Fails => words.arithmetic_fails.fill(&[("points", &points)]),
        Why::Proportion { checked, nonconforming } => {
            let places: [(&str, &dyn Display); 3] =
                [("points", &points), ("checked", &checked), ("nonconforming", &nonconforming)];
            words.arithmetic_sampled.fill(&places)
        }
        Why::Excluded => words.arithmetic_excluded.to_string(),
        Why::Meets | Why::Unrated => points,
    }
}

fn sections(t: &Teller) -> Table {
    let words = t.words;
    let cells = |name: String, line: &crate::scoring::Line| {
        let applicable = line.applicable();
        let rate = t.percent(&line.earned, &applicable).unwrap_or_else(|| t.dash());
        let amounts = [&line.points, &line.excluded, &applicable];
        let mut cells = vec![Text::plain(name)];
        cells.extend(amounts.map(|amount| Text::plain(t.exact(amount))));
        cells.push(Text::plain(t.exact_and_shown(&line.earned)));
        cells.push(Text::plain(rate));
        cells
    };
    let mut rows: Vec<Row> = t
        .scheme
        .sections
        .iter()
        .zip(&t.card.sections)
        .map(|(section, (_, line))| {
            let places: [(&str, &dyn Display); 2] = [("id", &section.id), ("title", &section.title)];
            Row::new(cells(words.summary_section.fill(&places), line))
        })
        .collect();
    rows.push(Row::ranked(Rank::Total, cells(words.scores_whole.to_string(), &t.card.whole)));
    let columns = vec![
        Column::words("", 2.4),
        Column::figures(&*words.scores_points, 1.0),
        Column::figures(&*words.scores_excluded, 1.0),
        Column::figures(&*words.arithmetic_applicable, 1.1),
        Column::figures(&*words.scores_earned, 2.2),
        Column::figures(&*words.arithmetic_rate, 1.0),
    ];
    Table { columns, rows }
}

fn score(t: &Teller, outcome: &Outcome) -> Vec<Block> {
    let words = t.words;
    let whole = &t.card.whole;
    let (points, excluded) = (t.exact(&whole.points), t.exact(&whole.excluded));
    let applicable = words.arithmetic_applicable_how.fill(&[("points", &points), ("excluded", &excluded)]);
    let parts: Vec<String> = t.card.sections.iter().map(|(_, line)| t.exact(&line.earned)).collect();
    let mut blocks = vec![
        formula(&words.arithmetic_sum, parts.join(" + "), t.exact_and_shown(&whole.earned)),
        formula(&words.arithmetic_applicable_sum, applicable, t.exact(&whole.applicable())),
    ];
    blocks.extend(outcome.steps.iter().map(|step| self::step(t, step)));
    let exact = t.exact(&outcome.score);
    let how = words.arithmetic_result_how.fill(&[("exact", &exact), ("decimals", &t.card.decimals)]);
    blocks.push(formula(&words.arithmetic_result, how, t.shown(&outcome.score)));
    blocks
}

fn step(t: &Teller, step: &StepLine) -> Block {
    let (words, rules) = (t.words, &t.scheme.rules);
    let before = t.exact(&step.before);
    let (name, how) = match step.step {
        ArithmeticStep::Normalise => {
            let (applicable, out_of) = (t.exact(&t.card.whole.applicable()), t.exact(&t.scheme.out_of));
            let places: [(&str, &dyn Display); 3] =
                [("earned", &before), ("applicable", &applicable), ("out_of", &out_of)];
            (&words.arithmetic_normalise, words.arithmetic_normalise_how.fill(&places))
        }
        ArithmeticStep::SpecialDeductions => {
            let each = t.exact(&rules.special_deductions.points_each);
            let places: [(&str, &dyn Display); 3] =
                [("before", &before), ("n", &t.card.special_deductions), ("each", &each)];
            (&words.arithmetic_special, words.arithmetic_special_how.fill(&places))
        }
        ArithmeticStep::Bonus if t.card.bonus => {
            let points = t.exact(&rules.bonus.points);
            let how = words.arithmetic_bonus_how.fill(&[("before", &before), ("points", &points)]);
            (&words.arithmetic_bonus, how)
        }
        ArithmeticStep::Bonus => (&words.arithmetic_bonus, words.arithmetic_bonus_none.to_string()),
        ArithmeticStep::Cap => {
            let (low, high) = (t.exact(&rules.cap.0), t.exact(&rules.cap.1));
            let places: [(&str, &dyn Display); 3] = [("before", &before), ("low", &low), ("high", &high)];
            (&words.arithmetic_cap, words.arithmetic_cap_how.fill(&places))
        }
    };
    formula(name, how, t.exact_and_shown(&step.after))
}

fn grade(t: &Teller, outcome: &Outcome) -> Vec<Block> {
    let (words, rules) = (t.words, &t.scheme.rules);
    let score = t.shown(&outcome.score);
    let mut blocks = vec![Block::heading(2, &*words.arithmetic_grade)];
    let special = &t.card.special_deductions;
    let from = &rules.special_deductions.fail_from;
    let failed = outcome.grade.reason == GradeReason::TooManySpecialDeductions;
    let gate = if failed { &words.arithmetic_gate } else { &words.arithmetic_gate_open };
    let places: [(&str, &dyn Display); 3] =
        [("n", special), ("from", from), ("grade", &t.title(&rules.below.id, &rules.below.title))];
    let gate = gate.fill(&places);
    let how = match outcome.grade.reason {
        GradeReason::TooManySpecialDeductions => gate.clone(),
        GradeReason::Threshold => {
            let from = t.grade(&outcome.grade.id).map_or(String::new(), |grade| t.exact(&grade.from));
            let places: [(&str, &dyn Display); 3] =
                [("score", &score), ("from", &from), ("grade", &t.own_title(outcome))];
            words.arithmetic_reached.fill(&places)
        }
        GradeReason::BelowLowest => {
            let lowest = rules.grades.first();
            let from = lowest.map_or(String::new(), |grade| t.exact(&grade.from));
            let title = lowest.map_or_else(String::new, |grade| t.title(&grade.id, &grade.title));
            let places: [(&str, &dyn Display); 3] = [("score", &score), ("from", &from), ("grade", &title)];
            let phrase = if t.is_pending(outcome) { &words.arithmetic_below_pending } else { &words.arithmetic_below };
            phrase.fill(&places)
        }
    };
    if !failed {
        blocks.push(formula(&words.arithmetic_gate_name, gate, ""));
    }
    blocks.push(formula(&words.arithmetic_grade_name, how, t.grade_title(outcome)));
    blocks.push(distance(t, outcome));
    blocks
}

fn distance(t: &Teller, outcome: &Outcome) -> Block {
    let words = t.words;
    let from = |id: &str| t.grade(id).map_or_else(Amount::zero, |grade| grade.from.clone());
    let score = t.exact(&outcome.score);
    if outcome.grade.reason == GradeReason::TooManySpecialDeductions {
        let from = &t.scheme.rules.special_deductions.fail_from;
        return formula(&words.arithmetic_gate_name, words.arithmetic_gate_first.fill(&[("from", from)]), "");
    }
    match &outcome.next {
        Some(next) => {
            let places: [(&str, &dyn Display); 2] = [("from", &t.exact(&from(&next.id))), ("score", &score)];
            let name = words.arithmetic_distance.fill(&[("next", &t.title(&next.id, &next.title))]);
            let up = t.card.show_up(&next.distance);
            let even = up == t.shown(&next.distance);
            let phrase = if even { &words.arithmetic_distance_how } else { &words.arithmetic_distance_up };
            formula(&name, phrase.fill(&places), up)
        }
        None => {
            let from = from(&outcome.grade.id);
            let places: [(&str, &dyn Display); 2] = [("from", &t.exact(&from)), ("score", &score)];
            let how = words.arithmetic_margin_how.fill(&places);
            formula(&words.arithmetic_margin, how, t.shown(&(&outcome.score - &from)))
        }
    }
}

fn range(t: &Teller, outcome: &Outcome) -> Vec<Block> {
    let (words, whole) = (t.words, &t.card.whole);
    let ceiling = t.card.ceiling.as_ref().map_or(&outcome.score, |ceiling| &ceiling.score);
    let (earned, unrated) = (t.exact(&whole.earned), t.exact(&whole.unrated));
    let (applicable, out_of) = (t.exact(&whole.applicable()), t.exact(&t.scheme.out_of));
    let places: [(&str, &dyn Display); 4] =
        [("earned", &earned), ("unrated", &unrated), ("applicable", &applicable), ("out_of", &out_of)];
    let mut blocks = vec![
        Block::heading(2, &*words.arithmetic_range),
        formula(&words.arithmetic_floor, words.arithmetic_floor_how.to_string(), t.shown(&outcome.score)),
        formula(&words.arithmetic_ceiling, words.arithmetic_ceiling_how.fill(&places), t.shown(ceiling)),
    ];
    if let Some(then) = t.rectified() {
        let how = words.arithmetic_rectified_how.to_string();
        blocks.push(formula(&words.arithmetic_rectified, how, t.shown(&then.score)));
    }
    blocks.extend(refused(t));
    let gaps = t.card.gaps();
    let all: Vec<&ClauseId> = gaps.iter().map(|line| &line.id).collect();
    let mended = match t.reach() {
        Some((lines, outcome)) => Some((lines.iter().map(|line| &line.id).collect(), outcome)),
        None if gaps.is_empty() => None,
        None => t.improved(&all).map(|outcome| (all, outcome)),
    };
    if let Some((ids, outcome)) = mended {
        let links = t.clause_links(ids.iter().copied(), ids.len());
        let how = t.around(&words.arithmetic_reach_how, "clauses", links, &[]);
        let result = Text::strong(t.shown(&outcome.score));
        blocks.push(Block::Formula { name: Text::plain(&*words.arithmetic_reach), how, result });
    }
    blocks
}

/// What comes out when neither bonus nor exclusions are accepted.
fn refused(t: &Teller) -> Option<Block> {
    let (words, whole) = (t.words, &t.card.whole);
    t.claims()?;
    let outcome = t.claims_refused()?;
    let (earned, points, out_of) = (t.exact(&whole.earned), t.exact(&whole.points), t.exact(&t.scheme.out_of));
    let places: [(&str, &dyn Display); 3] = [("earned", &earned), ("points", &points), ("out_of", &out_of)];
    let how = if t.card.bonus { &words.arithmetic_refused_how } else { &words.exclusions_refused_how };
    Some(formula(&words.arithmetic_refused, how.fill(&places), t.shown(&outcome.score)))
}

fn counts(t: &Teller) -> Vec<Block> {
    let words = t.words;
    let (clauses, rated) = (t.progress.clauses, t.progress.rated);
    let rated_how = words.arithmetic_rated_how.fill(&[("clauses", &clauses), ("unrated", &(clauses - rated))]);
    let (with, all) = (t.backing.usable, t.backing.all());
    let rate = t.percent(&crate::criteria::whole(with), &crate::criteria::whole(all));
    vec![
        Block::heading(2, &*words.arithmetic_counts),
        formula(&words.arithmetic_rated, rated_how, rated.to_string()),
        formula(
            &words.arithmetic_evidence,
            words.arithmetic_evidence_how.fill(&[("with", &with), ("all", &all)]),
            rate.unwrap_or_else(|| t.dash()),
        ),
    ]
}
