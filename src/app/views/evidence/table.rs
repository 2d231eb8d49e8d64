//! The table of all pieces: only the rows in sight are drawn.

use std::collections::BTreeSet;
use std::fmt::Display;

use egui::text::LayoutJob;
use egui::{Align, FontSelection, Label, Layout, RichText, ScrollArea, Sense, TextStyle, Ui};
use egui_extras::{Column, TableBody, TableBuilder};

use super::EvidenceState;
use super::rows::{Key, Sort};
use crate::app::Cx;
use crate::app::views::assess;
use crate::app::widgets::{sign, sort_head, two_lines, widest};
use crate::assessment::{Evidence, EvidenceId, EvidenceKind, PieceState, Strength};
use crate::criteria::ClauseId;
use crate::lang::Phrase;

/// Narrower than this, beside the editor, only what tells pieces apart is shown.
const COMPACT: f32 = 620.0;
/// From this width on every cell stands on one line; below it dates and clauses take two small ones, so that no column
/// has to be looked for sideways.
const ROOMY: f32 = 1180.0;

/// What the sign before the word of a state takes.
const SIGN: f32 = 26.0;

/// How much room the table has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Fit {
    Compact,
    Snug,
    Roomy,
}

impl Fit {
    fn of(width: f32) -> Self {
        match width {
            width if width < COMPACT => Self::Compact,
            width if width < ROOMY => Self::Snug,
            _ => Self::Roomy,
        }
    }

    fn row(self) -> f32 {
        if self == Self::Snug { 36.0 } else { 30.0 }
    }
}

/// A column: its key, its name, its width.
struct Col<'a> {
    key: Key,
    name: &'a Phrase,
    width: f32,
}

pub(super) fn ui(ui: &mut Ui, cx: &Cx, state: &mut EvidenceState) {
    if state.rows.ids.is_empty() {
        ui.add_space(12.0);
        ui.label(&*cx.words.evidence.none_shown);
        return;
    }
    let fit = Fit::of(ui.available_width());
    ScrollArea::horizontal().auto_shrink([false, false]).show(ui, |ui| table(ui, cx, state, fit));
}

fn columns<'a>(ui: &Ui, cx: &Cx<'a>, fit: Fit) -> Vec<Col<'a>> {
    let (w, e) = (cx.w, &cx.words.evidence);
    if fit == Fit::Snug {
        // As wide as their longest word in this language; of states, those that there are.
        let kind = widest(ui, &TextStyle::Small, EvidenceKind::ALL.iter().map(|kind| kind.say(cx.words)));
        let strength = widest(ui, &TextStyle::Small, Strength::ALL.iter().map(|strength| strength.say(cx.words)));
        let states: BTreeSet<PieceState> = cx.standing.pieces.values().copied().collect();
        let states = states.iter().map(|state| state.say(cx.words).split(' ').next().unwrap_or_default());
        let state = widest(ui, &TextStyle::Body, states) + SIGN;
        return vec![
            Col { key: Key::Number, name: &w.evidence_number, width: 44.0 },
            Col { key: Key::Title, name: &w.evidence_title, width: 120.0 },
            Col { key: Key::State, name: &w.evidence_state, width: state.clamp(76.0, 100.0) },
            Col { key: Key::Clauses, name: &w.evidence_clauses, width: 114.0 },
            Col { key: Key::Kind, name: &e.kind, width: kind.clamp(56.0, 76.0) },
            Col { key: Key::Strength, name: &e.strength, width: strength.clamp(48.0, 76.0) },
            Col { key: Key::Covers, name: &w.evidence_period, width: 76.0 },
            Col { key: Key::Expires, name: &w.evidence_expires, width: 70.0 },
            Col { key: Key::Formed, name: &e.formed, width: 70.0 },
            Col { key: Key::Registered, name: &e.registered, width: 74.0 },
        ];
    }
    let all = [
        Col { key: Key::Number, name: &w.evidence_number, width: 44.0 },
        Col { key: Key::Title, name: &w.evidence_title, width: 200.0 },
        Col { key: Key::State, name: &w.evidence_state, width: 104.0 },
        Col { key: Key::Clauses, name: &w.evidence_clauses, width: 120.0 },
        Col { key: Key::Kind, name: &e.kind, width: 84.0 },
        Col { key: Key::Strength, name: &e.strength, width: 74.0 },
        Col { key: Key::Covers, name: &w.evidence_period, width: 176.0 },
        Col { key: Key::Expires, name: &w.evidence_expires, width: 92.0 },
        Col { key: Key::Formed, name: &e.formed, width: 92.0 },
        Col { key: Key::Registered, name: &e.registered, width: 132.0 },
    ];
    all.into_iter().take(if fit == Fit::Compact { 4 } else { 10 }).collect()
}

