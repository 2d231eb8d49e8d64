//! What the cells of ledgers mean: words of satisfaction, scores and their scale, words that say that there is nothing,
//! rows under a table, gaps that a later file fills, files of another kind. Expected values are worked out by hand.

use std::fs;

use serde_json::Value;
use xingping::assessment::{
    Against, FailReason, Kept, Ledger, against, carries, first_of_three_months, ledger_failing, ledger_stats,
};
use xingping::store::ledgers::{LedgerPlan, PlanOptions, Remembered, misfit, plan, propose};

use super::cli::{run, with_case};
use super::ledgers::{applied, csv, day, imported, kind, options, problems, records};

fn planned(text: &str, of: &str, ledger: Option<&Ledger>) -> LedgerPlan {
    let (table, mapping) = csv(text, of);
    plan(&table.sheet, kind(of), &mapping, ledger, &options())
}

/// How many count, and out of how many.
fn share(ledger: &Ledger, of: &str, measure: &str) -> (usize, usize) {
    let stats = ledger_stats(kind(of), ledger, day(2026, 11, 22));
    let found = stats.measures.iter().find(|found| found.id == measure).unwrap();
    (found.hits.unwrap(), found.n)
}

/// The sum in ten-thousandths, how many, and the scale.
fn mean(ledger: &Ledger) -> (i128, usize, i64) {
    let stats = ledger_stats(kind("surveys"), ledger, day(2026, 11, 22));
    let found = stats.measures.iter().find(|found| found.id == "score").unwrap();
    (found.sum, found.n, found.scale.unwrap())
}

fn survey(heading: &str, cells: &[&str]) -> String {
    let rows = cells.iter().enumerate().map(|(n, cell)| format!("S{n},2026-03-01,甲,{cell}\n"));
    format!("样本编号,调查日期,调查对象,{heading}\n{}", rows.collect::<String>())
}

#[test]
fn a_column_of_numbers_is_the_score_whatever_it_is_called() {
    for heading in ["总体满意度", "满意度", "评价"] {
        let text = survey(heading, &["5", "4分", "★★★★★", "★★★☆☆", "很满意"]);
        let (_, mapping) = csv(&text, "surveys");
        assert_eq!(mapping.columns.get("score").map(|choice| choice.letter.as_str()), Some("D"), "{heading}");
        assert!(!mapping.columns.contains_key("opinion"), "{heading}");
        let plan = planned(&text, "surveys", None);
        assert_eq!(problems(&plan), ["D6 bad_number"], "{heading}");
        // 5 + 4 + 5 + 3 of five points.
        assert_eq!(mean(&applied(None, &plan, "surveys")), (170_000, 4, 50_000), "{heading}");
    }
    // Beside a column of scores, words are words.
    let text = "样本编号,调查日期,调查对象,评分,总体满意度\nS1,2026-03-01,甲,5,满意\nS2,2026-03-01,甲,3,一般\n";
    let (_, mapping) = csv(text, "surveys");
    assert_eq!((mapping.columns["score"].letter.as_str(), mapping.columns["opinion"].letter.as_str()), ("D", "E"));
    let text = "样本编号,调查日期,调查对象,满意度,总体满意度\nS1,2026-03-01,甲,满意,满意\n";
    assert!(!csv(text, "surveys").1.columns.contains_key("score"), "words are no scores");
}

#[test]
fn words_of_satisfaction_are_known_or_told() {
    let text = survey("满意度", &["非常 满意", "很满意！", "一般", "不满意。", "5", "还可以", "满意", ""]);
    let plan = planned(&text, "surveys", None);
    assert_eq!(problems(&plan), ["D6 bad_rating", "D7 bad_rating"]);
    let said = plan.problems[0].say(None, &super::files::words());
    assert!(said.contains("D6") && said.contains("看不懂"), "{said}");
    let ledger = applied(None, &plan, "surveys");
    // 非常满意, 很满意, 满意 of these and 一般, 不满意.
    assert_eq!(share(&ledger, "surveys", "satisfied"), (3, 5));
    let failing = ledger_failing(kind("surveys"), &ledger, day(2026, 11, 22));
    let unread = FailReason::Unreadable { field: "opinion".into() };
    let unread: Vec<&str> =
        failing.iter().filter(|one| one.reasons.contains(&unread)).map(|one| &*one.record).collect();
    assert_eq!(unread, ["S4", "S5"]);
}

