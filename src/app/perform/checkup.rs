//! The checkup that a person asks for, what is missing and found elsewhere, and folder trees.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Context;

use crate::app::dialogs::Relinking;
use crate::app::jobs::{Done, JobKind, Scanned};
use crate::app::locating::{Goes, Wanted};
use crate::app::widgets::Tone;
use crate::app::*;
use crate::assessment::{Edit, EvidenceItem, PieceState};
use crate::store::{self, Depth, Places, Repair, Watch};

impl App {
    /// Looks at all evidence in the background, with progress.
    pub(in crate::app) fn check_evidence(&mut self, ctx: &Context, full: bool) {
        let depth = if full { Depth::Full } else { Depth::Quick };
        if let Some(open) = &mut self.open {
            // Whoever asks for a look wants all of it.
            open.registering_paused = false;
            open.unprintable.clear();
            open.scanned = None;
        }
        self.look_at_evidence(ctx, depth, None, false);
    }

    /// Looks for what is missing, in another folder too where one is given, and offers to mend it.
    pub(in crate::app) fn find_lost(&mut self, ctx: &Context, also: Option<PathBuf>) {
        self.look_at_evidence(ctx, Depth::Quick, also, true);
    }

    fn look_at_evidence(&mut self, ctx: &Context, depth: Depth, also: Option<PathBuf>, mend: bool) {
        let Some(open) = &self.open else { return };
        let (path, folder) = (open.path.clone(), open.folder());
        let (assessment, seen) = (open.session.assessment().clone(), Arc::clone(&open.seen));
        let known = self.settings.roots.clone();
        self.jobs.start(ctx, JobKind::Checkup, move |token| {
            let (cancelled, progress) = (|| token.cancelled(), |permille| token.progress(permille));
            let watch = Watch { cancelled: &cancelled, progress: &progress };
            let places = Places::of(&folder, &assessment, &known);
            let places = also.into_iter().fold(places, Places::searching);
            let checkup = store::checkup(&places, &assessment, depth, &seen, &watch);
            let repairs = if mend { store::repairs(&places, &assessment, &checkup, &watch) } else { Vec::new() };
            let asked = Some(depth == Depth::Full).filter(|_| !checkup.stopped);
            let found = Box::new(Scanned { checkup, prints: Vec::new(), asked });
            if mend { Done::Repairs { path, found, repairs } } else { Done::Scanned { path, found } }
        });
    }

    /// Shows what can be mended.
    pub(in crate::app) fn take_repairs(&mut self, ctx: &Context, path: &Path, found: Scanned, repairs: Vec<Repair>) {
        if self.open.as_ref().is_none_or(|open| open.path != path) {
            return; // another case was opened meanwhile
        }
        let lost = found.checkup.items.iter().filter(|(_, check)| PieceState::from(check.state).lost());
        let lost: Vec<EvidenceItem> = lost.map(|(item, _)| item.clone()).collect();
        let (cut, stopped) = (found.checkup.search_cut, found.checkup.stopped);
        self.take_scanned(ctx, path, found);
        if stopped {
            return;
        }
        if lost.is_empty() {
            self.dialog = None;
            let text = self.words.evidence.relink_nothing.to_string();
            return self.tell(ctx, Tone::Good, text);
        }
        self.dialog = Some(Dialog::Relink(Box::new(Relinking::new(repairs, lost, cut))));
    }

    pub(in crate::app) fn toggle_repair(&mut self, at: usize) {
        if let Some(Dialog::Relink(relinking)) = &mut self.dialog {
            relinking.toggle(at);
        }
    }

    /// Mends the places that are chosen, as one step.
    pub(in crate::app) fn relink(&mut self, ctx: &Context) {
        if self.refuses_edits(ctx) {
            return;
        }
        let Some(Dialog::Relink(relinking)) = self.dialog.take() else { return };
        let chosen = relinking.repairs.iter().enumerate().filter(|(at, _)| !relinking.left_out.contains(at));
        let moves = chosen.map(|(_, repair)| Edit::MoveItem { from: repair.from.clone(), to: repair.to.clone() });
        let moves: Vec<Edit> = moves.collect();
        let lost = relinking.found() + relinking.left.len();
        let numbers: [(&str, &dyn std::fmt::Display); 3] =
            [("lost", &lost), ("done", &moves.len()), ("left", &lost.saturating_sub(moves.len()))];
        let text = self.words.evidence.relink_done.fill(&numbers);
        self.edit(ctx, &Edit::Many(moves));
        self.tell(ctx, Tone::Good, text);
    }

    /// Registers what the preview of a tree showed.
    pub(in crate::app) fn register_tree(&mut self, ctx: &Context, by_clauses: bool) {
        let Some(Dialog::Tree(preview)) = self.dialog.take() else { return };
        if by_clauses && preview.tree.cut {
            // What was not looked at is no result of the registration, and stays said.
            self.tell(ctx, Tone::Warn, preview.remarks.join("\n"));
        }
        self.want_next(
            ctx,
            if by_clauses {
                Wanted::Tree(preview.tree.files)
            } else {
                Wanted::Paths { paths: vec![preview.folder], goes: Goes::Library { look_into: false } }
            },
        );
    }
}
