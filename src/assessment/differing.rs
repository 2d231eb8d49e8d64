//! Where two texts differ: what they begin and end with alike, and what of each lies between; cut such that the part
//! that differs is in sight.
//!
//! Why it is so: one word changed at the end of a long finding shows the same beginning twice, and whoever looks for
//! the change sees none.

use std::fmt;

/// Two texts, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Differing<'t> {
    /// What both begin with.
    pub head: &'t str,
    /// What only the first has.
    pub from: &'t str,
    /// What only the second has.
    pub to: &'t str,
    /// What both end with.
    pub tail: &'t str,
}

/// A text on one line, cut on both sides of what differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// What stands before the part that differs.
    pub before: String,
    /// The part that differs, or its beginning.
    pub differs: String,
    /// What stands after it.
    pub after: String,
}

impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{}", self.before, self.differs, self.after)
    }
}

/// Takes two texts apart; a word or a number that differs in one letter differs as a whole.
#[must_use]
pub fn differing<'t>(from: &'t str, to: &'t str) -> Differing<'t> {
    let alike = from.bytes().zip(to.bytes()).take_while(|(one, other)| one == other).count();
    let mut begin = alike;
    while begin > 0 && !(is_word_border(from, begin) && is_word_border(to, begin)) {
        begin -= 1;
    }
    let (head, rest) = from.split_at(begin);
    let other = &to[begin..];
    let alike = rest.bytes().rev().zip(other.bytes().rev()).take_while(|(one, other)| one == other).count();
    let mut end = alike;
    while end > 0 && !(is_word_border(rest, rest.len() - end) && is_word_border(other, other.len() - end)) {
        end -= 1;
    }
    let (middle, tail) = rest.split_at(rest.len() - end);
    Differing { head, from: middle, to: &other[..other.len() - end], tail }
}

impl Differing<'_> {
    /// The first text in so much room, counted in letters of half width: a Chinese one takes two.
    #[must_use]
    pub fn first(&self, room: usize) -> Excerpt {
        excerpt(self.head, self.from, self.tail, room)
    }

    /// The second text in so much room.
    #[must_use]
    pub fn second(&self, room: usize) -> Excerpt {
        excerpt(self.head, self.to, self.tail, room)
    }
}

/// Room that "…" takes.
const DOTS: usize = 2;

fn excerpt(head: &str, middle: &str, tail: &str, room: usize) -> Excerpt {
    let quarter = room / 4;
    // What differs comes first, but a little of what stands around it tells where that is.
    let differs = beginning(middle, room.saturating_sub(quarter));
    let mut left = room.saturating_sub(width(differs, room));
    let cut = differs.len() < middle.len();
    let after = if cut { "" } else { beginning(tail, left.saturating_sub(width(head, quarter))) };
    left = left.saturating_sub(width(after, left));
    let before = end(head, left);
    let dots = |cut: bool| if cut { "…" } else { "" };
    let cut_after = !cut && after.len() < tail.len();
    Excerpt {
        before: format!("{}{}", dots(before.len() < head.len()), line(before)),
        differs: format!("{}{}", line(differs), dots(cut)),
        after: format!("{}{}", line(after), dots(cut_after)),
    }
}

/// As much of the beginning as there is room for, with what says that it is cut.
fn beginning(text: &str, room: usize) -> &str {
    if width(text, room + 1) <= room {
        return text;
    }
    let mut used = DOTS;
    let mut at = 0;
    for (place, letter) in text.char_indices() {
        used += half_widths(letter);
        if used > room {
            break;
        }
        at = place + letter.len_utf8();
    }
    while !is_border(text, at) {
        at -= 1;
    }
    &text[..at]
}

/// As much of the end as there is room for, with what says that it is cut.
fn end(text: &str, room: usize) -> &str {
    let mut used = 0;
    let mut at = text.len();
    let mut with_dots = text.len();
    for (place, letter) in text.char_indices().rev() {
        used += half_widths(letter);
        if used > room {
            at = with_dots;
            break;
        }
        at = place;
        if used + DOTS <= room {
            with_dots = place;
        }
    }
    while !is_border(text, at) {
        at += 1;
    }
    &text[at..]
}

/// How wide a text is; not counted further than `most`.
fn width(text: &str, most: usize) -> usize {
    let mut out = 0;
    for letter in text.chars() {
        out += half_widths(letter);
        if out >= most {
            return most;
        }
    }
    out
}

fn half_widths(letter: char) -> usize {
    if letter < '\u{1100}' { 1 } else { 2 }
}

