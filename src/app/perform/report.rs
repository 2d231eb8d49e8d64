//! Writing the report and taking its receipt.

use std::ops::ControlFlow;
use std::path::PathBuf;

use egui::Context;

use crate::app::jobs::{Done, JobKind, ReportFailure, ReportReceipt};
use crate::app::widgets::Tone;
use crate::app::*;
use crate::report;
use crate::store::{self, CASE_EXTENSION};

impl App {
    pub(in crate::app) fn report(&mut self, ctx: &Context, path: PathBuf, date: chrono::NaiveDate) {
        let Some(open) = &self.open else { return };
        let folder = open.folder();
        let path = if path.is_absolute() { path } else { folder.join(path) };
        if path == open.path || path.extension().is_some_and(|ending| ending == CASE_EXTENSION) {
            let text = self.words.app.report_over_case.fill(&[("path", &path.display())]);
            return self.tell(ctx, Tone::Bad, text);
        }
        let (session, words, case_name) = (open.session.clone(), self.words.clone(), open.name());
        let (known, seen_files) = (self.settings.roots.clone(), Arc::clone(&open.seen));
        self.jobs.start(ctx, JobKind::Report, move |token| {
            let places = store::Places::of(&folder, session.assessment(), &known);
            let stopped = || token.cancelled();
            let watch = store::Watch { cancelled: &stopped, progress: &|_| {} };
            let checkup = store::checkup(&places, session.assessment(), store::Depth::Quick, &seen_files, &watch);
            let subject = report::Subject {
                words: &words,
                pinned: session.pinned(),
                assessment: session.assessment(),
                card: session.card(),
                checkup: &checkup,
                case_name: &case_name,
                date,
            };
            let mut seen = |progress: report::Progress| {
                token.progress(progress.permille());
                if token.cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            };
            let result = match report::gap_report(&subject, &mut seen) {
                Err(report::Error::Cancelled) => Err(ReportFailure::Cancelled),
                Err(error) => Err(ReportFailure::Broken(error.to_string())),
                Ok(made) => {
                    let count = |bytes: &[u8]| report::count_pages(bytes).ok();
                    store::write_report(&path, &made.bytes, made.pages, &count)
                        .map(|receipt| ReportReceipt { receipt, missing: made.missing.into_iter().collect() })
                        .map_err(ReportFailure::NoReceipt)
                }
            };
            Done::Reported(result)
        });
    }

    pub(in crate::app) fn take_reported(&mut self, ctx: &Context, result: Result<ReportReceipt, ReportFailure>) {
        match result {
            Ok(receipt) => self.view.report.receipt = Some(receipt),
            Err(ReportFailure::Cancelled) => {
                self.tell(ctx, Tone::Quiet, self.words.app.report_cancelled.to_string());
            }
            Err(ReportFailure::NoReceipt(error)) => {
                let text = error.say(&self.words);
                self.tell(ctx, Tone::Bad, text);
                self.view.report.failed = self.notices.last().map(|notice| notice.id);
            }
            Err(ReportFailure::Broken(detail)) => {
                let text = self.words.app.report_broken.fill(&[("detail", &detail)]);
                self.tell(ctx, Tone::Bad, text);
                self.view.report.failed = self.notices.last().map(|notice| notice.id);
            }
        }
    }
}
