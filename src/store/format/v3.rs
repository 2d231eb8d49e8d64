//! Version 3, frozen: what programs wrote when evidence had fingerprints and there were no ledgers yet.
//!
//! Why it is so: as in version 1, the shapes are copies down to the leaf and change no more. Leaves that version 2 had
//! as well are taken from there.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveDateTime};
use serde::Deserialize;

use super::v2::{Bonus, Company, EvidenceItem, Period, SpecialDeduction, Verdict, WhyFormer};
use super::v4;
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
    pub(super) evidence: BTreeSet<u32>,
    pub(super) not_concerned: String,
    pub(super) complete: bool,
    pub(super) note: String,
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
pub(super) fn pieces<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<u32, Evidence>, D::Error> {
    weighed_map(deserializer, 20_000, |piece: &Evidence| piece.items.len() + piece.clauses.len(), 200_000)
}

/// All fingerprints: so many files together.
pub(super) fn fingerprints<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, Fingerprint>, D::Error> {
    let files = |print: &Fingerprint| match print {
        Fingerprint::File(_) => 1,
        Fingerprint::Folder(files) => files.len(),
    };
    weighed_map(deserializer, 100_000, files, 100_000)
}

impl BodyV3 {
    /// The step up to version 4, which added ledgers, samples, certificates of managers and gates; version 3 knew of
    /// none of them.
    pub(super) fn into_v4(self) -> v4::BodyV4 {
        v4::BodyV4 {
            _format: self._format,
            _version: 4,
            _written_by: self._written_by,
            generation: self.generation,
            folded: self.folded,
            _scheme_id: self._scheme_id,
            scheme_fingerprint: self.scheme_fingerprint,
            assessment: self.assessment.into_v4(),
            scheme_text: self.scheme_text,
        }
    }
}

impl Assessment {
    fn into_v4(self) -> v4::Assessment {
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
        v4::Assessment {
            company: company.into_v4(),
            answers,
            evidence,
            period,
            roots,
            fingerprints,
            materials,
            ledgers: BTreeMap::new(),
            samples: BTreeMap::new(),
            certificates: BTreeMap::new(),
            gates: BTreeMap::new(),
            special_deductions,
            bonus,
            former,
        }
    }
}

impl Company {
    fn into_v4(self) -> v4::Company {
        let Self { name, sells, scope, sites, headcount, service_managers, certified_managers, contact, prepared_by } =
            self;
        v4::Company {
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
