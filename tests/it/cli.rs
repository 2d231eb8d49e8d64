//! The command line, run in process: every command, its exit codes, what it prints.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;
use xingping::cli::{self, Done, Io};
use xingping::lang::Language;
use xingping::store::{self, EXAMPLE_CASE};

pub struct Said {
    pub done: Done,
    pub out: String,
    pub err: String,
}

fn run_with<S: Into<OsString>>(args: impl IntoIterator<Item = S>, can_open_window: bool) -> Said {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut io = Io {
        out: &mut out,
        err: &mut err,
        language: Language::Chinese,
        now: chrono::NaiveDate::from_ymd_opt(2026, 3, 31).unwrap().and_hms_opt(9, 0, 0).unwrap(),
        program: "xingping",
        can_open_window,
    };
    let done = cli::run(args.into_iter().map(Into::into).collect(), &mut io);
    let (out, err) = (String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap());
    assert!(!err.contains("{") || err.contains("RON"), "an unfilled place: {err}");
    Said { done, out, err }
}

/// Runs a command line; words that begin with `@/` are paths in the folder.
pub fn run(folder: &TempDir, line: &str) -> Said {
    let args = line.split_whitespace().map(|word| match word.strip_prefix("@/") {
        Some(name) => folder.path().join(name).into_os_string(),
        None => word.into(),
    });
    run_with(args.collect::<Vec<OsString>>(), false)
}

pub fn done(folder: &TempDir, line: &str) -> Said {
    let said = run(folder, line);
    assert_eq!(said.done.code, 0, "{line}\n{}{}", said.out, said.err);
    assert_eq!(said.err, "", "{line}");
    said
}

/// A folder with an empty case in it.
pub fn with_case() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    done(&folder, "new @/案卷.xingping --company 某某电器有限公司");
    folder
}

fn write(folder: &TempDir, name: &str, text: &str) {
    fs::write(folder.path().join(name), text).unwrap();
}

/// A table in which every clause meets, but for these rows.
fn table(others: &[&str]) -> String {
    let scheme = xingping::criteria::read(xingping::criteria::SHIPPED[0].text).unwrap().scheme;
    let mut out = String::from("条款,判定,样本数,不符合数,理由,说明\n");
    for clause in scheme.clauses() {
        let start = format!("{},", clause.id);
        let row = others.iter().find(|row| row.starts_with(&start)).map_or(format!("{start}符合"), ToString::to_string);
        out.push_str(&row);
        out.push('\n');
    }
    for row in others.iter().filter(|row| row.starts_with("特别")) {
        out.push_str(row);
        out.push('\n');
    }
    out
}

fn score(others: &[&str]) -> Value {
    let folder = with_case();
    write(&folder, "t.csv", &table(others));
    done(&folder, "import @/案卷.xingping @/t.csv");
    serde_json::from_str(&done(&folder, "score @/案卷.xingping --json").out).unwrap()
}

#[test]
fn the_worked_examples_of_the_issue() {
    let five: Vec<&str> =
        vec!["特别扣分,1,,,,有", "特别扣分,2,,,,有", "特别扣分,3,,,,有", "特别扣分,4,,,,有", "特别扣分,1,,,,又有"];
    let cases: [(&[&str], &str, &str, &str, u64); 7] = [
        (&[], "100/1", "100.00", "five_star", 5),
        (&["5.1.2.2,不符合"], "95/1", "95.00", "five_star", 5),
        (&["5.1.2.2,不符合", "特别扣分,1,,,,有"], "94/1", "94.00", "four_star", 4),
        (&["5.3.2.2,抽样,10,3"], "494/5", "98.80", "five_star", 5),
        (&["5.2.3.1,删减,,,自提", "5.2.3.2,删减,,,自提", "5.1.2.2,不符合"], "2275/24", "94.79", "four_star", 4),
        (&five, "95/1", "95.00", "unqualified", 0),
        (&["特别加分,,,,高于法规"], "100/1", "100.00", "five_star", 5),
    ];
    for (rows, exact, shown, grade, stars) in cases {
        let json = score(rows);
        assert_eq!(json["score"]["exact"], exact, "{rows:?}");
        assert_eq!(json["score"]["shown"], shown, "{rows:?}");
        assert_eq!(json["grade"]["id"], grade, "{rows:?}");
        assert_eq!(json["grade"]["stars"], stars, "{rows:?}");
        assert_eq!(json["complete"], true);
        assert_eq!((&json["floor"], &json["ceiling"]), (&json["score"]["exact"], &json["score"]["exact"]));
    }
}

#[test]
fn everything_excluded_is_no_score_and_said_so() {
    // The shipped scheme lets only 5.2 be excluded, so this takes a scheme of its own.
    let folder = tempfile::tempdir().unwrap();
    let text = xingping::criteria::SHIPPED[0]
        .text
        .replace("allowed_under: [\"5.2\"]", "allowed_under: [\"5.1\", \"5.2\", \"5.3\"]");
    write(&folder, "s.ron", &text);
    done(&folder, "new @/c --company 某某 --scheme @/s.ron");
    write(&folder, "t.csv", &table(&[]).replace(",符合", ",删减,,,不涉及"));
    done(&folder, "import @/c @/t.csv");
    let json: Value = serde_json::from_str(&done(&folder, "score @/c --json").out).unwrap();
    for field in ["score", "grade", "normalised", "floor", "ceiling"] {
        assert_eq!(json[field], Value::Null, "{field}");
    }
    assert_eq!((&json["applicable"], &json["earned"]), (&"0/1".into(), &"0/1".into()));
    assert!(done(&folder, "score @/c --why").out.contains("没有得分：没有涉及的条款，全部删减了"));
}

