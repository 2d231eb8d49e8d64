//! Evidence: what a verdict rests on.

use std::collections::BTreeSet;
use std::fmt;

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::limits::{MAX_ANSWERS, MAX_ITEMS, MAX_ROOT_NAME};
use crate::criteria::ClauseId;

/// The number of a piece of evidence, from 1; unique within the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EvidenceId(pub u32);

impl fmt::Display for EvidenceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A piece of evidence: one or more files, folders or addresses under one title.
///
/// Fields with a default are younger than journals that may still be found.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Title, not empty.
    pub title: String,
    /// What it consists of, at least one.
    #[serde(deserialize_with = "super::bounded::list::<MAX_ITEMS, _, _>")]
    pub items: Vec<EvidenceItem>,
    /// The clauses that it serves; may be none.
    #[serde(deserialize_with = "super::bounded::set::<MAX_ANSWERS, _, _>")]
    pub clauses: BTreeSet<ClauseId>,
    /// The period that it covers.
    pub covers: Option<Period>,
    /// The last day on which it is valid.
    pub expires: Option<NaiveDate>,
    /// 形成日期: the day on which it was made.
    #[serde(default)]
    pub formed: Option<NaiveDate>,
    /// 登记时间: when it came into the case, local time; set by the program and kept by [`apply`](super::apply). None for
    /// what older programs registered.
    #[serde(default)]
    pub registered: Option<NaiveDateTime>,
    /// What it is.
    #[serde(default)]
    pub kind: EvidenceKind,
    /// How much it proves by itself.
    #[serde(default)]
    pub strength: Strength,
}

/// What a piece of evidence is (种类).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceKind {
    /// Not said.
    #[default]
    Unstated,
    /// 制度文件: rules, manuals, contracts, promises.
    Document,
    /// 记录: what came of doing it.
    Record,
    /// 证书: a certificate or licence.
    Certificate,
    /// 照片: a photograph or film.
    Photo,
    /// 数据: figures, ledgers, exports.
    Data,
    /// 网页截图: what a page showed.
    Webpage,
    /// 其他: something else.
    Other,
}

impl EvidenceKind {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 8] = [
        Self::Unstated,
        Self::Document,
        Self::Record,
        Self::Certificate,
        Self::Photo,
        Self::Data,
        Self::Webpage,
        Self::Other,
    ];
}

/// How much a piece of evidence proves by itself (证明力), the weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// Not said.
    #[default]
    Unstated,
    /// 自述: somebody says so.
    Statement,
    /// 文件: it is laid down.
    Document,
    /// 记录: it was done and written down then.
    Record,
    /// 第三方: somebody outside the company confirms it.
    ThirdParty,
}

impl Strength {
    /// All of them, in order.
    pub const ALL: [Self; 5] = [Self::Unstated, Self::Statement, Self::Document, Self::Record, Self::ThirdParty];
}

impl Evidence {
    /// Whether it is no longer valid on a day.
    #[must_use]
    pub fn expired_on(&self, day: NaiveDate) -> bool {
        self.expires.is_some_and(|last| last < day)
    }

    /// Whether the period that it covers and the period of the assessment have no day in common.
    #[must_use]
    pub fn out_of(&self, period: Option<Period>) -> bool {
        matches!((self.covers, period), (Some(covers), Some(period)) if !covers.overlaps(period))
    }

    /// Whether it was made before the period that it claims to cover was over, or no such thing can be said. What was
    /// made later may be quite in order (a yearly summary), but an assessor will ask.
    #[must_use]
    pub fn formed_in_time(&self) -> bool {
        !matches!((self.covers, self.formed), (Some(covers), Some(formed)) if formed > covers.to)
    }

    /// How many files, folders, addresses and clauses it has; bounded for all pieces together.
    pub(super) fn parts(&self) -> usize {
        self.items.len() + self.clauses.len()
    }
}

/// A file, a folder or an address. Paths are written with `/`, relative to the case file where possible, or behind the
/// name of a root as `总部共享:/合同/a.pdf`, see [`root_of`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceItem {
    /// A file.
    File(String),
    /// A folder with all that is in it.
    Folder(String),
    /// A web address; never opened by the program itself.
    Web(String),
}

impl EvidenceItem {
    /// The path or address as it is stored.
    #[must_use]
    pub fn target(&self) -> &str {
        match self {
            Self::File(text) | Self::Folder(text) | Self::Web(text) => text,
        }
    }

    /// The last part of the path, or the address.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Web(text) => text,
            Self::File(text) | Self::Folder(text) => {
                let text = text.trim_end_matches(['/', '\\']);
                text.rsplit(['/', '\\']).next().unwrap_or(text)
            }
        }
    }

    /// Whether it is a path that does not hang on this computer.
    #[must_use]
    pub fn is_portable(&self) -> bool {
        !is_absolute(self.target()) || matches!(self, Self::Web(_))
    }
}

/// Whether a stored path begins at a root: `/x`, `\\server`, `C:\x`, on whatever system it was written.
#[must_use]
pub fn is_absolute(path: &str) -> bool {
    let mut chars = path.chars();
    let drive = chars.next().is_some_and(|first| first.is_ascii_alphabetic()) && chars.next() == Some(':');
    drive || path.starts_with(['/', '\\'])
}

/// The name of the root and the rest of a path that is written behind one. A single letter is a drive, not a root.
#[must_use]
pub fn root_of(path: &str) -> Option<(&str, &str)> {
    let (name, rest) = path.split_once(":/")?;
    is_root_name(name).then_some((name, rest))
}

/// Whether a root can be called so: at least two characters, none that a path could hold for itself.
#[must_use]
pub fn is_root_name(name: &str) -> bool {
    let length = name.chars().count();
    (2..=MAX_ROOT_NAME).contains(&length)
        && name.trim() == name
        && !name.contains(['/', '\\', ':'])
        && !name.chars().any(char::is_control)
        // `file:/x`, `http://x`: an address, never a root.
        && !["file", "http", "https"].iter().any(|scheme| name.eq_ignore_ascii_case(scheme))
}

/// A period, both days inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// First day.
    pub from: NaiveDate,
    /// Last day, not before the first.
    pub to: NaiveDate,
}

impl Period {
    /// Whether both have a day in common.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_are_names_before_a_colon_and_slash() {
        assert_eq!(root_of("总部共享:/合同/a.pdf"), Some(("总部共享", "合同/a.pdf")));
        assert_eq!(root_of("U盘:/"), Some(("U盘", "")));
        for path in ["C:/a", "证据/a:b", "file:///a", "http://x/", "a/b:/c", " 共享:/a", "/a:/b", "共享:a"] {
            assert_eq!(root_of(path), None, "{path}");
        }
    }
}
