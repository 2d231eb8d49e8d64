//! 现场评价: what the body found beside what we judged, clause by clause, and where we were too kind.

use std::cmp::Ordering;

use egui::{Button, ComboBox, Grid, Id, Label, RichText, TextEdit, Ui};

use crate::app::rounds::RoundsAction;
use crate::app::views::profile::number;
use crate::app::widgets::{
    PointsField, Sign, Tone, callout, caption, date_field, field, points_field, section_title, sign, text_area,
    text_field, text_line,
};
use crate::app::{Action, Cx};
use crate::assessment::{Edit, Gain, Visit, VisitFinding};
use crate::report::rounds::grade_title;
use crate::report::visit::{Told, Weight, difference_said, ours_said, scores, sentences};
use crate::scoring::{VisitCheck, VisitLine, check_visit, decimal_or_fraction};

pub(super) fn ui(ui: &mut Ui, cx: &Cx, out: &mut Vec<Action>) {
    let r = &cx.words.rounds;
    let before = cx.session.assessment().visit.as_deref();
    let mut visit = before.cloned().unwrap_or_default();
    caption(ui, &*r.visit_hint);
    let mut left = head(ui, cx, &mut visit);
    let check = check_visit(cx.session.scheme(), cx.session.assessment(), cx.session.card(), &visit);
    ui.add_space(6.0);
    // What stands below must not jump away with the first number that is entered.
    let height = callout(ui, Tone::Quiet, cx.theme, |ui| {
        ui.set_min_height(TOTALS);
        ui.spacing_mut().item_spacing.y = 3.0;
        ui.spacing_mut().interact_size.y = 0.0;
        totals(ui, cx, &check, &visit);
        ui.min_rect().height()
    });
    hold(ui, cx, height);
    ui.add_space(6.0);
    ui.horizontal_wrapped(|ui| {
        let any = visit.found().next().is_some();
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

/// Room for what comes out, in points of the window.
const TOTALS: f32 = 116.0;
/// Width of the column of differences.
const DIFFERS: f32 = 190.0;

/// Keeps the row in which somebody writes where it is, when more is said above it than there was room for.
fn hold(ui: &Ui, cx: &Cx, height: f32) {
    let id = Id::unique(("visit_totals", cx.path));
    let before = ui.data_mut(|data| {
        let before = data.get_temp(id).unwrap_or(height);
        data.insert_temp(id, height);
        before
    });
    let writing = ui.memory(|memory| memory.focused().is_some());
    if writing && (before - height).abs() > 0.5 {
        ui.scroll_with_delta_animation(egui::vec2(0.0, before - height), egui::style::ScrollAnimation::none());
    }
}

/// A frame in red around a field in which no number stands; whether that is so.
fn wrong(ui: &Ui, cx: &Cx, given: &PointsField) -> bool {
    if given.unreadable {
        let stroke = egui::Stroke::new(1.5, egui::Color32::from(cx.theme.bad));
        ui.painter().rect_stroke(given.response.rect, 4.0, stroke, egui::StrokeKind::Outside);
    }
    given.unreadable
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
            wrong(ui, cx, &given);
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
    ahead(ui, cx, visit.ended_on);
    if unreadable.1 {
        let text = match &visit.score {
            Some(score) => r.score_kept.fill(&[("points", &decimal_or_fraction(&score.0))]),
            None => r.score_none.to_string(),
        };
        ui.colored_label(egui::Color32::from(cx.theme.bad), text);
    }
    left | text_area(ui, &r.visit_note, "", 1, &mut cx.held(&mut visit.note)).lost_focus()
}

/// A day of what has been, given as one to come.
pub(super) fn ahead(ui: &mut Ui, cx: &Cx, day: Option<chrono::NaiveDate>) {
    if let Some(day) = day.filter(|day| *day > cx.today) {
        let text = cx.words.rounds.day_ahead.fill(&[("day", &day), ("today", &cx.today)]);
        ui.colored_label(egui::Color32::from(cx.theme.warn), text);
    }
}

/// Which grade, or none.
pub(super) fn grade(ui: &mut Ui, cx: &Cx, label: &str, chosen: &mut Option<String>) {
    let r = &cx.words.rounds;
    let rules = &cx.session.scheme().rules;
    let all = rules.grades.iter().map(|grade| (&grade.id, &grade.title)).chain([(&rules.below.id, &rules.below.title)]);
    let all: Vec<(&String, &str)> = all.map(|(id, title)| (id, cx.words.grade(id, title))).collect();
    let known = |id: &String| grade_title(cx.session.scheme(), id, cx.words);
    let text = chosen.as_ref().map_or_else(|| r.unstated.to_string(), known);
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

/// What comes out of it, a sentence for each.
fn totals(ui: &mut Ui, cx: &Cx, check: &VisitCheck, visit: &Visit) {
    let (assessment, card) = (cx.session.assessment(), cx.session.card());
    let told = Told { scheme: cx.session.scheme(), assessment, card, visit, check, today: cx.today };
    for (weight, sentence) in scores(&told, cx.words).into_iter().chain(sentences(&told, cx.words)) {
        let shown = match weight {
            Weight::Plain => None,
            Weight::Good => Some(Sign::Meets),
            Weight::Warn => Some(Sign::Warning),
        };
        ui.horizontal_top(|ui| {
            // All begin at the same place, with a sign or without.
            match shown {
                Some(shown) => drop(ui.vertical(|ui| {
                    ui.add_space(3.0);
                    sign(ui, shown, cx.theme, "");
                })),
                None => drop(ui.allocate_exact_size(egui::vec2(16.0, 16.0), egui::Sense::hover())),
            }
            ui.add(Label::new(sentence).wrap());
        });
    }
}

/// All clauses; whether a field was left.
fn table(ui: &mut Ui, cx: &Cx, check: &VisitCheck, visit: &mut Visit) -> bool {
    let r = &cx.words.rounds;
    section_title(ui, &*r.visit_clauses);
    let mut left = false;
    let found = (ui.available_width() - 400.0 - DIFFERS).max(180.0);
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
    ui.label(ours_said(line, cx.session.card(), cx.words));
    let mut left = false;
    let id = Id::unique(("visit_lost", cx.path, line.clause.as_str()));
    let value = finding.lost.as_ref().map(|lost| &lost.0);
    let given = points_field(ui, id, value, 56.0, cx.writable);
    let name = format!("{} {}", line.clause, r.visit_lost);
    given.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, cx.writable, &name));
    left |= given.response.lost_focus();
    if let Some(new) = &given.changed {
        finding.lost = new.clone().map(Gain);
    }
    let wrong = wrong(ui, cx, &given);
    ui.horizontal(|ui| {
        ui.set_width(DIFFERS);
        if wrong {
            // What was there before still counts, and a person must not take what they see for what counts.
            let text = match &finding.lost {
                Some(lost) => r.lost_kept.fill(&[("points", &decimal_or_fraction(&lost.0))]),
                None => r.lost_none.to_string(),
            };
            let text = RichText::new(text).color(egui::Color32::from(cx.theme.bad));
            ui.add(Label::new(text).truncate()).on_hover_text(&*r.points_unreadable);
            return;
        }
        let Some((leaning, said)) = difference_said(line, cx.session.card(), cx.words) else { return };
        let shown = match leaning {
            _ if line.beyond() => Sign::Warning,
            Ordering::Greater => Sign::Warning,
            Ordering::Less => Sign::SampledLoss,
            Ordering::Equal => Sign::Meets,
        };
        sign(ui, shown, cx.theme, "");
        ui.add(Label::new(said).truncate());
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
