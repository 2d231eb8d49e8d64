//! The keeper of open cases: what the tests of its promises share, and the torture of a killed program.
//!
//! A thousand rounds: `XINGPING_TORTURE_ROUNDS=1000 cargo test --test it torture -- --nocapture`.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use chrono::{NaiveDate, NaiveDateTime};
use xingping::assessment::{
    self, Action, ActionId, ActionState, Assessment, Award, Bonus, CertificateId, Change, Company, Edit, Evidence,
    EvidenceId, EvidenceItem, FileFingerprint, Fingerprint, Gain, Gap, GateAnswer, Kept, LedgerAbout,
    ManagerCertificate, Mark, MaterialAnswer, MaterialId, Period, Record, Sample, Scenario, SpecialDeduction,
    SpecialDeductionId, Sum, Verdict, Visit, VisitFinding, may_feed,
};
use xingping::criteria::{Amount, ClauseId, GateId, LedgerId, Method, Scheme};
use xingping::session::Session;
use xingping::store::{
    self, Access, Case, JournalTrouble, Keeper, LogEntry, Me, OpenNotice, Opened, Opening, Report, Writer,
};

/// Numbers that look like chance and are the same for the same seed.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x1234_5678_9abc_def0)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.next() % most as u64).unwrap()
    }

    /// Once in so many times.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// Texts that have broken programs before.
const TEXTS: &[&str] = &[
    "现场查看了三处网点的记录，共 50 份，发现 3 份缺少签字。",
    "第一行\n第二行\r\n第三行\t制表",
    "\"引号\" \\反斜杠\\ \"# \"## r#\"原文\"#",
    "{\"at\":1} ) , ] } // 注释 /* */",
    "𠮷野家 😀👨‍👩‍👧 e\u{301} \u{202e}反向\u{202c} \u{200f}مرحبا\u{2028}行",
    " 前后空格 ",
    "1 0123456789abcdef {\"edit\":null}",
    "xingping-journal 1 x\nxingping-case",
    "短",
];

pub fn text(dice: &mut Dice) -> String {
    if dice.once_in(60) {
        return dice.pick(TEXTS).chars().cycle().take(20_000).collect();
    }
    let mut out = (*dice.pick(TEXTS)).to_owned();
    for _ in 0..dice.below(4) {
        let more: &&str = dice.pick(TEXTS);
        out.push_str(more);
    }
    out + &dice.below(1_000).to_string()
}

/// A text for one line.
fn line(dice: &mut Dice) -> String {
    text(dice).chars().filter(|letter| !letter.is_control()).take(300).collect()
}

fn clause(dice: &mut Dice, scheme: &Scheme) -> ClauseId {
    let ids: Vec<&ClauseId> = scheme.clauses().map(|clause| &clause.id).collect();
    (*dice.pick(&ids)).clone()
}

fn verdict(dice: &mut Dice, scheme: &Scheme, id: &ClauseId) -> Verdict {
    let sampled = matches!(scheme.clause(id).unwrap().method, Method::Proportional { .. });
    match dice.below(5) {
        0 => Verdict::Unrated,
        1 => Verdict::Fails,
        2 if sampled => {
            let checked = 1 + dice.below(200);
            let nonconforming = u32::try_from(dice.below(checked + 1)).unwrap();
            Verdict::Sampled { checked: u32::try_from(checked).unwrap(), nonconforming }
        }
        3 if scheme.excludable(id) => Verdict::Excluded { reason: text(dice) },
        _ => Verdict::Meets,
    }
}

pub fn evidence(dice: &mut Dice, scheme: &Scheme) -> Evidence {
    let day = |dice: &mut Dice| NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Days::new(dice.next() % 300);
    let items = (0..=dice.below(3))
        .map(|_| match dice.below(3) {
            0 => EvidenceItem::File(format!("证据/{}.pdf", line(dice))),
            1 => EvidenceItem::Folder(line(dice)),
            _ => EvidenceItem::Web(format!("https://www.example.com/{}", dice.below(100))),
        })
        .collect();
    let from = day(dice);
    Evidence {
        title: line(dice),
        items,
        clauses: (0..dice.below(4)).map(|_| clause(dice, scheme)).collect(),
        covers: dice.once_in(2).then(|| Period { from, to: from + chrono::Days::new(30) }),
        expires: dice.once_in(3).then(|| day(dice)),
        formed: dice.once_in(4).then(|| day(dice)),
        ..Evidence::default()
    }
}

