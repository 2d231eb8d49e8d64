//! The assessment: what a case holds besides the scheme that it was answered against.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::limits::{
    MAX_ACTIONS, MAX_ANSWERS, MAX_CERTIFICATES, MAX_FINGERPRINTS, MAX_FORMER_CLAUSES, MAX_GATES, MAX_LEDGERS,
    MAX_MATERIALS, MAX_ROOTS, MAX_SCENARIOS, MAX_SITES, MAX_SPECIAL_DEDUCTIONS,
};
use super::{
    Action, ActionId, Answer, Evidence, EvidenceId, EvidenceItem, Fingerprint, FormerAnswer, MaterialAnswer, MaterialId,
};
use super::{
    Award, CertificateId, GateAnswer, Ledger, ManagerCertificate, Period, Round, Sample, Scenario, Verdict, Visit,
    WhyFormer,
};
use crate::criteria::{ClauseId, GateId, LedgerId};

/// Everything that was answered. Changed by [`apply`](super::apply), and with its scheme by [`carry`](super::carry).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assessment {
    /// The company.
    pub company: Arc<Company>,
    /// Answers by clause; a clause without one is unrated.
    #[serde(deserialize_with = "super::bounded::map::<MAX_ANSWERS, _, _, _>")]
    pub answers: BTreeMap<ClauseId, Arc<Answer>>,
    /// Evidence by number.
    #[serde(deserialize_with = "super::bounded::pieces")]
    pub evidence: BTreeMap<EvidenceId, Arc<Evidence>>,
    /// 评价期间: what evidence has to cover; none when it was not said.
    pub period: Option<Period>,
    /// Named roots: where their folders lie, as this was last said; full paths, or relative to the case.
    #[serde(deserialize_with = "super::bounded::map::<MAX_ROOTS, _, _, _>")]
    pub roots: BTreeMap<String, String>,
    /// Fingerprints by the path that evidence stores; only of paths that evidence names.
    #[serde(deserialize_with = "super::bounded::fingerprints")]
    pub fingerprints: BTreeMap<String, Arc<Fingerprint>>,
    /// Answers to items of material checklists.
    #[serde(deserialize_with = "super::bounded::map::<MAX_MATERIALS, _, _, _>")]
    pub materials: BTreeMap<MaterialId, Arc<MaterialAnswer>>,
    /// Ledgers (台账) by kind.
    #[serde(deserialize_with = "super::bounded::ledgers")]
    pub ledgers: BTreeMap<LedgerId, Arc<Ledger>>,
    /// Samples (抽样) by the ledger that they were drawn from.
    #[serde(deserialize_with = "super::bounded::map::<MAX_LEDGERS, _, _, _>")]
    pub samples: BTreeMap<LedgerId, Arc<Sample>>,
    /// Certificates of after-sales managers (售后服务管理师) by number.
    #[serde(deserialize_with = "super::bounded::map::<MAX_CERTIFICATES, _, _, _>")]
    pub certificates: BTreeMap<CertificateId, Arc<ManagerCertificate>>,
    /// Answers to gates before applying (预检).
    #[serde(deserialize_with = "super::bounded::map::<MAX_GATES, _, _, _>")]
    pub gates: BTreeMap<GateId, Arc<GateAnswer>>,
    /// Remediation actions (整改措施) by number.
    #[serde(deserialize_with = "super::bounded::map::<MAX_ACTIONS, _, _, _>")]
    pub actions: BTreeMap<ActionId, Arc<Action>>,
    /// Scenarios (情景) by name.
    #[serde(deserialize_with = "super::bounded::map::<MAX_SCENARIOS, _, _, _>")]
    pub scenarios: BTreeMap<String, Arc<Scenario>>,
    /// Special deductions (特别扣分) by number.
    #[serde(deserialize_with = "super::bounded::map::<MAX_SPECIAL_DEDUCTIONS, _, _, _>")]
    pub special_deductions: BTreeMap<SpecialDeductionId, Arc<SpecialDeduction>>,
    /// The bonus (特别加分), at most one.
    pub bonus: Option<Bonus>,
    /// Rounds (轮次) that are closed, the oldest first.
    #[serde(deserialize_with = "super::bounded::rounds")]
    pub rounds: Vec<Arc<Round>>,
    /// What the certification body found in this round; none while there was no visit.
    pub visit: Option<Arc<Visit>>,
    /// The certificate (证书) that the company has; none where it has none.
    pub award: Option<Arc<Award>>,
    /// Answers given against older editions of the scheme, by clause, the newest last. They change together with the
    /// scheme, by [`carry`](super::carry), and by no edit; their clauses need not be in the scheme.
    #[serde(deserialize_with = "super::bounded::map::<MAX_FORMER_CLAUSES, _, _, _>")]
    pub former: BTreeMap<ClauseId, Arc<Vec<FormerAnswer>>>,
}

impl Assessment {
    /// A new assessment of a company.
    #[must_use]
    pub fn of(company: Company) -> Self {
        Self { company: Arc::new(company), ..Self::default() }
    }

    /// The answer to a clause, where one was given.
    #[must_use]
    pub fn answer(&self, clause: &ClauseId) -> Option<&Answer> {
        self.answers.get(clause).map(Arc::as_ref)
    }

    /// Lets verdicts follow from samples and drops answers that say nothing, as [`apply`](super::apply) does; for
    /// documents that come from elsewhere.
    pub fn settle(&mut self) {
        self.follow_samples(&BTreeMap::new());
    }

    /// Drops answers that say nothing.
    pub(super) fn tidy(&mut self) {
        self.answers.retain(|_, answer| **answer != super::Answer::default());
    }

