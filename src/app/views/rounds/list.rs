//! The rounds of the case, and the way to open the next.

use std::sync::Arc;

use egui::{Grid, RichText, ScrollArea, Ui};

use crate::app::rounds::RoundsAction;
use crate::app::widgets::{caption, primary};
use crate::app::{Action, Cx, Purpose};
use crate::assessment::Round;
use crate::report::rounds::grade_said;
use crate::scoring::{self, ScoreCard};

/// The score of each closed round. It is frozen, so it is computed once.
pub type Cards = Vec<(Arc<Round>, Option<ScoreCard>)>;

/// Computes what is not known yet.
fn keep(cx: &Cx, cards: &mut Cards) {
    let rounds = &cx.session.assessment().rounds;
    let same = cards.iter().zip(rounds).take_while(|((known, _), round)| Arc::ptr_eq(known, round)).count();
    cards.truncate(same);
    for round in &rounds[same..] {
        let card = round.pinned().ok().map(|pinned| scoring::score(&pinned.scheme, &round.assessment));
        cards.push((Arc::clone(round), card));
    }
}

pub(super) fn ui(ui: &mut Ui, cx: &Cx, cards: &mut Cards, out: &mut Vec<Action>) {
    keep(cx, cards);
    let r = &cx.words.rounds;
    if cards.is_empty() {
        ui.label(&*r.list_empty);
        ui.add_space(4.0);
    }
    ScrollArea::horizontal().id_salt("list").show(ui, |ui| {
        Grid::new("rounds").num_columns(7).striped(true).spacing([22.0, 8.0]).show(ui, |ui| {
            for head in [&r.col_number, &r.col_title, &r.col_closed, &cx.c.score, &r.col_grade, &cx.c.unrated] {
                ui.label(RichText::new(&**head).small().weak());
            }
            ui.end_row();
            for (at, (round, card)) in cards.iter().enumerate() {
                let closed = round.closed_on.to_string();
                row(ui, cx, at + 1, &round.title, &closed, card.as_ref());
                let name = format!("{} {}", at + 1, r.export);
                let button = ui.small_button(&*r.export).on_hover_text(&*r.export_hint);
                button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
                if button.clicked() {
                    out.push(Action::Pick(Purpose::Round(at + 1)));
                }
                ui.end_row();
            }
            row(ui, cx, cards.len() + 1, &r.current, &r.going_on, Some(cx.session.card()));
            ui.end_row();
        });
    });
    ui.add_space(8.0);
    ui.horizontal_wrapped(|ui| {
        if primary(ui, &r.start, cx.writable, cx.theme).on_hover_text(&*r.start_hint).clicked() {
            out.push(Action::Rounds(RoundsAction::Ask));
        }
        caption(ui, &*r.start_hint);
    });
}

fn row(ui: &mut Ui, cx: &Cx, number: usize, title: &str, closed: &str, card: Option<&ScoreCard>) {
    ui.label(number.to_string());
    ui.label(title);
    ui.label(closed);
    let Some(card) = card else {
        for text in [&*cx.words.rounds.no_score, "", ""] {
            ui.label(text);
        }
        return;
    };
    let score = card.outcome.as_ref().map(|outcome| card.show_marked(&outcome.score));
    ui.label(score.unwrap_or_else(|| cx.words.rounds.no_score.to_string()));
    ui.label(grade_said(card, cx.words));
    ui.label(card.unrated.to_string());
}
