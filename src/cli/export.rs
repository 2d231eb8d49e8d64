//! `export CASE TABLE`: the answers as a table that `import` reads again, with a receipt.

use std::ffi::OsString;

use super::args::{self, Place, Spec};
use super::{Ctx, OK, Outcome, Stop, files};
use crate::store;
use crate::store::tables::{TableKind, TableProblem, TableProblemKind};

const SPEC: Spec = Spec { name: "export", many: false, places: &[Place::Case, Place::Table], flags: &[], options: &[] };

pub(super) fn run(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(given) = args::parse(args, &SPEC, ctx)? else { return Ok(OK) };
    let (case_path, case) = files::open(given.place(0), ctx)?;
    let target = given.path(1);
    files::allow_target(&target, &[&case_path], ctx)?;
    let Some(kind) = TableKind::for_writing(&target) else {
        let problem = TableProblem::of_file(TableProblemKind::UnknownKind);
        return Err(Stop(problem.say(&target.display().to_string(), &ctx.words)));
    };
    let receipt = store::write_table(&target, kind, &case.pinned.scheme, &case.assessment, &ctx.words)
        .map_err(|error| Stop(error.say(&ctx.words)))?;
    ctx.say(receipt.say(&ctx.words));
    Ok(OK)
}
