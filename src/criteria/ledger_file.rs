//! Reads a kind of ledger: the shape as a person writes it, and what must hold of it.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::file::{self, Got, List, shapes};
use super::ledger::{FieldForm, LedgerField, LedgerId, LedgerKind, Measure, MeasureForm, RecordGate, SampleCheck};
use super::problem::{Position, Problem, ProblemKind, note};
use super::{ClauseId, with_plain_line_ends};

shapes! {
    LedgerFile = "Ledger" {
        id: Got<String>, title: Got<String>, record: Got<String>, about: Got<String>, sources: List<String>,
        fields: List<FieldFile>, dated_by: Got<Option<String>>, measures: List<MeasureFile>, gates: List<GateFile>,
        checks: List<CheckFile>,
    }
    FieldFile = "Field" {
        id: Got<String>, title: Got<String>, synonyms: List<String>, form: Got<FieldForm>, required: Got<Yes>,
    }
    MeasureFile = "Measure" { id: Got<String>, title: Got<String>, definition: Got<String>, of: Got<FormFile> }
    GateFile = "Gate" { id: Got<String>, least: Got<u32>, months: Got<Option<u32>>, sources: List<String> }
    CheckFile = "Check" {
        id: Got<String>, title: Got<String>, how: Got<String>, fields: List<String>, only: Got<Option<OnlyFile>>,
        clauses: List<String>,
    }
}

/// Yes or no, as words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Yes {
    Yes,
    No,
}

/// How a measure is computed, as written.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormFile {
    Span { from: Got<String>, to: Got<String>, by_day: Got<Yes> },
    Share { field: Got<String> },
    Words { field: Got<String>, words: List<String>, others: List<String> },
    Valid { field: Got<String>, until: Got<String> },
    Mean { field: Got<String> },
}

/// Which records a check concerns, as written.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnlyFile {
    Words { field: Got<String>, words: List<String> },
}

/// Reads and checks a kind of ledger.
///
/// # Errors
/// All problems of the text, in the order of their position.
pub fn read_ledger_kind(text: &str) -> Result<LedgerKind, Vec<Problem>> {
    let text = with_plain_line_ends(text.strip_prefix('\u{feff}').unwrap_or(text));
    let mut problems = Vec::new();
    let kind = file::read::<LedgerFile>(&text, &mut problems).and_then(|file| Check::new(&mut problems).kind(file));
    problems.sort_by_key(|problem| problem.at);
    kind.filter(|_| problems.is_empty()).ok_or(problems)
}

struct Check<'a> {
    problems: &'a mut Vec<Problem>,
    fields: BTreeSet<String>,
}

impl<'a> Check<'a> {
    fn new(problems: &'a mut Vec<Problem>) -> Self {
        Self { problems, fields: BTreeSet::new() }
    }

    fn kind(&mut self, file: LedgerFile) -> Option<LedgerKind> {
        let fields_at = file.fields.at;
        let fields: Vec<LedgerField> = each(file.fields, |field| self.field(field));
        self.fields = fields.iter().map(|field| field.id.clone()).collect();
        if self.fields.len() != fields.len() || fields.first().is_none_or(|first| first.form != FieldForm::Identity) {
            note(self.problems, fields_at, ProblemKind::Empty { field: "fields" });
        }
        let dated_by = self.known(file.dated_by);
        let measures = each(file.measures, |measure| self.measure(measure));
        let gates = each(file.gates, |gate| {
            Some(RecordGate {
                id: gate.id.value?,
                least: gate.least.value?,
                months: gate.months.value?,
                sources: each(gate.sources, Some),
            })
        });
        let checks = each(file.checks, |check| {
            let fields = check.fields.value.unwrap_or_default();
            Some(SampleCheck {
                id: check.id.value?,
                title: check.title.value?,
                how: check.how.value?,
                fields: fields.into_iter().filter_map(|field| self.name(field)).collect(),
                only: match check.only.value? {
                    Some(OnlyFile::Words { field, words }) => Some((self.name(field)?, each(words, Some))),
                    None => None,
                },
                clauses: each(check.clauses, |clause| Some(ClauseId::from(clause.as_str()))),
            })
        });
        Some(LedgerKind {
            id: LedgerId::from(file.id.value?.as_str()),
            title: file.title.value?,
            record: file.record.value?,
            about: file.about.value?,
            sources: each(file.sources, Some),
            fields,
            dated_by: dated_by?,
            measures,
            gates,
            checks,
        })
    }

    fn field(&mut self, file: FieldFile) -> Option<LedgerField> {
        Some(LedgerField {
            id: file.id.value?,
            title: file.title.value?,
            synonyms: each(file.synonyms, Some),
            form: file.form.value?,
            required: file.required.value? == Yes::Yes,
        })
    }

    fn measure(&mut self, file: MeasureFile) -> Option<Measure> {
        let of = match file.of.value? {
            FormFile::Span { from, to, by_day } => {
                MeasureForm::Span { from: self.name(from)?, to: self.name(to)?, by_day: by_day.value? == Yes::Yes }
            }
            FormFile::Share { field } => {
                MeasureForm::Share { field: self.name(field)?, words: Vec::new(), others: Vec::new(), until: None }
            }
            FormFile::Words { field, words, others } => MeasureForm::Share {
                field: self.name(field)?,
                words: each(words, Some),
                others: each(others, Some),
                until: None,
            },
            FormFile::Valid { field, until } => MeasureForm::Share {
                field: self.name(field)?,
                words: Vec::new(),
                others: Vec::new(),
                until: Some(self.name(until)?),
            },
            FormFile::Mean { field } => MeasureForm::Mean { field: self.name(field)? },
        };
        Some(Measure { id: file.id.value?, title: file.title.value?, definition: file.definition.value?, of })
    }

    /// The name of a field that there is.
    fn name(&mut self, got: Got<String>) -> Option<String> {
        let name = got.value?;
        self.must_be_known(got.at, &name);
        Some(name)
    }

    /// The name of a field that there is, where one is named.
    fn known(&mut self, got: Got<Option<String>>) -> Option<Option<String>> {
        let name = got.value?;
        if let Some(name) = &name {
            self.must_be_known(got.at, name);
        }
        Some(name)
    }

    fn must_be_known(&mut self, at: Position, name: &str) {
        if !self.fields.contains(name) {
            let kind = ProblemKind::UnknownField { field: name.to_owned(), record: "Ledger".to_owned(), known: &[] };
            note(self.problems, at, kind);
        }
    }
}

/// Every entry that could be read.
fn each<F, T>(list: List<F>, read: impl FnMut(F) -> Option<T>) -> Vec<T> {
    list.value.unwrap_or_default().into_iter().filter_map(|entry| entry.value).filter_map(read).collect()
}
