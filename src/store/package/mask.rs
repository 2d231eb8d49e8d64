//! Masking persons in tables: `王**`, `138****5678`.
//!
//! Why it is so: a column is known by its heading, wherever titles stand above it. But a name also stands in remarks, in
//! the title of the table or in a second sheet; so whatever was masked once is masked wherever it stands, and numbers of
//! telephones and identity cards are known by their form. More cannot be known: the index says which columns were
//! masked, and that a person has to look at the rest.

use std::collections::{BTreeMap, BTreeSet};

use super::numbers::{half, numbers, phone};

/// Headings of columns that hold persons.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Masks {
    names: BTreeSet<String>,
    phones: BTreeSet<String>,
    addresses: BTreeSet<String>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Held {
    names: bool,
    phones: bool,
    addresses: bool,
}

/// What was masked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Outcome {
    /// How many cells differ.
    pub(super) cells: usize,
    /// The headings of the columns that were masked, each once.
    pub(super) columns: Vec<String>,
    /// Of these, the ones with a cell that differs.
    pub(super) touched: Vec<String>,
    /// What was masked: it may stand in the name of the file and in titles as well.
    pub(super) known: Known,
}

/// A cell that is no longer than this can be a heading.
const HEADING: usize = 24;
/// What may follow a heading: 电话号码, 顾客名称; figures and 栏 besides.
const PHONE_TAILS: [&str; 4] = ["", "号", "号码", "信息"];
const NAME_TAILS: [&str; 7] = ["", "名", "姓名", "名称", "名字", "信息", "资料"];
/// Headings under which tables of after-sales service usually hold persons, whatever a checklist names.
const USUAL_NAMES: [&str; 12] = [
    "姓名",
    "客户姓名",
    "顾客姓名",
    "用户姓名",
    "客户名称",
    "顾客名称",
    "收货人",
    "收件人",
    "签收人",
    "联系人",
    "报修人",
    "投诉人",
];
const USUAL_PHONES: [&str; 9] =
    ["电话", "手机", "手机号", "联系方式", "身份证", "身份证号", "证件号码", "phone", "mobile"];
/// Whole headings: the address of an outlet is nobody's home.
const ADDRESSES: [&str; 18] = [
    "地址",
    "住址",
    "详细地址",
    "家庭地址",
    "家庭住址",
    "收货地址",
    "收件地址",
    "送货地址",
    "安装地址",
    "维修地址",
    "上门地址",
    "服务地址",
    "联系地址",
    "客户地址",
    "客户住址",
    "顾客地址",
    "用户地址",
    "用户住址",
];
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
        let flat = |texts: &[String]| -> BTreeSet<String> {
            texts.iter().map(|text| flat(text)).filter(|text| !text.is_empty()).collect()
        };
        let (names, phones) = (flat(names), flat(phones));
        // Who is masked is not to be found by where they live.
        let any = !names.is_empty() || !phones.is_empty();
        let addresses = ADDRESSES.iter().filter(|_| any).map(|text| (*text).to_owned()).collect();
        Self { names, phones, addresses }
    }

    /// The headings that tables usually have.
    pub(super) fn usual() -> Self {
        let all = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<String>>();
        Self::of(&all(&USUAL_NAMES), &all(&USUAL_PHONES))
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.names.extend(other.names.iter().cloned());
        self.phones.extend(other.phones.iter().cloned());
        self.addresses.extend(other.addresses.iter().cloned());
    }

    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty() && self.phones.is_empty()
    }

    /// Whether a text is one of the listed words itself.
    fn lists(&self, text: &str) -> bool {
        let text = flat(text);
        self.names.contains(&text) || self.phones.contains(&text) || self.addresses.contains(&text)
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
        let numbered = |letter: char| letter.is_numeric() || matches!(letter, '栏' | '列');
        for part in cell.split(['及', '和', '与', '、', '/', '|', '+', '&', ',']).filter(|part| !part.is_empty()) {
            if self.phones.iter().any(|heading| fits(part, heading, &PHONE_TAILS)) {
                held.phones = true;
            } else if self.addresses.contains(part.trim_end_matches(numbered)) {
                held.addresses = true;
            } else if self.names.iter().any(|heading| fits(part, heading, &NAME_TAILS)) {
                held.names = true;
            }
        }
        (held != Held::default()).then_some(held)
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
    let (mut columns, mut touched): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for (sheet, row, column) in headings {
        let below = |table: &[Vec<Vec<String>>], line: usize| {
            table.get(sheet).and_then(|rows| rows.get(line)?.get(column).cloned())
        };
        let lines = row + 1..sheets.get(sheet).map_or(0, Vec::len);
        let differs = lines.into_iter().any(|line| below(&before, line) != below(sheets, line));
        let heading = sheets.get(sheet).and_then(|sheet| sheet.get(row)?.get(column));
        let heading = heading.map(|heading| heading.split_whitespace().collect::<Vec<_>>().join(" "));
        touched.extend(heading.clone().filter(|heading| differs && !touched.contains(heading)));
        columns.extend(heading.filter(|heading| !columns.contains(heading)));
    }
    Some(Outcome { cells, columns, touched, known })
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
    let called = if held.phones && !cell.contains('*') { phones(&named, Some(known)) } else { named };
    if held.addresses { address(&called, known) } else { called }
}

