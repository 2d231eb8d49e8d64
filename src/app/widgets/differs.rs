//! One of two texts in a cell, such that the part that differs is in sight; both of them whole on a click.

use egui::text::LayoutJob;
use egui::{
    Color32, FontSelection, Label, Popup, PopupCloseBehavior, Rect, RichText, ScrollArea, Sense, Stroke, TextFormat, Ui,
};

use crate::app::theme::Theme;
use crate::assessment::{Differing, Told};

/// Which of two texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // named after what they are
pub enum Side {
    First,
    Second,
}

/// Room that a letter of half width takes, in points of the body.
const HALF_WIDTH: f32 = 7.8;
/// Most bytes of a text that a tooltip shows; what is longer is read in the popup, which scrolls.
const MAX_TOOLTIP: usize = 1_200;

/// Most bytes of texts that stand one above the other; longer ones stand side by side, so that both are in sight.
const MAX_STACKED: usize = 300;

/// How often a popup that was just opened brings what differs into sight: its first frames only measure it.
const REVEALS: u8 = 6;

/// A cell with one of two texts; `heads` say what each of them is.
pub fn differs(ui: &mut Ui, theme: &Theme, told: &Told, side: Side, heads: [&str; 2]) {
    let apart = told.differing();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a few hundred
    let room = ((ui.available_width() / HALF_WIDTH) as usize).max(12);
    let (text, excerpt) = match side {
        Side::First => (&told.from, apart.first(room)),
        Side::Second => (&told.to, apart.second(room)),
    };
    let job = marked(ui, theme, [&excerpt.before, &excerpt.differs, &excerpt.after]);
    let label = Label::new(job).truncate().show_tooltip_when_elided(false).sense(Sense::click());
    let mut response = ui.add(label);
    let open = Popup::is_id_open(ui.ctx(), Popup::default_response_id(&response));
    if !open && excerpt.to_string() != *text && text.len() <= MAX_TOOLTIP {
        response = response.on_hover_ui(|ui| {
            whole(ui, theme, &apart, side);
        });
    }
    let popup = Popup::from_toggle_button_response(&response).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let screen = ui.ctx().content_rect().size();
    let long = told.from.len().max(told.to.len()) > MAX_STACKED;
    let width = if long { 860.0_f32.min(screen.x - 60.0) } else { 420.0 };
    let reveal = response.id.with("reveal");
    if response.clicked() {
        ui.data_mut(|data| data.insert_temp(reveal, REVEALS));
    }
    popup.width(width).show(|ui| {
        ui.set_width(width);
        ScrollArea::vertical().max_height(screen.y * 0.55).show(ui, |ui| {
            let one = |ui: &mut Ui, side: Side| {
                ui.label(RichText::new(heads[usize::from(side == Side::Second)]).small().weak());
                let shown = whole(ui, theme, &apart, side);
                let left = ui.data(|data| data.get_temp::<u8>(reveal)).unwrap_or_default();
                if left > 0 {
                    ui.data_mut(|data| data.insert_temp(reveal, left - 1));
                    let share = apart.head.len() as f32 / told.from.len().max(told.to.len()).max(1) as f32;
                    let y = shown.top() + shown.height() * share;
                    ui.scroll_to_rect(Rect::from_x_y_ranges(shown.x_range(), y - 30.0..=y + 30.0), None);
                }
            };
            if long {
                ui.columns(2, |columns| {
                    one(&mut columns[0], Side::First);
                    one(&mut columns[1], Side::Second);
                });
            } else {
                one(ui, Side::First);
                one(ui, Side::Second);
            }
        });
    });
}

/// A text with all its lines.
fn whole(ui: &mut Ui, theme: &Theme, apart: &Differing<'_>, side: Side) -> Rect {
    let middle = if side == Side::First { apart.from } else { apart.to };
    let job = marked(ui, theme, [apart.head, middle, apart.tail]);
    ui.add(Label::new(job).wrap()).rect
}

/// Three parts, the middle one marked: by a line under it too, for whoever sees no colours.
fn marked(ui: &Ui, theme: &Theme, [before, differs, after]: [&str; 3]) -> LayoutJob {
    let font_id = FontSelection::Default.resolve(ui.style());
    let plain = TextFormat { font_id, color: ui.visuals().text_color(), ..TextFormat::default() };
    let accent = Color32::from(theme.accent);
    let mark = TextFormat {
        color: accent,
        background: theme.accent_soft.into(),
        underline: Stroke::new(1.0, accent),
        ..plain.clone()
    };
    let mut job = LayoutJob::default();
    for (text, format) in [(before, &plain), (differs, &mark), (after, &plain)] {
        job.append(text, 0.0, format.clone());
    }
    job
}
