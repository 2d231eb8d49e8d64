//! The certificate and what is due until it expires. Left out while there is none.

use super::teller::Teller;
use crate::assessment::DueState;
use crate::report::outline::{Block, Column, Fact, Row, Table, Text};
use crate::report::rounds::grade_title;

pub fn write(t: &Teller) -> Vec<Block> {
    let Some(award) = &t.assessment.award else { return Vec::new() };
    let r = &t.subject.words.rounds;
    let or_dash = |text: &str| if text.trim().is_empty() { t.dash() } else { text.trim().to_owned() };
    let grade = award.grade.as_ref().map_or_else(|| t.dash(), |id| grade_title(t.scheme, id, t.subject.words));
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
            let state = one.state(t.subject.date);
            let state = match state {
                DueState::Done(day) => Text::plain(format!("✓{}", r.done_on.fill(&[("day", &t.day(day))]))),
                DueState::Late(_) | DueState::Near(_) => Text::strong(format!("! {}", state.say(r))),
                DueState::Open => Text::plain(format!("○ {}", state.say(r))),
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
