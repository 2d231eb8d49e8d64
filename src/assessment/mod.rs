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

mod action;
mod action_said;
mod against;
mod answer;
mod apply;
mod award;
mod bounded;
mod change;
mod check;
mod checkup;
mod differing;
mod document;
mod drawing;
mod edit;
mod edition;
mod evidence;
mod explain;
mod fed;
mod fingerprint;
mod folder;
mod former;
mod ledger;
mod ledger_edit;
mod ledger_stats;
mod limits;
mod material;
mod material_state;
mod natural;
mod package;
mod package_said;
mod progress;
mod readiness;
mod records;
mod register;
mod round;
mod round_said;
mod rounding;
mod sample;
mod sample_said;
mod tell;
mod visit;

pub use action::{Action, ActionId, ActionState, Gain, Gap, Scenario, may_act, spaced_otherwise};
pub use action_said::hundredths;
pub use against::{Against, against, concerns, hints, prefilled, rest_conforms};
pub use answer::{Answer, Verdict};
pub use apply::apply;
pub use award::{
    Award, DueState, Milestone, MilestoneKind, NEAR_DAYS, RENEWAL_MONTHS, SURVEILLANCE_MONTHS, VALID_MONTHS, pressing,
    usual_expiry, usual_milestones,
};
pub use bounded::{
    DOUBLED, OVERFULL, list as bounded_list, map as bounded_map, set as bounded_set, weighed as weighed_map,
};
pub use change::{Change, FingerprintChange, How, RecordChange, Step, changes};
pub use check::{Problem, Subject, check};
pub use checkup::{Checkup, ItemCheck, ItemState, PieceState, Standing, Unreadable};
pub use differing::{Differing, Excerpt, differing};
pub use document::{Assessment, Bonus, Company, SpecialDeduction, SpecialDeductionId};
pub use drawing::{DrawAsk, DrawRefused, draw, possible_strata, usual_feeds};
pub use edit::{Edit, EditKind, taken_over};
pub use edition::{Carried, Fate, carry};
pub use evidence::{
    Evidence, EvidenceId, EvidenceItem, EvidenceKind, Period, Strength, is_absolute, is_root_name, root_of,
};
pub use fed::{Fed, FedBy};
pub use fingerprint::{FileFingerprint, Fingerprint, Sum};
pub use folder::{FolderFile, folder_files};
pub use former::{FormerAnswer, WhyFormer};
pub use ledger::{Kept, Ledger, LedgerAbout, LedgerImport, Record, masked_now, parse_ten_thousandths, ten_thousandths};
pub use ledger_stats::{
    FailReason, Failing, FieldStats, LedgerStats, MeasureStats, MonthStats, bare_word, carries, first_of_three_months,
    is_complete, is_made_number, ledger_failing, ledger_stats, made_number, made_table, score_scale, scores,
};
pub use limits::*;
pub use material::{MaterialAnswer, MaterialId};
pub use material_state::{
    MaterialCounts, MaterialState, material_counts, material_evidence, material_state, points_checked, suggestions,
    unknown_clauses, unsound_for_material,
};
pub use natural::natural;
pub use package::{
    EntryFate, NoMask, Package, PackageBasis, PackageEntry, PackageItem, PackageStanding, PackageTally, WhyOut,
    shown_source,
};
pub use progress::{Progress, progress};
pub use readiness::{CertificateId, GateAnswer, ManagerCertificate};
pub use records::Records;
pub use register::{Registration, register};
pub use round::{NewRound, Round, new_round};
pub use round_said::due_said;
pub use rounding::{percent, rounded};
pub use sample::{BY_MONTH, Drawn, DrawnBefore, Mark, RecordVerdict, Sample, SampleCount, may_feed};
pub use sample_said::{NAMED_RECORDS, say_all_gone, say_provisional, say_records, say_strata};
pub use tell::Told;
pub use visit::{RECTIFICATION_MONTHS, Visit, VisitFinding, finding_action, visit_actions};
