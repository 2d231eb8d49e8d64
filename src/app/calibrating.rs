//! Calibration as the window knows it: what was typed for each clause, and what would come of it.
//!
//! Why it is so: what was typed outlives its dialog. A stray Esc costs nothing, and a table of forty-three numbers is
//! not typed twice. Sums, problems and the score that would come of it are worked out when something is typed, by the
//! same functions as on the command line, never for a frame.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::widgets::Tone;
use crate::assessment::carry;
use crate::criteria::{
    Calibrated, CalibrationAsk, CalibrationProblem, CalibrationProblemKind, ClauseId, Corrections, Pinned, PointsEntry,
    Scheme, SectionTally, calibrate, pasted_entries, read_corrections, tally,
};
use crate::lang::{Words, cut};
use crate::scoring::{self, ScoreCard, decimal_or_fraction};
use crate::session::Session;

/// What is shown of a calibration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tab {
    /// Points in one table.
    #[default]
    Points,
    /// Texts, one clause at a time.
    Texts,
}

/// A calibration that is being typed.
#[derive(Debug, Default)]
pub struct CalibrateState {
    /// The scheme that it starts from.
    pub base: Option<Pinned>,
    /// Points as they are typed.
    pub points: BTreeMap<ClauseId, String>,
    /// Texts as they are typed.
    pub texts: BTreeMap<ClauseId, String>,
    /// Who calibrates.
    pub by: String,
    /// Which copy of the standard.
    pub copy: String,
    /// When.
    pub on: Option<NaiveDate>,
    /// What is shown.
    pub tab: Tab,
    /// The clause whose text is in view.
    pub clause: Option<ClauseId>,
    /// What became of a table that was pasted or read.
    pub said: Option<(Tone, String)>,
    /// The row that was written into last.
    pub row: usize,
    /// The row that shall get the keys in the next frame.
    pub go_to: Option<usize>,
    /// What was typed after Enter in the same frame: it belongs into the next field.
    pub waiting: Vec<egui::Event>,
    /// What is typed is different from what `seen` was worked out from.
    pub stale: bool,
    /// Something was typed that is neither in a file nor in a case.
    pub unsaved: bool,
    /// Whether the person was told so when the window was to close.
    pub warned: bool,
    /// What would come of it.
    pub seen: Seen,
}

/// What follows from what is typed.
#[derive(Debug, Default)]
pub struct Seen {
    /// What is given, as far as it can be read.
    pub given: Corrections,
    /// What is wrong with a number, by clause.
    pub wrong: BTreeMap<ClauseId, String>,
    /// Points outside what the scheme supposes; possible, but worth a second look.
    pub unusual: BTreeSet<ClauseId>,
    /// Sections and groups with their sums.
    pub tally: Vec<SectionTally>,
    /// What keeps it from becoming a scheme though sums fit.
    pub problems: Vec<String>,
    /// The scheme, where everything fits.
    pub made: Option<Box<Made>>,
}

/// A scheme that would come of it.
#[derive(Debug)]
pub struct Made {
    /// The scheme.
    pub calibrated: Calibrated,
    /// What the open case would score by it; none where it cannot be carried over.
    pub card: Option<ScoreCard>,
}

impl CalibrateState {
    /// Begins with the scheme of the open case, or goes on with what was typed. What was typed for another scheme and
    /// is not in a file yet stays with the clauses that both have.
    pub fn begin(&mut self, base: &Pinned, by: &str, today: NaiveDate) {
        if self.base.as_ref().is_none_or(|before| before.fingerprint != base.fingerprint) {
            if self.unsaved {
                self.points.retain(|clause, _| base.scheme.clause(clause).is_some());
                self.texts.retain(|clause, _| base.scheme.clause(clause).is_some());
            } else {
                *self = Self::default();
            }
            self.base = Some(base.clone());
            self.clause = None;
        }
        if self.by.trim().is_empty() {
            by.clone_into(&mut self.by);
        }
        self.on = self.on.or(Some(today));
        (self.stale, self.warned) = (true, false);
        self.go_to.get_or_insert(self.row);
    }

    /// How many clauses something is typed for.
    #[must_use]
    pub fn typed(&self) -> usize {
        let filled = |texts: &BTreeMap<ClauseId, String>| -> BTreeSet<ClauseId> {
            texts.iter().filter(|(_, text)| !text.trim().is_empty()).map(|(clause, _)| clause.clone()).collect()
        };
        filled(&self.points).union(&filled(&self.texts)).count()
    }

    /// Something was typed.
    pub fn changed(&mut self) {
        (self.stale, self.unsaved, self.warned) = (true, true, false);
    }

    /// It is in a file or in a case now.
    pub fn kept(&mut self) {
        self.unsaved = false;
    }

    /// Works out again what follows, where something is different.
    pub fn look(&mut self, session: &Session, words: &Words) {
        let Some(base) = self.base.as_ref().filter(|_| std::mem::take(&mut self.stale)) else { return };
        let scheme = &*base.scheme;
        let typed = |texts: &BTreeMap<ClauseId, String>, id: &ClauseId| texts.get(id).cloned().unwrap_or_default();
        let entry = |id: &ClauseId| PointsEntry {
            row: None,
            clause: id.to_string(),
            points: typed(&self.points, id),
            text: typed(&self.texts, id),
        };
        let entries: Vec<PointsEntry> = scheme.clauses().map(|clause| entry(&clause.id)).collect();
        let (given, problems) = read_corrections(scheme, &entries);
        let say = |problem: &CalibrationProblem| problem.say(decimal_or_fraction, words);
        let wrong =
            problems.iter().filter_map(|problem| Some((problem.kind.clause()?.clone(), say(problem)))).collect();
        let tally = tally(scheme, &given);
        let mut seen = Seen { wrong, unusual: unusual(scheme, &given), tally, ..Seen::default() };
        if problems.is_empty() && !given.is_empty() && seen.tally.iter().all(SectionTally::fits) {
            let ask = CalibrationAsk {
                by: self.by.clone(),
                on: self.on.unwrap_or_default(),
                id: None,
                copy: self.copy.clone(),
            };
            match calibrate(base, &given, &ask) {
                Ok(calibrated) => {
                    let new = &*calibrated.pinned.scheme;
                    let carried = carry(session.scheme(), new, session.assessment()).ok();
                    let card = carried.map(|carried| scoring::score(new, &carried.assessment));
                    seen.made = Some(Box::new(Made { calibrated, card }));
                }
                Err(problems) => seen.problems = problems.iter().map(say).collect(),
            }
        }
        seen.given = given;
        self.seen = seen;
    }

