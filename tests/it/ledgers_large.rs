//! Ledgers of a hundred thousand records: what the window waits for takes no time, and reading them can be watched and
//! stopped.

use std::cell::{Cell, RefCell};
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use rust_xlsxwriter::Workbook;
use xingping::app::{App, Fake, Pick, Platform, Reply};
use xingping::assessment::{Assessment, Change, Edit, Kept, LedgerAbout, Record, Step, changes};
use xingping::criteria::{LedgerId, ledger_kind};
use xingping::session::Session;
use xingping::store::ledgers::{FileKind, Remembered, Waiting, open_ledger_for};
use xingping::store::{self, Clock};

use crate::journeys::{command, drop_file, example};

const RECORDS: u32 = 100_000;
/// Without optimisation and beside another build. Comparing or copying the records takes ten times as long.
const AT_ONCE: Duration = Duration::from_millis(100);

fn orders() -> LedgerId {
    LedgerId::from("work_orders")
}

fn about() -> LedgerAbout {
    LedgerAbout { fields: vec!["accepted".into(), "outlet".into()], ..LedgerAbout::default() }
}

fn take_over() -> Edit {
    let day = NaiveDate::from_ymd_opt(2026, 3, 1);
    let cells = |n: u32| vec![Kept::Moment(day.unwrap(), None), Kept::Text(format!("网点{}", n % 40).into())];
    let records = (0..RECORDS).map(|n| (format!("GD{n:08}"), Some(Record::new(n + 2, cells(n)))));
    Edit::Many(vec![
        Edit::SetLedger { ledger: orders(), about: Some(Box::new(about())) },
        Edit::SetRecords { ledger: orders(), records: records.collect() },
    ])
}

fn at_once<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let out = work();
    let took = begun.elapsed();
    assert!(took < AT_ONCE, "{what} took {took:?}");
    out
}

fn count(session: &Session) -> usize {
    session.assessment().ledgers.get(&orders()).map_or(0, |ledger| ledger.records.len())
}

#[test]
fn steps_beside_a_hundred_thousand_records_take_no_time() {
    let mut session = Session::new(store::shipped_scheme().unwrap(), Assessment::default());
    session.edit(&take_over()).unwrap();
    let taken = session.take_steps();
    at_once("undo", || session.undo());
    assert_eq!(count(&session), 0);
    at_once("redo", || session.redo());
    assert_eq!(count(&session), RECORDS as usize);
    let records = session.assessment().ledgers[&orders()].records.clone();
    let mut about = about();
    about.promises.insert("response".into(), 120);
    let promise = Edit::SetLedger { ledger: orders(), about: Some(Box::new(about)) };
    at_once("a promise", || session.edit(&promise)).unwrap();
    let after = session.assessment().ledgers[&orders()].records.clone();
    assert!(after.is(&records), "shared, not copied");
    at_once("removing", || session.edit(&Edit::SetLedger { ledger: orders(), about: None })).unwrap();
    at_once("undo of that", || session.undo());
    assert_eq!(count(&session), RECORDS as usize);

    // What is written down of each step leads where the step led.
    let mut replayed = Assessment::default();
    let scheme = session.scheme();
    let mut counts = Vec::new();
    for step in taken.into_iter().chain(session.clone().take_steps()) {
        let (edit, changes) = step.told();
        counts.push(
            changes
                .iter()
                .map(|change| if let Change::Records { records, .. } = change { records.len() } else { 0 })
                .sum::<usize>(),
        );
        xingping::assessment::apply(scheme, &mut replayed, &edit).unwrap();
    }
    assert_eq!(&replayed, session.assessment());
    let all = RECORDS as usize;
    assert_eq!(counts, [all, 0, all, 0, 0, all], "all, only removed, all, none, only removed, all");
}

#[test]
fn a_step_between_two_states_tells_what_differs() {
    let scheme = store::shipped_scheme().unwrap().scheme;
    let record = |row| Some(Record::new(row, vec![]));
    let mut one = Assessment::default();
    let set = |records: Vec<(&str, Option<Record>)>| Edit::SetRecords {
        ledger: orders(),
        records: records.into_iter().map(|(number, record)| (number.to_owned(), record)).collect(),
    };
    let about = Edit::SetLedger { ledger: orders(), about: Some(Box::new(about())) };
    for edit in [about, set(vec![("A", record(1)), ("B", record(2)), ("C", record(3))])] {
        xingping::assessment::apply(&scheme, &mut one, &edit).unwrap();
    }
    let mut other = one.clone();
    let edit = set(vec![("A", None), ("B", record(9)), ("D", record(4))]);
    xingping::assessment::apply(&scheme, &mut other, &edit).unwrap();
    let [Change::Records { records, .. }] = &changes(&one, &other)[..] else { panic!() };
    let rows = |record: &Option<Record>| record.as_ref().map(|record| record.row);
    let found: Vec<_> = records.iter().map(|one| (one.number.as_str(), rows(&one.from), rows(&one.to))).collect();
    assert_eq!(found, [("A", Some(1), None), ("B", Some(2), Some(9)), ("D", None, Some(4))]);
    let (edit, told) = Step::between(xingping::assessment::How::Undo, one.clone(), other.clone()).told();
    assert_eq!(told, changes(&one, &other));
    xingping::assessment::apply(&scheme, &mut one, &edit).unwrap();
    assert_eq!(one, other);
}

const ROWS: usize = 9_001;

