//! Room 4 · what to do next: gates before applying, the managers' quota, how far a sample may be from the truth,
//! the cheapest way to a target.
//!
//! Takes what was answered and what it means, and a day; gives kinds and exact values, never sentences: those are made
//! at the doors and in report chapters. Nothing here takes part in a score.
//!
//! Why it is so:
//! * What nobody knows is [`GateState::Unknown`] and never shown as passed: whoever applies on the strength of this page
//!   must not find out at the body's desk that the program had guessed.
//! * Days come in as values. The same case and the same day give the same answer on every computer.

mod calendar;
pub mod choose;
mod gains;
mod interval;
mod plan;
mod prices;
mod quota;
mod readiness;
mod register;
mod suggest;
mod timeline;

pub use calendar::{Earliest, earliest_application};
pub use gains::{GainPerDay, gains, with_prerequisites};
pub use interval::{Interval, wilson};
pub use plan::{PinConflict, Plan, PlanAsk, PlanRefused, Target, earliest_finishes, earliest_times, plans};
pub use prices::{GradePrice, grade_prices, grades_above};
pub use quota::{Certified, EXPIRES_SOON_DAYS, QUOTA_PERCENT, Quota, quota, suggested_verdict};
pub use readiness::{GateResult, GateState, GateValue, Reason, RecordCounts, readiness, readiness_again};
pub use register::{Tally, Uncovered, gives_back, lost_by_verdict, lost_by_verdicts, not_judged, uncovered};
pub use suggest::{Suggested, suggest};
pub use timeline::{Awaited, RecordPeriod, TimeBar, Timeline, timeline};
