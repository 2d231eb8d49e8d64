//! What each grade above the present one takes, and what each action gives for a day of work.

use egui::{Align, Label, Layout, Response, RichText, Ui};
use egui_extras::{Column, TableBuilder, TableRow};

use super::PlanState;
use super::result::{grade, sum};
use crate::app::Cx;
use crate::app::widgets::{caption, section_title};
use crate::criteria::Amount;
use crate::planning::choose::Minimise;
use crate::planning::{GradePrice, earliest_application, not_judged};
use crate::report::planning::{say_margin, say_refused};
use crate::report::timeline::ids;
use crate::scoring::decimal_or_fraction;

/// Most actions that are listed.
const LISTED: usize = 100;
const ROW: f32 = 30.0;
const HEAD: f32 = 24.0;

/// Both tables.
pub(super) fn ui(ui: &mut Ui, cx: &Cx, state: &mut PlanState) {
    let w = &cx.words.plan_view;
    let PlanState { form, found, running, .. } = state;
    let Some((asked, found)) = found else { return };
    if running.is_some() || form.ask(cx.session, cx.today, cx.words).is_err() {
        // What is shown is the answer to an older question.
        ui.multiply_opacity(0.6);
    }
    section_title(ui, &*w.prices);
    let least = match asked.ask.minimise {
        Minimise::Effort => &w.minimise_effort,
        Minimise::Cost => &w.minimise_cost,
        Minimise::Days => &w.minimise_days,
    };
    caption(ui, w.prices_note.fill(&[("least", least), ("margin", &decimal_or_fraction(&asked.margin))]));
    if found.prices.is_empty() {
        ui.label(&*w.prices_top);
    } else if let Some(margin) = prices(ui, cx, &found.prices, asked.ask.today) {
        form.set_margin(&margin);
    }
    ui.add_space(16.0);
    section_title(ui, &*w.gains);
    caption(ui, &*w.gains_note);
    gains(ui, cx, &found.gains);
}

/// A table with heads; those of figures stand at the right like the figures.
fn table<'u>(ui: &'u mut Ui, name: &str, heads: &[(&str, Column, bool)]) -> egui_extras::Table<'u> {
    // Figures end where words of the next column begin.
    ui.spacing_mut().item_spacing.x = 16.0;
    let mut builder = TableBuilder::new(ui)
        .id_salt(name.to_owned())
        .striped(true)
        .vscroll(false)
        .cell_layout(Layout::left_to_right(Align::Center));
    for (_, column, _) in heads {
        builder = builder.column(*column);
    }
    builder.header(HEAD, |mut row| {
        for (head, _, figure) in heads {
            cell(&mut row, *figure, RichText::new(*head).small().weak());
        }
    })
}

/// A cell, cut where it is too long; figures stand at the right.
pub(super) fn cell(row: &mut TableRow<'_, '_>, figure: bool, text: impl Into<RichText>) -> Response {
    let text = text.into();
    let layout = if figure { Layout::right_to_left(Align::Center) } else { Layout::left_to_right(Align::Center) };
    row.col(|ui| drop(ui.with_layout(layout, |ui| ui.add(Label::new(text).truncate())))).1
}

