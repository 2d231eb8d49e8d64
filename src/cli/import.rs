//! `import CASE TABLE [--dry-run]`: answers from a table, with an account of every row.

use std::ffi::OsString;

use super::args::{self, Spec};
use super::{Ctx, OK, Outcome, PROBLEMS, Stop, files};
use crate::assessment::{self, Verdict};
use crate::store;
use crate::store::tables::{self, Change, ImportPlan, Subject, TableProblem, TableProblemKind};

const SPEC: Spec = Spec { name: "import", places: &["CASE", "TABLE"], flags: &["dry-run"], options: &[] };

pub(super) fn run(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(given) = args::parse(args, &SPEC, ctx)? else { return Ok(OK) };
    let (case_path, mut case) = files::open(given.place(0), ctx)?;
    let table_path = given.path(1);
    let table_name = table_path.display().to_string();
    let table = tables::read_file(&table_path).map_err(|problem| Stop(problem.say(&table_name, &ctx.words)))?;
    let plan = tables::plan(&table, &case.pinned.scheme, &case.assessment);
    let dry = given.flag("dry-run");
    if !dry && plan.changes_something() {
        assessment::apply(&case.pinned.scheme, &mut case.assessment, &plan.edit)
            .map_err(|problem| Stop(problem.say(&ctx.words.problems, &ctx.words.common)))?;
        store::save(&case_path, &case).map_err(|fault| files::fault(&fault, ctx))?;
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
        ctx.say(w.import_sheet.fill(&[("sheet", &sheet)]));
    }
    ctx.say(w.import_summary.fill(&[
        ("added", &plan.added.len()),
        ("changed", &plan.changed.len()),
        ("unchanged", &plan.unchanged),
        ("ignored", &plan.ignored.len()),
        ("problems", &plan.problems.len()),
    ]));
    for (heading, changes) in [(&w.import_added, &plan.added), (&w.import_changed, &plan.changed)] {
        if !changes.is_empty() {
            ctx.say(heading);
        }
        for change in changes {
            let line = describe(change, ctx);
            ctx.say(format_args!("  {line}"));
        }
    }
    if !plan.ignored.is_empty() {
        ctx.say(&w.import_ignored);
    }
    for ignored in &plan.ignored {
        let line = ignored.say(table, &ctx.words);
        ctx.say(format_args!("  {line}"));
    }
    let lost = |change: &&Change| matches!(&change.verdict, Some((_, Verdict::Unrated)));
    let lost = plan.changed.iter().filter(lost).count();
    if lost > 0 {
        ctx.say(w.import_unrated.fill(&[("count", &lost)]));
    }
    if !plan.problems.is_empty() {
        let of_headings = |problem: &TableProblem| {
            matches!(problem.kind, TableProblemKind::ColumnMissing { .. } | TableProblemKind::ColumnTwice { .. })
        };
        let nothing = plan.problems.iter().any(of_headings);
        ctx.complain(if nothing { &w.import_problems_headings } else { &w.import_problems });
    }
    for problem in &plan.problems {
        let line = problem.say(table, &ctx.words);
        ctx.complain(format_args!("  {line}"));
    }
}

fn describe(change: &Change, ctx: &Ctx<'_>) -> String {
    let (w, c) = (&ctx.words.cli, &ctx.words.common);
    let subject = match &change.subject {
        Subject::Clause(clause) => clause.to_string(),
        Subject::SpecialDeduction(kind) => w.import_deduction.fill(&[("kind", kind)]),
        Subject::Bonus => c.bonus.to_string(),
    };
    let mut parts = Vec::new();
    if let Some((before, after)) = &change.verdict {
        let (before, after) = (verdict(before, ctx), verdict(after, ctx));
        parts.push(w.import_verdict.fill(&[("before", &before), ("after", &after)]));
    }
    if change.texts && matches!(change.subject, Subject::Clause(_)) {
        parts.push(w.import_texts.to_string());
    }
    if change.evidence > 0 {
        parts.push(w.import_evidence.fill(&[("count", &change.evidence)]));
    }
    let line = w.import_line.fill(&[("row", &change.row), ("subject", &subject)]);
    if parts.is_empty() { line } else { w.import_line_with.fill(&[("line", &line), ("what", &parts.join(&w.comma))]) }
}

/// A verdict in a word, with its numbers.
fn verdict(verdict: &Verdict, ctx: &Ctx<'_>) -> String {
    let c = &ctx.words.common;
    match verdict {
        Verdict::Unrated => c.unrated.to_string(),
        Verdict::Meets => c.meets.to_string(),
        Verdict::Fails => c.fails.to_string(),
        Verdict::Sampled { checked, nonconforming } => {
            ctx.words.cli.sampled_short.fill(&[("checked", checked), ("nonconforming", nonconforming)])
        }
        Verdict::Excluded { .. } => c.excluded.to_string(),
    }
}
