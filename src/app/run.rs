//! Opens the window: one renderer, then the other, then one clear sentence.

use std::path::PathBuf;
use std::sync::Arc;

use super::{App, Native};
use crate::lang::Words;
use crate::store::settings_path;

/// What draws the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renderer {
    /// OpenGL: starts faster, and is quicker where the processor draws.
    Glow,
    /// Direct3D 12, Vulkan or Metal: works over remote desktop, where OpenGL is too old.
    Wgpu,
}

impl Renderer {
    /// In the order in which they are tried.
    pub const ALL: [Self; 2] = [Self::Glow, Self::Wgpu];

    /// As it is written on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Glow => "glow",
            Self::Wgpu => "wgpu",
        }
    }

    /// Reads a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|renderer| renderer.name() == name)
    }
}

/// Why no window could be opened.
#[derive(Debug, thiserror::Error)]
#[error("no window: {}", tried.join("; "))]
pub struct RunError {
    /// What each renderer said.
    pub tried: Vec<String>,
    /// Whether there is no display at all.
    pub no_display: bool,
}

/// Opens the window and returns when it is closed.
///
/// # Errors
/// When no renderer could open it.
pub fn run(words: &Arc<Words>, case: Option<PathBuf>, only: Option<Renderer>) -> Result<(), RunError> {
    let mut tried = Vec::new();
    for renderer in Renderer::ALL.into_iter().filter(|renderer| only.is_none_or(|only| only == *renderer)) {
        let Err(error) = open(words, case.clone(), renderer) else { return Ok(()) };
        let no_display = matches!(error, eframe::Error::WinitEventLoop(_));
        tried.push(format!("{}: {error}", renderer.name()));
        if no_display {
            // A second try would only say that the event loop cannot be made twice.
            return Err(RunError { tried, no_display });
        }
    }
    Err(RunError { tried, no_display: false })
}

fn open(words: &Arc<Words>, case: Option<PathBuf>, renderer: Renderer) -> eframe::Result {
    let viewport = egui::ViewportBuilder::default()
        .with_title(words.app.window_title.to_string())
        .with_app_id("xingping")
        .with_inner_size([1280.0, 800.0])
        .with_min_inner_size([640.0, 400.0])
        .with_icon(icon());
    let mut options = eframe::NativeOptions { viewport, ..eframe::NativeOptions::default() };
    options.renderer = match renderer {
        Renderer::Glow => eframe::Renderer::Glow,
        Renderer::Wgpu => eframe::Renderer::Wgpu,
    };
    let words = words.clone();
    eframe::run_native(
        "xingping",
        options,
        Box::new(move |cc| {
            let mut app = App::new(&cc.egui_ctx, words, Box::new(Native), settings_path(), case)?;
            app.renderer = renderer.name().to_owned();
            Ok(Box::new(app))
        }),
    )
}

/// The icon of window and task bar.
fn icon() -> egui::IconData {
    eframe::icon_data::from_png_bytes(include_bytes!("../../assets/icon.png")).unwrap_or_default()
}
