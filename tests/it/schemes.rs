//! Schemes: the shipped one and its facts, the corpus of files with mistakes, and text that is no scheme at all.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use proptest::prelude::*;
use xingping::criteria::{self, MAX_SCHEME_BYTES, Method, PointsStatus, ProblemKind, SHIPPED, TextStatus, whole};
use xingping::lang::{Language, Words};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/schemes").join(name)
}

/// Files of a folder with this extension, by name without it.
fn files(name: &str, extension: &str) -> BTreeMap<String, String> {
    let paths = fs::read_dir(folder(name)).unwrap().map(|entry| entry.unwrap().path());
    paths
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap()))
        .collect()
}

/// What the program says about a text; nothing when it is sound.
fn said(text: &str, words: &Words) -> Vec<String> {
    match criteria::read(text) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.iter().map(|problem| problem.say(&words.problems)).collect(),
    }
}

#[test]
fn every_shipped_scheme_is_sound() {
    let words = Words::load(Language::Chinese).unwrap();
    for shipped in SHIPPED {
        assert_eq!(said(shipped.text, &words), [""; 0]);
        assert_eq!(criteria::read(shipped.text).unwrap().scheme.id, shipped.id);
    }
}

/// The facts, held against a table that is written down a second time.
#[test]
fn the_shipped_scheme_says_what_the_table_of_facts_says() {
    let scheme = criteria::read(SHIPPED[0].text).unwrap().scheme;
    let mut reader = csv::Reader::from_path(folder("clauses.csv")).unwrap();
    let table: Vec<Vec<String>> =
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    let read: Vec<Vec<String>> = scheme
        .clauses()
        .map(|clause| {
            let (method, sample) = match &clause.method {
                Method::AllOrNothing => ("all_or_nothing", ""),
                Method::Proportional { sample } => ("proportional", sample.as_str()),
            };
            let points_status = match clause.points_status {
                PointsStatus::Verified => "verified",
                PointsStatus::TwoOrMore => "two_or_more",
                PointsStatus::SingleSource => "single_source",
                PointsStatus::Provisional => "provisional",
            };
            let text_status = match clause.text_status {
                TextStatus::Verified => "verified",
                TextStatus::TwoOrMore => "two_or_more",
                TextStatus::SingleSource => "single_source",
                TextStatus::Reconstructed => "reconstructed",
            };
            let points = clause.points.to_string();
            [clause.id.as_str(), &clause.title, &points, points_status, text_status, method, sample]
                .map(str::to_owned)
                .to_vec()
        })
        .collect();
    assert_eq!(table.len(), 43);
    assert_eq!(read, table);
}

#[test]
fn totals_and_doubts_of_the_shipped_scheme_are_as_known() {
    let scheme = criteria::read(SHIPPED[0].text).unwrap().scheme;
    let sections: Vec<_> = scheme.sections.iter().map(|s| (s.id.as_str(), s.points.clone(), s.points_status)).collect();
    let known = PointsStatus::TwoOrMore;
    assert_eq!(
        sections,
        [("5.1", whole(40), known), ("5.2", whole(35), known), ("5.3", whole(25), known)],
        "the points of the sections are known from several sources"
    );
    assert_eq!(scheme.out_of, whole(100));
    let groups: Vec<_> = scheme.sections.iter().flat_map(|section| &section.groups).collect();
    assert_eq!(groups.len(), 15);
    let reconstructed: Vec<_> =
        groups.iter().filter(|g| g.text_status == TextStatus::Reconstructed).map(|g| g.id.as_str()).collect();
    assert_eq!(reconstructed, ["5.2.1", "5.2.2", "5.2.3", "5.2.4", "5.2.6"]);
    for clause in scheme.clauses() {
        let managers = clause.id.as_str() == "5.1.2.2";
        let status = if managers { PointsStatus::SingleSource } else { PointsStatus::Provisional };
        assert_eq!(clause.points_status, status, "{}", clause.id);
        assert!(!managers || clause.points == whole(5));
    }
    let grades: Vec<_> = scheme.rules.grades.iter().map(|grade| (grade.from.clone(), grade.stars)).collect();
    assert_eq!(grades, [(whole(70), 0), (whole(80), 3), (whole(90), 4), (whole(95), 5)]);
    assert_eq!(scheme.rules.special_deductions.fail_from, 5);
    assert_eq!(scheme.rules.special_deductions.points_each, whole(1));
    assert_eq!(scheme.rules.bonus.points, whole(1));
    assert_eq!(scheme.rules.exclusion.allowed_under, ["5.2"]);
}

