//! `score(scheme, assessment)` → [`ScoreCard`]: every figure and where it comes from.

use std::ops::AddAssign;

use num_traits::Zero as _;

use super::Relief;
use super::grade::{self, GradeReason, Grading, NextGrade};
use crate::assessment::{Assessment, SpecialDeduction, Verdict};
use crate::criteria::{Amount, ArithmeticStep, Clause, ClauseId, RectifiedDeductions, Scheme, whole};

/// Points of a clause, group, section or the whole. Always `excluded + earned + lost == points`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// 标准分.
    pub points: Amount,
    /// 删减分.
    pub excluded: Amount,
    /// 实得分.
    pub earned: Amount,
    /// 扣分; unrated clauses are in it.
    pub lost: Amount,
    /// The part of `lost` that is lost only because clauses are unrated.
    pub unrated: Amount,
}

impl AddAssign<&Self> for Line {
    fn add_assign(&mut self, other: &Self) {
        self.points += &other.points;
        self.excluded += &other.excluded;
        self.earned += &other.earned;
        self.lost += &other.lost;
        self.unrated += &other.unrated;
    }
}

impl Line {
    /// Points that count: all but the excluded ones.
    #[must_use]
    pub fn applicable(&self) -> Amount {
        &self.points - &self.excluded
    }

    /// The part of `lost` that verdicts took: of what is unrated nobody knows yet whether anything is lost.
    #[must_use]
    pub fn lost_by_verdict(&self) -> Amount {
        &self.lost - &self.unrated
    }
}

/// The points of a clause and why they are so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClauseLine {
    /// Which clause.
    pub id: ClauseId,
    /// Its points.
    pub line: Line,
    /// Why.
    pub why: Why,
}

/// Why a clause has its points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Not judged: earns nothing for now.
    Unrated,
    /// Meets: full points.
    Meets,
    /// Fails: no points.
    Fails,
    /// Lost = points × nonconforming ÷ checked.
    Proportion {
        /// Samples checked.
        checked: u32,
        /// Of them nonconforming.
        nonconforming: u32,
    },
    /// Excluded: does not count.
    Excluded,
}

/// A step of the arithmetic from earned points to the score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepLine {
    /// Which step.
    pub step: ArithmeticStep,
    /// The value before it; for normalising the earned points.
    pub before: Amount,
    /// The value after it.
    pub after: Amount,
}

/// A score and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The exact score.
    pub score: Amount,
    /// Its grade.
    pub grade: Grading,
    /// The next better grade; none at the top.
    pub next: Option<NextGrade>,
    /// How it came about, in order.
    pub steps: Vec<StepLine>,
}

/// Everything that follows from an assessment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreCard {
    /// Clauses in the order of the scheme.
    pub clauses: Vec<ClauseLine>,
    /// Groups in order, with their numbers.
    pub groups: Vec<(String, Line)>,
    /// Sections in order, with their numbers.
    pub sections: Vec<(String, Line)>,
    /// All clauses together.
    pub whole: Line,
    /// Clauses that are not judged.
    pub unrated: usize,
    /// Special deductions that count.
    pub special_deductions: u32,
    /// Special deductions that were rectified and, by convention, do not count.
    pub rectified: u32,
    /// Whether the bonus is claimed.
    pub bonus: bool,
    /// Score and grade; none when nothing is applicable.
    pub outcome: Option<Outcome>,
    /// The same if every unrated clause met.
    pub ceiling: Option<Outcome>,
    /// Decimals of shown figures.
    pub decimals: u32,
}

impl ScoreCard {
    /// Whether every clause is judged.
    #[must_use]
    pub fn complete(&self) -> bool {
        self.unrated == 0
    }

    /// Whether it is too early for a grade: too low only as long as clauses are not judged. A case that is not judged
    /// to the end is not failed, unless no verdict could help any more.
    #[must_use]
    pub fn undecided(&self, outcome: &Outcome) -> bool {
        let reaches = self.ceiling.as_ref().is_some_and(|ceiling| ceiling.grade.reason == GradeReason::Threshold);
        outcome.grade.reason == GradeReason::BelowLowest && !self.complete() && reaches
    }

    /// An amount cut for show, see [`super::show`].
    #[must_use]
    pub fn show(&self, amount: &Amount) -> String {
        super::show(amount, self.decimals)
    }

    /// An amount cut for show and marked where digits were cut, see [`super::show_marked`].
    #[must_use]
    pub fn show_marked(&self, amount: &Amount) -> String {
        super::show_marked(amount, self.decimals)
    }

    /// A distance for show, see [`super::show_up`].
    #[must_use]
    pub fn show_up(&self, amount: &Amount) -> String {
        super::show_up(amount, self.decimals)
    }

    /// The points of a clause.
    #[must_use]
    pub fn clause(&self, id: &ClauseId) -> Option<&ClauseLine> {
        self.clauses.iter().find(|line| line.id == *id)
    }

