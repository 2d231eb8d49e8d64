//! Rounds, comparing them, the visit, the certificate: worked out by hand, and by a second way of computing.

use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};
use num_traits::Zero as _;
use serde_json::Value;
use xingping::assessment::{
    self, Action, ActionId, ActionState, Answer, Assessment, Award, Bonus, Edit, Gain, Gap, GateAnswer, Problem, Round,
    Sample, SpecialDeduction, SpecialDeductionId, Verdict, Visit, VisitFinding, apply, new_round, usual_expiry,
    usual_milestones, visit_actions,
};
use xingping::criteria::{self, Amount, ClauseId, GateId, LedgerId, Pinned, parse_amount};
use xingping::scoring::{Cause, check_visit, compare_rounds, score};
use xingping::session::Session;
use xingping::store::{self, Case};

use super::cli::{done, run};
use super::files::words;
use super::keeping::{Dice, edit, small};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn amount(text: &str) -> Amount {
    match text.strip_prefix('-') {
        Some(text) => -parse_amount(text).unwrap(),
        None => parse_amount(text).unwrap(),
    }
}

fn judged(pinned: &Pinned, verdicts: &[(&str, Verdict)]) -> Assessment {
    let mut out = Assessment::default();
    for (clause, verdict) in verdicts {
        apply(&pinned.scheme, &mut out, &Edit::SetVerdict { clause: (*clause).into(), verdict: verdict.clone() })
            .unwrap();
    }
    out
}

fn sampled(checked: u32, nonconforming: u32) -> Verdict {
    Verdict::Sampled { checked, nonconforming }
}

fn excluded() -> Verdict {
    Verdict::Excluded { reason: "顾客自提".into() }
}

fn deduction(found: &str, rectified: bool) -> SpecialDeduction {
    SpecialDeduction { kind: 1, found: found.into(), clause: None, rectified }
}

/// A case in which everything has something to say about what a new round does with it.
fn full() -> Case {
    let Case { pinned, mut assessment } = small();
    let mut set = |edit: Edit| apply(&pinned.scheme, &mut assessment, &edit).unwrap();
    set(Edit::SetVerdict { clause: "1.1.1".into(), verdict: Verdict::Meets });
    set(Edit::SetFinding { clause: "1.1.1".into(), text: "看过文件".into() });
    set(Edit::SetRecheck { clause: "1.1.1".into(), on: true });
    set(Edit::SetVerdict { clause: "2.1.1".into(), verdict: excluded() });
    set(Edit::SetNote { clause: "2.1.2".into(), text: "还没看".into() });
    set(Edit::AddSpecialDeduction { id: SpecialDeductionId(1), deduction: deduction("甲", false) });
    set(Edit::AddSpecialDeduction { id: SpecialDeductionId(2), deduction: deduction("乙", true) });
    set(Edit::SetBonus(Some(Bonus { reason: "高于三包".into() })));
    set(Edit::SetPeriod(Some(assessment::Period { from: day("2026-01-01"), to: day("2026-06-30") })));
    for (id, state, after) in [(1, ActionState::Closed, None), (2, ActionState::Doing, Some(1))] {
        let mut action = Action::of(Gap::Clause("1.1.2".into()), "做".into());
        (action.state, action.due) = (state, Some(day("2026-12-01")));
        action.after = after.map(ActionId).into_iter().collect();
        set(Edit::SetAction { id: ActionId(id), action: Some(Box::new(action)) });
    }
    let answer = |passes, day| Box::new(GateAnswer { passes, day, note: String::new() });
    set(Edit::SetGate { id: GateId::from("funds"), answer: answer(Some(true), None) });
    set(Edit::SetGate { id: GateId::from("operation"), answer: answer(None, Some(day("2026-02-01"))) });
    let sample = Sample { feeds: [("1.1.2".into(), ["a".to_owned()].into())].into(), ..Sample::default() };
    set(Edit::SetSample { ledger: LedgerId::from("work_orders"), sample: Some(Box::new(sample)) });
    set(Edit::SetVerdict { clause: "1.1.2".into(), verdict: sampled(10, 3) });
    Case { pinned, assessment }
}

