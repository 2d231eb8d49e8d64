//! 证据: everything that the case rests on, and the editor of one piece.

use egui::{Align, Button, Color32, ComboBox, Frame, Id, Label, Layout, Margin, Panel, RichText, ScrollArea, Ui};
use egui_extras::{Column, TableBuilder};

use super::assess;
use crate::app::panels::central;
use crate::app::widgets::{Sign, caption, date_field, field, heading, section_title, sign, text_line};
use crate::app::{Action, Cx, Purpose};
use crate::assessment::{Edit, Evidence, EvidenceId, EvidenceItem, ItemState, Period, PieceState};
use crate::criteria::ClauseId;

/// What is only about looking.
#[derive(Debug, Default)]
pub struct EvidenceState {
    /// Which piece is open in the editor.
    pub selected: Option<EvidenceId>,
    search: String,
    unsound_only: bool,
    /// A path or address that is being typed.
    pub typed: String,
}

/// The evidence view.
pub fn ui(ui: &mut Ui, cx: &Cx, state: &mut EvidenceState, out: &mut Vec<Action>) {
    let pieces = &cx.session.assessment().evidence;
    state.selected = state.selected.filter(|id| pieces.contains_key(id));
    let frame = Frame::new().fill(cx.theme.panel.into()).inner_margin(Margin::same(14));
    if let Some(id) = state.selected {
        let width = (ui.available_width() * 0.42).clamp(320.0, 460.0);
        let panel = Panel::right("piece").resizable(true).default_size(width).size_range(300.0..=620.0);
        panel.frame(frame).show(ui, |ui| {
            if let Some(piece) = pieces.get(&id) {
                ScrollArea::vertical().id_salt(("piece", id)).show(ui, |ui| editor(ui, cx, state, id, piece, out));
            }
        });
    }
    central(ui, "evidence", frame, |ui| {
        head(ui, cx, state, out);
        if pieces.is_empty() {
            ui.add_space(20.0);
            ui.label(&*cx.w.evidence_empty);
            caption(ui, &*cx.w.evidence_why);
            return;
        }
        let needle = state.search.to_lowercase();
        let shown: Vec<(EvidenceId, &Evidence)> = pieces
            .iter()
            .map(|(id, piece)| (*id, piece.as_ref()))
            .filter(|(id, _)| !state.unsound_only || cx.unsound(*id))
            .filter(|(_, piece)| {
                piece.title.to_lowercase().contains(&needle)
                    || piece.items.iter().any(|item| item.target().to_lowercase().contains(&needle))
                    || piece.clauses.iter().any(|clause| clause.as_str().contains(&needle))
            })
            .collect();
        table(ui, cx, state, &shown);
    });
}

fn head(ui: &mut Ui, cx: &Cx, state: &mut EvidenceState, out: &mut Vec<Action>) {
    ui.horizontal_wrapped(|ui| {
        heading(ui, &*cx.w.place_evidence);
        if ui.add_enabled(cx.writable, Button::new(&*cx.w.add_files)).clicked() {
            out.push(Action::Pick(Purpose::Files(None)));
        }
        if ui.add_enabled(cx.writable, Button::new(&*cx.w.add_folder)).clicked() {
            out.push(Action::Pick(Purpose::Folder(None)));
        }
        if cx.writable {
            caption(ui, &*cx.w.drop_hint);
        }
    });
    ui.horizontal_wrapped(|ui| {
        let label = caption(ui, &*cx.w.search_evidence);
        ui.add(egui::TextEdit::singleline(&mut state.search).desired_width(200.0)).labelled_by(label.id);
        let unsound = cx.standing.unsound;
        ui.checkbox(&mut state.unsound_only, cx.w.unsound_only.fill(&[("n", &unsound)]));
    });
    ui.horizontal(|ui| {
        if !cx.writable {
            ui.disable();
        }
        let label = caption(ui, &*cx.w.typed_evidence);
        let width = (ui.available_width() - 80.0).max(120.0);
        let hint = cx.w.typed_evidence_hint.to_string();
        let field = ui.add(egui::TextEdit::singleline(&mut state.typed).hint_text(hint).desired_width(width));
        let field = field.labelled_by(label.id);
        let enter = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        if enter {
            field.request_focus(); // several paths are pasted one after the other
        }
        if (ui.button(&*cx.w.add).clicked() || enter) && !state.typed.trim().is_empty() {
            out.push(Action::RegisterText { clause: None, text: std::mem::take(&mut state.typed) });
        }
    });
    ui.add_space(4.0);
}

