//! `sample draw | export | import`: a random sample of a ledger, its sheet, and the sheet read back.

use std::ffi::OsString;

use serde::Serialize;

use super::args::{self, Place, Spec};
use super::ledger::kind_of;
use super::{Ctx, OK, Outcome, PROBLEMS, Stop, files};
use crate::assessment::{self, Assessment, DrawAsk, DrawRefused, Ledger, MAX_KEPT, MAX_SAMPLE, Sample};
use crate::criteria::LedgerKind;
use crate::store::tables::{self, TableKind, TableProblem, TableProblemKind};
use crate::store::{self, cut};

const DRAW: Spec = Spec {
    name: "sample",
    many: false,
    places: &[Place::Case, Place::Ledger],
    flags: &["anew", "json"],
    options: &["n", "seed", "stratify", "by"],
};
const EXPORT: Spec =
    Spec { name: "sample", many: false, places: &[Place::Case, Place::Ledger, Place::File], flags: &[], options: &[] };
const IMPORT: Spec = Spec {
    name: "sample",
    many: false,
    places: &[Place::Case, Place::Ledger, Place::File],
    flags: &["dry-run"],
    options: &["by"],
};

pub(super) fn run(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let rest = args.iter().skip(1).cloned().collect();
    match args.first().and_then(|first| first.to_str()) {
        Some("draw") => draw(rest, ctx),
        Some("export") => export(rest, ctx),
        Some("import") => import(rest, ctx),
        Some("--help" | "-h") => {
            super::help::of_command("sample", ctx);
            Ok(OK)
        }
        _ => {
            let usage = super::help::usage_line("sample", ctx);
            Err(Stop(format!("{}\n{usage}", ctx.words.sampling.what)))
        }
    }
}

#[derive(Serialize)]
struct Json<'a> {
    population: u32,
    records: Vec<&'a str>,
    seed: &'a str,
    stratify: Option<&'a str>,
    feeds: Vec<&'a str>,
}

fn draw(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(given) = args::parse(args, &DRAW, ctx)? else { return Ok(OK) };
    let kind = kind_of(&given, ctx)?;
    let typed = given.text("n", ctx)?.unwrap_or_default();
    let s = ctx.words.sampling.clone();
    let n: usize =
        typed.trim().parse().map_err(|_| Stop(s.draw_bad_n.fill(&[("text", &cut(&typed)), ("most", &MAX_SAMPLE)])))?;
    let seed = given.text("seed", ctx)?;
    let strata = given.text("stratify", ctx)?;
    let (_, case, keeper) = files::open_for(&given, false, ctx)?;
    let Some(keeper) = keeper else { return Ok(OK) };
    let before = case.assessment.samples.get(&kind.id).cloned();
    let ledger = case.assessment.ledgers.get(&kind.id).cloned();
    let made = seed.is_none();
    // More is drawn with what was drawn with.
    let kept = before.as_ref().filter(|old| !given.flag("anew") && !old.seed.is_empty());
    let seed = seed.or_else(|| kept.map(|old| old.seed.clone()));
    let seed = seed.unwrap_or_else(|| ctx.now.format("%Y%m%d%H%M%S").to_string());
    let strata = strata.or_else(|| kept.filter(|_| made).and_then(|old| old.strata.clone()));
    let ask = DrawAsk { n, seed, strata, anew: given.flag("anew") };
    let (edit, sample) = assessment::draw(&case.pinned.scheme, &case.assessment, kind, &ask)
        .map_err(|refused| Stop(say(&refused, kind, &ask, &typed, ctx)))?;
    if before.as_deref() == Some(&sample) {
        keeper.release();
    } else {
        files::change(case, keeper, &edit, ctx)?;
    }
    if given.flag("json") {
        let json = Json {
            population: sample.population,
            records: sample.drawn.iter().map(|drawn| drawn.record.as_str()).collect(),
            seed: &sample.seed,
            stratify: sample.strata.as_deref(),
            feeds: sample.feeds.keys().map(|clause| clause.as_str()).collect(),
        };
        let json = serde_json::to_string_pretty(&json).map_err(|error| Stop(error.to_string()))?;
        ctx.say(json);
        return Ok(OK);
    }
    if made && kept.is_none() {
        ctx.say(s.seed_given.fill(&[("seed", &sample.seed)]));
    }
    tell((kind, ledger.as_deref()), before.as_deref(), &sample, &ask, ctx);
    Ok(OK)
}