#[test]
fn good_files_are_read() {
    let words = Words::load(Language::Chinese).unwrap();
    let good = files("good", "ron");
    for (name, text) in &good {
        assert_eq!(said(text, &words), [""; 0], "{name}");
    }
    let scheme = criteria::read(&good["notation"]).unwrap().scheme;
    assert_eq!(scheme.title, "“小”准则：\"引号\"与 \\ 反斜杠");
    assert_eq!(scheme.standard, "T/XP 𝟙\t\"\\'\n");
    assert_eq!(scheme.status_note, "现行，续行。");
    assert_eq!(scheme.statement, "原样 \\n 不转义");
    let points: Vec<String> = scheme.clauses().map(|clause| clause.points.to_string()).collect();
    assert_eq!(points, ["5/2", "4", "1/2", "3"]);
    assert_eq!(scheme.rules.cap, (whole(-1), whole(10)));
}

/// All problems of every bad file, each with its place, in order, none twice.
#[test]
fn every_bad_file_gets_its_expected_sentences() {
    let words = Words::load(Language::Chinese).unwrap();
    let (bad, expected) = (files("bad", "ron"), files("bad", "expected"));
    assert!(bad.keys().eq(expected.keys()), "each .ron has its .expected: {:?} {:?}", bad.keys(), expected.keys());
    assert!(bad.len() >= 32, "{}", bad.len());
    let mut wrong = String::new();
    for (name, text) in &bad {
        let (said, expected): (Vec<_>, Vec<_>) = (said(text, &words), expected[name].lines().collect());
        assert!(!expected.is_empty(), "{name} expects something");
        assert_eq!(expected.iter().collect::<BTreeSet<_>>().len(), expected.len(), "{name}: none twice");
        if said != expected {
            wrong += &format!("\n{name}\n  said     {said:#?}\n  expected {expected:#?}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Line ends and a byte order mark of Windows change neither lines nor columns.
#[test]
fn windows_files_are_judged_alike() {
    let words = Words::load(Language::Chinese).unwrap();
    for (name, text) in files("bad", "ron") {
        let windows = format!("\u{feff}{}", text.replace("\r\n", "\n").replace('\n', "\r\n"));
        assert_eq!(said(&windows, &words), said(&text, &words), "{name}");
    }
}

/// In English the same problems stand in the same places.
#[test]
fn every_problem_is_said_in_english_too() {
    let (chinese, english) = (Words::load(Language::Chinese).unwrap(), Words::load(Language::English).unwrap());
    for (name, text) in files("bad", "ron") {
        assert_eq!(said(&text, &english).len(), said(&text, &chinese).len(), "{name}");
        for sentence in said(&text, &english) {
            // Signs that the text itself has are quoted; beyond them nothing is left unfilled or Chinese.
            let ours = sentence.replace("“{”", "").replace("“，”", "");
            assert!(ours.starts_with("Line ") && !ours.contains(['{', '、', '，', '；']), "{name}: {sentence}");
        }
    }
}

/// Whether the sentence can be the phrase with its places filled.
fn says(sentence: &str, phrase: &str) -> bool {
    let mut rest = sentence;
    let pieces = phrase
        .split('{')
        .enumerate()
        .map(|(i, part)| if i == 0 { part } else { part.split_once('}').map_or(part, |(_, after)| after) });
    for piece in pieces {
        let Some(found) = rest.find(piece) else { return false };
        rest = &rest[found + piece.len()..];
    }
    true
}

#[test]
fn the_corpus_has_every_kind_of_problem() {
    let words = Words::load(Language::Chinese).unwrap();
    let phrases: BTreeMap<_, _> = words.problems.each().into_iter().collect();
    let expected: Vec<String> = files("bad", "expected")
        .values()
        .flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    // The variants are read from the source, so that a new one cannot be forgotten here.
    let source = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/criteria/problem.rs")).unwrap();
    let variants = |name: &str| -> Vec<String> {
        let body = source.split_once(&format!("pub enum {name} {{")).unwrap().1.split_once("\n}").unwrap().0;
        let names = body.lines().filter_map(|line| {
            let line = line.strip_prefix("    ")?;
            let name = line.split([' ', ',', '(']).next()?;
            line.starts_with(|first: char| first.is_ascii_uppercase()).then(|| snake(name))
        });
        names.collect()
    };
    let types = variants("TypeName").into_iter().map(|name| format!("wants_{name}"));
    let kinds: Vec<String> = variants("ProblemKind").into_iter().filter(|name| name != "wrong_type").collect();
    assert!(kinds.len() >= 35, "{kinds:?}");
    // What a file is too large for is looked at where files are made for it.
    let of_size = ["too_large", "too_many_problems", "too_many_values"];
    for name in types.chain(kinds).filter(|name| !of_size.contains(&name.as_str())) {
        let phrase = phrases.get(name.as_str()).unwrap_or_else(|| panic!("a phrase for {name}"));
        assert!(expected.iter().any(|sentence| says(sentence, phrase)), "a bad file for {name}: {phrase}");
    }
}

/// `UnknownField` → `unknown_field`.
fn snake(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(letter.to_ascii_lowercase());
    }
    out
}

#[test]
fn a_file_that_is_far_too_large_is_refused_unread() {
    let words = Words::load(Language::Chinese).unwrap();
    let problems = criteria::read(&"x".repeat(5 * 1024 * 1024)).unwrap_err();
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].kind, ProblemKind::TooLarge { bytes: 5 * 1024 * 1024, most: MAX_SCHEME_BYTES });
    assert_eq!(
        problems[0].say(&words.problems),
        "文件有 5242880 字节，超过上限 4194304 字节，不像是评价准则文件；请确认选对了文件。"
    );
}

/// As large as allowed, and as nasty as can be: an answer comes all the same, and soon.
#[test]
fn hostile_files_get_an_answer_soon() {
    let repeat = |part: &str| part.repeat(MAX_SCHEME_BYTES / part.len());
    let texts = [
        repeat("["),
        repeat("("),
        repeat("{"),
        repeat("(a:"),
        repeat("a("),
        repeat("\""),
        repeat("/*"),
        repeat("\\"),
        repeat("r#"),
        repeat(" "),
        repeat("，"),
        format!("({}", repeat("a:1,").split_off(8)),
        format!("(titl{}", repeat("titles:1,").split_off(27)),
        format!("(sources:[{}", repeat("(),").split_off(30)) + "])",
        "(".to_owned() + &repeat("a:1,").split_off(8) + ")",
        format!("[{}", repeat("(a/* */").split_off(14)),
    ];
    for text in texts {
        let started = Instant::now();
        let problems = criteria::read(&text).unwrap_err();
        let too_many = matches!(problems[0].kind, ProblemKind::TooManyProblems { .. });
        assert_eq!(problems.len(), if too_many { 1001 } else { 1 }, "{}…", &text[..12]);
        assert!(started.elapsed() < Duration::from_secs(20), "{}… {:?}", &text[..12], started.elapsed());
    }
}

/// One change to a text: where (as a share of its length) and what.
#[derive(Debug, Clone)]
enum Change {
    Delete(f64, usize),
    Double(f64, usize),
    Put(f64, String),
    Swap(f64, char),
    Cut(f64),
}

fn change() -> impl Strategy<Value = Change> {
    let at = || 0.0..1.0_f64;
    let piece = prop::sample::select(vec![
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "\"",
        "\\",
        ",",
        ":",
        "/*",
        "*/",
        "//",
        "r#\"",
        "-",
        "0",
        "9999999999",
        "1e9",
        "\u{0}",
        "：",
        "“",
        "None",
        "()",
        "\n",
        "\r",
        "\\u{",
        "id: \"5.1\",",
    ]);
    prop_oneof![
        (at(), 1..40_usize).prop_map(|(at, length)| Change::Delete(at, length)),
        (at(), 1..400_usize).prop_map(|(at, length)| Change::Double(at, length)),
        (at(), piece).prop_map(|(at, piece)| Change::Put(at, piece.to_owned())),
        (at(), any::<char>()).prop_map(|(at, letter)| Change::Swap(at, letter)),
        at().prop_map(Change::Cut),
    ]
}

fn changed(text: &str, changes: &[Change]) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for change in changes {
        let place = |at: f64| (at * letters.len() as f64) as usize;
        match change {
            Change::Delete(at, length) => {
                let from = place(*at);
                let to = (from + length).min(letters.len());
                letters.drain(from..to);
            }
            Change::Double(at, length) => {
                let from = place(*at);
                let to = (from + length).min(letters.len());
                let part = letters[from..to].to_vec();
                letters.splice(from..from, part);
            }
            Change::Put(at, piece) => {
                let from = place(*at);
                letters.splice(from..from, piece.chars());
            }
            Change::Swap(at, letter) => {
                let from = place(*at);
                if let Some(found) = letters.get_mut(from) {
                    *found = *letter;
                }
            }
            Change::Cut(at) => letters.truncate(place(*at)),
        }
    }
    letters.into_iter().collect()
}

