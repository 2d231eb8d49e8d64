//! The gates before applying (预检): each passed, doubtful, failed or unknown on a day, and why.
//!
//! The rules, the same for every gate:
//! * What nobody knows is unknown. It is never taken for passed.
//! * What follows from data in the case (records, verdicts and evidence, certificates, special deductions) goes before
//!   what a person answers. Where the two contradict each other the gate is doubtful and both are said; a doubt of the
//!   data stays a doubt when a person says yes, and is failed when a person says no.
//! * Months are calendar months. A day that a shorter month does not have is its last day: three months from
//!   30 November are over on 28 February.
//! * Records count from the day after today − months up to today; those without a readable day do not, and are told.

use std::collections::BTreeMap;
use std::sync::{Arc, Weak};

use chrono::{Months, NaiveDate};

use super::quota::{Certified, Quota, quota};
use crate::assessment::{Assessment, CertificateId, EvidenceId, Ledger, MaterialId, Verdict, carries, is_complete};
use crate::criteria::{ClauseId, Gate, GateForm, GateId, Gates, LedgerId, LedgerKind, RecordGate, Scheme};
use crate::scoring::{self, ScoreCard};

/// How a gate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GateState {
    /// It holds.
    Pass,
    /// It holds with a doubt, or what is known contradicts itself.
    Warn,
    /// It does not hold.
    Fail,
    /// Nobody knows.
    Unknown,
}

/// What a gate was decided by, in exact values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GateValue {
    /// Nothing is known.
    Unsaid,
    /// What a person said.
    Answered(bool),
    /// The day that a person named.
    Since {
        /// The first day of operation.
        first: NaiveDate,
        /// The first day on which the months are over; none beyond the end of the calendar.
        full: Option<NaiveDate>,
    },
    /// Evidence of a clause.
    Evidence {
        /// Pieces that serve the clause and have not expired on the day.
        valid: usize,
        /// Pieces that have.
        expired: usize,
    },
    /// Records of a ledger.
    Records {
        /// Within the months, or all where no months are said.
        recent: usize,
        /// Of them with all required fields.
        complete: usize,
        /// All records.
        total: usize,
        /// So many are required.
        least: u32,
        /// The day before the first that counts; none where all count.
        after: Option<NaiveDate>,
    },
    /// Records of a ledger that carry all of some fields.
    Traceable {
        /// So many do.
        traceable: usize,
        /// All records.
        total: usize,
    },
    /// The quota of managers.
    Quota(Box<Quota>),
    /// Special deductions.
    Deductions {
        /// So many count.
        counted: u32,
        /// From so many on the evaluation is failed.
        limit: u32,
    },
    /// What is still to be put right.
    Open {
        /// Special deductions that are not rectified.
        deductions: usize,
        /// Judged clauses that lost points.
        clauses: usize,
        /// Clauses that are not judged.
        unrated: usize,
    },
    /// Points to check that are done.
    Points {
        /// So many.
        done: usize,
        /// Of so many.
        of: usize,
    },
}

