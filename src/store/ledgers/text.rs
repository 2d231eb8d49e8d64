//! Texts from tables: what nobody sees is taken out, what looks the same becomes the same.

use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

/// Whether a character is seen by nobody: zero width, direction, control; white space counts as seen.
fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180e}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
        || letter.is_control() && !letter.is_whitespace()
}

/// A sign of full width as the one of half width.
fn half(letter: char) -> char {
    match letter {
        '！'..='～' => char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter),
        '\u{3000}' | '\u{a0}' => ' ',
        other => other,
    }
}

/// One line: composed (NFC), nothing invisible, white space as single spaces, none at the ends. Says whether anything
/// invisible was taken out.
pub(super) fn line(text: &str) -> (String, bool) {
    let plain = |text: &str| text.bytes().all(|byte| (0x21..0x7f).contains(&byte));
    if plain(text) {
        return (text.to_owned(), false);
    }
    let mut invisible = false;
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    let composed: std::borrow::Cow<'_, str> = match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text.into(),
        _ => text.nfc().collect::<String>().into(),
    };
    for letter in composed.chars() {
        if letter.is_whitespace() {
            space = !out.is_empty();
        } else if is_invisible(letter) {
            invisible = true;
        } else {
            if space {
                out.push(' ');
                space = false;
            }
            out.push(letter);
        }
    }
    (out, invisible)
}

/// The number of a record: like [`line`], in half width, so that two numbers that look the same are the same.
pub(super) fn number(text: &str) -> (String, bool) {
    let (line, invisible) = line(text);
    if line.is_ascii() { (line, invisible) } else { (line.chars().map(half).collect(), invisible) }
}

/// A value to be compared or read: like [`number`], in compatible forms (NFKC), small letters.
pub(super) fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.trim().to_ascii_lowercase();
    }
    let text: String = text.nfkc().filter(|letter| !is_invisible(*letter)).collect();
    text.trim().to_lowercase()
}

/// A heading to be compared: no white space, half width, small letters, without marks such as `*` and without what
/// stands in brackets: `客户姓名 *（必填）` is `客户姓名`.
pub(super) fn heading(text: &str) -> String {
    let text: String = text.nfkc().filter(|letter| !is_invisible(*letter)).collect::<String>().to_lowercase();
    let mut out = String::with_capacity(text.len());
    let mut depth = 0_usize;
    for letter in text.chars() {
        match letter {
            '(' | '[' | '【' | '〔' | '<' | '《' => depth += 1,
            ')' | ']' | '】' | '〕' | '>' | '》' => depth = depth.saturating_sub(1),
            '*' | '#' | ':' | '·' | '※' | '"' | '\'' | '_' | '＊' | '★' | '|' => {}
            letter if letter.is_whitespace() || depth > 0 => {}
            letter => out.push(letter),
        }
    }
    // A heading that is all in brackets is still one.
    if out.is_empty() {
        return text.chars().filter(|letter| letter.is_alphanumeric()).collect();
    }
    out
}

/// At most so many characters; of a longer text the beginning and `…`.
pub(super) fn within(text: String, most: usize) -> String {
    if text.len() <= most || text.chars().count() <= most {
        return text;
    }
    text.chars().take(most - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_the_same_is_the_same() {
        assert_eq!(number("Ｇ\u{200b}D－０１\n 2"), ("GD-01 2".into(), true));
        assert_eq!(number("\u{202e}A1"), ("A1".into(), true));
        assert_eq!(number("cafe\u{301}"), ("café".into(), false));
        assert_eq!(line("  王\u{3000} 小明\r\n"), ("王 小明".into(), false));
    }

    #[test]
    fn headings_lose_their_decoration() {
        for text in ["客户姓名", " 客 户\n姓名 ", "客户姓名*", "*客户姓名（必填）", "客户姓名：", "【必填】客户姓名"]
        {
            assert_eq!(heading(text), "客户姓名", "{text}");
        }
        assert_eq!(heading("Order　Ｎｏ."), "orderno.");
        assert_eq!(heading("（备注）"), "备注");
    }
}
