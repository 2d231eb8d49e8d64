//! Exchange: what goes out as a table comes back the same, whatever people have written.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use proptest::prelude::*;
use xingping::assessment::{
    self, Answer, Assessment, Bonus, Evidence, EvidenceId, EvidenceItem, SpecialDeduction, SpecialDeductionId, Verdict,
};
use xingping::criteria::{self, Method, SHIPPED, Scheme};
use xingping::lang::{Language, Words};
use xingping::store::tables::{self, TableKind};

fn scheme() -> Arc<Scheme> {
    static SCHEME: std::sync::OnceLock<Arc<Scheme>> = std::sync::OnceLock::new();
    SCHEME.get_or_init(|| criteria::read(SHIPPED[0].text).unwrap().scheme).clone()
}

fn words(language: Language) -> Words {
    Words::load(language).unwrap()
}

/// Texts with everything that separators, formulas and line ends could break.
pub fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-z0-9 ]{1,8}",
        "[一-鿿]{1,8}",
        prop::sample::select(vec![
            "=", "+", "-", "@", "'", "\"", ";", "；", ",", "\t", "\n", "\r\n", "\r", "=1+1", "_x000D_", "&", "<", "😀",
            "：", "\u{feff}", " ", "|", "是", "#N/A", "1.0", "＝",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| {
        let text = pieces.concat();
        // White space alone is nothing in a table.
        if text.trim().is_empty() { String::new() } else { text }
    })
}

fn path() -> impl Strategy<Value = EvidenceItem> {
    let name = prop::sample::select(vec![
        "证据/a.pdf",
        "a;b.pdf",
        "a；b.pdf",
        "网点 清单.xlsx",
        "\"q\".txt",
        "=1.csv",
        "-x",
        "D:\\共享\\b.doc",
        "\\\\srv\\c",
        "e\\f.txt",
        "'g.txt",
        " h ",
        "file:i",
        "😀.png",
    ]);
    (name, 0..4_u8, 0..30_u8).prop_map(|(name, kind, n)| match kind {
        0 => EvidenceItem::Folder(format!("夹{n}/{name}")),
        1 => EvidenceItem::Web(format!("https://例.cn/{n}?{name}")),
        2 => EvidenceItem::Web(format!("www.例.cn/{n}/{name}")),
        _ => EvidenceItem::File(format!("{name}{n}")),
    })
}

fn answer(excludable: bool, proportional: bool) -> impl Strategy<Value = Answer> {
    let verdict = prop_oneof![
        Just(Verdict::Unrated),
        Just(Verdict::Meets),
        Just(Verdict::Fails),
        (1..1_000_000_u32, 0..=100_u32).prop_map(move |(checked, percent)| {
            let nonconforming = u32::try_from(u64::from(checked) * u64::from(percent) / 100).unwrap();
            if proportional { Verdict::Sampled { checked, nonconforming } } else { Verdict::Meets }
        }),
        text().prop_map(move |reason| {
            if excludable && !reason.is_empty() { Verdict::Excluded { reason } } else { Verdict::Fails }
        }),
    ];
    let marks = (any::<bool>(), any::<bool>());
    (verdict, text(), text(), marks).prop_map(|(verdict, finding, note, (look_again, doubtful))| Answer {
        recheck: false,
        doubtful,
        verdict,
        finding,
        note,
        look_again,
        carried: None,
    })
}

prop_compose! {
    fn assessments()(
        answers in scheme()
            .clauses()
            .map(|clause| {
                let proportional = matches!(clause.method, Method::Proportional { .. });
                answer(scheme().excludable(&clause.id), proportional).boxed()
            })
            .collect::<Vec<_>>(),
        evidence in prop::collection::vec(
            (prop::collection::vec(path(), 1..4), prop::collection::btree_set(0..43_usize, 1..4)),
            0..12,
        ),
        deductions in prop::collection::vec((1..=4_u32, "[a-z一-鿿=]{1,3}", prop::option::of(0..43_usize), any::<bool>()), 0..6),
        bonus in prop::option::of(text()),
    ) -> Assessment {
        let scheme = scheme();
        let ids: Vec<_> = scheme.clauses().map(|clause| clause.id.clone()).collect();
        let mut out = Assessment::default();
        for (id, answer) in ids.iter().zip(answers) {
            if answer != Answer::default() {
                out.answers.insert(id.clone(), Arc::new(answer));
            }
        }
        for (n, (items, clauses)) in (1..).zip(evidence) {
            let clauses = clauses.into_iter().map(|at| ids[at].clone()).collect();
            let piece = Evidence { title: format!("证据 {n}"), items, clauses, ..Evidence::default() };
            out.evidence.insert(EvidenceId(n), Arc::new(piece));
        }
        for (n, (kind, found, clause, rectified)) in (1..).zip(deductions) {
            let deduction = SpecialDeduction { kind, found, clause: clause.map(|at| ids[at].clone()), rectified };
            out.special_deductions.insert(SpecialDeductionId(n), Arc::new(deduction));
        }
        out.bonus = bonus.filter(|reason| !reason.is_empty()).map(|reason| Bonus { reason });
        out
    }
}

