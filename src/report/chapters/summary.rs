//! Summary for management: readable alone within a minute, two pages at most.

use std::fmt::Display;

use num_traits::Zero as _;

use super::teller::{Teller, clause_anchor, share};
use super::{clauses::section_anchor, cover, sureness};
use crate::assessment::say_provisional;
use crate::criteria::{Amount, ArithmeticStep, ClauseId, PointsStatus, whole};
use crate::report::outline::{Bar, Block, Column, Figure, Heading, Manner, Row, Scale, Table, Text, Tick, Verdict};
use crate::scoring::{GradeReason, Outcome};

/// How many gaps are shown.
const GAPS: usize = 5;
/// How far below the lowest grade the scale begins.
const SCALE_BELOW: u32 = 10;
/// Longest advice in the table of gaps, in characters: two lines.
const ADVICE: usize = 54;

pub fn write(t: &Teller) -> Vec<Block> {
    let mut blocks = vec![Block::Paragraph(Manner::Lead, lead(t))];
    blocks.extend(rests(t));
    blocks.extend(sureness::in_summary(t));
    let provisional = say_provisional(t.assessment.provisional_records(), t.subject.words);
    blocks.extend(provisional.map(Block::paragraph));
    blocks.push(Block::Verdict(Verdict { beside: beside(t), ..cover::verdict(t) }));
    blocks.push(Block::Heading(Heading {
        level: 2,
        text: Text::plain(&*t.words.summary_where),
        right: Text::link(&*t.words.summary_derived, "arithmetic"),
        ..Heading::default()
    }));
    if let Some(outcome) = &t.card.outcome {
        blocks.push(Block::Scale(scale(t, outcome)));
        if !t.card.complete() {
            blocks.push(Block::small(&*t.words.summary_scale_note));
        }
    }
    blocks.push(Block::Bars(bars(t)));
    blocks.extend(t.card.outcome.as_ref().map(|outcome| Block::small(sum(t, outcome))));
    blocks.extend(gaps(t));
    blocks.push(Block::heading(2, &*t.words.summary_first));
    blocks.push(Block::Numbers(first(t)));
    let provisional = t.scheme.clauses().filter(|clause| clause.points_status == PointsStatus::Provisional).count();
    if provisional > 0 {
        let places: [(&str, &dyn Display); 2] = [("n", &provisional), ("clauses", &t.progress.clauses)];
        let note = t.words.summary_provisional.fill(&places);
        blocks.push(Block::small(Text::link(note, "statement")));
    }
    blocks
}

/// What the result rests on that a body may refuse.
fn rests(t: &Teller) -> Option<Block> {
    let claims = t.claims()?;
    t.card.outcome.as_ref()?;
    let refused = t.claims_refused()?;
    let (score, grade) = (t.shown(&refused.score), t.grade_title(&refused));
    let places: [(&str, &dyn Display); 3] = [("claims", &claims), ("score", &score), ("grade", &grade)];
    Some(Block::paragraph(t.words.summary_rests.fill(&places)))
}

/// From the bars to the score in one line.
fn sum(t: &Teller, outcome: &Outcome) -> String {
    let (words, rules, whole_line) = (t.words, &t.scheme.rules, &t.card.whole);
    let (earned, applicable) = (t.figure(&whole_line.earned), t.exact(&whole_line.applicable()));
    let mut line = String::new();
    for step in &outcome.steps {
        let after = t.figure(&step.after);
        line += &match step.step {
            ArithmeticStep::Normalise => {
                let out_of = t.exact(&t.scheme.out_of);
                let places: [(&str, &dyn Display); 4] =
                    [("earned", &earned), ("applicable", &applicable), ("out_of", &out_of), ("after", &after)];
                words.summary_sum.fill(&places)
            }
            ArithmeticStep::SpecialDeductions if t.card.special_deductions > 0 => {
                let points = t.exact(&(&rules.special_deductions.points_each * whole(t.card.special_deductions)));
                words.summary_sum_special.fill(&[("points", &points), ("after", &after)])
            }
            ArithmeticStep::Bonus if t.card.bonus => {
                let points = t.exact(&rules.bonus.points);
                words.summary_sum_bonus.fill(&[("points", &points), ("after", &after)])
            }
            ArithmeticStep::Cap if step.before != step.after => words.summary_sum_cap.fill(&[("after", &after)]),
            _ => String::new(),
        };
    }
    line
}

