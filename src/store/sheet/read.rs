//! The sheet of a sample, filled in → what of it is new in the case.

use std::collections::{BTreeMap, BTreeSet};

use super::{EVIDENCE, NOTE, NUMBER};
use crate::assessment::{Assessment, Drawn, Edit, EvidenceId, MAX_TEXT, Mark, Sample};
use crate::criteria::LedgerKind;
use crate::lang::{Words, cut};
use crate::store::tables::{Cell, Row, Table, TableProblem, TableProblemKind, column_letters};

/// What taking a filled-in sheet over would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetPlan {
    /// The change; none when nothing in it is new.
    pub edit: Option<Edit>,
    /// Rows with a record of the sample.
    pub rows: usize,
    /// Of them those with something wrong, which are left out whole.
    pub left_out: usize,
    /// Records in which something is new.
    pub changed: usize,
    /// What is wrong; rows with anything wrong are not taken over.
    pub problems: Vec<SheetProblem>,
}

/// Something wrong with a sheet, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetProblem {
    /// The row as a spreadsheet numbers it; none when it concerns the sheet as a whole.
    pub row: Option<u32>,
    /// The column from 0; none when it concerns the whole row.
    pub column: Option<usize>,
    /// What.
    pub kind: SheetProblemKind,
}

/// What is wrong with a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // each is said by a phrase of the same name in assets/lang
pub enum SheetProblemKind {
    NoHeadings,
    HeadingTwice { heading: String },
    UnknownRecord { record: String },
    RecordTwice { first: u32 },
    UnknownMark { text: String },
    UnknownEvidence { text: String },
    NoteTooLong,
    NoText { text: String },
}

impl SheetProblem {
    /// One sentence: where, what, what to do.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        let s = &words.sampling;
        let what = match &self.kind {
            SheetProblemKind::NoHeadings => s.no_headings.to_string(),
            SheetProblemKind::HeadingTwice { heading } => s.heading_twice.fill(&[("heading", &cut(heading))]),
            SheetProblemKind::UnknownRecord { record } => s.unknown_record.fill(&[("record", &cut(record))]),
            SheetProblemKind::RecordTwice { first } => s.record_twice.fill(&[("first", first)]),
            SheetProblemKind::UnknownMark { text } => s.unknown_mark.fill(&[("text", &cut(text))]),
            SheetProblemKind::UnknownEvidence { text } => s.unknown_evidence.fill(&[("text", &cut(text))]),
            SheetProblemKind::NoteTooLong => s.note_too_long.fill(&[("most", &MAX_TEXT)]),
            SheetProblemKind::NoText { text } => s.no_text.fill(&[("text", &cut(text))]),
        };
        // Half of a row would be neither what the person filled in nor what the case had.
        let alone = !matches!(self.kind, SheetProblemKind::HeadingTwice { .. }) && self.row.is_some();
        let what = if alone { s.row_left_out.fill(&[("what", &what)]) } else { what };
        match (self.row, self.column) {
            (Some(row), Some(column)) => {
                s.at_cell.fill(&[("cell", &format_args!("{}{row}", column_letters(column))), ("what", &what)])
            }
            (Some(row), None) => s.at_row.fill(&[("row", &row), ("what", &what)]),
            (None, _) => what,
        }
    }
}

/// Where the columns are.
struct Columns<'a> {
    number: usize,
    note: Option<usize>,
    evidence: Option<usize>,
    checks: Vec<(usize, &'a str)>,
}

/// Why a file that should be a sheet of a sample cannot be read. An empty one is told what a sheet must have, which is
/// not what a table of answers must have.
#[must_use]
pub fn say_unread_sheet(problem: &TableProblem, file: &str, words: &Words) -> String {
    match problem.kind {
        TableProblemKind::Empty => words.sampling.sheet_empty.fill(&[("file", &file)]),
        _ => problem.say(file, words),
    }
}

/// What a filled-in sheet of a sample would change.
#[must_use]
pub fn plan_sheet(table: &Table, kind: &LedgerKind, sample: &Sample, case: &Assessment) -> SheetPlan {
    let mut plan = SheetPlan { edit: None, rows: 0, left_out: 0, changed: 0, problems: Vec::new() };
    let found = table.rows.iter().enumerate().find_map(|(at, row)| Some((at, columns(row, kind)?)));
    let Some((head, columns)) = found else {
        plan.problems.push(SheetProblem { row: None, column: None, kind: SheetProblemKind::NoHeadings });
        return plan;
    };
    let columns = match columns {
        Ok(columns) => columns,
        Err(heading) => {
            let row = table.rows.get(head).map(|row| row.number);
            plan.problems.push(SheetProblem { row, column: None, kind: SheetProblemKind::HeadingTwice { heading } });
            return plan;
        }
    };
    let mut next = sample.clone();
    let places: BTreeMap<&str, usize> =
        sample.drawn.iter().enumerate().map(|(at, drawn)| (drawn.record.as_str(), at)).collect();
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for row in table.rows.iter().skip(head + 1) {
        let Some(number) = number(row, columns.number) else { continue };
        let problem = |column, kind| SheetProblem { row: Some(row.number), column, kind };
        let Some(at) = places.get(number.as_str()).copied() else {
            plan.problems.push(problem(Some(columns.number), SheetProblemKind::UnknownRecord { record: number }));
            continue;
        };
        if let Some(first) = seen.get(&number) {
            plan.problems.push(problem(Some(columns.number), SheetProblemKind::RecordTwice { first: *first }));
            continue;
        }
        seen.insert(number, row.number);
        plan.rows += 1;
        let Some(old) = next.drawn.get_mut(at) else { continue };
        match filled(row, &columns, old, case) {
            Ok(new) if new != *old => {
                *old = new;
                plan.changed += 1;
            }
            Ok(_) => {}
            Err(problems) => {
                plan.left_out += 1;
                plan.problems.extend(problems);
            }
        }
    }
    if plan.changed > 0 {
        plan.edit = Some(Edit::SetSample { ledger: kind.id.clone(), sample: Some(Box::new(next)) });
    }
    plan
}

