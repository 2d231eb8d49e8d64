//! Many pieces edited as one step.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use egui::containers::menu::{MenuButton, MenuConfig};
use egui::style::StyleModifier;
use egui::{
    Align, Button, Color32, Id, Label, Layout, PopupCloseBehavior, RichText, Sense, TextStyle, Ui, UiBuilder, vec2,
};

use crate::app::widgets::{Tone, callout, caption, date_field, field};
use crate::app::{Action, Cx, Dialog};
use crate::assessment::{Edit, Evidence, EvidenceId, EvidenceKind, Period, Strength};
use crate::criteria::ClauseId;

/// Dates that are to be set.
#[derive(Debug, Default)]
pub struct BatchState {
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    expires: Option<NaiveDate>,
    formed: Option<NaiveDate>,
}

/// The bar above the table while pieces are checked.
pub(super) fn ui(
    ui: &mut Ui,
    cx: &Cx,
    checked: &mut BTreeSet<EvidenceId>,
    state: &mut BatchState,
    shown: &[EvidenceId],
    out: &mut Vec<Action>,
) {
    let e = &cx.words.evidence;
    let mut done = None;
    callout(ui, Tone::Quiet, cx.theme, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.strong(e.batch.fill(&[("n", &checked.len())]));
            if !cx.writable {
                ui.disable();
            }
            ui.menu_button(&*e.batch_kind, |ui| {
                for kind in EvidenceKind::ALL {
                    if ui.button(kind.say(cx.words)).clicked() {
                        done = Some(each(cx, checked, |piece| piece.kind = kind));
                    }
                }
            });
            ui.menu_button(&*e.batch_strength, |ui| {
                for strength in Strength::ALL {
                    if ui.button(strength.say(cx.words)).clicked() {
                        done = Some(each(cx, checked, |piece| piece.strength = strength));
                    }
                }
            });
            ui.menu_button(&*e.batch_clause, |ui| {
                egui::ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
                    for clause in cx.session.scheme().clauses() {
                        if ui.button(format!("{} {}", clause.id, clause.title)).clicked() {
                            done = Some(each(cx, checked, |piece| {
                                piece.clauses.insert(clause.id.clone());
                            }));
                            ui.close();
                        }
                    }
                });
            });
            ui.menu_button(&*e.batch_drop_clause, |ui| {
                if let Some(clause) = served(ui, cx, checked) {
                    done = Some(each(cx, checked, |piece| {
                        piece.clauses.remove(&clause);
                    }));
                    ui.close();
                }
            });
            // Fields are clicked into: only a click outside closes it.
            // It looks like a form and not like a list of entries.
            let config = MenuConfig::new()
                .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
                .style(StyleModifier::default());
            MenuButton::new(&*e.batch_dates).config(config).ui(ui, |ui| {
                // Tab and Enter stay in here: behind it stand buttons that change many pieces.
                let layer = ui.layer_id();
                ui.memory_mut(|memory| memory.set_modal_layer(layer));
                ui.set_width(380.0);
                if let Some(edit) = dates(ui, cx, checked, state) {
                    done = Some(edit);
                    ui.close();
                }
            });
            // What is checked and out of sight is not removed by the way.
            let hidden = checked.iter().filter(|id| !shown.contains(id)).count();
            if hidden > 0 {
                caption(ui, e.batch_hidden.fill(&[("n", &hidden)]));
            }
            if ui.button(&*e.batch_remove).on_hover_text(&*cx.w.remove_evidence_hint).clicked() {
                let edit = Edit::Many(checked.iter().map(|id| Edit::RemoveEvidence { id: *id }).collect());
                // Of one piece it is seen what goes; of many somebody may not know what is checked.
                match checked.len() {
                    0 | 1 => done = Some(edit),
                    _ => out.push(Action::Dialog(Dialog::RemovePieces(checked.iter().copied().collect()))),
                }
            }
            if ui.button(&*e.batch_none).clicked() {
                checked.clear();
            }
        });
    });
    if let Some(edit) = done {
        out.push(Action::Edit(edit));
    }
}

