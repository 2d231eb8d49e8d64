//! Sheet and mapping → what taking it over would do, as one change: all of it or nothing.
//!
//! What a row does:
//! * A row without a number is listed and not taken over; in a table that has no column of numbers each row has its own.
//! * Of rows with the same number the first counts; the others are listed.
//! * Its number names the table too, so that the tables of two months add up. The same table read again is known by it.
//! * A record that the case has already and that says the same is left as it is. One that says something else is listed,
//!   and the case keeps what it has, unless `newer` or `replace` was chosen. Columns that a file lacks say nothing: what
//!   the case has of them stays. So a record knows which of its fields a table had a column for and left empty. Cases of
//!   before did not write that down; the first import that changes such a ledger writes down what was taken for it.
//!   What was empty or not to be read is filled in by a later file: that is a change. Of texts only whether they are
//!   there is kept, so that another text says the same; that is told.
//! * A number that differs from a known one in capitals only, or in a `.0` at its end, is the known one.
//! * Headings again, rows that sum up, who drew the table up and rows with nothing in the columns that are read are no records; they are counted.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveDateTime};

use super::mapping::{Mapping, is_footer, is_repeated, is_total};
use super::problem::{LedgerProblem, LedgerProblemKind};
use super::row::{Between, Source, Sources, problem, word_masked};
use super::sheet::{Row, Sheet};
use super::text::{line, within};
use super::told::{MarkWords, like_shares};
use crate::assessment::{
    Edit, Kept, Ledger, LedgerAbout, LedgerImport, MAX_FIELDS, MAX_IMPORTS, MAX_KEPT, MAX_LINE, Record, Sum,
    is_made_number, made_table,
};
use crate::criteria::{FieldForm, LedgerKind};
use crate::lang::Words;
use crate::store::package::mask::person;

/// How a sheet is taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanOptions {
    /// The name of the file, without its folder.
    pub file: String,
    /// The sum of its bytes.
    pub sum: Sum,
    /// Now, local time.
    pub at: NaiveDateTime,
    /// Whether names and telephone numbers stay as they are; none: as was chosen for the ledger before, masked at first.
    pub unmasked: Option<bool>,
    /// Where the file contradicts the case, the file counts.
    pub newer: bool,
    /// The file is the whole ledger from now on: records that it has not go.
    pub replace: bool,
}

/// Most problems that are listed; the others are counted.
pub const MAX_LISTED: usize = 2_000;

/// What taking a sheet over would do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LedgerPlan {
    /// Rows under the headings that are to be records.
    pub rows: usize,
    /// Rows that are records of the ledger afterwards.
    pub accepted: usize,
    /// Records that the case does not have.
    pub added: usize,
    /// Records that change.
    pub changed: usize,
    /// Records that say what the case says.
    pub unchanged: usize,
    /// Records of which the case keeps what it has, although the file says something else.
    pub contradictions: usize,
    /// Records that go, see [`PlanOptions::replace`].
    pub removed: usize,
    /// Rows whose number a row before them has.
    pub duplicates: usize,
    /// Rows in which something is wrong or missing.
    pub rows_with_problems: usize,
    /// What is wrong, in the order of the rows; the first [`MAX_LISTED`].
    pub problems: Vec<LedgerProblem>,
    /// How many more there are.
    pub problems_left_out: usize,
    /// How many problems there are of each kind, by the name of the kind.
    pub by_kind: BTreeMap<&'static str, usize>,
    /// What else there is to say.
    pub notices: Vec<LedgerNotice>,
    /// The first day of accepted records.
    pub from: Option<NaiveDate>,
    /// The last day of accepted records.
    pub to: Option<NaiveDate>,
    /// The change; none when nothing changes.
    pub edit: Option<Edit>,
}

