//! Ledgers: reading a table, planning what it would do, taking it over; what the records say; the company's promise.

use std::path::PathBuf;

use egui::Context;

use crate::app::jobs::{Done, JobKind, ReadLedger};
use crate::app::ledgers::{Draft, DraftOptions, LedgerAction, LedgerSeen, Planned, look};
use crate::app::widgets::Tone;
use crate::app::*;
use crate::assessment::{self, Edit, EditKind, Problem};
use crate::criteria::{LedgerId, ledger_kind};
use crate::store::ledgers::{self as tables_of, LedgerFileProblem, PlanOptions, Waiting};
use crate::store::tables::TableKind;
use crate::store::{self, CASE_EXTENSION};

impl App {
    pub(super) fn ledger(&mut self, ctx: &Context, action: LedgerAction) {
        match action {
            LedgerAction::Import { ledger, path } => self.import_ledger(&ledger, path, ctx),
            LedgerAction::Sheet(sheet) => self.draft_changes(|draft| {
                draft.sheet = Some(sheet);
                (draft.read_wanted, draft.plan_wanted) = (true, false);
            }),
            LedgerAction::Map { field, column } => self.draft_changes(|draft| {
                draft.mapping.set(draft.kind, &field, column);
                draft.by_hand = true;
                draft.plan_wanted = true;
            }),
            LedgerAction::Options(options) => self.draft_changes(|draft| {
                draft.options = options;
                draft.plan_wanted = true;
            }),
            LedgerAction::TakeOver => self.take_ledger_over(ctx),
            LedgerAction::Promise { ledger, measure, promise } => self.promise(ctx, &ledger, measure, promise),
            LedgerAction::Remove(ledger) => {
                self.dialog = None;
                self.edit(ctx, &Edit::SetLedger { ledger, about: None });
            }
        }
    }

    /// Begins an import; nothing is changed before the person has seen what it would do.
    fn import_ledger(&mut self, ledger: &LedgerId, path: PathBuf, ctx: &Context) {
        if self.refuses_edits(ctx) {
            return;
        }
        let (Some(open), Some(kind)) = (&self.open, ledger_kind(ledger.as_str())) else { return };
        let known = open.session.assessment().ledgers.get(ledger);
        let options =
            DraftOptions { unmasked: known.is_some_and(|ledger| ledger.about.unmasked), ..DraftOptions::default() };
        self.jobs.abandon(JobKind::LedgerRead);
        self.ledgers.serial += 1;
        self.ledgers.import = Some(Box::new(Draft {
            kind,
            case: open.path.clone(),
            path,
            sheet: None,
            table: None,
            mapping: Default::default(),
            misfit: None,
            by_hand: false,
            options,
            planned: None,
            problem: None,
            again: None,
            read_wanted: true,
            plan_wanted: false,
            taking: false,
            serial: self.ledgers.serial,
        }));
        self.dialog = Some(Dialog::LedgerImport);
    }

    /// Changes the import that is being prepared; what runs for it as it was is not taken any more.
    fn draft_changes(&mut self, change: impl FnOnce(&mut Draft)) {
        self.jobs.abandon(JobKind::LedgerRead);
        self.ledgers.serial += 1;
        let Some(draft) = &mut self.ledgers.import else { return };
        draft.serial = self.ledgers.serial;
        (draft.problem, draft.again, draft.taking) = (None, None, false);
        change(draft);
    }

    /// Starts what is due: reading, planning, going through records that changed.
    pub(in crate::app) fn keep_ledgers(&mut self, ctx: &Context) {
        let today = self.platform.now().date();
        let Some(open) = &self.open else {
            self.ledgers.seen.clear();
            if self.ledgers.import.take().is_some() {
                self.jobs.abandon(JobKind::LedgerRead);
            }
            return;
        };
        let assessment = open.session.assessment();
        if self.ledgers.case != open.path {
            self.ledgers.case = open.path.clone();
            self.ledgers.seen.clear();
        }
        self.ledgers.seen.retain(|id, _| assessment.ledgers.contains_key(id));
        let stale = self.ledgers.stale(assessment, today);
        if !stale.is_empty() && !self.jobs.is_running(JobKind::LedgerStats) {
            let (path, words) = (open.path.clone(), self.words.clone());
            self.jobs.start(ctx, JobKind::LedgerStats, move |_| {
                let seen =
                    stale.into_iter().filter_map(|(id, ledger)| Some((id.clone(), look(&id, ledger, today, &words)?)));
                Done::LedgersSeen { path, seen: seen.collect() }
            });
        }
        let case = open.path.clone();
        if self.dialog != Some(Dialog::LedgerImport)
            || self.ledgers.import.as_ref().is_some_and(|draft| draft.case != case)
        {
            // It may be large, and giving it back takes a moment.
            if let Some(draft) = self.ledgers.import.take() {
                self.jobs.abandon(JobKind::LedgerRead);
                self.jobs.start(ctx, JobKind::Drop, move |_| {
                    drop(draft);
                    Done::Dropped
                });
            }
        }
        self.keep_draft(ctx);
    }

