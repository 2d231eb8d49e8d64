//! The case is being given back, and its file takes a while: the window says what it waits for. Nothing can be done here.

use egui::Ui;

use crate::app::widgets::{caption, section_title};
use crate::lang::Words;

pub(super) fn ui(ui: &mut Ui, words: &Words) {
    let w = &words.keeping;
    ui.horizontal(|ui| {
        ui.spinner();
        section_title(ui, &*w.closing);
    });
    caption(ui, &*w.closing_how);
}
