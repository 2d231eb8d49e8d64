//! What follows from the records: spans, shares and means, each with its n, and the company's own promise beside them.

use egui::{ComboBox, Frame, Id, Margin, RichText, TextEdit, Ui, vec2};

use super::figures::share_bar;
use super::said::percent;
use crate::app::ledgers::{LedgerAction, LedgerSeen};
use crate::app::widgets::{Held, caption, section_title, text_field};
use crate::app::{Action, Cx};
use crate::assessment::{Ledger, MeasureStats, parse_ten_thousandths, rounded, ten_thousandths};
use crate::criteria::{LedgerKind, Measure, MeasureForm};
use crate::lang::span;

/// Narrower than this, one measure stands under the other.
const TWO: f32 = 640.0;

pub(super) fn ui(ui: &mut Ui, cx: &Cx, kind: &LedgerKind, ledger: &Ledger, seen: &LedgerSeen, out: &mut Vec<Action>) {
    if kind.measures.is_empty() {
        return;
    }
    ui.add_space(12.0);
    section_title(ui, &*cx.words.ledger_view.measures_title);
    let all: Vec<(&Measure, &MeasureStats)> = kind.measures.iter().zip(&seen.stats.measures).collect();
    let per = if ui.available_width() >= TWO { 2 } else { 1 };
    for row in all.chunks(per) {
        ui.columns(per, |columns| {
            for (ui, (measure, stats)) in columns.iter_mut().zip(row) {
                ui.push_id(&measure.id, |ui| card(ui, cx, kind, ledger, (measure, stats), out));
            }
        });
    }
}

fn card(
    ui: &mut Ui,
    cx: &Cx,
    kind: &LedgerKind,
    ledger: &Ledger,
    (measure, stats): (&Measure, &MeasureStats),
    out: &mut Vec<Action>,
) {
    let w = &cx.words.ledger_view;
    let frame = Frame::new().fill(cx.theme.sunken.into()).corner_radius(6).inner_margin(Margin::same(10));
    frame.show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        ui.set_min_height(if matches!(measure.of, MeasureForm::Share { .. }) { 64.0 } else { 104.0 });
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new(&measure.title).strong()).on_hover_text(&measure.definition);
            let (title, text) = figure(cx, measure, stats);
            if !title.is_empty() {
                caption(ui, title);
            }
            ui.label(RichText::new(text).text_style(egui::TextStyle::Heading)).on_hover_text(&measure.definition);
        });
        caption(ui, details(cx, measure, stats));
        if let (MeasureForm::Share { .. }, Some(hits)) = (&measure.of, stats.hits) {
            let width = ui.available_width();
            share_bar(ui, cx, hits, stats.n, vec2(width, 10.0), cx.theme.accent.into());
            return;
        }
        promise(ui, cx, kind, ledger, measure, out);
        if let Some(hits) = stats.hits.filter(|_| stats.n > 0) {
            let phrase = if matches!(measure.of, MeasureForm::Span { .. }) { &w.kept } else { &w.reached };
            let text = phrase.fill(&[("hits", &hits), ("n", &stats.n), ("percent", &percent(hits, stats.n))]);
            ui.horizontal(|ui| {
                let label = ui.label(text);
                let width = (ui.available_width() - 4.0).clamp(20.0, 400.0);
                let colour = if hits == stats.n { cx.theme.good } else { cx.theme.warn };
                share_bar(ui, cx, hits, stats.n, vec2(width, 10.0), colour.into());
                label
            });
        }
    });
}

/// The one figure of a measure, and what it is.
fn figure(cx: &Cx, measure: &Measure, stats: &MeasureStats) -> (String, String) {
    let w = &cx.words.ledger_view;
    if stats.n == 0 {
        return (String::new(), w.nothing.to_string());
    }
    match (&measure.of, stats.median_twice) {
        (MeasureForm::Share { .. }, _) => (String::new(), percent(stats.hits.unwrap_or(0), stats.n)),
        (MeasureForm::Span { .. }, Some(twice)) => (w.median.to_string(), span(w, twice, 2)),
        (MeasureForm::Span { .. }, None) => (String::new(), w.nothing.to_string()),
        (MeasureForm::Mean { .. }, _) => (w.mean.to_string(), rounded(stats.sum, unit(stats.n), 2)),
    }
}

/// So many numbers in ten-thousandths.
fn unit(n: usize) -> i128 {
    i128::try_from(n).unwrap_or(i128::MAX).saturating_mul(10_000)
}

/// The other figures, n always among them.
fn details(cx: &Cx, measure: &Measure, stats: &MeasureStats) -> String {
    let w = &cx.words.ledger_view;
    let n = i128::try_from(stats.n).unwrap_or(i128::MAX);
    let mut said = Vec::new();
    match &measure.of {
        MeasureForm::Share { .. } => {
            said.push(w.of.fill(&[("hits", &stats.hits.unwrap_or(0)), ("n", &stats.n)]));
        }
        MeasureForm::Span { .. } if stats.n > 0 => {
            said.push(w.mean_of.fill(&[("value", &span(w, stats.sum, n))]));
            said.push(w.most_of.fill(&[("value", &span(w, stats.most.unwrap_or(0).into(), 1))]));
            said.push(w.n.fill(&[("n", &stats.n)]));
        }
        MeasureForm::Mean { .. } if stats.n > 0 => {
            let median = rounded(stats.median_twice.unwrap_or(0), 20_000, 2);
            said.push(w.median_of.fill(&[("value", &median)]));
            said.push(w.least_of.fill(&[("value", &ten_thousandths(stats.least.unwrap_or(0)))]));
            said.push(w.most_number.fill(&[("value", &ten_thousandths(stats.most.unwrap_or(0)))]));
            said.extend(stats.scale.map(|scale| w.scale.fill(&[("scale", &ten_thousandths(scale))])));
            said.push(w.n.fill(&[("n", &stats.n)]));
        }
        _ => said.push(w.n.fill(&[("n", &0)])),
    }
    if stats.by_day > 0 {
        said.push(w.by_day.fill(&[("n", &stats.by_day)]));
    }
    if stats.left_out > 0 {
        said.push(w.left_out.fill(&[("n", &stats.left_out)]));
    }
    if stats.backwards > 0 {
        said.push(w.backwards.fill(&[("n", &stats.backwards)]));
    }
    said.join(" · ")
}

