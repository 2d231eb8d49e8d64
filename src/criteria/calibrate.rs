//! Calibration: whoever holds the genuine standard gives its points, and a scheme of its own comes of it.
//!
//! Why it is so:
//! * The new scheme is the old text with values replaced in place: comments, order and everything that was not given
//!   stay as a person wrote them, and the file can be read beside the old one line by line.
//! * What was made is read back and held against the scheme that was meant, field by field. A table of points decides
//!   over grades; an editing mistake of ours must not get into one unseen.
//! * Verified is what was given, and nothing else. Where only some clauses are given, the rest stays as unsure as it
//!   was, and the sums of the sections have to fit all the same.
//! * Numbers come as text, as people type and paste them: the window and the tables of the store share one reading.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use num_traits::{Signed as _, Zero as _};

use super::calibrate_problem::{CalibrationProblem, CalibrationProblemKind};
use super::calibrate_text::{self, NewHead};
use super::calibrate_total::{self, Written, id_in};
use super::{Amount, Calibration, ClauseId, Pinned, PointsStatus, Scheme, Section, TextStatus, parse_amount, read};
use crate::lang::cut;

/// A row of a table of points, as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PointsEntry {
    /// Its number as a spreadsheet shows it; none where it was typed.
    pub row: Option<u32>,
    /// The number of the clause.
    pub clause: String,
    /// The points; empty where none are given.
    pub points: String,
    /// What is required, the parts a), b), c) on lines of their own; empty where it is not given.
    pub text: String,
}

/// What is given for a clause.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Correction {
    /// The row that it stands in.
    pub row: Option<u32>,
    /// The points; none where they are not given.
    pub points: Option<Amount>,
    /// What is required and its parts; none where they are not given.
    pub text: Option<(String, Vec<String>)>,
}

/// What is given, by clause.
pub type Corrections = BTreeMap<ClauseId, Correction>;

/// The sum of a section under what is given, points that are not given as they are in the scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionTally {
    /// Number of the section.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What the section states.
    pub stated: Amount,
    /// What its clauses add up to.
    pub sum: Amount,
    /// Its groups in order.
    pub groups: Vec<GroupTally>,
    /// Clauses whose points are neither given nor known.
    pub missing: Vec<ClauseId>,
}

impl SectionTally {
    /// Whether its clauses add up to what it states.
    #[must_use]
    pub fn fits(&self) -> bool {
        self.sum == self.stated
    }
}

/// The sum of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupTally {
    /// Number of the group.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What its clauses add up to.
    pub sum: Amount,
    /// How many clauses it has.
    pub clauses: usize,
    /// For how many of them points are given.
    pub given: usize,
}

/// Who calibrates and when, and what the new scheme is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalibrationAsk {
    /// Who, as that person wrote it; empty where nobody is named.
    pub by: String,
    /// When.
    pub on: NaiveDate,
    /// Id of the new scheme; none to make one from the id of the old.
    pub id: Option<String>,
    /// Which copy of the standard it was compared with, as that person wrote it; may be empty.
    pub copy: String,
}

/// A scheme that was calibrated, and what is to be said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calibrated {
    /// The scheme and its text.
    pub pinned: Pinned,
    /// Sections and groups with their sums.
    pub tally: Vec<SectionTally>,
    /// Clauses whose points were given, in order.
    pub given: Vec<ClauseId>,
    /// Clauses whose points differ from before: which, before, now.
    pub changed: Vec<(ClauseId, Amount, Amount)>,
    /// Of these, clauses whose points were no mere placeholder before.
    pub contradicted: Vec<ClauseId>,
    /// Clauses whose points are still not verified.
    pub unverified: Vec<ClauseId>,
    /// Clauses whose text was given.
    pub texts: Vec<ClauseId>,
}

/// Who is named where nobody is: in data, so in the language of schemes.
pub const UNSIGNED: &str = "未署名";
/// What the id of a calibrated scheme ends with.
const SUFFIX: &str = "-calibrated";
/// Longest id of a scheme, as `check` has it.
const MAX_ID: usize = 40;
/// Longest name of who calibrates and of the copy of the standard, in characters.
const MAX_BY: usize = 200;

