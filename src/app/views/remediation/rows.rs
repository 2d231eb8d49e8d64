//! Which actions are shown, in which order and groups; worked out when something changed and not in every frame.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::app::Cx;
use crate::assessment::{Action, ActionId, ActionState, Gap};
use crate::criteria::Amount;
use crate::planning::{self, Tally, earliest_finishes};

/// How far the actions are that are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ByState {
    /// Not closed.
    Open,
    /// In this state.
    Is(ActionState),
}

/// Which actions are shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Words in number, clause, text, evidence, owner or department.
    pub search: String,
    /// How far they are.
    pub state: Option<ByState>,
    /// Only those whose term has passed.
    pub overdue: bool,
    /// Only those of this owner; empty for those without.
    pub owner: Option<String>,
    /// Only those of this department; empty for those without.
    pub department: Option<String>,
    /// Only those on this gap.
    pub gap: Option<Gap>,
}

/// What they are put together by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)] // named after what they are
pub enum Grouping {
    #[default]
    None,
    Owner,
    Department,
    State,
    Gap,
}

impl Grouping {
    /// All of them, in order.
    pub const ALL: [Self; 5] = [Self::None, Self::Owner, Self::Department, Self::State, Self::Gap];
}

/// What they are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)] // named after the columns
pub enum Key {
    #[default]
    Number,
    Gap,
    What,
    Gain,
    Effort,
    Cost,
    Lead,
    Owner,
    Due,
    State,
}

/// The order of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sort {
    /// By what.
    pub key: Key,
    /// The other way round.
    pub backwards: bool,
}

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// What stands above a group.
    Group {
        /// Its name.
        name: String,
        /// What it comes to.
        tally: Tally,
    },
    /// An action.
    Action(ActionId),
}

/// The rows as they were last worked out.
#[derive(Debug, Default)]
pub struct Rows {
    /// All of them.
    pub lines: Vec<Line>,
    /// The actions among them, in order.
    pub ids: Vec<ActionId>,
    /// What those that are shown come to.
    pub shown: Tally,
    /// What all come to.
    pub all: Tally,
    /// Owners and departments that there are; an empty one stands for none.
    pub owners: Vec<String>,
    /// See `owners`.
    pub departments: Vec<String>,
    finishes: BTreeMap<ActionId, NaiveDate>,
    made_for: Option<(u64, NaiveDate, Filter, Grouping, Sort)>,
}

impl Rows {
    /// Works them out again where the case, the day, the filter or the order is another.
    pub fn update(&mut self, cx: &Cx, filter: &Filter, grouping: Grouping, sort: Sort) {
        let now = (cx.session.revision(), cx.today);
        let before = self.made_for.as_ref().map(|(revision, day, ..)| (*revision, *day));
        let fresh = before == Some(now)
            && self.made_for.as_ref().is_some_and(|made| (&made.2, made.3, made.4) == (filter, grouping, sort));
        if fresh {
            return;
        }
        let actions = &cx.session.assessment().actions;
        if before != Some(now) {
            self.finishes = earliest_finishes(cx.session.assessment(), cx.today);
            self.all = Tally::of(actions.values().map(|action| &**action), cx.today);
            let names = |name: fn(&Action) -> &str| {
                let names: BTreeSet<&str> = actions.values().map(|action| name(action).trim()).collect();
                names.into_iter().map(str::to_owned).collect()
            };
            self.owners = names(|action| &action.owner);
            self.departments = names(|action| &action.department);
        }
        let needle = filter.search.trim().to_lowercase();
        let wanted = actions.iter().filter(|(id, action)| shown(cx, filter, &needle, **id, action));
        let mut found: Vec<(ActionId, &Action)> = wanted.map(|(id, action)| (*id, &**action)).collect();
        self.shown = Tally::of(found.iter().map(|(_, action)| *action), cx.today);
        found.sort_by_cached_key(|(id, _)| *id);
        found.sort_by(|a, b| {
            let order = compare(cx, sort.key, *a, *b);
            if sort.backwards { order.reverse() } else { order }
        });
        self.lines.clear();
        if grouping == Grouping::None {
            self.lines.extend(found.iter().map(|(id, _)| Line::Action(*id)));
        } else {
            let mut groups: BTreeMap<(usize, String), Vec<(ActionId, &Action)>> = BTreeMap::new();
            for (id, action) in &found {
                let name = group_name(cx, grouping, action);
                // States in their order; names by their letters, and what has none last.
                let rank = match grouping {
                    Grouping::State => ActionState::ALL.iter().position(|state| *state == action.state).unwrap_or(0),
                    _ => usize::from(name.is_empty()),
                };
                groups.entry((rank, name)).or_default().push((*id, action));
            }
            for ((_, name), theirs) in groups {
                let name = if name.is_empty() { cx.words.remediation.unassigned.to_string() } else { name };
                let tally = Tally::of(theirs.iter().map(|(_, action)| *action), cx.today);
                self.lines.push(Line::Group { name, tally });
                self.lines.extend(theirs.into_iter().map(|(id, _)| Line::Action(id)));
            }
        }
        let action = |line: &Line| if let Line::Action(id) = line { Some(*id) } else { None };
        self.ids = self.lines.iter().filter_map(action).collect();
        self.made_for = Some((now.0, now.1, filter.clone(), grouping, sort));
    }

