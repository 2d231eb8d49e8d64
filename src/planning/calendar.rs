//! Days: from which on the company can apply.
//!
//! Why it is so: bodies want a system that has run for some months before the application, and a plan needs its time.
//! Both are counted in calendar days and months; what nobody stated is said to be unknown, not guessed.

use chrono::{Months, NaiveDate};

use crate::assessment::Assessment;
use crate::criteria::{GateForm, gates};

/// From when on the company can apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Earliest {
    /// 最早可申请日, as far as it is known.
    pub day: NaiveDate,
    /// When the system has run long enough, by the gate that asks for its first day; none where nobody stated that day.
    pub operation: Option<NaiveDate>,
}

/// The earliest day of application: not before today, not before the plan is finished, and not before the system has run
/// for the months that the gates ask for.
#[must_use]
pub fn earliest_application(assessment: &Assessment, today: NaiveDate, finish: Option<NaiveDate>) -> Earliest {
    let full = |gate: &crate::criteria::Gate| {
        let GateForm::Day { months } = gate.form else { return None };
        let first = assessment.gates.get(&gate.id)?.day?;
        first.checked_add_months(Months::new(months))
    };
    let operation = gates().gates.iter().filter_map(full).max();
    let day = [Some(today), finish, operation].into_iter().flatten().max().unwrap_or(today);
    Earliest { day, operation }
}