/// The clauses that the checked pieces serve, with how many of them serve each; the one that is chosen.
fn served(ui: &mut Ui, cx: &Cx, checked: &BTreeSet<EvidenceId>) -> Option<ClauseId> {
    let e = &cx.words.evidence;
    let mut counts: BTreeMap<&ClauseId, usize> = BTreeMap::new();
    for piece in checked.iter().filter_map(|id| cx.session.assessment().evidence.get(id)) {
        piece.clauses.iter().for_each(|clause| *counts.entry(clause).or_default() += 1);
    }
    if counts.is_empty() {
        caption(ui, &*e.batch_drop_none);
        return None;
    }
    caption(ui, &*e.batch_drop_hint);
    let list = egui::ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
        let mut chosen = None;
        for (clause, count) in counts {
            let title = cx.session.scheme().clause(clause).map_or("", |clause| clause.title.as_str());
            if ui.button(e.batch_drop_one.fill(&[("clause", clause), ("title", &title), ("n", &count)])).clicked() {
                chosen = Some(clause.clone());
            }
        }
        chosen
    });
    list.inner
}

/// The dates that are filled in are set, the others stay. It keeps its height whatever it says, so that nothing moves
/// away from under the pointer.
fn dates(ui: &mut Ui, cx: &Cx, checked: &BTreeSet<EvidenceId>, state: &mut BatchState) -> Option<Edit> {
    let (w, e) = (cx.w, &cx.words.evidence);
    caption(ui, &*e.batch_dates_hint);
    let key = Id::unique("batch_dates");
    let mut unreadable = false;
    for (label, value, part) in [
        (&w.period_from, &mut state.from, "from"),
        (&w.period_to, &mut state.to, "to"),
        (&w.evidence_expires, &mut state.expires, "expires"),
        (&e.formed, &mut state.formed, "formed"),
    ] {
        let mut wrong = false;
        field(ui, label, |ui| {
            let date = date_field(ui, key.with(part), *value, &w.date_hint, true);
            if let Some(new) = date.changed {
                *value = new;
            }
            wrong = date.unreadable;
            date.response
        });
        said(ui, cx, wrong.then_some(&*w.date_unreadable));
        unreadable |= wrong;
    }
    let nothing = (state.from, state.to, state.expires, state.formed) == (None, None, None, None);
    let why_not = match (state.from, state.to) {
        _ if unreadable => Some(&*e.batch_unreadable),
        (Some(from), Some(to)) if from > to => Some(&*w.period_backwards),
        (Some(_), None) | (None, Some(_)) => Some(&*w.period_half),
        _ if nothing => Some(&*e.batch_nothing),
        _ => None,
    };
    let set = ui.add_enabled(why_not.is_none(), Button::new(&*e.batch_set)).clicked();
    said(ui, cx, why_not);
    set.then(|| {
        let BatchState { from, to, expires, formed } = *state;
        each(cx, checked, |piece| {
            if let (Some(from), Some(to)) = (from, to) {
                piece.covers = Some(Period { from, to });
            }
            piece.expires = expires.or(piece.expires);
            piece.formed = formed.or(piece.formed);
        })
    })
}

/// A line in which something may be said; as high when there is nothing.
fn said(ui: &mut Ui, cx: &Cx, what: Option<&str>) {
    let size = vec2(ui.available_width(), ui.text_style_height(&TextStyle::Small) + 4.0);
    let (line, _) = ui.allocate_exact_size(size, Sense::hover());
    if let Some(what) = what {
        let text = RichText::new(what).small().color(Color32::from(cx.theme.warn));
        let mut inside = ui.new_child(UiBuilder::new().max_rect(line).layout(Layout::left_to_right(Align::Center)));
        inside.add(Label::new(text).truncate());
    }
}

/// The same change to every piece that is checked, as one step.
fn each(cx: &Cx, checked: &BTreeSet<EvidenceId>, change: impl Fn(&mut Evidence)) -> Edit {
    let pieces = &cx.session.assessment().evidence;
    let edits = checked.iter().filter_map(|id| {
        let mut next = (**pieces.get(id)?).clone();
        change(&mut next);
        (next != **pieces.get(id)?).then(|| Edit::SetEvidence { id: *id, evidence: Box::new(next) })
    });
    Edit::Many(edits.collect())
}
