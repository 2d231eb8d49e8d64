//! What several chapters need: figures and verdicts in words, links, what would be if.

use std::fmt::Display;
use std::sync::Arc;

use chrono::{Datelike as _, NaiveDate};
use num_traits::{ToPrimitive as _, Zero as _};

use super::Subject;
use crate::assessment::{
    Answer, Assessment, Evidence, EvidenceId, EvidenceItem, ItemState, Progress, Verdict, progress,
};
use crate::criteria::{Amount, Clause, ClauseId, Grade, PointsStatus, RectifiedDeductions, Scheme, TextStatus, whole};
use crate::lang::{CommonWords, Phrase, ReportWords};
use crate::report::outline::Text;
use crate::scoring::{ClauseLine, Outcome, ScoreCard, Why, decimal_or_fraction, exclusions_refused, score, show};

/// So many clauses at most are named by their titles in a sentence.
const NAMED: usize = 3;

/// The subject with what follows from it.
pub struct Teller<'a> {
    pub subject: &'a Subject<'a>,
    pub words: &'a ReportWords,
    pub common: &'a CommonWords,
    pub scheme: &'a Scheme,
    pub assessment: &'a Assessment,
    pub card: &'a ScoreCard,
    pub progress: Progress,
    pub backing: Backing,
}

/// Clauses judged and not excluded, by what stands behind the verdict on the date of the report.
#[derive(Default)]
pub struct Backing {
    /// So many have evidence that is there and valid.
    pub usable: usize,
    /// These have evidence, all of it missing, unreadable or expired.
    pub stale: Vec<ClauseId>,
    /// These have none.
    pub without: Vec<ClauseId>,
    /// Those of both lists, in the order of the scheme.
    pub wanting: Vec<ClauseId>,
}

impl Backing {
    /// How many clauses need evidence.
    pub fn all(&self) -> usize {
        self.usable + self.wanting.len()
    }
}

impl<'a> Teller<'a> {
    pub fn new(subject: &'a Subject<'a>) -> Self {
        let scheme = subject.pinned.scheme.as_ref();
        let mut teller = Self {
            subject,
            words: &subject.words.report,
            common: &subject.words.common,
            scheme,
            assessment: subject.assessment,
            card: subject.card,
            progress: progress(scheme, subject.assessment),
            backing: Backing::default(),
        };
        teller.backing = teller.weigh();
        teller
    }

    /// Looks behind each verdict: at what is on the disk and at the date.
    fn weigh(&self) -> Backing {
        let mut backing = Backing::default();
        for clause in self.scheme.clauses() {
            if matches!(self.assessment.verdict(&clause.id), Verdict::Unrated | Verdict::Excluded { .. }) {
                continue;
            }
            let mut all = self.assessment.evidence_of(&clause.id).peekable();
            let none = all.peek().is_none();
            if all.any(|(_, evidence)| self.is_usable(evidence)) {
                backing.usable += 1;
                continue;
            }
            if none {
                backing.without.push(clause.id.clone());
            } else {
                backing.stale.push(clause.id.clone());
            }
            backing.wanting.push(clause.id.clone());
        }
        backing
    }

    // Figures

    /// An amount cut for show.
    pub fn shown(&self, amount: &Amount) -> String {
        self.card.show(amount)
    }

    /// An amount cut for show, marked where digits were cut.
    pub fn figure(&self, amount: &Amount) -> String {
        let shown = self.card.show(amount);
        let scale = num_bigint::BigInt::from(10).pow(self.card.decimals);
        if (amount * whole(scale)).is_integer() { shown } else { self.words.about.fill(&[("n", &shown)]) }
    }

    /// The exact value: a decimal where there is one, else a fraction.
    pub fn exact(&self, amount: &Amount) -> String {
        decimal_or_fraction(amount)
    }

    /// The exact value where it is short enough to be read in a sentence, else the shown one, marked.
    pub fn brief(&self, amount: &Amount) -> String {
        let exact = self.exact(amount);
        if exact.len() <= 12 { exact } else { self.figure(amount) }
    }

