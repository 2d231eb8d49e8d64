//! Numbers, marks and signs for "nothing" as people type them.

use super::moment::moment;
use super::sheet::Cell;
use super::text::{folded, line};
use crate::assessment::parse_ten_thousandths;

/// Whether a text stands for nothing: a dash, a stroke, n/a.
pub(super) fn is_nothing(text: &str) -> bool {
    let text = text.trim();
    text.is_empty()
        || text.chars().count() <= 6
            && text.chars().all(|letter| matches!(letter, '-' | '—' | '–' | '/' | '／' | '－' | '\\' | '_' | '―'))
        || matches!(text, "N/A" | "n/a" | "NA" | "NULL" | "null" | "None" | "nan" | "NaN")
}

/// Units that may stand behind a number and change nothing.
const UNITS: [&str; 12] = ["分钟", "小时", "分", "元", "人", "次", "个", "星", "名", "天", "件", "台"];

/// A number in ten-thousandths; further places are rounded, half away from zero. `95%` is 0.95, as spreadsheets have it.
pub(super) fn ten_thousandths(cell: &Cell) -> Option<i64> {
    match cell {
        Cell::Number(number) => {
            let scaled = number * 10_000.0;
            #[allow(clippy::cast_possible_truncation)] // within bounds
            (scaled.abs() < 1e17).then(|| scaled.round() as i64)
        }
        Cell::Text(text) => of_text(text),
        _ => None,
    }
}

fn of_text(text: &str) -> Option<i64> {
    let text = folded(text);
    let text = text.strip_prefix(['¥', '￥']).unwrap_or(&text).trim();
    let text = text.strip_prefix('+').unwrap_or(text);
    if let Some(number) = text.strip_suffix('%') {
        let number = of_decimal(number.trim())?;
        // A hundredth, rounded like other places.
        return Some((number.abs() + 50) / 100 * number.signum());
    }
    let number = UNITS.into_iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(text);
    of_decimal(number.trim())
}

fn of_decimal(text: &str) -> Option<i64> {
    let (whole, places) = text.split_once('.').unwrap_or((text, ""));
    let whole = without_thousands(whole)?;
    let sign = if whole.starts_with('-') { -1 } else { 1 };
    if !places.bytes().all(|byte| byte.is_ascii_digit()) || text.ends_with('.') {
        return None;
    }
    let (kept, rest) = places.split_at(places.len().min(4));
    let number = if kept.is_empty() { whole } else { format!("{whole}.{kept}") };
    let up = i64::from(rest.bytes().next().is_some_and(|digit| digit >= b'5'));
    parse_ten_thousandths(&number)?.checked_add(sign * up)
}

/// `1,234` without its comma; none where commas do not part thousands.
fn without_thousands(whole: &str) -> Option<String> {
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    if !digits.contains(',') {
        return Some(whole.to_owned());
    }
    let mut groups = digits.split(',');
    let first = groups.next()?;
    let right = (1..=3).contains(&first.len()) && groups.clone().all(|group| group.len() == 3);
    right.then(|| format!("{sign}{}", digits.replace(',', "")))
}

const YES: [&str; 34] = [
    "是", "有", "对", "√", "✓", "✔", "☑", "v", "y", "yes", "t", "true", "1", "ok", "签字", "签名", "签收", "已",
    "完成", "合格", "同意", "确认", "齐全", "通过", "满意", "正常", "代签", "本人", "signed", "done", "○", "●", "◯",
    "⭕",
];
const NO: [&str; 32] = [
    "否",
    "无",
    "没",
    "没有",
    "×",
    "✗",
    "✘",
    "✕",
    "x",
    "n",
    "no",
    "f",
    "false",
    "0",
    "未",
    "不",
    "缺",
    "缺失",
    "遗失",
    "空白",
    "作废",
    "拒签",
    "拒绝",
    "拒绝签字",
    "拒绝签名",
    "暂无",
    "待",
    "不合格",
    "不同意",
    "☐",
    "□",
    "unsigned",
];

