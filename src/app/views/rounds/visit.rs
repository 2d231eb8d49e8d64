//! 现场评价: what the body found beside what we judged, clause by clause, and where we were too kind.

use std::cmp::Ordering;

use egui::{Button, ComboBox, Grid, Id, Label, RichText, TextEdit, Ui};
use num_traits::Signed as _;

use crate::app::rounds::RoundsAction;
use crate::app::views::profile::number;
use crate::app::widgets::{
    Sign, Tone, callout, caption, date_field, field, points_field, section_title, sign, text_area, text_field,
    text_line,
};
use crate::app::{Action, Cx};
use crate::assessment::{Edit, Gain, Visit, VisitFinding};
use crate::scoring::{VisitCheck, VisitLine, check_visit, decimal_or_fraction};

pub(super) fn ui(ui: &mut Ui, cx: &Cx, out: &mut Vec<Action>) {
    let r = &cx.words.rounds;
    let before = cx.session.assessment().visit.as_deref();
    let mut visit = before.cloned().unwrap_or_default();
    caption(ui, &*r.visit_hint);
    let mut left = head(ui, cx, &mut visit);
    let check = check_visit(cx.session.scheme(), cx.session.assessment(), cx.session.card(), &visit);
    ui.add_space(6.0);
    totals(ui, cx, &check, &visit);
    ui.add_space(6.0);
    ui.horizontal_wrapped(|ui| {
        let any = visit.findings.values().any(|finding| !finding.found.trim().is_empty());
        let take = ui.add_enabled(cx.writable && any, Button::new(&*r.take_findings));
        if take.on_hover_text(&*r.take_findings_hint).on_disabled_hover_text(&*r.take_findings_none).clicked() {
            out.push(Action::Rounds(RoundsAction::TakeFindings));
        }
        caption(ui, &*r.take_findings_hint);
    });
    ui.add_space(6.0);
    left |= table(ui, cx, &check, &mut visit);
    if visit != before.cloned().unwrap_or_default() {
        let given = (visit != Visit::default()).then(|| Box::new(visit));
        out.push(Action::Edit(Edit::SetVisit(given)));
    }
    if left {
        out.push(Action::Pause);
    }
}

/// What the body says of the whole; whether a field was left.
fn head(ui: &mut Ui, cx: &Cx, visit: &mut Visit) -> bool {
    let r = &cx.words.rounds;
    let id = Id::unique(("visit", cx.path));
    let mut left = false;
    let mut unreadable = (false, false);
    ui.horizontal_wrapped(|ui| {
        ui.scope(|ui| {
            ui.set_max_width(260.0);
            left |= text_line(ui, &r.visit_body, "", &mut cx.held(&mut visit.body)).lost_focus();
        });
        field(ui, &r.visit_day, |ui| {
            let picked = date_field(ui, id.with("day"), visit.ended_on, &cx.w.date_hint, cx.writable);
            unreadable.0 = picked.unreadable;
            visit.ended_on = picked.changed.unwrap_or(visit.ended_on);
            left |= picked.response.lost_focus();
            picked.response
        });
        field(ui, &r.visit_score, |ui| {
            let value = visit.score.as_ref().map(|score| &score.0);
            let given = points_field(ui, id.with("score"), value, 90.0, cx.writable);
            unreadable.1 = given.unreadable;
            if let Some(new) = given.changed {
                visit.score = new.map(Gain);
            }
            left |= given.response.lost_focus();
            given.response
        });
        grade(ui, cx, &r.visit_grade, &mut visit.grade);
        let count = &mut visit.special_deductions;
        left |= number(ui, cx.w, cx.theme, cx.writable, &r.visit_deductions, count).lost_focus();
    });
    let warn = egui::Color32::from(cx.theme.warn);
    if unreadable.0 {
        ui.colored_label(warn, &*cx.w.date_unreadable);
    }
    if unreadable.1 {
        ui.colored_label(warn, &*r.points_unreadable);
    }
    left | text_area(ui, &r.visit_note, "", 1, &mut cx.held(&mut visit.note)).lost_focus()
}

/// Which grade, or none.
pub(super) fn grade(ui: &mut Ui, cx: &Cx, label: &str, chosen: &mut Option<String>) {
    let r = &cx.words.rounds;
    let rules = &cx.session.scheme().rules;
    let all = rules.grades.iter().map(|grade| (&grade.id, &grade.title)).chain([(&rules.below.id, &rules.below.title)]);
    let all: Vec<(&String, &str)> = all.map(|(id, title)| (id, cx.words.grade(id, title))).collect();
    let title = |id: &String| {
        let known = all.iter().find(|(other, _)| *other == id);
        known.map_or_else(|| id.clone(), |(_, title)| (*title).to_owned())
    };
    let text = chosen.as_ref().map_or_else(|| r.unstated.to_string(), title);
    field(ui, label, |ui| {
        if !cx.writable {
            ui.disable();
        }
        let combo = ComboBox::from_id_salt(label).width(130.0).selected_text(text).show_ui(ui, |ui| {
            ui.selectable_value(chosen, None, &*r.unstated);
            for (id, title) in &all {
                ui.selectable_value(chosen, Some((*id).clone()), *title);
            }
        });
        combo.response
    });
}