    fn keep_draft(&mut self, ctx: &Context) {
        let now = self.platform.now();
        let (Some(draft), Some(open)) = (&mut self.ledgers.import, &self.open) else { return };
        let ledger = open.session.assessment().ledgers.get(&draft.kind.id).cloned();
        let (kind, serial) = (draft.kind, draft.serial);
        if draft.read_wanted && !self.jobs.is_running(JobKind::LedgerRead) {
            draft.read_wanted = false;
            let (path, sheet) = (draft.path.clone(), draft.sheet.clone());
            let remembered = ledger.map(|ledger| ledger.about.columns.clone()).unwrap_or_default();
            self.jobs.start(ctx, JobKind::LedgerRead, move |token| {
                let waiting = Waiting { stopped: &|| token.cancelled(), rows: &|rows| token.count(rows) };
                let read = tables_of::read_ledger_for(&path, sheet.as_deref(), kind, &remembered, waiting);
                let result = read.map(|table| {
                    let mapping = tables_of::propose(&table.sheet, kind, &remembered);
                    let misfit = tables_of::misfit(&table.sheet, kind, &mapping, &remembered);
                    Box::new(ReadLedger { table: Arc::new(table), mapping, misfit })
                });
                Done::LedgerRead { serial, result }
            });
            return;
        }
        let Some(table) = draft.table.clone() else { return };
        if !draft.plan_wanted || self.jobs.is_running(JobKind::LedgerPlan) {
            return;
        }
        draft.plan_wanted = false;
        let (mapping, options, words) = (draft.mapping.clone(), draft.options, self.words.clone());
        let options = PlanOptions {
            file: table.file.clone(),
            sum: table.sum,
            at: now,
            unmasked: Some(options.unmasked),
            newer: options.newer,
            replace: options.replace,
        };
        self.jobs.start(ctx, JobKind::LedgerPlan, move |_| {
            let plan = tables_of::plan(&table.sheet, kind, &mapping, ledger.as_deref(), &options);
            let samples = store::ledger_samples(&table, kind, &mapping, options.unmasked.unwrap_or_default(), &words);
            Done::LedgerPlanned { serial, planned: Box::new(Planned { plan: Arc::new(plan), ledger, samples }) }
        });
    }

    pub(in crate::app) fn take_ledger_read(&mut self, serial: u64, result: Result<Box<ReadLedger>, LedgerFileProblem>) {
        let Some(draft) = self.ledgers.import.as_mut().filter(|draft| draft.serial == serial) else { return };
        match result {
            Ok(read) => {
                draft.table = Some(read.table);
                draft.mapping = read.mapping;
                (draft.misfit, draft.by_hand) = (read.misfit, false);
                draft.plan_wanted = true;
            }
            Err(problem) => draft.problem = Some(problem.say(&self.words)),
        }
    }

    pub(in crate::app) fn take_ledger_plan(&mut self, serial: u64, planned: Planned) {
        if let Some(draft) = self.ledgers.import.as_mut().filter(|draft| draft.serial == serial) {
            draft.planned = Some(planned);
        }
    }

    pub(in crate::app) fn take_ledgers_seen(&mut self, ctx: &Context, path: &Path, seen: Vec<(LedgerId, LedgerSeen)>) {
        if self.open.as_ref().is_none_or(|open| open.path != path) {
            return;
        }
        let insert = |(id, seen)| self.ledgers.seen.insert(id, Arc::new(seen));
        let old: Vec<_> = seen.into_iter().filter_map(insert).collect();
        // Its list of what fails may be long, and so may the ledger that nobody else has any more.
        self.jobs.start(ctx, JobKind::Drop, move |_| {
            drop(old);
            Done::Dropped
        });
    }

    /// Takes the table over as one step: what the preview showed and nothing else. A hundred thousand records are put
    /// into a copy of the case in the background, so that the window stays alive; the copy takes its place when nothing
    /// else was changed meanwhile.
    fn take_ledger_over(&mut self, ctx: &Context) {
        if self.refuses_edits(ctx) || self.jobs.is_running(JobKind::LedgerTake) {
            return;
        }
        let (Some(draft), Some(open)) = (&mut self.ledgers.import, &self.open) else { return };
        let Some(planned) = draft.planned.as_ref().filter(|_| !draft.plan_wanted && !draft.read_wanted) else { return };
        if !planned.fits(open.session.assessment().ledgers.get(&draft.kind.id)) {
            return self.plan_again();
        }
        let (plan, serial) = (planned.plan.clone(), draft.serial);
        draft.taking = true;
        let (path, revision) = (open.path.clone(), open.session.revision());
        let mut session = open.session.clone();
        // Those are handed on by the session that they were done in.
        drop(session.take_steps());
        self.jobs.start(ctx, JobKind::LedgerTake, move |_| {
            let done = plan.edit.as_ref().map_or(Ok(()), |edit| session.edit(edit));
            Done::LedgerTaken { path, revision, serial, result: done.map(|()| Box::new(session)) }
        });
    }

