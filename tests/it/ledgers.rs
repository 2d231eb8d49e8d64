//! Ledgers from files of several programs, by hand and by the command line: what is read, what is listed, what the case
//! has afterwards, and what the records say. The files are made by `tests/files/tables/ledgers/make.py`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{NaiveDate, NaiveDateTime};
use proptest::prelude::*;
use serde_json::Value;
use tempfile::TempDir;
use xingping::assessment::{
    self, Against, Assessment, Company, Drawn, Edit, FailReason, Kept, Ledger, LedgerAbout, Mark, Record, Sample, Sum,
    apply, is_made_number, ledger_failing, ledger_stats,
};
use xingping::criteria::{self, LedgerKind, SHIPPED, ledger_kind};
use xingping::store;
use xingping::store::ledgers::{
    BadMoment, LedgerPlan, LedgerTable, Mapping, PlanOptions, Remembered, moment, open_ledger, plan, propose,
    read_ledger,
};

use super::cli::{done, run, with_case};

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/tables/ledgers").join(name)
}

pub(crate) fn kind(id: &str) -> &'static LedgerKind {
    ledger_kind(id).unwrap()
}

pub(crate) fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

pub(crate) fn options() -> PlanOptions {
    let at = day(2026, 4, 1).and_hms_opt(9, 0, 0).unwrap();
    PlanOptions { file: "a.xlsx".into(), sum: Sum::of(b"a"), at, unmasked: None, newer: false, replace: false }
}

fn read(name: &str, of: &str) -> (LedgerTable, Mapping) {
    let kind = kind(of);
    let words = super::files::words();
    let table =
        read_ledger(&file(name), None, kind, &Remembered::new()).unwrap_or_else(|e| panic!("{}", e.say(&words)));
    let mapping = propose(&table.sheet, kind, &Remembered::new());
    (table, mapping)
}

pub(crate) fn csv(text: &str, of: &str) -> (LedgerTable, Mapping) {
    let table = open_ledger(text.as_bytes().to_vec(), "a.csv", None, kind(of), &Remembered::new()).unwrap();
    let mapping = propose(&table.sheet, kind(of), &Remembered::new());
    (table, mapping)
}

/// Records by number, as the case writes them.
pub(crate) fn records(plan: &LedgerPlan) -> BTreeMap<String, String> {
    let Some(Edit::Many(edits)) = &plan.edit else { panic!("{plan:?}") };
    let [Edit::SetLedger { .. }, Edit::SetRecords { records, .. }] = &edits[..] else { panic!("{edits:?}") };
    let shown = |record: &Option<Record>| record.as_ref().map_or("gone".to_owned(), ToString::to_string);
    records.iter().map(|(number, record)| (number.clone(), shown(record))).collect()
}

/// Row, column letter and kind of each problem, in short.
pub(crate) fn problems(plan: &LedgerPlan) -> Vec<String> {
    let letter = |index: usize| store::tables::column_letters(index);
    let each = plan.problems.iter().map(|problem| {
        let column = problem.column.as_ref().map(|column| letter(column.index)).unwrap_or_default();
        format!("{column}{} {}", problem.row, problem.kind.id())
    });
    each.collect()
}

/// The ledger that a table of text becomes.
pub(crate) fn imported(text: &str, of: &str) -> Ledger {
    let (table, mapping) = csv(text, of);
    applied(None, &plan(&table.sheet, kind(of), &mapping, None, &options()), of)
}

pub(crate) fn applied(ledger: Option<Ledger>, plan: &LedgerPlan, of: &str) -> Ledger {
    let scheme = criteria::read(SHIPPED[0].text).unwrap().scheme;
    let mut case = Assessment::of(Company::default());
    let id = kind(of).id.clone();
    if let Some(ledger) = ledger {
        case.ledgers.insert(id.clone(), ledger.into());
    }
    if let Some(edit) = &plan.edit {
        apply(&scheme, &mut case, edit).unwrap();
    }
    (*case.ledgers[&id]).clone()
}

/// The same work orders by openpyxl, by LibreOffice in three formats, and by xlwt; each cell worked out by hand.
#[test]
fn work_orders_of_five_programs_and_formats_are_read_alike() {
    for (name, arrived, finished) in [
        ("orders-openpyxl.xlsx", "?", "error_value"),
        // LibreOffice has computed the formula: F5 and ten days.
        ("orders-libreoffice.xlsx", "@2026-03-15 09:10:00", "error_value"),
        ("orders-libreoffice.ods", "@2026-03-15 09:10:00", "error_value"),
        ("orders-libreoffice.xls", "@2026-03-15 09:10:00", "error_value"),
        // xlwt wrote a time alone instead of the formula, and the error as text.
        ("orders-xlwt.xls", "?", "bad_date"),
    ] {
        let (table, mapping) = read(name, "work_orders");
        let sheet = if name.contains("xlwt") { "台账" } else { "工单" };
        assert_eq!(table.sheet.name.as_deref(), Some(sheet), "{name}");
        let plan = plan(&table.sheet, kind("work_orders"), &mapping, None, &options());
        let last = format!("12|@2026-03-15 09:00:00|=孙**|=137****1111|+|+|{arrived}|?|n|=城东网点");
        let expected = [
            (
                "GD-001",
                "5|@2026-03-05 09:10:00|=王**|=138****5678|+|+|@2026-03-05 10:40:00|@2026-03-05 12:10:00|y|=城东网点",
            ),
            (
                "GD-002",
                "6|@2026-03-06 08:00:00|=李**|=073*-****2345|+|+|@2026-03-06 09:30:00|@2026-03-06 11:00:00|n|=城东网点",
            ),
            ("GD-003", "7|@2026-03-10|=韩**|-|+|+|-|@2026-03-10 12:00:00|y|=城西网点"),
            ("GD-004", "11|?|=赵**|=139****4321|+|-|-|?|y|=城西网点"),
            ("GD-005", last.as_str()),
        ];
        let expected: BTreeMap<String, String> = expected.map(|(a, b)| (a.to_owned(), b.to_owned())).into();
        assert_eq!(records(&plan), expected, "{name}");
        assert_eq!((plan.rows, plan.accepted, plan.duplicates, plan.rows_with_problems), (7, 5, 1, 5), "{name}");
        assert_eq!((plan.from, plan.to), (Some(day(2026, 3, 5)), Some(day(2026, 3, 15))), "{name}");
        let mut expected = vec!["G7 missing", "A9 duplicate", "A10 missing_number", "F11 bad_date", "E11 missing"];
        expected.extend(["G11 missing", "H11 bad_date"]);
        if name.contains("openpyxl") {
            expected.push("G12 no_cached_value");
        } else if name.contains("xlwt") {
            expected.push("G12 bad_date");
        }
        let last = format!("H12 {finished}");
        expected.push(&last);
        assert_eq!(problems(&plan), expected, "{name}");
        let notices: Vec<&str> = plan.notices.iter().map(|notice| notice.id()).collect();
        assert_eq!(notices, ["totals", "hidden_rows", "hidden_columns", "mark_words"], "{name}");
    }
}

