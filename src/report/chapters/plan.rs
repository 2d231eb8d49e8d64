//! The way to the next grade: what was asked, the cheapest set of actions, when they run, what each grade takes, and
//! what saved scenarios come to.
//!
//! Bounded: the search gives up its proof after a fixed number of states and says so, and long lists are cut and say so.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use super::teller::Teller;
use crate::assessment::{ActionId, ActionState, Assessment, hundredths};
use crate::criteria::process;
use crate::planning::choose::{Limits, Minimise};
use crate::planning::{
    GradePrice, Plan, PlanAsk, Target, earliest_application, earliest_finishes, grade_prices, grades_above, timeline,
};
use crate::report::outline::{Block, Column, Fact, Row, Table, Text};
use crate::report::planning::{say_ceiling, say_found, say_margin, say_not_judged, say_proven, say_refused};
use crate::report::timeline::{gantt, say_blanks, say_time, say_timeline};
use crate::scoring::{Outcome, Relief, ScoreCard, points_span, score_as_if};

/// States to look at before the proof is given up: some tenths of a second.
const STATES: u64 = 400_000;
/// Most rows of a table and of the picture.
const ROWS: usize = 60;
/// Most scenarios.
const SCENARIOS: usize = 12;

pub fn write(t: &Teller) -> Vec<Block> {
    let w = &t.subject.words.plan_view;
    let open: Vec<ActionId> = t
        .assessment
        .actions
        .iter()
        .filter(|(_, action)| action.state != ActionState::Closed)
        .map(|(id, _)| *id)
        .collect();
    if open.is_empty() {
        return vec![Block::paragraph(&*w.report_none)];
    }
    let ask = PlanAsk {
        target: Target::Score(crate::criteria::Amount::default()),
        minimise: Minimise::Effort,
        today: t.subject.date,
        by: None,
        most_effort: None,
        most_cost: None,
        pins: BTreeMap::new(),
    };
    let limits = Limits { states: STATES, stop: None };
    let margin = Target::usual_margin();
    let prices = grade_prices(t.scheme, t.assessment, t.card, (&ask, &margin), limits);
    let open_yet = say_not_judged(t.assessment, t.card, t.subject.words);
    let mut blocks: Vec<Block> = open_yet.into_iter().map(Block::paragraph).collect();
    match grades_above(t.scheme, t.card).next() {
        Some(grade) => {
            let target = Target::Grade { id: grade.id.clone(), margin: margin.clone() };
            let ask = PlanAsk { target, ..ask };
            let places: [(&str, &dyn Display); 5] = [
                ("day", &t.day(ask.today)),
                ("n", &open.len()),
                ("grade", &t.title(&grade.id, &grade.title)),
                ("margin", &t.exact(&margin)),
                ("target", &t.exact(&(&grade.from + &margin))),
            ];
            blocks.push(Block::paragraph(w.report_lead.fill(&places)));
            // The lowest grade above the present one is the first that was worked out.
            match prices.first().map(|price| &price.plan) {
                Some(Ok(plan)) => blocks.extend(one(t, plan, &ask)),
                Some(Err(refused)) => blocks.push(Block::paragraph(say_refused(refused, t.subject.words))),
                None => {}
            }
        }
        None => blocks.push(Block::paragraph(w.report_top.fill(&[("day", &t.day(ask.today)), ("n", &open.len())]))),
    }
    let blanks = say_blanks(t.assessment, &open, t.subject.words);
    blocks.extend(blanks.into_iter().map(Block::small));
    blocks.extend(price_table(t, &prices));
    blocks.extend(scenarios(t));
    blocks
}

/// A plan: its figures, its actions, when they run.
fn one(t: &Teller, plan: &Plan, ask: &PlanAsk) -> Vec<Block> {
    let (w, p) = (&t.subject.words.plan_view, &t.subject.words.planning);
    let target = t.exact(&ask.target.score(t.scheme).unwrap_or_default());
    let said = say_found(plan, &target, t.subject.words);
    let mut blocks = vec![Block::paragraph(Text::strong(said).then(" ").then(say_proven(plan, t.subject.words)))];
    let margin = say_margin(plan, &ask.target.score(t.scheme).unwrap_or_default(), t.subject.words);
    blocks.extend(margin.map(Block::paragraph));
    blocks.extend(say_ceiling(plan, t.subject.words).map(Block::paragraph));
    blocks.push(Block::Facts(facts(t, plan, ask)));
    if plan.actions.is_empty() {
        return blocks;
    }
    blocks.push(Block::Table(actions(t, plan, ask)));
    blocks.extend(more(t, plan.actions.len()));
    blocks.push(Block::small(&*p.plan_note));
    let line = timeline(t.assessment, ask.today, &plan.actions).unless(plan.can_apply());
    let mut picture = gantt(&line, t.assessment, t.subject.words);
    let bars = line.bars.len();
    if bars > ROWS {
        picture.rows.drain(ROWS..bars);
    }
    let picture = vec![Block::heading(2, &*w.schedule), Block::small(&*w.legend), Block::Gantt(picture)];
    blocks.push(Block::Together(picture));
    blocks.extend(more(t, bars));
    blocks.push(Block::Bullets(say_timeline(&line, t.subject.words).into_iter().map(Text::plain).collect()));
    if !plan.reached {
        return blocks;
    }
    blocks.push(Block::heading(3, &*w.body_title));
    blocks.push(Block::small(process().about.as_str()));
    blocks.push(Block::Table(stages(t)));
    blocks
}