/// The result in one sentence.
fn lead(t: &Teller) -> Text {
    let words = t.words;
    let Some(outcome) = &t.card.outcome else { return Text::strong(&*words.summary_lead_none) };
    if t.progress.rated == 0 {
        return Text::plain(&*words.summary_lead_empty);
    }
    let score = t.shown(&outcome.score);
    let grade = &t.own_title(outcome);
    let special = &t.card.special_deductions;
    let from = &t.scheme.rules.special_deductions.fail_from;
    if outcome.grade.reason == GradeReason::TooManySpecialDeductions {
        let places: [(&str, &dyn Display); 4] = [("score", &score), ("n", special), ("from", from), ("grade", grade)];
        return Text::plain(words.summary_lead_gate.fill(&places));
    }
    if let (false, Some(ceiling)) = (t.card.complete(), &t.card.ceiling) {
        let ceiling = t.shown(&ceiling.score);
        let (rated, clauses) = (t.progress.rated, t.progress.clauses);
        let best = t.card.ceiling.as_ref().map_or_else(String::new, |best| t.own_title(best));
        let places: [(&str, &dyn Display); 6] = [
            ("score", &score),
            ("grade", grade),
            ("rated", &rated),
            ("clauses", &clauses),
            ("ceiling", &ceiling),
            ("best", &best),
        ];
        let phrase = if t.is_pending(outcome) { &words.summary_lead_pending } else { &words.summary_lead_incomplete };
        return Text::plain(phrase.fill(&places));
    }
    if let Some(next) = &outcome.next {
        let distance = t.card.show_up(&next.distance);
        let places: [(&str, &dyn Display); 4] =
            [("score", &score), ("grade", grade), ("next", &t.title(&next.id, &next.title)), ("distance", &distance)];
        return Text::plain(words.summary_lead_next.fill(&places));
    }
    let margin = t.grade(&outcome.grade.id).map_or_else(Amount::zero, |grade| &outcome.score - &grade.from);
    let margin = t.shown(&margin);
    let places: [(&str, &dyn Display); 3] = [("score", &score), ("grade", grade), ("margin", &margin)];
    Text::plain(words.summary_lead_top.fill(&places))
}

/// Distance, range, how much is judged, how much has evidence.
fn beside(t: &Teller) -> Vec<Figure> {
    let words = t.words;
    let unit = t.common.points_unit.to_string();
    let mut figures = Vec::new();
    if let Some(outcome) = &t.card.outcome {
        figures.push(distance(t, outcome));
        let ceiling = t.card.ceiling.as_ref().map_or(&outcome.score, |ceiling| &ceiling.score);
        let (value, note) = if t.card.complete() {
            (t.shown(&outcome.score), words.summary_range_done.to_string())
        } else {
            let (floor, ceiling) = (t.shown(&outcome.score), t.shown(ceiling));
            let value = words.summary_range_value.fill(&[("floor", &floor), ("ceiling", &ceiling)]);
            (value, words.summary_range_note.fill(&[("n", &t.card.unrated)]))
        };
        figures.push(Figure { value, unit, name: words.summary_range.to_string(), note });
    }
    let places: [(&str, &dyn Display); 2] = [("rated", &t.progress.rated), ("clauses", &t.progress.clauses)];
    figures.push(Figure {
        value: words.summary_rated_value.fill(&places),
        unit: words.summary_clauses_unit.to_string(),
        name: words.summary_rated.to_string(),
        note: String::new(),
    });
    let (with, all, stale) = (t.backing.usable, t.backing.all(), t.backing.stale.len());
    let note = match (all, stale) {
        (0, _) => words.summary_evidence_nothing.to_string(),
        (_, 0) => words.summary_evidence_note.fill(&[("with", &with), ("all", &all)]),
        _ => words.summary_evidence_stale.fill(&[("with", &with), ("all", &all), ("stale", &stale)]),
    };
    figures.push(Figure {
        value: t.percent(&whole(with), &whole(all)).unwrap_or_else(|| t.dash()),
        unit: String::new(),
        name: words.summary_evidence.to_string(),
        note,
    });
    figures
}

