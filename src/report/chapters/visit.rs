//! The real visit (现场评价): the body's score and deductions beside ours, where we were too kind, and what becomes of what
//! it found. Left out while there was none.

use std::cmp::Ordering;
use std::fmt::Display;

use super::remediation::action_anchor;
use super::teller::{Teller, clause_anchor};
use crate::assessment::{Visit, finding_action};
use crate::criteria::ClauseId;
use crate::report::outline::{Block, Column, Fact, Row, Table, Text};
use crate::report::rounds::{grade_said, grade_title, signed_short};
use crate::report::visit::{Told, Weight, difference_said, ours_said, sentences};
use crate::scoring::{VisitCheck, check_visit};

pub fn write(t: &Teller) -> Vec<Block> {
    let Some(visit) = t.assessment.visit.as_deref() else { return Vec::new() };
    let r = &t.subject.words.rounds;
    let check = check_visit(t.scheme, t.assessment, t.card, visit);
    let day = visit.ended_on.map_or_else(|| t.or_not_filled(""), |day| t.day(day).into());
    let mut facts = vec![Fact::new(&*r.visit_body, t.or_not_filled(&visit.body)), Fact::new(&*r.visit_day, day)];
    if !visit.note.trim().is_empty() {
        facts.push(Fact::new(&*r.visit_note, visit.note.trim()));
    }
    let mut blocks = vec![Block::Facts(facts), Block::Table(whole(t, visit))];
    let told =
        Told { scheme: t.scheme, assessment: t.assessment, card: t.card, visit, check: &check, today: t.subject.date };
    for (weight, sentence) in sentences(&told, t.subject.words) {
        blocks.push(match weight {
            Weight::Warn => Block::paragraph(Text::strong(format!("! {sentence}"))),
            Weight::Plain | Weight::Good => Block::paragraph(sentence),
        });
    }
    blocks.extend(clauses(t, &check));
    blocks.extend(findings(t, visit));
    blocks.push(Block::small(&*r.visit_report_note));
    blocks
}

/// Score, grade and special deductions, the body's beside ours.
fn whole(t: &Teller, visit: &Visit) -> Table {
    let words = t.subject.words;
    let r = &words.rounds;
    let unstated = || Text::quiet(&*r.unstated);
    let ours = t.card.outcome.as_ref().map(|outcome| &outcome.score);
    let given = visit.score.as_ref().map(|score| &score.0);
    let apart = given.zip(ours).map(|(given, ours)| given - ours);
    let apart = apart.map_or_else(|| t.dash(), |apart| signed_short(Some(&apart), t.card.decimals, r));
    let counted = t.card.special_deductions;
    let rows = vec![
        Row::new(vec![
            Text::plain(&*t.common.score),
            given.map_or_else(unstated, |score| t.exact(score).into()),
            ours.map_or_else(|| t.dash(), |score| t.figure(score)).into(),
            apart.into(),
        ]),
        Row::new(vec![
            Text::plain(&*r.visit_grade),
            visit.grade.as_ref().map_or_else(unstated, |id| grade_title(t.scheme, id, t.subject.words).into()),
            grade_said(t.card, words).into(),
            Text::default(),
        ]),
        Row::new(vec![
            Text::plain(&*r.deductions_counted),
            visit.special_deductions.map_or_else(unstated, |count| count.to_string().into()),
            counted.to_string().into(),
            visit
                .special_deductions
                .map_or_else(Text::default, |count| format!("{:+}", i64::from(count) - i64::from(counted)).into()),
        ]),
    ];
    let columns = vec![
        Column::words("", 2.0),
        Column::figures(&*r.col_body, 1.6),
        Column::figures(&*r.col_ours, 1.6),
        Column::figures(&*r.col_apart, 1.6),
    ];
    Table { columns, rows }
}

/// The clauses of which the body said how much it deducted; those on which we were too kind stand out.
fn clauses(t: &Teller, check: &VisitCheck) -> Vec<Block> {
    let words = t.subject.words;
    let r = &words.rounds;
    let rows: Vec<Row> = check
        .lines
        .iter()
        .filter_map(|line| {
            let body = line.body.as_ref()?;
            let said = difference_said(line, t.card, words);
            let apart = match said {
                None => Text::plain(t.dash()),
                Some((Ordering::Greater, said)) => Text::strong(format!("! {said}")),
                Some((_, said)) if line.beyond() => Text::strong(format!("! {said}")),
                Some((_, said)) => Text::plain(said),
            };
            Some(Row::new(vec![
                clause_named(t, &line.clause),
                ours_said(line, t.card, words).into(),
                t.exact(body).into(),
                apart,
            ]))
        })
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let columns = vec![
        Column::words(&*t.common.clause, 3.4),
        Column::figures(&*r.visit_ours, 1.3),
        Column::figures(&*r.visit_lost, 1.1),
        Column::words(&*r.visit_differs, 2.4),
    ];
    vec![Block::heading(2, &*r.visit_clauses), Block::Table(Table { columns, rows })]
}

/// What the body found, until when it has to be put right, and which action does it.
fn findings(t: &Teller, visit: &Visit) -> Vec<Block> {
    let r = &t.subject.words.rounds;
    let due = visit.rectify_by().map_or_else(|| t.dash(), |day| t.day(day));
    let row = |(clause, found)| {
        Row::new(vec![clause_named(t, clause), Text::plain(found), due.clone().into(), action_of(t, clause, found)])
    };
    let rows: Vec<Row> = visit.found().map(row).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let columns = vec![
        Column::words(&*t.common.clause, 2.0),
        Column::words(&*r.visit_found, 3.2),
        Column::words(&*r.rectify_until, 1.4),
        Column::words(&*r.finding_action, 2.4),
    ];
    let title = r.findings_title.fill(&[("n", &rows.len())]);
    vec![Block::heading(2, title), Block::Table(Table { columns, rows })]
}

/// The action that was made of a finding, its term and how far it is.
fn action_of(t: &Teller, clause: &ClauseId, found: &str) -> Text {
    let r = &t.subject.words.rounds;
    let Some((id, action)) = finding_action(t.assessment, clause, found) else {
        return Text::strong(format!("! {}", r.finding_open));
    };
    let due = action.due.map_or_else(|| t.dash(), |due| t.day(due));
    let places: [(&str, &dyn Display); 2] = [("due", &due), ("state", action.state.word(t.common))];
    Text::link(id.to_string(), action_anchor(id)).then(r.finding_taken.fill(&places))
}

/// A clause with its title, as a link; one that the scheme does not have any more by its number alone.
fn clause_named(t: &Teller, clause: &ClauseId) -> Text {
    match t.scheme.clause(clause) {
        Some(known) => Text::link(clause.as_str(), clause_anchor(clause)).then(format!(" {}", known.title)),
        None => Text::plain(clause.as_str()),
    }
}
