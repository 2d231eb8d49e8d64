//! Version 4, frozen: what programs wrote when there were ledgers and samples, and no remediation yet.
//!
//! Why it is so: as in version 1, the shapes are copies down to the leaf and change no more. Leaves that older versions
//! had as well are taken from there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};
use serde::Deserialize;

use super::BodyV5;
use super::v2::{Bonus, EvidenceItem, Period, SpecialDeduction, Verdict, WhyFormer};
use super::v3::{
    Answer, Evidence, EvidenceKind, Fingerprint, FormerAnswer, MaterialAnswer, Strength, fingerprints, pieces,
};
use crate::assessment::{self as live, bounded_list, bounded_map, bounded_set, weighed_map};
use crate::criteria::{GateId, LedgerId};

/// A case file of version 4.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BodyV4 {
    #[serde(rename = "format")]
    pub(super) _format: String,
    #[serde(rename = "version")]
    pub(super) _version: u32,
    #[serde(rename = "written_by")]
    pub(super) _written_by: String,
    pub(super) generation: u64,
    pub(super) folded: String,
    #[serde(rename = "scheme_id")]
    pub(super) _scheme_id: String,
    pub(super) scheme_fingerprint: String,
    pub(super) assessment: Assessment,
    pub(super) scheme_text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Assessment {
    pub(super) company: Company,
    #[serde(deserialize_with = "bounded_map::<20_000, _, _, _>")]
    pub(super) answers: BTreeMap<String, Answer>,
    #[serde(deserialize_with = "pieces")]
    pub(super) evidence: BTreeMap<u32, Evidence>,
    pub(super) period: Option<Period>,
    #[serde(deserialize_with = "bounded_map::<100, _, _, _>")]
    pub(super) roots: BTreeMap<String, String>,
    #[serde(deserialize_with = "fingerprints")]
    pub(super) fingerprints: BTreeMap<String, Fingerprint>,
    #[serde(deserialize_with = "bounded_map::<2_000, _, _, _>")]
    pub(super) materials: BTreeMap<String, MaterialAnswer>,
    #[serde(deserialize_with = "ledgers")]
    pub(super) ledgers: BTreeMap<String, Ledger>,
    #[serde(deserialize_with = "bounded_map::<100, _, _, _>")]
    pub(super) samples: BTreeMap<String, Sample>,
    #[serde(deserialize_with = "bounded_map::<2_000, _, _, _>")]
    pub(super) certificates: BTreeMap<u32, ManagerCertificate>,
    #[serde(deserialize_with = "bounded_map::<500, _, _, _>")]
    pub(super) gates: BTreeMap<String, GateAnswer>,
    #[serde(deserialize_with = "bounded_map::<1_000, _, _, _>")]
    pub(super) special_deductions: BTreeMap<u32, SpecialDeduction>,
    pub(super) bonus: Option<Bonus>,
    #[serde(deserialize_with = "bounded_map::<20_000, _, _, _>")]
    pub(super) former: BTreeMap<String, Vec<FormerAnswer>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Company {
    pub(super) name: String,
    pub(super) sells: String,
    pub(super) scope: String,
    #[serde(deserialize_with = "bounded_list::<5_000, _, _>")]
    pub(super) sites: Vec<String>,
    pub(super) headcount: Option<u32>,
    pub(super) service_managers: Option<u32>,
    #[serde(default)]
    pub(super) outlet_managers: Option<u32>,
    pub(super) certified_managers: Option<u32>,
    pub(super) contact: String,
    pub(super) prepared_by: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ledger {
    about: LedgerAbout,
    /// Each is a line of text, whose form has only been added to since.
    #[serde(deserialize_with = "bounded_map::<300_000, _, _, _>")]
    records: BTreeMap<String, live::Record>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LedgerAbout {
    #[serde(deserialize_with = "bounded_list::<100, _, _>")]
    fields: Vec<String>,
    #[serde(deserialize_with = "bounded_map::<100, _, _, _>")]
    columns: BTreeMap<String, String>,
    unmasked: bool,
    #[serde(deserialize_with = "bounded_map::<100, _, _, _>")]
    promises: BTreeMap<String, i64>,
    #[serde(deserialize_with = "bounded_list::<1_000, _, _>")]
    imports: Vec<LedgerImport>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LedgerImport {
    file: String,
    sheet: String,
    sum: live::Sum,
    at: NaiveDateTime,
    rows: u32,
    accepted: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sample {
    seed: String,
    strata: Option<String>,
    population: u32,
    population_sum: Option<live::Sum>,
    #[serde(deserialize_with = "bounded_map::<200, _, _, _>")]
    feeds: BTreeMap<String, BTreeSet<String>>,
    #[serde(deserialize_with = "bounded_list::<5_000, _, _>")]
    drawn: Vec<Drawn>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Drawn {
    record: String,
    stratum: String,
    #[serde(deserialize_with = "bounded_map::<200, _, _, _>")]
    marks: BTreeMap<String, Mark>,
    note: String,
    #[serde(deserialize_with = "bounded_set::<20_000, _, _>")]
    evidence: BTreeSet<u32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Mark {
    Conforms,
    Fails,
    NotConcerned,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ManagerCertificate {
    name: String,
    number: String,
    expires: Option<NaiveDate>,
    place: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GateAnswer {
    passes: Option<bool>,
    day: Option<NaiveDate>,
    note: String,
}

/// All ledgers: so many records together.
fn ledgers<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, Ledger>, D::Error> {
    weighed_map(deserializer, 100, |ledger: &Ledger| ledger.records.len(), 300_000)
}

impl BodyV4 {
    /// The step up to version 5, which added the mark 存疑, actions and scenarios; version 4 knew of none of them.
    pub(super) fn into_v5(self) -> BodyV5<live::Assessment> {
        BodyV5 {
            format: super::FORMAT.to_owned(),
            version: 5,
            written_by: String::new(),
            generation: self.generation,
            folded: self.folded,
            scheme_id: String::new(),
            scheme_fingerprint: self.scheme_fingerprint,
            assessment: self.assessment.into_v5(),
            scheme_text: self.scheme_text,
        }
    }
}

impl Assessment {
    fn into_v5(self) -> live::Assessment {
        let Self {
            company,
            answers,
            evidence,
            period,
            roots,
            fingerprints,
            materials,
            ledgers,
            samples,
            certificates,
            gates,
            special_deductions,
            bonus,
            former,
        } = self;
        let former_answers =
            |given: Vec<FormerAnswer>| Arc::new(given.into_iter().map(FormerAnswer::into_v5).collect::<Vec<_>>());
        live::Assessment {
            company: Arc::new(company.into_v5()),
            answers: answers.into_iter().map(|(id, one)| (id.as_str().into(), Arc::new(one.into_v5()))).collect(),
            evidence: evidence.into_iter().map(|(id, one)| (live::EvidenceId(id), Arc::new(one.into_v5()))).collect(),
            period: period.map(Period::into_v5),
            roots,
            fingerprints: fingerprints.into_iter().map(|(path, one)| (path, Arc::new(one.into_v5()))).collect(),
            materials: materials
                .into_iter()
                .map(|(id, one)| (live::MaterialId::from(id), Arc::new(one.into_v5())))
                .collect(),
            special_deductions: special_deductions
                .into_iter()
                .map(|(id, one)| (live::SpecialDeductionId(id), Arc::new(one.into_v5())))
                .collect(),
            bonus: bonus.map(|Bonus { reason }| live::Bonus { reason }),
            former: former.into_iter().map(|(id, given)| (id.as_str().into(), former_answers(given))).collect(),
            ledgers: ledgers
                .into_iter()
                .map(|(id, one)| (LedgerId::from(id.as_str()), Arc::new(one.into_v5())))
                .collect(),
            samples: samples
                .into_iter()
                .map(|(id, one)| (LedgerId::from(id.as_str()), Arc::new(one.into_v5())))
                .collect(),
            certificates: certificates
                .into_iter()
                .map(|(id, one)| (live::CertificateId(id), Arc::new(one.into_v5())))
                .collect(),
            gates: gates.into_iter().map(|(id, one)| (GateId::from(id.as_str()), Arc::new(one.into_v5()))).collect(),
            actions: BTreeMap::new(),
            scenarios: BTreeMap::new(),
        }
    }
}

impl Answer {
    fn into_v5(self) -> live::Answer {
        let Self { verdict, finding, note, look_again, recheck } = self;
        live::Answer { verdict: verdict.into_v5(), finding, note, look_again, recheck, doubtful: false }
    }
}

impl Evidence {
    fn into_v5(self) -> live::Evidence {
        live::Evidence {
            title: self.title,
            items: self.items.into_iter().map(EvidenceItem::into_v5).collect(),
            clauses: self.clauses.iter().map(|id| id.as_str().into()).collect(),
            covers: self.covers.map(Period::into_v5),
            expires: self.expires,
            formed: self.formed,
            registered: self.registered,
            kind: match self.kind {
                EvidenceKind::Unstated => live::EvidenceKind::Unstated,
                EvidenceKind::Document => live::EvidenceKind::Document,
                EvidenceKind::Record => live::EvidenceKind::Record,
                EvidenceKind::Certificate => live::EvidenceKind::Certificate,
                EvidenceKind::Photo => live::EvidenceKind::Photo,
                EvidenceKind::Data => live::EvidenceKind::Data,
                EvidenceKind::Webpage => live::EvidenceKind::Webpage,
                EvidenceKind::Other => live::EvidenceKind::Other,
            },
            strength: match self.strength {
                Strength::Unstated => live::Strength::Unstated,
                Strength::Statement => live::Strength::Statement,
                Strength::Document => live::Strength::Document,
                Strength::Record => live::Strength::Record,
                Strength::ThirdParty => live::Strength::ThirdParty,
            },
        }
    }
}

impl Fingerprint {
    fn into_v5(self) -> live::Fingerprint {
        match self {
            Self::File(file) => live::Fingerprint::File(file),
            Self::Folder(files) => live::Fingerprint::Folder(files),
        }
    }
}

impl MaterialAnswer {
    fn into_v5(self) -> live::MaterialAnswer {
        let Self { evidence, not_concerned, complete, note } = self;
        let evidence = evidence.into_iter().map(live::EvidenceId).collect();
        live::MaterialAnswer { evidence, not_concerned, complete, note }
    }
}

impl FormerAnswer {
    fn into_v5(self) -> live::FormerAnswer {
        let Self { edition, title, requirement, text_fingerprint, answer, samples, evidence, why } = self;
        live::FormerAnswer {
            edition,
            title,
            requirement,
            text_fingerprint,
            answer: answer.into_v5(),
            samples,
            evidence: evidence.into_iter().map(live::EvidenceId).collect(),
            why: match why {
                WhyFormer::TextChanged => live::WhyFormer::TextChanged,
                WhyFormer::VerdictDoesNotFit => live::WhyFormer::VerdictDoesNotFit,
                WhyFormer::Removed => live::WhyFormer::Removed,
            },
        }
    }
}

impl Company {
    fn into_v5(self) -> live::Company {
        let Self {
            name,
            sells,
            scope,
            sites,
            headcount,
            service_managers,
            outlet_managers,
            certified_managers,
            contact,
            prepared_by,
        } = self;
        live::Company {
            name,
            sells,
            scope,
            sites,
            headcount,
            service_managers,
            outlet_managers,
            certified_managers,
            contact,
            prepared_by,
        }
    }
}

impl Verdict {
    fn into_v5(self) -> live::Verdict {
        match self {
            Self::Unrated => live::Verdict::Unrated,
            Self::Meets => live::Verdict::Meets,
            Self::Fails => live::Verdict::Fails,
            Self::Sampled { checked, nonconforming } => live::Verdict::Sampled { checked, nonconforming },
            Self::Excluded { reason } => live::Verdict::Excluded { reason },
        }
    }
}

impl EvidenceItem {
    fn into_v5(self) -> live::EvidenceItem {
        match self {
            Self::File(path) => live::EvidenceItem::File(path),
            Self::Folder(path) => live::EvidenceItem::Folder(path),
            Self::Web(address) => live::EvidenceItem::Web(address),
        }
    }
}

impl Period {
    fn into_v5(self) -> live::Period {
        let Self { from, to } = self;
        live::Period { from, to }
    }
}

impl SpecialDeduction {
    fn into_v5(self) -> live::SpecialDeduction {
        let clause = self.clause.map(|id| id.as_str().into());
        live::SpecialDeduction { kind: self.kind, found: self.found, clause, rectified: self.rectified }
    }
}

impl Ledger {
    fn into_v5(self) -> live::Ledger {
        let LedgerAbout { fields, columns, unmasked, promises, imports } = self.about;
        let imports = imports.into_iter().map(|LedgerImport { file, sheet, sum, at, rows, accepted }| {
            live::LedgerImport { file, sheet, sum, at, rows, accepted }
        });
        let about =
            live::LedgerAbout { fields, columns, unmasked, promises, tells_asked: false, imports: imports.collect() };
        live::Ledger { about, records: self.records.into_iter().collect() }
    }
}

impl Sample {
    fn into_v5(self) -> live::Sample {
        let Self { seed, strata, population, population_sum, feeds, drawn } = self;
        let feeds = feeds.into_iter().map(|(clause, checks)| (clause.as_str().into(), checks)).collect();
        let drawn = drawn.into_iter().map(Drawn::into_v5).collect();
        live::Sample { seed, strata, population, population_sum, before: Vec::new(), feeds, drawn }
    }
}

impl Drawn {
    fn into_v5(self) -> live::Drawn {
        let Self { record, stratum, marks, note, evidence } = self;
        let mark = |mark| match mark {
            Mark::Conforms => live::Mark::Conforms,
            Mark::Fails => live::Mark::Fails,
            Mark::NotConcerned => live::Mark::NotConcerned,
        };
        let marks = marks.into_iter().map(|(check, found)| (check, mark(found))).collect();
        live::Drawn { record, stratum, marks, note, evidence: evidence.into_iter().map(live::EvidenceId).collect() }
    }
}

impl ManagerCertificate {
    fn into_v5(self) -> live::ManagerCertificate {
        let Self { name, number, expires, place } = self;
        live::ManagerCertificate { name, number, expires, place }
    }
}

impl GateAnswer {
    fn into_v5(self) -> live::GateAnswer {
        let Self { passes, day, note } = self;
        live::GateAnswer { passes, day, note }
    }
}
