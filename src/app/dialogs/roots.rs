//! Named roots: where they lie on this computer, and how much lies under each.

use egui::{Align, Button, Id, Layout, RichText, TextEdit, Ui};

use super::close_button;
use crate::app::widgets::{caption, heading};
use crate::app::{Action, Cx, Purpose};
use crate::assessment::{EvidenceItem, Unreadable, is_root_name, root_of};

pub(super) fn ui(ui: &mut Ui, cx: &Cx, out: &mut Vec<Action>) {
    let e = &cx.words.evidence;
    heading(ui, &*e.roots_title);
    caption(ui, &*e.roots_hint);
    ui.add_space(6.0);
    let assessment = cx.session.assessment();
    ui.strong(&*e.root_of_case);
    caption(ui, cx.path.parent().unwrap_or(cx.path).display().to_string());
    for (name, folder) in &assessment.roots {
        ui.separator();
        let under = || {
            let items = assessment.evidence.values().flat_map(|piece| &piece.items);
            items.filter(|item| root_of(item.target()).is_some_and(|(root, _)| root == name))
        };
        let count = under().count();
        let gone = |item: &&EvidenceItem| {
            let check = cx.checkup.items.get(item).and_then(|check| check.unreadable.as_ref());
            matches!(check, Some(Unreadable::NoRoot { .. }))
        };
        let away = under().any(|item| gone(&item));
        ui.horizontal(|ui| {
            ui.strong(name);
            caption(ui, e.root_count.fill(&[("n", &count)]));
            if away {
                ui.label(RichText::new(&*e.root_away).small().color(egui::Color32::from(cx.theme.warn)));
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let remove = ui.add_enabled(cx.writable && count == 0, Button::new(&*cx.w.remove).small());
                if remove.on_disabled_hover_text(&*e.root_in_use).clicked() {
                    out.push(Action::RemoveRoot(name.clone()));
                }
                if ui.add_enabled(cx.writable, Button::new(&*e.root_set).small()).clicked() {
                    out.push(Action::Pick(Purpose::Root { name: name.clone() }));
                }
            });
        });
        caption(ui, folder);
    }
    ui.separator();
    let id = Id::unique("new_root");
    let mut name = ui.data(|data| data.get_temp::<String>(id)).unwrap_or_default();
    if assessment.roots.contains_key(&name) {
        name.clear(); // it was made
    }
    ui.horizontal(|ui| {
        if !cx.writable {
            ui.disable();
        }
        let label = caption(ui, &*e.root_new);
        let field = TextEdit::singleline(&mut name).hint_text(e.root_new_hint.to_string()).desired_width(180.0);
        ui.add(field).labelled_by(label.id);
        let free = is_root_name(&name) && !assessment.roots.contains_key(&name);
        let add = ui.add_enabled(free, Button::new(&*e.root_add));
        if add.on_disabled_hover_text(&*e.root_name_hint).clicked() {
            out.push(Action::Pick(Purpose::Root { name: name.clone() }));
        }
    });
    ui.data_mut(|data| data.insert_temp(id, name));
    close_button(ui, cx.words, out);
}
