//! The editor of one piece: what it consists of, what it serves, its dates, and what has become of it.

use egui::{Align, Button, Color32, ComboBox, Id, Label, Layout, RichText, Ui};

use super::folder::{self, FolderLists};
use crate::app::widgets::{
    Sign, Tone, callout, caption, date_field, field, heading, period_field, section_title, sign, text_line,
};
use crate::app::{Action, Cx, Purpose, ShownContent};
use crate::assessment::{
    Edit, Evidence, EvidenceId, EvidenceItem, EvidenceKind, ItemState, PieceState, Strength, taken_over,
};
use crate::criteria::ClauseId;

/// Letters of a table's cell that a preview shows.
const PREVIEW_CELL: usize = 10;
/// Characters of a number: a part of one is another one.
const PREVIEW_NUMBER: usize = 20;

/// The editor of one piece.
pub(super) fn ui(
    ui: &mut Ui,
    cx: &Cx,
    (selected, folders): (&mut Option<EvidenceId>, &mut FolderLists),
    id: EvidenceId,
    piece: &Evidence,
    out: &mut Vec<Action>,
) {
    let mut next = piece.clone();
    ui.horizontal(|ui| {
        heading(ui, cx.w.evidence_one.fill(&[("id", &id)]));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if ui.small_button(&*cx.w.close).clicked() {
                *selected = None;
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
    items(ui, cx, folders, id, &mut next, out);
    shown(ui, cx, piece);
    ui.add_enabled_ui(cx.writable, |ui| sort_of(ui, cx, &mut next));
    ui.add_enabled_ui(cx.writable, |ui| serves(ui, cx, &mut next));
    withdrawn(ui, cx, id, piece);
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

fn items(ui: &mut Ui, cx: &Cx, folders: &mut FolderLists, id: EvidenceId, next: &mut Evidence, out: &mut Vec<Action>) {
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
        trouble(ui, cx, id, item, out);
        folder::ui(ui, cx, folders, id, item);
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

/// What is wrong with a place, and what can be done about it.
fn trouble(ui: &mut Ui, cx: &Cx, id: EvidenceId, item: &EvidenceItem, out: &mut Vec<Action>) {
    let e = &cx.words.evidence;
    let Some(check) = cx.checkup.items.get(item).filter(|check| check.state >= ItemState::Unregistered) else {
        return;
    };
    if let Some(what) = cx.checkup.explain_item(item, cx.words) {
        ui.colored_label(Color32::from(cx.theme.warn), what);
    }
    ui.horizontal_wrapped(|ui| {
        if !cx.writable {
            ui.disable();
        }
        let way = match (check.state, &check.found, &check.moved_to) {
            (ItemState::Changed | ItemState::Unregistered, Some(found), _) => {
                let print = vec![(item.target().to_owned(), Some(found.clone()))];
                Some((&e.take_over, Action::Edit(taken_over(cx.session.assessment(), print))))
            }
            (ItemState::Moved, _, Some(to)) => {
                Some((&e.follow, Action::Edit(Edit::MoveItem { from: item.clone(), to: to.clone() })))
            }
            (ItemState::Missing, _, _) => Some((&e.find_this, Action::FindLost)),
            _ => None,
        };
        if let Some((label, action)) = way
            && ui.small_button(&**label).clicked()
        {
            out.push(action);
        }
        if ui.small_button(&*cx.w.put_instead).clicked() {
            out.push(Action::Pick(Purpose::Instead { id, item: item.clone() }));
        }
    });
}

/// A look into the first file, where that is cheap.
fn shown(ui: &mut Ui, cx: &Cx, piece: &Evidence) {
    let Some(shown) = cx.preview.filter(|shown| piece.items.contains(&shown.item)) else { return };
    let Some(content) = &shown.content else { return };
    if matches!(content, ShownContent::Nothing) {
        return;
    }
    ui.add_space(4.0);
    callout(ui, Tone::Quiet, cx.theme, |ui| {
        caption(ui, cx.words.evidence.preview.fill(&[("name", &shown.item.name())]));
        match content {
            ShownContent::Text(text) => {
                ui.spacing_mut().item_spacing.y = 1.0;
                for line in text.lines() {
                    ui.add(Label::new(RichText::new(line).small()).truncate());
                }
            }
            ShownContent::Table(rows) => {
                // What is wide is scrolled, so that the editor keeps its width.
                egui::ScrollArea::horizontal().id_salt("preview").show(ui, |ui| {
                    egui::Grid::new("preview").min_row_height(16.0).spacing([10.0, 1.0]).show(ui, |ui| {
                        for row in rows {
                            for cell in row {
                                ui.add(Label::new(RichText::new(preview_cell(cell)).small()).extend());
                            }
                            ui.end_row();
                        }
                    });
                });
            }
            ShownContent::Picture(texture) => {
                let width = ui.available_width().min(texture.size_vec2().x);
                ui.add(egui::Image::new(texture).max_width(width).max_height(240.0));
            }
            ShownContent::Nothing => {}
        }
    });
}

/// Kind and strength.
fn sort_of(ui: &mut Ui, cx: &Cx, next: &mut Evidence) {
    let e = &cx.words.evidence;
    ui.add_space(6.0);
    ui.horizontal_wrapped(|ui| {
        field(ui, &e.kind, |ui| {
            let combo = ComboBox::from_id_salt("kind").width(110.0).selected_text(next.kind.say(cx.words));
            let combo = combo.show_ui(ui, |ui| {
                for kind in EvidenceKind::ALL {
                    ui.selectable_value(&mut next.kind, kind, kind.say(cx.words));
                }
            });
            combo.response
        });
        field(ui, &e.strength, |ui| {
            let combo = ComboBox::from_id_salt("strength").width(110.0).selected_text(next.strength.say(cx.words));
            let combo = combo.show_ui(ui, |ui| {
                for strength in Strength::ALL {
                    ui.selectable_value(&mut next.strength, strength, strength.say(cx.words));
                }
            });
            combo.response.on_hover_text(&*e.strength_hint)
        });
    });
}

/// Which clauses would have nothing left if the piece were withdrawn.
fn withdrawn(ui: &mut Ui, cx: &Cx, id: EvidenceId, piece: &Evidence) {
    if piece.clauses.is_empty() {
        return;
    }
    let e = &cx.words.evidence;
    let assessment = cx.session.assessment();
    let alone = |clause: &&ClauseId| !assessment.evidence_of(clause).any(|(other, _)| other != id);
    let alone: Vec<&ClauseId> = piece.clauses.iter().filter(alone).collect();
    if alone.is_empty() {
        caption(ui, &*e.withdrawn_nothing);
    } else {
        let list = cx.list(alone.iter().map(|clause| clause.as_str()));
        ui.label(RichText::new(e.withdrawn.fill(&[("clauses", &list)])).small());
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

/// Period, expiry, and when it was made and registered.
fn dates(ui: &mut Ui, cx: &Cx, id: EvidenceId, next: &mut Evidence) {
    let e = &cx.words.evidence;
    ui.add_space(6.0);
    section_title(ui, &*cx.w.evidence_dates);
    let key = Id::unique("dates").with(id);
    let day = |ui: &mut Ui, label: &str, part: &str, value: &mut Option<chrono::NaiveDate>| {
        let mut unreadable = false;
        field(ui, label, |ui| {
            let date = date_field(ui, key.with(part), *value, &cx.w.date_hint, cx.writable);
            unreadable = date.unreadable;
            if let Some(new) = date.changed {
                *value = new;
            }
            date.response
        });
        unreadable
    };
    let (expires, formed) = (&mut next.expires, &mut next.formed);
    period_field(ui, cx, key, &mut next.covers, |ui| day(ui, &cx.w.evidence_expires, "expires", expires));
    ui.horizontal(|ui| {
        if day(ui, &e.formed, "formed", formed) {
            ui.colored_label(Color32::from(cx.theme.warn), &*cx.w.date_unreadable);
        }
        field(ui, &e.registered, |ui| {
            let at = next.registered.map(|at| at.format("%Y-%m-%d %H:%M").to_string());
            ui.label(at.unwrap_or_else(|| e.registered_unknown.to_string()))
        });
    });
    if !next.formed_in_time() {
        caption(ui, &*e.formed_late);
    }
}

/// A cell as the preview shows it: numbers whole, of other texts the beginning, which says that it is one.
fn preview_cell(cell: &str) -> String {
    let count = cell.chars().count();
    let sign =
        |letter: char| letter.is_numeric() || matches!(letter, '.' | ',' | '-' | '+' | '/' | ':' | ' ' | '%' | '*');
    let most = if cell.chars().all(sign) { PREVIEW_NUMBER } else { PREVIEW_CELL };
    if count <= most { cell.to_owned() } else { cell.chars().take(most.saturating_sub(1)).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::preview_cell;

    #[test]
    fn numbers_are_shown_whole_and_cut_texts_say_so() {
        for whole in
            ["14095513141", "138 1234 5678", "430102198001011234", "2026-07-01 08:30:00", "售后服务管理师名册表"]
        {
            assert_eq!(preview_cell(whole), whole);
        }
        assert_eq!(preview_cell("售后服务管理师名册一览表"), "售后服务管理师名册…");
        assert_eq!(preview_cell("1234567890123456789012"), "1234567890123456789…");
    }
}
