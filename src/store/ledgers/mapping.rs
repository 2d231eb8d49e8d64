//! Which column is which field: proposed from the headings, corrected by a person, remembered for the next file.
//!
//! Why it is so: headings stand under titles, in two rows of which the upper one groups the lower, and are called by
//! everybody something else. So every row at the top is tried, alone and under the row above it, and the one that names
//! most fields has it; of a field's columns the remembered one wins, then its title, then its synonyms in their order,
//! and last a heading that begins or ends with one of these. What is proposed is only that.

use std::collections::{BTreeMap, BTreeSet};

use super::open::TOP_ROWS;
use super::sheet::{Row, Sheet};
use super::text::{folded, heading, line, within};
use super::values::ten_thousandths;
use crate::criteria::{FieldForm, LedgerField, LedgerKind, ledger_kinds};
use crate::lang::{Words, cut};
use crate::store::tables::column_letters;

/// Which heading each field was read from the last time, see [`LedgerAbout`](crate::assessment::LedgerAbout).
pub type Remembered = BTreeMap<String, String>;

/// A column of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnChoice {
    /// Its place, from 0.
    pub index: usize,
    /// Its letters: `C`.
    pub letter: String,
    /// Its heading, on one line; of two rows of headings both. Empty where it has none.
    pub heading: String,
}

/// Which column is which field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mapping {
    /// The row of the headings as a spreadsheet numbers it, of two the lower one; none on an empty sheet.
    pub header_row: Option<u32>,
    /// The column of each field that has one, by the name of the field.
    pub columns: BTreeMap<String, ColumnChoice>,
    /// All columns at the top of the sheet in order; to choose from.
    pub headings: Vec<ColumnChoice>,
    /// Columns with a heading that is no field's.
    pub unused: Vec<ColumnChoice>,
    /// Names of required fields without a column.
    pub missing: Vec<String>,
    /// The cells of the rows of headings, to know them again further down.
    pub(super) header_cells: Vec<Vec<(usize, String)>>,
}

/// Why a choice of a person cannot be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MappingError {
    /// There is no such field.
    UnknownField {
        /// What was written.
        text: String,
        /// The names and titles of those that there are.
        known: Vec<(String, String)>,
    },
    /// There is no such heading or column.
    UnknownHeading {
        /// What was written.
        text: String,
        /// Those that there are.
        known: Vec<String>,
    },
    /// Several columns have this heading.
    HeadingTwice {
        /// What was written.
        text: String,
        /// Their letters.
        letters: Vec<String>,
    },
}

impl MappingError {
    /// One sentence: what cannot be followed, and what can.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        let (w, separator) = (&words.ledgers, &*words.common.list_separator);
        match self {
            Self::UnknownField { text, known } => {
                let known: Vec<String> = known.iter().map(|(id, title)| format!("{id} {title}")).collect();
                w.map_unknown_field.fill(&[("text", &cut(text)), ("known", &known.join(separator))])
            }
            Self::UnknownHeading { text, known } => {
                let known: Vec<String> = known.iter().take(40).map(|heading| cut(heading)).collect();
                w.map_unknown_heading.fill(&[("text", &cut(text)), ("known", &known.join(separator))])
            }
            Self::HeadingTwice { text, letters } => {
                w.map_heading_twice.fill(&[("text", &cut(text)), ("letters", &letters.join(separator))])
            }
        }
    }
}

impl Mapping {
    /// Gives a field another column, or none. The column's field before loses it.
    pub fn set(&mut self, kind: &LedgerKind, field: &str, column: Option<usize>) {
        self.columns.remove(field);
        if let Some(choice) = column.and_then(|column| self.headings.iter().find(|choice| choice.index == column)) {
            self.columns.retain(|_, other| other.index != choice.index);
            if kind.field(field).is_some() {
                self.columns.insert(field.to_owned(), choice.clone());
            }
        }
        self.settle(kind);
    }

