//! The verdict controls of a clause: one button each, and the fields that 抽样 and 删减 need.

use egui::{Button, Key, Response, RichText, TextEdit, Ui, vec2};

use super::{Pending, PendingKind, pending_for};
use crate::app::keys::{VerdictChoice, not_allowed, verdict_edit};
use crate::app::rounds::RoundsAction;
use crate::app::widgets::{Sign, caption, field, sign, text_field};
use crate::app::{Action, Cx, Place};
use crate::assessment::{Edit, MAX_CHECKED, Verdict};
use crate::criteria::Clause;
use crate::lang::Phrase;
use crate::scoring::decimal_or_fraction;

/// The buttons and, where needed, the fields.
pub fn ui(
    ui: &mut Ui,
    cx: &Cx,
    clause: &Clause,
    pending: &mut Option<Pending>,
    focus: &mut bool,
    out: &mut Vec<Action>,
) {
    let verdict = cx.session.assessment().verdict(&clause.id);
    let waiting = pending.as_ref().filter(|pending| pending.clause == clause.id).map(|pending| &pending.what);
    let mut asked = None;
    ui.horizontal_wrapped(|ui| {
        for choice in VerdictChoice::ALL {
            let chosen = match waiting {
                Some(PendingKind::Sample { .. }) => choice == VerdictChoice::Sampled,
                Some(PendingKind::Exclude) => choice == VerdictChoice::Excluded,
                None => choice.is(verdict),
            };
            if button(ui, cx, clause, choice, chosen).clicked() {
                asked = Some(choice);
            }
        }
    });
    follows(ui, cx, clause, out);
    carried(ui, cx, clause, out);
    last_sample(ui, cx, clause, out);
    if let Some(choice) = asked {
        match verdict_edit(cx.session, &clause.id, choice) {
            Some(edit) => {
                *pending = None;
                out.push(Action::Edit(edit));
            }
            None => {
                *pending = pending_for(cx.session, &clause.id, choice);
                *focus = true;
            }
        }
    }
    match (pending.as_ref().filter(|pending| pending.clause == clause.id).map(|pending| pending.what.clone()), verdict)
    {
        (Some(PendingKind::Sample { checked, nonconforming }), _) => {
            sample(ui, cx, clause, (checked, nonconforming), pending, focus, out);
        }
        (None, Verdict::Sampled { .. }) if cx.session.follows(&clause.id).is_some() => {}
        (None, Verdict::Sampled { checked, nonconforming }) => {
            sample(ui, cx, clause, (checked.to_string(), nonconforming.to_string()), pending, focus, out);
        }
        (Some(PendingKind::Exclude), _) => reason(ui, cx, clause, "", pending, focus, out),
        (None, Verdict::Excluded { reason: text }) => reason(ui, cx, clause, text, pending, focus, out),
        _ => {}
    }
}

/// 沿用待确认: what was judged in the round before, in grey, since it does not count.
fn carried(ui: &mut Ui, cx: &Cx, clause: &Clause, out: &mut Vec<Action>) {
    let Some(verdict) = cx.session.assessment().carried(&clause.id) else { return };
    let r = &cx.words.rounds;
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        sign(ui, Sign::Carried, cx.theme, "");
        ui.label(RichText::new(r.carried_is.fill(&[("verdict", &verdict.say(cx.words))])).weak());
        let button = ui.add_enabled(cx.writable, Button::new(&*r.confirm));
        let button = button.on_hover_text(cx.w.key_hint.fill(&[("key", &"Y")]));
        if button.on_disabled_hover_text(&*cx.w.look_only_hint).clicked() {
            let clause = clause.id.clone();
            out.push(Action::Rounds(RoundsAction::Confirm { clause, go_on: true }));
        }
    });
}

/// That the numbers of a sample are those of the round before, and the way to a new one.
fn last_sample(ui: &mut Ui, cx: &Cx, clause: &Clause, out: &mut Vec<Action>) {
    let assessment = cx.session.assessment();
    let last = assessment.rounds.last().map(|round| round.assessment.verdict(&clause.id));
    let now = assessment.carried(&clause.id).or(last.filter(|last| *last == assessment.verdict(&clause.id)));
    if !matches!(now, Some(Verdict::Sampled { .. })) || cx.session.follows(&clause.id).is_some() {
        return;
    }
    let r = &cx.words.rounds;
    ui.horizontal_wrapped(|ui| {
        sign(ui, Sign::Warning, cx.theme, "");
        ui.label(&*r.last_sample);
        if ui.link(&*r.to_sampling).clicked() {
            out.push(Action::Go(Place::Sampling));
        }
    });
}

