//! The command: exit codes, preview, and its sentences; the worked example from end to end.

use std::ffi::OsString;
use std::fs;

use xingping::cli::{self, Io};
use xingping::store::EXAMPLE_CASE;

use super::*;

fn run(folder: &Path, line: &str, language: Language) -> (u8, String, String) {
    let args = line.split_whitespace().map(|word| match word.strip_prefix("@/") {
        Some(name) => folder.join(name).into_os_string(),
        None => OsString::from(word),
    });
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut io = Io {
        out: &mut out,
        err: &mut err,
        language,
        now: NaiveDate::from_ymd_opt(2026, 3, 31).unwrap().and_hms_opt(9, 0, 0).unwrap(),
        program: "xingping",
        can_open_window: false,
    };
    let done = cli::run(args.collect(), &mut io);
    (done.code, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

/// A checklist as a file; the first item can be filled by the example, the last one only if `clause` is one of it.
fn profile(clause: &str) -> String {
    let item = |id: &str, title: &str, mandatory: &str, clauses: &str, more: &str| {
        format!(
            "Material(id: \"{id}\", title: \"{title}\", what: \"材料\", why: \"要\", needs: [], sources: [], mandatory: {mandatory}, \
             clauses: [{clauses}], {more})"
        )
    };
    let plain = "leave_out: \"\", mask_names: [], mask_phones: []";
    let masks = "leave_out: \"\", mask_names: [\"姓名\", \"顾客\", \"签收人\"], mask_phones: [\"电话\", \"手机\"]";
    let items = [
        item("org", "组织与人员", "always", "\"5.1.1.1\", \"5.1.1.2\", \"5.1.2.1\", \"5.1.2.2\"", plain),
        item("money", "经费与保险", "where_it_applies", "\"5.1.3.1\"", &plain.replacen("\"\"", "\"含财务数据\"", 1)),
        item("customers", "顾客档案与投诉", "always", "\"5.3.1.1\", \"5.3.2.1\", \"5.3.1.2\", \"5.3.2.2\"", masks),
        item("last", "维修与质量", "always", &format!("\"{clause}\""), plain),
    ];
    format!(
        "Checklist(id: \"test\", title: \"试用清单\", about: \"试用\", sources: [], items: [{}], checks: [])",
        items.join(", ")
    )
}

#[test]
fn the_example_is_packed_from_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let zh = Language::Chinese;
    assert_eq!(run(at, "demo -o @/d --no-window", zh).0, 0);
    fs::rename(at.join("d").join(EXAMPLE_CASE), at.join("d/c.xingping")).unwrap();
    fs::write(at.join("p.ron"), profile("5.2.3.1")).unwrap();
    let (code, said, err) = run(at, "package @/d/c.xingping -o @/out --profile @/p.ron --dry-run", zh);
    // The example lacks a file on purpose, and that is a problem.
    assert_eq!((code, err.as_str()), (1, ""), "{said}");
    assert!(said.contains("网点巡检记录（三季度）.xlsx  未收入：找不到"), "{said}");
    assert!(said.contains("以上只是计划"), "{said}");
    assert!(!at.join("out").exists(), "nothing is written");
    fs::write(at.join("d/证据/01 组织与人员/网点巡检记录（三季度）.xlsx"), "x").unwrap();
    let (code, said, err) = run(at, "package @/d/c.xingping -o @/out --profile @/p.ron", zh);
    assert_eq!((code, err.as_str()), (0, ""), "{said}");
    assert!(said.contains("每个文件都已回读核对") && said.contains("未经确认"), "{said}");
    let files = contents(&at.join("out"));
    sums_hold(&files);
    assert!(files.keys().any(|name| name.contains("（遮盖副本）")), "{:?}", files.keys());
    assert!(!files.keys().any(|name| name.starts_with("02-")), "left out");
    let (code, _, err) = run(at, "package @/d/c.xingping -o @/out --profile @/p.ron", zh);
    assert!(code == 2 && err.contains("不是空的"), "{err}");
    let (code, said, err) = run(at, "package @/d/c -o @/out.zip --profile @/p.ron --lang en", zh);
    assert!(code == 0 && said.contains("every file was read back"), "{said}{err}");
    sums_of_english(&contents(&at.join("out.zip")));
    let (code, _, err) = run(at, "package @/d/c -o @/out.zip --profile @/p.ron", zh);
    assert!(code == 2 && err.contains("--replace"), "{err}");
    let (code, said, _) = run(at, "package @/d/c -o @/out.zip --profile @/p.ron --replace", zh);
    assert!(code == 0 && said.contains("替换了原有的文件"), "{said}");
    // A mandatory item for which there is nothing is a problem.
    fs::write(at.join("p.ron"), profile("9.9")).unwrap();
    let (code, said, _) = run(at, "package @/d/c -o @/more --profile @/p.ron", zh);
    assert!(said.contains("清单里的条款 9.9 在准则里没有。"), "{said}");
    assert_eq!(said.matches("在准则里没有").count(), 1, "{said}");
    assert!(code == 1 && said.contains("没有文件的材料 1 项，其中必备 1 项"), "{said}");
}

fn sums_of_english(files: &BTreeMap<String, Vec<u8>>) {
    let html = std::str::from_utf8(&files["00-index.html"]).unwrap();
    assert!(html.contains("lang=\"en\"") && html.contains("not confirmed by anybody"));
}

#[test]
fn what_was_typed_wrong_is_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    assert_eq!(run(at, "new @/c.xingping --company 某", Language::Chinese).0, 0);
    fs::write(at.join("p.ron"), profile("9.9")).unwrap();
    fs::write(at.join("bad.ron"), "Checklist(id: \"x\",\n oops)").unwrap();
    fs::write(at.join("empty.ron"), "Checklist(id: \"x\", title: \"\", about: \"\", items: [], checks: [])").unwrap();
    for (line, sentence) in [
        ("package @/c --profile @/p.ron", "没有写材料包放到哪里"),
        ("package @/c -o @/o --profile nothing", "内置的有 general"),
        ("package @/c -o @/o --profile @/gone.ron", "找不到"),
        ("package @/c -o @/o --profile @/bad.ron", "第 2 行"),
        ("package @/c -o @/o --profile @/empty.ron", "empty.ron"),
        ("package @/gone -o @/o --profile @/p.ron", "找不到"),
        ("package @/c -o @/c.xingping --profile @/p.ron", "是案卷"),
        ("package @/c -o @/no/such/o --profile @/p.ron", "没有留下不完整的部分"),
        ("package @/c -o @/o.zip --profile example-body --others extra", "extra"),
        ("package @/c -o @/o --profile @/p.ron --mask-all", "--mask-all"),
    ] {
        let (code, out, err) = run(at, line, Language::Chinese);
        assert!(code == 2 && err.contains(sentence) && out.is_empty(), "{line}: {code} {out} {err}");
    }
    let names = names(at);
    assert!(names.iter().all(|name| !name.ends_with(".tmp") && name != "o"), "{names:?}");
    let help = run(at, "help package", Language::Chinese).1;
    assert!(help.starts_with("用法：xingping package") && help.contains("--dry-run"));
    assert!(run(at, "help", Language::English).1.contains("package CASE -o"));
}
