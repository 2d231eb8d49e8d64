//! 自评: the tree of clauses, the card of one clause, what to know about it.

mod card;
mod evidence;
mod knowledge;
mod tree;
pub(super) mod verdict;

use std::collections::BTreeSet;

use egui::{Frame, Margin, Panel, Ui};

use crate::app::keys::VerdictChoice;
use crate::app::panels::central;
use crate::app::{Action, Cx};
use crate::assessment::Verdict;
use crate::criteria::{ClauseId, Scheme};
use crate::session::Session;

pub use evidence::state as evidence_state;
pub use tree::Filter;

/// Below this width the tree gives way to the card.
const NARROW: f32 = 720.0;
/// From this width of the card on, knowledge stands beside it.
const ROOMY: f32 = 980.0;

/// What is only about looking.
#[derive(Debug, Default)]
pub struct AssessState {
    /// The clause in view; none: the first.
    pub selected: Option<ClauseId>,
    /// Bring the selected clause into sight.
    pub reveal: bool,
    /// What is searched for.
    pub search: String,
    /// Put the cursor into the search field.
    pub focus_search: bool,
    /// Put the cursor into the finding.
    pub focus_finding: bool,
    /// Which clauses are shown.
    pub filter: Filter,
    /// A verdict that needs more before it can be given.
    pub pending: Option<Pending>,
    /// Put the cursor into the first field of the pending verdict.
    pub focus_pending: bool,
    /// A path or address that is being typed.
    pub typed_evidence: String,
    /// Groups that are folded.
    pub folded: BTreeSet<String>,
    /// Whether the tree covers the card where there is room for one only.
    pub show_tree: bool,
    /// Which side of the knowledge is shown where there is room for one only.
    pub knowledge: knowledge::Side,
}

/// A verdict that needs more before it can be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// Which clause.
    pub clause: ClauseId,
    /// What is still being filled in.
    pub what: PendingKind,
}

/// What is still being filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PendingKind {
    /// 抽样: how many were checked, how many were nonconforming; as typed.
    Sample {
        /// Checked.
        checked: String,
        /// Nonconforming.
        nonconforming: String,
    },
    /// 删减: the reason.
    Exclude,
}

impl AssessState {
    /// The clause in view.
    #[must_use]
    pub fn current(&self, scheme: &Scheme) -> Option<ClauseId> {
        self.selected
            .clone()
            .filter(|clause| scheme.clause(clause).is_some())
            .or_else(|| scheme.clauses().next().map(|clause| clause.id.clone()))
    }

    /// Shows a clause.
    pub fn select(&mut self, clause: ClauseId) {
        if self.selected.as_ref() != Some(&clause) {
            self.pending = None;
            self.typed_evidence.clear();
        }
        self.selected = Some(clause);
        self.reveal = true;
        self.show_tree = false;
    }

    /// Begins a verdict that needs numbers or a reason.
    pub(crate) fn ask_more(&mut self, session: &Session, clause: &ClauseId, choice: VerdictChoice) {
        if !choice.allowed(session, clause) {
            return;
        }
        self.focus_pending = true;
        self.pending = pending_for(session, clause, choice);
    }
}

/// The fields that a verdict still needs.
pub(super) fn pending_for(session: &Session, clause: &ClauseId, choice: VerdictChoice) -> Option<Pending> {
    let verdict = session.assessment().verdict(clause);
    let what = match (choice, verdict) {
        (VerdictChoice::Sampled, Verdict::Sampled { .. }) | (VerdictChoice::Excluded, Verdict::Excluded { .. }) => {
            return None; // given already; its fields are on the card
        }
        (VerdictChoice::Sampled, _) => PendingKind::Sample { checked: String::new(), nonconforming: String::new() },
        (VerdictChoice::Excluded, _) => PendingKind::Exclude,
        _ => return None,
    };
    Some(Pending { clause: clause.clone(), what })
}

/// The assessment view.
pub fn ui(ui: &mut Ui, cx: &Cx, state: &mut AssessState, out: &mut Vec<Action>) {
    let narrow = ui.available_width() < NARROW;
    let frame = Frame::new().fill(cx.theme.panel.into()).inner_margin(Margin { left: 10, right: 4, top: 8, bottom: 4 });
    if !narrow {
        let width = (ui.available_width() * 0.34).clamp(270.0, 360.0);
        Panel::left("tree").resizable(true).default_size(width).size_range(240.0..=520.0).frame(frame).show(ui, |ui| {
            tree::ui(ui, cx, state, out);
        });
    }
    let frame =
        Frame::new().fill(cx.theme.panel.into()).inner_margin(Margin { left: 18, right: 6, top: 10, bottom: 4 });
    central(ui, "assess", frame, |ui| {
        if narrow {
            let text = if state.show_tree { &cx.w.show_card } else { &cx.w.show_tree };
            if ui.button(&**text).clicked() {
                state.show_tree = !state.show_tree;
            }
            if state.show_tree {
                tree::ui(ui, cx, state, out);
                return;
            }
        }
        let Some(clause) = state.current(cx.session.scheme()) else { return };
        let roomy = ui.available_width() >= ROOMY;
        if roomy {
            Panel::right("knowledge").resizable(true).default_size(360.0).size_range(260.0..=560.0).show(ui, |ui| {
                knowledge::beside(ui, cx, &clause);
            });
        }
        card::ui(ui, cx, state, &clause, !roomy, out);
    });
}
