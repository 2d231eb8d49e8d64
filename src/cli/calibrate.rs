//! `criteria calibrate ID TABLE -o FILE.ron`: a scheme of its own from the points of the genuine standard.

use std::ffi::OsString;
use std::path::Path;

use super::args::{self, Given, Place, Spec};
use super::{Ctx, OK, Outcome, PROBLEMS, Stop, criteria, files, report};
use crate::criteria::{
    Calibrated, CalibrationAsk, CalibrationProblem, ClauseId, Pinned, SectionTally, UNSIGNED, calibrate_entries,
};
use crate::scoring::decimal_or_fraction;
use crate::store::tables::{self, PointsTable, PointsTableProblem, TableProblemKind, column_letters};
use crate::store::{self, cut_path};

const SPEC: Spec = Spec {
    name: "criteria",
    many: false,
    places: &[Place::Id, Place::Table],
    flags: &["dry-run", "replace"],
    options: &["o/out", "by", "date", "copy"],
};

/// Most problems that are listed: whoever takes the wrong file shall still see the beginning.
const MOST_LINES: usize = 200;
/// Most clauses that one sentence names.
const MOST_NAMED: usize = 12;

pub(super) fn run(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(given) = args::parse(args, &SPEC, ctx)? else { return Ok(OK) };
    let target = target(&given, ctx)?;
    let on = match given.text("date", ctx)? {
        None => ctx.now.date(),
        Some(text) => report::date_of(&text, ctx)?,
    };
    let copy = given.text("copy", ctx)?.unwrap_or_default();
    let ask = CalibrationAsk { by: files::who(&given, ctx)?, on, id: None, copy };
    let base = match criteria::named(given.place(0), ctx)? {
        Ok(pinned) => pinned,
        Err(problems) => {
            let file = given.place(0).to_string_lossy().into_owned();
            for problem in &problems {
                let line = criteria::line(&file, problem, ctx);
                ctx.complain(line);
            }
            return Ok(PROBLEMS);
        }
    };
    let path = given.path(1);
    let name = path.display().to_string();
    let table = tables::read_file(&path).map_err(|problem| {
        Stop(match problem.kind {
            TableProblemKind::Empty => ctx.words.calibrate.table_empty.fill(&[("file", &cut_path(&path))]),
            _ => problem.say(&name, &ctx.words),
        })
    })?;
    let points = match tables::points_table(&table, &base.scheme) {
        Ok(points) => points,
        Err(problems) => {
            let lines = problems.iter().map(|problem| match problem {
                PointsTableProblem::Table(problem) => problem.say(&name, &ctx.words),
                PointsTableProblem::Rows(problem) => line(&path, problem, ctx),
            });
            return Ok(refuse(&path, lines.collect(), ctx));
        }
    };
    let calibrated = match calibrate_entries(&base, &points.entries, &ask) {
        Ok(calibrated) => calibrated,
        Err(problems) => {
            let lines = problems.iter().map(|problem| line(&path, problem, ctx)).collect();
            return Ok(refuse(&path, lines, ctx));
        }
    };
    // Before anything is said of a success.
    let written = match (&target, given.flag("dry-run")) {
        (Some(target), false) => Some(write(target, &calibrated.pinned, given.flag("replace"), ctx)?),
        _ => None,
    };
    if let Some(sheet) = &table.sheet {
        ctx.say(ctx.words.cli.import_sheet.fill(&[("sheet", sheet)]));
    }
    tell(&base, &points, &calibrated, ctx);
    last(written.is_some_and(|replaced| replaced), written.and(target.as_deref()), &calibrated.pinned, ctx);
    Ok(OK)
}

/// Where the scheme goes; needed unless it is only tried.
fn target(given: &Given, ctx: &Ctx<'_>) -> Result<Option<std::path::PathBuf>, Stop> {
    let w = &ctx.words.calibrate;
    let Some(target) = given.option("out").map(Path::new) else {
        if given.flag("dry-run") {
            return Ok(None);
        }
        let usage = super::help::usage_line(SPEC.name, ctx);
        return Err(Stop(format!("{}\n{usage}", w.target_missing)));
    };
    files::allow_target(target, &[Path::new(given.place(0)), Path::new(given.place(1))], ctx)?;
    if !target.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("ron")) {
        return Err(Stop(w.only_ron.fill(&[("path", &cut_path(target))])));
    }
    if target.symlink_metadata().is_ok() && !given.flag("replace") && !given.flag("dry-run") {
        return Err(Stop(w.target_exists.fill(&[("path", &cut_path(target))])));
    }
    Ok(Some(target.to_owned()))
}

/// Writes the scheme and reads it back; says whether it replaced a file.
fn write(target: &Path, pinned: &Pinned, replace: bool, ctx: &Ctx<'_>) -> Result<bool, Stop> {
    let replaced = replace && target.symlink_metadata().is_ok();
    let bytes = pinned.text.as_bytes();
    let done = if replaced { store::write_output(target, bytes) } else { store::create_new(target, bytes) };
    done.map_err(|fault| files::fault(&fault, ctx))?;
    let same = store::read_scheme(target).is_ok_and(|read| read == *pinned);
    let sentence = || ctx.words.calibrate.reads_back_otherwise.fill(&[("path", &cut_path(target))]);
    if same { Ok(replaced) } else { Err(Stop(sentence())) }
}

