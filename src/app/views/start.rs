//! The start page: a new case, an existing one, a recent one, the worked example.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use egui::{Button, Frame, Margin, RichText, ScrollArea, Ui, vec2};

use super::profile;
use crate::app::jobs::{JobKind, Jobs};
use crate::app::theme::bold;
use crate::app::widgets::{Sign, caption, primary, section_title, sign, text_line};
use crate::app::{Action, Command, Purpose, Theme};
use crate::assessment::{Company, DueState, due_said, pressing};
use crate::lang::{AppWords, Words};
use crate::store::{CASE_EXTENSION, Reminder, Settings, safe_name};

/// What is filled in for a new case.
#[derive(Debug, Default)]
pub struct StartState {
    company: Company,
    /// Where the case goes, as typed or picked; empty: the suggestion.
    pub path: String,
    /// A file of criteria, as typed or picked; empty: the built-in one.
    pub scheme: String,
    /// Whether the form is open.
    pub new: bool,
    /// The case that was open before, for whoever thinks better of making a new one.
    pub back: Option<PathBuf>,
    /// Put the cursor into the name.
    pub focus_name: bool,
    /// The path of a case that is being typed.
    typed: String,
}

/// The start page.
#[allow(clippy::too_many_arguments)] // there is no open case, so there is no `Cx` to carry them
pub fn ui(
    ui: &mut Ui,
    words: &Words,
    theme: &Theme,
    (settings, today): (&Settings, NaiveDate),
    documents: &Path,
    jobs: &Jobs,
    state: &mut StartState,
    out: &mut Vec<Action>,
) {
    let w = &words.app;
    let height = ui.available_height();
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        let width = ui.available_width().min(860.0);
        ui.add_space(if state.new { 8.0 } else { (height * 0.06).min(48.0) });
        if !state.new {
            ui.vertical_centered(|ui| {
                ui.set_max_width(width);
                let name = format!("{} {}", words.common.product, words.common.product_latin);
                ui.label(RichText::new(name).family(bold()).size(34.0));
                caption(ui, &*w.start_subtitle);
            });
        }
        ui.add_space(if state.new { 8.0 } else { 18.0 });
        let margin = ((ui.available_width() - width) / 2.0).max(12.0);
        Frame::new().inner_margin(Margin::symmetric(margin as i8, 0)).show(ui, |ui| {
            if jobs.is_running(JobKind::Open) || jobs.is_running(JobKind::Example) {
                ui.horizontal(|ui| {
                    ui.spinner();
                    ui.label(&*w.opening);
                });
                return;
            }
            card(ui, theme, |ui| {
                if state.new {
                    new_case(ui, w, theme, documents, state, out)
                } else {
                    choices(ui, w, theme, state, out)
                }
            });
            ui.add_space(14.0);
            if !state.new {
                card(ui, theme, |ui| recent(ui, words, theme, (settings, today), out));
            }
            ui.add_space(10.0);
            caption(ui, &*w.start_offline);
        });
    });
}

fn card(ui: &mut Ui, theme: &Theme, add: impl FnOnce(&mut Ui)) {
    let frame = Frame::new().fill(theme.surface.into()).corner_radius(8).inner_margin(Margin::same(20));
    frame.stroke(egui::Stroke::new(1.0, egui::Color32::from(theme.line))).show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        add(ui);
    });
}

fn choices(ui: &mut Ui, w: &AppWords, theme: &Theme, state: &mut StartState, out: &mut Vec<Action>) {
    section_title(ui, &*w.start_begin);
    ui.add_space(6.0);
    ui.horizontal_wrapped(|ui| {
        if primary(ui, &w.cmd_new, true, theme).clicked() {
            state.new = true;
            state.focus_name = true;
        }
        let size = vec2(150.0, 38.0);
        if ui.add_sized(size, Button::new(&*w.cmd_open)).clicked() {
            out.push(Action::Command(Command::Open));
        }
        if ui.add_sized(size, Button::new(&*w.cmd_example)).clicked() {
            out.push(Action::Command(Command::Example));
        }
    });
    caption(ui, &*w.start_example_hint);
    if ui.link(&*w.cmd_recover).clicked() {
        out.push(Action::Command(Command::Recover));
    }
    ui.add_space(6.0);
    let field = text_line(ui, &w.start_typed, &w.start_typed_hint, &mut state.typed);
    let enter = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    if enter && !state.typed.trim().is_empty() {
        out.push(Action::Open(PathBuf::from(state.typed.trim().trim_matches(['"', '“', '”']))));
    }
}

