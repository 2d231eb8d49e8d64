//! Ledgers (台账): the records that the company keeps of its work, as far as the case needs them.
//!
//! Why it is so:
//! * A case goes through many hands, and work orders carry names, telephone numbers and complaints. So the case keeps
//!   record numbers, days, numbers, the words by which records are grouped, and of everything else only whether it is
//!   there; names and telephone numbers are masked unless a person chooses otherwise.
//! * There may be a hundred thousand records, so in files each is one line of text.
//! * A record names the row of the table that it came from, so that whoever mends it finds it.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::limits::{MAX_FIELDS, MAX_IMPORTS};
use super::{Records, Sum};

/// A ledger of one kind: what is known of it, and its records by number.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ledger {
    /// What is known of it as a whole.
    pub about: LedgerAbout,
    /// Its records by number.
    pub records: Records,
}

impl Ledger {
    /// What a record has in a field.
    #[must_use]
    pub fn cell<'a>(&self, record: &'a Record, field: &str) -> &'a Kept {
        self.about.index(field).map_or(&Kept::Missing, |at| record.cell(at))
    }

    /// The sum over the numbers of all records, one a line in the order of their bytes: two ledgers with the same sum
    /// give the same sample.
    #[must_use]
    pub fn population_sum(&self) -> Sum {
        let mut text = String::new();
        for id in self.records.keys() {
            text.push_str(id);
            text.push('\n');
        }
        Sum::of(text.as_bytes())
    }
}

/// Whether names and telephone numbers of a ledger were kept as they are, and are masked from now on.
#[must_use]
pub fn masked_now(before: Option<&Ledger>, now: Option<&Ledger>) -> bool {
    before.is_some_and(|ledger| ledger.about.unmasked) && now.is_some_and(|ledger| !ledger.about.unmasked)
}

/// What is known of a ledger as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LedgerAbout {
    /// The names of its fields, in the order of the cells of a record. Only ever added to.
    #[serde(deserialize_with = "super::bounded::list::<MAX_FIELDS, _, _>")]
    pub fields: Vec<String>,
    /// Which heading each field was read from, the last time; for the next table of the same shape.
    #[serde(deserialize_with = "super::bounded::map::<MAX_FIELDS, _, _, _>")]
    pub columns: BTreeMap<String, String>,
    /// A person chose to keep names and telephone numbers as they are.
    pub unmasked: bool,
    /// 承诺: the company's own promise or aim by measure; spans in minutes, means in ten-thousandths.
    #[serde(deserialize_with = "super::bounded::map::<MAX_FIELDS, _, _, _>")]
    pub promises: BTreeMap<String, i64>,
    /// Whether its records tell an empty cell ([`Kept::Empty`]) from a field that their table had no column for
    /// ([`Kept::Missing`]). Cases of before did not: there every field of `columns` counts as asked for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub tells_asked: bool,
    /// The tables that were read, the last one last.
    #[serde(deserialize_with = "super::bounded::list::<MAX_IMPORTS, _, _>")]
    pub imports: Vec<LedgerImport>,
}

impl LedgerAbout {
    /// Where a field stands in a record.
    #[must_use]
    pub fn index(&self, field: &str) -> Option<usize> {
        self.fields.iter().position(|known| known == field)
    }
}

/// A table that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LedgerImport {
    /// The name of the file, without its folder.
    pub file: String,
    /// The sheet; empty where there are none.
    pub sheet: String,
    /// The sum of the file's bytes.
    pub sum: Sum,
    /// When it was read, local time.
    pub at: NaiveDateTime,
    /// Rows under the headings that hold anything.
    pub rows: u32,
    /// Rows that were taken over as records.
    pub accepted: u32,
}

/// A record. Written as one line, `ROW|CELL|CELL…`, without the empty cells at its end.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Record {
    /// The row of the table that it was read from, as a spreadsheet numbers it.
    pub row: u32,
    /// What is kept of its cells, in the order of [`LedgerAbout::fields`]; the last is not [`Kept::Missing`].
    cells: Vec<Kept>,
}

