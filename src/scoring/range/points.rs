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
//! * A person who doubts an end must be able to work it out again. So for each end there is one table of points that
//!   gives it; where several do, clauses that earn the same share stay near the points that the scheme has.

use std::collections::BTreeMap;

use num_traits::{ToPrimitive as _, Zero as _};

use super::super::score::{ClauseLine, Outcome, ScoreCard, Why, outcome};
use crate::criteria::{Amount, Clause, ClauseId, PointsStatus, Scheme, Section, whole};

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

/// A table of points: every clause in the order of the scheme.
pub type PointsTable = Vec<(ClauseId, Amount)>;

/// The lowest and the highest score and grade of the same verdicts over all tables of points with the sections' totals,
/// the points that are known, and whole points between the stated bounds for every other clause (from 1 where no bounds
/// are stated).
///
/// None where nothing is applicable under some table, or where points are not whole so that no such table exists.
#[must_use]
pub fn points_span(scheme: &Scheme, card: &ScoreCard) -> Option<PointsSpan> {
    let parts = parts(scheme, card)?;
    let end = |highest| end(scheme, card, &parts, highest).map(|end| end.outcome);
    Some(PointsSpan { low: end(false)?, high: end(true)? })
}

/// For each end of [`points_span`] a table of points that gives it, the lowest first.
#[must_use]
pub fn points_tables(scheme: &Scheme, card: &ScoreCard) -> Option<(PointsTable, PointsTable)> {
    let parts = parts(scheme, card)?;
    let table = |highest| {
        let End { mut excluded, mut earned, sums, .. } = end(scheme, card, &parts, highest)?;
        // Back through the sections: which share of the excluded points was this one's.
        let mut tables = Vec::new();
        for (part, (before, own)) in parts.iter().zip(&sums).rev() {
            let (of_own, of_before) = own.iter().find_map(|(own_excluded, own_earned)| {
                let rest = &excluded - own_excluded;
                (before.get(&rest)? + own_earned == earned).then_some((own_excluded, rest))
            })?;
            earned = before.get(&of_before)?.clone();
            tables.push(part.table(of_own, highest)?);
            excluded = of_before;
        }
        Some(tables.into_iter().rev().flatten().collect())
    };
    Some((table(false)?, table(true)?))
}

/// By the sum of excluded points: the most (or the least) that can be earned.
type Sums = BTreeMap<Amount, Amount>;

/// An end of the score, and the sums that it was found by.
struct End {
    outcome: Outcome,
    excluded: Amount,
    earned: Amount,
    /// Of each section: the sums of those before it, and its own.
    sums: Vec<(Sums, Sums)>,
}

fn end(scheme: &Scheme, card: &ScoreCard, parts: &[Part<'_>], highest: bool) -> Option<End> {
    let mut all: Sums = BTreeMap::from([(Amount::zero(), Amount::zero())]);
    let mut sums = Vec::new();
    for part in parts {
        let own = part.sums(highest)?;
        let joined = joined(&all, &own, highest)?;
        sums.push((std::mem::replace(&mut all, joined), own));
    }
    let mut best: Option<End> = None;
    for (excluded, earned) in all {
        let applicable = &card.whole.points - &excluded;
        let outcome = outcome(scheme, &earned, &applicable, card.special_deductions, card.bonus)?;
        let better = best.as_ref().is_none_or(|best| (outcome.score > best.outcome.score) == highest);
        if better {
            best = Some(End { outcome, excluded, earned, sums: Vec::new() });
        }
    }
    best.map(|best| End { sums, ..best })
}

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
    /// Its place in the section.
    at: usize,
    lowest: i64,
    highest: i64,
    /// What the scheme has.
    stated: i64,
    share: Option<Amount>,
}

/// A section: what is known of it, and what is free.
struct Part<'a> {
    clauses: Vec<(&'a Clause, &'a ClauseLine)>,
    /// Points of the clauses that are free, together.
    rest: Amount,
    /// Of the clauses whose points are known.
    excluded: Amount,
    earned: Amount,
    out: Vec<Free>,
    counted: Vec<Free>,
}

fn parts<'a>(scheme: &'a Scheme, card: &'a ScoreCard) -> Option<Vec<Part<'a>>> {
    let mut lines = card.clauses.iter();
    let part = |section: &'a Section| {
        Part::of(section, section.groups.iter().flat_map(|group| &group.clauses).zip(lines.by_ref()).collect())
    };
    scheme.sections.iter().map(part).collect()
}

impl<'a> Part<'a> {
    fn of(section: &Section, clauses: Vec<(&'a Clause, &'a ClauseLine)>) -> Option<Self> {
        let mut part = Self {
            rest: section.points.clone(),
            excluded: Amount::zero(),
            earned: Amount::zero(),
            out: Vec::new(),
            counted: Vec::new(),
            clauses: Vec::new(),
        };
        for (at, (clause, line)) in clauses.iter().enumerate() {
            if clause.points_status != PointsStatus::Provisional {
                part.rest -= &clause.points;
                part.excluded += &line.line.excluded;
                part.earned += &line.line.earned;
                continue;
            }
            let share = (line.why != Why::Excluded).then(|| &line.line.earned / &clause.points);
            let (lowest, highest) =
                clause.points_between.map_or((1, i64::MAX), |(low, high)| (i64::from(low), i64::from(high)));
            let stated = clause.points.to_integer().to_i64()?;
            let into = if share.is_none() { &mut part.out } else { &mut part.counted };
            into.push(Free { at, lowest, highest, stated, share });
        }
        part.clauses = clauses;
        Some(part)
    }