#[test]
fn a_new_round_begins_at_nothing_and_loses_nothing() {
    let Case { pinned, assessment: before } = full();
    let (edit, told) = new_round(&pinned, &before, " 首次自评 ", day("2026-11-22")).unwrap();
    let mut session = Session::new(pinned.clone(), before.clone());
    session.edit(&edit).unwrap();
    let after = session.assessment().clone();

    // Three verdicts are carried; a note is none.
    let carried = |clause: &str| after.carried(&clause.into()).cloned();
    assert_eq!(carried("1.1.1"), Some(Verdict::Meets));
    assert_eq!((carried("1.1.2"), carried("2.1.1"), carried("2.1.2")), (Some(sampled(10, 3)), Some(excluded()), None));
    assert_eq!((session.progress().rated, session.progress().to_confirm, told.carried), (0, 3, 3));
    assert!(session.card().whole.earned.is_zero(), "an old verdict earns nothing");
    let answer = after.answer(&"1.1.1".into()).unwrap();
    assert_eq!((&*answer.finding, answer.recheck), ("看过文件", false));
    assert_eq!(after.answer(&"2.1.2".into()).unwrap().note, "还没看");

    // Open work stays, closed work does not, and nothing waits for it any more.
    assert!(after.actions.keys().eq([&ActionId(2)]) && after.actions[&ActionId(2)].after.is_empty());
    assert!(after.special_deductions.keys().eq([&SpecialDeductionId(1)]));
    assert_eq!((after.next_action_id(), after.next_special_deduction_id()), (ActionId(3), SpecialDeductionId(3)));
    assert!(after.samples.is_empty() && after.bonus.is_none() && after.period.is_none());
    assert!(after.gates.keys().map(GateId::as_str).eq(["operation"]), "a day stays, an answer has to be given again");
    let counts = (told.open_actions, told.closed_actions, told.special_deductions, told.rectified, told.samples);
    assert_eq!((counts, told.bonus, told.gates, told.period), ((1, 1, 1, 1, 1), true, 1, true));

    // What is frozen is the case as it was: the same score, and all that was dropped.
    let [round] = after.rounds.as_slice() else { panic!("one round") };
    assert_eq!((&*round.title, round.closed_on), ("首次自评", day("2026-11-22")));
    let frozen = &round.assessment;
    assert_eq!(score(&round.pinned().unwrap().scheme, frozen), score(&pinned.scheme, &before));
    assert_eq!((&frozen.actions, &frozen.samples, &frozen.bonus), (&before.actions, &before.samples, &before.bonus));
    assert_eq!((&frozen.answers, &frozen.gates, frozen.period), (&before.answers, &before.gates, before.period));

    // It is saved, opened, taken back and done again as one step.
    let text = store::render(&pinned, &after);
    assert_eq!(store::parse(text.as_bytes()).unwrap().assessment, after);
    session.undo();
    assert_eq!(*session.assessment(), before);
    session.redo();
    assert_eq!(*session.assessment(), after);
    // What the journal says of it leads to the same, there, back and there again.
    let steps = session.take_steps();
    assert_eq!(steps.len(), 3);
    for (step, (from, to)) in steps.into_iter().zip([(&before, &after), (&after, &before), (&before, &after)]) {
        let mut other = from.clone();
        apply(&pinned.scheme, &mut other, &step.told().0).unwrap();
        assert_eq!(other, *to);
    }
}

#[test]
fn confirming_what_was_carried_gives_the_score_of_before() {
    let Case { pinned, assessment: mut before } = full();
    apply(&pinned.scheme, &mut before, &Edit::SetBonus(None)).unwrap();
    let (edit, _) = new_round(&pinned, &before, "一", day("2026-11-22")).unwrap();
    let mut now = before.clone();
    apply(&pinned.scheme, &mut now, &edit).unwrap();
    for clause in ["1.1.1", "1.1.2", "2.1.1"] {
        let clause = ClauseId::from(clause);
        let verdict = now.carried(&clause).cloned().unwrap();
        apply(&pinned.scheme, &mut now, &Edit::SetVerdict { clause: clause.clone(), verdict }).unwrap();
        assert_eq!(now.carried(&clause), None);
    }
    assert_eq!(score(&pinned.scheme, &now).outcome, score(&pinned.scheme, &before).outcome);
    // A second round; what nobody confirmed goes on waiting, and is no verdict of the round that is closed.
    let unset = Edit::SetVerdict { clause: "1.1.1".into(), verdict: Verdict::Unrated };
    apply(&pinned.scheme, &mut now, &unset).unwrap();
    let carried = Edit::SetCarried { clause: "1.1.1".into(), verdict: Some(Verdict::Fails) };
    apply(&pinned.scheme, &mut now, &carried).unwrap();
    let (edit, told) = new_round(&pinned, &now, "二", day("2027-11-22")).unwrap();
    apply(&pinned.scheme, &mut now, &edit).unwrap();
    assert_eq!((now.rounds.len(), now.current_round(), told.carried), (2, 3, 3));
    assert_eq!(now.carried(&"1.1.1".into()), Some(&Verdict::Fails));
    assert_eq!(now.rounds[1].assessment.carried(&"1.1.1".into()), None);
    assert!(now.rounds[1].assessment.rounds.is_empty(), "rounds do not nest");
}

