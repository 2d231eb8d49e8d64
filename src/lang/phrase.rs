//! A phrase with named places, and the macro that makes a typed list of phrases.

use std::fmt;
use std::ops::Deref;

use serde::Deserialize;

/// A phrase as it stands in a language file; places are written `{name}`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
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

/// Most characters of what somebody wrote that a sentence repeats.
const MAX_ECHO: usize = 60;

/// The beginning of a text that somebody wrote, on one line, for a sentence about it.
#[must_use]
pub fn cut(text: &str) -> String {
    let mut letters = text.trim().chars().map(|found| if found.is_control() { ' ' } else { found });
    let mut out: String = letters.by_ref().take(MAX_ECHO).collect();
    if letters.next().is_some() {
        out.push('…');
    }
    out
}

/// A size in bytes as a person reads it.
#[must_use]
pub fn size(bytes: u64) -> String {
    const STEPS: [(u64, &str); 3] = [(1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "KB")];
    match STEPS.iter().find(|(step, _)| bytes >= *step) {
        Some((step, unit)) => format!("{}.{} {unit}", bytes / step, bytes % step * 10 / step),
        None => format!("{bytes} B"),
    }
}

/// The name of a phrase in a language file.
pub(crate) struct Name(pub String);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameVisitor;

        impl serde::de::Visitor<'_> for NameVisitor {
            type Value = Name;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a phrase")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Name, E> {
                Ok(Name(text.to_owned()))
            }
        }

        deserializer.deserialize_identifier(NameVisitor)
    }
}

/// Makes a struct of phrases, one field each; an unknown, doubled or missing one is a load error.
///
/// Not serde's derive: with hundreds of fields the code that it makes keeps the optimiser busy for many minutes.
macro_rules! phrases {
    ($(#[$meta:meta])* $name:ident { $($field:ident),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Default)]
        #[allow(missing_docs)] // the phrase itself, in the language file, is the documentation
        pub struct $name { $(pub $field: crate::lang::Phrase),* }

        impl $name {
            const NAMES: &'static [&'static str] = &[$(stringify!($field)),*];

            /// Every phrase with its name, for tests that walk the list.
            #[must_use]
            pub fn each(&self) -> Vec<(&'static str, &crate::lang::Phrase)> {
                let phrases: [&crate::lang::Phrase; Self::NAMES.len()] = [$(&self.$field),*];
                Self::NAMES.iter().copied().zip(phrases).collect()
            }

            fn place(&mut self, name: &str) -> Option<&mut crate::lang::Phrase> {
                match name {
                    $(stringify!($field) => Some(&mut self.$field),)*
                    _ => None,
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Phrases;

                impl<'de> serde::de::Visitor<'de> for Phrases {
                    type Value = $name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("phrases")
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<$name, A::Error> {
                        use serde::de::Error as _;

                        let mut out = $name::default();
                        let mut missing: std::collections::BTreeSet<&str> = $name::NAMES.iter().copied().collect();
                        while let Some(crate::lang::phrase::Name(name)) = map.next_key()? {
                            let Some(place) = out.place(&name) else {
                                return Err(A::Error::unknown_field(&name, $name::NAMES));
                            };
                            *place = map.next_value()?;
                            if !missing.remove(name.as_str()) {
                                return Err(A::Error::custom(format!("doubled phrase {name}")));
                            }
                        }
                        match missing.pop_first() {
                            None => Ok(out),
                            Some(name) => {
                                let name = $name::NAMES.iter().find(|known| **known == name);
                                Err(A::Error::missing_field(name.copied().unwrap_or_default()))
                            }
                        }
                    }
                }

                deserializer.deserialize_struct(stringify!($name), $name::NAMES, Phrases)
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
