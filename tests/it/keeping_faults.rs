//! The keeper of open cases on a disk that fails: at every single step, in every way.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use chrono::{Duration, NaiveDateTime};
use xingping::assessment::{Assessment, Edit, Verdict};
use xingping::session::Session;
use xingping::store::{self, Access, BackupReason, Case, Disk, Faulty, KeepError, Keeper, Me, Opening, Real, Trouble};

use super::keeping::{Dice, act, beside, follow, moment, open, open_with, small, temporary};

/// A case that a killed program left with a journal and a change log.
fn left() -> (tempfile::TempDir, Case) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("案.xingping");
    let start = small();
    store::create(&path, &start).unwrap();
    let (mut keeper, case, _) = open(&path);
    let mut work = Work::new(&case, 1);
    for _ in 0..4 {
        work.some(&mut keeper, moment());
        keeper.write(&work.now(), moment()).unwrap();
        work.some(&mut keeper, moment());
        keeper.keep(&work.now(), moment()).unwrap();
    }
    drop(keeper);
    (folder, start)
}

/// Someone who works on a case.
struct Work {
    dice: Dice,
    session: Session,
    states: Vec<Assessment>,
}

impl Work {
    fn new(case: &Case, seed: u64) -> Self {
        let states = vec![case.assessment.clone()];
        Self { dice: Dice::new(seed), session: Session::new(case.pinned.clone(), case.assessment.clone()), states }
    }

    fn now(&self) -> Assessment {
        self.session.assessment().clone()
    }

    fn some(&mut self, keeper: &mut Keeper, now: NaiveDateTime) {
        for _ in 0..3 {
            act(&mut self.dice, &mut self.session);
            let steps = self.session.take_steps();
            keeper.add(steps, now);
            self.states.push(self.now());
        }
    }
}

/// How far a run came.
struct Run {
    /// The states that may be found, from the last that was said to be safe on.
    states: Vec<Assessment>,
    faults: usize,
}

/// Opens, works, keeps, writes, makes backups, gives back; whatever fails is tried once more unless all is over.
fn scenario(path: &Path, disk: &Arc<Faulty>, dead: bool) -> Run {
    let mut now = moment();
    let opening = Opening { disk: disk.clone(), ..Opening::new(Me::here("张三"), now) };
    let (mut safe, mut faults) = (0, 0);
    let mut opened = Keeper::open(path, &opening).unwrap();
    if matches!(opened.access, Access::Unwritable(_)) {
        // It said so at once; that is tried once more, too.
        faults += 1;
        opened = Keeper::open(path, &opening).unwrap();
    }
    let Access::Writing(mut keeper) = opened.access else { panic!("{:?}", opened.access) };
    let mut work = Work::new(&opened.case, 2);
    for stage in 0..9 {
        if stage % 3 != 2 {
            work.some(&mut keeper, now);
        }
        let after = work.now();
        let once = |keeper: &mut Keeper| match stage {
            2 | 5 | 7 => keeper.write(&after, now),
            _ => keeper.keep(&after, now),
        };
        let mut done = once(&mut keeper);
        if done.is_err() {
            faults += 1;
            if dead {
                return Run { states: work.states.split_off(safe), faults };
            }
            done = once(&mut keeper);
        }
        done.unwrap_or_else(|error| panic!("stage {stage}, second try: {error}"));
        drop(keeper.take_backup_trouble());
        safe = work.states.len() - 1;
        now += Duration::minutes(6);
    }
    keeper.release();
    Run { states: work.states.split_off(safe), faults }
}

/// Copies the files of a case to a folder of their own.
fn copy(from: &Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() && path.extension().is_none_or(|ending| ending != "lock") {
            fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
        }
    }
    folder
}

