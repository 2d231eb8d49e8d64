//! The checkup of the evidence (证据体检): what a look at the disk found, held against what was registered.
//!
//! Why it is so: the look itself is the store's; here are only its results as values, so that window, report and
//! command line say the same of them. Results go by place, as fingerprints do.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;

use super::{Assessment, Evidence, EvidenceId, EvidenceItem, Fingerprint, Verdict};
use crate::criteria::ClauseId;

/// What is where a file, a folder or an address should be; the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ItemState {
    /// 一致: the content is the registered one; in a quick checkup, going by size and time of change.
    Same,
    /// It is there, but no fingerprint was taken that it could be held against.
    Present,
    /// A web address: the program is offline and does not look. Or not looked at yet.
    NotChecked,
    /// 新增未登记: a folder holds files that it did not hold when it was registered, and is otherwise the same.
    Unregistered,
    /// 已移动: gone from its place; the same content is elsewhere under the roots.
    Moved,
    /// 已改动: the content is another one.
    Changed,
    /// 读不到: something is there that cannot be read, or is not of the kind that it was registered as.
    Unreadable,
    /// 缺失: nothing is there.
    Missing,
}

/// Why something cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// A file stands where a folder was registered, or the other way round, or it is neither.
    OtherKind,
    /// No permission.
    Denied,
    /// It kept changing while it was read.
    Unstable,
    /// A folder with more files than can be kept track of.
    TooManyFiles {
        /// The limit.
        most: usize,
    },
    /// A folder with folders in folders, deeper than is followed.
    TooDeep {
        /// The first folder that is too deep, from the registered one on.
        path: String,
        /// The limit.
        most: usize,
    },
    /// The root's folder is not there: a share that is away, a stick that is not plugged in.
    NoRoot {
        /// The root.
        name: String,
    },
    /// The folder of the case itself is not there.
    NoCaseFolder,
    /// A file name that is no text.
    BadName,
    /// Something else, as the system says it.
    Failed {
        /// What kind of failure.
        kind: std::io::ErrorKind,
        /// The system's number for it.
        code: Option<i32>,
    },
}

/// What a look found at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemCheck {
    /// The state.
    pub state: ItemState,
    /// What is there now, where it was read and is not what was registered; for taking it over. For what has moved,
    /// the fingerprint at the new place.
    pub found: Option<Arc<Fingerprint>>,
    /// Where the same content is now.
    pub moved_to: Option<EvidenceItem>,
    /// Of what is missing: the same content is evidence elsewhere, the piece and the place. That is no new place of it.
    pub same_as: Option<(EvidenceId, EvidenceItem)>,
    /// Why it cannot be read.
    pub unreadable: Option<Unreadable>,
    /// Of a folder: the files that are new in it.
    pub new: Vec<String>,
    /// Of a folder: the files whose content is another one.
    pub changed: Vec<String>,
    /// Of a folder: the files that are gone.
    pub gone: Vec<String>,
}

impl ItemCheck {
    /// Nothing but a state.
    #[must_use]
    pub fn of(state: ItemState) -> Self {
        Self {
            state,
            found: None,
            moved_to: None,
            same_as: None,
            unreadable: None,
            new: Vec::new(),
            changed: Vec::new(),
            gone: Vec::new(),
        }
    }

    /// Something that cannot be read.
    #[must_use]
    pub fn unreadable(why: Unreadable) -> Self {
        Self { unreadable: Some(why), ..Self::of(ItemState::Unreadable) }
    }
}

/// The state of a piece of evidence: the worst of its places, and its dates; the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PieceState {
    /// 一致.
    Same,
    /// 未核对: there is nothing to hold it against, an address or a file without a fingerprint.
    Unchecked,
    /// 不在覆盖期: what it covers and the period of the assessment have no day in common.
    OutOfPeriod,
    /// 已过期: no longer valid on the day of the checkup.
    Expired,
    /// 新增未登记.
    Unregistered,
    /// 已移动.
    Moved,
    /// 已改动.
    Changed,
    /// 读不到.
    Unreadable,
    /// 缺失.
    Missing,
}

impl PieceState {
    /// All of them, in order.
    pub const ALL: [Self; 9] = [
        Self::Same,
        Self::Unchecked,
        Self::OutOfPeriod,
        Self::Expired,
        Self::Unregistered,
        Self::Moved,
        Self::Changed,
        Self::Unreadable,
        Self::Missing,
    ];

