//! Background work: start, progress, cancel, results. The window never waits for the disk.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

use crate::assessment::{Checkup, Fingerprint, Problem, Unreadable};
use crate::criteria::{Checklist, LedgerId, PointsEntry};
use crate::session::Session;
use crate::store::ledgers::{LedgerFileProblem, LedgerTable, Mapping, Misfit};
use crate::store::tables::ChangeRow;
use crate::store::{
    ChecklistError, ExamplePlace, Fault, Glance, OpenError, Opened, PackageError, PackagePlan, PackageReceipt, Receipt,
    ReceiptError, Recoverable, Repair, RestoreError, Restored,
};

use super::action::Purpose;
use super::dialogs::{Comparison, ImportPreview};
use super::ledgers::{LedgerSeen, Planned};
use super::locating::Located;
use super::preview::Preview;

/// What came out of a job.
#[derive(Debug)]
#[allow(missing_docs)] // the fields are what their types say
pub enum Done {
    Picked {
        purpose: Purpose,
        paths: Vec<PathBuf>,
    },
    /// `seen` is a glance at the file just before; `again` that it is in view already.
    Opened {
        path: PathBuf,
        result: Result<Box<Opened>, OpenError>,
        seen: Glance,
        again: bool,
    },
    Glanced {
        path: PathBuf,
        glance: Glance,
        changed: bool,
    },
    Example(Result<ExamplePlace, Fault>),
    Scanned {
        path: PathBuf,
        found: Box<Scanned>,
    },
    /// What a table would do to a case, or a sentence why not.
    Table {
        path: PathBuf,
        case: PathBuf,
        result: Result<Box<ImportPreview>, String>,
    },
    /// What a register of remediation would do to a case, or a sentence why not.
    Register {
        path: PathBuf,
        case: PathBuf,
        result: Result<Box<ImportPreview>, String>,
    },
    /// Whether there is something to be opened.
    Reached {
        path: Option<PathBuf>,
        there: bool,
    },
    Exported(Result<Receipt, ReceiptError>),
    /// What a table of points says, or sentences why not.
    Points(Result<Vec<PointsEntry>, Vec<String>>),
    /// What a sheet that was filled in would do to a case, or a sentence why not.
    Sheet {
        path: PathBuf,
        case: PathBuf,
        ledger: LedgerId,
        result: Result<Box<ImportPreview>, String>,
    },
    SheetWritten(Result<Receipt, ReceiptError>),
    /// What is due as a file for calendars; none where nothing is.
    Calendar(Result<Option<Receipt>, ReceiptError>),
    Reported(Result<ReportReceipt, ReportFailure>),
    Changes {
        path: PathBuf,
        result: Result<ReadChanges, Fault>,
    },
    Recoverable {
        path: PathBuf,
        found: Found,
        only_if_any: bool,
    },
    /// A look into a file of evidence.
    Previewed {
        path: PathBuf,
        preview: Preview,
    },
    /// What can be mended of what is missing.
    Repairs {
        path: PathBuf,
        found: Box<Scanned>,
        repairs: Vec<Repair>,
    },
    /// How the case names what was picked, dropped or typed, where its roots are `roots`.
    Located {
        number: u64,
        roots: BTreeMap<String, String>,
        located: Located,
    },
    Restored(Result<Restored, RestoreError>),
    Checklist {
        path: PathBuf,
        result: Result<Box<Checklist>, ChecklistError>,
    },
    Compared(Result<Box<Comparison>, RestoreError>),
    PackagePlanned(Result<Arc<PackagePlan>, PackageError>),
    Packaged(Result<Box<PackageReceipt>, PackageError>),
    /// A table for a ledger; `serial` is the step of the import that it was read for.
    LedgerRead {
        serial: u64,
        result: Result<Box<ReadLedger>, LedgerFileProblem>,
    },
    /// What taking the table over would do.
    LedgerPlanned {
        serial: u64,
        planned: Box<Planned>,
    },
    /// The case with the table taken over; `revision` is the one that it was taken over into.
    LedgerTaken {
        path: PathBuf,
        revision: u64,
        serial: u64,
        result: Result<Box<Session>, Problem>,
    },
    /// What the records of ledgers say.
    LedgersSeen {
        path: PathBuf,
        seen: Vec<(LedgerId, LedgerSeen)>,
    },
    /// The best plans, and what stands beside them.
    PlanFound {
        asked: Box<super::views::plan::Asked>,
        found: Box<super::views::plan::Found>,
    },
    /// Something large was given back.
    Dropped,
}

/// A table for a ledger, and which column seems to be which field.
#[derive(Debug)]
pub struct ReadLedger {
    /// The table.
    pub table: Arc<LedgerTable>,
    /// What was made of its headings.
    pub mapping: Mapping,
    /// Why it is hardly such a ledger.
    pub misfit: Option<Misfit>,
}

/// What a look at the evidence found.
#[derive(Debug)]
pub struct Scanned {
    /// The state of every place.
    pub checkup: Checkup,
    /// Fingerprints of what had none, or why there are none.
    pub prints: Vec<(String, Result<Arc<Fingerprint>, Unreadable>)>,
    /// Whether this was a checkup that the person asked for, and then whether every byte was read; none for the
    /// window's own look.
    pub asked: Option<bool>,
}

/// What a case can be had back from.
#[derive(Debug)]
pub struct Found {
    /// All of it.
    pub items: Arc<Vec<Recoverable>>,
    /// The folder of backups, where there is one.
    pub folder: Option<PathBuf>,
}

/// A change log in words.
#[derive(Debug, Clone, Default)]
pub struct ReadChanges {
    /// The newest first.
    pub rows: Arc<Vec<ChangeRow>>,
    /// Lines that are damaged and not among them.
    pub damaged: usize,
    /// Whether older entries were left out.
    pub cut: bool,
}

