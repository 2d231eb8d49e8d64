//! Rounds in words: what moved a score, by how much, and how a round stands. Chapter, window and command line say the
//! same of a comparison, so that it is said here once.

use num_traits::{Signed as _, Zero as _};

use crate::assessment::{Assessment, Verdict};
use crate::criteria::{Amount, ClauseId, Scheme};
use crate::lang::{Phrase, RoundsWords, Words};
use crate::scoring::{Cause, ClauseMove, ScoreCard, decimal_or_fraction, show};

/// The word of a cause.
#[must_use]
pub fn cause_word(cause: Cause, w: &RoundsWords) -> &Phrase {
    match cause {
        Cause::Criteria => &w.cause_criteria,
        Cause::Verdict => &w.cause_verdict,
        Cause::Sample => &w.cause_sample,
        Cause::Exclusion => &w.cause_exclusion,
        Cause::Pending => &w.cause_pending,
        Cause::SpecialDeductions => &w.cause_deductions,
        Cause::Bonus => &w.cause_bonus,
    }
}

/// A change with its sign, exact: as a decimal number where it is one, else as a fraction.
#[must_use]
pub fn signed(amount: Option<&Amount>, w: &RoundsWords) -> String {
    match amount {
        None => w.no_score.to_string(),
        Some(amount) if amount.is_negative() => format!("−{}", decimal_or_fraction(&-amount.clone())),
        Some(amount) if amount.is_zero() => "0".to_owned(),
        Some(amount) => format!("+{}", decimal_or_fraction(amount)),
    }
}

/// A change with its sign: a figure to be read, and the exact fraction where it is one.
#[must_use]
pub fn signed_about(amount: Option<&Amount>, decimals: u32, w: &RoundsWords) -> String {
    let exact = signed(amount, w);
    match amount.filter(|_| exact.contains('/')) {
        None => exact,
        Some(amount) => w.about.fill(&[("shown", &cut(amount, decimals)), ("exact", &exact)]),
    }
}

/// A change with its sign, short enough for a column; marked where digits were cut.
#[must_use]
pub fn signed_short(amount: Option<&Amount>, decimals: u32, w: &RoundsWords) -> String {
    let exact = signed(amount, w);
    match amount.filter(|_| exact.contains('/')) {
        None => exact,
        Some(amount) => format!("≈{}", cut(amount, decimals)),
    }
}

fn cut(amount: &Amount, decimals: u32) -> String {
    let sign = if amount.is_negative() { '−' } else { '+' };
    format!("{sign}{}", show(&amount.abs(), decimals))
}

/// The grade of a round, or why it has none.
#[must_use]
pub fn grade_said(card: &ScoreCard, words: &Words) -> String {
    match &card.outcome {
        None => words.rounds.no_score.to_string(),
        Some(outcome) if card.undecided(outcome) => words.keeping.grade_open.to_string(),
        Some(outcome) => words.grade(&outcome.grade.id, &outcome.grade.title).to_owned(),
    }
}

/// The title of a grade that a scheme names by an id; the id itself where the scheme does not have it any more.
#[must_use]
pub fn grade_title(scheme: &Scheme, id: &str, words: &Words) -> String {
    let rules = &scheme.rules;
    let known = rules.grades.iter().find(|grade| grade.id == id).map(|grade| &*grade.title);
    let title = known.unwrap_or(if id == rules.below.id { &rules.below.title } else { id });
    words.grade(id, title).to_owned()
}

/// How a clause was judged in the later round; what only comes from the round before is said to.
#[must_use]
pub fn verdict_after(clause: &ClauseId, verdict: &Verdict, after: &Assessment, words: &Words) -> String {
    match after.carried(clause) {
        Some(_) => words.common.carried.to_string(),
        None => verdict.say(words),
    }
}

/// Whether a clause went back, is not judged, improved, or is merely different.
#[must_use]
pub fn move_word<'a>(line: &ClauseMove, w: &'a RoundsWords) -> &'a Phrase {
    let up = line.earned_after > line.earned_before || line.moved.as_ref().is_some_and(Amount::is_positive);
    if line.is_regression() {
        &w.move_back
    } else if line.cause == Cause::Pending {
        &w.move_pending
    } else if up {
        &w.move_up
    } else {
        &w.move_other
    }
}
