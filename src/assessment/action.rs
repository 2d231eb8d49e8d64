//! Remediation (整改): what is to be done about a gap, what it gives back, what it takes, by whom and until when.
//!
//! Why it is so:
//! * An action never changes a score: what is scored are verdicts. It says what somebody expects, and the plan adds
//!   that up; once the work is done, the clause is judged again.
//! * A clause may be excluded, and a special deduction removed, while actions on them are open. Those stay, with
//!   nothing to give back, instead of being lost.
//! * Scenarios (情景) are sets of actions that are looked at as if they were done.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;
use num_traits::Signed as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::check::{self, Problem, Subject};
use super::limits::{MAX_ACTIONS, MAX_LEAD_DAYS, MAX_LINE, MAX_QUANTITY, MAX_SCENARIOS, MAX_TEXT};
use super::{Assessment, SpecialDeductionId, Verdict};
use crate::criteria::{Amount, ClauseId, Scheme, parse_amount};

/// The number of an action, from 1; unique within the case. Written as `Z001`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ActionId(pub u32);

impl fmt::Display for ActionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Z{:03}", self.0)
    }
}

impl ActionId {
    /// Reads a number as a person writes it: `Z012`, `z12` or `12`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let digits = text.strip_prefix(['Z', 'z', 'Ｚ']).unwrap_or(text);
        let plain = (1..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| digits.parse().ok()).flatten().filter(|number| *number > 0).map(Self)
    }
}

/// What an action is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gap {
    /// Points that a clause lost.
    Clause(ClauseId),
    /// A special deduction that has to be put right.
    SpecialDeduction(SpecialDeductionId),
}

/// An exact number of points; in files as text, `2` or `9/11`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Gain(pub Amount);

impl Gain {
    /// Whether it is not negative, and has a text that is read as the same: digits enough would be written into a file
    /// that nobody could open again.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        !self.0.is_negative() && parse_amount(&self.0.to_string()).as_ref() == Some(&self.0)
    }
}

impl Serialize for Gain {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Gain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        // One value has one text.
        let amount = parse_amount(&text).filter(|amount| amount.to_string() == text);
        amount.map(Self).ok_or_else(|| serde::de::Error::custom("not a number of points"))
    }
}

/// How far an action is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionState {
    /// 计划.
    #[default]
    Planned,
    /// 进行.
    Doing,
    /// 待验证.
    ToVerify,
    /// 关闭.
    Closed,
}

impl ActionState {
    /// All of them, in order.
    pub const ALL: [Self; 4] = [Self::Planned, Self::Doing, Self::ToVerify, Self::Closed];
}

/// A remediation action (整改措施).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// What it is about.
    pub gap: Gap,
    /// 措施: what is to be done, not empty.
    pub what: String,
    /// 预计得分: points of the clause that it gives back; none for all that the clause lost. Gains of several actions
    /// on one clause add up, at most to what it lost. An action on a special deduction gives back its point.
    pub gain: Option<Gain>,
    /// 工作量, in hundredths of a person-day.
    pub effort: u64,
    /// 费用, in hundredths of a yuan.
    pub cost: u64,
    /// 周期: days from the start until it shows, such as the months of records that an assessor wants to see.
    pub lead_days: u32,
    /// 前置: actions that have to be finished before this one starts.
    #[serde(deserialize_with = "super::bounded::set::<MAX_ACTIONS, _, _>")]
    pub after: BTreeSet<ActionId>,
    /// 负责人.
    pub owner: String,
    /// 部门.
    pub department: String,
    /// 开始: not before this day; none for as soon as possible.
    pub start: Option<NaiveDate>,
    /// 期限.
    pub due: Option<NaiveDate>,
    /// 预期证据: what there will be to show.
    pub evidence: String,
    /// How far it is.
    pub state: ActionState,
    /// 验证人.
    pub verified_by: String,
    /// 验证日期.
    pub verified_on: Option<NaiveDate>,
}

impl Action {
    /// A planned action of which only the gap and the text are known.
    #[must_use]
    pub fn of(gap: Gap, what: String) -> Self {
        Self {
            gap,
            what,
            gain: None,
            effort: 0,
            cost: 0,
            lead_days: 0,
            after: BTreeSet::new(),
            owner: String::new(),
            department: String::new(),
            start: None,
            due: None,
            evidence: String::new(),
            state: ActionState::Planned,
            verified_by: String::new(),
            verified_on: None,
        }
    }

    /// 逾期: its term has passed and it is not closed.
    #[must_use]
    pub fn overdue_on(&self, day: NaiveDate) -> bool {
        self.state != ActionState::Closed && self.due.is_some_and(|due| due < day)
    }

