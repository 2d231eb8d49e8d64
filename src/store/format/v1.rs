//! Version 1, frozen: what the first released program wrote, before there was a journal.
//!
//! Why it is so: the shapes are copies down to the leaf, so that the types which the program works with may change
//! without old files ceasing to open. Nothing here changes any more but the step up, when the next version does.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use serde::Deserialize;

use super::BodyV2;
use crate::assessment::{self as live, unique_map};

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
    #[serde(deserialize_with = "unique_map")]
    answers: BTreeMap<String, Answer>,
    #[serde(deserialize_with = "unique_map")]
    evidence: BTreeMap<u32, Evidence>,
    #[serde(deserialize_with = "unique_map")]
    special_deductions: BTreeMap<u32, SpecialDeduction>,
    bonus: Option<Bonus>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Company {
    name: String,
    sells: String,
    scope: String,
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
    items: Vec<EvidenceItem>,
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

impl BodyV1 {
    /// The step up to version 2, which added a standing in history and former answers; version 1 knew of neither.
    pub(super) fn into_v2(self) -> BodyV2<live::Assessment> {
        BodyV2 {
            format: super::FORMAT.to_owned(),
            version: 2,
            written_by: String::new(),
            generation: 0,
            folded: String::new(),
            scheme_id: String::new(),
            scheme_fingerprint: self.scheme_fingerprint,
            assessment: self.assessment.into_v2(),
            scheme_text: self.scheme_text,
        }
    }
}

impl Assessment {
    fn into_v2(self) -> live::Assessment {
        let Self { company, answers, evidence, special_deductions, bonus } = self;
        live::Assessment {
            company: Arc::new(company.into_v2()),
            answers: answers.into_iter().map(|(id, one)| (id.as_str().into(), Arc::new(one.into_v2()))).collect(),
            evidence: evidence.into_iter().map(|(id, one)| (live::EvidenceId(id), Arc::new(one.into_v2()))).collect(),
            special_deductions: special_deductions
                .into_iter()
                .map(|(id, one)| (live::SpecialDeductionId(id), Arc::new(one.into_v2())))
                .collect(),
            bonus: bonus.map(|Bonus { reason }| live::Bonus { reason }),
            former: BTreeMap::new(),
        }
    }
}

impl Company {
    fn into_v2(self) -> live::Company {
        let Self { name, sells, scope, sites, headcount, service_managers, certified_managers, contact, prepared_by } =
            self;
        live::Company {
            name,
            sells,
            scope,
            sites,
            headcount,
            service_managers,
            certified_managers,
            contact,
            prepared_by,
        }
    }
}

impl Answer {
    fn into_v2(self) -> live::Answer {
        let verdict = match self.verdict {
            Verdict::Unrated => live::Verdict::Unrated,
            Verdict::Meets => live::Verdict::Meets,
            Verdict::Fails => live::Verdict::Fails,
            Verdict::Sampled { checked, nonconforming } => live::Verdict::Sampled { checked, nonconforming },
            Verdict::Excluded { reason } => live::Verdict::Excluded { reason },
        };
        live::Answer { verdict, finding: self.finding, note: self.note, look_again: self.look_again }
    }
}

impl Evidence {
    fn into_v2(self) -> live::Evidence {
        let item = |item| match item {
            EvidenceItem::File(path) => live::EvidenceItem::File(path),
            EvidenceItem::Folder(path) => live::EvidenceItem::Folder(path),
            EvidenceItem::Web(address) => live::EvidenceItem::Web(address),
        };
        live::Evidence {
            title: self.title,
            items: self.items.into_iter().map(item).collect(),
            clauses: self.clauses.iter().map(|id| id.as_str().into()).collect(),
            covers: self.covers.map(|Period { from, to }| live::Period { from, to }),
            expires: self.expires,
        }
    }
}

impl SpecialDeduction {
    fn into_v2(self) -> live::SpecialDeduction {
        let clause = self.clause.map(|id| id.as_str().into());
        live::SpecialDeduction { kind: self.kind, found: self.found, clause, rectified: self.rectified }
    }
}
