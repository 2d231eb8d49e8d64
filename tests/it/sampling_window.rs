//! Samples in the window, driven by labels and keys as a person would.

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use xingping::app::App;
use xingping::assessment::{DrawAsk, Edit, Mark, Sample, Verdict, apply, draw};
use xingping::criteria::{ClauseId, ledger_kind};
use xingping::store;

use super::journeys::{click, command, press, steps, verdict, window};
use super::sampling::{ORDER, drawn, on_disk, orders, sheet};

fn sample(window: &Harness<'_, App>) -> Sample {
    (*window.state().session().unwrap().assessment().samples[&orders()]).clone()
}

fn case(folder: &tempfile::TempDir) -> Option<std::path::PathBuf> {
    Some(folder.path().join("案卷.xingping"))
}

/// Writes something else into a field.
fn retype(window: &mut Harness<'_, App>, label: &str, text: &str) {
    window.get_by_label(label).focus();
    steps(window);
    command(window, Key::A);
    window.get_by_label(label).type_text(text);
    steps(window);
}

/// Draws five with the seed 7.
fn draw_five(window: &mut Harness<'_, App>) {
    command(window, Key::D);
    retype(window, "抽多少条", "5");
    retype(window, "种子（会记下来）", "7");
    click(window, "抽取");
    // Nothing is typed into a field any more.
    press(window, Key::Escape);
}

fn shows(window: &Harness<'_, App>, part: &str) -> bool {
    window.query_all_by_label_contains(part).next().is_some()
}

#[test]
fn without_a_ledger_the_view_says_how_one_comes() {
    let folder = tempfile::tempdir().unwrap();
    let case = super::journeys::example_without_ledgers(folder.path());
    let mut window = window(folder.path(), vec![], Some(case));
    command(&mut window, Key::D);
    click(&mut window, "去台账");
    assert!(shows(&window, "售后工单") && shows(&window, "导入台账"), "the place where one is imported");
}

#[test]
fn a_sample_is_drawn_marked_by_keys_and_the_verdict_follows() {
    let folder = on_disk();
    let mut window = window(folder.path(), vec![], case(&folder));
    command(&mut window, Key::D);
    // The day is proposed as the seed, and at most as many as there are.
    for (label, value) in [("种子（会记下来）", "20261121"), ("抽多少条", "12")] {
        assert_eq!(window.get_by_label(label).value().unwrap(), value);
    }
    retype(&mut window, "抽多少条", "0");
    click(&mut window, "抽取");
    assert!(shows(&window, "“0”不是可以抽的条数"), "said beside the field");
    draw_five(&mut window);
    assert_eq!(drawn(&sample(&window)), ORDER[..5]);

    // 完整 符合, 签字 不符合, 时限 不涉及, and the rest of the row conforms: on to the next record.
    press(&mut window, Key::Num1);
    press(&mut window, Key::Num0);
    press(&mut window, Key::Minus);
    assert_eq!(verdict(&window, "5.2.4.2"), Verdict::Sampled { checked: 1, nonconforming: 1 });
    press(&mut window, Key::A);
    let first = sample(&window).drawn[0].clone();
    let marks: Vec<Option<Mark>> =
        ["complete", "signed", "on_time", "warranty"].map(|check| first.marks.get(check).copied()).into();
    let (good, bad, not) = (Some(Mark::Conforms), Some(Mark::Fails), Some(Mark::NotConcerned));
    assert_eq!(marks, [good, bad, not, good]);
    assert!(shows(&window, "第 2/5 条"));
    assert!(window.query_by_label("A7 客户已签字 不符合").is_some());
    assert!(shows(&window, "抽样表（查完 1/5）"));
    press(&mut window, Key::A);
    assert_eq!(verdict(&window, "5.2.4.2"), Verdict::Sampled { checked: 2, nonconforming: 1 });

    // A sign that an input method brings says the same as the key; Delete clears.
    window.event(egui::Event::Text("×".into()));
    steps(&mut window);
    assert_eq!(sample(&window).drawn[2].marks["complete"], Mark::Fails);
    press(&mut window, Key::ArrowLeft);
    press(&mut window, Key::Delete);
    assert!(sample(&window).drawn[2].marks.is_empty());

    // Enter writes the note, Tab goes on to the next record.
    press(&mut window, Key::ArrowUp);
    press(&mut window, Key::Enter);
    window.event(egui::Event::Text("无回执".into()));
    steps(&mut window);
    press(&mut window, Key::Tab);
    assert_eq!(sample(&window).drawn[1].note, "无回执");
    assert!(shows(&window, "第 3/5 条"));

    // One step each, and what is undone is in sight: the note, the cleared mark, the mark, the row.
    for _ in 0..4 {
        command(&mut window, Key::Z);
    }
    assert_eq!(verdict(&window, "5.2.4.2"), Verdict::Sampled { checked: 1, nonconforming: 1 });
    assert!(shows(&window, "第 2/5 条"));
    command(&mut window, Key::Y);
    assert_eq!(verdict(&window, "5.2.4.2"), Verdict::Sampled { checked: 2, nonconforming: 1 });

    // What is nonconforming, and what it gives back.
    window.get_by_label_contains("不符合（1）").click();
    steps(&mut window);
    assert!(shows(&window, "修好这 1 条，得分增加 1 分"), "half of 2 points comes back");
    click(&mut window, "A7");
    assert!(shows(&window, "第 1/5 条"));

    // More later: those that were drawn stay.
    click(&mut window, "加抽或重抽");
    retype(&mut window, "加抽到", "9");
    click(&mut window, "加抽");
    assert_eq!(drawn(&sample(&window)), ORDER[..9]);
    assert_eq!(sample(&window).drawn[0], first);
}

