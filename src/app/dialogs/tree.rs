//! What a folder holds whose folders are named by clause numbers, before any of it is registered.

use std::path::PathBuf;

use egui::{Align, Layout, ScrollArea, Ui};

use crate::app::widgets::{Tone, callout, caption, heading, primary};
use crate::app::{Action, Theme};
use crate::lang::Words;
use crate::store::ClauseTree;

/// Files in no folder of a clause that are named.
const MOST_OTHERS: usize = 500;

/// A folder and what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreePreview {
    /// The folder.
    pub folder: PathBuf,
    /// What it holds.
    pub tree: ClauseTree,
    /// Titles of the clauses, in the order of the tree's.
    pub titles: Vec<String>,
    /// What there is to know of what is not registered by clauses.
    pub remarks: Vec<String>,
}

pub(super) fn ui(ui: &mut Ui, words: &Words, theme: &Theme, preview: &TreePreview, out: &mut Vec<Action>) {
    let e = &words.evidence;
    let tree = &preview.tree;
    let count: usize = tree.files.values().map(|paths| paths.len()).sum();
    heading(ui, &*e.tree_title);
    caption(ui, preview.folder.display().to_string());
    ui.label(e.tree_found.fill(&[("n", &count), ("clauses", &tree.files.len()), ("others", &tree.others.len())]));
    caption(ui, &*e.tree_singles);
    if !preview.remarks.is_empty() {
        callout(ui, Tone::Warn, theme, |ui| {
            for remark in &preview.remarks {
                ui.label(remark);
            }
        });
    }
    ui.add_space(4.0);
    let height = (ui.ctx().content_rect().height() - 320.0).max(120.0);
    ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
        for ((clause, paths), title) in tree.files.iter().zip(&preview.titles) {
            ui.strong(format!("{clause} {title}"));
            for path in paths {
                let name = path.strip_prefix(&preview.folder).unwrap_or(path);
                caption(ui, name.display().to_string());
            }
        }
        if !tree.others.is_empty() {
            ui.strong(e.tree_others.fill(&[("n", &tree.others.len())]));
        }
        for path in tree.others.iter().take(MOST_OTHERS) {
            let name = path.strip_prefix(&preview.folder).unwrap_or(path).display().to_string();
            caption(ui, if tree.in_unknown(path) { e.tree_other_unknown.fill(&[("path", &name)]) } else { name });
        }
        if tree.others.len() > MOST_OTHERS {
            caption(ui, e.tree_more.fill(&[("n", &(tree.others.len() - MOST_OTHERS))]));
        }
    });
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if primary(ui, &e.tree_by_clauses, true, theme).clicked() {
                out.push(Action::RegisterTree { by_clauses: true });
            }
            if ui.button(&*e.tree_as_folder).clicked() {
                out.push(Action::RegisterTree { by_clauses: false });
            }
            if ui.button(&*words.app.cancel).clicked() {
                out.push(Action::CloseDialog);
            }
        });
    });
}
