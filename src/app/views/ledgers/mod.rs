//! 台账: the seven kinds of ledgers, what their records say, which of them fail what, and where they came from.

mod empty;
mod failing;
mod figures;
mod imports;
mod kinds;
mod measures;
mod months;
mod said;

use std::sync::Arc;

use egui::{Button, Frame, Margin, Panel, ScrollArea, Ui};

use crate::app::jobs::JobKind;
use crate::app::ledgers::LedgerSeen;
use crate::app::panels::central;
use crate::app::widgets::{caption, heading};
use crate::app::{Action, Cx, Jobs, Purpose};
use crate::criteria::{LedgerId, LedgerKind, ledger_kind, ledger_kinds};
use crate::store::ledgers::ProblemRow;

/// What is only about looking.
#[derive(Debug, Default)]
pub struct LedgersState {
    selected: Option<LedgerId>,
    tab: Tab,
    /// What the months show: the records, or a measure by its place.
    series: Option<usize>,
    failing: failing::FailingState,
}

/// Which side of a ledger is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Tab {
    #[default]
    Figures,
    Failing,
    Imports,
}

impl LedgersState {
    /// The kind that is shown.
    #[must_use]
    pub fn selected(&self) -> Option<&'static LedgerKind> {
        let chosen = self.selected.as_ref().and_then(|id| ledger_kind(id.as_str()));
        chosen.or_else(|| ledger_kinds().first())
    }

    /// Shows a kind.
    pub fn select(&mut self, id: LedgerId) {
        if self.selected.as_ref() != Some(&id) {
            *self = Self { selected: Some(id), tab: self.tab, ..Self::default() };
        }
    }

    /// The failing records that are shown, for writing them out.
    #[must_use]
    pub fn failing(&self) -> Option<(Arc<Vec<ProblemRow>>, Vec<usize>)> {
        self.failing.shown()
    }
}

/// The view.
pub fn ui(ui: &mut Ui, cx: &Cx, jobs: &Jobs, state: &mut LedgersState, out: &mut Vec<Action>) {
    let Some(kind) = state.selected() else { return };
    let frame = Frame::new().fill(cx.theme.sunken.into()).inner_margin(Margin::symmetric(8, 12));
    Panel::left("ledger_kinds").resizable(false).exact_size(kinds::WIDTH).frame(frame).show(ui, |ui| {
        if let Some(chosen) = kinds::ui(ui, cx, kind) {
            state.select(chosen);
        }
    });
    let frame = Frame::new().fill(cx.theme.panel.into()).inner_margin(Margin::same(14));
    central(ui, "ledgers", frame, |ui| {
        head(ui, cx, kind, out);
        let ledger = cx.session.assessment().ledgers.get(&kind.id);
        let Some(ledger) = ledger else {
            empty::ui(ui, cx, kind, out);
            return;
        };
        let Some(seen) = cx.ledgers.of(&kind.id) else {
            working(ui, cx);
            return;
        };
        tabs(ui, cx, state, seen, ledger.about.imports.len());
        if !Arc::ptr_eq(&seen.ledger, ledger) && jobs.is_running(JobKind::LedgerStats) {
            working(ui, cx);
        }
        match state.tab {
            Tab::Figures => {
                ScrollArea::vertical().id_salt(("figures", kind.id.as_str())).auto_shrink([false, false]).show(
                    ui,
                    |ui| {
                        ui.set_max_width(ui.available_width().min(1100.0) - 12.0);
                        figures::ui(ui, cx, kind, seen);
                        measures::ui(ui, cx, kind, ledger, seen, out);
                        months::ui(ui, cx, kind, seen, &mut state.series);
                        figures::fields(ui, cx, kind, seen);
                    },
                );
            }
            Tab::Failing => failing::ui(ui, cx, jobs, seen, &mut state.failing, out),
            Tab::Imports => imports::ui(ui, cx, kind, ledger, out),
        }
    });
}

fn working(ui: &mut Ui, cx: &Cx) {
    ui.horizontal(|ui| {
        ui.spinner();
        caption(ui, &*cx.words.ledger_view.working);
    });
}

/// Which ledger, and bringing a table in.
fn head(ui: &mut Ui, cx: &Cx, kind: &LedgerKind, out: &mut Vec<Action>) {
    let w = &cx.words.ledger_view;
    ui.horizontal_wrapped(|ui| {
        heading(ui, &kind.title);
        let has = cx.session.assessment().ledgers.contains_key(&kind.id);
        // An empty ledger has this button where the eye is.
        if has {
            let button = ui.add_enabled(cx.writable, Button::new(&*w.import));
            let button = button.on_hover_text(&*w.import_hint).on_disabled_hover_text(&*cx.w.look_only_hint);
            if button.clicked() {
                out.push(Action::Pick(Purpose::LedgerFile(kind.id.clone())));
            }
        }
    });
    caption(ui, &kind.about);
}

fn tabs(ui: &mut Ui, cx: &Cx, state: &mut LedgersState, seen: &LedgerSeen, imports: usize) {
    let w = &cx.words.ledger_view;
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        ui.selectable_value(&mut state.tab, Tab::Figures, &*w.tab_figures);
        ui.selectable_value(&mut state.tab, Tab::Failing, w.tab_failing.fill(&[("n", &seen.rows.len())]));
        ui.selectable_value(&mut state.tab, Tab::Imports, w.tab_imports.fill(&[("n", &imports)]));
    });
    ui.separator();
}
