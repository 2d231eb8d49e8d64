//! Marks as people type them: whether a word says yes, no, or neither; whether somebody signed, or was reached by
//! telephone.
//!
//! Why it is so: what is taken for a yes lifts a rate, and a rate lifts a score. So only what says so clearly is one;
//! whatever is in doubt is listed, and whoever has the paper writes 是 or 否.

use super::moment::moment;
use super::sheet::Cell;
use super::text::{folded, line};
use crate::criteria::FieldForm;

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
/// is asked for, a name is one; where a call is, that nobody was reached says no.
pub(super) fn mark(cell: &Cell, form: FieldForm) -> Option<bool> {
    match cell {
        Cell::Bool(yes) => Some(*yes),
        Cell::Moment(..) => Some(true),
        #[allow(clippy::float_cmp)] // these are whole
        Cell::Number(number) if *number == 1.0 => Some(true),
        #[allow(clippy::float_cmp)]
        Cell::Number(number) if *number == 0.0 => Some(false),
        Cell::Text(text) => mark_text(text, form),
        _ => None,
    }
}

/// What a mark says in words of its own, beyond 是 and √, a day and a name: whoever imports it is told what that is
/// taken for.
pub(super) fn decided(cell: &Cell, form: FieldForm) -> Option<(String, bool)> {
    let Cell::Text(text) = cell else { return None };
    let yes = mark_text(text, form)?;
    let bare = bare(&folded(text));
    let plain = YES.contains(&bare.as_str())
        || NO.contains(&bare.as_str())
        || form == FieldForm::Signature && is_name(&bare)
        || moment(&bare, false).is_ok();
    (!plain).then(|| (line(text).0, yes))
}

