//! Does an assessment fit its scheme? The same rules for an edit that is asked for and a file that is opened.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::*;
use crate::criteria::{ClauseId, LedgerId, Method, Scheme, ledger_title};
use crate::lang::{CommonWords, ProblemWords, cut};

/// Why an edit is refused, or what is wrong with a document.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // each is said by a phrase of the same name in assets/lang
pub enum Problem {
    UnknownClause { clause: String },
    SamplingNotAllowed { clause: ClauseId },
    ExclusionNotAllowed { clause: ClauseId, allowed: Vec<String> },
    ExclusionWithoutReason { clause: ClauseId },
    NothingChecked { clause: ClauseId },
    TooManyChecked { clause: ClauseId, checked: u32 },
    MoreNonconformingThanChecked { clause: ClauseId, checked: u32, nonconforming: u32 },
    UnknownEvidence { id: EvidenceId },
    EvidenceIdTaken { id: EvidenceId },
    EvidenceEmpty { title: String },
    EvidenceWithoutTitle { id: EvidenceId },
    PeriodBackwards { title: String },
    BadPath { path: String },
    BadRootName { name: String },
    RootInUse { name: String, count: usize },
    PeriodOfCaseBackwards,
    UnknownSpecialDeduction { id: SpecialDeductionId },
    SpecialDeductionIdTaken { id: SpecialDeductionId },
    UnknownSpecialDeductionKind { kind: u32, known: Vec<String> },
    SpecialDeductionWithoutFinding,
    BonusWithoutReason,
    EditionWithoutKind { kind: u32, found: String, known: Vec<String> },
    UnknownLedger { ledger: String },
    UnknownDrawn { ledger: String, record: String },
    BadRecord { record: String },
    VerdictFollowsSample { clause: ClauseId, ledger: String },
    CertificateWithoutName,
    ActionWithoutText { id: ActionId },
    ActionQuantity { id: ActionId },
    ActionDatesBackwards { id: ActionId },
    ActionOnExcluded { clause: ClauseId },
    UnknownPrerequisite { id: ActionId, before: ActionId },
    PrerequisitesInCircle { id: ActionId },
    ScenarioWithoutName,
    CarriedOverVerdict { clause: ClauseId },
    RoundWithoutTitle,
    RoundTitleTaken { title: String },
    RoundBackwards { day: chrono::NaiveDate, last: chrono::NaiveDate },
    RoundScheme { title: String },
    RoundFrozen { number: usize },
    VisitPoints,
    VisitScore { most: String },
    AwardBackwards,
    TextTooLong { what: Subject, length: usize, most: usize },
    TooMany { what: Subject, count: usize, most: usize },
    ControlCharacter { what: Subject },
}

/// What a problem of length, number or characters is about.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // named after what they are
pub enum Subject {
    Company,
    Finding(ClauseId),
    Evidence,
    SpecialDeduction,
    Bonus,
    Former,
    Fingerprint,
    Root,
    Material,
    Ledger,
    Sample,
    Certificate,
    Gate,
    Action,
    Scenario,
    Round,
    Visit,
    Award,
}

impl Subject {
    fn say(&self, c: &CommonWords) -> String {
        match self {
            Self::Company => c.company.to_string(),
            Self::Finding(clause) => format!("{} {clause}", c.clause),
            Self::Evidence => c.evidence.to_string(),
            Self::SpecialDeduction => c.special_deduction.to_string(),
            Self::Bonus => c.bonus.to_string(),
            Self::Former => c.former_answer.to_string(),
            Self::Fingerprint => c.fingerprint.to_string(),
            Self::Root => c.root.to_string(),
            Self::Material => c.material.to_string(),
            Self::Ledger => c.ledger.to_string(),
            Self::Sample => c.sample.to_string(),
            Self::Certificate => c.certificate.to_string(),
            Self::Gate => c.gate.to_string(),
            Self::Action => c.action.to_string(),
            Self::Scenario => c.scenario.to_string(),
            Self::Round => c.round.to_string(),
            Self::Visit => c.visit.to_string(),
            Self::Award => c.award.to_string(),
        }
    }
}

