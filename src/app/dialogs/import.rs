//! What importing a table would do, before anything is done; and the same list again afterwards, where rows were left out.

use std::collections::BTreeSet;
use std::path::PathBuf;

use egui::{Key, ScrollArea, Ui};

use crate::app::widgets::{heading, primary, section_title, shown_bar};
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
    /// How many rows are left out because something is wrong with them.
    pub left_out: usize,
    /// Whether it was taken over; then there is only the list to be read again.
    pub taken: bool,
    /// All of it as one change.
    pub edit: Edit,
    /// The case that it was planned for.
    pub case: PathBuf,
    /// The revision of the case that it was planned for; what happens in between makes the preview untrue.
    pub revision: u64,
}

/// How many rows have problems, from the row of each; what concerns the file as a whole is no row.
pub fn rows_left_out(rows: impl Iterator<Item = Option<u32>>) -> usize {
    rows.flatten().collect::<BTreeSet<u32>>().len()
}

pub(super) fn ui(ui: &mut Ui, words: &Words, theme: &Theme, preview: &ImportPreview, out: &mut Vec<Action>) {
    let w = &words.app;
    let title = if preview.taken { &w.import_was } else { &w.import_title };
    heading(ui, title.fill(&[("file", &preview.file)]));
    let account = &preview.account;
    ui.label(&account.summary);
    for remark in &account.remarks {
        ui.label(remark);
    }
    let lists = [&account.problems, &account.notices, &account.added, &account.changed, &account.ignored];
    let lists = lists.map(|(title, lines)| (title, lines)).into_iter().filter(|(_, lines)| !lines.is_empty());
    let height = (ui.ctx().content_rect().height() - 300.0).max(120.0);
    ui.scope(|ui| {
        shown_bar(ui);
        ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            for (title, lines) in lists.clone() {
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
    });
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        if !preview.taken {
            let text = w.import_take_over.fill(&[("n", &preview.changes)]);
            // Nothing in here is typed into: Enter is the button, unless another one has the focus.
            let enter =
                ui.input(|input| input.key_pressed(Key::Enter)) && ui.memory(|memory| memory.focused().is_none());
            let wanted = primary(ui, &text, preview.changes > 0, theme).clicked();
            if wanted || (enter && preview.changes > 0) {
                out.push(Action::TakeOver(Box::new(preview.clone())));
            }
        }
        if ui.button(&*w.copy).on_hover_text(&*w.import_copy_hint).clicked() {
            let all = lists.flat_map(|(title, lines)| std::iter::once(title).chain(lines));
            let text: Vec<&str> = std::iter::once(&account.summary).chain(all).map(String::as_str).collect();
            out.push(Action::Copy(text.join("\n")));
        }
        if ui.button(&**if preview.taken { &w.close } else { &w.cancel }).clicked() {
            out.push(Action::CloseDialog);
        }
    });
}
