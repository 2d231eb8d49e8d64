//! The page of gates before applying, as a person works through it: by labels and keys.

use std::path::Path;

use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use xingping::app::App;
use xingping::assessment::{Assessment, Verdict};
use xingping::criteria::GateId;

use super::journeys::{click, command, example, palette, press, steps, verdict, window};

fn assessment<'a>(window: &'a Harness<'_, App>) -> &'a Assessment {
    window.state().session().unwrap().assessment()
}

fn passes(window: &Harness<'_, App>, gate: &str) -> Option<bool> {
    assessment(window).gates.get(&GateId::from(gate)).and_then(|answer| answer.passes)
}

/// Types into the field with a label; the field is emptied before.
fn fill(window: &mut Harness<'_, App>, label: &str, text: &str) {
    window.get_by_label(label).focus();
    steps(window);
    command(window, Key::A);
    window.get_by_label(label).type_text(text);
    steps(window);
}

/// A new case with nothing in it.
fn new_case(folder: &Path) -> Harness<'static, App> {
    let mut window = window(folder, vec![], None);
    click(&mut window, "新建案卷");
    fill(&mut window, "企业名称", "示例电器有限公司");
    click(&mut window, "建立案卷");
    command(&mut window, Key::G);
    window
}

#[test]
fn gates_are_read_answered_and_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let mut window = window(folder.path(), vec![], Some(case));
    command(&mut window, Key::G);
    window.get_by_label("条件 9/15");
    window.get_by_label("满足 9 项 · 存疑 2 项 · 不满足 1 项 · 未知 3 项");

    // A gate that is asked: what it asks, who says so in words, where they differ.
    click(&mut window, "所在行业");
    window.get_by_label("所在行业在所选机构的受理口径之内吗？");
    window.get_by_label("来源之间的不同说法");
    window.get_by_label_contains("有的机构规则只收批发和零售业");
    window.get_by_label_contains("认证机构规则 ESTC-SC-01");
    click(&mut window, " 是 ");
    assert_eq!(passes(&window, "industry"), Some(true));
    window.get_by_label("条件 10/15");
    click(&mut window, " 否 ");
    assert_eq!(passes(&window, "industry"), Some(false));
    window.get_by_label("条件 9/15");
    command(&mut window, Key::Z);
    assert_eq!(passes(&window, "industry"), Some(true));
    command(&mut window, Key::Z);
    assert_eq!(passes(&window, "industry"), None);
    window.get_by_label("条件 9/15");
    command(&mut window, Key::Y);
    assert_eq!(passes(&window, "industry"), Some(true));
    click(&mut window, " 不知道 ");
    assert_eq!(passes(&window, "industry"), None);

    // Undo shows what it took back, whatever is open by then.
    click(&mut window, "主体资格");
    command(&mut window, Key::Z);
    window.get_by_label("所在行业在所选机构的受理口径之内吗？");

    // Only what is not met.
    click(&mut window, "只看没满足的");
    assert!(window.query_by_label("主体资格").is_none());
    window.get_by_label("专项资金");
}

#[test]
fn a_gate_leads_to_where_it_is_decided() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let mut window = window(folder.path(), vec![], Some(case));
    command(&mut window, Key::G);
    click(&mut window, "专项资金");
    window.get_by_label("证据已过期：产品责任保险单。");
    click(&mut window, "看 5.1.3.1");
    assert_eq!(window.state().selected(), "5.1.3.1");
    command(&mut window, Key::G);
    click(&mut window, "认证范围与主营业务");
    window.get_by_label_contains("拟认证范围：厨房小家电");
    click(&mut window, "去核对");
    window.get_by_label("申请范围在营业执照的经营范围和主营业务之内");
    palette(&mut window, "预检");
    click(&mut window, "关闭");
    assert!(window.query_by_label("去核对").is_none());
}

