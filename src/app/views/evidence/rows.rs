//! Which pieces are shown, and in which order; worked out when something changed and not in every frame.

use std::cmp::Ordering;

use crate::app::Cx;
use crate::assessment::{Evidence, EvidenceId, EvidenceKind, PieceState};

/// Which pieces are shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Words in title, path or clause.
    pub search: String,
    /// Only those with something against them.
    pub unsound_only: bool,
    /// Only those in this state.
    pub state: Option<PieceState>,
    /// Only those of this kind.
    pub kind: Option<EvidenceKind>,
    /// Only those that serve no clause.
    pub loose: bool,
}

/// What they are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)] // named after the columns
pub enum Key {
    #[default]
    Number,
    Title,
    Kind,
    Strength,
    Clauses,
    Covers,
    Formed,
    Registered,
    Expires,
    State,
}

/// The order of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sort {
    /// By what.
    pub key: Key,
    /// The other way round.
    pub backwards: bool,
}

/// The rows as they were last worked out.
#[derive(Debug, Default)]
pub struct Rows {
    /// The pieces in order.
    pub ids: Vec<EvidenceId>,
    made_for: Option<(u64, u64, Filter, Sort)>,
}

impl Rows {
    /// Works them out again where the case, the last checkup, the filter or the order is another.
    pub fn update(&mut self, cx: &Cx, filter: &Filter, sort: Sort) {
        let fresh = self.made_for.as_ref().is_some_and(|(revision, checkup, old, order)| {
            (*revision, *checkup) == (cx.session.revision(), cx.checkup_serial) && old == filter && *order == sort
        });
        if fresh {
            return;
        }
        let needle = filter.search.trim().to_lowercase();
        let pieces = &cx.session.assessment().evidence;
        let wanted = pieces.iter().filter(|(id, piece)| shown(cx, filter, &needle, **id, piece));
        let mut found: Vec<(EvidenceId, &Evidence)> = wanted.map(|(id, piece)| (*id, &**piece)).collect();
        found.sort_by(|a, b| {
            let order = compare(cx, sort.key, *a, *b);
            if sort.backwards { order.reverse() } else { order }
        });
        self.ids = found.into_iter().map(|(id, _)| id).collect();
        self.made_for = Some((cx.session.revision(), cx.checkup_serial, filter.clone(), sort));
    }
}

fn shown(cx: &Cx, filter: &Filter, needle: &str, id: EvidenceId, piece: &Evidence) -> bool {
    let state = cx.piece_state(id);
    (!filter.unsound_only || !state.sound())
        && filter.state.is_none_or(|wanted| wanted == state)
        && filter.kind.is_none_or(|wanted| wanted == piece.kind)
        && (!filter.loose || piece.clauses.is_empty())
        && (needle.is_empty()
            || piece.title.to_lowercase().contains(needle)
            || piece.items.iter().any(|item| item.target().to_lowercase().contains(needle))
            || piece.clauses.iter().any(|clause| clause.as_str().contains(needle)))
}

/// The order of two pieces; what says nothing comes last, and equals keep the order of their numbers.
fn compare(cx: &Cx, key: Key, (a, one): (EvidenceId, &Evidence), (b, two): (EvidenceId, &Evidence)) -> Ordering {
    fn known<T: Ord>(a: Option<T>, b: Option<T>) -> Ordering {
        (a.is_none(), a).cmp(&(b.is_none(), b))
    }
    let order = match key {
        Key::Number => Ordering::Equal,
        Key::Title => one.title.cmp(&two.title),
        Key::Kind => known(Some(one.kind).filter(is_said), Some(two.kind).filter(is_said)),
        Key::Strength => two.strength.cmp(&one.strength),
        Key::Clauses => known(one.clauses.first(), two.clauses.first()),
        Key::Covers => known(one.covers.map(|span| span.from), two.covers.map(|span| span.from)),
        Key::Formed => known(one.formed, two.formed),
        Key::Registered => known(one.registered, two.registered),
        Key::Expires => known(one.expires, two.expires),
        // The worst first: that is what somebody sorts for.
        Key::State => cx.piece_state(b).cmp(&cx.piece_state(a)),
    };
    order.then(a.cmp(&b))
}

fn is_said(kind: &EvidenceKind) -> bool {
    *kind != EvidenceKind::Unstated
}
