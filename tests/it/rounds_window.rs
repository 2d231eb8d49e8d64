//! Rounds, the visit and the certificate in the window, by labels and keys.

use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use xingping::app::App;
use xingping::assessment::{Assessment, Verdict};
use xingping::criteria::parse_amount;

use super::journeys::{click, command, example, press, steps, verdict, window};

fn assessment<'a>(window: &'a Harness<'_, App>) -> &'a Assessment {
    window.state().session().unwrap().assessment()
}

fn to_confirm(window: &Harness<'_, App>) -> usize {
    window.state().session().unwrap().progress().to_confirm
}

/// The example with a second round opened.
fn second_round(folder: &std::path::Path) -> Harness<'static, App> {
    let case = example(folder);
    let mut window = window(folder, vec![], Some(case));
    command(&mut window, Key::B);
    click(&mut window, "开新一轮");
    window.get_by_label("第 1 轮将封存，不再改动。");
    click(&mut window, "封存并开新一轮");
    window
}

#[test]
fn a_round_is_opened_and_its_verdicts_are_confirmed_by_one_key() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = second_round(folder.path());
    assert_eq!(assessment(&window).rounds.len(), 1);
    assert_eq!(assessment(&window).rounds[0].title, "2026 年自评");
    let all = to_confirm(&window);
    assert!(all > 30, "{all}");
    assert_eq!(window.state().session().unwrap().progress().rated, 0);
    window.get_by_label(&format!("待确认 {all} 条"));

    command(&mut window, Key::Num2);
    let first = "5.1.1.1".to_owned(); // nothing was chosen yet
    let old = assessment(&window).carried(&first.as_str().into()).unwrap().clone();
    press(&mut window, Key::Y);
    assert_eq!(verdict(&window, &first), old);
    assert_eq!(to_confirm(&window), all - 1);
    let second = window.state().selected().to_owned();
    assert_ne!(second, first);
    assert!(assessment(&window).carried(&second.as_str().into()).is_some());

    // The button does the same, and a verdict of one's own confirms nothing.
    click(&mut window, "确认沿用");
    assert_eq!(to_confirm(&window), all - 2);
    assert_ne!(verdict(&window, &second), Verdict::Unrated);

    // Each is a step of its own; undo goes back to the clause.
    command(&mut window, Key::Z);
    assert_eq!((window.state().selected(), to_confirm(&window)), (second.as_str(), all - 1));
    command(&mut window, Key::Z);
    assert_eq!(to_confirm(&window), all);

    // The filter shows what waits.
    click(&mut window, &format!("待确认 {all}"));
    press(&mut window, Key::Y);
    window.get_by_label(&format!("待确认 {}", all - 1));

    // In the table too, row by row.
    command(&mut window, Key::Num3);
    press(&mut window, Key::Home);
    press(&mut window, Key::ArrowDown);
    press(&mut window, Key::Y);
    press(&mut window, Key::Y);
    assert_eq!(to_confirm(&window), all - 3);
}

#[test]
fn opening_a_round_is_one_step() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let mut window = window(folder.path(), vec![], Some(case));
    let before = assessment(&window).clone();
    command(&mut window, Key::B);
    click(&mut window, "开新一轮");
    click(&mut window, "取消");
    assert_eq!(assessment(&window), &before);
    click(&mut window, "开新一轮");
    click(&mut window, "封存并开新一轮");
    assert_eq!(window.state().dialog(), None);
    assert_eq!(assessment(&window).rounds.len(), 1);
    let started = assessment(&window).clone();
    command(&mut window, Key::Z);
    assert_eq!(assessment(&window), &before);
    // Both keys that people know for it do it again, and neither takes back one step more.
    window.key_press_modifiers(egui::Modifiers::COMMAND | egui::Modifiers::SHIFT, Key::Z);
    steps(&mut window);
    assert_eq!(assessment(&window), &started);
    command(&mut window, Key::Z);
    command(&mut window, Key::Y);
    assert_eq!(assessment(&window), &started);
}

