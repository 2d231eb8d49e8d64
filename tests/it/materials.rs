//! Material checklists: the shipped ones, what is refused, states and suggestions, and the view.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;
use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use xingping::app::App;
use xingping::assessment::{
    Assessment, Evidence, EvidenceId, MaterialAnswer, MaterialCounts, MaterialId, MaterialState, PieceState, Standing,
    material_counts, material_state, points_checked, suggestions, unsound_for_material,
};
use xingping::criteria::{
    self, Checklist, MAX_CHECKLIST_BYTES, MAX_CHECKLIST_ITEMS, Mandatory, Need, PointToCheck, SHIPPED_CHECKLISTS,
    checklist, read_checklist,
};
use xingping::lang::{Language, Words};
use xingping::store;

use crate::journeys::{click, command, drop_file, example, press, steps, window};

fn words() -> Words {
    Words::load(Language::Chinese).unwrap()
}

fn general() -> Checklist {
    checklist("general").unwrap()
}

// The shipped lists.

#[test]
fn every_checklist_file_is_listed_once_and_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("criteria/materials");
    let files: BTreeMap<String, String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap()))
        .collect();
    let listed: BTreeMap<String, String> =
        SHIPPED_CHECKLISTS.iter().map(|each| (each.id.to_owned(), each.text.to_owned())).collect();
    assert_eq!(listed.len(), SHIPPED_CHECKLISTS.len(), "no id is listed twice");
    assert_eq!(listed.keys().collect::<Vec<_>>(), files.keys().collect::<Vec<_>>());
    assert_eq!(listed, files);
    for each in SHIPPED_CHECKLISTS {
        let problems = |problems: Vec<criteria::ChecklistProblem>| -> Vec<String> {
            problems.iter().map(|problem| problem.say(&words())).collect()
        };
        let read = read_checklist(each.text).map_err(problems);
        assert_eq!(read.as_ref().map(|list| list.id.as_str()), Ok(each.id));
        assert!(ron::from_str::<ron::Value>(each.text).is_ok(), "{}: ron reads it too", each.id);
    }
    assert_eq!(SHIPPED_CHECKLISTS[0].id, "general", "the first is the one that is shown");
    assert!(checklist("elsewhere").is_none());
}

#[test]
fn clauses_exist_sources_are_used_and_titles_differ() {
    let scheme = store::shipped_scheme().unwrap().scheme;
    for each in SHIPPED_CHECKLISTS {
        let list = checklist(each.id).unwrap();
        for item in &list.items {
            for clause in &item.clauses {
                assert!(scheme.clause(clause).is_some(), "{}/{}: {clause}", list.id, item.id);
            }
            let once: BTreeSet<_> = item.clauses.iter().collect();
            assert_eq!(once.len(), item.clauses.len(), "{}/{}", list.id, item.id);
            assert!(!item.sources.is_empty(), "{}/{} says who asks for it", list.id, item.id);
        }
        let titles: BTreeSet<_> = list.items.iter().map(|item| &item.title).collect();
        assert_eq!(titles.len(), list.items.len(), "{}", list.id);
        let named: BTreeSet<&String> = list
            .items
            .iter()
            .flat_map(|item| &item.sources)
            .chain(list.checks.iter().flat_map(|check| &check.sources))
            .collect();
        for source in &list.sources {
            assert!(named.contains(&source.id), "{}: nobody refers to {}", list.id, source.id);
        }
        for id in [PointToCheck::SCOPE, PointToCheck::MANAGER_QUOTA] {
            assert!(list.checks.iter().any(|check| check.id == id), "{}: {id}", list.id);
        }
    }
}

