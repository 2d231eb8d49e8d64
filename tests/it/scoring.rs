//! Scores: worked examples computed by hand, the identity, and properties.

use std::sync::{Arc, LazyLock};

use proptest::prelude::*;
use xingping::assessment::{Assessment, Bonus, Edit, SpecialDeduction, Verdict, apply};
use xingping::criteria::{self, Amount, ClauseId, Method, SHIPPED, Scheme, parse_amount, whole};
use xingping::scoring::{Line, ScoreCard, exclusions_refused, fraction, score};

fn scheme() -> Arc<Scheme> {
    static SCHEME: LazyLock<Arc<Scheme>> = LazyLock::new(|| criteria::read(SHIPPED[0].text).unwrap().scheme);
    SCHEME.clone()
}

fn set(scheme: &Scheme, assessment: &mut Assessment, clause: &str, verdict: Verdict) {
    apply(scheme, assessment, &Edit::SetVerdict { clause: clause.into(), verdict }).unwrap();
}

fn all(scheme: &Scheme, verdict: &Verdict) -> Assessment {
    let mut assessment = Assessment::default();
    for clause in scheme.clauses() {
        set(scheme, &mut assessment, clause.id.as_str(), verdict.clone());
    }
    assessment
}

fn deduct(scheme: &Scheme, assessment: &mut Assessment, times: u32, rectified: bool) {
    for _ in 0..times {
        let deduction = SpecialDeduction { kind: 1, found: "缺".into(), clause: None, rectified };
        let id = assessment.next_special_deduction_id();
        apply(scheme, assessment, &Edit::AddSpecialDeduction { id, deduction }).unwrap();
    }
}

fn excluded() -> Verdict {
    Verdict::Excluded { reason: "不涉及".into() }
}

fn assert_score(card: &ScoreCard, exact: &str, shown: &str, grade: &str) {
    let outcome = card.outcome.as_ref().unwrap();
    assert_eq!(outcome.score, parse_amount(exact).unwrap(), "{}", fraction(&outcome.score));
    assert_eq!(card.show(&outcome.score), shown);
    assert_eq!(outcome.grade.id, grade);
}

/// The table of the main job, worked out by hand.
#[test]
fn worked_examples() {
    let scheme = scheme();
    let full = all(&scheme, &Verdict::Meets);
    assert_score(&score(&scheme, &full), "100", "100.00", "five_star");

    let mut case = full.clone();
    set(&scheme, &mut case, "5.1.2.2", Verdict::Fails);
    assert_score(&score(&scheme, &case), "95", "95.00", "five_star");

    let mut one = case.clone();
    deduct(&scheme, &mut one, 1, false);
    assert_score(&score(&scheme, &one), "94", "94.00", "four_star");

    let mut sampled = full.clone();
    set(&scheme, &mut sampled, "5.3.2.2", Verdict::Sampled { checked: 10, nonconforming: 3 });
    assert_score(&score(&scheme, &sampled), "98.8", "98.80", "five_star");

    set(&scheme, &mut case, "5.2.3.1", excluded());
    set(&scheme, &mut case, "5.2.3.2", excluded());
    assert_score(&score(&scheme, &case), "9100/96", "94.79", "four_star");

    let mut five = full.clone();
    deduct(&scheme, &mut five, 5, false);
    assert_score(&score(&scheme, &five), "95", "95.00", "unqualified");
    let mut four = full.clone();
    deduct(&scheme, &mut four, 4, false);
    assert_score(&score(&scheme, &four), "96", "96.00", "five_star");

    let mut bonus = full.clone();
    apply(&scheme, &mut bonus, &Edit::SetBonus(Some(Bonus { reason: "领先".into() }))).unwrap();
    assert_score(&score(&scheme, &bonus), "100", "100.00", "five_star");
    deduct(&scheme, &mut bonus, 2, false);
    assert_score(&score(&scheme, &bonus), "99", "99.00", "five_star");

    // Everything excluded needs a scheme that allows it everywhere.
    let text = SHIPPED[0].text.replace("allowed_under: [\"5.2\"]", "allowed_under: [\"5.1\", \"5.2\", \"5.3\"]");
    let anywhere = criteria::read(&text).unwrap().scheme;
    let card = score(&anywhere, &all(&anywhere, &excluded()));
    assert!(card.outcome.is_none() && card.ceiling.is_none());
}

