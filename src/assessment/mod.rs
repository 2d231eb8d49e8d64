//! Room 2 · what is answered: the company, a verdict per clause, evidence, special deductions, the bonus.
//!
//! A change is a value: every change to an [`Assessment`] is an [`Edit`] and goes through [`apply`], the one gate
//! for window, command line, import and undo. Knows neither disk nor clock nor window nor scores.
//!
//! Why it is so:
//! * Answers and pieces of evidence are shared pointers, so that a snapshot for undo copies pointers, not findings.
//! * Pieces of evidence and special deductions have numbers, so that
//!   refer to them.

mod answer;
mod bounded;
mod check;
mod document;
mod edit;
mod evidence;
mod limits;
mod progress;

pub use answer::{Answer, Verdict};
pub use bounded::{DOUBLED, OVERFULL};
pub use check::{Problem, check};
pub use document::{Assessment, Bonus, Company, SpecialDeduction, SpecialDeductionId};
pub use edit::{Edit, EditKind, apply};
pub use evidence::{Evidence, EvidenceId, EvidenceItem, ItemState, Period, is_absolute};
pub use limits::*;
pub use progress::{Progress, progress};
