//! The card of one clause: requirement, verdict, finding, evidence.

use egui::{Align, Layout, RichText, ScrollArea, TextEdit, Ui};

use super::{AssessState, evidence, knowledge, verdict};
use crate::app::views::remediation;
use crate::app::widgets::{Tone, badge, callout, caption, field, heading, text_field};
use crate::app::{Action, Command, Cx};
use crate::assessment::{Edit, Evidence, ItemState};
use crate::criteria::{Clause, ClauseId, Method, PointsStatus, TextStatus};
use crate::scoring::decimal_or_fraction;

/// The card.
pub fn ui(ui: &mut Ui, cx: &Cx, state: &mut AssessState, id: &ClauseId, with_knowledge: bool, out: &mut Vec<Action>) {
    let Some((section, group, clause)) = cx.session.scheme().place(id) else { return };
    ScrollArea::vertical().id_salt(("card", id)).auto_shrink([false, false]).show(ui, |ui| {
        ui.set_max_width((ui.available_width() - 8.0).min(860.0));
        ui.horizontal(|ui| {
            caption(ui, format!("{} {} › {} {}", section.id, section.title, group.id, group.title));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                for (command, text) in [(Command::NextClause, &cx.w.next), (Command::PreviousClause, &cx.w.previous)] {
                    if ui.small_button(&**text).on_hover_text(&**command.label(cx.w)).clicked() {
                        out.push(Action::Command(command));
                    }
                }
            });
        });
        title(ui, cx, clause);
        recheck(ui, cx, id, out);
        requirement(ui, cx, clause, &group.note);
        former(ui, cx, id);
        ui.add_space(8.0);
        verdict::ui(ui, cx, clause, &mut state.pending, &mut state.focus_pending, out);
        ui.add_space(8.0);
        words(ui, cx, state, id, out);
        ui.add_space(8.0);
        evidence::ui(ui, cx, &mut state.typed_evidence, id, out);
        remediation::of_clause(ui, cx, id, out);
        if with_knowledge {
            ui.add_space(10.0);
            ui.separator();
            knowledge::below(ui, cx, &mut state.knowledge, id);
        }
        ui.add_space(16.0);
    });
}

fn title(ui: &mut Ui, cx: &Cx, clause: &Clause) {
    ui.horizontal_wrapped(|ui| {
        heading(ui, format!("{}  {}", clause.id, clause.title));
        let points = decimal_or_fraction(&clause.points);
        ui.label(RichText::new(format!("{points} {}", cx.c.points_unit)).strong());
        let tone = match clause.points_status {
            PointsStatus::Provisional => Tone::Warn,
            PointsStatus::SingleSource => Tone::Accent,
            _ => Tone::Quiet,
        };
        badge(ui, clause.points_status.word(cx.c), tone, cx.theme).on_hover_text(&cx.session.scheme().statement);
        let tone = if clause.text_status == TextStatus::Reconstructed { Tone::Warn } else { Tone::Quiet };
        let sources = if clause.sources.is_empty() {
            cx.w.no_sources.to_string()
        } else {
            let list = cx.list(&clause.sources);
            format!("{}\n{}", cx.w.sources.fill(&[("list", &list)]), cited(cx, &list))
        };
        badge(ui, clause.text_status.word(cx.c), tone, cx.theme).on_hover_text(sources);
        if cx.session.assessment().needs_review(&clause.id) {
            badge(ui, &cx.c.to_review, Tone::Warn, cx.theme);
        }
        if cx.standing.recheck.contains(&clause.id) {
            badge(ui, &cx.words.evidence.to_recheck, Tone::Warn, cx.theme);
        }
    });
}

/// 需复核: why, and the way to say that the verdict still holds.
fn recheck(ui: &mut Ui, cx: &Cx, id: &ClauseId, out: &mut Vec<Action>) {
    if !cx.standing.recheck.contains(id) {
        return;
    }
    let e = &cx.words.evidence;
    let changed = |piece: &Evidence| {
        piece.items.iter().any(|item| matches!(cx.checkup.state(item), ItemState::Changed | ItemState::Unregistered))
    };
    let pieces = cx.session.assessment().evidence_of(id).filter(|(_, piece)| changed(piece));
    let pieces: Vec<String> = pieces.map(|(number, piece)| format!("{number} {}", piece.title)).collect();
    callout(ui, Tone::Warn, cx.theme, |ui| {
        if pieces.is_empty() {
            ui.label(&*e.recheck_taken_over);
            // The files are as registered; all that is left is to look and to say so.
            if ui.add_enabled(cx.writable, egui::Button::new(&*e.still_holds)).clicked() {
                out.push(Action::Edit(Edit::SetRecheck { clause: id.clone(), on: false }));
            }
        } else {
            ui.label(e.recheck_changed.fill(&[("list", &cx.list(&pieces))]));
        }
    });
    ui.add_space(4.0);
}

