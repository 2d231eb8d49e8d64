//! What changed from one assessment to another, as values: for the change log, for undo in the journal, for comparing.
//!
//! Why it is so: whatever leads from one assessment to another (an edit, undo, another copy of the case) is seen the
//! same way, as a list of [`Change`]s with what was before and what is after. Each is also an [`Edit`], so that the
//! list can be done. Former answers are no part of it: they change with the scheme only, which no edit can do.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::*;
use crate::criteria::{ClauseId, GateId, LedgerId};

/// One thing that changed, from what to what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[allow(missing_docs)] // `from` is before, `to` is after
pub enum Change {
    /// The company's profile.
    Company { from: Arc<Company>, to: Arc<Company> },
    /// A verdict.
    Verdict { clause: ClauseId, from: Verdict, to: Verdict },
    /// A finding.
    Finding { clause: ClauseId, from: String, to: String },
    /// A note.
    Note { clause: ClauseId, from: String, to: String },
    /// The "look again" flag.
    LookAgain { clause: ClauseId, from: bool, to: bool },
    /// The 存疑 mark.
    Doubtful { clause: ClauseId, from: bool, to: bool },
    /// A piece of evidence; none where it did not exist.
    Evidence { id: EvidenceId, from: Option<Arc<Evidence>>, to: Option<Arc<Evidence>> },
    /// The "needs a second look" mark.
    Recheck { clause: ClauseId, from: bool, to: bool },
    /// The period of the assessment.
    Period { from: Option<Period>, to: Option<Period> },
    /// Where a named root lies; none where it did not exist.
    Root { name: String, from: Option<String>, to: Option<String> },
    /// Fingerprints by path, only those that differ; none where there was none.
    Fingerprints(Vec<FingerprintChange>),
    /// An answer to an item of a material checklist; none where there was none.
    Material { id: MaterialId, from: Option<Arc<MaterialAnswer>>, to: Option<Arc<MaterialAnswer>> },
    /// What is known of a ledger; none where it did not exist.
    Ledger { ledger: LedgerId, from: Option<Box<LedgerAbout>>, to: Option<Box<LedgerAbout>> },
    /// Records of a ledger by number, only those that differ, and so many that they fit into one line of a log.
    Records { ledger: LedgerId, records: Vec<RecordChange> },
    /// A sample; none where it did not exist.
    Sample { ledger: LedgerId, from: Option<Arc<Sample>>, to: Option<Arc<Sample>> },
    /// What was found in a record that was drawn.
    Drawn { ledger: LedgerId, from: Box<Drawn>, to: Box<Drawn> },
    /// The certificate of an after-sales manager; none where it did not exist.
    Certificate { id: CertificateId, from: Option<Arc<ManagerCertificate>>, to: Option<Arc<ManagerCertificate>> },
    /// An answer to a gate; none where there was none.
    Gate { id: GateId, from: Option<Arc<GateAnswer>>, to: Option<Arc<GateAnswer>> },
    /// A remediation action; none where it did not exist.
    Action { id: ActionId, from: Option<Arc<Action>>, to: Option<Arc<Action>> },
    /// A scenario; none where it did not exist.
    Scenario { name: String, from: Option<Arc<Scenario>>, to: Option<Arc<Scenario>> },
    /// A special deduction; none where it did not exist.
    SpecialDeduction { id: SpecialDeductionId, from: Option<Arc<SpecialDeduction>>, to: Option<Arc<SpecialDeduction>> },
    /// The bonus; none where there was none.
    Bonus { from: Option<Bonus>, to: Option<Bonus> },
    /// What was judged in the round before and is not confirmed.
    Carried { clause: ClauseId, from: Option<Verdict>, to: Option<Verdict> },
    /// A closed round, by its number; none where it did not exist.
    Round { number: usize, from: Option<Arc<Round>>, to: Option<Arc<Round>> },
    /// What the certification body found; none where there was no visit.
    Visit { from: Option<Arc<Visit>>, to: Option<Arc<Visit>> },
    /// The certificate; none where there was none.
    Award { from: Option<Arc<Award>>, to: Option<Arc<Award>> },
}

/// A fingerprint that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FingerprintChange {
    /// The path that evidence stores.
    pub path: String,
    /// Before.
    pub from: Option<Arc<Fingerprint>>,
    /// After.
    pub to: Option<Arc<Fingerprint>>,
}

