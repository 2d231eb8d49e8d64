//! How sure the score is, and calibration, in the window; driven by labels and keys.

use std::path::PathBuf;

use egui::accesskit::Role;
use egui::{Event, Key};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use xingping::app::{App, Dialog, Place};
use xingping::criteria::{PointsStatus, SHIPPED};
use xingping::store;

use super::journeys::{click, command, example, palette, press, steps, window};

fn opened(folder: &std::path::Path, answers: Vec<Vec<PathBuf>>) -> Harness<'static, App> {
    let case = example(folder);
    let mut window = window(folder, answers, Some(case));
    steps(&mut window);
    window
}

/// The points of the shipped scheme, one a line.
fn column() -> String {
    let base = xingping::criteria::read(SHIPPED[0].text).unwrap();
    let numbers: Vec<String> = base.scheme.clauses().map(|clause| clause.points.to_string()).collect();
    numbers.join("\r\n") + "\r\n"
}

fn value(window: &Harness<'_, App>, label: &str) -> String {
    window.get_by_label(label).value().unwrap_or_default()
}

/// 1701/19 and 2121/22 were worked out by hand for the example; nothing is unrated, so no range of a figure to itself.
#[test]
fn the_panel_says_what_unknown_points_leave_open_and_leads_to_the_reasons() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = opened(folder.path(), vec![]);
    assert!(window.query_by_label_contains("94.40–94.40").is_none());
    window.get_by_label("星级取决于真实分值");
    click(&mut window, "分值不定：89.52–96.40，三星至五星");
    window.get_by_label("有多大把握");
    window.get_by_label_contains("精确值 1701/19");
    window.get_by_label_contains("精确值 2121/22");
    // A mark of doubt moves 从严得分 at once, and the clause is named and leads to its card.
    command(&mut window, Key::Num2);
    press(&mut window, Key::D);
    let marked = "5.1.1.1"; // the first one is in view
    click(&mut window, "存疑 1");
    command(&mut window, Key::Num6);
    window.get_by_label_contains("标了存疑的 1 条都不得分");
    click(&mut window, marked);
    assert_eq!(window.state().selected(), marked);
}

#[test]
fn what_is_typed_for_a_calibration_outlives_its_dialog() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = opened(folder.path(), vec![]);
    palette(&mut window, "校准分值");
    assert_eq!(window.state().dialog(), Some(&Dialog::Calibrate));
    window.event(Event::Text("3".into()));
    press(&mut window, Key::Enter);
    window.event(Event::Text("两".into()));
    press(&mut window, Key::Enter);
    window.get_by_label_contains("分值“两”不是数字");
    press(&mut window, Key::Escape);
    if window.state().dialog().is_some() {
        press(&mut window, Key::Escape); // the first one left the field
    }
    assert_eq!(window.state().dialog(), None);
    assert!(window.state().notices().iter().any(|text| text.contains("校准填了 2 条")));
    palette(&mut window, "校准分值");
    assert_eq!(value(&window, "5.1.1.1 标准分值"), "3");
    assert_eq!(value(&window, "5.1.1.2 标准分值"), "两");
}

/// On a slow computer several keys come in one frame: each belongs into the field that a person meant.
#[test]
fn numbers_typed_faster_than_frames_are_drawn_stand_where_they_belong() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = opened(folder.path(), vec![]);
    palette(&mut window, "校准分值");
    let enter = || Event::Key {
        key: Key::Enter,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: egui::Modifiers::NONE,
    };
    for number in ["3", "1", "2", "4"] {
        window.input_mut().events.extend([Event::Text(number.into()), enter()]);
    }
    steps(&mut window);
    steps(&mut window);
    let typed = ["5.1.1.1", "5.1.1.2", "5.1.2.1", "5.1.2.2"].map(|id| value(&window, &format!("{id} 标准分值")));
    assert_eq!(typed, ["3", "1", "2", "4"]);
}