/// The targets of evidence per clause.
fn paths(assessment: &Assessment) -> BTreeMap<String, BTreeSet<(String, u8)>> {
    let mut out: BTreeMap<String, BTreeSet<(String, u8)>> = BTreeMap::new();
    for piece in assessment.evidence.values() {
        for clause in &piece.clauses {
            let items = piece.items.iter().map(|item| match item {
                EvidenceItem::File(path) => (path.clone(), 0),
                EvidenceItem::Folder(path) => (path.clone(), 1),
                EvidenceItem::Web(path) => (path.clone(), 2),
            });
            out.entry(clause.to_string()).or_default().extend(items);
        }
    }
    out
}

fn deductions(assessment: &Assessment) -> Vec<SpecialDeduction> {
    assessment.special_deductions.values().map(|deduction| (**deduction).clone()).collect()
}

fn round_trip(assessment: &Assessment, kind: TableKind, language: Language) {
    let scheme = scheme();
    assert_eq!(assessment::check(&scheme, assessment), []);
    let words = words(language);
    let bytes = tables::write(kind, &scheme, assessment, &words).unwrap();
    let table = tables::parse(&bytes, kind).unwrap();
    // Into the same case: nothing to do.
    let plan = tables::plan(&table, &scheme, assessment);
    assert_eq!(plan.problems, []);
    assert_eq!((plan.added, plan.changed), (vec![], vec![]));
    // Into a new case: the same answers.
    let plan = tables::plan(&table, &scheme, &Assessment::default());
    assert_eq!(plan.problems, []);
    let mut copy = Assessment::default();
    assessment::apply(&scheme, &mut copy, &plan.edit).unwrap();
    assert_eq!(copy.answers, assessment.answers);
    assert_eq!(copy.bonus, assessment.bonus);
    assert_eq!(deductions(&copy), deductions(assessment));
    assert_eq!(paths(&copy), paths(assessment));
    // And out again: the same bytes.
    assert_eq!(tables::write(kind, &scheme, &copy, &words).unwrap(), bytes);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn csv_round_trip(assessment in assessments()) {
        round_trip(&assessment, TableKind::Csv, Language::Chinese);
    }

    #[test]
    fn xlsx_round_trip(assessment in assessments()) {
        round_trip(&assessment, TableKind::Xlsx, Language::English);
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), xlsx in any::<bool>()) {
        let kind = if xlsx { TableKind::Xlsx } else { TableKind::Csv };
        if let Ok(table) = tables::parse(&bytes, kind) {
            let plan = tables::plan(&table, &scheme(), &Assessment::default());
            prop_assert!(!plan.problems.is_empty());
        }
    }

    #[test]
    fn a_damaged_workbook_is_a_sentence(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        let scheme = scheme();
        let words = words(Language::Chinese);
        let mut bytes = tables::write(TableKind::Xlsx, &scheme, &Assessment::default(), &words).unwrap();
        let at = at.index(bytes.len());
        if cut { bytes.truncate(at) } else { bytes[at] = byte }
        match tables::parse(&bytes, TableKind::Xlsx) {
            Ok(table) => drop(tables::plan(&table, &scheme, &Assessment::default())),
            Err(problem) => prop_assert!(!problem.say("表.xlsx", &words).is_empty()),
        }
    }
}

