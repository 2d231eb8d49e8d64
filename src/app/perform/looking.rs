//! A case that is only looked at: whether its holder has left or written meanwhile, and opening it again.

use std::path::PathBuf;
use std::time::Duration;

use egui::Context;

use crate::app::jobs::{Done, JobKind};
use crate::app::widgets::Tone;
use crate::app::*;
use crate::store::{Access, Glance, Opened};

/// Seconds between glances at the file.
const GLANCE_SECS: f64 = 3.0;

/// What is known of a case that is only looked at.
#[derive(Debug)]
pub struct Looking {
    /// Why, as a sentence.
    pub why: String,
    /// Who has it, when it may be taken over from a holder that is evidently gone: a sentence.
    pub gone: Option<String>,
    /// What is new since it was opened: a sentence.
    pub news: Option<String>,
    /// Whether nobody has it any more.
    pub left: bool,
    /// Whether another has it, or else the folder cannot be written.
    held: bool,
    /// Whether the file has other content than what is shown.
    changed: bool,
    /// The file as it is shown.
    seen: Glance,
    /// When it was last glanced at, in the window's seconds.
    glanced_at: Option<f64>,
}

impl Looking {
    pub(in crate::app) fn new(access: &Access, seen: Glance, words: &Words) -> Self {
        let held = matches!(access, Access::Held { .. });
        let mut out = Self {
            why: String::new(),
            gone: None,
            news: None,
            left: false,
            held,
            changed: false,
            seen,
            glanced_at: None,
        };
        out.say(access, words);
        out
    }

    fn say(&mut self, access: &Access, words: &Words) {
        self.why = access.say(words).unwrap_or_default();
        self.gone = match access {
            Access::Held { holder: Some(holder), gone: true } => Some(holder.say(words)),
            _ => None,
        };
        let k = &words.keeping;
        self.news = match (self.left, self.changed) {
            (false, false) => None,
            (false, true) => Some(&k.changed_meanwhile),
            (true, false) => Some(&k.left),
            (true, true) => Some(&k.left_changed),
        }
        .map(ToString::to_string);
    }
}

impl App {
    /// Opens the case in view again; it stays in view until that is done.
    pub(in crate::app) fn reopen(&mut self, ctx: &Context, take_over: bool) {
        let Some(path) = self.open.as_ref().filter(|open| open.looking().is_some()).map(|open| open.path.clone())
        else {
            return;
        };
        self.start_opening(ctx, path, take_over, true);
    }

    /// The case in view was opened again: the place in it is kept, and what came of it is said.
    pub(in crate::app) fn reopened(&mut self, ctx: &Context, path: PathBuf, opened: Opened, seen: Glance) {
        // The person may have gone on to another case meanwhile; what was opened is then given back.
        if self.open.as_ref().is_none_or(|open| open.path != path || open.looking().is_none()) {
            return;
        }
        let now = self.platform.now();
        let still = match &opened.access {
            Access::Held { holder: Some(holder), .. } => Some(holder.say_still(now, &self.words)),
            Access::Held { holder: None, .. } => {
                let now = now.format("%H:%M:%S");
                Some(self.words.keeping.still_held_unknown.fill(&[("now", &now)]))
            }
            Access::Unwritable(_) => opened.access.say(&self.words),
            Access::Writing(_) => None,
        };
        let (place, back, forward) = (self.place, std::mem::take(&mut self.back), std::mem::take(&mut self.forward));
        let clause = self.view.assess.selected.take();
        let evidence = self.view.evidence.selected.take();
        self.notices.retain(|notice| !notice.look_only);
        self.opened(ctx, path, opened, seen);
        (self.place, self.back, self.forward) = (place, back, forward);
        if let Some(clause) = clause {
            self.view.assess.select(clause);
        }
        self.view.evidence.selected = evidence;
        if let Some(text) = still {
            self.tell_look_only(ctx, text);
        }
    }

    /// Says something that is only true while the case can only be looked at.
    pub(in crate::app) fn tell_look_only(&mut self, ctx: &Context, text: String) {
        self.tell(ctx, Tone::Warn, text);
        self.notices.iter_mut().last().into_iter().for_each(|notice| notice.look_only = true);
    }

    /// Glances at the file every few seconds, in the background, while it is only looked at.
    pub(in crate::app) fn keep_glancing(&mut self, ctx: &Context) {
        let now = ctx.input(|input| input.time);
        let Some(open) = &mut self.open else { return };
        let (assessment, fingerprint) = (open.session.assessment(), &open.session.pinned().fingerprint);
        let Hold::Look(looking) = &mut open.hold else { return };
        let due = *looking.glanced_at.get_or_insert(now) + GLANCE_SECS;
        if now < due {
            return ctx.request_repaint_after(Duration::from_secs_f64(due - now));
        }
        if self.jobs.is_running(JobKind::Glance) {
            return;
        }
        looking.glanced_at = Some(now);
        ctx.request_repaint_after(Duration::from_secs_f64(GLANCE_SECS));
        let (path, seen, known) = (open.path.clone(), looking.seen.clone(), looking.changed);
        let shown = (assessment.clone(), fingerprint.clone());
        self.jobs.start(ctx, JobKind::Glance, move |_| {
            let glance = store::glance(&path);
            // Whoever has the case also writes it when only its journal was folded in: that is nothing new.
            let differs = |case: Case| (case.assessment, case.pinned.fingerprint) != shown;
            let changed = known || !seen.is_same_file(&glance) && store::open(&path).map_or(true, differs);
            Done::Glanced { path, glance, changed }
        });
    }

    pub(in crate::app) fn take_glance(&mut self, path: &Path, glance: Glance, changed: bool) {
        let now = self.platform.now();
        let Some(open) = self.open.as_mut().filter(|open| open.path == path) else { return };
        let Hold::Look(looking) = &mut open.hold else { return };
        looking.changed = changed;
        if looking.held {
            looking.left = glance.is_free(now);
            if looking.left {
                // That it could not be had is over.
                self.notices.retain(|notice| !notice.look_only);
            }
            looking.say(&glance.access(now), &self.words);
        } else if changed {
            looking.news = Some(self.words.keeping.changed_meanwhile.to_string());
        }
        looking.seen = glance;
    }
}
