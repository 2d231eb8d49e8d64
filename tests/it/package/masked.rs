//! Persons in a package: what is left out stays out everywhere, what is masked is masked everywhere.

use std::fs;
use std::io::{Cursor, Read as _};

use calamine::{Reader as _, Xlsx};
use rust_xlsxwriter::{Format, Formula, Note, Workbook};
use xingping::assessment::EvidenceItem;

use super::*;

/// An item that masks names and numbers of customers.
fn bench() -> Bench {
    let mut bench = Bench::new();
    let item = bench.item("work");
    item.mask_names = vec!["顾客姓名".into(), "姓名".into()];
    item.mask_phones = vec!["联系电话".into()];
    bench
}

const CSV: &str = "2026年三季度回访记录,,,\n填表人：李雷,,,\n\n序号,顾客 姓名,联系电话（手机）,备注\n\
    1,王小明,13812345678,\"王小明说\n很好\"\n2,欧阳修,0731-84512345,同上\n";

fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("回访").unwrap();
    sheet.write_string(0, 0, "三季度回访（王小明 经办）").unwrap();
    for (at, head) in (0..).zip(["序号", "顾客姓名", "联系电话", "满意度", "密", "算"]) {
        sheet.write_string(2, at, head).unwrap();
    }
    sheet.write_number(3, 0, 1).unwrap();
    sheet.write_string(3, 1, "王小明").unwrap();
    sheet.write_number(3, 2, 13_812_345_678_f64).unwrap();
    sheet.write_number(3, 3, 9.5).unwrap();
    sheet.write_string(3, 4, "HIDDENCOLUMN").unwrap();
    sheet.write_formula(3, 5, Formula::new("=\"FORMULATEXT\"&B4").set_result("王小明")).unwrap();
    sheet.write_string(4, 1, "HIDDENROW").unwrap();
    sheet.write_string(5, 1, "李雷").unwrap();
    let date = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    let when = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 7, 1).unwrap().and_hms(8, 30, 0).unwrap();
    sheet.write_datetime_with_format(5, 3, &when, &date).unwrap();
    sheet.insert_note(3, 1, &Note::new("NOTETEXT 王小明")).unwrap();
    sheet.set_column_hidden(4).unwrap();
    sheet.set_row_hidden(4).unwrap();
    let other = book.add_worksheet();
    other.set_name("王小明").unwrap();
    other.write_string(0, 0, "电话 13812345678 或找李雷").unwrap();
    let hidden = book.add_worksheet();
    hidden.set_name("HIDDENSHEET").unwrap();
    hidden.write_string(0, 0, "王小明 HIDDENCELL").unwrap();
    hidden.set_hidden(true);
    book.set_properties(&rust_xlsxwriter::DocProperties::new().set_author("AUTHORNAME"));
    book.save_to_buffer().unwrap()
}

/// What nobody may find, in what form ever.
const SECRETS: [&str; 5] = ["王小明", "欧阳修", "13812345678", "84512345", "李雷"];

fn holds(files: &BTreeMap<String, Vec<u8>>, secret: &str) -> bool {
    let has = |bytes: &[u8]| bytes.windows(secret.len()).any(|found| found == secret.as_bytes());
    files.iter().any(|(name, bytes)| {
        if name.ends_with(".xlsx") {
            let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
            return (0..archive.len()).any(|at| {
                let mut text = Vec::new();
                archive.by_index(at).unwrap().read_to_end(&mut text).unwrap();
                has(&text)
            });
        }
        has(bytes) || has(encoding_rs::GB18030.decode(bytes).0.as_bytes())
    })
}

#[test]
fn a_csv_is_masked_under_its_headings_and_wherever_the_same_stands() {
    for gb in [false, true] {
        let mut bench = bench();
        let bytes = if gb { encoding_rs::GB18030.encode(CSV).0.into_owned() } else { CSV.as_bytes().to_vec() };
        // 李雷 stands in no column that is masked.
        let id = bench.file("证据/回访.csv", bytes, &[]);
        bench.confirm("work", &[id]);
        let packed = bench.pack("包");
        assert_eq!(packed.evidence(), ["02-服务记录/02-01-回访（遮盖副本）.csv"]);
        let text = std::str::from_utf8(&packed.files[packed.evidence()[0]]).unwrap();
        assert_eq!(
            text.strip_prefix('\u{feff}').unwrap().replace("\r\n", "\n"),
            CSV.replace("王小明", "王**")
                .replace("欧阳修", "欧**")
                .replace("13812345678", "138****5678")
                .replace("0731-84512345", "073*-****2345")
                .replace("\n\n", "\n\"\"\n")
        );
        assert_eq!(
            packed.said("证据/回访.csv"),
            "遮盖副本，原件不在包内；遮盖的列：顾客 姓名、联系电话（手机）；其余内容请人工检查"
        );
        assert!(packed.html().contains("1 个表格是遮盖副本") && packed.receipt().contains("遮盖副本 1 个"));
        assert!(fs::read(bench.case().join("证据/回访.csv")).unwrap().len() > 50, "the original is as it was");
        for secret in &SECRETS[..4] {
            assert!(!holds(&packed.files, secret), "{secret}");
        }
        sums_hold(&packed.files);
    }
}

