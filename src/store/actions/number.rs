//! Numbers as people and spreadsheets write them → exact ones; nothing is rounded without being said.

use num_bigint::BigInt;
use num_traits::{Signed as _, ToPrimitive as _};

use crate::assessment::{Gain, MAX_LEAD_DAYS, MAX_QUANTITY};
use crate::criteria::{Amount, parse_amount};
use crate::store::tables::columns::narrow;

/// Why a text is no number that can be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoNumber {
    NotANumber,
    Negative,
    TooLarge,
    TooFine,
}

/// Signs before and units behind a number that change nothing.
const SIGNS: [&str; 3] = ["¥", "￥", "+"];
const UNITS: [&str; 6] = ["人天", "工作日", "天", "元", "分", "yuan"];
/// Most characters of a number.
const MAX_LENGTH: usize = 60;

/// Effort or cost, in hundredths.
pub(super) fn quantity(text: &str) -> Result<u64, NoNumber> {
    let hundredths = decimal(text)? * Amount::from_integer(100.into());
    let nearest = hundredths.round();
    // What a spreadsheet computed misses the number that is meant by less than anybody could mean.
    let noise = (&hundredths - &nearest).abs() * Amount::from_integer(1_000_000.into());
    if noise >= Amount::from_integer(1.into()) {
        return Err(NoNumber::TooFine);
    }
    nearest.to_integer().to_u64().filter(|number| *number <= MAX_QUANTITY).ok_or(NoNumber::TooLarge)
}

/// Whole days.
pub(super) fn days(text: &str) -> Result<u32, NoNumber> {
    let days = decimal(text)?;
    if !days.is_integer() {
        return Err(NoNumber::TooFine);
    }
    days.to_integer().to_u32().filter(|number| *number <= MAX_LEAD_DAYS).ok_or(NoNumber::TooLarge)
}

/// Points: a decimal or a fraction such as `9/11`, of which a case can keep no more than nine digits on either side.
pub(super) fn points(text: &str) -> Result<Gain, NoNumber> {
    let bare = bare(text);
    let amount = match parse_amount(&bare) {
        Some(amount) if amount.is_negative() => return Err(NoNumber::Negative),
        Some(amount) => amount,
        None => decimal(text)?,
    };
    if amount >= Amount::from_integer(1_000_000_000.into()) {
        return Err(NoNumber::TooLarge);
    }
    // One that does not come back from its text could be written into a case and never read again.
    let kept = parse_amount(&amount.to_string()).as_ref() == Some(&amount);
    if kept { Ok(Gain(amount)) } else { Err(NoNumber::TooFine) }
}

/// Full-width forms as half-width, without sign and unit.
fn bare(text: &str) -> String {
    let text = narrow(text.trim()).trim().to_owned();
    let text = SIGNS.iter().find_map(|sign| text.strip_prefix(sign)).unwrap_or(&text);
    let text = UNITS.iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(text);
    text.trim().to_owned()
}

/// A decimal number not below 0; commas may part thousands.
fn decimal(text: &str) -> Result<Amount, NoNumber> {
    let text = bare(text);
    let (negative, text) = match text.strip_prefix(['-', '−', '–']) {
        Some(rest) => (true, rest),
        None => (false, text.as_str()),
    };
    let (before, after) = text.split_once('.').unwrap_or((text, ""));
    let before = without_thousands(before).ok_or(NoNumber::NotANumber)?;
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if before.is_empty() || !digits(&before) || !digits(after) || text.len() > MAX_LENGTH {
        return Err(NoNumber::NotANumber);
    }
    let places = u32::try_from(after.len()).unwrap_or(0);
    let whole: BigInt = format!("{before}{after}").parse().map_err(|_| NoNumber::NotANumber)?;
    let amount = Amount::new(whole, BigInt::from(10).pow(places));
    if negative && amount.is_positive() { Err(NoNumber::Negative) } else { Ok(amount) }
}

/// `1,234` without its comma; none where commas do not part thousands.
fn without_thousands(digits: &str) -> Option<String> {
    if !digits.contains(',') {
        return Some(digits.to_owned());
    }
    let mut groups = digits.split(',');
    let first = groups.next()?;
    let right = (1..=3).contains(&first.len()) && groups.clone().all(|group| group.len() == 3);
    right.then(|| digits.replace(',', ""))
}

/// An amount as a decimal where one of at most six places is exact; none where not.
pub(super) fn as_decimal(amount: &Amount) -> Option<String> {
    let places = (0..=6_u32).find(|places| (amount * Amount::from_integer(BigInt::from(10).pow(*places))).is_integer());
    let places = places?;
    let scaled = (amount * Amount::from_integer(BigInt::from(10).pow(places))).to_integer();
    let width = places as usize + 1;
    let digits = format!("{:0>width$}", scaled.abs().to_string());
    let sign = if scaled.is_negative() { "-" } else { "" };
    let (before, after) = digits.split_at_checked(digits.len() - places as usize)?;
    Some(if after.is_empty() { format!("{sign}{before}") } else { format!("{sign}{before}.{after}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_read_as_people_write_them() {
        for (text, hundredths) in [
            ("3", 300),
            ("0.5", 50),
            ("１２．５", 1250),
            ("¥1,234.50", 123_450),
            ("2 人天", 200),
            ("800元", 80_000),
            ("0.30000000000000004", 30),
            ("2.0", 200),
            ("-0", 0),
            ("1000000000", MAX_QUANTITY),
        ] {
            assert_eq!(quantity(text), Ok(hundredths), "{text}");
        }
        for (text, why) in [
            ("三天", NoNumber::NotANumber),
            ("", NoNumber::NotANumber),
            ("1e3", NoNumber::NotANumber),
            ("12,34", NoNumber::NotANumber),
            ("约5", NoNumber::NotANumber),
            (".5", NoNumber::NotANumber),
            ("-1", NoNumber::Negative),
            ("－2 天", NoNumber::Negative),
            ("0.333", NoNumber::TooFine),
            ("1000000000.01", NoNumber::TooLarge),
            ("99999999999999999999999", NoNumber::TooLarge),
        ] {
            assert_eq!(quantity(text), Err(why), "{text}");
        }
    }

    #[test]
    fn days_are_whole_and_points_are_exact() {
        assert_eq!(days("90.0"), Ok(90));
        assert_eq!(days("1.5"), Err(NoNumber::TooFine));
        assert_eq!(days("36501"), Err(NoNumber::TooLarge));
        let gain = |text: &str| points(text).map(|gain| gain.0.to_string());
        assert_eq!(gain("9/11"), Ok("9/11".into()));
        assert_eq!(gain("2.5 分"), Ok("5/2".into()));
        assert_eq!(gain("-1"), Err(NoNumber::Negative));
        assert_eq!(gain("-1.25"), Err(NoNumber::Negative));
        assert_eq!(gain("0.3333333333333333"), Err(NoNumber::TooFine));
        assert_eq!(gain("1/0"), Err(NoNumber::NotANumber));
        assert_eq!(gain("12345678901"), Err(NoNumber::TooLarge));
        for (text, shown) in [("5/2", Some("2.5")), ("9/11", None), ("3", Some("3")), ("1/8", Some("0.125"))] {
            assert_eq!(as_decimal(&parse_amount(text).unwrap()).as_deref(), shown);
        }
    }
}