impl Problem {
    /// One sentence: what, where, what to do.
    #[must_use]
    pub fn say(&self, w: &ProblemWords, c: &CommonWords) -> String {
        match self {
            Self::UnknownClause { clause } => w.unknown_clause.fill(&[("clause", &cut(clause))]),
            Self::SamplingNotAllowed { clause } => w.sampling_not_allowed.fill(&[("clause", clause)]),
            Self::ExclusionNotAllowed { clause, allowed } => {
                w.exclusion_not_allowed.fill(&[("clause", clause), ("allowed", &allowed.join(&c.list_separator))])
            }
            Self::ExclusionWithoutReason { clause } => w.exclusion_without_reason.fill(&[("clause", clause)]),
            Self::NothingChecked { clause } => w.nothing_checked.fill(&[("clause", clause)]),
            Self::TooManyChecked { clause, checked } => {
                w.too_many_checked.fill(&[("clause", clause), ("checked", checked), ("most", &MAX_CHECKED)])
            }
            Self::MoreNonconformingThanChecked { clause, checked, nonconforming } => w
                .more_nonconforming_than_checked
                .fill(&[("clause", clause), ("checked", checked), ("nonconforming", nonconforming)]),
            Self::UnknownEvidence { id } => w.unknown_evidence.fill(&[("id", id)]),
            Self::EvidenceIdTaken { id } => w.evidence_id_taken.fill(&[("id", id)]),
            Self::EvidenceEmpty { title } => w.evidence_empty.fill(&[("title", &cut(title))]),
            Self::EvidenceWithoutTitle { id } => w.evidence_without_title.fill(&[("id", id)]),
            Self::PeriodBackwards { title } => w.period_backwards.fill(&[("title", &cut(title))]),
            Self::BadRootName { name } => w.bad_root_name.fill(&[("name", &cut(name)), ("most", &MAX_ROOT_NAME)]),
            Self::RootInUse { name, count } => w.root_in_use.fill(&[("name", &cut(name)), ("count", count)]),
            Self::PeriodOfCaseBackwards => w.period_of_case_backwards.to_string(),
            Self::BadPath { path } => w.bad_path.fill(&[("path", &cut(path))]),
            Self::UnknownSpecialDeduction { id } => w.unknown_special_deduction.fill(&[("id", id)]),
            Self::SpecialDeductionIdTaken { id } => w.special_deduction_id_taken.fill(&[("id", id)]),
            Self::UnknownSpecialDeductionKind { kind, known } => {
                w.unknown_special_deduction_kind.fill(&[("kind", kind), ("known", &known.join(&c.list_separator))])
            }
            Self::SpecialDeductionWithoutFinding => w.special_deduction_without_finding.to_string(),
            Self::BonusWithoutReason => w.bonus_without_reason.to_string(),
            Self::EditionWithoutKind { kind, found, known } => w.edition_without_kind.fill(&[
                ("kind", kind),
                ("found", found),
                ("known", &known.join(&c.list_separator)),
            ]),
            Self::UnknownLedger { ledger } => {
                w.unknown_ledger.fill(&[("ledger", &ledger_title(&LedgerId::from(ledger.as_str())))])
            }
            Self::UnknownDrawn { ledger, record } => w
                .unknown_drawn
                .fill(&[("ledger", &ledger_title(&LedgerId::from(ledger.as_str()))), ("record", &cut(record))]),
            Self::BadRecord { record } => w.bad_record.fill(&[("record", &cut(record))]),
            Self::VerdictFollowsSample { clause, ledger } => w
                .verdict_follows_sample
                .fill(&[("clause", clause), ("ledger", &ledger_title(&LedgerId::from(ledger.as_str())))]),
            Self::CertificateWithoutName => w.certificate_without_name.to_string(),
            Self::ActionWithoutText { id } => w.action_without_text.fill(&[("id", id)]),
            Self::ActionQuantity { id } => w.action_quantity.fill(&[("id", id)]),
            Self::ActionDatesBackwards { id } => w.action_dates_backwards.fill(&[("id", id)]),
            Self::ActionOnExcluded { clause } => w.action_on_excluded.fill(&[("clause", clause)]),
            Self::UnknownPrerequisite { id, before } => w.unknown_prerequisite.fill(&[("id", id), ("before", before)]),
            Self::PrerequisitesInCircle { id } => w.prerequisites_in_circle.fill(&[("id", id)]),
            Self::ScenarioWithoutName => w.scenario_without_name.to_string(),
            Self::CarriedOverVerdict { clause } => w.carried_over_verdict.fill(&[("clause", clause)]),
            Self::RoundWithoutTitle => w.round_without_title.to_string(),
            Self::RoundTitleTaken { title } => w.round_title_taken.fill(&[("title", &cut(title))]),
            Self::RoundBackwards { day, last } => w.round_backwards.fill(&[("day", day), ("last", last)]),
            Self::RoundScheme { title } => w.round_scheme.fill(&[("title", &cut(title))]),
            Self::RoundFrozen { number } => w.round_frozen.fill(&[("number", number)]),
            Self::VisitPoints => w.visit_points.to_string(),
            Self::VisitScore { most } => w.visit_score.fill(&[("most", most)]),
            Self::AwardBackwards => w.award_backwards.to_string(),
            Self::TextTooLong { what, length, most } => {
                w.text_too_long.fill(&[("what", &what.say(c)), ("length", length), ("most", most)])
            }
            Self::TooMany { what, count, most } => {
                w.too_many.fill(&[("what", &what.say(c)), ("count", count), ("most", most)])
            }
            Self::ControlCharacter { what } => w.control_character.fill(&[("what", &what.say(c))]),
        }
    }
}

