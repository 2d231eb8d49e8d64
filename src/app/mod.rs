//! Door 2, the window: its few fields and the order of a frame.
//!
//! 1. `logic`: take finished jobs, hand steps to the writer, start a scan that is due.
//! 2. `ui`: shortcuts first, then panels, view and dialog; all of them push [`Action`]s.
//! 3. `perform` carries the actions out, in order.
//!
//! Why it is so:
//! * Views look at a [`Cx`] and ask by actions; only `perform` changes the case. What is only about looking (filter,
//!   scroll, half-typed numbers) is view state and never in the case.
//! * Shortcuts come before widgets: a text field has an undo of its own, and where it sees Ctrl+Z first, redo is lost.
//! * Every step goes to the writer at once, a thread of its own; the window says that it is saved when the writer does.

mod action;
mod calibrating;
mod command;
mod context;
mod dialogs;
mod jobs;
mod keys;
mod ledgers;
mod locating;
mod materials;
mod notice;
mod panels;
mod perform;
mod place;
mod platform;
mod preview;
mod remediation;
mod rounds;
mod run;
mod sureness;
mod theme;
mod views;
mod widgets;

pub use action::{Action, Purpose};
pub use command::Command;
pub use context::Cx;
pub use dialogs::{Comparison, Dialog};
pub use jobs::{Done, Found, JobKind, ReadChanges, ReadLedger, ReportFailure, ReportReceipt};
pub use ledgers::{DraftOptions, LedgerAction};
pub use notice::Notice;
pub use perform::Looking;
pub use place::Place;
pub use platform::{Fake, Native, Pick, Platform, Reply, alarm};
pub use remediation::RemediationAction;
pub use rounds::RoundsAction;
pub use run::{Renderer, RunError, run};
pub use theme::{Theme, ThemeError};

use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDateTime;

use crate::assessment::{Checkup, Evidence, EvidenceId, EvidenceItem, Fingerprint, PieceState, Standing, Unreadable};
use crate::criteria::{Amount, Pinned};
use crate::lang::Words;
use crate::planning::{GateResult, RecordCounts};
use crate::session::Session;
use crate::store::{self, Case, Settings, Writer};
pub use jobs::Jobs;
use ledgers::LedgerRoom;
use locating::Wish;
use materials::ChosenList;
use sureness::SurenessKept;
use views::ViewState;

/// Seconds for which a moved score says by how much.
const FLASH_SECS: f64 = 2.5;

/// The window.
pub struct App {
    words: Arc<Words>,
    platform: Box<dyn Platform>,
    /// Where documents are; asked of the system once.
    documents: PathBuf,
    settings: Settings,
    settings_path: Option<PathBuf>,
    /// Whether a name was typed that is not in force and not written yet.
    person_typed: bool,
    themes: [Theme; 2],
    open: Option<OpenCase>,
    place: Place,
    back: Vec<Place>,
    forward: Vec<Place>,
    view: ViewState,
    dialog: Option<Dialog>,
    /// The case that is opened anew on other criteria, and what of the view stays.
    comes_back: Option<ComesBack>,
    /// The case that is being given back, while its file takes a while.
    closing: Option<perform::Waiting>,
    notices: Vec<Notice>,
    next_notice: u64,
    /// The change that undo would have taken back when the frame began.
    change_seen: Option<u64>,
    materials: ChosenList,
    package: dialogs::PackageState,
    ledgers: LedgerRoom,
    jobs: Jobs,
    /// Counts up with every wish.
    next_wish: u64,
    actions: Vec<Action>,
    renderer: String,
    /// When the last picker was opened, in the window's seconds.
    picking_since: f64,
}

/// An open case and what the window knows of its file.
pub struct OpenCase {
    path: PathBuf,
    session: Session,
    /// What the last look at the evidence found.
    checkup: Checkup,
    /// What follows from it, for this revision and day.
    standing: (Standing, u64, chrono::NaiveDate),
    /// How sure the score is.
    sureness: SurenessKept,
    /// How the gates before applying stand, for this revision and day.
    gates: (Vec<GateResult>, u64, chrono::NaiveDate),
    /// What they counted of the records of ledgers.
    record_counts: RecordCounts,
    /// Contents that were read since the case was opened.
    seen: Arc<store::Seen>,
    /// The file of evidence that is looked into, and what is in it.
    preview: Option<Shown>,
    /// What no fingerprint can be taken of, and why; not tried again while the case is open.
    unprintable: std::collections::BTreeMap<EvidenceItem, Unreadable>,
    /// Whether the person stopped the taking of fingerprints.
    registering_paused: bool,
    /// Counts up with every look.
    checkup_serial: u64,
    /// When the person last asked for a checkup, and whether every byte was read.
    checked_at: Option<(NaiveDateTime, bool)>,
    /// The evidence that `checkup` was made for.
    scanned: Option<BTreeMap<EvidenceId, Arc<Evidence>>>,
    scanned_at: f64,
    hold: Hold,
    /// Since when every change is on the disk.
    saved_at: Option<NaiveDateTime>,
    /// Up to which revision the case file has everything.
    written: u64,
    /// What waits for a look at the disk, in order.
    wishes: VecDeque<Wish>,
    /// What keeps it from being saved.
    trouble: Option<SaveTrouble>,
    /// A newer edition of its criteria that the program has; none when there is none or the person said not now.
    newer: Option<Pinned>,
    /// The score last shown, and by how much it moved when.
    shown_score: Option<Amount>,
    flash: Option<(Amount, f64)>,
    /// The backup of the case before it moved to other criteria, where that was while it was open: undo ends there.
    moved: Option<PathBuf>,
}

