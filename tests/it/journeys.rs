//! The window, driven as a person would: by labels and keys, without a display.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use xingping::app::{App, Fake};
use xingping::assessment::{EvidenceItem, Verdict};
use xingping::criteria::whole;
use xingping::lang::{Language, Words};
use xingping::store;

/// A window over a fake system whose pickers answer with the given paths, one after the other.
pub(crate) fn window(folder: &Path, answers: Vec<Vec<PathBuf>>, case: Option<PathBuf>) -> Harness<'static, App> {
    let platform = Fake {
        answers: answers.into(),
        documents: folder.to_owned(),
        now: NaiveDate::from_ymd_opt(2026, 11, 21).unwrap().and_hms_opt(9, 0, 0).unwrap(),
    };
    let settings = folder.join("settings.ron");
    let words = Arc::new(Words::load(Language::Chinese).unwrap());
    let mut window = Harness::builder()
        .with_size([1280.0, 800.0])
        .with_max_steps(60)
        .build_eframe(move |cc| App::new(&cc.egui_ctx, words, Box::new(platform), Some(settings), case).unwrap());
    window.run_steps(6);
    window
}

pub(crate) fn example(folder: &Path) -> PathBuf {
    store::write_example(folder).unwrap().case
}

/// The example before any ledger was imported.
pub(crate) fn example_without_ledgers(folder: &Path) -> PathBuf {
    let path = example(folder);
    let mut case = store::open(&path).unwrap();
    case.assessment.ledgers.clear();
    case.assessment.samples.clear();
    std::fs::remove_file(&path).unwrap();
    store::create(&path, &case).unwrap();
    path
}

pub(crate) fn steps(window: &mut Harness<'_, App>) {
    window.run_steps(6);
}

pub(crate) fn press(window: &mut Harness<'_, App>, key: Key) {
    window.key_press(key);
    steps(window);
}

pub(crate) fn command(window: &mut Harness<'_, App>, key: Key) {
    window.key_press_modifiers(Modifiers::COMMAND, key);
    steps(window);
}

pub(crate) fn click(window: &mut Harness<'_, App>, label: &str) {
    window.get_by_label(label).click();
    steps(window);
}

/// Chooses an entry of a menu with the tools of a screen reader, which reach behind a dialog where keys do not.
pub(crate) fn choose(window: &mut Harness<'_, App>, menu: &str, entry: &str) {
    window.get_by_label(menu).click_accesskit();
    steps(window);
    window.get_by_label_contains(entry).click_accesskit();
    steps(window);
}

/// Does what a person finds in the palette by a text.
pub(crate) fn palette(window: &mut Harness<'_, App>, text: &str) {
    command(window, Key::K);
    window.event(egui::Event::Text(text.into()));
    steps(window);
    press(window, Key::Enter);
    steps(window);
}

/// Lets a file fall onto the window.
pub(crate) fn drop_file(window: &mut Harness<'_, App>, file: &Path) {
    window.input_mut().dropped_files.push(Arc::new(Dropped(file.to_owned())));
    steps(window);
}

pub(crate) fn verdict(window: &Harness<'_, App>, clause: &str) -> Verdict {
    window.state().session().unwrap().assessment().verdict(&clause.into()).clone()
}

