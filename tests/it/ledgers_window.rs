//! Ledgers in the window: a table comes in by a mapping that a person corrects, its records say something, and what
//! fails is worked off.

use std::path::{Path, PathBuf};

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use xingping::app::App;
use xingping::assessment::{Kept, Ledger};
use xingping::store::tables::TableKind;

use crate::journeys::{choose, click, command, drop_file, example_without_ledgers, press, steps, window};

/// Orders of September to November; nobody knows the heading of the problem.
const ORDERS: &str = "\
单号,报修时间,客户姓名,电话,客户怎么说,处理结果,上门时间,完工时间,客户签字
A1,2026-09-01 08:00,王建国,13812345678,不制冷,修好,2026-09-01 10:00,2026-09-01 11:00,是
A2,2026-10-02 08:00,李芳,13912345678,异响,修好,2026-10-02 09:30,2026-10-02 10:00,否
A3,2026-11-03 08:00,张伟,13712345678,漏水,,2026-11-04 08:00,2026-11-04 09:00,
A3,2026-11-03 08:00,张伟,13712345678,漏水,,2026-11-04 08:00,2026-11-04 09:00,
A4,2026.13.5,刘洋,13612345678,不转,修好,2026-11-05 09:00,2026-11-05 10:00,是
";

fn file(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn ledger<'a>(window: &'a Harness<'_, App>, id: &str) -> Option<&'a Ledger> {
    window.state().session().unwrap().assessment().ledgers.get(&id.into()).map(AsRef::as_ref)
}

fn settle(window: &mut Harness<'_, App>) {
    for _ in 0..4 {
        steps(window);
    }
}

/// A window in the view of ledgers.
fn ledgers(folder: &Path, answers: Vec<Vec<PathBuf>>) -> Harness<'static, App> {
    let case = example_without_ledgers(folder);
    let mut window = window(folder, answers, Some(case));
    command(&mut window, Key::L);
    settle(&mut window);
    window
}

/// Gives a field a column in the open dialog.
fn map(window: &mut Harness<'_, App>, field: &str, column: &str) {
    window.get_by_role_and_label(Role::ComboBox, field).click();
    steps(window);
    window.get_by_label(column).click();
    settle(window);
}

/// The orders, imported by dropping them onto the view.
pub(crate) fn imported(folder: &Path, answers: Vec<Vec<PathBuf>>) -> Harness<'static, App> {
    let orders = file(folder, "工单.csv", ORDERS);
    let mut window = ledgers(folder, answers);
    drop_file(&mut window, &orders);
    settle(&mut window);
    map(&mut window, "问题描述", "E 客户怎么说");
    click(&mut window, "采用：新增 4，改动 0");
    settle(&mut window);
    window
}

#[test]
fn a_typed_path_a_corrected_column_one_step_and_back() {
    let folder = tempfile::tempdir().unwrap();
    let orders = file(folder.path(), "工单.csv", ORDERS);
    // The system has no dialog: the path is typed.
    let mut window = ledgers(folder.path(), vec![vec![]]);
    assert!(window.query_by_label_contains("这份台账还没有记录").is_some());
    click(&mut window, "导入台账…");
    let typed = window.get_by_role(Role::TextInput);
    typed.focus();
    steps(&mut window);
    command(&mut window, Key::A);
    window.event(egui::Event::Text(orders.display().to_string()));
    steps(&mut window);
    click(&mut window, "导入台账");
    settle(&mut window);

    assert!(window.query_by_label("导入“售后工单”：工单.csv").is_some());
    assert!(window.query_by_label_contains("没有用到的列：E 客户怎么说").is_some());
    assert!(window.query_by_label_contains("王** · 李*").is_some(), "names as they will be kept");
    assert!(window.query_by_label_contains("表里没有这些必备的列：问题描述").is_some());
    assert!(window.query_by_label("13812345678").is_none());
    map(&mut window, "问题描述", "E 客户怎么说");
    assert!(window.query_by_label_contains("没有用到的列").is_none());
    assert!(window.query_by_label_contains("表里没有这些必备的列").is_none());
    assert!(window.query_all_by_label_contains("有 · 有").next().is_some(), "of a text only that it is there is kept");
    assert!(window.query_by_label_contains("不制冷").is_none());
    assert!(window.query_by_label_contains("编号“A3”和第 4 行重复").is_some());
    assert!(window.query_by_label_contains("（B6）").is_some(), "the cell of the bad day is named");
    assert!(ledger(&window, "work_orders").is_none(), "nothing is taken over by a preview");

    click(&mut window, "采用：新增 4，改动 0");
    assert!(window.query_by_label_contains("已从“工单.csv”导入“售后工单”：新增 4").is_some());
    let known = ledger(&window, "work_orders").unwrap();
    assert_eq!(known.records.len(), 4);
    assert_eq!(*known.cell(&known.records["A1"], "customer"), Kept::Text("王**".into()));
    assert_eq!(known.about.columns["problem"], "客户怎么说");
    command(&mut window, Key::Z);
    assert!(ledger(&window, "work_orders").is_none());
    assert!(window.query_by_label_contains("已撤销：导入台账“售后工单”").is_some());
    command(&mut window, Key::Y);
    settle(&mut window);
    assert_eq!(ledger(&window, "work_orders").unwrap().records.len(), 4);
    assert!(window.query_by_label_contains("2026-09-01 – 2026-11-03").is_some());
}