    /// Takes over a column, or clauses and points, that was pasted.
    pub fn paste(&mut self, text: &str, words: &Words) {
        let Some(scheme) = self.base.as_ref().map(|base| base.scheme.clone()) else { return };
        if self.fill_down(&scheme, text, words) {
            return;
        }
        match pasted_entries(&scheme, text) {
            Ok(entries) => self.take(&scheme, &entries, words),
            Err(problem) => self.said = Some((Tone::Bad, problem.say(decimal_or_fraction, words))),
        }
    }

    /// A column of fewer numbers than there are clauses goes down from the row that is written into, as in a
    /// spreadsheet. A cell that is empty leaves its field as it is; with one that is no number nothing is filled.
    fn fill_down(&mut self, scheme: &Scheme, text: &str, words: &Words) -> bool {
        let lines: Vec<&str> = text.trim_end().lines().map(str::trim).collect();
        let filled = || lines.iter().filter(|line| !line.is_empty());
        let all = scheme.clauses().count();
        let fits = filled().count() < all && self.row + lines.len() <= all;
        let plain = |line: &&&str| line.chars().all(|found| found.is_numeric() || ".．。分 ".contains(found));
        if !fits || text.trim_end().contains('\t') || !filled().any(|line| plain(&line)) {
            return false;
        }
        if let Some((at, bad)) = lines.iter().enumerate().find(|(_, line)| !plain(line)) {
            let text = words.sureness.cal_fill_refused.fill(&[("at", &(at + 1)), ("text", &cut(bad))]);
            self.said = Some((Tone::Bad, text));
            return true;
        }
        let mut first = None;
        for (clause, number) in scheme.clauses().skip(self.row).zip(&lines).filter(|(_, line)| !line.is_empty()) {
            first.get_or_insert_with(|| clause.id.clone());
            self.points.insert(clause.id.clone(), (*number).to_owned());
        }
        let from = first.map_or_else(String::new, |id| id.to_string());
        let text = words.sureness.cal_filled_down.fill(&[("n", &filled().count()), ("from", &from)]);
        self.said = Some((Tone::Good, text));
        self.changed();
        true
    }

    /// Takes over what a table says. Numbers that are none stand in their fields all the same, in the place of what was
    /// there and with what is wrong: a number that stayed would look like one of the table.
    pub fn take(&mut self, scheme: &Scheme, entries: &[PointsEntry], words: &Words) {
        let (given, problems) = read_corrections(scheme, entries);
        for (id, correction) in &given {
            if let Some(points) = &correction.points {
                self.points.insert(id.clone(), decimal_or_fraction(points));
            }
            if let Some((requirement, parts)) = &correction.text {
                self.texts.insert(id.clone(), as_typed(requirement, parts));
            }
        }
        for problem in &problems {
            let entry = entries.iter().find(|entry| entry.row == problem.row);
            let unread = matches!(
                problem.kind,
                CalibrationProblemKind::NotANumber { .. }
                    | CalibrationProblemKind::NotPositive { .. }
                    | CalibrationProblemKind::MoreThanSection { .. }
            );
            if let (Some(clause), Some(entry), true) = (problem.kind.clause(), entry, unread) {
                self.points.insert(clause.clone(), entry.points.clone());
            }
        }
        let texts = given.values().filter(|correction| correction.text.is_some()).count();
        let points = given.values().filter(|correction| correction.points.is_some()).count();
        let mut said = words.sureness.cal_taken.fill(&[("points", &points), ("texts", &texts)]);
        for problem in &problems {
            let what = problem.say(decimal_or_fraction, words);
            said.push('\n');
            said += &match problem.row {
                Some(row) => words.sureness.cal_row.fill(&[("row", &row), ("what", &what)]),
                None => what,
            };
        }
        let tone = if problems.is_empty() { Tone::Good } else { Tone::Bad };
        self.said = Some((tone, said));
        self.changed();
    }
}

/// A text of a clause as it is typed: the parts a), b) on lines of their own.
#[must_use]
pub fn as_typed(requirement: &str, parts: &[String]) -> String {
    let mut out = requirement.to_owned();
    for (letter, part) in ('a'..='z').zip(parts) {
        out += &format!("\n{letter}) {part}");
    }
    out
}

/// Points outside what the scheme supposes of clauses that nobody knew.
fn unusual(scheme: &Scheme, given: &Corrections) -> BTreeSet<ClauseId> {
    let outside = |id: &ClauseId| {
        let (clause, points) = (scheme.clause(id)?, given.get(id)?.points.as_ref()?);
        let (low, high) = clause.points_between?;
        Some(*points < crate::criteria::whole(low) || *points > crate::criteria::whole(high))
    };
    given.keys().filter(|id| outside(id) == Some(true)).cloned().collect()
}
