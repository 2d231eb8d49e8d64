//! Choosing a material checklist, and adding files to one of its items.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use egui::Context;

use crate::app::jobs::{Done, JobKind};
use crate::app::locating::{Goes, Wanted};
use crate::app::widgets::Tone;
use crate::app::*;
use crate::assessment::{Edit, Evidence, MaterialId};
use crate::criteria::{Checklist, SHIPPED_CHECKLISTS};
use crate::store::{self, CASE_EXTENSION, ChecklistChoice, ChecklistError};

impl App {
    /// Reads the list that the settings remember, once a case is open and can use it.
    pub(in crate::app) fn keep_checklist(&mut self, ctx: &Context) {
        if self.open.is_some()
            && let Some(path) = self.materials.remembered.take()
        {
            self.read_checklist(ctx, path);
        }
    }

    pub(in crate::app) fn use_checklist(&mut self, ctx: &Context, choice: ChecklistChoice) {
        match choice {
            ChecklistChoice::File(path) => self.read_checklist(ctx, path),
            ChecklistChoice::Shipped(ref id) => {
                if let Some(checklist) = self.materials.shipped.iter().find(|list| list.id == *id).cloned() {
                    self.take_up(ctx, checklist, None);
                    self.settings.checklist = choice;
                    self.keep_settings(ctx);
                }
            }
        }
    }

    fn read_checklist(&mut self, ctx: &Context, path: PathBuf) {
        self.jobs.start(ctx, JobKind::Checklist, move |_| Done::Checklist {
            result: store::read_checklist(&path).map(Box::new),
            path,
        });
    }

    pub(in crate::app) fn take_checklist(
        &mut self,
        ctx: &Context,
        path: PathBuf,
        result: Result<Box<Checklist>, ChecklistError>,
    ) {
        match result {
            Ok(checklist) => {
                let counts: [(&str, &dyn std::fmt::Display); 3] = [
                    ("title", &checklist.title),
                    ("items", &checklist.items.len()),
                    ("checks", &checklist.checks.len()),
                ];
                let text = self.words.materials.list_opened.fill(&counts);
                self.take_up(ctx, Arc::new(*checklist), Some(path.clone()));
                if self.place == Place::Materials {
                    self.tell(ctx, Tone::Good, text);
                }
                self.settings.checklist = ChecklistChoice::File(path);
                self.keep_settings(ctx);
            }
            // It stands in the view, above the list that stays in use.
            Err(error) => self.materials.problem = Some(error.say(&self.words)),
        }
    }

    fn take_up(&mut self, ctx: &Context, checklist: Arc<Checklist>, file: Option<PathBuf>) {
        self.materials.checklist = checklist;
        self.materials.file = file;
        self.materials.problem = None;
        if self.dialog == Some(Dialog::Package) {
            // What is shown there was planned by the list before.
            self.plan_package(ctx, self.package.others, self.package.mask_all);
        }
        ctx.request_repaint();
    }

    /// Writes the built-in list in use as a file, to be changed there.
    pub(in crate::app) fn save_checklist(&mut self, ctx: &Context, path: PathBuf) {
        let Some(shipped) = SHIPPED_CHECKLISTS.iter().find(|each| each.id == self.materials.checklist.id) else {
            return;
        };
        let path = if path.extension().is_none() { path.with_extension("ron") } else { path };
        if path.extension().is_some_and(|ending| ending == CASE_EXTENSION) {
            let text = self.words.materials.list_over_case.fill(&[("path", &path.display())]);
            return self.tell(ctx, Tone::Bad, text);
        }
        match store::write_output(&path, shipped.text.as_bytes()) {
            Ok(()) => {
                let text = self.words.materials.list_saved.fill(&[("path", &path.display())]);
                self.tell(ctx, Tone::Good, text);
            }
            Err(fault) => {
                let text = fault.say(&self.words);
                self.tell(ctx, Tone::Bad, text);
            }
        }
    }

    /// Registers files and folders and confirms them for an item of the list in use.
    pub(in crate::app) fn register_for(&mut self, ctx: &Context, item: &str, paths: Vec<PathBuf>) {
        let Some(title) = self.materials.checklist.item(item).map(|item| item.title.clone()) else { return };
        let id = MaterialId::of(&self.materials.checklist.id, item);
        self.want(ctx, Wanted::Paths { paths, goes: Goes::Material { id, title } });
    }

    /// Confirms evidence for an item; one that is in the library already is only confirmed. It serves no clause by
    /// that: which clauses a file proves is for a person to say.
    pub(in crate::app) fn confirm_for(&mut self, ctx: &Context, id: MaterialId, title: &str, items: Vec<EvidenceItem>) {
        let Some(open) = &self.open else { return };
        let assessment = open.session.assessment();
        let mut answer = assessment.material(&id).cloned().unwrap_or_default();
        let mut next = assessment.next_evidence_id();
        let (mut edits, mut known) = (Vec::new(), 0_usize);
        for found in items {
            let same = assessment.evidence.iter().find(|(_, piece)| piece.items == [found.clone()]);
            if let Some((id, _)) = same {
                known += usize::from(answer.evidence.insert(*id));
                continue;
            }
            let evidence = Evidence::of(found, BTreeSet::new());
            edits.push(Edit::AddEvidence { id: next, evidence: Box::new(evidence) });
            answer.evidence.insert(next);
            next = EvidenceId(next.0.saturating_add(1));
        }
        let added = edits.len();
        if added + known == 0 {
            return;
        }
        edits.push(Edit::SetMaterial { id, answer: Box::new(answer) });
        self.edit(ctx, &Edit::Many(edits));
        let text = self.words.materials.confirmed_now.fill(&[("title", &title), ("added", &added), ("known", &known)]);
        self.tell(ctx, Tone::Good, text);
    }
}