#[test]
fn what_is_frozen_stays() {
    let Case { pinned, assessment: before } = full();
    let mut now = before.clone();
    for title in ["一", "二"] {
        let (edit, _) = new_round(&pinned, &now, title, day("2026-11-22")).unwrap();
        apply(&pinned.scheme, &mut now, &edit).unwrap();
    }
    let sound = (*now.rounds[0]).clone();
    let refused = |now: &Assessment, number: usize, round: Option<Round>| {
        let mut next = now.clone();
        let problem = apply(&pinned.scheme, &mut next, &Edit::SetRound { number, round: round.map(Box::new) });
        assert_eq!(next, *now);
        problem.unwrap_err()
    };
    for (number, round) in [(1, Some(&sound)), (2, Some(&sound)), (4, Some(&sound)), (0, None), (1, None), (3, None)] {
        assert_eq!(refused(&now, number, round.cloned()), Problem::RoundFrozen { number });
    }
    let broken = |change: fn(&mut Round)| {
        let mut round = sound.clone();
        change(&mut round);
        round
    };
    assert_eq!(refused(&now, 3, Some(broken(|round| round.title = " ".into()))), Problem::RoundWithoutTitle);
    let nested = broken(|round| round.assessment.rounds = vec![Arc::new(round.clone())]);
    assert_eq!(refused(&now, 3, Some(nested)), Problem::RoundScheme { title: "一".into() });
    let other = broken(|round| round.scheme_text = "()".into());
    assert_eq!(refused(&now, 3, Some(other)), Problem::RoundScheme { title: "一".into() });
    let strange = broken(|round| {
        round.assessment.answers.insert("9.9".into(), Answer { verdict: Verdict::Meets, ..Answer::default() }.into());
    });
    assert_eq!(refused(&now, 3, Some(strange)), Problem::UnknownClause { clause: "9.9".into() });
    assert_eq!(
        new_round(&pinned, &now, "  ", day("2026-11-22")).unwrap_err(),
        Problem::RoundWithoutTitle,
        "a round has a name"
    );

    let taken = new_round(&pinned, &now, "二", day("2027-01-01")).unwrap_err();
    assert_eq!(taken, Problem::RoundTitleTaken { title: "二".into() });
    let early = new_round(&pinned, &now, "三", day("2026-11-21")).unwrap_err();
    assert_eq!(early, Problem::RoundBackwards { day: day("2026-11-21"), last: day("2026-11-22") });

    // What was carried counts nowhere, and only where nothing is judged.
    let carried = Edit::SetCarried { clause: "1.1.1".into(), verdict: Some(Verdict::Fails) };
    let mut judged = before.clone();
    let problem = apply(&pinned.scheme, &mut judged, &carried).unwrap_err();
    assert_eq!(problem, Problem::CarriedOverVerdict { clause: "1.1.1".into() });
    let problem = apply(
        &pinned.scheme,
        &mut now.clone(),
        &Edit::SetCarried { clause: "1.1.1".into(), verdict: Some(sampled(3, 1)) },
    );
    assert_eq!(problem.unwrap_err(), Problem::SamplingNotAllowed { clause: "1.1.1".into() });
}

/// Of 10 points: 1.1.1 has 2, 1.1.2 has 4 in proportion, 2.1.1 has 1, 2.1.2 has 3.
#[test]
fn every_cause_by_hand() {
    let pinned = small().pinned;
    let before = judged(
        &pinned,
        &[("1.1.1", Verdict::Meets), ("1.1.2", sampled(10, 3)), ("2.1.1", Verdict::Meets), ("2.1.2", Verdict::Fails)],
    );
    let mut after = judged(
        &pinned,
        &[("1.1.1", Verdict::Fails), ("1.1.2", sampled(10, 1)), ("2.1.1", excluded()), ("2.1.2", Verdict::Meets)],
    );
    let add = Edit::AddSpecialDeduction { id: SpecialDeductionId(1), deduction: deduction("甲", false) };
    apply(&pinned.scheme, &mut after, &add).unwrap();
    let found = compare_rounds((&pinned.scheme, &before), (&pinned.scheme, &after)).unwrap();
    // 2 + 4×7/10 + 1 = 5.8; (4×9/10 + 3)×10/9 − 1 = 19/3.
    let exact = |card: &xingping::scoring::ScoreCard| card.outcome.as_ref().unwrap().score.clone();
    assert_eq!((exact(&found.before), exact(&found.after)), (amount("29/5"), amount("19/3")));
    let moves: Vec<(&str, Cause, bool, Amount)> = found
        .clauses
        .iter()
        .map(|line| (line.clause.as_str(), line.cause, line.is_regression(), line.moved.clone().unwrap()))
        .collect();
    // In the order of the scheme: 5.8 → 3.8 → 4.6 → 3.6×10/9 = 4 → 6.6×10/9 = 22/3.
    let expected = [
        ("1.1.1", Cause::Verdict, true, amount("-2")),
        ("2.1.1", Cause::Exclusion, true, amount("-3/5")),
        ("2.1.2", Cause::Verdict, false, amount("10/3")),
        ("1.1.2", Cause::Sample, false, amount("4/5")),
    ];
    assert_eq!(moves, expected);
    let causes = [
        (Cause::Verdict, Some(amount("4/3"))),
        (Cause::Sample, Some(amount("4/5"))),
        (Cause::Exclusion, Some(amount("-3/5"))),
        (Cause::SpecialDeductions, Some(amount("-1"))),
    ];
    assert_eq!(found.causes, causes);
    assert_eq!(found.moved(), Some(amount("8/15")));

    // Nobody judged it yet: that is no regression.
    let open = judged(&pinned, &[("1.1.2", sampled(10, 3)), ("2.1.1", Verdict::Meets), ("2.1.2", Verdict::Fails)]);
    let found = compare_rounds((&pinned.scheme, &before), (&pinned.scheme, &open)).unwrap();
    assert_eq!(found.causes, [(Cause::Pending, Some(amount("-2")))]);
    assert!(!found.clauses[0].is_regression());
    let same = compare_rounds((&pinned.scheme, &before), (&pinned.scheme, &before)).unwrap();
    assert!(same.is_same() && same.moved() == Some(Amount::zero()));
}