/// Reads entries; what is wrong with any of them is said, and the others are read all the same.
#[must_use]
pub fn read_corrections(scheme: &Scheme, entries: &[PointsEntry]) -> (Corrections, Vec<CalibrationProblem>) {
    let mut out = Corrections::new();
    let mut problems = Vec::new();
    let mut seen: BTreeMap<ClauseId, Option<u32>> = BTreeMap::new();
    let mut totals = Vec::new();
    let mut last = None;
    for entry in entries {
        let filled = |text: &str| !text.trim().is_empty();
        let mut note = |kind| problems.push(CalibrationProblem { row: entry.row, kind });
        if !filled(&entry.clause) {
            if filled(&entry.points) || filled(&entry.text) {
                note(CalibrationProblemKind::ClauseMissing);
            }
            continue;
        }
        // Full-width digits and dots are what an input method leaves.
        let written = narrow(&entry.clause).replace('。', ".");
        let id = ClauseId::from(id_in(scheme, &written));
        let Some((section, ..)) = scheme.place(&id) else {
            // Tables that people have contain headings and sums; they are no clauses, but they have to be right.
            match Written::of(scheme, &written, last.as_ref()) {
                Some(_) if !filled(&entry.points) => {}
                Some(what) => match number(&entry.points) {
                    Some(sum) => totals.push((entry.row, what, sum)),
                    None => note(CalibrationProblemKind::TotalNoNumber { what: written, text: cut(&entry.points) }),
                },
                None => note(unknown(scheme, &written)),
            }
            continue;
        };
        last = Some(id.clone());
        if let Some(first) = seen.get(&id) {
            note(CalibrationProblemKind::ClauseTwice { clause: id, first: *first });
            continue;
        }
        seen.insert(id.clone(), entry.row);
        let points = match filled(&entry.points).then(|| points_of(&entry.points, section)).transpose() {
            Ok(points) => points,
            Err(why) => {
                note(why.of(id, section, &entry.points));
                continue;
            }
        };
        let text = filled(&entry.text).then(|| text_of(&entry.text));
        // A row of a template that nobody filled in says nothing.
        if points.is_some() || text.is_some() {
            out.insert(id, Correction { row: entry.row, points, text });
        }
    }
    // Sums of what is spoiled would mean nothing.
    if problems.is_empty() {
        problems = calibrate_total::differing(&tally(scheme, &out), &totals);
    }
    (out, problems)
}

/// Entries of rows that have no headings: a number alone stands for the next clause in order, else the clause and its
/// points. One line more that is no number is a heading.
///
/// # Errors
/// When there are more or fewer numbers than clauses.
pub fn entries_of_rows(
    scheme: &Scheme,
    rows: &[(Option<u32>, Vec<String>)],
) -> Result<Vec<PointsEntry>, CalibrationProblem> {
    let filled = |cells: &[String]| cells.iter().filter(|cell| !cell.trim().is_empty()).cloned().collect::<Vec<_>>();
    let mut rows: Vec<(Option<u32>, Vec<String>)> = rows.iter().map(|(row, cells)| (*row, filled(cells))).collect();
    rows.retain(|(_, cells)| !cells.is_empty());
    if rows.is_empty() {
        return Err(CalibrationProblem { row: None, kind: CalibrationProblemKind::NothingGiven });
    }
    let wanted = scheme.clauses().count();
    let heads = |(_, cells): &(Option<u32>, Vec<String>)| {
        cells.iter().all(|cell| number(cell).is_none() && scheme.clause(&id_in(scheme, &narrow(cell)).into()).is_none())
    };
    // A title and headings; in one column only one line, which could as well be points that are no number.
    let most = if rows.iter().any(|(_, cells)| cells.len() > 1) { rows.len() } else { 1 };
    let above = rows.iter().take(most).take_while(|row| heads(row)).count();
    if above < rows.len() {
        rows.drain(..above);
    }
    if rows.iter().any(|(_, cells)| cells.len() > 1) {
        let entry = |(row, cells): (Option<u32>, Vec<String>)| {
            let [clause, points] = [0, 1].map(|at| cells.get(at).cloned().unwrap_or_default());
            PointsEntry { row, clause, points, text: String::new() }
        };
        return Ok(rows.into_iter().map(entry).collect());
    }
    if rows.len() != wanted {
        let kind = CalibrationProblemKind::CountDiffers { found: rows.len(), wanted };
        return Err(CalibrationProblem { row: None, kind });
    }
    let entry = |((row, cells), clause): ((Option<u32>, Vec<String>), &super::Clause)| PointsEntry {
        row,
        clause: clause.id.to_string(),
        points: cells.concat(),
        text: String::new(),
    };
    Ok(rows.into_iter().zip(scheme.clauses()).map(entry).collect())
}

