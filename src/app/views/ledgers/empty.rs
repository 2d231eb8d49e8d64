//! A ledger without records: what belongs into it, and how it gets there.

use egui::{Color32, RichText, ScrollArea, Ui};

use crate::app::ledgers::gates;
use crate::app::widgets::{Tone, badge, caption, primary, section_title};
use crate::app::{Action, Cx, Purpose};
use crate::criteria::{FieldForm, LedgerKind};
use crate::lang::Phrase;

pub(super) fn ui(ui: &mut Ui, cx: &Cx, kind: &LedgerKind, out: &mut Vec<Action>) {
    let w = &cx.words.ledger_view;
    ScrollArea::vertical().id_salt("empty").auto_shrink([false, false]).show(ui, |ui| {
        ui.set_max_width(ui.available_width().min(760.0) - 10.0);
        ui.add_space(10.0);
        for state in gates(kind, None) {
            let phrase = if state.gate.months.is_some() { &w.asks_months } else { &w.asks };
            let months = state.gate.months.unwrap_or(0);
            let text = phrase.fill(&[("least", &state.gate.least), ("months", &months)]);
            ui.label(RichText::new(text).color(Color32::from(cx.theme.accent)).strong());
        }
        ui.label(&*w.empty);
        ui.add_space(6.0);
        ui.horizontal_wrapped(|ui| {
            let button = primary(ui, &w.import, cx.writable, cx.theme);
            if button.on_disabled_hover_text(&*cx.w.look_only_hint).clicked() {
                out.push(Action::Pick(Purpose::LedgerFile(kind.id.clone())));
            }
            caption(ui, &*w.import_hint);
        });
        ui.add_space(12.0);
        section_title(ui, w.fields_title.fill(&[("record", &kind.record)]));
        caption(ui, &*w.fields_hint);
        egui::Grid::new("ledger_fields").num_columns(3).spacing([18.0, 5.0]).striped(true).show(ui, |ui| {
            for field in &kind.fields {
                ui.label(&field.title);
                if field.required {
                    badge(ui, &w.required, Tone::Accent, cx.theme);
                } else {
                    badge(ui, &w.optional, Tone::Quiet, cx.theme);
                }
                caption(ui, &**kept(cx, field.form));
                ui.end_row();
            }
        });
        if !kind.measures.is_empty() {
            ui.add_space(12.0);
            section_title(ui, &*w.measures_title);
            for measure in &kind.measures {
                ui.horizontal_wrapped(|ui| {
                    ui.label(RichText::new(&measure.title).strong());
                    caption(ui, &measure.definition);
                });
            }
        }
    });
}

/// What the case keeps of a field.
pub(super) fn kept<'a>(cx: &Cx<'a>, form: FieldForm) -> &'a Phrase {
    let w = &cx.words.ledger_view;
    match form {
        FieldForm::Identity => &w.keeps_identity,
        FieldForm::Text => &w.keeps_text,
        FieldForm::Name => &w.keeps_name,
        FieldForm::Phone => &w.keeps_phone,
        FieldForm::Moment | FieldForm::Expiry => &w.keeps_moment,
        FieldForm::Number => &w.keeps_number,
        FieldForm::Word => &w.keeps_word,
        FieldForm::Mark | FieldForm::Call | FieldForm::Signature => &w.keeps_mark,
    }
}