/// Words of before that a later version does not know take no part either.
#[test]
fn another_mapping_leaves_nothing_of_the_one_before() {
    let text = survey("总体满意度", &["5", "4", "2"]);
    let (table, mut mapping) = csv(&text, "surveys");
    let right = mapping.clone();
    mapping.set(kind("surveys"), "opinion", Some(3));
    assert!(!mapping.columns.contains_key("score"));
    let wrong = applied(None, &plan(&table.sheet, kind("surveys"), &mapping, None, &options()), "surveys");
    assert_eq!(share(&wrong, "surveys", "satisfied"), (0, 0), "numbers are no words");
    let again = plan(&table.sheet, kind("surveys"), &right, Some(&wrong), &options());
    assert_eq!((again.changed, again.contradictions), (3, 0));
    let ledger = applied(Some(wrong), &again, "surveys");
    assert_eq!(mean(&ledger), (110_000, 3, 50_000));
    assert!(ledger.records.values().all(|record| *ledger.cell(record, "opinion") == Kept::Missing));
    assert!(!ledger.about.columns.contains_key("opinion"));
    assert_eq!(ledger.about.columns["score"], "总体满意度");
}

#[test]
fn scores_stand_on_their_scale() {
    let scored = |cells: &[&str]| {
        let plan = planned(&survey("评分", cells), "surveys", None);
        (problems(&plan), mean(&applied(None, &plan, "surveys")))
    };
    let told = |problems: &[&str]| problems.iter().map(|&problem| problem.to_owned()).collect::<Vec<_>>();
    // 95 + 85 + 60 of a hundred.
    let found = scored(&["95", "85%", "101", "-1", "60"]);
    assert_eq!(found, (told(&["D4 off_scale", "D5 off_scale"]), (2_400_000, 3, 1_000_000)));
    // Of five points nobody can tell what 95% is.
    let found = scored(&["5", "4.5", "95%", "4", "0"]);
    assert_eq!(found, (told(&["D4 percent_unclear"]), (135_000, 4, 50_000)));
    assert_eq!(scored(&["9", "10", "8.5"]), (vec![], (275_000, 3, 100_000)));
    assert_eq!(scored(&["85%", "95%"]), (vec![], (1_800_000, 2, 1_000_000)), "nothing but percentages");
    // What a case of before has beyond the scale takes no part.
    let mut ledger = imported(&survey("评分", &["90", "80"]), "surveys");
    let place = ledger.about.index("score").unwrap();
    let line = |score: i64| {
        let mut cells = vec![Kept::Missing; place];
        cells.push(Kept::Number(score));
        xingping::assessment::Record::new(9, cells)
    };
    ledger.records.make_mut().insert("S8".into(), line(1_010_000));
    ledger.records.make_mut().insert("S9".into(), line(-10_000));
    assert_eq!(mean(&ledger), (1_700_000, 2, 1_000_000));
    let folder = with_case();
    fs::write(folder.path().join("a.csv"), survey("评分", &["95", "60"])).unwrap();
    run(&folder, "ledger import @/案卷 surveys @/a.csv");
    let said = run(&folder, "ledger stats @/案卷 surveys").out;
    assert!(said.contains("平均 77.50，满分 100"), "{said}");
}

#[test]
fn words_that_say_no_are_no_yes() {
    let text = "工单号,受理时间,客户签字,回访\nA,2026-03-01,代签,空号\nB,2026-03-01,客户不在,客户拒接\n\
        C,2026-03-01,邻居代签,已回访\nD,2026-03-01,师傅代签,√\n";
    let plan = planned(text, "work_orders", None);
    assert_eq!(problems(&plan), ["C2 bad_mark", "C5 bad_mark"]);
    let ledger = applied(None, &plan, "work_orders");
    assert_eq!(share(&ledger, "work_orders", "signed"), (1, 2));
    assert_eq!(share(&ledger, "work_orders", "revisited"), (2, 4));
}

