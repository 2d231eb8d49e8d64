//! Rounds, the visit and the certificate in the window, by labels and keys.

use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use xingping::app::App;
use xingping::assessment::{Assessment, Verdict};

use super::journeys::{click, command, example, press, steps, verdict, window};

fn assessment<'a>(window: &'a Harness<'_, App>) -> &'a Assessment {
    window.state().session().unwrap().assessment()
}

fn to_confirm(window: &Harness<'_, App>) -> usize {
    window.state().session().unwrap().progress().to_confirm
}

/// The example with a second round opened.
fn second_round(folder: &std::path::Path) -> Harness<'static, App> {
    let case = example(folder);
    let mut window = window(folder, vec![], Some(case));
    command(&mut window, Key::B);
    click(&mut window, "开新一轮");
    window.get_by_label("第 1 轮将封存，不再改动。");
    click(&mut window, "封存并开新一轮");
    window
}

#[test]
fn a_round_is_opened_and_its_verdicts_are_confirmed_by_one_key() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = second_round(folder.path());
    assert_eq!(assessment(&window).rounds.len(), 1);
    assert_eq!(assessment(&window).rounds[0].title, "2026 年自评");
    let all = to_confirm(&window);
    assert!(all > 30, "{all}");
    assert_eq!(window.state().session().unwrap().progress().rated, 0);
    window.get_by_label(&format!("待确认 {all} 条"));

    command(&mut window, Key::Num2);
    let first = window.state().selected().to_owned();
    let old = assessment(&window).carried(&first.as_str().into()).unwrap().clone();
    press(&mut window, Key::Y);
    assert_eq!(verdict(&window, &first), old);
    assert_eq!(to_confirm(&window), all - 1);
    let second = window.state().selected().to_owned();
    assert_ne!(second, first);
    assert!(assessment(&window).carried(&second.as_str().into()).is_some());

    // The button does the same, and a verdict of one's own confirms nothing.
    click(&mut window, "确认沿用");
    assert_eq!(to_confirm(&window), all - 2);
    assert_ne!(verdict(&window, &second), Verdict::Unrated);

    // Each is a step of its own; undo goes back to the clause.
    command(&mut window, Key::Z);
    assert_eq!((window.state().selected(), to_confirm(&window)), (second.as_str(), all - 1));
    command(&mut window, Key::Z);
    assert_eq!(to_confirm(&window), all);

    // The filter shows what waits.
    click(&mut window, &format!("待确认 {all}"));
    press(&mut window, Key::Y);
    window.get_by_label(&format!("待确认 {}", all - 1));

    // In the table too, row by row.
    command(&mut window, Key::Num3);
    press(&mut window, Key::Home);
    press(&mut window, Key::ArrowDown);
    press(&mut window, Key::Y);
    press(&mut window, Key::Y);
    assert_eq!(to_confirm(&window), all - 3);
}

#[test]
fn opening_a_round_is_one_step() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let mut window = window(folder.path(), vec![], Some(case));
    let before = assessment(&window).clone();
    command(&mut window, Key::B);
    click(&mut window, "开新一轮");
    click(&mut window, "取消");
    assert_eq!(assessment(&window), &before);
    click(&mut window, "开新一轮");
    click(&mut window, "封存并开新一轮");
    assert_eq!(window.state().dialog(), None);
    assert_eq!(assessment(&window).rounds.len(), 1);
    command(&mut window, Key::Z);
    assert_eq!(assessment(&window), &before);
}

#[test]
fn two_rounds_are_compared_and_a_regression_leads_to_its_clause() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = second_round(folder.path());
    command(&mut window, Key::Num2);
    // Everything still holds but the first clause, which was met.
    assert_eq!(assessment(&window).carried(&"5.1.1.1".into()), Some(&Verdict::Meets));
    press(&mut window, Key::Num2);
    press(&mut window, Key::N);
    while to_confirm(&window) > 0 {
        press(&mut window, Key::Y);
    }
    command(&mut window, Key::B);
    steps(&mut window);
    window.get_by_label_contains("退步");
    let points = window.state().session().unwrap().scheme().clause(&"5.1.1.1".into()).unwrap().points.clone();
    assert_eq!(window.get_all_by_label_contains(&format!("判定 −{points}")).count(), 1);
    window.get_by_label("5.1.1.1").click();
    steps(&mut window);
    assert_eq!(window.state().selected(), "5.1.1.1");
}
