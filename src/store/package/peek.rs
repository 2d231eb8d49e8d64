//! A look through the tables of a package before it is planned: what would be masked, and which persons would get out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::look::{Look, Looks};
use super::mask::Masks;
use super::source::{self, Memory};
use super::table::{self, Kind, Masked};
use crate::store::content::Watch;
use crate::store::tables::MAX_TABLE_BYTES;

/// What is in a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Peek {
    /// Something in it will be masked; what of persons stays.
    Masks {
        /// Headings of columns.
        columns: Vec<String>,
        /// Whether numbers are in it that are known by their form.
        numbers: bool,
    },
    /// Nothing in it will be masked; what of persons is in it.
    Plain {
        /// Headings of columns.
        columns: Vec<String>,
        /// Whether numbers are in it that are known by their form.
        numbers: bool,
    },
    /// It cannot be read as a table.
    Unread,
}

impl Peek {
    /// What of persons is told of it.
    pub(super) fn persons(&self, numbers_said: &str) -> Vec<String> {
        match self {
            Self::Masks { columns, numbers } | Self::Plain { columns, numbers } => {
                told(columns, *numbers, numbers_said)
            }
            Self::Unread => Vec::new(),
        }
    }
}

/// Headings, or numbers where there is no heading.
pub(super) fn told(columns: &[String], numbers: bool, numbers_said: &str) -> Vec<String> {
    match columns {
        [] if numbers => vec![numbers_said.to_owned()],
        columns => columns.iter().map(|column| crate::lang::cut(column)).collect(),
    }
}

/// Looks through all tables. None when the person stopped it.
pub(super) fn tables(
    looks: &Looks,
    masks: impl Fn(&Path) -> (Masks, bool),
    watch: &Watch<'_>,
) -> Option<BTreeMap<PathBuf, Peek>> {
    let mut out = BTreeMap::new();
    for look in looks.values() {
        let files: Vec<PathBuf> = match look {
            Look::File(path, _) => vec![path.clone()],
            Look::Folder(path, files) => {
                files.iter().filter(|(_, size)| size.is_some()).map(|(inside, _)| path.join(inside)).collect()
            }
            Look::Address | Look::Out(_) => Vec::new(),
        };
        for path in files {
            if (watch.cancelled)() {
                return None;
            }
            let Some(kind) = table::kind(&path).filter(|_| !out.contains_key(&path)) else { continue };
            let peek = look_through(&path, kind, &masks(&path).0, watch);
            out.extend(peek.map(|peek| (path, peek)));
        }
    }
    Some(out)
}

/// None where the file itself cannot be read now; what becomes of it is told when it is copied.
fn look_through(path: &Path, kind: Kind, masks: &Masks, watch: &Watch<'_>) -> Option<Peek> {
    let mut memory = Memory { bytes: Vec::new(), most: MAX_TABLE_BYTES };
    match source::read(path, &mut memory, watch, &mut |_| {}) {
        Ok(_) => {}
        Err(source::Halt::Out(crate::assessment::WhyOut::NotMasked)) => return Some(Peek::Unread), // too large
        Err(_) => return None,
    }
    let persons = |bytes: &[u8]| table::persons(bytes, kind);
    let masked = if masks.is_empty() { Masked::NoHeading } else { table::copy(&memory.bytes, kind, masks) };
    Some(match masked {
        Masked::Copy(copy, _) => {
            let (columns, numbers) = persons(&copy)?;
            Peek::Masks { columns, numbers }
        }
        Masked::NoHeading => match persons(&memory.bytes) {
            Some((columns, numbers)) => Peek::Plain { columns, numbers },
            None => Peek::Unread,
        },
        Masked::Unreadable => Peek::Unread,
    })
}
