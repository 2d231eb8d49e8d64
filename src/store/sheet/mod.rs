//! The sample sheet (抽样表) as a workbook, for people who check on paper or in a spreadsheet, and back.
//!
//! Why it is so:
//! * A row is found again by the number of its record, a column by its check, so that rows may be sorted, columns moved
//!   and others added by whoever fills it in.
//! * An empty cell leaves what the case has: nobody loses a mark because a sheet was printed before it was given.
//! * A row with anything wrong in it is not taken over, no part of it; the other rows are.

mod read;
mod write;

pub use read::{SheetPlan, SheetProblem, SheetProblemKind, plan_sheet};
pub use write::write_sheet;

use crate::assessment::Mark;
use crate::criteria::{FieldForm, LedgerKind};

/// What stands in a cell for a mark.
const CONFORMS: &str = "√";
const FAILS: &str = "×";
const NOT_CONCERNED: &str = "—";

/// The headings that are found again besides those of checks: in Chinese, which is written, and in English.
const NUMBER: [&str; 2] = ["编号", "number"];
const NOTE: [&str; 2] = ["说明", "note"];
const EVIDENCE: [&str; 2] = ["证据编号", "evidence"];

fn mark_text(mark: Mark) -> &'static str {
    match mark {
        Mark::Conforms => CONFORMS,
        Mark::Fails => FAILS,
        Mark::NotConcerned => NOT_CONCERNED,
    }
}

/// Fields that say something about a record to whoever holds the sheet: those of which more is kept than that they are
/// there.
fn shown_fields(kind: &LedgerKind) -> impl Iterator<Item = &crate::criteria::LedgerField> {
    let says = |form| !matches!(form, FieldForm::Identity | FieldForm::Text);
    kind.fields.iter().filter(move |field| says(field.form))
}
