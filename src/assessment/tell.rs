//! Changes in words: what, from what, to what; for the change log and for comparing two copies of a case.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::*;
use crate::criteria::{LedgerId, SHIPPED_CHECKLISTS, checklist, ledger_kind, ledger_title};
use crate::lang::{Phrase, Words};

/// Digits of a sum that are told; enough to see that two differ.
const SHORT_SUM: usize = 12;

/// Numbers of records that are named; the others are counted.
const NAMED: usize = 5;

/// A change in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The clause or clauses concerned; may be empty.
    pub clause: String,
    /// What changed.
    pub what: String,
    /// What was before.
    pub from: String,
    /// What is after.
    pub to: String,
}

impl Told {
    /// Before and after, taken apart where they differ.
    #[must_use]
    pub fn differing(&self) -> Differing<'_> {
        differing(&self.from, &self.to)
    }
}

impl Change {
    /// Whether it only says again what was so before.
    fn says_again(&self) -> bool {
        match self {
            Self::Verdict { from, to, .. } => from == to,
            Self::Carried { from, to, .. } => from == to,
            Self::Recheck { from, to, .. } => from == to,
            _ => false,
        }
    }

    /// What changed, a line for each field.
    #[must_use]
    pub fn tell(&self, words: &Words) -> Vec<Told> {
        let k = &words.keeping;
        let join = |ids: Vec<&crate::criteria::ClauseId>| {
            ids.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(&words.common.list_separator)
        };
        let clause = join(self.clauses());
        let told = |what: String, from: String, to: String| Told { clause: clause.clone(), what, from, to };
        let nothing = || k.nothing.to_string();
        let or_nothing = |text: &str| if text.is_empty() { nothing() } else { text.to_owned() };
        match self {
            Self::Company { from, to } => company(from, to, words),
            // Said again only so that it stays; nothing has changed.
            _ if self.says_again() => Vec::new(),
            Self::Verdict { from, to, .. } => {
                vec![told(k.field_verdict.to_string(), from.say(words), to.say(words))]
            }
            Self::Finding { from, to, .. } => {
                vec![told(k.field_finding.to_string(), or_nothing(from), or_nothing(to))]
            }
            Self::Note { from, to, .. } => vec![told(k.field_note.to_string(), or_nothing(from), or_nothing(to))],
            Self::LookAgain { from, to, .. } => {
                let word = |on: bool| if on { k.yes.to_string() } else { k.no.to_string() };
                vec![told(k.field_look_again.to_string(), word(*from), word(*to))]
            }
            Self::Doubtful { from, to, .. } => {
                let word = |on: bool| if on { k.yes.to_string() } else { k.no.to_string() };
                vec![told(k.field_doubtful.to_string(), word(*from), word(*to))]
            }
            Self::Evidence { id, from: Some(from), to: Some(to) } => {
                let lines = evidence(*id, from, to, words);
                lines.into_iter().map(|(what, from, to)| told(what, or_nothing(&from), or_nothing(&to))).collect()
            }
            Self::Evidence { id, from, to } => {
                let title = |piece: &Option<_>| {
                    piece.as_ref().map_or_else(nothing, |piece: &std::sync::Arc<Evidence>| piece.title.clone())
                };
                vec![told(k.field_evidence.fill(&[("id", id)]), title(from), title(to))]
            }
            Self::Recheck { from, to, .. } => {
                let word = |on: bool| if on { k.yes.to_string() } else { k.no.to_string() };
                vec![told(k.field_recheck.to_string(), word(*from), word(*to))]
            }
            Self::Period { from, to } => {
                let say = |span: &Option<Period>| {
                    span.map_or_else(nothing, |span| k.period.fill(&[("from", &span.from), ("to", &span.to)]))
                };
                vec![told(k.field_period.to_string(), say(from), say(to))]
            }
            Self::Root { name, from, to } => {
                let say = |at: &Option<String>| at.clone().unwrap_or_else(nothing);
                vec![told(k.field_root.fill(&[("name", name)]), say(from), say(to))]
            }
            Self::Fingerprints(list) => fingerprints(list, words),
            Self::Material { id, from, to } => {
                let say = |answer: &Option<std::sync::Arc<MaterialAnswer>>| {
                    answer.as_ref().map_or_else(nothing, |answer| material(answer, words))
                };
                vec![told(k.field_material.fill(&[("id", &material_title(id))]), say(from), say(to))]
            }
            Self::Ledger { .. }
            | Self::Records { .. }
            | Self::Sample { .. }
            | Self::Drawn { .. }
            | Self::Certificate { .. }
            | Self::Gate { .. } => {
                let (what, from, to) = ledgers(self, words);
                vec![told(what, or_nothing(&from), or_nothing(&to))]
            }
            Self::Action { id, from, to } => {
                let say = |one: &Option<std::sync::Arc<Action>>| {
                    one.as_ref().map_or_else(nothing, |action| action.say(words))
                };
                vec![told(k.field_action.fill(&[("id", id)]), say(from), say(to))]
            }
            Self::Scenario { name, from, to } => {
                let say = |one: &Option<std::sync::Arc<Scenario>>| {
                    one.as_ref().map_or_else(nothing, |scenario| {
                        let ids: Vec<String> = scenario.done.iter().map(ToString::to_string).collect();
                        ids.join(&words.common.list_separator)
                    })
                };
                vec![told(k.field_scenario.fill(&[("name", name)]), say(from), say(to))]
            }
            Self::SpecialDeduction { id, from, to } => {
                let say = |one: &Option<std::sync::Arc<SpecialDeduction>>| {
                    one.as_ref().map_or_else(nothing, |one| {
                        let phrase = if one.rectified { &k.special_rectified } else { &k.special };
                        phrase.fill(&[("kind", &one.kind), ("found", &one.found)])
                    })
                };
                vec![told(k.field_special.fill(&[("id", id)]), say(from), say(to))]
            }
            Self::Carried { .. } | Self::Round { .. } | Self::Visit { .. } | Self::Award { .. } => {
                let (what, from, to) = rounds(self, words);
                vec![told(what, from.unwrap_or_else(nothing), to.unwrap_or_else(nothing))]
            }
            Self::Bonus { from, to } => {
                let say = |bonus: &Option<Bonus>| bonus.as_ref().map_or_else(nothing, |bonus| bonus.reason.clone());
                vec![told(k.field_bonus.to_string(), say(from), say(to))]
            }
        }
    }
}

