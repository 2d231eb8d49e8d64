//! The open case: its answers, what was done to them, and what follows from them.
//!
//! Views look at a [`Session`], they cannot touch it; every change comes in as an [`Edit`] and everything derived is
//! computed again. Knows neither disk nor clock nor words nor window.
//!
//! Why it is so: undo keeps labelled snapshots. An assessment shares its answers and evidence by pointer, so that a
//! snapshot costs a few kilobytes and there are no inverse edits to get right.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::assessment::{self, Assessment, Edit, EditKind, Fed, How, Problem, Progress, Sample, Step, Verdict};
use crate::criteria::{ClauseId, LedgerId, Pinned, Scheme};
use crate::scoring::{self, ScoreCard};

/// Most steps that can be undone.
pub const MAX_STEPS: usize = 500;

/// The open case.
#[derive(Debug, Clone)]
pub struct Session {
    pinned: Pinned,
    assessment: Assessment,
    card: ScoreCard,
    progress: Progress,
    sampled: Sampled,
    undo: Vec<Snapshot>,
    redo: Vec<Snapshot>,
    /// Whether the next edit of the same kind joins the last step.
    streak: bool,
    revision: u64,
    saved_revision: u64,
    /// What was done and not handed on yet, see [`Session::take_steps`].
    steps: Vec<Step>,
}

/// A change that can be undone or redone: what it was, and the assessment on its other side.
#[derive(Debug, Clone)]
struct Snapshot {
    /// Its own through undo and redo; no other change of the session has it.
    number: u64,
    label: EditKind,
    other: Assessment,
}

/// What samples say.
#[derive(Debug, Clone)]
struct Sampled {
    /// About each clause.
    fed: BTreeMap<ClauseId, Fed>,
    /// Records that are not looked at to the end.
    open: usize,
    /// Those of them that feed a clause.
    provisional: usize,
    /// The samples that it was counted from.
    of: BTreeMap<LedgerId, Arc<Sample>>,
}

impl Sampled {
    fn of(assessment: &Assessment) -> Self {
        Self {
            fed: assessment.fed(),
            open: assessment.open_records(),
            provisional: assessment.provisional_records(),
            of: assessment.samples.clone(),
        }
    }
}

impl Session {
    /// Opens a case; the assessment fits the scheme.
    #[must_use]
    pub fn new(pinned: Pinned, assessment: Assessment) -> Self {
        let card = scoring::score(&pinned.scheme, &assessment);
        let progress = assessment::progress(&pinned.scheme, &assessment);
        let sampled = Sampled::of(&assessment);
        Self {
            pinned,
            assessment,
            card,
            progress,
            sampled,
            undo: Vec::new(),
            redo: Vec::new(),
            streak: false,
            revision: 0,
            saved_revision: 0,
            steps: Vec::new(),
        }
    }

    /// The scheme that is answered.
    #[must_use]
    pub fn scheme(&self) -> &Scheme {
        &self.pinned.scheme
    }

    /// The scheme with its text and fingerprint.
    #[must_use]
    pub fn pinned(&self) -> &Pinned {
        &self.pinned
    }

    /// The answers.
    #[must_use]
    pub fn assessment(&self) -> &Assessment {
        &self.assessment
    }

    /// Score, grade and where they come from.
    #[must_use]
    pub fn card(&self) -> &ScoreCard {
        &self.card
    }

    /// How much is done.
    #[must_use]
    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    /// What samples say about the clauses that they feed.
    #[must_use]
    pub fn fed(&self) -> &BTreeMap<ClauseId, Fed> {
        &self.sampled.fed
    }

    /// How many records of samples are not looked at to the end.
    #[must_use]
    pub fn open_records(&self) -> usize {
        self.sampled.open
    }

    /// How many of them feed a clause, whose verdict may therefore still change.
    #[must_use]
    pub fn provisional_records(&self) -> usize {
        self.sampled.provisional
    }

    /// The verdict that samples give to a clause; none where it is a person's to give.
    #[must_use]
    pub fn follows(&self, clause: &ClauseId) -> Option<Verdict> {
        self.sampled.fed.get(clause).and_then(Fed::verdict)
    }

    /// Counts up with every change, undo and redo included.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Whether something is not saved yet.
    #[must_use]
    pub fn unsaved(&self) -> bool {
        self.revision != self.saved_revision
    }

