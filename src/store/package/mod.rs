//! The submission package (送审材料包): what a certification body asks for, in numbered folders, with an index.
//!
//! ```text
//! look (disk) ──▶ plan (pure) ──▶ write: copy · mask · index · sums · read back ──▶ one rename
//! ```
//!
//! Why it is so:
//! * The plan can be shown before anything is written, and writing does what the plan says; what fails meanwhile is
//!   left out and said in the index, never passed over.
//! * All is built in a folder beside the target and gets its name by one rename, when every file of it has been read
//!   back. Whoever stops it, or a disk that fills up, leaves nothing that looks like a package.
//! * The PDF comes from outside, since this room does not know the report.

mod html;
mod look;
pub(super) mod mask;
mod names;
mod numbers;
mod peek;
mod plan;
mod profile;
mod receipt;
mod sheet;
mod sink;
mod source;
mod table;
mod titles;
mod write;

pub use names::MAX_PATH;
pub use plan::{PackageAsk, PackagePlan, plan_package};
pub use profile::{ProfileError, package_profile};
pub use receipt::{PackageReceipt, planned as package_counts};
pub use write::{PackageIndex, PackageStep, PackageTarget, write_package, write_package_telling};

use std::path::PathBuf;

use super::{Fault, cut_path};
use crate::lang::Words;

/// Why there is no package; nothing is left of it then.
#[derive(Debug, thiserror::Error)]
pub enum PackageError {
    /// The person stopped it.
    #[error("cancelled")]
    Cancelled,
    /// Something could not be written.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// There is a file of that name already.
    #[error("exists: {}", .0.display())]
    Exists(PathBuf),
    /// The folder is not empty.
    #[error("not empty: {}", .0.display())]
    NotEmpty(PathBuf),
    /// It would lie in a folder that is evidence.
    #[error("inside evidence: {}", .0.display())]
    InsideEvidence(PathBuf),
    /// What was read back is not what was written.
    #[error("altered: {0}")]
    Altered(String),
    /// An index could not be made; a mistake of ours.
    #[error("index: {0}")]
    Index(String),
}

impl PackageError {
    /// One sentence: what, where, what to do.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        let p = &words.package;
        match self {
            Self::Cancelled => p.cancelled.to_string(),
            Self::Fault(fault) => p.not_written.fill(&[("what", &fault.say(words))]),
            Self::Exists(path) => p.exists.fill(&[("path", &cut_path(path))]),
            Self::NotEmpty(path) => p.not_empty.fill(&[("path", &cut_path(path))]),
            Self::InsideEvidence(path) => p.inside_evidence.fill(&[("path", &cut_path(path))]),
            Self::Altered(name) => p.altered.fill(&[("name", name)]),
            Self::Index(_) => p.index_failed.to_string(),
        }
    }
}
