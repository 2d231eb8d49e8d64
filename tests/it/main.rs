//! One binary for all integration tests; a line for each subject.
mod report;