/// Everything in which a document does not fit its scheme; empty when it fits.
#[must_use]
pub fn check(scheme: &Scheme, assessment: &Assessment) -> Vec<Problem> {
    let mut out = check_round_in_work(scheme, assessment);
    round::check_all(assessment, |result| {
        if out.len() < MAX_PROBLEMS {
            out.extend(result.err());
        }
    });
    out
}

/// The same without the rounds that are closed: each has a scheme of its own, which does not change with this one.
pub(super) fn check_round_in_work(scheme: &Scheme, assessment: &Assessment) -> Vec<Problem> {
    let mut out = Vec::new();
    let mut take = |result: Result<(), Problem>| {
        if out.len() < MAX_PROBLEMS {
            out.extend(result.err());
        }
    };
    take(company(&assessment.company));
    for (id, given) in &assessment.answers {
        take(verdict(scheme, id, &given.verdict));
        take(carried(scheme, id, &given.verdict, given.carried.as_ref()));
        take(text(&given.finding, MAX_TEXT, || Subject::Finding(id.clone())));
        take(text(&given.note, MAX_TEXT, || Subject::Finding(id.clone())));
    }
    take(count(assessment.evidence.len(), MAX_EVIDENCE, || Subject::Evidence));
    take(parts(assessment.evidence.values().map(|piece| piece.parts()).sum()));
    for (id, piece) in &assessment.evidence {
        take(evidence(scheme, *id, piece));
    }
    take(period(assessment.period));
    take(fingerprints(&assessment.fingerprints));
    for (path, print) in &assessment.fingerprints {
        take(fingerprint(path, print));
    }
    take(roots(&assessment.roots));
    for (name, folder) in &assessment.roots {
        take(root(name, folder));
    }
    take(materials(&assessment.materials));
    for (id, answer) in &assessment.materials {
        take(material(id, answer));
    }
    ledger_edit::check_all(scheme, assessment, &mut take);
    take(count(assessment.actions.len(), MAX_ACTIONS, || Subject::Action));
    action::check_all(assessment, &mut take);
    assessment.visit.iter().for_each(|given| take(visit::check_visit(scheme, given)));
    assessment.award.iter().for_each(|given| take(award::check_award(given)));
    take(count(assessment.special_deductions.len(), MAX_SPECIAL_DEDUCTIONS, || Subject::SpecialDeduction));
    for deduction in assessment.special_deductions.values() {
        take(special_deduction(scheme, deduction));
    }
    if let Some(given) = &assessment.bonus {
        take(bonus(given));
    }
    take(count(assessment.former.len(), MAX_FORMER_CLAUSES, || Subject::Former));
    for given in assessment.former.values() {
        take(count(given.len(), MAX_FORMER, || Subject::Former));
        given.iter().for_each(|given| take(former(given)));
    }
    out
}

pub(super) fn known(scheme: &Scheme, clause: &ClauseId) -> Result<(), Problem> {
    match scheme.clause(clause) {
        Some(_) => Ok(()),
        None => Err(Problem::UnknownClause { clause: clause.to_string() }),
    }
}

