//! Persons in tables that no item of the checklist names: found, told, and masked where that is wanted.

use xingping::assessment::{EvidenceItem, FileFingerprint, Fingerprint};

use super::*;

const RECORDS: &str = "工单号,客户姓名,联系电话,地址,备注\n\
    1,王小明,13812345678,湖南省长沙市岳麓区麓山路1号,好\n2,李雷,,,\n";

fn all_text(packed: &Packed) -> String {
    packed.files.values().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect()
}

#[test]
fn persons_in_a_table_that_nothing_masks_are_told() {
    let mut bench = Bench::new();
    let records = bench.file("工单.csv", RECORDS, &[]);
    let notes = bench.file("便条.csv", "日期,内容\n2026-03-01,回电 13987654321\n", &[]);
    let plain = bench.file("型号.csv", "型号,数量\nQH,3\n", &[]);
    bench.confirm("org", &[records, notes, plain]);
    let planned = bench.plan().package;
    let packed = bench.pack("包");
    assert_eq!(packed.said("工单.csv"), "原样复制；含个人信息，未遮盖：客户姓名、联系电话、地址");
    assert_eq!(packed.said("便条.csv"), "原样复制；含个人信息，未遮盖：电话或身份证号码");
    assert_eq!(packed.said("型号.csv"), "原样复制");
    assert_eq!(packed.receipt.package.tally().personal, 2);
    assert_eq!(planned.tally().personal, 2, "it is known before anything is written");
    assert!(packed.receipt().contains("含个人信息而没有遮盖的表格 2 个"), "{}", packed.receipt());
    assert!(packed.html().contains("含个人信息，未遮盖：客户姓名、联系电话、地址"));
}

#[test]
fn persons_in_all_tables_are_masked_where_that_is_wanted() {
    let mut bench = Bench::new();
    bench.mask_all = true;
    let records = bench.file("工单.csv", RECORDS, &[]);
    let plain = bench.file("型号.csv", "型号,数量\nQH,3\n", &[]);
    let broken = bench.file("坏.xlsx", "x", &[]);
    bench.confirm("org", &[records, plain, broken]);
    let planned = bench.plan().package.tally();
    assert_eq!(
        (planned.masked, planned.unmasked, planned.personal),
        (1, 1, 0),
        "the plan has looked through the tables"
    );
    let packed = bench.pack("包");
    let names = ["工单（遮盖副本）.csv", "型号.csv", "坏.xlsx"];
    let names: Vec<String> = (1..).zip(names).map(|(at, name)| format!("01-组织与人员/01-{at:02}-{name}")).collect();
    assert_eq!(packed.evidence(), names);
    let text = String::from_utf8_lossy(&packed.files[&names[0]]).into_owned();
    assert!(text.contains("1,王**,138****5678,湖南省长沙市***,好"), "{text}");
    for secret in ["王小明", "李雷", "13812345678", "麓山路"] {
        assert!(!all_text(&packed).contains(secret), "{secret}");
    }
    assert_eq!(packed.said("型号.csv"), "原样复制");
    assert!(packed.said("坏.xlsx").contains("表格读不出，没有查看其中的个人信息"), "{}", packed.said("坏.xlsx"));
    assert_eq!(packed.files[&names[1]], "型号,数量\nQH,3\n".as_bytes());
}

#[test]
fn only_a_confirmed_assignment_leaves_evidence_out() {
    let mut bench = Bench::new();
    bench.item("more").leave_out = "另行提交".into();
    bench.item("more").clauses = vec!["5.1.1.1".into()];
    let manual = bench.file("服务手册.pdf", "%PDF", &["5.1.1.1"]);
    bench.item("more").clauses.push("5.2.1.1".into());
    bench.file("财务.txt", "x", &["5.2.1.1"]);
    let packed = bench.pack("包");
    assert_eq!(packed.evidence(), ["01-组织与人员/01-01-服务手册.pdf"]);
    assert_eq!(packed.said("服务手册.pdf"), "原样复制", "it goes where else it fits");
    let missing = packed.receipt.package.missing(&words());
    assert!(
        missing.iter().any(|(_, what)| what == "证据“财务.txt”没有收入：属于不收入的材料“其他说明”"),
        "{missing:?}"
    );
    let text = pdf_extract::extract_text_from_mem(&packed.files["00-材料索引.pdf"]).unwrap();
    assert!(!text.replace(char::is_whitespace, "").contains("必备材料已有"), "nothing was confirmed");
    bench.confirm("more", &[manual]);
    let packed = bench.pack("又");
    assert_eq!(packed.evidence().len(), 0);
    let missing = packed.receipt.package.missing(&words());
    assert!(missing.iter().any(|(_, what)| what.starts_with("证据“服务手册.pdf”没有收入")), "{missing:?}");
}

