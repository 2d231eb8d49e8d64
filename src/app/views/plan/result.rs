//! The best plans side by side: what each comes to, which actions it takes, and how it differs from the first.

use std::collections::BTreeSet;
use std::fmt::Display;

use egui::{Button, Color32, Frame, Label, Margin, RichText, ScrollArea, TextStyle, Ui};

use super::{Asked, PlanState, Shown, open_actions, schedule};
use crate::app::widgets::{Tone, badge, callout, caption, section_title, stars};
use crate::app::{Action, Cx};
use crate::assessment::{ActionId, Edit, Gap, Scenario, hundredths};
use crate::criteria::Amount;
use crate::planning::{Plan, earliest_application};
use crate::report::planning::{say_ceiling, say_found, say_margin, say_proven, say_refused};
use crate::report::timeline::{gantt, ids, say_blanks};
use crate::scoring::{Outcome, ScoreCard, decimal_or_fraction};

/// Most actions that the list of a plan names.
const LISTED: usize = 60;

/// The plans, or why there is none.
pub(super) fn ui(ui: &mut Ui, cx: &Cx, state: &mut PlanState, out: &mut Vec<Action>) {
    let w = &cx.words.plan_view;
    let PlanState { form, found: known, running, selected: chosen, picture, .. } = state;
    let Some((asked, found)) = known else { return };
    if running.is_some() || form.ask(cx.session, cx.today, cx.words).is_err() {
        // What is shown is the answer to an older question.
        ui.multiply_opacity(0.6);
    }
    let plans = match &found.plans {
        Ok(plans) => plans,
        Err(refused) => {
            let said = say_refused(refused, cx.words);
            return callout(ui, Tone::Bad, cx.theme, |ui| drop(ui.label(said)));
        }
    };
    let Some(first) = plans.first() else { return };
    let again = head(ui, cx, asked, first, found.stopped);
    if let Some(margin) = missing(ui, cx, asked, first) {
        form.set_margin(&margin);
    }
    ui.add_space(4.0);
    let mut selected = (*chosen).min(plans.len() - 1);
    if !first.plan.actions.is_empty() {
        side_by_side(ui, cx, (asked, plans), &mut selected, out);
        notes(ui, cx);
    }
    *chosen = selected;
    if let Some(shown) = plans.get(selected).filter(|shown| !shown.plan.actions.is_empty()) {
        ui.add_space(10.0);
        let title =
            if plans.len() > 1 { w.schedule_of.fill(&[("n", &(selected + 1))]) } else { w.schedule.to_string() };
        // Drawn again for another plan, and for another language.
        let key = (selected, cx.words.language);
        let drawn = picture.take().filter(|(drawn, _)| *drawn == key).map(|(_, picture)| picture);
        let drawn = drawn.unwrap_or_else(|| gantt(&shown.line, cx.session.assessment(), cx.words));
        schedule::ui(ui, cx, &title, &shown.line, &drawn);
        *picture = Some((key, drawn));
    }
    if again {
        *known = None;
    }
}

/// The plans beside each other.
fn side_by_side(ui: &mut Ui, cx: &Cx, (asked, plans): (&Asked, &[Shown]), selected: &mut usize, out: &mut Vec<Action>) {
    let w = &cx.words.plan_view;
    let Some(first) = plans.first() else { return };
    ui.columns(plans.len().max(2), |columns| {
        for ((at, shown), ui) in plans.iter().enumerate().zip(columns.iter_mut()) {
            // Columns are justified, which draws words apart.
            ui.vertical(|ui| card(ui, cx, (asked, first), (at, shown), selected, out));
        }
        if let ([_], Some(ui)) = (plans, columns.get_mut(1)) {
            caption(ui, if first.plan.reached { &*w.only_one } else { &*w.only_nearest });
        }
    });
}

