//! A case file that another put in the place of ours, or that was renamed without what belongs to it: the window's
//! answers outlive it, and the history says what happened.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::Key;
use egui_kittest::kittest::Queryable as _;
use xingping::assessment::{Edit, Verdict};
use xingping::lang::{Language, Words};
use xingping::session::Session;
use xingping::store::{self, BackupReason, Case, KeepError, Me, Opening, Report, Writer, tables};

use crate::journeys::{click, command, example, palette, press, steps, verdict, window};
use crate::keeping::{beside, moment, open, small};

fn on_disk(folder: &Path) -> PathBuf {
    let path = folder.join("案.xingping");
    store::create(&path, &small()).unwrap();
    path
}

fn words() -> Words {
    Words::load(Language::Chinese).unwrap()
}

/// A writer that does everything at once, and the session whose steps it writes.
struct Desk {
    session: Session,
    writer: Writer,
}

impl Desk {
    fn new(path: &Path) -> Self {
        let (keeper, case, _) = open(path);
        let writer = Writer::at_once(keeper, case.assessment.clone(), Arc::new(moment));
        Self { session: Session::new(case.pinned, case.assessment), writer }
    }

    fn judge(&mut self, clause: &str, verdict: Verdict) {
        self.session.edit(&Edit::SetVerdict { clause: clause.into(), verdict }).unwrap();
        self.writer.put(self.session.revision(), self.session.take_steps(), self.session.assessment().clone());
    }

    /// Opens, judges, writes and closes.
    fn once(path: &Path, clause: &str, verdict: Verdict) {
        let mut desk = Self::new(path);
        desk.judge(clause, verdict);
        desk.writer.close().unwrap();
    }
}

/// The backup that has what the case could not take.
fn rescued(path: &Path) -> Option<Case> {
    let found = store::backups(path).into_iter().find(|backup| backup.reason == BackupReason::Rescued)?;
    Some(store::parse(&fs::read(found.path).unwrap()).unwrap())
}

fn notices(path: &Path) -> Vec<String> {
    store::look(path).unwrap().1.iter().map(|notice| notice.say(&words())).collect()
}

#[test]
fn closing_looks_whether_the_file_is_still_ours() {
    let folder = tempfile::tempdir().unwrap();
    let path = on_disk(folder.path());
    let older = fs::read(&path).unwrap();
    let mut desk = Desk::new(&path);
    desk.judge("1.1.1", Verdict::Meets);
    desk.writer.write();
    desk.writer.poll();
    let ours = fs::read(&path).unwrap();
    // Nothing is pending.
    fs::write(&path, &older).unwrap();
    assert!(matches!(desk.writer.close(), Err(KeepError::Changed(_))));
    assert!(desk.writer.poll().iter().any(|report| matches!(report, Report::Rescued(_))), "and says where it is");
    assert_eq!(&rescued(&path).unwrap().assessment, desk.session.assessment());
    assert!(!store::backups(&path).iter().any(|backup| backup.reason == BackupReason::Closed));
    assert_eq!(fs::read(&path).unwrap(), older, "and nothing is written over");
    // Put back, it closes, and its backup has what we have.
    fs::write(&path, &ours).unwrap();
    desk.writer.close().unwrap();
    let closed = store::backups(&path).remove(0);
    assert_eq!(&store::parse(&fs::read(closed.path).unwrap()).unwrap().assessment, desk.session.assessment());
    assert!(!beside(&path, ".lock").exists());
}

#[test]
fn a_case_that_was_only_looked_at_closes_whatever_became_of_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = on_disk(folder.path());
    for gone in [false, true] {
        let mut desk = Desk::new(&path);
        let mut theirs = fs::read(&path).unwrap();
        theirs.push(b'\n');
        fs::write(&path, &theirs).unwrap();
        if gone {
            fs::remove_file(&path).unwrap();
        }
        desk.writer.close().unwrap();
        assert!(rescued(&path).is_none());
    }
}