#[test]
fn nothing_answered_is_neither_full_nor_excluded() {
    let scheme = scheme();
    let card = score(&scheme, &Assessment::default());
    assert_score(&card, "0", "0.00", "unqualified");
    assert_eq!(card.ceiling.as_ref().unwrap().score, whole(100));
    assert_eq!((card.unrated, card.complete()), (43, false));
    assert!(card.gaps().is_empty(), "what is not judged is no gap");
}

#[test]
fn thresholds_are_inclusive_and_compared_exactly() {
    let scheme = scheme();
    // 5 points lost is 95 exactly; a tenth of a thousandth more is four stars, though 95.00 is near.
    for (lost_of, checked, grade) in [(0, 30_000, "five_star"), (1, 30_000, "four_star")] {
        let mut case = all(&scheme, &Verdict::Meets);
        set(&scheme, &mut case, "5.1.2.2", Verdict::Fails);
        set(&scheme, &mut case, "5.2.4.1", Verdict::Sampled { checked, nonconforming: lost_of });
        let card = score(&scheme, &case);
        let outcome = card.outcome.as_ref().unwrap();
        assert_eq!(outcome.grade.id, grade);
        if lost_of == 1 {
            assert_eq!(card.show(&outcome.score), "94.99", "cut, not rounded");
            assert_eq!(card.show_up(&outcome.next.as_ref().unwrap().distance), "0.01");
        }
    }
}

#[test]
fn rectified_deductions_are_listed_but_do_not_count() {
    let scheme = scheme();
    let mut case = all(&scheme, &Verdict::Meets);
    deduct(&scheme, &mut case, 5, true);
    deduct(&scheme, &mut case, 1, false);
    let card = score(&scheme, &case);
    assert_score(&card, "99", "99.00", "five_star");
    assert_eq!((card.special_deductions, card.rectified), (1, 5));
}

#[test]
fn refused_exclusions_count_as_failing() {
    let scheme = scheme();
    let mut case = all(&scheme, &Verdict::Meets);
    for clause in ["5.2.3.1", "5.2.3.2", "5.2.6.1", "5.2.6.2"] {
        set(&scheme, &mut case, clause, excluded());
    }
    let card = score(&scheme, &case);
    assert_score(&card, "100", "100.00", "five_star");
    let refused = exclusions_refused(&scheme, &card).unwrap();
    assert_eq!((refused.score, refused.grade.id.as_str()), (whole(92), "four_star"));
}

/// Denominators of many samples: 43 primes would overflow any machine integer.
#[test]
fn many_denominators_stay_exact() {
    let scheme = scheme();
    let primes = [7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103];
    let mut case = all(&scheme, &Verdict::Meets);
    let mut lost = Amount::default();
    let sampled: Vec<_> =
        scheme.clauses().filter(|clause| matches!(clause.method, Method::Proportional { .. })).collect();
    for (clause, prime) in sampled.iter().zip(primes) {
        set(&scheme, &mut case, clause.id.as_str(), Verdict::Sampled { checked: prime, nonconforming: 1 });
        lost += &clause.points / whole(prime);
    }
    assert_eq!(score(&scheme, &case).outcome.unwrap().score, whole(100) - lost);
}

fn verdict(proportional: bool, excludable: bool) -> impl Strategy<Value = Verdict> {
    (0..5_u32, 1..40_u32, 0..40_u32).prop_map(move |(which, checked, bad)| match which {
        0 => Verdict::Unrated,
        1 => Verdict::Fails,
        2 if proportional => Verdict::Sampled { checked, nonconforming: bad % (checked + 1) },
        3 if excludable => excluded(),
        _ => Verdict::Meets,
    })
}

fn verdicts() -> impl Strategy<Value = Vec<(ClauseId, Verdict)>> {
    let scheme = scheme();
    let each: Vec<_> = scheme
        .clauses()
        .map(|clause| {
            let proportional = matches!(clause.method, Method::Proportional { .. });
            (Just(clause.id.clone()), verdict(proportional, scheme.excludable(&clause.id)))
        })
        .collect();
    each
}