    /// Follows a choice in words: the name or the title of a field; a heading, or the letters of a column.
    ///
    /// # Errors
    /// When there is no such field or column, or several columns have the heading.
    pub fn choose(&mut self, kind: &LedgerKind, field: &str, wanted: &str) -> Result<(), MappingError> {
        let flat = heading(field);
        let found = kind.field(field.trim()).or_else(|| kind.fields.iter().find(|field| heading(&field.title) == flat));
        let found =
            found.or_else(|| kind.fields.iter().find(|field| field.synonyms.iter().any(|s| heading(s) == flat)));
        let Some(found) = found else {
            let known = kind.fields.iter().map(|field| (field.id.clone(), field.title.clone())).collect();
            return Err(MappingError::UnknownField { text: field.to_owned(), known });
        };
        let flat = heading(wanted);
        let named: Vec<&ColumnChoice> = self
            .headings
            .iter()
            .filter(|choice| !choice.heading.is_empty() && heading(&choice.heading) == flat)
            .collect();
        let letters = || self.headings.iter().find(|choice| choice.letter.eq_ignore_ascii_case(wanted.trim()));
        let index = match named.as_slice() {
            [only] => only.index,
            [] => match letters() {
                Some(choice) => choice.index,
                None => {
                    let known = self.headings.iter().map(|choice| choice.heading.clone());
                    let known = known.filter(|heading| !heading.is_empty()).collect();
                    return Err(MappingError::UnknownHeading { text: wanted.to_owned(), known });
                }
            },
            several => {
                let letters = several.iter().map(|choice| choice.letter.clone()).collect();
                return Err(MappingError::HeadingTwice { text: wanted.to_owned(), letters });
            }
        };
        self.set(kind, &found.id.clone(), Some(index));
        Ok(())
    }

    fn settle(&mut self, kind: &LedgerKind) {
        let used: BTreeSet<usize> = self.columns.values().map(|choice| choice.index).collect();
        let unused = self.headings.iter().filter(|choice| !choice.heading.is_empty() && !used.contains(&choice.index));
        self.unused = unused.cloned().collect();
        let missing = kind.fields.iter().filter(|field| field.required && !self.columns.contains_key(&field.id));
        self.missing = missing.map(|field| field.id.clone()).collect();
    }
}

/// Names of fields, flattened once.
struct Names<'a> {
    field: &'a LedgerField,
    remembered: Option<String>,
    title: String,
    synonyms: Vec<String>,
}

fn names<'a>(kind: &'a LedgerKind, remembered: &Remembered) -> Vec<Names<'a>> {
    let names = kind.fields.iter().map(|field| Names {
        field,
        remembered: remembered.get(&field.id).map(|text| heading(text)).filter(|text| !text.is_empty()),
        title: heading(&field.title),
        synonyms: field.synonyms.iter().map(|text| heading(text)).collect(),
    });
    names.collect()
}

/// How well a heading names a field: the better, the smaller.
fn fits(names: &Names<'_>, text: &str) -> Option<(u8, usize)> {
    if text.is_empty() {
        return None;
    }
    if names.remembered.as_deref() == Some(text) {
        return Some((0, 0));
    }
    if names.title == text {
        return Some((1, 0));
    }
    if let Some(at) = names.synonyms.iter().position(|synonym| synonym == text) {
        return Some((2, at));
    }
    // A name at the end has something before it, 本单客户姓名; at the beginning little may follow, 工单号码. A Latin
    // name of a few letters would stand in any word.
    let long_enough = |name: &str| name.chars().count() >= if name.is_ascii() { 5 } else { 2 };
    let inside = |name: &str| {
        long_enough(name)
            && (text.ends_with(name) || text.strip_prefix(name).is_some_and(|rest| rest.chars().count() <= 2))
    };
    let all = std::iter::once(&names.title).chain(&names.synonyms);
    let longest = all.filter(|name| inside(name)).map(|name| name.chars().count()).max()?;
    Some((3, 100 - longest.min(100)))
}

/// How many cells are headings of this kind of ledger, exactly.
pub(super) fn known_headings(cells: &[String], kind: &LedgerKind) -> usize {
    let names = names(kind, &Remembered::new());
    let known = |cell: &String| {
        let text = heading(cell);
        names.iter().any(|names| fits(names, &text).is_some_and(|(how, _)| how < 3))
    };
    cells.iter().filter(|cell| cell.len() <= 200 && known(cell)).count()
}

/// A row, or two, taken for headings.
struct Tried {
    choices: Vec<ColumnChoice>,
    columns: BTreeMap<String, usize>,
    exact: usize,
}

