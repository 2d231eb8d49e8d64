//! What can be mended of what is missing: all of it in one list, done as one step.

use std::collections::BTreeSet;

use egui::{Align, Button, Label, Layout, RichText, ScrollArea, Ui};

use super::Room;
use crate::app::jobs::JobKind;
use crate::app::widgets::{Tone, badge, caption, heading};
use crate::app::{Action, Purpose};
use crate::assessment::EvidenceItem;
use crate::store::{Repair, RepairBy};

/// Rows of either kind that are drawn; the others are counted.
const MOST_SHOWN: usize = 300;

/// What was found, and which of it is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relinking {
    /// What was found.
    pub repairs: Vec<Repair>,
    /// Those that are not to be done.
    pub left_out: BTreeSet<usize>,
    /// The lost places for which nothing was found.
    pub left: Vec<EvidenceItem>,
    /// Whether there were too many files to look through all of them.
    pub cut: bool,
}

impl Relinking {
    /// What is sure is chosen; another content under the same name, or a place that is evidence already, waits for a
    /// person to say so.
    #[must_use]
    pub fn new(repairs: Vec<Repair>, lost: Vec<EvidenceItem>, cut: bool) -> Self {
        let unsure = repairs.iter().enumerate().filter(|(_, repair)| !repair.by.is_sure());
        let found: BTreeSet<&EvidenceItem> = repairs.iter().map(|repair| &repair.from).collect();
        let left = lost.into_iter().filter(|item| !found.contains(item)).collect();
        Self { left_out: unsure.map(|(at, _)| at).collect(), left, repairs, cut }
    }

    /// Takes a repair, or leaves it; a lost place has one new place only.
    pub fn toggle(&mut self, at: usize) {
        if !self.left_out.remove(&at) {
            self.left_out.insert(at);
            return;
        }
        let from = self.repairs.get(at).map(|repair| &repair.from);
        let same = self.repairs.iter().enumerate().filter(|(other, repair)| *other != at && Some(&repair.from) == from);
        self.left_out.extend(same.map(|(other, _)| other));
    }

    /// How many places there is something for.
    #[must_use]
    pub fn found(&self) -> usize {
        self.repairs.iter().map(|repair| &repair.from).collect::<BTreeSet<_>>().len()
    }
}

pub(super) fn ui(ui: &mut Ui, room: &Room<'_>, relinking: &Relinking, out: &mut Vec<Action>) {
    let e = &room.words.evidence;
    let chosen = relinking.repairs.len() - relinking.left_out.len();
    heading(ui, &*e.relink_title);
    let (found, left) = (relinking.found(), relinking.left.len());
    caption(ui, e.relink_found.fill(&[("lost", &(found + left)), ("found", &found), ("left", &left)]));
    if relinking.cut {
        caption(ui, &*e.relink_cut);
    }
    ui.add_space(4.0);
    let height = (ui.ctx().content_rect().height() - 300.0).max(120.0);
    ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
        for (at, repair) in relinking.repairs.iter().enumerate().take(MOST_SHOWN) {
            ui.push_id(at, |ui| row(ui, room, at, repair, !relinking.left_out.contains(&at), out));
            ui.separator();
        }
        if relinking.repairs.len() > MOST_SHOWN {
            caption(ui, e.relink_more.fill(&[("n", &(relinking.repairs.len() - MOST_SHOWN))]));
        }
        for item in relinking.left.iter().take(MOST_SHOWN) {
            ui.label(item.name());
            caption(ui, e.relink_left.fill(&[("path", &item.target())]));
        }
    });
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        let busy = room.jobs.is_running(JobKind::Checkup);
        if ui.add_enabled(!busy, Button::new(&*e.look_in)).on_hover_text(&*e.look_in_hint).clicked() {
            out.push(Action::Pick(Purpose::LookIn));
        }
        if busy {
            ui.spinner();
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let mend = ui.add_enabled(chosen > 0 && !busy, Button::new(e.mend.fill(&[("n", &chosen)])));
            if mend.clicked() {
                out.push(Action::Relink);
            }
            if ui.button(&*room.words.app.close).clicked() {
                out.push(Action::CloseDialog);
            }
        });
    });
}

fn row(ui: &mut Ui, room: &Room<'_>, at: usize, repair: &Repair, on: bool, out: &mut Vec<Action>) {
    let e = &room.words.evidence;
    let (word, tone) = match repair.by {
        RepairBy::Content => (&e.by_content, Tone::Good),
        RepairBy::Name => (&e.by_name, Tone::Quiet),
        RepairBy::Registered => (&e.by_registered, Tone::Warn),
        RepairBy::NameElsewhere => (&e.by_name_elsewhere, Tone::Warn),
        RepairBy::NameOnly => (&e.by_name_other, Tone::Warn),
    };
    ui.horizontal(|ui| {
        let mut chosen = on;
        if ui.checkbox(&mut chosen, repair.from.name()).clicked() {
            out.push(Action::ToggleRepair(at));
        }
        badge(ui, word, tone, room.theme);
    });
    let line = e.repair_places.fill(&[("from", &repair.from.target()), ("to", &repair.to.target())]);
    ui.add(Label::new(RichText::new(line).small().weak()).wrap());
}
