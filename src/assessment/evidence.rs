//! Evidence: what a verdict rests on.

use std::collections::BTreeSet;
use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::limits::{MAX_ANSWERS, MAX_ITEMS};
use crate::criteria::ClauseId;

/// The number of a piece of evidence, from 1; unique within the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EvidenceId(pub u32);

impl fmt::Display for EvidenceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A piece of evidence: one or more files, folders or addresses under one title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Title, not empty.
    pub title: String,
    /// What it consists of, at least one.
    #[serde(deserialize_with = "super::bounded::list::<MAX_ITEMS, _, _>")]
    pub items: Vec<EvidenceItem>,
    /// The clauses that it serves; may be none.
    #[serde(deserialize_with = "super::bounded::set::<MAX_ANSWERS, _, _>")]
    pub clauses: BTreeSet<ClauseId>,
    /// The period that it covers.
    pub covers: Option<Period>,
    /// The last day on which it is valid.
    pub expires: Option<NaiveDate>,
}

impl Evidence {
    /// Whether it is no longer valid on a day.
    #[must_use]
    pub fn expired_on(&self, day: NaiveDate) -> bool {
        self.expires.is_some_and(|last| last < day)
    }

    /// How many files, folders, addresses and clauses it has; bounded for all pieces together.
    pub(super) fn parts(&self) -> usize {
        self.items.len() + self.clauses.len()
    }
}

/// A file, a folder or an address. Paths are written with `/`, relative to the case file where possible.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceItem {
    /// A file.
    File(String),
    /// A folder with all that is in it.
    Folder(String),
    /// A web address; never opened by the program itself.
    Web(String),
}

impl EvidenceItem {
    /// The path or address as it is stored.
    #[must_use]
    pub fn target(&self) -> &str {
        match self {
            Self::File(text) | Self::Folder(text) | Self::Web(text) => text,
        }
    }

    /// The last part of the path, or the address.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Web(text) => text,
            Self::File(text) | Self::Folder(text) => {
                let text = text.trim_end_matches(['/', '\\']);
                text.rsplit(['/', '\\']).next().unwrap_or(text)
            }
        }
    }

    /// Whether it is a path that does not hang on this computer.
    #[must_use]
    pub fn is_portable(&self) -> bool {
        !is_absolute(self.target()) || matches!(self, Self::Web(_))
    }
}

/// Whether a stored path begins at a root: `/x`, `\\server`, `C:\x`, on whatever system it was written.
#[must_use]
pub fn is_absolute(path: &str) -> bool {
    let mut chars = path.chars();
    let drive = chars.next().is_some_and(|first| first.is_ascii_alphabetic()) && chars.next() == Some(':');
    drive || path.starts_with(['/', '\\'])
}

/// A period, both days inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// First day.
    pub from: NaiveDate,
    /// Last day, not before the first.
    pub to: NaiveDate,
}

/// What is on the disk where a piece of evidence should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ItemState {
    /// It is there and can be read.
    Present,
    /// Nothing is there.
    Missing,
    /// Something is there that cannot be read, or is not of the kind that it was registered as.
    Unreadable,
    /// A web address: the program is offline and does not look.
    NotChecked,
}