#[test]
fn a_text_that_says_there_is_none_is_not_there() {
    let text = "投诉编号,投诉时间,投诉人,投诉内容,原因,处理过程,客户反馈,关闭时间\n\
        A,2026-03-01,甲,异响,无,更换,满意,2026-03-02\n\
        B,2026-03-01,乙,漏水,安装,未处理,未反馈,未关闭\n\
        C,2026-03-01,丙,噪音,无异常,无需处理，已解释,客户无意见,2026-03-03\n\
        D,2026-03-01,丁,不制冷,缺氟,加氟,暂无,2026-03-03\n";
    let plan = planned(text, "complaints", None);
    assert_eq!(problems(&plan), ["E2 says_none", "F3 says_none", "G3 says_none", "H3 says_none", "G5 says_none"]);
    let ledger = applied(None, &plan, "complaints");
    assert_eq!(share(&ledger, "complaints", "traceable"), (2, 4));
    assert_eq!(share(&ledger, "complaints", "closing"), (3, 4), "未关闭 is no closing");
    let fields = ["cause", "handling", "feedback"].map(str::to_owned);
    let carries = carries(kind("complaints"), &ledger, &fields);
    let traceable: Vec<&str> =
        ledger.records.iter().filter(|(number, record)| carries(number, record)).map(|(number, _)| &**number).collect();
    assert_eq!(traceable, ["C"]);
}

#[test]
fn a_certificate_that_is_over_is_none() {
    let text = "工号,姓名,岗位,部门,资质证书,证书有效期至\nP1,甲,维修,总部,电工证,2026-07-11\nP2,乙,维修,总部,电工证,长期\n\
        P3,丙,维修,总部,无,\nP4,丁,维修,总部,在办,\nP5,戊,维修,总部,电工证,2026-11-22\nP6,己,维修,总部,电工证,\n";
    let plan = planned(text, "staff", None);
    assert_eq!(problems(&plan), ["E4 says_none", "E5 says_none"]);
    let ledger = applied(None, &plan, "staff");
    // P2, P5 and P6; the last day still counts.
    assert_eq!(share(&ledger, "staff", "qualified"), (3, 6));
    let failing = ledger_failing(kind("staff"), &ledger, day(2026, 11, 22));
    let over = FailReason::Expired { field: "expires".into(), day: day(2026, 7, 11) };
    assert_eq!(failing[0].reasons, [over]);
    let numbers: Vec<&str> = failing.iter().map(|one| &*one.record).collect();
    assert_eq!(numbers, ["P1", "P3", "P4"]);
    let folder = with_case();
    fs::write(folder.path().join("人员.csv"), text).unwrap();
    run(&folder, "ledger import @/案卷 staff @/人员.csv");
    let listed = |on: &str| run(&folder, &format!("ledger problems @/案卷 staff --as-of {on}")).out;
    assert!(listed("2026-07-12").contains("2026-07-11 已过期") && !listed("2026-07-11").contains("已过期"));
}

#[test]
fn what_stands_under_a_table_is_no_record() {
    let text = "工单号,受理时间,客户姓名,问题描述,处理结果\nGD1,2026-03-01,甲,x,y\n\
        制表人：李娜,,,,审核人：王强\n填表日期：2026-11-20,,,,\n制表人,李娜,,,\n备注：以上为三月,,,,\n无,2026-03-02,乙,x,y\n\
        审核人：赵强,2026-03-03,丙,x,y\nGD2,2026-03-04,丁,x,y\n";
    let plan = planned(text, "work_orders", None);
    assert_eq!(records(&plan).into_keys().collect::<Vec<_>>(), ["GD1", "GD2"]);
    assert_eq!(problems(&plan), ["A7 missing_number", "A8 missing_number"]);
    let words = super::files::words();
    let told: Vec<String> =
        plan.notices.iter().filter(|one| one.id() == "footers").map(|one| one.say(&words)).collect();
    assert!(told.len() == 1 && told[0].contains("有 4 行是表尾"), "{told:?}");
}