fn fingerprint(dice: &mut Dice, item: &EvidenceItem) -> Arc<Fingerprint> {
    let file = |dice: &mut Dice| {
        let size = dice.next() % 1_000;
        FileFingerprint { sum: Sum::of(&size.to_le_bytes()), size, modified: dice.once_in(2).then_some(-1) }
    };
    Arc::new(match item {
        EvidenceItem::Folder(_) => {
            Fingerprint::Folder((0..dice.below(4)).map(|_| (line(dice) + "/x", file(dice))).collect())
        }
        _ => Fingerprint::File(file(dice)),
    })
}

fn material(dice: &mut Dice, pieces: &[EvidenceId]) -> Box<MaterialAnswer> {
    Box::new(MaterialAnswer {
        evidence: pieces.iter().copied().filter(|_| dice.once_in(5)).collect(),
        not_concerned: if dice.once_in(3) { text(dice) } else { String::new() },
        complete: dice.once_in(2),
        note: if dice.once_in(2) { text(dice) } else { String::new() },
    })
}

fn special(dice: &mut Dice, scheme: &Scheme) -> SpecialDeduction {
    SpecialDeduction {
        kind: dice.pick(&scheme.rules.special_deductions.kinds).id,
        found: text(dice),
        clause: dice.once_in(2).then(|| clause(dice, scheme)),
        rectified: dice.once_in(2),
    }
}

fn company(dice: &mut Dice) -> Company {
    Company {
        name: line(dice),
        sells: text(dice),
        scope: text(dice),
        sites: (0..dice.below(3)).map(|_| line(dice)).collect(),
        headcount: dice.once_in(2).then_some(7),
        service_managers: None,
        outlet_managers: dice.once_in(2).then_some(2),
        certified_managers: Some(u32::try_from(dice.below(9)).unwrap()),
        contact: line(dice),
        prepared_by: "张三".to_owned(),
    }
}

