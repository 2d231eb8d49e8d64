//! Labelled text fields and headings. Every field has a name for screen readers and tests.

use egui::text::CharIndex;
use egui::{Margin, Rect, Response, RichText, TextBuffer, TextEdit, TextStyle, Ui, vec2};

use super::sign::paint_lock;
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

/// A text field. Where it can only be read it looks so: sunken, in quiet ink, with a lock, and asking for nothing;
/// its text can be selected and copied all the same.
pub fn text_field(ui: &mut Ui, edit: TextEdit<'_>, writable: bool) -> Response {
    const LOCK: f32 = 12.0;
    if writable {
        return ui.add(edit);
    }
    let (ground, ink) = (ui.visuals().faint_bg_color, ui.visuals().weak_text_color());
    let margin = Margin { left: 10, right: 26, top: 4, bottom: 4 };
    let response = ui.add(edit.background_color(ground).text_color(ink).hint_text("").margin(margin));
    let corner = response.rect.right_top() + vec2(-LOCK - 8.0, 8.0);
    paint_lock(ui.painter(), Rect::from_min_size(corner, vec2(LOCK, LOCK)), ink);
    response
}

/// A labelled line of text; true when it changed.
pub fn text_line(ui: &mut Ui, label: &str, hint: &str, text: &mut dyn TextBuffer) -> Response {
    field(ui, label, |ui| {
        let (width, writable) = (ui.available_width(), text.is_mutable());
        text_field(ui, TextEdit::singleline(text).hint_text(hint.to_owned()).desired_width(width), writable)
    })
}

/// A labelled text of several lines.
pub fn text_area(ui: &mut Ui, label: &str, hint: &str, rows: usize, text: &mut dyn TextBuffer) -> Response {
    field(ui, label, |ui| {
        let (width, writable) = (ui.available_width(), text.is_mutable());
        let edit = TextEdit::multiline(text).hint_text(hint.to_owned()).desired_rows(rows);
        text_field(ui, edit.desired_width(width), writable)
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