#[test]
fn texts_that_look_like_formulas_stay_text() {
    let scheme = scheme();
    let clause = scheme.clauses().next().unwrap().id.clone();
    let mut assessment = Assessment::default();
    let answer = Answer { verdict: Verdict::Fails, finding: "=HYPERLINK(\"http://x\")".into(), ..Answer::default() };
    assessment.answers.insert(clause, Arc::new(answer));
    let csv = tables::write(TableKind::Csv, &scheme, &assessment, &words(Language::Chinese)).unwrap();
    let csv = String::from_utf8(csv).unwrap();
    assert!(csv.starts_with("\u{feff}条款,名称,判定,"));
    assert!(csv.contains("\"'=HYPERLINK(\"\"http://x\"\")\""), "{csv}");
    assert!(csv.ends_with("\r\n"));
    round_trip(&assessment, TableKind::Csv, Language::Chinese);
    round_trip(&assessment, TableKind::Xlsx, Language::Chinese);
}

/// Texts that a spreadsheet would calculate, follow or cut, in every place of a table that a person writes in.
fn with_texts(start: &str) -> Assessment {
    let scheme = scheme();
    let text = |place: &str| format!("{start}HYPERLINK(\"http://x.cn/\",\"{place}\")");
    let mut out = Assessment::default();
    let excludable = scheme.clauses().find(|clause| scheme.excludable(&clause.id)).unwrap().id.clone();
    for (clause, verdict) in [
        (scheme.clauses().next().unwrap().id.clone(), Verdict::Fails),
        (excludable.clone(), Verdict::Excluded { reason: text("reason") }),
    ] {
        let answer = Answer {
            verdict,
            finding: text("finding"),
            note: text("note"),
            look_again: true,
            doubtful: true,
            recheck: false,
            carried: None,
        };
        out.answers.insert(clause, Arc::new(answer));
    }
    let items = if start.trim().is_empty() { vec![] } else { vec![EvidenceItem::File(text("file"))] };
    if !items.is_empty() {
        let clauses = BTreeSet::from([excludable.clone()]);
        let piece = Evidence { title: text("title"), items, clauses, ..Evidence::default() };
        out.evidence.insert(EvidenceId(1), Arc::new(piece));
    }
    let deduction = SpecialDeduction { kind: 1, found: text("found"), clause: Some(excludable), rectified: false };
    out.special_deductions.insert(SpecialDeductionId(1), Arc::new(deduction));
    out.bonus = Some(Bonus { reason: text("bonus") });
    assert_eq!(assessment::check(&scheme, &out), []);
    out
}

const STARTS: [&str; 13] =
    ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "http://a.cn/ ", "mailto:a@b.cn "];

#[test]
fn no_text_runs_in_a_workbook() {
    for start in STARTS {
        let assessment = with_texts(start);
        let bytes = tables::write(TableKind::Xlsx, &scheme(), &assessment, &words(Language::Chinese)).unwrap();
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
        let mut cells = 0;
        for name in names {
            let mut text = String::new();
            std::io::Read::read_to_string(&mut archive.by_name(&name).unwrap(), &mut text).unwrap();
            assert!(!text.contains("TargetMode=\"External\""), "{name} leads outside");
            if !name.starts_with("xl/worksheets/sheet") {
                continue;
            }
            for tag in ["<f>", "<f ", "<hyperlink", "<oleObject", "ddeLink"] {
                assert!(!text.contains(tag), "{start:?}: {name} has {tag}");
            }
            for cell in text.split("<c ").skip(1) {
                // Text (`t="s"`), a number, or nothing; a result of a formula would be `t="str"`.
                let (about, rest) = cell.split_once('>').unwrap();
                let is_number = !about.contains(" t=") && rest.starts_with("<v>");
                assert!(about.contains(" t=\"s\"") || is_number || about.ends_with('/'), "{start:?}: {cell}");
                cells += 1;
            }
        }
        assert!(cells > 500, "{cells} cells were looked at");
        round_trip(&assessment, TableKind::Xlsx, Language::English);
    }
}

#[test]
fn no_text_runs_in_a_csv() {
    for start in STARTS {
        let assessment = with_texts(start);
        let bytes = tables::write(TableKind::Csv, &scheme(), &assessment, &words(Language::Chinese)).unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
        let mut seen = 0;
        for record in reader.records() {
            for cell in &record.unwrap() {
                assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']), "{cell}");
                seen += usize::from(cell.contains("HYPERLINK"));
            }
        }
        assert!(seen >= 7, "{start:?}: {seen} texts were looked at");
        round_trip(&assessment, TableKind::Csv, Language::Chinese);
    }
}
