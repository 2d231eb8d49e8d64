//! One item of the list: what it asks for, what fills it, what could.

use egui::{Align, Button, Color32, Label, Layout, RichText, ScrollArea, Ui};

use super::sources::Sources;
use super::{answer_id, change, mandatory, needs, state_sign};
use crate::app::views::assess;
use crate::app::widgets::{Tone, badge, caption, heading, section_title, sign, text_area, text_line};
use crate::app::{Action, Cx, Purpose};
use crate::assessment::{
    EvidenceId, MaterialAnswer, MaterialId, MaterialState, material_state, suggestions, unsound_for_material,
};
use crate::criteria::{ClauseId, Material};

/// Rows of evidence of this height; lists of them scroll by themselves from some length on.
const ROW: f32 = 30.0;
const LIST: f32 = 220.0;

/// The open item; whether it is to be closed.
pub(super) fn ui(ui: &mut Ui, cx: &Cx, item: &Material, out: &mut Vec<Action>) -> bool {
    let w = &cx.words.materials;
    let id = answer_id(cx, &item.id);
    let assessment = cx.session.assessment();
    let state = material_state(assessment, cx.standing, &id);
    let answer = assessment.material(&id).cloned().unwrap_or_default();
    let mut close = false;
    ui.horizontal(|ui| {
        let (shown, word) = state_sign(state, w);
        sign(ui, shown, cx.theme, word);
        ui.label(&**word);
        badge(ui, &mandatory(item, w), Tone::Quiet, cx.theme);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| close = ui.small_button(&*cx.w.close).clicked());
    });
    heading(ui, &item.title);
    for need in needs(item, w) {
        ui.label(RichText::new(need).color(Color32::from(cx.theme.accent)).strong());
    }
    let mut sources = Sources::of(cx, &item.sources);
    about(ui, cx, item, &mut sources, out);
    confirmed(ui, cx, &id, &answer, out);
    suggested(ui, cx, item, &id, out);
    add(ui, cx, item, out);
    said(ui, cx, &id, &answer, state, out);
    sources.ui(ui, cx);
    close
}

/// What is asked for, why, and which clauses usually have it.
fn about(ui: &mut Ui, cx: &Cx, item: &Material, sources: &mut Sources, out: &mut Vec<Action>) {
    let w = &cx.words.materials;
    for (title, text) in [(&w.what, &item.what), (&w.why, &item.why)] {
        ui.add_space(4.0);
        section_title(ui, &**title);
        ui.label(sources.in_words(cx, text));
    }
    if !item.leave_out.trim().is_empty() {
        caption(ui, w.left_out.fill(&[("reason", &item.leave_out)]));
    }
    if !(item.mask_names.is_empty() && item.mask_phones.is_empty()) {
        let columns = cx.list(item.mask_names.iter().chain(&item.mask_phones));
        // A long list of words for the same few things: one line of it, the rest where the pointer rests.
        ui.add(Label::new(RichText::new(w.masked.fill(&[("columns", &columns)])).small().weak()).truncate());
    }
    let scheme = cx.session.scheme();
    let (known, unknown): (Vec<&ClauseId>, Vec<&ClauseId>) =
        item.clauses.iter().partition(|id| scheme.clause(id).is_some());
    if !known.is_empty() {
        caption(ui, &*w.clauses);
        ui.horizontal_wrapped(|ui| {
            for clause in known {
                let title = scheme.clause(clause).map_or("", |clause| clause.title.as_str());
                let button = ui.small_button(clause.to_string());
                if button.on_hover_text(format!("{title}\n{}", w.clause_hint)).clicked() {
                    out.push(Action::Show(clause.clone()));
                }
            }
        });
    }
    if !unknown.is_empty() {
        caption(ui, w.unknown_clauses.fill(&[("ids", &cx.list(unknown.into_iter().map(ClauseId::as_str)))]));
    }
}

fn confirmed(ui: &mut Ui, cx: &Cx, id: &MaterialId, answer: &MaterialAnswer, out: &mut Vec<Action>) {
    let w = &cx.words.materials;
    ui.add_space(8.0);
    section_title(ui, w.confirmed.fill(&[("n", &answer.evidence.len())]));
    if answer.evidence.is_empty() {
        caption(ui, &*w.none_confirmed);
        return;
    }
    let pieces: Vec<EvidenceId> = answer.evidence.iter().copied().collect();
    let mut take_out = None;
    rows(ui, "confirmed", &pieces, |ui, piece| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let button = ui.add_enabled(cx.writable, Button::new(&*w.take_out).small());
            if button.on_hover_text(&*w.take_out_hint).clicked() {
                take_out = Some(piece);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| name(ui, cx, piece, None, out));
        });
    });
    if let Some(piece) = take_out {
        change(cx, id, false, out, |answer| {
            answer.evidence.remove(&piece);
        });
    }
}