    /// The verdict on a clause.
    #[must_use]
    pub fn verdict(&self, clause: &ClauseId) -> &Verdict {
        self.answer(clause).map_or(&Verdict::Unrated, |answer| &answer.verdict)
    }

    /// Answers to a clause against older editions of the scheme, the newest last.
    #[must_use]
    pub fn former(&self, clause: &ClauseId) -> &[FormerAnswer] {
        self.former.get(clause).map_or(&[], |given| given)
    }

    /// 待复评: the clause was answered against an older edition whose text or rules were others, and is unrated since.
    #[must_use]
    pub fn needs_review(&self, clause: &ClauseId) -> bool {
        let of_this_clause = |given: &FormerAnswer| given.why != WhyFormer::Removed;
        // What was judged again in a round since then waits to be confirmed instead.
        *self.verdict(clause) == Verdict::Unrated
            && self.carried(clause).is_none()
            && self.former(clause).iter().any(of_this_clause)
    }

    /// The fingerprint of a file or folder, where there is one of the right kind.
    #[must_use]
    pub fn fingerprint(&self, item: &EvidenceItem) -> Option<&Arc<Fingerprint>> {
        let print = self.fingerprints.get(item.target())?;
        let fits = match item {
            EvidenceItem::File(_) => matches!(**print, Fingerprint::File(_)),
            EvidenceItem::Folder(_) => matches!(**print, Fingerprint::Folder(_)),
            EvidenceItem::Web(_) => false,
        };
        fits.then_some(print)
    }

    /// Takes fingerprints from another state of the same case for what has none: what was seen stays seen, whatever is
    /// undone.
    pub fn keep_fingerprints(&mut self, other: &Self) {
        let mut files: usize = self.fingerprints.values().map(|print| print.files()).sum();
        for item in self.evidence.values().flat_map(|piece| &piece.items) {
            if let Some(print) = other.fingerprint(item)
                && !self.fingerprints.contains_key(item.target())
                && files + print.files() <= MAX_FINGERPRINTS
            {
                files += print.files();
                self.fingerprints.insert(item.target().to_owned(), Arc::clone(print));
            }
        }
    }

    /// The files and folders of evidence that have no fingerprint, each once.
    #[must_use]
    pub fn without_fingerprint(&self) -> Vec<EvidenceItem> {
        let items = self.evidence.values().flat_map(|piece| &piece.items);
        let items = items.filter(|item| !matches!(item, EvidenceItem::Web(_)) && self.fingerprint(item).is_none());
        items.cloned().collect::<std::collections::BTreeSet<_>>().into_iter().collect()
    }

    /// The answer to an item of a material checklist, where one was given.
    #[must_use]
    pub fn material(&self, id: &MaterialId) -> Option<&MaterialAnswer> {
        self.materials.get(id).map(Arc::as_ref)
    }

    /// Evidence that serves a clause, in order of number.
    pub fn evidence_of<'a>(&'a self, clause: &'a ClauseId) -> impl Iterator<Item = (EvidenceId, &'a Evidence)> {
        self.evidence
            .iter()
            .filter(move |(_, evidence)| evidence.clauses.contains(clause))
            .map(|(id, evidence)| (*id, evidence.as_ref()))
    }

    /// A number for the next piece of evidence.
    #[must_use]
    pub fn next_evidence_id(&self) -> EvidenceId {
        EvidenceId(self.evidence.last_key_value().map_or(1, |(id, _)| id.0.saturating_add(1)))
    }

    /// A number for the next certificate.
    #[must_use]
    pub fn next_certificate_id(&self) -> CertificateId {
        CertificateId(self.certificates.last_key_value().map_or(1, |(id, _)| id.0.saturating_add(1)))
    }

    /// A number for the next special deduction, which none of any round has had.
    #[must_use]
    pub fn next_special_deduction_id(&self) -> SpecialDeductionId {
        let last = |one: &Self| one.special_deductions.last_key_value().map_or(0, |(id, _)| id.0);
        let before = self.rounds.iter().map(|round| last(&round.assessment)).max().unwrap_or(0);
        SpecialDeductionId(last(self).max(before).saturating_add(1))
    }
}

/// The company that is assessed. Texts may be empty; the name is needed before a report is worth printing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Company {
    /// 企业名称.
    pub name: String,
    /// 主营商品或服务: what it sells.
    pub sells: String,
    /// 拟认证范围: the scope to be certified.
    pub scope: String,
    /// 服务场所: one line each.
    #[serde(deserialize_with = "super::bounded::list::<MAX_SITES, _, _>")]
    pub sites: Vec<String>,
    /// 员工人数.
    pub headcount: Option<u32>,
    /// 服务管理人员人数, headquarters and outlets together.
    pub service_managers: Option<u32>,
    /// Of them in outlets (网点); none where that was not said. What older programs wrote in journals has none.
    #[serde(default)]
    pub outlet_managers: Option<u32>,
    /// 售后服务管理师人数: certified after-sales managers, where their certificates are not listed one by one.
    pub certified_managers: Option<u32>,
    /// 联系人.
    pub contact: String,
    /// 编制人: as typed by the person, never the system's account.
    pub prepared_by: String,
}

/// The number of a special deduction, from 1; unique within the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SpecialDeductionId(pub u32);

impl fmt::Display for SpecialDeductionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A special deduction (特别扣分), counted outside the clauses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpecialDeduction {
    /// Which of the scheme's kinds.
    pub kind: u32,
    /// What was found, not empty.
    pub found: String,
    /// The clause concerned, where there is one.
    pub clause: Option<ClauseId>,
    /// Whether it has been put right.
    pub rectified: bool,
}

/// The bonus (特别加分).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bonus {
    /// Why, not empty.
    pub reason: String,
}