#[test]
fn the_general_list_has_every_number_and_says_where_sources_disagree() {
    let list = general();
    let need = |id: &str| list.item(id).unwrap().needs.clone();
    let of = |least, of: &str, months| vec![Need { least, of: of.into(), months }];
    assert_eq!(need("operation"), of(3, "个月的体系运行", None));
    assert_eq!(need("work-orders"), of(50, "份售后工单", Some(3)));
    assert_eq!(need("satisfaction"), of(100, "份满意度调查样本", None));
    assert_eq!(need("contracts"), of(5, "份服务合同样本", None));
    assert_eq!(need("managers"), of(1, "名持证的售后服务管理师", None));
    let what = |id: &str| list.item(id).unwrap().what.clone();
    for part in ["3 个月", "1 到 3 年", "近三年", "推断", "只有一个来源"] {
        assert!(what("work-orders").contains(part), "{part}");
    }
    for id in ["satisfaction", "contracts"] {
        assert!(what(id).contains("只有一个来源"), "{id}");
    }
    let how = |id: &str| list.checks.iter().find(|check| check.id == id).unwrap().how.clone();
    assert!(how("manager-quota").contains("10%") && how("manager-quota").contains("向上取整"));
    assert!(how("legal-status").contains("独立法人") && how("legal-status").contains("个体工商户"));
    assert!(how("agency-approved").contains("不联网") && how("agency-approved").contains("cx.cnca.cn"));
    assert_eq!(list.checks.iter().filter(|check| check.id.starts_with("certificate-")).count(), 4);
    let mandatory = |id: &str| list.item(id).unwrap().mandatory;
    assert_eq!(mandatory("work-orders"), Mandatory::Always);
    assert_eq!(mandatory("certificates"), Mandatory::WhereItApplies);
    assert_eq!(mandatory("self-report"), Mandatory::SomeBodies);
}

#[test]
fn the_example_shows_how_to_write_one() {
    let list = checklist("example-body").unwrap();
    let items = &list.items;
    assert!(items.len() < general().items.len());
    assert!(items.iter().any(|item| !item.leave_out.is_empty()));
    assert!(items.iter().any(|item| !item.mask_names.is_empty() && !item.mask_phones.is_empty()));
    for kind in [Mandatory::Always, Mandatory::WhereItApplies, Mandatory::SomeBodies] {
        assert!(items.iter().any(|item| item.mandatory == kind), "{kind:?}");
    }
    let text = SHIPPED_CHECKLISTS[1].text;
    for field in ["id", "mandatory", "needs", "clauses", "sources", "leave_out", "mask_names", "mask_phones"] {
        let explained = text.lines().any(|line| line.trim_start().starts_with("//") && line.contains(field));
        assert!(explained, "{field}");
    }
}

// What is refused.

const SMALL: &str = r#"Checklist(
    id: "small",
    title: "小清单",
    about: "测试用。",
    sources: [Source(id: "S4", title: "办理全流程", address: "")],
    items: [
        Material(
            id: "orders",
            title: "工单",
            what: "工单。",
            why: "看服务。",
            needs: [Need(least: 50, of: "份工单", months: Some(3))],
            sources: ["S4"],
            mandatory: always,
            clauses: ["5.2.4.1"],
            leave_out: "",
            mask_names: [],
            mask_phones: [],
        ),
    ],
    checks: [Check(id: "fee", group: "申请之前", question: "费用确认了", how: "写进合同。", sources: [])],
)"#;

fn refused(text: &str) -> Vec<String> {
    let problems = read_checklist(text).expect_err("a damaged list was read");
    assert!(problems.is_sorted_by_key(|problem| problem.at));
    problems.iter().map(|problem| problem.say(&words())).collect()
}

#[test]
fn a_small_list_is_read_as_it_is_written() {
    let list = read_checklist(SMALL).unwrap();
    assert_eq!((list.id.as_str(), list.items.len(), list.checks.len()), ("small", 1, 1));
    assert_eq!(list.items[0].clauses[0].as_str(), "5.2.4.1");
    assert_eq!(list.source("S4").unwrap().title, "办理全流程");
    assert_eq!(read_checklist(&format!("\u{feff}{}", SMALL.replace('\n', "\r\n"))).unwrap(), list, "as Windows has it");
    let bare = SMALL.replace("Checklist(", "(").replace("Material(", "(").replace("Need(", "(").replace("Check(", "(");
    assert_eq!(read_checklist(&bare).unwrap(), list, "names of records may be left out");
}

