//! The draw: how many, with which seed, from which strata; more of it later, and beginning anew.

use egui::{Color32, ComboBox, Response, RichText, TextEdit, Ui};

use super::{Open, SamplingState};
use crate::app::dialogs::Dialog;
use crate::app::widgets::{Tone, callout, caption, field, primary, section_title, text_field};
use crate::app::{Action, Cx};
use crate::assessment::{
    DrawAsk, DrawRefused, MAX_KEPT, MAX_SAMPLE, Sample, draw, possible_strata, say_strata, usual_feeds,
};
use crate::criteria::{LedgerId, LedgerKind};
use crate::lang::cut;

/// How many are proposed at first.
const PROPOSED: usize = 20;
/// How many more are proposed.
const STEP: usize = 10;

/// What is asked for, as far as it is typed.
#[derive(Debug, Default)]
pub struct Form {
    /// For which ledger, and after how many that are drawn.
    of: Option<(LedgerId, usize)>,
    n: String,
    seed: String,
    strata: Option<String>,
    /// Whether the form for more is open.
    open: bool,
    /// Whether it is the one for beginning anew.
    anew: bool,
    refused: Option<(At, String)>,
}

/// Beside which field a refusal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Number,
    Seed,
    Strata,
}

impl Form {
    /// Proposes what stands in the fields at first, and again after a draw.
    pub fn propose(&mut self, cx: &Cx, open: Open<'_>) {
        let drawn = open.sample.map_or(0, |sample| sample.drawn.len());
        let of = Some((open.kind.id.clone(), drawn));
        if self.of == of {
            return;
        }
        let population = open.ledger.map_or(0, |ledger| ledger.records.len());
        let wanted = if drawn == 0 { PROPOSED } else { drawn + STEP };
        *self = Self {
            of,
            n: wanted.min(population).max(drawn).to_string(),
            // The day: anybody sees that nobody tried seeds until one pleased.
            seed: cx.today.format("%Y%m%d").to_string(),
            ..Self::default()
        };
    }

    fn ask(&self, cx: &Cx, anew: bool) -> Result<DrawAsk, (At, String)> {
        let typed = self.n.trim();
        let bad = || {
            let places: [(&str, &dyn std::fmt::Display); 2] = [("text", &cut(typed)), ("most", &MAX_SAMPLE)];
            (At::Number, cx.words.sampling.draw_bad_n.fill(&places))
        };
        let n = typed.parse().map_err(|_| bad())?;
        Ok(DrawAsk { n, seed: self.seed.clone(), strata: self.strata.clone(), anew })
    }
}

/// The first draw from a ledger.
pub fn first(ui: &mut Ui, cx: &Cx, open: Open<'_>, state: &mut SamplingState, out: &mut Vec<Action>) {
    let s = &cx.words.sampling;
    ui.add_space(8.0);
    let population = open.ledger.map_or(0, |ledger| ledger.records.len());
    ui.set_max_width(ui.available_width().min(860.0));
    section_title(ui, s.first_title.fill(&[("ledger", &open.kind.title), ("n", &population)]));
    ui.label(&*s.first_what);
    ui.add_space(6.0);
    fields(ui, cx, open.kind, &mut state.form);
    ui.add_space(6.0);
    if primary(ui, &s.draw, cx.writable, cx.theme).on_disabled_hover_text(&*cx.w.look_only_hint).clicked() {
        go(cx, open, &mut state.form, false, out);
    }
    ui.add_space(8.0);
    caption(ui, &*s.draw_how);
    let feeds = usual_feeds(cx.session.scheme(), cx.session.assessment(), open.kind);
    let clauses = cx.list(feeds.keys().map(|clause| clause.as_str()));
    let text = if feeds.is_empty() { s.will_feed_none.to_string() } else { s.will_feed.fill(&[("clauses", &clauses)]) };
    caption(ui, text);
    ui.add_space(8.0);
    section_title(ui, &*s.sheet_help);
    for check in &open.kind.checks {
        ui.label(s.check_line.fill(&[("check", &check.title), ("how", &check.how)]));
    }
}

