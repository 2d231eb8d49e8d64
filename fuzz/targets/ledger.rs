//! A ledger, in whatever format; what is checked stands in `bodies.rs`.
#![no_main]

#[path = "../bodies.rs"]
#[allow(dead_code)] // each target takes one
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::ledger(bytes));
