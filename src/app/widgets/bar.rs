//! A horizontal bar of earned, lost and unrated parts.

use egui::{Color32, CornerRadius, Rect, Response, Sense, Stroke, Ui, pos2, vec2};
use num_traits::ToPrimitive as _;

use crate::app::theme::Theme;
use crate::criteria::Amount;
use crate::scoring::Line;

/// The share of one amount in another, for drawing only.
fn share(part: &Amount, whole: &Amount) -> f32 {
    if *whole == Amount::default() { 0.0 } else { (part / whole).to_f32().unwrap_or(0.0).clamp(0.0, 1.0) }
}

/// Earned filled, lost hatched, unrated empty, excluded grey; told apart without colour.
pub fn bar(ui: &mut Ui, line: &Line, width: f32, height: f32, theme: &Theme) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    let painter = ui.painter_at(rect.expand(1.0));
    let radius = CornerRadius::same(2);
    painter.rect_filled(rect, radius, Color32::from(theme.sunken));
    let mut left = rect.left();
    let mut part = |amount: &Amount| {
        let right = left + rect.width() * share(amount, &line.points);
        let piece = Rect::from_min_max(pos2(left, rect.top()), pos2(right, rect.bottom()));
        left = right;
        piece
    };
    painter.rect_filled(part(&line.earned), radius, Color32::from(theme.accent));
    let judged_lost = &line.lost - &line.unrated;
    let lost = part(&judged_lost);
    if lost.width() > 0.5 {
        painter.rect_filled(lost, radius, Color32::from(theme.bad_soft));
        let hatch = Stroke::new(1.0, Color32::from(theme.bad));
        let clip = ui.painter_at(lost);
        let mut x = lost.left() - height;
        while x < lost.right() {
            clip.line_segment([pos2(x, lost.bottom()), pos2(x + height, lost.top())], hatch);
            x += 4.0;
        }
    }
    part(&line.unrated);
    let excluded = part(&line.excluded);
    painter.rect_filled(excluded, radius, Color32::from(theme.line));
    painter.rect_stroke(rect, radius, Stroke::new(1.0, Color32::from(theme.line)), egui::StrokeKind::Inside);
    response
}