/// Rounds, the visit and the certificate: what changed, from what to what.
fn rounds(change: &Change, words: &Words) -> (String, Option<String>, Option<String>) {
    let k = &words.keeping;
    match change {
        Change::Carried { from, to, .. } => {
            let say = |one: &Option<Verdict>| one.as_ref().map(|one| one.say(words));
            (k.field_carried.to_string(), say(from), say(to))
        }
        Change::Round { number, from, to } => {
            let say = |one: &Option<std::sync::Arc<Round>>| one.as_ref().map(|one| one.say(words));
            (k.field_round.fill(&[("number", number)]), say(from), say(to))
        }
        Change::Visit { from, to } => {
            let say = |one: &Option<std::sync::Arc<Visit>>| one.as_ref().map(|one| one.say(words));
            (k.field_visit.to_string(), say(from), say(to))
        }
        Change::Award { from, to } => {
            let say = |one: &Option<std::sync::Arc<Award>>| one.as_ref().map(|one| one.say(words));
            (k.field_award.to_string(), say(from), say(to))
        }
        _ => Default::default(),
    }
}

/// Fingerprints in words: those taken for the first time as one line, since nothing of the case changed by them.
fn fingerprints(list: &[FingerprintChange], words: &Words) -> Vec<Told> {
    let k = &words.keeping;
    let line = |what: String, from: String, to: String| Told { clause: String::new(), what, from, to };
    let count = |wanted: fn(&FingerprintChange) -> bool| list.iter().filter(|one| wanted(one)).count();
    let taken = count(|one| one.from.is_none() && one.to.is_some());
    let dropped = count(|one| one.from.is_some() && one.to.is_none());
    let mut out = Vec::new();
    if taken > 0 {
        out.push(line(k.field_fingerprints.to_string(), k.nothing.to_string(), k.fingerprints.fill(&[("n", &taken)])));
    }
    if dropped > 0 {
        out.push(line(
            k.field_fingerprints.to_string(),
            k.fingerprints.fill(&[("n", &dropped)]),
            k.nothing.to_string(),
        ));
    }
    for one in list {
        if let (Some(from), Some(to)) = (&one.from, &one.to)
            && !from.same_content(to)
        {
            let short = |print: &Fingerprint| print.sum().to_string().chars().take(SHORT_SUM).collect::<String>();
            let what = k.field_fingerprint.fill(&[("path", &one.path)]);
            out.push(line(what, short(from), short(to)));
        }
    }
    out
}

