//! How sure a score is: ends worked out by hand, and by looking at every table of points there is.

use std::collections::BTreeSet;

use num_traits::Zero as _;
use xingping::assessment::{Answer, Assessment, SpecialDeduction, SpecialDeductionId, Verdict};
use xingping::criteria::{self, Amount, ClauseId, Scheme, parse_amount, whole};
use xingping::scoring::{self, Range};

use super::keeping::Dice;

const SMALL: &str = include_str!("../files/schemes/good/small.ron");

fn shipped() -> std::sync::Arc<Scheme> {
    criteria::read(criteria::SHIPPED[0].text).unwrap().scheme
}

fn judge(assessment: &mut Assessment, clause: &str, verdict: Verdict) {
    assessment.answers.insert(clause.into(), Answer { verdict, ..Answer::default() }.into());
}

fn all_meet(scheme: &Scheme) -> Assessment {
    let mut assessment = Assessment::default();
    scheme.clauses().for_each(|clause| judge(&mut assessment, clause.id.as_str(), Verdict::Meets));
    assessment
}

fn range(scheme: &Scheme, assessment: &Assessment, backed: &[&str]) -> Range {
    let backed: BTreeSet<ClauseId> = backed.iter().map(|id| ClauseId::from(*id)).collect();
    scoring::range(scheme, assessment, &scoring::score(scheme, assessment), &backed).unwrap()
}

fn amount(text: &str) -> Amount {
    parse_amount(text).unwrap()
}

/// Points of the shipped scheme: 5.1.1.1 has 2, 5.1.2.2 has 5, 5.3.2.2 has 4, 5.2.3.1 has 2.
#[test]
fn every_end_is_the_score_under_its_assumption() {
    let scheme = shipped();
    let mut assessment = all_meet(&scheme);
    judge(&mut assessment, "5.1.1.1", Verdict::Unrated);
    judge(&mut assessment, "5.3.2.2", Verdict::Sampled { checked: 8, nonconforming: 2 });
    judge(&mut assessment, "5.2.3.1", Verdict::Excluded { reason: "顾客自提".into() });
    let mut doubtful = |clause: &str| {
        let answer = assessment.answers.get_mut(&ClauseId::from(clause)).unwrap();
        std::sync::Arc::make_mut(answer).doubtful = true;
    };
    doubtful("5.1.2.2");
    doubtful("5.3.2.2");
    // Earned: 100 - 2 (unrated) - 1 (a quarter of 4) - 2 (excluded) = 95 of 98.
    let found = range(&scheme, &assessment, &["5.1.2.2"]);
    assert_eq!(found.floor.score, amount("9500/98"));
    assert_eq!(found.ceiling.score, amount("9700/98"));
    // Backed are the 5 points of 5.1.2.2; a sample is no mere claim and keeps its 3.
    assert_eq!(found.evidence_backed.score, amount("800/98"));
    assert_eq!(found.exclusions_refused.score, whole(95));
    // Without the 5 of 5.1.2.2 and the 3 of 5.3.2.2.
    assert_eq!(found.strict.score, amount("8700/98"));
}

/// 5.3 has 25 points in eight clauses of 1 to 6. One of them fails: it has at most 6, and at least 1, since the other
/// seven can hold 24 and more. Five of 5.1.2.2 are known.
#[test]
fn points_that_nobody_knows_move_the_score_between_exact_ends() {
    let scheme = shipped();
    let mut assessment = all_meet(&scheme);
    judge(&mut assessment, "5.3.2.2", Verdict::Fails);
    let found = range(&scheme, &assessment, &[]);
    let span = found.points.as_ref().unwrap();
    assert_eq!((&span.low.score, &span.high.score), (&whole(94), &whole(99)));
    assert_eq!((&*span.low.grade.id, &*span.high.grade.id), ("four_star", "five_star"));
    assert!(!found.grade_safe());

    let mut assessment = all_meet(&scheme);
    judge(&mut assessment, "5.1.2.2", Verdict::Fails);
    let found = range(&scheme, &assessment, &[]);
    let span = found.points.as_ref().unwrap();
    assert_eq!((&span.low.score, &span.high.score), (&whole(95), &whole(95)), "its points are known");
    assert!(found.grade_safe());

    // Two clauses of 5.2 excluded, of 1 to 5 points each, one clause of 5.3 fails with 1 to 6: at best it has 1 point
    // and as few as possible are excluded, 99 - 2 of 98; at worst 6 of what 90 are left.
    let mut assessment = all_meet(&scheme);
    for clause in ["5.2.3.1", "5.2.3.2"] {
        judge(&mut assessment, clause, Verdict::Excluded { reason: "自提".into() });
    }
    judge(&mut assessment, "5.3.2.2", Verdict::Fails);
    let span = range(&scheme, &assessment, &[]).points.unwrap();
    assert_eq!((span.low.score, span.high.score), (amount("8400/90"), amount("9700/98").max(amount("8900/90"))));
}

