//! How far the share found in a sample may be from the share in all records: the 95 % Wilson score interval.
//!
//! A help for planning a sample, **not a part of the score**: the standard deducts by the plain proportion. Floats are
//! in order here, since nothing is decided by them; only sums, products, quotients and one square root are taken, which
//! every computer rounds alike.

/// The quantile of the standard normal distribution that 95 % lie within on both sides.
const Z: f64 = 1.959_963_985;

/// One whole, in the unit of [`Interval`].
const WHOLE: f64 = 10_000.0;

/// Where the true share probably lies, in ten-thousandths, rounded to the nearest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// At least.
    pub lower: u32,
    /// At most.
    pub upper: u32,
}

/// The 95 % Wilson interval for so many nonconforming among so many checked; none where nothing was checked or more
/// were nonconforming than checked.
///
/// Source: E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209–212; without correction for continuity and without regard to
/// the size of the population, so that it is rather too wide for small ledgers.
#[must_use]
pub fn wilson(nonconforming: u32, checked: u32) -> Option<Interval> {
    if checked == 0 || nonconforming > checked {
        return None;
    }
    let (bad, n) = (f64::from(nonconforming), f64::from(checked));
    let share = bad / n;
    let scale = 1.0 + Z * Z / n;
    let centre = (share + Z * Z / (2.0 * n)) / scale;
    let half = Z / scale * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    // At the ends the interval is closed; a last digit lost in rounding would open it.
    let lower = if nonconforming == 0 { 0.0 } else { centre - half };
    let upper = if nonconforming == checked { 1.0 } else { centre + half };
    Some(Interval { lower: ten_thousandths(lower), upper: ten_thousandths(upper) })
}

/// A share between 0 and 1 in ten-thousandths.
fn ten_thousandths(share: f64) -> u32 {
    let parts = (share * WHOLE).round().clamp(0.0, WHOLE);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between 0 and 10,000 and whole
    let parts = parts as u32;
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Worked out apart from this code: the roots of (p − x)² = z² x (1 − x) / n, in 40 digits.
    #[test]
    fn intervals_are_those_of_others() {
        for (bad, n, lower, upper) in [
            (0, 10, 0, 2775),
            (1, 10, 179, 4042),
            (5, 10, 2366, 7634),
            (10, 10, 7225, 10_000),
            (2, 24, 232, 2585),
            (3, 40, 258, 1986),
            (6, 60, 466, 2015),
            (0, 1, 0, 7935),
            (1, 1, 2065, 10_000),
            (50, 1000, 381, 653),
        ] {
            assert_eq!(wilson(bad, n), Some(Interval { lower, upper }), "{bad}/{n}");
        }
        assert_eq!(wilson(0, 0), None);
        assert_eq!(wilson(2, 1), None);
        assert!(wilson(u32::MAX, u32::MAX).is_some());
    }
}
