//! Texts that a spreadsheet would take for a formula, made harmless in CSV and exactly restored.
//!
//! A text of any number of `'` followed by `=`, `+`, `-`, `@`, one of these in full width, a tab or a line break gains
//! one `'` when it is written and loses one when it is read. Other texts stay as they are, so every text comes back as
//! it was. Full width, because spreadsheets in China and Japan take it for the same sign.

const STARTS: [char; 11] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n'];

fn looks_like_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(STARTS)
}

/// The text as it is written.
pub(in crate::store) fn guard(text: &str) -> String {
    if looks_like_formula(text) { format!("'{text}") } else { text.to_owned() }
}

/// The text as it was before [`guard`]; texts of other origin lose a `'` only where it stands before a formula.
pub(in crate::store) fn unguard(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if looks_like_formula(rest) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_comes_back() {
        for text in ["", "=1+1", "'=1", "''=1", "'", "''", "'abc", "+86", "-5", "@x", "\t=", "a=b", "\n=", "＝1"] {
            let written = guard(text);
            assert_eq!(unguard(&written), text, "{written}");
            assert!(!written.starts_with(STARTS), "{written}");
        }
        assert_eq!(unguard("=1+1"), "=1+1", "a table written by hand may go without");
    }
}