    /// Clauses that lost points and are judged, the most points first, then in the order of the scheme.
    #[must_use]
    pub fn gaps(&self) -> Vec<&ClauseLine> {
        let mut gaps: Vec<&ClauseLine> =
            self.clauses.iter().filter(|line| line.why != Why::Unrated && !line.line.lost.is_zero()).collect();
        gaps.sort_by(|a, b| b.line.lost.cmp(&a.line.lost)); // stable: ties stay in the order of the scheme
        gaps
    }
}

/// Scores an assessment by the rules of its scheme.
///
/// Verdicts that the scheme does not allow (they do not get past [`crate::assessment::apply`]) earn nothing.
#[must_use]
pub fn score(scheme: &Scheme, assessment: &Assessment) -> ScoreCard {
    score_as_if(scheme, assessment, &Relief::default())
}

/// Scores an assessment as [`score`] does, as if some gaps were closed.
#[must_use]
pub fn score_as_if(scheme: &Scheme, assessment: &Assessment, relief: &Relief) -> ScoreCard {
    let mut clauses = Vec::new();
    let mut groups = Vec::new();
    let mut sections = Vec::new();
    let mut whole_line = Line::default();
    for section in &scheme.sections {
        let mut section_line = Line::default();
        for group in &section.groups {
            let mut group_line = Line::default();
            for clause in &group.clauses {
                let line = clause_line(clause, assessment.verdict(&clause.id), relief);
                group_line += &line.line;
                clauses.push(line);
            }
            section_line += &group_line;
            groups.push((group.id.clone(), group_line));
        }
        whole_line += &section_line;
        sections.push((section.id.clone(), section_line));
    }
    let counts = |rectified: bool| {
        let is = |id, deduction: &SpecialDeduction| deduction.rectified || relief.righted.contains(id);
        assessment.special_deductions.iter().filter(|(id, deduction)| is(id, deduction) == rectified).count()
    };
    let (open, rectified) = (number(counts(false)), number(counts(true)));
    let (special_deductions, rectified) = match scheme.rules.rectified {
        RectifiedDeductions::NotCounted => (open, rectified),
        RectifiedDeductions::Counted => (open.saturating_add(rectified), 0),
    };
    let bonus = assessment.bonus.is_some();
    let applicable = whole_line.applicable();
    let best = &whole_line.earned + &whole_line.unrated;
    ScoreCard {
        unrated: clauses.iter().filter(|line| line.why == Why::Unrated).count(),
        outcome: outcome(scheme, &whole_line.earned, &applicable, special_deductions, bonus),
        ceiling: outcome(scheme, &best, &applicable, special_deductions, bonus),
        clauses,
        groups,
        sections,
        whole: whole_line,
        special_deductions,
        rectified,
        bonus,
        decimals: scheme.rules.shown_decimals,
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn clause_line(clause: &Clause, verdict: &Verdict, relief: &Relief) -> ClauseLine {
    let points = clause.points.clone();
    let none = Amount::zero();
    let (excluded, lost, unrated, why) = match verdict {
        Verdict::Unrated => (none.clone(), points.clone(), points.clone(), Why::Unrated),
        Verdict::Meets => (none.clone(), none.clone(), none, Why::Meets),
        Verdict::Fails => (none.clone(), points.clone(), none, Why::Fails),
        Verdict::Excluded { .. } => (points.clone(), none.clone(), none, Why::Excluded),
        Verdict::Sampled { checked, nonconforming } => {
            let (checked, nonconforming) = (*checked, *nonconforming);
            let share = if checked == 0 || nonconforming > checked {
                whole(1)
            } else {
                Amount::new(nonconforming.into(), checked.into())
            };
            (none.clone(), &points * share, none, Why::Proportion { checked, nonconforming })
        }
    };
    let mut line = Line { points, excluded, earned: Amount::zero(), lost, unrated };
    line.lost -= relief.regains(&clause.id, &line);
    line.earned = &line.points - &line.excluded - &line.lost;
    ClauseLine { id: clause.id.clone(), line, why }
}

/// From earned and applicable points to score and grade; none when nothing is applicable.
pub(super) fn outcome(
    scheme: &Scheme,
    earned: &Amount,
    applicable: &Amount,
    special_deductions: u32,
    bonus: bool,
) -> Option<Outcome> {
    if applicable.is_zero() {
        return None;
    }
    let rules = &scheme.rules;
    let mut value = earned.clone();
    let mut steps = Vec::new();
    for step in &rules.order {
        let before = value.clone();
        match step {
            ArithmeticStep::Normalise => value = value / applicable * &scheme.out_of,
            ArithmeticStep::SpecialDeductions => {
                value -= &rules.special_deductions.points_each * whole(special_deductions);
            }
            ArithmeticStep::Bonus if bonus => value += &rules.bonus.points,
            ArithmeticStep::Bonus => {}
            ArithmeticStep::Cap => value = value.clamp(rules.cap.0.clone(), rules.cap.1.clone()),
        }
        steps.push(StepLine { step: *step, before, after: value.clone() });
    }
    let grade = grade::grade(scheme, &value, special_deductions);
    let next = grade::next(scheme, &value, &grade);
    Some(Outcome { score: value, grade, next, steps })
}