/// What the deductions come to, where we were too kind, and whether the body's score follows from them.
fn totals(ui: &mut Ui, cx: &Cx, check: &VisitCheck, visit: &Visit) {
    let r = &cx.words.rounds;
    if check.said == 0 {
        caption(ui, &*r.visit_empty);
        return;
    }
    let exact = decimal_or_fraction;
    let (kind, points) = check.too_kind();
    ui.label(r.visit_totals.fill(&[
        ("said", &check.said),
        ("all", &check.lines.len()),
        ("body", &exact(&check.body)),
        ("ours", &exact(&check.ours)),
    ]));
    let (tone, text) = if kind.is_empty() {
        (Tone::Good, r.visit_not_kind.to_string())
    } else {
        let list = cx.list(kind.iter().map(|clause| clause.as_str()));
        (Tone::Warn, r.visit_kind.fill(&[("n", &kind.len()), ("points", &exact(&points)), ("list", &list)]))
    };
    callout(ui, tone, cx.theme, |ui| ui.label(text));
    let Some(made) = &check.score else { return };
    let shown = cx.session.card().show_marked(made);
    match (check.agrees, &visit.score) {
        (Some(true), _) => {
            caption(ui, r.visit_agrees.fill(&[("score", &shown)]));
        }
        (Some(false), Some(given)) => {
            let text = r.visit_disagrees.fill(&[
                ("lost", &exact(&check.deducted)),
                ("deductions", &visit.special_deductions.unwrap_or_default()),
                ("made", &shown),
                ("given", &exact(&given.0)),
            ]);
            callout(ui, Tone::Warn, cx.theme, |ui| ui.label(text));
        }
        _ => {
            caption(ui, r.visit_makes.fill(&[("score", &shown)]));
        }
    }
}

/// All clauses; whether a field was left.
fn table(ui: &mut Ui, cx: &Cx, check: &VisitCheck, visit: &mut Visit) -> bool {
    let r = &cx.words.rounds;
    section_title(ui, &*r.visit_clauses);
    let mut left = false;
    let found = (ui.available_width() - 470.0).max(180.0);
    egui::ScrollArea::horizontal().id_salt("visit").show(ui, |ui| {
        Grid::new("visit").num_columns(6).striped(true).spacing([12.0, 4.0]).show(ui, |ui| {
            for head in [&cx.c.clause, &r.col_title, &r.visit_ours, &r.visit_lost, &r.visit_differs, &r.visit_found] {
                ui.label(RichText::new(&**head).small().weak());
            }
            ui.end_row();
            for line in &check.lines {
                left |= row(ui, cx, line, found, visit);
                ui.end_row();
            }
        });
    });
    left
}

fn row(ui: &mut Ui, cx: &Cx, line: &VisitLine, width: f32, visit: &mut Visit) -> bool {
    let r = &cx.words.rounds;
    let clause = cx.session.scheme().clause(&line.clause);
    let mut finding = visit.findings.get(&line.clause).cloned().unwrap_or_default();
    ui.label(line.clause.as_str());
    let title = clause.map_or("", |clause| clause.title.as_str());
    ui.horizontal(|ui| {
        ui.set_width(150.0);
        ui.add(Label::new(title).truncate());
    });
    ui.label(match &line.ours {
        None => cx.c.unrated.to_string(),
        Some(ours) => {
            let lost = decimal_or_fraction(ours);
            let lost = if lost.contains('/') { cx.session.card().show_marked(ours) } else { lost };
            r.visit_of.fill(&[("lost", &lost), ("points", &decimal_or_fraction(&line.points))])
        }
    });
    let mut left = false;
    ui.horizontal(|ui| {
        let id = Id::unique(("visit_lost", cx.path, line.clause.as_str()));
        let value = finding.lost.as_ref().map(|lost| &lost.0);
        let given = points_field(ui, id, value, 56.0, cx.writable);
        let name = format!("{} {}", line.clause, r.visit_lost);
        given.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, cx.writable, &name));
        left |= given.response.lost_focus();
        if given.unreadable {
            sign(ui, Sign::Warning, cx.theme, &r.points_unreadable);
        } else if line.beyond() {
            sign(ui, Sign::Warning, cx.theme, &r.points_beyond);
        }
        if let Some(new) = given.changed {
            finding.lost = new.map(Gain);
        }
    });
    ui.horizontal(|ui| {
        ui.set_min_width(84.0);
        let Some((by, leaning)) = line.kinder_by().zip(line.leaning()) else { return };
        let (shown, phrase) = match leaning {
            Ordering::Greater => (Sign::Warning, &r.too_kind),
            Ordering::Less => (Sign::SampledLoss, &r.too_strict),
            Ordering::Equal => (Sign::Meets, &r.same_loss),
        };
        sign(ui, shown, cx.theme, "");
        ui.label(phrase.fill(&[("points", &decimal_or_fraction(&by.abs()))]));
    });
    let name = format!("{} {}", line.clause, r.visit_found);
    let text = {
        let text = &mut cx.held(&mut finding.found);
        text_field(ui, TextEdit::singleline(text).desired_width(width), cx.writable)
    };
    text.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, cx.writable, &name));
    left |= text.lost_focus();
    if finding == VisitFinding::default() {
        visit.findings.remove(&line.clause);
    } else {
        visit.findings.insert(line.clause.clone(), finding);
    }
    left
}
