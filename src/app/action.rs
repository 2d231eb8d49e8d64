//! Everything a view or a finished job may ask for.

use std::path::PathBuf;

use chrono::NaiveDate;

use crate::assessment::{Company, Edit, EvidenceId, EvidenceItem, MaterialId};
use crate::criteria::{ClauseId, LedgerId};
use crate::store::ChecklistChoice;
use crate::store::ThemeChoice;

use super::command::Command;
use super::dialogs::{Dialog, ImportPreview};
use super::jobs::JobKind;
use super::ledgers::LedgerAction;
use super::place::Place;
use super::remediation::RemediationAction;
use super::rounds::RoundsAction;

impl Action {
    /// Whether a person goes on with the work by it, so that what was told of the step before is done with.
    #[must_use]
    pub fn is_of_the_work(&self) -> bool {
        matches!(
            self,
            Self::Edit(_)
                | Self::Command(_)
                | Self::Go(_)
                | Self::Show(_)
                | Self::ShowSample { .. }
                | Self::ShowEvidence(_)
                | Self::ShowMaterial(_)
                | Self::Pick(_)
                | Self::Open(_)
                | Self::Dialog(_)
                | Self::Ledger(_)
                | Self::Remediation(_)
                | Self::Rounds(_)
        )
    }
}

/// Something to be done after the frame.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)] // named after what they do
pub enum Action {
    Edit(Edit),
    /// Ends a streak of typing, so that what comes next is a step of its own.
    Pause,
    Command(Command),
    Go(Place),
    /// Shows a clause in the assessment view.
    Show(ClauseId),
    /// Shows the sample of a ledger, and a record of it where one is named.
    ShowSample {
        ledger: LedgerId,
        record: Option<String>,
    },
    /// Shows a piece of evidence in the evidence view.
    ShowEvidence(EvidenceId),
    /// Shows an item or a point to check of the material checklist.
    ShowMaterial(MaterialId),
    Pick(Purpose),
    /// A path that was typed where the system has no dialog.
    Typed {
        purpose: Purpose,
        path: PathBuf,
    },
    Open(PathBuf),
    /// Opens the case that is only looked at again.
    Reopen,
    /// Looks for what a case can be had back from, and shows it.
    Recover(PathBuf),
    /// Restores one of the found things as a new file.
    Restore(usize),
    /// Compares the open case with one of the found things.
    Compare(usize),
    /// Reads the change log again.
    ReadChanges,
    /// Shows how the newer edition differs.
    ShowEdition,
    /// Leaves the case with its edition for now.
    LeaveEdition,
    /// Moves the open case to the newer edition.
    MoveEdition,
    /// Moves the open case to the scheme that was calibrated.
    TakeCalibration,
    /// Takes the open case from a holder that is evidently gone.
    TakeCaseOver,
    /// A new case; without a scheme it takes the built-in one.
    Create {
        path: PathBuf,
        company: Box<Company>,
        scheme: Option<PathBuf>,
    },
    /// Registers files and folders as evidence, for a clause or for none yet.
    Register {
        clause: Option<ClauseId>,
        paths: Vec<PathBuf>,
    },
    /// Registers what a person typed or pasted: an address or a path.
    RegisterText {
        clause: Option<ClauseId>,
        text: String,
    },
    /// Adds files to a piece of evidence.
    AddItems {
        id: EvidenceId,
        paths: Vec<PathBuf>,
    },
    /// Registers files and folders as evidence and confirms them for an item of the checklist in use.
    RegisterFor {
        item: String,
        paths: Vec<PathBuf>,
    },
    /// Takes another checklist, or reads one again.
    UseChecklist(ChecklistChoice),
    OpenItem {
        id: EvidenceId,
        item: usize,
    },
    OpenFolderOf {
        id: EvidenceId,
        item: usize,
    },
    OpenPath(PathBuf),
    /// A checkup of all evidence.
    Checkup {
        /// Every byte is read.
        full: bool,
    },
    /// Looks for what is missing, and offers to mend it.
    FindLost,
    /// Takes a repair out of those that are to be done, or in again.
    ToggleRepair(usize),
    /// Mends the places that are chosen, as one step.
    Relink,
    /// Removes a named root that nothing lies under.
    RemoveRoot(String),
    /// Registers what was found in a folder tree, by clauses or as one folder.
    RegisterTree {
        /// By the clauses that its folders are named by.
        by_clauses: bool,
    },
    Report {
        path: PathBuf,
        date: NaiveDate,
    },
    /// Shows what would be in a submission package.
    PlanPackage {
        others: bool,
        mask_all: bool,
    },
    /// Takes a table over after its preview.
    TakeOver(Box<ImportPreview>),
    Ledger(LedgerAction),
    Remediation(RemediationAction),
    Rounds(RoundsAction),
    Cancel(JobKind),
    Dialog(Dialog),
    CloseDialog,
    Dismiss(u64),
    /// Shows the rest of a message, or hides it again.
    Unfold(u64),
    DismissBanner,
    Copy(String),
    Theme(ThemeChoice),
    /// Who makes changes from now on, as far as it is typed.
    Person(String),
    /// Closes the window although something could not be saved.
    QuitUnsaved,
}

/// What a picked path is for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // named after what they are for
pub enum Purpose {
    OpenCase,
    NewCase {
        suggested: String,
    },
    /// The criteria of a new case.
    Scheme,
    SaveAs,
    Files(Option<ClauseId>),
    Folder(Option<ClauseId>),
    ItemsOf(EvidenceId),
    /// Files for an item of the checklist in use.
    FilesFor(String),
    FolderFor(String),
    /// A checklist of one's own.
    Checklist,
    /// A checklist of one's own, chosen where a package is made.
    PackageChecklist,
    /// Where the checklist in use goes, so that it can be changed.
    SaveChecklist,
    /// Another file in the place of one that is gone.
    Instead {
        id: EvidenceId,
        item: EvidenceItem,
    },
    Report,
    ImportTable,
    ExportTable,
    /// Where the sheet of a sample goes.
    ExportSheet(LedgerId),
    /// A sheet of a sample that was filled in.
    ImportSheet(LedgerId),
    /// Where the register of remediation goes.
    ExportActions,
    /// A register of remediation that was filled in.
    ImportActions,
    /// Where reminder sheets go.
    ExportReminders,
    /// Where a submission package goes.
    PackageZip,
    PackageFolder,
    ExportChanges,
    /// A table of points of the standard.
    CalibrationTable,
    /// Where a calibrated scheme goes.
    SaveCalibration,
    /// A table for a ledger.
    LedgerFile(LedgerId),
    /// Where the records that fail something go.
    ExportFailing,
    /// Where a frozen round goes as a case, by its number.
    Round(usize),
    /// Where what is due goes, for calendars.
    Calendar,
    /// Another folder in which what is missing is looked for.
    LookIn,
    /// Where a named root lies.
    Root {
        name: String,
    },
    /// A case whose backups are looked for.
    RecoverCase,
}
