//! Calibration: from the standard's true points to a scheme of one's own; every expected value worked out by hand.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use proptest::prelude::*;
use serde_json::Value;
use xingping::assessment::{Action, ActionId, Assessment, Drawn, Edit, Gap, Mark, Sample, Verdict, apply};
use xingping::criteria::{
    self, CalibrationAsk, CalibrationProblemKind as Kind, ClauseChange, ClauseId, Pinned, PointsEntry, PointsStatus,
    RuleChange, SHIPPED, TextStatus, UNSIGNED, calibrate_entries, compare, parse_amount, pasted_entries, whole,
};
use xingping::lang::{Language, Words};
use xingping::scoring::decimal_or_fraction;
use xingping::store;

use super::cli::{done, run};

const SMALL: &str = include_str!("../files/schemes/good/small.ron");
const FORMAT_2: &str = include_str!("../files/schemes/good/format_2.ron");
const NOTATION: &str = include_str!("../files/schemes/good/notation.ron");

/// What the tables in `tests/files/tables/points` have otherwise than the shipped scheme.
const OTHER: [(&str, u32, u32); 6] =
    [("5.1.1.1", 2, 1), ("5.1.6.4", 2, 3), ("5.2.2.1", 2, 1), ("5.2.4.1", 3, 4), ("5.3.1.3", 3, 2), ("5.3.2.2", 4, 5)];

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/tables/points").join(name)
}

fn shipped() -> Pinned {
    criteria::read(SHIPPED[0].text).unwrap()
}

