//! The gates, a row each: sign and word, what is known, what is required, who says so.

use egui::{Align, Label, Layout, RichText, Sense, TextStyle, TextWrapMode, Ui};
use egui_extras::{Column, TableBuilder, TableRow};

use super::{ReadinessState, state_sign};
use crate::app::Cx;
use crate::app::widgets::{sign, widest};
use crate::criteria::{Gate, gates};
use crate::planning::{GateResult, GateState};
use crate::report::readiness::{GateTeller, state_word};

/// From this width on what is required and who says so have columns of their own.
const WIDE: f32 = 720.0;
const ROW: f32 = 48.0;
/// What the sign before the word of a state takes.
const SIGN: f32 = 30.0;

/// The table, or what there is to say when it is empty.
pub(super) fn ui(ui: &mut Ui, cx: &Cx, state: &mut ReadinessState) {
    let w = &cx.words.readiness;
    let all = gates().gates.iter().zip(cx.gates);
    let shown: Vec<(&Gate, &GateResult)> =
        all.filter(|(_, result)| !state.open_only || result.state != GateState::Pass).collect();
    if shown.is_empty() {
        ui.add_space(20.0);
        ui.label(&*w.nothing_open);
        return;
    }
    let wide = ui.available_width() >= WIDE;
    // As wide as the longest word in this language, behind its sign.
    let states = [GateState::Pass, GateState::Warn, GateState::Fail, GateState::Unknown];
    let words = states.into_iter().map(|state| &**state_word(state, w));
    let states = widest(ui, &TextStyle::Body, words).max(58.0) + SIGN;
    let mut table = TableBuilder::new(ui)
        .striped(true)
        .sense(Sense::click())
        .cell_layout(Layout::left_to_right(Align::Center))
        .column(Column::exact(states))
        .column(Column::remainder().at_least(150.0).clip(true));
    if state.in_sight != state.selected {
        let at = shown.iter().position(|(gate, _)| state.selected.as_ref() == Some(&gate.id));
        if let Some(at) = at {
            table = table.scroll_to_row(at, None);
        }
        state.in_sight.clone_from(&state.selected);
    }
    let mut heads = vec![&w.col_state, &w.col_gate];
    if wide {
        table = table.column(Column::exact(210.0).clip(true)).column(Column::exact(84.0));
        heads.extend([&w.col_required, &w.col_source]);
    }
    let head = |mut row: TableRow| {
        for text in &heads {
            row.col(|ui| {
                ui.label(RichText::new(&***text).small().weak());
            });
        }
    };
    table.header(24.0, head).body(|body| {
        body.rows(ROW, shown.len(), |mut row| {
            let Some((gate, result)) = shown.get(row.index()) else { return };
            row.set_selected(state.selected.as_ref() == Some(&gate.id));
            let mut clicked = false;
            row.col(|ui| {
                let word = state_word(result.state, w);
                sign(ui, state_sign(result.state), cx.theme, word);
                ui.add(Label::new(&**word).selectable(false));
            });
            row.col(|ui| clicked = two_lines(ui, cx, gate, result));
            if wide {
                row.col(|ui| {
                    ui.style_mut().wrap_mode = Some(TextWrapMode::Wrap);
                    ui.add(Label::new(RichText::new(teller(cx).required(gate, result)).small()).selectable(false));
                });
                row.col(|ui| sources(ui, cx, gate));
            }
            if clicked || row.response().clicked() {
                state.selected = Some(gate.id.clone());
            }
        });
    });
}

fn teller<'a>(cx: &Cx<'a>) -> GateTeller<'a> {
    GateTeller { words: cx.words, assessment: cx.session.assessment() }
}

/// Its title and, in small, what is known and why it is so; whether it was chosen.
fn two_lines(ui: &mut Ui, cx: &Cx, gate: &Gate, result: &GateResult) -> bool {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        ui.add_space(4.0);
        let title = ui.add(Label::new(&gate.title).truncate().sense(Sense::click()));
        let teller = teller(cx);
        let mut facts = vec![teller.value(&result.value)];
        facts.extend(teller.sentences(result));
        let answer = cx.session.assessment().gates.get(&gate.id);
        let note = answer.and_then(|answer| answer.note.lines().next()).unwrap_or_default();
        facts.extend(Some(note.to_owned()).filter(|note| !note.trim().is_empty()));
        let facts = facts.iter().map(|fact| fact.trim_end_matches(['。', '.'])).collect::<Vec<_>>().join(" · ");
        ui.add(Label::new(RichText::new(facts).small().weak()).truncate().selectable(false));
        title.clicked()
    })
    .inner
}

/// How many say so and whether they differ; who they are stands in the open gate and where the pointer rests.
fn sources(ui: &mut Ui, cx: &Cx, gate: &Gate) {
    let w = &cx.words.readiness;
    let titles: Vec<&str> = gates()
        .sources
        .iter()
        .filter(|source| gate.sources.contains(&source.id))
        .map(|source| source.title.as_str())
        .collect();
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        ui.add_space(if gate.differs.is_empty() { 13.0 } else { 5.0 });
        let count = RichText::new(w.source_count.fill(&[("n", &titles.len())])).small();
        ui.add(Label::new(count).selectable(false)).on_hover_text(titles.join("\n"));
        if !gate.differs.is_empty() {
            let differs = RichText::new(&*w.differs_short).small().color(egui::Color32::from(cx.theme.warn));
            ui.add(Label::new(differs).selectable(false)).on_hover_text(&gate.differs);
        }
    });
}