    /// The exact value, and the shown one beside it where they differ.
    pub fn exact_and_shown(&self, amount: &Amount) -> String {
        let (exact, figure) = (self.exact(amount), self.figure(amount));
        let scale = num_bigint::BigInt::from(10).pow(self.card.decimals);
        if (amount * whole(scale)).is_integer() { exact } else { format!("{exact} {figure}") }
    }

    /// A part of a whole in percent, cut to one decimal; none where the whole is nothing.
    pub fn percent(&self, part: &Amount, of: &Amount) -> Option<String> {
        if of.is_zero() {
            return None;
        }
        let share = show(&(part / of * whole(100)), 1);
        Some(self.words.percent.fill(&[("n", &share)]))
    }

    /// The dash that stands for a figure that does not exist.
    pub fn dash(&self) -> String {
        self.words.dash.to_string()
    }

    // Words

    /// The company's name, or that it was not filled in.
    pub fn company_name(&self) -> String {
        let name = self.assessment.company.name.trim();
        if name.is_empty() { self.words.unnamed_company.to_string() } else { name.to_owned() }
    }

    /// A text, or that it was not filled in.
    pub fn or_not_filled(&self, text: &str) -> Text {
        if text.trim().is_empty() { Text::quiet(&*self.words.not_filled) } else { Text::plain(text.trim()) }
    }

    /// A date in words.
    pub fn date(&self, date: NaiveDate) -> String {
        self.words.date.fill(&[("year", &date.year()), ("month", &date.month()), ("day", &date.day())])
    }

    /// A date in figures.
    pub fn day(&self, date: NaiveDate) -> String {
        let (month, day) = (format!("{:02}", date.month()), format!("{:02}", date.day()));
        self.words.day.fill(&[("year", &date.year()), ("month", &month), ("day", &day)])
    }

    /// Things one after another.
    pub fn list<T: Display>(&self, things: impl IntoIterator<Item = T>) -> String {
        let things: Vec<String> = things.into_iter().map(|thing| thing.to_string()).collect();
        things.join(&self.common.list_separator)
    }

