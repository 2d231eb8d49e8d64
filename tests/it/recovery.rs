//! What can be had back: changes that the case could not take, the case as it was closed, the journal of a broken case.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use xingping::assessment::{Assessment, Edit, Verdict};
use xingping::session::Session;
use xingping::store::{
    self, Access, BackupReason, Case, KeepError, Keeper, Me, OpenNotice, Opening, Recoverable, RecoverableKind, Report,
    Writer,
};

use crate::keeping::{beside, moment, open, open_with, small};

/// A case on the disk.
fn on_disk(folder: &Path) -> std::path::PathBuf {
    let path = folder.join("案.xingping");
    store::create(&path, &small()).unwrap();
    path
}

fn judge(session: &mut Session, clause: &str, verdict: Verdict) {
    session.edit(&Edit::SetVerdict { clause: clause.into(), verdict }).unwrap();
}

/// Adds what a session did and tries to keep it.
fn keep(keeper: &mut Keeper, session: &mut Session) -> Result<(), KeepError> {
    keeper.add(session.take_steps(), moment());
    keeper.keep(session.assessment(), moment())
}

/// What restoring an item gives.
fn restored(path: &Path, item: &Recoverable, name: &str) -> Assessment {
    let to = path.with_file_name(name);
    store::restore(path, item, &to).unwrap();
    store::open(&to).unwrap().assessment
}

#[test]
fn changes_that_a_changed_or_missing_case_cannot_take_outlive_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let path = on_disk(folder.path());
    let (mut keeper, case, _) = open(&path);
    let mut session = Session::new(case.pinned, case.assessment);
    judge(&mut session, "1.1.1", Verdict::Meets);
    keep(&mut keeper, &mut session).unwrap();

    // Another puts an older copy in its place.
    let theirs = store::render(&small().pinned, &small().assessment) + "\n";
    fs::write(&path, &theirs).unwrap();
    judge(&mut session, "1.1.2", Verdict::Fails);
    assert!(matches!(keep(&mut keeper, &mut session), Err(KeepError::Changed(_))));
    assert!(keeper.take_rescued().is_some_and(|file| file.starts_with(store::backup_folder(&path))));
    judge(&mut session, "2.1.1", Verdict::Meets);
    assert!(matches!(keep(&mut keeper, &mut session), Err(KeepError::Changed(_))));
    assert!(keeper.take_rescued().is_none(), "said once");
    assert_eq!(fs::read_to_string(&path).unwrap(), theirs);
    drop(keeper); // as if killed: nothing more is written

    let later = Opening::new(Me::here(""), moment() + chrono::Duration::hours(1));
    let (keeper, _, notices) = open_with(&path, &later);
    let told = |notice: &&OpenNotice| matches!(notice, OpenNotice::Rescued(_));
    assert_eq!(notices.iter().filter(told).count(), 1, "{notices:?}");
    keeper.release();
    let found = store::recoverable(&path);
    let rescued: Vec<&Recoverable> =
        found.iter().filter(|item| item.kind == RecoverableKind::Backup(BackupReason::Rescued)).collect();
    assert_eq!(rescued.len(), 1, "one file for one trouble");
    assert_eq!(&restored(&path, rescued[0], "回来.xingping"), session.assessment(), "with the latest in it");
    let (keeper, _, notices) = open(&path);
    assert_eq!(notices.iter().filter(told).count(), 0, "told once");
    keeper.release();
}

#[test]
fn changes_that_found_their_way_into_the_case_are_not_said_to_be_missing() {
    let folder = tempfile::tempdir().unwrap();
    let path = on_disk(folder.path());
    let (mut keeper, case, _) = open(&path);
    let mut session = Session::new(case.pinned, case.assessment);
    let ours = fs::read(&path).unwrap();
    fs::remove_file(&path).unwrap();
    judge(&mut session, "1.1.1", Verdict::Meets);
    assert!(matches!(keep(&mut keeper, &mut session), Err(KeepError::Gone(_))));
    fs::write(&path, ours).unwrap();
    let soon = moment() + chrono::Duration::minutes(1);
    keeper.keep(session.assessment(), soon).unwrap();
    drop(keeper); // as if killed
    let later = Opening::new(Me::here(""), soon + chrono::Duration::minutes(1));
    let (keeper, case, notices) = open_with(&path, &later);
    assert!(!notices.iter().any(|notice| matches!(notice, OpenNotice::Rescued(_))), "{notices:?}");
    assert_eq!(&case.assessment, session.assessment());
    keeper.release();
}

