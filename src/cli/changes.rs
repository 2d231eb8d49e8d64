//! `changes CASE [--clause ID]`: the change log, the newest last.

use std::ffi::OsString;

use super::args::{self, Place, Spec};
use super::{Ctx, OK, Outcome, files};
use crate::criteria::ClauseId;
use crate::store::{self, LogEntry, TIME};

const SPEC: Spec = Spec { name: "changes", places: &[Place::Case], flags: &[], options: &["clause"] };

pub(super) fn run(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(given) = args::parse(args, &SPEC, ctx)? else { return Ok(OK) };
    let (path, _) = files::open(given.place(0), ctx)?;
    let clause = given.text("clause", ctx)?.map(|clause| ClauseId::from(clause.trim()));
    let log = store::read_change_log(&path).map_err(|fault| files::fault(&fault, ctx))?;
    let mut lines = 0;
    for entry in &log.entries {
        lines += tell(entry, clause.as_ref(), ctx);
    }
    let w = ctx.words.cli.clone();
    ctx.say(if lines == 0 { w.changes_none.to_string() } else { w.changes_count.fill(&[("count", &lines)]) });
    if log.damaged > 0 {
        ctx.complain(ctx.words.keeping.log_damaged.fill(&[("n", &log.damaged)]));
    }
    if log.cut {
        ctx.complain(ctx.words.keeping.log_cut.to_string());
    }
    Ok(OK)
}

/// Tells what an entry changed of a clause, or of everything; how many lines that was.
fn tell(entry: &LogEntry, clause: Option<&ClauseId>, ctx: &mut Ctx<'_>) -> usize {
    let wanted = |change: &&crate::assessment::Change| clause.is_none_or(|clause| change.clauses().contains(&clause));
    let told: Vec<_> = entry.changes.iter().filter(wanted).flat_map(|change| change.tell(&ctx.words)).collect();
    for line in &told {
        let text = ctx.words.cli.changes_line.fill(&[
            ("at", &entry.at.format(TIME)),
            ("who", &entry.who_said(&ctx.words)),
            ("how", &entry.how_said(&ctx.words)),
            ("clause", &line.clause),
            ("what", &line.what),
            ("from", &store::cut(&line.from)),
            ("to", &store::cut(&line.to)),
        ]);
        ctx.say(text);
    }
    told.len()
}