/// What stays when a case is opened anew on other criteria.
struct ComesBack {
    path: PathBuf,
    place: Place,
    clause: Option<crate::criteria::ClauseId>,
    register: views::remediation::RemediationState,
    backup: PathBuf,
}

/// What is in a file of evidence, ready to be drawn.
pub struct Shown {
    /// The place as evidence stores it.
    pub item: EvidenceItem,
    /// What is in it; none while it is being read.
    pub content: Option<ShownContent>,
}

/// See [`Preview`](preview::Preview).
#[allow(missing_docs)] // as there
pub enum ShownContent {
    Text(String),
    Table(Vec<Vec<String>>),
    Picture(egui::TextureHandle),
    Nothing,
}

/// What keeps a case from being saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaveTrouble {
    /// Why, as a sentence.
    pub why: String,
    /// Whether only the case file cannot be written, and every change is in the journal all the same.
    pub safe: bool,
    /// Whether another has or changed the file: then waiting helps nothing, and `why` says what does.
    pub foreign: bool,
}

/// Whether the open case may be written.
enum Hold {
    /// It is ours, and this is who writes it.
    Ours(Writer),
    /// It can only be looked at.
    Look(Box<Looking>),
}

impl OpenCase {
    /// Takes apart what a look brought: fingerprints of what still has none, and what has none for good.
    fn sort_out(
        &mut self,
        prints: Vec<(String, Result<Arc<Fingerprint>, Unreadable>)>,
    ) -> Vec<(String, Option<Arc<Fingerprint>>)> {
        let bare = self.session.assessment().without_fingerprint();
        let bare: std::collections::BTreeMap<&str, &EvidenceItem> =
            bare.iter().map(|item| (item.target(), item)).collect();
        let mut out = Vec::new();
        for (path, print) in prints {
            // It may have been removed or taken over meanwhile.
            let Some(item) = bare.get(path.as_str()) else { continue };
            match print {
                Ok(print) => out.push((path, Some(print))),
                Err(why @ (Unreadable::TooManyFiles { .. } | Unreadable::TooDeep { .. } | Unreadable::BadName)) => {
                    self.unprintable.insert((*item).clone(), why);
                }
                Err(_) => {} // may be readable by and by
            }
        }
        out
    }

    fn new(path: PathBuf, case: Case, hold: Hold) -> Self {
        let newer = store::newer_edition(&case.pinned);
        let session = Session::new(case.pinned, case.assessment);
        Self {
            path,
            shown_score: session.card().outcome.as_ref().map(|outcome| outcome.score.clone()),
            session,
            checkup: Checkup::default(),
            standing: Default::default(),
            sureness: SurenessKept::default(),
            gates: (Vec::new(), u64::MAX, chrono::NaiveDate::MIN),
            record_counts: RecordCounts::default(),
            seen: Arc::default(),
            preview: None,
            unprintable: Default::default(),
            registering_paused: false,
            checkup_serial: 0,
            checked_at: None,
            scanned: None,
            scanned_at: 0.0,
            hold,
            saved_at: None,
            written: 0,
            wishes: VecDeque::new(),
            trouble: None,
            newer,
            flash: None,
            moved: None,
        }
    }

    /// Why it can only be looked at, and what is new; none when it is ours.
    #[must_use]
    pub fn looking(&self) -> Option<&Looking> {
        match &self.hold {
            Hold::Ours(_) => None,
            Hold::Look(looking) => Some(looking),
        }
    }

    /// How many wishes wait for a disk that is slow enough to be spoken of.
    fn locating(&self, now: f64) -> Option<usize> {
        let since = self.wishes.front()?.since?;
        (now - since > locating::SLOW_SECS).then_some(self.wishes.len())
    }

