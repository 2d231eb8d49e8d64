//! Figures of ledgers as people read them in the window.

use crate::assessment::{self, rounded};
use crate::lang::{LedgerViewWords, span};

/// A share in percent with one place.
pub(super) fn percent(hits: usize, n: usize) -> String {
    format!("{}%", assessment::percent(hits, n, 1))
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
    fn a_span_that_is_cut_says_so() {
        let w = Words::load(Language::Chinese).unwrap().ledger_view;
        for (minutes, text) in [(125, "2 小时 5 分"), (3000, "2 天 2 小时"), (3005, "≈2 天 2 小时"), (1441, "≈1 天")]
        {
            assert_eq!(brief(&w, minutes, 1), text);
        }
    }
}
