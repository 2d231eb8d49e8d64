//! `ledger import | stats | problems`: records from anybody's spreadsheet, what they say, and which of them fail what.

use std::ffi::OsString;
use std::path::PathBuf;

use chrono::NaiveDate;
use serde::Serialize;

use super::args::{self, Given, Place, Spec};
use super::{Ctx, OK, Outcome, PROBLEMS, Stop, files, report, text};
use crate::assessment::{
    Assessment, Edit, Ledger, LedgerStats, MeasureStats, apply, first_of_three_months, ledger_failing, ledger_stats,
    masked_now, percent, rounded, ten_thousandths,
};
use crate::criteria::{LedgerKind, Measure, MeasureForm, ledger_kind, ledger_kinds};
use crate::lang::span;
use crate::store::ledgers::{self, LedgerNotice, LedgerPlan, LedgerTable, Mapping, PlanOptions, Remembered};
use crate::store::tables::TableKind;
use crate::store::{self, Case};

const IMPORT: Spec = Spec {
    name: "ledger",
    many: false,
    places: &[Place::Case, Place::Ledger, Place::File],
    flags: &["newer", "replace", "unmasked", "masked", "dry-run", "json"],
    options: &["sheet", "map+", "by"],
};
const STATS: Spec =
    Spec { name: "ledger", many: false, places: &[Place::Case, Place::Ledger], flags: &["json"], options: &["as-of"] };
const LIST: Spec = Spec {
    name: "ledger",
    many: false,
    places: &[Place::Case, Place::Ledger],
    flags: &[],
    options: &["o/out", "as-of"],
};

pub(super) fn run(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let rest = args.iter().skip(1).cloned().collect();
    match args.first().and_then(|first| first.to_str()) {
        Some("import") => import(rest, ctx),
        Some("stats") => stats(rest, ctx),
        Some("problems") => problems(rest, ctx),
        Some("--help" | "-h") => {
            super::help::of_command("ledger", ctx);
            Ok(OK)
        }
        _ => {
            let usage = super::help::usage_line("ledger", ctx);
            Err(Stop(format!("{}\n{usage}", ctx.words.ledgers.what)))
        }
    }
}