    /// The folder that evidence paths are relative to.
    fn folder(&self) -> PathBuf {
        match self.path.parent() {
            Some(folder) if folder != Path::new("") => folder.to_owned(),
            _ => PathBuf::from("."),
        }
    }

    /// The case's name, without folder and ending.
    fn name(&self) -> String {
        self.path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }
}

impl App {
    /// A window over a platform; `case` is opened at once.
    ///
    /// # Errors
    /// When a built-in theme is unsound; a test makes sure that none is.
    pub fn new(
        ctx: &egui::Context,
        words: Arc<Words>,
        platform: Box<dyn Platform>,
        settings_path: Option<PathBuf>,
        case: Option<PathBuf>,
    ) -> Result<Self, ThemeError> {
        let settings = settings_path.as_deref().map(Settings::load).unwrap_or_default();
        let themes = [Theme::load(false)?, Theme::load(true)?];
        theme::install_fonts(ctx);
        ctx.style_mut_of(egui::Theme::Light, |style| themes[0].apply(style, false));
        ctx.style_mut_of(egui::Theme::Dark, |style| themes[1].apply(style, true));
        let jobs = Jobs::new(platform.background());
        let documents = platform.documents();
        let materials = ChosenList::new(&settings.checklist);
        let mut app = Self {
            words,
            platform,
            documents,
            settings,
            settings_path,
            person_typed: false,
            themes,
            open: None,
            place: Place::Assess,
            back: Vec::new(),
            forward: Vec::new(),
            view: ViewState::default(),
            dialog: None,
            comes_back: None,
            closing: None,
            notices: Vec::new(),
            next_notice: 0,
            change_seen: None,
            materials,
            package: dialogs::PackageState::default(),
            ledgers: LedgerRoom::default(),
            jobs,
            next_wish: 0,
            actions: Vec::new(),
            renderer: String::new(),
            picking_since: 0.0,
        };
        app.apply_settings(ctx);
        if let Some(path) = case {
            app.actions.push(Action::Open(path));
        }
        Ok(app)
    }

    /// The open case, for tests.
    #[must_use]
    pub fn session(&self) -> Option<&Session> {
        self.open.as_ref().map(|open| &open.session)
    }

    /// Where the open case is, for tests.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.open.as_ref().map(|open| open.path.as_path())
    }

    /// The state of a piece of evidence as the window knows it, for tests.
    #[must_use]
    pub fn evidence_state(&self, id: EvidenceId) -> Option<PieceState> {
        self.open.as_ref()?.standing.0.pieces.get(&id).copied()
    }

    /// What is being told, for tests.
    #[must_use]
    pub fn notices(&self) -> Vec<&str> {
        self.notices.iter().map(|notice| notice.text.as_str()).collect()
    }

    /// The clause in view, for tests.
    #[must_use]
    pub fn selected(&self) -> &str {
        self.view.assess.selected.as_ref().map_or("", |clause| clause.as_str())
    }

    /// The view that is shown, for tests.
    #[must_use]
    pub fn place(&self) -> Place {
        self.place
    }

    /// The dialog that is open, for tests.
    #[must_use]
    pub fn dialog(&self) -> Option<&Dialog> {
        self.dialog.as_ref()
    }

    fn theme(&self, ctx: &egui::Context) -> &Theme {
        &self.themes[usize::from(ctx.theme() == egui::Theme::Dark)]
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _: &mut eframe::Frame) {
        self.change_seen = self.last_change();
        if !self.keep_closing(ctx) {
            return; // whatever became done meanwhile would change a case that is being given back
        }
        for done in self.jobs.poll() {
            self.take(ctx, done);
        }
        self.keep_locating(ctx);
        self.keep_saved(ctx);
        self.keep_person(ctx);
        self.keep_glancing(ctx);
        self.keep_changes_read(ctx);
        self.keep_checklist(ctx);
        self.keep_ledgers(ctx);
        self.keep_scanned(ctx);
        self.keep_standing();
        self.keep_gates();
        self.keep_plan(ctx);
        self.keep_preview(ctx);
        self.keep_score_flash(ctx);
        self.before_closing(ctx);
        let now = ctx.input(|input| input.time);
        self.notices.retain(|notice| notice.until.is_none_or(|until| now < until));
    }

    fn ui(&mut self, ui: &mut egui::Ui, frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        self.read_keys(&ctx);
        self.read_dropped(&ctx);
        self.show(ui);
        if self.closing.is_some() {
            self.actions.clear();
        }
        let had_dialog = self.dialog.is_some();
        for action in std::mem::take(&mut self.actions) {
            self.perform(&ctx, frame, action);
        }
        if self.dialog.is_some() && !had_dialog {
            egui::Popup::close_all(&ctx); // what was opened from the view does not hang behind a dialog
        }
    }
}