#[test]
fn headings_of_two_rows_are_put_together_and_what_is_not_used_is_told() {
    let (_, mapping) = read("orders-openpyxl.xlsx", "work_orders");
    assert_eq!(mapping.header_row, Some(4));
    let of = |field: &str| (mapping.columns[field].letter.as_str(), mapping.columns[field].heading.as_str());
    assert_eq!(of("number"), ("A", "工单号*（必填）"));
    assert_eq!(of("customer"), ("B", "客户 姓名"));
    assert_eq!(of("accepted"), ("F", "时间 受理时间"));
    assert_eq!(of("problem"), ("D", "问题 描述"));
    let unused: Vec<&str> = mapping.unused.iter().map(|choice| choice.heading.as_str()).collect();
    assert_eq!(unused, ["备注"]);
    assert!(mapping.missing.is_empty());
}

#[test]
fn complaints_in_every_encoding_and_with_every_separator_are_the_same() {
    let mut all = Vec::new();
    for name in ["comma-utf8", "semicolon-gb18030", "tab-utf16", "pipe-bom"] {
        let (table, mapping) = read(&format!("complaints-{name}.csv"), "complaints");
        assert_eq!(mapping.header_row, Some(2), "{name}");
        let plan = plan(&table.sheet, kind("complaints"), &mapping, None, &options());
        assert_eq!((plan.rows, plan.accepted), (2, 2), "{name}");
        // A stroke stands for nothing; rows of headings again and of totals are no records.
        assert_eq!(problems(&plan), ["E5 missing", "G5 missing", "H5 missing"], "{name}");
        all.push((records(&plan), plan.notices));
    }
    assert!(all.windows(2).all(|two| two[0] == two[1]));
    assert_eq!(all[0].0["T-1"], "3|@2026-01-05|=王**|+|+|+|+|@2026-01-08");
    assert_eq!(all[0].0["T-2"], "5|@2026-02-05|=李**|+|-|+|-|-");
}

/// By odfpy: repeats, a covered title, a percentage, a formula without a value, a tail of a million rows.
#[test]
fn a_survey_in_ods_is_read() {
    let (table, mapping) = read("surveys-odfpy.ods", "surveys");
    assert_eq!(table.sheet.name.as_deref(), Some("满意度 & 调查"));
    let plan = plan(&table.sheet, kind("surveys"), &mapping, None, &options());
    assert_eq!(problems(&plan), ["D8 no_cached_value"]);
    let expected = [
        ("S1", "5|@2026-03-01|=王**|#95|=非常满意"),
        ("S2", "6|@2026-03-02 10:30:00|=* & *|#4.5|=不满意"),
        // 0.95 that is shown as 95% is 95 of a hundred.
        ("S3", "7|@2026-03-03|=赵**|#95|=满意"),
        ("S4", "8|@2026-03-04|=*|?|=满意"),
    ];
    assert_eq!(records(&plan), expected.map(|(a, b)| (a.to_owned(), b.to_owned())).into());
}

#[test]
fn days_count_from_1904_where_the_workbook_says_so() {
    let (table, mapping) = read("other-1904.xlsx", "other");
    let plan = plan(&table.sheet, kind("other"), &mapping, None, &options());
    assert_eq!(records(&plan)["A1"], "2|@2026-03-05 09:10:00|+");
    assert_eq!(records(&plan)["A2"], "3|@2026-03-05|+");
}

/// Zero width, composed and not, full width, right to left, too long, digits lost, days out of range.
#[test]
fn strange_characters_never_part_two_numbers_that_look_the_same() {
    let (table, mapping) = read("other-strange.xlsx", "other");
    let plan = plan(&table.sheet, kind("other"), &mapping, None, &options());
    assert_eq!((plan.rows, plan.accepted, plan.duplicates), (10, 6, 2));
    let expected = [
        "A2 invisible_characters",
        "A3 duplicate",
        "A5 duplicate",
        "A7 number_too_long",
        "A8 digits_lost",
        "B9 bad_date",
        "B10 bad_date",
        "A11 missing_number",
    ];
    assert_eq!(problems(&plan), expected);
    let found = records(&plan);
    let numbers: Vec<&str> = found.keys().map(String::as_str).collect();
    assert_eq!(numbers, ["202603050000001200", "7", "8", "A1", "A2", "café"]);
    // A word of 32,767 characters is kept to 200.
    let word = found["A2"].split('|').nth(4).unwrap().trim_start_matches('=').to_owned();
    assert_eq!(word.chars().count(), 200);
    assert!(word.ends_with('…'));
    assert!(!found.values().any(|record| record.contains('\u{202e}')));
    let ledger = applied(None, &plan, "other");
    assert_eq!(ledger.records.len(), 6);
}

