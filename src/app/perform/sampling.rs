//! Sheets of samples: written with a receipt, read back with a preview; and bringing a record into sight.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Context;

use crate::app::dialogs::ImportPreview;
use crate::app::jobs::{Done, JobKind};
use crate::app::platform::Pick;
use crate::app::widgets::Tone;
use crate::app::*;
use crate::assessment::{Edit, EditKind, Sample};
use crate::criteria::{LedgerId, LedgerKind, ledger_kind, ledger_title};
use crate::lang::Words;
use crate::store::tables::{self, Account, Table, TableKind};
use crate::store::{self, Receipt, ReceiptError, SheetPlan};

impl App {
    /// Shows the sample of a ledger, and a record of it where one is named.
    pub(super) fn show_sample(&mut self, ledger: LedgerId, record: Option<String>) {
        let Some(open) = &self.open else { return };
        let sample = open.session.assessment().samples.get(&ledger);
        let row = record.and_then(|record| sample?.drawn.iter().position(|drawn| drawn.record == record));
        self.view.sampling.show(ledger, row);
        self.go(Place::Sampling);
    }

    /// Brings into sight what was undone or done again; false where that is not in the view of samples.
    pub(super) fn reveal_sample(&mut self, kind: &EditKind) -> bool {
        let Some(open) = &self.open else { return false };
        let at = match kind {
            EditKind::Drawn(ledger, record) => {
                let sample = open.session.assessment().samples.get(ledger);
                let row = sample.and_then(|sample| sample.drawn.iter().position(|drawn| drawn.record == *record));
                row.map(|row| (ledger.clone(), row))
            }
            _ => None,
        };
        match at {
            Some((ledger, row)) => {
                self.view.sampling.show(ledger, Some(row));
                true
            }
            None => false,
        }
    }

    /// What is picked for a sheet, with its name.
    pub(super) fn sheet_pick(&self, ledger: &LedgerId) -> Pick {
        let case = self.open.as_ref().map(OpenCase::name).unwrap_or_default();
        let name = self.words.sampling.sheet_file.fill(&[("case", &case), ("ledger", &ledger_title(ledger))]);
        Pick::SaveWorkbook(format!("{name}.xlsx"))
    }

    /// The kind of a ledger and the sample of it that is open; says where there is none.
    fn sample_of(&mut self, ctx: &Context, ledger: &LedgerId) -> Option<(&'static LedgerKind, Arc<Sample>)> {
        let sample = self.open.as_ref()?.session.assessment().samples.get(ledger).cloned();
        let found = ledger_kind(ledger.as_str()).zip(sample.filter(|sample| !sample.drawn.is_empty()));
        if found.is_none() {
            let text = self.words.sampling.no_sheet_yet.fill(&[("ledger", &ledger_title(ledger))]);
            self.tell(ctx, Tone::Warn, text);
        }
        found
    }

    /// Writes the sheet of a sample, in the background.
    pub(super) fn write_sheet(&mut self, ctx: &Context, ledger: &LedgerId, path: PathBuf) {
        let Some((kind, sample)) = self.sample_of(ctx, ledger) else { return };
        let path = if path.extension().is_none() { path.with_extension("xlsx") } else { path };
        if TableKind::for_writing(&path) != Some(TableKind::Xlsx) {
            let text = self.words.sampling.sheet_ending.fill(&[("path", &path.display())]);
            return self.tell(ctx, Tone::Bad, text);
        }
        let Some(open) = &self.open else { return };
        let (assessment, words) = (open.session.assessment().clone(), Arc::clone(&self.words));
        self.jobs.start(ctx, JobKind::Export, move |_| {
            Done::SheetWritten(store::write_sample_sheet(&path, kind, &sample, &assessment, &words))
        });
    }

    pub(super) fn take_sheet_written(&mut self, ctx: &Context, result: Result<Receipt, ReceiptError>) {
        if let Ok(receipt) = &result {
            self.view.sampling.written = Some(receipt.path.clone());
        }
        self.take_exported(ctx, result);
    }

    /// Reads a sheet that was filled in; nothing is changed before the person has seen what it would do.
    pub(super) fn read_sheet(&mut self, ctx: &Context, ledger: LedgerId, path: PathBuf) {
        if self.refuses_edits(ctx) {
            return;
        }
        let Some((kind, sample)) = self.sample_of(ctx, &ledger) else { return };
        let Some(open) = &self.open else { return };
        let (case, revision) = (open.path.clone(), open.session.revision());
        let (assessment, words) = (open.session.assessment().clone(), Arc::clone(&self.words));
        self.jobs.start(ctx, JobKind::Table, move |_| {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let preview = |table: Table| {
                let plan = store::plan_sheet(&table, kind, &sample, &assessment);
                Box::new(ImportPreview {
                    account: account(&plan, kind, &sample, &words),
                    file: name.clone(),
                    changes: plan.changed,
                    left_out: plan.left_out,
                    taken: false,
                    edit: plan.edit.unwrap_or_else(|| Edit::Many(Vec::new())),
                    case: case.clone(),
                    revision,
                })
            };
            let result = tables::read_file(&path)
                .map(preview)
                .map_err(|problem| store::say_unread_sheet(&problem, &name, &words));
            Done::Sheet { path, case, ledger, result }
        });
    }

    pub(super) fn take_sheet(
        &mut self,
        ctx: &Context,
        path: PathBuf,
        case: &Path,
        ledger: LedgerId,
        result: Result<Box<ImportPreview>, String>,
    ) {
        self.show_import(ctx, case, result, |app| app.read_sheet(ctx, ledger, path));
    }
}

/// What taking a sheet over would do, in sentences.
fn account(plan: &SheetPlan, kind: &LedgerKind, old: &Sample, words: &Words) -> Account {
    let s = &words.sampling;
    let changed = plan.changes(kind, old, words);
    Account {
        remarks: (plan.left_out > 0)
            .then(|| s.left_out_line.fill(&[("n", &plan.left_out), ("taken", &(plan.rows - plan.left_out))]))
            .into_iter()
            .collect(),
        summary: s.import_line.fill(&[
            ("rows", &plan.rows),
            ("changed", &plan.changed),
            ("problems", &plan.problems.len()),
        ]),
        problems: (s.sheet_problems.to_string(), plan.problems.iter().map(|problem| problem.say(words)).collect()),
        notices: Default::default(),
        added: Default::default(),
        changed: (s.sheet_changes.to_string(), changed),
        ignored: Default::default(),
    }
}
