//! Files from strangers, run through the real program: whatever they hold, the program ends soon, with one sentence,
//! in less than 512 MiB.
//!
//! The worst kinds run with every `cargo test`; the others take minutes without optimisation and run with
//! `cargo test --release --test it bounds:: -- --include-ignored --nocapture`, which also prints the peaks.
//! `XINGPING_CLI` may name another build of the program.
//! Linux only: the peak is read from `/proc`, every two milliseconds until the program ends. (What a system reports of a
//! child that has ended counts in what the parent had before, which here is a test of unknown size.)
#![cfg(target_os = "linux")]
#![allow(clippy::print_stdout)] // the peaks, for whoever measures

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use xingping::criteria::SHIPPED;
use xingping::store::{self, EXAMPLE_CASE};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The promise, in KiB.
const MOST_MEMORY: u64 = 512 * 1024;
/// How much address space the program gets, in KiB: the promise, and room for the program itself.
const ADDRESSES: u64 = 700_000;
const MOST_TIME: Duration = Duration::from_secs(300);

const MIB: usize = 1024 * 1024;

struct Ended {
    code: Option<i32>,
    err: String,
    /// Peak of memory in KiB.
    peak: u64,
    took: Duration,
}

/// How often what ends too soon to be looked at is run again, before that is called a mistake of the test.
const TRIES: usize = 20;

/// Runs the program, which changes nothing, until its memory was looked at: on a busy machine the test may get no turn
/// before a short run is over.
fn run(folder: &Path, args: &[&str]) -> Ended {
    let measured = (0..TRIES).map(|_| run_once(folder, args)).find(|ended| ended.peak > 0);
    measured.unwrap_or_else(|| panic!("{args:?}: nothing was measured"))
}

/// Runs the program with little address space, and looks at its memory while it runs.
fn run_once(folder: &Path, args: &[&str]) -> Ended {
    let err = folder.join("stderr");
    let script = format!("ulimit -v {ADDRESSES}; exec \"$0\" --lang zh \"$@\"");
    let began = Instant::now();
    let mut child = Command::new("sh")
        .args(["-c", &script])
        .arg(std::env::var_os("XINGPING_CLI").unwrap_or_else(|| env!("CARGO_BIN_EXE_xingping-cli").into()))
        .args(args)
        .current_dir(folder)
        .env_remove("RUST_BACKTRACE")
        .stdin(Stdio::null())
        .stdout(fs::File::create(folder.join("stdout")).unwrap())
        .stderr(fs::File::create(&err).unwrap())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    let code = loop {
        peak = peak.max(high_water(&fs::read_to_string(&status).unwrap_or_default()).unwrap_or(0));
        if let Some(ended) = child.try_wait().unwrap() {
            break ended.code();
        }
        if began.elapsed() > MOST_TIME {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("{args:?} does not end");
        }
        // What ends at once is looked at without a pause.
        if began.elapsed() > Duration::from_millis(50) {
            std::thread::sleep(Duration::from_millis(2));
        }
    };
    let err = String::from_utf8(fs::read(err).unwrap()).unwrap();
    Ended { code, err, peak, took: began.elapsed() }
}

/// The most memory that the program had so far, in KiB; none while the shell that starts it has not given way to it.
fn high_water(status: &str) -> Option<u64> {
    let field = |name: &str| status.lines().find_map(|line| line.strip_prefix(name));
    let started = field("Name:").is_some_and(|name| name.trim().starts_with("xingping"));
    field("VmHWM:").filter(|_| started)?.trim().strip_suffix(" kB")?.parse().ok()
}

#[test]
fn only_the_program_itself_is_measured() {
    let status = |name: &str| format!("Name:\t{name}\nState:\tR (running)\nVmHWM:\t  123456 kB\nVmRSS:\t  1 kB\n");
    assert_eq!(high_water(&status("xingping-cli")), Some(123_456));
    assert_eq!(high_water(&status("sh")), None);
    assert_eq!(high_water("Name:\txingping-cli\nState:\tZ (zombie)\n"), None);
}

/// The size of the files that every run tries: without optimisation 64 MiB take minutes.
const LARGE: usize = if cfg!(debug_assertions) { 4 * MIB } else { 64 * MIB };

