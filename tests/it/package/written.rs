//! What is in a package, where nothing goes wrong.

use std::fs;
use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _, Xlsx};
use xingping::assessment::{
    EvidenceItem, FileFingerprint, Fingerprint, MaterialAnswer, MaterialId, Period, Standing, Sum, material_counts,
};
use xingping::criteria::{Mandatory, Need};
use xingping::report;
use xingping::store::{MAX_PATH, PackageTarget, Real, Watch, package_counts};

use super::*;

/// A case with some of everything.
fn mixed() -> Bench {
    let mut bench = Bench::new();
    let a = bench.file("证据/任命通知.pdf", "%PDF 任命", &["5.1.1.1"]);
    let b = bench.file("证据/工单.csv", "工单号,日期\n1,2026-01-02\n", &["5.3.1.1"]);
    bench.write("证据/照片/一.jpg", b"\xff\xd8 1");
    bench.write("证据/照片/里/二.jpg", b"\xff\xd8 2");
    let c = bench.add("照片", vec![EvidenceItem::Folder("证据/照片".into())], &["5.1.1.2"]);
    let d = bench.add("官网", vec![EvidenceItem::Web("https://example.com/服务?a=1&b=<2>".into())], &["5.3.1.1"]);
    bench.file("证据/没人要.txt", "x", &["5.1.4.2"]);
    bench.confirm("org", &[a, c]);
    bench.confirm("work", &[a, b, d]);
    bench
}

#[test]
fn folders_are_numbered_and_files_copied_never_moved() {
    let bench = mixed();
    let before = contents(&bench.case());
    let packed = bench.pack("送审材料");
    assert_eq!(
        packed.evidence(),
        [
            "01-组织与人员/01-01-任命通知.pdf",
            "01-组织与人员/01-02-照片/0001-一.jpg",
            "01-组织与人员/01-02-照片/0002-二.jpg",
            "02-服务记录/02-01-任命通知.pdf",
            "02-服务记录/02-02-工单.csv",
        ]
    );
    assert_eq!(packed.files["01-组织与人员/01-02-照片/0002-二.jpg"], b"\xff\xd8 2");
    assert_eq!(packed.files["02-服务记录/02-02-工单.csv"], before["证据/工单.csv"]);
    assert_eq!(contents(&bench.case()), before, "the originals are as they were");
    assert_eq!(names(&bench.out()), ["送审材料".to_owned()].into(), "nothing is left beside it");
    sums_hold(&packed.files);
    let said = packed.receipt();
    for part in ["2 个文件夹，9 个文件", "都已回读核对", "没有归入任何一项材料、所以没有收入的 1 个"]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert_eq!(packed.receipt.files, 9);
    assert_eq!(packed.receipt.bytes, packed.files.values().map(|bytes| bytes.len() as u64).sum::<u64>());
}

#[test]
fn a_zip_holds_the_same_and_the_same_case_gives_the_same_bytes() {
    let bench = mixed();
    let (folder, zip, again) = (bench.pack("甲"), bench.pack("乙.zip"), bench.pack("丙.ZIP"));
    assert_eq!(folder.files, zip.files);
    assert_eq!(fs::read(&zip.receipt.path).unwrap(), fs::read(&again.receipt.path).unwrap());
    sums_hold(&zip.files);
    // Names that are not ASCII are marked as UTF-8, and none leads out.
    let mut archive = zip::ZipArchive::new(fs::File::open(&zip.receipt.path).unwrap()).unwrap();
    for at in 0..archive.len() {
        let entry = archive.by_index(at).unwrap();
        assert!(entry.enclosed_name().is_some());
        let raw = entry.name_raw().to_vec();
        assert!(std::str::from_utf8(&raw).is_ok());
        let time = entry.last_modified().unwrap();
        assert_eq!((time.year(), time.month(), time.day()), (2026, 3, 31));
    }
}