#[test]
fn each_damage_is_told_with_its_place() {
    let item = |id: &str| {
        let from = SMALL.find("        Material(").unwrap();
        let to = SMALL.find("    ],\n    checks").unwrap();
        SMALL[from..to].replace("\"orders\"", &format!("\"{id}\""))
    };
    let many: String = (0..=MAX_CHECKLIST_ITEMS).map(|n| item(&format!("m{n}"))).collect();
    let long = "长".repeat(5000);
    let line = "长".repeat(201);
    for (from, to, expected) in [
        ("about:", "abot:", "第 4 行第 5 列：“Checklist”中没有“abot”这一项；看来是“about”，请改正拼写。"),
        ("about:", "extra: 1, about:", "第 4 行第 5 列：“Checklist”中没有“extra”这一项；请删去或改正拼写，可用的有："),
        ("    why: \"看服务。\",\n", "", "缺少“why”；请补上。"),
        ("title: \"工单\"", "title: \"\"", "第 9 行第 20 列：“title”不能为空；请填写。"),
        ("title: \"工单\"", "title: \" \"", "“title”不能为空"),
        ("title: \"工单\"", "title: \"工\\n单\"", "“title”要写在一行里"),
        ("what: \"工单。\"", &format!("what: \"{long}\""), "第 10 行第 19 列：“what”超过 4000 个字；请写短些。"),
        ("title: \"工单\"", &format!("title: \"{line}\""), "“title”超过 200 个字"),
        (
            "\"orders\"",
            "\"Orders\"",
            "第 8 行第 17 列：编号“Orders”不合规定；请只用小写字母、数字和短横，不超过 40 个字符。",
        ),
        ("\"orders\"", "\"工单\"", "编号“工单”不合规定"),
        ("\"orders\"", "\"\"", "编号“”不合规定"),
        ("\"orders\"", "\"a/b\"", "编号“a/b”不合规定"),
        ("id: \"small\"", "id: \"a b\"", "第 2 行第 9 列：编号“a b”不合规定"),
        ("id: \"fee\"", "id: \"orders\"", "编号“orders”重复，第 8 行已经用过；请改用别的编号。"),
        ("    checks:", "    items: [], checks:", "“items”写了两遍；请只留一处。"),
        ("    items: [\n", &format!("    items: [\n{}", item("orders")), "编号“orders”重复，第 8 行已经用过"),
        (
            "    items: [\n",
            &format!("    items: [\n{many}"),
            "第 6 行第 12 列：“items”超过 300 项；请删减，或分成几份清单。",
        ),
        ("sources: [\"S4\"]", "sources: [\"S5\"]", "第 13 行第 23 列：来源“S5”没有在 sources 中列出；请补列或改正。"),
        ("least: 50", "least: 0", "“least”必须大于 0；请改正。"),
        ("least: 50", "least: \"50\"", "这里要写不小于 0 的整数，不带引号。"),
        ("Some(3)", "3", "这里要写规定的选项之一，不带引号；可选的有：None、Some(…)。"),
        ("Some(3)", "Some(0)", "“months”必须大于 0"),
        (
            "mandatory: always",
            "mandatory: never",
            "“never”不是可选的值；可选的有：always、where_it_applies、some_bodies。",
        ),
        ("mandatory: always,", "mandatory： always,", "全角符号"),
        ("    ],\n    checks", "    checks", "这里不应出现“:”"),
        ("how: \"写进合同。\"", "how: 5", "这里要写文字；请用半角双引号括起来。"),
    ] {
        assert!(SMALL.contains(from), "{from}");
        let said = refused(&SMALL.replacen(from, to, 1));
        assert!(said.iter().any(|line| line.contains(expected)), "{from} → {expected}: {said:?}");
    }
    assert!(refused(&format!("{SMALL} 再来")).iter().any(|line| line.contains("清单内容已经结束")));
    assert!(refused("").iter().any(|line| line.contains("断了")));
    let large = format!("{SMALL}// {}", " ".repeat(MAX_CHECKLIST_BYTES));
    assert!(refused(&large)[0].contains("超过上限 1048576 字节"), "{:?}", refused(&large));
    let flood = SMALL.replacen("sources: [\"S4\"]", &format!("sources: [{}]", "0,".repeat(70_000)), 1);
    assert!(refused(&flood)[0].contains("不像是材料清单"));
}