/// A record that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordChange {
    /// Its number.
    pub number: String,
    /// Before.
    pub from: Option<Record>,
    /// After.
    pub to: Option<Record>,
}

/// Most records in one change; a line of a log holds several times as many.
const RECORDS_EACH: usize = 20_000;

impl Change {
    /// The change as an edit.
    #[must_use]
    pub fn edit(&self) -> Edit {
        match self {
            Self::Company { to, .. } => Edit::SetCompany(Box::new((**to).clone())),
            Self::Verdict { clause, to, .. } => Edit::SetVerdict { clause: clause.clone(), verdict: to.clone() },
            Self::Finding { clause, to, .. } => Edit::SetFinding { clause: clause.clone(), text: to.clone() },
            Self::Note { clause, to, .. } => Edit::SetNote { clause: clause.clone(), text: to.clone() },
            Self::LookAgain { clause, to, .. } => Edit::SetLookAgain { clause: clause.clone(), on: *to },
            Self::Doubtful { clause, to, .. } => Edit::SetDoubtful { clause: clause.clone(), on: *to },
            Self::Evidence { id, from, to } => match (from, to) {
                (_, None) => Edit::RemoveEvidence { id: *id },
                (None, Some(to)) => Edit::AddEvidence { id: *id, evidence: Box::new((**to).clone()) },
                (Some(_), Some(to)) => Edit::SetEvidence { id: *id, evidence: Box::new((**to).clone()) },
            },
            Self::Recheck { clause, to, .. } => Edit::SetRecheck { clause: clause.clone(), on: *to },
            Self::Period { to, .. } => Edit::SetPeriod(*to),
            Self::Root { name, to, .. } => Edit::SetRoot { name: name.clone(), folder: to.clone() },
            Self::Fingerprints(list) => {
                Edit::SetFingerprints(list.iter().map(|one| (one.path.clone(), one.to.clone())).collect())
            }
            Self::Material { id, to, .. } => {
                let answer = to.as_deref().cloned().unwrap_or_default();
                Edit::SetMaterial { id: id.clone(), answer: Box::new(answer) }
            }
            Self::Ledger { ledger, to, .. } => Edit::SetLedger { ledger: ledger.clone(), about: to.clone() },
            Self::Records { ledger, records } => Edit::SetRecords {
                ledger: ledger.clone(),
                records: records.iter().map(|one| (one.number.clone(), one.to.clone())).collect(),
            },
            Self::Sample { ledger, to, .. } => Edit::SetSample {
                ledger: ledger.clone(),
                sample: to.as_ref().map(|sample| Box::new((**sample).clone())),
            },
            Self::Drawn { ledger, to, .. } => Edit::SetDrawn { ledger: ledger.clone(), drawn: to.clone() },
            Self::Certificate { id, to, .. } => Edit::SetCertificate {
                id: *id,
                certificate: to.as_ref().map(|certificate| Box::new((**certificate).clone())),
            },
            Self::Gate { id, to, .. } => {
                let answer = to.as_deref().cloned().unwrap_or_default();
                Edit::SetGate { id: id.clone(), answer: Box::new(answer) }
            }
            Self::Action { id, to, .. } => {
                Edit::SetAction { id: *id, action: to.as_ref().map(|action| Box::new((**action).clone())) }
            }
            Self::Scenario { name, to, .. } => Edit::SetScenario {
                name: name.clone(),
                scenario: to.as_ref().map(|scenario| Box::new((**scenario).clone())),
            },
            Self::SpecialDeduction { id, from, to } => match (from, to) {
                (_, None) => Edit::RemoveSpecialDeduction { id: *id },
                (None, Some(to)) => Edit::AddSpecialDeduction { id: *id, deduction: (**to).clone() },
                (Some(_), Some(to)) => Edit::SetSpecialDeduction { id: *id, deduction: (**to).clone() },
            },
            Self::Bonus { to, .. } => Edit::SetBonus(to.clone()),
            Self::Carried { clause, to, .. } => Edit::SetCarried { clause: clause.clone(), verdict: to.clone() },
            Self::Round { number, to, .. } => {
                Edit::SetRound { number: *number, round: to.as_ref().map(|round| Box::new((**round).clone())) }
            }
            Self::Visit { to, .. } => Edit::SetVisit(to.as_ref().map(|visit| Box::new((**visit).clone()))),
            Self::Award { to, .. } => Edit::SetAward(to.as_ref().map(|award| Box::new((**award).clone()))),
        }
    }