/// What changed of ledgers, samples, certificates and gates: what, before and after; empty for nothing.
fn ledgers(change: &Change, words: &Words) -> (String, String, String) {
    let k = &words.keeping;
    let title = ledger_title;
    match change {
        Change::Ledger { ledger, from, to } => {
            let say = |about: &Option<Box<LedgerAbout>>| {
                about.as_ref().map_or_else(String::new, |about| {
                    k.ledger_about.fill(&[("imports", &about.imports.len()), ("promises", &about.promises.len())])
                })
            };
            (k.field_ledger.fill(&[("ledger", &title(ledger))]), say(from), say(to))
        }
        Change::Records { ledger, records } => {
            let before = records.iter().filter(|one| one.from.is_some()).count();
            let before = if before == 0 { String::new() } else { k.records.fill(&[("n", &before)]) };
            (k.field_records.fill(&[("ledger", &title(ledger))]), before, records_told(records, words))
        }
        Change::Sample { ledger, from, to } => {
            let say = |sample: &Option<std::sync::Arc<Sample>>| {
                sample.as_ref().map_or_else(String::new, |sample| {
                    let clauses: Vec<&str> = sample.feeds.keys().map(|clause| clause.as_str()).collect();
                    let clauses = clauses.join(&words.common.list_separator);
                    let (seed, n) = (&sample.seed, sample.drawn.len());
                    k.sample_drawn.fill(&[("seed", seed), ("n", &n), ("clauses", &clauses)])
                })
            };
            let mut after = say(to);
            for more in sample_told(from.as_deref(), to.as_deref(), words) {
                after.push('\n');
                after.push_str(&more);
            }
            (k.field_sample.fill(&[("ledger", &title(ledger))]), say(from), after)
        }
        Change::Drawn { ledger, from, to } => {
            let what = k.field_drawn.fill(&[("ledger", &title(ledger)), ("record", &to.record)]);
            (what, drawn(ledger, from, words), drawn(ledger, to, words))
        }
        Change::Certificate { id, from, to } => {
            let say = |certificate: &Option<std::sync::Arc<ManagerCertificate>>| {
                certificate.as_ref().map_or_else(String::new, |certificate| {
                    let ManagerCertificate { name, number, expires, place } = &**certificate;
                    let line = k.certificate_line.fill(&[("name", name), ("number", number), ("place", place)]);
                    let until = expires.map(|day| k.certificate_expires.fill(&[("day", &day)]));
                    [Some(line), until].into_iter().flatten().collect::<Vec<_>>().join(" ")
                })
            };
            (k.field_certificate.fill(&[("id", id)]), say(from), say(to))
        }
        Change::Gate { id, from, to } => {
            let say = |answer: &Option<std::sync::Arc<GateAnswer>>| {
                answer.as_ref().map_or_else(String::new, |answer| {
                    let word = |passes| if passes { k.gate_passes.to_string() } else { k.gate_fails.to_string() };
                    let parts = [answer.passes.map(word), answer.day.map(|day| day.to_string())];
                    let note = (!answer.note.is_empty()).then(|| answer.note.clone());
                    parts.into_iter().chain([note]).flatten().collect::<Vec<_>>().join("\n")
                })
            };
            (k.field_gate.fill(&[("id", id)]), say(from), say(to))
        }
        _ => Default::default(),
    }
}

/// What became of records: new, changed and removed ones, the first of them by number.
fn records_told(records: &[RecordChange], words: &Words) -> String {
    let k = &words.keeping;
    type Is = fn(&RecordChange) -> bool;
    let kinds: [(&Phrase, Is); 3] = [
        (&k.records_new, |one| one.from.is_none()),
        (&k.records_changed, |one| one.from.is_some() && one.to.is_some()),
        (&k.records_removed, |one| one.to.is_none()),
    ];
    let said = kinds.into_iter().filter_map(|(phrase, is)| {
        let numbers: Vec<String> = records.iter().filter(|one| is(one)).map(|one| one.number.clone()).collect();
        let named = say_records(&numbers, NAMED, words);
        (!numbers.is_empty()).then(|| phrase.fill(&[("n", &numbers.len()), ("records", &named)]))
    });
    said.collect::<Vec<_>>().join("\n")
}