impl Record {
    /// A record of these cells.
    #[must_use]
    pub fn new(row: u32, mut cells: Vec<Kept>) -> Self {
        while cells.last() == Some(&Kept::Missing) {
            cells.pop();
        }
        cells.shrink_to_fit();
        Self { row, cells }
    }

    /// The cells, without the empty ones at the end.
    #[must_use]
    pub fn cells(&self) -> &[Kept] {
        &self.cells
    }

    /// The cell at a place.
    #[must_use]
    pub fn cell(&self, at: usize) -> &Kept {
        self.cells.get(at).unwrap_or(&Kept::Missing)
    }

    /// Whether two records say the same; where they stood in their tables does not count.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.cells == other.cells
    }
}

/// What is kept of a cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Kept {
    /// Nothing is there; the table had no column for it, see [`LedgerAbout::tells_asked`].
    #[default]
    Missing,
    /// Nothing is there, although the table had a column for it.
    Empty,
    /// Something is there; what, is not kept.
    There,
    /// Something is there that is not what the field holds, such as a day that is none; it does not count as there.
    Unreadable,
    /// A word, or a masked name or telephone number; one line, not empty.
    Text(Box<str>),
    /// A day, with the time where there was one.
    Moment(NaiveDate, Option<NaiveTime>),
    /// A number, in ten-thousandths.
    Number(i64),
    /// Yes or no.
    Mark(bool),
}

impl Kept {
    /// Whether the field counts as filled in. A mark that says no is filled in.
    #[must_use]
    pub fn is_there(&self) -> bool {
        !matches!(self, Self::Missing | Self::Empty | Self::Unreadable)
    }

    /// Whether nothing at all stands there.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        matches!(self, Self::Missing | Self::Empty)
    }

    /// The day, where it is one.
    #[must_use]
    pub fn day(&self) -> Option<NaiveDate> {
        match self {
            Self::Moment(day, _) => Some(*day),
            _ => None,
        }
    }

    /// The moment, where it has a time.
    #[must_use]
    pub fn moment(&self) -> Option<NaiveDateTime> {
        match self {
            Self::Moment(day, Some(time)) => Some(day.and_time(*time)),
            _ => None,
        }
    }

    /// The text, where it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let mut chars = text.chars();
        let Some(sign) = chars.next() else { return Some(Self::Missing) };
        let rest = chars.as_str();
        let kept = match sign {
            '+' => Self::There,
            '-' => Self::Empty,
            '?' => Self::Unreadable,
            'y' => Self::Mark(true),
            'n' => Self::Mark(false),
            '=' => Self::Text(unescape(rest)?.into()),
            '#' => Self::Number(parse_ten_thousandths(rest)?),
            '@' => {
                let (day, time) = match rest.split_once(' ') {
                    Some((day, time)) => (day, Some(NaiveTime::parse_from_str(time, TIME).ok()?)),
                    None => (rest, None),
                };
                Self::Moment(NaiveDate::parse_from_str(day, DAY).ok()?, time)
            }
            _ => return None,
        };
        // One value has one text.
        (kept.to_string() == text).then_some(kept)
    }
}

const DAY: &str = "%Y-%m-%d";
const TIME: &str = "%H:%M:%S";

impl fmt::Display for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => Ok(()),
            Self::There => f.write_char('+'),
            Self::Empty => f.write_char('-'),
            Self::Unreadable => f.write_char('?'),
            Self::Mark(true) => f.write_char('y'),
            Self::Mark(false) => f.write_char('n'),
            Self::Text(text) => {
                f.write_char('=')?;
                text.chars().try_for_each(|letter| match letter {
                    '|' => f.write_str("~1"),
                    '~' => f.write_str("~0"),
                    _ => f.write_char(letter),
                })
            }
            Self::Number(number) => write!(f, "#{}", ten_thousandths(*number)),
            Self::Moment(day, None) => write!(f, "@{}", day.format(DAY)),
            Self::Moment(day, Some(time)) => write!(f, "@{} {}", day.format(DAY), time.format(TIME)),
        }
    }
}