#[test]
fn two_rounds_are_compared_and_a_regression_leads_to_its_clause() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = second_round(folder.path());
    command(&mut window, Key::Num2);
    // Everything still holds but the first clause, which was met.
    assert_eq!(assessment(&window).carried(&"5.1.1.1".into()), Some(&Verdict::Meets));
    press(&mut window, Key::Num2);
    press(&mut window, Key::N);
    while to_confirm(&window) > 0 {
        press(&mut window, Key::Y);
    }
    command(&mut window, Key::B);
    steps(&mut window);
    window.get_by_label_contains("退步");
    // What is excluded is out of the sum, so that a clause moves the score by more than its points.
    let session = window.state().session().unwrap();
    let points = &session.scheme().clause(&"5.1.1.1".into()).unwrap().points;
    let moved = points * &session.scheme().out_of / session.card().whole.applicable();
    let moved = xingping::scoring::decimal_or_fraction(&moved);
    // It is all that changed: once as the cause, once as the whole.
    assert_eq!(window.get_all_by_label_contains(&format!("（−{moved}）")).count(), 2);
    // The receipt of the new round still lies over it.
    window.get_by_label("5.1.1.1").click_accesskit();
    steps(&mut window);
    assert_eq!(window.state().selected(), "5.1.1.1");
}

/// Types into the field with a label; the field is emptied before.
fn fill(window: &mut Harness<'_, App>, label: &str, text: &str) {
    window.get_by_label(label).focus();
    steps(window);
    command(window, Key::A);
    window.get_by_label(label).type_text(text);
    steps(window);
}

/// The beginning of what is no number was one for a moment; nobody meant it.
#[test]
fn what_is_no_number_leaves_none_behind() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let mut window = window(folder.path(), vec![], Some(case));
    let letters = |window: &mut Harness<'_, App>, label: &str, text: &str| {
        window.get_by_label(label).focus();
        steps(window);
        command(window, Key::A);
        for letter in text.chars() {
            window.event(egui::Event::Text(letter.into()));
            steps(window);
        }
    };
    let before = assessment(&window).company.service_managers;
    command(&mut window, Key::Num1);
    letters(&mut window, "服务管理人员人数", "3x");
    window.get_by_label("请只填整数。");
    assert_eq!(assessment(&window).company.service_managers, before);

    command(&mut window, Key::B);
    click(&mut window, "现场评价");
    let said = |window: &Harness<'_, App>| {
        let visit = assessment(window).visit.clone()?;
        Some((visit.special_deductions, visit.score.as_ref().map(|score| score.0.clone())))
    };
    // A day to come may be a slip; it is taken, and said to be one.
    letters(&mut window, "现场评价结束日期", "2026-11-30");
    window.get_by_label("2026-11-30 在今天（2026-11-21）之后，请核对。");
    letters(&mut window, "机构特别扣分项数", "3x");
    assert_eq!(said(&window).and_then(|said| said.0), None);
    // 12 of 120 points was a score for a moment; 120 is more than there is, and the field keeps what was typed.
    letters(&mut window, "机构评分", "91.5");
    press(&mut window, Key::Tab);
    letters(&mut window, "机构评分", "120");
    let shown = |window: &Harness<'_, App>| window.get_by_label("机构评分").value();
    assert_eq!((shown(&window).as_deref(), said(&window).and_then(|said| said.1)), (Some("120"), parse_amount("91.5")));
}

