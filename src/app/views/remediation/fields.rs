//! The fields of an action that choose from what there is, and its figures.

use egui::{Button, ComboBox, Label, RichText, ScrollArea, TextEdit, Ui};

use super::draft::Draft;
use super::rows::{Rows, gap_named};
use crate::app::Cx;
use crate::app::widgets::{caption, field, section_title, text_field};
use crate::assessment::{ActionId, Gap, Verdict};
use crate::planning::lost_by_verdict;
use crate::scoring::decimal_or_fraction;

/// What it is about: clauses that lost points first, then special deductions, then the other clauses.
pub(super) fn gap(ui: &mut Ui, cx: &Cx, draft: &mut Draft) {
    let r = &cx.words.remediation;
    let (assessment, card) = (cx.session.assessment(), cx.session.card());
    let text = draft.gap.as_ref().map_or_else(|| r.gap_pick.to_string(), |gap| gap_named(cx, gap));
    let mut chosen = None;
    field(ui, &r.gap, |ui| {
        let combo = ComboBox::from_id_salt("action_gap").width(ui.available_width() - 12.0).truncate();
        let combo = combo.height(320.0).selected_text(text).show_ui(ui, |ui| {
            let mut offer = |ui: &mut Ui, gap: Gap, text: String| {
                if ui.selectable_label(draft.gap.as_ref() == Some(&gap), text).clicked() {
                    chosen = Some(gap);
                }
            };
            let mut others = Vec::new();
            for clause in cx.session.scheme().clauses() {
                match lost_by_verdict(card, &clause.id) {
                    Some(lost) => {
                        let lost = r.gap_lost.fill(&[("points", &decimal_or_fraction(&lost))]);
                        let text = format!("{} {}　{lost}", clause.id, clause.title);
                        offer(ui, Gap::Clause(clause.id.clone()), text);
                    }
                    None if matches!(assessment.verdict(&clause.id), Verdict::Excluded { .. }) => {}
                    None => others.push(clause),
                }
            }
            for (id, deduction) in &assessment.special_deductions {
                let text = format!("{} {id}　{}", cx.c.special_deduction, crate::lang::cut(&deduction.found));
                offer(ui, Gap::SpecialDeduction(*id), text);
            }
            ui.separator();
            for clause in others {
                offer(ui, Gap::Clause(clause.id.clone()), format!("{} {}", clause.id, clause.title));
            }
        });
        combo.response
    });
    if let Some(gap) = chosen {
        draft.choose_gap(cx, gap);
    }
}

/// Gain, effort, cost and lead time; whether one of them was left.
pub(super) fn figures(ui: &mut Ui, cx: &Cx, draft: &mut Draft) -> bool {
    let r = &cx.words.remediation;
    let special = matches!(draft.gap, Some(Gap::SpecialDeduction(_)));
    let lost = match &draft.gap {
        Some(Gap::Clause(clause)) => lost_by_verdict(cx.session.card(), clause),
        _ => None,
    };
    let all = lost.map_or_else(String::new, |lost| r.gain_all.fill(&[("points", &decimal_or_fraction(&lost))]));
    let mut left = false;
    ui.horizontal_wrapped(|ui| {
        let labels = [&r.gain, &r.effort_days, &r.cost, &r.lead];
        for (at, (label, text)) in labels.into_iter().zip(&mut draft.figures).enumerate() {
            if at == 0 && special {
                field(ui, label, |ui| {
                    let each = decimal_or_fraction(&cx.session.scheme().rules.special_deductions.points_each);
                    ui.label(each).on_hover_text(&*r.gain_special)
                });
                continue;
            }
            let hint = if at == 0 { all.clone() } else { "0".to_owned() };
            let response = field(ui, label, |ui| {
                let text = &mut cx.held(text);
                let width = if at == 0 { 86.0 } else { 70.0 };
                text_field(ui, TextEdit::singleline(text).hint_text(hint).desired_width(width), cx.writable)
            });
            left |= response.lost_focus();
            if at == 0 {
                response.on_hover_text(&*r.gain_hint);
            } else if at == 3 {
                response.on_hover_text(&*r.lead_hint);
            }
        }
    });
    left
}

