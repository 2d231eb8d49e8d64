//! Ledgers and samples: what is drawn, and that verdicts follow from what was found.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;
use rust_xlsxwriter::Workbook;
use serde_json::Value;
use xingping::assessment::{
    self, Assessment, Company, Drawn, Edit, EvidenceItem, GateAnswer, Kept, Ledger, LedgerAbout, ManagerCertificate,
    Mark, MaterialAnswer, MaterialId, Problem, Record, Sample, Verdict, apply, carry, changes, check,
};
use xingping::criteria::{self, ClauseId, GateId, LedgerId, SHIPPED, SHIPPED_LEDGERS, Scheme, ledger_kinds};
use xingping::store;

/// `for n in $(seq 12); do printf '7\nA%s' $n | sha256sum; done`, sorted.
pub(crate) const ORDER: [&str; 12] = ["A7", "A10", "A12", "A11", "A3", "A5", "A8", "A6", "A4", "A2", "A9", "A1"];
const STRATIFIED: [&str; 12] =
    ["甲A7", "乙A10", "甲A3", "甲A5", "甲A8", "丙A12", "乙A11", "甲A6", "甲A4", "甲A2", "乙A9", "甲A1"];

fn scheme() -> Arc<Scheme> {
    criteria::read(SHIPPED[0].text).unwrap().scheme
}

pub(crate) fn orders() -> LedgerId {
    LedgerId::from("work_orders")
}

/// Work orders A1 … A12: eight of outlet 甲, three of 乙, one of 丙.
fn ledger() -> Ledger {
    let outlet = |n: u32| match n {
        ..=8 => "甲",
        9..=11 => "乙",
        _ => "丙",
    };
    let rows: Vec<String> = (1..=12).map(|n| format!("A{n},{}", outlet(n))).collect();
    super::ledgers::imported(&format!("工单号,服务网点\n{}\n", rows.join("\n")), "work_orders")
}

fn with_ledger(scheme: &Scheme) -> Assessment {
    let mut out = Assessment::of(Company::default());
    let Ledger { about, records } = ledger();
    let records = records.iter().map(|(number, record)| (number.clone(), Some(record.clone()))).collect();
    let edits = [
        Edit::SetLedger { ledger: orders(), about: Some(Box::new(about)) },
        Edit::SetRecords { ledger: orders(), records },
    ];
    edits.iter().for_each(|edit| apply(scheme, &mut out, edit).unwrap());
    out
}

pub(crate) fn drawn(sample: &Sample) -> Vec<&str> {
    sample.drawn.iter().map(|drawn| drawn.record.as_str()).collect()
}

#[test]
fn every_shipped_kind_is_read_and_names_only_clauses_of_the_scheme() {
    let words = super::files::words();
    for shipped in SHIPPED_LEDGERS {
        let kind = criteria::read_ledger_kind(shipped.text)
            .unwrap_or_else(|problems| panic!("{}: {}", shipped.id, problems[0].say(&words.problems)));
        assert_eq!(kind.id.as_str(), shipped.id);
        let scheme = scheme();
        for clause in kind.clauses() {
            let found = scheme.clause(clause).unwrap_or_else(|| panic!("{}: {clause}", shipped.id));
            assert!(matches!(found.method, criteria::Method::Proportional { .. }), "{}: {clause}", shipped.id);
        }
    }
    assert_eq!(ledger_kinds().len(), SHIPPED_LEDGERS.len());
}

/// In the order of `printf '7\nA1' | sha256sum` and so on.
#[test]
fn a_draw_follows_from_seed_and_numbers_alone() {
    let ledger = ledger();
    let seeded = Sample { seed: "7".into(), ..Sample::default() };
    let five = seeded.draw(&ledger, None, 5);
    assert_eq!(drawn(&five), ORDER[..5]);
    assert_eq!(five.population, 12);
    // More later: the first five stay, in their order.
    assert_eq!(drawn(&five.draw(&ledger, None, 9)), ORDER[..9]);
    assert_eq!(drawn(&five.draw(&ledger, None, 3)), ORDER[..5], "fewer are not taken back");
    assert_eq!(drawn(&five.draw(&ledger, None, 500)), ORDER, "no more than there are");
    let other = Sample { seed: "8".into(), ..Sample::default() }.draw(&ledger, None, 12);
    assert_ne!(drawn(&other), ORDER);
}