/// Reading ends soon, problems stand in order and none is said twice; what is accepted is accepted by `ron` too.
fn holds(text: &str, words: &Words) -> Result<(), TestCaseError> {
    let started = Instant::now();
    match criteria::read(text) {
        Ok(pinned) => {
            let again = ron::from_str::<ron::Value>(&pinned.text);
            prop_assert!(again.is_ok(), "accepted here, refused by ron: {:?}", again.err());
        }
        Err(problems) => {
            prop_assert!(!problems.is_empty());
            prop_assert!(problems.is_sorted_by_key(|problem| problem.at));
            let sentences: Vec<String> = problems.iter().map(|problem| problem.say(&words.problems)).collect();
            let once: BTreeSet<&String> = sentences.iter().collect();
            prop_assert_eq!(once.len(), sentences.len(), "{:?}", sentences);
        }
    }
    prop_assert!(started.elapsed() < Duration::from_secs(5));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damage_to_the_shipped_scheme_never_panics(changes in prop::collection::vec(change(), 1..6)) {
        let words = Words::load(Language::Chinese).unwrap();
        holds(&changed(SHIPPED[0].text, &changes), &words)?;
    }

    #[test]
    fn damage_to_a_small_scheme_never_panics(changes in prop::collection::vec(change(), 1..4)) {
        let words = Words::load(Language::Chinese).unwrap();
        for text in files("good", "ron").values() {
            holds(&changed(text, &changes), &words)?;
        }
    }

    #[test]
    fn any_text_gets_an_answer(text in "\\PC{0,80}") {
        let words = Words::load(Language::Chinese).unwrap();
        holds(&text, &words)?;
    }
}

/// What was pinned is read again as the same, or a case with it could never be opened again.
#[test]
fn doubled_line_ends_are_pinned_as_what_they_are_read_as() {
    let text = SHIPPED[0].text.replacen('\n', "\r\r\r\n", 3) + "\r";
    let pinned = criteria::read(&text).unwrap();
    assert!(!pinned.text.contains("\r\n"));
    assert_eq!(criteria::read(&pinned.text).unwrap(), pinned);
}
