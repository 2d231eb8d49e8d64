//! Looking at evidence on the disk, taking its fingerprints, opening it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Context;

use crate::app::jobs::{Done, JobKind, Scanned};
use crate::app::preview::{self, Preview};
use crate::app::widgets::Tone;
use crate::app::*;
use crate::assessment::{Edit, EvidenceItem, Fingerprint, ItemCheck, ItemState, Unreadable};
use crate::criteria;
use crate::planning;
use crate::store::{self, Depth, Places, Watch};

impl App {
    pub(in crate::app) fn keep_scanned(&mut self, ctx: &Context) {
        // Files come and go while the window is elsewhere.
        const AGAIN_SECS: f64 = 10.0;
        let (now, focused) = ctx.input(|input| (input.time, input.focused));
        let Some(open) = &mut self.open else { return };
        if focused && !open.session.assessment().evidence.is_empty() {
            // Without this the window would sleep until somebody touches it.
            ctx.request_repaint_after(std::time::Duration::from_secs_f64(AGAIN_SECS + 0.1));
        }
        let fresh = open.scanned.as_ref() == Some(&open.session.assessment().evidence);
        let old = now - open.scanned_at > AGAIN_SECS && focused;
        if (fresh && !old) || self.jobs.is_running(JobKind::Scan) {
            return;
        }
        open.scanned = Some(open.session.assessment().evidence.clone());
        self.glance(ctx);
    }

    /// Looks at the evidence in the background, and takes fingerprints of what has none.
    fn glance(&mut self, ctx: &Context) {
        let Some(open) = &self.open else { return };
        let writable = open.looking().is_none() && !open.registering_paused;
        let (path, folder, unprintable) = (open.path.clone(), open.folder(), open.unprintable.clone());
        let (assessment, seen) = (open.session.assessment().clone(), Arc::clone(&open.seen));
        let known = self.settings.roots.clone();
        self.jobs.start(ctx, JobKind::Scan, move |token| {
            let (cancelled, progress) = (|| token.cancelled(), |permille| token.progress(permille));
            let quiet = Watch { cancelled: &cancelled, progress: &|_| {} };
            let watch = Watch { cancelled: &cancelled, progress: &progress };
            let places = Places::of(&folder, &assessment, &known);
            let checkup = store::checkup(&places, &assessment, Depth::Glance, &seen, &quiet);
            let mut bare = if writable { assessment.without_fingerprint() } else { Vec::new() };
            bare.retain(|item| !unprintable.contains_key(item) && checkup.state(item) == ItemState::Present);
            let prints = store::fingerprints(&places, &bare, &seen, &watch);
            Done::Scanned { path, found: Box::new(Scanned { checkup, prints, asked: None }) }
        });
    }

    /// Works out again what follows from the last look, when it, the case or the day has changed.
    pub(in crate::app) fn keep_standing(&mut self) {
        let today = self.platform.now().date();
        let Some(open) = &mut self.open else { return };
        let (_, revision, day) = &open.standing;
        if (*revision, *day) != (open.session.revision(), today) {
            let standing = open.checkup.standing(open.session.assessment(), today);
            open.standing = (standing, open.session.revision(), today);
            open.sureness.keep(&open.session, &open.standing.0);
        }
    }

    /// Works out again how the gates before applying stand, when the case or the day has changed.
    pub(in crate::app) fn keep_gates(&mut self) {
        let today = self.platform.now().date();
        let Some(open) = &mut self.open else { return };
        let (_, revision, day) = &open.gates;
        if (*revision, *day) != (open.session.revision(), today) {
            let session = &open.session;
            let (gates, kinds) = (criteria::gates(), criteria::ledger_kinds());
            let results = planning::readiness_again(
                session.scheme(),
                gates,
                session.assessment(),
                session.card(),
                kinds,
                today,
                &mut open.record_counts,
            );
            open.gates = (results, session.revision(), today);
        }
    }

    /// Looks into the first file of the piece that is open in the editor.
    pub(in crate::app) fn keep_preview(&mut self, ctx: &Context) {
        let selected = self.view.evidence.selected.filter(|_| self.place == Place::Evidence);
        let Some(open) = &mut self.open else { return };
        let piece = selected.and_then(|id| open.session.assessment().evidence.get(&id));
        let file = piece.and_then(|piece| piece.items.iter().find(|item| matches!(item, EvidenceItem::File(_))));
        let Some(item) = file else {
            open.preview = None;
            return;
        };
        if open.preview.as_ref().is_some_and(|shown| shown.item == *item) || self.jobs.is_running(JobKind::Preview) {
            return;
        }
        let item = item.clone();
        open.preview = Some(Shown { item: item.clone(), content: None });
        let (folder, known) = (open.folder(), self.settings.roots.clone());
        let (assessment, path) = (open.session.assessment().clone(), open.path.clone());
        self.jobs.start(ctx, JobKind::Preview, move |_| {
            let file = Places::of(&folder, &assessment, &known).path(&item);
            Done::Previewed { path, preview: file.map_or(Preview::Nothing, |file| preview::look_into(&file)) }
        });
    }

    pub(in crate::app) fn take_preview(&mut self, ctx: &Context, path: &Path, preview: Preview) {
        let Some(open) = self.open.as_mut().filter(|open| open.path == path) else { return };
        let Some(shown) = open.preview.as_mut().filter(|shown| shown.content.is_none()) else { return };
        shown.content = Some(match preview {
            Preview::Text(text) => ShownContent::Text(text),
            Preview::Table(rows) => ShownContent::Table(rows),
            Preview::Picture(image) => {
                ShownContent::Picture(ctx.load_texture("evidence", image, egui::TextureOptions::LINEAR))
            }
            Preview::Nothing => ShownContent::Nothing,
        });
    }

