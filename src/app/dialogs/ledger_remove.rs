//! Asks before a whole ledger is taken away. It can be undone, but nobody looks at a hundred thousand records again.

use egui::Ui;

use crate::app::ledgers::LedgerAction;
use crate::app::widgets::{dangerous, heading};
use crate::app::{Action, Cx};
use crate::criteria::{LedgerId, ledger_title};

pub(super) fn ui(ui: &mut Ui, cx: &Cx, ledger: &LedgerId, out: &mut Vec<Action>) {
    let w = &cx.words.ledger_view;
    let title = ledger_title(ledger);
    let records = cx.session.assessment().ledgers.get(ledger).map_or(0, |ledger| ledger.records.len());
    heading(ui, w.remove_title.fill(&[("kind", &title)]));
    ui.label(w.remove_text.fill(&[("n", &records)]));
    if cx.session.assessment().samples.contains_key(ledger) {
        ui.label(&*w.remove_sample);
    }
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        let text = w.remove_button.fill(&[("n", &records)]);
        if dangerous(ui, &text, cx.writable, cx.theme).clicked() {
            out.push(Action::Ledger(LedgerAction::Remove(ledger.clone())));
        }
        if ui.button(&*cx.w.cancel).clicked() {
            out.push(Action::CloseDialog);
        }
    });
}
