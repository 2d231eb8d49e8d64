//! One writer per case: who has it, who may have it next, and never two at once.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use chrono::{Duration, NaiveDateTime};
use xingping::session::Session;
use xingping::store::{self, Access, Holder, KeepError, Keeper, Me, Opening};

use super::keeping::{Dice, act, beside, moment, open, open_with, small};

const CHILD: &str = "XINGPING_HOLDER_CASE";
const TIMES: &str = "XINGPING_HOLDER_TIMES";

/// Another program: asks for the case as often as it is told, each time until it has it, says what came of it, and
/// gives it back; the last one only when it is told to. Does nothing in an ordinary run of the tests.
#[test]
fn holder_child() {
    let (Ok(path), Ok(times)) = (std::env::var(CHILD), std::env::var(TIMES)) else { return };
    let mut said = std::io::stdout().lock();
    let mut left: usize = times.parse().unwrap();
    let mut was_held = false;
    while left > 0 {
        let opened = Keeper::open(Path::new(&path), &Opening::new(Me::here("孩子"), moment())).unwrap();
        match opened.access {
            Access::Writing(keeper) => {
                // Whoever has it makes a file that must not be there yet.
                let only = fs::File::options().write(true).create_new(true).open(format!("{path}.only"));
                said.write_all(if only.is_ok() { b"\nours\n" } else { b"\ntwo at once\n" }).unwrap();
                said.flush().unwrap();
                std::thread::sleep(std::time::Duration::from_micros(300));
                fs::remove_file(format!("{path}.only")).unwrap();
                left -= 1;
                if left == 0 {
                    std::io::stdin().lines().next();
                }
                keeper.release();
            }
            Access::Held { .. } => {
                if !was_held {
                    said.write_all(b"\nheld\n").unwrap();
                    said.flush().unwrap();
                }
                was_held = true;
                std::thread::yield_now();
            }
            other @ Access::Unwritable(_) => panic!("{other:?}"),
        }
    }
}

struct Other {
    child: Child,
    said: BufReader<std::process::ChildStdout>,
}

impl Other {
    fn start(path: &Path, times: usize) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "keeping_lock::holder_child", "--nocapture", "--test-threads=1"])
            .env(CHILD, path)
            .env(TIMES, times.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(child.stdout.take().unwrap());
        Self { child, said }
    }

    fn hear(&mut self, expected: &str) {
        let mut line = String::new();
        while self.said.read_line(&mut line).unwrap() > 0 {
            assert!(!line.contains("two at once"));
            if line.trim() == expected {
                return;
            }
            line.clear();
        }
        panic!("never said: {expected}");
    }
}

fn ask(path: &Path, now: NaiveDateTime, take_over: bool) -> Access {
    let opening = Opening { take_over, ..Opening::new(Me::here("李四"), now) };
    Keeper::open(path, &opening).unwrap().access
}

fn case() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("案.xingping");
    store::create(&path, &small()).unwrap();
    (folder, path)
}

#[test]
fn a_second_opening_is_told_who_has_it() {
    let (_folder, path) = case();
    let (keeper, ..) = open(&path);
    for _ in 0..2 {
        let Access::Held { holder: Some(holder), gone: false } = ask(&path, moment() + Duration::days(1), true) else {
            panic!("two at once");
        };
        assert_eq!((holder.who.as_str(), holder.process), ("张三", std::process::id()));
    }
    let mut other = Other::start(&path, 1);
    other.hear("held");
    keeper.release();
    other.hear("ours");
    let Access::Held { holder: Some(holder), gone: false } = ask(&path, moment(), false) else {
        panic!("two at once");
    };
    assert_eq!((holder.who.as_str(), holder.process), ("孩子", other.child.id()));
    // Killed, it holds nothing any more.
    other.child.kill().unwrap();
    other.child.wait().unwrap();
    assert!(beside(&path, ".lock").exists());
    let (keeper, ..) = open(&path);
    keeper.release();
    assert!(!beside(&path, ".lock").exists());
}