/// The main job: a new case, three clauses judged by keys, evidence, undo in a text field, the report.
#[test]
fn the_main_job_from_a_new_case_to_a_report() {
    let folder = tempfile::tempdir().unwrap();
    let proof = folder.path().join("任命文件.txt");
    std::fs::write(&proof, "示例").unwrap();
    let report = folder.path().join("报告.pdf");
    let mut window = window(folder.path(), vec![vec![proof], vec![report.clone()]], None);

    click(&mut window, "新建案卷");
    window.get_by_label("企业名称").focus();
    steps(&mut window);
    window.get_by_label("企业名称").type_text("示例电器有限公司");
    steps(&mut window);
    click(&mut window, "建立案卷");
    let path = window.state().path().unwrap().to_owned();
    assert_eq!(path.file_name().unwrap(), "示例电器有限公司-售后服务自评.xingping");
    assert!(path.is_file());

    // Judged by keys: 1 and 2 stay on the clause, N goes to the next that is unrated.
    press(&mut window, Key::Num1);
    assert_eq!(verdict(&window, "5.1.1.1"), Verdict::Meets);
    press(&mut window, Key::N);
    assert_eq!(window.state().selected(), "5.1.1.2");
    press(&mut window, Key::Num3);
    window.get_by_label("样本数（个）").type_text("5");
    steps(&mut window);
    assert_eq!(verdict(&window, "5.1.1.2"), Verdict::Unrated, "half a sample is no verdict");
    window.get_by_label("不符合数（个）").focus();
    steps(&mut window);
    window.get_by_label("不符合数（个）").type_text("1");
    steps(&mut window);
    assert_eq!(verdict(&window, "5.1.1.2"), Verdict::Sampled { checked: 5, nonconforming: 1 });
    press(&mut window, Key::Escape);
    press(&mut window, Key::N);
    press(&mut window, Key::Num2);
    assert_eq!(verdict(&window, "5.1.2.1"), Verdict::Fails);
    assert_eq!(window.state().session().unwrap().progress().rated, 3);

    // Evidence through the system's dialog, stored relative to the case.
    click(&mut window, "添加文件");
    let session = window.state().session().unwrap();
    let (_, piece) =
        session.assessment().evidence.iter().next().unwrap_or_else(|| panic!("{:?}", window.state().notices()));
    assert_eq!((piece.title.as_str(), piece.items[0].target()), ("任命文件", "任命文件.txt"));
    assert!(piece.clauses.contains(&"5.1.2.1".into()));

    // Undo and redo while a text field has the focus: the field must not swallow them.
    window.get_by_label("现状与发现").focus();
    steps(&mut window);
    window.get_by_label("现状与发现").type_text("两人证书过期");
    steps(&mut window);
    let finding = |window: &Harness<'_, App>| {
        let session = window.state().session().unwrap();
        session.assessment().answer(&"5.1.2.1".into()).map(|answer| answer.finding.clone()).unwrap_or_default()
    };
    assert_eq!(finding(&window), "两人证书过期");
    command(&mut window, Key::Z);
    assert_eq!(finding(&window), "");
    command(&mut window, Key::Y);
    assert_eq!(finding(&window), "两人证书过期", "redo is not lost to the text field's own undo");
    command(&mut window, Key::Z);
    command(&mut window, Key::Z);
    assert!(window.state().session().unwrap().assessment().evidence.is_empty());
    command(&mut window, Key::Y);
    command(&mut window, Key::Y);
    assert_eq!(finding(&window), "两人证书过期");

    // What the window says is saved is on the disk.
    assert!(window.query_by_label("已保存 09:00:00").is_some());
    let saved = store::open(&path).unwrap();
    assert_eq!(&saved.assessment, window.state().session().unwrap().assessment());

    // The report.
    command(&mut window, Key::Num7);
    click(&mut window, "浏览…");
    click(&mut window, "生成报告");
    let bytes = std::fs::read(&report).unwrap();
    assert!(bytes.starts_with(b"%PDF-1.7"));
    for part in ["已回读核对".to_owned(), format!("{} 字节", bytes.len()), "共 ".to_owned()] {
        assert!(window.query_all_by_label_contains(&part).next().is_some(), "{part}");
    }
}

