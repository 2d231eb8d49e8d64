//! What the system said when a file could not be read or written, as a sentence.

use std::io;
use std::path::{Path, PathBuf};

use crate::lang::Words;

/// A file that could not be read or written; whatever was there before is still there.
#[derive(Debug, thiserror::Error)]
#[error("{error}: {}", path.display())]
pub struct Fault {
    /// Which file or folder.
    pub path: PathBuf,
    /// What the system said.
    #[source]
    pub error: io::Error,
}

impl Fault {
    pub(super) fn new(path: &Path, error: io::Error) -> Self {
        Self { path: path.to_owned(), error }
    }

    /// A pipe, a device or the like stands where a file is wanted; opening it could wait for ever.
    #[must_use]
    pub fn no_regular_file(path: &Path) -> Self {
        Self::new(path, io::ErrorKind::Unsupported.into())
    }

    /// One sentence: what, where, what to do.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        say(&self.path, self.error.kind(), self.error.raw_os_error(), words)
    }
}

/// The sentence about a path, from an error's kind and the number that the system gave it.
#[must_use]
pub(super) fn say(path: &Path, kind: io::ErrorKind, number: Option<i32>, words: &Words) -> String {
    use io::ErrorKind as Kind;
    let w = &words.problems;
    let phrase = match kind {
        _ if number.is_some_and(is_loop) => &w.io_loop,
        Kind::NotFound if path.parent().is_some_and(|folder| folder != Path::new("") && !folder.exists()) => {
            &w.io_no_folder
        }
        Kind::NotFound => &w.io_not_found,
        Kind::PermissionDenied => &w.io_denied,
        Kind::AlreadyExists => &w.io_exists,
        Kind::IsADirectory => &w.io_is_folder,
        Kind::NotADirectory => &w.io_no_folder,
        Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge => &w.io_full,
        Kind::ReadOnlyFilesystem => &w.io_read_only,
        Kind::InvalidFilename => &w.io_name_too_long,
        Kind::Unsupported if number.is_none() => &w.io_no_regular_file,
        _ => &w.io_other,
    };
    phrase.fill(&[("path", &cut_path(path)), ("detail", &detail(kind, number, words))])
}

/// What the system said, in few words of ours: its own are English or the system's.
#[must_use]
pub fn detail(kind: io::ErrorKind, number: Option<i32>, words: &Words) -> String {
    let w = &words.cli;
    match (kind, number) {
        (io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded, _) => w.io_detail_full.to_string(),
        (_, Some(number)) => w.io_detail_number.fill(&[("number", &number)]),
        (_, None) => w.io_detail_unknown.to_string(),
    }
}

/// Whether the system says that links lead round in a circle; the library has no stable name for it.
fn is_loop(number: i32) -> bool {
    let own = if cfg!(windows) {
        1921 // ERROR_CANT_RESOLVE_FILENAME
    } else if cfg!(target_os = "linux") {
        40 // ELOOP
    } else {
        62 // ELOOP on macOS and the BSDs
    };
    number == own
}

/// How much of either end of a path a sentence repeats.
const MAX_ECHO: usize = 60;

/// A path for a sentence: whole, unless it is absurdly long; then its beginning and its end.
#[must_use]
pub fn cut_path(path: &Path) -> String {
    let text: Vec<char> = path.display().to_string().chars().map(|f| if f.is_control() { ' ' } else { f }).collect();
    match text.len() {
        0..=200 => text.into_iter().collect(),
        all => text[..MAX_ECHO].iter().chain(&['…']).chain(&text[all - MAX_ECHO..]).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::{Language, cut};

    #[test]
    fn no_words_of_the_system_get_into_a_sentence() {
        let words = Words::load(Language::Chinese).unwrap();
        let said = |error: io::Error| Fault::new(Path::new("a"), error).say(&words);
        assert!(said(io::Error::from_raw_os_error(5)).contains("系统错误号 5"));
        let other = said(io::Error::other("some English"));
        assert!(!other.contains("English"), "{other}");
        if cfg!(target_os = "linux") {
            assert!(said(io::Error::from_raw_os_error(40)).contains("链接绕成了圈"));
        }
    }

    #[test]
    fn long_texts_are_cut() {
        assert_eq!(cut(" a\nb "), "a b");
        assert_eq!(cut(&"字".repeat(60)), "字".repeat(60));
        assert_eq!(cut(&"字".repeat(61)), format!("{}…", "字".repeat(60)));
        assert_eq!(cut_path(Path::new(&"长".repeat(500))).chars().count(), 121);
    }
}
