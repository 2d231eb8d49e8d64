//! What the first cells of a mapped column look like once they are kept: for whoever checks a mapping before importing.
//!
//! Why it is so: what is shown goes the very way of an import, over the first rows only, so that a name that will be
//! masked is masked here too, and a date that is misread is seen to be.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;

use super::ledgers::{self, LedgerTable, Mapping, PlanOptions, Sheet};
use super::package::mask::numbers_masked;
use crate::assessment::{Edit, Kept, ten_thousandths};
use crate::criteria::{FieldForm, LedgerKind};
use crate::lang::{Words, cut};

/// Rows under the headings that are looked at.
const ROWS: usize = 60;
/// Values of a field that are shown.
const VALUES: usize = 2;

/// The first values of each field that has a column, by the name of the field.
#[must_use]
pub fn ledger_samples(
    table: &LedgerTable,
    kind: &LedgerKind,
    mapping: &Mapping,
    unmasked: bool,
    words: &Words,
) -> BTreeMap<String, Vec<String>> {
    let header = mapping.header_row.unwrap_or(0);
    let mut few = Sheet::default();
    few.from_1904 = table.sheet.from_1904;
    few.rows = table.sheet.rows.iter().filter(|row| row.number > header).take(ROWS).cloned().collect();
    // Without a column of numbers every row is read, also one whose number is missing.
    let mut bare = mapping.clone();
    bare.columns.retain(|field, _| kind.field(field).is_some_and(|field| field.form != FieldForm::Identity));
    let options = PlanOptions {
        file: String::new(),
        sum: table.sum,
        at: NaiveDateTime::default(),
        unmasked: Some(unmasked),
        newer: false,
        replace: false,
    };
    let plan = ledgers::plan(&few, kind, &bare, None, &options);
    let mut out = BTreeMap::new();
    let Some(Edit::Many(edits)) = &plan.edit else { return numbers(&few, kind, mapping, out) };
    let [Edit::SetLedger { about: Some(about), .. }, Edit::SetRecords { records, .. }] = edits.as_slice() else {
        return out;
    };
    let mut records: Vec<_> = records.iter().filter_map(|(_, record)| record.as_ref()).collect();
    records.sort_by_key(|record| record.row);
    for (at, field) in about.fields.iter().enumerate() {
        let Some(column) = mapping.columns.get(field) else { continue };
        let filled = records.iter().filter(|record| !record.cell(at).is_blank());
        let values = filled.take(VALUES).map(|record| {
            let row = few.rows.iter().find(|row| row.number == record.row);
            let raw = row.map(|row| row.cell(column.index).shown()).unwrap_or_default();
            shown(record.cell(at), &raw, unmasked, words)
        });
        out.insert(field.clone(), values.collect());
    }
    numbers(&few, kind, mapping, out)
}

/// The numbers of the records as they stand.
fn numbers(
    few: &Sheet,
    kind: &LedgerKind,
    mapping: &Mapping,
    mut out: BTreeMap<String, Vec<String>>,
) -> BTreeMap<String, Vec<String>> {
    let identity = kind.fields.iter().find(|field| field.form == FieldForm::Identity);
    if let Some((field, column)) = identity.and_then(|field| Some((field, mapping.columns.get(&field.id)?))) {
        let cells = few.rows.iter().map(|row| row.cell(column.index)).filter(|cell| !cell.is_empty());
        out.insert(field.id.clone(), cells.take(VALUES).map(|cell| cut(&cell.shown())).collect());
    }
    out
}

/// A value as it is kept: of a text only that it is there. What could not be read is told as that, with what stands
/// there, so that the cell is found.
fn shown(kept: &Kept, raw: &str, unmasked: bool, words: &Words) -> String {
    match kept {
        Kept::Missing | Kept::Empty => String::new(),
        Kept::There => words.sampling.cell_there.to_string(),
        Kept::Unreadable => {
            let raw = if unmasked { cut(raw) } else { cut(&numbers_masked(raw)) };
            words.ledger_view.unreadable_as.fill(&[("text", &raw)])
        }
        Kept::Text(text) => text.to_string(),
        Kept::Moment(day, None) => day.format("%Y-%m-%d").to_string(),
        Kept::Moment(day, Some(time)) => format!("{} {}", day.format("%Y-%m-%d"), time.format("%H:%M")),
        Kept::Number(number) => ten_thousandths(*number),
        Kept::Mark(true) => words.ledger_view.yes.to_string(),
        Kept::Mark(false) => words.ledger_view.no.to_string(),
    }
}
