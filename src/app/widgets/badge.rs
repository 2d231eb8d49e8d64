//! Badges and callouts: a word on a soft ground.

use egui::{Color32, CornerRadius, Frame, Margin, Response, RichText, TextStyle, Ui};

use crate::app::theme::Theme;

/// What a badge or callout is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // named after what they mean
pub enum Tone {
    Quiet,
    Accent,
    Good,
    Warn,
    Bad,
}

impl Tone {
    fn colours(self, theme: &Theme) -> (Color32, Color32) {
        let (ink, ground) = match self {
            Self::Quiet => (theme.weak, theme.sunken),
            Self::Accent => (theme.accent, theme.accent_soft),
            Self::Good => (theme.good, theme.good_soft),
            Self::Warn => (theme.warn, theme.warn_soft),
            Self::Bad => (theme.bad, theme.bad_soft),
        };
        (ink.into(), ground.into())
    }
}

/// A small word on a soft ground.
pub fn badge(ui: &mut Ui, text: &str, tone: Tone, theme: &Theme) -> Response {
    let (ink, ground) = tone.colours(theme);
    let frame = Frame::new().fill(ground).corner_radius(CornerRadius::same(4)).inner_margin(Margin::symmetric(6, 1));
    // In a row that wraps, a badge goes to the next line as a whole; its ground would not go along with half of it.
    if ui.layout().main_wrap && ui.layout().is_horizontal() {
        let font = TextStyle::Small.resolve(ui.style());
        let width = ui.fonts_mut(|fonts| fonts.layout_no_wrap(text.to_owned(), font, ink).size().x);
        if width + 12.0 > ui.available_size_before_wrap().x && width + 12.0 < ui.max_rect().width() {
            ui.end_row();
        }
    }
    frame.show(ui, |ui| ui.label(RichText::new(text).small().color(ink))).inner
}

/// A block on a soft ground, as wide as there is room.
pub fn callout<R>(ui: &mut Ui, tone: Tone, theme: &Theme, add: impl FnOnce(&mut Ui) -> R) -> R {
    let (ink, ground) = tone.colours(theme);
    let frame = Frame::new().fill(ground).corner_radius(CornerRadius::same(6)).inner_margin(Margin::symmetric(12, 8));
    frame
        .show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            if tone != Tone::Quiet {
                ui.visuals_mut().override_text_color = Some(ink);
            }
            add(ui)
        })
        .inner
}
