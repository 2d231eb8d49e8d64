//! How long from an edit until it is safe on the disk, and how long the one who edits waits: `cargo bench --bench
//! durable`. Promised: half of the edits are safe within 20 ms and 99 of 100 within 50 ms.

#![allow(clippy::expect_used, clippy::print_stdout)] // a benchmark without its material has nothing to measure

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use xingping::assessment::{Answer, Edit, Evidence, EvidenceId, EvidenceItem, Verdict};
use xingping::session::Session;
use xingping::store::{self, Access, Case, Keeper, Me, Opening, Report, Writer};

const EDITS: usize = 2_000;
/// Between two edits.
const GAP: Duration = Duration::from_millis(2);

fn main() {
    // Beside the build's own files: a folder for temporary files may lie in memory, where nothing takes any time.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    std::fs::create_dir_all(folder).expect("a folder");
    for (name, case) in [("example", store::example().expect("sound")), ("5 MB", five_megabytes())] {
        measure(name, case, folder);
    }
}

/// A case file of 5 MB.
fn five_megabytes() -> Case {
    let mut case = store::example().expect("sound");
    let ids: Vec<_> = case.pinned.scheme.clauses().map(|clause| clause.id.clone()).collect();
    for clause in &ids {
        let finding = "现场查看了三处网点的记录，发现三份缺少签字。".chars().cycle().take(2_000).collect();
        let answer = Answer {
            verdict: Verdict::Meets,
            finding,
            note: "备".repeat(1_500),
            look_again: false,
            ..Answer::default()
        };
        case.assessment.answers.insert(clause.clone(), Arc::new(answer));
    }
    let piece = |number: u32| Evidence {
        title: format!("第 {number} 份服务记录与顾客签收单"),
        items: vec![EvidenceItem::File(format!("证据/{number:05}/服务记录-{number}.pdf"))],
        clauses: (0..3).map(|step| ids[(number as usize * 7 + step) % ids.len()].clone()).collect(),
        covers: None,
        expires: None,
        ..Evidence::default()
    };
    let pieces: BTreeMap<_, _> = (1..=10_500).map(|number| (EvidenceId(number), Arc::new(piece(number)))).collect();
    case.assessment.evidence = pieces;
    case
}

fn measure(name: &str, case: Case, folder: &Path) {
    let folder = tempfile::tempdir_in(folder).expect("a folder");
    let path = folder.path().join("案.xingping");
    store::create(&path, &case).expect("written");
    let now = || chrono::Local::now().naive_local();
    let opened = Keeper::open(&path, &Opening::new(Me::here("张三"), now())).expect("opened");
    let Access::Writing(keeper) = opened.access else { return println!("{name}: not ours") };
    let (woken, wakes) = std::sync::mpsc::channel();
    let mut writer = Writer::start(*keeper, opened.case.assessment.clone(), Arc::new(now), move || {
        woken.send(()).ok();
    });
    let ids: Vec<_> = case.pinned.scheme.clauses().map(|clause| clause.id.clone()).collect();
    let mut session = Session::new(opened.case.pinned, opened.case.assessment);
    let (mut safe, mut caller) = (Vec::new(), Vec::new());
    for number in 0..EDITS {
        let clause = ids[number / 40 % ids.len()].clone();
        let edit = match number % 8 {
            0 => Edit::SetVerdict { clause, verdict: if number % 16 == 0 { Verdict::Meets } else { Verdict::Fails } },
            _ => Edit::SetFinding { clause, text: format!("发现：抽查 {number} 份记录，均有签字。") },
        };
        let begun = Instant::now();
        session.edit(&edit).expect("fits");
        let (revision, steps) = (session.revision(), session.take_steps());
        if steps.is_empty() {
            continue; // it was so already, and nothing is written
        }
        writer.put(revision, steps, session.assessment().clone());
        caller.push(begun.elapsed());
        loop {
            let kept = writer.poll().into_iter().any(|report| match report {
                Report::Kept { revision: kept, .. } => kept >= revision,
                Report::Failed(error) => {
                    println!("{name}: failed: {error}");
                    false
                }
                _ => false,
            });
            if kept {
                break;
            }
            wakes.recv_timeout(Duration::from_secs(10)).ok();
        }
        safe.push(begun.elapsed());
        std::thread::sleep(GAP);
    }
    let size = std::fs::metadata(&path).expect("there").len();
    println!("{name}: {} edits one at a time, case file of {} KB", safe.len(), size / 1_000);
    say("  from edit to safe on the disk", safe);
    say("  of that, time of the one who edits", caller);
    writer.close().expect("closed");
}

fn say(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |of_1000: usize| times[(times.len() * of_1000 / 1_000).min(times.len() - 1)].as_secs_f64() * 1_000.0;
    let (median, p95, p99, max) = (at(500), at(950), at(990), at(1_000));
    println!("{what}: median {median:.2} ms, p95 {p95:.2} ms, p99 {p99:.2} ms, longest {max:.2} ms");
}
