//! Room 3 · what it means: answers become a score and a grade, by the scheme's own rules.
//!
//! Exact rationals only, no floats, no words, no clock. Every amount keeps the identity
//! 删减分 + 实得分 + 扣分 = 标准分 (excluded + earned + lost = points) per clause, group, section and whole.

mod compare;
mod exact;
mod grade;
mod range;
mod relief;
mod repair;
mod score;
mod visit;

pub use crate::criteria::{decimal_or_fraction, fraction};
pub use compare::{Cause, ClauseMove, RoundComparison, compare_rounds};
pub use exact::{mixed, show, show_marked, show_up};
pub use grade::{GradeReason, Grading, NextGrade};
pub use range::{
    Fragile, PointsSpan, PointsTable, Range, Sureness, exclusions_refused, fragile, points_span, points_tables, range,
    sureness,
};
pub use relief::Relief;
pub use repair::{Repaired, repaired};
pub use score::{ClauseLine, Line, Outcome, ScoreCard, StepLine, Why, score, score_as_if};
pub use visit::{VisitCheck, VisitLine, check_visit};
