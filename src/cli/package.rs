//! `package CASE -o DIR|FILE.zip [--profile ID|FILE.ron] [--others] [--keep-personal] [--replace] [--dry-run]`: the submission package.

use std::ffi::{OsStr, OsString};
use std::ops::ControlFlow;
use std::path::Path;

use super::args::{self, Place, Spec};
use super::{Ctx, OK, Outcome, PROBLEMS, Stop, files};
use crate::criteria::Checklist;
use crate::lang::size;
use crate::report;
use crate::store::{self, PackageAsk, PackageError, PackagePlan, PackageTarget};

const SPEC: Spec = Spec {
    many: false,
    name: "package",
    places: &[Place::Case],
    flags: &["others", "replace", "dry-run", "keep-personal"],
    options: &["o/out", "profile"],
};

pub(super) fn run(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(given) = args::parse(args, &SPEC, ctx)? else { return Ok(OK) };
    let dry = given.flag("dry-run");
    let target = given.option("out").map(Path::new);
    if target.is_none() && !dry {
        let usage = super::help::usage_line(SPEC.name, ctx);
        return Err(Stop(format!("{}\n{usage}", ctx.words.package.target_missing)));
    }
    let checklist = profile(given.option("profile"), ctx)?;
    let (case_path, case) = files::open(given.place(0), ctx)?;
    let target = target.map(|path| PackageTarget { path: path.to_owned(), replace: given.flag("replace") });
    if let Some(target) = &target {
        files::allow_target(&target.path, &[&case_path], ctx)?;
        // Before anything is read, so that nobody waits for a refusal.
        target.check().map_err(|error| stop(&error, target, ctx))?;
    }
    let places = files::places(&case_path, &case.assessment);
    let case_name = case_path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let ask = PackageAsk {
        words: &ctx.words,
        scheme: &case.pinned.scheme,
        assessment: &case.assessment,
        checklist: &checklist,
        places: &places,
        case_name: &case_name,
        date: ctx.now.date(),
        others: given.flag("others"),
        // Persons get out only where somebody says so.
        mask_all: !given.flag("keep-personal"),
    };
    let plan = store::plan_package(&ask, &store::Watch::NONE).map_err(|error| Stop(error.say(&ctx.words)))?;
    let problems = match target.filter(|_| !dry) {
        None => {
            preview(&plan, ctx);
            plan.package.tally().has_problems()
        }
        Some(target) => {
            let index = |package: &crate::assessment::Package| {
                let outline = report::package_index(package, &ctx.words);
                let made = report::typeset(&outline, &mut |_| ControlFlow::Continue(()));
                made.map(|made| (made.bytes, made.pages)).map_err(|error| error.to_string())
            };
            let watch = store::Watch::NONE;
            let written = store::write_package(&plan, &target, &index, &ctx.words, &store::Real, &watch);
            let receipt = written.map_err(|error| stop(&error, &target, ctx))?;
            for line in receipt.say(&ctx.words) {
                ctx.say(line);
            }
            receipt.package.tally().has_problems()
        }
    };
    Ok(if problems { PROBLEMS } else { OK })
}

/// Why there is no package, and which option would make one.
fn stop(error: &PackageError, target: &PackageTarget, ctx: &Ctx<'_>) -> Stop {
    let said = error.say(&ctx.words);
    let replaceable = matches!(error, PackageError::Exists(_)) && target.is_zip();
    Stop(if replaceable { format!("{said}\n{}", ctx.words.package.exists_replace) } else { said })
}

/// The checklist that was asked for, else the built-in one.
fn profile(name: Option<&OsStr>, ctx: &Ctx<'_>) -> Result<Checklist, Stop> {
    store::package_profile(name).map_err(|error| Stop(error.say(&ctx.words)))
}

/// Says what would be written.
fn preview(plan: &PackagePlan, ctx: &mut Ctx<'_>) {
    let p = ctx.words.package.clone();
    let tally = plan.package.tally();
    ctx.say(p.preview_head.fill(&[
        ("list", &plan.package.title),
        ("files", &tally.files),
        ("size", &size(tally.bytes)),
    ]));
    for item in &plan.package.items {
        if item.mandatory.is_none() && item.entries.is_empty() {
            continue;
        }
        let line = p.preview_item.fill(&[("item", &item.name()), ("what", &item.say(&ctx.words))]);
        ctx.say(line);
        for entry in &item.entries {
            let name = if entry.name.is_empty() { &entry.source } else { &entry.name };
            let line = p.preview_file.fill(&[("name", name), ("what", &entry.say(&ctx.words))]);
            ctx.say(line);
        }
    }
    for line in store::package_counts(&plan.package, &ctx.words) {
        ctx.say(line);
    }
    ctx.say(&p.preview_last);
}
