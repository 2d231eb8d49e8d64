//! What each fuzzer does with some bytes, and what must be true afterwards. Used by the fuzzers (`targets/`) and, with
//! the seeds and some thousands of mutations of them, by `cargo test` (`tests/it/fuzzed.rs`).
//!
//! A new kind of file: a function here, a file in `targets/`, a `[[bin]]` in `Cargo.toml`, a folder
//! in `seeds/`, a test in `tests/it/fuzzed.rs`.

use std::io::{Cursor, Write as _};
use std::sync::{Arc, OnceLock};

use xingping::assessment::{self, Assessment};
use xingping::criteria::{self, LedgerKind, SHIPPED, Scheme};
use xingping::lang::{Language, Words};
use xingping::store::ledgers::{
    LedgerFileProblem, LedgerTable, Mapping, PlanOptions, Remembered, open_ledger, plan, problem_rows, propose,
};
use xingping::store::tables::{self, Table, TableKind, TableWriteError};
use xingping::store::{self, OpenError};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

/// Most problems of a scheme: a thousand, and that there are more.
const MOST_PROBLEMS: usize = 1001;

fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| Words::load(Language::Chinese).expect("the words are sound"))
}

fn scheme() -> Arc<Scheme> {
    static SCHEME: OnceLock<Arc<Scheme>> = OnceLock::new();
    SCHEME.get_or_init(|| criteria::read(SHIPPED[0].text).expect("the shipped scheme is sound").scheme).clone()
}

/// What is said of a file is one sentence of bearable length.
fn sentence(said: &str) {
    assert!(!said.trim().is_empty() && !said.contains('\n'), "no sentence: {said:?}");
    assert!(said.chars().count() < 2000, "a long sentence: {said:?}");
}

/// A case is refused with a sentence, or is saved as what it was read as.
pub fn case(bytes: &[u8]) {
    match store::parse(bytes) {
        Ok(case) => {
            let text = store::render(&case.pinned, &case.assessment);
            let again = store::parse(text.as_bytes()).expect("what was saved is opened");
            assert_eq!(again, case);
            assert_eq!(store::render(&again.pinned, &again.assessment), text);
        }
        Err(kind) => sentence(&OpenError { path: "a.xingping".into(), kind }.say(words())),
    }
}

/// A scheme is read the same each time, or has problems, each of them a sentence.
pub fn scheme_file(text: &str) {
    let read = criteria::read(text);
    match &read {
        Ok(pinned) => {
            let again = criteria::read(&pinned.text).expect("what was pinned is read");
            assert_eq!(&again, pinned);
        }
        Err(problems) => {
            assert!((1..=MOST_PROBLEMS).contains(&problems.len()), "{} problems", problems.len());
            for problem in problems {
                sentence(&problem.say(&words().problems));
            }
        }
    }
    assert_eq!(criteria::read(text), read);
}

/// [`scheme_file`] of bytes that are text.
pub fn scheme_bytes(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        scheme_file(text);
    }
}

/// A table is refused with a sentence, or can be taken over as far as its plan says.
pub fn csv_table(bytes: &[u8]) {
    table(bytes, TableKind::Csv);
}

/// A workbook; what does not begin like a ZIP is taken for the text of a sheet, since no mutation of a ZIP gets past
/// its checksums.
pub fn xlsx_table(bytes: &[u8]) {
    if bytes.starts_with(b"PK") {
        table(bytes, TableKind::Xlsx);
    } else {
        table(&workbook(bytes), TableKind::Xlsx);
    }
}

fn table(bytes: &[u8], kind: TableKind) {
    match tables::parse(bytes, kind) {
        Ok(table) => {
            let after = taken_over(&table);
            if after != Assessment::default() {
                comes_back(&after, TableKind::Csv);
                comes_back(&after, TableKind::Xlsx);
            }
        }
        Err(problem) => sentence(&problem.say("a.xlsx", words())),
    }
}

