//! `recover CASE [--restore N] [--to NEW]`: what a case can be had back from, and having it back as a new file.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::args::{self, Given, Place, Spec};
use super::{Ctx, OK, Outcome, Stop, files, text};
use crate::lang::Words;
use crate::scoring;
use crate::store::{self, Case, Recoverable, TIME};

const SPEC: Spec =
    Spec { name: "recover", many: false, places: &[Place::Case], flags: &[], options: &["restore", "to"] };

pub(super) fn run(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(given) = args::parse(args, &SPEC, ctx)? else { return Ok(OK) };
    // The case itself may be broken or gone; its name is enough.
    let path = files::with_ending(&files::case_path(given.place(0)));
    let words = ctx.words.clone();
    let found = store::recoverable_told(&path, &words, &|case| scored(case, &words));
    match given.text("restore", ctx)? {
        Some(number) => restore(&path, &found, &number, &given, ctx),
        None if given.option("to").is_some() => Err(Stop(ctx.words.cli.recover_to_alone.to_string())),
        None if found.is_empty() => Err(Stop(ctx.words.cli.recover_nothing.fill(&[("case", &path.display())]))),
        None => {
            list(&path, &found, ctx);
            Ok(OK)
        }
    }
}

/// Score and grade of a case in few words.
fn scored(case: &Case, words: &Words) -> String {
    let card = scoring::score(&case.pinned.scheme, &case.assessment);
    let Some(outcome) = &card.outcome else { return words.common.no_score.to_string() };
    let grade = text::grade_of(&card, outcome, words);
    words.keeping.scored.fill(&[("score", &card.show(&outcome.score)), ("grade", &grade)])
}

fn list(path: &Path, found: &[Recoverable], ctx: &mut Ctx<'_>) {
    let w = ctx.words.cli.clone();
    let case = path.display();
    ctx.say(w.recover_head.fill(&[("case", &case)]));
    for (number, item) in (1..).zip(found) {
        let at = item.at.map_or_else(|| w.recover_no_time.to_string(), |at| at.format(TIME).to_string());
        let (Ok(what) | Err(what)) = item.say(&ctx.words);
        let line = w.recover_line.fill(&[
            ("number", &number),
            ("at", &at),
            ("kind", &item.kind.say(&ctx.words)),
            ("what", &what),
        ]);
        ctx.say(line);
        ctx.say(format!("      {}", store::cut_path(&item.path)));
    }
    ctx.say(w.recover_how.fill(&[("program", &ctx.program), ("case", &case)]));
}

fn restore(path: &Path, found: &[Recoverable], number: &str, given: &Given, ctx: &mut Ctx<'_>) -> Outcome {
    let place = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let Some(item) = place.and_then(|place| found.get(place)) else {
        let places = [("number", &store::cut(number) as &dyn std::fmt::Display), ("count", &found.len())];
        return Err(Stop(ctx.words.cli.recover_no_such.fill(&places)));
    };
    let to = match given.option("to") {
        Some(to) => files::with_ending(&PathBuf::from(to)),
        None => store::restored_name(path, item, &ctx.words),
    };
    let restored = store::restore(path, item, &to, ctx.now, &files::person());
    let restored = restored.map_err(|error| Stop(error.say(&ctx.words)))?;
    ctx.say(restored.say(&ctx.words));
    Ok(OK)
}