fn scheme(text: &str) -> Pinned {
    criteria::read(text).unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn ask() -> CalibrationAsk {
    CalibrationAsk {
        by: "张三".into(),
        on: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(),
        id: None,
        copy: String::new(),
    }
}

fn entry(row: u32, clause: &str, points: &str, text: &str) -> PointsEntry {
    PointsEntry { row: Some(row), clause: clause.into(), points: points.into(), text: text.into() }
}

/// The points of all clauses as the scheme has them, but for these.
fn all(base: &Pinned, others: &[(&str, &str)]) -> Vec<PointsEntry> {
    let points = |id: &ClauseId| others.iter().find(|(other, _)| *other == id.as_str()).map(|(_, points)| *points);
    (2..)
        .zip(base.scheme.clauses())
        .map(|(row, clause)| {
            let points = points(&clause.id).map_or_else(|| clause.points.to_string(), str::to_owned);
            entry(row, clause.id.as_str(), &points, "")
        })
        .collect()
}

/// What is wrong with entries: row and sentence.
fn wrong(base: &Pinned, entries: &[PointsEntry]) -> Vec<(Option<u32>, String)> {
    let words = Words::load(Language::Chinese).unwrap();
    let problems = calibrate_entries(base, entries, &ask()).unwrap_err();
    problems.iter().map(|problem| (problem.row, problem.say(decimal_or_fraction, &words))).collect()
}

#[test]
fn a_full_table_makes_a_scheme_with_these_points_and_nothing_else_changed() {
    let base = shipped();
    let others: Vec<(&str, String)> = OTHER.iter().map(|(id, _, now)| (*id, now.to_string())).collect();
    let others: Vec<(&str, &str)> = others.iter().map(|(id, now)| (*id, now.as_str())).collect();
    let done = calibrate_entries(&base, &all(&base, &others), &ask()).unwrap();
    let new = &done.pinned.scheme;
    assert_eq!((&*new.id, new.revision), ("gbt27922-2011-calibrated", 1));
    let calibration = new.calibration.as_ref().unwrap();
    assert_eq!((&*calibration.of, &*calibration.by), ("gbt27922-2011 r2", "张三"));
    assert_eq!(calibration.on.to_string(), "2026-11-22");
    for clause in new.clauses() {
        let before = base.scheme.clause(&clause.id).unwrap();
        let other = OTHER.iter().find(|(id, ..)| *id == clause.id.as_str()).map(|(.., now)| whole(*now));
        assert_eq!(clause.points, other.unwrap_or_else(|| before.points.clone()), "{}", clause.id);
        assert_eq!((clause.points_status, clause.points_between), (PointsStatus::Verified, None));
        assert_eq!(clause.text_status, before.text_status, "texts were not given");
    }
    let diff = compare(&base.scheme, new);
    for clause in &diff.clauses {
        let points = |change: &ClauseChange| {
            matches!(change, ClauseChange::PointsChanged { .. } | ClauseChange::CertaintyChanged)
        };
        // The remark of 5.1.2.2 says that its points are known from one source only, and is marked as said before.
        let remarked = clause.new.as_ref().is_some_and(|id| id.as_str() == "5.1.2.2");
        let changes =
            || clause.changes.iter().filter(|change| !(remarked && **change == ClauseChange::GuidanceChanged));
        assert!(clause.asks_the_same() && changes().all(points), "{clause:?}");
    }
    assert_eq!(diff.rules, [RuleChange::About], "its name, and what it says of itself");
    assert_eq!((done.given.len(), done.changed.len()), (43, 6));
    assert!(done.unverified.is_empty() && done.contradicted.is_empty() && done.texts.is_empty());
    let sums: Vec<String> = done.tally.iter().map(|section| section.sum.to_string()).collect();
    assert_eq!(sums, ["40", "35", "25"]);
    let groups: Vec<String> = done.tally[0].groups.iter().map(|group| group.sum.to_string()).collect();
    // 5.1.1: 1 + 2; 5.1.2: 2 + 5; 5.1.3: 6; 5.1.4: 3 + 2; 5.1.5: 4; 5.1.6: 2 + 2 + 2 + 3; 5.1.7: 6.
    assert_eq!(groups, ["3", "7", "6", "5", "4", "9", "6"]);
}

#[test]
fn it_does_not_go_on_saying_that_points_are_not_known() {
    let base = shipped();
    let new = calibrate_entries(&base, &all(&base, &[]), &ask()).unwrap().pinned;
    let statement = &new.scheme.statement;
    assert!(statement.contains("由“gbt27922-2011 r2”校准而成，校准人：张三，日期：2026-11-22。"), "{statement}");
    assert!(statement.contains("全部 43 条的分值都取自标准正文"), "{statement}");
    assert!(!statement.contains("其余 42 条的分值都是推定"), "{statement}");
    // Texts are as unsure as before.
    assert!(statement.contains("文字推定的条款在 5.2.1、5.2.2、5.2.3、5.2.4、5.2.6 组"), "{statement}");
    assert!(new.text.starts_with("// 校准：本文件由“gbt27922-2011 r2”"));
    let group = &new.scheme.sections[0].groups[1];
    assert!(group.note.starts_with("校准之前的说明：本组 5.1.2.2 的 5 分"), "{}", group.note);
    assert!(new.scheme.edition_name().contains("gbt27922-2011-calibrated r1"));
}

/// Line by line: what was not given stays as a person wrote it, comments too.
#[test]
fn the_text_is_the_same_but_for_the_values() {
    let base = shipped();
    let new = calibrate_entries(&base, &all(&base, &[]), &ask()).unwrap().pinned;
    let (_, body) = new.text.split_once("// Criteria of").unwrap();
    let body = format!("// Criteria of{body}");
    assert_eq!(body.lines().count(), base.text.lines().count());
    let may_change = ["id:", "revision:", "statement:", "calibration:", "points:", "points_status:", "points_between:"];
    for (before, after) in base.text.lines().zip(body.lines()) {
        let changes = may_change.iter().any(|field| before.trim_start().starts_with(field));
        let note = ["note:", "remark:"].iter().any(|field| before.trim_start().starts_with(field));
        let note = note && after.contains("校准之前的说明：");
        assert!(before == after || changes || note, "{before}\n{after}");
    }
    assert_eq!(body.matches("points_status: verified").count(), 43);
    assert_eq!(body.matches("points_between: None").count(), 43);
}

#[test]
fn an_old_format_becomes_the_newest_one() {
    let base = scheme(SMALL);
    let entries = [entry(2, "1.1.1", "2.5", ""), entry(3, "1.1.2", "３．５", "")];
    let done = calibrate_entries(&base, &entries, &ask()).unwrap();
    assert!(done.pinned.text.contains("format: 2,"));
    assert!(done.pinned.text.contains("points: \"2.5\",\n                            points_status: verified,\n                            points_between: None,"));
    assert!(done.pinned.text.contains("advice: [Advice(text: \"建议\", effort: None, lead_days: None)]"));
    let scheme = &done.pinned.scheme;
    assert_eq!(scheme.clause(&"1.1.2".into()).unwrap().points, parse_amount("3.5").unwrap());
    assert_eq!(done.unverified, [ClauseId::from("2.1.1"), "2.1.2".into()], "only what was given is verified");
    assert_eq!(done.contradicted.len(), 2, "both were verified before, with other points");
    assert!(scheme.statement.contains("2 条的分值取自标准正文；其余 2 条：推定 2 条"), "{}", scheme.statement);
}

/// Comments between values, raw texts and a record on one line.
#[test]
fn whatever_the_notation_the_values_are_found() {
    for text in [NOTATION, FORMAT_2] {
        let base = scheme(text);
        let done = calibrate_entries(&base, &all(&base, &[]), &ask()).unwrap();
        assert!(done.pinned.scheme.clauses().all(|clause| clause.points_status == PointsStatus::Verified));
    }
}

#[test]
fn once_more_keeps_the_id_and_raises_the_revision() {
    let base = shipped();
    let first = calibrate_entries(&base, &all(&base, &[]), &ask()).unwrap().pinned;
    let by = CalibrationAsk { by: " 李\n四 ".into(), ..ask() };
    let second = calibrate_entries(&first, &all(&first, &[("5.1.1.1", "3"), ("5.1.1.2", "1")]), &by).unwrap();
    let scheme = &second.pinned.scheme;
    assert_eq!((&*scheme.id, scheme.revision), ("gbt27922-2011-calibrated", 2));
    assert_eq!(scheme.calibration.as_ref().unwrap().of, "gbt27922-2011-calibrated r1");
    assert_eq!(scheme.calibration.as_ref().unwrap().by, "李 四");
    assert!(scheme.statement.contains("在此之前由“gbt27922-2011 r2”校准过，校准人：张三"), "{}", scheme.statement);
    assert_eq!(second.contradicted.len(), 2);
    let long = CalibrationAsk { id: Some("别的".into()), by: "名".repeat(201), ..ask() };
    let problems = calibrate_entries(&base, &all(&base, &[]), &long).unwrap_err();
    assert!(matches!(problems[0].kind, Kind::BadId { .. }) && matches!(problems[1].kind, Kind::NameTooLong { .. }));
    let nobody = CalibrationAsk { by: " ".into(), id: Some("own.1".into()), ..ask() };
    let scheme = calibrate_entries(&base, &all(&base, &[]), &nobody).unwrap().pinned.scheme;
    assert_eq!((&*scheme.id, &*scheme.calibration.as_ref().unwrap().by), ("own.1", UNSIGNED));
}

#[test]
fn texts_are_corrected_the_same_way() {
    let base = shipped();
    let text = "应当这样做：\na) 其一\nb） 其二，\n还有一行\n B、不是一项";
    let entries = [entry(2, "5.2.6.1", "", text), entry(3, "5.2.6.2", "2", "“引号\"和\\斜杠”")];
    let done = calibrate_entries(&base, &entries, &ask()).unwrap();
    let clause = |id: &str| done.pinned.scheme.clause(&id.into()).unwrap();
    let first = clause("5.2.6.1");
    assert_eq!(first.requirement, "应当这样做：");
    assert_eq!(first.parts, ["其一", "其二，\n还有一行\nB、不是一项"]);
    assert_eq!((first.text_status, first.points_status), (TextStatus::Verified, PointsStatus::Provisional));
    assert_eq!(clause("5.2.6.2").requirement, "“引号\"和\\斜杠”");
    assert_eq!(clause("5.2.6.2").points_status, PointsStatus::Verified);
    let group = done.pinned.scheme.sections[1].groups.iter().find(|group| group.id == "5.2.6").unwrap();
    assert_eq!(group.text_status, TextStatus::Verified, "all its texts are");
    assert_eq!((done.texts.len(), done.given.len(), done.unverified.len()), (2, 1, 42));
}

#[test]
fn every_mistake_is_said_with_its_row() {
    let base = shipped();
    for (clause, points, sentence) in [
        ("5.1.1.9", "2", "准则中没有条款“5.1.1.9”"),
        ("附注", "100", "准则中没有条款“附注”"),
        ("合计", "不详", "“合计”一行的“不详”不是数字"),
        ("5.1.1.1", "2人", "条款 5.1.1.1 的分值“2人”不是数字"),
        ("5.1.1.1", "两", "不是数字"),
        ("5.1.1.1", "1e1", "不是数字"),
        ("5.1.1.1", "2026-02-03", "不是数字"),
        ("5.1.1.1", "99999999999", "不是数字"),
        ("5.1.1.1", "0", "条款 5.1.1.1 的分值“0”不大于 0"),
        ("5.1.1.1", "-2", "不大于 0"),
        ("5.1.1.1", "－２", "不大于 0"),
        ("5.3.1.1", "25.5", "比它所在的 5.3 全部 25 分还多"),
        ("", "2", "没有写条款"),
    ] {
        let said = wrong(&base, &[entry(7, clause, points, "")]);
        assert_eq!(said[0].0, Some(7), "{clause} {points}");
        assert!(said[0].1.contains(sentence), "{clause} {points}: {said:?}");
        assert_eq!(said.len(), 1, "nothing is said about sums that follow from it: {said:?}");
    }
    let twice = [entry(2, "5.1.1.1", "2", ""), entry(5, "５。１。１。１", "2", "")];
    assert_eq!(wrong(&base, &twice), [(Some(5), "条款 5.1.1.1 在第 2 行已经有了；请只留一行。".to_owned())]);
    assert_eq!(wrong(&base, &[]).len(), 1);
    assert!(wrong(&base, &[entry(2, "5.1.1.1", " ", "")])[0].1.contains("没有给出任何条款"));
}

/// 5.1.1 has two clauses of 2, so 4; 5.1.2 has 2 and 5, so 7; 5.1 has 40, all have 100. The table as people have it: a
/// heading with its sum before, a subtotal after, titles beside numbers, units.
#[test]
fn headings_sums_and_units_of_the_tables_that_people_have_are_read_and_checked() {
    let base = shipped();
    let numbers: Vec<(String, String)> =
        base.scheme.clauses().map(|clause| (clause.id.to_string(), format!("{} 分", clause.points))).collect();
    let table = |group: &str, subtotal: &str, total: &str| {
        let mut entries = vec![entry(2, "5.1 售后服务体系", "40分", ""), entry(3, "5.1.1", group, "")];
        for (clause, points) in &numbers[..4] {
            let titled = format!("{clause} 另一种标题");
            entries.push(entry(4, &titled, points, ""));
            if clause == "5.1.2.2" {
                entries.push(entry(8, "小 计", subtotal, ""));
            }
        }
        entries.extend(numbers[4..].iter().map(|(clause, points)| entry(9, clause, points, "")));
        entries.push(entry(99, "合计", total, ""));
        entries
    };
    let done = calibrate_entries(&base, &table("4", "７分", "（100分）"), &ask()).unwrap();
    assert_eq!((done.given.len(), done.unverified.len(), done.changed.len()), (43, 0, 0));
    let done = calibrate_entries(&base, &table("", "", ""), &ask()).unwrap();
    assert_eq!(done.given.len(), 43, "headings without a number say nothing");
    // The subtotal may as well be that of the section so far; what it is not is said.
    let said = wrong(&base, &table("5", "8", "99"));
    assert_eq!(said.iter().map(|(row, _)| *row).collect::<Vec<_>>(), [Some(3), Some(8), Some(99)]);
    assert!(said[0].1.starts_with("“5.1.1”一行写的是 5 分，而各条相加是：5.1.1 组织架构 4 分；"), "{said:?}");
    assert!(said[1].1.contains("5.1.2 人员配置 7 分、5.1 售后服务体系 40 分、小 计 100 分"), "{said:?}");
}

/// A remark says where a text came from and what is doubtful of it: beside a verified text that is no longer true.
#[test]
fn what_was_remarked_before_is_marked_as_said_before() {
    let base = shipped();
    let remark = |done: &criteria::Calibrated, id: &str| done.pinned.scheme.clause(&id.into()).unwrap().remark.clone();
    let mut entries = all(&base, &[]);
    entries.iter_mut().filter(|entry| entry.clause == "5.2.1.1").for_each(|entry| entry.text = "包装信息齐全".into());
    let done = calibrate_entries(&base, &entries, &ask()).unwrap();
    assert!(remark(&done, "5.2.1.1").starts_with("校准之前的说明：本条由组名"), "its text is given");
    assert!(remark(&done, "5.1.2.2").starts_with("校准之前的说明：5 分这一分值"), "it speaks of points");
    assert!(remark(&done, "5.1.1.2").starts_with("网点可以自建"), "it speaks of neither");
    let ask = CalibrationAsk { copy: " 中国标准出版社\n第一版 ".into(), ..ask() };
    let done = calibrate_entries(&base, &all(&base, &[]), &ask).unwrap();
    assert!(done.pinned.scheme.statement.contains("所依据的标准文本：中国标准出版社 第一版。"));
}

#[test]
fn sections_that_do_not_add_up_are_said_with_the_difference() {
    let base = shipped();
    let said = wrong(&base, &all(&base, &[("5.1.1.1", "3"), ("5.3.2.2", "2.5")]));
    assert_eq!(said.len(), 2);
    assert!(said[0].1.starts_with("5.1 售后服务体系应为 40 分，各条相加是 41 分，多 1 分；"), "{said:?}");
    assert!(said[1].1.starts_with("5.3 ") && said[1].1.contains("各条相加是 23.5 分，少 1.5 分；"), "{said:?}");
    // One row says a number that is none: the sum of its section would mean nothing, that of the others does.
    let said = wrong(&base, &all(&base, &[("5.1.1.1", "x"), ("5.2.1.1", "1")]));
    assert_eq!(said.len(), 2);
    assert!(said[0].1.contains("不是数字") && said[1].1.starts_with("5.2 "), "{said:?}");
    // A clause that is missing is named where the sum does not fit without it.
    let mut entries = all(&base, &[("5.3.2.2", "5")]);
    entries.retain(|entry| entry.clause != "5.3.1.1");
    let said = wrong(&base, &entries);
    assert!(said[0].1.contains("多 1 分") && said[0].1.contains("其中 1 条没有给出分值"), "{said:?}");
    assert!(said[0].1.ends_with("请补上：5.3.1.1。"), "{said:?}");
    // Where it fits, the clause stays as unsure as it was.
    let done = calibrate_entries(&base, &all(&base, &[])[1..], &ask()).unwrap();
    assert_eq!(done.unverified, [ClauseId::from("5.1.1.1")]);
    let clause = done.pinned.scheme.clause(&"5.1.1.1".into()).unwrap();
    assert_eq!((clause.points_status, clause.points_between), (PointsStatus::Provisional, Some((1, 5))));
}

#[test]
fn points_that_were_known_may_be_contradicted_and_that_is_said() {
    let base = shipped();
    let done = calibrate_entries(&base, &all(&base, &[("5.1.2.2", "4"), ("5.1.2.1", "3")]), &ask()).unwrap();
    assert_eq!(done.contradicted, [ClauseId::from("5.1.2.2")]);
    assert_eq!(done.changed[1], ("5.1.2.2".into(), whole(5), whole(4)));
    // The receipt says so, and names the clauses that stay as unsure as they were.
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("t.csv"), "条款,分值\n5.1.2.1,3\n5.1.2.2,4\n").unwrap();
    let said = super::cli::done(&folder, "criteria calibrate gbt27922-2011 @/t.csv --dry-run --by 张三");
    for part in ["5.1.2.2 原来的 5 分不是推定", "改为 4 分", "还有 41 条的分值没有核对", "只是试算"]
    {
        assert!(said.out.contains(part), "{part}: {}", said.out);
    }
}

