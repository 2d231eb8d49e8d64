//! Phrases about ledgers: their import, and what their records say.

use super::phrase::phrases;

phrases! {
    /// Phrases about ledgers: their import, and what their records say.
    LedgersWords {
        title,
    }
}