/// The kind of ledger that was typed in the second place: its name, or its title.
pub(super) fn kind_of(given: &Given, ctx: &Ctx<'_>) -> Result<&'static LedgerKind, Stop> {
    let typed = given.place(1).to_string_lossy();
    let typed = typed.trim();
    let found = ledger_kind(typed).or_else(|| ledger_kinds().iter().find(|kind| kind.title == typed));
    found.ok_or_else(|| {
        let known: Vec<String> = ledger_kinds().iter().map(|kind| format!("{} {}", kind.id, kind.title)).collect();
        let known = known.join(&ctx.words.common.list_separator);
        Stop(ctx.words.ledgers.unknown_kind.fill(&[("text", &store::cut(typed)), ("known", &known)]))
    })
}

fn import(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(given) = args::parse(args, &IMPORT, ctx)? else { return Ok(OK) };
    let kind = kind_of(&given, ctx)?;
    let unmasked = match (given.flag("unmasked"), given.flag("masked")) {
        (true, true) => return Err(Stop(ctx.words.ledgers.masked_and_unmasked.to_string())),
        (true, false) => Some(true),
        (false, true) => Some(false),
        (false, false) => None,
    };
    let dry = given.flag("dry-run");
    let (case_path, case, keeper) = files::open_for(&given, dry, ctx)?;
    let ledger = case.assessment.ledgers.get(&kind.id).cloned();
    let remembered = ledger.as_ref().map(|ledger| ledger.about.columns.clone()).unwrap_or_default();
    let sheet = given.text("sheet", ctx)?;
    let read = ledgers::read_ledger(&given.path(2), sheet.as_deref(), kind, &remembered);
    let mut table = read.map_err(|problem| Stop(problem.say(&ctx.words)))?;
    let mapping = mapping_of(&given, &table, kind, &remembered, ctx)?;
    let options = PlanOptions {
        file: table.file.clone(),
        sum: table.sum,
        at: ctx.now,
        unmasked,
        newer: given.flag("newer"),
        replace: given.flag("replace"),
    };
    let plan = ledgers::plan(&table.sheet, kind, &mapping, ledger.as_deref(), &options);
    if let Some(why) = plan.refused() {
        if let Some(keeper) = keeper {
            keeper.release();
        }
        return Err(Stop(why.say(&ctx.words)));
    }
    // A hundred thousand rows are not needed beside their records.
    table.sheet.rows = Vec::new();
    let after = match (keeper, &plan.edit) {
        (Some(keeper), Some(edit)) => files::change(case, keeper, edit, ctx)?.assessment,
        (Some(keeper), None) => {
            keeper.release();
            case.assessment
        }
        (None, edit) => would_be(case, edit.as_ref().filter(|_| !given.flag("json")), ctx)?,
    };
    if given.flag("json") {
        let json = serde_json::to_string_pretty(&import_json(&table, &mapping, &plan, ctx));
        ctx.say(json.map_err(|error| Stop(error.to_string()))?);
    } else {
        tell_import(&table, kind, &mapping, &plan, ctx);
        let w = &ctx.words.ledgers;
        let case = case_path.display();
        let last = match (dry, plan.changes_something()) {
            (true, _) => w.import_dry_run.fill(&[
                ("case", &case),
                ("added", &plan.added),
                ("changed", &plan.changed),
                ("removed", &plan.removed),
            ]),
            (false, true) => w.import_saved.fill(&[
                ("case", &case),
                ("added", &plan.added),
                ("changed", &plan.changed),
                ("removed", &plan.removed),
            ]),
            (false, false) => w.import_nothing.fill(&[("case", &case)]),
        };
        ctx.say(last);
        let now = after.ledgers.get(&kind.id).map(AsRef::as_ref);
        if let Some(gone) = after.samples.get(&kind.id).and_then(|sample| sample.say_gone(now, &ctx.words)) {
            ctx.say(gone);
        }
        if masked_now(ledger.as_deref(), now) {
            ctx.say(store::say_unmasked_left(&case_path, &ctx.words));
        }
    }
    Ok(if plan.problems.is_empty() && mapping.missing.is_empty() { OK } else { PROBLEMS })
}

/// What the case would be after a change.
fn would_be(case: Case, edit: Option<&Edit>, ctx: &Ctx<'_>) -> Result<Assessment, Stop> {
    let mut assessment = case.assessment;
    let done = edit.map_or(Ok(()), |edit| apply(&case.pinned.scheme, &mut assessment, edit));
    done.map_err(|problem| Stop(problem.say(&ctx.words.problems, &ctx.words.common)))?;
    Ok(assessment)
}

/// Which column is which, as proposed and as typed; a table that is hardly of this kind is refused unless that was typed.
fn mapping_of(
    given: &Given,
    table: &LedgerTable,
    kind: &LedgerKind,
    remembered: &Remembered,
    ctx: &Ctx<'_>,
) -> Result<Mapping, Stop> {
    let mut mapping = ledgers::propose(&table.sheet, kind, remembered);
    let choices = given.texts("map", ctx)?;
    let misfit = ledgers::misfit(&table.sheet, kind, &mapping, remembered).filter(|_| choices.is_empty());
    for choice in choices {
        let (field, heading) = choice
            .split_once(['=', '＝'])
            .ok_or_else(|| Stop(ctx.words.ledgers.map_without_equals.fill(&[("text", &store::cut(&choice))])))?;
        mapping.choose(kind, field, heading).map_err(|error| Stop(error.say(&ctx.words)))?;
    }
    if mapping.columns.is_empty() {
        return Err(Stop(no_headings(table, kind, &mapping, ctx)));
    }
    match misfit {
        Some(misfit) => Err(Stop(misfit.say(&table.file, kind, &ctx.words) + &ctx.words.ledgers.misfit_do)),
        None => Ok(mapping),
    }
}

fn no_headings(table: &LedgerTable, kind: &LedgerKind, mapping: &Mapping, ctx: &Ctx<'_>) -> String {
    let (w, separator) = (&ctx.words.ledgers, &*ctx.words.common.list_separator);
    let wanted: Vec<&str> = kind.fields.iter().map(|field| field.title.as_str()).collect();
    let found: Vec<String> = mapping.unused.iter().take(20).map(|choice| store::cut(&choice.heading)).collect();
    w.no_headings.fill(&[
        ("file", &store::cut(&table.file)),
        ("wanted", &wanted.join(separator)),
        ("found", &found.join(separator)),
    ])
}

#[derive(Serialize)]
struct ImportJson<'a> {
    rows: usize,
    accepted: usize,
    problems: Vec<ProblemJson<'a>>,
    problems_left_out: usize,
    rows_with_problems: usize,
    duplicates: usize,
    contradictions: usize,
    added: usize,
    changed: usize,
    unchanged: usize,
    removed: usize,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    sheet: Option<&'a str>,
    other_sheets: &'a [String],
    header_row: Option<u32>,
    mapping: std::collections::BTreeMap<&'a str, ColumnJson<'a>>,
    missing_columns: &'a [String],
    unused_columns: Vec<&'a str>,
    notices: Vec<NoticeJson>,
}

