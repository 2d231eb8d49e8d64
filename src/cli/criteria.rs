//! `criteria list | show ID | check FILE [--json] | calibrate …`: the schemes, and what is wrong with one.

use std::ffi::{OsStr, OsString};
use std::io::ErrorKind;
use std::path::Path;

use serde::Serialize;

use super::args::{self, Place, Spec};
use super::{Ctx, OK, Outcome, PROBLEMS, Stop, text};
use crate::criteria::{Clause, Group, Method, Pinned, Problem, SHIPPED, Scheme, read, shipped};
use crate::scoring::decimal_or_fraction;
use crate::store;

const LIST: Spec = Spec { name: "criteria", many: false, places: &[], flags: &[], options: &[] };
const SHOW: Spec = Spec { name: "criteria", many: false, places: &[Place::Id], flags: &[], options: &[] };
const CHECK: Spec = Spec { name: "criteria", many: false, places: &[Place::File], flags: &["json"], options: &[] };

pub(super) fn run(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let rest = args.iter().skip(1).cloned().collect();
    match args.first().and_then(|first| first.to_str()) {
        Some("list") => list(rest, ctx),
        Some("show") => show(rest, ctx),
        Some("check") => check(rest, ctx),
        Some("calibrate") => super::calibrate::run(rest, ctx),
        Some("--help" | "-h") => {
            super::help::of_command("criteria", ctx);
            Ok(OK)
        }
        _ => {
            let usage = super::help::usage_line("criteria", ctx);
            Err(Stop(format!("{}\n{usage}", ctx.words.cli.criteria_what)))
        }
    }
}

/// The beginning of a fingerprint, enough to compare by eye.
pub(super) fn short(fingerprint: &str) -> &str {
    fingerprint.get(..16).unwrap_or(fingerprint)
}

/// The text of a scheme's file.
pub(super) fn read_file(path: &Path, ctx: &Ctx<'_>) -> Result<String, Stop> {
    store::scheme_text(path).map_err(|error| Stop(error.say(&ctx.words)))
}

/// A problem of a scheme as `file:line:column what`.
pub(super) fn line(file: &str, problem: &Problem, ctx: &Ctx<'_>) -> String {
    let what = what(problem, ctx);
    match problem.at {
        Some(at) => format!("{file}:{}:{} {what}", at.line, at.column),
        None => format!("{file}: {what}"),
    }
}

/// What is wrong, without the place.
fn what(problem: &Problem, ctx: &Ctx<'_>) -> String {
    Problem::of_file(problem.kind.clone()).say(&ctx.words.problems)
}

fn list(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(_) = args::parse(args, &LIST, ctx)? else { return Ok(OK) };
    for shipped in SHIPPED {
        let pinned = built_in(shipped.text, ctx)?;
        let scheme = &pinned.scheme;
        ctx.say(ctx.words.cli.criteria_list_line.fill(&[
            ("id", &scheme.id),
            ("standard", &scheme.standard),
            ("title", &scheme.title),
            ("revision", &scheme.revision),
            ("clauses", &scheme.clauses().count()),
            ("fingerprint", &short(&pinned.fingerprint)),
        ]));
    }
    Ok(OK)
}

/// A built-in scheme by its id or its standard's number, else a file; with its problems where it has some.
pub(super) fn named(name: &OsStr, ctx: &Ctx<'_>) -> Result<Result<Pinned, Vec<Problem>>, Stop> {
    if let Some(shipped) = name.to_str().and_then(shipped) {
        return built_in(shipped.text, ctx).map(Ok);
    }
    let number = |text: &str| text.chars().filter(|found| found.is_alphanumeric()).collect::<String>().to_lowercase();
    let wanted = number(&name.to_string_lossy());
    for shipped in SHIPPED {
        let pinned = built_in(shipped.text, ctx)?;
        if number(&pinned.scheme.standard) == wanted {
            return Ok(Ok(pinned));
        }
    }
    let path = Path::new(name);
    if path.symlink_metadata().is_err_and(|error| error.kind() == ErrorKind::NotFound) {
        let known: Vec<&str> = SHIPPED.iter().map(|shipped| shipped.id).collect();
        let known = known.join(&ctx.words.common.list_separator);
        let id = store::cut(&name.to_string_lossy());
        return Err(Stop(ctx.words.cli.scheme_unknown.fill(&[("id", &id), ("known", &known)])));
    }
    Ok(read(&read_file(path, ctx)?))
}