/// Whether the target is reached, and whether that is proven to be the best; true where a search that was stopped is to
/// begin again.
fn head(ui: &mut Ui, cx: &Cx, asked: &Asked, first: &Shown, stopped: bool) -> bool {
    let w = &cx.words.plan_view;
    let plan = &first.plan;
    let target = decimal_or_fraction(&asked.ask.target.score(cx.session.scheme()).unwrap_or_default());
    ui.horizontal_wrapped(|ui| {
        let title = match (plan.reached, &plan.smaller_margin) {
            (true, _) => &w.found,
            (false, Some(_)) => &w.found_margin,
            (false, None) if plan.actions.is_empty() => &w.found_none,
            (false, None) => &w.found_nearest,
        };
        section_title(ui, &**title);
        caption(ui, w.asked_for.fill(&[("target", &target)]));
        let said = match (plan.proven, plan.reached) {
            (true, true) => &w.proven,
            (true, false) => &w.proven_nearest,
            (false, _) => &w.unproven,
        };
        let within =
            if plan.proven && !plan.card.complete() { w.judged_only.fill(&[("said", said)]) } else { said.to_string() };
        let tone = if plan.proven { Tone::Good } else { Tone::Warn };
        badge(ui, &within, tone, cx.theme).on_hover_text(say_proven(plan, cx.words));
        if stopped {
            caption(ui, &*w.stopped);
        }
        stopped && ui.link(&*w.again).clicked()
    })
    .inner
}

/// What lacks for the target, or that nothing is to be done; the margin, where a person takes the smaller one that would
/// do.
fn missing(ui: &mut Ui, cx: &Cx, asked: &Asked, nearest: &Shown) -> Option<Amount> {
    let w = &cx.words.plan_view;
    let plan = &nearest.plan;
    let (assessment, card) = (cx.session.assessment(), &plan.card);
    let target = asked.ask.target.score(cx.session.scheme()).unwrap_or_default();
    let nothing = say_found(plan, &decimal_or_fraction(&target), cx.words);
    if plan.reached {
        if plan.actions.is_empty() {
            callout(ui, Tone::Quiet, cx.theme, |ui| drop(ui.label(nothing)));
        }
        return None;
    }
    let mut wanted = None;
    callout(ui, Tone::Warn, cx.theme, |ui| {
        if let (Some(said), Some(margin)) = (say_margin(plan, &target, cx.words), &plan.smaller_margin) {
            ui.label(said);
            if ui.button(w.set_margin.fill(&[("margin", &decimal_or_fraction(margin))])).clicked() {
                wanted = Some(margin.clone());
            }
        } else if plan.actions.is_empty() {
            ui.label(nothing);
        } else if let Some(outcome) = card.outcome.as_ref().filter(|outcome| outcome.score < target) {
            ui.label(w.missing_points.fill(&[("points", &card.show_up(&(target - &outcome.score)))]));
        }
        if let Some(said) = say_ceiling(plan, cx.words) {
            ui.label(said);
        }
        let from = cx.session.scheme().rules.special_deductions.fail_from;
        if card.special_deductions >= from {
            ui.label(w.missing_gate.fill(&[("n", &card.special_deductions), ("from", &from)]));
        }
        let acted: BTreeSet<&Gap> = open_actions(assessment).map(|(_, action)| &action.gap).collect();
        let idle: Vec<String> = cx
            .session
            .card()
            .gaps()
            .into_iter()
            .filter(|line| !acted.contains(&Gap::Clause(line.id.clone())))
            .map(|line| w.missing_clause.fill(&[("clause", &line.id), ("points", &card.show(&line.line.lost))]))
            .collect();
        if !idle.is_empty() {
            ui.label(w.missing_actions.fill(&[("n", &idle.len()), ("clauses", &cx.list(idle.iter().take(12)))]));
        }
        let ask = &asked.ask;
        if ask.by.is_some() || ask.most_effort.is_some() || ask.most_cost.is_some() || !ask.pins.is_empty() {
            ui.label(&*w.missing_limits);
        }
    });
    wanted
}