#[test]
fn a_workbook_is_copied_by_what_is_to_be_seen_and_nothing_else_gets_out() {
    let mut bench = bench();
    let id = bench.file("回访.xlsx", workbook(), &[]);
    bench.confirm("work", &[id]);
    assert!(SECRETS.iter().filter(|secret| holds(&contents(&bench.case()), secret)).count() >= 3);
    for name in ["包", "包.zip"] {
        let packed = bench.pack(name);
        let copy = &packed.files["02-服务记录/02-01-回访（遮盖副本）.xlsx"];
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(copy)).unwrap();
        assert_eq!(book.sheet_names(), ["回访", "王××"]);
        let sheet = book.worksheet_range("回访").unwrap();
        let rows: Vec<Vec<String>> = sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
        assert_eq!(rows[0][0], "三季度回访（王** 经办）");
        assert_eq!(rows[2], ["序号", "顾客姓名", "联系电话", "满意度", "算"]);
        assert_eq!(rows[3], ["1", "王**", "138****5678", "9.5", "王**"]);
        assert_eq!(rows[4][..3], ["", "李**", ""]);
        // 2026-07-01 08:30, as a spreadsheet counts.
        assert_eq!(rows[4][3], "46204.354166666664");
        let other = book.worksheet_range("王××").unwrap();
        assert_eq!(other.get_value((0, 0)).unwrap().to_string(), "电话 138****5678 或找李**");
        let own = ["HIDDENCOLUMN", "HIDDENROW", "FORMULATEXT", "HIDDENSHEET", "HIDDENCELL", "NOTETEXT", "AUTHORNAME"];
        for secret in SECRETS.iter().chain(&own) {
            assert!(!holds(&packed.files, secret), "{secret}");
        }
    }
}

#[test]
fn what_cannot_be_masked_is_left_to_a_person_or_left_out() {
    let mut bench = bench();
    let mut all = vec![
        bench.file("扫描.pdf", "%PDF 王小明", &[]),
        bench.file("旧表.xls", b"\xd0\xcf\x11\xe0", &[]),
        bench.file("照片.jpg", b"\xff\xd8", &[]),
        bench.file("型号.csv", "型号,数量\nQH,3\n", &[]),
        bench.file("型号.xlsm", Workbook::new().save_to_buffer().unwrap(), &[]),
    ];
    let bad = [
        bench.file("坏.xlsx", "PK 王小明", &[]),
        bench.file("引号.csv", "顾客姓名,备注\n王小明,\"没有关\n李雷,x\n", &[]),
        bench.file("假.csv", workbook(), &[]),
        bench.file("乱码.csv", b"\xff\xff\x00\x01\x80", &[]),
    ];
    all.extend(bad);
    bench.confirm("work", &all);
    let packed = bench.pack("包");
    assert_eq!(
        packed.evidence(),
        [
            "02-服务记录/02-01-扫描.pdf",
            "02-服务记录/02-02-旧表.xls",
            "02-服务记录/02-03-照片.jpg",
            "02-服务记录/02-04-型号.csv",
            "02-服务记录/02-05-型号.xlsm"
        ]
    );
    assert_eq!(packed.files["02-服务记录/02-04-型号.csv"], "型号,数量\nQH,3\n".as_bytes());
    assert_eq!(packed.said("扫描.pdf"), "未遮盖，请人工检查");
    assert_eq!(packed.said("型号.xlsm"), "没有找到要遮盖的列，未遮盖，请人工检查");
    for source in ["坏.xlsx", "引号.csv", "假.csv", "乱码.csv"] {
        assert_eq!(packed.said(source), "未收入：表格读不出，无法遮盖", "{source}");
    }
    let tally = packed.receipt.package.tally();
    assert_eq!((tally.unmasked, tally.failed, tally.masked), (5, 4, 0));
    assert!(tally.has_problems());
    assert!(packed.receipt().contains("没有遮盖的文件 5 个，请人工检查"));
    sums_hold(&packed.files);
}

