//! What keeps things from being lost, as a person meets it in the window: the change log, backups and recovery, a case
//! that another has, a disk that refuses, a newer edition of the criteria.

use std::path::{Path, PathBuf};

use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use xingping::app::App;
use xingping::assessment::{Edit, Verdict, apply};
use xingping::criteria;
use xingping::store::{self, Case, tables};

use crate::journeys::{click, command, example, palette, press, steps, verdict, window};

/// A copy of a case from a conflict, as a sync service leaves it, with one verdict that differs.
fn conflict_copy(case: &Path) -> PathBuf {
    let Case { pinned, mut assessment } = store::open(case).unwrap();
    let edit = Edit::SetVerdict { clause: "5.1.1.1".into(), verdict: Verdict::Fails };
    apply(&pinned.scheme, &mut assessment, &edit).unwrap();
    let stem = case.file_stem().unwrap().to_string_lossy();
    let copy = case.with_file_name(format!("{stem} (冲突副本).xingping"));
    store::create(&copy, &Case { pinned, assessment }).unwrap();
    copy
}

fn type_into(window: &mut Harness<'_, App>, field: &str, text: &str) {
    window.get_by_label(field).focus();
    steps(window);
    window.get_by_label(field).type_text(text);
    steps(window);
}

#[test]
fn the_change_log_tells_who_changed_what_and_goes_to_excel() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let out = folder.path().join("记录.xlsx");
    let mut window = window(folder.path(), vec![vec![out.clone()]], Some(case));
    command(&mut window, Key::Num8);
    assert!(window.query_by_label("还没有修改记录。").is_some());
    assert!(window.query_by_label_contains("没有填写修改人").is_some());
    type_into(&mut window, "修改人", "王芳");
    assert!(window.query_by_label_contains("没有填写修改人").is_none());
    press(&mut window, Key::Escape);
    command(&mut window, Key::Num2);
    press(&mut window, Key::Num2); // 5.1.1.1 fails
    type_into(&mut window, "现状与发现", "两人证书过期");
    press(&mut window, Key::Escape);
    // What was done a moment ago is there at once.
    command(&mut window, Key::Num8);
    steps(&mut window);
    assert!(window.query_all_by_label("王芳").count() >= 2, "who");
    assert!(window.query_all_by_label_contains("两人证书过期").count() >= 1, "what");
    assert!(window.query_by_label("显示 2 行，共 2 行").is_some());
    type_into(&mut window, "搜索", "不符合");
    assert!(window.query_by_label("显示 1 行，共 2 行").is_some());
    click(&mut window, "导出 Excel…");
    let written = tables::read_file(&out).unwrap();
    assert_eq!(written.rows.len(), 2, "headings and the row that is shown");
    let notices = window.state().notices();
    assert!(notices.iter().any(|text| text.contains("修改记录 1 行")), "{notices:?}");
    // It is found again by whoever opens the case next, in the file beside it.
    let log = store::read_change_log(window.state().path().unwrap()).unwrap();
    assert_eq!(log.entries.len(), 2);
    assert!(log.entries.iter().all(|entry| entry.who == "王芳"));
    // A workbook or nothing.
    type_into(&mut window, "搜索", "没有这样的字");
    assert!(window.query_by_label("没有符合条件的记录。").is_some());
}

