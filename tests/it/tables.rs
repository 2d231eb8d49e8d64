//! Answers tables that other programs wrote (`tests/files/tables`, made by its make.py), good and bad.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use xingping::assessment::{self, Assessment, EvidenceItem, Verdict};
use xingping::criteria::{self, ClauseId, SHIPPED, Scheme};
use xingping::lang::{Language, Words};
use xingping::store::tables::{self, ImportPlan, TableKind};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/tables")
}

fn files(prefix: &str) -> BTreeSet<String> {
    std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with(prefix))
        .collect()
}

fn scheme() -> std::sync::Arc<Scheme> {
    criteria::read(SHIPPED[0].text).unwrap().scheme
}

/// The plan, and all sentences about the table in both languages.
fn import(name: &str, into: &Assessment) -> (Option<ImportPlan>, Vec<String>) {
    let chinese = Words::load(Language::Chinese).unwrap();
    let english = Words::load(Language::English).unwrap();
    let result = tables::read_file(&folder().join(name));
    let problems = match &result {
        Ok(table) => tables::plan(table, &scheme(), into).problems,
        Err(problem) => vec![problem.clone()],
    };
    for problem in &problems {
        let sentence = problem.say(name, &english);
        assert!(sentence.contains(name) && !sentence.contains('{'), "{sentence}");
    }
    let sentences = problems.iter().map(|problem| problem.say(name, &chinese)).collect();
    (result.ok().map(|table| tables::plan(&table, &scheme(), into)), sentences)
}

#[test]
fn good_tables_all_say_the_same() {
    let scheme = scheme();
    let id = |text: &str| ClauseId::from(text);
    for name in files("good").iter().filter(|name| !name.contains("formula")) {
        let (plan, problems) = import(name, &Assessment::default());
        let plan = plan.unwrap();
        assert_eq!(problems, Vec::<String>::new(), "{name}");
        assert_eq!((plan.added.len(), plan.changed.len()), (6, 0), "{name}");
        let mut got = Assessment::default();
        assessment::apply(&scheme, &mut got, &plan.edit).unwrap();
        assert_eq!(got.answers.len(), 4, "{name}");
        assert_eq!(*got.verdict(&id("5.1.1.1")), Verdict::Meets, "{name}");
        assert_eq!(got.answer(&id("5.1.1.1")).unwrap().finding, "部门和岗位都有文件", "{name}");
        let finding = got.answer(&id("5.1.2.2")).unwrap().finding.clone();
        assert_eq!(finding, "持证人数不足，\n差 2 人", "{name}");
        assert_eq!(*got.verdict(&id("5.3.2.2")), Verdict::Sampled { checked: 10, nonconforming: 3 }, "{name}");
        assert_eq!(*got.verdict(&id("5.2.3.1")), Verdict::Excluded { reason: "顾客自提，没有运输".into() }, "{name}");
        let items: Vec<_> = got.evidence.values().flat_map(|piece| piece.items.clone()).collect();
        let expected = [
            EvidenceItem::File("证据/任命书.pdf".into()),
            EvidenceItem::Folder("证据/照片".into()),
            EvidenceItem::Web("https://example.cn/台账".into()),
        ];
        assert_eq!(items, expected, "{name}");
        let deduction = got.special_deductions.values().next().unwrap();
        assert_eq!((deduction.kind, deduction.found.as_str()), (2, "收费没有先报价"), "{name}");
        assert_eq!(got.bonus.clone().unwrap().reason, "承诺高于三包规定", "{name}");
        // Once more into the same case: nothing is added twice.
        let (plan, _) = import(name, &got);
        let plan = plan.unwrap();
        assert_eq!((plan.added.len(), plan.changed.len(), plan.unchanged), (0, 0, 6), "{name}");
    }
}

#[test]
fn a_computed_formula_is_its_value() {
    let (plan, problems) = import("good-formula-with-value.xlsx", &Assessment::default());
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(plan.unwrap().added.len(), 2);
}

