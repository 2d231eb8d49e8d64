//! Door 1: the command line; one file per subcommand.
//!
//! [`run`] takes arguments and two writers and returns an exit code, so that tests need no process: 0 done, 1 the
//! input was read and has problems, 2 could not be done. Every sentence comes from the words, in the language of
//! `--lang`, else of the system. With `--json` nothing but JSON goes to `out`.
//!
//! Why it is so:
//! * A command collects what it says and `run` writes it at the end: one place knows how a closed pipe is met.
//! * Without any hint from the system the program speaks Chinese: its users do, and Windows sets no such variable.
//! * Nothing is ever written over a case or over a file that was read, whatever was typed as the target.

mod actions;
mod args;
mod calendar;
mod calibrate;
mod changes;
mod compare;
mod criteria;
mod demo;
mod edition;
mod evidence;
mod export;
mod files;
mod help;
mod import;
mod ledger;
mod new;
mod package;
mod plan;
mod precheck;
mod range;
mod recover;
mod report;
mod rounds;
mod sample;
mod score;
mod text;
mod why;

use std::ffi::OsString;
use std::fmt;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;

use chrono::NaiveDateTime;

use crate::lang::{Language, Words};
use crate::store;

/// What the command line is given from outside.
pub struct Io<'a> {
    /// Where results go.
    pub out: &'a mut dyn Write,
    /// Where complaints go.
    pub err: &'a mut dyn Write,
    /// The language without `--lang`, see [`system_language`].
    pub language: Language,
    /// Now, local time: for journals and backups, and the date of reports without one.
    pub now: NaiveDateTime,
    /// The program's name in usage lines, such as `xingping`.
    pub program: &'a str,
    /// Whether the caller can open a window when asked to, see [`has_display`].
    pub can_open_window: bool,
}

/// How it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// 0 done, 1 the input was read and has problems, 2 could not be done.
    pub code: u8,
    /// The case that the caller shall open in a window now; only if it said that it can.
    pub window: Option<PathBuf>,
}

/// The commands, as they are typed.
pub const COMMANDS: &[&str] = &[
    "demo", "new", "import", "export", "score", "report", "precheck", "plan", "actions", "round", "compare",
    "calendar", "package", "edition", "changes", "recover", "evidence", "ledger", "sample", "criteria", "help",
];

/// Done as asked.
const OK: u8 = 0;
/// The input was read and has problems.
const PROBLEMS: u8 = 1;
/// Could not be done.
const FAILED: u8 = 2;

/// Why a command stopped, as a sentence for people.
#[derive(Debug, PartialEq, Eq)]
struct Stop(String);

type Outcome = Result<u8, Stop>;

/// What every command works with.
struct Ctx<'a> {
    words: Words,
    now: NaiveDateTime,
    program: &'a str,
    can_open_window: bool,
    out: String,
    err: String,
    window: Option<PathBuf>,
}

impl Ctx<'_> {
    fn say(&mut self, line: impl fmt::Display) {
        self.out.push_str(&line.to_string());
        self.out.push('\n');
    }

    fn complain(&mut self, line: impl fmt::Display) {
        self.err.push_str(&line.to_string());
        self.err.push('\n');
    }

    /// Whether this program has a window at all, with or without a display here.
    fn has_window(&self) -> bool {
        cfg!(feature = "gui") && !self.program.ends_with("-cli")
    }
}