impl App {
    /// Panels, view and dialog; nothing is changed but view state.
    fn show(&mut self, ui: &mut egui::Ui) {
        let ctx = ui.ctx().clone();
        let theme = self.theme(&ctx).clone();
        let today = self.platform.now().date();
        let now = ctx.input(|input| input.time);
        let Self {
            words,
            open,
            view,
            actions,
            dialog,
            notices,
            jobs,
            settings,
            place,
            documents,
            renderer,
            materials,
            package,
            ledgers,
            ..
        } = self;
        let out = &mut *actions;
        let words = &**words;
        let Some(open) = open else {
            panels::notices(ui, notices, words, &theme, out);
            let frame = egui::Frame::new().fill(theme.background.into());
            panels::central(ui, "start", frame, |ui| {
                views::start::ui(ui, words, &theme, (settings, today), documents, jobs, &mut view.start, out);
            });
            let room = dialogs::Room {
                cx: None,
                words,
                theme: &theme,
                jobs,
                recover: &view.recover,
                package,
                ledgers,
                renderer,
            };
            dialogs::show(&ctx, dialog, &room, (&mut view.palette, &mut view.calibrate), out);
            return;
        };
        let cx = Cx {
            words,
            w: &words.app,
            c: &words.common,
            theme: &theme,
            session: &open.session,
            path: &open.path,
            checkup: &open.checkup,
            standing: &open.standing.0,
            preview: open.preview.as_ref(),
            registering_paused: open.registering_paused,
            checkup_serial: open.checkup_serial,
            checked_at: open.checked_at,
            materials,
            gates: &open.gates.0,
            ledgers,
            sureness: open.sureness.shown(),
            today,
            writable: open.looking().is_none(),
            person: &settings.person,
            newer: open.newer.as_ref(),
        };
        panels::menu_bar(ui, &cx, open, out);
        panels::status_bar(ui, &cx, *place, (open.locating(now), jobs), out);
        panels::notices(ui, notices, words, &theme, out);
        panels::look_only(ui, &cx, open, jobs, out);
        panels::save_trouble(ui, &cx, open, out);
        panels::edition(ui, &cx, out);
        panels::banner(ui, &cx, settings, out);
        panels::rail(ui, &cx, *place, out);
        let wide = ui.available_width() >= panels::WIDE;
        let flash = open.flash.as_ref().filter(|(_, at)| now - at < FLASH_SECS).map(|(moved, _)| moved);
        if wide {
            panels::score_panel(ui, &cx, flash, out);
        } else {
            panels::score_strip(ui, &cx, flash, out);
        }
        show_view(ui, &cx, *place, view, jobs, out);
        panels::drop_target(&ctx, &cx, *place, view, dialog.is_some());
        let room = dialogs::Room {
            cx: Some(&cx),
            words,
            theme: &theme,
            jobs,
            recover: &view.recover,
            package,
            ledgers,
            renderer,
        };
        dialogs::show(&ctx, dialog, &room, (&mut view.palette, &mut view.calibrate), out);
    }
}

/// The view of a place.
fn show_view(ui: &mut egui::Ui, cx: &Cx, place: Place, view: &mut ViewState, jobs: &Jobs, out: &mut Vec<Action>) {
    match place {
        Place::Profile => views::profile::ui(ui, cx, out),
        Place::Assess => views::assess::ui(ui, cx, &mut view.assess, out),
        Place::Grid => views::grid::ui(ui, cx, &mut view.grid, out),
        Place::Evidence => views::evidence::ui(ui, cx, jobs, &mut view.evidence, out),
        Place::Materials => views::materials::ui(ui, cx, &mut view.materials, out),
        Place::Readiness => views::readiness::ui(ui, cx, &mut view.readiness, out),
        Place::Sampling => views::sampling::ui(ui, cx, jobs, &mut view.sampling, out),
        Place::Ledgers => views::ledgers::ui(ui, cx, jobs, &mut view.ledgers, out),
        Place::Special => views::special::ui(ui, cx, &mut view.special, out),
        Place::Score => views::score::ui(ui, cx, out),
        Place::Remediation => views::remediation::ui(ui, cx, jobs, &mut view.remediation, out),
        Place::Plan => views::plan::ui(ui, cx, jobs, &mut view.plan, out),
        Place::Rounds => views::rounds::ui(ui, cx, &mut view.rounds, out),
        Place::Report => views::report::ui(ui, cx, jobs, &mut view.report, out),
        Place::Changes => views::changes::ui(ui, cx, jobs, &mut view.changes, out),
    }
}
