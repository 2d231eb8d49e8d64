//! Carries actions out; the only code that changes what the window knows.

mod calibrating;
mod case;
mod checkup;
mod closing;
mod evidence;
mod keeping;
mod ledgers;
mod looking;
mod materials;
mod package;
mod plan;
mod registering;
mod remediation;
mod report;
mod rounds;
mod sampling;
mod tables;

pub(in crate::app) use closing::Waiting;
pub use looking::Looking;

use std::path::PathBuf;

use egui::{Context, ViewportCommand};

use self::closing::Then;
use super::jobs::{Done, JobKind};
use super::locating::{Goes, Wanted};
use super::views::start::with_ending;
use super::widgets::Tone;
use super::*;
use crate::assessment::{self, Edit};
use crate::criteria::ClauseId;
use crate::lang::Phrase;
use crate::scoring;
use crate::store::{self, CASE_EXTENSION, ChecklistChoice};

/// Seconds for which good news stays.
const NOTICE_SECS: f64 = 6.0;

impl App {
    pub(super) fn perform(&mut self, ctx: &Context, frame: &eframe::Frame, action: Action) {
        if action.is_of_the_work() {
            self.notices.retain(|notice| !notice.passing);
        }
        match action {
            Action::Edit(edit) => self.edit(ctx, &edit),
            Action::Pause => self.open.iter_mut().for_each(|open| open.session.pause()),
            Action::Command(command) => self.command(ctx, frame, command),
            Action::Go(place) => self.go(place),
            Action::Show(clause) => self.show_clause(clause),
            Action::ShowEvidence(id) => {
                self.view.evidence.selected = Some(id);
                self.go(Place::Evidence);
            }
            Action::ShowSample { ledger, record } => self.show_sample(ledger, record),
            Action::Pick(purpose) => self.pick(ctx, frame, purpose),
            Action::Typed { purpose, path } => {
                let path = self.picking_folder().join(path);
                if purpose == Purpose::PackageZip && package::with_zip(path.clone()).exists() {
                    // Nobody has asked whether it may go.
                    return self.offer_free_zip(ctx, &package::with_zip(path));
                }
                if purpose == Purpose::SaveCalibration && path.exists() {
                    let text = self.words.sureness.cal_exists.fill(&[("path", &path.display())]);
                    return self.tell(ctx, Tone::Warn, text);
                }
                if let Purpose::Round(number) = purpose {
                    return self.write_round(ctx, number, path, false);
                }
                self.picked(ctx, purpose, vec![path]);
            }
            Action::Open(path) => self.open_case(ctx, path),
            Action::Reopen => self.reopen(ctx, false),
            Action::TakeCaseOver => self.reopen(ctx, true),
            Action::Recover(path) => self.recover(ctx, path, false),
            Action::Restore(at) => self.restore(ctx, at),
            Action::Compare(at) => self.compare(ctx, at),
            Action::ReadChanges => self.view.changes.shown = false,
            Action::ShowEdition => self.show_edition(ctx),
            Action::LeaveEdition => self.open.iter_mut().for_each(|open| open.newer = None),
            Action::MoveEdition => self.move_edition(ctx),
            Action::TakeCalibration => self.take_calibration(ctx),
            Action::Person(name) => self.type_person(name),
            Action::Create { path, company, scheme } => self.create(ctx, path, *company, scheme.as_deref()),
            Action::Register { clause, paths } => self.register(ctx, clause, paths),
            Action::RegisterText { clause, text } => self.want(ctx, Wanted::Text { text, clause }),
            Action::AddItems { id, paths } => self.want(ctx, Wanted::Paths { paths, goes: Goes::Piece(id) }),
            Action::RegisterFor { item, paths } => self.register_for(ctx, &item, paths),
            Action::ShowMaterial(id) => self.show_material(&id),
            Action::UseChecklist(choice) => self.use_checklist(ctx, choice),
            Action::OpenItem { id, item } => self.open_item(ctx, id, item, false),
            Action::OpenFolderOf { id, item } => self.open_item(ctx, id, item, true),
            Action::Checkup { full } => self.check_evidence(ctx, full),
            Action::FindLost => self.find_lost(ctx, None),
            Action::ToggleRepair(at) => self.toggle_repair(at),
            Action::Relink => self.relink(ctx),
            Action::RemoveRoot(name) => self.edit(ctx, &Edit::SetRoot { name, folder: None }),
            Action::RegisterTree { by_clauses } => self.register_tree(ctx, by_clauses),
            Action::OpenPath(path) => self.open_path(ctx, path),
            Action::Report { path, date } => self.report(ctx, path, date),
            Action::PlanPackage { others, mask_all } => self.plan_package(ctx, others, mask_all),
            Action::TakeOver(preview) => self.take_over(ctx, &preview),
            Action::Ledger(action) => self.ledger(ctx, action),
            Action::Remediation(action) => self.remediation(ctx, action),
            Action::Rounds(action) => self.rounds(ctx, action),
            Action::Cancel(kind) => self.cancel(kind),
            Action::Dialog(dialog) => self.dialog = Some(dialog),
            Action::CloseDialog => {
                self.leave_calibration(ctx);
                self.dialog = None;
            }
            Action::Unfold(id) => {
                let asked = self.notices.iter_mut().filter(|notice| notice.id == id);
                asked.for_each(|notice| notice.unfolded = !notice.unfolded);
            }
            Action::Dismiss(id) => self.notices.retain(|notice| notice.id != id),
            Action::DismissBanner => self.dismiss_banner(),
            Action::Copy(text) => ctx.copy_text(text),
            Action::Theme(theme) => {
                self.settings.theme = theme;
                self.keep_settings(ctx);
            }
            Action::QuitUnsaved => {
                if let Some(OpenCase { hold: Hold::Ours(writer), .. }) = self.open.take() {
                    writer.abandon();
                }
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }

    fn command(&mut self, ctx: &Context, frame: &eframe::Frame, command: Command) {
        match command {
            Command::New => {
                let back = self.open.as_ref().map(|open| open.path.clone());
                self.close_then(ctx, Then::New(back));
            }
            Command::Open => self.pick(ctx, frame, Purpose::OpenCase),
            Command::Example => self.open_example(ctx),
            Command::Save if self.refuses_edits(ctx) => {}
            Command::Save => self.save_now(),
            Command::SaveAs => self.pick(ctx, frame, Purpose::SaveAs),
            Command::WriteReport => self.go(Place::Report),
            Command::Package => self.plan_package(ctx, false, true),
            Command::Recover => match self.open.as_ref().map(|open| open.path.clone()) {
                Some(path) => self.recover(ctx, path, false),
                None => self.pick(ctx, frame, Purpose::RecoverCase),
            },
            Command::Edition => self.show_edition(ctx),
            Command::Calibrate => self.show_calibration(),
            Command::ImportTable if self.refuses_edits(ctx) => {}
            Command::ImportTable => self.pick(ctx, frame, Purpose::ImportTable),
            Command::ExportTable => self.pick(ctx, frame, Purpose::ExportTable),
            Command::CloseCase => self.close_then(ctx, Then::Nothing),
            Command::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
            Command::Undo | Command::Redo => self.step_back(ctx, command == Command::Undo),
            Command::NextUnrated => self.next_unrated(ctx),
            Command::NextClause => self.move_by(1),
            Command::PreviousClause => self.move_by(-1),
            Command::Find => {
                self.go(Place::Assess);
                self.view.assess.show_tree = true;
                self.view.assess.focus_search = true;
            }
            Command::Palette => self.toggle(Dialog::Palette),
            Command::Help => self.toggle(Dialog::Help),
            Command::About => self.toggle(Dialog::About),
            Command::WhereIsData => self.toggle(Dialog::WhereIsData),
            Command::Go(place) => self.go(place),
            Command::Back => self.go_back(),
            Command::Forward => self.go_forward(),
            Command::ZoomIn => self.zoom(ctx, 10),
            Command::ZoomOut => self.zoom(ctx, -10),
            Command::ZoomReset => self.zoom(ctx, 0),
            Command::ThemeLight => self.perform(ctx, frame, Action::Theme(store::ThemeChoice::Light)),
            Command::ThemeDark => self.perform(ctx, frame, Action::Theme(store::ThemeChoice::Dark)),
            Command::ThemeSystem => self.perform(ctx, frame, Action::Theme(store::ThemeChoice::System)),
            Command::ShowBanner => {
                self.settings.dismissed_banners.clear();
                self.keep_settings(ctx);
            }
        }
    }

    /// Tells something that stays until the next thing is done, with more to be unfolded.
    pub(super) fn tell_passing(&mut self, ctx: &Context, tone: Tone, text: String, details: Vec<String>) {
        self.tell(ctx, tone, text);
        if let Some(notice) = self.notices.last_mut() {
            (notice.until, notice.details, notice.passing) = (None, details, true);
        }
    }

    /// Tells something; errors stay, good news goes by itself.
    pub(super) fn tell(&mut self, ctx: &Context, tone: Tone, text: String) {
        self.notices.retain(|notice| notice.text != text);
        let until = (tone == Tone::Good).then(|| ctx.input(|input| input.time) + NOTICE_SECS);
        if until.is_some() {
            ctx.request_repaint_after(std::time::Duration::from_secs_f64(NOTICE_SECS + 0.1));
        }
        self.next_notice += 1;
        // What is told in the frame of a change is told of that change. An error is not: it may be of anything.
        let change = self.last_change().filter(|change| tone != Tone::Bad && Some(*change) != self.change_seen);
        self.notices.push(Notice { until, change, ..Notice::new(self.next_notice, tone, text) });
    }

    /// The number of the change that undo would take back.
    pub(super) fn last_change(&self) -> Option<u64> {
        self.open.as_ref().and_then(|open| open.session.undo_number())
    }

    /// Whether the open case can only be looked at; says so.
    pub(super) fn refuses_edits(&mut self, ctx: &Context) -> bool {
        let refuses = self.open.as_ref().is_some_and(|open| open.looking().is_some());
        if refuses {
            let text = self.words.keeping.read_only_edit.to_string();
            self.tell_look_only(ctx, text);
        }
        refuses
    }

    fn edit(&mut self, ctx: &Context, edit: &Edit) {
        if self.refuses_edits(ctx) {
            return;
        }
        let Some(open) = &mut self.open else { return };
        let edit = edit.clone().registered_at(self.platform.now());
        if let Err(problem) = open.session.edit(&edit) {
            let text = problem.say(&self.words.problems, &self.words.common);
            self.tell(ctx, Tone::Bad, text);
        }
    }

    fn step_back(&mut self, ctx: &Context, back: bool) {
        let Some(open) = &mut self.open else { return };
        let done = if back { open.session.undo() } else { open.session.redo() };
        self.view.assess.pending = None;
        let Some(kind) = done else {
            // Nothing is left to undo; whoever means the move to other criteria is told how that is taken back.
            if let Some(backup) = open.moved.as_ref().filter(|_| back) {
                let text = self.words.app.moved_no_undo.fill(&[("path", &backup.display())]);
                self.tell(ctx, Tone::Warn, text);
            }
            return;
        };
        let stands = self.last_change();
        self.notices.retain(|notice| notice.change.is_none_or(|change| Some(change) <= stands));
        // These views bring what was undone into sight themselves.
        let shown = match self.place {
            Place::Assess | Place::Grid => true,
            Place::Materials => matches!(kind, assessment::EditKind::Material(_)),
            Place::Readiness => {
                matches!(kind, assessment::EditKind::Gate(_) | assessment::EditKind::Certificate(_))
            }
            Place::Sampling => self.reveal_sample(&kind),
            Place::Rounds => self.view.rounds.reveal(&kind),
            _ => false,
        };
        if !shown {
            // What it was may be in a view that is not in sight.
            let what = context::edit_label(&self.words.app, &kind);
            let phrase = if back { &self.words.app.undone } else { &self.words.app.redone };
            let text = phrase.fill(&[("what", &what)]);
            self.tell(ctx, Tone::Good, text);
        }
        if self.place == Place::Readiness {
            self.view.readiness.reveal(&kind);
        }
        self.reveal_ledger(&kind);
        self.reveal_action(&kind);
        if let assessment::EditKind::Material(id) = &kind
            && self.place == Place::Materials
        {
            self.view.materials.reveal(&self.materials.checklist, id);
        }
        if let assessment::EditKind::Verdict(clause)
        | assessment::EditKind::Finding(clause)
        | assessment::EditKind::Note(clause)
        | assessment::EditKind::LookAgain(clause)
        | assessment::EditKind::Doubtful(clause)
        | assessment::EditKind::Carried(clause) = &kind
            && self.place == Place::Assess
        {
            // Undo without seeing what was undone is a riddle.
            self.view.assess.select(clause.clone());
        }
        ctx.request_repaint();
    }

    fn go(&mut self, place: Place) {
        if self.place != place {
            self.back.push(self.place);
            self.forward.clear();
            self.place = place;
        }
    }

    fn go_back(&mut self) {
        if let Some(place) = self.back.pop() {
            self.forward.push(self.place);
            self.place = place;
        }
    }

    fn go_forward(&mut self) {
        if let Some(place) = self.forward.pop() {
            self.back.push(self.place);
            self.place = place;
        }
    }

    fn show_clause(&mut self, clause: ClauseId) {
        self.view.assess.select(clause);
        self.go(Place::Assess);
    }

    fn show_material(&mut self, id: &assessment::MaterialId) {
        self.view.materials.reveal(&self.materials.checklist, id);
        self.go(Place::Materials);
    }

    fn move_by(&mut self, by: isize) {
        let Some(open) = &self.open else { return };
        let scheme = open.session.scheme();
        let clauses: Vec<&ClauseId> = scheme.clauses().map(|clause| &clause.id).collect();
        let current = self.view.assess.current(scheme);
        let place = clauses.iter().position(|clause| Some(*clause) == current.as_ref()).unwrap_or(0);
        let next = place.saturating_add_signed(by).min(clauses.len().saturating_sub(1));
        if let Some(clause) = clauses.get(next).map(|clause| (*clause).clone()) {
            self.show_clause(clause);
        }
    }

    /// The next unrated clause after the one in view, or the first of all.
    fn next_unrated(&mut self, ctx: &Context) {
        let Some(open) = &self.open else { return };
        let lines = &open.session.card().clauses;
        let current = self.view.assess.current(open.session.scheme());
        let place = lines.iter().position(|line| Some(&line.id) == current.as_ref()).unwrap_or(0);
        let unrated = |line: &&scoring::ClauseLine| line.why == scoring::Why::Unrated;
        let next = lines[place..].iter().skip(1).find(unrated).or_else(|| lines.iter().find(unrated));
        match next.map(|line| line.id.clone()) {
            Some(clause) => self.show_clause(clause),
            None => self.tell(ctx, Tone::Good, self.words.app.progress_complete.to_string()),
        }
    }

    fn toggle(&mut self, dialog: Dialog) {
        self.dialog = if self.dialog.as_ref() == Some(&dialog) { None } else { Some(dialog) };
    }

    fn zoom(&mut self, ctx: &Context, by: i32) {
        let now = self.settings.zoom_percent;
        self.settings.zoom_percent = if by == 0 { 100 } else { now.saturating_add_signed(by).clamp(80, 250) };
        self.keep_settings(ctx);
    }

    /// Puts the settings into force.
    pub(super) fn apply_settings(&self, ctx: &Context) {
        ctx.set_theme(match self.settings.theme {
            store::ThemeChoice::System => egui::ThemePreference::System,
            store::ThemeChoice::Light => egui::ThemePreference::Light,
            store::ThemeChoice::Dark => egui::ThemePreference::Dark,
        });
        ctx.set_zoom_factor(self.settings.zoom_percent as f32 / 100.0);
    }

    pub(super) fn keep_settings(&mut self, ctx: &Context) {
        self.apply_settings(ctx);
        let saved = self.settings_path.as_deref().map_or(Ok(()), |path| self.settings.save(path));
        if let Err(fault) = saved {
            self.tell(ctx, Tone::Warn, fault.say(&self.words));
        }
    }

    fn dismiss_banner(&mut self) {
        if let Some(open) = &self.open {
            self.settings.dismissed_banners.push(open.session.pinned().fingerprint.clone());
            // Not worth a message: the banner is gone for now either way.
            drop(self.settings_path.as_deref().map(|path| self.settings.save(path)));
        }
    }

    fn pick(&mut self, ctx: &Context, frame: &eframe::Frame, purpose: Purpose) {
        if self.jobs.is_running(JobKind::Pick) {
            return;
        }
        let (pick, title) = self.what_to_pick(&purpose);
        let start = self.picking_folder();
        self.picking_since = ctx.input(|input| input.time);
        let done = self.jobs.expect(ctx, JobKind::Pick);
        let reply: Reply = Box::new(move |paths| done(Done::Picked { purpose, paths }));
        self.platform.pick(&pick, &title, Some(&start), frame, reply);
    }

    /// Where a person begins to look for a file.
    fn picking_folder(&self) -> PathBuf {
        let of_case = self.open.as_ref().map(OpenCase::folder).filter(|folder| folder.is_dir());
        of_case.unwrap_or_else(|| self.documents.clone())
    }

    /// What is picked for a purpose, and how that is called.
    fn what_to_pick(&self, purpose: &Purpose) -> (Pick, Phrase) {
        let w = &self.words.app;
        let case_name = self.open.as_ref().map(OpenCase::name).unwrap_or_default();
        let (pick, title) = match purpose {
            Purpose::OpenCase => (Pick::OpenCase, &w.cmd_open),
            Purpose::NewCase { suggested } => (Pick::SaveCase(suggested.clone()), &w.start_path),
            Purpose::ImportTable => (Pick::Table, &w.cmd_import_table),
            Purpose::ExportTable => {
                (Pick::SaveTable(format!("{case_name}{}.xlsx", w.table_name_suffix)), &w.cmd_export_table)
            }
            Purpose::ImportActions => (Pick::Table, &self.words.remediation.import),
            Purpose::ExportActions => {
                let name = self.words.remediation.register_file.fill(&[("case", &case_name)]);
                (Pick::SaveTable(format!("{name}.xlsx")), &self.words.remediation.export)
            }
            Purpose::ExportReminders => {
                let name = self.words.remediation.reminders_file.fill(&[("case", &case_name)]);
                (Pick::SaveWorkbook(format!("{name}.xlsx")), &self.words.remediation.remind)
            }
            Purpose::ImportSheet(_) => (Pick::Table, &self.words.sampling.import_sheet),
            Purpose::ExportSheet(ledger) => (self.sheet_pick(ledger), &self.words.sampling.export_sheet),
            Purpose::ExportChanges => {
                (Pick::SaveWorkbook(format!("{case_name}{}.xlsx", w.changes_name_suffix)), &w.changes_export)
            }
            Purpose::CalibrationTable => (Pick::Table, &self.words.sureness.cal_read),
            Purpose::SaveCalibration => (Pick::SaveChecklist(self.calibration_name()), &self.words.sureness.cal_save),
            Purpose::LedgerFile(_) => (Pick::Ledger, &self.words.ledger_view.import),
            Purpose::ExportFailing => (Pick::SaveTable(self.failing_name()), &self.words.ledger_view.export),
            Purpose::Calendar => {
                let r = &self.words.rounds;
                (Pick::SaveCalendar(format!("{case_name}{}.ics", r.calendar_suffix)), &r.write_calendar)
            }
            Purpose::Round(number) => {
                let assessment = self.open.as_ref().map(|open| open.session.assessment());
                let name =
                    assessment.map(|assessment| store::round_file_name(&case_name, assessment, *number, &self.words));
                (Pick::SaveCase(name.unwrap_or_default()), &self.words.rounds.export)
            }
            Purpose::RecoverCase => (Pick::OpenCase, &w.cmd_recover),
            Purpose::Scheme => (Pick::Scheme, &w.start_scheme),
            Purpose::SaveAs => {
                // The old name is what cannot be written.
                let trouble = self.open.as_ref().is_some_and(|open| open.trouble.is_some());
                let suffix = if trouble { &*w.save_as_suffix } else { "" };
                (Pick::SaveCase(format!("{case_name}{suffix}.{CASE_EXTENSION}")), &w.cmd_save_as)
            }
            Purpose::Files(_) | Purpose::ItemsOf(_) | Purpose::Instead { .. } => (Pick::Files, &w.add_files),
            Purpose::LookIn => (Pick::Folder, &self.words.evidence.look_in),
            Purpose::Root { .. } => (Pick::Folder, &self.words.evidence.root_set),
            Purpose::FilesFor(_) => (Pick::Files, &w.add_files),
            Purpose::Folder(_) | Purpose::FolderFor(_) => (Pick::Folder, &w.add_folder),
            Purpose::Checklist | Purpose::PackageChecklist => (Pick::Scheme, &self.words.materials.open_list),
            Purpose::SaveChecklist => (
                Pick::SaveChecklist(format!(
                    "{}{}.ron",
                    self.materials.checklist.id, self.words.materials.list_name_suffix
                )),
                &self.words.materials.save_list_as,
            ),
            Purpose::PackageZip => {
                (Pick::SaveZip(format!("{}.zip", self.package_name())), &self.words.package.dialog_zip)
            }
            Purpose::PackageFolder => (Pick::Folder, &self.words.package.dialog_folder),
            Purpose::Report => {
                (Pick::SaveReport(format!("{case_name}{}.pdf", w.report_name_suffix)), &w.cmd_write_report)
            }
        };
        (pick, title.clone())
    }

    /// The system has no dialog: where there is a field for the path beside, that is said; elsewhere it is asked for.
    fn no_picker(&mut self, ctx: &Context, purpose: Purpose) {
        let folder = self.picking_folder();
        let (pick, title) = self.what_to_pick(&purpose);
        let suggested = match pick {
            Pick::SaveCase(name)
            | Pick::SaveTable(name)
            | Pick::SaveWorkbook(name)
            | Pick::SaveChecklist(name)
            | Pick::SaveCalendar(name) => folder.join(name),
            Pick::SaveZip(name) => package::free(&folder.join(name)),
            Pick::Folder if purpose == Purpose::PackageFolder => folder.join(self.package_name()),
            _ => folder.join(""),
        };
        match purpose {
            // A field for the path stands beside the button.
            Purpose::NewCase { .. } | Purpose::Scheme | Purpose::Report => {
                self.tell(ctx, Tone::Warn, self.words.app.no_picker.to_string());
            }
            _ => {
                self.dialog = Some(Dialog::TypePath {
                    purpose,
                    title: title.trim_end_matches(['…', '.']).to_owned(),
                    suggested: suggested.display().to_string(),
                });
            }
        }
    }

    fn picked(&mut self, ctx: &Context, purpose: Purpose, mut paths: Vec<PathBuf>) {
        // The system's dialog says nothing when there is none to be had; a person needs longer to cancel one.
        const AT_ONCE_SECS: f64 = 0.5;
        let Some(first) = paths.first().cloned() else {
            if ctx.input(|input| input.time) - self.picking_since < AT_ONCE_SECS {
                self.no_picker(ctx, purpose);
            }
            return;
        };
        match purpose {
            Purpose::OpenCase => self.open_case(ctx, first),
            Purpose::NewCase { .. } => self.view.start.path = with_ending(first).display().to_string(),
            Purpose::ImportTable => self.read_table(ctx, first),
            Purpose::ExportTable => self.write_table(ctx, first),
            Purpose::ImportActions => self.read_register(ctx, first),
            Purpose::ExportActions => self.write_register(ctx, first),
            Purpose::ExportReminders => self.write_reminders(ctx, first),
            Purpose::ExportSheet(ledger) => self.write_sheet(ctx, &ledger, first),
            Purpose::ImportSheet(ledger) => self.read_sheet(ctx, ledger, first),
            Purpose::ExportChanges => self.write_changes(ctx, first),
            Purpose::LedgerFile(ledger) => self.ledger(ctx, LedgerAction::Import { ledger, path: first }),
            Purpose::CalibrationTable => self.read_calibration(ctx, first),
            Purpose::SaveCalibration => self.save_calibration(ctx, first),
            Purpose::ExportFailing => self.write_failing(ctx, first),
            Purpose::Calendar => self.write_calendar(ctx, first),
            Purpose::Round(number) => self.write_round(ctx, number, first, true),
            Purpose::RecoverCase => self.recover(ctx, first, false),
            Purpose::Scheme => self.view.start.scheme = first.display().to_string(),
            Purpose::SaveAs => self.save_as(ctx, with_ending(first)),
            Purpose::Files(clause) | Purpose::Folder(clause) => {
                paths.sort();
                self.register(ctx, clause, paths);
            }
            Purpose::LookIn => self.find_lost(ctx, Some(first)),
            Purpose::Root { name } => self.want(ctx, Wanted::Root { name, folder: first }),
            Purpose::FilesFor(item) | Purpose::FolderFor(item) => {
                paths.sort();
                self.register_for(ctx, &item, paths);
            }
            Purpose::Checklist => self.use_checklist(ctx, ChecklistChoice::File(first)),
            Purpose::PackageChecklist => {
                self.dialog = Some(Dialog::Package);
                self.use_checklist(ctx, ChecklistChoice::File(first));
            }
            Purpose::SaveChecklist => self.save_checklist(ctx, first),
            Purpose::PackageZip | Purpose::PackageFolder => {
                self.dialog = Some(Dialog::Package);
                self.write_package(ctx, first, purpose == Purpose::PackageZip);
            }
            Purpose::ItemsOf(id) => self.want(ctx, Wanted::Paths { paths, goes: Goes::Piece(id) }),
            Purpose::Instead { id, item } => {
                self.want(ctx, Wanted::Paths { paths: vec![first], goes: Goes::Instead { id, item } });
            }
            Purpose::Report => self.view.report.path = first.display().to_string(),
        }
    }

    pub(super) fn keep_score_flash(&mut self, ctx: &Context) {
        let now = ctx.input(|input| input.time);
        let Some(open) = &mut self.open else { return };
        let score = open.session.card().outcome.as_ref().map(|outcome| outcome.score.clone());
        if score == open.shown_score {
            return;
        }
        if let (Some(old), Some(new)) = (&open.shown_score, &score) {
            open.flash = Some((new - old, now));
            ctx.request_repaint_after(std::time::Duration::from_secs_f64(FLASH_SECS + 0.05));
        }
        open.shown_score = score;
    }

    /// Takes the result of a job.
    pub(super) fn take(&mut self, ctx: &Context, done: Done) {
        match done {
            Done::Picked { purpose, paths } => self.picked(ctx, purpose, paths),
            Done::Opened { path, result: Ok(opened), seen, again: true } => self.reopened(ctx, path, *opened, seen),
            Done::Opened { path, result: Ok(opened), seen, .. } => self.opened(ctx, path, *opened, seen),
            Done::Opened { path, result: Err(error), .. } => {
                let own = error.say_own(&self.words.keeping.own_how, &self.words);
                let text = own.unwrap_or_else(|| error.say(&self.words));
                self.tell(ctx, Tone::Bad, text);
                self.recover(ctx, path, true);
            }
            Done::PackagePlanned(result) => self.take_plan(result),
            Done::Packaged(result) => self.take_packaged(ctx, result),
            Done::Example(Ok(place)) => {
                let phrase = if place.found { &self.words.app.example_found } else { &self.words.app.example_made };
                let text = phrase.fill(&[("path", &place.case.display())]);
                self.tell(ctx, Tone::Good, text);
                self.open_case(ctx, place.case);
            }
            Done::Example(Err(fault)) => {
                let text = fault.say(&self.words);
                self.tell(ctx, Tone::Bad, text);
            }
            Done::Scanned { path, found } => self.take_scanned(ctx, &path, *found),
            Done::Glanced { path, glance, changed } => self.take_glance(&path, glance, changed),
            Done::Previewed { path, preview } => self.take_preview(ctx, &path, preview),
            Done::Repairs { path, found, repairs } => self.take_repairs(ctx, &path, *found, repairs),
            Done::Located { number, roots, located } => self.take_located(ctx, number, &roots, located),
            Done::Table { path, case, result } => self.take_table(ctx, path, &case, result),
            Done::Register { path, case, result } => self.take_register(ctx, path, &case, result),
            Done::Reached { path, there } => self.open_reached(ctx, path, there),
            Done::Points(result) => self.take_points(result),
            Done::Sheet { path, case, ledger, result } => self.take_sheet(ctx, path, &case, ledger, result),
            Done::Calendar(result) => self.take_calendar(ctx, result),
            Done::SheetWritten(result) => self.take_sheet_written(ctx, result),
            Done::Exported(result) => self.take_exported(ctx, result),
            Done::Reported(result) => self.take_reported(ctx, result),
            Done::Changes { path, result } => self.take_changes(ctx, &path, result),
            Done::Recoverable { path, found, only_if_any } => self.take_recoverable(path, found, only_if_any),
            Done::Restored(result) => self.take_restored(result),
            Done::Checklist { path, result } => self.take_checklist(ctx, path, result),
            Done::Compared(result) => self.take_compared(result),
            Done::LedgerRead { serial, result } => self.take_ledger_read(serial, result),
            Done::LedgerPlanned { serial, planned } => self.take_ledger_plan(serial, *planned),
            Done::LedgerTaken { path, revision, serial, result } => {
                self.take_ledger_taken(ctx, &path, (revision, serial), result);
            }
            Done::LedgersSeen { path, seen } => self.take_ledgers_seen(ctx, &path, seen),
            Done::PlanFound { asked, found } => self.take_plan_found(*asked, *found),
            Done::Dropped => {}
        }
    }
}