#[test]
fn json_has_the_promised_fields_and_the_identity_holds() {
    let json =
        score(&["5.3.2.2,抽样,10,3", "5.2.3.1,删减,,,自提", "5.1.2.2,未评", "特别扣分,1,,,,有", "特别加分,,,,好"]);
    let mut fields: Vec<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
    fields.sort_unstable();
    let expected = [
        "applicable",
        "bonus",
        "ceiling",
        "clauses",
        "complete",
        "earned",
        "fingerprint",
        "floor",
        "fragile",
        "grade",
        "grade_safe",
        "normalised",
        "range",
        "scheme",
        "score",
        "sections",
        "special_deductions",
    ];
    assert_eq!(fields, expected);
    assert_eq!(json["scheme"], "gbt27922-2011");
    assert_eq!(json["fingerprint"].as_str().unwrap().len(), 64);
    assert_eq!(json["complete"], false);
    assert_eq!((&json["special_deductions"], &json["bonus"]), (&1.into(), &1.into()));
    assert_eq!(json["sections"].as_array().unwrap().len(), 3);
    let clauses = json["clauses"].as_array().unwrap();
    assert_eq!(clauses.len(), 43);
    let clause = |id: &str| clauses.iter().find(|clause| clause["id"] == id).unwrap();
    assert_eq!(clause("5.3.2.2")["verdict"], "sampled");
    assert_eq!(clause("5.3.2.2")["lost"], "6/5");
    assert_eq!(clause("5.2.3.1")["verdict"], "excluded");
    assert_eq!(clause("5.1.2.2")["verdict"], "unrated");
    let amount = |value: &Value| xingping::criteria::parse_amount(value.as_str().unwrap()).unwrap();
    for section in json["sections"].as_array().unwrap() {
        let sum = amount(&section["excluded"]) + amount(&section["earned"]) + amount(&section["lost"]);
        assert_eq!(sum, amount(&section["points"]));
    }
    assert!(amount(&json["ceiling"]) > amount(&json["floor"]));
}

#[test]
fn why_leads_from_the_total_to_each_clause() {
    let folder = with_case();
    write(
        &folder,
        "t.csv",
        &table(&["5.3.2.2,抽样,10,3", "5.2.3.1,删减,,,自提", "5.1.2.2,不符合", "特别扣分,1,,,,有"]),
    );
    done(&folder, "import @/案卷.xingping @/t.csv");
    let out = done(&folder, "score @/案卷.xingping --why").out;
    for part in [
        "预评得分",
        "距五星级",
        "四星级",
        "1. 换算：实得分 91.8 ÷ 涉及项总分值 98 × 100 = ",
        "2. 特别扣分：减 1 项 × 1 分",
        "3. 特别加分：没有",
        "4. 限定在 0 到 100 之间",
        "实得分 91.8 = 标准分 100 − 删减分 2 − 扣分 6.2",
        "抽 10 个，不符合 3 个：4 × 3 ÷ 10 = 1.2",
        "* 分值推定",
        "自评结果，不代表认证结论。",
    ] {
        assert!(out.contains(part), "{part}\n{out}");
    }
    for id in ["5.1 ", "5.1.1 ", "5.1.1.1 ", "5.3.2.3 "] {
        assert!(out.contains(id), "{id}");
    }
    // Columns line up although Chinese characters are wide: the figures of every clause end at the same column.
    let ends: std::collections::BTreeSet<usize> = out
        .lines()
        .filter(|line| line.starts_with("    5.") && line.contains('*'))
        .map(|line| line.split('*').next().unwrap().chars().map(|found| if found.is_ascii() { 1 } else { 2 }).sum())
        .collect();
    assert_eq!(ends.len(), 1, "{out}");
}

#[test]
fn new_never_replaces_and_asks_for_the_company() {
    let folder = with_case();
    let before = fs::read(folder.path().join("案卷.xingping")).unwrap();
    let said = run(&folder, "new @/案卷 --company 别的公司");
    assert_eq!(said.done.code, 2);
    assert!(said.err.contains("已经存在"), "{}", said.err);
    assert_eq!(fs::read(folder.path().join("案卷.xingping")).unwrap(), before);
    assert!(run(&folder, "new @/b").err.contains("--company"));
    assert!(run(&folder, "new @/b --company 某 --scheme nothing").err.contains("gbt27922-2011"));
    assert!(run(&folder, "new @/no/such/folder/b --company 某").err.contains("文件夹不存在"));
    write(&folder, "bad.ron", "Scheme(format: 1, id: \"x\")");
    let said = run(&folder, "new @/b --company 某 --scheme @/bad.ron");
    assert_eq!(said.done.code, 2);
    assert!(said.err.contains("bad.ron:1:1 "), "{}", said.err);
    assert!(!folder.path().join("b.xingping").exists());
}

#[test]
fn import_tells_and_a_dry_run_changes_nothing() {
    let folder = with_case();
    let path = folder.path().join("案卷.xingping");
    let before = fs::read(&path).unwrap();
    write(&folder, "t.csv", "条款,判定,天气\n5.1.1.1,符合,晴\n5.1.1.2,大概,晴\n");
    let said = run(&folder, "import --dry-run @/案卷.xingping @/t.csv");
    assert_eq!(said.done.code, 1);
    assert_eq!(fs::read(&path).unwrap(), before);
    let said = run(&folder, "import @/案卷.xingping @/t.csv");
    assert_eq!(said.done.code, 1);
    assert!(said.out.contains("新增 1 项，改动 0 项，与案卷相同 0 项，忽略 1 处，问题 1 处。"), "{}", said.out);
    assert!(said.out.contains("第 2 行 5.1.1.1：未评 → 符合"), "{}", said.out);
    assert!(said.err.contains("看不懂判定“大概”"), "{}", said.err);
    assert_eq!(store::open(&path).unwrap().assessment.answers.len(), 1);
    assert_eq!(run(&folder, "import @/案卷.xingping @/none.csv").done.code, 2);
    assert_eq!(run(&folder, "import @/none @/t.csv").done.code, 2);
    assert_eq!(run(&folder, "import @/t.csv @/t.csv").done.code, 2);
    assert_eq!(run(&folder, "import @/案卷.xingping @/案卷.xingping").done.code, 2);
    write(&folder, "u.csv", "条款,判定,备注\n5.1.1.1,未评,再问\n");
    let said = done(&folder, "import @/案卷.xingping @/u.csv").out;
    assert!(said.contains("有 1 条原来已评") && said.contains("符合 → 未评，备注“（无）”→“再问”"), "{said}");
    write(&folder, "v.csv", "条款,判定,备注,再看\n5.1.1.1,,再问一次,是\n");
    let said = done(&folder, "import @/案卷.xingping @/v.csv --dry-run").out;
    assert!(said.contains("备注“再问”→“再问一次”，“再看”"), "{said}");
}

