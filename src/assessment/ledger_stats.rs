//! What the records of a ledger say: how many, when, how complete, how quick, how content; and which of them fail what.
//!
//! Why it is so:
//! * Everything is counted. Spans are whole minutes, of which one that was begun counts: a promise of 60 minutes is not
//!   kept by 60 minutes and a second, and what is shown says why. Means and shares are kept as the two numbers that they
//!   are made of, so that whoever shows them rounds, once, and nobody has to believe a percentage without its n.
//! * A record that lacks what a measure needs does not take part in it, and how many these are stands beside it.
//! * Where a kind says so, a span whose ends have no time is counted in whole days, from the one date to the other: a
//!   complaint of Monday that is closed on Wednesday took two days. How many were counted so stands beside it as well.
//!   A promise of hours cannot be held against dates, so other spans leave such records out.
//! * "The last three months" of a day end with it and begin after the same day three months before (the last day of that
//!   month where it has no such day): from 31 May back to 1 March.

use std::collections::BTreeMap;

use chrono::{Datelike as _, Months, NaiveDate};

use super::natural::natural;
use super::{Kept, Ledger, Record, Sum};
use crate::criteria::{FieldForm, LedgerKind, Measure, MeasureForm};

/// Digits that stand for a table in a made number.
const MADE_DIGITS: usize = 8;

/// What stands for a table in the numbers that are made for its records: the first digits of a sum over the file and
/// the name of the sheet. So the tables of two months add up, and the same table read again is known.
#[must_use]
pub fn made_table(file: Sum, sheet: &str) -> String {
    Sum::of(format!("{file}\n{sheet}").as_bytes()).to_string().chars().take(MADE_DIGITS).collect()
}

/// The number of a record in a table that has no column of numbers: the table, see [`made_table`], and the row. Without
/// the table it is one of before, when the row was all of it.
#[must_use]
pub fn made_number(table: Option<&str>, row: u32) -> String {
    table.map_or_else(|| format!("#{row}"), |table| format!("#{table}-{row}"))
}

/// Whether a number was made, see [`made_number`].
#[must_use]
pub fn is_made_number(number: &str) -> bool {
    let Some(made) = number.strip_prefix('#') else { return false };
    let (table, row) = made.split_once('-').map_or((None, made), |(table, row)| (Some(table), row));
    let by_table = |table: &str| table.len() == MADE_DIGITS && table.bytes().all(|byte| byte.is_ascii_hexdigit());
    table.is_none_or(by_table) && !row.is_empty() && row.bytes().all(|byte| byte.is_ascii_digit())
}

/// What the records of a ledger say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LedgerStats {
    /// How many records there are.
    pub records: usize,
    /// The first day of any; none where none has a day.
    pub from: Option<NaiveDate>,
    /// The last day of any.
    pub to: Option<NaiveDate>,
    /// Records without a day, where the kind has one.
    pub undated: usize,
    /// Records after the day that was asked for.
    pub later: usize,
    /// Of these, records after its month, which stand in none of `months`.
    pub beyond: usize,
    /// Records of the last three months before the day that was asked for; none where the kind has no day.
    pub last_3_months: Option<usize>,
    /// Records that have every required field.
    pub complete: usize,
    /// Each field of the kind, in its order.
    pub fields: Vec<FieldStats>,
    /// Each measure of the kind, in its order.
    pub measures: Vec<MeasureStats>,
    /// Months with records, in order, up to that of the day that was asked for: a mistyped year makes no row.
    pub months: Vec<MonthStats>,
}

/// How complete a field is. `present + missing` is the number of records.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FieldStats {
    /// Its name.
    pub id: String,
    /// Records that have it.
    pub present: usize,
    /// Records that have it not, those counted in `unreadable` included.
    pub missing: usize,
    /// Records in which something stands that cannot be read.
    pub unreadable: usize,
}

/// A month and its records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthStats {
    /// The year.
    pub year: i32,
    /// The month, from 1.
    pub month: u32,
    /// How many records.
    pub records: usize,
    /// Those that have every required field.
    pub complete: usize,
    /// Each measure of the kind over the records of this month, in its order.
    pub measures: Vec<MeasureStats>,
}

