//! Opening and saving the case; nothing is lost by either. How it is closed: `closing`.

use std::path::{Path, PathBuf};

use egui::{Context, ViewportCommand};

use super::closing::Then;
use crate::app::jobs::{Done, JobKind};
use crate::app::widgets::Tone;
use crate::app::*;
use crate::assessment::{self, Assessment};
use crate::scoring;
use crate::store::{self, Access, Case, Glance, KeepError, Keeper, Me, Opened, Opening, Report, Writer};

impl App {
    pub(in crate::app) fn open_case(&mut self, ctx: &Context, path: PathBuf) {
        self.close_then(ctx, Then::Open(path));
    }

    /// Opens a case in the background; `again` keeps the view of it.
    pub(in crate::app) fn start_opening(&mut self, ctx: &Context, path: PathBuf, take_over: bool, again: bool) {
        // Relative paths of evidence hang on the case's folder, whatever folder the program was started in.
        let path = std::path::absolute(&path).unwrap_or(path);
        let opening = Opening { take_over, ..self.opening() };
        self.jobs.start(ctx, JobKind::Open, move |_| {
            // Before it is read: what is written from here on is news.
            let seen = store::glance(&path);
            let result = Keeper::open(&path, &opening).map(Box::new);
            Done::Opened { path, result, seen, again }
        });
    }

    fn opening(&self) -> Opening {
        Opening::new(Me::here(&self.settings.person), self.platform.now())
    }

    pub(in crate::app) fn opened(&mut self, ctx: &Context, path: PathBuf, opened: Opened, seen: Glance) {
        let Opened { case, access, notices } = opened;
        let hold = match access {
            Access::Writing(keeper) => {
                let (assessment, clock) = (case.assessment.clone(), self.platform.clock());
                let waker = ctx.clone();
                Hold::Ours(if self.platform.background() {
                    Writer::start(*keeper, assessment, clock, move || waker.request_repaint())
                } else {
                    Writer::at_once(*keeper, assessment, clock)
                })
            }
            held => Hold::Look(Box::new(Looking::new(&held, seen, &self.words))),
        };
        for notice in notices {
            let text = notice.say(&self.words);
            self.tell(ctx, Tone::Warn, text);
        }
        self.settings.remember(&path);
        self.keep_settings(ctx);
        self.view = self.view.of_next_case();
        self.back.clear();
        self.forward.clear();
        self.place = Place::Assess;
        let mut open = OpenCase::new(path, case, hold);
        let lines = &open.session.card().clauses;
        if lines.iter().any(|line| line.why != scoring::Why::Unrated)
            && let Some(line) = lines.iter().find(|line| line.why == scoring::Why::Unrated)
        {
            self.view.assess.select(line.id.clone());
        }
        if let Some(back) = self.comes_back.take().filter(|back| back.path == open.path) {
            self.place = back.place;
            back.clause.into_iter().for_each(|clause| self.view.assess.select(clause));
            self.view.remediation.go_on_with(back.register);
            open.moved = Some(back.backup);
        }
        let title = format!("{} · {}", open.name(), self.words.app.window_title);
        ctx.send_viewport_cmd(ViewportCommand::Title(title));
        self.open = Some(open);
    }

    pub(in crate::app) fn open_example(&mut self, ctx: &Context) {
        let folder = self.documents.join(&*self.words.app.example_folder);
        self.jobs.start(ctx, JobKind::Example, move |_| Done::Example(store::write_example(&folder)));
    }

    pub(in crate::app) fn create(
        &mut self,
        ctx: &Context,
        path: PathBuf,
        company: assessment::Company,
        scheme: Option<&Path>,
    ) {
        let pinned = match scheme {
            None => store::shipped_scheme(),
            Some(file) => store::read_scheme(file),
        };
        let pinned = match pinned {
            Ok(pinned) => pinned,
            Err(error) => {
                let text = error.say(&self.words);
                return self.tell(ctx, Tone::Bad, text);
            }
        };
        let case = Case { pinned, assessment: Assessment::of(company) };
        let path = std::path::absolute(&path).unwrap_or(path);
        let made = store::create(&path, &case).map_err(|fault| fault.say(&self.words));
        let opened = made.and_then(|()| Keeper::open(&path, &self.opening()).map_err(|error| error.say(&self.words)));
        match opened {
            Ok(opened) => {
                let text = self.words.app.created.fill(&[("path", &path.display())]);
                self.opened(ctx, path.clone(), opened, store::glance(&path));
                self.tell(ctx, Tone::Good, text);
            }
            Err(text) => self.tell(ctx, Tone::Bad, text),
        }
    }

