//! The chapter of ledgers in the report: the figures of the window and of `ledger stats`, with their n, and nobody's name.

use std::path::Path;
use std::sync::Arc;

use serde_json::Value;
use xingping::assessment::{Assessment, Ledger};
use xingping::criteria::ledger_kinds;
use xingping::report::outline::{Block, Report, Row, Table};
use xingping::store;

use super::cli::run;
use super::ledgers::imported;
use super::report::{chapter_text, check_chapters, made, meets_all, outline_of, shipped};

/// Three orders; 60, 120 and 300 minutes to the house, signed twice, the last one after the day of the report.
const ORDERS: &str = "\
工单号,受理时间,客户姓名,联系电话,问题描述,处理结果,到达时间,完成时间,客户签字,回访
A1,2026-09-01 08:00,王建国,13812345678,不制冷,修好,2026-09-01 09:00,2026-09-01 11:00,是,√
A2,2026-10-02 08:00,李芳芳,13912345678,异响,,2026-10-02 10:00,2026-10-02 11:00,未签,关机
A3,2026-12-03 08:00,张伟伟,13712345678,漏水,修好,2026-12-03 13:00,2026-12-03 14:00,是,无需回访
";

fn with(ledgers: &[(&str, Ledger)]) -> Report {
    let pinned = shipped();
    let mut assessment = meets_all(&pinned, 43);
    for (id, ledger) in ledgers {
        assessment.ledgers.insert((*id).into(), Arc::new(ledger.clone()));
    }
    outline_of(&pinned, &assessment, Path::new("."))
}

pub(crate) fn orders() -> Ledger {
    let mut ledger = imported(ORDERS, "work_orders");
    ledger.about.promises.insert("response".into(), 120);
    ledger
}

fn tables(report: &Report) -> Vec<&Table> {
    let chapter = report.chapters.iter().find(|chapter| chapter.id == "ledgers").expect("chapter");
    let tables = chapter.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    tables.collect()
}

fn cells(row: &Row) -> Vec<String> {
    row.cells.iter().map(|cell| cell.to_plain()).collect()
}

#[test]
fn ledgers_are_told_with_their_figures_and_nobody_is_named() {
    let empty = [("complaints", Ledger::default())];
    assert!(with(&[]).chapters.iter().all(|chapter| chapter.id != "ledgers"));
    assert!(
        with(&empty).chapters.iter().all(|chapter| chapter.id != "ledgers"),
        "a ledger without records says nothing"
    );
    let mut ledger = orders();
    ledger.about.unmasked = true;
    let report = with(&[("work_orders", ledger), ("complaints", Ledger::default())]);
    let told = chapter_text(&report, "ledgers");
    for part in [
        "1 份台账共 3 条记录",
        "3 条，2026-09-01 至 2026-12-03",
        "1 条，请核对年份",
        "按企业的选择原样保留",
        "2 条（2026-08-22 至 2026-11-21）",
        "要求不少于 50 份",
        "2/3，66.7%",
    ] {
        let told = told.replace(' ', "");
        assert!(told.contains(&part.replace(' ', "")), "{part}: {told}");
    }
    for secret in ["王建国", "李芳芳", "张伟伟", "王*", "138", "A1", "A2", "投诉台账"] {
        assert!(!told.contains(secret), "{secret}");
    }
    let tables = tables(&report);
    assert_eq!(tables.len(), 3, "measures, months, fields");
    // The median of 60, 120 and 300 minutes, two of them within two hours.
    let response = cells(&tables[0].rows[0]);
    assert!(response[1].contains("中位数 2 小时") && response[1].contains("最长 5 小时"), "{response:?}");
    assert!(response[0].contains("从受理到到达的时间"), "its definition: {response:?}");
    assert_eq!(response[4..], ["3", "0"]);
    assert!(
        response[2].contains("2 小时") && response[3].contains("66.7%") && response[3].contains("2/3"),
        "{response:?}"
    );
    // Signed by two of three; called back one of the two of whom that is clear.
    let (signed, revisited) = (cells(&tables[0].rows[2]), cells(&tables[0].rows[3]));
    assert!(signed[1].contains("66.7%") && signed[1].contains("2/3"), "{signed:?}");
    assert_eq!(
        (revisited[1].contains("50.0%"), &revisited[4], &revisited[5]),
        (true, &"2".to_owned(), &"1".to_owned())
    );
    // The month after that of the report is not listed.
    let months: Vec<Vec<String>> = tables[1].rows.iter().map(cells).collect();
    assert_eq!(months.iter().map(|month| month[0].as_str()).collect::<Vec<_>>(), ["2026-09", "2026-10"]);
    assert_eq!((&months[1][1], &months[1][2]), (&"1".to_owned(), &"0".to_owned()), "the result is missing");
    assert!(months[0][3].contains("1 小时") && months[0][3].ends_with("（1）"), "{months:?}");
    let result = tables[2].rows.iter().map(cells).find(|cells| cells[0].starts_with("处理结果")).unwrap();
    assert_eq!(result[1..], ["2", "1", "0", "66.7%"]);
    check_chapters(&report, &made(&report));
}

/// Held against the machine output of `ledger stats` over the same case and day, another way to the same figures.
#[test]
fn the_figures_of_the_example_are_those_of_ledger_stats() {
    let folder = tempfile::tempdir().unwrap();
    let path = store::write_example(folder.path()).unwrap().case;
    let case = store::open(&path).unwrap();
    let report = outline_of(&case.pinned, &case.assessment, folder.path());
    let mut tables = tables(&report).into_iter();
    let has = |kind: &&xingping::criteria::LedgerKind| {
        let of =
            |assessment: &Assessment| assessment.ledgers.get(&kind.id).is_some_and(|ledger| !ledger.records.is_empty());
        of(&case.assessment)
    };
    let mut told = 0;
    for kind in ledger_kinds().iter().filter(has) {
        let name = path.strip_prefix(folder.path()).unwrap().display().to_string();
        let line = format!("ledger stats @/{name} {} --as-of 2026-11-21 --json", kind.id);
        let json: Value = serde_json::from_str(&run(&folder, &line).out).unwrap();
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let number = |value: &Value| value.as_u64().unwrap().to_string();
        let measures = list(&json["measures"]);
        if !measures.is_empty() {
            let table = tables.next().unwrap();
            assert_eq!(table.rows.len(), measures.len());
            for (row, measure) in table.rows.iter().zip(&measures) {
                assert_eq!(cells(row)[4..], [number(&measure["n"]), number(&measure["left_out"])], "{measure}");
            }
        }
        let months = list(&json["months"]);
        if !months.is_empty() {
            let table = tables.next().unwrap();
            for (row, month) in table.rows.iter().zip(&months) {
                let expected = [
                    month["month"].as_str().unwrap().to_owned(),
                    number(&month["records"]),
                    number(&month["complete"]),
                ];
                assert_eq!(cells(row)[..3], expected);
            }
        }
        let table = tables.next().unwrap();
        for (row, field) in table.rows.iter().zip(list(&json["fields"])) {
            let expected = [number(&field["present"]), number(&field["missing"]), number(&field["unreadable"])];
            assert_eq!(cells(row)[1..4], expected, "{field}");
            told += 1;
        }
    }
    assert!(told > 30 && tables.next().is_none(), "{told}");
}
