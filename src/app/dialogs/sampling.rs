//! Dialogs of samples: beginning anew, and the evidence of a record.

use egui::{Id, ScrollArea, TextEdit, Ui};

use super::close_button;
use crate::app::widgets::{Tone, callout, caption, dangerous, heading};
use crate::app::{Action, Cx, Theme};
use crate::assessment::{Drawn, Edit};
use crate::criteria::LedgerId;
use crate::lang::{Words, cut};

/// Beginning anew: what is lost, and where it can still be read.
pub(super) fn anew(
    ui: &mut Ui,
    words: &Words,
    theme: &Theme,
    ledger: &str,
    looked_at: usize,
    edit: &Edit,
    out: &mut Vec<Action>,
) {
    let s = &words.sampling;
    heading(ui, s.anew_title.fill(&[("ledger", &ledger)]));
    callout(ui, Tone::Warn, theme, |ui| ui.label(s.anew_lost.fill(&[("n", &looked_at)])));
    ui.label(&*s.anew_kept);
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        if dangerous(ui, &s.anew_go.fill(&[("n", &looked_at)]), true, theme).clicked() {
            out.extend([Action::CloseDialog, Action::Pause, Action::Edit(edit.clone()), Action::Pause]);
        }
        if ui.button(&*words.app.cancel).clicked() {
            out.push(Action::CloseDialog);
        }
    });
}

/// Evidence of the case for a record, by number or title.
pub(super) fn evidence(ui: &mut Ui, cx: &Cx, ledger: &LedgerId, record: &str, out: &mut Vec<Action>) {
    let s = &cx.words.sampling;
    let assessment = cx.session.assessment();
    let drawn = assessment.samples.get(ledger).and_then(|sample| sample.record(record));
    let Some(drawn) = drawn else { return out.push(Action::CloseDialog) };
    heading(ui, s.evidence_title.fill(&[("record", &cut(record))]));
    let id = Id::unique("sample_evidence_search");
    let mut search = ui.data(|data| data.get_temp::<String>(id)).unwrap_or_default();
    let width = ui.available_width();
    let label = caption(ui, &*cx.w.search_evidence);
    let field = ui.add(TextEdit::singleline(&mut search).desired_width(width)).labelled_by(label.id);
    if field.changed() {
        ui.data_mut(|data| data.insert_temp(id, search.clone()));
    }
    let needle = search.trim().to_lowercase();
    let height = ui.ctx().content_rect().height() - 260.0;
    ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
        for (number, piece) in &assessment.evidence {
            let name = format!("{number}  {}", piece.title);
            if !name.to_lowercase().contains(&needle) {
                continue;
            }
            let mut chosen = drawn.evidence.contains(number);
            if ui.add_enabled(cx.writable, egui::Checkbox::new(&mut chosen, name)).changed() {
                let mut drawn: Drawn = drawn.clone();
                if chosen {
                    drawn.evidence.insert(*number);
                } else {
                    drawn.evidence.remove(number);
                }
                let edit = Edit::SetDrawn { ledger: ledger.clone(), drawn: Box::new(drawn) };
                out.extend([Action::Pause, Action::Edit(edit), Action::Pause]);
            }
        }
        if assessment.evidence.is_empty() {
            ui.label(&*cx.w.evidence_empty);
        }
    });
    close_button(ui, cx.words, out);
}
