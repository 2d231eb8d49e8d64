//! Gates before applying in words: what a gate was decided by, why it stands as it does, the quota and its sum.
//!
//! The chapter, the window and the command line say the same of a gate, so that it is said here once.

use std::fmt::Display;

use chrono::NaiveDate;

use crate::assessment::{Assessment, CertificateId, EvidenceId};
use crate::criteria::{Gate, Gates, gates, ledger_kinds, ledger_title};
use crate::lang::{Phrase, ReadinessWords, Words};
use crate::planning::{Certified, GateResult, GateState, GateValue, QUOTA_PERCENT, Quota, Reason};

/// Most names that one sentence says.
const NAMED: usize = 5;

/// The gates of the program for a case on a day, each with what it asks for.
#[must_use]
pub fn gates_of(
    scheme: &crate::criteria::Scheme,
    assessment: &Assessment,
    day: NaiveDate,
) -> Vec<(&'static Gate, GateResult)> {
    let all: &'static Gates = gates();
    let results = crate::planning::readiness(scheme, all, assessment, ledger_kinds(), day);
    all.gates.iter().zip(results).collect()
}

/// How many gates stand how: passed, doubtful, failed, unknown.
#[must_use]
pub fn summary<'a>(results: impl IntoIterator<Item = &'a GateResult>, words: &Words) -> String {
    let mut counts = [0_usize; 4];
    for result in results {
        counts[result.state as usize] += 1;
    }
    let [pass, warn, fail, unknown] = &counts;
    words.readiness.summary.fill(&[("pass", pass), ("warn", warn), ("fail", fail), ("unknown", unknown)])
}

/// The sign of a state, which can be told without colour.
#[must_use]
pub fn state_sign(state: GateState) -> &'static str {
    match state {
        GateState::Pass => "✓",
        GateState::Warn => "!",
        GateState::Fail => "×",
        GateState::Unknown => "○",
    }
}

/// The word of a state.
#[must_use]
pub fn state_word(state: GateState, w: &ReadinessWords) -> &Phrase {
    match state {
        GateState::Pass => &w.state_pass,
        GateState::Warn => &w.state_warn,
        GateState::Fail => &w.state_fail,
        GateState::Unknown => &w.state_unknown,
    }
}

/// Says gates of one case.
#[derive(Clone, Copy)]
pub struct GateTeller<'a> {
    /// The words to use.
    pub words: &'a Words,
    /// The case whose evidence and certificates are named.
    pub assessment: &'a Assessment,
}

