//! The order in which people look for numbers in a list: 2 before 10, P-9 before P-10, capitals or not.
//!
//! Why it is so: keys stand in the order of their bytes, and draws depend on that. Only lists that people read are put
//! into this order.

use std::cmp::Ordering;

/// How two numbers of records stand to one another as people count.
#[must_use]
pub fn natural(one: &str, other: &str) -> Ordering {
    let (mut left, mut right) = (one, other);
    loop {
        let (Some(a), Some(b)) = (left.chars().next(), right.chars().next()) else {
            // The shorter first; what is written alike but for capitals or zeros, by its bytes.
            return left.len().cmp(&right.len()).then_with(|| one.cmp(other));
        };
        let ordering = if a.is_ascii_digit() && b.is_ascii_digit() {
            let (digits, rest) = digits(left);
            let (others, behind) = self::digits(right);
            (left, right) = (rest, behind);
            digits.len().cmp(&others.len()).then_with(|| digits.cmp(others))
        } else {
            (left, right) = (&left[a.len_utf8()..], &right[b.len_utf8()..]);
            a.to_lowercase().cmp(b.to_lowercase())
        };
        if ordering.is_ne() {
            return ordering;
        }
    }
}

/// The digits that a text begins with, without zeros before them, and what follows.
fn digits(text: &str) -> (&str, &str) {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    (digits.trim_start_matches('0'), rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_as_people_count() {
        let sorted =
            ["", "01", "1", "2", "10", "A", "a1", "A2", "A10", "A10-2", "A10-11", "WO-0009", "WO-0010", "甲2", "甲10"];
        for (at, one) in sorted.iter().enumerate() {
            for (other_at, other) in sorted.iter().enumerate() {
                assert_eq!(natural(one, other), at.cmp(&other_at), "{one} {other}");
            }
        }
        assert_eq!(natural("99999999999999999999998", "99999999999999999999999"), Ordering::Less);
    }
}
