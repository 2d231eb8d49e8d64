//! Version 4, frozen: what programs wrote when there were ledgers and samples, and no remediation yet.
//!
//! Why it is so: as in version 1, the shapes are copies down to the leaf and change no more. Leaves that older versions
//! had as well are taken from there.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveDateTime};
use serde::Deserialize;

use super::v2::{Bonus, EvidenceItem, Period, SpecialDeduction, Verdict};
use super::v3::{
    Answer, Evidence, EvidenceKind, Fingerprint, FormerAnswer, MaterialAnswer, Strength, fingerprints, pieces,
};
use super::v5;
use crate::assessment::{self as live, bounded_list, bounded_map, bounded_set, weighed_map};

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
pub(super) struct LedgerImport {
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
pub(super) struct Drawn {
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
    pub(super) fn into_v5(self) -> v5::BodyV5 {
        v5::BodyV5 {
            _format: super::FORMAT.to_owned(),
            _version: 5,
            _written_by: String::new(),
            generation: self.generation,
            folded: self.folded,
            _scheme_id: String::new(),
            scheme_fingerprint: self.scheme_fingerprint,
            assessment: self.assessment.into_v5(),
            scheme_text: self.scheme_text,
        }
    }
}

impl Assessment {
    fn into_v5(self) -> v5::Assessment {
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
        let given = |given: Vec<FormerAnswer>| given.into_iter().map(FormerAnswer::into_v5).collect();
        v5::Assessment {
            company,
            answers: answers.into_iter().map(|(id, one)| (id, one.into_v5())).collect(),
            evidence,
            period,
            roots,
            fingerprints,
            materials,
            ledgers: ledgers.into_iter().map(|(id, one)| (id, one.into_v5())).collect(),
            samples: samples.into_iter().map(|(id, one)| (id, one.into_v5())).collect(),
            certificates,
            gates,
            actions: BTreeMap::new(),
            scenarios: BTreeMap::new(),
            special_deductions,
            bonus,
            former: former.into_iter().map(|(id, list)| (id, given(list))).collect(),
        }
    }
}

impl Answer {
    fn into_v5(self) -> v5::Answer {
        let Self { verdict, finding, note, look_again, recheck } = self;
        v5::Answer { verdict, finding, note, look_again, recheck, doubtful: false }
    }
}

impl FormerAnswer {
    fn into_v5(self) -> v5::FormerAnswer {
        let Self { edition, title, requirement, text_fingerprint, answer, samples, evidence, why } = self;
        let answer = answer.into_v5();
        v5::FormerAnswer { edition, title, requirement, text_fingerprint, answer, samples, evidence, why }
    }
}

impl Ledger {
    fn into_v5(self) -> v5::Ledger {
        let LedgerAbout { fields, columns, unmasked, promises, imports } = self.about;
        let about = v5::LedgerAbout { fields, columns, unmasked, promises, tells_asked: false, imports };
        v5::Ledger { about, records: self.records }
    }
}

impl Sample {
    fn into_v5(self) -> v5::Sample {
        let Self { seed, strata, population, population_sum, feeds, drawn } = self;
        v5::Sample { seed, strata, population, population_sum, feeds, drawn, before: Vec::new() }
    }
}

impl Evidence {
    pub(super) fn into_live(self) -> live::Evidence {
        live::Evidence {
            title: self.title,
            items: self.items.into_iter().map(EvidenceItem::into_live).collect(),
            clauses: self.clauses.iter().map(|id| id.as_str().into()).collect(),
            covers: self.covers.map(Period::into_live),
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
    pub(super) fn into_live(self) -> live::Fingerprint {
        match self {
            Self::File(file) => live::Fingerprint::File(file),
            Self::Folder(files) => live::Fingerprint::Folder(files),
        }
    }
}

impl MaterialAnswer {
    pub(super) fn into_live(self) -> live::MaterialAnswer {
        let Self { evidence, not_concerned, complete, note } = self;
        let evidence = evidence.into_iter().map(live::EvidenceId).collect();
        live::MaterialAnswer { evidence, not_concerned, complete, note }
    }
}

impl Company {
    pub(super) fn into_live(self) -> live::Company {
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
    pub(super) fn into_live(self) -> live::Verdict {
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
    pub(super) fn into_live(self) -> live::EvidenceItem {
        match self {
            Self::File(path) => live::EvidenceItem::File(path),
            Self::Folder(path) => live::EvidenceItem::Folder(path),
            Self::Web(address) => live::EvidenceItem::Web(address),
        }
    }
}

impl Period {
    pub(super) fn into_live(self) -> live::Period {
        let Self { from, to } = self;
        live::Period { from, to }
    }
}

impl SpecialDeduction {
    pub(super) fn into_live(self) -> live::SpecialDeduction {
        let clause = self.clause.map(|id| id.as_str().into());
        live::SpecialDeduction { kind: self.kind, found: self.found, clause, rectified: self.rectified }
    }
}

impl Drawn {
    pub(super) fn into_live(self) -> live::Drawn {
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
    pub(super) fn into_live(self) -> live::ManagerCertificate {
        let Self { name, number, expires, place } = self;
        live::ManagerCertificate { name, number, expires, place }
    }
}

impl GateAnswer {
    pub(super) fn into_live(self) -> live::GateAnswer {
        let Self { passes, day, note } = self;
        live::GateAnswer { passes, day, note }
    }
}

impl LedgerImport {
    pub(super) fn into_live(self) -> live::LedgerImport {
        let Self { file, sheet, sum, at, rows, accepted } = self;
        live::LedgerImport { file, sheet, sum, at, rows, accepted }
    }
}
