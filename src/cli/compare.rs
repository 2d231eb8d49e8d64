//! `compare CASE [--from R --to R] [--json]`: two rounds, clause by clause, and what moved the score.

use std::ffi::OsString;
use std::sync::Arc;

use serde::Serialize;

use super::args::{self, Given, Place, Spec};
use super::{Ctx, OK, Outcome, Stop, files, rounds};
use crate::assessment::{Assessment, Verdict};
use crate::criteria::{Amount, ClauseId, Scheme};
use crate::lang::Words;
use crate::report::rounds::{cause_word, signed_about, verdict_after};
use crate::scoring::{Cause, ClauseMove, RoundComparison, ScoreCard, compare_rounds, fraction};
use crate::store::Case;

const SPEC: Spec =
    Spec { name: "compare", many: false, places: &[Place::Case], flags: &["json"], options: &["from", "to"] };

pub(super) fn run(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(given) = args::parse(args, &SPEC, ctx)? else { return Ok(OK) };
    let (_, case) = files::open(given.place(0), ctx)?;
    let current = case.assessment.current_round();
    if current == 1 {
        return Err(Stop(ctx.words.rounds.compare_one.to_string()));
    }
    let from = number(&given, "from", current, ctx)?.unwrap_or(current - 1);
    let to = number(&given, "to", current, ctx)?.unwrap_or(current);
    let w = &ctx.words.rounds;
    if from == to {
        return Err(Stop(w.same_round.fill(&[("round", &from)])));
    }
    if from > to {
        return Err(Stop(w.backwards.to_string()));
    }
    let (before, after) = (side(&case, from, ctx)?, side(&case, to, ctx)?);
    let compared = compare_rounds((&before.scheme, before.assessment), (&after.scheme, after.assessment));
    let compared = compared.map_err(|problem| Stop(problem.say(&ctx.words.problems, &ctx.words.common)))?;
    if given.flag("json") {
        let json = Json::of((from, &before), (to, &after), &compared);
        ctx.say(serde_json::to_string_pretty(&json).map_err(|error| Stop(error.to_string()))?);
    } else {
        tell(&before, &after, &compared, ctx);
    }
    Ok(OK)
}

/// A round as it is named on the command line; none where it was not.
fn number(given: &Given, option: &str, current: usize, ctx: &Ctx<'_>) -> Result<Option<usize>, Stop> {
    let Some(typed) = given.text(option, ctx)? else { return Ok(None) };
    match typed.trim().parse().ok().filter(|number| (1..=current).contains(number)) {
        Some(number) => Ok(Some(number)),
        None => {
            let known: Vec<String> = (1..=current).map(|number| number.to_string()).collect();
            let known = known.join(&ctx.words.common.list_separator);
            Err(Stop(ctx.words.rounds.unknown_round.fill(&[("round", &crate::store::cut(&typed)), ("known", &known)])))
        }
    }
}

/// One side of a comparison.
struct Side<'a> {
    name: String,
    scheme: Arc<Scheme>,
    assessment: &'a Assessment,
}

fn side<'a>(case: &'a Case, number: usize, ctx: &Ctx<'_>) -> Result<Side<'a>, Stop> {
    let w = &ctx.words.rounds;
    let named = |title: &str| w.round_name.fill(&[("number", &number), ("title", &title)]);
    match case.assessment.rounds.get(number - 1) {
        None => {
            let scheme = Arc::clone(&case.pinned.scheme);
            Ok(Side { name: named(&w.current), scheme, assessment: &case.assessment })
        }
        Some(round) => {
            let pinned = round.pinned();
            let pinned = pinned.map_err(|problem| Stop(problem.say(&ctx.words.problems, &ctx.words.common)))?;
            Ok(Side { name: named(&round.title), scheme: pinned.scheme, assessment: &round.assessment })
        }
    }
}

