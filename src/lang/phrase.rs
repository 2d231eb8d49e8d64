//! A phrase with named places, and the macro that makes a typed list of phrases.

use std::fmt;
use std::ops::Deref;

use serde::Deserialize;

/// A phrase as it stands in a language file; places are written `{name}`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Phrase(String);

impl Phrase {
    /// The phrase with its places filled. A place that is not given stays as it is, so that it is seen.
    #[must_use]
    pub fn fill(&self, places: &[(&str, &dyn fmt::Display)]) -> String {
        let mut out = String::with_capacity(self.0.len() + 16);
        let mut rest = self.0.as_str();
        while let Some(open) = rest.find('{') {
            out.push_str(&rest[..open]);
            let tail = &rest[open..];
            let filled = tail.find('}').and_then(|close| {
                let (_, value) = places.iter().find(|(name, _)| *name == &tail[1..close])?;
                Some((close, value.to_string()))
            });
            if let Some((close, value)) = filled {
                out.push_str(&value);
                rest = &tail[close + 1..];
            } else {
                out.push('{');
                rest = &tail[1..];
            }
        }
        out.push_str(rest);
        out
    }

    /// The names of the places, in order.
    #[must_use]
    pub fn places(&self) -> Vec<&str> {
        self.0.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(name, _)| name)).collect()
    }
}

impl Deref for Phrase {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Makes a struct of phrases, one field each; an unknown or a missing one is a load error.
macro_rules! phrases {
    ($(#[$meta:meta])* $name:ident { $($field:ident),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        #[allow(missing_docs)] // the phrase itself, in the language file, is the documentation
        pub struct $name { $(pub $field: crate::lang::Phrase),* }

        impl $name {
            /// Every phrase with its name, for tests that walk the list.
            #[must_use]
            pub fn each(&self) -> Vec<(&'static str, &crate::lang::Phrase)> {
                vec![$((stringify!($field), &self.$field)),*]
            }
        }
    };
}

pub(crate) use phrases;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_by_name_and_unknown_ones_stay() {
        let phrase = Phrase("第 {n} 行：{what}，{n}，{gone}".into());
        assert_eq!(phrase.fill(&[("n", &3), ("what", &"重复")]), "第 3 行：重复，3，{gone}");
        assert_eq!(phrase.places(), ["n", "what", "n", "gone"]);
    }

    #[test]
    fn what_is_filled_in_is_not_filled_again() {
        assert_eq!(Phrase("{a}{b}".into()).fill(&[("a", &"{b}"), ("b", &"x")]), "{b}x");
    }
}
