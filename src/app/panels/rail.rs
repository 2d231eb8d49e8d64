//! The rail on the left: the work from top to bottom, with what is still to do in each place.

use egui::{
    Align2, Color32, CornerRadius, FontId, Frame, Id, Margin, Panel, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo,
    pos2, vec2,
};

use crate::app::command::place_label;
use crate::app::theme::bold;
use crate::app::{Action, Command, Cx, Place};
use crate::assessment::material_counts;
use crate::planning::{GateState, uncovered};

const WIDTH: f32 = 84.0;

/// Between two entries.
const GAP: f32 = 2.0;

/// Entries are so high: closer together where that shows all of them, and never so close that they cannot be hit.
const HEIGHTS: std::ops::RangeInclusive<f32> = 33.0..=44.0;

/// The rail.
pub fn rail(ui: &mut Ui, cx: &Cx, place: Place, out: &mut Vec<Action>) {
    let frame = Frame::new().fill(cx.theme.sunken.into()).inner_margin(Margin::symmetric(6, 8));
    Panel::left("rail").resizable(false).exact_size(WIDTH).frame(frame).show(ui, |ui| {
        #[allow(clippy::cast_precision_loss)] // a handful
        let height = ui.available_height() / Place::ALL.len() as f32 - GAP;
        let height = height.clamp(*HEIGHTS.start(), *HEIGHTS.end());
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = GAP;
            // Where not all of them fit, the one in view is brought into sight when it, or the room, is another.
            let (seen, now) = (Id::unique("rail_seen"), (place as usize, ui.clip_rect().height().round() as i32));
            let moved = ui.data(|data| data.get_temp(seen)) != Some(now);
            ui.data_mut(|data| data.insert_temp(seen, now));
            for each in Place::ALL {
                let count = open_count(cx, each);
                let response = entry(ui, cx, (each, each == place), count, height);
                if moved && each == place {
                    response.scroll_to_me(None);
                }
                if response.clicked() {
                    out.push(Action::Go(each));
                }
            }
        });
    });
}

/// How much is still to do in a place.
fn open_count(cx: &Cx, place: Place) -> usize {
    let progress = cx.session.progress();
    match place {
        Place::Profile => usize::from(cx.session.assessment().company.name.trim().is_empty()),
        Place::Assess => progress.clauses - progress.rated,
        Place::Evidence => cx.standing.unsound,
        Place::Materials => material_counts(cx.session.assessment(), cx.standing, &cx.materials.checklist).gaps(),
        Place::Readiness => cx.gates.iter().filter(|gate| gate.state != GateState::Pass).count(),
        Place::Sampling => cx.session.open_records(),
        Place::Ledgers => cx.ledgers.gates_open(),
        Place::Special => cx.session.card().special_deductions as usize,
        Place::Remediation => remediation(cx),
        Place::Grid | Place::Score | Place::Plan | Place::Rounds | Place::Report | Place::Changes => 0,
    }
}

/// Gaps without action, and actions whose term has passed.
fn remediation(cx: &Cx) -> usize {
    let assessment = cx.session.assessment();
    let overdue = assessment.actions.values().filter(|action| action.overdue_on(cx.today)).count();
    overdue + uncovered(assessment, cx.session.card()).count()
}

fn entry(ui: &mut Ui, cx: &Cx, (place, selected): (Place, bool), count: usize, height: f32) -> egui::Response {
    let (rect, response) = ui.allocate_exact_size(vec2(WIDTH - 12.0, height), Sense::click());
    let label = place_label(place, cx.w);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, selected, &**label));
    let theme = cx.theme;
    let fill: Color32 = if selected {
        theme.accent.into()
    } else if response.hovered() || response.has_focus() {
        theme.accent_soft.into()
    } else {
        theme.sunken.into()
    };
    let ink: Color32 = if selected { theme.on_accent.into() } else { theme.text.into() };
    let painter = ui.painter();
    painter.rect_filled(rect, CornerRadius::same(6), fill);
    let y = if count > 0 { -7.0 } else { 0.0 };
    painter.text(rect.center() + vec2(0.0, y), Align2::CENTER_CENTER, &**label, FontId::new(15.0, bold()), ink);
    if count > 0 {
        let text = cx.w.rail_open.fill(&[("n", &count)]);
        let small: Color32 = if selected { theme.on_accent.into() } else { theme.weak.into() };
        let below = Rect::from_center_size(pos2(rect.center().x, rect.center().y + 9.0), vec2(rect.width(), 14.0));
        painter.text(below.center(), Align2::CENTER_CENTER, text, FontId::proportional(11.5), small);
    }
    let hint = Command::Go(place).shortcut().map(|keys| ui.ctx().format_shortcut(&keys)).unwrap_or_default();
    response.on_hover_text(hint)
}