/// Something to know about a sheet that is no problem of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // each is said by a phrase of the same name in assets/lang
pub enum LedgerNotice {
    HiddenRows { count: usize },
    HiddenColumns { headings: Vec<String> },
    RepeatedHeadings { count: usize },
    Totals { count: usize },
    Footers { count: usize },
    ComparedBlind { titles: Vec<String> },
    Ahead { records: Vec<(String, NaiveDate)>, count: usize },
    NothingToRead { count: usize },
    NumbersFromRows,
    FieldsWithoutColumn { titles: Vec<String> },
    NothingToReplaceWith,
    MarkWords { field: String, yes: bool, words: Vec<(String, usize)>, more: usize },
    LikeShares { field: String, scale: i64 },
}

impl LedgerNotice {
    /// Its name in machine output.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match self {
            Self::HiddenRows { .. } => "hidden_rows",
            Self::HiddenColumns { .. } => "hidden_columns",
            Self::RepeatedHeadings { .. } => "repeated_headings",
            Self::Totals { .. } => "totals",
            Self::Footers { .. } => "footers",
            Self::ComparedBlind { .. } => "compared_blind",
            Self::Ahead { .. } => "ahead",
            Self::NothingToRead { .. } => "nothing_to_read",
            Self::NumbersFromRows => "numbers_from_rows",
            Self::FieldsWithoutColumn { .. } => "fields_without_column",
            Self::NothingToReplaceWith => "nothing_to_replace_with",
            Self::MarkWords { .. } => "mark_words",
            Self::LikeShares { .. } => "like_shares",
        }
    }

    /// One sentence.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        let (w, separator) = (&words.ledgers, &*words.common.list_separator);
        match self {
            Self::HiddenRows { count } => w.notice_hidden_rows.fill(&[("count", count)]),
            Self::HiddenColumns { headings } => {
                w.notice_hidden_columns.fill(&[("headings", &headings.join(separator))])
            }
            Self::RepeatedHeadings { count } => w.notice_repeated_headings.fill(&[("count", count)]),
            Self::Totals { count } => w.notice_totals.fill(&[("count", count)]),
            Self::Footers { count } => w.notice_footers.fill(&[("count", count)]),
            Self::ComparedBlind { titles } => w.notice_compared_blind.fill(&[("fields", &titles.join(separator))]),
            Self::Ahead { records, count } => {
                let named = records.iter().map(|(number, day)| {
                    w.notice_ahead_one.fill(&[("record", &crate::lang::cut(number)), ("day", day)])
                });
                let named: Vec<String> = named.collect();
                let phrase = if named.len() < *count { &w.notice_ahead_more } else { &w.notice_ahead };
                phrase.fill(&[("count", count), ("records", &named.join(separator))])
            }
            Self::NothingToRead { count } => w.notice_nothing_to_read.fill(&[("count", count)]),
            Self::NumbersFromRows => w.notice_numbers_from_rows.to_string(),
            Self::FieldsWithoutColumn { titles } => {
                w.notice_fields_without_column.fill(&[("fields", &titles.join(separator))])
            }
            Self::NothingToReplaceWith => w.notice_nothing_to_replace_with.to_string(),
            Self::MarkWords { field, yes, words: found, more } => {
                let found = found.iter().map(|(word, count)| {
                    w.notice_mark_word.fill(&[("word", &crate::lang::cut(word)), ("count", count)])
                });
                let mut said = found.collect::<Vec<_>>().join(separator);
                if *more > 0 {
                    said.push_str(&w.notice_mark_words_more.fill(&[("count", more)]));
                }
                let phrase = if *yes { &w.notice_mark_words_yes } else { &w.notice_mark_words_no };
                phrase.fill(&[("field", field), ("words", &said)])
            }
            Self::LikeShares { field, scale } => w.notice_like_shares.fill(&[("field", field), ("scale", scale)]),
        }
    }
}

impl LedgerPlan {
    /// Whether the case would change.
    #[must_use]
    pub fn changes_something(&self) -> bool {
        self.edit.is_some()
    }

