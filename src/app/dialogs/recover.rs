//! What a case can be had back from: itself, kept journals, copies of a conflict, backups.
//!
//! Why it is so: whoever comes here is worried. Everything that there is stands in one list with what is in it, and
//! the one thing that can be done with each makes a new file.

use std::path::PathBuf;
use std::sync::Arc;

use egui::{Button, RichText, ScrollArea, Ui};

use super::{Room, close_button};
use crate::app::Action;
use crate::app::jobs::JobKind;
use crate::app::widgets::{Tone, badge, callout, caption, heading};
use crate::store::{Recoverable, RecoverableKind, TIME};

/// What was found for a case.
#[derive(Debug, Default)]
pub struct RecoverState {
    /// The case.
    pub path: PathBuf,
    /// What was found; none until looked for.
    pub items: Option<Arc<Vec<Recoverable>>>,
    /// The folder of backups, where there is one.
    pub folder: Option<PathBuf>,
    /// What came of the last try.
    pub said: Option<Said>,
}

/// What came of restoring.
#[derive(Debug, Clone)]
pub struct Said {
    /// As a sentence.
    pub text: String,
    /// The new file; none when it failed.
    pub restored: Option<PathBuf>,
}

pub(super) fn ui(ui: &mut Ui, room: &Room<'_>, out: &mut Vec<Action>) {
    let (w, state) = (&room.words.app, room.recover);
    heading(ui, &*w.recover_title);
    caption(ui, w.recover_of.fill(&[("path", &state.path.display())]));
    caption(ui, &*w.recover_hint);
    ui.add_space(4.0);
    if let Some(said) = &state.said {
        let tone = if said.restored.is_some() { Tone::Good } else { Tone::Bad };
        callout(ui, tone, room.theme, |ui| {
            ui.label(&said.text);
            if let Some(path) = &said.restored
                && ui.button(&*w.recover_open).clicked()
            {
                out.push(Action::CloseDialog);
                out.push(Action::Open(path.clone()));
            }
        });
        ui.add_space(4.0);
    }
    let height = ui.ctx().content_rect().height() - 330.0;
    match &state.items {
        None => {
            ui.horizontal(|ui| {
                ui.spinner();
                ui.label(&*w.recover_looking);
            });
        }
        Some(items) if items.is_empty() => {
            ui.label(&*w.recover_nothing);
        }
        Some(items) => {
            // A case that is open is there, whatever became of its file.
            let open = room.cx.is_some_and(|cx| cx.path == state.path);
            let is_sound = |item: &Recoverable| item.kind == RecoverableKind::Case && item.counts.is_ok();
            let readable = open || items.iter().any(is_sound);
            ScrollArea::vertical().max_height(height.max(120.0)).auto_shrink([false, true]).show(ui, |ui| {
                for (at, item) in items.iter().enumerate() {
                    ui.push_id(at, |ui| row(ui, room, readable, at, item, out));
                    ui.separator();
                }
            });
        }
    }
    match &state.folder {
        Some(folder) => {
            ui.horizontal_wrapped(|ui| {
                caption(ui, w.recover_folder.fill(&[("path", &folder.display())]));
                if ui.small_button(&*w.recover_open).clicked() {
                    out.push(Action::OpenPath(folder.clone()));
                }
            });
        }
        None if state.items.is_some() => {
            caption(ui, &*w.recover_no_folder);
        }
        None => {}
    }
    close_button(ui, room.words, out);
}

/// One of the things that were found; `readable` when there is a case to compare it with.
fn row(ui: &mut Ui, room: &Room<'_>, readable: bool, at: usize, item: &Recoverable, out: &mut Vec<Action>) {
    let w = &room.words.app;
    ui.horizontal(|ui| {
        // The buttons first: whatever is long gives way to them.
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let sound = item.counts.is_ok();
            let busy = room.jobs.is_running(JobKind::Restore) || room.jobs.is_running(JobKind::Compare);
            if ui.button(&*w.open_folder).clicked()
                && let Some(folder) = item.path.parent()
            {
                out.push(Action::OpenPath(folder.to_owned()));
            }
            let compare = ui.add_enabled(sound && readable && !busy, Button::new(&*w.recover_compare));
            let compare = compare.on_hover_text(&*w.recover_compare_hint);
            let why = if readable { &w.recover_compare_hint } else { &w.recover_compare_not };
            if compare.on_disabled_hover_text(&**why).clicked() {
                out.push(Action::Compare(at));
            }
            if ui.add_enabled(sound && !busy, Button::new(&*w.recover_restore)).clicked() {
                out.push(Action::Restore(at));
            }
            ui.with_layout(egui::Layout::top_down(egui::Align::Min), |ui| {
                ui.horizontal(|ui| {
                    let tone = match item.kind {
                        RecoverableKind::Case => Tone::Accent,
                        RecoverableKind::Backup(_) => Tone::Quiet,
                        RecoverableKind::Copy | RecoverableKind::Journal { .. } => Tone::Warn,
                    };
                    badge(ui, &item.kind.say(room.words), tone, room.theme);
                    let at = item.at.map(|at| at.format(TIME).to_string()).unwrap_or_default();
                    ui.label(RichText::new(at).strong());
                });
                let text = match item.say(room.words) {
                    Ok(what) => RichText::new(what),
                    Err(why) => {
                        let why = w.recover_unreadable.fill(&[("why", &why)]);
                        RichText::new(why).color(egui::Color32::from(room.theme.bad))
                    }
                };
                ui.label(text);
                let file = item.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                ui.add(egui::Label::new(RichText::new(file).small().weak()).truncate())
                    .on_hover_text(item.path.display().to_string());
            });
        });
    });
}
