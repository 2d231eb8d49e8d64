//! The command line alone, so that on Windows the window need not open a console.

fn main() {}