    /// It is closed, and nobody is named who verified it, or no day on which that was.
    #[must_use]
    pub fn unverified(&self) -> bool {
        self.state == ActionState::Closed && (self.verified_by.trim().is_empty() || self.verified_on.is_none())
    }
}

/// A scenario (情景): actions that are looked at as if they were done.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// The actions; those that the case does not have any more give nothing.
    #[serde(deserialize_with = "super::bounded::set::<MAX_ACTIONS, _, _>")]
    pub done: BTreeSet<ActionId>,
}

impl Assessment {
    /// A number for the next action, which none of any round has had.
    #[must_use]
    pub fn next_action_id(&self) -> ActionId {
        let last = |one: &Self| one.actions.last_key_value().map_or(0, |(id, _)| id.0);
        let before = self.rounds.iter().map(|round| last(&round.assessment)).max().unwrap_or(0);
        ActionId(last(self).max(before).saturating_add(1))
    }

    /// The actions on a gap, in order of number.
    pub fn actions_on<'a>(&'a self, gap: &'a Gap) -> impl Iterator<Item = (ActionId, &'a Action)> {
        self.actions.iter().filter(move |(_, action)| action.gap == *gap).map(|(id, action)| (*id, action.as_ref()))
    }
}

/// Whether a new action may be about this gap: the clause is in the scheme and not excluded, the special deduction is
/// in the case. What became so later stays, see the top of the file.
///
/// # Errors
/// Why not.
pub fn may_act(scheme: &Scheme, assessment: &Assessment, gap: &Gap) -> Result<(), Problem> {
    match gap {
        Gap::Clause(clause) => {
            check::known(scheme, clause)?;
            match assessment.verdict(clause) {
                Verdict::Excluded { .. } => Err(Problem::ActionOnExcluded { clause: clause.clone() }),
                _ => Ok(()),
            }
        }
        Gap::SpecialDeduction(id) if assessment.special_deductions.contains_key(id) => Ok(()),
        Gap::SpecialDeduction(id) => Err(Problem::UnknownSpecialDeduction { id: *id }),
    }
}

pub(super) fn set_action(assessment: &mut Assessment, id: ActionId, action: Option<&Action>) -> Result<(), Problem> {
    match action {
        Some(action) => {
            check_action(id, action)?;
            assessment.actions.insert(id, Arc::new(action.clone()));
            check::count(assessment.actions.len(), MAX_ACTIONS, || Subject::Action)
        }
        None => {
            assessment.actions.remove(&id);
            for other in assessment.actions.values_mut().filter(|other| other.after.contains(&id)) {
                Arc::make_mut(other).after.remove(&id);
            }
            Ok(())
        }
    }
}

pub(super) fn set_scenario(
    assessment: &mut Assessment,
    name: &str,
    scenario: Option<&Scenario>,
) -> Result<(), Problem> {
    match scenario {
        Some(scenario) => {
            check_scenario(name)?;
            assessment.scenarios.insert(name.to_owned(), Arc::new(scenario.clone()));
            check::count(assessment.scenarios.len(), MAX_SCENARIOS, || Subject::Scenario)
        }
        None => {
            assessment.scenarios.remove(name);
            Ok(())
        }
    }
}

fn check_scenario(name: &str) -> Result<(), Problem> {
    check::line(name, MAX_LINE, Subject::Scenario)?;
    if name.trim().is_empty() { Err(Problem::ScenarioWithoutName) } else { Ok(()) }
}

fn check_action(id: ActionId, action: &Action) -> Result<(), Problem> {
    check::text(&action.what, MAX_TEXT, || Subject::Action)?;
    check::text(&action.evidence, MAX_TEXT, || Subject::Action)?;
    for text in [&action.owner, &action.department, &action.verified_by] {
        check::line(text, MAX_LINE, Subject::Action)?;
    }
    if action.what.trim().is_empty() {
        return Err(Problem::ActionWithoutText { id });
    }
    let gain = action.gain.as_ref();
    let too_much = gain.is_some_and(|gain| !gain.is_sound())
        || action.effort > MAX_QUANTITY
        || action.cost > MAX_QUANTITY
        || action.lead_days > MAX_LEAD_DAYS;
    if too_much {
        return Err(Problem::ActionQuantity { id });
    }
    match (action.start, action.due) {
        (Some(start), Some(due)) if due < start => Err(Problem::ActionDatesBackwards { id }),
        _ => Ok(()),
    }
}