fn built_in(text: &str, ctx: &Ctx<'_>) -> Result<Pinned, Stop> {
    read(text).map_err(|problems| {
        Stop(problems.iter().map(|problem| problem.say(&ctx.words.problems)).collect::<Vec<_>>().join("\n"))
    })
}

#[derive(Serialize)]
struct JsonCheck {
    ok: bool,
    problems: Vec<JsonProblem>,
}

#[derive(Serialize)]
struct JsonProblem {
    line: Option<u32>,
    column: Option<u32>,
    text: String,
}

fn check(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(given) = args::parse(args, &CHECK, ctx)? else { return Ok(OK) };
    let path = given.path(0);
    let result = read(&read_file(&path, ctx)?);
    let code = if result.is_ok() { OK } else { PROBLEMS };
    if given.flag("json") {
        let problems = result.err().unwrap_or_default();
        let problems: Vec<JsonProblem> = problems
            .iter()
            .map(|problem| JsonProblem {
                line: problem.at.map(|at| at.line),
                column: problem.at.map(|at| at.column),
                text: what(problem, ctx),
            })
            .collect();
        let view = JsonCheck { ok: code == OK, problems };
        let json = serde_json::to_string_pretty(&view).map_err(|error| Stop(error.to_string()))?;
        ctx.say(json);
        return Ok(code);
    }
    let file = path.display().to_string();
    match result {
        Ok(pinned) => {
            let scheme = &pinned.scheme;
            let groups = scheme.sections.iter().map(|section| section.groups.len()).sum::<usize>();
            ctx.say(ctx.words.cli.check_ok.fill(&[
                ("file", &file),
                ("sections", &scheme.sections.len()),
                ("groups", &groups),
                ("clauses", &scheme.clauses().count()),
                ("points", &decimal_or_fraction(&scheme.out_of)),
                ("fingerprint", &short(&pinned.fingerprint)),
            ]));
        }
        Err(problems) => {
            for problem in &problems {
                let line = line(&file, problem, ctx);
                ctx.say(line);
            }
            ctx.complain(ctx.words.cli.check_problems.fill(&[("file", &file), ("count", &problems.len())]));
        }
    }
    Ok(code)
}

fn show(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(given) = args::parse(args, &SHOW, ctx)? else { return Ok(OK) };
    let pinned = match named(given.place(0), ctx)? {
        Ok(pinned) => pinned,
        Err(problems) => {
            for problem in &problems {
                let line = line(&given.path(0).display().to_string(), problem, ctx);
                ctx.complain(line);
            }
            return Ok(PROBLEMS);
        }
    };
    head(&pinned, ctx);
    for section in &pinned.scheme.sections {
        ctx.say("");
        let points = decimal_or_fraction(&section.points);
        let status = section.points_status.word(&ctx.words.common);
        ctx.say(ctx.words.cli.show_section.fill(&[
            ("id", &section.id),
            ("title", &section.title),
            ("points", &points),
            ("status", &status),
            ("sources", &sources(&section.sources, ctx)),
        ]));
        for group in &section.groups {
            self::group(group, ctx);
            for clause in &group.clauses {
                self::clause(clause, &pinned.scheme, ctx);
            }
        }
    }
    rules(&pinned.scheme, ctx);
    Ok(OK)
}

fn head(pinned: &Pinned, ctx: &mut Ctx<'_>) {
    let scheme = &pinned.scheme;
    let w = ctx.words.cli.clone();
    ctx.say(w.show_head.fill(&[
        ("standard", &scheme.standard),
        ("title", &scheme.title),
        ("id", &scheme.id),
        ("revision", &scheme.revision),
        ("fingerprint", &pinned.fingerprint),
    ]));
    ctx.say("");
    ctx.say(&scheme.statement);
    ctx.say(&scheme.status_note);
}

fn sources(ids: &[String], ctx: &Ctx<'_>) -> String {
    if ids.is_empty() { ctx.words.cli.show_no_sources.to_string() } else { ids.join(&ctx.words.common.list_separator) }
}

fn group(group: &Group, ctx: &mut Ctx<'_>) {
    ctx.say("");
    let status = group.text_status.word(&ctx.words.common);
    ctx.say(ctx.words.cli.show_group.fill(&[("id", &group.id), ("title", &group.title), ("status", &status)]));
    if !group.note.is_empty() {
        ctx.say(format_args!("  {}", group.note));
    }
}

