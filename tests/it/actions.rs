//! The register of remediation: out as a table and back in, bad input line by line, reminders, suggestions, the example.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;
use proptest::prelude::*;
use serde_json::Value;
use tempfile::TempDir;
use xingping::assessment::{
    self, Action, ActionId, ActionState, Assessment, Edit, Gain, Gap, SpecialDeduction, SpecialDeductionId, Verdict,
};
use xingping::criteria::{self, Amount, SHIPPED, Scheme, parse_amount};
use xingping::lang::{Language, Words};
use xingping::planning::{self, Suggested};
use xingping::scoring;
use xingping::session::Session;
use xingping::store::actions::{self, ActionsPlan, ActionsSheet, Light};
use xingping::store::tables::TableKind;
use xingping::store::{self, Case};

use crate::cli::{done, run};

fn scheme() -> Arc<Scheme> {
    static SCHEME: std::sync::OnceLock<Arc<Scheme>> = std::sync::OnceLock::new();
    SCHEME.get_or_init(|| criteria::read(SHIPPED[0].text).unwrap().scheme).clone()
}

fn words(language: Language) -> Words {
    Words::load(language).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn clause(text: &str) -> Gap {
    Gap::Clause(text.into())
}

/// 31 March 2026.
fn today() -> NaiveDate {
    day("2026-03-31")
}

/// Three actions, a special deduction, an excluded clause.
fn small() -> Assessment {
    let mut case = Assessment::default();
    let deduction = SpecialDeduction { kind: 2, found: "收费没有先报价".into(), clause: None, rectified: false };
    let excluded = Verdict::Excluded { reason: "顾客自提".into() };
    let mut first = Action::of(clause("5.1.1.1"), "补文件".into());
    first.gain = Some(Gain(Amount::new(9.into(), 11.into())));
    (first.effort, first.cost, first.lead_days) = (150, 120_050, 90);
    (first.owner, first.department) = ("王芳".into(), "质量部".into());
    (first.start, first.due) = (Some(day("2026-03-01")), Some(day("2026-06-30")));
    (first.evidence, first.verified_by) = ("=文件\n清单".into(), "李强".into());
    first.verified_on = Some(day("2026-07-01"));
    first.state = ActionState::ToVerify;
    let mut second = Action::of(Gap::SpecialDeduction(SpecialDeductionId(1)), "先报价再收费".into());
    second.after = BTreeSet::from([ActionId(1)]);
    let third = Action::of(clause("5.1.4.1"), "改手册".into());
    let set = |id, action| Edit::SetAction { id: ActionId(id), action: Some(Box::new(action)) };
    let edits = Edit::Many(vec![
        Edit::AddSpecialDeduction { id: SpecialDeductionId(1), deduction },
        Edit::SetVerdict { clause: "5.2.3.1".into(), verdict: excluded },
        set(1, first),
        set(2, second),
        set(3, third),
    ]);
    assessment::apply(&scheme(), &mut case, &edits).unwrap();
    case
}

/// As on a day, without knowing what was lost.
fn light(today: NaiveDate) -> Light<'static> {
    Light { today, lost: None }
}

fn plan(case: &Assessment, text: &str) -> ActionsPlan {
    let table = actions::parse_actions(text.as_bytes(), TableKind::Csv).unwrap();
    actions::plan_actions(&table, &scheme(), case, light(today()))
}

fn said(problems: &[actions::ActionProblem]) -> Vec<String> {
    let english = words(Language::English);
    for problem in problems {
        let sentence = problem.say("t.csv", &english);
        assert!(!sentence.contains('{') && sentence.ends_with('.'), "{sentence}");
    }
    problems.iter().map(|problem| problem.say("t.csv", &words(Language::Chinese))).collect()
}