#[test]
fn the_visit_stands_beside_ours_and_its_findings_become_remediation() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let mut window = window(folder.path(), vec![], Some(case));
    let (score, actions) = (window.state().session().unwrap().card().clone(), assessment(&window).actions.len());
    command(&mut window, Key::B);
    click(&mut window, "现场评价");
    fill(&mut window, "现场评价结束日期", "2026-11-10");
    fill(&mut window, "5.1.1.1 机构扣分", "0.5");
    fill(&mut window, "5.1.1.1 机构发现", "任命文件没有日期");
    window.get_by_label("偏松 0.5");
    window.get_by_label("有 1 条我们偏松，机构共多扣 0.5 分：5.1.1.1");
    // A number that is half written is no number; what was there stays, and that is said.
    fill(&mut window, "5.1.1.1 机构扣分", "半分");
    window.get_by_label("不是分数，仍按 0.5 计");
    fill(&mut window, "5.1.1.2 机构扣分", "abc4");
    window.get_by_label("不是分数，没有计入");
    press(&mut window, Key::Backspace);
    press(&mut window, Key::Backspace);
    press(&mut window, Key::Backspace);
    press(&mut window, Key::Backspace);
    assert!(window.query_by_label("不是分数，没有计入").is_none());
    let lost = |window: &Harness<'_, App>| {
        let visit = assessment(window).visit.clone().unwrap();
        visit.findings[&"5.1.1.1".into()].lost.as_ref().map(|lost| lost.0.to_string())
    };
    assert_eq!(lost(&window).as_deref(), Some("1/2"));
    fill(&mut window, "5.1.1.1 机构扣分", "0.25");
    assert_eq!(lost(&window).as_deref(), Some("1/4"));
    // It moves nothing of ours.
    assert_eq!(window.state().session().unwrap().card(), &score);

    click(&mut window, "把发现列为整改");
    assert_eq!(assessment(&window).actions.len(), actions + 1);
    let made = assessment(&window).actions.values().next_back().unwrap().clone();
    assert_eq!((made.what.as_str(), made.due.unwrap().to_string().as_str()), ("任命文件没有日期", "2026-12-10"));
    assert!(window.state().notices().iter().any(|text| text.contains("1 条发现已列为整改，期限 2026-12-10：5.1.1.1")));
    // Twice makes no second one; one step back takes it away.
    click(&mut window, "把发现列为整改");
    assert_eq!(assessment(&window).actions.len(), actions + 1);
    command(&mut window, Key::Z);
    assert_eq!(assessment(&window).actions.len(), actions);
    // A deduction without a word on what was found makes no action, and that is said.
    fill(&mut window, "5.1.1.2 机构扣分", "1/3");
    click(&mut window, "把发现列为整改");
    assert_eq!(assessment(&window).actions.len(), actions + 1);
    let left = "有 1 条只有扣分、没有写发现，没有列入：5.1.1.2";
    assert!(window.state().notices().iter().any(|text| text.contains(left)), "{:?}", window.state().notices());

    // In the next round it is said where all this is.
    click(&mut window, "轮次");
    click(&mut window, "开新一轮");
    click(&mut window, "封存并开新一轮");
    click(&mut window, "现场评价");
    window.get_by_label_contains("第 1 轮（2026 年自评）的现场评价封存在那一轮里");
}

#[test]
fn the_table_of_the_visit_does_not_jump_with_the_first_number() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let mut window = window(folder.path(), vec![], Some(case));
    command(&mut window, Key::B);
    click(&mut window, "现场评价");
    let top = |window: &Harness<'_, App>| window.get_by_label("5.1.1.1 机构扣分").rect().top();
    let before = top(&window);
    fill(&mut window, "5.1.1.1 机构扣分", "0.5");
    assert!((top(&window) - before).abs() < 1.0, "{before} {}", top(&window));
    // More than the clause is worth may be true: our points are provisional.
    fill(&mut window, "5.1.1.1 机构扣分", "9");
    window.get_by_label_contains("这里的分值是推定的，标准正文的分值可能更大");
    window.get_by_label_contains("，超过分值");
}

#[test]
fn what_the_receipt_of_a_round_says_is_short_and_goes_with_the_next_step() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = second_round(folder.path());
    let told = |window: &Harness<'_, App>| window.state().notices().iter().any(|text| text.contains("已封存"));
    assert!(told(&window));
    assert!(window.query_by_label_contains("抽样留在封存的一轮").is_none());
    click(&mut window, "详情");
    window.get_by_label_contains("抽样留在封存的一轮");
    assert!(told(&window));
    command(&mut window, Key::Num2);
    assert!(!told(&window));
}