    /// Whether it takes something out of the case.
    fn removes(&self) -> bool {
        matches!(
            self,
            Self::Evidence { to: None, .. }
                | Self::SpecialDeduction { to: None, .. }
                | Self::Material { to: None, .. }
                | Self::Ledger { to: None, .. }
                | Self::Sample { to: None, .. }
                | Self::Certificate { to: None, .. }
                | Self::Gate { to: None, .. }
                | Self::Action { to: None, .. }
                | Self::Scenario { to: None, .. }
                | Self::Round { to: None, .. }
        )
    }

    /// The clauses that it concerns, for a filter; empty where it concerns the case as a whole.
    #[must_use]
    pub fn clauses(&self) -> Vec<&ClauseId> {
        match self {
            Self::Verdict { clause, .. }
            | Self::Finding { clause, .. }
            | Self::Note { clause, .. }
            | Self::Recheck { clause, .. }
            | Self::LookAgain { clause, .. }
            | Self::Carried { clause, .. }
            | Self::Doubtful { clause, .. } => vec![clause],
            Self::Evidence { from, to, .. } => {
                let mut out: Vec<&ClauseId> =
                    [from, to].into_iter().flatten().flat_map(|piece| &piece.clauses).collect();
                out.sort();
                out.dedup();
                out
            }
            Self::SpecialDeduction { from, to, .. } => {
                let mut out: Vec<&ClauseId> =
                    [from, to].into_iter().flatten().filter_map(|one| one.clause.as_ref()).collect();
                out.dedup();
                out
            }
            Self::Action { from, to, .. } => {
                let gaps = [from, to].into_iter().flatten().map(|action| &action.gap);
                let mut out: Vec<&ClauseId> = gaps
                    .filter_map(|gap| match gap {
                        Gap::Clause(clause) => Some(clause),
                        Gap::SpecialDeduction(_) => None,
                    })
                    .collect();
                out.dedup();
                out
            }
            Self::Sample { from, to, .. } => {
                let mut out: Vec<&ClauseId> =
                    [from, to].into_iter().flatten().flat_map(|sample| sample.feeds.keys()).collect();
                out.sort();
                out.dedup();
                out
            }
            Self::Company { .. }
            | Self::Ledger { .. }
            | Self::Records { .. }
            | Self::Drawn { .. }
            | Self::Certificate { .. }
            | Self::Gate { .. }
            | Self::Scenario { .. }
            | Self::Bonus { .. }
            | Self::Round { .. }
            | Self::Visit { .. }
            | Self::Award { .. }
            | Self::Period { .. }
            | Self::Root { .. }
            | Self::Fingerprints(_)
            | Self::Material { .. } => Vec::new(),
        }
    }

    /// This change and the next one of the same thing as one; none when the next is of another thing.
    #[must_use]
    pub fn joined(&self, next: &Self) -> Option<Self> {
        let mut joined = next.clone();
        match (self, &mut joined) {
            (Self::Company { from: first, .. }, Self::Company { from, .. }) => from.clone_from(first),
            (Self::Verdict { clause: a, from: first, .. }, Self::Verdict { clause: b, from, .. }) if a == b => {
                from.clone_from(first);
            }
            (Self::Finding { clause: a, from: first, .. }, Self::Finding { clause: b, from, .. })
            | (Self::Note { clause: a, from: first, .. }, Self::Note { clause: b, from, .. })
                if a == b =>
            {
                from.clone_from(first);
            }
            (Self::Evidence { id: a, from: first, .. }, Self::Evidence { id: b, from, .. }) if a == b => {
                from.clone_from(first);
            }
            (Self::SpecialDeduction { id: a, from: first, .. }, Self::SpecialDeduction { id: b, from, .. })
                if a == b =>
            {
                from.clone_from(first);
            }
            (Self::Bonus { from: first, .. }, Self::Bonus { from, .. }) => from.clone_from(first),
            (Self::Visit { from: first, .. }, Self::Visit { from, .. }) => from.clone_from(first),
            (Self::Award { from: first, .. }, Self::Award { from, .. }) => from.clone_from(first),
            (Self::Period { from: first, .. }, Self::Period { from, .. }) => from.clone_from(first),
            (Self::Material { id: a, from: first, .. }, Self::Material { id: b, from, .. }) if a == b => {
                from.clone_from(first);
            }
            (Self::Drawn { ledger: a, from: first, .. }, Self::Drawn { ledger: b, from, .. })
                if a == b && first.record == from.record =>
            {
                from.clone_from(first);
            }
            (Self::Certificate { id: a, from: first, .. }, Self::Certificate { id: b, from, .. }) if a == b => {
                from.clone_from(first);
            }
            (Self::Gate { id: a, from: first, .. }, Self::Gate { id: b, from, .. }) if a == b => {
                from.clone_from(first);
            }
            (Self::Action { id: a, from: first, .. }, Self::Action { id: b, from, .. }) if a == b => {
                from.clone_from(first);
            }
            _ => return None,
        }
        Some(joined)
    }
}

