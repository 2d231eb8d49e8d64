//! The register of remediation as a person works through it: by labels and keys; reminder sheets; the report's chapter.

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use calamine::{Data, Reader as _, Xlsx};
use egui::Key;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use xingping::app::{App, Place};
use xingping::assessment::{
    Action, ActionId, ActionState, Assessment, Edit, EditKind, Gap, SpecialDeduction, SpecialDeductionId, Verdict,
};
use xingping::criteria::parse_amount;
use xingping::store;

use super::cli::{done, run};
use super::journeys::{click, command, drop_file, example, press, steps, window};
use super::report::{chapter_text, meets_all, outline_of, shipped};

fn assessment<'a>(window: &'a Harness<'_, App>) -> &'a Assessment {
    window.state().session().unwrap().assessment()
}

fn action<'a>(window: &'a Harness<'_, App>, id: u32) -> &'a Action {
    &assessment(window).actions[&ActionId(id)]
}

/// Types into the field with a label; the field is emptied before.
fn fill(window: &mut Harness<'_, App>, role: Role, label: &str, text: &str) {
    window.get_by_role_and_label(role, label).focus();
    steps(window);
    command(window, Key::A);
    window.get_by_role_and_label(role, label).type_text(text);
    steps(window);
}

/// The register of the example: ten actions, none closed, one overdue on 21 November 2026.
fn register(folder: &Path, answers: Vec<Vec<PathBuf>>) -> Harness<'static, App> {
    let case = example(folder);
    let mut window = window(folder, answers, Some(case));
    command(&mut window, Key::R);
    window
}

#[test]
fn gaps_get_drafts_in_one_step_and_one_by_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path(), vec![], None);
    click(&mut window, "新建案卷");
    fill(&mut window, Role::TextInput, "企业名称", "示例电器有限公司");
    click(&mut window, "建立案卷");
    command(&mut window, Key::R);
    window.get_by_label("台账里还没有整改措施。");
    assert!(window.query_by_label_contains("还没有措施：").is_none(), "what is not judged is no gap");
    command(&mut window, Key::Num2);
    press(&mut window, Key::Num2);
    press(&mut window, Key::N);
    press(&mut window, Key::N);
    press(&mut window, Key::Num2);
    command(&mut window, Key::R);
    // 5.1.1.1 and 5.1.2.1 have 2 points each.
    let lost = ["5.1.1.1", "5.1.2.1"].map(|clause| shipped().scheme.clause(&clause.into()).unwrap().points.clone());
    assert_eq!(lost.iter().sum::<xingping::criteria::Amount>(), parse_amount("4").unwrap());
    window.get_by_label("还没有措施：失分条款 2 条，共失 4 分");
    click(&mut window, "按建议生成 2 项");
    let gaps: Vec<Gap> = assessment(&window).actions.values().map(|action| action.gap.clone()).collect();
    assert_eq!(gaps, [Gap::Clause("5.1.1.1".into()), Gap::Clause("5.1.2.1".into())]);
    assert!(window.query_by_label_contains("还没有措施：").is_none());
    command(&mut window, Key::Z);
    assert!(assessment(&window).actions.is_empty(), "one step");
    // One by one; its draft opens at once.
    window.get_all_by_label("按建议生成").next().unwrap().click();
    steps(&mut window);
    assert_eq!(assessment(&window).actions.len(), 1);
    window.get_by_label("整改措施 Z001");
    window.get_by_label("还没有措施：失分条款 1 条，共失 2 分");
}