#[test]
fn the_example_opens_and_every_view_shows_itself() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let mut window = window(folder.path(), vec![], Some(case));
    assert_eq!(window.state().session().unwrap().progress().rated, 43);
    assert!(window.query_by_label("94.40").is_some());
    for (key, title) in [
        (Key::Num1, "概况"),
        (Key::Num2, "自评"),
        (Key::Num3, "表格"),
        (Key::Num4, "证据"),
        (Key::Num5, "特别项"),
        (Key::Num6, "得分"),
        (Key::Num7, "报告"),
        (Key::Num8, "修改记录"),
        (Key::Num9, "材料"),
        (Key::L, "台账"),
    ] {
        command(&mut window, key);
        assert!(window.query_all_by_label(title).count() >= 1, "{title}");
        assert!(window.state().notices().is_empty(), "{:?}", window.state().notices());
    }
    window.key_press(Key::F1);
    steps(&mut window);
    assert!(window.query_all_by_label_contains("帮助与快捷键").count() >= 1);
    press(&mut window, Key::Escape);
    command(&mut window, Key::K);
    press(&mut window, Key::Escape);
    // Small windows and large type: nothing panics, the score stays in sight.
    for (size, scale) in [([1280.0, 720.0], 1.0), ([853.0, 480.0], 1.5), ([640.0, 400.0], 2.0), ([1920.0, 1080.0], 1.0)]
    {
        window.set_size(size.into());
        window.set_pixels_per_point(scale);
        for key in [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9] {
            command(&mut window, key);
            // The view of the score names it more than once.
            assert!(window.query_all_by_label("94.40").count() >= 1, "{size:?}");
        }
    }
}

#[test]
fn the_score_answers_in_the_same_frame_and_the_case_is_saved() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let mut window = window(folder.path(), vec![], Some(case.clone()));
    let before = window.state().session().unwrap().card().outcome.clone().unwrap().score;
    command(&mut window, Key::Num5);
    window.get_all_by_label("已整改").next().unwrap().click();
    steps(&mut window);
    let after = window.state().session().unwrap().card().outcome.clone().unwrap();
    assert_eq!(after.score - before, whole(1));
    assert_eq!(after.grade.id, "five_star", "one rectified deduction is all that was missing");
    assert_eq!(&store::open(&case).unwrap().assessment, window.state().session().unwrap().assessment());
}

#[test]
fn the_grid_needs_no_mouse() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("空.xingping");
    let mut empty = store::example().unwrap();
    empty.assessment = xingping::assessment::Assessment::default();
    store::create(&path, &empty).unwrap();
    let mut window = window(folder.path(), vec![], Some(path));
    command(&mut window, Key::Num3);
    press(&mut window, Key::Num1); // 5.1.1.1 meets, cursor moves down
    press(&mut window, Key::Num3); // 5.1.1.2 sampled: the cursor waits for numbers
    window.event(egui::Event::Text("8".into()));
    steps(&mut window);
    press(&mut window, Key::Enter);
    window.event(egui::Event::Text("2".into()));
    steps(&mut window);
    press(&mut window, Key::Enter);
    assert_eq!(verdict(&window, "5.1.1.1"), Verdict::Meets);
    assert_eq!(verdict(&window, "5.1.1.2"), Verdict::Sampled { checked: 8, nonconforming: 2 });
    press(&mut window, Key::Num2);
    assert_eq!(verdict(&window, "5.1.2.1"), Verdict::Fails);
    // An exclusion that the scheme does not allow is refused with a sentence.
    press(&mut window, Key::Num4);
    assert_eq!(verdict(&window, "5.1.2.2"), Verdict::Unrated);
    assert!(window.query_by_label_contains("本条不能删减").is_some());
    // A whole case by the down arrow and one digit.
    for _ in 0..43 {
        press(&mut window, Key::Num1);
    }
    assert_eq!(verdict(&window, "5.3.2.3"), Verdict::Meets);
}

#[test]
fn an_exclusion_needs_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let mut window = window(folder.path(), vec![], Some(case));
    command(&mut window, Key::F);
    window.get_by_label("搜索条款、发现和证据").type_text("5.2.3.1");
    steps(&mut window);
    click(&mut window, "5.2.3.1 运输包装");
    press(&mut window, Key::Escape);
    press(&mut window, Key::Num4);
    assert!(!matches!(verdict(&window, "5.2.3.1"), Verdict::Excluded { .. }));
    window.get_by_label("删减理由（必填）").type_text("客户自提");
    steps(&mut window);
    assert_eq!(verdict(&window, "5.2.3.1"), Verdict::Excluded { reason: "客户自提".into() });
    // One streak of typing is one step of undo.
    command(&mut window, Key::Z);
    assert!(!matches!(verdict(&window, "5.2.3.1"), Verdict::Excluded { .. }));
}