#[derive(Serialize)]
struct ColumnJson<'a> {
    column: &'a str,
    heading: &'a str,
}

#[derive(Serialize)]
struct NoticeJson {
    kind: &'static str,
    text: String,
}

#[derive(Serialize)]
struct ProblemJson<'a> {
    row: u32,
    column: Option<String>,
    heading: Option<&'a str>,
    kind: &'static str,
    text: String,
}

fn import_json<'a>(
    table: &'a LedgerTable,
    mapping: &'a Mapping,
    plan: &'a LedgerPlan,
    ctx: &Ctx<'_>,
) -> ImportJson<'a> {
    let sheet = table.sheet.name.as_deref();
    let problems = plan.problems.iter().map(|problem| ProblemJson {
        row: problem.row,
        column: problem.column.as_ref().map(|column| store::tables::column_letters(column.index)),
        heading: problem.column.as_ref().map(|column| column.heading.as_str()),
        kind: problem.kind.id(),
        text: problem.say(sheet, &ctx.words),
    });
    let notice = |notice: &LedgerNotice| NoticeJson { kind: notice.id(), text: notice.say(&ctx.words) };
    let columns = mapping
        .columns
        .iter()
        .map(|(field, choice)| (field.as_str(), ColumnJson { column: &choice.letter, heading: &choice.heading }));
    ImportJson {
        rows: plan.rows,
        accepted: plan.accepted,
        problems: problems.collect(),
        problems_left_out: plan.problems_left_out,
        rows_with_problems: plan.rows_with_problems,
        duplicates: plan.duplicates,
        contradictions: plan.contradictions,
        added: plan.added,
        changed: plan.changed,
        unchanged: plan.unchanged,
        removed: plan.removed,
        from: plan.from,
        to: plan.to,
        sheet,
        other_sheets: &table.alike,
        header_row: mapping.header_row,
        mapping: columns.collect(),
        missing_columns: &mapping.missing,
        unused_columns: mapping.unused.iter().map(|choice| choice.heading.as_str()).collect(),
        notices: plan.notices.iter().map(notice).collect(),
    }
}

/// Most problems that are said one by one: whoever imports the wrong file shall still see the beginning.
const MOST_LINES: usize = 50;

