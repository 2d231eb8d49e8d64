//! Gaps by points, with what to do about each.

use std::fmt::Display;

use super::remediation;
use super::summary::shortened;
use super::teller::{Teller, clause_anchor};
use crate::assessment::Gap;
use crate::criteria::RectifiedDeductions;
use crate::report::outline::{Block, Fact, Heading, Text};
use crate::scoring::ClauseLine;

/// Longest finding that is repeated here, in characters; the whole stands at the clause.
const FINDING: usize = 160;

pub fn write(t: &Teller) -> Vec<Block> {
    let words = t.words;
    let gaps = t.card.gaps();
    let mut blocks = Vec::new();
    if gaps.is_empty() {
        blocks.push(Block::paragraph(&*words.gaps_none));
    } else {
        blocks.push(Block::paragraph(&*words.gaps_intro));
    }
    for (at, line) in gaps.iter().enumerate() {
        blocks.push(Block::Loosely(gap(t, at + 1, line)));
    }
    blocks.extend(special(t));
    if !t.backing.wanting.is_empty() {
        blocks.push(Block::heading(2, &*words.gaps_without_evidence));
    }
    let kinds =
        [(&t.backing.without, &words.gaps_without_evidence_text), (&t.backing.stale, &words.gaps_stale_evidence_text)];
    for (clauses, phrase) in kinds.into_iter().filter(|(clauses, _)| !clauses.is_empty()) {
        let links = t.clause_links(clauses, clauses.len());
        blocks.push(Block::paragraph(t.around(phrase, "clauses", links, &[("n", &clauses.len())])));
    }
    if !t.card.complete() {
        let links = t.clause_links(t.unrated(), usize::MAX);
        let points = t.exact(t.unrated_points());
        let places: [(&str, &dyn Display); 2] = [("n", &t.card.unrated), ("points", &points)];
        let text = t.around(&words.gaps_unrated_text, "clauses", links, &places);
        blocks.push(Block::heading(2, &*words.gaps_unrated));
        blocks.push(Block::paragraph(text));
    }
    blocks
}

fn gap(t: &Teller, number: usize, line: &ClauseLine) -> Vec<Block> {
    let words = t.words;
    let clause = t.clause(line);
    let title = clause.map_or("", |clause| clause.title.as_str());
    let (lost, points) = (t.figure(&line.line.lost), t.exact(&line.line.points));
    let mut facts = Vec::new();
    let finding = t.assessment.answer(&line.id).map_or("", |answer| answer.finding.trim());
    let finding = if finding.is_empty() {
        Text::quiet(&*words.clauses_no_finding)
    } else {
        let text = Text::plain(shortened(finding, FINDING));
        let cut = finding.chars().count() > FINDING;
        if cut { text.then_link(&*words.gaps_finding_whole, clause_anchor(&line.id)) } else { text }
    };
    facts.push(Fact::new(&*words.gaps_finding, finding));
    facts.extend(gain(t, line));
    if let Some(clause) = clause {
        let advice: Vec<&str> = clause.advice.iter().map(|advice| advice.text.as_str()).collect();
        facts.extend(numbered(t, &words.gaps_advice, &advice));
        facts.extend(numbered(t, &words.gaps_evidence, &clause.evidence));
        if !clause.departments.is_empty() {
            facts.push(Fact::new(&*words.gaps_departments, t.list(&clause.departments)));
        }
    }
    facts.push(Fact::new(&*words.gaps_who, remediation::who(t, &Gap::Clause(line.id.clone()))));
    vec![
        Block::Heading(Heading {
            level: 3,
            text: Text::plain(words.gaps_number.fill(&[("n", &number)]))
                .then_link(line.id.as_str(), clause_anchor(&line.id))
                .then(format!("　{title}")),
            right: Text::strong(words.lost_of.fill(&[("lost", &lost), ("points", &points)])),
            ..Heading::default()
        }),
        Block::Facts(facts),
    ]
}

/// Special deductions that count, each with what to do.
fn special(t: &Teller) -> Vec<Block> {
    let (words, rules) = (t.words, &t.scheme.rules);
    let each = t.exact(&rules.special_deductions.points_each);
    let mut blocks = Vec::new();
    for (id, deduction) in &t.assessment.special_deductions {
        if deduction.rectified && rules.rectified != RectifiedDeductions::Counted {
            continue;
        }
        let kind = rules.special_deductions.kinds.iter().find(|kind| kind.id == deduction.kind);
        let title = kind.map_or("", |kind| kind.title.as_str());
        let heading = Heading {
            level: 3,
            text: words.gaps_special_number.fill(&[("n", id), ("kind", &title)]).into(),
            right: Text::strong(words.special_counts.fill(&[("each", &each)])),
            ..Heading::default()
        };
        let found = Text::plain(shortened(&deduction.found, FINDING));
        let cut = deduction.found.trim().chars().count() > FINDING;
        let found = if cut { found.then_link(&*words.gaps_special_whole, "special") } else { found };
        let facts = vec![
            Fact::new(&*words.gaps_finding, found),
            Fact::new(&*words.gaps_advice, &*words.gaps_special_advice),
            Fact::new(&*words.gaps_who, remediation::who(t, &Gap::SpecialDeduction(*id))),
        ];
        blocks.push(Block::Loosely(vec![Block::Heading(heading), Block::Facts(facts)]));
    }
    if !blocks.is_empty() {
        blocks.insert(0, Block::heading(2, &*words.gaps_special));
    }
    blocks
}

/// Lines with numbers, as one fact.
fn numbered(t: &Teller, name: &str, lines: &[impl AsRef<str>]) -> Option<Fact> {
    let lines: Vec<String> = match lines {
        [] => return None,
        [one] => vec![one.as_ref().trim().to_owned()],
        many => many
            .iter()
            .enumerate()
            .map(|(at, line)| t.words.gaps_numbered.fill(&[("n", &(at + 1)), ("text", &line.as_ref().trim())]))
            .collect(),
    };
    Some(Fact::new(name, lines.join("\n")))
}

/// How much the score gains when this gap alone is mended.
fn gain(t: &Teller, line: &ClauseLine) -> Option<Fact> {
    let now = t.card.outcome.as_ref()?;
    let then = t.improved(&[&line.id])?;
    let gain = t.figure(&(&then.score - &now.score));
    let (before, after) = (t.shown(&now.score), t.shown(&then.score));
    let places: [(&str, &dyn Display); 3] = [("gain", &gain), ("before", &before), ("after", &after)];
    Some(Fact::new(&*t.words.gaps_gain, t.words.gaps_gain_value.fill(&places)))
}
