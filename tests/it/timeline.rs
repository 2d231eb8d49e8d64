//! Timelines, prices of grades and gains per day: worked out by hand, and slack by making actions longer.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Months, NaiveDate};
use xingping::assessment::{
    Action, ActionId, ActionState, Answer, Assessment, Edit, Gap, GateAnswer, SpecialDeduction, SpecialDeductionId,
    Verdict, apply,
};
use xingping::criteria::{self, GateId, LedgerId, Scheme, parse_amount, whole};
use xingping::planning::choose::{Limits, Minimise};
use xingping::planning::{
    Awaited, PlanAsk, RecordPeriod, Target, TimeBar, earliest_times, gains, grade_prices, grades_above, timeline,
    with_prerequisites,
};
use xingping::report::outline::{Block, GanttKind};
use xingping::report::timeline::{gantt, say_blanks, say_timeline};
use xingping::scoring::score;
use xingping::store;

use super::keeping::Dice;

const TODAY: &str = "2026-11-22";

fn scheme() -> std::sync::Arc<Scheme> {
    criteria::read(criteria::SHIPPED[0].text).unwrap().scheme
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn failing(scheme: &Scheme, clauses: &[&str]) -> Assessment {
    let mut assessment = Assessment::default();
    for clause in scheme.clauses() {
        let verdict = if clauses.contains(&clause.id.as_str()) { Verdict::Fails } else { Verdict::Meets };
        assessment.answers.insert(clause.id.clone(), Answer { verdict, ..Answer::default() }.into());
    }
    assessment
}

fn action(clause: &str, effort: u64, lead_days: u32, after: &[u32]) -> Action {
    let mut action = Action::of(Gap::Clause(clause.into()), "做".into());
    (action.effort, action.lead_days) = (effort, lead_days);
    action.after = after.iter().map(|id| ActionId(*id)).collect();
    action
}

fn add(scheme: &Scheme, assessment: &mut Assessment, action: Action) -> ActionId {
    let id = assessment.next_action_id();
    apply(scheme, assessment, &Edit::SetAction { id, action: Some(Box::new(action)) }).unwrap();
    id
}

fn ids(numbers: &[u32]) -> BTreeSet<ActionId> {
    numbers.iter().map(|id| ActionId(*id)).collect()
}

/// 1 runs 30 days and 2 after it 60; 3 runs 20 days and 4 after it 10, but not before the new year.
fn four(scheme: &Scheme) -> Assessment {
    let mut assessment = failing(scheme, &["5.1.1.1", "5.3.2.2", "5.1.1.2"]);
    add(scheme, &mut assessment, action("5.1.1.1", 100, 30, &[]));
    add(scheme, &mut assessment, action("5.3.2.2", 100, 60, &[1]));
    add(scheme, &mut assessment, action("5.1.1.2", 100, 20, &[]));
    let mut last = action("5.1.1.2", 100, 10, &[3]);
    (last.start, last.due) = (Some(day("2027-01-01")), Some(day("2027-01-05")));
    add(scheme, &mut assessment, last);
    assessment
}

#[test]
fn bars_slack_and_the_chain_are_as_by_hand() {
    let scheme = scheme();
    let mut assessment = four(&scheme);
    let line = timeline(&assessment, day(TODAY), &ids(&[2, 3, 4]));
    let bar = |id: u32, start: &str, finish: &str, slack: i64, due: Option<&str>, needed: bool| TimeBar {
        action: ActionId(id),
        start: day(start),
        finish: day(finish),
        slack,
        due: due.map(day),
        needed,
    };
    let expected = [
        bar(3, "2026-11-22", "2026-12-12", 60, None, false), // may end on 10 February, ten days before 20 February
        bar(1, "2026-11-22", "2026-12-22", 0, None, true),
        bar(2, "2026-12-22", "2027-02-20", 0, None, false),
        bar(4, "2027-01-01", "2027-01-11", 40, Some("2027-01-05"), false),
    ];
    assert_eq!(line.bars, expected);
    assert!(line.bars[3].late() && !line.bars[2].late());
    assert_eq!((line.finish, line.chain.as_slice()), (Some(day("2027-02-20")), &[ActionId(1), ActionId(2)][..]));
    assert_eq!((line.earliest.day, line.awaited), (day("2027-02-20"), Awaited::Actions));

    // The months of operation end later: three from 15 January on.
    let gate = criteria::gates().gates.iter().find(|gate| matches!(gate.form, criteria::GateForm::Day { .. })).unwrap();
    let answer = GateAnswer { day: Some(day("2027-01-15")), ..GateAnswer::default() };
    assessment.gates.insert(GateId::from(gate.id.as_str()), answer.into());
    let line = timeline(&assessment, day(TODAY), &ids(&[2]));
    assert_eq!((line.earliest.day, line.awaited), (day("2027-04-15"), Awaited::Operation));

    let nothing = timeline(&four(&scheme), day(TODAY), &BTreeSet::new());
    assert_eq!((nothing.finish, nothing.awaited, nothing.bars.len()), (None, Awaited::Nothing, 0));
}

/// An action may take as many days more as it has slack, and not one more.
#[test]
fn slack_is_what_an_action_may_take_longer() {
    let scheme = scheme();
    let mut dice = Dice::new(7);
    let mut critical = 0;
    for _ in 0..200 {
        let mut assessment = failing(&scheme, &["5.1.1.1"]);
        for id in 1..=2 + u32::try_from(dice.below(7)).unwrap() {
            let after: Vec<u32> = (1..id).filter(|_| dice.once_in(3)).collect();
            let mut one = action("5.1.1.1", 100, u32::try_from(dice.below(5)).unwrap() * 10, &after);
            one.start = dice.once_in(4).then(|| day("2026-12-05"));
            add(&scheme, &mut assessment, one);
        }
        let all: BTreeSet<ActionId> = assessment.actions.keys().copied().collect();
        let line = timeline(&assessment, day(TODAY), &all);
        for bar in &line.bars {
            let end = |more: i64| {
                let mut longer = assessment.clone();
                let mut one = (*longer.actions[&bar.action]).clone();
                one.lead_days += u32::try_from(more).unwrap();
                longer.actions.insert(bar.action, one.into());
                timeline(&longer, day(TODAY), &all).finish
            };
            assert_eq!(end(bar.slack), line.finish, "{bar:?}");
            assert!(end(bar.slack + 1) > line.finish, "{bar:?}");
            critical += usize::from(bar.critical());
        }
        let last = line.chain.last().and_then(|id| line.bars.iter().find(|bar| bar.action == *id)).unwrap();
        assert_eq!(Some(last.finish), line.finish);
        assert!(line.chain.iter().all(|id| line.bars.iter().any(|bar| bar.action == *id && bar.critical())));
    }
    assert!(critical > 200, "{critical}");
}

/// 2 points for a day; 2 + 5 for five days; with a blank effort nothing can be said, whoever's it is.
/// Two thousand actions, each after the one before it; numbers along the chain and against it. The days are a running
/// sum: today, or its own day if that is later, and then its lead time.
#[test]
fn a_chain_of_two_thousand_is_settled_at_once() {
    const COUNT: u32 = 2_000;
    for backwards in [false, true] {
        let mut dice = Dice::new(7);
        let mut assessment = Assessment::default();
        let id = |place: u32| ActionId(if backwards { COUNT - place } else { place + 1 });
        let mut expected = BTreeMap::new();
        let mut at = day(TODAY);
        for place in 0..COUNT {
            let before: Vec<u32> = if place == 0 { vec![] } else { vec![id(place - 1).0] };
            let mut one = action("5.1.1.1", 100, u32::try_from(dice.below(4)).unwrap(), &before);
            if dice.once_in(50) {
                one.start = at.checked_add_months(Months::new(1));
            }
            let start = one.start.map_or(at, |start| start.max(at));
            at = start + chrono::Days::new(one.lead_days.into());
            expected.insert(id(place), (start, at));
            assessment.actions.insert(id(place), one.into());
        }
        let begun = std::time::Instant::now();
        assert!(earliest_times(&assessment, day(TODAY)) == expected, "backwards: {backwards}");
        let line = timeline(&assessment, day(TODAY), &BTreeSet::from([id(COUNT - 1)]));
        let took = begun.elapsed();
        assert_eq!((line.bars.len(), line.finish), (COUNT as usize, Some(at)));
        // Some milliseconds; a look at all that waits for every action that is settled would take seconds.
        assert!(took.as_secs() < 3, "{took:?}");
    }
}

#[test]
fn gains_count_prerequisites_and_never_divide_by_nothing() {
    let scheme = scheme();
    let mut assessment = failing(&scheme, &["5.1.1.1", "5.1.2.2", "5.3.2.2", "5.1.1.2"]);
    add(&scheme, &mut assessment, action("5.1.1.1", 100, 0, &[]));
    add(&scheme, &mut assessment, action("5.1.2.2", 400, 0, &[1]));
    add(&scheme, &mut assessment, action("5.3.2.2", 0, 0, &[]));
    add(&scheme, &mut assessment, action("5.1.1.2", 100, 0, &[3]));
    let found = gains(&scheme, &assessment, &score(&scheme, &assessment));
    let told: Vec<_> = found.iter().map(|one| (one.action.0, one.gain.clone(), one.per_day.clone())).collect();
    let expected = [
        (1, whole(2), Some(whole(2))),
        (2, whole(7), Some(parse_amount("7/5").unwrap())),
        (4, whole(6), None),
        (3, whole(4), None),
    ];
    assert_eq!(told, expected);
    assert_eq!(found[1].needs, ids(&[1]));
    assert_eq!(with_prerequisites(&assessment, [ActionId(4)]), ids(&[3, 4]));
    let words = super::files::words();
    let blanks = say_blanks(&assessment, &assessment.actions.keys().copied().collect::<Vec<_>>(), &words);
    assert_eq!(blanks[0], "1 项措施的工作量是 0 或没有填，按 0 算：Z003。");
    // What is done gives nothing, and nobody waits for it.
    let mut closed = (*assessment.actions[&ActionId(3)]).clone();
    closed.state = ActionState::Closed;
    assessment.actions.insert(ActionId(3), closed.into());
    let found = gains(&scheme, &assessment, &score(&scheme, &assessment));
    assert!(found.iter().all(|one| one.action != ActionId(3)));
    let fourth = found.iter().find(|one| one.action == ActionId(4)).unwrap();
    assert_eq!(fourth.per_day, Some(whole(2)));
}

/// 87 points: 91 for four stars and 96 for five.
#[test]
fn each_grade_above_has_its_price() {
    let scheme = scheme();
    let mut assessment = failing(&scheme, &["5.1.1.1", "5.1.1.2", "5.3.2.2", "5.1.2.2"]);
    add(&scheme, &mut assessment, action("5.1.1.1", 100, 10, &[])); // 2 points
    add(&scheme, &mut assessment, action("5.1.1.2", 400, 20, &[])); // 2 points
    add(&scheme, &mut assessment, action("5.3.2.2", 300, 90, &[])); // 4 points
    add(&scheme, &mut assessment, action("5.1.2.2", 700, 30, &[])); // 5 points
    let card = score(&scheme, &assessment);
    let target = Target::Score(whole(0));
    let (minimise, pins) = (Minimise::Effort, BTreeMap::new());
    let ask = PlanAsk { target, minimise, today: day(TODAY), by: None, most_effort: None, most_cost: None, pins };
    let told = |ask: &PlanAsk| -> Vec<_> {
        let prices = grade_prices(&scheme, &assessment, &card, (ask, &whole(1)), Limits::default());
        let one = |price: xingping::planning::GradePrice| {
            let plan = price.plan.unwrap();
            (price.grade, plan.reached, plan.effort)
        };
        prices.into_iter().map(one).collect()
    };
    assert_eq!(told(&ask), [("four_star".into(), true, 300), ("five_star".into(), true, 1_000)]);
    // 5.3.2.2 is not done by then: 2 + 2 for four stars, or the 5 of 5.1.2.2; nothing for five.
    let by = PlanAsk { by: Some(day("2026-12-21")), ..ask };
    assert_eq!(told(&by), [("four_star".into(), true, 500), ("five_star".into(), false, 500)]);

    // Failed by five special deductions: every grade is above.
    for id in 1..=5 {
        let found = SpecialDeduction { kind: 1, found: "错".into(), clause: None, rectified: false };
        assessment.special_deductions.insert(SpecialDeductionId(id), found.into());
    }
    let above = |assessment: &Assessment| -> Vec<String> {
        grades_above(&scheme, &score(&scheme, assessment)).map(|grade| grade.id.clone()).collect()
    };
    assert_eq!(above(&assessment).len(), 4);
    assert!(above(&failing(&scheme, &[])).is_empty(), "there is nothing above five stars");
}

/// Too few records of the last three months, and the first of them younger than that.
#[test]
fn records_that_are_too_short_are_told_and_do_not_move_the_day() {
    let folder = tempfile::tempdir().unwrap();
    let case = store::open(&store::write_example(folder.path()).unwrap().case).unwrap();
    let mut assessment = case.assessment;
    let line = timeline(&assessment, day(TODAY), &ids(&[1, 2]));
    assert!(line.records.is_empty(), "120 surveys are enough: {:?}", line.records);
    let surveys = LedgerId::from("surveys");
    let ledger = assessment.ledgers[&surveys].clone();
    let dated = ledger.about.index("date").unwrap();
    let first = ledger.records.values().take(9).filter_map(|record| record.cell(dated).day()).min().unwrap();
    let records = ledger.records.keys().skip(9).map(|id| (id.clone(), None)).collect();
    apply(&case.pinned.scheme, &mut assessment, &Edit::SetRecords { ledger: surveys, records }).unwrap();
    let short = timeline(&assessment, day(TODAY), &ids(&[1, 2]));
    assert_eq!(short.earliest, line.earliest);
    let full = first.checked_add_months(Months::new(3)).unwrap();
    assert!(full > short.earliest.day, "the first survey of the example is of October");
    let told: Vec<_> = short.records.iter().map(|RecordPeriod { first, full, .. }| (*first, *full)).collect();
    assert_eq!(told, [(first, full)]);
}

#[test]
fn the_picture_shows_what_the_timeline_says() {
    let scheme = scheme();
    let assessment = four(&scheme);
    let words = super::files::words();
    let line = timeline(&assessment, day(TODAY), &ids(&[2, 3, 4]));
    let picture = gantt(&line, &assessment, &words);
    let kinds: Vec<GanttKind> = picture.rows.iter().map(|row| row.kind).collect();
    use GanttKind::{Body, Critical, Plain};
    assert_eq!(kinds, [Plain, Critical, Critical, Plain, Body]);
    let notes: Vec<&str> = picture.rows.iter().map(|row| row.note.as_str()).collect();
    assert_eq!(notes, ["余 60 天", "关键、前置", "关键", "余 40 天、超过期限 2027-01-05", "各机构不同"]);
    // 20 working days after Saturday 20 February are over on Friday 19 March; three months on 20 May.
    let body = picture.rows.last().unwrap();
    assert_eq!((body.sure, body.to), (day("2027-03-19"), day("2027-05-20")));
    assert!(picture.from <= day(TODAY) && picture.to >= body.to);
    let said = say_timeline(&line, &words).concat();
    for part in
        ["Z001 → Z002", "Z001 没有选", "超过自己期限的：Z004", "最早可申请日是 2027-02-20", "2027-03-19 到 2027-05-20"]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
}

/// The chapter says what was asked and shows the cheapest way; without actions it is one sentence.
#[test]
fn the_report_has_a_chapter_of_the_plan() {
    let folder = tempfile::tempdir().unwrap();
    let case = store::open(&store::write_example(folder.path()).unwrap().case).unwrap();
    let words = super::files::words();
    let chapter = |assessment: &Assessment| {
        let card = score(&case.pinned.scheme, assessment);
        let subject = xingping::report::Subject {
            words: &words,
            pinned: &case.pinned,
            assessment,
            card: &card,
            checkup: &xingping::assessment::Checkup::default(),
            case_name: "case",
            date: day(TODAY),
        };
        let report = xingping::report::chapters::gap_report(&subject);
        report.chapters.into_iter().find(|chapter| chapter.id == "plan").unwrap().blocks
    };
    let blocks = chapter(&case.assessment);
    let told = format!("{blocks:?}");
    for part in [
        "没关闭的整改措施共 10 项",
        "比现在高一级的五星级",
        "即 96 分",
        "达到 96 分，要做 2 项措施",
        "已证明",
        "先改两项特别扣分",
    ] {
        assert!(told.contains(part), "{part}");
    }
    let shows = |block: &Block| match block {
        Block::Together(blocks) => blocks.iter().any(|block| matches!(block, Block::Gantt(_))),
        _ => false,
    };
    assert!(blocks.iter().any(shows));
    let mut none = case.assessment.clone();
    none.actions.clear();
    let blocks = chapter(&none);
    assert_eq!(blocks.len(), 1);
    assert!(format!("{blocks:?}").contains("请先在整改里"));
}