/// Any change that fits.
pub fn edit(dice: &mut Dice, scheme: &Scheme, now: &Assessment) -> Edit {
    let id = clause(dice, scheme);
    let pieces: Vec<EvidenceId> = now.evidence.keys().copied().collect();
    let deductions: Vec<SpecialDeductionId> = now.special_deductions.keys().copied().collect();
    let items: Vec<&EvidenceItem> = now.evidence.values().flat_map(|piece| &piece.items).collect();
    let printed: Vec<&EvidenceItem> = items.iter().copied().filter(|item| now.fingerprint(item).is_some()).collect();
    match dice.below(33) {
        15 => Edit::SetPeriod(evidence(dice, scheme).covers),
        16 => {
            Edit::SetRoot { name: format!("根{}", dice.below(5)), folder: dice.once_in(2).then(|| line(dice) + "x") }
        }
        17 => Edit::SetMaterial {
            id: MaterialId::of("general", &dice.below(9).to_string()),
            answer: material(dice, &pieces),
        },
        18 => Edit::SetRecheck { clause: id, on: dice.once_in(2) },
        19 if !items.is_empty() => {
            Edit::MoveItem { from: (*dice.pick(&items)).clone(), to: evidence(dice, scheme).items.swap_remove(0) }
        }
        20 if !printed.is_empty() => {
            let item = *dice.pick(&printed);
            assessment::taken_over(now, vec![(item.target().to_owned(), Some(fingerprint(dice, item)))])
        }
        21..=26 => ledger_edit(dice, scheme, now),
        28 => Edit::SetDoubtful { on: !now.answer(&id).is_some_and(|answer| answer.doubtful), clause: id },
        29 | 30 => action_edit(dice, scheme, now),
        31 => life_edit(dice, scheme),
        32 if *now.verdict(&id) == Verdict::Unrated => {
            let carried = verdict(dice, scheme, &id);
            Edit::SetCarried { clause: id, verdict: (carried != Verdict::Unrated).then_some(carried) }
        }
        0..=2 if now.sampled_verdict(&id).is_some() => Edit::SetNote { clause: id, text: text(dice) },
        0..=2 => Edit::SetVerdict { verdict: verdict(dice, scheme, &id), clause: id },
        3..=5 => Edit::SetFinding { clause: id, text: text(dice) },
        6 => Edit::SetNote { clause: id, text: if dice.once_in(2) { String::new() } else { text(dice) } },
        7 => Edit::SetLookAgain { on: !now.answer(&id).is_some_and(|answer| answer.look_again), clause: id },
        8 if !pieces.is_empty() => {
            Edit::SetEvidence { id: *dice.pick(&pieces), evidence: Box::new(evidence(dice, scheme)) }
        }
        9 if !pieces.is_empty() => Edit::Attach { id: *dice.pick(&pieces), clause: id },
        10 if !pieces.is_empty() => Edit::Detach { id: *dice.pick(&pieces), clause: id },
        11 if pieces.len() > 30 => Edit::RemoveEvidence { id: *dice.pick(&pieces) },
        12 if deductions.len() > 5 => Edit::RemoveSpecialDeduction { id: *dice.pick(&deductions) },
        12 if !deductions.is_empty() && dice.once_in(2) => {
            Edit::SetSpecialDeduction { id: *dice.pick(&deductions), deduction: special(dice, scheme) }
        }
        12 => Edit::AddSpecialDeduction { id: now.next_special_deduction_id(), deduction: special(dice, scheme) },
        13 => Edit::SetBonus(dice.once_in(2).then(|| Bonus { reason: text(dice) })),
        14 => Edit::SetCompany(Box::new(company(dice))),
        _ => Edit::AddEvidence { id: now.next_evidence_id(), evidence: Box::new(evidence(dice, scheme)) },
    }
}

/// Any change of the visit and the certificate that fits.
fn life_edit(dice: &mut Dice, scheme: &Scheme) -> Edit {
    if dice.once_in(2) {
        let finding = VisitFinding {
            lost: dice.once_in(2).then(|| Gain(Amount::new(7.into(), 3.into()))),
            found: if dice.once_in(2) { text(dice) } else { String::new() },
        };
        let visit = Visit {
            body: line(dice),
            special_deductions: dice.once_in(2).then_some(2),
            findings: [(clause(dice, scheme), finding)].into(),
            ..Visit::default()
        };
        return Edit::SetVisit(dice.once_in(3).then(|| Box::new(visit)));
    }
    let issued = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Days::new(dice.next() % 300);
    let expires = assessment::usual_expiry(issued).unwrap();
    let milestones = assessment::usual_milestones(issued, expires);
    let award = Award { number: line(dice), body: String::new(), grade: None, issued, expires, milestones };
    Edit::SetAward(dice.once_in(3).then(|| Box::new(award)))
}

/// Any change of actions and scenarios that fits.
fn action_edit(dice: &mut Dice, scheme: &Scheme, now: &Assessment) -> Edit {
    let known: Vec<ActionId> = now.actions.keys().copied().collect();
    match dice.below(6) {
        0 if !known.is_empty() => Edit::SetAction { id: *dice.pick(&known), action: None },
        1 => {
            let done = known.iter().copied().filter(|_| dice.once_in(2)).collect();
            let name = format!("情景{}", dice.below(3));
            Edit::SetScenario { name, scenario: dice.once_in(2).then(|| Box::new(Scenario { done })) }
        }
        _ => {
            let deductions: Vec<SpecialDeductionId> = now.special_deductions.keys().copied().collect();
            let gap = match dice.once_in(3) && !deductions.is_empty() {
                true => Gap::SpecialDeduction(*dice.pick(&deductions)),
                false => Gap::Clause(clause(dice, scheme)),
            };
            let id = if dice.once_in(2) || known.is_empty() { now.next_action_id() } else { *dice.pick(&known) };
            let what = format!("做{}", text(dice)).chars().take(20_000).collect();
            let mut action = Action::of(gap, what);
            // Only those before it, so that none waits for itself.
            action.after = known.iter().copied().filter(|before| *before < id && dice.once_in(4)).collect();
            action.gain = dice.once_in(2).then(|| Gain(Amount::new(9.into(), 11.into())));
            action.effort = u64::try_from(dice.below(5_000)).unwrap();
            action.owner = line(dice);
            action.state = *dice.pick(&ActionState::ALL);
            Edit::SetAction { id, action: Some(Box::new(action)) }
        }
    }
}