fn clause(clause: &Clause, scheme: &Scheme, ctx: &mut Ctx<'_>) {
    let w = ctx.words.cli.clone();
    let method = match &clause.method {
        Method::AllOrNothing => ctx.words.common.method_all_or_nothing.to_string(),
        Method::Proportional { sample } => {
            let sample = scheme.sample(sample).map_or(sample.as_str(), |sample| sample.title.as_str());
            ctx.words.common.method_proportional.fill(&[("sample", &sample)])
        }
    };
    ctx.say("");
    ctx.say(w.show_clause.fill(&[
        ("id", &clause.id),
        ("title", &clause.title),
        ("points", &decimal_or_fraction(&clause.points)),
        ("points_status", &clause.points_status.word(&ctx.words.common)),
        ("text_status", &clause.text_status.word(&ctx.words.common)),
        ("sources", &sources(&clause.sources, ctx)),
    ]));
    ctx.say(format_args!("    {}", clause.requirement));
    for (letter, part) in ('a'..='z').zip(&clause.parts) {
        ctx.say(format_args!("    {letter}) {part}"));
    }
    if !clause.remark.is_empty() {
        ctx.say(w.show_line.fill(&[("name", &w.show_remark), ("text", &clause.remark)]));
    }
    ctx.say(w.show_line.fill(&[("name", &w.show_method), ("text", &method)]));
    let advice: Vec<String> = clause.advice.iter().map(|advice| advice.text.clone()).collect();
    for (name, items) in [
        (&w.show_evidence, &clause.evidence),
        (&w.show_assessor, &clause.assessor),
        (&w.show_gaps, &clause.typical_gaps),
        (&w.show_advice, &advice),
    ] {
        for (at, item) in items.iter().enumerate() {
            // The name once, the items under each other.
            let name = if at == 0 { name.to_string() } else { String::new() };
            let columns = text::width(&w.show_evidence).max(8);
            ctx.say(format_args!("    {}  {item}", text::left(&name, columns)));
        }
    }
    let departments = clause.departments.join(&ctx.words.common.list_separator);
    ctx.say(w.show_line.fill(&[("name", &w.show_departments), ("text", &departments)]));
}

fn rules(scheme: &Scheme, ctx: &mut Ctx<'_>) {
    let w = ctx.words.cli.clone();
    let rules = &scheme.rules;
    ctx.say("");
    ctx.say(w.show_grades.fill(&[
        ("status", &rules.grades_status.word(&ctx.words.common)),
        ("sources", &sources(&rules.grades_sources, ctx)),
    ]));
    for grade in &rules.grades {
        let from = decimal_or_fraction(&grade.from);
        ctx.say(w.show_grade.fill(&[("title", &ctx.words.grade(&grade.id, &grade.title)), ("from", &from)]));
    }
    ctx.say("");
    ctx.say(w.show_deductions.fill(&[
        ("each", &decimal_or_fraction(&rules.special_deductions.points_each)),
        ("most", &rules.special_deductions.fail_from),
        ("sources", &sources(&rules.special_deductions.sources, ctx)),
    ]));
    for kind in &rules.special_deductions.kinds {
        ctx.say(format_args!("  {}. {}: {}", kind.id, kind.title, kind.explanation));
    }
    ctx.say(w.show_bonus.fill(&[
        ("points", &decimal_or_fraction(&rules.bonus.points)),
        ("condition", &rules.bonus.condition),
        ("sources", &sources(&rules.bonus.sources, ctx)),
    ]));
    ctx.say(
        w.show_exclusion.fill(&[
            ("explanation", &rules.exclusion.explanation),
            ("sources", &sources(&rules.exclusion.sources, ctx)),
        ]),
    );
    ctx.say("");
    ctx.say(&w.show_conventions);
    for convention in &rules.conventions {
        ctx.say(w.show_convention.fill(&[
            ("title", &convention.title),
            ("text", &convention.text),
            ("reason", &convention.reason),
        ]));
    }
    ctx.say("");
    ctx.say(&w.show_sources);
    for source in &scheme.sources {
        let line = format!("  {}  {}  {}", text::left(&source.id, 4), source.title, source.address);
        ctx.say(line.trim_end());
    }
}