/// Seats by the method of Sainte-Laguë, worked out by another program.
#[test]
fn strata_have_their_shares_and_more_takes_none_back() {
    let seeded = Sample { seed: "7".into(), strata: Some("outlet".into()), ..Sample::default() };
    let all = seeded.draw(&ledger(), None, 12);
    let found: Vec<String> = all.drawn.iter().map(|drawn| format!("{}{}", drawn.stratum, drawn.record)).collect();
    assert_eq!(found, STRATIFIED);
    for n in 0..12 {
        let some = seeded.draw(&ledger(), None, n);
        assert_eq!(some.drawn, all.drawn[..n]);
        assert_eq!(some.draw(&ledger(), None, 12), all);
    }
}

fn mark(scheme: &Scheme, case: &mut Assessment, record: &str, marks: &[(&str, Mark)]) {
    let marks = marks.iter().map(|(check, mark)| ((*check).to_owned(), *mark)).collect();
    let drawn = Drawn { record: record.into(), marks, ..Drawn::default() };
    apply(scheme, case, &Edit::SetDrawn { ledger: orders(), drawn: Box::new(drawn) }).unwrap();
}

#[test]
fn verdicts_follow_from_the_sheet_and_cannot_contradict_it() {
    let scheme = scheme();
    let mut case = with_ledger(&scheme);
    let clause = ClauseId::from("5.2.4.2");
    let judge = |case: &mut Assessment, verdict| {
        apply(&scheme, case, &Edit::SetVerdict { clause: ClauseId::from("5.2.4.2"), verdict })
    };
    judge(&mut case, Verdict::Meets).unwrap();
    let feeds = [(clause.clone(), ["complete", "signed"].map(str::to_owned).into())].into();
    let sample = Sample { seed: "7".into(), feeds, ..Sample::default() }.draw(&ledger(), None, 4);
    let numbers: Vec<String> = drawn(&sample).into_iter().map(str::to_owned).collect();
    apply(&scheme, &mut case, &Edit::SetSample { ledger: orders(), sample: Some(Box::new(sample)) }).unwrap();
    assert_eq!(*case.verdict(&clause), Verdict::Meets, "nothing was looked at yet");
    judge(&mut case, Verdict::Fails).unwrap();

    mark(&scheme, &mut case, &numbers[0], &[("complete", Mark::Conforms)]);
    assert_eq!(*case.verdict(&clause), Verdict::Fails, "one check is open");
    mark(&scheme, &mut case, &numbers[0], &[("complete", Mark::Conforms), ("signed", Mark::Conforms)]);
    assert_eq!(*case.verdict(&clause), Verdict::Sampled { checked: 1, nonconforming: 0 });
    mark(&scheme, &mut case, &numbers[1], &[("signed", Mark::Fails)]);
    mark(&scheme, &mut case, &numbers[2], &[("complete", Mark::NotConcerned), ("signed", Mark::NotConcerned)]);
    let before_the_last = case.provisional_records();
    mark(&scheme, &mut case, &numbers[3], &[("complete", Mark::NotConcerned), ("signed", Mark::Conforms)]);
    assert_eq!(*case.verdict(&clause), Verdict::Sampled { checked: 3, nonconforming: 1 });
    assert_eq!((before_the_last, case.provisional_records()), (1, 0));
    assert_eq!(check(&scheme, &case), []);

    let refused = judge(&mut case, Verdict::Meets).unwrap_err();
    assert!(matches!(refused, Problem::VerdictFollowsSample { .. }), "{refused:?}");
    judge(&mut case, Verdict::Sampled { checked: 3, nonconforming: 1 }).unwrap();

    // Let go, the clause is a person's to judge; as the sheet found it until then.
    let mut freed = (*case.samples[&orders()]).clone();
    freed.feeds.clear();
    apply(&scheme, &mut case, &Edit::SetSample { ledger: orders(), sample: Some(Box::new(freed)) }).unwrap();
    assert_eq!(*case.verdict(&clause), Verdict::Sampled { checked: 3, nonconforming: 1 });
    judge(&mut case, Verdict::Meets).unwrap();
}