/// A column out of a spreadsheet fills all fields; two numbers of one section moved against each other still add up.
#[test]
fn a_pasted_column_becomes_a_file_and_the_scheme_of_the_case() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("校准.ron");
    let mut window = opened(folder.path(), vec![vec![file.clone()]]);
    let before = window.state().session().unwrap().assessment().clone();
    palette(&mut window, "校准分值");
    window.event(Event::Paste(column()));
    steps(&mut window);
    assert_eq!(value(&window, "5.3.2.3 标准分值"), "3");
    window.get_by_label_contains("合计相符：给了 43 条的分值，与现在不同的 0 条");
    // What nobody stands behind is not verified.
    window.get_by_label_contains("没有人署名的分值不能算已核对");
    for button in ["用于本案卷", "存成准则文件…"] {
        assert!(window.get_by_label(button).accesskit_node().is_disabled(), "{button}");
    }
    window.get_by_label("校准人").focus();
    steps(&mut window);
    window.get_by_label("校准人").type_text("许文静");
    steps(&mut window);
    click(&mut window, "存成准则文件…");
    steps(&mut window);
    let saved = store::read_scheme(&file).unwrap();
    assert!(saved.scheme.clauses().all(|clause| clause.points_status == PointsStatus::Verified));
    click(&mut window, "用于本案卷");
    steps(&mut window);
    let session = window.state().session().unwrap();
    assert_eq!(session.pinned().fingerprint, saved.fingerprint);
    assert_eq!(session.assessment().answers, before.answers, "no answer is touched");
    assert!(window.state().notices().iter().any(|text| text.contains("备份")), "{:?}", window.state().notices());
    assert!(window.query_by_label_contains("分值不定").is_none(), "now they are known");
}

/// Taking it over leaves the person where they were; undo cannot take it back, and says what can.
#[test]
fn a_case_on_calibrated_points_stays_where_it_was_and_says_how_to_go_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = opened(folder.path(), vec![]);
    command(&mut window, Key::R);
    press(&mut window, Key::Insert);
    window.event(Event::Text("请老师".into()));
    steps(&mut window);
    palette(&mut window, "校准分值");
    window.get_by_label("校准人").focus();
    steps(&mut window);
    window.get_by_label("校准人").type_text("许文静");
    steps(&mut window);
    window.event(Event::Paste(column()));
    steps(&mut window);
    click(&mut window, "用于本案卷");
    steps(&mut window);
    assert_eq!(window.state().place(), Place::Remediation);
    let text = window.get_by_role_and_label(Role::MultilineTextInput, "措施").value();
    assert_eq!(text.as_deref(), Some("请老师"), "what was half written is still there");
    command(&mut window, Key::Z);
    let said = window.state().notices().join("\n");
    assert!(said.contains("不能撤销") && said.contains("备份与恢复"), "{said}");
    palette(&mut window, "校准分值");
    assert_eq!(value(&window, "校准人"), "许文静", "the name is known the next time");
}

/// A cell that is no number never leaves an old number that looks like one of the column.
#[test]
fn a_pasted_column_with_a_bad_cell_says_which() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = opened(folder.path(), vec![]);
    palette(&mut window, "校准分值");
    window.event(Event::Paste(column()));
    steps(&mut window);
    assert_eq!(value(&window, "5.1.1.2 标准分值"), "2");
    let bad: Vec<String> = column()
        .lines()
        .enumerate()
        .map(|(at, line)| if at == 1 { "两分".to_owned() } else { line.to_owned() })
        .collect();
    window.event(Event::Paste(bad.join("\n")));
    steps(&mut window);
    assert_eq!(value(&window, "5.1.1.2 标准分值"), "两分");
    assert!(window.query_all_by_label_contains("第 2 行：条款 5.1.1.2 的分值“两分”不是数字").next().is_some());
    assert!(window.get_by_label("用于本案卷").accesskit_node().is_disabled());
    // A part of a column is filled as a whole or not at all; an empty cell moves nothing up.
    let from = |window: &Harness<'_, App>| {
        ["5.1.1.1", "5.1.1.2", "5.1.2.1"].map(|id| value(window, &format!("{id} 标准分值")))
    };
    let before = from(&window);
    window.get_by_label("5.1.1.1 标准分值").focus();
    steps(&mut window);
    window.event(Event::Paste("7\n一\n8".into()));
    steps(&mut window);
    assert_eq!(from(&window), before);
    window.get_by_label_contains("第 2 个“一”不是数字");
    window.event(Event::Paste("7\n\n8\n".into()));
    steps(&mut window);
    assert_eq!(from(&window), ["7", "两分", "8"]);
}

#[test]
fn sums_that_do_not_fit_keep_the_scheme_from_being_made() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = opened(folder.path(), vec![]);
    palette(&mut window, "校准分值");
    window.event(Event::Paste("3\n2\n".into()));
    steps(&mut window);
    // Two numbers go down from the first row: 41 of 40 in the first section.
    window.get_by_label_contains("41 / 40 分，多 1 分；没填的 16 条按现在的分值算");
    window.get_by_label_contains("各部分合计还不相符");
    assert!(window.get_by_label("用于本案卷").accesskit_node().is_disabled());
}