/// Why a gate stands as it does, or what is to be known beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // each is said by a phrase of the same name in assets/lang
pub enum Reason {
    /// A person answered, and nothing in the case says more.
    Answered,
    /// No person answered, but all points to check that belong to it are done.
    PointsDone,
    NotAnswered,
    /// What a person answered is not what the data says.
    Contradicted {
        answer: bool,
    },
    DayMissing,
    /// The first day lies ahead.
    DayAhead,
    /// So many days are missing.
    DaysMissing {
        days: i64,
        full: NaiveDate,
    },
    ScopeUnstated,
    SellsUnstated,
    /// Words of the scope that what is sold does not have; letters are compared, nothing more.
    ScopeBeyond {
        parts: Vec<String>,
    },
    ClauseUnknown {
        clause: ClauseId,
    },
    ClauseUnrated {
        clause: ClauseId,
    },
    ClauseMeets {
        clause: ClauseId,
    },
    ClauseFails {
        clause: ClauseId,
    },
    ClauseExcluded {
        clause: ClauseId,
    },
    ClauseSampled {
        clause: ClauseId,
        checked: u32,
        nonconforming: u32,
    },
    /// The evidence that it rests on.
    Evidence {
        pieces: Vec<EvidenceId>,
    },
    EvidenceMissing,
    EvidenceExpired {
        pieces: Vec<EvidenceId>,
    },
    LedgerMissing {
        ledger: LedgerId,
    },
    RecordsMissing {
        missing: usize,
    },
    /// Enough records, but not enough with all that is required.
    RecordsIncomplete {
        incomplete: usize,
    },
    RecordsUndated {
        undated: usize,
    },
    RecordsAhead {
        ahead: usize,
    },
    RecordsUntraceable {
        untraceable: usize,
    },
    BaseUnstated,
    CertifiedUnstated,
    ManagersMissing {
        missing: u32,
    },
    OutletsUnstated,
    OutletsExceed,
    /// Certificates that are listed and the number that is stated are not the same.
    StatedOtherwise {
        listed: u32,
        stated: u32,
    },
    CertificatesExpired {
        certificates: Vec<CertificateId>,
    },
    CertificatesExpiring {
        certificates: Vec<CertificateId>,
    },
    CertificatesUnnumbered {
        certificates: Vec<CertificateId>,
    },
    CertificatesRepeated {
        certificates: Vec<CertificateId>,
    },
    NothingJudged,
    /// One more special deduction and the evaluation is failed.
    DeductionsNear,
    DeductionsOpen {
        open: usize,
    },
    ClausesOpen {
        clauses: usize,
    },
    ClausesUnrated {
        unrated: usize,
    },
    /// Records of samples that are not looked at to the end: verdicts that follow from them may change.
    SamplesOpen {
        records: usize,
    },
}

/// A gate on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateResult {
    /// Which.
    pub id: GateId,
    /// How it stands.
    pub state: GateState,
    /// What it was decided by.
    pub value: GateValue,
    /// Why, the deciding reason first.
    pub reasons: Vec<Reason>,
    /// How many of the points to check that belong to it are done, and of how many; none where none belong to it.
    pub points: Option<(usize, usize)>,
}

/// The gates of a case on a day, in their order.
#[must_use]
pub fn readiness(
    scheme: &Scheme,
    gates: &Gates,
    assessment: &Assessment,
    kinds: &[LedgerKind],
    today: NaiveDate,
) -> Vec<GateResult> {
    let card = scoring::score(scheme, assessment);
    readiness_again(scheme, gates, assessment, &card, kinds, today, &mut RecordCounts::default())
}

/// As [`readiness`], where the score is known and records may have been counted before: a letter typed into a finding
/// must not cost a hundred thousand records.
#[must_use]
pub fn readiness_again(
    scheme: &Scheme,
    gates: &Gates,
    assessment: &Assessment,
    card: &ScoreCard,
    kinds: &[LedgerKind],
    today: NaiveDate,
    counts: &mut RecordCounts,
) -> Vec<GateResult> {
    let look = Look { scheme, assessment, kinds, today, card };
    gates.gates.iter().map(|gate| look.gate(gate, counts)).collect()
}

/// What was found in the records of ledgers; it holds for as long as the ledger is the same, by its pointer, and the day.
#[derive(Debug, Default)]
pub struct RecordCounts {
    /// The ledger is not kept alive, so that changing it does not copy it.
    known: BTreeMap<GateId, (Weak<Ledger>, NaiveDate, Found)>,
    /// How often the records of a ledger were gone through.
    counted: usize,
}

