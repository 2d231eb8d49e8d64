//! The change log, what a case can be had back from, and moving to another edition: the window's part of keeping.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Context;

use crate::app::dialogs::{ClauseLine, EditionPreview, Said};
use crate::app::jobs::{Done, Found, JobKind};
use crate::app::widgets::Tone;
use crate::app::*;
use crate::assessment::{self, Carried, Fate, Told, WhyFormer};
use crate::criteria::{ClauseChange, ClauseDiff};
use crate::scoring::{self, decimal_or_fraction};
use crate::store::tables::{self, TableKind};
use crate::store::{Case, Fault, Recoverable, RecoverableKind, RestoreError, Restored};

impl App {
    /// Reads the change log when it comes into view, and again when the case file was written meanwhile.
    pub(in crate::app) fn keep_changes_read(&mut self, ctx: &Context) {
        let shown = self.place == Place::Changes && self.open.is_some();
        if shown && !self.view.changes.shown {
            self.view.changes.wanted = true;
            // Entries come into the log with the case file.
            if self.open.as_ref().is_some_and(|open| open.session.revision() > open.written) {
                self.save_now();
            }
        }
        self.view.changes.shown = shown;
        if !shown || !self.view.changes.wanted || self.jobs.is_running(JobKind::Changes) {
            return;
        }
        self.view.changes.wanted = false;
        let Some(path) = self.open.as_ref().map(|open| open.path.clone()) else { return };
        let words = self.words.clone();
        self.jobs.start(ctx, JobKind::Changes, move |_| {
            let result = store::read_changes(&path).map(|log| ReadChanges {
                rows: Arc::new(tables::change_rows(&log.entries, &words)),
                damaged: log.damaged,
                cut: log.cut,
            });
            Done::Changes { path, result }
        });
    }

    pub(in crate::app) fn take_changes(&mut self, ctx: &Context, path: &Path, result: Result<ReadChanges, Fault>) {
        if self.open.as_ref().is_none_or(|open| open.path != path) {
            return;
        }
        match result {
            Ok(read) => self.view.changes.read = Some(read),
            Err(fault) => {
                self.view.changes.read = Some(ReadChanges::default());
                let text = fault.say(&self.words);
                self.tell(ctx, Tone::Bad, text);
            }
        }
    }

    /// Writes the rows that are shown as a workbook.
    pub(in crate::app) fn write_changes(&mut self, ctx: &Context, path: PathBuf) {
        let path = if path.extension().is_none() { path.with_extension("xlsx") } else { path };
        if TableKind::for_writing(&path) != Some(TableKind::Xlsx) {
            let text = self.words.app.changes_kind.fill(&[("path", &path.display())]);
            return self.tell(ctx, Tone::Bad, text);
        }
        let Some((rows, fits)) = self.view.changes.filtered() else { return };
        let words = self.words.clone();
        self.jobs.start(ctx, JobKind::Export, move |_| {
            let chosen: Vec<_> = fits.iter().filter_map(|at| rows.get(*at)).collect();
            Done::Exported(store::write_changes(&path, &chosen, rows.len(), &words))
        });
    }

    /// Looks for what a case can be had back from. `only_if_any`: shows it only where there is something besides the
    /// case itself.
    pub(in crate::app) fn recover(&mut self, ctx: &Context, path: PathBuf, only_if_any: bool) {
        let path = std::path::absolute(&path).unwrap_or(path);
        if !only_if_any {
            self.view.recover = dialogs::RecoverState { path: path.clone(), ..Default::default() };
            self.dialog = Some(Dialog::Recover);
        }
        let words = self.words.clone();
        self.jobs.start(ctx, JobKind::Recoverable, move |_| {
            let folder = Some(store::backup_folder(&path)).filter(|folder| folder.is_dir());
            let items = store::recoverable_told(&path, &words, &|case| scored(case, &words));
            let found = Found { items: Arc::new(items), folder };
            Done::Recoverable { path, found, only_if_any }
        });
    }

    pub(in crate::app) fn take_recoverable(&mut self, path: PathBuf, found: Found, only_if_any: bool) {
        let Found { items, folder } = found;
        if only_if_any {
            if self.open.is_some() || items.iter().all(|item| item.kind == RecoverableKind::Case) {
                return;
            }
            self.dialog = Some(Dialog::Recover);
        } else if self.view.recover.path != path {
            return;
        }
        self.view.recover = dialogs::RecoverState { path, items: Some(items), folder, said: None };
    }

