//! `score CASE [--json] [--why]`: score, grade, range, sections; as text or as JSON.

use std::ffi::OsString;

use num_traits::Zero as _;
use serde::Serialize;

use super::args::{self, Place, Spec};
use super::range::{self, JsonRange};
use super::{Ctx, OK, Outcome, Stop, files, report, text, why};
use crate::assessment::{Assessment, say_all_gone, say_provisional};
use crate::criteria::{Amount, ArithmeticStep, Pinned, PointsStatus, Scheme};
use crate::scoring::{
    self, Fragile, GradeReason, Line, Outcome as Scored, ScoreCard, Sureness, Why, decimal_or_fraction, fraction,
};

const SPEC: Spec =
    Spec { name: "score", many: false, places: &[Place::Case], flags: &["json", "why"], options: &["as-of"] };

pub(super) fn run(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(given) = args::parse(args, &SPEC, ctx)? else { return Ok(OK) };
    let day = match given.text("as-of", ctx)? {
        None => ctx.now.date(),
        Some(text) => report::date_of(&text, ctx)?,
    };
    let (path, case) = files::open(given.place(0), ctx)?;
    let scheme = &case.pinned.scheme;
    let card = scoring::score(scheme, &case.assessment);
    let backed = range::backed(&path, &case, day);
    if given.flag("json") {
        let sureness = scoring::sureness(scheme, &case.assessment, &card, &backed);
        let provisional = case.assessment.provisional_records();
        let json =
            json(&case.pinned, &card, sureness.as_ref(), provisional).map_err(|error| Stop(error.to_string()))?;
        ctx.say(json);
        return Ok(OK);
    }
    summary(scheme, &case.assessment, &card, ctx);
    if !given.flag("why") {
        // The trail says it where it leads to.
        say_all_gone(&case.assessment, &ctx.words).into_iter().for_each(|gone| ctx.say(gone));
    }
    range::say(scheme, &case.assessment, &card, &backed, given.flag("why"), ctx);
    if given.flag("why") {
        ctx.say("");
        why::trail(scheme, &card, ctx);
        why::samples(&case.assessment, &card, ctx);
    }
    closing(scheme, ctx);
    Ok(OK)
}

#[derive(Serialize)]
struct Json<'a> {
    scheme: &'a str,
    fingerprint: &'a str,
    complete: bool,
    /// Records of samples that are not looked at to the end: verdicts that follow from them may change.
    #[serde(skip_serializing_if = "is_none")]
    sample_records_open: usize,
    score: Option<JsonScore>,
    grade: Option<JsonGrade<'a>>,
    applicable: String,
    earned: String,
    normalised: Option<String>,
    special_deductions: u32,
    bonus: u32,
    floor: Option<String>,
    ceiling: Option<String>,
    range: Option<JsonRange>,
    /// True only where it is certain.
    grade_safe: bool,
    /// Clauses whose loss alone would cost the grade.
    fragile: Vec<JsonFragile<'a>>,
    sections: Vec<JsonSection<'a>>,
    clauses: Vec<JsonClause<'a>>,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // as serde asks
fn is_none(records: &usize) -> bool {
    *records == 0
}

#[derive(Serialize)]
struct JsonScore {
    exact: String,
    shown: String,
}

#[derive(Serialize)]
struct JsonGrade<'a> {
    id: &'a str,
    stars: u8,
}

#[derive(Serialize)]
struct JsonFragile<'a> {
    id: &'a str,
    /// What would be left, exact.
    score: String,
    grade: &'a str,
}

impl<'a> JsonFragile<'a> {
    fn of(one: &'a Fragile) -> Self {
        Self { id: one.clause.as_str(), score: fraction(&one.left.score), grade: &one.left.grade.id }
    }
}

#[derive(Serialize)]
struct JsonSection<'a> {
    id: &'a str,
    points: String,
    excluded: String,
    earned: String,
    lost: String,
}

#[derive(Serialize)]
struct JsonClause<'a> {
    id: &'a str,
    points: String,
    verdict: &'static str,
    earned: String,
    lost: String,
}

