//! Reads a material checklist: the shape as a person writes it, and what must hold of it.
//!
//! Why it is so: whoever writes a list for a body is no programmer, so every mistake is said with line and column, as
//! for schemes. And a list comes from anywhere: everything in it is bounded.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::checklist::{Checklist, ChecklistSource, Mandatory, Material, Need, PointToCheck};
use super::file::{self, Got, List, shapes};
use super::problem::{MAX_PROBLEMS, Position, Problem, ProblemKind};
use super::{ClauseId, with_plain_line_ends};
use crate::lang::{Words, cut};

/// The largest checklist that is read, in bytes; the shipped ones have about a twentieth of it.
pub const MAX_CHECKLIST_BYTES: usize = 1024 * 1024;
/// Most items of a checklist, and most points to check.
pub const MAX_CHECKLIST_ITEMS: usize = 300;
/// Most sources, clauses, numbers or headings in one list.
const MAX_PARTS: usize = 100;
/// Most characters in an id.
const MAX_ID: usize = 40;
/// Most characters in what stands in one line.
const MAX_LINE: usize = 200;
/// Most characters in what may have several lines.
const MAX_TEXT: usize = 4_000;

/// Something wrong with a checklist, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChecklistProblem {
    /// Where; none when it concerns the file as a whole.
    pub at: Option<Position>,
    /// What.
    pub fault: ChecklistFault,
}

/// What is wrong with a checklist. Field names are those of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChecklistFault {
    /// What can be wrong with any of our files.
    Common(ProblemKind),
    /// The file has more bytes than are read.
    TooLarge {
        /// How many, where that is known.
        bytes: usize,
    },
    /// An id that has other characters than small letters, digits and `-`.
    BadId {
        /// The id.
        id: String,
    },
    /// A list with too much in it.
    TooMany {
        /// Which field.
        field: &'static str,
        /// The limit.
        most: usize,
    },
    /// A text that is too long.
    TooLong {
        /// Which field.
        field: &'static str,
        /// The limit.
        most: usize,
    },
    /// A title and the like with a line break or an invisible character.
    NotOneLine {
        /// Which field.
        field: &'static str,
    },
}

impl ChecklistProblem {
    /// One sentence: where, what, what to do.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        let w = &words.materials;
        let what = match &self.fault {
            ChecklistFault::Common(ProblemKind::TooManyValues { .. }) => w.list_too_many_values.to_string(),
            ChecklistFault::Common(ProblemKind::TrailingText { found }) => {
                w.list_trailing_text.fill(&[("found", &found.escape_debug())])
            }
            ChecklistFault::Common(kind) => {
                return Problem { at: self.at, kind: kind.clone() }.say(&words.problems);
            }
            ChecklistFault::TooLarge { bytes } => {
                w.list_too_large.fill(&[("bytes", bytes), ("most", &MAX_CHECKLIST_BYTES)])
            }
            ChecklistFault::BadId { id } => w.list_bad_id.fill(&[("id", &cut(id)), ("most", &MAX_ID)]),
            ChecklistFault::TooMany { field, most } => w.list_too_many.fill(&[("field", field), ("most", most)]),
            ChecklistFault::TooLong { field, most } => w.list_too_long.fill(&[("field", field), ("most", most)]),
            ChecklistFault::NotOneLine { field } => w.list_not_one_line.fill(&[("field", field)]),
        };
        match self.at {
            Some(Position { line, column }) => {
                words.problems.at_position.fill(&[("line", &line), ("column", &column), ("what", &what)])
            }
            None => what,
        }
    }
}

shapes! {
    ChecklistFile = "Checklist" {
        id: Got<String>, title: Got<String>, about: Got<String>, sources: List<SourceFile>, items: List<MaterialFile>,
        checks: List<CheckFile>,
    }
    SourceFile = "Source" { id: Got<String>, title: Got<String>, address: Got<String> }
    MaterialFile = "Material" {
        id: Got<String>, title: Got<String>, what: Got<String>, why: Got<String>, needs: List<NeedFile>,
        sources: List<String>, mandatory: Got<Mandatory>, clauses: List<String>, leave_out: Got<String>,
        mask_names: List<String>, mask_phones: List<String>,
    }
    NeedFile = "Need" { least: Got<u32>, of: Got<String>, months: Got<Option<u32>> }
    CheckFile = "Check" {
        id: Got<String>, group: Got<String>, question: Got<String>, how: Got<String>, sources: List<String>,
    }
}

