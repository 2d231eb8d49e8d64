//! The timeline of a set of actions: when each runs, which ones the end hangs on, and from when on one can apply.
//!
//! Why it is so:
//! * Bars are the very days that the planner reckons with. What a chosen action waits for is in the picture too, since
//!   it has to be done as well.
//! * The chain is found by slack: an action has none where a day later would move the end. One chain through them is
//!   named; several may run side by side.
//! * That records are there for so many months is only known from a ledger, and a ledger may be an excerpt. So a period
//!   that is not full on the day of application is told, and does not move that day.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Months, NaiveDate};

use super::calendar::{Earliest, earliest_application};
use super::gains::with_prerequisites;
use super::plan::earliest_times;
use crate::assessment::{ActionId, Assessment};
use crate::criteria::{GateForm, GateId, LedgerKind, gates, ledger_kinds};

/// A bar of the timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeBar {
    /// Which action.
    pub action: ActionId,
    /// Its first day.
    pub start: NaiveDate,
    /// The day on which it is finished.
    pub finish: NaiveDate,
    /// By so many days it may end later without moving the end; it is critical where there are none.
    pub slack: i64,
    /// 期限.
    pub due: Option<NaiveDate>,
    /// Whether it was not asked for and is only needed by another.
    pub needed: bool,
}

impl TimeBar {
    /// Whether the end hangs on it.
    #[must_use]
    pub fn critical(&self) -> bool {
        self.slack == 0
    }

    /// Whether it ends after its term.
    #[must_use]
    pub fn late(&self) -> bool {
        self.due.is_some_and(|due| due < self.finish)
    }
}

/// What the day of application waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Awaited {
    /// Nothing: it is today.
    Nothing,
    /// The last action.
    Actions,
    /// The months of operation.
    Operation,
}

/// Records of a ledger that do not cover the months that a gate asks for on the day of application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordPeriod {
    /// Which gate.
    pub gate: GateId,
    /// The first record of the ledger.
    pub first: NaiveDate,
    /// When so many months are full.
    pub full: NaiveDate,
}

/// The timeline of a set of actions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// Today.
    pub today: NaiveDate,
    /// The actions and what they wait for, by first day, last day and number.
    pub bars: Vec<TimeBar>,
    /// When the last one is finished; none where there is none.
    pub finish: Option<NaiveDate>,
    /// A chain of critical actions, each waiting for the one before it, the last of them ending last.
    pub chain: Vec<ActionId>,
    /// Whether one can apply when these actions are done; what is said of applying counts only then.
    pub applies: bool,
    /// 最早可申请日.
    pub earliest: Earliest,
    /// What that day waits for.
    pub awaited: Awaited,
    /// Ledgers whose records are too short on that day.
    pub records: Vec<RecordPeriod>,
}

/// The timeline of these actions; closed ones and those that the case does not have are left out.
#[must_use]
pub fn timeline(assessment: &Assessment, today: NaiveDate, chosen: &BTreeSet<ActionId>) -> Timeline {
    let times = earliest_times(assessment, today);
    let all = with_prerequisites(assessment, chosen.iter().copied());
    let finish = all.iter().filter_map(|id| times.get(id)).map(|(_, finish)| *finish).max();
    let latest = latest_finishes(assessment, &times, &all, finish.unwrap_or(today));
    let mut bars: Vec<TimeBar> = all
        .iter()
        .filter_map(|id| {
            let (start, finish) = *times.get(id)?;
            let slack = latest.get(id).map_or(0, |latest| (*latest - finish).num_days());
            let due = assessment.actions.get(id)?.due;
            Some(TimeBar { action: *id, start, finish, slack, due, needed: !chosen.contains(id) })
        })
        .collect();
    bars.sort_by_key(|bar| (bar.start, bar.finish, bar.action));
    let earliest = earliest_application(assessment, today, finish);
    let awaited = match earliest.day {
        day if day <= today => Awaited::Nothing,
        day if finish == Some(day) => Awaited::Actions,
        _ => Awaited::Operation,
    };
    let records = short_records(assessment, today, earliest.day);
    Timeline { today, chain: chain(assessment, &bars), bars, finish, applies: true, earliest, awaited, records }
}

