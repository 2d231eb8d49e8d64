//! Dialogs: only where undo will not do, and for what lies over every view.

mod about;
mod choose;
mod help;
mod import;
mod palette;
mod take_over;
mod unsaved;

pub use import::ImportPreview;
pub use palette::PaletteState;

use egui::{Id, Modal, Ui};

use super::{Action, Cx, Theme};
use crate::criteria::ClauseId;
use crate::lang::Words;

/// An open dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dialog {
    /// Commands and clauses by name.
    Palette,
    /// Keys and how to work.
    Help,
    /// The program.
    About,
    /// Where data is kept.
    WhereIsData,
    /// Evidence of the case, to be attached to a clause.
    Choose(ClauseId),
    /// What importing a table would do.
    Import(Box<ImportPreview>),
    /// The case is to be taken over from a holder that is evidently gone.
    TakeCaseOver,
    /// The window is to close and something cannot be saved.
    Unsaved {
        /// Why, as a sentence.
        why: String,
        /// Whether every change is in the journal all the same.
        safe: bool,
    },
}

/// Shows the open dialog, if any.
#[allow(clippy::too_many_arguments)] // the parts of the window that a dialog may read
pub fn show(
    ctx: &egui::Context,
    dialog: &Option<Dialog>,
    cx: Option<&Cx>,
    words: &Words,
    theme: &Theme,
    palette: &mut PaletteState,
    renderer: &str,
    out: &mut Vec<Action>,
) {
    let Some(dialog) = dialog else { return };
    let modal = Modal::new(Id::unique("dialog")).show(ctx, |ui| {
        ui.set_width(560.0_f32.min(ctx.content_rect().width() - 60.0));
        ui.set_max_height(ctx.content_rect().height() - 80.0);
        match (dialog, cx) {
            (Dialog::Palette, _) => palette::ui(ui, cx, words, palette, out),
            (Dialog::Help, _) => help::ui(ui, words, theme, out),
            (Dialog::About, _) => about::about(ui, words, renderer, out),
            (Dialog::WhereIsData, _) => about::where_is_data(ui, cx, words, out),
            (Dialog::Choose(clause), Some(cx)) => choose::ui(ui, cx, clause, out),
            (Dialog::Import(preview), _) => import::ui(ui, words, theme, preview, out),
            (Dialog::TakeCaseOver, _) => take_over::ui(ui, words, theme, out),
            (Dialog::Unsaved { why, safe }, _) => unsaved::ui(ui, words, theme, why, *safe, out),
            (Dialog::Choose(_), None) => {}
        }
    });
    if modal.should_close() {
        out.push(Action::CloseDialog);
    }
}

/// The button that ends a dialog.
fn close_button(ui: &mut Ui, words: &Words, out: &mut Vec<Action>) {
    ui.add_space(8.0);
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
        if ui.button(&*words.app.close).clicked() {
            out.push(Action::CloseDialog);
        }
    });
}
