//! `demo [--out DIR] [--no-window]`: the worked example on the disk, scored, with its report; then the window.

use std::ffi::OsString;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::args::{self, Spec};
use super::{Ctx, OK, Outcome, Stop, files, report, score};
use crate::lang::Phrase;
use crate::scoring;
use crate::store::{self, EXAMPLE_CASE, Fault, cut_path};

const SPEC: Spec = Spec { name: "demo", many: false, places: &[], flags: &["no-window"], options: &["o/out"] };

/// Where the example goes when nothing is said.
const FOLDER: &str = "xingping-demo";

pub(super) fn run(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(given) = args::parse(args, &SPEC, ctx)? else { return Ok(OK) };
    let folder = given.option("out").map_or_else(|| PathBuf::from(FOLDER), PathBuf::from);
    allow_folder(&folder, ctx)?;
    let place = store::write_example(&folder).map_err(|fault| files::fault(&fault, ctx))?;
    let w = ctx.words.cli.clone();
    let line = if place.found { &w.demo_found } else { &w.demo_written };
    ctx.say(line.fill(&[("case", &place.case.display())]));
    let (case_path, case) = files::open(place.case.as_os_str(), ctx)?;
    let card = scoring::score(&case.pinned.scheme, &case.assessment);
    ctx.say("");
    score::summary(&case.pinned.scheme, &case.assessment, &card, ctx);
    score::closing(&case.pinned.scheme, ctx);
    ctx.say("");
    let stem = case_path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let target = folder.join(w.demo_report_file.fill(&[("case", &stem)]));
    report::write(&case, &case_path, &target, ctx.now.date(), ctx)?;
    if given.flag("no-window") {
        return Ok(OK);
    }
    if ctx.can_open_window {
        ctx.say(&w.demo_window);
        ctx.window = Some(case_path);
    } else {
        ctx.say(w.demo_no_window.fill(&[("case", &case_path.display())]));
    }
    Ok(OK)
}

/// An empty or missing folder, or one that holds the example already or a part of it and nothing else.
fn allow_folder(folder: &Path, ctx: &Ctx<'_>) -> Result<(), Stop> {
    let w = &ctx.words.cli;
    let refused = |phrase: &Phrase| Err(Stop(phrase.fill(&[("path", &cut_path(folder))])));
    match fs::metadata(folder) {
        Ok(found) if found.is_file() => refused(&w.demo_is_file),
        Ok(found) if !found.is_dir() => refused(&w.demo_is_no_folder),
        Ok(_) if folder.join(EXAMPLE_CASE).exists() => Ok(()),
        Ok(_) => match store::holds_only_example(folder) {
            Ok(true) => Ok(()),
            Ok(false) => refused(&w.demo_folder_taken),
            Err(fault) => Err(files::fault(&fault, ctx)),
        },
        Err(error) if error.kind() == ErrorKind::NotFound => {
            if folder.symlink_metadata().is_ok() {
                refused(&w.demo_dangling)
            } else {
                Ok(())
            }
        }
        Err(error) => Err(files::fault(&Fault { path: folder.to_owned(), error }, ctx)),
    }
}