#[test]
fn export_and_import_give_the_same_answers() {
    let folder = tempfile::tempdir().unwrap();
    let place = store::write_example(folder.path()).unwrap();
    let example = store::open(&place.case).unwrap();
    for table in ["t.csv", "t.xlsx"] {
        let copy = folder.path().join(format!("{table}.xingping"));
        let table = folder.path().join(table);
        let (case, table, copy) = (place.case.as_os_str(), table.as_os_str(), copy.as_os_str());
        assert_eq!(run_with(["export".as_ref(), case, table], false).done.code, 0);
        assert_eq!(run_with(["new".as_ref(), copy, "--company".as_ref(), "某某".as_ref()], false).done.code, 0);
        assert_eq!(run_with(["import".as_ref(), copy, table], false).done.code, 0);
        let copied = store::open(Path::new(copy)).unwrap();
        assert_eq!(copied.assessment.answers, example.assessment.answers);
        assert_eq!(copied.assessment.special_deductions.len(), example.assessment.special_deductions.len());
        assert_eq!(copied.assessment.bonus, example.assessment.bonus);
    }
}

#[test]
fn targets_that_are_cases_are_refused() {
    let folder = with_case();
    let path = folder.path().join("案卷.xingping");
    let before = fs::read(&path).unwrap();
    fs::copy(&path, folder.path().join("copy.csv")).unwrap();
    for line in [
        "export @/案卷.xingping @/案卷.xingping",
        "export @/案卷.xingping @/other.xingping",
        "export @/copy.csv @/copy.csv",
        "report @/案卷.xingping -o @/案卷.xingping",
    ] {
        let said = run(&folder, line);
        assert_eq!(said.done.code, 2, "{line}");
        assert!(said.err.contains("为免覆盖"), "{line}: {}", said.err);
    }
    assert!(run(&folder, "export @/案卷.xingping @/t.ods").err.contains(".xlsx"));
    assert!(run(&folder, "export @/案卷.xingping @/no/t.csv").err.contains("文件夹不存在"));
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(fs::read(folder.path().join("copy.csv")).unwrap(), before);
    done(&folder, "export @/案卷.xingping @/t.csv");
    assert!(done(&folder, "export @/案卷.xingping @/t.csv").out.contains("替换"));
}

#[test]
fn criteria_are_listed_shown_and_checked() {
    let folder = tempfile::tempdir().unwrap();
    assert!(done(&folder, "criteria list").out.contains("gbt27922-2011"));
    let shown = done(&folder, "criteria show gbt27922-2011").out;
    for part in [
        "5.1.2.2 售后服务管理师  5 分（分值仅一个来源",
        "内容为推定",
        "分值为推定",
        "W1、W2、W9）",
        "本工具的约定",
        "W33",
    ] {
        assert!(shown.contains(part), "{part}");
    }
    assert!(run(&folder, "criteria show nothing").err.contains("gbt27922-2011"));
    write(&folder, "good.ron", xingping::criteria::SHIPPED[0].text);
    done(&folder, "criteria check @/good.ron");
    let json: Value = serde_json::from_str(&done(&folder, "criteria check @/good.ron --json").out).unwrap();
    assert_eq!(json, serde_json::json!({ "ok": true, "problems": [] }));
    let bad = xingping::criteria::SHIPPED[0].text.replace("points: 40,", "points: 41,").replacen(
        "revision: 2",
        "revisoin: 2",
        1,
    );
    write(&folder, "bad.ron", &bad);
    let said = run(&folder, "criteria check @/bad.ron");
    assert_eq!(said.done.code, 1);
    let line = said.out.lines().next().unwrap();
    let rest = line.split("bad.ron:").nth(1).unwrap();
    let (line_number, rest) = rest.split_once(':').unwrap();
    let (column, text) = rest.split_once(' ').unwrap();
    let said = run(&folder, "criteria check --json @/bad.ron");
    assert_eq!((said.done.code, said.err.as_str()), (1, ""));
    let json: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(json["ok"], false);
    let first = &json["problems"][0];
    assert_eq!((first["line"].to_string(), first["column"].to_string()), (line_number.to_owned(), column.to_owned()));
    assert_eq!(first["text"], text);
    fs::write(folder.path().join("gbk.ron"), b"\xc4\xe3").unwrap();
    let said = run(&folder, "criteria check --json @/gbk.ron");
    assert_eq!((said.done.code, said.out.as_str()), (2, ""));
    assert!(said.err.contains("UTF-8"));
    assert_eq!(run(&folder, "criteria check @/none.ron").done.code, 2);
    assert_eq!(run(&folder, "criteria").done.code, 2);
}

#[test]
fn wrong_arguments_get_a_sentence() {
    let folder = with_case();
    for (line, part) in [
        ("", "没有写要做什么"),
        ("bake", "没有“bake”这个命令"),
        ("@/案卷.xingping", "前面没有写命令"),
        ("--why", "没有“--why”这个选项"),
        ("score", "缺少“案卷”"),
        ("score a b", "多写了“b”"),
        ("score --jsno a", "没有“--jsno”这个选项"),
        ("score --json=1 a", "后面不能再写内容"),
        ("score -x a", "没有“-x”这个选项"),
        ("new a --company", "“--company”后面缺少内容"),
        ("report @/案卷.xingping", "-o"),
        ("report @/案卷.xingping -o @/r.pdf --date 31.3.2026", "看不懂日期"),
        ("report @/案卷.xingping -o @/r.docx", ".pdf"),
        ("--lang fr score a", "不会说“fr”"),
        ("help bake", "没有“bake”"),
        ("import @/案卷.xingping", "缺少“表格”"),
        ("report @/案卷.xingping -o @/a.pdf -o @/b.pdf", "“--out”写了两遍"),
        ("new @/b --company 甲 --company 乙", "“--company”写了两遍"),
        ("report @/案卷.xingping -o @/r.pdf --date 1989-12-31", "不在 1990 年到 2200 年之间"),
        ("report @/案卷.xingping -o @/r.pdf --date 2201-01-01", "不在 1990 年到 2200 年之间"),
        ("score a --lang", "--lang 后面没有写语言"),
        ("score a --lang=", "--lang 后面没有写语言"),
        ("score a --lang zh --lang en", "“--lang”写了两遍"),
        ("--renderer", "只用于打开窗口"),
        ("--renderer=glow score a", "只用于打开窗口"),
    ] {
        let said = run(&folder, line);
        assert_eq!((said.done.code, said.out.as_str()), (2, ""), "{line}");
        assert!(said.err.contains(part), "{line}: {}", said.err);
        assert!(said.done.window.is_none());
    }
}

