//! Phrases of the window.

use super::phrase::phrases;

phrases! {
    /// Phrases of the window.
    AppWords {
    }
}