#[test]
fn what_is_told_of_a_case_goes_with_it_and_thinking_better_of_a_new_one_leads_back() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    // A copy of a cloud service beside the case is told when it is opened, and stays in sight.
    std::fs::copy(&case, case.with_file_name("晴禾电器（示例） (冲突副本).xingping")).unwrap();
    let mut window = window(folder.path(), vec![], Some(case.clone()));
    assert_eq!(window.state().notices().len(), 1, "{:?}", window.state().notices());
    command(&mut window, Key::N);
    assert!(window.state().path().is_none());
    assert!(window.state().notices().is_empty(), "{:?}", window.state().notices());
    click(&mut window, "取消");
    assert_eq!(window.state().path(), Some(case.as_path()));
}

#[test]
fn missing_evidence_is_shown_as_missing() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let mut window = window(folder.path(), vec![], Some(case));
    command(&mut window, Key::Num4);
    assert!(window.query_all_by_label("缺失").count() >= 1);
    assert!(window.query_by_label_contains("只看有问题的（2）").is_some());
}

#[test]
fn what_cannot_be_opened_or_written_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("坏.xingping");
    std::fs::write(&broken, "(format: \"xingping-case\", version: 9)").unwrap();
    let window = window(folder.path(), vec![], Some(broken));
    assert!(window.state().session().is_none());
    assert!(window.state().notices()[0].contains("较新版本"), "{:?}", window.state().notices());
}

#[test]
#[cfg(unix)]
fn saving_that_fails_is_told_and_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("项目");
    std::fs::create_dir(&inner).unwrap();
    let case = example(&inner);
    let mut window = window(folder.path(), vec![], Some(case.clone()));
    // The folder goes away under the open case (a share that is disconnected).
    let away = folder.path().join("断开");
    std::fs::rename(&inner, &away).unwrap();
    press(&mut window, Key::Num2);
    assert!(window.query_by_label("保存失败").is_some());
    assert!(window.query_by_label_contains("保存失败：").is_some(), "a bar says why");
    assert!(window.query_by_label("立即重试").is_some());
    assert!(window.state().notices().is_empty(), "said once: {:?}", window.state().notices());
    assert_eq!(verdict(&window, "5.1.1.1"), Verdict::Fails, "nothing is lost in the window");
    std::fs::rename(&away, &inner).unwrap();
    command(&mut window, Key::S);
    assert!(window.query_by_label("已保存 09:00:00").is_some());
    assert!(window.query_by_label("立即重试").is_none(), "it goes by itself");
    let saved = store::open(&case).unwrap();
    assert_eq!(saved.assessment.verdict(&"5.1.1.1".into()), &Verdict::Fails);
}

#[test]
fn evidence_that_is_known_is_attached_not_doubled() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let known = folder.path().join("证据/01 组织与人员/售后人员名册与资质抽查.xlsx");
    let before = store::open(&case).unwrap().assessment;
    let stored = EvidenceItem::File("证据/01 组织与人员/售后人员名册与资质抽查.xlsx".into());
    let (id, piece) = before.evidence.iter().find(|(_, piece)| piece.items == [stored.clone()]).unwrap();
    assert!(known.is_file() && !piece.clauses.contains(&"5.1.1.1".into()));
    let mut window = window(folder.path(), vec![vec![known]], Some(case.clone()));
    click(&mut window, "添加文件");
    let assessment = window.state().session().unwrap().assessment();
    assert_eq!(assessment.evidence.len(), before.evidence.len(), "no second piece for the same file");
    assert!(
        assessment.evidence[id].clauses.contains(&"5.1.1.1".into()),
        "the one that is there serves this clause too"
    );
}

/// A file as the system hands it over when it is dropped.
#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