fn distance(t: &Teller, outcome: &Outcome) -> Figure {
    let words = t.words;
    let rule = &t.scheme.rules.special_deductions;
    if outcome.grade.reason == GradeReason::TooManySpecialDeductions {
        return Figure {
            value: t.card.special_deductions.to_string(),
            unit: words.summary_special_unit.to_string(),
            name: t.common.special_deduction.to_string(),
            note: words.summary_special_note.fill(&[("from", &rule.fail_from)]),
        };
    }
    let (name, value, from) = match &outcome.next {
        Some(next) => {
            let from = t.grade(&next.id).map(|grade| t.exact(&grade.from));
            (
                words.summary_distance.fill(&[("next", &t.title(&next.id, &next.title))]),
                t.card.show_up(&next.distance),
                from,
            )
        }
        None => {
            let from = t.grade(&outcome.grade.id).map(|grade| &grade.from);
            let margin = from.map_or_else(Amount::zero, |from| &outcome.score - from);
            (words.summary_distance_top.to_string(), t.shown(&margin), from.map(|from| t.exact(from)))
        }
    };
    let note = from.map_or(String::new(), |from| words.summary_threshold.fill(&[("from", &from)]));
    Figure { value, unit: t.common.points_unit.to_string(), name, note }
}

fn scale(t: &Teller, outcome: &Outcome) -> Scale {
    let grades = &t.scheme.rules.grades;
    let lowest = grades.first().map_or_else(Amount::zero, |grade| &grade.from - whole(SCALE_BELOW));
    // A mark at the edge would say what is not so: what lies below the start moves the start.
    let start = if lowest < Amount::zero() || outcome.score < lowest { Amount::zero() } else { lowest };
    let length = &t.scheme.out_of - &start;
    let place = |amount: &Amount| share(&(amount - &start), &length).unwrap_or(0.0);
    let mut ticks: Vec<Tick> = grades
        .iter()
        .map(|grade| Tick {
            at: place(&grade.from),
            label: t.exact(&grade.from),
            name: t.title(&grade.id, &grade.title),
        })
        .collect();
    ticks.insert(0, Tick { at: 0.0, label: t.exact(&start), name: String::new() });
    ticks.push(Tick { at: 1.0, label: t.exact(&t.scheme.out_of), name: String::new() });
    let ceiling = t.card.ceiling.as_ref().map_or(&outcome.score, |ceiling| &ceiling.score);
    Scale {
        ticks,
        range: (!t.card.complete()).then(|| (place(&outcome.score), place(ceiling))),
        mark: Some(place(&outcome.score)),
        mark_label: t.shown(&outcome.score),
    }
}

fn bars(t: &Teller) -> Vec<Bar> {
    let words = t.words;
    let sections = t.scheme.sections.iter().zip(&t.card.sections);
    sections
        .map(|(section, (_, line))| {
            let applicable = line.applicable();
            let figures = match t.percent(&line.earned, &applicable) {
                Some(rate) => {
                    let (earned, applicable) = (t.figure(&line.earned), t.exact(&applicable));
                    let places: [(&str, &dyn Display); 2] = [("earned", &earned), ("applicable", &applicable)];
                    vec![words.summary_section_value.fill(&places), rate]
                }
                None => vec![words.summary_section_excluded.to_string(), t.dash()],
            };
            let label = words.summary_section.fill(&[("id", &section.id), ("title", &section.title)]);
            Bar {
                label: Text::link(label, section_anchor(&section.id)),
                figures,
                share: share(&line.earned, &applicable),
            }
        })
        .collect()
}

fn gaps(t: &Teller) -> Vec<Block> {
    let words = t.words;
    let gaps = t.card.gaps();
    if gaps.is_empty() {
        let rated = t.progress.rated > 0 && t.card.outcome.is_some();
        return if rated { vec![Block::paragraph(&*words.summary_no_gaps)] } else { Vec::new() };
    }
    let rows = gaps
        .iter()
        .take(GAPS)
        .map(|line| {
            let clause = t.clause(line);
            let title = clause.map_or("", |clause| clause.title.as_str());
            let advice = clause.and_then(|clause| clause.advice.first()).map_or("", |advice| advice.text.as_str());
            let (lost, points) = (t.figure(&line.line.lost), t.exact(&line.line.points));
            Row::new(vec![
                Text::link(line.id.as_str(), clause_anchor(&line.id)).then(format!("　{title}")),
                Text::strong(lost).then_quiet(format!(" / {points}")),
                shortened(advice, ADVICE).into(),
            ])
        })
        .collect();
    let columns = vec![
        Column::words(&*words.summary_gap_clause, 3.0),
        Column::figures(&*words.summary_gap_lost, 1.2),
        Column::words(&*words.summary_gap_first, 5.2),
    ];
    let heading = words.summary_gaps.fill(&[("n", &gaps.len().min(GAPS))]);
    vec![Block::Together(vec![Block::heading(2, heading), Block::Table(Table { columns, rows })])]
}