#[test]
fn a_case_that_cannot_be_opened_is_had_back_from_its_backup() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    drop(window(folder.path(), vec![], Some(case.clone()))); // makes a backup
    std::fs::write(&case, "(format: \"xingping-case\", 坏了").unwrap();
    let mut window = window(folder.path(), vec![], Some(case.clone()));
    steps(&mut window);
    assert!(window.state().session().is_none() && !window.state().notices().is_empty());
    assert!(window.query_by_label("备份与恢复").is_some(), "it comes by itself");
    assert!(window.query_by_label_contains("不能恢复：").is_some(), "the broken case says why");
    assert!(window.query_by_label("备份 · 打开时").is_some());
    assert!(window.state().notices().iter().any(|text| text.contains("请在“备份与恢复”里")), "and is led to");
    let disabled = |window: &Harness<'_, App>| {
        let buttons: Vec<_> = window.get_all_by_label("比较").collect();
        buttons.iter().all(|button| egui_kittest::kittest::NodeT::accesskit_node(button).is_disabled())
    };
    assert!(disabled(&window), "there is nothing to compare with");
    let restore = window.get_all_by_label("恢复为新文件").last().unwrap();
    restore.click();
    steps(&mut window);
    assert!(window.query_by_label_contains("已恢复为新文件").is_some());
    let open = window.get_all_by_label("打开").next().unwrap();
    open.click();
    steps(&mut window);
    let path = window.state().path().unwrap();
    assert!(path.file_stem().unwrap().to_string_lossy().ends_with("的备份）"), "{path:?}");
    assert!(window.state().notices().iter().any(|text| text.contains("由备份恢复")), "what it is");
    assert_eq!(window.state().session().unwrap().progress().rated, 43);
    assert!(std::fs::read_to_string(&case).unwrap().contains("坏了"), "the broken case is as it was");
}

#[test]
fn backups_are_looked_at_without_an_open_case_too() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    drop(window(folder.path(), vec![], Some(case.clone())));
    let mut window = window(folder.path(), vec![vec![case]], None);
    click(&mut window, "备份与恢复…");
    assert!(window.query_by_label("案卷本身").is_some());
    assert!(window.query_by_label_contains("备份在：").is_some());
    assert!(window.query_by_label_contains("与现在相同").is_some(), "how each differs");
    assert!(window.query_all_by_label_contains("星级").count() >= 2, "the grade of each");
    window.get_all_by_label("比较").last().unwrap().click();
    steps(&mut window);
    assert!(window.query_by_label_contains("两份内容相同").is_some(), "compared with what is on the disk");
    press(&mut window, Key::Escape);
    assert!(window.query_by_label("案卷本身").is_none());
}

#[test]
fn a_copy_from_a_conflict_is_compared_field_by_field() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    conflict_copy(&case);
    let mut window = window(folder.path(), vec![], Some(case));
    assert!(window.state().notices().iter().any(|text| text.contains("冲突副本")), "{:?}", window.state().notices());
    palette(&mut window, "备份与恢复");
    assert!(window.query_by_label("冲突副本").is_some());
    // In the order of the list: the case itself, the copy, the backup.
    window.get_all_by_label("比较").nth(1).unwrap().click();
    steps(&mut window);
    assert!(window.query_by_label("有 1 处不同。").is_some());
    assert!(window.query_by_label("那一份").is_some() && window.query_all_by_label("不符合").count() >= 1);
    click(&mut window, "返回");
    window.get_all_by_label("比较").next().unwrap().click();
    steps(&mut window);
    assert!(window.query_by_label_contains("两份内容相同").is_some());
}

