//! 概况: the company that is assessed.

use egui::{Color32, Frame, Id, Margin, Response, ScrollArea, TextEdit, Ui};

use crate::app::panels::central;
use crate::app::widgets::{
    Held, caption, field, heading, period_field, section_title, text_area, text_field, text_line, typed_field,
};
use crate::app::{Action, Cx, Theme};
use crate::assessment::{Company, Edit, Period};
use crate::lang::AppWords;
use crate::planning::{self, Certified};

/// The profile of the open case.
pub fn ui(ui: &mut Ui, cx: &Cx, out: &mut Vec<Action>) {
    let frame = Frame::new().fill(cx.theme.panel.into()).inner_margin(Margin::same(18));
    central(ui, "profile", frame, |ui| {
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            ui.set_max_width(ui.available_width().min(760.0) - 10.0);
            heading(ui, &*cx.w.place_profile);
            caption(ui, if cx.writable { &*cx.w.profile_hint } else { &*cx.w.look_only_hint });
            ui.add_space(8.0);
            let before = &cx.session.assessment().company;
            let mut company = (**before).clone();
            let left = form(ui, cx.w, cx.theme, cx.writable, &mut company);
            if company != **before {
                out.push(Action::Edit(Edit::SetCompany(Box::new(company))));
            }
            if left {
                out.push(Action::Pause);
            }
            ui.add_space(10.0);
            period(ui, cx, out);
            ui.add_space(10.0);
            quota(ui, cx);
        });
    });
}

/// 评价期间: what evidence has to cover.
fn period(ui: &mut Ui, cx: &Cx, out: &mut Vec<Action>) {
    let e = &cx.words.evidence;
    section_title(ui, &*e.period);
    caption(ui, &*e.period_hint);
    let mut period = cx.session.assessment().period;
    let recent = Period { from: cx.today - chrono::Months::new(3) + chrono::Days::new(1), to: cx.today };
    let mut asked = false;
    let changed = period_field(ui, cx, Id::unique("case_period"), &mut period, |ui| {
        asked = cx.writable && ui.button(&*e.period_recent).clicked();
        false
    });
    if asked {
        period = Some(recent);
    }
    if changed || asked {
        out.push(Action::Edit(Edit::SetPeriod(period)));
    }
}

/// More people than any company has.
const MOST: u32 = 9_999_999;

/// From this width on the form has two columns.
const TWO_COLUMNS: f32 = 640.0;

/// All fields of a company; true when one of them was left. Where they are not writable they can be read and copied.
pub fn form(ui: &mut Ui, w: &AppWords, theme: &Theme, writable: bool, company: &mut Company) -> bool {
    let mut left = name(ui, w, writable, company);
    if ui.available_width() >= TWO_COLUMNS {
        ui.columns(2, |columns| {
            left |= business(&mut columns[0], w, writable, company);
            left |= places(&mut columns[1], w, writable, company);
        });
    } else {
        left |= business(ui, w, writable, company);
        left |= places(ui, w, writable, company);
    }
    ui.horizontal_wrapped(|ui| {
        for (label, value) in [
            (&w.company_headcount, &mut company.headcount),
            (&w.company_service_managers, &mut company.service_managers),
            (&w.company_outlet_managers, &mut company.outlet_managers),
            (&w.company_certified_managers, &mut company.certified_managers),
        ] {
            left |= number(ui, w, theme, writable, label, value).lost_focus();
        }
    });
    left
}

/// The identity of the name's field, for whoever puts the cursor there.
pub fn name_id() -> Id {
    Id::unique("company_name")
}

fn name(ui: &mut Ui, w: &AppWords, writable: bool, company: &mut Company) -> bool {
    field(ui, &w.company_name, |ui| {
        let width = ui.available_width();
        let hint = w.company_name_hint.to_string();
        let text = &mut Held::new(&mut company.name, writable);
        let edit = TextEdit::singleline(text).id(name_id()).hint_text(hint).desired_width(width);
        text_field(ui, edit, writable)
    })
    .lost_focus()
}

fn business(ui: &mut Ui, w: &AppWords, writable: bool, company: &mut Company) -> bool {
    let mut left =
        text_area(ui, &w.company_sells, &w.company_sells_hint, 2, &mut Held::new(&mut company.sells, writable))
            .lost_focus();
    left |= text_area(ui, &w.company_scope, &w.company_scope_hint, 2, &mut Held::new(&mut company.scope, writable))
        .lost_focus();
    left |=
        text_area(ui, &w.company_contact, &w.company_contact_hint, 1, &mut Held::new(&mut company.contact, writable))
            .lost_focus();
    left |= text_line(
        ui,
        &w.company_prepared_by,
        &w.company_prepared_by_hint,
        &mut Held::new(&mut company.prepared_by, writable),
    )
    .lost_focus();
    left
}

fn places(ui: &mut Ui, w: &AppWords, writable: bool, company: &mut Company) -> bool {
    let mut sites = company.sites.join("\n");
    let response = text_area(ui, &w.company_sites, &w.company_sites_hint, 5, &mut Held::new(&mut sites, writable));
    if response.changed() {
        company.sites = if sites.is_empty() { Vec::new() } else { sites.split('\n').map(str::to_owned).collect() };
    }
    response.lost_focus()
}

/// A whole number or nothing. What is no number stays in the field, and is said to be none; what was there before counts.
pub(super) fn number(
    ui: &mut Ui,
    w: &AppWords,
    theme: &Theme,
    writable: bool,
    label: &str,
    value: &mut Option<u32>,
) -> Response {
    let read: fn(&str) -> Option<Option<u32>> = |text| text.parse().ok().filter(|number| *number <= MOST).map(Some);
    let show: fn(&u32) -> String = u32::to_string;
    field(ui, label, |ui| {
        let id = Id::unique(("number", label));
        let typed = typed_field(ui, id, value.as_ref(), (read, show), writable, |edit| edit.desired_width(150.0));
        if let Some(new) = typed.changed {
            *value = new;
        }
        if typed.unreadable {
            ui.colored_label(Color32::from(theme.warn), &*w.sample_whole);
        }
        typed.response
    })
}

/// The quota of certified managers, by the rule that 5.1.2.2 states.
pub(super) fn quota(ui: &mut Ui, cx: &Cx) {
    let quota = planning::quota(cx.session.assessment(), cx.today);
    let Some((managers, needed)) = quota.base.zip(quota.needed) else { return };
    let has = quota.certified.map_or(0, Certified::number);
    let text = cx.w.quota.fill(&[("managers", &managers), ("needed", &needed), ("has", &has)]);
    caption(ui, text);
}
