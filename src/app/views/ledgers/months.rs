//! By month, as bars with their values: the records, or one of the measures.

use egui::{
    Align2, Color32, ComboBox, CornerRadius, FontId, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2,
};

use super::said::{brief, percent};
use crate::app::Cx;
use crate::app::ledgers::LedgerSeen;
use crate::app::widgets::{caption, section_title};
use crate::assessment::{MeasureStats, MonthStats, rounded};
use crate::criteria::{LedgerKind, MeasureForm};

/// Room for a month, at least and at most.
const SLOT: (f32, f32) = (62.0, 92.0);
/// Height of the tallest bar.
const HEIGHT: f32 = 110.0;
/// So many months from the first to the last are shown with those between in which nothing is; a mistyped year is not.
const MOST_BETWEEN: usize = 60;

/// What stands over a month.
struct Bar {
    month: String,
    /// How tall it is; none where the month has nothing.
    value: Option<f32>,
    /// The part that is filled.
    part: f32,
    text: String,
    below: String,
    hover: String,
}

pub(super) fn ui(ui: &mut Ui, cx: &Cx, kind: &LedgerKind, seen: &LedgerSeen, series: &mut Option<usize>) {
    let w = &cx.words.ledger_view;
    let months = &seen.stats.months;
    if months.is_empty() {
        return;
    }
    ui.add_space(12.0);
    ui.horizontal(|ui| {
        section_title(ui, &*w.months_title);
        let title = |series: Option<usize>| {
            let measure = series.and_then(|at| kind.measures.get(at));
            measure.map_or_else(|| w.months_records.to_string(), |measure| measure.title.clone())
        };
        let combo = ComboBox::from_id_salt("series").width(150.0).selected_text(title(*series));
        let combo = combo.show_ui(ui, |ui| {
            for each in std::iter::once(None).chain((0..kind.measures.len()).map(Some)) {
                ui.selectable_value(series, each, title(each));
            }
        });
        combo.response.on_hover_text(&*w.months_what);
        let hint = match series.and_then(|at| kind.measures.get(at)).map(|measure| &measure.of) {
            None => &w.months_records_hint,
            Some(MeasureForm::Span { .. }) => &w.months_span_hint,
            Some(MeasureForm::Share { .. }) => &w.months_share_hint,
            Some(MeasureForm::Mean { .. }) => &w.months_mean_hint,
        };
        caption(ui, &**hint);
    });
    let bars = bars(cx, kind, months, *series);
    let count = u16::try_from(bars.len()).unwrap_or(u16::MAX).max(1);
    let slot = (ui.available_width() / f32::from(count)).clamp(SLOT.0, SLOT.1);
    // The newest is what one looks for.
    let scroll = ScrollArea::horizontal().id_salt(("months", kind.id.as_str())).stick_to_right(true);
    scroll.auto_shrink([false, true]).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            let tallest = bars.iter().filter_map(|bar| bar.value).fold(0.0_f32, f32::max);
            for bar in &bars {
                draw(ui, cx, bar, slot, tallest);
            }
        });
    });
    if seen.stats.beyond > 0 {
        caption(ui, w.months_beyond.fill(&[("n", &seen.stats.beyond)]));
    }
}

/// Every month from the first to the last, where these are not too many.
fn between(months: &[MonthStats]) -> Vec<(i32, u32, Option<&MonthStats>)> {
    let place = |year: i32, month: u32| i64::from(year) * 12 + i64::from(month) - 1;
    let all = months.iter().map(|each| (each.year, each.month, Some(each)));
    let (Some(first), Some(last)) = (months.first(), months.last()) else { return Vec::new() };
    let (from, to) = (place(first.year, first.month), place(last.year, last.month));
    if usize::try_from(to - from).unwrap_or(usize::MAX) >= MOST_BETWEEN {
        return all.collect();
    }
    let mut out = Vec::new();
    for at in from..=to {
        let year = i32::try_from(at.div_euclid(12)).unwrap_or(0);
        let month = u32::try_from(at.rem_euclid(12) + 1).unwrap_or(1);
        out.push((year, month, months.iter().find(|each| (each.year, each.month) == (year, month))));
    }
    out
}