/// Says what was drawn.
fn tell(
    (kind, ledger): (&LedgerKind, Option<&Ledger>),
    before: Option<&Sample>,
    sample: &Sample,
    ask: &DrawAsk,
    ctx: &mut Ctx<'_>,
) {
    let s = ctx.words.sampling.clone();
    let strata = sample.say_strata(kind, &ctx.words);
    let drawn = sample.drawn.len();
    ctx.say(s.drawn_line.fill(&[
        ("ledger", &kind.title),
        ("population", &sample.population),
        ("strata", &strata),
        ("seed", &sample.seed),
        ("n", &drawn),
    ]));
    let kept = before.filter(|old| sample.drawn.starts_with(&old.drawn)).map_or(0, |old| old.drawn.len());
    if let Some(old) = before.filter(|old| kept == 0 && !old.drawn.is_empty()) {
        let begun = old.drawn.iter().filter(|drawn| drawn.is_begun()).count();
        let phrase = if begun == 0 { &s.drawn_replaced } else { &s.drawn_discarded };
        let strata = old.say_strata(kind, &ctx.words);
        ctx.say(phrase.fill(&[
            ("n", &old.drawn.len()),
            ("strata", &strata),
            ("seed", &cut(&old.seed)),
            ("begun", &begun),
        ]));
    }
    if kept > 0 && kept < drawn {
        ctx.say(s.drawn_more.fill(&[("n", &(drawn - kept))]));
    }
    if drawn < ask.n {
        ctx.say(s.drawn_short.fill(&[("population", &sample.population), ("wanted", &ask.n)]));
    } else if drawn > ask.n {
        ctx.say(s.drawn_fewer.fill(&[("n", &drawn)]));
    }
    if !sample.before.is_empty() {
        ctx.say(sample.say_again(&ctx.words));
    }
    if let Some(gone) = sample.say_gone(ledger, &ctx.words) {
        ctx.say(gone);
    }
    if sample.feeds.is_empty() {
        ctx.say(&*s.feeds_none);
    } else {
        let clauses: Vec<&str> = sample.feeds.keys().map(|clause| clause.as_str()).collect();
        ctx.say(s.feeds_line.fill(&[("clauses", &clauses.join(&ctx.words.common.list_separator))]));
    }
    for drawn in sample.drawn.iter().skip(kept) {
        ctx.say(format_args!("  {}", drawn.record));
    }
}

/// Why nothing can be drawn, in a sentence.
fn say(refused: &DrawRefused, kind: &LedgerKind, ask: &DrawAsk, n: &str, ctx: &Ctx<'_>) -> String {
    let s = &ctx.words.sampling;
    match refused {
        DrawRefused::NoLedger => s.draw_none.fill(&[("ledger", &kind.title)]),
        DrawRefused::NoRecords => s.draw_empty.fill(&[("ledger", &kind.title)]),
        DrawRefused::BadNumber => s.draw_bad_n.fill(&[("text", &cut(n)), ("most", &MAX_SAMPLE)]),
        DrawRefused::BadSeed => s.draw_bad_seed.fill(&[("most", &MAX_KEPT)]),
        DrawRefused::UnknownStrata { known } => s.draw_strata_unknown.fill(&[
            ("field", &cut(ask.strata.as_deref().unwrap_or_default())),
            ("known", &known.join(&ctx.words.common.list_separator)),
        ]),
        DrawRefused::Begun { looked_at } => s.draw_begun.fill(&[("ledger", &kind.title), ("n", looked_at)]),
    }
}

