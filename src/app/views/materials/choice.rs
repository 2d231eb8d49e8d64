//! Which material checklist is used: a shipped one or a file. The view and the dialog of the package have the same choice.

use egui::{Button, ComboBox, Ui};

use crate::app::materials::ChosenList;
use crate::app::widgets::{Tone, callout, caption};
use crate::app::{Action, Purpose, Theme};
use crate::lang::Words;
use crate::store::ChecklistChoice;

/// The choice; `purpose` is what a file that is picked is for.
pub(in crate::app) fn ui(ui: &mut Ui, words: &Words, chosen: &ChosenList, purpose: Purpose, out: &mut Vec<Action>) {
    let w = &words.materials;
    let label = caption(ui, if chosen.file.is_some() { &*w.list_label } else { &*w.list_label_shipped });
    let title = match chosen.file {
        Some(_) => w.from_file.fill(&[("title", &chosen.checklist.title)]),
        None => chosen.checklist.title.clone(),
    };
    let combo = ComboBox::from_id_salt("checklist").width(150.0).truncate().selected_text(title).show_ui(ui, |ui| {
        for list in &chosen.shipped {
            let selected = chosen.file.is_none() && chosen.checklist.id == list.id;
            if ui.selectable_label(selected, &list.title).clicked() {
                out.push(Action::UseChecklist(ChecklistChoice::Shipped(list.id.clone())));
            }
        }
    });
    combo.response.labelled_by(label.id);
    if ui.button(&*w.open_list).clicked() {
        out.push(Action::Pick(purpose));
    }
}

/// Why the file that was asked for last is not the one in use.
pub(in crate::app) fn problem(ui: &mut Ui, words: &Words, theme: &Theme, chosen: &ChosenList, out: &mut Vec<Action>) {
    let Some(problem) = &chosen.problem else { return };
    callout(ui, Tone::Bad, theme, |ui| {
        ui.label(problem);
        if ui.add(Button::new(&*words.app.copy).small()).clicked() {
            out.push(Action::Copy(problem.clone()));
        }
    });
}