/// Which records a sample has anew, and what was found in those that it has no more.
fn sample_told(from: Option<&Sample>, to: Option<&Sample>, words: &Words) -> Vec<String> {
    let k = &words.keeping;
    let has = |sample: Option<&Sample>, drawn: &Drawn| {
        sample
            .and_then(|sample| sample.record(&drawn.record))
            .is_some_and(|other| !drawn.is_begun() || other.is_begun())
    };
    let drawn = |sample: Option<&'_ Sample>| sample.map(|sample| sample.drawn.clone()).unwrap_or_default();
    let new: Vec<String> = drawn(to).iter().filter(|one| !has(from, one)).map(|one| one.record.clone()).collect();
    let lost: Vec<String> =
        drawn(from).iter().filter(|one| one.is_begun() && !has(to, one)).map(|one| one.record.clone()).collect();
    [(&k.sample_lost, lost), (&k.sample_new, new)]
        .into_iter()
        .filter(|(_, numbers)| !numbers.is_empty())
        .map(|(phrase, numbers)| {
            phrase.fill(&[("n", &numbers.len()), ("records", &say_records(&numbers, NAMED, words))])
        })
        .collect()
}

/// What was found in a record, in words.
fn drawn(ledger: &LedgerId, drawn: &Drawn, words: &Words) -> String {
    let k = &words.keeping;
    let kind = ledger_kind(ledger.as_str());
    let marks = drawn.marks.iter().map(|(check, mark)| {
        let title = kind.and_then(|kind| kind.check(check)).map_or(check.as_str(), |check| &check.title);
        let phrase = match mark {
            Mark::Conforms => &k.mark_conforms,
            Mark::Fails => &k.mark_fails,
            Mark::NotConcerned => &k.mark_not_concerned,
        };
        phrase.fill(&[("check", &title)])
    });
    let evidence = (!drawn.evidence.is_empty()).then(|| {
        let ids: Vec<String> = drawn.evidence.iter().map(EvidenceId::to_string).collect();
        k.material_evidence.fill(&[("ids", &ids.join(&words.common.list_separator))])
    });
    let note = (!drawn.note.is_empty()).then(|| drawn.note.clone());
    marks.chain(evidence).chain(note).collect::<Vec<_>>().join("\n")
}

/// An answer to an item of a checklist in words.
/// The title of an item or point to check where its checklist is one of the program's, else its id.
fn material_title(id: &MaterialId) -> String {
    static TITLES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
        let lists = SHIPPED_CHECKLISTS.iter().filter_map(|shipped| checklist(shipped.id));
        let titles = lists.flat_map(|list| {
            let items = list.items.iter().map(|item| (&item.id, &item.title));
            let checks = list.checks.iter().map(|point| (&point.id, &point.question));
            let named = items.chain(checks).map(|(id, title)| (format!("{}/{id}", list.id), title.trim().to_owned()));
            named.collect::<Vec<_>>()
        });
        titles.collect()
    });
    TITLES.get(id.as_str()).cloned().unwrap_or_else(|| id.to_string())
}

fn material(answer: &MaterialAnswer, words: &Words) -> String {
    let k = &words.keeping;
    let mut parts = Vec::new();
    if !answer.evidence.is_empty() {
        let ids: Vec<String> = answer.evidence.iter().map(EvidenceId::to_string).collect();
        parts.push(k.material_evidence.fill(&[("ids", &ids.join(&words.common.list_separator))]));
    }
    if answer.complete {
        parts.push(k.material_complete.to_string());
    }
    if !answer.not_concerned.is_empty() {
        parts.push(k.material_not_concerned.fill(&[("reason", &answer.not_concerned)]));
    }
    if !answer.note.is_empty() {
        parts.push(answer.note.clone());
    }
    parts.join("\n")
}

impl How {
    /// How a step came about, in a word.
    #[must_use]
    pub fn say(self, words: &Words) -> &str {
        let k = &words.keeping;
        match self {
            Self::Edit => &k.how_edit,
            Self::Undo => &k.how_undo,
            Self::Redo => &k.how_redo,
            Self::Import => &k.how_import,
        }
    }
}

impl Verdict {
    /// The verdict in words, with its numbers or its reason.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        let (k, c) = (&words.keeping, &words.common);
        match self {
            Self::Unrated => c.unrated.to_string(),
            Self::Meets => c.meets.to_string(),
            Self::Fails => c.fails.to_string(),
            Self::Sampled { checked, nonconforming } => {
                k.sampled.fill(&[("checked", checked), ("nonconforming", nonconforming)])
            }
            Self::Excluded { reason } => k.excluded.fill(&[("reason", reason)]),
        }
    }
}

