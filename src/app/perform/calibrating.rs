//! Calibration: reading a table of points, a file of the new scheme, and moving the open case to it.

use std::path::{Path, PathBuf};

use egui::Context;

use crate::app::jobs::{Done, JobKind};
use crate::app::widgets::Tone;
use crate::app::*;
use crate::criteria::PointsEntry;
use crate::scoring::decimal_or_fraction;
use crate::store::tables::{self, PointsTableProblem, TableProblemKind};
use crate::store::{self, CASE_EXTENSION};

/// Most problems of a table that are listed.
const MOST: usize = 12;

impl App {
    /// Opens the dialog, with what was typed before.
    pub(in crate::app) fn show_calibration(&mut self) {
        let Some(open) = &self.open else { return };
        let today = self.platform.now().date();
        let last = self.settings.calibrated_by.trim();
        let by = if last.is_empty() { &self.settings.person } else { last };
        self.view.calibrate.begin(open.session.pinned(), by, today);
        self.dialog = Some(Dialog::Calibrate);
    }

    /// Remembers who calibrates, for the next time.
    fn keep_calibrator(&mut self, ctx: &Context) {
        let by = self.view.calibrate.by.trim();
        if !by.is_empty() && by != self.settings.calibrated_by {
            self.settings.calibrated_by = by.to_owned();
            self.keep_settings(ctx);
        }
    }

    /// The dialog is left; says that what was typed is still there.
    pub(in crate::app) fn leave_calibration(&mut self, ctx: &Context) {
        if self.dialog == Some(Dialog::Calibrate) && self.view.calibrate.unsaved {
            let n = self.view.calibrate.typed();
            if n > 0 {
                let text = self.words.sureness.cal_still_there.fill(&[("n", &n)]);
                self.tell(ctx, Tone::Accent, text);
            }
        }
    }

    /// Whether the window is held back once, because what was typed is in no file and in no case.
    pub(in crate::app) fn holds_calibration(&mut self) -> bool {
        let holds = self.view.calibrate.unsaved
            && !self.view.calibrate.warned
            && self.view.calibrate.typed() > 0
            && self.open.is_some();
        if holds {
            self.show_calibration();
            let state = &mut self.view.calibrate;
            state.warned = true;
            state.said = Some((Tone::Warn, self.words.sureness.cal_before_closing.to_string()));
        }
        holds
    }

    /// Reads a table of points, in the background.
    pub(in crate::app) fn read_calibration(&mut self, ctx: &Context, path: PathBuf) {
        self.dialog = Some(Dialog::Calibrate);
        let Some(scheme) = self.view.calibrate.base.as_ref().map(|base| base.scheme.clone()) else { return };
        let words = self.words.clone();
        self.jobs.start(ctx, JobKind::Table, move |_| {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let read = || -> Result<Vec<PointsEntry>, Vec<String>> {
                let table = tables::read_file(&path).map_err(|problem| {
                    vec![match problem.kind {
                        TableProblemKind::Empty => words.calibrate.table_empty.fill(&[("file", &name)]),
                        _ => problem.say(&name, &words),
                    }]
                })?;
                let say = |problem: &PointsTableProblem| match problem {
                    PointsTableProblem::Table(problem) => problem.say(&name, &words),
                    PointsTableProblem::Rows(problem) => problem.say(decimal_or_fraction, &words),
                };
                let found = tables::points_table(&table, &scheme);
                found.map(|found| found.entries).map_err(|all| all.iter().map(say).collect())
            };
            Done::Points(read())
        });
    }

    /// What a table of points says goes into the fields.
    pub(in crate::app) fn take_points(&mut self, result: Result<Vec<PointsEntry>, Vec<String>>) {
        let state = &mut self.view.calibrate;
        let Some(scheme) = state.base.as_ref().map(|base| base.scheme.clone()) else { return };
        match result {
            Ok(entries) => state.take(&scheme, &entries, &self.words),
            Err(mut problems) => {
                problems.truncate(MOST);
                state.said = Some((Tone::Bad, problems.join("\n")));
            }
        }
    }

    /// What the file of the new scheme is called at first.
    pub(in crate::app) fn calibration_name(&self) -> String {
        let made = self.view.calibrate.seen.made.as_deref();
        let id = made.map_or("", |made| made.calibrated.pinned.scheme.id.as_str());
        format!("{id}.ron")
    }

    /// Writes the new scheme and reads it back.
    pub(in crate::app) fn save_calibration(&mut self, ctx: &Context, path: PathBuf) {
        self.dialog = Some(Dialog::Calibrate);
        let Some(made) = self.view.calibrate.seen.made.as_deref() else { return };
        let path = if path.extension().is_none() { path.with_extension("ron") } else { path };
        let pinned = made.calibrated.pinned.clone();
        let shown = path.display().to_string();
        let text = if path.extension().is_some_and(|ending| ending == CASE_EXTENSION) {
            Err(self.words.calibrate.only_ron.fill(&[("path", &shown)]))
        } else {
            written(&path, &pinned).map_err(|fault| match fault {
                Some(fault) => fault.say(&self.words),
                None => self.words.calibrate.reads_back_otherwise.fill(&[("path", &shown)]),
            })
        };
        self.keep_calibrator(ctx);
        let state = &mut self.view.calibrate;
        state.said = Some(match text {
            Ok(()) => {
                state.kept();
                (Tone::Good, self.words.sureness.cal_saved.fill(&[("path", &shown)]))
            }
            Err(text) => (Tone::Bad, text),
        });
        ctx.request_repaint();
    }

    /// Moves the open case to the new scheme; every answer stays.
    pub(in crate::app) fn take_calibration(&mut self, ctx: &Context) {
        let Some(made) = self.view.calibrate.seen.made.as_deref() else { return };
        let pinned = made.calibrated.pinned.clone();
        self.keep_calibrator(ctx);
        if self.move_case(ctx, &pinned) {
            self.view.calibrate = crate::app::calibrating::CalibrateState::default();
            self.dialog = None;
        }
    }
}

/// Writes a scheme; none in the error where it does not read back as what was written.
fn written(path: &Path, pinned: &Pinned) -> Result<(), Option<store::Fault>> {
    store::write_output(path, pinned.text.as_bytes()).map_err(Some)?;
    if store::read_scheme(path).is_ok_and(|read| read == *pinned) { Ok(()) } else { Err(None) }
}