/// Whether a cell of a mark says yes or no. A name and a day are signatures, so they say yes; none for anything else.
pub(super) fn mark(cell: &Cell) -> Option<bool> {
    match cell {
        Cell::Bool(yes) => Some(*yes),
        Cell::Moment(..) => Some(true),
        #[allow(clippy::float_cmp)] // these are whole
        Cell::Number(number) if *number == 1.0 => Some(true),
        #[allow(clippy::float_cmp)]
        Cell::Number(number) if *number == 0.0 => Some(false),
        Cell::Text(text) => mark_text(text),
        _ => None,
    }
}

fn mark_text(text: &str) -> Option<bool> {
    let text: String = folded(text).chars().filter(|letter| !letter.is_whitespace()).collect();
    let text = text.trim_end_matches(['.', '。', '!', '！']);
    if YES.contains(&text) {
        return Some(true);
    }
    if NO.contains(&text) {
        return Some(false);
    }
    if text.starts_with(['未', '没', '无', '不', '待', '拒']) {
        return Some(false);
    }
    if text.starts_with('已') || is_name(text) || moment(text, false).is_ok() {
        return Some(true);
    }
    None
}

/// Whether a text may be a name: two to four Chinese characters, a foreign name in them, or a few Latin words.
fn is_name(text: &str) -> bool {
    let (text, _) = line(text);
    let length = text.chars().count();
    let han = |letter: char| matches!(letter, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' | '·' | '*');
    let latin = |letter: char| letter.is_alphabetic() && !han(letter) || matches!(letter, ' ' | '.' | '\'' | '-' | '*');
    (2..=4).contains(&length) && text.chars().all(han)
        || text.contains('·') && length <= 12 && text.chars().all(han)
        || (2..=40).contains(&length) && text.chars().all(latin) && text.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_typed() {
        let text = |text: &str| ten_thousandths(&Cell::of(text));
        for (typed, number) in [
            ("4.5", 45_000),
            ("4.5分", 45_000),
            ("９５", 950_000),
            ("95%", 9_500),
            ("99.95 %", 9_995),
            ("1,234", 12_340_000),
            ("-1,234.5", -12_345_000),
            ("3.33335", 33_334),
            ("-0.00005", -1),
            ("12 人", 120_000),
            ("+5", 50_000),
        ] {
            assert_eq!(text(typed), Some(number), "{typed}");
        }
        for typed in ["", "九十五", "12,34", "1,2345", "1e3", "4.5/5", "5.", "--5", "4，5，6"] {
            assert_eq!(text(typed), None, "{typed}");
        }
        assert_eq!(ten_thousandths(&Cell::Number(0.1 + 0.2)), Some(3_000));
        assert_eq!(ten_thousandths(&Cell::Number(f64::NAN)), None);
        assert_eq!(ten_thousandths(&Cell::Number(1e300)), None);
    }

    #[test]
    fn marks_say_yes_or_no_or_nothing() {
        let text = |text: &str| mark(&Cell::of(text));
        for yes in [
            "是",
            "√",
            "已签",
            "已签字",
            "有",
            "Y",
            "yes",
            "1",
            "王小明",
            "王**",
            "John Smith",
            "2026-03-05",
            "阿卜杜拉·买买提",
        ] {
            assert_eq!(text(yes), Some(true), "{yes}");
        }
        for no in ["否", "×", "未签", "未 签 字", "无", "N", "0", "没签", "拒签", "不在场", "待补签"]
        {
            assert_eq!(text(no), Some(false), "{no}");
        }
        for other in ["电话回访，客户很满意服务", "2", "13812345678", "见附件第3页", "?"] {
            assert_eq!(text(other), None, "{other}");
        }
        assert_eq!(mark(&Cell::Number(1.0)), Some(true));
        assert_eq!(mark(&Cell::Number(2.0)), None);
    }
}
