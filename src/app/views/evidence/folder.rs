//! The files of a folder that is evidence: how many, how large, and what has become of each.

use std::collections::BTreeMap;

use egui::{Align, Label, Layout, RichText, ScrollArea, Ui};

use crate::app::Cx;
use crate::app::widgets::{Sign, caption, sign};
use crate::assessment::{EvidenceId, EvidenceItem, FolderFile, ItemState, PieceState, folder_files};

/// Rows of this height; the list scrolls by itself from some length on.
const ROW: f32 = 22.0;
const LIST: f32 = 180.0;

/// The files of the folders of the open piece, worked out when something changed: there may be thousands.
#[derive(Debug, Default)]
pub(super) struct FolderLists {
    made_for: Option<(EvidenceId, u64, u64)>,
    lists: BTreeMap<EvidenceItem, Vec<FolderFile>>,
}

impl FolderLists {
    fn of(&mut self, cx: &Cx, id: EvidenceId, item: &EvidenceItem) -> &[FolderFile] {
        let now = (id, cx.session.revision(), cx.checkup_serial);
        if self.made_for != Some(now) {
            self.made_for = Some(now);
            self.lists.clear();
        }
        self.lists.entry(item.clone()).or_insert_with(|| {
            let registered = cx.session.assessment().fingerprints.get(item.target());
            folder_files(registered.map(|print| &**print), cx.checkup.items.get(item))
        })
    }
}

/// The list below the line of a folder.
pub(super) fn ui(ui: &mut Ui, cx: &Cx, lists: &mut FolderLists, id: EvidenceId, item: &EvidenceItem) {
    if !matches!(item, EvidenceItem::Folder(_)) {
        return;
    }
    let e = &cx.words.evidence;
    let files = lists.of(cx, id, item);
    if files.is_empty() {
        caption(ui, &*e.folder_unknown);
        return;
    }
    caption(ui, summary(cx, files));
    let list = ScrollArea::vertical().id_salt(("folder", item.target())).max_height(LIST).auto_shrink([false, true]);
    list.show_rows(ui, ROW, files.len(), |ui, range| {
        for file in files.get(range).into_iter().flatten() {
            let width = ui.available_width();
            ui.allocate_ui(egui::vec2(width, ROW), |ui| ui.horizontal_centered(|ui| line(ui, cx, file)));
        }
    });
}

/// How many, how large, and of which states.
fn summary(cx: &Cx, files: &[FolderFile]) -> String {
    let e = &cx.words.evidence;
    let size = files.iter().filter_map(|file| file.size).fold(0, u64::saturating_add);
    let mut text = e.folder_count.fill(&[("n", &files.len()), ("size", &size_text(cx, size))]);
    let mut counts: BTreeMap<PieceState, usize> = BTreeMap::new();
    files.iter().for_each(|file| *counts.entry(file.state.into()).or_default() += 1);
    if counts.contains_key(&PieceState::Unchecked) {
        text.push_str(&e.folder_held);
        return text;
    }
    let counts = counts.into_iter().rev();
    let counts = cx.list(counts.map(|(state, n)| e.count.fill(&[("state", &state.say(cx.words)), ("n", &n)])));
    text.push_str(&e.folder_states.fill(&[("states", &counts)]));
    text
}

fn line(ui: &mut Ui, cx: &Cx, file: &FolderFile) {
    let e = &cx.words.evidence;
    let word = PieceState::from(file.state).say(cx.words);
    let shown = match file.state {
        ItemState::Same => Sign::Meets,
        ItemState::Present | ItemState::NotChecked => Sign::Unrated,
        _ => Sign::Warning,
    };
    sign(ui, shown, cx.theme, word);
    let size = file.size.map(|size| size_text(cx, size));
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        if let Some(size) = &size {
            caption(ui, size);
        }
        if shown == Sign::Warning {
            caption(ui, word);
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let told = match &size {
                Some(size) => e.folder_file.fill(&[("path", &file.path), ("state", &word), ("size", size)]),
                None => e.folder_file_new.fill(&[("path", &file.path), ("state", &word)]),
            };
            ui.add(Label::new(RichText::new(&file.path).small()).truncate()).on_hover_text(told);
        });
    });
}

/// A size as people say it: bytes, KB, MB, with one decimal.
fn size_text(cx: &Cx, bytes: u64) -> String {
    let e = &cx.words.evidence;
    let tenths = |unit: u64| {
        let tenths = bytes.saturating_mul(10).saturating_add(unit / 2) / unit;
        format!("{}.{}", tenths / 10, tenths % 10)
    };
    match bytes {
        0..1024 => e.bytes.fill(&[("n", &bytes)]),
        1024..1_048_576 => e.kilobytes.fill(&[("n", &tenths(1024))]),
        _ => e.megabytes.fill(&[("n", &tenths(1_048_576))]),
    }
}
