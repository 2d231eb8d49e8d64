//! One binary for all integration tests; a line for each subject.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that panics has failed, as it should

mod cli;
mod editions;
mod exchange;
mod files;
mod house;
mod journeys;
mod keeping_window;
mod report;
mod schemes;
mod scoring;
mod tables;
mod versions;
mod words;
