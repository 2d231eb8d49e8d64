//! 试算: tick what is done and see score, grade and range at once; scenarios beside each other and beside today.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use egui::{Align, Button, Checkbox, Color32, ComboBox, Label, Layout, RichText, ScrollArea, Sense, TextEdit, Ui};
use egui_extras::{Column as Wide, TableBuilder, TableRow};

use super::open_actions;
use super::result::{grade, say_span, sum};
use crate::app::widgets::{Sign, caption, field, sign, text_field};
use crate::app::{Action, Cx};
use crate::assessment::{ActionId, ActionState, Assessment, Edit, Scenario};
use crate::lang::cut;
use crate::planning::{earliest_application, earliest_finishes};
use crate::report::planning::say_not_judged;
use crate::report::timeline::ids;
use crate::scoring::{Outcome, Relief, ScoreCard, points_span, score_as_if};

const ROW: f32 = 26.0;
/// Least and most width of the names of actions; what is over goes to them.
const NAMES: (f32, f32) = (220.0, 420.0);
const COLUMN: f32 = 146.0;
/// Rows of figures above the actions.
const FIGURES: usize = 7;

/// What is only about looking.
#[derive(Debug, Default)]
pub(super) struct WhatIf {
    /// What is ticked.
    ticked: BTreeSet<ActionId>,
    /// The name under which it is kept.
    name: String,
    /// Which scenario was taken up.
    chosen: Option<String>,
    /// Today, what is ticked, then the scenarios; worked out for this revision and day.
    seen: Option<(u64, NaiveDate, Vec<Column>)>,
}

/// What a set of actions comes to.
#[derive(Debug)]
struct Column {
    /// Of a scenario; the first two columns are today and what is ticked.
    name: Option<String>,
    done: BTreeSet<ActionId>,
    card: ScoreCard,
    ends: Option<(Outcome, Outcome)>,
    effort: u128,
    cost: u128,
    finish: Option<NaiveDate>,
    /// None where clauses are not judged: there is nothing to apply with.
    application: Option<NaiveDate>,
}

impl Column {
    fn of(cx: &Cx, name: Option<String>, done: &BTreeSet<ActionId>) -> Self {
        let (scheme, assessment) = (cx.session.scheme(), cx.session.assessment());
        let relief = Relief::of(assessment, cx.session.card(), done);
        let card = score_as_if(scheme, assessment, &relief);
        let open = open_actions(assessment).filter(|(id, _)| done.contains(id));
        let (effort, cost) = open.fold((0, 0), |(effort, cost), (_, action)| {
            (effort + u128::from(action.effort), cost + u128::from(action.cost))
        });
        let finishes = earliest_finishes(assessment, cx.today);
        let finish = done.iter().filter_map(|id| finishes.get(id)).max().copied();
        let application = (card.unrated == 0).then(|| earliest_application(assessment, cx.today, finish).day);
        Self {
            name,
            application,
            done: done.clone(),
            ends: points_span(scheme, &card).filter(|_| !scheme.points_are_known()).map(|span| (span.low, span.high)),
            card,
            effort,
            cost,
            finish,
        }
    }
}

/// What a column is called; in today's language, whenever it was worked out.
fn title<'a>(cx: &Cx<'a>, at: usize, column: &'a Column) -> &'a str {
    let w = &cx.words.plan_view;
    column.name.as_deref().unwrap_or(if at == 0 { &w.today_column } else { &w.tried_column })
}

impl WhatIf {
    /// Works out again what has changed: everything with the case, the ticks alone with the ticks.
    fn refresh(&mut self, cx: &Cx) {
        let assessment = cx.session.assessment();
        self.ticked.retain(|id| is_open(assessment, *id));
        let key = (cx.session.revision(), cx.today);
        match &mut self.seen {
            Some((revision, day, columns)) if (*revision, *day) == key => {
                if let Some(tried) = columns.get_mut(1).filter(|tried| tried.done != self.ticked) {
                    *tried = Column::of(cx, None, &self.ticked);
                }
            }
            seen => {
                let fixed = [Column::of(cx, None, &BTreeSet::new()), Column::of(cx, None, &self.ticked)];
                let kept = assessment.scenarios.iter();
                let kept = kept.map(|(name, scenario)| Column::of(cx, Some(name.clone()), &scenario.done));
                *seen = Some((key.0, key.1, fixed.into_iter().chain(kept).collect()));
            }
        }
    }
}

