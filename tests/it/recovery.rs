//! What can be had back: changes that the case could not take, the case as it was closed, the journal of a broken case.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use xingping::assessment::{Assessment, Edit, Verdict};
use xingping::lang::{Language, Words};
use xingping::session::Session;
use xingping::store::{
    self, Access, BackupReason, Case, KeepError, Keeper, Me, OpenNotice, Opening, Recoverable, RecoverableKind, Report,
    Writer, tables,
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
    store::restore(path, item, &to, moment(), "").unwrap();
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
    let soon = moment(); // within the same second, too
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

/// Whether a notice says that the change log has more than the case, and how many entries.
fn ahead(notices: &[OpenNotice]) -> Option<usize> {
    notices.iter().find_map(|notice| match notice {
        OpenNotice::Ahead { entries, .. } => Some(*entries),
        _ => None,
    })
}

/// A step that goes into the case file, as after some calm.
fn written(keeper: &mut Keeper, session: &mut Session, clause: &str, verdict: Verdict) {
    judge(session, clause, verdict);
    keeper.add(session.take_steps(), moment());
    keeper.write(session.assessment(), moment()).unwrap();
}

#[test]
fn an_older_copy_in_the_place_of_the_case_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let path = on_disk(folder.path());
    let first = fs::read(&path).unwrap();
    let (mut keeper, case, notices) = open(&path);
    assert_eq!(notices, []);
    let mut session = Session::new(case.pinned, case.assessment);
    written(&mut keeper, &mut session, "1.1.1", Verdict::Meets);
    let older = fs::read(&path).unwrap();
    written(&mut keeper, &mut session, "1.1.2", Verdict::Fails);
    written(&mut keeper, &mut session, "2.1.1", Verdict::Meets);
    keeper.release();
    let newest = fs::read(&path).unwrap();
    for (bytes, expected) in [(&older, Some(2)), (&first, Some(3)), (&newest, None)] {
        fs::write(&path, bytes).unwrap();
        assert_eq!(ahead(&store::look(&path).unwrap().1), expected, "only looking");
        let (keeper, _, notices) = open(&path);
        assert_eq!(ahead(&notices), expected, "{notices:?}");
        keeper.release();
    }
    let words = Words::load(Language::Chinese).unwrap();
    let said = OpenNotice::Ahead { entries: 2, last: moment(), stands: None }.say(&words);
    assert!(said.contains("多 2 条") && said.contains("备份与恢复"), "{said}");
    // Whoever goes on all the same is told no more.
    fs::write(&path, &older).unwrap();
    let (mut keeper, case, _) = open(&path);
    let mut session = Session::new(case.pinned, case.assessment);
    written(&mut keeper, &mut session, "1.1.2", Verdict::Meets);
    keeper.release();
    assert_eq!(ahead(&store::look(&path).unwrap().1), None);
    // Under another name the log goes along, and is no more than the file has.
    let copy = path.with_file_name("另存.xingping");
    let case = store::open(&path).unwrap();
    let opened = store::save_as(&copy, &case, &path, &[], &Opening::new(Me::here(""), moment())).unwrap();
    assert_eq!(ahead(&opened.notices), None);
    drop(opened);
    assert!(!store::read_change_log(&copy).unwrap().entries.is_empty());
    assert_eq!(store::look(&copy).unwrap().1, []);
}

#[test]
fn a_crash_after_the_change_log_was_written_is_no_older_copy() {
    let folder = tempfile::tempdir().unwrap();
    let path = on_disk(folder.path());
    let (mut keeper, case, _) = open(&path);
    let mut session = Session::new(case.pinned, case.assessment);
    written(&mut keeper, &mut session, "1.1.1", Verdict::Meets);
    let before = fs::read(&path).unwrap();
    judge(&mut session, "1.1.2", Verdict::Fails);
    keep(&mut keeper, &mut session).unwrap();
    let journal = fs::read(beside(&path, ".journal")).unwrap();
    keeper.write(session.assessment(), moment()).unwrap();
    drop(keeper);
    // As if killed between the log and the case: the log tells of the step, only the journal has it.
    fs::write(&path, before).unwrap();
    fs::write(beside(&path, ".journal"), journal).unwrap();
    assert_eq!(store::read_changes(&path).unwrap().entries.len(), 2, "told once");
    let (keeper, case, notices) = open(&path);
    assert!(matches!(notices.as_slice(), [OpenNotice::Replayed { steps: 1, .. }]), "{notices:?}");
    assert_eq!(&case.assessment, session.assessment());
    keeper.release();
}

