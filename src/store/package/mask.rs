//! Masking persons in tables: `王**`, `138****5678`.
//!
//! Why it is so: a column is known by its heading, wherever titles stand above it. But a name also stands in remarks, in
//! the title of the table or in a second sheet; so whatever was masked once is masked wherever it stands, and numbers of
//! telephones and identity cards are known by their form. More cannot be known: the index says which columns were
//! masked, and that a person has to look at the rest.

use std::collections::{BTreeMap, BTreeSet};

/// Headings of columns that hold persons.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Masks {
    names: BTreeSet<String>,
    phones: BTreeSet<String>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Held {
    names: bool,
    phones: bool,
}

/// What was masked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Outcome {
    /// How many cells differ.
    pub(super) cells: usize,
    /// The headings of the columns that were masked, each once.
    pub(super) columns: Vec<String>,
}

/// A cell that is no longer than this can be a heading.
const HEADING: usize = 24;
/// What may follow a heading: 电话号码, 顾客名称; figures and 栏 besides.
const PHONE_TAILS: [&str; 4] = ["", "号", "号码", "信息"];
const NAME_TAILS: [&str; 7] = ["", "名", "姓名", "名称", "名字", "信息", "资料"];
/// Words in a column of persons that are no persons.
const NO_NAMES: [&str; 32] = [
    "有",
    "无",
    "是",
    "否",
    "已",
    "未",
    "√",
    "✓",
    "✔",
    "×",
    "✗",
    "同上",
    "匿名",
    "不详",
    "未留",
    "未填",
    "本人",
    "先生",
    "女士",
    "小姐",
    "老师",
    "经理",
    "已签",
    "未签",
    "已确认",
    "未确认",
    "n/a",
    "na",
    "yes",
    "no",
    "y",
    "n",
];

impl Masks {
    pub(super) fn of(names: &[String], phones: &[String]) -> Self {
        let flat = |texts: &[String]| texts.iter().map(|text| flat(text)).filter(|text| !text.is_empty()).collect();
        Self { names: flat(names), phones: flat(phones) }
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.names.extend(other.names.iter().cloned());
        self.phones.extend(other.phones.iter().cloned());
    }

    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty() && self.phones.is_empty()
    }

    /// Whether a text is one of the listed words itself.
    fn lists(&self, text: &str) -> bool {
        let text = flat(text);
        self.names.contains(&text) || self.phones.contains(&text)
    }

    /// What the column under a cell holds, if the cell is one of the headings.
    fn heading(&self, cell: &str) -> Option<Held> {
        if cell.chars().count() > 2 * HEADING {
            return None;
        }
        // A sentence, or a label with what it says, is no heading.
        let digits = cell.chars().filter(char::is_ascii_digit).count();
        if digits > 2 || cell.trim_end_matches([':', '：']).contains([':', '：', ';', '；', '。', '，']) {
            return None;
        }
        // What stands in brackets explains: 联系电话（手机）.
        let cell = flat(cell.split(['（', '(', '[', '【']).next().unwrap_or_default());
        if cell.is_empty() || cell.chars().count() > HEADING {
            return None;
        }
        // A listed word may have something before it, 受访顾客姓名, but hardly anything after it: 顾客签字 is none.
        let fits = |part: &str, heading: &String, tails: &[&str]| {
            let numbered = |letter: char| letter.is_numeric() || matches!(letter, '栏' | '列');
            let part = part.trim_end_matches(numbered);
            part.ends_with(heading.as_str())
                || part.strip_prefix(heading.as_str()).is_some_and(|tail| tails.contains(&tail))
        };
        let mut held = Held::default();
        for part in cell.split(['及', '和', '与', '、', '/', '|', '+', '&', ',']).filter(|part| !part.is_empty()) {
            if self.phones.iter().any(|heading| fits(part, heading, &PHONE_TAILS)) {
                held.phones = true;
            } else if self.names.iter().any(|heading| fits(part, heading, &NAME_TAILS)) {
                held.names = true;
            }
        }
        (held != Held::default()).then_some(held)
    }
}