impl RecordCounts {
    fn of(&mut self, gate: &Gate, ledger: &Arc<Ledger>, today: NaiveDate, count: impl FnOnce() -> Found) -> Found {
        if let Some((known, day, found)) = self.known.get(&gate.id)
            && known.ptr_eq(&Arc::downgrade(ledger))
            && *day == today
        {
            return found.clone();
        }
        self.counted += 1;
        let found = count();
        self.known.insert(gate.id.clone(), (Arc::downgrade(ledger), today, found.clone()));
        found
    }
}

struct Look<'a> {
    scheme: &'a Scheme,
    assessment: &'a Assessment,
    kinds: &'a [LedgerKind],
    today: NaiveDate,
    card: &'a ScoreCard,
}

/// What the case says of a gate, before a person is heard.
#[derive(Debug, Clone)]
struct Found {
    /// None where the case says nothing.
    state: Option<GateState>,
    value: GateValue,
    reasons: Vec<Reason>,
}

impl Found {
    fn nothing(reason: Reason) -> Self {
        Self { state: None, value: GateValue::Unsaid, reasons: vec![reason] }
    }
}

impl Look<'_> {
    fn gate(&self, gate: &Gate, counts: &mut RecordCounts) -> GateResult {
        let done = gate.points.iter().filter(|point| self.is_done(point)).count();
        let of = gate.points.len();
        let found = match &gate.form {
            GateForm::Asked => Found { state: None, value: GateValue::Unsaid, reasons: Vec::new() },
            GateForm::Day { months } => self.day(gate, *months),
            GateForm::Scope => self.scope(),
            GateForm::Clause { clause } => self.clause(clause),
            GateForm::Records { ledger, gate: least } => self.records(gate, ledger, least, counts),
            GateForm::Traceable { ledger, fields } => self.traceable(gate, ledger, fields, counts),
            GateForm::Quota { .. } => self.quota(),
            GateForm::SpecialDeductions => self.special_deductions(),
            GateForm::Rectifications => self.rectifications(),
            GateForm::Points => points(done, of),
        };
        let answer = self.assessment.gates.get(&gate.id).and_then(|answer| answer.passes);
        let answer = answer.filter(|_| gate.form.asks());
        // Whoever did all points to check has answered already; they need not be asked twice.
        let by_points =
            answer.is_none() && matches!(gate.form, GateForm::Asked | GateForm::Scope) && of > 0 && done == of;
        let (state, value, reasons) = settle(gate, found, answer, by_points);
        GateResult { id: gate.id.clone(), state, value, reasons, points: (of > 0).then_some((done, of)) }
    }

    fn is_done(&self, point: &str) -> bool {
        self.assessment.material(&MaterialId::from(point.to_owned())).is_some_and(|answer| answer.complete)
    }

    fn day(&self, gate: &Gate, months: u32) -> Found {
        let Some(first) = self.assessment.gates.get(&gate.id).and_then(|answer| answer.day) else {
            return Found::nothing(Reason::DayMissing);
        };
        let full = first.checked_add_months(Months::new(months));
        let reasons = match full {
            _ if first > self.today => vec![Reason::DayAhead],
            Some(full) if full > self.today => {
                vec![Reason::DaysMissing { days: (full - self.today).num_days(), full }]
            }
            _ => Vec::new(),
        };
        let passes = full.is_some_and(|full| full <= self.today);
        let state = if passes { GateState::Pass } else { GateState::Fail };
        Found { state: Some(state), value: GateValue::Since { first, full }, reasons }
    }

    /// What stands beside the question; a person decides. A yes without any scope written down is doubtful.
    fn scope(&self) -> Found {
        let company = &self.assessment.company;
        let (scope, sells) = (company.scope.trim(), company.sells.trim());
        if scope.is_empty() {
            return Found::nothing(Reason::ScopeUnstated);
        }
        if sells.is_empty() {
            return Found::nothing(Reason::SellsUnstated);
        }
        let parts = beyond(scope, sells);
        let reasons = if parts.is_empty() { Vec::new() } else { vec![Reason::ScopeBeyond { parts }] };
        Found { state: None, value: GateValue::Unsaid, reasons }
    }

    fn clause(&self, id: &ClauseId) -> Found {
        let clause = id.clone();
        if self.scheme.clause(id).is_none() {
            return Found::nothing(Reason::ClauseUnknown { clause });
        }
        let pieces = || self.assessment.evidence_of(id);
        let (expired, valid): (Vec<_>, Vec<_>) = pieces().partition(|(_, piece)| piece.expired_on(self.today));
        let ids = |pieces: &[(EvidenceId, _)]| pieces.iter().map(|(id, _)| *id).collect::<Vec<_>>();
        let value = GateValue::Evidence { valid: valid.len(), expired: expired.len() };
        let (state, reason) = match self.assessment.verdict(id) {
            Verdict::Meets => (Some(GateState::Pass), Reason::ClauseMeets { clause }),
            Verdict::Fails => (Some(GateState::Fail), Reason::ClauseFails { clause }),
            Verdict::Sampled { checked, nonconforming } => {
                let (checked, nonconforming) = (*checked, *nonconforming);
                let state = match nonconforming {
                    0 => GateState::Pass,
                    all if all >= checked => GateState::Fail,
                    _ => GateState::Warn,
                };
                (Some(state), Reason::ClauseSampled { clause, checked, nonconforming })
            }
            Verdict::Unrated if valid.is_empty() && expired.is_empty() => {
                return Found::nothing(Reason::ClauseUnrated { clause });
            }
            // Evidence at hand that nobody has judged is a hint, not an answer.
            Verdict::Unrated => (None, Reason::ClauseUnrated { clause }),
            Verdict::Excluded { .. } => return Found::nothing(Reason::ClauseExcluded { clause }),
        };
        // What speaks against it comes first.
        let mut reasons = Vec::new();
        if !expired.is_empty() {
            reasons.push(Reason::EvidenceExpired { pieces: ids(&expired) });
        } else if valid.is_empty() {
            reasons.push(Reason::EvidenceMissing);
        }
        reasons.push(reason);
        if !valid.is_empty() {
            reasons.push(Reason::Evidence { pieces: ids(&valid) });
        }
        let doubtful = valid.is_empty() || !expired.is_empty();
        let state = state.map(|state| if doubtful { state.max(GateState::Warn) } else { state });
        Found { state, value, reasons }
    }

    /// A ledger that was imported, with its kind; one that merely has settings is none.
    fn ledger(&self, id: &LedgerId) -> Option<(&Arc<Ledger>, &LedgerKind)> {
        let kind = self.kinds.iter().find(|kind| kind.id == *id)?;
        let ledger = self.assessment.ledgers.get(id)?;
        (!ledger.records.is_empty() || !ledger.about.imports.is_empty()).then_some((ledger, kind))
    }

    fn records(&self, gate: &Gate, id: &LedgerId, least: &str, counts: &mut RecordCounts) -> Found {
        let found = self.ledger(id);
        let found =
            found.and_then(|(ledger, kind)| Some((ledger, kind, kind.gates.iter().find(|one| one.id == least)?)));
        let Some((ledger, kind, least)) = found else {
            return Found::nothing(Reason::LedgerMissing { ledger: id.clone() });
        };
        counts.of(gate, ledger, self.today, || self.recent(ledger, kind, least))
    }

    fn recent(&self, ledger: &Ledger, kind: &LedgerKind, gate: &RecordGate) -> Found {
        let after = gate.months.and_then(|months| self.today.checked_sub_months(Months::new(months)));
        let dated_by = kind.dated_by.as_deref().and_then(|field| ledger.about.index(field));
        let is_complete = is_complete(kind, ledger);
        let (mut recent, mut complete, mut undated, mut ahead) = (0, 0, 0, 0);
        for (number, record) in &ledger.records {
            let day = dated_by.and_then(|at| record.cell(at).day());
            let counts = match (after, day) {
                (None, _) => true,
                (Some(_), None) => {
                    undated += 1;
                    false
                }
                (Some(_), Some(day)) if day > self.today => {
                    ahead += 1;
                    false
                }
                (Some(after), Some(day)) => day > after,
            };
            if counts {
                recent += 1;
                complete += usize::from(is_complete(number, record));
            }
        }
        let least = usize::try_from(gate.least).unwrap_or(usize::MAX);
        let mut reasons = Vec::new();
        let state = if recent < least {
            reasons.push(Reason::RecordsMissing { missing: least - recent });
            GateState::Fail
        } else if complete < least {
            reasons.push(Reason::RecordsIncomplete { incomplete: recent - complete });
            GateState::Warn
        } else {
            GateState::Pass
        };
        if undated > 0 {
            reasons.push(Reason::RecordsUndated { undated });
        }
        if ahead > 0 {
            reasons.push(Reason::RecordsAhead { ahead });
        }
        let total = ledger.records.len();
        let value = GateValue::Records { recent, complete, total, least: gate.least, after };
        Found { state: Some(state), value, reasons }
    }

    fn traceable(&self, gate: &Gate, id: &LedgerId, fields: &[String], counts: &mut RecordCounts) -> Found {
        let Some((ledger, kind)) = self.ledger(id) else {
            return Found::nothing(Reason::LedgerMissing { ledger: id.clone() });
        };
        counts.of(gate, ledger, self.today, || traced(ledger, kind, fields))
    }

    fn quota(&self) -> Found {
        let quota = quota(self.assessment, self.today);
        let mut reasons = Vec::new();
        let state = match (quota.needed, quota.missing) {
            (None, _) => {
                reasons.push(Reason::BaseUnstated);
                None
            }
            (Some(_), None) => {
                reasons.push(Reason::CertifiedUnstated);
                None
            }
            (Some(_), Some(missing)) => {
                let short = missing > 0;
                if short {
                    reasons.push(Reason::ManagersMissing { missing });
                }
                let doubtful = quota.contradicts_itself() || quota.outlets_exceed || !quota.expiring.is_empty();
                Some(match (short, doubtful) {
                    // A register that is not complete yet and a stated number that would do: neither is believed.
                    (true, _) if quota.contradicts_itself() => GateState::Warn,
                    (true, _) => GateState::Fail,
                    (false, true) => GateState::Warn,
                    (false, false) => GateState::Pass,
                })
            }
        };
        if let (Some(Certified::Listed(listed)), Some(stated)) = (quota.certified, quota.stated_otherwise) {
            reasons.push(Reason::StatedOtherwise { listed, stated });
        }
        if quota.outlets_exceed {
            reasons.push(Reason::OutletsExceed);
        } else if quota.base.is_some() && quota.outlets.is_none() && self.assessment.company.sites.len() > 1 {
            reasons.push(Reason::OutletsUnstated);
        }
        type Make = fn(Vec<CertificateId>) -> Reason;
        let lists: [(&[CertificateId], Make); 4] = [
            (&quota.expiring, |certificates| Reason::CertificatesExpiring { certificates }),
            (&quota.expired, |certificates| Reason::CertificatesExpired { certificates }),
            (&quota.unnumbered, |certificates| Reason::CertificatesUnnumbered { certificates }),
            (&quota.repeated, |certificates| Reason::CertificatesRepeated { certificates }),
        ];
        let said = lists.into_iter().filter(|(list, _)| !list.is_empty());
        reasons.extend(said.map(|(list, make)| make(list.to_vec())));
        Found { state, value: GateValue::Quota(Box::new(quota)), reasons }
    }

    /// Whether anything was judged at all: before that, having no special deduction says nothing.
    fn nothing_judged(&self) -> bool {
        self.card.unrated == self.card.clauses.len() && self.assessment.special_deductions.is_empty()
    }

    fn special_deductions(&self) -> Found {
        if self.nothing_judged() {
            return Found::nothing(Reason::NothingJudged);
        }
        let (counted, limit) = (self.card.special_deductions, self.scheme.rules.special_deductions.fail_from);
        let (state, reasons) = if counted >= limit {
            (GateState::Fail, Vec::new())
        } else if counted > 0 && counted + 1 >= limit {
            (GateState::Warn, vec![Reason::DeductionsNear])
        } else {
            (GateState::Pass, Vec::new())
        };
        Found { state: Some(state), value: GateValue::Deductions { counted, limit }, reasons }
    }

    fn rectifications(&self) -> Found {
        if self.nothing_judged() {
            return Found::nothing(Reason::NothingJudged);
        }
        let open = self.assessment.special_deductions.values().filter(|deduction| !deduction.rectified).count();
        let (clauses, unrated) = (self.card.gaps().len(), self.card.unrated);
        let mut reasons = Vec::new();
        if open > 0 {
            reasons.push(Reason::DeductionsOpen { open });
        }
        if clauses > 0 {
            reasons.push(Reason::ClausesOpen { clauses });
        }
        if unrated > 0 {
            reasons.push(Reason::ClausesUnrated { unrated });
        }
        let records = self.assessment.provisional_records();
        if records > 0 {
            reasons.push(Reason::SamplesOpen { records });
        }
        let state = match (open, clauses, unrated) {
            (1.., _, _) => Some(GateState::Fail),
            (0, 1.., _) => Some(GateState::Warn),
            (0, 0, _) if records > 0 => Some(GateState::Warn),
            (0, 0, 1..) => None,
            (0, 0, 0) => Some(GateState::Pass),
        };
        Found { state, value: GateValue::Open { deductions: open, clauses, unrated }, reasons }
    }
}

