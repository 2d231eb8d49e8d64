//! Case files: what is saved is what is opened; what is broken is refused with one clear sentence.

use std::sync::Arc;

use xingping::assessment::{
    self, Assessment, Bonus, Checkup, Company, Edit, Evidence, EvidenceId, EvidenceItem, ItemState, Period, Verdict,
    apply,
};
use xingping::criteria::{self, SHIPPED};
use xingping::lang::{Language, Words};
use xingping::store::{self, Case};

pub fn words() -> Words {
    Words::load(Language::Chinese).unwrap()
}

pub fn case() -> Case {
    let pinned = criteria::read(SHIPPED[0].text).unwrap();
    let mut assessment = Assessment::of(Company { name: "示例\"公司\"\\𠮷".into(), ..Company::default() });
    let verdict = Verdict::Sampled { checked: 10, nonconforming: 3 };
    for edit in [
        Edit::SetVerdict { clause: "5.3.2.2".into(), verdict },
        Edit::SetFinding { clause: "5.3.2.2".into(), text: "第一行\n第二行 \"#\" \\ 结束".into() },
        Edit::SetVerdict { clause: "5.2.3.1".into(), verdict: Verdict::Excluded { reason: "自提".into() } },
    ] {
        apply(&pinned.scheme, &mut assessment, &edit).unwrap();
    }
    Case { pinned, assessment }
}

#[test]
fn what_is_saved_is_what_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("示例.xingping");
    let case = case();
    store::create(&path, &case).unwrap();
    assert_eq!(store::open(&path).unwrap(), case);
    let text = std::fs::read_to_string(&path).unwrap();
    store::save(&path, &store::open(&path).unwrap()).unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text, "the same case gives the same bytes");
    assert!(store::create(&path, &case).unwrap_err().say(&words()).contains("已经存在"));
}

/// Each damage, and a part of the sentence that it must give.
#[test]
fn broken_cases_are_refused_with_a_sentence() {
    let case = case();
    let good = store::render(&case.pinned, &case.assessment);
    let damage = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        good.replacen(from, to, 1).into_bytes()
    };
    let cases: Vec<(Vec<u8>, &str)> = vec![
        (Vec::new(), "空文件"),
        (b"\xff\xfe\x00".to_vec(), "不是文本文件"),
        (b"hello".to_vec(), "不是星评的案卷"),
        (b"(a: 1)".to_vec(), "不是星评的案卷"),
        (good.as_bytes()[..good.len() / 2].to_vec(), "已损坏"),
        (good.as_bytes()[..200].to_vec(), "已损坏"),
        (damage("version: 6", "version: 7"), "较新版本"),
        (damage("xingping-case", "other"), "不是星评的案卷"),
        (damage("written_by", "written_bye"), "不认识的项目“written_bye”"),
        (damage("finding:", "findings:"), "不认识的项目“findings”"),
        (damage("contact: \"\",", ""), "缺少项目“contact”"),
        (damage("\"5.3.2.2\": (", "\"5.9.9.9\": ("), "准则中没有条款“5.9.9.9”"),
        (damage("nonconforming: 3", "nonconforming: 11"), "抽了 10 个，不符合却有 11 个"),
        (damage("checked: 10", "checked: -1"), "不小于 0 的整数"),
        (damage("checked: 10", "checked: 1.5"), "第 "),
        (damage("checked: 10", "checked: 10, checked: 10"), "“checked”写了两遍"),
        (
            damage(
                "\"5.3.2.2\": (",
                "\"5.2.3.1\": (verdict: meets, finding: \"\", note: \"\", look_again: false, recheck: false), \"5.3.2.2\": (",
            ),
            "“5.2.3.1”写了两遍",
        ),
        (damage("    version: 6", "    version: 0"), "不是星评的案卷"),
        (damage("checked: 10", "checked: 4294967295"), "超过上限"),
        (damage("checked: 10", "checked: 99999999999999999999"), "不小于 0 的整数"),
        (damage("售后服务体系", "售后服务体糸"), "指纹不符"),
        (damage("points: 40", "points: 41"), "评价准则有问题"),
    ];
    let folder = tempfile::tempdir().unwrap();
    for (bytes, expected) in cases {
        let path = folder.path().join("坏.xingping");
        std::fs::write(&path, &bytes).unwrap();
        let said = store::open(&path).err().unwrap_or_else(|| panic!("opened: {expected}")).say(&words());
        assert!(said.contains(expected) && said.contains("坏.xingping"), "{expected}: {said}");
        assert!(!said.contains('\n'), "one sentence: {said}");
        assert_eq!(std::fs::read(&path).unwrap(), bytes, "untouched");
    }
    let missing = store::open(&folder.path().join("没有.xingping")).unwrap_err().say(&words());
    assert!(missing.contains("找不到"), "{missing}");
    let long = store::open(&folder.path().join("长".repeat(300))).unwrap_err().say(&words());
    assert!(long.contains("太长"), "{long}");
    let nested = format!("(format: \"xingping-case\", version: 1, x: {})", "[".repeat(100_000));
    std::fs::write(folder.path().join("深.xingping"), nested).unwrap();
    store::open(&folder.path().join("深.xingping")).unwrap_err();
}

