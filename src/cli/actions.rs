//! `actions export | import | list | remind | suggest`: the register of remediation as a table, in and out, looked at,
//! as reminder sheets, drafted.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;

use chrono::NaiveDate;
use serde::Serialize;

use super::args::{self, Given, Place, Spec};
use super::plan::number;
use super::{Ctx, OK, Outcome, PROBLEMS, Stop, files, import, report, text};
use crate::assessment::{
    Action, ActionId, ActionState, Assessment, Edit, Gap, SpecialDeduction, SpecialDeductionId, hundredths,
};
use crate::criteria::{ClauseId, Scheme};
use crate::planning;
use crate::report::planning::say_rectify;
use crate::scoring::{self, fraction};
use crate::store::actions::{self, ActionsSheet, Reminders};
use crate::store::tables::{TableKind, TableProblem, TableProblemKind};
use crate::store::{self, cut};

const EXPORT: Spec = Spec {
    name: "actions",
    many: false,
    places: &[Place::Case, Place::Table],
    flags: &[],
    options: &["owner", "as-of"],
};
const IMPORT: Spec = Spec {
    name: "actions",
    many: false,
    places: &[Place::Case, Place::Table],
    flags: &["dry-run"],
    options: &["by", "as-of"],
};
const LIST: Spec = Spec {
    name: "actions",
    many: false,
    places: &[Place::Case],
    flags: &["overdue", "json"],
    options: &["owner", "as-of"],
};
const REMIND: Spec = Spec {
    name: "actions",
    many: false,
    places: &[Place::Case, Place::Table],
    flags: &[],
    options: &["owner", "as-of"],
};
const SUGGEST: Spec =
    Spec { name: "actions", many: false, places: &[Place::Case], flags: &["dry-run"], options: &["clause+", "by"] };

pub(super) fn run(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let rest = args.iter().skip(1).cloned().collect();
    match args.first().and_then(|first| first.to_str()) {
        Some("export") => export(rest, ctx),
        Some("import") => import_table(rest, ctx),
        Some("list") => list(rest, ctx),
        Some("suggest") => suggest(rest, ctx),
        Some("remind") => remind(rest, ctx),
        Some("--help" | "-h") => {
            super::help::of_command("actions", ctx);
            Ok(OK)
        }
        _ => {
            let usage = super::help::usage_line("actions", ctx);
            Err(Stop(format!("{}\n{usage}", ctx.words.actions.command_what)))
        }
    }
}

/// The day that counts as today.
fn today(given: &Given, ctx: &Ctx<'_>) -> Result<NaiveDate, Stop> {
    let typed = given.text("as-of", ctx)?.map(|text| report::date_of(&text, ctx)).transpose()?;
    Ok(typed.unwrap_or(ctx.now.date()))
}

/// The owner that was typed, who has an open action; a sentence with those who have where not.
fn owner(given: &Given, case: &Assessment, ctx: &Ctx<'_>) -> Result<Option<String>, Stop> {
    let Some(typed) = given.text("owner", ctx)? else { return Ok(None) };
    let open = case.actions.values().filter(|action| action.state != ActionState::Closed);
    let known: BTreeSet<&str> =
        open.map(|action| action.owner.as_str()).filter(|owner| !owner.trim().is_empty()).collect();
    if let Some(owner) = known.iter().find(|owner| owner.trim() == typed.trim()) {
        return Ok(Some((*owner).to_owned()));
    }
    let a = &ctx.words.actions;
    let known = known.into_iter().map(cut).collect::<Vec<_>>().join(&ctx.words.common.list_separator);
    let known = if known.is_empty() { a.none_known.to_string() } else { known };
    Err(Stop(a.no_owner_actions.fill(&[("owner", &cut(&typed)), ("known", &known)])))
}