#[test]
fn an_action_is_edited_and_what_cannot_be_taken_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = register(folder.path(), vec![]);
    // Down selects the first, Enter goes to its text.
    for _ in 0..3 {
        press(&mut window, Key::ArrowDown);
    }
    window.get_by_label("整改措施 Z003");
    press(&mut window, Key::Enter);
    window.event(egui::Event::Text("先定人。".into()));
    steps(&mut window);
    assert!(action(&window, 3).what.contains("先定人。"));

    let before = action(&window, 3).clone();
    fill(&mut window, Role::TextInput, "工作量（人天）", "三天");
    window.get_by_label_contains("“三天”不是数");
    assert_eq!(action(&window, 3).effort, before.effort, "the case keeps what it had");
    fill(&mut window, Role::TextInput, "工作量（人天）", "2.5");
    assert_eq!(action(&window, 3).effort, 250);
    // 5.1.6.4 has 2 points; 3 of them cannot come back.
    fill(&mut window, Role::TextInput, "预计得分", "3");
    window.get_by_label_contains("总共只有 2 分");
    assert_eq!(action(&window, 3).gain, before.gain);
    command(&mut window, Key::A);
    press(&mut window, Key::Delete);
    assert_eq!(action(&window, 3).gain, None);
    // Its start is on 4 January 2027.
    fill(&mut window, Role::TextInput, "期限", "2026-12-01");
    window.get_by_label_contains("期限 2026-12-01 早于开始 2027-01-04");
    assert_eq!(action(&window, 3).due, before.due);
    fill(&mut window, Role::TextInput, "期限", "2027-02-01");
    assert_eq!(action(&window, 3).due, "2027-02-01".parse().ok());
    // Ninety days from its start are more than that.
    window.get_by_label("最早 2027-04-04 才能完成，晚于期限。");

    // Z004 waits for Z003; the other way round too would be a circle.
    press(&mut window, Key::Escape);
    click(&mut window, "选择…");
    window.get_by_label_contains("Z004　").click();
    steps(&mut window);
    assert!(window.query_all_by_label_contains("绕成一圈").next().is_some(), "said by the gate");
    assert!(action(&window, 3).after.is_empty());

    // Closed without verification: allowed, and said beside the field and in the row.
    window.get_by_role_and_label(Role::Button, "关闭").click();
    steps(&mut window);
    assert_eq!(action(&window, 3).state, ActionState::Closed);
    window.get_by_label("已关闭，但没有写验证人和验证日期，还不能说明做成了。");
    window.get_by_label("未验证");
    window.get_by_label("已关闭未验证 1 项");
    window.get_by_label("去复评 5.1.6.4");
    fill(&mut window, Role::TextInput, "验证人", "李强");
    fill(&mut window, Role::TextInput, "验证日期", "2026-11-20");
    assert!(window.query_by_label("未验证").is_none());
    assert!(!action(&window, 3).unverified());
}

/// The first click of two opens the editor, beside which the rows may stand elsewhere.
#[test]
fn a_double_click_opens_the_row_that_was_under_it_first() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = register(folder.path(), vec![]);
    let place = window.get_by_label_contains("制定维修").rect().center();
    let button = |pressed| {
        let (button, modifiers) = (egui::PointerButton::Primary, egui::Modifiers::NONE);
        egui::Event::PointerButton { pos: place, button, pressed, modifiers }
    };
    for _ in 0..2 {
        // All in one frame, so that the two clicks are near enough.
        window.input_mut().events.extend([egui::Event::PointerMoved(place), button(true), button(false)]);
        window.run_steps(1);
    }
    steps(&mut window);
    window.get_by_label("整改措施 Z003");
}

/// Types into a field as a person does, one character after the other, over all that was in it.
fn type_over(window: &mut Harness<'_, App>, label: &str, text: &str) {
    window.get_by_role_and_label(Role::TextInput, label).focus();
    steps(window);
    command(window, Key::A);
    for letter in text.chars() {
        window.event(egui::Event::Text(letter.into()));
        steps(window);
    }
}

/// `12` of `12,5` was a number for a moment; nobody meant it.
#[test]
fn the_beginning_of_what_cannot_be_read_does_not_stay_in_the_case() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = register(folder.path(), vec![]);
    for _ in 0..3 {
        press(&mut window, Key::ArrowDown);
    }
    window.get_by_label("整改措施 Z003");
    let before = action(&window, 3).clone();
    type_over(&mut window, "工作量（人天）", "12,5");
    window.get_by_label_contains("“12,5”不是数");
    assert_eq!(action(&window, 3), &before);
    type_over(&mut window, "周期（天）", "7.5");
    assert_eq!(action(&window, 3), &before);
    // Nor does a text that is taken away letter by letter leave its first one.
    window.get_by_role_and_label(Role::MultilineTextInput, "措施").focus();
    steps(&mut window);
    command(&mut window, Key::End);
    for _ in before.what.chars() {
        press(&mut window, Key::Backspace);
    }
    window.get_by_label("措施不能为空；写好之前，案卷里仍是原来的。");
    assert_eq!(action(&window, 3), &before);
    // What can be read is there at once.
    type_over(&mut window, "工作量（人天）", "12.5");
    assert_eq!(action(&window, 3).effort, 1250);
    press(&mut window, Key::Tab);
    assert_eq!(action(&window, 3).effort, 1250);
    type_over(&mut window, "工作量（人天）", "3;");
    assert_eq!(action(&window, 3).effort, 1250, "what was left is what stays");
}