#[test]
fn the_register_is_written_with_these_headings_and_cells() {
    let bytes = actions::write_actions(TableKind::Csv, &ActionsSheet::All, &small(), &words(Language::Chinese));
    let text = String::from_utf8(bytes.unwrap()).unwrap();
    let expected = "\u{feff}编号,条款,措施,预计得分,工作量（人天）,费用（元）,周期（天）,前置,负责人,开始,期限,状态,部门,预期证据,验证人,验证日期\r\n\
        Z001,5.1.1.1,补文件,9/11,1.5,1200.5,90,,王芳,2026-03-01,2026-06-30,待验证,质量部,\"'=文件\n清单\",李强,2026-07-01\r\n\
        Z002,特别扣分 1,先报价再收费,,,,,Z001,,,,计划,,,,\r\n\
        Z003,5.1.4.1,改手册,,,,,,,,,计划,,,,\r\n";
    assert_eq!(text, expected);
    let bytes = actions::write_actions(TableKind::Csv, &ActionsSheet::All, &small(), &words(Language::English));
    let text = String::from_utf8(bytes.unwrap()).unwrap();
    assert!(text.contains("id,clause,action,expected points,effort (person-days),cost (yuan),lead time (days),after,"));
    assert!(text.contains("\r\nZ002,special deduction 1,先报价再收费,,,,,Z001,,,,planned,"), "{text}");
}

/// Every bad line and what has to be said of it, in this order.
const BAD: &[(&str, &str)] = &[
    ("Z009,,改", "（A2）：案卷里没有编号“Z009”的措施；要作为新措施加入，请清空这一格"),
    ("Z001,5.1.1.2", "（B3）：Z001 在案卷里是 5.1.1.1 的措施，这里却写着 5.1.1.2"),
    ("Z002,,甲", ""),
    ("z2,,乙", "（A5）：编号 Z002 在第 4 行已经有了"),
    (",5.9.9.9,做", "（B6）：准则中没有条款“5.9.9.9”"),
    (",5.2.3.1,做", "（B7）：条款 5.2.3.1 已删减"),
    (",特别扣分 7,做", "（B8）：案卷里没有“特别扣分 7”；现有特别扣分的编号是：1"),
    (",特别扣分,做", "（B9）：没有写是哪一项特别扣分"),
    (",,做", "（B10）：新的一行没有写条款"),
    (",5.1.1.1,,1", "（C11）：没有写措施"),
    (",5.1.1.1,做,两分", "（D12）：“两分”不是数"),
    (",5.1.1.1,做,-1", "（D13）：“-1”是负数"),
    (",5.1.1.1,做,0.33333333333", "（D14）：“0.33333333333”的位数太多"),
    (",5.1.1.1,做,,三天", "（E15）：“三天”不是数"),
    (",5.1.1.1,做,,-2", "（E16）：“-2”是负数"),
    (",5.1.1.1,做,,0.125", "（E17）：“0.125”的小数太多"),
    (",5.1.1.1,做,,,99999999999", "（F18）：“99999999999”太大了"),
    (",5.1.1.1,做,,,,1.5", "（G19）：“1.5”不是整天"),
    (",5.1.1.1,做,,,,-3", "（G20）：“-3”是负数"),
    (",5.1.1.1,做,,,,,Z099", "（H21）：前置“Z099”不是案卷里已有的措施"),
    ("Z003,,,,,,,Z001;Z003", "（H22）：前置写的是它自己"),
    (",5.1.1.1,做,,,,,,,2026-02-30", "（J23）：“2026-02-30”这一天不存在"),
    (",5.1.1.1,做,,,,,,,,明天", "（K24）：“明天”不是日期"),
    (",5.1.1.1,做,,,,,,,2026-05-01,2026-04-01", "（K25）：期限 2026-04-01 早于开始 2026-05-01"),
    (",5.1.1.1,做,,,,,,,,,完成", "（L26）：看不懂状态“完成”"),
    (",5.1.1.1,-", "（C27）：没有写措施"),
    (",5.1.1.1,做,,,,,,,,3/5/2026", "（K28）：“3/5/2026”"),
];

const HEAD: &str = "编号,条款,措施,预计得分,工作量（人天）,费用（元）,周期（天）,前置,负责人,开始,期限,状态\n";