/// Damage of any kind is told soon and in order; what is accepted is accepted by `ron` too.
#[test]
fn cut_and_doubled_text_never_panics() {
    let letters: Vec<char> = SMALL.chars().collect();
    for end in (0..letters.len()).step_by(3) {
        let cut: String = letters[..end].iter().collect();
        assert!(read_checklist(&cut).is_err(), "{cut}");
        let without: String = letters[..end].iter().chain(letters.iter().skip(end + 2)).collect();
        if read_checklist(&without).is_ok() {
            assert!(ron::from_str::<ron::Value>(&without).is_ok(), "{without}");
        }
    }
}

#[test]
fn what_is_no_checklist_file_is_told_in_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let said = |name: &str| store::read_checklist(&folder.path().join(name)).unwrap_err().say(&words());
    let put = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    put("good.ron", SMALL.as_bytes());
    put("bytes.ron", &[0xff, 0xfe, 0]);
    put("large.ron", &vec![b' '; MAX_CHECKLIST_BYTES + 1]);
    put("bad.ron", SMALL.replace("\"orders\"", "\"Orders\"").replace("\"fee\"", "\"Fee\"").as_bytes());
    assert_eq!(store::read_checklist(&folder.path().join("good.ron")).unwrap().id, "small");
    assert!(said("bytes.ron").contains("不是 UTF-8"));
    assert!(said("large.ron").contains("超过清单上限 1048576 字节"));
    assert!(said("none.ron").contains("none.ron"));
    assert!(said("").contains("文件夹"), "{}", said(""));
    let bad = said("bad.ron");
    assert!(bad.contains("bad.ron") && bad.contains("第 8 行") && bad.contains("另有 1 处问题"), "{bad}");
}

// States and suggestions.

fn piece(clauses: &[&str]) -> Arc<Evidence> {
    let clauses = clauses.iter().map(|clause| (*clause).into()).collect();
    Arc::new(Evidence { title: "证据".into(), clauses, ..Evidence::default() })
}

/// A case with three pieces and one answer.
fn answered(evidence: &[u32], complete: bool, not_concerned: &str) -> (Assessment, MaterialId) {
    let mut assessment = Assessment::default();
    for (number, clauses) in [(1, &["5.2.4.1"][..]), (2, &["5.1.1.1", "5.2.4.2"]), (3, &[])] {
        assessment.evidence.insert(EvidenceId(number), piece(clauses));
    }
    let id = MaterialId::of("small", "orders");
    let answer = MaterialAnswer {
        evidence: evidence.iter().copied().map(EvidenceId).collect(),
        not_concerned: not_concerned.into(),
        complete,
        note: String::new(),
    };
    assessment.materials.insert(id.clone(), Arc::new(answer));
    (assessment, id)
}

fn standing(states: &[(u32, PieceState)]) -> Standing {
    Standing { pieces: states.iter().map(|(id, state)| (EvidenceId(*id), *state)).collect(), ..Standing::default() }
}

#[test]
fn the_state_follows_from_what_a_person_said_and_the_disk_can_only_lower_it() {
    use MaterialState::*;
    let calm = Standing::default();
    for (evidence, complete, reason, expected) in [
        (&[][..], false, "", Missing),
        (&[], true, "", Missing),
        (&[1], false, "", Partly),
        (&[1], true, "", Filled),
        (&[1, 2, 3], true, "", Filled),
        (&[9], true, "", Missing),
        (&[1, 9], true, "", Partly),
        (&[1, 9], false, "", Partly),
        (&[], false, "不安装", NotConcerned),
        (&[1], true, "不安装", NotConcerned),
        (&[1], true, "  ", Filled),
    ] {
        let (assessment, id) = answered(evidence, complete, reason);
        assert_eq!(material_state(&assessment, &calm, &id), expected, "{evidence:?} {complete} {reason}");
    }
    let (assessment, id) = answered(&[1, 2], true, "");
    assert_eq!(material_state(&assessment, &calm, &MaterialId::of("small", "other")), Missing, "never answered");
    assert_eq!(material_state(&assessment, &calm, &MaterialId::of("other", "orders")), Missing, "another list");
    for state in PieceState::ALL {
        use PieceState as P;
        let expected = match state {
            P::Same | P::Unchecked | P::OutOfPeriod | P::Unregistered | P::Changed => Filled,
            P::Expired | P::Moved | P::Unreadable | P::Missing => Partly,
        };
        let found = standing(&[(1, P::Same), (2, state)]);
        assert_eq!(material_state(&assessment, &found, &id), expected, "{state:?}");
        assert_eq!(unsound_for_material(&assessment, &found, EvidenceId(2)), expected == Partly);
        let of_another = standing(&[(3, state)]);
        assert_eq!(material_state(&assessment, &of_another, &id), Filled, "{state:?} of another piece");
    }
    assert!(Missing.is_gap() && Partly.is_gap() && !Filled.is_gap() && !NotConcerned.is_gap());
}

