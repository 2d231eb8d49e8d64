//! The fields of an action that choose from what there is, and its figures.

use egui::{
    Button, Color32, ComboBox, Id, Key, Label, PopupCloseBehavior, RichText, Role, ScrollArea, TextEdit, TextStyle, Ui,
    WidgetInfo,
};

use super::draft::Draft;
use super::rows::{Rows, gap_named};
use crate::app::Cx;
use crate::app::widgets::{caption, field, section_title, shown_bar, text_field, widest};
use crate::assessment::{ActionId, Gap, Verdict, spaced_otherwise};
use crate::criteria::Amount;
use crate::planning::lost_by_verdict;
use crate::scoring::decimal_or_fraction;

/// What it is about: clauses that lost points first, then special deductions, then the other clauses; by words of their
/// numbers and titles where there are many.
pub(super) fn gap(ui: &mut Ui, cx: &Cx, draft: &mut Draft) {
    let r = &cx.words.remediation;
    let text = draft.gap.as_ref().map_or_else(|| r.gap_pick.to_string(), |gap| gap_named(cx, gap));
    let mut chosen = None;
    field(ui, &r.gap, |ui| {
        let width = ui.available_width() - 12.0;
        let search = Id::unique("action_gap_search");
        let combo = ComboBox::from_id_salt("action_gap").width(width).truncate().height(LIST + 60.0);
        let combo = combo.close_behavior(PopupCloseBehavior::CloseOnClickOutside).selected_text(text);
        let shown = combo.show_ui(ui, |ui| {
            ui.set_width(width);
            chosen = gap_list(ui, cx, draft.gap.as_ref(), search);
            if chosen.is_some() {
                ui.close();
            }
        });
        if shown.inner.is_none() {
            ui.data_mut(|data| data.remove::<String>(search)); // the next time all are there again
        }
        shown.response
    });
    if let Some(gap) = chosen {
        draft.choose_gap(cx, gap);
    }
}

/// Most height of the list of gaps.
const LIST: f32 = 280.0;

/// The gaps that an action may be about, those that the words in the field above them fit; the one that was chosen.
fn gap_list(ui: &mut Ui, cx: &Cx, now: Option<&Gap>, search: Id) -> Option<Gap> {
    let r = &cx.words.remediation;
    let before = ui.data(|data| data.get_temp::<String>(search));
    let opened = before.is_none();
    let mut words = before.unwrap_or_default();
    let edit = TextEdit::singleline(&mut words).hint_text(&*r.gap_search).desired_width(f32::INFINITY);
    let edit = ui.add(edit);
    edit.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &*r.gap_search));
    if opened {
        edit.request_focus();
    }
    let entered = edit.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    let needle = words.trim().to_lowercase();
    ui.data_mut(|data| data.insert_temp(search, words));
    let lists = gaps(cx)
        .map(|list| list.into_iter().filter(|(_, text)| text.to_lowercase().contains(&needle)).collect::<Vec<_>>());
    if entered && !needle.is_empty() {
        return lists.into_iter().flatten().next().map(|(gap, _)| gap);
    }
    if lists.iter().all(Vec::is_empty) {
        caption(ui, &*r.gap_none_found);
        return None;
    }
    let mut chosen = None;
    shown_bar(ui);
    ScrollArea::vertical().max_height(LIST).auto_shrink([false, true]).show(ui, |ui| {
        for (at, list) in lists.into_iter().filter(|list| !list.is_empty()).enumerate() {
            if at > 0 {
                ui.separator();
            }
            for (gap, text) in list {
                if ui.add(Button::selectable(now == Some(&gap), text).truncate()).clicked() {
                    chosen = Some(gap);
                }
            }
        }
    });
    chosen
}

/// What an action may be about, in words: what lost points, special deductions, other clauses.
fn gaps(cx: &Cx) -> [Vec<(Gap, String)>; 3] {
    let (assessment, card) = (cx.session.assessment(), cx.session.card());
    let mut out = [const { Vec::new() }; 3];
    for clause in cx.session.scheme().clauses() {
        let (gap, name) = (Gap::Clause(clause.id.clone()), format!("{} {}", clause.id, clause.title));
        match lost_by_verdict(card, &clause.id) {
            Some(lost) => {
                let lost = cx.words.remediation.gap_lost.fill(&[("points", &decimal_or_fraction(&lost))]);
                out[0].push((gap, format!("{name}　{lost}")));
            }
            None if matches!(assessment.verdict(&clause.id), Verdict::Excluded { .. }) => {}
            None => out[2].push((gap, name)),
        }
    }
    for (id, deduction) in &assessment.special_deductions {
        let text = format!("{} {id}　{}", cx.c.special_deduction, deduction.found.trim().replace('\n', " "));
        out[1].push((Gap::SpecialDeduction(*id), text));
    }
    out
}

/// Gain, effort, cost and lead time; whether one of them was left.
pub(super) fn figures(ui: &mut Ui, cx: &Cx, draft: &mut Draft) -> bool {
    let r = &cx.words.remediation;
    let special = matches!(draft.gap, Some(Gap::SpecialDeduction(_)));
    let lost = match &draft.gap {
        Some(Gap::Clause(clause)) => lost_by_verdict(cx.session.card(), clause),
        _ => None,
    };
    let say = |lost: &Amount| r.gain_all.fill(&[("points", &decimal_or_fraction(lost))]);
    let all = lost.as_ref().map_or_else(String::new, say);
    // As wide as what stands in the empty field, spaces and all.
    let wide = widest(ui, &TextStyle::Body, std::iter::once(&*all.replace(' ', "_"))) + 22.0;
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
                let width = if at == 0 { wide.clamp(86.0, 190.0) } else { 70.0 };
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
    let says = lost.zip(draft.action_gain()).filter(|(lost, gain)| gain > lost);
    if let Some((lost, _)) = says {
        caption_warn(ui, cx, r.gain_more_than_lost.fill(&[("lost", &decimal_or_fraction(&lost))]));
    }
    left
}

/// A small line on what is taken all the same.
fn caption_warn(ui: &mut Ui, cx: &Cx, text: String) {
    ui.label(RichText::new(text).small().color(Color32::from(cx.theme.warn)));
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
    let action = &draft.action;
    for (name, known) in [(&action.owner, &rows.owners), (&action.department, &rows.departments)] {
        if let Some(other) = spaced_otherwise(name, known.iter().map(String::as_str)) {
            caption_warn(ui, cx, r.spaced_otherwise.fill(&[("other", &other)]));
        }
    }
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
