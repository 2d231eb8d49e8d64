//! How long the window stands still with a hundred thousand work orders in the case: every action by the keys and
//! buttons of the real window, with work in the background as it is. What counts is the longest frame until all is
//! calm again, for that is how long nothing moves under somebody's hands.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{NaiveDate, NaiveDateTime};
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use xingping::app::{App, Pick, Platform, Reply};
use xingping::lang::{Language, Words};
use xingping::store::{self, Case, Clock};

/// How long nothing may be slow before the next thing is done.
const CALM: Duration = Duration::from_millis(1_500);

/// A system without dialogs, but with threads.
struct Headless(PathBuf);

impl Platform for Headless {
    fn clock(&self) -> Clock {
        Arc::new(now)
    }

    fn pick(&mut self, _: &Pick, _: &str, _: Option<&Path>, _: &eframe::Frame, reply: Reply) {
        reply(Vec::new());
    }

    fn open(&mut self, _: &Path) -> Result<(), String> {
        Ok(())
    }

    fn documents(&self) -> PathBuf {
        self.0.clone()
    }

    fn background(&self) -> bool {
        true
    }
}

fn now() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 3, 31).and_then(|day| day.and_hms_opt(9, 0, 0)).expect("a time")
}

struct Window(Harness<'static, App>);

impl Window {
    /// Shows frames until all is calm; says which was the longest, and the usual one.
    fn settle(&mut self, what: &str) {
        let (begun, mut frames) = (Instant::now(), Vec::new());
        while begun.elapsed() < CALM {
            let frame = Instant::now();
            self.0.step();
            frames.push(frame.elapsed().as_secs_f64() * 1_000.0);
            std::thread::sleep(Duration::from_millis(5));
        }
        frames.sort_by(f64::total_cmp);
        let (usual, longest) = (frames[frames.len() / 2], frames[frames.len() - 1]);
        println!("    {what}: longest frame {longest:.1} ms, usual {usual:.1} ms");
    }

    fn command(&mut self, key: Key, what: &str) {
        self.0.key_press_modifiers(Modifiers::COMMAND, key);
        self.settle(what);
    }

    fn click(&mut self, label: &str, what: &str) {
        self.0.get_by_label(label).click();
        self.settle(what);
    }

    fn count(&self) -> usize {
        let session = self.0.state().session().expect("a case is open");
        session.assessment().ledgers.values().map(|ledger| ledger.records.len()).sum()
    }
}

/// Works in a window on the case `empty` and the table at `orders`.
pub fn measure(folder: &Path, empty: &Case, orders: &Path, records: usize) {
    let path = folder.join("案卷.xingping");
    store::create(&path, empty).expect("written");
    let words = Arc::new(Words::load(Language::Chinese).expect("words"));
    let platform = Headless(folder.to_owned());
    let harness = Harness::builder()
        .with_size([1280.0, 800.0])
        .build_eframe(move |cc| App::new(&cc.egui_ctx, words, Box::new(platform), None, Some(path)).expect("a window"));
    println!("  in the window, work in the background beside it:");
    let mut window = Window(harness);
    window.settle("opening the case");
    window.command(Key::L, "the view of ledgers, empty");
    window.0.input_mut().dropped_files.push(Arc::new(Dropped(orders.to_owned())));
    window.settle("reading and planning an import");
    window.settle("reading and planning an import, on");
    window.0.get_by_label_contains("采用：新增").click();
    window.settle("taking it over");
    assert_eq!(window.count(), records);
    window.command(Key::Z, "undo of that");
    assert_eq!(window.count(), 0);
    window.command(Key::Y, "redo of that");
    assert_eq!(window.count(), records);
    window.0.get_by_label("响应时间承诺不超过").focus();
    window.0.step();
    window.0.get_by_label("响应时间承诺不超过").type_text("2");
    window.0.step();
    window.0.key_press(Key::Enter);
    window.settle("a promise");
    window.command(Key::Z, "undo of that");
    window.0.get_by_label_contains("问题清单（").click();
    window.settle("the list of what fails");
    window.command(Key::D, "the view of samples");
    window.click("抽取", "drawing a sample");
    window.0.key_press(Key::Escape);
    window.settle("the sheet");
    window.0.key_press(Key::Num1);
    window.settle("marking one record");
    window.command(Key::Z, "undo of that");
    window.command(Key::L, "the view of ledgers");
    window.0.get_by_label_contains("导入记录（").click();
    window.settle("its imports");
    window.click("移除这份台账…", "the question");
    window.click(&format!("移除 {records} 条记录"), "removing the ledger");
    assert_eq!(window.count(), 0);
    window.command(Key::Z, "undo of that");
    assert_eq!(window.count(), records);
    window.command(Key::Num2, "the view of clauses");
    window.0.key_press(Key::Num1);
    window.settle("judging a clause");
    window.command(Key::S, "saving");
}

#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}
