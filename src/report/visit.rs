//! The real visit in words: what comes out when the body's deductions are put beside ours. Chapter and window say the same
//! of it, so that it is said here once.

use std::cmp::Ordering;

use chrono::NaiveDate;
use num_traits::Signed as _;

use super::rounds::signed_short;
use crate::assessment::{Assessment, Visit};
use crate::criteria::{PointsStatus, Scheme};
use crate::lang::Words;
use crate::scoring::{ScoreCard, VisitCheck, VisitLine, Why, decimal_or_fraction};

/// What a sentence asks of its reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// To be known.
    Plain,
    /// It is as it should be.
    Good,
    /// To be looked after.
    Warn,
}

/// Of what a visit is told.
pub struct Told<'a> {
    /// The scheme of the case.
    pub scheme: &'a Scheme,
    /// The case.
    pub assessment: &'a Assessment,
    /// Its score.
    pub card: &'a ScoreCard,
    /// What the body found.
    pub visit: &'a Visit,
    /// What comes out beside ours.
    pub check: &'a VisitCheck,
    /// The day on which it is told.
    pub today: NaiveDate,
}

/// The visit as a whole, a sentence for each: what was deducted, where we were too kind, what cannot be right,
/// whether the body's score follows from its deductions, and what became of its findings.
#[must_use]
pub fn sentences(told: &Told<'_>, words: &Words) -> Vec<(Weight, String)> {
    let mut out = Vec::new();
    let r = &words.rounds;
    if told.check.said > 0 && told.card.unrated > 0 {
        out.push((Weight::Warn, r.visit_unrated.fill(&[("n", &told.card.unrated)])));
    }
    if told.check.said == 0 {
        out.push((Weight::Plain, r.visit_empty.to_string()));
        // Who looks for what was entered last time finds where it is.
        let rounds = told.assessment.rounds.iter().enumerate().rev();
        let last = rounds.into_iter().find(|(_, round)| round.assessment.visit.is_some());
        if let Some((at, round)) = last.filter(|_| *told.visit == Visit::default()) {
            out.push((Weight::Plain, r.visit_before.fill(&[("number", &(at + 1)), ("title", &round.title)])));
        }
    } else {
        deductions(told, words, &mut out);
    }
    out.extend(findings(told, words));
    out
}

/// Both scores and how far they are apart; none where the body gave none, or we have none.
#[must_use]
pub fn scores(told: &Told<'_>, words: &Words) -> Option<(Weight, String)> {
    let (given, ours) = (told.visit.score.as_ref()?, told.card.outcome.as_ref()?);
    let apart = signed_short(Some(&(&given.0 - &ours.score)), told.card.decimals, &words.rounds);
    let places: [(&str, &dyn std::fmt::Display); 3] =
        [("body", &decimal_or_fraction(&given.0)), ("ours", &told.card.show_marked(&ours.score)), ("apart", &apart)];
    Some((Weight::Plain, words.rounds.visit_scores.fill(&places)))
}

