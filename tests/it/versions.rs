//! Old files open: case files of every version, as the programs of their time wrote them.
//!
//! `tests/files/cases/v<version>/NAME.xingping`, with what is in it in `NAME.expected`: counted in the file by other
//! means, the score as the program of that version said it. Files are added, none is ever changed.

use std::fs;
use std::path::{Path, PathBuf};

use xingping::assessment::{ActionId, ActionState, Answer, Assessment, Gap, SpecialDeductionId, Verdict};
use xingping::scoring;
use xingping::store::{self, CASE_VERSION, Case};

fn folder(version: u32) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/files/cases/v{version}"))
}

fn files(version: u32) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder(version)) else { return Vec::new() };
    let mut out: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    out.retain(|path| path.extension().is_some_and(|ending| ending == "xingping"));
    out.sort();
    out
}

/// What a case holds, a line each, as the `.expected` files say it.
fn told(case: &Case) -> String {
    let Assessment { answers, evidence, special_deductions, bonus, former, .. } = &case.assessment;
    let card = scoring::score(&case.pinned.scheme, &case.assessment);
    let outcome = card.outcome.unwrap();
    let rated = answers.values().filter(|answer| answer.verdict != Verdict::Unrated).count();
    format!(
        "answers: {}\nrated: {rated}\nevidence: {}\nitems: {}\nserved: {}\nspecial deductions: {}\nbonus: {}\n\
         former: {}\nscore: {}\ngrade: {}\n",
        answers.len(),
        evidence.len(),
        evidence.values().map(|piece| piece.items.len()).sum::<usize>(),
        evidence.values().map(|piece| piece.clauses.len()).sum::<usize>(),
        special_deductions.len(),
        u8::from(bonus.is_some()),
        former.values().map(|given| given.len()).sum::<usize>(),
        scoring::fraction(&outcome.score),
        outcome.grade.id,
    )
}

#[test]
fn every_file_of_every_version_opens_and_says_what_it_said() {
    for version in 1..=CASE_VERSION {
        let files = files(version);
        assert!(!files.is_empty(), "version {version} has no files in {}", folder(version).display());
        for path in files {
            let name = path.display();
            let bytes = fs::read(&path).unwrap();
            let parsed = store::parse_all(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(parsed.version, version, "{name}");
            let expected = fs::read_to_string(path.with_extension("expected")).unwrap();
            assert_eq!(told(&parsed.case), expected, "{name}");

            // What the newest version writes of it is the same case, with the same scheme to the letter.
            let written = store::render_at(&parsed.case.pinned, &parsed.case.assessment, &parsed.standing);
            let again = store::parse_all(written.as_bytes()).unwrap();
            assert_eq!((&again.case, &again.standing, again.version), (&parsed.case, &parsed.standing, CASE_VERSION));
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.contains(&*parsed.case.pinned.text), "{name}: the scheme's text");
            if version == CASE_VERSION {
                // `written_by` alone may be another.
                let others = |text: &str| -> Vec<String> {
                    text.lines().filter(|line| !line.contains("written_by: ")).map(str::to_owned).collect()
                };
                assert_eq!(others(&written), others(&text), "{name}: the newest version is written as it is");
            }
        }
    }
    assert!(!folder(CASE_VERSION + 1).exists(), "files of a version that the program does not know");
}

