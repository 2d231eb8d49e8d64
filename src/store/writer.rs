//! The writer: a thread that has the keeper, so that nobody waits for the disk.
//!
//! Steps go in with the assessment that they led to; what comes back is up to which revision everything is safe. The
//! case file is written when things are calm. What fails is kept in memory and tried again.
//!
//! Why it is so: steps that come while the disk is busy are made safe together by one sync, so that fast typing on a
//! slow disk falls behind by one sync and not by hundreds. Tests run the same worker without a thread.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use chrono::NaiveDateTime;

use super::{Backup, BackupError, BackupReason, KeepError, Keeper, LogEntry};
use crate::assessment::{Assessment, Step};
use crate::criteria::Pinned;

/// Tells the local time.
pub type Clock = Arc<dyn Fn() -> NaiveDateTime + Send + Sync>;

/// How long things must be calm before the case file is written.
const CALM: Duration = Duration::from_secs(8);
/// After so long it is written although more is coming.
const PATIENCE: Duration = Duration::from_secs(120);
/// How long after a failure the next try is made.
const RETRY: Duration = Duration::from_secs(5);
/// How often the worker looks whether the case file is still the one that was left, and whether a sign of life is due.
const LOOK: Duration = Duration::from_secs(3);

/// What the writer has to say.
#[derive(Debug)]
pub enum Report {
    /// Every step up to this revision is safe on the disk.
    Kept {
        /// Up to which.
        revision: u64,
        /// Since when, local time.
        at: NaiveDateTime,
    },
    /// The case file holds everything up to this revision.
    Written {
        /// Up to which.
        revision: u64,
    },
    /// Something could not be kept; it is tried again.
    Failed(KeepError),
    /// A backup could not be made; the case itself is safe.
    Backup(BackupError),
    /// What cannot be written into the case is in this backup.
    Rescued(PathBuf),
}

/// What the writer is asked.
enum Order {
    Steps { revision: u64, steps: Vec<Step>, assessment: Assessment },
    Who(String),
    Write,
    MoveTo { pinned: Box<Pinned>, after: Assessment, reply: Sender<Result<Backup, KeepError>> },
    Untold { reply: Sender<Vec<LogEntry>> },
    Close { reply: Sender<Result<(), KeepError>> },
    Abandon,
}

/// Does what the writer is asked.
struct Worker {
    keeper: Keeper,
    clock: Clock,
    assessment: Assessment,
    revision: u64,
    /// Up to which revision everything is safe.
    kept: u64,
    /// Since when the case file is behind, and when the last step came.
    behind: Option<(Instant, Instant)>,
    failed_at: Option<Instant>,
    looked_at: Instant,
    reports: Vec<Report>,
    ended: bool,
}

impl Worker {
    fn take(&mut self, order: Order) {
        let now = Instant::now();
        match order {
            Order::Steps { revision, steps, assessment } => {
                self.keeper.add(steps, (self.clock)());
                (self.revision, self.assessment) = (revision, assessment);
                self.behind = Some((self.behind.map_or(now, |(first, _)| first), now));
                self.failed_at = None; // whoever works on wants to know at once
            }
            Order::Who(who) => self.keeper.set_who(&who),
            Order::Write => {
                let done = self.write();
                self.note(done);
                self.failed_at = None; // a case that cannot be written can still be kept, at once
            }
            Order::MoveTo { pinned, after, reply } => {
                let moved = self.keeper.move_to(&pinned, &self.assessment, &after, (self.clock)());
                if moved.is_ok() {
                    self.assessment = after;
                    self.behind = None;
                }
                drop(reply.send(moved));
            }
            Order::Untold { reply } => drop(reply.send(self.keeper.untold())),
            Order::Close { reply } => {
                let done = self.close();
                self.ended = done.is_ok();
                if done.is_err() {
                    self.failed_at = Some(now);
                }
                self.reports.extend(self.keeper.take_backup_trouble().map(Report::Backup));
                self.reports.extend(self.keeper.take_rescued().map(Report::Rescued));
                drop(reply.send(done));
            }
            Order::Abandon => self.ended = true,
        }
    }

