//! 预检: the gates before applying, each with what it asks and who says so, and the register of managers.

mod detail;
mod list;
mod managers;

use egui::{Frame, Margin, Panel, ScrollArea, Ui};

use crate::app::panels::central;
use crate::app::widgets::{Sign, caption, heading};
use crate::app::{Action, Cx};
use crate::assessment::{Edit, EditKind, GateAnswer, ManagerCertificate, say_provisional};
use crate::criteria::{Gate, GateId, gates};
use crate::planning::{GateResult, GateState};
use crate::report::readiness::summary;

/// Below this width the list gives way to the open gate.
const NARROW: f32 = 640.0;

/// What is only about looking.
#[derive(Debug, Default)]
pub struct ReadinessState {
    tab: Tab,
    /// Which gate is open.
    selected: Option<GateId>,
    /// Which open gate was brought into sight in the list; beside an open gate the list is another.
    in_sight: Option<GateId>,
    open_only: bool,
    /// A certificate that is being written and is none yet.
    new: ManagerCertificate,
}

impl ReadinessState {
    /// Shows what a change was about, where it is shown here.
    pub fn reveal(&mut self, kind: &EditKind) {
        match kind {
            EditKind::Gate(id) => {
                self.tab = Tab::Gates;
                self.selected = Some(id.clone());
            }
            EditKind::Certificate(_) => self.tab = Tab::Managers,
            _ => {}
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Tab {
    #[default]
    Gates,
    Managers,
}

/// The view.
pub fn ui(ui: &mut Ui, cx: &Cx, state: &mut ReadinessState, out: &mut Vec<Action>) {
    let frame = Frame::new().fill(cx.theme.panel.into()).inner_margin(Margin::same(14));
    let shown = gates().gates.iter().zip(cx.gates);
    let open = shown.into_iter().find(|(gate, _)| state.tab == Tab::Gates && state.selected.as_ref() == Some(&gate.id));
    if let Some((gate, result)) = open {
        if ui.available_width() < NARROW {
            return central(ui, "readiness", frame, |ui| one(ui, cx, state, gate, result, out));
        }
        let width = (ui.available_width() * 0.46).clamp(320.0, 520.0);
        let panel = Panel::right("gate").resizable(true).default_size(width).size_range(300.0..=640.0);
        panel.frame(frame).show(ui, |ui| one(ui, cx, state, gate, result, out));
    }
    central(ui, "readiness", frame, |ui| {
        heading(ui, &*cx.w.place_readiness);
        caption(ui, &gates().about);
        if let Some(provisional) = say_provisional(cx.session.provisional_records(), cx.words) {
            caption(ui, provisional);
        }
        tabs(ui, cx, state);
        match state.tab {
            Tab::Gates => list::ui(ui, cx, state),
            Tab::Managers => managers::ui(ui, cx, &mut state.new, out),
        }
    });
}

/// The open gate.
fn one(ui: &mut Ui, cx: &Cx, state: &mut ReadinessState, gate: &Gate, result: &GateResult, out: &mut Vec<Action>) {
    ScrollArea::vertical().id_salt(("gate", &gate.id)).auto_shrink([false, false]).show(ui, |ui| {
        ui.set_max_width(ui.available_width() - 10.0); // the bar must not cover what stands at the edge
        match detail::ui(ui, cx, gate, result, out) {
            detail::Asked::Nothing => {}
            detail::Asked::Close => state.selected = None,
            detail::Asked::Managers => state.tab = Tab::Managers,
        }
    });
}

fn tabs(ui: &mut Ui, cx: &Cx, state: &mut ReadinessState) {
    let w = &cx.words.readiness;
    let done = cx.gates.iter().filter(|result| result.state == GateState::Pass).count();
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        let label = w.tab_gates.fill(&[("done", &done), ("all", &cx.gates.len())]);
        ui.selectable_value(&mut state.tab, Tab::Gates, label);
        ui.selectable_value(&mut state.tab, Tab::Managers, &*w.tab_managers);
        if state.tab == Tab::Gates {
            caption(ui, summary(cx.gates, cx.words));
            ui.checkbox(&mut state.open_only, &*w.only_open);
        }
    });
    ui.separator();
}

/// The sign of a state.
fn state_sign(state: GateState) -> Sign {
    match state {
        GateState::Pass => Sign::Meets,
        GateState::Warn => Sign::Warning,
        GateState::Fail => Sign::Fails,
        GateState::Unknown => Sign::Unrated,
    }
}

/// Changes an answer. What is clicked is a step of its own; what is typed joins what was typed before.
fn change(cx: &Cx, id: &GateId, typing: bool, out: &mut Vec<Action>, change: impl FnOnce(&mut GateAnswer)) {
    let before = cx.session.assessment().gates.get(id);
    let mut answer = before.map(|answer| (**answer).clone()).unwrap_or_default();
    change(&mut answer);
    let edit = Action::Edit(Edit::SetGate { id: id.clone(), answer: Box::new(answer) });
    if typing {
        out.push(edit);
    } else {
        out.extend([Action::Pause, edit, Action::Pause]);
    }
}
