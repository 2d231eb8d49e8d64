//! 方案: the cheapest way to a target, what each grade takes, what each action gives, and what would be if.
//!
//! What is searched for is worked out in the background, again after every change, and can be stopped; what is tried by
//! ticking is worked out at once.

mod form;
mod pins;
mod result;
mod schedule;
mod tables;
mod what_if;

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use chrono::NaiveDate;
use egui::{Frame, Margin, ScrollArea, Ui};

use crate::app::jobs::{JobKind, Jobs};
use crate::app::panels::central;
use crate::app::widgets::{Tone, callout, caption, heading};
use crate::app::{Action, Cx, Place};
use crate::assessment::{ActionId, ActionState, Assessment};
use crate::criteria::{Amount, Scheme};
use crate::lang::{Language, Words};
use crate::planning::choose::Limits;
use crate::planning::{
    GainPerDay, GradePrice, Plan, PlanAsk, PlanRefused, Timeline, gains, grade_prices, plans, timeline,
};
use crate::report::outline::Gantt;
use crate::report::planning::say_not_judged;
use crate::scoring::{PointsSpan, points_span, score};
use crate::session::Session;

use form::Form;
use what_if::WhatIf;

/// How many plans stand side by side.
const PLANS: usize = 3;

/// What is only about looking.
#[derive(Debug, Default)]
pub struct PlanState {
    tab: Tab,
    form: Form,
    /// What was found, and for which question.
    found: Option<(Asked, Found)>,
    /// The question that is being worked on.
    running: Option<Asked>,
    /// Which of the plans has its schedule shown.
    selected: usize,
    /// The picture of a schedule, of which plan and in which language.
    picture: Option<((usize, Language), Gantt)>,
    what_if: WhatIf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Tab {
    #[default]
    Plan,
    Tables,
    WhatIf,
}

/// A question, and the case that it was asked of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    path: PathBuf,
    revision: u64,
    /// What is asked.
    pub ask: PlanAsk,
    /// The margin for what each grade takes.
    pub margin: Amount,
}

/// What was found.
#[derive(Debug)]
pub struct Found {
    plans: Result<Vec<Shown>, PlanRefused>,
    prices: Vec<GradePrice>,
    gains: Vec<GainPerDay>,
    /// Whether the person stopped the search.
    stopped: bool,
}

/// A plan with what is shown of it.
#[derive(Debug)]
struct Shown {
    plan: Plan,
    /// Its score over all tables of points.
    span: Option<PointsSpan>,
    line: Timeline,
}

impl Found {
    /// Works a question out; `stop` ends the search with what there is by then.
    #[must_use]
    pub fn work_out(scheme: &Scheme, assessment: &Assessment, asked: &Asked, stop: &AtomicBool) -> Self {
        let limits = Limits { stop: Some(stop), ..Limits::default() };
        let card = score(scheme, assessment);
        let shown = |plan: Plan| {
            let line = timeline(assessment, asked.ask.today, &plan.actions).unless(plan.can_apply());
            let span = if scheme.points_are_known() { None } else { points_span(scheme, &plan.card) };
            Shown { span, plan, line }
        };
        let found = plans(scheme, assessment, &asked.ask, PLANS, limits);
        Self {
            plans: found.map(|plans| plans.into_iter().map(shown).collect()),
            prices: grade_prices(scheme, assessment, &card, (&asked.ask, &asked.margin), limits),
            gains: gains(scheme, assessment, &card),
            stopped: stop.load(std::sync::atomic::Ordering::Relaxed),
        }
    }
}

impl PlanState {
    /// What is to be worked out; none where nothing can be.
    #[must_use]
    pub fn wanted(&self, session: &Session, path: &Path, today: NaiveDate, words: &Words) -> Option<Asked> {
        open_actions(session.assessment()).next()?;
        let (ask, margin) = self.form.ask(session, today, words).ok()?;
        Some(Asked { path: path.to_owned(), revision: session.revision(), ask, margin })
    }

    /// Whether this was worked out already.
    #[must_use]
    pub fn knows(&self, asked: &Asked) -> bool {
        self.found.as_ref().is_some_and(|(known, _)| known == asked)
    }

