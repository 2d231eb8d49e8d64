//! What may be asked for about rounds, the visit and the certificate.

use chrono::NaiveDate;

use crate::assessment::{Award, Milestone};

/// What a view or dialog asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoundsAction {
    /// Shows what opening a round would do.
    Ask,
    /// Opens a round; this one is frozen under a title, as of a day.
    Start {
        /// What the round that is closed is called.
        title: String,
        /// When it is closed.
        day: NaiveDate,
    },
    /// Makes remediation of what the body found.
    TakeFindings,
}

/// What of a certificate is due next: of what is not done the earliest.
#[must_use]
pub fn next_due(award: &Award) -> Option<&Milestone> {
    award.milestones.iter().filter(|one| one.done.is_none()).min_by_key(|one| one.due)
}
