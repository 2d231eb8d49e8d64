//! The register of remediation: new actions, drafts by advice, the register as a table, reminder sheets.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Context;

use crate::app::dialogs::{ImportPreview, rows_left_out};
use crate::app::jobs::{Done, JobKind};
use crate::app::widgets::Tone;
use crate::app::*;
use crate::assessment::{self, ActionId, Edit, EditKind, Gap};
use crate::planning;
use crate::report::planning::say_rectify;
use crate::store;
use crate::store::actions::{self, ActionsSheet, Light, Reminders};
use crate::store::tables::{Table, TableKind};

impl App {
    pub(super) fn remediation(&mut self, ctx: &Context, action: RemediationAction) {
        match action {
            RemediationAction::ShowGap(gap) => {
                self.view.remediation.show_gap(gap);
                self.go(Place::Remediation);
            }
            RemediationAction::Show(id) => {
                self.view.remediation.show(id);
                self.go(Place::Remediation);
            }
            RemediationAction::New(gap) => {
                if !self.refuses_edits(ctx) {
                    let in_the_way = self.view.remediation.begin(gap);
                    self.go(Place::Remediation);
                    if in_the_way {
                        self.tell(ctx, Tone::Warn, self.words.remediation.fresh_in_the_way.to_string());
                    }
                }
            }
            RemediationAction::Suggest(gap) => self.suggest(ctx, gap.as_ref()),
            RemediationAction::Add(action) => self.add_action(ctx, *action),
            RemediationAction::Import(path) => self.read_register(ctx, path),
            RemediationAction::Remove(id) => self.remove_action(ctx, id),
        }
    }

    /// Carries out an edit as a step of its own; whether anything changed. A refusal has been told.
    fn step(&mut self, ctx: &Context, edit: &Edit) -> bool {
        let now = |app: &Self| app.open.as_ref().map(|open| open.session.revision());
        let before = now(self);
        self.open.iter_mut().for_each(|open| open.session.pause());
        self.edit(ctx, edit);
        self.open.iter_mut().for_each(|open| open.session.pause());
        now(self) != before
    }

    fn add_action(&mut self, ctx: &Context, action: assessment::Action) {
        let Some(open) = &self.open else { return };
        let assessment = open.session.assessment();
        if let Err(problem) = assessment::may_act(open.session.scheme(), assessment, &action.gap) {
            let text = problem.say(&self.words.problems, &self.words.common);
            return self.tell(ctx, Tone::Bad, text);
        }
        let id = assessment.next_action_id();
        if self.step(ctx, &Edit::SetAction { id, action: Some(Box::new(action)) }) {
            self.view.remediation.added(id);
        }
    }

    fn remove_action(&mut self, ctx: &Context, id: ActionId) {
        if self.step(ctx, &Edit::SetAction { id, action: None }) {
            let text = self.words.remediation.removed.fill(&[("id", &id)]);
            self.tell(ctx, Tone::Good, text);
        }
    }

    /// Drafts actions by the scheme's advice, all in one step.
    fn suggest(&mut self, ctx: &Context, only: Option<&Gap>) {
        let Some(open) = self.open.as_ref() else { return };
        let (scheme, assessment) = (open.session.scheme(), open.session.assessment());
        let say = |deduction: &assessment::SpecialDeduction| say_rectify(deduction, scheme, &self.words);
        let suggested = planning::suggest(scheme, assessment, &BTreeSet::new(), &say);
        let wanted = |action: &assessment::Action| only.is_none_or(|gap| action.gap == *gap);
        let first = assessment.next_action_id();
        let drafts = suggested.actions.into_iter().filter(wanted);
        let edits: Vec<Edit> = (first.0..)
            .zip(drafts)
            .map(|(id, action)| Edit::SetAction { id: ActionId(id), action: Some(Box::new(action)) })
            .collect();
        let r = &self.words.remediation;
        let without: Vec<&str> = suggested.without_advice.iter().map(|clause| clause.as_str()).collect();
        let without = without.join(&self.words.common.list_separator);
        let mut said = if edits.is_empty() { r.suggest_nothing.to_string() } else { String::new() };
        if !without.is_empty() && only.is_none() {
            said = self.words.actions.suggest_without_advice.fill(&[("clauses", &without)]);
        }
        let (count, done) = (edits.len(), r.suggested.fill(&[("n", &edits.len())]));
        let edit = match <[Edit; 1]>::try_from(edits) {
            Ok([one]) => one,
            Err(many) => Edit::Many(many),
        };
        if count > 0 && self.step(ctx, &edit) {
            self.view.remediation.suggested(first, count);
            self.tell(ctx, Tone::Good, done);
        }
        if !said.is_empty() {
            self.tell(ctx, Tone::Warn, said);
        }
    }