#[test]
fn help_and_language() {
    let folder = tempfile::tempdir().unwrap();
    let usage = done(&folder, "--help").out;
    for command in ["demo", "new", "import", "export", "score", "report", "criteria"] {
        assert!(usage.contains(command));
        let help = done(&folder, &format!("{command} --help")).out;
        assert!(help.starts_with(&format!("用法：xingping {command}")), "{help}");
        assert_eq!(done(&folder, &format!("help {command}")).out, help);
        assert!(
            done(&folder, &format!("{command} -h --lang en")).out.starts_with(&format!("Usage: xingping {command}"))
        );
    }
    for (language, mark) in [("zh", "存疑"), ("en", "doubtful")] {
        let help = done(&folder, &format!("help import --lang={language}")).out;
        assert!(help.lines().any(|line| line.contains("look_again") && line.contains("doubtful")), "{help}");
        assert!(help.contains(mark), "{help}");
    }
    assert!(done(&folder, "help --lang=en").out.contains("offline"));
    assert!(done(&folder, "--version").out.starts_with("xingping "));
    assert!(run(&folder, "score none --lang en").err.contains("none"));
}

#[test]
fn demo_copies_scores_and_reports() {
    let folder = tempfile::tempdir().unwrap();
    let said = done(&folder, "demo --out @/d --no-window");
    assert!(said.out.contains("预评得分") && said.done.window.is_none(), "{}", said.out);
    let case = folder.path().join("d").join(EXAMPLE_CASE);
    let before = fs::read(&case).unwrap();
    let reports = || {
        fs::read_dir(folder.path().join("d"))
            .unwrap()
            .filter(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|ending| ending == "pdf"))
    };
    assert_eq!(reports().count(), 1);
    // Again: what is there is used; a window only where there is one.
    assert!(done(&folder, "demo --out @/d").out.contains("已有示例案卷"));
    assert_eq!(fs::read(&case).unwrap(), before);
    let dir = folder.path().join("d");
    let said = run_with(["demo".as_ref(), "--out".as_ref(), dir.as_os_str()], true);
    assert_eq!(said.done.window.as_deref(), Some(case.as_path()));
    // A folder of somebody else's is left alone.
    write(&folder, "mine.txt", "x");
    let said = run_with(["demo".as_ref(), "--out".as_ref(), folder.path().as_os_str()], false);
    assert_eq!(said.done.code, 2);
    assert!(!folder.path().join("证据").exists());
}

#[test]
fn figures_that_were_cut_are_marked() {
    let folder = with_case();
    write(&folder, "t.csv", &table(&["5.1.2.1,抽样,3,1"]));
    done(&folder, "import @/案卷.xingping @/t.csv");
    let out = done(&folder, "score @/案卷.xingping").out;
    assert!(out.contains("≈39.33  ≈0.66") && out.contains("失 ≈0.66 / 2 分") && out.contains("不四舍五入"), "{out}");
}

#[test]
fn a_long_list_of_problems_is_cut() {
    let folder = with_case();
    let rows: String = (0..300).map(|at| format!("9.{at},符合\n")).collect();
    write(&folder, "t.csv", &format!("条款,判定\n{rows}"));
    let said = run(&folder, "import @/案卷.xingping @/t.csv");
    assert_eq!((said.done.code, said.err.lines().count()), (1, 202));
    assert!(said.err.contains("另有 100 处"), "{}", said.err);
}

#[test]
fn the_report_has_its_date_and_the_same_bytes() {
    let folder = with_case();
    for name in ["a.pdf", "b.PDF"] {
        let said = done(&folder, &format!("report @/案卷.xingping -o @/{name} --date 2026-01-02"));
        assert!(said.out.contains(" 页"), "{}", said.out);
    }
    let read = |name: &str| fs::read(folder.path().join(name)).unwrap();
    assert!(read("a.pdf").starts_with(b"%PDF-"));
    assert_eq!(read("a.pdf"), read("b.PDF"));
    done(&folder, "report @/案卷 --out @/c.pdf");
    assert_ne!(read("a.pdf"), read("c.pdf"), "without a date it is today");
}

/// A pipe that is closed: `xingping score … | head`.
struct Closed;

