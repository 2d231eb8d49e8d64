//! One binary for all integration tests; a line for each subject.

// Tests stop where something is not as it should be; clippy allows that by itself only within `#[test]`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod files;
mod house;
mod schemes;
mod scoring;
mod words;