    /// Whether this is being worked on.
    #[must_use]
    pub fn works_on(&self, asked: &Asked) -> bool {
        self.running.as_ref() == Some(asked)
    }

    /// Notes what is being worked on.
    pub fn begin(&mut self, asked: Option<Asked>) {
        self.running = asked;
    }

    /// Takes what was found, if it was still wanted.
    pub fn take(&mut self, asked: Asked, found: Found) {
        if self.works_on(&asked) {
            self.running = None;
            let count = found.plans.as_ref().map_or(0, Vec::len);
            self.selected = self.selected.min(count.saturating_sub(1));
            (self.found, self.picture) = (Some((asked, found)), None);
        }
    }
}

/// Actions that are still to be done.
fn open_actions(assessment: &Assessment) -> impl Iterator<Item = (ActionId, &crate::assessment::Action)> {
    let all = assessment.actions.iter().map(|(id, action)| (*id, action.as_ref()));
    all.filter(|(_, action)| action.state != ActionState::Closed)
}

/// The view.
pub fn ui(ui: &mut Ui, cx: &Cx, jobs: &Jobs, state: &mut PlanState, out: &mut Vec<Action>) {
    let w = &cx.words.plan_view;
    let frame = Frame::new().fill(cx.theme.panel.into()).inner_margin(Margin::symmetric(16, 12));
    central(ui, "plan", frame, |ui| {
        heading(ui, &*cx.w.place_plan);
        if open_actions(cx.session.assessment()).next().is_none() {
            caption(ui, &*w.what);
            ui.add_space(10.0);
            callout(ui, Tone::Quiet, cx.theme, |ui| {
                ui.label(&*w.empty);
                ui.label(&*w.empty_how);
                if ui.button(&*cx.w.place_remediation).clicked() {
                    out.push(Action::Go(Place::Remediation));
                }
            });
            return;
        }
        ui.horizontal_wrapped(|ui| {
            ui.selectable_value(&mut state.tab, Tab::Plan, &*w.tab_plan);
            ui.selectable_value(&mut state.tab, Tab::Tables, &*w.tab_tables);
            ui.selectable_value(&mut state.tab, Tab::WhatIf, &*w.tab_what_if);
            if state.tab != Tab::WhatIf {
                working(ui, cx, jobs, out);
            }
        });
        ui.separator();
        if state.tab == Tab::WhatIf {
            return what_if::ui(ui, cx, &mut state.what_if, out);
        }
        ScrollArea::vertical().id_salt(("plan", state.tab as u8)).auto_shrink([false, false]).show(ui, |ui| {
            ui.set_max_width((ui.available_width() - 12.0).min(1180.0));
            match state.tab {
                Tab::Plan => {
                    form::ui(ui, cx, &mut state.form);
                    ui.add_space(8.0);
                    not_judged(ui, cx, out);
                    result::ui(ui, cx, state, out);
                }
                _ => {
                    not_judged(ui, cx, out);
                    tables::ui(ui, cx, state);
                }
            }
            ui.add_space(14.0);
        });
    });
}

/// That clauses are not judged yet, and what that means for plans.
fn not_judged(ui: &mut Ui, cx: &Cx, out: &mut Vec<Action>) {
    let said = say_not_judged(cx.session.assessment(), cx.session.card(), cx.words);
    if said.is_empty() {
        return;
    }
    callout(ui, Tone::Warn, cx.theme, |ui| {
        ui.horizontal_wrapped(|ui| {
            said.iter().for_each(|line| drop(ui.label(line)));
            if ui.link(&*cx.words.plan_view.judge).clicked() {
                out.push(Action::Go(Place::Assess));
            }
        });
    });
    ui.add_space(4.0);
}

/// That something is being worked out, and the way to stop it.
fn working(ui: &mut Ui, cx: &Cx, jobs: &Jobs, out: &mut Vec<Action>) {
    if jobs.is_running(JobKind::Plan) {
        let w = &cx.words.plan_view;
        ui.spinner();
        ui.label(&*w.working);
        if ui.button(&*w.stop).clicked() {
            out.push(Action::Cancel(JobKind::Plan));
        }
    }
}