#[test]
fn unknown_columns_are_ignored_and_said_so() {
    let (plan, _) = import("good-english.csv", &Assessment::default());
    let said = plan.unwrap().ignored[0].say("t.csv", &Words::load(Language::Chinese).unwrap());
    assert_eq!(said, "“t.csv”第 1 行“weather”列（H1）：不认识这一列，没有采用。");
}

/// Every bad table and what has to be said of it, in this order.
const BAD: &[(&str, &[&str])] = &[
    ("bad-column-twice.csv", &["第 1 行“Verdict”列（C1）：这一列与 B 列是同一项"]),
    ("bad-columns.csv", &["列名里没有“判定/verdict”，只看到：条款、结果"]),
    ("bad-columns.xlsx", &["列名里没有“条款/clause”", "列名里没有“判定/verdict”"]),
    ("bad-cut.xlsx", &["已损坏"]),
    ("bad-date.xlsx", &["（A2）：条款编号被表格软件变成了日期 2026-05-01"]),
    ("bad-empty.csv", &["没有内容"]),
    ("bad-empty.xlsx", &["没有内容"]),
    ("bad-encoding.csv", &["第 2 行附近有读不懂的文字编码"]),
    ("bad-error-value.xlsx", &["（C2）：单元格的值是错误 #N/A"]),
    ("bad-formula.xlsx", &["第 2 行“样本数”列（C2）：公式 =5+5 没有计算结果"]),
    ("bad-last-corner.xlsx", &["超过 20000 行"]),
    ("bad-not-a-workbook.xlsx", &["不是 Excel 工作簿"]),
    ("bad-nothing.csv", &["没有内容"]),
    ("bad-old.xls", &["不是能读写的表格"]),
    ("bad-other-zip.xlsx", &["不是 Excel 工作簿"]),
    ("bad-picture.csv", &["不是文字表格"]),
    ("bad-quote.csv", &["第 2 行“说明”列（C2）：这里有一个双引号没有配对"]),
    (
        "bad-rows.csv",
        &[
            "（B2）：看不懂判定“大概符合”",
            "（A3）：准则中没有条款“5.9.9.9”",
            "（D4）：条款 5.3.2.2 抽了 3 个，不符合却有 10 个",
            "（C5）：“十”不是整数",
            "（D5）：“-1”不是整数",
            "（D6）：判定是抽样，却没有写不符合数",
            "（C7）：条款 5.1.1.2 的样本数是 0",
            "（B8）：条款 5.1.3.1 不按样本比例扣分",
            "（B9）：条款 5.1.4.1 不允许删减",
            "（E10）：条款 5.2.3.1 判了删减却没有写理由",
            "（J11）：看不懂“也许”",
            "（G11）：证据路径里的双引号没有配对",
            "（A13）：条款 5.1.5.2 在第 12、13 行都有",
            "（D14）：判定是符合，不符合数却是 3",
            "（B15）：填了样本数、不符合数或理由，却没有写判定",
            "（A16）：这一行填了内容，却没有写条款",
            "（B17）：特别扣分项没有第 7 种",
            "（F18）：特别扣分项没有写明发现了什么",
            "（B19）：特别扣分的种类写的是“二”",
            "（H20）：准则中没有条款“5.9.9”",
            "（B21）：特别加分行的判定写的是“不符合”",
            "（E22）：特别加分项没有写明理由",
        ],
    ),
    ("bad-utf16-no-bom.csv", &["不是文字表格"]),
];

#[test]
fn bad_tables_say_what_where_and_what_to_do() {
    assert_eq!(files("bad"), BAD.iter().map(|(name, _)| (*name).to_owned()).collect());
    for (name, expected) in BAD {
        let (_, sentences) = import(name, &Assessment::default());
        assert_eq!(sentences.len(), expected.len(), "{name}: {sentences:#?}");
        for (sentence, expected) in sentences.iter().zip(*expected) {
            assert!(sentence.contains(expected), "{sentence}");
            assert!(sentence.contains(name) && sentence.ends_with('。'), "{sentence}");
        }
    }
}

