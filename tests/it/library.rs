//! The evidence view, driven as a person would: checkup, taking over, finding again, many at once, roots, trees.

use std::fs;
use std::path::Path;

use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use xingping::app::App;
use xingping::assessment::{EvidenceId, EvidenceItem, EvidenceKind, PieceState};

use super::journeys::{choose, click, command, drop_file, example, press, steps, window};

const PROMISES: &str = "证据/03 制度与承诺/服务理念与对外承诺（统一文本及核对）.txt";
const CATALOGUE: &str = "证据/04 监督与改进/企业标准与认证目录.csv";

fn state(window: &Harness<'_, App>, id: u32) -> PieceState {
    window.state().evidence_state(EvidenceId(id)).unwrap()
}

fn write_over(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    let old = std::time::SystemTime::now() - std::time::Duration::from_secs(60);
    fs::File::options().write(true).open(path).unwrap().set_modified(old).unwrap();
}

#[test]
fn what_changed_is_taken_over_and_its_clauses_need_a_second_look() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    write_over(&folder.path().join(PROMISES), "另一个版本");
    let mut window = window(folder.path(), vec![], Some(case));
    command(&mut window, Key::Num4);
    click(&mut window, "证据体检");
    assert_eq!(state(&window, 13), PieceState::Changed);
    assert!(window.query_by_label_contains("需复核").is_some());

    window.get_by_label("搜索证据").focus();
    steps(&mut window);
    window.get_by_label("搜索证据").type_text("对外承诺");
    steps(&mut window);
    click(&mut window, "服务理念与对外承诺核对");
    click(&mut window, "认可为新版");
    click(&mut window, "证据体检");
    assert_eq!(state(&window, 13), PieceState::Same);
    let marked = |window: &Harness<'_, App>| {
        let answers = &window.state().session().unwrap().assessment().answers;
        answers.values().filter(|answer| answer.recheck).count()
    };
    assert!(marked(&window) > 0, "the verdicts were given on the version before");
    command(&mut window, Key::Z);
    assert_eq!(marked(&window), 0);
    click(&mut window, "证据体检");
    assert_eq!(state(&window, 13), PieceState::Changed, "undone, the old version is the registered one again");
}

#[test]
fn what_moved_is_found_and_mended_as_one_step() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    fs::rename(folder.path().join(CATALOGUE), folder.path().join("证据/改名的目录.csv")).unwrap();
    let mut window = window(folder.path(), vec![], Some(case));
    command(&mut window, Key::Num4);
    click(&mut window, "找回缺失的（2）");
    click(&mut window, "改好选中的 1 处");
    let item = |window: &Harness<'_, App>| {
        window.state().session().unwrap().assessment().evidence[&EvidenceId(19)].items[0].clone()
    };
    assert_eq!(item(&window), EvidenceItem::File("证据/改名的目录.csv".into()));
    click(&mut window, "证据体检");
    assert_eq!(state(&window, 19), PieceState::Same);
    command(&mut window, Key::Z);
    assert_eq!(item(&window), EvidenceItem::File(CATALOGUE.into()));
}

#[test]
fn a_file_put_in_the_place_of_another_shows_as_changed_until_it_is_taken_over() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let other = folder.path().join("另一份.txt");
    fs::write(&other, "另一份").unwrap();
    fs::remove_file(folder.path().join(PROMISES)).unwrap();
    let mut window = window(folder.path(), vec![vec![other]], Some(case));
    command(&mut window, Key::Num4);
    window.get_by_label("搜索证据").focus();
    steps(&mut window);
    window.get_by_label("搜索证据").type_text("对外承诺");
    steps(&mut window);
    click(&mut window, "服务理念与对外承诺核对");
    assert_eq!(state(&window, 13), PieceState::Missing);
    click(&mut window, "重新指定文件…");
    click(&mut window, "证据体检");
    assert_eq!(state(&window, 13), PieceState::Changed, "its clauses were judged on the lost one");
}

