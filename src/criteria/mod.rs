//! Room 1 · what is asked: a scheme of clauses, points and rules, read from a RON file.
//!
//! `file` is the shape as a person writes it, with the position of every value; `check` turns it into the
//! checked [`Scheme`] and finds all problems at once. Knows neither disk nor clock nor window.
//!
//! Why it is so:
//! * A person who writes a scheme wants all mistakes at once, each with line and column. The `ron` crate stops at
//!   the first and knows no position of a value that is well-formed but wrong. So `tree` reads the same notation
//!   into a tree with positions; that the two agree is a test.
//! * Points are exact from the first character on: whole numbers, or a decimal in quotes; never a float.

mod amount;
mod calibrate;
mod calibrate_problem;
mod calibrate_text;
mod calibrate_total;
mod check;
mod checklist;
mod checklist_file;
mod edition;
mod file;
mod gate;
mod gate_file;
mod ledger;
mod ledger_file;
mod problem;
mod process;
mod process_file;
mod provenance;
mod scheme;
mod shipped;
mod tree;
mod upgrade;

pub(crate) use amount::write_scaled;
pub use amount::{Amount, decimal_or_fraction, fraction, parse_amount, whole};
pub use calibrate::{
    Calibrated, CalibrationAsk, Correction, Corrections, GroupTally, PointsEntry, SectionTally, UNSIGNED, calibrate,
    calibrate_entries, entries_of_rows, pasted_entries, read_corrections, tally,
};
pub use calibrate_problem::{CalibrationProblem, CalibrationProblemKind};
pub use checklist::{
    Checklist, ChecklistSource, Mandatory, Material, Need, PointToCheck, SHIPPED_CHECKLISTS, checklist,
};
pub use checklist_file::{ChecklistFault, ChecklistProblem, MAX_CHECKLIST_BYTES, MAX_CHECKLIST_ITEMS, read_checklist};
pub use edition::{ClauseChange, ClauseDiff, EditionDiff, RuleChange, compare};
pub use gate::{Gate, GateForm, GateId, Gates, SHIPPED_GATES, gates};
pub use gate_file::read_gates;
pub use ledger::{
    FieldForm, LedgerField, LedgerId, LedgerKind, Measure, MeasureForm, RecordGate, SHIPPED_LEDGERS, SampleCheck,
    ledger_kind, ledger_kinds, ledger_title,
};
pub use ledger_file::read_ledger_kind;
pub use problem::{Position, Problem, ProblemKind, TypeName};
pub use process::{HowSure, Process, SHIPPED_PROCESS, Stage, TimeUnit, UsualTime, WholeTime, process};
pub use process_file::read_process;
pub use provenance::{PointsStatus, TextStatus};
pub use scheme::*;
pub use shipped::{SHIPPED, Shipped, shipped};

use std::sync::Arc;

use sha2::{Digest as _, Sha256};

/// The largest scheme file that is read, in bytes; the shipped one has about a twentieth of it.
pub const MAX_SCHEME_BYTES: usize = 4 * 1024 * 1024;

/// A scheme together with the very text that it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pinned {
    /// The text, with line ends as `\n` and without a byte order mark.
    pub text: Arc<str>,
    /// SHA-256 of `text` in lower-case hex.
    pub fingerprint: String,
    /// What the text says.
    pub scheme: Arc<Scheme>,
}

/// Reads and checks a scheme.
///
/// # Errors
/// All problems of the text, in the order of their position.
pub fn read(text: &str) -> Result<Pinned, Vec<Problem>> {
    if text.len() > MAX_SCHEME_BYTES {
        return Err(vec![Problem::of_file(ProblemKind::TooLarge { bytes: text.len(), most: MAX_SCHEME_BYTES })]);
    }
    let text = with_plain_line_ends(text.strip_prefix('\u{feff}').unwrap_or(text));
    let mut problems = Vec::new();
    let scheme = file::read_scheme(&text, &mut problems).and_then(|file| check::check(file, &mut problems));
    if problems.len() >= problem::MAX_PROBLEMS {
        problems.push(Problem::of_file(ProblemKind::TooManyProblems { most: problem::MAX_PROBLEMS }));
    }
    problems.sort_by_key(|problem| problem.at);
    // Of a newer format nothing else can be said: its other fields may well be right.
    let newer =
        |problem: &Problem| matches!(problem.kind, ProblemKind::UnsupportedFormat { found, newest } if found > newest);
    if problems.iter().any(newer) {
        problems.retain(newer);
    }
    match scheme {
        Some(scheme) if problems.is_empty() => {
            Ok(Pinned { fingerprint: fingerprint(&text), text: text.into(), scheme: Arc::new(scheme) })
        }
        _ => Err(problems),
    }
}

/// The text with line ends as `\n`, however many `\r` stand before one: what was read reads as itself.
fn with_plain_line_ends(text: &str) -> String {
    let mut lines: Vec<&str> = text.split('\n').collect();
    let last = lines.len() - 1;
    lines[..last].iter_mut().for_each(|line| *line = line.trim_end_matches('\r'));
    lines.join("\n")
}

/// SHA-256 of a text or of bytes, in lower-case hex.
#[must_use]
pub fn fingerprint(content: impl AsRef<[u8]>) -> String {
    Sha256::digest(content.as_ref()).iter().map(|byte| format!("{byte:02x}")).collect()
}
