//! What can be wrong with a table of points: kinds with their facts; `say` turns one into a sentence.

use num_traits::Signed as _;

use super::{Amount, ClauseId, Problem, SectionTally};
use crate::lang::Words;

/// Something wrong with what is given for a calibration, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalibrationProblem {
    /// The row as a spreadsheet numbers it; none when it concerns the whole, or was typed.
    pub row: Option<u32>,
    /// What.
    pub kind: CalibrationProblemKind,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // each is said by a phrase of the same name in assets/lang
pub enum CalibrationProblemKind {
    // a row
    ClauseMissing,
    UnknownClause {
        text: String,
    },
    NotAClause {
        id: String,
        title: String,
    },
    ClauseTwice {
        clause: ClauseId,
        first: Option<u32>,
    },
    NotANumber {
        clause: ClauseId,
        text: String,
    },
    NotPositive {
        clause: ClauseId,
        text: String,
    },
    MoreThanSection {
        clause: ClauseId,
        text: String,
        section: String,
        most: Box<Amount>,
    },
    /// A heading or a sum with something that is no number.
    TotalNoNumber {
        what: String,
        text: String,
    },
    /// A heading or a sum that is not what its clauses add up to: `sums` is what it could be the sum of.
    TotalDiffers {
        what: String,
        written: Box<Amount>,
        sums: Vec<(String, Amount)>,
    },
    // the whole
    CountDiffers {
        found: usize,
        wanted: usize,
    },
    SectionTotal(Box<SectionTally>),
    NothingGiven,
    BadId {
        id: String,
    },
    NameTooLong {
        most: usize,
    },
    CopyTooLong {
        most: usize,
    },
    /// What was made cannot be read as a scheme.
    Unsound(Box<Problem>),
    /// What was made reads, but not as what was meant.
    NotMade,
}

impl CalibrationProblemKind {
    /// The clause that it is about, where it is known.
    #[must_use]
    pub fn clause(&self) -> Option<&ClauseId> {
        match self {
            Self::ClauseTwice { clause, .. }
            | Self::NotANumber { clause, .. }
            | Self::NotPositive { clause, .. }
            | Self::MoreThanSection { clause, .. } => Some(clause),
            _ => None,
        }
    }
}

/// Most clauses that one sentence names.
const MAX_CLAUSES_NAMED: usize = 12;

impl CalibrationProblem {
    /// One sentence: what and what to do. Where it stands, whoever knows the file says before it.
    #[must_use]
    pub fn say(&self, points: fn(&Amount) -> String, words: &Words) -> String {
        use CalibrationProblemKind as Kind;
        let w = &words.calibrate;
        match &self.kind {
            Kind::ClauseMissing => w.clause_missing.to_string(),
            Kind::UnknownClause { text } => w.unknown_clause.fill(&[("clause", text)]),
            Kind::NotAClause { id, title } => w.not_a_clause.fill(&[("id", id), ("title", title)]),
            Kind::ClauseTwice { clause, first: Some(first) } => {
                w.clause_twice.fill(&[("clause", clause), ("first", first)])
            }
            Kind::ClauseTwice { clause, first: None } => w.clause_twice_typed.fill(&[("clause", clause)]),
            Kind::NotANumber { clause, text } => w.not_a_number.fill(&[("clause", clause), ("text", text)]),
            Kind::NotPositive { clause, text } => w.not_positive.fill(&[("clause", clause), ("text", text)]),
            Kind::MoreThanSection { clause, text, section, most } => w.more_than_section.fill(&[
                ("clause", clause),
                ("text", text),
                ("section", section),
                ("most", &points(most)),
            ]),
            Kind::TotalNoNumber { what, text } => w.total_no_number.fill(&[("what", what), ("text", text)]),
            Kind::TotalDiffers { what, written, sums } => {
                let sums: Vec<String> =
                    sums.iter().map(|(name, sum)| w.total_sum.fill(&[("name", name), ("sum", &points(sum))])).collect();
                let sums = sums.join(&words.common.list_separator);
                w.total_differs.fill(&[("what", what), ("written", &points(written)), ("sums", &sums)])
            }
            Kind::CountDiffers { found, wanted } => w.count_differs.fill(&[("found", found), ("wanted", wanted)]),
            Kind::SectionTotal(section) => {
                let SectionTally { id, title, stated, sum, missing, .. } = &**section;
                let more = sum - stated;
                let phrase = if more.is_positive() { &w.section_over } else { &w.section_short };
                let told = phrase.fill(&[
                    ("section", id),
                    ("title", title),
                    ("stated", &points(stated)),
                    ("sum", &points(sum)),
                    ("difference", &points(&more.abs())),
                ]);
                if missing.is_empty() {
                    return told;
                }
                let named: Vec<&str> = missing.iter().take(MAX_CLAUSES_NAMED).map(ClauseId::as_str).collect();
                let dots = if missing.len() > MAX_CLAUSES_NAMED { "…" } else { "" };
                let named = named.join(&words.common.list_separator) + dots;
                told + &w.section_missing.fill(&[("count", &missing.len()), ("clauses", &named)])
            }
            Kind::NothingGiven => w.nothing_given.to_string(),
            Kind::BadId { id } => w.bad_id.fill(&[("id", id)]),
            Kind::NameTooLong { most } => w.name_too_long.fill(&[("most", most)]),
            Kind::CopyTooLong { most } => w.copy_too_long.fill(&[("most", most)]),
            Kind::Unsound(problem) => w.unsound.fill(&[("what", &problem.say(&words.problems))]),
            Kind::NotMade => w.not_made.to_string(),
        }
    }
}
