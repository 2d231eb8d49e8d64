//! Phrases about samples and their sheets.

use super::phrase::phrases;

phrases! {
    /// Phrases about samples and their sheets.
    SamplingWords {
        title,
    }
}