#[test]
fn a_case_that_another_has_can_be_looked_at_and_not_changed() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let mut first = window(folder.path(), vec![], Some(case.clone()));
    command(&mut first, Key::Num8);
    type_into(&mut first, "修改人", "王芳");
    let mut second = window(folder.path(), vec![], Some(case.clone()));
    assert!(second.query_by_label("只读").is_some());
    assert!(second.query_by_label_contains("本机的另一个窗口里打开").is_some(), "who has it where");
    let before = second.state().session().unwrap().assessment().clone();
    // By key, by mouse, by typing, by dropping, in every view: nothing changes, and it says so.
    press(&mut second, Key::Num2);
    assert!(second.state().notices().iter().any(|text| text.contains("只读方式打开")));
    press(&mut second, Key::Num3);
    assert!(second.query_by_label_contains("样本数（").is_none(), "no fields for what cannot be given");
    second.get_by_label("不符合").click();
    steps(&mut second);
    type_into(&mut second, "现状与发现", "不该写进去");
    let file = folder.path().join("新.pdf");
    std::fs::write(&file, "示例").unwrap();
    crate::journeys::drop_file(&mut second, &file);
    assert!(!second.state().notices().iter().any(|text| text.contains("登记了") || text.contains("新登记")));
    for (place, field) in [(Key::Num1, "企业名称"), (Key::Num5, "特别加分的理由")] {
        command(&mut second, place);
        type_into(&mut second, field, "不该写进去");
    }
    command(&mut second, Key::Num3);
    press(&mut second, Key::Num1);
    press(&mut second, Key::F2);
    command(&mut second, Key::Num4);
    let add = second.get_by_label("添加文件");
    assert!(egui_kittest::kittest::NodeT::accesskit_node(&add).is_disabled());
    let now = second.state().session().unwrap();
    assert_eq!((now.assessment(), now.unsaved()), (&before, false));
    // Closed there, opened again here.
    command(&mut first, Key::W);
    assert!(first.state().session().is_none());
    click(&mut second, "重新打开");
    assert!(second.query_by_label("只读").is_none());
    command(&mut second, Key::Num2); // the view was kept
    press(&mut second, Key::Num2);
    assert_eq!(verdict(&second, "5.1.1.1"), Verdict::Fails);
}

#[test]
fn a_holder_that_is_evidently_gone_can_be_taken_over_from() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let mut lock = case.clone().into_os_string();
    lock.push(".lock");
    let holder = "{\"who\":\"李雷\",\"computer\":\"会议室电脑\",\"process\":7,\"since\":\"2026-11-20T09:00:00\",\
                  \"beat\":\"2026-11-20T09:30:00\",\"token\":\"abc\"}";
    std::fs::write(PathBuf::from(lock), holder).unwrap();
    let mut window = window(folder.path(), vec![], Some(case));
    assert!(window.query_by_label_contains("李雷").is_some() && window.query_by_label_contains("会议室电脑").is_some());
    click(&mut window, "接管…");
    for part in ["李雷", "电脑“会议室电脑”", "自 2026-11-20 09:00:00 起", "最后一次动静在 2026-11-20 09:30:00"]
    {
        let said = window.get_by_label_contains("打开它的是");
        let said = egui_kittest::kittest::NodeT::accesskit_node(&said).label().or_else(|| said.value()).unwrap();
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(window.query_by_label_contains("会看到已被接管的提示").is_some(), "what becomes of the other");
    click(&mut window, "确认接管");
    assert!(window.query_by_label("只读").is_none());
    press(&mut window, Key::Num2);
    assert_eq!(verdict(&window, "5.1.1.1"), Verdict::Fails);
}

#[test]
fn a_file_that_another_wrote_is_not_written_over_and_the_bar_stays() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let copy = folder.path().join("另存.xingping");
    let mut window = window(folder.path(), vec![vec![copy.clone()]], Some(case.clone()));
    let mut foreign = std::fs::read_to_string(&case).unwrap();
    foreign.push('\n');
    std::fs::write(&case, &foreign).unwrap();
    press(&mut window, Key::Num2);
    command(&mut window, Key::S);
    assert!(window.query_by_label("保存失败").is_some(), "in the menu bar");
    assert!(window.query_by_label_contains("没有覆盖它").is_some(), "in the bar that stays");
    let notices = window.state().notices();
    assert!(notices.len() == 1 && notices[0].contains("已另存到备份"), "the trouble is said once: {notices:?}");
    press(&mut window, Key::Num1);
    steps(&mut window);
    assert!(window.query_by_label_contains("没有覆盖它").is_some(), "typing on does not hide it");
    assert_eq!(std::fs::read_to_string(&case).unwrap(), foreign);
    click(&mut window, "另存为");
    assert!(window.query_by_label_contains("没有覆盖它").is_none());
    assert_eq!(window.state().path().unwrap(), copy);
    assert_eq!(verdict(&window, "5.1.1.1"), Verdict::Meets);
}