pub(super) fn verdict(scheme: &Scheme, id: &ClauseId, verdict: &Verdict) -> Result<(), Problem> {
    let Some(clause) = scheme.clause(id) else {
        return Err(Problem::UnknownClause { clause: id.to_string() });
    };
    match verdict {
        Verdict::Unrated | Verdict::Meets | Verdict::Fails => Ok(()),
        Verdict::Sampled { checked, nonconforming } => {
            let clause = id.clone();
            if matches!(scheme.clause(id).map(|clause| &clause.method), Some(Method::AllOrNothing)) {
                Err(Problem::SamplingNotAllowed { clause })
            } else if *checked == 0 {
                Err(Problem::NothingChecked { clause })
            } else if *checked > MAX_CHECKED {
                Err(Problem::TooManyChecked { clause, checked: *checked })
            } else if nonconforming > checked {
                let (checked, nonconforming) = (*checked, *nonconforming);
                Err(Problem::MoreNonconformingThanChecked { clause, checked, nonconforming })
            } else {
                Ok(())
            }
        }
        Verdict::Excluded { reason } => {
            if !scheme.excludable(&clause.id) {
                let allowed = scheme.rules.exclusion.allowed_under.iter().take(MAX_NAMED).cloned().collect();
                Err(Problem::ExclusionNotAllowed { clause: id.clone(), allowed })
            } else if reason.trim().is_empty() {
                Err(Problem::ExclusionWithoutReason { clause: id.clone() })
            } else {
                text(reason, MAX_TEXT, || Subject::Finding(id.clone()))
            }
        }
    }
}

/// Whether a clause may have this verdict of the round before.
pub(super) fn carried(
    scheme: &Scheme,
    id: &ClauseId,
    judged: &Verdict,
    carried: Option<&Verdict>,
) -> Result<(), Problem> {
    let Some(carried) = carried else { return known(scheme, id) };
    verdict(scheme, id, carried)?;
    if *judged != Verdict::Unrated || *carried == Verdict::Unrated {
        return Err(Problem::CarriedOverVerdict { clause: id.clone() });
    }
    Ok(())
}

pub(super) fn text(text: &str, most: usize, what: impl FnOnce() -> Subject) -> Result<(), Problem> {
    // Most texts are far below the bound; counting characters is left for those that are not.
    if text.len() > most {
        let length = text.chars().count();
        if length > most {
            return Err(Problem::TextTooLong { what: what(), length, most });
        }
    }
    if text.chars().any(|found| found.is_control() && !matches!(found, '\n' | '\r' | '\t')) {
        return Err(Problem::ControlCharacter { what: what() });
    }
    Ok(())
}

/// A text on one line.
pub(super) fn line(content: &str, most: usize, what: Subject) -> Result<(), Problem> {
    text(content, most, || what.clone())?;
    if content.contains(['\n', '\r', '\t']) { Err(Problem::ControlCharacter { what }) } else { Ok(()) }
}

pub(super) fn count(count: usize, most: usize, what: impl FnOnce() -> Subject) -> Result<(), Problem> {
    if count > most { Err(Problem::TooMany { what: what(), count, most }) } else { Ok(()) }
}

/// Whether so many parts of all pieces of evidence together are not too much for one case.
pub(super) fn parts(parts: usize) -> Result<(), Problem> {
    count(parts, MAX_PARTS, || Subject::Evidence)
}

pub(super) fn company(company: &Company) -> Result<(), Problem> {
    let Company { name, sells, scope, sites, contact, prepared_by, .. } = company;
    count(sites.len(), MAX_SITES, || Subject::Company)?;
    for line in [name, contact, prepared_by].into_iter().chain(sites) {
        text(line, MAX_LINE, || Subject::Company)?;
    }
    text(sells, MAX_TEXT, || Subject::Company)?;
    text(scope, MAX_TEXT, || Subject::Company)
}

pub(super) fn evidence(scheme: &Scheme, id: EvidenceId, evidence: &Evidence) -> Result<(), Problem> {
    let Evidence { title, items, clauses, covers, .. } = evidence;
    if title.trim().is_empty() {
        return Err(Problem::EvidenceWithoutTitle { id });
    }
    text(title, MAX_LINE, || Subject::Evidence)?;
    if items.is_empty() {
        return Err(Problem::EvidenceEmpty { title: title.clone() });
    }
    count(items.len(), MAX_ITEMS, || Subject::Evidence)?;
    for item in items {
        path(item.target(), || Subject::Evidence)?;
    }
    if covers.is_some_and(|period| period.to < period.from) {
        return Err(Problem::PeriodBackwards { title: title.clone() });
    }
    clauses.iter().try_for_each(|clause| known(scheme, clause))
}