    /// Brings an action that was undone or done again into sight.
    pub(super) fn reveal_action(&mut self, kind: &EditKind) {
        if let (Place::Remediation, EditKind::Action(id), Some(open)) = (self.place, kind, &self.open)
            && open.session.assessment().actions.contains_key(id)
        {
            self.view.remediation.show(*id);
        }
    }

    /// Reads a register; nothing is changed before the person has seen what it would do.
    pub(super) fn read_register(&mut self, ctx: &Context, path: PathBuf) {
        if self.refuses_edits(ctx) {
            return;
        }
        let Some(open) = &self.open else { return };
        let (case, revision) = (open.path.clone(), open.session.revision());
        let (scheme, assessment) = (Arc::clone(&open.session.pinned().scheme), open.session.assessment().clone());
        let lost = planning::lost_by_verdicts(open.session.card());
        let (words, today) = (Arc::clone(&self.words), self.platform.now().date());
        self.jobs.start(ctx, JobKind::Table, move |_| {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let preview = |table: Table| {
                let plan = actions::plan_actions(&table, &scheme, &assessment, Light { today, lost: Some(&lost) });
                Box::new(ImportPreview {
                    account: plan.account(&name, table.sheet.as_deref(), &words),
                    file: name.clone(),
                    changes: plan.added.len() + plan.changed.len(),
                    left_out: rows_left_out(plan.problems.iter().map(|problem| problem.row)),
                    taken: false,
                    edit: plan.edit,
                    case: case.clone(),
                    revision,
                })
            };
            let unread = |problem| actions::say_unread_actions(&problem, &name, &words);
            let result = actions::read_actions(&path).map(preview).map_err(unread);
            Done::Register { path, case, result }
        });
    }

    pub(super) fn take_register(
        &mut self,
        ctx: &Context,
        path: PathBuf,
        case: &Path,
        result: Result<Box<ImportPreview>, String>,
    ) {
        self.show_import(ctx, case, result, |app| app.read_register(ctx, path));
    }

    /// Writes the register as a table, in the background.
    pub(super) fn write_register(&mut self, ctx: &Context, path: PathBuf) {
        let Some((path, kind)) = self.table_target(ctx, path) else { return };
        let Some(open) = &self.open else { return };
        let (session, words) = (open.session.clone(), Arc::clone(&self.words));
        self.jobs.start(ctx, JobKind::Export, move |_| {
            let (scheme, assessment) = (session.scheme(), session.assessment());
            Done::Exported(store::write_action_table(&path, kind, &ActionsSheet::All, scheme, assessment, &words))
        });
    }

    /// Writes a reminder sheet for everybody who has something open, in the background.
    pub(super) fn write_reminders(&mut self, ctx: &Context, path: PathBuf) {
        let path = if path.extension().is_none() { path.with_extension("xlsx") } else { path };
        if TableKind::for_writing(&path) != Some(TableKind::Xlsx) {
            let text = self.words.remediation.reminders_kind.fill(&[("path", &path.display())]);
            return self.tell(ctx, Tone::Bad, text);
        }
        let Some(open) = &self.open else { return };
        let ask = Reminders { owner: None, on: self.platform.now().date() };
        if ask.by_owner(open.session.assessment()).is_empty() {
            return self.tell(ctx, Tone::Warn, self.words.remediation.reminders_none.to_string());
        }
        let (session, words) = (open.session.clone(), Arc::clone(&self.words));
        self.jobs.start(ctx, JobKind::Export, move |_| {
            let (scheme, assessment) = (session.scheme(), session.assessment());
            Done::Exported(store::write_reminder_sheets(&path, &ask, scheme, assessment, &words))
        });
    }
}
