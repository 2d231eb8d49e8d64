//! Bars over days, as the report draws them: what is critical is full and high, what has time to spare in outline.

use egui::{
    Align, Align2, Color32, CornerRadius, FontId, Label, Layout, Painter, Rect, RichText, Sense, Shape, Stroke,
    StrokeKind, Ui, UiBuilder, pos2, vec2,
};

use crate::app::theme::{Theme, bold};
use crate::report::outline::{Gantt, GanttKind, GanttRow};

const ROW: f32 = 26.0;
const HEAD: f32 = 42.0;
/// A month's name and air beside it.
const MONTH: f32 = 64.0;

/// The timeline, as wide as there is room. Every row says itself to a screen reader and where the pointer rests.
pub fn gantt(ui: &mut Ui, gantt: &Gantt, theme: &Theme) {
    let width = ui.available_width();
    let names = (width * 0.34).clamp(120.0, 340.0);
    ui.spacing_mut().item_spacing.y = 0.0;
    let (head, _) = ui.allocate_exact_size(vec2(width, HEAD), Sense::hover());
    let field = Field { gantt, left: head.left() + names, right: head.right() - 8.0 };
    field.head(ui, head, theme);
    for row in &gantt.rows {
        let (rect, response) = ui.allocate_exact_size(vec2(width, ROW), Sense::hover());
        if ui.is_rect_visible(rect) {
            let label = Rect::from_min_max(rect.min, pos2(field.left - 8.0, rect.bottom()));
            let place = UiBuilder::new().max_rect(label).layout(Layout::left_to_right(Align::Center));
            ui.scope_builder(place, |ui| {
                ui.add(Label::new(RichText::new(&row.label).small()).truncate().selectable(false));
            });
            field.row(ui.painter(), rect, row, theme);
        }
        let mut said = format!("{}\n{} – {}", row.label, row.from, row.to);
        for more in [row.due.map(|due| format!("{} {due}", gantt.due)), Some(row.note.clone())].into_iter().flatten() {
            if !more.is_empty() {
                said.push('\n');
                said.push_str(&more);
            }
        }
        response.on_hover_text(said);
    }
    ui.add_space(6.0);
}

/// Where days stand.
struct Field<'a> {
    gantt: &'a Gantt,
    left: f32,
    right: f32,
}

impl Field<'_> {
    fn x(&self, day: chrono::NaiveDate) -> f32 {
        self.left + self.gantt.at(day) * (self.right - self.left)
    }

    fn months(&self) -> Vec<chrono::NaiveDate> {
        self.gantt.ticks((((self.right - self.left) / MONTH) as usize).max(2))
    }

    /// Months, and above them the days that go through all rows.
    fn head(&self, ui: &Ui, rect: Rect, theme: &Theme) {
        let painter = ui.painter();
        let (quiet, accent) = (Color32::from(theme.weak), Color32::from(theme.accent));
        let mut end = f32::MIN;
        for mark in &self.gantt.marks {
            let text = format!("{} {}", mark.label, mark.day);
            let galley = painter.layout_no_wrap(text, FontId::new(12.5, bold()), accent);
            let last = (self.right - galley.size().x).max(self.left);
            let x = (self.x(mark.day) - galley.size().x / 2.0).clamp(self.left, last).max(end + 8.0);
            end = x + galley.size().x;
            painter.galley(pos2(x, rect.top() + 2.0), galley, accent);
        }
        for day in self.months() {
            let (x, text) = (self.x(day), day.format("%Y-%m").to_string());
            if x + MONTH - 10.0 <= self.right {
                let at = pos2(x, rect.bottom() - 3.0);
                painter.text(at, Align2::LEFT_BOTTOM, text, FontId::proportional(12.0), quiet);
            }
        }
        let line = Stroke::new(1.0, Color32::from(theme.line));
        painter.hline(rect.left()..=rect.right(), rect.bottom(), line);
    }

    fn row(&self, painter: &Painter, rect: Rect, row: &GanttRow, theme: &Theme) {
        let (text, quiet, accent) = (Color32::from(theme.text), Color32::from(theme.weak), Color32::from(theme.accent));
        let hair = Stroke::new(1.0, Color32::from(theme.line));
        for day in self.months() {
            painter.vline(self.x(day), rect.top()..=rect.bottom(), hair);
        }
        painter.hline(rect.left()..=rect.right(), rect.bottom(), hair);
        let (from, sure, middle) = (self.x(row.from), self.x(row.sure), rect.center().y);
        let to = self.x(row.to).max(from + 3.0);
        let bar = |to: f32, half: f32| Rect::from_min_max(pos2(from, middle - half), pos2(to, middle + half));
        let radius = CornerRadius::same(2);
        match row.kind {
            GanttKind::Critical => {
                painter.rect_filled(bar(to, 8.0), radius, accent);
            }
            GanttKind::Plain | GanttKind::Body => {
                painter.rect_filled(bar(to, 5.0), radius, Color32::from(theme.accent_soft));
                if row.kind == GanttKind::Body {
                    painter.rect_filled(bar(sure, 5.0), radius, quiet);
                }
                painter.rect_stroke(bar(to, 5.0), radius, Stroke::new(1.0, quiet), StrokeKind::Inside);
            }
            GanttKind::Waiting => {
                painter.hline(from..=to, middle, Stroke::new(1.6, quiet));
                for x in [from, to] {
                    painter.vline(x, middle - 5.0..=middle + 5.0, Stroke::new(1.6, quiet));
                }
            }
        }
        for mark in &self.gantt.marks {
            painter.vline(self.x(mark.day), rect.top()..=rect.bottom(), Stroke::new(1.4, accent));
        }
        let mut end = to;
        if let Some(due) = row.due.filter(|due| *due >= self.gantt.from && *due <= self.gantt.to) {
            let x = self.x(due);
            let tip = vec![pos2(x - 4.5, rect.top() + 2.0), pos2(x + 4.5, rect.top() + 2.0), pos2(x, rect.top() + 9.0)];
            painter.add(Shape::convex_polygon(tip, text, Stroke::NONE));
            end = end.max(x + 5.0);
        }
        // Behind the bar where there is room, else before it.
        let galley = painter.layout_no_wrap(row.note.clone(), FontId::proportional(12.0), quiet);
        let size = galley.size();
        let x = if end + 6.0 + size.x <= self.right { end + 6.0 } else { (from - 6.0 - size.x).max(self.left) };
        painter.galley(pos2(x, middle - size.y / 2.0), galley, quiet);
    }
}