#[test]
fn a_pasted_column_goes_by_the_order_of_clauses() {
    let base = shipped();
    let numbers: Vec<String> = base.scheme.clauses().map(|clause| clause.points.to_string()).collect();
    let column = numbers.join("\r\n") + "\r\n";
    let entries = pasted_entries(&base.scheme, &column).unwrap();
    assert_eq!(entries.len(), 43);
    assert_eq!((&*entries[42].clause, &*entries[42].points, entries[42].row), ("5.3.2.3", "3", Some(43)));
    assert!(calibrate_entries(&base, &entries, &ask()).unwrap().unverified.is_empty());
    // A heading above, blank lines between.
    let entries = pasted_entries(&base.scheme, &format!("分值\n\n{}", numbers.join("\n\n"))).unwrap();
    assert_eq!((entries.len(), entries[0].row), (43, Some(3)));
    let count = |text: &str| pasted_entries(&base.scheme, text).unwrap_err().kind;
    assert_eq!(count(&numbers[1..].join("\n")), Kind::CountDiffers { found: 42, wanted: 43 });
    assert_eq!(count(&format!("{column}100")), Kind::CountDiffers { found: 44, wanted: 43 });
    assert_eq!(count(" \n"), Kind::NothingGiven);
    // Two columns name their clauses, and may come in any order.
    let mut pairs: Vec<String> =
        base.scheme.clauses().map(|clause| format!("{}\t{}", clause.id, clause.points)).collect();
    pairs.reverse();
    let entries = pasted_entries(&base.scheme, &pairs.join("\n")).unwrap();
    assert_eq!((&*entries[0].clause, &*entries[0].points), ("5.3.2.3", "3"));
    assert!(calibrate_entries(&base, &entries, &ask()).unwrap().changed.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    /// Points moved about within a section, in halves: the scheme has exactly them.
    #[test]
    fn any_points_that_add_up_come_back(moves in prop::collection::vec((0..43_usize, 0..43_usize), 0..40)) {
        let base = shipped();
        let section = |at: usize| base.scheme.place(&base.scheme.clauses().nth(at).unwrap().id).unwrap().0.id.clone();
        let half = parse_amount("0.5").unwrap();
        let mut points: Vec<_> = base.scheme.clauses().map(|clause| clause.points.clone()).collect();
        for (from, to) in moves {
            if section(from) == section(to) && points[from] > half {
                points[from] -= &half;
                points[to] += &half;
            }
        }
        let entries: Vec<PointsEntry> = base.scheme.clauses().zip(&points)
            .map(|(clause, points)| entry(1, clause.id.as_str(), &decimal_or_fraction(points), ""))
            .collect();
        let done = calibrate_entries(&base, &entries, &ask()).unwrap();
        let read: Vec<_> = done.pinned.scheme.clauses().map(|clause| clause.points.clone()).collect();
        prop_assert_eq!(read, points);
    }
}

fn calibrated(folder: &tempfile::TempDir, table: &str) -> (String, String) {
    let line = format!("criteria calibrate gbt27922-2011 {} -o @/新.ron --by 张三 --replace", file(table).display());
    let said = done(folder, &line);
    (said.out, fs::read_to_string(folder.path().join("新.ron")).unwrap())
}

#[test]
fn tables_of_every_kind_make_the_same_scheme() {
    let folder = tempfile::tempdir().unwrap();
    let (out, text) = calibrated(&folder, "full.csv");
    for part in [
        "由“gbt27922-2011 r2”校准：43 条中给了 43 条的分值",
        "校准人：张三，日期：2026-03-31。",
        "  5.1 售后服务体系：40 分，应为 40 分，相符",
        "    5.1.6 ",
        "：9 分（4 条，给了 4 条）",
        "全部 43 条的分值都是已核对",
        "分值与原准则不同的有 6 条",
        "  5.2.4.1 ",
        "：3 → 4",
        "edition 案卷 --scheme",
    ] {
        assert!(out.contains(part), "{part}: {out}");
    }
    for table in ["full-gb18030.csv", "english.csv", "full.xlsx", "column.xlsx"] {
        let (out, other) = calibrated(&folder, table);
        assert_eq!(other, text, "{table}");
        assert!(out.contains("替换了原有的文件"), "{out}");
        assert_eq!(out.contains("按准则中条款的次序对应"), table == "column.xlsx", "{out}");
        assert_eq!(out.contains("没有用到"), matches!(table, "english.csv" | "full.xlsx"), "{table}: {out}");
    }
    done(&folder, "criteria check @/新.ron");
}

#[test]
fn the_command_refuses_with_sentences_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    let good = fs::read_to_string(file("full.csv")).unwrap();
    write("好.csv", &good);
    write("错.csv", "条款,分值\n5.1.1.1,二\n5.9,2\n");
    write("缺.csv", "条款,判定\n5.1.1.1,符合\n");
    write("无条款.csv", "条文,分值\n甲,2\n");
    write("重.csv", "条款,分值,points\n5.1.1.1,2,2\n");
    write("空.csv", " \n");
    write("少.csv", "2\n2\n");
    write("引号.csv", "条款,分值\n5.1.1.1,\"2\n");
    write("三列.csv", "一,二,三\n1,2,3\n");
    write("有了.ron", "别动我");
    write("坏.ron", &SMALL.replace("points: 2", "points: 3"));
    write("乱.xlsx", "不是工作簿");
    for (line, code, part) in [
        ("gbt27922-2011 @/好.csv", 2, "请用 -o 写明"),
        ("gbt27922-2011 @/好.csv -o @/新.txt", 2, "不以 .ron 结尾"),
        ("gbt27922-2011 @/好.csv -o @/有了.ron", 2, "已经存在，没有写入"),
        ("gbt27922-2011 @/没有.csv -o @/新.ron", 2, "找不到"),
        ("没有 @/好.csv -o @/新.ron", 2, "没有编号为“没有”的内置准则"),
        ("gbt27922-2011 @/好.csv -o @/新.ron --date 明天", 2, "看不懂日期"),
        ("gbt27922-2011 @/好.csv -o @/没有/新.ron", 2, "文件夹不存在"),
        ("gbt27922-2011 @/空.csv -o @/新.ron", 2, "“条款”“分值”"),
        ("gbt27922-2011 @/乱.xlsx -o @/新.ron", 2, "不是 Excel 工作簿"),
        ("@/坏.ron @/好.csv -o @/新.ron", 1, "请核对条款分值"),
        ("gbt27922-2011 @/错.csv -o @/新.ron", 1, "第 2 行：条款 5.1.1.1 的分值“二”不是数字"),
        ("gbt27922-2011 @/错.csv -o @/新.ron", 1, "第 3 行：准则中没有条款“5.9”"),
        ("gbt27922-2011 @/错.csv -o @/新.ron", 1, "有 2 处问题，没有做成准则"),
        ("gbt27922-2011 @/缺.csv -o @/新.ron", 1, "列名里没有“分值/points”"),
        ("gbt27922-2011 @/无条款.csv -o @/新.ron", 1, "列名里没有“条款/clause”"),
        ("gbt27922-2011 @/三列.csv -o @/新.ron", 1, "列名里没有“条款/clause”"),
        ("gbt27922-2011 @/重.csv -o @/新.ron", 1, "不知道该用哪一列"),
        ("gbt27922-2011 @/少.csv -o @/新.ron", 1, "有 2 个分值，准则有 43 条"),
        ("gbt27922-2011 @/引号.csv -o @/新.ron", 1, "双引号没有配对"),
    ] {
        let said = run(&folder, &format!("criteria calibrate {line}"));
        assert_eq!(said.done.code, code, "{line}: {}{}", said.out, said.err);
        assert!(said.err.contains(part) && said.out.is_empty(), "{line}: {}{}", said.out, said.err);
        assert!(!folder.path().join("新.ron").exists(), "{line}");
    }
    assert_eq!(fs::read_to_string(folder.path().join("有了.ron")).unwrap(), "别动我");
    // What was read is never written over, whatever was typed.
    let own = folder.path().join("自己.ron");
    fs::write(&own, SHIPPED[0].text).unwrap();
    let said = run(&folder, "criteria calibrate @/自己.ron @/好.csv -o @/自己.ron --replace");
    assert_eq!(said.done.code, 2, "{}", said.err);
    assert_eq!(fs::read_to_string(&own).unwrap(), SHIPPED[0].text);

    let dry = done(&folder, "criteria calibrate @/自己.ron @/好.csv --dry-run");
    assert!(dry.out.contains("只是试算") && dry.out.contains("未署名") && dry.out.contains("--by 姓名"), "{}", dry.out);
    let dry = done(&folder, "criteria calibrate GB/T27922-2011 @/好.csv --dry-run -o @/有了.ron");
    assert!(dry.out.contains("没有写出文件"), "{}", dry.out);
    let english = run(&folder, "--lang en criteria calibrate gbt27922-2011 @/错.csv --dry-run");
    assert!(english.err.contains("row 2") && english.err.contains("are no number"), "{}", english.err);
    assert!(run(&folder, "help criteria").out.contains("calibrate"));
}