/// Where the verdict follows from a sample: from which, what is lost, and the way there.
fn follows(ui: &mut Ui, cx: &Cx, clause: &Clause, out: &mut Vec<Action>) {
    let Some(fed) = cx.session.fed().get(&clause.id) else { return };
    let s = &cx.words.sampling;
    ui.horizontal_wrapped(|ui| {
        if fed.verdict().is_none() {
            let text = match fed.count.open {
                0 => s.follows_not_concerned.to_string(),
                open => s.follows_waiting.fill(&[("n", &open)]),
            };
            caption(ui, text);
        } else {
            ui.label(RichText::new(fed.say(cx.words)).text_style(crate::app::theme::strong()));
            let line = cx.session.card().clause(&clause.id);
            if let Some(line) = line.filter(|line| matches!(line.why, crate::scoring::Why::Proportion { .. })) {
                ui.label(cx.w.sample_loss.fill(&[
                    ("points", &decimal_or_fraction(&line.line.points)),
                    ("n", &fed.count.checked),
                    ("m", &fed.count.nonconforming),
                    ("lost", &decimal_or_fraction(&line.line.lost)),
                ]));
            }
            if fed.count.open > 0 {
                caption(ui, s.trail_open_short.fill(&[("n", &fed.count.open)]));
            }
        }
    });
    // On a line of its own: a link that is broken over two lines is missed by clicks between its halves.
    ui.horizontal(|ui| crate::app::views::sampling::link(ui, cx, &clause.id, out));
}

fn label(cx: &Cx, choice: VerdictChoice) -> Phrase {
    match choice {
        VerdictChoice::Unrated => cx.c.unrated.clone(),
        VerdictChoice::Meets => cx.c.meets.clone(),
        VerdictChoice::Fails => cx.c.fails.clone(),
        VerdictChoice::Sampled => cx.c.sampled.clone(),
        VerdictChoice::Excluded => cx.c.excluded.clone(),
    }
}

fn button(ui: &mut Ui, cx: &Cx, clause: &Clause, choice: VerdictChoice, chosen: bool) -> Response {
    let allowed = choice.allowed(cx.session, &clause.id);
    let text = RichText::new(&*label(cx, choice));
    let text = if chosen { text.strong().color(egui::Color32::from(cx.theme.on_accent)) } else { text };
    let mut button = Button::new(text).min_size(vec2(78.0, 34.0));
    if chosen {
        button = button.fill(egui::Color32::from(cx.theme.accent));
    }
    let response = ui.add_enabled(allowed && cx.writable, button);
    if !cx.writable {
        return response.on_disabled_hover_text(&*cx.w.look_only_hint);
    }
    response
        .on_hover_text(cx.w.key_hint.fill(&[("key", &choice.digit())]))
        .on_disabled_hover_text(not_allowed(cx.words, cx.session, &clause.id, choice))
}

/// How many were checked and how many were nonconforming. What is half typed is kept apart until it makes sense.
fn sample(
    ui: &mut Ui,
    cx: &Cx,
    clause: &Clause,
    (mut checked, mut nonconforming): (String, String),
    pending: &mut Option<Pending>,
    focus: &mut bool,
    out: &mut Vec<Action>,
) {
    let unit = cx.unit(clause).to_owned();
    let mut changed = false;
    ui.horizontal_wrapped(|ui| {
        let response = number(ui, cx, &cx.w.checked.fill(&[("unit", &unit)]), &mut checked);
        changed |= response.changed();
        if std::mem::take(focus) {
            response.request_focus();
        }
        let response = number(ui, cx, &cx.w.nonconforming.fill(&[("unit", &unit)]), &mut nonconforming);
        changed |= response.changed();
        let line = cx.session.card().clause(&clause.id).filter(|_| pending.is_none());
        if let Some(line) = line {
            let lost = decimal_or_fraction(&line.line.lost);
            let points = decimal_or_fraction(&line.line.points);
            ui.label(cx.w.sample_loss.fill(&[
                ("points", &points),
                ("n", &checked),
                ("m", &nonconforming),
                ("lost", &lost),
            ]));
        }
    });
    if changed {
        match verdict_of(&checked, &nonconforming) {
            Ok(verdict) => {
                *pending = None;
                out.push(Action::Edit(Edit::SetVerdict { clause: clause.id.clone(), verdict }));
            }
            Err(_) => {
                let what = PendingKind::Sample { checked: checked.clone(), nonconforming: nonconforming.clone() };
                *pending = Some(Pending { clause: clause.id.clone(), what });
                // What no longer makes sense must not go on counting with a number that nobody meant.
                if matches!(cx.session.assessment().verdict(&clause.id), Verdict::Sampled { .. }) {
                    let verdict = Verdict::Unrated;
                    out.push(Action::Edit(Edit::SetVerdict { clause: clause.id.clone(), verdict }));
                }
            }
        }
    }
    if pending.is_some()
        && let Err(why) = verdict_of(&checked, &nonconforming)
    {
        let text = why.say(cx);
        ui.colored_label(egui::Color32::from(cx.theme.warn), text);
    }
}

