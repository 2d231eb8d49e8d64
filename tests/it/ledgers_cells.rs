//! What stands in single cells of ledgers, further: words of calls and signatures, figures that a spreadsheet shows as
//! percentages, words where scores are asked for; and the order in which records are listed. Expected values are worked
//! out by hand.

use std::fs;

use rust_xlsxwriter::{Format, Workbook};
use xingping::assessment::{Ledger, ledger_failing, ledger_stats};
use xingping::store::ledgers::{LedgerPlan, LedgerTable, Mapping, Remembered, open_ledger, plan, propose};

use super::cli::{run, with_case};
use super::ledgers::{applied, csv, day, imported, kind, options, problems};

fn planned(text: &str, of: &str) -> LedgerPlan {
    let (table, mapping) = csv(text, of);
    plan(&table.sheet, kind(of), &mapping, None, &options())
}

/// How many count, and out of how many.
fn share(ledger: &Ledger, of: &str, measure: &str) -> (usize, usize) {
    let stats = ledger_stats(kind(of), ledger, day(2026, 11, 22));
    let found = stats.measures.iter().find(|found| found.id == measure).unwrap();
    (found.hits.unwrap(), found.n)
}

/// What a word in a column is taken for: some yes, some no, none of both, which is listed.
fn marked(heading: &str, word: &str) -> Option<bool> {
    let plan = planned(&format!("工单号,受理时间,{heading}\nA,2026-03-01,{word}\n"), "work_orders");
    let measure = if heading == "回访" { "revisited" } else { "signed" };
    let found = share(&applied(None, &plan, "work_orders"), "work_orders", measure);
    assert_eq!(problems(&plan).iter().any(|problem| problem == "C2 bad_mark"), found.1 == 0, "{word}: told if unclear");
    (found.1 == 1).then_some(found.0 == 1)
}

#[test]
fn words_of_signatures_say_who_signed() {
    let yes = ["已签", "签了", "客户已签", "客户签了", "用户已签字", "本人已签", "顾客已签名", "家属已签", "签过字"];
    for word in yes {
        assert_eq!(marked("客户签字", word), Some(true), "{word}");
    }
    // The technician's own signature is none of the customer's, and who says that it is to be had says not yet.
    let open =
        ["师傅已签", "已取消", "已代签", "请客户签了再走", "关机", "不详", "免签", "无需签字", "已外出", "已作废"];
    for word in open {
        assert_eq!(marked("客户签字", word), None, "{word}");
    }
    for word in ["等客户签字", "催客户签字", "已取消签收", "作废签名", "约好再签字"] {
        assert_eq!(marked("客户签字", word), None, "{word}");
    }
    for word in ["未签", "客户未签", "没签", "拒签", "待签收"] {
        assert_eq!(marked("客户签字", word), Some(false), "{word}");
    }
}

#[test]
fn words_of_calls_say_whether_somebody_was_reached() {
    for word in ["关机", "停机", "占线", "错号", "空号", "忙音", "已关机", "电话关机", "号码错误", "无人接听"]
    {
        assert_eq!(marked("回访", word), Some(false), "{word}");
    }
    // Called, but answered? Not needed is not done, and not left out either.
    for word in ["已打", "已打电话", "已拨打", "不详", "不清楚", "未知", "无需回访", "不需要回访", "免回访", "已取消"]
    {
        assert_eq!(marked("回访", word), None, "{word}");
    }
    for word in ["已回访", "已打通", "已接通", "已联系", "√"] {
        assert_eq!(marked("回访", word), Some(true), "{word}");
    }
}

#[test]
fn words_that_were_decided_are_told_with_what_they_count_as() {
    let text = "工单号,受理时间,客户签字,回访\nA,2026-03-01,客户已签,关机\nB,2026-03-01,是,关机\nC,2026-03-01,王小明,占线\n\
        D,2026-03-01,√,√\n";
    let words = super::files::words();
    let plan = planned(text, "work_orders");
    let told: Vec<String> = plan.notices.iter().map(|notice| notice.say(&words)).collect();
    let of = |field: &str| told.iter().find(|text| text.contains(field) && text.contains("算作")).cloned();
    assert_eq!(
        of("回访").as_deref(),
        Some("“回访”里这些写法算作“否”：关机（2）、占线（1）。不对的请在表里改成“是”或“否”。")
    );
    let signed = of("客户签字").unwrap();
    assert_eq!(signed, "“客户签字”里这些写法算作“是”：客户已签（1）。不对的请在表里改成“是”或“否”。");
}