/// Owner and department, typed or chosen from those that there are; whether one of them was left.
pub(super) fn people(ui: &mut Ui, cx: &Cx, draft: &mut Draft, rows: &Rows) -> bool {
    let r = &cx.words.remediation;
    let clause = match &draft.gap {
        Some(Gap::Clause(clause)) => cx.session.scheme().clause(clause),
        _ => None,
    };
    let of_clause = clause.map_or(&[][..], |clause| clause.departments.as_slice());
    let mut left = false;
    ui.horizontal_wrapped(|ui| {
        let action = &mut draft.action;
        left |= name(ui, cx, &r.owner, ("owner", &mut action.owner), rows.owners.iter());
        let departments = rows.departments.iter().chain(of_clause.iter().filter(|one| !rows.departments.contains(one)));
        left |= name(ui, cx, &r.department, ("department", &mut action.department), departments);
    });
    left
}

fn name<'n>(
    ui: &mut Ui,
    cx: &Cx,
    label: &str,
    (salt, value): (&str, &mut String),
    known: impl Iterator<Item = &'n String>,
) -> bool {
    let known: Vec<&String> = known.filter(|name| !name.is_empty()).collect();
    let response = field(ui, label, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            let field = {
                let text = &mut cx.held(value);
                text_field(ui, TextEdit::singleline(text).desired_width(120.0), cx.writable)
            };
            if cx.writable && !known.is_empty() {
                ui.push_id(("names", salt), |ui| {
                    ui.menu_button(&*cx.words.remediation.pick, |ui| {
                        ScrollArea::vertical().max_height(260.0).show(ui, |ui| {
                            for name in known {
                                if ui.button(name).clicked() {
                                    value.clone_from(name);
                                    ui.close();
                                }
                            }
                        });
                    });
                });
            }
            field
        })
        .inner
    });
    response.lost_focus()
}

/// What has to be finished first.
pub(super) fn after(ui: &mut Ui, cx: &Cx, draft: &mut Draft) {
    let r = &cx.words.remediation;
    let actions = &cx.session.assessment().actions;
    ui.add_space(4.0);
    section_title(ui, &*r.after);
    let mut drop = None;
    let mut add = None;
    ui.horizontal_wrapped(|ui| {
        for before in &draft.action.after {
            let what = actions.get(before).map_or("", |action| action.what.as_str());
            let chip = ui.small_button(format!("{before} ×")).on_hover_text(format!("{what}\n{}", r.after_remove));
            if chip.clicked() {
                drop = Some(*before);
            }
        }
        let free = |id: &ActionId| Some(*id) != draft.id && !draft.action.after.contains(id);
        let others: Vec<ActionId> = actions.keys().filter(|id| free(id)).copied().collect();
        if others.is_empty() {
            caption(ui, &*r.after_none);
            return;
        }
        ui.menu_button(&*r.after_pick, |ui| {
            ui.set_width(340.0);
            let height = ui.text_style_height(&egui::TextStyle::Button) + 8.0;
            let list = ScrollArea::vertical().max_height(280.0);
            list.show_rows(ui, height, others.len(), |ui, range| {
                for id in others.get(range).unwrap_or_default() {
                    let Some(action) = actions.get(id) else { continue };
                    let text = format!("{id}　{}　{}", action.gap.say(cx.c), crate::lang::cut(&action.what));
                    if ui.add(Button::new(text).frame(false).truncate()).clicked() {
                        add = Some(*id);
                        ui.close();
                    }
                }
            });
        });
        if draft.action.after.is_empty() {
            ui.add(Label::new(RichText::new(&*r.after_hint).small().weak()).truncate());
        }
    });
    if let Some(before) = drop {
        draft.action.after.remove(&before);
        draft.refused = None;
    }
    if let Some(before) = add {
        draft.wait_for(cx, before);
    }
}