impl std::io::Write for Closed {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(std::io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_closed_pipe_is_no_drama() {
    let mut err = Vec::new();
    let mut io = Io {
        out: &mut Closed,
        err: &mut err,
        language: Language::English,
        now: chrono::NaiveDateTime::default(),
        program: "xingping",
        can_open_window: false,
    };
    assert_eq!(cli::run(vec!["criteria".into(), "list".into()], &mut io).code, 0);
    assert!(err.is_empty());
}

#[test]
fn empty_arguments_get_a_sentence() {
    let folder = with_case();
    let case = folder.path().join("案卷.xingping");
    let case = case.to_str().unwrap();
    for (args, what) in [
        (vec!["demo", "--out", ""], "“--out”"),
        (vec!["demo", "--out="], "“--out”"),
        (vec!["new", "", "--company", "某"], "“案卷”"),
        (vec!["new", "x", "--company", " "], "“--company”"),
        (vec!["score", ""], "“案卷”"),
        (vec!["import", case, ""], "“表格”"),
        (vec!["criteria", "check", ""], "“文件”"),
        (vec![""], "没有写要做什么"),
    ] {
        let said = run_with(args.clone(), false);
        assert_eq!((said.done.code, said.out.as_str()), (2, ""), "{args:?}");
        assert!(said.err.contains(what), "{args:?}: {}", said.err);
    }
}

#[test]
fn long_arguments_are_cut() {
    let folder = with_case();
    let long = "长".repeat(5000);
    for line in [
        long.clone(),
        format!("--{long}"),
        format!("score a {long}"),
        format!("score --{long} a"),
        format!("score --lang {long} a"),
        format!("report @/案卷.xingping -o r.pdf --date {long}"),
        format!("new @/b --company 某 --scheme {}", "长".repeat(70)),
    ] {
        let said = run(&folder, &line);
        assert_eq!(said.done.code, 2);
        assert!(said.err.contains('…') && said.err.matches('长').count() <= 60, "{}", said.err);
    }
}

#[test]
fn a_demo_that_broke_off_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    done(&folder, "demo --out @/d --no-window");
    let d = folder.path().join("d");
    for entry in fs::read_dir(&d).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::remove_file(path).unwrap();
        }
    }
    fs::remove_dir_all(d.join("证据/07 顾客与投诉")).unwrap();
    assert!(done(&folder, "demo --out @/d --no-window").out.contains("示例已放好"));
    // Somebody else's file among the evidence: not the demo's folder.
    fs::remove_file(d.join(EXAMPLE_CASE)).unwrap();
    fs::write(d.join("证据/我的.txt"), "x").unwrap();
    assert!(run(&folder, "demo --out @/d --no-window").err.contains("已有其他文件"));
    // No folder at all.
    write(&folder, "f", "x");
    assert!(run(&folder, "demo --out @/f").err.contains("是文件，不是文件夹"));
}

#[cfg(unix)]
#[test]
fn odd_things_on_the_disk_are_called_by_their_name() {
    use std::os::unix::fs::symlink;
    let folder = with_case();
    symlink("/dev/null", folder.path().join("null.csv")).unwrap();
    symlink("nowhere", folder.path().join("dangling")).unwrap();
    symlink("loop.ron", folder.path().join("loop.ron")).unwrap();
    symlink("loop.csv", folder.path().join("loop.csv")).unwrap();
    for (line, part) in [
        ("criteria check @/null.csv", "不是普通文件"),
        ("new @/b --company 某 --scheme @/null.csv", "不是普通文件"),
        ("import @/案卷.xingping @/null.csv", "不是普通文件"),
        ("import @/案卷.xingping /dev/null", "不是普通文件"),
        ("export @/案卷.xingping @/null.csv", "不是普通文件"),
        ("demo --out /dev/null", "不是文件夹，而是管道或设备"),
        ("demo --out @/dangling", "指向的位置不存在"),
        ("criteria check @/loop.ron", "链接绕成了圈"),
        ("criteria show @/loop.ron", "链接绕成了圈"),
        ("import @/案卷.xingping @/loop.csv", "链接绕成了圈"),
        ("criteria check @/", "是文件夹"),
    ] {
        let said = run(&folder, line);
        assert_eq!(said.done.code, 2, "{line}");
        assert!(said.err.contains(part), "{line}: {}", said.err);
    }
}

#[test]
fn output_that_cannot_be_written_is_said_in_the_language() {
    struct Full(i32);
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::Error::from_raw_os_error(self.0))
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    for (number, part) in [(5, "系统错误号 5"), (if cfg!(windows) { 112 } else { 28 }, "磁盘空间不足")] {
        let mut err = Vec::new();
        let mut io = Io {
            out: &mut Full(number),
            err: &mut err,
            language: Language::Chinese,
            now: chrono::NaiveDateTime::default(),
            program: "xingping",
            can_open_window: false,
        };
        assert_eq!(cli::run(vec!["criteria".into(), "list".into()], &mut io).code, 2);
        let err = String::from_utf8(err).unwrap();
        assert!(err.contains(part) && !err.contains("error"), "{err}");
    }
}

#[test]
fn a_scheme_may_be_named_by_its_standard() {
    let folder = tempfile::tempdir().unwrap();
    for (name, file) in [("GB/T 27922-2011", "a"), ("gbt27922-2011", "b"), ("gb/t27922—2011", "c")] {
        let path = folder.path().join(file).into_os_string();
        let args: Vec<OsString> =
            vec!["new".into(), path, "--company".into(), "某".into(), "--scheme".into(), name.into()];
        assert_eq!(run_with(args, false).done.code, 0, "{name}");
    }
    assert_eq!(run_with(["criteria", "show", "GB/T 27922-2011"], false).done.code, 0);
    let said = run(&folder, "new @/d --company 某 --scheme 27922");
    assert!(said.err.contains("“27922”") && said.err.contains("内置的有 gbt27922-2011"), "{}", said.err);
}

#[test]
fn help_lists_what_this_program_can_do() {
    let help = |program: &str, args: &[&str]| {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut io = Io {
            out: &mut out,
            err: &mut err,
            language: Language::Chinese,
            now: chrono::NaiveDateTime::default(),
            program,
            can_open_window: false,
        };
        assert_eq!(cli::run(args.iter().map(OsString::from).collect(), &mut io).code, 0);
        String::from_utf8(out).unwrap()
    };
    if cfg!(feature = "gui") {
        let own = help("xingping", &["--help"]);
        assert!(
            own.contains("--renderer glow|wgpu") && own.contains("打开窗口") && own.contains("--no-window"),
            "{own}"
        );
    }
    for args in [&["--help"][..], &["--help", "--lang", "en"], &["help", "demo"]] {
        let said = help("xingping-cli", args);
        for word in ["--renderer", "窗口", "--no-window", "window", "{"] {
            assert!(!said.contains(word), "{word}: {said}");
        }
        assert!(said.contains("demo [--out"), "{said}");
    }
}