/// Reads and checks a material checklist.
///
/// # Errors
/// All problems of the text, in the order of their position.
pub fn read_checklist(text: &str) -> Result<Checklist, Vec<ChecklistProblem>> {
    if text.len() > MAX_CHECKLIST_BYTES {
        return Err(vec![ChecklistProblem { at: None, fault: ChecklistFault::TooLarge { bytes: text.len() } }]);
    }
    let text = with_plain_line_ends(text.strip_prefix('\u{feff}').unwrap_or(text));
    let mut noted = Vec::new();
    let file = file::read::<ChecklistFile>(&text, &mut noted);
    let common = |problem: Problem| ChecklistProblem { at: problem.at, fault: ChecklistFault::Common(problem.kind) };
    let mut check = Check { problems: noted.into_iter().map(common).collect(), ids: BTreeMap::new(), sources: None };
    let checklist = file.and_then(|file| check.checklist(file));
    check.problems.sort_by_key(|problem| problem.at);
    match checklist {
        Some(checklist) if check.problems.is_empty() => Ok(checklist),
        _ => Err(check.problems),
    }
}

struct Check {
    problems: Vec<ChecklistProblem>,
    /// Ids of items and points to check, and where they stand.
    ids: BTreeMap<String, Position>,
    /// Ids of sources; none while not all could be read, since then nothing can be said about what refers to them.
    sources: Option<BTreeSet<String>>,
}