    pub(in crate::app) fn restore(&mut self, ctx: &Context, at: usize) {
        let path = self.view.recover.path.clone();
        let Some(items) = self.view.recover.items.clone().filter(|items| at < items.len()) else { return };
        let (words, now, who) = (self.words.clone(), self.platform.now(), self.settings.person.clone());
        self.view.recover.said = None;
        self.jobs.start(ctx, JobKind::Restore, move |_| {
            let none = || RestoreError::NoBase(path.clone());
            let item = items.get(at).ok_or_else(none);
            let restored = |item| {
                let to = store::restored_name(&path, item, &words);
                store::restore(&path, item, &to, now, &who)
            };
            Done::Restored(item.and_then(restored))
        });
    }

    pub(in crate::app) fn take_restored(&mut self, result: Result<Restored, RestoreError>) {
        self.view.recover.said = Some(match result {
            Ok(restored) => Said { text: restored.say(&self.words), restored: Some(restored.path) },
            Err(error) => Said { text: error.say(&self.words), restored: None },
        });
    }

    pub(in crate::app) fn compare(&mut self, ctx: &Context, at: usize) {
        let path = self.view.recover.path.clone();
        let items = self.view.recover.items.clone();
        let Some(items) = items.filter(|items| at < items.len()) else { return };
        // What is open may be another case than the one whose backups are looked at.
        let open = self.open.as_ref().filter(|open| open.path == path);
        let mine = open
            .map(|open| Case { pinned: open.session.pinned().clone(), assessment: open.session.assessment().clone() });
        let words = self.words.clone();
        self.view.recover.said = None;
        self.jobs.start(ctx, JobKind::Compare, move |_| {
            let item = items.get(at).ok_or_else(|| RestoreError::NoBase(path.clone()));
            let compared = |item| {
                let mine = match mine {
                    Some(mine) => mine,
                    None => store::open(&path)?,
                };
                compared(&path, item, &mine, &words).map(Box::new)
            };
            Done::Compared(item.and_then(compared))
        });
    }

    pub(in crate::app) fn take_compared(&mut self, result: Result<Box<Comparison>, RestoreError>) {
        match result {
            Ok(comparison) => self.dialog = Some(Dialog::Compare(comparison)),
            Err(error) => self.view.recover.said = Some(Said { text: error.say(&self.words), restored: None }),
        }
    }

    /// How the newer edition differs, before anything is done.
    pub(in crate::app) fn show_edition(&mut self, ctx: &Context) {
        let Some(open) = &self.open else { return };
        // Whoever said not now may have thought again.
        let Some(newer) = open.newer.clone().or_else(|| store::newer_edition(open.session.pinned())) else {
            return self.tell(ctx, Tone::Good, self.words.app.edition_newest.to_string());
        };
        let preview = preview(open, &newer, &self.words);
        self.dialog = Some(Dialog::Edition(Box::new(preview)));
    }

    /// Moves the open case to the newer edition; the case is then opened anew.
    pub(in crate::app) fn move_edition(&mut self, ctx: &Context) {
        let Some(open) = &self.open else { return };
        let Some(newer) = open.newer.clone().or_else(|| store::newer_edition(open.session.pinned())) else { return };
        self.move_case(ctx, &newer);
    }

    /// Moves the open case to another scheme, with a backup; the case is then opened anew. Says whether it was done.
    pub(in crate::app) fn move_case(&mut self, ctx: &Context, newer: &Pinned) -> bool {
        if self.refuses_edits(ctx) {
            return false;
        }
        self.save_now();
        let words = self.words.clone();
        let Some(open) = &mut self.open else { return false };
        let carried = assessment::carry(open.session.scheme(), &newer.scheme, open.session.assessment());
        let carried = match carried {
            Ok(carried) => carried,
            Err(problem) => {
                self.tell(ctx, Tone::Bad, problem.say(&words.problems, &words.common));
                return false;
            }
        };
        let Hold::Ours(writer) = &mut open.hold else { return false };
        match writer.move_to(newer, &carried.assessment) {
            Ok(backup) => {
                let path = open.path.clone();
                let edition = newer.scheme.edition_name();
                let text = words.app.edition_moved.fill(&[("edition", &edition), ("path", &backup.path.display())]);
                self.comes_back = Some(ComesBack {
                    path: path.clone(),
                    place: self.place,
                    clause: self.view.assess.selected.clone(),
                    register: std::mem::take(&mut self.view.remediation),
                    backup: backup.path,
                });
                self.open_case(ctx, path);
                // It names a file that somebody may want to note down, so it stays until it is dismissed.
                self.tell(ctx, Tone::Accent, text);
                true
            }
            Err(error) => {
                self.tell(ctx, Tone::Bad, error.say(&words));
                false
            }
        }
    }
}

/// Score and grade of a case in few words.
fn scored(case: &Case, words: &Words) -> String {
    let card = scoring::score(&case.pinned.scheme, &case.assessment);
    let Some(outcome) = &card.outcome else { return words.common.no_score.to_string() };
    let open = card.undecided(outcome);
    let grade = if open { &*words.keeping.grade_open } else { words.grade(&outcome.grade.id, &outcome.grade.title) };
    words.keeping.scored.fill(&[("score", &card.show(&outcome.score)), ("grade", &grade)])
}