#[test]
fn bad_files_are_refused_with_a_sentence_and_the_case_stays() {
    let folder = with_case();
    let case = folder.path().join("案卷.xingping");
    let before = fs::read(&case).unwrap();
    let copy = |name: &str| fs::copy(file(name), folder.path().join(name)).map(drop).unwrap();
    fs::write(folder.path().join("empty.csv"), "").unwrap();
    fs::write(folder.path().join("blank.csv"), "\r\n , \r\n").unwrap();
    fs::write(folder.path().join("zip.xlsx"), b"PK\x03\x04 and nothing").unwrap();
    fs::write(folder.path().join("picture.xls"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0").unwrap();
    let whole = fs::read(file("orders-openpyxl.xlsx")).unwrap();
    fs::write(folder.path().join("cut.xlsx"), &whole[..whole.len() / 2]).unwrap();
    fs::write(folder.path().join("other.csv"), "型号,数量\nA,1\n").unwrap();
    for (name, expected) in [
        ("bad-password.xlsx", "密码"),
        ("bad-password.xls", "密码"),
        ("bad-password.ods", "密码"),
        ("bad-cut.xls", "损坏"),
        ("bad-circle.xls", "损坏"),
        ("bad-corner.xls", "200 列"),
        ("bad-repeated.ods", "300000"),
        ("empty.csv", "空的"),
        ("blank.csv", "空的"),
        ("zip.xlsx", "损坏"),
        ("picture.xls", "不是"),
        ("cut.xlsx", "损坏"),
        ("other.csv", "没有找到表头"),
        ("nowhere.xlsx", "nowhere.xlsx"),
    ] {
        if name.starts_with("bad-") {
            copy(name);
        }
        let said = run(&folder, &format!("ledger import @/案卷 surveys @/{name}"));
        assert_eq!(said.done.code, 2, "{name}: {}", said.err);
        assert!(said.err.contains(expected), "{name}: {}", said.err);
        assert_eq!(said.err.trim_end().lines().count(), 1, "{name}: {}", said.err);
        assert_eq!(said.out, "", "{name}");
        assert!(fs::read(&case).unwrap() == before, "{name}");
    }
}

/// Every file cut short anywhere, and with bytes changed, is read or refused, and never more.
#[test]
fn damaged_files_do_no_harm() {
    for name in ["orders-openpyxl.xlsx", "orders-libreoffice.ods", "orders-xlwt.xls", "orders-libreoffice.xls"] {
        let whole = fs::read(file(name)).unwrap();
        for step in 0..40 {
            let open = |bytes: Vec<u8>| drop(open_ledger(bytes, name, None, kind("work_orders"), &Remembered::new()));
            open(whole[..whole.len() * step / 40].to_vec());
            let mut changed = whole.clone();
            let at = (step * 7919 + 31) % changed.len();
            changed[at..(at + 4).min(whole.len())].fill(0xff);
            open(changed);
        }
    }
}

fn with_orders() -> TempDir {
    let folder = with_case();
    fs::copy(file("orders-openpyxl.xlsx"), folder.path().join("工单.xlsx")).unwrap();
    folder
}

fn json(said: &super::cli::Said) -> Value {
    serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{error}: {}", said.out))
}

#[test]
fn the_command_line_imports_tells_and_repeats_without_change() {
    let folder = with_orders();
    let dry = run(&folder, "ledger import @/案卷 work_orders @/工单.xlsx --dry-run --json");
    assert_eq!((dry.done.code, dry.err.as_str()), (1, ""));
    let first = run(&folder, "ledger import @/案卷 work_orders @/工单.xlsx --json");
    let value = json(&first);
    assert_eq!(json(&dry), value);
    for (name, expected) in [("rows", 7), ("accepted", 5), ("duplicates", 1), ("added", 5), ("unchanged", 0)] {
        assert_eq!(value[name], expected, "{name}");
    }
    assert_eq!((&value["from"], &value["to"]), (&"2026-03-05".into(), &"2026-03-15".into()));
    let problem = &value["problems"][3];
    assert_eq!((problem["row"].as_u64(), problem["column"].as_str()), (Some(11), Some("F")));
    assert_eq!(problem["kind"], "bad_date");
    let text = problem["text"].as_str().unwrap();
    assert!(["工单", "11", "受理时间", "F11", "3月12日"].iter().all(|part| text.contains(part)), "{text}");
    assert_eq!(value["mapping"]["number"]["column"], "A");

    let case = folder.path().join("案卷.xingping");
    let before = fs::read(&case).unwrap();
    let again = json(&run(&folder, "ledger import @/案卷 work_orders @/工单.xlsx --json"));
    assert_eq!((again["added"].as_u64(), again["changed"].as_u64()), (Some(0), Some(0)));
    assert_eq!(again["unchanged"], 5);
    assert!(fs::read(&case).unwrap() == before, "a repeated import changes nothing");

    let stats = json(&done(&folder, "ledger stats @/案卷 work_orders --as-of 2026-06-05 --json"));
    // After 5 March: of 6, 10 and 15 March; of the day itself not; one has no day.
    assert_eq!((stats["records"].as_u64(), stats["last_3_months"].as_u64()), (Some(5), Some(3)));
    assert_eq!((&stats["from"], &stats["to"]), (&"2026-03-05".into(), &"2026-03-15".into()));
    assert_eq!(stats["complete"], 2);
    let field = |id: &str| stats["fields"].as_array().unwrap().iter().find(|field| field["id"] == id).unwrap().clone();
    let figures = |id: &str| (field(id)["present"].as_u64().unwrap(), field(id)["missing"].as_u64().unwrap());
    assert_eq!(figures("number"), (5, 0));
    assert_eq!(figures("phone"), (4, 1));
    assert_eq!(figures("result"), (4, 1));
    assert_eq!(figures("arrived"), (2, 3));
    assert_eq!(figures("finished"), (3, 2));
    assert_eq!(figures("revisited"), (0, 5));
    assert_eq!(field("finished")["unreadable"], 2);
    let empty = json(&done(&folder, "ledger stats @/案卷 surveys --json"));
    assert_eq!((empty["records"].as_u64(), &empty["from"]), (Some(0), &Value::Null));
    assert!(run(&folder, "ledger stats @/案卷 work_orders").out.contains("客户签字"));
}

/// Neither the case nor what lies beside it has a name or a number of a telephone.
#[test]
fn names_and_numbers_of_telephones_are_nowhere_unless_chosen() {
    let folder = with_orders();
    let holds = |text: &str| {
        let mut found = false;
        let mut folders = vec![folder.path().to_owned()];
        while let Some(at) = folders.pop() {
            for entry in fs::read_dir(at).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_none_or(|ending| ending != "xlsx") {
                    let bytes = fs::read(path).unwrap();
                    found |= bytes.windows(text.len()).any(|part| part == text.as_bytes());
                }
            }
        }
        found
    };
    run(&folder, "ledger import @/案卷 work_orders @/工单.xlsx");
    for text in ["王小明", "韩梅梅", "13812345678", "84512345", "13987654321", "不制冷"] {
        assert!(!holds(text), "{text}");
    }
    assert!(holds("王**") && holds("138****5678") && holds("GD-001"));
    let said = run(&folder, "ledger import @/案卷 work_orders @/工单.xlsx --unmasked --json");
    assert_eq!(json(&said)["changed"], 5);
    assert!(holds("王小明") && holds("13812345678"));
    // Chosen once, it stays so; until it is taken back, also for what the file does not name.
    let said = json(&run(&folder, "ledger import @/案卷 work_orders @/工单.xlsx --json"));
    assert_eq!((said["changed"].as_u64(), said["contradictions"].as_u64()), (Some(0), Some(0)));
    fs::write(folder.path().join("一.csv"), "工单号,受理时间,客户姓名\nGD-009,2026-03-20,周八\n").unwrap();
    run(&folder, "ledger import @/案卷 work_orders @/一.csv --masked");
    let case = fs::read_to_string(folder.path().join("案卷.xingping")).unwrap();
    assert!(!case.contains("王小明") && !case.contains("13812345678") && case.contains("周**"));
}

#[test]
fn a_later_file_that_contradicts_is_told_and_counts_only_when_chosen() {
    let of = "work_orders";
    let head = "工单号,受理时间,客户姓名,问题描述,处理结果\n";
    let plan_of = |text: &str, ledger: &Ledger, options: &PlanOptions| {
        let (table, mapping) = csv(&format!("{head}{text}"), of);
        plan(&table.sheet, kind(of), &mapping, Some(ledger), options)
    };
    let (table, mapping) = csv("工单号,受理时间,客户姓名,客户签字\nA,2026-03-01,王小明,是\nB,2026-03-02,李雷,否\n", of);
    let first = plan(&table.sheet, kind(of), &mapping, None, &options());
    let ledger = applied(None, &first, of);
    // What the first file had not (问题描述) is filled in; what the second has not (客户签字) stays.
    let later = "A,2026-03-01,王大明,x,y\nB,2026-03-09,李雷,x,y\nC,2026-03-03,赵六,x,y\n";
    let kept = plan_of(later, &ledger, &options());
    assert_eq!((kept.rows, kept.accepted, kept.added, kept.changed, kept.contradictions), (3, 2, 1, 1, 1));
    assert_eq!(problems(&kept), ["A3 contradiction"]);
    let text = kept.problems[0].say(None, &super::files::words());
    assert!(text.contains("受理时间") && text.contains("“B”"), "{text}");
    assert_eq!(records(&kept)["A"], "2|@2026-03-01|=王**|y|+|+", "the masked name says no more than before");
    assert!(!records(&kept).contains_key("B"));
    let newer = plan_of(later, &ledger, &PlanOptions { newer: true, ..options() });
    assert_eq!((newer.contradictions, newer.changed, newer.problems.len()), (0, 2, 0));
    assert_eq!(records(&newer)["B"], "3|@2026-03-09|=李**|n|+|+");
    let replaced = plan_of("C,2026-03-03,赵六,x,y\n", &ledger, &PlanOptions { replace: true, ..options() });
    assert_eq!((replaced.added, replaced.removed), (1, 2));
    let after = applied(Some(ledger), &replaced, of);
    assert_eq!(after.records.keys().collect::<Vec<_>>(), ["C"]);
    assert_eq!(after.about.imports.len(), 2);
}

#[test]
fn a_person_says_which_column_is_which_and_the_case_remembers() {
    let folder = with_case();
    let text = "单据,何时,谁,谁,备注\nA1,2026-03-01,王小明,李雷,x\n";
    fs::write(folder.path().join("a.csv"), text).unwrap();
    let line = "ledger import @/案卷 work_orders @/a.csv";
    assert_eq!(run(&folder, line).done.code, 2, "no heading is known");
    let said = run(&folder, &format!("{line} --map 工单号=单据 --map accepted=何时 --map customer=谁"));
    assert!(said.err.contains("C") && said.err.contains("D") && said.done.code == 2, "{}", said.err);
    for (map, expected) in [("编码=单据", "没有字段"), ("number=没有", "没有表头"), ("number", "字段=表头")]
    {
        let said = run(&folder, &format!("{line} --map {map}"));
        assert!(said.done.code == 2 && said.err.contains(expected), "{}", said.err);
    }
    let said = run(&folder, &format!("{line} --map 工单号=单据 --map accepted=何时 --map customer=c --json"));
    let value = json(&said);
    assert_eq!(value["accepted"], 1);
    assert_eq!(value["missing_columns"].as_array().unwrap().len(), 5);
    assert_eq!(said.done.code, 1);
    // The next file of this shape needs no word.
    let text = "备注,单据,何时,谁,谁\nx,A2,2026-03-02,王小明,李雷\n";
    fs::write(folder.path().join("a.csv"), text).unwrap();
    let value = json(&run(&folder, &format!("{line} --json")));
    assert_eq!((value["accepted"].as_u64(), value["mapping"]["number"]["column"].as_str()), (Some(1), Some("B")));
    assert_eq!(value["mapping"]["customer"]["heading"], "谁");
    let said = run(&folder, "ledger import @/案卷 orders @/a.csv");
    assert!(said.err.contains("work_orders") && said.done.code == 2, "{}", said.err);
}

#[test]
fn a_sheet_is_chosen_by_its_name_or_its_headings() {
    let folder = with_orders();
    let value = json(&run(&folder, "ledger import @/案卷 work_orders @/工单.xlsx --dry-run --json"));
    assert_eq!(value["sheet"], "工单");
    let said = run(&folder, "ledger import @/案卷 work_orders @/工单.xlsx --sheet 没有");
    assert!(said.done.code == 2 && said.err.contains("填表说明") && said.err.contains("工单"), "{}", said.err);
    let said = run(&folder, "ledger import @/案卷 work_orders @/工单.xlsx --sheet 填表说明");
    assert!(said.done.code == 2 && said.err.contains("没有找到表头"), "{}", said.err);
}

#[test]
fn a_table_without_numbers_is_numbered_by_its_rows() {
    let (table, mapping) = csv("受理时间,客户姓名,问题描述\n2026-03-01,王小明,x\n\n2026-03-02,李雷,x\n", "work_orders");
    let plan = plan(&table.sheet, kind("work_orders"), &mapping, None, &options());
    // `printf '%s\n' $(printf a | sha256sum | cut -c1-64) | sha256sum`, the first eight digits.
    assert_eq!(records(&plan).into_keys().collect::<Vec<_>>(), ["#34252b63-2", "#34252b63-4"]);
    assert!(plan.notices.iter().any(|notice| notice.id() == "numbers_from_rows"));
    let ledger = applied(None, &plan, "work_orders");
    let stats = ledger_stats(kind("work_orders"), &ledger, day(2026, 4, 1));
    assert_eq!((stats.fields[0].id.as_str(), stats.fields[0].missing), ("number", 2));
}

/// Two months of a table without numbers add up; each read again is the same, also where it was numbered by rows alone.
#[test]
fn tables_without_numbers_add_up() {
    let of = "work_orders";
    let month = |name: &str, sum: &[u8], text: &str, ledger: Option<&Ledger>| {
        let (table, mapping) = csv(&format!("受理时间,客户姓名\n{text}"), of);
        let options = PlanOptions { file: name.into(), sum: Sum::of(sum), ..options() };
        plan(&table.sheet, kind(of), &mapping, ledger, &options)
    };
    let march = "2026-03-01,王小明\n2026-03-02,李雷\n";
    let april = "2026-04-01,赵六\n2026-04-02,周八\n2026-04-03,吴九\n";
    let ledger = applied(None, &month("三月.csv", b"3", march, None), of);
    for newer in [false, true] {
        let (table, mapping) = csv(&format!("受理时间,客户姓名\n{april}"), of);
        let options = PlanOptions { sum: Sum::of(b"4"), newer, ..options() };
        let found = plan(&table.sheet, kind(of), &mapping, Some(&ledger), &options);
        assert_eq!((found.added, found.changed, found.contradictions), (3, 0, 0));
    }
    let ledger = applied(Some(ledger.clone()), &month("四月.csv", b"4", april, Some(&ledger)), of);
    assert_eq!(ledger.records.len(), 5);
    assert!(ledger.records.keys().all(|number| is_made_number(number)));
    let again = month("三月.csv", b"3", march, Some(&ledger));
    assert_eq!((again.unchanged, again.edit), (2, None));
    // As a case of before has it.
    let mut before = applied(None, &month("三月.csv", b"3", march, None), of);
    before.records = ["#2", "#3"].map(str::to_owned).into_iter().zip(before.records.values().cloned()).collect();
    let again = month("三月.csv", b"3", march, Some(&before));
    assert_eq!((again.unchanged, again.edit), (2, None));
    assert_eq!(month("四月.csv", b"4", april, Some(&before)).added, 3);
    for (number, made) in [("#12", true), ("#1a2b3c4d-12", true), ("#", false), ("#A-1", false), ("GD-1", false)] {
        assert_eq!(is_made_number(number), made, "{number}");
    }
}

/// Of each record the case knows which columns its table had: what was not asked for is no no.
#[test]
fn a_file_without_a_column_says_nothing_about_it() {
    let of = "work_orders";
    let add = |ledger: Option<Ledger>, text: &str| {
        let (table, mapping) = csv(text, of);
        let found = plan(&table.sheet, kind(of), &mapping, ledger.as_ref(), &options());
        applied(ledger, &found, of)
    };
    let signed = |ledger: &Ledger| {
        let stats = ledger_stats(kind(of), ledger, day(2026, 4, 1));
        let measure = stats.measures.iter().find(|measure| measure.id == "signed").unwrap().clone();
        (measure.n, measure.hits, measure.left_out)
    };
    let with = "工单号,受理时间,客户签字\nA,2026-03-01,是\nB,2026-03-02,\n";
    let without = "工单号,受理时间\nC,2026-03-03\nD,2026-03-04\n";
    for (first, second) in [(with, without), (without, with)] {
        let ledger = add(Some(add(None, first)), second);
        assert_eq!(signed(&ledger), (2, Some(1), 2), "A signed, B did not; nobody asked C and D");
        let check = kind(of).check("signed").unwrap();
        let against = |record: &str| assessment::against(&ledger, record, check);
        assert_eq!(["A", "B", "C", "D"].map(against), [None, Some(Against::Missing), None, None]);
        let bare = |name: &str| Drawn { record: name.into(), ..Drawn::default() };
        let sample = Sample { drawn: ["A", "B", "C", "D"].map(bare).into(), ..Sample::default() };
        let (filled, marked) = assessment::prefilled(kind(of), &ledger, &sample);
        assert_eq!((marked, filled.drawn[1].marks.get("signed")), (1, Some(&Mark::Fails)));
        // What was not asked for is filled in by a later table, and contradicts nothing.
        let (table, mapping) = csv("工单号,受理时间,客户签字\nC,2026-03-03,是\nD,2026-03-04,否\n", of);
        let later = plan(&table.sheet, kind(of), &mapping, Some(&ledger), &options());
        assert_eq!((later.contradictions, later.changed), (0, 2));
        assert_eq!(signed(&applied(Some(ledger), &later, of)), (4, Some(2), 0));
    }
}

/// Lines of before do not tell an empty cell from one that was not asked for: the columns of the ledger do, until a
/// table changes it.
#[test]
fn lines_of_before_are_read_as_they_were_meant() {
    let of = "work_orders";
    let fields = ["accepted", "signed"].map(str::to_owned).to_vec();
    let columns = fields.iter().map(|field| (field.clone(), "x".to_owned())).collect();
    let about = LedgerAbout { fields, columns, ..LedgerAbout::default() };
    let line = |text: &str| serde_json::from_value::<Record>(Value::from(text)).unwrap();
    let lines = [("A", "2|@2026-03-01|y"), ("B", "3|@2026-03-02")];
    let lines = lines.map(|(number, text)| (number.to_owned(), line(text))).into();
    let ledger = Ledger { about, records: lines };
    let signed = |ledger: &Ledger| {
        let measure = ledger_stats(kind(of), ledger, day(2026, 4, 1)).measures[2].clone();
        (measure.n, measure.hits)
    };
    assert_eq!(signed(&ledger), (2, Some(1)), "an empty cell under a heading of signatures is no signature");
    let of_text = |text: &str| {
        let (table, mapping) = csv(text, of);
        plan(&table.sheet, kind(of), &mapping, Some(&ledger), &options())
    };
    let same = of_text("工单号,受理时间,客户签字\nA,2026-03-01,是\nB,2026-03-02,\n");
    assert_eq!((same.unchanged, same.edit), (2, None), "the same file is the same");
    let more = of_text("工单号,受理时间\nC,2026-03-03\n");
    assert_eq!((more.added, more.changed), (1, 0));
    assert_eq!(records(&more)["B"], "3|@2026-03-02|-", "written down as it was meant");
    assert_eq!(signed(&applied(Some(ledger.clone()), &more, of)), (2, Some(1)));
}

/// What is no mark is counted by the same rules: complaints closed; and feedback, of which only whether it is there.
#[test]
fn shares_leave_out_what_was_not_asked_and_what_cannot_be_read() {
    let shares = |text: &str| {
        let ledger = imported(text, "complaints");
        let stats = ledger_stats(kind("complaints"), &ledger, day(2026, 4, 1));
        let of = |id: &str| {
            let measure = stats.measures.iter().find(|measure| measure.id == id).unwrap();
            (measure.n, measure.hits, measure.left_out)
        };
        [of("closing"), of("traceable")]
    };
    let text =
        "投诉编号,投诉时间,关闭时间,客户反馈\nA,2026-03-01,2026-03-02,满意\nB,2026-03-01,,\nC,2026-03-01,尽快,好\n";
    assert_eq!(shares(text), [(2, Some(1), 1), (3, Some(2), 0)]);
    assert_eq!(shares("投诉编号,投诉时间\nA,2026-03-01\n"), [(0, Some(0), 1), (0, Some(0), 1)]);
}

#[test]
fn a_promise_is_kept_to_the_second() {
    let promised = |arrived: &str| {
        let text = format!("工单号,受理时间,到达时间\nA,2026-03-01 09:00:00,2026-03-01 {arrived}\n");
        let mut ledger = imported(&text, "work_orders");
        ledger.about.promises.insert("response".into(), 60);
        let stats = ledger_stats(kind("work_orders"), &ledger, day(2026, 4, 1));
        let failing = ledger_failing(kind("work_orders"), &ledger, day(2027, 1, 1));
        let late = failing[0].reasons.iter().find(|reason| matches!(reason, FailReason::Late { .. })).cloned();
        (stats.measures[0].hits, stats.measures[0].most, late)
    };
    assert_eq!(promised("10:00:00"), (Some(1), Some(60), None));
    let late = FailReason::Late { measure: "response".into(), minutes: 61, promise: 60 };
    assert_eq!(promised("10:00:01"), (Some(0), Some(61), Some(late.clone())));
    assert_eq!(promised("10:00:59"), (Some(0), Some(61), Some(late)));
}

/// The whole ledger is not lost by choosing the wrong file.
#[test]
fn nothing_replaces_nothing() {
    let folder = with_case();
    fs::write(folder.path().join("好.csv"), "工单号,受理时间\nA,2026-03-01\n").unwrap();
    fs::write(folder.path().join("坏.csv"), "工单号,受理时间\n,2026-03-01\n").unwrap();
    run(&folder, "ledger import @/案卷 work_orders @/好.csv");
    let case = folder.path().join("案卷.xingping");
    let before = fs::read(&case).unwrap();
    for more in ["", " --json", " --dry-run", " --masked", " --unmasked"] {
        let said = run(&folder, &format!("ledger import @/案卷 work_orders @/坏.csv --replace{more}"));
        assert_eq!((said.done.code, said.out.as_str()), (2, ""), "{more}");
        assert!(said.err.contains("没有一行能采用"), "{}", said.err);
        assert!(fs::read(&case).unwrap() == before, "{more}");
    }
    // Where there is nothing to lose, it is an import in which nothing is accepted.
    assert_eq!(run(&folder, "ledger import @/案卷 surveys @/坏.csv --replace --map number=A").done.code, 1);
    assert_eq!(run(&folder, "ledger import @/案卷 work_orders @/好.csv --replace").done.code, 1, "columns are missing");
}

/// Chosen again, masking reaches telephone numbers in words; and what is masked says the same as what is not.
#[test]
fn numbers_in_words_are_masked_again() {
    let of = "work_orders";
    let text = "工单号,受理时间,服务类型\nA,2026-03-01,安装 13812345678\nB,2026-03-02,维修 13987654321\n";
    let (table, mapping) = csv(text, of);
    let plan_of = |ledger: Option<&Ledger>, unmasked: bool| {
        plan(&table.sheet, kind(of), &mapping, ledger, &PlanOptions { unmasked: Some(unmasked), ..options() })
    };
    let ledger = applied(None, &plan_of(None, true), of);
    assert_eq!(records(&plan_of(None, true))["A"], "2|@2026-03-01|=安装 13812345678");
    let masked = plan_of(Some(&ledger), false);
    assert_eq!((masked.contradictions, masked.changed), (0, 2));
    assert_eq!(records(&masked)["A"], "2|@2026-03-01|=安装 138****5678");
    // Also what the file does not name.
    let (few, few_mapping) = csv("工单号,受理时间,服务类型\nC,2026-03-03,清洗\n", of);
    let again = PlanOptions { unmasked: Some(false), ..options() };
    let masked = plan(&few.sheet, kind(of), &few_mapping, Some(&ledger), &again);
    assert_eq!(records(&masked)["B"], "3|@2026-03-02|=维修 139****4321");
    let back = applied(Some(ledger), &masked, of);
    assert_eq!(plan_of(Some(&back), true).contradictions, 0);
}

#[test]
fn quotes_that_never_close_and_formulas_in_csv_are_told_in_their_place() {
    let text = "工单号,受理时间,问题描述\nA,2026-03-01,\"x\nB,2026-03-02,y\n";
    let (table, mapping) = csv(text, "work_orders");
    let plan = plan(&table.sheet, kind("work_orders"), &mapping, None, &options());
    assert_eq!(problems(&plan), ["C2 quote_open"]);
    assert_eq!(records(&plan)["A"], "2|@2026-03-01|?");
}

fn moment_at(text: &str) -> Kept {
    let at = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    Kept::Moment(at.date(), Some(at.time()))
}

/// Work orders: accepted, arrived, signed, revisited, worked out by hand.
fn spans() -> Ledger {
    let fields = ["accepted", "arrived", "signed", "finished"].map(str::to_owned).to_vec();
    let promises = [("response".to_owned(), 60)].into();
    let about = LedgerAbout { fields, promises, ..LedgerAbout::default() };
    let record = |row, cells: [Kept; 4]| Record::new(row, cells.to_vec());
    let accepted = moment_at("2026-02-28 09:00");
    let records = [
        ("A", record(2, [accepted.clone(), moment_at("2026-02-28 09:30"), Kept::Mark(true), Kept::Missing])),
        ("B", record(3, [accepted.clone(), moment_at("2026-02-28 10:00"), Kept::Mark(false), Kept::Missing])),
        (
            "C",
            record(4, [moment_at("2026-03-01 09:00"), moment_at("2026-03-01 11:05"), Kept::Mark(true), Kept::Missing]),
        ),
        (
            "D",
            record(5, [moment_at("2026-05-31 09:00"), moment_at("2026-05-31 09:07"), Kept::Missing, Kept::Unreadable]),
        ),
        (
            "E",
            record(6, [moment_at("2026-06-01 09:00"), moment_at("2026-06-01 08:00"), Kept::Unreadable, Kept::Missing]),
        ),
        (
            "F",
            record(
                7,
                [Kept::Moment(day(2026, 5, 1), None), moment_at("2026-05-01 08:00"), Kept::Mark(true), Kept::Missing],
            ),
        ),
        ("G", record(8, [Kept::Missing, Kept::Missing, Kept::Missing, Kept::Missing])),
    ];
    Ledger { about, records: records.map(|(number, record)| (number.to_owned(), record)).into() }
}

#[test]
fn statistics_are_counted_exactly() {
    let kind = kind("work_orders");
    let stats = ledger_stats(kind, &spans(), day(2026, 5, 31));
    assert_eq!((stats.records, stats.undated, stats.later, stats.complete), (7, 1, 1, 0));
    // Three months before 31 May is 28 February, which is out; 1 March and 31 May are in, 1 June is not.
    assert_eq!(stats.last_3_months, Some(3));
    assert_eq!((stats.from, stats.to), (Some(day(2026, 2, 28)), Some(day(2026, 6, 1))));
    let months: Vec<_> = stats.months.iter().map(|month| (month.year, month.month, month.records)).collect();
    // June is after the month of the day that is asked from.
    assert_eq!((months.as_slice(), stats.beyond), ([(2026, 2, 2), (2026, 3, 1), (2026, 5, 2)].as_slice(), 1));
    let response = &stats.measures[0];
    // 30, 60, 125 and 7 minutes; E ends before it begins, F has no time, G has nothing.
    assert_eq!((response.n, response.left_out, response.backwards), (4, 3, 1));
    assert_eq!((response.sum, response.median_twice), (222, Some(90)));
    assert_eq!((response.least, response.most, response.hits), (Some(7), Some(125), Some(3)));
    let signed = &stats.measures[2];
    assert_eq!((signed.n, signed.hits, signed.left_out, signed.median_twice), (4, Some(3), 3, None));
    // Where the table has a column for it, an empty cell is no signature: of D and G too; E cannot be read.
    let mut asked = spans();
    asked.about.columns.insert("signed".to_owned(), "客户签字".to_owned());
    let asked = ledger_stats(kind, &asked, day(2026, 5, 31));
    let signed = &asked.measures[2];
    assert_eq!((signed.n, signed.hits, signed.left_out), (6, Some(3), 1));
    let february = &stats.months[0].measures;
    assert_eq!((february[0].n, february[0].sum, february[2].hits), (2, 90, Some(1)));
    // Other days: 90 days are not three months.
    let recent = |as_of| ledger_stats(kind, &spans(), as_of).last_3_months.unwrap();
    assert_eq!(recent(day(2026, 5, 27)), 4, "from 28 February, so both of that day, 1 March and 1 May");
    assert_eq!(recent(day(2026, 5, 28)), 2);
    assert_eq!(recent(day(2026, 2, 28)), 2);
    assert_eq!(recent(day(2026, 2, 27)), 0);
    assert_eq!(recent(day(2026, 9, 1)), 0, "1 June is three months before and out");
}

/// Complaints: received, closed; the promise is three days.
fn complaints() -> Ledger {
    let fields = ["received", "closed"].map(str::to_owned).to_vec();
    let promises = [("handling".to_owned(), 3 * 1440)].into();
    let about = LedgerAbout { fields, promises, ..LedgerAbout::default() };
    let on = |m, d| Kept::Moment(day(2026, m, d), None);
    let records = [
        // Three days, the last day of February among them.
        ("A", [on(2, 26), on(3, 1)]),
        // Closed on its day: none.
        ("B", [on(3, 5), on(3, 5)]),
        // One end has a time: from the 6th to the 10th are four days, whatever the hour.
        ("C", [moment_at("2026-03-06 23:50"), on(3, 10)]),
        ("D", [on(3, 6), moment_at("2026-03-07 00:10")]),
        // Both have one: 90 minutes.
        ("E", [moment_at("2026-03-08 23:00"), moment_at("2026-03-09 00:30")]),
        // Closed before it came; not closed; unreadable.
        ("F", [on(3, 9), on(3, 8)]),
        ("G", [on(3, 9), Kept::Missing]),
        ("H", [Kept::Unreadable, on(3, 9)]),
    ];
    let record = |cells: [Kept; 2]| Record::new(2, cells.to_vec());
    Ledger { about, records: records.map(|(number, cells)| (number.to_owned(), record(cells))).into() }
}

#[test]
fn spans_of_days_without_a_time_are_whole_days_where_the_kind_says_so() {
    let stats = ledger_stats(kind("complaints"), &complaints(), day(2026, 3, 31));
    let handling = stats.measures.iter().find(|measure| measure.id == "handling").unwrap();
    // 3, 0, 4 and 1 days and 90 minutes.
    assert_eq!((handling.n, handling.by_day, handling.left_out, handling.backwards), (5, 4, 3, 1));
    assert_eq!(handling.sum, 8 * 1440 + 90);
    assert_eq!((handling.least, handling.median_twice, handling.most), (Some(0), Some(2 * 1440), Some(4 * 1440)));
    assert_eq!(handling.hits, Some(4), "four days are more than three");
    let failing = ledger_failing(kind("complaints"), &complaints(), day(2027, 1, 1));
    let of = |record: &str| &failing.iter().find(|failing| failing.record == record).unwrap().reasons;
    let late = FailReason::Late { measure: "handling".into(), minutes: 4 * 1440, promise: 3 * 1440 };
    assert!(of("C").contains(&late));
    assert!(!of("A").iter().any(|reason| matches!(reason, FailReason::Late { .. })));
    assert!(of("F").contains(&FailReason::Backwards { measure: "handling".into(), minutes: 1440 }));
    // A promise of hours is not held against dates: F of the work orders has no time and is left out, see above.
    let response = &ledger_stats(kind("work_orders"), &spans(), day(2026, 5, 31)).measures[0];
    assert_eq!((response.n, response.by_day), (4, 0));
    let definition = &kind("complaints").measure("handling").unwrap().definition;
    assert!(definition.contains("按天计"), "{definition}");
}

/// The tables that the example's ledgers were read from lie beside it, and say what the case says.
#[test]
fn the_example_was_read_from_the_tables_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let place = store::write_example(folder.path()).unwrap();
    let case = store::open(&place.case).unwrap().assessment;
    let sizes: Vec<(&str, usize)> =
        case.ledgers.iter().map(|(id, ledger)| (id.as_str(), ledger.records.len())).collect();
    let expected = [("complaints", 23), ("outlets", 5), ("staff", 84), ("surveys", 120), ("work_orders", 72)];
    assert_eq!(sizes, expected);
    for (id, ledger) in &case.ledgers {
        let mut left = ledger.records.len();
        for import in &ledger.about.imports {
            let path =
                ["证据/07 顾客与投诉", "证据/08 台账"].map(|inside| folder.path().join(inside).join(&import.file));
            let path = path.iter().find(|path| path.exists()).unwrap_or_else(|| panic!("{}", import.file));
            assert_eq!(import.sum, Sum::of(&fs::read(path).unwrap()), "{}", import.file);
            let kind = kind(id.as_str());
            let table = read_ledger(path, None, kind, &Remembered::new()).unwrap();
            let mut mapping = propose(&table.sheet, kind, &Remembered::new());
            if id.as_str() == "complaints" && import.file.ends_with(".xlsx") {
                mapping.choose(kind, "handling", "处理").unwrap();
                mapping.choose(kind, "feedback", "顾客确认").unwrap();
            }
            let again = plan(&table.sheet, kind, &mapping, Some(ledger), &options());
            assert_eq!((again.added, again.changed, again.contradictions), (0, 0, 0), "{}", import.file);
            assert_eq!((again.unchanged, again.rows), (import.rows as usize, import.rows as usize));
            left -= again.unchanged;
        }
        assert_eq!(left, 0, "{id}: every record is from one of the tables");
    }
}

