//! The plan: of all actions of a case the best set that reaches a target, scored by the ordinary engine.
//!
//! Why it is so:
//! * What has to be regained for a target follows from the scheme's own arithmetic run backwards, step by step, for every
//!   number of special deductions that are put right; exclusions and the order of the steps take part by themselves.
//! * Closed actions are no longer a choice: their work is done, and what it was worth is for the verdict to say.
//! * A day comes in as a value. An action that is planned cannot start before it; lead times run in calendar days, one
//!   after the other along prerequisites. Nobody's working hours are scheduled: that is said where the plan is shown.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, NaiveDate};
use num_traits::{Signed as _, Zero as _};

use super::choose::{self, Choice, Conflict, Limits, Minimise, Pin, Step, StepGain, Task};
use crate::assessment::{Action, ActionId, ActionState, Assessment, Gap, SpecialDeductionId};
use crate::criteria::{Amount, ArithmeticStep, ClauseId, Grade, RectifiedDeductions, Scheme, whole};
use crate::scoring::{GradeReason, Relief, ScoreCard, score, score_as_if};

/// What a plan has to reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A grade, with so many points above its threshold to spare.
    Grade {
        /// Its stable name.
        id: String,
        /// 安全余量, at least 0.
        margin: Amount,
    },
    /// So many points of the score.
    Score(Amount),
}

impl Target {
    /// The points to spare above a grade's threshold where nothing else is said.
    #[must_use]
    pub fn usual_margin() -> Amount {
        whole(1)
    }

    /// The score that it asks for; none where the scheme has no such grade.
    #[must_use]
    pub fn score(&self, scheme: &Scheme) -> Option<Amount> {
        match self {
            Self::Grade { id, margin } => {
                let is = |grade: &&Grade| grade.id == *id;
                Some(&scheme.rules.grades.iter().find(is)?.from + margin)
            }
            Self::Score(points) => Some(points.clone()),
        }
    }
}

/// A question to the planner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanAsk {
    /// What to reach.
    pub target: Target,
    /// What counts first.
    pub minimise: Minimise,
    /// Today: nothing planned starts earlier.
    pub today: NaiveDate,
    /// Every action is finished by this day.
    pub by: Option<NaiveDate>,
    /// Most effort, in hundredths of a person-day.
    pub most_effort: Option<u64>,
    /// Most cost, in hundredths of a yuan.
    pub most_cost: Option<u64>,
    /// Actions that a person rules in or out.
    pub pins: BTreeMap<ActionId, Pin>,
}

/// A set of actions and what it comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The actions.
    pub actions: BTreeSet<ActionId>,
    /// The case as if they were done, by the ordinary engine.
    pub card: ScoreCard,
    /// Whether the target is reached.
    pub reached: bool,
    /// Whether it is proven that nothing is better; where the target is not reached, that nothing comes nearer.
    pub proven: bool,
    /// Hundredths of a person-day.
    pub effort: u128,
    /// Hundredths of a yuan.
    pub cost: u128,
    /// When the last action is finished; none where nothing is to be done.
    pub finish: Option<NaiveDate>,
    /// Where the grade that was asked for is reached and only its margin is missed: the largest margin, cut to the
    /// decimals of shown figures, with which this very plan reaches the target.
    pub smaller_margin: Option<Amount>,
}

impl Plan {
    /// Whether there is something to apply with once it is done: the target is reached, and every clause is judged.
    #[must_use]
    pub fn can_apply(&self) -> bool {
        self.reached && self.card.unrated == 0
    }
}

/// Why there is no plan at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanRefused {
    /// The scheme has no such grade; those that it has.
    UnknownGrade {
        /// What was asked.
        id: String,
        /// Its grades.
        known: Vec<String>,
    },
    /// The margin, or the points, are below 0 or above what a score can be.
    ImpossibleTarget {
        /// The score that it would take.
        score: Box<Amount>,
        /// The highest that there is.
        most: Box<Amount>,
    },
    /// Nothing is applicable: there is no score.
    NothingApplicable,
    /// The day by which all is to be finished has passed.
    ByHasPassed {
        /// That day.
        by: NaiveDate,
    },
    /// What a person ruled in cannot be.
    Pinned(PinConflict),
}