#[test]
fn typing_is_undone_field_by_field_and_what_was_chosen_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = register(folder.path(), vec![]);
    press(&mut window, Key::ArrowDown);
    let before = action(&window, 1).clone();
    fill(&mut window, Role::TextInput, "负责人", "周敏");
    fill(&mut window, Role::TextInput, "部门", "质量部");
    window.get_by_role_and_label(Role::Button, "待验证").click();
    steps(&mut window);
    assert_eq!(action(&window, 1).state, ActionState::ToVerify);
    command(&mut window, Key::Z);
    assert_eq!((action(&window, 1).state, &*action(&window, 1).department), (before.state, "质量部"));
    command(&mut window, Key::Z);
    assert_eq!((&*action(&window, 1).owner, &action(&window, 1).department), ("周敏", &before.department));
    command(&mut window, Key::Z);
    assert_eq!(action(&window, 1), &before);
    // A copy is a new action, and removing takes nothing but it.
    click(&mut window, "复制一项");
    assert_eq!(action(&window, 11).what, before.what);
    click(&mut window, "删除这一项");
    assert_eq!(assessment(&window).actions.len(), 10);
    command(&mut window, Key::Z);
    assert_eq!(action(&window, 11).what, before.what);
    command(&mut window, Key::Z);
    assert_eq!(assessment(&window).actions.len(), 10, "the copy is gone too");
}

#[test]
fn the_register_is_filtered_and_grouped_with_subtotals() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = register(folder.path(), vec![]);
    // Efforts 3+1+20+4+4+6+5+2+2+1, costs 600+3000+800+8000+12000+15000+5000+1200 as the example has them.
    window.get_by_label("共 10 项，未关闭 10 项，逾期 1 项；工作量 48 人天，费用 45600 元");
    click(&mut window, "只看逾期（1）");
    window.get_by_label("共 1 项，未关闭 1 项，逾期 1 项；工作量 1 人天，费用 0 元");
    window.get_by_label("显示 1 / 10 项：");
    assert!(window.query_by_label("Z001").is_none());
    window.get_by_label("Z010");
    click(&mut window, "显示全部");
    window.get_by_label("Z001");
    window.get_by_role_and_label(Role::ComboBox, "分组").click();
    steps(&mut window);
    window.get_by_role_and_label(Role::Button, "部门").click();
    steps(&mut window);
    // 质量管理部: Z003 and Z004, 20 and 4 days.
    window.get_by_label("质量管理部　2 项");
    window.get_by_label("24");
    window.get_by_role_and_label(Role::ComboBox, "负责人").click();
    steps(&mut window);
    window.get_by_role_and_label(Role::Button, "许文静").click();
    steps(&mut window);
    window.get_by_label("显示 2 / 10 项：");
    window.get_by_label("客服中心　2 项");
    assert!(window.query_by_label("质量管理部　2 项").is_none());
}

#[test]
fn a_clause_leads_to_its_actions_and_to_a_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let mut window = window(folder.path(), vec![], Some(case));
    command(&mut window, Key::R);
    window.get_all_by_label("5.1.6.4").next().unwrap().click();
    steps(&mut window);
    assert_eq!(window.state().selected(), "5.1.6.4");
    window.get_by_label("2 项，未关闭 2 项").click();
    steps(&mut window);
    window.get_by_label("只看 5.1.6.4 服务标准化");
    window.get_by_label("显示 2 / 10 项：");
    assert!(window.query_by_label("Z001").is_none());
    command(&mut window, Key::Num2);
    click(&mut window, "新建整改");
    window.get_by_label("新的整改措施");
    // What was begun stays while something else is looked at.
    window.event(egui::Event::Text("请咨询老师讲一次标准化".into()));
    steps(&mut window);
    command(&mut window, Key::Num6);
    command(&mut window, Key::R);
    assert_eq!(assessment(&window).actions.len(), 10, "nothing is added before it is asked for");
    click(&mut window, "加入台账");
    let added = action(&window, 11);
    assert_eq!((added.what.as_str(), &added.gap), ("请咨询老师讲一次标准化", &Gap::Clause("5.1.6.4".into())));
    window.get_by_label("整改措施 Z011");
}

