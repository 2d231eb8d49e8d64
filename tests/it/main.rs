//! One binary for all integration tests; a line for each subject.

mod files;
mod house;
mod report;
mod schemes;
mod scoring;
mod words;
