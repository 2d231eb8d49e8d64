//! `precheck CASE [--as-of DATE] [--json]`: the gates before applying, as text or as JSON.
//!
//! Exit code 0 only when every gate is met: whoever asks a script whether to apply must not be told yes by what
//! nobody knows.

use std::ffi::OsString;

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::Value;

use super::args::{self, Place, Spec};
use super::{Ctx, OK, Outcome, PROBLEMS, Stop, files, report};
use crate::assessment::{Assessment, Verdict, say_provisional};
use crate::criteria::{Gate, GateForm, Scheme};
use crate::planning::{Certified, GateResult, GateState, GateValue, Quota, quota, suggested_verdict};
use crate::report::readiness::{GateTeller, gates_of, state_sign, state_word, summary};

const SPEC: Spec =
    Spec { name: "precheck", many: false, places: &[Place::Case], flags: &["json"], options: &["as-of"] };

pub(super) fn run(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(given) = args::parse(args, &SPEC, ctx)? else { return Ok(OK) };
    let day = match given.text("as-of", ctx)? {
        None => ctx.now.date(),
        Some(text) => report::date_of(&text, ctx)?,
    };
    let (_, case) = files::open(given.place(0), ctx)?;
    let scheme = &case.pinned.scheme;
    let all = gates_of(scheme, &case.assessment, day);
    if given.flag("json") {
        let json = json(scheme, &case.assessment, &all, day, ctx);
        ctx.say(serde_json::to_string_pretty(&json).map_err(|error| Stop(error.to_string()))?);
    } else {
        text(&case.assessment, &all, day, ctx);
    }
    let ready = all.iter().all(|(_, result)| result.state == GateState::Pass);
    Ok(if ready { OK } else { PROBLEMS })
}

fn text(assessment: &Assessment, all: &[(&Gate, GateResult)], day: NaiveDate, ctx: &mut Ctx<'_>) {
    let words = ctx.words.clone();
    let w = &words.readiness;
    let teller = GateTeller { words: &words, assessment };
    ctx.say(w.cli_head.fill(&[("day", &day)]));
    ctx.say(summary(all.iter().map(|(_, result)| result), &words));
    if let Some(provisional) = say_provisional(assessment.provisional_records(), &words) {
        ctx.say(provisional);
    }
    for (gate, result) in all {
        ctx.say("");
        let (sign, word) = (state_sign(result.state), state_word(result.state, w));
        ctx.say(format_args!("{sign} {word}  {}  {}", gate.title, teller.value(&result.value)));
        let sources = gate.sources.join(&words.common.list_separator);
        let required = teller.required(gate, result);
        let mut lines = vec![w.cli_required.fill(&[("required", &required), ("sources", &sources)])];
        lines.push(teller.reasons(result));
        let note = assessment.gates.get(&gate.id).map_or("", |answer| answer.note.trim());
        if !note.is_empty() {
            lines.push(w.cli_note.fill(&[("note", &note)]));
        }
        if !gate.differs.trim().is_empty() {
            lines.push(w.cli_differs.fill(&[("text", &gate.differs.trim())]));
        }
        lines.iter().filter(|line| !line.is_empty()).for_each(|line| ctx.say(format_args!("    {line}")));
    }
    ctx.say("");
    ctx.say(w.cli_quota.fill(&[("text", &teller.quota_line(&quota(assessment, day)))]));
    ctx.say(&*w.quota_convention);
    ctx.say(&*w.not_a_verdict);
}

#[derive(Serialize)]
struct Json<'a> {
    as_of: NaiveDate,
    /// Records of samples that are not looked at to the end: verdicts that follow from them may change.
    sample_records_open: usize,
    gates: Vec<JsonGate<'a>>,
    quota: JsonQuota,
}

#[derive(Serialize)]
struct JsonGate<'a> {
    id: &'a str,
    state: &'static str,
    value: Value,
    required: String,
    source: String,
    title: &'a str,
    why: Vec<String>,
    answer: Option<bool>,
    note: &'a str,
    differs: &'a str,
}

#[derive(Serialize)]
struct JsonQuota {
    service_managers: Option<u32>,
    headquarters: Option<u32>,
    outlets: Option<u32>,
    needed: Option<u32>,
    certified: Option<u32>,
    missing: Option<u32>,
    suggested: Option<&'static str>,
}

fn json<'a>(
    scheme: &Scheme,
    assessment: &'a Assessment,
    all: &[(&'a Gate, GateResult)],
    day: NaiveDate,
    ctx: &Ctx<'_>,
) -> Json<'a> {
    let teller = GateTeller { words: &ctx.words, assessment };
    let gates = all.iter().map(|(gate, result)| {
        let answer = assessment.gates.get(&gate.id);
        JsonGate {
            id: gate.id.as_str(),
            state: state_name(result.state),
            value: value(&result.value),
            required: teller.required(gate, result),
            source: gate.sources.join(", "),
            title: &gate.title,
            why: result.reasons.iter().map(|reason| teller.reason(reason)).collect(),
            answer: answer.and_then(|answer| answer.passes),
            note: answer.map_or("", |answer| answer.note.as_str()),
            differs: &gate.differs,
        }
    });
    Json {
        as_of: day,
        sample_records_open: assessment.provisional_records(),
        gates: gates.collect(),
        quota: json_quota(scheme, all, &quota(assessment, day)),
    }
}

fn json_quota(scheme: &Scheme, all: &[(&Gate, GateResult)], quota: &Quota) -> JsonQuota {
    let clause = all.iter().find_map(|(gate, _)| match &gate.form {
        GateForm::Quota { clause } => Some(clause),
        _ => None,
    });
    let suggested = clause.and_then(|clause| suggested_verdict(scheme, clause, quota));
    JsonQuota {
        service_managers: quota.base,
        headquarters: quota.headquarters,
        outlets: quota.outlets,
        needed: quota.needed,
        certified: quota.certified.map(Certified::number),
        missing: quota.missing,
        suggested: suggested.map(|verdict| match verdict {
            Verdict::Meets => "meets",
            Verdict::Sampled { .. } => "sampled",
            _ => "fails",
        }),
    }
}

fn state_name(state: GateState) -> &'static str {
    match state {
        GateState::Pass => "pass",
        GateState::Warn => "warn",
        GateState::Fail => "fail",
        GateState::Unknown => "unknown",
    }
}

/// What a gate was decided by, for machines: a number of things, a day, `yes` or `no`, or null for what nobody knows.
fn value(value: &GateValue) -> Value {
    match value {
        GateValue::Unsaid => Value::Null,
        GateValue::Answered(yes) => if *yes { "yes" } else { "no" }.into(),
        GateValue::Since { first, .. } => first.to_string().into(),
        GateValue::Evidence { valid, .. } => (*valid).into(),
        GateValue::Records { recent, .. } => (*recent).into(),
        GateValue::Traceable { traceable, .. } => (*traceable).into(),
        GateValue::Quota(quota) => quota.certified.map_or(Value::Null, |certified| certified.number().into()),
        GateValue::Deductions { counted, .. } => (*counted).into(),
        GateValue::Open { deductions, .. } => (*deductions).into(),
        GateValue::Points { done, .. } => (*done).into(),
    }
}