    /// The day on which an open action is finished at the earliest, where that is after its term.
    #[must_use]
    pub fn too_late(&self, id: ActionId, action: &Action) -> Option<NaiveDate> {
        let finish = *self.finishes.get(&id)?;
        action.due.filter(|due| *due < finish).map(|_| finish)
    }

    /// The day on which an open action is finished at the earliest.
    #[must_use]
    pub fn finish(&self, id: ActionId) -> Option<NaiveDate> {
        self.finishes.get(&id).copied()
    }
}

fn group_name(cx: &Cx, grouping: Grouping, action: &Action) -> String {
    match grouping {
        Grouping::None => String::new(),
        Grouping::Owner => action.owner.trim().to_owned(),
        Grouping::Department => action.department.trim().to_owned(),
        Grouping::State => action.state.word(cx.c).to_string(),
        Grouping::Gap => gap_named(cx, &action.gap),
    }
}

/// A gap with the title of its clause.
pub(super) fn gap_named(cx: &Cx, gap: &Gap) -> String {
    let title = match gap {
        Gap::Clause(clause) => cx.session.scheme().clause(clause).map(|clause| clause.title.as_str()),
        Gap::SpecialDeduction(_) => None,
    };
    let name = gap.say(cx.c);
    title.map_or_else(|| name.clone(), |title| format!("{name} {title}"))
}

fn shown(cx: &Cx, filter: &Filter, needle: &str, id: ActionId, action: &Action) -> bool {
    let has = |text: &str| text.to_lowercase().contains(needle);
    filter.state.is_none_or(|wanted| match wanted {
        ByState::Open => action.state != ActionState::Closed,
        ByState::Is(state) => action.state == state,
    }) && (!filter.overdue || action.overdue_on(cx.today))
        && filter.owner.as_ref().is_none_or(|owner| action.owner.trim() == owner)
        && filter.department.as_ref().is_none_or(|department| action.department.trim() == department)
        && filter.gap.as_ref().is_none_or(|gap| action.gap == *gap)
        && (needle.is_empty()
            || has(&id.to_string())
            || has(&gap_named(cx, &action.gap))
            || [&action.what, &action.evidence, &action.owner, &action.department].into_iter().any(|text| has(text)))
}

/// What an action gives back of what is lost now.
pub(super) fn gives_back(cx: &Cx, action: &Action) -> Option<Amount> {
    planning::gives_back(cx.session.scheme(), cx.session.assessment(), cx.session.card(), action)
}

/// The order of two actions; what says nothing comes last, and equals keep the order of their numbers.
fn compare(cx: &Cx, key: Key, (a, one): (ActionId, &Action), (b, two): (ActionId, &Action)) -> Ordering {
    fn known<T: Ord>(a: Option<T>, b: Option<T>) -> Ordering {
        (a.is_none(), a).cmp(&(b.is_none(), b))
    }
    fn said(text: &str) -> Option<&str> {
        Some(text.trim()).filter(|text| !text.is_empty())
    }
    let order = match key {
        Key::Number => Ordering::Equal,
        Key::Gap => one.gap.cmp(&two.gap),
        Key::What => one.what.cmp(&two.what),
        // The most first: that is what somebody sorts for.
        Key::Gain => gives_back(cx, two).cmp(&gives_back(cx, one)),
        Key::Effort => one.effort.cmp(&two.effort),
        Key::Cost => one.cost.cmp(&two.cost),
        Key::Lead => one.lead_days.cmp(&two.lead_days),
        Key::Owner => {
            known(said(&one.owner), said(&two.owner)).then(known(said(&one.department), said(&two.department)))
        }
        Key::Due => known(one.due, two.due),
        Key::State => one.state.cmp(&two.state),
    };
    order.then(a.cmp(&b))
}