#[test]
fn a_fault_at_any_step_loses_nothing() {
    let (left, start) = left();
    let kinds = [ErrorKind::StorageFull, ErrorKind::PermissionDenied, ErrorKind::NotFound, ErrorKind::Other];
    // Each kind at each step takes a minute; in turn they say as much.
    let every = std::env::var_os("XINGPING_ALL_FAULTS").is_some();
    let whole = Arc::new(Faulty::at(usize::MAX, Trouble::Short));
    let folder = copy(left.path());
    assert_eq!(scenario(&folder.path().join("案.xingping"), &whole, false).faults, 0);
    let steps = whole.taken();
    assert!(steps.len() > 50, "{steps:?}");
    let mut seen = 0;
    for (number, name) in steps.iter().enumerate() {
        let refused = kinds.iter().enumerate().filter(|(kind, _)| every || kind % 4 == number % 4);
        let refused = refused.map(|(_, kind)| Trouble::Refused(*kind));
        for trouble in refused.chain([Trouble::Short, Trouble::Dead]) {
            let what = format!("step {number}, {name}, {trouble:?}");
            let folder = copy(left.path());
            let path = folder.path().join("案.xingping");
            let disk = Arc::new(Faulty::at(number, trouble));
            let run = scenario(&path, &disk, trouble == Trouble::Dead);
            seen += run.faults;
            store::parse_all(&fs::read(&path).unwrap()).unwrap_or_else(|error| panic!("{what}: {error}"));
            let (keeper, case, notices) = open(&path);
            let expected =
                if trouble == Trouble::Dead { run.states } else { run.states[run.states.len() - 1..].into() };
            assert!(expected.contains(&case.assessment), "{what}: lost; {notices:?}");
            let log = store::read_change_log(&path).unwrap();
            assert_eq!(log.damaged, 0, "{what}");
            let mut followed = start.assessment.clone();
            follow(&start.pinned.scheme, &mut followed, &log.entries);
            assert!(followed == case.assessment, "{what}: the log leads elsewhere");
            keeper.release();
            assert_eq!(temporary(&path).len(), 0, "{what}");
            for backup in store::backups(&path) {
                store::parse_all(&fs::read(&backup.path).unwrap()).unwrap_or_else(|error| panic!("{what}: {error}"));
            }
        }
    }
    assert!(seen > steps.len(), "faults were noticed");
}

/// A case in a folder of its own, open, with work in it.
fn at_work() -> (tempfile::TempDir, std::path::PathBuf, Keeper, Work) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("夹")).unwrap();
    let path = folder.path().join("夹/案.xingping");
    store::create(&path, &small()).unwrap();
    let (mut keeper, case, _) = open(&path);
    let mut work = Work::new(&case, 3);
    work.some(&mut keeper, moment());
    keeper.keep(&work.now(), moment()).unwrap();
    (folder, path, keeper, work)
}

#[test]
fn a_folder_that_goes_away_and_comes_back_loses_nothing() {
    let (folder, path, mut keeper, mut work) = at_work();
    let (here, away) = (folder.path().join("夹"), folder.path().join("别处"));
    fs::rename(&here, &away).unwrap();
    work.some(&mut keeper, moment());
    let words = xingping::lang::Words::load(xingping::lang::Language::Chinese).unwrap();
    for done in [keeper.keep(&work.now(), moment()), keeper.write(&work.now(), moment())] {
        let error = done.unwrap_err();
        assert!(matches!(&error, KeepError::FolderGone(folder) if *folder == here), "{error:?}");
        let said = error.say(&words);
        for part in ["夹", "没有丢失", "一直重试", "放回原处", "另存为"] {
            assert!(said.contains(part), "{part}: {said}");
        }
    }
    fs::rename(&away, &here).unwrap();
    keeper.keep(&work.now(), moment()).unwrap();
    assert_eq!(store::open(&path).unwrap().assessment, work.now());
    keeper.write(&work.now(), moment()).unwrap();
    keeper.release();
    assert_eq!(store::open(&path).unwrap().assessment, work.now());
}

#[test]
fn a_file_that_another_wrote_is_never_written_over() {
    let (folder, path, mut keeper, mut work) = at_work();
    keeper.write(&work.now(), moment()).unwrap();
    let ours = fs::read(&path).unwrap();
    let mut longer = ours.clone();
    longer.extend(b"\n");
    let mut as_long = ours.clone();
    *as_long.last_mut().unwrap() = b' ';
    for theirs in [longer, as_long, Vec::new(), b"x".to_vec()] {
        fs::write(&path, &theirs).unwrap();
        work.some(&mut keeper, moment());
        assert!(matches!(keeper.keep(&work.now(), moment()), Err(KeepError::Changed(_))));
        assert!(matches!(keeper.write(&work.now(), moment()), Err(KeepError::Changed(_))));
        assert_eq!(fs::read(&path).unwrap(), theirs, "byte for byte");
    }
    // Ours can be written elsewhere.
    let elsewhere = folder.path().join("别处.xingping");
    store::create(&elsewhere, &Case { assessment: work.now(), ..small() }).unwrap();
    assert_eq!(store::open(&elsewhere).unwrap().assessment, work.now());
    fs::write(&path, &ours).unwrap();
    keeper.write(&work.now(), moment()).unwrap();
    fs::remove_file(&path).unwrap();
    work.some(&mut keeper, moment());
    assert!(matches!(keeper.keep(&work.now(), moment()), Err(KeepError::Gone(_))));
    assert!(matches!(keeper.write(&work.now(), moment()), Err(KeepError::Gone(_))));
    assert!(!path.exists(), "a case that was deleted does not come back by itself");
}

