//! The report read back: by lopdf for structure, by pdf-extract for words.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;
use lopdf::{Document, Object, ObjectId};
use xingping::assessment::{
    Answer, Assessment, Bonus, Company, Drawn, DrawnBefore, Evidence, EvidenceId, EvidenceItem, Mark, Sample,
    SpecialDeduction, SpecialDeductionId, Verdict,
};
use xingping::criteria::{self, ClauseId, LedgerId, Pinned, SHIPPED};
use xingping::lang::{Language, Words};
use xingping::report::chapters;
use xingping::report::outline::{
    self, Bar, Block, Chapter, Column, Cover, Fact, Figure, Heading, Manner, Margins, Rank, Report, Row, Scale,
    Signature, Stars, Table, Text, Tick,
};
use xingping::report::{Error, Made, Subject, typeset};
use xingping::scoring::score;
use xingping::store;

const LONG: &str = "抽查 2024 年 1—6 月维修工单 60 份，其中 5 份缺顾客签字、2 份到达时间空白（均为南区服务商）；\
        系统可以记录时间，但上门人员习惯事后补录。客服中心每周抽听录音 20 通……";

fn chapter(id: &str, title: &str, number: Option<u32>, blocks: Vec<Block>) -> Chapter {
    let shown = !title.is_empty();
    Chapter { id: id.into(), title: title.into(), number, new_page: true, margins: shown, listed: shown, blocks }
}

fn figure(name: &str, value: &str, unit: &str, note: &str) -> Figure {
    Figure { value: value.into(), unit: unit.into(), name: name.into(), note: note.into() }
}

fn sample_verdict() -> outline::Verdict {
    outline::Verdict {
        figure: figure("预评得分", "92.15", "分", "依据自评，不代表认证结论"),
        stars: Some(Stars { full: 4, of: 5 }),
        grade: "四星级（预评）".into(),
        beside: vec![
            figure("距五星", "2.85", "分", "门槛 95 分"),
            figure("可能区间", "88.20–95.00", "分", "未评条款计 0 分至满分"),
            figure("已评", "40 / 43", "条", ""),
            figure("证据齐全度", "86", "%", "37 条有证据"),
        ],
    }
}

fn sample_table() -> Table {
    let mut rows = Vec::new();
    for group in 1..=6 {
        rows.push(Row::ranked(
            Rank::Section,
            vec![Text::strong(format!("5.{group}")), "售后服务体系".into(), "40".into(), "36.5".into(), "3.5".into()],
        ));
        for clause in 1..=9 {
            rows.push(Row::new(vec![
                Text::link(format!("5.{group}.{clause}"), format!("clause-5.{group}.{clause}")),
                "专责部门与岗位".into(),
                "2".into(),
                "1.5".into(),
                "0.5".into(),
            ]));
        }
    }
    rows.push(Row::ranked(Rank::Total, vec!["".into(), "合计".into(), "100".into(), "92.15".into(), "7.85".into()]));
    Table {
        columns: vec![
            Column::words("条款", 1.0),
            Column::words("名称", 4.0),
            Column::figures("标准分", 1.0),
            Column::figures("实得分", 1.0),
            Column::figures("扣分", 1.0),
        ],
        rows,
    }
}

fn sample_clauses() -> Vec<Block> {
    let blocks = (1..=6).flat_map(|group| {
        let mut blocks = vec![Block::Heading(Heading {
            level: 1,
            text: format!("5.{group} 售后服务体系").into(),
            right: Text::plain("得 36.5 / 40 分"),
            anchor: Some(format!("section-5.{group}")),
            bookmark: format!("5.{group} 售后服务体系"),
        })];
        blocks.extend((1..=9).map(|clause| {
            Block::Together(vec![
                Block::Heading(Heading {
                    level: 2,
                    text: format!("5.{group}.{clause}　专责部门与岗位").into(),
                    right: Text::plain("× 不符合　").then_strong("得 0 / 2 分"),
                    anchor: Some(format!("clause-5.{group}.{clause}")),
                    bookmark: format!("5.{group}.{clause} 专责部门与岗位"),
                }),
                Block::small("要求：设立或指定专门部门负责售后服务，职能划分与岗位设置合理。"),
                Block::Facts(vec![
                    Fact::new("现状与发现", LONG),
                    Fact::new("证据", "E-001 关于成立售后服务部的通知.pdf；E-014 岗位说明书（2024 版）.docx"),
                ]),
            ])
        }));
        blocks
    });
    blocks.collect()
}

fn sample_summary() -> Vec<Block> {
    vec![
        Block::Paragraph(
            Manner::Lead,
            Text::plain("预评得 ").then_strong("92.15 分").then("，相当于四星级；距五星还差 2.85 分。"),
        ),
        Block::Verdict(sample_verdict()),
        Block::heading(2, "得分在哪里"),
        Block::Scale(Scale {
            ticks: [(0.25, "70", "达标"), (0.5, "80", "三星"), (0.75, "90", "四星"), (0.875, "95", "五星")]
                .into_iter()
                .map(|(at, label, name)| Tick { at, label: label.into(), name: name.into() })
                .collect(),
            range: Some((0.705, 0.875)),
            mark: Some(0.80),
            mark_label: "92.15".into(),
        }),
        Block::Bars(vec![
            Bar {
                label: "5.1 售后服务体系".into(),
                figures: vec!["36.50 / 40".into(), "91.2%".into()],
                share: Some(0.9125),
            },
            Bar {
                label: "5.2 商品服务".into(), figures: vec!["33.00 / 35".into(), "94.2%".into()], share: Some(0.94)
            },
            Bar {
                label: "5.3 顾客服务".into(),
                figures: vec!["22.65 / 25".into(), "90.6%".into()],
                share: Some(0.906),
            },
        ]),
        Block::heading(2, "先做什么"),
        Block::Numbers(vec![LONG.into(), "配齐售后服务管理师。".into(), "补签工单。".into()]),
        Block::Note(vec![Block::paragraph(LONG), Block::small("推定：见分值说明。")]),
    ]
}