#[test]
fn every_bad_line_says_what_where_and_what_to_do_and_the_good_one_is_taken() {
    let rows: Vec<&str> = BAD.iter().map(|(row, _)| *row).collect();
    let text = format!("{HEAD}{}\n,5.1.1.1,好的,,,,,Z003\n", rows.join("\n"));
    let plan = plan(&small(), &text);
    let sentences = said(&plan.problems);
    let expected: Vec<&str> = BAD.iter().map(|(_, sentence)| *sentence).filter(|text| !text.is_empty()).collect();
    assert_eq!(sentences.len(), expected.len(), "{sentences:#?}");
    for (sentence, expected) in sentences.iter().zip(expected) {
        assert!(sentence.contains(expected), "{sentence}\n{expected}");
        assert!(sentence.starts_with("“t.csv”第 ") && sentence.ends_with('。'), "{sentence}");
    }
    assert_eq!((plan.added.len(), plan.changed.len(), plan.same), (1, 0, 0));
    assert_eq!((plan.added[0].id, plan.added[0].row), (ActionId(4), 29));
    // What a row says is held against what the case has: Z001 is due on 30 June.
    let late = said(&self::plan(&small(), "编号,开始\nZ001,2026-07-15\n").problems);
    assert!(late.len() == 1 && late[0].contains("期限 2026-06-30 早于开始 2026-07-15"), "{late:?}");
    let mut next = small();
    assessment::apply(&scheme(), &mut next, &plan.edit).unwrap();
    assert_eq!(next.actions[&ActionId(4)].after, BTreeSet::from([ActionId(3)]));
}

#[test]
fn headings_that_are_missing_or_stand_twice_are_said() {
    let sentences = |text: &str| said(&plan(&small(), text).problems);
    assert!(sentences("措施,负责人\n做,王\n")[0].contains("列名里没有“条款/clause”，只看到：措施、负责人"));
    assert!(sentences("条款,负责人\n5.1.1.1,王\n")[0].contains("列名里没有“措施/action”"));
    assert!(sentences("编号,措施,action\nZ001,做,做\n")[0].contains("（C1）：这一列与 B 列是同一项"));
    let none = actions::parse_actions(b"", TableKind::Csv).unwrap_err();
    let none = actions::say_unread_actions(&none, "t.csv", &words(Language::Chinese));
    assert!(none.contains("整改") || none.contains("台账"), "{none}");
    // Numbers alone are enough for what is there, not for what is new.
    let plan = plan(&small(), "编号,负责人,天气\nZ003,周\n,吴\n");
    assert_eq!(plan.changed.len(), 1);
    assert_eq!(said(&plan.ignored), ["“t.csv”第 1 行“天气”列（C1）：不认识这一列，没有采用。"]);
    assert_eq!(said(&plan.problems).len(), 2, "no clause and no text: {:#?}", said(&plan.problems));
}

#[test]
fn circles_are_looked_for_in_the_result_of_all_rows() {
    // 2 waits for 1 in the case. Turned round in two rows, in either order, it is no circle.
    for text in ["编号,前置\nZ001,Z002\nZ002,-\n", "编号,前置\nZ002,-\nZ001,Z002\n"] {
        let plan = plan(&small(), text);
        assert_eq!((plan.problems.len(), plan.changed.len()), (0, 2), "{:?}", plan.problems);
    }
    let plan = plan(&small(), "编号,前置,负责人\nZ001,Z003,\nZ003,Z002,\nZ002,,周\n");
    let sentences = said(&plan.problems);
    assert_eq!(sentences.len(), 2, "{sentences:#?}");
    for (sentence, cell) in sentences.iter().zip(["（B2）", "（B3）"]) {
        assert!(sentence.contains(cell) && sentence.contains("绕成一圈") && sentence.contains("Z001、Z002、Z003"));
    }
    assert_eq!((plan.changed.len(), plan.changed[0].id), (1, ActionId(2)));
}

#[test]
fn a_case_has_room_for_so_many_actions_and_no_more() {
    let rows: String = (0..1_999).map(|at| format!("5.1.1.1,做 {at}\n")).collect();
    let plan = plan(&small(), &format!("条款,措施\n{rows}"));
    assert_eq!(plan.added.len(), 2_000 - 3);
    let sentences = said(&plan.problems);
    assert_eq!(sentences.len(), 2);
    assert!(sentences[0].contains("第 1999 行：措施太多，一个案卷最多 2000 项"), "{}", sentences[0]);
}