/// Minutes of the units that a promise is given in.
const UNITS: [i64; 3] = [1, 60, 1440];

/// The largest unit that gives a whole number; hours where nothing was promised yet.
fn unit_of(promise: Option<i64>) -> usize {
    match promise {
        None => 1,
        Some(minutes) => (0..UNITS.len()).rev().find(|at| minutes % UNITS[*at] == 0).unwrap_or(0),
    }
}

/// What was typed as a promise: nothing, or minutes; none where it is neither.
fn read(text: &str, unit: Option<i64>) -> Option<Option<i64>> {
    let text = text.trim();
    if text.is_empty() {
        return Some(None);
    }
    let number = parse_ten_thousandths(text)?;
    match unit {
        None => Some(Some(number)),
        Some(unit) => {
            let minutes = number.checked_mul(unit)?.checked_add(5_000)? / 10_000;
            (minutes > 0).then_some(Some(minutes))
        }
    }
}

/// The company's own promise or aim. It is taken over when its field is left: every change goes through all records.
fn promise(ui: &mut Ui, cx: &Cx, kind: &LedgerKind, ledger: &Ledger, measure: &Measure, out: &mut Vec<Action>) {
    let w = &cx.words.ledger_view;
    let is_span = matches!(measure.of, MeasureForm::Span { .. });
    let known = ledger.about.promises.get(&measure.id).copied();
    let id = Id::unique(("promise", cx.path, kind.id.as_str(), measure.id.as_str()));
    let unit_id = id.with("unit");
    let mut at = ui.data(|data| data.get_temp::<usize>(unit_id)).unwrap_or_else(|| unit_of(known)).min(2);
    let before = at;
    let shown = match (known, is_span) {
        (None, _) => String::new(),
        (Some(aim), false) => ten_thousandths(aim),
        (Some(minutes), true) => ten_thousandths(minutes.saturating_mul(10_000) / UNITS[at]),
    };
    let kept = ui.data(|data| data.get_temp::<String>(id));
    let mut text = kept.clone().unwrap_or(shown);
    let mut focus = false;
    ui.horizontal(|ui| {
        let phrase = if is_span { &w.promise } else { &w.aim };
        let label = caption(ui, phrase.fill(&[("measure", &measure.title)]));
        let held = &mut Held::new(&mut text, cx.writable);
        let edit =
            TextEdit::singleline(held).id(id.with("edit")).desired_width(64.0).hint_text(w.promise_hint.to_string());
        let field = text_field(ui, edit.char_limit(12), cx.writable).labelled_by(label.id);
        focus = field.has_focus();
        if field.changed() {
            ui.data_mut(|data| data.insert_temp(id, text.clone()));
        }
        if is_span {
            let names = [&w.unit_minutes, &w.unit_hours, &w.unit_days];
            ui.add_enabled_ui(cx.writable, |ui| {
                let combo = ComboBox::from_id_salt("unit").width(64.0).selected_text(&**names[at]);
                combo.show_ui(ui, |ui| {
                    for (place, name) in names.into_iter().enumerate() {
                        ui.selectable_value(&mut at, place, &**name);
                    }
                });
            });
        }
    });
    let typed = ui.data(|data| data.get_temp::<String>(id)).is_some();
    let unit = is_span.then_some(UNITS[at]);
    match read(&text, unit) {
        Some(new) if (typed && !focus) || at != before => {
            ui.data_mut(|data| {
                data.remove::<String>(id);
                // Two days stay two days, and are not called forty-eight hours.
                data.insert_temp(unit_id, at);
            });
            if new != known {
                let (ledger, measure) = (kind.id.clone(), measure.id.clone());
                out.push(Action::Ledger(LedgerAction::Promise { ledger, measure, promise: new }));
            }
        }
        None if !focus => {
            ui.colored_label(egui::Color32::from(cx.theme.warn), &*w.promise_unreadable);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn promises_are_read_in_their_unit() {
        assert_eq!(read("24", Some(60)), Some(Some(1440)));
        assert_eq!(read(" 1.5 ", Some(60)), Some(Some(90)));
        assert_eq!(read("", Some(60)), Some(None));
        assert_eq!(read("4.5", None), Some(Some(45_000)));
        for bad in ["0", "-1", "一天", "24h", "99999999999999"] {
            assert_eq!(read(bad, Some(1440)), None, "{bad}");
        }
        assert_eq!([None, Some(90), Some(120), Some(2880)].map(unit_of), [1, 0, 1, 2]);
    }
}
