//! `calendar CASE FILE.ics`: what is due, for any calendar.

use std::ffi::OsString;

use super::args::{self, Place, Spec};
use super::{Ctx, OK, Outcome, Stop, files};
use crate::store;

const SPEC: Spec =
    Spec { name: "calendar", many: false, places: &[Place::Case, Place::File], flags: &[], options: &[] };

pub(super) fn run(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(given) = args::parse(args, &SPEC, ctx)? else { return Ok(OK) };
    let (case_path, case) = files::open(given.place(0), ctx)?;
    let target = given.path(1);
    files::allow_target(&target, &[&case_path], ctx)?;
    if !target.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("ics")) {
        return Err(Stop(ctx.words.rounds.ics_ending.fill(&[("path", &store::cut_path(&target))])));
    }
    let receipt = store::write_calendar(&target, &case.assessment, ctx.now, &ctx.words)
        .map_err(|error| Stop(error.say(&ctx.words)))?;
    match receipt {
        Some(receipt) => ctx.say(receipt.say(&ctx.words)),
        None => return Err(Stop(ctx.words.rounds.ics_nothing.to_string())),
    }
    Ok(OK)
}
