//! 轮次与证书: rounds and what moved the score between them, the real visit, the life of the certificate.

mod award;
mod compare;
mod list;
mod visit;

use egui::{Frame, Margin, ScrollArea, Ui};

use crate::app::panels::central;
use crate::app::widgets::{caption, heading};
use crate::app::{Action, Cx};
use crate::assessment::EditKind;

/// What is only about looking.
#[derive(Debug, Default)]
pub struct RoundsState {
    tab: Tab,
    list: list::Cards,
    compare: compare::CompareState,
    award: award::AwardState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Tab {
    #[default]
    Rounds,
    Visit,
    Award,
}

impl RoundsState {
    /// Shows what a change was about; whether it is shown here.
    pub fn reveal(&mut self, kind: &EditKind) -> bool {
        let tab = match kind {
            EditKind::Round(_) => Tab::Rounds,
            EditKind::Visit => Tab::Visit,
            EditKind::Award => Tab::Award,
            _ => return false,
        };
        self.tab = tab;
        true
    }

    /// Forgets which rounds were chosen, so that the last and the current one are compared.
    pub fn compare_last(&mut self) {
        self.tab = Tab::Rounds;
        self.compare = compare::CompareState::default();
    }
}

/// The view.
pub fn ui(ui: &mut Ui, cx: &Cx, state: &mut RoundsState, out: &mut Vec<Action>) {
    let frame = Frame::new().fill(cx.theme.panel.into()).inner_margin(Margin::same(14));
    central(ui, "rounds", frame, |ui| {
        let r = &cx.words.rounds;
        heading(ui, &*r.title);
        if !cx.writable {
            caption(ui, &*cx.w.look_only_hint);
        }
        ui.add_space(4.0);
        ui.horizontal_wrapped(|ui| {
            for (tab, label) in [(Tab::Rounds, &r.tab_rounds), (Tab::Visit, &r.tab_visit), (Tab::Award, &r.tab_award)] {
                ui.selectable_value(&mut state.tab, tab, &**label);
            }
        });
        ui.separator();
        ScrollArea::vertical().id_salt(("rounds", state.tab as u8)).auto_shrink([false, false]).show(ui, |ui| {
            ui.set_max_width(ui.available_width() - 10.0); // the bar must not cover what stands at the edge
            match state.tab {
                Tab::Rounds => {
                    list::ui(ui, cx, &mut state.list, out);
                    ui.add_space(14.0);
                    compare::ui(ui, cx, &mut state.compare, out);
                }
                Tab::Visit => visit::ui(ui, cx, out),
                Tab::Award => award::ui(ui, cx, &mut state.award, out),
            }
        });
    });
}
