//! `report CASE -o FILE.pdf [--date YYYY-MM-DD]`: the gap report, with a receipt.

use std::ffi::OsString;
use std::ops::ControlFlow;
use std::path::Path;

use chrono::{Datelike as _, NaiveDate};

use super::args::{self, Place, Spec};
use super::{Ctx, OK, Outcome, Stop, files};
use crate::report::{self, chapters::Subject};
use crate::scoring;
use crate::store::{self, Case, cut, cut_path};

const SPEC: Spec =
    Spec { name: "report", many: false, places: &[Place::Case], flags: &[], options: &["o/out", "date"] };

pub(super) fn run(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(given) = args::parse(args, &SPEC, ctx)? else { return Ok(OK) };
    let Some(target) = given.option("out").map(Path::new) else {
        let usage = super::help::usage_line(SPEC.name, ctx);
        return Err(Stop(format!("{}\n{usage}", ctx.words.cli.report_target_missing)));
    };
    let date = match given.text("date", ctx)? {
        None => ctx.now.date(),
        Some(text) => date_of(&text, ctx)?,
    };
    let (case_path, case) = files::open(given.place(0), ctx)?;
    files::allow_target(target, &[&case_path], ctx)?;
    if !target.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("pdf")) {
        return Err(Stop(ctx.words.cli.report_only_pdf.fill(&[("path", &cut_path(target))])));
    }
    write(&case, &case_path, target, date, ctx)?;
    Ok(OK)
}

/// The years that a report may be dated in; others are slips of the finger.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2200;

pub(super) fn date_of(text: &str, ctx: &Ctx<'_>) -> Result<NaiveDate, Stop> {
    let w = &ctx.words.cli;
    match NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        Ok(date) if YEARS.contains(&date.year()) => Ok(date),
        Ok(_) => Err(Stop(w.date_out_of_range.fill(&[("text", &cut(text))]))),
        Err(_) => Err(Stop(w.bad_date.fill(&[("text", &cut(text))]))),
    }
}

/// Makes the report of a case, writes it and says the receipt.
pub(super) fn write(
    case: &Case,
    case_path: &Path,
    target: &Path,
    date: NaiveDate,
    ctx: &mut Ctx<'_>,
) -> Result<(), Stop> {
    let places = files::places(case_path, &case.assessment);
    let depth = store::Depth::Quick;
    let checkup = store::checkup(&places, &case.assessment, depth, &store::Seen::default(), &store::Watch::NONE);
    let card = scoring::score(&case.pinned.scheme, &case.assessment);
    let case_name = case_path.file_stem().unwrap_or_default().to_string_lossy();
    let made = {
        let subject = Subject {
            words: &ctx.words,
            pinned: &case.pinned,
            assessment: &case.assessment,
            card: &card,
            checkup: &checkup,
            case_name: &case_name,
            date,
        };
        report::gap_report(&subject, &mut |_| ControlFlow::Continue(()))
            .map_err(|_| Stop(ctx.words.cli.report_failed.to_string()))?
    };
    let receipt = store::write_report(target, &made.bytes, made.pages, &|bytes| report::count_pages(bytes).ok())
        .map_err(|error| Stop(error.say(&ctx.words)))?;
    ctx.say(receipt.say(&ctx.words));
    if !made.missing.is_empty() {
        let characters: String = made.missing.iter().collect();
        let places: [(&str, &dyn std::fmt::Display); 2] = [("count", &made.missing.len()), ("characters", &characters)];
        ctx.say(ctx.words.cli.report_missing_characters.fill(&places));
    }
    Ok(())
}
