//! Over all tables of points that agree with what is known: the lowest and the highest score of the same verdicts.
//!
//! Why it is so:
//! * Known are the totals of the sections and the points of some clauses; of every other clause only that it has whole
//!   points between the bounds that the scheme states. There are astronomically many such tables, and still the ends
//!   are exact: within a section whose total is given, points go to the clauses that earn the largest share of them.
//! * Exclusions make the score a quotient: the excluded clauses' own points change what it is divided by. So for every
//!   sum of excluded points the best and the worst numerator is kept; these are few, since points are whole and totals
//!   are fixed, and sections add up one after the other.
//! * Everything else is the ordinary arithmetic, which only ever grows with what was earned.

use std::collections::BTreeMap;

use num_traits::{ToPrimitive as _, Zero as _};

use super::super::score::{ClauseLine, Outcome, ScoreCard, Why, outcome};
use crate::criteria::{Amount, Clause, PointsStatus, Scheme, Section, whole};

/// More different sums of excluded points than this are not looked at.
const MOST_SUMS: usize = 20_000;

/// The ends of the score over all tables of points that agree with what is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointsSpan {
    /// The lowest score that the verdicts can have.
    pub low: Outcome,
    /// The highest.
    pub high: Outcome,
}

/// The lowest and the highest score and grade of the same verdicts over all tables of points with the sections' totals,
/// the points that are known, and whole points between the stated bounds for every other clause (from 1 where no bounds
/// are stated).
///
/// None where nothing is applicable under some table, or where points are not whole so that no such table exists.
#[must_use]
pub fn points_span(scheme: &Scheme, card: &ScoreCard) -> Option<PointsSpan> {
    let whole_points = &card.whole.points;
    let end = |highest: bool| {
        let mut sums: Sums = BTreeMap::from([(Amount::zero(), Amount::zero())]);
        let mut lines = card.clauses.iter();
        for section in &scheme.sections {
            let clauses: Vec<(&Clause, &ClauseLine)> =
                section.groups.iter().flat_map(|group| &group.clauses).zip(lines.by_ref()).collect();
            sums = joined(&sums, &of_section(section, &clauses, highest)?, highest)?;
        }
        let outcomes = sums.into_iter().map(|(excluded, earned)| {
            outcome(scheme, &earned, &(whole_points - excluded), card.special_deductions, card.bonus)
        });
        let outcomes: Vec<Outcome> = outcomes.collect::<Option<_>>()?;
        let by_score = |a: &Outcome, b: &Outcome| a.score.cmp(&b.score);
        if highest { outcomes.into_iter().max_by(by_score) } else { outcomes.into_iter().min_by(by_score) }
    };
    Some(PointsSpan { low: end(false)?, high: end(true)? })
}

/// By the sum of excluded points: the most (or the least) that can be earned.
type Sums = BTreeMap<Amount, Amount>;

fn keep(sums: &mut Sums, excluded: Amount, earned: Amount, highest: bool) {
    let kept = sums.entry(excluded).or_insert_with(|| earned.clone());
    if (*kept < earned) == highest {
        *kept = earned;
    }
}

fn joined(one: &Sums, other: &Sums, highest: bool) -> Option<Sums> {
    let mut out = Sums::new();
    for (excluded, earned) in one {
        for (more_excluded, more_earned) in other {
            keep(&mut out, excluded + more_excluded, earned + more_earned, highest);
        }
    }
    (out.len() <= MOST_SUMS).then_some(out)
}

/// A clause whose points are free: its bounds, and the share of its points that it earns; none where it is excluded.
struct Free {
    lowest: i64,
    highest: i64,
    share: Option<Amount>,
}

/// What a section can earn, by the points of its excluded clauses.
fn of_section(section: &Section, clauses: &[(&Clause, &ClauseLine)], highest: bool) -> Option<Sums> {
    let mut rest = section.points.clone();
    let (mut excluded, mut earned) = (Amount::zero(), Amount::zero());
    let mut free = Vec::new();
    for (clause, line) in clauses {
        if clause.points_status != PointsStatus::Provisional {
            rest -= &clause.points;
            excluded += &line.line.excluded;
            earned += &line.line.earned;
            continue;
        }
        let share = (line.why != Why::Excluded).then(|| &line.line.earned / &clause.points);
        let (low, high) = clause.points_between.map_or((1, i64::MAX), |(low, high)| (i64::from(low), i64::from(high)));
        free.push(Free { lowest: low, highest: high, share });
    }
    if free.is_empty() {
        return rest.is_zero().then(|| Sums::from([(excluded, earned)]));
    }
    let rest = rest.is_integer().then(|| rest.to_integer().to_i64()).flatten()?;
    free.iter_mut().for_each(|clause| clause.highest = clause.highest.min(rest));
    let (out, mut counted): (Vec<&Free>, Vec<&Free>) = free.iter().partition(|clause| clause.share.is_none());
    // Points that are still to be given go where they earn most, or least.
    counted.sort_by(|a, b| if highest { b.share.cmp(&a.share) } else { a.share.cmp(&b.share) });
    let bounds = |clauses: &[&Free]| -> Option<(i64, i64)> {
        clauses.iter().try_fold((0_i64, 0_i64), |(low, high), clause| {
            Some((low.checked_add(clause.lowest)?, high.checked_add(clause.highest)?))
        })
    };
    let ((out_low, out_high), (in_low, in_high)) = (bounds(&out)?, bounds(&counted)?);
    let (from, to) = (out_low.max(rest.checked_sub(in_high)?), out_high.min(rest.checked_sub(in_low)?));
    if usize::try_from(to - from).is_ok_and(|more| more >= MOST_SUMS) || to < from {
        return None; // no table of points agrees with the bounds, or there are far too many
    }
    let mut sums = Sums::new();
    for points in from..=to {
        let earned = &earned + greedily(&counted, rest - points - in_low);
        keep(&mut sums, &excluded + whole(points), earned, highest);
    }
    Some(sums)
}

/// What clauses earn that have their lowest points and, in this order, as much of `more` as their bounds let them.
fn greedily(clauses: &[&Free], mut more: i64) -> Amount {
    let mut earned = Amount::zero();
    for clause in clauses {
        let taken = more.min(clause.highest - clause.lowest);
        more -= taken;
        if let Some(share) = &clause.share {
            earned += share * whole(clause.lowest + taken);
        }
    }
    earned
}