/// A sign in half width.
fn half(letter: char) -> char {
    match letter {
        '！'..='～' => char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter),
        other => other,
    }
}

/// A text without white space, in half width and small letters.
fn flat(text: &str) -> String {
    let plain = |letter: &char| !letter.is_whitespace() && !matches!(letter, '*' | ':' | '\u{feff}');
    text.chars().map(half).filter(plain).flat_map(char::to_lowercase).collect()
}

/// Masks the sheets of a table: rows of cells as text, of which the first `titles` are no headings. None when there was
/// nothing to mask: no heading, and no number that is known by its form.
pub(super) fn mask(sheets: &mut [Vec<Vec<String>>], masks: &Masks, titles: usize) -> Option<Outcome> {
    let before = sheets.to_vec();
    let mut known = Known::default();
    let mut headings: Vec<(usize, usize, usize)> = Vec::new();
    for (at, sheet) in sheets.iter_mut().enumerate() {
        let mut columns: BTreeMap<usize, Held> = BTreeMap::new();
        let mut above = 0;
        for (line, row) in sheet.iter_mut().enumerate().skip(titles) {
            labels(row, masks, &mut known);
            let filled = row.iter().filter(|cell| !cell.trim().is_empty()).count();
            if let Some(found) = heading_row(row, masks, columns.is_empty(), above) {
                for (column, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty()) {
                    columns.remove(&column);
                    if let Some(held) = masks.heading(cell).filter(|_| found.contains(&column)) {
                        columns.insert(column, held);
                        headings.push((at, line, column));
                    }
                }
            } else {
                for (column, held) in &columns {
                    if let Some(cell) = row.get_mut(*column) {
                        *cell = value(cell, *held, masks, &mut known);
                    }
                }
            }
            above = filled;
        }
    }
    for cell in sheets.iter_mut().flatten().flatten() {
        *cell = numbers(&known.mask(cell));
    }
    let pairs = before.iter().flatten().flatten().zip(sheets.iter().flatten().flatten());
    let cells = pairs.filter(|(before, after)| before != after).count();
    if headings.is_empty() && cells == 0 {
        return None;
    }
    let mut columns: Vec<String> = Vec::new();
    for (sheet, row, column) in headings {
        let heading = sheets.get(sheet).and_then(|sheet| sheet.get(row)?.get(column));
        let heading = heading.map(|heading| heading.split_whitespace().collect::<Vec<_>>().join(" "));
        columns.extend(heading.filter(|heading| !columns.contains(heading)));
    }
    Some(Outcome { cells, columns })
}

/// The columns of a row that are headings, if it is a row of headings. What stands among values is none: it may be
/// 退顾客. Below the first such row another one holds no figures, and either stands under a title or gap or has several.
fn heading_row(row: &[String], masks: &Masks, first: bool, above: usize) -> Option<BTreeSet<usize>> {
    let found: BTreeSet<usize> = row
        .iter()
        .enumerate()
        .filter(|(at, cell)| masks.heading(cell).is_some() && !is_label(row, *at))
        .map(|(at, _)| at)
        .collect();
    let figure = |cell: &String| {
        let cell = cell.trim();
        cell.contains(|letter: char| letter.is_ascii_digit())
            && cell.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, '-' | '/' | ':' | '.' | '%' | ' '))
    };
    let heads = first || !row.iter().any(figure) && (above <= 1 || found.len() >= 2);
    (heads && !found.is_empty()).then_some(found)
}

/// Whether a cell announces the one beside it: `联系人：`.
fn is_label(row: &[String], at: usize) -> bool {
    let colon = |cell: &String| cell.trim_end().ends_with([':', '：']);
    let next = row.get(at + 1).filter(|cell| !cell.trim().is_empty());
    row.get(at).is_some_and(colon) && next.is_some_and(|next| !colon(next))
}

