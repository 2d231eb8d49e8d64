//! Which clauses the sample feeds, by which checks, and what follows for each.

use std::collections::BTreeSet;

use egui::{Color32, ComboBox, RichText, ScrollArea, Ui};

use super::{Open, SamplingState};
use crate::app::theme::strong;
use crate::app::widgets::{Sign, Tone, badge, caption, sign};
use crate::app::{Action, Cx};
use crate::assessment::{self, Edit, Sample, Verdict, may_feed};
use crate::criteria::{Clause, ClauseId};
use crate::planning::wilson;
use crate::scoring::decimal_or_fraction;

/// The clauses.
pub fn ui(ui: &mut Ui, cx: &Cx, open: Open<'_>, sample: &Sample, state: &mut SamplingState, out: &mut Vec<Action>) {
    let s = &cx.words.sampling;
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        ui.set_max_width(ui.available_width().min(920.0) - 10.0);
        caption(ui, &*s.clauses_what);
        let usual = open.kind.clauses();
        let clauses = cx.session.scheme().clauses();
        for clause in clauses.filter(|clause| usual.contains(&&clause.id) || sample.feeds.contains_key(&clause.id)) {
            ui.add_space(6.0);
            one(ui, cx, open, sample, clause, out);
        }
        ui.add_space(10.0);
        add(ui, cx, open, sample, out);
        if let Some(refused) = &state.refused {
            ui.colored_label(Color32::from(cx.theme.warn), refused);
        }
    });
}

/// Another set of clauses and checks, as a step of its own.
fn feed(open: Open<'_>, sample: &Sample, clause: &ClauseId, checks: Option<BTreeSet<String>>, out: &mut Vec<Action>) {
    let mut sample = sample.clone();
    match checks {
        Some(checks) => drop(sample.feeds.insert(clause.clone(), checks)),
        None => drop(sample.feeds.remove(clause)),
    }
    let edit = Edit::SetSample { ledger: open.kind.id.clone(), sample: Some(Box::new(sample)) };
    out.extend([Action::Pause, Action::Edit(edit), Action::Pause]);
}

/// The checks that take part in a clause unless somebody chooses otherwise: its own, or all where it has none.
fn usual_checks(open: Open<'_>, clause: &ClauseId) -> BTreeSet<String> {
    let own = open.kind.checks.iter().filter(|check| check.clauses.contains(clause));
    let own: BTreeSet<String> = own.map(|check| check.id.clone()).collect();
    if own.is_empty() { open.kind.checks.iter().map(|check| check.id.clone()).collect() } else { own }
}

fn one(ui: &mut Ui, cx: &Cx, open: Open<'_>, sample: &Sample, clause: &Clause, out: &mut Vec<Action>) {
    let s = &cx.words.sampling;
    let checks = sample.feeds.get(&clause.id);
    let may = may_feed(cx.session.scheme(), cx.session.assessment(), &clause.id);
    let excluded = matches!(cx.session.assessment().verdict(&clause.id), Verdict::Excluded { .. });
    ui.horizontal_wrapped(|ui| {
        let mut on = checks.is_some();
        let text = RichText::new(format!("{}  {}", clause.id, clause.title)).text_style(strong());
        let enabled = cx.writable && (on || may);
        let response = ui.add_enabled(enabled, egui::Checkbox::new(&mut on, text));
        let why = if excluded { &*s.feed_excluded } else { &*cx.w.look_only_hint };
        if response.on_disabled_hover_text(why).changed() {
            feed(open, sample, &clause.id, on.then(|| usual_checks(open, &clause.id)), out);
        }
        if excluded {
            badge(ui, &cx.c.excluded, Tone::Quiet, cx.theme);
        }
    });
    let Some(checks) = checks else { return };
    ui.indent(("fed", &clause.id), |ui| {
        ui.horizontal_wrapped(|ui| {
            caption(ui, &*s.by_checks);
            for check in &open.kind.checks {
                let mut on = checks.contains(&check.id);
                let last = on && checks.len() == 1;
                let checkbox = egui::Checkbox::new(&mut on, RichText::new(&check.title).small());
                let response = ui.add_enabled(cx.writable && !last, checkbox);
                let name = format!("{} {}", clause.id, check.title);
                response.widget_info(|| egui::WidgetInfo::selected(egui::Role::CheckBox, true, on, &name));
                if response.on_disabled_hover_text(&*s.last_check).on_hover_text(&check.how).changed() {
                    let mut checks = checks.clone();
                    if on {
                        checks.insert(check.id.clone());
                    } else {
                        checks.remove(&check.id);
                    }
                    feed(open, sample, &clause.id, Some(checks), out);
                }
            }
        });
        follows(ui, cx, sample, clause, checks, out);
    });
}

