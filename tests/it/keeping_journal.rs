//! The journal of a case, damaged in every way: what it can still give is taken, the rest is kept aside and said.

use std::fs;
use std::path::{Path, PathBuf};

use xingping::assessment::{Action, ActionId, Assessment, Edit, Gap};
use xingping::session::Session;
use xingping::store::{self, Case, JournalTrouble, OpenNotice};

use super::keeping::{Dice, act, beside, follow, moment, open, small};

/// A case with a journal of some steps, as a killed program leaves it.
struct Left {
    _folder: tempfile::TempDir,
    path: PathBuf,
    start: Case,
    /// The case after each record, the first before any.
    states: Vec<Assessment>,
}

impl Left {
    fn new(seed: u64, records: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("案.xingping");
        let start = small();
        store::create(&path, &start).unwrap();
        let (mut keeper, case, _) = open(&path);
        let mut session = Session::new(case.pinned, case.assessment);
        let (mut dice, mut states) = (Dice::new(seed), vec![session.assessment().clone()]);
        while states.len() <= records {
            act(&mut dice, &mut session);
            let steps = session.take_steps();
            if !steps.is_empty() {
                states.push(session.assessment().clone());
            }
            keeper.add(steps, moment());
        }
        keeper.keep(session.assessment(), moment()).unwrap();
        drop(keeper);
        Self { _folder: folder, path, start, states }
    }

    fn journal(&self) -> PathBuf {
        beside(&self.path, ".journal")
    }

    fn last(&self) -> &Assessment {
        self.states.last().unwrap()
    }

    /// Puts case and journal back as they were, and removes all else.
    fn reset(&self, case: &[u8], journal: &[u8]) {
        let folder = self.path.parent().unwrap();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { fs::remove_dir_all(path).unwrap() } else { fs::remove_file(path).unwrap() }
        }
        fs::write(&self.path, case).unwrap();
        fs::write(self.journal(), journal).unwrap();
    }

    /// Opens, gives back, and opens again to see that it was for good; the log must lead there.
    fn opened(&self) -> (Assessment, Vec<OpenNotice>) {
        let (keeper, case, notices) = open(&self.path);
        keeper.release();
        assert_eq!(store::open(&self.path).unwrap().assessment, case.assessment);
        let (keeper, again, _) = open(&self.path);
        assert_eq!(again.assessment, case.assessment);
        keeper.release();
        let mut followed = self.start.assessment.clone();
        let log = store::read_change_log(&self.path).unwrap();
        follow(&self.start.pinned.scheme, &mut followed, &log.entries);
        assert!(followed == case.assessment && log.damaged == 0, "the log leads elsewhere");
        (case.assessment, notices)
    }
}

/// Where the lines of a journal end.
fn ends(journal: &[u8]) -> Vec<usize> {
    (0..journal.len()).filter(|at| journal[*at] == b'\n').map(|at| at + 1).collect()
}

fn trouble(notices: &[OpenNotice]) -> Option<(JournalTrouble, Option<PathBuf>)> {
    notices.iter().find_map(|notice| match notice {
        OpenNotice::Journal { trouble, aside } => Some((trouble.clone(), aside.clone())),
        _ => None,
    })
}

#[test]
fn a_journal_cut_at_any_byte_gives_all_whole_records() {
    let left = Left::new(11, 5);
    let (case, journal) = (fs::read(&left.path).unwrap(), fs::read(left.journal()).unwrap());
    let ends = ends(&journal);
    let near_an_end = |at: &usize| ends.iter().any(|end| at.abs_diff(*end) < 3);
    for at in (0..journal.len()).filter(|at| at % 97 == 0 || near_an_end(at)) {
        left.reset(&case, &journal[..at]);
        let whole = ends.iter().filter(|end| **end <= at).count().saturating_sub(1);
        // Looking changes nothing and sees the same.
        assert_eq!(store::open(&left.path).unwrap().assessment, left.states[whole], "cut at {at}");
        assert_eq!(fs::read(left.journal()).unwrap(), &journal[..at]);
        let (found, notices) = left.opened();
        assert_eq!(found, left.states[whole], "cut at {at}");
        let torn = at > ends[0] && !ends.contains(&at);
        assert_eq!(trouble(&notices), torn.then_some((JournalTrouble::Torn, None)), "cut at {at}");
    }
}