#[test]
fn the_strictest_item_decides_wherever_a_file_goes() {
    let mut bench = bench();
    bench.item("more").leave_out = "含身份证号，现场查看".into();
    let list = bench.file("证据/名单.csv", "姓名,电话\n王小明,1\n", &[]);
    let cards = bench.file("证据/身份证.pdf", "%PDF IDCARD", &[]);
    let folder = bench.add("全部", vec![EvidenceItem::Folder("证据".into())], &[]);
    let again = bench.add("又名单", vec![EvidenceItem::File("./证据/名单.csv".into())], &[]);
    bench.confirm("org", &[folder, again, cards]);
    bench.confirm("work", &[list]);
    bench.confirm("more", &[cards]);
    let packed = bench.pack("包");
    assert!(!holds(&packed.files, "王小明") && !holds(&packed.files, "IDCARD"));
    assert_eq!(packed.evidence().len(), 3, "{:?}", packed.evidence());
    assert!(packed.evidence().iter().all(|name| name.ends_with("名单（遮盖副本）.csv")));
    let said = packed.said("证据/身份证.pdf");
    assert_eq!(said, ["未收入：属于不收入的材料“其他说明”"; 3].join("|"));
    assert!(packed.html().contains("不收入：含身份证号，现场查看"));
    assert_eq!(packed.receipt.package.tally().left_out, 1);
    assert!(!packed.receipt.package.tally().has_problems(), "what is left out is not missing");
}

#[test]
fn evidence_that_nobody_asked_for_is_masked_by_all_items() {
    let mut bench = bench();
    bench.file("别的.csv", "姓名,联系电话\n王小明,13812345678\n", &["5.1.4.2"]);
    bench.confirm("org", &[]);
    bench.others = true;
    let packed = bench.pack("包");
    assert_eq!(packed.evidence(), ["04-其他证据/04-01-别的（遮盖副本）.csv"]);
    assert!(!holds(&packed.files, "王小明") && !holds(&packed.files, "13812345678"));
}

#[test]
fn numbers_keep_their_formats_in_a_masked_copy() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (at, head) in (0..).zip(["联系电话", "满意率", "件数", "日期", "金额", "备注"]) {
        sheet.write_string(0, at, head).unwrap();
    }
    let format = |code: &str| Format::new().set_num_format(code);
    sheet.write_number(1, 0, 13_812_345_678_f64).unwrap();
    sheet.write_number_with_format(1, 1, 0.930_578_512_396_694_2, &format("0.0%")).unwrap();
    sheet.write_number(1, 2, 42).unwrap();
    let day = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 7, 1).unwrap();
    sheet.write_datetime_with_format(1, 3, &day, &format("yyyy\"年\"m\"月\"d\"日\"")).unwrap();
    sheet.write_number_with_format(1, 4, 1234.5, &format("#,##0.00")).unwrap();
    sheet.write_string(1, 5, "王小明代接 13987654321，身份证43010219800101123X").unwrap();
    let mut bench = bench();
    let id = bench.file("汇总.xlsx", book.save_to_buffer().unwrap(), &[]);
    bench.confirm("work", &[id]);
    let packed = bench.pack("包");
    let copy = &packed.files["02-服务记录/02-01-汇总（遮盖副本）.xlsx"];
    let mut archive = zip::ZipArchive::new(Cursor::new(copy)).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let styles = part("xl/styles.xml");
    for code in ["0.0%", "#,##0.00", "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"] {
        assert!(styles.contains(&format!("formatCode=\"{code}\"")), "{code}: {styles}");
    }
    let cells = part("xl/worksheets/sheet1.xml");
    for number in ["<v>0.9305785123966942</v>", "<v>42</v>", "<v>46204</v>", "<v>1234.5</v>"] {
        assert!(cells.contains(number), "{number}: {cells}");
    }
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(copy)).unwrap();
    let sheet = book.worksheet_range("Sheet1").unwrap();
    assert_eq!(sheet.get_value((1, 0)).unwrap().to_string(), "138****5678");
    assert_eq!(sheet.get_value((1, 5)).unwrap().to_string(), "王小明代接 139****4321，身份证430**********1123X");
    assert!(packed.html().contains("遮盖的列：联系电话；其余内容请人工检查"));
    assert!(packed.html().contains("数值连同数字格式") && !packed.html().contains("所列的姓名和电话已遮盖"));
}

