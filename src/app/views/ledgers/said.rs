//! Figures of ledgers as people read them in the window.

use crate::assessment::{self, rounded};
use crate::lang::LedgerViewWords;

/// A share in percent with one place.
pub(super) fn percent(hits: usize, n: usize) -> String {
    format!("{}%", assessment::percent(hits, n, 1))
}

/// A span of `above / below` minutes, in the two largest units that it has.
pub(super) fn span(w: &LedgerViewWords, above: i128, below: i128) -> String {
    let minutes: i128 = rounded(above, below, 0).parse().unwrap_or(0);
    let (days, hours, rest) = (minutes / 1440, minutes % 1440 / 60, minutes % 60);
    match (days, hours, rest) {
        (0, 0, rest) => w.span_minutes.fill(&[("m", &rest)]),
        (0, hours, 0) => w.span_hours.fill(&[("h", &hours)]),
        (0, hours, rest) => w.span_hours_minutes.fill(&[("h", &hours), ("m", &rest)]),
        (days, 0, _) => w.span_days.fill(&[("d", &days)]),
        (days, hours, _) => w.span_days_hours.fill(&[("d", &days), ("h", &hours)]),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::lang::{Language, Words};

    #[test]
    fn spans_are_said_in_their_two_largest_units() {
        let w = Words::load(Language::Chinese).unwrap().ledger_view;
        for (minutes, text) in [
            (0, "0 分钟"),
            (59, "59 分钟"),
            (60, "1 小时"),
            (125, "2 小时 5 分"),
            (1440, "1 天"),
            (3000, "2 天 2 小时"),
        ] {
            assert_eq!(span(&w, minutes, 1), text);
        }
        assert_eq!(span(&w, 121, 2), "1 小时 1 分", "half a minute is rounded up");
    }
}
