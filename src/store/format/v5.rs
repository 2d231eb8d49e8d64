//! Version 5, frozen: what programs wrote when there was remediation, and no rounds, visits and certificates yet.
//!
//! Why it is so: as in version 1, the shapes are copies down to the leaf and change no more. Leaves that older versions
//! had as well are taken from there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use serde::Deserialize;

use super::BodyV6;
use super::v2::{Bonus, Period, SpecialDeduction, Verdict, WhyFormer};
use super::v3::{Evidence, Fingerprint, MaterialAnswer, fingerprints, pieces};
use super::v4::{Company, Drawn, GateAnswer, LedgerImport, ManagerCertificate};
use crate::assessment::{self as live, bounded_list, bounded_map, bounded_set, weighed_map};
use crate::criteria::{GateId, LedgerId};

/// A case file of version 5.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BodyV5 {
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
    #[serde(deserialize_with = "bounded_map::<2_000, _, _, _>")]
    pub(super) actions: BTreeMap<u32, Action>,
    #[serde(deserialize_with = "bounded_map::<100, _, _, _>")]
    pub(super) scenarios: BTreeMap<String, Scenario>,
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
    #[serde(default)]
    pub(super) doubtful: bool,
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ledger {
    pub(super) about: LedgerAbout,
    /// Each is a line of text, whose form has only been added to since.
    #[serde(deserialize_with = "bounded_map::<300_000, _, _, _>")]
    pub(super) records: BTreeMap<String, live::Record>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LedgerAbout {
    #[serde(deserialize_with = "bounded_list::<100, _, _>")]
    pub(super) fields: Vec<String>,
    #[serde(deserialize_with = "bounded_map::<100, _, _, _>")]
    pub(super) columns: BTreeMap<String, String>,
    pub(super) unmasked: bool,
    #[serde(deserialize_with = "bounded_map::<100, _, _, _>")]
    pub(super) promises: BTreeMap<String, i64>,
    #[serde(default)]
    pub(super) tells_asked: bool,
    #[serde(deserialize_with = "bounded_list::<1_000, _, _>")]
    pub(super) imports: Vec<LedgerImport>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sample {
    pub(super) seed: String,
    pub(super) strata: Option<String>,
    pub(super) population: u32,
    pub(super) population_sum: Option<live::Sum>,
    #[serde(deserialize_with = "bounded_map::<200, _, _, _>")]
    pub(super) feeds: BTreeMap<String, BTreeSet<String>>,
    #[serde(deserialize_with = "bounded_list::<5_000, _, _>")]
    pub(super) drawn: Vec<Drawn>,
    #[serde(default, deserialize_with = "bounded_list::<5_000, _, _>")]
    pub(super) before: Vec<DrawnBefore>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DrawnBefore {
    n: u32,
    population: u32,
    population_sum: Option<live::Sum>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Action {
    gap: Gap,
    what: String,
    /// Its text form has only been added to since.
    gain: Option<live::Gain>,
    effort: u64,
    cost: u64,
    lead_days: u32,
    #[serde(deserialize_with = "bounded_set::<2_000, _, _>")]
    after: BTreeSet<u32>,
    owner: String,
    department: String,
    start: Option<NaiveDate>,
    due: Option<NaiveDate>,
    evidence: String,
    state: ActionState,
    verified_by: String,
    verified_on: Option<NaiveDate>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Gap {
    Clause(String),
    SpecialDeduction(u32),
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum ActionState {
    Planned,
    Doing,
    ToVerify,
    Closed,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Scenario {
    #[serde(deserialize_with = "bounded_set::<2_000, _, _>")]
    done: BTreeSet<u32>,
}

/// All ledgers: so many records together.
fn ledgers<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, Ledger>, D::Error> {
    weighed_map(deserializer, 100, |ledger: &Ledger| ledger.records.len(), 300_000)
}

impl BodyV5 {
    /// The step up to version 6, which added rounds, visits and certificates; version 5 knew of none of them.
    pub(super) fn into_v6(self) -> BodyV6<live::Assessment> {
        BodyV6 {
            format: super::FORMAT.to_owned(),
            version: 6,
            written_by: String::new(),
            generation: self.generation,
            folded: self.folded,
            scheme_id: String::new(),
            scheme_fingerprint: self.scheme_fingerprint,
            assessment: self.assessment.into_live(),
            scheme_text: self.scheme_text,
        }
    }
}

impl Assessment {
    fn into_live(self) -> live::Assessment {
        let former_answers =
            |given: Vec<FormerAnswer>| Arc::new(given.into_iter().map(FormerAnswer::into_live).collect::<Vec<_>>());
        live::Assessment {
            company: Arc::new(self.company.into_live()),
            answers: by(self.answers, |id| id.as_str().into(), Answer::into_live),
            evidence: by(self.evidence, live::EvidenceId, Evidence::into_live),
            period: self.period.map(Period::into_live),
            roots: self.roots,
            fingerprints: by(self.fingerprints, |path| path, Fingerprint::into_live),
            materials: by(self.materials, live::MaterialId::from, MaterialAnswer::into_live),
            ledgers: by(self.ledgers, |id| LedgerId::from(id.as_str()), Ledger::into_live),
            samples: by(self.samples, |id| LedgerId::from(id.as_str()), Sample::into_live),
            certificates: by(self.certificates, live::CertificateId, ManagerCertificate::into_live),
            gates: by(self.gates, |id| GateId::from(id.as_str()), GateAnswer::into_live),
            actions: by(self.actions, live::ActionId, Action::into_live),
            scenarios: by(self.scenarios, |name| name, Scenario::into_live),
            special_deductions: by(self.special_deductions, live::SpecialDeductionId, SpecialDeduction::into_live),
            bonus: self.bonus.map(|Bonus { reason }| live::Bonus { reason }),
            rounds: Vec::new(),
            visit: None,
            award: None,
            former: self.former.into_iter().map(|(id, given)| (id.as_str().into(), former_answers(given))).collect(),
        }
    }
}

/// A map with other keys and values, which the case shares.
fn by<K, V, L: Ord, W>(map: BTreeMap<K, V>, key: impl Fn(K) -> L, value: impl Fn(V) -> W) -> BTreeMap<L, Arc<W>> {
    map.into_iter().map(|(k, v)| (key(k), Arc::new(value(v)))).collect()
}

impl Answer {
    fn into_live(self) -> live::Answer {
        let Self { verdict, finding, note, look_again, recheck, doubtful } = self;
        live::Answer { verdict: verdict.into_live(), finding, note, look_again, recheck, doubtful, carried: None }
    }
}

impl FormerAnswer {
    fn into_live(self) -> live::FormerAnswer {
        let Self { edition, title, requirement, text_fingerprint, answer, samples, evidence, why } = self;
        live::FormerAnswer {
            edition,
            title,
            requirement,
            text_fingerprint,
            answer: answer.into_live(),
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

impl Ledger {
    fn into_live(self) -> live::Ledger {
        let LedgerAbout { fields, columns, unmasked, promises, tells_asked, imports } = self.about;
        let imports = imports.into_iter().map(LedgerImport::into_live).collect();
        let about = live::LedgerAbout { fields, columns, unmasked, promises, tells_asked, imports };
        live::Ledger { about, records: self.records.into_iter().collect() }
    }
}

impl Sample {
    fn into_live(self) -> live::Sample {
        let Self { seed, strata, population, population_sum, feeds, drawn, before } = self;
        let feeds = feeds.into_iter().map(|(clause, checks)| (clause.as_str().into(), checks)).collect();
        let drawn = drawn.into_iter().map(Drawn::into_live).collect();
        let before = before.into_iter().map(|DrawnBefore { n, population, population_sum }| live::DrawnBefore {
            n,
            population,
            population_sum,
        });
        live::Sample { seed, strata, population, population_sum, feeds, drawn, before: before.collect() }
    }
}

impl Action {
    fn into_live(self) -> live::Action {
        live::Action {
            gap: match self.gap {
                Gap::Clause(clause) => live::Gap::Clause(clause.as_str().into()),
                Gap::SpecialDeduction(id) => live::Gap::SpecialDeduction(live::SpecialDeductionId(id)),
            },
            what: self.what,
            gain: self.gain,
            effort: self.effort,
            cost: self.cost,
            lead_days: self.lead_days,
            after: self.after.into_iter().map(live::ActionId).collect(),
            owner: self.owner,
            department: self.department,
            start: self.start,
            due: self.due,
            evidence: self.evidence,
            state: match self.state {
                ActionState::Planned => live::ActionState::Planned,
                ActionState::Doing => live::ActionState::Doing,
                ActionState::ToVerify => live::ActionState::ToVerify,
                ActionState::Closed => live::ActionState::Closed,
            },
            verified_by: self.verified_by,
            verified_on: self.verified_on,
        }
    }
}

impl Scenario {
    fn into_live(self) -> live::Scenario {
        live::Scenario { done: self.done.into_iter().map(live::ActionId).collect() }
    }
}