fn company(from: &Company, to: &Company, words: &Words) -> Vec<Told> {
    let k = &words.keeping;
    let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
    let fields = |company: &Company| {
        [
            company.name.clone(),
            company.sells.clone(),
            company.scope.clone(),
            company.sites.join("\n"),
            number(company.headcount),
            number(company.service_managers),
            number(company.outlet_managers),
            number(company.certified_managers),
            company.contact.clone(),
            company.prepared_by.clone(),
        ]
    };
    let names = [
        &k.field_name,
        &k.field_sells,
        &k.field_scope,
        &k.field_sites,
        &k.field_headcount,
        &k.field_service_managers,
        &k.field_outlet_managers,
        &k.field_certified_managers,
        &k.field_contact,
        &k.field_prepared_by,
    ];
    let or_nothing = |text: String| if text.is_empty() { k.nothing.to_string() } else { text };
    let pairs = fields(from).into_iter().zip(fields(to));
    names
        .into_iter()
        .zip(pairs)
        .filter(|(_, (from, to))| from != to)
        .map(|(name, (from, to))| Told {
            clause: String::new(),
            what: name.to_string(),
            from: or_nothing(from),
            to: or_nothing(to),
        })
        .collect()
}

/// The fields of a piece of evidence that differ.
fn evidence(id: EvidenceId, from: &Evidence, to: &Evidence, words: &Words) -> Vec<(String, String, String)> {
    let k = &words.keeping;
    let fields = |piece: &Evidence| {
        let items: Vec<&str> = piece.items.iter().map(EvidenceItem::target).collect();
        let clauses: Vec<&str> = piece.clauses.iter().map(|clause| clause.as_str()).collect();
        [
            piece.title.clone(),
            items.join("\n"),
            clauses.join(&words.common.list_separator),
            piece.covers.map(|span| k.period.fill(&[("from", &span.from), ("to", &span.to)])).unwrap_or_default(),
            piece.expires.map(|day| day.to_string()).unwrap_or_default(),
            piece.formed.map(|day| day.to_string()).unwrap_or_default(),
            piece.kind.say(words).to_owned(),
            piece.strength.say(words).to_owned(),
        ]
    };
    let names = [
        &k.field_evidence_title,
        &k.field_evidence_items,
        &k.field_evidence_clauses,
        &k.field_evidence_covers,
        &k.field_evidence_expires,
        &k.field_evidence_formed,
        &k.field_evidence_kind,
        &k.field_evidence_strength,
    ];
    let pairs = fields(from).into_iter().zip(fields(to));
    names
        .into_iter()
        .zip(pairs)
        .filter(|(_, (from, to))| from != to)
        .map(|(name, (from, to))| (name.fill(&[("id", &id)]), from, to))
        .collect()
}

impl EvidenceKind {
    /// The kind in a word.
    #[must_use]
    pub fn say(self, words: &Words) -> &str {
        let c = &words.common;
        match self {
            Self::Unstated => &c.kind_unstated,
            Self::Document => &c.kind_document,
            Self::Record => &c.kind_record,
            Self::Certificate => &c.kind_certificate,
            Self::Photo => &c.kind_photo,
            Self::Data => &c.kind_data,
            Self::Webpage => &c.kind_webpage,
            Self::Other => &c.kind_other,
        }
    }
}

impl Strength {
    /// The strength in a word.
    #[must_use]
    pub fn say(self, words: &Words) -> &str {
        let c = &words.common;
        match self {
            Self::Unstated => &c.strength_unstated,
            Self::Statement => &c.strength_statement,
            Self::Document => &c.strength_document,
            Self::Record => &c.strength_record,
            Self::ThirdParty => &c.strength_third_party,
        }
    }
}

impl PieceState {
    /// The state in a word.
    #[must_use]
    pub fn say(self, words: &Words) -> &str {
        let c = &words.common;
        match self {
            Self::Same => &c.state_same,
            Self::Unchecked => &c.state_unchecked,
            Self::OutOfPeriod => &c.state_out_of_period,
            Self::Expired => &c.state_expired,
            Self::Unregistered => &c.state_unregistered,
            Self::Moved => &c.state_moved,
            Self::Changed => &c.state_changed,
            Self::Unreadable => &c.state_unreadable,
            Self::Missing => &c.state_missing,
        }
    }
}
