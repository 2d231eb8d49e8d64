//! 整改: the register of remediation. Above it what was lost and nobody does anything about; beside it the editor of one
//! action.
//!
//! Why it is so:
//! * What is typed into the editor goes to the case as soon as it can be taken, as everywhere; what cannot, such as a term
//!   before the start, stays in the editor with the reason, and the case keeps what it had.
//! * A new action is in the case when it is added and not before. What is written of it until then outlives every other
//!   view, and closing the case is held back once for it.
//! * Names of people are compared without the blanks around them and as they are otherwise: “李 强” and “李强” are two,
//!   which is said beside the field and before an import, since only a person knows whether they are one.

mod draft;
mod editor;
mod fields;
mod gaps;
mod head;
mod link;
mod rows;
mod table;

use egui::{Frame, Margin, Panel, ScrollArea, Ui};

use crate::app::panels::central;
use crate::app::widgets::caption;
use crate::app::{Action, Cx, Jobs};
use crate::assessment::{ActionId, Gap};

use draft::Draft;
pub use link::of_clause;
use rows::{Filter, Grouping, Rows, Sort};

/// What is only about looking.
#[derive(Debug, Default)]
pub struct RemediationState {
    /// The action in the editor.
    selected: Option<ActionId>,
    /// Whether the form of a new action is shown in its place.
    adding: bool,
    /// An action that is to be brought into sight, filters or not.
    bring: Option<ActionId>,
    /// Put the cursor into the text of the action.
    focus: bool,
    filter: Filter,
    grouping: Grouping,
    sort: Sort,
    rows: Rows,
    /// What is being written of the selected action.
    draft: Option<Draft>,
    /// What is being written of an action that the case does not have yet; kept until it is added or given up.
    fresh: Option<Draft>,
    /// What was held back once when the case was to be closed; written on, it is held back again.
    warned: Option<Draft>,
    /// Whether a field had the cursor in the frame before: the key that leaves a field does not close the editor as well.
    writing: bool,
    /// Whether the gaps are listed; none as long as nobody said.
    gaps_listed: Option<bool>,
}

impl RemediationState {
    /// Shows an action.
    pub fn show(&mut self, id: ActionId) {
        (self.selected, self.adding, self.bring) = (Some(id), false, Some(id));
    }

    /// Shows what is done about a gap, and nothing else.
    pub fn show_gap(&mut self, gap: Gap) {
        self.filter = Filter { gap: Some(gap), ..Filter::default() };
        self.close();
    }

    /// Opens the form of a new action. What was written before and not added is still there; whether it is in the way,
    /// being about another gap than the one that is named now.
    pub fn begin(&mut self, gap: Option<Gap>) -> bool {
        let kept = self.fresh.take().filter(|fresh| gap.is_none() || fresh.gap == gap || fresh.written());
        let in_the_way = gap.is_some() && kept.as_ref().is_some_and(|fresh| fresh.gap != gap);
        self.fresh = Some(kept.unwrap_or_else(|| Draft::fresh(gap)));
        (self.adding, self.selected, self.focus) = (true, None, true);
        in_the_way
    }

    /// Whether closing the case is held back once, because a new action is written and not added; its form is opened then.
    pub fn holds(&mut self) -> bool {
        let holds = self.fresh.as_ref().is_some_and(Draft::written) && self.warned != self.fresh;
        if holds {
            self.warned.clone_from(&self.fresh);
            (self.adding, self.selected) = (true, None);
        }
        holds
    }

    /// Takes over a new action that is being written, where the case goes on under another name.
    pub fn go_on_with(&mut self, before: Self) {
        (self.fresh, self.adding) = (before.fresh, before.adding);
    }

    /// The new action is in the case.
    pub fn added(&mut self, id: ActionId) {
        self.fresh = None;
        self.show(id);
    }

    /// Drafts are in the case: the one of one gap is shown, many are left in the list.
    pub fn suggested(&mut self, first: ActionId, count: usize) {
        if count == 1 {
            self.show(first);
        }
    }

    /// Moves the selection so many rows down.
    pub fn step(&mut self, by: isize) {
        let ids = &self.rows.ids;
        let at = self.selected.and_then(|id| ids.iter().position(|other| *other == id));
        let next = match at {
            Some(at) => at.saturating_add_signed(by).min(ids.len().saturating_sub(1)),
            None => 0,
        };
        if let Some(id) = ids.get(next).copied() {
            self.show(id);
        }
    }

    /// Puts the cursor into the text of the action in the editor.
    pub fn focus_text(&mut self) {
        self.focus = self.selected.is_some() || self.adding;
    }

    /// Escape: leaves the field, or else closes the editor.
    pub fn escape(&mut self) {
        if !self.writing {
            self.close();
        }
    }

    /// Closes the editor.
    pub fn close(&mut self) {
        (self.selected, self.adding, self.focus) = (None, false, false);
    }
}

/// The view.
pub fn ui(ui: &mut Ui, cx: &Cx, jobs: &Jobs, state: &mut RemediationState, out: &mut Vec<Action>) {
    let actions = &cx.session.assessment().actions;
    state.selected = state.selected.filter(|id| actions.contains_key(id));
    state.writing = ui.memory(|memory| memory.focused().is_some());
    let frame = Frame::new().fill(cx.theme.panel.into()).inner_margin(Margin::same(14));
    if state.selected.is_some() || state.adding {
        let width = (ui.available_width() * 0.44).clamp(330.0, 470.0);
        let panel = Panel::right("action").resizable(true).default_size(width).size_range(320.0..=640.0);
        let key = ("action", state.selected, state.adding);
        panel.frame(frame).show(ui, |ui| {
            let foot = Panel::bottom("action_foot").resizable(false).frame(Frame::new());
            foot.show(ui, |ui| editor::foot(ui, cx, state, out));
            ScrollArea::vertical().id_salt(key).auto_shrink([false, false]).show(ui, |ui| {
                ui.set_max_width(ui.available_width() - 8.0); // the bar lies over what is at the edge
                editor::ui(ui, cx, state, out);
            });
        });
    }
    central(ui, "remediation", frame, |ui| {
        head::buttons(ui, cx, jobs, out);
        gaps::ui(ui, cx, &mut state.gaps_listed, out);
        if actions.is_empty() {
            ui.add_space(16.0);
            ui.label(&*cx.words.remediation.empty);
            caption(ui, &*cx.words.remediation.empty_why);
            return;
        }
        state.rows.update(cx, &state.filter, state.grouping, state.sort);
        if let Some(id) = state.bring
            && !state.rows.ids.contains(&id)
            && actions.contains_key(&id)
        {
            // What is asked for is shown, whatever was filtered before.
            state.filter = Filter::default();
            state.rows.update(cx, &state.filter, state.grouping, state.sort);
        }
        head::filters(ui, cx, state);
        head::totals(ui, cx, &state.rows);
        table::ui(ui, cx, state, out);
    });
}
