//! Lists, sets and maps that stop being read where a limit is passed, and maps in which no key stands twice.
//!
//! Why it is so:
//! * `["","",…]` has three bytes per text, and a text in memory has ten times as many: a file that may be opened must
//!   not become a list that fills the memory before anybody has looked at it. So the limits hold while reading.
//! * Serde would let the last of two equal keys win and drop what a person wrote.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::limits::{MAX_EVIDENCE, MAX_FINGERPRINTS, MAX_LEDGERS, MAX_PARTS, MAX_RECORDS, MAX_ROUNDS};
use super::{Evidence, EvidenceId, Fingerprint, Ledger, Round};
use crate::criteria::LedgerId;

/// How the message of a doubled entry begins; the key follows.
pub const DOUBLED: &str = "doubled entry ";
/// How the message of a list or map that is too long begins; the limit follows.
pub const OVERFULL: &str = "overfull, the limit is ";

/// Most items for which room is made at once; a length that a file claims is not believed.
const ROOM: usize = 64;

/// Reads a list of at most so many items.
///
/// # Errors
/// When there are more, or one of them cannot be read.
pub fn list<'de, const MOST: usize, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    collect(deserializer, MOST, Vec::with_capacity, Vec::push)
}

/// Reads a set of at most so many items; equal ones count as often as they are written.
///
/// # Errors
/// When there are more, or one of them cannot be read.
pub fn set<'de, const MOST: usize, D, T>(deserializer: D) -> Result<BTreeSet<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Ord,
{
    collect(
        deserializer,
        MOST,
        |_| BTreeSet::new(),
        |set, item| {
            set.insert(item);
        },
    )
}

/// Reads a map of at most so many entries; a doubled key is an error.
///
/// # Errors
/// When there are more, or one of them cannot be read.
pub fn map<'de, const MOST: usize, D, K, V>(deserializer: D) -> Result<BTreeMap<K, V>, D::Error>
where
    D: Deserializer<'de>,
    K: Deserialize<'de> + Ord + fmt::Display,
    V: Deserialize<'de>,
{
    weighed(deserializer, MOST, |_| 0, 0)
}

/// Reads all pieces of evidence of a case: each within its limits, and all of them together.
pub(super) fn pieces<'de, D>(deserializer: D) -> Result<BTreeMap<EvidenceId, Arc<Evidence>>, D::Error>
where
    D: Deserializer<'de>,
{
    weighed(deserializer, MAX_EVIDENCE, |piece: &Arc<Evidence>| piece.parts(), MAX_PARTS)
}

/// Reads all ledgers of a case: so many records together.
pub(super) fn ledgers<'de, D>(deserializer: D) -> Result<BTreeMap<LedgerId, Arc<Ledger>>, D::Error>
where
    D: Deserializer<'de>,
{
    weighed(deserializer, MAX_LEDGERS, |ledger: &Arc<Ledger>| ledger.records.len(), MAX_RECORDS)
}

/// Reads the rounds of a case; in a round there are none.
pub(super) fn rounds<'de, D>(deserializer: D) -> Result<Vec<Arc<Round>>, D::Error>
where
    D: Deserializer<'de>,
{
    thread_local! {
        // A round is read by the very code that reads a case, and nothing else tells one from the other.
        static IN_ROUND: Cell<bool> = const { Cell::new(false) };
    }
    if IN_ROUND.get() {
        return list::<0, _, _>(deserializer);
    }
    IN_ROUND.set(true);
    let read = list::<MAX_ROUNDS, _, _>(deserializer);
    IN_ROUND.set(false);
    read
}

/// Reads all fingerprints of a case: so many files together.
pub(super) fn fingerprints<'de, D>(deserializer: D) -> Result<BTreeMap<String, Arc<Fingerprint>>, D::Error>
where
    D: Deserializer<'de>,
{
    weighed(deserializer, MAX_FINGERPRINTS, |print: &Arc<Fingerprint>| print.files(), MAX_FINGERPRINTS)
}

/// Reads a value that is written as one line of text.
pub(super) fn text<'de, D, T>(
    deserializer: D,
    expected: &'static str,
    parse: fn(&str) -> Option<T>,
) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
{
    struct Text<T> {
        expected: &'static str,
        parse: fn(&str) -> Option<T>,
    }

    impl<T> Visitor<'_> for Text<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.expected)
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
            (self.parse)(text).ok_or_else(|| E::custom(format_args!("not {}", self.expected)))
        }
    }

    deserializer.deserialize_str(Text { expected, parse })
}

fn overfull<E: Error>(most: usize) -> E {
    E::custom(format_args!("{OVERFULL}{most}"))
}

fn collect<'de, D, T, C>(deserializer: D, most: usize, make: fn(usize) -> C, push: fn(&mut C, T)) -> Result<C, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    struct Bounded<T, C> {
        most: usize,
        make: fn(usize) -> C,
        push: fn(&mut C, T),
    }

    impl<'de, T: Deserialize<'de>, C> Visitor<'de> for Bounded<T, C> {
        type Value = C;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<C, A::Error> {
            let mut out = (self.make)(seq.size_hint().unwrap_or(0).min(ROOM));
            let mut count = 0;
            while let Some(item) = seq.next_element()? {
                count += 1;
                if count > self.most {
                    return Err(overfull(self.most));
                }
                (self.push)(&mut out, item);
            }
            Ok(out)
        }
    }

    deserializer.deserialize_seq(Bounded { most, make, push })
}

/// Reads a map of at most `most` entries that weigh at most `most_weight` together.
///
/// # Errors
/// When there are more, when they weigh more, when a key is doubled, or when one of them cannot be read.
pub fn weighed<'de, D, K, V>(
    deserializer: D,
    most: usize,
    weigh: fn(&V) -> usize,
    most_weight: usize,
) -> Result<BTreeMap<K, V>, D::Error>
where
    D: Deserializer<'de>,
    K: Deserialize<'de> + Ord + fmt::Display,
    V: Deserialize<'de>,
{
    struct Unique<K, V> {
        most: usize,
        weigh: fn(&V) -> usize,
        most_weight: usize,
        keys: PhantomData<K>,
    }

    impl<'de, K: Deserialize<'de> + Ord + fmt::Display, V: Deserialize<'de>> Visitor<'de> for Unique<K, V> {
        type Value = BTreeMap<K, V>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a map")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<BTreeMap<K, V>, A::Error> {
            let mut out = BTreeMap::new();
            let mut weight = 0_usize;
            while let Some(key) = map.next_key::<K>()? {
                if out.contains_key(&key) {
                    return Err(A::Error::custom(format_args!("{DOUBLED}{key}")));
                }
                if out.len() >= self.most {
                    return Err(overfull(self.most));
                }
                let value = map.next_value()?;
                weight = weight.saturating_add((self.weigh)(&value));
                if weight > self.most_weight {
                    return Err(overfull(self.most_weight));
                }
                out.insert(key, value);
            }
            Ok(out)
        }
    }

    deserializer.deserialize_map(Unique { most, weigh, most_weight, keys: PhantomData })
}