fn csv(rows: usize) -> Vec<u8> {
    let mut out = String::from("工单号,受理时间,服务网点\n");
    (1..rows).for_each(|n| writeln!(out, "GD{n:08},2026-03-01 08:00,网点{}", n % 40).unwrap());
    out.into_bytes()
}

fn xlsx() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, line) in (0..).zip(String::from_utf8(csv(ROWS)).unwrap().lines()) {
        for (column, text) in (0..).zip(line.split(',')) {
            sheet.write_string(row, column, text).unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}

fn ods() -> Vec<u8> {
    let mut text = String::from("<office:document-content><table:table table:name=\"a\">");
    for line in String::from_utf8(csv(ROWS)).unwrap().lines() {
        text.push_str("<table:table-row>");
        for cell in line.split(',') {
            write!(text, "<table:table-cell office:value-type=\"string\"><text:p>{cell}</text:p></table:table-cell>")
                .unwrap();
        }
        text.push_str("</table:table-row>");
    }
    text.push_str("</table:table></office:document-content>");
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    for (name, text) in [("mimetype", kind), ("content.xml", &text)] {
        out.start_file(name, stored).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn reading_says_how_many_rows_there_are_so_far_and_can_be_stopped() {
    let kind = ledger_kind("work_orders").unwrap();
    for (name, bytes) in [("a.csv", csv(ROWS)), ("a.xlsx", xlsx()), ("a.ods", ods())] {
        let read = |waiting: Waiting<'_>| open_ledger_for(bytes.clone(), name, None, kind, &Remembered::new(), waiting);
        let told = RefCell::new(Vec::new());
        let rows = |rows: usize| told.borrow_mut().push(rows);
        let table = read(Waiting { stopped: &|| false, rows: &rows }).unwrap();
        assert_eq!(table.sheet.rows.len(), ROWS, "{name}");
        assert_eq!(
            told.take(),
            [2_000, 4_000, 6_000, 8_000, ROWS],
            "{name}: those that were read, not those looked at"
        );

        // At four thousand it is enough.
        let enough = Cell::new(false);
        let stop = |rows: usize| enough.set(rows >= 4_000);
        let far = |count: usize| {
            rows(count);
            stop(count);
        };
        let stopped = read(Waiting { stopped: &|| enough.get(), rows: &far });
        assert_eq!(stopped.unwrap_err(), FileKind::Stopped, "{name}");
        assert_eq!(told.take(), [2_000, 4_000], "{name} was not read on");

        // While it is being looked at, before any row is read.
        let asked = Cell::new(0);
        let at_first = || {
            asked.set(asked.get() + 1);
            true
        };
        assert_eq!(read(Waiting { stopped: &at_first, rows: &rows }).unwrap_err(), FileKind::Stopped, "{name}");
        assert!(asked.get() > 0 && told.take().len() <= 1, "{name}");
    }
}

#[test]
fn an_old_workbook_is_stopped_as_well() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/tables/ledgers/orders-xlwt.xls");
    let kind = ledger_kind("work_orders").unwrap();
    let told = Cell::new(0);
    let waiting = Waiting { stopped: &|| true, rows: &|rows| told.set(rows) };
    let problem = store::ledgers::read_ledger_for(&path, None, kind, &Remembered::new(), waiting).unwrap_err();
    assert_eq!((problem.kind.clone(), told.get()), (FileKind::Stopped, 0));
    assert!(problem.say(&super::files::words()).contains("没有读完"));
}

/// The system of other tests, with work in the background as in the real one.
struct Threads(Fake);

impl Platform for Threads {
    fn clock(&self) -> Clock {
        self.0.clock()
    }

    fn pick(&mut self, pick: &Pick, title: &str, start: Option<&Path>, frame: &eframe::Frame, reply: Reply) {
        self.0.pick(pick, title, start, frame, reply);
    }

    fn open(&mut self, path: &Path) -> Result<(), String> {
        self.0.open(path)
    }

    fn documents(&self) -> PathBuf {
        self.0.documents()
    }

    fn background(&self) -> bool {
        true
    }
}

fn shows(window: &Harness<'_, App>, part: &str) -> bool {
    window.query_all_by_label_contains(part).next().is_some()
}

/// Shows frames until there is such a text.
fn until(window: &mut Harness<'_, App>, part: &str) {
    let begun = Instant::now();
    while !shows(window, part) {
        assert!(begun.elapsed() < Duration::from_secs(60), "no “{part}”");
        window.step();
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn the_window_counts_rows_while_it_reads_and_the_button_stops_it() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let (large, small) = (folder.path().join("大.csv"), folder.path().join("小.csv"));
    std::fs::write(&large, csv(280_000)).unwrap();
    std::fs::write(&small, csv(4)).unwrap();
    let now = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap().and_hms_opt(9, 0, 0).unwrap();
    let fake = Fake { answers: Default::default(), documents: folder.path().to_owned(), now };
    let words = Arc::new(super::files::words());
    let mut window = Harness::builder()
        .with_size([1280.0, 800.0])
        .build_eframe(move |cc| App::new(&cc.egui_ctx, words, Box::new(Threads(fake)), None, Some(case)).unwrap());
    until(&mut window, "自评");
    until(&mut window, "已保存");
    command(&mut window, Key::L);
    until(&mut window, "导入台账…");
    drop_file(&mut window, &large);
    until(&mut window, "正在读取……已读 ");
    window.get_by_label("停止").click();
    window.run_steps(3);
    assert!(!shows(&window, "正在读取"));
    // Whoever stopped does not wait for what was stopped.
    drop_file(&mut window, &small);
    until(&mut window, "采用：新增 3，改动 0");
}