/// Everything that differs between two assessments of the same scheme; done together, in this order and as one
/// [`Edit::Many`], on the first, they give the second. Former answers are the same in both, see [`Assessment::former`].
///
/// What leaves the case comes first, so that no limit of number is passed on the way.
#[must_use]
pub fn changes(before: &Assessment, after: &Assessment) -> Vec<Change> {
    let mut out = Vec::new();
    if before.company != after.company {
        out.push(Change::Company { from: before.company.clone(), to: after.company.clone() });
    }
    // Before the verdicts, which follow from samples.
    let mut samples = Vec::new();
    sample_changes(before, after, &mut samples);
    out.extend(samples.iter().cloned());
    answer_changes(before, after, &samples, &mut out);
    if before.period != after.period {
        out.push(Change::Period { from: before.period, to: after.period });
    }
    for (id, from, to) in pairs(&before.evidence, &after.evidence) {
        out.push(Change::Evidence { id: *id, from: from.cloned(), to: to.cloned() });
    }
    // After the evidence, since a root that is named cannot be removed.
    for (name, from, to) in pairs(&before.roots, &after.roots) {
        out.push(Change::Root { name: name.clone(), from: from.cloned(), to: to.cloned() });
    }
    let prints = pairs(&before.fingerprints, &after.fingerprints);
    let prints =
        prints.map(|(path, from, to)| FingerprintChange { path: path.clone(), from: from.cloned(), to: to.cloned() });
    let prints: Vec<FingerprintChange> = prints.collect();
    if !prints.is_empty() {
        out.push(Change::Fingerprints(prints));
    }
    for (id, from, to) in pairs(&before.materials, &after.materials) {
        out.push(Change::Material { id: id.clone(), from: from.cloned(), to: to.cloned() });
    }
    ledger_changes(before, after, &mut out);
    for (id, from, to) in pairs(&before.actions, &after.actions) {
        out.push(Change::Action { id: *id, from: from.cloned(), to: to.cloned() });
    }
    for (name, from, to) in pairs(&before.scenarios, &after.scenarios) {
        out.push(Change::Scenario { name: name.clone(), from: from.cloned(), to: to.cloned() });
    }
    for (id, from, to) in pairs(&before.special_deductions, &after.special_deductions) {
        out.push(Change::SpecialDeduction { id: *id, from: from.cloned(), to: to.cloned() });
    }
    if before.bonus != after.bonus {
        out.push(Change::Bonus { from: before.bonus.clone(), to: after.bonus.clone() });
    }
    if before.visit != after.visit {
        out.push(Change::Visit { from: before.visit.clone(), to: after.visit.clone() });
    }
    if before.award != after.award {
        out.push(Change::Award { from: before.award.clone(), to: after.award.clone() });
    }
    round_changes(before, after, &mut out);
    out.sort_by_key(|change| !change.removes());
    out
}