const CASE: &str = "例.xingping";

/// A case of the older edition with everything that an answer can have, an action planned, and a sample: of ten work
/// orders one was late, which is the share that 5.2.4.1 loses in the case anyway.
fn example(folder: &Path) -> (PathBuf, Assessment) {
    let path = folder.join(CASE);
    let frozen = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/cases/v5/example.xingping");
    let mut case = store::open(&frozen).unwrap();
    let mark = |number| if number == 4 { Mark::Fails } else { Mark::Conforms };
    let drawn = (0..10).map(|number| Drawn {
        record: format!("GD{number}"),
        marks: [("on_time".to_owned(), mark(number))].into(),
        ..Drawn::default()
    });
    let feeds = [("5.2.4.1".into(), ["on_time".to_owned()].into())].into();
    let sample = Sample { seed: "7".into(), population: 72, feeds, drawn: drawn.collect(), ..Sample::default() };
    let action = Action::of(Gap::Clause("5.1.6.4".into()), "补一份企业标准".into());
    for edit in [
        Edit::SetSample { ledger: "work_orders".into(), sample: Some(Box::new(sample)) },
        Edit::SetAction { id: ActionId(1), action: Some(Box::new(action)) },
    ] {
        apply(&case.pinned.scheme, &mut case.assessment, &edit).unwrap();
    }
    store::save(&path, &case).unwrap();
    (path, case.assessment)
}