/// Undoes what writing a text does to `|` and `~`, as in a JSON pointer.
fn unescape(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(letter) = chars.next() {
        out.push(match letter {
            '~' => match chars.next()? {
                '0' => '~',
                '1' => '|',
                _ => return None,
            },
            '|' => return None,
            _ => letter,
        });
    }
    Some(out)
}

/// A number in ten-thousandths as a decimal: `45000` is `4.5`.
#[must_use]
pub fn ten_thousandths(number: i64) -> String {
    let (sign, whole) = (if number < 0 { "-" } else { "" }, number.unsigned_abs());
    let (whole, part) = (whole / 10_000, whole % 10_000);
    if part == 0 {
        return format!("{sign}{whole}");
    }
    let part = format!("{part:04}");
    format!("{sign}{whole}.{}", part.trim_end_matches('0'))
}

/// Reads a decimal with at most four places; none where it has more, or is too large.
#[must_use]
pub fn parse_ten_thousandths(text: &str) -> Option<i64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || part.len() > 4 || !plain(whole) || !plain(part) || digits.ends_with('.') {
        return None;
    }
    let part: i64 = format!("{part:0<4}").parse().ok()?;
    let whole: i64 = whole.parse().ok()?;
    whole.checked_mul(10_000)?.checked_add(part)?.checked_mul(sign)
}

impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.row)?;
        self.cells.iter().try_for_each(|cell| write!(f, "|{cell}"))
    }
}

impl Record {
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('|');
        let row = parts.next()?.parse().ok()?;
        let cells: Option<Vec<Kept>> = parts.take(MAX_FIELDS + 1).map(Kept::parse).collect();
        let record = Self::new(row, cells.filter(|cells| cells.len() <= MAX_FIELDS)?);
        (record.to_string() == text).then_some(record)
    }
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::bounded::text(deserializer, "a record: its row and cells", Record::parse)
    }
}

impl Serialize for Sum {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Sum {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::bounded::text(deserializer, "a SHA-256 sum", Sum::parse)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn a_record_is_one_line_and_comes_back() {
        let time = NaiveTime::from_hms_opt(9, 5, 0);
        let cells = vec![
            Kept::There,
            Kept::Missing,
            Kept::Text("a|b~1".into()),
            Kept::Moment(day(2026, 3, 5), None),
            Kept::Moment(day(2026, 3, 5), time),
            Kept::Number(-45_000),
            Kept::Mark(true),
            Kept::Mark(false),
            Kept::Unreadable,
            Kept::Empty,
            Kept::Missing,
        ];
        let record = Record::new(12, cells);
        let text = "12|+||=a~1b~01|@2026-03-05|@2026-03-05 09:05:00|#-4.5|y|n|?|-";
        assert_eq!(record.to_string(), text);
        assert_eq!(Record::parse(text), Some(record));
        for bad in ["", "x", "1|", "1|+|", "01|+", "1|=a~2", "1|@2026-3-5", "1|#1.50", "1|#.5", "1|z", "1|++", "1|--"] {
            assert_eq!(Record::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn decimals_are_exact() {
        for (text, number) in [("0", 0), ("4.5", 45_000), ("-0.0001", -1), ("100", 1_000_000), ("99.9999", 999_999)] {
            assert_eq!(parse_ten_thousandths(text), Some(number));
            assert_eq!(ten_thousandths(number), text);
        }
        for bad in ["", "-", ".5", "1.", "1.23456", "1e3", "一", "99999999999999999999", "--1", "+1"] {
            assert_eq!(parse_ten_thousandths(bad), None, "{bad}");
        }
        assert_eq!(parse_ten_thousandths("4.50"), Some(45_000));
    }
}