#[test]
fn a_folder_that_was_moved_away_leaves_no_empty_one_behind() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("项目");
    fs::create_dir(&inner).unwrap();
    let path = on_disk(&inner);
    let (mut keeper, case, _) = open(&path);
    let mut session = Session::new(case.pinned, case.assessment);
    let away = folder.path().join("别处");
    fs::rename(&inner, &away).unwrap();
    judge(&mut session, "1.1.1", Verdict::Meets);
    keep(&mut keeper, &mut session).unwrap_err();
    assert!(!inner.exists());
    fs::rename(&away, &inner).unwrap();
    keeper.keep(session.assessment(), moment()).unwrap();
    drop(keeper);
    assert_eq!(&store::open(&path).unwrap().assessment, session.assessment());
}

#[test]
fn a_case_that_is_damaged_after_closing_is_had_back_as_it_was_closed() {
    let folder = tempfile::tempdir().unwrap();
    let path = on_disk(folder.path());
    let (keeper, case, _) = open(&path);
    let mut session = Session::new(case.pinned, case.assessment.clone());
    let mut writer = Writer::at_once(keeper, case.assessment, Arc::new(moment));
    judge(&mut session, "1.1.1", Verdict::Meets);
    writer.put(session.revision(), session.take_steps(), session.assessment().clone());
    assert!(writer.poll().iter().any(|report| matches!(report, Report::Kept { revision: 1, .. })));
    writer.close().unwrap();
    fs::write(&path, "garbage").unwrap();
    let found = store::recoverable(&path);
    let newest = found.iter().find(|item| matches!(item.kind, RecoverableKind::Backup(_))).unwrap();
    assert_eq!(newest.kind, RecoverableKind::Backup(BackupReason::Closed));
    assert_eq!(&restored(&path, newest, "回来.xingping"), session.assessment());

    // Looking without changing makes no further backup.
    fs::write(&path, fs::read(path.with_file_name("回来.xingping")).unwrap()).unwrap();
    let count = || store::backups(&path).len();
    let (keeper, case, _) = open(&path);
    let opened = count();
    Writer::at_once(keeper, case.assessment, Arc::new(moment)).close().unwrap();
    assert_eq!(count(), opened);
}

#[test]
fn the_journal_of_a_case_that_is_broken_or_gone_is_offered() {
    let folder = tempfile::tempdir().unwrap();
    let path = on_disk(folder.path());
    let (mut keeper, case, _) = open(&path);
    let mut session = Session::new(case.pinned, case.assessment);
    judge(&mut session, "1.1.1", Verdict::Meets);
    judge(&mut session, "1.1.2", Verdict::Fails);
    keep(&mut keeper, &mut session).unwrap();
    drop(keeper); // as if killed
    let journal = |found: &[Recoverable]| {
        found.iter().filter(|item| matches!(item.kind, RecoverableKind::Journal { .. })).count()
    };
    assert_eq!(journal(&store::recoverable(&path)), 0, "it is part of the case as long as that is sound");
    for broken in [Some("(format: \"xingping-case\", ver"), None] {
        match broken {
            Some(text) => fs::write(&path, text).unwrap(),
            None => fs::remove_file(&path).unwrap(),
        }
        let found = store::recoverable(&path);
        let item = found.iter().find(|item| item.kind == RecoverableKind::Journal { records: 2 }).unwrap();
        assert_eq!(item.counts.as_ref().unwrap().rated, 2);
        let name = if broken.is_some() { "一.xingping" } else { "二.xingping" };
        assert_eq!(&restored(&path, item, name), session.assessment());
        assert!(beside(&path, ".journal").is_file(), "nothing is taken away");
    }
}

#[test]
fn whoever_only_looks_is_not_told_of_a_crash_that_was_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = on_disk(folder.path());
    let (mut keeper, case, _) = open(&path);
    let mut session = Session::new(case.pinned, case.assessment);
    judge(&mut session, "1.1.1", Verdict::Meets);
    keep(&mut keeper, &mut session).unwrap();
    keeper.set_who("王芳");
    let second = Keeper::open(&path, &Opening::new(Me::here("李四"), moment())).unwrap();
    let Access::Held { holder: Some(holder), gone: false } = &second.access else { panic!("{:?}", second.access) };
    assert_eq!(holder.who, "王芳", "the name that is typed now");
    assert_eq!(second.notices, []);
    let Case { assessment, .. } = &second.case;
    assert_eq!(assessment, session.assessment(), "what is in the journal is seen");
}
