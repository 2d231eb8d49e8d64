//! What a person lays down about single actions: done in any case, not at all, or as it comes.

use egui::{Align, CollapsingHeader, Label, Layout, RichText, ScrollArea, Sense, Ui};
use egui_extras::{Column, TableBuilder};

use super::form::Form;
use super::open_actions;
use super::tables::cell;
use crate::app::Cx;
use crate::assessment::{Action, ActionId, hundredths};
use crate::planning::choose::Pin;

const ROW: f32 = 32.0;

/// All open actions with what is laid down about each.
pub(super) fn ui(ui: &mut Ui, cx: &Cx, form: &mut Form) {
    let w = &cx.words.plan_view;
    let open: Vec<(ActionId, &Action)> = open_actions(cx.session.assessment()).collect();
    let count = |pin: Pin| open.iter().filter(|(id, _)| form.pins.get(id) == Some(&pin)).count();
    let title = w.pins.fill(&[("n", &open.len()), ("in", &count(Pin::In)), ("out", &count(Pin::Out))]);
    CollapsingHeader::new(title).id_salt("pins").show(ui, |ui| {
        ScrollArea::horizontal().show(ui, |ui| table(ui, cx, form, &open));
    });
}

fn table(ui: &mut Ui, cx: &Cx, form: &mut Form, open: &[(ActionId, &Action)]) {
    let (w, p) = (&cx.words.plan_view, &cx.words.planning);
    ui.set_min_width(760.0);
    let heads = [&p.head_id, &p.head_gap, &p.head_what, &p.head_effort, &p.head_cost, &w.head_lead, &w.head_pin];
    let height = (open.len() as f32 * ROW).min(8.0 * ROW);
    TableBuilder::new(ui)
        .id_salt("pins")
        .striped(true)
        .sense(Sense::hover())
        .min_scrolled_height(height)
        .max_scroll_height(height)
        .cell_layout(Layout::left_to_right(Align::Center))
        .column(Column::exact(54.0))
        .column(Column::exact(92.0).clip(true))
        .column(Column::remainder().at_least(160.0).clip(true))
        .column(Column::exact(70.0))
        .column(Column::exact(96.0))
        .column(Column::exact(70.0))
        .column(Column::exact(212.0))
        .header(24.0, |mut row| {
            for (at, head) in heads.into_iter().enumerate() {
                cell(&mut row, (3..6).contains(&at), RichText::new(&**head).small().weak());
            }
        })
        .body(|body| {
            body.rows(ROW, open.len(), |mut row| {
                let Some((id, action)) = open.get(row.index()) else { return };
                row.col(|ui| drop(ui.label(id.to_string())));
                row.col(|ui| drop(ui.add(Label::new(action.gap.say(cx.c)).truncate())));
                row.col(|ui| drop(ui.add(Label::new(action.what.replace('\n', " ")).truncate())));
                let figures = [hundredths(action.effort), hundredths(action.cost), action.lead_days.to_string()];
                figures.into_iter().for_each(|text| drop(cell(&mut row, true, text)));
                row.col(|ui| {
                    let mut pin = form.pins.get(id).copied().unwrap_or_default();
                    let before = pin;
                    for (value, name) in [(Pin::Free, &w.pin_free), (Pin::In, &w.pin_in), (Pin::Out, &w.pin_out)] {
                        ui.selectable_value(&mut pin, value, &**name);
                    }
                    if pin != before {
                        form.pins.insert(*id, pin);
                    }
                });
            });
        });
}