/// Entries of a text that was pasted from a spreadsheet: a column of numbers in the order of the clauses, or two columns
/// with clauses and points.
///
/// # Errors
/// As [`entries_of_rows`].
pub fn pasted_entries(scheme: &Scheme, text: &str) -> Result<Vec<PointsEntry>, CalibrationProblem> {
    let cells = |line: &str| line.split('\t').map(str::to_owned).collect();
    let rows: Vec<(Option<u32>, Vec<String>)> = (1..).map(Some).zip(text.lines().map(cells)).collect();
    entries_of_rows(scheme, &rows)
}

/// The sums of sections and groups under what is given.
#[must_use]
pub fn tally(scheme: &Scheme, given: &Corrections) -> Vec<SectionTally> {
    let points = |id: &ClauseId| given.get(id).and_then(|correction| correction.points.as_ref());
    let section = |section: &Section| {
        let clauses = || section.groups.iter().flat_map(|group| &group.clauses);
        let missing = clauses()
            .filter(|clause| points(&clause.id).is_none() && clause.points_status == PointsStatus::Provisional);
        let groups = section.groups.iter().map(|group| GroupTally {
            id: group.id.clone(),
            title: group.title.clone(),
            sum: group.clauses.iter().map(|clause| points(&clause.id).unwrap_or(&clause.points)).sum(),
            clauses: group.clauses.len(),
            given: group.clauses.iter().filter(|clause| points(&clause.id).is_some()).count(),
        });
        SectionTally {
            id: section.id.clone(),
            title: section.title.clone(),
            stated: section.points.clone(),
            sum: clauses().map(|clause| points(&clause.id).unwrap_or(&clause.points)).sum(),
            groups: groups.collect(),
            missing: missing.map(|clause| clause.id.clone()).collect(),
        }
    };
    scheme.sections.iter().map(section).collect()
}

/// Reads entries and calibrates; all that is wrong at once.
///
/// # Errors
/// As [`read_corrections`] and [`calibrate`].
pub fn calibrate_entries(
    base: &Pinned,
    entries: &[PointsEntry],
    ask: &CalibrationAsk,
) -> Result<Calibrated, Vec<CalibrationProblem>> {
    let (given, mut problems) = read_corrections(&base.scheme, entries);
    if problems.is_empty() {
        return calibrate(base, &given, ask);
    }
    // A sum is worth saying only where nothing is wrong with what it is made of.
    let mut spoiled: BTreeSet<&str> = BTreeSet::new();
    for problem in &problems {
        match problem.kind.clause().and_then(|clause| base.scheme.place(clause)) {
            Some((section, ..)) => drop(spoiled.insert(&section.id)),
            None if matches!(problem.kind, CalibrationProblemKind::TotalDiffers { .. }) => {}
            None => return Err(problems),
        }
    }
    let tally = tally(&base.scheme, &given);
    problems.extend(tally.iter().filter(|section| !spoiled.contains(section.id.as_str())).filter_map(unfit));
    Err(problems)
}