/// Masks what stands behind a label, in its cell or beside it.
fn labels(row: &mut [String], masks: &Masks, known: &mut Known) {
    for at in 0..row.len() {
        let held = row.get(at).and_then(|cell| masks.heading(cell));
        if let Some(held) = held.filter(|_| is_label(row, at)) {
            if let Some(next) = row.get_mut(at + 1) {
                *next = value(next, held, masks, known);
            }
            continue;
        }
        let Some(cell) = row.get_mut(at) else { continue };
        let Some((label, rest)) = cell.split_once([':', '：']) else { continue };
        if let Some(held) = masks.heading(label).filter(|_| !rest.trim().is_empty()) {
            let sign = if cell.contains('：') { '：' } else { ':' };
            *cell = format!("{label}{sign}{}", value(rest, held, masks, known));
        }
    }
}

/// A value of a column, masked as far as it holds a person.
fn value(cell: &str, held: Held, masks: &Masks, known: &mut Known) -> String {
    // It is a heading again, on the next page.
    if masks.lists(cell) {
        return cell.to_owned();
    }
    let named = if held.names { names(cell, masks, known) } else { cell.to_owned() };
    if held.phones && !cell.contains('*') { phones(&named, Some(known)) } else { named }
}

/// What was masked, to be masked wherever else it stands.
#[derive(Debug, Default)]
struct Known {
    texts: BTreeMap<Vec<char>, String>,
    lengths: BTreeSet<usize>,
}

impl Known {
    fn add(&mut self, text: &str, masked: &str) {
        let text: Vec<char> = text.chars().collect();
        // A single character, or a figure such as 12, stands everywhere.
        let short = if text.iter().all(char::is_ascii_digit) { 7 } else { 2 };
        if text.len() >= short {
            self.lengths.insert(text.len());
            self.texts.insert(text, masked.to_owned());
        }
    }

    /// A text with all that is known masked, the longest first.
    fn mask(&self, text: &str) -> String {
        let letters: Vec<char> = text.chars().collect();
        let (mut out, mut at) = (String::with_capacity(text.len()), 0);
        while let Some(letter) = letters.get(at) {
            let known = self.lengths.iter().rev().find_map(|length| {
                let masked = self.texts.get(letters.get(at..at + length)?)?;
                Some((length, masked))
            });
            if let Some((length, masked)) = known {
                out.push_str(masked);
                at += length;
            } else {
                out.push(*letter);
                at += 1;
            }
        }
        out
    }
}

/// Signs between several names in a cell.
const BETWEEN: &[char] = &[
    '、', '，', ',', ';', '；', '/', '／', '|', '\n', '\r', '\t', ' ', '\u{3000}', '&', '+', '=', '"', '\'', '(', ')',
    '（', '）',
];

/// A cell that holds a person, masked: names, and numbers that anybody could call. What is masked already stays as it is.
pub(in crate::store) fn person(cell: &str) -> String {
    let named = names(cell, &Masks::default(), &mut Known::default());
    if cell.contains('*') { numbers(&named) } else { phones(&named, None) }
}

/// A text with the numbers of telephones and identity cards in it masked, known by their form.
pub(in crate::store) fn numbers_masked(text: &str) -> String {
    numbers(text)
}

/// Names: the first character of each stays. What is masked already, no name or no word stays as it is.
fn names(cell: &str, masks: &Masks, known: &mut Known) -> String {
    let mut out = String::new();
    for part in cell.split_inclusive(BETWEEN) {
        let name = part.trim_end_matches(BETWEEN);
        let flat = flat(name);
        let no_name = name.contains('*')
            || !name.chars().any(char::is_alphabetic)
            || NO_NAMES.contains(&flat.as_str())
            || masks.lists(name);
        if no_name {
            out.push_str(part);
            continue;
        }
        let mut letters = name.chars();
        let first = letters.next().unwrap_or('*');
        let masked = if letters.next().is_none() { "*".to_owned() } else { format!("{first}**") };
        known.add(name, &masked);
        out.push_str(&masked);
        out.push_str(&part[name.len()..]);
    }
    out
}

