//! 报告: what the gap report will say about itself, where it goes, and the receipt.

use std::path::PathBuf;

use egui::{Color32, Frame, Id, Margin, ProgressBar, ScrollArea, Ui};

use super::start::file_name;
use crate::app::jobs::{JobKind, Jobs, ReportReceipt};
use crate::app::panels::central;
use crate::app::widgets::{
    Sign, Tone, callout, caption, date_field, field, heading, primary, section_title, sign, text_line,
};
use crate::app::{Action, Cx, Purpose};

/// What is filled in.
#[derive(Debug, Default)]
pub struct ReportState {
    /// Where it goes, as typed or picked; empty: the suggestion.
    pub path: String,
    date: Option<chrono::NaiveDate>,
    /// The message about the last try, when it failed.
    pub failed: Option<u64>,
    /// The last report that was written.
    pub receipt: Option<ReportReceipt>,
}

/// The suggested file beside the case.
pub fn suggestion(cx: &Cx) -> PathBuf {
    let name = cx.path.file_stem().map(|name| name.to_string_lossy().into_owned());
    let name = name.unwrap_or_else(|| file_name("", cx.w));
    cx.path.with_file_name(format!("{name}{}.pdf", cx.w.report_name_suffix))
}

/// The view.
pub fn ui(ui: &mut Ui, cx: &Cx, jobs: &Jobs, state: &mut ReportState, out: &mut Vec<Action>) {
    let frame = Frame::new().fill(cx.theme.panel.into()).inner_margin(Margin::same(18));
    central(ui, "report", frame, |ui| {
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            ui.set_max_width(ui.available_width().min(760.0) - 10.0);
            heading(ui, &*cx.w.place_report);
            caption(ui, &*cx.w.report_hint);
            ui.add_space(8.0);
            readiness(ui, cx);
            ui.add_space(10.0);
            let date = state.date.unwrap_or(cx.today);
            let mut unreadable = false;
            field(ui, &cx.w.report_date, |ui| {
                let picked = date_field(ui, Id::unique("report_date"), Some(date), &cx.w.date_hint, true);
                if let Some(Some(date)) = picked.changed {
                    state.date = Some(date);
                }
                // An emptied field is no date either.
                unreadable = picked.unreadable || picked.changed == Some(None);
                picked.response
            });
            if unreadable {
                ui.colored_label(Color32::from(cx.theme.warn), &*cx.w.date_unreadable);
            }
            let suggestion = suggestion(cx);
            text_line(ui, &cx.w.report_path, &suggestion.display().to_string(), &mut state.path);
            ui.horizontal(|ui| {
                if ui.button(&*cx.w.browse).clicked() {
                    out.push(Action::Pick(Purpose::Report));
                }
                caption(ui, &*cx.w.report_path_hint);
            });
            ui.add_space(10.0);
            if let Some(permille) = jobs.progress(JobKind::Report) {
                running(ui, cx, permille, out);
            } else {
                if primary(ui, &cx.w.report_make, !unreadable, cx.theme).clicked() {
                    state.receipt = None;
                    out.extend(state.failed.take().map(Action::Dismiss));
                    let typed = state.path.trim();
                    let path = if typed.is_empty() { suggestion } else { PathBuf::from(typed) };
                    let path = if path.extension().is_none() { path.with_extension("pdf") } else { path };
                    out.push(Action::Report { path, date });
                }
            }
            if let Some(receipt) = &state.receipt {
                ui.add_space(10.0);
                self::receipt(ui, cx, receipt, out);
            }
        });
    });
}

/// What the reader of the report will notice.
fn readiness(ui: &mut Ui, cx: &Cx) {
    let progress = cx.session.progress();
    let assessment = cx.session.assessment();
    let unsound = cx.standing.unsound;
    section_title(ui, &*cx.w.report_before);
    let rows = [
        (assessment.company.name.trim().is_empty(), cx.w.report_no_name.to_string()),
        (!progress.complete(), cx.w.report_unrated.fill(&[("n", &(progress.clauses - progress.rated))])),
        (
            !progress.without_evidence.is_empty(),
            cx.w.report_without_evidence.fill(&[("n", &progress.without_evidence.len())]),
        ),
        (unsound > 0, cx.w.report_unsound.fill(&[("n", &unsound)])),
        (progress.look_again > 0, cx.w.report_look_again.fill(&[("n", &progress.look_again)])),
    ];
    let mut any = false;
    for (_, text) in rows.into_iter().filter(|(applies, _)| *applies) {
        any = true;
        ui.horizontal(|ui| {
            sign(ui, Sign::Warning, cx.theme, "");
            ui.label(text);
        });
    }
    if !any {
        ui.horizontal(|ui| {
            sign(ui, Sign::Meets, cx.theme, "");
            ui.label(&*cx.w.report_nothing_open);
        });
    }
    caption(ui, &*cx.w.report_anyway);
}

fn running(ui: &mut Ui, cx: &Cx, permille: u32, out: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        let share = permille as f32 / 1000.0;
        ui.add(ProgressBar::new(share).desired_width(320.0).show_percentage());
        if ui.button(&*cx.w.stop).clicked() {
            out.push(Action::Cancel(JobKind::Report));
        }
    });
    ui.ctx().request_repaint_after(std::time::Duration::from_millis(100));
}

fn receipt(ui: &mut Ui, cx: &Cx, receipt: &ReportReceipt, out: &mut Vec<Action>) {
    callout(ui, Tone::Good, cx.theme, |ui| ui.label(receipt.receipt.say(cx.words)));
    let path = &receipt.receipt.path;
    if !receipt.missing.is_empty() {
        let missing: String = receipt.missing.iter().collect();
        ui.colored_label(Color32::from(cx.theme.warn), cx.w.report_missing_glyphs.fill(&[("list", &missing)]));
    }
    ui.horizontal(|ui| {
        if ui.button(&*cx.w.report_open).clicked() {
            out.push(Action::OpenPath(path.clone()));
        }
        if ui.button(&*cx.w.open_folder).clicked()
            && let Some(folder) = path.parent()
        {
            out.push(Action::OpenPath(folder.to_owned()));
        }
    });
}
