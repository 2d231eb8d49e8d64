//! The evidence of the clause in view, and every way to add some.

use egui::{Align, Button, Layout, TextEdit, Ui};

use crate::app::widgets::{Sign, caption, section_title, sign};
use crate::app::{Action, Cx, Dialog, Purpose};
use crate::assessment::{Edit, Evidence, EvidenceId, EvidenceItem, ItemState, PieceState};
use crate::criteria::ClauseId;

/// Title, list and buttons.
pub fn ui(ui: &mut Ui, cx: &Cx, typed: &mut String, clause: &ClauseId, out: &mut Vec<Action>) {
    let assessment = cx.session.assessment();
    let count = assessment.evidence_of(clause).count();
    ui.horizontal_wrapped(|ui| {
        section_title(ui, cx.w.evidence_count.fill(&[("n", &count)]));
        if ui.add_enabled(cx.writable, Button::new(&*cx.w.add_files)).clicked() {
            out.push(Action::Pick(Purpose::Files(Some(clause.clone()))));
        }
        if ui.add_enabled(cx.writable, Button::new(&*cx.w.add_folder)).clicked() {
            out.push(Action::Pick(Purpose::Folder(Some(clause.clone()))));
        }
        let choose = Button::new(&*cx.w.choose_evidence);
        if !assessment.evidence.is_empty() && ui.add_enabled(cx.writable, choose).clicked() {
            out.push(Action::Dialog(Dialog::Choose(clause.clone())));
        }
        if cx.writable {
            caption(ui, &*cx.w.drop_hint);
        }
    });
    ui.horizontal(|ui| {
        if !cx.writable {
            ui.disable();
        }
        let label = caption(ui, &*cx.w.typed_evidence);
        let width = (ui.available_width() - 80.0).max(120.0);
        let hint = cx.w.typed_evidence_hint.to_string();
        let field = ui.add(TextEdit::singleline(typed).hint_text(hint).desired_width(width)).labelled_by(label.id);
        let enter = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        if enter {
            field.request_focus(); // several paths are pasted one after the other
        }
        if (ui.button(&*cx.w.add).clicked() || enter) && !typed.trim().is_empty() {
            out.push(Action::RegisterText { clause: Some(clause.clone()), text: std::mem::take(typed) });
        }
    });
    if count == 0 {
        caption(ui, &*cx.w.evidence_none_here);
    }
    for (id, piece) in assessment.evidence_of(clause) {
        row(ui, cx, clause, id, piece, out);
    }
}

fn row(ui: &mut Ui, cx: &Cx, clause: &ClauseId, id: EvidenceId, piece: &Evidence, out: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        // The buttons first: whatever is long gives way to them.
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let detach = ui.add_enabled(cx.writable, Button::new(&*cx.w.detach).small());
            if detach.on_hover_text(&*cx.w.detach_hint).clicked() {
                out.push(Action::Edit(Edit::Detach { id, clause: clause.clone() }));
            }
            let can_open = piece.items.len() == 1 && !matches!(piece.items.first(), Some(EvidenceItem::Web(_)));
            if can_open && ui.small_button(&*cx.w.open_file).clicked() {
                out.push(Action::OpenItem { id, item: 0 });
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| about(ui, cx, clause, id, piece, out));
        });
    });
}

/// Sign, title, and what else there is to know.
fn about(ui: &mut Ui, cx: &Cx, clause: &ClauseId, id: EvidenceId, piece: &Evidence, out: &mut Vec<Action>) {
    let (shown, word) = state(cx, id, piece);
    sign(ui, shown, cx.theme, &word);
    if ui.link(format!("{id}  {}", piece.title)).on_hover_text(paths(piece)).clicked() {
        out.push(Action::ShowEvidence(id));
    }
    if shown == Sign::Warning {
        caption(ui, word);
    }
    if piece.clauses.len() > 1 {
        let others = cx.list(piece.clauses.iter().filter(|other| *other != clause).map(ClauseId::as_str));
        let text = cx.w.also_serves.fill(&[("list", &others)]);
        ui.add(egui::Label::new(egui::RichText::new(text).small().weak()).truncate());
    }
}

fn paths(piece: &Evidence) -> String {
    piece.items.iter().map(EvidenceItem::target).collect::<Vec<_>>().join("\n")
}

/// Sign and word of a piece of evidence.
pub fn state(cx: &Cx, id: EvidenceId, piece: &Evidence) -> (Sign, String) {
    let state = cx.piece_state(id);
    let word = state.say(cx.words);
    match state {
        PieceState::Same => (Sign::Meets, word.to_owned()),
        PieceState::Unchecked => match cx.checkup.worst(piece) {
            ItemState::Present => (Sign::Meets, cx.c.evidence_present.to_string()),
            _ if piece.items.iter().all(|item| matches!(item, EvidenceItem::Web(_))) => {
                (Sign::Excluded, cx.c.evidence_web.to_string())
            }
            _ => (Sign::Unrated, cx.c.evidence_not_checked.to_string()),
        },
        PieceState::Expired => {
            let day = piece.expires.map(|day| day.to_string()).unwrap_or_default();
            (Sign::Warning, format!("{word} {day}"))
        }
        _ => (Sign::Warning, word.to_owned()),
    }
}