/// Rounds that differ: those that go, the last first, before those that come.
fn round_changes(before: &Assessment, after: &Assessment, out: &mut Vec<Change>) {
    let alike = before.rounds.iter().zip(&after.rounds).take_while(|(a, b)| a == b).count();
    for (at, round) in before.rounds.iter().enumerate().skip(alike).rev() {
        out.push(Change::Round { number: at + 1, from: Some(round.clone()), to: None });
    }
    for (at, round) in after.rounds.iter().enumerate().skip(alike) {
        out.push(Change::Round { number: at + 1, from: None, to: Some(round.clone()) });
    }
}

/// Samples that differ: record by record where only what was found does.
fn sample_changes(before: &Assessment, after: &Assessment, out: &mut Vec<Change>) {
    // Most changes are of something else, and counting looks at every record.
    if before.samples == after.samples {
        return;
    }
    for (ledger, from, to) in pairs(&before.samples, &after.samples) {
        let ledger = ledger.clone();
        match (from, to) {
            (Some(a), Some(b)) if a.same_draw(b) => {
                let differing = a.drawn.iter().zip(&b.drawn).filter(|(a, b)| a != b);
                out.extend(differing.map(|(a, b)| Change::Drawn {
                    ledger: ledger.clone(),
                    from: Box::new(a.clone()),
                    to: Box::new(b.clone()),
                }));
            }
            _ => out.push(Change::Sample { ledger, from: from.cloned(), to: to.cloned() }),
        }
    }
}

/// The answers once samples are changed like this and nothing else is: verdicts follow samples at every step of the way.
fn followed(before: &Assessment, samples: &[Change]) -> Assessment {
    let (answers, samples_before) = (before.answers.clone(), before.samples.clone());
    let mut out = Assessment { answers, samples: samples_before, ..Assessment::default() };
    // As in `changes`, what leaves the case comes first.
    let (leaving, coming): (Vec<&Change>, Vec<&Change>) = samples.iter().partition(|change| change.removes());
    for change in leaving.into_iter().chain(coming) {
        let counts = out.sample_counts();
        match change {
            Change::Sample { ledger, to: Some(sample), .. } => drop(out.samples.insert(ledger.clone(), sample.clone())),
            Change::Sample { ledger, to: None, .. } => drop(out.samples.remove(ledger)),
            Change::Drawn { ledger, to, .. } => {
                let sample = out.samples.get_mut(ledger).map(Arc::make_mut);
                let drawn = sample.and_then(|sample| sample.drawn.iter_mut().find(|one| one.record == to.record));
                drawn.into_iter().for_each(|drawn| drawn.clone_from(to));
            }
            _ => {}
        }
        out.follow_samples(&counts);
    }
    out
}

/// Answers that differ, and those that have to be said again, since what was done before, such as `samples`, goes over them.
fn answer_changes(before: &Assessment, after: &Assessment, samples: &[Change], out: &mut Vec<Change>) {
    let followed = (!samples.is_empty()).then(|| followed(before, samples));
    let on_the_way = followed.as_ref().unwrap_or(before);
    let differing = pairs(&before.answers, &after.answers).chain(pairs(&on_the_way.answers, &after.answers));
    let clauses: BTreeSet<&ClauseId> = differing.map(|(clause, ..)| clause).collect();
    for clause in clauses {
        let answer = |of: &Assessment| of.answer(clause).cloned().unwrap_or_default();
        let (a, way, b, clause) = (answer(before), answer(on_the_way), answer(after), clause.clone());
        let judged = a.verdict != b.verdict || way.verdict != b.verdict;
        if judged {
            out.push(Change::Verdict { clause: clause.clone(), from: a.verdict, to: b.verdict });
        }
        if a.finding != b.finding {
            out.push(Change::Finding { clause: clause.clone(), from: a.finding, to: b.finding });
        }
        if a.note != b.note {
            out.push(Change::Note { clause: clause.clone(), from: a.note, to: b.note });
        }
        if a.look_again != b.look_again {
            out.push(Change::LookAgain { clause: clause.clone(), from: a.look_again, to: b.look_again });
        }
        if a.doubtful != b.doubtful {
            out.push(Change::Doubtful { clause: clause.clone(), from: a.doubtful, to: b.doubtful });
        }
        // After the verdict, which clears these two; where they are to stay, that has to be said again.
        let (carried, recheck) = if judged { (None, false) } else { (way.carried, way.recheck) };
        if a.carried != b.carried || carried != b.carried {
            out.push(Change::Carried { clause: clause.clone(), from: a.carried, to: b.carried });
        }
        if a.recheck != b.recheck || recheck != b.recheck {
            out.push(Change::Recheck { clause, from: a.recheck, to: b.recheck });
        }
    }
}

