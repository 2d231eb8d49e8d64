//! The menu bar: commands on the left, the case in the middle, what is saved on the right.

use egui::{Align, Button, Layout, MenuBar, Panel, RichText, ScrollArea, Ui};

use crate::app::{Action, Command, Cx, OpenCase, Place};

/// The menu bar.
pub fn menu_bar(ui: &mut Ui, cx: &Cx, open: &OpenCase, out: &mut Vec<Action>) {
    Panel::top("menu").show(ui, |ui| {
        ui.add_space(2.0);
        MenuBar::new().ui(ui, |ui| {
            menus(ui, cx, out);
            ui.separator();
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                saved(ui, cx, open);
                let hint = cx.w.cmd_palette.to_string();
                let keys = Command::Palette.shortcut().map(|keys| ui.ctx().format_shortcut(&keys)).unwrap_or_default();
                if ui.add(Button::new(hint).shortcut_text(keys)).clicked() {
                    out.push(Action::Command(Command::Palette));
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let title = egui::Label::new(RichText::new(title(cx)).weak()).truncate();
                    ui.add(title.show_tooltip_when_elided(false)).on_hover_text(cx.path.display().to_string());
                });
            });
        });
        ui.add_space(2.0);
    });
}

/// Which file it is comes first: a consultant has several of one company.
fn title(cx: &Cx) -> String {
    let company = &cx.session.assessment().company.name;
    let name = if company.trim().is_empty() { cx.w.unnamed_company.to_string() } else { company.clone() };
    let file = cx.path.file_name().unwrap_or_default().to_string_lossy();
    format!("{file} · {name} · {}", cx.session.scheme().standard)
}

fn menus(ui: &mut Ui, cx: &Cx, out: &mut Vec<Action>) {
    use Command as C;
    let w = cx.w;
    ui.menu_button(&*w.menu_case, |ui| {
        for command in [C::New, C::Open, C::Example] {
            item(ui, cx, command, true, out);
        }
        ui.separator();
        item(ui, cx, C::Save, cx.writable, out);
        item(ui, cx, C::SaveAs, true, out);
        ui.separator();
        item(ui, cx, C::ImportTable, cx.writable, out);
        for command in [C::ExportTable, C::WriteReport, C::Package] {
            item(ui, cx, command, true, out);
        }
        ui.separator();
        for command in [C::Recover, C::Edition, C::Calibrate, C::WhereIsData] {
            item(ui, cx, command, true, out);
        }
        ui.separator();
        for command in [C::CloseCase, C::Quit] {
            item(ui, cx, command, true, out);
        }
    });
    ui.menu_button(&*w.menu_edit, |ui| {
        step(ui, cx, C::Undo, cx.session.undo_label().map(|kind| cx.edit_label(kind)), out);
        step(ui, cx, C::Redo, cx.session.redo_label().map(|kind| cx.edit_label(kind)), out);
        ui.separator();
        for command in [C::Find, C::NextUnrated, C::NextClause, C::PreviousClause] {
            item(ui, cx, command, true, out);
        }
    });
    ui.menu_button(&*w.menu_view, |ui| {
        let high = ui.ctx().content_rect().height() - 70.0;
        ScrollArea::vertical().max_height(high).show(ui, |ui| view_menu(ui, cx, out));
    });
    ui.menu_button(&*w.menu_help, |ui| {
        for command in [C::Help, C::About] {
            item(ui, cx, command, true, out);
        }
    });
}

/// The places and how they look.
fn view_menu(ui: &mut Ui, cx: &Cx, out: &mut Vec<Action>) {
    use Command as C;
    for place in Place::ALL {
        item(ui, cx, C::Go(place), true, out);
    }
    ui.separator();
    for command in [C::Back, C::Forward] {
        item(ui, cx, command, true, out);
    }
    ui.separator();
    for command in [C::ZoomIn, C::ZoomOut, C::ZoomReset] {
        item(ui, cx, command, true, out);
    }
    ui.separator();
    for command in [C::ThemeLight, C::ThemeDark, C::ThemeSystem, C::ShowBanner] {
        item(ui, cx, command, true, out);
    }
}

fn item(ui: &mut Ui, cx: &Cx, command: Command, enabled: bool, out: &mut Vec<Action>) {
    labelled(ui, command, command.label(cx.w).to_string(), enabled, out);
}

/// Undo and redo say what they are about.
fn step(ui: &mut Ui, cx: &Cx, command: Command, what: Option<String>, out: &mut Vec<Action>) {
    let label = command.label(cx.w);
    let text = what.as_ref().map_or_else(|| label.to_string(), |what| cx.c.pair.fill(&[("a", label), ("b", what)]));
    labelled(ui, command, text, what.is_some(), out);
}

fn labelled(ui: &mut Ui, command: Command, text: String, enabled: bool, out: &mut Vec<Action>) {
    let mut button = Button::new(text);
    if let Some(keys) = command.shortcut() {
        button = button.shortcut_text(ui.ctx().format_shortcut(&keys));
    }
    if ui.add_enabled(enabled, button).clicked() {
        out.push(Action::Command(command));
        ui.close();
    }
}

/// What is on the disk, and since when.
fn saved(ui: &mut Ui, cx: &Cx, open: &OpenCase) {
    let w = cx.w;
    let (text, colour) = if !cx.writable {
        (w.look_only.to_string(), cx.theme.warn)
    } else if open.trouble.is_some() {
        (w.save_failed.to_string(), cx.theme.bad)
    } else if cx.session.unsaved() {
        (w.saving.to_string(), cx.theme.weak)
    } else if let Some(at) = open.saved_at {
        (w.saved_at.fill(&[("time", &at.format("%H:%M:%S"))]), cx.theme.good)
    } else {
        (w.saved_before.to_string(), cx.theme.weak)
    };
    ui.label(RichText::new(text).color(egui::Color32::from(colour))).on_hover_text(cx.path.display().to_string());
}