#[test]
fn a_journal_damaged_in_the_middle_gives_what_is_before_and_is_kept() {
    let left = Left::new(12, 8);
    let (case, journal) = (fs::read(&left.path).unwrap(), fs::read(left.journal()).unwrap());
    let ends = ends(&journal);
    for record in 0..7 {
        for bit in [0, 3, 5] {
            let mut bytes = journal.clone();
            let at = (ends[record] + ends[record + 1]) / 2;
            bytes[at] ^= 1 << bit;
            if bytes[at] == b'\n' {
                continue; // that makes two damaged lines of one
            }
            left.reset(&case, &bytes);
            let (found, notices) = left.opened();
            assert_eq!(found, left.states[record], "record {record}");
            let (trouble, aside) = trouble(&notices).unwrap();
            assert!(
                matches!(trouble, JournalTrouble::Damaged { line, later } if line == record + 2 && later == 7 - record),
                "record {record}: {trouble:?}"
            );
            assert_eq!(fs::read(aside.unwrap()).unwrap(), bytes, "the very same bytes");
        }
    }
}

#[test]
fn the_journal_of_another_case_is_kept_and_not_applied() {
    let (one, other) = (Left::new(13, 4), Left::new(14, 6));
    // The same case file has the same journal base; only a file with a history of its own is another.
    let (mut keeper, case, _) = open(&other.path);
    let mut session = Session::new(case.pinned, case.assessment);
    act(&mut Dice::new(1), &mut session);
    keeper.add(session.take_steps(), moment());
    keeper.keep(session.assessment(), moment()).unwrap();
    drop(keeper);
    let foreign = fs::read(other.journal()).unwrap();
    one.reset(&fs::read(&one.path).unwrap(), &foreign);
    let (found, notices) = one.opened();
    assert_eq!(found, one.states[0]);
    let (trouble, aside) = trouble(&notices).unwrap();
    assert!(matches!(trouble, JournalTrouble::Foreign { records: 1 }), "{trouble:?}");
    assert_eq!(fs::read(aside.unwrap()).unwrap(), foreign);
}

#[test]
fn a_crash_before_the_journal_is_cut_doubles_nothing() {
    let left = Left::new(15, 6);
    let journal = fs::read(left.journal()).unwrap();
    assert_eq!(left.opened().0, *left.last());
    // As if it had not been cut.
    fs::write(left.journal(), &journal).unwrap();
    let (found, notices) = left.opened();
    assert_eq!((found, notices), (left.last().clone(), vec![]));
    // As if work had gone on in it: what follows is applied, whatever happened to what is in the case already.
    fs::write(left.journal(), &journal).unwrap();
    let (mut keeper, case, _) = open(&left.path);
    let mut session = Session::new(case.pinned, case.assessment);
    let mut dice = Dice::new(16);
    while session.revision() < 5 {
        act(&mut dice, &mut session);
    }
    keeper.add(session.take_steps(), moment());
    keeper.keep(session.assessment(), moment()).unwrap();
    drop(keeper);
    let (case, longer) = (fs::read(&left.path).unwrap(), fs::read(left.journal()).unwrap());
    assert!(longer.starts_with(&journal));
    let log = fs::read(beside(&left.path, ".changes")).unwrap();
    let ends = ends(&longer);
    for record in 0..6 {
        for at in [ends[record] + 3, (ends[record] + ends[record + 1]) / 2] {
            let mut bytes = longer.clone();
            bytes[at] ^= 1;
            left.reset(&case, &bytes);
            fs::write(beside(&left.path, ".changes"), &log).unwrap();
            // A disk that refuses to write the case leaves the journal to be gone on with.
            let (mut keeper, found, notices) = open(&left.path);
            assert!(found.assessment == *session.assessment(), "record {record}, byte {at}: {notices:?}");
            assert_eq!(trouble(&notices), None);
            let mut more = Session::new(found.pinned, found.assessment);
            act(&mut Dice::new(record as u64 + 40), &mut more);
            keeper.add(more.take_steps(), moment());
            keeper.keep(more.assessment(), moment()).unwrap();
            drop(keeper);
            assert!(left.opened().0 == *more.assessment(), "record {record}, byte {at}");
        }
    }
}

/// The journal goes on from a file whose write was said to have failed, and its beginning is damaged: nothing of it is
/// rewritten before the case is, so what is written anew must be readable again.
#[test]
fn a_journal_that_begins_before_its_case_stays_readable() {
    let left = Left::new(17, 4);
    let journal = fs::read(left.journal()).unwrap();
    assert_eq!(left.opened().0, *left.last());
    let case = fs::read(&left.path).unwrap();
    let ends = ends(&journal);
    for at in [ends[0] + 30, ends[3] + 4, ends[3] + 30] {
        let mut bytes = journal.clone();
        bytes[at] ^= 1;
        let log = fs::read(beside(&left.path, ".changes")).unwrap();
        left.reset(&case, &bytes);
        fs::write(beside(&left.path, ".changes"), &log).unwrap();
        for round in 0..3_u64 {
            let (mut keeper, found, _) = open(&left.path);
            let mut session = Session::new(found.pinned, found.assessment);
            act(&mut Dice::new(round + 60), &mut session);
            keeper.add(session.take_steps(), moment());
            keeper.keep(session.assessment(), moment()).unwrap();
            drop(keeper);
            assert!(store::open(&left.path).unwrap().assessment == *session.assessment(), "byte {at}, {round}");
        }
        left.opened();
        fs::write(beside(&left.path, ".changes"), &log).unwrap();
    }
}