#[test]
fn a_case_that_is_replaced_in_the_calm_is_noticed_and_known_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = on_disk(folder.path());
    let older = fs::read(&path).unwrap();
    let (keeper, case, _) = open(&path);
    let mut writer = Writer::start(keeper, case.assessment.clone(), Arc::new(moment), || {});
    let mut session = Session::new(case.pinned, case.assessment);
    session.edit(&Edit::SetVerdict { clause: "1.1.1".into(), verdict: Verdict::Meets }).unwrap();
    writer.put(session.revision(), session.take_steps(), session.assessment().clone());
    writer.write();
    let mut wait = |wanted: fn(&Report) -> bool| {
        let until = Instant::now() + Duration::from_secs(20);
        while !writer.poll().iter().any(wanted) {
            assert!(Instant::now() < until, "it never came");
            std::thread::sleep(Duration::from_millis(20));
        }
    };
    wait(|report| matches!(report, Report::Written { revision: 1 }));
    let ours = fs::read(&path).unwrap();
    fs::write(&path, &older).unwrap();
    wait(|report| matches!(report, Report::Failed(KeepError::Changed(_))));
    assert_eq!(&rescued(&path).unwrap().assessment, session.assessment());
    fs::write(&path, &ours).unwrap();
    wait(|report| matches!(report, Report::Kept { revision: 1, .. }));
    writer.close().unwrap();
    assert!(!notices(&path).iter().any(|said| said.contains("写不进")), "it is where it belongs");
}

#[test]
fn the_window_stays_open_over_a_file_that_was_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let mut window = window(folder.path(), vec![], Some(case.clone()));
    let older = fs::read(&case).unwrap();
    press(&mut window, Key::Num2);
    command(&mut window, Key::S);
    assert!(window.query_by_label_contains("已保存").is_some());
    let ours = fs::read(&case).unwrap();
    fs::write(&case, &older).unwrap();
    command(&mut window, Key::W);
    assert!(window.query_by_label_contains("没有覆盖它").is_some(), "the red bar");
    assert_eq!(verdict(&window, "5.1.1.1"), Verdict::Fails);
    let notices = window.state().notices();
    assert!(notices.iter().any(|text| text.contains("已另存到备份")), "{notices:?}");
    // Closing the window asks, and does not say that the journal has it.
    let root = window.ctx.viewport_id();
    window.input_mut().viewports.entry(root).or_default().events.push(egui::ViewportEvent::Close);
    steps(&mut window);
    assert!(window.query_by_label("还不能关闭：改动没有保存").is_some());
    assert!(window.query_by_label_contains("下次打开会自动找回").is_none());
    click(&mut window, "返回继续");
    fs::write(&case, &ours).unwrap();
    command(&mut window, Key::W);
    assert!(window.state().session().is_none(), "{:?}", window.state().notices());
}

#[test]
fn steps_made_during_the_red_bar_are_in_the_log_of_the_new_file() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let copy = folder.path().join("另存.xingping");
    let mut window = window(folder.path(), vec![vec![copy.clone()]], Some(case.clone()));
    let older = fs::read(&case).unwrap();
    press(&mut window, Key::Num2);
    command(&mut window, Key::S);
    fs::write(&case, &older).unwrap();
    press(&mut window, Key::Num1);
    command(&mut window, Key::S);
    press(&mut window, Key::Num2);
    click(&mut window, "另存为");
    assert_eq!(window.state().path().unwrap(), copy);
    let entries = store::read_change_log(&copy).unwrap().entries;
    let rows = tables::change_rows(&entries, &words());
    assert_eq!(rows.len(), 3, "{rows:?}");
    assert_eq!(window.state().notices().len(), 1, "{:?}", window.state().notices());
    command(&mut window, Key::W);
    assert_eq!(notices(&copy), Vec::<String>::new(), "log and case agree");
}

#[test]
fn steps_that_only_the_journal_has_go_into_the_log_of_a_new_file() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let copy = folder.path().join("另存.xingping");
    let mut window = window(folder.path(), vec![vec![copy.clone()]], Some(case.clone()));
    press(&mut window, Key::Num2);
    palette(&mut window, "另存为");
    assert_eq!(window.state().path().unwrap(), copy);
    for path in [case, copy] {
        assert_eq!(store::read_change_log(&path).unwrap().entries.len(), 1, "{path:?}");
    }
}

