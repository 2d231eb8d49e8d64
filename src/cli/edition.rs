//! `edition CASE [--scheme ID|FILE] [--apply] [--json]`: how another edition of the scheme differs, clause by clause,
//! what would become of each answer, and the move itself.

use std::ffi::OsString;
use std::path::Path;

use serde::Serialize;

use super::args::{self, Given, Place, Spec};
use super::{Ctx, FAILED, OK, Outcome, PROBLEMS, Stop, criteria, files};
use crate::assessment::{self, Carried, Fate, WhyFormer};
use crate::criteria::{ClauseChange, ClauseDiff, Pinned, RuleChange, Scheme, shipped};
use crate::scoring::decimal_or_fraction;
use crate::store::{self, Case};

const SPEC: Spec = Spec {
    name: "edition",
    many: false,
    places: &[Place::Case],
    flags: &["apply", "json"],
    options: &["scheme", "by"],
};

pub(super) fn run(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(given) = args::parse(args, &SPEC, ctx)? else { return Ok(OK) };
    let path = files::case_path(given.place(0));
    let (case, keeper) = if given.flag("apply") {
        let who = files::who(&given, ctx)?;
        let (case, keeper) = files::open_to_write(given.place(0), &who, ctx)?;
        (case, Some(keeper))
    } else {
        (files::open(given.place(0), ctx)?.1, None)
    };
    let Some(pinned) = other_edition(&given, &case, ctx)? else { return Ok(FAILED) };
    let (old, new) = (case.pinned.clone(), pinned.clone());
    let carried = assessment::carry(&old.scheme, &new.scheme, &case.assessment)
        .map_err(|problem| Stop(problem.say(&ctx.words.problems, &ctx.words.common)))?;
    let mut backup = None;
    if let Some(mut keeper) = keeper {
        if old.fingerprint != new.fingerprint {
            let moved = keeper.move_to(&pinned, &case.assessment, &carried.assessment, ctx.now);
            backup = Some(moved.map_err(|error| Stop(error.say(&ctx.words)))?);
        }
        keeper.release();
    }
    let apply = backup.is_some();
    if given.flag("json") {
        let json = serde_json::to_string_pretty(&json(&old, &new, &carried, apply));
        ctx.say(json.map_err(|error| Stop(error.to_string()))?);
    } else {
        tell(&path, &old, &new, &carried, ctx);
        let w = &ctx.words.cli;
        let last = match (apply, old.fingerprint == new.fingerprint) {
            (true, _) => &w.edition_applied,
            (_, true) => &w.edition_same,
            _ => &w.edition_not_applied,
        };
        let line = last.fill(&[("case", &path.display()), ("edition", &new.scheme.edition_name())]);
        ctx.say(line);
        if let Some(backup) = backup {
            ctx.say(ctx.words.keeping.backed_up.fill(&[("path", &backup.path.display())]));
        }
    }
    Ok(if apply || carried.diff.is_empty() { OK } else { PROBLEMS })
}

/// The edition to compare with: what was asked for, else the built-in one; none when its problems were said.
fn other_edition(given: &Given, case: &Case, ctx: &mut Ctx<'_>) -> Result<Option<Pinned>, Stop> {
    let id = &case.pinned.scheme.id;
    let name = match given.option("scheme") {
        Some(name) => name.to_owned(),
        None if shipped(id).is_some() => id.into(),
        None => return Err(Stop(ctx.words.cli.edition_none_built_in.fill(&[("id", &store::cut(id))]))),
    };
    match criteria::named(&name, ctx)? {
        Ok(pinned) => Ok(Some(pinned)),
        Err(problems) => {
            for problem in &problems {
                let line = criteria::line(&name.to_string_lossy(), problem, ctx);
                ctx.complain(line);
            }
            ctx.complain(ctx.words.cli.edition_not_usable.fill(&[("count", &problems.len())]));
            Ok(None)
        }
    }
}

