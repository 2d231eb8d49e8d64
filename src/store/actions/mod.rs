//! The register of remediation (整改台账) as a table: out as CSV or XLSX, to be filled in, and back in with a preview.
//!
//! Why it is so:
//! * A row is found again by its number (`Z001`), never by its place or its text: rows may be sorted, and others added.
//!   A row without a number is a new action.
//! * As with answers, a row with a problem is not taken over, no part of it; the other rows are. A row of a known number
//!   that names another clause is such a problem: it is likelier that rows have slipped than that somebody meant it.
//! * As with answers, an empty cell leaves what the case has, and rows that are gone remove nothing. To clear a cell, a
//!   dash is written: `-` or `—`. A cell that says what the case says changes nothing, whatever it says.
//! * Prerequisites name actions that are in the case: a new row has no number yet that another could name.
//! * Numbers and days are real ones in XLSX, so that a spreadsheet can add up and sort. An expected gain that no decimal
//!   says exactly stands as the fraction that it is, as text.
//! * Headings and words for states are part of the format, not of a language: those of every language are read.

mod columns;
mod number;
mod order;
mod plan;
mod problem;
mod proof;
mod read;
mod remind;
mod said;
mod typed;
mod write;

pub use columns::{ActionColumn, is_action_heading, state_name};
pub use plan::{ActionChange, ActionsPlan, Light, plan_actions};
pub use problem::{ActionProblem, ActionProblemKind, say_unread_actions};
pub(super) use proof::prove;
pub(super) use remind::prove as prove_reminders;
pub use remind::{Reminders, write_reminders};
pub use typed::{ACTION_FIGURES, figure_text, take_figure};
pub use write::{ActionsSheet, write_actions};

use std::path::Path;

use super::tables::{Table, TableKind, TableProblem, parse_by, read_file_by};

/// Reads the register in a file.
///
/// # Errors
/// When the file cannot be read or is no table; [`say_unread_actions`] says why.
pub fn read_actions(path: &Path) -> Result<Table, TableProblem> {
    read_file_by(path, is_action_heading)
}

/// Reads the register in bytes.
///
/// # Errors
/// When they are no table.
pub fn parse_actions(bytes: &[u8], kind: TableKind) -> Result<Table, TableProblem> {
    parse_by(bytes, kind, is_action_heading)
}