#[test]
fn what_is_looked_for_in_one_case_is_not_mended_in_another() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    fs::rename(folder.path().join(CATALOGUE), folder.path().join("证据/改名的目录.csv")).unwrap();
    let mut window = window(folder.path(), vec![], Some(case));
    command(&mut window, Key::Num4);
    // Asked for and closed in the same breath.
    window.get_by_label("找回缺失的（2）").click();
    choose(&mut window, "案卷", "关闭案卷");
    assert!(window.state().path().is_none());
    assert!(window.query_by_label_contains("改好选中的").is_none());
}

#[test]
fn many_pieces_are_edited_as_one_step() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let mut window = window(folder.path(), vec![], Some(case));
    let kinds = |window: &Harness<'_, App>| -> Vec<EvidenceKind> {
        window.state().session().unwrap().assessment().evidence.values().map(|piece| piece.kind).collect()
    };
    let before = kinds(&window);
    command(&mut window, Key::Num4);
    window.get_all_by_role(egui::accesskit::Role::CheckBox).find(|found| found.rect().top() > 280.0).unwrap().click();
    steps(&mut window);
    click(&mut window, "种类…");
    window.get_all_by_label("数据").next().unwrap().click();
    steps(&mut window);
    assert!(kinds(&window).iter().all(|kind| *kind == EvidenceKind::Data), "{:?}", kinds(&window));
    command(&mut window, Key::Z);
    assert_eq!(kinds(&window), before);
}

/// At the size of a small office screen no column has to be looked for sideways.
#[test]
fn every_column_is_in_sight_at_1280() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let mut window = window(folder.path(), vec![], Some(case));
    for width in [1280.0, 1440.0, 1920.0] {
        window.set_size([width, 800.0].into());
        command(&mut window, Key::Num4);
        steps(&mut window);
        let side = window.get_by_label("预评得分").rect().left();
        for column in ["编号 ↑", "名称", "用于条款", "证明力", "覆盖期间", "有效期至", "形成日期", "登记时间"]
        {
            let right = window.get_by_label(column).rect().right();
            assert!(right < side, "{column} at {width}: {right} of {side}");
        }
    }
}

#[test]
fn a_clause_is_taken_from_many_pieces_as_one_step() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let mut window = window(folder.path(), vec![], Some(case));
    let pieces = |window: &Harness<'_, App>| window.state().session().unwrap().assessment().evidence.clone();
    let serve = |window: &Harness<'_, App>, clause: &str| {
        pieces(window).values().filter(|piece| piece.clauses.contains(&clause.into())).count()
    };
    let before = pieces(&window);
    let (served, other) = (serve(&window, "5.1.1.2"), serve(&window, "5.1.5.1"));
    assert!(served > 1);
    command(&mut window, Key::Num4);
    window.get_all_by_role(egui::accesskit::Role::CheckBox).find(|found| found.rect().top() > 280.0).unwrap().click();
    steps(&mut window);
    click(&mut window, "撤出条款…");
    window.get_by_label_contains(&format!("5.1.1.2 网点覆盖与管理（{served} 项）")).click();
    steps(&mut window);
    assert_eq!((serve(&window, "5.1.1.2"), serve(&window, "5.1.5.1")), (0, other));
    assert_eq!(pieces(&window).len(), before.len(), "the pieces stay");
    command(&mut window, Key::Z);
    assert_eq!(pieces(&window), before);
}

#[test]
fn a_folder_shows_its_files_and_what_has_become_of_each() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let inside = folder.path().join("证据/02 经费培训与设施/维修间与备件库");
    let mut window = window(folder.path(), vec![], Some(case));
    command(&mut window, Key::Num4);
    click(&mut window, "维修间与备件库照片、备件抽盘");
    window.get_by_label_contains("3 个文件，共");
    window.get_by_label("备件库.jpg");
    fs::write(inside.join("新照片.jpg"), "新").unwrap();
    fs::remove_file(inside.join("备件库.jpg")).unwrap();
    click(&mut window, "证据体检");
    window.get_by_label_contains("缺失 1、新增未登记 1、一致 2");
    window.get_by_label("新照片.jpg");
}

