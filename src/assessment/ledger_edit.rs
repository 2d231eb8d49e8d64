//! Changes of ledgers, samples, certificates and gates; and whether they are in order.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::check::{self, Problem, Subject, line};
use super::*;
use crate::criteria::{ClauseId, LedgerId, Scheme};

pub(super) fn apply(scheme: &Scheme, assessment: &mut Assessment, edit: &Edit) -> Result<(), Problem> {
    match edit {
        Edit::SetLedger { ledger, about } => set_ledger(assessment, ledger, about.as_deref()),
        Edit::SetRecords { ledger, records } => set_records(assessment, ledger, records),
        Edit::SetSample { ledger, sample } => {
            let before = assessment.sample_counts();
            match sample {
                Some(sample) => {
                    check_sample(scheme, ledger, sample)?;
                    assessment.samples.insert(ledger.clone(), Arc::new((**sample).clone()));
                    check::count(assessment.samples.len(), MAX_LEDGERS, || Subject::Sample)?;
                }
                None => drop(assessment.samples.remove(ledger)),
            }
            assessment.follow_samples(&before);
            Ok(())
        }
        Edit::SetDrawn { ledger, drawn } => {
            check_drawn(drawn)?;
            let before = assessment.sample_counts();
            let sample = assessment.samples.get_mut(ledger);
            let unknown = || Problem::UnknownDrawn { ledger: ledger.to_string(), record: drawn.record.clone() };
            let sample = Arc::make_mut(sample.ok_or_else(unknown)?);
            let old = sample.drawn.iter_mut().find(|old| old.record == drawn.record).ok_or_else(unknown)?;
            // Where it was drawn from is not a person's to say.
            let stratum = std::mem::take(&mut old.stratum);
            *old = Drawn { stratum, ..(**drawn).clone() };
            assessment.follow_samples(&before);
            Ok(())
        }
        Edit::SetCertificate { id, certificate } => {
            match certificate {
                Some(certificate) => {
                    check_certificate(certificate)?;
                    assessment.certificates.insert(*id, Arc::new((**certificate).clone()));
                    check::count(assessment.certificates.len(), MAX_CERTIFICATES, || Subject::Certificate)?;
                }
                None => drop(assessment.certificates.remove(id)),
            }
            Ok(())
        }
        Edit::SetGate { id, answer } => {
            check::text(id.as_str(), MAX_LINE, || Subject::Gate)?;
            check::text(&answer.note, MAX_TEXT, || Subject::Gate)?;
            if **answer == GateAnswer::default() {
                assessment.gates.remove(id);
            } else {
                assessment.gates.insert(id.clone(), Arc::new((**answer).clone()));
                check::count(assessment.gates.len(), MAX_GATES, || Subject::Gate)?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

fn set_ledger(assessment: &mut Assessment, id: &LedgerId, about: Option<&LedgerAbout>) -> Result<(), Problem> {
    let Some(about) = about else {
        assessment.ledgers.remove(id);
        return Ok(());
    };
    check_about(id, about)?;
    let ledger = Arc::make_mut(assessment.ledgers.entry(id.clone()).or_default());
    ledger.about = about.clone();
    check::count(assessment.ledgers.len(), MAX_LEDGERS, || Subject::Ledger)
}

fn set_records(
    assessment: &mut Assessment,
    id: &LedgerId,
    records: &[(String, Option<Record>)],
) -> Result<(), Problem> {
    let Some(ledger) = assessment.ledgers.get_mut(id) else {
        return Err(Problem::UnknownLedger { ledger: id.to_string() });
    };
    let ledger = Arc::make_mut(ledger);
    let fields = ledger.about.fields.len();
    // Where nothing changes, nothing is copied either.
    if records.is_empty() {
        return Ok(());
    }
    let known = ledger.records.make_mut();
    for (number, record) in records {
        match record {
            Some(record) => {
                check_record(number, record, fields)?;
                known.insert(number.clone(), record.clone());
            }
            None => drop(known.remove(number)),
        }
    }
    let all = assessment.ledgers.values().map(|ledger| ledger.records.len()).sum();
    check::count(all, MAX_RECORDS, || Subject::Ledger)
}

/// Whether ledgers, samples, certificates and gates of a document are in order; every problem goes to `note`.
pub(super) fn check_all(scheme: &Scheme, assessment: &Assessment, mut note: impl FnMut(Result<(), Problem>)) {
    for (id, ledger) in &assessment.ledgers {
        note(check_about(id, &ledger.about));
        let fields = ledger.about.fields.len();
        for (number, record) in &ledger.records {
            note(check_record(number, record, fields));
        }
    }
    for (id, sample) in &assessment.samples {
        note(check_sample(scheme, id, sample));
    }
    assessment.certificates.values().for_each(|certificate| note(check_certificate(certificate)));
    for (id, answer) in &assessment.gates {
        note(check::text(id.as_str(), MAX_LINE, || Subject::Gate));
        note(check::text(&answer.note, MAX_TEXT, || Subject::Gate));
    }
}

/// Whether a person may give this verdict: a clause that a sample feeds has the one that follows from it, or is
/// excluded.
pub(super) fn may_judge(assessment: &Assessment, clause: &ClauseId, verdict: &Verdict) -> Result<(), Problem> {
    if assessment.samples.is_empty() || matches!(verdict, Verdict::Excluded { .. }) {
        return Ok(());
    }
    match assessment.sampled_verdict(clause) {
        Some(follows) if follows != *verdict => {
            let ledger = assessment.samples_of(clause).next().map(|(ledger, _)| ledger.to_string());
            Err(Problem::VerdictFollowsSample { clause: clause.clone(), ledger: ledger.unwrap_or_default() })
        }
        _ => Ok(()),
    }
}

fn check_about(id: &LedgerId, about: &LedgerAbout) -> Result<(), Problem> {
    let LedgerAbout { fields, columns, unmasked: _, promises, tells_asked: _, imports } = about;
    line(id.as_str(), MAX_LINE, Subject::Ledger)?;
    check::count(fields.len(), MAX_FIELDS, || Subject::Ledger)?;
    check::count(columns.len().max(promises.len()), MAX_FIELDS, || Subject::Ledger)?;
    check::count(imports.len(), MAX_IMPORTS, || Subject::Ledger)?;
    let names = fields.iter().chain(columns.keys()).chain(columns.values()).chain(promises.keys());
    let files = imports.iter().flat_map(|import| [&import.file, &import.sheet]);
    names.chain(files).try_for_each(|name| line(name, MAX_LINE, Subject::Ledger))
}

fn check_record(number: &str, record: &Record, fields: usize) -> Result<(), Problem> {
    if number.trim().is_empty() || record.cells().len() > fields {
        return Err(Problem::BadRecord { record: number.to_owned() });
    }
    line(number, MAX_KEPT, Subject::Ledger)?;
    for cell in record.cells() {
        if let Kept::Text(text) = cell {
            if text.trim().is_empty() {
                return Err(Problem::BadRecord { record: number.to_owned() });
            }
            line(text, MAX_KEPT, Subject::Ledger)?;
        }
    }
    Ok(())
}

fn check_sample(scheme: &Scheme, id: &LedgerId, sample: &Sample) -> Result<(), Problem> {
    let Sample { seed, strata, population: _, population_sum: _, feeds, drawn, before: _ } = sample;
    line(id.as_str(), MAX_LINE, Subject::Sample)?;
    line(seed, MAX_KEPT, Subject::Sample)?;
    strata.iter().try_for_each(|strata| line(strata, MAX_LINE, Subject::Sample))?;
    check::count(drawn.len(), MAX_SAMPLE, || Subject::Sample)?;
    check::count(feeds.values().map(|checks| checks.len().max(1)).sum(), MAX_MARKS, || Subject::Sample)?;
    for (clause, checks) in feeds {
        let one = Verdict::Sampled { checked: 1, nonconforming: 0 };
        check::verdict(scheme, clause, &one)?;
        checks.iter().try_for_each(|check| line(check, MAX_LINE, Subject::Sample))?;
    }
    let mut seen = std::collections::BTreeSet::new();
    for one in drawn {
        check_drawn(one)?;
        if !seen.insert(one.record.as_str()) {
            return Err(Problem::BadRecord { record: one.record.clone() });
        }
    }
    Ok(())
}

fn check_drawn(drawn: &Drawn) -> Result<(), Problem> {
    let Drawn { record, stratum, marks, note, evidence } = drawn;
    line(record, MAX_KEPT, Subject::Sample)?;
    line(stratum, MAX_KEPT, Subject::Sample)?;
    check::count(marks.len(), MAX_MARKS, || Subject::Sample)?;
    marks.keys().try_for_each(|check| line(check, MAX_LINE, Subject::Sample))?;
    check::text(note, MAX_TEXT, || Subject::Sample)?;
    check::count(evidence.len(), MAX_EVIDENCE, || Subject::Sample)
}

fn check_certificate(certificate: &ManagerCertificate) -> Result<(), Problem> {
    let ManagerCertificate { name, number, expires: _, place } = certificate;
    if name.trim().is_empty() {
        return Err(Problem::CertificateWithoutName);
    }
    [name, number, place].into_iter().try_for_each(|text| line(text, MAX_LINE, Subject::Certificate))
}

/// Samples in another edition: what a clause was fed stays where its answer stays.
pub(super) fn move_samples<'a>(
    new: &Scheme,
    old: &Assessment,
    goes: impl Fn(&ClauseId) -> Option<&'a ClauseId>,
    left: impl Fn(&ClauseId) -> bool,
    out: &mut Assessment,
) {
    let sampled = Verdict::Sampled { checked: 1, nonconforming: 0 };
    for (id, sample) in &old.samples {
        let mut sample = (**sample).clone();
        let feeds: BTreeMap<ClauseId, _> = std::mem::take(&mut sample.feeds)
            .into_iter()
            .filter(|(clause, _)| !left(clause))
            .filter_map(|(clause, checks)| Some((goes(&clause)?.clone(), checks)))
            .filter(|(clause, _)| check::verdict(new, clause, &sampled).is_ok())
            .collect();
        sample.feeds = feeds;
        out.samples.insert(id.clone(), Arc::new(sample));
    }
}