/// Makes the calibrated scheme.
///
/// # Errors
/// When nothing is given, an id or points cannot be, a section's clauses do not add up to what it states, or what was
/// made does not read back as what was meant.
pub fn calibrate(
    base: &Pinned,
    given: &Corrections,
    ask: &CalibrationAsk,
) -> Result<Calibrated, Vec<CalibrationProblem>> {
    let old = &base.scheme;
    let problems = unsound(old, given, ask);
    if !problems.is_empty() {
        return Err(problems);
    }
    let one = |kind| vec![CalibrationProblem { row: None, kind }];
    let meant = meant(old, given, ask);
    let head = NewHead { of: &base.scheme, meant: &meant };
    let text =
        calibrate_text::corrected(&base.text, &head, given).ok_or_else(|| one(CalibrationProblemKind::NotMade))?;
    let pinned = match read(&text) {
        Ok(pinned) if *pinned.scheme == meant => pinned,
        Ok(_) => return Err(one(CalibrationProblemKind::NotMade)),
        Err(problems) => {
            let problems = problems.into_iter().take(1);
            return Err(problems.flat_map(|problem| one(CalibrationProblemKind::Unsound(Box::new(problem)))).collect());
        }
    };
    let of = |wanted: fn(&Correction) -> bool| {
        let given = |id: &&ClauseId| given.get(*id).is_some_and(wanted);
        old.clauses().map(|clause| &clause.id).filter(given).cloned().collect::<Vec<_>>()
    };
    let points = of(|correction| correction.points.is_some());
    let changed: Vec<(ClauseId, Amount, Amount)> = old
        .clauses()
        .filter_map(|clause| {
            let now = given.get(&clause.id)?.points.clone()?;
            (now != clause.points).then(|| (clause.id.clone(), clause.points.clone(), now))
        })
        .collect();
    let known = |id: &ClauseId| old.clause(id).is_some_and(|clause| clause.points_status != PointsStatus::Provisional);
    let contradicted = changed.iter().map(|(id, ..)| id).filter(|id| known(id)).cloned().collect();
    let unverified = meant.clauses().filter(|clause| clause.points_status != PointsStatus::Verified);
    Ok(Calibrated {
        tally: tally(old, given),
        changed,
        contradicted,
        unverified: unverified.map(|clause| clause.id.clone()).collect(),
        given: points,
        texts: of(|correction| correction.text.is_some()),
        pinned,
    })
}

/// All that keeps what is given from becoming a scheme.
fn unsound(scheme: &Scheme, given: &Corrections, ask: &CalibrationAsk) -> Vec<CalibrationProblem> {
    let mut problems = Vec::new();
    let mut note = |row, kind| problems.push(CalibrationProblem { row, kind });
    if given.values().all(|correction| correction.points.is_none() && correction.text.is_none()) {
        note(None, CalibrationProblemKind::NothingGiven);
    }
    if let Some(id) = ask.id.as_ref().filter(|id| !is_id(id)) {
        note(None, CalibrationProblemKind::BadId { id: cut(id) });
    }
    if ask.by.chars().count() > MAX_BY {
        note(None, CalibrationProblemKind::NameTooLong { most: MAX_BY });
    }
    if ask.copy.chars().count() > MAX_BY {
        note(None, CalibrationProblemKind::CopyTooLong { most: MAX_BY });
    }
    for (id, correction) in given {
        match (scheme.place(id), &correction.points) {
            (None, _) => note(correction.row, unknown(scheme, id.as_str())),
            (Some((section, ..)), Some(points)) => {
                if let Err(why) = possible(points, section) {
                    note(correction.row, why.of(id.clone(), section, &points.to_string()));
                }
            }
            (Some(_), None) => {}
        }
    }
    if problems.is_empty() {
        problems.extend(tally(scheme, given).iter().filter_map(unfit));
    }
    problems
}

/// That the sum of a section is not what it states.
fn unfit(section: &SectionTally) -> Option<CalibrationProblem> {
    let kind = || CalibrationProblemKind::SectionTotal(Box::new(section.clone()));
    (!section.fits()).then(|| CalibrationProblem { row: None, kind: kind() })
}

/// What a number is that no clause has.
fn unknown(scheme: &Scheme, id: &str) -> CalibrationProblemKind {
    let mut headings = scheme.sections.iter().flat_map(|section| {
        std::iter::once((&section.id, &section.title))
            .chain(section.groups.iter().map(|group| (&group.id, &group.title)))
    });
    match headings.find(|(heading, _)| *heading == id) {
        Some((heading, title)) => CalibrationProblemKind::NotAClause { id: heading.clone(), title: title.clone() },
        None => CalibrationProblemKind::UnknownClause { text: cut(id) },
    }
}

/// Why points cannot be.
enum Impossible {
    NoNumber,
    NotPositive,
    MoreThanSection,
}

impl Impossible {
    fn of(&self, clause: ClauseId, section: &Section, text: &str) -> CalibrationProblemKind {
        let text = cut(text);
        match self {
            Self::NoNumber => CalibrationProblemKind::NotANumber { clause, text },
            Self::NotPositive => CalibrationProblemKind::NotPositive { clause, text },
            Self::MoreThanSection => CalibrationProblemKind::MoreThanSection {
                clause,
                text,
                section: section.id.clone(),
                most: Box::new(section.points.clone()),
            },
        }
    }
}

fn points_of(text: &str, section: &Section) -> Result<Amount, Impossible> {
    let points = number(text).ok_or(Impossible::NoNumber)?;
    possible(&points, section).map(|()| points)
}

