//! Numbers, marks and signs for "nothing" as people type them.

use super::moment::moment;
use super::sheet::Cell;
use super::text::{folded, line};
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

const YES: [&str; 33] = [
    "是", "有", "对", "√", "✓", "✔", "☑", "v", "y", "yes", "t", "true", "1", "ok", "签字", "签名", "签收", "已",
    "完成", "合格", "同意", "确认", "齐全", "通过", "满意", "正常", "本人", "signed", "done", "○", "●", "◯", "⭕",
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

/// Whether a cell of a mark says yes or no; none where that is not clear. A day says that it was done; where a signature
/// is asked for, a name is one.
pub(super) fn mark(cell: &Cell, signature: bool) -> Option<bool> {
    match cell {
        Cell::Bool(yes) => Some(*yes),
        Cell::Moment(..) => Some(true),
        #[allow(clippy::float_cmp)] // these are whole
        Cell::Number(number) if *number == 1.0 => Some(true),
        #[allow(clippy::float_cmp)]
        Cell::Number(number) if *number == 0.0 => Some(false),
        Cell::Text(text) => mark_text(text, signature),
        _ => None,
    }
}

/// Signs that say that something was not done, wherever they stand: 客户未签, 电话打不通, 还没签.
const NOT: [char; 12] = ['未', '没', '无', '不', '待', '拒', '缺', '漏', '忘', '否', '免', '空'];
/// The same in Latin letters.
const NOT_WORDS: [&str; 14] = [
    "not",
    "no",
    "non",
    "none",
    "never",
    "without",
    "refused",
    "declined",
    "missing",
    "pending",
    "absent",
    "unsigned",
    "failed",
    "unanswered",
];
/// What those signs may speak of instead of the deed: 没有问题, 已签，客户不满意. Then it is not clear what is meant.
const OTHERWISE: [&str; 7] = ["已", "代签", "满意", "问题", "异议", "意见", "投诉"];
/// What a sign of NOT must stand beside to be no part of a name: 李未央 may be one, 客户未签 is none.
const DEEDS: [&str; 27] = [
    "签", "字", "章", "接", "通", "访", "联系", "单", "填", "电话", "回", "做", "有", "在", "完成", "确认", "收",
    "客户", "顾客", "用户", "还", "尚", "本人", "记录", "应答", "理", "白",
];
/// Two to four characters that are no name and leave it open whether something was done.
const NO_NAMES: [&str; 20] = [
    "关机",
    "停机",
    "占线",
    "忙音",
    "挂断",
    "外出",
    "离开",
    "取消",
    "退单",
    "异常",
    "电话",
    "微信",
    "短信",
    "补签",
    "后补",
    "补办",
    "改天",
    "另约",
    "下次",
    "见附件",
];

/// What a text ends with that says who signed.
const SIGNED: [&str; 5] = ["签字", "签名", "签收", "代收", "盖章"];
/// Who may sign for a customer. 代签 alone may be the technician's hand: whoever has the paper knows.
const PROXIES: [&str; 16] =
    ["邻居", "家属", "家人", "父", "母", "妻", "夫", "子", "女", "儿", "爱人", "物业", "同事", "前台", "门卫", "保安"];
/// Signs that somebody should.
const SHOULD: [char; 6] = ['补', '请', '需', '要', '应', '改'];

fn mark_text(text: &str, signature: bool) -> Option<bool> {
    let folded = folded(text);
    let words = || folded.split(|letter: char| !letter.is_alphanumeric());
    let not_in_words = words().any(|word| NOT_WORDS.contains(&word));
    let text: String = folded.chars().filter(|letter| !letter.is_whitespace()).collect();
    let text = text.trim_end_matches(['.', '。', '!', '！']);
    if YES.contains(&text) {
        return Some(true);
    }
    if NO.contains(&text) {
        return Some(false);
    }
    if text.contains(NOT) || not_in_words {
        let has = |list: &[&str]| list.iter().any(|part| text.contains(part));
        // An undecided one is listed: whoever has the paper knows.
        let clear = not_in_words || text.starts_with(NOT) || has(&DEEDS);
        return (clear && !has(&OTHERWISE)).then_some(false);
    }
    if NO_NAMES.contains(&text) {
        return None;
    }
    if text.ends_with("代签") {
        return (signature && PROXIES.iter().any(|who| text.contains(who))).then_some(true);
    }
    // 邻居代签 and 前台签收 say who signed; 请补签 and 应签字 only that somebody should.
    let signed = || SIGNED.iter().any(|end| text.ends_with(end)) && !text.contains(SHOULD) || is_name(text);
    let done = text.starts_with('已') || moment(text, false).is_ok() || signature && signed();
    done.then_some(true)
}

/// What names begin with. A rarer one is listed as unclear, and the person writes 是: that is better than to take 看附件 or
/// 已外出 for a signature.
const SURNAMES: &str = "\
    赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方\
    俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄穆萧尹姚邵湛汪祁毛禹狄米贝明臧伏\
    成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫房裘\
    缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山\
    谷车侯宓蓬郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰鄂索咸籍赖卓蔺屠蒙池乔阴胥苍\
    双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿边扈燕冀郏浦尚农温庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨\
    居衡步都耿满弘匡国文寇广禄阙东欧殳沃蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶曾沙养鞠丰巢关蒯查荆红游竺权逯盖益桓公\
    赫皇澹淳太轩令宇长鲜闾亓仉督子颛端漆壤拓夹百呼南海岳帅缑亢况郈琴归哈谯笪爱阳佟言福肖闫付邸覃涂丘盘仝苟佘芦阿旦扎\
    普买木达措格旺热吐迪依玉上\
    ";

/// Whether a text may be a name: two to four Chinese characters that begin with a surname or a star, a foreign name in
/// them, or a few Latin words.
fn is_name(text: &str) -> bool {
    let (text, _) = line(text);
    let length = text.chars().count();
    let han = |letter: char| matches!(letter, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' | '·' | '*');
    let latin = |letter: char| letter.is_alphabetic() && !han(letter) || matches!(letter, ' ' | '.' | '\'' | '-' | '*');
    let surname = text.starts_with(|first: char| first == '*' || SURNAMES.contains(first));
    (2..=4).contains(&length) && surname && text.chars().all(han)
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
        let text = |text: &str| mark(&Cell::of(text), true);
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
        assert_eq!(mark(&Cell::Number(1.0), false), Some(true));
        assert_eq!(mark(&Cell::Number(2.0), false), None);
    }

    /// Two to four characters are not a name by themselves: most ways to write that nobody signed are as short.
    #[test]
    fn what_says_that_it_was_not_done_is_never_a_yes() {
        let text = |text: &str, signature| mark(&Cell::of(text), signature);
        for no in [
            "尚未签字",
            "客户拒签",
            "还没签",
            "客户未签",
            "缺签字",
            "漏签",
            "打不通",
            "联系不上",
            "电话未接",
            "空白单",
            "忘签",
            "忘记签字",
            "客户不在",
            "无人接听",
            "not signed",
            "Refused",
            "no answer",
            "pending",
        ] {
            for signature in [true, false] {
                assert_eq!(text(no, signature), Some(false), "{no}");
            }
        }
        // It may be a name, or be about something else: listed, and neither yes nor no.
        for open in ["李未央", "没有问题，已签", "不满意", "补签", "关机", "电话", "微信", "看附件", "邻居"]
        {
            assert_eq!(text(open, true), None, "{open}");
        }
        // Who made the call is not whether it was made.
        for (name, signed) in [("王小明", Some(true)), ("John Smith", Some(true)), ("李**", Some(true))] {
            assert_eq!((text(name, true), text(name, false)), (signed, None), "{name}");
        }
        for yes in ["邻居代签", "前台签收", "本人签字"] {
            assert_eq!(text(yes, true), Some(true), "{yes}");
        }
        for yes in ["已回访", "2026-03-05", "√", "满意"] {
            assert_eq!(text(yes, false), Some(true), "{yes}");
        }
    }
}