impl GateTeller<'_> {
    /// What is required; the limit of special deductions is the scheme's own.
    #[must_use]
    pub fn required(&self, gate: &Gate, result: &GateResult) -> String {
        match &result.value {
            GateValue::Deductions { limit, .. } => self.words.readiness.required_deductions.fill(&[("limit", limit)]),
            _ => gate.required.clone(),
        }
    }

    /// What it was decided by.
    #[must_use]
    pub fn value(&self, value: &GateValue) -> String {
        let w = &self.words.readiness;
        match value {
            GateValue::Unsaid => w.value_unsaid.to_string(),
            GateValue::Answered(true) => w.value_yes.to_string(),
            GateValue::Answered(false) => w.value_no.to_string(),
            GateValue::Since { first, full: Some(full) } => w.value_since.fill(&[("first", first), ("full", full)]),
            GateValue::Since { first, full: None } => w.value_since_never.fill(&[("first", first)]),
            GateValue::Evidence { valid, expired: 0 } => w.value_evidence.fill(&[("valid", valid)]),
            GateValue::Evidence { valid, expired } => {
                w.value_evidence_expired.fill(&[("valid", valid), ("expired", expired)])
            }
            GateValue::Records { recent, complete, after: Some(after), .. } => w.value_records.fill(&[
                ("first", &after.succ_opt().unwrap_or(*after)),
                ("recent", recent),
                ("complete", complete),
            ]),
            GateValue::Records { recent, complete, after: None, .. } => {
                w.value_records_all.fill(&[("recent", recent), ("complete", complete)])
            }
            GateValue::Traceable { traceable, total } => {
                w.value_traceable.fill(&[("traceable", traceable), ("total", total)])
            }
            GateValue::Quota(quota) => self.quota_value(quota),
            GateValue::Deductions { counted, .. } => w.value_deductions.fill(&[("counted", counted)]),
            GateValue::Open { deductions, clauses, .. } => {
                w.value_open.fill(&[("deductions", deductions), ("clauses", clauses)])
            }
            GateValue::Points { done, of } => w.value_points.fill(&[("done", done), ("of", of)]),
        }
    }

    fn quota_value(&self, quota: &Quota) -> String {
        let w = &self.words.readiness;
        match (quota.needed, quota.certified.map(Certified::number)) {
            (Some(needed), Some(certified)) => w.value_quota.fill(&[("needed", &needed), ("certified", &certified)]),
            (Some(needed), None) => w.value_quota_needed.fill(&[("needed", &needed)]),
            (None, Some(certified)) => w.value_quota_certified.fill(&[("certified", &certified)]),
            (None, None) => w.value_unsaid.to_string(),
        }
    }

    /// The reasons as sentences, without what the value says already.
    #[must_use]
    pub fn sentences(&self, result: &GateResult) -> Vec<String> {
        let said = |reason: &&Reason| !matches!((reason, &result.value), (Reason::Answered, GateValue::Answered(_)));
        result.reasons.iter().filter(said).map(|reason| self.reason(reason)).collect()
    }

    /// The same as one text.
    #[must_use]
    pub fn reasons(&self, result: &GateResult) -> String {
        self.sentences(result).join(if self.words.language == crate::lang::Language::English { " " } else { "" })
    }

    /// A reason as a sentence.
    #[must_use]
    pub fn reason(&self, reason: &Reason) -> String {
        let w = &self.words.readiness;
        match reason {
            Reason::Answered => w.why_answered.to_string(),
            Reason::PointsDone => w.why_points_done.to_string(),
            Reason::NotAnswered => w.why_not_answered.to_string(),
            Reason::Contradicted { answer: true } => w.why_contradicted_yes.to_string(),
            Reason::Contradicted { answer: false } => w.why_contradicted_no.to_string(),
            Reason::DayMissing => w.why_day_missing.to_string(),
            Reason::DayAhead => w.why_day_ahead.to_string(),
            Reason::DaysMissing { days, full } => w.why_days_missing.fill(&[("days", days), ("full", full)]),
            Reason::ScopeUnstated => w.why_scope_unstated.to_string(),
            Reason::SellsUnstated => w.why_sells_unstated.to_string(),
            Reason::ScopeBeyond { parts } => w.why_scope_beyond.fill(&[("parts", &self.list(parts))]),
            Reason::ClauseUnknown { clause } => w.why_clause_unknown.fill(&[("clause", clause)]),
            Reason::ClauseUnrated { clause } => w.why_clause_unrated.fill(&[("clause", clause)]),
            Reason::ClauseMeets { clause } => w.why_clause_meets.fill(&[("clause", clause)]),
            Reason::ClauseFails { clause } => w.why_clause_fails.fill(&[("clause", clause)]),
            Reason::ClauseExcluded { clause } => w.why_clause_excluded.fill(&[("clause", clause)]),
            Reason::ClauseSampled { clause, checked, nonconforming } => {
                w.why_clause_sampled.fill(&[("clause", clause), ("checked", checked), ("nonconforming", nonconforming)])
            }
            Reason::Evidence { pieces } => w.why_evidence.fill(&[("pieces", &self.pieces(pieces))]),
            Reason::EvidenceMissing => w.why_evidence_missing.to_string(),
            Reason::EvidenceExpired { pieces } => w.why_evidence_expired.fill(&[("pieces", &self.pieces(pieces))]),
            _ => self.counted(reason),
        }
    }

    /// Reasons about records, managers and what is open.
    fn counted(&self, reason: &Reason) -> String {
        let w = &self.words.readiness;
        match reason {
            Reason::LedgerMissing { ledger } => w.why_ledger_missing.fill(&[("ledger", &ledger_title(ledger))]),
            Reason::RecordsMissing { missing } => w.why_records_missing.fill(&[("missing", missing)]),
            Reason::RecordsIncomplete { incomplete } => w.why_records_incomplete.fill(&[("incomplete", incomplete)]),
            Reason::RecordsUndated { undated } => w.why_records_undated.fill(&[("undated", undated)]),
            Reason::RecordsAhead { ahead } => w.why_records_ahead.fill(&[("ahead", ahead)]),
            Reason::RecordsUntraceable { untraceable } => {
                w.why_records_untraceable.fill(&[("untraceable", untraceable)])
            }
            Reason::BaseUnstated => w.why_base_unstated.to_string(),
            Reason::CertifiedUnstated => w.why_certified_unstated.to_string(),
            Reason::ManagersMissing { missing } => w.why_managers_missing.fill(&[("missing", missing)]),
            Reason::OutletsUnstated => w.why_outlets_unstated.to_string(),
            Reason::OutletsExceed => w.why_outlets_exceed.to_string(),
            Reason::StatedOtherwise { listed, stated } => {
                w.why_stated_otherwise.fill(&[("listed", listed), ("stated", stated)])
            }
            Reason::CertificatesExpired { certificates } => {
                w.why_certificates_expired.fill(&[("names", &self.certificates(certificates))])
            }
            Reason::CertificatesExpiring { certificates } => {
                w.why_certificates_expiring.fill(&[("names", &self.certificates(certificates))])
            }
            Reason::CertificatesUnnumbered { certificates } => {
                w.why_certificates_unnumbered.fill(&[("names", &self.certificates(certificates))])
            }
            Reason::CertificatesRepeated { certificates } => {
                w.why_certificates_repeated.fill(&[("names", &self.certificates(certificates))])
            }
            Reason::NothingJudged => w.why_nothing_judged.to_string(),
            Reason::DeductionsNear => w.why_deductions_near.to_string(),
            Reason::DeductionsOpen { open } => w.why_deductions_open.fill(&[("open", open)]),
            Reason::ClausesOpen { clauses } => w.why_clauses_open.fill(&[("clauses", clauses)]),
            Reason::ClausesUnrated { unrated } => w.why_clauses_unrated.fill(&[("unrated", unrated)]),
            Reason::SamplesOpen { records } => w.why_samples_open.fill(&[("records", records)]),
            _ => String::new(), // said by `reason`
        }
    }

    /// The quota and its sum in one line, without a full stop.
    #[must_use]
    pub fn quota_line(&self, quota: &Quota) -> String {
        let w = &self.words.readiness;
        let mut parts = Vec::new();
        let Some((base, needed)) = quota.base.zip(quota.needed) else {
            return w.quota_base_unstated.to_string();
        };
        parts.push(match quota.headquarters.zip(quota.outlets) {
            Some((headquarters, outlets)) => {
                w.quota_base_split.fill(&[("base", &base), ("headquarters", &headquarters), ("outlets", &outlets)])
            }
            None => w.quota_base.fill(&[("base", &base)]),
        });
        parts.push(w.quota_needed.fill(&[("base", &base), ("tenth", &share(base)), ("needed", &needed)]));
        parts.push(match quota.certified {
            Some(Certified::Listed(n)) => w.quota_listed.fill(&[("n", &n)]),
            Some(Certified::Stated(n)) => w.quota_stated.fill(&[("n", &n)]),
            None => w.quota_nobody.to_string(),
        });
        match quota.missing {
            Some(0) => parts.push(w.quota_enough.to_string()),
            Some(missing) => parts.push(w.quota_short.fill(&[("missing", &missing)])),
            None => {}
        }
        parts.join(&w.quota_separator)
    }

    /// The titles of pieces of evidence.
    fn pieces(&self, pieces: &[EvidenceId]) -> String {
        let title = |id: &EvidenceId| {
            let piece = self.assessment.evidence.get(id);
            piece.map_or_else(|| id.to_string(), |piece| crate::lang::cut(&piece.title))
        };
        self.list(&pieces.iter().map(title).collect::<Vec<_>>())
    }

    /// Whose certificates, with their last days.
    fn certificates(&self, ids: &[CertificateId]) -> String {
        let name = |id: &CertificateId| {
            let Some(certificate) = self.assessment.certificates.get(id) else { return id.to_string() };
            let name = crate::lang::cut(&certificate.name);
            match certificate.expires {
                Some(day) => self.words.readiness.certificate_until.fill(&[("name", &name), ("day", &day)]),
                None => name,
            }
        };
        self.list(&ids.iter().map(name).collect::<Vec<_>>())
    }

    /// Things one after another; of many, the first.
    fn list<T: Display>(&self, things: &[T]) -> String {
        let mut said: Vec<String> = things.iter().take(NAMED).map(ToString::to_string).collect();
        if things.len() > NAMED {
            said.push("…".to_owned());
        }
        said.join(&self.words.common.list_separator)
    }
}

/// A tenth of the base as a decimal: 26 is `2.6`.
#[must_use]
pub fn share(base: u32) -> String {
    let hundredths = u64::from(base) * u64::from(QUOTA_PERCENT);
    let (whole, part) = (hundredths / 100, hundredths % 100);
    match part {
        0 => whole.to_string(),
        part if part % 10 == 0 => format!("{whole}.{}", part / 10),
        part => format!("{whole}.{part:02}"),
    }
}