#[test]
fn fragile_clauses_are_those_whose_loss_costs_the_grade() {
    let scheme = shipped();
    let mut assessment = all_meet(&scheme);
    judge(&mut assessment, "5.1.1.1", Verdict::Fails);
    // 98 points: five stars hold down to 95, so clauses of more than 3 points are fragile: 5.1.2.2 and 5.3.2.2.
    let fragile = scoring::fragile(&scheme, &scoring::score(&scheme, &assessment));
    let found: Vec<(&str, Amount)> = fragile.iter().map(|one| (one.clause.as_str(), one.left.score.clone())).collect();
    assert_eq!(found, [("5.1.2.2", whole(93)), ("5.3.2.2", whole(94))]);
    judge(&mut assessment, "5.1.1.1", Verdict::Meets);
    assert!(scoring::fragile(&scheme, &scoring::score(&scheme, &assessment)).is_empty(), "5 of 100 leave 95");
}

/// A clause of a made-up scheme: known points, or bounds.
#[derive(Clone, Copy)]
struct Made {
    points: u32,
    between: Option<(u32, u32)>,
}

fn scheme_of(sections: &[Vec<Made>]) -> Scheme {
    let total: u32 = sections.iter().flatten().map(|clause| clause.points).sum();
    let mut text = SMALL[..SMALL.find("    sections: [").unwrap()].replace("format: 1,", "format: 2,");
    text = text.replace("score_out_of: 10,", &format!("calibration: None, score_out_of: {total},"));
    text = text.replace("highest: 10)", &format!("highest: {total})"));
    text = text.replace("from: 6,", "from: \"0.25\",").replace("from: 9,", "from: \"0.5\",");
    let all: Vec<String> = (1..=sections.len()).map(|at| format!("\"{at}\"")).collect();
    text = text.replace("allowed_under: [\"2\"]", &format!("allowed_under: [{}]", all.join(", ")));
    text += "sections: [";
    for (at, clauses) in (1..).zip(sections) {
        let points: u32 = clauses.iter().map(|clause| clause.points).sum();
        text += &format!(
            "Section(id: \"{at}\", title: \"部\", points: {points}, points_status: verified, sources: [\"S1\"], groups: \
             [Group(id: \"{at}.1\", title: \"组\", text_status: verified, note: \"\", clauses: ["
        );
        for (number, clause) in (1..).zip(clauses) {
            let (status, between) = match clause.between {
                Some((low, high)) => ("provisional", format!("Some(Between(lowest: {low}, highest: {high}))")),
                None => ("verified", "None".to_owned()),
            };
            text += &format!(
                "Clause(id: \"{at}.1.{number}\", title: \"条\", points: {}, points_status: {status}, points_between: \
                 {between}, text_status: verified, sources: [], requirement: \"要{at}{number}\", parts: [], remark: \"\", \
                 method: proportional(sample: \"record\"), evidence: [\"证\"], assessor: [\"看\"], typical_gaps: \
                 [\"失\"], advice: [Advice(text: \"做\", effort: None, lead_days: None)], departments: [\"部\"]),",
                clause.points
            );
        }
        text += "])]),";
    }
    text += "])";
    std::sync::Arc::unwrap_or_clone(
        criteria::read(&text).unwrap_or_else(|problems| panic!("{problems:?}\n{text}")).scheme,
    )
}