/// A name or a telephone number in the column of the number would come into the case unmasked.
#[test]
fn a_row_of_nothing_but_words_is_no_record() {
    let text = "工单号,受理时间,客户姓名\nGD1,2026-03-01,甲\n李娜,,\n联系人：李娜 13800138000,,\n第 1 页 共 1 页,,\n\
        * 未签字的另附说明,,\nGD2,,\n";
    let plan = planned(text, "work_orders", None);
    assert_eq!(records(&plan).into_keys().collect::<Vec<_>>(), ["GD1", "GD2"]);
    let told: Vec<String> = plan.notices.iter().map(|one| one.say(&super::files::words())).collect();
    assert!(told.iter().any(|one| one.contains("有 4 行是表尾")), "{told:?}");
}

#[test]
fn a_table_that_is_far_more_like_another_kind_is_refused() {
    let complaints = "投诉编号,投诉时间,投诉原因,处理过程,客户反馈,关闭时间\nT1,2026-03-01,漏水,上门,满意,2026-03-02\n";
    let fits = |text: &str, of: &str| {
        let (table, mapping) = csv(text, of);
        misfit(&table.sheet, kind(of), &mapping, &Remembered::new())
    };
    for of in ["work_orders", "surveys"] {
        let better = fits(complaints, of).and_then(|misfit| misfit.better).map(|kind| kind.id.to_string());
        assert_eq!(better.as_deref(), Some("complaints"), "{of}");
    }
    assert_eq!(fits(complaints, "complaints"), None);
}

#[test]
fn midnight_that_is_written_is_a_time() {
    let text = "工单号,受理时间,到达时间\nA,2026年9月10日 00:00,2026-09-10 01:30\nB,2026-09-10,46275\n";
    let plan = planned(text, "work_orders", None);
    assert_eq!(records(&plan)["A"], "2|@2026-09-10 00:00:00|@2026-09-10 01:30:00");
    // A serial number without a fraction: 46275 days after 30 December 1899 is 10 September 2026.
    assert_eq!(records(&plan)["B"], "3|@2026-09-10|@2026-09-10");
    let stats = ledger_stats(kind("work_orders"), &applied(None, &plan, "work_orders"), day(2026, 11, 22));
    assert_eq!((stats.measures[0].n, stats.measures[0].sum), (1, 90));
    // A case of before kept the day alone: the time is filled in.
    let before = imported("工单号,受理时间\nA,2026-09-10\n", "work_orders");
    let plan = planned("工单号,受理时间\nA,2026-09-10 00:00\n", "work_orders", Some(&before));
    assert_eq!((plan.changed, plan.contradictions), (1, 0));
}

#[test]
fn a_gap_that_is_filled_contradicts_nothing() {
    let head = "工单号,受理时间,处理结果,完成时间\n";
    let ledger = imported(&format!("{head}A,2026-03-01,,尽快\nB,2026-03-01,修好,2026-03-02\n"), "work_orders");
    let later = format!("{head}A,2026-03-01,修好,2026-03-03\nB,2026-03-01,换新,2026-03-02\n");
    let plan = planned(&later, "work_orders", Some(&ledger));
    assert_eq!((plan.changed, plan.unchanged, plan.contradictions), (1, 1, 0));
    assert_eq!(records(&plan)["A"], "2|@2026-03-01|+|@2026-03-03");
    let words = super::files::words();
    let blind: Vec<String> =
        plan.notices.iter().filter(|one| one.id() == "compared_blind").map(|one| one.say(&words)).collect();
    assert!(blind.len() == 1 && blind[0].contains("处理结果"), "{blind:?}");
    // What was there and is not any more is still a contradiction.
    let gone = planned(&format!("{head}B,2026-03-01,,2026-03-02\n"), "work_orders", Some(&ledger));
    assert_eq!((gone.changed, gone.contradictions), (0, 1));
}