/// The case as it is now beside what another copy holds.
fn compared(path: &Path, item: &Recoverable, mine: &Case, words: &Words) -> Result<Comparison, RestoreError> {
    let (case, _) = store::content(path, item)?;
    let at = item.at.map(|at| at.format(store::TIME).to_string()).unwrap_or_default();
    let same = case.pinned.fingerprint == mine.pinned.fingerprint;
    let told = || -> Vec<Told> {
        let changes = assessment::changes(&mine.assessment, &case.assessment);
        changes.iter().flat_map(|change| change.tell(words)).collect()
    };
    Ok(Comparison {
        other: format!("{} {at}", item.kind.say(words)).trim().to_owned(),
        told: same.then(told),
        schemes: (mine.pinned.scheme.edition_name(), case.pinned.scheme.edition_name()),
    })
}

fn preview(open: &OpenCase, newer: &Pinned, words: &Words) -> EditionPreview {
    let (old, new) = (open.session.scheme(), &*newer.scheme);
    let names = (old.edition_name(), new.edition_name());
    let carried = match assessment::carry(old, new, open.session.assessment()) {
        Ok(carried) => carried,
        Err(problem) => {
            let why = problem.say(&words.problems, &words.common);
            let refused = Some(words.app.edition_not_now.fill(&[("why", &why)]));
            return EditionPreview { names, summary: Vec::new(), clauses: Vec::new(), refused };
        }
    };
    let differ = carried.diff.clauses.iter().filter(|clause| !clause.is_same() && !carried.is_quiet(clause));
    let line = |found: &ClauseDiff| {
        let clause = found.new.as_ref().and_then(|id| new.clause(id));
        let clause = clause.or_else(|| found.old.as_ref().and_then(|id| old.clause(id)))?;
        let changes: Vec<String> =
            found.changes.iter().map(|change| change.say(old, new, decimal_or_fraction, words)).collect();
        let texts = found.changes.iter().find_map(|change| match change {
            ClauseChange::TextChanged { old, new } => Some((old.clone(), new.clone())),
            _ => None,
        });
        let restored = found.new.as_ref().is_some_and(|id| carried.restored.contains(id));
        let fate = found.old.as_ref().and_then(|id| carried.fates.get(id));
        let fate = match fate {
            _ if restored => Some((words.cli.edition_restored.to_string(), false)),
            fate => fate.map(|fate| (fate.say(words).to_owned(), !matches!(fate, Fate::Carried { .. }))),
        };
        let title = format!("{} {}", clause.id, clause.title);
        Some(ClauseLine { title, changes: changes.join(&words.cli.edition_change_separator), texts, fate })
    };
    EditionPreview {
        names,
        summary: summary(&carried, words),
        clauses: differ.filter_map(line).collect(),
        refused: None,
    }
}

/// Counts of clauses and answers, and the rules that differ.
fn summary(carried: &Carried, words: &Words) -> Vec<String> {
    let w = &words.cli;
    let clauses = &carried.diff.clauses;
    let count = |wanted: fn(&ClauseDiff) -> bool| clauses.iter().filter(|clause| wanted(clause)).count();
    let same = count(ClauseDiff::is_same);
    let (added, removed) = (count(|clause| clause.old.is_none()), count(|clause| clause.new.is_none()));
    let changed = clauses.len() - same - added - removed;
    let fates = |wanted: fn(&Fate) -> bool| carried.fates.values().filter(|fate| wanted(fate)).count();
    let gone = |fate: &Fate| matches!(fate, Fate::Former { why: WhyFormer::Removed, .. });
    let review = |fate: &Fate| matches!(fate, Fate::Former { why, .. } if *why != WhyFormer::Removed);
    let mut out = vec![
        w.edition_counts.fill(&[("same", &same), ("changed", &changed), ("added", &added), ("removed", &removed)]),
        w.edition_fates.fill(&[
            ("carried", &fates(|fate| matches!(fate, Fate::Carried { .. }))),
            ("review", &fates(review)),
            ("removed", &fates(gone)),
            ("restored", &carried.restored.len()),
        ]),
    ];
    let quiet = clauses.iter().filter(|clause| carried.is_quiet(clause)).count();
    if quiet > 0 {
        out.push(words.sureness.edition_quiet_window.fill(&[("n", &quiet)]));
    }
    if !carried.diff.rules.is_empty() {
        let rules: Vec<&str> = carried.diff.rules.iter().map(|rule| rule.say(words)).collect();
        out.push(w.edition_rules.fill(&[("rules", &rules.join(&words.common.list_separator))]));
    }
    if !carried.loosened.is_empty() {
        out.push(w.edition_loosened.fill(&[("count", &carried.loosened.len())]));
    }
    out
}