fn is_open(assessment: &Assessment, id: ActionId) -> bool {
    assessment.actions.get(&id).is_some_and(|action| action.state != ActionState::Closed)
}

/// The page.
pub(super) fn ui(ui: &mut Ui, cx: &Cx, state: &mut WhatIf, out: &mut Vec<Action>) {
    let w = &cx.words.plan_view;
    state.refresh(cx);
    caption(ui, &*w.what_if_note);
    // In one line: on a low window every row of the table counts.
    if let Some(said) = say_not_judged(cx.session.assessment(), cx.session.card(), cx.words).first() {
        ui.label(RichText::new(said).small().color(Color32::from(cx.theme.warn)));
    }
    keeping(ui, cx, state, out);
    lacking(ui, cx, state);
    ui.add_space(4.0);
    let seen = state.seen.take();
    if let Some((.., columns)) = &seen {
        ScrollArea::horizontal().auto_shrink([false, false]).show(ui, |ui| table(ui, cx, columns, &mut state.ticked));
    }
    state.seen = seen;
}

/// Keeps what is ticked under a name; takes up, renames and removes scenarios.
fn keeping(ui: &mut Ui, cx: &Cx, state: &mut WhatIf, out: &mut Vec<Action>) {
    let w = &cx.words.plan_view;
    let scenarios = &cx.session.assessment().scenarios;
    // One that is gone for now, such as by undoing, may come back.
    let chosen = state.chosen.clone().filter(|name| scenarios.contains_key(name));
    let step = |edit: Edit| [Action::Pause, Action::Edit(edit), Action::Pause];
    ui.horizontal_wrapped(|ui| {
        if !scenarios.is_empty() {
            field(ui, &w.scenarios, |ui| {
                let shown = chosen.as_deref().map_or_else(|| w.choose.to_string(), cut);
                let combo = ComboBox::from_id_salt("scenarios").width(180.0).selected_text(shown);
                combo
                    .show_ui(ui, |ui| {
                        for (name, scenario) in scenarios {
                            let is = chosen.as_ref() == Some(name);
                            if ui.selectable_label(is, cut(name)).clicked() {
                                state.chosen = Some(name.clone());
                                state.name.clone_from(name);
                                state.ticked.clone_from(&scenario.done);
                            }
                        }
                    })
                    .response
            });
        }
        field(ui, &w.name, |ui| {
            let edit = &mut cx.held(&mut state.name);
            text_field(ui, TextEdit::singleline(edit).desired_width(200.0).char_limit(80), cx.writable)
        });
        ui.vertical(|ui| {
            ui.add_space(22.0);
            ui.horizontal(|ui| {
                let name = state.name.trim().to_owned();
                let same = scenarios.get(&name).is_some_and(|scenario| scenario.done == state.ticked);
                let may = cx.writable && !name.is_empty() && !same;
                let label = if scenarios.contains_key(&name) { &w.update } else { &w.save };
                if ui.add_enabled(may, Button::new(&**label)).on_disabled_hover_text(&*w.save_hint).clicked() {
                    let scenario = Some(Box::new(Scenario { done: state.ticked.clone() }));
                    out.extend(step(Edit::SetScenario { name: name.clone(), scenario }));
                    state.chosen = Some(name.clone());
                }
                let chosen = chosen.clone().filter(|_| cx.writable);
                if let Some((old, scenario)) = chosen.and_then(|old| scenarios.get_key_value(&old)) {
                    let free = !name.is_empty() && !scenarios.contains_key(&name);
                    if ui.add_enabled(free, Button::new(&*w.rename)).on_disabled_hover_text(&*w.rename_hint).clicked() {
                        let done = Some(Box::new(Scenario::clone(scenario)));
                        out.extend(step(Edit::Many(vec![
                            Edit::SetScenario { name: old.clone(), scenario: None },
                            Edit::SetScenario { name: name.clone(), scenario: done },
                        ])));
                        state.chosen = Some(name);
                    }
                    if ui.button(w.remove.fill(&[("name", &cut(old))])).clicked() {
                        out.extend(step(Edit::SetScenario { name: old.clone(), scenario: None }));
                        state.chosen = None;
                        state.name.clear();
                    }
                }
                if ui.add_enabled(!state.ticked.is_empty(), Button::new(&*w.untick)).clicked() {
                    state.ticked.clear();
                }
            });
        });
    });
}