    /// Why it is not taken over at all, where it is refused.
    #[must_use]
    pub fn refused(&self) -> Option<&LedgerNotice> {
        self.notices.iter().find(|notice| matches!(notice, LedgerNotice::NothingToReplaceWith))
    }

    fn note(&mut self, problems: Vec<LedgerProblem>) {
        self.rows_with_problems += usize::from(!problems.is_empty());
        for problem in problems {
            *self.by_kind.entry(problem.kind.id()).or_default() += 1;
            if self.problems.len() < MAX_LISTED {
                self.problems.push(problem);
            } else {
                self.problems_left_out += 1;
            }
        }
    }
}

/// Records of a file by number: the row, what is kept of its fields, what is wrong with it.
type Read = BTreeMap<String, (u32, Vec<Kept>)>;

/// Plans what taking a sheet over would do to a ledger.
#[must_use]
pub fn plan(
    sheet: &Sheet,
    kind: &LedgerKind,
    mapping: &Mapping,
    ledger: Option<&Ledger>,
    options: &PlanOptions,
) -> LedgerPlan {
    let before = ledger.map(|ledger| ledger.about.clone()).unwrap_or_default();
    let about = about(&before, kind, mapping, options);
    let between = Between { sheet, ledger: ledger.filter(|_| !options.replace) };
    let sources = Sources::of(kind, mapping, &about, table(sheet, ledger, options), &between);
    let mut out = LedgerPlan::default();
    let personal = kind.fields.iter().filter_map(|field| Some((about.index(&field.id)?, masking(field.form)?)));
    let mut work = Work {
        out: &mut out,
        ledger,
        options,
        sources: &sources,
        was_unmasked: before.unmasked,
        was_asked: was_asked(&before),
        moved: moved(&before, kind, mapping).iter().filter_map(|field| before.index(field)).collect(),
        folded: folded_numbers(ledger),
        personal: personal.collect(),
        edits: Vec::new(),
        words: MarkWords::default(),
    };
    let read = work.rows(sheet, kind, mapping);
    if options.replace && read.is_empty() && ledger.is_some_and(|ledger| !ledger.records.is_empty()) {
        // The wrong file, or none of its columns found: nobody means to lose everything by that.
        out.notices.extend(notices(sheet, kind, mapping));
        out.notices.push(LedgerNotice::NothingToReplaceWith);
        return out;
    }
    let told = work.words.notices(&sources);
    let edits = work.finish(&read);
    out.notices.extend(notices(sheet, kind, mapping));
    out.notices.extend(told);
    out.notices.extend(like_shares(&sources, read.values().map(|(_, cells)| cells.as_slice())));
    let dated = kind.dated_by.as_ref();
    let dated = dated.and_then(|dated| sources.fields.iter().position(|source| source.field.id == *dated));
    // A record that the case keeps against the file is no part of what was accepted.
    let days = read.values().filter_map(|(_, cells)| cells.get(dated?)?.day());
    (out.from, out.to) = (days.clone().min(), days.max());
    let today = options.at.date();
    let ahead = read.iter().filter_map(|(number, (_, cells))| Some((number, cells.get(dated?)?.day()?)));
    let ahead: Vec<_> = ahead.filter(|(_, day)| *day > today).map(|(number, day)| (number.clone(), day)).collect();
    if !ahead.is_empty() {
        let count = ahead.len();
        out.notices.push(LedgerNotice::Ahead { records: ahead.into_iter().take(MAX_AHEAD).collect(), count });
    }
    if out.unchanged + out.changed + out.contradictions > 0 && !options.replace {
        let blind = sources.fields.iter().filter(|source| source.field.form == FieldForm::Text);
        let titles: Vec<String> = blind.map(|source| source.field.title.clone()).collect();
        out.notices.extend((!titles.is_empty()).then_some(LedgerNotice::ComparedBlind { titles }));
    }
    out.edit = edit(kind, about, &before, edits, &out, sheet, options);
    out
}

