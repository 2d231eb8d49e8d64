//! Star grades: thresholds and the gate of special deductions.

use crate::criteria::{Amount, Scheme};

/// Which grade a score reaches, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grading {
    /// The scheme's stable name, such as `four_star` or `unqualified`.
    pub id: String,
    /// The scheme's title.
    pub title: String,
    /// Number of stars, 0 to 5.
    pub stars: u8,
    /// Why.
    pub reason: GradeReason,
}

/// Why a score has its grade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GradeReason {
    /// The highest threshold that the exact score reaches.
    Threshold,
    /// Below the lowest threshold.
    BelowLowest,
    /// So many special deductions that the evaluation is failed whatever the score.
    TooManySpecialDeductions,
}

/// The next better grade and how far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextGrade {
    /// Stable name.
    pub id: String,
    /// Title.
    pub title: String,
    /// Number of stars.
    pub stars: u8,
    /// Points of the score that are missing; 0 when only the gate of special deductions stands before it.
    pub distance: Amount,
}

/// The grade of an exact score.
pub(super) fn grade(scheme: &Scheme, score: &Amount, special_deductions: u32) -> Grading {
    let below = &scheme.rules.below;
    let unqualified = |reason| Grading { id: below.id.clone(), title: below.title.clone(), stars: 0, reason };
    if special_deductions >= scheme.rules.special_deductions.fail_from {
        return unqualified(GradeReason::TooManySpecialDeductions);
    }
    match scheme.rules.grades.iter().rev().find(|grade| *score >= grade.from) {
        Some(grade) => Grading {
            id: grade.id.clone(),
            title: grade.title.clone(),
            stars: grade.stars,
            reason: GradeReason::Threshold,
        },
        None => unqualified(GradeReason::BelowLowest),
    }
}

/// The next better grade; none at the top.
pub(super) fn next(scheme: &Scheme, score: &Amount, grading: &Grading) -> Option<NextGrade> {
    let grades = &scheme.rules.grades;
    let grade = match grading.reason {
        GradeReason::TooManySpecialDeductions => {
            grades.iter().rev().find(|grade| *score >= grade.from).or_else(|| grades.first())
        }
        _ => grades.iter().find(|grade| *score < grade.from),
    }?;
    let missing = &grade.from - score;
    let distance = if missing > Amount::default() { missing } else { Amount::default() };
    Some(NextGrade { id: grade.id.clone(), title: grade.title.clone(), stars: grade.stars, distance })
}