/// The example's samples are those that its seeds give, are looked at to the end, and say what its clauses say.
#[test]
fn the_example_is_sampled_as_anybody_can_do_again() {
    use xingping::assessment::{Sample, Verdict};
    let case = store::example().unwrap().assessment;
    for (id, sample) in &case.samples {
        let kind = kind(id.as_str());
        let mut ledger = (*case.ledgers[id]).clone();
        if id.as_str() == "complaints" {
            // Drawn before those of October and November were imported.
            let kept = ledger.records.iter().filter(|(number, _)| number.as_str() <= "TS26-020");
            ledger.records = kept.map(|(number, record)| (number.clone(), record.clone())).collect();
        }
        let bare = Sample { seed: sample.seed.clone(), strata: sample.strata.clone(), ..Sample::default() };
        let again = bare.draw(&ledger, kind.dated_by.as_deref(), sample.drawn.len());
        assert_eq!((again.population, &again.population_sum), (sample.population, &sample.population_sum), "{id}");
        let numbers = |sample: &Sample| sample.drawn.iter().map(|drawn| drawn.record.clone()).collect::<Vec<_>>();
        assert_eq!(numbers(&again), numbers(sample), "{id}");
        let all = |drawn: &xingping::assessment::Drawn| drawn.marks.len() == kind.checks.len();
        assert!(sample.drawn.iter().all(all), "{id}: every record is looked at by every check");
    }
    let said: Vec<(String, Verdict)> =
        case.fed().iter().map(|(clause, fed)| (clause.to_string(), fed.verdict().unwrap())).collect();
    let sampled = |checked, nonconforming| Verdict::Sampled { checked, nonconforming };
    let expected = [
        ("5.1.1.2".to_owned(), sampled(5, 0)),
        ("5.2.4.2".to_owned(), sampled(30, 4)),
        ("5.3.2.1".to_owned(), sampled(20, 0)),
        ("5.3.2.2".to_owned(), sampled(20, 2)),
    ];
    assert_eq!(said, expected);
    for (clause, verdict) in said {
        assert_eq!(*case.verdict(&clause.as_str().into()), verdict, "{clause}");
    }
    let noted = case.samples.values().flat_map(|sample| &sample.drawn);
    let evident = noted.filter(|drawn| !drawn.note.is_empty() && !drawn.evidence.is_empty());
    assert_eq!(evident.count(), 3, "two late complaints and an outlet");
    // Complaints: the days are those of the table of evidence (89 for its twenty) and 2 and 3 of October and November.
    let stats = ledger_stats(kind("complaints"), &case.ledgers[&"complaints".into()], day(2026, 11, 22));
    let handling = &stats.measures[1];
    assert_eq!((handling.n, handling.by_day, handling.left_out, handling.hits), (22, 22, 1, Some(20)));
    assert_eq!(handling.sum, (89 + 2 + 3) * 1440);
    // The three certified managers stand in the ledger of staff with the certificates of the register.
    let staff = &case.ledgers[&"staff".into()];
    for certificate in case.certificates.values() {
        let has = |record: &&Record| staff.cell(record, "expires").day() == certificate.expires;
        let named = |record: &&Record| staff.cell(record, "name").text() == Some(certificate.name.as_str());
        let post = staff.records.values().filter(has).find(named).and_then(|record| staff.cell(record, "post").text());
        assert!(post.is_some_and(|post| certificate.place.ends_with(post)), "{certificate:?}: {post:?}");
    }
}