/// Under other points the same verdicts move the score by the criteria alone; the rest is told under the new ones.
#[test]
fn other_points_are_a_cause_of_their_own() {
    let old = small().pinned;
    // 1.1.1 has 3 points instead of 2, and 1.1.2 has 3 instead of 4.
    let text = old.text.replacen("points: 2,", "points: 3,", 1).replacen("points: 4,", "points: 3,", 1);
    let new = criteria::read(&text).unwrap();
    let verdicts = |last| [("1.1.1", Verdict::Meets), ("1.1.2", sampled(10, 3)), ("2.1.2", last)];
    let (before, after) = (judged(&old, &verdicts(Verdict::Fails)), judged(&new, &verdicts(Verdict::Meets)));
    let found = compare_rounds((&old.scheme, &before), (&new.scheme, &after)).unwrap();
    // 2 + 2.8 = 4.8; 3 + 2.1 = 5.1; 5.1 + 3 = 8.1.
    assert_eq!(found.causes, [(Cause::Criteria, Some(amount("3/10"))), (Cause::Verdict, Some(amount("3")))]);
    assert_eq!(found.moved(), Some(amount("33/10")));
    assert_eq!(found.clauses.len(), 1);
}

#[test]
fn what_the_causes_move_adds_up_whatever_the_rounds() {
    let dice = &mut Dice::new(7);
    let pinned = small().pinned;
    let any = |dice: &mut Dice| {
        let mut out = Assessment::default();
        for _ in 0..40 {
            let edit = edit(dice, &pinned.scheme, &out);
            apply(&pinned.scheme, &mut out, &edit).unwrap();
        }
        out
    };
    let mut with_exclusions = 0;
    for _ in 0..300 {
        let (before, after) = (any(dice), any(dice));
        let found = compare_rounds((&pinned.scheme, &before), (&pinned.scheme, &after)).unwrap();
        assert_eq!(found.after.outcome, score(&pinned.scheme, &after).outcome, "it ends where the later round is");
        with_exclusions += usize::from(found.causes.iter().any(|(cause, _)| *cause == Cause::Exclusion));
        let sum: Option<Amount> = found.causes.iter().map(|(_, moved)| moved.clone()).sum();
        // There is none where nothing was applicable in between.
        if let Some(sum) = sum {
            assert_eq!(Some(sum), found.moved());
        }
    }
    assert!(with_exclusions > 30, "{with_exclusions}");
}

fn visit() -> Visit {
    let finding = |lost: &str, found: &str| VisitFinding { lost: Some(Gain(amount(lost))), found: found.to_owned() };
    Visit {
        body: "示例认证".into(),
        ended_on: Some(day("2026-01-31")),
        score: Some(Gain(amount("8.85"))),
        grade: Some("pass".into()),
        special_deductions: Some(1),
        note: "两人一天".into(),
        findings: [
            ("1.1.1".into(), finding("2", "没有任命文件")),
            ("1.1.2".into(), finding("1/2", "")),
            ("2.1.2".into(), finding("3", "回访无记录")),
        ]
        .into(),
    }
}

#[test]
fn findings_of_the_visit_become_actions_of_a_month_once() {
    let Case { pinned, mut assessment } = small();
    apply(&pinned.scheme, &mut assessment, &Edit::SetVisit(Some(Box::new(visit())))).unwrap();
    let (edit, clauses) = visit_actions(&assessment);
    apply(&pinned.scheme, &mut assessment, &edit).unwrap();
    assert!(clauses.iter().map(ClauseId::as_str).eq(["1.1.1", "2.1.2"]), "one finding says nothing");
    let due: Vec<_> = assessment.actions.values().map(|action| (&*action.what, action.due.unwrap())).collect();
    // A month after the last day of January is the last day of February.
    assert_eq!(due, [("没有任命文件", day("2026-02-28")), ("回访无记录", day("2026-02-28"))]);
    assert!(visit_actions(&assessment).1.is_empty(), "asked again, none is made twice");
    assert_eq!(score(&pinned.scheme, &assessment).whole.earned, Amount::zero(), "the visit touches no score of ours");

    let mut wrong = visit();
    wrong.score = Some(Gain(amount("-1")));
    let problem = apply(&pinned.scheme, &mut assessment, &Edit::SetVisit(Some(Box::new(wrong)))).unwrap_err();
    assert_eq!(problem, Problem::VisitPoints);
}

fn award() -> Award {
    let issued = day("2026-03-01");
    let expires = usual_expiry(issued).unwrap();
    Award {
        number: "ZS-1".into(),
        body: "示例认证".into(),
        grade: Some("good".into()),
        issued,
        expires,
        milestones: usual_milestones(issued, expires),
    }
}