#[test]
fn a_sheet_that_says_nothing_any_more_leaves_the_clause_unrated_and_changes_lead_there() {
    let scheme = scheme();
    let mut case = with_ledger(&scheme);
    let clause = ClauseId::from("5.2.4.1");
    let feeds = [(clause.clone(), ["on_time".to_owned()].into())].into();
    let sample = Sample { seed: "7".into(), feeds, ..Sample::default() }.draw(&ledger(), None, 2);
    let first = drawn(&sample)[0].to_owned();
    apply(&scheme, &mut case, &Edit::SetSample { ledger: orders(), sample: Some(Box::new(sample)) }).unwrap();
    let empty = case.clone();
    mark(&scheme, &mut case, &first, &[("on_time", Mark::Fails)]);
    let marked = case.clone();
    assert_eq!(*case.verdict(&clause), Verdict::Sampled { checked: 1, nonconforming: 1 });
    mark(&scheme, &mut case, &first, &[]);
    assert_eq!(*case.verdict(&clause), Verdict::Unrated);
    // Judged by hand as the sheet had it before: the changes from there to here say so.
    let verdict = Verdict::Sampled { checked: 1, nonconforming: 1 };
    apply(&scheme, &mut case, &Edit::SetVerdict { clause: clause.clone(), verdict }).unwrap();
    for (from, to) in [(&empty, &marked), (&marked, &empty), (&marked, &case), (&case, &marked), (&case, &empty)] {
        let mut done = from.clone();
        let edits = changes(from, to).iter().map(assessment::Change::edit).collect();
        apply(&scheme, &mut done, &Edit::Many(edits)).unwrap();
        assert_eq!(done, *to);
    }
}

/// Everything of a case that names no clause goes along into another edition of its scheme.
#[test]
fn another_edition_keeps_ledgers_roots_materials_fingerprints_and_the_period() {
    let scheme = scheme();
    let mut case = with_ledger(&scheme);
    let day = |d| NaiveDate::from_ymd_opt(2026, 3, d).unwrap();
    let sum = assessment::Sum::of(b"x");
    let print = assessment::FileFingerprint { sum, size: 1, modified: None };
    let print = Arc::new(assessment::Fingerprint::File(print));
    let piece = assessment::Evidence {
        title: "件".into(),
        items: vec![EvidenceItem::File("总部共享:/a".into())],
        ..assessment::Evidence::default()
    };
    let certificate = ManagerCertificate { name: "王".into(), ..ManagerCertificate::default() };
    let feeds = [("5.2.4.1", "on_time"), ("5.2.4.2", "signed")];
    let feeds = feeds.map(|(clause, check)| (ClauseId::from(clause), [check.to_owned()].into())).into();
    let sample = Sample { seed: "7".into(), feeds, ..Sample::default() }.draw(&ledger(), None, 2);
    let first = drawn(&sample)[0].to_owned();
    let edits = [
        Edit::SetRoot { name: "总部共享".into(), folder: Some("/srv".into()) },
        Edit::AddEvidence { id: case.next_evidence_id(), evidence: Box::new(piece) },
        Edit::SetFingerprints(vec![("总部共享:/a".into(), Some(print))]),
        Edit::SetPeriod(Some(assessment::Period { from: day(1), to: day(31) })),
        Edit::SetMaterial {
            id: MaterialId::of("general", "licence"),
            answer: Box::new(MaterialAnswer { complete: true, ..MaterialAnswer::default() }),
        },
        Edit::SetCertificate { id: case.next_certificate_id(), certificate: Some(Box::new(certificate)) },
        Edit::SetGate {
            id: GateId::from("funds"),
            answer: Box::new(GateAnswer { passes: Some(true), ..GateAnswer::default() }),
        },
        Edit::SetSample { ledger: orders(), sample: Some(Box::new(sample)) },
    ];
    edits.iter().for_each(|edit| apply(&scheme, &mut case, edit).unwrap());
    mark(&scheme, &mut case, &first, &[("on_time", Mark::Fails), ("signed", Mark::Conforms)]);
    assert_eq!(carry(&scheme, &scheme, &case).unwrap().assessment, case);

    // The text of 5.2.4.2 changes: its answer becomes a former answer, and the sheet feeds it no longer.
    let at = SHIPPED[0].text.find("id: \"5.2.4.2\"").unwrap();
    let (head, tail) = SHIPPED[0].text.split_at(at);
    let place = tail.find("requirement: \"").unwrap() + "requirement: \"".len();
    let text = format!("{head}{}另有要求。{}", &tail[..place], &tail[place..]);
    let newer = criteria::read(&text).unwrap().scheme;
    let carried = carry(&scheme, &newer, &case).unwrap().assessment;
    assert_eq!(check(&newer, &carried), []);
    assert_eq!(*carried.verdict(&ClauseId::from("5.2.4.1")), Verdict::Sampled { checked: 1, nonconforming: 1 });
    assert_eq!(*carried.verdict(&ClauseId::from("5.2.4.2")), Verdict::Unrated);
    assert_eq!(carried.former(&ClauseId::from("5.2.4.2")).len(), 1);
    let fed: Vec<&str> = carried.samples[&orders()].feeds.keys().map(ClauseId::as_str).collect();
    assert_eq!(fed, ["5.2.4.1"]);
    let rest = |case: &Assessment| {
        let Assessment { roots, fingerprints, period, materials, ledgers, certificates, gates, .. } = case.clone();
        (roots, fingerprints, period, materials, ledgers, certificates, gates)
    };
    assert_eq!(rest(&carried), rest(&case));
}