fn suggested(ui: &mut Ui, cx: &Cx, item: &Material, id: &MaterialId, out: &mut Vec<Action>) {
    let w = &cx.words.materials;
    if item.clauses.is_empty() {
        return;
    }
    let pieces = suggestions(cx.session.assessment(), &cx.materials.checklist, item);
    ui.add_space(8.0);
    section_title(ui, w.suggested.fill(&[("n", &pieces.len())]));
    if pieces.is_empty() {
        caption(ui, &*w.suggested_none);
        return;
    }
    caption(ui, &*w.suggested_why);
    let mut confirm = Vec::new();
    rows(ui, "suggested", &pieces, |ui, piece| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if ui.add_enabled(cx.writable, Button::new(&*w.confirm).small()).clicked() {
                confirm.push(piece);
            }
            let served = cx.session.assessment().evidence.get(&piece).map(|piece| {
                let common = item.clauses.iter().filter(|clause| piece.clauses.contains(*clause));
                w.suggested_for.fill(&[("clauses", &cx.list(common.map(ClauseId::as_str)))])
            });
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| name(ui, cx, piece, served.as_deref(), out));
        });
    });
    let all = Button::new(w.confirm_all.fill(&[("n", &pieces.len())]));
    if pieces.len() > 1 && ui.add_enabled(cx.writable, all).clicked() {
        confirm = pieces;
    }
    if !confirm.is_empty() {
        change(cx, id, false, out, |answer| answer.evidence.extend(confirm));
    }
}

/// Rows of pieces; only those in sight are made.
fn rows(ui: &mut Ui, salt: &str, pieces: &[EvidenceId], mut row: impl FnMut(&mut Ui, EvidenceId)) {
    let list = ScrollArea::vertical().id_salt(salt).max_height(LIST).auto_shrink([false, true]);
    list.show_rows(ui, ROW, pieces.len(), |ui, range| {
        for piece in pieces.get(range).into_iter().flatten() {
            let width = ui.available_width();
            ui.push_id(piece.0, |ui| {
                ui.allocate_ui(egui::vec2(width, ROW), |ui| ui.horizontal_centered(|ui| row(ui, *piece)));
            });
        }
    });
}

/// Its state and its title, which leads to it.
fn name(ui: &mut Ui, cx: &Cx, id: EvidenceId, hint: Option<&str>, out: &mut Vec<Action>) {
    let w = &cx.words.materials;
    let Some(piece) = cx.session.assessment().evidence.get(&id) else {
        ui.colored_label(Color32::from(cx.theme.warn), w.gone.fill(&[("id", &id)]));
        return;
    };
    let (shown, word) = assess::evidence_state(cx, id, piece);
    sign(ui, shown, cx.theme, &word);
    if cx.unsound(id) {
        ui.label(RichText::new(&word).small().color(Color32::from(cx.theme.warn)));
    }
    let title = ui.add(Label::new(&piece.title).truncate().sense(egui::Sense::click()));
    let title = title.on_hover_text(hint.unwrap_or(&w.show_piece));
    if title.clicked() {
        out.push(Action::ShowEvidence(id));
    }
}

fn add(ui: &mut Ui, cx: &Cx, item: &Material, out: &mut Vec<Action>) {
    ui.add_space(6.0);
    ui.horizontal_wrapped(|ui| {
        let why = &*cx.words.materials.read_only;
        let files = ui.add_enabled(cx.writable, Button::new(&*cx.w.add_files)).on_disabled_hover_text(why);
        if files.clicked() {
            out.push(Action::Pick(Purpose::FilesFor(item.id.clone())));
        }
        let folder = ui.add_enabled(cx.writable, Button::new(&*cx.w.add_folder)).on_disabled_hover_text(why);
        if folder.clicked() {
            out.push(Action::Pick(Purpose::FolderFor(item.id.clone())));
        }
    });
    caption(ui, &*cx.words.materials.add_hint);
}

/// What a person says of it: complete, not concerned and why, a note.
fn said(ui: &mut Ui, cx: &Cx, id: &MaterialId, answer: &MaterialAnswer, state: MaterialState, out: &mut Vec<Action>) {
    let w = &cx.words.materials;
    ui.add_space(8.0);
    let mut complete = answer.complete;
    if ui.add_enabled(cx.writable, egui::Checkbox::new(&mut complete, &*w.complete)).changed() {
        change(cx, id, false, out, |answer| answer.complete = complete);
    }
    let assessment = cx.session.assessment();
    let unsound = answer.evidence.iter().any(|piece| unsound_for_material(assessment, cx.standing, *piece));
    let lowered = match state {
        MaterialState::Missing if answer.complete => Some(&w.complete_without),
        MaterialState::Partly if answer.complete && unsound => Some(&w.complete_unsound),
        _ => None,
    };
    if let Some(lowered) = lowered {
        ui.colored_label(Color32::from(cx.theme.warn), &**lowered);
    }
    ui.add_space(4.0);
    let mut reason = answer.not_concerned.clone();
    let field = text_line(ui, &w.reason, &w.reason_hint, &mut cx.held(&mut reason));
    if reason != answer.not_concerned {
        change(cx, id, true, out, |answer| answer.not_concerned = reason);
    }
    let mut left = field.lost_focus();
    let mut note = answer.note.clone();
    let field = text_area(ui, &w.note, "", 2, &mut cx.held(&mut note));
    if note != answer.note {
        change(cx, id, true, out, |answer| answer.note = note);
    }
    left |= field.lost_focus();
    if left {
        out.push(Action::Pause);
    }
}
