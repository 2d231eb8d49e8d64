//! Exact amounts of points: rationals of big integers, and how they are read and written without losing anything.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One as _, Signed as _, Zero as _};

/// An exact amount, in points unless said otherwise. Never a float: a grade must not turn on a rounding error.
pub type Amount = BigRational;

/// A whole number as an amount.
#[must_use]
pub fn whole(number: impl Into<BigInt>) -> Amount {
    Amount::from_integer(number.into())
}

/// Reads an amount: `2`, `2.5` or `5/2`; at most nine digits on each side of the point or stroke.
#[must_use]
pub fn parse_amount(text: &str) -> Option<Amount> {
    let digits = |part: &str| -> Option<BigInt> {
        ((1..=9).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| part.parse().ok())
            .flatten()
    };
    let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let amount = if let Some((numerator, denominator)) = text.split_once('/') {
        let denominator = digits(denominator)?;
        if denominator.is_zero() {
            return None;
        }
        Amount::new(digits(numerator)?, denominator)
    } else if let Some((before, after)) = text.split_once('.') {
        let scale = BigInt::from(10).pow(u32::try_from(after.len()).ok()?);
        Amount::new(digits(before)? * &scale + digits(after)?, scale)
    } else {
        whole(digits(text)?)
    };
    Some(if negative { -amount } else { amount })
}

/// Whole units of so many decimals as a decimal number: `9440` of 2 is `94.40`.
pub(crate) fn write_scaled(scaled: &BigInt, decimals: u32) -> String {
    let width = decimals as usize + 1;
    let digits = format!("{:0>width$}", scaled.abs().to_string());
    let sign = if scaled.is_negative() { "-" } else { "" };
    let (before, after) = digits.split_at(digits.len() - decimals as usize);
    if decimals == 0 { format!("{sign}{before}") } else { format!("{sign}{before}.{after}") }
}

/// The reduced fraction `N/D`, also for whole numbers (`95/1`).
#[must_use]
pub fn fraction(amount: &Amount) -> String {
    format!("{}/{}", amount.numer(), amount.denom())
}

/// The exact value as a person would write it: a decimal where one of at most six places is exact, else `N/D`.
#[must_use]
pub fn decimal_or_fraction(amount: &Amount) -> String {
    let mut scale = BigInt::one();
    for decimals in 0..=6 {
        let scaled = amount * Amount::from_integer(scale.clone());
        if scaled.is_integer() {
            return write_scaled(&scaled.to_integer(), decimals);
        }
        scale *= 10;
    }
    debug_assert!(!amount.denom().is_zero());
    fraction(amount)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_exactly() {
        assert_eq!(parse_amount("2"), Some(whole(2)));
        assert_eq!(parse_amount("2.50"), Some(Amount::new(5.into(), 2.into())));
        assert_eq!(parse_amount("10/4"), Some(Amount::new(5.into(), 2.into())));
        assert_eq!(parse_amount("-0.1"), Some(Amount::new((-1).into(), 10.into())));
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in ["", ".", "1.", ".5", "1/0", "1e3", "１", "NaN", "1 ", "1234567890", "--1", "1/2/3"] {
            assert_eq!(parse_amount(text), None, "{text}");
        }
    }

    #[test]
    fn exact_values_are_written_exactly() {
        assert_eq!(decimal_or_fraction(&parsed("98.8")), "98.8");
        assert_eq!(decimal_or_fraction(&parsed("100")), "100");
        assert_eq!(decimal_or_fraction(&parsed("1/3")), "1/3");
        assert_eq!(fraction(&parsed("190/2")), "95/1");
    }

    fn parsed(text: &str) -> Amount {
        parse_amount(text).unwrap()
    }
}
