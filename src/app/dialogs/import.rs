//! What importing a table would do, before anything is done.

use std::path::PathBuf;

use egui::{Key, ScrollArea, Ui};

use crate::app::widgets::{heading, primary, section_title};
use crate::app::{Action, Theme};
use crate::assessment::Edit;
use crate::lang::Words;
use crate::store::tables::Account;

/// Most lines of one list that are shown.
const MAX_LINES: usize = 200;

/// What importing a table would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportPreview {
    /// The table's name.
    pub file: String,
    /// What is added, changed, ignored and why.
    pub account: Account,
    /// How many rows bring something.
    pub changes: usize,
    /// All of it as one change.
    pub edit: Edit,
    /// The case that it was planned for.
    pub case: PathBuf,
    /// The revision of the case that it was planned for; what happens in between makes the preview untrue.
    pub revision: u64,
}

pub(super) fn ui(ui: &mut Ui, words: &Words, theme: &Theme, preview: &ImportPreview, out: &mut Vec<Action>) {
    let w = &words.app;
    heading(ui, w.import_title.fill(&[("file", &preview.file)]));
    let account = &preview.account;
    ui.label(&account.summary);
    for remark in &account.remarks {
        ui.label(remark);
    }
    let height = ui.ctx().content_rect().height() - 260.0;
    ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
        let lists = [&account.problems, &account.notices, &account.added, &account.changed, &account.ignored];
        for (title, lines) in lists.into_iter().filter(|(_, lines)| !lines.is_empty()) {
            ui.add_space(6.0);
            section_title(ui, title);
            for line in lines.iter().take(MAX_LINES) {
                ui.label(line);
            }
            if lines.len() > MAX_LINES {
                ui.label(words.cli.import_more.fill(&[("count", &(lines.len() - MAX_LINES))]));
            }
        }
    });
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        let text = w.import_take_over.fill(&[("n", &preview.changes)]);
        // Nothing in here is typed into: Enter is the button, unless another one has the focus.
        let enter = ui.input(|input| input.key_pressed(Key::Enter)) && ui.memory(|memory| memory.focused().is_none());
        let wanted = primary(ui, &text, preview.changes > 0, theme).clicked();
        if wanted || (enter && preview.changes > 0) {
            out.push(Action::TakeOver(Box::new(preview.clone())));
        }
        if ui.button(&*w.cancel).clicked() {
            out.push(Action::CloseDialog);
        }
    });
}