    /// The ledger is another than the preview was made for: nothing is taken over, and it is shown anew.
    fn plan_again(&mut self) {
        let title = self.ledgers.import.as_ref().map_or("", |draft| draft.kind.title.as_str());
        let again = self.words.ledger_view.import_stale.fill(&[("kind", &title)]);
        self.draft_changes(|draft| {
            draft.plan_wanted = true;
            draft.again = Some(again);
        });
    }

    pub(in crate::app) fn take_ledger_taken(
        &mut self,
        ctx: &Context,
        path: &Path,
        (revision, serial): (u64, u64),
        result: Result<Box<Session>, Problem>,
    ) {
        // What the session in view still has to hand on would go with it.
        self.keep_saved(ctx);
        let Some(draft) = self.ledgers.import.as_mut().filter(|draft| draft.serial == serial) else { return };
        let Some(open) = self.open.as_mut().filter(|open| open.path == path && open.looking().is_none()) else {
            return;
        };
        draft.taking = false;
        if open.session.revision() != revision {
            return self.plan_again();
        }
        let (Some(planned), file) = (&draft.planned, draft.path.file_name().unwrap_or_default()) else { return };
        let plan = &planned.plan;
        let text = self.words.ledger_view.imported.fill(&[
            ("file", &store::cut(&file.to_string_lossy())),
            ("kind", &draft.kind.title),
            ("added", &plan.added),
            ("changed", &plan.changed),
            ("removed", &plan.removed),
        ]);
        match result {
            Ok(mut session) => {
                if !open.session.unsaved() {
                    session.saved(revision);
                }
                open.session = *session;
                let ledger = draft.kind.id.clone();
                let assessment = open.session.assessment();
                let now = assessment.ledgers.get(&ledger).map(AsRef::as_ref);
                let gone = assessment.samples.get(&ledger).and_then(|sample| sample.say_gone(now, &self.words));
                let left = assessment::masked_now(planned.ledger.as_deref(), now)
                    .then(|| store::say_unmasked_left(&open.path, &self.words));
                self.dialog = None;
                self.view.ledgers.select(ledger);
                self.go(Place::Ledgers);
                self.tell(ctx, Tone::Good, text);
                for warning in gone.into_iter().chain(left) {
                    self.tell(ctx, Tone::Warn, warning);
                }
            }
            Err(problem) => draft.problem = Some(problem.say(&self.words.problems, &self.words.common)),
        }
    }

    fn promise(&mut self, ctx: &Context, ledger: &LedgerId, measure: String, promise: Option<i64>) {
        let Some(open) = &self.open else { return };
        let Some(known) = open.session.assessment().ledgers.get(ledger) else { return };
        if known.about.promises.get(&measure).copied() == promise {
            return;
        }
        let mut about = known.about.clone();
        match promise {
            Some(promise) => drop(about.promises.insert(measure, promise)),
            None => drop(about.promises.remove(&measure)),
        }
        self.edit(ctx, &Edit::SetLedger { ledger: ledger.clone(), about: Some(Box::new(about)) });
    }

    /// Writes the failing records that are shown, in the background.
    pub(in crate::app) fn write_failing(&mut self, ctx: &Context, path: PathBuf) {
        let path = if path.extension().is_none() { path.with_extension("xlsx") } else { path };
        let over_case = path.extension().is_some_and(|ending| ending == CASE_EXTENSION);
        let Some(table) = TableKind::for_writing(&path).filter(|_| !over_case) else {
            let text = self.words.ledgers.problems_kind.fill(&[("path", &path.display())]);
            return self.tell(ctx, Tone::Bad, text);
        };
        let Some((rows, fits)) = self.view.ledgers.failing() else { return };
        let words = self.words.clone();
        self.jobs.start(ctx, JobKind::Export, move |_| {
            let chosen: Vec<_> = fits.iter().filter_map(|at| rows.get(*at)).cloned().collect();
            Done::Exported(store::write_problems(&path, table, &chosen, &words))
        });
    }

    /// What a list of failing records is called where it is saved.
    pub(in crate::app) fn failing_name(&self) -> String {
        let kind = self.view.ledgers.selected().map_or("", |kind| kind.title.as_str());
        format!("{kind}{}.xlsx", self.words.ledger_view.failing_name)
    }

    /// Brings what was undone into sight.
    pub(in crate::app) fn reveal_ledger(&mut self, kind: &EditKind) {
        if let (Place::Ledgers, EditKind::Ledger(ledger) | EditKind::Records(ledger)) = (self.place, kind) {
            self.view.ledgers.select(ledger.clone());
        }
    }
}
