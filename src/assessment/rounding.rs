//! Figures of ledgers and samples as people read them: rounded once, here, from the two numbers that they are made of.
//!
//! Why it is so: 1,999 of 2,000 signatures are not all of them, and one complaint in a thousand is not none. So a share
//! that would round to all or to nothing without being it says on which side it is.

/// A fraction with so many places, half away from zero.
#[must_use]
pub fn rounded(above: i128, below: i128, places: u32) -> String {
    let unit = 10_i128.pow(places);
    let twice = above.unsigned_abs().saturating_mul(2 * unit.unsigned_abs());
    let whole = twice.checked_div(below.max(1).unsigned_abs()).map_or(0, |doubled| doubled.div_ceil(2));
    let sign = if above < 0 && whole > 0 { "-" } else { "" };
    if places == 0 {
        return format!("{sign}{whole}");
    }
    let (unit, width) = (unit.unsigned_abs(), places as usize);
    format!("{sign}{}.{:0width$}", whole / unit, whole % unit)
}

/// A part of a whole in percent with so many places and without the sign: `33.3`, `0`, `100`; `<0.1` of what is more
/// than nothing, and `>99.9` of what is less than all.
#[must_use]
pub fn percent(part: usize, of: usize, places: u32) -> String {
    let number = |count: usize| i128::try_from(count).unwrap_or(i128::MAX);
    if part == 0 || part >= of {
        return if part == 0 { "0" } else { "100" }.to_owned();
    }
    let said = |above: i128, below: i128| rounded(above, below, places);
    let share = said(number(part).saturating_mul(100), number(of));
    let unit = 10_i128.pow(places);
    if share == said(0, 1) {
        format!("<{}", said(1, unit))
    } else if share == said(100, 1) {
        format!(">{}", said(100 * unit - 1, unit))
    } else {
        share
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_away_from_zero() {
        for (above, below, places, text) in [
            (5, 2, 0, "3"),
            (-5, 2, 0, "-3"),
            (1, 3, 2, "0.33"),
            (2, 3, 1, "0.7"),
            // 0.125 and 0.0625, both exactly halfway between two hundredths or thousandths.
            (1, 8, 2, "0.13"),
            (-1, 8, 2, "-0.13"),
            (1, 16, 3, "0.063"),
            (-1, 1000, 2, "0.00"),
        ] {
            assert_eq!(rounded(above, below, places), text, "{above}/{below}");
        }
    }

    #[test]
    fn shares_never_claim_more_than_is_so() {
        for (part, of, places, text) in [
            (0, 3, 1, "0"),
            (3, 3, 1, "100"),
            (0, 0, 1, "0"),
            (1, 3, 1, "33.3"),
            (2, 3, 2, "66.67"),
            // 1/16 is 6.25 %, 1/32 is 3.125 %: halves, rounded away from zero, once.
            (1, 16, 1, "6.3"),
            (1, 32, 2, "3.13"),
            // 9,999/20,000 is 49.995 %; rounded to two places and then to one it would be 50.0 as well, to none 50.
            (9_999, 20_000, 1, "50.0"),
            // 4,449/10,000 is 44.49 %; rounding twice would give 45.
            (4_449, 10_000, 0, "44"),
            // 1/2,000 is 0.05 %, 1/2,001 less: only the first rounds to 0.1.
            (1, 2_000, 1, "0.1"),
            (1, 2_001, 1, "<0.1"),
            (1_999, 2_000, 1, ">99.9"),
            (1_998, 2_000, 1, "99.9"),
            (1, 100_000, 2, "<0.01"),
            (99_999, 100_000, 2, ">99.99"),
            (1, 100_000, 3, "0.001"),
        ] {
            assert_eq!(percent(part, of, places), text, "{part}/{of}");
        }
    }
}
