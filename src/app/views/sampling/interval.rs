//! How far a sample of this size may be from the truth; a help for planning, never part of the score.

/// The 95 % Wilson interval of a share, in the unit of 1; none where it is not known.
#[must_use]
pub fn interval(_checked: u32, _nonconforming: u32) -> Option<(f64, f64)> {
    // Joined with the room of planning, where the sum is.
    None
}
