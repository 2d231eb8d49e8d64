//! Reads a table from the disk; the only file of the tables that does.

use std::io::{ErrorKind, Read as _};
use std::path::Path;

use super::problem::{TableProblem, TableProblemKind};
use super::{MAX_TABLE_BYTES, Table, TableKind, parse_by};
use crate::store::tables::columns;

/// Reads the table in a file; its ending tells how it is stored.
///
/// # Errors
/// When the file cannot be read or is no table.
pub fn read_file(path: &Path) -> Result<Table, TableProblem> {
    read_file_by(path, columns::is_heading)
}

/// Reads the table in a file, of which `is_heading` knows the headings.
pub(in crate::store) fn read_file_by(path: &Path, is_heading: fn(&str) -> bool) -> Result<Table, TableProblem> {
    let io = |error: std::io::Error| TableProblem::of_file(TableProblemKind::of_io(&error));
    let about = std::fs::metadata(path).map_err(io)?;
    if about.is_dir() {
        return Err(TableProblem::of_file(TableProblemKind::of_io(&ErrorKind::IsADirectory.into())));
    }
    // Pipes and devices have no length and may have no end.
    if !about.is_file() {
        return Err(TableProblem::of_file(TableProblemKind::NoRegularFile));
    }
    let Some(kind) = TableKind::of(path) else {
        return Err(TableProblem::of_file(TableProblemKind::UnknownKind));
    };
    if about.len() > MAX_TABLE_BYTES {
        let kind = TableProblemKind::TooLarge { bytes: about.len(), most: MAX_TABLE_BYTES };
        return Err(TableProblem::of_file(kind));
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(io)?;
    file.take(MAX_TABLE_BYTES + 1).read_to_end(&mut bytes).map_err(io)?;
    parse_by(&bytes, kind, is_heading)
}