fn tell_import(table: &LedgerTable, kind: &LedgerKind, mapping: &Mapping, plan: &LedgerPlan, ctx: &mut Ctx<'_>) {
    let w = ctx.words.ledgers.clone();
    let sheet = table.sheet.name.as_deref();
    if let Some(sheet) = sheet {
        ctx.say(w.import_sheet.fill(&[("sheet", &store::cut(sheet))]));
    }
    if !table.alike.is_empty() {
        let others: Vec<String> = table.alike.iter().take(20).map(|sheet| store::cut(sheet)).collect();
        ctx.say(w.import_sheets_alike.fill(&[("sheets", &others.join(&ctx.words.common.list_separator))]));
    }
    ctx.say(&w.import_columns);
    for field in &kind.fields {
        if let Some(choice) = mapping.columns.get(&field.id) {
            let places: [(&str, &dyn std::fmt::Display); 3] =
                [("field", &field.title), ("column", &choice.letter), ("heading", &store::cut(&choice.heading))];
            ctx.say(w.import_column.fill(&places));
        }
    }
    if !mapping.unused.is_empty() {
        let unused: Vec<String> = mapping.unused.iter().take(20).map(|choice| store::cut(&choice.heading)).collect();
        ctx.say(w.import_unused.fill(&[("headings", &unused.join(&ctx.words.common.list_separator))]));
    }
    for notice in &plan.notices {
        ctx.say(notice.say(&ctx.words));
    }
    if !plan.problems.is_empty() {
        ctx.complain(&w.import_problems);
        for problem in plan.problems.iter().take(MOST_LINES) {
            ctx.complain(format_args!("  {}", problem.say(sheet, &ctx.words)));
        }
        let more = plan.problems.len().saturating_sub(MOST_LINES) + plan.problems_left_out;
        if more > 0 {
            ctx.complain(format_args!("  {}", w.import_more.fill(&[("count", &more)])));
        }
    }
    ctx.say(w.import_summary.fill(&[
        ("rows", &plan.rows),
        ("accepted", &plan.accepted),
        ("added", &plan.added),
        ("changed", &plan.changed),
        ("unchanged", &plan.unchanged),
        ("duplicates", &plan.duplicates),
        ("contradictions", &plan.contradictions),
        ("problems", &plan.rows_with_problems),
    ]));
    if let (Some(from), Some(to)) = (plan.from, plan.to) {
        ctx.say(w.period.fill(&[("from", &from), ("to", &to)]));
    }
}

#[derive(Serialize)]
struct StatsJson<'a> {
    records: usize,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    as_of: NaiveDate,
    last_3_months: Option<usize>,
    last_3_months_from: NaiveDate,
    later: usize,
    undated: usize,
    complete: usize,
    fields: Vec<FieldJson<'a>>,
    measures: Vec<MeasureJson<'a>>,
    months: Vec<MonthJson<'a>>,
}

#[derive(Serialize)]
struct FieldJson<'a> {
    id: &'a str,
    title: &'a str,
    required: bool,
    present: usize,
    missing: usize,
    unreadable: usize,
}

/// Of a span the unit is a minute. Means and medians are exact fractions.
#[derive(Serialize)]
struct MeasureJson<'a> {
    id: &'a str,
    n: usize,
    left_out: usize,
    backwards: usize,
    by_day: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    hits: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mean: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    median: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    most: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    promise: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scale: Option<String>,
}

#[derive(Serialize)]
struct MonthJson<'a> {
    month: String,
    records: usize,
    complete: usize,
    measures: Vec<MeasureJson<'a>>,
}

fn stats(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(given) = args::parse(args, &STATS, ctx)? else { return Ok(OK) };
    let kind = kind_of(&given, ctx)?;
    let as_of = match given.text("as-of", ctx)? {
        None => ctx.now.date(),
        Some(text) => report::date_of(&text, ctx)?,
    };
    let (_, case) = files::open(given.place(0), ctx)?;
    let empty = std::sync::Arc::new(Ledger::default());
    let ledger = case.assessment.ledgers.get(&kind.id).unwrap_or(&empty);
    let found = ledger_stats(kind, ledger, as_of);
    if given.flag("json") {
        let json = serde_json::to_string_pretty(&stats_json(kind, &found, as_of));
        ctx.say(json.map_err(|error| Stop(error.to_string()))?);
    } else {
        tell_stats(kind, &found, as_of, ctx);
    }
    Ok(OK)
}

fn stats_json<'a>(kind: &'a LedgerKind, found: &'a LedgerStats, as_of: NaiveDate) -> StatsJson<'a> {
    let fields = kind.fields.iter().zip(&found.fields).map(|(field, stats)| FieldJson {
        id: &stats.id,
        title: &field.title,
        required: field.required,
        present: stats.present,
        missing: stats.missing,
        unreadable: stats.unreadable,
    });
    let measures = |stats: &'a [MeasureStats]| -> Vec<MeasureJson<'a>> {
        kind.measures.iter().zip(stats).map(|(measure, stats)| measure_json(measure, stats)).collect()
    };
    let months = found.months.iter().map(|month| MonthJson {
        month: format!("{:04}-{:02}", month.year, month.month),
        records: month.records,
        complete: month.complete,
        measures: measures(&month.measures),
    });
    StatsJson {
        records: found.records,
        from: found.from,
        to: found.to,
        as_of,
        last_3_months: found.last_3_months,
        last_3_months_from: first_of_three_months(as_of),
        later: found.later,
        undated: found.undated,
        complete: found.complete,
        fields: fields.collect(),
        measures: measures(&found.measures),
        months: months.collect(),
    }
}

