//! Phrases about the gates before applying and the quota of managers.

use super::phrase::phrases;

phrases! {
    /// Phrases about the gates before applying and the quota of managers.
    ReadinessWords {
        title,
    }
}
