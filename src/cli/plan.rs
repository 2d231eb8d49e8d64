//! `plan CASE --target GRADE|POINTS …`: the best set of remediation actions, as text or as JSON.
//!
//! Exit code 0 only when the target is reached.

use std::ffi::OsString;

use chrono::NaiveDate;
use num_traits::Signed as _;
use serde::Serialize;

use super::args::{self, Given, Place, Spec};
use super::{Ctx, OK, Outcome, PROBLEMS, Stop, files, report, text};
use crate::assessment::{Action, ActionId, ActionState, Assessment, hundredths};
use crate::criteria::{Amount, Grade, Scheme, parse_amount};
use crate::planning::choose::{Limits, Minimise, Pin};
use crate::planning::{Earliest, Plan, PlanAsk, Target, earliest_application, plans};
use crate::report::planning::{say_ceiling, say_found, say_margin, say_not_judged, say_proven, say_refused};
use crate::scoring::{self, decimal_or_fraction, fraction};

const SPEC: Spec = Spec {
    name: "plan",
    many: false,
    places: &[Place::Case],
    flags: &["json"],
    options: &["target", "margin", "by", "minimise", "as-of", "effort", "cost", "with+", "without+"],
};

/// How many plans stand side by side.
const PLANS: usize = 3;

pub(super) fn run(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(given) = args::parse(args, &SPEC, ctx)? else { return Ok(OK) };
    let today = day(&given, "as-of", ctx)?.unwrap_or(ctx.now.date());
    let (_, case) = files::open(given.place(0), ctx)?;
    let scheme = &case.pinned.scheme;
    let ask = ask(&given, scheme, &case.assessment, today, ctx)?;
    let found = plans(scheme, &case.assessment, &ask, PLANS, Limits::default())
        .map_err(|refused| Stop(say_refused(&refused, &ctx.words)))?;
    let Some((best, others)) = found.split_first() else { return Ok(PROBLEMS) };
    if given.flag("json") {
        let json = JsonAll {
            plan: JsonPlan::of(best, &case.assessment, today),
            target: fraction(&ask.target.score(scheme).unwrap_or_default()),
            as_of: today,
            unrated: best.card.unrated,
            alternatives: others.iter().map(|plan| JsonPlan::of(plan, &case.assessment, today)).collect(),
        };
        ctx.say(serde_json::to_string_pretty(&json).map_err(|error| Stop(error.to_string()))?);
    } else {
        say(scheme, &case.assessment, &ask, best, others, ctx);
    }
    Ok(if best.reached { OK } else { PROBLEMS })
}

fn day(given: &Given, name: &str, ctx: &Ctx<'_>) -> Result<Option<NaiveDate>, Stop> {
    given.text(name, ctx)?.map(|text| report::date_of(&text, ctx)).transpose()
}

/// Whether a person means this grade: by its id, its title, or its title without 级 as people say it.
fn is_grade(grade: &Grade, said: &str) -> bool {
    let bare = |text: &str| text.trim().trim_end_matches('级').to_owned();
    grade.id == said.trim() || bare(&grade.title) == bare(said)
}