/// A survey of a workbook whose scores have a format.
fn scored(format: &str, scores: &[f64]) -> (LedgerTable, Mapping) {
    let mut book = Workbook::new();
    let (shown, moment) = (Format::new().set_num_format(format), Format::new().set_num_format("[h]:mm"));
    let sheet = book.add_worksheet();
    for (at, heading) in ["样本编号", "调查日期", "调查对象", "评分"].into_iter().enumerate() {
        sheet.write_string(0, u16::try_from(at).unwrap(), heading).unwrap();
    }
    for (at, score) in scores.iter().enumerate() {
        let row = u32::try_from(at).unwrap() + 1;
        sheet.write_string(row, 0, format!("S{at}")).unwrap();
        // 1 March 2026, 9:30, shown as the hours since 1900.
        sheet.write_number_with_format(row, 1, 46_082.395_833_333_336, &moment).unwrap();
        sheet.write_string(row, 2, "甲").unwrap();
        sheet.write_number_with_format(row, 3, *score, &shown).unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    let table = open_ledger(bytes, "a.xlsx", None, kind("surveys"), &Remembered::new()).unwrap();
    let mapping = propose(&table.sheet, kind("surveys"), &Remembered::new());
    (table, mapping)
}

#[test]
fn what_a_workbook_shows_as_a_percentage_is_one() {
    for format in ["0%", "0.00%", "0.0\\ %"] {
        let (table, mapping) = scored(format, &[0.85, 0.955, 1.0]);
        let plan = plan(&table.sheet, kind("surveys"), &mapping, None, &options());
        assert_eq!(problems(&plan), [""; 0], "{format}");
        let ledger = applied(None, &plan, "surveys");
        let stats = ledger_stats(kind("surveys"), &ledger, day(2026, 11, 22));
        // 85 + 95.5 + 100 of a hundred.
        assert_eq!(
            (stats.measures[0].sum, stats.measures[0].n, stats.measures[0].scale),
            (2_805_000, 3, Some(1_000_000))
        );
        assert_eq!((stats.from, stats.to), (Some(day(2026, 3, 1)), Some(day(2026, 3, 1))));
    }
    // A percentage sign in quotes or a text beside the number makes none.
    for format in ["0.00", "0\"%\"", "General", "0\\%"] {
        let (table, mapping) = scored(format, &[4.0, 5.0]);
        let plan = plan(&table.sheet, kind("surveys"), &mapping, None, &options());
        let stats = ledger_stats(kind("surveys"), &applied(None, &plan, "surveys"), day(2026, 11, 22));
        assert_eq!((stats.measures[0].sum, stats.measures[0].scale), (90_000, Some(50_000)), "{format}");
    }
}

fn survey(cells: &[&str]) -> String {
    let rows = cells.iter().enumerate().map(|(n, cell)| format!("S{n},2026-03-01,甲,{cell}\n"));
    format!("样本编号,调查日期,调查对象,评分\n{}", rows.collect::<String>())
}

#[test]
fn scores_that_look_like_percentages_are_told_with_the_scale_that_they_stand_on() {
    let words = super::files::words();
    let told = |cells: &[&str]| {
        let plan = planned(&survey(cells), "surveys");
        let told: Vec<String> = plan.notices.iter().map(|notice| notice.say(&words)).collect();
        told.into_iter().filter(|text| text.contains("像百分数")).collect::<Vec<_>>()
    };
    let said = told(&["0.85", "0.9", "1"]);
    assert!(said.len() == 1 && said[0].contains("评分") && said[0].contains("5 分制"), "{said:?}");
    assert!(told(&["0.85", "4", "5"]).is_empty() && told(&["85%", "90%"]).is_empty() && told(&["1", "1"]).is_empty());
}

#[test]
fn a_word_of_satisfaction_in_the_column_of_scores_is_sent_to_its_own() {
    let words = super::files::words();
    let plan = planned(&survey(&["5", "非常满意", "4", "好的"]), "surveys");
    assert_eq!(problems(&plan), ["D3 bad_number", "D5 bad_number"]);
    let said: Vec<String> = plan.problems.iter().map(|problem| problem.say(None, &words)).collect();
    assert!(said[0].contains("“非常满意”") && said[0].contains("“评价”"), "{said:?}");
    assert!(!said[1].contains("“评价”"), "{said:?}");
}

#[test]
fn records_are_listed_as_people_count() {
    let text = "工号,姓名\n2,甲\n10,乙\n1,丙\nP-9,丁\nP-10,戊\np-1,己\n";
    let ledger = imported(text, "staff");
    let listed: Vec<String> =
        ledger_failing(kind("staff"), &ledger, day(2026, 4, 1)).into_iter().map(|failing| failing.record).collect();
    assert_eq!(listed, ["1", "2", "10", "p-1", "P-9", "P-10"]);
    let folder = with_case();
    fs::write(folder.path().join("a.csv"), text).unwrap();
    run(&folder, "ledger import @/案卷 staff @/a.csv");
    let out = run(&folder, "ledger problems @/案卷 staff").out;
    let starts: Vec<&str> = out.lines().filter_map(|line| line.split('（').next()).take(6).collect();
    assert_eq!(starts, ["1", "2", "10", "p-1", "P-9", "P-10"], "{out}");
}
