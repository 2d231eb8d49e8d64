//! Version 3, frozen: what programs wrote when evidence had fingerprints and there were no ledgers yet.
//!
//! Why it is so: as in version 1, the shapes are copies down to the leaf and change no more. Leaves that version 2 had
//! as well are taken from there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};
use serde::Deserialize;

use super::BodyV4;
use super::v2::{Bonus, Company, EvidenceItem, Period, SpecialDeduction, Verdict, WhyFormer};
use crate::assessment::{self as live, bounded_list, bounded_map, bounded_set, weighed_map};

/// A case file of version 3.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BodyV3 {
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
    #[serde(deserialize_with = "bounded_map::<1_000, _, _, _>")]
    pub(super) special_deductions: BTreeMap<u32, SpecialDeduction>,
    pub(super) bonus: Option<Bonus>,
    #[serde(deserialize_with = "bounded_map::<20_000, _, _, _>")]
    pub(super) former: BTreeMap<String, Vec<FormerAnswer>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Answer {
    pub(super) verdict: Verdict,
    pub(super) finding: String,
    pub(super) note: String,
    pub(super) look_again: bool,
    #[serde(default)]
    pub(super) recheck: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Evidence {
    pub(super) title: String,
    #[serde(deserialize_with = "bounded_list::<2_000, _, _>")]
    pub(super) items: Vec<EvidenceItem>,
    #[serde(deserialize_with = "bounded_set::<20_000, _, _>")]
    pub(super) clauses: BTreeSet<String>,
    pub(super) covers: Option<Period>,
    pub(super) expires: Option<NaiveDate>,
    #[serde(default)]
    pub(super) formed: Option<NaiveDate>,
    #[serde(default)]
    pub(super) registered: Option<NaiveDateTime>,
    #[serde(default)]
    pub(super) kind: EvidenceKind,
    #[serde(default)]
    pub(super) strength: Strength,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub(super) enum EvidenceKind {
    #[default]
    Unstated,
    Document,
    Record,
    Certificate,
    Photo,
    Data,
    Webpage,
    Other,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub(super) enum Strength {
    #[default]
    Unstated,
    Statement,
    Document,
    Record,
    ThirdParty,
}

/// Each file is a line of text, whose form has not changed since.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Fingerprint {
    File(live::FileFingerprint),
    Folder(#[serde(deserialize_with = "bounded_map::<10_000, _, _, _>")] BTreeMap<String, live::FileFingerprint>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MaterialAnswer {
    #[serde(deserialize_with = "bounded_set::<20_000, _, _>")]
    evidence: BTreeSet<u32>,
    not_concerned: String,
    complete: bool,
    note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FormerAnswer {
    pub(super) edition: String,
    pub(super) title: String,
    pub(super) requirement: String,
    pub(super) text_fingerprint: String,
    pub(super) answer: Answer,
    pub(super) samples: Option<String>,
    #[serde(deserialize_with = "bounded_set::<20_000, _, _>")]
    pub(super) evidence: BTreeSet<u32>,
    pub(super) why: WhyFormer,
}

/// All pieces of evidence: no more of them and of their parts than any version allows.
fn pieces<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<u32, Evidence>, D::Error> {
    weighed_map(deserializer, 20_000, |piece: &Evidence| piece.items.len() + piece.clauses.len(), 200_000)
}

/// All fingerprints: so many files together.
fn fingerprints<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, Fingerprint>, D::Error> {
    let files = |print: &Fingerprint| match print {
        Fingerprint::File(_) => 1,
        Fingerprint::Folder(files) => files.len(),
    };
    weighed_map(deserializer, 100_000, files, 100_000)
}

impl BodyV3 {
    /// The step up to version 4, which added ledgers, samples, certificates of managers and gates; version 3 knew of
    /// none of them.
    pub(super) fn into_v4(self) -> BodyV4<live::Assessment> {
        BodyV4 {
            format: super::FORMAT.to_owned(),
            version: 4,
            written_by: String::new(),
            generation: self.generation,
            folded: self.folded,
            scheme_id: String::new(),
            scheme_fingerprint: self.scheme_fingerprint,
            assessment: self.assessment.into_v4(),
            scheme_text: self.scheme_text,
        }
    }
}

impl Assessment {
    fn into_v4(self) -> live::Assessment {
        let Self {
            company,
            answers,
            evidence,
            period,
            roots,
            fingerprints,
            materials,
            special_deductions,
            bonus,
            former,
        } = self;
        let former_answers =
            |given: Vec<FormerAnswer>| Arc::new(given.into_iter().map(FormerAnswer::into_v4).collect::<Vec<_>>());
        live::Assessment {
            company: Arc::new(company.into_v4()),
            answers: answers.into_iter().map(|(id, one)| (id.as_str().into(), Arc::new(one.into_v4()))).collect(),
            evidence: evidence.into_iter().map(|(id, one)| (live::EvidenceId(id), Arc::new(one.into_v4()))).collect(),
            period: period.map(Period::into_v4),
            roots,
            fingerprints: fingerprints.into_iter().map(|(path, one)| (path, Arc::new(one.into_v4()))).collect(),
            materials: materials
                .into_iter()
                .map(|(id, one)| (live::MaterialId::from(id), Arc::new(one.into_v4())))
                .collect(),
            special_deductions: special_deductions
                .into_iter()
                .map(|(id, one)| (live::SpecialDeductionId(id), Arc::new(one.into_v4())))
                .collect(),
            bonus: bonus.map(|Bonus { reason }| live::Bonus { reason }),
            former: former.into_iter().map(|(id, given)| (id.as_str().into(), former_answers(given))).collect(),
            ledgers: BTreeMap::new(),
            samples: BTreeMap::new(),
            certificates: BTreeMap::new(),
            gates: BTreeMap::new(),
        }
    }
}

impl Answer {
    fn into_v4(self) -> live::Answer {
        let Self { verdict, finding, note, look_again, recheck } = self;
        live::Answer { verdict: verdict.into_v4(), finding, note, look_again, recheck }
    }
}

impl Evidence {
    fn into_v4(self) -> live::Evidence {
        live::Evidence {
            title: self.title,
            items: self.items.into_iter().map(EvidenceItem::into_v4).collect(),
            clauses: self.clauses.iter().map(|id| id.as_str().into()).collect(),
            covers: self.covers.map(Period::into_v4),
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
    fn into_v4(self) -> live::Fingerprint {
        match self {
            Self::File(file) => live::Fingerprint::File(file),
            Self::Folder(files) => live::Fingerprint::Folder(files),
        }
    }
}

impl MaterialAnswer {
    fn into_v4(self) -> live::MaterialAnswer {
        let Self { evidence, not_concerned, complete, note } = self;
        let evidence = evidence.into_iter().map(live::EvidenceId).collect();
        live::MaterialAnswer { evidence, not_concerned, complete, note }
    }
}

impl FormerAnswer {
    fn into_v4(self) -> live::FormerAnswer {
        let Self { edition, title, requirement, text_fingerprint, answer, samples, evidence, why } = self;
        live::FormerAnswer {
            edition,
            title,
            requirement,
            text_fingerprint,
            answer: answer.into_v4(),
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
    fn into_v4(self) -> live::Company {
        let Self { name, sells, scope, sites, headcount, service_managers, certified_managers, contact, prepared_by } =
            self;
        live::Company {
            name,
            sells,
            scope,
            sites,
            headcount,
            service_managers,
            outlet_managers: None,
            certified_managers,
            contact,
            prepared_by,
        }
    }
}

impl Verdict {
    fn into_v4(self) -> live::Verdict {
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
    fn into_v4(self) -> live::EvidenceItem {
        match self {
            Self::File(path) => live::EvidenceItem::File(path),
            Self::Folder(path) => live::EvidenceItem::Folder(path),
            Self::Web(address) => live::EvidenceItem::Web(address),
        }
    }
}

impl Period {
    fn into_v4(self) -> live::Period {
        let Self { from, to } = self;
        live::Period { from, to }
    }
}

impl SpecialDeduction {
    fn into_v4(self) -> live::SpecialDeduction {
        let clause = self.clause.map(|id| id.as_str().into());
        live::SpecialDeduction { kind: self.kind, found: self.found, clause, rectified: self.rectified }
    }
}
