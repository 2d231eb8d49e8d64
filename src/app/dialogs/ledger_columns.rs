//! Which column is which field, with what its first cells will be in the case.

use egui::{Button, Color32, ComboBox, Grid, Label, RichText, Ui};

use crate::app::ledgers::{Draft, LedgerAction};
use crate::app::widgets::{Sign, Tone, callout, caption, section_title, sign};
use crate::app::{Action, Cx};
use crate::criteria::LedgerField;
use crate::lang::cut;
use crate::store::ledgers::ColumnChoice;

/// Headings that nothing uses, of which so many are named.
const UNUSED: usize = 30;

pub(super) fn ui(ui: &mut Ui, cx: &Cx, draft: &Draft, out: &mut Vec<Action>) {
    let w = &cx.words.ledger_view;
    section_title(ui, &*w.columns_title);
    if draft.mapping.columns.is_empty() {
        let wanted = cx.list(draft.kind.fields.iter().filter(|field| field.required).map(|field| &field.title));
        callout(ui, Tone::Bad, cx.theme, |ui| ui.label(w.no_headings.fill(&[("wanted", &wanted)])));
    } else {
        caption(ui, &*w.columns_hint);
    }
    let width = ui.available_width();
    Grid::new("ledger_columns").num_columns(3).spacing([10.0, 5.0]).striped(true).show(ui, |ui| {
        for head in [&w.col_field, &w.col_column, &w.col_values] {
            caption(ui, &**head);
        }
        ui.end_row();
        for field in &draft.kind.fields {
            row(ui, cx, draft, field, width, out);
            ui.end_row();
        }
    });
    let unused = &draft.mapping.unused;
    if !unused.is_empty() {
        ui.add_space(6.0);
        let named = cx.list(unused.iter().take(UNUSED).map(|choice| name(cx, choice)));
        let text = if unused.len() > UNUSED {
            w.unused_more.fill(&[("headings", &named), ("n", &(unused.len() - UNUSED))])
        } else {
            w.unused.fill(&[("headings", &named)])
        };
        caption(ui, text);
    }
}

/// A column as a person finds it in the table.
fn name(cx: &Cx, choice: &ColumnChoice) -> String {
    let w = &cx.words.ledger_view;
    if choice.heading.is_empty() {
        return w.column_bare.fill(&[("letter", &choice.letter)]);
    }
    w.column.fill(&[("letter", &choice.letter), ("heading", &cut(&choice.heading))])
}

fn row(ui: &mut Ui, cx: &Cx, draft: &Draft, field: &LedgerField, width: f32, out: &mut Vec<Action>) {
    let w = &cx.words.ledger_view;
    let chosen = draft.mapping.columns.get(&field.id);
    let label = ui
        .horizontal(|ui| {
            match (field.required, chosen.is_some()) {
                (_, true) => sign(ui, Sign::Meets, cx.theme, &w.has_column),
                (true, false) => sign(ui, Sign::Fails, cx.theme, &w.lacks_column),
                (false, false) => sign(ui, Sign::Excluded, cx.theme, &w.without_column),
            };
            let label = ui.label(&field.title);
            if field.required {
                caption(ui, "*").on_hover_text(&*w.required_hint);
            }
            label
        })
        .inner;
    let text = match chosen {
        Some(choice) => RichText::new(name(cx, choice)),
        None if field.required => RichText::new(&*w.no_column).color(Color32::from(cx.theme.bad)),
        None => RichText::new(&*w.no_column).weak(),
    };
    let combo = ComboBox::from_id_salt(&field.id).width((width * 0.36).clamp(130.0, 230.0)).height(420.0).truncate();
    let combo = combo.selected_text(text).show_ui(ui, |ui| {
        let mut choose = |ui: &mut Ui, text: &str, index: Option<usize>| {
            let on = chosen.map(|choice| choice.index) == index;
            if ui.add(Button::selectable(on, text)).clicked() && !on {
                let column = index;
                out.push(Action::Ledger(LedgerAction::Map { field: field.id.clone(), column }));
            }
        };
        choose(ui, &w.no_column, None);
        for choice in &draft.mapping.headings {
            let taken = draft
                .mapping
                .columns
                .iter()
                .find(|(other, column)| column.index == choice.index && **other != field.id);
            let mut text = name(cx, choice);
            if let Some(title) = taken.and_then(|(other, _)| draft.kind.field(other)).map(|field| &field.title) {
                text = w.column_taken.fill(&[("column", &text), ("field", title)]);
            }
            choose(ui, &text, Some(choice.index));
        }
    });
    combo.response.labelled_by(label.id);
    let samples = draft.planned.as_ref().and_then(|planned| planned.samples.get(&field.id));
    let text = match (chosen, samples) {
        (Some(_), Some(samples)) if !samples.is_empty() => samples.join(" · "),
        (Some(_), Some(_)) => w.no_values.to_string(),
        _ => String::new(),
    };
    ui.add(Label::new(RichText::new(text).small()).truncate());
}
