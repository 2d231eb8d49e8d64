//! Phrases of the report.

use super::phrase::phrases;

phrases! {
    /// Phrases of the report.
    ReportWords {
    }
}
