//! Stars as drawn shapes.

use egui::{Color32, Pos2, Rect, Response, Sense, Shape, Stroke, Ui, pos2, vec2};

use crate::app::theme::Theme;

/// Five stars, so many of them filled. `label` is what a screen reader says.
pub fn stars(ui: &mut Ui, filled: u8, size: f32, theme: &Theme, label: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(size * 5.0 + 4.0 * 3.0, size), Sense::hover());
    for place in 0..5_u8 {
        let left = rect.left() + f32::from(place) * (size + 3.0);
        let square = Rect::from_min_size(pos2(left, rect.top()), vec2(size, size));
        let colour: Color32 = if place < filled { theme.star.into() } else { theme.star_empty.into() };
        paint_star(ui, square, colour, place < filled);
    }
    response.on_hover_text(label)
}

/// Filled, or only its outline: told apart without colour.
fn paint_star(ui: &Ui, square: Rect, colour: Color32, filled: bool) {
    let centre = square.center();
    let radius = square.width() / 2.0;
    let corner = |step: u8| -> Pos2 {
        let angle = std::f32::consts::PI * (f32::from(step) / 5.0 - 0.5);
        let reach = if step.is_multiple_of(2) { radius } else { radius * 0.42 };
        pos2(centre.x + reach * angle.cos(), centre.y + reach * angle.sin())
    };
    if filled {
        // A star is not convex; five kites are.
        for tip in (0..10).step_by(2) {
            let kite = vec![centre, corner((tip + 9) % 10), corner(tip), corner((tip + 1) % 10)];
            ui.painter().add(Shape::convex_polygon(kite, colour, Stroke::new(0.5, colour)));
        }
    } else {
        let outline: Vec<Pos2> = (0..10).map(corner).collect();
        ui.painter().add(Shape::closed_line(outline, Stroke::new(1.2, colour)));
    }
}
