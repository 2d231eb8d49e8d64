//! Fingerprints (指纹): what was in a file or folder when it was registered, so that a later change is seen.
//!
//! Why it is so: a fingerprint belongs to a place (a path as evidence stores it), not to a piece of evidence, because
//! one file may serve several pieces. In the case file each is one line of text, since there may be thousands.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

use super::limits::MAX_FOLDER_FILES;

/// A SHA-256 sum; shown as 64 small hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sum(pub [u8; 32]);

impl fmt::Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Sum {
    /// The sum of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut sum = [0; 32];
        let text = text.as_bytes();
        if text.len() != 64 {
            return None;
        }
        for (byte, pair) in sum.iter_mut().zip(text.chunks_exact(2)) {
            let digit = |at: u8| char::from(at).to_digit(16).filter(|_| !at.is_ascii_uppercase());
            let value = pair.iter().try_fold(0, |value, at| Some(value * 16 + digit(*at)?))?;
            *byte = u8::try_from(value).ok()?;
        }
        Some(Self(sum))
    }
}

/// What was in a file. Written as `SUM SIZE MODIFIED`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileFingerprint {
    /// The SHA-256 sum of its bytes.
    pub sum: Sum,
    /// Its size in bytes.
    pub size: u64,
    /// When it was last changed, in nanoseconds since 1970 (UTC). None where that cannot vouch for the content: the
    /// system does not say, or the file was changed so shortly before it was read that another change would not show.
    pub modified: Option<i64>,
}

impl FileFingerprint {
    /// Whether the bytes are the same; when they were changed does not count.
    #[must_use]
    pub fn same_content(&self, other: &Self) -> bool {
        self.sum == other.sum && self.size == other.size
    }
}

impl fmt::Display for FileFingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.sum, self.size)?;
        match self.modified {
            Some(modified) => write!(f, " {modified}"),
            None => f.write_str(" -"),
        }
    }
}

impl FileFingerprint {
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let (sum, size, modified) = (parts.next()?, parts.next()?, parts.next()?);
        let modified = if modified == "-" { None } else { Some(modified.parse().ok()?) };
        let print = Self { sum: Sum::parse(sum)?, size: size.parse().ok()?, modified };
        // One value has one text.
        (parts.next().is_none() && print.to_string() == text).then_some(print)
    }
}

impl Serialize for FileFingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for FileFingerprint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::bounded::text(deserializer, "a fingerprint: sum, size, time of change", Self::parse)
    }
}

/// What was in a file or folder when it was registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fingerprint {
    /// A file.
    File(FileFingerprint),
    /// A folder: its files by path inside it, written with `/`. Empty folders inside do not count.
    Folder(
        #[serde(deserialize_with = "super::bounded::map::<MAX_FOLDER_FILES, _, _, _>")]
        BTreeMap<String, FileFingerprint>,
    ),
}

impl Fingerprint {
    /// One sum for all of it. Of a folder: the sum of its listing in the form of `sha256sum`, a line `SUM  PATH` for
    /// each file, in the order of the paths' bytes.
    #[must_use]
    pub fn sum(&self) -> Sum {
        match self {
            Self::File(file) => file.sum,
            Self::Folder(files) => {
                let mut hasher = Sha256::new();
                for (path, file) in files {
                    hasher.update(format!("{}  {path}\n", file.sum));
                }
                Sum(hasher.finalize().into())
            }
        }
    }

    /// Bytes of all files together.
    #[must_use]
    pub fn size(&self) -> u64 {
        match self {
            Self::File(file) => file.size,
            Self::Folder(files) => files.values().map(|file| file.size).fold(0, u64::saturating_add),
        }
    }

    /// How many files it is over.
    #[must_use]
    pub fn files(&self) -> usize {
        match self {
            Self::File(_) => 1,
            Self::Folder(files) => files.len(),
        }
    }

    /// Whether the same bytes lie under the same names; when they were changed does not count.
    #[must_use]
    pub fn same_content(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::File(a), Self::File(b)) => a.same_content(b),
            (Self::Folder(a), Self::Folder(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|((path, a), (other, b))| path == other && a.same_content(b))
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_file_is_one_line_of_text() {
        let print = FileFingerprint { sum: Sum::of(b"abc"), size: 3, modified: Some(-5) };
        // FIPS 180-2, appendix B.1.
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(print.to_string(), format!("{abc} 3 -5"));
        assert_eq!(FileFingerprint::parse(&print.to_string()), Some(print));
        let unsure = FileFingerprint { modified: None, ..print };
        assert_eq!(FileFingerprint::parse(&format!("{abc} 3 -")), Some(unsure));
        assert!(unsure.same_content(&print));
        for bad in ["", abc, "x 3 -", &format!("{abc} 3"), &format!("{abc} 03 -"), &format!("{abc} +3 -")] {
            assert_eq!(FileFingerprint::parse(bad), None, "{bad}");
        }
        for bad in [format!("{} 3 -", abc.to_uppercase()), format!("{abc} 3 - -"), format!("{abc}  3 -")] {
            assert_eq!(FileFingerprint::parse(&bad), None, "{bad}");
        }
    }

    #[test]
    fn a_folder_has_the_sum_of_its_listing() {
        let file = |text: &[u8]| FileFingerprint { sum: Sum::of(text), size: text.len() as u64, modified: None };
        let folder = Fingerprint::Folder([("b".to_owned(), file(b"2")), ("a/x".to_owned(), file(b"1"))].into());
        // printf 1 >a/x; printf 2 >b; sha256sum a/x b | sha256sum
        let sum = "af158ff0ea8cf62b5d2c78c093df65d99c20683d40d08417c7b80b0c5def4b40";
        assert_eq!(folder.sum().to_string(), sum);
        assert_eq!((folder.size(), folder.files()), (2, 2));
    }
}
