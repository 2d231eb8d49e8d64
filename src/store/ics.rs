//! What is due, as a file that calendars take over (`.ics`): the milestones of the certificate and open actions.
//!
//! Why it is so: an entry has the same name in every file of a case, so that a calendar that takes a newer file over
//! moves the entry instead of showing it twice. Days are whole days, with a reminder a week before.

use std::collections::BTreeMap;

use chrono::{Duration, Local, NaiveDate, NaiveDateTime, TimeZone as _, Utc};
use icalendar::{Alarm, Calendar, Component, Event, EventLike as _};

use super::cut;
use crate::assessment::{ActionState, Assessment};
use crate::lang::Words;

/// Days before, on which a calendar reminds.
const AHEAD: i64 = 7;

/// The text of the file and how many dates it has; none where there is nothing to come. `now` is when it is made.
#[must_use]
pub fn calendar(assessment: &Assessment, now: NaiveDateTime, words: &Words) -> Option<(String, usize)> {
    let w = &words.rounds;
    let company = assessment.company.name.trim();
    // Local time becomes the time of the world; a moment that a clock shows twice is the first of them.
    let at = Local.from_local_datetime(&now).earliest().map_or_else(|| Utc.from_utc_datetime(&now), |at| at.to_utc());
    let mut out = Calendar::new();
    out.name(&w.ics_name.fill(&[("company", &company)]));
    let mut count = 0;
    let mut add = |uid: String, title: String, day: NaiveDate| {
        let mut event = Event::new();
        event.uid(&uid).timestamp(at).summary(&title).description(&w.ics_note);
        // The end is the first day after it.
        event.starts(day).ends(day.succ_opt().unwrap_or(day));
        // Without a name of its own it would get another one in each file.
        let mut alarm = Alarm::display(&title, -Duration::days(AHEAD));
        alarm.uid(&format!("alarm-{uid}"));
        event.alarm(alarm);
        out.push(event.done());
        count += 1;
    };
    // Two companies, or two kinds of the same day, are two entries.
    let of = crate::criteria::fingerprint(company.as_bytes());
    let of = of.get(..12).unwrap_or_default();
    if let Some(award) = &assessment.award {
        let mut counts = BTreeMap::new();
        for one in &award.milestones {
            // The number among those of its kind, done or not: it stays whatever becomes of the others.
            let at: &mut usize = counts.entry(one.kind).or_default();
            *at += 1;
            if one.done.is_some() {
                continue;
            }
            let kind = if one.note.trim().is_empty() { one.kind.word(w).to_string() } else { one.note.clone() };
            let title = w.ics_award.fill(&[("kind", &kind), ("company", &company)]);
            add(format!("certificate-{}-{:?}-{at}-{of}@xingping", award.issued, one.kind), title, one.due);
        }
    }
    for (id, action) in assessment.actions.iter().filter(|(_, action)| action.state != ActionState::Closed) {
        if let Some(due) = action.due {
            let title = w.ics_action.fill(&[("id", id), ("what", &cut(&action.what))]);
            add(format!("action-{id}-{of}@xingping"), title, due);
        }
    }
    (count > 0).then(|| (out.done().to_string(), count))
}
