//! Room 2 · what is answered: the company, a verdict per clause, evidence, special deductions, the bonus.
//!
//! A change is a value: every change to an [`Assessment`] is an [`Edit`] and goes through [`apply`], the one gate
//! for window, command line, import and undo. Knows neither disk nor clock nor window nor scores.
//!
//! Why it is so:
//! * Answers and pieces of evidence are shared pointers, so that a snapshot for undo copies pointers, not findings.
//! * Pieces of evidence and special deductions have numbers, so that clauses, states and the change log can refer to
//!   them.
//! * When a case moves to another edition of its scheme, answers that do not fit it any more are kept as former answers.
//!   No edit touches them: they change together with the scheme, by [`carry`], and by nothing else.
//! * An answer that says nothing is no answer: `apply` and opening drop it, so that the same content is the same value.

mod answer;
mod change;
mod check;
mod document;
mod edit;
mod edition;
mod evidence;
mod former;
mod limits;
mod progress;
mod tell;
mod unique;

pub use answer::{Answer, Verdict};
pub use change::{Change, How, Step, changes};
pub use check::{Problem, check};
pub use document::{Assessment, Bonus, Company, SpecialDeduction, SpecialDeductionId};
pub use edit::{Edit, EditKind, apply};
pub use edition::{Carried, Fate, carry};
pub use evidence::{Evidence, EvidenceId, EvidenceItem, ItemState, Period, is_absolute};
pub use former::{FormerAnswer, WhyFormer};
pub use limits::*;
pub use progress::{Progress, progress};
pub use tell::Told;
pub use unique::{DOUBLED, map as unique_map};