#[test]
fn a_draw_from_the_ledger_as_it_is_now_ends_the_warning() {
    let folder = on_disk();
    let path = folder.path().join("案卷.xingping");
    // Drawn when there were other records.
    let mut drawn_once = store::open(&path).unwrap();
    let kind = ledger_kind("work_orders").unwrap();
    let ask = DrawAsk { n: 5, seed: "7".into(), strata: None, anew: false };
    let (edit, _) = draw(&drawn_once.pinned.scheme, &drawn_once.assessment, kind, &ask).unwrap();
    let gone = Edit::SetRecords { ledger: orders(), records: vec![("A1".into(), None)] };
    for edit in [edit, gone] {
        apply(&drawn_once.pinned.scheme, &mut drawn_once.assessment, &edit).unwrap();
    }
    store::save(&path, &drawn_once).unwrap();
    let mut window = window(folder.path(), vec![], case(&folder));
    command(&mut window, Key::D);
    assert!(shows(&window, "抽样时 12 条，现在 11 条"));
    press(&mut window, Key::Num1);
    assert!(shows(&window, "抽样时 12 条，现在 11 条"), "a mark changes nothing about it");
    click(&mut window, "加抽或重抽");
    retype(&mut window, "加抽到", "6");
    click(&mut window, "加抽");
    assert_eq!(sample(&window).population, 11);
    assert!(!shows(&window, "台账在抽样之后有了变化"));
}

#[test]
fn a_verdict_that_follows_is_not_given_by_hand() {
    let folder = on_disk();
    let mut window = window(folder.path(), vec![], case(&folder));
    draw_five(&mut window);
    press(&mut window, Key::Num0);
    let one = Verdict::Sampled { checked: 1, nonconforming: 1 };
    assert_eq!(verdict(&window, "5.2.4.2"), one);
    click(&mut window, "5.2.4.2  5 条中已查 1 条，1/1 不符合，失 2.00 分");
    assert_eq!(window.state().selected(), "5.2.4.2");
    assert!(shows(&window, "由抽样表得出：售后工单 5 条中已查 1 条，不符合 1 条"));
    press(&mut window, Key::Num1);
    assert_eq!(verdict(&window, "5.2.4.2"), one);
    assert!(window.state().notices().iter().any(|text| text.contains("要改，请改抽样表")));
    press(&mut window, Key::Num0);
    press(&mut window, Key::Num2);
    assert_eq!(verdict(&window, "5.2.4.2"), one);

    // What does not concern the company is not sampled; taken back, it is what the sheet says.
    press(&mut window, Key::Num4);
    window.get_by_label("删减理由（必填）").type_text("无维修业务");
    steps(&mut window);
    assert_eq!(verdict(&window, "5.2.4.2"), Verdict::Excluded { reason: "无维修业务".into() });
    press(&mut window, Key::Escape);
    press(&mut window, Key::Num3);
    assert_eq!(verdict(&window, "5.2.4.2"), one);
    click(&mut window, "去看售后工单抽样表");
    assert!(shows(&window, "第 1/5 条"));

    // The grid refuses as well, and says the same.
    command(&mut window, Key::Num3);
    press(&mut window, Key::Home);
    let at = window.state().session().unwrap().scheme().clauses().position(|clause| clause.id.as_str() == "5.2.4.2");
    for _ in 0..at.unwrap() {
        window.key_press(Key::ArrowDown);
        window.run_steps(2);
    }
    press(&mut window, Key::Num1);
    assert_eq!(verdict(&window, "5.2.4.2"), one);
    assert!(shows(&window, "5.2.4.2  由抽样表得出"));
}