    /// The word for other programs.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Unchecked => "unchecked",
            Self::OutOfPeriod => "out_of_period",
            Self::Expired => "expired",
            Self::Unregistered => "unregistered",
            Self::Moved => "moved",
            Self::Changed => "changed",
            Self::Unreadable => "unreadable",
            Self::Missing => "missing",
        }
    }

    /// Whether it can be shown to an assessor as it is: nothing is known against it.
    #[must_use]
    pub fn sound(self) -> bool {
        matches!(self, Self::Same | Self::Unchecked)
    }
}

impl From<ItemState> for PieceState {
    fn from(state: ItemState) -> Self {
        match state {
            ItemState::Same => Self::Same,
            ItemState::Present | ItemState::NotChecked => Self::Unchecked,
            ItemState::Unregistered => Self::Unregistered,
            ItemState::Moved => Self::Moved,
            ItemState::Changed => Self::Changed,
            ItemState::Unreadable => Self::Unreadable,
            ItemState::Missing => Self::Missing,
        }
    }
}

/// What follows from a checkup.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    /// The state of each piece.
    pub pieces: BTreeMap<EvidenceId, PieceState>,
    /// How many pieces have something against them.
    pub unsound: usize,
    /// 需复核, see [`Checkup::recheck`].
    pub recheck: BTreeSet<ClauseId>,
}

impl Standing {
    /// The clauses with at least one sound piece of evidence.
    #[must_use]
    pub fn backed(&self, assessment: &Assessment) -> BTreeSet<ClauseId> {
        let sound = |id: &EvidenceId| self.pieces.get(id).is_some_and(|state| state.sound());
        let pieces = assessment.evidence.iter().filter(|(id, piece)| !piece.items.is_empty() && sound(id));
        pieces.flat_map(|(_, piece)| piece.clauses.iter().cloned()).collect()
    }
}

/// What a look at all evidence of a case found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checkup {
    /// By place.
    pub items: BTreeMap<EvidenceItem, ItemCheck>,
    /// Whether every byte was read; otherwise what has the registered size and time of change was taken as the same.
    pub full: bool,
    /// Whether the person stopped it, so that some places were not looked at.
    pub stopped: bool,
    /// Whether the search for what is gone was given up, since there are too many files under the roots.
    pub search_cut: bool,
}

impl Checkup {
    /// The state of a place.
    #[must_use]
    pub fn state(&self, item: &EvidenceItem) -> ItemState {
        self.items.get(item).map_or(ItemState::NotChecked, |check| check.state)
    }

    /// The worst state of the places of a piece; its dates do not count.
    #[must_use]
    pub fn worst(&self, piece: &Evidence) -> ItemState {
        piece.items.iter().map(|item| self.state(item)).max().unwrap_or(ItemState::NotChecked)
    }

    /// Keeps from an earlier checkup where missing files were found; a look that does not search cannot know.
    pub fn keep_moved(&mut self, earlier: &Self) {
        for (item, check) in &mut self.items {
            if check.state == ItemState::Missing
                && let Some(known) = earlier.items.get(item)
                && (known.state == ItemState::Moved || known.state == ItemState::Missing)
            {
                check.clone_from(known);
            }
        }
    }

    /// The state of a piece on a day.
    #[must_use]
    pub fn piece(&self, assessment: &Assessment, piece: &Evidence, day: NaiveDate) -> PieceState {
        let mut state = PieceState::from(self.worst(piece));
        if piece.expired_on(day) {
            state = state.max(PieceState::Expired);
        }
        if piece.out_of(assessment.period) {
            state = state.max(PieceState::OutOfPeriod);
        }
        state
    }

    /// What follows from it on a day for the pieces and clauses of the case.
    #[must_use]
    pub fn standing(&self, assessment: &Assessment, day: NaiveDate) -> Standing {
        let pieces: BTreeMap<EvidenceId, PieceState> =
            assessment.evidence.iter().map(|(id, piece)| (*id, self.piece(assessment, piece, day))).collect();
        let unsound = pieces.values().filter(|state| !state.sound()).count();
        Standing { pieces, unsound, recheck: self.recheck(assessment) }
    }

    /// 需复核: the clauses that were judged on evidence which has another content now, or which was taken over in
    /// another version since.
    #[must_use]
    pub fn recheck(&self, assessment: &Assessment) -> BTreeSet<ClauseId> {
        let marked = assessment.answers.iter().filter(|(_, answer)| answer.recheck).map(|(clause, _)| clause.clone());
        let changed = assessment.evidence.values().filter(|piece| {
            piece.items.iter().any(|item| matches!(self.state(item), ItemState::Changed | ItemState::Unregistered))
        });
        let judged = changed
            .flat_map(|piece| &piece.clauses)
            .filter(|clause| *assessment.verdict(clause) != Verdict::Unrated)
            .cloned();
        marked.chain(judged).collect()
    }
}
