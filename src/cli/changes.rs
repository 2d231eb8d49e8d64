//! `changes CASE [--clause ID] [-o FILE.xlsx]`: the change log, the newest first; or as a workbook, with a receipt.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::args::{self, Place, Spec};
use super::{Ctx, OK, Outcome, PROBLEMS, Stop, files};
use crate::criteria::ClauseId;
use crate::store;
use crate::store::tables::{self, ChangeRow, TableKind};

/// Room for a text on a line, in letters of half width.
const ROOM: usize = 120;

const SPEC: Spec =
    Spec { name: "changes", many: false, places: &[Place::Case], flags: &[], options: &["clause", "o/out"] };

pub(super) fn run(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(given) = args::parse(args, &SPEC, ctx)? else { return Ok(OK) };
    // The change log is of use although the case itself is broken or gone.
    let path = files::with_ending(&files::case_path(given.place(0)));
    if !store::change_log_path(&path).exists() {
        files::open(given.place(0), ctx)?;
    }
    let clause = given.text("clause", ctx)?.map(|clause| ClauseId::from(clause.trim()));
    let log = store::read_changes(&path).map_err(|fault| files::fault(&fault, ctx))?;
    let rows = tables::change_rows(&log.entries, &ctx.words);
    if let Some(clause) = &clause {
        allow_clause(clause, &rows, &path, ctx)?;
    }
    let wanted = |row: &&ChangeRow| clause.as_ref().is_none_or(|clause| row.clauses.contains(clause));
    let all = rows.len();
    let rows: Vec<&ChangeRow> = rows.iter().filter(wanted).collect();
    match given.option("out") {
        Some(target) => {
            let target = PathBuf::from(target);
            files::allow_target(&target, &[&path], ctx)?;
            if TableKind::for_writing(&target) != Some(TableKind::Xlsx) {
                return Err(Stop(ctx.words.app.changes_kind.fill(&[("path", &store::cut_path(&target))])));
            }
            let receipt = store::write_changes(&target, &rows, all, &ctx.words);
            ctx.say(receipt.map_err(|error| Stop(error.say(&ctx.words)))?.say(&ctx.words));
        }
        None => list(&rows, log.damaged > 0, ctx),
    }
    if log.damaged > 0 {
        ctx.complain(ctx.words.keeping.log_damaged.fill(&[("n", &log.damaged)]));
    }
    if log.cut {
        ctx.complain(ctx.words.keeping.log_cut.to_string());
    }
    Ok(if log.damaged > 0 { PROBLEMS } else { OK })
}

/// Refuses a clause that neither the change log nor the criteria know: "nothing was changed" would be no answer.
fn allow_clause(clause: &ClauseId, rows: &[ChangeRow], path: &Path, ctx: &Ctx<'_>) -> Result<(), Stop> {
    if rows.iter().any(|row| row.clauses.contains(clause)) {
        return Ok(());
    }
    let w = &ctx.words.cli;
    let phrase = match store::look(path) {
        Ok((case, _)) if case.pinned.scheme.clause(clause).is_some() => return Ok(()),
        Ok(_) => &w.changes_no_clause,
        Err(_) => &w.changes_no_clause_log,
    };
    Err(Stop(phrase.fill(&[("clause", &store::cut(clause.as_str()))])))
}

fn list(rows: &[&ChangeRow], damaged: bool, ctx: &mut Ctx<'_>) {
    let w = ctx.words.cli.clone();
    for row in rows {
        let [at, who, how, clause, what, ..] = row.cells();
        let apart = row.told.differing();
        let line = w.changes_line.fill(&[
            ("at", &at),
            ("who", &store::cut(&who)),
            ("how", &how),
            ("clause", &clause),
            ("what", &what),
            ("from", &apart.first(ROOM)),
            ("to", &apart.second(ROOM)),
        ]);
        ctx.say(line);
    }
    ctx.say(if rows.is_empty() && !damaged {
        w.changes_none.to_string()
    } else {
        w.changes_count.fill(&[("count", &rows.len())])
    });
}