#[test]
fn confirming_numbers_of_an_old_sample_says_so_and_nothing_to_confirm_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = second_round(folder.path());
    command(&mut window, Key::Num2);
    let notice =
        |window: &Harness<'_, App>, part: &str| window.state().notices().iter().any(|text| text.contains(part));
    // Clause after clause; each that was judged by a sample says that its numbers are old.
    let mut sampled = 0;
    for _ in 0..50 {
        let clause = Some(window.state().selected().to_owned()).filter(|clause| !clause.is_empty());
        let clause = clause.unwrap_or_else(|| "5.1.1.1".to_owned()); // nothing was chosen yet
        let Some(old) = assessment(&window).carried(&clause.as_str().into()).cloned() else { break };
        let is_sample = matches!(old, Verdict::Sampled { .. });
        press(&mut window, Key::Y);
        assert_eq!(notice(&window, "沿用了上一轮的样本数"), is_sample, "{clause}");
        sampled += usize::from(is_sample);
    }
    assert!(sampled > 0);
    assert_eq!(to_confirm(&window), 0);
    press(&mut window, Key::Y);
    assert!(notice(&window, "没有待确认的"));
    // In the table as well.
    command(&mut window, Key::Num3);
    assert!(!notice(&window, "没有待确认的"));
    press(&mut window, Key::Home);
    press(&mut window, Key::Y);
    assert!(notice(&window, "没有待确认的"));
}

#[test]
fn the_scale_of_the_comparison_says_where_it_begins() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = second_round(folder.path());
    // Nothing is judged in the new round: its score is 0, and so is the beginning of the scale.
    command(&mut window, Key::B);
    window.get_by_label_contains("得分 0 ");
    assert!(window.query_by_label_contains("不是从 0 分起").is_none());
    command(&mut window, Key::Num2);
    press(&mut window, Key::Num2);
    press(&mut window, Key::N);
    while to_confirm(&window) > 0 {
        press(&mut window, Key::Y);
    }
    command(&mut window, Key::B);
    window.get_by_label_contains("不是从 0 分起");
}

#[test]
fn no_round_is_closed_on_a_day_to_come() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let mut window = window(folder.path(), vec![], Some(case));
    command(&mut window, Key::B);
    click(&mut window, "开新一轮");
    let day = |window: &mut Harness<'_, App>, text: &str| {
        window.get_by_role_and_label(egui::accesskit::Role::TextInput, "结束日期").focus();
        steps(window);
        command(window, Key::A);
        window.get_by_role_and_label(egui::accesskit::Role::TextInput, "结束日期").type_text(text);
        steps(window);
    };
    day(&mut window, "2027-01-01");
    window.get_by_label_contains("2027-01-01 在今天（2026-11-21）之后");
    click(&mut window, "封存并开新一轮");
    assert!(assessment(&window).rounds.is_empty());
    day(&mut window, "2026-11-21");
    click(&mut window, "封存并开新一轮");
    assert_eq!(assessment(&window).rounds.len(), 1);
}

#[test]
fn a_frozen_round_is_saved_as_a_case() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let target = folder.path().join("第一轮.xingping");
    let mut window = window(folder.path(), vec![vec![target.clone()], vec![case.clone()]], Some(case.clone()));
    command(&mut window, Key::B);
    click(&mut window, "开新一轮");
    click(&mut window, "封存并开新一轮");
    click(&mut window, "1 另存为案卷…");
    let made = xingping::store::open(&target).unwrap();
    assert_eq!(made.assessment, *assessment(&window).rounds[0].assessment);
    assert!(window.state().notices().iter().any(|text| text.contains("第 1 轮“2026 年自评”")));
    // Not over the case that is open, whatever the dialog said.
    click(&mut window, "1 另存为案卷…");
    assert!(window.state().notices().iter().any(|text| text.contains("为免覆盖")), "{:?}", window.state().notices());
    assert_eq!(window.state().path(), Some(case.as_path()));
}