/// What was answered against older editions, with what was asked there; open while the clause has to be reviewed.
fn former(ui: &mut Ui, cx: &Cx, id: &ClauseId) {
    let assessment = cx.session.assessment();
    for (at, given) in assessment.former(id).iter().enumerate().rev() {
        ui.add_space(6.0);
        let title = cx.w.former_title.fill(&[("edition", &given.edition)]);
        let header = egui::CollapsingHeader::new(title).id_salt(("former", id, at));
        header.default_open(assessment.needs_review(id)).show(ui, |ui| {
            callout(ui, Tone::Quiet, cx.theme, |ui| {
                ui.label(cx.w.former_asked.fill(&[("text", &given.requirement)]));
                ui.label(cx.w.former_verdict.fill(&[("verdict", &given.answer.verdict.say(cx.words))]));
                let texts = [(&cx.w.former_finding, &given.answer.finding), (&cx.w.former_note, &given.answer.note)];
                for (phrase, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
                    ui.label(phrase.fill(&[("text", text)]));
                }
            });
        });
    }
}

fn requirement(ui: &mut Ui, cx: &Cx, clause: &Clause, note: &str) {
    ui.label(&clause.requirement);
    for (place, part) in clause.parts.iter().enumerate() {
        let letter = char::from(b'a' + u8::try_from(place % 26).unwrap_or(0));
        ui.label(format!("{letter}) {part}"));
    }
    let method = match &clause.method {
        Method::AllOrNothing => cx.c.method_all_or_nothing.to_string(),
        Method::Proportional { sample } => {
            let title = cx.session.scheme().sample(sample).map_or("", |sample| sample.title.as_str());
            cx.c.method_proportional.fill(&[("sample", &title)])
        }
    };
    let departments = cx.w.departments.fill(&[("list", &cx.list(&clause.departments))]);
    caption(ui, cx.c.two_sentences.fill(&[("a", &method), ("b", &departments)]));
    if !clause.remark.is_empty() {
        caption(ui, &clause.remark).on_hover_text(cited(cx, &clause.remark));
    }
    if clause.text_status == TextStatus::Reconstructed && !note.is_empty() {
        caption(ui, note);
    }
}

fn words(ui: &mut Ui, cx: &Cx, state: &mut AssessState, id: &ClauseId, out: &mut Vec<Action>) {
    let answer = cx.session.assessment().answer(id).cloned().unwrap_or_default();
    let mut finding = answer.finding.clone();
    let response = field(ui, &cx.w.finding, |ui| {
        let width = ui.available_width();
        let hint = cx.w.finding_hint.to_string();
        let text = &mut cx.held(&mut finding);
        let edit = TextEdit::multiline(text).hint_text(hint).desired_rows(3).desired_width(width);
        text_field(ui, edit, cx.writable)
    });
    if std::mem::take(&mut state.focus_finding) {
        response.request_focus();
    }
    if response.changed() {
        out.push(Action::Edit(Edit::SetFinding { clause: id.clone(), text: finding }));
    }
    let mut left = response.lost_focus();
    ui.horizontal(|ui| {
        let mut again = answer.look_again;
        let check = ui.add_enabled(cx.writable, egui::Checkbox::new(&mut again, &*cx.w.look_again));
        if check.on_hover_text(cx.w.key_hint.fill(&[("key", &"F")])).changed() {
            out.push(Action::Edit(Edit::SetLookAgain { clause: id.clone(), on: again }));
        }
        let mut doubtful = answer.doubtful;
        let check = ui.add_enabled(cx.writable, egui::Checkbox::new(&mut doubtful, &*cx.w.doubtful));
        if check.on_hover_text(&*cx.w.doubtful_hint).changed() {
            out.push(Action::Edit(Edit::SetDoubtful { clause: id.clone(), on: doubtful }));
        }
        let mut note = answer.note.clone();
        let label = caption(ui, &*cx.w.note);
        let width = ui.available_width();
        let hint = cx.w.note_hint.to_string();
        let field = {
            let text = &mut cx.held(&mut note);
            let edit = TextEdit::singleline(text).hint_text(hint).desired_width(width);
            text_field(ui, edit, cx.writable).labelled_by(label.id)
        };
        if field.changed() {
            out.push(Action::Edit(Edit::SetNote { clause: id.clone(), text: note }));
        }
        left |= field.lost_focus();
    });
    if left {
        out.push(Action::Pause);
    }
}

/// The sources that a text names by their short names, one a line.
fn cited(cx: &Cx, text: &str) -> String {
    let names: Vec<&str> = text.split(|found: char| !found.is_ascii_alphanumeric()).collect();
    let sources = cx.session.scheme().sources.iter().filter(|source| names.contains(&source.id.as_str()));
    sources.map(|source| format!("{} {}", source.id, source.title)).collect::<Vec<_>>().join("\n")
}