/// The table taken over into an empty assessment.
fn taken_over(table: &Table) -> Assessment {
    let scheme = scheme();
    let mut after = Assessment::default();
    let plan = tables::plan(table, &scheme, &after);
    for problem in &plan.problems {
        sentence(&problem.say("a.xlsx", words()));
    }
    for ignored in plan.ignored.iter().chain(&plan.notices) {
        sentence(&ignored.say("a.xlsx", words()));
    }
    assessment::apply(&scheme, &mut after, &plan.edit).expect("a plan fits");
    assert_eq!(assessment::check(&scheme, &after), []);
    assert!(plan.changes_something() || after == Assessment::default(), "a change that nobody was told of");
    // The same table once more changes nothing.
    let once_more = tables::plan(table, &scheme, &after);
    assert_eq!((once_more.added, once_more.changed), (vec![], vec![]));
    after
}

/// What is written is read as what it was.
fn comes_back(assessment: &Assessment, kind: TableKind) {
    let scheme = scheme();
    let bytes = match tables::write(kind, &scheme, assessment, words()) {
        Ok(bytes) => bytes,
        Err(TableWriteError::CellTooLong { .. }) => return,
        Err(other) => panic!("{other}"),
    };
    let table = tables::parse(&bytes, kind).expect("what was written is read");
    let plan = tables::plan(&table, &scheme, assessment);
    assert_eq!(plan.problems, []);
    assert_eq!((plan.added, plan.changed), (vec![], vec![]));
}

/// A ledger from any file is refused with a sentence, or planned as it is proposed and with columns that do not belong.
/// Texts of sheets are put into workbooks, as above.
pub fn ledger(bytes: &[u8]) {
    let kinds = criteria::ledger_kinds();
    let kind = &kinds[bytes.len() % kinds.len()];
    let file = if bytes.starts_with(b"<office") {
        open_document(bytes)
    } else if bytes.starts_with(b"<") {
        workbook(bytes)
    } else {
        bytes.to_vec()
    };
    let table = match open_ledger(file, "a.xlsx", None, kind, &Remembered::new()) {
        Ok(table) => table,
        Err(kind) => return sentence(&LedgerFileProblem { file: "a.xlsx".into(), kind }.say(words())),
    };
    let mut mapping = propose(&table.sheet, kind, &Remembered::new());
    planned(&table, kind, &mapping);
    // Every form of field meets every form of cell by and by.
    for (at, field) in kind.fields.iter().enumerate() {
        mapping.set(kind, &field.id, Some((at + bytes.len() / kinds.len()) % 8));
    }
    planned(&table, kind, &mapping);
}

/// A plan fits, is told in sentences, and once more changes nothing.
fn planned(table: &LedgerTable, kind: &LedgerKind, mapping: &Mapping) {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
    for (unmasked, newer, replace) in [(None, false, false), (Some(true), true, false), (Some(false), false, true)] {
        let at = day.and_hms_opt(9, 0, 0).expect("a time");
        let options = PlanOptions { file: table.file.clone(), sum: table.sum, at, unmasked, newer, replace };
        let planned = plan(&table.sheet, kind, mapping, None, &options);
        for problem in &planned.problems {
            sentence(&problem.say(table.sheet.name.as_deref(), words()));
        }
        planned.notices.iter().for_each(|notice| sentence(&notice.say(words())));
        let Some(edit) = &planned.edit else { continue };
        let mut after = Assessment::default();
        assessment::apply(&scheme(), &mut after, edit).expect("a plan fits");
        assert_eq!(assessment::check(&scheme(), &after), []);
        let ledger = &after.ledgers[&kind.id];
        assert_eq!(ledger.records.len(), planned.added);
        assert_eq!(assessment::ledger_stats(kind, ledger, day).records, planned.added);
        let failing = assessment::ledger_failing(kind, ledger, chrono::NaiveDate::MAX);
        assert_eq!(problem_rows(&failing, kind, words()).len(), failing.len());
        let again = plan(&table.sheet, kind, mapping, Some(ledger), &options);
        assert_eq!((again.edit, again.added, again.changed, again.removed), (None, 0, 0, 0));
    }
}