/// What stands for this table in made numbers; none where the ledger has such of this table from before, of which the row
/// was all.
fn table(sheet: &Sheet, ledger: Option<&Ledger>, options: &PlanOptions) -> Option<String> {
    let name = sheet.name.as_deref().unwrap_or_default();
    let was_read = |ledger: &&Ledger| {
        let same = |import: &LedgerImport| import.sum == options.sum && import.sheet == within(line(name).0, MAX_LINE);
        ledger.about.imports.iter().any(same)
    };
    let from_before = ledger.filter(was_read).is_some_and(|ledger| {
        let mut made = ledger.records.range("#".to_owned().."$".to_owned()).map(|(number, _)| number);
        made.any(|number| is_made_number(number) && !number.contains('-'))
    });
    (!from_before).then(|| made_table(options.sum, name))
}

/// Records of days to come that are named.
const MAX_AHEAD: usize = 10;

/// Fields whose column of before is another field's now, and which have none: what the same table filled them with was
/// not meant for them.
fn moved<'a>(before: &'a LedgerAbout, kind: &LedgerKind, mapping: &Mapping) -> Vec<&'a String> {
    let now: BTreeSet<&str> = mapping.columns.values().map(|column| column.heading.as_str()).collect();
    let gone = before.columns.iter().filter(|(field, heading)| {
        kind.field(field).is_some() && !mapping.columns.contains_key(*field) && now.contains(heading.as_str())
    });
    gone.map(|(field, _)| field).collect()
}

/// A number as it is recognised: capitals, and without the `.0` that a figure has which became a text.
fn folded_number(number: &str) -> Cow<'_, str> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let whole = number
        .split_once('.')
        .filter(|(whole, places)| digits(whole) && !places.is_empty() && places.bytes().all(|byte| byte == b'0'));
    let number = whole.map_or(number, |(whole, _)| whole);
    // Made numbers are ours, in small letters.
    if number.starts_with('#') || !number.bytes().any(|byte| byte.is_ascii_lowercase()) {
        return number.into();
    }
    number.to_ascii_uppercase().into()
}

/// Numbers of a ledger that are recognised by another writing, by that.
fn folded_numbers(ledger: Option<&Ledger>) -> BTreeMap<String, String> {
    let numbers = ledger.into_iter().flat_map(|ledger| ledger.records.keys());
    let other = numbers.filter_map(|number| match folded_number(number) {
        folded if folded != *number => Some((folded.into_owned(), number.clone())),
        _ => None,
    });
    other.collect()
}

/// Places of the fields that a ledger asked for in every record, where its records do not tell by themselves.
fn was_asked(before: &LedgerAbout) -> Vec<usize> {
    if before.tells_asked {
        return Vec::new();
    }
    before.columns.keys().filter_map(|field| before.index(field)).collect()
}

/// What will be known of the ledger.
fn about(before: &LedgerAbout, kind: &LedgerKind, mapping: &Mapping, options: &PlanOptions) -> LedgerAbout {
    let mut about = before.clone();
    about.unmasked = options.unmasked.unwrap_or(before.unmasked);
    about.tells_asked = true;
    for field in moved(before, kind, mapping) {
        about.columns.remove(field);
    }
    for field in &kind.fields {
        let Some(column) = mapping.columns.get(&field.id) else { continue };
        let stored = field.form != FieldForm::Identity && about.fields.len() < MAX_FIELDS;
        if stored && !about.fields.contains(&field.id) {
            about.fields.push(field.id.clone());
        }
        let heading = if column.heading.is_empty() { column.letter.clone() } else { column.heading.clone() };
        about.columns.insert(field.id.clone(), within(line(&heading).0, MAX_KEPT));
    }
    about
}

