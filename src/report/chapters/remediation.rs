//! The register of remediation: who does what until when, what is overdue, and which gaps nobody works on.
//!
//! Stands only where there are actions; without any, the chapter of gaps leaves room to name them by hand.

use std::collections::BTreeMap;
use std::fmt::Display;

use super::summary::shortened;
use super::teller::{Teller, clause_anchor};
use crate::assessment::{Action, ActionId, ActionState, Gap, SpecialDeductionId, hundredths};
use crate::planning::{Tally, gives_back, uncovered};
use crate::report::outline::{Block, Column, Fact, Rank, Row, Table, Text};

/// Most characters of an action's text in the table.
const WHAT: usize = 220;
/// Most characters of what was found.
const FOUND: usize = 160;

pub fn write(t: &Teller) -> Vec<Block> {
    let actions = &t.assessment.actions;
    if actions.is_empty() {
        return Vec::new();
    }
    let r = &t.subject.words.remediation;
    let day = t.subject.date;
    let all = Tally::of(actions.values().map(|action| &**action), day);
    let (effort, cost) = (hundredths(all.effort), hundredths(all.cost));
    let places: [(&str, &dyn Display); 6] = [
        ("n", &all.count),
        ("open", &all.open),
        ("overdue", &all.overdue),
        ("day", &t.day(day)),
        ("effort", &effort),
        ("cost", &cost),
    ];
    let mut blocks = vec![
        Block::paragraph(Text::strong(r.report_intro.fill(&places))),
        Block::small(&*r.report_note),
        Block::Table(table(t, &all)),
    ];
    blocks.extend(unverified(t));
    blocks.extend(deductions(t));
    blocks.extend(open_gaps(t));
    blocks
}

/// The register by owner, those without one last; each by term.
fn table(t: &Teller, all: &Tally) -> Table {
    let r = &t.subject.words.remediation;
    let mut owners: BTreeMap<(bool, &str), Vec<(ActionId, &Action)>> = BTreeMap::new();
    for (id, action) in &t.assessment.actions {
        let owner = action.owner.trim();
        owners.entry((owner.is_empty(), owner)).or_default().push((*id, action));
    }
    let mut rows = Vec::new();
    for ((nobody, owner), mut theirs) in owners {
        theirs.sort_by_key(|(id, action)| (action.due.is_none(), action.due, *id));
        let name = if nobody { &*r.unassigned } else { owner };
        let sum = Tally::of(theirs.iter().map(|(_, action)| *action), t.subject.date);
        let head = r.group_head.fill(&[("name", &name), ("n", &sum.count)]);
        rows.push(summed(t, Rank::Group, &head, &sum));
        rows.extend(theirs.into_iter().map(|(id, action)| row(t, id, action)));
    }
    rows.push(summed(t, Rank::Total, &r.report_total, all));
    let columns = vec![
        Column::words(&*r.number, 0.75),
        Column::words(&*t.common.clause, 1.05),
        Column::words(&*r.what, 4.2),
        Column::figures(&*r.gain, 1.15),
        Column::figures(&*r.effort, 0.85),
        Column::figures(&*r.cost, 1.3),
        Column::words(&*r.due, 1.45),
        Column::words(&*r.state, 1.05),
    ];
    Table { columns, rows }
}

/// A row that opens a group or sums all up.
fn summed(t: &Teller, rank: Rank, name: &str, tally: &Tally) -> Row {
    let r = &t.subject.words.remediation;
    let overdue = if tally.overdue > 0 { r.overdue_count.fill(&[("n", &tally.overdue)]) } else { String::new() };
    Row::ranked(
        rank,
        vec![
            Text::default(),
            Text::default(),
            Text::strong(name),
            Text::default(),
            Text::strong(hundredths(tally.effort)),
            Text::strong(hundredths(tally.cost)),
            Text::strong(overdue),
            Text::plain(r.open_count.fill(&[("n", &tally.open)])),
        ],
    )
}

fn row(t: &Teller, id: ActionId, action: &Action) -> Row {
    let r = &t.subject.words.remediation;
    let gap = match &action.gap {
        Gap::Clause(clause) if t.scheme.clause(clause).is_some() => Text::link(clause.as_str(), clause_anchor(clause)),
        Gap::SpecialDeduction(_) => Text::link(action.gap.say(t.common), "special"),
        Gap::Clause(clause) => Text::plain(clause.as_str()),
    };
    let mut what = Text::plain(shortened(&action.what, WHAT));
    let department = action.department.trim();
    let after = t.list(&action.after);
    let mut more = Vec::new();
    if !department.is_empty() {
        more.push(department.to_owned());
    }
    if !after.is_empty() {
        more.push(r.report_after.fill(&[("ids", &after)]));
    }
    if !more.is_empty() {
        what = what.then_quiet(format!("\n{}", more.join("　")));
    }
    let gain = gives_back(t.scheme, t.assessment, t.card, action);
    let quantity = |number: u64| if number == 0 { t.dash() } else { hundredths(number) };
    let due = match action.due {
        None => Text::quiet(&*r.no_due),
        Some(due) if action.overdue_on(t.subject.date) => {
            let days = (t.subject.date - due).num_days();
            Text::plain(t.day(due)).then("\n").then_strong(r.overdue_days.fill(&[("days", &days)]))
        }
        Some(due) => Text::plain(t.day(due)),
    };
    let mut state = Text::plain(&**action.state.word(t.common));
    if action.unverified() {
        state = state.then("\n").then_strong(&*r.unverified);
    }
    let mut row = Row::new(vec![
        id.to_string().into(),
        gap,
        what,
        gain.map_or_else(|| t.dash(), |gain| t.brief(&gain)).into(),
        quantity(action.effort).into(),
        quantity(action.cost).into(),
        due,
        state,
    ]);
    row.anchor = Some(action_anchor(id));
    row
}

