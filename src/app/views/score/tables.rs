//! A table of points for each end of what unknown points leave open, so that anybody can work both out again.

use egui::{Align, CollapsingHeader, Grid, Label, Layout, Response, RichText, ScrollArea, Ui};

use crate::app::Cx;
use crate::app::theme::strong;
use crate::app::widgets::caption;
use crate::criteria::Amount;
use crate::scoring::{ClauseLine, PointsTable, Why, mixed};

/// What of a clause's points it earns; none where it does not count.
fn share(line: &ClauseLine) -> Option<Amount> {
    (line.why != Why::Excluded).then(|| &line.line.earned / &line.line.points)
}

/// The list, closed at first.
pub(super) fn ui(ui: &mut Ui, cx: &Cx, (low, high): &(PointsTable, PointsTable)) {
    let (w, scheme) = (&cx.words.sureness, cx.session.scheme());
    let differ = |table: &PointsTable| {
        let stated = scheme.clauses().map(|clause| &clause.points);
        table.iter().zip(stated).filter(|((_, points), stated)| points != *stated).count()
    };
    let title = w.tables_title.fill(&[("low", &differ(low)), ("high", &differ(high))]);
    CollapsingHeader::new(title).id_salt("points_tables").show(ui, |ui| {
        caption(ui, &*w.tables_help);
        ScrollArea::horizontal().id_salt("points_tables").show(ui, |ui| {
            Grid::new("points_tables").num_columns(7).striped(true).spacing([14.0, 3.0]).show(ui, |ui| {
                rows(ui, cx, low, high);
            });
        });
    });
}

/// A figure, at the right of its column.
fn right(ui: &mut Ui, text: RichText) -> Response {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| ui.label(text)).inner
}

fn rows(ui: &mut Ui, cx: &Cx, low: &PointsTable, high: &PointsTable) {
    let (w, scheme, card) = (&cx.words.sureness, cx.session.scheme(), cx.session.card());
    caption(ui, &*w.tables_column_clause);
    caption(ui, &*w.tables_column_verdict);
    for head in [
        &w.tables_column_stated,
        &w.tables_column_low,
        &w.tables_column_earned,
        &w.tables_column_high,
        &w.tables_column_earned,
    ] {
        right(ui, RichText::new(&**head).small().weak());
    }
    ui.end_row();
    let figure = |amount: &Amount| mixed(amount).unwrap_or_else(|| card.show_marked(amount));
    let mut sums: [Amount; 5] = std::array::from_fn(|_| Amount::default());
    let lines = scheme.clauses().zip(&card.clauses).zip(low.iter().zip(high));
    for ((clause, line), ((_, low), (_, high))) in lines {
        ui.add(Label::new(format!("{} {}", clause.id, clause.title)).extend());
        ui.label(&**cx.verdict(cx.session.assessment().verdict(&clause.id)));
        right(ui, figure(&clause.points).into()).on_hover_text(&**clause.points_status.word(cx.c));
        sums[0] += &clause.points;
        for (at, points) in [low, high].into_iter().enumerate() {
            let text = RichText::new(figure(points));
            right(ui, if *points == clause.points { text.weak() } else { text.text_style(strong()) });
            sums[1 + 2 * at] += points;
            match share(line) {
                Some(share) => {
                    let earned = points * share;
                    right(ui, figure(&earned).into());
                    sums[2 + 2 * at] += earned;
                }
                None => drop(right(ui, "—".into())),
            }
        }
        ui.end_row();
    }
    ui.label(RichText::new(&*w.tables_sum).text_style(strong()));
    ui.label("");
    for sum in &sums {
        right(ui, RichText::new(figure(sum)).text_style(strong()));
    }
    ui.end_row();
}
