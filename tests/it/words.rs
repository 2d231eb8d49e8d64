//! Words: every language says everything, with the same places.

use std::collections::BTreeSet;

use xingping::lang::{Language, Phrase, Words};

/// Part, name and phrase of everything the program says.
fn all(words: &Words) -> Vec<(&'static str, &'static str, &Phrase)> {
    let parts = [
        ("common", words.common.each()),
        ("problems", words.problems.each()),
        ("app", words.app.each()),
        ("cli", words.cli.each()),
        ("keeping", words.keeping.each()),
        ("ledgers", words.ledgers.each()),
        ("ledger_view", words.ledger_view.each()),
        ("materials", words.materials.each()),
        ("package", words.package.each()),
        ("readiness", words.readiness.each()),
        ("sampling", words.sampling.each()),
        ("planning", words.planning.each()),
        ("sureness", words.sureness.each()),
        ("plan_view", words.plan_view.each()),
        ("rounds", words.rounds.each()),
        ("calibrate", words.calibrate.each()),
        ("actions", words.actions.each()),
        ("remediation", words.remediation.each()),
        ("report", words.report.each()),
    ];
    parts
        .into_iter()
        .flat_map(|(part, phrases)| phrases.into_iter().map(move |(name, phrase)| (part, name, phrase)))
        .collect()
}

fn load(language: Language) -> Words {
    Words::load(language).unwrap_or_else(|error| panic!("{error}"))
}

/// Chinese characters and the punctuation that belongs to them.
fn is_chinese(letter: char) -> bool {
    matches!(letter, '\u{3000}'..='\u{303F}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FF01}'..='\u{FF60}' | '\u{20000}'..='\u{3FFFF}')
}

#[test]
fn every_language_loads_and_is_found_by_its_tag() {
    for language in Language::ALL {
        assert_eq!(load(language).language, language);
        assert_eq!(Language::parse(language.tag()), Some(language));
    }
}

#[test]
fn a_phrase_has_the_same_places_in_every_language() {
    let first = load(Language::ALL[0]);
    for language in Language::ALL {
        let words = load(language);
        for ((part, name, one), (_, _, other)) in all(&first).into_iter().zip(all(&words)) {
            let (one, other): (BTreeSet<_>, BTreeSet<_>) =
                (one.places().into_iter().collect(), other.places().into_iter().collect());
            assert_eq!(one, other, "{part}.{name} in {}", language.tag());
        }
    }
}

#[test]
fn no_phrase_is_empty_or_has_an_unpaired_brace() {
    for language in Language::ALL {
        for (part, name, phrase) in all(&load(language)) {
            let place = format!("{part}.{name} in {}: {phrase}", language.tag());
            assert!(!phrase.trim().is_empty(), "{place}");
            assert_eq!(phrase.matches('{').count(), phrase.places().len(), "{place}");
            assert_eq!(phrase.matches('}').count(), phrase.places().len(), "{place}");
        }
    }
}

#[test]
fn english_phrases_are_english() {
    for (part, name, phrase) in all(&load(Language::English)) {
        assert!(!phrase.contains(is_chinese), "en {part}.{name}: {phrase}");
    }
}

#[test]
fn chinese_phrases_keep_calm() {
    for (part, name, phrase) in all(&load(Language::Chinese)) {
        if matches!(part, "app" | "problems") {
            assert!(!phrase.contains('!'), "zh-CN {part}.{name}: {phrase}");
        }
    }
}

/// A sentence about a problem ends as a sentence, so that several can stand one after the other.
#[test]
fn sentences_about_problems_end_with_a_full_stop() {
    let open =
        ["at_position", "separator", "case_scheme", "case_does_not_fit", "case_more_problems", "receipt_unreadable"]; // end with another sentence
    for (language, stop) in [(Language::Chinese, '。'), (Language::English, '.')] {
        for (name, phrase) in load(language).problems.each() {
            assert!(open.contains(&name) || phrase.ends_with(stop), "{} {name}: {phrase}", language.tag());
        }
    }
}

/// Grades have Chinese titles in the scheme and words by their ids in English; one that nobody knows keeps its title.
#[test]
fn the_grades_of_the_shipped_scheme_have_english_words() {
    let (chinese, english) = (load(Language::Chinese), load(Language::English));
    let pinned = xingping::criteria::read(xingping::criteria::SHIPPED[0].text).unwrap();
    let rules = &pinned.scheme.rules;
    let all = rules.grades.iter().map(|grade| (&grade.id, &grade.title)).chain([(&rules.below.id, &rules.below.title)]);
    let said: Vec<&str> = all
        .map(|(id, title)| {
            assert_eq!(chinese.grade(id, title), title);
            english.grade(id, title)
        })
        .collect();
    assert_eq!(said, ["Qualified", "Three stars", "Four stars", "Five stars", "Not qualified"]);
    assert_eq!(english.grade("gold", "金级"), "金级");
}
