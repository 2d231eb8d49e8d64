//! Answers tables: read with a preview, written with a receipt.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Context;

use crate::app::dialogs::{ImportPreview, rows_left_out};
use crate::app::jobs::{Done, JobKind};
use crate::app::widgets::Tone;
use crate::app::*;
use crate::store::tables::{self, Table, TableKind};
use crate::store::{self, CASE_EXTENSION, Places, Receipt, ReceiptError};

impl App {
    /// Reads a table; nothing is changed before the person has seen what it would do.
    pub(super) fn read_table(&mut self, ctx: &Context, path: PathBuf) {
        let Some(open) = &self.open else { return };
        let (case, folder, revision) = (open.path.clone(), open.folder(), open.session.revision());
        let (scheme, assessment) = (Arc::clone(&open.session.pinned().scheme), open.session.assessment().clone());
        let (known, words) = (self.settings.roots.clone(), Arc::clone(&self.words));
        self.jobs.start(ctx, JobKind::Table, move |_| {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let preview = |table: Table| {
                let places = Places::of(&folder, &assessment, &known);
                let plan = tables::plan_settled(&table, &scheme, &assessment, &|item| store::settle(&places, item));
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
            let result = tables::read_file(&path).map(preview).map_err(|problem| problem.say(&name, &words));
            Done::Table { path, case, result }
        });
    }

    pub(super) fn take_table(
        &mut self,
        ctx: &Context,
        path: PathBuf,
        case: &Path,
        result: Result<Box<ImportPreview>, String>,
    ) {
        self.show_import(ctx, case, result, |app| app.read_table(ctx, path));
    }

    /// Shows what a table would do, where the case that it was read for is still open; `again` reads it once more.
    pub(super) fn show_import(
        &mut self,
        ctx: &Context,
        case: &Path,
        result: Result<Box<ImportPreview>, String>,
        again: impl FnOnce(&mut Self),
    ) {
        let Some(open) = self.open.as_ref().filter(|open| open.path == case) else { return };
        match result {
            // Something was changed meanwhile: it is said what the table would do to what is there now.
            Ok(preview) if preview.revision != open.session.revision() => again(self),
            Ok(preview) => self.dialog = Some(Dialog::Import(preview)),
            Err(text) => self.tell(ctx, Tone::Bad, text),
        }
    }

    /// Where a table is written, and as what; a name that promises something else is told and refused.
    pub(super) fn table_target(&mut self, ctx: &Context, path: PathBuf) -> Option<(PathBuf, TableKind)> {
        let path = if path.extension().is_none() { path.with_extension("xlsx") } else { path };
        let over_case = path.extension().is_some_and(|ending| ending == CASE_EXTENSION);
        let kind = TableKind::for_writing(&path).filter(|_| !over_case);
        if kind.is_none() {
            let text = self.words.app.export_kind.fill(&[("path", &path.display())]);
            self.tell(ctx, Tone::Bad, text);
        }
        Some((path, kind?))
    }

    /// Takes a table over as one step: what the preview showed and nothing else.
    pub(super) fn take_over(&mut self, ctx: &Context, preview: &ImportPreview) {
        self.dialog = None;
        if self.refuses_edits(ctx) {
            return;
        }
        let now = |app: &Self| app.open.as_ref().map(|open| (open.path.clone(), open.session.revision()));
        let before = now(self);
        if before != Some((preview.case.clone(), preview.revision)) {
            let text = self.words.app.import_stale.fill(&[("file", &preview.file)]);
            return self.tell(ctx, Tone::Warn, text);
        }
        self.edit(ctx, &preview.edit);
        // A refusal has been told, with its reason.
        if now(self) != before {
            let places: [(&str, &dyn std::fmt::Display); 2] =
                [("file", &preview.file), ("what", &preview.account.summary)];
            let text = self.words.app.imported.fill(&places);
            if preview.left_out == 0 {
                return self.tell(ctx, Tone::Good, text);
            }
            let left_out = self.words.app.imported_left_out.fill(&[("n", &preview.left_out)]);
            self.tell(ctx, Tone::Warn, text + &left_out);
            let list = Dialog::Import(Box::new(ImportPreview { taken: true, ..preview.clone() }));
            self.notices.iter_mut().rev().take(1).for_each(|notice| notice.list = Some(list.clone()));
        }
    }

    /// Writes the answers as a table, in the background.
    pub(super) fn write_table(&mut self, ctx: &Context, path: PathBuf) {
        let Some((path, kind)) = self.table_target(ctx, path) else { return };
        let Some(open) = &self.open else { return };
        let (session, words) = (open.session.clone(), self.words.clone());
        self.jobs.start(ctx, JobKind::Export, move |_| {
            Done::Exported(store::write_table(&path, kind, session.scheme(), session.assessment(), &words))
        });
    }

    pub(super) fn take_exported(&mut self, ctx: &Context, result: Result<Receipt, ReceiptError>) {
        match result {
            Ok(receipt) => {
                let text = receipt.say(&self.words);
                self.tell(ctx, Tone::Good, text);
                // A receipt is there to be read and copied: it stays until it is dismissed.
                self.notices.iter_mut().rev().take(1).for_each(|notice| notice.until = None);
            }
            Err(error) => {
                let text = error.say(&self.words);
                self.tell(ctx, Tone::Bad, text);
            }
        }
    }
}