/// Any change of ledgers, samples, certificates and gates that fits.
fn ledger_edit(dice: &mut Dice, scheme: &Scheme, now: &Assessment) -> Edit {
    let ledger = LedgerId::from(*dice.pick(&["work_orders", "complaints"]));
    let known = now.ledgers.get(&ledger);
    let sample = now.samples.get(&ledger);
    match dice.below(9) {
        0 => {
            let id = CertificateId(u32::try_from(dice.below(4)).unwrap());
            let certificate = ManagerCertificate { name: format!("王{}", line(dice)), ..Default::default() };
            Edit::SetCertificate { id, certificate: dice.once_in(2).then(|| Box::new(certificate)) }
        }
        1 => {
            let passes = [None, Some(true), Some(false)][dice.below(3)];
            let answer =
                GateAnswer { passes, day: None, note: if dice.once_in(2) { text(dice) } else { String::new() } };
            Edit::SetGate { id: GateId::from("funds"), answer: Box::new(answer) }
        }
        2 if dice.once_in(4) => Edit::SetLedger { ledger, about: None },
        3 if dice.once_in(4) => Edit::SetSample { ledger, sample: None },
        _ if known.is_none() => {
            let fields = ["number", "date", "signed"].map(str::to_owned).to_vec();
            Edit::SetLedger { ledger, about: Some(Box::new(LedgerAbout { fields, ..LedgerAbout::default() })) }
        }
        2 | 3 => {
            let record = |dice: &mut Dice| {
                let day = NaiveDate::from_ymd_opt(2026, 3, 1 + u32::try_from(dice.below(28)).unwrap()).unwrap();
                let word = line(dice).chars().take(50).collect::<String>() + "|~";
                Record::new(2, vec![Kept::Text(word.into()), Kept::Moment(day, None), Kept::Mark(dice.once_in(2))])
            };
            let records = (0..dice.below(20)).map(|_| (format!("单{}", dice.below(40)), Some(record(dice))));
            Edit::SetRecords { ledger, records: records.collect() }
        }
        4 | 5 => {
            let feeds = (0..dice.below(3)).map(|_| clause(dice, scheme)).filter(|id| may_feed(scheme, now, id));
            let feeds = feeds.map(|id| (id, ["a", "b"].map(str::to_owned).into())).collect();
            let old = sample.map(|sample| (**sample).clone()).unwrap_or_default();
            let seed = if old.drawn.is_empty() { dice.below(9).to_string() } else { old.seed.clone() };
            let sample = Sample { seed, feeds, ..old }.draw(known.unwrap(), Some("date"), dice.below(12));
            Edit::SetSample { ledger, sample: Some(Box::new(sample)) }
        }
        _ => match sample.filter(|sample| !sample.drawn.is_empty()) {
            Some(sample) => {
                let mut drawn = dice.pick(&sample.drawn).clone();
                let mark = *dice.pick(&[Mark::Conforms, Mark::Fails, Mark::NotConcerned]);
                for check in ["a", "b"] {
                    if dice.once_in(4) {
                        drawn.marks.remove(check);
                    } else {
                        drawn.marks.insert(check.to_owned(), mark);
                    }
                }
                drawn.note = line(dice);
                Edit::SetDrawn { ledger, drawn: Box::new(drawn) }
            }
            None => Edit::SetRecords { ledger, records: vec![("单0".to_owned(), Some(Record::new(3, vec![])))] },
        },
    }
}