/// A case on the disk with the ledger of twelve work orders.
pub(crate) fn on_disk() -> tempfile::TempDir {
    let folder = super::cli::with_case();
    let path = folder.path().join("案卷.xingping");
    let case = store::open(&path).unwrap();
    let filled = with_ledger(&case.pinned.scheme);
    let case = Assessment { ledgers: filled.ledgers, ..case.assessment.clone() };
    fs::write(&path, store::render(&store::open(&path).unwrap().pinned, &case)).unwrap();
    folder
}

fn json(folder: &tempfile::TempDir, line: &str) -> Value {
    serde_json::from_str(&super::cli::done(folder, line).out).unwrap()
}

fn case(folder: &tempfile::TempDir) -> Assessment {
    store::open(&folder.path().join("案卷.xingping")).unwrap().assessment
}

#[test]
fn the_command_line_draws_the_same_sample_again_and_more_of_it() {
    let folder = on_disk();
    let draw = |more: &str| json(&folder, &format!("sample draw @/案卷.xingping work_orders {more} --json"));
    let five = draw("--n 5 --seed 7");
    assert_eq!(five["population"], 12);
    assert_eq!(five["records"], serde_json::json!(ORDER[..5]));
    assert_eq!(draw("--n 5 --seed 7"), five, "asked again, the same");
    assert_eq!(draw("--n 9")["records"], serde_json::json!(ORDER[..9]), "more, with the seed that was kept");
    let other = draw("--n 5 --seed 8");
    assert_ne!(other["records"], five["records"], "nothing was found yet, so another seed may be taken");
    let strata: Vec<String> = STRATIFIED.iter().map(|name| name.chars().skip(1).collect()).collect();
    assert_eq!(draw("--n 12 --seed 7 --stratify outlet")["records"], serde_json::json!(strata));
    assert_eq!(draw("--n 12 --seed 7")["records"], serde_json::json!(ORDER), "without strata again");
}

/// What is said of a kind of ledger that there is not, whoever asks.
const KINDS: &str = "没有台账“orders”；可以用：work_orders 售后工单、complaints 投诉台账、surveys 满意度调查、\
                     staff 服务人员与资质、outlets 服务网点、goods 商品抽查、other 其他台账。";

#[test]
fn an_empty_sheet_is_told_what_a_sheet_must_have() {
    let folder = on_disk();
    super::cli::done(&folder, "sample draw @/案卷.xingping work_orders --n 3 --seed 7");
    let before = case(&folder);
    Workbook::new().save(folder.path().join("空.xlsx")).unwrap();
    let said = super::cli::run(&folder, "sample import @/案卷.xingping work_orders @/空.xlsx");
    assert_eq!(said.done.code, 2);
    assert!(said.err.contains("空.xlsx”里没有内容") && said.err.contains("“编号”和至少一个核对项"), "{}", said.err);
    assert!(!said.err.contains("判定"), "that is another table: {}", said.err);
    assert_eq!(case(&folder), before);
}

#[test]
fn what_cannot_be_drawn_is_said() {
    let folder = on_disk();
    for (line, expected) in [
        ("sample draw @/案卷.xingping orders --n 5", KINDS),
        ("sample export @/案卷.xingping orders @/表.xlsx", KINDS),
        ("sample import @/案卷.xingping orders @/表.xlsx", KINDS),
        ("ledger stats @/案卷.xingping orders", KINDS),
        ("sample draw @/案卷.xingping complaints --n 5", "案卷里没有台账“投诉台账”"),
        ("sample draw @/案卷.xingping 投诉台账 --n 5", "案卷里没有台账“投诉台账”"),
        ("sample draw @/案卷.xingping work_orders --n 0", "不是可以抽的条数"),
        ("sample draw @/案卷.xingping work_orders --n -3", "不是可以抽的条数"),
        ("sample draw @/案卷.xingping work_orders --n 五", "“五”不是可以抽的条数"),
        ("sample draw @/案卷.xingping work_orders", "不是可以抽的条数"),
        ("sample draw @/案卷.xingping work_orders --n 5 --stratify 颜色", "可以用：month、kind、outlet"),
        ("sample export @/案卷.xingping work_orders @/表.xlsx", "还没有抽样"),
        ("sample", "sample draw"),
        ("sample draw", "sample draw"),
    ] {
        let said = super::cli::run(&folder, line);
        assert_eq!(said.done.code, 2, "{line}");
        assert!(said.err.contains(expected), "{line}: {}", said.err);
        assert!(case(&folder).samples.is_empty());
    }
}