#[test]
fn all_that_is_overdue_or_near_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let mut window = window(folder.path(), vec![], Some(case));
    command(&mut window, Key::B);
    click(&mut window, "证书");
    // Today is 2026-11-21. From 2024-02-27 on: visits of 2025 and 2026 are late, renewal is due by 2026-11-26, the end
    // on 2027-02-26 is 97 days off.
    fill(&mut window, "发证日期", "2024-02-27");
    click(&mut window, "登记证书");
    // 2025-02-27 to 2026-11-21: 365 days to 2026-02-27, then 1 + 31 + 30 + 31 + 30 + 31 + 31 + 30 + 31 + 21 = 267.
    window.get_by_label("监督评价应在 2025-02-27 办理，已逾期 632 天");
    window.get_by_label("监督评价应在 2026-02-27 办理，已逾期 267 天");
    window.get_by_label("申请再认证 2026-11-26，还有 5 天");
    assert!(window.query_by_label_contains("证书到期 2027-02-26").is_none());
    window.get_by_label("逾期 632 天");
    window.get_by_label("5 天后到期");
    command(&mut window, Key::W);
    window.get_by_label("监督评价应在 2025-02-27 办理，已逾期 632 天");
    window.get_by_label("监督评价应在 2026-02-27 办理，已逾期 267 天");
    window.get_by_label("申请再认证 2026-11-26，还有 5 天");
}

#[test]
fn a_certificate_has_its_dates_and_a_calendar_takes_them() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let target = folder.path().join("日程.ics");
    let mut window = window(folder.path(), vec![vec![target.clone()]], Some(case));
    command(&mut window, Key::B);
    click(&mut window, "证书");
    fill(&mut window, "发证日期", "2026-03-01");
    click(&mut window, "登记证书");
    let award = assessment(&window).award.clone().unwrap();
    assert_eq!((award.expires.to_string().as_str(), award.milestones.len()), ("2029-02-28", 4));
    // 2026-11-21 to 2027-03-01: 9 + 31 + 31 + 28 + 1 days.
    window.get_by_label("下一个：监督评价，2027-03-01，还有 100 天");
    window.get_all_by_label("已办").next().unwrap().click();
    steps(&mut window);
    let done = assessment(&window).award.clone().unwrap().milestones[0].done;
    assert_eq!(done.map(|day| day.to_string()).as_deref(), Some("2026-11-21"));
    window.get_by_label_contains("下一个：监督评价，2028-03-01");
    click(&mut window, "写出日程（.ics）");
    let text = std::fs::read_to_string(&target).unwrap();
    assert!(text.contains("20280301") && !text.contains("20270301"), "{text}");
    // Listed again, what was done stays and stands there once.
    click(&mut window, "按发证日期重排");
    let award = assessment(&window).award.clone().unwrap();
    assert_eq!((award.milestones.len(), award.milestones[0].done), (4, done));
}

#[test]
fn the_start_page_reminds_of_what_is_due() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let mut window = window(folder.path(), vec![], Some(case));
    command(&mut window, Key::B);
    click(&mut window, "证书");
    fill(&mut window, "发证日期", "2026-03-01");
    click(&mut window, "登记证书");
    command(&mut window, Key::W);
    window.get_by_label("监督评价 2027-03-01，还有 100 天");
}

