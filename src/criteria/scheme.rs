//! The checked model of a scheme: what the rest of the house works with.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Amount, PointsStatus, TextStatus};

/// The number of a clause, such as `5.1.2.2`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClauseId(Arc<str>);

impl ClauseId {
    /// The number as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for ClauseId {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for ClauseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A whole scheme; every promise below is kept by `check`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheme {
    /// Stable name, such as `gbt27922-2011`.
    pub id: String,
    /// Title of the standard.
    pub title: String,
    /// Number of the standard.
    pub standard: String,
    /// Edition of the standard.
    pub edition: String,
    /// Revision of this file, from 1.
    pub revision: u32,
    /// What is known of the standard's validity.
    pub status_note: String,
    /// What in this scheme is known, what provisional.
    pub statement: String,
    /// Who compared its points with the genuine standard; none for what was put together from public sources.
    pub calibration: Option<Calibration>,
    /// The score is out of this many points, above 0.
    pub out_of: Amount,
    /// Where the facts come from.
    pub sources: Vec<Source>,
    /// The kinds of samples that proportional clauses count.
    pub samples: Vec<Sample>,
    /// How a score and a grade are made.
    pub rules: Rules,
    /// Sections in order; their points add up to `out_of`.
    pub sections: Vec<Section>,
    index: BTreeMap<ClauseId, (usize, usize, usize)>,
}

impl Scheme {
    pub(super) fn index(mut self) -> Self {
        for (s, section) in self.sections.iter().enumerate() {
            for (g, group) in section.groups.iter().enumerate() {
                for (c, clause) in group.clauses.iter().enumerate() {
                    self.index.insert(clause.id.clone(), (s, g, c));
                }
            }
        }
        self
    }

    #[allow(clippy::too_many_arguments)] // one call, in `check`; a struct of parts would say everything twice
    pub(super) fn new(
        names: [String; 6],
        revision: u32,
        calibration: Option<Calibration>,
        out_of: Amount,
        sources: Vec<Source>,
        samples: Vec<Sample>,
        rules: Rules,
        sections: Vec<Section>,
    ) -> Self {
        let [id, title, standard, edition, status_note, statement] = names;
        let index = BTreeMap::new();
        Self {
            id,
            title,
            standard,
            edition,
            revision,
            status_note,
            statement,
            calibration,
            out_of,
            sources,
            samples,
            rules,
            sections,
            index,
        }
        .index()
    }

    /// All clauses in order.
    pub fn clauses(&self) -> impl Iterator<Item = &Clause> {
        self.sections.iter().flat_map(|section| &section.groups).flat_map(|group| &group.clauses)
    }

    /// The clause with this number.
    #[must_use]
    pub fn clause(&self, id: &ClauseId) -> Option<&Clause> {
        self.place(id).map(|(_, _, clause)| clause)
    }

    /// The clause with this number and what it stands in.
    #[must_use]
    pub fn place(&self, id: &ClauseId) -> Option<(&Section, &Group, &Clause)> {
        let &(s, g, c) = self.index.get(id)?;
        let section = self.sections.get(s)?;
        let group = section.groups.get(g)?;
        Some((section, group, group.clauses.get(c)?))
    }

    /// Whether the rules allow this clause to be excluded (删减).
    #[must_use]
    pub fn excludable(&self, id: &ClauseId) -> bool {
        let under = |top: &String| {
            id.as_str() == top || id.as_str().strip_prefix(top.as_str()).is_some_and(|rest| rest.starts_with('.'))
        };
        self.rules.exclusion.allowed_under.iter().any(under)
    }

    /// Whether no clause's points are provisional, as after a calibration; texts may still be reconstructed.
    #[must_use]
    pub fn points_are_known(&self) -> bool {
        self.clauses().all(|clause| clause.points_status != PointsStatus::Provisional)
    }

    /// Whether every point and every text was compared with the genuine standard.
    #[must_use]
    pub fn fully_verified(&self) -> bool {
        self.clauses()
            .all(|clause| clause.points_status == PointsStatus::Verified && clause.text_status == TextStatus::Verified)
    }

    /// The kind of sample with this id.
    #[must_use]
    pub fn sample(&self, id: &str) -> Option<&Sample> {
        self.samples.iter().find(|sample| sample.id == id)
    }
}

/// A section (一级指标), such as 5.1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Number.
    pub id: String,
    /// Title.
    pub title: String,
    /// Points; the clauses' points add up to it.
    pub points: Amount,
    /// How sure the points are.
    pub points_status: PointsStatus,
    /// Ids of sources.
    pub sources: Vec<String>,
    /// Groups in order, at least one.
    pub groups: Vec<Group>,
}

/// A group (二级指标), such as 5.1.1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Number.
    pub id: String,
    /// Title.
    pub title: String,
    /// How sure the texts of the group are.
    pub text_status: TextStatus,
    /// What to know about that; may be empty.
    pub note: String,
    /// Clauses in order, at least one.
    pub clauses: Vec<Clause>,
}

impl Group {
    /// Points of its clauses together.
    #[must_use]
    pub fn points(&self) -> Amount {
        self.clauses.iter().map(|clause| &clause.points).sum()
    }
}

