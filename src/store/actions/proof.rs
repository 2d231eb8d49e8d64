//! A register that was read back, held against the case that it was written from.
//!
//! Two questions, since neither answers the other: would importing it change the case (the plan), and does every cell
//! say what was to be said (a register that lost its last rows would change nothing either).

use chrono::NaiveDate;

use super::columns::{ActionColumn, Columns};
use super::plan::{Light, plan_actions};
use super::read::plain;
use super::write::{ActionsSheet, grid};
use crate::assessment::Assessment;
use crate::criteria::Scheme;
use crate::lang::Language;
use crate::store::tables::{Cell, Table};

/// Whether a table says all that the case says; how many rows of it do.
pub(in crate::store) fn prove(
    table: &Table,
    sheet: &ActionsSheet,
    scheme: &Scheme,
    case: &Assessment,
    language: Language,
) -> Result<usize, usize> {
    let meant = grid(sheet, case, language);
    let Ok(columns) = Columns::find(table, &mut Vec::new()) else { return Err(0) };
    let rows = table.rows.get(columns.heading_row + 1..).unwrap_or_default();
    let says = |(row, meant): &(&crate::store::tables::Row, &[String; 16])| {
        ActionColumn::ALL.iter().zip(meant.iter()).all(|(column, meant)| match columns.cell(*column, row) {
            Cell::Empty => plain(meant).is_empty(),
            Cell::Text(text) | Cell::Date(text) => plain(text) == plain(meant),
            _ => false,
        })
    };
    let good = rows.iter().zip(&meant).filter(says).count();
    // No day has passed on the first of all days; notices do not matter here.
    let plan = plan_actions(table, scheme, case, Light { today: NaiveDate::MIN, lost: None });
    let whole = good == meant.len() && rows.len() == meant.len() && plan.same == meant.len();
    if whole && !plan.changes_something() && plan.problems.is_empty() { Ok(good) } else { Err(good) }
}
