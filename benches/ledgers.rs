//! How long reading a hundred thousand work orders takes and how much memory, beside Python's openpyxl over the same
//! file, how long it takes to say what they say, and how long the window is held up by what is done to a case that
//! holds them: `cargo bench --bench ledgers`.
//!
//! Reading runs in a process of its own, so that the peak is its own.

#![allow(clippy::expect_used, clippy::print_stdout)] // a benchmark says what it measured

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use xingping::assessment::{
    Assessment, BY_MONTH, Company, DrawAsk, Edit, Ledger, Mark, apply, draw, ledger_failing, ledger_stats,
};
use xingping::criteria::{self, SHIPPED, ledger_kind};
use xingping::planning;
use xingping::session::Session;
use xingping::store::ledgers::{PlanOptions, Remembered, plan, propose, read_ledger};
use xingping::store::{self, Access, Case, Clock, Keeper, Me, Opening, Report, Writer};

#[cfg(feature = "gui")]
#[path = "ledgers_window.rs"]
mod window;

const ROWS: u32 = 100_000;
const ROUNDS: usize = 5;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    if let Some(at) = args.iter().position(|arg| arg == "--read") {
        return read(Path::new(&args[at + 1]));
    }
    if !args.iter().any(|arg| arg == "--bench") {
        return; // `cargo test` builds it and has nothing to measure
    }
    // Beside the build's own files: a folder for temporary files may lie in memory, where nothing takes any time.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    fs::create_dir_all(folder).expect("a folder");
    let folder = tempfile::tempdir_in(folder).expect("a folder");
    let path = folder.path().join("工单.xlsx");
    make(&path);
    let size = fs::metadata(&path).expect("made").len();
    println!("{ROWS} work orders, 13 columns, {:.1} MB:", size as f64 / 1e6);
    let mut best: Option<(u64, String)> = None;
    for _ in 0..ROUNDS {
        let me = std::env::current_exe().expect("this program");
        let output = Command::new(me).arg("--read").arg(&path).output().expect("run");
        let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        let total = said.split_whitespace().next().and_then(|first| first.parse().ok()).unwrap_or(u64::MAX);
        if best.as_ref().is_none_or(|(least, _)| total < *least) {
            best = Some((total, said));
        }
    }
    let (_, said) = best.expect("rounds");
    println!("  xingping, the best of {ROUNDS}: {said}");
    openpyxl(&path);
    let edit = statistics(&path);
    let empty = Case { pinned: store::shipped_scheme().expect("the scheme"), assessment: Assessment::default() };
    session(folder.path(), &empty, &edit);
    #[cfg(feature = "gui")]
    window::measure(folder.path(), &empty, &path, ROWS as usize);
}

/// The file, as a system of work orders would write it: moments as moments, one text in twenty missing.
fn make(path: &Path) {
    let heads = [
        "工单号",
        "受理时间",
        "客户姓名",
        "联系电话",
        "问题描述",
        "处理结果",
        "到达时间",
        "完成时间",
        "客户签字",
        "服务类型",
        "服务网点",
        "服务人员",
        "回访",
    ];
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_string(0, 0, "售后工单台账").expect("written");
    for (at, head) in (0..).zip(heads) {
        sheet.write_string(2, at, head).expect("written");
    }
    let moment = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    let first = ExcelDateTime::from_ymd(2025, 1, 1).expect("a day").to_excel();
    for n in 0..ROWS {
        let row = n + 3;
        let begins = first + f64::from(n) * 0.004;
        let mut text = |column: u16, text: String| {
            sheet.write_string(row, column, text).expect("written");
        };
        text(0, format!("GD{:08}", n + 1));
        text(2, format!("{}{}", ['王', '李', '张', '刘'][n as usize % 4], ["小明", "雷", "建国"][n as usize % 3]));
        text(3, format!("138{:08}", n * 37 % 100_000_000));
        text(4, format!("第 {n} 台空调开机后不制冷，外机有异响，用户要求上门检查"));
        if n % 20 != 0 {
            text(5, format!("更换电容并加注冷媒，试机 {} 分钟正常", n % 60));
        }
        text(8, if n % 10 == 0 { "未签" } else { "√" }.to_owned());
        text(9, ["安装", "维修", "保养"][n as usize % 3].to_owned());
        text(10, format!("第 {} 网点", n % 40));
        text(11, format!("师傅{}", n % 200));
        text(12, if n % 3 == 0 { "是" } else { "否" }.to_owned());
        for (column, after) in [(1, 0.0), (6, 0.08), (7, 0.15)] {
            sheet.write_number_with_format(row, column, begins + after, &moment).expect("written");
        }
    }
    workbook.save(path).expect("written");
}

