//! Figures of ledgers as people read them: rounded once, here, from the two numbers that they are made of.

use crate::lang::{LedgerViewWords, span};

/// A fraction with so many places, half away from zero.
pub(super) fn rounded(above: i128, below: i128, places: u32) -> String {
    let unit = 10_i128.pow(places);
    let twice = above.abs().saturating_mul(2 * unit);
    let whole = twice.checked_div(below.max(1)).map_or(0, |doubled| (doubled + 1) / 2);
    let sign = if above < 0 && whole > 0 { "-" } else { "" };
    if places == 0 {
        return format!("{sign}{whole}");
    }
    let width = places as usize;
    format!("{sign}{}.{:0width$}", whole / unit, whole % unit)
}

/// A share in percent with one place. What is not all never reads as 100 %, and what is not nothing never as 0 %.
pub(super) fn percent(hits: usize, n: usize) -> String {
    let number = |count: usize| i128::try_from(count).unwrap_or(i128::MAX);
    match rounded(number(hits).saturating_mul(100), number(n), 1).as_str() {
        "100.0" if hits < n => "99.9%".to_owned(),
        "0.0" if hits > 0 => "0.1%".to_owned(),
        "100.0" => "100%".to_owned(),
        "0.0" => "0%".to_owned(),
        text => format!("{text}%"),
    }
}

/// A span of `above / below` minutes for where there is little room: the two largest units, with a sign where more was
/// cut off.
pub(super) fn brief(w: &LedgerViewWords, above: i128, below: i128) -> String {
    let minutes: i128 = rounded(above, below, 0).parse().unwrap_or(0);
    let cut = minutes >= 1440 && minutes % 60 != 0;
    if !cut {
        return span(w, above, below);
    }
    let said = span(w, minutes / 60 * 60, 1);
    w.span_about.fill(&[("span", &said)])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::lang::{Language, Words};

    #[test]
    fn shares_never_claim_more_than_is_so() {
        for (hits, n, text) in
            [(0, 3, "0%"), (3, 3, "100%"), (1, 3, "33.3%"), (99_999, 100_000, "99.9%"), (1, 100_000, "0.1%")]
        {
            assert_eq!(percent(hits, n), text);
        }
        for (above, below, places, text) in [(5, 2, 0, "3"), (-5, 2, 0, "-3"), (1, 3, 2, "0.33"), (2, 3, 1, "0.7")] {
            assert_eq!(rounded(above, below, places), text);
        }
    }

    #[test]
    fn a_span_that_is_cut_says_so() {
        let w = Words::load(Language::Chinese).unwrap().ledger_view;
        for (minutes, text) in [(125, "2 小时 5 分"), (3000, "2 天 2 小时"), (3005, "≈2 天 2 小时"), (1441, "≈1 天")]
        {
            assert_eq!(brief(&w, minutes, 1), text);
        }
    }
}