#[test]
fn an_older_backup_put_in_place_of_the_case_takes_no_strange_steps() {
    let left = Left::new(18, 5);
    let older = fs::read(&left.path).unwrap();
    left.opened();
    let (mut keeper, case, _) = open(&left.path);
    let mut session = Session::new(case.pinned, case.assessment);
    let (mut dice, before) = (Dice::new(19), session.assessment().clone());
    while *session.assessment() == before {
        act(&mut dice, &mut session); // until something is done
    }
    keeper.add(session.take_steps(), moment());
    keeper.keep(session.assessment(), moment()).unwrap();
    drop(keeper);
    let journal = fs::read(left.journal()).unwrap();
    fs::write(&left.path, &older).unwrap();
    let (keeper, found, notices) = open(&left.path);
    keeper.release();
    assert_eq!(found.assessment, left.states[0]);
    let (trouble, aside) = trouble(&notices).unwrap();
    assert!(matches!(trouble, JournalTrouble::Foreign { .. }));
    assert_eq!(fs::read(aside.unwrap()).unwrap(), journal);
}

#[test]
fn journals_that_say_nothing_or_far_too_much() {
    let left = Left::new(20, 2);
    let (case, journal) = (fs::read(&left.path).unwrap(), fs::read(left.journal()).unwrap());
    let head = &journal[..ends(&journal)[0]];
    for nothing in [&b""[..], &head[..10], &head[..head.len() - 1], head, &[0; 90]] {
        left.reset(&case, nothing);
        assert_eq!(left.opened(), (left.states[0].clone(), vec![]));
    }
    let unknown: [(&str, Vec<u8>); 3] = [
        ("zeros", vec![0; 5_000]),
        ("newer", b"xingping-journal 2 0000\n1 0 x\n".to_vec()),
        ("text", "别的东西\n".repeat(100).into_bytes()),
    ];
    for (what, bytes) in unknown {
        left.reset(&case, &bytes);
        let (found, notices) = left.opened();
        let (trouble, aside) = trouble(&notices).unwrap();
        assert_eq!((found, trouble), (left.states[0].clone(), JournalTrouble::Unknown), "{what}");
        assert_eq!(fs::read(aside.unwrap()).unwrap(), bytes, "{what}");
    }
    left.reset(&case, &journal);
    let file = fs::File::options().write(true).open(left.journal()).unwrap();
    file.set_len(70 * 1024 * 1024).unwrap();
    drop(file);
    let (found, notices) = left.opened();
    let (trouble, aside) = trouble(&notices).unwrap();
    assert_eq!((found, trouble), (left.states[0].clone(), JournalTrouble::Unknown));
    assert_eq!(fs::metadata(aside.unwrap()).unwrap().len(), 70 * 1024 * 1024);
}

/// Records that are sound as records and do not fit the case, or are no steps at all.
#[test]
fn records_that_do_not_fit_stop_the_replay() {
    let left = Left::new(21, 3);
    let (case, journal) = (fs::read(&left.path).unwrap(), fs::read_to_string(left.journal()).unwrap());
    let clause = "{\"at\":\"2026-11-21T09:00:00\",\"who\":\"\",\"how\":\"edit\",\"joins\":false,\"edit\":EDIT}";
    for edit in [
        "{\"set_note\":{\"clause\":\"9.9.9\",\"text\":\"\"}}",
        "{\"remove_evidence\":{\"id\":4000}}",
        "{\"many\":[{\"set_note\":{\"clause\":\"1.1.1\",\"text\":\"x\"}},{\"remove_evidence\":{\"id\":4000}}]}",
        "{\"something_new\":{}}",
        "null",
    ] {
        let text = clause.replace("EDIT", edit);
        left.reset(&case, with(&journal, 4, &text).as_bytes());
        let (found, notices) = left.opened();
        assert_eq!(found, *left.last(), "{edit}");
        let (trouble, aside) = trouble(&notices).unwrap();
        assert_eq!(trouble, JournalTrouble::Damaged { line: 5, later: 0 }, "{edit}");
        assert!(aside.is_some());
    }
}

/// A journal with one more record whose check is right.
fn with(journal: &str, number: u64, text: &str) -> String {
    use sha2::{Digest as _, Sha256};
    let before = journal.lines().last().unwrap().split(' ').nth(1).unwrap();
    let digest = Sha256::digest(format!("{before} {number} {text}").as_bytes());
    let check: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("{journal}{number} {check} {text}\n")
}

