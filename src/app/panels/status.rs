//! The bar at the bottom: counts, how sure the points are, keys.

use egui::{Align, Layout, Panel, Ui};

use crate::app::jobs::Jobs;
use crate::app::widgets::{Tone, badge, caption};
use crate::app::{Action, Command, Cx, JobKind, Place};
use crate::criteria::PointsStatus;

/// The status bar; `locating` says how many times something was added that a slow disk still keeps waiting. A package
/// that is being written goes on when its dialog is closed, so it is told here as well.
pub fn status_bar(ui: &mut Ui, cx: &Cx, place: Place, (locating, jobs): (Option<usize>, &Jobs), out: &mut Vec<Action>) {
    Panel::bottom("status").show(ui, |ui| {
        ui.add_space(1.0);
        ui.horizontal(|ui| {
            if let Some(waiting) = locating {
                ui.spinner();
                caption(ui, cx.w.locating.fill(&[("n", &waiting)]));
                if ui.small_button(&*cx.w.cancel).clicked() {
                    out.push(Action::Cancel(JobKind::Locate));
                }
            }
            if jobs.is_running(JobKind::Package) {
                ui.spinner();
                let at = cx.words.package.writing_short.fill(&[("what", &short(&jobs.saying(JobKind::Package)))]);
                caption(ui, at);
                if ui.small_button(&*cx.words.package.dialog_stop).clicked() {
                    out.push(Action::Cancel(JobKind::Package));
                }
            }
            let progress = cx.session.progress();
            let assessment = cx.session.assessment();
            caption(ui, cx.w.progress_rated.fill(&[("rated", &progress.rated), ("all", &progress.clauses)]));
            caption(ui, cx.w.status_evidence.fill(&[("n", &assessment.evidence.len())]));
            if progress.look_again > 0 {
                caption(ui, cx.w.status_look_again.fill(&[("n", &progress.look_again)]));
            }
            if progress.to_confirm > 0 {
                let text = cx.words.rounds.status_to_confirm.fill(&[("n", &progress.to_confirm)]);
                badge(ui, &text, Tone::Quiet, cx.theme);
            }
            let recheck = cx.standing.recheck.len();
            if recheck > 0 {
                badge(ui, &cx.words.evidence.status_recheck.fill(&[("n", &recheck)]), Tone::Warn, cx.theme);
            }
            if progress.to_review > 0 {
                badge(ui, &cx.w.status_to_review.fill(&[("n", &progress.to_review)]), Tone::Warn, cx.theme);
            }
            let clauses = cx.session.scheme().clauses();
            let provisional = clauses.filter(|clause| clause.points_status == PointsStatus::Provisional).count();
            if provisional > 0 {
                let text = cx.w.status_provisional.fill(&[("n", &provisional)]);
                badge(ui, &text, Tone::Warn, cx.theme).on_hover_text(&cx.session.scheme().statement);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if ui.small_button(&*cx.w.status_keys).on_hover_text("F1").clicked() {
                    out.push(Action::Command(Command::Help));
                }
                if place == Place::Assess && cx.writable {
                    caption(ui, &*cx.w.status_hint);
                }
            });
        });
        ui.add_space(1.0);
    });
}

/// The beginning of a sentence, so that the rest of the bar keeps its place.
fn short(text: &str) -> String {
    const MOST: usize = 28;
    let mut out: String = text.chars().take(MOST).collect();
    if text.chars().count() > MOST {
        out.push('…');
    }
    out
}