/// The example, answered against an edition of the built-in criteria whose first clause reads otherwise.
fn older_edition(folder: &Path) -> PathBuf {
    let newer = store::example().unwrap();
    let requirement = &newer.pinned.scheme.clauses().next().unwrap().requirement;
    let text = criteria::SHIPPED[0].text;
    assert_eq!(text.matches(requirement.as_str()).count(), 1);
    let pinned = criteria::read(&text.replace(requirement.as_str(), "旧版的要求。")).unwrap();
    let path = folder.join("旧版.xingping");
    store::create(&path, &Case { pinned, assessment: newer.assessment }).unwrap();
    path
}

#[test]
fn a_case_goes_over_to_a_newer_edition_and_keeps_the_former_answer() {
    let folder = tempfile::tempdir().unwrap();
    let case = older_edition(folder.path());
    let mut window = window(folder.path(), vec![], Some(case.clone()));
    assert!(window.query_by_label_contains("程序里有新版").is_some());
    click(&mut window, "查看差异…");
    assert!(window.query_all_by_label("旧版的要求。").count() >= 1, "what was required");
    assert!(window.query_by_label_contains("待复评：").is_some(), "what becomes of the answer");
    window.get_all_by_label("暂不").last().unwrap().click(); // the one of the dialog
    steps(&mut window);
    assert!(window.query_by_label_contains("程序里有新版").is_none());
    assert_eq!(verdict(&window, "5.1.1.1"), Verdict::Meets);
    palette(&mut window, "换用新版准则");
    click(&mut window, "换到新版");
    assert_eq!(verdict(&window, "5.1.1.1"), Verdict::Unrated);
    assert!(window.query_by_label("待复评 1 条").is_some(), "in the status bar");
    assert!(window.query_by_label("待复评").is_some(), "on the card");
    assert!(window.query_by_label_contains("当时的要求：旧版的要求。").is_some());
    assert!(window.query_by_label_contains("程序里有新版").is_none());
    let notices = window.state().notices();
    assert!(notices.iter().any(|text| text.contains("replaced")), "where the backup is: {notices:?}");
    press(&mut window, Key::Num1);
    assert!(window.query_by_label("待复评 1 条").is_none());
    let saved = store::open(&case).unwrap();
    assert_eq!(saved.pinned.fingerprint, store::shipped_scheme().unwrap().fingerprint);
    assert_eq!(store::backups(&case).iter().filter(|one| one.reason == store::BackupReason::Replaced).count(), 1);
}

#[test]
fn without_a_dialog_of_the_system_a_path_can_be_typed() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let tables = || {
        let names = std::fs::read_dir(case.parent().unwrap()).unwrap().map(|entry| entry.unwrap().path());
        names.filter(|path| path.extension().is_some_and(|ending| ending == "xlsx")).count()
    };
    let mut window = window(folder.path(), vec![vec![], vec![], vec![]], Some(case.clone()));
    palette(&mut window, "导出答案表");
    assert!(window.query_by_label_contains("没有可用的选文件窗口").is_some());
    click(&mut window, "取消");
    assert_eq!(tables(), 0);
    palette(&mut window, "导出答案表");
    // The field holds a name beside the case, which may be taken as it is.
    click(&mut window, "导出答案表");
    assert_eq!(tables(), 1);
    assert!(window.query_by_label_contains("没有可用的选文件窗口").is_none());
    let notices = window.state().notices();
    assert!(notices.iter().any(|text| text.contains("已回读核对")), "{notices:?}");
    // The cursor is in the field at once, and Enter is enough.
    for entry in std::fs::read_dir(case.parent().unwrap()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "xlsx") {
            std::fs::remove_file(path).unwrap();
        }
    }
    palette(&mut window, "导出答案表");
    press(&mut window, Key::Enter);
    assert_eq!(tables(), 1);
}
