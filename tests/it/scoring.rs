//! Scores: worked examples, the identity, and properties.