/// Points of the table: of the clauses that lost something 5.1.2.1 has 2, 5.1.3.2 2, 5.1.6.4 3, 5.2.4.1 4, 5.2.4.2 2,
/// 5.3.1.3 2, 5.3.2.2 5; 5.2.2.1, which is excluded, has 1. Lost: 2 × 2/24 + 2 × 1/12 + 3 + 4 × 6/60 + 2 × 4/30
/// + 2 × 3/40 + 5 × 2/20 = 93/20. Score: (99 - 93/20) / 99 × 100, less 2 special deductions, is 3079/33.
#[test]
fn a_case_that_takes_it_over_keeps_every_answer() {
    let folder = tempfile::tempdir().unwrap();
    let (path, before) = example(folder.path());
    let score = |line: &str| -> Value { serde_json::from_str(&done(&folder, line).out).unwrap() };
    let name = format!("@/{CASE}");
    let json = score(&format!("score {name} --json"));
    assert_eq!(json["score"]["exact"], "18503/196");
    assert_ne!(json["range"]["points_low"], json["range"]["points_high"]);

    calibrated(&folder, "full.csv");
    let moved = done(&folder, &format!("edition {name} --scheme @/新.ron --apply"));
    assert!(moved.out.contains("沿用 43 条，待复评 0 条"), "{}", moved.out);
    assert!(moved.out.contains("已换用 GB/T 27922-2011 (gbt27922-2011-calibrated r1)"), "{}", moved.out);
    let after = store::open(&path).unwrap();
    assert_eq!(after.assessment, before, "verdicts, findings, samples, evidence, actions and all");
    assert!(before.samples.len() == 1 && before.evidence.len() == 33 && before.actions.len() == 1);
    assert!(after.pinned.scheme.clauses().all(|clause| clause.points_status == PointsStatus::Verified));

    let json = score(&format!("score {name} --json"));
    assert_eq!(json["score"]["exact"], "3079/33");
    assert_eq!((&json["range"]["points_low"], &json["range"]["points_high"]), (&"3079/33".into(), &"3079/33".into()));
    assert_eq!(json["grade_safe"], true);
    assert_eq!(json["grade"]["id"], "four_star");
    // And the way back.
    done(&folder, &format!("edition {name} --scheme gbt27922-2011 --apply --by 王芳"));
    assert_eq!(store::open(&path).unwrap().assessment, before);

    // Both are in the change log, as is what is done afterwards, once; nothing seems amiss with the file.
    std::fs::write(folder.path().join("一.csv"), "条款,判定,说明\n5.1.1.1,符合,换用之后写的\n").unwrap();
    done(&folder, &format!("import {name} @/一.csv --by 李强"));
    let changes = done(&folder, &format!("changes {name}"));
    assert!(changes.err.is_empty(), "{}", changes.err);
    let lines: Vec<&str> = changes.out.lines().filter(|line| line.contains("换用准则")).collect();
    assert_eq!(lines.len(), 2, "{}", changes.out);
    for (line, parts) in lines.iter().zip([["王芳", "GB/T 27922-2011 (r"], ["未填姓名", "gbt27922-2011-calibrated r1"]])
    {
        assert!(parts.iter().all(|part| line.contains(part)), "{line}");
    }
    assert_eq!(changes.out.lines().filter(|line| line.contains("换用之后写的")).count(), 1, "{}", changes.out);
}

