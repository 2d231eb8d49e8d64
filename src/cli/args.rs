//! Arguments: lexopt splits them, sentences are ours.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use lexopt::Arg;

use super::{Ctx, Stop};
use crate::lang::{Language, Words};
use crate::store::cut;

/// What a command takes.
pub(super) struct Spec {
    /// Its name, which is also the name of its help.
    pub(super) name: &'static str,
    /// Arguments without a dash, all needed; where `many` is set, more of the last kind may follow.
    pub(super) many: bool,
    /// See above.
    pub(super) places: &'static [Place],
    /// Options without a value.
    pub(super) flags: &'static [&'static str],
    /// Options with a value; a short form of one letter may stand before a `/`, and a `+` behind says that it may be
    /// given more than once.
    pub(super) options: &'static [&'static str],
}

/// An argument without a dash.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    Case,
    Table,
    File,
    Id,
    /// A kind of ledger.
    Ledger,
}

impl Place {
    /// The name under which the usage shows it.
    fn name<'a>(self, ctx: &'a Ctx<'_>) -> &'a str {
        let w = &ctx.words.cli;
        match self {
            Self::Case => &w.place_case,
            Self::Table => &w.place_table,
            Self::File => &w.place_file,
            Self::Id => &w.place_id,
            Self::Ledger => &ctx.words.ledgers.place_kind,
        }
    }
}

/// What a command was given.
#[derive(Debug)]
pub(super) struct Given {
    places: Vec<OsString>,
    flags: Vec<&'static str>,
    options: BTreeMap<&'static str, Vec<OsString>>,
}

impl Given {
    /// The argument in this place; all places are filled.
    pub(super) fn place(&self, at: usize) -> &OsStr {
        self.places.get(at).map_or(OsStr::new(""), OsString::as_os_str)
    }

    pub(super) fn path(&self, at: usize) -> PathBuf {
        PathBuf::from(self.place(at))
    }

    pub(super) fn flag(&self, name: &str) -> bool {
        self.flags.contains(&name)
    }

    pub(super) fn option(&self, name: &str) -> Option<&OsStr> {
        self.options.get(name).and_then(|values| values.first()).map(OsString::as_os_str)
    }

    /// All arguments without a dash from this place on.
    pub(super) fn places_from(&self, at: usize) -> &[OsString] {
        self.places.get(at..).unwrap_or_default()
    }

    /// All values of an option that may be given more than once, as text.
    pub(super) fn texts(&self, name: &str, ctx: &Ctx<'_>) -> Result<Vec<String>, Stop> {
        let values = self.options.get(name).map_or(&[][..], Vec::as_slice);
        let text = |value: &OsString| value.to_str().map(str::to_owned);
        let texts: Option<Vec<String>> = values.iter().map(text).collect();
        texts.ok_or_else(|| Stop(ctx.words.cli.not_unicode.fill(&[("what", &format_args!("--{name}"))])))
    }

    /// An option's value as text.
    pub(super) fn text(&self, name: &str, ctx: &Ctx<'_>) -> Result<Option<String>, Stop> {
        let Some(value) = self.option(name) else { return Ok(None) };
        match value.to_str() {
            Some(text) => Ok(Some(text.to_owned())),
            None => Err(Stop(ctx.words.cli.not_unicode.fill(&[("what", &format_args!("--{name}"))]))),
        }
    }
}

/// What is wrong with `--lang`.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum BadLanguage {
    Missing,
    Twice,
    Unknown(String),
}

impl BadLanguage {
    pub(super) fn say(&self, words: &Words) -> String {
        let w = &words.cli;
        match self {
            Self::Missing => w.language_missing.to_string(),
            Self::Twice => w.option_twice.fill(&[("option", &"--lang")]),
            Self::Unknown(text) => w.bad_language.fill(&[("text", &cut(text))]),
        }
    }
}

/// Takes `--lang` out of the arguments, wherever it stands; what is left is for the command.
pub(super) fn language(args: Vec<OsString>) -> (Option<Result<Language, BadLanguage>>, Vec<OsString>) {
    let mut found = None;
    let mut rest = Vec::new();
    let mut args = args.into_iter();
    let mut read = |value: &OsStr| {
        let text = value.to_string_lossy();
        found = Some(match Language::parse(&text) {
            _ if found.is_some() => Err(BadLanguage::Twice),
            _ if text.trim().is_empty() => Err(BadLanguage::Missing),
            Some(language) => Ok(language),
            None => Err(BadLanguage::Unknown(text.into_owned())),
        });
    };
    while let Some(arg) = args.next() {
        if arg == "--" {
            rest.push(arg);
            rest.extend(args.by_ref());
        } else if arg == "--lang" {
            read(&args.next().unwrap_or_default());
        } else if let Some(value) = arg.to_str().and_then(|arg| arg.strip_prefix("--lang=")) {
            read(OsStr::new(value));
        } else {
            rest.push(arg);
        }
    }
    (found, rest)
}