fn build(scheme: &Scheme, verdicts: &[(ClauseId, Verdict)], deductions: u32) -> Assessment {
    let mut assessment = Assessment::default();
    for (clause, verdict) in verdicts {
        set(scheme, &mut assessment, clause.as_str(), verdict.clone());
    }
    deduct(scheme, &mut assessment, deductions, false);
    assessment
}

fn identity(line: &Line) -> bool {
    &line.excluded + &line.earned + &line.lost == line.points
}

/// The score by another way: per mille of per mille in plain fractions of two integers, without the engine's parts.
fn second_way(scheme: &Scheme, assessment: &Assessment) -> Option<Amount> {
    let (mut earned, mut applicable) = (Amount::default(), Amount::default());
    for clause in scheme.clauses() {
        let points = &clause.points;
        let (share, counts) = match assessment.verdict(&clause.id) {
            Verdict::Meets => (whole(1), true),
            Verdict::Sampled { checked, nonconforming } => {
                (Amount::new((checked - nonconforming).into(), (*checked).into()), true)
            }
            Verdict::Unrated | Verdict::Fails => (whole(0), true),
            Verdict::Excluded { .. } => (whole(0), false),
        };
        earned += points * share;
        applicable += points * whole(u8::from(counts));
    }
    (applicable != whole(0)).then(|| {
        let raw = whole(100) * earned / applicable - whole(assessment.special_deductions.len());
        if raw < whole(0) { whole(0) } else { raw }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_identity_holds_everywhere_and_a_second_way_agrees(verdicts in verdicts(), deductions in 0..8_u32) {
        let scheme = scheme();
        let assessment = build(&scheme, &verdicts, deductions);
        let card = score(&scheme, &assessment);
        prop_assert!(identity(&card.whole));
        prop_assert!(card.sections.iter().chain(&card.groups).all(|(_, line)| identity(line)));
        prop_assert!(card.clauses.iter().all(|clause| identity(&clause.line)));
        prop_assert_eq!(card.outcome.as_ref().map(|outcome| outcome.score.clone()), second_way(&scheme, &assessment));
        if let (Some(floor), Some(ceiling)) = (&card.outcome, &card.ceiling) {
            prop_assert!(floor.score <= ceiling.score);
        }
    }

    #[test]
    fn the_order_of_answers_does_not_matter(verdicts in verdicts(), seed in any::<u64>()) {
        let scheme = scheme();
        let mut shuffled = verdicts.clone();
        let length = shuffled.len();
        for place in 0..length {
            let other = usize::try_from(seed.rotate_left(u32::try_from(place).unwrap()) % 43).unwrap();
            shuffled.swap(place, other);
        }
        prop_assert_eq!(build(&scheme, &verdicts, 1), build(&scheme, &shuffled, 1));
    }

    #[test]
    fn a_better_verdict_never_lowers_the_score(verdicts in verdicts(), which in 0..43_usize) {
        let scheme = scheme();
        let before = score(&scheme, &build(&scheme, &verdicts, 0));
        let mut better = verdicts.clone();
        better[which].1 = match &better[which].1 {
            Verdict::Excluded { .. } => return Ok(()), // neither better nor worse than others
            Verdict::Sampled { checked, nonconforming } if *nonconforming > 0 => {
                Verdict::Sampled { checked: *checked, nonconforming: nonconforming - 1 }
            }
            _ => Verdict::Meets,
        };
        let after = score(&scheme, &build(&scheme, &better, 0));
        prop_assert!(after.outcome.map(|o| o.score) >= before.outcome.map(|o| o.score));
    }

    #[test]
    fn exclusion_at_full_marks_changes_nothing(mask in any::<u64>()) {
        let scheme = scheme();
        let mut assessment = all(&scheme, &Verdict::Meets);
        for (place, clause) in scheme.clauses().enumerate() {
            if mask >> place & 1 == 1 && scheme.excludable(&clause.id) {
                set(&scheme, &mut assessment, clause.id.as_str(), excluded());
            }
        }
        prop_assert_eq!(score(&scheme, &assessment).outcome.unwrap().score, whole(100));
    }
}