#[test]
fn what_is_taken_over_with_a_note() {
    let text = "条款,措施,开始,期限,状态,预计得分\n\
        5.1.1.1,补文件,2026-03-30,2026-03-31,计划,\n\
        5.1.4.1,另一件,,2026-01-01,关闭,99.5\n";
    let plan = plan(&small(), text);
    assert_eq!((plan.problems.len(), plan.added.len()), (0, 2));
    let notes = said(&plan.notices);
    assert_eq!(notes.len(), 3, "{notes:#?}");
    assert!(notes[0].contains("（B2）：案卷里已有文字相同的措施 Z001"), "{}", notes[0]);
    assert!(notes[1].contains("（C2）：2026-03-30 已经过去（今天 2026-03-31）"), "{}", notes[1]);
    assert!(notes[2].contains("（F3）：预计得 99.5 分，这一条总共只有 3 分"), "{}", notes[2]);
    // What the case had before is not told again.
    let again = actions::write_actions(TableKind::Csv, &ActionsSheet::All, &small(), &words(Language::Chinese));
    let table = actions::parse_actions(&again.unwrap(), TableKind::Csv).unwrap();
    assert_eq!(actions::plan_actions(&table, &scheme(), &small(), light(day("2030-01-01"))).notices, []);
}

/// 5.1.1.1 has 2 points of which 1 is lost, 5.1.4.1 lost nothing; 王 芳 is one space away from 王芳.
#[test]
fn rows_that_expect_more_than_was_lost_and_names_that_differ_in_spaces_are_noted() {
    let text = "条款,措施,预计得分,负责人\n5.1.1.1,甲,1.5,王 芳\n5.1.1.1,乙,1,王　芳 \n5.1.4.1,丙,,王芳\n";
    let table = actions::parse_actions(text.as_bytes(), TableKind::Csv).unwrap();
    let lost = BTreeMap::from([(criteria::ClauseId::from("5.1.1.1"), parse_amount("1").unwrap())]);
    let light = Light { today: today(), lost: Some(&lost) };
    let plan = actions::plan_actions(&table, &scheme(), &small(), light);
    assert_eq!((plan.problems.len(), plan.added.len()), (0, 3));
    let notes = said(&plan.notices);
    assert_eq!(notes.len(), 4, "{notes:#?}");
    assert!(notes[0].contains("（C2）：预计得 1.5 分，这一条现在只失 1 分"), "{}", notes[0]);
    assert!(notes[1].contains("（D2）") && notes[1].contains("“王 芳”"), "{}", notes[1]);
    assert!(notes[2].contains("（D3）") && notes[2].contains("只差空格"), "{}", notes[2]);
    assert!(notes[3].contains("（A4）：这一条现在没有失分"), "{}", notes[3]);
}

#[test]
fn a_row_changes_what_it_says_and_leaves_the_rest() {
    let case = small();
    let text = "编号,工作量,费用,周期,负责人,开始,期限,状态,预期证据,预计得分,验证人,验证日期\n\
        Z001,２.２５ 人天,\"¥1,000\",,张三,46113,—,进行中,-,0.5,-,2026.7.2\n";
    let plan = plan(&case, text);
    assert_eq!(plan.problems, []);
    let words = words(Language::Chinese);
    let moved = |column: &str| {
        let fields = plan.changed[0].fields(&words);
        let found = fields.into_iter().find(|(at, ..)| at.name(Language::Chinese) == column);
        found.map(|(_, from, to)| (from, to))
    };
    let pair = |from: &str, to: &str| Some((from.to_owned(), to.to_owned()));
    assert_eq!(moved("工作量（人天）"), pair("1.5", "2.25"));
    assert_eq!(moved("费用（元）"), pair("1200.5", "1000"));
    assert_eq!(moved("周期（天）"), None, "an empty cell leaves what is there");
    assert_eq!(moved("负责人"), pair("王芳", "张三"));
    assert_eq!(moved("开始"), pair("2026-03-01", "2026-04-01"));
    assert_eq!(moved("期限"), pair("2026-06-30", ""));
    assert_eq!(moved("状态"), pair("待验证", "进行"));
    assert_eq!(moved("预期证据"), pair("=文件\n清单", ""));
    assert_eq!(moved("预计得分"), pair("9/11", "0.5"));
    assert_eq!(moved("验证日期"), pair("2026-07-01", "2026-07-02"));
    assert_eq!(moved("部门"), None);
    let line = plan.changed[0].say(&words);
    assert!(line.starts_with("第 2 行 Z001：") && line.contains("负责人“王芳”→“张三”"), "{line}");
    // One step forth, one step back.
    let mut session = Session::new(criteria::read(SHIPPED[0].text).unwrap(), case.clone());
    session.edit(&plan.edit).unwrap();
    assert_eq!(session.assessment().actions[&ActionId(1)].effort, 225);
    session.undo();
    assert_eq!(session.assessment().actions, case.actions);
}