    /// Takes up what a look found.
    pub(in crate::app) fn take_scanned(&mut self, ctx: &Context, path: &Path, found: Scanned) {
        let (now, time) = (self.platform.now(), ctx.input(|input| input.time));
        let Some(open) = self.open.as_mut().filter(|open| open.path == path) else { return };
        let Scanned { mut checkup, prints, asked } = found;
        match asked {
            Some(full) => open.checked_at = Some((now, full)),
            None => checkup.keep_moved(&open.checkup),
        }
        if checkup.stopped {
            // What was not looked at any more is as it was known before.
            for (item, check) in std::mem::take(&mut open.checkup.items) {
                checkup.items.entry(item).or_insert(check);
            }
        }
        open.scanned_at = time; // a slow disk is not looked at without end
        let prints = open.sort_out(prints);
        for (item, why) in &open.unprintable {
            if checkup.state(item) == ItemState::Present {
                checkup.items.insert(item.clone(), ItemCheck::unreadable(why.clone()));
            }
        }
        open.checkup_serial += 1;
        open.checkup = checkup;
        open.standing.2 = chrono::NaiveDate::MIN; // of another checkup
        if open.looking().is_none() {
            self.take_prints(ctx, prints);
        }
    }

    /// Registers fingerprints, some at a time: so none is too long for a line of the journal, and one that is refused
    /// does not keep the others out.
    fn take_prints(&mut self, ctx: &Context, prints: Vec<(String, Option<Arc<Fingerprint>>)>) {
        const FILES_AT_ONCE: usize = 5_000;
        let Some(open) = &mut self.open else { return };
        let (mut batch, mut files, mut problem) = (Vec::new(), 0, None);
        let mut taken = false;
        let last = prints.len();
        for (at, (path, print)) in prints.into_iter().enumerate() {
            files += print.as_ref().map_or(0, |print| print.files());
            batch.push((path, print));
            if files < FILES_AT_ONCE && at + 1 < last {
                continue;
            }
            files = 0;
            let batch = std::mem::take(&mut batch);
            if open.session.observe(&Edit::SetFingerprints(batch.clone())).is_ok() {
                taken = true;
                continue;
            }
            for one in batch {
                let target = one.0.clone();
                match open.session.observe(&Edit::SetFingerprints(vec![one])) {
                    Ok(()) => taken = true,
                    Err(why) => {
                        let item = |item: &EvidenceItem| item.target() == target;
                        let bare = open.session.assessment().without_fingerprint();
                        let most = crate::assessment::MAX_FINGERPRINTS;
                        let refused = bare.into_iter().filter(item);
                        open.unprintable.extend(refused.map(|item| (item, Unreadable::TooManyFiles { most })));
                        problem = Some(why);
                    }
                }
            }
        }
        if taken {
            open.scanned = None; // the next look holds them against the disk
        }
        if let Some(problem) = problem {
            let text = problem.say(&self.words.problems, &self.words.common);
            self.tell(ctx, Tone::Bad, text);
        }
    }

    /// Stops a job at the person's wish.
    pub(in crate::app) fn cancel(&mut self, kind: JobKind) {
        if kind == JobKind::Locate {
            return self.give_up_locating();
        }
        self.jobs.cancel(kind);
        if let (JobKind::Scan, Some(open)) = (kind, &mut self.open) {
            open.registering_paused = true;
        }
    }

    /// Opens a place of a piece of evidence, or the folder that it is in.
    pub(in crate::app) fn open_item(&mut self, ctx: &Context, id: EvidenceId, item: usize, folder: bool) {
        let Some(open) = &self.open else { return };
        let piece = open.session.assessment().evidence.get(&id);
        let Some(item) = piece.and_then(|piece| piece.items.get(item)).cloned() else { return };
        let (of_case, known) = (open.folder(), self.settings.roots.clone());
        let assessment = open.session.assessment().clone();
        self.reach(ctx, move || {
            let path = Places::of(&of_case, &assessment, &known).path(&item)?;
            Some(if folder { path.parent().map(Path::to_owned).unwrap_or(path) } else { path })
        });
    }

    /// Opens a file or folder with the system's program for it.
    pub(in crate::app) fn open_path(&mut self, ctx: &Context, path: PathBuf) {
        self.reach(ctx, || Some(path));
    }

    /// Opens a place once the disk has said that it is there.
    fn reach(&mut self, ctx: &Context, place: impl FnOnce() -> Option<PathBuf> + Send + 'static) {
        self.jobs.abandon(JobKind::Reach); // what hangs on a share that does not answer; the last click counts
        self.jobs.start(ctx, JobKind::Reach, move |_| {
            let path = place();
            Done::Reached { there: path.as_ref().is_some_and(|path| path.exists()), path }
        });
    }

    pub(in crate::app) fn open_reached(&mut self, ctx: &Context, path: Option<PathBuf>, there: bool) {
        let Some(path) = path else { return };
        let text = if there {
            match self.platform.open(&path) {
                Ok(()) => return,
                Err(detail) => self.words.app.cannot_open.fill(&[("path", &path.display()), ("detail", &detail)]),
            }
        } else {
            self.words.problems.io_not_found.fill(&[("path", &path.display())])
        };
        self.tell(ctx, Tone::Bad, text);
    }
}