/// A clause (三级指标, 条款): the unit that is judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Number.
    pub id: ClauseId,
    /// Title.
    pub title: String,
    /// Points, above 0.
    pub points: Amount,
    /// How sure the points are.
    pub points_status: PointsStatus,
    /// Where the points probably lie as long as they are not known, inclusive and whole; an estimate, not a fact.
    pub points_between: Option<(u32, u32)>,
    /// How sure the text is.
    pub text_status: TextStatus,
    /// Ids of sources; may be empty for reconstructed text.
    pub sources: Vec<String>,
    /// What is required, in our own words.
    pub requirement: String,
    /// Its parts a), b), c) where there are such.
    pub parts: Vec<String>,
    /// Interpretation and doubts; may be empty.
    pub remark: String,
    /// How points are lost.
    pub method: Method,
    /// Evidence to look for.
    pub evidence: Vec<String>,
    /// What an assessor looks at.
    pub assessor: Vec<String>,
    /// Where points are usually lost.
    pub typical_gaps: Vec<String>,
    /// What to do about it.
    pub advice: Vec<Advice>,
    /// Departments concerned.
    pub departments: Vec<String>,
}

/// What to do about lost points, and what that usually takes. Our guidance, not the standard's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// What to do.
    pub text: String,
    /// Usual effort in person-days, at least 0; none where it is not said.
    pub effort: Option<Amount>,
    /// Usual days until it shows in records; none where it is not said.
    pub lead_days: Option<u32>,
}

/// Who compared a scheme's points with the genuine standard, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calibration {
    /// What it was made from: id and revision, for people.
    pub of: String,
    /// Who, as that person wrote it.
    pub by: String,
    /// When.
    pub on: NaiveDate,
}

/// How a clause loses points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Method {
    /// All its points when it is not met.
    AllOrNothing,
    /// In proportion to nonconforming samples of this kind; or all its points when judged as a whole.
    Proportional {
        /// Id of the kind of sample.
        sample: String,
    },
}

/// A public source of facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Short name, such as `W9`.
    pub id: String,
    /// Title.
    pub title: String,
    /// Web address; empty for printed matter.
    pub address: String,
    /// What it was used for.
    pub used_for: String,
}

/// A kind of sample, such as service outlets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// Stable name, such as `outlet`.
    pub id: String,
    /// Title.
    pub title: String,
    /// Measure word.
    pub unit: String,
}

/// The rules by which answers become a score and a grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// Grades in ascending order of their threshold, at least one.
    pub grades: Vec<Grade>,
    /// What it is called when no grade is reached.
    pub below: Below,
    /// How sure the thresholds are.
    pub grades_status: PointsStatus,
    /// Ids of sources.
    pub grades_sources: Vec<String>,
    /// Special deductions (特别扣分).
    pub special_deductions: SpecialDeductions,
    /// The bonus (特别加分).
    pub bonus: BonusRule,
    /// Exclusion (删减).
    pub exclusion: ExclusionRule,
    /// What this tool decides where the standard is silent; each kind once.
    pub conventions: Vec<Convention>,
    /// Steps of the arithmetic in order, each once, `Normalise` first.
    pub order: Vec<ArithmeticStep>,
    /// Lowest and highest possible score.
    pub cap: (Amount, Amount),
    /// Decimals of shown figures, 0 to 6; further digits are cut.
    pub shown_decimals: u32,
    /// Whether a rectified special deduction still counts.
    pub rectified: RectifiedDeductions,
}

/// A grade and its threshold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grade {
    /// Stable name, such as `five_star`.
    pub id: String,
    /// Title.
    pub title: String,
    /// Reached from this score on, inclusive.
    pub from: Amount,
    /// Number of stars, 0 to 5.
    pub stars: u8,
}

/// What it is called when no grade is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Below {
    /// Stable name.
    pub id: String,
    /// Title.
    pub title: String,
}

/// Special deductions (特别扣分), counted outside the score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecialDeductions {
    /// Points that each takes.
    pub points_each: Amount,
    /// From this number on the evaluation is failed, at least 1.
    pub fail_from: u32,
    /// The kinds.
    pub kinds: Vec<SpecialDeductionKind>,
    /// How sure the rule is.
    pub status: PointsStatus,
    /// Ids of sources.
    pub sources: Vec<String>,
}

/// A kind of special deduction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecialDeductionKind {
    /// Number, from 1.
    pub id: u32,
    /// Title.
    pub title: String,
    /// What falls under it.
    pub explanation: String,
}

/// The bonus (特别加分).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BonusRule {
    /// Points that it gives.
    pub points: Amount,
    /// What it is given for.
    pub condition: String,
    /// How sure the rule is.
    pub status: PointsStatus,
    /// Ids of sources.
    pub sources: Vec<String>,
}

/// Exclusion (删减): the clause does not count, the rest is normalised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExclusionRule {
    /// Numbers of sections, groups or clauses under which it is allowed.
    pub allowed_under: Vec<String>,
    /// What it does and what is not known about it.
    pub explanation: String,
    /// How sure the rule is.
    pub status: PointsStatus,
    /// Ids of sources.
    pub sources: Vec<String>,
}

/// Something this tool decides where the standard is silent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Convention {
    /// Which decision, by its stable name.
    pub id: &'static str,
    /// Title.
    pub title: String,
    /// What is done.
    pub text: String,
    /// Why.
    pub reason: String,
}

/// A step of the arithmetic from earned points to the score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArithmeticStep {
    /// Earned points over applicable points, times what the score is out of.
    Normalise,
    /// Subtract for each special deduction.
    SpecialDeductions,
    /// Add the bonus.
    Bonus,
    /// Keep within the lowest and the highest score.
    Cap,
}

impl ArithmeticStep {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Normalise, Self::SpecialDeductions, Self::Bonus, Self::Cap];
}

/// Whether a special deduction that has been rectified still counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RectifiedDeductions {
    /// It is listed but takes no point and does not count towards failing.
    NotCounted,
    /// It counts like any other.
    Counted,
}
