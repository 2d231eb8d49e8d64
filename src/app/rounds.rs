//! What may be asked for about rounds, the visit and the certificate.

use chrono::NaiveDate;

use crate::criteria::ClauseId;

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
    /// Says that the verdict of the round before still holds.
    Confirm {
        /// Of which clause.
        clause: ClauseId,
        /// Whether to go on to the next clause that waits.
        go_on: bool,
    },
}
