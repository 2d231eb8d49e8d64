//! Cases as large as they may be: what a person does to ten thousand pieces of evidence at once takes no time.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use xingping::assessment::{self, Assessment, Edit, EvidenceItem, Fingerprint, register};
use xingping::criteria::Pinned;
use xingping::session::Session;
use xingping::store;

const PIECES: usize = 10_000;
/// Without optimisation and beside another build. Each takes a tenth of it or less; what looks at every piece for every
/// piece takes two to seven seconds.
const SOON: Duration = Duration::from_millis(1500);

fn file(folder: &str, at: usize) -> EvidenceItem {
    EvidenceItem::File(format!("{folder}/{at}.pdf"))
}

fn add(pinned: &Pinned, assessment: &Assessment) -> Edit {
    let clauses: Vec<BTreeSet<_>> = pinned.scheme.clauses().map(|clause| BTreeSet::from([clause.id.clone()])).collect();
    let places = (0..PIECES).map(|at| (file("证据", at), &clauses[at % clauses.len()]));
    register(assessment, places).edit.unwrap()
}

fn soon<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let began = Instant::now();
    let out = work();
    let took = began.elapsed();
    assert!(took < SOON, "{what} took {took:?}");
    out
}

#[test]
fn ten_thousand_pieces_are_added_attached_moved_and_removed_at_once() {
    let pinned = store::shipped_scheme().unwrap();
    let first = pinned.scheme.clauses().next().unwrap().id.clone();
    let mut session = Session::new(pinned.clone(), Assessment::default());
    let edit = add(&pinned, session.assessment());
    soon("adding", || session.edit(&edit)).unwrap();
    assert_eq!(session.assessment().evidence.len(), PIECES);

    let prints = (0..PIECES).map(|at| {
        let print = Fingerprint::Folder(Default::default());
        (file("证据", at).target().to_owned(), Some(Arc::new(print)))
    });
    session.observe(&Edit::SetFingerprints(prints.collect())).unwrap();

    let moves = (0..PIECES).map(|at| Edit::MoveItem { from: file("证据", at), to: file("新", at) });
    let moves = Edit::Many(moves.collect());
    soon("moving", || session.edit(&moves)).unwrap();
    let pieces = session.assessment().evidence.values();
    assert!(pieces.enumerate().all(|(at, piece)| piece.items == [file("新", at)]));
    assert_eq!(session.assessment().fingerprints.len(), PIECES);
    assert!(session.assessment().fingerprints.contains_key("新/0.pdf"));

    let ids: Vec<_> = session.assessment().evidence.keys().copied().collect();
    let attach = ids.iter().map(|id| Edit::Attach { id: *id, clause: first.clone() });
    let attach = Edit::Many(attach.collect());
    soon("attaching", || session.edit(&attach)).unwrap();
    assert!(session.assessment().evidence.values().all(|piece| piece.clauses.contains(&first)));

    let set = session.assessment().evidence.iter().map(|(id, piece)| {
        let evidence = assessment::Evidence { title: format!("第{}件", id.0), ..(**piece).clone() };
        Edit::SetEvidence { id: *id, evidence: Box::new(evidence) }
    });
    let set = Edit::Many(set.collect());
    soon("changing", || session.edit(&set)).unwrap();

    soon("undoing", || session.undo()).unwrap();
    let remove = Edit::Many(ids.iter().map(|id| Edit::RemoveEvidence { id: *id }).collect());
    soon("removing", || session.edit(&remove)).unwrap();
    assert!(session.assessment().evidence.is_empty());
}
