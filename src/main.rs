//! Opens a door: arguments for the command line, none or a case for the window.

fn main() {}
