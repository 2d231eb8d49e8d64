//! The table: a row for each clause, groups with their sums, sections with what they have to add up to.

use egui::{
    Align, Color32, Event, Id, Key, Label, Layout, Response, RichText, ScrollArea, TextEdit, Ui, WidgetInfo, vec2,
};

use crate::app::Cx;
use crate::app::calibrating::CalibrateState;
use crate::app::theme::strong;
use crate::app::widgets::caption;
use crate::criteria::{Clause, ClauseId, PointsStatus, SectionTally};
use crate::scoring::decimal_or_fraction;

/// Widths of the columns before what is said of a row.
const CLAUSE: f32 = 290.0;
const STATED: f32 = 110.0;
const FIELD: f32 = 74.0;

pub(super) fn ui(ui: &mut Ui, cx: &Cx, state: &mut CalibrateState, height: f32) {
    let w = &cx.words.sureness;
    ui.horizontal(|ui| {
        cell(ui, CLAUSE, |ui| caption(ui, &*w.tables_column_clause));
        cell(ui, STATED, |ui| caption(ui, &*w.cal_stated));
        cell(ui, FIELD, |ui| caption(ui, &*w.cal_points));
    });
    let Some(base) = state.base.as_ref().map(|base| base.scheme.clone()) else { return };
    let go_to = state.go_to.take();
    if let Some(at) = go_to {
        state.row = at;
        ui.memory_mut(|memory| memory.request_focus(field_id(at)));
    }
    enter(ui, state, base.clauses().count().saturating_sub(1));
    ScrollArea::vertical().id_salt("calibrate_points").max_height(height).auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        let mut at = 0;
        for section in &base.sections {
            let tally = state.seen.tally.iter().find(|tally| tally.id == section.id).cloned();
            if let Some(tally) = &tally {
                section_row(ui, cx, tally);
            }
            for group in &section.groups {
                let found = tally.as_ref().and_then(|tally| tally.groups.iter().find(|found| found.id == group.id));
                if let Some(found) = found {
                    let sum = w.cal_group.fill(&[
                        ("sum", &decimal_or_fraction(&found.sum)),
                        ("given", &found.given),
                        ("clauses", &found.clauses),
                    ]);
                    ui.horizontal(|ui| {
                        ui.label(format!("{} {}", group.id, group.title));
                        caption(ui, sum);
                    });
                }
                for clause in &group.clauses {
                    let field = clause_row(ui, cx, state, clause, at);
                    if go_to == Some(at) {
                        field.request_focus();
                        field.scroll_to_me(None);
                    }
                    if field.has_focus() && state.go_to.is_none() {
                        state.row = at;
                    }
                    at += 1;
                }
            }
        }
    });
}

fn field_id(at: usize) -> Id {
    Id::unique(("calibrate_points", at))
}

/// Enter goes down the column. Whoever types fast, or on a slow computer, has typed the next number in the same frame:
/// what comes after Enter is handed to the next field and never to the one that is left, and nothing is lost.
fn enter(ui: &Ui, state: &mut CalibrateState, last: usize) {
    let at = state.row;
    let here = ui.memory(|memory| memory.has_focus(field_id(at)));
    let waiting = std::mem::take(&mut state.waiting);
    let composing = ui.input(|input| input.events.iter().any(|event| matches!(event, Event::Ime(_))));
    let left = ui.input_mut(|input| {
        let mut events = waiting;
        events.append(&mut input.events);
        let enter = |event: &Event| matches!(event, Event::Key { key: Key::Enter, pressed: true, .. });
        let place = events.iter().position(enter).filter(|_| here && !composing);
        let after = place.map(|place| events.split_off(place));
        input.events = events;
        after
    });
    if let Some(after) = left {
        state.waiting = after.into_iter().skip(1).collect();
        state.go_to = Some((at + 1).min(last));
        ui.ctx().request_repaint();
    }
}

/// A part of a row, so wide and no wider.
fn cell<R>(ui: &mut Ui, width: f32, add: impl FnOnce(&mut Ui) -> R) -> R {
    let layout = Layout::left_to_right(Align::Center);
    ui.allocate_ui_with_layout(vec2(width, 26.0), layout, |ui| {
        ui.set_min_width(width);
        add(ui)
    })
    .inner
}