#[test]
fn the_first_day_is_typed_and_counts_three_months() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = new_case(folder.path());
    window.get_by_label("条件 0/15");
    click(&mut window, "体系运行时间");
    // The window's today is 21 November 2026.
    fill(&mut window, "开始运行的日期", "2026-08-22");
    window.get_by_label("2026-11-22 才满，还差 1 天。".replacen("2026", "到 2026", 1).as_str());
    fill(&mut window, "开始运行的日期", "2026年8月21日");
    window.get_by_label("条件 1/15");
    fill(&mut window, "说明", "手册第一版发布");
    let answer = &assessment(&window).gates[&GateId::from("operation")];
    assert_eq!(answer.note, "手册第一版发布");
    assert_eq!(answer.day.map(|day| day.to_string()).as_deref(), Some("2026-08-21"));
}

#[test]
fn managers_are_listed_counted_and_suggest_a_verdict() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = new_case(folder.path());
    click(&mut window, "管理师名额");
    window.get_by_label("服务管理人员人数没有填");
    fill(&mut window, "服务管理人员总数", "26");
    fill(&mut window, "其中网点", "7");
    window.get_by_label("总部 19 名");
    window.get_by_label_contains("26 × 10% = 2.6，应配 3 名；持证人数没有填");

    // A certificate needs a name.
    window.get_by_label("登记").click();
    steps(&mut window);
    assert!(assessment(&window).certificates.is_empty());
    fill(&mut window, "姓名", "顾晓");
    fill(&mut window, "证书编号", "SHGL-1");
    fill(&mut window, "有效期至", "2027-01-31");
    click(&mut window, "登记");
    let certificate = assessment(&window).certificates.values().next().unwrap().clone();
    assert_eq!((certificate.name.as_str(), certificate.number.as_str()), ("顾晓", "SHGL-1"));
    window.get_by_label("快到期");
    window.get_by_label_contains("登记的有效证书 1 张；还差 2 名");

    assert_eq!(window.query_all_by_label_contains("还差 2 名").count(), 1, "said once");
    // Enter in the last field registers as well.
    let new = window.get_all_by_label("姓名").last().unwrap();
    new.focus();
    new.type_text("李明");
    steps(&mut window);
    press(&mut window, Key::Enter);
    assert_eq!(assessment(&window).certificates.len(), 2);
    command(&mut window, Key::Z);
    assert_eq!(assessment(&window).certificates.len(), 1);

    // The verdict is suggested; only the button gives it.
    assert_eq!(verdict(&window, "5.1.2.2"), Verdict::Unrated);
    window.get_by_label("按名额，5.1.2.2 建议判为“抽样 3，不符合 2”；现在是“未评”。");
    click(&mut window, "采用建议");
    assert_eq!(verdict(&window, "5.1.2.2"), Verdict::Sampled { checked: 3, nonconforming: 2 });
    command(&mut window, Key::Z);
    assert_eq!(verdict(&window, "5.1.2.2"), Verdict::Unrated);

    // Removed and had back.
    click(&mut window, "删除 顾晓 的证书");
    assert!(assessment(&window).certificates.is_empty());
    command(&mut window, Key::Z);
    assert_eq!(assessment(&window).certificates.len(), 1);
    window.get_by_label("证书登记 1 张");
}

#[test]
fn the_page_shows_itself_in_every_size() {
    let folder = tempfile::tempdir().unwrap();
    let case = example(folder.path());
    let mut window = window(folder.path(), vec![], Some(case));
    command(&mut window, Key::G);
    click(&mut window, "售后服务管理师名额");
    for (size, scale) in [([1280.0, 720.0], 1.0), ([853.0, 480.0], 1.5), ([640.0, 400.0], 2.0), ([1920.0, 1080.0], 1.0)]
    {
        window.set_size(size.into());
        window.set_pixels_per_point(scale);
        steps(&mut window);
        window.get_by_label("去管理师名额");
    }
    window.set_size([1280.0, 800.0].into());
    click(&mut window, "去管理师名额");
    window.get_by_label_contains("服务管理人员 26 名（总部 19 名，网点 7 名）");
    window.get_by_label("按名额，5.1.2.2 建议判为“符合”，自评里已经是这样。");
    press(&mut window, Key::Escape);
    assert!(window.state().notices().is_empty(), "{:?}", window.state().notices());
}