/// Says what differs and what becomes of the answers.
fn tell(path: &Path, old: &Pinned, new: &Pinned, carried: &Carried, ctx: &mut Ctx<'_>) {
    let w = ctx.words.cli.clone();
    let clauses = &carried.diff.clauses;
    let count = |wanted: fn(&ClauseDiff) -> bool| clauses.iter().filter(|clause| wanted(clause)).count();
    let same = count(ClauseDiff::is_same);
    let (added, removed) = (count(|clause| clause.old.is_none()), count(|clause| clause.new.is_none()));
    ctx.say(w.edition_head.fill(&[
        ("case", &path.display()),
        ("old", &old.scheme.edition_name()),
        ("old_fingerprint", &criteria::short(&old.fingerprint)),
        ("new", &new.scheme.edition_name()),
        ("new_fingerprint", &criteria::short(&new.fingerprint)),
    ]));
    ctx.say(w.edition_counts.fill(&[
        ("same", &same),
        ("changed", &(clauses.len() - same - added - removed)),
        ("added", &added),
        ("removed", &removed),
    ]));
    // A calibration changes the certainty of every clause; what a person looks for is where points or texts differ.
    let (quiet, told): (Vec<&ClauseDiff>, Vec<&ClauseDiff>) =
        clauses.iter().filter(|clause| !clause.is_same()).partition(|clause| carried.is_quiet(clause));
    for clause in told {
        self::clause(clause, &old.scheme, &new.scheme, carried, ctx);
    }
    if !quiet.is_empty() {
        ctx.say(ctx.words.sureness.edition_quiet.fill(&[("n", &quiet.len())]));
    }
    if !carried.diff.rules.is_empty() {
        let rules: Vec<&str> = carried.diff.rules.iter().map(|rule| rule.say(&ctx.words)).collect();
        let rules = rules.join(&ctx.words.common.list_separator);
        ctx.say(w.edition_rules.fill(&[("rules", &rules)]));
    }
    let fates = |wanted: fn(&Fate) -> bool| carried.fates.values().filter(|fate| wanted(fate)).count();
    let gone = |fate: &Fate| matches!(fate, Fate::Former { why: WhyFormer::Removed, .. });
    let review = |fate: &Fate| matches!(fate, Fate::Former { why, .. } if *why != WhyFormer::Removed);
    ctx.say(w.edition_fates.fill(&[
        ("carried", &fates(|fate| matches!(fate, Fate::Carried { .. }))),
        ("review", &fates(review)),
        ("removed", &fates(gone)),
        ("restored", &carried.restored.len()),
    ]));
    if !carried.loosened.is_empty() {
        ctx.say(w.edition_loosened.fill(&[("count", &carried.loosened.len())]));
    }
}

/// A clause that differs: in what, from what to what, and what becomes of its answer.
fn clause(found: &ClauseDiff, old: &Scheme, new: &Scheme, carried: &Carried, ctx: &mut Ctx<'_>) {
    let w = ctx.words.cli.clone();
    let after = found.new.as_ref().and_then(|id| new.clause(id));
    let Some(named) = after.or_else(|| found.old.as_ref().and_then(|id| old.clause(id))) else { return };
    let changes: Vec<String> =
        found.changes.iter().map(|change| change.say(old, new, decimal_or_fraction, &ctx.words)).collect();
    let changes = changes.join(&w.edition_change_separator);
    ctx.say(w.edition_clause.fill(&[("id", &named.id), ("title", &named.title), ("changes", &changes)]));
    for change in &found.changes {
        if let ClauseChange::TextChanged { old, new } = change {
            let indented = |text: &str| text.replace('\n', "\n        ");
            ctx.say(w.edition_text_before.fill(&[("text", &indented(old))]));
            ctx.say(w.edition_text_after.fill(&[("text", &indented(new))]));
        }
    }
    let fate = found.old.as_ref().and_then(|id| carried.fates.get(id));
    // That an answer stays need not be said of points: they never touch one.
    let of_points = |change: &ClauseChange| {
        matches!(
            change,
            ClauseChange::PointsChanged { .. } | ClauseChange::CertaintyChanged | ClauseChange::GuidanceChanged
        )
    };
    let plain = found.changes.iter().all(of_points) && matches!(fate, Some(Fate::Carried { .. }));
    if let Some(fate) = fate.filter(|_| !plain) {
        let line = format!("    {}", fate.say(&ctx.words));
        ctx.say(line);
    }
    if found.new.as_ref().is_some_and(|id| carried.restored.contains(id)) {
        ctx.say(format_args!("    {}", w.edition_restored));
    }
}