/// What a written report holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportReceipt {
    /// The file as it was read back from the disk.
    pub receipt: Receipt,
    /// Characters that no font could draw.
    pub missing: Vec<char>,
}

/// Why a report was not written.
#[derive(Debug)]
pub enum ReportFailure {
    /// The person stopped it.
    Cancelled,
    /// The file could not be written, or is not what was meant.
    NoReceipt(ReceiptError),
    /// It could not be made; a mistake of ours.
    Broken(String),
}

/// Which job; at most one of each runs at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // named after what they do
pub enum JobKind {
    Pick,
    Open,
    Glance,
    Example,
    Scan,
    Preview,
    Checkup,
    Locate,
    Reach,
    Report,
    Table,
    Export,
    Changes,
    Recoverable,
    Restore,
    Compare,
    Package,
    Checklist,
    LedgerRead,
    LedgerPlan,
    LedgerTake,
    LedgerStats,
    Plan,
    Drop,
}

/// A job's link to the window.
#[derive(Debug, Clone, Default)]
pub struct Token {
    permille: Arc<AtomicU32>,
    count: Arc<AtomicUsize>,
    saying: Arc<Mutex<String>>,
    cancelled: Arc<AtomicBool>,
}

impl Token {
    fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.cancelled, &other.cancelled)
    }

    /// Says how far it is, 0 to 1000.
    pub fn progress(&self, permille: u32) {
        self.permille.store(permille.min(1000), Ordering::Relaxed);
    }

    /// Says how many of something there are so far.
    pub fn count(&self, count: usize) {
        self.count.store(count, Ordering::Relaxed);
    }

    /// Says what it is at, a sentence.
    pub fn say(&self, what: String) {
        if let Ok(mut saying) = self.saying.lock() {
            *saying = what;
        }
    }

    /// What is set when the person wants it to stop, for work that looks at it by itself.
    #[must_use]
    pub fn stop(&self) -> &AtomicBool {
        &self.cancelled
    }

    /// Whether the person wants it to stop.
    #[must_use]
    pub fn cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}

/// The jobs that run.
#[derive(Debug)]
pub struct Jobs {
    sender: Sender<(Token, Done)>,
    receiver: Receiver<(Token, Done)>,
    running: Vec<(JobKind, Token)>,
    background: bool,
}

impl Jobs {
    /// No jobs yet; `background` false runs each at once.
    #[must_use]
    pub fn new(background: bool) -> Self {
        let (sender, receiver) = channel();
        Self { sender, receiver, running: Vec::new(), background }
    }

    /// Starts a job; not while one of the same kind runs.
    pub fn start(&mut self, ctx: &egui::Context, kind: JobKind, work: impl FnOnce(&Token) -> Done + Send + 'static) {
        if self.is_running(kind) {
            return;
        }
        let token = Token::default();
        self.running.push((kind, token.clone()));
        if self.background {
            let (sender, ctx) = (self.sender.clone(), ctx.clone());
            std::thread::spawn(move || {
                // The window may be gone by now; then nobody needs the result.
                let done = work(&token);
                drop(sender.send((token, done)));
                ctx.request_repaint();
            });
        } else {
            let done = work(&token);
            drop(self.sender.send((token, done)));
            ctx.request_repaint();
        }
    }

    /// A place for a result that comes from elsewhere, such as a picker.
    pub fn expect(&mut self, ctx: &egui::Context, kind: JobKind) -> impl FnOnce(Done) + Send + 'static {
        let token = Token::default();
        self.running.push((kind, token.clone()));
        let (sender, ctx) = (self.sender.clone(), ctx.clone());
        move |done| {
            drop(sender.send((token, done)));
            ctx.request_repaint();
        }
    }

    /// Whether such a job runs.
    #[must_use]
    pub fn is_running(&self, kind: JobKind) -> bool {
        self.running.iter().any(|(other, _)| *other == kind)
    }

    /// How far such a job is, 0 to 1000; none when it does not run.
    #[must_use]
    pub fn progress(&self, kind: JobKind) -> Option<u32> {
        self.running.iter().find(|(other, _)| *other == kind).map(|(_, token)| token.permille.load(Ordering::Relaxed))
    }

    /// How many of something such a job has so far; none when it does not run.
    #[must_use]
    pub fn count(&self, kind: JobKind) -> Option<usize> {
        self.running.iter().find(|(other, _)| *other == kind).map(|(_, token)| token.count.load(Ordering::Relaxed))
    }

    /// What such a job is at, a sentence; empty when it has not said.
    #[must_use]
    pub fn saying(&self, kind: JobKind) -> String {
        let running = self.running.iter().find(|(other, _)| *other == kind);
        running.and_then(|(_, token)| token.saying.lock().ok().map(|saying| saying.clone())).unwrap_or_default()
    }

    /// Asks such a job to stop.
    pub fn cancel(&self, kind: JobKind) {
        for (_, token) in self.running.iter().filter(|(other, _)| *other == kind) {
            token.cancelled.store(true, Ordering::Relaxed);
        }
    }

    /// Waits for such a job no more: its result is dropped, and another may start although it still hangs on the disk.
    pub fn abandon(&mut self, kind: JobKind) {
        self.cancel(kind);
        self.running.retain(|(other, _)| *other != kind);
    }

    /// Finished jobs.
    pub fn poll(&mut self) -> Vec<Done> {
        let mut out = Vec::new();
        while let Ok((token, done)) = self.receiver.try_recv() {
            if let Some(place) = self.running.iter().position(|(_, other)| other.is(&token)) {
                self.running.remove(place);
                out.push(done);
            }
        }
        out
    }
}
