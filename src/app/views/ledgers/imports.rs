//! The tables that were read, the last one first; and taking the whole ledger away.

use egui::{Align, Button, Label, Layout, RichText, Ui};
use egui_extras::{Column, TableBuilder};

use crate::app::widgets::caption;
use crate::app::{Action, Cx, Dialog};
use crate::assessment::Ledger;
use crate::criteria::LedgerKind;

/// Digits of a sum that are shown.
const DIGITS: usize = 12;

pub(super) fn ui(ui: &mut Ui, cx: &Cx, kind: &LedgerKind, ledger: &Ledger, out: &mut Vec<Action>) {
    let w = &cx.words.ledger_view;
    ui.horizontal_wrapped(|ui| {
        let masked = if ledger.about.unmasked { &w.imports_unmasked } else { &w.imports_masked };
        caption(ui, &**masked);
        let button = ui.add_enabled(cx.writable, Button::new(&*w.remove).small());
        if button.on_disabled_hover_text(&*cx.w.look_only_hint).clicked() {
            out.push(Action::Dialog(Dialog::RemoveLedger(kind.id.clone())));
        }
    });
    ui.add_space(4.0);
    let imports = &ledger.about.imports;
    TableBuilder::new(ui)
        .id_salt("imports")
        .striped(true)
        .cell_layout(Layout::left_to_right(Align::Center))
        .column(Column::exact(140.0))
        .column(Column::remainder().at_least(160.0).clip(true))
        .column(Column::initial(110.0).at_least(60.0).clip(true).resizable(true))
        .column(Column::exact(70.0))
        .column(Column::exact(70.0))
        .column(Column::exact(130.0))
        .header(26.0, |mut row| {
            for head in [&w.col_at, &w.col_file, &w.col_sheet, &w.col_rows, &w.col_accepted, &w.col_sum] {
                row.col(|ui| {
                    ui.label(RichText::new(&**head).small().weak());
                });
            }
        })
        .body(|body| {
            body.rows(30.0, imports.len(), |mut line| {
                let Some(import) = imports.iter().rev().nth(line.index()) else { return };
                let sum = import.sum.to_string();
                let at = import.at.format("%Y-%m-%d %H:%M").to_string();
                for text in [&at, &import.file, &import.sheet, &import.rows.to_string(), &import.accepted.to_string()] {
                    line.col(|ui| {
                        ui.add(Label::new(text).truncate());
                    });
                }
                line.col(|ui| {
                    let short: String = sum.chars().take(DIGITS).collect();
                    let button = ui.add(Button::new(RichText::new(short).monospace()).small().frame(false));
                    if button.on_hover_text(w.sum_hint.fill(&[("sum", &sum)])).clicked() {
                        out.push(Action::Copy(sum.clone()));
                    }
                });
            });
        });
}