/// The register of staff dropped onto the work orders: nothing can be taken over until a person says which column is which.
#[test]
fn a_table_of_another_kind_is_not_taken_over_by_chance() {
    let folder = tempfile::tempdir().unwrap();
    let text = "工号,姓名,岗位,所属网点,联系电话,资格证书,证书编号\n0002,甲,维修,总部,13500000001,电工证,ZS1\n";
    let staff = file(folder.path(), "人员.csv", text);
    let mut window = ledgers(folder.path(), vec![]);
    drop_file(&mut window, &staff);
    settle(&mut window);
    assert!(window.query_by_label_contains("不像售后工单").is_some());
    assert!(window.query_by_label_contains("它更像服务人员与资质（staff）").is_some());
    window.get_by_label("采用：新增 1，改动 0").click();
    settle(&mut window);
    assert!(ledger(&window, "work_orders").is_none(), "the button does nothing");
    map(&mut window, "工单号", "A 工号");
    click(&mut window, "采用：新增 1，改动 0");
    settle(&mut window);
    assert!(ledger(&window, "work_orders").unwrap().records.contains_key("0002"));
}

#[test]
fn a_preview_is_refused_when_the_ledger_changed_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let more = format!("{ORDERS}A5,2026-11-06 08:00,陈静,13512345678,不转,修好,2026-11-06 09:00,2026-11-06 10:00,是\n");
    let mut window = imported(folder.path(), vec![]);
    let more = file(folder.path(), "再来.csv", &more);
    drop_file(&mut window, &more);
    settle(&mut window);
    assert!(window.query_by_label_contains("没有用到的列").is_none(), "the column is remembered");
    assert!(window.query_by_label("采用：新增 1，改动 0").is_some());
    // What the preview was made for is undone under it: keys cannot any more, but the tools of a screen reader can.
    command(&mut window, Key::Z);
    assert!(ledger(&window, "work_orders").is_some());
    choose(&mut window, "编辑", "撤销：");
    assert!(ledger(&window, "work_orders").is_none());
    click(&mut window, "采用：新增 1，改动 0");
    settle(&mut window);
    assert!(ledger(&window, "work_orders").is_none(), "refused");
    assert!(window.query_by_label_contains("在预览之后改过，没有采用").is_some());
    click(&mut window, "采用：新增 5，改动 0");
    settle(&mut window);
    assert_eq!(ledger(&window, "work_orders").unwrap().records.len(), 5);
}