fn ask(
    given: &Given,
    scheme: &Scheme,
    assessment: &Assessment,
    today: NaiveDate,
    ctx: &Ctx<'_>,
) -> Result<PlanAsk, Stop> {
    let w = &ctx.words.planning;
    let amount = |name: &str| -> Result<Option<Amount>, Stop> {
        let Some(text) = given.text(name, ctx)? else { return Ok(None) };
        let found = parse_amount(text.trim()).filter(|amount| !amount.is_negative());
        found.map(Some).ok_or_else(|| Stop(w.plan_bad_number.fill(&[("option", &name), ("text", &text)])))
    };
    let whole = |name: &str| -> Result<Option<u64>, Stop> {
        let Some(value) = amount(name)? else { return Ok(None) };
        let cut = (value * Amount::from_integer(100.into())).to_integer();
        Ok(Some(u64::try_from(cut).unwrap_or(u64::MAX)))
    };
    let Some(target) = given.text("target", ctx)? else { return Err(Stop(w.plan_no_target.to_string())) };
    let margin = amount("margin")?;
    let target = match scheme.rules.grades.iter().find(|grade| is_grade(grade, &target)) {
        Some(grade) => Target::Grade { id: grade.id.clone(), margin: margin.unwrap_or_else(Target::usual_margin) },
        None => match parse_amount(target.trim()) {
            Some(points) => Target::Score(points + margin.unwrap_or_default()),
            None => {
                let known = scheme.rules.grades.iter().flat_map(|grade| [grade.id.as_str(), grade.title.as_str()]);
                let known: Vec<&str> = known.collect();
                let known = known.join(&ctx.words.common.list_separator);
                return Err(Stop(w.plan_unknown_target.fill(&[("text", &target), ("known", &known)])));
            }
        },
    };
    let minimise = match given.text("minimise", ctx)?.as_deref() {
        None | Some("effort") => Minimise::Effort,
        Some("cost") => Minimise::Cost,
        Some("days") => Minimise::Days,
        Some(other) => return Err(Stop(w.plan_bad_minimise.fill(&[("text", &other)]))),
    };
    let mut pins = std::collections::BTreeMap::new();
    for (name, pin) in [("with", Pin::In), ("without", Pin::Out)] {
        for text in given.texts(name, ctx)? {
            let known = ActionId::parse(&text).filter(|id| assessment.actions.contains_key(id));
            let id = known.ok_or_else(|| Stop(w.plan_unknown_action.fill(&[("id", &text)])))?;
            if assessment.actions.get(&id).is_some_and(|action| action.state == ActionState::Closed) {
                return Err(Stop(w.plan_closed_action.fill(&[("id", &id), ("option", &name)])));
            }
            if pins.insert(id, pin).is_some_and(|before| before != pin) {
                return Err(Stop(w.plan_in_and_out.fill(&[("id", &id)])));
            }
        }
    }
    let by = day(given, "by", ctx)?;
    Ok(PlanAsk { target, minimise, today, by, most_effort: whole("effort")?, most_cost: whole("cost")?, pins })
}

#[derive(Serialize)]
struct JsonAll {
    #[serde(flatten)]
    plan: JsonPlan,
    target: String,
    as_of: NaiveDate,
    /// Clauses that are not judged and count as lost.
    unrated: usize,
    alternatives: Vec<JsonPlan>,
}

#[derive(Serialize)]
struct JsonPlan {
    feasible: bool,
    proven: bool,
    actions: Vec<String>,
    score: Option<JsonScore>,
    /// Null where it is too early for one, as clauses are not judged.
    grade: Option<String>,
    /// Person-days.
    effort: serde_json::Number,
    /// Yuan.
    cost: serde_json::Number,
    finish: Option<NaiveDate>,
    /// Null where the target is not reached: there is nothing to apply with.
    earliest_application: Option<NaiveDate>,
    /// Where only the margin is missed: the largest one with which the target is reached.
    smaller_margin: Option<String>,
}

#[derive(Serialize)]
struct JsonScore {
    exact: String,
    shown: String,
}

impl JsonPlan {
    fn of(plan: &Plan, assessment: &Assessment, today: NaiveDate) -> Self {
        let outcome = plan.card.outcome.as_ref();
        Self {
            feasible: plan.reached,
            proven: plan.proven,
            actions: plan.actions.iter().map(ToString::to_string).collect(),
            score: outcome
                .map(|outcome| JsonScore { exact: fraction(&outcome.score), shown: plan.card.show(&outcome.score) }),
            grade: outcome.filter(|one| !plan.card.undecided(one)).map(|one| one.grade.id.clone()),
            effort: number(plan.effort),
            cost: number(plan.cost),
            finish: plan.finish,
            earliest_application: plan.can_apply().then(|| earliest_application(assessment, today, plan.finish).day),
            smaller_margin: plan.smaller_margin.as_ref().map(decimal_or_fraction),
        }
    }
}

