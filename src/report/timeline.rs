//! The timeline of a plan as a picture and in words; for the window and for the report alike.

use std::fmt::Display;

use chrono::{Datelike as _, Days, Months, NaiveDate};

use super::outline::{Gantt, GanttKind, GanttMark, GanttRow};
use crate::assessment::{ActionId, Assessment};
use crate::criteria::{TimeUnit, UsualTime, gates, process};
use crate::lang::Words;
use crate::planning::{Awaited, Timeline};

/// What began longer ago than this begins at the left edge.
const MOST_BEFORE: u64 = 60;
/// Terms are shown so far beyond the last bar; later ones stand in the register.
const MOST_AFTER: u64 = 31;

/// The picture of a timeline.
#[must_use]
pub fn gantt(timeline: &Timeline, assessment: &Assessment, words: &Words) -> Gantt {
    let w = &words.plan_view;
    let mut rows: Vec<GanttRow> = timeline
        .bars
        .iter()
        .map(|bar| {
            let what = assessment.actions.get(&bar.action).map_or("", |action| action.what.as_str());
            let mut notes = Vec::new();
            if bar.critical() {
                notes.push(w.bar_critical.to_string());
            } else {
                notes.push(w.bar_slack.fill(&[("n", &bar.slack)]));
            }
            if bar.needed {
                notes.push(w.bar_needed.to_string());
            }
            if let Some(due) = bar.due.filter(|_| bar.late()) {
                notes.push(w.bar_late.fill(&[("due", &due)]));
            }
            GanttRow {
                label: format!("{} {}", bar.action, what.replace('\n', " ")),
                from: bar.start,
                sure: bar.finish,
                to: bar.finish,
                kind: if bar.critical() { GanttKind::Critical } else { GanttKind::Plain },
                due: bar.due,
                note: notes.join(&words.common.list_separator),
            }
        })
        .collect();
    let one = |label: String, from, sure, to, kind, note| GanttRow { label, from, sure, to, kind, due: None, note };
    let applied = timeline.earliest.day;
    let full = timeline.earliest.operation.filter(|full| timeline.applies && *full > timeline.today);
    if let Some(full) = full {
        rows.push(one(w.row_operation.to_string(), timeline.today, full, full, GanttKind::Waiting, String::new()));
    }
    for period in timeline.records.iter().filter(|_| timeline.applies) {
        let title = gates().gate(&period.gate).map_or("", |gate| gate.title.as_str());
        let label = w.row_records.fill(&[("gate", &title)]);
        rows.push(one(label, period.first, period.full, period.full, GanttKind::Waiting, String::new()));
    }
    if let Some((first, last)) = process().over(applied).filter(|_| timeline.applies) {
        rows.push(one(w.row_body.to_string(), applied, first, last, GanttKind::Body, w.row_body_note.to_string()));
    }
    let today = timeline.today;
    let earliest_from = today.checked_sub_days(Days::new(MOST_BEFORE)).unwrap_or(today);
    let begin = rows.iter().map(|row| row.from).min().unwrap_or(today).clamp(earliest_from, today);
    let applied = timeline.applies.then_some(applied);
    let last = rows.iter().map(|row| row.to).chain(applied).max().unwrap_or(today);
    let room = last.checked_add_days(Days::new(MOST_AFTER)).unwrap_or(last);
    let dues = timeline.bars.iter().filter_map(|bar| bar.due).filter(|due| *due <= room).max();
    let end = dues.map_or(last, |due| due.max(last));
    // Room for the note beside the last bar.
    let beside = u64::try_from((end - begin).num_days() / 4).unwrap_or(0).max(7);
    let end = end.checked_add_days(Days::new(beside)).unwrap_or(end);
    let mut marks = vec![GanttMark { day: today, label: w.mark_today.to_string() }];
    marks.extend(applied.map(|day| GanttMark { day, label: w.mark_application.to_string() }));
    Gantt { from: begin.with_day(1).unwrap_or(begin), to: end, rows, marks, due: w.mark_due.to_string() }
}

/// What the timeline means, a sentence each: the chain, the day of application and what it waits for, what is not known.
#[must_use]
pub fn say_timeline(timeline: &Timeline, words: &Words) -> Vec<String> {
    let w = &words.plan_view;
    let mut out = Vec::new();
    if let (Some(finish), true) = (timeline.finish, timeline.chain.len() > 1) {
        let chain: Vec<String> = timeline.chain.iter().map(ToString::to_string).collect();
        out.push(w.chain.fill(&[("chain", &chain.join(" → ")), ("finish", &finish)]));
    } else if let (Some(finish), Some(last)) = (timeline.finish, timeline.chain.last()) {
        out.push(w.chain_one.fill(&[("id", last), ("finish", &finish)]));
    }
    let beside = timeline.bars.iter().filter(|bar| bar.critical() && !timeline.chain.contains(&bar.action));
    let beside = ids(beside.map(|bar| bar.action), words);
    if !beside.is_empty() {
        out.push(w.chain_beside.fill(&[("ids", &beside)]));
    }
    let needed = ids(timeline.bars.iter().filter(|bar| bar.needed).map(|bar| bar.action), words);
    if !needed.is_empty() {
        out.push(w.needed.fill(&[("ids", &needed)]));
    }
    let late = ids(timeline.bars.iter().filter(|bar| bar.late()).map(|bar| bar.action), words);
    if !late.is_empty() {
        out.push(w.late.fill(&[("ids", &late)]));
    }
    if !timeline.applies {
        out.push(w.apply_not.to_string());
        return out;
    }
    let day = timeline.earliest.day;
    out.push(match timeline.awaited {
        Awaited::Nothing => w.apply_now.fill(&[("day", &day)]),
        Awaited::Actions => w.apply_after_actions.fill(&[("day", &day)]),
        Awaited::Operation => w.apply_after_operation.fill(&[("day", &day)]),
    });
    if timeline.earliest.operation.is_none() {
        out.push(words.planning.plan_operation_unknown.to_string());
    }
    for period in &timeline.records {
        let title = gates().gate(&period.gate).map_or("", |gate| gate.title.as_str());
        let places: [(&str, &dyn Display); 3] = [("gate", &title), ("first", &period.first), ("full", &period.full)];
        out.push(w.records_short.fill(&places));
    }
    if let Some((first, last)) = process().over(day) {
        out.push(w.body_span.fill(&[("first", &first), ("last", &last)]));
    }
    out
}

