//! The best plans side by side: what each comes to, which actions it takes, and how it differs from the first.

use std::collections::BTreeSet;
use std::fmt::Display;

use egui::{Button, Color32, Frame, Label, Margin, RichText, ScrollArea, TextStyle, Ui};

use super::{Asked, PlanState, Shown, open_actions, schedule};
use crate::app::widgets::{Tone, badge, callout, caption, section_title, stars};
use crate::app::{Action, Cx};
use crate::assessment::{ActionId, Edit, Gap, Scenario, hundredths};
use crate::planning::{Plan, earliest_application};
use crate::report::planning::say_refused;
use crate::report::timeline::{ids, say_blanks};
use crate::scoring::{Outcome, ScoreCard, decimal_or_fraction};

/// Most actions that the list of a plan names.
const LISTED: usize = 60;

/// The plans, or why there is none.
pub(super) fn ui(ui: &mut Ui, cx: &Cx, state: &mut PlanState, out: &mut Vec<Action>) {
    let w = &cx.words.plan_view;
    let Some((asked, found)) = &state.found else { return };
    if state.running.is_some() || state.form.ask(cx.session, cx.today, cx.words).is_err() {
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
    if !first.plan.reached {
        missing(ui, cx, asked, first);
    }
    ui.add_space(4.0);
    let mut selected = state.selected.min(plans.len() - 1);
    ui.columns(plans.len().max(2), |columns| {
        for ((at, shown), ui) in plans.iter().enumerate().zip(columns.iter_mut()) {
            // Columns are justified, which draws words apart.
            ui.vertical(|ui| card(ui, cx, (asked, first), (at, shown), &mut selected, out));
        }
        if let ([_], Some(ui)) = (plans.as_slice(), columns.get_mut(1)) {
            caption(ui, if first.plan.reached { &*w.only_one } else { &*w.only_nearest });
        }
    });
    state.selected = selected;
    notes(ui, cx, first);
    if let Some(shown) = plans.get(selected).filter(|shown| !shown.plan.actions.is_empty()) {
        ui.add_space(10.0);
        let title =
            if plans.len() > 1 { w.schedule_of.fill(&[("n", &(selected + 1))]) } else { w.schedule.to_string() };
        schedule::ui(ui, cx, &title, &shown.line, &shown.picture);
    }
    if again {
        state.found = None;
    }
}

/// Whether the target is reached, and whether that is proven to be the best; true where a search that was stopped is to
/// begin again.
fn head(ui: &mut Ui, cx: &Cx, asked: &Asked, first: &Shown, stopped: bool) -> bool {
    let (w, p) = (&cx.words.plan_view, &cx.words.planning);
    let target = decimal_or_fraction(&asked.ask.target.score(cx.session.scheme()).unwrap_or_default());
    ui.horizontal_wrapped(|ui| {
        section_title(ui, if first.plan.reached { &*w.found } else { &*w.found_nearest });
        caption(ui, w.asked_for.fill(&[("target", &target)]));
        if first.plan.proven {
            badge(ui, &w.proven, Tone::Good, cx.theme).on_hover_text(&*p.plan_proven);
        } else {
            badge(ui, &w.unproven, Tone::Warn, cx.theme).on_hover_text(&*p.plan_unproven);
        }
        if stopped {
            caption(ui, &*w.stopped);
        }
        stopped && ui.link(&*w.again).clicked()
    })
    .inner
}

/// What lacks for the target.
fn missing(ui: &mut Ui, cx: &Cx, asked: &Asked, nearest: &Shown) {
    let w = &cx.words.plan_view;
    let (assessment, card) = (cx.session.assessment(), &nearest.plan.card);
    callout(ui, Tone::Warn, cx.theme, |ui| {
        let target = asked.ask.target.score(cx.session.scheme()).unwrap_or_default();
        if let Some(outcome) = card.outcome.as_ref().filter(|outcome| outcome.score < target) {
            ui.label(w.missing_points.fill(&[("points", &card.show_up(&(target - &outcome.score)))]));
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
        if card.unrated > 0 {
            ui.label(cx.words.planning.plan_unrated.fill(&[("n", &card.unrated)]));
        }
        let ask = &asked.ask;
        if ask.by.is_some() || ask.most_effort.is_some() || ask.most_cost.is_some() || !ask.pins.is_empty() {
            ui.label(&*w.missing_limits);
        }
    });
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
        stars(ui, outcome.grade.stars, 14.0, cx.theme, cx.words.grade(&outcome.grade.id, &outcome.grade.title));
        ui.label(grade(cx, card, outcome));
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
        let grade = cx.words.grade(&end.grade.id, &end.grade.title);
        w.score_grade.fill(&[("score", &card.show_marked(&end.score)), ("grade", &grade)])
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
    if plan.reached {
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
            ui.add(Label::new(RichText::new(line).small()).truncate()).on_hover_text(&action.what);
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
fn notes(ui: &mut Ui, cx: &Cx, first: &Shown) {
    let p = &cx.words.planning;
    ui.add_space(4.0);
    if !cx.session.scheme().points_are_known() {
        caption(ui, &*cx.words.plan_view.points_provisional);
    }
    caption(ui, &*p.plan_note);
    if first.plan.card.unrated > 0 && first.plan.reached {
        caption(ui, p.plan_unrated.fill(&[("n", &first.plan.card.unrated)]));
    }
    let open: Vec<ActionId> = open_actions(cx.session.assessment()).map(|(id, _)| id).collect();
    for said in say_blanks(cx.session.assessment(), &open, cx.words) {
        ui.label(RichText::new(said).small().color(Color32::from(cx.theme.warn)));
    }
}
