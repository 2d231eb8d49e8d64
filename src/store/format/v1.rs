//! Version 1, frozen: what the first released program wrote, before there was a journal.
//!
//! Why it is so: the shapes are copies down to the leaf, so that the types which the program works with may change
//! without old files ceasing to open. Nothing here changes any more but the step up, when the next version does.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::Deserialize;

use super::v2;
use crate::assessment::{bounded_list, bounded_map, bounded_set, weighed_map};

/// A case file of version 1.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BodyV1 {
    #[serde(rename = "format")]
    _format: String,
    #[serde(rename = "version")]
    _version: u32,
    #[serde(rename = "written_by")]
    _written_by: String,
    #[serde(rename = "scheme_id")]
    _scheme_id: String,
    scheme_fingerprint: String,
    assessment: Assessment,
    scheme_text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Assessment {
    company: Company,
    #[serde(deserialize_with = "bounded_map::<20_000, _, _, _>")]
    answers: BTreeMap<String, Answer>,
    #[serde(deserialize_with = "pieces")]
    evidence: BTreeMap<u32, Evidence>,
    #[serde(deserialize_with = "bounded_map::<1_000, _, _, _>")]
    special_deductions: BTreeMap<u32, SpecialDeduction>,
    bonus: Option<Bonus>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Company {
    name: String,
    sells: String,
    scope: String,
    #[serde(deserialize_with = "bounded_list::<5_000, _, _>")]
    sites: Vec<String>,
    headcount: Option<u32>,
    service_managers: Option<u32>,
    certified_managers: Option<u32>,
    contact: String,
    prepared_by: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    verdict: Verdict,
    finding: String,
    note: String,
    look_again: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Verdict {
    Unrated,
    Meets,
    Fails,
    Sampled { checked: u32, nonconforming: u32 },
    Excluded { reason: String },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Evidence {
    title: String,
    #[serde(deserialize_with = "bounded_list::<2_000, _, _>")]
    items: Vec<EvidenceItem>,
    #[serde(deserialize_with = "bounded_set::<20_000, _, _>")]
    clauses: BTreeSet<String>,
    covers: Option<Period>,
    expires: Option<NaiveDate>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum EvidenceItem {
    File(String),
    Folder(String),
    Web(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Period {
    from: NaiveDate,
    to: NaiveDate,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SpecialDeduction {
    kind: u32,
    found: String,
    clause: Option<String>,
    rectified: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bonus {
    reason: String,
}

/// All pieces of evidence: no more of them and of their parts than any version allows.
fn pieces<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<u32, Evidence>, D::Error> {
    weighed_map(deserializer, 20_000, |piece: &Evidence| piece.items.len() + piece.clauses.len(), 200_000)
}

impl BodyV1 {
    /// The step up to version 2, which added a standing in history and former answers; version 1 knew of neither.
    pub(super) fn into_v2(self) -> v2::BodyV2 {
        v2::BodyV2 {
            _format: super::FORMAT.to_owned(),
            _version: 2,
            _written_by: String::new(),
            generation: 0,
            folded: String::new(),
            _scheme_id: String::new(),
            scheme_fingerprint: self.scheme_fingerprint,
            assessment: self.assessment.into_v2(),
            scheme_text: self.scheme_text,
        }
    }
}

impl Assessment {
    fn into_v2(self) -> v2::Assessment {
        let Self { company, answers, evidence, special_deductions, bonus } = self;
        v2::Assessment {
            company: company.into_v2(),
            answers: answers.into_iter().map(|(id, one)| (id, one.into_v2())).collect(),
            evidence: evidence.into_iter().map(|(id, one)| (id, one.into_v2())).collect(),
            special_deductions: special_deductions.into_iter().map(|(id, one)| (id, one.into_v2())).collect(),
            bonus: bonus.map(|Bonus { reason }| v2::Bonus { reason }),
            former: BTreeMap::new(),
        }
    }
}

impl Company {
    fn into_v2(self) -> v2::Company {
        let Self { name, sells, scope, sites, headcount, service_managers, certified_managers, contact, prepared_by } =
            self;
        v2::Company { name, sells, scope, sites, headcount, service_managers, certified_managers, contact, prepared_by }
    }
}

impl Answer {
    fn into_v2(self) -> v2::Answer {
        let verdict = match self.verdict {
            Verdict::Unrated => v2::Verdict::Unrated,
            Verdict::Meets => v2::Verdict::Meets,
            Verdict::Fails => v2::Verdict::Fails,
            Verdict::Sampled { checked, nonconforming } => v2::Verdict::Sampled { checked, nonconforming },
            Verdict::Excluded { reason } => v2::Verdict::Excluded { reason },
        };
        v2::Answer { verdict, finding: self.finding, note: self.note, look_again: self.look_again }
    }
}

impl Evidence {
    fn into_v2(self) -> v2::Evidence {
        let item = |item| match item {
            EvidenceItem::File(path) => v2::EvidenceItem::File(path),
            EvidenceItem::Folder(path) => v2::EvidenceItem::Folder(path),
            EvidenceItem::Web(address) => v2::EvidenceItem::Web(address),
        };
        v2::Evidence {
            title: self.title,
            items: self.items.into_iter().map(item).collect(),
            clauses: self.clauses,
            covers: self.covers.map(|Period { from, to }| v2::Period { from, to }),
            expires: self.expires,
        }
    }
}

impl SpecialDeduction {
    fn into_v2(self) -> v2::SpecialDeduction {
        let Self { kind, found, clause, rectified } = self;
        v2::SpecialDeduction { kind, found, clause, rectified }
    }
}