fn tell(before: &Side<'_>, after: &Side<'_>, compared: &RoundComparison, ctx: &mut Ctx<'_>) {
    let words = ctx.words.clone();
    let w = &words.rounds;
    ctx.say(w.compare_title.fill(&[("from", &before.name), ("to", &after.name)]));
    for (side, card) in [(before, &compared.before), (after, &compared.after)] {
        ctx.say(format_args!("  {}: {}", side.name, rounds::said(card, &words)));
    }
    if compared.is_same() {
        ctx.say(&*w.compare_same);
        return;
    }
    let decimals = compared.after.decimals;
    ctx.say(w.change.fill(&[("change", &signed_about(compared.moved().as_ref(), decimals, w))]));
    ctx.say("");
    ctx.say(&*w.causes_title);
    for (cause, moved) in &compared.causes {
        let (cause, change) = (cause_word(*cause, w), signed_about(moved.as_ref(), decimals, w));
        ctx.say(format_args!("  {}", w.cause_line.fill(&[("cause", cause), ("change", &change)])));
    }
    ctx.say(format_args!("  {}", w.sums));
    let pending = |line: &&ClauseMove| !line.is_regression() && line.cause == Cause::Pending;
    let (worse, rest): (Vec<&ClauseMove>, Vec<&ClauseMove>) =
        compared.clauses.iter().partition(|line| line.is_regression());
    let (open, other): (Vec<&ClauseMove>, Vec<&ClauseMove>) = rest.into_iter().partition(pending);
    for (phrase, lines) in [(&w.regressions, worse), (&w.pending_title, open), (&w.gains, other)] {
        if lines.is_empty() {
            continue;
        }
        ctx.say("");
        ctx.say(phrase.fill(&[("n", &lines.len())]));
        for line in lines {
            ctx.say(format_args!("  {}", clause_line(line, after, decimals, &words)));
        }
    }
}

fn clause_line(line: &ClauseMove, after: &Side<'_>, decimals: u32, words: &Words) -> String {
    let w = &words.rounds;
    let title = after.scheme.clause(&line.clause).map_or("", |clause| clause.title.as_str());
    let to = verdict_after(&line.clause, &line.to, after.assessment, words);
    w.clause_line.fill(&[
        ("clause", &line.clause),
        ("title", &title),
        ("from", &line.from.say(words)),
        ("to", &to),
        ("change", &signed_about(line.moved.as_ref(), decimals, w)),
        ("cause", cause_word(line.cause, w)),
    ])
}

#[derive(Serialize)]
struct Json<'a> {
    from: JsonSide<'a>,
    to: JsonSide<'a>,
    /// Exact, `N/D`; none where one side has no score.
    change: Option<String>,
    /// Together they are the change.
    causes: Vec<JsonCause>,
    clauses: Vec<JsonClause<'a>>,
}

#[derive(Serialize)]
struct JsonSide<'a> {
    round: usize,
    score: Option<JsonScore>,
    grade: Option<&'a str>,
    unrated: usize,
    special_deductions: u32,
}

#[derive(Serialize)]
struct JsonScore {
    exact: String,
    shown: String,
}

#[derive(Serialize)]
struct JsonCause {
    cause: &'static str,
    change: Option<String>,
}

#[derive(Serialize)]
struct JsonClause<'a> {
    clause: &'a ClauseId,
    cause: &'static str,
    regression: bool,
    from: &'a Verdict,
    to: &'a Verdict,
    earned_before: String,
    earned_after: String,
    change: Option<String>,
}

impl<'a> Json<'a> {
    fn of(from: (usize, &Side<'_>), to: (usize, &Side<'_>), compared: &'a RoundComparison) -> Self {
        let side = |round: usize, card: &'a ScoreCard| JsonSide {
            round,
            score: card
                .outcome
                .as_ref()
                .map(|one| JsonScore { exact: fraction(&one.score), shown: card.show(&one.score) }),
            grade: card.outcome.as_ref().filter(|one| !card.undecided(one)).map(|one| one.grade.id.as_str()),
            unrated: card.unrated,
            special_deductions: card.special_deductions,
        };
        let exact = |amount: &Option<Amount>| amount.as_ref().map(fraction);
        let clause = |line: &'a ClauseMove| JsonClause {
            clause: &line.clause,
            cause: id(line.cause),
            regression: line.is_regression(),
            from: &line.from,
            to: &line.to,
            earned_before: fraction(&line.earned_before),
            earned_after: fraction(&line.earned_after),
            change: exact(&line.moved),
        };
        Self {
            from: side(from.0, &compared.before),
            to: side(to.0, &compared.after),
            change: exact(&compared.moved()),
            causes: compared
                .causes
                .iter()
                .map(|(cause, moved)| JsonCause { cause: id(*cause), change: exact(moved) })
                .collect(),
            clauses: compared.clauses.iter().map(clause).collect(),
        }
    }
}

/// The stable name of a cause.
fn id(cause: Cause) -> &'static str {
    match cause {
        Cause::Criteria => "criteria",
        Cause::Verdict => "verdict",
        Cause::Sample => "sample",
        Cause::Exclusion => "exclusion",
        Cause::Pending => "pending",
        Cause::SpecialDeductions => "special_deductions",
        Cause::Bonus => "bonus",
    }
}