/// Does one thing that a person does.
pub fn act(dice: &mut Dice, session: &mut Session) {
    let scheme = session.pinned().scheme.clone();
    match dice.below(20) {
        0 | 1 => drop(session.undo()),
        2 => drop(session.redo()),
        3 => {
            let mut after = session.assessment().clone();
            let edits: Vec<Edit> = (0..dice.below(30))
                .map(|_| {
                    let edit = edit(dice, &scheme, &after);
                    assessment::apply(&scheme, &mut after, &edit).unwrap();
                    edit
                })
                .collect();
            session.edit(&Edit::Import(edits)).unwrap();
        }
        4 => {
            // Typing: a streak of the same.
            let clause = clause(dice, &scheme);
            let so_far = session.assessment().answer(&clause).map(|answer| answer.finding.clone()).unwrap_or_default();
            let text: String = so_far.chars().take(400).collect::<String>() + "字";
            session.edit(&Edit::SetFinding { clause, text }).unwrap();
        }
        5 => session.pause(),
        7 if session.assessment().rounds.len() < 3 && dice.once_in(8) => {
            let title = format!("轮{}", line(dice));
            let (edit, _) =
                assessment::new_round(session.pinned(), session.assessment(), &title, moment().date()).unwrap();
            session.edit(&edit).unwrap();
        }
        6 => {
            // What the program does by itself.
            let bare = session.assessment().without_fingerprint();
            let prints = bare.iter().take(3).map(|item| (item.target().to_owned(), Some(fingerprint(dice, item))));
            session.observe(&Edit::SetFingerprints(prints.collect())).unwrap();
        }
        _ => session.edit(&edit(dice, &scheme, session.assessment())).unwrap(),
    }
}

pub fn moment() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 11, 21).unwrap().and_hms_opt(9, 0, 0).unwrap()
}

/// Does what a log says, and holds against the case what it says was there before.
pub fn follow(scheme: &Scheme, assessment: &mut Assessment, entries: &[LogEntry]) {
    for entry in entries {
        // All of an entry at once: a place that goes from one piece to another keeps its fingerprint.
        entry.changes.iter().for_each(|change| told(assessment, change));
        let edits = entry.changes.iter().map(Change::edit).collect();
        assessment::apply(scheme, assessment, &Edit::Many(edits)).unwrap();
    }
}

