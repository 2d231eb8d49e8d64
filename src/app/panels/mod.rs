//! The frame around every view: menu, rail, score, status, notices.

mod menu;
mod notices;
mod rail;
mod score;
mod status;

pub use menu::menu_bar;
pub use notices::{banner, drop_target, edition, look_only, notices, save_trouble};
pub use rail::rail;
pub use score::{grade_title, score_panel, score_strip};
pub use status::status_bar;

/// What is in the middle. Its widgets keep their identity, and so their focus, while panels come and go around it.
pub fn central<R>(ui: &mut egui::Ui, name: &str, frame: egui::Frame, add: impl FnOnce(&mut egui::Ui) -> R) -> R {
    let scope = egui::UiBuilder::new().scope_id(egui::Id::unique(("central", name)));
    egui::CentralPanel::default().frame(frame).show(ui, |ui| ui.scope_builder(scope, add).inner).inner
}

/// From this width of the remaining room on, the score has a column of its own.
pub const WIDE: f32 = 1040.0;
