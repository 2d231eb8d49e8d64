//! How long the daily work takes: `cargo bench`.

#![allow(clippy::expect_used)] // a benchmark without its material has nothing to measure

use std::sync::Arc;

use chrono::NaiveDate;
use divan::{Bencher, black_box};
use xingping::assessment::{Answer, Checkup, Evidence, EvidenceId, EvidenceItem, Period, Verdict};
use xingping::criteria::Method;
use xingping::lang::{Language, Words};
use xingping::store::{self, Case};
use xingping::{report, scoring};

fn main() {
    divan::main();
}

fn example() -> Case {
    store::example().expect("the example is sound")
}

/// Every clause judged with a finding of 2,000 characters, and so many pieces of evidence.
fn large(pieces: u32, note: usize) -> Case {
    let mut case = example();
    let scheme = case.pinned.scheme.clone();
    let finding: String =
        "现场查看了三处网点的记录，共 50 份，发现 3 份缺少签字。".chars().cycle().take(2_000).collect();
    let ids: Vec<_> = scheme.clauses().map(|clause| clause.id.clone()).collect();
    for clause in scheme.clauses() {
        let verdict = match clause.method {
            Method::AllOrNothing => Verdict::Meets,
            Method::Proportional { .. } => Verdict::Sampled { checked: 97, nonconforming: 3 },
        };
        let note = "备".repeat(note);
        let answer = Answer { verdict, finding: finding.clone(), note, look_again: false, ..Answer::default() };
        case.assessment.answers.insert(clause.id.clone(), Arc::new(answer));
    }
    case.assessment.evidence = (1..=pieces)
        .map(|number| {
            let clauses = (0..3).map(|step| ids[(number as usize * 7 + step) % ids.len()].clone()).collect();
            let day = |month| NaiveDate::from_ymd_opt(2026, month, 1).expect("a day");
            let evidence = Evidence {
                title: format!("第 {number} 份服务记录与顾客签收单"),
                items: vec![EvidenceItem::File(format!("证据/{number:05}/服务记录-{number}.pdf"))],
                clauses,
                covers: Some(Period { from: day(7), to: day(9) }),
                expires: None,
                ..Evidence::default()
            };
            (EvidenceId(number), Arc::new(evidence))
        })
        .collect();
    case
}

#[divan::bench]
fn score_example(bencher: Bencher) {
    let case = example();
    bencher.bench_local(|| scoring::score(black_box(&case.pinned.scheme), black_box(&case.assessment)));
}

/// A case file of 5 MB.
fn five_megabytes() -> Case {
    let case = large(6_900, 1_500);
    let size = store::render(&case.pinned, &case.assessment).len();
    assert!((4_800_000..5_600_000).contains(&size), "{size}");
    case
}

#[divan::bench(sample_count = 20)]
fn open_5_mb(bencher: Bencher) {
    let case = five_megabytes();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("大.xingping");
    store::create(&path, &case).expect("written");
    bencher.bench_local(|| store::open(black_box(&path)).expect("opened"));
}

#[divan::bench(sample_count = 20)]
fn save_5_mb(bencher: Bencher) {
    let case = five_megabytes();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("大.xingping");
    store::create(&path, &case).expect("written");
    bencher.bench_local(|| store::save(black_box(&path), black_box(&case)).expect("saved"));
}

fn make(case: &Case, words: &Words) -> Vec<u8> {
    let card = scoring::score(&case.pinned.scheme, &case.assessment);
    let subject = report::Subject {
        words,
        pinned: &case.pinned,
        assessment: &case.assessment,
        card: &card,
        checkup: &Checkup::default(),
        case_name: "示例",
        date: NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day"),
    };
    report::gap_report(&subject, &mut |_| std::ops::ControlFlow::Continue(())).expect("made").bytes
}

#[divan::bench(sample_count = 10)]
fn report_example(bencher: Bencher) {
    let (case, words) = (example(), Words::load(Language::Chinese).expect("words"));
    bencher.bench_local(|| make(black_box(&case), &words));
}

#[divan::bench(sample_count = 5)]
fn report_500_evidence(bencher: Bencher) {
    let (case, words) = (large(500, 0), Words::load(Language::Chinese).expect("words"));
    bencher.bench_local(|| make(black_box(&case), &words));
}