    pub(in crate::app) fn save_as(&mut self, ctx: &Context, path: PathBuf) {
        self.hand_over();
        let Some(open) = &mut self.open else { return };
        let path = std::path::absolute(&path).unwrap_or(path);
        if path == open.path && open.looking().is_none() {
            return self.save_now();
        }
        let untold = match &mut open.hold {
            Hold::Ours(writer) => writer.untold(),
            Hold::Look(_) => Vec::new(),
        };
        let Some(open) = &self.open else { return };
        let mut assessment = open.session.assessment().clone();
        store::rebase(&mut assessment, &open.folder(), &path);
        let case = Case { pinned: open.session.pinned().clone(), assessment };
        match store::save_as(&path, &case, &open.path, &untold, &self.opening()) {
            Ok(opened) => {
                let text = self.words.app.saved_as.fill(&[("path", &path.display())]);
                let old = self.open.take();
                let wishes = old.map(|old| {
                    if let Hold::Ours(mut writer) = old.hold
                        && writer.close().is_err()
                    {
                        // The old file could not have the last changes; the new one has them.
                        writer.abandon();
                    }
                    old.wishes
                });
                self.notices.clear();
                let register = std::mem::take(&mut self.view.remediation);
                self.opened(ctx, path.clone(), opened, store::glance(&path));
                self.view.remediation.go_on_with(register);
                self.want_again(wishes.unwrap_or_default());
                self.tell(ctx, Tone::Good, text);
            }
            Err(error) => {
                let text = error.say(&self.words);
                self.tell(ctx, Tone::Bad, text);
            }
        }
    }

    /// Has the case file written without waiting for calm.
    pub(in crate::app) fn save_now(&mut self) {
        self.hand_over();
        if let Some(OpenCase { hold: Hold::Ours(writer), .. }) = &mut self.open {
            writer.write();
        }
    }

    /// Hands what was done to the writer.
    pub(in crate::app) fn hand_over(&mut self) {
        let Some(open) = &mut self.open else { return };
        let steps = open.session.take_steps();
        if let Hold::Ours(writer) = &mut open.hold
            && !steps.is_empty()
        {
            writer.put(open.session.revision(), steps, open.session.assessment().clone());
        }
    }

    pub(in crate::app) fn keep_saved(&mut self, ctx: &Context) {
        self.hand_over();
        self.take_reports(ctx);
    }

    /// Takes what the writer has to say.
    pub(in crate::app) fn take_reports(&mut self, ctx: &Context) {
        let Some(OpenCase { hold: Hold::Ours(writer), .. }) = &mut self.open else { return };
        for report in writer.poll() {
            match report {
                Report::Kept { revision, at } => self.saved(revision, at),
                Report::Written { revision } => self.written(revision),
                Report::Failed(error) => self.save_failed(&error),
                Report::Rescued(path) => {
                    let text = self.words.keeping.rescued.fill(&[("path", &path.display())]);
                    self.tell(ctx, Tone::Warn, text);
                }
                Report::Backup(error) => {
                    let text = error.say(&self.words);
                    self.tell(ctx, Tone::Warn, text);
                }
            }
        }
    }

    fn saved(&mut self, revision: u64, at: NaiveDateTime) {
        let Some(open) = &mut self.open else { return };
        open.session.saved(revision);
        if !open.session.unsaved() {
            open.saved_at = Some(at);
        }
        // What only the case file lacks comes to its end when the case file is written.
        if open.trouble.as_ref().is_some_and(|trouble| !trouble.safe) {
            open.trouble = None;
        }
    }

    /// The case file has everything up to a revision, and so has the change log.
    fn written(&mut self, revision: u64) {
        let Some(open) = &mut self.open else { return };
        open.written = open.written.max(revision);
        open.trouble = None;
        self.view.changes.wanted = true;
        let old = self.words.app.close_refused.to_string();
        self.notices.retain(|notice| notice.text != old);
    }

    pub(in crate::app) fn save_failed(&mut self, error: &KeepError) {
        let why = error.say(&self.words);
        let Some(open) = &mut self.open else { return };
        let foreign = !matches!(
            error,
            KeepError::Fault(_) | KeepError::FolderGone(_) | KeepError::TooLarge { .. } | KeepError::Backup(_)
        );
        // No journal that goes on from our file is taken over by another's.
        open.trouble = Some(SaveTrouble { why, safe: !foreign && !open.session.unsaved(), foreign });
    }

    /// A name is being typed; it is in force, and on the disk, when its field is left.
    pub(in crate::app) fn type_person(&mut self, name: String) {
        self.settings.person = name;
        self.person_typed = true;
    }

    /// Puts the name into force once its field is left, in whatever way.
    pub(in crate::app) fn keep_person(&mut self, ctx: &Context) {
        if self.person_typed && ctx.memory(|memory| memory.focused()) != Some(views::changes::person_id()) {
            self.set_person(ctx);
        }
    }

    /// Who makes changes from now on, where a name was typed.
    pub(in crate::app) fn set_person(&mut self, ctx: &Context) {
        if !std::mem::take(&mut self.person_typed) {
            return;
        }
        if let Some(OpenCase { hold: Hold::Ours(writer), .. }) = &mut self.open {
            writer.set_who(&self.settings.person);
        }
        self.keep_settings(ctx);
    }

    /// Notes for the start page what of the case is due.
    pub(in crate::app) fn remind(&mut self, ctx: &Context) {
        let Some(open) = &self.open else { return };
        if self.settings.remind(&open.path, open.session.assessment()) {
            self.keep_settings(ctx);
        }
    }
}