#[test]
fn dropped_files_go_to_the_clause_in_view() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let files = ["一.pdf", "二.xlsx"].map(|name| folder.path().join(name));
    for file in &files {
        std::fs::write(file, "示例").unwrap();
    }
    let mut window = window(folder.path(), vec![], Some(case));
    press(&mut window, Key::J);
    assert_eq!(window.state().selected(), "5.1.1.2");
    let count = |window: &Harness<'_, App>| {
        window.state().session().unwrap().assessment().evidence_of(&"5.1.1.2".into()).count()
    };
    let before = count(&window);
    drop_file(&mut window, &files[0]);
    drop_file(&mut window, &files[1]);
    assert_eq!(count(&window), before + 2);
    drop_file(&mut window, &files[1]);
    assert_eq!(count(&window), before + 2, "the same file is not registered twice");
    // In the evidence view there is no clause: it goes to the library.
    command(&mut window, Key::Num4);
    let other = folder.path().join("三.txt");
    std::fs::write(&other, "示例").unwrap();
    drop_file(&mut window, &other);
    let assessment = window.state().session().unwrap().assessment();
    assert!(assessment.evidence.values().any(|piece| piece.title == "三" && piece.clauses.is_empty()));
}

#[test]
fn a_new_case_can_take_other_criteria() {
    let folder = tempfile::tempdir().unwrap();
    let text = xingping::criteria::SHIPPED[0].text;
    let good = folder.path().join("本机构细则.ron");
    std::fs::write(&good, text.replacen("revision: 2", "revision: 7", 1)).unwrap();
    let bad = folder.path().join("坏.ron");
    std::fs::write(&bad, text.replacen("points: 40", "points: 41", 1)).unwrap();
    let mut window = window(folder.path(), vec![vec![bad], vec![good]], None);
    click(&mut window, "新建案卷");
    window.get_by_label("企业名称").focus();
    steps(&mut window);
    window.get_by_label("企业名称").type_text("甲");
    steps(&mut window);
    click(&mut window, "选用其他准则文件…");
    click(&mut window, "建立案卷");
    assert!(window.state().session().is_none());
    assert!(window.state().notices()[0].contains("坏.ron"), "{:?}", window.state().notices());
    click(&mut window, "选用其他准则文件…");
    click(&mut window, "建立案卷");
    assert_eq!(window.state().session().unwrap().scheme().revision, 7);
}

/// Two messages of different length once grew with every frame until they covered the window.
#[test]
fn messages_keep_their_height_and_leave_with_escape() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let mut window = window(folder.path(), vec![], Some(case));
    for wrong in ["没有这个文件.pdf", "也没有那个文件夹里的另一个文件.xlsx"] {
        window.get_by_label("路径或网址").focus();
        steps(&mut window);
        command(&mut window, Key::A);
        window.get_by_label("路径或网址").type_text(wrong);
        press(&mut window, Key::Enter);
        assert!(window.get_by_label("路径或网址").is_focused(), "the next path can be pasted at once");
    }
    assert_eq!(window.state().notices().len(), 2);
    for _ in 0..30 {
        window.hover_at([300.0, 300.0].into());
        steps(&mut window);
    }
    let lowest = window.get_all_by_label_contains("找不到“").map(|node| node.rect().top()).fold(800.0, f32::min);
    assert!(lowest > 600.0, "two lines at the bottom, not {lowest}");
    assert_eq!(window.get_by_label("路径或网址").value().as_deref(), Some("也没有那个文件夹里的另一个文件.xlsx"));
    press(&mut window, Key::Escape); // leaves the field
    press(&mut window, Key::Escape);
    press(&mut window, Key::Escape);
    assert!(window.state().notices().is_empty());
}

