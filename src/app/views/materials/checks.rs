//! 申请前核对: what is to be looked up or made sure of; the program is offline and cannot do it.

use egui::{Checkbox, Frame, Margin, ScrollArea, Ui};

use super::sources::Sources;
use super::{answer_id, change};
use crate::app::views::profile;
use crate::app::widgets::{caption, section_title, text_line};
use crate::app::{Action, Cx, Place};
use crate::criteria::PointToCheck;

/// The points, under their headings.
pub(super) fn ui(ui: &mut Ui, cx: &Cx, out: &mut Vec<Action>) {
    let checks = &cx.materials.checklist.checks;
    if checks.is_empty() {
        ui.label(&*cx.words.materials.empty_checks);
        return;
    }
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        ui.set_max_width(ui.available_width().min(820.0) - 10.0);
        let mut group = "";
        for point in checks {
            if point.group != group {
                group = &point.group;
                ui.add_space(8.0);
                section_title(ui, group);
            }
            ui.push_id(&point.id, |ui| entry(ui, cx, point, out));
        }
    });
}

fn entry(ui: &mut Ui, cx: &Cx, point: &PointToCheck, out: &mut Vec<Action>) {
    let w = &cx.words.materials;
    let id = answer_id(cx, &point.id);
    let answer = cx.session.assessment().material(&id).cloned().unwrap_or_default();
    let frame = Frame::new().fill(cx.theme.sunken.into()).corner_radius(6).inner_margin(Margin::same(10));
    ui.add_space(4.0);
    frame.show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        let mut done = answer.complete;
        if ui.add_enabled(cx.writable, Checkbox::new(&mut done, &point.question)).changed() {
            change(cx, &id, false, out, |answer| answer.complete = done);
        }
        let mut sources = Sources::of(cx, &point.sources);
        ui.label(sources.in_words(cx, &point.how));
        from_profile(ui, cx, point, out);
        sources.folded(ui, cx);
        let mut note = answer.note.clone();
        let field = text_line(ui, &w.check_note, "", &mut cx.held(&mut note));
        if note != answer.note {
            change(cx, &id, true, out, |answer| answer.note = note);
        }
        if field.lost_focus() {
            out.push(Action::Pause);
        }
    });
}

/// What the profile of the case says about the point.
fn from_profile(ui: &mut Ui, cx: &Cx, point: &PointToCheck, out: &mut Vec<Action>) {
    let w = &cx.words.materials;
    let company = &cx.session.assessment().company;
    let unstated = match point.id.as_str() {
        PointToCheck::SCOPE if company.scope.trim().is_empty() => true,
        PointToCheck::SCOPE => {
            caption(ui, w.scope_stated.fill(&[("scope", &company.scope.trim())]));
            false
        }
        PointToCheck::MANAGER_QUOTA => {
            profile::quota(ui, cx);
            company.service_managers.is_none_or(|managers| managers == 0)
        }
        _ => return,
    };
    if unstated {
        ui.horizontal_wrapped(|ui| {
            let phrase = if point.id == PointToCheck::SCOPE { &w.scope_unstated } else { &w.managers_unstated };
            caption(ui, &**phrase);
            if ui.small_button(&*w.open_profile).clicked() {
                out.push(Action::Go(Place::Profile));
            }
        });
    }
}