/// A section: how much is given, and whether it adds up.
fn section_row(ui: &mut Ui, cx: &Cx, tally: &SectionTally) {
    let w = &cx.words.sureness;
    let given: usize = tally.groups.iter().map(|group| group.given).sum();
    let clauses: usize = tally.groups.iter().map(|group| group.clauses).sum();
    let (sum, stated) = (decimal_or_fraction(&tally.sum), decimal_or_fraction(&tally.stated));
    let (text, ink) = if given == 0 {
        (w.cal_section_empty.fill(&[("stated", &stated)]), cx.theme.weak)
    } else if tally.fits() {
        let phrase = if given == clauses { &w.cal_section_fits } else { &w.cal_section_so_far };
        let text = phrase.fill(&[("sum", &sum), ("stated", &stated), ("left", &(clauses - given))]);
        (text, if given == clauses { cx.theme.good } else { cx.theme.weak })
    } else {
        let more = &tally.sum - &tally.stated;
        let over = more > crate::criteria::Amount::default();
        let phrase = if over { &w.cal_section_over } else { &w.cal_section_short };
        let difference = decimal_or_fraction(&if over { more } else { -more });
        let text = phrase.fill(&[
            ("sum", &sum),
            ("stated", &stated),
            ("difference", &difference),
            ("left", &(clauses - given)),
        ]);
        (text, if given == clauses { cx.theme.bad } else { cx.theme.warn })
    };
    ui.add_space(5.0);
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(format!("{} {}", tally.id, tally.title)).text_style(strong()));
        ui.label(RichText::new(text).color(Color32::from(ink)));
    });
}

fn clause_row(ui: &mut Ui, cx: &Cx, state: &mut CalibrateState, clause: &Clause, at: usize) -> Response {
    let w = &cx.words.sureness;
    ui.horizontal(|ui| {
        cell(ui, CLAUSE, |ui| {
            ui.add_space(12.0);
            let name = format!("{} {}", clause.id, clause.title);
            ui.add(Label::new(name).truncate()).on_hover_text(&clause.requirement);
        });
        cell(ui, STATED, |ui| {
            let points = decimal_or_fraction(&clause.points);
            let known = clause.points_status != PointsStatus::Provisional;
            let phrase = if known { &w.cal_stated_known } else { &w.cal_stated_free };
            caption(ui, phrase.fill(&[("points", &points)])).on_hover_text(&**clause.points_status.word(cx.c));
        });
        let field = cell(ui, FIELD, |ui| number_field(ui, cx, state, &clause.id, at));
        if let Some((text, bad)) = remark(cx, state, clause) {
            let ink = if bad { cx.theme.bad } else { cx.theme.warn };
            ui.add(Label::new(RichText::new(text).small().color(Color32::from(ink))).truncate());
        }
        field
    })
    .inner
}

fn number_field(ui: &mut Ui, cx: &Cx, state: &mut CalibrateState, clause: &ClauseId, at: usize) -> Response {
    let name = cx.words.sureness.cal_points_of.fill(&[("clause", clause)]);
    let wrong = state.seen.wrong.contains_key(clause);
    let text = state.points.entry(clause.clone()).or_default();
    let mut edit = TextEdit::singleline(text).id(field_id(at)).desired_width(FIELD - 12.0);
    if wrong {
        edit = edit.text_color(Color32::from(cx.theme.bad));
    }
    let field = ui.add(edit);
    field.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, &name));
    if field.gained_focus() {
        field.scroll_to_me(None);
    }
    if field.changed() {
        state.changed();
    }
    field
}

/// What is to be said of a row, and whether it is wrong or only unusual.
fn remark(cx: &Cx, state: &CalibrateState, clause: &Clause) -> Option<(String, bool)> {
    let w = &cx.words.sureness;
    if let Some(wrong) = state.seen.wrong.get(&clause.id) {
        return Some((wrong.clone(), true));
    }
    if let (true, Some((low, high))) = (state.seen.unusual.contains(&clause.id), clause.points_between) {
        return Some((w.cal_unusual.fill(&[("low", &low), ("high", &high)]), false));
    }
    let given = state.seen.given.get(&clause.id)?.points.as_ref()?;
    let known = clause.points_status != PointsStatus::Provisional;
    (known && *given != clause.points).then(|| (w.cal_contradicts.to_string(), false))
}