#[test]
fn the_indexes_open_without_the_program() {
    let bench = mixed();
    let packed = bench.pack("包");
    let pdf = &packed.files["00-材料索引.pdf"];
    assert_eq!(report::count_pages(pdf).unwrap(), packed.receipt.pages);
    let text = pdf_extract::extract_text_from_mem(pdf).unwrap().replace(char::is_whitespace, "");
    for part in ["送审材料索引", "晴禾电器", "01-02-照片/0002-二.jpg", "还缺什么", "没有归入任何一项材料", "试用清单"]
    {
        assert!(text.contains(&part.replace(' ', "")), "{part}: {text}");
    }
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(&packed.files["00-材料索引.xlsx"])).unwrap();
    assert_eq!(book.sheet_names(), ["材料索引", "还缺什么", "说明"]);
    let sheet = book.worksheet_range("材料索引").unwrap();
    let rows: Vec<Vec<String>> = sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    assert_eq!(&rows[0][..3], ["材料", "情况", "包内文件"]);
    let names: Vec<&str> = rows[1..].iter().map(|row| row[2].as_str()).filter(|name| !name.is_empty()).collect();
    assert_eq!(names, packed.evidence());
    for row in rows.iter().filter(|row| row[2].contains('/')) {
        assert_eq!(row[8], Sum::of(&packed.files[&row[2]]).to_string());
        assert_eq!(row[6], packed.files[&row[2]].len().to_string());
    }
    assert!(sheet.rows().skip(1).flatten().all(|cell| !matches!(cell, Data::Error(_))));
    let html = packed.html();
    let lower = html.to_lowercase();
    for outside in
        ["<script", "javascript:", "href=\"http", "src=", "@import", "url(", "<link", "<iframe", "onclick", "//cdn"]
    {
        assert!(!lower.contains(outside), "{outside}");
    }
    assert!(html.contains("https://example.com/服务?a=1&amp;b=&lt;2&gt;") && !html.contains("<2>"));
    // Every link leads to a file of the package.
    let mut links = 0;
    for link in html.split("href=\"./").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        let bytes = link.split('%').enumerate().flat_map(|(at, part)| {
            let (byte, rest) =
                if at == 0 { (None, part) } else { (u8::from_str_radix(&part[..2], 16).ok(), &part[2..]) };
            byte.into_iter().chain(rest.bytes()).collect::<Vec<u8>>()
        });
        let name = String::from_utf8(bytes.collect()).unwrap();
        assert!(packed.files.contains_key(&name), "{name}");
        links += 1;
    }
    assert_eq!(links, packed.evidence().len());
}

/// Every byte of a package, with what is packed inside it unpacked.
fn all_bytes(files: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let mut all = Vec::new();
    for (name, bytes) in files {
        all.extend_from_slice(name.as_bytes());
        all.extend_from_slice(bytes);
        if name.ends_with(".xlsx") {
            let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
            for at in 0..archive.len() {
                archive.by_index(at).unwrap().read_to_end(&mut all).unwrap();
            }
        }
        if name.ends_with("索引.pdf") {
            all.extend(pdf_extract::extract_text_from_mem(bytes).unwrap().replace(['\n', ' '], "").into_bytes());
            all.extend(format!("{:?}", lopdf::Document::load_mem(bytes).unwrap().trailer).into_bytes());
        }
    }
    all
}

#[test]
fn no_path_of_this_computer_gets_in() {
    let mut bench = mixed();
    let far = bench.folder.path().join("别处/合同.txt");
    fs::create_dir_all(far.parent().unwrap()).unwrap();
    fs::write(&far, "合同").unwrap();
    let far = far.to_str().unwrap().to_owned();
    let full = bench.add("合同", vec![EvidenceItem::File(far.clone())], &[]);
    let gone = bench.add("不在", vec![EvidenceItem::File(format!("{far}.gone"))], &[]);
    let near = bench.add("旁边", vec![EvidenceItem::File("../别处/合同.txt".into())], &[]);
    let address = bench.add("地址", vec![EvidenceItem::Web(format!("file://{far}"))], &[]);
    bench.assessment.roots.insert("共享".into(), bench.folder.path().join("别处").to_str().unwrap().into());
    let root = bench.add("根", vec![EvidenceItem::File("共享:/合同.txt".into())], &[]);
    bench.confirm("more", &[full, gone, near, address, root]);
    let packed = bench.pack("包");
    assert_eq!(packed.evidence().iter().filter(|name| name.ends_with("合同.txt")).count(), 3);
    let all = all_bytes(&packed.files);
    let here = bench.folder.path().file_name().unwrap().to_str().unwrap().as_bytes();
    assert!(!all.windows(here.len()).any(|found| found == here), "the name of the folder is in the package");
    for outside in ["../别处", "/别处/", "file://"] {
        assert!(!all.windows(outside.len()).any(|found| found == outside.as_bytes()), "{outside}");
    }
    assert_eq!(packed.said("合同.txt.gone"), "未收入：找不到");
    assert_eq!(packed.said("共享:/合同.txt"), "原样复制");
}