/// The change, where there is any.
fn edit(
    kind: &LedgerKind,
    mut about: LedgerAbout,
    before: &LedgerAbout,
    records: Vec<(String, Option<Record>)>,
    out: &LedgerPlan,
    sheet: &Sheet,
    options: &PlanOptions,
) -> Option<Edit> {
    if records.is_empty() && about.unmasked == before.unmasked {
        return None;
    }
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    about.imports.push(LedgerImport {
        file: within(line(&options.file).0, MAX_LINE),
        sheet: within(line(sheet.name.as_deref().unwrap_or_default()).0, MAX_LINE),
        sum: options.sum,
        at: options.at,
        rows: count(out.rows),
        accepted: count(out.accepted),
    });
    let more = about.imports.len().saturating_sub(MAX_IMPORTS);
    about.imports.drain(..more);
    Some(Edit::Many(vec![
        Edit::SetLedger { ledger: kind.id.clone(), about: Some(Box::new(about)) },
        Edit::SetRecords { ledger: kind.id.clone(), records },
    ]))
}

/// What there is to say of a sheet as a whole.
fn notices(sheet: &Sheet, kind: &LedgerKind, mapping: &Mapping) -> Vec<LedgerNotice> {
    let mut out = Vec::new();
    let under = |row: &&Row| mapping.header_row.is_none_or(|header| row.number > header);
    let hidden = sheet.rows.iter().filter(under).filter(|row| row.hidden).count();
    if hidden > 0 {
        out.push(LedgerNotice::HiddenRows { count: hidden });
    }
    let columns = mapping.columns.values().filter(|column| sheet.hidden_columns.contains(&column.index));
    let headings: Vec<String> = columns.map(|column| column.heading.clone()).collect();
    if !headings.is_empty() {
        out.push(LedgerNotice::HiddenColumns { headings });
    }
    let identity = kind.fields.first().map(|field| field.id.as_str());
    if identity.is_some_and(|identity| !mapping.columns.contains_key(identity)) {
        out.push(LedgerNotice::NumbersFromRows);
    }
    let lacking = mapping.missing.iter().filter(|field| Some(field.as_str()) != identity);
    let titles: Vec<String> = lacking.filter_map(|field| kind.field(field)).map(|field| field.title.clone()).collect();
    if !titles.is_empty() {
        out.push(LedgerNotice::FieldsWithoutColumn { titles });
    }
    out
}

struct Work<'a> {
    out: &'a mut LedgerPlan,
    ledger: Option<&'a Ledger>,
    options: &'a PlanOptions,
    sources: &'a Sources<'a>,
    was_unmasked: bool,
    /// See [`was_asked`].
    was_asked: Vec<usize>,
    /// Places of fields that lose what the table had filled them with, see [`moved`].
    moved: Vec<usize>,
    /// Numbers that are recognised by another writing, by that.
    folded: BTreeMap<String, String>,
    /// Places of what may name a person in a record, and how each is masked.
    personal: Vec<(usize, Masking)>,
    edits: Vec<(String, Option<Record>)>,
    words: MarkWords,
}

