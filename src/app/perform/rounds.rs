//! Rounds: opening the next, remediation of what the body found, the calendar.

use std::path::PathBuf;

use chrono::{Datelike as _, NaiveDate};
use egui::Context;

use crate::app::jobs::{Done, JobKind};
use crate::app::rounds::RoundsAction;
use crate::app::views::start::with_ending;
use crate::app::widgets::Tone;
use crate::app::*;
use crate::assessment::{Assessment, Edit, Verdict, new_round, visit_actions};
use crate::criteria::ClauseId;
use crate::lang::RoundsWords;
use crate::store::{self, Me, Opening, Receipt, ReceiptError};

impl App {
    pub(super) fn rounds(&mut self, ctx: &Context, action: RoundsAction) {
        match action {
            RoundsAction::Ask => self.ask_round(ctx),
            RoundsAction::Start { title, day } => self.start_round(ctx, &title, day),
            RoundsAction::TakeFindings => self.take_findings(ctx),
            RoundsAction::Confirm { clause, go_on } => self.confirm(ctx, &clause, go_on),
        }
    }

    /// Confirms the verdict of the round before as a step of its own; then the next clause that waits, the first of all
    /// after the last.
    fn confirm(&mut self, ctx: &Context, clause: &ClauseId, go_on: bool) {
        if self.refuses_edits(ctx) {
            return;
        }
        let Some(open) = &mut self.open else { return };
        let r = &self.words.rounds;
        let assessment = open.session.assessment();
        let Some(verdict) = assessment.carried(clause).cloned() else {
            let phrase = match assessment.verdict(clause) {
                Verdict::Unrated => &r.confirm_nothing,
                _ => &r.confirm_judged,
            };
            let verdict = assessment.verdict(clause).say(&self.words);
            let text = phrase.fill(&[("clause", clause), ("verdict", &verdict)]);
            return self.tell_passing(ctx, Tone::Quiet, text, Vec::new());
        };
        open.session.pause();
        let edit = Edit::SetVerdict { clause: clause.clone(), verdict: verdict.clone() };
        let done = open.session.edit(&edit);
        open.session.pause();
        if let Err(problem) = done {
            let text = problem.say(&self.words.problems, &self.words.common);
            return self.tell(ctx, Tone::Bad, text);
        }
        self.view.assess.pending = None;
        let clauses: Vec<&ClauseId> = open.session.scheme().clauses().map(|each| &each.id).collect();
        let at = clauses.iter().position(|each| *each == clause).unwrap_or(0);
        let (before, after) = clauses.split_at(at);
        let waits = |each: &&&ClauseId| open.session.assessment().carried(each).is_some();
        let next = after.iter().chain(before).find(waits).map(|each| (*each).clone());
        if matches!(verdict, Verdict::Sampled { .. }) {
            let text = r.confirmed_sample.fill(&[("clause", clause), ("verdict", &verdict.say(&self.words))]);
            self.tell_passing(ctx, Tone::Warn, text, Vec::new());
        }
        if let Some(next) = next.filter(|_| go_on) {
            self.show_clause(next);
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
        let today = self.platform.now().date();
        if day > today {
            let text = self.words.rounds.closed_ahead.fill(&[("day", &day), ("today", &today)]);
            return self.tell(ctx, Tone::Bad, text);
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
                let text = format!("{said}{}", r.started_short.fill(&[("carried", &told.carried)]));
                let details = told.say(r);
                self.tell_passing(ctx, Tone::Good, text, details);
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
        let due = assessment.visit.as_ref().and_then(|visit| visit.rectify_by());
        let r = &self.words.rounds;
        // A deduction without a word on what was found makes no action, and nobody should think it did.
        let unsaid = assessment.visit.iter().flat_map(|visit| visit.unsaid()).map(|clause| clause.to_string());
        let unsaid: Vec<String> = unsaid.collect();
        let separator = &*self.words.common.list_separator;
        let left = (!unsaid.is_empty())
            .then(|| r.findings_unsaid.fill(&[("n", &unsaid.len()), ("list", &unsaid.join(separator))]));
        if clauses.is_empty() {
            let any = assessment.visit.as_ref().is_some_and(|visit| visit.found().next().is_some());
            let there = any.then(|| r.findings_there.to_string());
            let tone = if left.is_some() { Tone::Warn } else { Tone::Good };
            let text = there.into_iter().chain(left).collect::<String>();
            let text = if text.is_empty() { r.findings_none.to_string() } else { text };
            return self.tell(ctx, tone, text);
        }
        open.session.pause();
        let done = open.session.edit(&edit);
        open.session.pause();
        if let Err(problem) = done {
            let text = problem.say(&self.words.problems, &self.words.common);
            return self.tell(ctx, Tone::Bad, text);
        }
        let list: Vec<&str> = clauses.iter().map(|clause| clause.as_str()).collect();
        let list = list.join(separator);
        let text = match due {
            Some(day) => r.findings_taken.fill(&[("n", &clauses.len()), ("day", &day), ("list", &list)]),
            None => r.findings_taken_open.fill(&[("n", &clauses.len()), ("list", &list)]),
        };
        let tone = if left.is_some() { Tone::Warn } else { Tone::Good };
        self.tell(ctx, tone, text + &left.unwrap_or_default());
    }

    /// Writes a frozen round as a case of its own; `asked` where the system's dialog asked whether a file may go.
    pub(super) fn write_round(&mut self, ctx: &Context, number: usize, path: PathBuf, asked: bool) {
        let Some(open) = &self.open else { return };
        let whole = with_ending(path.clone());
        // Asked was about the name as it was typed, not about the one with its ending.
        let replace = asked && whole == path;
        let opening = Opening::new(Me::here(&self.settings.person), self.platform.now());
        let done = store::write_round(&whole, &open.path, (open.session.assessment(), number), replace, &opening);
        match done {
            Ok(receipt) => {
                let text = receipt.say(&self.words);
                self.tell(ctx, Tone::Good, text);
            }
            Err(error) => {
                let text = error.say(&self.words);
                self.tell(ctx, Tone::Bad, text);
            }
        }
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