#[test]
fn encodings_and_separators_of_other_programs_are_read() {
    let text = "编号;措施;负责人\r\nZ003;改手册和海报;周,吴\r\n";
    let (gb, _, _) = encoding_rs::GB18030.encode(text);
    for bytes in [text.as_bytes(), &gb] {
        let table = actions::parse_actions(bytes, TableKind::Csv).unwrap();
        let plan = actions::plan_actions(&table, &scheme(), &small(), light(today()));
        assert_eq!((plan.changed.len(), plan.problems.len()), (1, 0));
        assert_eq!(plan.changed[0].to.owner, "周,吴");
    }
}

#[test]
fn a_workbook_of_another_program_is_read() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/tables/register.xlsx");
    let table = actions::read_actions(&path).unwrap();
    let plan = actions::plan_actions(&table, &scheme(), &small(), light(today()));
    assert_eq!(said(&plan.problems), Vec::<String>::new());
    assert_eq!(said(&plan.ignored).len(), 1, "备注");
    let [one, two, three] = plan.added.as_slice() else { panic!("{plan:#?}") };
    assert_eq!((one.id, one.row, &one.to.gap), (ActionId(4), 4, &clause("5.1.1.1")));
    assert_eq!((one.to.effort, one.to.cost, one.to.lead_days), (150, 120_050, 30));
    assert_eq!((one.to.start, one.to.due), (Some(day("2026-04-01")), Some(day("2026-04-30"))));
    assert_eq!((&*one.to.owner, one.to.state), ("王芳", ActionState::Doing));
    assert_eq!(one.to.gain, Some(Gain(parse_amount("0.5").unwrap())));
    assert_eq!(two.to.gap, Gap::SpecialDeduction(SpecialDeductionId(1)));
    assert_eq!((two.to.effort, two.to.cost, two.to.lead_days), (200, 0, 7));
    assert_eq!((two.to.start, two.to.due), (Some(day("2026-04-03")), Some(day("2026-04-20"))));
    assert_eq!((&three.to.gap, three.to.effort), (&clause("5.1.3.1"), 30));
    assert_eq!(three.to.gain, Some(Gain(Amount::new(9.into(), 11.into()))));
}

/// The example in a folder.
fn example() -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let place = store::write_example(folder.path()).unwrap();
    (folder, format!("@/{}", place.case.file_name().unwrap().to_str().unwrap()))
}

fn opened(folder: &TempDir, case: &str) -> Case {
    store::open(&folder.path().join(case.trim_start_matches("@/"))).unwrap()
}

#[test]
fn export_and_import_change_nothing() {
    let (folder, case) = example();
    let before = opened(&folder, &case);
    for (name, lang) in [("台账.csv", "zh"), ("台账.xlsx", "zh"), ("r.csv", "en"), ("r.xlsx", "en")] {
        let out = done(&folder, &format!("actions export {case} @/{name} --lang {lang}")).out;
        assert!(out.contains("10") && out.contains("SHA-256"), "{out}");
        let out = done(&folder, &format!("actions import {case} @/{name} --as-of 2027-12-31")).out;
        assert!(out.contains("新增 0 项，改动 0 项，与案卷相同 10 项，忽略 0 处，问题 0 处"), "{out}");
        assert!(out.contains("没有要改的内容"), "{out}");
    }
    assert_eq!(opened(&folder, &case), before);
    // Another file of this name is replaced, and that is said; a case never is.
    assert!(done(&folder, &format!("actions export {case} @/r.csv")).out.contains("替换了原有的文件"));
    assert_eq!(run(&folder, &format!("actions export {case} {case}")).done.code, 2);
    assert_eq!(run(&folder, &format!("actions export {case} @/r.ods")).done.code, 2);
    assert_eq!(opened(&folder, &case), before);
}

