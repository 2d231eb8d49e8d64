//! Schemes: the shipped one, its provenance, and files with mistakes.

use xingping::criteria::{self, SHIPPED};
use xingping::lang::{Language, Words};

#[test]
fn every_shipped_scheme_is_sound() {
    let words = Words::load(Language::Chinese).unwrap();
    for shipped in SHIPPED {
        let pinned = criteria::read(shipped.text).unwrap_or_else(|problems| {
            panic!("{:#?}", problems.iter().map(|p| p.say(&words.problems)).collect::<Vec<_>>())
        });
        assert_eq!(pinned.scheme.id, shipped.id);
        // A second reader: the ron crate agrees that this is RON.
        ron::from_str::<ron::Value>(shipped.text).unwrap();
    }
}