/// Where an action stands.
pub fn action_anchor(id: ActionId) -> String {
    format!("action-{id}")
}

/// Who does something about a gap and until when, a line for each action; room to write that by hand where nobody does.
pub fn who(t: &Teller, gap: &Gap) -> Text {
    let r = &t.subject.words.remediation;
    let mut text = Text::default();
    for (at, (id, action)) in t.assessment.actions_on(gap).enumerate() {
        let owner = if action.owner.trim().is_empty() { &*r.unassigned } else { action.owner.trim() };
        let due = action.due.map_or_else(|| r.no_due.to_string(), |due| t.day(due));
        let places: [(&str, &dyn Display); 3] =
            [("owner", &owner), ("due", &due), ("state", action.state.word(t.common))];
        text = if at > 0 { text.then("\n") } else { text };
        text = text.then_link(id.to_string(), action_anchor(id)).then(r.report_who.fill(&places));
    }
    if text.is_empty() { Text::quiet(&*t.words.gaps_who_blank) } else { text }
}

/// Actions, each a link.
fn links<'a>(t: &Teller, actions: impl Iterator<Item = (ActionId, &'a Action)>) -> Text {
    let mut text = Text::default();
    for (at, (id, action)) in actions.enumerate() {
        if at > 0 {
            text = text.then(&*t.common.list_separator);
        }
        let state = action.state.word(t.common);
        text = text.then_link(id.to_string(), action_anchor(id)).then(format!(" {state}"));
    }
    text
}

/// Closed actions of which nobody has said that they were verified.
fn unverified(t: &Teller) -> Option<Block> {
    let r = &t.subject.words.remediation;
    let all: Vec<(ActionId, &Action)> = t
        .assessment
        .actions
        .iter()
        .filter(|(_, action)| action.unverified())
        .map(|(id, action)| (*id, &**action))
        .collect();
    if all.is_empty() {
        return None;
    }
    let count = all.len();
    let ids = links(t, all.into_iter());
    Some(Block::paragraph(t.around(&r.report_unverified, "ids", ids, &[("n", &count)])))
}

/// Every special deduction that is not rectified is an obligation: by which actions it is met.
fn deductions(t: &Teller) -> Vec<Block> {
    let r = &t.subject.words.remediation;
    let fact = |(id, found): (&SpecialDeductionId, &str)| {
        let gap = Gap::SpecialDeduction(*id);
        let mut text = Text::plain(shortened(found, FOUND)).then("\n");
        let mut actions = t.assessment.actions_on(&gap).peekable();
        text = match actions.peek() {
            Some(_) => text.join(links(t, actions)),
            None => text.then_strong(&*r.report_no_action),
        };
        Fact::new(gap.say(t.common), text)
    };
    let open = t.assessment.special_deductions.iter().filter(|(_, deduction)| !deduction.rectified);
    let facts: Vec<Fact> = open.map(|(id, deduction)| fact((id, deduction.found.trim()))).collect();
    if facts.is_empty() {
        return Vec::new();
    }
    vec![Block::heading(2, &*r.report_deductions), Block::paragraph(&*r.report_deductions_text), Block::Facts(facts)]
}

/// Gaps without action, and those that are still there although all that was planned is closed.
fn open_gaps(t: &Teller) -> Vec<Block> {
    let r = &t.subject.words.remediation;
    let found = uncovered(t.assessment, t.card);
    let mut blocks = Vec::new();
    if !found.clauses.is_empty() {
        let points = t.brief(&found.lost());
        let clauses = t.named_clauses(found.clauses.iter().map(|(clause, _)| clause), usize::MAX);
        let places: [(&str, &dyn Display); 2] = [("n", &found.clauses.len()), ("points", &points)];
        blocks.push(Block::paragraph(t.around(&r.report_without, "clauses", clauses, &places)));
    }
    let ended: Vec<Text> = found
        .ended
        .iter()
        .map(|gap| match gap {
            Gap::Clause(clause) => Text::link(clause.as_str(), clause_anchor(clause)),
            Gap::SpecialDeduction(_) => Text::link(gap.say(t.common), "special"),
        })
        .collect();
    if !ended.is_empty() {
        let mut text = Text::default();
        for (at, one) in ended.into_iter().enumerate() {
            text = if at > 0 { text.then(&*t.common.list_separator) } else { text }.join(one);
        }
        blocks.push(Block::paragraph(t.around(&r.report_ended, "gaps", text, &[("n", &found.ended.len())])));
    }
    if blocks.is_empty() {
        let open = t.assessment.actions.values().any(|action| action.state != ActionState::Closed);
        let lost = t.card.gaps().is_empty() && found.deductions.is_empty();
        if open && !lost && found.deductions.is_empty() {
            blocks.push(Block::paragraph(&*r.report_all_covered));
        }
        return blocks;
    }
    blocks.insert(0, Block::heading(2, &*r.report_gaps));
    blocks
}