/// Proposes which column is which field.
#[must_use]
pub fn propose(sheet: &Sheet, kind: &LedgerKind, remembered: &Remembered) -> Mapping {
    let top: Vec<&Row> = sheet.rows.iter().take(TOP_ROWS).collect();
    let names = names(kind, remembered);
    let mut best: Option<(usize, Tried, bool)> = None;
    for (at, row) in top.iter().enumerate() {
        let alone = tried(&headings(sheet, row, None), &names);
        let above = at.checked_sub(1).and_then(|above| top.get(above)).filter(|above| above.number + 1 == row.number);
        let both = above.map(|above| headings(sheet, row, Some(above))).filter(|found| !found.is_empty());
        let both = both.map(|found| tried(&found, &names));
        let worth = |tried: &Tried| (tried.exact, tried.columns.len());
        let (found, two) = match both {
            Some(both) if worth(&both) > worth(&alone) => (both, true),
            _ => (alone, false),
        };
        if best.as_ref().is_none_or(|(_, known, _)| worth(&found) > worth(known)) {
            best = Some((at, found, two));
        }
    }
    let Some((at, found, two)) = best else {
        let mut mapping = Mapping::default();
        mapping.settle(kind);
        return mapping;
    };
    // Where nothing is named, the first row that looks like one of headings, so that a person can choose.
    let (at, found, two) = if found.columns.is_empty() {
        let filled = |row: &&&Row| row.cells.iter().filter(|cell| !cell.is_empty()).count() >= 2;
        let first = top.iter().position(|row| filled(&row)).unwrap_or(0);
        let choices = top.get(first).map(|row| headings(sheet, row, None)).unwrap_or_default();
        (first, tried(&choices, &names), false)
    } else {
        (at, found, two)
    };
    let rows = top.get(at - usize::from(two)..=at).unwrap_or_default();
    let cells = |row: &&Row| {
        let filled = row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
        filled.map(|(column, cell)| (column, cell.shown().trim().to_owned())).collect()
    };
    let mut mapping = Mapping {
        header_row: top.get(at).map(|row| row.number),
        columns: BTreeMap::new(),
        headings: with_bare(found.choices, &sheet.rows, at),
        unused: Vec::new(),
        missing: Vec::new(),
        header_cells: rows.iter().map(cells).collect(),
    };
    let mut columns = found.columns;
    by_cells(&mut columns, sheet, at, kind, &names, &mapping.headings);
    for (field, column) in columns {
        let choice = mapping.headings.iter().find(|choice| choice.index == column).cloned();
        mapping.columns.extend(choice.map(|choice| (field, choice)));
    }
    mapping.settle(kind);
    mapping
}

/// Rows under the headings that are looked at to tell numbers from words.
const LOOKED_AT: usize = 2_000;

/// Where a heading names both the score and the words of satisfaction (满意度), the cells say which it is: mostly numbers
/// are scores. A column of numbers says nothing as words, and the other way round.
fn by_cells(
    columns: &mut BTreeMap<String, usize>,
    sheet: &Sheet,
    header: usize,
    kind: &LedgerKind,
    names: &[Names<'_>],
    headings: &[ColumnChoice],
) {
    let numbers = |column: usize| {
        let cells = sheet.rows.iter().skip(header + 1).take(LOOKED_AT).map(|row| row.cell(column));
        let (mut numbers, mut others) = (0_usize, 0_usize);
        for cell in cells.filter(|cell| !cell.is_empty()) {
            if ten_thousandths(cell).is_some() { numbers += 1 } else { others += 1 }
        }
        numbers.cmp(&others)
    };
    let fits_field = |field: &str, column: usize| {
        let names = names.iter().find(|names| names.field.id == field);
        let choice = headings.iter().find(|choice| choice.index == column);
        names.zip(choice).is_some_and(|(names, choice)| exactly(names, choice))
    };
    let Some(score) = kind.fields.iter().find(|field| kind.is_score(&field.id)) else { return };
    let Some(words) = kind.fields.iter().find(|field| kind.rating(&field.id).next().is_some()) else { return };
    if let Some(column) = columns.get(&words.id).copied()
        && numbers(column).is_gt()
    {
        columns.remove(&words.id);
        if fits_field(&score.id, column) && columns.get(&score.id).is_none_or(|other| numbers(*other).is_lt()) {
            columns.insert(score.id.clone(), column);
        }
    }
    if let Some(column) = columns.get(&score.id).copied()
        && numbers(column).is_lt()
        && fits_field(&words.id, column)
    {
        columns.remove(&score.id);
        columns.entry(words.id.clone()).or_insert(column);
    }
}

/// Whether a heading is a name of a field and not only has one in it.
fn exactly(names: &Names<'_>, choice: &ColumnChoice) -> bool {
    let whole = heading(&choice.heading);
    let last = choice.heading.rsplit(' ').next().map(heading).unwrap_or_default();
    [whole, last].iter().any(|text| fits(names, text).is_some_and(|(how, _)| how < 3))
}

/// Why a sheet is hardly of a kind of ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Misfit {
    /// How many of its required fields have a column.
    pub found: usize,
    /// How many there are.
    pub required: usize,
    /// The kind that fits best, where one does.
    pub better: Option<&'static LedgerKind>,
}

