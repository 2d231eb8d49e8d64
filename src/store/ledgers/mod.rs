//! Ledgers (台账) from files: whatever spreadsheet a company keeps its work orders, complaints, surveys … in.
//!
//! Reading goes bytes → [`Sheet`] → [`Mapping`] → [`LedgerPlan`] → one `Edit`. Everything but [`read_ledger`], which
//! touches the disk, is pure; nothing is changed here: whoever asked for the plan applies its edit.
//!
//! Why it is so:
//! * A room of its own beside the answers table: that one has columns of ours, twenty thousand rows and answers to
//!   clauses; these have anybody's headings and a hundred thousand rows. What both need they share: the bounds of a
//!   workbook (`tables::parts`), encodings and quotes of CSV (`tables::csv_text`), masking (`package::mask`).
//! * Three formats of workbooks become the same plain [`Sheet`], so that what a date or a number is is decided once, in
//!   `moment` and `values`, and a table gives the same records whichever program saved it.
//! * XLSX and XLS are read by calamine, which trusts sizes that files claim: `tables::parts` and `compound` look first.
//!   They also see what calamine does not tell: which rows are hidden, which headings are merged. ODS is read here,
//!   cell by cell, from the same stretches of text: calamine lays a sheet out whole, and twice, with all that is said to
//!   be repeated, and a line of text may say a million times.
//! * Which column is which field is a value ([`Mapping`]) that a person sees and corrects before anything is taken over.
//!   [`plan`] follows it and guesses nothing more.
//! * A row is a record when it has a number. What else is wrong with it is listed, and the record is taken over as it is:
//!   an incomplete work order is what the company has to know about.
//! * Repeated imports change nothing; what a later file says differently is listed and left, unless a person says that
//!   the later file counts.
//! * Invisible characters (zero width, direction) never become part of a record's number: two numbers that look the same
//!   are the same. A number out of which such were taken is listed.

mod compound;
mod csv;
mod export;
mod file;
mod mapping;
mod marks;
mod moment;
mod ods;
mod open;
mod plan;
mod problem;
mod row;
mod sheet;
mod styles;
mod text;
mod told;
mod values;
mod waiting;
mod xls;
mod xlsx;

pub use export::{ProblemRow, count_problems, problem_rows, problems_csv, problems_sheet};
pub use file::{read_ledger, read_ledger_for};
pub use mapping::{ColumnChoice, Mapping, MappingError, Misfit, Remembered, misfit, propose};
pub use moment::{BadMoment, moment};
pub use open::{LedgerTable, SheetName, open_ledger, open_ledger_for};
pub use plan::{LedgerNotice, LedgerPlan, MAX_LISTED, PlanOptions, plan};
pub use problem::{FileKind, LedgerFileProblem, LedgerProblem, LedgerProblemKind};
pub use sheet::{Cell, Row, Sheet};
pub use waiting::Waiting;

/// The largest file that is read, in bytes.
pub const MAX_LEDGER_BYTES: u64 = 128 * 1024 * 1024;
/// The most that the texts of a workbook may unpack to, in bytes.
pub const MAX_LEDGER_UNPACKED: u64 = 320 * 1024 * 1024;
/// Most rows with anything in them that are read of a sheet.
pub const MAX_LEDGER_ROWS: usize = 300_000;
/// Most columns that are read of a sheet.
pub const MAX_LEDGER_COLUMNS: usize = 200;