fn export(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(given) = args::parse(args, &EXPORT, ctx)? else { return Ok(OK) };
    let on = today(&given, ctx)?;
    let (case_path, case) = files::open(given.place(0), ctx)?;
    let sheet = match owner(&given, &case.assessment, ctx)? {
        Some(owner) => ActionsSheet::Reminder { owner, on },
        None => ActionsSheet::All,
    };
    let target = given.path(1);
    files::allow_target(&target, &[&case_path], ctx)?;
    let Some(kind) = TableKind::for_writing(&target) else {
        let problem = TableProblem::of_file(TableProblemKind::UnknownKind);
        return Err(Stop(problem.say(&target.display().to_string(), &ctx.words)));
    };
    let receipt = store::write_action_table(&target, kind, &sheet, &case.pinned.scheme, &case.assessment, &ctx.words)
        .map_err(|error| Stop(error.say(&ctx.words)))?;
    ctx.say(receipt.say(&ctx.words));
    Ok(OK)
}

/// One workbook with a sheet for each person.
fn remind(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(given) = args::parse(args, &REMIND, ctx)? else { return Ok(OK) };
    let on = today(&given, ctx)?;
    let (case_path, case) = files::open(given.place(0), ctx)?;
    let ask = Reminders { owner: owner(&given, &case.assessment, ctx)?, on };
    let target = given.path(1);
    files::allow_target(&target, &[&case_path], ctx)?;
    if TableKind::for_writing(&target) != Some(TableKind::Xlsx) {
        return Err(Stop(ctx.words.remediation.reminders_kind.fill(&[("path", &target.display())])));
    }
    if ask.by_owner(&case.assessment).is_empty() {
        return Err(Stop(ctx.words.remediation.reminders_none.to_string()));
    }
    let (scheme, assessment) = (&case.pinned.scheme, &case.assessment);
    let receipt = store::write_reminder_sheets(&target, &ask, scheme, assessment, &ctx.words)
        .map_err(|error| Stop(error.say(&ctx.words)))?;
    for (owner, theirs) in ask.by_owner(assessment) {
        let overdue = theirs.iter().filter(|(_, action)| action.overdue_on(on)).count();
        let r = &ctx.words.remediation;
        let owner = if owner.is_empty() { r.unassigned.to_string() } else { owner.to_owned() };
        let line = r.reminder_line.fill(&[("owner", &owner), ("open", &theirs.len()), ("overdue", &overdue)]);
        ctx.say(line);
    }
    ctx.say(receipt.say(&ctx.words));
    Ok(OK)
}

fn import_table(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(given) = args::parse(args, &IMPORT, ctx)? else { return Ok(OK) };
    let (dry, today) = (given.flag("dry-run"), today(&given, ctx)?);
    let table_path = given.path(1);
    let table_name = table_path.display().to_string();
    let unread = |problem: TableProblem| Stop(actions::say_unread_actions(&problem, &table_name, &ctx.words));
    let table = actions::read_actions(&table_path).map_err(unread)?;
    let (case_path, case, keeper) = files::open_for(&given, dry, ctx)?;
    let lost = planning::lost_by_verdicts(&scoring::score(&case.pinned.scheme, &case.assessment));
    let light = actions::Light { today, lost: Some(&lost) };
    let plan = actions::plan_actions(&table, &case.pinned.scheme, &case.assessment, light);
    match keeper {
        Some(keeper) if plan.changes_something() => drop(files::change(case, keeper, &plan.edit, ctx)?),
        Some(keeper) => keeper.release(),
        None => {}
    }
    import::account(plan.account(&table_name, table.sheet.as_deref(), &ctx.words), ctx);
    let counts = [plan.added.len(), plan.changed.len(), plan.ignored.len()];
    import::finish(&case_path, (dry, plan.changes_something()), counts, ctx);
    if plan.problems.is_empty() { Ok(OK) } else { Ok(PROBLEMS) }
}

#[derive(Serialize)]
struct Json<'a> {
    as_of: NaiveDate,
    actions: Vec<JsonAction<'a>>,
}