/// Holds against the case what a change says was there before.
fn told(assessment: &Assessment, change: &Change) {
    {
        let answer = |clause: &ClauseId| assessment.answer(clause).cloned().unwrap_or_default();
        match change {
            Change::Company { from, .. } => assert_eq!(assessment.company, *from),
            Change::Verdict { clause, from, .. } => assert_eq!(answer(clause).verdict, *from, "{clause}"),
            Change::Finding { clause, from, .. } => assert_eq!(answer(clause).finding, *from, "{clause}"),
            Change::Note { clause, from, .. } => assert_eq!(answer(clause).note, *from, "{clause}"),
            Change::LookAgain { clause, from, .. } => assert_eq!(answer(clause).look_again, *from, "{clause}"),
            Change::Doubtful { clause, from, .. } => assert_eq!(answer(clause).doubtful, *from, "{clause}"),
            Change::Action { id, from, .. } => assert_eq!(assessment.actions.get(id), from.as_ref(), "{id}"),
            Change::Scenario { name, from, .. } => assert_eq!(assessment.scenarios.get(name), from.as_ref(), "{name}"),
            Change::Evidence { id, from, .. } => assert_eq!(assessment.evidence.get(id), from.as_ref(), "{id}"),
            Change::SpecialDeduction { id, from, .. } => {
                assert_eq!(assessment.special_deductions.get(id), from.as_ref(), "{id}");
            }
            Change::Ledger { ledger, from, .. } => {
                let about = assessment.ledgers.get(ledger).map(|ledger| &ledger.about);
                assert_eq!(about, from.as_deref(), "{ledger}");
            }
            Change::Records { ledger, records } => {
                let known = assessment.ledgers.get(ledger);
                for one in records {
                    let found = known.and_then(|ledger| ledger.records.get(&one.number));
                    assert_eq!(found, one.from.as_ref(), "{ledger}: {}", one.number);
                }
            }
            Change::Sample { ledger, from, .. } => {
                assert_eq!(assessment.samples.get(ledger), from.as_ref(), "{ledger}")
            }
            Change::Drawn { ledger, from, .. } => {
                let sample = assessment.samples.get(ledger).unwrap();
                assert_eq!(sample.record(&from.record), Some(&**from), "{ledger}");
            }
            Change::Certificate { id, from, .. } => assert_eq!(assessment.certificates.get(id), from.as_ref(), "{id}"),
            Change::Gate { id, from, .. } => assert_eq!(assessment.gates.get(id), from.as_ref(), "{id}"),
            Change::Bonus { from, .. } => assert_eq!(assessment.bonus, *from),
            Change::Carried { clause, from, .. } => assert_eq!(answer(clause).carried, *from, "{clause}"),
            Change::Round { number, from, .. } => assert_eq!(assessment.rounds.get(number - 1), from.as_ref()),
            Change::Visit { from, .. } => assert_eq!(assessment.visit, *from),
            Change::Award { from, .. } => assert_eq!(assessment.award, *from),
            Change::Recheck { clause, .. } => drop(answer(clause)),
            Change::Period { from, .. } => assert_eq!(assessment.period, *from),
            Change::Root { name, from, .. } => assert_eq!(assessment.roots.get(name), from.as_ref(), "{name}"),
            Change::Fingerprints(_) => {} // what no evidence names any more went with it
            Change::Material { id, from, .. } => assert_eq!(assessment.materials.get(id), from.as_ref(), "{id}"),
        }
    }
}

/// A short scheme, so that a case of it is read quickly.
pub fn small() -> Case {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/schemes");
    let text = fs::read_to_string(folder.join("good/small.ron")).unwrap();
    let pinned = xingping::criteria::read(&text).unwrap();
    Case { pinned, assessment: Assessment::of(Company { name: "示例".into(), ..Company::default() }) }
}

/// Opens for writing.
pub fn open(path: &Path) -> (Keeper, Case, Vec<OpenNotice>) {
    open_with(path, &Opening::new(Me::here("张三"), moment()))
}

pub fn open_with(path: &Path, opening: &Opening) -> (Keeper, Case, Vec<OpenNotice>) {
    let Opened { case, access, notices } = Keeper::open(path, opening).unwrap();
    match access {
        Access::Writing(keeper) => (*keeper, case, notices),
        other => panic!("not ours: {other:?}"),
    }
}

/// A file that belongs to a case.
pub fn beside(case: &Path, ending: &str) -> PathBuf {
    let mut path = case.as_os_str().to_owned();
    path.push(ending);
    path.into()
}

/// Temporary files in the folder of a case and in that of its backups.
pub fn temporary(case: &Path) -> Vec<PathBuf> {
    let folders = [case.parent().unwrap().to_owned(), store::backup_folder(case)];
    let entries = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten();
    let mut out: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "tmp"))
        .collect();
    out.sort();
    out
}

const CHILD: &str = "XINGPING_TORTURE_CASE";
const SEED: &str = "XINGPING_TORTURE_SEED";
/// Most changes that were handed over and not said to be safe.
const AHEAD: u64 = 60;
const MOST: u64 = 4_000;

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("\n{line}\n").as_bytes()).unwrap();
    out.flush().unwrap();
}

