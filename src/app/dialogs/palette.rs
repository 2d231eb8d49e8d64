//! The palette: every command, clause and piece of evidence by name.

use egui::{Key, Modifiers, ScrollArea, TextEdit, Ui};

use crate::app::widgets::caption;
use crate::app::{Action, Command, Cx};
use crate::lang::Words;

/// What is typed into the palette.
#[derive(Debug, Default)]
pub struct PaletteState {
    /// The text.
    pub text: String,
    /// Which of the hits is chosen.
    pub chosen: usize,
}

/// Most hits shown.
const MAX_HITS: usize = 40;

struct Hit {
    text: String,
    keys: String,
    action: Action,
}

pub(super) fn ui(ui: &mut Ui, cx: Option<&Cx>, words: &Words, state: &mut PaletteState, out: &mut Vec<Action>) {
    let (up, down, enter) = ui.input_mut(|input| {
        let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
        (pressed(Key::ArrowUp), pressed(Key::ArrowDown), pressed(Key::Enter))
    });
    let label = caption(ui, &*words.app.palette_hint);
    let width = ui.available_width();
    let field = ui.add(TextEdit::singleline(&mut state.text).desired_width(width)).labelled_by(label.id);
    field.request_focus();
    if field.changed() {
        state.chosen = 0;
    }
    let hits = hits(ui, cx, words, &state.text);
    if down {
        state.chosen = (state.chosen + 1).min(hits.len().saturating_sub(1));
    }
    if up {
        state.chosen = state.chosen.saturating_sub(1);
    }
    let height = ui.ctx().content_rect().height() - 220.0;
    let mut done = None;
    ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
        for (place, hit) in hits.iter().enumerate() {
            let button = egui::Button::selectable(place == state.chosen, &hit.text).right_text(&hit.keys);
            let response = ui.add(button.min_size(egui::vec2(ui.available_width(), 0.0)));
            if place == state.chosen && (up || down) {
                response.scroll_to_me(None);
            }
            if response.clicked() || (enter && place == state.chosen) {
                done = Some(hit.action.clone());
            }
        }
        if hits.is_empty() {
            ui.label(&*words.app.palette_nothing);
        }
    });
    if let Some(action) = done {
        state.text.clear();
        state.chosen = 0;
        out.push(Action::CloseDialog);
        out.push(action);
    }
}

fn hits(ui: &Ui, cx: Option<&Cx>, words: &Words, text: &str) -> Vec<Hit> {
    let needle = text.trim().to_lowercase();
    let fits = |text: &str| needle.split_whitespace().all(|part| text.to_lowercase().contains(part));
    let mut out: Vec<Hit> = Command::ALL
        .into_iter()
        .filter(|command| *command != Command::Palette && (cx.is_some() || !command.needs_case()))
        .filter(|command| fits(command.label(&words.app)))
        .map(|command| Hit {
            text: command.label(&words.app).to_string(),
            keys: command.shortcut().map(|keys| ui.ctx().format_shortcut(&keys)).unwrap_or_default(),
            action: Action::Command(command),
        })
        .collect();
    if let Some(cx) = cx.filter(|_| !needle.is_empty()) {
        for clause in cx.session.scheme().clauses() {
            let text = format!("{} {}", clause.id, clause.title);
            if fits(&text) {
                out.push(Hit { text, keys: cx.c.clause.to_string(), action: Action::Show(clause.id.clone()) });
            }
        }
        for (id, piece) in &cx.session.assessment().evidence {
            if fits(&piece.title) {
                let keys = cx.c.evidence.to_string();
                out.push(Hit { text: piece.title.clone(), keys, action: Action::ShowEvidence(*id) });
            }
        }
    }
    out.truncate(MAX_HITS);
    out
}
