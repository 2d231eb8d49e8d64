//! What is due, as a file that calendars take over (`.ics`): the milestones of the certificate and open actions.
//!
//! Why it is so: an entry has the same name in every file of a case, so that a calendar that takes a newer file over
//! moves the entry instead of showing it twice. Days are whole days. A reminder comes at nine in the morning, since one
//! that is counted from the beginning of a day would come at midnight: a week before, and what takes preparing (a visit,
//! an application) a month before as well.

use std::collections::BTreeMap;

use chrono::{Duration, Local, NaiveDate, NaiveDateTime, TimeZone as _, Utc};
use icalendar::{Alarm, Calendar, Component, Event, EventLike as _, Property};

use super::cut;
use crate::assessment::{ActionState, Assessment};
use crate::lang::Words;

/// Who made the file, in the form that calendars expect.
const PRODUCER: &str = "-//Xingping//Xingping//ZH";
/// Days before, on which a calendar reminds of an action.
const AHEAD: [i64; 1] = [7];
/// Days before, on which a calendar reminds of what is due of a certificate.
const AHEAD_OF_CERTIFICATE: [i64; 2] = [30, 7];
/// The hour at which it does, local time.
const HOUR: i64 = 9;

/// The text of the file and how many dates it has; none where there is nothing to come. `now` is when it is made.
#[must_use]
pub fn calendar(assessment: &Assessment, now: NaiveDateTime, words: &Words) -> Option<(String, usize)> {
    let w = &words.rounds;
    let company = assessment.company.name.trim();
    // Local time becomes the time of the world; a moment that a clock shows twice is the first of them.
    let at = Local.from_local_datetime(&now).earliest().map_or_else(|| Utc.from_utc_datetime(&now), |at| at.to_utc());
    let mut out = Calendar::empty();
    for (key, value) in [("VERSION", "2.0"), ("PRODID", PRODUCER), ("CALSCALE", "GREGORIAN")] {
        out.append_property(Property::new(key, value));
    }
    out.name(&w.ics_name.fill(&[("company", &company)]));
    let mut count = 0;
    let mut add = |uid: String, title: String, day: NaiveDate, ahead: &[i64]| {
        let mut event = Event::new();
        event.uid(&uid).timestamp(at).summary(&title).description(&w.ics_note);
        // The end is the first day after it.
        event.starts(day).ends(day.succ_opt().unwrap_or(day));
        for days in ahead {
            let mut alarm = Alarm::display(&title, Duration::hours(HOUR) - Duration::days(*days));
            // Without a name of its own it would get another one in each file.
            alarm.uid(&format!("alarm-{days}-{uid}"));
            event.alarm(alarm);
        }
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
            let uid = format!("certificate-{}-{:?}-{at}-{of}@xingping", award.issued, one.kind);
            add(uid, title, one.due, &AHEAD_OF_CERTIFICATE);
        }
    }
    for (id, action) in assessment.actions.iter().filter(|(_, action)| action.state != ActionState::Closed) {
        if let Some(due) = action.due {
            let title = w.ics_action.fill(&[("id", id), ("what", &cut(&action.what))]);
            add(format!("action-{id}-{of}@xingping"), title, due, &AHEAD);
        }
    }
    (count > 0).then(|| (out.done().to_string(), count))
}
