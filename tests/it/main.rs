//! One binary for all integration tests; a line for each subject.

mod files;
mod house;
mod schemes;
mod scoring;
mod words;
