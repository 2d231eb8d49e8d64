//! The kinds on the left: how many records, from when to when, and whether there are enough.

use egui::{Align2, Color32, CornerRadius, FontId, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::app::Cx;
use crate::app::ledgers::{GateState, gates};
use crate::app::theme::bold;
use crate::app::widgets::{Sign, paint_sign};
use crate::criteria::{LedgerId, LedgerKind, ledger_kinds};

/// How wide the list is.
pub(super) const WIDTH: f32 = 196.0;
/// With a period, and without.
const HEIGHT: (f32, f32) = (64.0, 50.0);

/// The list; the kind that was clicked.
pub(super) fn ui(ui: &mut Ui, cx: &Cx, open: &LedgerKind) -> Option<LedgerId> {
    let mut chosen = None;
    ScrollArea::vertical().id_salt("kinds").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        for kind in ledger_kinds() {
            if entry(ui, cx, kind, kind.id == open.id) {
                chosen = Some(kind.id.clone());
            }
        }
    });
    chosen
}

/// What a gate asks for and how far it is.
pub(super) fn gate_text(cx: &Cx, state: &GateState<'_>) -> String {
    let w = &cx.words.ledger_view;
    let (have, least) = (&state.have, &state.gate.least);
    match state.gate.months {
        Some(months) => w.gate_months.fill(&[("months", &months), ("have", have), ("least", least)]),
        None => w.gate.fill(&[("have", have), ("least", least)]),
    }
}

fn entry(ui: &mut Ui, cx: &Cx, kind: &LedgerKind, selected: bool) -> bool {
    let (w, theme) = (&cx.words.ledger_view, cx.theme);
    let records = cx.session.assessment().ledgers.get(&kind.id).map(|ledger| ledger.records.len());
    let seen = cx.ledgers.of(&kind.id);
    let states = gates(kind, seen.map(AsRef::as_ref));
    let open = states.iter().find(|state| !state.met());
    let count = match records {
        None => w.kind_empty.to_string(),
        Some(count) => w.records.fill(&[("n", &count)]),
    };
    let period = seen.and_then(|seen| seen.stats.from.zip(seen.stats.to));
    let period = period.map(|(from, to)| format!("{} – {}", from.format("%Y-%m-%d"), to.format("%Y-%m-%d")));
    let mark = match (records, states.is_empty(), open) {
        (_, true, _) => None,
        (None, ..) => Some((Sign::Unrated, w.gate_open.to_string())),
        (Some(_), _, Some(state)) => Some((Sign::Warning, gate_text(cx, state))),
        (Some(_), _, None) => Some((Sign::Meets, w.gate_met.to_string())),
    };

    let height = if period.is_some() { HEIGHT.0 } else { HEIGHT.1 };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    let said = std::iter::once(&kind.title).chain([&count]).chain(mark.as_ref().map(|(_, text)| text));
    let said = cx.list(said);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, selected, &said));
    let fill: Color32 = if selected {
        theme.accent.into()
    } else if response.hovered() || response.has_focus() {
        theme.accent_soft.into()
    } else {
        theme.panel.into()
    };
    let (ink, quiet): (Color32, Color32) = match selected {
        true => (theme.on_accent.into(), theme.on_accent.into()),
        false => (theme.text.into(), theme.weak.into()),
    };
    let painter = ui.painter_at(rect);
    painter.rect_filled(rect, CornerRadius::same(6), fill);
    let (left, small) = (rect.left() + 10.0, FontId::proportional(12.5));
    painter.text(pos2(left, rect.top() + 15.0), Align2::LEFT_CENTER, &kind.title, FontId::new(15.0, bold()), ink);
    painter.text(pos2(left, rect.top() + 35.0), Align2::LEFT_CENTER, count, small.clone(), quiet);
    if let Some(period) = period {
        painter.text(pos2(left, rect.top() + 51.0), Align2::LEFT_CENTER, period, FontId::proportional(11.5), quiet);
    }
    let Some((shown, text)) = mark else { return response.clicked() };
    let place = Rect::from_center_size(pos2(rect.right() - 16.0, rect.top() + 16.0), vec2(16.0, 16.0));
    if selected {
        // The sign keeps its colour, and needs its ground for it.
        painter.circle_filled(place.center(), 10.0, Color32::from(theme.panel));
    }
    paint_sign(&painter, place, shown, theme);
    response.on_hover_text(text).clicked()
}