/// A measure over records.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MeasureStats {
    /// Its name.
    pub id: String,
    /// Records that take part.
    pub n: usize,
    /// Records that lack what it needs.
    pub left_out: usize,
    /// Of these, spans that end before they begin.
    pub backwards: usize,
    /// Of a mean of scores: the most that a score may be, in ten-thousandths, told from the largest.
    pub scale: Option<i64>,
    /// Of those that take part, spans counted in whole days because an end has no time.
    pub by_day: usize,
    /// The sum over all that take part: minutes of a span, ten-thousandths of a number; 0 for a share.
    pub sum: i128,
    /// Twice the median: minutes of a span, ten-thousandths of a number. Of an even number it is the sum of the two in the
    /// middle. None for a share, and where none takes part.
    pub median_twice: Option<i128>,
    /// The least of all; none for a share, and where none takes part.
    pub least: Option<i64>,
    /// The largest of all.
    pub most: Option<i64>,
    /// Those that count: of a share; of a span not longer than the promise, of a number not below the aim, where there is
    /// one. The denominator is `n`.
    pub hits: Option<usize>,
    /// The promise or aim that was held against, in minutes or ten-thousandths.
    pub promise: Option<i64>,
}

/// A record that fails something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failing {
    /// Its number.
    pub record: String,
    /// The row of the table that it came from.
    pub row: u32,
    /// Its day, where it has one.
    pub day: Option<NaiveDate>,
    /// What it fails, in the order of fields and measures.
    pub reasons: Vec<FailReason>,
}

/// What a record fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FailReason {
    /// A required field is not there.
    Missing {
        /// The field.
        field: String,
    },
    /// Something stands in a field that cannot be read.
    Unreadable {
        /// The field.
        field: String,
    },
    /// A mark that a measure counts says no.
    No {
        /// The field.
        field: String,
    },
    /// What the field says held only up to a day that is over.
    Expired {
        /// The field.
        field: String,
        /// The day.
        day: NaiveDate,
    },
    /// The day of the record is later than the day that is asked from.
    Ahead {
        /// The field.
        field: String,
        /// The day.
        day: NaiveDate,
    },
    /// A word does not count for a share: not satisfied.
    NotCounted {
        /// The measure.
        measure: String,
        /// The word.
        word: String,
    },
    /// A span is longer than the promise.
    Late {
        /// The measure.
        measure: String,
        /// The span in minutes.
        minutes: i64,
        /// The promise in minutes.
        promise: i64,
    },
    /// A span ends before it begins.
    Backwards {
        /// The measure.
        measure: String,
        /// By so many minutes.
        minutes: i64,
    },
    /// A number is below the aim.
    Below {
        /// The measure.
        measure: String,
        /// The number in ten-thousandths.
        number: i64,
        /// The aim in ten-thousandths.
        aim: i64,
    },
}

/// Tells of a record and its number whether it has every required field. One function for all who ask, so that no gate
/// finds incomplete what the statistics find complete.
pub fn is_complete<'a>(kind: &'a LedgerKind, ledger: &Ledger) -> impl Fn(&str, &Record) -> bool + use<'a> {
    let look = Look::of(kind, ledger, NaiveDate::MIN);
    move |number, record| look.is_complete(number, record)
}

/// Tells of a record and its number whether it has all of some fields; a field that the kind does not have, none has.
pub fn carries<'a>(
    kind: &'a LedgerKind,
    ledger: &Ledger,
    fields: &[String],
) -> impl Fn(&str, &Record) -> bool + use<'a> {
    let look = Look::of(kind, ledger, NaiveDate::MIN);
    let place = |field: &String| kind.fields.iter().position(|known| known.id == *field);
    let places: Option<Vec<usize>> = fields.iter().map(place).collect();
    let has = move |number: &str, record: &Record, place: &usize| look.has(number, record, *place).0;
    move |number, record| places.as_ref().is_some_and(|places| places.iter().all(|place| has(number, record, place)))
}

/// The first day of the last three months of a day: the one after the same day three months before.
#[must_use]
pub fn first_of_three_months(as_of: NaiveDate) -> NaiveDate {
    let before = as_of.checked_sub_months(Months::new(3)).and_then(|before| before.succ_opt());
    before.unwrap_or(NaiveDate::MIN)
}