#[cfg(unix)]
#[test]
fn links_lead_nothing_in() {
    use std::os::unix::fs::symlink;
    let mut bench = Bench::new();
    let secret = bench.folder.path().join("机密");
    fs::create_dir(&secret).unwrap();
    fs::write(secret.join("工资.txt"), "SECRET").unwrap();
    bench.write("证据/真.txt", "real");
    symlink(secret.join("工资.txt"), bench.case().join("证据/文件链接.txt")).unwrap();
    symlink(&secret, bench.case().join("证据/文件夹链接")).unwrap();
    symlink("真.txt", bench.case().join("证据/里面.txt")).unwrap();
    let folder = bench.add("全部", vec![EvidenceItem::Folder("证据".into())], &[]);
    // Registered itself, or over a link on the way: out where it leads outside, in where it stays inside.
    let file = bench.add("链接", vec![EvidenceItem::File("证据/文件链接.txt".into())], &[]);
    let way = bench.add("经过", vec![EvidenceItem::File("证据/文件夹链接/工资.txt".into())], &[]);
    let inside = bench.add("里面", vec![EvidenceItem::File("证据/里面.txt".into())], &[]);
    bench.confirm("org", &[folder]);
    bench.confirm("work", &[file, way, inside]);
    for name in ["包", "包.zip"] {
        let packed = bench.pack(name);
        let all = all_bytes(&packed.files);
        assert!(!all.windows(6).any(|found| found == b"SECRET"));
        assert_eq!(packed.evidence(), ["01-组织与人员/01-01-证据/0003-真.txt", "02-服务记录/02-01-里面.txt"]);
        assert_eq!(packed.files["02-服务记录/02-01-里面.txt"], b"real");
        for source in ["证据/文件夹链接", "证据/文件夹链接/工资.txt"] {
            assert_eq!(packed.said(source), "未收入：是链接，没有跟随", "{source}");
        }
        assert!(packed.html().contains("有 5 个链接没有跟随"), "{}", packed.html());
        assert!(packed.receipt().contains("没有跟随的链接 5 个"));
    }
}

#[test]
fn names_are_safe_and_none_is_lost() {
    let mut bench = Bench::new();
    bench.item("org").title = format!("CON: 组织/人员? {}", "很长的名称".repeat(60));
    let long = "长".repeat(70);
    let mut all = vec![
        "CON",
        "nul.txt",
        "COM1.pdf",
        "报告.PDF",
        "报告.pdf",
        "caf\u{e9}.txt",
        "cafe\u{301}.txt",
        "a.",
        "b ",
        "c. .txt",
    ];
    let deep = format!("{long}/{long}/{long}.txt");
    all.push(&deep);
    #[cfg(unix)]
    all.extend(["<a>.txt", "b:c\"d|e?f*g.txt", "反\\斜.txt", "换\n行.txt", "\u{202e}fdp.exe"]);
    for (at, name) in all.iter().enumerate() {
        bench.write(&format!("证据/{name}"), format!("{at}"));
        bench.write(&format!("证据二/{at}/同名.txt"), format!("{at}"));
    }
    let mut pieces = Vec::new();
    for at in 0..all.len() {
        // Two files of the same name, many times.
        pieces.push(bench.add("同名", vec![EvidenceItem::File(format!("证据二/{at}/同名.txt"))], &[]));
    }
    pieces.push(bench.add("文件夹", vec![EvidenceItem::Folder("证据".into())], &[]));
    bench.confirm("org", &pieces);
    let copied = contents(&bench.case().join("证据")).len();
    assert!(copied >= 8, "the disk keeps apart what it keeps apart");
    for name in ["包", "包.zip"] {
        let packed = bench.pack(name);
        assert_eq!(packed.evidence().len(), copied + all.len(), "nothing is lost");
        let mut seen = BTreeSet::new();
        for path in packed.files.keys() {
            assert!(path.encode_utf16().count() <= MAX_PATH, "{path}");
            let folded = unfold(path);
            assert!(seen.insert(folded), "the same to some system: {path}");
            for part in path.split('/') {
                assert!(part.starts_with(|first: char| first.is_ascii_digit()), "{part}");
                assert!(!part.contains(['<', '>', ':', '"', '\\', '|', '?', '*']), "{part}");
                assert!(!part.chars().any(|letter| letter.is_control() || letter == '\u{202e}'), "{part}");
                assert!(!part.ends_with(['.', ' ']) && part.len() <= 255, "{part}");
            }
        }
        assert!(packed.evidence().iter().any(|name| name.ends_with("长.txt")), "endings are kept");
        let texts: BTreeSet<&Vec<u8>> =
            packed.files.iter().filter(|(name, _)| name.ends_with("同名.txt")).map(|(_, bytes)| bytes).collect();
        assert_eq!(texts.len(), all.len());
        sums_hold(&packed.files);
    }
}