/// The verdict that follows, the points, and how far a sample of this size may be from the truth.
fn follows(ui: &mut Ui, cx: &Cx, sample: &Sample, clause: &Clause, checks: &BTreeSet<String>, out: &mut Vec<Action>) {
    let s = &cx.words.sampling;
    let count = sample.count(checks);
    let verdict = cx.session.assessment().verdict(&clause.id);
    ui.horizontal_wrapped(|ui| {
        sign(ui, Sign::from(verdict), cx.theme, "");
        if count.checked == 0 {
            let text = match count.open {
                0 => s.follows_not_concerned.to_string(),
                open => s.follows_nothing.fill(&[("open", &open)]),
            };
            caption(ui, text);
            return;
        }
        let line = cx.session.card().clause(&clause.id);
        let lost = line.map(|line| cx.session.card().show_marked(&line.line.lost)).unwrap_or_default();
        ui.label(s.follows_line.fill(&[
            ("n", &count.checked),
            ("m", &count.nonconforming),
            ("share", &percent(count.nonconforming, count.checked)),
            ("points", &decimal_or_fraction(&clause.points)),
            ("lost", &lost),
        ]));
        if count.open > 0 {
            caption(ui, s.trail_open_short.fill(&[("n", &count.open)]));
        }
    });
    let others = cx.session.fed().get(&clause.id).map_or(0, |fed| fed.from.len());
    if others > 1 {
        ui.horizontal_wrapped(|ui| {
            caption(ui, &*s.with_others);
            super::link(ui, cx, &clause.id, out);
        });
    }
    if let Some(interval) = wilson(count.nonconforming, count.checked) {
        let share = |ten_thousandths: u32| percent(ten_thousandths, 10_000);
        let (low, high) = (share(interval.lower), share(interval.upper));
        caption(ui, s.interval.fill(&[("low", &low), ("high", &high)])).on_hover_text(&*s.interval_hint);
    }
}

/// A share in percent with one decimal; a help for eyes, no part of any score.
fn percent(part: u32, of: u32) -> String {
    let number = |count| usize::try_from(count).unwrap_or(usize::MAX);
    format!("{}%", assessment::percent(number(part), number(of), 1))
}

/// Any other clause that loses points in proportion.
fn add(ui: &mut Ui, cx: &Cx, open: Open<'_>, sample: &Sample, out: &mut Vec<Action>) {
    let s = &cx.words.sampling;
    let usual = open.kind.clauses();
    let (scheme, assessment) = (cx.session.scheme(), cx.session.assessment());
    let other = |clause: &&Clause| {
        !usual.contains(&&clause.id)
            && !sample.feeds.contains_key(&clause.id)
            && may_feed(scheme, assessment, &clause.id)
    };
    let others: Vec<&Clause> = scheme.clauses().filter(other).collect();
    if others.is_empty() || !cx.writable {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        let label = caption(ui, &*s.add_clause);
        let combo = ComboBox::from_id_salt("feed_more").width(320.0).selected_text(&*s.add_clause_hint);
        let combo = combo.show_ui(ui, |ui| {
            for clause in others {
                if ui.selectable_label(false, format!("{} {}", clause.id, clause.title)).clicked() {
                    feed(open, sample, &clause.id, Some(usual_checks(open, &clause.id)), out);
                }
            }
        });
        combo.response.labelled_by(label.id);
    });
}