/// Why what is typed is no verdict yet.
pub enum NotYet {
    /// A field is empty.
    Empty,
    /// Something else than digits.
    NotWhole,
    /// No sample was checked.
    Nothing,
    /// Too many to be true.
    TooMany,
    /// More nonconforming than checked.
    MoreThanChecked,
}

impl NotYet {
    /// What is to be done.
    #[must_use]
    pub fn say(&self, cx: &Cx) -> String {
        match self {
            Self::Empty => cx.w.sample_fill_in.to_string(),
            Self::NotWhole => cx.w.sample_whole.to_string(),
            Self::Nothing => cx.w.sample_at_least_one.to_string(),
            Self::TooMany => cx.w.sample_too_many.fill(&[("most", &MAX_CHECKED)]),
            Self::MoreThanChecked => cx.w.sample_more_than_checked.to_string(),
        }
    }
}

/// Reads the two fields.
///
/// # Errors
/// When they make no verdict yet.
pub fn verdict_of(checked: &str, nonconforming: &str) -> Result<Verdict, NotYet> {
    let read = |text: &str| -> Result<u32, NotYet> {
        let text = text.trim();
        if text.is_empty() {
            return Err(NotYet::Empty);
        }
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NotYet::NotWhole);
        }
        text.parse().map_err(|_| NotYet::TooMany)
    };
    let (checked, nonconforming) = (read(checked)?, read(nonconforming)?);
    if checked == 0 {
        Err(NotYet::Nothing)
    } else if checked > MAX_CHECKED {
        Err(NotYet::TooMany)
    } else if nonconforming > checked {
        Err(NotYet::MoreThanChecked)
    } else {
        Ok(Verdict::Sampled { checked, nonconforming })
    }
}

fn number(ui: &mut Ui, cx: &Cx, label: &str, text: &mut String) -> Response {
    field(ui, label, |ui| {
        let edit = &mut cx.held(text);
        text_field(ui, TextEdit::singleline(edit).desired_width(90.0).char_limit(9), cx.writable)
    })
}

/// Why the clause does not concern the company. Without a reason there is no exclusion.
fn reason(
    ui: &mut Ui,
    cx: &Cx,
    clause: &Clause,
    given: &str,
    pending: &mut Option<Pending>,
    focus: &mut bool,
    out: &mut Vec<Action>,
) {
    let mut text = given.to_owned();
    let response = field(ui, &cx.w.exclusion_reason, |ui| {
        let width = ui.available_width() - 12.0;
        let hint = cx.w.exclusion_reason_hint.to_string();
        let text = &mut cx.held(&mut text);
        text_field(ui, TextEdit::singleline(text).hint_text(hint).desired_width(width), cx.writable)
    });
    if std::mem::take(focus) {
        response.request_focus();
    }
    if response.changed() {
        if text.trim().is_empty() {
            *pending = Some(Pending { clause: clause.id.clone(), what: PendingKind::Exclude });
            // Without a reason it is what its sample says, where there is one.
            let verdict = cx.session.follows(&clause.id).unwrap_or(Verdict::Unrated);
            out.push(Action::Edit(Edit::SetVerdict { clause: clause.id.clone(), verdict }));
        } else {
            *pending = None;
            let verdict = Verdict::Excluded { reason: text };
            out.push(Action::Edit(Edit::SetVerdict { clause: clause.id.clone(), verdict }));
        }
    }
    if response.lost_focus() {
        out.push(Action::Pause);
        if ui.input(|input| input.key_pressed(Key::Escape)) {
            *pending = None;
        }
    }
    if pending.is_some() {
        ui.colored_label(egui::Color32::from(cx.theme.warn), &*cx.w.exclusion_needs_reason);
    } else {
        caption(ui, &*cx.w.exclusion_note);
    }
}
