//! The figures at the top, and how complete each field is.

use egui::{Color32, CornerRadius, FontId, Frame, Grid, Margin, Rect, RichText, Sense, Ui, vec2};

use super::said::percent;
use crate::app::Cx;
use crate::app::ledgers::{LedgerSeen, gates};
use crate::app::theme::bold;
use crate::app::widgets::{Sign, caption, section_title, sign};
use crate::assessment::first_of_three_months;
use crate::criteria::LedgerKind;

/// A figure with what it is, and how it is counted.
struct Tile {
    name: String,
    figure: String,
    below: String,
    how: String,
    sign: Option<(Sign, String)>,
}

/// Tiles: records, complete ones, the last three months, the period.
pub(super) fn ui(ui: &mut Ui, cx: &Cx, kind: &LedgerKind, seen: &LedgerSeen) {
    let w = &cx.words.ledger_view;
    let stats = &seen.stats;
    let mut tiles = vec![
        Tile {
            name: w.tile_records.to_string(),
            figure: stats.records.to_string(),
            below: if stats.undated > 0 { w.undated.fill(&[("n", &stats.undated)]) } else { String::new() },
            how: w.tile_records_how.to_string(),
            sign: None,
        },
        Tile {
            name: w.tile_complete.to_string(),
            figure: percent(stats.complete, stats.records),
            below: w.of.fill(&[("hits", &stats.complete), ("n", &stats.records)]),
            how: w.tile_complete_how.to_string(),
            sign: None,
        },
    ];
    if let Some(recent) = stats.last_3_months {
        let state = gates(kind, Some(seen)).into_iter().find(|state| state.gate.months.is_some());
        let below = match &state {
            Some(state) => w.needed.fill(&[("least", &state.gate.least)]),
            None => String::new(),
        };
        let mark = state.map(|state| match state.met() {
            true => (Sign::Meets, w.gate_met.to_string()),
            false => (Sign::Warning, super::kinds::gate_text(cx, &state)),
        });
        let today = seen.today.format("%Y-%m-%d");
        let first = first_of_three_months(seen.today).format("%Y-%m-%d");
        tiles.push(Tile {
            name: w.tile_recent.to_string(),
            figure: recent.to_string(),
            below,
            how: w.tile_recent_how.fill(&[("today", &today), ("first", &first)]),
            sign: mark,
        });
    }
    if let Some((from, to)) = stats.from.zip(stats.to) {
        let later = if stats.later > 0 { w.later.fill(&[("n", &stats.later)]) } else { String::new() };
        tiles.push(Tile {
            name: w.tile_period.to_string(),
            figure: format!("{} – {}", from.format("%Y-%m-%d"), to.format("%Y-%m-%d")),
            below: later,
            how: w.tile_period_how.to_string(),
            sign: None,
        });
    }
    ui.horizontal_wrapped(|ui| {
        for tile in &tiles {
            self::tile(ui, cx, tile);
        }
    });
}

fn tile(ui: &mut Ui, cx: &Cx, tile: &Tile) {
    let frame = Frame::new().fill(cx.theme.sunken.into()).corner_radius(6).inner_margin(Margin::symmetric(12, 8));
    let shown = frame.show(ui, |ui| {
        ui.vertical(|ui| {
            ui.set_min_width(112.0);
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.horizontal(|ui| {
                caption(ui, &tile.name);
                if let Some((shown, text)) = &tile.sign {
                    sign(ui, *shown, cx.theme, text);
                }
            });
            ui.label(RichText::new(&tile.figure).font(FontId::new(20.0, bold())));
            caption(ui, if tile.below.is_empty() { " " } else { &tile.below });
        });
    });
    shown.response.on_hover_text(&tile.how);
}

/// How complete each field is.
pub(super) fn fields(ui: &mut Ui, cx: &Cx, kind: &LedgerKind, seen: &LedgerSeen) {
    let w = &cx.words.ledger_view;
    ui.add_space(12.0);
    section_title(ui, &*w.complete_title);
    caption(ui, &*w.complete_hint);
    let width = (ui.available_width() - 420.0).clamp(100.0, 420.0);
    Grid::new("complete").num_columns(4).spacing([14.0, 4.0]).show(ui, |ui| {
        for (field, stats) in kind.fields.iter().zip(&seen.stats.fields) {
            let n = stats.present + stats.missing;
            let title = if field.required { format!("{} *", field.title) } else { field.title.clone() };
            ui.label(title);
            let colour = if stats.missing == 0 || !field.required { cx.theme.accent } else { cx.theme.warn };
            share_bar(ui, cx, stats.present, n, vec2(width, 12.0), colour.into());
            ui.label(w.of_percent.fill(&[
                ("hits", &stats.present),
                ("n", &n),
                ("percent", &percent(stats.present, n)),
            ]));
            let missing = stats.missing - stats.unreadable;
            let mut said = Vec::new();
            if missing > 0 {
                said.push(w.missing.fill(&[("n", &missing)]));
            }
            if stats.unreadable > 0 {
                said.push(w.unreadable.fill(&[("n", &stats.unreadable)]));
            }
            caption(ui, cx.list(said));
            ui.end_row();
        }
    });
}

/// A bar of a share; only for the eye, the numbers stand beside it.
pub(super) fn share_bar(ui: &mut Ui, cx: &Cx, part: usize, whole: usize, size: egui::Vec2, colour: Color32) {
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let radius = CornerRadius::same(2);
    ui.painter().rect_filled(rect, radius, Color32::from(cx.theme.line));
    #[allow(clippy::cast_precision_loss)] // for drawing only
    let share = if whole == 0 { 0.0 } else { part as f32 / whole as f32 };
    if part > 0 {
        let filled = Rect::from_min_size(rect.min, vec2((rect.width() * share).max(1.0), rect.height()));
        ui.painter().rect_filled(filled, radius, colour);
    }
}