/// A problem with its file and row.
fn line(path: &Path, problem: &CalibrationProblem, ctx: &Ctx<'_>) -> String {
    let what = problem.say(decimal_or_fraction, &ctx.words);
    let file = cut_path(path);
    match problem.row {
        Some(row) => ctx.words.cli.table_at_row.fill(&[("file", &file), ("row", &row), ("what", &what)]),
        None => ctx.words.common.pair.fill(&[("a", &file), ("b", &what)]),
    }
}

fn refuse(path: &Path, lines: Vec<String>, ctx: &mut Ctx<'_>) -> u8 {
    let count = lines.len();
    for line in lines.into_iter().take(MOST_LINES) {
        ctx.complain(line);
    }
    if count > MOST_LINES {
        ctx.complain(ctx.words.cli.import_more.fill(&[("count", &(count - MOST_LINES))]));
    }
    ctx.complain(ctx.words.calibrate.refused.fill(&[("file", &cut_path(path)), ("count", &count)]));
    PROBLEMS
}

/// Says what was given and what comes of it.
fn tell(base: &Pinned, points: &PointsTable, done: &Calibrated, ctx: &mut Ctx<'_>) {
    let w = ctx.words.calibrate.clone();
    let (old, new) = (&base.scheme, &done.pinned.scheme);
    if points.in_order {
        ctx.say(w.in_order.fill(&[("count", &points.entries.len())]));
    }
    for column in &points.unused {
        let letters = column_letters(column.index);
        ctx.say(w.column_unused.fill(&[("heading", &column.heading), ("column", &letters)]));
    }
    let clauses = new.clauses().count();
    if let Some(calibration) = &new.calibration {
        ctx.say(w.head.fill(&[("of", &calibration.of), ("clauses", &clauses), ("given", &done.given.len())]));
        let signed = if calibration.by == UNSIGNED { &w.unsigned } else { &w.signed };
        ctx.say(signed.fill(&[("by", &calibration.by), ("on", &calibration.on)]));
    }
    for section in &done.tally {
        self::section(section, ctx);
    }
    if done.unverified.is_empty() {
        ctx.say(w.points_all.fill(&[("clauses", &clauses)]));
    } else {
        let named = named(&done.unverified, ctx);
        ctx.say(w.points_some.fill(&[("count", &done.unverified.len()), ("clauses", &named)]));
    }
    if done.changed.is_empty() && !done.given.is_empty() {
        ctx.say(&*w.changed_none);
    } else if !done.changed.is_empty() {
        ctx.say(w.changed_head.fill(&[("count", &done.changed.len())]));
    }
    for (id, before, now) in &done.changed {
        let Some(clause) = old.clause(id) else { continue };
        let (before, now) = (decimal_or_fraction(before), decimal_or_fraction(now));
        ctx.say(w.changed_line.fill(&[("id", id), ("title", &clause.title), ("old", &before), ("new", &now)]));
        if done.contradicted.contains(id) {
            let status = clause.points_status.word(&ctx.words.common).to_string();
            ctx.say(w.contradicted.fill(&[("id", id), ("old", &before), ("status", &status), ("new", &now)]));
        }
    }
    if done.texts.is_empty() {
        ctx.say(&*w.texts_none);
    } else {
        ctx.say(w.texts_head.fill(&[("count", &done.texts.len())]));
    }
    for id in &done.texts {
        let (Some(before), Some(now)) = (old.clause(id), new.clause(id)) else { continue };
        if before.text_fingerprint() == now.text_fingerprint() {
            ctx.say(w.text_same.fill(&[("id", id), ("title", &now.title)]));
        } else {
            let indented = |text: String| text.replace('\n', "\n          ");
            let (before, after) = (indented(before.required()), indented(now.required()));
            ctx.say(w.text_changed.fill(&[("id", id), ("title", &now.title), ("old", &before), ("new", &after)]));
        }
    }
}

fn section(section: &SectionTally, ctx: &mut Ctx<'_>) {
    let w = ctx.words.calibrate.clone();
    ctx.say(w.section_line.fill(&[
        ("id", &section.id),
        ("title", &section.title),
        ("sum", &decimal_or_fraction(&section.sum)),
        ("stated", &decimal_or_fraction(&section.stated)),
    ]));
    for group in &section.groups {
        ctx.say(w.group_line.fill(&[
            ("id", &group.id),
            ("title", &group.title),
            ("sum", &decimal_or_fraction(&group.sum)),
            ("clauses", &group.clauses),
            ("given", &group.given),
        ]));
    }
}

/// Clauses by number, as many as a sentence holds.
fn named(clauses: &[ClauseId], ctx: &Ctx<'_>) -> String {
    let named: Vec<&str> = clauses.iter().take(MOST_NAMED).map(ClauseId::as_str).collect();
    named.join(&ctx.words.common.list_separator) + if clauses.len() > MOST_NAMED { "…" } else { "" }
}

/// Says where it is and what to do with it.
fn last(replaced: bool, target: Option<&Path>, pinned: &Pinned, ctx: &mut Ctx<'_>) {
    let w = ctx.words.calibrate.clone();
    let (id, revision) = (&pinned.scheme.id, &pinned.scheme.revision);
    let Some(target) = target else {
        ctx.say(w.dry_run.fill(&[("id", id), ("revision", revision)]));
        return;
    };
    let written = if replaced { &w.replaced } else { &w.written };
    let fingerprint = criteria::short(&pinned.fingerprint);
    let path = target.display();
    ctx.say(written.fill(&[("path", &path), ("id", id), ("revision", revision), ("fingerprint", &fingerprint)]));
    ctx.say(w.how_to_use.fill(&[("program", &ctx.program), ("path", &path)]));
}