#[derive(Serialize)]
struct JsonAction<'a> {
    id: String,
    clause: Option<&'a ClauseId>,
    special_deduction: Option<SpecialDeductionId>,
    what: &'a str,
    /// Points, exact; none for all that the clause lost.
    gain: Option<String>,
    /// Person-days.
    effort: serde_json::Number,
    /// Yuan.
    cost: serde_json::Number,
    lead_days: u32,
    after: Vec<String>,
    owner: &'a str,
    department: &'a str,
    start: Option<NaiveDate>,
    due: Option<NaiveDate>,
    evidence: &'a str,
    state: ActionState,
    verified_by: &'a str,
    verified_on: Option<NaiveDate>,
    overdue: bool,
}

impl<'a> JsonAction<'a> {
    fn of(id: ActionId, action: &'a Action, on: NaiveDate) -> Self {
        let (clause, special_deduction) = match &action.gap {
            Gap::Clause(clause) => (Some(clause), None),
            Gap::SpecialDeduction(id) => (None, Some(*id)),
        };
        Self {
            id: id.to_string(),
            clause,
            special_deduction,
            what: &action.what,
            gain: action.gain.as_ref().map(|gain| fraction(&gain.0)),
            effort: number(action.effort.into()),
            cost: number(action.cost.into()),
            lead_days: action.lead_days,
            after: action.after.iter().map(ToString::to_string).collect(),
            owner: &action.owner,
            department: &action.department,
            start: action.start,
            due: action.due,
            evidence: &action.evidence,
            state: action.state,
            verified_by: &action.verified_by,
            verified_on: action.verified_on,
            overdue: action.overdue_on(on),
        }
    }
}

fn list(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(given) = args::parse(args, &LIST, ctx)? else { return Ok(OK) };
    let on = today(&given, ctx)?;
    let (_, case) = files::open(given.place(0), ctx)?;
    let case = &case.assessment;
    let typed = given.text("owner", ctx)?;
    let chosen: Vec<(ActionId, &Action)> = case
        .actions
        .iter()
        .map(|(id, action)| (*id, &**action))
        .filter(|(_, action)| typed.as_ref().is_none_or(|owner| action.owner.trim() == owner.trim()))
        .filter(|(_, action)| !given.flag("overdue") || action.overdue_on(on))
        .collect();
    if given.flag("json") {
        let rows = chosen.into_iter().map(|(id, action)| JsonAction::of(id, action, on));
        let json = Json { as_of: on, actions: rows.collect() };
        ctx.say(serde_json::to_string_pretty(&json).map_err(|error| Stop(error.to_string()))?);
    } else {
        tell(case, &chosen, on, ctx);
    }
    Ok(OK)
}

/// The register by owner, those without one last.
fn tell(case: &Assessment, chosen: &[(ActionId, &Action)], on: NaiveDate, ctx: &mut Ctx<'_>) {
    let words = ctx.words.clone();
    let a = &words.actions;
    if chosen.is_empty() {
        ctx.say(if case.actions.is_empty() { &*a.register_empty } else { &*a.nothing_chosen });
        return;
    }
    let mut owners: BTreeMap<(bool, &str), Vec<(ActionId, &Action)>> = BTreeMap::new();
    for (id, action) in chosen {
        let owner = action.owner.trim();
        owners.entry((owner.is_empty(), owner)).or_default().push((*id, action));
    }
    for ((nobody, owner), mut theirs) in owners {
        theirs.sort_by_key(|(id, action)| (action.due.is_none(), action.due, *id));
        let name = if nobody { a.nobody.to_string() } else { owner.to_owned() };
        ctx.say(a.owner_heading.fill(&[("owner", &name), ("n", &theirs.len())]));
        let heads = [&*a.head_id, &*a.head_due, "", &*a.head_state, &*a.head_gap, &*a.head_what];
        let mut rows = vec![heads.map(str::to_owned).to_vec()];
        for (id, action) in theirs {
            let late = action.due.filter(|_| action.overdue_on(on)).map(|due| (on - due).num_days());
            rows.push(vec![
                id.to_string(),
                action.due.map_or_else(String::new, |due| due.to_string()),
                late.map_or_else(String::new, |days| a.overdue_mark.fill(&[("days", &days)])),
                action.state.word(&words.common).to_string(),
                action.gap.say(&words.common),
                action.what.replace('\n', " "),
            ]);
        }
        text::table(&rows, 0..0).into_iter().for_each(|line| ctx.say(format_args!("  {line}")));
        ctx.say("");
    }
    let open = chosen.iter().filter(|(_, action)| action.state != ActionState::Closed).count();
    let overdue = chosen.iter().filter(|(_, action)| action.overdue_on(on)).count();
    let places: [(&str, &dyn std::fmt::Display); 4] =
        [("n", &chosen.len()), ("open", &open), ("overdue", &overdue), ("day", &on)];
    ctx.say(a.list_summary.fill(&places));
    ctx.say(&*a.list_note);
}

