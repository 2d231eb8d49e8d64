//! 抽样: draw records from a ledger, look at each on its sheet, and see what follows for clauses and score.

mod clauses;
mod drawing;
mod failing;
mod record;
mod seen;
mod sheet;

use std::path::PathBuf;

use egui::{ComboBox, Frame, Margin, Panel, ScrollArea, Ui};

use crate::app::jobs::{JobKind, Jobs};
use crate::app::panels::central;
use crate::app::widgets::{Tone, badge, callout, caption, heading, section_title};
use crate::app::{Action, Cx, Place, Purpose};
use crate::assessment::{Ledger, Sample};
use crate::criteria::{LedgerId, LedgerKind, ledger_kinds, ledger_title};
use crate::lang::cut;

use drawing::Form;
use seen::Seen;

/// What is only about looking.
#[derive(Debug, Default)]
pub struct SamplingState {
    ledger: Option<LedgerId>,
    tab: Tab,
    form: Form,
    /// The record and the check that the cursor is at.
    row: usize,
    column: usize,
    /// Bring the cursor into sight.
    reveal: bool,
    /// Put the cursor into the note.
    write: bool,
    /// Why what was asked for was not done.
    refused: Option<String>,
    /// What follows from the sample, until it changes.
    seen: Seen,
    /// Where the sheet was written last.
    pub written: Option<PathBuf>,
}

impl SamplingState {
    /// Shows the sample of a ledger, and a row of its sheet.
    pub fn show(&mut self, ledger: LedgerId, row: Option<usize>) {
        self.choose(ledger);
        if let Some(row) = row {
            self.tab = Tab::Sheet;
            self.row = row;
            self.reveal = true;
        }
    }

    fn choose(&mut self, ledger: LedgerId) {
        if self.ledger.as_ref() != Some(&ledger) {
            let (written, seen) = (self.written.take(), std::mem::take(&mut self.seen));
            *self = Self { ledger: Some(ledger), written, seen, ..Self::default() };
        }
    }
}

/// Which side of the sample is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Tab {
    #[default]
    Sheet,
    Failing,
    Clauses,
}

/// The ledger in view with its sample, as every part of the view needs it.
#[derive(Clone, Copy)]
struct Open<'a> {
    kind: &'static LedgerKind,
    /// None where it was taken out of the case after it was drawn from.
    ledger: Option<&'a Ledger>,
    sample: Option<&'a Sample>,
}

/// The ledgers that can be chosen, in the order of the kinds: those that the case has, and those that were drawn from.
fn choices(cx: &Cx) -> Vec<&'static LedgerKind> {
    let assessment = cx.session.assessment();
    let has = |kind: &&LedgerKind| {
        assessment.ledgers.get(&kind.id).is_some_and(|ledger| !ledger.records.is_empty())
            || assessment.samples.contains_key(&kind.id)
    };
    ledger_kinds().iter().filter(has).collect()
}

/// The view.
pub fn ui(ui: &mut Ui, cx: &Cx, jobs: &Jobs, state: &mut SamplingState, out: &mut Vec<Action>) {
    let frame = Frame::new().fill(cx.theme.panel.into()).inner_margin(Margin::symmetric(14, 10));
    let choices = choices(cx);
    let chosen = state.ledger.as_ref().and_then(|id| choices.iter().find(|kind| kind.id == *id));
    let Some(kind) = chosen.or_else(|| choices.iter().find(|kind| drawn(cx, kind).is_some())).or(choices.first())
    else {
        return central(ui, "sampling", frame, |ui| nothing(ui, cx, out));
    };
    state.choose(kind.id.clone());
    let ledger = cx.session.assessment().ledgers.get(&kind.id);
    state.seen.refresh(cx, kind, ledger);
    let open = Open { kind, ledger: ledger.map(|ledger| &**ledger), sample: drawn(cx, kind) };
    if let Some(sample) = open.sample.filter(|_| state.tab == Tab::Sheet) {
        state.row = state.row.min(sample.drawn.len().saturating_sub(1));
        let frame = Frame::new().fill(cx.theme.sunken.into()).inner_margin(Margin::symmetric(14, 8));
        let panel = Panel::bottom("sampled_record").resizable(true).default_size(166.0).size_range(110.0..=340.0);
        panel.frame(frame).show(ui, |ui| record::ui(ui, cx, open, sample, state, out));
    }
    central(ui, "sampling", frame, |ui| {
        state.form.propose(cx, open);
        head(ui, cx, jobs, &choices, open, state, out);
        let Some(sample) = open.sample else {
            ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
                drawing::first(ui, cx, open, state, out);
            });
            return;
        };
        drawing::more(ui, cx, open, sample, state, out);
        standing(ui, cx, open, sample, state, out);
        match state.tab {
            Tab::Sheet => sheet::ui(ui, cx, open, sample, state, out),
            Tab::Failing => failing::ui(ui, cx, open, sample, state, out),
            Tab::Clauses => clauses::ui(ui, cx, open, sample, state, out),
        }
    });
}