/// The machine's view: all amounts exact. Where nothing is applicable there is no score, and null says so.
fn json(
    pinned: &Pinned,
    card: &ScoreCard,
    sureness: Option<&Sureness>,
    provisional: usize,
) -> Result<String, serde_json::Error> {
    let outcome = card.outcome.as_ref();
    let normalised = |outcome: &Scored| {
        let step = outcome.steps.iter().find(|step| step.step == ArithmeticStep::Normalise);
        step.map(|step| fraction(&step.after))
    };
    let view = Json {
        scheme: &pinned.scheme.id,
        fingerprint: &pinned.fingerprint,
        complete: card.complete(),
        sample_records_open: provisional,
        score: outcome.map(|outcome| JsonScore { exact: fraction(&outcome.score), shown: card.show(&outcome.score) }),
        grade: outcome.map(|outcome| JsonGrade { id: &outcome.grade.id, stars: outcome.grade.stars }),
        applicable: fraction(&card.whole.applicable()),
        earned: fraction(&card.whole.earned),
        normalised: outcome.and_then(normalised),
        special_deductions: card.special_deductions,
        bonus: u32::from(card.bonus),
        // Unrated clauses earn nothing in the score, so the score is its own floor.
        floor: outcome.map(|outcome| fraction(&outcome.score)),
        ceiling: card.ceiling.as_ref().map(|ceiling| fraction(&ceiling.score)),
        range: sureness.map(|found| JsonRange::of(&found.range)),
        grade_safe: sureness.is_some_and(|found| found.range.grade_safe()),
        fragile: sureness.map(|found| found.fragile.iter().map(JsonFragile::of).collect()).unwrap_or_default(),
        sections: card.sections.iter().map(|(id, line)| section_json(id, line)).collect(),
        clauses: card
            .clauses
            .iter()
            .map(|clause| JsonClause {
                id: clause.id.as_str(),
                points: fraction(&clause.line.points),
                verdict: verdict_name(&clause.why),
                earned: fraction(&clause.line.earned),
                lost: fraction(&clause.line.lost),
            })
            .collect(),
    };
    serde_json::to_string_pretty(&view)
}

fn section_json<'a>(id: &'a str, line: &Line) -> JsonSection<'a> {
    JsonSection {
        id,
        points: fraction(&line.points),
        excluded: fraction(&line.excluded),
        earned: fraction(&line.earned),
        lost: fraction(&line.lost),
    }
}

fn verdict_name(why: &Why) -> &'static str {
    match why {
        Why::Unrated => "unrated",
        Why::Meets => "meets",
        Why::Fails => "fails",
        Why::Proportion { .. } => "sampled",
        Why::Excluded => "excluded",
    }
}

/// How many of the largest losses are listed.
const GAPS: usize = 5;

/// The person's view.
pub(super) fn summary(scheme: &Scheme, assessment: &Assessment, card: &ScoreCard, ctx: &mut Ctx<'_>) {
    let w = ctx.words.cli.clone();
    ctx.say(w.score_head.fill(&[("company", &assessment.company.name), ("standard", &scheme.standard)]));
    ctx.say("");
    let mut facts: Vec<Vec<String>> = Vec::new();
    let mut fact = |name: &str, value: String| facts.push(vec![name.to_owned(), value]);
    match &card.outcome {
        Some(outcome) => {
            let stars = "★".repeat(usize::from(outcome.grade.stars));
            let score = w.score_value.fill(&[
                ("score", &card.show(&outcome.score)),
                ("out_of", &decimal_or_fraction(&scheme.out_of)),
                ("grade", &text::grade_of(card, outcome, &ctx.words)),
                ("stars", &stars),
            ]);
            fact(&ctx.words.common.provisional_score, score.trim_end().to_owned());
            if outcome.grade.reason == GradeReason::TooManySpecialDeductions {
                let most = scheme.rules.special_deductions.fail_from;
                fact(&w.score_gate, w.score_gate_value.fill(&[("count", &card.special_deductions), ("most", &most)]));
            }
            if let Some(next) = outcome.next.as_ref().filter(|next| !next.distance.is_zero()) {
                let name = w.score_next.fill(&[("grade", &ctx.words.grade(&next.id, &next.title))]);
                fact(&name, w.score_next_value.fill(&[("distance", &card.show_up(&next.distance))]));
            }
            if let Some(ceiling) = card.ceiling.as_ref().filter(|_| card.unrated > 0) {
                let range = w.score_range_value.fill(&[
                    ("floor", &card.show(&outcome.score)),
                    ("ceiling", &card.show(&ceiling.score)),
                    ("unrated", &card.unrated),
                ]);
                fact(&w.score_range, range);
            }
        }
        None => fact(&ctx.words.common.provisional_score, w.score_none.to_string()),
    }
    let rated = card.clauses.len() - card.unrated;
    fact(&w.score_rated, w.score_rated_value.fill(&[("rated", &rated), ("all", &card.clauses.len())]));
    if card.special_deductions + card.rectified > 0 {
        let each = decimal_or_fraction(&scheme.rules.special_deductions.points_each);
        let mut value = w.score_deductions_value.fill(&[("count", &card.special_deductions), ("each", &each)]);
        if card.rectified > 0 {
            value.push_str(&w.score_rectified.fill(&[("count", &card.rectified)]));
        }
        fact(&ctx.words.common.special_deduction, value);
    }
    if card.bonus {
        let points = decimal_or_fraction(&scheme.rules.bonus.points);
        fact(&ctx.words.common.bonus, w.score_bonus_value.fill(&[("points", &points)]));
    }
    for line in text::table(&facts, 0..0) {
        ctx.say(line);
    }
    if let Some(provisional) = say_provisional(assessment.provisional_records(), &ctx.words) {
        ctx.say(provisional);
    }
    ctx.say("");
    sections(scheme, card, ctx);
    gaps(scheme, card, ctx);
}