#[test]
fn suggestions_serve_a_clause_and_are_not_confirmed_yet() {
    let list = read_checklist(&SMALL.replace("[\"5.2.4.1\"]", "[\"5.2.4.1\", \"5.2.4.2\"]")).unwrap();
    let ids = |evidence: &[u32]| {
        let (assessment, _) = answered(evidence, false, "");
        suggestions(&assessment, &list, &list.items[0]).iter().map(|id| id.0).collect::<Vec<_>>()
    };
    assert_eq!(ids(&[]), [1, 2], "the third serves nothing");
    assert_eq!(ids(&[1]), [2]);
    assert_eq!(ids(&[1, 2]), [0; 0]);
    let (mut assessment, _) = answered(&[1], true, "");
    let calm = Standing::default();
    assert_eq!(material_counts(&assessment, &calm, &list), MaterialCounts { filled: 1, ..MaterialCounts::default() });
    assert_eq!(points_checked(&assessment, &list), 0);
    let checked = MaterialAnswer { complete: true, ..MaterialAnswer::default() };
    assessment.materials.insert(MaterialId::of("small", "fee"), Arc::new(checked));
    assert_eq!(points_checked(&assessment, &list), 1);
}

/// The worked example shows what each state looks like, and says nothing that its own evidence does not bear out.
#[test]
fn the_example_has_every_state_and_its_reasons() {
    let folder = tempfile::tempdir().unwrap();
    let place = store::write_example(folder.path()).unwrap();
    let assessment = store::open(&place.case).unwrap().assessment;
    let list = general();
    let day = NaiveDate::from_ymd_opt(2026, 10, 29).unwrap();
    let checkup = store::checkup(
        &store::Places::of(folder.path(), &assessment, &BTreeMap::new()),
        &assessment,
        store::Depth::Quick,
        &store::Seen::default(),
        &store::Watch::NONE,
    );
    let standing = checkup.standing(&assessment, day);
    let counts = material_counts(&assessment, &standing, &list);
    assert_eq!((counts.filled, counts.partly, counts.missing, counts.not_concerned), (3, 9, 13, 1));
    let known: Vec<MaterialId> = list
        .items
        .iter()
        .map(|item| &item.id)
        .chain(list.checks.iter().map(|point| &point.id))
        .map(|id| MaterialId::of(&list.id, id))
        .collect();
    for (id, answer) in &assessment.materials {
        assert!(known.contains(id), "{id} is in the list");
        assert!(answer.evidence.iter().all(|piece| assessment.evidence.contains_key(piece)), "{id}");
        let partly = material_state(&assessment, &standing, id) == MaterialState::Partly;
        assert!(!partly || !answer.note.is_empty(), "{id}: what is still to come is said");
        assert!(!answer.complete || answer.evidence.iter().all(|piece| standing.pieces[piece].sound()), "{id}");
    }
}

// The view.

fn answer(window: &Harness<'_, App>, item: &str) -> MaterialAnswer {
    let session = window.state().session().unwrap();
    session.assessment().material(&MaterialId::of("general", item)).cloned().unwrap_or_default()
}

fn type_into(window: &mut Harness<'_, App>, label: &str, text: &str) {
    window.get_by_label(label).focus();
    steps(window);
    window.get_by_label(label).type_text(text);
    steps(window);
}