/// A step that is too long for a journal is safe by the case itself; and so is what comes after it.
#[test]
fn a_step_too_long_for_a_journal_is_safe_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("案.xingping");
    store::create(&path, &small()).unwrap();
    let (mut keeper, case, _) = open(&path);
    let scheme = case.pinned.scheme.clone();
    let mut session = Session::new(case.pinned, case.assessment);
    let clause = scheme.clauses().next().unwrap().id.clone();
    session.edit(&Edit::SetNote { clause: clause.clone(), text: "之前".into() }).unwrap();
    let mut dice = Dice::new(22);
    let line = "长".repeat(2_000);
    let edits = (1..=3_000).map(|number| {
        let mut evidence = super::keeping::evidence(&mut dice, &scheme);
        evidence.title.clone_from(&line);
        Edit::AddEvidence { id: xingping::assessment::EvidenceId(number), evidence: Box::new(evidence) }
    });
    session.edit(&Edit::Many(edits.collect())).unwrap();
    session.edit(&Edit::SetNote { clause, text: "之后".into() }).unwrap();
    keeper.add(session.take_steps(), moment());
    keeper.keep(session.assessment(), moment()).unwrap();
    drop(keeper);
    assert!(fs::metadata(&path).unwrap().len() > 16 * 1024 * 1024);
    assert!(store::open(&path).unwrap().assessment == *session.assessment());
    let (keeper, case, notices) = open(&path);
    assert!(notices.is_empty() && case.assessment == *session.assessment());
    keeper.release();
    let log = store::read_change_log(&path).unwrap();
    let mut followed = small().assessment;
    follow(&scheme, &mut followed, &log.entries);
    assert!(followed == *session.assessment() && log.damaged == 0);
    assert!(Path::new(&path).exists());
}

/// One change alone can be longer than a line of the log may be: a round is frozen with all that is in it.
#[test]
fn a_change_too_long_for_a_line_of_the_log_comes_back_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("案.xingping");
    store::create(&path, &small()).unwrap();
    let (mut keeper, case, _) = open(&path);
    let scheme = case.pinned.scheme.clone();
    let mut session = Session::new(case.pinned, case.assessment);
    // Quotes and backslashes take more room in a text within a text: 7 bytes for these three letters, and so 200 times
    // twice 42,000 bytes and more, which is beyond the 16 MB of a line.
    let text = "长\"\\".repeat(6_666);
    let edits = (1..=200).map(|number| {
        let gap = Gap::Clause(scheme.clauses().next().unwrap().id.clone());
        let action = Action { evidence: text.clone(), ..Action::of(gap, text.clone()) };
        Edit::SetAction { id: ActionId(number), action: Some(Box::new(action)) }
    });
    session.edit(&Edit::Many(edits.collect())).unwrap();
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    let (round, _) = xingping::assessment::new_round(session.pinned(), session.assessment(), "第一轮", day).unwrap();
    session.edit(&round).unwrap();
    let clause = scheme.clauses().next().unwrap().id.clone();
    session.edit(&Edit::SetNote { clause, text: "之后".into() }).unwrap();
    keeper.add(session.take_steps(), moment());
    keeper.keep(session.assessment(), moment()).unwrap();
    keeper.release();
    let lines = fs::read_to_string(store::change_log_path(&path)).unwrap();
    assert!(lines.lines().all(|line| line.len() <= 16 * 1024 * 1024));

    // The log is gone on with, and opening the case again tells nothing twice: followed from the start, it leads here.
    let (mut keeper, case, notices) = open(&path);
    assert!(notices.is_empty() && case.assessment == *session.assessment());
    let mut session = Session::new(case.pinned, case.assessment);
    session.edit(&Edit::SetAction { id: ActionId(1), action: None }).unwrap();
    keeper.add(session.take_steps(), moment());
    keeper.write(session.assessment(), moment()).unwrap();
    keeper.release();
    let log = store::read_change_log(&path).unwrap();
    let mut followed = small().assessment;
    follow(&scheme, &mut followed, &log.entries);
    assert!(followed == *session.assessment() && (log.damaged, log.cut) == (0, false));

    // A part that is damaged costs its entry and nothing else.
    let text = fs::read_to_string(store::change_log_path(&path)).unwrap();
    let parts: Vec<&str> = text.lines().filter(|line| line.contains("\"piece\":")).collect();
    assert!(parts.len() > 1);
    let hurt = text.replacen(parts[1], &parts[1].replacen("长", "短", 1), 1);
    fs::write(store::change_log_path(&path), hurt).unwrap();
    let hurt = store::read_change_log(&path).unwrap();
    assert_eq!((hurt.entries.len(), hurt.damaged), (log.entries.len() - 1, parts.len()));
}