#[test]
fn rows_without_problems_are_taken_from_a_bad_table() {
    let (plan, _) = import("bad-rows.csv", &Assessment::default());
    let plan = plan.unwrap();
    assert_eq!(plan.added.iter().map(|change| change.row).collect::<Vec<_>>(), [23]);
    let mut got = Assessment::default();
    assessment::apply(&scheme(), &mut got, &plan.edit).unwrap();
    assert_eq!(got.answers.len(), 1);
    assert!(got.special_deductions.is_empty() && got.bonus.is_none() && got.evidence.is_empty());
}

fn plan_of(csv: &str, assessment: &Assessment) -> ImportPlan {
    let table = tables::parse(csv.as_bytes(), TableKind::Csv).unwrap();
    tables::plan(&table, &scheme(), assessment)
}

fn after(csv: &str, assessment: &Assessment) -> Assessment {
    let plan = plan_of(csv, assessment);
    assert_eq!(plan.problems, []);
    let mut next = assessment.clone();
    assessment::apply(&scheme(), &mut next, &plan.edit).unwrap();
    next
}

#[test]
fn empty_cells_leave_what_the_case_has() {
    let first = after(
        "条款,判定,理由,说明,证据\n5.2.3.1,删减,自提,看过,a.pdf\n5.1.1.1,符合,,有文件,\n",
        &Assessment::default(),
    );
    let next = after("条款,判定,理由,说明,证据\n5.2.3.1,删减,,,b.pdf\n5.1.1.1,不符合,,,\n5.1.1.2,,,,\n", &first);
    let clause = ClauseId::from("5.2.3.1");
    assert_eq!(*next.verdict(&clause), Verdict::Excluded { reason: "自提".into() });
    assert_eq!(next.answer(&clause).unwrap().finding, "看过");
    assert_eq!(next.evidence_of(&clause).count(), 2, "evidence is added, never removed");
    let answer = next.answer(&ClauseId::from("5.1.1.1")).unwrap();
    assert_eq!((&answer.verdict, answer.finding.as_str()), (&Verdict::Fails, "有文件"));
}

#[test]
fn one_file_serves_several_clauses() {
    let got = after(
        "条款,判定,证据\n5.1.1.1,符合,证据/a.pdf\n5.1.1.2,符合,证据\\a.pdf；证据/a.pdf\n",
        &Assessment::default(),
    );
    assert_eq!(got.evidence.len(), 1);
    assert_eq!(got.evidence.values().next().unwrap().clauses.len(), 2);
}

#[test]
fn equal_special_deductions_are_counted_not_merged() {
    let csv = "条款,判定,说明,涉及条款,已整改\n特别扣分,2,没报价,5.1.1.1,否\n特别扣分,2.0,没报价,5.1.1.1,否\n";
    let once = after(csv, &Assessment::default());
    assert_eq!(once.special_deductions.len(), 2);
    assert_eq!(after(csv, &once), once);
    // The client ticks one as rectified: it changes, nothing is added.
    let next = after("条款,判定,说明,涉及条款,已整改\n特别扣分,2,没报价,5.1.1.1,是\n", &once);
    assert_eq!(next.special_deductions.values().filter(|deduction| deduction.rectified).count(), 1);
    assert_eq!(next.special_deductions.len(), 2);
}

#[test]
fn equal_rows_count_once_and_what_is_not_used_is_said() {
    let plan = plan_of(
        "条款,判定,样本数,理由,说明\n5.1.1.1,符合,,,x\n5.1.1.1, meets ,,,x\n5.1.1.2,不符合,5,路远,\n5.1.2.1,,,,\n",
        &Assessment::default(),
    );
    let words = Words::load(Language::Chinese).unwrap();
    let said: Vec<String> = plan.ignored.iter().map(|ignored| ignored.say("t.csv", &words)).collect();
    for (said, part) in
        said.iter().zip(["与第 2 行完全相同", "“理由”列（D4）", "“样本数”列（C4）", "5.1.2.1 没有填写内容"])
    {
        assert!(said.contains(part), "{said}");
    }
    assert_eq!((said.len(), plan.added.len(), plan.problems.len()), (4, 2, 0));
}