fn possible(points: &Amount, section: &Section) -> Result<(), Impossible> {
    if points.is_zero() || points.is_negative() {
        return Err(Impossible::NotPositive);
    }
    if *points > section.points { Err(Impossible::MoreThanSection) } else { Ok(()) }
}

/// A number as people and input methods write it: `2`, `2.5`, `２．５`, `2.`, `2 分`, `（2分）`.
pub(super) fn number(text: &str) -> Option<Amount> {
    let text = narrow(text).replace('。', ".");
    let bare = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')).unwrap_or(&text).trim();
    let text = bare.strip_suffix('分').unwrap_or(bare).trim_end();
    parse_amount(text.strip_suffix('.').unwrap_or(text))
}

/// Full-width ASCII as half-width, without white space and marks around it.
pub(super) fn narrow(text: &str) -> String {
    let half = |found: char| match found {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(found) - 0xff01 + 0x21).unwrap_or(found),
        '\u{2212}' => '-', // the minus sign
        other => other,
    };
    text.trim_matches(|found: char| found.is_whitespace() || matches!(found, '\u{feff}' | '\u{200b}'))
        .chars()
        .map(half)
        .collect()
}

/// What is required and its parts: a line that begins with the next letter, `a)` and so on, begins a part.
fn text_of(text: &str) -> (String, Vec<String>) {
    let mut requirement = String::new();
    let mut parts: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let begins = ('a'..='z').nth(parts.len()).and_then(|letter| {
            let rest = line.strip_prefix(letter).or_else(|| line.strip_prefix(letter.to_ascii_uppercase()))?;
            rest.strip_prefix([')', '）', '.', '．', '、']).map(str::trim)
        });
        match begins {
            Some(part) if !requirement.is_empty() && !part.is_empty() => parts.push(part.to_owned()),
            _ => {
                let into = parts.last_mut().unwrap_or(&mut requirement);
                if !into.is_empty() {
                    into.push('\n');
                }
                into.push_str(line);
            }
        }
    }
    (requirement, parts)
}

fn is_id(id: &str) -> bool {
    (1..=MAX_ID).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}

/// The scheme that is to come of it.
fn meant(old: &Scheme, given: &Corrections, ask: &CalibrationAsk) -> Scheme {
    let mut new = old.clone();
    let name = ask.by.split_whitespace().collect::<Vec<_>>().join(" ");
    let by = if name.is_empty() { UNSIGNED.to_owned() } else { name };
    new.calibration = Some(Calibration { of: format!("{} r{}", old.id, old.revision), by, on: ask.on });
    new.id = ask.id.clone().unwrap_or_else(|| id_of(&old.id));
    new.revision = if new.id == old.id { old.revision.saturating_add(1) } else { 1 };
    for group in new.sections.iter_mut().flat_map(|section| &mut section.groups) {
        let before = group.clauses.clone();
        for clause in &mut group.clauses {
            let Some(correction) = given.get(&clause.id) else { continue };
            if let Some(points) = &correction.points {
                clause.points = points.clone();
                clause.points_status = PointsStatus::Verified;
                clause.points_between = None;
                if calibrate_text::is_about_points(&clause.remark) {
                    clause.remark = calibrate_text::old_note(&clause.remark);
                }
            }
            if let Some((requirement, parts)) = &correction.text {
                clause.requirement.clone_from(requirement);
                clause.parts.clone_from(parts);
                clause.text_status = TextStatus::Verified;
                // It says where the old text came from and what is doubtful about it.
                clause.remark = calibrate_text::old_note(&clause.remark);
            }
        }
        if group.clauses == before {
            continue;
        }
        group.note = calibrate_text::old_note(&group.note);
        if group.clauses.iter().all(|clause| clause.text_status == TextStatus::Verified) {
            group.text_status = TextStatus::Verified;
        }
    }
    new.statement = calibrate_text::statement(old, &new, &ask.copy);
    new
}

/// The id of a scheme that is made from another; a calibrated one that is calibrated again keeps its id.
fn id_of(old: &str) -> String {
    let stem = old.strip_suffix(SUFFIX).unwrap_or(old);
    // Ids have ASCII letters only; a longer one would not be read.
    let stem: String = stem.chars().take(MAX_ID - SUFFIX.len()).collect();
    format!("{stem}{SUFFIX}")
}
