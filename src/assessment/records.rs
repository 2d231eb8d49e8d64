//! The records of a ledger by number, shared by pointer.
//!
//! Why it is so: undo keeps snapshots, and window, writer and statistics each hold the case. A hundred thousand records
//! that were copied for every promise that is set, or compared for every mark, would hold the window up; shared ones
//! are copied when one of them changes, and two that are the same are equal at once.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize};

use super::Record;
use super::limits::MAX_RECORDS;

/// Records by number; a clone costs nothing. Written as the map that it is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct Records(Arc<BTreeMap<String, Record>>);

impl Records {
    /// The map, to be changed; copied where others hold it too.
    pub fn make_mut(&mut self) -> &mut BTreeMap<String, Record> {
        Arc::make_mut(&mut self.0)
    }

    /// Whether both are the very same, which takes no time to say.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for Records {
    type Target = BTreeMap<String, Record>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<'a> IntoIterator for &'a Records {
    type Item = (&'a String, &'a Record);
    type IntoIter = std::collections::btree_map::Iter<'a, String, Record>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl FromIterator<(String, Record)> for Records {
    fn from_iter<I: IntoIterator<Item = (String, Record)>>(records: I) -> Self {
        Self(Arc::new(records.into_iter().collect()))
    }
}

impl<const N: usize> From<[(String, Record); N]> for Records {
    fn from(records: [(String, Record); N]) -> Self {
        records.into_iter().collect()
    }
}

impl<'de> Deserialize<'de> for Records {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::bounded::map::<MAX_RECORDS, _, _, _>(deserializer).map(|records| Self(Arc::new(records)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_clone_shares_until_it_changes_and_what_is_written_is_a_map() {
        let one: Records = [("A".to_owned(), Record::new(3, vec![]))].into();
        let mut other = one.clone();
        assert!(one.is(&other));
        other.make_mut().insert("B".into(), Record::new(4, vec![]));
        assert!(!one.is(&other) && one != other);
        assert_eq!((one.len(), other.len()), (1, 2));
        other.make_mut().remove("B");
        assert!(!one.is(&other) && one == other, "equal all the same");
        let text = serde_json::to_string(&other).unwrap();
        assert_eq!(text, r#"{"A":"3"}"#);
        assert_eq!(serde_json::from_str::<Records>(&text).unwrap(), one);
        let doubled = serde_json::from_str::<Records>(r#"{"A":"3","A":"4"}"#).unwrap_err();
        assert!(doubled.to_string().contains(super::super::DOUBLED), "{doubled}");
    }
}