/// What was drawn, in the line of the ledger, and the way to more of it.
pub fn drawn(ui: &mut Ui, cx: &Cx, open: Open<'_>, sample: &Sample, state: &mut SamplingState) {
    let s = &cx.words.sampling;
    let places: [(&str, &dyn std::fmt::Display); 4] = [
        ("population", &sample.population),
        ("strata", &sample.say_strata(open.kind, cx.words)),
        ("seed", &cut(&sample.seed)),
        ("n", &sample.drawn.len()),
    ];
    let how = [&*s.draw_how, &sample.say_again(cx.words)].join("\n");
    caption(ui, s.drawn_short_line.fill(&places)).on_hover_text(how);
    if ui.add(egui::Button::new(&*s.more_or_anew).selected(state.form.open)).clicked() {
        state.form.open = !state.form.open;
        state.form.refused = None;
    }
}

/// More of what was drawn, and beginning anew.
pub fn more(ui: &mut Ui, cx: &Cx, open: Open<'_>, sample: &Sample, state: &mut SamplingState, out: &mut Vec<Action>) {
    let s = &cx.words.sampling;
    let population = open.ledger.map_or(0, |ledger| ledger.records.len());
    if state.seen.drifted() {
        // What is gone is not replaced by more: that only makes the sample larger.
        let gone = open.ledger.map_or(sample.drawn.len(), |ledger| sample.gone(ledger).count());
        let phrase = if gone * 2 >= sample.drawn.len() { &s.drifted_gone } else { &s.drifted };
        let text = phrase.fill(&[("then", &sample.population), ("now", &population)]);
        callout(ui, Tone::Warn, cx.theme, |ui| ui.label(text));
    }
    // Neither is mended by drawing more, so that both stay until it is drawn anew; small, as the sheet needs the room.
    if !sample.before.is_empty() {
        caption(ui, sample.say_again(cx.words));
    }
    if let Some(gone) = sample.say_gone(open.ledger, cx.words) {
        ui.label(RichText::new(gone).small().color(Color32::from(cx.theme.warn)));
    }
    if !state.form.open {
        return;
    }
    callout(ui, Tone::Quiet, cx.theme, |ui| {
        ui.horizontal_wrapped(|ui| {
            if open.ledger.is_none() {
                caption(ui, s.no_ledger.fill(&[("ledger", &open.kind.title)]));
            } else if sample.drawn.len() >= population {
                caption(ui, &*s.all_drawn);
            } else if !state.form.anew {
                let label = ui.label(&*s.more_label);
                let edit = &mut cx.held(&mut state.form.n);
                let line = TextEdit::singleline(edit).desired_width(56.0).char_limit(9);
                text_field(ui, line, cx.writable).labelled_by(label.id);
                ui.label(&*s.records_unit);
                if ui.add_enabled(cx.writable, egui::Button::new(&*s.more)).clicked() {
                    more_asked(cx, open, sample, &mut state.form, out);
                }
                caption(ui, &*s.more_keeps);
            }
            if !state.form.anew {
                let anew = ui.add_enabled(cx.writable, egui::Button::new(&*s.anew));
                if anew.on_disabled_hover_text(&*cx.w.look_only_hint).clicked() {
                    state.form.anew = true;
                    state.form.refused = None;
                }
                refusal(ui, cx, &state.form, At::Number);
            }
        });
        if state.form.anew {
            ui.label(&*s.anew_what);
            fields(ui, cx, open.kind, &mut state.form);
            ui.horizontal(|ui| {
                if ui.add_enabled(cx.writable, egui::Button::new(&*s.anew_draw)).clicked() {
                    go(cx, open, &mut state.form, true, out);
                }
                if ui.button(&*s.anew_not).clicked() {
                    state.form.anew = false;
                }
            });
        }
    });
}

/// More records with the seed and the strata that were drawn with.
fn more_asked(cx: &Cx, open: Open<'_>, sample: &Sample, form: &mut Form, out: &mut Vec<Action>) {
    form.refused = None;
    let asked =
        form.ask(cx, false).map(|ask| DrawAsk { seed: sample.seed.clone(), strata: sample.strata.clone(), ..ask });
    match asked {
        Ok(ask) if ask.n <= sample.drawn.len() => {
            let text = cx.words.sampling.more_than.fill(&[("n", &sample.drawn.len())]);
            form.refused = Some((At::Number, text));
        }
        Ok(ask) => asked_for(cx, open, form, &ask, out),
        Err(refused) => form.refused = Some(refused),
    }
}

