//! 证据: everything that the case rests on, what has become of it, and the editor of one piece.

mod batch;
mod editor;
mod folder;
mod head;
mod rows;
mod table;

use std::collections::BTreeSet;

use egui::{Frame, Margin, Panel, ScrollArea, Ui};

use crate::app::panels::central;
use crate::app::widgets::caption;
use crate::app::{Action, Cx, Jobs};
use crate::assessment::EvidenceId;

use rows::Rows;

/// What is only about looking.
#[derive(Debug, Default)]
pub struct EvidenceState {
    /// Which piece is open in the editor.
    pub selected: Option<EvidenceId>,
    /// A piece that is to be brought into sight.
    pub bring: Option<EvidenceId>,
    /// A path or address that is being typed.
    pub typed: String,
    filter: rows::Filter,
    sort: rows::Sort,
    rows: Rows,
    /// Pieces that are edited together.
    checked: BTreeSet<EvidenceId>,
    batch: batch::BatchState,
    folders: folder::FolderLists,
}

/// The evidence view.
pub fn ui(ui: &mut Ui, cx: &Cx, jobs: &Jobs, state: &mut EvidenceState, out: &mut Vec<Action>) {
    let pieces = &cx.session.assessment().evidence;
    state.selected = state.selected.filter(|id| pieces.contains_key(id));
    state.checked.retain(|id| pieces.contains_key(id));
    let frame = Frame::new().fill(cx.theme.panel.into()).inner_margin(Margin::same(14));
    if let Some(id) = state.selected {
        let width = (ui.available_width() * 0.42).clamp(320.0, 460.0);
        let panel = Panel::right("piece").resizable(true).default_size(width).size_range(300.0..=620.0);
        panel.frame(frame).show(ui, |ui| {
            if let Some(piece) = pieces.get(&id) {
                let EvidenceState { selected, folders, .. } = state;
                ScrollArea::vertical()
                    .id_salt(("piece", id))
                    .show(ui, |ui| editor::ui(ui, cx, (selected, folders), id, piece, out));
            }
        });
    }
    central(ui, "evidence", frame, |ui| {
        head::ui(ui, cx, jobs, state, out);
        if pieces.is_empty() {
            ui.add_space(20.0);
            ui.label(&*cx.w.evidence_empty);
            caption(ui, &*cx.w.evidence_why);
            return;
        }
        state.rows.update(cx, &state.filter, state.sort);
        if !state.checked.is_empty() {
            // Below, so that no row moves from under the pointer.
            let panel = Panel::bottom("evidence_batch").resizable(false).show_separator_line(false);
            panel
                .frame(Frame::new())
                .show(ui, |ui| batch::ui(ui, cx, &mut state.checked, &mut state.batch, &state.rows.ids, out));
        }
        table::ui(ui, cx, state);
    });
}
