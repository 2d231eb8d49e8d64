//! 表格: all clauses as a spreadsheet, for hands that stay on the keyboard.
//!
//! Arrows move, digits judge, Enter or F2 writes into a cell, Tab and Enter leave it, Esc takes it back.

use egui::{Align, Color32, Event, Frame, Key, Label, Layout, Margin, Modifiers, RichText, TextEdit, Ui};
use egui_extras::{Column as TableColumn, TableBuilder};

use super::assess::verdict::verdict_of;
use crate::app::keys::{VerdictChoice, not_allowed, verdict_edit, verdict_key};
use crate::app::panels::central;
use crate::app::rounds::RoundsAction;
use crate::app::widgets::{Sign, caption, heading, sign};
use crate::app::{Action, Cx};
use crate::assessment::{Edit, Verdict};
use crate::criteria::{Clause, ClauseId};
use crate::lang::Phrase;
use crate::scoring::{ClauseLine, Why};

/// A column that a person can be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Column {
    /// 判定.
    #[default]
    Verdict,
    /// 抽样数.
    Checked,
    /// 不符合数.
    Nonconforming,
    /// 删减理由.
    Reason,
    /// 发现.
    Finding,
}

impl Column {
    const ALL: [Self; 5] = [Self::Verdict, Self::Checked, Self::Nonconforming, Self::Reason, Self::Finding];

    fn step(self, by: isize) -> Self {
        let place = Self::ALL.iter().position(|column| *column == self).unwrap_or(0);
        let place = place.saturating_add_signed(by).min(Self::ALL.len() - 1);
        Self::ALL[place]
    }
}

/// What is only about looking.
#[derive(Debug, Default)]
pub struct GridState {
    row: usize,
    column: Column,
    /// What is being written into the cell.
    writing: Option<String>,
    /// A sample that has its first number only: clause, checked.
    half: Option<(ClauseId, String)>,
    /// Why what was written was not taken.
    refused: Option<String>,
    reveal: bool,
}

/// Columns whose figures stand to the right.
const FIGURES: [usize; 3] = [2, 6, 9];

/// The grid.
pub fn ui(ui: &mut Ui, cx: &Cx, state: &mut GridState, out: &mut Vec<Action>) {
    let frame = Frame::new().fill(cx.theme.panel.into()).inner_margin(Margin::same(12));
    central(ui, "grid", frame, |ui| {
        ui.horizontal(|ui| {
            heading(ui, &*cx.w.place_grid);
            caption(ui, &*cx.w.grid_hint);
        });
        // The line is always there, so that the table does not jump.
        let refused = state.refused.clone().unwrap_or_default();
        ui.colored_label(Color32::from(cx.theme.warn), refused);
        let clauses: Vec<&Clause> = cx.session.scheme().clauses().collect();
        state.row = state.row.min(clauses.len().saturating_sub(1));
        keys(ui, cx, &clauses, state, out);
        egui::ScrollArea::horizontal().show(ui, |ui| table(ui, cx, &clauses, state, out));
    });
}