/// The program that gets killed: works on a case as fast as it can. Does nothing in an ordinary run of the tests.
#[test]
fn torture_child() {
    let (Ok(path), Ok(seed)) = (std::env::var(CHILD), std::env::var(SEED)) else { return };
    let seed: u64 = seed.parse().unwrap();
    let (mut dice, mut chance) = (Dice::new(seed), Dice::new(seed + 1_000_000));
    say("begun");
    let opening = Opening::new(Me::here("孩子"), chrono::Local::now().naive_local());
    let (keeper, case, _) = open_with(Path::new(&path), &opening);
    // In some rounds the clock goes back and forth by half an hour, so that backups are made and signs of life given.
    let clock: store::Clock = if seed.is_multiple_of(3) {
        let jumps = std::sync::Mutex::new(Dice::new(seed));
        Arc::new(move || {
            let minutes = i64::try_from(jumps.lock().unwrap().below(60)).unwrap() - 30;
            chrono::Local::now().naive_local() + chrono::Duration::minutes(minutes)
        })
    } else {
        Arc::new(|| chrono::Local::now().naive_local())
    };
    let mut writer = Writer::start(keeper, case.assessment.clone(), clock, || {});
    let mut session = Session::new(case.pinned, case.assessment);
    let mut safe = 0;
    say("ack 0");
    while session.revision() < MOST {
        act(&mut dice, &mut session);
        let steps = session.take_steps();
        if !steps.is_empty() {
            writer.put(session.revision(), steps, session.assessment().clone());
        }
        if chance.once_in(30) {
            writer.write();
        }
        if chance.once_in(6) {
            std::thread::sleep(Duration::from_millis(chance.next() % 9));
        }
        loop {
            for report in writer.poll() {
                match report {
                    Report::Kept { revision, .. } => {
                        safe = revision;
                        say(&format!("ack {revision}"));
                    }
                    Report::Written { .. } => say("written"),
                    other => say(&format!("trouble {other:?}")),
                }
            }
            if session.revision() <= safe + AHEAD {
                break;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }
    writer.close().unwrap();
    say(&format!("ack {}", session.revision()));
    say("closed");
}

/// What a round came to.
#[derive(Default)]
struct Killed {
    acknowledged: u64,
    begun: bool,
    acked: bool,
    closed: bool,
}

/// Lets the child work and kills it; `early` is how long after its very start, else it is after its first word.
fn kill_one(path: &Path, seed: u64, early: Option<Duration>, wait: Duration) -> Killed {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "keeping::torture_child", "--nocapture", "--test-threads=1"])
        .env(CHILD, path)
        .env(SEED, seed.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut killed = Killed::default();
    let (lines, heard) = channel();
    let reader = std::thread::spawn(move || {
        let mut line = String::new();
        while out.read_line(&mut line).is_ok_and(|bytes| bytes > 0) {
            // A line that was cut short by the kill says nothing.
            if line.ends_with('\n') {
                drop(lines.send(line.trim().to_owned()));
            }
            line.clear();
        }
    });
    let mut hear = |line: &str| {
        assert!(!line.starts_with("trouble"), "round {seed}: {line}");
        killed.begun |= line == "begun";
        killed.closed |= line == "closed";
        if let Some(revision) = line.strip_prefix("ack ") {
            killed.acked = true;
            killed.acknowledged = killed.acknowledged.max(revision.parse().unwrap());
        }
        line.starts_with(if early.is_some() { "begun" } else { "ack" })
    };
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        match heard.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(line) if hear(&line) => break,
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                let mut said = String::new();
                drop(child.kill());
                std::io::Read::read_to_string(child.stderr.as_mut().unwrap(), &mut said).unwrap();
                panic!("round {seed}: the child said nothing: {said}");
            }
        }
    }
    std::thread::sleep(early.unwrap_or(wait));
    drop(child.kill());
    child.wait().unwrap();
    reader.join().unwrap();
    for line in heard.try_iter() {
        hear(&line);
    }
    killed
}

/// What is known of a case over its rounds.
struct Victim {
    _folder: tempfile::TempDir,
    path: PathBuf,
    start: Case,
    now: Assessment,
    log: Vec<LogEntry>,
}

impl Victim {
    fn new(small_one: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("受难.xingping");
        let start = if small_one { small() } else { store::example().unwrap() };
        store::create(&path, &start).unwrap();
        Self { _folder: folder, path, now: start.assessment.clone(), start, log: Vec::new() }
    }

