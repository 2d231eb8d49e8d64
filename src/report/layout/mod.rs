//! From what is said to where it stands: Report → pages.
//!
//! Blocks are cut into slabs (`blocks`, `table`, `charts`, `cover`), slabs are put on pages (`flow`), then the
//! numbers that only the finished pages know are filled in (`margins`). `wrap` breaks lines, `measure` knows
//! the fonts, `style` holds every size and colour, `page` is what comes out.

mod blocks;
mod charts;
mod cover;
mod flow;
mod gantt;
mod margins;
pub mod measure;
pub mod page;
mod slab;
mod style;
mod table;
mod wrap;

use std::ops::ControlFlow;

use self::blocks::Setter;
use self::flow::Strip;
use self::measure::Fonts;
use self::page::Laid;
use super::outline::Report;
use super::{Error, Progress};

/// Places a report on pages.
///
/// # Errors
/// When `progress` asks to stop.
pub fn lay_out(
    report: &Report,
    fonts: &Fonts,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Laid, Error> {
    let mut setter = Setter::new(fonts, report);
    let mut strips = Vec::new();
    let count = report.chapters.len();
    for (at, chapter) in report.chapters.iter().enumerate() {
        if progress(Progress::Chapter { at: at + 1, of: count }).is_break() {
            return Err(Error::Cancelled);
        }
        strips.push(Strip { chapter: at, slabs: setter.chapter(chapter) });
    }
    let mut laid = Laid { size: style::PAGE, ..Laid::default() };
    let drafts = flow::flow(strips, &mut laid, progress)?;
    margins::finish(report, fonts, drafts, &mut laid, &mut setter.missing);
    laid.missing = setter.missing;
    Ok(laid)
}