/// Telephone numbers: of eleven digits and more the first three and the last four stay, of fewer less.
fn phones(cell: &str, mut known: Option<&mut Known>) -> String {
    let mut out = String::new();
    let mut run = String::new();
    let of_number = |letter: char| letter.is_numeric() || matches!(letter, '-' | ' ' | '－' | '—' | '\u{a0}');
    for letter in cell.chars().chain(['\0']) {
        if of_number(letter) {
            run.push(letter);
            continue;
        }
        if !run.is_empty() {
            let number = run.trim_end_matches(|letter: char| !letter.is_numeric()).to_owned();
            let masked = phone(&number);
            if let Some(known) = known.as_deref_mut() {
                let digits: String = number.chars().filter(|letter| letter.is_numeric()).collect();
                known.add(&digits, &phone(&digits));
                known.add(number.trim(), &phone(number.trim()));
            }
            out.push_str(&masked);
            out.push_str(&run[number.len()..]);
            run.clear();
        }
        if letter != '\0' {
            out.push(letter);
        }
    }
    out
}

fn phone(number: &str) -> String {
    let digits = number.chars().filter(|letter| letter.is_numeric()).count();
    let (first, last) = match digits {
        11.. => (3, 4),
        7..=10 => (2, 2),
        3..=6 => (0, 0),
        // A count, or nothing that anybody could call.
        _ => return number.to_owned(),
    };
    let mut at = 0;
    let mask = |letter: char| {
        if !letter.is_numeric() {
            return letter;
        }
        at += 1;
        if at <= first || at > digits - last { letter } else { '*' }
    };
    number.chars().map(mask).collect()
}

/// Masks numbers of telephones and identity cards wherever they stand, known by their form.
fn numbers(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let halves: Vec<char> = letters.iter().copied().map(half).collect();
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    while let Some(letter) = letters.get(at) {
        let digits = run(&halves, at);
        if digits == 0 {
            out.push(*letter);
            at += 1;
            continue;
        }
        let end = at + number(&halves, at, digits).unwrap_or(digits);
        let found: String = letters.get(at..end).unwrap_or_default().iter().collect();
        let is_number = number(&halves, at, digits).is_some();
        out.push_str(&if is_number { phone(&found) } else { found });
        at = end;
    }
    out
}

/// How many digits stand in a row.
fn run(letters: &[char], at: usize) -> usize {
    letters.iter().skip(at).take_while(|letter| letter.is_ascii_digit()).count()
}

