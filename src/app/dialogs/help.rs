//! Keys and how to work, made from the list of commands.

use egui::{Grid, RichText, ScrollArea, Ui};

use super::close_button;
use crate::app::widgets::{caption, heading, section_title};
use crate::app::{Action, Command, Theme};
use crate::lang::Words;

pub(super) fn ui(ui: &mut Ui, words: &Words, _: &Theme, out: &mut Vec<Action>) {
    let w = &words.app;
    heading(ui, &*w.cmd_help);
    ScrollArea::vertical().max_height(ui.ctx().content_rect().height() - 190.0).show(ui, |ui| {
        ui.label(&*w.help_text);
        ui.add_space(8.0);
        section_title(ui, &*w.help_keys_assess);
        Grid::new("assess_keys").num_columns(2).spacing([20.0, 4.0]).show(ui, |ui| {
            for (keys, text) in [
                ("1", &words.common.meets),
                ("2", &words.common.fails),
                ("3", &words.common.sampled),
                ("4", &words.common.excluded),
                ("0", &words.common.unrated),
                ("F", &w.look_again),
                ("D", &w.doubtful),
                ("Y", &words.rounds.help_confirm),
                ("F2 / Enter", &w.help_to_finding),
                ("Esc", &w.help_leave_field),
            ] {
                key(ui, keys);
                ui.label(&**text);
                ui.end_row();
            }
        });
        ui.add_space(8.0);
        section_title(ui, &*w.help_keys_grid);
        caption(ui, &*w.help_grid);
        ui.add_space(8.0);
        section_title(ui, &*words.sampling.help_keys);
        sheet_keys(ui, words);
        ui.add_space(8.0);
        section_title(ui, &*words.remediation.help_keys);
        register_keys(ui, words);
        ui.add_space(8.0);
        section_title(ui, &*w.help_keys_all);
        Grid::new("keys").num_columns(2).spacing([20.0, 4.0]).show(ui, |ui| {
            for command in Command::ALL {
                let keys: Vec<String> = [command.shortcut(), command.other_shortcut()]
                    .into_iter()
                    .flatten()
                    .map(|keys| ui.ctx().format_shortcut(&keys))
                    .chain(command.plain_key().map(|key| key.symbol_or_name().to_owned()))
                    .collect();
                if !keys.is_empty() {
                    key(ui, &keys.join("  /  "));
                    ui.label(&**command.label(w));
                    ui.end_row();
                }
            }
        });
    });
    close_button(ui, words, out);
}

/// The keys of the sheet of a sample, as `views/sampling/sheet.rs` and the note below it take them.
fn sheet_keys(ui: &mut Ui, words: &Words) {
    let s = &words.sampling;
    Grid::new("sheet_keys").num_columns(2).spacing([20.0, 4.0]).show(ui, |ui| {
        for (keys, text) in [
            ("1 / √", &s.mark_conforms),
            ("0 / ×", &s.mark_fails),
            ("-", &s.mark_not_concerned),
            ("A", &s.help_rest),
            ("Delete / Backspace", &s.help_clear),
            ("← ↑ → ↓", &s.help_move),
            ("PageUp / PageDown", &s.help_page),
            ("Home / End", &s.help_ends),
            ("F2 / Enter", &s.help_note),
            ("Tab / Enter", &s.help_next),
            ("E", &s.help_evidence),
        ] {
            key(ui, keys);
            ui.label(&**text);
            ui.end_row();
        }
    });
}

/// The keys of the register of remediation, as `app/keys.rs` takes them.
fn register_keys(ui: &mut Ui, words: &Words) {
    let r = &words.remediation;
    Grid::new("register_keys").num_columns(2).spacing([20.0, 4.0]).show(ui, |ui| {
        for (keys, text) in [
            ("↑ ↓", &r.help_move),
            ("PageDown / PageUp", &r.help_page),
            ("F2 / Enter", &r.help_text),
            ("Insert", &r.new),
            ("Esc", &r.help_close),
        ] {
            key(ui, keys);
            ui.label(&**text);
            ui.end_row();
        }
    });
}

fn key(ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).strong());
}