/// What to do first, the weightiest first.
fn first(t: &Teller) -> Vec<Text> {
    let words = t.words;
    let mut steps = Vec::new();
    if t.card.outcome.is_none() {
        steps.push(Text::plain(&*words.summary_do_count));
    }
    let rule = &t.scheme.rules.special_deductions;
    if t.card.special_deductions > 0 {
        let each = t.exact(&rule.points_each);
        let below = &t.title(&t.scheme.rules.below.id, &t.scheme.rules.below.title);
        let places: [(&str, &dyn Display); 4] =
            [("n", &t.card.special_deductions), ("each", &each), ("from", &rule.fail_from), ("grade", below)];
        let mut step = words.summary_do_special.fill(&places);
        if let Some(then) = t.rectified() {
            let score = t.shown(&then.score);
            step += &words.summary_do_rectified.fill(&[("score", &score), ("grade", &t.own_title(&then))]);
        }
        steps.push(Text::plain(step));
    }
    if !t.card.complete() && t.card.outcome.is_some() {
        let points = t.exact(t.unrated_points());
        let phrase = if t.progress.rated == 0 { &words.summary_do_rate_all } else { &words.summary_do_rate };
        steps.push(Text::plain(phrase.fill(&[("n", &t.card.unrated), ("points", &points)])));
    }
    steps.extend(reach(t));
    if let Some(claims) = t.claims().filter(|_| t.card.outcome.is_some()) {
        steps.push(Text::plain(words.summary_do_ask.fill(&[("claims", &claims)])));
    }
    let (gone, expired) = t.gone_and_expired();
    let wanting = &t.backing.wanting;
    if !wanting.is_empty() {
        let links = t.named_clauses(wanting, GAPS);
        steps.push(t.around(&words.summary_do_evidence, "clauses", links, &[("n", &wanting.len())]));
    }
    match (gone, expired) {
        (0, 0) => {}
        (0, n) => steps.push(Text::plain(words.summary_do_expired.fill(&[("n", &n)]))),
        (n, 0) => steps.push(Text::plain(words.summary_do_missing.fill(&[("n", &n)]))),
        _ => steps.push(Text::plain(words.summary_do_files.fill(&[("missing", &gone), ("expired", &expired)]))),
    }
    if t.progress.look_again > 0 {
        steps.push(Text::plain(words.summary_do_again.fill(&[("n", &t.progress.look_again)])));
    }
    if steps.is_empty() {
        steps.push(Text::plain(&*words.summary_do_nothing));
    }
    steps
}

/// Which gaps to mend for the next grade, or what mending all of them would give.
fn reach(t: &Teller) -> Option<Text> {
    let words = t.words;
    let gaps = t.card.gaps();
    if gaps.is_empty() {
        return None;
    }
    if let Some((lines, outcome)) = t.reach() {
        let lost = t.figure(&lines.iter().map(|line| &line.line.lost).sum::<Amount>());
        let score = t.shown(&outcome.score);
        let links = t.named_clauses(lines.iter().map(|line| &line.id), GAPS);
        let places: [(&str, &dyn Display); 3] = [("lost", &lost), ("score", &score), ("grade", &t.own_title(&outcome))];
        return Some(t.around(&words.summary_do_reach, "clauses", links, &places));
    }
    let ids: Vec<&ClauseId> = gaps.iter().map(|line| &line.id).collect();
    let outcome = t.improved(&ids)?;
    Some(Text::plain(words.summary_do_all.fill(&[("score", &t.shown(&outcome.score))])))
}

/// Where a shortened text may end.
const PAUSES: [char; 6] = ['，', '、', '；', '。', '：', ' '];

/// A text cut to so many characters, at a pause where there is one in its second half.
pub fn shortened(text: &str, most: usize) -> String {
    let flat = text.trim().replace('\n', " ");
    if flat.chars().count() <= most {
        return flat;
    }
    let kept: String = flat.chars().take(most).collect();
    let pause = kept.rfind(PAUSES).filter(|at| *at > kept.len() / 2);
    let kept = pause.map_or(kept.as_str(), |at| &kept[..at]);
    format!("{}…", kept.trim_end_matches(PAUSES))
}