/// A sheet as somebody fills it in: rows sorted otherwise, a column added, marks as people write them.
pub(crate) fn sheet(path: &Path, rows: &[[&str; 5]]) {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_string(0, 0, "自己加的标题").unwrap();
    let heads = ["检查人", "编 号", "客户已签字", "说明", "记录完整"];
    for (at, row) in (2_u32..).zip([heads].iter().chain(rows)) {
        for (column, text) in (0_u16..).zip(row) {
            sheet.write_string(at, column, *text).unwrap();
        }
    }
    workbook.save(path).unwrap();
}

#[test]
fn a_sheet_goes_out_and_comes_back() {
    let folder = on_disk();
    super::cli::done(&folder, "sample draw @/案卷.xingping work_orders --n 3 --seed 7");
    let said = super::cli::done(&folder, "sample export @/案卷.xingping work_orders @/表.xlsx");
    assert!(said.out.contains("抽样表 3 条"), "{}", said.out);
    let before = case(&folder);
    let back = super::cli::done(&folder, "sample import @/案卷.xingping work_orders @/表.xlsx");
    assert!(back.out.contains("抽样表 3 行，改动 0 条，有问题 0 处"), "{}", back.out);
    assert_eq!(case(&folder), before, "as it went out nothing is new");

    // ORDER: A7, A10, A12.
    let filled = folder.path().join("填.xlsx");
    sheet(&filled, &[["王", "A12", "不符合", "没有签字", "√"], ["王", "A7", "是", "", "Y"], ["", "A10", "", "", ""]]);
    let dry = super::cli::done(&folder, "sample import @/案卷.xingping work_orders @/填.xlsx --dry-run");
    assert!(dry.out.contains("改动 2 条") && dry.out.contains("案卷没有改动"), "{}", dry.out);
    assert!(dry.out.contains("A12：记录完整 未查 → 符合；客户已签字 未查 → 不符合"), "as the window does: {}", dry.out);
    assert_eq!(case(&folder), before);
    super::cli::done(&folder, "sample import @/案卷.xingping work_orders @/填.xlsx");
    let after = case(&folder);
    let sample = &after.samples[&orders()];
    assert_eq!(sample.record("A12").unwrap().note, "没有签字");
    assert_eq!(sample.record("A12").unwrap().marks["signed"], Mark::Fails);
    assert_eq!(sample.record("A7").unwrap().marks["complete"], Mark::Conforms);
    assert!(sample.record("A10").unwrap().marks.is_empty());
    // 5.2.4.2 asks for complete, signed and warranty: A12 fails by one of them, A7 is open yet.
    assert_eq!(*after.verdict(&ClauseId::from("5.2.4.2")), Verdict::Sampled { checked: 1, nonconforming: 1 });

    // Something was found: no other seed by the way, and beginning anew only when it is said.
    let refused = super::cli::run(&folder, "sample draw @/案卷.xingping work_orders --n 5 --seed 8");
    assert!(refused.done.code == 2 && refused.err.contains("已经查了 2 条"), "{}", refused.err);
    super::cli::done(&folder, "sample draw @/案卷.xingping work_orders --n 5 --seed 8 --anew");
    let anew = case(&folder);
    assert!(anew.samples[&orders()].drawn.iter().all(|drawn| !drawn.is_begun()));
    assert_eq!(*anew.verdict(&ClauseId::from("5.2.4.2")), Verdict::Unrated);
}

