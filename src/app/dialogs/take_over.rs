//! Taking a case over from a holder that is evidently gone: the one question that undo cannot answer for.

use egui::Ui;

use crate::app::widgets::{Tone, callout, heading};
use crate::app::{Action, Theme};
use crate::lang::Words;

pub(super) fn ui(ui: &mut Ui, words: &Words, theme: &Theme, holder: &str, out: &mut Vec<Action>) {
    let w = &words.app;
    heading(ui, &*w.take_over_title);
    ui.label(holder);
    ui.add_space(6.0);
    callout(ui, Tone::Warn, theme, |ui| ui.label(&*w.take_over_text));
    ui.add_space(10.0);
    ui.horizontal_wrapped(|ui| {
        if ui.button(&*w.take_over_yes).clicked() {
            out.push(Action::CloseDialog);
            out.push(Action::TakeCaseOver);
        }
        if ui.button(&*w.cancel).clicked() {
            out.push(Action::CloseDialog);
        }
    });
}
