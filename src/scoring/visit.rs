//! What a certification body deducted beside what we lost, and whether its own score follows from its deductions.
//!
//! Why it is so: nobody but the body knows how it came to its score. What the rules make of its deductions is computed by
//! the same arithmetic as ours, so that a slip of the pen shows; a clause of which it said nothing lost nothing.

use std::cmp::Ordering;

use num_traits::{Signed as _, Zero as _};

use super::score::{ScoreCard, Why, outcome};
use crate::assessment::{Assessment, Visit};
use crate::criteria::{Amount, ClauseId, Scheme};

/// A clause, as we and the body see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitLine {
    /// Which.
    pub clause: ClauseId,
    /// What it is worth.
    pub points: Amount,
    /// What we lost; none where nobody judged it.
    pub ours: Option<Amount>,
    /// What the body deducted; none where it did not say.
    pub body: Option<Amount>,
}

impl VisitLine {
    /// What the body deducted more than we did; none where one of the two said nothing.
    #[must_use]
    pub fn kinder_by(&self) -> Option<Amount> {
        Some(self.body.as_ref()? - self.ours.as_ref()?)
    }

    /// Whether we were too kind (greater), too strict (less) or neither.
    #[must_use]
    pub fn leaning(&self) -> Option<Ordering> {
        Some(self.kinder_by()?.cmp(&Amount::zero()))
    }

    /// Whether the body deducted more than the clause is worth.
    #[must_use]
    pub fn beyond(&self) -> bool {
        self.body.as_ref().is_some_and(|body| *body > self.points)
    }
}

/// All clauses, and what they come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitCheck {
    /// In the order of the scheme.
    pub lines: Vec<VisitLine>,
    /// What we lost, over the clauses of which both said something.
    pub ours: Amount,
    /// What the body deducted on the same clauses.
    pub body: Amount,
    /// All that it deducted.
    pub deducted: Amount,
    /// On how many clauses it said something.
    pub said: usize,
    /// The score that its deductions make, without the bonus; none where nothing is applicable.
    pub score: Option<Amount>,
    /// Whether the score that it wrote down is that one, with the bonus or without, to a hundredth; none where it wrote none
    /// down or nothing about any clause.
    pub agrees: Option<bool>,
}

impl VisitCheck {
    /// Clauses on which we were too kind, and by how much altogether.
    #[must_use]
    pub fn too_kind(&self) -> (Vec<&ClauseId>, Amount) {
        let kind = self.lines.iter().filter(|line| line.leaning() == Some(Ordering::Greater));
        let sum = kind.clone().filter_map(VisitLine::kinder_by).fold(Amount::zero(), |sum, one| sum + one);
        (kind.map(|line| &line.clause).collect(), sum)
    }
}

/// Puts the body's deductions beside ours. What is excluded by us and not deducted by the body stays excluded.
#[must_use]
pub fn check_visit(scheme: &Scheme, assessment: &Assessment, card: &ScoreCard, visit: &Visit) -> VisitCheck {
    let (mut applicable, mut deducted, mut ours, mut body) =
        (Amount::zero(), Amount::zero(), Amount::zero(), Amount::zero());
    let mut lines = Vec::new();
    for line in &card.clauses {
        let given = visit.findings.get(&line.id).and_then(|finding| finding.lost.as_ref()).map(|lost| lost.0.clone());
        if line.why != Why::Excluded || given.is_some() {
            applicable += &line.line.points;
        }
        deducted += given.clone().unwrap_or_default();
        let judged = (line.why != Why::Unrated).then(|| line.line.lost.clone());
        if let Some((given, judged)) = given.as_ref().zip(judged.as_ref()) {
            body += given;
            ours += judged;
        }
        lines.push(VisitLine { clause: line.id.clone(), points: line.line.points.clone(), ours: judged, body: given });
    }
    let said = lines.iter().filter(|line| line.body.is_some()).count();
    let made = |bonus| {
        let earned = &applicable - &deducted;
        outcome(scheme, &earned, &applicable, visit.special_deductions.unwrap_or_default(), bonus).map(|one| one.score)
    };
    let near = |made: Option<Amount>, given: &Amount| {
        made.is_some_and(|made| (made - given).abs() < Amount::new(1.into(), 100.into()))
    };
    let agrees = visit
        .score
        .as_ref()
        .filter(|_| said > 0)
        .map(|given| near(made(false), &given.0) || assessment.bonus.is_some() && near(made(true), &given.0));
    let score = made(false);
    VisitCheck { lines, ours, body, deducted, said, score, agrees }
}
