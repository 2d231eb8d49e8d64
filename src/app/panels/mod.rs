//! The frame around every view: menu, rail, score, status, notices.

mod menu;
mod notices;
mod rail;
mod score;
mod status;

pub use menu::menu_bar;
pub use notices::{banner, drop_target, notices};
pub use rail::rail;
pub use score::{score_panel, score_strip};
pub use status::status_bar;

/// From this width of the remaining room on, the score has a column of its own.
pub const WIDE: f32 = 1040.0;