    /// Opens the case after a kill and holds everything against what must be.
    fn examine(&mut self, seed: u64, killed: &Killed) -> Vec<OpenNotice> {
        let (keeper, case, notices) = open_with(&self.path, &Opening::new(Me::here("张三"), moment()));
        let fine = |notice: &OpenNotice| {
            matches!(notice, OpenNotice::Replayed { .. } | OpenNotice::Journal { trouble: JournalTrouble::Torn, .. })
        };
        assert!(notices.iter().all(fine), "round {seed}: {notices:?}");
        let scheme = self.start.pinned.scheme.clone();
        assert_eq!(assessment::check(&scheme, &case.assessment), []);
        // Exactly the state after some revision, and none before the last that was said to be safe.
        let (mut dice, mut session) = (Dice::new(seed), Session::new(self.start.pinned.clone(), self.now.clone()));
        while session.revision() < killed.acknowledged {
            act(&mut dice, &mut session);
        }
        while *session.assessment() != case.assessment {
            let ahead = session.revision() - killed.acknowledged;
            assert!(ahead < 2 * AHEAD, "round {seed}: not found from revision {} on", killed.acknowledged);
            act(&mut dice, &mut session);
        }
        // The log: nothing that was in it has changed, and what is new leads to what is in the case.
        let read = store::read_change_log(&self.path).unwrap();
        assert_eq!((read.damaged, read.cut), (0, false), "round {seed}");
        assert!(read.entries.starts_with(&self.log), "round {seed}: what was in the log has changed");
        follow(&scheme, &mut self.now, &read.entries[self.log.len()..]);
        let missing = assessment::changes(&self.now, &case.assessment);
        assert!(missing.is_empty(), "round {seed}: the log does not tell of {missing:?}; {notices:?}");
        (self.now, self.log) = (case.assessment, read.entries);
        keeper.release();
        assert_eq!(temporary(&self.path), [""; 0].map(PathBuf::from), "round {seed}");
        assert!(!beside(&self.path, ".lock").exists(), "round {seed}: the lock is not free");
        assert_eq!(store::open(&self.path).unwrap().assessment, self.now, "round {seed}");
        notices
    }
}

#[test]
fn torture() {
    let rounds: u64 = std::env::var("XINGPING_TORTURE_ROUNDS").ok().map_or(50, |text| text.parse().unwrap());
    let mut chance = Dice::new(rounds ^ 77);
    let mut victim = Victim::new(true);
    let (mut acknowledged, mut replays, mut replayed, mut torn) = (0, 0, 0, 0);
    let (mut opening, mut closed, mut entries) = (0, 0, 0);
    let mut phases = std::collections::BTreeMap::<&str, usize>::new();
    for round in 0..rounds {
        if round % 10 == 0 && round > 0 {
            entries += victim.log.len();
            victim = Victim::new(round % 50 != 40);
        }
        let early = chance.once_in(8).then(|| Duration::from_micros(chance.next() % 60_000));
        let killed = kill_one(&victim.path, round, early, Duration::from_micros(chance.next() % 300_000));
        assert!(killed.begun || killed.acked);
        opening += u32::from(!killed.acked);
        closed += u32::from(killed.closed);
        acknowledged += killed.acknowledged;
        // What the kill cut short, by what it left behind.
        let left = temporary(&victim.path);
        let backup = left.iter().any(|path| path.starts_with(store::backup_folder(&victim.path)));
        *phases
            .entry(match (left.is_empty(), backup) {
                (true, _) => "between files",
                (false, true) => "writing a backup",
                (false, false) => "writing a whole file anew",
            })
            .or_default() += 1;
        for notice in victim.examine(round, &killed) {
            match notice {
                OpenNotice::Replayed { steps, .. } => (replays, replayed) = (replays + 1, replayed + steps),
                _ => torn += 1,
            }
        }
    }
    entries += victim.log.len();
    println!(
        "torture: {rounds} rounds; {acknowledged} edits acknowledged, none lost; {entries} log entries, none doubled, \
         none missing; {replays} replays of {replayed} steps; {torn} torn records; killed while opening {opening}, \
         after closing {closed}; {phases:?}"
    );
}
