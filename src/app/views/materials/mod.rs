//! 材料: what a certification body wants to see, how far each item is, and what to check before applying.

mod checks;
pub(in crate::app) mod choice;
mod item;
mod list;
pub(in crate::app) mod sources;

use egui::{Frame, Margin, Panel, ScrollArea, Ui};

use crate::app::panels::central;
use crate::app::widgets::{Sign, Tone, callout, caption, heading};
use crate::app::{Action, Command, Cx, Purpose};
use crate::assessment::{
    Edit, MaterialAnswer, MaterialId, MaterialState, material_counts, points_checked, unknown_clauses,
};
use crate::criteria::{Checklist, ClauseId, Mandatory, Material};
use crate::lang::{MaterialsWords, Phrase};
use crate::store::ChecklistChoice;

/// Below this width the list gives way to the open item.
const NARROW: f32 = 640.0;

/// What is only about looking.
#[derive(Debug, Default)]
pub struct MaterialsState {
    /// Which item is open, by its id.
    selected: Option<String>,
    tab: Tab,
    gaps_only: bool,
}

impl MaterialsState {
    /// The item that is open, where the list in use has it.
    #[must_use]
    pub fn item<'a>(&self, checklist: &'a Checklist) -> Option<&'a Material> {
        let id = self.selected.as_ref().filter(|_| self.tab == Tab::Items)?;
        checklist.item(id)
    }

    /// Shows the item or point that an answer belongs to, where the list in use has it.
    pub fn reveal(&mut self, checklist: &Checklist, answer: &MaterialId) {
        let is = |id: &str| MaterialId::of(&checklist.id, id) == *answer;
        if let Some(item) = checklist.items.iter().find(|item| is(&item.id)) {
            self.tab = Tab::Items;
            self.selected = Some(item.id.clone());
        } else if checklist.checks.iter().any(|point| is(&point.id)) {
            self.tab = Tab::Checks;
        }
    }
}

/// Which side of the list is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Tab {
    #[default]
    Items,
    Checks,
}

/// The view.
pub fn ui(ui: &mut Ui, cx: &Cx, state: &mut MaterialsState, out: &mut Vec<Action>) {
    let checklist = &cx.materials.checklist;
    let frame = Frame::new().fill(cx.theme.panel.into()).inner_margin(Margin::same(14));
    let open = state.item(checklist);
    if let Some(open) = open.filter(|_| ui.available_width() < NARROW) {
        return central(ui, "materials", frame, |ui| one(ui, cx, state, open, out));
    }
    if let Some(open) = open {
        let width = (ui.available_width() * 0.42).clamp(320.0, 480.0);
        let panel = Panel::right("material").resizable(true).default_size(width).size_range(300.0..=620.0);
        panel.frame(frame).show(ui, |ui| one(ui, cx, state, open, out));
    }
    central(ui, "materials", frame, |ui| {
        head(ui, cx, out);
        tabs(ui, cx, state);
        match state.tab {
            Tab::Items => list::ui(ui, cx, &mut state.selected, &mut state.gaps_only),
            Tab::Checks => checks::ui(ui, cx, out),
        }
    });
}

/// The open item.
fn one(ui: &mut Ui, cx: &Cx, state: &mut MaterialsState, open: &Material, out: &mut Vec<Action>) {
    let salt = ("material", &cx.materials.checklist.id, &open.id);
    ScrollArea::vertical().id_salt(salt).auto_shrink([false, false]).show(ui, |ui| {
        ui.set_max_width(ui.available_width() - 10.0); // the bar must not cover what stands at the edge
        if item::ui(ui, cx, open, out) {
            state.selected = None;
        }
    });
}