#[test]
fn what_is_wrong_with_a_sheet_is_said_and_its_other_rows_are_taken() {
    let folder = on_disk();
    super::cli::done(&folder, "sample draw @/案卷.xingping work_orders --n 3 --seed 7");
    let filled = folder.path().join("填.xlsx");
    sheet(
        &filled,
        &[
            ["", "A12", "也许", "", "√"],
            ["", "A7", "√", "", "√"],
            ["", "A7", "×", "", ""],
            ["", "B1", "√", "", ""],
            ["", "A10", "无", "", "√"],
        ],
    );
    let said = super::cli::run(&folder, "sample import @/案卷.xingping work_orders @/填.xlsx");
    assert_eq!(said.done.code, 1);
    assert!(said.out.contains("有 2 行填得不对，整行没有采用，其余 1 行照常。"), "{}", said.out);
    let whole = "看不懂“也许”；请填 √、×、— 或留空。这一行整行没有采用";
    for expected in [
        whole,
        "单元格 C4：看不懂“也许”",
        "单元格 B6：这个编号在第 5 行",
        "单元格 B7：编号“B1”不在这次抽样里",
        "单元格 C8：看不懂“无”",
    ] {
        assert!(said.err.contains(expected), "{expected}: {}", said.err);
    }
    let sample = case(&folder).samples[&orders()].clone();
    assert!(sample.record("A12").unwrap().marks.is_empty(), "no part of a row with anything wrong in it");
    assert!(sample.record("A10").unwrap().marks.is_empty(), "no signature is not the same as not concerned");
    for (text, found) in [("不涉及", Some(Mark::NotConcerned)), ("—", Some(Mark::NotConcerned)), ("没有", None)]
    {
        sheet(&filled, &[["", "A10", text, "", "√"]]);
        super::cli::run(&folder, "sample import @/案卷.xingping work_orders @/填.xlsx");
        assert_eq!(
            case(&folder).samples[&orders()].record("A10").unwrap().marks.get("signed").copied(),
            found,
            "{text}"
        );
        super::cli::done(&folder, "sample draw @/案卷.xingping work_orders --n 3 --seed 7 --anew");
    }
    assert_eq!(sample.record("A7").unwrap().marks["signed"], Mark::Conforms);
    fs::write(folder.path().join("别的.csv"), "甲,乙\n1,2\n").unwrap();
    let none = super::cli::run(&folder, "sample import @/案卷.xingping work_orders @/别的.csv");
    assert!(none.done.code == 1 && none.err.contains("找不到标题行"), "{}", none.err);
}

#[test]
fn the_trail_leads_down_to_the_records() {
    let folder = on_disk();
    super::cli::done(&folder, "sample draw @/案卷.xingping work_orders --n 3 --seed 7");
    let before = super::cli::done(&folder, "score @/案卷.xingping --why").out;
    assert!(!before.contains("由抽样表得出"), "nothing follows yet");
    sheet(&folder.path().join("填.xlsx"), &[["", "A7", "×", "", "√"], ["", "A10", "×", "", ""]]);
    super::cli::done(&folder, "sample import @/案卷.xingping work_orders @/填.xlsx");
    let why = super::cli::done(&folder, "score @/案卷.xingping --why").out;
    let line =
        "5.2.4.2  售后工单：总体 12 条，简单随机，种子“7”，抽 3 条；查完 2 条，不符合 2 条：A7、A10；还有 1 条没查完";
    assert!(why.contains("由抽样表得出的判定") && why.contains(line), "{why}");
    // A10 and A7 fail, but other clauses that they feed are open: score and precheck say that this is not the last word.
    let (score, precheck) = (super::cli::done(&folder, "score @/案卷.xingping").out, "precheck @/案卷.xingping");
    let gates = super::cli::run(&folder, precheck).out;
    for text in [&score, &gates] {
        assert!(text.contains("抽样未核完 3 条") && text.contains("暂定"), "{text}");
    }
    assert_eq!(json(&folder, "score @/案卷.xingping --json")["sample_records_open"], 3);
    let gates = super::cli::run(&folder, &format!("{precheck} --json")).out;
    let gates: Value = serde_json::from_str(&gates).unwrap();
    assert_eq!(gates["sample_records_open"], 3);
    let rectified = gates["gates"].as_array().unwrap().iter().find(|gate| gate["id"] == "rectifications").unwrap();
    assert_eq!(rectified["state"], "warn");
    assert!(rectified["why"].to_string().contains("抽样未核完 3 条"));
}

#[test]
fn a_ledger_speaks_against_records_where_it_has_the_field_and_says_no_or_nothing() {
    let kind = criteria::ledger_kind("work_orders").unwrap();
    let ledger = super::ledgers::imported("工单号,客户签字\nA,是\nB,否\nC,\nD,看附件\n", "work_orders");
    let signed = kind.check("signed").unwrap();
    let said = |name: &str| assessment::against(&ledger, name, signed);
    use assessment::Against::{Missing, No};
    assert_eq!(["A", "B", "C", "D", "Z"].map(said), [None, Some(No), Some(Missing), Some(Missing), None]);
    // The ledger has no column for it: that says nothing against anybody.
    assert_eq!(assessment::against(&ledger, "C", kind.check("revisited").unwrap()), None);
    let marked = |name: &str| Drawn {
        record: name.into(),
        marks: [("signed".to_owned(), Mark::Conforms)].into(),
        ..Drawn::default()
    };
    let bare = |name: &str| Drawn { record: name.into(), ..Drawn::default() };
    let sample = Sample { drawn: vec![bare("A"), bare("B"), marked("C"), bare("D")], ..Sample::default() };
    let (filled, n) = assessment::prefilled(kind, &ledger, &sample);
    let marks: Vec<Option<Mark>> = filled.drawn.iter().map(|drawn| drawn.marks.get("signed").copied()).collect();
    assert_eq!((marks, n), (vec![None, Some(Mark::Fails), Some(Mark::Conforms), Some(Mark::Fails)], 2));
}