    /// Brings the case file up to date, or sees that it is; then makes a backup of it.
    fn close(&mut self) -> Result<(), KeepError> {
        if self.keeper.is_behind() {
            self.write()?;
        } else {
            match self.keeper.look_after(&self.assessment, true, (self.clock)()) {
                Ok(()) => {}
                // Whatever became of the file, it had everything: another went on from it, or its folder went away.
                Err(KeepError::Taken(_) | KeepError::FolderGone(_)) => return Ok(()),
                // Nothing of ours is lost with it.
                Err(_) if !self.keeper.is_changed() => return Ok(()),
                Err(error) => return Err(error),
            }
        }
        if self.revision > 0 {
            self.keeper.back_up_file(BackupReason::Closed, (self.clock)());
        }
        Ok(())
    }

    /// Makes safe what is not, and writes the case file where that is due.
    fn settle(&mut self) {
        if self.ended {
            return;
        }
        if self.failed_at.is_some_and(|at| at.elapsed() < RETRY) {
            return;
        }
        self.keeper.beat((self.clock)());
        if self.kept < self.revision || self.failed_at.is_some() {
            let now = (self.clock)();
            let done = if self.kept < self.revision || self.keeper.is_behind() {
                self.keeper.keep(&self.assessment, now)
            } else {
                self.keeper.look_after(&self.assessment, false, now)
            };
            if done.is_ok() {
                self.safe();
            }
            self.note(done);
        }
        if self.failed_at.is_none() && self.looked_at.elapsed() >= LOOK {
            self.looked_at = Instant::now();
            let done = self.keeper.look_after(&self.assessment, false, (self.clock)());
            self.note(done);
        }
        let due = |(first, last): (Instant, Instant)| last.elapsed() >= CALM || first.elapsed() >= PATIENCE;
        if self.failed_at.is_none() && self.behind.is_some_and(due) {
            let done = self.write();
            self.note(done);
        }
    }

    fn safe(&mut self) {
        self.kept = self.revision;
        self.reports.push(Report::Kept { revision: self.revision, at: (self.clock)() });
        if !self.keeper.is_behind() {
            self.behind = None;
        }
    }

    fn write(&mut self) -> Result<(), KeepError> {
        self.keeper.write(&self.assessment, (self.clock)())?;
        self.behind = None;
        self.safe();
        self.reports.push(Report::Written { revision: self.revision });
        Ok(())
    }

    fn note(&mut self, done: Result<(), KeepError>) {
        match done {
            Ok(()) => self.failed_at = None,
            Err(error) => {
                self.failed_at = Some(Instant::now());
                self.reports.push(Report::Failed(error));
            }
        }
        self.reports.extend(self.keeper.take_backup_trouble().map(Report::Backup));
        self.reports.extend(self.keeper.take_rescued().map(Report::Rescued));
    }

    /// How long nothing needs to be done unless somebody asks.
    fn rest(&self) -> Duration {
        let left = |at: Instant, span: Duration| span.saturating_sub(at.elapsed());
        let retry = self.failed_at.map_or(LOOK, |at| left(at, RETRY));
        let write = self.behind.filter(|_| self.failed_at.is_none());
        let write = write.map_or(LOOK, |(first, last)| left(last, CALM).min(left(first, PATIENCE)));
        LOOK.min(retry).min(write).max(Duration::from_millis(5))
    }
}

/// Writes an open case.
pub struct Writer(Inner);

enum Inner {
    Thread { orders: Sender<Order>, reports: Receiver<Report>, thread: Option<JoinHandle<()>> },
    AtOnce { worker: Option<Box<Worker>> },
}

impl Writer {
    /// A writer with a thread of its own. `assessment` is the case as it was opened; `wake` is called when there is
    /// something to [`poll`](Self::poll).
    #[must_use]
    pub fn start(keeper: Keeper, assessment: Assessment, clock: Clock, wake: impl Fn() + Send + 'static) -> Self {
        let mut worker = Worker::new(keeper, assessment, clock);
        let (orders, incoming) = channel();
        let (outgoing, reports) = channel();
        let thread = std::thread::spawn(move || {
            loop {
                match incoming.recv_timeout(worker.rest()) {
                    Ok(order) => {
                        worker.take(order);
                        incoming.try_iter().for_each(|order| worker.take(order));
                    }
                    Err(RecvTimeoutError::Timeout) => {}
                    // The window is gone without a word: what is safe stays safe, the rest is made so.
                    Err(RecvTimeoutError::Disconnected) => {
                        worker.failed_at = None;
                        worker.settle();
                        worker.ended = true;
                    }
                }
                worker.settle();
                let any = !worker.reports.is_empty();
                worker.reports.drain(..).for_each(|report| drop(outgoing.send(report)));
                if any {
                    wake();
                }
                if worker.ended {
                    worker.keeper.release();
                    return;
                }
            }
        });
        Self(Inner::Thread { orders, reports, thread: Some(thread) })
    }

