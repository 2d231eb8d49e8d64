//! One binary for all integration tests; a line for each subject.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that panics has failed, as it should

mod bounds;
mod cli;
mod editions;
mod evidence;
mod exchange;
mod files;
mod fuzzed;
mod house;
mod journeys;
mod keeping;
mod keeping_faults;
mod keeping_journal;
mod keeping_lock;
mod keeping_properties;
mod keeping_replaced;
mod keeping_window;
mod ledgers;
mod ledgers_window;
mod library;
mod looking;
mod materials;
mod network;
mod package;
mod recovery;
mod report;
mod sampling;
mod schemes;
mod scoring;
mod tables;
mod versions;
mod words;
