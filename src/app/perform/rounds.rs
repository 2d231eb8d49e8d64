//! Rounds: opening the next.

use chrono::{Datelike as _, NaiveDate};
use egui::Context;

use crate::app::rounds::RoundsAction;
use crate::app::widgets::Tone;
use crate::app::*;
use crate::assessment::{Assessment, new_round};
use crate::lang::RoundsWords;

impl App {
    pub(super) fn rounds(&mut self, ctx: &Context, action: RoundsAction) {
        match action {
            RoundsAction::Ask => self.ask_round(ctx),
            RoundsAction::Start { title, day } => self.start_round(ctx, &title, day),
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
}

/// A title that no round has yet.
fn suggested(assessment: &Assessment, today: NaiveDate, r: &RoundsWords) -> String {
    let year = today.year();
    let taken = |title: &String| assessment.rounds.iter().any(|round| round.title == *title);
    let first = r.suggest.fill(&[("year", &year)]);
    let later = (2..=assessment.rounds.len() + 2).map(|n| r.suggest_more.fill(&[("year", &year), ("n", &n)]));
    [first].into_iter().chain(later).find(|title| !taken(title)).unwrap_or_default()
}