/// Hundredths as a decimal number.
pub(super) fn number(hundredth: u128) -> serde_json::Number {
    let text = shown(hundredth);
    text.parse().unwrap_or_else(|_| serde_json::Number::from(0))
}

fn shown(hundredth: u128) -> String {
    u64::try_from(hundredth).map_or_else(|_| (hundredth / 100).to_string(), hundredths)
}

/// The person's view.
fn say(scheme: &Scheme, assessment: &Assessment, ask: &PlanAsk, best: &Plan, others: &[Plan], ctx: &mut Ctx<'_>) {
    let words = ctx.words.clone();
    let w = &words.planning;
    let card = scoring::score(scheme, assessment);
    let target = ask.target.score(scheme).unwrap_or_default();
    ctx.say(say_found(best, &decimal_or_fraction(&target), &words));
    ctx.say(say_proven(best, &words));
    say_margin(best, &target, &words).into_iter().for_each(|said| ctx.say(said));
    say_ceiling(best, &words).into_iter().for_each(|said| ctx.say(said));
    say_not_judged(assessment, &card, &words).into_iter().for_each(|said| ctx.say(said));
    ctx.say("");
    let finishes = crate::planning::earliest_finishes(assessment, ask.today);
    let heads = [&w.head_id, &w.head_gap, &w.head_what, &w.head_gain, &w.head_effort, &w.head_cost, &w.head_finish];
    let mut rows = vec![heads.map(|head| head.to_string()).to_vec()];
    for id in &best.actions {
        let Some(action) = assessment.actions.get(id) else { continue };
        let relief = scoring::Relief::of(assessment, &card, [id]);
        let alone = scoring::score_as_if(scheme, assessment, &relief);
        let gain = match (&alone.outcome, &card.outcome) {
            (Some(after), Some(before)) => card.show_marked(&(&after.score - &before.score)),
            _ => String::new(),
        };
        let finish = finishes.get(id).map_or_else(String::new, ToString::to_string);
        let gap = action.gap.say(&words.common);
        let what = action.what.replace('\n', " ");
        rows.push(vec![id.to_string(), gap, what, gain, hundredths(action.effort), hundredths(action.cost), finish]);
    }
    if rows.len() > 1 {
        text::table(&rows, 3..6).into_iter().for_each(|line| ctx.say(line));
        ctx.say("");
    }
    let line = |plan: &Plan| {
        let Some(outcome) = &plan.card.outcome else { return String::new() };
        let (score, grade) = (plan.card.show(&outcome.score), text::grade_of(&plan.card, outcome, &words));
        let Some(finish) = plan.finish else {
            return words.plan_view.score_grade.fill(&[("score", &score), ("grade", &grade)]);
        };
        w.plan_line.fill(&[
            ("score", &score),
            ("grade", &grade),
            ("effort", &shown(plan.effort)),
            ("cost", &shown(plan.cost)),
            ("finish", &finish),
        ])
    };
    ctx.say(line(best));
    for (at, other) in (2..).zip(others) {
        let ids: Vec<String> = other.actions.iter().map(ToString::to_string).collect();
        let ids = ids.join(&words.common.list_separator);
        ctx.say(w.plan_other.fill(&[("n", &at), ("line", &line(other)), ("ids", &ids)]));
    }
    ctx.say("");
    let blank = |action: &Action| (action.effort, action.cost, action.lead_days) == (0, 0, 0);
    let stated = |id: &&ActionId| assessment.actions.get(id).is_some_and(|action| blank(action));
    let blanks: Vec<String> = best.actions.iter().filter(stated).map(ToString::to_string).collect();
    if !blanks.is_empty() {
        ctx.say(w.plan_blank.fill(&[("ids", &blanks.join(&words.common.list_separator))]));
    }
    if best.can_apply() {
        let Earliest { day, operation } = earliest_application(assessment, ask.today, best.finish);
        ctx.say(w.plan_earliest.fill(&[("day", &day)]));
        if operation.is_none() {
            ctx.say(&*w.plan_operation_unknown);
        }
    }
    ctx.say(&*w.plan_note);
}