/// A word as it is compared: letters and digits only, small ones; `非常 满意！` is `非常满意`.
#[must_use]
pub fn bare_word(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The most that a score may be, told from the largest of them: 5, 10 or 100, in ten-thousandths. What is more than 100
/// is on no scale and tells nothing.
#[must_use]
pub fn score_scale(scores: impl Iterator<Item = i64>) -> i64 {
    const SCALES: [i64; 3] = [50_000, 100_000, 1_000_000];
    let most = scores.filter(|score| *score <= SCALES[2]).max().unwrap_or(SCALES[2]);
    SCALES.into_iter().find(|scale| most <= *scale).unwrap_or(SCALES[2])
}

/// The scores that the records of a ledger have in a field.
pub fn scores(ledger: &Ledger, field: &str) -> impl Iterator<Item = i64> {
    let place = ledger.about.index(field);
    ledger.records.values().filter_map(move |record| match at(record, place) {
        Kept::Number(number) => Some(*number),
        _ => None,
    })
}

/// Seconds in minutes, a begun one counted.
fn begun_minutes(seconds: i64) -> i64 {
    (seconds + 59) / 60
}

/// What a measure finds in a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    Nothing,
    Backwards(i64),
    Value(i64),
    /// Minutes of whole days.
    Days(i64),
    Share(bool),
}

/// A kind and a ledger with every field's place looked up once.
struct Look<'a> {
    kind: &'a LedgerKind,
    places: Vec<Option<usize>>,
    measures: Vec<(&'a Measure, Places)>,
    dated: Option<usize>,
    promises: Vec<Option<i64>>,
    as_of: NaiveDate,
    /// The words of shares by words, bare, and whether each counts.
    rated: BTreeMap<String, bool>,
}

#[derive(Clone, Copy)]
enum Places {
    /// Where it begins and ends, and whether days without a time take part.
    Span(Option<usize>, Option<usize>, bool),
    /// Whether the table had a column for it, of records that do not tell by themselves; where its last day stands.
    Share(Option<usize>, bool, Option<usize>),
    /// The most that a score may be.
    Mean(Option<usize>, i64),
}

const MISSING: Kept = Kept::Missing;

fn at(record: &Record, place: Option<usize>) -> &Kept {
    place.map_or(&MISSING, |place| record.cell(place))
}

impl<'a> Look<'a> {
    fn of(kind: &'a LedgerKind, ledger: &Ledger, as_of: NaiveDate) -> Self {
        let place = |field: &str| ledger.about.index(field);
        let rated = kind.measures.iter().filter_map(|measure| match &measure.of {
            MeasureForm::Share { words, others, .. } => Some((words, others)),
            _ => None,
        });
        let rated = rated.flat_map(|(words, others)| {
            let others = others.iter().map(|word| (bare_word(word), false));
            others.chain(words.iter().map(|word| (bare_word(word), true)))
        });
        let measures = kind.measures.iter().map(|measure| {
            let places = match &measure.of {
                MeasureForm::Span { from, to, by_day } => Places::Span(place(from), place(to), *by_day),
                MeasureForm::Share { field, until, .. } => {
                    let about = &ledger.about;
                    let asked = !about.tells_asked && about.columns.contains_key(field);
                    Places::Share(place(field), asked, until.as_deref().and_then(place))
                }
                MeasureForm::Mean { field } => Places::Mean(place(field), score_scale(scores(ledger, field))),
            };
            (measure, places)
        });
        Self {
            kind,
            places: kind.fields.iter().map(|field| place(&field.id)).collect(),
            measures: measures.collect(),
            dated: kind.dated_by.as_deref().and_then(place),
            promises: kind.measures.iter().map(|measure| ledger.about.promises.get(&measure.id).copied()).collect(),
            as_of,
            rated: rated.collect(),
        }
    }

    /// What a record has in a field of the kind; its number is a field too.
    fn has(&self, number: &str, record: &Record, field: usize) -> (bool, bool) {
        if self.kind.fields.get(field).is_some_and(|field| field.form == FieldForm::Identity) {
            return (!is_made_number(number), false);
        }
        let cell = at(record, self.places.get(field).copied().flatten());
        (cell.is_there(), *cell == Kept::Unreadable)
    }

    fn is_complete(&self, number: &str, record: &Record) -> bool {
        let mut required = self.kind.fields.iter().enumerate().filter(|(_, field)| field.required);
        required.all(|(place, _)| self.has(number, record, place).0)
    }

