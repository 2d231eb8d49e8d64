//! Phrases of the command line.

use super::phrase::phrases;

phrases! {
    /// Phrases of the command line.
    CliWords {
    }
}