/// A path as the least careful system compares it.
fn unfold(path: &str) -> String {
    path.replace("e\u{301}", "\u{e9}").to_lowercase()
}

#[test]
fn what_is_missing_is_said() {
    let mut bench = mixed();
    bench.item("more").mandatory = Mandatory::Always;
    bench.checklist.items.push(material("extra", "样品", Mandatory::SomeBodies, &[]));
    bench.checklist.items.push(material("none", "安装", Mandatory::Always, &[]));
    bench.item("work").needs = vec![Need { least: 12, of: "份工单".into(), months: Some(6) }];
    bench.item("more").needs = vec![Need { least: 3, of: "份合同".into(), months: None }];
    let answer = MaterialAnswer { not_concerned: "不涉及安装".into(), ..MaterialAnswer::default() };
    bench.assessment.materials.insert(MaterialId::of("test", "none"), Arc::new(answer));
    fs::remove_file(bench.case().join("证据/工单.csv")).unwrap();
    let packed = bench.pack("包");
    let missing = packed.receipt.package.missing(&words());
    let expected = [
        ("03 其他说明", "缺：必备，还没有文件（要求至少 3 份合同）"),
        ("04 样品", "没有文件；部分机构要求"),
        ("02 服务记录", "“证据/工单.csv”没有收入：找不到"),
        ("02 服务记录", "已有文件，数量没有确认（要求近 6 个月内至少 12 份工单）"),
    ];
    assert_eq!(missing, expected.map(|(item, what)| (item.to_owned(), what.to_owned())));
    let tally = packed.receipt.package.tally();
    assert_eq!((tally.missing_mandatory, tally.missing_other, tally.failed), (1, 1, 1));
    assert!(tally.has_problems());
    for (item, what) in expected {
        assert!(packed.html().contains(&format!("<tr><td>{item}</td><td>{what}</td></tr>")), "{what}");
    }
    assert!(packed.html().contains("不涉及：不涉及安装"));
    assert!(packed.receipt().contains("没有文件的材料 2 项，其中必备 1 项"));
}

#[test]
fn without_any_answer_evidence_goes_by_its_clauses_and_the_index_says_so() {
    let mut bench = mixed();
    bench.assessment.materials.clear();
    let packed = bench.pack("包");
    assert_eq!(packed.evidence().len(), 4);
    for said in [packed.html(), &packed.receipt()] {
        assert!(said.contains("按条款自动归入，未经确认"), "{said}");
    }
    // An answer that decides nothing is none.
    bench.confirm("more", &[]);
    assert_eq!(bench.pack("又").evidence().len(), 4);
}

