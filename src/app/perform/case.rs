//! Opening, saving and closing the case; nothing is lost by any of them.

use std::path::{Path, PathBuf};

use egui::{Context, ViewportCommand};

use crate::app::jobs::{Done, JobKind};
use crate::app::widgets::Tone;
use crate::app::*;
use crate::assessment::{self, Assessment, EvidenceItem};
use crate::scoring;
use crate::store::{self, Case};

impl App {
    pub(in crate::app) fn open_case(&mut self, ctx: &Context, path: PathBuf) {
        if !self.close_case(ctx) {
            return;
        }
        // Relative paths of evidence hang on the case's folder, whatever folder the program was started in.
        let path = std::path::absolute(&path).unwrap_or(path);
        self.jobs.start(ctx, JobKind::Open, move |_| Done::Opened { result: store::open(&path).map(Box::new), path });
    }

    pub(in crate::app) fn opened(&mut self, ctx: &Context, path: PathBuf, case: Case) {
        self.settings.remember(&path);
        self.keep_settings(ctx);
        self.view = ViewState::default();
        self.back.clear();
        self.forward.clear();
        self.place = Place::Assess;
        let open = OpenCase::new(path, case);
        let lines = &open.session.card().clauses;
        if lines.iter().any(|line| line.why != scoring::Why::Unrated)
            && let Some(line) = lines.iter().find(|line| line.why == scoring::Why::Unrated)
        {
            self.view.assess.select(line.id.clone());
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
        match store::create(&path, &case) {
            Ok(()) => {
                let text = self.words.app.created.fill(&[("path", &path.display())]);
                self.opened(ctx, path, case);
                self.tell(ctx, Tone::Good, text);
            }
            Err(fault) => {
                let text = fault.say(&self.words);
                self.tell(ctx, Tone::Bad, text);
            }
        }
    }

    /// Saves and closes the open case; false when it could not be saved and stays open.
    pub(in crate::app) fn close_case(&mut self, ctx: &Context) -> bool {
        self.save_now(ctx);
        if self.open.as_ref().is_some_and(|open| open.save_error.is_some()) {
            return false;
        }
        if self.open.take().is_some() {
            self.view = ViewState::default();
            ctx.send_viewport_cmd(ViewportCommand::Title(self.words.app.window_title.to_string()));
        }
        true
    }

    pub(in crate::app) fn save_as(&mut self, ctx: &Context, path: PathBuf) {
        let Some(open) = &mut self.open else { return };
        if path == open.path {
            return self.save_now(ctx);
        }
        let old_folder = open.folder();
        let mut assessment = open.session.assessment().clone();
        rebase(&mut assessment, &old_folder, &path);
        let case = Case { pinned: open.session.pinned().clone(), assessment };
        match store::save(&path, &case) {
            Ok(()) => {
                let text = self.words.app.saved_as.fill(&[("path", &path.display())]);
                self.opened(ctx, path, case);
                self.tell(ctx, Tone::Good, text);
            }
            Err(fault) => {
                let text = fault.say(&self.words);
                self.tell(ctx, Tone::Bad, text);
            }
        }
    }

    /// Saves without waiting for calm, and waits for the disk.
    pub(in crate::app) fn save_now(&mut self, ctx: &Context) {
        let Some(open) = &mut self.open else { return };
        if !open.session.unsaved() && open.save_error.is_none() {
            return;
        }
        let revision = open.session.revision();
        let case = Case { pinned: open.session.pinned().clone(), assessment: open.session.assessment().clone() };
        let path = open.path.clone();
        let result = open.written.in_order(revision, || store::save(&path, &case));
        self.take(ctx, Done::Saved { path, revision, result });
    }

    pub(in crate::app) fn keep_saved(&mut self, ctx: &Context) {
        let now = ctx.input(|input| input.time);
        let background = self.platform.background();
        let Some(open) = &mut self.open else { return };
        let revision = open.session.revision();
        if revision != open.seen_revision {
            open.seen_revision = revision;
            let first = open.changed_at.map_or(now, |(first, _)| first);
            open.changed_at = Some((first, now));
            ctx.request_repaint_after(std::time::Duration::from_secs_f64(CALM_SECS + 0.05));
        }
        if !open.session.unsaved() || self.jobs.is_running(JobKind::Save) {
            return;
        }
        let due = if open.save_error.is_some() {
            ctx.request_repaint_after(std::time::Duration::from_secs_f64(RETRY_SECS));
            now >= open.retry_at
        } else {
            let calm = |(first, last): (f64, f64)| now - last >= CALM_SECS || now - first >= PATIENCE_SECS;
            !background || open.changed_at.is_none_or(calm)
        };
        if !due {
            ctx.request_repaint_after(std::time::Duration::from_secs_f64(CALM_SECS / 2.0));
            return;
        }
        let case = Case { pinned: open.session.pinned().clone(), assessment: open.session.assessment().clone() };
        let (path, written) = (open.path.clone(), open.written.clone());
        self.jobs.start(ctx, JobKind::Save, move |_| {
            let result = written.in_order(revision, || store::save(&path, &case));
            Done::Saved { path, revision, result }
        });
    }

    /// Nothing unsaved is lost by closing the window.
    pub(in crate::app) fn before_closing(&mut self, ctx: &Context) {
        if !ctx.input(|input| input.viewport().close_requested()) {
            return;
        }
        self.save_now(ctx);
        if let Some(why) = self.open.as_ref().and_then(|open| open.save_error.clone()) {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.dialog = Some(Dialog::Unsaved(why));
        }
    }

    pub(in crate::app) fn take_saved(
        &mut self,
        ctx: &Context,
        path: &Path,
        revision: u64,
        result: Result<(), store::Fault>,
    ) {
        let (now, clock) = (ctx.input(|input| input.time), self.platform.now());
        let said = result.err().map(|fault| fault.say(&self.words));
        let Some(open) = self.open.as_mut().filter(|open| open.path == path) else { return };
        match said {
            None => {
                open.session.saved(revision);
                open.saved_at = Some(clock);
                open.save_error = None;
                open.changed_at = open.session.unsaved().then_some((now, now));
                let old = self.words.app.save_failed.to_string();
                self.notices.retain(|notice| !notice.text.starts_with(&old));
            }
            Some(why) => {
                open.save_error = Some(why.clone());
                open.retry_at = now + RETRY_SECS;
                let text = self.words.common.pair.fill(&[("a", &self.words.app.save_failed), ("b", &why)]);
                self.tell(ctx, Tone::Bad, text);
            }
        }
    }
}

/// Makes relative paths of evidence lead to the same files from the folder of another case file.
fn rebase(assessment: &mut Assessment, old_folder: &Path, new_case: &Path) {
    let new_folder = new_case.parent().unwrap_or_else(|| Path::new("."));
    for piece in assessment.evidence.values_mut() {
        let items = piece.items.iter().map(|item| match (item, store::item_path(old_folder, item)) {
            // What is missing cannot be asked whether it is a folder; the kind stays as it is.
            (EvidenceItem::File(_), Some(path)) => match store::item_for(new_folder, &path) {
                Some(EvidenceItem::File(path) | EvidenceItem::Folder(path)) => EvidenceItem::File(path),
                _ => item.clone(),
            },
            (EvidenceItem::Folder(_), Some(path)) => match store::item_for(new_folder, &path) {
                Some(EvidenceItem::File(path) | EvidenceItem::Folder(path)) => EvidenceItem::Folder(path),
                _ => item.clone(),
            },
            _ => item.clone(),
        });
        let items: Vec<EvidenceItem> = items.collect();
        if items != piece.items {
            std::sync::Arc::make_mut(piece).items = items;
        }
    }
}
