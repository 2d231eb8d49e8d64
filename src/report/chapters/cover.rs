//! Cover: whose report, and the provisional result.

use super::teller::Teller;
use crate::criteria::{PointsStatus, TextStatus};
use crate::report::outline::{Block, Cover, Fact, Figure, Stars, Verdict};
use crate::scoring::{GradeReason, Outcome};

pub fn write(t: &Teller) -> Vec<Block> {
    let (words, scheme) = (t.words, t.scheme);
    let mut facts = Vec::new();
    let company = &t.assessment.company;
    if !company.scope.trim().is_empty() {
        facts.push(Fact::new(&*words.cover_scope, company.scope.trim()));
    }
    let revision = words.cover_criteria_value.fill(&[("standard", &scheme.standard), ("revision", &scheme.revision)]);
    facts.push(Fact::new(&*words.cover_criteria, revision));
    let fingerprint: String = t.subject.pinned.fingerprint.chars().take(16).collect();
    let fingerprint = words.cover_fingerprint_value.fill(&[("start", &fingerprint)]);
    facts.push(Fact::new(&*words.cover_fingerprint, fingerprint));
    facts.push(Fact::new(&*words.cover_date, t.date(t.subject.date)));
    facts.push(Fact::new(&*words.cover_author, t.or_not_filled(&company.prepared_by)));
    let places: [(&str, &dyn std::fmt::Display); 2] = [("standard", &scheme.standard), ("title", &scheme.title)];
    vec![Block::Cover(Cover {
        overline: words.cover_overline.fill(&places),
        title: words.title.to_string(),
        subtitle: words.cover_subtitle.to_string(),
        company: t.company_name(),
        verdict: verdict(t),
        facts,
        note: note(t),
    })]
}

/// Score, stars and grade, or that there are none.
pub fn verdict(t: &Teller) -> Verdict {
    let words = t.words;
    let clauses = t.progress.clauses;
    let note = if t.card.complete() {
        words.cover_complete.fill(&[("clauses", &clauses)])
    } else {
        words.cover_incomplete.fill(&[("n", &t.card.unrated)])
    };
    let without = |value: &str, note: String| Verdict {
        figure: Figure { value: value.to_owned(), unit: String::new(), name: words.summary_score.to_string(), note },
        ..Verdict::default()
    };
    match &t.card.outcome {
        Some(_) if t.progress.rated == 0 => without(&words.summary_not_started, note),
        Some(outcome) => Verdict {
            figure: Figure {
                value: t.shown(&outcome.score),
                unit: t.common.points_unit.to_string(),
                name: words.summary_score.to_string(),
                note,
            },
            stars: (!t.is_pending(outcome)).then(|| Stars { full: outcome.grade.stars.min(5), of: 5 }),
            grade: grade(t, outcome),
            beside: Vec::new(),
        },
        None => Verdict {
            grade: words.summary_no_grade.to_string(),
            ..without(&words.summary_no_score, words.summary_lead_none.to_string())
        },
    }
}

/// The grade in words, surer only than the answers are complete.
fn grade(t: &Teller, outcome: &Outcome) -> String {
    let (words, grade) = (t.words, &t.own_title(outcome));
    match outcome.grade.reason {
        _ if t.is_pending(outcome) => t.grade_title(outcome),
        GradeReason::TooManySpecialDeductions => {
            words.cover_grade_gate.fill(&[("grade", grade), ("n", &t.card.special_deductions)])
        }
        GradeReason::Threshold if !t.card.complete() => words.cover_grade_incomplete.fill(&[("grade", grade)]),
        _ => words.cover_grade.fill(&[("grade", grade)]),
    }
}

fn note(t: &Teller) -> String {
    let clauses = t.scheme.clauses().count();
    let points = t.scheme.clauses().filter(|clause| clause.points_status == PointsStatus::Provisional).count();
    let texts = t.scheme.clauses().filter(|clause| clause.text_status == TextStatus::Reconstructed).count();
    if points + texts == 0 {
        return t.words.cover_note_sure.fill(&[("clauses", &clauses)]);
    }
    t.words.cover_note.fill(&[("clauses", &clauses), ("points", &points), ("texts", &texts)])
}
