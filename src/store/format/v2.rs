//! Version 2, frozen: what programs wrote when there was a journal and no fingerprint of any evidence yet.
//!
//! Why it is so: as in version 1, the shapes are copies down to the leaf and change no more.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::Deserialize;

use super::v3;
use crate::assessment::{bounded_list, bounded_map, bounded_set, weighed_map};

/// A case file of version 2.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BodyV2 {
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
    pub(super) certified_managers: Option<u32>,
    pub(super) contact: String,
    pub(super) prepared_by: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Answer {
    pub(super) verdict: Verdict,
    pub(super) finding: String,
    pub(super) note: String,
    pub(super) look_again: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Verdict {
    Unrated,
    Meets,
    Fails,
    Sampled { checked: u32, nonconforming: u32 },
    Excluded { reason: String },
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
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum EvidenceItem {
    File(String),
    Folder(String),
    Web(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Period {
    pub(super) from: NaiveDate,
    pub(super) to: NaiveDate,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SpecialDeduction {
    pub(super) kind: u32,
    pub(super) found: String,
    pub(super) clause: Option<String>,
    pub(super) rectified: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Bonus {
    pub(super) reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FormerAnswer {
    edition: String,
    title: String,
    requirement: String,
    text_fingerprint: String,
    answer: Answer,
    samples: Option<String>,
    #[serde(deserialize_with = "bounded_set::<20_000, _, _>")]
    evidence: BTreeSet<u32>,
    why: WhyFormer,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum WhyFormer {
    TextChanged,
    VerdictDoesNotFit,
    Removed,
}

/// All pieces of evidence: no more of them and of their parts than any version allows.
fn pieces<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<u32, Evidence>, D::Error> {
    weighed_map(deserializer, 20_000, |piece: &Evidence| piece.items.len() + piece.clauses.len(), 200_000)
}

impl BodyV2 {
    /// The step up to version 3, which added what is known of evidence on the disk, the period, roots and materials;
    /// version 2 knew of none of them.
    pub(super) fn into_v3(self) -> v3::BodyV3 {
        v3::BodyV3 {
            _format: self._format,
            _version: 3,
            _written_by: self._written_by,
            generation: self.generation,
            folded: self.folded,
            _scheme_id: self._scheme_id,
            scheme_fingerprint: self.scheme_fingerprint,
            assessment: self.assessment.into_v3(),
            scheme_text: self.scheme_text,
        }
    }
}

impl Assessment {
    fn into_v3(self) -> v3::Assessment {
        let Self { company, answers, evidence, special_deductions, bonus, former } = self;
        let former_answers = |given: Vec<FormerAnswer>| given.into_iter().map(FormerAnswer::into_v3).collect();
        v3::Assessment {
            company,
            answers: answers.into_iter().map(|(id, one)| (id, one.into_v3())).collect(),
            evidence: evidence.into_iter().map(|(id, one)| (id, one.into_v3())).collect(),
            period: None,
            roots: BTreeMap::new(),
            fingerprints: BTreeMap::new(),
            materials: BTreeMap::new(),
            special_deductions,
            bonus,
            former: former.into_iter().map(|(id, given)| (id, former_answers(given))).collect(),
        }
    }
}

impl Answer {
    fn into_v3(self) -> v3::Answer {
        let Self { verdict, finding, note, look_again } = self;
        v3::Answer { verdict, finding, note, look_again, recheck: false }
    }
}

impl Evidence {
    fn into_v3(self) -> v3::Evidence {
        let Self { title, items, clauses, covers, expires } = self;
        v3::Evidence {
            title,
            items,
            clauses,
            covers,
            expires,
            formed: None,
            registered: None,
            kind: v3::EvidenceKind::Unstated,
            strength: v3::Strength::Unstated,
        }
    }
}

impl FormerAnswer {
    fn into_v3(self) -> v3::FormerAnswer {
        let Self { edition, title, requirement, text_fingerprint, answer, samples, evidence, why } = self;
        let answer = answer.into_v3();
        v3::FormerAnswer { edition, title, requirement, text_fingerprint, answer, samples, evidence, why }
    }
}
