//! Another edition of a scheme: no answer is lost, none is claimed, and the way back finds everything again.

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;
use xingping::assessment::{
    Answer, Assessment, Edit, Evidence, EvidenceId, EvidenceItem, Verdict, apply, carry, changes, check,
};
use xingping::criteria::{self, ClauseId, Method, SHIPPED, Scheme};
use xingping::store;

/// A clause of a made-up edition: which of a few texts it has, and whether it counts samples.
type Made = (u8, bool);

const SMALL: &str = include_str!("../files/schemes/good/small.ron");

/// An edition with one group of clauses 1.1.1, 1.1.2, …
fn edition(revision: u32, clauses: &[Made]) -> Arc<Scheme> {
    let start = SMALL.find("Clause(").unwrap();
    let (rules, rest) = (SMALL.find("    sections: [").unwrap(), &SMALL[start..]);
    let pattern = &rest[..rest.find("        ),\n").unwrap() + "        ),\n".len()];
    let mut text = SMALL[..rules].replace("revision: 1", &format!("revision: {revision}"));
    text = text.replace("score_out_of: 10", &format!("score_out_of: {}", clauses.len()));
    text = text.replace("allowed_under: [\"2\"]", "allowed_under: [\"1\"]");
    let count = clauses.len();
    text += &format!(
        "sections: [Section(id: \"1\", title: \"一\", points: {count}, points_status: verified, sources: [\"S1\"], \
         groups: [Group(id: \"1.1\", title: \"组\", text_status: verified, note: \"\", clauses: ["
    );
    for (place, (asks, samples)) in clauses.iter().enumerate() {
        let mut clause = pattern.replace("\"1.1.1\"", &format!("\"1.1.{}\"", place + 1));
        clause = clause.replace("要做到甲。", &format!("要做到第 {asks} 件事。")).replace("points: 2", "points: 1");
        if *samples {
            clause = clause.replace("all_or_nothing", "proportional(sample: \"record\")");
        }
        text += &clause;
    }
    text += "])])])";
    // What the small scheme says of grades is out of 10.
    text = text
        .replace("from: 6", "from: \"0.1\"")
        .replace("from: 9", "from: \"0.2\"")
        .replace("highest: 10", "highest: 99");
    criteria::read(&text).unwrap_or_else(|problems| panic!("{problems:?}")).scheme
}

/// Answers that fit the scheme; `seeds` decide which.
fn answered(scheme: &Scheme, seeds: &[u8]) -> Assessment {
    let mut out = Assessment::default();
    let piece = |clauses| Evidence {
        title: "件".into(),
        items: vec![EvidenceItem::File("a".into())],
        clauses,
        covers: None,
        expires: None,
        ..Evidence::default()
    };
    let mut served = BTreeSet::new();
    for (place, (clause, seed)) in scheme.clauses().zip(seeds).enumerate() {
        let verdict = match seed % 5 {
            0 => Verdict::Unrated,
            1 => Verdict::Meets,
            2 => Verdict::Excluded { reason: format!("理由{place}") },
            3 if matches!(clause.method, Method::Proportional { .. }) => {
                Verdict::Sampled { checked: 10, nonconforming: 3 }
            }
            _ => Verdict::Fails,
        };
        let id = || clause.id.clone();
        apply(scheme, &mut out, &Edit::SetVerdict { clause: id(), verdict }).unwrap();
        if seed & 0x40 != 0 {
            apply(scheme, &mut out, &Edit::SetFinding { clause: id(), text: format!("发现{place}") }).unwrap();
        }
        if seed & 0x80 != 0 {
            served.insert(id());
        }
    }
    let evidence = Box::new(piece(served));
    apply(scheme, &mut out, &Edit::AddEvidence { id: EvidenceId(1), evidence }).unwrap();
    out
}

/// Every answer that says something, wherever it is.
fn kept(assessment: &Assessment) -> Vec<String> {
    let former = assessment.former.values().flat_map(|given| given.iter()).map(|given| given.answer.clone());
    let answers = assessment.answers.values().map(|answer| (**answer).clone());
    let mut out: Vec<String> = answers
        .chain(former)
        .filter(|answer| *answer != Answer::default())
        .map(|answer| format!("{answer:?}"))
        .collect();
    out.sort();
    out
}

fn made() -> impl Strategy<Value = Vec<Made>> {
    prop::collection::vec((0..6_u8, any::<bool>()), 1..8)
}

