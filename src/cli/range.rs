//! What `score` says of how sure the score is: as text and as JSON.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::NaiveDate;
use num_traits::Zero as _;
use serde::Serialize;

use super::{Ctx, files, text};
use crate::assessment::Assessment;
use crate::criteria::{ClauseId, Scheme};
use crate::lang::Phrase;
use crate::scoring::{self, Outcome, Range, ScoreCard, Sureness, fraction};
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

/// So many fragile clauses are listed where not all are asked for.
const FRAGILE: usize = 5;

/// The person's view: each value with the assumption that it stands for; `all` fragile clauses or the first ones.
pub(super) fn say(
    scheme: &Scheme,
    assessment: &Assessment,
    card: &ScoreCard,
    backed: &BTreeSet<ClauseId>,
    all: bool,
    ctx: &mut Ctx<'_>,
) {
    let Some(found) = scoring::sureness(scheme, assessment, card, backed) else { return };
    let (range, free) = (&found.range, found.free);
    let words = ctx.words.clone();
    let w = &words.planning;
    let grade = |outcome: &Outcome| text::grade_of(card, outcome, &words);
    let value =
        |outcome: &Outcome| w.range_value.fill(&[("score", &card.show(&outcome.score)), ("grade", &grade(outcome))]);
    let none = |phrase: &Phrase, n: usize| phrase.fill(&[("n", &n)]);
    let mut lines = vec![
        (&w.range_floor, value(&range.floor), w.range_floor_how.to_string()),
        (&w.range_ceiling, value(&range.ceiling), w.range_ceiling_how.to_string()),
        (
            &w.range_evidence_backed,
            value(&range.evidence_backed),
            none(&w.range_evidence_backed_how, found.unbacked.len()),
        ),
        (
            &w.range_exclusions_refused,
            value(&range.exclusions_refused),
            none(&w.range_exclusions_refused_how, found.excluded.len()),
        ),
        (&w.range_strict, value(&range.strict), none(&w.range_strict_how, found.doubtful.len())),
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
    say_fragile(scheme, card, &found, all, ctx);
}

/// How many clauses would cost the grade, and the first of them, or all.
fn say_fragile(scheme: &Scheme, card: &ScoreCard, found: &Sureness, all: bool, ctx: &mut Ctx<'_>) {
    let words = ctx.words.clone();
    let (w, s, fragile) = (&words.planning, &words.sureness, &found.fragile);
    ctx.say("");
    ctx.say(&*w.fragile_title);
    if fragile.is_empty() {
        ctx.say(format_args!("  {}", w.fragile_none));
        return;
    }
    let shown = if all { fragile.len() } else { FRAGILE };
    if fragile.len() > FRAGILE {
        let earning = card.clauses.iter().filter(|line| !line.line.earned.is_zero()).count();
        ctx.say(format_args!("  {}", s.cli_fragile_count.fill(&[("all", &earning), ("n", &fragile.len())])));
    }
    for one in fragile.iter().take(shown) {
        let title = scheme.clause(&one.clause).map_or("", |clause| clause.title.as_str());
        let line = w.fragile_line.fill(&[
            ("clause", &one.clause),
            ("title", &title),
            ("score", &card.show(&one.left.score)),
            ("grade", &text::grade_of(card, &one.left, &words)),
        ]);
        let marks = [
            found.doubtful.contains(&one.clause).then_some(&s.mark_doubtful),
            found.unbacked.contains(&one.clause).then_some(&s.mark_unbacked),
        ];
        let marks: Vec<&str> = marks.into_iter().flatten().map(|mark| &**mark).collect();
        let marks = marks.join(&words.common.list_separator);
        let line =
            if marks.is_empty() { line } else { s.cli_fragile_marked.fill(&[("line", &line), ("marks", &marks)]) };
        ctx.say(format_args!("  {line}"));
    }
    if fragile.len() > shown {
        ctx.say(format_args!("  {}", s.cli_fragile_more.fill(&[("n", &(fragile.len() - shown))])));
    }
}
