//! `export CASE TABLE`: the answers as a table that `import` reads again.

use std::ffi::OsString;

use super::args::{self, Place, Spec};
use super::{Ctx, OK, Outcome, Stop, files};
use crate::store;
use crate::store::tables::{self, TableKind, TableProblem, TableProblemKind};

const SPEC: Spec = Spec { name: "export", places: &[Place::Case, Place::Table], flags: &[], options: &[] };

pub(super) fn run(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(given) = args::parse(args, &SPEC, ctx)? else { return Ok(OK) };
    let (case_path, case) = files::open(given.place(0), ctx)?;
    let target = given.path(1);
    files::allow_target(&target, &[&case_path], ctx)?;
    let Some(kind) = TableKind::for_writing(&target) else {
        let problem = TableProblem::of_file(TableProblemKind::UnknownKind);
        return Err(Stop(problem.say(&target.display().to_string(), &ctx.words)));
    };
    let scheme = &case.pinned.scheme;
    let bytes =
        tables::write(kind, scheme, &case.assessment, &ctx.words).map_err(|error| Stop(error.say(&ctx.words)))?;
    let replaced = target.exists();
    store::write_output(&target, &bytes).map_err(|fault| files::fault(&fault, ctx))?;
    let w = &ctx.words.cli;
    let line = if replaced { &w.export_replaced } else { &w.export_done };
    let line = line.fill(&[
        ("table", &target.display()),
        ("clauses", &scheme.clauses().count()),
        ("deductions", &case.assessment.special_deductions.len()),
        ("bonus", &usize::from(case.assessment.bonus.is_some())),
    ]);
    // Evidence without a clause has no row to stand in.
    let loose = case.assessment.evidence.values().filter(|piece| piece.clauses.is_empty()).count();
    let note = (loose > 0).then(|| w.export_loose_evidence.fill(&[("count", &loose)]));
    ctx.say(line);
    if let Some(note) = note {
        ctx.say(note);
    }
    Ok(OK)
}