/// Every kind of block, with invented contents; nothing here is a fact of the standard.
fn sampler() -> Report {
    Report {
        title: "示例电器有限公司 售后服务自评差距报告".into(),
        language: "zh-CN".into(),
        author: "王敏".into(),
        subject: "GB/T 27922-2011 自评（预评）".into(),
        date: NaiveDate::from_ymd_opt(2024, 7, 1).unwrap(),
        margins: Margins {
            head_left: "示例电器有限公司".into(),
            head_right: "GB/T 27922-2011 · 第 1 轮自评".into(),
            foot_left: "自评结果，不代表认证结论".into(),
            foot_right: "第 {page} 页　共 {pages} 页".into(),
        },
        chapters: vec![
            chapter(
                "cover",
                "",
                None,
                vec![Block::Cover(Cover {
                    overline: "GB/T 27922-2011 商品售后服务评价体系".into(),
                    title: "售后服务自评差距报告".into(),
                    subtitle: "预评：企业自评结果，不是认证结论".into(),
                    company: "示例电器有限公司".into(),
                    verdict: sample_verdict(),
                    facts: vec![
                        Fact::new("评价范围", "家用电器的销售及售后服务"),
                        Fact::new("报告日期", "2024 年 7 月 1 日"),
                        Fact::new("编制", "王敏"),
                    ],
                    note: "本报告由 星评 生成。分值表大部分为推定，见第 12 章。".into(),
                })],
            ),
            chapter("contents", "目录", None, vec![Block::Contents]),
            chapter("summary", "管理摘要", Some(1), sample_summary()),
            chapter(
                "scores",
                "评分汇总表",
                Some(2),
                vec![
                    Block::paragraph(LONG.repeat(4)),
                    Block::Table(sample_table()),
                    Block::Formula {
                        name: "涉及项得分".into(),
                        how: "92.15 ÷ 98 × 100".into(),
                        result: Text::strong("94.03"),
                    },
                ],
            ),
            chapter("clauses", "逐条评价", Some(3), sample_clauses()),
            chapter(
                "signatures",
                "签字页",
                Some(4),
                vec![
                    Block::Bullets(vec!["以上内容由企业自行评价。".into(), LONG.into()]),
                    Block::Signatures(
                        ["编制", "审核", "批准"]
                            .map(|role| Signature { role: role.into(), date: "日期".into() })
                            .to_vec(),
                    ),
                ],
            ),
        ],
    }
}

pub(crate) fn made(report: &Report) -> Made {
    let made = typeset(report, &mut |_| ControlFlow::Continue(())).expect("report");
    if let Some(dir) = std::env::var_os("REPORT_DIR") {
        let name = format!("{}.pdf", std::thread::current().name().unwrap_or("report").replace("::", "-"));
        std::fs::write(std::path::Path::new(&dir).join(name), &made.bytes).expect("writable");
    }
    made
}

/// The words of a PDF without any space, as pdf-extract reads them.
fn words(bytes: &[u8]) -> String {
    let text = pdf_extract::extract_text_from_mem(bytes).expect("text");
    text.chars().filter(|ch| !ch.is_whitespace()).collect()
}

/// Titles of bookmarks with their depth, in order.
fn bookmarks(doc: &Document) -> Vec<(usize, String)> {
    fn walk(doc: &Document, id: ObjectId, depth: usize, out: &mut Vec<(usize, String)>) {
        let dict = doc.get_dictionary(id).expect("bookmark");
        let title = dict.get(b"Title").and_then(Object::as_str).expect("title");
        let units: Vec<u16> = title[2..].chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
        out.push((depth, String::from_utf16(&units).expect("utf-16")));
        assert!(doc.get_dictionary(dict.get(b"Dest").unwrap().as_array().unwrap()[0].as_reference().unwrap()).is_ok());
        for (key, depth) in [(b"First".as_slice(), depth + 1), (b"Next".as_slice(), depth)] {
            if let Ok(next) = dict.get(key) {
                walk(doc, next.as_reference().unwrap(), depth, out);
            }
        }
    }
    let root = doc.catalog().unwrap().get(b"Outlines").unwrap().as_reference().unwrap();
    let first = doc.get_dictionary(root).unwrap().get(b"First").unwrap().as_reference().unwrap();
    let mut out = Vec::new();
    walk(doc, first, 0, &mut out);
    out
}

#[test]
fn every_block_can_be_read_back_in_order() {
    let made = made(&sampler());
    assert!(made.missing.is_empty(), "{:?}", made.missing);
    let words = words(&made.bytes);
    let mut from = 0;
    for part in ["售后服务自评差距报告", "目录", "管理摘要", "先做什么", "评分汇总表", "逐条评价", "签字页", "批准"]
    {
        let at = words[from..].find(part).unwrap_or_else(|| panic!("{part} not found after {from}"));
        from += at;
    }
    assert!(words.contains("第1页") || words.contains(&format!("共{}页", made.pages)));
}