/// Out, changed in a spreadsheet with a row deleted and one added, and back in as one step.
#[test]
fn the_register_goes_out_and_comes_back_with_a_preview() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("台账.csv");
    let remind = folder.path().join("催办");
    let mut window = register(folder.path(), vec![vec![out.clone()], vec![out.clone()], vec![remind.clone()]]);
    click(&mut window, "导出台账");
    assert!(window.state().notices().join("").contains("整改措施 10 项"), "{:?}", window.state().notices());
    let text = std::fs::read_to_string(&out).unwrap();
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with("Z009,")).collect();
    let text = lines.join("\r\n").replace("顾明远", "周敏") + "\r\n,5.1.6.4,请老师,,,,,,,,,,,,,\r\n";
    std::fs::write(&out, text).unwrap();
    click(&mut window, "导入台账");
    window.get_by_label_contains("案卷里另有 1 项不在表里，保持不变：Z009");
    assert!(window.query_all_by_label_contains("顾明远").next().is_some(), "what it was is told");
    assert_eq!(action(&window, 1).owner, "顾明远", "nothing is done before it is asked for");
    click(&mut window, "采用 2 项");
    assert_eq!((&*action(&window, 1).owner, &*action(&window, 11).what), ("周敏", "请老师"));
    assert_eq!(window.state().session().unwrap().undo_label(), Some(&EditKind::Import));
    command(&mut window, Key::Z);
    assert_eq!((&*action(&window, 1).owner, assessment(&window).actions.len()), ("顾明远", 10));

    click(&mut window, "催办单");
    let said = window.state().notices().join("");
    assert!(said.contains("催办单 6 张，整改措施 10 项"), "{said}");
    assert!(remind.with_extension("xlsx").is_file());
}

/// Two thousand actions: only the rows in sight are made.
#[test]
fn a_long_register_draws_what_is_in_sight() {
    let folder = tempfile::tempdir().unwrap();
    let path = example(folder.path());
    let mut case = store::open(&path).unwrap();
    for id in 11..=2000 {
        let mut action = Action::of(Gap::Clause("5.1.6.4".into()), format!("措施 {id}"));
        action.owner = format!("负责人 {}", id % 40);
        case.assessment.actions.insert(ActionId(id), Arc::new(action));
    }
    std::fs::remove_file(&path).unwrap();
    store::create(&path, &case).unwrap();
    let mut window = window(folder.path(), vec![], Some(path));
    command(&mut window, Key::R);
    window.get_by_label_contains("共 2000 项，未关闭 2000 项");
    let rows = window.query_all_by_label_contains("Z0").count();
    assert!((5..40).contains(&rows), "{rows}");
    // One page after the other, and straight to a text.
    press(&mut window, Key::ArrowDown);
    press(&mut window, Key::PageDown);
    window.get_by_label("整改措施 Z013");
    fill(&mut window, Role::TextInput, "搜索", "z1999");
    window.get_by_label("显示 1 / 2000 项：");
}

