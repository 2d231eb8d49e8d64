//! Files of one record a line, each with a number and a check that covers all lines before it.
//!
//! ```text
//! xingping-journal 1 <where it begins>
//! 1 9c0f3a… {…}
//! 2 44b1d7… {…}
//! ```
//!
//! Why it is so: a line is appended in one write and is whole or torn, never half believed. The check of a line covers
//! its text and the check before it, so that a flipped bit, a missing line and a swapped one are all seen; and one
//! check names everything up to its line, so that another file can say "up to here". Files are read line by line:
//! however long one is, it costs the memory of its longest line.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read as _};
use std::path::Path;

use sha2::{Digest as _, Sha256};

/// Longest line that is read or written, in bytes.
pub(super) const MAX_LINE_BYTES: usize = 16 * 1024 * 1024;

/// Most checks that a line may build on: damage upon damage is not gone after for ever.
const MOST_CHECKS: usize = 4;

/// The check of nothing yet: that of the head.
pub(super) fn first_check(head: &str) -> String {
    short(Sha256::digest(head.as_bytes()).as_slice())
}

/// The check of a line that follows one with the check `before`.
pub(super) fn next_check(before: &str, number: u64, text: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(before.as_bytes());
    hash.update(format!(" {number} ").as_bytes());
    hash.update(text.as_bytes());
    short(hash.finalize().as_slice())
}

fn short(digest: &[u8]) -> String {
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// A line with its end.
pub(super) fn line(number: u64, check: &str, text: &str) -> String {
    format!("{number} {check} {text}\n")
}

/// A line as it was read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// Number, check and text agree.
    Sound { number: u64, check: String, text: String },
    /// Something is there that is not what was written; number, check and text where it is at least made like a line.
    Damaged(Option<(u64, String, String)>),
    /// The end of the file is not the end of a line: the last write was cut short.
    Torn,
}

/// Reads a file of lines.
#[derive(Debug)]
pub(super) struct Lines {
    reader: BufReader<File>,
    /// The checks that the next line may build on: the one that stands in the last line and, where that line is damaged,
    /// the one that would be right for what else stands in it. So damage costs the line that has it and no other.
    before: Vec<String>,
    /// Whether the last line is made like one, so that something may be added after it.
    readable: bool,
    /// The number of the last line that could be read as one.
    number: u64,
    /// Bytes up to the end of the last line that has an end.
    whole_bytes: u64,
    done: bool,
}

impl Lines {
    /// Opens a file; its head without the line end, and its lines. The head is empty when it is torn.
    pub(super) fn open(path: &Path) -> io::Result<(String, Self)> {
        let mut reader = BufReader::new(File::open(path)?);
        let mut head = Vec::new();
        (&mut reader).take(1_000).read_until(b'\n', &mut head)?;
        let bytes = head.len() as u64;
        let whole = head.pop() == Some(b'\n');
        let head = String::from_utf8(head).ok().filter(|_| whole).unwrap_or_default();
        let before = vec![first_check(&head)];
        Ok((head, Self { reader, before, readable: true, number: 0, whole_bytes: bytes, done: !whole }))
    }

    /// What a line that is appended follows: the number and check of the last line, and where it ends. None when the
    /// last line or the head is damaged.
    pub(super) fn end(&self) -> Option<(u64, String, u64)> {
        let check = self.before.first().filter(|_| self.readable)?;
        Some((self.number, check.clone(), self.whole_bytes))
    }

    /// The next line; none at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Line>> {
        if self.done {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        let most = MAX_LINE_BYTES as u64 + 1;
        let read = (&mut self.reader).take(most).read_until(b'\n', &mut bytes)? as u64;
        if read == 0 {
            self.done = true;
            return Ok(None);
        }
        if bytes.pop() != Some(b'\n') {
            if read == most {
                self.whole_bytes += read + self.skip_line()?;
                self.readable = false;
                return Ok(Some(Line::Damaged(None)));
            }
            self.done = true;
            return Ok(Some(Line::Torn));
        }
        self.whole_bytes += read;
        Ok(Some(self.take(&bytes)))
    }

