//! Where we are.

/// A view of the open case. The rail shows them in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // named after the views
pub enum Place {
    Profile,
    Assess,
    Grid,
    Evidence,
    Ledgers,
    Sampling,
    Materials,
    Readiness,
    Special,
    Score,
    Remediation,
    Plan,
    Report,
    Changes,
    Rounds,
}

impl Place {
    /// All of them, in the order of the work.
    pub const ALL: [Self; 15] = [
        Self::Profile,
        Self::Assess,
        Self::Grid,
        Self::Evidence,
        Self::Ledgers,
        Self::Sampling,
        Self::Materials,
        Self::Readiness,
        Self::Special,
        Self::Score,
        Self::Remediation,
        Self::Plan,
        Self::Rounds,
        Self::Report,
        Self::Changes,
    ];
}
