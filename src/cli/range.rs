//! What `score` says of how sure the score is: as text and as JSON.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::NaiveDate;
use serde::Serialize;

use super::{Ctx, files, text};
use crate::assessment::{Assessment, Verdict};
use crate::criteria::{ClauseId, PointsStatus, Scheme};
use crate::lang::Phrase;
use crate::scoring::{self, Outcome, Range, ScoreCard, Why, fraction};
use crate::store::{self, Case};

/// All values exact, `N/D`; none for points where they are not whole.
#[derive(Serialize)]
pub(super) struct JsonRange {
    floor: String,
    ceiling: String,
    evidence_backed: String,
    exclusions_refused: String,
    strict: String,
    points_low: Option<String>,
    points_high: Option<String>,
}

impl JsonRange {
    pub(super) fn of(range: &Range) -> Self {
        let exact = |outcome: &Outcome| fraction(&outcome.score);
        Self {
            floor: exact(&range.floor),
            ceiling: exact(&range.ceiling),
            evidence_backed: exact(&range.evidence_backed),
            exclusions_refused: exact(&range.exclusions_refused),
            strict: exact(&range.strict),
            points_low: range.points.as_ref().map(|span| exact(&span.low)),
            points_high: range.points.as_ref().map(|span| exact(&span.high)),
        }
    }
}

/// The clauses with sound evidence on a day, by a quick look at the disk.
pub(super) fn backed(case_path: &Path, case: &Case, day: NaiveDate) -> BTreeSet<ClauseId> {
    let places = files::places(case_path, &case.assessment);
    let depth = store::Depth::Quick;
    let checkup = store::checkup(&places, &case.assessment, depth, &store::Seen::default(), &store::Watch::NONE);
    checkup.standing(&case.assessment, day).backed(&case.assessment)
}

/// The person's view: each value with the assumption that it stands for.
pub(super) fn say(
    scheme: &Scheme,
    assessment: &Assessment,
    card: &ScoreCard,
    backed: &BTreeSet<ClauseId>,
    ctx: &mut Ctx<'_>,
) {
    let Some(range) = scoring::range(scheme, assessment, card, backed) else { return };
    let words = ctx.words.clone();
    let w = &words.planning;
    let grade = |outcome: &Outcome| text::grade_of(card, outcome, &words);
    let value =
        |outcome: &Outcome| w.range_value.fill(&[("score", &card.show(&outcome.score)), ("grade", &grade(outcome))]);
    let verdicts = |is: fn(&Verdict) -> bool| card.clauses.iter().filter(|l| is(assessment.verdict(&l.id))).count();
    let bare = card.clauses.iter().filter(|line| line.why == Why::Meets && !backed.contains(&line.id)).count();
    let doubtful = assessment.answers.values().filter(|answer| answer.doubtful).count();
    let excluded = verdicts(|verdict| matches!(verdict, Verdict::Excluded { .. }));
    let free = scheme.clauses().filter(|clause| clause.points_status == PointsStatus::Provisional).count();
    let none = |phrase: &Phrase, n: usize| phrase.fill(&[("n", &n)]);
    let mut lines = vec![
        (&w.range_floor, value(&range.floor), w.range_floor_how.to_string()),
        (&w.range_ceiling, value(&range.ceiling), w.range_ceiling_how.to_string()),
        (&w.range_evidence_backed, value(&range.evidence_backed), none(&w.range_evidence_backed_how, bare)),
        (
            &w.range_exclusions_refused,
            value(&range.exclusions_refused),
            none(&w.range_exclusions_refused_how, excluded),
        ),
        (&w.range_strict, value(&range.strict), none(&w.range_strict_how, doubtful)),
    ];
    let how = none(&w.range_points_how, free);
    match &range.points {
        _ if free == 0 => {}
        Some(span) => {
            lines.push((&w.range_points_low, value(&span.low), how.clone()));
            lines.push((&w.range_points_high, value(&span.high), how));
        }
        None => lines.push((&w.range_points_low, w.range_no_points.to_string(), how)),
    }
    ctx.say("");
    ctx.say(&*w.range_title);
    for (name, value, how) in lines {
        ctx.say(format_args!("  {}", w.range_line.fill(&[("name", name), ("value", &value), ("how", &how)])));
    }
    if free == 0 {
        ctx.say(format_args!("  {}", w.points_all_known));
    }
    if card.undecided(&range.floor) {
        return; // without a grade there is none to be safe or to lose
    }
    if let Some(span) = range.points.as_ref().filter(|_| free > 0) {
        let (low, high) = (grade(&span.low), grade(&span.high));
        let safe = range.grade_safe();
        let phrase = if safe {
            w.grade_safe.fill(&[("grade", &low)])
        } else {
            w.grade_unsafe.fill(&[("low", &low), ("high", &high)])
        };
        ctx.say(phrase);
    }
    let fragile = scoring::fragile(scheme, card);
    ctx.say("");
    ctx.say(&*w.fragile_title);
    if fragile.is_empty() {
        ctx.say(format_args!("  {}", w.fragile_none));
    }
    for one in &fragile {
        let title = scheme.clause(&one.clause).map_or("", |clause| clause.title.as_str());
        let line = w.fragile_line.fill(&[
            ("clause", &one.clause),
            ("title", &title),
            ("score", &card.show(&one.left.score)),
            ("grade", &grade(&one.left)),
        ]);
        ctx.say(format_args!("  {line}"));
    }
}
