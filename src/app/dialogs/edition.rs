//! How a newer edition of the criteria differs from the one of the open case, and what becomes of each answer.

use egui::{RichText, ScrollArea, Ui};

use crate::app::widgets::{Tone, badge, callout, caption, heading, primary, section_title};
use crate::app::{Action, Theme};
use crate::lang::Words;

/// What moving to another edition would do, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionPreview {
    /// What the editions are called: the one of the case, the newer one.
    pub names: (String, String),
    /// Counts of clauses and of answers, rules that differ.
    pub summary: Vec<String>,
    /// Clauses that differ.
    pub clauses: Vec<ClauseLine>,
    /// Why it cannot be done, if so.
    pub refused: Option<String>,
}

/// A clause that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClauseLine {
    /// Number and title.
    pub title: String,
    /// What differs.
    pub changes: String,
    /// What was required and what is now, where that differs.
    pub texts: Option<(String, String)>,
    /// What becomes of the answer, and whether it has to be looked at again.
    pub fate: Option<(String, bool)>,
}

pub(super) fn ui(ui: &mut Ui, words: &Words, theme: &Theme, preview: &EditionPreview, out: &mut Vec<Action>) {
    let w = &words.app;
    let (old, new) = &preview.names;
    heading(ui, w.edition_title.fill(&[("new", new)]));
    caption(ui, w.edition_from.fill(&[("old", old)]));
    for line in &preview.summary {
        ui.label(line);
    }
    let height = (ui.ctx().content_rect().height() - 400.0).max(120.0);
    ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
        for (at, clause) in preview.clauses.iter().enumerate() {
            ui.push_id(at, |ui| self::clause(ui, words, theme, clause));
        }
    });
    ui.add_space(6.0);
    match &preview.refused {
        Some(why) => {
            callout(ui, Tone::Bad, theme, |ui| ui.label(why));
        }
        None => {
            caption(ui, &*w.edition_safe);
        }
    }
    ui.add_space(6.0);
    ui.horizontal(|ui| {
        if primary(ui, &w.edition_move, preview.refused.is_none(), theme).clicked() {
            out.push(Action::CloseDialog);
            out.push(Action::MoveEdition);
        }
        if ui.button(&*w.edition_later).clicked() {
            out.push(Action::CloseDialog);
            out.push(Action::LeaveEdition);
        }
    });
}

fn clause(ui: &mut Ui, words: &Words, theme: &Theme, clause: &ClauseLine) {
    ui.add_space(6.0);
    ui.horizontal_wrapped(|ui| {
        section_title(ui, &clause.title);
        if let Some((fate, again)) = &clause.fate {
            badge(ui, fate, if *again { Tone::Warn } else { Tone::Good }, theme);
        }
    });
    caption(ui, &clause.changes);
    if let Some((before, after)) = &clause.texts {
        for (word, text) in [(&words.app.edition_before, before), (&words.app.edition_after, after)] {
            ui.horizontal_top(|ui| {
                caption(ui, &**word);
                ui.add(egui::Label::new(RichText::new(text)).wrap());
            });
        }
    }
}