#[test]
fn clauses_are_fed_as_a_person_chooses() {
    let folder = on_disk();
    let mut window = window(folder.path(), vec![], case(&folder));
    draw_five(&mut window);
    press(&mut window, Key::A);
    assert_eq!(verdict(&window, "5.2.4.1"), Verdict::Sampled { checked: 1, nonconforming: 0 });
    window.get_by_label_contains("归到条款（").click();
    steps(&mut window);
    window.get_by_label_contains("5.2.4.1  报修").click();
    steps(&mut window);
    assert!(!sample(&window).feeds.contains_key(&ClauseId::from("5.2.4.1")));
    assert_eq!(verdict(&window, "5.2.4.1"), Verdict::Sampled { checked: 1, nonconforming: 0 }, "as the sheet had it");
    window.get_by_label_contains("5.2.4.1  报修").click();
    steps(&mut window);
    assert_eq!(sample(&window).feeds[&ClauseId::from("5.2.4.1")], ["on_time".to_owned()].into());
    click(&mut window, "5.2.4.2 保修与收费正确");
    assert_eq!(sample(&window).feeds[&ClauseId::from("5.2.4.2")], ["complete", "signed"].map(str::to_owned).into());
    command(&mut window, Key::Z);
    assert_eq!(sample(&window).feeds[&ClauseId::from("5.2.4.2")].len(), 3);
}

#[test]
fn beginning_anew_asks_and_says_what_is_lost() {
    let folder = on_disk();
    let mut window = window(folder.path(), vec![], case(&folder));
    draw_five(&mut window);
    press(&mut window, Key::Num1);
    click(&mut window, "加抽或重抽");
    click(&mut window, "重新抽…");
    retype(&mut window, "种子（会记下来）", "8");
    click(&mut window, "从头抽");
    assert!(shows(&window, "已经查过的 1 条的结果会作废"));
    click(&mut window, "取消");
    assert_eq!(sample(&window).seed, "7");
    click(&mut window, "从头抽");
    click(&mut window, "作废 1 条，从头抽");
    let anew = sample(&window);
    assert_eq!(anew.seed, "8");
    assert!(anew.drawn.iter().all(|drawn| !drawn.is_begun()));
    command(&mut window, Key::Z);
    assert_eq!(sample(&window).drawn[0].marks.len(), 1, "and it can be undone");
}

#[test]
fn the_sheet_goes_out_and_comes_back() {
    let folder = on_disk();
    let (out, filled) = (folder.path().join("抽样表.xlsx"), folder.path().join("填.xlsx"));
    let answers = vec![vec![out.clone()], vec![filled.clone()]];
    let mut window = window(folder.path(), answers, case(&folder));
    draw_five(&mut window);
    click(&mut window, "导出抽样表…");
    assert!(out.is_file());
    assert!(window.state().notices().iter().any(|text| text.contains("抽样表 5 条")), "{:?}", window.state().notices());
    assert!(shows(&window, "打开“抽样表.xlsx”"));

    sheet(&filled, &[["", "A7", "√", "", "√"], ["", "A10", "×", "没有签字", "√"], ["", "A12", "也许", "", ""]]);
    click(&mut window, "读回抽样表…");
    assert!(shows(&window, "抽样表 3 行，改动 2 条，有问题 1 处"));
    assert!(shows(&window, "看不懂“也许”"));
    assert!(shows(&window, "A10：记录完整 未查 → 符合；客户已签字 未查 → 不符合；说明改为“没有签字”"));
    assert!(sample(&window).drawn.iter().all(|drawn| !drawn.is_begun()), "nothing before it is taken over");
    // Enter is the button: nothing else in the preview waits for a key.
    press(&mut window, Key::Enter);
    assert_eq!(sample(&window).record("A10").unwrap().note, "没有签字");
    assert_eq!(verdict(&window, "5.2.4.2"), Verdict::Sampled { checked: 1, nonconforming: 1 });
    command(&mut window, Key::Z);
    assert!(sample(&window).drawn.iter().all(|drawn| !drawn.is_begun()), "one step");
}

