//! The window is to close and something cannot be saved.

use egui::Ui;

use crate::app::widgets::{Tone, callout, heading};
use crate::app::{Action, Command, Theme};
use crate::lang::Words;

pub(super) fn ui(ui: &mut Ui, words: &Words, theme: &Theme, why: &str, safe: bool, out: &mut Vec<Action>) {
    let w = &words.app;
    heading(ui, &*w.unsaved_title);
    callout(ui, Tone::Bad, theme, |ui| ui.label(why));
    ui.label(if safe { &*w.unsaved_safe } else { &*w.unsaved_text });
    ui.add_space(10.0);
    ui.horizontal_wrapped(|ui| {
        if ui.button(&*w.cmd_save_as).clicked() {
            out.push(Action::CloseDialog);
            out.push(Action::Command(Command::SaveAs));
        }
        if ui.button(&*w.unsaved_stay).clicked() {
            out.push(Action::CloseDialog);
        }
        let quit = if safe { &w.unsaved_quit_safe } else { &w.unsaved_quit };
        if ui.button(&**quit).clicked() {
            out.push(Action::QuitUnsaved);
        }
    });
}
