//! Where each fact of a scheme comes from, and how sure it is.

use serde::Deserialize;

use crate::lang::{CommonWords, Phrase};

/// How sure a number of points is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PointsStatus {
    /// Compared with the genuine standard by a named person.
    Verified,
    /// At least two public sources agree.
    TwoOrMore,
    /// One public source.
    SingleSource,
    /// A placeholder of ours that fits the known totals; not a fact.
    Provisional,
}

impl PointsStatus {
    /// All of them, the surest first.
    pub const ALL: [Self; 4] = [Self::Verified, Self::TwoOrMore, Self::SingleSource, Self::Provisional];

    /// Its words.
    #[must_use]
    pub fn word(self, c: &CommonWords) -> &Phrase {
        match self {
            Self::Verified => &c.points_verified,
            Self::TwoOrMore => &c.points_two_or_more,
            Self::SingleSource => &c.points_single_source,
            Self::Provisional => &c.points_provisional,
        }
    }
}

/// How sure the text of a clause is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextStatus {
    /// Compared with the genuine standard by a named person.
    Verified,
    /// At least two public sources agree.
    TwoOrMore,
    /// One public source.
    SingleSource,
    /// Made up by us from the group's name and general practice; not a fact.
    Reconstructed,
}

impl TextStatus {
    /// All of them, the surest first.
    pub const ALL: [Self; 4] = [Self::Verified, Self::TwoOrMore, Self::SingleSource, Self::Reconstructed];

    /// Its words.
    #[must_use]
    pub fn word(self, c: &CommonWords) -> &Phrase {
        match self {
            Self::Verified => &c.text_verified,
            Self::TwoOrMore => &c.text_two_or_more,
            Self::SingleSource => &c.text_single_source,
            Self::Reconstructed => &c.text_reconstructed,
        }
    }
}