/// Moves and judges while no cell is written into.
fn keys(ui: &Ui, cx: &Cx, clauses: &[&Clause], state: &mut GridState, out: &mut Vec<Action>) {
    if state.writing.is_some() || ui.ctx().egui_wants_keyboard_input() || ui.ctx().any_popup_open() {
        return;
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let page = 12;
    let before = (state.row, state.column);
    for (key, rows) in [(Key::ArrowUp, -1), (Key::ArrowDown, 1), (Key::PageUp, -page), (Key::PageDown, page)] {
        if pressed(key) {
            state.row = state.row.saturating_add_signed(rows).min(clauses.len().saturating_sub(1));
        }
    }
    if pressed(Key::Home) {
        state.row = 0;
    }
    if pressed(Key::End) {
        state.row = clauses.len().saturating_sub(1);
    }
    for (key, by) in [(Key::ArrowLeft, -1), (Key::ArrowRight, 1)] {
        if pressed(key) {
            state.column = state.column.step(by);
        }
    }
    state.reveal |= before != (state.row, state.column);
    let Some(clause) = clauses.get(state.row) else { return };
    if state.column == Column::Verdict && pressed(Key::Y) {
        confirm(cx, clause, state, out);
    }
    if state.column == Column::Verdict {
        if let Some(choice) = verdict_key(ui.ctx()) {
            judge(cx, clause, choice, state, out);
        }
    } else if let Some(typed) = typed_text(ui) {
        begin(cx, clause, state, Some(typed));
    }
    if pressed(Key::F2) || pressed(Key::Enter) {
        begin(cx, clause, state, None);
    }
    if pressed(Key::Delete) && state.column == Column::Finding {
        out.push(Action::Edit(Edit::SetFinding { clause: clause.id.clone(), text: String::new() }));
    }
}

/// What was typed in this frame, taken out of the input: it becomes the beginning of the cell.
fn typed_text(ui: &Ui) -> Option<String> {
    ui.input_mut(|input| {
        let text: String = input
            .events
            .iter()
            .filter_map(|event| match event {
                Event::Text(text) | Event::Paste(text) => Some(text.as_str()),
                _ => None,
            })
            .collect();
        if !text.is_empty() {
            input.events.retain(|event| !matches!(event, Event::Text(_) | Event::Paste(_)));
        }
        (!text.is_empty()).then_some(text)
    })
}

fn judge(cx: &Cx, clause: &Clause, choice: VerdictChoice, state: &mut GridState, out: &mut Vec<Action>) {
    state.refused = None;
    if !cx.writable {
        state.refused = Some(cx.words.keeping.read_only_edit.to_string());
        return;
    }
    if !choice.allowed(cx.session, &clause.id) {
        let text = not_allowed(cx.words, cx.session, &clause.id, choice);
        state.refused = Some(format!("{}  {text}", clause.id));
        return;
    }
    match verdict_edit(cx.session, &clause.id, choice) {
        Some(edit) => {
            out.push(Action::Edit(edit));
            state.row = (state.row + 1).min(cx.session.progress().clauses.saturating_sub(1));
            state.reveal = true;
        }
        None => {
            state.column = if choice == VerdictChoice::Sampled { Column::Checked } else { Column::Reason };
            begin(cx, clause, state, Some(String::new()));
        }
    }
}

/// Confirms the verdict of the round before, and goes on to the next row.
fn confirm(cx: &Cx, clause: &Clause, state: &mut GridState, out: &mut Vec<Action>) {
    state.refused = (!cx.writable).then(|| cx.words.keeping.read_only_edit.to_string());
    if !cx.writable {
        return;
    }
    out.push(Action::Rounds(RoundsAction::Confirm { clause: clause.id.clone(), go_on: false }));
    if cx.session.assessment().carried(&clause.id).is_some() {
        state.row = (state.row + 1).min(cx.session.progress().clauses.saturating_sub(1));
        state.reveal = true;
    }
}

/// Opens the cell under the cursor; with what was typed, or with what is in it.
fn begin(cx: &Cx, clause: &Clause, state: &mut GridState, typed: Option<String>) {
    state.refused = None;
    if !cx.writable {
        state.refused = Some(cx.words.keeping.read_only_edit.to_string());
        return;
    }
    let choice = match state.column {
        Column::Verdict => return,
        Column::Checked | Column::Nonconforming => VerdictChoice::Sampled,
        Column::Reason => VerdictChoice::Excluded,
        Column::Finding => VerdictChoice::Unrated,
    };
    // The numbers of a sample are not typed, not even to take an exclusion back.
    let follows = choice == VerdictChoice::Sampled && cx.session.follows(&clause.id).is_some();
    if follows || !choice.allowed(cx.session, &clause.id) {
        let text = not_allowed(cx.words, cx.session, &clause.id, choice);
        state.refused = Some(format!("{}  {text}", clause.id));
        return;
    }
    state.writing = Some(typed.unwrap_or_else(|| content(cx, clause, state.column)));
}

/// What stands in a cell.
fn content(cx: &Cx, clause: &Clause, column: Column) -> String {
    let answer = cx.session.assessment().answer(&clause.id);
    match (column, answer.map(|answer| &answer.verdict)) {
        (Column::Checked, Some(Verdict::Sampled { checked, .. })) => checked.to_string(),
        (Column::Nonconforming, Some(Verdict::Sampled { nonconforming, .. })) => nonconforming.to_string(),
        (Column::Reason, Some(Verdict::Excluded { reason })) => reason.clone(),
        (Column::Finding, _) => answer.map(|answer| answer.finding.clone()).unwrap_or_default(),
        _ => String::new(),
    }
}

/// Takes what was written over into the case, or says why not.
fn commit(cx: &Cx, clause: &Clause, text: String, state: &mut GridState, out: &mut Vec<Action>) {
    let id = clause.id.clone();
    let verdict = cx.session.assessment().verdict(&id);
    match state.column {
        Column::Verdict => {}
        Column::Finding => out.push(Action::Edit(Edit::SetFinding { clause: id, text })),
        Column::Reason => {
            if text.trim().is_empty() {
                state.refused = Some(cx.w.exclusion_needs_reason.to_string());
            } else {
                out.push(Action::Edit(Edit::SetVerdict { clause: id, verdict: Verdict::Excluded { reason: text } }));
            }
        }
        Column::Checked | Column::Nonconforming => {
            let (mut checked, mut nonconforming) = match verdict {
                Verdict::Sampled { checked, nonconforming } => (checked.to_string(), nonconforming.to_string()),
                _ => (
                    state.half.clone().filter(|(half, _)| *half == id).map(|(_, text)| text).unwrap_or_default(),
                    String::new(),
                ),
            };
            if state.column == Column::Checked {
                checked = text
            } else {
                nonconforming = text
            }
            match verdict_of(&checked, &nonconforming) {
                Ok(verdict) => {
                    state.half = None;
                    out.push(Action::Edit(Edit::SetVerdict { clause: id, verdict }));
                }
                Err(_) if state.column == Column::Checked && nonconforming.is_empty() && !checked.trim().is_empty() => {
                    // The second number follows; the verdict is given when both are there.
                    state.half = Some((id, checked));
                    state.column = Column::Nonconforming;
                    state.writing = Some(String::new());
                    return;
                }
                Err(why) => {
                    state.refused = Some(format!("{}  {}", clause.id, why.say(cx)));
                    // The number that was right is kept for the next try.
                    state.half = Some((id, checked));
                }
            }
        }
    }
    out.push(Action::Pause);
}

fn table(ui: &mut Ui, cx: &Cx, clauses: &[&Clause], state: &mut GridState, out: &mut Vec<Action>) {
    let w = cx.w;
    let heads: [&Phrase; 12] = [
        &cx.c.clause,
        &w.grid_title,
        &w.grid_points,
        &w.grid_verdict,
        &w.grid_checked,
        &w.grid_nonconforming,
        &w.grid_lost,
        &w.grid_reason,
        &w.finding,
        &cx.c.evidence,
        &w.look_again,
        &w.doubtful,
    ];
    let mut builder = TableBuilder::new(ui)
        .striped(true)
        .cell_layout(Layout::left_to_right(Align::Center))
        .column(TableColumn::exact(64.0))
        .column(TableColumn::initial(128.0).at_least(90.0).clip(true).resizable(true))
        .column(TableColumn::exact(46.0))
        .column(TableColumn::exact(if cx.session.progress().to_confirm > 0 { 128.0 } else { 86.0 }))
        .column(TableColumn::exact(58.0))
        .column(TableColumn::exact(62.0))
        .column(TableColumn::exact(58.0))
        .column(TableColumn::initial(76.0).at_least(60.0).clip(true).resizable(true))
        .column(TableColumn::remainder().at_least(118.0).clip(true))
        .column(TableColumn::exact(42.0))
        .column(TableColumn::exact(42.0))
        .column(TableColumn::exact(48.0));
    if std::mem::take(&mut state.reveal) {
        builder = builder.scroll_to_row(state.row, None);
    }
    builder
        .header(26.0, |mut row| {
            for (place, head) in heads.into_iter().enumerate() {
                row.col(|ui| {
                    let text = RichText::new(&**head).small().weak();
                    if FIGURES.contains(&place) {
                        ui.with_layout(Layout::right_to_left(Align::Center), |ui| ui.label(text));
                    } else {
                        ui.label(text);
                    }
                });
            }
        })
        .body(|body| {
            body.rows(34.0, clauses.len(), |mut row| {
                let place = row.index();
                let Some(clause) = clauses.get(place) else { return };
                row.set_selected(place == state.row);
                let Some(line) = cx.session.card().clause(&clause.id) else { return };
                cells(&mut row, cx, clause, line, place, state, out);
            });
        });
}

fn cells(
    row: &mut egui_extras::TableRow<'_, '_>,
    cx: &Cx,
    clause: &Clause,
    line: &ClauseLine,
    place: usize,
    state: &mut GridState,
    out: &mut Vec<Action>,
) {
    let answer = cx.session.assessment().answer(&clause.id);
    let card = cx.session.card();
    row.col(|ui| {
        if ui.link(clause.id.as_str()).clicked() {
            out.push(Action::Show(clause.id.clone()));
        }
    });
    row.col(|ui| plain(ui, &clause.title));
    row.col(|ui| right(ui, &card.show(&clause.points)));
    for column in [Column::Verdict, Column::Checked, Column::Nonconforming] {
        row.col(|ui| cell(ui, cx, clause, column, place, state, out));
    }
    row.col(|ui| {
        let shown = match line.why {
            Why::Unrated | Why::Excluded => "—".to_owned(),
            _ => card.show(&line.line.lost),
        };
        right(ui, &shown);
    });
    for column in [Column::Reason, Column::Finding] {
        row.col(|ui| cell(ui, cx, clause, column, place, state, out));
    }
    row.col(|ui| right(ui, &cx.session.assessment().evidence_of(&clause.id).count().to_string()));
    row.col(|ui| {
        let mut on = answer.is_some_and(|answer| answer.look_again);
        if mark(ui, cx, &cx.w.look_again, clause, &mut on) {
            out.push(Action::Edit(Edit::SetLookAgain { clause: clause.id.clone(), on }));
        }
    });
    row.col(|ui| {
        let mut on = answer.is_some_and(|answer| answer.doubtful);
        if mark(ui, cx, &cx.w.doubtful, clause, &mut on) {
            out.push(Action::Edit(Edit::SetDoubtful { clause: clause.id.clone(), on }));
        }
    });
}

/// A mark of a clause; whether it was set or taken away.
fn mark(ui: &mut Ui, cx: &Cx, word: &Phrase, clause: &Clause, on: &mut bool) -> bool {
    let name = format!("{word} {}", clause.id);
    let response = ui.add_enabled(cx.writable, egui::Checkbox::without_text(on));
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::CheckBox, true, *on, &name));
    response.changed()
}