/// Numbers of actions as one list.
pub fn ids(all: impl IntoIterator<Item = ActionId>, words: &Words) -> String {
    let all: Vec<String> = all.into_iter().map(|id| id.to_string()).collect();
    all.join(&words.common.list_separator)
}

/// Most numbers that a sentence about blanks names.
const NAMED: usize = 12;

/// Which of these actions have no effort, cost or lead time written down; a sentence for each of the three.
#[must_use]
pub fn say_blanks(assessment: &Assessment, all: &[ActionId], words: &Words) -> Vec<String> {
    let w = &words.plan_view;
    let blank = |is: &dyn Fn(&crate::assessment::Action) -> bool| -> Vec<ActionId> {
        let is = |id: &&ActionId| assessment.actions.get(id).is_some_and(|action| is(action));
        all.iter().filter(is).copied().collect()
    };
    let kinds = [
        (blank(&|action| action.effort == 0), &w.blank_effort),
        (blank(&|action| action.cost == 0), &w.blank_cost),
        (blank(&|action| action.lead_days == 0), &w.blank_lead),
    ];
    let said = kinds.into_iter().filter(|(found, _)| !found.is_empty()).map(|(found, phrase)| {
        let mut named = ids(found.iter().take(NAMED).copied(), words);
        if found.len() > NAMED {
            named.push('…');
        }
        phrase.fill(&[("n", &found.len()), ("ids", &named)])
    });
    said.collect()
}

/// A usual time in words.
#[must_use]
pub fn say_time(time: &UsualTime, words: &Words) -> String {
    let w = &words.plan_view;
    let unit = match time.unit {
        TimeUnit::Days => &w.unit_days,
        TimeUnit::WorkingDays => &w.unit_working_days,
        TimeUnit::Months => &w.unit_months,
    };
    let (least, most) = (time.least, time.most);
    if least == most {
        return w.time_exactly.fill(&[("n", &least), ("unit", unit)]);
    }
    if least == 0 {
        return w.time_up_to.fill(&[("n", &most), ("unit", unit)]);
    }
    w.time_between.fill(&[("least", &least), ("most", &most), ("unit", unit)])
}

impl Gantt {
    /// Where a day stands, from 0 at the left to 1 at the right.
    #[must_use]
    pub fn at(&self, day: NaiveDate) -> f32 {
        let whole = (self.to - self.from).num_days().max(1) as f32;
        ((day - self.from).num_days() as f32 / whole).clamp(0.0, 1.0)
    }

    /// First days of months to be named below or above the bars: at most so many.
    #[must_use]
    pub fn ticks(&self, most: usize) -> Vec<NaiveDate> {
        let months = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
        let count = (months(self.to) - months(self.from)).max(1);
        let least = count / i64::try_from(most.max(1)).unwrap_or(1) + 1;
        // Steps that a person can follow: 1, 2, 3 or 6 months, then whole years.
        let step = [1, 2, 3, 6].into_iter().find(|step| *step >= least).unwrap_or((least + 11) / 12 * 12);
        let step = u32::try_from(step).unwrap_or(u32::MAX);
        let mut out = Vec::new();
        let mut at = self.from.with_day(1);
        while let Some(day) = at.filter(|day| *day <= self.to && out.len() < most) {
            if day >= self.from {
                out.push(day);
            }
            at = day.checked_add_months(Months::new(step));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(from: &str, to: &str) -> Gantt {
        let (from, to) = (from.parse().unwrap(), to.parse().unwrap());
        Gantt { from, to, rows: Vec::new(), marks: Vec::new(), due: String::new() }
    }

    #[test]
    fn ticks_are_first_days_of_months_and_never_too_many() {
        let days = |gantt: &Gantt, most| gantt.ticks(most).iter().map(ToString::to_string).collect::<Vec<_>>();
        let year = between("2026-11-01", "2027-10-15");
        assert_eq!(days(&year, 12).len(), 12);
        assert_eq!(days(&year, 4), ["2026-11-01", "2027-02-01", "2027-05-01", "2027-08-01"]);
        let long = between("2026-11-01", "2046-11-01");
        assert!((2..=10).contains(&long.ticks(10).len()), "{:?}", long.ticks(10));
        let end = Gantt { to: NaiveDate::MAX, ..between("2026-11-01", "2026-11-02") };
        assert!(end.ticks(10).len() <= 10);
    }

    #[test]
    fn days_stand_where_they_belong() {
        let gantt = between("2026-11-01", "2026-11-11");
        assert!((gantt.at("2026-11-06".parse().unwrap()) - 0.5).abs() < 1e-6);
        assert!(gantt.at(NaiveDate::MAX) <= 1.0 && gantt.at(NaiveDate::MIN) >= 0.0);
    }
}
