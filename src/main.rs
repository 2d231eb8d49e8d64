//! Opens a door: arguments for the command line, none or a case for the window.
#![cfg_attr(windows, windows_subsystem = "windows")]

use std::process::ExitCode;
use std::sync::Arc;

use xingping::lang::{Language, Words};

fn main() -> ExitCode {
    let Ok(words) = Words::load(Language::Chinese) else { return ExitCode::from(2) };
    let case = std::env::args_os().nth(1).map(Into::into);
    match xingping::app::run(&Arc::new(words), case, None) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(2),
    }
}