/// What a column is called.
fn head<'a>(cx: &Cx<'a>, column: Column) -> &'a Phrase {
    match column {
        Column::Verdict => &cx.w.grid_verdict,
        Column::Checked => &cx.w.grid_checked,
        Column::Nonconforming => &cx.w.grid_nonconforming,
        Column::Reason => &cx.w.grid_reason,
        Column::Finding => &cx.w.finding,
    }
}

fn plain(ui: &mut Ui, text: &str) {
    ui.add(Label::new(text).truncate().selectable(false));
}

fn right(ui: &mut Ui, text: &str) {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| ui.label(text));
}

/// A cell that the cursor can be in.
fn cell(
    ui: &mut Ui,
    cx: &Cx,
    clause: &Clause,
    column: Column,
    place: usize,
    state: &mut GridState,
    out: &mut Vec<Action>,
) {
    let here = state.row == place && state.column == column;
    if here && let Some(text) = &mut state.writing {
        let name = format!("{} {}", clause.id, cx.w.grid_cell);
        let width = ui.available_width();
        let field = ui.add(TextEdit::singleline(text).desired_width(width).margin(Margin::symmetric(4, 2)));
        field.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, &name));
        if !field.has_focus() && !field.lost_focus() {
            field.request_focus();
        }
        if field.lost_focus() {
            let text = state.writing.take().unwrap_or_default();
            let (escape, enter) = ui.input(|input| (input.key_pressed(Key::Escape), input.key_pressed(Key::Enter)));
            if !escape {
                commit(cx, clause, text, state, out);
                if enter && state.writing.is_none() && state.refused.is_none() {
                    state.row = (state.row + 1).min(cx.session.progress().clauses.saturating_sub(1));
                    state.column = if state.column == Column::Nonconforming { Column::Verdict } else { state.column };
                    state.reveal = true;
                }
            }
        }
        return;
    }
    let verdict = cx.session.assessment().verdict(&clause.id);
    let carried = cx.session.assessment().carried(&clause.id).filter(|_| column == Column::Verdict);
    let text = match carried {
        Some(carried) => cx.words.rounds.carried_short.fill(&[("verdict", cx.verdict(carried))]),
        None if column == Column::Verdict => cx.verdict(verdict).to_string(),
        None => content(cx, clause, column),
    };
    let text = text.lines().next().unwrap_or_default().to_owned();
    let rect = ui.max_rect();
    let response = ui.interact(rect, ui.scope_id().with((place, text.as_str())), egui::Sense::CLICK);
    let name = format!("{} {} {text}", clause.id, head(cx, column));
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Cell, true, here, &name));
    let fed = cx.session.fed().get(&clause.id).filter(|fed| fed.verdict().is_some() && column == Column::Verdict);
    let response = match fed {
        Some(fed) => response.on_hover_text(fed.say(cx.words)),
        None => response,
    };
    let response = match carried {
        Some(carried) => {
            response.on_hover_text(cx.words.rounds.carried_is.fill(&[("verdict", &carried.say(cx.words))]))
        }
        None => response,
    };
    if column == Column::Verdict {
        sign(ui, if carried.is_some() { Sign::Carried } else { Sign::from(verdict) }, cx.theme, "");
    }
    if carried.is_some() {
        ui.visuals_mut().override_text_color = Some(cx.theme.weak.into());
    }
    plain(ui, &text);
    if here {
        let edge = egui::Stroke::new(2.0, Color32::from(cx.theme.accent));
        ui.painter().rect_stroke(rect.shrink(1.0), 3.0, edge, egui::StrokeKind::Inside);
    }
    if response.clicked() {
        (state.row, state.column) = (place, column);
        state.refused = None;
    }
    if response.double_clicked() {
        begin(cx, clause, state, None);
    }
}