/// Whether a sheet is hardly of this kind: less than half of what a record must carry has a column, and there is no
/// heading that numbers its records, or another kind fits better; or another kind fits far better. What the case remembers of a table before is no
/// misfit: a person has said so.
#[must_use]
pub fn misfit(sheet: &Sheet, kind: &LedgerKind, mapping: &Mapping, remembered: &Remembered) -> Option<Misfit> {
    let required = kind.fields.iter().filter(|field| field.required).count();
    let found = required - mapping.missing.len();
    let known = names(kind, remembered);
    let exact = |names: &Names<'_>| mapping.columns.get(&names.field.id).is_some_and(|choice| exactly(names, choice));
    let by_memory = known.iter().any(|names| {
        let choice = mapping.columns.get(&names.field.id);
        names.remembered.is_some() && choice.is_some_and(|choice| names.remembered == Some(heading(&choice.heading)))
    });
    if by_memory {
        return None;
    }
    let numbered = known.first().is_some_and(exact);
    let own = known.iter().filter(|names| names.field.required && exact(names)).count() * 100 / required.max(1);
    let others = ledger_kinds().iter().filter(|other| other.id != kind.id).filter_map(|other| {
        let mapping = propose(sheet, other, &Remembered::new());
        let names = names(other, &Remembered::new());
        let exact =
            |names: &&Names<'_>| mapping.columns.get(&names.field.id).is_some_and(|choice| exactly(names, choice));
        let all = names.iter().filter(|names| names.field.required).count();
        let has = names.iter().filter(|names| names.field.required).filter(exact).count();
        // Half of a few headings that every table has would make anything one of the general kind.
        (names.first().as_ref().is_some_and(exact) && has * 2 >= all && has >= 3)
            .then_some((has * 100 / all.max(1), other))
    });
    let few = found * 2 < required;
    // Where half is there, another kind has to fit far better: many headings are those of several kinds.
    let better = others.max_by_key(|(share, _)| *share).filter(|(share, _)| match few {
        true => share * required > found * 100,
        false => *share >= own + MUCH_BETTER,
    });
    let better = better.map(|(_, other)| other);
    ((few && !numbered) || better.is_some()).then_some(Misfit { found, required, better })
}

/// So many hundredths more of its required fields another kind must have under their very own headings.
const MUCH_BETTER: usize = 30;

impl Misfit {
    /// Two sentences: that it does not look like such a ledger, and which one it looks like.
    #[must_use]
    pub fn say(&self, file: &str, kind: &LedgerKind, words: &Words) -> String {
        let w = &words.ledgers;
        let places: [(&str, &dyn std::fmt::Display); 4] =
            [("file", &cut(file)), ("kind", &kind.title), ("found", &self.found), ("required", &self.required)];
        let base = w.misfit.fill(&places);
        match self.better {
            Some(better) => base + &w.misfit_better.fill(&[("kind", &better.title), ("id", &better.id)]),
            None => base,
        }
    }
}

/// The headings, and columns without one in which something stands below.
fn with_bare(mut choices: Vec<ColumnChoice>, rows: &[Row], header: usize) -> Vec<ColumnChoice> {
    let known: BTreeSet<usize> = choices.iter().map(|choice| choice.index).collect();
    let below = rows.iter().skip(header + 1).take(TOP_ROWS);
    let filled = below.flat_map(|row| row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()));
    let bare: BTreeSet<usize> = filled.map(|(column, _)| column).filter(|column| !known.contains(column)).collect();
    choices.extend(bare.into_iter().map(|index| choice(index, String::new())));
    choices.sort_by_key(|choice| choice.index);
    choices
}

fn choice(index: usize, heading: String) -> ColumnChoice {
    ColumnChoice { index, letter: column_letters(index), heading }
}