/// Editions in which no text stands twice.
fn distinct() -> impl Strategy<Value = Vec<Made>> {
    let texts = prop::sample::subsequence((0..9_u8).collect::<Vec<_>>(), 1..8).prop_shuffle();
    texts.prop_flat_map(|texts| {
        let count = texts.len();
        prop::collection::vec(any::<bool>(), count)
            .prop_map(move |samples| texts.iter().copied().zip(samples).collect())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn onto_the_same_edition_nothing_changes(made in made(), seeds in prop::collection::vec(any::<u8>(), 8)) {
        let scheme = edition(1, &made);
        let case = answered(&scheme, &seeds);
        prop_assert_eq!(carry(&scheme, &scheme, &case).unwrap().assessment, case);
    }

    #[test]
    fn no_answer_is_lost_and_none_is_claimed_twice(
        one in made(), two in made(), three in made(), seeds in prop::collection::vec(any::<u8>(), 8),
    ) {
        let schemes = [edition(1, &one), edition(2, &two), edition(3, &three), edition(1, &one)];
        let mut case = answered(&schemes[0], &seeds);
        for pair in schemes.windows(2) {
            let before = kept(&case);
            let carried = carry(&pair[0], &pair[1], &case).unwrap();
            prop_assert_eq!(kept(&carried.assessment), before);
            prop_assert_eq!(check(&pair[1], &carried.assessment), vec![]);
            // What stands as an answer was given to this very text.
            for id in carried.assessment.answers.keys().filter(|id| !carried.restored.contains(*id)) {
                let from = carried.diff.of_new(id).and_then(|found| found.old.clone()).unwrap();
                let texts = [(&pair[0], &from), (&pair[1], id)].map(|(s, id)| s.clause(id).unwrap().text_fingerprint());
                prop_assert_eq!(&texts[0], &texts[1]);
            }
            let again = carry(&pair[1], &pair[1], &carried.assessment).unwrap();
            prop_assert_eq!(&again.assessment, &carried.assessment, "onto the same it is the same, former answers too");
            case = carried.assessment;
        }
    }

    #[test]
    fn the_way_back_finds_everything_again(
        one in distinct(), two in distinct(), seeds in prop::collection::vec(any::<u8>(), 8),
    ) {
        let (one, two) = (edition(1, &one), edition(2, &two));
        let case = answered(&one, &seeds);
        let there = carry(&one, &two, &case).unwrap().assessment;
        prop_assert_eq!(carry(&two, &one, &there).unwrap().assessment, case);
    }
}

/// Former answers are saved and opened, and no edit touches them.
#[test]
fn former_answers_are_kept_in_the_file_and_untouched_by_edits() {
    let (one, two) = (edition(1, &[(1, true), (2, false)]), edition(2, &[(3, true)]));
    let there = carry(&one, &two, &answered(&one, &[0xc3, 0xc1])).unwrap().assessment;
    assert_eq!(there.former.len(), 2);
    let text = SMALL.replace("要做到甲。", "要做到第 3 件事。");
    let mut case = there.clone();
    // The made edition has no text of its own to pin; the small one has the clause that is left.
    let pinned = criteria::read(&text).unwrap();
    case.special_deductions.clear();
    let written = store::render(&pinned, &case);
    assert!(written.contains("former: {"), "{written}");
    assert_eq!(store::parse(written.as_bytes()).unwrap().assessment, case);

    let mut edited = there.clone();
    let clause = ClauseId::from("1.1.1");
    assert!(edited.needs_review(&clause));
    apply(&two, &mut edited, &Edit::SetVerdict { clause: clause.clone(), verdict: Verdict::Meets }).unwrap();
    assert!(!edited.needs_review(&clause) && edited.former == there.former);
    let mut done = there.clone();
    for change in changes(&there, &edited) {
        apply(&two, &mut done, &change.edit()).unwrap();
    }
    assert_eq!(done, edited);
}

#[test]
fn a_newer_built_in_edition_is_offered_and_an_older_one_is_not() {
    let shipped = SHIPPED[0].text;
    let read = |text: &str| criteria::read(text).unwrap();
    assert_eq!(store::newer_edition(&read(shipped)), None, "the case has it");
    let revision = read(shipped).scheme.revision;
    let older = shipped.replacen("requirement: \"", "requirement: \"从前", 1);
    assert_eq!(store::newer_edition(&read(&older)).unwrap(), read(shipped));
    let newer = older.replacen(&format!("revision: {revision}"), &format!("revision: {}", revision + 1), 1);
    assert_eq!(read(&newer).scheme.revision, revision + 1);
    assert_eq!(store::newer_edition(&read(&newer)), None, "the case has a newer one");
    assert_eq!(store::newer_edition(&read(SMALL)), None, "another scheme");
}