/// A fraction in lowest terms: `7`, `15/2`.
fn exact(above: i128, below: i128) -> Option<String> {
    fn common(a: i128, b: i128) -> i128 {
        if b == 0 { a.abs() } else { common(b, a % b) }
    }
    let divisor = common(above, below);
    let (above, below) = (above.checked_div(divisor)?, below.checked_div(divisor)?);
    Some(if below == 1 { above.to_string() } else { format!("{above}/{below}") })
}

fn measure_json<'a>(measure: &Measure, stats: &'a MeasureStats) -> MeasureJson<'a> {
    let share = matches!(measure.of, MeasureForm::Share { .. });
    let unit = if matches!(measure.of, MeasureForm::Span { .. }) { 1 } else { 10_000 };
    let n = i128::try_from(stats.n).unwrap_or(i128::MAX);
    let one = |value: i64| exact(value.into(), unit);
    MeasureJson {
        id: &stats.id,
        n: stats.n,
        left_out: stats.left_out,
        backwards: stats.backwards,
        by_day: stats.by_day,
        hits: stats.hits,
        mean: if share || n == 0 { None } else { exact(stats.sum, n * unit) },
        median: stats.median_twice.and_then(|twice| exact(twice, 2 * unit)),
        most: stats.most.and_then(one),
        promise: stats.promise.and_then(one),
        scale: stats.scale.and_then(one),
    }
}

fn tell_stats(kind: &LedgerKind, found: &LedgerStats, as_of: NaiveDate, ctx: &mut Ctx<'_>) {
    let w = ctx.words.ledgers.clone();
    let title = format_args!("{} {}", kind.id, kind.title).to_string();
    ctx.say(w.stats_records.fill(&[("kind", &title), ("records", &found.records), ("complete", &found.complete)]));
    if let (Some(from), Some(to)) = (found.from, found.to) {
        ctx.say(w.period.fill(&[("from", &from), ("to", &to)]));
    }
    if let Some(recent) = found.last_3_months {
        let first = first_of_three_months(as_of);
        ctx.say(w.stats_last_3_months.fill(&[("first", &first), ("as_of", &as_of), ("records", &recent)]));
    }
    if let (Some(last), 1..) = (found.to, found.later) {
        ctx.say(w.stats_later.fill(&[("as_of", &as_of), ("count", &found.later), ("last", &last)]));
    }
    if found.undated > 0 {
        ctx.say(w.stats_undated.fill(&[("count", &found.undated)]));
    }
    ctx.say("");
    let head = [&w.stats_field, &w.stats_present, &w.stats_missing, &w.stats_unreadable].map(ToString::to_string);
    let mut rows = vec![head.to_vec()];
    for (field, stats) in kind.fields.iter().zip(&found.fields) {
        let mark = if field.required { " *" } else { "" };
        let figures = [stats.present, stats.missing, stats.unreadable].map(|figure| figure.to_string());
        rows.push([format!("{}{mark}", field.title)].into_iter().chain(figures).collect());
    }
    text::table(&rows, 1..4).into_iter().for_each(|line| ctx.say(line));
    ctx.say(&w.stats_required);
    ctx.say("");
    for (measure, stats) in kind.measures.iter().zip(&found.measures) {
        let line = measure_line(measure, stats, ctx);
        ctx.say(line);
    }
    if !found.months.is_empty() {
        ctx.say("");
        let mut rows = vec![[&w.stats_month, &w.stats_count, &w.stats_complete].map(ToString::to_string).to_vec()];
        for month in &found.months {
            let name = format!("{:04}-{:02}", month.year, month.month);
            rows.push(vec![name, month.records.to_string(), month.complete.to_string()]);
        }
        if found.beyond > 0 {
            rows.push(vec![w.stats_beyond.to_string(), found.beyond.to_string(), String::new()]);
        }
        text::table(&rows, 1..3).into_iter().for_each(|line| ctx.say(line));
    }
}