#[test]
fn reminder_sheets_have_what_is_open_for_each_person() {
    let folder = tempfile::tempdir().unwrap();
    let path = example(folder.path());
    let mut case = store::open(&path).unwrap();
    let set = |id: u32, change: &dyn Fn(&mut Action), case: &mut Assessment| {
        change(Arc::make_mut(case.actions.get_mut(&ActionId(id)).unwrap()));
    };
    set(3, &|action| action.state = ActionState::Closed, &mut case.assessment);
    set(9, &|action| action.owner = " ".into(), &mut case.assessment);
    set(2, &|action| action.owner = "沈若岚 ".into(), &mut case.assessment);
    std::fs::remove_file(&path).unwrap();
    store::create(&path, &case).unwrap();
    let case = path.file_name().unwrap().to_str().unwrap();
    let out = folder.path().join("催办.xlsx");
    let text = done(&folder, &format!("actions remind @/{case} @/催办.xlsx --as-of 2026-12-10")).out;
    assert!(
        text.contains("沈若岚：未关闭 2 项，逾期 1 项") && text.contains("未指定：未关闭 1 项，逾期 0 项"),
        "{text}"
    );
    assert!(text.contains("催办单 6 张，整改措施 9 项"), "{text}");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(std::fs::read(&out).unwrap())).unwrap();
    let names = book.sheet_names();
    assert_eq!(names.len(), 6);
    assert_eq!(names.last().map(String::as_str), Some("未指定"), "nobody's actions come last");
    let sheet = book.worksheet_range("沈若岚").unwrap();
    let cell = |row: u32, column: u32| sheet.get_value((row, column)).map(Data::to_string).unwrap_or_default();
    assert!(cell(0, 0).contains("沈若岚") && cell(0, 0).contains("未关闭 2 项，其中逾期 1 项"), "{}", cell(0, 0));
    assert_eq!((&*cell(1, 0), &*cell(1, 9)), ("编号", "逾期（天）"));
    // Z002 was due on the 4th, six days ago; Z004 in May; Z003 is closed.
    assert_eq!((cell(2, 0), cell(2, 9)), ("Z002".into(), "6".into()));
    assert_eq!((cell(3, 0), cell(3, 9), cell(4, 0)), ("Z004".into(), String::new(), String::new()));
    assert_eq!((&*cell(3, 1), &*cell(3, 2)), ("5.1.6.4", "服务标准化"));
    assert!(!cell(3, 4).is_empty(), "what there is to show");

    // A sheet that was filled in is read back by its numbers; columns that only tell are left alone.
    let text = done(&folder, &format!("actions remind @/{case} @/一人.xlsx --owner 许文静")).out;
    assert!(text.contains("催办单 1 张，整改措施 2 项"), "{text}");
    let back = done(&folder, &format!("actions import @/{case} @/一人.xlsx --dry-run")).out;
    assert!(back.contains("新增 0 项") && back.contains("改动 0 项") && back.contains("另有 8 项不在表里"), "{back}");

    let said = run(&folder, &format!("actions remind @/{case} @/催办.csv"));
    assert!(said.done.code == 2 && said.err.contains(".xlsx"), "{}", said.err);
    let said = run(&folder, &format!("actions remind @/{case} @/一人.xlsx --owner 赵六"));
    assert!(said.done.code == 2 && said.err.contains("没有负责人是“赵六”"), "{}", said.err);
}

/// A planned action, one closed without verification, one on a special deduction, of two people and nobody.
pub(crate) fn with_actions(assessment: &mut Assessment) {
    let deduction = |found: &str| SpecialDeduction { kind: 2, found: found.into(), clause: None, rectified: false };
    assessment.special_deductions.insert(SpecialDeductionId(1), Arc::new(deduction("收费没有先报价")));
    assessment.special_deductions.insert(SpecialDeductionId(2), Arc::new(deduction("上门迟到没有告知")));
    let clause = |clause: &str| Gap::Clause(clause.into());
    let mut first = Action::of(clause("5.1.1.1"), "补任命文件".into());
    (first.owner, first.department, first.effort) = ("王芳".into(), "质量部".into(), 150);
    first.due = "2026-01-31".parse().ok();
    let mut second = Action::of(clause("5.1.2.1"), "补培训记录".into());
    (second.state, second.cost) = (ActionState::Closed, 120_000);
    let mut third = Action::of(Gap::SpecialDeduction(SpecialDeductionId(1)), "先报价再收费".into());
    third.owner = "李强".into();
    third.after.insert(ActionId(1));
    for (id, action) in (1..).zip([first, second, third]) {
        assessment.actions.insert(ActionId(id), Arc::new(action));
    }
}