#[test]
fn a_table_of_answers_cannot_contradict_a_sheet() {
    let folder = on_disk();
    super::cli::done(&folder, "sample draw @/案卷.xingping work_orders --n 3 --seed 7");
    sheet(&folder.path().join("填.xlsx"), &[["", "A7", "×", "", ""]]);
    super::cli::done(&folder, "sample import @/案卷.xingping work_orders @/填.xlsx");
    fs::write(folder.path().join("答.csv"), "条款,判定,说明\n5.2.4.2,符合,好\n5.1.1.1,符合,\n").unwrap();
    let said = super::cli::run(&folder, "import @/案卷.xingping @/答.csv");
    assert_eq!(said.done.code, 1);
    assert!((said.out + &said.err).contains("条款 5.2.4.2 的判定由“售后工单”的抽样表得出"));
    let after = case(&folder);
    assert_eq!(*after.verdict(&ClauseId::from("5.2.4.2")), Verdict::Sampled { checked: 1, nonconforming: 1 });
    assert_eq!(*after.verdict(&ClauseId::from("5.1.1.1")), Verdict::Meets);
}

#[test]
fn another_sample_in_place_of_one_is_said() {
    let folder = on_disk();
    super::cli::done(&folder, "sample draw @/案卷.xingping work_orders --n 5 --seed 7");
    let other = super::cli::done(&folder, "sample draw @/案卷.xingping work_orders --n 3 --seed 8").out;
    assert!(other.contains("原来抽的 5 条（简单随机，种子“7”）还没有查过，已全部换成这次抽的"), "{other}");
    let found = case(&folder).samples[&orders()].drawn[0].record.clone();
    sheet(&folder.path().join("填.xlsx"), &[["", &found, "×", "", "√"]]);
    super::cli::done(&folder, "sample import @/案卷.xingping work_orders @/填.xlsx");
    let anew = super::cli::done(&folder, "sample draw @/案卷.xingping work_orders --n 3 --seed 9 --anew").out;
    assert!(anew.contains("其中查过的 1 条的结果作废"), "{anew}");
    let log = super::cli::done(&folder, "changes @/案卷.xingping").out;
    assert!(log.contains("作废查过的 1 条：") && log.contains("新抽 5 条：A7、A10"), "{log}");
    let more = super::cli::done(&folder, "sample draw @/案卷.xingping work_orders --n 4").out;
    assert!(!more.contains("原来抽的 3 条（"), "drawing more replaces nothing: {more}");
}

#[test]
fn a_sample_says_in_which_steps_it_was_drawn_where_the_ledger_changed() {
    let words = super::files::words();
    let seeded = Sample { seed: "7".into(), ..Sample::default() };
    let (all, mut few) = (ledger(), ledger());
    few.records.make_mut().retain(|number, _| ["A1", "A2", "A3", "A4", "A5", "A6"].contains(&number.as_str()));
    let four = seeded.draw(&few, None, 4);
    assert_eq!(four.say_again(&words), words.sampling.again.to_string());
    assert!(four.draw(&few, None, 5).before.is_empty(), "more of the same ledger is as if drawn at once");
    assert_eq!(four.draw(&few, None, 5), seeded.draw(&few, None, 5));
    assert_eq!(four.draw(&all, None, 3), four, "nothing was drawn from the ledger as it is now");
    let six = four.draw(&all, None, 6);
    assert_ne!(drawn(&six), drawn(&seeded.draw(&all, None, 6)));
    let before: Vec<(u32, u32)> = six.before.iter().map(|step| (step.n, step.population)).collect();
    assert_eq!((before, six.population), (vec![(4, 6)], 12));
    let said = six.say_again(&words);
    let steps = "从当时的 6 条里抽 4 条（到第 4 条）；从当时的 12 条里抽 2 条（到第 6 条）";
    assert!(said.contains(steps) && said.contains("一次从 12 条里抽 6 条，抽出的一般不同"), "{said}");
    assert_eq!(six.say_gone(Some(&all), &words), None);
}

