//! 证书: what was awarded, what is due until it expires, and those dates for any calendar.

use chrono::{Days, NaiveDate};
use egui::{Button, Checkbox, ComboBox, Frame, Id, Margin, TextEdit, Ui};

use crate::app::widgets::{
    Sign, Tone, callout, caption, date_field, field, primary, section_title, sign, text_field, text_line,
};
use crate::app::{Action, Cx, Purpose};
use crate::assessment::{
    Award, DueState, Edit, Milestone, MilestoneKind, due_said, pressing, usual_expiry, usual_milestones,
};

/// What is only about looking.
#[derive(Debug, Default)]
pub struct AwardState {
    /// The day of issue that is being written, while there is no certificate.
    issued: Option<NaiveDate>,
}

/// Days until a milestone that is added by hand is due at first.
const AHEAD: u64 = 30;

pub(super) fn ui(ui: &mut Ui, cx: &Cx, state: &mut AwardState, out: &mut Vec<Action>) {
    match &cx.session.assessment().award {
        None => begin(ui, cx, state, out),
        Some(award) => {
            let mut next = (**award).clone();
            let left = certificate(ui, cx, &mut next);
            ui.add_space(10.0);
            ui.horizontal_wrapped(|ui| {
                if ui.button(&*cx.words.rounds.write_calendar).clicked() {
                    out.push(Action::Pick(Purpose::Calendar));
                }
                caption(ui, &*cx.words.rounds.write_calendar_hint);
            });
            ui.add_space(10.0);
            let left = milestones(ui, cx, &mut next) || left;
            if next != **award {
                out.push(Action::Edit(Edit::SetAward(Some(Box::new(next)))));
            }
            if left {
                out.push(Action::Pause);
            }
            ui.add_space(10.0);
            let remove = ui.add_enabled(cx.writable, Button::new(&*cx.words.rounds.award_remove).small());
            if remove.clicked() {
                out.extend([Action::Pause, Action::Edit(Edit::SetAward(None))]);
            }
        }
    }
}

/// No certificate yet: all that is needed is the day of its issue.
fn begin(ui: &mut Ui, cx: &Cx, state: &mut AwardState, out: &mut Vec<Action>) {
    let r = &cx.words.rounds;
    ui.label(&*r.award_empty);
    ui.add_space(6.0);
    let mut unreadable = false;
    field(ui, &r.award_issued, |ui| {
        let id = Id::unique(("award_new", cx.path));
        let picked = date_field(ui, id, state.issued, &cx.w.date_hint, cx.writable);
        unreadable = picked.unreadable;
        state.issued = picked.changed.unwrap_or(state.issued);
        picked.response
    });
    if unreadable {
        ui.colored_label(egui::Color32::from(cx.theme.warn), &*cx.w.date_unreadable);
    }
    super::visit::ahead(ui, cx, state.issued);
    ui.add_space(6.0);
    let ready = state.issued.filter(|_| cx.writable && !unreadable).and_then(|day| Some((day, usual_expiry(day)?)));
    if primary(ui, &r.award_begin, ready.is_some(), cx.theme).on_hover_text(&*r.award_usual).clicked()
        && let Some((issued, expires)) = ready
    {
        let visit = cx.session.assessment().visit.as_deref().cloned().unwrap_or_default();
        let milestones = usual_milestones(issued, expires);
        let award = Award { number: String::new(), body: visit.body, grade: visit.grade, issued, expires, milestones };
        out.extend([Action::Pause, Action::Edit(Edit::SetAward(Some(Box::new(award)))), Action::Pause]);
        state.issued = None;
    }
    caption(ui, &*r.award_usual);
    // Open remediation has dates too.
    ui.add_space(10.0);
    if ui.button(&*r.write_calendar).on_hover_text(&*r.write_calendar_hint).clicked() {
        out.push(Action::Pick(Purpose::Calendar));
    }
}

