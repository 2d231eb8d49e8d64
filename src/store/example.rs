//! The worked example, built into the program.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Case, Fault, OpenErrorKind, Places, Seen, Watch, atomic, case, fingerprints};
use crate::criteria::{self, SHIPPED};

/// The name of the example's case file.
pub const EXAMPLE_CASE: &str = "晴禾电器（示例）.xingping";

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_bytes!(concat!("../../assets/example/", $name)))),*]
    };
}

/// Evidence files by their path beside the case, and the tables that its ledgers were read from; a test holds the list
/// against the folder.
const FILES: &[(&str, &[u8])] = files![
    "证据/01 组织与人员/售后人员名册与资质抽查.xlsx",
    "证据/01 组织与人员/售后服务管理师证书（3份）.pdf",
    "证据/01 组织与人员/售后服务部设立与人员任命通知.pdf",
    "证据/01 组织与人员/委托服务协议（长沙站，摘录）.pdf",
    "证据/01 组织与人员/服务管理人员名单.xlsx",
    "证据/01 组织与人员/服务网点清单.xlsx",
    "证据/02 经费培训与设施/2026年售后预算与执行.xlsx",
    "证据/02 经费培训与设施/2026年培训台账.xlsx",
    "证据/02 经费培训与设施/产品责任保险单（摘录）.pdf",
    "证据/02 经费培训与设施/维修间与备件库/备件库.jpg",
    "证据/02 经费培训与设施/维修间与备件库/备件抽盘记录.csv",
    "证据/02 经费培训与设施/维修间与备件库/维修间.jpg",
    "证据/03 制度与承诺/保修卡与废弃提示（样张）.pdf",
    "证据/03 制度与承诺/售后服务手册V3.1（摘录）.pdf",
    "证据/03 制度与承诺/官网服务页截图.png",
    "证据/03 制度与承诺/服务理念与对外承诺（统一文本及核对）.txt",
    "证据/03 制度与承诺/适用法律法规与标准清单.xlsx",
    "证据/04 监督与改进/三季度服务监督与奖惩通报.pdf",
    "证据/04 监督与改进/企业标准与认证目录.csv",
    "证据/04 监督与改进/市场信息反馈与改进台账.csv",
    "证据/05 商品信息与配送/不涉及安装调试的说明.txt",
    "证据/05 商品信息与配送/技术咨询记录（三季度抽取）.csv",
    "证据/05 商品信息与配送/标识与随附资料抽查表.xlsx",
    "证据/05 商品信息与配送/送货签收与包装抽查.csv",
    "证据/05 商品信息与配送/铭牌照片QH-F40.jpg",
    "证据/06 维修与质量/售后工单抽查（三季度）.xlsx",
    "证据/06 维修与质量/型式检验报告QH-F40（摘录）.pdf",
    "证据/06 维修与质量/模拟召回与应急演练纪要.md",
    "证据/06 维修与质量/维修记录抽查（三季度）.xlsx",
    "证据/06 维修与质量/退换货记录（三季度抽取）.csv",
    "证据/07 顾客与投诉/2026上半年顾客满意度调查报告.pdf",
    "证据/07 顾客与投诉/投诉处理台账（2026年1-9月）.xlsx",
    "证据/07 顾客与投诉/服务热线海报.png",
    "证据/07 顾客与投诉/顾客档案与回访抽查.xlsx",
    "证据/08 台账/上门服务工单（2026年8月24日至11月20日）.csv",
    "证据/08 台账/投诉登记（2026年10-11月）.csv",
    "证据/08 台账/服务人员名册（2026年11月）.csv",
    "证据/08 台账/服务网点（2026年11月）.csv",
    "证据/08 台账/满意度回访（2026年10月12日至11月13日）.csv",
];

/// The answers of the example.
const ASSESSMENT: &str = include_str!("../../assets/example/assessment.ron");

/// Where the example was put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExamplePlace {
    /// Its case file.
    pub case: PathBuf,
    /// Whether the case was there already and was left as it is.
    pub found: bool,
}

/// The example as a case.
///
/// # Errors
/// When the built-in files are unsound; a test makes sure that they are not.
pub fn example() -> Result<Case, OpenErrorKind> {
    let text = SHIPPED.first().map_or("", |shipped| shipped.text);
    let pinned = criteria::read(text).map_err(OpenErrorKind::Scheme)?;
    let assessment = ron::from_str(ASSESSMENT).map_err(|error| OpenErrorKind::Malformed(Box::new(error)))?;
    Ok(Case { pinned, assessment })
}

/// Whether all that a folder holds are files and folders of the example, such as an attempt that broke off leaves.
///
/// # Errors
/// When the folder cannot be read.
pub fn holds_only_example(folder: &Path) -> Result<bool, Fault> {
    let mut folders = vec![PathBuf::new()];
    while let Some(inside) = folders.pop() {
        let path = folder.join(&inside);
        for entry in fs::read_dir(&path).map_err(|error| Fault::new(&path, error))? {
            let entry = entry.map_err(|error| Fault::new(&path, error))?;
            let kind = entry.file_type().map_err(|error| Fault::new(&path, error))?;
            let name = entry.file_name();
            let within = inside.join(&name);
            let known = if kind.is_dir() {
                folders.push(within.clone());
                FILES.iter().any(|(file, _)| Path::new(file).starts_with(&within))
            } else {
                within == Path::new(EXAMPLE_CASE)
                    || FILES.iter().any(|(file, _)| Path::new(file) == within)
                    || name.to_str().is_some_and(|name| name.starts_with(".xingping-") && name.ends_with(".tmp"))
            };
            if !known {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// Copies the example into a folder, which is made where needed. What is there already is left as it is.
///
/// # Errors
/// When a file or folder cannot be written.
pub fn write_example(folder: &Path) -> Result<ExamplePlace, Fault> {
    let case = folder.join(EXAMPLE_CASE);
    for (name, bytes) in FILES {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|error| Fault::new(parent, error))?;
        }
        if !path.exists() {
            atomic::create_new(&path, bytes)?;
        }
    }
    fs::create_dir_all(folder).map_err(|error| Fault::new(folder, error))?;
    let found = case.exists();
    if !found {
        let mut example = example().map_err(|kind| Fault::new(&case, std::io::Error::other(kind)))?;
        let places = Places::of(folder, &example.assessment, &BTreeMap::new());
        let bare = example.assessment.without_fingerprint();
        let prints = fingerprints(&places, &bare, &Seen::default(), &Watch::NONE);
        let prints = prints.into_iter().filter_map(|(path, print)| Some((path, print.ok()?)));
        example.assessment.fingerprints.extend(prints);
        case::create(&case, &example)?;
    }
    Ok(ExamplePlace { case, found })
}
