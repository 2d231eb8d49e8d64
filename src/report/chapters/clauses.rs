//! Clause by clause: verdict, finding, evidence, points.

use std::fmt::Display;

use super::teller::{Teller, clause_anchor, evidence_anchor};
use crate::assessment::Verdict;
use crate::criteria::{Clause, Group, Method, Section};
use crate::report::outline::{Block, Fact, Heading, Text};
use crate::scoring::Line;

/// Where a section begins.
pub fn section_anchor(id: &str) -> String {
    format!("section-{id}")
}

pub fn write(t: &Teller) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut groups = t.card.groups.iter();
    for (section, (_, line)) in t.scheme.sections.iter().zip(&t.card.sections) {
        blocks.push(section_heading(t, section, line));
        for group in &section.groups {
            let line = groups.next().map(|(_, line)| line);
            let mut opening = group_opening(t, group, line);
            for clause in &group.clauses {
                let mut together = std::mem::take(&mut opening);
                together.extend(self::clause(t, clause));
                blocks.push(Block::Loosely(together));
            }
        }
    }
    blocks
}

/// Points of a section or group: earned of applicable, or that it does not count.
fn points(t: &Teller, line: &Line) -> Text {
    let applicable = line.applicable();
    let (earned, points) = (t.figure(&line.earned), t.exact(&applicable));
    if applicable == crate::criteria::Amount::default() {
        return Text::quiet(t.words.excluded_of.fill(&[("points", &t.exact(&line.points))]));
    }
    Text::plain(t.words.earned_of.fill(&[("earned", &earned), ("points", &points)]))
}

fn section_heading(t: &Teller, section: &Section, line: &Line) -> Block {
    let title = t.words.clauses_group.fill(&[("id", &section.id), ("title", &section.title)]);
    Block::Heading(Heading {
        level: 1,
        text: title.as_str().into(),
        right: points(t, line),
        anchor: Some(section_anchor(&section.id)),
        bookmark: title,
    })
}

fn group_opening(t: &Teller, group: &Group, line: Option<&Line>) -> Vec<Block> {
    let title = t.words.clauses_group.fill(&[("id", &group.id), ("title", &group.title)]);
    let mut blocks = vec![Block::Heading(Heading {
        level: 2,
        text: title.as_str().into(),
        right: line.map_or_else(Text::default, |line| points(t, line)),
        anchor: None,
        bookmark: title,
    })];
    if !group.note.trim().is_empty() {
        blocks.push(Block::small(group.note.trim()));
    }
    blocks
}

fn clause(t: &Teller, clause: &Clause) -> Vec<Block> {
    let words = t.words;
    let verdict = t.assessment.verdict(&clause.id);
    let line = t.card.clause(&clause.id).map(|line| &line.line);
    let text = words.clauses_title.fill(&[("id", &clause.id), ("title", &clause.title)]);
    let right = line.map_or_else(Text::default, |line| points(t, line)).all_strong();
    let mut requirement = clause.requirement.trim().to_owned();
    for (letter, part) in ('a'..='z').zip(&clause.parts) {
        requirement.push('\n');
        requirement.push_str(&words.clauses_part.fill(&[("letter", &letter), ("part", &part.trim())]));
    }
    for part in clause.parts.iter().skip(26) {
        requirement.push('\n');
        requirement.push_str(part.trim());
    }
    vec![
        Block::Heading(Heading {
            level: 3,
            text: text.into(),
            right: Text::plain(t.verdict(verdict)).then("　").join(right),
            anchor: Some(clause_anchor(&clause.id)),
            bookmark: words.clauses_group.fill(&[("id", &clause.id), ("title", &clause.title)]),
        }),
        Block::small(requirement),
        Block::Facts(facts(t, clause, verdict)),
    ]
}

fn facts(t: &Teller, clause: &Clause, verdict: &Verdict) -> Vec<Fact> {
    let words = t.words;
    let mut facts = Vec::new();
    let answer = t.assessment.answer(&clause.id);
    let finding = answer.map_or("", |answer| answer.finding.trim());
    if let Verdict::Sampled { checked, nonconforming } = verdict {
        facts.push(Fact::new(&*words.clauses_sample, sample(t, clause, *checked, *nonconforming)));
    }
    if let Verdict::Excluded { reason } = verdict {
        facts.push(Fact::new(&*words.clauses_exclusion, reason.trim()));
    }
    let empty = Text::quiet(&*words.clauses_no_finding);
    let finding = if finding.is_empty() { empty } else { Text::plain(finding) };
    facts.push(Fact::new(&*words.clauses_finding, finding));
    facts.push(Fact::new(&*words.clauses_evidence, evidence(t, clause)));
    if answer.is_some_and(|answer| answer.look_again) {
        facts.push(Fact::new(&*words.clauses_again, &*words.clauses_again_value));
    }
    let (points, text) = (clause.points_status.word(t.common), clause.text_status.word(t.common));
    let basis = words.clauses_basis_value.fill(&[("points", &points), ("text", &text)]);
    facts.push(Fact::new(&*words.clauses_basis, Text::quiet(basis)));
    facts
}

fn sample(t: &Teller, clause: &Clause, checked: u32, nonconforming: u32) -> String {
    let kind = match &clause.method {
        Method::Proportional { sample } => t.scheme.sample(sample),
        Method::AllOrNothing => None,
    };
    let (title, unit) = kind.map_or(("", ""), |kind| (kind.title.as_str(), kind.unit.as_str()));
    let places: [(&str, &dyn Display); 4] =
        [("sample", &title), ("checked", &checked), ("nonconforming", &nonconforming), ("unit", &unit)];
    t.words.clauses_sample_value.fill(&places)
}

/// Numbers and titles of the evidence, each a link to the index; what is wrong with it beside it.
fn evidence(t: &Teller, clause: &Clause) -> Text {
    let words = t.words;
    let mut text = Text::default();
    for (at, (id, evidence)) in t.assessment.evidence_of(&clause.id).enumerate() {
        if at > 0 {
            text = text.then(&*words.semicolon);
        }
        let number = t.evidence_number(id);
        text = text.then_link(&number, evidence_anchor(id)).then(format!(" {}", evidence.title.trim()));
        let mut states = Vec::new();
        if t.is_gone(evidence) {
            states.push(&t.common.evidence_missing);
        }
        if evidence.expired_on(t.subject.date) {
            states.push(&t.common.evidence_expired);
        }
        if !states.is_empty() {
            text = text.then_strong(words.clauses_evidence_state.fill(&[("state", &t.list(states))]));
        }
    }
    if text.is_empty() { Text::quiet(&*words.clauses_no_evidence) } else { text }
}