#[test]
fn what_fails_is_a_list() {
    let kind = kind("work_orders");
    let failing = ledger_failing(kind, &spans(), day(2027, 1, 1));
    let of = |record: &str| &failing.iter().find(|failing| failing.record == record).unwrap().reasons;
    let late = FailReason::Late { measure: "response".into(), minutes: 125, promise: 60 };
    assert!(of("C").contains(&late));
    assert!(!of("B").iter().any(|reason| matches!(reason, FailReason::Late { .. })), "60 minutes keep a promise of 60");
    assert!(of("B").contains(&FailReason::No { field: "signed".into() }));
    assert!(of("E").contains(&FailReason::Backwards { measure: "response".into(), minutes: 60 }));
    assert!(of("D").contains(&FailReason::Unreadable { field: "finished".into() }));
    assert!(of("A").contains(&FailReason::Missing { field: "result".into() }));
}

#[test]
fn the_list_of_what_fails_is_written_as_text() {
    let folder = with_case();
    let text = "工单号,受理时间,客户签字\n=1+1,2026-03-01,否\n2026-03-05,2026-03-02,是\n";
    fs::write(folder.path().join("a.csv"), text).unwrap();
    run(&folder, "ledger import @/案卷 work_orders @/a.csv");
    for name in ["问题.xlsx", "问题.csv"] {
        let said = run(&folder, &format!("ledger problems @/案卷 work_orders -o @/{name}"));
        assert_eq!(said.done.code, 1, "there are problems");
        assert!(said.out.contains("2 行"), "{}", said.out);
        let table = store::tables::read_file(&folder.path().join(name)).unwrap();
        let cell = |row: usize, column: usize| match &table.rows[row].cells[column] {
            store::tables::Cell::Text(text) => text.clone(),
            other => panic!("{name}: {other:?}"),
        };
        assert_eq!((table.rows.len(), cell(0, 0).as_str()), (3, "编号"));
        assert_eq!((cell(1, 0).as_str(), cell(1, 1).as_str(), cell(1, 2).as_str()), ("2026-03-05", "3", "2026-03-02"));
        assert_eq!(cell(2, 0), "=1+1");
        assert!(cell(2, 3).contains("缺“客户姓名”") && cell(2, 3).contains("“客户签字”为否"), "{}", cell(2, 3));
    }
    let raw = fs::read_to_string(folder.path().join("问题.csv")).unwrap();
    assert!(raw.contains("\r\n'=1+1,"), "harmless in a spreadsheet: {raw}");
    let said = run(&folder, "ledger problems @/案卷 work_orders -o @/案卷.xingping");
    assert_eq!(said.done.code, 2);
    let said = run(&folder, "ledger problems @/案卷 work_orders");
    assert!(said.done.code == 1 && said.out.contains("=1+1"));
    assert_eq!(run(&folder, "ledger problems @/案卷 surveys").done.code, 0, "none");
}