fn table(ui: &mut Ui, cx: &Cx, state: &mut EvidenceState, fit: Fit) {
    let columns = columns(ui, cx, fit);
    let mut builder = TableBuilder::new(ui)
        .id_salt(("evidence", fit))
        .striped(true)
        .sense(Sense::click())
        .cell_layout(Layout::left_to_right(Align::Center))
        .column(Column::exact(24.0));
    for column in &columns {
        builder = builder.column(match column.key {
            Key::Title => Column::remainder().at_least(column.width).clip(true),
            Key::Number => Column::exact(column.width),
            _ => Column::initial(column.width).at_least(50.0).clip(true).resizable(true),
        });
    }
    let ids = &state.rows.ids;
    if let Some(at) = state.bring.take().and_then(|id| ids.iter().position(|other| *other == id)) {
        builder = builder.scroll_to_row(at, Some(Align::Center));
    }
    builder
        .header(28.0, |mut row| {
            row.col(|ui| {
                // All of those that are shown.
                let mut all = ids.iter().all(|id| state.checked.contains(id));
                if ui.checkbox(&mut all, "").on_hover_text(&*cx.words.evidence.check_all).clicked() {
                    if all {
                        state.checked.extend(ids.iter().copied());
                    } else {
                        state.checked.clear();
                    }
                }
            });
            for column in &columns {
                row.col(|ui| head(ui, cx, column, &mut state.sort));
            }
        })
        .body(|body| rows(body, cx, (fit, &columns), ids, &mut state.checked, &mut state.selected));
}

fn head(ui: &mut Ui, cx: &Cx, column: &Col<'_>, sort: &mut Sort) {
    let by = (sort.key == column.key).then_some(sort.backwards);
    if sort_head(ui, column.name, by, &cx.words.evidence.sort_by) {
        *sort = Sort { key: column.key, backwards: by == Some(false) };
    }
}

fn rows(
    body: TableBody<'_>,
    cx: &Cx,
    (fit, columns): (Fit, &[Col<'_>]),
    ids: &[EvidenceId],
    checked: &mut BTreeSet<EvidenceId>,
    selected: &mut Option<EvidenceId>,
) {
    body.rows(fit.row(), ids.len(), |mut row| {
        let Some(id) = ids.get(row.index()).copied() else { return };
        let Some(piece) = cx.session.assessment().evidence.get(&id) else { return };
        row.set_selected(*selected == Some(id));
        row.col(|ui| {
            let mut on = checked.contains(&id);
            let name = cx.words.evidence.check_one.fill(&[("id", &id)]);
            if ui.checkbox(&mut on, "").on_hover_text(name).clicked() {
                if on {
                    checked.insert(id);
                } else {
                    checked.remove(&id);
                }
            }
        });
        for column in columns {
            row.col(|ui| {
                if cell(ui, cx, (fit, column.key), id, piece) {
                    *selected = Some(id);
                }
            });
        }
        if row.response().clicked() {
            *selected = Some(id);
        }
    });
}

/// One cell; true when the piece is to be opened.
fn cell(ui: &mut Ui, cx: &Cx, (fit, key): (Fit, Key), id: EvidenceId, piece: &Evidence) -> bool {
    let snug = fit == Fit::Snug;
    // Two lines in the cell, or one.
    let joined =
        |a: &dyn Display, b: &dyn Display, between: &str| format!("{a}{}{b}", if snug { "\n" } else { between });
    let text = match key {
        Key::Number => id.to_string(),
        Key::Title => {
            let mut title = LayoutJob::default();
            RichText::new(&piece.title).append_to(&mut title, ui.style(), FontSelection::Default, Align::Center);
            // Two of the same title are told apart by where they lie.
            let evidence = &cx.session.assessment().evidence;
            let twin = evidence.iter().any(|(other, twin)| *other != id && twin.title == piece.title);
            let folder = piece.items.first().and_then(|item| item.target().rsplit_once('/')).map(|(folder, _)| folder);
            if let Some(folder) = folder.filter(|_| twin) {
                let folder = folder.rsplit('/').next().unwrap_or(folder);
                RichText::new(format!("  {folder}")).small().weak().append_to(
                    &mut title,
                    ui.style(),
                    FontSelection::Default,
                    Align::Center,
                );
            }
            return ui.add(Label::new(title).truncate().selectable(false).sense(Sense::click())).clicked();
        }
        Key::Kind => piece.kind.say(cx.words).to_owned(),
        Key::Strength => piece.strength.say(cx.words).to_owned(),
        Key::Clauses if snug => {
            // Two on a line, since a number that goes on below is hard to read.
            let clauses: Vec<&str> = piece.clauses.iter().map(ClauseId::as_str).collect();
            clauses.chunks(2).map(|pair| cx.list(pair)).collect::<Vec<_>>().join("\n")
        }
        Key::Clauses => cx.list(piece.clauses.iter().map(ClauseId::as_str)),
        Key::Covers => {
            let covers = piece.covers.map(|span| joined(&format!("{} –", span.from), &span.to, " "));
            covers.unwrap_or_default()
        }
        Key::Formed => piece.formed.map(|day| day.to_string()).unwrap_or_default(),
        Key::Registered => {
            let at = piece.registered.map(|at| joined(&at.format("%Y-%m-%d"), &at.format("%H:%M"), " "));
            at.unwrap_or_default()
        }
        Key::Expires => piece.expires.map(|day| day.to_string()).unwrap_or_default(),
        Key::State => {
            let (shown, word) = assess::evidence_state(cx, id, piece);
            sign(ui, shown, cx.theme, &word);
            ui.add(Label::new(word.split(' ').next().unwrap_or_default()).truncate().selectable(false));
            return false;
        }
    };
    let unstated = matches!(key, Key::Kind | Key::Strength) && text == *cx.c.kind_unstated;
    if snug && key != Key::Number {
        let ink = if unstated { ui.visuals().weak_text_color() } else { ui.visuals().text_color() };
        two_lines(ui, &text, ink, Sense::hover());
    } else if unstated {
        ui.add(Label::new(RichText::new(text).small().weak()).selectable(false));
    } else {
        ui.add(Label::new(text).truncate().selectable(false));
    }
    false
}