fn facts(t: &Teller, plan: &Plan, ask: &PlanAsk) -> Vec<Fact> {
    let w = &t.subject.words.plan_view;
    let mut facts = Vec::new();
    if let Some(outcome) = &plan.card.outcome {
        facts.push(Fact::new(&*w.fact_score, Text::strong(result(t, &plan.card))));
        if let Some(span) = points_span(t.scheme, &plan.card).filter(|_| !t.scheme.points_are_known()) {
            let said = |end: &Outcome| {
                w.score_grade.fill(&[("score", &t.figure(&end.score)), ("grade", &grade(t, &plan.card, end))])
            };
            let text = w.span.fill(&[("low", &said(&span.low)), ("high", &said(&span.high))]);
            facts.push(Fact::new(&*w.fact_span, Text::plain(text).then_quiet(format!(" {}", w.points_provisional))));
        }
        let target = ask.target.score(t.scheme).unwrap_or_default();
        if !plan.reached && outcome.score < target {
            facts.push(Fact::new(&*w.fact_missing, t.card.show_up(&(target - &outcome.score))));
        }
    }
    if plan.actions.is_empty() {
        return facts;
    }
    facts.push(Fact::new(&*w.fact_effort, w.days_of_work.fill(&[("n", &sum(plan.effort))])));
    facts.push(Fact::new(&*w.fact_cost, w.yuan.fill(&[("n", &sum(plan.cost))])));
    facts.push(Fact::new(&*w.fact_finish, plan.finish.map_or_else(|| t.dash(), |day| t.day(day))));
    if plan.can_apply() {
        let day = earliest_application(t.assessment, ask.today, plan.finish).day;
        facts.push(Fact::new(&*w.fact_application, t.day(day)));
    }
    facts
}

/// Score and grade of a card.
fn result(t: &Teller, card: &ScoreCard) -> String {
    let Some(outcome) = &card.outcome else { return t.dash() };
    let places: [(&str, &dyn Display); 2] = [("score", &t.figure(&outcome.score)), ("grade", &grade(t, card, outcome))];
    t.subject.words.plan_view.score_grade.fill(&places)
}

/// The grade of a card as if; still open where clauses are not judged.
fn grade(t: &Teller, card: &ScoreCard, outcome: &Outcome) -> String {
    if card.undecided(outcome) { t.words.grade_pending.to_string() } else { t.own_title(outcome) }
}

fn sum(hundredth: u128) -> String {
    u64::try_from(hundredth).map_or_else(|_| (hundredth / 100).to_string(), hundredths)
}

fn actions(t: &Teller, plan: &Plan, ask: &PlanAsk) -> Table {
    let p = &t.subject.words.planning;
    let finishes = earliest_finishes(t.assessment, ask.today);
    let rows = plan.actions.iter().take(ROWS).filter_map(|id| {
        let action = t.assessment.actions.get(id)?;
        let finish = finishes.get(id).map_or_else(|| t.dash(), |day| t.day(*day));
        Some(Row::new(vec![
            id.to_string().into(),
            action.gap.say(t.common).into(),
            action.what.replace('\n', " ").into(),
            hundredths(action.effort).into(),
            hundredths(action.cost).into(),
            finish.into(),
        ]))
    });
    let columns = vec![
        Column::words(&*p.head_id, 0.8),
        Column::words(&*p.head_gap, 1.1),
        Column::words(&*p.head_what, 4.6),
        Column::figures(&*p.head_effort, 0.8),
        Column::figures(&*p.head_cost, 1.1),
        Column::words(&*p.head_finish, 1.3),
    ];
    Table { columns, rows: rows.collect() }
}

/// That a list was cut.
fn more(t: &Teller, all: usize) -> Option<Block> {
    let left = all.checked_sub(ROWS).filter(|left| *left > 0)?;
    Some(Block::small(t.subject.words.plan_view.more.fill(&[("n", &left)])))
}

fn stages(t: &Teller) -> Table {
    let w = &t.subject.words.plan_view;
    let words = t.subject.words;
    let stages = process().stages.iter().map(|stage| {
        let time = stage.time.as_ref().map_or_else(|| w.unstated.to_string(), |time| say_time(time, words));
        let source = if stage.time.is_some() { t.list(&stage.sources) } else { t.dash() };
        Row::new(vec![stage.title.as_str().into(), time.into(), Text::plain(&stage.differs), t.sourced(&source)])
    });
    let whole = process().whole.iter().map(|whole| {
        let source = process().sources.iter().find(|source| source.id == whole.source);
        let title = source.map_or("", |source| source.title.as_str());
        Row::new(vec![
            Text::plain(&*w.body_whole),
            say_time(&whole.time, words).into(),
            Text::plain(&whole.remark),
            Text::plain(title),
        ])
    });
    let columns = vec![
        Column::words(&*w.col_stage, 2.0),
        Column::words(&*w.col_time, 1.3),
        Column::words(&*w.col_remark, 2.3),
        Column::words(&*w.col_source, 2.2),
    ];
    Table { columns, rows: stages.chain(whole).collect() }
}