fn bars(cx: &Cx, kind: &LedgerKind, months: &[MonthStats], series: Option<usize>) -> Vec<Bar> {
    let w = &cx.words.ledger_view;
    let bars = between(months).into_iter().map(|(year, month, found)| {
        let name = format!("{year:04}-{month:02}");
        let Some(found) = found else {
            let hover = w.month_nothing.fill(&[("month", &name)]);
            return Bar { month: name, value: None, part: 0.0, text: String::new(), below: String::new(), hover };
        };
        let measure = series.and_then(|at| Some((kind.measures.get(at)?, found.measures.get(at)?)));
        let Some((measure, stats)) = measure else {
            let hover = w.month_records.fill(&[
                ("month", &name),
                ("n", &found.records),
                ("complete", &found.complete),
                ("percent", &percent(found.complete, found.records)),
            ]);
            #[allow(clippy::cast_precision_loss)] // for drawing only
            let (value, part) = (found.records as f32, found.complete as f32 / found.records.max(1) as f32);
            let below = w.month_complete.fill(&[("complete", &found.complete)]);
            return Bar { month: name, value: Some(value), part, text: found.records.to_string(), below, hover };
        };
        measured(cx, &measure.title, &measure.of, stats, name)
    });
    bars.collect()
}

/// The bar of a measure.
#[allow(clippy::cast_precision_loss)] // for drawing only
fn measured(cx: &Cx, title: &str, form: &MeasureForm, stats: &MeasureStats, month: String) -> Bar {
    let w = &cx.words.ledger_view;
    let below = w.n.fill(&[("n", &stats.n)]);
    let hits = stats.hits.unwrap_or(0);
    let (value, text) = match form {
        _ if stats.n == 0 => (None, String::new()),
        MeasureForm::Share { .. } => (Some(hits as f32 / stats.n as f32), percent(hits, stats.n)),
        MeasureForm::Span { .. } => {
            let twice = stats.median_twice.unwrap_or(0);
            (Some(twice as f32 / 2.0), brief(w, twice, 2))
        }
        MeasureForm::Mean { .. } => {
            let n = i128::try_from(stats.n).unwrap_or(i128::MAX).saturating_mul(10_000);
            (Some(stats.sum as f32 / n as f32), rounded(stats.sum, n, 2))
        }
    };
    let said = if stats.n == 0 { w.nothing.to_string() } else { text.clone() };
    let mut hover = w.month_measure.fill(&[("month", &month), ("measure", &title), ("value", &said), ("n", &stats.n)]);
    if let (Some(hits), MeasureForm::Span { .. } | MeasureForm::Mean { .. }) = (stats.hits, form) {
        let phrase = if matches!(form, MeasureForm::Span { .. }) { &w.kept } else { &w.reached };
        hover.push('\n');
        hover.push_str(&phrase.fill(&[("hits", &hits), ("n", &stats.n), ("percent", &percent(hits, stats.n))]));
    }
    Bar { month, value, part: 1.0, text, below, hover }
}

fn draw(ui: &mut Ui, cx: &Cx, bar: &Bar, slot: f32, tallest: f32) {
    let (rect, response) = ui.allocate_exact_size(vec2(slot, HEIGHT + 58.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &bar.hover));
    let painter = ui.painter_at(rect.expand(2.0));
    let (small, tiny) = (FontId::proportional(12.5), FontId::proportional(11.5));
    let (ink, weak) = (Color32::from(cx.theme.text), Color32::from(cx.theme.weak));
    let (middle, foot) = (rect.center().x, rect.top() + 20.0 + HEIGHT);
    painter.hline(rect.x_range(), foot, egui::Stroke::new(1.0, Color32::from(cx.theme.line)));
    if let Some(value) = bar.value {
        let height = if tallest > 0.0 { (value.max(0.0) / tallest * HEIGHT).max(1.0) } else { 1.0 };
        let width = (slot * 0.5).min(34.0);
        let whole = Rect::from_min_max(pos2(middle - width / 2.0, foot - height), pos2(middle + width / 2.0, foot));
        let radius = CornerRadius { nw: 3, ne: 3, sw: 0, se: 0 };
        painter.rect_filled(whole, radius, Color32::from(cx.theme.accent_soft));
        let part = Rect::from_min_max(pos2(whole.left(), foot - height * bar.part), whole.max);
        let part_radius = if bar.part < 1.0 { CornerRadius::ZERO } else { radius };
        painter.rect_filled(part, part_radius, Color32::from(cx.theme.accent));
        let outline = egui::Stroke::new(1.0, Color32::from(cx.theme.accent));
        painter.rect_stroke(whole, radius, outline, egui::StrokeKind::Inside);
        painter.text(pos2(middle, whole.top() - 2.0), Align2::CENTER_BOTTOM, &bar.text, small, ink);
    }
    painter.text(pos2(middle, foot + 4.0), Align2::CENTER_TOP, &bar.month, tiny.clone(), ink);
    painter.text(pos2(middle, foot + 20.0), Align2::CENTER_TOP, &bar.below, tiny, weak);
    response.on_hover_text(&bar.hover);
}