/// "12" of 10 nonconforming was once taken as "1", its first digit.
#[test]
fn a_sample_that_makes_no_sense_is_no_verdict() {
    let folder = tempfile::tempdir().unwrap();
    let case = example_without_ledgers(folder.path());
    let mut window = window(folder.path(), vec![], Some(case.clone()));
    press(&mut window, Key::J);
    press(&mut window, Key::Num0);
    press(&mut window, Key::Num3);
    window.get_by_label("样本数（个）").type_text("10");
    steps(&mut window);
    window.get_by_label("不符合数（个）").focus();
    steps(&mut window);
    for digit in ["1", "2"] {
        window.get_by_label("不符合数（个）").type_text(digit);
        steps(&mut window);
    }
    assert_eq!(verdict(&window, "5.1.1.2"), Verdict::Unrated);
    assert!(window.query_by_label_contains("不能多于样本数").is_some());
    assert_eq!(store::open(&case).unwrap().assessment.verdict(&"5.1.1.2".into()), &Verdict::Unrated);
    press(&mut window, Key::Backspace);
    assert_eq!(verdict(&window, "5.1.1.2"), Verdict::Sampled { checked: 10, nonconforming: 1 });
}

#[test]
fn a_date_that_does_not_exist_makes_no_report() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let mut window = window(folder.path(), vec![], Some(case));
    command(&mut window, Key::Num7);
    window.get_by_label("报告日期").focus();
    steps(&mut window);
    command(&mut window, Key::A);
    window.get_by_label("报告日期").type_text("2026-02-30");
    steps(&mut window);
    assert!(window.query_by_label_contains("并不存在").is_some());
    click(&mut window, "生成报告");
    assert_eq!(
        std::fs::read_dir(folder.path())
            .unwrap()
            .filter(|entry| { entry.as_ref().unwrap().path().extension().is_some_and(|ending| ending == "pdf") })
            .count(),
        0
    );
}

#[test]
fn search_opens_the_first_hit_with_enter() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let mut window = window(folder.path(), vec![], Some(case));
    command(&mut window, Key::F);
    window.get_by_label("搜索条款、发现和证据").type_text("5.2.2.1");
    steps(&mut window);
    press(&mut window, Key::Enter);
    assert_eq!(window.state().selected(), "5.2.2.1");
    // Once beside the score; in the tree only where there is a hit.
    assert_eq!(window.query_all_by_label("5.2 商品服务").count(), 2);
    assert_eq!(window.query_all_by_label("5.3 顾客服务").count(), 1);
}

/// What a client filled in with Excel, into the window and out again.
/// What undo took back is no longer told; what has nothing to do with it stays, and so does what came before it.
#[test]
fn undo_takes_its_receipt_along_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let out = folder.path().join("导出.xlsx");
    let mut window = window(folder.path(), vec![vec![out]], Some(case));
    let told = |window: &Harness<'_, App>, part: &str| window.state().notices().iter().any(|text| text.contains(part));
    command(&mut window, Key::R);
    let ids = |window: &Harness<'_, App>| -> Vec<_> {
        window.state().session().unwrap().assessment().actions.keys().map(|id| format!("已删除 {id}")).collect()
    };
    let all = ids(&window);
    // Good news goes by itself after a while, so this is done in few frames.
    let few = |window: &mut Harness<'_, App>| window.run_steps(3);
    for _ in 0..2 {
        window.key_press(Key::ArrowDown);
        few(&mut window);
        window.get_by_label("删除这一项").click();
        few(&mut window);
    }
    let left = ids(&window);
    let gone: Vec<&String> = all.iter().filter(|id| !left.contains(id)).collect();
    assert!(gone.len() == 2 && gone.iter().all(|id| told(&window, id)), "{:?}", window.state().notices());
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    few(&mut window);
    let count = |window: &Harness<'_, App>| gone.iter().filter(|id| told(window, id)).count();
    assert_eq!((ids(&window).len(), count(&window)), (9, 1), "{:?}", window.state().notices());
    // What is told of a file is true whatever becomes of the case.
    palette(&mut window, "导出答案表");
    command(&mut window, Key::Z);
    assert_eq!((ids(&window).len(), count(&window)), (10, 0), "{:?}", window.state().notices());
    assert!(told(&window, "导出.xlsx"), "{:?}", window.state().notices());
}