/// Confirms, marks, filters, undoes: what a person does with one list.
#[test]
fn an_item_is_filled_and_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let proof = folder.path().join("补充名单.txt");
    fs::write(&proof, "示例").unwrap();
    let dropped = folder.path().join("再补一份.txt");
    fs::write(&dropped, "示例").unwrap();
    let case = example(folder.path());
    let mut window = window(folder.path(), vec![vec![proof]], Some(case));
    window.set_size([1280.0, 1700.0].into()); // rows out of sight are not made
    command(&mut window, Key::Num9);
    assert!(window.query_by_label_contains("齐 3 · 部分 9 · 缺 13").is_some());

    click(&mut window, "服务承诺和公示截图");
    let list = general();
    let session = window.state().session().unwrap();
    let offered = suggestions(session.assessment(), &list, list.item("commitments").unwrap());
    assert!(offered.len() > 2, "the example has evidence for it");
    window.get_all_by_label("确认").next().unwrap().click();
    steps(&mut window);
    assert_eq!(answer(&window, "commitments").evidence, [offered[0]].into());
    assert!(window.query_by_label("已确认的证据 1 件").is_some());
    assert!(window.query_by_label_contains("齐 3 · 部分 10 · 缺 12").is_some());

    click(&mut window, "我核对过，这一项齐全了");
    assert!(window.query_by_label_contains("齐 4 · 部分 9 · 缺 12").is_some());
    command(&mut window, Key::Z);
    assert!(!answer(&window, "commitments").complete, "a click is a step of its own");
    assert_eq!(answer(&window, "commitments").evidence.len(), 1);
    command(&mut window, Key::Z);
    assert_eq!(answer(&window, "commitments"), MaterialAnswer::default());
    command(&mut window, Key::Y);
    let all = format!("全部确认（{} 件）", offered.len() - 1);
    click(&mut window, &all);
    assert_eq!(answer(&window, "commitments").evidence, offered.iter().copied().collect());

    // Files are registered and confirmed, in one step, and serve no clause by that.
    let before = window.state().session().unwrap().assessment().evidence.len();
    click(&mut window, "添加文件");
    let assessment = window.state().session().unwrap().assessment().clone();
    assert_eq!(assessment.evidence.len(), before + 1);
    let (id, piece) = assessment.evidence.last_key_value().unwrap();
    assert_eq!((piece.title.as_str(), piece.clauses.len()), ("补充名单", 0));
    assert!(answer(&window, "commitments").evidence.contains(id));
    drop_file(&mut window, &dropped);
    assert_eq!(answer(&window, "commitments").evidence.len(), offered.len() + 2);
    drop_file(&mut window, &dropped);
    assert_eq!(answer(&window, "commitments").evidence.len(), offered.len() + 2, "the same file is the same piece");
    command(&mut window, Key::Z);
    assert_eq!(window.state().session().unwrap().assessment().evidence.len(), before + 1);
    assert_eq!(answer(&window, "commitments").evidence.len(), offered.len() + 1);

    // Out again; the evidence itself stays.
    window.get_all_by_label("移出").next().unwrap().click();
    steps(&mut window);
    assert_eq!(answer(&window, "commitments").evidence.len(), offered.len());
    assert_eq!(window.state().session().unwrap().assessment().evidence.len(), before + 1);
    let told = window.state().notices();
    assert!(told.iter().all(|notice| notice.contains("新登记") || notice.contains("已撤销")), "{told:?}");
}

/// Codes of sources say nothing to a person: the open item says who its sources are, once, and the list nothing.
#[test]
fn sources_are_said_in_words_where_an_item_is_open() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let mut window = window(folder.path(), vec![], Some(case));
    window.set_size([1280.0, 1700.0].into()); // rows out of sight are not made
    command(&mut window, Key::Num9);
    assert!(window.query_by_label_contains("来源：").is_none(), "the list is calm");
    click(&mut window, "近 3 个月的售后工单");
    window.get_by_label("1  公开办理资料：办理全流程");
    window.get_by_label_contains("50 份和 3 个月都只有一个来源（来源 1）；另有网页要近 1 到 3 年的服务记录（来源 2）");
    assert!(window.query_by_label_contains("S4").is_none());
    // What only the text names is numbered behind the others: W38 stands in no list of this item's sources.
    click(&mut window, "售后经费：预算、支出和专项资金");
    window.get_by_label("3  申请条件与材料网页（五个网页，疑似同源）");
    assert!(window.query_by_label_contains("http").is_none(), "addresses are folded");
}