/// An ODS around its text.
fn open_document(content: &[u8]) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let kind: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
    for (name, text) in [("mimetype", kind), ("content.xml", content)] {
        out.start_file(name, stored).expect("a vector takes everything");
        out.write_all(text).expect("a vector takes everything");
    }
    out.finish().expect("a vector takes everything").into_inner()
}

/// A workbook of one sheet, around the text of that sheet.
pub fn workbook(sheet: &[u8]) -> Vec<u8> {
    const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations = |kind: &str, target: &str| {
        let relation = format!("<Relationship Id=\"r\" Type=\"{KIND}/{kind}\" Target=\"{target}\"/>");
        format!("<Relationships>{relation}</Relationships>").into_bytes()
    };
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("_rels/.rels", relations("officeDocument", "xl/workbook.xml")),
        ("xl/_rels/workbook.xml.rels", relations("worksheet", "sheet.xml")),
        ("xl/workbook.xml", b"<workbook><sheets><sheet name=\"a\" id=\"r\"/></sheets></workbook>".to_vec()),
        ("xl/sharedStrings.xml", "<sst><si><t>条款</t></si><si><t>判定</t></si></sst>".into()),
        ("xl/styles.xml", b"<styleSheet><cellXfs><xf/><xf numFmtId=\"14\"/></cellXfs></styleSheet>".to_vec()),
        ("xl/sheet.xml", sheet.to_vec()),
    ] {
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        out.start_file(name, stored).expect("a vector takes everything");
        out.write_all(&text).expect("a vector takes everything");
    }
    out.finish().expect("a vector takes everything").into_inner()
}

/// A journal beside a case, and the same lines as its change log. Bytes that begin like a journal are taken as they are;
/// others are the records of one, whose numbers and checks are made here, so that what is behind them is reached.
pub fn journal(bytes: &[u8]) {
    static CASE: &[u8] = include_bytes!("seeds/case/full.xingping");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.xingping");
    std::fs::write(&path, CASE).expect("written");
    let journal = folder.path().join("a.xingping.journal");
    let head = format!("xingping-journal 1 {}", criteria::fingerprint(CASE));
    if bytes.starts_with(b"xingping-journal") {
        // The fingerprint cannot be hit upon; it is put in.
        let rest = bytes.iter().position(|byte| *byte == b'\n').map_or(&bytes[..0], |at| &bytes[at..]);
        std::fs::write(&journal, [head.as_bytes(), rest].concat()).expect("written");
    } else {
        std::fs::write(&journal, chained(&head, bytes)).expect("written");
        std::fs::write(store::change_log_path(&path), chained("xingping-changes 1", bytes)).expect("written");
    }
    let (case, notices) = store::look(&path).expect("the case itself is sound");
    assert_eq!(assessment::check(&case.pinned.scheme, &case.assessment), []);
    for notice in notices {
        sentence(&notice.say(words()));
    }
    let log = store::read_changes(&path).expect("read");
    for change in log.entries.iter().flat_map(|entry| &entry.changes) {
        drop(change.tell(words()));
    }
    assert_eq!(std::fs::read(&path).expect("read"), CASE, "who looks changes nothing");
}

/// Lines with their numbers and checks, as the store's `lines` writes them; worked out here a second time.
fn chained(head: &str, bytes: &[u8]) -> Vec<u8> {
    let hash = |parts: &[&[u8]]| criteria::fingerprint(parts.concat())[..16].to_owned();
    let mut check = hash(&[head.as_bytes()]);
    let mut out = format!("{head}\n").into_bytes();
    for (number, line) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
        let number = format!(" {number} ");
        check = hash(&[check.as_bytes(), number.as_bytes(), line]);
        out.extend([&number.as_bytes()[1..], check.as_bytes(), b" ", line, b"\n"].concat());
    }
    out
}