/// The file as RFC 5545 has it: lines of at most 75 bytes that end in CR LF, whole days, one name for each.
#[test]
fn calendars_take_the_file_over() {
    let Case { pinned, mut assessment } = full();
    let words = words();
    let now: NaiveDateTime = "2026-11-22T09:00:00".parse().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("日程.ics");
    apply(&pinned.scheme, &mut assessment, &Edit::SetAward(Some(Box::new(award())))).unwrap();
    let receipt = store::write_calendar(&path, &assessment, now, &words).unwrap().unwrap();
    assert!(receipt.say(&words).contains("5 个日程"), "{}", receipt.say(&words));
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.ends_with("END:VCALENDAR\r\n") && text.lines().all(|line| line.len() <= 75), "{text}");
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    let whole = text.replace("\r\n ", "");
    let values = |name: &str| -> Vec<String> {
        let of = |line: &str| line.strip_prefix(name).map(|rest| rest.trim_end_matches('\r').to_owned());
        whole.split('\n').filter_map(of).collect()
    };
    // By hand: two surveillance visits, three months before the end, the end; then the open action.
    let days = ["20270301", "20280301", "20281128", "20290228", "20261201"];
    assert_eq!(values("DTSTART;VALUE=DATE:"), days);
    let ends = ["20270302", "20280302", "20281129", "20290301", "20261202"];
    assert_eq!(values("DTEND;VALUE=DATE:"), ends, "the end is the day after");
    let titles = values("SUMMARY:");
    assert!(titles.iter().any(|title| title.contains("监督评价")) && titles.iter().any(|title| title.contains("Z002")));
    let names: Vec<String> = values("UID:").into_iter().filter(|name| !name.starts_with("alarm-")).collect();
    assert_eq!(names.iter().collect::<std::collections::BTreeSet<_>>().len(), 5);
    // At nine in the morning: 7 × 86400 − 9 × 3600 and 30 × 86400 − 9 × 3600 seconds before the day begins.
    let triggers = values("TRIGGER:");
    assert_eq!(triggers.iter().filter(|at| *at == "-PT572400S").count(), 5, "{triggers:?}");
    assert_eq!(triggers.iter().filter(|at| *at == "-PT2559600S").count(), 4, "dates of the certificate: {triggers:?}");
    assert_eq!(triggers.len(), 9);
    assert!(values("PRODID:").iter().all(|made_by| made_by.starts_with("-//Xingping//")), "{text}");
    store::write_calendar(&path, &assessment, now, &words).unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text, "the same case gives the same file");
    // One date less leaves the names of the others.
    let mut fewer = award();
    fewer.milestones.remove(2);
    apply(&pinned.scheme, &mut assessment, &Edit::SetAward(Some(Box::new(fewer)))).unwrap();
    store::write_calendar(&path, &assessment, now, &words).unwrap();
    let fewer = std::fs::read_to_string(&path).unwrap().replace("\r\n ", "");
    let kept = names.iter().filter(|name| fewer.contains(&format!("UID:{name}\r\n"))).count();
    assert_eq!(kept, 4);
    let Case { assessment: empty, .. } = small();
    assert!(store::write_calendar(&path, &empty, now, &words).unwrap().is_none());

    let mut wrong = award();
    wrong.expires = day("2026-02-28");
    let problem = apply(&pinned.scheme, &mut assessment, &Edit::SetAward(Some(Box::new(wrong)))).unwrap_err();
    assert_eq!(problem, Problem::AwardBackwards);
}

#[test]
fn rounds_on_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let Case { pinned, assessment } = full();
    store::create(&folder.path().join("甲.xingping"), &Case { pinned, assessment }).unwrap();
    let out = |line: &str| done(&folder, line).out;
    let refused = |line: &str, expected: &str| {
        let said = run(&folder, line);
        assert_eq!(said.done.code, 2, "{line}: {}", said.err);
        assert!(said.err.contains(expected), "{line}: {}", said.err);
    };
    refused("compare @/甲", "只有一轮");
    refused("calendar @/甲 @/甲.xingping", "案卷");
    refused("round start @/甲", "--title");
    refused("round stop @/甲", "round start");
    let dry = out("round start @/甲 --title 首次 --as-of 2026-03-20 --dry-run");
    assert!(dry.contains("将封存第 1 轮“首次”") && dry.contains("3 条判定沿用待确认"), "{dry}");
    assert!(out("round list @/甲").contains("还没有结束过一轮"));
    assert!(out("score @/甲").contains("扣分里有 3.00 分只是因为还没有评。"), "2.1.2");
    let started = out("round start @/甲 --title 首次 --as-of 2026-03-20");
    assert!(out("score @/甲").contains("扣分里有 10.00 分只是因为还没有评。"), "nothing is confirmed");
    assert!(started.contains("现在是第 2 轮") && started.contains("1 份抽样留在封存的一轮"), "{started}");
    // Of 9 applicable points 2 + 4×7/10 are earned, 4.8×10/9 = 16/3; one deduction, and the bonus: 16/3 again.
    let listed: Value = serde_json::from_str(&out("round list @/甲 --json")).unwrap();
    assert_eq!((&listed["current"], &listed["closed"][0]["score"]), (&2.into(), &"16/3".into()));
    assert_eq!((&listed["closed"][0]["unrated"], &listed["closed"][0]["closed_on"]), (&1.into(), &"2026-03-20".into()));
    let told: Value = serde_json::from_str(&out("compare @/甲 --json")).unwrap();
    assert_eq!((&told["from"]["round"], &told["to"]["round"]), (&1.into(), &2.into()));
    // Nothing is judged in the new round: 0, less one deduction, but not below 0.
    assert_eq!((&told["to"]["score"]["exact"], &told["change"]), (&"0/1".into(), &"-16/3".into()));
    assert!(told["clauses"].as_array().unwrap().iter().all(|clause| clause["cause"] == "pending"));
    let text = out("compare @/甲");
    assert!(text.contains("沿用待确认") && text.contains("第 1 轮 首次 → 第 2 轮 本轮"), "{text}");
    refused("compare @/甲 --from 5", "没有第 5 轮；已有：1、2");
    refused("compare @/甲 --from 2", "同一轮");
    refused("compare @/甲 --from 2 --to 1", "对调");
    assert!(out("calendar @/甲 @/日程.ics").contains("1 个日程"));
    refused("calendar @/甲 @/日程.txt", ".ics");
    assert!(!folder.path().join("日程.txt").exists());
    // Nobody closed a round tomorrow: commands of these tests run on 2026-03-31.
    refused("round start @/甲 --title 二 --as-of 2027-01-01", "今天");
    refused("round start @/甲 --title 二 --as-of 2027-01-01 --dry-run", "今天");
    assert!(out("round list @/甲 --json").contains("\"current\": 2"));
    assert!(started.contains("recover"), "{started}");
}