#[test]
fn absurd_sheets_are_refused() {
    let long = "x\n".repeat(20_001);
    let wide = ",".repeat(201) + "x";
    for (csv, part) in [(long, "超过 20000 行"), (wide, "超过 200 列")] {
        let problem = tables::parse(csv.as_bytes(), TableKind::Csv).unwrap_err();
        let sentence = problem.say("t.csv", &Words::load(Language::Chinese).unwrap());
        assert!(sentence.contains(part), "{sentence}");
    }
    // A row with absurdly many cells is refused before it is whole.
    let endless = "条款,判定\n5.1.1.1".to_owned() + &",x".repeat(300) + ",\"";
    let problem = tables::parse(endless.as_bytes(), TableKind::Csv).unwrap_err();
    assert_eq!(problem.kind, tables::TableProblemKind::TooManyColumns { most: tables::MAX_COLUMNS });
    // Empty cells say nothing, however many.
    tables::parse(("条款,判定".to_owned() + &",".repeat(1000)).as_bytes(), TableKind::Csv).unwrap();
    let bytes = vec![b'x'; usize::try_from(tables::MAX_TABLE_BYTES).unwrap() + 1];
    tables::parse(&bytes, TableKind::Csv).unwrap_err();
}

#[test]
fn the_size_of_a_too_large_table_is_the_real_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.csv");
    std::fs::File::create(&path).unwrap().set_len(tables::MAX_TABLE_BYTES + 12345).unwrap();
    let sentence = tables::read_file(&path).unwrap_err().say("t.csv", &Words::load(Language::Chinese).unwrap());
    assert!(sentence.contains(&(tables::MAX_TABLE_BYTES + 12345).to_string()), "{sentence}");
}

#[test]
fn what_sentences_repeat_is_cut() {
    let long = "长".repeat(4000);
    let words = Words::load(Language::Chinese).unwrap();
    let csv = format!(
        "条款,判定,样本数,再看,涉及条款,{long}\n{long},符合,,,,\n5.1.1.1,{long},,,,\n5.3.2.2,抽样,{long},{long},,\n\
         特别扣分,{long},,,,\n特别扣分,1,,,{long},\n"
    );
    let plan = plan_of(&csv, &Assessment::default());
    assert!(plan.problems.len() >= 6, "{:?}", plan.problems.len());
    let ignored = plan.ignored.iter().map(|ignored| ignored.say("t.csv", &words));
    for sentence in plan.problems.iter().map(|problem| problem.say("t.csv", &words)).chain(ignored) {
        assert!(sentence.matches('长').count() <= 60, "{sentence}");
    }
    let headings = plan_of(&format!("条款,{long}\n"), &Assessment::default());
    assert!(headings.problems[0].say("t.csv", &words).matches('长').count() <= 60);
}

#[test]
fn an_absurd_number_is_too_large() {
    let plan = plan_of("条款,判定,样本数,不符合数\n5.3.2.2,抽样,99999999999,1\n", &Assessment::default());
    let said = plan.problems[0].say("t.csv", &Words::load(Language::Chinese).unwrap());
    assert!(said.contains("“样本数”列（C2）：“99999999999”太大"), "{said}");
}

#[test]
fn problems_of_length_and_control_characters_name_the_column() {
    let long = "长".repeat(20_001);
    let path = "a".repeat(2_001);
    for (row, cell) in [
        (format!("5.1.1.1,符合,,{long},,"), "（D2）"),
        (format!("5.1.1.1,符合,,,{long},"), "（E2）"),
        (format!("5.2.3.1,删减,{long},,,"), "（C2）"),
        (format!("5.1.1.1,符合,,,,{path}"), "（F2）"),
        ("5.1.1.1,符合,,,有\u{7}铃,".to_owned(), "（E2）"),
        ("5.1.1.1,符合,,有\u{7}铃,,".to_owned(), "（D2）"),
        (format!("特别扣分,1,,{long},,"), "（D2）"),
        (format!("特别加分,,{long},,,"), "（C2）"),
    ] {
        let plan = plan_of(&format!("条款,判定,理由,说明,备注,证据\n{row}\n"), &Assessment::default());
        let said = plan.problems[0].say("t.csv", &Words::load(Language::Chinese).unwrap());
        assert!(said.contains(cell), "{cell}: {said}");
    }
}
