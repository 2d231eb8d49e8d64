//! How long looking at evidence takes, beside the system's own `sha256sum`, and how fluent a list of ten thousand
//! pieces is: `cargo bench --bench evidence`. Needs 5 GB in the folder for temporary files (`TMPDIR`).

#![allow(clippy::expect_used, clippy::print_stdout)] // a benchmark says what it measured

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use egui_kittest::Harness;
use xingping::app::{App, Fake};
use xingping::assessment::{Assessment, Evidence, EvidenceId, EvidenceItem};
use xingping::lang::{Language, Words};
use xingping::store::{self, Case, Depth, Places, Seen, Watch};

const LARGE_FILES: usize = 2_000;
const LARGE_BYTES: usize = 2 * 1024 * 1024;
const MANY_FILES: usize = 10_000;
const ROUNDS: usize = 3;

fn main() {
    if !std::env::args().any(|arg| arg == "--bench") {
        return; // `cargo test` builds it and has nothing to measure
    }
    full_scan();
    quick_rescan();
    scrolling();
}

/// An assessment whose evidence is the files of a folder, one piece each.
fn with_files(names: impl Iterator<Item = String>) -> Assessment {
    with_items(names.map(EvidenceItem::File))
}

fn with_items(items: impl Iterator<Item = EvidenceItem>) -> Assessment {
    let pieces = items.zip(1..).map(|(item, number)| {
        let piece = Evidence { title: format!("第 {number} 份记录"), items: vec![item], ..Evidence::default() };
        (EvidenceId(number), Arc::new(piece))
    });
    Assessment { evidence: pieces.collect(), ..Assessment::default() }
}

fn register(folder: &Path, assessment: &mut Assessment) {
    let places = Places::of(folder, assessment, &BTreeMap::new());
    let bare = assessment.without_fingerprint();
    let prints = store::fingerprints(&places, &bare, &Seen::default(), &Watch::NONE);
    assessment.fingerprints.extend(prints.into_iter().filter_map(|(path, print)| Some((path, print.ok()?))));
}

fn make(folder: &Path, count: usize, bytes: usize) -> Vec<String> {
    let mut state = 1_u64;
    let block: Vec<u8> = (0..bytes)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 56) as u8
        })
        .collect();
    let old = std::time::SystemTime::now() - Duration::from_secs(3_600);
    (0..count)
        .map(|number| {
            let name = format!("{:03}/{number:05}.bin", number / 100);
            let path = folder.join(&name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            let mut file = fs::File::create(&path).expect("created");
            file.write_all(&number.to_le_bytes()).and_then(|()| file.write_all(&block)).expect("written");
            file.set_modified(old).expect("dated");
            name
        })
        .collect()
}

fn full_scan() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut assessment = with_files(make(folder.path(), LARGE_FILES, LARGE_BYTES).into_iter());
    let before = memory("VmRSS");
    register(folder.path(), &mut assessment);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let gigabytes = (LARGE_FILES * LARGE_BYTES) as f64 / f64::from(1 << 30);
    println!("full checkup of {LARGE_FILES} files, {gigabytes:.1} GiB, {cores} cores, the best of {ROUNDS}:");
    let mut ours = Duration::MAX;
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        let places = Places::of(folder.path(), &assessment, &BTreeMap::new());
        let found = store::checkup(&places, &assessment, Depth::Full, &Seen::default(), &Watch::NONE);
        ours = ours.min(begun.elapsed());
        assert!(found.items.values().all(|check| check.state == xingping::assessment::ItemState::Same));
    }
    let more = memory("VmHWM").saturating_sub(before);
    println!(
        "  xingping: {:.2} s; registering and checking took at most {} MiB more than idle",
        ours.as_secs_f64(),
        more / 1024
    );
    let script = format!("find . -type f -print0 | xargs -0 -P {cores} -n 20 sha256sum >/dev/null");
    let mut theirs = Duration::MAX;
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        let done = Command::new("sh").args(["-c", &script]).current_dir(folder.path()).status();
        if !done.is_ok_and(|status| status.success()) {
            return println!("  no sha256sum here to compare with");
        }
        theirs = theirs.min(begun.elapsed());
    }
    println!("  sha256sum, {cores} processes: {:.2} s", theirs.as_secs_f64());
}

/// Kibibytes, where the system says.
fn memory(field: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(field)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).unwrap_or_default()
}

fn quick_rescan() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut assessment = with_files(make(folder.path(), MANY_FILES, 1_000).into_iter());
    register(folder.path(), &mut assessment);
    let mut best = Duration::MAX;
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        let places = Places::of(folder.path(), &assessment, &BTreeMap::new());
        drop(store::checkup(&places, &assessment, Depth::Quick, &Seen::default(), &Watch::NONE));
        best = best.min(begun.elapsed());
    }
    println!("quick checkup of {MANY_FILES} files: {:.0} ms", best.as_secs_f64() * 1_000.0);
}

/// Frames of the window while the list of evidence is scrolled: the program's own time, without the drawing.
fn scrolling() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut case: Case = store::example().expect("the example is sound");
    // Addresses, since the fake system of the test looks at files within the frame and not beside it.
    let address = |number| EvidenceItem::Web(format!("https://www.example.com/{number:05}"));
    case.assessment.evidence = with_items((0..MANY_FILES).map(address)).evidence;
    let path = folder.path().join("大.xingping");
    store::create(&path, &case).expect("written");
    let now = NaiveDate::from_ymd_opt(2026, 11, 22).and_then(|day| day.and_hms_opt(9, 0, 0)).expect("a time");
    let platform = Fake { answers: Vec::new().into(), documents: folder.path().to_owned(), now };
    let words = Arc::new(Words::load(Language::Chinese).expect("words"));
    let settings = folder.path().join("settings.ron");
    let mut window = Harness::builder().with_size([1280.0, 800.0]).with_step_dt(1.0 / 60.0).build_eframe(move |cc| {
        App::new(&cc.egui_ctx, words, Box::new(platform), Some(settings), Some(path)).expect("starts")
    });
    window.run_steps(10);
    window.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Num4);
    window.run_steps(10);
    let mut frames = Vec::new();
    for number in 0..600 {
        window.event(egui::Event::PointerMoved(egui::pos2(500.0, 500.0)));
        window.event(egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: egui::vec2(0.0, if number < 500 { -400.0 } else { 700.0 }),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Unknown,
            modifiers: egui::Modifiers::NONE,
        });
        let begun = Instant::now();
        window.step();
        frames.push(begun.elapsed());
    }
    frames.sort();
    let at = |of_1000: usize| frames[(frames.len() * of_1000 / 1_000).min(frames.len() - 1)].as_secs_f64() * 1_000.0;
    let (median, p99, longest) = (at(500), at(990), at(1_000));
    println!(
        "scrolling {MANY_FILES} pieces, {} frames: median {median:.1} ms, p99 {p99:.1} ms, longest {longest:.1} ms",
        frames.len()
    );
}