#[test]
fn an_import_is_looked_at_first_and_taken_over_in_one_step() {
    let (folder, case) = example();
    let text =
        format!("{HEAD}Z002,,,,,,,,孙立\n,5.1.1.1,每季核对名册,,1,,30,Z002,孙立,2026-12-01,2026-12-31\nZ099,,改\n");
    fs::write(folder.path().join("t.csv"), text).unwrap();
    let line = format!("actions import {case} @/t.csv --as-of 2026-11-22");
    let before = opened(&folder, &case);
    let dry = run(&folder, &format!("{line} --dry-run"));
    assert_eq!(dry.done.code, 1);
    assert!(dry.out.contains("新增 1 项，改动 1 项，与案卷相同 0 项，忽略 0 处，问题 1 处"), "{}", dry.out);
    assert!(dry.out.contains("第 2 行 Z002：负责人“钱一诺”→“孙立”"), "{}", dry.out);
    assert!(dry.out.contains("第 3 行 Z011：5.1.1.1 · 每季核对名册"), "{}", dry.out);
    assert!(dry.err.contains("案卷里没有编号“Z099”"), "{}", dry.err);
    assert_eq!(opened(&folder, &case), before);
    assert_eq!(run(&folder, &format!("{line} --by 沈若岚")).done.code, 1);
    let after = opened(&folder, &case);
    assert_eq!(after.assessment.actions.len(), 11);
    assert_eq!(after.assessment.actions[&ActionId(2)].owner, "孙立");
    assert_eq!(after.assessment.actions[&ActionId(11)].due, Some(day("2026-12-31")));
    let log = done(&folder, &format!("changes {case}")).out;
    assert!(log.contains("沈若岚") && log.contains("Z011"), "{log}");
    // A file that is no table, and a day that is none.
    assert_eq!(run(&folder, &format!("actions import {case} @/none.csv")).done.code, 2);
    assert_eq!(run(&folder, &format!("{line}x")).done.code, 2);
    assert_eq!(run(&folder, "actions").done.code, 2);
    assert_eq!(run(&folder, "actions away").done.code, 2);
}

#[test]
fn a_reminder_has_the_open_actions_of_one_person_by_term() {
    let (folder, case) = example();
    done(&folder, &format!("actions export {case} @/俞.csv --owner 俞海涛 --as-of 2026-12-20"));
    let text = fs::read_to_string(folder.path().join("俞.csv")).unwrap();
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    let title = "整改催办单　俞海涛　2026-12-20　晴禾电器有限公司（示例）　未关闭 3 项，其中逾期 1 项";
    assert_eq!(lines[0], title);
    let ids: Vec<&str> = lines[2..].iter().map(|line| &line[..4]).collect();
    assert_eq!(ids, ["Z009", "Z007", "Z006"], "due 12-11, 01-15, 03-19");
    // It comes back like the register itself.
    done(&folder, &format!("actions export {case} @/俞.xlsx --owner 俞海涛 --as-of 2026-12-20"));
    for name in ["俞.csv", "俞.xlsx"] {
        let out = done(&folder, &format!("actions import {case} @/{name} --as-of 2026-12-20")).out;
        assert!(out.contains("与案卷相同 3 项，忽略 0 处，问题 0 处"), "{out}");
    }
    let unknown = run(&folder, &format!("actions export {case} @/x.csv --owner 无名"));
    assert_eq!(unknown.done.code, 2);
    assert!(unknown.err.contains("没有负责人是“无名”") && unknown.err.contains("沈若岚"), "{}", unknown.err);
}

#[test]
fn the_list_groups_by_owner_and_marks_what_is_overdue() {
    let (folder, case) = example();
    let out = done(&folder, &format!("actions list {case} --as-of 2026-11-22")).out;
    assert!(out.contains("共 10 项，未关闭 10 项，逾期 1 项（截至 2026-11-22）"), "{out}");
    let line = out.lines().find(|line| line.contains("Z010")).unwrap();
    assert!(line.contains("2026-11-20") && line.contains("逾期 2 天") && line.contains("待验证"), "{line}");
    assert!(out.contains("俞海涛（3 项）"), "{out}");
    let json = done(&folder, &format!("actions list {case} --overdue --json --as-of 2026-12-12")).out;
    let json: Value = serde_json::from_str(&json).unwrap();
    let ids: Vec<&str> = json["actions"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["Z001", "Z002", "Z009", "Z010"]);
    assert_eq!(json["as_of"], "2026-12-12");
    let one = &json["actions"][0];
    assert_eq!((&one["overdue"], &one["effort"], &one["special_deduction"]), (&true.into(), &3.into(), &1.into()));
    assert_eq!((&one["state"], &one["owner"], &one["gain"]), (&"doing".into(), &"顾明远".into(), &Value::Null));
    assert!(done(&folder, &format!("actions list {case} --owner 无名")).out.contains("没有符合条件的措施"));
    done(&folder, "new @/空.xingping --company 某");
    assert!(done(&folder, "actions list @/空.xingping").out.contains("还没有整改措施"));
    done(&folder, "actions export @/空.xingping @/空.xlsx");
}

