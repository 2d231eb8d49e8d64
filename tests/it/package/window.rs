//! The package from the window: the plan first, then a ZIP or a folder, with a receipt.

use std::fs;

use egui::Key;
use egui_kittest::kittest::Queryable as _;

use super::super::journeys::{click, command, example, palette, press, steps, window};
use super::*;

#[test]
fn a_package_is_planned_written_and_told_in_the_window() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let out = tempfile::tempdir().unwrap();
    let zip = out.path().join("送审");
    // A ZIP without its ending, then a folder that holds something already.
    let answers = vec![vec![zip.clone()], vec![out.path().to_owned()]];
    let mut window = window(folder.path(), answers, Some(case));
    palette(&mut window, "送审材料包");
    steps(&mut window);
    window.get_by_label_contains("按《通用材料清单》整理，将收入");
    window.get_by_label_contains("有 13 项材料由企业确认；另有");
    window.get_by_label_contains("08 体系已经运行 3 个月以上的证明：“证据");
    assert_eq!(names(out.path()).len(), 0, "nothing is written before it is asked for");
    click(&mut window, "写成压缩包…");
    steps(&mut window);
    window.get_by_label_contains("每个文件都已回读核对");
    window.get_by_label("打开所在文件夹");
    let zip = zip.with_extension("zip");
    sums_hold(&contents(&zip));
    let small = contents(&zip).len();
    click(&mut window, "没有归入任何一项材料的证据也收入，放在最后一个文件夹");
    steps(&mut window);
    click(&mut window, "写到文件夹…");
    steps(&mut window);
    // It holds something: nothing is written before another name was agreed to.
    window.get_by_label_contains("不是空的，没有写入");
    assert_eq!(names(out.path()).len(), 1, "nothing is nested by the way");
    click(&mut window, "写到文件夹");
    steps(&mut window);
    let made = out.path().join("晴禾电器（示例）-送审材料");
    assert!(contents(&made).len() > small && made.join("00-材料索引.pdf").is_file());
    assert_eq!(names(out.path()).len(), 2, "{:?}", names(out.path()));
    press(&mut window, Key::Escape);
    command(&mut window, Key::S);
    assert!(window.query_by_label_contains("每个文件都已回读核对").is_none());
    assert!(fs::metadata(&zip).unwrap().len() > 1000);
}

#[test]
fn the_checklist_is_chosen_in_the_dialog_and_the_plan_follows() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let own = folder.path().join("自己的.ron");
    let shipped = &xingping::criteria::SHIPPED_CHECKLISTS[1];
    let title = xingping::criteria::checklist(shipped.id).unwrap().title;
    fs::write(&own, shipped.text.replace(&title, "某机构的清单")).unwrap();
    let bad = folder.path().join("坏.ron");
    fs::write(&bad, "Checklist(").unwrap();
    let mut window = window(folder.path(), vec![vec![own], vec![bad]], Some(case));
    palette(&mut window, "送审材料包");
    steps(&mut window);
    window.get_by_label_contains("按《通用材料清单》整理，将收入");
    click(&mut window, "清单");
    click(&mut window, &title);
    steps(&mut window);
    window.get_by_label_contains(&format!("按《{title}》整理，将收入"));
    click(&mut window, "打开清单文件…");
    steps(&mut window);
    window.get_by_label_contains("按《某机构的清单》整理，将收入");
    // One that cannot be read is told where it was asked for, and changes nothing.
    click(&mut window, "打开清单文件…");
    steps(&mut window);
    window.get_by_label_contains("坏.ron");
    window.get_by_label_contains("按《某机构的清单》整理，将收入");
    press(&mut window, Key::Escape);
    // The page of materials uses the same one.
    command(&mut window, Key::Num9);
    assert_eq!(window.get_by_label("清单").value().as_deref(), Some("某机构的清单（文件）"));
}
