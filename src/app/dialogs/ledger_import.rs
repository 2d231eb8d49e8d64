//! What importing a table into a ledger would do, before anything is done: columns on the left, what comes of it on the
//! right, how it is taken over below.
//!
//! Why it is so: which column is what is guessed, and a person sees the guess beside its consequences. Every correction
//! plans anew, so that the figures on the right are always those of the columns on the left.

use egui::{Checkbox, ComboBox, ScrollArea, Ui};

use super::{Room, ledger_columns, ledger_plan};
use crate::app::jobs::JobKind;
use crate::app::ledgers::{Draft, DraftOptions, LedgerAction};
use crate::app::widgets::{Tone, callout, caption, heading, primary};
use crate::app::{Action, Cx, Purpose};
use crate::store::ledgers::LedgerTable;
use crate::store::say_unmasked_left;

/// What the title, the options, the buttons and the frame take of the window's height.
const FRAME: f32 = 290.0;
/// Narrower than this, the preview stands under the columns.
const TWO: f32 = 820.0;

pub(super) fn ui(ui: &mut Ui, cx: &Cx, room: &Room<'_>, out: &mut Vec<Action>) {
    let Some(draft) = room.ledgers.import.as_deref() else { return };
    let w = &cx.words.ledger_view;
    let file = draft.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    heading(ui, w.import_title.fill(&[("kind", &draft.kind.title), ("file", &crate::lang::cut(&file))]));
    if let Some(problem) = &draft.problem {
        callout(ui, Tone::Bad, cx.theme, |ui| {
            ui.label(problem);
            if ui.small_button(&*cx.w.copy).clicked() {
                out.push(Action::Copy(problem.clone()));
            }
        });
    }
    if let Some(again) = &draft.again {
        callout(ui, Tone::Warn, cx.theme, |ui| ui.label(again));
    }
    let reading = draft.read_wanted || (draft.table.is_none() && draft.problem.is_none());
    match &draft.table {
        _ if reading => {
            ui.add_space(10.0);
            ui.horizontal(|ui| {
                ui.spinner();
                // None while the file is being opened and measured.
                let rows = room.jobs.count(JobKind::LedgerRead).unwrap_or(0);
                let text = if rows == 0 { w.reading.to_string() } else { w.reading_rows.fill(&[("rows", &rows)]) };
                ui.label(text);
            });
            caption(ui, &*w.reading_hint);
            ui.add_space(10.0);
        }
        Some(table) => {
            source(ui, cx, draft, table, out);
            if let Some(misfit) = draft.misfit.filter(|_| !draft.by_hand && !draft.mapping.columns.is_empty()) {
                let said = misfit.say(&table.file, draft.kind, cx.words);
                callout(ui, Tone::Warn, cx.theme, |ui| ui.label(said + &w.misfit_do));
            }
            body(ui, cx, room, draft, out);
            options(ui, cx, draft, out);
        }
        None => {}
    }
    ui.add_space(8.0);
    buttons(ui, cx, room, draft, reading, out);
}

/// Which sheet, and where its headings stand.
fn source(ui: &mut Ui, cx: &Cx, draft: &Draft, table: &LedgerTable, out: &mut Vec<Action>) {
    let w = &cx.words.ledger_view;
    ui.horizontal_wrapped(|ui| {
        let shown = table.sheet.name.clone().unwrap_or_default();
        if table.sheets.len() > 1 {
            let label = caption(ui, &*w.sheet);
            let combo = ComboBox::from_id_salt("sheet").width(180.0).truncate().selected_text(&shown);
            let combo = combo.show_ui(ui, |ui| {
                for sheet in &table.sheets {
                    let name =
                        if sheet.hidden { w.sheet_hidden.fill(&[("sheet", &sheet.name)]) } else { sheet.name.clone() };
                    if ui.selectable_label(sheet.name == shown, name).clicked() && sheet.name != shown {
                        out.push(Action::Ledger(LedgerAction::Sheet(sheet.name.clone())));
                    }
                }
            });
            combo.response.labelled_by(label.id);
        } else if !shown.is_empty() {
            caption(ui, w.sheet_only.fill(&[("sheet", &shown)]));
        }
        if let Some(row) = draft.mapping.header_row {
            caption(ui, w.header_row.fill(&[("row", &row)]));
        }
        caption(ui, w.rows_in_sheet.fill(&[("n", &table.sheet.rows.len())]));
        if !table.alike.is_empty() {
            caption(ui, w.sheets_alike.fill(&[("sheets", &cx.list(&table.alike))]));
        }
    });
}