pub(super) fn period(period: Option<Period>) -> Result<(), Problem> {
    if period.is_some_and(|period| period.to < period.from) { Err(Problem::PeriodOfCaseBackwards) } else { Ok(()) }
}

/// A path as evidence stores it, on one line.
fn path(path: &str, what: impl Fn() -> Subject) -> Result<(), Problem> {
    text(path, MAX_LINE, what)?;
    if path.trim().is_empty() || path.contains(['\n', '\r', '\t']) {
        return Err(Problem::BadPath { path: path.to_owned() });
    }
    Ok(())
}

pub(super) fn fingerprint(place: &str, print: &Fingerprint) -> Result<(), Problem> {
    path(place, || Subject::Fingerprint)?;
    match print {
        Fingerprint::File(_) => Ok(()),
        Fingerprint::Folder(files) => {
            count(files.len(), MAX_FOLDER_FILES, || Subject::Fingerprint)?;
            files.keys().try_for_each(|name| text(name, MAX_LINE, || Subject::Fingerprint))
        }
    }
}

pub(super) fn fingerprints(prints: &BTreeMap<String, Arc<Fingerprint>>) -> Result<(), Problem> {
    count(prints.values().map(|print| print.files()).sum(), MAX_FINGERPRINTS, || Subject::Fingerprint)
}

pub(super) fn root(name: &str, folder: &str) -> Result<(), Problem> {
    if !is_root_name(name) {
        return Err(Problem::BadRootName { name: name.to_owned() });
    }
    path(folder, || Subject::Root)
}

pub(super) fn roots(roots: &BTreeMap<String, String>) -> Result<(), Problem> {
    count(roots.len(), MAX_ROOTS, || Subject::Root)
}

pub(super) fn material(id: &MaterialId, answer: &MaterialAnswer) -> Result<(), Problem> {
    text(id.as_str(), MAX_LINE, || Subject::Material)?;
    text(&answer.not_concerned, MAX_TEXT, || Subject::Material)?;
    text(&answer.note, MAX_TEXT, || Subject::Material)?;
    count(answer.evidence.len(), MAX_EVIDENCE, || Subject::Material)
}

pub(super) fn materials(materials: &BTreeMap<MaterialId, Arc<MaterialAnswer>>) -> Result<(), Problem> {
    count(materials.len(), MAX_MATERIALS, || Subject::Material)
}

pub(super) fn special_deduction(scheme: &Scheme, deduction: &SpecialDeduction) -> Result<(), Problem> {
    let kinds = &scheme.rules.special_deductions.kinds;
    if !kinds.iter().any(|kind| kind.id == deduction.kind) {
        let known: Vec<String> = kinds.iter().take(MAX_NAMED).map(|kind| kind.id.to_string()).collect();
        return Err(Problem::UnknownSpecialDeductionKind { kind: deduction.kind, known });
    }
    if deduction.found.trim().is_empty() {
        return Err(Problem::SpecialDeductionWithoutFinding);
    }
    text(&deduction.found, MAX_TEXT, || Subject::SpecialDeduction)?;
    deduction.clause.iter().try_for_each(|clause| known(scheme, clause))
}

pub(super) fn bonus(bonus: &Bonus) -> Result<(), Problem> {
    if bonus.reason.trim().is_empty() {
        return Err(Problem::BonusWithoutReason);
    }
    text(&bonus.reason, MAX_TEXT, || Subject::Bonus)
}

/// A former answer belongs to an older edition, so that its verdict need not fit the scheme; only its size is bounded.
fn former(given: &FormerAnswer) -> Result<(), Problem> {
    let FormerAnswer { edition, title, requirement, text_fingerprint, answer, samples, evidence, why: _ } = given;
    for line in [edition, title, text_fingerprint].into_iter().chain(samples) {
        text(line, MAX_LINE, || Subject::Former)?;
    }
    let reason = match &answer.verdict {
        Verdict::Excluded { reason } => reason,
        _ => "",
    };
    for long in [requirement.as_str(), &answer.finding, &answer.note, reason] {
        text(long, MAX_TEXT, || Subject::Former)?;
    }
    count(evidence.len(), MAX_EVIDENCE, || Subject::Former)
}
