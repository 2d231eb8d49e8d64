//! What the score would be if nonconforming records conformed; every figure worked out by hand.

use std::collections::BTreeSet;
use std::sync::Arc;

use xingping::assessment::{Assessment, Bonus, Company, Drawn, Edit, Mark, Sample, SpecialDeduction, Verdict, apply};
use xingping::criteria::{self, Amount, ClauseId, LedgerId, SHIPPED, Scheme, parse_amount};
use xingping::scoring::{repaired, score};

fn scheme() -> Arc<Scheme> {
    criteria::read(SHIPPED[0].text).unwrap().scheme
}

fn orders() -> LedgerId {
    LedgerId::from("work_orders")
}

fn amount(text: &str) -> Amount {
    parse_amount(text).unwrap()
}

fn record(name: &str, marks: &[(&str, Mark)]) -> Drawn {
    let marks = marks.iter().map(|(check, mark)| ((*check).to_owned(), *mark)).collect();
    Drawn { record: name.into(), marks, ..Drawn::default() }
}

/// Everything meets; of four work orders one is late and unsigned, one incomplete: 5.2.4.1 loses 1/4 of 3 points,
/// 5.2.4.2 2/4 of 2 points.
fn case(scheme: &Scheme) -> Assessment {
    let mut case = Assessment::of(Company::default());
    for clause in scheme.clauses() {
        let edit = Edit::SetVerdict { clause: clause.id.clone(), verdict: Verdict::Meets };
        apply(scheme, &mut case, &edit).unwrap();
    }
    let (good, bad) = (Mark::Conforms, Mark::Fails);
    let all = |complete, signed, on_time| [("complete", complete), ("signed", signed), ("on_time", on_time)];
    let drawn = vec![
        record("A", &all(good, bad, bad)),
        record("B", &all(bad, good, good)),
        record("C", &all(good, good, good)),
        record("D", &all(good, good, good)),
    ];
    let feeds = [("5.2.4.1", vec!["on_time"]), ("5.2.4.2", vec!["complete", "signed"])];
    let feeds = feeds.map(|(clause, checks)| (ClauseId::from(clause), checks.into_iter().map(str::to_owned).collect()));
    set(scheme, &mut case, Sample { seed: "7".into(), feeds: feeds.into(), drawn, ..Sample::default() });
    case
}

fn set(scheme: &Scheme, case: &mut Assessment, sample: Sample) {
    apply(scheme, case, &Edit::SetSample { ledger: orders(), sample: Some(Box::new(sample)) }).unwrap();
}

/// The score after, and what comes back.
fn repair(scheme: &Scheme, case: &Assessment, records: &[&str], clause: Option<&str>) -> (Amount, Amount) {
    let records: BTreeSet<&str> = records.iter().copied().collect();
    let clause = clause.map(ClauseId::from);
    let found = repaired(scheme, case, &orders(), &records, clause.as_ref()).unwrap();
    (found.card.outcome.unwrap().score, found.gain)
}

fn scored(scheme: &Scheme, case: &Assessment) -> Amount {
    score(scheme, case).outcome.unwrap().score
}

#[test]
fn repairing_records_gives_back_their_share_in_every_clause() {
    let scheme = scheme();
    let case = case(&scheme);
    assert_eq!(scored(&scheme, &case), amount("98.25"));
    // A: 3/4 of a point for being in time, half a point for the signature.
    assert_eq!(repair(&scheme, &case, &["A"], None), (amount("99.5"), amount("1.25")));
    assert_eq!(repair(&scheme, &case, &["B"], None), (amount("98.75"), amount("0.5")));
    assert_eq!(repair(&scheme, &case, &["A", "B"], None), (amount("100"), amount("1.75")));
    assert_eq!(repair(&scheme, &case, &["A"], Some("5.2.4.2")), (amount("98.75"), amount("0.5")), "for one alone");
    assert_eq!(repair(&scheme, &case, &["C", "Z"], None).1, amount("0"), "nothing to be mended");
    assert_eq!(repaired(&scheme, &case, &LedgerId::from("staff"), &BTreeSet::new(), None), None, "no sample");
}

#[test]
fn exclusions_deductions_bonus_and_cap_take_part() {
    let scheme = scheme();
    let mut excluded = case(&scheme);
    for clause in ["5.2.3.1", "5.2.3.2"] {
        let verdict = Verdict::Excluded { reason: "不涉及".into() };
        apply(&scheme, &mut excluded, &Edit::SetVerdict { clause: clause.into(), verdict }).unwrap();
    }
    // 96 points are applicable.
    assert_eq!(scored(&scheme, &excluded), amount("9425/96"));
    assert_eq!(repair(&scheme, &excluded, &["A"], None), (amount("9550/96"), amount("125/96")));

    // What is excluded gives nothing back.
    let mut out = case(&scheme);
    let verdict = Verdict::Excluded { reason: "不涉及".into() };
    apply(&scheme, &mut out, &Edit::SetVerdict { clause: "5.2.4.1".into(), verdict }).unwrap();
    assert_eq!(repair(&scheme, &out, &["A"], None).1, amount("50/97"));

    // The bonus of one point lifts 98.25 to 99.25, and the cap leaves three quarters of a point.
    let mut bonus = case(&scheme);
    apply(&scheme, &mut bonus, &Edit::SetBonus(Some(Bonus { reason: "领先".into() }))).unwrap();
    assert_eq!(repair(&scheme, &bonus, &["A", "B"], None), (amount("100"), amount("0.75")));

    let mut deducted = case(&scheme);
    for _ in 0..2 {
        let kind = scheme.rules.special_deductions.kinds[0].id;
        let deduction = SpecialDeduction { kind, found: "曝光".into(), clause: None, rectified: false };
        let id = deducted.next_special_deduction_id();
        let edit = Edit::AddSpecialDeduction { id, deduction };
        apply(&scheme, &mut deducted, &edit).unwrap();
    }
    assert_eq!(scored(&scheme, &deducted), amount("96.25"));
    assert_eq!(repair(&scheme, &deducted, &["A"], None), (amount("97.5"), amount("1.25")));
}

/// What was not looked at in a failing record is taken to conform: the record goes on counting.
#[test]
fn a_record_that_is_half_looked_at_goes_on_counting() {
    let scheme = scheme();
    let mut case = case(&scheme);
    let mut sample = (*case.samples[&orders()]).clone();
    sample.drawn = vec![record("A", &[("signed", Mark::Fails)]), record("B", &[("complete", Mark::Conforms)])];
    set(&scheme, &mut case, sample);
    // 5.2.4.2: one of one; 5.2.4.1 says nothing any more and is unrated: 2 and 3 points are lost.
    assert_eq!(scored(&scheme, &case), amount("95"));
    assert_eq!(repair(&scheme, &case, &["A"], None), (amount("97"), amount("2")));
}