/// The sample of a ledger, where something was drawn.
fn drawn<'a>(cx: &Cx<'a>, kind: &LedgerKind) -> Option<&'a Sample> {
    let sample = cx.session.assessment().samples.get(&kind.id);
    sample.map(|sample| &**sample).filter(|sample| !sample.drawn.is_empty())
}

/// No ledger yet: what belongs here, and how it comes here.
fn nothing(ui: &mut Ui, cx: &Cx, out: &mut Vec<Action>) {
    let s = &cx.words.sampling;
    heading(ui, &*s.title);
    ui.add_space(8.0);
    callout(ui, Tone::Quiet, cx.theme, |ui| {
        ui.set_max_width(760.0);
        section_title(ui, &*s.empty_title);
        ui.label(&*s.empty_what);
        ui.label(&*s.empty_how);
        ui.add_space(4.0);
        if ui.button(&*s.empty_go).clicked() {
            out.push(Action::Go(Place::Ledgers));
        }
        caption(ui, s.empty_kinds.fill(&[("kinds", &kinds(cx))]));
    });
}

/// The names and titles of all kinds of ledgers.
fn kinds(cx: &Cx) -> String {
    cx.list(ledger_kinds().iter().map(|kind| format!("{} {}", kind.id, kind.title)))
}

/// Which ledger, and its sheet out and in.
fn head(
    ui: &mut Ui,
    cx: &Cx,
    jobs: &Jobs,
    choices: &[&'static LedgerKind],
    open: Open<'_>,
    state: &mut SamplingState,
    out: &mut Vec<Action>,
) {
    let s = &cx.words.sampling;
    ui.horizontal_wrapped(|ui| {
        heading(ui, &*s.title);
        let label = caption(ui, &*s.ledger);
        let combo = ComboBox::from_id_salt("sampled_ledger").width(150.0).selected_text(&open.kind.title);
        let combo = combo.show_ui(ui, |ui| {
            for kind in choices {
                if ui.selectable_label(kind.id == open.kind.id, &kind.title).clicked() {
                    state.choose(kind.id.clone());
                }
            }
        });
        combo.response.labelled_by(label.id);
        let Some(sample) = open.sample else { return };
        drawing::drawn(ui, cx, open, sample, state);
        let (writing, reading) = (jobs.is_running(JobKind::Export), jobs.is_running(JobKind::Table));
        let button = ui.add_enabled(!writing, egui::Button::new(&*s.export_sheet)).on_hover_text(&*s.export_hint);
        if button.clicked() {
            out.push(Action::Pick(Purpose::ExportSheet(open.kind.id.clone())));
        }
        let button = ui.add_enabled(cx.writable && !reading, egui::Button::new(&*s.import_sheet));
        if button.on_hover_text(&*s.import_hint).on_disabled_hover_text(&*cx.w.look_only_hint).clicked() {
            out.push(Action::Pick(Purpose::ImportSheet(open.kind.id.clone())));
        }
        if let Some(path) = &state.written {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let text = s.open_sheet.fill(&[("file", &cut(&name))]);
            if ui.link(text).on_hover_text(path.display().to_string()).clicked() {
                out.push(Action::OpenPath(path.clone()));
            }
        }
    });
}

/// How far the sample is and what follows, with the three sides of it.
fn standing(ui: &mut Ui, cx: &Cx, open: Open<'_>, sample: &Sample, state: &mut SamplingState, out: &mut Vec<Action>) {
    let s = &cx.words.sampling;
    let all = sample.drawn.len();
    ui.horizontal_wrapped(|ui| {
        let tabs = [
            (Tab::Sheet, s.tab_sheet.fill(&[("done", &(all - state.seen.open)), ("all", &all)])),
            (Tab::Failing, s.tab_failing.fill(&[("n", &state.seen.failing.len())])),
            (Tab::Clauses, s.tab_clauses.fill(&[("n", &sample.feeds.len())])),
        ];
        for (tab, text) in tabs {
            ui.selectable_value(&mut state.tab, tab, text);
        }
        if state.seen.open > 0 && state.tab == Tab::Sheet && ui.small_button(&*s.next_open).clicked() {
            state.row = seen::next_open(open.kind, sample, state.row);
            state.column = seen::first_open(open.kind, sample, state.row);
            state.reveal = true;
        }
        if state.seen.hints > 0 {
            let text = s.prefill.fill(&[("n", &state.seen.hints)]);
            let button = ui.add_enabled(cx.writable, egui::Button::new(text).small());
            if button.on_hover_text(&*s.prefill_hint).on_disabled_hover_text(&*cx.w.look_only_hint).clicked() {
                out.extend(seen::prefill(open, sample));
            }
        }
    });
    ui.horizontal_wrapped(|ui| {
        if sample.feeds.is_empty() {
            badge(ui, &s.feeds_nothing, Tone::Warn, cx.theme);
        }
        for (clause, checks) in &sample.feeds {
            let count = sample.count(checks);
            let excluded =
                matches!(cx.session.assessment().verdict(clause), crate::assessment::Verdict::Excluded { .. });
            let tone = match count.verdict() {
                _ if excluded => Tone::Quiet,
                None => Tone::Quiet,
                Some(_) if count.nonconforming > 0 => Tone::Warn,
                Some(_) => Tone::Good,
            };
            let lost = cx.session.card().clause(clause).map(|line| cx.session.card().show(&line.line.lost));
            let done = all.saturating_sub(count.open as usize);
            let places: [(&str, &dyn std::fmt::Display); 6] = [
                ("all", &all),
                ("done", &done),
                ("clause", clause),
                ("m", &count.nonconforming),
                ("n", &count.checked),
                ("lost", &lost.unwrap_or_default()),
            ];
            let text = match count.verdict() {
                _ if excluded => s.badge_excluded.fill(&places),
                None if count.open == 0 => s.badge_not_concerned.fill(&places),
                None => s.badge_none.fill(&places),
                // One record of twenty must not look like a verdict on all of them.
                Some(_) if count.open > 0 => s.badge_open.fill(&places),
                Some(_) => s.badge.fill(&places),
            };
            let title = cx.session.scheme().clause(clause).map_or("", |clause| clause.title.as_str());
            let hint = s.badge_hint.fill(&[("title", &title), ("open", &count.open)]);
            if badge(ui, &text, tone, cx.theme).interact(egui::Sense::CLICK).on_hover_text(hint).clicked() {
                out.push(Action::Show(clause.clone()));
            }
        }
    });
    ui.add_space(2.0);
}

/// The title of the ledger that a clause's verdict follows from, and the link there.
pub fn link(ui: &mut Ui, cx: &Cx, clause: &crate::criteria::ClauseId, out: &mut Vec<Action>) {
    let s = &cx.words.sampling;
    for by in cx.session.fed().get(clause).into_iter().flat_map(|fed| &fed.from) {
        if ui.link(s.to_sheet.fill(&[("ledger", &ledger_title(&by.ledger))])).clicked() {
            out.push(Action::ShowSample { ledger: by.ledger.clone(), record: by.nonconforming.first().cloned() });
        }
    }
}