/// The file is refused with one sentence, in which the expected words stand.
fn refused(name: &str, folder: &Path, args: &[&str], expected: &str) {
    let ended = run(folder, args);
    println!(
        "{name}: {} MiB, {:.1} s, {:?}: {}",
        ended.peak / 1024,
        ended.took.as_secs_f64(),
        ended.code,
        ended.err.trim()
    );
    assert!(matches!(ended.code, Some(1 | 2)), "{name}: {:?}: {}", ended.code, ended.err);
    assert_eq!(ended.err.trim_end().lines().count(), 1, "{name}: {}", ended.err);
    assert!(ended.err.chars().count() < 400, "{name}: {}", ended.err.chars().take(1000).collect::<String>());
    assert!(ended.err.contains(expected), "{name}: {expected}: {}", ended.err);
    assert!(ended.peak < MOST_MEMORY, "{name}: {} KiB", ended.peak);
}

/// The table is read, with or without problems; nothing but sentences of ours is said.
fn endured(name: &str, folder: &Path, args: &[&str]) {
    let ended = run(folder, args);
    println!("{name}: {} MiB, {:.1} s, {:?}", ended.peak / 1024, ended.took.as_secs_f64(), ended.code);
    assert!(matches!(ended.code, Some(0..=2)), "{name}: {:?}: {}", ended.code, ended.err);
    assert!(!ended.err.contains("panicked") && !ended.err.contains("memory allocation"), "{name}: {}", ended.err);
    assert!(ended.peak < MOST_MEMORY, "{name}: {} KiB", ended.peak);
}

/// `before`, then the part over and over until the file has about so many bytes, then `after`.
fn write(path: &Path, before: &str, part: impl Fn(usize) -> String, after: &str, bytes: usize) {
    let mut out = std::io::BufWriter::new(fs::File::create(path).unwrap());
    out.write_all(before.as_bytes()).unwrap();
    let mut written = before.len() + after.len();
    for n in 1.. {
        let part = part(n);
        written += part.len();
        if written > bytes {
            break;
        }
        out.write_all(part.as_bytes()).unwrap();
    }
    out.write_all(after.as_bytes()).unwrap();
    out.into_inner().unwrap().sync_data().ok();
}

/// A thousand times the same, so that writing 64 MiB takes no time.
fn thousand(part: &str) -> impl Fn(usize) -> String {
    let part = part.repeat(1000);
    move |_| part.clone()
}

const COMPANY: &str = "company: (name: \"\", sells: \"\", scope: \"\", sites: [], headcount: None, \
                       service_managers: None, certified_managers: None, contact: \"\", prepared_by: \"\")";
const EMPTY: &str = "answers: {}, evidence: {}, special_deductions: {}, bonus: None";

/// A case file around an assessment of which a part is repeated.
fn case(folder: &Path, assessment: &str, part: impl Fn(usize) -> String, bytes: usize) -> PathBuf {
    let path = folder.join("坏.xingping");
    let (before, after) = assessment.split_once('…').unwrap();
    let head = "(format: \"xingping-case\", version: 1, written_by: \"\", scheme_id: \"\", scheme_fingerprint: \"\", ";
    let before = format!("{head}assessment: ({before}");
    let after = format!("{after}), scheme_text: \"\")");
    write(&path, &before, part, &after, bytes);
    path
}

/// A name, an assessment with `…` where the part belongs, the part, and what the sentence has.
type Kind = (&'static str, String, Box<dyn Fn(usize) -> String>, &'static str);

fn cases(kinds: &[Kind], bytes: usize) {
    let folder = tempfile::tempdir().unwrap();
    for (name, assessment, part, expected) in kinds {
        case(folder.path(), assessment, part, bytes);
        refused(name, folder.path(), &["score", "坏.xingping"], expected);
    }
}

fn of_company(part: &str) -> String {
    format!("{}, {EMPTY}", COMPANY.replacen("[]", part, 1))
}

fn of_evidence(part: &str) -> String {
    format!("{COMPANY}, {}", EMPTY.replacen("evidence: {}", part, 1))
}

const OVERFULL: &str = "超过案卷上限";

#[test]
fn a_case_of_millions_of_items_is_refused() {
    let piece = |n: usize| {
        let items = "file(\"\"),".repeat(2000);
        format!("{n}: (title: \"\", items: [{items}], clauses: [], covers: None, expires: None),")
    };
    let kinds: [Kind; 2] = [
        ("sites", of_company("[…]"), Box::new(thousand("\"\",")), OVERFULL),
        ("items over many pieces", of_evidence("evidence: {…}"), Box::new(piece), OVERFULL),
    ];
    cases(&kinds, LARGE);
}

