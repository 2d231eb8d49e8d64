//! Colours, type and spacing, from `assets/theme`; the only file that names a colour.

use std::sync::Arc;

use egui::{
    Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, Shadow, Stroke, Style, TextStyle,
    Visuals, vec2,
};
use serde::Deserialize;

/// Colours by what they mean.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // named after what they are for
pub struct Theme {
    pub background: Colour,
    pub panel: Colour,
    pub surface: Colour,
    pub sunken: Colour,
    pub line: Colour,
    pub text: Colour,
    pub weak: Colour,
    pub accent: Colour,
    pub accent_soft: Colour,
    pub on_accent: Colour,
    pub good: Colour,
    pub good_soft: Colour,
    pub warn: Colour,
    pub warn_soft: Colour,
    pub bad: Colour,
    pub bad_soft: Colour,
    pub star: Colour,
    pub star_empty: Colour,
}

/// A built-in theme that cannot be read; a mistake of ours.
pub type ThemeError = ron::error::SpannedError;

/// A colour written as `#RRGGBB`.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub struct Colour(Color32);

impl TryFrom<String> for Colour {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Color32::from_hex(&text).map(Self).map_err(|_| format!("not a colour: {text}"))
    }
}

impl From<Colour> for Color32 {
    fn from(colour: Colour) -> Self {
        colour.0
    }
}

/// The bold face of the one family.
#[must_use]
pub fn bold() -> FontFamily {
    FontFamily::Name("bold".into())
}

/// The large figure of the score.
#[must_use]
pub fn figure() -> TextStyle {
    TextStyle::Name("figure".into())
}

/// Bold text in the size of the body.
#[must_use]
pub fn strong() -> TextStyle {
    TextStyle::Name("strong".into())
}

impl Theme {
    /// The built-in theme.
    ///
    /// # Errors
    /// When the built-in file is unsound; a test makes sure that it is not.
    pub fn load(dark: bool) -> Result<Self, ThemeError> {
        ron::from_str(if dark {
            include_str!("../../assets/theme/dark.ron")
        } else {
            include_str!("../../assets/theme/light.ron")
        })
    }

    /// Puts the theme over one of egui's styles.
    pub fn apply(&self, style: &mut Style, dark: bool) {
        style.visuals = self.visuals(dark);
        style.text_styles = [
            (TextStyle::Small, FontId::new(12.5, FontFamily::Proportional)),
            (TextStyle::Body, FontId::new(15.0, FontFamily::Proportional)),
            (TextStyle::Button, FontId::new(15.0, FontFamily::Proportional)),
            (TextStyle::Monospace, FontId::new(14.0, FontFamily::Monospace)),
            (TextStyle::Heading, FontId::new(20.0, bold())),
            (strong(), FontId::new(15.0, bold())),
            (figure(), FontId::new(40.0, bold())),
        ]
        .into();
        let spacing = &mut style.spacing;
        spacing.item_spacing = vec2(8.0, 6.0);
        spacing.button_padding = vec2(10.0, 4.0);
        spacing.interact_size = vec2(36.0, 28.0);
        spacing.menu_margin = Margin::same(6);
        spacing.extra_text_line_spacing = 3.0;
        spacing.tooltip_width = 420.0;
        style.interaction.tooltip_delay = 0.4;
    }

    fn visuals(&self, dark: bool) -> Visuals {
        let mut visuals = if dark { Visuals::dark() } else { Visuals::light() };
        let line = Stroke::new(1.0, Color32::from(self.line));
        let radius = CornerRadius::same(5);
        visuals.panel_fill = self.panel.into();
        visuals.window_fill = self.surface.into();
        visuals.window_stroke = line;
        visuals.window_shadow = Shadow { offset: [0, 6], blur: 24, spread: 0, color: Color32::from_black_alpha(60) };
        visuals.popup_shadow = Shadow { offset: [0, 3], blur: 12, spread: 0, color: Color32::from_black_alpha(50) };
        visuals.window_corner_radius = CornerRadius::same(8);
        visuals.menu_corner_radius = CornerRadius::same(6);
        visuals.extreme_bg_color = self.surface.into();
        visuals.faint_bg_color = self.sunken.into();
        visuals.code_bg_color = self.sunken.into();
        visuals.hyperlink_color = self.accent.into();
        visuals.warn_fg_color = self.warn.into();
        visuals.error_fg_color = self.bad.into();
        visuals.weak_text_color = Some(self.weak.into());
        visuals.selection.bg_fill = self.accent_soft.into();
        visuals.selection.stroke = Stroke::new(1.0, Color32::from(self.accent));
        let widgets = &mut visuals.widgets;
        for (state, fill, stroke) in [
            (&mut widgets.noninteractive, self.panel, self.line),
            (&mut widgets.inactive, self.sunken, self.line),
            (&mut widgets.hovered, self.accent_soft, self.weak),
            (&mut widgets.active, self.accent_soft, self.accent),
            (&mut widgets.open, self.accent_soft, self.accent),
        ] {
            state.bg_fill = fill.into();
            state.weak_bg_fill = fill.into();
            state.bg_stroke = Stroke::new(1.0, Color32::from(stroke));
            state.fg_stroke = Stroke::new(1.0, Color32::from(self.text));
            state.corner_radius = radius;
            state.expansion = 0.0;
        }
        visuals
    }
}

/// Installs the one family in two weights. Rare characters that it lacks come from the system.
pub fn install_fonts(ctx: &egui::Context) {
    let mut fonts = FontDefinitions::empty();
    let mut add = |name: &str, bytes: &'static [u8]| {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    };
    // The report's own fonts, so that each is in the program once.
    add("regular", crate::report::fonts::REGULAR);
    add("bold", crate::report::fonts::BOLD);
    for family in [FontFamily::Proportional, FontFamily::Monospace] {
        fonts.families.insert(family, vec!["regular".to_owned()]);
    }
    fonts.families.insert(bold(), vec!["bold".to_owned(), "regular".to_owned()]);
    ctx.set_fonts(fonts);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance and contrast as WCAG 2 defines them.
    fn contrast(a: Colour, b: Colour) -> f32 {
        let luminance = |colour: Colour| {
            let part = |value: u8| {
                let value = f32::from(value) / 255.0;
                if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * part(colour.0.r()) + 0.7152 * part(colour.0.g()) + 0.0722 * part(colour.0.b())
        };
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_can_be_read_in_both_themes() {
        for dark in [false, true] {
            let t = Theme::load(dark).unwrap();
            for (name, ink, ground) in [
                ("text", t.text, t.panel),
                ("weak", t.weak, t.panel),
                ("weak/sunken", t.weak, t.sunken),
                ("weak/background", t.weak, t.background),
                ("accent", t.accent, t.panel),
                ("accent/soft", t.accent, t.accent_soft),
                ("text/soft", t.text, t.accent_soft),
                ("on accent", t.on_accent, t.accent),
                ("good", t.good, t.panel),
                ("good/soft", t.good, t.good_soft),
                ("warn", t.warn, t.panel),
                ("warn/soft", t.warn, t.warn_soft),
                ("bad", t.bad, t.panel),
                ("bad/soft", t.bad, t.bad_soft),
            ] {
                assert!(contrast(ink, ground) >= 4.5, "{name}, dark {dark}: {}", contrast(ink, ground));
            }
        }
    }
}