/// Signs that say that something was not done, wherever they stand: 客户未签, 电话打不通, 还没签.
const NOT: [char; 11] = ['未', '没', '无', '不', '待', '拒', '缺', '漏', '忘', '否', '空'];
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
/// That it did not have to be done is neither that it was done nor that it was left out.
const NOT_NEEDED: [&str; 15] = [
    "无需",
    "无须",
    "毋需",
    "不需",
    "不须",
    "不用",
    "不必",
    "免",
    "不适用",
    "不涉及",
    "not applicable",
    "not required",
    "not needed",
    "no need",
    "unnecessary",
];
/// That it is not known.
const NOT_KNOWN: [&str; 14] = [
    "不详",
    "不清",
    "不明",
    "不确定",
    "不知",
    "未知",
    "未详",
    "待查",
    "待核",
    "无法确认",
    "无法核实",
    "not known",
    "unknown",
    "not sure",
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
/// That a call reached nobody.
const NOT_REACHED: [&str; 11] =
    ["关机", "停机", "占线", "忙音", "错号", "空号", "号码错误", "号码有误", "号码已变", "打错", "停用"];
/// What may stand around that.
const OF_CALLS: [&str; 12] = ["已", "电话", "手机", "号码", "客户", "用户", "顾客", "对方", "来电", "一直", "均", "，"];
/// What 已 may say that is another thing than the deed, or leaves it open: 已取消, 已外出, 已打 (and who answered?).
const ALREADY_OTHER: [&str; 29] = [
    "打",
    "拨",
    "致电",
    "去电",
    "呼",
    "发短信",
    "发微信",
    "取消",
    "作废",
    "退",
    "拒",
    "停",
    "关",
    "挂",
    "外出",
    "离",
    "搬",
    "过期",
    "失效",
    "注销",
    "撤",
    "流失",
    "丢",
    "遗失",
    "转",
    "派",
    "约",
    "占线",
    "换号",
];
/// What turns the calls of these into such that were answered.
const ANSWERED: [&str; 4] = ["打通", "拨通", "接通", "通话"];

/// What says that somebody waits for a signature, or that it was taken back.
const WAITS: [&str; 7] = ["等", "待", "催", "约", "作废", "取消", "退"];

/// What a text ends with that says who signed.
const SIGNED: [&str; 5] = ["签字", "签名", "签收", "代收", "盖章"];
/// That it was signed, in a few words.
const HAS_SIGNED: [&str; 12] =
    ["已签", "已签字", "已签名", "已签收", "已签章", "签了", "签了字", "签过", "签过字", "签好", "签好字", "签完"];
/// Whose signature is a customer's.
const CUSTOMERS: [&str; 10] = ["", "客户", "顾客", "用户", "本人", "业主", "客户本人", "顾客本人", "用户本人", "对方"];
/// Who may sign for a customer. 代签 alone may be the technician's hand: whoever has the paper knows.
const PROXIES: [&str; 16] =
    ["邻居", "家属", "家人", "父", "母", "妻", "夫", "子", "女", "儿", "爱人", "物业", "同事", "前台", "门卫", "保安"];
/// Whose signature is none of a customer's.
const WORKERS: [&str; 8] = ["师傅", "技师", "工程师", "技术员", "维修", "安装", "服务人员", "员工"];
/// Signs that somebody should.
const SHOULD: [char; 6] = ['补', '请', '需', '要', '应', '改'];

/// A folded text without white space, and without the mark at its end.
fn bare(folded: &str) -> String {
    let text: String = folded.chars().filter(|letter| !letter.is_whitespace()).collect();
    text.trim_end_matches(['.', '。', '!', '！']).to_owned()
}

fn mark_text(text: &str, form: FieldForm) -> Option<bool> {
    let signature = form == FieldForm::Signature;
    let folded = folded(text);
    let text = bare(&folded);
    let text = text.as_str();
    if YES.contains(&text) {
        return Some(true);
    }
    if NO.contains(&text) {
        return Some(false);
    }
    if NOT_NEEDED.into_iter().chain(NOT_KNOWN).any(|part| folded.contains(part)) {
        return None;
    }
    if form == FieldForm::Call && is_not_reached(text) {
        return Some(false);
    }
    let not_in_words = folded.split(|letter: char| !letter.is_alphanumeric()).any(|word| NOT_WORDS.contains(&word));
    if text.contains(NOT) || not_in_words {
        let has = |list: &[&str]| list.iter().any(|part| text.contains(part));
        // An undecided one is listed: whoever has the paper knows.
        let clear = not_in_words || text.starts_with(NOT) || has(&DEEDS);
        return (clear && !has(&OTHERWISE)).then_some(false);
    }
    if NO_NAMES.contains(&text) || NOT_REACHED.contains(&text) {
        return None;
    }
    if text.ends_with("代签") {
        return (signature && PROXIES.iter().any(|who| text.contains(who))).then_some(true);
    }
    if signature && WORKERS.iter().any(|who| text.contains(who)) {
        return None;
    }
    // 邻居代签 and 前台签收 say who signed; 请补签 and 应签字 only that somebody should.
    // 等客户签字 and 已取消签收 say that nobody did.
    let waits = WAITS.iter().any(|part| text.contains(part));
    let signed = || SIGNED.iter().any(|end| text.ends_with(end)) && !text.contains(SHOULD) && !waits || is_name(text);
    let done = text.strip_prefix('已').is_some_and(|what| is_deed(what, signature)) || moment(text, false).is_ok();
    (done || signature && (signed() || has_signed(text))).then_some(true)
}

/// Whether a text says of a call that nobody was reached, and nothing else: 关机, 电话已停机.
fn is_not_reached(text: &str) -> bool {
    NOT_REACHED.into_iter().any(|why| {
        text.strip_suffix(why).is_some_and(|before| {
            let mut rest = before;
            while let Some(after) = OF_CALLS.into_iter().find_map(|part| rest.strip_prefix(part)) {
                rest = after;
            }
            rest.is_empty()
        })
    })
}

/// Whether what stands behind 已 says that the deed was done.
fn is_deed(what: &str, signature: bool) -> bool {
    if signature && what.starts_with('签') {
        return true;
    }
    ANSWERED.into_iter().any(|answered| what.contains(answered))
        || !ALREADY_OTHER.into_iter().any(|other| what.starts_with(other))
}

/// Whether a text says that a customer signed, or somebody who may for one: 客户已签, 签了. 师傅已签 does not.
fn has_signed(text: &str) -> bool {
    HAS_SIGNED.into_iter().any(|deed| {
        text.strip_suffix(deed).is_some_and(|who| {
            let who = who.trim_end_matches(['都', '均', '全']);
            CUSTOMERS.contains(&who) || PROXIES.contains(&who)
        })
    })
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
    fn marks_say_yes_or_no_or_nothing() {
        let text = |text: &str| mark(&Cell::of(text), FieldForm::Signature);
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
        assert_eq!(mark(&Cell::Number(1.0), FieldForm::Mark), Some(true));
        assert_eq!(mark(&Cell::Number(2.0), FieldForm::Mark), None);
    }

    /// Two to four characters are not a name by themselves: most ways to write that nobody signed are as short.
    #[test]
    fn what_says_that_it_was_not_done_is_never_a_yes() {
        let text = |text: &str, signature| {
            mark(&Cell::of(text), if signature { FieldForm::Signature } else { FieldForm::Mark })
        };
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