#[test]
fn grades_have_english_words() {
    let folder = with_case();
    write(&folder, "t.csv", &table(&["5.1.2.2,不符合", "特别扣分,1,,,,有"]));
    done(&folder, "import @/案卷.xingping @/t.csv");
    let out = done(&folder, "score @/案卷.xingping --why --lang en").out;
    assert!(out.contains("Four stars") && out.contains("To Five stars") && !out.contains("星级"), "{out}");
    assert!(done(&folder, "score @/案卷.xingping").out.contains("四星级"));
    assert!(done(&folder, "criteria show gbt27922-2011 --lang en").out.contains("Qualified  from 70"));
}

#[test]
fn evidence_is_settled_against_the_disk() {
    let folder = with_case();
    let here = fs::canonicalize(folder.path()).unwrap();
    fs::create_dir(here.join("照片")).unwrap();
    let inside = here.join("证据/a b.pdf");
    let address = format!("file://{}", inside.to_str().unwrap().replace('\\', "/").replace(' ', "%20"));
    let cell = format!("{address}；照片；./x/../证据/b.pdf；https://x.cn/；{}", inside.display());
    write(&folder, "t.csv", &format!("条款,判定,证据\n5.1.1.1,符合,{cell}\n5.1.1.2,符合,http://\n"));
    let said = run(&folder, "import @/案卷.xingping @/t.csv");
    assert!(said.err.contains("（C3）：网址“http://”没有写完"), "{}", said.err);
    let items = || -> Vec<xingping::assessment::EvidenceItem> {
        let case = store::open(&folder.path().join("案卷.xingping")).unwrap();
        case.assessment.evidence.values().flat_map(|piece| piece.items.clone()).collect()
    };
    use xingping::assessment::EvidenceItem as Item;
    let expected = [
        Item::File("证据/a b.pdf".into()),
        Item::Folder("照片".into()),
        Item::File("证据/b.pdf".into()),
        Item::Web("https://x.cn/".into()),
    ];
    assert_eq!(items(), expected);
    // Once more: all is attached already.
    let said = run(&folder, "import @/案卷.xingping @/t.csv");
    assert!(said.out.contains("与案卷相同 1 项"), "{}", said.out);
    assert_eq!(items(), expected);
}

#[test]
fn a_reworded_special_deduction_is_noticed() {
    let folder = with_case();
    write(&folder, "t.csv", "条款,判定,说明\n特别扣分,2,没报价\n");
    assert!(!done(&folder, "import @/案卷.xingping @/t.csv").out.contains("请注意"));
    write(&folder, "u.csv", "条款,判定,说明\n特别扣分,2,没有先报价\n特别扣分,1,别的\n");
    let out = done(&folder, "import @/案卷.xingping @/u.csv").out;
    assert!(out.contains("新增 2 项"), "{out}");
    assert_eq!(out.matches("已有文字不同的同种特别扣分（第 2 种）").count(), 1, "{out}");
    // A table that names the old one as well means two.
    write(&folder, "v.csv", "条款,判定,说明\n特别扣分,2,第三\n特别扣分,2,没报价\n特别扣分,2,没有先报价\n");
    assert!(!done(&folder, "import @/案卷.xingping @/v.csv").out.contains("请注意"));
}

#[test]
fn no_folder_of_a_file_address_gets_into_the_report() {
    let folder = with_case();
    let cell = "file:///home/secret/a.pdf；file:///C:/Users/secret/b.pdf；web:\"\"file:///home/secret/c.pdf\"\"";
    write(&folder, "t.csv", &format!("条款,判定,证据\n5.1.1.1,符合,\"{cell}\"\n"));
    done(&folder, "import @/案卷.xingping @/t.csv");
    done(&folder, "report @/案卷.xingping -o @/r.pdf");
    let text = pdf_extract::extract_text(folder.path().join("r.pdf")).unwrap();
    assert!(text.contains("a.pdf") && text.contains("b.pdf") && text.contains("c.pdf"));
    assert!(!text.contains("secret") && !text.contains("file:"), "{text}");
}

#[test]
fn another_edition_is_compared_and_taken_over() {
    let folder = with_case();
    write(&folder, "t.csv", &table(&["5.2.3.1,删减,,,自提", "5.3.2.2,抽样,10,3"]));
    done(&folder, "import @/案卷.xingping @/t.csv");
    assert!(done(&folder, "edition @/案卷.xingping").out.contains("用的就是这份准则"));
    assert!(done(&folder, "edition @/案卷.xingping --apply").out.contains("不必换用"));

    let scheme = xingping::criteria::read(xingping::criteria::SHIPPED[0].text).unwrap().scheme;
    let first = scheme.clauses().next().unwrap();
    let text = xingping::criteria::SHIPPED[0].text.replacen(&first.requirement, "从今以后，要做到别的。", 1).replacen(
        "allowed_under: [\"5.2\"]",
        "allowed_under: [\"5.3\"]",
        1,
    );
    write(&folder, "新.ron", &text);
    let case = folder.path().join("案卷.xingping");
    let before = fs::read(&case).unwrap();

    let told = run(&folder, "edition @/案卷.xingping --scheme @/新.ron");
    assert_eq!((told.done.code, &*told.err), (1, ""), "{}", told.out);
    for part in [
        "条文有改",
        "    原  ",
        "    新  从今以后，要做到别的。",
        "待复评：原答案留作旧版答案",
        "改为不可删减",
        "待复评：原判定在这里不适用",
        "规则有改动：删减范围。",
        "沿用 41 条，待复评 2 条",
        "未动；要换用请加 --apply",
    ] {
        assert!(told.out.contains(part), "{part}: {}", told.out);
    }
    let json = run(&folder, "edition @/案卷.xingping --scheme @/新.ron --json");
    let json: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!((&json["applied"], &json["rules"][0]), (&false.into(), &"exclusion".into()));
    let changed: Vec<&Value> =
        json["clauses"].as_array().unwrap().iter().filter(|clause| clause["answer"] != "carried").collect();
    assert_eq!(changed.len(), 2);
    assert_eq!((&changed[0]["changes"][0], &changed[0]["answer"]), (&"text".into(), &"text_changed".into()));
    assert_eq!(fs::read(&case).unwrap(), before, "nothing was written");

    let moved = done(&folder, "edition @/案卷.xingping --scheme @/新.ron --apply");
    assert!(moved.out.contains("已换用"), "{}", moved.out);
    let opened = store::open(&case).unwrap();
    assert_eq!(opened.pinned.scheme.clause(&first.id).unwrap().requirement, "从今以后，要做到别的。");
    assert!(opened.assessment.needs_review(&first.id));
    assert_eq!(opened.assessment.answers.len(), 41);
    let english = run(&folder, "--lang en edition @/案卷.xingping");
    assert!(
        english.out.contains("41 hold, 0 to be reviewed") && english.out.contains("2 taken back"),
        "{}",
        english.out
    );

    let back = done(&folder, "edition @/案卷.xingping --apply");
    assert!(back.out.contains("取回 2 条") && back.out.contains("取回先前对同一条文的答案"), "{}", back.out);
    let content = |bytes: &[u8]| store::parse(bytes).unwrap();
    assert_eq!(content(&fs::read(&case).unwrap()), content(&before), "there and back again");
}

