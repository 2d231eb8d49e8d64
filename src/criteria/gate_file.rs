//! Reads the gates before applying: the shape as a person writes it, and what must hold of it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::checklist::ChecklistSource;
use super::file::{self, Got, List, shapes};
use super::gate::{Gate, GateForm, GateId, Gates};
use super::ledger::LedgerId;
use super::problem::{Position, Problem, ProblemKind, note};
use super::{ClauseId, with_plain_line_ends};

shapes! {
    GatesFile = "Gates" { about: Got<String>, sources: List<SourceFile>, gates: List<GateFile> }
    SourceFile = "Source" { id: Got<String>, title: Got<String>, address: Got<String> }
    GateFile = "Gate" {
        id: Got<String>, title: Got<String>, question: Got<String>, how: Got<String>, required: Got<String>,
        sources: List<String>, differs: Got<String>, decided_by: Got<FormFile>, points: List<String>,
    }
}

/// What decides a gate, as written.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormFile {
    Asked,
    Day { months: Got<u32> },
    Scope,
    Clause { clause: Got<String> },
    Records { ledger: Got<String>, gate: Got<String> },
    Traceable { ledger: Got<String>, fields: List<String> },
    Quota { clause: Got<String> },
    SpecialDeductions,
    Rectifications,
    Points,
}

/// Reads and checks gates.
///
/// # Errors
/// All problems of the text, in the order of their position.
pub fn read_gates(text: &str) -> Result<Gates, Vec<Problem>> {
    let text = with_plain_line_ends(text.strip_prefix('\u{feff}').unwrap_or(text));
    let mut problems = Vec::new();
    let gates = file::read::<GatesFile>(&text, &mut problems);
    let gates = gates.and_then(|file| Check { problems: &mut problems, sources: BTreeSet::new() }.gates(file));
    problems.sort_by_key(|problem| problem.at);
    gates.filter(|_| problems.is_empty()).ok_or(problems)
}

struct Check<'a> {
    problems: &'a mut Vec<Problem>,
    /// Ids of sources.
    sources: BTreeSet<String>,
}

impl Check<'_> {
    fn gates(&mut self, file: GatesFile) -> Option<Gates> {
        let mut seen = BTreeMap::new();
        let sources = each(file.sources, |source| {
            let id = self.once(source.id, &mut seen)?;
            let title = self.text(source.title, "title");
            Some(ChecklistSource { id, title: title?, address: source.address.value? })
        });
        self.sources = sources.iter().map(|source| source.id.clone()).collect();
        let mut seen = BTreeMap::new();
        let gates = each(file.gates, |gate| self.gate(gate, &mut seen));
        Some(Gates { about: file.about.value?, sources, gates })
    }

    fn gate(&mut self, file: GateFile, seen: &mut BTreeMap<String, Position>) -> Option<Gate> {
        let id = self.once(file.id, seen);
        let title = self.text(file.title, "title");
        let question = self.text(file.question, "question");
        let how = self.text(file.how, "how");
        let required = self.text(file.required, "required");
        for entry in file.sources.value.iter().flatten() {
            if let Some(id) = entry.value.as_ref().filter(|id| !self.sources.contains(*id)) {
                note(self.problems, entry.at, ProblemKind::UnknownSource { id: id.clone() });
            }
        }
        let form = file.decided_by.value.and_then(|form| self.form(form));
        Some(Gate {
            id: GateId::from(id?.as_str()),
            title: title?,
            question: question?,
            how: how?,
            required: required?,
            sources: each(file.sources, Some),
            differs: file.differs.value?,
            form: form?,
            points: each(file.points, Some),
        })
    }

    fn form(&mut self, file: FormFile) -> Option<GateForm> {
        let clause = |got: Got<String>| got.value.map(|id| ClauseId::from(id.as_str()));
        let ledger = |got: Got<String>| got.value.map(|id| LedgerId::from(id.as_str()));
        Some(match file {
            FormFile::Asked => GateForm::Asked,
            FormFile::Day { months } => {
                if months.value == Some(0) {
                    note(self.problems, months.at, ProblemKind::NotPositive { field: "months" });
                }
                GateForm::Day { months: months.value? }
            }
            FormFile::Scope => GateForm::Scope,
            FormFile::Clause { clause: id } => GateForm::Clause { clause: clause(id)? },
            FormFile::Records { ledger: id, gate } => GateForm::Records { ledger: ledger(id)?, gate: gate.value? },
            FormFile::Traceable { ledger: id, fields } => {
                GateForm::Traceable { ledger: ledger(id)?, fields: each(fields, Some) }
            }
            FormFile::Quota { clause: id } => GateForm::Quota { clause: clause(id)? },
            FormFile::SpecialDeductions => GateForm::SpecialDeductions,
            FormFile::Rectifications => GateForm::Rectifications,
            FormFile::Points => GateForm::Points,
        })
    }

    /// An id that nothing else of its kind has; answers go by it.
    fn once(&mut self, got: Got<String>, seen: &mut BTreeMap<String, Position>) -> Option<String> {
        let at = got.at;
        let id = self.text(got, "id")?;
        match seen.get(&id).copied() {
            Some(first) => note(self.problems, at, ProblemKind::DuplicateId { id: id.clone(), first }),
            None => drop(seen.insert(id.clone(), at)),
        }
        Some(id)
    }

    /// A text that says something.
    fn text(&mut self, got: Got<String>, field: &'static str) -> Option<String> {
        if got.value.as_ref().is_some_and(|text| text.trim().is_empty()) {
            note(self.problems, got.at, ProblemKind::Empty { field });
        }
        got.value
    }
}

/// Every entry that could be read.
fn each<F, T>(list: List<F>, read: impl FnMut(F) -> Option<T>) -> Vec<T> {
    list.value.unwrap_or_default().into_iter().filter_map(|entry| entry.value).filter_map(read).collect()
}
