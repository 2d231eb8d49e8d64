//! What each grade above the present one takes, and what each action gives for a day of work.

use egui::{Grid, Label, RichText, Ui};

use super::PlanState;
use super::result::{grade, sum};
use crate::app::Cx;
use crate::app::widgets::{caption, section_title};
use crate::planning::choose::Minimise;
use crate::planning::{GradePrice, earliest_application};
use crate::report::planning::say_refused;
use crate::report::timeline::ids;
use crate::scoring::decimal_or_fraction;

/// Most actions that are listed.
const LISTED: usize = 100;

/// Both tables.
pub(super) fn ui(ui: &mut Ui, cx: &Cx, state: &PlanState) {
    let w = &cx.words.plan_view;
    let Some((asked, found)) = &state.found else { return };
    if state.running.is_some() || state.form.ask(cx.session, cx.today, cx.words).is_err() {
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
    } else {
        prices(ui, cx, &found.prices, asked.ask.today);
    }
    ui.add_space(16.0);
    section_title(ui, &*w.gains);
    caption(ui, &*w.gains_note);
    gains(ui, cx, state);
}

fn heads<'t>(ui: &mut Ui, heads: impl IntoIterator<Item = &'t str>) {
    for head in heads {
        ui.label(RichText::new(head).small().weak());
    }
    ui.end_row();
}

fn prices(ui: &mut Ui, cx: &Cx, prices: &[GradePrice], today: chrono::NaiveDate) {
    let (w, p) = (&cx.words.plan_view, &cx.words.planning);
    Grid::new("prices").num_columns(7).spacing([18.0, 6.0]).striped(true).show(ui, |ui| {
        heads(
            ui,
            [
                &*w.col_grade,
                &*w.col_reached,
                &*p.head_effort,
                &*p.head_cost,
                &*p.head_finish,
                &*w.col_application,
                &*w.col_count,
            ],
        );
        for price in prices {
            let known = cx.session.scheme().rules.grades.iter().find(|grade| grade.id == price.grade);
            let title = known.map_or(price.grade.as_str(), |grade| cx.words.grade(&grade.id, &grade.title));
            ui.label(w.grade_at.fill(&[("grade", &title), ("target", &decimal_or_fraction(&price.score))]));
            let plan = match &price.plan {
                Ok(plan) => plan,
                Err(refused) => {
                    ui.label(say_refused(refused, cx.words));
                    ui.end_row();
                    continue;
                }
            };
            let said = match (plan.reached, plan.proven, &plan.card.outcome) {
                (true, true, _) => w.price_reached.to_string(),
                (true, false, _) => w.price_reached_unproven.to_string(),
                (false, _, Some(outcome)) => {
                    let shown = plan.card.show_marked(&outcome.score);
                    let result = w.score_grade.fill(&[("score", &shown), ("grade", &grade(cx, &plan.card, outcome))]);
                    w.price_unreached.fill(&[("result", &result)])
                }
                (false, _, None) => String::new(),
            };
            ui.label(said);
            ui.label(sum(plan.effort));
            ui.label(sum(plan.cost));
            ui.label(plan.finish.map(|day| day.to_string()).unwrap_or_default());
            let applies = plan.reached.then(|| earliest_application(cx.session.assessment(), today, plan.finish).day);
            ui.label(applies.map(|day| day.to_string()).unwrap_or_default());
            ui.label(plan.actions.len().to_string()).on_hover_text(ids(plan.actions.iter().copied(), cx.words));
            ui.end_row();
        }
    });
}

fn gains(ui: &mut Ui, cx: &Cx, state: &PlanState) {
    let (w, p) = (&cx.words.plan_view, &cx.words.planning);
    let Some((_, found)) = &state.found else { return };
    let card = cx.session.card();
    Grid::new("gains").num_columns(6).spacing([18.0, 6.0]).striped(true).show(ui, |ui| {
        heads(ui, [&*w.col_per_day, &*p.head_id, &*p.head_gain, &*p.head_effort, &*p.head_gap, &*p.head_what]);
        for gain in found.gains.iter().take(LISTED) {
            let Some(action) = cx.session.assessment().actions.get(&gain.action) else { continue };
            match &gain.per_day {
                Some(per_day) => ui.label(RichText::new(card.show_marked(per_day)).strong()),
                None => ui.label(RichText::new(&*w.per_day_unknown).weak()),
            };
            ui.label(gain.action.to_string());
            ui.label(card.show_marked(&gain.gain));
            let effort = sum(gain.effort);
            let needs = ids(gain.needs.iter().copied(), cx.words);
            if needs.is_empty() {
                ui.label(effort);
            } else {
                ui.label(w.with_needs.fill(&[("effort", &effort), ("ids", &needs)]));
            }
            ui.label(action.gap.say(cx.c));
            ui.add(Label::new(action.what.replace('\n', " ")).truncate()).on_hover_text(&action.what);
            ui.end_row();
        }
    });
    if let Some(left) = found.gains.len().checked_sub(LISTED).filter(|left| *left > 0) {
        caption(ui, w.more.fill(&[("n", &left)]));
    }
}
