//! Before many pieces of evidence are removed: how many, and which clauses lose the only ones they have.

use std::collections::BTreeSet;

use egui::{Align, Layout, Ui};

use crate::app::widgets::{Tone, callout, caption, dangerous, heading};
use crate::app::{Action, Cx};
use crate::assessment::{Edit, EvidenceId};
use crate::criteria::ClauseId;

pub(super) fn ui(ui: &mut Ui, cx: &Cx, ids: &[EvidenceId], out: &mut Vec<Action>) {
    let e = &cx.words.evidence;
    let pieces = &cx.session.assessment().evidence;
    let going: BTreeSet<EvidenceId> = ids.iter().filter(|id| pieces.contains_key(id)).copied().collect();
    heading(ui, e.remove_title.fill(&[("n", &going.len())]));
    caption(ui, &*e.remove_text);
    let (mut lost, mut kept): (BTreeSet<&ClauseId>, BTreeSet<&ClauseId>) = (BTreeSet::new(), BTreeSet::new());
    for (id, piece) in pieces {
        let set = if going.contains(id) { &mut lost } else { &mut kept };
        set.extend(&piece.clauses);
    }
    let bare: Vec<&str> = lost.difference(&kept).map(|clause| clause.as_str()).collect();
    if !bare.is_empty() {
        let text = e.remove_bare.fill(&[("n", &bare.len()), ("clauses", &cx.list(bare.iter().copied()))]);
        callout(ui, Tone::Warn, cx.theme, |ui| ui.label(text));
    }
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if dangerous(ui, &e.remove_do.fill(&[("n", &going.len())]), cx.writable, cx.theme).clicked() {
                out.push(Action::CloseDialog);
                let edits = going.iter().map(|id| Edit::RemoveEvidence { id: *id });
                out.push(Action::Edit(Edit::Many(edits.collect())));
            }
            if ui.button(&*cx.w.cancel).clicked() {
                out.push(Action::CloseDialog);
            }
        });
    });
}