proptest! {
    /// A moment written in any usual way is the same moment.
    #[test]
    fn moments_come_back(days in 0_i64..109_939, seconds in 1_u32..86_400) {
        let date = day(1900, 1, 1) + chrono::Days::new(u64::try_from(days).unwrap().min(109_937));
        let time = chrono::NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).unwrap();
        let at = date.and_time(time);
        for form in [
            "%Y-%m-%d %H:%M:%S", "%Y/%-m/%-d %-H:%M:%S", "%Y.%m.%d %H:%M:%S", "%Y年%-m月%-d日 %-H时%-M分%-S秒",
            "%Y%m%d%H%M%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S+08:00", "%Y年%m月%d日%p%I:%M:%S",
        ] {
            let text = at.format(form).to_string();
            prop_assert_eq!(moment(&text, false), Ok((date, Some(time))), "{}", text);
        }
        for form in ["%Y-%m-%d", "%Y/%-m/%-d", "%Y.%-m.%-d", "%Y年%-m月%-d日", "%Y%m%d"] {
            let text = date.format(form).to_string();
            prop_assert_eq!(moment(&text, false), Ok((date, None)), "{}", text);
        }
    }

    /// Whatever stands in a cell, it is a day or there is a reason.
    #[test]
    fn any_text_is_a_day_or_none(text in ".{0,40}") {
        let _: Result<_, BadMoment> = moment(&text, false);
    }

    /// Serial numbers, as text, give the day that chrono counts.
    #[test]
    fn serial_numbers_come_back(serial in 10_000_i64..=109_939) {
        let date = day(1899, 12, 30) + chrono::Days::new(u64::try_from(serial).unwrap());
        prop_assert_eq!(moment(&serial.to_string(), false), if serial < 100_000 { Ok((date, None)) } else { Err(BadMoment::Ambiguous) });
    }

    /// Whatever a table of text holds: planned twice it is the same, and applied it changes nothing a second time.
    #[test]
    fn what_was_imported_changes_nothing_again(cells in proptest::collection::vec("[ -~一-鿿，＊\u{200b}]{0,12}", 12)) {
        let rows: Vec<String> = cells.chunks(3).map(|row| row.iter().map(|cell| cell.replace(['"', ','], "")).collect::<Vec<_>>().join(",")).collect();
        let text = format!("工单号,客户姓名,服务类型\n{}\n", rows.join("\n"));
        let Ok(table) = open_ledger(text.into_bytes(), "a.csv", None, kind("work_orders"), &Remembered::new()) else { return Ok(()) };
        let mapping = propose(&table.sheet, kind("work_orders"), &Remembered::new());
        let first = plan(&table.sheet, kind("work_orders"), &mapping, None, &options());
        prop_assert_eq!(&first, &plan(&table.sheet, kind("work_orders"), &mapping, None, &options()));
        if first.edit.is_none() {
            return Ok(());
        }
        let ledger = applied(None, &first, "work_orders");
        let again = plan(&table.sheet, kind("work_orders"), &mapping, Some(&ledger), &options());
        prop_assert_eq!(again.edit, None);
        prop_assert_eq!(again.unchanged, first.added);
    }
}

