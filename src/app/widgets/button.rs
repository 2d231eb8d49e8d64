//! The one button of a page that does what the page is for.

use egui::{Button, Color32, Response, RichText, Ui, vec2};

use crate::app::theme::{Theme, strong};

/// A filled button, large enough not to be missed.
pub fn primary(ui: &mut Ui, text: &str, enabled: bool, theme: &Theme) -> Response {
    let text = RichText::new(text).text_style(strong());
    let size = vec2(150.0, 38.0);
    if enabled {
        let button = Button::new(text.color(Color32::from(theme.on_accent))).fill(Color32::from(theme.accent));
        ui.add_sized(size, button)
    } else {
        ui.add_enabled_ui(false, |ui| ui.add_sized(size, Button::new(text))).inner
    }
}

/// The one button of a page where it takes something away that nobody looks at again: it does not look like the others.
pub fn dangerous(ui: &mut Ui, text: &str, enabled: bool, theme: &Theme) -> Response {
    let text = RichText::new(text).text_style(strong());
    let size = vec2(150.0, 38.0);
    if enabled {
        let button = Button::new(text.color(Color32::from(theme.on_accent))).fill(Color32::from(theme.bad));
        ui.add_sized(size, button)
    } else {
        ui.add_enabled_ui(false, |ui| ui.add_sized(size, Button::new(text))).inner
    }
}