fn price_table(t: &Teller, prices: &[GradePrice]) -> Vec<Block> {
    let w = &t.subject.words.plan_view;
    if prices.is_empty() {
        return Vec::new();
    }
    let rows = prices.iter().map(|price| {
        let title = t.grade(&price.grade).map_or(price.grade.clone(), |grade| t.title(&grade.id, &grade.title));
        let name = Text::plain(title).then_quiet(format!(" {}", t.exact(&price.score)));
        let plan = match &price.plan {
            Ok(plan) => plan,
            Err(refused) => {
                let said = say_refused(refused, t.subject.words);
                let dash = || Text::plain(t.dash());
                return Row::new(vec![name, said.into(), dash(), dash(), dash(), dash()]);
            }
        };
        let state = match (plan.reached, plan.proven) {
            (true, true) if t.card.complete() => w.price_reached.to_string(),
            (true, true) => w.judged_only.fill(&[("said", &w.price_reached)]),
            (true, false) => w.price_reached_unproven.to_string(),
            (false, _) => say_margin(plan, &price.score, t.subject.words)
                .unwrap_or_else(|| w.price_unreached.fill(&[("result", &result(t, &plan.card))])),
        };
        let day = |day: Option<chrono::NaiveDate>| day.map_or_else(|| t.dash(), |day| t.day(day));
        let applies = plan.can_apply().then(|| earliest_application(t.assessment, t.subject.date, plan.finish).day);
        Row::new(vec![
            name,
            state.into(),
            sum(plan.effort).into(),
            sum(plan.cost).into(),
            day(plan.finish).into(),
            day(applies).into(),
        ])
    });
    let p = &t.subject.words.planning;
    let columns = vec![
        Column::words(&*w.col_grade, 1.7),
        Column::words(&*w.col_reached, 2.4),
        Column::figures(&*p.head_effort, 0.8),
        Column::figures(&*p.head_cost, 1.1),
        Column::words(&*p.head_finish, 1.3),
        Column::words(&*w.col_application, 1.4),
    ];
    let table = Table { columns, rows: rows.collect() };
    vec![Block::heading(2, &*w.prices), Block::small(&*w.report_prices_note), Block::Table(table)]
}

/// Effort and cost of the open ones of some actions.
fn sums(assessment: &Assessment, done: &BTreeSet<ActionId>) -> (u128, u128) {
    let open = done.iter().filter_map(|id| assessment.actions.get(id));
    let open = open.filter(|action| action.state != ActionState::Closed);
    open.fold((0, 0), |(effort, cost), action| (effort + u128::from(action.effort), cost + u128::from(action.cost)))
}

fn scenarios(t: &Teller) -> Vec<Block> {
    let w = &t.subject.words.plan_view;
    if t.assessment.scenarios.is_empty() {
        return Vec::new();
    }
    let finishes = earliest_finishes(t.assessment, t.subject.date);
    let now = Row::new(vec![Text::quiet(&*w.today_column), result(t, t.card).into(), "".into(), "".into(), "".into()]);
    let rows = t.assessment.scenarios.iter().take(SCENARIOS).map(|(name, scenario)| {
        let card = score_as_if(t.scheme, t.assessment, &Relief::of(t.assessment, t.card, &scenario.done));
        let (effort, cost) = sums(t.assessment, &scenario.done);
        let finish = scenario.done.iter().filter_map(|id| finishes.get(id)).max();
        let ids: Vec<String> = scenario.done.iter().take(ROWS).map(ToString::to_string).collect();
        Row::new(vec![
            Text::plain(name.as_str()).then_quiet(format!("\n{}", t.list(&ids))),
            result(t, &card).into(),
            sum(effort).into(),
            sum(cost).into(),
            finish.map_or_else(|| t.dash(), |day| t.day(*day)).into(),
        ])
    });
    let p = &t.subject.words.planning;
    let columns = vec![
        Column::words(&*w.col_scenario, 3.2),
        Column::words(&*w.fact_score, 2.0),
        Column::figures(&*p.head_effort, 0.8),
        Column::figures(&*p.head_cost, 1.1),
        Column::words(&*p.head_finish, 1.3),
    ];
    let table = Table { columns, rows: std::iter::once(now).chain(rows).collect() };
    let mut blocks = vec![Block::heading(2, &*w.scenarios), Block::small(&*w.scenarios_note), Block::Table(table)];
    if let Some(left) = t.assessment.scenarios.len().checked_sub(SCENARIOS).filter(|left| *left > 0) {
        blocks.push(Block::small(w.more.fill(&[("n", &left)])));
    }
    blocks
}
