//! Giving the case back: its file is written first, and the window shows that while it takes a while.
//!
//! Why it is so: a case with a hundred thousand records is written and backed up in seconds. A window that stands still
//! for so long looks broken, and whoever ends it then by force has the journal to thank for the last step. So the window
//! waits for the writer without hanging, says what it waits for, and takes nothing meanwhile.

use std::path::PathBuf;
use std::time::Duration;

use egui::{Context, ViewportCommand};

use crate::app::jobs::JobKind;
use crate::app::widgets::Tone;
use crate::app::*;
use crate::store::{Closing, KeepError};

/// What takes no longer is waited for; a sentence that goes at once is only flicker.
const AT_ONCE: Duration = Duration::from_millis(150);
/// How often it is looked whether the writer is done.
const LOOK: Duration = Duration::from_millis(50);

/// What is done once the case is given back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::app) enum Then {
    /// Nothing more.
    Nothing,
    /// Another case is opened.
    Open(PathBuf),
    /// A new one is made; the way back leads to this one.
    New(Option<PathBuf>),
    /// The window goes.
    Quit,
}

/// A case that is being given back.
#[derive(Debug)]
pub(in crate::app) struct Waiting {
    closing: Closing,
    then: Then,
    /// Notices from here on are about closing it.
    told: u64,
}

impl App {
    /// Writes the case file and gives the case back, then does the rest; where it cannot be written, the case stays
    /// open and it is said why. A new action that is written and not added holds it back once.
    pub(in crate::app) fn close_then(&mut self, ctx: &Context, then: Then) {
        if self.closing.is_some() {
            return;
        }
        if self.open.is_some() && self.view.remediation.holds() {
            if then == Then::Quit {
                ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            }
            self.dialog = None;
            return self.go(Place::Remediation);
        }
        let told = self.next_notice;
        self.remind(ctx);
        self.hand_over();
        let closing = match &mut self.open {
            Some(OpenCase { hold: Hold::Ours(writer), .. }) => writer.begin_close(),
            _ => return self.closed(ctx, then, told, Ok(()), false),
        };
        match closing.wait(AT_ONCE) {
            Some(result) => self.closed(ctx, then, told, result, false),
            None => {
                if then == Then::Quit {
                    ctx.send_viewport_cmd(ViewportCommand::CancelClose);
                }
                self.dialog = Some(Dialog::Saving);
                self.closing = Some(Waiting { closing, then, told });
                ctx.request_repaint_after(LOOK);
            }
        }
    }

    /// Looks whether the case is given back; true when nobody waits for it any more.
    pub(in crate::app) fn keep_closing(&mut self, ctx: &Context) -> bool {
        let Some(waiting) = &mut self.closing else { return true };
        if ctx.input(|input| input.viewport().close_requested()) {
            // It goes with the window; until then the window has to stay, or the writer would go with it.
            waiting.then = Then::Quit;
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
        }
        let Some(result) = waiting.closing.wait(Duration::ZERO) else {
            ctx.request_repaint_after(LOOK);
            return false;
        };
        let Some(Waiting { then, told, .. }) = self.closing.take() else { return true };
        self.closed(ctx, then, told, result, true);
        true
    }

    /// `waited`: the window said that it saves, and has to be told to go.
    fn closed(&mut self, ctx: &Context, then: Then, told: u64, result: Result<(), KeepError>, waited: bool) {
        self.take_reports(ctx);
        if let Err(error) = result {
            self.save_failed(&error);
            // It is not opened anew after all.
            if let Some(back) = self.comes_back.take() {
                self.view.remediation.go_on_with(back.register);
            }
            if self.dialog == Some(Dialog::Saving) {
                self.dialog = None;
            }
            if then == Then::Quit {
                self.ask_before_quitting(ctx);
            } else {
                self.tell(ctx, Tone::Warn, self.words.app.close_refused.to_string());
            }
            return;
        }
        if let Some(OpenCase { hold: Hold::Ours(writer), .. }) = &mut self.open {
            writer.end();
        }
        if then == Then::Quit && !waited {
            return; // the window goes by itself
        }
        self.let_go(ctx, told);
        match then {
            // Its sentence stays until the window is gone.
            Then::Quit => return ctx.send_viewport_cmd(ViewportCommand::Close),
            Then::Nothing => {}
            Then::Open(path) => self.start_opening(ctx, path, false, false),
            Then::New(back) => {
                self.view.start.back = back.or_else(|| self.view.start.back.take());
                (self.view.start.new, self.view.start.focus_name) = (true, true);
            }
        }
        if self.dialog == Some(Dialog::Saving) {
            self.dialog = None;
        }
    }

    /// Forgets the case that was given back.
    fn let_go(&mut self, ctx: &Context, told: u64) {
        let Some(closed) = self.open.take() else { return };
        // What was told of this case says nothing of the next; what closing it had to say stays.
        self.notices.retain(|notice| notice.id > told || notice.until.is_some());
        self.view = self.view.of_next_case();
        // What was asked about this case is not answered on the next.
        if self.dialog.as_ref().is_some_and(Dialog::is_of_case) {
            self.dialog = None;
        }
        // Nobody waits for these any more.
        for kind in [JobKind::Scan, JobKind::Checkup, JobKind::Preview, JobKind::Locate] {
            self.jobs.abandon(kind);
        }
        if !closed.wishes.is_empty() {
            self.tell(ctx, Tone::Warn, self.words.app.locating_dropped.fill(&[("n", &closed.wishes.len())]));
        }
        ctx.send_viewport_cmd(ViewportCommand::Title(self.words.app.window_title.to_string()));
    }

    /// Nothing unsaved is lost by closing the window.
    pub(in crate::app) fn before_closing(&mut self, ctx: &Context) {
        if !ctx.input(|input| input.viewport().close_requested()) {
            return;
        }
        self.set_person(ctx);
        if self.holds_calibration() {
            return ctx.send_viewport_cmd(ViewportCommand::CancelClose);
        }
        self.close_then(ctx, Then::Quit);
    }

    /// The window is to close and something cannot be saved: the person decides.
    fn ask_before_quitting(&mut self, ctx: &Context) {
        let Some(open) = &self.open else { return };
        ctx.send_viewport_cmd(ViewportCommand::CancelClose);
        let (why, safe) = open.trouble.as_ref().map(|trouble| (trouble.why.clone(), trouble.safe)).unwrap_or_default();
        self.dialog = Some(Dialog::Unsaved { why, safe });
    }
}
