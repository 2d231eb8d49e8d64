//! Registering evidence, looking for it on the disk, opening it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Context;

use crate::app::jobs::{Done, JobKind, Scanned};
use crate::app::widgets::Tone;
use crate::app::*;
use crate::assessment::{Edit, Evidence, EvidenceItem};
use crate::criteria::ClauseId;
use crate::store::{self, Depth, Places, Watch};

impl App {
    pub(in crate::app) fn keep_scanned(&mut self, ctx: &Context) {
        // Files come and go while the window is elsewhere.
        const AGAIN_SECS: f64 = 10.0;
        let (now, focused) = ctx.input(|input| (input.time, input.focused));
        let Some(open) = &mut self.open else { return };
        let fresh = open.scanned.as_ref() == Some(&open.session.assessment().evidence);
        let old = now - open.scanned_at > AGAIN_SECS && focused;
        if (fresh && !old) || self.jobs.is_running(JobKind::Scan) {
            return;
        }
        open.scanned = Some(open.session.assessment().evidence.clone());
        open.scanned_at = now;
        self.scan(ctx, Depth::Glance);
    }

    /// Looks at the evidence in the background, and takes fingerprints of what has none.
    fn scan(&mut self, ctx: &Context, depth: Depth) {
        let Some(open) = &self.open else { return };
        let (path, folder, writable) = (open.path.clone(), open.folder(), open.look_only().is_none());
        let (assessment, seen) = (open.session.assessment().clone(), Arc::clone(&open.seen));
        let known = self.settings.roots.clone();
        self.jobs.start(ctx, JobKind::Scan, move |token| {
            let (cancelled, progress) = (|| token.cancelled(), |permille| token.progress(permille));
            let watch = Watch { cancelled: &cancelled, progress: &progress };
            let places = Places::of(&folder, &assessment, &known);
            let checkup = store::checkup(&places, &assessment, depth, &seen, &watch);
            let bare = if writable { assessment.without_fingerprint() } else { Vec::new() };
            let prints = store::fingerprints(&places, &bare, &seen, &watch);
            let prints = prints.into_iter().filter_map(|(path, print)| Some((path, print.ok()?))).collect();
            Done::Scanned { path, found: Box::new(Scanned { checkup, prints, asked: depth != Depth::Glance }) }
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

    /// Takes up what a look found.
    pub(in crate::app) fn take_scanned(&mut self, ctx: &Context, path: &Path, found: Scanned) {
        let Some(open) = self.open.as_mut().filter(|open| open.path == path) else { return };
        let Scanned { mut checkup, prints, asked } = found;
        if !asked {
            checkup.keep_moved(&open.checkup);
        }
        open.checkup = checkup;
        open.standing.2 = chrono::NaiveDate::MIN; // of another checkup
        let assessment = open.session.assessment();
        // Only of what still has none; it may have been removed or taken over meanwhile.
        let bare: BTreeSet<String> =
            assessment.without_fingerprint().iter().map(|item| item.target().to_owned()).collect();
        let prints: Vec<_> = prints.into_iter().filter(|(path, _)| bare.contains(path)).collect();
        if prints.is_empty() || open.look_only().is_some() {
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
        let assessment = open.session.assessment();
        let mut next = assessment.next_evidence_id();
        let (mut edits, mut added) = (Vec::new(), 0);
        for item in items {
            let known = assessment.evidence.iter().find(|(_, piece)| piece.items == [item.clone()]);
            match (known, clause) {
                (Some((id, _)), Some(clause)) => edits.push(Edit::Attach { id: *id, clause: clause.clone() }),
                (Some(_), None) => {}
                (None, _) => {
                    let title = title_of(&item);
                    let clauses = clause.cloned().into_iter().collect();
                    let evidence = Evidence { title, items: vec![item], clauses, ..Evidence::default() };
                    edits.push(Edit::AddEvidence { id: next, evidence: Box::new(evidence) });
                    next = EvidenceId(next.0.saturating_add(1));
                    added += 1;
                }
            }
        }
        if edits.is_empty() {
            return;
        }
        let attached = edits.len() - added;
        self.edit(ctx, &Edit::Many(edits));
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

/// A first title for a piece of evidence: the name without its ending.
pub(super) fn title_of(item: &EvidenceItem) -> String {
    let name = item.name();
    let title = match item {
        EvidenceItem::File(_) => name.rsplit_once('.').map_or(name, |(stem, _)| stem),
        EvidenceItem::Folder(_) | EvidenceItem::Web(_) => name,
    };
    if title.trim().is_empty() { item.target().to_owned() } else { title.to_owned() }
}
