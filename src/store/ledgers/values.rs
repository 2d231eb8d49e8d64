//! Numbers and signs for "nothing" as people type them.

use super::sheet::Cell;
use super::text::folded;
use crate::assessment::{bare_word, parse_ten_thousandths};

/// Whether a text stands for nothing: a dash, a stroke, n/a.
pub(super) fn is_nothing(text: &str) -> bool {
    let text = text.trim();
    text.is_empty()
        || text.chars().count() <= 6
            && text.chars().all(|letter| matches!(letter, '-' | '—' | '–' | '/' | '／' | '－' | '\\' | '_' | '―'))
        || matches!(text, "N/A" | "n/a" | "NA" | "NULL" | "null" | "None" | "nan" | "NaN")
}

/// What texts begin with that say that there is nothing, or not yet.
const NOT_YET: [&str; 14] =
    ["暂未", "尚未", "还未", "还没有", "还没", "没有", "并无", "暂无", "尚无", "未", "无", "没", "待", "在"];
/// What may follow, and then that is all that the text says. 无异常 and 无意见 say something else.
const OF_WHAT: [&str; 45] = [
    "",
    "填",
    "填写",
    "反馈",
    "客户反馈",
    "回访",
    "处理",
    "查明",
    "登记",
    "记录",
    "分析",
    "调查",
    "证",
    "证书",
    "资质",
    "取得",
    "持证",
    "提供",
    "补",
    "补充",
    "补填",
    "定",
    "办",
    "办理",
    "办理中",
    "办证",
    "回复",
    "答复",
    "说明",
    "描述",
    "原因",
    "结果",
    "处理结果",
    "关闭",
    "结案",
    "完成",
    "完工",
    "办结",
    "上门",
    "到达",
    "培训",
    "考",
    "考证",
    "取证",
    "确定",
];
/// Other ways to say it.
const NONE_AT_ALL: [&str; 14] = [
    "空",
    "空白",
    "缺",
    "缺失",
    "否",
    "不详",
    "原因不明",
    "原因未明",
    "申请中",
    "办理中",
    "考证中",
    "补办中",
    "none",
    "nil",
];
/// Of these the ones that say it of names and words as well.
const BARE: [&str; 12] =
    ["无", "没有", "暂无", "空", "空白", "不详", "未填", "未填写", "未提供", "未登记", "未记录", "none"];

/// Whether a text says that there is nothing: 无, 未反馈, 在办. `bare` asks only for what says so of anything, a name too.
pub(super) fn says_none(text: &str, bare: bool) -> bool {
    // The longest of them has seven characters; what begins with a digit is a day or a number, and there are many.
    if text.len() > 40 || text.starts_with(|first: char| first.is_ascii_digit()) {
        return false;
    }
    let text = bare_word(&folded(text));
    if bare {
        return BARE.contains(&text.as_str());
    }
    let begun = || NOT_YET.into_iter().filter_map(|not| Some((not, text.strip_prefix(not)?)));
    NONE_AT_ALL.contains(&text.as_str())
        // 在 alone says that somebody is there, 待 alone nothing at all.
        || begun().any(|(not, rest)| OF_WHAT.contains(&rest) && (not != "在" || rest.starts_with(['办', '考'])))
}

/// Whether a text says that a day never comes: 长期.
pub(super) fn is_endless(text: &str) -> bool {
    let text = bare_word(&folded(text));
    [
        "长期",
        "长期有效",
        "永久",
        "永久有效",
        "终身",
        "终身有效",
        "无期限",
        "无固定期限",
        "无限期",
        "不过期",
        "permanent",
        "noexpiry",
    ]
    .contains(&text.as_str())
}

/// A score that was written as a share of the most: `95%` is 95, in ten-thousandths.
pub(super) fn percent(cell: &Cell) -> Option<i64> {
    let Cell::Text(text) = cell else { return None };
    let text = folded(text);
    of_decimal(text.strip_suffix('%')?.trim())
}

/// Stars as people rate with: ★★★★☆ is four.
fn stars(text: &str) -> Option<i64> {
    let of = |stars: &[char]| text.chars().filter(|letter| stars.contains(letter)).count();
    let (full, empty) = (of(&['★', '⭐', '🌟']), of(&['☆']));
    let all = text.chars().filter(|letter| *letter != '\u{fe0f}').count();
    (full > 0 && full + empty == all && all <= 10).then(|| i64::try_from(full).unwrap_or(0) * 10_000)
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
    if let Some(stars) = stars(text.trim()) {
        return Some(stars);
    }
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
}