/// Ledgers, certificates and gates that differ.
fn ledger_changes(before: &Assessment, after: &Assessment, out: &mut Vec<Change>) {
    let nothing = Arc::new(Ledger::default());
    for (ledger, from, to) in pairs(&before.ledgers, &after.ledgers) {
        let about = |ledger: Option<&Arc<Ledger>>| ledger.map(|ledger| Box::new(ledger.about.clone()));
        let (about_from, about_to) = (about(from), about(to));
        if about_from != about_to {
            out.push(Change::Ledger { ledger: ledger.clone(), from: about_from, to: about_to });
        }
        // With its ledger, all of it goes.
        let Some(b) = to else { continue };
        let a = from.unwrap_or(&nothing);
        let differing = pairs(&a.records, &b.records).map(|(number, from, to)| RecordChange {
            number: number.clone(),
            from: from.cloned(),
            to: to.cloned(),
        });
        let mut differing = differing.peekable();
        while differing.peek().is_some() {
            let records = differing.by_ref().take(RECORDS_EACH).collect();
            out.push(Change::Records { ledger: ledger.clone(), records });
        }
    }
    for (id, from, to) in pairs(&before.certificates, &after.certificates) {
        out.push(Change::Certificate { id: *id, from: from.cloned(), to: to.cloned() });
    }
    for (id, from, to) in pairs(&before.gates, &after.gates) {
        out.push(Change::Gate { id: id.clone(), from: from.cloned(), to: to.cloned() });
    }
}

/// The keys whose values differ, in order, with both values.
fn pairs<'a, K: Ord, V: Eq>(
    a: &'a BTreeMap<K, V>,
    b: &'a BTreeMap<K, V>,
) -> impl Iterator<Item = (&'a K, Option<&'a V>, Option<&'a V>)> {
    // One that both share has nothing that differs, whatever its size.
    let shared = std::ptr::eq(a, b);
    let (mut left, mut right) = (a.iter().peekable(), b.iter().peekable());
    let both = std::iter::from_fn(move || {
        let first = match (left.peek(), right.peek()) {
            _ if shared => return None,
            (Some((a, _)), Some((b, _))) => a.cmp(b),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return None,
        };
        let from = if first.is_le() { left.next() } else { None };
        let to = if first.is_ge() { right.next() } else { None };
        let key = from.or(to)?.0;
        Some((key, from.map(|(_, value)| value), to.map(|(_, value)| value)))
    });
    // Shared pointers compare by address first, so that untouched values cost nothing.
    both.filter(|(_, a, b)| a != b)
}

/// How a step came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Done by hand.
    Edit,
    /// Taken back.
    Undo,
    /// Done again.
    Redo,
    /// Taken over from a table.
    Import,
}

/// One step of work on a case: what the journal keeps and the change log tells.
///
/// Why it is so: what changed may be a hundred thousand records, and whoever does the step holds the window up. So a
/// step knows the case on both sides, which are shared, and what lies between is worked out by whoever keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// How it came about.
    pub how: How,
    /// Whether it goes on with the typing of the step before.
    pub joins: bool,
    /// What was asked for; none where that follows from the two sides, as in undo.
    edit: Option<Edit>,
    before: Assessment,
    after: Assessment,
}

impl Step {
    /// What an edit did.
    #[must_use]
    pub fn done(how: How, edit: Edit, before: Assessment, after: Assessment, joins: bool) -> Self {
        Self { how, joins, edit: Some(edit), before, after }
    }

    /// Going back or forth from one state of the case to another.
    #[must_use]
    pub fn between(how: How, before: Assessment, after: Assessment) -> Self {
        Self { how, joins: false, edit: None, before, after }
    }

    /// What leads from before to after, and from what to what; takes a while where much differs.
    #[must_use]
    pub fn told(self) -> (Edit, Vec<Change>) {
        let changes = changes(&self.before, &self.after);
        let edit = self.edit.unwrap_or_else(|| Edit::Many(changes.iter().map(Change::edit).collect()));
        (edit, changes)
    }
}