    /// A line without its end, held against the one before.
    fn take(&mut self, bytes: &[u8]) -> Line {
        let Parts { number, check, text, made } = split(bytes, self.number + 1);
        let right = |before: &String| text.as_ref().map(|text| next_check(before, number, text));
        let rights: Vec<String> = self.before.iter().filter_map(right).collect();
        let sound = made && check.as_ref().is_some_and(|check| rights.contains(check));
        let (check, text) = match (check, text) {
            (Some(check), Some(text)) if sound => {
                (self.before, self.number, self.readable) = (vec![check.clone()], number, true);
                return Line::Sound { number, check, text };
            }
            other => other,
        };
        self.readable = made && check.is_some();
        if check.is_some() {
            self.number = number;
        }
        // What cannot be read may be half of a line; what was before it is then gone on from.
        let before = std::mem::take(&mut self.before);
        let halves = before.into_iter().filter(|_| !self.readable);
        self.before = check.iter().cloned().chain(rights).chain(halves).take(MOST_CHECKS).collect();
        Line::Damaged(check.zip(text).filter(|_| made).map(|(check, text)| (number, check, text)))
    }

    /// Reads on to the end of a line that is too long; how many bytes that was.
    fn skip_line(&mut self) -> io::Result<u64> {
        let mut skipped = 0;
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                self.done = true;
                return Ok(skipped);
            }
            let (used, ended) = match buffer.iter().position(|byte| *byte == b'\n') {
                Some(at) => (at + 1, true),
                None => (buffer.len(), false),
            };
            self.reader.consume(used);
            skipped += used as u64;
            if ended {
                return Ok(skipped);
            }
        }
    }
}

/// What of a line can be read.
struct Parts {
    number: u64,
    check: Option<String>,
    text: Option<String>,
    /// Whether it is made like a line, or else was read by where things should stand.
    made: bool,
}