    /// Clauses one after another, each a link; after `most` only how many there are.
    pub fn clause_links<'c>(&self, clauses: impl IntoIterator<Item = &'c ClauseId>, most: usize) -> Text {
        let clauses: Vec<&ClauseId> = clauses.into_iter().collect();
        let mut text = Text::default();
        for (at, clause) in clauses.iter().take(most).enumerate() {
            if at > 0 {
                text = text.then(&*self.common.list_separator);
            }
            text = text.then_link(clause.as_str(), clause_anchor(clause));
        }
        if clauses.len() > most { text.then(self.words.summary_more.fill(&[("n", &clauses.len())])) } else { text }
    }

    /// The same, with titles where they are few.
    pub fn named_clauses<'c>(&self, clauses: impl IntoIterator<Item = &'c ClauseId>, most: usize) -> Text {
        let clauses: Vec<&ClauseId> = clauses.into_iter().collect();
        if clauses.len() > NAMED {
            return self.clause_links(clauses, most);
        }
        let mut text = Text::default();
        for (at, clause) in clauses.into_iter().enumerate() {
            if at > 0 {
                text = text.then(&*self.common.list_separator);
            }
            let title = self.scheme.clause(clause).map_or("", |clause| clause.title.as_str());
            text = text.then_link(clause.as_str(), clause_anchor(clause)).then(format!(" {title}"));
        }
        text
    }

    /// A text in which every source that it names leads to the list of sources.
    pub fn sourced(&self, text: &str) -> Text {
        let mut out = Text::default();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let length = rest.find(|ch: char| !ch.is_ascii_alphanumeric()).unwrap_or(rest.len());
            let word = &rest[..length.max(first.len_utf8())];
            if self.scheme.sources.iter().any(|source| source.id == word) {
                out = out.then(std::mem::take(&mut plain)).then_link(word, source_anchor(word));
            } else {
                plain.push_str(word);
            }
            rest = &rest[word.len()..];
        }
        if plain.is_empty() { out } else { out.then(plain) }
    }

    /// A phrase whose one place is a text with links.
    pub fn around(&self, phrase: &Phrase, place: &str, inside: Text, others: &[(&str, &dyn Display)]) -> Text {
        let mark = "\u{1}";
        let mut places: Vec<(&str, &dyn Display)> = others.to_vec();
        places.push((place, &mark));
        let filled = phrase.fill(&places);
        match filled.split_once(mark) {
            Some((before, after)) => Text::plain(before).join(inside).then(after),
            None => Text::plain(filled).join(inside),
        }
    }

    /// The verdict: its sign and its word.
    pub fn verdict(&self, verdict: &Verdict) -> String {
        let word = match verdict {
            Verdict::Unrated => &self.common.unrated,
            Verdict::Meets => &self.common.meets,
            Verdict::Fails => &self.common.fails,
            Verdict::Excluded { .. } => &self.common.excluded,
            Verdict::Sampled { checked, nonconforming } => {
                let places: [(&str, &dyn Display); 2] = [("checked", checked), ("nonconforming", nonconforming)];
                return format!("{} {}", sign(verdict), self.words.scores_sampled.fill(&places));
            }
        };
        format!("{} {word}", sign(verdict))
    }

    /// How sure points or a rule are.
    pub fn points_basis(&self, status: PointsStatus) -> &'a Phrase {
        match status {
            PointsStatus::Verified => &self.words.basis_verified,
            PointsStatus::TwoOrMore => &self.words.basis_two_or_more,
            PointsStatus::SingleSource => &self.words.basis_single_source,
            PointsStatus::Provisional => &self.words.basis_provisional,
        }
    }

    /// How sure a text is.
    pub fn text_basis(&self, status: TextStatus) -> &'a Phrase {
        match status {
            TextStatus::Verified => &self.words.basis_verified,
            TextStatus::TwoOrMore => &self.words.basis_two_or_more,
            TextStatus::SingleSource => &self.words.basis_single_source,
            TextStatus::Reconstructed => &self.words.basis_reconstructed,
        }
    }

    /// How sure a rule is, and its sources.
    pub fn rule_basis(&self, status: PointsStatus, sources: &[String]) -> String {
        let basis = self.points_basis(status);
        if sources.is_empty() {
            return basis.to_string();
        }
        self.words.basis_with_sources.fill(&[("status", basis), ("sources", &self.list(sources))])
    }

    /// The number of a piece of evidence as it is written.
    pub fn evidence_number(&self, id: EvidenceId) -> String {
        self.words.evidence_number.fill(&[("n", &id)])
    }

    /// Whether any item of a piece of evidence is missing or cannot be read.
    pub fn is_gone(&self, evidence: &Evidence) -> bool {
        self.subject.checkup.worst(evidence) >= ItemState::Unreadable
    }

    /// Whether a piece of evidence can be laid on the table: something of it is there, and it is not expired.
    fn is_usable(&self, evidence: &Evidence) -> bool {
        let there = evidence.items.iter().any(|item| match self.subject.checkup.state(item) {
            ItemState::NotChecked => matches!(item, EvidenceItem::Web(_)),
            state => state < ItemState::Unreadable,
        });
        there && !evidence.expired_on(self.subject.date)
    }

    /// Pieces of evidence that are missing in part at least, and that are expired.
    pub fn gone_and_expired(&self) -> (usize, usize) {
        let all = || self.assessment.evidence.iter();
        let gone = all().filter(|(_, evidence)| self.is_gone(evidence)).count();
        let expired = all().filter(|(_, evidence)| evidence.expired_on(self.subject.date)).count();
        (gone, expired)
    }

    // What follows

    /// The clause of a line.
    pub fn clause(&self, line: &ClauseLine) -> Option<&'a Clause> {
        self.scheme.clause(&line.id)
    }

    /// The grade with this name.
    pub fn grade(&self, id: &str) -> Option<&'a Grade> {
        self.scheme.rules.grades.iter().find(|grade| grade.id == id)
    }

    /// Points of clauses that are not judged.
    pub fn unrated_points(&self) -> &Amount {
        &self.card.whole.unrated
    }

    /// Clauses that are not judged, in order.
    pub fn unrated(&self) -> impl Iterator<Item = &ClauseId> {
        self.card.clauses.iter().filter(|line| line.why == Why::Unrated).map(|line| &line.id)
    }

    /// The grade of an outcome, or that none can be told yet: too low only as long as clauses are not judged.
    pub fn grade_title(&self, outcome: &Outcome) -> String {
        if self.card.undecided(outcome) {
            return self.words.grade_pending.to_string();
        }
        self.own_title(outcome)
    }

    /// A grade's title in the language of the report.
    pub fn title(&self, id: &str, title: &str) -> String {
        self.subject.words.grade(id, title).to_owned()
    }

    /// The title of an outcome's grade, however early it is.
    pub fn own_title(&self, outcome: &Outcome) -> String {
        self.title(&outcome.grade.id, &outcome.grade.title)
    }

    /// Whether the result is too low only because clauses are not judged.
    pub fn is_pending(&self, outcome: &Outcome) -> bool {
        self.card.undecided(outcome)
    }

    /// What the company claims and the body may refuse: the bonus and exclusions, in words.
    pub fn claims(&self) -> Option<String> {
        let words = self.words;
        let bonus = self.card.bonus.then(|| {
            let points = self.exact(&self.scheme.rules.bonus.points);
            words.claims_bonus.fill(&[("points", &points)])
        });
        let count = self.card.clauses.iter().filter(|line| line.why == Why::Excluded).count();
        let excluded = (count > 0).then(|| {
            let points = self.exact(&self.card.whole.excluded);
            words.claims_excluded.fill(&[("n", &count), ("points", &points)])
        });
        let claims: Vec<String> = bonus.into_iter().chain(excluded).collect();
        if claims.is_empty() { None } else { Some(claims.join(&words.claims_and)) }
    }

    /// What would come out if neither bonus nor exclusions were accepted.
    pub fn claims_refused(&self) -> Option<Outcome> {
        exclusions_refused(self.scheme, &ScoreCard { bonus: false, ..self.card.clone() })
    }

    /// What would come out if these clauses met and all else stayed.
    pub fn improved(&self, clauses: &[&ClauseId]) -> Option<Outcome> {
        let mut better = self.assessment.clone();
        for clause in clauses {
            let answer = Answer { verdict: Verdict::Meets, ..Answer::default() };
            better.answers.insert((*clause).clone(), Arc::new(answer));
        }
        score(self.scheme, &better).outcome
    }

    /// What would come out if every special deduction were rectified; none where that changes nothing.
    pub fn rectified(&self) -> Option<Outcome> {
        if self.card.special_deductions == 0 || self.scheme.rules.rectified == RectifiedDeductions::Counted {
            return None;
        }
        let mut better = self.assessment.clone();
        for deduction in better.special_deductions.values_mut() {
            Arc::make_mut(deduction).rectified = true;
        }
        score(self.scheme, &better).outcome
    }

    /// The fewest of the greatest gaps that reach the next grade when mended, and what comes out then.
    pub fn reach(&self) -> Option<(Vec<&ClauseLine>, Outcome)> {
        let next = self.card.outcome.as_ref()?.next.as_ref()?;
        let from = &self.grade(&next.id)?.from;
        let gaps = self.card.gaps();
        (1..=gaps.len()).find_map(|count| {
            let ids: Vec<&ClauseId> = gaps[..count].iter().map(|line| &line.id).collect();
            let outcome = self.improved(&ids)?;
            let reached = outcome.score >= *from && outcome.grade.stars >= next.stars && outcome.grade.id == next.id;
            let above = outcome.grade.stars > next.stars;
            (reached || above).then(|| (gaps[..count].to_vec(), outcome))
        })
    }
}

/// The sign of a verdict, legible in black and white.
pub fn sign(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Unrated => "○",
        Verdict::Meets => "✓",
        Verdict::Fails => "×",
        Verdict::Sampled { .. } => "◐",
        Verdict::Excluded { .. } => "–",
    }
}

/// Where a clause is judged.
pub fn clause_anchor(clause: &ClauseId) -> String {
    format!("clause-{clause}")
}

/// Where a piece of evidence is listed.
pub fn evidence_anchor(id: EvidenceId) -> String {
    format!("evidence-{id}")
}

/// Where a source is listed.
pub fn source_anchor(id: &str) -> String {
    format!("source-{id}")
}

/// A part of a whole for drawing, from 0 to 1; figures are never made from it.
pub fn share(part: &Amount, of: &Amount) -> Option<f32> {
    if of.is_zero() { None } else { (part / of).to_f32() }
}