/// Number, body, grade and both ends; whether a field was left.
fn certificate(ui: &mut Ui, cx: &Cx, award: &mut Award) -> bool {
    let r = &cx.words.rounds;
    let id = Id::unique(("award", cx.path));
    let (mut left, mut unreadable) = (false, false);
    ui.horizontal_wrapped(|ui| {
        for (label, text) in [(&r.award_number, &mut award.number), (&r.visit_body, &mut award.body)] {
            ui.scope(|ui| {
                ui.set_max_width(240.0);
                left |= text_line(ui, label, "", &mut cx.held(text)).lost_focus();
            });
        }
        super::visit::grade(ui, cx, &r.visit_grade, &mut award.grade);
        for (label, day) in [(&r.award_issued, &mut award.issued), (&r.award_expires, &mut award.expires)] {
            field(ui, label, |ui| {
                let picked = date_field(ui, id.with(&**label), Some(*day), &cx.w.date_hint, cx.writable);
                unreadable |= picked.unreadable || picked.changed == Some(None);
                if let Some(Some(new)) = picked.changed {
                    *day = new;
                }
                left |= picked.response.lost_focus();
                picked.response
            });
        }
    });
    if unreadable {
        ui.colored_label(egui::Color32::from(cx.theme.warn), &*cx.w.date_unreadable);
    }
    super::visit::ahead(ui, cx, Some(award.issued));
    left
}

/// What is due; whether a field was left.
fn milestones(ui: &mut Ui, cx: &Cx, award: &mut Award) -> bool {
    let r = &cx.words.rounds;
    section_title(ui, &*r.milestones);
    next(ui, cx, award);
    let (mut left, mut gone) = (false, None);
    for (at, one) in award.milestones.iter_mut().enumerate() {
        ui.add_space(4.0);
        let frame = Frame::new().fill(cx.theme.sunken.into()).corner_radius(6).inner_margin(Margin::symmetric(10, 6));
        frame.show(ui, |ui| {
            ui.push_id(("milestone", at), |ui| {
                ui.set_min_width(ui.available_width());
                if !cx.writable {
                    ui.disable();
                }
                ui.horizontal_wrapped(|ui| left |= milestone(ui, cx, at, one, &mut gone));
            });
        });
    }
    if let Some(at) = gone {
        award.milestones.remove(at);
        left = true;
    }
    ui.add_space(6.0);
    ui.horizontal_wrapped(|ui| {
        if ui.add_enabled(cx.writable, Button::new(&*r.milestone_add)).clicked() {
            let due = cx.today.checked_add_days(Days::new(AHEAD)).unwrap_or(cx.today);
            award.milestones.push(Milestone { due, kind: MilestoneKind::Other, done: None, note: String::new() });
            left = true;
        }
        let usual = ui.add_enabled(cx.writable, Button::new(&*r.award_again));
        if usual.on_hover_text(&*r.award_again_hint).clicked() {
            again(award);
            left = true;
        }
    });
    caption(ui, &*r.award_usual);
    left
}

/// The usual dates from the day of issue; what was done, noted or added by hand stays.
fn again(award: &mut Award) {
    let Some(expires) = usual_expiry(award.issued) else { return };
    award.expires = expires;
    let by_hand =
        |one: &Milestone| one.done.is_some() || one.kind == MilestoneKind::Other || !one.note.trim().is_empty();
    award.milestones.retain(by_hand);
    let fresh = usual_milestones(award.issued, expires);
    let known: Vec<(NaiveDate, MilestoneKind)> = award.milestones.iter().map(|one| (one.due, one.kind)).collect();
    award.milestones.extend(fresh.into_iter().filter(|one| !known.contains(&(one.due, one.kind))));
    award.milestones.sort();
}

