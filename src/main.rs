//! Opens a door: arguments for the command line, none or a case for the window.
#![cfg_attr(windows, windows_subsystem = "windows")]

use std::ffi::OsString;
use std::io::{stderr, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

use xingping::cli::{self, Io};
use xingping::lang::Language;

fn main() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().skip(1).collect();
    if let Some(request) = window_request(&args) {
        return open_window(&request);
    }
    let done = cli::run(
        args,
        &mut Io {
            out: &mut stdout().lock(),
            err: &mut stderr().lock(),
            language: cli::system_language(),
            now: chrono::Local::now().naive_local(),
            program: "xingping",
            can_open_window: cfg!(feature = "gui") && cli::has_display(),
        },
    );
    match done.window {
        Some(case) => open_window(&WindowRequest { case: Some(case), ..WindowRequest::default() }),
        None => ExitCode::from(done.code),
    }
}

/// What was asked of the window.
#[derive(Debug, Default, PartialEq, Eq)]
struct WindowRequest {
    case: Option<PathBuf>,
    renderer: Option<OsString>,
    /// The window speaks Chinese unless told otherwise: its users do, whatever their system is set to.
    language: Option<OsString>,
}

/// The window is asked for by no argument or by one case; everything else goes to the command line.
fn window_request(args: &[OsString]) -> Option<WindowRequest> {
    let mut request = WindowRequest::default();
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let text = arg.to_string_lossy();
        let mut value = |name: &str| match text.strip_prefix(name)? {
            "" => args.next().cloned(),
            rest => rest.strip_prefix('=').map(OsString::from),
        };
        if text.starts_with("--renderer") {
            request.renderer = Some(value("--renderer")?);
        } else if text.starts_with("--lang") {
            request.language = Some(value("--lang")?);
        } else if request.case.is_none() && is_case(arg) {
            request.case = Some(arg.into());
        } else {
            return None;
        }
    }
    Some(request)
}

/// A path that is a case by its name, or something that is there and no command.
fn is_case(arg: &OsString) -> bool {
    let path = PathBuf::from(arg);
    let named = path.extension().is_some_and(|ending| ending == xingping::store::CASE_EXTENSION);
    let command = cli::COMMANDS.iter().any(|command| arg == command);
    named || (!command && path.is_file())
}

fn open_window(request: &WindowRequest) -> ExitCode {
    let language = match request.language.as_ref().map(|text| text.to_string_lossy().into_owned()) {
        None => Language::Chinese,
        Some(text) => Language::parse(&text).unwrap_or(Language::Chinese),
    };
    match open(language, request) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            // Where even this cannot be written there is nobody to read it.
            drop(std::io::Write::write_all(&mut stderr(), format!("{sentence}\n").as_bytes()));
            ExitCode::from(2)
        }
    }
}

#[cfg(feature = "gui")]
fn open(language: Language, request: &WindowRequest) -> Result<(), String> {
    use xingping::app::{self, Renderer};

    let words = xingping::lang::Words::load(language).map_err(|error| error.to_string())?;
    let w = words.cli.clone();
    let renderer = match request.renderer.as_ref().map(|text| text.to_string_lossy().into_owned()) {
        None => None,
        Some(text) => Some(Renderer::parse(&text).ok_or_else(|| w.bad_renderer.fill(&[("text", &text)]))?),
    };
    if !cli::has_display() {
        return Err(w.no_display.to_string());
    }
    app::run(&std::sync::Arc::new(words), request.case.clone(), renderer).map_err(|error| {
        let sentence = if error.no_display {
            w.no_display.to_string()
        } else {
            w.no_renderer.fill(&[("detail", &error.tried.join("；"))])
        };
        app::alarm(&sentence);
        sentence
    })
}

#[cfg(not(feature = "gui"))]
fn open(language: Language, _: &WindowRequest) -> Result<(), String> {
    let words = xingping::lang::Words::load(language).map_err(|error| error.to_string())?;
    Err(words.cli.no_window_built_in.to_string())
}
