//! Rounds, visits and certificates in words, for the log of changes and for comparing copies.

use chrono::NaiveDate;

use super::{Award, DueState, MilestoneKind, NewRound, Round, Visit};
use crate::criteria::decimal_or_fraction;
use crate::lang::{Phrase, RoundsWords, Words};

impl Round {
    /// All that tells it from another, on one line.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        let answers = self.assessment.answers.len();
        let k = &words.keeping;
        k.told_round.fill(&[("title", &self.title), ("day", &self.closed_on), ("answers", &answers)])
    }
}

impl NewRound {
    /// What comes along and what stays behind, a line for each; what there is nothing of is left out.
    #[must_use]
    pub fn say(&self, w: &RoundsWords) -> Vec<String> {
        let Self {
            carried,
            evidence,
            open_actions,
            closed_actions,
            special_deductions,
            rectified,
            samples,
            bonus,
            gates,
            period,
            scenarios,
            visit,
            untaken,
        } = self;
        let mut out = vec![w.told_carried.fill(&[("n", carried)])];
        let mut line = |there: bool, text: String| out.extend(there.then_some(text));
        line(*evidence > 0, w.told_evidence.fill(&[("n", evidence)]));
        let actions = *open_actions + *closed_actions > 0;
        line(actions, w.told_actions.fill(&[("open", open_actions), ("closed", closed_actions)]));
        line(*special_deductions > 0, w.told_deductions.fill(&[("n", special_deductions)]));
        line(*rectified > 0, w.told_rectified.fill(&[("n", rectified)]));
        line(*samples > 0, w.told_samples.fill(&[("n", samples)]));
        line(*bonus, w.told_bonus.to_string());
        line(*gates > 0, w.told_gates.fill(&[("n", gates)]));
        line(*scenarios > 0, w.told_scenarios.fill(&[("n", scenarios)]));
        line(*visit, w.told_visit.to_string());
        line(*untaken > 0, w.told_untaken.fill(&[("n", untaken)]));
        line(*period, w.told_period.to_string());
        out
    }
}

impl Visit {
    /// All of it on one line.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        let k = &words.keeping;
        let open = || k.nothing.to_string();
        let head = k.told_visit.fill(&[
            ("body", &self.body),
            ("day", &self.ended_on.map_or_else(open, |day| day.to_string())),
            ("score", &self.score.as_ref().map_or_else(open, |score| decimal_or_fraction(&score.0))),
            ("deductions", &self.special_deductions.map_or_else(open, |count| count.to_string())),
            ("note", &self.note),
        ]);
        let findings = self.findings.iter().map(|(clause, finding)| {
            let lost = finding.lost.as_ref().map_or_else(open, |lost| decimal_or_fraction(&lost.0));
            k.told_visit_finding.fill(&[("clause", clause), ("lost", &lost), ("found", &finding.found)])
        });
        [head].into_iter().chain(self.grade.clone()).chain(findings).collect::<Vec<_>>().join(" · ")
    }
}

impl MilestoneKind {
    /// Its words.
    #[must_use]
    pub fn word(self, w: &RoundsWords) -> &Phrase {
        match self {
            Self::Surveillance => &w.surveillance,
            Self::Renewal => &w.renewal,
            Self::Expiry => &w.expiry,
            Self::Other => &w.other,
        }
    }
}

impl DueState {
    /// A word or two, for a column.
    #[must_use]
    pub fn say(self, w: &RoundsWords) -> String {
        match self {
            Self::Done(_) => w.state_done.to_string(),
            Self::Late(days) => w.state_late.fill(&[("days", &days)]),
            Self::Near(0) => w.state_today.to_string(),
            Self::Near(days) => w.state_near.fill(&[("days", &days)]),
            Self::Open => w.state_open.to_string(),
        }
    }
}

/// A sentence on something of a certificate that is due on a day and not done; `what` is what it is called.
#[must_use]
pub fn due_said(what: &str, (kind, due): (MilestoneKind, NaiveDate), today: NaiveDate, w: &RoundsWords) -> String {
    let days = (due - today).num_days();
    let phrase = match DueState::of(due, today) {
        DueState::Late(_) if kind == MilestoneKind::Expiry => &w.remind_expired,
        DueState::Late(_) => &w.remind_overdue,
        DueState::Near(0) => &w.remind_today,
        DueState::Near(_) | DueState::Open | DueState::Done(_) => &w.remind_due,
    };
    phrase.fill(&[("kind", &what), ("day", &due), ("days", &days.abs())])
}

impl Award {
    /// All of it on one line.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        let (k, w) = (&words.keeping, &words.rounds);
        let head = k.told_award.fill(&[
            ("number", &self.number),
            ("body", &self.body),
            ("issued", &self.issued),
            ("expires", &self.expires),
        ]);
        let milestones = self.milestones.iter().map(|one| {
            let done = one.done.map_or_else(String::new, |day| w.done_on.fill(&[("day", &day)]));
            let (due, kind, note) = (&one.due, one.kind.word(w), &one.note);
            let said = k.told_milestone.fill(&[("due", due), ("kind", kind), ("done", &done), ("note", note)]);
            said.trim_end().to_owned()
        });
        [head].into_iter().chain(self.grade.clone()).chain(milestones).collect::<Vec<_>>().join(" · ")
    }
}