#[test]
fn the_shipped_lists_know_the_usual_headings() {
    for id in ["general", "example-body"] {
        let checklist = xingping::criteria::checklist(id).unwrap();
        let item = checklist.items.into_iter().find(|item| !item.mask_names.is_empty()).unwrap();
        for heading in ["顾客", "姓名", "客户名称", "联系人", "报修人", "受访人"] {
            let mut bench = bench();
            bench.item("work").mask_names.clone_from(&item.mask_names);
            bench.item("work").mask_phones.clone_from(&item.mask_phones);
            let table = format!(
                "{heading},身份证号,联系方式,顾客签字,顾客编号\n王小明,430102198001011234,13812345678,有,G-1\n"
            );
            let list = bench.file("名单.csv", table, &[]);
            bench.confirm("work", &[list]);
            let packed = bench.pack("包");
            let text = std::str::from_utf8(&packed.files[packed.evidence()[0]]).unwrap();
            assert!(text.contains("王**,430***********1234,138****5678,有,G-1"), "{id} {heading}: {text}");
        }
    }
}

/// A name that was masked in a table is masked in the name of its copy and in all that the indexes say of it.
#[test]
fn what_a_table_masks_is_masked_in_its_name_and_titles_too() {
    for target in ["包", "包.zip"] {
        let mut bench = bench();
        bench.write("投诉/王小明 13812345678 投诉处理.csv", "顾客姓名,联系电话\n王小明,13812345678\n李雷,\n");
        let file = EvidenceItem::File("投诉/王小明 13812345678 投诉处理.csv".into());
        let own = bench.add("王小明的投诉（电话13812345678）", vec![file.clone()], &[]);
        // The same file under another title, in the same item and in another one.
        let again = bench.add("李雷转来王小明一案", vec![file], &[]);
        bench.confirm("work", &[own, again]);
        bench.confirm("org", &[again]);
        let packed = bench.pack(target);
        assert_eq!(
            packed.evidence(),
            [
                "01-组织与人员/01-01-王×× 138××××5678 投诉处理（遮盖副本）.csv",
                "02-服务记录/02-01-王×× 138××××5678 投诉处理（遮盖副本）.csv"
            ]
        );
        for secret in ["王小明", "13812345678", "李雷"] {
            assert!(!holds(&packed.files, secret), "{secret}");
            assert!(packed.files.keys().all(|name| !name.contains(secret)), "{secret}");
            let told = format!("{:?}{}", packed.receipt.package, packed.receipt());
            assert!(!told.contains(secret), "{secret}");
        }
        assert!(packed.html().contains("王**的投诉（电话138****5678）") && packed.html().contains("李**转来王**一案"));
        assert_eq!(packed.receipt.package.tally().named, 0);
        sums_hold(&packed.files);
    }
}

/// Where the same name stands in the name of something that was not masked, it is not changed but told.
#[test]
fn a_masked_name_in_the_name_of_another_file_is_told() {
    let mut bench = bench();
    let table = bench.file("名单.csv", "顾客姓名,联系电话\n王小明,13812345678\n", &[]);
    let scan = bench.file("王小明投诉.pdf", "%PDF", &[]);
    bench.write("王小明一案/经过.csv", "顾客姓名\n王小明\n");
    let folder = bench.add("一案", vec![EvidenceItem::Folder("王小明一案".into())], &[]);
    let calm = bench.file("手册.pdf", "%PDF", &[]);
    bench.confirm("work", &[table, scan, folder, calm]);
    let packed = bench.pack("包");
    assert_eq!(packed.receipt.package.tally().named, 2);
    assert!(packed.said("王小明投诉.pdf").ends_with("名称或标题里有在表格中遮盖过的内容，请人工检查"));
    assert!(
        packed.said("王**一案/经过.csv").ends_with("名称或标题里有在表格中遮盖过的内容，请人工检查"),
        "its folder's name"
    );
    assert_eq!(packed.said("手册.pdf"), "未遮盖，请人工检查");
    assert!(packed.receipt().contains("有 2 个文件的名称或标题里还有在表格中遮盖过的内容"), "{}", packed.receipt());
    assert!(packed.html().contains("有 2 个文件的名称或标题里还有在表格中遮盖过的内容"));
}

/// A name that grows by being masked does not grow beyond what a system can take.
#[test]
fn a_masked_name_keeps_within_its_length() {
    let mut bench = bench();
    let name = format!("{}.csv", "王五".repeat(40));
    let id = bench.file(&name, "顾客姓名\n王五\n", &[]);
    bench.confirm("work", &[id]);
    let packed = bench.pack("包");
    let own = packed.evidence()[0].rsplit('/').next().unwrap();
    assert!(own.encode_utf16().count() <= 80 && !own.contains('五') && own.ends_with("（遮盖副本）.csv"), "{own}");
}