#[test]
fn the_report_tells_who_does_what_and_what_nobody_does() {
    let pinned = shipped();
    let mut assessment = meets_all(&pinned, 43);
    let without = outline_of(&pinned, &assessment, Path::new("."));
    assert!(without.chapters.iter().all(|chapter| chapter.id != "remediation"), "left out where there is nothing");
    for clause in ["5.1.1.1", "5.1.2.1", "5.1.4.1"] {
        let edit = Edit::SetVerdict { clause: clause.into(), verdict: Verdict::Fails };
        xingping::assessment::apply(&pinned.scheme, &mut assessment, &edit).unwrap();
    }
    with_actions(&mut assessment);
    let report = outline_of(&pinned, &assessment, Path::new("."));
    let told = chapter_text(&report, "remediation").replace("\\u{3000}", "　");
    for part in [
        // The report is of 21 November 2026; 1.5 days and 1,200 yuan in all.
        "整改措施共 3 项，未关闭 2 项，其中逾期 1 项",
        "工作量 1.5 人天，费用 1200 元",
        "王芳　1 项",
        "李强　1 项",
        "未指定　1 项",
        "逾期 294 天", // from 31 January
        "未验证",
        "前置 Z001",
        "上门迟到没有告知",
        "还没有措施",
        // 5.1.4.1 has 3 points.
        "失分而没有任何措施的条款 1 条，共失 3 分：",
        "措施都已关闭、还没有复评为符合或确认整改的 1 处：",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    let place = |text: &str| told.find(text).unwrap_or(usize::MAX);
    assert!(place("未指定　1 项") > place("王芳　1 项") && place("未指定　1 项") > place("李强　1 项"));
}

/// What is half written is not lost without a word, whichever way the case is left.
#[test]
fn a_new_action_that_is_half_written_holds_back_the_closing_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = register(folder.path(), vec![]);
    press(&mut window, Key::Insert);
    fill(&mut window, Role::MultilineTextInput, "措施", "请老师讲一次");
    press(&mut window, Key::Escape);
    press(&mut window, Key::Escape);
    command(&mut window, Key::Num2);
    // The window is to go: it stays, and shows what would be lost.
    let root = window.ctx.viewport_id();
    let ask = |window: &mut Harness<'_, App>| {
        window.input_mut().viewports.entry(root).or_default().events.push(egui::ViewportEvent::Close);
        window.step();
        window.input_mut().viewports.entry(root).or_default().events.clear();
        let output = window.output().viewport_output.get(&root).map(|output| output.commands.clone());
        output.unwrap_or_default().contains(&egui::ViewportCommand::CancelClose)
    };
    assert!(ask(&mut window));
    steps(&mut window);
    assert_eq!(window.state().place(), Place::Remediation);
    window.get_by_label_contains("写了一半，还没有加入台账");
    let text = window.get_by_role_and_label(Role::MultilineTextInput, "措施").value();
    assert_eq!(text.as_deref(), Some("请老师讲一次"));
    // Written on, it is another text, which the case being closed does not take along either.
    fill(&mut window, Role::MultilineTextInput, "措施", "请老师讲两次");
    assert!(window.query_by_label_contains("写了一半，还没有加入台账").is_none());
    command(&mut window, Key::W);
    window.get_by_label_contains("写了一半，还没有加入台账");
    assert!(window.state().session().is_some());
    command(&mut window, Key::W);
    assert!(window.state().session().is_none(), "who closes once more gives it up");
}

#[test]
fn a_new_action_for_another_clause_does_not_take_the_place_of_one_that_is_half_written() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = register(folder.path(), vec![]);
    press(&mut window, Key::Insert);
    fill(&mut window, Role::MultilineTextInput, "措施", "请老师讲一次");
    window.get_all_by_label("5.1.6.4").next().unwrap().click();
    steps(&mut window);
    click(&mut window, "新建整改");
    let text = window.get_by_role_and_label(Role::MultilineTextInput, "措施").value();
    assert_eq!(text.as_deref(), Some("请老师讲一次"));
    assert!(window.state().notices().join("").contains("先把它打开了"));
    click(&mut window, "取消");
    press(&mut window, Key::Insert);
    fill(&mut window, Role::MultilineTextInput, "措施", " ");
    command(&mut window, Key::W);
    assert!(window.state().session().is_none(), "nothing was written");
}

/// A table that falls onto the register is one of actions, never evidence; what is none is told.
#[test]
fn a_table_dropped_onto_the_register_is_looked_at_as_one_of_actions() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = register(folder.path(), vec![]);
    let evidence = assessment(&window).evidence.len();
    let (table, picture) = (folder.path().join("台账.csv"), folder.path().join("现场.png"));
    // The second row names a clause that there is not; the third is worth no more than 2 points.
    let text = "条款,措施,预计得分\n5.1.6.4,请老师,\n9.9.9.9,别的,\n5.1.6.4,再请老师,1.9\n";
    std::fs::write(&table, text).unwrap();
    std::fs::write(&picture, "图").unwrap();
    drop_file(&mut window, &picture);
    let said = window.state().notices().join("");
    assert!(said.contains("“现场.png”不是表格") && window.state().dialog().is_none(), "{said}");
    drop_file(&mut window, &table);
    window.get_by_label("导入“台账.csv”之前");
    click(&mut window, "采用 2 项");
    assert_eq!((assessment(&window).actions.len(), assessment(&window).evidence.len()), (12, evidence));
    // A row was left out: that is said, stays, and can be read again.
    assert!(window.state().notices().join("").contains("有 1 行有问题，没有采用。"), "{:?}", window.state().notices());
    click(&mut window, "看清单");
    window.get_by_label("导入“台账.csv”的清单");
    window.get_by_label_contains("9.9.9.9");
    assert!(window.query_by_label_contains("采用 2 项").is_none());
    press(&mut window, Key::Escape);
    assert_eq!(assessment(&window).actions.len(), 12);
}

