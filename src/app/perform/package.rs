//! Planning and writing the submission package, in the background.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

use egui::Context;

use crate::app::dialogs::PackageState;
use crate::app::jobs::{Done, JobKind, Token};
use crate::app::widgets::Tone;
use crate::app::*;
use crate::report;
use crate::store::{self, PackageAsk, PackageError, PackagePlan, PackageReceipt, PackageTarget};

impl App {
    /// Shows what would be in a package.
    pub(super) fn plan_package(&mut self, ctx: &Context, others: bool) {
        if self.open.is_none() {
            return;
        }
        self.dialog = Some(Dialog::Package);
        // While one is being written its progress is shown, and nothing else is begun.
        if !self.jobs.is_running(JobKind::Package) {
            self.package = PackageState { others, ..PackageState::default() };
            self.run_package(ctx, None);
        }
    }

    /// Writes a package. A folder that holds something gets one of its own in it.
    pub(super) fn write_package(&mut self, ctx: &Context, path: PathBuf, zipped: bool) {
        let path = match zipped {
            true if path.extension().is_none() => path.with_extension("zip"),
            false if std::fs::read_dir(&path).is_ok_and(|mut files| files.next().is_some()) => {
                path.join(self.package_name())
            }
            _ => path,
        };
        self.package.said = None;
        // The system's own dialog has asked whether a file may go.
        self.run_package(ctx, Some(PackageTarget { path, replace: zipped }));
    }

    /// What a package of the open case is called.
    pub(super) fn package_name(&self) -> String {
        let case = self.open.as_ref().map(OpenCase::name).unwrap_or_default();
        self.words.package.dialog_name.fill(&[("case", &case)])
    }

    fn run_package(&mut self, ctx: &Context, target: Option<PackageTarget>) {
        let Some(open) = &self.open else { return };
        let (session, words, folder, case_name) =
            (open.session.clone(), Arc::clone(&self.words), open.folder(), open.name());
        let (known, checklist) = (self.settings.roots.clone(), Arc::clone(&self.materials.checklist));
        let (others, date) = (self.package.others, self.platform.now().date());
        self.jobs.start(ctx, JobKind::Package, move |token| {
            let places = store::Places::of(&folder, session.assessment(), &known);
            let ask = PackageAsk {
                words: &words,
                scheme: session.scheme(),
                assessment: session.assessment(),
                checklist: &checklist,
                places: &places,
                case_name: &case_name,
                date,
                others,
            };
            let stopped = || token.cancelled();
            let progress = |permille| token.progress(permille);
            let watch = store::Watch { cancelled: &stopped, progress: &progress };
            let plan = store::plan_package(&ask, &watch);
            match (plan, target) {
                (Ok(plan), None) => Done::PackagePlanned(Ok(Arc::new(plan))),
                (Ok(plan), Some(target)) => Done::Packaged(written(&plan, &target, &words, token, &watch)),
                (Err(error), None) => Done::PackagePlanned(Err(error)),
                (Err(error), Some(_)) => Done::Packaged(Err(error)),
            }
        });
    }

    pub(super) fn take_plan(&mut self, result: Result<Arc<PackagePlan>, PackageError>) {
        match result {
            Ok(plan) => self.package.plan = Some(plan),
            Err(error) => self.package.said = Some((vec![error.say(&self.words)], None)),
        }
    }

    pub(super) fn take_packaged(&mut self, ctx: &Context, result: Result<Box<PackageReceipt>, PackageError>) {
        let (lines, path) = match result {
            Ok(receipt) => (receipt.say(&self.words), Some(receipt.path)),
            Err(error) => (vec![error.say(&self.words)], None),
        };
        if self.dialog != Some(Dialog::Package) {
            let tone = if path.is_some() { Tone::Good } else { Tone::Bad };
            self.tell(ctx, tone, lines.join("\n"));
            self.notices.iter_mut().rev().take(1).for_each(|notice| notice.until = None);
        }
        self.package.said = Some((lines, path));
    }
}

fn written(
    plan: &PackagePlan,
    target: &PackageTarget,
    words: &Words,
    token: &Token,
    watch: &store::Watch<'_>,
) -> Result<Box<PackageReceipt>, PackageError> {
    let index = |package: &crate::assessment::Package| {
        let mut seen = |_| if token.cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
        match report::typeset(&report::package_index(package, words), &mut seen) {
            Ok(made) => Ok((made.bytes, made.pages)),
            Err(error) => Err(error.to_string()),
        }
    };
    match store::write_package(plan, target, &index, words, &store::Real, watch) {
        // The index was stopped with the rest.
        Err(PackageError::Index(_)) if token.cancelled() => Err(PackageError::Cancelled),
        other => other.map(Box::new),
    }
}