fn deductions(told: &Told<'_>, words: &Words, out: &mut Vec<(Weight, String)>) {
    let (r, check) = (&words.rounds, told.check);
    let exact = decimal_or_fraction;
    let list = |lines: &[&VisitLine]| {
        let names: Vec<&str> = lines.iter().map(|line| line.clause.as_str()).collect();
        names.join(&words.common.list_separator)
    };
    out.push((
        Weight::Plain,
        r.visit_totals.fill(&[
            ("said", &check.said),
            ("all", &check.lines.len()),
            ("body", &exact(&check.body)),
            ("ours", &told.card.show_marked(&check.ours)),
        ]),
    ));
    let kind: Vec<&VisitLine> = check.lines.iter().filter(|line| line.leaning() == Some(Ordering::Greater)).collect();
    if kind.is_empty() {
        out.push((Weight::Good, r.visit_not_kind.to_string()));
    } else {
        let points = signed_short(Some(&check.too_kind().1), told.card.decimals, r);
        let points = points.replace('+', "");
        let places: [(&str, &dyn std::fmt::Display); 3] =
            [("n", &kind.len()), ("points", &points), ("list", &list(&kind))];
        out.push((Weight::Warn, r.visit_kind.fill(&places)));
    }
    let beyond: Vec<&VisitLine> = check.lines.iter().filter(|line| line.beyond()).collect();
    if !beyond.is_empty() {
        let provisional = |line: &&&VisitLine| {
            told.scheme.clause(&line.clause).is_some_and(|clause| clause.points_status == PointsStatus::Provisional)
        };
        let phrase = if beyond.iter().any(|line| provisional(&line)) { &r.beyond_provisional } else { &r.beyond_known };
        out.push((Weight::Warn, phrase.fill(&[("n", &beyond.len()), ("list", &list(&beyond))])));
    }
    let Some(made) = &check.score else { return };
    let shown = told.card.show_marked(made);
    out.push(match (check.agrees, &told.visit.score) {
        (Some(true), _) => (Weight::Good, r.visit_agrees.fill(&[("score", &shown)])),
        (Some(false), Some(given)) => {
            let places: [(&str, &dyn std::fmt::Display); 4] = [
                ("lost", &exact(&check.deducted)),
                ("deductions", &told.visit.special_deductions.unwrap_or_default()),
                ("made", &shown),
                ("given", &exact(&given.0)),
            ];
            (Weight::Warn, r.visit_disagrees.fill(&places))
        }
        _ => (Weight::Plain, r.visit_makes.fill(&[("score", &shown)])),
    });
}

/// How many findings there are, until when they have to be put right, and how many of them are actions.
fn findings(told: &Told<'_>, words: &Words) -> Option<(Weight, String)> {
    let r = &words.rounds;
    let count = told.visit.found().count();
    let taken = count - told.visit.untaken(told.assessment);
    if count == 0 {
        return None;
    }
    let until = told.visit.rectify_by().map_or_else(
        || r.rectify_unknown.to_string(),
        |day| {
            let days = (day - told.today).num_days();
            let phrase = if days < 0 { &r.rectify_late } else { &r.rectify_by };
            phrase.fill(&[("day", &day), ("days", &days.abs())])
        },
    );
    let late = told.visit.rectify_by().is_some_and(|day| day < told.today);
    let weight = if taken < count || late { Weight::Warn } else { Weight::Plain };
    let places: [(&str, &dyn std::fmt::Display); 3] = [("n", &count), ("taken", &taken), ("until", &until)];
    Some((weight, r.visit_findings.fill(&places)))
}

/// What we lost on a clause, of what it is worth.
#[must_use]
pub fn ours_said(line: &VisitLine, card: &ScoreCard, words: &Words) -> String {
    let excluded = card.clause(&line.clause).is_some_and(|one| one.why == Why::Excluded);
    match &line.ours {
        None => words.common.unrated.to_string(),
        Some(_) if excluded => words.common.excluded.to_string(),
        Some(ours) => {
            let exact = decimal_or_fraction(ours);
            let lost = if exact.contains('/') { card.show_marked(ours) } else { exact };
            words.rounds.visit_of.fill(&[("lost", &lost), ("points", &decimal_or_fraction(&line.points))])
        }
    }
}

/// Whether we were too kind, too strict or neither, and by how much; none where one of the two said nothing.
#[must_use]
pub fn difference_said(line: &VisitLine, card: &ScoreCard, words: &Words) -> Option<(Ordering, String)> {
    let r = &words.rounds;
    let (by, leaning) = line.kinder_by().zip(line.leaning())?;
    let phrase = match leaning {
        Ordering::Greater => &r.too_kind,
        Ordering::Less => &r.too_strict,
        Ordering::Equal => &r.same_loss,
    };
    let points = signed_short(Some(&by.abs()), card.decimals, r).replace('+', "");
    let said = phrase.fill(&[("points", &points)]);
    let said = if line.beyond() { r.differs_beyond.fill(&[("said", &said)]) } else { said };
    Some((leaning, said))
}
