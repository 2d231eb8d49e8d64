//! Planning and writing the submission package, in the background.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Context;

use crate::app::dialogs::PackageState;
use crate::app::jobs::{Done, JobKind, Token};
use crate::app::widgets::Tone;
use crate::app::*;
use crate::lang::size;
use crate::report;
use crate::store::{self, PackageAsk, PackageError, PackagePlan, PackageReceipt, PackageStep, PackageTarget};

impl App {
    /// Shows what would be in a package.
    pub(super) fn plan_package(&mut self, ctx: &Context, others: bool, mask_all: bool) {
        if self.open.is_none() {
            return;
        }
        self.dialog = Some(Dialog::Package);
        // While one is being written its progress is shown, and nothing else is begun.
        if !self.jobs.is_running(JobKind::Package) {
            self.package = PackageState { others, mask_all, ..PackageState::default() };
            self.run_package(ctx, None);
        }
    }

    /// Writes a package. Nothing is written into a folder that holds something; a name for one in it is offered.
    pub(super) fn write_package(&mut self, ctx: &Context, path: PathBuf, zipped: bool) {
        let path = match zipped {
            // The system's own dialog has asked whether a file may go, but of this name it knows nothing.
            true if with_zip(path.clone()) != path => free(&with_zip(path)),
            false if std::fs::read_dir(&path).is_ok_and(|mut files| files.next().is_some()) => {
                return self.offer_own_folder(ctx, &path);
            }
            _ => path,
        };
        self.package.said = None;
        self.run_package(ctx, Some(PackageTarget { path, replace: zipped }));
    }

    /// Says that a ZIP is there already, and offers a name that is free.
    pub(super) fn offer_free_zip(&mut self, ctx: &Context, path: &Path) {
        let p = &self.words.package;
        let said = p.zip_exists.fill(&[("path", &path.display())]);
        self.dialog = Some(Dialog::TypePath {
            purpose: Purpose::PackageZip,
            title: p.dialog_zip.trim_end_matches(['…', '.']).to_owned(),
            suggested: free(path).display().to_string(),
        });
        self.tell(ctx, Tone::Warn, said);
    }

    /// Says that a folder holds something already, and offers the name of a new one in it.
    fn offer_own_folder(&mut self, ctx: &Context, path: &Path) {
        let p = &self.words.package;
        let said = p.folder_not_empty.fill(&[("path", &path.display())]);
        let own = path.join(self.package_name());
        let numbered = (2..1000).map(|number| path.join(format!("{}-{number}", self.package_name())));
        let free = std::iter::once(own.clone()).chain(numbered).find(|path| !path.exists()).unwrap_or(own);
        self.dialog = Some(Dialog::TypePath {
            purpose: Purpose::PackageFolder,
            title: p.dialog_folder.trim_end_matches(['…', '.']).to_owned(),
            suggested: free.display().to_string(),
        });
        self.tell(ctx, Tone::Warn, said);
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
        let (others, mask_all) = (self.package.others, self.package.mask_all);
        let date = self.platform.now().date();
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
                mask_all,
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
            Ok(receipt) => {
                let lines = receipt.say(&self.words);
                let PackageReceipt { path, package, .. } = *receipt;
                // What is missing is told of what was written: some of it is known only then.
                if let Some(plan) = &mut self.package.plan {
                    Arc::make_mut(plan).package = package;
                }
                (lines, Some(path))
            }
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

/// A path as that of a ZIP.
pub(super) fn with_zip(path: PathBuf) -> PathBuf {
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip")) {
        return path;
    }
    let mut name = path.into_os_string();
    name.push(".zip");
    name.into()
}

/// The path, or where something is there already, the first free one with a number.
pub(super) fn free(path: &Path) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let numbered = (2..1000).map(|number| path.with_file_name(format!("{stem}-{number}.zip")));
    std::iter::once(path.to_owned()).chain(numbered).find(|path| !path.exists()).unwrap_or_else(|| path.to_owned())
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
    let all = size(plan.package.tally().bytes);
    let tell = |step: PackageStep<'_>| {
        token.say(words.package.writing_file.fill(&[
            ("n", &step.file),
            ("files", &step.files),
            ("done", &size(step.bytes)),
            ("all", &all),
            ("name", &step.name),
        ]));
    };
    match store::write_package_telling(plan, target, &index, words, &store::Real, watch, &tell) {
        // The index was stopped with the rest.
        Err(PackageError::Index(_)) if token.cancelled() => Err(PackageError::Cancelled),
        other => other.map(Box::new),
    }
}
