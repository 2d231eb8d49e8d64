//! One binary for all integration tests; a line for each subject.

mod exchange;
mod files;
mod schemes;
mod scoring;