/// Runs a command; `args` without the program's name.
pub fn run(args: Vec<OsString>, io: &mut Io<'_>) -> Done {
    let (language, args) = args::language(args);
    let (language, wrong) = match language {
        None => (io.language, None),
        Some(Ok(language)) => (language, None),
        Some(Err(wrong)) => (io.language, Some(wrong)),
    };
    let words = match Words::load(language) {
        Ok(words) => words,
        Err(error) => {
            // The words are what sentences are made of; a test makes sure that this does not happen.
            let code = if writeln!(io.err, "{error}").is_ok() { FAILED } else { PROBLEMS };
            return Done { code, window: None };
        }
    };
    let mut ctx = Ctx {
        words,
        now: io.now,
        program: io.program,
        can_open_window: io.can_open_window,
        out: String::new(),
        err: String::new(),
        window: None,
    };
    let outcome = match wrong {
        Some(wrong) => Err(Stop(wrong.say(&ctx.words))),
        None => dispatch(args, &mut ctx),
    };
    let mut code = outcome.unwrap_or_else(|Stop(sentence)| {
        ctx.complain(sentence);
        FAILED
    });
    if let Err(error) = io.out.write_all(ctx.out.as_bytes()).and_then(|()| io.out.flush())
        && error.kind() != ErrorKind::BrokenPipe
    {
        let detail = store::detail(error.kind(), error.raw_os_error(), &ctx.words);
        ctx.complain(ctx.words.cli.output_failed.fill(&[("detail", &detail)]));
        code = FAILED;
    }
    // Whoever closed the channel for complaints does not want to hear of it.
    let told = io.err.write_all(ctx.err.as_bytes()).and_then(|()| io.err.flush());
    Done { code: if told.is_ok() { code } else { code.max(PROBLEMS) }, window: ctx.window }
}

fn dispatch(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some((first, rest)) = args.split_first() else {
        ctx.complain(format_args!("\n{}\n", help::usage(ctx)));
        return Err(Stop(ctx.words.cli.no_command.to_string()));
    };
    let rest = rest.to_vec();
    match first.to_str() {
        Some("--help" | "-h" | "help") => help::run(&rest, ctx),
        Some("--version" | "-V") => {
            ctx.say(format!("{} {}", ctx.program, env!("CARGO_PKG_VERSION")));
            Ok(OK)
        }
        Some("demo") => demo::run(rest, ctx),
        Some("new") => new::run(rest, ctx),
        Some("import") => import::run(rest, ctx),
        Some("export") => export::run(rest, ctx),
        Some("score") => score::run(rest, ctx),
        Some("report") => report::run(rest, ctx),
        Some("precheck") => precheck::run(rest, ctx),
        Some("plan") => plan::run(rest, ctx),
        Some("actions") => actions::run(rest, ctx),
        Some("round") => rounds::run(rest, ctx),
        Some("compare") => compare::run(rest, ctx),
        Some("calendar") => calendar::run(rest, ctx),
        Some("package") => package::run(rest, ctx),
        Some("edition") => edition::run(rest, ctx),
        Some("changes") => changes::run(rest, ctx),
        Some("recover") => recover::run(rest, ctx),
        Some("evidence") => evidence::run(rest, ctx),
        Some("sample") => sample::run(rest, ctx),
        Some("ledger") => ledger::run(rest, ctx),
        Some("criteria") => criteria::run(rest, ctx),
        _ => Err(args::unknown_command(first, ctx)),
    }
}

/// The language that the system's settings name; Chinese where they name none.
#[must_use]
pub fn system_language() -> Language {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].map(|name| std::env::var(name).unwrap_or_default());
    language_of(&set)
}

/// The first setting that is not empty decides; `C` and `POSIX` name no language.
fn language_of(settings: &[String]) -> Language {
    let Some(first) = settings.iter().find(|text| !text.is_empty()) else { return Language::Chinese };
    let name = first.split(['.', '@']).next().unwrap_or_default();
    match name {
        "C" | "POSIX" => Language::Chinese,
        other => Language::parse(other).unwrap_or(Language::English),
    }
}

/// Whether a window can be shown: always but on Linux and its kin, where a display must be named.
#[must_use]
pub fn has_display() -> bool {
    let named = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(all(unix, not(target_os = "macos"))) || named("DISPLAY") || named("WAYLAND_DISPLAY")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_of_the_system() {
        for (settings, language) in [
            (["", "", ""], Language::Chinese),
            (["", "", "zh_CN.UTF-8"], Language::Chinese),
            (["", "", "en_US.UTF-8"], Language::English),
            (["", "", "fr_FR.UTF-8"], Language::English),
            (["", "", "C.UTF-8"], Language::Chinese),
            (["en_GB.UTF-8", "zh_CN", "zh_CN"], Language::English),
            (["", "zh_TW", "en_US"], Language::Chinese),
        ] {
            assert_eq!(language_of(&settings.map(str::to_owned)), language, "{settings:?}");
        }
    }
}