/// What the case says and what a person says, brought together by the rules at the head of this file.
fn settle(gate: &Gate, found: Found, answer: Option<bool>, by_points: bool) -> (GateState, GateValue, Vec<Reason>) {
    let Found { state, value, mut reasons } = found;
    let said = answer.or(by_points.then_some(true));
    let Some(said) = said else {
        if state.is_none() && gate.form.asks() {
            reasons.push(Reason::NotAnswered);
        }
        let hint = matches!(value, GateValue::Evidence { valid: 1.., .. });
        let unheard = if hint { GateState::Warn } else { GateState::Unknown };
        return (state.unwrap_or(unheard), value, reasons);
    };
    let Some(data) = state else {
        // A yes to a scope that nobody wrote down, or to means whose proof has expired, stays doubtful.
        let unstated = reasons.iter().any(|reason| {
            matches!(reason, Reason::ScopeUnstated | Reason::SellsUnstated | Reason::EvidenceExpired { .. })
        });
        let state = match said {
            true if unstated => GateState::Warn,
            true => GateState::Pass,
            false => GateState::Fail,
        };
        reasons.insert(0, if by_points { Reason::PointsDone } else { Reason::Answered });
        return (state, GateValue::Answered(said), reasons);
    };
    match (data, said) {
        (GateState::Pass, true) | (GateState::Fail, false) | (GateState::Warn | GateState::Unknown, true) => {
            (data, value, reasons)
        }
        (GateState::Warn | GateState::Unknown, false) => {
            reasons.insert(0, Reason::Answered);
            (GateState::Fail, value, reasons)
        }
        (GateState::Pass, false) | (GateState::Fail, true) => {
            reasons.insert(0, Reason::Contradicted { answer: said });
            (GateState::Warn, value, reasons)
        }
    }
}

