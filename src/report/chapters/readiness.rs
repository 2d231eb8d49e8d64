//! The gates before applying: how each stands and why, where sources differ, how the managers' quota is worked out.

use std::collections::BTreeSet;
use std::fmt::Display;

use super::teller::Teller;
use crate::criteria::{Gate, gates};
use crate::planning::{GateResult, GateState, Quota, quota};
use crate::report::outline::{Block, Column, Fact, Row, Span, Table, Target, Text};
use crate::report::readiness::{GateTeller, gates_of, share, state_sign, state_word, summary};

pub fn write(t: &Teller) -> Vec<Block> {
    let w = &t.subject.words.readiness;
    let day = t.subject.date;
    let all = gates_of(t.scheme, t.assessment, day);
    let said = summary(all.iter().map(|(_, result)| result), t.subject.words);
    let places: [(&str, &dyn Display); 3] = [("day", &t.day(day)), ("n", &all.len()), ("summary", &said)];
    let mut blocks = vec![
        Block::paragraph(w.report_lead.fill(&places)),
        Block::small(&*w.not_a_verdict),
        Block::Table(table(t, &all)),
    ];
    let differing: Vec<Fact> = all
        .iter()
        .filter(|(gate, _)| !gate.differs.trim().is_empty())
        .map(|(gate, _)| Fact::new(&gate.title, t.sourced(&gate.differs)))
        .collect();
    if !differing.is_empty() {
        blocks.push(Block::heading(2, &*w.report_differs));
        blocks.push(Block::paragraph(&*w.report_differs_text));
        blocks.push(Block::Facts(differing));
    }
    blocks.extend(managers(t, &quota(t.assessment, day)));
    blocks.extend(sources(t, &all));
    blocks
}

fn table(t: &Teller, all: &[(&Gate, GateResult)]) -> Table {
    let w = &t.subject.words.readiness;
    let teller = GateTeller { words: t.subject.words, assessment: t.assessment };
    let rows = all.iter().map(|(gate, result)| {
        let word = format!("{} {}", state_sign(result.state), state_word(result.state, w));
        let state = if result.state == GateState::Pass { Text::plain(word) } else { Text::strong(word) };
        let mut now = Text::plain(teller.value(&result.value));
        let reasons = teller.reasons(result);
        if !reasons.is_empty() {
            now = now.then_quiet(format!("\n{reasons}"));
        }
        let note = t.assessment.gates.get(&gate.id).map_or("", |answer| answer.note.trim());
        if !note.is_empty() {
            now = now.then(format!("\n{}", w.report_note.fill(&[("note", &note)])));
        }
        Row::new(vec![
            gate.title.as_str().into(),
            state,
            now,
            teller.required(gate, result).into(),
            t.sourced(&t.list(&gate.sources)),
        ])
    });
    let columns = vec![
        Column::words(&*w.report_col_gate, 1.6),
        Column::words(&*w.report_col_state, 1.05),
        Column::words(&*w.report_col_value, 4.0),
        Column::words(&*w.report_col_required, 2.0),
        Column::words(&*w.report_col_sources, 1.35),
    ];
    Table { columns, rows: rows.collect() }
}

/// The base, the sum and who is certified.
fn managers(t: &Teller, quota: &Quota) -> Vec<Block> {
    let w = &t.subject.words.readiness;
    let people = |n: u32| Text::plain(w.report_people.fill(&[("n", &n)]));
    let unfilled = || Text::quiet(&*t.words.not_filled);
    let base = match (quota.base, quota.headquarters, quota.outlets) {
        (Some(base), Some(headquarters), Some(outlets)) => {
            let places: [(&str, &dyn Display); 3] =
                [("base", &base), ("headquarters", &headquarters), ("outlets", &outlets)];
            Text::plain(w.quota_base_split.fill(&places))
        }
        (Some(base), ..) => Text::plain(w.quota_base.fill(&[("base", &base)])),
        _ => unfilled(),
    };
    let needed = match quota.base.zip(quota.needed) {
        Some((base, needed)) => {
            let how = w.report_quota_needed_how.fill(&[("base", &base), ("tenth", &share(base))]);
            people(needed).then_quiet(format!("　{how}"))
        }
        None => unfilled(),
    };
    let certified = quota.certified.map_or_else(unfilled, |certified| people(certified.number()));
    let missing = quota.missing.map_or_else(unfilled, people);
    let mut together = vec![
        Block::heading(2, &*w.report_quota),
        Block::Facts(vec![
            Fact::new(&*w.report_quota_base, base),
            Fact::new(&*w.report_quota_needed, needed),
            Fact::new(&*w.report_quota_certified, certified),
            Fact::new(&*w.report_quota_missing, missing),
        ]),
        Block::small(&*w.quota_convention),
    ];
    if t.assessment.certificates.is_empty() {
        together.push(Block::small(&*w.report_certificates_none));
        return vec![Block::Together(together)];
    }
    let rows = t.assessment.certificates.iter().map(|(id, certificate)| {
        let state = if quota.expired.contains(id) {
            &w.certificate_expired
        } else if quota.unnumbered.contains(id) {
            &w.certificate_unnumbered
        } else if quota.repeated.contains(id) {
            &w.certificate_repeated
        } else if quota.expiring.contains(id) {
            &w.certificate_expiring
        } else {
            &w.certificate_counts
        };
        let or_dash = |text: &str| if text.trim().is_empty() { t.dash() } else { text.trim().to_owned() };
        Row::new(vec![
            certificate.name.trim().into(),
            or_dash(&certificate.number).into(),
            or_dash(&certificate.place).into(),
            certificate.expires.map_or_else(|| t.dash(), |day| t.day(day)).into(),
            Text::plain(&**state),
        ])
    });
    let columns = vec![
        Column::words(&*w.certificate_name, 1.4),
        Column::words(&*w.certificate_number, 2.4),
        Column::words(&*w.certificate_place, 2.6),
        Column::words(&*w.certificate_expires, 1.4),
        Column::words(&*w.certificate_state, 1.2),
    ];
    let table = Block::Table(Table { columns, rows: rows.collect() });
    vec![Block::Together(together), Block::heading(3, &*w.report_certificates), table]
}

/// What the codes of this chapter stand for, where the criteria's own list does not have them.
fn sources(t: &Teller, all: &[(&Gate, GateResult)]) -> Vec<Block> {
    let cited: BTreeSet<&str> = all.iter().flat_map(|(gate, _)| &gate.sources).map(String::as_str).collect();
    let named = |id: &str| t.scheme.sources.iter().any(|source| source.id == id);
    let facts: Vec<Fact> = gates()
        .sources
        .iter()
        .filter(|source| cited.contains(source.id.as_str()) && !named(&source.id))
        .map(|source| {
            let address = source.address.trim();
            let link = address.starts_with("http").then(|| Target::Url(address.to_owned()));
            let mut title = Text::plain(source.title.trim());
            if !address.is_empty() {
                title = title.then("\n").push(Span { text: address.to_owned(), link, ..Span::default() });
            }
            Fact::new(&source.id, title)
        })
        .collect();
    if facts.is_empty() {
        return Vec::new();
    }
    vec![Block::heading(2, &*t.subject.words.readiness.report_sources), Block::Facts(facts)]
}