/// What version 3 added: lists of fingerprints, roots and materials.
#[test]
fn a_case_of_millions_of_fingerprints_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("坏.xingping");
    let head = "(format: \"xingping-case\", version: 3, written_by: \"\", generation: 1, folded: \"\", \
                scheme_id: \"\", scheme_fingerprint: \"\", ";
    let sum = "0".repeat(64);
    let none = ["period: None", "roots: {}", "fingerprints: {}", "materials: {}"];
    let material = "(evidence: [], not_concerned: \"\", complete: true, note: \"\"),";
    type Kind<'a> = (&'a str, usize, &'a str, Box<dyn Fn(usize) -> String + 'a>);
    let kinds: [Kind<'_>; 5] = [
        ("roots", 1, "roots: {…}", Box::new(|n| format!("\"根{n}\": \"a\","))),
        ("files", 2, "fingerprints: {…}", Box::new(|n| format!("\"{n}\": file(\"{sum} 1 -\"),"))),
        ("a folder", 2, "fingerprints: {\"a\": folder({…})}", Box::new(|n| format!("\"{n}\": \"{sum} 1 -\","))),
        ("materials", 3, "materials: {…}", Box::new(move |n| format!("\"{n}\": {material}"))),
        (
            "evidence of a material",
            3,
            "materials: {\"a\": (evidence: […], not_concerned: \"\", complete: true, note: \"\")}",
            Box::new(|n| format!("{n},")),
        ),
    ];
    for (name, at, part, each) in kinds {
        let mut fields = none;
        fields[at] = part;
        let assessment = format!("{COMPANY}, {EMPTY}, former: {{}}, {}", fields.join(", "));
        let (before, after) = assessment.split_once('…').unwrap();
        let (before, after) = (format!("{head}assessment: ({before}"), format!("{after}), scheme_text: \"\")"));
        write(&path, &before, each, &after, LARGE.max(12 * MIB)); // a hundred thousand sums
        refused(name, folder.path(), &["score", "坏.xingping"], OVERFULL);
    }
}

#[test]
#[ignore = "minutes without optimisation"]
fn cases_of_every_bad_kind_are_refused() {
    let evidence = |items: &str, clauses: &str| {
        let piece = format!("title: \"a\", items: [{items}], clauses: [{clauses}], covers: None, expires: None");
        of_evidence(&format!("evidence: {{1: ({piece})}}"))
    };
    let answers = || format!("{COMPANY}, {}", EMPTY.replacen("answers: {}", "answers: {…}", 1));
    let answer = "(verdict: unrated, finding: \"\", note: \"\", look_again: false),";
    let deduction = "(kind: 1, found: \"\", clause: None, rectified: false),";
    let deductions = || format!("{COMPANY}, {}", EMPTY.replacen("deductions: {}", "deductions: {…}", 1));
    let name = COMPANY.replacen("\"\"", "\"…\"", 1);
    let kinds: Vec<Kind> = vec![
        ("items", evidence("…", ""), Box::new(thousand("file(\"\"),")), OVERFULL),
        ("clauses", evidence("", "…"), Box::new(thousand("\"1\",")), OVERFULL),
        ("answers", answers(), Box::new(move |n| format!("\"{n}\": {answer}")), OVERFULL),
        ("the same answer", answers(), Box::new(move |_| format!("\"1\": {answer}")), "“1”写了两遍"),
        ("deductions", deductions(), Box::new(move |n| format!("{n}: {deduction}")), OVERFULL),
        ("unknown fields", format!("… {COMPANY}, {EMPTY}"), Box::new(|n| format!("x{n}: 1,")), "不认识的项目“x1”"),
        ("one unknown field", format!("… : 1, {COMPANY}, {EMPTY}"), Box::new(thousand("x")), "不认识的项目“xxx"),
        ("nested lists", format!("x: …, {COMPANY}, {EMPTY}"), Box::new(thousand("[")), "已损坏"),
        ("nested brackets", format!("x: …, {COMPANY}, {EMPTY}"), Box::new(thousand("(")), "已损坏"),
        ("nested names", format!("x: …, {COMPANY}, {EMPTY}"), Box::new(thousand("a(")), "已损坏"),
        ("one text", format!("{name}, {EMPTY}"), Box::new(thousand("x")), "评价准则有问题"),
        ("one text of escapes", format!("{name}, {EMPTY}"), Box::new(thousand("\\u{4e2d}")), "评价准则有问题"),
        ("one comment", format!("/*…*/ {COMPANY}, {EMPTY}"), Box::new(thousand("/**/")), "评价准则有问题"),
        ("one number", format!("x: …, {COMPANY}, {EMPTY}"), Box::new(thousand("9")), "“坏.xingping”"),
    ];
    cases(&kinds, 64 * MIB);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("坏.xingping");
    let head = "(format: \"xingping-case\", version: 1, written_by: \"\", scheme_id: \"\", scheme_fingerprint: \"\", ";
    for (name, part) in [("a scheme of 64 MiB", "x"), ("a scheme of escapes", "\\u{4e2d}")] {
        let before = format!("{head}assessment: ({COMPANY}, {EMPTY}), scheme_text: \"");
        write(&path, &before, thousand(part), "\")", 64 * MIB);
        refused(name, folder.path(), &["score", "坏.xingping"], "超过上限");
    }
    // Well-formed but for what it says: thousands of answers to clauses that the scheme does not have.
    let text = SHIPPED[0].text;
    let mark = xingping::criteria::fingerprint(text);
    let head = head.replace("fingerprint: \"\"", &format!("fingerprint: \"{mark}\""));
    let before =
        format!("{head}assessment: ({COMPANY}, special_deductions: {{}}, bonus: None, evidence: {{}}, answers: {{");
    let after = format!("}}), scheme_text: r###\"{text}\"###)");
    let long = "长".repeat(1000);
    write(&path, &before, |n| format!("\"{n}{long}\": {answer}"), &after, 50 * MIB);
    refused("unknown clauses", folder.path(), &["score", "坏.xingping"], "准则中没有条款");
}