/// Why what a person ruled in cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinConflict {
    /// It needs what was ruled out.
    Ruled {
        /// What is in.
        action: ActionId,
        /// What it needs, which is out.
        needs: ActionId,
    },
    /// It, or what is in, needs it, and it cannot be finished by the day.
    Late {
        /// Which.
        action: ActionId,
        /// When it is finished at the earliest.
        finish: NaiveDate,
    },
    /// Together they take more effort than there may be.
    Effort,
    /// Together they cost more than there may be.
    Cost,
}

/// The day on which each action that is not closed is finished at the earliest.
///
/// A planned action starts today or on its own day, whichever is later, and not before all its prerequisites are
/// finished; one that is under way started on its day. Nothing is finished before today.
#[must_use]
pub fn earliest_finishes(assessment: &Assessment, today: NaiveDate) -> BTreeMap<ActionId, NaiveDate> {
    earliest_times(assessment, today).into_iter().map(|(id, (_, finish))| (id, finish)).collect()
}

/// The first and the last day of each action that is not closed, at the earliest; see [`earliest_finishes`].
#[must_use]
pub fn earliest_times(assessment: &Assessment, today: NaiveDate) -> BTreeMap<ActionId, (NaiveDate, NaiveDate)> {
    let open = || assessment.actions.iter().filter(|(_, action)| action.state != ActionState::Closed);
    // How many open prerequisites each has that are not settled yet, the last of their days, and what waits for it.
    let mut waits: BTreeMap<ActionId, (usize, Option<NaiveDate>)> = BTreeMap::new();
    let mut followers: BTreeMap<ActionId, Vec<ActionId>> = BTreeMap::new();
    for (id, action) in open() {
        let before: Vec<ActionId> = action.after.iter().copied().filter(|id| is_open(assessment, *id)).collect();
        before.iter().for_each(|before| followers.entry(*before).or_default().push(*id));
        waits.insert(*id, (before.len(), None));
    }
    let mut ready: Vec<ActionId> = waits.iter().filter(|(_, (count, _))| *count == 0).map(|(id, _)| *id).collect();
    let mut out: BTreeMap<ActionId, (NaiveDate, NaiveDate)> = BTreeMap::new();
    // Each is looked at once, when all that it waits for is settled; what runs in a circle, which no edit lets in, never.
    while let Some(id) = ready.pop() {
        let Some(action) = assessment.actions.get(&id) else { continue };
        let own = times(action, waits.get(&id).and_then(|(_, last)| *last), today);
        out.insert(id, own);
        for follower in followers.remove(&id).unwrap_or_default() {
            let Some((count, last)) = waits.get_mut(&follower) else { continue };
            *last = (*last).max(Some(own.1));
            *count -= 1;
            if *count == 0 {
                ready.push(follower);
            }
        }
    }
    out
}

pub(super) fn is_open(assessment: &Assessment, id: ActionId) -> bool {
    assessment.actions.get(&id).is_some_and(|action| action.state != ActionState::Closed)
}

fn times(action: &Action, ready: Option<NaiveDate>, today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let begun = matches!(action.state, ActionState::Doing | ActionState::ToVerify);
    let own = match action.start {
        Some(start) if begun => start,
        Some(start) => start.max(today),
        None => today,
    };
    let start = ready.map_or(own, |ready| own.max(ready));
    let end = start.checked_add_days(chrono::Days::new(action.lead_days.into())).unwrap_or(NaiveDate::MAX);
    (start, end.max(today))
}

/// The best plans, best first; more than one only where the target is reached. `limits` bound the search.
///
/// # Errors
/// Why there is none.
pub fn plans(
    scheme: &Scheme,
    assessment: &Assessment,
    ask: &PlanAsk,
    count: usize,
    limits: Limits<'_>,
) -> Result<Vec<Plan>, PlanRefused> {
    let card = score(scheme, assessment);
    let board = Board::new(scheme, assessment, &card, ask)?;
    let choices = choose::best(&board.task, count.max(1), limits).map_err(|conflict| board.refused(conflict))?;
    Ok(choices.into_iter().map(|choice| board.plan(scheme, assessment, &ask.target, choice)).collect())
}