/// One line: what, out of how many, and how many lack what it needs.
fn measure_line(measure: &Measure, stats: &MeasureStats, ctx: &Ctx<'_>) -> String {
    let w = &ctx.words.ledgers;
    let title = &measure.title;
    let n = i128::try_from(stats.n).unwrap_or(i128::MAX);
    // Shown rounded; the exact fractions are in the machine output.
    let rounded = |above: i128, below: i128| rounded(above, below, 2);
    let left_out = stats.left_out;
    if stats.n == 0 {
        return w.measure_none.fill(&[("measure", title), ("left_out", &left_out)]);
    }
    let hits = stats.hits.unwrap_or(0);
    let share = percent(hits, stats.n, 2);
    let middle = stats.median_twice.unwrap_or(0);
    let base = match &measure.of {
        MeasureForm::Share { .. } => {
            return w.measure_share.fill(&[
                ("measure", title),
                ("hits", &hits),
                ("n", &stats.n),
                ("share", &share),
                ("left_out", &left_out),
            ]);
        }
        MeasureForm::Span { .. } => {
            let base = w.measure_span.fill(&[
                ("measure", title),
                ("mean", &span(&ctx.words.ledger_view, stats.sum, n)),
                ("median", &span(&ctx.words.ledger_view, middle, 2)),
                ("most", &span(&ctx.words.ledger_view, stats.most.unwrap_or(0).into(), 1)),
                ("n", &stats.n),
                ("left_out", &left_out),
                ("backwards", &stats.backwards),
            ]);
            match stats.by_day {
                0 => base,
                by_day => format!("{base}{}", w.measure_by_day.fill(&[("by_day", &by_day)])),
            }
        }
        MeasureForm::Mean { .. } => w.measure_mean.fill(&[
            ("measure", title),
            ("scale", &ten_thousandths(stats.scale.unwrap_or(0))),
            ("mean", &rounded(stats.sum, n * 10_000)),
            ("n", &stats.n),
            ("left_out", &left_out),
        ]),
    };
    let Some(promise) = stats.promise else { return base };
    let promise = match measure.of {
        MeasureForm::Span { .. } => span(&ctx.words.ledger_view, promise.into(), 1),
        _ => ten_thousandths(promise),
    };
    let kept = w.measure_promise.fill(&[("promise", &promise), ("hits", &hits), ("n", &stats.n), ("share", &share)]);
    format!("{base}{kept}")
}

fn problems(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(given) = args::parse(args, &LIST, ctx)? else { return Ok(OK) };
    let kind = kind_of(&given, ctx)?;
    let (path, case) = files::open(given.place(0), ctx)?;
    let empty = std::sync::Arc::new(Ledger::default());
    let ledger = case.assessment.ledgers.get(&kind.id).unwrap_or(&empty);
    let as_of = match given.text("as-of", ctx)? {
        None => ctx.now.date(),
        Some(text) => report::date_of(&text, ctx)?,
    };
    let rows = ledgers::problem_rows(&ledger_failing(kind, ledger, as_of), kind, &ctx.words);
    match given.option("out") {
        Some(target) => {
            let target = PathBuf::from(target);
            files::allow_target(&target, &[&path], ctx)?;
            let Some(table) = TableKind::for_writing(&target) else {
                return Err(Stop(ctx.words.ledgers.problems_kind.fill(&[("path", &store::cut_path(&target))])));
            };
            let receipt = store::write_problems(&target, table, &rows, &ctx.words);
            ctx.say(receipt.map_err(|error| Stop(error.say(&ctx.words)))?.say(&ctx.words));
        }
        None => {
            for row in rows.iter().take(MOST_LINES) {
                let [record, number, day, what] = row.cells(&ctx.words);
                let line = ctx.words.ledgers.problems_line.fill(&[
                    ("record", &store::cut(&record)),
                    ("row", &number),
                    ("day", &day),
                    ("what", &what),
                ]);
                ctx.say(line);
            }
            if rows.len() > MOST_LINES {
                ctx.say(ctx.words.ledgers.import_more.fill(&[("count", &(rows.len() - MOST_LINES))]));
            }
            ctx.say(ctx.words.ledgers.problems_count.fill(&[("count", &rows.len()), ("all", &ledger.records.len())]));
        }
    }
    Ok(if rows.is_empty() { OK } else { PROBLEMS })
}