/// Copying tools keep length and time of a file.
#[test]
fn a_file_that_only_looks_unchanged_is_not_written_over() {
    let (_folder, path, mut keeper, mut work) = at_work();
    keeper.write(&work.now(), moment()).unwrap();
    let about = fs::metadata(&path).unwrap();
    let mut theirs = fs::read(&path).unwrap();
    *theirs.last_mut().unwrap() = b' ';
    fs::write(&path, &theirs).unwrap();
    let file = fs::File::options().write(true).open(&path).unwrap();
    file.set_modified(about.modified().unwrap()).unwrap();
    drop(file);
    work.some(&mut keeper, moment());
    assert!(matches!(keeper.write(&work.now(), moment()), Err(KeepError::Changed(_))));
    assert_eq!(fs::read(&path).unwrap(), theirs);
}

/// Whoever tidies a folder up may remove the files that lie beside a case while it is open.
#[test]
fn a_journal_that_is_removed_under_the_keeper_is_written_anew() {
    let (_folder, path, mut keeper, mut work) = at_work();
    for removed in [".journal", ".lock", ".changes"] {
        keeper.write(&work.now(), moment()).unwrap();
        work.some(&mut keeper, moment());
        keeper.keep(&work.now(), moment()).unwrap();
        fs::remove_file(beside(&path, removed)).unwrap();
        work.some(&mut keeper, moment());
        keeper.keep(&work.now(), moment()).unwrap();
        assert_eq!(store::open(&path).unwrap().assessment, work.now(), "{removed}");
        assert!(beside(&path, ".lock").exists());
    }
    keeper.write(&work.now(), moment()).unwrap();
    let log = store::read_change_log(&path).unwrap();
    assert!(log.damaged == 0 && !log.entries.is_empty());
}

#[test]
fn what_stands_where_a_file_belongs_is_set_aside_or_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("案.xingping");
    store::create(&path, &small()).unwrap();
    for ending in [".journal", ".changes"] {
        fs::create_dir(beside(&path, ending)).unwrap();
        fs::write(beside(&path, ending).join("里面"), "x").unwrap();
    }
    fs::write(beside(&path, ".backups"), "不是文件夹").unwrap();
    assert!(store::read_change_log(&path).is_err());
    let (mut keeper, case, notices) = open(&path);
    assert_eq!(notices.len(), 1, "{notices:?}");
    assert!(keeper.take_backup_trouble().is_some());
    let mut work = Work::new(&case, 4);
    work.some(&mut keeper, moment());
    keeper.keep(&work.now(), moment()).unwrap();
    keeper.write(&work.now(), moment()).unwrap();
    keeper.release();
    assert!(!store::read_change_log(&path).unwrap().entries.is_empty());
    assert_eq!(fs::read_to_string(beside(&path, ".backups")).unwrap(), "不是文件夹");
    for ending in [".journal.aside-1", ".changes.aside-1"] {
        assert_eq!(fs::read_to_string(beside(&path, ending).join("里面")).unwrap(), "x", "{ending}");
    }
    // Where the lock cannot be written the case can be looked at.
    fs::create_dir(beside(&path, ".lock")).unwrap();
    let opened = Keeper::open(&path, &Opening::new(Me::here(""), moment())).unwrap();
    assert!(matches!(opened.access, Access::Unwritable(_)));
    assert_eq!(opened.case.assessment, work.now());
}

/// A journal that is damaged and cannot be set aside is not written over, and not removed either.
#[test]
fn a_journal_of_another_case_survives_a_disk_that_refuses() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("案.xingping");
    store::create(&path, &small()).unwrap();
    let foreign = "别的东西\n".repeat(50);
    fs::write(beside(&path, ".journal"), &foreign).unwrap();
    let disk = Arc::new(Faulty::at(0, Trouble::Dead));
    let (keeper, ..) = open_with(&path, &Opening { disk, ..Opening::new(Me::here(""), moment()) });
    keeper.release();
    assert_eq!(fs::read_to_string(beside(&path, ".journal")).unwrap(), foreign);
}

