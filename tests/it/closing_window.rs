//! Closing a case that takes the disk a while: the window says so and does not hang.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use xingping::app::{App, Pick, Platform, Reply};
use xingping::assessment::Verdict;
use xingping::lang::{Language, Words};
use xingping::store::{self, Clock};

use super::journeys::example;

/// A system that works in the background; its disk becomes slow when it is told to.
struct Slow {
    slow: Arc<AtomicBool>,
    window: std::thread::ThreadId,
}

impl Platform for Slow {
    fn clock(&self) -> Clock {
        let (slow, window) = (Arc::clone(&self.slow), self.window);
        let now = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap().and_hms_opt(9, 0, 0).unwrap();
        // The writer asks for the time before all that it does; a slow disk is one that lets it wait there.
        Arc::new(move || {
            if slow.load(Ordering::Relaxed) && std::thread::current().id() != window {
                std::thread::sleep(Duration::from_secs(2));
            }
            now
        })
    }

    fn pick(&mut self, _: &Pick, _: &str, _: Option<&Path>, _: &eframe::Frame, reply: Reply) {
        reply(Vec::new());
    }

    fn open(&mut self, _: &Path) -> Result<(), String> {
        Ok(())
    }

    fn documents(&self) -> PathBuf {
        PathBuf::new()
    }

    fn background(&self) -> bool {
        true
    }
}

/// Goes on until something is so; how long that took.
fn until(window: &mut Harness<'_, App>, so: impl Fn(&Harness<'_, App>) -> bool) -> Duration {
    let begun = Instant::now();
    while !so(window) {
        assert!(begun.elapsed() < Duration::from_secs(30), "it never came");
        window.step();
        std::thread::sleep(Duration::from_millis(5));
    }
    begun.elapsed()
}

fn opened(folder: &Path) -> (Harness<'static, App>, Arc<AtomicBool>, PathBuf) {
    let case = example(folder);
    let slow = Arc::new(AtomicBool::new(false));
    let platform = Slow { slow: Arc::clone(&slow), window: std::thread::current().id() };
    let words = Arc::new(Words::load(Language::Chinese).unwrap());
    let (settings, path) = (folder.join("settings.ron"), case.clone());
    let mut window = Harness::builder()
        .with_size([1280.0, 800.0])
        .build_eframe(move |cc| App::new(&cc.egui_ctx, words, Box::new(platform), Some(settings), Some(path)).unwrap());
    until(&mut window, |window| window.state().session().is_some());
    window.run_steps(6);
    (window, slow, case)
}

#[test]
fn the_window_says_that_it_saves_while_it_waits_and_takes_nothing_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let (mut window, slow, case) = opened(folder.path());
    window.key_press(Key::Num2);
    window.step();
    slow.store(true, Ordering::Relaxed);
    window.key_press_modifiers(egui::Modifiers::COMMAND, Key::W);
    window.step();
    window.step();
    assert!(window.query_by_label_contains("正在保存案卷").is_some(), "it says what it waits for");
    assert!(window.state().session().is_some(), "it did not hang until all was done");
    // What is pressed meanwhile goes nowhere, and Escape does not send the sentence away.
    let revision = window.state().session().map(xingping::session::Session::revision);
    for key in [Key::Num1, Key::Escape] {
        window.key_press(key);
        window.step();
    }
    assert_eq!(window.state().session().map(xingping::session::Session::revision), revision);
    assert!(window.query_by_label_contains("正在保存案卷").is_some());
    until(&mut window, |window| window.state().session().is_none());
    assert!(window.state().dialog().is_none());
    let kept = store::open(&case).unwrap().assessment.verdict(&"5.1.1.1".into()).clone();
    assert_eq!(kept, Verdict::Fails);
}

#[test]
fn the_window_goes_when_everything_is_on_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let (mut window, slow, case) = opened(folder.path());
    window.key_press(Key::Num2);
    window.step();
    slow.store(true, Ordering::Relaxed);
    let root = window.ctx.viewport_id();
    let ask = |window: &mut Harness<'_, App>| {
        window.input_mut().viewports.entry(root).or_default().events.push(egui::ViewportEvent::Close);
        window.step();
        window.input_mut().viewports.entry(root).or_default().events.clear();
        let output = window.output().viewport_output.get(&root).map(|output| output.commands.clone());
        output.unwrap_or_default()
    };
    let said = ask(&mut window);
    assert!(said.contains(&egui::ViewportCommand::CancelClose), "{said:?}");
    window.step();
    assert!(window.query_by_label_contains("正在保存案卷").is_some());
    let said = ask(&mut window);
    assert!(said.contains(&egui::ViewportCommand::CancelClose), "asked twice: {said:?}");
    let closes = |window: &Harness<'_, App>| {
        let output = window.output().viewport_output.get(&root);
        output.is_some_and(|output| output.commands.contains(&egui::ViewportCommand::Close))
    };
    until(&mut window, closes);
    let kept = store::open(&case).unwrap().assessment.verdict(&"5.1.1.1".into()).clone();
    assert_eq!(kept, Verdict::Fails);
    let said = ask(&mut window);
    assert!(!said.contains(&egui::ViewportCommand::CancelClose), "it lets go: {said:?}");
}
