//! The managers' quota: its base, its sum in one line, the register of certificates, and what it suggests for the
//! verdict of its clause. A suggestion is taken by a person, never by itself.

use egui::{Button, Color32, Frame, Id, Margin, ScrollArea, TextEdit, Ui};

use crate::app::views::profile;
use crate::app::widgets::{Tone, badge, callout, caption, date_field, field, section_title, text_field};
use crate::app::{Action, Cx};
use crate::assessment::{CertificateId, Edit, ManagerCertificate, Verdict};
use crate::criteria::{GateForm, gates};
use crate::lang::Phrase;
use crate::planning::{GateState, GateValue, Quota, Reason, suggested_verdict};
use crate::report::readiness::GateTeller;

/// How far below the caption of a field its text stands.
const BELOW_CAPTION: f32 = 22.0;

/// The page.
pub(super) fn ui(ui: &mut Ui, cx: &Cx, new: &mut ManagerCertificate, out: &mut Vec<Action>) {
    let found = cx.gates.iter().find_map(|result| match &result.value {
        GateValue::Quota(quota) => Some((result, quota)),
        _ => None,
    });
    let Some((result, quota)) = found else { return };
    ScrollArea::vertical().id_salt("managers").auto_shrink([false, false]).show(ui, |ui| {
        ui.set_max_width(ui.available_width().min(860.0) - 10.0);
        let teller = GateTeller { words: cx.words, assessment: cx.session.assessment() };
        let tone = match result.state {
            GateState::Pass => Tone::Good,
            GateState::Warn => Tone::Warn,
            GateState::Fail => Tone::Bad,
            GateState::Unknown => Tone::Quiet,
        };
        callout(ui, tone, cx.theme, |ui| {
            ui.label(teller.quota_line(quota));
            // What is missing stands in the sum already.
            let missing = |reason: &&Reason| matches!(reason, Reason::ManagersMissing { .. });
            for reason in result.reasons.iter().filter(|reason| !missing(reason)) {
                ui.label(teller.reason(reason));
            }
        });
        caption(ui, &*cx.words.readiness.quota_convention);
        suggestion(ui, cx, quota, out);
        ui.add_space(10.0);
        base(ui, cx, quota, out);
        ui.add_space(10.0);
        register(ui, cx, quota, out);
        ui.add_space(10.0);
        ui.add_enabled_ui(cx.writable, |ui| add(ui, cx, new, out));
        ui.add_space(12.0);
    });
}

/// What the quota says of its clause, and a button that takes it over.
fn suggestion(ui: &mut Ui, cx: &Cx, quota: &Quota, out: &mut Vec<Action>) {
    let w = &cx.words.readiness;
    let clause = gates().gates.iter().find_map(|gate| match &gate.form {
        GateForm::Quota { clause } => Some(clause),
        _ => None,
    });
    let Some(clause) = clause else { return };
    let Some(verdict) = suggested_verdict(cx.session.scheme(), clause, quota) else { return };
    let now = cx.session.assessment().verdict(clause);
    let said = say(cx, &verdict);
    if *now == verdict {
        caption(ui, w.suggestion_same.fill(&[("clause", clause), ("verdict", &said)]));
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.label(w.suggestion.fill(&[("clause", clause), ("verdict", &said), ("now", &say(cx, now))]));
        if ui.add_enabled(cx.writable, Button::new(&*w.suggestion_take)).clicked() {
            let edit = Edit::SetVerdict { clause: clause.clone(), verdict };
            out.extend([Action::Pause, Action::Edit(edit), Action::Pause]);
        }
    });
}

/// A verdict with its numbers.
fn say(cx: &Cx, verdict: &Verdict) -> String {
    let word = cx.verdict(verdict);
    match verdict {
        Verdict::Sampled { checked, nonconforming } => cx.words.readiness.suggestion_sampled.fill(&[
            ("word", word),
            ("checked", checked),
            ("nonconforming", nonconforming),
        ]),
        _ => word.to_string(),
    }
}

/// The numbers of the profile that the quota is worked out from.
fn base(ui: &mut Ui, cx: &Cx, quota: &Quota, out: &mut Vec<Action>) {
    let w = &cx.words.readiness;
    section_title(ui, &*w.managers_base);
    caption(ui, &*w.managers_base_hint);
    let before = &cx.session.assessment().company;
    let mut company = (**before).clone();
    let mut left = false;
    ui.horizontal_wrapped(|ui| {
        for (label, value) in
            [(&w.managers_all, &mut company.service_managers), (&w.managers_outlets, &mut company.outlet_managers)]
        {
            left |= profile::number(ui, cx.w, cx.theme, cx.writable, label, value).lost_focus();
        }
        // The number that certificates stand for; once they are listed it is only looked at where it differs.
        if cx.session.assessment().certificates.is_empty() || quota.stated_otherwise.is_some() {
            let value = &mut company.certified_managers;
            left |= profile::number(ui, cx.w, cx.theme, cx.writable, &w.managers_stated, value).lost_focus();
        }
        if let Some(headquarters) = quota.headquarters {
            ui.vertical(|ui| {
                ui.add_space(BELOW_CAPTION + 4.0);
                caption(ui, w.managers_headquarters.fill(&[("n", &headquarters)]));
            });
        }
    });
    if company != **before {
        out.push(Action::Edit(Edit::SetCompany(Box::new(company))));
    }
    if left {
        out.push(Action::Pause);
    }
}

