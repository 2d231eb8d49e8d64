//! The keeper of files: cases, evidence on the disk, tables, settings, the worked example.
//!
//! Nobody else writes files. Every write is atomic: beside the target, synced, then renamed over it.
//!
//! Why it is so:
//! * A case is one visible RON file that its owner can copy, mail and read; the scheme it was answered against
//!   travels inside as the very text that was read, so that its fingerprint can be checked by anyone.
//! * The head (`format`, `version`) is read without knowing the body, so that a newer file is refused with a
//!   sentence instead of an error about some field.

mod atomic;
mod case;
mod evidence;
mod example;
mod fault;
mod scheme;
mod settings;
pub mod tables;

pub use crate::lang::cut;
pub use atomic::{create_new, write_output};
pub use case::{
    CASE_EXTENSION, CASE_VERSION, Case, MAX_CASE_BYTES, OpenError, OpenErrorKind, create, open, parse, render, save,
};
pub use evidence::{Unsettled, evidence_states, item_for, item_path, settle};
pub use example::{EXAMPLE_CASE, ExamplePlace, example, holds_only_example, write_example};
pub use fault::{Fault, cut_path, detail};
pub use scheme::{SchemeError, read_scheme, scheme_text, shipped_scheme};
pub use settings::{Settings, ThemeChoice, settings_path};