#[test]
fn an_edition_that_cannot_be_taken_over_is_refused_with_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let small = include_str!("../files/schemes/good/small.ron");
    write(&folder, "小.ron", small);
    write(&folder, "坏.ron", &small.replace("points: 2", "points: 3"));
    write(&folder, "无.ron", &small.replace("SpecialDeductionKind(id: 1", "SpecialDeductionKind(id: 7"));
    done(&folder, "new @/c --company 某某 --scheme @/小.ron");
    write(&folder, "t.csv", "条款,判定,说明\n特别扣分,1,收费没有先报价\n");
    done(&folder, "import @/c @/t.csv");
    for (line, part) in [
        ("edition @/c", "没有编号为“small”的内置准则可比"),
        ("edition @/c --scheme 没有", "没有编号为“没有”的内置准则"),
        ("edition @/c --scheme @/坏.ron --apply", "案卷未动；请先改正"),
        ("edition @/c --scheme @/无.ron --apply", "第 1 种特别扣分“收费没有先报价”"),
        ("edition @/没有 --apply", "找不到"),
    ] {
        let before = fs::read(folder.path().join("c.xingping")).unwrap();
        let said = run(&folder, line);
        assert_eq!(said.done.code, 2, "{line}: {}{}", said.out, said.err);
        assert!(said.err.contains(part), "{line}: {}", said.err);
        assert_eq!(fs::read(folder.path().join("c.xingping")).unwrap(), before);
    }
}

#[test]
fn every_export_has_a_receipt() {
    let folder = tempfile::tempdir().unwrap();
    let demo = done(&folder, "demo --out @/d --no-window").out;
    assert!(demo.contains("差距报告.pdf") && demo.contains(" 页，") && demo.contains("已回读核对"), "{demo}");
    let case = folder.path().join("d").join(EXAMPLE_CASE);
    for (command, name) in [("export", "t.csv"), ("export", "t.xlsx"), ("report", "r.pdf")] {
        let target = folder.path().join(name);
        let mut args: Vec<OsString> = vec![command.into(), case.clone().into()];
        if command == "report" {
            args.push("-o".into());
        }
        args.push(target.clone().into());
        let said = run_with(args.clone(), false);
        assert_eq!((said.done.code, said.err.as_str()), (0, ""));
        let bytes = fs::read(&target).unwrap();
        let fingerprint = xingping::criteria::fingerprint(&bytes);
        let parts = [format!("{} 字节", bytes.len()), format!("{}…", &fingerprint[..12]), "已回读核对".into()];
        for part in parts {
            assert!(said.out.contains(&part), "{name}: {part}: {}", said.out);
        }
        assert!(run_with(args, false).out.contains("替换"));
    }
    let target = folder.path().join("x.pdf");
    let english: [OsString; 6] =
        ["report".into(), case.into(), "-o".into(), target.clone().into(), "--lang".into(), "en".into()];
    let said = run_with(english, false).out;
    let pages = lopdf::Document::load(target).unwrap().get_pages().len();
    assert!(said.contains(&format!("{pages} pages, ")) && said.contains("read back and checked"), "{said}");
}