#[test]
fn structure_is_what_readers_expect() {
    let made = made(&sampler());
    let doc = Document::load_mem(&made.bytes).expect("readable");
    assert_eq!(doc.version, "1.7");
    assert_eq!(doc.get_pages().len(), made.pages);
    let catalog = doc.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"zh-CN");
    assert_eq!(catalog.get(b"PageMode").unwrap().as_name().unwrap(), b"UseOutlines");
    let viewer = catalog.get(b"ViewerPreferences").unwrap().as_dict().unwrap();
    assert!(viewer.get(b"DisplayDocTitle").unwrap().as_bool().unwrap());
    let info = doc.get_dictionary(doc.trailer.get(b"Info").unwrap().as_reference().unwrap()).unwrap();
    assert!(info.get(b"GTS_PDFXVersion").is_err());
    let created = String::from_utf8_lossy(info.get(b"CreationDate").unwrap().as_str().unwrap()).into_owned();
    assert!(created.starts_with("D:20240701"), "{created}");

    let fonts: Vec<_> = doc
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok())
        .filter(|dict| dict.get(b"Type").is_ok_and(|name| name.as_name().is_ok_and(|n| n == b"FontDescriptor")))
        .collect();
    assert_eq!(fonts.len(), 2);
    assert!(fonts.iter().all(|font| font.get(b"FontFile2").is_ok()));

    let bookmarks = bookmarks(&doc);
    assert_eq!(bookmarks[0], (0, "目录".to_owned()));
    let clauses = bookmarks.iter().position(|(_, title)| title == "3　逐条评价").unwrap();
    assert_eq!(bookmarks[clauses + 1], (1, "5.1 售后服务体系".to_owned()));
    assert_eq!(bookmarks[clauses + 2], (2, "5.1.1 专责部门与岗位".to_owned()));
    assert_eq!(bookmarks.iter().filter(|(depth, _)| *depth == 2).count(), 54);
}

#[test]
fn links_lead_to_pages() {
    let made = made(&sampler());
    let doc = Document::load_mem(&made.bytes).expect("readable");
    let mut count = 0;
    for page in doc.get_pages().into_values() {
        for link in doc.get_dictionary(page).unwrap().get(b"Annots").unwrap().as_array().unwrap() {
            let action = link.as_dict().unwrap().get(b"A").unwrap().as_dict().unwrap();
            let target = action.get(b"D").unwrap().as_array().unwrap()[0].as_reference().unwrap();
            assert!(doc.get_pages().values().any(|page| *page == target));
            count += 1;
        }
    }
    assert!(count >= 54 + 6 + 4, "{count}");
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    assert_eq!(made(&sampler()).bytes, made(&sampler()).bytes);
}