fn options() -> PlanOptions {
    let at = NaiveDate::from_ymd_opt(2026, 3, 31).and_then(|day| day.and_hms_opt(9, 0, 0)).expect("a time");
    PlanOptions {
        file: "工单.xlsx".into(),
        sum: xingping::assessment::Sum::of(b""),
        at,
        unmasked: None,
        newer: false,
        replace: false,
    }
}

/// Reads the file, finds its columns and plans the import; says how long and how much.
fn read(path: &Path) {
    let kind = ledger_kind("work_orders").expect("a kind");
    let begun = Instant::now();
    let table = read_ledger(path, None, kind, &Remembered::new()).expect("read");
    let read = begun.elapsed();
    let mapping = propose(&table.sheet, kind, &Remembered::new());
    let planned = plan(&table.sheet, kind, &mapping, None, &options());
    let all = begun.elapsed();
    assert_eq!((planned.rows, planned.accepted), (ROWS as usize, ROWS as usize));
    let peak = memory("VmHWM") / 1024;
    let (all, read) = (all.as_millis(), read.as_millis());
    println!("{all} ms in all, of which reading {read} ms; peak {peak} MiB of the whole process");
}

/// Kibibytes, where the system says.
fn memory(field: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(field)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).unwrap_or_default()
}

/// The same file through the reader that most people know: cells only, nothing checked.
fn openpyxl(path: &Path) {
    const SCRIPT: &str = "
import resource, sys, time
import openpyxl
begun = time.time()
book = openpyxl.load_workbook(sys.argv[1], read_only=True, data_only=True)
rows = sum(1 for row in book.active.iter_rows(values_only=True) if row[0])
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(f'{rows} rows in {(time.time() - begun) * 1000:.0f} ms; peak {peak} MiB')
";
    let output = Command::new("python3").args(["-c", SCRIPT]).arg(path).output();
    match output.ok().filter(|output| output.status.success()) {
        Some(output) => println!("  openpyxl, read_only: {}", String::from_utf8_lossy(&output.stdout).trim()),
        None => println!("  no Python with openpyxl here to compare with"),
    }
}

/// The best time of a few rounds.
fn best(mut work: impl FnMut()) -> f64 {
    let mut best = Duration::MAX;
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        work();
        best = best.min(begun.elapsed());
    }
    best.as_secs_f64() * 1_000.0
}

fn statistics(path: &Path) -> Edit {
    let kind = ledger_kind("work_orders").expect("a kind");
    let table = read_ledger(path, None, kind, &Remembered::new()).expect("read");
    let mapping = propose(&table.sheet, kind, &Remembered::new());
    let edit = plan(&table.sheet, kind, &mapping, None, &options()).edit.expect("a change");
    let scheme = criteria::read(SHIPPED[0].text).expect("the scheme").scheme;
    let mut case = xingping::assessment::Assessment::of(Company::default());
    apply(&scheme, &mut case, &edit).expect("fits");
    let mut ledger: Ledger = (**case.ledgers.values().next().expect("a ledger")).clone();
    ledger.about.promises.insert("response".into(), 120);
    let as_of = NaiveDate::from_ymd_opt(2026, 3, 31).expect("a day");
    println!(
        "  planning again: {:.0} ms",
        best(|| drop(plan(&table.sheet, kind, &mapping, Some(&ledger), &options())))
    );
    println!("  statistics: {:.0} ms", best(|| drop(ledger_stats(kind, &ledger, as_of))));
    println!(
        "  the list of what fails: {:.0} ms",
        best(|| drop(ledger_failing(kind, &ledger, chrono::NaiveDate::MAX)))
    );
    edit
}

