//! Carries actions out; the only code that changes what the window knows.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use egui::{Context, ViewportCommand};

use super::jobs::{Done, JobKind, ReportFailure, ReportReceipt};
use super::views::start::with_ending;
use super::widgets::Tone;
use super::*;
use crate::assessment::{self, Assessment, Edit, Evidence, EvidenceItem};
use crate::criteria::{self, ClauseId, SHIPPED};
use crate::report;
use crate::scoring;
use crate::store::{self, CASE_EXTENSION, Case};

/// Seconds for which good news stays.
const NOTICE_SECS: f64 = 6.0;

impl App {
    pub(super) fn perform(&mut self, ctx: &Context, frame: &eframe::Frame, action: Action) {
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
            Action::Pick(purpose) => self.pick(ctx, frame, purpose),
            Action::Open(path) => self.open_case(ctx, path),
            Action::Create { path, company } => self.create(ctx, path, *company),
            Action::Register { clause, paths } => self.register(ctx, clause.as_ref(), &paths),
            Action::RegisterText { clause, text } => self.register_text(ctx, clause.as_ref(), &text),
            Action::AddItems { id, paths } => self.add_items(ctx, id, &paths),
            Action::OpenItem { id, item } => self.open_item(ctx, id, item, false),
            Action::OpenFolderOf { id, item } => self.open_item(ctx, id, item, true),
            Action::OpenPath(path) => self.open_path(ctx, &path),
            Action::Report { path, date } => self.report(ctx, path, date),
            Action::Cancel(kind) => self.jobs.cancel(kind),
            Action::Dialog(dialog) => self.dialog = Some(dialog),
            Action::CloseDialog => self.dialog = None,
            Action::Dismiss(id) => self.notices.retain(|notice| notice.id != id),
            Action::DismissBanner => self.dismiss_banner(),
            Action::Copy(text) => ctx.copy_text(text),
            Action::Theme(theme) => {
                self.settings.theme = theme;
                self.keep_settings(ctx);
            }
            Action::QuitUnsaved => {
                self.open = None;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }

    fn command(&mut self, ctx: &Context, frame: &eframe::Frame, command: Command) {
        match command {
            Command::New => {
                self.close_case(ctx);
                self.view.start.new = self.open.is_none();
            }
            Command::Open => self.pick(ctx, frame, Purpose::OpenCase),
            Command::Example => self.open_example(ctx),
            Command::Save => self.save_now(ctx),
            Command::SaveAs => self.pick(ctx, frame, Purpose::SaveAs),
            Command::WriteReport => self.go(Place::Report),
            Command::CloseCase => drop(self.close_case(ctx)),
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

    /// Tells something; errors stay, good news goes by itself.
    pub(super) fn tell(&mut self, ctx: &Context, tone: Tone, text: String) {
        self.notices.retain(|notice| notice.text != text);
        let until = (tone == Tone::Good).then(|| ctx.input(|input| input.time) + NOTICE_SECS);
        if until.is_some() {
            ctx.request_repaint_after(std::time::Duration::from_secs_f64(NOTICE_SECS + 0.1));
        }
        self.next_notice += 1;
        self.notices.push(Notice { id: self.next_notice, tone, text, until });
    }

    fn edit(&mut self, ctx: &Context, edit: &Edit) {
        let Some(open) = &mut self.open else { return };
        if let Err(problem) = open.session.edit(edit) {
            let text = problem.say(&self.words.problems, &self.words.common);
            self.tell(ctx, Tone::Bad, text);
        }
    }

    fn step_back(&mut self, ctx: &Context, back: bool) {
        let Some(open) = &mut self.open else { return };
        let done = if back { open.session.undo() } else { open.session.redo() };
        self.view.assess.pending = None;
        let Some(kind) = done else { return };
        if let assessment::EditKind::Verdict(clause)
        | assessment::EditKind::Finding(clause)
        | assessment::EditKind::Note(clause)
        | assessment::EditKind::LookAgain(clause) = &kind
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
        #[allow(clippy::cast_precision_loss)] // at most 250
        ctx.set_zoom_factor(self.settings.zoom_percent as f32 / 100.0);
    }

    fn keep_settings(&mut self, ctx: &Context) {
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
        let w = &self.words.app;
        let case_name = self.open.as_ref().map(OpenCase::name).unwrap_or_default();
        let (pick, title) = match &purpose {
            Purpose::OpenCase => (Pick::OpenCase, &w.cmd_open),
            Purpose::NewCase { suggested } => (Pick::SaveCase(suggested.clone()), &w.start_path),
            Purpose::SaveAs => (Pick::SaveCase(format!("{case_name}.{CASE_EXTENSION}")), &w.cmd_save_as),
            Purpose::Files(_) | Purpose::ItemsOf(_) => (Pick::Files, &w.add_files),
            Purpose::Folder(_) => (Pick::Folder, &w.add_folder),
            Purpose::Report => {
                (Pick::SaveReport(format!("{case_name}{}.pdf", w.report_name_suffix)), &w.cmd_write_report)
            }
        };
        let start = self.open.as_ref().map_or_else(|| self.platform.documents(), OpenCase::folder);
        let done = self.jobs.expect(ctx, JobKind::Pick);
        let reply: Reply = Box::new(move |paths| done(Done::Picked { purpose, paths }));
        self.platform.pick(&pick, title, Some(&start), frame, reply);
    }

    fn picked(&mut self, ctx: &Context, purpose: Purpose, mut paths: Vec<PathBuf>) {
        let first = if paths.is_empty() { return } else { paths[0].clone() };
        match purpose {
            Purpose::OpenCase => self.open_case(ctx, first),
            Purpose::NewCase { .. } => self.view.start.path = with_ending(first).display().to_string(),
            Purpose::SaveAs => self.save_as(ctx, with_ending(first)),
            Purpose::Files(clause) | Purpose::Folder(clause) => {
                paths.sort();
                self.register(ctx, clause.as_ref(), &paths);
            }
            Purpose::ItemsOf(id) => self.add_items(ctx, id, &paths),
            Purpose::Report => self.view.report.path = first.display().to_string(),
        }
    }

    fn open_case(&mut self, ctx: &Context, path: PathBuf) {
        if !self.close_case(ctx) {
            return;
        }
        // Relative paths of evidence hang on the case's folder, whatever folder the program was started in.
        let path = std::path::absolute(&path).unwrap_or(path);
        self.jobs.start(ctx, JobKind::Open, move |_| Done::Opened { result: store::open(&path).map(Box::new), path });
    }

    fn opened(&mut self, ctx: &Context, path: PathBuf, case: Case) {
        self.settings.remember(&path);
        self.keep_settings(ctx);
        self.view = ViewState::default();
        self.back.clear();
        self.forward.clear();
        self.place = Place::Assess;
        let open = OpenCase::new(path, case);
        let title = format!("{} · {}", open.name(), self.words.app.window_title);
        ctx.send_viewport_cmd(ViewportCommand::Title(title));
        self.open = Some(open);
    }

    fn open_example(&mut self, ctx: &Context) {
        let folder = self.platform.documents().join(&*self.words.app.example_folder);
        self.jobs.start(ctx, JobKind::Example, move |_| Done::Example(store::write_example(&folder)));
    }

    fn create(&mut self, ctx: &Context, path: PathBuf, company: assessment::Company) {
        let Some(pinned) = SHIPPED.first().and_then(|shipped| criteria::read(shipped.text).ok()) else { return };
        let case = Case { pinned, assessment: Assessment::of(company) };
        match store::create(&path, &case) {
            Ok(()) => {
                let text = self.words.app.created.fill(&[("path", &path.display())]);
                self.opened(ctx, path, case);
                self.tell(ctx, Tone::Good, text);
            }
            Err(fault) => {
                let text = fault.say(&self.words);
                self.tell(ctx, Tone::Bad, text);
            }
        }
    }

    /// Saves and closes the open case; false when it could not be saved and stays open.
    fn close_case(&mut self, ctx: &Context) -> bool {
        self.save_now(ctx);
        if self.open.as_ref().is_some_and(|open| open.save_error.is_some()) {
            return false;
        }
        if self.open.take().is_some() {
            self.view = ViewState::default();
            ctx.send_viewport_cmd(ViewportCommand::Title(self.words.app.window_title.to_string()));
        }
        true
    }

    fn save_as(&mut self, ctx: &Context, path: PathBuf) {
        let Some(open) = &mut self.open else { return };
        if path == open.path {
            return self.save_now(ctx);
        }
        let old_folder = open.folder();
        let mut assessment = open.session.assessment().clone();
        rebase(&mut assessment, &old_folder, &path);
        let case = Case { pinned: open.session.pinned().clone(), assessment };
        match store::save(&path, &case) {
            Ok(()) => {
                let text = self.words.app.saved_as.fill(&[("path", &path.display())]);
                self.opened(ctx, path, case);
                self.tell(ctx, Tone::Good, text);
            }
            Err(fault) => {
                let text = fault.say(&self.words);
                self.tell(ctx, Tone::Bad, text);
            }
        }
    }

    /// Saves without waiting for calm, and waits for the disk.
    fn save_now(&mut self, ctx: &Context) {
        let Some(open) = &mut self.open else { return };
        if !open.session.unsaved() && open.save_error.is_none() {
            return;
        }
        let revision = open.session.revision();
        let case = Case { pinned: open.session.pinned().clone(), assessment: open.session.assessment().clone() };
        let path = open.path.clone();
        let result = store::save(&path, &case);
        self.take(ctx, Done::Saved { path, revision, result });
    }

    pub(super) fn keep_saved(&mut self, ctx: &Context) {
        let now = ctx.input(|input| input.time);
        let background = self.platform.background();
        let Some(open) = &mut self.open else { return };
        let revision = open.session.revision();
        if revision != open.seen_revision {
            open.seen_revision = revision;
            let first = open.changed_at.map_or(now, |(first, _)| first);
            open.changed_at = Some((first, now));
            ctx.request_repaint_after(std::time::Duration::from_secs_f64(CALM_SECS + 0.05));
        }
        if !open.session.unsaved() || self.jobs.is_running(JobKind::Save) {
            return;
        }
        let due = if open.save_error.is_some() {
            ctx.request_repaint_after(std::time::Duration::from_secs_f64(RETRY_SECS));
            now >= open.retry_at
        } else {
            let calm = |(first, last): (f64, f64)| now - last >= CALM_SECS || now - first >= PATIENCE_SECS;
            !background || open.changed_at.is_none_or(calm)
        };
        if !due {
            ctx.request_repaint_after(std::time::Duration::from_secs_f64(CALM_SECS / 2.0));
            return;
        }
        let case = Case { pinned: open.session.pinned().clone(), assessment: open.session.assessment().clone() };
        let path = open.path.clone();
        self.jobs.start(ctx, JobKind::Save, move |_| {
            let result = store::save(&path, &case);
            Done::Saved { path, revision, result }
        });
    }

    pub(super) fn keep_scanned(&mut self, ctx: &Context) {
        // Files come and go while the window is elsewhere.
        const AGAIN_SECS: f64 = 10.0;
        let (now, focused) = ctx.input(|input| (input.time, input.focused));
        let Some(open) = &mut self.open else { return };
        let fresh = open.scanned.as_ref() == Some(&open.session.assessment().evidence);
        let old = now - open.scanned_at > AGAIN_SECS && focused;
        if (fresh && !old) || self.jobs.is_running(JobKind::Scan) {
            return;
        }
        open.scanned = Some(open.session.assessment().evidence.clone());
        open.scanned_at = now;
        let (path, folder, revision) = (open.path.clone(), open.folder(), open.session.revision());
        let assessment = open.session.assessment().clone();
        self.jobs.start(ctx, JobKind::Scan, move |_| Done::Scanned {
            path,
            revision,
            states: store::evidence_states(&folder, &assessment),
        });
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

    /// Nothing unsaved is lost by closing the window.
    pub(super) fn before_closing(&mut self, ctx: &Context) {
        if !ctx.input(|input| input.viewport().close_requested()) {
            return;
        }
        self.save_now(ctx);
        if let Some(why) = self.open.as_ref().and_then(|open| open.save_error.clone()) {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.dialog = Some(Dialog::Unsaved(why));
        }
    }

    /// Takes the result of a job.
    pub(super) fn take(&mut self, ctx: &Context, done: Done) {
        match done {
            Done::Picked { purpose, paths } => self.picked(ctx, purpose, paths),
            Done::Opened { path, result: Ok(case) } => self.opened(ctx, path, *case),
            Done::Opened { result: Err(error), .. } => {
                let text = error.say(&self.words);
                self.tell(ctx, Tone::Bad, text);
            }
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
            Done::Saved { path, revision, result } => self.take_saved(ctx, &path, revision, result),
            Done::Scanned { path, states, .. } => {
                if let Some(open) = self.open.as_mut().filter(|open| open.path == path) {
                    open.states = states;
                }
            }
            Done::Reported { path, result } => self.take_reported(ctx, path, result),
        }
    }

    fn take_saved(&mut self, ctx: &Context, path: &Path, revision: u64, result: Result<(), store::Fault>) {
        let (now, clock) = (ctx.input(|input| input.time), self.platform.now());
        let said = result.err().map(|fault| fault.say(&self.words));
        let Some(open) = self.open.as_mut().filter(|open| open.path == path) else { return };
        match said {
            None => {
                open.session.saved(revision);
                open.saved_at = Some(clock);
                open.save_error = None;
                open.changed_at = open.session.unsaved().then_some((now, now));
                let old = self.words.app.save_failed.to_string();
                self.notices.retain(|notice| !notice.text.starts_with(&old));
            }
            Some(why) => {
                open.save_error = Some(why.clone());
                open.retry_at = now + RETRY_SECS;
                let text = self.words.common.pair.fill(&[("a", &self.words.app.save_failed), ("b", &why)]);
                self.tell(ctx, Tone::Bad, text);
            }
        }
    }

    /// Registers files and folders; one that is in the library already is only attached.
    fn register(&mut self, ctx: &Context, clause: Option<&ClauseId>, paths: &[PathBuf]) {
        let Some(open) = &self.open else { return };
        let folder = open.folder();
        let mut items = Vec::new();
        for path in paths {
            match store::item_for(&folder, path) {
                Some(item) => items.push(item),
                None => {
                    let text = self.words.problems.bad_path.fill(&[("path", &path.display())]);
                    self.tell(ctx, Tone::Bad, text);
                }
            }
        }
        self.register_items(ctx, clause, items);
    }

    fn register_text(&mut self, ctx: &Context, clause: Option<&ClauseId>, text: &str) {
        // Explorer's "copy as path" puts quotes around it.
        let text = text.trim().trim_matches(['"', '“', '”']);
        if text.starts_with("http://") || text.starts_with("https://") {
            return self.register_items(ctx, clause, vec![EvidenceItem::Web(text.to_owned())]);
        }
        let Some(open) = &self.open else { return };
        let path = open.folder().join(text);
        if !path.exists() {
            let text = self.words.problems.io_not_found.fill(&[("path", &text)]);
            return self.tell(ctx, Tone::Bad, text);
        }
        self.register(ctx, clause, &[path]);
    }

    fn register_items(&mut self, ctx: &Context, clause: Option<&ClauseId>, items: Vec<EvidenceItem>) {
        let Some(open) = &self.open else { return };
        let assessment = open.session.assessment();
        let mut next = assessment.next_evidence_id();
        let (mut edits, mut added) = (Vec::new(), 0);
        for item in items {
            let known = assessment.evidence.iter().find(|(_, piece)| piece.items == [item.clone()]);
            match (known, clause) {
                (Some((id, _)), Some(clause)) => edits.push(Edit::Attach { id: *id, clause: clause.clone() }),
                (Some(_), None) => {}
                (None, _) => {
                    let title = title_of(&item);
                    let clauses = clause.cloned().into_iter().collect();
                    let evidence = Evidence { title, items: vec![item], clauses, covers: None, expires: None };
                    edits.push(Edit::AddEvidence { id: next, evidence: Box::new(evidence) });
                    next = EvidenceId(next.0.saturating_add(1));
                    added += 1;
                }
            }
        }
        if edits.is_empty() {
            return;
        }
        let attached = edits.len() - added;
        self.edit(ctx, &Edit::Many(edits));
        let w = &self.words.app;
        let text = match clause {
            Some(clause) => w.registered_for.fill(&[("added", &added), ("attached", &attached), ("clause", clause)]),
            None => w.registered.fill(&[("added", &added)]),
        };
        self.tell(ctx, Tone::Good, text);
    }

    fn add_items(&mut self, ctx: &Context, id: EvidenceId, paths: &[PathBuf]) {
        let Some(open) = &self.open else { return };
        let Some(piece) = open.session.assessment().evidence.get(&id) else { return };
        let mut next = (**piece).clone();
        let folder = open.folder();
        for item in paths.iter().filter_map(|path| store::item_for(&folder, path)) {
            if !next.items.contains(&item) {
                next.items.push(item);
            }
        }
        self.edit(ctx, &Edit::SetEvidence { id, evidence: Box::new(next) });
    }

    fn open_item(&mut self, ctx: &Context, id: EvidenceId, item: usize, folder: bool) {
        let Some(open) = &self.open else { return };
        let piece = open.session.assessment().evidence.get(&id);
        let path =
            piece.and_then(|piece| piece.items.get(item)).and_then(|item| store::item_path(&open.folder(), item));
        if let Some(path) = path {
            let path = if folder { path.parent().map(Path::to_owned).unwrap_or(path) } else { path };
            self.open_path(ctx, &path);
        }
    }

    fn open_path(&mut self, ctx: &Context, path: &Path) {
        let text = if path.exists() {
            match self.platform.open(path) {
                Ok(()) => return,
                Err(detail) => self.words.app.cannot_open.fill(&[("path", &path.display()), ("detail", &detail)]),
            }
        } else {
            self.words.problems.io_not_found.fill(&[("path", &path.display())])
        };
        self.tell(ctx, Tone::Bad, text);
    }

    fn report(&mut self, ctx: &Context, path: PathBuf, date: chrono::NaiveDate) {
        let Some(open) = &self.open else { return };
        let folder = open.folder();
        let path = if path.is_absolute() { path } else { folder.join(path) };
        if path == open.path || path.extension().is_some_and(|ending| ending == CASE_EXTENSION) {
            let text = self.words.app.report_over_case.fill(&[("path", &path.display())]);
            return self.tell(ctx, Tone::Bad, text);
        }
        let (session, words, case_name) = (open.session.clone(), self.words.clone(), open.name());
        self.jobs.start(ctx, JobKind::Report, move |token| {
            let states = store::evidence_states(&folder, session.assessment());
            let subject = report::Subject {
                words: &words,
                pinned: session.pinned(),
                assessment: session.assessment(),
                card: session.card(),
                states: &states,
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
                    store::write_output(&path, &made.bytes).map_err(ReportFailure::Fault).map(|()| ReportReceipt {
                        pages: made.pages,
                        bytes: made.bytes.len(),
                        missing: made.missing.into_iter().collect(),
                    })
                }
            };
            Done::Reported { path, result }
        });
    }

    fn take_reported(&mut self, ctx: &Context, path: PathBuf, result: Result<ReportReceipt, ReportFailure>) {
        match result {
            Ok(receipt) => self.view.report.receipt = Some((path, receipt)),
            Err(ReportFailure::Cancelled) => {
                self.tell(ctx, Tone::Quiet, self.words.app.report_cancelled.to_string());
            }
            Err(ReportFailure::Fault(fault)) => {
                let text = fault.say(&self.words);
                self.tell(ctx, Tone::Bad, text);
            }
            Err(ReportFailure::Broken(detail)) => {
                let text = self.words.app.report_broken.fill(&[("detail", &detail)]);
                self.tell(ctx, Tone::Bad, text);
            }
        }
    }
}

/// A first title for a piece of evidence: the name without its ending.
fn title_of(item: &EvidenceItem) -> String {
    let name = item.name();
    let title = match item {
        EvidenceItem::File(_) => name.rsplit_once('.').map_or(name, |(stem, _)| stem),
        EvidenceItem::Folder(_) | EvidenceItem::Web(_) => name,
    };
    if title.trim().is_empty() { item.target().to_owned() } else { title.to_owned() }
}

/// Makes relative paths of evidence lead to the same files from the folder of another case file.
fn rebase(assessment: &mut Assessment, old_folder: &Path, new_case: &Path) {
    let new_folder = new_case.parent().unwrap_or_else(|| Path::new("."));
    for piece in assessment.evidence.values_mut() {
        let items = piece.items.iter().map(|item| match (item, store::item_path(old_folder, item)) {
            // What is missing cannot be asked whether it is a folder; the kind stays as it is.
            (EvidenceItem::File(_), Some(path)) => match store::item_for(new_folder, &path) {
                Some(EvidenceItem::File(path) | EvidenceItem::Folder(path)) => EvidenceItem::File(path),
                _ => item.clone(),
            },
            (EvidenceItem::Folder(_), Some(path)) => match store::item_for(new_folder, &path) {
                Some(EvidenceItem::File(path) | EvidenceItem::Folder(path)) => EvidenceItem::Folder(path),
                _ => item.clone(),
            },
            _ => item.clone(),
        });
        let items: Vec<EvidenceItem> = items.collect();
        if items != piece.items {
            std::sync::Arc::make_mut(piece).items = items;
        }
    }
}