fn fields(ui: &mut Ui, cx: &Cx, kind: &LedgerKind, form: &mut Form) {
    let s = &cx.words.sampling;
    let line = |ui: &mut Ui, label: &str, text: &mut String, width: f32| -> Response {
        field(ui, label, |ui| {
            let edit = &mut cx.held(text);
            text_field(ui, TextEdit::singleline(edit).desired_width(width).char_limit(MAX_KEPT + 1), cx.writable)
        })
    };
    ui.horizontal_wrapped(|ui| {
        line(ui, &s.n_label, &mut form.n, 90.0);
        line(ui, &s.seed_label, &mut form.seed, 190.0).on_hover_text(&*s.seed_hint);
        field(ui, &s.strata_label, |ui| {
            let chosen = say_strata(form.strata.as_deref(), kind, cx.words);
            let combo = ComboBox::from_id_salt("strata").width(180.0).selected_text(chosen);
            let combo = combo.show_ui(ui, |ui| {
                let known = possible_strata(kind);
                for strata in std::iter::once(None).chain(known.into_iter().map(Some)) {
                    let text = say_strata(strata, kind, cx.words);
                    if ui.selectable_label(form.strata.as_deref() == strata, text).clicked() {
                        form.strata = strata.map(str::to_owned);
                    }
                }
            });
            combo.response
        });
    });
    for at in [At::Number, At::Seed, At::Strata] {
        refusal(ui, cx, form, at);
    }
}

fn refusal(ui: &mut Ui, cx: &Cx, form: &Form, at: At) {
    if let Some((_, text)) = form.refused.as_ref().filter(|(beside, _)| *beside == at) {
        ui.colored_label(egui::Color32::from(cx.theme.warn), text);
    }
}

/// Draws what is in the fields.
fn go(cx: &Cx, open: Open<'_>, form: &mut Form, anew: bool, out: &mut Vec<Action>) {
    form.refused = None;
    match form.ask(cx, anew) {
        Ok(ask) => asked_for(cx, open, form, &ask, out),
        Err(refused) => form.refused = Some(refused),
    }
}

/// Draws; where something that was found would be lost, it is asked first.
fn asked_for(cx: &Cx, open: Open<'_>, form: &mut Form, ask: &DrawAsk, out: &mut Vec<Action>) {
    match draw(cx.session.scheme(), cx.session.assessment(), open.kind, ask) {
        Ok((edit, _)) => {
            let begun = open.sample.map_or(0, |sample| sample.drawn.iter().filter(|drawn| drawn.is_begun()).count());
            if ask.anew && begun > 0 {
                let dialog =
                    Dialog::DrawAnew { ledger: open.kind.title.clone(), looked_at: begun, edit: Box::new(edit) };
                out.push(Action::Dialog(dialog));
            } else {
                out.extend([Action::Pause, Action::Edit(edit), Action::Pause]);
                (form.open, form.anew) = (false, false);
            }
        }
        Err(refused) => form.refused = Some(say(&refused, cx, open.kind, form)),
    }
}

/// Why nothing can be drawn, and beside which field that is said.
fn say(refused: &DrawRefused, cx: &Cx, kind: &LedgerKind, form: &Form) -> (At, String) {
    let s = &cx.words.sampling;
    match refused {
        DrawRefused::NoLedger => (At::Number, s.no_ledger.fill(&[("ledger", &kind.title)])),
        DrawRefused::NoRecords => (At::Number, s.draw_empty.fill(&[("ledger", &kind.title)])),
        DrawRefused::BadNumber => (At::Number, s.draw_bad_n.fill(&[("text", &cut(&form.n)), ("most", &MAX_SAMPLE)])),
        DrawRefused::BadSeed => (At::Seed, s.draw_bad_seed.fill(&[("most", &MAX_KEPT)])),
        DrawRefused::UnknownStrata { known } => {
            let field = form.strata.as_deref().unwrap_or_default();
            (At::Strata, s.draw_strata_unknown.fill(&[("field", &cut(field)), ("known", &cx.list(known))]))
        }
        DrawRefused::Begun { looked_at } => (At::Seed, s.begun.fill(&[("n", looked_at)])),
    }
}