#[test]
fn the_example_reaches_five_stars_by_its_special_deductions() {
    let (folder, case) = example();
    let json = done(&folder, &format!("plan {case} --target five_star --as-of 2026-11-22 --json")).out;
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["actions"], serde_json::json!(["Z001", "Z002"]));
    assert_eq!((&json["feasible"], &json["proven"]), (&Value::Bool(true), &Value::Bool(true)));
    // 94475/980, without the two points.
    assert_eq!(json["score"]["exact"], "18895/196");
    assert_eq!(json["effort"], serde_json::json!(4));
    assert_eq!(json["cost"], serde_json::json!(600));
    assert_eq!(json["finish"], "2026-12-06");
}

fn suggested(case: &Case, only: &[&str]) -> Suggested {
    let only = only.iter().map(|clause| (*clause).into()).collect();
    planning::suggest(&case.pinned.scheme, &case.assessment, &only, &|deduction| format!("改正：{}", deduction.found))
}

#[test]
fn suggestions_are_one_action_per_gap() {
    let mut case = store::example().unwrap();
    assert_eq!(suggested(&case, &[]).actions, [], "every gap of the example has an action");
    case.assessment.actions.clear();
    let Suggested { actions, without_advice } = suggested(&case, &[]);
    assert!(without_advice.is_empty());
    let gaps: Vec<Gap> = actions.iter().map(|action| action.gap.clone()).collect();
    let clauses = ["5.1.2.1", "5.1.3.2", "5.1.6.4", "5.2.4.1", "5.2.4.2", "5.3.1.3", "5.3.2.2"];
    let deductions = [1, 2].map(|id| Gap::SpecialDeduction(SpecialDeductionId(id)));
    assert_eq!(gaps, clauses.map(clause).into_iter().chain(deductions).collect::<Vec<_>>());
    // Of 5.1.3.2: 4 + 2 + 2 person-days, lead times 90, 90 and 30 days.
    let one = &actions[1];
    assert_eq!((one.effort, one.lead_days, &one.gain), (800, 90, &None));
    assert!(one.what.starts_with("1. 三类培训各自留存") && one.what.contains("\n3. 年底由人力资源部"), "{}", one.what);
    let of = case.pinned.scheme.clause(&"5.1.3.2".into()).unwrap();
    assert_eq!((&one.department, &one.evidence), (&of.departments[0], &of.evidence[0]));
    // Done all of them, all is regained and no more.
    for (id, action) in (1..).map(ActionId).zip(actions) {
        case.assessment.actions.insert(id, Arc::new(action));
    }
    let card = scoring::score(&case.pinned.scheme, &case.assessment);
    let relief = scoring::Relief::of(&case.assessment, &card, case.assessment.actions.keys());
    let after = scoring::score_as_if(&case.pinned.scheme, &case.assessment, &relief).outcome.unwrap();
    assert_eq!(after.score, criteria::whole(100));
    assert_eq!(suggested(&case, &[]), Suggested::default());
    case.assessment.actions.clear();
    assert_eq!(suggested(&case, &["5.1.3.2", "5.1.1.1"]).actions.len(), 1, "and no special deduction");
    // Of unrated clauses nobody knows anything yet.
    case.assessment = Assessment::default();
    assert_eq!(suggested(&case, &[]), Suggested::default());
}

#[test]
fn suggestions_are_looked_at_first_and_added_in_one_step() {
    let (folder, case) = example();
    assert!(done(&folder, &format!("actions suggest {case}")).out.contains("没有要建议的"));
    done(&folder, "new @/新.xingping --company 某");
    fs::write(folder.path().join("t.csv"), "条款,判定\n5.1.1.1,不符合\n5.1.1.2,符合\n").unwrap();
    done(&folder, "import @/新.xingping @/t.csv");
    let dry = done(&folder, "actions suggest @/新.xingping --dry-run").out;
    assert!(dry.contains("Z001 5.1.1.1：1. ") && dry.contains("工作量 8 人天，周期 30 天"), "{dry}");
    assert_eq!(opened(&folder, "新.xingping").assessment.actions.len(), 0);
    assert!(done(&folder, "actions suggest @/新.xingping").out.contains("新增 1 项措施"));
    assert_eq!(opened(&folder, "新.xingping").assessment.actions.len(), 1);
    assert!(done(&folder, "actions suggest @/新.xingping").out.contains("没有要建议的"));
    let unknown = run(&folder, "actions suggest @/新.xingping --clause 9.9");
    assert_eq!((unknown.done.code, unknown.err.contains("“9.9”")), (2, true));
    // And the case is free again.
    done(&folder, "actions suggest @/新.xingping --clause 5.1.1.2");
}

