//! Rounds (轮次): an assessment that is finished is frozen as it stood, and the next one begins with its answers 沿用待确认.
//!
//! Why it is so:
//! * A frozen round is a whole assessment with its own text of the scheme, so that whatever can be done with a case (a
//!   score, a comparison, a report) can be done with a round, whatever becomes of the case's scheme later.
//! * What only serves the work in progress is left out of it: records of ledgers, fingerprints, named roots, former
//!   answers and the rounds before. Verdicts that follow from samples are frozen as verdicts, with their sheets.
//! * A verdict of last time is a suggestion: it counts nowhere until somebody says that it still holds. So progress
//!   begins at 0, and no old verdict becomes a new one by itself.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::check::{self, Problem, Subject};
use super::limits::{MAX_LINE, MAX_ROUNDS};
use super::{ActionId, ActionState, Answer, Assessment, Edit, Gap, Verdict, changes};
use crate::criteria::{self, Pinned};

/// An assessment of an earlier time (上一轮), frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Round {
    /// What it is called, not empty.
    pub title: String,
    /// The day on which it was closed.
    pub closed_on: NaiveDate,
    /// The text of the criteria file that it was answered against.
    pub scheme_text: String,
    /// The assessment as it stood, without what the top of the file says.
    pub assessment: Box<Assessment>,
}

impl Round {
    /// The scheme that it was answered against.
    ///
    /// # Errors
    /// Where its text is none; no round in a case that was opened has such a text.
    pub fn pinned(&self) -> Result<Pinned, Problem> {
        criteria::read(&self.scheme_text).map_err(|_| Problem::RoundScheme { title: self.title.clone() })
    }
}

/// What a new round takes along and what it leaves behind, for telling before and after.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewRound {
    /// Verdicts that are 沿用待确认.
    pub carried: usize,
    /// Pieces of evidence that stay.
    pub evidence: usize,
    /// Open actions that stay.
    pub open_actions: usize,
    /// Closed actions that are left in the old round.
    pub closed_actions: usize,
    /// Special deductions that stay, since they are not put right.
    pub special_deductions: usize,
    /// Of those that are left in the old round, as they are put right.
    pub rectified: usize,
    /// Samples that are left in the old round; new ones are to be drawn.
    pub samples: usize,
    /// Whether a bonus is left in the old round.
    pub bonus: bool,
    /// Answers to gates that are left in the old round; days such as the first day of operation stay.
    pub gates: usize,
    /// Whether the period of the assessment is left in the old round.
    pub period: bool,
    /// Scenarios that are left in the old round.
    pub scenarios: usize,
    /// Whether what the certification body found is left in the old round.
    pub visit: bool,
    /// Findings of it that are no actions, and so do not come along.
    pub untaken: usize,
}

impl Assessment {
    /// The number of the round that is worked on, from 1.
    #[must_use]
    pub fn current_round(&self) -> usize {
        self.rounds.len() + 1
    }

    /// What was judged in the round before and is not confirmed yet (沿用待确认); none where there is nothing.
    #[must_use]
    pub fn carried(&self, clause: &criteria::ClauseId) -> Option<&Verdict> {
        self.answer(clause).and_then(|answer| answer.carried.as_ref())
    }
}

/// The edit that closes the round that is worked on and opens the next (开新一轮), and what it does.
///
/// # Errors
/// When the title is empty, too long or that of another round, the day is before the last round's, or the case has as
/// many rounds as it may.
pub fn new_round(
    pinned: &Pinned,
    assessment: &Assessment,
    title: &str,
    day: NaiveDate,
) -> Result<(Edit, NewRound), Problem> {
    let round = Round {
        title: title.trim().to_owned(),
        closed_on: day,
        scheme_text: pinned.text.to_string(),
        assessment: Box::new(frozen(assessment)),
    };
    check_round(&round)?;
    if assessment.rounds.iter().any(|other| other.title == round.title) {
        return Err(Problem::RoundTitleTaken { title: round.title });
    }
    if let Some(last) = assessment.rounds.last().filter(|last| last.closed_on > day) {
        return Err(Problem::RoundBackwards { day, last: last.closed_on });
    }
    check::count(assessment.rounds.len() + 1, MAX_ROUNDS, || Subject::Round)?;
    let (mut next, told) = opened(assessment);
    next.rounds.push(Arc::new(round));
    let edits = changes(assessment, &next).iter().map(super::Change::edit).collect();
    Ok((Edit::Many(edits), told))
}