/// A report of a second round in which one clause went back, and of a certificate.
#[test]
fn the_report_says_what_changed_and_what_is_due() {
    use xingping::report::chapters;
    let mut case = xingping::store::example().unwrap();
    let scheme = case.pinned.scheme.clone();
    let words = super::files::words();
    let folder = tempfile::tempdir().unwrap();
    let report = |assessment: &Assessment| {
        let checkup = super::files::glance(folder.path(), assessment);
        let card = xingping::scoring::score(&scheme, assessment);
        let subject = chapters::Subject {
            words: &words,
            pinned: &case.pinned,
            assessment,
            card: &card,
            checkup: &checkup,
            case_name: "案卷",
            date: "2026-11-21".parse().unwrap(),
        };
        let report = chapters::gap_report(&subject);
        let of = |id: &str| {
            let chapter = report.chapters.iter().find(|chapter| chapter.id == id);
            chapter.map(|chapter| format!("{:?}", chapter.blocks))
        };
        (of("rounds"), of("award"), of("visit"))
    };
    assert_eq!(report(&case.assessment), (None, None, None));
    let mut next = case.assessment.clone();
    let day = "2026-06-30".parse().unwrap();
    let (edit, _) = xingping::assessment::new_round(&case.pinned, &next, "上半年自评", day).unwrap();
    xingping::assessment::apply(&scheme, &mut next, &edit).unwrap();
    for clause in scheme.clauses() {
        if let Some(verdict) = next.carried(&clause.id).cloned() {
            let verdict = if clause.id.as_str() == "5.1.1.1" { Verdict::Fails } else { verdict };
            let edit = xingping::assessment::Edit::SetVerdict { clause: clause.id.clone(), verdict };
            xingping::assessment::apply(&scheme, &mut next, &edit).unwrap();
        }
    }
    let issued = "2026-03-01".parse().unwrap();
    let expires = xingping::assessment::usual_expiry(issued).unwrap();
    let award = xingping::assessment::Award {
        number: "示例-01".into(),
        body: "某认证".into(),
        grade: Some("five_star".into()),
        issued,
        expires,
        milestones: xingping::assessment::usual_milestones(issued, expires),
    };
    let edit = xingping::assessment::Edit::SetAward(Some(Box::new(award)));
    xingping::assessment::apply(&scheme, &mut next, &edit).unwrap();
    // The body deducted half a point on a clause that we say is met, and found something; its own score is 88.5.
    let lost = |text: &str| Some(xingping::assessment::Gain(xingping::criteria::parse_amount(text).unwrap()));
    let finding = xingping::assessment::VisitFinding { lost: lost("0.5"), found: "任命文件没有日期".into() };
    let visit = xingping::assessment::Visit {
        body: "某认证".into(),
        ended_on: Some("2026-11-10".parse().unwrap()),
        score: lost("88.5"),
        special_deductions: Some(3),
        findings: [("5.1.4.1".into(), finding)].into(),
        ..Default::default()
    };
    let edit = xingping::assessment::Edit::SetVisit(Some(Box::new(visit)));
    xingping::assessment::apply(&scheme, &mut next, &edit).unwrap();
    let (rounds, award, visit) = report(&next);
    let (rounds, award, visit) = (rounds.unwrap(), award.unwrap(), visit.unwrap());
    assert_eq!(next.verdict(&"5.1.4.1".into()), &Verdict::Meets);
    let told = ["88.5", "某认证", "偏松 0.5", "有 1 条我们偏松", "任命文件没有日期", "2026-12-10", "还没有列为整改"];
    for part in told {
        assert!(visit.contains(part), "{part}: {visit}");
    }
    let (edit, _) = xingping::assessment::visit_actions(&next);
    xingping::assessment::apply(&scheme, &mut next, &edit).unwrap();
    let (_, _, visit) = report(&next);
    let visit = visit.unwrap();
    let id = next.actions.last_key_value().unwrap().0.to_string();
    assert!(!visit.contains("还没有列为整改") && visit.contains(&id), "{visit}");
    // A grade is no change of score: it stands with the name of its round.
    assert!(rounds.contains("上半年自评：五星级") || rounds.contains("上半年自评：四星级"), "{rounds}");
    for part in ["上半年自评", "退步 1 条", "符合", "不符合", "判定"] {
        assert!(rounds.contains(part), "{part}: {rounds}");
    }
    for part in ["示例-01", "监督评价", "申请再认证", "证书到期"] {
        assert!(award.contains(part), "{part}: {award}");
    }
    case.assessment = next;
}