/// The columns where a row has the headings; an error names a heading that stands twice.
fn columns<'a>(row: &Row, kind: &'a LedgerKind) -> Option<Result<Columns<'a>, String>> {
    let text = |cell: &Cell| match cell {
        Cell::Text(text) => text.split_whitespace().collect::<String>().to_lowercase(),
        _ => String::new(),
    };
    let heads: Vec<String> = row.cells.iter().map(text).collect();
    let place = |names: &[&str]| -> Vec<usize> {
        let is = |head: &String| {
            names.iter().any(|name| name.split_whitespace().collect::<String>().to_lowercase() == *head)
        };
        heads.iter().enumerate().filter(|(_, head)| is(head)).map(|(at, _)| at).collect()
    };
    let mut twice = None;
    let mut one = |names: &[&str]| {
        let found = place(names);
        if found.len() > 1 {
            twice = Some(names.first().map(|name| (*name).to_owned()).unwrap_or_default());
        }
        found.first().copied()
    };
    let number = one(&NUMBER)?;
    let checks: Vec<(usize, &str)> =
        kind.checks.iter().filter_map(|check| Some((one(&[&check.title, &check.id])?, check.id.as_str()))).collect();
    if checks.is_empty() {
        return None;
    }
    let (note, evidence) = (one(&NOTE), one(&EVIDENCE));
    Some(match twice {
        Some(heading) => Err(heading),
        None => Ok(Columns { number, note, evidence, checks }),
    })
}

/// The number of the record in a row; none where the cell is empty.
fn number(row: &Row, column: usize) -> Option<String> {
    match row.cells.get(column)? {
        Cell::Text(text) | Cell::Date(text) | Cell::Formula(text) | Cell::Error(text) => Some(text.trim().to_owned()),
        Cell::Empty | Cell::Unclosed => None,
    }
}

/// What a row makes of a record.
fn filled(row: &Row, columns: &Columns<'_>, old: &Drawn, case: &Assessment) -> Result<Drawn, Vec<SheetProblem>> {
    let mut new = old.clone();
    let mut problems = Vec::new();
    let mut note = |column: usize, kind| {
        problems.push(SheetProblem { row: Some(row.number), column: Some(column), kind });
    };
    let text = |column: usize, note: &mut dyn FnMut(usize, SheetProblemKind)| match row.cells.get(column) {
        Some(Cell::Text(text)) => Some(text.trim().to_owned()),
        Some(Cell::Date(found) | Cell::Formula(found) | Cell::Error(found)) => {
            note(column, SheetProblemKind::NoText { text: found.clone() });
            None
        }
        _ => None,
    };
    for (column, check) in &columns.checks {
        let Some(found) = text(*column, &mut note) else { continue };
        match mark(&found) {
            Some(mark) => drop(new.marks.insert((*check).to_owned(), mark)),
            None => note(*column, SheetProblemKind::UnknownMark { text: found }),
        }
    }
    if let Some(column) = columns.note
        && let Some(found) = text(column, &mut note)
    {
        if found.chars().count() > MAX_TEXT {
            note(column, SheetProblemKind::NoteTooLong);
        } else {
            new.note = found.chars().filter(|letter| !letter.is_control() || matches!(letter, '\n' | '\t')).collect();
        }
    }
    if let Some(column) = columns.evidence
        && let Some(found) = text(column, &mut note)
    {
        match evidence(&found, case) {
            Some(ids) => new.evidence.extend(ids),
            None => note(column, SheetProblemKind::UnknownEvidence { text: found }),
        }
    }
    if problems.is_empty() { Ok(new) } else { Err(problems) }
}

/// A mark as people write it. 无 is none: under 客户已签字 it says that there is no signature, which is a failure, and not
/// that the check does not concern the record.
fn mark(text: &str) -> Option<Mark> {
    match text.to_lowercase().as_str() {
        "√" | "✓" | "✔" | "☑" | "v" | "y" | "yes" | "1" | "是" | "符合" | "合格" | "对" => {
            Some(Mark::Conforms)
        }
        "×" | "✗" | "✘" | "✕" | "☒" | "x" | "n" | "no" | "0" | "否" | "不符合" | "不合格" | "错" => {
            Some(Mark::Fails)
        }
        "—" | "-" | "–" | "――" | "——" | "/" | "n/a" | "na" | "不涉及" | "不适用" => {
            Some(Mark::NotConcerned)
        }
        _ => None,
    }
}

/// The numbers of evidence in a cell; none where one of them is no evidence of the case.
fn evidence(text: &str, case: &Assessment) -> Option<BTreeSet<EvidenceId>> {
    let parts = text.split(['、', '，', ',', ';', '；', ' ', '\n']).map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let id = EvidenceId(part.trim_start_matches('#').parse().ok()?);
            case.evidence.contains_key(&id).then_some(id)
        })
        .collect()
}
