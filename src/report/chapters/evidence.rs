//! The index of evidence: what it is, what it serves, where it is, whether it is there.

use std::collections::BTreeSet;
use std::fmt::Display;

use super::teller::{Teller, evidence_anchor};
use crate::assessment::{Evidence, EvidenceId, EvidenceItem, ItemState, PieceState};
use crate::report::outline::{Block, Column, Row, Span, Table, Target, Text, Tone};

pub fn write(t: &Teller) -> Vec<Block> {
    let words = t.words;
    let all = &t.assessment.evidence;
    if all.is_empty() {
        return vec![Block::paragraph(&*words.evidence_none)];
    }
    let (gone, expired) = t.gone_and_expired();
    let unused = all.values().filter(|evidence| evidence.clauses.is_empty()).count();
    let places: [(&str, &dyn Display); 4] =
        [("n", &all.len()), ("missing", &gone), ("expired", &expired), ("unused", &unused)];
    let rows = all.iter().map(|(id, evidence)| row(t, *id, evidence)).collect();
    let columns = vec![
        Column::words(&*words.evidence_head_number, 0.75),
        Column::words(&*words.evidence_head_title, 4.6),
        Column::words(&*words.evidence_head_clauses, 1.15),
        Column::words(&*words.evidence_head_covers, 1.6),
        Column::words(&*words.evidence_head_expires, 1.35),
        Column::words(&*words.evidence_head_state, 1.15),
    ];
    vec![
        Block::paragraph(words.evidence_sum.fill(&places)),
        Block::small(&*words.evidence_note),
        Block::Table(Table { columns, rows }),
    ]
}

fn row(t: &Teller, id: EvidenceId, evidence: &Evidence) -> Row {
    let words = t.words;
    let name = evidence.title.trim();
    let mut title = Text::plain(name);
    for item in &evidence.items {
        let place = place(t, item);
        if evidence.items.len() == 1 && is_named(item, name) && place.text.ends_with(item.name()) {
            // The name of the file is the title: the folder before it is enough.
            let folder = place.text[..place.text.len() - item.name().len()].to_owned();
            title = Text::quiet(folder).then(item.name());
        } else {
            title = title.then("\n").push(place);
        }
    }
    let period = evidence.covers.map_or_else(
        || t.dash(),
        |period| words.evidence_period.fill(&[("from", &t.day(period.from)), ("to", &t.day(period.to))]),
    );
    let expires = evidence.expires.map_or_else(|| t.dash(), |date| t.day(date));
    let clauses = if evidence.clauses.is_empty() {
        Text::quiet(t.dash())
    } else {
        let mut text = Text::default();
        for (at, clause) in evidence.clauses.iter().enumerate() {
            let line = if at == 0 { "" } else { "\n" };
            text = text.then(line).then_link(clause.as_str(), super::teller::clause_anchor(clause));
        }
        text
    };
    Row {
        cells: vec![t.evidence_number(id).into(), title, clauses, period.into(), expires.into(), state(t, evidence)],
        anchor: Some(evidence_anchor(id)),
        ..Row::default()
    }
}

/// Whether a file goes by this very name, with or without its ending.
fn is_named(item: &EvidenceItem, name: &str) -> bool {
    let file = item.name();
    matches!(item, EvidenceItem::File(_))
        && (file == name || file.rsplit_once('.').is_some_and(|(stem, _)| stem == name))
}

/// Where an item is, never by an absolute path.
fn place(t: &Teller, item: &EvidenceItem) -> Span {
    let quiet = |text: String| Span { text, tone: Tone::Quiet, ..Span::default() };
    if let EvidenceItem::Web(address) = item {
        if address.starts_with("http://") || address.starts_with("https://") {
            return Span { link: Some(Target::Url(address.clone())), ..quiet(address.clone()) };
        }
        // An address of another kind (`file:`) may hold an absolute path of somebody's computer.
        let name = address.trim_end_matches(['/', '\\']).rsplit(['/', '\\']).next().unwrap_or_default();
        return quiet(t.words.evidence_outside.fill(&[("name", &name)]));
    }
    let text = match item {
        _ if !item.is_portable() => t.words.evidence_outside.fill(&[("name", &item.name())]),
        EvidenceItem::Folder(path) => t.words.evidence_folder.fill(&[("path", &path.trim_end_matches('/'))]),
        _ => item.target().to_owned(),
    };
    quiet(text)
}

/// What is wrong with it, or that it is there as it was registered.
fn state(t: &Teller, evidence: &Evidence) -> Text {
    let states: BTreeSet<ItemState> = evidence.items.iter().map(|item| t.subject.checkup.state(item)).collect();
    let mut bad: Vec<&str> = Vec::new();
    for state in &states {
        if *state >= ItemState::Unregistered {
            bad.push(PieceState::from(*state).say(t.subject.words));
        }
    }
    if evidence.expired_on(t.subject.date) {
        bad.push(PieceState::Expired.say(t.subject.words));
    }
    if evidence.out_of(t.assessment.period) {
        bad.push(PieceState::OutOfPeriod.say(t.subject.words));
    }
    if bad.is_empty() {
        let worst = states.last().copied().unwrap_or(ItemState::NotChecked);
        return Text::quiet(match worst {
            ItemState::Same => t.common.state_same.to_string(),
            ItemState::Present => t.common.evidence_present.to_string(),
            _ => t.common.evidence_not_checked.to_string(),
        });
    }
    let lines: Vec<String> = bad.iter().map(|word| t.words.evidence_bad.fill(&[("state", word)])).collect();
    Text::strong(lines.join("\n"))
}
