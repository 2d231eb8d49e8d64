//! Answers tables: read with a preview, written with a receipt.

use std::path::PathBuf;

use egui::Context;

use crate::app::dialogs::ImportPreview;
use crate::app::jobs::{Done, JobKind};
use crate::app::widgets::Tone;
use crate::app::*;
use crate::assessment::How;
use crate::store::tables::{self, ImportPlan, Table, TableKind, TableProblem};
use crate::store::{self, CASE_EXTENSION};

impl App {
    /// Reads a table; nothing is changed before the person has seen what it would do.
    pub(super) fn read_table(&mut self, ctx: &Context, path: PathBuf) {
        self.jobs.start(ctx, JobKind::Table, move |_| Done::Table { result: tables::read_file(&path), path });
    }

    pub(super) fn take_table(&mut self, ctx: &Context, path: &Path, result: Result<Table, TableProblem>) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let Some(open) = &self.open else { return };
        match result {
            Ok(table) => {
                let folder = open.folder();
                let settle = |item| store::settle(&folder, item);
                let (scheme, assessment) = (open.session.scheme(), open.session.assessment());
                let plan = tables::plan_settled(&table, scheme, assessment, &settle);
                self.dialog = Some(Dialog::Import(Box::new(preview(&name, plan, &self.words))));
            }
            Err(problem) => {
                let text = problem.say(&name, &self.words);
                self.tell(ctx, Tone::Bad, text);
            }
        }
    }

    /// Takes a table over as one step.
    pub(super) fn take_over(&mut self, ctx: &Context, preview: &ImportPreview) {
        self.dialog = None;
        if self.refuses_edits(ctx) {
            return;
        }
        self.edit(ctx, How::Import, &preview.edit);
        let text = self.words.app.imported.fill(&[("file", &preview.file), ("what", &preview.summary)]);
        self.tell(ctx, Tone::Good, text);
    }

    pub(super) fn write_table(&mut self, ctx: &Context, path: PathBuf) {
        let Some(open) = &self.open else { return };
        let path = if path.extension().is_none() { path.with_extension("xlsx") } else { path };
        let over_case = path.extension().is_some_and(|ending| ending == CASE_EXTENSION);
        let said = match TableKind::for_writing(&path).filter(|_| !over_case) {
            None => Err(self.words.app.export_kind.fill(&[("path", &path.display())])),
            Some(kind) => tables::write(kind, open.session.scheme(), open.session.assessment(), &self.words)
                .map_err(|error| error.say(&self.words))
                .and_then(|bytes| store::write_output(&path, &bytes).map_err(|fault| fault.say(&self.words))),
        };
        match said {
            Ok(()) => {
                let clauses = open.session.progress().clauses;
                let text = self.words.app.exported.fill(&[("n", &clauses), ("path", &path.display())]);
                self.tell(ctx, Tone::Good, text);
            }
            Err(text) => self.tell(ctx, Tone::Bad, text),
        }
    }
}

/// What a person sees before anything is done.
fn preview(file: &str, plan: ImportPlan, words: &Words) -> ImportPreview {
    let w = &words.cli;
    let summary = w.import_summary.fill(&[
        ("added", &plan.added.len()),
        ("changed", &plan.changed.len()),
        ("unchanged", &plan.unchanged),
        ("ignored", &plan.ignored.len()),
        ("problems", &plan.problems.len()),
    ]);
    let lists = vec![
        (w.import_problems.to_string(), plan.problems.iter().map(|problem| problem.say(file, words)).collect()),
        (w.import_notices.to_string(), plan.notices.iter().map(|notice| notice.say(file, words)).collect()),
        (w.import_added.to_string(), plan.added.iter().map(|change| change.say(words)).collect()),
        (w.import_changed.to_string(), plan.changed.iter().map(|change| change.say(words)).collect()),
        (w.import_ignored.to_string(), plan.ignored.iter().map(|ignored| ignored.say(file, words)).collect()),
    ];
    let changes = plan.added.len() + plan.changed.len();
    ImportPreview { file: file.to_owned(), summary, lists, changes, edit: plan.edit }
}