impl Work<'_> {
    /// Goes through the rows; returns those that are records of the ledger afterwards, and notes what becomes of them.
    fn rows(&mut self, sheet: &Sheet, kind: &LedgerKind, mapping: &Mapping) -> Read {
        let (mut repeated, mut totals, mut footers, mut nothing) = (0, 0, 0, 0);
        let mut read = Read::new();
        let mut kept: BTreeMap<String, u32> = BTreeMap::new();
        for row in sheet.rows.iter().filter(|row| mapping.header_row.is_none_or(|header| row.number > header)) {
            if is_repeated(mapping, row) {
                repeated += 1;
                continue;
            }
            if is_total(mapping, kind, row) {
                totals += 1;
                continue;
            }
            if is_footer(mapping, kind, row) {
                footers += 1;
                continue;
            }
            if !self.sources.any(row) {
                nothing += 1;
                continue;
            }
            self.out.rows += 1;
            let mut problems = Vec::new();
            let Some(number) = self.sources.number(row, &mut problems) else {
                self.out.note(problems);
                continue;
            };
            let number = self.known(number, &read, &kept);
            let cells = self.sources.cells(row, &mut problems);
            let first = read.get(&number).map(|(first, cells)| (*first, Some(cells)));
            if let Some((first, other)) = first.or_else(|| kept.get(&number).map(|first| (*first, None))) {
                self.out.duplicates += 1;
                let same = other.is_some_and(|other| *other == cells);
                let kind = LedgerProblemKind::Duplicate { number, first, same };
                self.out.note(vec![self.at_number(row, kind)]);
                continue;
            }
            match self.contradiction(&number, &cells) {
                Some(kind) => {
                    self.out.contradictions += 1;
                    self.out.note(vec![self.at_number(row, kind)]);
                    kept.insert(number, row.number);
                }
                None => {
                    self.out.note(problems);
                    self.words.add(self.sources, row);
                    read.insert(number, (row.number, cells));
                }
            }
        }
        let counted = [
            (repeated, LedgerNotice::RepeatedHeadings { count: repeated }),
            (totals, LedgerNotice::Totals { count: totals }),
            (footers, LedgerNotice::Footers { count: footers }),
            (nothing, LedgerNotice::NothingToRead { count: nothing }),
        ];
        self.out.notices.extend(counted.into_iter().filter(|(count, _)| *count > 0).map(|(_, notice)| notice));
        self.out.accepted = read.len();
        read
    }

    /// A number as the case or a row before has it, where that is only written otherwise: gd-1 for GD-1.
    fn known(&mut self, number: String, read: &Read, kept: &BTreeMap<String, u32>) -> String {
        let is = |number: &str| {
            let in_case = self.ledger.is_some_and(|ledger| ledger.records.contains_key(number));
            in_case || read.contains_key(number) || kept.contains_key(number)
        };
        if is(&number) {
            return number;
        }
        let folded = folded_number(&number);
        if is(&folded) {
            return folded.into_owned();
        }
        if let Some(other) = self.folded.get(&*folded) {
            return other.clone();
        }
        if folded != number {
            self.folded.insert(folded.into_owned(), number.clone());
        }
        number
    }

    fn at_number(&self, row: &Row, kind: LedgerProblemKind) -> LedgerProblem {
        match self.sources.number {
            Some(column) => problem(row, column, kind),
            None => LedgerProblem { row: row.number, column: None, kind },
        }
    }

    /// Whether the case has this record and keeps what it has.
    fn contradiction(&self, number: &str, cells: &[Kept]) -> Option<LedgerProblemKind> {
        if self.options.newer || self.options.replace {
            return None;
        }
        let old = self.ledger?.records.get(number)?;
        let old = self.told(old);
        let differing = self.sources.fields.iter().zip(cells).filter(|(source, cell)| {
            let old = old.cell(source.at);
            // What was not there, or not to be read, this one fills in; and the time of a day.
            let fills = match (old, cell) {
                (Kept::Missing, _) => true,
                (Kept::Empty | Kept::Unreadable, cell) => cell.is_there(),
                (Kept::Moment(day, None), Kept::Moment(same, Some(_))) => day == same,
                _ => false,
            };
            !fills && !self.same(source, old, cell)
        });
        let fields: Vec<String> = differing.map(|(source, _)| source.field.title.clone()).collect();
        let number = number.to_owned();
        (!fields.is_empty()).then_some(LedgerProblemKind::Contradiction { number, row: old.row, fields })
    }

    /// A record of the case, telling which of its fields were asked for.
    fn told<'r>(&self, old: &'r Record) -> Cow<'r, Record> {
        if self.was_asked.iter().all(|at| *old.cell(*at) != Kept::Missing) {
            return Cow::Borrowed(old);
        }
        let mut cells = old.cells().to_vec();
        for at in &self.was_asked {
            if cells.len() <= *at {
                cells.resize(at + 1, Kept::Missing);
            }
            if cells[*at] == Kept::Missing {
                cells[*at] = Kept::Empty;
            }
        }
        Cow::Owned(Record::new(old.row, cells))
    }

    /// Whether two cells say the same; what is masked says what it says unmasked.
    fn same(&self, source: &Source<'_>, old: &Kept, new: &Kept) -> bool {
        if old == new {
            return true;
        }
        let (Some(old), Some(new)) = (old.text(), new.text()) else { return false };
        let masked = masking(source.field.form).filter(|_| self.was_unmasked != self.sources.unmasked);
        masked.is_some_and(|masked| masked(old) == masked(new))
    }

    /// What the records of the file change; the list of changes.
    fn finish(&mut self, read: &Read) -> Vec<(String, Option<Record>)> {
        for (number, (row, cells)) in read {
            let old = self.ledger.and_then(|ledger| ledger.records.get(number)).map(|old| self.told(old));
            let kept = old.as_ref().filter(|_| !self.options.replace);
            let mut all: Vec<Kept> = kept.map(|old| old.cells().to_vec()).unwrap_or_default();
            for (source, cell) in self.sources.fields.iter().zip(cells) {
                if all.len() <= source.at {
                    all.resize(source.at + 1, Kept::Missing);
                }
                all[source.at] = cell.clone();
            }
            for at in &self.moved {
                if let Some(cell) = all.get_mut(*at) {
                    *cell = Kept::Missing;
                }
            }
            self.mask(&mut all);
            let record = Record::new(*row, all);
            match old {
                None => self.out.added += 1,
                Some(old) if old.says_the_same(&record) => {
                    self.out.unchanged += 1;
                    continue;
                }
                Some(_) => self.out.changed += 1,
            }
            self.edits.push((number.clone(), Some(record)));
        }
        let Some(ledger) = self.ledger else { return std::mem::take(&mut self.edits) };
        if self.options.replace {
            let gone = ledger.records.keys().filter(|number| !read.contains_key(*number));
            let gone: Vec<_> = gone.map(|number| (number.clone(), None)).collect();
            self.out.removed = gone.len();
            self.edits.extend(gone);
        }
        let masked_again = self.was_unmasked && !self.sources.unmasked;
        let changes = !self.edits.is_empty() || self.was_unmasked != self.sources.unmasked;
        if masked_again || changes && !self.was_asked.is_empty() {
            self.rewrite(ledger, masked_again);
        }
        std::mem::take(&mut self.edits)
    }

    /// Writes anew what the file does not change: whoever chooses masking means all records, and either all of them tell
    /// what they were asked for or none does.
    fn rewrite(&mut self, ledger: &Ledger, masked_again: bool) {
        let done: BTreeSet<&str> = self.edits.iter().map(|(number, _)| number.as_str()).collect();
        let mut more = Vec::new();
        for (number, old) in ledger.records.iter().filter(|(number, _)| !done.contains(number.as_str())) {
            let mut cells = self.told(old).into_owned().cells().to_vec();
            self.mask(&mut cells);
            let record = Record::new(old.row, cells);
            if !old.says_the_same(&record) {
                // Masking is what a person asked for; writing down what was meant changes nothing that is seen.
                self.out.changed += usize::from(masked_again);
                more.push((number.clone(), Some(record)));
            }
        }
        self.edits.extend(more);
    }

    /// Masks names and telephone numbers that the case has as they are, where it shall not have them any more.
    fn mask(&self, cells: &mut [Kept]) {
        if !self.was_unmasked || self.sources.unmasked {
            return;
        }
        for (at, masked) in &self.personal {
            if let Some(Kept::Text(text)) = cells.get_mut(*at) {
                *text = within(masked(text), MAX_KEPT).into();
            }
        }
    }
}

type Masking = fn(&str) -> String;

/// How a field of this form is masked; none where nothing of a person is kept of it.
fn masking(form: FieldForm) -> Option<Masking> {
    match form {
        FieldForm::Name | FieldForm::Phone => Some(person),
        FieldForm::Word => Some(word_masked),
        _ => None,
    }
}