#[test]
fn confirming_one_item_leaves_the_others_filled_by_their_clauses() {
    let mut bench = mixed();
    bench.assessment.materials.clear();
    bench.confirm("org", &[EvidenceId(1)]);
    let answer = MaterialAnswer { complete: true, ..MaterialAnswer::default() };
    bench.assessment.materials.insert(MaterialId::of("test", "more"), Arc::new(answer));
    let packed = bench.pack("包");
    assert_eq!(packed.evidence(), ["01-组织与人员/01-01-任命通知.pdf", "02-服务记录/02-01-工单.csv"]);
    let items = &packed.receipt.package.items;
    assert_eq!(items[0].say(&words()), "已收入 1 个文件");
    assert_eq!(items[1].say(&words()), "已收入 1 个文件；按条款自动归入，未经确认");
    assert_eq!(packed.said("证据/没人要.txt"), "未收入：没有归入任何一项材料");
    assert!(packed.html().contains("已收入 1 个文件；按条款自动归入，未经确认"));
    assert!(packed.html().contains("2 项经确认；1 项按条款自动归入，未经确认"), "{}", packed.html());
    let text = pdf_extract::extract_text_from_mem(&packed.files["00-材料索引.pdf"]).unwrap();
    let text = text.replace(char::is_whitespace, "");
    assert!(text.contains("2项经确认；1项按条款自动归入，未经确认"), "{text}");
    for said in [packed.receipt(), package_counts(&bench.plan().package, &words()).join("\n")] {
        assert!(said.contains("另有 1 项材料下的证据是按条款自动归入，未经确认"), "{said}");
    }
    // The page of materials counts the same, in the same words.
    let counts = material_counts(&bench.assessment, &Standing::default(), &bench.checklist);
    assert_eq!(counts, packed.receipt.package.counts());
    assert_eq!(counts.say(&words()), "齐 0 · 部分 1 · 缺 2（其中 1 项打包时按条款自动归入，未经确认） · 不涉及 0");
    assert!(packed.receipt().contains(&counts.say(&words())));
}

#[test]
fn evidence_that_is_expired_or_out_of_the_period_is_told() {
    let mut bench = Bench::new();
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let span = |from: &str, to: &str| Some(Period { from: day(from), to: day(to) });
    let old = bench.file("证书.pdf", "%PDF", &[]);
    let early = bench.file("台账.csv", "a,b\n", &[]);
    let good = bench.file("好.txt", "x", &[]);
    let change = |bench: &mut Bench, id: EvidenceId, change: &dyn Fn(&mut Evidence)| {
        change(Arc::make_mut(bench.assessment.evidence.get_mut(&id).unwrap()));
    };
    change(&mut bench, old, &|piece| piece.expires = Some(day("2026-03-30")));
    change(&mut bench, early, &|piece| piece.covers = span("2024-01-01", "2024-12-31"));
    change(&mut bench, good, &|piece| piece.expires = Some(day("2026-03-31")));
    bench.assessment.period = span("2025-04-01", "2026-03-31");
    bench.confirm("org", &[old, early, good]);
    let packed = bench.pack("包");
    assert_eq!(packed.said("证书.pdf"), "原样复制；已过期（至 2026-03-30）");
    assert_eq!(packed.said("台账.csv"), "原样复制；不在覆盖期（与评价期间没有重合）");
    assert_eq!(packed.said("好.txt"), "原样复制");
    let missing = packed.receipt.package.missing(&words());
    assert!(missing.contains(&("01 组织与人员".into(), "证据“证书.pdf”已过期（至 2026-03-30）".into())), "{missing:?}");
    assert!(missing.iter().any(|(_, what)| what.starts_with("证据“台账.csv”不在覆盖期")), "{missing:?}");
    for part in ["已过期的证据 1 件", "不在评价期间的证据 1 件"] {
        assert!(packed.receipt().contains(part), "{}", packed.receipt());
    }
}

#[test]
fn evidence_that_nobody_asked_for_stays_out_unless_it_is_wanted() {
    let mut bench = mixed();
    bench.file("证据/乙.txt", "乙", &["5.1.2.1"]);
    let packed = bench.pack("包");
    assert!(packed.evidence().iter().all(|name| !name.contains("没人要") && !name.contains("乙")));
    assert!(packed.html().contains("没有归入任何一项材料的证据没有收入"));
    assert_eq!(packed.said("证据/没人要.txt"), "未收入：没有归入任何一项材料");
    bench.others = true;
    let packed = bench.pack("又");
    assert_eq!(packed.evidence()[5..], ["04-其他证据/04-01-乙.txt", "04-其他证据/04-02-没人要.txt"]);
    assert!(packed.html().contains("放在最后一个文件夹"));
}

