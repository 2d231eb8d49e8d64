//! Labelled text fields and headings. Every field has a name for screen readers and tests.

use egui::text::CharIndex;
use egui::{Response, RichText, TextBuffer, TextEdit, TextStyle, Ui};

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
pub fn text_line(ui: &mut Ui, label: &str, hint: &str, text: &mut dyn TextBuffer) -> Response {
    field(ui, label, |ui| {
        let width = ui.available_width();
        ui.add(TextEdit::singleline(text).hint_text(hint.to_owned()).desired_width(width))
    })
}

/// A labelled text of several lines.
pub fn text_area(ui: &mut Ui, label: &str, hint: &str, rows: usize, text: &mut dyn TextBuffer) -> Response {
    field(ui, label, |ui| {
        let width = ui.available_width();
        ui.add(TextEdit::multiline(text).hint_text(hint.to_owned()).desired_rows(rows).desired_width(width))
    })
}

/// A text that can be changed, or only be read, selected and copied.
pub struct Held<'t> {
    text: &'t mut String,
    writable: bool,
}

impl<'t> Held<'t> {
    /// A text that can be changed where that is allowed.
    pub fn new(text: &'t mut String, writable: bool) -> Self {
        Self { text, writable }
    }
}

impl TextBuffer for Held<'_> {
    fn is_mutable(&self) -> bool {
        self.writable
    }

    fn as_str(&self) -> &str {
        self.text
    }

    fn insert_text(&mut self, text: &str, at: CharIndex) -> usize {
        if self.writable { self.text.insert_text(text, at) } else { 0 }
    }

    fn delete_char_range(&mut self, range: std::ops::Range<CharIndex>) {
        if self.writable {
            self.text.delete_char_range(range);
        }
    }

    fn type_id(&self) -> std::any::TypeId {
        std::any::TypeId::of::<Held<'static>>()
    }
}