/// The lock file of a program that was killed may be writable where nothing else is.
#[test]
fn a_folder_that_takes_no_files_is_found_out_on_opening() {
    for kind in [ErrorKind::PermissionDenied, ErrorKind::ReadOnlyFilesystem] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("案.xingping");
        store::create(&path, &small()).unwrap();
        let disk = Arc::new(Faulty::at(0, Trouble::Refused(kind)));
        let opening = Opening { disk, ..Opening::new(Me::here(""), moment()) };
        let opened = Keeper::open(&path, &opening).unwrap();
        let Access::Unwritable(fault) = &opened.access else { panic!("{:?}", opened.access) };
        assert_eq!(fault.error.kind(), kind);
        assert!(!beside(&path, ".lock").exists(), "it is given back");
        let (keeper, ..) = open_with(&path, &opening);
        keeper.release();
        assert_eq!(temporary(&path).len(), 0);
    }
}

#[test]
fn a_case_that_cannot_be_written_is_kept_in_its_journal() {
    // A file that is read-only refuses to be replaced, also for an administrator.
    let (_folder, path, mut keeper, mut work) = at_work();
    let permit = |readonly| {
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        #[allow(clippy::permissions_set_readonly_false)] // it is ours alone
        permissions.set_readonly(readonly);
        fs::set_permissions(&path, permissions).unwrap();
    };
    permit(true);
    // More than after which the case is written without waiting for calm.
    let text = "长".repeat(20_000);
    for number in 0..90 {
        let scheme = work.session.pinned().scheme.clone();
        let clause = scheme.clauses().next().unwrap().id.clone();
        let text = format!("{}{number}", &text[..3 * 19_000]);
        work.session.edit(&Edit::SetFinding { clause: clause.clone(), text }).unwrap();
        let verdict = if number % 2 == 0 { Verdict::Meets } else { Verdict::Fails };
        work.session.edit(&Edit::SetVerdict { clause, verdict }).unwrap();
        keeper.add(work.session.take_steps(), moment());
        keeper.keep(&work.now(), moment()).unwrap();
    }
    assert!(fs::metadata(beside(&path, ".journal")).unwrap().len() > 4 * 1024 * 1024);
    assert!(keeper.write(&work.now(), moment()).is_err());
    assert_eq!(store::open(&path).unwrap().assessment, work.now());
    permit(false);
    keeper.write(&work.now(), moment()).unwrap();
    keeper.release();
    assert_eq!(store::open(&path).unwrap().assessment, work.now());
}

/// A move to another edition that fails, at any step, leaves the case with the edition it had.
#[test]
fn a_move_that_fails_at_any_step_goes_back() {
    let start = small();
    let other = xingping::criteria::read(&start.pinned.text.replacen("2026", "2027", 1)).unwrap();
    for number in 0..60 {
        for trouble in [Trouble::Refused(ErrorKind::Other), Trouble::Dead] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("案.xingping");
            store::create(&path, &start).unwrap();
            let disk = Arc::new(Faulty::at(number, trouble));
            let opening = Opening { disk: disk.clone(), ..Opening::new(Me::here(""), moment()) };
            let (mut keeper, case, _) = open_with(&path, &opening);
            let mut work = Work::new(&case, 5);
            work.some(&mut keeper, moment());
            let before = work.now();
            let mut after = before.clone();
            after.evidence.clear();
            let moved = keeper.move_to(&other, &before, &after, moment());
            disk.mend();
            let now = if moved.is_ok() { after } else { before };
            let edition = if moved.is_ok() { &other } else { &case.pinned };
            let mut session = Session::new(edition.clone(), now);
            act(&mut work.dice, &mut session);
            keeper.add(session.take_steps(), moment());
            keeper.keep(session.assessment(), moment()).unwrap();
            drop(keeper);
            let found = store::open(&path).unwrap();
            assert_eq!(found.pinned.fingerprint, edition.fingerprint, "step {number}, {trouble:?}");
            assert!(found.assessment == *session.assessment(), "step {number}, {trouble:?}");
        }
    }
}

#[test]
fn an_old_file_that_is_only_looked_at_gets_one_backup() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("案.xingping");
    let old = include_str!("../files/cases/v1/empty.xingping");
    fs::write(&path, old).unwrap();
    for day in 0..5 {
        let opening = Opening::new(Me::here(""), moment() + Duration::days(day));
        let (keeper, ..) = open_with(&path, &opening);
        keeper.release();
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), old, "looking changes nothing");
    let found: Vec<BackupReason> = store::backups(&path).iter().map(|backup| backup.reason).collect();
    assert_eq!(found, [BackupReason::Migration]);
    assert!(Real.sync_folder(folder.path()).is_ok());
}