fn sections(scheme: &Scheme, card: &ScoreCard, ctx: &mut Ctx<'_>) {
    let w = &ctx.words.cli;
    let figures =
        |line: &Line| [&line.points, &line.excluded, &line.earned, &line.lost].map(|amount| card.show_marked(amount));
    let mut rows =
        vec![[&w.score_section, &w.points, &w.excluded_points, &w.earned, &w.lost].map(|p| p.to_string()).to_vec()];
    let row = |name: String, line: &Line| std::iter::once(name).chain(figures(line)).collect::<Vec<_>>();
    for (section, (id, line)) in scheme.sections.iter().zip(&card.sections) {
        rows.push(row(format!("{id} {}", section.title), line));
    }
    rows.push(row(w.total.to_string(), &card.whole));
    // Digits stand under digits: the mark is in front of them.
    let cut = rows.iter().flatten().any(|cell| cell.starts_with('≈'));
    let note = cut.then(|| w.score_cut.to_string());
    for line in text::table(&rows, 1..5) {
        ctx.say(line);
    }
    if let Some(note) = note {
        ctx.say(note);
    }
    if !card.whole.unrated.is_zero() {
        let note = ctx.words.cli.score_unrated_lost.fill(&[("points", &card.show_marked(&card.whole.unrated))]);
        ctx.say(note);
    }
}

fn gaps(scheme: &Scheme, card: &ScoreCard, ctx: &mut Ctx<'_>) {
    let gaps = card.gaps();
    if gaps.is_empty() {
        return;
    }
    let w = ctx.words.cli.clone();
    ctx.say("");
    ctx.say(w.score_gaps.fill(&[("count", &gaps.len())]));
    let rows: Vec<Vec<String>> = gaps
        .iter()
        .take(GAPS)
        .map(|gap| {
            let title = scheme.clause(&gap.id).map_or("", |clause| clause.title.as_str());
            let lost = lost_of(card, &gap.line.lost, &gap.line.points, ctx);
            vec![format!("  {} {title}", gap.id), lost]
        })
        .collect();
    for line in text::table(&rows, 0..0) {
        ctx.say(line);
    }
}

fn lost_of(card: &ScoreCard, lost: &Amount, points: &Amount, ctx: &Ctx<'_>) -> String {
    ctx.words.cli.score_lost_of.fill(&[("lost", &card.show_marked(lost)), ("points", &decimal_or_fraction(points))])
}

/// What must not be forgotten beside any figure.
pub(super) fn closing(scheme: &Scheme, ctx: &mut Ctx<'_>) {
    let provisional = scheme.clauses().filter(|clause| clause.points_status == PointsStatus::Provisional).count();
    ctx.say("");
    if provisional > 0 {
        let all = scheme.clauses().count();
        ctx.say(ctx.words.cli.score_provisional.fill(&[("count", &provisional), ("all", &all)]));
    }
    ctx.say(ctx.words.cli.score_closing.fill(&[("statement", &ctx.words.common.not_a_certificate)]));
}