/// See [`Plan::smaller_margin`].
fn smaller_margin(scheme: &Scheme, card: &ScoreCard, target: &Target) -> Option<Amount> {
    let Target::Grade { id, .. } = target else { return None };
    let outcome = card.outcome.as_ref().filter(|outcome| outcome.grade.reason == GradeReason::Threshold)?;
    let grade = scheme.rules.grades.iter().find(|grade| grade.id == *id)?;
    let left = &outcome.score - &grade.from;
    if left.is_negative() {
        return None;
    }
    let unit = Amount::new(1.into(), num_bigint::BigInt::from(10).pow(card.decimals));
    Some((left / &unit).floor() * unit)
}

/// A task, and which action and special deduction each index stands for.
struct Board {
    task: Task,
    ids: Vec<ActionId>,
    before: ScoreCard,
}

impl Board {
    fn new(scheme: &Scheme, assessment: &Assessment, card: &ScoreCard, ask: &PlanAsk) -> Result<Self, PlanRefused> {
        let target = asked(scheme, &ask.target)?;
        if let Some(by) = ask.by.filter(|by| *by < ask.today) {
            return Err(PlanRefused::ByHasPassed { by });
        }
        let open: Vec<SpecialDeductionId> = open_deductions(scheme, assessment);
        let most = u32::try_from(open.len()).unwrap_or(u32::MAX);
        let need: Vec<Option<Amount>> = (0..=most).map(|righted| need(scheme, card, &target, righted)).collect();
        if card.outcome.is_none() {
            return Err(PlanRefused::NothingApplicable);
        }
        let finishes = earliest_finishes(assessment, ask.today);
        let ids: Vec<ActionId> = finishes.keys().copied().collect();
        let at: BTreeMap<ActionId, usize> = ids.iter().enumerate().map(|(at, id)| (*id, at)).collect();
        let clauses: BTreeMap<&ClauseId, usize> =
            card.clauses.iter().enumerate().map(|(at, line)| (&line.id, at)).collect();
        let mut lost: Vec<Amount> = card.clauses.iter().map(|line| line.line.lost_by_verdict()).collect();
        let nowhere = lost.len();
        lost.push(Amount::zero()); // for what gives nothing: its clause or deduction is gone, or counts no more
        let step = |id: &ActionId, finish: &NaiveDate| {
            let action = assessment.actions.get(id)?;
            let nothing = StepGain::Clause { clause: nowhere, points: Amount::zero() };
            let gain = match &action.gap {
                Gap::Clause(clause) => clauses.get(clause).map_or(nothing, |clause| {
                    let points = action.gain.as_ref().map_or_else(|| lost[*clause].clone(), |gain| gain.0.clone());
                    StepGain::Clause { clause: *clause, points }
                }),
                Gap::SpecialDeduction(id) => {
                    open.iter().position(|open| open == id).map_or(nothing, StepGain::Deduction)
                }
            };
            Some(Step {
                gain,
                effort: action.effort,
                cost: action.cost,
                finish: i64::from(finish.num_days_from_ce()),
                after: action.after.iter().filter_map(|before| at.get(before).copied()).collect(),
                pin: ask.pins.get(id).copied().unwrap_or_default(),
            })
        };
        let steps = finishes.iter().filter_map(|(id, finish)| step(id, finish)).collect();
        let by = ask.by.map(|by| i64::from(by.num_days_from_ce()));
        let PlanAsk { minimise, most_effort, most_cost, .. } = *ask;
        let task = Task { steps, lost, need, minimise, by, most_effort, most_cost };
        Ok(Self { task, ids, before: card.clone() })
    }

    fn plan(&self, scheme: &Scheme, assessment: &Assessment, target: &Target, choice: Choice) -> Plan {
        let as_if = |steps: &BTreeSet<usize>| {
            let actions: BTreeSet<ActionId> = steps.iter().filter_map(|at| self.ids.get(*at)).copied().collect();
            let card = score_as_if(scheme, assessment, &Relief::of(assessment, &self.before, &actions));
            (actions, card)
        };
        let Choice { steps, reached, proven, .. } = choice;
        let mut steps = steps;
        if !reached {
            // Far below the target the score stands at its lower limit whatever is done. What brings nobody nearer is no
            // plan: then only what a person rules in is left.
            let ruled = self.ruled_in();
            if away(scheme, &as_if(&ruled).1) == away(scheme, &as_if(&steps).1) {
                steps = ruled;
            }
        }
        let (actions, card) = as_if(&steps);
        let Choice { effort, cost, finish, .. } = self.task.weigh(steps);
        let smaller_margin = if reached { None } else { smaller_margin(scheme, &card, target) };
        Plan { actions, card, reached, proven, effort, cost, finish: finish.and_then(date), smaller_margin }
    }