#[test]
fn the_cover_says_what_nobody_confirmed() {
    let mut bench = Bench::new();
    bench.file("服务手册.pdf", "%PDF", &["5.1.1.1"]);
    bench.file("工单.txt", "x", &["5.3.1.1"]);
    let text = |packed: &Packed| {
        let text = pdf_extract::extract_text_from_mem(&packed.files["00-材料索引.pdf"]).unwrap();
        text.replace(char::is_whitespace, "")
    };
    let said = text(&bench.pack("包"));
    assert!(said.contains("必备材料里有2项只是自动归入，未确认") && !said.contains("必备材料已有"), "{said}");
    bench.confirm("org", &[EvidenceId(1)]);
    bench.confirm("work", &[EvidenceId(2)]);
    assert!(text(&bench.pack("又")).contains("必备材料已有"));
}

#[test]
fn what_stays_out_is_counted_by_its_reason() {
    let mut bench = Bench::new();
    let web = bench.add("网页", vec![EvidenceItem::Web("https://example.com".into())], &[]);
    bench.file("没人要.txt", "x", &[]);
    bench.item("more").leave_out = "另行提交".into();
    let left = bench.file("财务.txt", "x", &[]);
    bench.confirm("org", &[web]);
    bench.confirm("more", &[left]);
    let said = bench.pack("包").receipt();
    for part in ["没有归入任何一项材料、所以没有收入的 1 个", "网址 1 个，没有文件", "按清单不收入的文件或证据 1 个"]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn files_of_a_folder_that_came_went_or_changed_are_told_one_by_one() {
    let mut bench = Bench::new();
    for (name, text) in [("同.txt", "同"), ("改.txt", "改了"), ("新.txt", "新")] {
        bench.write(&format!("夹/{name}"), text);
    }
    let folder = bench.add("夹", vec![EvidenceItem::Folder("夹".into())], &[]);
    let print = |text: &str| FileFingerprint { sum: Sum::of(text.as_bytes()), size: text.len() as u64, modified: None };
    let prints = [("同.txt", "同"), ("改.txt", "改"), ("没了.txt", "没了")];
    let prints = prints.map(|(name, text)| (name.to_owned(), print(text)));
    bench.assessment.fingerprints.insert("夹".into(), Arc::new(Fingerprint::Folder(prints.into())));
    bench.confirm("org", &[folder]);
    let packed = bench.pack("包");
    assert_eq!(packed.said("夹/同.txt"), "原样复制");
    assert_eq!(packed.said("夹/改.txt"), "原样复制；与登记时的内容不同");
    assert_eq!(packed.said("夹/新.txt"), "原样复制；登记后新增");
    let missing = packed.receipt.package.missing(&words());
    assert!(missing.contains(&("01 组织与人员".into(), "“夹/没了.txt”没有收入：找不到".into())), "{missing:?}");
    assert!(packed.receipt.package.tally().has_problems());
    assert!(packed.receipt().contains("登记后新增的文件 1 个"), "{}", packed.receipt());
}

#[test]
fn a_masked_workbook_keeps_its_merged_cells_and_what_stays_in_sight() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let plain = rust_xlsxwriter::Format::new();
    sheet.merge_range(0, 0, 0, 3, "二〇二六年三季度全部服务网点客户回访记录汇总表", &plain).unwrap();
    for (at, head) in (0..).zip(["序号", "密", "姓名", "电话"]) {
        sheet.write_string(1, at, head).unwrap();
    }
    for (at, cell) in (0..).zip(["1", "x", "王小明", "13812345678"]) {
        sheet.write_string(2, at, cell).unwrap();
    }
    sheet.set_column_hidden(1).unwrap();
    sheet.set_freeze_panes(2, 2).unwrap();
    let mut bench = Bench::new();
    bench.mask_all = true;
    let id = bench.file("回访.xlsx", book.save_to_buffer().unwrap(), &[]);
    bench.confirm("org", &[id]);
    let packed = bench.pack("包");
    let copy = &packed.files["01-组织与人员/01-01-回访（遮盖副本）.xlsx"];
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(copy)).unwrap();
    let mut text = String::new();
    archive.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut text).unwrap();
    assert!(text.contains("<mergeCell ref=\"A1:C1\"/>"), "{text}");
    assert!(text.contains("xSplit=\"1\" ySplit=\"2\""), "{text}");
    let width = text.split("<col min=\"1\"").nth(1).and_then(|rest| rest.split("width=\"").nth(1)).unwrap();
    let width: f64 = width.split('"').next().unwrap().parse().unwrap();
    assert!(width < 15.0, "not as wide as the title: {width}");
}
