//! The submission package: what would be in it, what is missing, where it goes, and the receipt.
//!
//! Why it is so: a package is handed to strangers. So the plan is seen before anything is written, and the receipt stays
//! until it has been read.

use std::path::PathBuf;
use std::sync::Arc;

use egui::{Button, ProgressBar, ScrollArea, Ui};

use super::{Room, close_button};
use crate::app::jobs::JobKind;
use crate::app::views::materials::choice;
use crate::app::widgets::{Tone, callout, caption, heading, section_title};
use crate::app::{Action, Purpose};
use crate::lang::size;
use crate::store::{PackagePlan, package_counts};

/// What is known of the package that is being made.
#[derive(Debug)]
pub struct PackageState {
    /// Whether evidence that no item took goes in.
    pub others: bool,
    /// Whether persons are masked in all tables.
    pub mask_all: bool,
    /// What would be written; none until it was looked.
    pub plan: Option<Arc<PackagePlan>>,
    /// What came of it: sentences, and where it is if it is there.
    pub said: Option<(Vec<String>, Option<PathBuf>)>,
}

impl Default for PackageState {
    fn default() -> Self {
        // Persons get out only where somebody says so.
        Self { others: false, mask_all: true, plan: None, said: None }
    }
}

/// Tables with persons that are named one by one.
const MOST_PERSONS: usize = 30;
/// Most height of what is told; the dialog keeps its size while it looks, writes and tells.
const BODY: f32 = 560.0;
/// What the title, the choices, the button below and the frame take of the window's height.
const FRAME: f32 = 360.0;

pub(super) fn ui(ui: &mut Ui, room: &Room<'_>, out: &mut Vec<Action>) {
    let p = &room.words.package;
    heading(ui, &*p.dialog_title);
    caption(ui, &*p.dialog_hint);
    let busy = room.jobs.progress(JobKind::Package).is_some() || room.jobs.is_running(JobKind::Checklist);
    if let Some(cx) = room.cx {
        ui.add_enabled_ui(!busy, |ui| {
            ui.horizontal_wrapped(|ui| choice::ui(ui, room.words, cx.materials, Purpose::PackageChecklist, out));
        });
        choice::problem(ui, room.words, room.theme, cx.materials, out);
    }
    ui.add_space(6.0);
    // The title above and the way out below stay in sight, however much there is to say.
    let height = (ui.ctx().content_rect().height() - FRAME).clamp(160.0, BODY);
    ScrollArea::vertical().id_salt("package").max_height(height).auto_shrink([false, false]).show(ui, |ui| {
        body(ui, room, out);
    });
    ui.add_enabled_ui(room.package.plan.is_some() && !busy, |ui| choices(ui, room, out));
    close_button(ui, room.words, out);
}

fn body(ui: &mut Ui, room: &Room<'_>, out: &mut Vec<Action>) {
    let (p, state) = (&room.words.package, room.package);
    if let Some((lines, path)) = &state.said {
        let tone = if path.is_some() { Tone::Good } else { Tone::Bad };
        // What was written is good news; what is to be known of it is not by itself.
        let (good, rest) = lines.split_at(lines.len().min(1));
        callout(ui, tone, room.theme, |ui| {
            for line in good {
                ui.label(line);
            }
            if let Some(path) = path
                && ui.button(&*room.words.app.open_folder).clicked()
            {
                // A ZIP is shown in its folder, a folder by itself.
                let folder = if path.is_dir() { Some(path.as_path()) } else { path.parent() };
                out.extend(folder.map(|folder| Action::OpenPath(folder.to_owned())));
            }
        });
        ui.add_space(6.0);
        rest.iter().for_each(|line| drop(caption(ui, line)));
        ui.add_space(6.0);
    }
    if let Some(permille) = room.jobs.progress(JobKind::Package) {
        ui.label(if state.plan.is_some() { &*p.dialog_writing } else { &*p.dialog_looking });
        #[allow(clippy::cast_precision_loss)] // at most 1000
        ui.add(ProgressBar::new(permille as f32 / 1000.0));
        caption(ui, room.jobs.saying(JobKind::Package));
        if ui.button(&*p.dialog_stop).clicked() {
            out.push(Action::Cancel(JobKind::Package));
        }
    } else if let Some(plan) = &state.plan {
        // The receipt has said the rest, and of what was written rather than of what was planned.
        if !state.said.as_ref().is_some_and(|(_, path)| path.is_some()) {
            self::plan(ui, room, plan);
        }
        persons(ui, room, plan);
        missing(ui, room, plan);
    }
}

/// The tables with persons that are not masked, by name.
fn persons(ui: &mut Ui, room: &Room<'_>, plan: &PackagePlan) {
    let p = &room.words.package;
    let entries = plan.package.items.iter().flat_map(|item| &item.entries);
    let found: Vec<_> = entries.filter(|entry| entry.is_file() && !entry.personal.is_empty()).collect();
    if found.is_empty() {
        return;
    }
    callout(ui, Tone::Warn, room.theme, |ui| {
        ui.strong(p.count_personal.fill(&[("n", &found.len())]));
        for entry in found.iter().take(MOST_PERSONS) {
            let columns = entry.personal.join(&room.words.common.list_separator);
            caption(ui, p.personal_line.fill(&[("source", &entry.source), ("columns", &columns)]));
        }
        if found.len() > MOST_PERSONS {
            caption(ui, p.more_tables.fill(&[("n", &(found.len() - MOST_PERSONS))]));
        }
    });
    ui.add_space(6.0);
}

fn plan(ui: &mut Ui, room: &Room<'_>, plan: &PackagePlan) {
    let p = &room.words.package;
    let tally = plan.package.tally();
    ui.label(p.preview_head.fill(&[
        ("list", &plan.package.title),
        ("files", &tally.files),
        ("size", &size(tally.bytes)),
    ]));
    for line in package_counts(&plan.package, room.words) {
        caption(ui, line);
    }
    ui.add_space(6.0);
}

fn missing(ui: &mut Ui, room: &Room<'_>, plan: &PackagePlan) {
    let p = &room.words.package;
    let missing = plan.package.missing(room.words);
    if missing.is_empty() {
        ui.label(&*p.missing_none);
        return;
    }
    callout(ui, Tone::Warn, room.theme, |ui| {
        section_title(ui, &*p.chapter_missing);
        for (item, what) in missing {
            ui.label(room.words.common.pair.fill(&[("a", &item), ("b", &what)]));
        }
    });
}

fn choices(ui: &mut Ui, room: &Room<'_>, out: &mut Vec<Action>) {
    let p = &room.words.package;
    ui.add_space(6.0);
    let (mut others, mut mask_all) = (room.package.others, room.package.mask_all);
    let mut changed = ui.checkbox(&mut others, &*p.dialog_others).changed();
    changed |= ui.checkbox(&mut mask_all, &*p.dialog_mask_all).on_hover_text(&*p.dialog_mask_all_hint).changed();
    if changed {
        out.push(Action::PlanPackage { others, mask_all });
    }
    ui.horizontal(|ui| {
        if ui.add(Button::new(&*p.dialog_zip)).clicked() {
            out.push(Action::Pick(Purpose::PackageZip));
        }
        if ui.add(Button::new(&*p.dialog_folder)).clicked() {
            out.push(Action::Pick(Purpose::PackageFolder));
        }
    });
}