    /// The steps that a person rules in, and what they need.
    fn ruled_in(&self) -> BTreeSet<usize> {
        let steps = &self.task.steps;
        let mut waiting: Vec<usize> = (0..steps.len()).filter(|at| steps[*at].pin == Pin::In).collect();
        let mut out = BTreeSet::new();
        while let Some(at) = waiting.pop() {
            if out.insert(at) {
                waiting.extend(&steps[at].after);
            }
        }
        out
    }

    fn refused(&self, conflict: Conflict) -> PlanRefused {
        let id = |step: usize| self.ids.get(step).copied().unwrap_or(ActionId(0));
        PlanRefused::Pinned(match conflict {
            Conflict::Ruled { step, needs } => PinConflict::Ruled { action: id(step), needs: id(needs) },
            // Circles and unknown steps do not get past `apply`.
            Conflict::Late { step } | Conflict::Circle { step } | Conflict::Unknown { step } => {
                let finish = self.task.steps.get(step).and_then(|step| date(step.finish)).unwrap_or(NaiveDate::MAX);
                PinConflict::Late { action: id(step), finish }
            }
            Conflict::Effort => PinConflict::Effort,
            Conflict::Cost => PinConflict::Cost,
        })
    }
}

fn date(number: i64) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(number).ok()?)
}

/// What tells plans that miss a target apart: special deductions above the gate, and the score.
fn away(scheme: &Scheme, card: &ScoreCard) -> (u32, Option<Amount>) {
    let gate = scheme.rules.special_deductions.fail_from.saturating_sub(1);
    (card.special_deductions.saturating_sub(gate), card.outcome.as_ref().map(|outcome| outcome.score.clone()))
}

fn asked(scheme: &Scheme, target: &Target) -> Result<Amount, PlanRefused> {
    let known = || scheme.rules.grades.iter().map(|grade| grade.id.clone()).collect();
    let score = target.score(scheme).ok_or_else(|| PlanRefused::UnknownGrade {
        id: if let Target::Grade { id, .. } = target { id.clone() } else { String::new() },
        known: known(),
    })?;
    let most = scheme.rules.cap.1.clone();
    let negative = matches!(target, Target::Grade { margin, .. } if margin.is_negative()) || score.is_negative();
    if negative || score > most {
        return Err(PlanRefused::ImpossibleTarget { score: Box::new(score), most: Box::new(most) });
    }
    Ok(score)
}

/// The special deductions that count.
fn open_deductions(scheme: &Scheme, assessment: &Assessment) -> Vec<SpecialDeductionId> {
    match scheme.rules.rectified {
        RectifiedDeductions::NotCounted => assessment
            .special_deductions
            .iter()
            .filter(|(_, deduction)| !deduction.rectified)
            .map(|(id, _)| *id)
            .collect(),
        RectifiedDeductions::Counted => Vec::new(), // putting them right gives nothing back
    }
}

/// The points of clauses that have to be regained for a score, when so many special deductions are put right; none where
/// no number of points is enough. The scheme's arithmetic, backwards.
fn need(scheme: &Scheme, card: &ScoreCard, target: &Amount, righted: u32) -> Option<Amount> {
    let rules = &scheme.rules;
    let left = card.special_deductions.saturating_sub(righted);
    if left >= rules.special_deductions.fail_from {
        return None;
    }
    let mut wanted = target.clone();
    for step in rules.order.iter().rev() {
        match step {
            ArithmeticStep::Normalise => wanted = wanted * card.whole.applicable() / &scheme.out_of,
            ArithmeticStep::SpecialDeductions => wanted += &rules.special_deductions.points_each * whole(left),
            ArithmeticStep::Bonus if card.bonus => wanted -= &rules.bonus.points,
            ArithmeticStep::Bonus => {}
            ArithmeticStep::Cap if wanted > rules.cap.1 => return None,
            // At or below the lowest score every number of points is enough.
            ArithmeticStep::Cap if wanted <= rules.cap.0 => return Some(Amount::zero()),
            ArithmeticStep::Cap => {}
        }
    }
    let need = wanted - &card.whole.earned;
    Some(if need.is_negative() { Amount::zero() } else { need })
}
