//! What a person sees where a case can only be looked at, where two long texts differ, and whose name is kept when.

use std::path::{Path, PathBuf};

use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use xingping::app::App;
use xingping::assessment::{Edit, Verdict};
use xingping::session::Session;
use xingping::store::{self, Access, Case, Keeper, Me, Opening};

use crate::journeys::{click, command, example, palette, press, steps, verdict, window};
use crate::keeping::moment;

fn type_into(window: &mut Harness<'_, App>, field: &str, text: &str) {
    window.get_by_label(field).focus();
    steps(window);
    window.get_by_label(field).type_text(text);
    steps(window);
}

/// Time goes by: a step is a quarter of a second.
fn wait(window: &mut Harness<'_, App>) {
    for _ in 0..3 {
        steps(window);
    }
}

fn finding(text: &str) -> Edit {
    Edit::SetFinding { clause: "5.1.1.1".into(), text: text.into() }
}

/// Two findings that are alike for five hundred letters.
fn long_findings() -> [String; 2] {
    let long = "现场查看了三处网点的记录。".repeat(40);
    [format!("{long}缺一份"), format!("{long}缺两份")]
}

#[test]
fn the_change_log_shows_where_long_texts_differ() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let opened = Keeper::open(&case, &Opening::new(Me::here("王芳"), moment())).unwrap();
    let Access::Writing(mut keeper) = opened.access else { panic!("{:?}", opened.access) };
    let mut session = Session::new(opened.case.pinned, opened.case.assessment);
    for text in long_findings() {
        session.edit(&finding(&text)).unwrap();
        session.pause();
    }
    keeper.add(session.take_steps(), moment());
    keeper.write(session.assessment(), moment()).unwrap();
    keeper.release();
    let mut window = window(folder.path(), vec![], Some(case));
    command(&mut window, Key::Num8);
    let (from, to) = long_findings().into();
    assert_eq!(window.query_all_by_label_contains("缺一份").count(), 1);
    assert_eq!(window.query_all_by_label_contains("缺两份").count(), 1);
    // A click shows both of them whole.
    assert!(window.query_by_label(&from).is_none());
    window.get_by_label_contains("缺两份").click();
    steps(&mut window);
    assert!(window.query_by_label(&from).is_some() && window.query_by_label(&to).is_some());
    press(&mut window, Key::Escape);
    assert!(window.query_by_label(&from).is_none());
}

#[test]
fn comparing_shows_where_long_texts_differ() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let [mine, theirs] = long_findings();
    for (path, text) in [(case.clone(), mine), (case.with_file_name("示例 (冲突副本).xingping"), theirs)] {
        let Case { pinned, assessment } = store::open(&case).unwrap();
        let mut session = Session::new(pinned.clone(), assessment);
        session.edit(&finding(&text)).unwrap();
        let assessment = session.assessment().clone();
        store::save(&path, &Case { pinned, assessment }).unwrap();
    }
    let copy = std::fs::read_dir(case.parent().unwrap()).unwrap().map(|entry| entry.unwrap().path());
    let copy = copy.into_iter().find(|path| path.to_string_lossy().contains("冲突副本")).unwrap();
    let stem = case.file_stem().unwrap().to_string_lossy();
    std::fs::rename(&copy, case.with_file_name(format!("{stem} (冲突副本).xingping"))).unwrap();
    let mut window = window(folder.path(), vec![], Some(case));
    palette(&mut window, "备份与恢复");
    window.get_all_by_label("比较").nth(1).unwrap().click();
    steps(&mut window);
    assert!(window.query_by_label_contains("缺一份").is_some() && window.query_by_label_contains("缺两份").is_some());
}

#[test]
fn the_header_says_which_file_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let name = case.file_name().unwrap().to_string_lossy().into_owned();
    let window = window(folder.path(), vec![], Some(case));
    assert!(window.query_by_label_contains(&name).is_some());
}

#[test]
fn opening_again_says_who_still_has_the_case_and_keeps_the_place() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let mut first = window(folder.path(), vec![], Some(case.clone()));
    let mut second = window(folder.path(), vec![], Some(case));
    press(&mut second, Key::N);
    let clause = second.state().selected().to_owned();
    press(&mut second, Key::Num2);
    assert!(second.state().notices().iter().any(|text| text.contains("只读方式打开")));
    command(&mut second, Key::Num4);
    click(&mut second, "重新打开");
    let notices = second.state().notices();
    assert!(notices.iter().any(|text| text.contains("仍由") && text.contains("09:00 起")), "{notices:?}");
    assert!(notices.iter().any(|text| text.contains("本机的另一个窗口")), "{notices:?}");
    assert!(second.query_by_label("搜索证据").is_some(), "the view stays");
    command(&mut first, Key::W);
    // Nothing is done in the second window, and yet it says so.
    assert!(second.query_by_label_contains("对方已经关闭").is_none());
    wait(&mut second);
    assert!(second.query_by_label_contains("对方已经关闭这个案卷；").is_some());
    assert!(second.query_by_label_contains("这里只能查看").is_none(), "it is no longer open there");
    click(&mut second, "重新打开");
    assert!(second.query_by_label("只读").is_none());
    assert_eq!(second.state().notices(), Vec::<&str>::new(), "what was said of looking is over");
    assert!(second.query_by_label("搜索证据").is_some(), "the view stays");
    assert_eq!(second.state().selected(), clause);
}

