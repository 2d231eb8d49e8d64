//! `import CASE TABLE [--dry-run]`: answers from a table, with an account of every row.

use std::ffi::OsString;
use std::path::Path;

use super::args::{self, Place, Spec};
use super::{Ctx, OK, Outcome, PROBLEMS, Stop, files};
use crate::store;
use crate::store::tables::{self, Account};

const SPEC: Spec =
    Spec { name: "import", many: false, places: &[Place::Case, Place::Table], flags: &["dry-run"], options: &["by"] };

pub(super) fn run(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(given) = args::parse(args, &SPEC, ctx)? else { return Ok(OK) };
    let dry = given.flag("dry-run");
    let (case_path, case, keeper) = files::open_for(&given, dry, ctx)?;
    let table_path = given.path(1);
    let table_name = table_path.display().to_string();
    let table = tables::read_file(&table_path).map_err(|problem| Stop(problem.say(&table_name, &ctx.words)))?;
    let places = files::places(&case_path, &case.assessment);
    let settle = |item| store::settle(&places, item);
    let plan = tables::plan_settled(&table, &case.pinned.scheme, &case.assessment, &settle);
    match keeper {
        Some(keeper) if plan.changes_something() => drop(files::change(case, keeper, &plan.edit, ctx)?),
        Some(keeper) => keeper.release(),
        None => {}
    }
    account(plan.account(&table_name, table.sheet.as_deref(), &ctx.words), ctx);
    let counts = [plan.added.len(), plan.changed.len(), plan.ignored.len()];
    finish(&case_path, (dry, plan.changes_something()), counts, ctx);
    if plan.problems.is_empty() { Ok(OK) } else { Ok(PROBLEMS) }
}

/// Says what became of the case; `counts` are rows that were added, changed and ignored.
pub(super) fn finish(case: &Path, (dry, changed): (bool, bool), counts: [usize; 3], ctx: &mut Ctx<'_>) {
    let w = &ctx.words.cli;
    let case = case.display();
    let [added, moved, ignored] = counts;
    let last = match (dry, changed) {
        (true, _) => w.import_dry_run.fill(&[("case", &case)]),
        (false, true) => {
            w.import_saved.fill(&[("case", &case), ("added", &added), ("changed", &moved), ("ignored", &ignored)])
        }
        (false, false) => w.import_nothing.fill(&[("case", &case)]),
    };
    ctx.say(last);
}

/// Says what is added, changed, ignored and why, and what is wrong.
pub(super) fn account(account: Account, ctx: &mut Ctx<'_>) {
    account.remarks.iter().for_each(|remark| ctx.say(remark));
    ctx.say(account.summary);
    for (heading, lines) in [account.added, account.changed, account.ignored, account.notices] {
        let list = list(&heading, lines, ctx);
        ctx.out.push_str(&list);
    }
    let (heading, lines) = account.problems;
    let problems = list(&heading, lines, ctx);
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