#[test]
fn what_is_not_as_it_was_registered_is_told() {
    let mut bench = Bench::new();
    let id = bench.file("a.txt", "now", &[]);
    let print = FileFingerprint { sum: Sum::of(b"then"), size: 4, modified: None };
    bench.assessment.fingerprints.insert("a.txt".into(), Arc::new(Fingerprint::File(print)));
    bench.confirm("org", &[id]);
    let packed = bench.pack("包");
    assert_eq!(packed.said("a.txt"), "原样复制；与登记时的内容不同");
    assert!(packed.receipt().contains("与登记时内容不同的文件 1 个"));
    let same = FileFingerprint { sum: Sum::of(b"now"), size: 3, modified: None };
    bench.assessment.fingerprints.insert("a.txt".into(), Arc::new(Fingerprint::File(same)));
    assert_eq!(bench.pack("又").said("a.txt"), "原样复制");
}

#[test]
fn the_same_file_stands_once_in_an_item() {
    let mut bench = Bench::new();
    let a = bench.file("a.txt", "a", &[]);
    let b = bench.add("再一次", vec![EvidenceItem::File("a.txt".into())], &[]);
    bench.confirm("org", &[a, b]);
    let packed = bench.pack("包");
    assert_eq!(packed.evidence(), ["01-组织与人员/01-01-a.txt"]);
    assert_eq!(packed.said("a.txt"), "原样复制|同一文件，本项已收入");
}

#[test]
fn nothing_that_is_there_is_written_over() {
    let bench = mixed();
    let out = bench.out();
    fs::create_dir(out.join("满")).unwrap();
    fs::write(out.join("满/我的.txt"), "mine").unwrap();
    fs::write(out.join("有.zip"), "mine").unwrap();
    fs::write(out.join("文件"), "mine").unwrap();
    fs::create_dir(out.join("夹.zip")).unwrap();
    for (name, sentence) in [
        ("满", "不是空的，没有写入"),
        ("有.zip", "已经存在，没有覆盖它"),
        ("文件", "已经存在，没有覆盖它"),
        ("夹.zip", "没有做成"),
        ("无/此/夹", "没有做成"),
    ] {
        let said = bench.try_pack(name).unwrap_err().say(&words());
        assert!(said.contains(sentence) && said.ends_with('。'), "{name}: {said}");
    }
    let replacing = |name: &str| {
        let target = PackageTarget { path: out.join(name), replace: true };
        bench.pack_with(&target, &Real, &Watch::NONE)
    };
    assert!(replacing("满").is_err() && replacing("文件").is_err(), "only a ZIP goes for another");
    assert_eq!(fs::read(out.join("满/我的.txt")).unwrap(), b"mine");
    assert_eq!(fs::read(out.join("文件")).unwrap(), b"mine");
    let receipt = replacing("有.zip").unwrap();
    assert!(receipt.replaced && receipt.say(&words())[0].contains("替换了原有的文件"));
    assert!(contents(&out.join("有.zip")).len() > 4);
    fs::create_dir(out.join("空")).unwrap();
    bench.pack("空");
    assert_eq!(names(&out).len(), 5, "{:?}", names(&out));
}

#[test]
fn a_package_does_not_become_its_own_evidence() {
    let bench = mixed();
    for name in ["证据/照片/包", "证据/照片/包.zip", "证据/照片"] {
        let said = bench.pack_with(&target(bench.case().join(name)), &Real, &Watch::NONE).unwrap_err().say(&words());
        assert!(said.contains("在登记为证据的文件夹里") || said.contains("不是空的"), "{said}");
    }
    assert_eq!(contents(&bench.case().join("证据/照片")).len(), 2);
    // Beside its evidence it may lie.
    bench.pack_with(&target(bench.case().join("包")), &Real, &Watch::NONE).unwrap();
}

#[test]
fn a_case_without_anything_gives_a_package_that_says_so() {
    let bench = Bench::new();
    let packed = bench.pack("包.zip");
    assert_eq!(packed.files.len(), 4);
    assert!(packed.html().contains("缺：必备，还没有文件"));
    sums_hold(&packed.files);
}