#[test]
fn a_file_of_another_kind_is_refused_until_a_person_says_otherwise() {
    let folder = with_case();
    fs::write(folder.path().join("无表头.csv"), "日期,谁,做了什么\n2026-1-1,a,b\n").unwrap();
    let staff = "工号,姓名,岗位,所属网点,联系电话,资格证书,证书编号,有效期至\n0002,甲,维修,总部,13500000001,电工证,ZS1,2027-01-01\n";
    fs::write(folder.path().join("人员.csv"), staff).unwrap();
    let case = folder.path().join("案卷.xingping");
    let before = fs::read(&case).unwrap();
    let said = run(&folder, "ledger import @/案卷 work_orders @/无表头.csv");
    assert_eq!(said.done.code, 2, "{}", said.out);
    assert!(said.err.contains("不像售后工单") && said.err.contains("--map"), "{}", said.err);
    let said = run(&folder, "ledger import @/案卷 work_orders @/人员.csv");
    assert_eq!(said.done.code, 2, "{}", said.out);
    assert!(said.err.contains("更像服务人员与资质（staff）"), "{}", said.err);
    assert!(fs::read(&case).unwrap() == before);
    let said = run(&folder, "ledger import @/案卷 work_orders @/无表头.csv --map number=谁 --json");
    assert_eq!(serde_json::from_str::<Value>(&said.out).unwrap()["accepted"], 1);
    assert!(run(&folder, "ledger import @/案卷 staff @/人员.csv").done.code < 2);
    // A table with few columns, of which one numbers the records, is taken; so is one that the case knows.
    let found = |text: &str, remembered: &Remembered| {
        let (table, _) = csv(text, "work_orders");
        let mapping = propose(&table.sheet, kind("work_orders"), remembered);
        misfit(&table.sheet, kind("work_orders"), &mapping, remembered)
    };
    assert_eq!(found("工单号,受理时间\nA,2026-03-01\n", &Remembered::new()), None);
    let known: Remembered = [("number".to_owned(), "谁".to_owned())].into();
    assert_eq!(found("日期,谁\n2026-03-01,a\n", &known), None);
    assert!(found("日期,谁\n2026-03-01,a\n", &Remembered::new()).is_some());
}

#[test]
fn other_sheets_of_the_same_kind_are_named() {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, number) in [("11月", "A"), ("10月", "B"), ("空", "")] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (column, head) in (0..).zip(["工单号", "受理时间", "客户姓名", "问题描述"]) {
            sheet.write_string(0, column, head).unwrap();
        }
        if !number.is_empty() {
            for (column, cell) in (0..).zip([number, "2026-03-01", "甲", "x"]) {
                sheet.write_string(1, column, cell).unwrap();
            }
        }
    }
    let folder = with_case();
    book.save(folder.path().join("a.xlsx")).unwrap();
    let said = run(&folder, "ledger import @/案卷 work_orders @/a.xlsx --dry-run");
    assert!(said.out.contains("没有读：10月；") && said.out.contains("--sheet"), "{}", said.out);
    let said = run(&folder, "ledger import @/案卷 work_orders @/a.xlsx --sheet 10月 --dry-run --json");
    let value: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!((&value["sheet"], &value["other_sheets"]), (&"10月".into(), &serde_json::json!(["11月"])));
}

#[test]
fn a_number_written_otherwise_is_the_same_number() {
    let text = "工单号,受理时间\nGD01,2026-03-01\n gd01 ,2026-03-01\n1001,2026-03-01\n1001.0,2026-03-02\ngd-x,2026-03-01\nGD-X,2026-03-01\n1001.5,2026-03-01\n";
    let plan = planned(text, "work_orders", None);
    assert_eq!(plan.duplicates, 3);
    assert_eq!(records(&plan).into_keys().collect::<Vec<_>>(), ["1001", "1001.5", "GD01", "gd-x"]);
    // A case that has it so keeps its writing; one that has both keeps both.
    let ledger = applied(None, &plan, "work_orders");
    let again = planned("工单号,受理时间\ngd01,2026-03-01\nGD-X,2026-03-01\n", "work_orders", Some(&ledger));
    assert_eq!((again.unchanged, again.added, again.edit), (2, 0, None));
    let mut both = ledger.clone();
    let record = both.records["GD01"].clone();
    both.records.make_mut().insert("gd01".into(), record);
    let again = planned("工单号,受理时间\ngd01,2026-03-01\nGD01,2026-03-01\n", "work_orders", Some(&both));
    assert_eq!((again.unchanged, again.duplicates), (2, 0));
}

