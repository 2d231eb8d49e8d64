//! Something to be told: an error, a receipt.

use super::Dialog;
use super::widgets::Tone;

/// Something to be told. Errors stay until they are dismissed.
#[derive(Debug, Clone)]
pub struct Notice {
    pub(super) id: u64,
    pub(super) tone: Tone,
    pub(super) text: String,
    /// When it goes by itself, in the window's seconds.
    pub(super) until: Option<f64>,
    /// Whether it is only true while the case can only be looked at.
    pub(super) look_only: bool,
    /// The number of the change that it tells; it is no longer true when that is undone.
    pub(super) change: Option<u64>,
    /// What else there is to say of it, shown when asked for.
    pub(super) details: Vec<String>,
    /// Whether that is shown.
    pub(super) unfolded: bool,
    /// Whether it goes when the next thing is done.
    pub(super) passing: bool,
    /// Where all of it can be read.
    pub(super) list: Option<Dialog>,
}

impl Notice {
    /// A plain one.
    pub(super) fn new(id: u64, tone: Tone, text: String) -> Self {
        let (details, list) = (Vec::new(), None);
        let (unfolded, passing, look_only) = (false, false, false);
        Self { id, tone, text, until: None, look_only, change: None, details, unfolded, passing, list }
    }
}