#[test]
fn findings_that_are_no_actions_are_told_before_a_new_round() {
    let Case { pinned, mut assessment } = small();
    let told = |assessment: &Assessment| new_round(&pinned, assessment, "一", day("2026-03-20")).unwrap().1;
    assert_eq!((told(&assessment).visit, told(&assessment).untaken), (false, 0));
    apply(&pinned.scheme, &mut assessment, &Edit::SetVisit(Some(Box::new(visit())))).unwrap();
    // Of three clauses the body said something in words about two.
    assert_eq!((told(&assessment).visit, told(&assessment).untaken), (true, 2));
    assert!(told(&assessment).say(&words().rounds).iter().any(|line| line.contains("2 条机构发现没有列为整改")));
    let (edit, _) = visit_actions(&assessment);
    apply(&pinned.scheme, &mut assessment, &edit).unwrap();
    assert_eq!((told(&assessment).visit, told(&assessment).untaken), (true, 0));
}

#[test]
fn a_frozen_round_is_a_case_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let Case { pinned, mut assessment } = full();
    apply(&pinned.scheme, &mut assessment, &Edit::SetVisit(Some(Box::new(visit())))).unwrap();
    let frozen_score = score(&pinned.scheme, &assessment);
    let case = folder.path().join("甲.xingping");
    store::create(&case, &Case { pinned, assessment }).unwrap();
    let refused = |line: &str, expected: &str| {
        let said = run(&folder, line);
        assert_eq!(said.done.code, 2, "{line}: {}", said.err);
        assert!(said.err.contains(expected), "{line}: {}", said.err);
    };
    refused("round export @/甲 --round 1", "还没有封存过");
    done(&folder, "round start @/甲 --title 首次/上半年 --as-of 2026-03-20");
    let before = std::fs::read(&case).unwrap();
    refused("round export @/甲", "--round");
    refused("round export @/甲 --round 3", "没有第 3 轮；已有：1");
    refused("round export @/甲 --round 0", "没有第 0 轮");
    refused("round export @/甲 --round 2", "还在进行");
    refused("round export @/甲 --round 1 -o @/甲", "案卷");
    refused("round export @/甲 --round 1 -o @/甲 --replace", "案卷");
    assert_eq!(std::fs::read(&case).unwrap(), before, "the case itself is never touched");

    // Without a name it lies beside the case and says which round of what it is.
    let out = done(&folder, "round export @/甲 --round 1").out;
    let made = folder.path().join("甲-第 1 轮 首次 上半年.xingping");
    assert!(out.contains("第 1 轮“首次/上半年”，3 条判定"), "{out}");
    let back = store::open(&made).unwrap();
    let round = store::open(&case).unwrap().assessment.rounds[0].clone();
    assert_eq!(back.assessment, *round.assessment);
    assert_eq!(back.pinned.text, round.scheme_text.as_str().into());
    // By hand as in `rounds_on_the_command_line`: 16/3, and all that the score is made of.
    assert_eq!(score(&back.pinned.scheme, &back.assessment), frozen_score);
    assert_eq!(frozen_score.outcome.unwrap().score, amount("16") / amount("3"));
    assert_eq!(back.assessment.visit.as_deref(), Some(&visit()));

    // Nothing is written over unless it is said; then what was there is backed up.
    std::fs::write(folder.path().join("别的.xingping"), "不是案卷").unwrap();
    refused("round export @/甲 --round 1 -o @/别的", "已经存在");
    refused("round export @/甲 --round 1 -o @/别的 --replace", "不是可以打开的案卷");
    assert_eq!(std::fs::read_to_string(folder.path().join("别的.xingping")).unwrap(), "不是案卷");
    store::create(&folder.path().join("乙.xingping"), &small()).unwrap();
    refused("round export @/甲 --round 1 -o @/乙", "已经存在");
    done(&folder, "round export @/甲 --round 1 -o @/乙 --replace");
    assert_eq!(store::open(&folder.path().join("乙.xingping")).unwrap().assessment, *round.assessment);
    let backups = store::backups(&folder.path().join("乙.xingping"));
    assert!(backups.iter().any(|one| store::open(&one.path).is_ok_and(|case| case.assessment == small().assessment)));
    // It is a case like any other: its answers can be changed, and a round of its own be started.
    done(&folder, "round start @/乙 --title 又一轮");
}

#[test]
fn changes_are_told_as_decimals_with_the_fraction_beside() {
    let folder = tempfile::tempdir().unwrap();
    let Case { pinned, assessment } = full();
    store::create(&folder.path().join("甲.xingping"), &Case { pinned, assessment }).unwrap();
    done(&folder, "round start @/甲 --title 首次 --as-of 2026-03-20");
    // 16/3 goes: 5.33 and a third of a hundredth.
    let text = done(&folder, "compare @/甲").out;
    assert!(text.contains("得分变化 ≈−5.33（−16/3）"), "{text}");
    let text = done(&folder, "--lang en compare @/甲").out;
    assert!(text.contains("≈−5.33 (−16/3)"), "{text}");
}

