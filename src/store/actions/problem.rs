//! What can be wrong with a register, and what of it is worth a look: kinds with their facts; `say` makes a sentence.

use chrono::NaiveDate;

use crate::assessment::{self, ActionId, Gap, MAX_ACTIONS};
use crate::lang::{Words, cut};
use crate::store::fault::cut_path;
use crate::store::ledgers::BadMoment;
use crate::store::tables::problem::place;
use crate::store::tables::{ColumnRef, TableProblem, TableProblemKind};

/// Something wrong with a register or worth a look, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionProblem {
    /// The row as a spreadsheet numbers it; none when it concerns the file as a whole.
    pub row: Option<u32>,
    /// The column; none when it concerns the whole row.
    pub column: Option<ColumnRef>,
    /// What.
    pub kind: ActionProblemKind,
}

/// What it is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // each is said by a phrase of the same name in assets/lang
pub enum ActionProblemKind {
    Table(TableProblemKind),
    // the number
    UnknownId { text: String },
    IdTwice { id: ActionId, first: u32 },
    // what it is about
    GapMissing,
    GapChanged { id: ActionId, was: Gap, now: Gap },
    UnknownDeduction { text: String, known: Vec<String> },
    DeductionWithoutNumber { known: Vec<String> },
    // its fields
    WhatMissing,
    NotANumber { text: String },
    Negative { text: String },
    TooLarge { text: String },
    TooFine { text: String },
    DaysNotWhole { text: String },
    PointsTooFine { text: String },
    BadDate { text: String, why: BadMoment },
    Backwards { start: NaiveDate, due: NaiveDate },
    StateUnknown { text: String },
    UnknownBefore { text: String },
    AfterItself,
    Circle { ids: Vec<ActionId> },
    TooMany,
    Refused(assessment::Problem),
    // not problems
    UnknownColumn,
    PastDay { day: NaiveDate, today: NaiveDate },
    MoreThanClause { points: String, most: String },
    MoreThanLost { points: String, lost: String },
    NothingLost,
    SpacedOtherwise { name: String, other: String },
    SameText { id: ActionId },
}

impl From<TableProblemKind> for ActionProblemKind {
    fn from(kind: TableProblemKind) -> Self {
        Self::Table(kind)
    }
}

/// Most numbers that one sentence names.
const MAX_NAMED: usize = 12;

impl ActionProblem {
    pub(super) fn of_file(kind: ActionProblemKind) -> Self {
        Self { row: None, column: None, kind }
    }

    /// One sentence: which file, where in it, what, what to do.
    #[must_use]
    pub fn say(&self, file: &str, words: &Words) -> String {
        let file = &cut_path(file.as_ref());
        let what = self.kind.say(file, words);
        place(file, self.row, self.column.as_ref(), &what, words)
    }
}

impl ActionProblemKind {
    /// The sentence alone, where the place is in sight.
    #[must_use]
    pub fn say_here(&self, words: &Words) -> String {
        self.say("", words)
    }

    fn say(&self, file: &str, words: &Words) -> String {
        let (a, c) = (&words.actions, &words.common);
        match self {
            Self::Table(TableProblemKind::Empty) => a.file_empty.fill(&[("file", &file)]),
            Self::Table(kind) => kind.say(file, words),
            Self::UnknownId { text } => a.unknown_id.fill(&[("text", &cut(text))]),
            Self::IdTwice { id, first } => a.id_twice.fill(&[("id", id), ("first", first)]),
            Self::GapMissing => a.gap_missing.to_string(),
            Self::GapChanged { id, was, now } => {
                a.gap_changed.fill(&[("id", id), ("was", &was.say(c)), ("now", &now.say(c))])
            }
            Self::UnknownDeduction { text, known } => {
                let known = listed(known, words);
                a.unknown_deduction.fill(&[("text", &cut(text)), ("known", &known)])
            }
            Self::DeductionWithoutNumber { known } => {
                a.deduction_without_number.fill(&[("known", &listed(known, words))])
            }
            Self::WhatMissing => a.what_missing.to_string(),
            Self::BadDate { text, why } => why.say(text, words),
            Self::Backwards { start, due } => a.backwards.fill(&[("start", start), ("due", due)]),
            Self::StateUnknown { text } => a.state_unknown.fill(&[("text", &cut(text))]),
            Self::UnknownBefore { text } => a.unknown_before.fill(&[("text", &cut(text))]),
            Self::AfterItself => a.after_itself.to_string(),
            Self::Circle { ids } => {
                let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
                a.circle.fill(&[("ids", &listed(&ids, words))])
            }
            Self::TooMany => a.too_many.fill(&[("most", &MAX_ACTIONS)]),
            Self::Refused(problem) => problem.say(&words.problems, c),
            Self::UnknownColumn => words.cli.table_ignored_unknown_column.to_string(),
            Self::PastDay { day, today } => a.past_day.fill(&[("day", day), ("today", today)]),
            Self::MoreThanClause { points, most } => a.more_than_clause.fill(&[("points", points), ("most", most)]),
            Self::MoreThanLost { points, lost } => a.more_than_lost.fill(&[("points", points), ("lost", lost)]),
            Self::NothingLost => a.nothing_lost.to_string(),
            Self::SpacedOtherwise { name, other } => a.spaced_otherwise.fill(&[("name", name), ("other", other)]),
            Self::SameText { id } => a.same_text.fill(&[("id", id)]),
            number => number.say_number(words),
        }
    }

    fn say_number(&self, words: &Words) -> String {
        let a = &words.actions;
        match self {
            Self::NotANumber { text } => a.not_a_number.fill(&[("text", &cut(text))]),
            Self::Negative { text } => a.negative.fill(&[("text", &cut(text))]),
            Self::TooLarge { text } => a.too_large.fill(&[("text", &cut(text))]),
            Self::TooFine { text } => a.too_fine.fill(&[("text", &cut(text))]),
            Self::DaysNotWhole { text } => a.days_not_whole.fill(&[("text", &cut(text))]),
            Self::PointsTooFine { text } => a.points_too_fine.fill(&[("text", &cut(text))]),
            _ => String::new(), // said above
        }
    }
}

fn listed(all: &[String], words: &Words) -> String {
    let more = if all.len() > MAX_NAMED { "…" } else { "" };
    if all.is_empty() {
        return words.actions.none_known.to_string();
    }
    all[..all.len().min(MAX_NAMED)].join(&words.common.list_separator) + more
}

/// Why a file that should be a register cannot be read. An empty one is told what a register must have, which is not
/// what a table of answers must have.
#[must_use]
pub fn say_unread_actions(problem: &TableProblem, file: &str, words: &Words) -> String {
    ActionProblem { row: problem.row, column: problem.column.clone(), kind: problem.kind.clone().into() }
        .say(file, words)
}