/// What is kept of an assessment when its round is closed.
fn frozen(assessment: &Assessment) -> Assessment {
    let mut out = Assessment {
        roots: BTreeMap::new(),
        fingerprints: BTreeMap::new(),
        ledgers: BTreeMap::new(),
        former: BTreeMap::new(),
        rounds: Vec::new(),
        award: None,
        ..assessment.clone()
    };
    // What somebody had not confirmed by then is no verdict of that round either.
    for answer in out.answers.values_mut().filter(|answer| answer.carried.is_some()) {
        Arc::make_mut(answer).carried = None;
    }
    out.answers.retain(|_, answer| **answer != Answer::default());
    out
}

/// The assessment that the next round begins with.
fn opened(assessment: &Assessment) -> (Assessment, NewRound) {
    let mut next = assessment.clone();
    let mut told = NewRound { evidence: next.evidence.len(), samples: next.samples.len(), ..NewRound::default() };
    next.samples.clear();
    told.scenarios = std::mem::take(&mut next.scenarios).len();
    let visit = next.visit.take();
    told.visit = visit.is_some();
    told.untaken = visit.map_or(0, |visit| visit.untaken(assessment));
    told.period = next.period.take().is_some();
    told.bonus = next.bonus.take().is_some();
    for answer in next.answers.values_mut() {
        let answer = Arc::make_mut(answer);
        let verdict = std::mem::take(&mut answer.verdict);
        if verdict != Verdict::Unrated {
            answer.carried = Some(verdict);
        }
        answer.recheck = false;
        told.carried += usize::from(answer.carried.is_some());
    }
    let actions = next.actions.len();
    next.actions.retain(|_, action| action.state != ActionState::Closed);
    told.open_actions = next.actions.len();
    told.closed_actions = actions - next.actions.len();
    let open: BTreeSet<ActionId> = next.actions.keys().copied().collect();
    for action in next.actions.values_mut().filter(|action| !action.after.is_subset(&open)) {
        Arc::make_mut(action).after.retain(|before| open.contains(before));
    }
    let deductions = next.special_deductions.len();
    // A deduction on which somebody still has something to do stays, with its number, whatever was ticked.
    let acted: BTreeSet<_> = next.actions.values().map(|action| action.gap.clone()).collect();
    next.special_deductions.retain(|id, one| !one.rectified || acted.contains(&Gap::SpecialDeduction(*id)));
    told.special_deductions = next.special_deductions.len();
    told.rectified = deductions - next.special_deductions.len();
    let gates = next.gates.len();
    next.gates.retain(|_, answer| answer.day.is_some());
    told.gates = gates - next.gates.len();
    for answer in next.gates.values_mut().filter(|answer| answer.passes.is_some()) {
        Arc::make_mut(answer).passes = None;
    }
    (next, told)
}

/// Takes a round in, or the last one out, which is how the step that closed it is taken back.
pub(super) fn set_round(assessment: &mut Assessment, number: usize, round: Option<&Round>) -> Result<(), Problem> {
    let last = assessment.rounds.len();
    match round {
        Some(round) if number == last + 1 => {
            check_round(round)?;
            check::count(number, MAX_ROUNDS, || Subject::Round)?;
            assessment.rounds.push(Arc::new(round.clone()));
            Ok(())
        }
        None if number == last && number > 0 => {
            assessment.rounds.pop();
            Ok(())
        }
        _ => Err(Problem::RoundFrozen { number }),
    }
}

/// Whether a round is in order: an assessment that fits its own scheme, and holds no rounds itself.
fn check_round(round: &Round) -> Result<(), Problem> {
    check::line(&round.title, MAX_LINE, Subject::Round)?;
    if round.title.trim().is_empty() {
        return Err(Problem::RoundWithoutTitle);
    }
    if !round.assessment.rounds.is_empty() {
        return Err(Problem::RoundScheme { title: round.title.clone() });
    }
    let pinned = round.pinned()?;
    match check::check(&pinned.scheme, &round.assessment).into_iter().next() {
        Some(problem) => Err(problem),
        None => Ok(()),
    }
}

/// Whether the rounds of a document are in order; every problem goes to `note`.
pub(super) fn check_all(assessment: &Assessment, mut note: impl FnMut(Result<(), Problem>)) {
    note(check::count(assessment.rounds.len(), MAX_ROUNDS, || Subject::Round));
    assessment.rounds.iter().for_each(|round| note(check_round(round)));
}