fn table(ui: &mut Ui, cx: &Cx, state: &mut EvidenceState, shown: &[(EvidenceId, &Evidence)]) {
    let w = cx.w;
    let compact = ui.available_width() < 620.0;
    let mut builder = TableBuilder::new(ui)
        .striped(true)
        .sense(egui::Sense::click())
        .cell_layout(Layout::left_to_right(Align::Center))
        .column(Column::exact(38.0))
        .column(Column::remainder().at_least(150.0).clip(true))
        .column(Column::initial(130.0).at_least(80.0).clip(true).resizable(true));
    if !compact {
        builder = builder.column(Column::exact(176.0)).column(Column::exact(92.0));
    }
    builder
        .column(Column::exact(84.0))
        .header(26.0, |mut row| {
            let mut head = |text: &str| {
                row.col(|ui| {
                    ui.label(RichText::new(text).small().weak());
                });
            };
            head(&w.evidence_number);
            head(&w.evidence_title);
            head(&w.evidence_clauses);
            if !compact {
                head(&w.evidence_period);
                head(&w.evidence_expires);
            }
            head(&w.evidence_state);
        })
        .body(|body| {
            body.rows(30.0, shown.len(), |mut row| {
                let Some((id, piece)) = shown.get(row.index()) else { return };
                row.set_selected(state.selected == Some(*id));
                row.col(|ui| {
                    ui.label(id.to_string());
                });
                row.col(|ui| {
                    if ui.add(Label::new(&piece.title).truncate().sense(egui::Sense::click())).clicked() {
                        state.selected = Some(*id);
                    }
                });
                row.col(|ui| cell(ui, &clauses(cx, piece)));
                if !compact {
                    row.col(|ui| cell(ui, &period(piece)));
                    row.col(|ui| cell(ui, &piece.expires.map(|day| day.to_string()).unwrap_or_default()));
                }
                row.col(|ui| {
                    let (shown, word) = assess::evidence_state(cx, *id, piece);
                    sign(ui, shown, cx.theme, &word);
                    cell(ui, word.split(' ').next().unwrap_or_default());
                });
                if row.response().clicked() {
                    state.selected = Some(*id);
                }
            });
        });
}

fn cell(ui: &mut Ui, text: &str) {
    ui.add(Label::new(text).truncate());
}

fn clauses(cx: &Cx, piece: &Evidence) -> String {
    cx.list(piece.clauses.iter().map(ClauseId::as_str))
}

fn period(piece: &Evidence) -> String {
    piece.covers.map(|period| format!("{} – {}", period.from, period.to)).unwrap_or_default()
}

/// The editor of one piece.
fn editor(ui: &mut Ui, cx: &Cx, state: &mut EvidenceState, id: EvidenceId, piece: &Evidence, out: &mut Vec<Action>) {
    let mut next = piece.clone();
    ui.horizontal(|ui| {
        heading(ui, cx.w.evidence_one.fill(&[("id", &id)]));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if ui.small_button(&*cx.w.close).clicked() {
                state.selected = None;
            }
        });
    });
    let title = text_line(ui, &cx.w.evidence_title, "", &mut cx.held(&mut next.title));
    if title.lost_focus() {
        out.push(Action::Pause);
    }
    if next.title.trim().is_empty() {
        ui.colored_label(Color32::from(cx.theme.warn), &*cx.w.evidence_needs_title);
        next.title.clone_from(&piece.title);
    }
    items(ui, cx, id, &mut next, out);
    ui.add_enabled_ui(cx.writable, |ui| serves(ui, cx, &mut next));
    dates(ui, cx, id, &mut next);
    if next != *piece {
        out.push(Action::Edit(Edit::SetEvidence { id, evidence: Box::new(next) }));
    }
    ui.add_space(14.0);
    if ui.add_enabled(cx.writable, Button::new(&*cx.w.remove_evidence)).clicked() {
        out.push(Action::Edit(Edit::RemoveEvidence { id }));
    }
    caption(ui, &*cx.w.remove_evidence_hint);
}

