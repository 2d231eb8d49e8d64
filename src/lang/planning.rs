//! Phrases about how sure a score is and what to do next: range, gaps, actions, plan.

use super::phrase::phrases;

phrases! {
    /// Phrases about how sure a score is and what to do next: range, gaps, actions, plan.
    PlanningWords {
        range_title, range_floor, range_ceiling, range_evidence_backed, range_exclusions_refused, range_strict,
        range_points_low, range_points_high, range_value, range_no_points, range_floor_how, range_ceiling_how,
        range_evidence_backed_how, range_exclusions_refused_how, range_strict_how, range_points_how, grade_safe,
        grade_unsafe, fragile_title, fragile_none, fragile_line, range_line,
    }
}
