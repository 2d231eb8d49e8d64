//! The certificate and what is due until it expires. Left out while there is none.

use super::teller::Teller;
use crate::report::outline::{Block, Column, Fact, Row, Table, Text};

pub fn write(t: &Teller) -> Vec<Block> {
    let Some(award) = &t.assessment.award else { return Vec::new() };
    let r = &t.subject.words.rounds;
    let or_dash = |text: &str| if text.trim().is_empty() { t.dash() } else { text.trim().to_owned() };
    let rules = &t.scheme.rules;
    let grade = award.grade.as_ref().map_or_else(
        || t.dash(),
        |id| {
            let known = rules.grades.iter().find(|grade| grade.id == *id).map(|grade| &grade.title);
            let known = known.unwrap_or(if *id == rules.below.id { &rules.below.title } else { id });
            t.title(id, known)
        },
    );
    let mut blocks = vec![Block::Facts(vec![
        Fact::new(&*r.award_number, or_dash(&award.number)),
        Fact::new(&*r.visit_body, or_dash(&award.body)),
        Fact::new(&*r.visit_grade, grade),
        Fact::new(&*r.award_issued, t.day(award.issued)),
        Fact::new(&*r.award_expires, t.day(award.expires)),
    ])];
    let mut milestones: Vec<_> = award.milestones.iter().collect();
    milestones.sort();
    let rows: Vec<Row> = milestones
        .into_iter()
        .map(|one| {
            let state = match one.done {
                Some(day) => Text::plain(format!("✓{}", r.done_on.fill(&[("day", &t.day(day))]))),
                None if one.due < t.subject.date => Text::strong(format!("! {}", r.state_overdue)),
                None => Text::plain(format!("○ {}", r.state_open)),
            };
            Row::new(vec![t.day(one.due).into(), Text::plain(&**one.kind.word(r)), one.note.trim().into(), state])
        })
        .collect();
    if !rows.is_empty() {
        let columns = vec![
            Column::words(&*r.milestone_due, 1.6),
            Column::words(&*r.milestone_kind, 1.6),
            Column::words(&*r.milestone_note, 3.0),
            Column::words(&*r.milestone_state, 2.0),
        ];
        blocks.push(Block::Table(Table { columns, rows }));
    }
    blocks.push(Block::small(&*r.award_usual));
    blocks
}