/// Which list, and how to have one's own.
fn head(ui: &mut Ui, cx: &Cx, out: &mut Vec<Action>) {
    let w = &cx.words.materials;
    let chosen = cx.materials;
    ui.horizontal_wrapped(|ui| {
        heading(ui, &*cx.w.place_materials);
        choice::ui(ui, cx.words, chosen, Purpose::Checklist, out);
        match &chosen.file {
            Some(path) => {
                let again = ui.button(&*w.read_again).on_hover_text(path.display().to_string());
                if again.clicked() {
                    out.push(Action::UseChecklist(ChecklistChoice::File(path.clone())));
                }
            }
            None => {
                if ui.button(&*w.save_list_as).clicked() {
                    out.push(Action::Pick(Purpose::SaveChecklist));
                }
            }
        }
    });
    choice::problem(ui, cx.words, cx.theme, chosen, out);
    if ui.button(&*w.make_package).on_hover_text(&*cx.words.package.dialog_hint).clicked() {
        out.push(Action::Command(Command::Package));
    }
    caption(ui, &chosen.checklist.about);
}

fn tabs(ui: &mut Ui, cx: &Cx, state: &mut MaterialsState) {
    let w = &cx.words.materials;
    let checklist = &cx.materials.checklist;
    let assessment = cx.session.assessment();
    let (items, checks) = (checklist.items.len(), checklist.checks.len());
    let counts = material_counts(assessment, cx.standing, checklist);
    let checked = points_checked(assessment, checklist);
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        let done = items - counts.gaps();
        ui.selectable_value(&mut state.tab, Tab::Items, w.tab_items.fill(&[("done", &done), ("all", &items)]));
        ui.selectable_value(&mut state.tab, Tab::Checks, w.tab_checks.fill(&[("done", &checked), ("all", &checks)]));
        if state.tab == Tab::Items {
            caption(ui, counts.say(cx.words));
            ui.checkbox(&mut state.gaps_only, &*w.gaps_only);
        }
    });
    let unknown = unknown_clauses(checklist, cx.session.scheme());
    if state.tab == Tab::Items && !unknown.is_empty() {
        let ids = cx.list(unknown.iter().map(ClauseId::as_str));
        callout(ui, Tone::Warn, cx.theme, |ui| ui.label(w.list_unknown_clauses.fill(&[("ids", &ids)])));
    }
    ui.separator();
}

/// Where an item or a point to check of the list in use is answered.
fn answer_id(cx: &Cx, id: &str) -> MaterialId {
    MaterialId::of(&cx.materials.checklist.id, id)
}

/// Changes an answer. What is clicked is a step of its own; what is typed joins what was typed before.
fn change(cx: &Cx, id: &MaterialId, typing: bool, out: &mut Vec<Action>, change: impl FnOnce(&mut MaterialAnswer)) {
    let mut answer = cx.session.assessment().material(id).cloned().unwrap_or_default();
    change(&mut answer);
    let edit = Action::Edit(Edit::SetMaterial { id: id.clone(), answer: Box::new(answer) });
    if typing {
        out.push(edit);
    } else {
        out.extend([Action::Pause, edit, Action::Pause]);
    }
}

/// Sign and word of a state.
fn state_sign(state: MaterialState, w: &MaterialsWords) -> (Sign, &Phrase) {
    match state {
        MaterialState::Filled => (Sign::Meets, &w.filled),
        MaterialState::Partly => (Sign::SampledLoss, &w.partly),
        MaterialState::Missing => (Sign::Unrated, &w.missing),
        MaterialState::NotConcerned => (Sign::Excluded, &w.not_concerned),
    }
}

fn mandatory(item: &Material, w: &MaterialsWords) -> Phrase {
    match item.mandatory {
        Mandatory::Always => &w.always,
        Mandatory::WhereItApplies => &w.where_it_applies,
        Mandatory::SomeBodies => &w.some_bodies,
    }
    .clone()
}

/// The numbers that an item has to reach, in words.
fn needs(item: &Material, w: &MaterialsWords) -> Vec<String> {
    let words = item.needs.iter().map(|need| match need.months {
        Some(months) => w.need_months.fill(&[("least", &need.least), ("of", &need.of), ("months", &months)]),
        None => w.need.fill(&[("least", &need.least), ("of", &need.of)]),
    });
    words.collect()
}