/// How long the number is that begins with a run of digits, if these begin one.
fn number(letters: &[char], at: usize, digits: usize) -> Option<usize> {
    let text =
        |from: usize, length: usize| letters.get(from..from + length).map(|part| part.iter().collect::<String>());
    let own = text(at, digits)?;
    let before = at.checked_sub(1).and_then(|at| letters.get(at)).copied();
    let digit_at = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(char::is_ascii_digit);
    // The digits behind a decimal point are no number of anybody.
    if before == Some('.') && digit_at(at.checked_sub(2)) {
        return None;
    }
    let mobile = |own: &str| {
        let mut signs = own.bytes();
        own.len() == 11 && signs.next() == Some(b'1') && signs.next().is_some_and(|sign| sign >= b'3')
    };
    let foreign = own.strip_prefix("0086").or_else(|| own.strip_prefix("86").filter(|_| before == Some('+')));
    if mobile(&own) || foreign.is_some_and(mobile) {
        return Some(digits);
    }
    // 17 digits and a check sign, with a day of birth in it.
    let check = usize::from(digits == 17 && matches!(letters.get(at + 17), Some('x' | 'X')));
    if digits + check == 18 && is_birthday(own.get(6..14)?) {
        return Some(18);
    }
    let mut end = at + digits;
    // 138 1234 5678
    if digits == 3 && mobile(&format!("{own}00000000")) {
        for _ in 0..2 {
            let parted = matches!(letters.get(end), Some(' ' | '-'));
            if !parted || run(letters, end + 1) != 4 {
                return None;
            }
            end += 5;
        }
        return Some(end - at);
    }
    let local = |own: &str| matches!(own.len(), 7 | 8) && !own.starts_with(['0', '1']);
    let area = |own: &str| matches!(own.as_bytes(), [b'0', b'1', b'0'] | [b'0', b'2', _] | [b'0', b'3'..=b'9', _, _]);
    if (10..=12).contains(&digits) && [3, 4].into_iter().any(|cut| area(&own[..cut]) && local(&own[cut..])) {
        return Some(digits);
    }
    let inside = before == Some('-') && digit_at(at.checked_sub(2)) && text(at.saturating_sub(3), 2)? != "86";
    if !area(&own) || inside {
        return None;
    }
    let gap = letters.iter().skip(end).take_while(|letter| matches!(letter, '-' | '—' | ')' | ' ')).count();
    let length = run(letters, end + gap);
    let found = (1..=3).contains(&gap) && local(&text(end + gap, length)?);
    found.then_some(digits + gap + length)
}