    /// The points of the free clauses, of the excluded ones among them from and to, and the least of the others.
    ///
    /// None where no table of points agrees with the bounds, or there are far too many.
    fn bounds(&self) -> Option<(i64, i64, i64, i64)> {
        let rest = self.rest.is_integer().then(|| self.rest.to_integer().to_i64()).flatten()?;
        let bounds = |clauses: &[Free]| -> Option<(i64, i64)> {
            clauses.iter().try_fold((0_i64, 0_i64), |(low, high), clause| {
                Some((low.checked_add(clause.lowest)?, high.checked_add(clause.highest.min(rest))?))
            })
        };
        let ((out_low, out_high), (in_low, in_high)) = (bounds(&self.out)?, bounds(&self.counted)?);
        let (from, to) = (out_low.max(rest.checked_sub(in_high)?), out_high.min(rest.checked_sub(in_low)?));
        let fits = to >= from && !usize::try_from(to - from).is_ok_and(|more| more >= MOST_SUMS);
        fits.then_some((rest, from, to, in_low))
    }

    /// The clauses that count in the order in which they are given points that are still to be given: where they earn
    /// most, or least.
    fn in_order(&self, highest: bool) -> Vec<&Free> {
        let mut counted: Vec<&Free> = self.counted.iter().collect();
        counted.sort_by(|a, b| if highest { b.share.cmp(&a.share) } else { a.share.cmp(&b.share) });
        counted
    }

    /// What the section can earn, by the points of its excluded clauses.
    fn sums(&self, highest: bool) -> Option<Sums> {
        if self.out.is_empty() && self.counted.is_empty() {
            return self.rest.is_zero().then(|| Sums::from([(self.excluded.clone(), self.earned.clone())]));
        }
        let (rest, from, to, in_low) = self.bounds()?;
        let counted = self.in_order(highest);
        let mut sums = Sums::new();
        for points in from..=to {
            let earned = &self.earned + greedily(&counted, rest - points - in_low, rest);
            keep(&mut sums, &self.excluded + whole(points), earned, highest);
        }
        Some(sums)
    }

    /// A table of the section's points that earns most, or least, where its excluded clauses have so many.
    fn table(&self, excluded: &Amount, highest: bool) -> Option<PointsTable> {
        let mut points: Vec<Amount> = self.clauses.iter().map(|(clause, _)| clause.points.clone()).collect();
        let mut give = |free: &[&Free], most: i64, total: i64| -> Option<()> {
            for (clause, given) in free.iter().zip(spread(free, most, total)?) {
                *points.get_mut(clause.at)? = whole(given);
            }
            Some(())
        };
        if !(self.out.is_empty() && self.counted.is_empty()) {
            let (rest, .., in_low) = self.bounds()?;
            let out = (excluded - &self.excluded).to_integer().to_i64()?;
            give(&self.out.iter().collect::<Vec<_>>(), rest, out)?;
            let mut more = rest - out - in_low;
            for alike in self.in_order(highest).chunk_by(|a, b| a.share == b.share) {
                let (low, high) = alike.iter().fold((0_i64, 0_i64), |(low, high), clause| {
                    (low + clause.lowest, high.saturating_add(clause.highest.min(rest)))
                });
                let taken = more.min(high - low);
                more -= taken;
                give(alike, rest, low + taken)?;
            }
        }
        Some(self.clauses.iter().map(|(clause, _)| clause.id.clone()).zip(points).collect())
    }
}

/// What clauses earn that have their lowest points and, in this order, as much of `more` as their bounds let them.
fn greedily(clauses: &[&Free], mut more: i64, most: i64) -> Amount {
    let mut earned = Amount::zero();
    for clause in clauses {
        let taken = more.min(clause.highest.min(most) - clause.lowest);
        more -= taken;
        if let Some(share) = &clause.share {
            earned += share * whole(clause.lowest + taken);
        }
    }
    earned
}

/// Points between the clauses' bounds that add up to a total, near what the scheme has.
fn spread(clauses: &[&Free], most: i64, total: i64) -> Option<Vec<i64>> {
    let bounds = |clause: &Free| (clause.lowest, clause.highest.min(most));
    let near = |clause: &&Free| clause.stated.clamp(bounds(clause).0, bounds(clause).1.max(bounds(clause).0));
    let mut given: Vec<i64> = clauses.iter().map(near).collect();
    let mut missing = total - given.iter().sum::<i64>();
    // Round after round the same for each, so that none is bent far.
    while missing != 0 {
        let before = missing;
        let each = (missing / i64::try_from(clauses.len()).ok()?.max(1)).abs().max(1);
        for (clause, given) in clauses.iter().zip(&mut given) {
            let (low, high) = bounds(clause);
            let room = if missing > 0 { high - *given } else { low - *given };
            let taken = room.clamp(-each, each).clamp(missing.min(0), missing.max(0));
            *given += taken;
            missing -= taken;
        }
        if missing == before {
            return None;
        }
    }
    Some(given)
}