/// The records that carry all of some fields.
fn traced(ledger: &Ledger, kind: &LedgerKind, fields: &[String]) -> Found {
    let carries = carries(kind, ledger, fields);
    let total = ledger.records.len();
    let traceable = ledger.records.iter().filter(|(number, record)| carries(number, record)).count();
    let (state, reasons) = match total - traceable {
        0 if total == 0 => (GateState::Fail, vec![Reason::RecordsMissing { missing: 1 }]),
        0 => (GateState::Pass, Vec::new()),
        untraceable => {
            let state = if traceable == 0 { GateState::Fail } else { GateState::Warn };
            (state, vec![Reason::RecordsUntraceable { untraceable }])
        }
    };
    Found { state: Some(state), value: GateValue::Traceable { traceable, total }, reasons }
}

/// Points to check as an answer: all of them done, some, or none.
fn points(done: usize, of: usize) -> Found {
    let state = match done {
        0 => return Found::nothing(Reason::NotAnswered).with(GateValue::Points { done, of }),
        all if all == of => GateState::Pass,
        _ => GateState::Warn,
    };
    Found { state: Some(state), value: GateValue::Points { done, of }, reasons: Vec::new() }
}

impl Found {
    fn with(self, value: GateValue) -> Self {
        Self { value, reasons: Vec::new(), ..self }
    }
}

