//! How exact amounts are shown; the only place where digits are dropped.

use num_bigint::BigInt;
use num_traits::{Signed as _, Zero as _};

use crate::criteria::{Amount, decimal_or_fraction, fraction, write_scaled};

/// An amount cut, not rounded, to so many decimals (towards zero): what shows as 95.00 is at least 95.
#[must_use]
pub fn show(amount: &Amount, decimals: u32) -> String {
    let scale = BigInt::from(10).pow(decimals);
    write_scaled(&(amount * Amount::from_integer(scale)).to_integer(), decimals)
}

/// As [`show`], with `≈` before it where digits were cut, so that a sum of shown figures never seems wrong.
#[must_use]
pub fn show_marked(amount: &Amount, decimals: u32) -> String {
    let shown = show(amount, decimals);
    let scale = Amount::from_integer(BigInt::from(10).pow(decimals));
    if (amount * scale).is_integer() { shown } else { format!("≈{shown}") }
}

/// The exact value as a person adds it up: a decimal of at most four places, or a mixed fraction such as `37 2/3`
/// with a denominator of at most 1000; none where neither is exact.
#[must_use]
pub fn mixed(amount: &Amount) -> Option<String> {
    let text = decimal_or_fraction(amount);
    if !text.contains('/') {
        return (text.split('.').nth(1).map_or(0, str::len) <= 4).then_some(text);
    }
    if *amount.denom() > BigInt::from(1000) || amount.is_negative() {
        return None;
    }
    let (before, rest) = (amount.to_integer(), amount.fract());
    Some(if before.is_zero() { fraction(&rest) } else { format!("{before} {}", fraction(&rest)) })
}

/// A distance, at least as large as it is: a shown score plus its shown distance never stays below the threshold.
#[must_use]
pub fn show_up(amount: &Amount, decimals: u32) -> String {
    let scale = BigInt::from(10).pow(decimals);
    write_scaled(&(amount * Amount::from_integer(scale)).ceil().to_integer(), decimals)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::criteria::parse_amount;

    fn amount(text: &str) -> Amount {
        parse_amount(text).unwrap()
    }

    #[test]
    fn shown_figures_are_cut() {
        for (exact, shown) in [
            ("94.999", "94.99"),
            ("9100/96", "94.79"),
            ("95", "95.00"),
            ("98.8", "98.80"),
            ("1/3", "0.33"),
            ("0", "0.00"),
            ("-1/3", "-0.33"),
            ("-0.001", "0.00"),
            ("100", "100.00"),
            ("0.05", "0.05"),
        ] {
            assert_eq!(show(&amount(exact), 2), shown, "{exact}");
        }
        assert_eq!(show(&amount("94.9"), 0), "94");
    }

    #[test]
    fn mixed_fractions_can_be_added_up() {
        for (exact, text) in [("113/3", "37 2/3"), ("7/3", "2 1/3"), ("1/6", "1/6"), ("24.375", "24.375"), ("40", "40")]
        {
            assert_eq!(mixed(&amount(exact)).as_deref(), Some(text));
        }
        assert_eq!(mixed(&amount("1/1009")), None);
    }

    #[test]
    fn cut_figures_can_be_marked() {
        assert_eq!(show_marked(&amount("113/3"), 2), "≈37.66");
        assert_eq!(show_marked(&amount("37.66"), 2), "37.66");
    }

    #[test]
    fn distances_are_never_shown_too_small() {
        assert_eq!(show_up(&amount("0.001"), 2), "0.01");
        assert_eq!(show_up(&amount("0.6"), 2), "0.60");
        assert_eq!(show_up(&amount("0"), 2), "0.00");
    }
}