#[derive(Serialize)]
struct Json<'a> {
    old: JsonEdition<'a>,
    new: JsonEdition<'a>,
    clauses: Vec<JsonClause<'a>>,
    rules: Vec<&'static str>,
    restored: Vec<&'a str>,
    loosened_special_deductions: Vec<u32>,
    applied: bool,
}

#[derive(Serialize)]
struct JsonEdition<'a> {
    id: &'a str,
    name: String,
    revision: u32,
    fingerprint: &'a str,
}

#[derive(Serialize)]
struct JsonClause<'a> {
    old: Option<&'a str>,
    new: Option<&'a str>,
    changes: Vec<&'static str>,
    /// `carried`, `text_changed`, `verdict_does_not_fit`, `removed`; none without an answer.
    answer: Option<&'static str>,
}

/// The machine's view.
fn json<'a>(old: &'a Pinned, new: &'a Pinned, carried: &'a Carried, applied: bool) -> Json<'a> {
    let edition = |pinned: &'a Pinned| JsonEdition {
        id: &pinned.scheme.id,
        name: pinned.scheme.edition_name(),
        revision: pinned.scheme.revision,
        fingerprint: &pinned.fingerprint,
    };
    let clause = |found: &'a ClauseDiff| JsonClause {
        old: found.old.as_ref().map(|id| id.as_str()),
        new: found.new.as_ref().map(|id| id.as_str()),
        changes: found.changes.iter().map(change_name).collect(),
        answer: found.old.as_ref().and_then(|id| carried.fates.get(id)).map(fate_name),
    };
    Json {
        old: edition(old),
        new: edition(new),
        clauses: carried.diff.clauses.iter().map(clause).collect(),
        rules: carried.diff.rules.iter().map(|rule| rule_name(*rule)).collect(),
        restored: carried.restored.iter().map(|id| id.as_str()).collect(),
        loosened_special_deductions: carried.loosened.iter().map(|id| id.0).collect(),
        applied,
    }
}

fn fate_name(fate: &Fate) -> &'static str {
    match fate {
        Fate::Carried { .. } => "carried",
        Fate::Former { why: WhyFormer::TextChanged, .. } => "text_changed",
        Fate::Former { why: WhyFormer::VerdictDoesNotFit, .. } => "verdict_does_not_fit",
        Fate::Former { why: WhyFormer::Removed, .. } => "removed",
    }
}

fn change_name(change: &ClauseChange) -> &'static str {
    match change {
        ClauseChange::Added => "added",
        ClauseChange::Removed => "removed",
        ClauseChange::Renumbered { .. } => "renumbered",
        ClauseChange::TextChanged { .. } => "text",
        ClauseChange::TitleChanged { .. } => "title",
        ClauseChange::PointsChanged { .. } => "points",
        ClauseChange::MethodChanged { .. } => "method",
        ClauseChange::ExclusionChanged { .. } => "exclusion",
        ClauseChange::GuidanceChanged => "guidance",
        ClauseChange::CertaintyChanged => "certainty",
    }
}

fn rule_name(rule: RuleChange) -> &'static str {
    match rule {
        RuleChange::OutOf => "out_of",
        RuleChange::Headings => "headings",
        RuleChange::Grades => "grades",
        RuleChange::SpecialDeductions => "special_deductions",
        RuleChange::SpecialDeductionKinds => "special_deduction_kinds",
        RuleChange::Bonus => "bonus",
        RuleChange::Exclusion => "exclusion",
        RuleChange::Arithmetic => "arithmetic",
        RuleChange::Conventions => "conventions",
        RuleChange::Samples => "samples",
        RuleChange::About => "about",
    }
}
