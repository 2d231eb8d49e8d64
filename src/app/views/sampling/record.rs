//! The record under the cursor: what is kept of it, what to look at, the marks as buttons, note and evidence.

use egui::{Button, Color32, Key, Modifiers, RichText, ScrollArea, TextEdit, Ui};

use super::{Open, SamplingState, seen, sheet};
use crate::app::theme::strong;
use crate::app::widgets::{caption, text_field};
use crate::app::{Action, Cx};
use crate::assessment::{Drawn, Edit, MAX_TEXT, Mark, Sample};
use crate::lang::cut;

/// The record that the panel is about, with what its parts need.
#[derive(Clone, Copy)]
struct At<'a> {
    cx: &'a Cx<'a>,
    open: Open<'a>,
    sample: &'a Sample,
    drawn: &'a Drawn,
}

/// The panel below the sheet.
pub fn ui(ui: &mut Ui, cx: &Cx, open: Open<'_>, sample: &Sample, state: &mut SamplingState, out: &mut Vec<Action>) {
    let Some(drawn) = sample.drawn.get(state.row) else { return };
    let at = At { cx, open, sample, drawn };
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        marks(ui, at, state, out);
        kept(ui, at);
        ui.add_space(2.0);
        ui.horizontal_top(|ui| {
            note(ui, at, state, out);
            evidence(ui, at, state, out);
        });
    });
}

/// Which record and which check, with the marks as buttons for whoever prefers the mouse.
fn marks(ui: &mut Ui, at: At<'_>, state: &mut SamplingState, out: &mut Vec<Action>) {
    let At { cx, open, sample, drawn } = at;
    let s = &cx.words.sampling;
    ui.horizontal_wrapped(|ui| {
        let text = s.record_line.fill(&[
            ("at", &(state.row + 1)),
            ("all", &sample.drawn.len()),
            ("record", &cut(&drawn.record)),
        ]);
        ui.label(RichText::new(text).text_style(strong()));
        let Some(check) = open.kind.checks.get(state.column) else { return };
        ui.label(RichText::new(&check.title).color(Color32::from(cx.theme.accent)).text_style(strong()));
        let now = drawn.marks.get(&check.id).copied();
        let marks = [(Mark::Conforms, "1"), (Mark::Fails, "0"), (Mark::NotConcerned, "-")];
        let mut asked = None;
        for (mark, key) in marks {
            let text = RichText::new(&**mark.say(cx.words));
            let chosen = now == Some(mark);
            let text = if chosen { text.color(Color32::from(cx.theme.on_accent)) } else { text };
            let mut button = Button::new(text).small();
            if chosen {
                button = button.fill(Color32::from(cx.theme.accent));
            }
            let response = ui.add_enabled(cx.writable, button);
            if response.on_hover_text(cx.w.key_hint.fill(&[("key", &key)])).clicked() {
                asked = Some(Some(mark));
            }
        }
        let clear = ui.add_enabled(cx.writable && now.is_some(), Button::new(&*s.clear).small());
        if clear.on_hover_text(cx.w.key_hint.fill(&[("key", &"Delete")])).clicked() {
            asked = Some(None);
        }
        if let Some(mark) = asked {
            sheet::put(cx, open, sample, state, mark, out);
        }
        let open_checks = open.kind.checks.iter().any(|check| !drawn.marks.contains_key(&check.id));
        let rest = ui.add_enabled(cx.writable && open_checks, Button::new(&*s.rest).small());
        if rest.on_hover_text(s.rest_hint.to_string()).clicked() {
            sheet::rest(cx, open, sample, state, out);
        }
    });
    if let Some(check) = open.kind.checks.get(state.column) {
        caption(ui, &check.how);
    }
}