#[test]
fn a_visit_is_put_beside_ours_and_its_sum_is_checked() {
    let Case { pinned, .. } = small();
    let scheme = &pinned.scheme;
    let clauses: Vec<_> = scheme.clauses().cloned().collect();
    let (first, second) = (&clauses[0], &clauses[1]);
    let mut ours = Assessment::default();
    for clause in &clauses {
        let edit = Edit::SetVerdict { clause: clause.id.clone(), verdict: Verdict::Meets };
        apply(scheme, &mut ours, &edit).unwrap();
    }
    apply(scheme, &mut ours, &Edit::SetVerdict { clause: second.id.clone(), verdict: Verdict::Fails }).unwrap();
    let finding = |lost: Amount| VisitFinding { lost: Some(Gain(lost)), found: String::new() };
    let mut visit = Visit {
        findings: [(first.id.clone(), finding(amount("0.5"))), (second.id.clone(), finding(amount("0")))].into(),
        ..Visit::default()
    };
    let check = |visit: &Visit, ours: &Assessment| check_visit(scheme, ours, &score(scheme, ours), visit);
    let found = check(&visit, &ours);
    assert_eq!((found.said, &found.body, &found.ours), (2, &amount("0.5"), &second.points));
    assert_eq!(found.too_kind(), (vec![&first.id], amount("0.5")));
    assert_eq!(found.lines[1].kinder_by(), Some(-second.points.clone()));
    assert_eq!((found.lines[2].kinder_by(), found.agrees), (None, None));
    // All points but half of one, and one special deduction.
    let each = &scheme.rules.special_deductions.points_each;
    visit.special_deductions = Some(1);
    visit.score = Some(Gain(&scheme.out_of - amount("0.5") - each));
    assert_eq!(check(&visit, &ours).score.as_ref(), visit.score.as_ref().map(|score| &score.0));
    assert_eq!(check(&visit, &ours).agrees, Some(true));
    visit.score = Some(Gain(&scheme.out_of - each));
    assert_eq!(check(&visit, &ours).agrees, Some(false));
    // A clause that we excluded is out of the sum until the body deducts something of it.
    let out = clauses.iter().find(|clause| scheme.excludable(&clause.id)).unwrap();
    apply(scheme, &mut ours, &Edit::SetVerdict { clause: out.id.clone(), verdict: excluded() }).unwrap();
    visit.special_deductions = None;
    let rest = &scheme.out_of - &out.points;
    let made = (&rest - amount("0.5")) / &rest * &scheme.out_of;
    assert_eq!(check(&visit, &ours).score, Some(made));
    visit.findings.insert(out.id.clone(), finding(out.points.clone()));
    assert_eq!(check(&visit, &ours).score, Some(&rest - amount("0.5")));
}

/// Points whose text has more digits than is read would make a file that nobody can open again.
#[test]
fn points_that_could_not_be_read_again_are_not_taken() {
    let Case { pinned, mut assessment } = small();
    for points in ["9.36666666", "28/3", "10"] {
        let visit = Visit { score: Some(Gain(amount(points))), ..visit() };
        apply(&pinned.scheme, &mut assessment, &Edit::SetVisit(Some(Box::new(visit)))).unwrap();
        let text = store::render(&pinned, &assessment);
        assert_eq!(store::parse(text.as_bytes()).unwrap().assessment, assessment, "{points}");
    }
    // 9.366666667: ten digits above the line.
    let long = Amount::new(9_366_666_667_i64.into(), 1_000_000_000.into());
    let score = Visit { score: Some(Gain(long.clone())), ..visit() };
    let lost = VisitFinding { lost: Some(Gain(long.clone())), found: String::new() };
    let finding = Visit { findings: [("1.1.1".into(), lost)].into(), ..visit() };
    for visit in [score, finding] {
        let taken = apply(&pinned.scheme, &mut assessment, &Edit::SetVisit(Some(Box::new(visit))));
        assert_eq!(taken, Err(Problem::VisitPoints));
    }
    let above = Visit { score: Some(Gain(amount("10.01"))), ..visit() };
    let taken = apply(&pinned.scheme, &mut assessment, &Edit::SetVisit(Some(Box::new(above))));
    assert_eq!(taken, Err(Problem::VisitScore { most: "10".into() }));
    let mut action = Action::of(Gap::Clause("1.1.1".into()), "做".into());
    action.gain = Some(Gain(long));
    let set = Edit::SetAction { id: ActionId(1), action: Some(Box::new(action)) };
    assert_eq!(apply(&pinned.scheme, &mut assessment, &set), Err(Problem::ActionQuantity { id: ActionId(1) }));
}

/// 1.1.1 reads otherwise: both rounds judged it, and that is told, with what each verdict earned.
#[test]
fn a_clause_that_asks_something_else_is_told_with_both_verdicts() {
    let old = small().pinned;
    let new = criteria::read(&old.text.replace("要做到甲。", "要做到甲，而且更好。")).unwrap();
    let before = judged(&old, &[("1.1.1", Verdict::Meets), ("2.1.2", Verdict::Meets)]);
    for (verdict, moved, regression) in [(Verdict::Fails, "-2", true), (Verdict::Meets, "0", false)] {
        let after = judged(&new, &[("1.1.1", verdict.clone()), ("2.1.2", Verdict::Meets)]);
        let found = compare_rounds((&old.scheme, &before), (&new.scheme, &after)).unwrap();
        assert_eq!(found.causes, [(Cause::Criteria, Some(amount(moved)))]);
        let [line] = found.clauses.as_slice() else { panic!("one clause") };
        assert_eq!((&line.from, &line.to, line.is_regression()), (&Verdict::Meets, &verdict, regression));
        assert_eq!((&line.cause, &line.earned_before), (&Cause::Criteria, &amount("2")));
    }
}

