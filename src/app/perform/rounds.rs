//! Rounds: opening the next, remediation of what the body found, the calendar.

use std::path::PathBuf;

use chrono::{Datelike as _, NaiveDate};
use egui::Context;

use crate::app::jobs::{Done, JobKind};
use crate::app::rounds::RoundsAction;
use crate::app::widgets::Tone;
use crate::app::*;
use crate::assessment::{Assessment, RECTIFICATION_MONTHS, new_round, visit_actions};
use crate::lang::RoundsWords;
use crate::store::{self, Receipt, ReceiptError};

impl App {
    pub(super) fn rounds(&mut self, ctx: &Context, action: RoundsAction) {
        match action {
            RoundsAction::Ask => self.ask_round(ctx),
            RoundsAction::Start { title, day } => self.start_round(ctx, &title, day),
            RoundsAction::TakeFindings => self.take_findings(ctx),
        }
    }

    /// Shows what opening a round would do.
    fn ask_round(&mut self, ctx: &Context) {
        if self.refuses_edits(ctx) {
            return;
        }
        let today = self.platform.now().date();
        let Some(open) = &self.open else { return };
        let assessment = open.session.assessment();
        let suggested = suggested(assessment, today, &self.words.rounds);
        match new_round(open.session.pinned(), assessment, &suggested, today) {
            Ok((_, told)) => {
                self.dialog = Some(Dialog::NewRound { suggested, told: told.say(&self.words.rounds) });
            }
            Err(problem) => {
                let text = problem.say(&self.words.problems, &self.words.common);
                self.tell(ctx, Tone::Bad, text);
            }
        }
    }

    /// Closes the round that is worked on and opens the next, as one step.
    fn start_round(&mut self, ctx: &Context, title: &str, day: NaiveDate) {
        if self.refuses_edits(ctx) {
            return;
        }
        let Some(open) = &mut self.open else { return };
        let number = open.session.assessment().current_round();
        let made = new_round(open.session.pinned(), open.session.assessment(), title, day);
        let made = made.and_then(|(edit, told)| {
            open.session.pause();
            open.session.edit(&edit)?;
            open.session.pause();
            Ok(told)
        });
        match made {
            Ok(told) => {
                self.dialog = None;
                self.view.assess.pending = None;
                self.view.rounds.compare_last();
                let r = &self.words.rounds;
                let said = r.started.fill(&[("number", &number), ("title", &title), ("next", &(number + 1))]);
                let text = [said].into_iter().chain(told.say(r)).collect::<Vec<_>>().join("\n");
                self.tell(ctx, Tone::Good, text);
                // A receipt is there to be read: it stays until it is dismissed.
                self.notices.iter_mut().rev().take(1).for_each(|notice| notice.until = None);
            }
            // The dialog stays, so that the title can be mended.
            Err(problem) => {
                let text = problem.say(&self.words.problems, &self.words.common);
                self.tell(ctx, Tone::Bad, text);
            }
        }
    }

    /// Makes remediation of what the body found, as one step.
    fn take_findings(&mut self, ctx: &Context) {
        if self.refuses_edits(ctx) {
            return;
        }
        let Some(open) = &mut self.open else { return };
        let assessment = open.session.assessment();
        let (edit, clauses) = visit_actions(assessment);
        let due = assessment.visit.as_ref().and_then(|visit| visit.ended_on);
        let due = due.and_then(|day| day.checked_add_months(chrono::Months::new(RECTIFICATION_MONTHS)));
        let r = &self.words.rounds;
        if clauses.is_empty() {
            let text = r.findings_there.to_string();
            return self.tell(ctx, Tone::Good, text);
        }
        open.session.pause();
        let done = open.session.edit(&edit);
        open.session.pause();
        if let Err(problem) = done {
            let text = problem.say(&self.words.problems, &self.words.common);
            return self.tell(ctx, Tone::Bad, text);
        }
        let list: Vec<&str> = clauses.iter().map(|clause| clause.as_str()).collect();
        let list = list.join(&self.words.common.list_separator);
        let text = match due {
            Some(day) => r.findings_taken.fill(&[("n", &clauses.len()), ("day", &day), ("list", &list)]),
            None => r.findings_taken_open.fill(&[("n", &clauses.len()), ("list", &list)]),
        };
        self.tell(ctx, Tone::Good, text);
    }

    /// Writes what is due as a file for calendars, in the background.
    pub(super) fn write_calendar(&mut self, ctx: &Context, path: PathBuf) {
        let Some(open) = &self.open else { return };
        let is_calendar = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("ics"));
        let path = if is_calendar {
            path
        } else {
            // What has another ending, such as a case, is not written over.
            let mut name = path.into_os_string();
            name.push(".ics");
            PathBuf::from(name)
        };
        let (assessment, words, now) = (open.session.assessment().clone(), self.words.clone(), self.platform.now());
        self.jobs.start(ctx, JobKind::Export, move |_| {
            Done::Calendar(store::write_calendar(&path, &assessment, now, &words))
        });
    }

    pub(super) fn take_calendar(&mut self, ctx: &Context, result: Result<Option<Receipt>, ReceiptError>) {
        match result {
            Ok(Some(receipt)) => self.take_exported(ctx, Ok(receipt)),
            Ok(None) => {
                let text = self.words.rounds.ics_nothing.to_string();
                self.tell(ctx, Tone::Warn, text);
            }
            Err(error) => self.take_exported(ctx, Err(error)),
        }
    }
}

/// A title that no round has yet.
fn suggested(assessment: &Assessment, today: NaiveDate, r: &RoundsWords) -> String {
    let year = today.year();
    let taken = |title: &String| assessment.rounds.iter().any(|round| round.title == *title);
    let first = r.suggest.fill(&[("year", &year)]);
    let later = (2..=assessment.rounds.len() + 2).map(|n| r.suggest_more.fill(&[("year", &year), ("n", &n)]));
    [first].into_iter().chain(later).find(|title| !taken(title)).unwrap_or_default()
}
