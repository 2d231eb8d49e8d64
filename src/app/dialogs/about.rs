//! What the program is, and where it keeps what.

use egui::{RichText, Ui};

use super::close_button;
use crate::app::widgets::{caption, heading};
use crate::app::{Action, Cx};
use crate::lang::Words;
use crate::store::settings_path;

pub(super) fn about(ui: &mut Ui, words: &Words, renderer: &str, out: &mut Vec<Action>) {
    let w = &words.app;
    heading(ui, format!("{} {}", words.common.product, words.common.product_latin));
    caption(ui, w.about_version.fill(&[("version", &env!("CARGO_PKG_VERSION")), ("renderer", &renderer)]));
    ui.add_space(6.0);
    ui.label(&*w.about_text);
    ui.add_space(6.0);
    caption(ui, &*w.about_licence);
    close_button(ui, words, out);
}

pub(super) fn where_is_data(ui: &mut Ui, cx: Option<&Cx>, words: &Words, out: &mut Vec<Action>) {
    let w = &words.app;
    heading(ui, &*w.cmd_where_is_data);
    ui.label(&*w.where_case);
    match cx {
        Some(cx) => {
            ui.label(RichText::new(cx.path.display().to_string()).monospace());
            ui.horizontal(|ui| {
                if ui.button(&*w.open_folder).clicked()
                    && let Some(folder) = cx.path.parent()
                {
                    out.push(Action::OpenPath(folder.to_owned()));
                }
                if ui.button(&*w.copy_path).clicked() {
                    out.push(Action::Copy(cx.path.display().to_string()));
                }
            });
        }
        None => {
            caption(ui, &*w.where_no_case);
        }
    }
    ui.add_space(8.0);
    ui.label(&*w.where_settings);
    if let Some(path) = settings_path() {
        ui.label(RichText::new(path.display().to_string()).monospace());
    }
    ui.add_space(8.0);
    caption(ui, &*w.where_offline);
    close_button(ui, words, out);
}