    /// A writer that does everything at once, without a thread; for tests and the command line.
    #[must_use]
    pub fn at_once(keeper: Keeper, assessment: Assessment, clock: Clock) -> Self {
        Self(Inner::AtOnce { worker: Some(Box::new(Worker::new(keeper, assessment, clock))) })
    }

    fn order(&mut self, order: Order) {
        match &mut self.0 {
            // A thread that is gone has panicked; the reports that stay out say that nothing is safe.
            Inner::Thread { orders, .. } => drop(orders.send(order)),
            Inner::AtOnce { worker: Some(worker) } => {
                worker.take(order);
                worker.settle();
            }
            Inner::AtOnce { worker: None } => {}
        }
    }

    /// Steps that led to an assessment; `revision` counts up.
    pub fn put(&mut self, revision: u64, steps: Vec<Step>, assessment: Assessment) {
        self.order(Order::Steps { revision, steps, assessment });
    }

    /// Who makes the steps from now on.
    pub fn set_who(&mut self, who: &str) {
        self.order(Order::Who(who.to_owned()));
    }

    /// What the change log does not have yet; for a file of another name.
    pub fn untold(&mut self) -> Vec<LogEntry> {
        let (reply, answer) = channel();
        self.order(Order::Untold { reply });
        answer.recv().unwrap_or_default()
    }

    /// Asks for the case file to be written without waiting for calm.
    pub fn write(&mut self) {
        self.order(Order::Write);
    }

    /// What there is to say since the last time.
    pub fn poll(&mut self) -> Vec<Report> {
        match &mut self.0 {
            Inner::Thread { reports, .. } => reports.try_iter().collect(),
            Inner::AtOnce { worker } => {
                worker.as_mut().map(|worker| std::mem::take(&mut worker.reports)).unwrap_or_default()
            }
        }
    }

    /// Goes over to another edition of the scheme and waits for the disk.
    ///
    /// # Errors
    /// See [`Keeper::move_to`].
    pub fn move_to(&mut self, pinned: &Pinned, after: &Assessment) -> Result<Backup, KeepError> {
        let (reply, answer) = channel();
        self.order(Order::MoveTo { pinned: Box::new(pinned.clone()), after: after.clone(), reply });
        answer.recv().unwrap_or(Err(KeepError::WriterGone))
    }

    /// Writes the case file, gives the case back and waits for the disk.
    ///
    /// # Errors
    /// When it could not be written; the writer goes on then.
    pub fn close(&mut self) -> Result<(), KeepError> {
        self.begin_close().0.recv().unwrap_or(Err(KeepError::WriterGone))?;
        self.end();
        Ok(())
    }

    /// Begins to write the case file and to give the case back. Once that is done, [`end`](Self::end) it; when it could
    /// not be done, the writer goes on.
    pub fn begin_close(&mut self) -> Closing {
        let (reply, answer) = channel();
        self.order(Order::Close { reply });
        Closing(answer)
    }

    /// Gives the case back with what is safe.
    pub fn abandon(mut self) {
        self.order(Order::Abandon);
        self.end();
    }

    /// Waits for a writer that has given its case back to be gone.
    pub fn end(&mut self) {
        match &mut self.0 {
            Inner::Thread { thread, .. } => drop(thread.take().map(JoinHandle::join)),
            Inner::AtOnce { worker } => drop(worker.take().map(|worker| worker.keeper.release())),
        }
    }
}

/// A case that is being given back.
#[derive(Debug)]
pub struct Closing(Receiver<Result<(), KeepError>>);

impl Closing {
    /// How it ended; none where that takes longer than this.
    #[must_use]
    pub fn wait(&self, most: Duration) -> Option<Result<(), KeepError>> {
        match self.0.recv_timeout(most) {
            Ok(result) => Some(result),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => Some(Err(KeepError::WriterGone)),
        }
    }
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Writer")
    }
}

impl Worker {
    fn new(keeper: Keeper, assessment: Assessment, clock: Clock) -> Self {
        Self {
            keeper,
            clock,
            assessment,
            revision: 0,
            kept: 0,
            behind: None,
            failed_at: None,
            looked_at: Instant::now(),
            reports: Vec::new(),
            ended: false,
        }
    }
}