#[test]
fn masking_again_counts_every_record_and_says_where_names_still_are() {
    let folder = with_case();
    let rows = [("A1", "王建国"), ("A2", "李芳"), ("A3", "张伟")].map(|(number, name)| format!("{number},{name}\n"));
    fs::write(folder.path().join("全.csv"), format!("工单号,客户姓名\n{}", rows.concat())).unwrap();
    fs::write(folder.path().join("一.csv"), format!("工单号,客户姓名\n{}", rows[0])).unwrap();
    let clear = run(&folder, "ledger import @/案卷 work_orders @/全.csv --unmasked").out;
    assert!(!clear.contains("修改记录“"), "{clear}");
    let left = "还在修改记录“案卷.xingping.changes”和备份文件夹“案卷.xingping.backups”里";
    let dry = run(&folder, "ledger import @/案卷 work_orders @/一.csv --masked --dry-run").out;
    assert!(dry.contains("会新增 0，改动 3，移除 0") && dry.contains(left), "{dry}");
    let masked = run(&folder, "ledger import @/案卷 work_orders @/一.csv --masked").out;
    assert!(masked.contains("新增 0，改动 3，移除 0") && masked.contains(left), "{masked}");
    let again = run(&folder, "ledger import @/案卷 work_orders @/一.csv --masked").out;
    assert!(!again.contains(left), "said once: {again}");
}

#[test]
fn spans_have_units_everywhere() {
    let folder = with_case();
    let text = "工单号,受理时间,到达时间\nA1,2026-03-05 08:00,2026-03-06 08:05\nA2,2026-03-05 08:00,2026-03-05 09:00\n";
    fs::write(folder.path().join("单.csv"), text).unwrap();
    run(&folder, "ledger import @/案卷 work_orders @/单.csv");
    let stats = super::cli::done(&folder, "ledger stats @/案卷 work_orders").out;
    assert!(stats.contains("响应时间：平均 ≈12 小时 33 分，中位 ≈12 小时 33 分，最长 1 天 5 分钟"), "{stats}");
}