fn body(ui: &mut Ui, cx: &Cx, room: &Room<'_>, draft: &Draft, out: &mut Vec<Action>) {
    let height = (ui.ctx().content_rect().height() - FRAME).max(180.0);
    let planning = draft.plan_wanted || room.jobs.is_running(JobKind::LedgerPlan);
    let wide = ui.available_width() >= TWO;
    let columns = |ui: &mut Ui, out: &mut Vec<Action>| {
        ui.set_max_width(ui.available_width() - 10.0);
        ledger_columns::ui(ui, cx, draft, out);
    };
    let plan = |ui: &mut Ui, height: f32| ledger_plan::ui(ui, cx, draft, planning, height);
    if !wide {
        ScrollArea::vertical().id_salt("ledger_import").max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            columns(ui, out);
            ui.separator();
            plan(ui, 260.0);
        });
        return;
    }
    let width = ui.available_width();
    let left = (width * 0.54).min(640.0);
    ui.horizontal_top(|ui| {
        ui.allocate_ui_with_layout(egui::vec2(left, height), egui::Layout::top_down(egui::Align::Min), |ui| {
            ui.set_min_size(egui::vec2(left, height));
            let area = ScrollArea::vertical().id_salt("ledger_columns").max_height(height);
            area.auto_shrink([false, false]).show(ui, |ui| columns(ui, out));
        });
        // A separator of the row would be as high as the window.
        let (line, _) = ui.allocate_exact_size(egui::vec2(9.0, height), egui::Sense::hover());
        let stroke = egui::Stroke::new(1.0, egui::Color32::from(cx.theme.line));
        ui.painter().vline(line.center().x, line.y_range(), stroke);
        let right = (width - left - 30.0).max(200.0);
        ui.allocate_ui_with_layout(egui::vec2(right, height), egui::Layout::top_down(egui::Align::Min), |ui| {
            ui.set_min_size(egui::vec2(right, height));
            ui.set_max_width(right);
            plan(ui, height);
        });
    });
}

/// How it is taken over.
fn options(ui: &mut Ui, cx: &Cx, draft: &Draft, out: &mut Vec<Action>) {
    let w = &cx.words.ledger_view;
    let before = draft.options;
    let mut now: DraftOptions = before;
    ui.separator();
    ui.horizontal_wrapped(|ui| {
        // What a first table could contradict or replace is not there.
        if cx.session.assessment().ledgers.contains_key(&draft.kind.id) {
            let newer = ui.add_enabled(!now.replace, Checkbox::new(&mut now.newer, &*w.newer));
            newer.on_hover_text(&*w.newer_hint);
            ui.checkbox(&mut now.replace, &*w.replace).on_hover_text(&*w.replace_hint);
        }
        ui.checkbox(&mut now.unmasked, &*w.unmasked).on_hover_text(&*w.unmasked_hint);
    });
    let said = match (now.replace, now.unmasked) {
        (_, true) => Some((Tone::Warn, &w.unmasked_hint)),
        (true, false) => Some((Tone::Warn, &w.replace_hint)),
        (false, false) => None,
    };
    match said {
        Some((_, text)) => {
            ui.colored_label(egui::Color32::from(cx.theme.warn), &**text);
        }
        None => {
            caption(ui, &*w.masked_hint);
        }
    }
    let known = cx.session.assessment().ledgers.get(&draft.kind.id);
    if !now.unmasked && known.is_some_and(|ledger| ledger.about.unmasked) {
        ui.colored_label(egui::Color32::from(cx.theme.warn), say_unmasked_left(cx.path, cx.words));
    }
    if now != before {
        out.push(Action::Ledger(LedgerAction::Options(now)));
    }
}

fn buttons(ui: &mut Ui, cx: &Cx, room: &Room<'_>, draft: &Draft, reading: bool, out: &mut Vec<Action>) {
    let w = &cx.words.ledger_view;
    ui.horizontal(|ui| {
        if draft.taking {
            ui.spinner();
            ui.label(&*w.taking);
            if ui.button(&*cx.w.stop).clicked() {
                out.push(Action::CloseDialog);
            }
            return;
        }
        let planning = draft.plan_wanted || room.jobs.is_running(JobKind::LedgerPlan);
        if let Some(planned) = draft.planned.as_ref().filter(|_| !reading && draft.table.is_some()) {
            let plan = &planned.plan;
            let sure = draft.misfit.is_none() || draft.by_hand;
            let ready =
                plan.changes_something() && !planning && sure && !draft.mapping.columns.is_empty() && cx.writable;
            let text = match (plan.changes_something(), plan.removed) {
                (false, _) => w.nothing_new.to_string(),
                (true, 0) => w.take_over.fill(&[("added", &plan.added), ("changed", &plan.changed)]),
                (true, removed) => w.take_over_removed.fill(&[
                    ("added", &plan.added),
                    ("changed", &plan.changed),
                    ("removed", &removed),
                ]),
            };
            if primary(ui, &text, ready, cx.theme).clicked() {
                out.push(Action::Ledger(LedgerAction::TakeOver));
            }
        }
        if !reading && ui.button(&*w.other_file).clicked() {
            out.push(Action::Pick(Purpose::LedgerFile(draft.kind.id.clone())));
        }
        if ui.button(if reading { &*cx.w.stop } else { &*cx.w.cancel }).clicked() {
            out.push(Action::CloseDialog);
        }
    });
}