/// 0.4 of 4 points excluded, all else full: 6.4 becomes 10.
#[test]
fn an_exclusion_that_raises_the_score_is_no_regression() {
    let pinned =
        criteria::read(&small().pinned.text.replace("allowed_under: [\"2\"]", "allowed_under: [\"1\"]")).unwrap();
    let full = |second| {
        let rest = [("1.1.1", Verdict::Meets), ("2.1.1", Verdict::Meets), ("2.1.2", Verdict::Meets)];
        judged(&pinned, &[&rest[..], &[("1.1.2", second)]].concat())
    };
    let (before, after) = (full(sampled(10, 9)), full(excluded()));
    let found = compare_rounds((&pinned.scheme, &before), (&pinned.scheme, &after)).unwrap();
    assert_eq!(found.causes, [(Cause::Exclusion, Some(amount("18/5")))]);
    assert!(!found.clauses[0].is_regression());
}

/// 1.1.1 goes, and 1.1.2 has its number: what was said of the old 1.1.1 is neither lost nor said of another clause.
#[test]
fn findings_and_actions_of_a_clause_that_is_gone_are_nobody_elses() {
    let Case { pinned: old, mut assessment } = small();
    apply(&old.scheme, &mut assessment, &Edit::SetVisit(Some(Box::new(visit())))).unwrap();
    let action = Action::of(Gap::Clause("1.1.1".into()), "补任命文件".into());
    let set = Edit::SetAction { id: ActionId(1), action: Some(Box::new(action)) };
    apply(&old.scheme, &mut assessment, &set).unwrap();
    let start = old.text.find("Clause(\n                            id: \"1.1.1\"").unwrap();
    let end =
        start + old.text[start..].find("                        ),\n").unwrap() + "                        ),\n".len();
    let text = format!("{}{}", &old.text[..start], &old.text[end..])
        .replace("id: \"1.1.2\"", "id: \"1.1.1\"")
        .replacen("points: 4,", "points: 6,", 1);
    let new = criteria::read(&text).unwrap();
    let after = assessment::carry(&old.scheme, &new.scheme, &assessment).unwrap().assessment;
    let findings = &after.visit.as_ref().unwrap().findings;
    let keys: Vec<&str> = findings.keys().map(ClauseId::as_str).collect();
    assert_eq!(keys, ["1.1.1", "1.1.1（旧版）", "2.1.2"]);
    assert_eq!(findings[&"1.1.1（旧版）".into()].found, "没有任命文件");
    assert_eq!(after.actions[&ActionId(1)].gap, Gap::Clause("1.1.1（旧版）".into()));
}

/// Judged in round 1 by an older text, not judged since, and then the old text comes back in round 2.
#[test]
fn no_verdict_of_an_older_round_comes_back_by_itself() {
    let old = small().pinned;
    let new = criteria::read(&old.text.replace("要做到甲。", "要做到甲，而且更好。")).unwrap();
    let before = judged(&old, &[("1.1.1", Verdict::Meets)]);
    let mut moved = assessment::carry(&old.scheme, &new.scheme, &before).unwrap().assessment;
    assert!(moved.needs_review(&"1.1.1".into()));
    // Judged again, then a new round: it waits to be confirmed, not to be reviewed.
    let mut again = moved.clone();
    let judge = Edit::SetVerdict { clause: "1.1.1".into(), verdict: Verdict::Fails };
    apply(&new.scheme, &mut again, &judge).unwrap();
    let (edit, _) = new_round(&new, &again, "一", day("2026-11-22")).unwrap();
    apply(&new.scheme, &mut again, &edit).unwrap();
    assert!(!again.needs_review(&"1.1.1".into()) && again.carried(&"1.1.1".into()).is_some());
    // Not judged again.
    let (edit, _) = new_round(&new, &moved, "一", day("2026-11-22")).unwrap();
    apply(&new.scheme, &mut moved, &edit).unwrap();
    let back = assessment::carry(&new.scheme, &old.scheme, &moved).unwrap().assessment;
    assert_eq!(back.verdict(&"1.1.1".into()), &Verdict::Unrated);
    assert_eq!(back.carried(&"1.1.1".into()), Some(&Verdict::Meets));
}

/// Rounds in rounds would be read into memory before anybody could refuse them.
#[test]
fn rounds_in_rounds_are_not_even_read() {
    let Case { pinned, assessment } = full();
    let (edit, _) = new_round(&pinned, &assessment, "一", day("2026-11-22")).unwrap();
    let mut now = assessment;
    apply(&pinned.scheme, &mut now, &edit).unwrap();
    let text = store::render(&pinned, &now);
    let nested = text.replacen("rounds: [],", "rounds: [(title: \"二\")],", 1);
    assert_ne!(nested, text);
    let said = store::parse(nested.as_bytes()).unwrap_err().to_string();
    assert_eq!(said, "malformed");
    assert_eq!(store::parse(text.as_bytes()).unwrap().assessment, now, "and the next file is read as ever");
}