/// Whether eight digits are a day on which somebody can have been born.
fn is_birthday(day: &str) -> bool {
    let within = |range: std::ops::Range<usize>, from: u32, to: u32| {
        day.get(range).and_then(|part| part.parse::<u32>().ok()).is_some_and(|part| (from..=to).contains(&part))
    };
    within(0..4, 1900, 2099) && within(4..6, 1, 12) && within(6..8, 1, 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masks() -> Masks {
        Masks::of(&["姓名".into(), "客户".into()], &["电话".into()])
    }

    fn rows(rows: &[&[&str]]) -> Vec<Vec<Vec<String>>> {
        vec![rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()]
    }

    #[test]
    fn names_and_numbers_are_masked() {
        let name = |text| names(text, &masks(), &mut Known::default());
        assert_eq!(name("王小明"), "王**");
        assert_eq!(name("王小明、李雷"), "王**、李**");
        assert_eq!((name("王"), name(""), name("=\"王小明\"")), ("*".into(), String::new(), "=\"王**\"".into()));
        let number = |text| phones(text, None);
        assert_eq!(number("13812345678"), "138****5678");
        assert_eq!(number("１３８12345678"), "１３８****5678");
        assert_eq!(number("0731-84512345"), "073*-****2345");
        assert_eq!(number("138 1234 5678/139-1234-5678（家）"), "138 **** 5678/139-****-5678（家）");
        assert_eq!((number("84512345"), number("8001")), ("84****45".into(), "****".into()));
    }

    #[test]
    fn a_person_is_masked_once() {
        for (cell, masked) in [
            ("王小明 13812345678", "王** 138****5678"),
            ("0731-84512345", "073*-****2345"),
            ("王* 13812345678", "王* 138****5678"),
            ("长沙某某贸易有限公司", "长**"),
            ("", ""),
        ] {
            assert_eq!(person(cell), masked);
            assert_eq!(person(masked), masked);
        }
    }

    #[test]
    fn headings_are_found_under_titles_and_what_was_masked_is_masked_everywhere() {
        let mut table = rows(&[
            &["2026 年三季度 王小明 组"],
            &[],
            &["序号", "顾客 姓名*", "联系电话（手机）", "备注", "满意度"],
            &["1", "王小明", "13812345678", "王小明本人来电 13812345678", "9"],
            &["2", "李雷", "", "无", "8"],
        ]);
        let found = mask(&mut table, &masks(), 0).unwrap();
        assert_eq!((found.cells, found.columns), (5, vec!["顾客 姓名*".to_owned(), "联系电话（手机）".to_owned()]));
        assert_eq!(table[0][0][0], "2026 年三季度 王** 组");
        assert_eq!(table[0][3], ["1", "王**", "138****5678", "王**本人来电 138****5678", "9"]);
        assert_eq!(table[0][4][1], "李**");
    }

    #[test]
    fn a_table_without_the_headings_says_so() {
        let mut table = rows(&[&["型号", "数量"], &["QH-F40", "3"]]);
        assert_eq!(mask(&mut table, &masks(), 0), None);
        assert_eq!(masks().heading("客户满意度调查情况"), None);
        assert_eq!(masks().heading("电话1"), Some(Held { names: false, phones: true }));
    }

    #[test]
    fn numbers_are_known_by_their_form() {
        for (text, expected) in [
            ("王小明代接 13987654321", "王小明代接 139****4321"),
            ("+8613987654321", "+861******4321"),
            ("138 1234 5678，138-1234-5678", "138 **** 5678，138-****-5678"),
            ("座机0731-84512345或（０２１）６２３４５６７８", "座机073*-****2345或（０２１）****５６７８"),
            ("01062345678", "010****5678"),
            ("证件 430102198001011234 / 43010219800101123x", "证件 430***********1234 / 430**********1123x"),
        ] {
            assert_eq!(numbers(text), expected);
        }
        for text in [
            "20260331000123456789",
            "913987654321",
            "139876543210",
            "0.13987654321",
            "0.012345678901234567",
            "2026-03-31",
            "2025-0731-84512345",
            "430102999999991234",
            "12345678",
            "150****5238",
        ] {
            assert_eq!(numbers(text), text);
        }
    }

    #[test]
    fn what_is_no_person_stays_as_it_is() {
        let mut table = rows(&[
            &["工单号", "顾客编号", "客户", "电话", "客户签字", "旧件去向", "是否留电话"],
            &["20260001", "K-0001", "胡*", "150****5238", "有", "退客户", "是"],
            &["20260002", "K-0002", "王小明", "13812345678", "无", "客户", "否"],
            &["20260003", "K-0003", "客户", "12", "√", "李客户", "已"],
        ]);
        let found = mask(&mut table, &masks(), 0).unwrap();
        assert_eq!(found.columns, ["客户", "电话", "是否留电话"]);
        assert_eq!(found.cells, 2);
        assert_eq!(table[0][1], ["20260001", "K-0001", "胡*", "150****5238", "有", "退客户", "是"]);
        assert_eq!(table[0][2], ["20260002", "K-0002", "王**", "138****5678", "无", "客户", "否"]);
        assert_eq!(table[0][3], ["20260003", "K-0003", "客户", "12", "√", "李客户", "已"]);
    }

    #[test]
    fn labels_combined_headings_and_a_second_table_are_found() {
        let mut table = rows(&[
            &["客户：", "赵一", "数量：", "3"],
            &["姓名：钱二；电话 13900000000"],
            &[],
            &["客户姓名及电话", "数量"],
            &["孙三 8451234", "2"],
            &["别的表"],
            &["数量", "ＫＥＨＵ", " 客　户 "],
            &["7", "x", "周吴"],
        ]);
        let found = mask(&mut table, &masks(), 0).unwrap();
        assert_eq!(table[0][0], ["客户：", "赵**", "数量：", "3"]);
        assert_eq!(table[0][1][0], "姓名：钱**；电话 139****0000");
        assert_eq!(table[0][4], ["孙** 84***34", "2"]);
        assert_eq!(table[0][7], ["7", "x", "周**"]);
        assert_eq!(found.columns, ["客户姓名及电话", "客 户"]);
        // Without any heading, numbers are known all the same.
        let mut plain = rows(&[&["型号", "备注"], &["QH", "找 13812345678"]]);
        assert_eq!(mask(&mut plain, &masks(), 0).unwrap(), Outcome { cells: 1, columns: Vec::new() });
    }
}
