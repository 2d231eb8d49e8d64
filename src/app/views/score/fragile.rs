//! 脆弱条款: the clauses whose loss alone would cost the grade; how many, and those first that are at risk anyway.

use egui::{CollapsingHeader, RichText, Ui};
use num_traits::Zero as _;

use crate::app::panels::grade_title;
use crate::app::widgets::{Tone, badge, caption, section_title};
use crate::app::{Action, Cx};
use crate::criteria::Amount;
use crate::scoring::{Fragile, Sureness};

/// So many stand in the open.
const SHOWN: usize = 5;

pub(super) fn ui(ui: &mut Ui, cx: &Cx, found: &Sureness, out: &mut Vec<Action>) {
    let (w, card) = (&cx.words.sureness, cx.session.card());
    section_title(ui, &*w.fragile_title);
    let floor = &found.range.floor;
    if card.undecided(floor) {
        caption(ui, &*w.fragile_not_yet);
        return;
    }
    let all = card.clauses.iter().filter(|line| !line.line.earned.is_zero()).count();
    if found.fragile.is_empty() {
        caption(ui, w.fragile_none.fill(&[("all", &all)]));
        return;
    }
    let from = cx.session.scheme().rules.grades.iter().find(|grade| grade.id == floor.grade.id);
    let margin = from.map_or_else(Amount::zero, |grade| &floor.score - &grade.from);
    let n = found.fragile.len();
    let grade = grade_title(cx, floor);
    ui.label(w.fragile_intro.fill(&[("grade", &grade), ("margin", &card.show(&margin)), ("all", &all), ("n", &n)]));
    let risky = found.fragile.iter().filter(|one| found.at_risk(&one.clause)).count();
    if risky > 0 {
        caption(ui, w.fragile_risk.fill(&[("n", &risky)]));
    } else {
        caption(ui, &*w.fragile_no_risk);
    }
    let (shown, more) = found.fragile.split_at(n.min(SHOWN));
    for one in shown {
        line(ui, cx, found, one, out);
    }
    if !more.is_empty() {
        let title = w.fragile_more.fill(&[("n", &more.len())]);
        CollapsingHeader::new(title).id_salt("fragile_more").show(ui, |ui| {
            for one in more {
                line(ui, cx, found, one, out);
            }
        });
    }
}

fn line(ui: &mut Ui, cx: &Cx, found: &Sureness, one: &Fragile, out: &mut Vec<Action>) {
    let w = &cx.words.sureness;
    let Some(clause) = cx.session.scheme().clause(&one.clause) else { return };
    ui.horizontal_wrapped(|ui| {
        if ui.link(format!("{} {}", clause.id, clause.title)).clicked() {
            out.push(Action::Show(clause.id.clone()));
        }
        let score = cx.session.card().show(&one.left.score);
        let grade = grade_title(cx, &one.left);
        let text = w.fragile_left.fill(&[("score", &score), ("grade", &grade)]);
        ui.label(RichText::new(text).weak());
        if found.doubtful.contains(&one.clause) {
            badge(ui, &w.mark_doubtful, Tone::Warn, cx.theme);
        }
        if found.unbacked.contains(&one.clause) {
            badge(ui, &w.mark_unbacked, Tone::Quiet, cx.theme);
        }
    });
}
