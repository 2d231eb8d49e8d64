//! The sample sheet (抽样表) as a workbook, for people who check on paper or in a spreadsheet, and back.
//!
//! Why it is so:
//! * A row is found again by the number of its record, a column by its check, so that rows may be sorted, columns moved
//!   and others added by whoever fills it in.
//! * An empty cell leaves what the case has: nobody loses a mark because a sheet was printed before it was given.
//! * A row with anything wrong in it is not taken over, no part of it; the other rows are.

mod read;
mod said;
mod write;

pub use read::{SheetPlan, SheetProblem, SheetProblemKind, plan_sheet, say_unread_sheet};
pub use write::write_sheet;

use crate::assessment::{Ledger, Mark, Sample};
use crate::criteria::{FieldForm, LedgerField, LedgerKind};

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

/// Fields that say something about the records to whoever holds the sheet on paper: those of which more is kept than
/// that they are there, as far as any of the records has them.
fn shown_fields<'a>(kind: &'a LedgerKind, sample: &Sample, ledger: Option<&Ledger>) -> Vec<&'a LedgerField> {
    let Some(ledger) = ledger else { return Vec::new() };
    let records: Vec<_> = sample.drawn.iter().filter_map(|drawn| ledger.records.get(&drawn.record)).collect();
    let says = |field: &&LedgerField| !matches!(field.form, FieldForm::Identity | FieldForm::Text | FieldForm::Phone);
    let filled = |field: &&LedgerField| records.iter().any(|record| !ledger.cell(record, &field.id).is_blank());
    kind.fields.iter().filter(says).filter(filled).collect()
}

/// How wide the column of a field is, in letters of half width: a sheet has to fit on paper.
fn width(form: FieldForm) -> f64 {
    match form {
        FieldForm::Moment | FieldForm::Expiry => 11.0,
        FieldForm::Name | FieldForm::Number | FieldForm::Mark | FieldForm::Call | FieldForm::Signature => 8.0,
        _ => 12.0,
    }
}
