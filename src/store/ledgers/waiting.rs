//! Who waits for a table to be read: how far reading is, and whether it goes on.
//!
//! Why it is so: a large workbook takes seconds, and somebody who picked the wrong file does not want to wait for it,
//! nor to have it read to its end behind the window. So every reader asks every few thousand rows or pieces. What the
//! libraries do in one piece (the table of texts of an XLSX, the records of an XLS) cannot be asked; these are parts of
//! a second.

use crate::store::tables::TableProblemKind;

/// Who waits for a table to be read.
#[derive(Clone, Copy)]
pub struct Waiting<'a> {
    /// Whether to stop.
    pub stopped: &'a dyn Fn() -> bool,
    /// Takes how many rows are read.
    pub rows: &'a dyn Fn(usize),
}

/// Rows after which it is asked.
pub(super) const ROWS_EACH: usize = 2_000;
/// Pieces of text from one `<` to the next after which it is asked; a row has some fifty.
const PIECES_EACH: usize = 50_000;

impl Waiting<'_> {
    /// Nobody waits.
    pub const NOBODY: Waiting<'static> = Waiting { stopped: &|| false, rows: &|_| {} };

    /// Ends reading where it is to stop. With which error does not matter: [`open_ledger_for`] says that it was stopped.
    ///
    /// [`open_ledger_for`]: super::open_ledger_for
    pub(super) fn goes_on(&self) -> Result<(), TableProblemKind> {
        if (self.stopped)() { Err(TableProblemKind::Overfull) } else { Ok(()) }
    }

    /// Counts a piece of text, and every so often asks.
    pub(super) fn piece(&self, count: &mut usize) -> Result<(), TableProblemKind> {
        *count += 1;
        if count.is_multiple_of(PIECES_EACH) { self.goes_on() } else { Ok(()) }
    }
}