/// Reads a command's arguments; none when its help was asked for and said.
pub(super) fn parse(args: Vec<OsString>, spec: &Spec, ctx: &mut Ctx<'_>) -> Result<Option<Given>, Stop> {
    let mut given = Given { places: Vec::new(), flags: Vec::new(), options: BTreeMap::new() };
    let mut parser = lexopt::Parser::from_args(args);
    let fail =
        |sentence: String, ctx: &Ctx<'_>| Stop(format!("{sentence}\n{}", super::help::usage_line(spec.name, ctx)));
    loop {
        let arg = match parser.next() {
            Ok(Some(arg)) => arg,
            Ok(None) => break,
            // `--flag=value` for a flag that takes none.
            Err(lexopt::Error::UnexpectedValue { option, .. }) => {
                return Err(fail(ctx.words.cli.value_not_wanted.fill(&[("option", &cut(&option))]), ctx));
            }
            Err(_) => return Err(fail(ctx.words.cli.bad_arguments.to_string(), ctx)),
        };
        let option = match arg {
            Arg::Short('h') | Arg::Long("help") => {
                super::help::of_command(spec.name, ctx);
                return Ok(None);
            }
            Arg::Value(value) => {
                let last = spec.places.last().filter(|_| spec.many);
                let Some(place) = spec.places.get(given.places.len()).or(last) else {
                    let what = cut(&value.to_string_lossy());
                    return Err(fail(ctx.words.cli.too_many_arguments.fill(&[("what", &what)]), ctx));
                };
                if is_empty(&value) {
                    return Err(fail(ctx.words.cli.empty_argument.fill(&[("what", &place.name(ctx))]), ctx));
                }
                given.places.push(value);
                continue;
            }
            Arg::Long(name) => {
                if let Some(flag) = spec.flags.iter().find(|flag| **flag == name) {
                    given.flags.push(flag);
                    continue;
                }
                let known = spec.options.iter().map(|option| long(option)).find(|option| *option == name);
                known.ok_or_else(|| format!("--{name}"))
            }
            Arg::Short(letter) => {
                let known =
                    spec.options.iter().find(|option| option.starts_with(&[letter, '/'].iter().collect::<String>()));
                known.map(|option| long(option)).ok_or_else(|| format!("-{letter}"))
            }
        };
        let option =
            option.map_err(|option| fail(ctx.words.cli.unknown_option.fill(&[("option", &cut(&option))]), ctx))?;
        let value = parser.value().ok();
        let again = spec.options.iter().any(|other| other.ends_with('+') && long(other) == option);
        take_value(&mut given, option, again, value, ctx).map_err(|sentence| fail(sentence, ctx))?;
    }
    if let Some(what) = spec.places.get(given.places.len()) {
        return Err(fail(ctx.words.cli.argument_missing.fill(&[("what", &what.name(ctx))]), ctx));
    }
    Ok(Some(given))
}

/// Notes an option's value: there must be one, with something in it, and no other before it.
fn take_value(
    given: &mut Given,
    option: &'static str,
    again: bool,
    value: Option<OsString>,
    ctx: &Ctx<'_>,
) -> Result<(), String> {
    let w = &ctx.words.cli;
    let name = format!("--{option}");
    match value {
        None => Err(w.value_missing.fill(&[("option", &name)])),
        Some(value) if is_empty(&value) => Err(w.empty_argument.fill(&[("what", &name)])),
        Some(_) if given.options.contains_key(option) && !again => Err(w.option_twice.fill(&[("option", &name)])),
        Some(value) => {
            given.options.entry(option).or_default().push(value);
            Ok(())
        }
    }
}

fn is_empty(value: &OsStr) -> bool {
    value.to_str().is_some_and(|text| text.trim().is_empty())
}

fn long(option: &'static str) -> &'static str {
    option.split_once('/').map_or(option, |(_, long)| long).trim_end_matches('+')
}

/// What to say to a first argument that is no command.
pub(super) fn unknown_command(first: &OsStr, ctx: &Ctx<'_>) -> Stop {
    let w = &ctx.words.cli;
    let text = cut(&first.to_string_lossy());
    let path = Path::new(first);
    let sentence = if ctx.has_window() && (text == "--renderer" || text.starts_with("--renderer=")) {
        w.renderer_for_window.fill(&[("program", &ctx.program)])
    } else if is_empty(first) {
        w.no_command.to_string()
    } else if text.starts_with('-') {
        w.unknown_option.fill(&[("option", &text)])
    } else if path.exists() || path.extension().is_some_and(|ending| ending == crate::store::CASE_EXTENSION) {
        w.case_without_command.fill(&[("case", &text), ("program", &ctx.program)])
    } else {
        w.unknown_command.fill(&[("command", &text)])
    };
    Stop(format!("{sentence}\n{}", w.see_help.fill(&[("program", &ctx.program)])))
}