    fn find(&self, measure: usize, record: &Record) -> Found {
        let Some((measure, places)) = self.measures.get(measure) else { return Found::Nothing };
        match places {
            Places::Span(from, to, by_day) => {
                let (from, to) = (at(record, *from), at(record, *to));
                if let Some((from, to)) = from.moment().zip(to.moment()) {
                    let minutes = begun_minutes((to - from).num_seconds().abs());
                    return if to < from { Found::Backwards(minutes) } else { Found::Value(minutes) };
                }
                let days = from.day().zip(to.day()).filter(|_| *by_day);
                days.map_or(Found::Nothing, |(from, to)| {
                    let minutes = (to - from).num_minutes();
                    if to < from { Found::Backwards(-minutes) } else { Found::Days(minutes) }
                })
            }
            // Of marks and of all else alike: an empty cell is a no, what cannot be read and what was not asked for does
            // not take part. Of words only what was said counts: who says nothing is not dissatisfied.
            Places::Share(field, asked, until) => match (at(record, *field), &measure.of) {
                (cell, MeasureForm::Share { words, .. }) if !words.is_empty() => {
                    // A word that is none of those known takes no part: it says neither.
                    let known = cell.text().and_then(|text| self.rated.get(&bare_word(text)));
                    known.map_or(Found::Nothing, |satisfied| Found::Share(*satisfied))
                }
                (cell, _) if cell.is_there() && at(record, *until).day().is_some_and(|day| day < self.as_of) => {
                    Found::Share(false)
                }
                (Kept::Mark(yes), _) => Found::Share(*yes),
                (Kept::Unreadable, _) => Found::Nothing,
                (Kept::Missing, _) if !asked => Found::Nothing,
                (cell, _) => Found::Share(cell.is_there()),
            },
            Places::Mean(field, scale) => match at(record, *field) {
                // What the scale does not have was taken over by an earlier version.
                Kept::Number(number) if (0..=*scale).contains(number) => Found::Value(*number),
                _ => Found::Nothing,
            },
        }
    }

    fn measures(&self) -> Vec<Gather> {
        let each = self.measures.iter().zip(&self.promises).map(|((measure, places), promise)| Gather {
            id: measure.id.clone(),
            form: *places,
            promise: *promise,
            ..Gather::default()
        });
        each.collect()
    }
}

/// Gathers a measure.
struct Gather {
    id: String,
    form: Places,
    promise: Option<i64>,
    left_out: usize,
    backwards: usize,
    by_day: usize,
    hits: usize,
    shares: usize,
    values: Vec<i64>,
}

impl Default for Gather {
    fn default() -> Self {
        Self {
            id: String::new(),
            form: Places::Mean(None, 0),
            promise: None,
            left_out: 0,
            backwards: 0,
            by_day: 0,
            hits: 0,
            shares: 0,
            values: Vec::new(),
        }
    }
}

impl Gather {
    fn add(&mut self, found: Found) {
        match found {
            Found::Nothing => self.left_out += 1,
            Found::Backwards(_) => {
                self.left_out += 1;
                self.backwards += 1;
            }
            Found::Value(value) => self.values.push(value),
            Found::Days(value) => {
                self.values.push(value);
                self.by_day += 1;
            }
            Found::Share(yes) => {
                self.shares += 1;
                self.hits += usize::from(yes);
            }
        }
    }

    fn done(mut self) -> MeasureStats {
        self.values.sort_unstable();
        let values = &self.values;
        let middle = |at: usize| values.get(at).copied().map(i128::from);
        let twice = middle(values.len() / 2).zip(middle(values.len().saturating_sub(1) / 2)).map(|(a, b)| a + b);
        let kept = |value: &&i64| match (self.form, self.promise) {
            (Places::Span(..), Some(promise)) => **value <= promise,
            (_, Some(aim)) => **value >= aim,
            (_, None) => false,
        };
        let hits = match self.form {
            Places::Share(..) => Some(self.hits),
            _ => self.promise.map(|_| values.iter().filter(kept).count()),
        };
        MeasureStats {
            n: if matches!(self.form, Places::Share(..)) { self.shares } else { values.len() },
            left_out: self.left_out,
            backwards: self.backwards,
            by_day: self.by_day,
            sum: values.iter().copied().map(i128::from).sum(),
            median_twice: twice,
            least: values.first().copied(),
            most: values.last().copied(),
            hits,
            promise: self.promise,
            scale: match self.form {
                Places::Mean(_, scale) => Some(scale),
                _ => None,
            },
            id: self.id,
        }
    }
}

struct MonthGather {
    records: usize,
    complete: usize,
    measures: Vec<Gather>,
}

