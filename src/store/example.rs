//! The worked example, built into the program.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Case, Fault, OpenErrorKind, atomic, case};
use crate::criteria::{self, SHIPPED};

/// The name of the example's case file.
pub const EXAMPLE_CASE: &str = "晴禾电器（示例）.xingping";

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_bytes!(concat!("../../assets/example/", $name)))),*]
    };
}

/// Evidence files by their path beside the case; a test holds the list against the folder.
const FILES: &[(&str, &[u8])] = files![];

/// The answers of the example.
const ASSESSMENT: &str = include_str!("../../assets/example/assessment.ron");

/// Where the example was put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExamplePlace {
    /// Its case file.
    pub case: PathBuf,
    /// Whether the case was there already and was left as it is.
    pub found: bool,
}

/// The example as a case.
///
/// # Errors
/// When the built-in files are unsound; a test makes sure that they are not.
pub fn example() -> Result<Case, OpenErrorKind> {
    let text = SHIPPED.first().map_or("", |shipped| shipped.text);
    let pinned = criteria::read(text).map_err(OpenErrorKind::Scheme)?;
    let assessment = ron::from_str(ASSESSMENT).map_err(OpenErrorKind::Malformed)?;
    Ok(Case { pinned, assessment })
}

/// Copies the example into a folder, which is made where needed. What is there already is left as it is.
///
/// # Errors
/// When a file or folder cannot be written.
pub fn write_example(folder: &Path) -> Result<ExamplePlace, Fault> {
    let case = folder.join(EXAMPLE_CASE);
    for (name, bytes) in FILES {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|error| Fault::new(parent, error))?;
        }
        if !path.exists() {
            atomic::create_new(&path, bytes)?;
        }
    }
    fs::create_dir_all(folder).map_err(|error| Fault::new(folder, error))?;
    let found = case.exists();
    if !found {
        let example = example().map_err(|kind| Fault::new(&case, std::io::Error::other(kind)))?;
        case::create(&case, &example)?;
    }
    Ok(ExamplePlace { case, found })
}
