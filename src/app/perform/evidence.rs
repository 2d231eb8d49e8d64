//! Registering evidence, looking for it on the disk, opening it.

use std::path::{Path, PathBuf};

use egui::Context;

use crate::app::jobs::{Done, JobKind};
use crate::app::widgets::Tone;
use crate::app::*;
use crate::assessment::{Edit, Evidence, EvidenceItem};
use crate::criteria::ClauseId;
use crate::store;

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
        let (path, folder) = (open.path.clone(), open.folder());
        let assessment = open.session.assessment().clone();
        self.jobs.start(ctx, JobKind::Scan, move |_| Done::Scanned {
            path,
            states: store::evidence_states(&folder, &assessment),
        });
    }

    /// Registers files and folders; one that is in the library already is only attached.
    pub(in crate::app) fn register(&mut self, ctx: &Context, clause: Option<&ClauseId>, paths: &[PathBuf]) {
        if self.refuses_edits(ctx) {
            return;
        }
        let Some(open) = &self.open else { return };
        let folder = open.folder();
        let mut items = Vec::new();
        for path in paths {
            match store::item_for(&folder, path) {
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
        let folder = open.folder();
        let written = if typed.starts_with("www.") {
            EvidenceItem::Web(format!("https://{typed}"))
        } else if typed.contains("://") {
            EvidenceItem::Web(typed.to_owned())
        } else {
            EvidenceItem::File(typed.to_owned())
        };
        let said = match store::settle(&folder, written) {
            Ok(item) => match store::item_path(&folder, &item) {
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
                    let evidence = Evidence { title, items: vec![item], clauses, covers: None, expires: None };
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
        let folder = open.folder();
        for item in paths.iter().filter_map(|path| store::item_for(&folder, path)) {
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
        let (Some(piece), Some(new)) = (piece, store::item_for(&open.folder(), path)) else { return };
        let mut next = (**piece).clone();
        if let Some(old) = next.items.get_mut(item) {
            *old = new;
            self.edit(ctx, &Edit::SetEvidence { id, evidence: Box::new(next) });
        }
    }

    pub(in crate::app) fn open_item(&mut self, ctx: &Context, id: EvidenceId, item: usize, folder: bool) {
        let Some(open) = &self.open else { return };
        let piece = open.session.assessment().evidence.get(&id);
        let path =
            piece.and_then(|piece| piece.items.get(item)).and_then(|item| store::item_path(&open.folder(), item));
        if let Some(path) = path {
            let path = if folder { path.parent().map(Path::to_owned).unwrap_or(path) } else { path };
            self.open_path(ctx, &path);
        }
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
fn title_of(item: &EvidenceItem) -> String {
    let name = item.name();
    let title = match item {
        EvidenceItem::File(_) => name.rsplit_once('.').map_or(name, |(stem, _)| stem),
        EvidenceItem::Folder(_) | EvidenceItem::Web(_) => name,
    };
    if title.trim().is_empty() { item.target().to_owned() } else { title.to_owned() }
}