#[test]
fn a_scheme_with_any_text_travels_whole() {
    let text = SHIPPED[0].text.replacen("note: \"\"", "note: \"引号 \\\" 和 \\\"# 和 \\\"###\"", 1);
    let pinned = criteria::read(&text).unwrap();
    let case = Case { pinned, assessment: Assessment { company: Arc::default(), ..Assessment::default() } };
    let read = store::parse(store::render(&case.pinned, &case.assessment).as_bytes()).unwrap();
    assert_eq!(read, case);
}

/// A look at the evidence of a case in a folder.
pub fn glance(folder: &std::path::Path, assessment: &Assessment) -> Checkup {
    let places = store::Places::of(folder, assessment, &Default::default());
    store::checkup(&places, assessment, store::Depth::Glance, &store::Seen::default(), &store::Watch::NONE)
}

#[test]
fn the_example_is_copied_whole_and_scores_just_below_five_stars() {
    let folder = tempfile::tempdir().unwrap();
    let place = store::write_example(folder.path()).unwrap();
    assert!(!place.found);
    let case = store::open(&place.case).unwrap();
    let card = xingping::scoring::score(&case.pinned.scheme, &case.assessment);
    // 98 points apply; lost: 2 + 2/24·2 + 1/12·2 + 6/60·3 + 4/30·2 + 3/40·3 + 2/20·4 = 3.525; minus 2.
    let outcome = card.outcome.unwrap();
    assert_eq!(outcome.score, criteria::parse_amount("94475/980").unwrap() - criteria::whole(2));
    assert_eq!(outcome.grade.id, "four_star");

    let states: Vec<ItemState> =
        glance(folder.path(), &case.assessment).items.values().map(|check| check.state).collect();
    assert_eq!(states.iter().filter(|state| **state == ItemState::Missing).count(), 1, "one is missing on purpose");
    assert_eq!(
        states.iter().filter(|state| **state == ItemState::Same).count(),
        states.len() - 1 - states.iter().filter(|state| **state == ItemState::NotChecked).count()
    );

    // Every file of the folder in the source is built in.
    fn count(folder: &std::path::Path) -> usize {
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.map(|path| if path.is_dir() { count(&path) } else { 1 }).sum()
    }
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/example/证据");
    assert_eq!(count(&folder.path().join("证据")), count(&source));

    // A second copy leaves what is there.
    assert!(store::write_example(folder.path()).unwrap().found);
}

