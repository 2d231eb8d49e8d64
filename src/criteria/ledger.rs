//! Kinds of ledgers (台账): what a record of work orders, complaints, surveys … must carry, as data.
//!
//! Why it is so: which columns a work order has, what makes it complete, what is looked at in a sample and which
//! clauses that feeds are knowledge of the field, not of the program. The program knows forms of fields (a day, a
//! name, a word) and forms of measures (a span, a share, a mean), never a heading of anybody's table.

use std::fmt;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::ClauseId;
use super::ledger_file::read_ledger_kind;
use super::shipped::Shipped;

/// Which kind of ledger; the name that files and the command line use: `work_orders`, `complaints` …
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LedgerId(String);

impl LedgerId {
    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for LedgerId {
    fn from(id: &str) -> Self {
        Self(id.to_owned())
    }
}

impl fmt::Display for LedgerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A kind of ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerKind {
    /// Its name in files.
    pub id: LedgerId,
    /// Its title: 售后工单.
    pub title: String,
    /// What one record is called: 工单.
    pub record: String,
    /// What belongs into it, in a sentence or two.
    pub about: String,
    /// Whom it names as saying so.
    pub sources: Vec<String>,
    /// What a record carries, in the order of a usual table; the first is its number.
    pub fields: Vec<LedgerField>,
    /// The field whose day dates a record; none where records have no day.
    pub dated_by: Option<String>,
    /// What follows from the records, each with its definition.
    pub measures: Vec<Measure>,
    /// How many records are asked for.
    pub gates: Vec<RecordGate>,
    /// What is looked at in a sampled record.
    pub checks: Vec<SampleCheck>,
}

impl LedgerKind {
    /// The field with this name.
    #[must_use]
    pub fn field(&self, id: &str) -> Option<&LedgerField> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// What a word of this field may say, where it takes part in a share by words: those that count, then the others.
    pub fn rating<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a str> {
        let of = self.measures.iter().filter_map(move |measure| match &measure.of {
            MeasureForm::Share { field, words, others, .. } if field == id && !words.is_empty() => {
                Some(words.iter().chain(others).map(String::as_str))
            }
            _ => None,
        });
        of.flatten()
    }

    /// Whether a field holds scores of a scale: those of which a mean is taken.
    #[must_use]
    pub fn is_score(&self, id: &str) -> bool {
        self.measures.iter().any(|measure| matches!(&measure.of, MeasureForm::Mean { field } if field == id))
    }

    /// The check with this name.
    #[must_use]
    pub fn check(&self, id: &str) -> Option<&SampleCheck> {
        self.checks.iter().find(|check| check.id == id)
    }

    /// The measure with this name.
    #[must_use]
    pub fn measure(&self, id: &str) -> Option<&Measure> {
        self.measures.iter().find(|measure| measure.id == id)
    }

    /// The clauses that a sample of it can feed, in order, each once.
    #[must_use]
    pub fn clauses(&self) -> Vec<&ClauseId> {
        let clauses: std::collections::BTreeSet<&ClauseId> =
            self.checks.iter().flat_map(|check| &check.clauses).collect();
        clauses.into_iter().collect()
    }
}

/// What a record carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerField {
    /// Its name in files.
    pub id: String,
    /// Its title: 客户签字.
    pub title: String,
    /// Other headings under which tables have it.
    pub synonyms: Vec<String>,
    /// What stands in it, and what of it is kept.
    pub form: FieldForm,
    /// Whether a record without it is incomplete.
    pub required: bool,
}

/// What stands in a field. What is kept of it follows from this, see each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldForm {
    /// The number of the record; kept.
    Identity,
    /// Text; only whether there is any is kept.
    Text,
    /// A name of a person; kept masked.
    Name,
    /// A telephone number; kept masked.
    Phone,
    /// A day, with a time where there is one; kept.
    Moment,
    /// A day up to which something holds, or 长期, which is no day and never over; kept.
    Expiry,
    /// A number; kept.
    Number,
    /// One of a few words, by which records are grouped: an outlet, a kind; kept.
    Word,
    /// Whether something is there or done: 是, 已做, √; kept as yes or no.
    Mark,
    /// Whether somebody was called back: as a mark, and that nobody was reached is a no; kept as yes or no.
    Call,
    /// Whether somebody signed: as a mark, and the name of whoever signed is a yes too; kept as yes or no.
    Signature,
}