/// The certificates, each to be changed where it stands.
fn register(ui: &mut Ui, cx: &Cx, quota: &Quota, out: &mut Vec<Action>) {
    let w = &cx.words.readiness;
    let all = &cx.session.assessment().certificates;
    section_title(ui, w.managers_register.fill(&[("n", &all.len())]));
    caption(ui, &*w.managers_register_hint);
    for (id, certificate) in all {
        ui.push_id(("certificate", id.0), |ui| entry(ui, cx, quota, *id, certificate, out));
        ui.add_space(4.0);
    }
}

fn entry(
    ui: &mut Ui,
    cx: &Cx,
    quota: &Quota,
    id: CertificateId,
    certificate: &ManagerCertificate,
    out: &mut Vec<Action>,
) {
    let w = &cx.words.readiness;
    let frame = Frame::new().fill(cx.theme.sunken.into()).corner_radius(6).inner_margin(Margin::same(10));
    frame.show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        // A name that was emptied waits here for another: without one there is no certificate.
        let emptied = Id::unique(("certificate_name", id.0));
        let mut next = certificate.clone();
        if ui.data(|data| data.get_temp::<bool>(emptied)).unwrap_or_default() {
            next.name.clear();
        }
        let left = fields(ui, cx, Id::unique(("certificate", id.0)), &mut next, |ui| {
            let (word, tone) = state(cx, quota, id);
            badge(ui, word, tone, cx.theme);
            let label = w.managers_remove.fill(&[("name", &crate::lang::cut(&certificate.name))]);
            if ui.add_enabled(cx.writable, Button::new(label).small()).clicked() {
                out.push(Action::Edit(Edit::SetCertificate { id, certificate: None }));
            }
        });
        let nameless = next.name.trim().is_empty();
        ui.data_mut(|data| data.insert_temp(emptied, nameless));
        if nameless {
            ui.colored_label(Color32::from(cx.theme.warn), &*w.managers_needs_name);
        }
        if nameless {
            next.name.clone_from(&certificate.name);
        }
        if next != *certificate {
            out.push(Action::Edit(Edit::SetCertificate { id, certificate: Some(Box::new(next)) }));
        }
        if left {
            out.push(Action::Pause);
        }
    });
}

/// Whether a certificate counts, in a word.
fn state<'a>(cx: &Cx<'a>, quota: &Quota, id: CertificateId) -> (&'a Phrase, Tone) {
    let w = &cx.words.readiness;
    if quota.expired.contains(&id) {
        (&w.certificate_expired, Tone::Bad)
    } else if quota.unnumbered.contains(&id) {
        (&w.certificate_unnumbered, Tone::Bad)
    } else if quota.repeated.contains(&id) {
        (&w.certificate_repeated, Tone::Warn)
    } else if quota.expiring.contains(&id) {
        (&w.certificate_expiring, Tone::Warn)
    } else {
        (&w.certificate_counts, Tone::Good)
    }
}

/// What a certificate says, with something behind it; true when a field was left.
fn fields(ui: &mut Ui, cx: &Cx, key: Id, certificate: &mut ManagerCertificate, behind: impl FnOnce(&mut Ui)) -> bool {
    let w = &cx.words.readiness;
    let mut left = false;
    let mut unreadable = false;
    ui.horizontal_wrapped(|ui| {
        let ManagerCertificate { name, number, expires, place } = certificate;
        let mut line = |ui: &mut Ui, label: &str, text: &mut String, width: f32| {
            let response = field(ui, label, |ui| {
                let edit = &mut cx.held(text);
                text_field(ui, TextEdit::singleline(edit).desired_width(width), cx.writable)
            });
            left |= response.lost_focus();
        };
        line(ui, &w.certificate_name, name, 100.0);
        line(ui, &w.certificate_number, number, 170.0);
        line(ui, &w.certificate_place, place, 170.0);
        let response = field(ui, &w.certificate_expires, |ui| {
            let date = date_field(ui, key.with("expires"), *expires, &cx.w.date_hint, cx.writable);
            unreadable = date.unreadable;
            if let Some(day) = date.changed {
                *expires = day;
            }
            date.response
        });
        left |= response.lost_focus();
        ui.vertical(|ui| {
            ui.add_space(BELOW_CAPTION);
            ui.horizontal(behind);
        });
    });
    if unreadable {
        ui.colored_label(Color32::from(cx.theme.warn), &*cx.w.date_unreadable);
    }
    left
}

/// A certificate that is not in the register yet.
fn add(ui: &mut Ui, cx: &Cx, new: &mut ManagerCertificate, out: &mut Vec<Action>) {
    let w = &cx.words.readiness;
    section_title(ui, &*w.managers_add);
    ui.push_id("new_certificate", |ui| {
        let mut asked = false;
        let mut written = new.clone();
        let ready = !new.name.trim().is_empty();
        let left = fields(ui, cx, Id::unique("new_certificate"), &mut written, |ui| {
            let button = ui.add_enabled(ready, Button::new(&*w.managers_add_button));
            asked = button.on_disabled_hover_text(&*w.managers_needs_name).clicked();
        });
        // A field of one line is left by Enter; whoever fills in the last one is done.
        asked |= left && ready && ui.input(|input| input.key_pressed(egui::Key::Enter));
        *new = written;
        if asked {
            let id = cx.session.assessment().next_certificate_id();
            let certificate = Some(Box::new(std::mem::take(new)));
            out.extend([Action::Pause, Action::Edit(Edit::SetCertificate { id, certificate }), Action::Pause]);
        }
    });
}