/// The headings of a row; with the row above each as `upper lower`, and the upper alone where the lower is empty. None
/// where the row above groups nothing.
fn headings(sheet: &Sheet, row: &Row, above: Option<&Row>) -> Vec<ColumnChoice> {
    let width = row.cells.len().max(above.map_or(0, |above| above.cells.len()));
    let text = |row: &Row, column: usize| within(line(&shown(sheet, row, column)).0, 120);
    let Some(above) = above else {
        let all = (0..width).map(|column| (column, text(row, column)));
        return all.filter(|(_, text)| !text.is_empty()).map(|(at, text)| choice(at, text)).collect();
    };
    let own = row.cells.iter().filter(|cell| !cell.is_empty()).count();
    let groups: BTreeSet<String> =
        (0..width).map(|column| text(above, column)).filter(|text| !text.is_empty()).collect();
    if own < 2 || groups.len() < 2 {
        return Vec::new();
    }
    let mut out = Vec::new();
    for column in 0..width {
        let (upper, lower) = (text(above, column), text(row, column));
        let both = match (upper.is_empty(), lower.is_empty()) {
            (true, true) => continue,
            (false, false) if upper != lower => format!("{upper} {lower}"),
            (true, false) => lower,
            _ => upper,
        };
        out.push(choice(column, both));
    }
    out
}

/// What a cell shows; of one that is merged with others, what all of them show together.
fn shown(sheet: &Sheet, row: &Row, column: usize) -> String {
    let own = row.cell(column);
    if !own.is_empty() || row.number == 0 {
        return own.shown();
    }
    let (at, column) = (row.number - 1, u32::try_from(column).unwrap_or(u32::MAX));
    let holds = |range: (u32, u32), at: u32| (range.0..=range.1).contains(&at);
    let merged = sheet.merged.iter().find(|merged| holds(merged.rows, at) && holds(merged.columns, column));
    let Some(merged) = merged else { return String::new() };
    let first = sheet.rows.iter().take(TOP_ROWS).find(|row| row.number == merged.rows.0 + 1);
    first.map(|row| row.cell(merged.columns.0 as usize).shown()).unwrap_or_default()
}