/// The leaves of a file with everything in it, compared with what was written into it.
#[test]
fn version_1_is_read_down_to_the_leaf() {
    let case = store::open(&folder(1).join("everything.xingping")).unwrap();
    let Assessment { company, answers, evidence, special_deductions, bonus, former, .. } = &case.assessment;
    assert_eq!(company.name, "万全\"公司\"\\𠮷😀");
    assert_eq!((&*company.sells, &*company.scope), ("电器\n与服务", "全部"));
    assert_eq!(company.sites, ["总部：甲市", "网点 \"乙\""]);
    let people = (company.headcount, company.service_managers, company.certified_managers);
    assert_eq!(people, (Some(386), Some(0), Some(u32::MAX)));
    assert_eq!((&*company.contact, &*company.prepared_by), ("示例\t电话", "沈若岚"));

    let answer = |verdict, finding: &str, note: &str, look_again| Answer {
        verdict,
        finding: finding.into(),
        note: note.into(),
        look_again,
        recheck: false,
        doubtful: false,
        carried: None,
    };
    let expected = [
        ("1.1.1", answer(Verdict::Meets, "第一行\n第二行 \"引号\" \\ 反斜杠 \" #", "", false)),
        ("1.1.2", answer(Verdict::Sampled { checked: 10, nonconforming: 3 }, "emoji 😀 与 𠮷", "给自己看的", true)),
        ("2.1.1", answer(Verdict::Excluded { reason: "顾客自提，没有运输".into() }, "", "", false)),
        ("2.1.2", answer(Verdict::Unrated, "", "只有备注", true)),
    ];
    let found: Vec<(&str, Answer)> = answers.iter().map(|(id, answer)| (id.as_str(), (**answer).clone())).collect();
    assert_eq!(found, expected);

    let pieces: Vec<_> = evidence.values().collect();
    let targets: Vec<&str> = pieces[0].items.iter().map(|item| item.target()).collect();
    let paths = ["证据/任命书.pdf", "/absolute/夹/任命书.pdf", "D:\\资料\\任命书.pdf", "\\\\server\\share\\a.pdf"];
    assert_eq!(targets, [&paths[..], &["../别处", "http://example.com/"]].concat());
    let served: Vec<&str> = pieces[0].clauses.iter().map(|id| id.as_str()).collect();
    assert_eq!(served, ["1.1.1", "1.1.2", "2.1.2"]);
    let covers = pieces[0].covers.unwrap();
    let days = [covers.from, covers.to, pieces[0].expires.unwrap()].map(|day| day.to_string());
    assert_eq!(days, ["2026-01-01", "2026-12-31", "2026-10-31"]);
    assert!(pieces[1].clauses.is_empty() && pieces[1].covers.is_none() && pieces[1].expires.is_none());

    let deductions: Vec<_> = special_deductions.values().collect();
    assert_eq!((deductions[0].kind, &*deductions[0].found, deductions[0].rectified), (1, "收费没有先报价", false));
    assert_eq!((&deductions[1].clause, deductions[1].rectified), (&Some("2.1.1".into()), true));
    assert_eq!(bonus.as_ref().unwrap().reason, "承诺高于三包规定");
    assert!(former.is_empty(), "version 1 knew of no former answers");
    assert!(case.pinned.scheme.title.contains("\"## 与 \"###"), "{}", case.pinned.scheme.title);
}

/// What is wrong with a file of version 1 is said as plainly as in the newest.
#[test]
fn broken_files_of_version_1_are_refused_with_a_sentence() {
    let words = super::files::words();
    let good = fs::read_to_string(folder(1).join("everything.xingping")).unwrap();
    let temporary = tempfile::tempdir().unwrap();
    let path = temporary.path().join("坏.xingping");
    for (from, to, expected) in [
        ("written_by", "written_bye", "不认识的项目“written_bye”"),
        ("finding:", "findings:", "不认识的项目“findings”"),
        ("verdict: meets", "verdict: maybe", "不认识的项目“maybe”"),
        ("prepared_by: \"沈若岚\",", "", "缺少项目“prepared_by”"),
        ("bonus: Some", "former: {}, bonus: Some", "不认识的项目“former”"),
        ("version: 1,", "version: 1, generation: 1,", "不认识的项目“generation”"),
        ("checked: 10", "checked: -1", "不小于 0 的整数"),
        ("checked: 10", "checked: 10, checked: 10", "“checked”写了两遍"),
        ("\"2.1.1\": (", "\"1.1.1\": (", "“1.1.1”写了两遍"),
        ("            3: (", "            2: (", "“2”写了两遍"),
        ("nonconforming: 3", "nonconforming: 11", "抽了 10 个，不符合却有 11 个"),
        ("\"1.1.1\": (", "\"9.9.9\": (", "准则中没有条款“9.9.9”"),
        ("2026-12-31", "2026-13-31", "2026-03-05"),
        ("要做到甲", "要做到申", "指纹不符"),
    ] {
        assert!(good.contains(from), "{from}");
        fs::write(&path, good.replacen(from, to, 1)).unwrap();
        let said = store::open(&path).err().unwrap_or_else(|| panic!("opened: {expected}")).say(&words);
        assert!(said.contains(expected), "{expected}: {said}");
    }
}