fn line() -> impl Strategy<Value = String> {
    crate::exchange::text().prop_map(|text| text.replace(['\n', '\r', '\t'], ""))
}

fn any_day() -> impl Strategy<Value = Option<NaiveDate>> {
    prop::option::of((0..80_000_i32).prop_map(|days| NaiveDate::from_num_days_from_ce_opt(690_000 + days).unwrap()))
}

fn any_action() -> impl Strategy<Value = Action> {
    let gap = (0..5_usize, 1..3_u32).prop_map(|(clause, deduction)| match clause {
        0 => Gap::SpecialDeduction(SpecialDeductionId(deduction)),
        at => Gap::Clause(["5.1.1.1", "5.1.2.2", "5.2.3.1", "9.9.9.9"][at - 1].into()),
    });
    let gain = prop::option::of((0..1_000_u32, 1..1_000_u32).prop_map(|(a, b)| Gain(Amount::new(a.into(), b.into()))));
    let numbers = (gain, 0..=100_000_000_000_u64, 0..500_000_u64, 0..=36_500_u32);
    let texts = (crate::exchange::text(), crate::exchange::text(), line(), line(), line());
    let days = (any_day(), any_day(), any_day());
    let state = prop::sample::select(ActionState::ALL.to_vec());
    (gap, numbers, texts, days, state).prop_map(|(gap, numbers, texts, (start, due, verified_on), state)| {
        let (gain, effort, cost, lead_days) = numbers;
        let (what, evidence, owner, department, verified_by) = texts;
        let due = due.filter(|due| start.is_none_or(|start| start <= *due));
        let what = if what.is_empty() { "做".to_owned() } else { what };
        let mut action = Action::of(gap, what);
        (action.gain, action.effort, action.cost, action.lead_days) = (gain, effort, cost, lead_days);
        (action.evidence, action.owner, action.department) = (evidence, owner, department);
        (action.verified_by, action.verified_on) = (verified_by, verified_on);
        (action.start, action.due, action.state) = (start, due, state);
        action
    })
}

fn any_register() -> impl Strategy<Value = Assessment> {
    prop::collection::vec((any_action(), any::<u16>(), 1..4_u32), 0..9).prop_map(|actions| {
        let mut case = small();
        let mut id = 0;
        let mut all: BTreeMap<ActionId, Action> = BTreeMap::new();
        for (mut action, before, step) in actions {
            id += step;
            action.after = all.keys().copied().filter(|other| before >> (other.0 % 16) & 1 == 1).collect();
            all.insert(ActionId(id), action);
        }
        let gone = case.actions.keys().map(|id| Edit::SetAction { id: *id, action: None });
        let mut edits: Vec<Edit> = gone.collect();
        let set = |(id, action)| Edit::SetAction { id, action: Some(Box::new(action)) };
        edits.extend(all.into_iter().map(set));
        assessment::apply(&scheme(), &mut case, &Edit::Many(edits)).unwrap();
        case
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever stands in a register: written, read back, held against the case, and nothing to change.
    #[test]
    fn any_register_comes_back_the_same(case in any_register(), xlsx: bool, english: bool) {
        let words = words(if english { Language::English } else { Language::Chinese });
        let folder = tempfile::tempdir().unwrap();
        let kind = if xlsx { TableKind::Xlsx } else { TableKind::Csv };
        let path = folder.path().join(if xlsx { "r.xlsx" } else { "r.csv" });
        store::write_action_table(&path, kind, &ActionsSheet::All, &scheme(), &case, &words).unwrap();
        let table = actions::read_actions(&path).unwrap();
        let plan = actions::plan_actions(&table, &scheme(), &case, light(today()));
        prop_assert_eq!(plan.problems, []);
        prop_assert_eq!((plan.added, plan.changed, plan.same), (vec![], vec![], case.actions.len()));
        prop_assert_eq!((plan.ignored, plan.notices), (vec![], vec![]));
    }
}