#[test]
fn an_item_that_does_not_concern_is_no_gap_and_undo_brings_it_back() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let mut window = window(folder.path(), vec![], Some(case));
    window.set_size([1280.0, 1700.0].into()); // rows out of sight are not made
    command(&mut window, Key::Num9);
    click(&mut window, "收费标准和易损件价目表");
    type_into(&mut window, "不涉及的理由", "全部免费");
    type_into(&mut window, "备注", "问过机构");
    let said = answer(&window, "price-list");
    assert_eq!((said.not_concerned.as_str(), said.note.as_str()), ("全部免费", "问过机构"));
    assert!(window.query_by_label_contains("齐 3 · 部分 9 · 缺 12").is_some());
    click(&mut window, "关闭");
    assert!(window.query_by_label("收费标准和易损件价目表").is_some());
    click(&mut window, "只看缺的");
    assert!(window.query_by_label("收费标准和易损件价目表").is_none());
    command(&mut window, Key::Z);
    command(&mut window, Key::Z);
    assert_eq!(answer(&window, "price-list"), MaterialAnswer::default());
    assert!(window.query_by_label("不涉及的理由").is_some(), "what was undone is in sight");
    click(&mut window, "关闭");

    // By keys alone: Tab reaches the items, Enter opens one.
    window.get_by_label("营业执照和法定代表人身份证件").focus();
    steps(&mut window);
    press(&mut window, Key::Enter);
    assert!(window.query_by_label("我核对过，这一项齐全了").is_some());
}

#[test]
fn points_are_checked_with_a_note_and_the_profile_beside_them() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let mut window = window(folder.path(), vec![], Some(case));
    command(&mut window, Key::Num9);
    let checks = general().checks.len();
    click(&mut window, &format!("申请前核对 1/{checks}"));
    click(&mut window, "申请范围在营业执照的经营范围和主营业务之内");
    assert!(answer(&window, "scope").complete);
    assert!(window.query_by_label(&format!("申请前核对 2/{checks}")).is_some());
    assert!(window.query_by_label_contains("概况里填的认证范围：").is_some());
    assert!(window.query_by_label_contains("应配售后服务管理师").is_some(), "the quota is worked out");
    command(&mut window, Key::Z);
    assert!(!answer(&window, "scope").complete);
}

#[test]
fn a_list_of_ones_own_is_opened_remembered_and_told_when_it_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let (bad, good, saved) =
        (folder.path().join("坏.ron"), folder.path().join("机构.ron"), folder.path().join("存下.ron"));
    fs::write(&bad, SMALL.replace("\"orders\"", "\"Orders\"")).unwrap();
    fs::write(&good, SMALL).unwrap();
    let answers = vec![vec![saved.clone()], vec![bad.clone()], vec![good.clone()]];
    let mut first = window(folder.path(), answers, Some(case.clone()));
    command(&mut first, Key::Num9);
    click(&mut first, "另存为文件…");
    assert_eq!(fs::read_to_string(&saved).unwrap(), SHIPPED_CHECKLISTS[0].text);
    click(&mut first, "打开清单文件…");
    assert!(first.query_by_label_contains("第 8 行第 17 列：编号“Orders”不合规定").is_some());
    assert!(first.query_by_label("营业执照和法定代表人身份证件").is_some(), "the list in use stays");
    click(&mut first, "打开清单文件…");
    assert!(first.query_by_label_contains("Orders").is_none());
    assert!(first.query_by_label_contains("齐 0 · 部分 0 · 缺 1").is_some());
    fs::write(&good, SMALL.replace("title: \"工单\"", "title: \"全部工单\"")).unwrap();
    click(&mut first, "重新读取");
    assert!(first.query_by_label("全部工单").is_some());
    drop(first);

    let mut again = window(folder.path(), vec![], Some(case.clone()));
    command(&mut again, Key::Num9);
    assert!(again.query_by_label("全部工单").is_some(), "it was remembered");
    drop(again);

    fs::remove_file(&good).unwrap();
    let mut gone = window(folder.path(), vec![], Some(case));
    command(&mut gone, Key::Num9);
    assert!(gone.query_by_label_contains("机构.ron").is_some(), "why it is not in use");
    assert!(gone.query_by_label("营业执照和法定代表人身份证件").is_some());
    assert!(gone.state().notices().is_empty(), "{:?}", gone.state().notices());
}