/// What came with version 5, down to the leaf.
#[test]
fn version_5_is_read_down_to_the_leaf() {
    let case = store::open(&folder(5).join("everything.xingping")).unwrap();
    let Assessment { answers, actions, scenarios, .. } = &case.assessment;
    let doubtful: Vec<&str> =
        answers.iter().filter(|(_, answer)| answer.doubtful).map(|(clause, _)| clause.as_str()).collect();
    assert_eq!(doubtful, ["1.1.2"]);
    let ids: Vec<String> = actions.keys().map(ToString::to_string).collect();
    assert_eq!(ids, ["Z001", "Z007"]);
    let one = &actions[&ActionId(1)];
    assert_eq!(one.gap, Gap::Clause("1.1.2".into()));
    assert_eq!(one.what, "补三个月的记录\n并由主管复核");
    assert_eq!(one.gain.as_ref().unwrap().0.to_string(), "9/11");
    assert_eq!((one.effort, one.cost, one.lead_days), (150, 123_450, 90));
    assert_eq!((&*one.owner, &*one.department, &*one.verified_by), ("沈若岚", "售后服务部", "周"));
    let days = [one.start, one.due, one.verified_on].map(|day| day.unwrap().to_string());
    assert_eq!(days, ["2026-03-01", "2026-06-30", "2026-07-01"]);
    assert_eq!((&*one.evidence, one.state), ("3 至 5 月工单", ActionState::ToVerify));
    let two = &actions[&ActionId(7)];
    assert_eq!((&two.gap, two.gain.is_none()), (&Gap::SpecialDeduction(SpecialDeductionId(1)), true));
    assert!(two.after.iter().eq([&ActionId(1)]));
    assert!(scenarios["先改\"两条\""].done.iter().eq([&ActionId(1), &ActionId(7)]));
}

/// What came with version 6, down to the leaf.
#[test]
fn version_6_is_read_down_to_the_leaf() {
    let case = store::open(&folder(6).join("everything.xingping")).unwrap();
    let Assessment { answers, rounds, visit, award, .. } = &case.assessment;
    let carried: Vec<(&str, &Verdict)> =
        answers.iter().filter_map(|(id, answer)| Some((id.as_str(), answer.carried.as_ref()?))).collect();
    assert_eq!(carried, [("1.1.1", &Verdict::Fails)]);
    let [round] = rounds.as_slice() else { panic!("one round") };
    assert_eq!((&*round.title, round.closed_on.to_string().as_str()), ("2025 年\"首轮\"", "2025-12-31"));
    assert_eq!(round.scheme_text, *case.pinned.text);
    let answer = round.assessment.answer(&"1.1.1".into()).unwrap();
    assert_eq!((&answer.verdict, &*answer.finding), (&Verdict::Meets, "当时看过"));
    assert_eq!(round.assessment.answers.len(), 1);
    let visit = visit.as_ref().unwrap();
    let day = visit.ended_on.unwrap().to_string();
    assert_eq!((&*visit.body, &*day, &*visit.note), ("示例认证", "2026-01-31", "两人\n一天"));
    assert_eq!(visit.score.as_ref().unwrap().0.to_string(), "177/20");
    assert_eq!((visit.grade.as_deref(), visit.special_deductions), (Some("pass"), Some(1)));
    let finding = &visit.findings[&"1.1.1".into()];
    assert_eq!((finding.lost.as_ref().unwrap().0.to_string().as_str(), &*finding.found), ("2/3", "没有任命文件"));
    let award = award.as_ref().unwrap();
    assert_eq!((&*award.number, &*award.body, award.grade.as_deref()), ("ZS-1", "示例认证", Some("good")));
    let days = [award.issued, award.expires].map(|day| day.to_string());
    assert_eq!(days, ["2026-03-01", "2029-02-28"]);
    let due: Vec<String> =
        award.milestones.iter().map(|one| format!("{} {:?} {}", one.due, one.kind, one.note)).collect();
    let expected =
        ["2027-03-01 Surveillance ", "2028-01-15 Other 体系内审", "2028-11-28 Renewal ", "2029-02-28 Expiry "];
    assert_eq!(due, expected);
    assert_eq!(award.milestones[0].done.unwrap().to_string(), "2027-02-20");
}