/// Six points of the table differ; the other 37 clauses differ only in how sure they are, and are counted.
#[test]
fn an_edition_that_differs_in_points_names_only_the_clauses_that_do() {
    let folder = tempfile::tempdir().unwrap();
    example(folder.path());
    calibrated(&folder, "full.csv");
    let said = run(&folder, &format!("edition @/{CASE} --scheme @/新.ron"));
    assert_eq!(said.done.code, 1, "{}", said.err);
    let named = said.out.lines().filter(|line| line.contains("分值 ")).count();
    assert_eq!(named, 6, "{}", said.out);
    assert!(said.out.contains("  5.1.1.1 专责部门与岗位：分值 2 → 1"), "{}", said.out);
    assert!(said.out.contains("另有 37 条只是可靠程度或指导文字不同"), "{}", said.out);
    assert!(said.out.lines().count() < 20, "{}", said.out);
}

/// Grades are said as people say them.
#[test]
fn a_target_may_be_the_title_of_a_grade() {
    let folder = tempfile::tempdir().unwrap();
    example(folder.path());
    let plan = |target: &str| -> Value {
        let said = run(&folder, &format!("plan @/{CASE} --target {target} --json"));
        serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{target}: {error} {}", said.err))
    };
    let meant = plan("five_star")["target"].clone();
    assert_eq!((&plan("五星")["target"], &plan("五星级")["target"]), (&meant, &meant));
    let said = run(&folder, &format!("plan @/{CASE} --target 六星"));
    assert!(said.err.contains("没有“六星”这个目标") && said.err.contains("五星级"), "{}", said.err);
}

