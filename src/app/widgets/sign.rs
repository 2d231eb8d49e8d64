//! Signs of states, drawn, so that they look the same everywhere and need no colour to be told apart.

use egui::{Color32, Painter, Pos2, Rect, Response, Sense, Shape, Stroke, Ui, pos2, vec2};

use crate::app::theme::Theme;
use crate::assessment::Verdict;

/// The sign of a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // named after the states
pub enum Sign {
    Unrated,
    Meets,
    Fails,
    SampledClean,
    SampledLoss,
    Excluded,
    Warning,
    /// 沿用待确认.
    Carried,
}

impl From<&Verdict> for Sign {
    fn from(verdict: &Verdict) -> Self {
        match verdict {
            Verdict::Unrated => Self::Unrated,
            Verdict::Meets => Self::Meets,
            Verdict::Fails => Self::Fails,
            Verdict::Sampled { nonconforming: 0, .. } => Self::SampledClean,
            Verdict::Sampled { .. } => Self::SampledLoss,
            Verdict::Excluded { .. } => Self::Excluded,
        }
    }
}

impl Sign {
    fn colour(self, theme: &Theme) -> Color32 {
        match self {
            Self::Unrated | Self::Excluded | Self::Carried => theme.weak,
            Self::Meets | Self::SampledClean => theme.good,
            Self::Fails => theme.bad,
            Self::SampledLoss | Self::Warning => theme.warn,
        }
        .into()
    }
}

/// A sign in the flow of a row. `label` is what a screen reader says and a tooltip shows.
pub fn sign(ui: &mut Ui, sign: Sign, theme: &Theme, label: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(16.0, 16.0), Sense::hover());
    paint_sign(ui.painter(), rect, sign, theme);
    if label.is_empty() { response } else { response.on_hover_text(label) }
}

/// Draws a sign into a square.
pub fn paint_sign(painter: &Painter, rect: Rect, sign: Sign, theme: &Theme) {
    let colour = sign.colour(theme);
    let centre = rect.center();
    let unit = rect.width().min(rect.height()) / 16.0;
    let at = |x: f32, y: f32| -> Pos2 { pos2(centre.x + x * unit, centre.y + y * unit) };
    let line = Stroke::new(1.8 * unit, colour);
    match sign {
        Sign::Unrated => {
            painter.circle_stroke(centre, 5.0 * unit, Stroke::new(1.3 * unit, colour));
        }
        Sign::Meets => {
            painter.add(Shape::line(vec![at(-5.0, 0.5), at(-1.5, 4.0), at(5.5, -4.5)], line));
        }
        Sign::Fails => {
            painter.line_segment([at(-4.5, -4.5), at(4.5, 4.5)], line);
            painter.line_segment([at(-4.5, 4.5), at(4.5, -4.5)], line);
        }
        Sign::SampledClean | Sign::SampledLoss => {
            painter.circle_stroke(centre, 5.0 * unit, Stroke::new(1.3 * unit, colour));
            let half: Vec<Pos2> = (0..=12_u8)
                .map(|step| {
                    let angle = std::f32::consts::FRAC_PI_2 + std::f32::consts::PI * f32::from(step) / 12.0;
                    at(5.0 * angle.cos(), -5.0 * angle.sin())
                })
                .collect();
            painter.add(Shape::convex_polygon(half, colour, Stroke::NONE));
        }
        Sign::Excluded => {
            painter.line_segment([at(-5.0, 0.0), at(5.0, 0.0)], line);
        }
        // A ring of strokes: the one of 未评, not closed yet.
        Sign::Carried => {
            for step in 0..6_u8 {
                let from = std::f32::consts::TAU * f32::from(step) / 6.0;
                let arc: Vec<Pos2> = (0..=4_u8)
                    .map(|part| from + std::f32::consts::TAU / 10.0 * f32::from(part) / 4.0)
                    .map(|angle| at(5.5 * angle.cos(), 5.5 * angle.sin()))
                    .collect();
                painter.add(Shape::line(arc, line));
            }
            painter.circle_filled(centre, 1.5 * unit, colour);
        }
        Sign::Warning => {
            painter.line_segment([at(0.0, -5.5), at(0.0, 1.5)], Stroke::new(2.2 * unit, colour));
            painter.circle_filled(at(0.0, 5.0), 1.4 * unit, colour);
        }
    }
}

/// A closed lock, for what cannot be changed here.
pub fn paint_lock(painter: &Painter, rect: Rect, ink: Color32) {
    let unit = rect.width() / 12.0;
    let body = Rect::from_min_max(rect.left_top() + vec2(1.5, 5.5) * unit, rect.right_bottom() - vec2(1.5, 0.5) * unit);
    painter.rect_filled(body, unit, ink);
    let (centre, reach) = (pos2(rect.center().x, rect.top() + 4.0 * unit), 2.7 * unit);
    let arc = (0..=10_u8).map(|step| {
        let angle = std::f32::consts::PI * (1.0 + f32::from(step) / 10.0);
        centre + vec2(angle.cos(), angle.sin()) * reach
    });
    let foot = |x: f32| pos2(centre.x + x, body.top());
    let line: Vec<Pos2> = std::iter::once(foot(-reach)).chain(arc).chain(std::iter::once(foot(reach))).collect();
    painter.add(Shape::line(line, Stroke::new(1.4 * unit, ink)));
}
