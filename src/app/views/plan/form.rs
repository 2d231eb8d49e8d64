//! What is asked: the target, by when, within what, what is to be least, and what is laid down about single actions.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use egui::{ComboBox, Id, Response, TextEdit, Ui};
use num_traits::{Signed as _, ToPrimitive as _};

use crate::app::Cx;
use crate::app::widgets::{caption, date_field, field, section_title};
use crate::assessment::{ActionId, ActionState};
use crate::criteria::{Amount, Scheme, parse_amount, whole};
use crate::lang::{Phrase, Words, cut};
use crate::planning::choose::{Minimise, Pin};
use crate::planning::{PlanAsk, Target, grades_above};
use crate::scoring::{ScoreCard, decimal_or_fraction};
use crate::session::Session;

/// What was chosen and typed.
#[derive(Debug)]
pub(super) struct Form {
    /// None for the next grade above the present one.
    target: Option<Aim>,
    margin: String,
    points: String,
    by: Option<NaiveDate>,
    /// Whether what stands in the field of that day is none.
    by_unreadable: bool,
    effort: String,
    cost: String,
    pub(super) minimise: Minimise,
    pub(super) pins: BTreeMap<ActionId, Pin>,
}

/// What is aimed at.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Aim {
    Grade(String),
    Points,
}

impl Default for Form {
    fn default() -> Self {
        Self {
            target: None,
            margin: decimal_or_fraction(&Target::usual_margin()),
            points: String::new(),
            by: None,
            by_unreadable: false,
            effort: String::new(),
            cost: String::new(),
            minimise: Minimise::Effort,
            pins: BTreeMap::new(),
        }
    }
}

/// A number that is not below 0; nothing where nothing is typed.
fn number(text: &str, phrase: &Phrase) -> Result<Option<Amount>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let found = parse_amount(text).filter(|amount| !amount.is_negative());
    found.map(Some).ok_or_else(|| phrase.fill(&[("text", &cut(text))]))
}

/// Hundredths, as actions have them.
fn hundredth(text: &str, phrase: &Phrase) -> Result<Option<u64>, String> {
    let found = number(text, phrase)?.map(|amount| (amount * whole(100)).to_integer());
    Ok(found.map(|found| found.to_u64().unwrap_or(u64::MAX)))
}

impl Form {
    /// The aim: what was chosen, else the next grade, else the highest.
    fn aim(&self, scheme: &Scheme, card: &ScoreCard) -> Aim {
        let grades = &scheme.rules.grades;
        let known = |aim: &&Aim| match aim {
            Aim::Grade(id) => grades.iter().any(|grade| grade.id == *id),
            Aim::Points => true,
        };
        if let Some(aim) = self.target.as_ref().filter(known) {
            return aim.clone();
        }
        let next = grades_above(scheme, card).next().or_else(|| grades.last());
        next.map_or(Aim::Points, |grade| Aim::Grade(grade.id.clone()))
    }

    /// Asks for another margin, written as a person would.
    pub(super) fn set_margin(&mut self, margin: &Amount) {
        self.margin = decimal_or_fraction(margin);
    }

    /// The question, and the margin; or a sentence about what cannot be read.
    pub(super) fn ask(&self, session: &Session, today: NaiveDate, words: &Words) -> Result<(PlanAsk, Amount), String> {
        let w = &words.plan_view;
        if self.by_unreadable {
            return Err(words.app.date_unreadable.to_string());
        }
        let margin = number(&self.margin, &w.bad_margin)?.unwrap_or_default();
        let target = match self.aim(session.scheme(), session.card()) {
            Aim::Grade(id) => Target::Grade { id, margin: margin.clone() },
            Aim::Points => {
                Target::Score(number(&self.points, &w.bad_points)?.ok_or_else(|| w.points_missing.to_string())?)
            }
        };
        let actions = &session.assessment().actions;
        let open = |id: &ActionId| actions.get(id).is_some_and(|action| action.state != ActionState::Closed);
        let pins = self.pins.iter().filter(|(id, pin)| **pin != Pin::Free && open(id));
        let ask = PlanAsk {
            target,
            minimise: self.minimise,
            today,
            by: self.by,
            most_effort: hundredth(&self.effort, &w.bad_effort)?,
            most_cost: hundredth(&self.cost, &w.bad_cost)?,
            pins: pins.map(|(id, pin)| (*id, *pin)).collect(),
        };
        Ok((ask, margin))
    }
}

/// A short field for a number.
fn short(ui: &mut Ui, label: &str, hint: &str, text: &mut String) -> Response {
    field(ui, label, |ui| {
        ui.add(TextEdit::singleline(text).desired_width(92.0).char_limit(18).hint_text(hint.to_owned()))
    })
}

/// The form. It changes nothing in the case, so that it works while that is only looked at.
pub(super) fn ui(ui: &mut Ui, cx: &Cx, form: &mut Form) {
    let w = &cx.words.plan_view;
    section_title(ui, &*w.asked);
    let scheme = cx.session.scheme();
    let mut aim = form.aim(scheme, cx.session.card());
    let before = aim.clone();
    ui.horizontal_wrapped(|ui| {
        field(ui, &w.target, |ui| {
            let shown = match &aim {
                Aim::Grade(id) => scheme
                    .rules
                    .grades
                    .iter()
                    .find(|grade| grade.id == *id)
                    .map_or("", |g| cx.words.grade(id, &g.title)),
                Aim::Points => &*w.target_points,
            };
            let combo = ComboBox::from_id_salt("target").width(120.0).selected_text(shown.to_owned());
            combo
                .show_ui(ui, |ui| {
                    for grade in &scheme.rules.grades {
                        let from = decimal_or_fraction(&grade.from);
                        let label = w
                            .target_grade
                            .fill(&[("grade", &cx.words.grade(&grade.id, &grade.title)), ("from", &from)]);
                        ui.selectable_value(&mut aim, Aim::Grade(grade.id.clone()), label);
                    }
                    ui.selectable_value(&mut aim, Aim::Points, &*w.target_points);
                })
                .response
        });
        if aim == Aim::Points {
            short(ui, &w.points, &w.points_hint, &mut form.points);
        } else {
            short(ui, &w.margin, "", &mut form.margin);
        }
        field(ui, &w.by, |ui| {
            let date = date_field(ui, Id::unique(("plan by", cx.path)), form.by, &cx.w.date_hint, true);
            if let Some(new) = date.changed {
                form.by = new;
            }
            form.by_unreadable = date.unreadable;
            date.response
        });
        short(ui, &w.most_effort, &w.no_limit, &mut form.effort);
        short(ui, &w.most_cost, &w.no_limit, &mut form.cost);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 3.0;
            caption(ui, &*w.minimise);
            ui.horizontal(|ui| {
                for (value, name) in [
                    (Minimise::Effort, &w.minimise_effort),
                    (Minimise::Cost, &w.minimise_cost),
                    (Minimise::Days, &w.minimise_days),
                ] {
                    ui.selectable_value(&mut form.minimise, value, &**name);
                }
            });
        });
    });
    if aim != before {
        form.target = Some(aim);
    }
    if let Err(said) = form.ask(cx.session, cx.today, cx.words) {
        ui.colored_label(egui::Color32::from(cx.theme.bad), said);
    }
    super::pins::ui(ui, cx, form);
}