/// Number and check stand at the beginning of a line and are read whatever became of its text.
fn split(bytes: &[u8], expected: u64) -> Parts {
    let is_check = |text: &str| text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let text = |field: Option<&[u8]>| field.and_then(|field| std::str::from_utf8(field).ok()).map(str::to_owned);
    let check = |field| text(field).filter(|text| is_check(text));
    let mut fields = bytes.splitn(3, |byte| *byte == b' ');
    let number = text(fields.next()).and_then(|text| text.parse().ok());
    if let (Some(number), Some(check)) = (number, check(fields.next())) {
        return Parts { number, check: Some(check), text: text(fields.next()), made: true };
    }
    let place = expected.to_string().len() + 1;
    let (check, text) = (check(bytes.get(place..place + 16)), text(bytes.get(place + 17..)));
    Parts { number: expected, check, text, made: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(texts: &[&str]) -> String {
        let mut out = "head 1\n".to_owned();
        let mut check = first_check("head 1");
        for (number, text) in (1..).zip(texts) {
            check = next_check(&check, number, text);
            out.push_str(&line(number, &check, text));
        }
        out
    }

    fn read(bytes: &[u8]) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lines");
        std::fs::write(&path, bytes).unwrap();
        let (head, mut lines) = Lines::open(&path).unwrap();
        let mut out = vec![head];
        while let Some(line) = lines.next().unwrap() {
            out.push(match line {
                Line::Sound { text, .. } => text,
                Line::Damaged(_) => "DAMAGED".to_owned(),
                Line::Torn => "TORN".to_owned(),
            });
        }
        out
    }

    #[test]
    fn what_was_written_is_read() {
        assert_eq!(read(written(&["a", "b c", "字"]).as_bytes()), ["head 1", "a", "b c", "字"]);
        assert_eq!(read(b""), [""]);
        assert_eq!(read(b"hea"), [""]);
    }

    #[test]
    fn cut_at_any_byte_it_is_torn_and_nothing_else_is_lost() {
        let whole = written(&["一", "二", "三"]);
        let ends: Vec<usize> = whole.match_indices('\n').map(|(at, _)| at + 1).collect();
        for cut in ends[0]..whole.len() {
            let lines = read(&whole.as_bytes()[..cut]);
            let sound = ends.iter().filter(|end| **end <= cut).count() - 1;
            let mut expected = vec!["head 1", "一", "二", "三"][..=sound].to_vec();
            if !ends.contains(&cut) {
                expected.push("TORN");
            }
            assert_eq!(lines, expected, "cut at {cut}");
        }
    }

    #[test]
    fn any_flipped_bit_is_seen() {
        let whole = written(&["alpha", "beta", "gamma"]).into_bytes();
        let begins = whole.iter().position(|byte| *byte == b'\n').unwrap() + 1;
        for at in begins..whole.len() {
            for bit in 0..8 {
                let mut bytes = whole.clone();
                bytes[at] ^= 1 << bit;
                let lines = read(&bytes);
                assert!(
                    lines.iter().any(|line| line == "DAMAGED" || line == "TORN"),
                    "byte {at}, bit {bit}: {lines:?}"
                );
            }
        }
    }

    #[test]
    fn a_missing_doubled_or_swapped_line_is_seen() {
        let whole = written(&["a", "b", "c"]);
        let lines: Vec<&str> = whole.split_inclusive('\n').collect();
        for order in [vec![0, 1, 3], vec![0, 1, 1, 2, 3], vec![0, 2, 1, 3], vec![0, 2, 3]] {
            let text: String = order.iter().map(|place| lines[*place]).collect();
            assert!(read(text.as_bytes()).contains(&"DAMAGED".to_owned()), "{order:?}");
        }
    }

    #[test]
    fn sound_lines_after_a_damaged_one_are_known_again() {
        let text = written(&["a", "b", "c", "d"]).replace("b\n", "B\n");
        assert_eq!(read(text.as_bytes()), ["head 1", "a", "DAMAGED", "c", "d"]);
        let text = written(&["a", "b", "c", "d"]).replace("2 ", "x ");
        assert_eq!(read(text.as_bytes()), ["head 1", "a", "DAMAGED", "c", "d"]);
    }

    #[test]
    fn damage_costs_the_line_that_has_it_and_no_other() {
        let whole = written(&["alpha", "字字字", "gamma", "delta"]).into_bytes();
        let ends: Vec<usize> = (0..whole.len()).filter(|at| whole[*at] == b'\n').collect();
        for at in ends[1] + 1..ends[2] {
            for flip in [1, 2, 4, 8, 16, 32, 64, 128, 255] {
                let mut bytes = whole.clone();
                bytes[at] ^= flip;
                let lines = read(&bytes);
                let sound: Vec<&str> = lines.iter().filter(|line| *line != "DAMAGED").map(String::as_str).collect();
                if bytes[at] == b'\n' {
                    assert!(sound.ends_with(&["delta"]), "two lines of one");
                } else {
                    assert_eq!(sound, ["head 1", "alpha", "gamma", "delta"], "byte {at} ^ {flip}");
                    assert_eq!(lines.len(), 5);
                }
            }
        }
    }

    #[test]
    fn nothing_follows_a_line_that_cannot_be_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lines");
        for (rest, known) in [("3 0123456789abcdef x\n", true), ("garbage\n", false)] {
            std::fs::write(&path, written(&["a", "b"]) + rest).unwrap();
            let (_, mut lines) = Lines::open(&path).unwrap();
            while lines.next().unwrap().is_some() {}
            assert_eq!(lines.end().is_some(), known, "{rest}");
        }
    }

    #[test]
    fn zeros_after_a_crash_are_torn() {
        let mut bytes = written(&["a"]).into_bytes();
        bytes.extend([0; 5000]);
        assert_eq!(read(&bytes), ["head 1", "a", "TORN"]);
    }
}
