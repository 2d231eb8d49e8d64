//! Materials (材料): what was answered to the items of a material checklist.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::EvidenceId;
use super::limits::MAX_EVIDENCE;

/// Which item of which checklist, written `CHECKLIST/ITEM`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MaterialId(String);

impl MaterialId {
    /// The item of a checklist.
    #[must_use]
    pub fn of(checklist: &str, item: &str) -> Self {
        Self(format!("{checklist}/{item}"))
    }

    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for MaterialId {
    fn from(id: String) -> Self {
        Self(id)
    }
}

impl fmt::Display for MaterialId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What was answered to an item of a checklist.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaterialAnswer {
    /// The evidence that fills it, as confirmed by a person; pieces may be gone since.
    #[serde(deserialize_with = "super::bounded::set::<MAX_EVIDENCE, _, _>")]
    pub evidence: BTreeSet<EvidenceId>,
    /// 不涉及: why the item does not concern the company; empty when it does.
    pub not_concerned: String,
    /// 齐全: a person says that all of it is there; of a point to check: that it was checked.
    pub complete: bool,
    /// What there is to say.
    pub note: String,
}

impl MaterialAnswer {
    /// Whether it says how the item is filled: by evidence, as complete, or that it does not concern. A note alone does
    /// not.
    #[must_use]
    pub fn decides(&self) -> bool {
        !self.evidence.is_empty() || self.complete || !self.not_concerned.trim().is_empty()
    }
}
