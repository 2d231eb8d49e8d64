//! `round start | list`: closes the round that is worked on, and lists those that are closed.

use std::ffi::OsString;
use std::path::Path;

use serde::Serialize;

use super::args::{self, Place, Spec};
use super::{Ctx, OK, Outcome, Stop, files, report, text};
use crate::assessment::{Round, new_round};
use crate::lang::Words;
use crate::scoring::{self, ScoreCard, fraction};
use crate::store::{self, Me, Opening, RoundError};

const START: Spec = Spec {
    name: "round",
    many: false,
    places: &[Place::Case],
    flags: &["dry-run"],
    options: &["title", "as-of", "by"],
};
const EXPORT: Spec =
    Spec { name: "round", many: false, places: &[Place::Case], flags: &["replace"], options: &["round", "o/out"] };
const LIST: Spec = Spec { name: "round", many: false, places: &[Place::Case], flags: &["json"], options: &[] };

pub(super) fn run(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let rest = args.iter().skip(1).cloned().collect();
    match args.first().and_then(|first| first.to_str()) {
        Some("start") => start(rest, ctx),
        Some("list") => list(rest, ctx),
        Some("export") => export(rest, ctx),
        Some("--help" | "-h") => {
            super::help::of_command("round", ctx);
            Ok(OK)
        }
        _ => {
            let usage = super::help::usage_line("round", ctx);
            Err(Stop(format!("{}\n{usage}", ctx.words.rounds.command_what)))
        }
    }
}

fn start(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(given) = args::parse(args, &START, ctx)? else { return Ok(OK) };
    let dry = given.flag("dry-run");
    let day = given.text("as-of", ctx)?.map(|text| report::date_of(&text, ctx)).transpose()?;
    let today = ctx.now.date();
    let day = day.unwrap_or(today);
    if day > today {
        return Err(Stop(ctx.words.rounds.closed_ahead.fill(&[("day", &day), ("today", &today)])));
    }
    let title = given.text("title", ctx)?.filter(|title| !title.trim().is_empty());
    let title = title.ok_or_else(|| Stop(ctx.words.rounds.bad_title.to_string()))?;
    let (path, case, keeper) = files::open_for(&given, dry, ctx)?;
    let number = case.assessment.current_round();
    let made = new_round(&case.pinned, &case.assessment, &title, day);
    let (edit, told) = match made {
        Ok(made) => made,
        Err(problem) => {
            keeper.into_iter().for_each(|keeper| keeper.release());
            return Err(Stop(problem.say(&ctx.words.problems, &ctx.words.common)));
        }
    };
    let w = ctx.words.rounds.clone();
    let phrase = if dry { &w.would_start } else { &w.started };
    let said = phrase.fill(&[("number", &number), ("title", &title.trim()), ("next", &(number + 1))]);
    if let Some(keeper) = keeper {
        files::change(case, keeper, &edit, ctx)?;
    }
    ctx.say(said);
    told.say(&w).into_iter().for_each(|line| ctx.say(format_args!("  {line}")));
    if !dry {
        ctx.say(w.undo_hint.fill(&[("program", &ctx.program), ("case", &path.display())]));
    }
    Ok(OK)
}