#[test]
fn the_register_is_grouped_by_state_in_the_order_of_states() {
    let folder = tempfile::tempdir().unwrap();
    let path = example(folder.path());
    let mut case = store::open(&path).unwrap();
    let states = [ActionState::Closed, ActionState::ToVerify, ActionState::Doing];
    for (id, action) in &mut case.assessment.actions {
        Arc::make_mut(action).state = states.get(id.0 as usize).copied().unwrap_or(ActionState::Planned);
    }
    std::fs::remove_file(&path).unwrap();
    store::create(&path, &case).unwrap();
    let mut window = window(folder.path(), vec![], Some(path));
    command(&mut window, Key::R);
    window.get_by_role_and_label(Role::ComboBox, "分组").click();
    steps(&mut window);
    window.get_by_role_and_label(Role::Button, "状态").click();
    steps(&mut window);
    // Z001 is to be verified, Z002 under way, the other eight are planned.
    let top = |label: &str| window.get_by_label(label).rect().top();
    let tops = ["计划　8 项", "进行　1 项", "待验证　1 项"].map(top);
    assert!(tops.is_sorted(), "{tops:?}");
    // The list of keys names those of the register.
    press(&mut window, Key::F1);
    window.get_by_label("整改台账里（光标不在输入框里）");
    for keys in ["↑ ↓", "PageDown / PageUp", "Insert"] {
        window.get_by_label(keys);
    }
}

/// The list of gaps is no wider than its field, and words in it narrow it down.
#[test]
fn what_an_action_is_about_is_found_by_words() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = register(folder.path(), vec![]);
    press(&mut window, Key::Insert);
    window.get_by_role_and_label(Role::ComboBox, "条款或特别扣分").click();
    steps(&mut window);
    window.event(egui::Event::Text("特别扣分".into()));
    steps(&mut window);
    assert!(window.query_all_by_label_contains("5.1.6.4 服务标准化　失").next().is_none());
    let one = window.query_all_by_label_contains("特别扣分 1　").next().unwrap();
    assert!(one.rect().right() <= 1280.0 && one.rect().width() < 480.0, "{:?}", one.rect());
    command(&mut window, Key::A);
    window.event(egui::Event::Text("标准化".into()));
    steps(&mut window);
    press(&mut window, Key::Enter);
    window.get_by_role_and_label(Role::ComboBox, "条款或特别扣分");
    fill(&mut window, Role::MultilineTextInput, "措施", "请老师");
    fill(&mut window, Role::TextInput, "预计得分", "abc");
    window.get_by_label_contains("预计得分：“abc”不是数");
    fill(&mut window, Role::TextInput, "预计得分", "2");
    fill(&mut window, Role::TextInput, "负责人", "顾 明远");
    window.get_by_label_contains("台账里还有“顾明远”，只差空格");
    click(&mut window, "加入台账");
    assert_eq!(action(&window, 11).gap, Gap::Clause("5.1.6.4".into()));
}

#[test]
fn a_new_action_that_is_half_written_goes_along_to_another_file() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("另存.xingping");
    let mut window = register(folder.path(), vec![vec![copy.clone()]]);
    press(&mut window, Key::Insert);
    fill(&mut window, Role::MultilineTextInput, "措施", "请老师讲一次");
    window.key_press_modifiers(egui::Modifiers::COMMAND | egui::Modifiers::SHIFT, Key::S);
    steps(&mut window);
    assert_eq!(window.state().path(), Some(copy.as_path()));
    command(&mut window, Key::R);
    let text = window.get_by_role_and_label(Role::MultilineTextInput, "措施").value();
    assert_eq!(text.as_deref(), Some("请老师讲一次"));
}