#[test]
fn it_stops_when_asked() {
    for stop in 0..12 {
        let mut seen = 0;
        let result = typeset(&sampler(), &mut |_| {
            seen += 1;
            if seen > stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert!(matches!(result, Err(Error::Cancelled)), "{stop}");
    }
}

/// Makes the gap report of a case, evidence looked up in a folder.
pub(crate) fn outline_of(pinned: &Pinned, assessment: &Assessment, folder: &Path) -> Report {
    outline_in(Language::Chinese, pinned, assessment, folder)
}

fn outline_in(language: Language, pinned: &Pinned, assessment: &Assessment, folder: &Path) -> Report {
    let words = Words::load(language).expect("words");
    let card = score(&pinned.scheme, assessment);
    let checkup = super::files::glance(folder, assessment);
    let date = NaiveDate::from_ymd_opt(2026, 11, 21).expect("date");
    chapters::gap_report(&Subject {
        words: &words,
        pinned,
        assessment,
        card: &card,
        checkup: &checkup,
        case_name: "测试案卷",
        date,
    })
}

pub(crate) fn shipped() -> Pinned {
    criteria::read(SHIPPED[0].text).expect("scheme")
}

pub(crate) fn meets_all(pinned: &Pinned, most: usize) -> Assessment {
    let mut assessment = Assessment::of(Company { name: "测试电器有限公司".into(), ..Company::default() });
    for clause in pinned.scheme.clauses().take(most) {
        answer(&mut assessment, clause.id.as_str(), Verdict::Meets, "");
    }
    assessment
}

fn answer(assessment: &mut Assessment, clause: &str, verdict: Verdict, finding: &str) {
    let answer = Answer { verdict, finding: finding.into(), ..Answer::default() };
    assessment.answers.insert(clause.into(), Arc::new(answer));
}

/// Titles of all chapters stand in the file in their order, and in the bookmarks.
pub(crate) fn check_chapters(report: &Report, made: &Made) -> String {
    let words = words(&made.bytes);
    let mut from = words.find("目录").expect("contents");
    for chapter in report.chapters.iter().filter(|chapter| chapter.number.is_some()) {
        let title = format!("{}{}", chapter.number.unwrap(), chapter.title);
        let entry = words[from..].find(&title).unwrap_or_else(|| panic!("{title} is not in the contents"));
        from += entry + title.len();
    }
    for chapter in report.chapters.iter().filter(|chapter| chapter.number.is_some()) {
        let title = format!("{}{}", chapter.number.unwrap(), chapter.title);
        let at = words[from..].find(&title).unwrap_or_else(|| panic!("{title} has no page"));
        from += at + title.len();
    }
    let doc = Document::load_mem(&made.bytes).expect("readable");
    let listed: Vec<String> = report
        .chapters
        .iter()
        .filter(|chapter| chapter.listed)
        .map(|chapter| match chapter.number {
            Some(number) => format!("{number}　{}", chapter.title),
            None => chapter.title.clone(),
        })
        .collect();
    let top: Vec<String> =
        bookmarks(&doc).into_iter().filter(|(depth, _)| *depth == 0).map(|(_, title)| title).collect();
    assert_eq!(top, listed);
    words
}

/// On which page a chapter starts.
fn page_of(made: &Made, title: &str) -> usize {
    let doc = Document::load_mem(&made.bytes).expect("readable");
    let pages: Vec<ObjectId> = doc.get_pages().into_values().collect();
    let root = doc.catalog().unwrap().get(b"Outlines").unwrap().as_reference().unwrap();
    let mut next = doc.get_dictionary(root).unwrap().get(b"First").unwrap().as_reference();
    while let Ok(id) = next {
        let dict = doc.get_dictionary(id).unwrap();
        let found = dict.get(b"Title").and_then(Object::as_str).unwrap();
        let units: Vec<u16> = found[2..].chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
        if String::from_utf16(&units).unwrap().ends_with(title) {
            let page = dict.get(b"Dest").unwrap().as_array().unwrap()[0].as_reference().unwrap();
            return pages.iter().position(|other| *other == page).unwrap();
        }
        next = dict.get(b"Next").and_then(Object::as_reference);
    }
    panic!("no chapter {title}");
}

pub(crate) fn chapter_text(report: &Report, id: &str) -> String {
    let chapter = report.chapters.iter().find(|chapter| chapter.id == id).expect("chapter");
    format!("{:?}", chapter.blocks)
}

#[test]
fn the_example_is_told_whole() {
    let folder = tempfile::tempdir().expect("folder");
    store::write_example(folder.path()).expect("example");
    let case = store::example().expect("example");
    let report = outline_of(&case.pinned, &case.assessment, folder.path());
    let made = made(&report);
    assert!(made.missing.is_empty(), "{:?}", made.missing);
    assert_eq!(made.bytes, self::made(&report).bytes, "the same case and date give the same bytes");
    assert!(made.bytes.len() < 1_000_000, "{} bytes", made.bytes.len());
    assert!((20..50).contains(&made.pages), "{} pages", made.pages);
    let words = check_chapters(&report, &made);
    for clause in case.pinned.scheme.clauses() {
        assert!(words.contains(&format!("{}{}", clause.id, clause.title)), "{}", clause.id);
    }
    for answer in case.assessment.answers.values() {
        let finding: String = answer.finding.chars().filter(|ch| !ch.is_whitespace()).collect();
        let start: String = finding.chars().take(12).collect();
        assert!(words.contains(&start), "{start}");
        assert!(answer.note.is_empty() || !words.contains(&answer.note), "notes are for oneself: {}", answer.note);
    }
    let (summary, next) = (page_of(&made, "管理摘要"), page_of(&made, "有多大把握"));
    assert!(next - summary <= 2, "the summary has {} pages", next - summary);
    let path = folder.path().to_string_lossy().into_owned();
    assert!(!words.contains(&path) && !words.contains("/home") && !words.contains("/root"));
}

/// 1701/19 and 2121/22 are the ends of the example, worked out by hand. With the table of points that is printed the
/// highest comes out again: 99 points apply, 97.425 are earned, two special deductions: 97.425 / 99 × 100 − 2 = 2121/22.
#[test]
fn how_sure_the_score_is_is_told_so_that_it_can_be_worked_out_again() {
    let folder = tempfile::tempdir().expect("folder");
    store::write_example(folder.path()).expect("example");
    let case = store::example().expect("example");
    let report = outline_of(&case.pinned, &case.assessment, folder.path());
    let text = chapter_text(&report, "sureness");
    for part in [
        "1701/19",
        "2121/22",
        "涉及项总分 99，实得 97.425",
        "星级取决于真实分值：可能是三星级，也可能是五星级",
        "有 1 条单独失去就会掉级",
        "5.1.2.2",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(chapter_text(&report, "summary").contains("得分可能在 89.52 到 96.40 之间，三星级至五星级。"));
    // Where nothing is rated there is nothing to be sure of.
    let empty = outline_of(&case.pinned, &Assessment::default(), folder.path());
    assert!(empty.chapters.iter().all(|chapter| chapter.id != "sureness"));
}

#[test]
fn every_figure_of_the_summary_has_its_derivation() {
    let folder = tempfile::tempdir().expect("folder");
    let mut half = store::example().expect("example");
    half.assessment.answers.remove(&"5.3.2.2".into());
    for case in [store::example().expect("example"), half] {
        let report = outline_of(&case.pinned, &case.assessment, folder.path());
        let arithmetic = chapter_text(&report, "arithmetic");
        let summary = report.chapters.iter().find(|chapter| chapter.id == "summary").expect("summary");
        let mut figures = Vec::new();
        for block in &summary.blocks {
            match block {
                Block::Verdict(verdict) => {
                    figures.push(verdict.figure.value.clone());
                    figures.extend(verdict.beside.iter().map(|figure| figure.value.clone()));
                }
                Block::Bars(bars) => figures.extend(bars.iter().map(|bar| bar.figures.join("　"))),
                Block::Together(blocks) => {
                    for block in blocks {
                        if let Block::Table(table) = block {
                            figures.extend(table.rows.iter().map(|row| row.cells[1].0[0].text.clone()));
                        }
                    }
                }
                _ => {}
            }
        }
        assert!(figures.len() >= 13, "{figures:?}");
        let scores = chapter_text(&report, "scores");
        for figure in figures {
            let parts = figure.split(['–', '/', '　', ' ', '分', '条']);
            for part in parts.filter(|part| part.chars().any(|ch| ch.is_ascii_digit())) {
                assert!(arithmetic.contains(part) || scores.contains(part), "{part} of {figure}");
            }
        }
    }
}

#[test]
fn an_empty_case() {
    let pinned = shipped();
    let assessment = Assessment::default();
    let report = outline_of(&pinned, &assessment, Path::new("."));
    let made = made(&report);
    let words = check_chapters(&report, &made);
    for part in
        ["（未填企业名称）", "还没有评任何条款", "还没有登记证据", "没有登记特别扣分", "没有删减任何条款", "43条未评"]
    {
        assert!(words.contains(part), "{part}");
    }
}

#[test]
fn a_half_done_case() {
    let pinned = shipped();
    let mut assessment = meets_all(&pinned, 20);
    answer(&mut assessment, "5.1.2.2", Verdict::Fails, "只有 2 人持证。");
    let report = outline_of(&pinned, &assessment, Path::new("."));
    let made = made(&report);
    let words = check_chapters(&report, &made);
    for part in ["还有23条未评", "未评的条款", "没有可用证据的条款", "20/43"] {
        assert!(words.contains(part), "{part}");
    }
}

#[test]
fn everything_excluded_has_no_score_and_says_so() {
    let text = SHIPPED[0].text.replace("allowed_under: [\"5.2\"]", "allowed_under: [\"5.1\", \"5.2\", \"5.3\"]");
    let pinned = criteria::read(&text).expect("scheme");
    let mut assessment = Assessment::default();
    for clause in pinned.scheme.clauses() {
        answer(&mut assessment, clause.id.as_str(), Verdict::Excluded { reason: "不涉及".into() }, "");
    }
    let report = outline_of(&pinned, &assessment, Path::new("."));
    let made = made(&report);
    let words = check_chapters(&report, &made);
    for part in ["没有可计的条款，因此没有得分，也不能定级", "没有得分", "如果删减不被认可"]
    {
        assert!(words.contains(part), "{part}");
    }
    assert!(!words.contains("预评得0"));
}

#[test]
fn special_deductions_decide_and_the_best_case_is_told() {
    let pinned = shipped();
    let mut assessment = meets_all(&pinned, 43);
    let top = made(&outline_of(&pinned, &assessment, Path::new(".")));
    assert!(words(&top.bytes).contains("已是最高等级"));
    for id in 1..=5 {
        let found = format!("第 {id} 个发现");
        let deduction = SpecialDeduction { kind: 2, found, clause: Some("5.1.7.2".into()), rectified: false };
        assessment.special_deductions.insert(SpecialDeductionId(id), Arc::new(deduction));
    }
    assessment.bonus = Some(Bonus { reason: "承诺高于国家规定".into() });
    let report = outline_of(&pinned, &assessment, Path::new("."));
    let made = made(&report);
    let words = check_chapters(&report, &made);
    for part in ["不合格（预评，特别扣分5项）", "第5个发现", "承诺高于国家规定", "达到5项即为不合格"]
    {
        assert!(words.contains(part), "{part}");
    }
}

/// 500 pieces of evidence, findings of 2,000 characters, paths of every kind, names as long as allowed.
fn huge(pinned: &Pinned) -> Assessment {
    let mut assessment = Assessment::of(Company {
        name: "很长的企业名称".repeat(200),
        scope: "范围".repeat(900),
        sites: (0..300).map(|at| format!("第 {at} 处：示例市示例区示例路 {at} 号")).collect(),
        prepared_by: "unbroken".repeat(240),
        ..Company::default()
    });
    let finding = "抽查维修工单 60 份，其中 5 份缺顾客签字、2 份到达时间空白（均为南区服务商）。".repeat(50);
    for (at, clause) in pinned.scheme.clauses().enumerate() {
        let sampled = matches!(clause.method, criteria::Method::Proportional { .. });
        let verdict = match at % 3 {
            // Sample sizes without a common divisor: the exact sums have some sixty digits.
            0 | 1 if sampled => Verdict::Sampled { checked: 97 + 2 * at as u32, nonconforming: 13 },
            0 => Verdict::Fails,
            _ => Verdict::Meets,
        };
        answer(&mut assessment, clause.id.as_str(), verdict, &finding);
    }
    let ids: Vec<ClauseId> = pinned.scheme.clauses().map(|clause| clause.id.clone()).collect();
    for at in 0..500_u32 {
        let items = vec![
            EvidenceItem::File(format!("证据/{at}/维修工单抽查（第 {at} 批）.xlsx")),
            EvidenceItem::File(format!("C:\\Users\\wangmin\\Desktop\\{at}.pdf")),
            EvidenceItem::Folder(format!("/home/wangmin/证据/{at}")),
            EvidenceItem::Web("https://example.com/".to_owned() + &"very/long/".repeat(20)),
        ];
        let evidence = Evidence {
            title: format!("维修工单抽查表 {at} 😀"),
            items,
            clauses: (0..3).map(|step| ids[(at as usize + step * 7) % ids.len()].clone()).collect(),
            covers: None,
            expires: NaiveDate::from_ymd_opt(2026, 1 + at % 12, 1),
            ..Evidence::default()
        };
        assessment.evidence.insert(EvidenceId(at + 1), Arc::new(evidence));
    }
    let found = "很长的发现。".repeat(3_000);
    let deduction = SpecialDeduction { kind: 1, found, clause: None, rectified: true };
    assessment.special_deductions.insert(SpecialDeductionId(1), Arc::new(deduction));
    assessment
}

#[test]
fn a_huge_case_loses_nothing_and_tells_no_paths() {
    let pinned = shipped();
    let assessment = huge(&pinned);
    let started = std::time::Instant::now();
    let report = outline_of(&pinned, &assessment, Path::new("/nowhere"));
    let made = made(&report);
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    assert_eq!(made.missing, BTreeSet::from(['😀']));
    let words = check_chapters(&report, &made);
    assert!(!words.contains("wangmin") && !words.contains("C:\\"), "an absolute path got in");
    assert!(words.matches("南区服务商").count() >= 43 * 50, "findings are told whole");
    assert!(words.matches("很长的发现").count() >= 3_000);
    for at in 1..=500 {
        assert!(words.contains(&format!("E{at}维修工单抽查表{}□", at - 1)), "evidence {at}");
    }
    assert!(page_of(&made, "有多大把握") - page_of(&made, "管理摘要") <= 2);
    for path in [&b"wangmin"[..], b"/root", b"C:\\Users"] {
        assert!(!made.bytes.windows(path.len()).any(|part| part == path));
    }
}

#[test]
fn all_words_of_the_report_are_there_in_each_language() {
    let pinned = shipped();
    let mut assessment = meets_all(&pinned, 10);
    with_sample(&mut assessment); // so that every chapter has something to say
    assessment.ledgers.insert("work_orders".into(), Arc::new(super::report_ledgers::orders()));
    super::remediation::with_actions(&mut assessment);
    with_round_visit_and_award(&pinned, &mut assessment);
    let card = score(&pinned.scheme, &assessment);
    let checkup = super::files::glance(Path::new("."), &assessment);
    for language in Language::ALL {
        let words = Words::load(language).expect("words");
        let date = NaiveDate::from_ymd_opt(2026, 2, 3).expect("date");
        let subject = Subject {
            words: &words,
            pinned: &pinned,
            assessment: &assessment,
            card: &card,
            checkup: &checkup,
            case_name: "case",
            date,
        };
        let report = chapters::gap_report(&subject);
        assert_eq!(report.chapters.len(), chapters::CHAPTERS.len());
        let told = format!("{report:?}");
        let open = told.split("{n}").count() + told.split("{grade}").count() + told.split("{score}").count();
        assert_eq!(open, 3, "a place was left open");
        made(&report);
    }
}

/// A round before, which met nowhere else than here, and a certificate.
fn with_round_visit_and_award(pinned: &Pinned, assessment: &mut Assessment) {
    use xingping::assessment::{Award, Gain, Round, Visit, VisitFinding, usual_expiry, usual_milestones};
    let closed_on = NaiveDate::from_ymd_opt(2025, 2, 3).expect("date");
    let round = Round {
        title: "上一轮".into(),
        closed_on,
        scheme_text: pinned.text.to_string(),
        assessment: Box::new(Assessment::default()),
    };
    assessment.rounds.push(Arc::new(round));
    let expires = usual_expiry(closed_on).expect("date");
    let milestones = usual_milestones(closed_on, expires);
    let (number, body) = ("甲".into(), "乙".into());
    assessment.award = Some(Arc::new(Award { number, body, grade: None, issued: closed_on, expires, milestones }));
    let finding = VisitFinding { lost: Some(Gain(criteria::whole(1))), found: "台账没有签字".into() };
    let findings = [(pinned.scheme.clauses().next().expect("a clause").id.clone(), finding)].into();
    assessment.visit = Some(Arc::new(Visit { findings, ..Default::default() }));
}

/// A sample of three work orders: one conforms, one has no signature, one is not looked at to the end.
fn with_sample(assessment: &mut Assessment) {
    let record = |name: &str, marks: &[(&str, Mark)], note: &str| Drawn {
        record: name.into(),
        marks: marks.iter().map(|(check, mark)| ((*check).to_owned(), *mark)).collect(),
        note: note.into(),
        ..Drawn::default()
    };
    let sample = Sample {
        seed: "20261121".into(),
        population: 200,
        feeds: [("5.2.4.2".into(), ["complete", "signed"].map(str::to_owned).into())].into(),
        drawn: vec![
            record("GD1", &[("complete", Mark::Conforms), ("signed", Mark::Conforms)], ""),
            record("GD2", &[("complete", Mark::Conforms), ("signed", Mark::Fails)], "只有电话确认"),
            record("GD3", &[("complete", Mark::Conforms)], ""),
        ],
        ..Sample::default()
    };
    assessment.samples.insert("work_orders".into(), Arc::new(sample));
}

/// A reader finds which records were drawn how, what was found in them, and what was not looked at.
#[test]
fn samples_are_told_where_there_are_any() {
    let pinned = shipped();
    let mut assessment = meets_all(&pinned, 43);
    let without = outline_of(&pinned, &assessment, Path::new("."));
    assert!(without.chapters.iter().all(|chapter| chapter.id != "sampling"));
    let numbers: Vec<u32> = without.chapters.iter().filter_map(|chapter| chapter.number).collect();
    assert!(numbers.iter().copied().eq(1..=u32::try_from(numbers.len()).expect("few")), "no number is skipped");

    with_sample(&mut assessment);
    let report = outline_of(&pinned, &assessment, Path::new("."));
    let told = chapter_text(&report, "sampling");
    for part in [
        "总体 200 条，简单随机，抽 3 条",
        "20261121",
        "查完 2/3 条；1 条尚未查完，不计入抽样数",
        "SHA-256",
        "记录完整、客户已签字",
        "GD2",
        "只有电话确认",
        "同样的台账、种子和方法在任何电脑上抽出同样的样本",
        "案卷里已没有这份台账，抽出的 3 条对不到原来的记录",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert!(!told.contains("GD3"), "what is not looked at is not called nonconforming");
    check_chapters(&report, &made(&report));

    // Drawn in steps from a ledger that changed, it does not claim what is not so.
    let ledger = LedgerId::from("work_orders");
    let mut sample = (*assessment.samples[&ledger]).clone();
    sample.before = vec![DrawnBefore { n: 2, population: 60, population_sum: None }];
    assessment.samples.insert(ledger, Arc::new(sample));
    let told = chapter_text(&outline_of(&pinned, &assessment, Path::new(".")), "sampling");
    assert!(told.contains("从当时的 60 条里抽 2 条") && !told.contains("在任何电脑上"), "{told}");
}

fn evidence_for(assessment: &mut Assessment, id: u32, clause: &str, file: &str, expires: Option<NaiveDate>) {
    let evidence = Evidence {
        title: format!("证据 {id}"),
        items: vec![EvidenceItem::File(file.into())],
        clauses: BTreeSet::from([clause.into()]),
        covers: None,
        expires,
        ..Evidence::default()
    };
    assessment.evidence.insert(EvidenceId(id), Arc::new(evidence));
}

/// The lesser figures and all that the summary says.
fn summary_of(report: &Report) -> (Vec<Figure>, String) {
    let chapter = report.chapters.iter().find(|chapter| chapter.id == "summary").expect("summary");
    let beside = chapter.blocks.iter().find_map(|block| match block {
        Block::Verdict(verdict) => Some(verdict.beside.clone()),
        _ => None,
    });
    (beside.expect("figures"), chapter_text(report, "summary"))
}

#[test]
fn evidence_that_is_missing_or_expired_does_not_count() {
    let folder = tempfile::tempdir().expect("folder");
    std::fs::write(folder.path().join("有.txt"), "有").expect("written");
    let pinned = shipped();
    let mut assessment = meets_all(&pinned, 4);
    let clauses: Vec<String> = pinned.scheme.clauses().take(4).map(|clause| clause.id.to_string()).collect();
    evidence_for(&mut assessment, 1, &clauses[0], "有.txt", None);
    evidence_for(&mut assessment, 2, &clauses[1], "没有.txt", None);
    evidence_for(&mut assessment, 3, &clauses[2], "有.txt", NaiveDate::from_ymd_opt(2026, 1, 1));
    let report = outline_of(&pinned, &assessment, folder.path());
    let (figures, summary) = summary_of(&report);
    let told = figures.last().expect("evidence");
    assert_eq!(told.value, "25.0%");
    assert_eq!(told.note, "1 / 4 条有可用证据；另有 2 条只有找不到或过期的证据");
    assert!(summary.contains("为没有可用证据的 3 条补上证据"), "{summary}");
    assert!(chapter_text(&report, "arithmetic").contains("有可用证据（找得到且未过期）的 1 条"));
    let gaps = chapter_text(&report, "gaps");
    for clause in &clauses[1..] {
        assert!(gaps.contains(clause.as_str()), "{clause}");
    }
    let signatures = chapter_text(&report, "signatures");
    assert!(signatures.contains("1 件（E2）外，所列证据真实存在"), "{signatures}");
    assert!(signatures.contains("还有 39 条未评"));
    made(&report);
}

#[test]
fn what_the_file_is_called_is_not_said_twice() {
    let pinned = shipped();
    let mut assessment = meets_all(&pinned, 2);
    evidence_for(&mut assessment, 1, "5.1.1.1", "证据/证据 1.pdf", None);
    evidence_for(&mut assessment, 2, "5.1.1.1", "证据/别的名字.pdf", None);
    let report = outline_of(&pinned, &assessment, Path::new("."));
    let chapter = report.chapters.iter().find(|chapter| chapter.id == "evidence").expect("evidence");
    let table = chapter.blocks.iter().find_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let titles: Vec<String> = table.expect("table").rows.iter().map(|row| row.cells[1].to_plain()).collect();
    assert_eq!(titles, ["证据/证据 1.pdf", "证据 2\n证据/别的名字.pdf"]);
}

#[test]
fn the_summary_says_what_the_grade_rests_on() {
    let pinned = shipped();
    let mut assessment = meets_all(&pinned, 43);
    let plain = summary_of(&outline_of(&pinned, &assessment, Path::new("."))).1;
    assert!(!plain.contains("若不被认可") && plain.contains("没有未评条款") && !plain.contains("不再变动"));
    assessment.bonus = Some(Bonus { reason: "承诺高于国家规定".into() });
    answer(&mut assessment, "5.1.2.2", Verdict::Fails, "只有 2 人持证。");
    answer(&mut assessment, "5.2.2.1", Verdict::Excluded { reason: "不需要安装".into() }, "");
    let report = outline_of(&pinned, &assessment, Path::new("."));
    let (_, summary) = summary_of(&report);
    // 93 of 98 points and the bonus as claimed; 93 of 100 and no bonus where neither is accepted.
    assert!(
        summary.contains("以上含自行主张的特别加分 1 分、删减 1 条共 2 分；若不被认可，为 93.00 分、四星级。"),
        "{summary}"
    );
    assert!(summary.contains("征求认证机构的意见"));
    assert!(chapter_text(&report, "arithmetic").contains("不加特别加分"));
    made(&report);
}

fn scale_of(report: &Report) -> Scale {
    let chapter = report.chapters.iter().find(|chapter| chapter.id == "summary").expect("summary");
    let scale = chapter.blocks.iter().find_map(|block| match block {
        Block::Scale(scale) => Some(scale.clone()),
        _ => None,
    });
    scale.expect("scale")
}

#[test]
fn the_scale_never_draws_a_score_where_it_is_not() {
    let pinned = shipped();
    let low = outline_of(&pinned, &meets_all(&pinned, 4), Path::new("."));
    let scale = scale_of(&low);
    let value: f32 = scale.mark_label.parse().expect("figure");
    assert_eq!(scale.ticks[0].label, "0");
    assert!((scale.mark.expect("mark") - value / 100.0).abs() < 0.001, "{scale:?}");
    assert_eq!(scale_of(&outline_of(&pinned, &meets_all(&pinned, 43), Path::new("."))).ticks[0].label, "60");
}

#[test]
fn the_gate_speaks_of_itself_and_not_of_distances() {
    let pinned = shipped();
    for most in [43, 40] {
        let mut assessment = meets_all(&pinned, most);
        for id in 1..=5 {
            let deduction = SpecialDeduction { kind: 2, found: "发现".into(), clause: None, rectified: false };
            assessment.special_deductions.insert(SpecialDeductionId(id), Arc::new(deduction));
        }
        let report = outline_of(&pinned, &assessment, Path::new("."));
        let told = format!("{report:?}");
        assert!(told.contains("特别扣分须先降到 5 项以下") && told.contains("不合格（预评，特别扣分 5 项）"));
        assert!(!told.contains("不合格（未评完）") && !told.contains("尚不能定级"));
        let arithmetic = chapter_text(&report, "arithmetic");
        assert!(!arithmetic.contains("距四星级") && !arithmetic.contains("距五星级"), "{arithmetic}");
        made(&report);
    }
}

#[test]
fn no_grade_is_told_while_it_is_open() {
    let pinned = shipped();
    let report = outline_of(&pinned, &meets_all(&pinned, 4), Path::new("."));
    for id in ["cover", "summary", "arithmetic"] {
        let told = chapter_text(&report, id);
        assert!(told.contains("尚不能定级"), "{id}");
        assert!(!told.contains("不合格"), "{id}: {told}");
    }
    let mut assessment = meets_all(&pinned, 4);
    for clause in pinned.scheme.clauses().skip(4).take(36) {
        answer(&mut assessment, clause.id.as_str(), Verdict::Fails, "");
    }
    let told = chapter_text(&outline_of(&pinned, &assessment, Path::new(".")), "cover");
    assert!(told.contains("不合格（预评）") && !told.contains("尚不能定级"), "no rating can help any more");
}

#[test]
fn the_name_of_the_company_stands_whole_on_the_cover() {
    let pinned = shipped();
    for length in [20, 150, 600, 1400] {
        let mut assessment = Assessment::default();
        let name = (0..length).map(|at| char::from_u32(0x4e00 + at % 50).unwrap()).collect::<String>() + "司";
        assessment.company = Arc::new(Company { name: name.clone(), ..Company::default() });
        let report = outline_of(&pinned, &assessment, Path::new("."));
        let made = made(&report);
        let pages = pdf_extract::extract_text_from_mem_by_pages(&made.bytes).expect("pages");
        let cover: String = pages[0].chars().filter(|ch| !ch.is_whitespace()).collect();
        assert!(cover.contains(&name), "{length}: {cover}");
    }
}

#[test]
fn no_page_of_the_example_is_nearly_empty() {
    let folder = tempfile::tempdir().expect("folder");
    store::write_example(folder.path()).expect("example");
    let case = store::example().expect("example");
    let made = made(&outline_of(&case.pinned, &case.assessment, folder.path()));
    let pages = pdf_extract::extract_text_from_mem_by_pages(&made.bytes).expect("pages");
    for (at, page) in pages.iter().enumerate().take(pages.len() - 1) {
        let lines = page.lines().filter(|line| !line.trim().is_empty()).count();
        assert!(lines > 12, "page {} has {lines} lines:\n{page}", at + 1);
    }
}

#[test]
fn an_english_report_names_grades_in_english() {
    let folder = tempfile::tempdir().expect("folder");
    let case = store::example().expect("example");
    let report = outline_in(Language::English, &case.pinned, &case.assessment, folder.path());
    for id in ["summary", "arithmetic"] {
        let text = chapter_text(&report, id);
        assert!(text.contains("Four stars") && !text.contains("星级"), "{id}: {text}");
    }
}
