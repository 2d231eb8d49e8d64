//! `import CASE TABLE [--dry-run]`: answers from a table, with an account of every row.

use std::ffi::OsString;

use super::args::{self, Place, Spec};
use super::{Ctx, OK, Outcome, PROBLEMS, Stop, files};
use crate::assessment::{How, Verdict};
use crate::store;
use crate::store::tables::{self, Change, ImportPlan, TableProblem, TableProblemKind};

const SPEC: Spec = Spec { name: "import", places: &[Place::Case, Place::Table], flags: &["dry-run"], options: &["by"] };

pub(super) fn run(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(given) = args::parse(args, &SPEC, ctx)? else { return Ok(OK) };
    let dry = given.flag("dry-run");
    let case_path = files::case_path(given.place(0));
    let (case, keeper) = if dry {
        (files::open(given.place(0), ctx)?.1, None)
    } else {
        let who = files::who(&given, ctx)?;
        let (case, keeper) = files::open_to_write(given.place(0), &who, ctx)?;
        (case, Some(keeper))
    };
    let table_path = given.path(1);
    let table_name = table_path.display().to_string();
    let table = tables::read_file(&table_path).map_err(|problem| Stop(problem.say(&table_name, &ctx.words)))?;
    let folder = files::folder_of(&case_path).to_owned();
    let settle = |item| store::settle(&folder, item);
    let plan = tables::plan_settled(&table, &case.pinned.scheme, &case.assessment, &settle);
    match keeper {
        Some(keeper) if plan.changes_something() => drop(files::change(case, keeper, How::Import, &plan.edit, ctx)?),
        Some(keeper) => keeper.release(),
        None => {}
    }
    account(&plan, &table_name, table.sheet.as_deref(), ctx);
    let w = &ctx.words.cli;
    let case_name = case_path.display();
    let last = match (dry, plan.changes_something()) {
        (true, _) => w.import_dry_run.fill(&[("case", &case_name)]),
        (false, true) => w.import_saved.fill(&[("case", &case_name)]),
        (false, false) => w.import_nothing.fill(&[("case", &case_name)]),
    };
    ctx.say(last);
    if plan.problems.is_empty() { Ok(OK) } else { Ok(PROBLEMS) }
}

/// Says what was added, changed, ignored and why, and what is wrong.
fn account(plan: &ImportPlan, table: &str, sheet: Option<&str>, ctx: &mut Ctx<'_>) {
    let w = ctx.words.cli.clone();
    if let Some(sheet) = sheet {
        ctx.say(w.import_sheet.fill(&[("sheet", &store::cut(sheet))]));
    }
    ctx.say(w.import_summary.fill(&[
        ("added", &plan.added.len()),
        ("changed", &plan.changed.len()),
        ("unchanged", &plan.unchanged),
        ("ignored", &plan.ignored.len()),
        ("problems", &plan.problems.len()),
    ]));
    for (heading, changes) in [(&w.import_added, &plan.added), (&w.import_changed, &plan.changed)] {
        let lines = changes.iter().map(|change| change.say(&ctx.words)).collect();
        let list = list(heading, lines, ctx);
        ctx.out.push_str(&list);
    }
    let lines = plan.ignored.iter().map(|ignored| ignored.say(table, &ctx.words)).collect();
    let ignored = list(&w.import_ignored, lines, ctx);
    ctx.out.push_str(&ignored);
    let lines = plan.notices.iter().map(|notice| notice.say(table, &ctx.words)).collect();
    let notices = list(&w.import_notices, lines, ctx);
    ctx.out.push_str(&notices);
    let lost = |change: &&Change| matches!(&change.verdict, Some((_, Verdict::Unrated)));
    let lost = plan.changed.iter().filter(lost).count();
    if lost > 0 {
        ctx.say(w.import_unrated.fill(&[("count", &lost)]));
    }
    let of_headings = |problem: &TableProblem| {
        matches!(problem.kind, TableProblemKind::ColumnMissing { .. } | TableProblemKind::ColumnTwice { .. })
    };
    let nothing = plan.problems.iter().any(of_headings);
    let heading = if nothing { &w.import_problems_headings } else { &w.import_problems };
    let lines = plan.problems.iter().map(|problem| problem.say(table, &ctx.words)).collect();
    let problems = list(heading, lines, ctx);
    ctx.err.push_str(&problems);
}

/// Most lines under one heading: whoever imports the wrong file shall still see the beginning.
const MOST_LINES: usize = 200;

/// A heading and lines under it; nothing when there are none.
fn list(heading: &str, lines: Vec<String>, ctx: &Ctx<'_>) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let more = lines.len().saturating_sub(MOST_LINES);
    let mut out = format!("{heading}\n");
    for line in lines.iter().take(MOST_LINES) {
        out.push_str(&format!("  {line}\n"));
    }
    if more > 0 {
        out.push_str(&format!("  {}\n", ctx.words.cli.import_more.fill(&[("count", &more)])));
    }
    out
}
