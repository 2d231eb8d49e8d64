//! Former answers (旧版答案): what was answered against an older edition of the scheme and does not fit this one.
//!
//! Why it is so: another edition asks something else under the same number, or drops a number. The answer is then no
//! answer to the new question, but it is work that somebody has done; so it stays in the case, with the question.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Answer, EvidenceId};

/// An answer against an older edition, with what was asked there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormerAnswer {
    /// Which edition, for people, see [`Scheme::edition_name`](crate::criteria::Scheme::edition_name).
    pub edition: String,
    /// The clause's title there.
    pub title: String,
    /// What was required there, its parts on lines of their own.
    pub requirement: String,
    /// [`Clause::text_fingerprint`](crate::criteria::Clause::text_fingerprint) there.
    pub text_fingerprint: String,
    /// The answer.
    pub answer: Answer,
    /// The id of the kind of samples that the clause counted there, where it did.
    pub samples: Option<String>,
    /// The evidence that served the clause there, by its numbers of that time; pieces may be gone since.
    pub evidence: BTreeSet<EvidenceId>,
    /// Why it is no answer any more.
    pub why: WhyFormer,
}

/// Why an answer is a former answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyFormer {
    /// The requirement reads otherwise in the newer edition.
    TextChanged,
    /// The requirement is the same, but the verdict cannot be given any more, or its samples are of another kind.
    VerdictDoesNotFit,
    /// The newer edition has no such clause.
    Removed,
}