#[test]
fn a_table_is_previewed_taken_over_as_one_step_and_exported() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let table = folder.path().join("客户.csv");
    std::fs::write(&table, "条款,判定,样本数,不符合数\n5.1.6.4,符合,,\n5.2.4.1,抽样,60,3\n9.9.9.9,符合,,\n").unwrap();
    let out = folder.path().join("导出.xlsx");
    let mut window = window(folder.path(), vec![vec![table], vec![out.clone()]], Some(case));
    palette(&mut window, "导入答案表");
    assert!(window.query_by_label_contains("准则中没有条款“9.9.9.9”").is_some(), "problems are shown first");
    assert_eq!(verdict(&window, "5.1.6.4"), Verdict::Fails, "nothing is done before it is asked for");
    click(&mut window, "采用 2 项");
    assert_eq!(verdict(&window, "5.1.6.4"), Verdict::Meets);
    assert_eq!(verdict(&window, "5.2.4.1"), Verdict::Sampled { checked: 60, nonconforming: 3 });
    command(&mut window, Key::Z);
    assert_eq!(verdict(&window, "5.1.6.4"), Verdict::Fails);
    assert_eq!(verdict(&window, "5.2.4.1"), Verdict::Sampled { checked: 60, nonconforming: 6 });
    palette(&mut window, "导出答案表");
    let written = store::tables::read_file(&out).unwrap();
    assert!(written.rows.len() >= 44);
    let said = window.state().notices().join("");
    for part in ["导出.xlsx", "条款 43 条", "已评 43 条", "证据 ", "字节", "已回读核对"] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn a_preview_tells_what_is_ignored_and_cancelling_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let table = folder.path().join("客户.csv");
    let rows = "条款,判定,证据,天气\n5.1.6.4,符合,新证据.pdf,晴\n5.2.4.1,未评,,\n5.1.1.1,,,\n";
    std::fs::write(&table, rows).unwrap();
    let mut window = window(folder.path(), vec![vec![table.clone()], vec![table]], Some(case.clone()));
    let before = window.state().session().unwrap().assessment().clone();
    palette(&mut window, "导入答案表");
    for part in
        ["新增 0 项，改动 2 项", "忽略 2 处", "天气", "没有填写", "不符合 → 符合", "证据 1 件", "采用后改回未评"]
    {
        assert!(window.query_all_by_label_contains(part).next().is_some(), "{part}");
    }
    click(&mut window, "取消");
    assert_eq!(window.state().session().unwrap().assessment(), &before);
    assert_eq!(window.state().session().unwrap().undo_label(), None);
    assert_eq!(store::open(&case).unwrap().assessment, before);

    // Taken over: one step, of its own name, and all of it comes back.
    palette(&mut window, "导入答案表");
    click(&mut window, "采用 2 项");
    let session = window.state().session().unwrap();
    assert_eq!(session.undo_label(), Some(&xingping::assessment::EditKind::Import));
    assert_eq!(session.assessment().evidence.len(), before.evidence.len() + 1);
    let said = window.state().notices().join("");
    for part in ["新增 0 项", "改动 2 项", "忽略 2 处", "可以撤销"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    click(&mut window, "编辑");
    assert!(window.query_all_by_label_contains("导入表格").next().is_some(), "the menu says what undo takes back");
    press(&mut window, Key::Escape);
    command(&mut window, Key::Z);
    assert_eq!(window.state().session().unwrap().assessment(), &before);
    assert_eq!(window.state().session().unwrap().undo_label(), None);
}

/// Undo works while a preview is open; what the preview says is then no longer true.
#[test]
fn a_preview_that_has_become_untrue_is_not_taken_over() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let table = folder.path().join("客户.csv");
    std::fs::write(&table, "条款,判定\n5.1.6.4,符合\n").unwrap();
    let mut window = window(folder.path(), vec![vec![table]], Some(case));
    press(&mut window, Key::Num2);
    assert_eq!(verdict(&window, "5.1.1.1"), Verdict::Fails);
    palette(&mut window, "导入答案表");
    choose(&mut window, "编辑", "撤销：");
    click(&mut window, "采用 1 项");
    assert_eq!(verdict(&window, "5.1.6.4"), Verdict::Fails);
    assert!(window.state().notices().join("").contains("案卷又有改动"), "{:?}", window.state().notices());
}