/// Whether prerequisites are there and none waits for itself.
pub(super) fn check_prerequisites(actions: &BTreeMap<ActionId, Arc<Action>>) -> Result<(), Problem> {
    for (id, action) in actions {
        if let Some(unknown) = action.after.iter().find(|before| !actions.contains_key(before)) {
            return Err(Problem::UnknownPrerequisite { id: *id, before: *unknown });
        }
    }
    match in_circle(actions) {
        Some(id) => Err(Problem::PrerequisitesInCircle { id }),
        None => Ok(()),
    }
}

/// An action that waits for itself: what is left when, again and again, those are taken away that wait for none left.
fn in_circle(actions: &BTreeMap<ActionId, Arc<Action>>) -> Option<ActionId> {
    let mut waits: BTreeMap<ActionId, usize> = actions.iter().map(|(id, action)| (*id, action.after.len())).collect();
    let mut followers: BTreeMap<ActionId, Vec<ActionId>> = BTreeMap::new();
    for (id, action) in actions {
        for before in &action.after {
            followers.entry(*before).or_default().push(*id);
        }
    }
    let mut free: Vec<ActionId> = waits.iter().filter(|(_, count)| **count == 0).map(|(id, _)| *id).collect();
    while let Some(id) = free.pop() {
        waits.remove(&id);
        for follower in followers.remove(&id).unwrap_or_default() {
            if let Some(count) = waits.get_mut(&follower) {
                *count -= 1;
                if *count == 0 {
                    free.push(follower);
                }
            }
        }
    }
    // What only waits for a circle is left too; walking back from anything that is left ends in the circle.
    let mut at = *waits.keys().next()?;
    for _ in 0..waits.len() {
        at = *actions.get(&at)?.after.iter().find(|before| waits.contains_key(before))?;
    }
    Some(at)
}

/// Whether actions and scenarios of a document are in order; every problem goes to `note`.
pub(super) fn check_all(assessment: &Assessment, mut note: impl FnMut(Result<(), Problem>)) {
    for (id, action) in &assessment.actions {
        note(check_action(*id, action));
    }
    note(check_prerequisites(&assessment.actions));
    for name in assessment.scenarios.keys() {
        note(check_scenario(name));
    }
}

/// Another of these names that differs from this one in spaces only, such as “李 强” from “李强”.
///
/// They stay two names: who sees both knows whether they are one person, and a program does not.
#[must_use]
pub fn spaced_otherwise<'n>(name: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let bare = |name: &str| name.chars().filter(|letter| !letter.is_whitespace()).collect::<String>();
    let (name, wanted) = (name.trim(), bare(name));
    names.into_iter().map(str::trim).find(|other| *other != name && !other.is_empty() && bare(other) == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, number) in [("Z012", 12), ("z7", 7), (" 3 ", 3), ("Z1000", 1000)] {
            assert_eq!(ActionId::parse(text), Some(ActionId(number)), "{text}");
        }
        for text in ["", "Z", "Z0", "-1", "1.0", "A1", "Z12 3", "9999999999"] {
            assert_eq!(ActionId::parse(text), None, "{text}");
        }
        assert_eq!(ActionId(7).to_string(), "Z007");
    }

    #[test]
    fn circles_are_found_and_chains_are_not() {
        let action = |after: &[u32]| {
            let mut action = Action::of(Gap::Clause("5.1.1.1".into()), "做".into());
            action.after = after.iter().map(|id| ActionId(*id)).collect();
            Arc::new(action)
        };
        let chain =
            BTreeMap::from([(ActionId(1), action(&[])), (ActionId(2), action(&[1])), (ActionId(3), action(&[1, 2]))]);
        assert_eq!(check_prerequisites(&chain), Ok(()));
        // 4 only waits for the circle of 2 and 3.
        let circle = BTreeMap::from([
            (ActionId(1), action(&[])),
            (ActionId(2), action(&[1, 3])),
            (ActionId(3), action(&[2])),
            (ActionId(4), action(&[3])),
        ]);
        let Err(Problem::PrerequisitesInCircle { id }) = check_prerequisites(&circle) else { panic!("a circle") };
        assert!([2, 3].contains(&id.0), "{id}");
        let itself = BTreeMap::from([(ActionId(1), action(&[1]))]);
        assert_eq!(check_prerequisites(&itself), Err(Problem::PrerequisitesInCircle { id: ActionId(1) }));
        let lacking = BTreeMap::from([(ActionId(1), action(&[9]))]);
        let unknown = Problem::UnknownPrerequisite { id: ActionId(1), before: ActionId(9) };
        assert_eq!(check_prerequisites(&lacking), Err(unknown));
    }
}