fn scheme(folder: &Path, name: &str, before: &str, part: &str, after: &str) {
    write(&folder.join("坏.ron"), before, thousand(part), after, 4 * MIB);
    endured(name, folder, &["criteria", "check", "坏.ron"]);
}

#[test]
fn a_scheme_of_millions_of_values_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("坏.ron"), "Scheme(sections: [", thousand("1,"), "])", 4 * MIB);
    refused("sections", folder.path(), &["criteria", "check", "坏.ron"], "1 处问题");
    let said = fs::read_to_string(folder.path().join("stdout")).unwrap();
    assert!(said.contains("超过 60000 项"), "{said}");
}

#[test]
#[ignore = "minutes without optimisation"]
fn schemes_of_every_bad_kind_end_soon() {
    let folder = tempfile::tempdir().unwrap();
    let group = "Scheme(sections: [(groups: [(clauses: [";
    for (name, before, part, after) in [
        ("lists", "Scheme(sections: [", "[],", "])"),
        ("clauses", group, "(),", "])])])"),
        ("texts", "Scheme(sources: [(id: \"", "x", "\")])"),
        ("raw texts", "Scheme(title: ", "r#\"", ""),
        ("escapes", "Scheme(title: \"", "\\u{4e2d}", "\")"),
        ("brackets", "", "(", ""),
        ("names", "", "a(", ""),
        ("comments", "/*", "/*", "*/"),
        ("digits", "Scheme(format: ", "9", ")"),
        ("unknown fields", "Scheme(", "x: 1,", ")"),
        ("one word", "", "x", ""),
        ("escapes that are none", "Scheme(title: \"", "\\q", "\")"),
        ("lines", "", "\n", ""),
    ] {
        scheme(folder.path(), name, before, part, after);
    }
    // Just below the number of values that is refused: the largest that is looked at.
    for (name, before, part, after) in [
        ("few sections", "Scheme(sections: [", "1,", "])"),
        ("few clauses", group, "(),", "])])])"),
        ("few clauses with a name", group, "(id: \"5.1.1.1\", evidence: [\"\"]),", "])])])"),
    ] {
        let count = 59_000 / (1 + 3 * usize::from(part.len() > 4));
        fs::write(folder.path().join("坏.ron"), format!("{before}{}{after}", part.repeat(count))).unwrap();
        endured(name, folder.path(), &["criteria", "check", "坏.ron"]);
    }
}

/// A folder with the example in it.
fn with_case() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    store::write_example(folder.path()).unwrap();
    folder
}

const HEADINGS: &str = "条款,判定,证据,说明\n";

#[test]
fn a_table_of_one_endless_line_is_endured() {
    let folder = with_case();
    let import = ["import", EXAMPLE_CASE, "坏.csv", "--dry-run"];
    write(&folder.path().join("坏.csv"), HEADINGS, thousand("x"), "", LARGE.min(30 * MIB));
    endured("one line", folder.path(), &import);
    write(&folder.path().join("坏.csv"), &format!("{HEADINGS}5.1.1.1,符合,"), thousand("a;"), "", LARGE.min(30 * MIB));
    endured("evidence", folder.path(), &import);
}