/// All that is overdue, then all that is near; where nothing is, the next.
fn next(ui: &mut Ui, cx: &Cx, award: &Award) {
    let r = &cx.words.rounds;
    let told = pressing(award.milestones.iter().filter(|one| one.done.is_none()), |one| one.due, cx.today);
    if told.is_empty() {
        caption(ui, &*r.next_none);
    }
    let said = |one: &Milestone| due_said(&what(cx, one), (one.kind, one.due), cx.today, r);
    for tone in [Tone::Bad, Tone::Warn, Tone::Quiet] {
        let of_tone = told.iter().filter(|one| tone_of(one.state(cx.today)) == tone);
        let lines: Vec<String> = match tone {
            Tone::Quiet => {
                let next = |one: &&Milestone| {
                    let days = (one.due - cx.today).num_days();
                    r.next_due.fill(&[("what", &what(cx, one)), ("day", &one.due), ("days", &days)])
                };
                of_tone.map(next).collect()
            }
            _ => of_tone.map(|one| said(one)).collect(),
        };
        if !lines.is_empty() {
            callout(ui, tone, cx.theme, |ui| lines.into_iter().for_each(|line| drop(ui.label(line))));
        }
    }
}

fn tone_of(state: DueState) -> Tone {
    match state {
        DueState::Late(_) => Tone::Bad,
        DueState::Near(_) => Tone::Warn,
        DueState::Done(_) | DueState::Open => Tone::Quiet,
    }
}

fn what(cx: &Cx, one: &Milestone) -> String {
    let kind = one.kind.word(&cx.words.rounds);
    let note = one.note.trim();
    if note.is_empty() { kind.to_string() } else { cx.c.pair.fill(&[("a", kind), ("b", &note)]) }
}

/// What has no name above it, in line with the fields that have.
fn beside<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let down = |ui: &mut Ui| {
        ui.add_space(22.0);
        add(ui)
    };
    ui.vertical(down).inner
}

/// One that is due; whether a field was left.
fn milestone(ui: &mut Ui, cx: &Cx, at: usize, one: &mut Milestone, gone: &mut Option<usize>) -> bool {
    let r = &cx.words.rounds;
    let id = Id::unique(("milestone", cx.path, at));
    let mut left = false;
    let state = one.state(cx.today);
    let shown = match state {
        DueState::Done(_) => Sign::Meets,
        DueState::Late(_) => Sign::Fails,
        DueState::Near(_) => Sign::Warning,
        DueState::Open => Sign::Unrated,
    };
    ui.vertical(|ui| {
        ui.set_width(120.0);
        ui.add_space(16.0);
        ui.horizontal(|ui| {
            sign(ui, shown, cx.theme, "");
            ui.label(state.say(r));
        });
    });
    field(ui, &r.milestone_kind, |ui| {
        let combo = ComboBox::from_id_salt("kind").width(150.0).selected_text(&**one.kind.word(r));
        let shown = combo.show_ui(ui, |ui| {
            for kind in MilestoneKind::ALL {
                ui.selectable_value(&mut one.kind, kind, &**kind.word(r));
            }
        });
        shown.response
    });
    field(ui, &r.milestone_due, |ui| {
        let picked = date_field(ui, id.with("due"), Some(one.due), &cx.w.date_hint, cx.writable);
        if let Some(Some(day)) = picked.changed {
            one.due = day;
        }
        left |= picked.response.lost_focus();
        picked.response
    });
    field(ui, &r.milestone_note, |ui| {
        let text = &mut cx.held(&mut one.note);
        let field = text_field(ui, TextEdit::singleline(text).desired_width(180.0), cx.writable);
        left |= field.lost_focus();
        field
    });
    let mut done = one.done.is_some();
    let ticked = beside(ui, |ui| ui.add(Checkbox::new(&mut done, &*r.milestone_done)).changed());
    if ticked {
        one.done = done.then_some(cx.today);
        left = true;
    }
    if one.done.is_some() {
        field(ui, &r.milestone_done_on, |ui| {
            let picked = date_field(ui, id.with("done"), one.done, &cx.w.date_hint, cx.writable);
            if let Some(Some(day)) = picked.changed {
                one.done = Some(day);
            }
            left |= picked.response.lost_focus();
            picked.response
        });
    }
    if beside(ui, |ui| ui.small_button(&*cx.w.remove).clicked()) {
        *gone = Some(at);
    }
    left
}
