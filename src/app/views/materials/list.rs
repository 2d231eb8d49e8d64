//! The items of the list in use, two lines each.

use egui::{Align, Label, Layout, RichText, Ui};
use egui_extras::{Column, TableBuilder};

use super::{answer_id, mandatory, needs, state_sign};
use crate::app::Cx;
use crate::app::widgets::sign;
use crate::assessment::{MaterialState, material_state};
use crate::criteria::Material;

/// The table, or what there is to say when it is empty.
pub(super) fn ui(ui: &mut Ui, cx: &Cx, selected: &mut Option<String>, gaps_only: &mut bool) {
    let w = &cx.words.materials;
    let (assessment, checklist) = (cx.session.assessment(), &cx.materials.checklist);
    let state = |item: &Material| material_state(assessment, cx.standing, &answer_id(cx, &item.id));
    let all = checklist.items.iter().map(|item| (item, state(item)));
    let shown: Vec<(&Material, MaterialState)> = all.filter(|(_, state)| !*gaps_only || state.is_gap()).collect();
    if shown.is_empty() {
        ui.add_space(20.0);
        ui.label(if checklist.items.is_empty() { &*w.empty_list } else { &*w.nothing_missing });
        return;
    }
    TableBuilder::new(ui)
        .striped(true)
        .sense(egui::Sense::click())
        .cell_layout(Layout::left_to_right(Align::Center))
        .column(Column::exact(104.0))
        .column(Column::remainder().at_least(150.0).clip(true))
        .column(Column::exact(56.0))
        .header(24.0, |mut row| {
            for text in [&w.col_state, &w.col_item, &w.col_evidence] {
                row.col(|ui| {
                    ui.label(RichText::new(&**text).small().weak());
                });
            }
        })
        .body(|body| {
            body.rows(46.0, shown.len(), |mut row| {
                let Some((item, state)) = shown.get(row.index()) else { return };
                row.set_selected(selected.as_deref() == Some(item.id.as_str()));
                row.col(|ui| {
                    let (shown, word) = state_sign(*state, w);
                    sign(ui, shown, cx.theme, word);
                    ui.add(Label::new(&**word).selectable(false));
                });
                row.col(|ui| {
                    if two_lines(ui, cx, item, *state) {
                        *selected = Some(item.id.clone());
                    }
                });
                row.col(|ui| {
                    let answer = assessment.material(&answer_id(cx, &item.id));
                    let count = answer.map_or(0, |answer| answer.evidence.len());
                    if count > 0 {
                        ui.add(Label::new(w.pieces.fill(&[("n", &count)])).selectable(false));
                    }
                });
                if row.response().clicked() {
                    *selected = Some(item.id.clone());
                }
            });
        });
}

/// Its title and, in small, what is to be known of it; whether it was chosen.
fn two_lines(ui: &mut Ui, cx: &Cx, item: &Material, state: MaterialState) -> bool {
    let w = &cx.words.materials;
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        ui.add_space(3.0);
        let title = ui.add(Label::new(&item.title).truncate().sense(egui::Sense::click()));
        let mut facts = vec![mandatory(item, w).to_string()];
        facts.extend(needs(item, w));
        if let Some(answer) = cx.session.assessment().material(&answer_id(cx, &item.id)) {
            if state == MaterialState::NotConcerned {
                facts = vec![answer.not_concerned.clone()];
            }
            // What is still to come is what somebody looks through the list for.
            facts.extend(answer.note.lines().next().map(str::to_owned).filter(|note| !note.is_empty()));
        }
        // Text that can be selected would take the click from the row.
        let facts = RichText::new(facts.join(" · ")).small().weak();
        ui.add(Label::new(facts).truncate().selectable(false));
        title.clicked()
    })
    .inner
}