/// That something is ticked whose prerequisites are not.
fn lacking(ui: &mut Ui, cx: &Cx, state: &WhatIf) {
    let assessment = cx.session.assessment();
    let all = crate::planning::with_prerequisites(assessment, state.ticked.iter().copied());
    let lacking = ids(all.difference(&state.ticked).copied(), cx.words);
    if !lacking.is_empty() {
        let text = cx.words.plan_view.lacking.fill(&[("ids", &lacking)]);
        ui.label(RichText::new(text).color(Color32::from(cx.theme.warn)));
    }
}

/// A row below the figures.
enum Line<'a> {
    /// All open actions in one state.
    Group(ActionState, Vec<ActionId>),
    One(ActionId, &'a crate::assessment::Action),
}

/// The open actions by state, what is furthest first.
fn lines<'a>(cx: &Cx<'a>) -> Vec<Line<'a>> {
    let mut out = Vec::new();
    for state in [ActionState::ToVerify, ActionState::Doing, ActionState::Planned] {
        let actions = cx.session.assessment().actions.iter();
        let some: Vec<_> = actions.filter(|(_, action)| action.state == state).collect();
        if !some.is_empty() {
            out.push(Line::Group(state, some.iter().map(|(id, _)| **id).collect()));
            out.extend(some.into_iter().map(|(id, action)| Line::One(*id, action)));
        }
    }
    out
}

fn table(ui: &mut Ui, cx: &Cx, columns: &[Column], ticked: &mut BTreeSet<ActionId>) {
    let lines = lines(cx);
    let over = ui.available_width() - columns.len() as f32 * (COLUMN + ui.spacing().item_spacing.x) - 16.0;
    let mut builder = TableBuilder::new(ui)
        .id_salt("what_if")
        .striped(true)
        .sense(Sense::hover())
        .cell_layout(Layout::left_to_right(Align::Center))
        .column(Wide::exact(over.clamp(NAMES.0, NAMES.1)).clip(true));
    for _ in columns {
        builder = builder.column(Wide::exact(COLUMN).clip(true));
    }
    let table = builder.header(28.0, |mut row| {
        row.col(|_| {});
        for (at, column) in columns.iter().enumerate() {
            let name = RichText::new(title(cx, at, column)).strong();
            right(&mut row, |ui| drop(ui.add(Label::new(name).truncate())));
        }
    });
    table.body(|body| {
        body.rows(ROW, FIGURES + lines.len(), |mut row| {
            let at = row.index();
            match at.checked_sub(FIGURES).and_then(|at| lines.get(at)) {
                None => figure(&mut row, cx, at, columns),
                Some(Line::Group(state, all)) => group(&mut row, cx, (*state, all), ticked),
                Some(Line::One(id, action)) => one(&mut row, cx, (*id, action), columns, ticked),
            }
        });
    });
}

/// A cell whose content stands at the right, as figures do.
fn right(row: &mut TableRow<'_, '_>, add: impl FnOnce(&mut Ui)) {
    row.col(|ui| drop(ui.with_layout(Layout::right_to_left(Align::Center), add)));
}