/// Everything that is kept of the record, and what it lacks.
fn kept(ui: &mut Ui, at: At<'_>) {
    let At { cx, open, drawn, .. } = at;
    let s = &cx.words.sampling;
    let Some(ledger) = open.ledger else { return };
    let Some(record) = ledger.records.get(&drawn.record) else {
        ui.colored_label(Color32::from(cx.theme.warn), &*s.record_gone);
        return;
    };
    let mut there = Vec::new();
    let mut missing = Vec::new();
    let known = |field: &&crate::criteria::LedgerField| ledger.about.index(&field.id).is_some();
    for field in open.kind.fields.iter().skip(1).filter(known) {
        let kept = ledger.cell(record, &field.id);
        if kept.is_there() {
            there.push(s.kept_field.fill(&[("field", &field.title), ("value", &kept.say(cx.words))]));
        } else if field.required {
            missing.push(field.title.as_str());
        }
    }
    if record.row > 0 {
        there.push(s.kept_row.fill(&[("row", &record.row)]));
    }
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(there.join(&s.joined)).small());
        if !missing.is_empty() {
            let text = s.kept_missing.fill(&[("fields", &cx.list(missing))]);
            ui.label(RichText::new(text).small().color(Color32::from(cx.theme.warn)));
        }
    });
}

/// The note: typed straight into the case, as a finding is. Tab and Enter go on to the next record.
fn note(ui: &mut Ui, at: At<'_>, state: &mut SamplingState, out: &mut Vec<Action>) {
    let At { cx, open, sample, drawn } = at;
    let s = &cx.words.sampling;
    let id = ui.scope_id().with(("sampled_note", &open.kind.id, &drawn.record));
    let focused = ui.memory(|memory| memory.has_focus(id));
    // Taken out before the field sees them: Tab would go to whatever stands next in the window.
    let composing = ui.input(|input| input.events.iter().any(|event| matches!(event, egui::Event::Ime(_))));
    let on = focused
        && !composing
        && ui.input_mut(|input| {
            input.consume_key(Modifiers::NONE, Key::Tab) || input.consume_key(Modifiers::NONE, Key::Enter)
        });
    let mut text = drawn.note.clone();
    let width = (ui.available_width() * 0.55).max(220.0);
    let label = caption(ui, &*s.note);
    let edit = &mut cx.held(&mut text);
    let edit = TextEdit::multiline(edit).id(id).desired_rows(1).desired_width(width).char_limit(MAX_TEXT);
    let response = text_field(ui, edit.lock_focus(true).hint_text(&*s.note_hint), cx.writable).labelled_by(label.id);
    if std::mem::take(&mut state.write) {
        response.request_focus();
    }
    if response.changed() {
        let drawn = Drawn { note: text, ..drawn.clone() };
        out.push(Action::Edit(Edit::SetDrawn { ledger: open.kind.id.clone(), drawn: Box::new(drawn) }));
    }
    if response.lost_focus() {
        out.push(Action::Pause);
    }
    if on {
        response.surrender_focus();
        out.push(Action::Pause);
        if state.row + 1 < sample.drawn.len() {
            state.row += 1;
            state.column = seen::first_open(open.kind, sample, state.row);
        }
        state.reveal = true;
    }
}

/// Evidence of the record.
fn evidence(ui: &mut Ui, at: At<'_>, state: &SamplingState, out: &mut Vec<Action>) {
    let At { cx, open, sample, drawn } = at;
    let s = &cx.words.sampling;
    let button = ui.add_enabled(cx.writable, Button::new(&*s.choose_evidence).small());
    if button.on_hover_text(cx.w.key_hint.fill(&[("key", &"E")])).clicked() {
        sheet::evidence(open, sample, state, out);
    }
    ui.vertical(|ui| {
        for id in &drawn.evidence {
            match cx.session.assessment().evidence.get(id) {
                Some(piece) => {
                    if ui.link(format!("{id}  {}", cut(&piece.title))).clicked() {
                        out.push(Action::ShowEvidence(*id));
                    }
                }
                None => drop(caption(ui, s.evidence_gone.fill(&[("id", id)]))),
            }
        }
    });
}