    /// Notes that a revision is on the disk.
    pub fn saved(&mut self, revision: u64) {
        self.saved_revision = self.saved_revision.max(revision);
    }

    /// What was done since this was last called, in order; whoever keeps the case writes it down.
    pub fn take_steps(&mut self) -> Vec<Step> {
        std::mem::take(&mut self.steps)
    }

    /// Changes the case.
    ///
    /// # Errors
    /// When the change does not fit the scheme; nothing has changed then.
    pub fn edit(&mut self, edit: &Edit) -> Result<(), Problem> {
        let how = if matches!(edit, Edit::Import(_)) { How::Import } else { How::Edit };
        let (label, typing) = (edit.kind(), edit.is_typing());
        let joins = self.streak && typing && self.undo.last().is_some_and(|step| step.label == label);
        let Some(before) = self.apply(how, edit, joins)? else { return Ok(()) };
        if !joins {
            self.undo.push(Snapshot { number: self.revision, label, other: before });
            if self.undo.len() > MAX_STEPS {
                self.undo.remove(0);
            }
        }
        self.streak = typing;
        self.redo.clear();
        Ok(())
    }

    /// Takes up what the program saw by itself, such as fingerprints of files: a change to the case, but nothing that a
    /// person did and could want to take back. Undo and redo keep it.
    ///
    /// # Errors
    /// When it does not fit; nothing has changed then.
    pub fn observe(&mut self, edit: &Edit) -> Result<(), Problem> {
        self.apply(How::Edit, edit, false).map(drop)
    }

    /// Applies a change, notes it as a step and works out again what follows. What was before; none where nothing is
    /// different.
    fn apply(&mut self, how: How, edit: &Edit, joins: bool) -> Result<Option<Assessment>, Problem> {
        let before = self.assessment.clone();
        assessment::apply(&self.pinned.scheme, &mut self.assessment, edit)?;
        if before == self.assessment {
            return Ok(None);
        }
        self.steps.push(Step::done(how, edit.clone(), before.clone(), self.assessment.clone(), joins));
        self.changed();
        Ok(Some(before))
    }

    /// Ends a streak of typing: the next edit is a step of its own.
    pub fn pause(&mut self) {
        self.streak = false;
    }

    /// The number of the change that undo would take back: of two changes the later one has the higher number, and each
    /// keeps its own through undo and redo.
    #[must_use]
    pub fn undo_number(&self) -> Option<u64> {
        self.undo.last().map(|step| step.number)
    }

    /// What undo would take back.
    #[must_use]
    pub fn undo_label(&self) -> Option<&EditKind> {
        self.undo.last().map(|step| &step.label)
    }

    /// What redo would do again.
    #[must_use]
    pub fn redo_label(&self) -> Option<&EditKind> {
        self.redo.last().map(|step| &step.label)
    }

    /// Takes the last step back and says what it was.
    pub fn undo(&mut self) -> Option<EditKind> {
        let step = self.undo.pop()?;
        let (step, label) = self.swap(How::Undo, step);
        self.redo.push(step);
        Some(label)
    }

    /// Does the last step that was taken back again and says what it was.
    pub fn redo(&mut self) -> Option<EditKind> {
        let step = self.redo.pop()?;
        let (step, label) = self.swap(How::Redo, step);
        self.undo.push(step);
        Some(label)
    }

    /// Goes to the other side of a snapshot.
    fn swap(&mut self, how: How, mut step: Snapshot) -> (Snapshot, EditKind) {
        std::mem::swap(&mut step.other, &mut self.assessment);
        self.assessment.keep_fingerprints(&step.other);
        self.steps.push(Step::between(how, step.other.clone(), self.assessment.clone()));
        self.streak = false;
        self.changed();
        let label = step.label.clone();
        (step, label)
    }

    fn changed(&mut self) {
        self.revision += 1;
        self.card = scoring::score(&self.pinned.scheme, &self.assessment);
        self.progress = assessment::progress(&self.pinned.scheme, &self.assessment);
        // Samples are shared by pointer, so that this is one look where they are the same.
        if self.sampled.of != self.assessment.samples {
            self.sampled = Sampled::of(&self.assessment);
        }
    }
}
