//! One row of a register → the action that it makes of the one in the case; all that is wrong with it at once.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::columns::{ActionColumn, Columns, state_of};
use super::number::{self, NoNumber};
use super::problem::{ActionProblem, ActionProblemKind};
use super::write::text_of;
use crate::assessment::{
    self, Action, ActionId, Assessment, Edit, Gap, MAX_LINE, MAX_TEXT, SpecialDeductionId, Subject, may_act,
};
use crate::criteria::{ClauseId, Scheme};
use crate::lang::{Language, cut};
use crate::store::ledgers::moment;
use crate::store::tables::columns::{is_special_deduction, narrow, word};
use crate::store::tables::{Cell, Row, TableProblemKind};

/// What a row makes.
#[derive(Debug, Clone)]
pub(super) struct ReadRow {
    pub(super) row: u32,
    /// The action of the case that it names; none for a new one.
    pub(super) id: Option<ActionId>,
    pub(super) action: Action,
}

/// What is written to clear a cell.
pub(super) fn clears(text: &str) -> bool {
    matches!(text.trim(), "-" | "—" | "–" | "－" | "——" | "\u{2212}")
}

/// A text as it is compared: line breaks are written in several ways, and a spreadsheet keeps one of them.
pub(super) fn plain(text: &str) -> String {
    text.trim().replace("\r\n", "\n").replace('\r', "\n")
}

/// Reads a row; none when nothing in it is filled in.
pub(super) fn read(
    row: &Row,
    columns: &Columns,
    scheme: &Scheme,
    case: &Assessment,
) -> Result<Option<ReadRow>, Vec<ActionProblem>> {
    if ActionColumn::ALL.iter().all(|column| *columns.cell(*column, row) == Cell::Empty) {
        return Ok(None);
    }
    let mut reader = Reader { row, columns, scheme, case, problems: Vec::new() };
    let read = reader.read();
    if reader.problems.is_empty() { Ok(read) } else { Err(reader.problems) }
}

/// Why a text is no figure of a column.
pub(super) fn misread(column: ActionColumn, text: &str, why: NoNumber) -> ActionProblemKind {
    let text = cut(text);
    match why {
        NoNumber::NotANumber => ActionProblemKind::NotANumber { text },
        NoNumber::Negative => ActionProblemKind::Negative { text },
        NoNumber::TooLarge => ActionProblemKind::TooLarge { text },
        NoNumber::TooFine => match column {
            ActionColumn::Lead => ActionProblemKind::DaysNotWhole { text },
            ActionColumn::Gain => ActionProblemKind::PointsTooFine { text },
            _ => ActionProblemKind::TooFine { text },
        },
    }
}

struct Reader<'a> {
    row: &'a Row,
    columns: &'a Columns,
    scheme: &'a Scheme,
    case: &'a Assessment,
    problems: Vec<ActionProblem>,
}

