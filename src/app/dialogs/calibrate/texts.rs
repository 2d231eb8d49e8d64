//! Texts of clauses: what is required, corrected or confirmed by whoever holds the standard.

use egui::{Color32, ComboBox, Label, RichText, ScrollArea, Ui};

use crate::app::Cx;
use crate::app::calibrating::{CalibrateState, as_typed};
use crate::app::widgets::{caption, text_area};
use crate::criteria::TextStatus;

pub(super) fn ui(ui: &mut Ui, cx: &Cx, state: &mut CalibrateState, height: f32) {
    let w = &cx.words.sureness;
    let Some(base) = state.base.as_ref().map(|base| base.scheme.clone()) else { return };
    let unsure = |status| status == TextStatus::Reconstructed;
    let first = base.clauses().find(|clause| unsure(clause.text_status)).or_else(|| base.clauses().next());
    let current = state.clause.as_ref().and_then(|id| base.clause(id)).or(first);
    let Some(clause) = current else { return };
    let name = |id: &str, title: &str| format!("{id} {title}");
    ScrollArea::vertical().id_salt("calibrate_texts").max_height(height).auto_shrink([false, false]).show(ui, |ui| {
        caption(ui, &*w.cal_texts_help);
        let mut chosen = None;
        let label = caption(ui, &*w.tables_column_clause);
        let combo = ComboBox::from_id_salt("calibrate_clause").width(420.0).height(300.0);
        let combo = combo.selected_text(name(clause.id.as_str(), &clause.title)).show_ui(ui, |ui| {
            for one in base.clauses() {
                let given = state.texts.get(&one.id).is_some_and(|text| !text.trim().is_empty());
                let mark = if given {
                    &*w.cal_text_given
                } else if unsure(one.text_status) {
                    &*w.cal_text_unsure
                } else {
                    ""
                };
                let text = format!("{}  {mark}", name(one.id.as_str(), &one.title));
                if ui.selectable_label(one.id == clause.id, text).clicked() {
                    chosen = Some(one.id.clone());
                }
            }
        });
        combo.response.labelled_by(label.id);
        ui.add_space(6.0);
        caption(ui, w.cal_text_now.fill(&[("status", clause.text_status.word(cx.c))]));
        let now = as_typed(&clause.requirement, &clause.parts);
        ui.add(Label::new(RichText::new(&now).color(Color32::from(cx.theme.text))).wrap());
        ui.add_space(6.0);
        let text = state.texts.entry(clause.id.clone()).or_default();
        let mut changed = text_area(ui, &w.cal_text_new, &w.cal_text_hint, 5, text).changed();
        ui.horizontal(|ui| {
            if ui.button(&*w.cal_text_same).clicked() {
                *text = now;
                changed = true;
            }
            let unsure: Vec<_> = base.clauses().filter(|one| unsure(one.text_status)).collect();
            let at = unsure.iter().position(|one| one.id == clause.id);
            let next = at.map_or(unsure.first(), |at| unsure.get(at + 1));
            if let Some(next) = next
                && ui.button(&*w.cal_text_next).clicked()
            {
                chosen = Some(next.id.clone());
            }
        });
        if changed {
            state.changed();
        }
        if chosen.is_some() {
            state.clause = chosen;
        }
    });
}