fn suggest(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(given) = args::parse(args, &SUGGEST, ctx)? else { return Ok(OK) };
    let dry = given.flag("dry-run");
    let typed = given.texts("clause", ctx)?;
    let (case_path, case, keeper) = files::open_for(&given, dry, ctx)?;
    let words = ctx.words.clone();
    let a = &words.actions;
    let only = match clauses(&typed, &case.pinned.scheme, ctx) {
        Ok(only) => only,
        Err(stop) => {
            keeper.into_iter().for_each(|keeper| keeper.release());
            return Err(stop);
        }
    };
    let say = |deduction: &SpecialDeduction| say_rectify(deduction, &case.pinned.scheme, &words);
    let suggested = planning::suggest(&case.pinned.scheme, &case.assessment, &only, &say);
    let first = case.assessment.next_action_id().0;
    let mut edits = Vec::new();
    for (id, action) in (first..).map(ActionId).zip(&suggested.actions) {
        let what = action.what.replace('\n', " ");
        ctx.say(a.suggest_line.fill(&[("id", &id), ("gap", &action.gap.say(&words.common)), ("what", &what)]));
        if action.effort > 0 || action.lead_days > 0 {
            let effort = hundredths(action.effort);
            let takes = a.suggest_takes.fill(&[("effort", &effort), ("lead", &action.lead_days)]);
            ctx.say(format_args!("  {takes}"));
        }
        edits.push(Edit::SetAction { id, action: Some(Box::new(action.clone())) });
    }
    if !suggested.without_advice.is_empty() {
        let clauses: Vec<&str> = suggested.without_advice.iter().map(|clause| clause.as_str()).collect();
        ctx.say(a.suggest_without_advice.fill(&[("clauses", &clauses.join(&words.common.list_separator))]));
    }
    let (count, case_name) = (edits.len(), case_path.display());
    match keeper {
        _ if count == 0 => {
            keeper.into_iter().for_each(|keeper| keeper.release());
            ctx.say(&*a.suggest_nothing);
        }
        Some(keeper) => {
            let refused = |stop: Stop| Stop(a.suggest_refused.fill(&[("why", &stop.0)]));
            files::change(case, keeper, &Edit::Many(edits), ctx).map_err(refused)?;
            ctx.say(a.suggest_done.fill(&[("case", &case_name), ("n", &count)]));
        }
        None => ctx.say(a.suggest_dry.fill(&[("case", &case_name)])),
    }
    Ok(OK)
}

/// The clauses that were typed, which the scheme has.
fn clauses(typed: &[String], scheme: &Scheme, ctx: &Ctx<'_>) -> Result<BTreeSet<ClauseId>, Stop> {
    let known = |text: &String| {
        let id = ClauseId::from(text.trim());
        let unknown = || Stop(ctx.words.actions.suggest_unknown_clause.fill(&[("clause", &cut(text))]));
        scheme.clause(&id).map(|_| id).ok_or_else(unknown)
    };
    typed.iter().map(known).collect()
}
