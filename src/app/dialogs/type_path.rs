//! A path typed or pasted, where the system has no dialog for files: a bare Linux, a remote desktop.

use std::path::PathBuf;

use egui::{Id, Key, TextEdit, Ui};

use super::Room;
use crate::app::widgets::{caption, heading, primary};
use crate::app::{Action, Purpose};

pub(super) fn ui(ui: &mut Ui, room: &Room<'_>, purpose: &Purpose, title: &str, suggested: &str, out: &mut Vec<Action>) {
    let w = &room.words.app;
    heading(ui, &*w.type_path_title);
    let label = caption(ui, &*w.type_path_text);
    let id = Id::unique(("typed_path", suggested));
    let mut text = ui.data(|data| data.get_temp::<String>(id)).unwrap_or_else(|| suggested.to_owned());
    let width = ui.available_width();
    let field = ui.add(TextEdit::singleline(&mut text).desired_width(width)).labelled_by(label.id);
    let enter = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    // Only now: a field that has the cursor again was not left.
    if ui.memory(|memory| memory.focused().is_none()) {
        field.request_focus();
    }
    // What Windows copies as a path stands in quotes.
    let path = text.trim().trim_matches('"').to_owned();
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        let sure = primary(ui, title, !path.is_empty(), room.theme).clicked();
        if (sure || enter) && !path.is_empty() {
            out.push(Action::CloseDialog);
            out.push(Action::Typed { purpose: purpose.clone(), path: PathBuf::from(&path) });
        }
        if ui.button(&*w.cancel).clicked() {
            out.push(Action::CloseDialog);
        }
    });
    ui.data_mut(|data| data.insert_temp(id, text));
}