/// The lock file of a holder at another computer, with its last sign of life.
fn elsewhere(path: &Path, beat: NaiveDateTime) -> Holder {
    let text = format!(
        "{{\"who\":\"王五\",\"computer\":\"PC-99\",\"process\":1,\"since\":\"2026-11-20T08:00:00\",\"beat\":\"{}\",\
         \"token\":\"t\"}}\n",
        beat.format("%Y-%m-%dT%H:%M:%S")
    );
    fs::write(beside(path, ".lock"), &text).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[test]
fn a_holder_at_another_computer_is_believed_while_it_gives_signs() {
    let (_folder, path) = case();
    let there = elsewhere(&path, moment() - Duration::seconds(100));
    for take_over in [false, true] {
        let access = ask(&path, moment(), take_over);
        assert!(
            matches!(&access, Access::Held { holder: Some(holder), gone: false } if *holder == there),
            "{access:?}"
        );
    }
    elsewhere(&path, moment() - Duration::minutes(6));
    assert!(matches!(ask(&path, moment(), false), Access::Held { holder: Some(_), gone: true }));
    let opening = Opening { take_over: true, ..Opening::new(Me::here("李四"), moment()) };
    let (mut keeper, case, _) = open_with(&path, &opening);
    let mut session = Session::new(case.pinned, case.assessment);
    act(&mut Dice::new(1), &mut session);
    keeper.add(session.take_steps(), moment());
    keeper.keep(session.assessment(), moment()).unwrap();
    // The other comes back and takes it over in turn: ours stops, and leaves the other's lock alone.
    let there = elsewhere(&path, moment());
    for done in [keeper.keep(session.assessment(), moment()), keeper.write(session.assessment(), moment())] {
        assert!(matches!(done, Err(KeepError::Taken(holder)) if *holder == there));
    }
    keeper.beat(moment() + Duration::minutes(10));
    keeper.release();
    assert!(fs::read_to_string(beside(&path, ".lock")).unwrap().contains("PC-99"));
}

#[test]
fn a_lock_file_that_says_nothing_holds_nothing() {
    let (_folder, path) = case();
    for garbage in [&b""[..], b"\xff\xfe", b"{}", b"[1,2", &[b'x'; 20_000]] {
        fs::write(beside(&path, ".lock"), garbage).unwrap();
        let (mut keeper, case, _) = open(&path);
        assert!(matches!(ask(&path, moment(), false), Access::Held { holder: Some(_), .. }));
        // Overwritten or removed under its holder, it is given again.
        fs::write(beside(&path, ".lock"), garbage).unwrap();
        keeper.keep(&case.assessment, moment()).unwrap();
        assert!(matches!(ask(&path, moment(), false), Access::Held { .. }));
        fs::remove_file(beside(&path, ".lock")).unwrap();
        keeper.keep(&case.assessment, moment()).unwrap();
        assert!(matches!(ask(&path, moment(), false), Access::Held { holder: Some(_), gone: false }));
        keeper.release();
        assert!(!beside(&path, ".lock").exists());
    }
}

#[test]
fn signs_of_life_are_given() {
    let (_folder, path) = case();
    let (mut keeper, ..) = open(&path);
    let text = || {
        let mut text = String::new();
        fs::File::open(beside(&path, ".lock")).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let first = text();
    keeper.beat(moment() + Duration::seconds(30));
    assert_eq!(text(), first);
    keeper.beat(moment() + Duration::seconds(61));
    assert!(text().contains("09:01:01"));
    // A clock that was put back gives signs too.
    keeper.beat(moment() - Duration::hours(1));
    assert!(text().contains("08:00:00"));
    keeper.release();
}

#[test]
fn two_that_race_never_both_have_it() {
    let (_folder, path) = case();
    let mut both = [Other::start(&path, 50), Other::start(&path, 50)];
    for other in &mut both {
        drop(other.child.stdin.take());
    }
    let counting = both.each_mut().map(|other| {
        let mut said = String::new();
        other.said.read_to_string(&mut said).unwrap();
        assert!(other.child.wait().unwrap().success(), "{said}");
        assert!(!said.contains("two at once"), "{said}");
        said.lines().filter(|line| *line == "ours").count()
    });
    assert_eq!(counting, [50, 50]);
    open(&path).0.release();
    assert!(!beside(&path, ".lock").exists());
}