/// Every way of giving `sum` points to clauses within their bounds.
fn tables(clauses: &[Made], sum: u32) -> Vec<Vec<u32>> {
    let Some((first, rest)) = clauses.split_first() else {
        return if sum == 0 { vec![Vec::new()] } else { Vec::new() };
    };
    let (low, high) = first.between.unwrap_or((first.points, first.points));
    let mut out = Vec::new();
    for points in (low..=high).filter(|points| *points <= sum) {
        out.extend(tables(rest, sum - points).into_iter().map(|table| [&[points][..], &table].concat()));
    }
    out
}

/// Against every table of points of small schemes, each scored by hand: sum of earned over sum of applicable points.
#[test]
fn the_ends_are_those_of_all_tables_of_points() {
    let mut dice = Dice::new(27_922);
    let (mut with_exclusions, mut wide) = (0, 0);
    for _ in 0..400 {
        let section = |dice: &mut Dice| -> Vec<Made> {
            (0..1 + dice.below(4))
                .map(|_| {
                    let points = 1 + u32::try_from(dice.below(4)).unwrap();
                    let low = 1 + u32::try_from(dice.below(points as usize)).unwrap();
                    let high = points + u32::try_from(dice.below(3)).unwrap();
                    Made { points, between: (!dice.once_in(4)).then_some((low, high)) }
                })
                .collect()
        };
        let sections: Vec<Vec<Made>> = (0..1 + dice.below(3)).map(|_| section(&mut dice)).collect();
        let scheme = scheme_of(&sections);
        let mut assessment = Assessment::default();
        // The share that a clause earns; none where it is excluded.
        let mut shares: Vec<Option<Amount>> = Vec::new();
        for clause in scheme.clauses() {
            let (verdict, share) = match dice.below(6) {
                0 => (Verdict::Meets, Some(whole(1))),
                1 => (Verdict::Fails, Some(Amount::zero())),
                2 => (Verdict::Unrated, Some(Amount::zero())),
                3 => (Verdict::Excluded { reason: "无".into() }, None),
                _ => {
                    let checked = 1 + u32::try_from(dice.below(7)).unwrap();
                    let bad = u32::try_from(dice.below(checked as usize + 1)).unwrap();
                    let share = Amount::new((checked - bad).into(), checked.into());
                    (Verdict::Sampled { checked, nonconforming: bad }, Some(share))
                }
            };
            judge(&mut assessment, clause.id.as_str(), verdict);
            shares.push(share);
        }
        if dice.once_in(3) {
            let one = SpecialDeduction { kind: 1, found: "收费".into(), clause: None, rectified: false };
            assessment.special_deductions.insert(SpecialDeductionId(1), one.into());
        }
        let deductions = whole(u32::try_from(assessment.special_deductions.len()).unwrap());
        let card = scoring::score(&scheme, &assessment);
        let found = scoring::points_span(&scheme, &card);

        let mut all: Vec<Vec<u32>> = vec![Vec::new()];
        for clauses in &sections {
            let each = tables(clauses, clauses.iter().map(|clause| clause.points).sum());
            all = all.iter().flat_map(|head| each.iter().map(move |tail| [&head[..], tail].concat())).collect();
        }
        let scores: Option<Vec<Amount>> = all
            .iter()
            .map(|table| {
                let counted =
                    || table.iter().zip(&shares).filter_map(|(points, share)| Some((points, share.as_ref()?)));
                let applicable: u32 = counted().map(|(points, _)| points).sum();
                let earned: Amount = counted().map(|(points, share)| share * whole(*points)).sum();
                let score = (applicable > 0).then(|| earned / whole(applicable) * &scheme.out_of)? - &deductions;
                Some(score.clamp(Amount::zero(), scheme.out_of.clone()))
            })
            .collect();
        let Some(scores) = scores else {
            assert!(found.is_none(), "nothing is applicable");
            continue;
        };
        let found = found.unwrap();
        assert_eq!(Some(&found.low.score), scores.iter().min(), "{sections:?}", sections = all[0]);
        assert_eq!(Some(&found.high.score), scores.iter().max());
        // The tables that are named for the ends are among them and give these very scores.
        let (low, high) = scoring::points_tables(&scheme, &card).unwrap();
        for (table, end) in [(low, &found.low), (high, &found.high)] {
            let place = all.iter().position(|each| {
                table.iter().map(|(_, points)| points.clone()).eq(each.iter().map(|points| whole(*points)))
            });
            assert_eq!(place.map(|at| &scores[at]), Some(&end.score), "{table:?}");
        }
        with_exclusions += usize::from(shares.iter().any(Option::is_none));
        wide += usize::from(found.low.score != found.high.score);
    }
    assert!(with_exclusions > 100 && wide > 100, "{with_exclusions} {wide}");
}