#[test]
#[ignore = "minutes without optimisation"]
fn tables_of_every_bad_kind_end_soon() {
    let folder = with_case();
    let wide = format!("{}\n", ["x"; 200].join(","));
    let evidence = format!("5.1.1.1,符合,{},\n", "a;".repeat(800));
    for (name, before, part, after) in [
        ("separators", "", ",", ""),
        ("lines", "", "\n", ""),
        ("quotes", HEADINGS, "\"", ""),
        ("doubled quotes", HEADINGS, "\"\",", ""),
        ("one heading", "***", "*", "条款,判定\n5.9,x\n5.8,x\n5.7,x\n"),
        ("clauses", HEADINGS, "9,9,9,9\n", ""),
        ("evidence in every row", HEADINGS, evidence.as_str(), ""),
        ("carriage returns", HEADINGS, "\r", ""),
        ("controls", HEADINGS, "\u{7}", ""),
    ] {
        write(&folder.path().join("坏.csv"), before, thousand(part), after, 32 * MIB);
        endured(name, folder.path(), &["import", EXAMPLE_CASE, "坏.csv", "--dry-run"]);
    }
    for (name, row) in
        [("wide rows", wide.as_str()), ("bad rows", "特别扣分,x,y,z\n"), ("deductions", "特别扣分,1,,x\n")]
    {
        let table = HEADINGS.replace('\n', &",x".repeat(196)) + "\n" + &row.repeat(19_999);
        fs::write(folder.path().join("坏.csv"), table).unwrap();
        endured(name, folder.path(), &["import", EXAMPLE_CASE, "坏.csv", "--dry-run"]);
    }
    for (name, wide) in [("UTF-16", 'x'), ("UTF-16, Chinese", '长')] {
        let mut bytes = vec![0xff, 0xfe];
        let row: Vec<u8> = format!("{wide}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.extend(HEADINGS.encode_utf16().flat_map(u16::to_le_bytes));
        bytes.extend(row.repeat(15 * MIB));
        fs::write(folder.path().join("坏.csv"), &bytes).unwrap();
        endured(name, folder.path(), &["import", EXAMPLE_CASE, "坏.csv", "--dry-run"]);
    }
    // GB18030, two bytes for a character that has three in UTF-8.
    let mut bytes = HEADINGS.replace(['条', '款', '判', '定', '证', '据', '说', '明'], "").into_bytes();
    bytes.extend([0xb3, 0xa4].repeat(15 * MIB));
    fs::write(folder.path().join("坏.csv"), &bytes).unwrap();
    endured("GB18030", folder.path(), &["import", EXAMPLE_CASE, "坏.csv", "--dry-run"]);
}

/// A workbook of one sheet, written by hand.
struct Book {
    sheet: Vec<u8>,
    strings: Vec<u8>,
    styles: Vec<u8>,
    sheets: String,
    relations: String,
}

impl Default for Book {
    fn default() -> Self {
        Self {
            sheet: b"<worksheet><sheetData/></worksheet>".to_vec(),
            strings: b"<sst/>".to_vec(),
            styles: b"<styleSheet/>".to_vec(),
            sheets: "<sheet name=\"a\" id=\"r1\"/>".to_owned(),
            relations: String::new(),
        }
    }
}

impl Book {
    fn write(&self, path: &Path) {
        let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        let mut part = |name: &str, text: &[u8]| {
            out.start_file(name, SimpleFileOptions::default().compression_level(Some(1))).unwrap();
            out.write_all(text).unwrap();
        };
        let root = format!("<Relationship Id=\"r1\" Type=\"{kind}/officeDocument\" Target=\"xl/workbook.xml\"/>");
        part("_rels/.rels", format!("<Relationships>{root}</Relationships>").as_bytes());
        let sheet = format!("<Relationship Id=\"r1\" Type=\"{kind}/worksheet\" Target=\"sheet1.xml\"/>");
        let relations = format!("<Relationships>{sheet}{}</Relationships>", self.relations);
        part("xl/_rels/workbook.xml.rels", relations.as_bytes());
        let sheets = &self.sheets;
        part("xl/workbook.xml", format!("<workbook><sheets>{sheets}</sheets></workbook>").as_bytes());
        part("xl/sharedStrings.xml", &self.strings);
        part("xl/styles.xml", &self.styles);
        part("xl/sheet1.xml", &self.sheet);
        fs::write(path, out.finish().unwrap().into_inner()).unwrap();
    }
}

fn data(before: &str, part: &str, after: &str, bytes: usize) -> Vec<u8> {
    [before, &part.repeat(bytes / part.len()), after].concat().into_bytes()
}

fn sheet(part: &str, bytes: usize) -> Book {
    Book { sheet: data("<worksheet><sheetData>", part, "</sheetData></worksheet>", bytes), ..Book::default() }
}

fn books(kinds: Vec<(&str, Book, &str)>) {
    let folder = with_case();
    let path = folder.path().join("坏.xlsx");
    for (name, book, expected) in kinds {
        book.write(&path);
        assert!(fs::metadata(&path).unwrap().len() <= 32 * MIB as u64, "{name}");
        refused(name, folder.path(), &["import", EXAMPLE_CASE, "坏.xlsx", "--dry-run"], expected);
    }
}

const DAMAGED: &str = "已损坏";
const FAR_MORE: &str = "远多于一份答案表";

/// A row of one cell that names the shared string 0.
const NAMING: &str = "<c r=\"A1\" t=\"s\"><v>0</v></c>";

#[test]
fn a_workbook_that_is_a_bomb_is_refused() {
    let strings = |part: &str, bytes| Book { strings: data("<sst>", part, "</sst>", bytes), ..Book::default() };
    let billion = "<!DOCTYPE a [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>\
                   <sst><si><t>&b;&b;&b;&b;</t></si></sst>";
    books(vec![
        ("zeros", Book { sheet: vec![0; 65 * MIB], ..Book::default() }, "解开后有"),
        (
            "claimed strings",
            Book { strings: b"<sst uniqueCount=\"30000000000\"/>".to_vec(), ..Book::default() },
            FAR_MORE,
        ),
        ("one long string", strings("x", 2 * MIB), FAR_MORE),
        ("entities in entities", Book { strings: billion.into(), ..sheet(NAMING, NAMING.len()) }, DAMAGED),
        ("many sheets", Book { sheets: "<sheet name=\"a\" id=\"r1\"/>".repeat(1001), ..Book::default() }, FAR_MORE),
    ]);
    let folder = with_case();
    let path = folder.path().join("坏.xlsx");
    let import = ["import", EXAMPLE_CASE, "坏.xlsx", "--dry-run"];
    sheet("<c r=\"A1\"><f t=\"shared\" si=\"99999999999\" ref=\"A1\">1</f></c>", 66).write(&path);
    endured("shared formula of an absurd number", folder.path(), &import);
    let dimension = "<worksheet><dimension ref=\"B2:A1\"/><sheetData/></worksheet>";
    Book { sheet: dimension.into(), ..Book::default() }.write(&path);
    endured("a dimension backwards", folder.path(), &import);
    let dimension = "<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData/></worksheet>";
    Book { sheet: dimension.into(), ..Book::default() }.write(&path);
    refused("an absurd dimension", folder.path(), &import, "没有内容");
}

#[test]
#[ignore = "minutes without optimisation"]
fn workbooks_of_every_bad_kind_are_refused() {
    let text = "x".repeat(MIB - 100);
    let shared = format!("<sst><si><t>{text}</t></si></sst>").into_bytes();
    let strings = |part: &str, bytes| Book { strings: data("<sst>", part, "</sst>", bytes), ..Book::default() };
    let styles = |text: Vec<u8>| Book { styles: text, ..Book::default() };
    let font = format!("<fonts><font><name val=\"{}\"/></font></fonts>", "x".repeat(4000));
    let formats = format!("<styleSheet>{font}<cellXfs>{}</cellXfs></styleSheet>", "<xf fontId=\"0\"/>".repeat(100_000));
    let relation = format!("<Relationship Id=\"{}\" Type=\"a\" Target=\"a\"/>", "x".repeat(3000));
    let deep = data("<worksheet><sheetData>", "<a>", "</sheetData></worksheet>", 17 * MIB);
    let formula = format!("<c r=\"A1\"><f t=\"shared\" si=\"0\" ref=\"A1:Z9\">{}</f></c>", "A1+".repeat(300_000));
    let derived = "<c><f t=\"shared\" si=\"0\"/></c>".repeat(500_000);
    let formulas = format!("<worksheet><sheetData>{formula}{derived}</sheetData></worksheet>");
    books(vec![
        ("a gigabyte of zeros", Book { sheet: vec![0; 1024 * MIB], ..Book::default() }, "解开后有"),
        ("zeros within bounds", Book { sheet: vec![0; 60 * MIB], ..Book::default() }, DAMAGED),
        ("one string named by all cells", Book { strings: shared, ..sheet(NAMING, 20 * MIB) }, FAR_MORE),
        ("empty strings", strings("<si/>", 63 * MIB), FAR_MORE),
        ("empty strings within bounds", strings("<si/>", 28 * MIB), "没有内容"),
        ("texts in one string", strings("<si><t>", 62 * MIB), FAR_MORE),
        ("formats", styles(formats.into_bytes()), FAR_MORE),
        (
            "empty formats",
            styles(data("<styleSheet><cellXfs>", "<xf/>", "</cellXfs></styleSheet>", 20 * MIB)),
            FAR_MORE,
        ),
        (
            "empty formats within bounds",
            styles(data("<styleSheet><cellXfs>", "<xf/>", "</cellXfs></styleSheet>", 2_200_000)),
            "没有内容",
        ),
        ("a long relation", Book { relations: relation, ..Book::default() }, FAR_MORE),
        (
            "relations within bounds",
            Book { relations: "<Relationship Id=\"ab\"/>".repeat(40_000), ..Book::default() },
            "没有内容",
        ),
        ("elements in elements", Book { sheet: deep, ..Book::default() }, "没有内容"),
        ("empty cells", sheet("<c/>", 20 * MIB), "没有内容"),
        ("rows without end", sheet("<row><c><v>1</v></c></row>", 20 * MIB), "超过 20000 行"),
        ("columns without end", sheet("<c><v>1</v></c>", 20 * MIB), "超过 200 列"),
        ("a comment", sheet("<!-- <<<<<<<<<<<<<<<< -->", 7 * MIB), "没有内容"),
        ("formulas", Book { sheet: formulas.into_bytes(), ..Book::default() }, "超过 200 列"),
    ]);
    let folder = with_case();
    let path = folder.path().join("坏.xlsx");
    let import = ["import", EXAMPLE_CASE, "坏.xlsx", "--dry-run"];
    let row = format!("<row>{}</row>", "<c><v>1</v></c>".repeat(70));
    sheet(&row, row.len() * 19_999).write(&path);
    endured("cells within bounds", folder.path(), &import);
    let sheets = "<sheet name=\"a\" id=\"r1\"/>".repeat(1000);
    Book { sheets, ..sheet("<row/>", 30 * MIB) }.write(&path);
    refused("the same large empty sheet, often", folder.path(), &import, FAR_MORE);
    // Only the directory is long: no file has any content.
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for n in 0..60_000 {
        out.start_file(format!("{n}.xml"), SimpleFileOptions::default()).unwrap();
    }
    fs::write(&path, out.finish().unwrap().into_inner()).unwrap();
    refused("files without end", folder.path(), &import, FAR_MORE);
}

/// Refused, or read with problems, as a ledger of surveys.
fn ledger(name: &str, path: &Path, expected: &str) {
    let file = path.file_name().unwrap().to_str().unwrap();
    let import = ["ledger", "import", EXAMPLE_CASE, "surveys", file, "--dry-run"];
    refused(name, path.parent().unwrap(), &import, expected);
}

const TOO_MUCH: &str = "远远超过一份台账";

/// A row of headings of surveys, as text in the cells.
const HEAD: &str = "<row><c t=\"str\"><v>样本编号</v></c><c t=\"str\"><v>调查日期</v></c></row>";

fn ods(path: &Path, rows: &str) {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    out.start_file("mimetype", stored).unwrap();
    out.write_all(b"application/vnd.oasis.opendocument.spreadsheet").unwrap();
    out.start_file("content.xml", SimpleFileOptions::default().compression_level(Some(1))).unwrap();
    let head = "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>样本编号</text:p></table:table-cell>\
                <table:table-cell office:value-type=\"string\"><text:p>调查日期</text:p></table:table-cell></table:table-row>";
    let text = format!("<office:document-content><table:table table:name=\"a\">{head}{rows}</table:table>");
    out.write_all(text.as_bytes()).unwrap();
    fs::write(path, out.finish().unwrap().into_inner()).unwrap();
}

#[test]
fn a_ledger_that_is_a_bomb_is_refused() {
    let folder = with_case();
    let path = folder.path().join("坏.xlsx");
    for (name, book, expected) in [
        ("zeros", Book { sheet: vec![0; 330 * MIB], ..Book::default() }, "展开后有"),
        ("a long text", Book { strings: data("<sst>", "x", "</sst>", 2 * MIB), ..Book::default() }, TOO_MUCH),
        (
            "claimed strings",
            Book { strings: b"<sst uniqueCount=\"30000000000\"/>".to_vec(), ..Book::default() },
            TOO_MUCH,
        ),
        ("columns without end", sheet("<c><v>1</v></c>", MIB), "超过 200 列"),
        ("a row far away", sheet("<row r=\"4294967295\"><c><v>1</v></c></row>", 50), "没有找到表头"),
    ] {
        book.write(&path);
        ledger(name, &path, expected);
    }
    // A tail of empty, formatted rows says nothing.
    sheet(&format!("<row>{}</row>", "<c s=\"1\"/>".repeat(13)), LARGE).write(&path);
    ledger("empty rows", &path, "空的");
    let path = folder.path().join("坏.ods");
    let cell = |more: &str| format!("<table:table-cell{more} office:value-type=\"float\" office:value=\"1\"/>");
    let row = |more: &str, cells: &str| format!("<table:table-row{more}>{cells}</table:table-row>");
    let many = row(" table:number-rows-repeated=\"4000000000\"", &cell(""));
    ods(&path, &many);
    ledger("a row a million times", &path, "超过 300000 行");
    ods(&path, &row("", &cell(" table:number-columns-repeated=\"4000000000\"")));
    ledger("a column a million times", &path, "超过 200 列");
    ods(&path, &row("", &cell("").repeat(201)));
    ledger("columns", &path, "超过 200 列");
    let path = folder.path().join("坏.csv");
    write(&path, "样本编号,调查日期\n", thousand(","), "\n", LARGE);
    endured("separators", folder.path(), &["ledger", "import", EXAMPLE_CASE, "surveys", "坏.csv", "--dry-run"]);
}

#[test]
#[ignore = "minutes without optimisation"]
fn ledgers_of_every_bad_kind_are_refused() {
    let folder = with_case();
    let path = folder.path().join("坏.xlsx");
    let strings = |part: &str, bytes| Book { strings: data("<sst>", part, "</sst>", bytes), ..Book::default() };
    let formats = |bytes| data("<styleSheet><cellXfs>", "<xf/>", "</cellXfs></styleSheet>", bytes);
    let row = format!("<row>{}</row>", "<c s=\"1\"/>".repeat(13));
    let data_row = format!("<row>{}</row>", "<c><v>1</v></c>".repeat(13));
    // Every row makes room for 200 cells, of which one is there: 6 million within 30,000 rows.
    let wide = format!("<row>{}<c><v>1</v></c></row>", "<c/>".repeat(199));
    let long = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(MIB - 100)).into_bytes();
    for (name, book, expected) in [
        ("a million empty rows", sheet(&row, row.len() * 1_048_576), "空的"),
        ("empty strings", strings("<si/>", 120 * MIB), TOO_MUCH),
        ("empty strings within bounds", strings("<si/>", 28 * MIB), "空的"),
        ("empty formats", Book { styles: formats(20 * MIB), ..Book::default() }, TOO_MUCH),
        ("rows without end", sheet("<row><c><v>1</v></c></row>", 12 * MIB), "超过 300000 行"),
        ("cells of rows without end", sheet(&data_row, 200 * MIB), TOO_MUCH),
        ("cells without end", sheet(&wide, 100 * MIB), TOO_MUCH),
        ("one cell said by all rows", sheet("<row><c r=\"GR1\"><v>1</v></c></row>", 100 * MIB), "没有找到表头"),
        ("one string named by all cells", Book { strings: long, ..sheet(NAMING, 100 * MIB) }, TOO_MUCH),
        ("elements in elements", sheet("<a>", 17 * MIB), "空的"),
        (
            "the same large empty sheet, often",
            Book { sheets: "<sheet name=\"a\" id=\"r1\"/>".repeat(1000), ..sheet("<row/>", 300 * MIB) },
            TOO_MUCH,
        ),
    ] {
        book.write(&path);
        ledger(name, &path, expected);
    }
    sheet(&format!("{HEAD}{}", data_row.repeat(250_000)), HEAD.len() + data_row.len() * 250_000).write(&path);
    endured("many rows", folder.path(), &["ledger", "import", EXAMPLE_CASE, "surveys", "坏.xlsx", "--dry-run"]);
    let path = folder.path().join("坏.csv");
    for (name, before, part) in [
        ("separators", "样本编号,调查日期\n", ","),
        ("lines", "样本编号,调查日期\n", "\n"),
        ("quotes", "样本编号,调查日期\n", "\""),
        ("rows", "样本编号,调查日期\n", "a,2026-03-05\n"),
        ("one text", "样本编号,调查日期\n", "长"),
    ] {
        write(&path, before, thousand(part), "", 127 * MIB);
        endured(name, folder.path(), &["ledger", "import", EXAMPLE_CASE, "surveys", "坏.csv", "--dry-run"]);
    }
}