#[test]
fn a_corrected_text_puts_its_answer_up_for_review_and_a_confirmed_one_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let (path, before) = example(folder.path());
    let base = shipped();
    let same = &base.scheme.clause(&"5.2.1.1".into()).unwrap().requirement;
    let table = format!("条款,条文\n5.2.1.1,{same}\n5.2.1.2,正文是这样写的。\n");
    fs::write(folder.path().join("条文.csv"), table).unwrap();
    let said = done(&folder, "criteria calibrate gbt27922-2011 @/条文.csv -o @/新.ron");
    for part in
        ["给出条文的有 2 条", "5.2.1.1", "与原准则的条文相同", "新 正文是这样写的。", "还有 43 条的分值没有核对"]
    {
        assert!(said.out.contains(part), "{part}: {}", said.out);
    }
    let moved = done(&folder, &format!("edition @/{CASE} --scheme @/新.ron --apply"));
    assert!(moved.out.contains("沿用 42 条，待复评 1 条"), "{}", moved.out);
    let after = store::open(&path).unwrap().assessment;
    assert!(after.needs_review(&"5.2.1.2".into()) && !after.needs_review(&"5.2.1.1".into()));
    assert_eq!(after.answer(&"5.2.1.1".into()), before.answer(&"5.2.1.1".into()));
    assert!(matches!(before.answer(&"5.2.1.2".into()).unwrap().verdict, Verdict::Sampled { .. }));
}