fn export(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(given) = args::parse(args, &EXPORT, ctx)? else { return Ok(OK) };
    let (from, case) = files::open(given.place(0), ctx)?;
    let w = ctx.words.rounds.clone();
    let closed = case.assessment.rounds.len();
    if closed == 0 {
        return Err(Stop(w.export_none.to_string()));
    }
    let known: Vec<String> = (1..=closed).map(|number| number.to_string()).collect();
    let known = known.join(&ctx.words.common.list_separator);
    let typed = given.text("round", ctx)?;
    let Some(typed) = typed.filter(|typed| !typed.trim().is_empty()) else {
        return Err(Stop(w.export_needs.fill(&[("known", &known)])));
    };
    let number = typed.trim().parse::<usize>().ok().filter(|number| (1..=closed + 1).contains(number));
    let Some(number) = number else {
        return Err(Stop(w.unknown_round.fill(&[("round", &store::cut(&typed)), ("known", &known)])));
    };
    if number > closed {
        return Err(Stop(w.export_current.fill(&[("round", &number), ("known", &known)])));
    }
    let target = match given.option("out") {
        Some(typed) => files::with_ending(Path::new(typed)),
        None => {
            let name = from.file_stem().unwrap_or_default().to_string_lossy();
            from.with_file_name(store::round_file_name(&name, &case.assessment, number, &ctx.words))
        }
    };
    let opening = Opening::new(Me::here(&files::person()), ctx.now);
    let receipt = store::write_round(&target, &from, (&case.assessment, number), given.flag("replace"), &opening);
    let receipt = receipt.map_err(|error| match &error {
        RoundError::Exists(_) => Stop(format!("{}{}", error.say(&ctx.words), w.export_replace)),
        _ => Stop(error.say(&ctx.words)),
    })?;
    ctx.say(receipt.say(&ctx.words));
    if let Some(round) = case.assessment.rounds.get(number - 1) {
        let card = card_of(round, ctx)?;
        ctx.say(said(&card, &ctx.words));
    }
    Ok(OK)
}

#[derive(Serialize)]
struct JsonList {
    /// The number of the round that is worked on.
    current: usize,
    closed: Vec<JsonRound>,
}

#[derive(Serialize)]
struct JsonRound {
    round: usize,
    title: String,
    closed_on: chrono::NaiveDate,
    /// Exact; none where nothing was applicable.
    score: Option<String>,
    grade: Option<String>,
    unrated: usize,
}

fn list(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(given) = args::parse(args, &LIST, ctx)? else { return Ok(OK) };
    let (_, case) = files::open(given.place(0), ctx)?;
    let case = &case.assessment;
    let cards: Vec<ScoreCard> = case.rounds.iter().map(|round| card_of(round, ctx)).collect::<Result<_, _>>()?;
    let closed = case.rounds.iter().zip(&cards).enumerate();
    if given.flag("json") {
        let closed = closed.map(|(at, (round, card))| JsonRound {
            round: at + 1,
            title: round.title.clone(),
            closed_on: round.closed_on,
            score: card.outcome.as_ref().map(|outcome| fraction(&outcome.score)),
            grade: card.outcome.as_ref().filter(|one| !card.undecided(one)).map(|one| one.grade.id.clone()),
            unrated: card.unrated,
        });
        let json = JsonList { current: case.current_round(), closed: closed.collect() };
        ctx.say(serde_json::to_string_pretty(&json).map_err(|error| Stop(error.to_string()))?);
        return Ok(OK);
    }
    let words = ctx.words.clone();
    let w = &words.rounds;
    if case.rounds.is_empty() {
        ctx.say(&*w.round_none);
    }
    for (at, (round, card)) in closed {
        let score = said(card, &words);
        ctx.say(w.round_line.fill(&[
            ("number", &(at + 1)),
            ("title", &round.title),
            ("day", &round.closed_on),
            ("score", &score),
        ]));
    }
    Ok(OK)
}

/// The score of a closed round, by its own criteria.
pub(super) fn card_of(round: &Round, ctx: &Ctx<'_>) -> Result<ScoreCard, Stop> {
    let pinned = round.pinned().map_err(|problem| Stop(problem.say(&ctx.words.problems, &ctx.words.common)))?;
    Ok(scoring::score(&pinned.scheme, &round.assessment))
}

/// Score, grade and what is unrated, on one line.
pub(super) fn said(card: &ScoreCard, words: &Words) -> String {
    let w = &words.rounds;
    let Some(outcome) = &card.outcome else { return w.no_score.to_string() };
    let grade = text::grade_of(card, outcome, words);
    let score = words.planning.range_value.fill(&[("score", &card.show(&outcome.score)), ("grade", &grade)]);
    let open = if card.unrated > 0 { w.side_unrated.fill(&[("n", &card.unrated)]) } else { String::new() };
    format!("{score}{open}")
}
