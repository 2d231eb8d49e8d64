//! How wide words are, for columns that must not break them in any language.

use egui::{TextStyle, Ui};

/// The width of the longest word.
pub fn widest<'t>(ui: &Ui, style: &TextStyle, texts: impl Iterator<Item = &'t str>) -> f32 {
    let (font, colour) = (style.resolve(ui.style()), ui.visuals().text_color());
    let width = |word: &str| ui.fonts_mut(|fonts| fonts.layout_no_wrap(word.to_owned(), font.clone(), colour).size().x);
    texts.flat_map(str::split_whitespace).map(width).fold(0.0, f32::max).ceil() + 1.0
}
