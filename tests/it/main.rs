//! One binary for all integration tests; a line for each subject.

mod cli;
mod exchange;
mod files;
mod house;
mod journeys;
mod report;
mod schemes;
mod scoring;
mod tables;
mod words;