/// The numbers of work orders as a table.
fn numbers(folder: &tempfile::TempDir, name: &str, numbers: std::ops::RangeInclusive<u32>) {
    let rows: String = numbers.map(|n| format!("A{n}\n")).collect();
    fs::write(folder.path().join(name), format!("工单号\n{rows}")).unwrap();
}

#[test]
fn what_the_ledger_lost_is_said_wherever_the_sample_is() {
    let folder = on_disk();
    super::cli::done(&folder, "sample draw @/案卷.xingping work_orders --n 5 --seed 7");
    sheet(&folder.path().join("填.xlsx"), &[["", "A7", "×", "", "√"]]);
    super::cli::done(&folder, "sample import @/案卷.xingping work_orders @/填.xlsx");
    numbers(&folder, "少.csv", 1..=6);
    let gone = "抽出的 5 条里有 4 条已不在台账里：A7、A10、A11、A12";
    let before = case(&folder);
    let dry = super::cli::run(&folder, "ledger import @/案卷.xingping work_orders @/少.csv --replace --dry-run").out;
    assert!(dry.contains("会新增 0，改动 6，移除 6") && dry.contains(gone), "{dry}");
    assert_eq!(case(&folder), before);
    let real = super::cli::run(&folder, "ledger import @/案卷.xingping work_orders @/少.csv --replace").out;
    assert!(real.contains("新增 0，改动 6，移除 6") && real.contains(gone), "{real}");
    let why = super::cli::done(&folder, "score @/案卷.xingping --why").out;
    assert!(why.contains(gone), "{why}");
    let plain = super::cli::done(&folder, "score @/案卷.xingping").out;
    let lines: Vec<&str> = plain.lines().filter(|line| line.contains(gone)).collect();
    assert!(lines.len() == 1 && lines[0].starts_with("售后工单"), "{plain}");
    let back = super::cli::done(&folder, "sample import @/案卷.xingping work_orders @/填.xlsx").out;
    assert!(back.contains(gone), "{back}");
    let log = super::cli::done(&folder, "changes @/案卷.xingping").out;
    assert!(log.contains("改动 6 条：A1、A2、A3、A4、A5，另有 1 条") && log.contains("移除 6 条：A10、A11"), "{log}");
    let more = super::cli::done(&folder, "sample draw @/案卷.xingping work_orders --n 6").out;
    let steps = "从当时的 12 条里抽 5 条（到第 5 条）；从当时的 6 条里抽 1 条（到第 6 条）";
    assert!(more.contains(steps) && more.contains("抽出的 6 条里有 4 条已不在台账里"), "{more}");
    // The sheet says it in its second row, and the case comes back from the disk with it.
    super::cli::done(&folder, "sample export @/案卷.xingping work_orders @/表.xlsx");
    let table = store::tables::read_file(&folder.path().join("表.xlsx")).unwrap();
    let said = format!("{:?}", table.rows.iter().find(|row| row.number == 2).unwrap().cells[0]);
    assert!(said.contains(steps) && !said.contains("在任何电脑上"), "{said}");
}

#[test]
fn a_check_that_does_not_concern_a_record_does_not_conform_by_the_way() {
    let kind = criteria::ledger_kind("work_orders").unwrap();
    let about = LedgerAbout { fields: vec!["kind".into()], ..LedgerAbout::default() };
    let record = |kept| Record::new(2, vec![kept]);
    let records = [("修", Kept::Text("上门维修".into())), ("装", Kept::Text("安装".into())), ("空", Kept::Missing)];
    let ledger = Ledger { about, records: records.map(|(name, kept)| (name.to_owned(), record(kept))).into() };
    let bare = |name: &str| Drawn { record: name.into(), ..Drawn::default() };
    let guided = |name: &str| assessment::rest_conforms(kind, Some(&ledger), &bare(name)).marks["guided"];
    assert_eq!(["修", "装", "空"].map(guided), [Mark::NotConcerned, Mark::Conforms, Mark::Conforms]);
    let marks = assessment::rest_conforms(kind, Some(&ledger), &bare("修")).marks;
    assert!(marks.iter().all(|(check, mark)| check == "guided" || *mark == Mark::Conforms));
    let failing = Drawn { marks: [("guided".to_owned(), Mark::Fails)].into(), ..bare("修") };
    assert_eq!(assessment::rest_conforms(kind, Some(&ledger), &failing).marks["guided"], Mark::Fails, "what was found");
}