/// What each grade takes; the margin, where a person takes a smaller one that would do.
fn prices(ui: &mut Ui, cx: &Cx, prices: &[GradePrice], today: chrono::NaiveDate) -> Option<Amount> {
    let (w, p) = (&cx.words.plan_view, &cx.words.planning);
    let heads = [
        (&*w.col_grade, Column::exact(124.0), false),
        (&*w.col_reached, Column::remainder().at_least(220.0).clip(true), false),
        (&*p.head_effort, Column::exact(72.0), true),
        (&*p.head_cost, Column::exact(80.0), true),
        (&*p.head_finish, Column::exact(88.0), false),
        (&*w.col_application, Column::exact(88.0), false),
        (&*w.col_count, Column::exact(52.0), true),
    ];
    let mut wanted = None;
    ui.scope(|ui| {
        table(ui, "prices", &heads).body(|body| {
            body.rows(ROW, prices.len(), |mut row| {
                let Some(price) = prices.get(row.index()) else { return };
                let known = cx.session.scheme().rules.grades.iter().find(|grade| grade.id == price.grade);
                let title = known.map_or(price.grade.as_str(), |grade| cx.words.grade(&grade.id, &grade.title));
                let score = decimal_or_fraction(&price.score);
                cell(&mut row, false, w.grade_at.fill(&[("grade", &title), ("target", &score)]));
                let plan = match &price.plan {
                    Ok(plan) => plan,
                    Err(refused) => {
                        cell(&mut row, false, say_refused(refused, cx.words));
                        return;
                    }
                };
                if let (Some(said), Some(margin)) = (say_margin(plan, &price.score, cx.words), &plan.smaller_margin) {
                    row.col(|ui| {
                        ui.label(&*w.price_margin).on_hover_text(&said);
                        if ui.button(w.set_margin.fill(&[("margin", &decimal_or_fraction(margin))])).clicked() {
                            wanted = Some(margin.clone());
                        }
                    });
                } else {
                    cell(&mut row, false, reached(cx, plan));
                }
                cell(&mut row, true, sum(plan.effort));
                cell(&mut row, true, sum(plan.cost));
                cell(&mut row, false, plan.finish.map(|day| day.to_string()).unwrap_or_default());
                let applies =
                    plan.can_apply().then(|| earliest_application(cx.session.assessment(), today, plan.finish).day);
                cell(&mut row, false, applies.map(|day| day.to_string()).unwrap_or_default());
                let named = ids(plan.actions.iter().copied(), cx.words);
                cell(&mut row, true, plan.actions.len().to_string()).on_hover_text(named);
            });
        })
    });
    wanted
}

/// Whether a grade is reached, and how sure that is.
fn reached(cx: &Cx, plan: &crate::planning::Plan) -> String {
    let w = &cx.words.plan_view;
    match (plan.reached, plan.proven, &plan.card.outcome) {
        (true, true, _) if plan.card.complete() => w.price_reached.to_string(),
        (true, true, _) => w.judged_only.fill(&[("said", &w.price_reached)]),
        (true, false, _) => w.price_reached_unproven.to_string(),
        (false, _, Some(outcome)) => {
            let shown = plan.card.show_marked(&outcome.score);
            let result = w.score_grade.fill(&[("score", &shown), ("grade", &grade(cx, &plan.card, outcome))]);
            w.price_unreached.fill(&[("result", &result)])
        }
        (false, _, None) => String::new(),
    }
}

fn gains(ui: &mut Ui, cx: &Cx, gains: &[crate::planning::GainPerDay]) {
    let (w, p) = (&cx.words.plan_view, &cx.words.planning);
    let (assessment, card) = (cx.session.assessment(), cx.session.card());
    let unjudged = not_judged(assessment, card);
    let heads = [
        (&*w.col_per_day, Column::exact(76.0), true),
        (&*w.col_gain, Column::exact(84.0), true),
        (&*p.head_effort, Column::exact(72.0), true),
        (&*p.head_id, Column::exact(54.0), false),
        (&*w.col_needs, Column::exact(84.0).clip(true), false),
        (&*p.head_gap, Column::exact(112.0).clip(true), false),
        (&*p.head_what, Column::remainder().at_least(160.0).clip(true), false),
    ];
    ui.scope(|ui| {
        table(ui, "gains", &heads).body(|body| {
            body.rows(ROW, gains.len().min(LISTED), |mut row| {
                let Some(gain) = gains.get(row.index()) else { return };
                let Some(action) = assessment.actions.get(&gain.action) else { return };
                match &gain.per_day {
                    _ if unjudged.contains(&gain.action) => {
                        cell(&mut row, true, RichText::new(&*w.per_day_unjudged).weak())
                    }
                    Some(per_day) => cell(&mut row, true, RichText::new(card.show_marked(per_day)).strong()),
                    None => cell(&mut row, true, RichText::new(&*w.per_day_unknown).weak()),
                };
                cell(&mut row, true, card.show_marked(&gain.gain));
                cell(&mut row, true, sum(gain.effort));
                cell(&mut row, false, gain.action.to_string());
                cell(&mut row, false, ids(gain.needs.iter().copied(), cx.words));
                cell(&mut row, false, action.gap.say(cx.c));
                // Cut, it says all of itself where the pointer rests.
                cell(&mut row, false, action.what.replace('\n', " "));
            });
        })
    });
    if let Some(left) = gains.len().checked_sub(LISTED).filter(|left| *left > 0) {
        caption(ui, w.more.fill(&[("n", &left)]));
    }
}