#[test]
fn a_folder_whose_folders_are_named_by_clauses_is_attached_accordingly() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let tree = folder.path().join("迎审");
    for (inside, name) in [("5.1.1.1 机构", "甲.txt"), ("5.3.2.1", "乙.txt"), ("5.3.2.1", "丙.txt")] {
        fs::create_dir_all(tree.join(inside)).unwrap();
        fs::write(tree.join(inside).join(name), name).unwrap();
    }
    let mut window = window(folder.path(), vec![], Some(case));
    command(&mut window, Key::Num4);
    drop_file(&mut window, &tree);
    let count = |window: &Harness<'_, App>| window.state().session().unwrap().assessment().evidence.len();
    assert_eq!(count(&window), 33, "nothing before the preview was seen");
    click(&mut window, "按条款登记");
    assert_eq!(count(&window), 36);
    let assessment = window.state().session().unwrap().assessment();
    let added = assessment.evidence_of(&"5.3.2.1".into()).filter(|(id, _)| id.0 > 33).count();
    assert_eq!(added, 2);
    let fresh = &assessment.evidence[&EvidenceId(34)];
    assert_eq!(fresh.registered.unwrap().to_string(), "2026-11-21 09:00:00", "by the program's clock");
    assert_eq!(state(&window, 34), PieceState::Same, "its fingerprint was taken by the way");
}

#[test]
fn dates_of_many_pieces_are_typed_into_fields_that_stay_open() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let mut window = window(folder.path(), vec![], Some(case));
    command(&mut window, Key::Num4);
    window.get_all_by_role(egui::accesskit::Role::CheckBox).find(|found| found.rect().top() > 280.0).unwrap().click();
    steps(&mut window);
    click(&mut window, "日期…");
    // Clicked with the mouse, as a person does.
    for (label, text) in [("覆盖自", "2026-07-01"), ("覆盖至", "2026-09-30")] {
        click(&mut window, label);
        window.get_by_label(label).type_text(text);
        steps(&mut window);
    }
    click(&mut window, "设定");
    let evidence = &window.state().session().unwrap().assessment().evidence;
    let covers = |id| evidence[&EvidenceId(id)].covers.unwrap();
    assert_eq!([covers(1).from, covers(33).to].map(|day| day.to_string()), ["2026-07-01", "2026-09-30"]);
}

#[test]
fn a_typed_folder_whose_folders_are_named_by_clauses_is_offered_by_clauses() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    fs::create_dir_all(folder.path().join("迎审/5.1.1.1 机构")).unwrap();
    fs::write(folder.path().join("迎审/5.1.1.1 机构/甲.txt"), "甲").unwrap();
    let mut window = window(folder.path(), vec![], Some(case));
    command(&mut window, Key::Num4);
    window.get_by_label("路径或网址").focus();
    steps(&mut window);
    window.get_by_label("路径或网址").type_text(folder.path().join("迎审").to_str().unwrap());
    steps(&mut window);
    click(&mut window, "添加");
    click(&mut window, "按条款登记");
    assert_eq!(window.state().session().unwrap().assessment().evidence.len(), 34);
}

#[test]
fn a_root_is_made_by_a_typed_path_and_names_what_lies_under_it() {
    let folder = tempfile::tempdir().unwrap();
    let share = tempfile::tempdir().unwrap();
    let at = share.path().canonicalize().unwrap();
    fs::write(at.join("合同.txt"), "合同").unwrap();
    let case = example(folder.path());
    let mut window = window(folder.path(), vec![vec![at.join("合同.txt")], vec![at.clone()]], Some(case));
    command(&mut window, Key::Num4);
    click(&mut window, "添加文件");
    let item = |window: &Harness<'_, App>| {
        window.state().session().unwrap().assessment().evidence[&EvidenceId(34)].items[0].clone()
    };
    assert!(item(&window).target().ends_with("/合同.txt"), "{:?}", item(&window));
    click(&mut window, "根目录…");
    window.get_by_label("新的根目录").focus();
    steps(&mut window);
    window.get_by_label("新的根目录").type_text("总部共享");
    steps(&mut window);
    click(&mut window, "选文件夹…");
    assert_eq!(item(&window), EvidenceItem::File("总部共享:/合同.txt".into()));
    assert_eq!(state(&window, 34), PieceState::Same);
}