impl FieldForm {
    /// Whether it is kept as yes or no.
    #[must_use]
    pub fn is_mark(self) -> bool {
        matches!(self, Self::Mark | Self::Call | Self::Signature)
    }
}

/// What follows from all records of a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// Its name in files.
    pub id: String,
    /// Its title: 响应时间.
    pub title: String,
    /// How it is computed, in words.
    pub definition: String,
    /// How it is computed.
    pub of: MeasureForm,
}

/// How a measure is computed. Records that lack what it needs do not take part; their number is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MeasureForm {
    /// The time from one moment to another, beside the company's own promise in minutes.
    Span {
        /// The field that begins it.
        from: String,
        /// The field that ends it.
        to: String,
        /// Whether days without a time take part, as whole days from one to the other.
        by_day: bool,
    },
    /// The share of records whose field has one of these words; of a mark: yes.
    Share {
        /// The field.
        field: String,
        /// The words that count; empty for a mark, and for a field that only has to be there.
        words: Vec<String>,
        /// Words that take part and do not count. Where words count, any other is unclear and takes no part.
        others: Vec<String>,
        /// The field with the day up to which what the field says holds; after that day it is a no.
        until: Option<String>,
    },
    /// The mean of a number, beside the company's own aim.
    Mean {
        /// The field.
        field: String,
    },
}

/// How many records are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordGate {
    /// Its name in files.
    pub id: String,
    /// At least so many.
    pub least: u32,
    /// Within so many months, where that is said.
    pub months: Option<u32>,
    /// Who says so.
    pub sources: Vec<String>,
}

/// What is looked at in a sampled record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleCheck {
    /// Its name in files.
    pub id: String,
    /// Its title: 客户已签字.
    pub title: String,
    /// What to look at, in a sentence.
    pub how: String,
    /// The fields whose absence in the ledger speaks against it; none where the ledger says nothing about it.
    pub fields: Vec<String>,
    /// The field that says what a record is about and the words of which it has one where the check concerns it; none
    /// where it concerns every record.
    pub only: Option<(String, Vec<String>)>,
    /// The clauses whose verdict it takes part in.
    pub clauses: Vec<ClauseId>,
}

/// The kinds of ledgers built into the program, in the order in which they are shown.
pub const SHIPPED_LEDGERS: &[Shipped] = &[
    Shipped { id: "work_orders", text: include_str!("../../criteria/ledgers/work_orders.ron") },
    Shipped { id: "complaints", text: include_str!("../../criteria/ledgers/complaints.ron") },
    Shipped { id: "surveys", text: include_str!("../../criteria/ledgers/surveys.ron") },
    Shipped { id: "staff", text: include_str!("../../criteria/ledgers/staff.ron") },
    Shipped { id: "outlets", text: include_str!("../../criteria/ledgers/outlets.ron") },
    Shipped { id: "goods", text: include_str!("../../criteria/ledgers/goods.ron") },
    Shipped { id: "other", text: include_str!("../../criteria/ledgers/other.ron") },
];

/// The kinds of ledgers, read once.
#[must_use]
pub fn ledger_kinds() -> &'static [LedgerKind] {
    static KINDS: OnceLock<Vec<LedgerKind>> = OnceLock::new();
    // That each of them can be read is a test.
    KINDS.get_or_init(|| SHIPPED_LEDGERS.iter().filter_map(|shipped| read_ledger_kind(shipped.text).ok()).collect())
}

/// The title of a kind of ledger; its name where the program does not know it.
#[must_use]
pub fn ledger_title(id: &LedgerId) -> String {
    ledger_kind(id.as_str()).map_or_else(|| crate::lang::cut(id.as_str()), |kind| kind.title.clone())
}

/// The kind of ledger with this name.
#[must_use]
pub fn ledger_kind(id: &str) -> Option<&'static LedgerKind> {
    ledger_kinds().iter().find(|kind| kind.id.as_str() == id)
}
