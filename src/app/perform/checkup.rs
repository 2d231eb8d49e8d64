//! The checkup that a person asks for, what is missing and found elsewhere, named roots, and folder trees.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Context;

use crate::app::dialogs::{Relinking, TreePreview};
use crate::app::jobs::{Done, JobKind, Scanned};
use crate::app::widgets::Tone;
use crate::app::*;
use crate::assessment::{self, Edit, EvidenceItem, PieceState, Registration};
use crate::criteria::ClauseId;
use crate::store::{self, ClauseTree, Depth, Places, Repair, Watch};

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
        if let Some(Dialog::Relink(relinking)) = &mut self.dialog
            && !relinking.left_out.remove(&at)
        {
            relinking.left_out.insert(at);
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
        let numbers: [(&str, &dyn std::fmt::Display); 3] = [
            ("lost", &(relinking.repairs.len() + relinking.left.len())),
            ("done", &moves.len()),
            ("left", &(relinking.repairs.len() + relinking.left.len() - moves.len())),
        ];
        let text = self.words.evidence.relink_done.fill(&numbers);
        self.edit(ctx, &Edit::Many(moves));
        self.tell(ctx, Tone::Good, text);
    }

    /// Says where a named root lies; what lies under its folder is named by it from then on.
    pub(in crate::app) fn set_root(&mut self, ctx: &Context, name: &str, folder: &Path) {
        if self.refuses_edits(ctx) {
            return;
        }
        let Some(open) = &self.open else { return };
        let Some(text) = folder.to_str() else {
            let text = self.words.problems.bad_path.fill(&[("path", &folder.display())]);
            return self.tell(ctx, Tone::Bad, text);
        };
        let set = Edit::SetRoot { name: name.to_owned(), folder: Some(text.to_owned()) };
        // What is neither inside the folder of the case nor under another root.
        let outside = |item: &EvidenceItem| !item.is_portable() || item.target().starts_with("../");
        let mut next = open.session.assessment().clone();
        let mut edits = vec![set];
        if assessment::apply(open.session.scheme(), &mut next, &edits[0]).is_ok() {
            let old = self.places(open);
            let new = Places::of(&open.folder(), &next, &self.settings.roots);
            let items: BTreeSet<&EvidenceItem> = next.evidence.values().flat_map(|piece| &piece.items).collect();
            let under = items.into_iter().filter(|item| outside(item)).filter_map(|item| {
                let to = new.item(&old.path(item)?)?;
                (!outside(&to) && std::mem::discriminant(&to) == std::mem::discriminant(item))
                    .then(|| Edit::MoveItem { from: item.clone(), to })
            });
            edits.extend(under);
        }
        let before = open.session.assessment().roots.get(name).cloned();
        self.edit(ctx, &Edit::Many(edits));
        let Some(open) = &self.open else { return };
        if open.session.assessment().roots.get(name).map(String::as_str) == Some(text) {
            // When the case comes back from the other computer, it says the other place again.
            for said in before.into_iter().chain([text.to_owned()]) {
                self.settings.roots.insert(store::root_key(name, &said), folder.to_owned());
            }
            self.keep_settings(ctx);
        }
        if let Some(open) = &mut self.open {
            open.scanned = None;
        }
        self.dialog = Some(Dialog::Roots);
    }

    /// Looks into a folder before it is registered: its folders may be named by clauses.
    pub(in crate::app) fn read_tree(&mut self, ctx: &Context, folder: PathBuf) {
        let Some(open) = &self.open else { return };
        let (path, scheme) = (open.path.clone(), Arc::clone(&open.session.pinned().scheme));
        self.jobs.start(ctx, JobKind::Tree, move |_| {
            let tree = store::clause_tree(&folder, &scheme);
            Done::Tree { path, folder, tree }
        });
    }

    /// Offers the clauses where there are any; else the folder is registered as it is.
    pub(in crate::app) fn take_tree(&mut self, ctx: &Context, path: &Path, folder: PathBuf, tree: ClauseTree) {
        let Some(open) = self.open.as_ref().filter(|open| open.path == path) else { return };
        if tree.files.is_empty() {
            return self.register_places(ctx, None, &[folder]);
        }
        let title = |clause: &ClauseId| open.session.scheme().clause(clause).map(|clause| clause.title.clone());
        let titles = tree.files.keys().map(|clause| title(clause).unwrap_or_default()).collect();
        self.dialog = Some(Dialog::Tree(Box::new(TreePreview { folder, tree, titles })));
    }

    /// Registers what the preview of a tree showed.
    pub(in crate::app) fn register_tree(&mut self, ctx: &Context, by_clauses: bool) {
        let Some(Dialog::Tree(preview)) = self.dialog.take() else { return };
        if !by_clauses {
            return self.register_places(ctx, None, &[preview.folder]);
        }
        if self.refuses_edits(ctx) {
            return;
        }
        let Some(open) = &self.open else { return };
        let places = self.places(open);
        let wanted: Vec<(EvidenceItem, BTreeSet<ClauseId>)> = preview
            .tree
            .files
            .iter()
            .flat_map(|(clause, paths)| paths.iter().map(move |path| (clause, path)))
            .filter_map(|(clause, path)| Some((places.item(path)?, BTreeSet::from([clause.clone()]))))
            .collect();
        let of = wanted.iter().map(|(item, clauses)| (item.clone(), clauses));
        let Registration { edit, added, attached, known } = assessment::register(open.session.assessment(), of);
        if let Some(edit) = edit {
            self.edit(ctx, &edit);
        }
        let numbers: [(&str, &dyn std::fmt::Display); 3] =
            [("added", &added), ("attached", &attached), ("known", &known)];
        let text = self.words.evidence.add_done.fill(&numbers);
        self.tell(ctx, Tone::Good, text);
    }
}