/// Paths that a person may register: each gets its state, none harms.
#[test]
#[cfg(unix)]
fn odd_evidence_paths_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("在.txt"), "x").unwrap();
    std::fs::write(at("𠮷野家😀.txt"), "x").unwrap();
    std::fs::create_dir(at("夹")).unwrap();
    std::os::unix::fs::symlink(at("圈二"), at("圈一")).unwrap();
    std::os::unix::fs::symlink(at("圈一"), at("圈二")).unwrap();
    // Three hundred characters in one path, each part short enough for the system.
    let deep = ["长".repeat(70), "深".repeat(70), "远".repeat(70), "多".repeat(70), "层".repeat(20)].join("/");
    let file = |path: &str| EvidenceItem::File(path.to_owned());
    let expected = [
        (file("在.txt"), ItemState::Present),
        (file("𠮷野家😀.txt"), ItemState::Present),
        (EvidenceItem::Folder("夹".into()), ItemState::Present),
        (file("没有.txt"), ItemState::Missing),
        (file("在.txt/里面.txt"), ItemState::Missing),
        (file("夹"), ItemState::Unreadable),
        (EvidenceItem::Folder("在.txt".into()), ItemState::Unreadable),
        (file("圈一"), ItemState::Unreadable),
        (file(&"长".repeat(300)), ItemState::Unreadable),
        (file(&deep), ItemState::Missing),
        (file("/dev/null"), ItemState::Unreadable),
        (EvidenceItem::Web("https://www.example.com/".into()), ItemState::NotChecked),
    ];
    let mut case = case();
    let evidence = Evidence {
        title: "各种路径".into(),
        items: expected.iter().map(|(item, _)| item.clone()).collect(),
        clauses: Default::default(),
        covers: None,
        expires: None,
        ..Evidence::default()
    };
    let add = Edit::AddEvidence { id: EvidenceId(1), evidence: Box::new(evidence) };
    apply(&case.pinned.scheme, &mut case.assessment, &add).unwrap();
    let path = at("案卷.xingping");
    store::create(&path, &case).unwrap();
    let opened = store::open(&path).unwrap();
    assert_eq!(opened, case, "whatever the paths, they come back the same");
    let checkup = glance(folder.path(), &opened.assessment);
    for (item, state) in &expected {
        assert_eq!(checkup.state(item), *state, "{item:?}");
    }
}

#[test]
fn edits_that_do_not_fit_are_refused_with_a_sentence() {
    let words = words();
    let mut case = case();
    let before = case.assessment.clone();
    let verdict = |clause: &str, verdict| Edit::SetVerdict { clause: clause.into(), verdict };
    let piece = |title: &str, items: Vec<EvidenceItem>, covers| Edit::AddEvidence {
        id: EvidenceId(1),
        evidence: Box::new(Evidence {
            title: title.into(),
            items,
            clauses: Default::default(),
            covers,
            ..Evidence::default()
        }),
    };
    let day = |day| chrono::NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
    let file = || vec![EvidenceItem::File("a".into())];
    for (edit, part) in [
        (verdict("9.9", Verdict::Meets), "没有条款“9.9”"),
        (verdict("5.1.1.1", Verdict::Sampled { checked: 1, nonconforming: 0 }), "不能判“抽样”"),
        (verdict("5.1.1.1", Verdict::Excluded { reason: "无".into() }), "不允许删减"),
        (verdict("5.2.3.1", Verdict::Excluded { reason: " ".into() }), "没有写理由"),
        (verdict("5.3.2.2", Verdict::Sampled { checked: 0, nonconforming: 0 }), "样本数是 0"),
        (verdict("5.3.2.2", Verdict::Sampled { checked: 3, nonconforming: 4 }), "不能多于"),
        (verdict("5.3.2.2", Verdict::Sampled { checked: u32::MAX, nonconforming: 4 }), "超过上限"),
        (Edit::SetFinding { clause: "5.1.1.1".into(), text: "长".repeat(20_001) }, "超过上限 20000"),
        (Edit::SetNote { clause: "5.1.1.1".into(), text: "\u{7}".into() }, "控制字符"),
        (piece("", file(), None), "没有名称"),
        (piece("甲", vec![], None), "至少添加一项"),
        (piece("甲", file(), Some(Period { from: day(9), to: day(8) })), "结束早于开始"),
        (piece("甲", vec![EvidenceItem::File(" ".into())], None), "不能使用"),
        (Edit::RemoveEvidence { id: EvidenceId(7) }, "没有编号为 7 的证据"),
        (Edit::SetBonus(Some(Bonus { reason: String::new() })), "没有写明理由"),
    ] {
        let said =
            apply(&case.pinned.scheme, &mut case.assessment, &edit).unwrap_err().say(&words.problems, &words.common);
        assert!(said.contains(part), "{part}: {said}");
        // Several at once: all or none.
        let many = Edit::Many(vec![verdict("5.1.1.1", Verdict::Fails), edit]);
        apply(&case.pinned.scheme, &mut case.assessment, &many).unwrap_err();
        assert_eq!(case.assessment, before);
    }
}