#[test]
fn going_on_with_an_older_copy_leaves_a_mark_in_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let path = on_disk(folder.path());
    let first = fs::read(&path).unwrap();
    Desk::once(&path, "1.1.1", Verdict::Meets);
    let older = fs::read(&path).unwrap();
    Desk::once(&path, "1.1.2", Verdict::Fails);
    fs::write(&path, &older).unwrap();
    let ahead = |path: &Path| notices(path).iter().any(|said| said.contains("较旧的一份"));
    assert!(ahead(&path));
    Desk::new(&path).writer.close().unwrap();
    assert!(ahead(&path), "looking alone changes nothing");
    assert_eq!(store::read_change_log(&path).unwrap().entries.len(), 2);
    Desk::once(&path, "2.1.1", Verdict::Meets);
    let rows = tables::change_rows(&store::read_change_log(&path).unwrap().entries, &words());
    assert_eq!(rows.len(), 4, "{rows:?}");
    assert!(rows[1].told.to.contains("案卷被换成较旧的一份"), "{rows:?}");
    assert!(rows[0].told.clause == "2.1.1" && rows[2].told.clause == "1.1.2", "{rows:?}");
    assert_eq!(notices(&path), Vec::<String>::new());
    // It can happen again.
    fs::write(&path, &older).unwrap();
    assert!(ahead(&path));
    let mut desk = Desk::new(&path);
    desk.writer.write();
    desk.writer.close().unwrap();
    assert_eq!(notices(&path), Vec::<String>::new(), "written without a step");
    assert_eq!(store::read_change_log(&path).unwrap().entries.len(), 5);
    let written = fs::read(&path).unwrap();
    for (bytes, warned) in [(&first, true), (&older, false), (&written, false)] {
        // As older copies, and as a crash between the log and the case leaves it.
        fs::write(&path, bytes).unwrap();
        assert_eq!(ahead(&path), warned);
    }
    // Under another name the mark goes along.
    fs::write(&path, &first).unwrap();
    let copy = folder.path().join("另存.xingping");
    let mut desk = Desk::new(&path);
    let untold = desk.writer.untold();
    assert_eq!(untold.len(), 1);
    let case = store::open(&path).unwrap();
    drop(store::save_as(&copy, &case, &path, &untold, &Opening::new(Me::here(""), moment())).unwrap());
    assert_eq!(notices(&copy), Vec::<String>::new());
    desk.writer.close().unwrap();
    fs::write(&path, &written).unwrap();
    Desk::once(&path, "1.1.2", Verdict::Meets);
    assert_eq!(notices(&path), Vec::<String>::new());
}

#[test]
fn a_case_that_lies_alone_says_what_belongs_to_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = on_disk(folder.path());
    let alone = |path: &Path| notices(path).into_iter().find(|said| said.contains("放在一起"));
    // Written without any change: it has no history.
    let mut desk = Desk::new(&path);
    desk.writer.write();
    desk.writer.close().unwrap();
    assert_eq!(alone(&path), None);
    Desk::once(&path, "1.1.1", Verdict::Meets);
    assert_eq!(alone(&path), None);
    let other = folder.path().join("另一案.xingping");
    store::create(&other, &small()).unwrap();
    Desk::once(&other, "1.1.1", Verdict::Fails);
    let renamed = folder.path().join("改名.xingping");
    fs::rename(&path, &renamed).unwrap();
    let said = alone(&renamed).unwrap();
    for part in ["改名.xingping.changes", "案.xingping.changes", "备份"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(!said.contains("另一案"), "{said}");
    fs::rename(beside(&path, ".changes"), beside(&renamed, ".changes")).unwrap();
    assert_eq!(alone(&renamed), None);
    // Elsewhere nothing says whose log it was.
    let elsewhere = tempfile::tempdir().unwrap();
    let copy = elsewhere.path().join("案.xingping");
    fs::copy(&renamed, &copy).unwrap();
    assert!(alone(&copy).is_some_and(|said| !said.contains("改名.xingping")));
    Desk::once(&copy, "1.1.2", Verdict::Meets);
    assert_eq!(alone(&copy), None, "once it has a log of its own");
}

#[test]
fn a_restored_file_says_where_the_earlier_changes_are() {
    let folder = tempfile::tempdir().unwrap();
    let path = on_disk(folder.path());
    Desk::once(&path, "1.1.1", Verdict::Meets);
    let words = words();
    for item in store::recoverable(&path) {
        let to = store::restored_name(&path, &item, &words);
        store::restore(&path, &item, &to, moment(), "").unwrap();
        let said = notices(&to).concat();
        assert!(said.contains("案.xingping.changes"), "{said}");
    }
    let opened = store::Keeper::open(&path, &Opening::new(Me::here(""), moment())).unwrap();
    assert_eq!(opened.notices, []);
}
