//! Dialogs lie over the window: what is behind them stays as it is.

use egui::{Key, KeyboardShortcut};
use egui_kittest::Harness;
use xingping::app::{App, Command, Dialog};

use super::journeys::{click, command, drop_file, palette, press, steps};
use super::ledgers_window::imported;

/// Presses the keys of every command that is not to work here; nothing may come of it.
fn nothing_happens(window: &mut Harness<'_, App>) {
    let of = |window: &Harness<'_, App>| {
        let app = window.state();
        (app.session().map(xingping::session::Session::revision), app.place(), app.dialog().cloned())
    };
    let before = of(window);
    let dialog = before.2.clone().expect("a dialog is open");
    assert!(before.0.is_some_and(|revision| revision > 0), "there is something to undo");
    for keys in Command::ALL
        .into_iter()
        .filter(|command| !command.works_over(&dialog))
        .flat_map(|command| [command.shortcut(), command.other_shortcut()])
        .flatten()
    {
        let KeyboardShortcut { modifiers, logical_key } = keys;
        window.key_press_modifiers(modifiers, logical_key);
        window.run_steps(3);
        assert!(of(window) == before, "{keys:?} over {dialog:?}");
    }
}

#[test]
fn no_keys_reach_the_case_or_the_view_behind_a_dialog() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = imported(folder.path(), vec![]);
    click(&mut window, "导入记录（1）");
    click(&mut window, "移除这份台账…");
    assert!(matches!(window.state().dialog(), Some(Dialog::RemoveLedger(_))));
    nothing_happens(&mut window);
    click(&mut window, "取消");
    for text in ["关于", "帮助与快捷键", "案卷存在哪里"] {
        palette(&mut window, text);
        nothing_happens(&mut window);
        press(&mut window, Key::Escape);
    }
    command(&mut window, Key::K);
    nothing_happens(&mut window);
    command(&mut window, Key::K);
    assert!(window.state().dialog().is_none(), "its own keys close it");
    // Nor over the sheet of a sample.
    command(&mut window, Key::D);
    click(&mut window, "抽取");
    press(&mut window, Key::Escape);
    press(&mut window, Key::E);
    assert!(matches!(window.state().dialog(), Some(Dialog::SampleEvidence { .. })));
    nothing_happens(&mut window);
    click(&mut window, "关闭");
    steps(&mut window);
    command(&mut window, Key::Z);
    assert!(window.state().session().unwrap().assessment().samples.is_empty(), "and they work again");
}

/// A file that falls onto a dialog was meant for nobody: what is behind it takes nothing, and it is said.
#[test]
fn what_falls_onto_a_dialog_is_not_taken() {
    let folder = tempfile::tempdir().unwrap();
    let proof = folder.path().join("证据.txt");
    std::fs::write(&proof, "示例").unwrap();
    let mut window = imported(folder.path(), vec![]);
    click(&mut window, "导入记录（1）");
    click(&mut window, "移除这份台账…");
    let before = window.state().session().map(xingping::session::Session::revision);
    drop_file(&mut window, &proof);
    steps(&mut window);
    assert!(matches!(window.state().dialog(), Some(Dialog::RemoveLedger(_))), "{:?}", window.state().dialog());
    let said = window.state().notices().iter().any(|text| text.contains("对话框"));
    assert!(said, "{:?}", window.state().notices());
    click(&mut window, "取消");
    assert_eq!(window.state().session().map(xingping::session::Session::revision), before);
    // Without one it is taken as before.
    drop_file(&mut window, &proof);
    steps(&mut window);
    assert!(matches!(window.state().dialog(), Some(Dialog::LedgerImport)), "{:?}", window.state().dialog());
}