fn items(ui: &mut Ui, cx: &Cx, id: EvidenceId, next: &mut Evidence, out: &mut Vec<Action>) {
    ui.add_space(6.0);
    section_title(ui, cx.w.evidence_items.fill(&[("n", &next.items.len())]));
    let mut remove = None;
    for (place, item) in next.items.iter().enumerate() {
        ui.horizontal(|ui| {
            let state = cx.checkup.state(item);
            let (shown, word) = match state {
                ItemState::Present => (Sign::Meets, &*cx.c.evidence_present),
                ItemState::NotChecked if matches!(item, EvidenceItem::Web(_)) => (Sign::Excluded, &*cx.c.evidence_web),
                ItemState::NotChecked => (Sign::Unrated, &*cx.c.evidence_not_checked),
                ItemState::Same => (Sign::Meets, PieceState::Same.say(cx.words)),
                other => (Sign::Warning, PieceState::from(other).say(cx.words)),
            };
            sign(ui, shown, cx.theme, word);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if next.items.len() > 1 && cx.writable && ui.small_button(&*cx.w.remove).clicked() {
                    remove = Some(place);
                }
                match item {
                    EvidenceItem::Web(address) => {
                        if ui.small_button(&*cx.w.copy).clicked() {
                            out.push(Action::Copy(address.clone()));
                        }
                    }
                    EvidenceItem::File(_) | EvidenceItem::Folder(_) => {
                        if ui.small_button(&*cx.w.in_folder).clicked() {
                            out.push(Action::OpenFolderOf { id, item: place });
                        }
                        if ui.small_button(&*cx.w.open_file).clicked() {
                            out.push(Action::OpenItem { id, item: place });
                        }
                    }
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.add(Label::new(item.name()).truncate()).on_hover_text(item.target());
                });
            });
        });
        let state = cx.checkup.state(item);
        if state >= ItemState::Unreadable {
            let phrase = if state == ItemState::Missing { &cx.w.item_missing } else { &cx.w.item_unreadable };
            ui.colored_label(Color32::from(cx.theme.warn), phrase.fill(&[("path", &item.target())]));
            if ui.add_enabled(cx.writable, Button::new(&*cx.w.put_instead).small()).clicked() {
                out.push(Action::Pick(Purpose::Instead { id, item: place }));
            }
        }
        if !item.is_portable() {
            caption(ui, &*cx.w.item_absolute);
        }
    }
    if let Some(place) = remove {
        next.items.remove(place);
    }
    if ui.add_enabled(cx.writable, Button::new(&*cx.w.add_files)).clicked() {
        out.push(Action::Pick(Purpose::ItemsOf(id)));
    }
}

fn serves(ui: &mut Ui, cx: &Cx, next: &mut Evidence) {
    ui.add_space(6.0);
    section_title(ui, &*cx.w.evidence_serves);
    let mut drop = None;
    ui.horizontal_wrapped(|ui| {
        for clause in &next.clauses {
            let title = cx.session.scheme().clause(clause).map_or("", |clause| clause.title.as_str());
            if ui.small_button(format!("{clause} ×")).on_hover_text(format!("{title}\n{}", cx.w.detach_hint)).clicked()
            {
                drop = Some(clause.clone());
            }
        }
    });
    if let Some(clause) = drop {
        next.clauses.remove(&clause);
    }
    let label = caption(ui, &*cx.w.add_clause);
    let combo = ComboBox::from_id_salt("add_clause").width(260.0).selected_text(&*cx.w.add_clause_pick);
    let combo = combo.show_ui(ui, |ui| {
        for clause in cx.session.scheme().clauses().filter(|clause| !next.clauses.contains(&clause.id)) {
            if ui.selectable_label(false, format!("{} {}", clause.id, clause.title)).clicked() {
                return Some(clause.id.clone());
            }
        }
        None
    });
    combo.response.labelled_by(label.id);
    if let Some(Some(clause)) = combo.inner {
        next.clauses.insert(clause);
    }
}

/// Period and expiry. Half a period is kept in the fields and not in the case.
fn dates(ui: &mut Ui, cx: &Cx, id: EvidenceId, next: &mut Evidence) {
    ui.add_space(6.0);
    section_title(ui, &*cx.w.evidence_dates);
    let key = Id::unique("dates").with(id);
    let half_id = key.with("half");
    type Half = (Option<chrono::NaiveDate>, Option<chrono::NaiveDate>);
    let stored: Half = (next.covers.map(|period| period.from), next.covers.map(|period| period.to));
    let mut half = ui.data(|data| data.get_temp::<Half>(half_id)).filter(|_| next.covers.is_none()).unwrap_or(stored);
    let mut unreadable = false;
    let mut changed = false;
    ui.horizontal_wrapped(|ui| {
        for (label, value, part) in [(&cx.w.period_from, &mut half.0, "from"), (&cx.w.period_to, &mut half.1, "to")] {
            field(ui, label, |ui| {
                let date = date_field(ui, key.with(part), *value, &cx.w.date_hint, cx.writable);
                unreadable |= date.unreadable;
                if let Some(new) = date.changed {
                    *value = new;
                    changed = true;
                }
                date.response
            });
        }
        field(ui, &cx.w.evidence_expires, |ui| {
            let date = date_field(ui, key.with("expires"), next.expires, &cx.w.date_hint, cx.writable);
            unreadable |= date.unreadable;
            if let Some(new) = date.changed {
                next.expires = new;
            }
            date.response
        });
    });
    if changed {
        next.covers = match half {
            (Some(from), Some(to)) if from <= to => Some(Period { from, to }),
            _ => None,
        };
        ui.data_mut(|data| data.insert_temp(half_id, half));
    }
    let warning = match half {
        _ if unreadable => Some(&cx.w.date_unreadable),
        (Some(from), Some(to)) if from > to => Some(&cx.w.period_backwards),
        (Some(_), None) | (None, Some(_)) => Some(&cx.w.period_half),
        _ => None,
    };
    if let Some(warning) = warning {
        ui.colored_label(Color32::from(cx.theme.warn), &**warning);
    }
}
