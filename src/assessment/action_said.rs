//! An action in words, for the log of changes, messages and tables.

use super::{Action, ActionState, Gap, ten_thousandths};
use crate::criteria::decimal_or_fraction;
use crate::lang::{CommonWords, Phrase, Words};

impl ActionState {
    /// Its words.
    #[must_use]
    pub fn word(self, c: &CommonWords) -> &Phrase {
        match self {
            Self::Planned => &c.action_planned,
            Self::Doing => &c.action_doing,
            Self::ToVerify => &c.action_to_verify,
            Self::Closed => &c.action_closed,
        }
    }
}

impl Gap {
    /// What it is about: the clause, or which special deduction.
    #[must_use]
    pub fn say(&self, c: &CommonWords) -> String {
        match self {
            Self::Clause(clause) => clause.to_string(),
            Self::SpecialDeduction(id) => format!("{} {id}", c.special_deduction),
        }
    }
}

impl Action {
    /// All of it on one line; what was left open is left out.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        let (k, c) = (&words.keeping, &words.common);
        let mut parts = vec![self.gap.say(c), self.what.clone(), self.state.word(c).to_string()];
        let mut part = |there: bool, text: String| parts.extend(there.then_some(text));
        let gain = self.gain.as_ref().map_or_else(String::new, |gain| decimal_or_fraction(&gain.0));
        part(self.gain.is_some(), k.action_gain.fill(&[("points", &gain)]));
        part(self.effort > 0, k.action_effort.fill(&[("days", &hundredths(self.effort))]));
        part(self.cost > 0, k.action_cost.fill(&[("yuan", &hundredths(self.cost))]));
        part(self.lead_days > 0, k.action_lead.fill(&[("days", &self.lead_days)]));
        let after: Vec<String> = self.after.iter().map(ToString::to_string).collect();
        part(!after.is_empty(), k.action_after.fill(&[("ids", &after.join(&c.list_separator))]));
        for text in [&self.department, &self.owner] {
            part(!text.is_empty(), text.clone());
        }
        if let Some(start) = self.start {
            part(true, k.action_start.fill(&[("day", &start)]));
        }
        if let Some(due) = self.due {
            part(true, k.action_due.fill(&[("day", &due)]));
        }
        part(!self.evidence.is_empty(), k.action_evidence.fill(&[("text", &self.evidence)]));
        part(!self.verified_by.is_empty(), k.action_verified_by.fill(&[("name", &self.verified_by)]));
        if let Some(on) = self.verified_on {
            part(true, k.action_verified_on.fill(&[("day", &on)]));
        }
        parts.join(" · ")
    }
}

/// A number of hundredths as a decimal: `50` is `0.5`.
#[must_use]
pub fn hundredths(number: u64) -> String {
    i64::try_from(number).ok().and_then(|number| number.checked_mul(100)).map_or_else(String::new, ten_thousandths)
}