/// A plan.
fn card(
    ui: &mut Ui,
    cx: &Cx,
    (asked, first): (&Asked, &Shown),
    (at, shown): (usize, &Shown),
    selected: &mut usize,
    out: &mut Vec<Action>,
) {
    let w = &cx.words.plan_view;
    let plan = &shown.plan;
    let stroke = if *selected == at { cx.theme.accent } else { cx.theme.line };
    let frame = Frame::new().fill(cx.theme.sunken.into()).corner_radius(6).inner_margin(Margin::same(10));
    frame.stroke(egui::Stroke::new(1.0, Color32::from(stroke))).show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        let name = w.plan_name.fill(&[("n", &(at + 1))]);
        section_title(ui, &name);
        if let Some(outcome) = &plan.card.outcome {
            score_and_grade(ui, cx, &plan.card, outcome);
        }
        if let Some(span) = &shown.span {
            caption(ui, say_span(cx, &plan.card, &span.low, &span.high)).on_hover_text(&*w.points_provisional);
        }
        for line in figures(cx, asked, plan) {
            ui.label(line);
        }
        if at > 0 {
            caption(ui, differs(cx, &first.plan.actions, &plan.actions));
        }
        ui.add_space(4.0);
        list(ui, cx, at, &plan.actions);
        ui.add_space(4.0);
        ui.horizontal_wrapped(|ui| {
            if ui.selectable_label(*selected == at, w.schedule_of.fill(&[("n", &(at + 1))])).clicked() {
                *selected = at;
            }
            keep(ui, cx, asked, (at, plan), out);
        });
    });
}

/// Score, stars and grade.
pub(super) fn score_and_grade(ui: &mut Ui, cx: &Cx, card: &ScoreCard, outcome: &Outcome) {
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(card.show(&outcome.score)).text_style(TextStyle::Heading));
        let grade = grade(cx, card, outcome);
        stars(ui, outcome.grade.stars, 14.0, cx.theme, grade);
        ui.label(grade);
    });
}

/// The grade of a card as if; not yet one where clauses are not judged.
pub(super) fn grade<'a>(cx: &Cx<'a>, card: &ScoreCard, outcome: &'a Outcome) -> &'a str {
    if card.undecided(outcome) { &cx.w.score_not_yet } else { cx.words.grade(&outcome.grade.id, &outcome.grade.title) }
}

/// From the least to the most favourable table of points.
pub(super) fn say_span(cx: &Cx, card: &ScoreCard, low: &Outcome, high: &Outcome) -> String {
    let w = &cx.words.plan_view;
    let said = |end: &Outcome| {
        w.score_grade.fill(&[("score", &card.show_marked(&end.score)), ("grade", &grade(cx, card, end))])
    };
    w.span.fill(&[("low", &said(low)), ("high", &said(high))])
}

/// Hundredths that were added up.
pub(super) fn sum(hundredth: u128) -> String {
    u64::try_from(hundredth).map_or_else(|_| (hundredth / 100).to_string(), hundredths)
}

fn figures(cx: &Cx, asked: &Asked, plan: &Plan) -> Vec<String> {
    let w = &cx.words.plan_view;
    let actions = &cx.session.assessment().actions;
    let pair = |name: &str, value: &dyn Display| cx.c.pair.fill(&[("a", &name), ("b", value)]);
    let blank = |of: fn(&crate::assessment::Action) -> u64, value: String| {
        let n = plan.actions.iter().filter(|id| actions.get(id).is_some_and(|action| of(action) == 0)).count();
        if n == 0 { value } else { w.with_blanks.fill(&[("value", &value), ("n", &n)]) }
    };
    let (effort, cost) = (w.days_of_work.fill(&[("n", &sum(plan.effort))]), w.yuan.fill(&[("n", &sum(plan.cost))]));
    let mut lines = vec![
        pair(&w.fact_effort, &blank(|action| action.effort, effort)),
        pair(&w.fact_cost, &blank(|action| action.cost, cost)),
    ];
    if let Some(finish) = plan.finish {
        lines.push(pair(&w.fact_finish, &finish));
    }
    if plan.can_apply() {
        let day = earliest_application(cx.session.assessment(), asked.ask.today, plan.finish).day;
        lines.push(pair(&w.fact_application, &day));
    }
    lines
}

