//! Opening a round: what the one that is closed is called, what comes along and what stays in it.

use chrono::NaiveDate;
use egui::{Id, Ui};

use crate::app::rounds::RoundsAction;
use crate::app::widgets::{Tone, callout, caption, date_field, field, heading, primary, text_line};
use crate::app::{Action, Cx};

/// What is being written.
#[derive(Debug, Clone)]
struct Writing {
    /// Of which suggestion it was begun.
    suggested: String,
    title: String,
    day: NaiveDate,
}

pub(super) fn ui(ui: &mut Ui, cx: &Cx, suggested: &str, told: &[String], out: &mut Vec<Action>) {
    let r = &cx.words.rounds;
    let id = Id::unique(("new_round", cx.path));
    let begun = ui.data(|data| data.get_temp::<Writing>(id)).filter(|writing| writing.suggested == suggested);
    let begins = begun.is_none();
    let mut writing = begun.unwrap_or_else(|| Writing {
        suggested: suggested.to_owned(),
        title: suggested.to_owned(),
        day: cx.today,
    });
    heading(ui, &*r.start);
    ui.label(r.start_text.fill(&[("number", &cx.session.assessment().current_round())]));
    ui.add_space(6.0);
    let title = text_line(ui, &r.start_title, "", &mut writing.title);
    if begins {
        title.request_focus();
    }
    let entered = title.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    let mut unreadable = false;
    field(ui, &r.start_day, |ui| {
        let picked = date_field(ui, id.with("day"), Some(writing.day), &cx.w.date_hint, true);
        unreadable = picked.unreadable || picked.changed == Some(None);
        if let Some(Some(day)) = picked.changed {
            writing.day = day;
        }
        picked.response
    });
    if unreadable {
        ui.colored_label(egui::Color32::from(cx.theme.warn), &*cx.w.date_unreadable);
    }
    let ahead = writing.day > cx.today;
    if ahead {
        let text = r.closed_ahead.fill(&[("day", &writing.day), ("today", &cx.today)]);
        ui.colored_label(egui::Color32::from(cx.theme.warn), text);
    }
    ui.add_space(6.0);
    callout(ui, Tone::Quiet, cx.theme, |ui| {
        for line in told {
            ui.label(format!("· {line}"));
        }
    });
    caption(ui, &*r.start_undo);
    ui.add_space(8.0);
    let ready = cx.writable && !unreadable && !ahead && !writing.title.trim().is_empty();
    let mut done = false;
    ui.horizontal(|ui| {
        let start = primary(ui, &r.start_do, ready, cx.theme);
        if start.on_disabled_hover_text(&*r.start_needs).clicked() || entered && ready {
            let (title, day) = (writing.title.trim().to_owned(), writing.day);
            out.push(Action::Rounds(RoundsAction::Start { title, day }));
            done = true;
        }
        if ui.button(&*cx.w.cancel).clicked() {
            out.push(Action::CloseDialog);
            done = true;
        }
    });
    ui.data_mut(|data| {
        if done {
            data.remove::<Writing>(id);
        } else {
            data.insert_temp(id, writing);
        }
    });
}