#[test]
fn what_was_changed_is_listed_and_a_broken_case_is_had_back() {
    let folder = with_case();
    write(&folder, "t.csv", "条款,判定\n5.1.1.1,符合\n5.1.1.2,不符合\n");
    done(&folder, "import @/案卷.xingping @/t.csv --by 张三");
    let all = done(&folder, "changes @/案卷.xingping").out;
    assert!(all.contains("2026-03-31 09:00:00　张三　导入　5.1.1.1 判定：未评 → 符合"), "{all}");
    assert!(all.contains("共 2 项修改"), "{all}");
    assert!(done(&folder, "changes @/案卷.xingping --clause 5.1.2.1").out.contains("没有修改记录"));
    let unknown = run(&folder, "changes @/案卷.xingping --clause 9.9");
    assert!(unknown.done.code == 2 && unknown.err.contains("“9.9”"), "{} {}", unknown.done.code, unknown.err);
    let one = done(&folder, "changes @/案卷.xingping --clause 5.1.1.2").out;
    assert!(one.contains("5.1.1.2 判定：未评 → 不符合") && !one.contains("5.1.1.1"), "{one}");

    let sheet = done(&folder, "changes @/案卷.xingping -o @/改.xlsx").out;
    assert!(sheet.contains("修改记录 2 行") && sheet.contains("已回读核对"), "{sheet}");
    for line in ["changes @/案卷.xingping -o @/改.txt", "changes @/案卷.xingping -o @/案卷.xingping", "changes @/没有"]
    {
        assert_eq!(run(&folder, line).done.code, 2, "{line}");
    }

    // The second import's backup holds what the first one wrote.
    write(&folder, "u.csv", "条款,判定\n5.1.2.1,符合\n");
    done(&folder, "import @/案卷.xingping @/u.csv");
    let list = done(&folder, "recover @/案卷.xingping").out;
    assert!(list.contains("与现在有 1 处不同") && list.contains("与现在有 3 处不同"), "{list}");
    assert!(list.contains(" 分，未评完，暂不定级；已评 3/43"), "{list}");
    let case = folder.path().join("案卷.xingping");
    fs::write(&case, "(format: \"xingping-case\", version: 2, gene").unwrap();
    for line in ["score @/案卷.xingping", "import @/案卷.xingping @/u.csv"] {
        let said = run(&folder, line);
        assert_eq!(said.done.code, 2);
        assert!(said.err.contains("recover") && !said.err.contains("发件人"), "one's own: {}", said.err);
    }
    let list = done(&folder, "recover @/案卷.xingping").out;
    assert!(list.contains("1. ") && list.contains("案卷本身") && list.contains("已损坏"), "{list}");
    assert!(!list.contains("发件人"), "{list}");
    let line = list.lines().find(|line| line.contains("备份") && line.contains("已评 2/43")).expect(&list);
    let number = line.split('.').next().unwrap();
    assert_eq!(number, "2", "the newest backup comes first: {list}");
    let broken = fs::read(&case).unwrap();
    let restored = done(&folder, &format!("recover @/案卷.xingping --restore {number} --to @/新")).out;
    assert!(restored.contains("新.xingping") && restored.contains("已评 2/43"), "{restored}");
    assert_eq!(fs::read(&case).unwrap(), broken, "the broken case is not touched");
    let again = run(&folder, &format!("recover @/案卷.xingping --restore {number} --to @/新"));
    assert_eq!(again.done.code, 2, "never over an existing file: {}", again.out);
    for line in [
        "recover @/案卷.xingping --restore 99",
        "recover @/案卷.xingping --restore x",
        "recover @/案卷.xingping --to @/y",
    ] {
        assert_eq!(run(&folder, line).done.code, 2, "{line}");
    }
    fs::write(&case, [0xff, 0xfe, 0]).unwrap();
    let said = run(&folder, "score @/案卷.xingping");
    assert!(said.err.contains("recover") && !said.err.contains("请确认选的是"), "{}", said.err);
    fs::remove_file(&case).unwrap();
    for line in ["score @/案卷.xingping", "score @/案卷"] {
        let said = run(&folder, line);
        assert!(said.done.code == 2 && said.err.contains("不见了") && said.err.contains("recover"), "{}", said.err);
    }
    let unknown = run(&folder, "changes @/案卷 --clause 9.9");
    assert!(unknown.done.code == 2 && unknown.err.contains("无法核对"), "{}", unknown.err);
    assert!(done(&folder, "recover @/案卷").out.contains("备份"));
    let none = run(&folder, "recover @/没有");
    assert!(none.done.code == 2 && none.err.contains("没有可供恢复的内容"), "{}", none.err);
    let log = folder.path().join("案卷.xingping.changes");
    fs::write(&log, fs::read_to_string(&log).unwrap().replacen("张三", "李四", 1)).unwrap();
    let said = run(&folder, "changes @/案卷.xingping");
    assert_eq!(said.done.code, 1, "a line that was tampered with is noticed: {}", said.out);
    assert!(said.err.contains("1 处损坏") && !said.out.contains("没有修改记录"), "{}", said.err);
}

#[test]
fn what_differs_in_a_long_text_is_listed_and_the_workbook_has_all_of_it() {
    let folder = with_case();
    let long = "现场查看了三处网点的记录。".repeat(40);
    for end in ["缺一份", "缺两份"] {
        write(&folder, "t.csv", &format!("条款,判定,现状与发现\n5.1.1.1,不符合,{long}{end}\n"));
        done(&folder, "import @/案卷.xingping @/t.csv");
    }
    let list = done(&folder, "changes @/案卷.xingping").out;
    let line = list.lines().next().unwrap();
    assert!(line.contains("缺一份 → …") && line.ends_with("缺两份") && line.chars().count() < 200, "{list}");
    done(&folder, "changes @/案卷.xingping -o @/改.xlsx");
    let sheet = store::tables::read_file(&folder.path().join("改.xlsx")).unwrap();
    assert!(
        sheet.rows.iter().any(|row| format!("{row:?}").contains(&format!("{long}缺两份"))),
        "the workbook cuts nothing"
    );
}

#[test]
fn a_case_that_another_has_is_not_written() {
    let folder = with_case();
    write(&folder, "t.csv", &table(&["5.1.1.1,符合"]));
    let lock = r#"{"who":"李四","computer":"另一台","process":1,"since":"2026-03-30T09:00:00","beat":"2026-03-30T10:00:00","token":"a"}"#;
    write(&folder, "案卷.xingping.lock", lock);
    let before = fs::read(folder.path().join("案卷.xingping")).unwrap();
    let said = run(&folder, "import @/案卷.xingping @/t.csv");
    assert_eq!(said.done.code, 2);
    for part in ["李四", "另一台", "2026-03-30 10:00:00", "没有写入"] {
        assert!(said.err.contains(part), "{part}: {}", said.err);
    }
    assert_eq!(fs::read(folder.path().join("案卷.xingping")).unwrap(), before);
    done(&folder, "score @/案卷.xingping");
    done(&folder, "import @/案卷.xingping @/t.csv --dry-run");
}

#[test]
fn the_general_help_names_every_command() {
    let folder = with_case();
    for line in ["help", "--help", "help --lang en"] {
        let said = done(&folder, line).out;
        for command in xingping::cli::COMMANDS.iter().filter(|command| !["help", "demo"].contains(command)) {
            assert!(said.contains(&format!(" {command} ")), "{line}: {command}\n{said}");
        }
    }
}

#[test]
fn a_case_that_is_not_judged_to_the_end_has_no_grade_yet() {
    let folder = with_case();
    for line in ["score @/案卷", "score @/案卷 --why"] {
        let said = done(&folder, line).out;
        assert!(said.contains("未评完，暂不定级") && !said.contains("不合格"), "{said}");
    }
    assert!(done(&folder, "score @/案卷 --json").out.contains("unqualified"), "machines get what the score reaches");
}