/// 5.3 has 25 points in eight clauses of 1 to 6 and provisionally 3 each, 5.3.2.2 has 4. Where 5.3.2.2 fails, the most
/// that it can have is 6: then the other seven have 19 instead of 21, and two of them one point less.
#[test]
fn the_table_of_an_end_stays_near_the_points_of_the_scheme() {
    let scheme = shipped();
    let mut assessment = all_meet(&scheme);
    judge(&mut assessment, "5.3.2.2", Verdict::Fails);
    let card = scoring::score(&scheme, &assessment);
    let (low, _) = scoring::points_tables(&scheme, &card).unwrap();
    let differs: Vec<(&str, Amount)> = low
        .iter()
        .filter(|(id, points)| scheme.clause(id).unwrap().points != *points)
        .map(|(id, points)| (id.as_str(), points.clone()))
        .collect();
    assert_eq!(differs, [("5.3.1.1", whole(2)), ("5.3.1.2", whole(2)), ("5.3.2.2", whole(6))]);
}

/// What is said of a score names the clauses that it is about: doubt counts where it is marked, a sample is no claim,
/// and what is at risk anyway comes first among the clauses whose loss costs the grade.
#[test]
fn sureness_names_the_clauses_that_each_end_is_about() {
    let scheme = shipped();
    let mut assessment = all_meet(&scheme);
    judge(&mut assessment, "5.1.1.1", Verdict::Unrated);
    judge(&mut assessment, "5.3.2.2", Verdict::Sampled { checked: 8, nonconforming: 2 });
    judge(&mut assessment, "5.2.3.1", Verdict::Excluded { reason: "顾客自提".into() });
    for clause in ["5.1.2.2", "5.2.3.1"] {
        let answer = assessment.answers.get_mut(&ClauseId::from(clause)).unwrap();
        std::sync::Arc::make_mut(answer).doubtful = true;
    }
    let card = scoring::score(&scheme, &assessment);
    let backed: BTreeSet<ClauseId> =
        scheme.clauses().map(|clause| clause.id.clone()).filter(|id| id.as_str() != "5.3.1.1").collect();
    let found = scoring::sureness(&scheme, &assessment, &card, &backed).unwrap();
    let named = |ids: &[ClauseId]| ids.iter().map(|id| id.as_str().to_owned()).collect::<Vec<_>>();
    assert_eq!(named(&found.unrated), ["5.1.1.1"]);
    assert_eq!(named(&found.unbacked), ["5.3.1.1"]);
    assert_eq!(named(&found.excluded), ["5.2.3.1"]);
    assert_eq!(named(&found.doubtful), ["5.1.2.2"], "what does not count is in nobody's way");
    assert_eq!(found.free, 42, "all but 5.1.2.2");
    // 95 of 98 are 96.93 and five stars: two points less are 94.89. All that earn two or more cost the star.
    assert_eq!(found.fragile.len(), 41);
    let first: Vec<&str> = found.fragile.iter().take(2).map(|one| one.clause.as_str()).collect();
    assert_eq!(first, ["5.1.2.2", "5.3.1.1"]);
}
