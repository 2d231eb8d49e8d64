//! `new CASE --company NAME [--scheme ID|FILE]`: a new case; never over an existing file.

use std::ffi::OsString;
use std::path::Path;

use super::args::{self, Place, Spec};
use super::{Ctx, FAILED, OK, Outcome, Stop, criteria, files};
use crate::assessment::{self, Assessment, Company};
use crate::criteria::{Pinned, SHIPPED};
use crate::store::{self, Case};

const SPEC: Spec =
    Spec { name: "new", many: false, places: &[Place::Case], flags: &[], options: &["company", "scheme"] };

pub(super) fn run(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(given) = args::parse(args, &SPEC, ctx)? else { return Ok(OK) };
    let company = given.text("company", ctx)?.unwrap_or_default();
    if company.trim().is_empty() {
        let usage = super::help::usage_line(SPEC.name, ctx);
        return Err(Stop(format!("{}\n{usage}", ctx.words.cli.company_missing)));
    }
    let scheme =
        given.option("scheme").map_or_else(|| SHIPPED.first().map_or("", |first| first.id).into(), OsString::from);
    let Some(pinned) = scheme_of(&scheme, ctx)? else { return Ok(FAILED) };
    let assessment = Assessment::of(Company { name: company.trim().to_owned(), ..Company::default() });
    if let Some(problem) = assessment::check(&pinned.scheme, &assessment).first() {
        return Err(Stop(problem.say(&ctx.words.problems, &ctx.words.common)));
    }
    let path = files::with_ending(Path::new(given.place(0)));
    let case = Case { pinned, assessment };
    store::create(&path, &case).map_err(|fault| files::fault(&fault, ctx))?;
    let scheme = &case.pinned.scheme;
    let line = ctx.words.cli.new_done.fill(&[
        ("case", &path.display()),
        ("standard", &scheme.standard),
        ("title", &scheme.title),
        ("clauses", &scheme.clauses().count()),
        ("fingerprint", &criteria::short(&case.pinned.fingerprint)),
    ]);
    ctx.say(line);
    Ok(OK)
}

/// A built-in scheme by its name, else a file; none when it was read and its problems were said.
fn scheme_of(name: &OsString, ctx: &mut Ctx<'_>) -> Result<Option<Pinned>, Stop> {
    match criteria::named(name, ctx)? {
        Ok(pinned) => Ok(Some(pinned)),
        Err(problems) => {
            for problem in &problems {
                let line = criteria::line(&name.to_string_lossy(), problem, ctx);
                ctx.complain(line);
            }
            let count = ctx.words.cli.scheme_not_usable.fill(&[("count", &problems.len())]);
            ctx.complain(count);
            Ok(None)
        }
    }
}