/// The ledger grew after the draw: said, until more are drawn of it, which leaves the ledger as it is.
#[test]
fn what_was_drawn_from_another_ledger_is_said_until_it_is_drawn_again() {
    let folder = on_disk();
    super::cli::done(&folder, "sample draw @/案卷.xingping work_orders --n 5 --seed 7");
    std::fs::write(folder.path().join("新.csv"), "工单号,服务网点\nA13,甲\n").unwrap();
    super::cli::run(&folder, "ledger import @/案卷.xingping work_orders @/新.csv");
    let mut window = window(folder.path(), vec![], case(&folder));
    command(&mut window, Key::D);
    click(&mut window, "加抽或重抽");
    assert!(shows(&window, "台账在抽样之后有了变化（抽样时 12 条，现在 13 条）") && shows(&window, "请加抽或重新抽"));
    retype(&mut window, "加抽到", "9");
    click(&mut window, "加抽");
    assert_eq!(sample(&window).drawn.len(), 9);
    assert!(!shows(&window, "台账在抽样之后有了变化"), "drawn from what there is now");
    command(&mut window, Key::Z);
    assert!(shows(&window, "台账在抽样之后有了变化"));
}

#[test]
fn records_that_do_not_concern_a_clause_are_done() {
    let folder = on_disk();
    let mut window = window(folder.path(), vec![], case(&folder));
    command(&mut window, Key::D);
    retype(&mut window, "抽多少条", "1");
    click(&mut window, "抽取");
    press(&mut window, Key::Escape);
    assert!(shows(&window, "5.2.4.2  还没有查完的"));
    for _ in 0..6 {
        press(&mut window, Key::Minus);
    }
    assert!(shows(&window, "5.2.4.2  全部不涉及") && !shows(&window, "还没有查完的"));
    window.get_by_label_contains("归到条款（").click();
    steps(&mut window);
    assert!(shows(&window, "抽出的记录都不涉及这一条"));
}

#[test]
fn what_the_ledger_lost_stays_in_sight() {
    let folder = on_disk();
    let fewer = folder.path().join("少.csv");
    let rows: String = (1..=6).map(|n| format!("A{n}\n")).collect();
    std::fs::write(&fewer, format!("工单号\n{rows}")).unwrap();
    let mut window = window(folder.path(), vec![], case(&folder));
    draw_five(&mut window);
    command(&mut window, Key::L);
    super::journeys::drop_file(&mut window, &fewer);
    steps(&mut window);
    click(&mut window, "整表替换");
    steps(&mut window);
    steps(&mut window);
    window.get_by_label_contains("采用：新增").click();
    steps(&mut window);
    steps(&mut window);
    let gone = "抽出的 5 条里有 4 条已不在台账里：A7、A10、A11、A12";
    assert!(window.state().notices().iter().any(|text| text.contains(gone)), "{:?}", window.state().notices());
    command(&mut window, Key::D);
    assert!(shows(&window, gone) && shows(&window, "台账在抽样之后有了变化"));
    // Drawing more adds to what is gone and does not bring it back.
    assert!(shows(&window, "加抽补不回来") && shows(&window, "恢复台账") && !shows(&window, "请加抽或重新抽"));
    click(&mut window, "加抽或重抽");
    retype(&mut window, "加抽到", "6");
    click(&mut window, "加抽");
    assert!(shows(&window, "抽出的 6 条里有 4 条已不在台账里"), "drawing more does not mend that");
    assert!(shows(&window, "从当时的 12 条里抽 5 条（到第 5 条）；从当时的 6 条里抽 1 条（到第 6 条）"));
}

#[test]
fn keys_of_the_sheet_stay_out_of_fields_and_dialogs() {
    let folder = on_disk();
    let mut window = window(folder.path(), vec![], case(&folder));
    draw_five(&mut window);
    // The list of keys names those of the sheet, and they do nothing while it is open.
    press(&mut window, Key::F1);
    for keys in ["1 / √", "0 / ×", "-", "A", "Delete / Backspace", "PageUp / PageDown", "Tab / Enter", "E"] {
        window.get_by_label(keys);
    }
    press(&mut window, Key::Num1);
    click(&mut window, "关闭");
    press(&mut window, Key::E);
    press(&mut window, Key::Num1);
    press(&mut window, Key::A);
    assert!(sample(&window).drawn.iter().all(|drawn| !drawn.is_begun()), "a dialog lies over it");
    click(&mut window, "关闭");
    window.key_press_modifiers(Modifiers::NONE, Key::Num1);
    steps(&mut window);
    assert_eq!(sample(&window).drawn[0].marks["complete"], Mark::Conforms);
}