#[test]
fn three_months_name_their_first_day_and_days_to_come_are_named() {
    assert_eq!(first_of_three_months(day(2026, 11, 22)), day(2026, 8, 23));
    assert_eq!(first_of_three_months(day(2026, 5, 31)), day(2026, 3, 1));
    let text = "工单号,受理时间\nA,2026-08-22\nB,2026-08-23\nC,2026-11-22\nD,2026-11-23\nE,2062-11-01\n";
    let ledger = imported(text, "work_orders");
    let stats = ledger_stats(kind("work_orders"), &ledger, day(2026, 11, 22));
    assert_eq!((stats.last_3_months, stats.later, stats.beyond), (Some(2), 2, 1));
    let months: Vec<(i32, u32, usize)> = stats.months.iter().map(|one| (one.year, one.month, one.records)).collect();
    assert_eq!(months, [(2026, 8, 2), (2026, 11, 2)], "a mistyped year makes no row");
    let failing = ledger_failing(kind("work_orders"), &ledger, day(2026, 11, 22));
    let ahead = |one: &&xingping::assessment::Failing| {
        one.reasons.iter().any(|reason| matches!(reason, FailReason::Ahead { .. }))
    };
    let ahead: Vec<&str> = failing.iter().filter(ahead).map(|one| &*one.record).collect();
    assert_eq!(ahead, ["D", "E"]);
    let (table, mapping) = csv(text, "work_orders");
    let at = day(2026, 11, 22).and_hms_opt(9, 0, 0).unwrap();
    let plan = plan(&table.sheet, kind("work_orders"), &mapping, None, &PlanOptions { at, ..options() });
    let words = super::files::words();
    let told: Vec<String> = plan.notices.iter().filter(|one| one.id() == "ahead").map(|one| one.say(&words)).collect();
    assert!(told.len() == 1 && told[0].contains("D（2026-11-23）") && told[0].contains("E（2062-11-01）"), "{told:?}");
    let folder = with_case();
    fs::write(folder.path().join("a.csv"), text).unwrap();
    run(&folder, "ledger import @/案卷 work_orders @/a.csv");
    let said = run(&folder, "ledger stats @/案卷 work_orders --as-of 2026-11-22").out;
    for part in ["2026-08-23 起", "以后的：2 条，最晚 2062-11-01", "更晚"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(!said.contains("2062-11 "), "{said}");
    let said = run(&folder, "precheck @/案卷 --as-of 2026-11-22").out;
    assert!(said.contains("2026-08-23 起 2 份"), "{said}");
}

#[test]
fn usual_headings_of_complaints_are_known() {
    let (_, mapping) = csv("投诉编号,投诉日期,完成日期,客户确认\nA,2026-03-01,2026-03-02,满意\n", "complaints");
    assert_eq!((mapping.columns["closed"].letter.as_str(), mapping.columns["feedback"].letter.as_str()), ("C", "D"));
}

#[test]
fn a_ledger_speaks_against_complete_records_too() {
    let text = "工单号,受理时间,客户姓名,问题描述,处理结果,到达时间,完成时间\nA,2026-03-01,甲,x,,2026-03-01,2026-03-02\n\
        B,2026-03-01,甲,x,y,尽快,2026-03-02\nC,2026-03-01,甲,x,y,2026-03-01,2026-03-02\n";
    let ledger = imported(text, "work_orders");
    let check = kind("work_orders").check("complete").unwrap();
    let found = ["A", "B", "C"].map(|record| against(&ledger, record, check));
    assert_eq!(found, [Some(Against::Missing), Some(Against::Missing), None]);
}