/// What the records of a ledger say, seen from a day.
#[must_use]
pub fn ledger_stats(kind: &LedgerKind, ledger: &Ledger, as_of: NaiveDate) -> LedgerStats {
    let look = Look::of(kind, ledger, as_of);
    let since = first_of_three_months(as_of);
    let fields = kind.fields.iter().map(|field| FieldStats { id: field.id.clone(), ..FieldStats::default() });
    let mut out = LedgerStats { records: ledger.records.len(), fields: fields.collect(), ..LedgerStats::default() };
    let mut recent = 0;
    let mut measures = look.measures();
    let mut months: BTreeMap<(i32, u32), MonthGather> = BTreeMap::new();
    for (number, record) in &ledger.records {
        for (place, field) in out.fields.iter_mut().enumerate() {
            let (there, unreadable) = look.has(number, record, place);
            field.present += usize::from(there);
            field.missing += usize::from(!there);
            field.unreadable += usize::from(unreadable);
        }
        let complete = look.is_complete(number, record);
        out.complete += usize::from(complete);
        let day = at(record, look.dated).day();
        let mut month = day.and_then(|day| {
            out.from = out.from.map_or(Some(day), |from| Some(from.min(day)));
            out.to = out.to.max(Some(day));
            recent += usize::from(since <= day && day <= as_of);
            out.later += usize::from(day > as_of);
            if (day.year(), day.month()) > (as_of.year(), as_of.month()) {
                out.beyond += 1;
                return None;
            }
            let new = || MonthGather { records: 0, complete: 0, measures: look.measures() };
            let month = months.entry((day.year(), day.month())).or_insert_with(new);
            month.records += 1;
            month.complete += usize::from(complete);
            Some(month)
        });
        out.undated += usize::from(day.is_none());
        for (place, measure) in measures.iter_mut().enumerate() {
            let found = look.find(place, record);
            measure.add(found);
            if let Some(measure) = month.as_mut().and_then(|month| month.measures.get_mut(place)) {
                measure.add(found);
            }
        }
    }
    if kind.dated_by.is_some() {
        out.last_3_months = Some(recent);
    } else {
        out.undated = 0;
    }
    out.measures = measures.into_iter().map(Gather::done).collect();
    let months = months.into_iter().map(|((year, month), found)| MonthStats {
        year,
        month,
        records: found.records,
        complete: found.complete,
        measures: found.measures.into_iter().map(Gather::done).collect(),
    });
    out.months = months.collect();
    out
}

/// The records that fail something on a day, in the order of their numbers as people count.
#[must_use]
pub fn ledger_failing(kind: &LedgerKind, ledger: &Ledger, as_of: NaiveDate) -> Vec<Failing> {
    let look = Look::of(kind, ledger, as_of);
    let mut out = Vec::new();
    for (number, record) in &ledger.records {
        let mut reasons = Vec::new();
        for (place, field) in kind.fields.iter().enumerate() {
            let (there, unreadable) = look.has(number, record, place);
            if unreadable {
                reasons.push(FailReason::Unreadable { field: field.id.clone() });
            } else if field.required && !there {
                reasons.push(FailReason::Missing { field: field.id.clone() });
            }
        }
        for (place, (measure, _)) in look.measures.iter().enumerate() {
            let promise = look.promises.get(place).copied().flatten();
            reasons.extend(fails(measure, look.find(place, record), promise, ledger, record));
        }
        let day = at(record, look.dated).day();
        if let (Some(field), Some(day)) = (&kind.dated_by, day.filter(|day| *day > as_of)) {
            reasons.push(FailReason::Ahead { field: field.clone(), day });
        }
        if !reasons.is_empty() {
            out.push(Failing { record: number.clone(), row: record.row, day, reasons });
        }
    }
    out.sort_by(|one, other| natural(&one.record, &other.record));
    out
}

fn fails(
    measure: &Measure,
    found: Found,
    promise: Option<i64>,
    ledger: &Ledger,
    record: &Record,
) -> Option<FailReason> {
    let id = || measure.id.clone();
    match (found, &measure.of) {
        (Found::Backwards(minutes), _) => Some(FailReason::Backwards { measure: id(), minutes }),
        (Found::Value(minutes) | Found::Days(minutes), MeasureForm::Span { .. }) => {
            let promise = promise.filter(|promise| minutes > *promise)?;
            Some(FailReason::Late { measure: id(), minutes, promise })
        }
        (Found::Value(number), _) => {
            let aim = promise.filter(|aim| number < *aim)?;
            Some(FailReason::Below { measure: id(), number, aim })
        }
        (Found::Share(false), MeasureForm::Share { field, until, .. }) => match ledger.cell(record, field) {
            cell if until.is_some() && cell.is_there() => {
                let until = until.clone()?;
                let day = ledger.cell(record, &until).day()?;
                Some(FailReason::Expired { field: until, day })
            }
            Kept::Mark(_) => Some(FailReason::No { field: field.clone() }),
            Kept::Text(word) => Some(FailReason::NotCounted { measure: id(), word: word.to_string() }),
            // What is not there is said where it is required.
            _ => None,
        },
        _ => None,
    }
}