#[test]
fn what_a_later_table_says_otherwise_is_chosen() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = imported(folder.path(), vec![]);
    let other = ORDERS.lines().take(3).collect::<Vec<_>>().join("\n").replace("否", "是");
    let other = file(folder.path(), "改.csv", &other);
    drop_file(&mut window, &other);
    settle(&mut window);
    assert!(window.query_by_label("没有要改的").is_some(), "the case keeps what it has");
    click(&mut window, "以新表为准");
    settle(&mut window);
    assert!(window.query_by_label("采用：新增 0，改动 1").is_some());
    click(&mut window, "整表替换");
    settle(&mut window);
    click(&mut window, "不遮盖姓名电话");
    settle(&mut window);
    assert!(window.query_by_label_contains("拿到案卷的人都看得到").is_some());
    assert!(window.query_by_label_contains("王建国 · 李芳").is_some());
    click(&mut window, "采用：新增 0，改动 2，移除 2");
    settle(&mut window);
    let known = ledger(&window, "work_orders").unwrap();
    assert_eq!(known.records.keys().collect::<Vec<_>>(), ["A1", "A2"]);
    assert!(known.about.unmasked);
}

#[test]
fn a_promise_is_held_against_the_records_and_what_fails_is_exported() {
    let folder = tempfile::tempdir().unwrap();
    let (list, csv) = (folder.path().join("清单.xlsx"), folder.path().join("清单.csv"));
    let mut window = imported(folder.path(), vec![vec![list.clone()], vec![csv.clone()]]);
    assert!(window.query_all_by_label("2/4").next().is_some(), "complete ones out of all");
    window.get_by_label("响应时间承诺不超过").focus();
    steps(&mut window);
    window.get_by_label("响应时间承诺不超过").type_text("1.5");
    steps(&mut window);
    assert!(ledger(&window, "work_orders").unwrap().about.promises.is_empty(), "half a number is no promise");
    press(&mut window, Key::Enter);
    settle(&mut window);
    assert_eq!(ledger(&window, "work_orders").unwrap().about.promises["response"], 90);
    assert!(window.query_by_label("兑现 1/3，33.3%").is_some());

    click(&mut window, "问题清单（4）");
    assert!(window.query_by_label_contains("显示 4 条").is_some());
    window.get_by_role_and_label(Role::ComboBox, "原因").click();
    steps(&mut window);
    window.get_by_label("响应时间超过承诺（2）").click();
    settle(&mut window);
    assert!(window.query_by_label_contains("显示 2 条；有问题的 4 条，共 4 条").is_some());
    assert!(window.query_by_label("第 2 行").is_some() && window.query_by_label("第 3 行").is_none());
    for (path, kind) in [(&list, TableKind::Xlsx), (&csv, TableKind::Csv)] {
        click(&mut window, "导出清单…");
        settle(&mut window);
        let bytes = std::fs::read(path).unwrap();
        assert_eq!(xingping::store::ledgers::count_problems(&bytes, kind), Some(2));
        assert!(window.state().notices().iter().any(|text| text.contains("问题清单 2 行")), "a receipt");
    }
    command(&mut window, Key::Z);
    settle(&mut window);
    assert!(ledger(&window, "work_orders").unwrap().about.promises.is_empty());
}

#[test]
fn what_cannot_be_read_is_said_where_it_was_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/tables/ledgers");
    let mut window = ledgers(folder.path(), vec![vec![files.join("surveys-odfpy.ods")]]);
    drop_file(&mut window, &files.join("bad-password.xlsx"));
    settle(&mut window);
    assert!(window.query_by_label_contains("有密码保护，读不了").is_some());
    click(&mut window, "取消");
    window.get_by_label_contains("满意度调查").click();
    settle(&mut window);
    click(&mut window, "导入台账…");
    settle(&mut window);
    window.get_by_label_contains("采用：新增").click();
    settle(&mut window);
    assert!(!ledger(&window, "surveys").unwrap().records.is_empty());
    assert!(window.query_by_label_contains("满意度调查、").is_some(), "the kind says how many");
}

#[test]
fn a_ledger_is_removed_after_a_question_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = imported(folder.path(), vec![]);
    click(&mut window, "导入记录（1）");
    assert!(window.query_by_label("工单.csv").is_some());
    click(&mut window, "移除这份台账…");
    click(&mut window, "移除 4 条记录");
    settle(&mut window);
    assert!(ledger(&window, "work_orders").is_none());
    command(&mut window, Key::Z);
    settle(&mut window);
    assert_eq!(ledger(&window, "work_orders").unwrap().records.len(), 4);
}