#[test]
fn steps_that_a_crash_left_in_the_journal_are_told_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = on_disk(folder.path());
    let (mut keeper, case, _) = open(&path);
    let mut session = Session::new(case.pinned, case.assessment);
    written(&mut keeper, &mut session, "1.1.1", Verdict::Meets);
    judge(&mut session, "1.1.2", Verdict::Fails);
    judge(&mut session, "2.1.1", Verdict::Meets);
    judge(&mut session, "1.1.2", Verdict::Meets);
    keep(&mut keeper, &mut session).unwrap();
    drop(keeper); // as if killed
    assert_eq!(store::read_change_log(&path).unwrap().entries.len(), 1);
    let told = store::read_changes(&path).unwrap();
    assert_eq!(told.entries.len(), 4, "what was acknowledged is told");
    assert_eq!(store::recoverable(&path)[0].steps, 3);
    let (keeper, _, notices) = open(&path);
    let words = Words::load(Language::Chinese).unwrap();
    let said: Vec<String> = notices.iter().map(|notice| notice.say(&words)).collect();
    assert!(matches!(said.as_slice(), [one] if one.contains("涉及条款 1.1.2、2.1.1。")), "{said:?}");
    keeper.release();
    assert_eq!(store::read_changes(&path).unwrap().entries, told.entries, "told once, in the same words");
    let clauses = (1..=9).map(|n| format!("5.1.{n}").as_str().into()).collect();
    let said = OpenNotice::Replayed { steps: 9, last: moment(), clauses, others: Vec::new() }.say(&words);
    assert!(said.contains("5.1.6 等 9 条") && !said.contains("5.1.7"), "{said}");
}

#[test]
fn what_a_crash_left_is_counted_as_the_change_log_tells_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = on_disk(folder.path());
    let (mut keeper, case, _) = open(&path);
    let mut session = Session::new(case.pinned, case.assessment);
    for text in ["两", "两人", "两人证", "两人证书", "两人证书过期"] {
        session.edit(&Edit::SetFinding { clause: "1.1.1".into(), text: text.into() }).unwrap();
    }
    session.pause();
    let company = session.assessment().company.clone();
    for headcount in [7, 8] {
        let company = xingping::assessment::Company { headcount: Some(headcount), ..(*company).clone() };
        session.edit(&Edit::SetCompany(Box::new(company))).unwrap();
        session.pause();
    }
    keep(&mut keeper, &mut session).unwrap();
    drop(keeper); // as if killed
    let words = Words::load(Language::Chinese).unwrap();
    let said = store::look(&path).unwrap().1[0].say(&words);
    assert_eq!(store::read_changes(&path).unwrap().entries.len(), 3);
    assert!(said.contains("找回 3 步修改"), "{said}");
    assert!(said.contains("涉及条款 1.1.1") && said.contains("员工人数"), "{said}");
    assert_eq!(said.matches("员工人数").count(), 1, "{said}");
    assert_eq!(store::recoverable(&path)[0].steps, 3);
}

#[test]
fn a_restored_file_says_what_it_is_from() {
    let folder = tempfile::tempdir().unwrap();
    let path = on_disk(folder.path());
    let (mut keeper, case, _) = open(&path);
    let mut session = Session::new(case.pinned, case.assessment);
    written(&mut keeper, &mut session, "1.1.1", Verdict::Meets);
    keeper.release();
    let words = Words::load(Language::Chinese).unwrap();
    let found = store::recoverable_told(&path, &words, &|_| "90 分".to_owned());
    let said: Vec<String> = found.iter().map(|item| item.say(&words).unwrap()).collect();
    assert!(!said[0].contains("与现在"), "{said:?}");
    assert!(said[1].starts_with("90 分") && said[1].ends_with("与现在有 1 处不同"), "{said:?}");
    let backup = &found[1];
    let names: Vec<PathBuf> = (0..2)
        .map(|_| {
            let to = store::restored_name(&path, backup, &words);
            store::restore(&path, backup, &to, moment(), "王芳").unwrap();
            to
        })
        .collect();
    let at = backup.at.unwrap().format("%Y-%m-%d %H-%M");
    assert_eq!(names[0].file_name().unwrap().to_str().unwrap(), format!("案（{at} 的备份）.xingping"));
    assert_ne!(names[0], names[1]);
    assert!(store::conflict_copies(&path).is_empty());

    let to = &names[0];
    let rows = tables::change_rows(&store::read_changes(to).unwrap().entries, &words);
    let [row] = rows.as_slice() else { panic!("{rows:?}") };
    let file = backup.path.file_name().unwrap().to_str().unwrap();
    assert!(row.who == "王芳" && row.told.to.contains("由备份恢复：来自") && row.told.to.contains(file), "{row:?}");
    let (mut keeper, case, notices) = open(to);
    let [OpenNotice::Restored(_)] = notices.as_slice() else { panic!("{notices:?}") };
    assert!(notices[0].say(&words).contains(file));
    let mut session = Session::new(case.pinned, case.assessment);
    written(&mut keeper, &mut session, "1.1.2", Verdict::Fails);
    keeper.release();
    assert_eq!(store::look(to).unwrap().1, [], "said until it is changed");
    assert_eq!(store::read_change_log(to).unwrap().entries.len(), 2);
}
