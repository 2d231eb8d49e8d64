//! Names in a package: safe on every system, and never too long.
//!
//! Why it is so: every name begins with a number that no other name of its folder has. So two names can never be the
//! same, however a system compares them (capitals, NFC and NFD, trailing dots), and none is a device of Windows.

use unicode_normalization::UnicodeNormalization as _;

/// Most units (UTF-16, as Windows counts) of the folder of an item, of a folder in it, and of a file. Together with the
/// strokes between them they stay under [`MAX_PATH`].
pub(super) const FOLDER: usize = 50;
pub(super) const INNER: usize = 60;
pub(super) const FILE: usize = 80;
/// Most units of a path from the root of the package; Windows takes 260 from the root of the drive.
pub const MAX_PATH: usize = 200;
/// Most bytes of one name, since some systems count these.
const BYTES: usize = 240;
/// A longer ending is no ending.
const ENDING: usize = 16;

/// A name as it may stand on any system: no character that one of them refuses, no invisible ones that turn a name
/// around, no dot or space at either end.
fn clean(name: &str) -> String {
    let turned = |letter: char| matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    let safe = |letter: char| match letter {
        '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*' => '_',
        other if other.is_control() => '_',
        other if other.is_whitespace() => ' ',
        other => other,
    };
    let name: String = name.nfc().filter(|letter| !turned(*letter)).map(safe).collect();
    name.trim_matches(['.', ' ']).to_owned()
}

/// The beginning of a name that has room; cut between characters.
fn cut(name: &str, units: usize, bytes: usize) -> &str {
    let (mut taken, mut end) = (0, 0);
    for (at, letter) in name.char_indices() {
        taken += letter.len_utf16();
        if taken > units || at + letter.len_utf8() > bytes {
            break;
        }
        end = at + letter.len_utf8();
    }
    name[..end].trim_end_matches(['.', ' '])
}

/// The name of a folder: number, then as much of its title as has room.
pub(super) fn folder(number: &str, title: &str, most: usize) -> String {
    let prefix = format!("{number}-");
    let title = clean(title);
    let title = cut(&title, most.saturating_sub(prefix.len()), BYTES.saturating_sub(prefix.len()));
    if title.is_empty() { number.to_owned() } else { format!("{prefix}{title}") }
}

/// The name of a file: number, as much of its own name as has room, a mark, its ending. An ending of its own may be
/// given.
pub(super) fn file(number: &str, name: &str, mark: &str, ending: Option<&str>) -> String {
    let name = clean(name);
    let (stem, own) = match name.rsplit_once('.') {
        Some((stem, end)) if !stem.is_empty() && !end.is_empty() && end.chars().count() <= ENDING => (stem, end),
        _ => (name.as_str(), ""),
    };
    let own = own.trim();
    let end = ending.unwrap_or(own);
    let end = if end.is_empty() { String::new() } else { format!(".{end}") };
    let prefix = format!("{number}-");
    let units = |text: &str| text.encode_utf16().count();
    let room = FILE.saturating_sub(units(&prefix) + units(mark) + units(&end));
    let bytes = BYTES.saturating_sub(prefix.len() + mark.len() + end.len());
    let stem = cut(stem.trim_end_matches(['.', ' ']), room, bytes);
    let prefix = if stem.is_empty() { number } else { &prefix };
    format!("{prefix}{stem}{mark}{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_on_every_system() {
        for (name, expected) in [
            ("CON", "01-01-CON"),
            ("a<b>c:d\"e/f\\g|h?i*j.pdf", "01-01-a_b_c_d_e_f_g_h_i_j.pdf"),
            ("报告. ", "01-01-报告"),
            ("  .hidden", "01-01-hidden"),
            ("a\u{202e}fdp.exe", "01-01-afdp.exe"),
            ("a\n\tb.txt", "01-01-a__b.txt"),
            ("e\u{301}.txt", "01-01-é.txt"),
            ("...", "01-01"),
            ("合同 . pdf", "01-01-合同.pdf"),
        ] {
            assert_eq!(file("01-01", name, "", None), expected, "{name:?}");
        }
        assert_eq!(folder("03", "售后/服务 手册.", FOLDER), "03-售后_服务 手册");
        assert_eq!(folder("03", "??", 4), "03-_");
    }

    #[test]
    fn names_are_cut_by_characters_and_keep_their_ending() {
        for letter in ["长", "a", "𠮷", "é"] {
            let name = file("01-01", &format!("{}.xlsm", letter.repeat(300)), "（遮盖副本）", Some("xlsx"));
            assert!(name.encode_utf16().count() <= FILE && name.len() <= 240, "{name}");
            assert!(name.ends_with(&format!("{letter}（遮盖副本）.xlsx")), "{name}");
        }
        let no_ending = file("01-01", &format!("a.{}", "b".repeat(300)), "", None);
        assert_eq!(no_ending.chars().count(), FILE);
        const { assert!(FOLDER + 1 + INNER + 1 + FILE <= MAX_PATH) };
    }
}