/// Gives each field its column: the best fit first.
fn tried(choices: &[ColumnChoice], names: &[Names<'_>]) -> Tried {
    let mut found: Vec<((u8, usize), usize, usize)> = Vec::new();
    for choice in choices.iter().filter(|choice| !choice.heading.is_empty()) {
        let whole = heading(&choice.heading);
        // Of `客户 姓名` also 姓名 alone.
        let last = choice.heading.rsplit(' ').next().map(heading).filter(|last| *last != whole);
        for (field, names) in names.iter().enumerate() {
            let best = fits(names, &whole);
            let best =
                best.into_iter().chain(last.as_deref().and_then(|last| fits(names, last)).filter(|fit| fit.0 < 3));
            found.extend(best.min().map(|fit| (fit, field, choice.index)));
        }
    }
    found.sort_by_key(|((how, rank), field, column)| (*how, *rank, *field, *column));
    let (mut columns, mut taken, mut exact) = (BTreeMap::new(), BTreeSet::new(), 0);
    for ((how, _), field, column) in found {
        let Some(names) = names.get(field) else { continue };
        if columns.contains_key(&names.field.id) || !taken.insert(column) {
            continue;
        }
        columns.insert(names.field.id.clone(), column);
        exact += usize::from(how < 3);
    }
    Tried { choices: choices.to_vec(), columns, exact }
}

/// Whether a row is one of headings again, as on the next page of a print.
pub(super) fn is_repeated(mapping: &Mapping, row: &Row) -> bool {
    mapping.header_cells.iter().any(|cells| {
        let (mut same, mut other) = (0, 0);
        for (column, text) in cells {
            let cell = row.cell(*column);
            if cell.is_empty() {
                continue;
            }
            let is_same = matches!(cell, super::sheet::Cell::Text(found) if found.trim() == text);
            if is_same {
                same += 1
            } else {
                other += 1
            }
            if other > 0 {
                return false;
            }
        }
        same >= 2.min(cells.len()) && same > 0
    })
}

/// Words that begin what stands under a table: who drew it up, who checked it, when it was printed.
const FOOTERS: [&str; 19] = [
    "制表",
    "填表",
    "填报",
    "审核",
    "复核",
    "审批",
    "批准",
    "编制",
    "制单",
    "打印",
    "导出日期",
    "导出时间",
    "统计人",
    "统计日期",
    "经办人",
    "负责人",
    "部门负责人",
    "主管签字",
    "报送",
];
/// Words that do so only where a colon follows or nothing: 备注：本月无投诉.
const FOOTER_LABELS: [&str; 8] = ["备注", "说明", "注", "日期", "盖章", "单位", "部门", "note"];

/// What follows a word of a footer in a cell; none where the cell begins with none.
fn after_footer(text: &str) -> Option<String> {
    let mut text: String = folded(text).chars().filter(|letter| !letter.is_whitespace()).take(40).collect();
    if let Some(rest) = FOOTERS.into_iter().find_map(|word| text.strip_prefix(word)) {
        let rest = ["人", "员", "日期", "时间", "单位", "部门", "签字"]
            .iter()
            .find_map(|more| rest.strip_prefix(more))
            .unwrap_or(rest);
        text = rest.to_owned();
    } else {
        let rest = FOOTER_LABELS.into_iter().find_map(|word| text.strip_prefix(word))?;
        if !rest.is_empty() && !rest.starts_with(':') {
            return None;
        }
        text = rest.to_owned();
    }
    Some(text.trim_start_matches(':').to_owned())
}

/// Whether a text begins as the foot of a table does.
pub(super) fn begins_a_footer(text: &str) -> bool {
    after_footer(text).is_some()
}

/// Whether a row stands under a table rather than in it: it begins as a footer does, and the columns that a record must
/// fill in hold nothing but such words and what is written beside them.
pub(super) fn is_footer(mapping: &Mapping, kind: &LedgerKind, row: &Row) -> bool {
    let text = |cell: &super::sheet::Cell| match cell {
        super::sheet::Cell::Text(text) => after_footer(text),
        _ => None,
    };
    if is_remark(mapping, kind, row) {
        return true;
    }
    if row.cells.iter().find(|cell| !cell.is_empty()).and_then(text).is_none() {
        return false;
    }
    // A word with nothing after it has its answer in the next cell.
    let open = row.cells.iter().filter_map(text).filter(String::is_empty).count();
    let required = kind.fields.iter().filter(|field| field.required && field.form != FieldForm::Identity);
    let required = required.filter_map(|field| mapping.columns.get(&field.id)).map(|choice| row.cell(choice.index));
    required.filter(|cell| !cell.is_empty() && text(cell).is_none()).count() <= open
}

/// Whether all that a row has is Chinese words in the column of the number: 第 1 页 共 1 页, 以下空白, a name. A number has
/// digits and letters; a name or a telephone number must not come into the case as one.
fn is_remark(mapping: &Mapping, kind: &LedgerKind, row: &Row) -> bool {
    let number = kind.fields.iter().find(|field| field.form == FieldForm::Identity);
    let Some(choice) = number.and_then(|field| mapping.columns.get(&field.id)) else { return false };
    let filled = row.cells.iter().filter(|cell| !cell.is_empty()).count();
    let chinese = |letter: char| ('\u{4e00}'..='\u{9fff}').contains(&letter);
    mapping.columns.len() > 1
        && filled == 1
        && matches!(row.cell(choice.index), super::sheet::Cell::Text(text) if text.contains(chinese))
}

/// Words at the beginning of a row that sums up others.
const TOTALS: [&str; 9] = ["合计", "总计", "小计", "共计", "累计", "总数", "total", "subtotal", "grandtotal"];

/// Whether a row sums up others: it begins with such a word and has no day.
pub(super) fn is_total(mapping: &Mapping, kind: &LedgerKind, row: &Row) -> bool {
    let number = kind.fields.iter().find(|field| field.form == FieldForm::Identity);
    let number = number.and_then(|field| mapping.columns.get(&field.id)).map(|choice| row.cell(choice.index));
    let first = row.cells.iter().find(|cell| !cell.is_empty());
    let says_so = number.into_iter().chain(first).any(|cell| match cell {
        super::sheet::Cell::Text(text) if text.chars().count() <= 40 => {
            let text: String = folded(text).chars().filter(|letter| !letter.is_whitespace()).collect();
            TOTALS.into_iter().filter_map(|word| text.strip_prefix(word)).any(|rest| {
                !rest.starts_with(|letter: char| letter.is_alphabetic()) || rest.starts_with(['共', '数', '条', '单'])
            })
        }
        _ => false,
    });
    let day = kind.dated_by.as_ref().and_then(|field| mapping.columns.get(field));
    says_so && day.is_none_or(|choice| !matches!(row.cell(choice.index), super::sheet::Cell::Moment(..)))
}