/// Edits as a journal would have them: a line of one that is endless or bottomless is refused while it is read.
#[test]
fn edits_are_bounded_while_they_are_read() {
    let many = |count: usize| format!("{{\"many\":[{}]}}", vec!["{\"set_bonus\":null}"; count].join(","));
    let said = serde_json::from_str::<Edit>(&many(assessment::MAX_EDITS + 1)).unwrap_err().to_string();
    assert!(said.starts_with(assessment::OVERFULL), "{said}");
    assert_eq!(serde_json::from_str::<Edit>(&many(3)).unwrap(), Edit::Many(vec![Edit::SetBonus(None); 3]));
    let deep = "{\"many\":[".repeat(10_000) + &"]}".repeat(10_000);
    serde_json::from_str::<Edit>(&deep).unwrap_err();
    let piece = "{\"title\":\"a\",\"items\":[…],\"clauses\":[],\"covers\":null,\"expires\":null}";
    let items = vec!["{\"file\":\"a\"}"; assessment::MAX_ITEMS + 1].join(",");
    let add = format!("{{\"add_evidence\":{{\"id\":1,\"evidence\":{}}}}}", piece.replace('…', &items));
    let said = serde_json::from_str::<Edit>(&add).unwrap_err().to_string();
    assert!(said.starts_with(assessment::OVERFULL), "{said}");
}

/// Thousands of changes within a change: all or none, and in bearable time, though the case has many pieces.
#[test]
fn changes_within_changes_are_all_or_none() {
    let mut case = case();
    let piece = Evidence {
        title: "甲".into(),
        items: vec![EvidenceItem::File("a".into())],
        clauses: Default::default(),
        covers: None,
        expires: None,
        ..Evidence::default()
    };
    let add = |id| Edit::AddEvidence { id: EvidenceId(id), evidence: Box::new(piece.clone()) };
    apply(&case.pinned.scheme, &mut case.assessment, &Edit::Many((1..=500).map(add).collect())).unwrap();
    let before = case.assessment.clone();
    let note = Edit::SetNote { clause: "5.1.1.1".into(), text: "甲".into() };
    let mut many = vec![Edit::Many(vec![note]); 20_000];
    many.push(Edit::Many(vec![Edit::RemoveEvidence { id: EvidenceId(501) }]));
    apply(&case.pinned.scheme, &mut case.assessment, &Edit::Many(many.clone())).unwrap_err();
    assert_eq!(case.assessment, before);
    many.pop();
    apply(&case.pinned.scheme, &mut case.assessment, &Edit::Many(many)).unwrap();
    assert_eq!(case.assessment.answer(&"5.1.1.1".into()).unwrap().note, "甲");
}

/// What may be in one case is bounded in all, and the gate and the reader agree on how much.
#[test]
fn all_parts_together_are_bounded_alike_by_the_gate_and_when_opened() {
    let mut case = case();
    let piece = Evidence {
        title: "甲".into(),
        items: vec![EvidenceItem::File("a".into()); assessment::MAX_ITEMS],
        clauses: Default::default(),
        covers: None,
        expires: None,
        ..Evidence::default()
    };
    let full = u32::try_from(assessment::MAX_PARTS / assessment::MAX_ITEMS).unwrap();
    let add = |id| Edit::AddEvidence { id: EvidenceId(id), evidence: Box::new(piece.clone()) };
    apply(&case.pinned.scheme, &mut case.assessment, &Edit::Many((1..=full).map(add).collect())).unwrap();
    let attach = Edit::Attach { id: EvidenceId(1), clause: "5.1.1.1".into() };
    let one_more = Evidence { items: vec![EvidenceItem::File("a".into())], ..piece.clone() };
    let one_more = Edit::AddEvidence { id: EvidenceId(full + 1), evidence: Box::new(one_more) };
    for edit in [attach, one_more] {
        let said = apply(&case.pinned.scheme, &mut case.assessment, &edit).unwrap_err();
        let said = said.say(&words().problems, &words().common);
        assert!(said.contains(&assessment::MAX_PARTS.to_string()), "{said}");
    }
    let same = Edit::SetEvidence { id: EvidenceId(1), evidence: Box::new(piece) };
    apply(&case.pinned.scheme, &mut case.assessment, &same).unwrap();
    let text = store::render(&case.pinned, &case.assessment);
    assert_eq!(store::parse(text.as_bytes()).unwrap(), case);
    let more = text.replacen("clauses: []", "clauses: [\"5.1.1.1\"]", 1);
    let said = store::OpenError { path: "a".into(), kind: store::parse(more.as_bytes()).unwrap_err() }.say(&words());
    assert!(said.contains("超过案卷上限 200000 项"), "{said}");
}