#[test]
fn a_holder_that_was_killed_at_this_computer_is_missed_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let mut first = window(folder.path(), vec![], Some(case.clone()));
    let mut second = window(folder.path(), vec![], Some(case.clone()));
    wait(&mut second);
    assert!(second.query_by_label_contains("对方已经关闭").is_none());
    // What a kill leaves: a lock file with a name in it that nobody holds.
    let mut lock = case.into_os_string();
    lock.push(".lock");
    let text = std::fs::read(&lock).unwrap();
    command(&mut first, Key::W);
    std::fs::write(&lock, text).unwrap();
    wait(&mut second);
    assert!(second.query_by_label_contains("对方已经关闭").is_some());
    click(&mut second, "重新打开");
    assert!(second.query_by_label("只读").is_none());
}

#[test]
fn what_the_holder_writes_is_noticed_by_whoever_looks() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let mut first = window(folder.path(), vec![], Some(case.clone()));
    let mut second = window(folder.path(), vec![], Some(case.clone()));
    wait(&mut second);
    assert!(second.query_by_label_contains("有了新内容").is_none());
    press(&mut first, Key::Num2);
    command(&mut first, Key::S);
    wait(&mut second);
    assert!(second.query_by_label_contains("案卷文件有了新内容").is_some());
    assert_eq!(verdict(&second, "5.1.1.1"), Verdict::Meets, "what is in view does not change by itself");
    click(&mut second, "重新打开");
    assert_eq!(verdict(&second, "5.1.1.1"), Verdict::Fails);
    wait(&mut second);
    assert!(second.query_by_label_contains("有了新内容").is_none());
    // The same content written anew is no news.
    let text = std::fs::read_to_string(&case).unwrap();
    std::fs::write(&case, text + "\n").unwrap();
    wait(&mut second);
    assert!(second.query_by_label_contains("有了新内容").is_none());
}

#[test]
fn a_holder_of_the_same_name_elsewhere_is_not_taken_for_this_computer() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let computer = Me::here("").computer;
    let holder = format!(
        "{{\"who\":\"李雷\",\"computer\":{computer:?},\"process\":7,\"since\":\"2026-11-21T08:59:00\",\
         \"beat\":\"2026-11-21T09:00:00\",\"token\":\"abc\",\"system\":\"另一台\"}}"
    );
    let mut lock = case.clone().into_os_string();
    lock.push(".lock");
    let file = std::fs::File::create(PathBuf::from(lock)).unwrap();
    file.lock().unwrap();
    std::io::Write::write_all(&mut &file, holder.as_bytes()).unwrap();
    let window = window(folder.path(), vec![], Some(case));
    assert!(window.query_by_label_contains("本机的另一个窗口").is_none());
    assert!(window.query_by_label_contains(&format!("电脑“{computer}”")).is_some());
}

#[test]
fn what_can_only_be_read_looks_so() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let mut first = window(folder.path(), vec![], Some(case.clone()));
    let mut second = window(folder.path(), vec![], Some(case));
    for (place, field) in
        [(Key::Num2, "现状与发现"), (Key::Num2, "备注"), (Key::Num1, "企业名称"), (Key::Num5, "特别加分的理由")]
    {
        let mut grounds = [&mut first, &mut second].map(|window| {
            command(window, place);
            let rect = window.get_by_label(field).rect();
            let style = window.ctx.style_of(window.ctx.theme());
            (ground(window, rect), style.visuals.text_edit_bg_color(), style.visuals.faint_bg_color)
        });
        let [(writable, usual, _), (readable, _, sunken)] = &mut grounds;
        assert_eq!((*writable, *readable), (Some(*usual), Some(*sunken)), "{field}");
    }
}

/// What a field stands on.
fn ground(window: &Harness<'_, App>, field: egui::Rect) -> Option<egui::Color32> {
    window.output().shapes.iter().rev().find_map(|shape| match &shape.shape {
        egui::Shape::Rect(rect)
            if rect.rect.expand(3.0).contains_rect(field) && field.expand(3.0).contains_rect(rect.rect) =>
        {
            Some(rect.fill)
        }
        _ => None,
    })
}

#[test]
fn a_name_is_kept_when_its_field_is_left_and_not_with_each_letter() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let kept = |folder: &Path| std::fs::read_to_string(folder.join("settings.ron")).unwrap();
    let mut window = window(folder.path(), vec![], Some(case.clone()));
    command(&mut window, Key::Num8);
    type_into(&mut window, "修改人", "王");
    assert!(window.query_by_label_contains("没有填写修改人").is_none(), "it is seen at once");
    assert!(!kept(folder.path()).contains('王'), "nothing goes to the disk while it is being typed");
    press(&mut window, Key::Escape);
    assert!(kept(folder.path()).contains("王"));
    // The field may be left by leaving the view.
    type_into(&mut window, "修改人", "芳");
    assert!(!kept(folder.path()).contains("芳"));
    command(&mut window, Key::Num2);
    assert!(kept(folder.path()).contains("芳"));
    command(&mut window, Key::Num8);
    type_into(&mut window, "修改人", "菲");
    let root = window.ctx.viewport_id();
    window.input_mut().viewports.entry(root).or_default().events.push(egui::ViewportEvent::Close);
    window.step();
    assert!(kept(folder.path()).contains("菲"), "or by closing the window");
}
