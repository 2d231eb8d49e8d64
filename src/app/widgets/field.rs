//! Labelled text fields and headings. Every field has a name for screen readers and tests.

use egui::{Response, RichText, TextEdit, TextStyle, Ui};

use crate::app::theme;

/// A small quiet line.
pub fn caption(ui: &mut Ui, text: impl Into<String>) -> Response {
    ui.label(RichText::new(text).small().weak())
}

/// The title of a view.
pub fn heading(ui: &mut Ui, text: impl Into<String>) -> Response {
    ui.label(RichText::new(text).text_style(TextStyle::Heading))
}

/// The title of a part of a view.
pub fn section_title(ui: &mut Ui, text: impl Into<String>) -> Response {
    ui.label(RichText::new(text).text_style(theme::strong()))
}

/// A caption above whatever edits the value.
pub fn field(ui: &mut Ui, label: &str, add: impl FnOnce(&mut Ui) -> Response) -> Response {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        let label = ui.label(RichText::new(label).small().weak());
        add(ui).labelled_by(label.id)
    })
    .inner
}

/// A labelled line of text; true when it changed.
pub fn text_line(ui: &mut Ui, label: &str, hint: &str, text: &mut String) -> Response {
    field(ui, label, |ui| {
        let width = ui.available_width();
        ui.add(TextEdit::singleline(text).hint_text(hint.to_owned()).desired_width(width))
    })
}

/// A labelled text of several lines.
pub fn text_area(ui: &mut Ui, label: &str, hint: &str, rows: usize, text: &mut String) -> Response {
    field(ui, label, |ui| {
        let width = ui.available_width();
        ui.add(TextEdit::multiline(text).hint_text(hint.to_owned()).desired_rows(rows).desired_width(width))
    })
}