impl Reader<'_> {
    fn problem(&mut self, column: ActionColumn, kind: impl Into<ActionProblemKind>) {
        let column = self.columns.get(column).cloned();
        self.problems.push(ActionProblem { row: Some(self.row.number), column, kind: kind.into() });
    }

    /// The text of a cell; none when the cell or the whole column is empty.
    fn text(&mut self, column: ActionColumn) -> Option<String> {
        let kind = match self.columns.cell(column, self.row) {
            Cell::Empty => return None,
            Cell::Text(text) | Cell::Date(text) => return Some(text.clone()),
            Cell::Formula(formula) => TableProblemKind::FormulaWithoutValue { formula: formula.clone() },
            Cell::Error(text) => TableProblemKind::ErrorValue { text: text.clone() },
            Cell::Unclosed => TableProblemKind::QuoteOpen,
        };
        self.problem(column, kind);
        None
    }

    fn read(&mut self) -> Option<ReadRow> {
        let text = self.text(ActionColumn::Id);
        let id = match text.as_deref().map(str::trim) {
            None => None,
            Some(text) => {
                let known = ActionId::parse(&narrow(text)).filter(|id| self.case.actions.contains_key(id));
                if known.is_none() {
                    self.problem(ActionColumn::Id, ActionProblemKind::UnknownId { text: cut(text) });
                }
                known
            }
        };
        let gap = self.gap();
        let old = id.and_then(|id| self.case.actions.get(&id)).map(|action| (**action).clone());
        let gap = match (gap, &old) {
            (Some(now), Some(old)) if now != old.gap => {
                let kind = ActionProblemKind::GapChanged { id: id?, was: old.gap.clone(), now };
                self.problem(ActionColumn::Gap, kind);
                old.gap.clone()
            }
            (_, Some(old)) => old.gap.clone(),
            (Some(new), None) => {
                if let Err(problem) = may_act(self.scheme, self.case, &new) {
                    self.problem(ActionColumn::Gap, ActionProblemKind::Refused(problem));
                }
                new
            }
            // The rest of the row is looked at all the same, so that all problems are told at once.
            (None, None) => Gap::Clause(ClauseId::from("")),
        };
        let mut action = old.unwrap_or_else(|| Action::of(gap, String::new()));
        for column in ActionColumn::ALL {
            self.field(column, &mut action, id);
        }
        if action.what.trim().is_empty() && self.columns.cell(ActionColumn::What, self.row) == &Cell::Empty {
            self.problem(ActionColumn::What, ActionProblemKind::WhatMissing);
        }
        if let (Some(start), Some(due)) = (action.start, action.due)
            && due < start
        {
            self.problem(ActionColumn::Due, ActionProblemKind::Backwards { start, due });
        }
        if self.problems.is_empty() {
            self.probe(&action);
        }
        Some(ReadRow { row: self.row.number, id, action })
    }

    /// What the row is about; a problem is noted when it is not said and has to be.
    fn gap(&mut self) -> Option<Gap> {
        let before = self.problems.len();
        if let Cell::Date(date) = self.columns.cell(ActionColumn::Gap, self.row) {
            self.problem(ActionColumn::Gap, TableProblemKind::ClauseIsDate { date: date.clone() });
            return None;
        }
        let Some(text) = self.text(ActionColumn::Gap) else {
            let named = *self.columns.cell(ActionColumn::Id, self.row) != Cell::Empty;
            if !named && self.problems.len() == before {
                self.problem(ActionColumn::Gap, ActionProblemKind::GapMissing);
            }
            return None;
        };
        let bare = word(&text);
        let bare = bare.trim_end_matches([')', '项', '号']).trim_end();
        let digits = bare.chars().rev().take_while(char::is_ascii_digit).count();
        let (name, number) = bare.split_at_checked(bare.len() - digits)?;
        if is_special_deduction(name.trim_end_matches(['#', ' ', ':', '_', '第', '(']).trim_end()) {
            let known = || self.case.special_deductions.keys().map(ToString::to_string).collect::<Vec<_>>();
            if number.is_empty() {
                let kind = ActionProblemKind::DeductionWithoutNumber { known: known() };
                self.problem(ActionColumn::Gap, kind);
                return None;
            }
            let id = number.parse().ok().map(SpecialDeductionId);
            let id = id.filter(|id| self.case.special_deductions.contains_key(id) || self.is_own(*id));
            if id.is_none() {
                let kind = ActionProblemKind::UnknownDeduction { text: cut(&text), known: known() };
                self.problem(ActionColumn::Gap, kind);
            }
            return id.map(Gap::SpecialDeduction);
        }
        let clause = ClauseId::from(narrow(text.trim()).replace('。', ".").trim());
        let gap = Gap::Clause(clause.clone());
        let own = self.own().is_some_and(|action| action.gap == gap);
        if !own && self.scheme.clause(&clause).is_none() {
            let problem = assessment::Problem::UnknownClause { clause: cut(clause.as_str()) };
            self.problem(ActionColumn::Gap, ActionProblemKind::Refused(problem));
            return None;
        }
        Some(gap)
    }

    /// The action of the case that the row names.
    fn own(&self) -> Option<&Action> {
        let Cell::Text(text) = self.columns.cell(ActionColumn::Id, self.row) else { return None };
        self.case.actions.get(&ActionId::parse(&narrow(text.trim()))?).map(|action| &**action)
    }

    /// Whether the action is about this special deduction, which may be gone.
    fn is_own(&self, id: SpecialDeductionId) -> bool {
        self.own().is_some_and(|action| action.gap == Gap::SpecialDeduction(id))
    }

    /// Takes a cell over into the action, unless it says what the action says.
    fn field(&mut self, column: ActionColumn, action: &mut Action, id: Option<ActionId>) {
        if matches!(column, ActionColumn::Id | ActionColumn::Gap) {
            return;
        }
        let Some(text) = self.text(column) else { return };
        let now = Language::ALL.map(|language| text_of(column, action, language));
        if now.iter().any(|now| !now.is_empty() && plain(now) == plain(&text)) {
            return;
        }
        let clear = clears(&text);
        match column {
            ActionColumn::What if clear => self.problem(column, ActionProblemKind::WhatMissing),
            ActionColumn::What => self.words(column, &text, &mut action.what),
            ActionColumn::Evidence if clear => action.evidence.clear(),
            ActionColumn::Evidence => self.words(column, &text, &mut action.evidence),
            ActionColumn::Gain if clear => action.gain = None,
            ActionColumn::Gain => {
                action.gain = self.number(column, &text, number::points(&text)).or(action.gain.take())
            }
            ActionColumn::Effort | ActionColumn::Cost => {
                let read = if clear { Ok(0) } else { number::quantity(&text) };
                let Some(read) = self.number(column, &text, read) else { return };
                if column == ActionColumn::Effort { action.effort = read } else { action.cost = read }
            }
            ActionColumn::Lead => {
                let read = if clear { Ok(0) } else { number::days(&text) };
                action.lead_days = self.number(column, &text, read).unwrap_or(action.lead_days);
            }
            ActionColumn::After => self.after(&text, action, id),
            ActionColumn::Owner => self.line(column, &text, &mut action.owner),
            ActionColumn::Department => self.line(column, &text, &mut action.department),
            ActionColumn::VerifiedBy => self.line(column, &text, &mut action.verified_by),
            ActionColumn::Start => self.day(column, &text, &mut action.start),
            ActionColumn::Due => self.day(column, &text, &mut action.due),
            ActionColumn::VerifiedOn => self.day(column, &text, &mut action.verified_on),
            ActionColumn::State => match state_of(&text) {
                Some(state) => action.state = state,
                None => self.problem(column, ActionProblemKind::StateUnknown { text: cut(&text) }),
            },
            ActionColumn::Id | ActionColumn::Gap => {}
        }
    }

    fn number<T>(&mut self, column: ActionColumn, text: &str, read: Result<T, NoNumber>) -> Option<T> {
        match read {
            Ok(number) => Some(number),
            Err(why) => {
                self.problem(column, misread(column, text, why));
                None
            }
        }
    }

    /// A text of several lines.
    fn words(&mut self, column: ActionColumn, text: &str, into: &mut String) {
        if self.fits(column, text, MAX_TEXT) {
            *into = plain(text);
        }
    }

    /// A text on one line: breaks, which a spreadsheet allows, become spaces.
    fn line(&mut self, column: ActionColumn, text: &str, into: &mut String) {
        if clears(text) {
            into.clear();
        } else if self.fits(column, text, MAX_LINE) {
            *into = text.split(['\n', '\r', '\t']).map(str::trim).collect::<Vec<_>>().join(" ").trim().to_owned();
        }
    }

    fn fits(&mut self, column: ActionColumn, text: &str, most: usize) -> bool {
        let length = text.chars().count();
        if length > most {
            let problem = assessment::Problem::TextTooLong { what: Subject::Action, length, most };
            self.problem(column, ActionProblemKind::Refused(problem));
        } else if text.chars().any(|letter| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t')) {
            let problem = assessment::Problem::ControlCharacter { what: Subject::Action };
            self.problem(column, ActionProblemKind::Refused(problem));
        } else {
            return true;
        }
        false
    }

    fn day(&mut self, column: ActionColumn, text: &str, into: &mut Option<NaiveDate>) {
        if clears(text) {
            *into = None;
            return;
        }
        match moment(text, false) {
            Ok((day, _)) => *into = Some(day),
            Err(why) => self.problem(column, ActionProblemKind::BadDate { text: cut(text), why }),
        }
    }

    fn after(&mut self, text: &str, action: &mut Action, id: Option<ActionId>) {
        if clears(text) {
            action.after.clear();
            return;
        }
        let text = narrow(text);
        let parts = text.split([';', ',', '、', ' ', '\n', '\r', '\t', '/']).map(str::trim);
        let (mut ids, before) = (BTreeSet::new(), self.problems.len());
        for part in parts.filter(|part| !part.is_empty()) {
            match ActionId::parse(part).filter(|before| self.case.actions.contains_key(before)) {
                Some(before) if Some(before) == id => self.problem(ActionColumn::After, ActionProblemKind::AfterItself),
                Some(before) => drop(ids.insert(before)),
                None => self.problem(ActionColumn::After, ActionProblemKind::UnknownBefore { text: cut(part) }),
            }
        }
        if self.problems.len() == before {
            action.after = ids;
        }
    }

    /// What the gate would refuse of the action by itself, and was not found before.
    fn probe(&mut self, action: &Action) {
        let alone = Box::new(Action { after: BTreeSet::new(), ..action.clone() });
        let edit = Edit::SetAction { id: ActionId(1), action: Some(alone) };
        if let Err(problem) = assessment::apply(self.scheme, &mut Assessment::default(), &edit) {
            self.problems.push(ActionProblem {
                row: Some(self.row.number),
                column: None,
                kind: ActionProblemKind::Refused(problem),
            });
        }
    }
}
