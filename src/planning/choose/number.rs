//! Whole numbers for the search: everything is scaled up to whole units first, so that nothing is rounded.
//!
//! `i128` where all products fit, which is nearly always; else big integers in the same code. Denominators of a few dozen
//! samples with prime sizes do not fit.

use std::fmt::Debug;
use std::ops::{AddAssign, SubAssign};

use num_bigint::BigInt;
use num_traits::{Num, One, Signed, ToPrimitive, Zero};

use crate::criteria::Amount;

/// A signed whole number that the search can count with.
pub(super) trait Whole: Num + Clone + Ord + Debug + AddAssign + SubAssign {
    /// The number, if it fits.
    fn from_big(number: &BigInt) -> Option<Self>;
    fn to_big(&self) -> BigInt;
}

impl Whole for i128 {
    fn from_big(number: &BigInt) -> Option<Self> {
        number.to_i128()
    }

    fn to_big(&self) -> BigInt {
        (*self).into()
    }
}

impl Whole for BigInt {
    fn from_big(number: &BigInt) -> Option<Self> {
        Some(number.clone())
    }

    fn to_big(&self) -> BigInt {
        self.clone()
    }
}

fn common(mut one: BigInt, mut other: BigInt) -> BigInt {
    while !other.is_zero() {
        (one, other) = (other.clone(), one % other);
    }
    one.abs()
}

/// The largest amount of which all of these are whole multiples; 1 if all are zero.
pub(super) fn unit<'a>(amounts: impl Iterator<Item = &'a Amount> + Clone) -> Amount {
    let multiple = amounts.clone().fold(BigInt::one(), |lcm, amount| {
        let shared = common(lcm.clone(), amount.denom().clone());
        lcm / shared * amount.denom()
    });
    let divisor =
        amounts.fold(BigInt::zero(), |gcd, amount| common(gcd, amount.numer() * (&multiple / amount.denom())));
    Amount::new(if divisor.is_zero() { BigInt::one() } else { divisor }, multiple)
}

/// The largest number that divides all of these; 1 if all are zero.
pub(super) fn divisor(numbers: impl Iterator<Item = u64>) -> u64 {
    let found = numbers.fold(0, |mut one, mut other| {
        while other != 0 {
            (one, other) = (other, one % other);
        }
        one
    });
    found.max(1)
}
