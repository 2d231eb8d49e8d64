//! Registering evidence, looking for it on the disk, opening it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Context;

use crate::app::jobs::{Done, JobKind, Scanned};
use crate::app::preview::{self, Preview};
use crate::app::widgets::Tone;
use crate::app::*;
use crate::assessment::{self, Edit, EvidenceItem, Registration};
use crate::criteria::ClauseId;
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
        open.scanned_at = now;
        self.glance(ctx);
    }

    /// Looks at the evidence in the background, and takes fingerprints of what has none.
    fn glance(&mut self, ctx: &Context) {
        let Some(open) = &self.open else { return };
        let (path, folder, writable) = (open.path.clone(), open.folder(), open.looking().is_none());
        let (assessment, seen) = (open.session.assessment().clone(), Arc::clone(&open.seen));
        let known = self.settings.roots.clone();
        self.jobs.start(ctx, JobKind::Scan, move |token| {
            let (cancelled, progress) = (|| token.cancelled(), |permille| token.progress(permille));
            let watch = Watch { cancelled: &cancelled, progress: &progress };
            let places = Places::of(&folder, &assessment, &known);
            let checkup = store::checkup(&places, &assessment, Depth::Glance, &seen, &watch);
            let bare = if writable { assessment.without_fingerprint() } else { Vec::new() };
            let prints = store::fingerprints(&places, &bare, &seen, &watch);
            let prints = prints.into_iter().filter_map(|(path, print)| Some((path, print.ok()?))).collect();
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
        let now = self.platform.now();
        let Some(open) = self.open.as_mut().filter(|open| open.path == path) else { return };
        let Scanned { mut checkup, prints, asked } = found;
        match asked {
            Some(full) => open.checked_at = Some((now, full)),
            None => checkup.keep_moved(&open.checkup),
        }
        open.checkup_serial += 1;
        open.checkup = checkup;
        open.standing.2 = chrono::NaiveDate::MIN; // of another checkup
        let assessment = open.session.assessment();
        // Only of what still has none; it may have been removed or taken over meanwhile.
        let bare: BTreeSet<String> =
            assessment.without_fingerprint().iter().map(|item| item.target().to_owned()).collect();
        let prints: Vec<_> = prints.into_iter().filter(|(path, _)| bare.contains(path)).collect();
        if prints.is_empty() || open.looking().is_some() {
            return;
        }
        let prints = prints.into_iter().map(|(path, print)| (path, Some(print))).collect();
        if let Err(problem) = open.session.observe(&Edit::SetFingerprints(prints)) {
            let text = problem.say(&self.words.problems, &self.words.common);
            self.tell(ctx, Tone::Bad, text);
        }
        // What was just registered is the same until somebody changes it; the next look says so.
        if let Some(open) = &mut self.open {
            open.scanned = None;
        }
    }

    /// Registers files and folders; one that is in the library already is only attached.
    pub(in crate::app) fn register(&mut self, ctx: &Context, clause: Option<&ClauseId>, paths: &[PathBuf]) {
        if self.refuses_edits(ctx) {
            return;
        }
        match (clause, paths) {
            (None, [folder]) if folder.is_dir() => self.read_tree(ctx, folder.clone()),
            _ => self.register_places(ctx, clause, paths),
        }
    }

    /// Registers files and folders each as it is.
    pub(in crate::app) fn register_places(&mut self, ctx: &Context, clause: Option<&ClauseId>, paths: &[PathBuf]) {
        if self.refuses_edits(ctx) {
            return;
        }
        let Some(open) = &self.open else { return };
        let places = self.places(open);
        let mut items = Vec::new();
        for path in paths {
            match places.item(path) {
                Some(item) => items.push(item),
                None => {
                    let text = self.words.problems.bad_path.fill(&[("path", &path.display())]);
                    self.tell(ctx, Tone::Bad, text);
                }
            }
        }
        self.register_items(ctx, clause, items);
    }

    pub(in crate::app) fn register_text(&mut self, ctx: &Context, clause: Option<&ClauseId>, text: &str) {
        if self.refuses_edits(ctx) {
            return;
        }
        // Explorer's "copy as path" puts quotes around it.
        let typed = text.trim().trim_matches(['"', '“', '”']);
        let Some(open) = &self.open else { return };
        let places = self.places(open);
        let written = if typed.starts_with("www.") {
            EvidenceItem::Web(format!("https://{typed}"))
        } else if typed.contains("://") {
            EvidenceItem::Web(typed.to_owned())
        } else {
            EvidenceItem::File(typed.to_owned())
        };
        let said = match store::settle(&places, written) {
            Ok(item) => match places.path(&item) {
                Some(path) if !path.exists() => self.words.problems.io_not_found.fill(&[("path", &typed)]),
                _ => return self.register_items(ctx, clause, vec![item]),
            },
            Err(unsettled) => unsettled.say(&self.words),
        };
        self.tell(ctx, Tone::Bad, said);
        // What was typed is wrong in a letter or two; it stays to be mended.
        let field = if clause.is_some() { &mut self.view.assess.typed_evidence } else { &mut self.view.evidence.typed };
        text.clone_into(field);
    }

    pub(in crate::app) fn register_items(
        &mut self,
        ctx: &Context,
        clause: Option<&ClauseId>,
        items: Vec<EvidenceItem>,
    ) {
        let Some(open) = &self.open else { return };
        let clauses: BTreeSet<ClauseId> = clause.cloned().into_iter().collect();
        let places = items.into_iter().map(|item| (item, &clauses));
        let Registration { edit, added, attached, .. } = assessment::register(open.session.assessment(), places);
        let Some(edit) = edit else { return };
        self.edit(ctx, &edit);
        let w = &self.words.app;
        let text = match clause {
            Some(clause) => w.registered_for.fill(&[("added", &added), ("attached", &attached), ("clause", clause)]),
            None => w.registered.fill(&[("added", &added)]),
        };
        self.tell(ctx, Tone::Good, text);
    }

    pub(in crate::app) fn add_items(&mut self, ctx: &Context, id: EvidenceId, paths: &[PathBuf]) {
        if self.refuses_edits(ctx) {
            return;
        }
        let Some(open) = &self.open else { return };
        let Some(piece) = open.session.assessment().evidence.get(&id) else { return };
        let mut next = (**piece).clone();
        let places = self.places(open);
        for item in paths.iter().filter_map(|path| places.item(path)) {
            if !next.items.contains(&item) {
                next.items.push(item);
            }
        }
        self.edit(ctx, &Edit::SetEvidence { id, evidence: Box::new(next) });
    }

    pub(in crate::app) fn put_instead(&mut self, ctx: &Context, id: EvidenceId, item: usize, path: &Path) {
        if self.refuses_edits(ctx) {
            return;
        }
        let Some(open) = &self.open else { return };
        let piece = open.session.assessment().evidence.get(&id);
        let (Some(piece), Some(new)) = (piece, self.places(open).item(path)) else { return };
        let mut next = (**piece).clone();
        if let Some(old) = next.items.get_mut(item) {
            *old = new;
            self.edit(ctx, &Edit::SetEvidence { id, evidence: Box::new(next) });
        }
    }

    pub(in crate::app) fn open_item(&mut self, ctx: &Context, id: EvidenceId, item: usize, folder: bool) {
        let Some(open) = &self.open else { return };
        let piece = open.session.assessment().evidence.get(&id);
        let path = piece.and_then(|piece| piece.items.get(item)).and_then(|item| self.places(open).path(item));
        if let Some(path) = path {
            let path = if folder { path.parent().map(Path::to_owned).unwrap_or(path) } else { path };
            self.open_path(ctx, &path);
        }
    }

    /// Where the evidence of the case lies on this computer.
    pub(in crate::app) fn places(&self, open: &OpenCase) -> Places {
        Places::of(&open.folder(), open.session.assessment(), &self.settings.roots)
    }

    pub(in crate::app) fn open_path(&mut self, ctx: &Context, path: &Path) {
        let text = if path.exists() {
            match self.platform.open(path) {
                Ok(()) => return,
                Err(detail) => self.words.app.cannot_open.fill(&[("path", &path.display()), ("detail", &detail)]),
            }
        } else {
            self.words.problems.io_not_found.fill(&[("path", &path.display())])
        };
        self.tell(ctx, Tone::Bad, text);
    }
}