/// The sample of a ledger; a sentence where there is none.
fn sample<'a>(case: &'a Assessment, kind: &LedgerKind, ctx: &Ctx<'_>) -> Result<&'a Sample, Stop> {
    let none = || Stop(ctx.words.sampling.no_sample.fill(&[("ledger", &kind.title)]));
    case.samples.get(&kind.id).map(|sample| &**sample).filter(|sample| !sample.drawn.is_empty()).ok_or_else(none)
}

fn export(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(given) = args::parse(args, &EXPORT, ctx)? else { return Ok(OK) };
    let kind = kind_of(&given, ctx)?;
    let (path, case) = files::open(given.place(0), ctx)?;
    let sample = sample(&case.assessment, kind, ctx)?;
    let target = given.path(2);
    files::allow_target(&target, &[&path], ctx)?;
    let said = |problem: TableProblem, ctx: &Ctx<'_>| Stop(problem.say(&target.display().to_string(), &ctx.words));
    if TableKind::for_writing(&target) != Some(TableKind::Xlsx) {
        return Err(said(TableProblem::of_file(TableProblemKind::UnknownKind), ctx));
    }
    let receipt = store::write_sample_sheet(&target, kind, sample, &case.assessment, &ctx.words)
        .map_err(|error| Stop(error.say(&ctx.words)))?;
    ctx.say(receipt.say(&ctx.words));
    Ok(OK)
}

fn import(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(given) = args::parse(args, &IMPORT, ctx)? else { return Ok(OK) };
    let kind = kind_of(&given, ctx)?;
    let source = given.path(2);
    let unread = |problem: TableProblem| store::say_unread_sheet(&problem, &source.display().to_string(), &ctx.words);
    let table = tables::read_file(&source).map_err(|problem| Stop(unread(problem)))?;
    let dry = given.flag("dry-run");
    let (_, case, keeper) = files::open_for(&given, dry, ctx)?;
    let old = sample(&case.assessment, kind, ctx)?;
    let gone = old.say_gone(case.assessment.ledgers.get(&kind.id).map(AsRef::as_ref), &ctx.words);
    let plan = store::plan_sheet(&table, kind, old, &case.assessment);
    let changes = if dry { plan.changes(kind, old, &ctx.words) } else { Vec::new() };
    let s = ctx.words.sampling.clone();
    for problem in &plan.problems {
        ctx.complain(problem.say(&ctx.words));
    }
    ctx.say(s.import_line.fill(&[
        ("rows", &plan.rows),
        ("changed", &plan.changed),
        ("problems", &plan.problems.len()),
    ]));
    if plan.left_out > 0 {
        ctx.say(s.left_out_line.fill(&[("n", &plan.left_out), ("taken", &(plan.rows - plan.left_out))]));
    }
    if !changes.is_empty() {
        ctx.say(&*s.sheet_changes);
    }
    changes.iter().for_each(|line| ctx.say(format_args!("  {line}")));
    let after = match (keeper, &plan.edit) {
        (Some(keeper), Some(edit)) => {
            let case = files::change(case, keeper, edit, ctx)?;
            ctx.say(&*s.import_done);
            Some(case.assessment)
        }
        (Some(keeper), None) => {
            keeper.release();
            Some(case.assessment)
        }
        (None, _) => {
            ctx.say(&*s.import_dry);
            None
        }
    };
    if let Some(gone) = gone {
        ctx.say(gone);
    }
    for (clause, count) in after.iter().flat_map(Assessment::sampled) {
        ctx.say(s.counts_line.fill(&[
            ("clause", clause),
            ("checked", &count.checked),
            ("nonconforming", &count.nonconforming),
            ("open", &count.open),
        ]));
    }
    Ok(if plan.problems.is_empty() { OK } else { PROBLEMS })
}
