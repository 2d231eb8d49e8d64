//! Evidence of the case, to be attached to a clause or taken from it.

use egui::{Id, ScrollArea, TextEdit, Ui};

use super::close_button;
use crate::app::widgets::{caption, heading};
use crate::app::{Action, Cx};
use crate::assessment::Edit;
use crate::criteria::ClauseId;

pub(super) fn ui(ui: &mut Ui, cx: &Cx, clause: &ClauseId, out: &mut Vec<Action>) {
    heading(ui, cx.w.choose_title.fill(&[("clause", clause)]));
    let id = Id::unique("choose_search");
    let mut search = ui.data(|data| data.get_temp::<String>(id)).unwrap_or_default();
    let width = ui.available_width();
    let label = caption(ui, &*cx.w.search_evidence);
    let field = ui.add(TextEdit::singleline(&mut search).desired_width(width)).labelled_by(label.id);
    if field.changed() {
        ui.data_mut(|data| data.insert_temp(id, search.clone()));
    }
    let needle = search.to_lowercase();
    let height = ui.ctx().content_rect().height() - 260.0;
    ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
        for (number, piece) in &cx.session.assessment().evidence {
            if !piece.title.to_lowercase().contains(&needle) {
                continue;
            }
            let mut attached = piece.clauses.contains(clause);
            if ui.checkbox(&mut attached, format!("{number}  {}", piece.title)).changed() {
                let clause = clause.clone();
                out.push(Action::Edit(if attached {
                    Edit::Attach { id: *number, clause }
                } else {
                    Edit::Detach { id: *number, clause }
                }));
            }
        }
        if cx.session.assessment().evidence.is_empty() {
            ui.label(&*cx.w.evidence_empty);
        }
    });
    close_button(ui, cx.words, out);
}
