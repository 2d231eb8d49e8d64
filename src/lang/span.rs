//! Spans of time as people read them, the same in window, command line and lists.

use super::LedgerViewWords;

/// A span of `above / below` minutes in days, hours and minutes; with a sign where it is rounded to a minute.
#[must_use]
pub fn span(w: &LedgerViewWords, above: i128, below: i128) -> String {
    let below = below.max(1);
    let whole = (above.abs().saturating_mul(2) / below + 1) / 2;
    let (days, hours, minutes) = (whole / 1440, whole % 1440 / 60, whole % 60);
    let day = (days > 0).then(|| w.span_days.fill(&[("d", &days)]));
    let rest = match (hours, minutes) {
        (0, 0) if days > 0 => None,
        (0, minutes) => Some(w.span_minutes.fill(&[("m", &minutes)])),
        (hours, 0) => Some(w.span_hours.fill(&[("h", &hours)])),
        (hours, minutes) => Some(w.span_hours_minutes.fill(&[("h", &hours), ("m", &minutes)])),
    };
    let said = day.into_iter().chain(rest).collect::<Vec<_>>().join(" ");
    let said = if above < 0 && whole > 0 { format!("-{said}") } else { said };
    if above % below == 0 { said } else { w.span_about.fill(&[("span", &said)]) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::lang::{Language, Words};

    #[test]
    fn spans_are_said_in_their_units_and_what_is_rounded_says_so() {
        let w = Words::load(Language::Chinese).unwrap().ledger_view;
        for (above, below, text) in [
            (0, 1, "0 分钟"),
            (59, 1, "59 分钟"),
            (60, 1, "1 小时"),
            (125, 1, "2 小时 5 分"),
            (1440, 1, "1 天"),
            (1445, 1, "1 天 5 分钟"),
            (3005, 1, "2 天 2 小时 5 分"),
            (-90, 1, "-1 小时 30 分"),
            (121, 2, "≈1 小时 1 分"),
            (120, 2, "1 小时"),
        ] {
            assert_eq!(span(&w, above, below), text);
        }
    }
}