impl Check {
    fn note(&mut self, at: Position, fault: ChecklistFault) {
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(ChecklistProblem { at: Some(at), fault });
        }
    }

    fn checklist(&mut self, file: ChecklistFile) -> Option<Checklist> {
        let id = self.id(file.id);
        let title = self.line(file.title, "title");
        let about = self.text(file.about, "about");
        let (complete, sources) = self.sources(file.sources);
        self.sources = if complete { Some(sources.iter().map(|source| source.id.clone()).collect()) } else { None };
        let items = self.list(file.items, "items", MAX_CHECKLIST_ITEMS, Self::material);
        let checks = self.list(file.checks, "checks", MAX_CHECKLIST_ITEMS, Self::check);
        Some(Checklist { id: id?, title: title?, about: about?, sources, items, checks })
    }

    /// The sources, and whether they are all of them.
    fn sources(&mut self, list: List<SourceFile>) -> (bool, Vec<ChecklistSource>) {
        let stated = list.value.as_ref().map(Vec::len);
        let mut seen = BTreeMap::new();
        let read = self.list(list, "sources", MAX_PARTS, |check, source| {
            let id_at = source.id.at;
            let id = check.line(source.id, "id");
            let title = check.line(source.title, "title");
            let address = check.maybe(source.address, "address", MAX_TEXT);
            let id = id?;
            check.once(&id, id_at, &mut seen);
            Some(ChecklistSource { id, title: title?, address: address? })
        });
        (stated == Some(read.len()), read)
    }

    fn material(&mut self, file: MaterialFile) -> Option<Material> {
        let id = self.unique_id(file.id);
        let title = self.line(file.title, "title");
        let what = self.text(file.what, "what");
        let why = self.text(file.why, "why");
        let needs = self.list(file.needs, "needs", MAX_PARTS, Self::need);
        let sources = self.named_sources(file.sources);
        let clauses = self.lines(file.clauses, "clauses");
        let leave_out = self.maybe(file.leave_out, "leave_out", MAX_TEXT);
        let mask_names = self.lines(file.mask_names, "mask_names");
        let mask_phones = self.lines(file.mask_phones, "mask_phones");
        Some(Material {
            id: id?,
            title: title?,
            what: what?,
            why: why?,
            needs,
            sources,
            mandatory: file.mandatory.value?,
            clauses: clauses.iter().map(|clause| ClauseId::from(clause.as_str())).collect(),
            leave_out: leave_out?,
            mask_names,
            mask_phones,
        })
    }

    fn need(&mut self, file: NeedFile) -> Option<Need> {
        let at_least_one = |value: Option<u32>| value.is_none_or(|value| value > 0);
        if !at_least_one(file.least.value) {
            self.note(file.least.at, ChecklistFault::Common(ProblemKind::NotPositive { field: "least" }));
        }
        if !at_least_one(file.months.value.flatten()) {
            self.note(file.months.at, ChecklistFault::Common(ProblemKind::NotPositive { field: "months" }));
        }
        let of = self.line(file.of, "of");
        Some(Need { least: file.least.value?, of: of?, months: file.months.value? })
    }

    fn check(&mut self, file: CheckFile) -> Option<PointToCheck> {
        let id = self.unique_id(file.id);
        let group = self.line(file.group, "group");
        let question = self.line(file.question, "question");
        let how = self.text(file.how, "how");
        let sources = self.named_sources(file.sources);
        Some(PointToCheck { id: id?, group: group?, question: question?, how: how?, sources })
    }

    /// Reads every entry of a list that is not too long.
    fn list<F, T>(
        &mut self,
        list: List<F>,
        field: &'static str,
        most: usize,
        mut read: impl FnMut(&mut Self, F) -> Option<T>,
    ) -> Vec<T> {
        let entries = list.value.unwrap_or_default();
        if entries.len() > most {
            self.note(list.at, ChecklistFault::TooMany { field, most });
            return Vec::new();
        }
        entries.into_iter().filter_map(|entry| entry.value.and_then(|value| read(self, value))).collect()
    }

    /// A list of texts of one line each.
    fn lines(&mut self, list: List<String>, field: &'static str) -> Vec<String> {
        let entries = list.value.unwrap_or_default();
        if entries.len() > MAX_PARTS {
            self.note(list.at, ChecklistFault::TooMany { field, most: MAX_PARTS });
            return Vec::new();
        }
        entries.into_iter().filter_map(|entry| self.line(entry, field)).collect()
    }

    fn named_sources(&mut self, list: List<String>) -> Vec<String> {
        for entry in list.value.iter().flatten() {
            if let (Some(id), Some(known)) = (&entry.value, &self.sources)
                && !known.contains(id)
            {
                self.note(entry.at, ChecklistFault::Common(ProblemKind::UnknownSource { id: id.clone() }));
            }
        }
        self.lines(list, "sources")
    }

    fn id(&mut self, got: Got<String>) -> Option<String> {
        let id = got.value?;
        let fits = (1..=MAX_ID).contains(&id.len())
            && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if !fits {
            self.note(got.at, ChecklistFault::BadId { id: id.clone() });
        }
        Some(id)
    }

    /// The id of an item or a point to check; answers go by it, so that no two may share one.
    fn unique_id(&mut self, got: Got<String>) -> Option<String> {
        let at = got.at;
        let id = self.id(got)?;
        let mut seen = std::mem::take(&mut self.ids);
        self.once(&id, at, &mut seen);
        self.ids = seen;
        Some(id)
    }

    fn once(&mut self, id: &str, at: Position, seen: &mut BTreeMap<String, Position>) {
        if let Some(first) = seen.get(id).copied() {
            let kind = ProblemKind::DuplicateId { id: id.to_owned(), first };
            self.note(at, ChecklistFault::Common(kind));
        } else {
            seen.insert(id.to_owned(), at);
        }
    }

    /// What stands in one line and says something.
    fn line(&mut self, got: Got<String>, field: &'static str) -> Option<String> {
        if got.value.as_ref().is_some_and(|text| text.chars().any(char::is_control)) {
            self.note(got.at, ChecklistFault::NotOneLine { field });
        }
        self.filled(&got, field);
        self.maybe(got, field, MAX_LINE)
    }

    /// What says something, in as many lines as it wants.
    fn text(&mut self, got: Got<String>, field: &'static str) -> Option<String> {
        self.filled(&got, field);
        self.maybe(got, field, MAX_TEXT)
    }

    fn filled(&mut self, got: &Got<String>, field: &'static str) {
        if got.value.as_ref().is_some_and(|text| text.trim().is_empty()) {
            self.note(got.at, ChecklistFault::Common(ProblemKind::Empty { field }));
        }
    }

    /// What may be empty.
    fn maybe(&mut self, got: Got<String>, field: &'static str, most: usize) -> Option<String> {
        let text = got.value?;
        if text.chars().count() > most {
            self.note(got.at, ChecklistFault::TooLong { field, most });
        }
        Some(text)
    }
}
