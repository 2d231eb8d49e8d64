//! `help`: what the commands are and what each takes.

use std::ffi::OsString;

use super::{Ctx, OK, Outcome, args};
use crate::lang::Phrase;

/// Every command's name and help.
fn commands<'a>(ctx: &'a Ctx<'_>) -> [(&'static str, &'a Phrase); 20] {
    let w = &ctx.words.cli;
    [
        ("demo", if ctx.has_window() { &w.help_demo } else { &w.help_demo_no_window }),
        ("new", &w.help_new),
        ("import", &w.help_import),
        ("export", &w.help_export),
        ("score", &w.help_score),
        ("report", &w.help_report),
        ("precheck", &ctx.words.readiness.help),
        ("plan", &ctx.words.planning.help_plan),
        ("actions", &ctx.words.actions.help),
        ("round", &ctx.words.rounds.help_round),
        ("compare", &ctx.words.rounds.help_compare),
        ("calendar", &ctx.words.rounds.help_calendar),
        ("package", &ctx.words.package.help),
        ("edition", &w.help_edition),
        ("changes", &w.help_changes),
        ("recover", &w.help_recover),
        ("evidence", &w.help_evidence),
        ("sample", &ctx.words.sampling.help),
        ("ledger", &ctx.words.ledgers.help),
        ("criteria", &w.help_criteria),
    ]
}

fn text(command: &str, ctx: &Ctx<'_>) -> Option<String> {
    let (_, phrase) = commands(ctx).into_iter().find(|(name, _)| *name == command)?;
    Some(phrase.fill(&[("program", &ctx.program)]).trim().to_owned())
}

/// Says the help of a command.
pub(super) fn of_command(command: &str, ctx: &mut Ctx<'_>) {
    let text = text(command, ctx).unwrap_or_default();
    ctx.say(text);
}

/// The first line of a command's help: how it is called.
pub(super) fn usage_line(command: &str, ctx: &Ctx<'_>) -> String {
    text(command, ctx).and_then(|text| text.lines().next().map(str::to_owned)).unwrap_or_default()
}

/// All commands; those of the window only where there is one.
pub(super) fn usage(ctx: &Ctx<'_>) -> String {
    let w = &ctx.words.cli;
    let (window, renderer) =
        if ctx.has_window() { (&w.usage_window, &*w.usage_renderer) } else { (&w.usage_no_window, "") };
    let window = window.fill(&[("program", &ctx.program)]);
    let (window, renderer) = (window.trim_matches('\n'), renderer.trim_end());
    w.usage.fill(&[("program", &ctx.program), ("window", &window), ("renderer", &renderer)]).trim().to_owned()
}

pub(super) fn run(rest: &[OsString], ctx: &mut Ctx<'_>) -> Outcome {
    match rest.first() {
        None => {
            let usage = usage(ctx);
            ctx.say(usage);
            Ok(OK)
        }
        Some(command) => match command.to_str().and_then(|command| text(command, ctx)) {
            Some(text) => {
                ctx.say(text);
                Ok(OK)
            }
            None => Err(args::unknown_command(command, ctx)),
        },
    }
}