fn differs(cx: &Cx, first: &BTreeSet<ActionId>, this: &BTreeSet<ActionId>) -> String {
    let w = &cx.words.plan_view;
    let more = ids(this.difference(first).copied(), cx.words);
    let less = ids(first.difference(this).copied(), cx.words);
    match (more.is_empty(), less.is_empty()) {
        (false, false) => w.differs_both.fill(&[("more", &more), ("less", &less)]),
        (false, true) => w.differs_more.fill(&[("more", &more)]),
        (true, false) => w.differs_less.fill(&[("less", &less)]),
        (true, true) => String::new(),
    }
}

/// The actions, each with its whole text where the pointer rests.
fn list(ui: &mut Ui, cx: &Cx, at: usize, actions: &BTreeSet<ActionId>) {
    let w = &cx.words.plan_view;
    caption(ui, w.count.fill(&[("n", &actions.len())]));
    ScrollArea::vertical().id_salt(("actions", at)).max_height(170.0).show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 2.0;
        for id in actions.iter().take(LISTED) {
            let Some(action) = cx.session.assessment().actions.get(id) else { continue };
            let line = format!("{id} {} {}", action.gap.say(cx.c), action.what.replace('\n', " "));
            let line = Label::new(RichText::new(line).small()).truncate().show_tooltip_when_elided(false);
            ui.add(line).on_hover_text(&action.what);
        }
        if let Some(left) = actions.len().checked_sub(LISTED).filter(|left| *left > 0) {
            caption(ui, w.more.fill(&[("n", &left)]));
        }
    });
}

/// Makes it a scenario, or says which one it is.
fn keep(ui: &mut Ui, cx: &Cx, asked: &Asked, (at, plan): (usize, &Plan), out: &mut Vec<Action>) {
    let w = &cx.words.plan_view;
    let scenarios = &cx.session.assessment().scenarios;
    if let Some((name, _)) = scenarios.iter().find(|(_, scenario)| scenario.done == plan.actions) {
        caption(ui, w.kept.fill(&[("name", &crate::lang::cut(name))]));
        return;
    }
    let enabled = cx.writable && !plan.actions.is_empty();
    let button = ui.add_enabled(enabled, Button::new(w.keep.fill(&[("n", &(at + 1))])));
    if button.on_disabled_hover_text(&*cx.w.look_only_hint).clicked() {
        let target = decimal_or_fraction(&asked.ask.target.score(cx.session.scheme()).unwrap_or_default());
        let base = w.scenario_name.fill(&[("target", &target), ("n", &(at + 1)), ("day", &asked.ask.today)]);
        let mut name = base.clone();
        let mut count = 1;
        while scenarios.contains_key(&name) {
            count += 1;
            name = format!("{base} ({count})");
        }
        let scenario = Some(Box::new(Scenario { done: plan.actions.clone() }));
        out.extend([Action::Pause, Action::Edit(Edit::SetScenario { name, scenario }), Action::Pause]);
    }
}

/// What must be known to read the figures.
fn notes(ui: &mut Ui, cx: &Cx) {
    let p = &cx.words.planning;
    ui.add_space(4.0);
    if !cx.session.scheme().points_are_known() {
        caption(ui, &*cx.words.plan_view.points_provisional);
    }
    caption(ui, &*p.plan_note);
    let open: Vec<ActionId> = open_actions(cx.session.assessment()).map(|(id, _)| id).collect();
    for said in say_blanks(cx.session.assessment(), &open, cx.words) {
        ui.label(RichText::new(said).small().color(Color32::from(cx.theme.warn)));
    }
}
