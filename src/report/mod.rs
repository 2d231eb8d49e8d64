//! 5 · what is told: the gap report.
//!
//! ```text
//! values of the other rooms ──chapters──▶ Report ──layout──▶ pages ──pdf──▶ bytes
//!                                        (outline)
//! ```
//!
//! Takes values and returns bytes: no disk, no clock, no window. What the report says is decided in
//! `chapters`, how it looks in `layout`, how a PDF is written in `pdf`; none of the three knows the others'
//! business.
//!
//! # Why it is so
//!
//! - Blocks are cut into slabs, strips that are never torn. Everything about pages (headings not orphaned,
//!   clauses kept together, table heads repeated) is then glue between slabs, decided in one short file, `flow`.
//! - Lines are broken by our own rules, since no well-kept crate does Chinese line ends and starts and lets us
//!   measure with the very glyphs that are embedded.
//! - Fonts are cut by us before printpdf sees them: without its heavy features it embeds them whole, 20 MB.

pub mod chapters;
pub mod fonts;
pub mod layout;
pub mod outline;
mod package;
mod pdf;
pub mod planning;
pub mod readiness;
pub mod rounds;
pub mod timeline;
pub mod visit;

pub use self::chapters::Subject;
pub use self::package::package_index;
pub use self::pdf::{count_pages, first_page_text};

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use self::layout::measure::Fonts;
use self::outline::Report;

/// Why a report could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller asked to stop.
    #[error("cancelled")]
    Cancelled,
    /// A font built into the program cannot be read or cut.
    #[error("font: {0}")]
    Font(String),
    /// The file could not be put together.
    #[error("pdf: {0}")]
    Pdf(String),
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// A chapter is being written.
    Chapter {
        /// Which, counted from 1.
        at: usize,
        /// How many there are.
        of: usize,
    },
    /// Pages are being filled.
    Page(Filling),
    /// The file is being put together.
    Saving,
}

/// How far the pages are filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Filling {
    /// So many pages are begun.
    pub pages: usize,
    /// How much of the contents is on them, of 1000.
    pub permille: u32,
}

impl Progress {
    /// How far the whole is, from 0 to 1000.
    #[must_use]
    pub fn permille(self) -> u32 {
        match self {
            Self::Chapter { at, of } => u32::try_from(at * 400 / of.max(1)).unwrap_or(400),
            Self::Page(Filling { permille, .. }) => 400 + permille.min(1000) * 3 / 10,
            Self::Saving => 700,
        }
    }
}

/// A finished report.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// Characters that the built-in fonts do not have; □ stands for each of them.
    pub missing: BTreeSet<char>,
}

/// Makes the gap report of a case as PDF. The same subject gives the same bytes.
///
/// # Errors
/// When `progress` asks to stop, or a font or the file cannot be put together.
pub fn gap_report(subject: &Subject, progress: &mut dyn FnMut(Progress) -> ControlFlow<()>) -> Result<Made, Error> {
    typeset(&chapters::gap_report(subject), progress)
}

/// Makes a PDF of a report. The same report gives the same bytes.
///
/// # Errors
/// When `progress` asks to stop, or a font or the file cannot be put together.
pub fn typeset(report: &Report, progress: &mut dyn FnMut(Progress) -> ControlFlow<()>) -> Result<Made, Error> {
    let fonts = Fonts::new()?;
    let mut laid = layout::lay_out(report, &fonts, progress)?;
    if progress(Progress::Saving).is_break() {
        return Err(Error::Cancelled);
    }
    let bytes = pdf::write(report, &mut laid, &fonts)?;
    Ok(Made { bytes, pages: laid.pages.len(), missing: laid.missing })
}