/// Most words of a scope that are told.
const MOST_BEYOND: usize = 5;
/// Between the things of a list.
const SEPARATORS: [char; 16] =
    ['、', '，', ',', '；', ';', '（', '）', '(', ')', '：', ':', '/', '。', ' ', '\n', '\t'];
/// What is done with goods, at the end of what names them.
const ACTIVITIES: [&str; 12] =
    ["售后服务", "服务", "销售", "批发", "零售", "生产", "维修", "安装", "及", "和", "与", "等"];

/// Things that the scope names and that do not stand in what is sold. Letters are compared, nothing more: a hint for a
/// person, who decides.
fn beyond(scope: &str, sells: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for part in scope.split(SEPARATORS) {
        // 家用电器的销售及售后服务 names 家用电器.
        let mut thing = part.split('的').next().unwrap_or_default();
        while let Some(shorter) = ACTIVITIES.iter().find_map(|activity| thing.strip_suffix(activity)) {
            thing = shorter;
        }
        let known = thing.is_empty() || sells.contains(thing) || out.iter().any(|one| one == thing);
        if !known && out.len() < MOST_BEYOND {
            out.push(thing.to_owned());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::assessment::{Company, Edit, Record, apply};
    use crate::criteria::{SHIPPED, gates, ledger_kinds, read};

    /// What is typed elsewhere in the case leaves the records of ledgers alone.
    #[test]
    fn records_are_gone_through_once_for_a_ledger_and_a_day() {
        let scheme = read(SHIPPED[0].text).unwrap().scheme;
        let mut case = Assessment::of(Company::default());
        let do_it = |case: &mut Assessment, edit| apply(&scheme, case, &edit).unwrap();
        let orders = LedgerId::from("work_orders");
        let record = |n: u32| vec![(n.to_string(), Some(Record::new(n, Vec::new())))];
        do_it(&mut case, Edit::SetLedger { ledger: orders.clone(), about: Some(Box::default()) });
        do_it(&mut case, Edit::SetRecords { ledger: orders.clone(), records: record(2) });
        let mut counts = RecordCounts::default();
        let mut look = |case: &Assessment, today: &str| {
            let (card, today) = (scoring::score(&scheme, case), today.parse().unwrap());
            let found = readiness_again(&scheme, gates(), case, &card, ledger_kinds(), today, &mut counts);
            assert_eq!(found, readiness(&scheme, gates(), case, ledger_kinds(), today));
            counts.counted
        };
        assert_eq!(look(&case, "2026-11-22"), 1);
        do_it(&mut case, Edit::SetFinding { clause: ClauseId::from("5.1.1.1"), text: "字".into() });
        assert_eq!(look(&case, "2026-11-22"), 1);
        assert_eq!(look(&case, "2026-11-23"), 2, "another day");
        do_it(&mut case, Edit::SetRecords { ledger: orders, records: record(3) });
        assert_eq!(look(&case, "2026-11-23"), 3, "another ledger");
    }
}