/// An address: province and city stay.
fn address(cell: &str, known: &mut Known) -> String {
    if cell.contains('*') || !cell.chars().any(char::is_alphabetic) || NO_NAMES.contains(&flat(cell).as_str()) {
        return cell.to_owned();
    }
    let text = cell.trim();
    // What ends a part of an address further down ends the search: 某区某超市 names no city.
    let part = |text: &str, ends: &[&str]| {
        let end = ends.iter().filter_map(|end| text.find(end).map(|at| at + end.len())).min()?;
        let inside = text.get(..end)?;
        (inside.chars().count() <= 10 && !inside.contains(['区', '县', '路', '街', '号', '镇'])).then_some(end)
    };
    let region = text.find("自治区").map(|at| at + "自治区".len()).filter(|end| *end <= 30);
    let province = region.or_else(|| part(text, &["省"])).unwrap_or(0);
    let rest = text.get(province..).unwrap_or_default();
    let short = ["北京", "上海", "天津", "重庆"].iter().find(|city| rest.starts_with(**city)).map(|city| city.len());
    let city = part(rest, &["市", "州", "盟"]).or(short).unwrap_or(0);
    let masked = format!("{}***", text.get(..province + city).unwrap_or_default());
    known.add(text, &masked);
    masked
}

/// What was masked, to be masked wherever else it stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Known {
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

    /// Takes over what another one knows.
    pub(super) fn extend(&mut self, other: &Self) {
        self.lengths.extend(&other.lengths);
        self.texts.extend(other.texts.iter().map(|(text, masked)| (text.clone(), masked.clone())));
    }

    /// A name or title with all that is known masked, and numbers that are known by their form.
    pub(super) fn in_title(&self, text: &str) -> String {
        numbers(&self.mask(text))
    }

    /// Whether a text holds something that is known.
    pub(super) fn stands_in(&self, text: &str) -> bool {
        self.mask(text) != text
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
    // In 138****5678 there is nothing more to mask. The star of a name says nothing about a number beside it.
    let letters: Vec<char> = cell.chars().collect();
    let of_mask = |two: &[char]| matches!(two, ['*', digit] | [digit, '*'] if digit.is_numeric());
    if letters.windows(2).any(of_mask) { numbers(&named) } else { phones(&named, None) }
}

/// Whether a name has the form of a mask: at most one letter, and stars. A star behind a whole name is a remark.
fn is_masked(name: &str) -> bool {
    let shown = name.trim_end_matches('*');
    shown.len() < name.len() && shown.chars().count() <= 1
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
        let no_name = is_masked(name)
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
        known.add(name.trim_matches('*'), &masked);
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
            ("王小明*", "王**"),
            ("王小明* 84512345", "王** 84****45"),
            ("*王小明", "***"),
            ("王*明", "王**"),
            ("王**、李雷*", "王**、李**"),
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
        assert_eq!(masks().heading("电话1"), Some(Held { phones: true, ..Held::default() }));
        assert_eq!(masks().heading("网点地址"), None);
    }

    #[test]
    fn of_an_address_province_and_city_stay() {
        for (text, expected) in [
            ("湖南省长沙市岳麓区麓山路 1 号", "湖南省长沙市***"),
            ("长沙市岳麓区", "长沙市***"),
            ("广西壮族自治区南宁市青秀区", "广西壮族自治区南宁市***"),
            ("上海浦东新区张江路", "上海***"),
            ("岳麓区某某超市 3 楼", "***"),
            ("湘西土家族苗族自治州吉首市", "湘西土家族苗族自治州***"),
            ("长沙市***", "长沙市***"),
            ("", ""),
            ("-", "-"),
        ] {
            assert_eq!(address(text, &mut Known::default()), expected, "{text}");
        }
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
        assert_eq!(mask(&mut plain, &masks(), 0).unwrap(), Outcome { cells: 1, ..Outcome::default() });
    }
}
