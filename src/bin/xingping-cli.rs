//! The command line alone, so that on Windows the window need not open a console.

use std::io::{stderr, stdout};
use std::process::ExitCode;

use xingping::cli::{self, Io};

fn main() -> ExitCode {
    let done = cli::run(
        std::env::args_os().skip(1).collect(),
        &mut Io {
            out: &mut stdout().lock(),
            err: &mut stderr().lock(),
            language: cli::system_language(),
            now: chrono::Local::now().naive_local(),
            program: "xingping-cli",
            can_open_window: false,
        },
    );
    ExitCode::from(done.code)
}