/// The head of the actions of a state: how many, and all of them at once.
fn group(
    row: &mut TableRow<'_, '_>,
    cx: &Cx,
    (state, all): (ActionState, &[ActionId]),
    ticked: &mut BTreeSet<ActionId>,
) {
    let w = &cx.words.plan_view;
    let name = state.word(cx.c);
    row.col(|ui| drop(ui.label(RichText::new(w.group.fill(&[("state", name), ("n", &all.len())])).strong())));
    row.col(|_| {});
    right(row, |ui| {
        let mut on = all.iter().all(|id| ticked.contains(id));
        let label = w.group_all.fill(&[("state", name)]);
        if ui.add(Checkbox::new(&mut on, label)).changed() {
            ticked.retain(|id| !all.contains(id));
            ticked.extend(all.iter().filter(|_| on));
        }
    });
}

/// An action, and in which columns it is done.
fn one(
    row: &mut TableRow<'_, '_>,
    cx: &Cx,
    (id, action): (ActionId, &crate::assessment::Action),
    columns: &[Column],
    ticked: &mut BTreeSet<ActionId>,
) {
    let what = format!("{id} {} {}", action.gap.say(cx.c), action.what.replace('\n', " "));
    row.col(|ui| {
        let line = Label::new(&what).truncate().show_tooltip_when_elided(false);
        ui.add(line).on_hover_text(&action.what);
    });
    for (place, column) in columns.iter().enumerate() {
        right(row, |ui| match place {
            0 => {}
            1 => {
                let mut on = ticked.contains(&id);
                let label = cx.words.plan_view.tick.fill(&[("id", &id)]);
                if ui.add(Checkbox::new(&mut on, label)).changed() {
                    if on {
                        ticked.insert(id)
                    } else {
                        ticked.remove(&id)
                    };
                }
            }
            _ if column.done.contains(&id) => drop(sign(ui, Sign::Meets, cx.theme, &cx.words.plan_view.in_it)),
            _ => {}
        });
    }
}

/// A row of figures.
fn figure(row: &mut TableRow<'_, '_>, cx: &Cx, at: usize, columns: &[Column]) {
    let w = &cx.words.plan_view;
    let names = [
        &w.fact_score,
        &w.col_grade,
        &w.fact_span,
        &w.fact_effort_unit,
        &w.fact_cost_unit,
        &w.fact_finish,
        &w.fact_application,
    ];
    row.col(|ui| drop(ui.label(names.get(at).map_or("", |name| &***name))));
    let now = columns.first().and_then(|today| today.card.outcome.as_ref());
    for column in columns {
        let Some(outcome) = &column.card.outcome else {
            row.col(|_| {});
            continue;
        };
        right(row, |ui| match at {
            0 => {
                ui.label(RichText::new(column.card.show(&outcome.score)).strong());
                if let Some(now) = now.filter(|now| now.score != outcome.score) {
                    let by = column.card.show_marked(&(&outcome.score - &now.score));
                    caption(ui, w.gained.fill(&[("points", &by)]));
                }
            }
            1 => drop(ui.add(Label::new(grade(cx, &column.card, outcome)).truncate())),
            2 => span(ui, cx, column),
            3 => drop(ui.label(sum(column.effort))),
            4 => drop(ui.label(sum(column.cost))),
            5 => drop(ui.label(column.finish.map(|day| day.to_string()).unwrap_or_default())),
            _ => drop(ui.label(column.application.map(|day| day.to_string()).unwrap_or_default())),
        });
    }
}

fn span(ui: &mut Ui, cx: &Cx, column: &Column) {
    let Some((low, high)) = &column.ends else { return };
    let (from, to) = (column.card.show_marked(&low.score), column.card.show_marked(&high.score));
    let text = cx.words.plan_view.span_short.fill(&[("low", &from), ("high", &to)]);
    ui.label(text).on_hover_text(say_span(cx, &column.card, low, high));
}