fn new_case(ui: &mut Ui, w: &AppWords, theme: &Theme, documents: &Path, state: &mut StartState, out: &mut Vec<Action>) {
    section_title(ui, &*w.cmd_new);
    caption(ui, &*w.start_new_hint);
    ui.add_space(6.0);
    if std::mem::take(&mut state.focus_name) {
        ui.memory_mut(|memory| memory.request_focus(profile::name_id()));
    }
    profile::form(ui, w, theme, true, &mut state.company);
    ui.add_space(6.0);
    let named = !state.company.name.trim().is_empty();
    let suggestion = documents.join(format!("{}.{CASE_EXTENSION}", file_name(&state.company.name, w)));
    let hint = suggestion.display().to_string();
    text_line(ui, &w.start_path, &hint, &mut state.path);
    ui.horizontal(|ui| {
        if ui.button(&*w.browse).clicked() {
            let suggested = format!("{}.{CASE_EXTENSION}", file_name(&state.company.name, w));
            out.push(Action::Pick(Purpose::NewCase { suggested }));
        }
        caption(ui, &*w.start_path_hint);
    });
    if state.scheme.is_empty() {
        ui.horizontal(|ui| {
            caption(ui, &*w.start_scheme_hint);
            if ui.small_button(&*w.browse_scheme).clicked() {
                out.push(Action::Pick(Purpose::Scheme));
            }
        });
    } else {
        ui.horizontal(|ui| {
            let label = caption(ui, &*w.start_scheme);
            let width = (ui.available_width() - 190.0).max(120.0);
            ui.add(egui::TextEdit::singleline(&mut state.scheme).desired_width(width)).labelled_by(label.id);
            if ui.small_button(&*w.browse_scheme).clicked() {
                out.push(Action::Pick(Purpose::Scheme));
            }
        });
    }
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        if primary(ui, &w.start_create, named, theme).on_disabled_hover_text(&*w.start_needs_name).clicked() {
            let typed = state.path.trim();
            let path = if typed.is_empty() { suggestion } else { with_ending(PathBuf::from(typed)) };
            let scheme = Some(state.scheme.trim()).filter(|text| !text.is_empty()).map(PathBuf::from);
            out.push(Action::Create { path, company: Box::new(state.company.clone()), scheme });
        }
        if ui.button(&*w.cancel).clicked() || ui.input(|input| input.key_pressed(egui::Key::Escape)) {
            state.new = false;
            // Whoever thought better of it is back where they were.
            out.extend(state.back.take().map(Action::Open));
        }
        if !named {
            caption(ui, &*w.start_needs_name);
        }
    });
}

/// The path with the ending of case files.
pub fn with_ending(path: PathBuf) -> PathBuf {
    if path.extension().is_some_and(|ending| ending == CASE_EXTENSION) {
        return path;
    }
    let mut name = path.file_name().map(std::ffi::OsStr::to_owned).unwrap_or_default();
    name.push(".");
    name.push(CASE_EXTENSION);
    path.with_file_name(name)
}

/// A name that every file system takes.
pub fn file_name(company: &str, w: &AppWords) -> String {
    let safe = safe_name(company);
    if safe.is_empty() { w.default_case_name.to_string() } else { format!("{safe}{}", w.case_name_suffix) }
}

fn recent(ui: &mut Ui, words: &Words, theme: &Theme, (settings, today): (&Settings, NaiveDate), out: &mut Vec<Action>) {
    let w = &words.app;
    section_title(ui, &*w.start_recent);
    if settings.recent.is_empty() {
        caption(ui, &*w.start_no_recent);
    }
    for path in &settings.recent {
        let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        ui.horizontal(|ui| {
            if ui.link(name).on_hover_text(path.display().to_string()).clicked() {
                out.push(Action::Open(path.clone()));
            }
            let folder = path.parent().map(|folder| folder.display().to_string()).unwrap_or_default();
            ui.add(egui::Label::new(RichText::new(folder).small().weak()).truncate());
        });
        let due = settings.reminders.get(path).map(|due| reminders(due, today, words)).unwrap_or_default();
        for (state, text) in due {
            let ink = match state {
                DueState::Late(_) => theme.bad,
                DueState::Near(_) => theme.warn,
                DueState::Open | DueState::Done(_) => theme.weak,
            };
            ui.horizontal_wrapped(|ui| {
                ui.add_space(14.0);
                sign(ui, if state == DueState::Open { Sign::Unrated } else { Sign::Warning }, theme, "");
                ui.label(RichText::new(text).small().color(egui::Color32::from(ink)));
            });
        }
    }
    ui.add_space(4.0);
}

/// What of a case is due, and how it stands.
fn reminders(due: &Reminder, today: NaiveDate, words: &Words) -> Vec<(DueState, String)> {
    let r = &words.rounds;
    let certificate = pressing(&due.milestones, |(day, _)| *day, today).into_iter();
    let certificate =
        certificate.map(|(day, kind)| (DueState::of(*day, today), due_said(kind.word(r), (*kind, *day), today, r)));
    let mut out: Vec<_> = certificate.collect();
    let late = due.actions.iter().filter(|day| **day < today).count();
    if late > 0 {
        out.push((DueState::Late(1), r.remind_actions_overdue.fill(&[("n", &late)])));
    } else if let Some(next) = due.actions.first() {
        out.push((DueState::Open, r.remind_actions_next.fill(&[("day", next), ("days", &(*next - today).num_days())])));
    }
    out
}
