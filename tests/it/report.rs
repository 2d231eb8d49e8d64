//! The report read back: by lopdf for structure, by pdf-extract for words.

use std::ops::ControlFlow;
use std::path::Path;

use chrono::NaiveDate;
use lopdf::{Document, Object, ObjectId};
use xingping::assessment::Assessment;
use xingping::criteria::Pinned;
use xingping::lang::{Language, Words};
use xingping::report::chapters::{self, Subject};
use xingping::report::outline::*;
use xingping::report::{Error, Made, typeset};
use xingping::scoring::score;
use xingping::store::{self, evidence_states};

/// Every kind of block, with invented contents; nothing here is a fact of the standard.
fn sampler() -> Report {
    let long = "抽查 2024 年 1—6 月维修工单 60 份，其中 5 份缺顾客签字、2 份到达时间空白（均为南区服务商）；\
        系统可以记录时间，但上门人员习惯事后补录。客服中心每周抽听录音 20 通……";
    let chapter = |id: &str, title: &str, number: Option<u32>, blocks: Vec<Block>| Chapter {
        id: id.into(),
        title: title.into(),
        number,
        new_page: true,
        margins: !title.is_empty(),
        listed: !title.is_empty(),
        blocks,
    };
    let figure = |name: &str, value: &str, unit: &str, note: &str| Figure {
        value: value.into(),
        unit: unit.into(),
        name: name.into(),
        note: note.into(),
    };
    let verdict = Verdict {
        figure: figure("预评得分", "92.15", "分", "依据自评，不代表认证结论"),
        stars: Some(Stars { full: 4, of: 5 }),
        grade: "四星级（预评）".into(),
        beside: vec![
            figure("距五星", "2.85", "分", "门槛 95 分"),
            figure("可能区间", "88.20–95.00", "分", "未评条款计 0 分至满分"),
            figure("已评", "40 / 43", "条", ""),
            figure("证据齐全度", "86", "%", "37 条有证据"),
        ],
    };
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
    let score = Table {
        columns: vec![
            Column::words("条款", 1.0),
            Column::words("名称", 4.0),
            Column::figures("标准分", 1.0),
            Column::figures("实得分", 1.0),
            Column::figures("扣分", 1.0),
        ],
        rows,
    };
    let clauses = (1..=6).flat_map(|group| {
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
                    Fact::new("现状与发现", long),
                    Fact::new("证据", "E-001 关于成立售后服务部的通知.pdf；E-014 岗位说明书（2024 版）.docx"),
                ]),
            ])
        }));
        blocks
    });
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
                    verdict: verdict.clone(),
                    facts: vec![
                        Fact::new("评价范围", "家用电器的销售及售后服务"),
                        Fact::new("报告日期", "2024 年 7 月 1 日"),
                        Fact::new("编制", "王敏"),
                    ],
                    note: "本报告由 星评 生成。分值表大部分为推定，见第 12 章。".into(),
                })],
            ),
            chapter("contents", "目录", None, vec![Block::Contents]),
            chapter(
                "summary",
                "管理摘要",
                Some(1),
                vec![
                    Block::Paragraph(
                        Manner::Lead,
                        Text::plain("预评得 ").then_strong("92.15 分").then("，相当于四星级；距五星还差 2.85 分。"),
                    ),
                    Block::Verdict(verdict),
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
                        Bar { label: "5.1 售后服务体系".into(), value: "36.50 / 40".into(), share: Some(0.9125) },
                        Bar { label: "5.2 商品服务".into(), value: "33.00 / 35".into(), share: Some(0.94) },
                        Bar { label: "5.3 顾客服务".into(), value: "22.65 / 25".into(), share: Some(0.906) },
                    ]),
                    Block::heading(2, "先做什么"),
                    Block::Numbers(vec![long.into(), "配齐售后服务管理师。".into(), "补签工单。".into()]),
                    Block::Note(vec![Block::paragraph(long), Block::small("推定：见分值说明。")]),
                ],
            ),
            chapter(
                "scores",
                "评分汇总表",
                Some(2),
                vec![
                    Block::paragraph(long.repeat(4)),
                    Block::Table(score),
                    Block::Formula {
                        name: "涉及项得分".into(),
                        how: "92.15 ÷ 98 × 100".into(),
                        result: Text::strong("94.03"),
                    },
                ],
            ),
            chapter("clauses", "逐条评价", Some(3), clauses.collect()),
            chapter(
                "signatures",
                "签字页",
                Some(4),
                vec![
                    Block::Bullets(vec!["以上内容由企业自行评价。".into(), long.into()]),
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

fn made(report: &Report) -> Made {
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
    assert!(count >= 54 + 6 + 5, "{count}");
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

/// A report of a case, evidence looked up in a folder.
fn gap_report(pinned: &Pinned, assessment: &Assessment, folder: &Path) -> Made {
    let words = Words::load(Language::Chinese).expect("words");
    let card = score(&pinned.scheme, assessment);
    let states = evidence_states(folder, assessment);
    let subject = Subject {
        words: &words,
        pinned,
        assessment,
        card: &card,
        states: &states,
        case_name: "测试案卷",
        date: NaiveDate::from_ymd_opt(2026, 11, 21).unwrap(),
    };
    made(&chapters::gap_report(&subject))
}

#[test]
fn the_example() {
    let folder = tempfile::tempdir().expect("folder");
    store::write_example(folder.path()).expect("example");
    let case = store::example().expect("example");
    let made = gap_report(&case.pinned, &case.assessment, folder.path());
    assert!(made.missing.is_empty(), "{:?}", made.missing);
}
