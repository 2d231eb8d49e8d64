//! The keeper of files: cases, evidence on the disk, tables, settings, the worked example.
//!
//! Nobody else writes files. Every write is atomic: beside the target, synced, then renamed over it.
//!
//! Why it is so:
//! * A case is one visible RON file that its owner can copy, mail and read; the scheme it was answered against
//!   travels inside as the very text that was read, so that its fingerprint can be checked by anyone.
//! * The head (`format`, `version`) is read without knowing the body, so that a newer file is refused with a
//!   sentence instead of an error about some field.
//! * What is handed out, a table or a report, goes through `receipt`: written, read back, held against what was meant.

pub mod actions;
mod atomic;
mod backup;
mod case;
mod change_log;
mod checklist;
mod checkup;
mod clause_tree;
mod conflict;
mod content;
mod disk;
mod evidence;
mod example;
mod fault;
mod format;
mod ics;
mod journal;
mod keep_error;
mod keeper;
mod ledger_samples;
pub mod ledgers;
mod lines;
mod lock;
mod look;
mod opening;
mod package;
mod places;
mod receipt;
mod recovery;
mod round;
mod save_as;
mod say;
mod scheme;
mod search;
mod settings;
mod sheet;
pub mod tables;
mod text_file;
mod watch;
mod writer;

pub use crate::lang::cut;
pub use atomic::{create_new, write_output};
pub use backup::{Backup, BackupError, BackupReason, Counts, backup_folder, backups};
pub use case::{CASE_EXTENSION, CASE_VERSION, Case, MAX_CASE_BYTES, OpenError, OpenErrorKind, create, save};
pub use change_log::{LogEntry, Origin, OriginKind, ReadLog, change_log_path, read_change_log};
pub use checklist::{ChecklistError, read_checklist};
pub use checkup::{Depth, checkup, fingerprints};
pub use clause_tree::{ClauseTree, LeftOut, clause_tree};
pub use conflict::conflict_copies;
pub use content::{Seen, Watch};
pub use disk::{Disk, Faulty, Real, Trouble};
pub use evidence::{Unsettled, rebase, settle};
pub use example::{EXAMPLE_CASE, ExamplePlace, example, holds_only_example, write_example};
pub use fault::{Fault, cut_path, detail};
pub use format::{Parsed, Standing, parse, parse_all, render, render_at};
pub use journal::JournalTrouble;
pub use keep_error::KeepError;
pub use keeper::Keeper;
pub use ledger_samples::ledger_samples;
pub use lock::{Holder, Me};
pub use look::{OpenNotice, look, open, read_changes};
pub use opening::{Access, Opened, Opening};
pub use package::{
    MAX_PATH, PackageAsk, PackageError, PackageIndex, PackagePlan, PackageReceipt, PackageStep, PackageTarget,
    ProfileError, package_counts, package_profile, plan_package, write_package, write_package_telling,
};
pub use places::{Places, root_key};
pub use receipt::{
    Contents, Receipt, ReceiptError, write_action_table, write_calendar, write_changes, write_problems,
    write_reminder_sheets, write_report, write_sample_sheet, write_table,
};
pub use recovery::{
    Differs, Recoverable, RecoverableKind, RestoreError, Restored, content, recoverable, recoverable_told, restore,
    restored_name,
};
pub use round::{RoundError, round_case, round_file_name, write_round};
pub use save_as::{SaveAsError, save_as};
pub use say::{TIME, say_refused, say_unmasked_left};
pub use scheme::{SchemeError, newer_edition, read_scheme, scheme_text, shipped_scheme};
pub use search::{Repair, RepairBy, repairs};
pub use settings::{ChecklistChoice, Reminder, Settings, ThemeChoice, settings_path};
pub use sheet::{SheetPlan, SheetProblem, SheetProblemKind, plan_sheet, say_unread_sheet, write_sheet};
pub use watch::{Glance, glance};
pub use writer::{Clock, Closing, Report, Writer};

/// A part of a file name that every file system takes; may be empty.
#[must_use]
pub fn safe_name(text: &str) -> String {
    let safe = |found: char| if found.is_control() || r#"<>:"/\|?*"#.contains(found) { ' ' } else { found };
    let safe: String = text.trim().chars().map(safe).take(60).collect();
    safe.trim().trim_end_matches('.').to_owned()
}

/// A file or folder that belongs to a case: `NAME.xingping.journal` and the like, so that all of them lie together.
fn beside_case(case: &std::path::Path, ending: &str) -> std::path::PathBuf {
    // A link stands for the file that it leads to: two names of one case are one case.
    let target = if case.is_symlink() { std::fs::canonicalize(case).ok() } else { None };
    let case = target.unwrap_or_else(|| case.to_owned());
    let mut path = case.into_os_string();
    path.push(".");
    path.push(ending);
    path.into()
}
