//! An answer: the verdict on a clause and what was found.

use serde::{Deserialize, Serialize};

/// What was judged of a clause.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Verdict {
    /// 未评: not judged yet. Neither zero nor full nor excluded.
    #[default]
    Unrated,
    /// 符合: full points.
    Meets,
    /// 不符合: no points.
    Fails,
    /// 抽样: samples were drawn; points are lost in proportion.
    Sampled {
        /// Samples checked, at least 1.
        checked: u32,
        /// Of them nonconforming, at most `checked`.
        nonconforming: u32,
    },
    /// 删减: the clause does not concern the company.
    Excluded {
        /// Why, not empty.
        reason: String,
    },
}

/// An answer to a clause.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The verdict.
    pub verdict: Verdict,
    /// 发现: what was seen; printed in the report.
    pub finding: String,
    /// 备注: for oneself; not printed.
    pub note: String,
    /// 再看: to be looked at again.
    pub look_again: bool,
    /// 需复核: evidence was taken over in another version after the verdict was given; the next verdict clears it.
    /// What older programs wrote in journals has none.
    #[serde(default)]
    pub recheck: bool,
    /// 存疑: the person doubts that an assessor would judge it as well; the strict score counts it as failing. What
    /// older programs wrote in journals has none.
    #[serde(default)]
    pub doubtful: bool,
    /// 沿用待确认: the verdict of the round before, which counts nowhere until somebody confirms it; only where the
    /// verdict is unrated. What older programs wrote in journals has none.
    #[serde(default)]
    pub carried: Option<Verdict>,
}