#[test]
fn a_date_that_becomes_none_leaves_nothing_of_its_beginning() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let mut window = window(folder.path(), vec![], Some(case));
    let period = |window: &Harness<'_, App>| {
        let period = window.state().session().unwrap().assessment().period.unwrap();
        [period.from, period.to].map(|day| day.to_string())
    };
    command(&mut window, Key::Num1);
    let before = period(&window);
    // Letter by letter, as a person types; on the way it is 2026-9-3.
    let retype = |window: &mut Harness<'_, App>, text: &str| {
        window.get_by_label("覆盖至").focus();
        steps(window);
        command(window, Key::A);
        for letter in text.chars() {
            window.event(egui::Event::Text(letter.into()));
            window.run_steps(2);
        }
    };
    retype(&mut window, "2026-9-31");
    assert_eq!(period(&window), before, "an intermediate date was stored");
    assert!(window.query_by_label_contains("日期写错了").is_some());
    window.get_by_label("企业名称").focus();
    steps(&mut window);
    assert_eq!(period(&window), before);
    // A good date is saved while it is written.
    retype(&mut window, "2026-10-15");
    assert_eq!(period(&window)[1], "2026-10-15");
}

/// Opens the dates of all pieces.
fn batch_dates(window: &mut Harness<'_, App>) {
    command(window, Key::Num4);
    window.get_all_by_role(egui::accesskit::Role::CheckBox).find(|found| found.rect().top() > 280.0).unwrap().click();
    steps(window);
    click(window, "日期…");
}

#[test]
fn a_date_of_many_pieces_that_is_none_is_said_and_not_set() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let mut window = window(folder.path(), vec![], Some(case));
    let expiries = |window: &Harness<'_, App>| {
        let evidence = &window.state().session().unwrap().assessment().evidence;
        evidence.values().map(|piece| piece.expires).collect::<Vec<_>>()
    };
    let before = expiries(&window);
    batch_dates(&mut window);
    let label = "有效期至";
    let height = |window: &Harness<'_, App>| window.get_by_label("设定").rect().top();
    let top = height(&window);
    window.get_by_role_and_label(egui::accesskit::Role::TextInput, label).click();
    steps(&mut window);
    for letter in "2026-9-31".chars() {
        window.event(egui::Event::Text(letter.into()));
        window.run_steps(2);
    }
    assert!(window.query_by_label_contains("或并不存在").is_some());
    assert!(window.query_by_label("有日期写错了，改正之后才能设定。").is_some());
    assert!(window.get_by_label("设定").accesskit_node().is_disabled());
    assert!((height(&window) - top).abs() < 2.0, "what is clicked stays where it is");
    // The keyboard stays in the popup: nothing behind it is done by the way.
    for _ in 0..12 {
        press(&mut window, Key::Tab);
        press(&mut window, Key::Enter);
        window.run_steps(2);
    }
    assert_eq!(expiries(&window), before);
    assert_eq!(window.state().session().unwrap().assessment().evidence.len(), 33);
}

#[test]
fn many_pieces_are_removed_only_after_a_question() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let mut window = window(folder.path(), vec![], Some(case));
    let count = |window: &Harness<'_, App>| window.state().session().unwrap().assessment().evidence.len();
    command(&mut window, Key::Num4);
    window.get_all_by_role(egui::accesskit::Role::CheckBox).find(|found| found.rect().top() > 280.0).unwrap().click();
    steps(&mut window);
    click(&mut window, "移出案卷");
    assert_eq!(count(&window), 33, "asked first");
    assert!(window.query_by_label_contains("个条款就没有证据了").is_some());
    click(&mut window, "移出 33 件证据");
    assert_eq!(count(&window), 0);
    command(&mut window, Key::Z);
    assert_eq!(count(&window), 33);
}