/// On one line; where a line ended is seen, since that may be all that differs.
fn line(text: &str) -> String {
    let letters = text.chars().filter(|letter| *letter != '\r');
    letters
        .map(|letter| match letter {
            '\n' => '⏎',
            other if other.is_control() => ' ',
            other => other,
        })
        .collect()
}

/// Whether a text may be taken apart here without tearing a word of a script that has words between blanks.
fn is_word_border(text: &str, at: usize) -> bool {
    let is_letter = |letter: char| half_widths(letter) == 1 && letter.is_alphanumeric();
    is_border(text, at)
        && !(text[..at].chars().next_back().is_some_and(is_letter) && text[at..].chars().next().is_some_and(is_letter))
}

/// Whether a text may be taken apart here: between letters as a reader sees them, as far as that is cheap to know.
fn is_border(text: &str, at: usize) -> bool {
    const JOINER: char = '\u{200D}';
    if !text.is_char_boundary(at) {
        return false;
    }
    let (Some(before), Some(after)) = (text[..at].chars().next_back(), text[at..].chars().next()) else { return true };
    let is_flag = |letter: char| matches!(letter, '\u{1F1E6}'..='\u{1F1FF}');
    !(before == JOINER
        || after == JOINER
        || (before == '\r' && after == '\n')
        || (is_flag(before) && is_flag(after))
        || matches!(after, '\u{0300}'..='\u{036F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
            | '\u{20D0}'..='\u{20FF}' | '\u{302A}'..='\u{302F}' | '\u{3099}' | '\u{309A}' | '\u{FE00}'..='\u{FE0F}'
            | '\u{FE20}'..='\u{FE2F}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0020}'..='\u{E007F}'
            | '\u{E0100}'..='\u{E01EF}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(from: &str, to: &str) -> [String; 4] {
        let Differing { head, from: one, to: other, tail } = differing(from, to);
        assert_eq!((format!("{head}{one}{tail}"), format!("{head}{other}{tail}")), (from.to_owned(), to.to_owned()));
        [head, one, other, tail].map(str::to_owned)
    }

    #[test]
    fn texts_are_taken_apart_between_letters() {
        for (from, to, apart) in [
            ("", "", ["", "", "", ""]),
            ("同", "同", ["同", "", "", ""]),
            ("", "新", ["", "", "新", ""]),
            ("三处网点", "四处网点", ["", "三", "四", "处网点"]),
            ("共 5 份", "共 15 份", ["共 ", "5", "15", " 份"]),
            ("甲甲", "甲甲甲", ["甲甲", "", "甲", ""]),
            ("Meets", "Fails", ["", "Meets", "Fails", ""]),
            // These share bytes, and these share parts of what a reader sees as one.
            ("一", "丁", ["", "一", "丁", ""]),
            ("cafe\u{301}", "cafe", ["", "cafe\u{301}", "cafe", ""]),
            ("👨‍👩‍👧", "👨‍👩‍👦", ["", "👨‍👩‍👧", "👨‍👩‍👦", ""]),
            ("a\r\nb", "a\nb", ["a", "\r\n", "\n", "b"]),
        ] {
            assert_eq!(parts(from, to), apart.map(str::to_owned), "{from} {to}");
        }
    }

    #[test]
    fn what_differs_is_in_sight_wherever_it_is() {
        let long = "现场查看了三处网点的记录。".repeat(40);
        let room = |excerpt: &Excerpt| excerpt.to_string().chars().map(half_widths).sum::<usize>();
        for (from, to) in [
            (format!("{long}缺一份。"), format!("{long}缺两份。")),
            (format!("一{long}"), format!("二{long}")),
            (format!("{long}中{long}"), format!("{long}外{long}")),
            (format!("{long}{long}"), format!("{long}插{long}")),
            (long.clone(), String::new()),
            (long.clone(), "旧".repeat(300)),
        ] {
            let apart = differing(&from, &to);
            for space in [20, 22, 40, 41, 120] {
                let (one, other) = (apart.first(space), apart.second(space));
                assert_ne!(one.to_string(), other.to_string(), "{space}");
                assert!(room(&one) <= space + DOTS && room(&other) <= space + DOTS, "{space}: {one} / {other}");
            }
        }
        let (from, to) = (format!("{long}缺一份。"), format!("{long}缺两份。"));
        let apart = differing(&from, &to);
        assert_eq!(apart.first(24).to_string(), "…处网点的记录。缺一份。");
        assert_eq!(apart.second(24).differs, "两");
        // What fits is whole; a line's end is seen.
        assert_eq!(differing("第一行\n第二行", "第一行第二行").first(20).to_string(), "第一行⏎第二行");
        assert_eq!(differing("短", "短的").second(4).to_string(), "短的");
    }
}