impl Timeline {
    /// The same, unless there is nothing to apply with; see [`Plan::can_apply`](super::Plan::can_apply).
    #[must_use]
    pub fn unless(self, can_apply: bool) -> Self {
        Self { applies: can_apply, ..self }
    }
}

/// The day on which each may be finished at the latest without moving the end.
fn latest_finishes(
    assessment: &Assessment,
    times: &BTreeMap<ActionId, (NaiveDate, NaiveDate)>,
    all: &BTreeSet<ActionId>,
    end: NaiveDate,
) -> BTreeMap<ActionId, NaiveDate> {
    let needed = |id: &ActionId| {
        let after = assessment.actions.get(id).into_iter().flat_map(|action| &action.after);
        after.filter(|id| all.contains(id))
    };
    let mut out: BTreeMap<ActionId, NaiveDate> = all.iter().map(|id| (*id, end)).collect();
    // How many wait for each; what nobody waits for is settled first, and never anything waits in a circle.
    let mut followers: BTreeMap<ActionId, usize> = BTreeMap::new();
    all.iter().flat_map(needed).for_each(|id| *followers.entry(*id).or_default() += 1);
    let mut free: Vec<ActionId> = all.iter().filter(|id| !followers.contains_key(id)).copied().collect();
    while let Some(id) = free.pop() {
        let (Some(own), Some((start, finish))) = (out.get(&id).copied(), times.get(&id)) else { continue };
        let begin = own - (*finish - *start);
        for before in needed(&id) {
            out.entry(*before).and_modify(|latest| *latest = (*latest).min(begin));
            let left = followers.entry(*before).or_default();
            *left = left.saturating_sub(1);
            if *left == 0 {
                free.push(*before);
            }
        }
    }
    out
}

/// From the action that ends last back to what its start waited for.
fn chain(assessment: &Assessment, bars: &[TimeBar]) -> Vec<ActionId> {
    let by_id: BTreeMap<ActionId, &TimeBar> = bars.iter().map(|bar| (bar.action, bar)).collect();
    let last = bars.iter().max_by_key(|bar| (bar.finish, std::cmp::Reverse(bar.action)));
    let mut out: Vec<ActionId> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut at = last;
    while let Some(bar) = at.filter(|bar| seen.insert(bar.action)) {
        out.push(bar.action);
        let needed = assessment.actions.get(&bar.action).into_iter().flat_map(|action| &action.after);
        let holds = |other: &&&TimeBar| other.finish == bar.start && other.critical();
        at = needed.filter_map(|id| by_id.get(id)).find(holds).copied();
    }
    out.reverse();
    out
}

/// The ledgers that are in the case, that have too few records of the last months for a gate, and whose records, from the
/// first on, do not go over so many months by a day.
fn short_records(assessment: &Assessment, today: NaiveDate, by: NaiveDate) -> Vec<RecordPeriod> {
    let period = |gate: &crate::criteria::Gate| {
        let GateForm::Records { ledger, gate: name } = &gate.form else { return None };
        let kind: &LedgerKind = ledger_kinds().iter().find(|kind| kind.id == *ledger)?;
        let asked = kind.gates.iter().find(|one| one.id == *name)?;
        let months = asked.months?;
        let ledger = assessment.ledgers.get(ledger)?;
        let dated = ledger.about.index(kind.dated_by.as_deref()?)?;
        let days = || ledger.records.values().filter_map(|record| record.cell(dated).day());
        let since = today.checked_sub_months(Months::new(months))?;
        if days().filter(|day| *day > since && *day <= today).count() >= asked.least as usize {
            return None; // there are enough, however few months they fill
        }
        let first = days().min()?;
        let full = first.checked_add_months(Months::new(months))?;
        (full > by).then(|| RecordPeriod { gate: gate.id.clone(), first, full })
    };
    gates().gates.iter().filter_map(period).collect()
}