/// Times a step and hands it on: what the thread of the window has to do for it, and how long the writer takes until
/// it is safe.
fn step(what: &str, open: &mut (Session, Writer), work: impl FnOnce(&mut Session)) {
    let (session, writer) = open;
    let begun = Instant::now();
    work(session);
    let done = begun.elapsed();
    let steps = session.take_steps();
    assert_eq!(steps.len(), 1, "{what}");
    writer.put(session.revision(), steps, session.assessment().clone());
    let handed_on = begun.elapsed() - done;
    let kept = |report: &Report| matches!(report, Report::Kept { revision, .. } if *revision == session.revision());
    while !writer.poll().iter().any(kept) {
        assert!(begun.elapsed() < Duration::from_secs(60), "{what} is not kept");
        std::thread::sleep(Duration::from_millis(1));
    }
    let ms = |span: Duration| span.as_secs_f64() * 1_000.0;
    let (done, handed_on, safe) = (ms(done), ms(handed_on), ms(begun.elapsed()));
    println!("    {what}: {done:.1} ms, handing it on {handed_on:.1} ms; safe on the disk after {safe:.0} ms");
}

/// What is done to an open case, without a window around it.
fn session(folder: &Path, empty: &Case, edit: &Edit) {
    let path = folder.join("案卷.xingping");
    store::create(&path, empty).expect("written");
    let me = Me::here("测试");
    let opening = Opening::new(me, options().at);
    let opened = Keeper::open(&path, &opening).expect("opened");
    let Access::Writing(keeper) = opened.access else { return println!("  the case cannot be written here") };
    let clock: Clock = Arc::new(|| options().at);
    let writer = Writer::start(*keeper, empty.assessment.clone(), clock, || {});
    let mut open = (Session::new(empty.pinned.clone(), empty.assessment.clone()), writer);
    let kind = ledger_kind("work_orders").expect("a kind");
    println!("  steps in the open case:");
    let edited = |edit: &Edit| {
        let edit = edit.clone();
        move |session: &mut Session| session.edit(&edit).expect("fits")
    };
    let undo = |session: &mut Session| drop(session.undo().expect("a step"));
    let redo = |session: &mut Session| drop(session.redo().expect("a step"));
    step("taking the table over", &mut open, edited(edit));
    step("undo of that", &mut open, undo);
    step("redo of that", &mut open, redo);
    let mut about = open.0.assessment().ledgers[&kind.id].about.clone();
    about.promises.insert("response".into(), 120);
    let promise = Edit::SetLedger { ledger: kind.id.clone(), about: Some(Box::new(about)) };
    step("a promise", &mut open, edited(&promise));
    let ask = DrawAsk { n: 50, seed: "20260331".into(), strata: Some(BY_MONTH.into()), anew: false };
    step("drawing a sample by months", &mut open, |session| {
        let drawn = draw(session.scheme(), session.assessment(), kind, &ask);
        session.edit(&drawn.expect("drawn").0).expect("fits");
    });
    let mut drawn = open.0.assessment().samples[&kind.id].drawn[0].clone();
    drawn.marks.insert(kind.checks[0].id.clone(), Mark::Fails);
    let mark = Edit::SetDrawn { ledger: kind.id.clone(), drawn: Box::new(drawn) };
    step("marking a record", &mut open, edited(&mark));
    let remove = Edit::SetLedger { ledger: kind.id.clone(), about: None };
    step("removing the ledger", &mut open, edited(&remove));
    step("undo of that", &mut open, undo);
    let (gates, kinds, today) = (criteria::gates(), criteria::ledger_kinds(), options().at.date());
    let session = &open.0;
    let gates = best(|| drop(planning::readiness(session.scheme(), gates, session.assessment(), kinds, today)));
    println!("    the gates before applying: {gates:.1} ms");
    let render = best(|| drop(store::render(session.pinned(), session.assessment())));
    println!("    the text of the case file, made by the writer: {render:.0} ms");
    let begun = Instant::now();
    open.1.close().expect("closed");
    println!("    closing, with the case file written: {:.0} ms", begun.elapsed().as_secs_f64() * 1_000.0);
    let size = fs::metadata(&path).expect("there").len();
    let begun = Instant::now();
    let again = store::open(&path).expect("opened");
    let took = begun.elapsed().as_secs_f64() * 1_000.0;
    println!("    opening the case file of {:.1} MB: {took:.0} ms", size as f64 / 1e6);
    assert_eq!(&again.assessment, open.0.assessment());
    fs::remove_file(&path).expect("removed");
}
