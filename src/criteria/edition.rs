//! What differs between two editions of a scheme, clause by clause.
//!
//! Why it is so: numbers say little across editions, since a clause inserted in front moves all that follow. What a
//! clause asks is its text; so clauses are matched by the fingerprint of their text first, and by number after that.

use std::collections::{BTreeMap, BTreeSet};

use super::{Amount, Clause, ClauseId, Method, PointsStatus, Scheme, TextStatus, fingerprint};
use crate::lang::Words;

impl Clause {
    /// The fingerprint of what is required: requirement and parts, with white space made even. What helps with the
    /// answer (title, points, evidence, advice, remarks) is no part of it.
    #[must_use]
    pub fn text_fingerprint(&self) -> String {
        let mut framed = String::new();
        for text in std::iter::once(&self.requirement).chain(&self.parts) {
            let even = text.split_whitespace().collect::<Vec<_>>().join(" ");
            // Each text behind its length: whatever it holds, no other list of texts gives the same.
            framed.push_str(&format!("{}:{even},", even.len()));
        }
        fingerprint(&framed)
    }

    /// What is required, its parts on lines of their own.
    #[must_use]
    pub fn required(&self) -> String {
        std::iter::once(&self.requirement).chain(&self.parts).map(String::as_str).collect::<Vec<_>>().join("\n")
    }
}

impl Scheme {
    /// What the edition is called, for people: the standard, its edition and the file's revision. One that was
    /// calibrated counts its revisions by itself, so that its id tells it from what it was made from.
    #[must_use]
    pub fn edition_name(&self) -> String {
        let Self { id, standard, edition, revision, .. } = self;
        if self.calibration.is_some() {
            format!("{standard} ({id} r{revision})")
        } else if standard.contains(edition.as_str()) {
            format!("{standard} (r{revision})")
        } else {
            format!("{standard} {edition} (r{revision})")
        }
    }
}

/// What differs between two editions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EditionDiff {
    /// Every clause of either edition: those of the new one in its order, then those that it has no more.
    pub clauses: Vec<ClauseDiff>,
    /// Rules that differ, each kind once.
    pub rules: Vec<RuleChange>,
}

impl EditionDiff {
    /// Whether nothing differs but perhaps how the files are written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.clauses.iter().all(ClauseDiff::is_same)
    }

    /// What became of a clause of the old edition.
    #[must_use]
    pub fn of_old(&self, id: &ClauseId) -> Option<&ClauseDiff> {
        self.clauses.iter().find(|clause| clause.old.as_ref() == Some(id))
    }

    /// Where a clause of the new edition comes from.
    #[must_use]
    pub fn of_new(&self, id: &ClauseId) -> Option<&ClauseDiff> {
        self.clauses.iter().find(|clause| clause.new.as_ref() == Some(id))
    }
}

/// A clause in both editions, or in one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClauseDiff {
    /// Its number in the old edition; none when it was added.
    pub old: Option<ClauseId>,
    /// Its number in the new edition; none when it was removed.
    pub new: Option<ClauseId>,
    /// What differs; empty when it is the same.
    pub changes: Vec<ClauseChange>,
}

impl ClauseDiff {
    /// Whether it is the same in both editions.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.changes.is_empty()
    }

    /// Whether it asks the same in both editions.
    #[must_use]
    pub fn asks_the_same(&self) -> bool {
        let text = |change: &ClauseChange| matches!(change, ClauseChange::TextChanged { .. });
        self.old.is_some() && self.new.is_some() && !self.changes.iter().any(text)
    }
}

/// One thing that differs in a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // `old` and `new` are what they say
pub enum ClauseChange {
    /// The clause is new.
    Added,
    /// The clause is there no more.
    Removed,
    /// The same text stands under another number.
    Renumbered { from: ClauseId },
    /// What is required reads otherwise.
    TextChanged { old: String, new: String },
    /// Another title.
    TitleChanged { old: String, new: String },
    /// Other points.
    PointsChanged { old: Amount, new: Amount },
    /// Points are lost in another way.
    MethodChanged { old: Method, new: Method },
    /// It may be excluded and could not be, or the other way round.
    ExclusionChanged { allowed: bool },
    /// Other help with the answer: evidence to look for, advice, remarks and the like.
    GuidanceChanged,
    /// Points or text are known more or less surely, or from other sources.
    CertaintyChanged,
}

/// A kind of rule that differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RuleChange {
    /// What the score is out of.
    OutOf,
    /// Titles and points of sections and groups.
    Headings,
    /// Grades and their thresholds.
    Grades,
    /// Points of special deductions, or from how many on the evaluation is failed.
    SpecialDeductions,
    /// The kinds of special deductions.
    SpecialDeductionKinds,
    /// The bonus.
    Bonus,
    /// What may be excluded.
    Exclusion,
    /// Order, limits or decimals of the arithmetic, or what a rectified special deduction counts.
    Arithmetic,
    /// What this tool decides where the standard is silent.
    Conventions,
    /// The kinds of samples.
    Samples,
    /// Names, notes and sources of the scheme as a whole.
    About,
}

impl ClauseChange {
    /// What differs, in words; `old_scheme` and `new_scheme` are the editions that were compared, `points` writes
    /// amounts.
    #[must_use]
    pub fn say(
        &self,
        old_scheme: &Scheme,
        new_scheme: &Scheme,
        points: fn(&Amount) -> String,
        words: &Words,
    ) -> String {
        let c = &words.common;
        let method = |method: &Method, scheme: &Scheme| match method {
            Method::AllOrNothing => c.method_all_or_nothing.to_string(),
            Method::Proportional { sample } => {
                let sample = scheme.sample(sample).map_or(sample.as_str(), |sample| sample.title.as_str());
                c.method_proportional.fill(&[("sample", &sample)])
            }
        };
        match self {
            Self::Added => c.edition_added.to_string(),
            Self::Removed => c.edition_removed.to_string(),
            Self::Renumbered { from } => c.edition_renumbered.fill(&[("from", from)]),
            Self::TextChanged { .. } => c.edition_text_changed.to_string(),
            Self::TitleChanged { old, new } => c.edition_title_changed.fill(&[("old", old), ("new", new)]),
            Self::PointsChanged { old, new } => {
                c.edition_points_changed.fill(&[("old", &points(old)), ("new", &points(new))])
            }
            Self::MethodChanged { old, new } => {
                c.edition_method_changed.fill(&[("old", &method(old, old_scheme)), ("new", &method(new, new_scheme))])
            }
            Self::ExclusionChanged { allowed: true } => c.edition_may_be_excluded.to_string(),
            Self::ExclusionChanged { allowed: false } => c.edition_may_not_be_excluded.to_string(),
            Self::GuidanceChanged => c.edition_guidance_changed.to_string(),
            Self::CertaintyChanged => c.edition_certainty_changed.to_string(),
        }
    }
}

impl RuleChange {
    /// The kind of rule, in words.
    #[must_use]
    pub fn say(self, words: &Words) -> &str {
        let c = &words.common;
        match self {
            Self::OutOf => &c.rule_out_of,
            Self::Headings => &c.rule_headings,
            Self::Grades => &c.rule_grades,
            Self::SpecialDeductions => &c.rule_special_deductions,
            Self::SpecialDeductionKinds => &c.rule_special_deduction_kinds,
            Self::Bonus => &c.rule_bonus,
            Self::Exclusion => &c.rule_exclusion,
            Self::Arithmetic => &c.rule_arithmetic,
            Self::Conventions => &c.rule_conventions,
            Self::Samples => &c.rule_samples,
            Self::About => &c.rule_about,
        }
    }
}

/// Compares two editions.
#[must_use]
pub fn compare(old: &Scheme, new: &Scheme) -> EditionDiff {
    let came_from = matches(old, new);
    let mut clauses: Vec<ClauseDiff> = Vec::new();
    for clause in new.clauses() {
        let before = came_from.get(&clause.id).and_then(|id| old.clause(id));
        let changes = before.map_or_else(|| vec![ClauseChange::Added], |before| changes(old, before, new, clause));
        clauses.push(ClauseDiff { old: before.map(|before| before.id.clone()), new: Some(clause.id.clone()), changes });
    }
    let kept: BTreeSet<&ClauseId> = came_from.values().collect();
    for clause in old.clauses().filter(|clause| !kept.contains(&clause.id)) {
        clauses.push(ClauseDiff { old: Some(clause.id.clone()), new: None, changes: vec![ClauseChange::Removed] });
    }
    EditionDiff { clauses, rules: rules(old, new) }
}

/// For clauses of the new edition the clause of the old one that each continues; none is continued twice.
///
/// The same number with the same text first, then the same text wherever it stands, then the same number alone.
fn matches(old: &Scheme, new: &Scheme) -> BTreeMap<ClauseId, ClauseId> {
    let texts: BTreeMap<&ClauseId, String> =
        old.clauses().map(|clause| (&clause.id, clause.text_fingerprint())).collect();
    let new_texts: Vec<(&ClauseId, String)> =
        new.clauses().map(|clause| (&clause.id, clause.text_fingerprint())).collect();
    let mut out = BTreeMap::new();
    let mut used: BTreeSet<&ClauseId> = BTreeSet::new();
    for (id, text) in &new_texts {
        if let Some((old_id, _)) = texts.get_key_value(*id).filter(|(_, old_text)| *old_text == text) {
            out.insert((*id).clone(), (*old_id).clone());
            used.insert(*old_id);
        }
    }
    let mut elsewhere: BTreeMap<&str, Vec<&ClauseId>> = BTreeMap::new();
    for clause in old.clauses().filter(|clause| !used.contains(&clause.id)) {
        if let Some(text) = texts.get(&clause.id) {
            elsewhere.entry(text).or_default().push(&clause.id);
        }
    }
    for (id, text) in &new_texts {
        let waiting = elsewhere.get_mut(text.as_str()).filter(|waiting| !waiting.is_empty());
        if let Some(waiting) = waiting.filter(|_| !out.contains_key(*id)) {
            let old_id = waiting.remove(0);
            out.insert((*id).clone(), old_id.clone());
            used.insert(old_id);
        }
    }
    for (id, _) in &new_texts {
        if let Some((old_id, _)) = texts.get_key_value(*id).filter(|(old_id, _)| !used.contains(*old_id))
            && !out.contains_key(*id)
        {
            out.insert((*id).clone(), (*old_id).clone());
        }
    }
    out
}

/// What differs in a clause that is in both editions.
fn changes(old: &Scheme, before: &Clause, new: &Scheme, after: &Clause) -> Vec<ClauseChange> {
    let mut out = Vec::new();
    if before.id != after.id {
        out.push(ClauseChange::Renumbered { from: before.id.clone() });
    }
    if before.text_fingerprint() != after.text_fingerprint() {
        out.push(ClauseChange::TextChanged { old: before.required(), new: after.required() });
    }
    if before.title != after.title {
        out.push(ClauseChange::TitleChanged { old: before.title.clone(), new: after.title.clone() });
    }
    if before.points != after.points {
        out.push(ClauseChange::PointsChanged { old: before.points.clone(), new: after.points.clone() });
    }
    if before.method != after.method {
        out.push(ClauseChange::MethodChanged { old: before.method.clone(), new: after.method.clone() });
    }
    let allowed = new.excludable(&after.id);
    if old.excludable(&before.id) != allowed {
        out.push(ClauseChange::ExclusionChanged { allowed });
    }
    let guidance = |clause: &Clause| {
        let Clause { remark, evidence, assessor, typical_gaps, advice, departments, .. } = clause.clone();
        (remark, evidence, assessor, typical_gaps, advice, departments)
    };
    if guidance(before) != guidance(after) {
        out.push(ClauseChange::GuidanceChanged);
    }
    let certainty =
        |clause: &Clause| (clause.points_status, clause.points_between, clause.text_status, clause.sources.clone());
    if certainty(before) != certainty(after) {
        out.push(ClauseChange::CertaintyChanged);
    }
    out
}

/// Kinds of rules that differ.
fn rules(old: &Scheme, new: &Scheme) -> Vec<RuleChange> {
    let (a, b) = (&old.rules, &new.rules);
    let (deductions, others) = (&a.special_deductions, &b.special_deductions);
    let each = |deductions: &super::SpecialDeductions| {
        (deductions.points_each.clone(), deductions.fail_from, deductions.status, deductions.sources.clone())
    };
    let arithmetic =
        |rules: &super::Rules| (rules.order.clone(), rules.cap.clone(), rules.shown_decimals, rules.rectified);
    let grades = |rules: &super::Rules| {
        (rules.grades.clone(), rules.below.clone(), rules.grades_status, rules.grades_sources.clone())
    };
    let about = |scheme: &Scheme| {
        let Scheme { id, title, standard, edition, revision, status_note, statement, calibration, sources, .. } =
            scheme.clone();
        ([id, title, standard, edition, status_note, statement], revision, calibration, sources)
    };
    [
        (old.out_of != new.out_of, RuleChange::OutOf),
        (headings(old) != headings(new), RuleChange::Headings),
        (grades(a) != grades(b), RuleChange::Grades),
        (each(deductions) != each(others), RuleChange::SpecialDeductions),
        (deductions.kinds != others.kinds, RuleChange::SpecialDeductionKinds),
        (a.bonus != b.bonus, RuleChange::Bonus),
        (a.exclusion != b.exclusion, RuleChange::Exclusion),
        (arithmetic(a) != arithmetic(b), RuleChange::Arithmetic),
        (a.conventions != b.conventions, RuleChange::Conventions),
        (old.samples != new.samples, RuleChange::Samples),
        (about(old) != about(new) || certainties(old) != certainties(new), RuleChange::About),
    ]
    .into_iter()
    .filter_map(|(differs, kind)| differs.then_some(kind))
    .collect()
}

/// Numbers and titles of sections and groups, and the points of sections.
fn headings(scheme: &Scheme) -> Vec<(&str, &str, Option<&Amount>)> {
    let mut out = Vec::new();
    for section in &scheme.sections {
        out.push((section.id.as_str(), section.title.as_str(), Some(&section.points)));
        out.extend(section.groups.iter().map(|group| (group.id.as_str(), group.title.as_str(), None)));
    }
    out
}

/// How surely a section's points or a group's texts are known, with sources or a note.
type Certainty<'a> = (Option<PointsStatus>, &'a [String], Option<TextStatus>, &'a str);

/// How surely sections and groups are known, and what is noted about that.
fn certainties(scheme: &Scheme) -> Vec<Certainty<'_>> {
    let mut out = Vec::new();
    for section in &scheme.sections {
        out.push((Some(section.points_status), section.sources.as_slice(), None, ""));
        out.extend(section.groups.iter().map(|group| (None, &[][..], Some(group.text_status), group.note.as_str())));
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use super::super::read;
    use super::*;

    const SMALL: &str = include_str!("../../tests/files/schemes/good/small.ron");

    fn small(edits: &[(&str, &str)]) -> Scheme {
        let mut text = SMALL.to_owned();
        for (from, to) in edits {
            assert!(text.contains(from), "{from}");
            text = text.replace(from, to);
        }
        (*read(&text).unwrap_or_else(|problems| panic!("{problems:?}")).scheme).clone()
    }

    fn changes_of(diff: &EditionDiff, id: &str) -> Vec<ClauseChange> {
        diff.of_new(&id.into()).map(|clause| clause.changes.clone()).unwrap_or_default()
    }

    #[test]
    fn the_fingerprint_is_of_what_is_required_and_of_nothing_else() {
        let of = |edits: &[(&str, &str)]| small(edits).clause(&"1.1.2".into()).unwrap().text_fingerprint();
        let same = of(&[]);
        for edits in [
            ("条款乙", "条款二"),
            (
                "points: 4,\n                            points_status: verified",
                "points: \"4.0\",\n                            points_status: provisional",
            ),
            ("evidence: [\"证据\"]", "evidence: [\"别的\"]"),
            ("advice: [\"建议\"]", "advice: [\"别的\"]"),
            ("要做到乙。", "  要做到乙。\\n "),
        ] {
            assert_eq!(of(&[edits]), same, "{edits:?}");
        }
        for edits in [
            ("要做到乙。", "要做到 乙。"),
            ("\"a) 一\", \"b) 二\"", "\"a) 一 b) 二\""),
            ("\"a) 一\", \"b) 二\"", "\"a) 一\""),
            ("\"a) 一\", \"b) 二\"", "\"b) 二\", \"a) 一\""),
        ] {
            assert_ne!(of(&[edits]), same, "{edits:?}");
        }
    }

    #[test]
    fn the_same_scheme_has_no_differences() {
        assert!(compare(&small(&[]), &small(&[])).is_empty());
    }

    #[test]
    fn each_difference_of_a_clause_is_named() {
        let new = small(&[
            ("要做到甲。", "要做到甲，而且更好。"),
            ("title: \"条款甲\"", "title: \"条款一\""),
            ("method: proportional(sample: \"record\")", "method: all_or_nothing"),
            ("allowed_under: [\"2\"]", "allowed_under: [\"2.1.1\"]"),
            ("id: \"good\", title: \"优秀\", from: 9", "id: \"good\", title: \"优秀\", from: 8"),
        ]);
        let diff = compare(&small(&[]), &new);
        let text =
            ClauseChange::TextChanged { old: "要做到甲。".into(), new: "要做到甲，而且更好。".into() };
        let title = ClauseChange::TitleChanged { old: "条款甲".into(), new: "条款一".into() };
        assert_eq!(changes_of(&diff, "1.1.1"), [text, title]);
        let method = ClauseChange::MethodChanged {
            old: Method::Proportional { sample: "record".into() },
            new: Method::AllOrNothing,
        };
        assert_eq!(changes_of(&diff, "1.1.2"), [method]);
        assert_eq!(changes_of(&diff, "2.1.1"), []);
        assert_eq!(changes_of(&diff, "2.1.2"), [ClauseChange::ExclusionChanged { allowed: false }]);
        assert_eq!(diff.rules, [RuleChange::Grades, RuleChange::Exclusion]);
    }

    #[test]
    fn clauses_are_found_by_their_text_before_their_number() {
        // 丙 and 丁 change places; 甲 gets another text; the text of 乙 stands twice.
        let swap = [("要做到丙。", "要做到X。"), ("要做到丁。", "要做到丙。"), ("要做到X。", "要做到丁。")];
        let diff = compare(&small(&[]), &small(&swap));
        let from: Vec<_> = diff.clauses.iter().map(|found| found.old.as_ref().map(ClauseId::as_str)).collect();
        assert_eq!(from, [Some("1.1.1"), Some("1.1.2"), Some("2.1.2"), Some("2.1.1")]);
        assert_eq!(changes_of(&diff, "2.1.1")[0], ClauseChange::Renumbered { from: "2.1.2".into() });

        let twice = small(&[("要做到丙。", "要做到甲。")]);
        let diff = compare(&small(&[]), &twice);
        assert_eq!(diff.of_old(&"1.1.1".into()).unwrap().new, Some("1.1.1".into()), "the same number is preferred");
        assert!(!diff.of_new(&"2.1.1".into()).unwrap().asks_the_same(), "no clause is continued twice");
    }

    #[test]
    fn added_and_removed_clauses_are_told() {
        let new = small(&[("id: \"2.1.2\"", "id: \"2.1.3\""), ("要做到丁。", "要做到戊。")]);
        let diff = compare(&small(&[]), &new);
        assert_eq!(changes_of(&diff, "2.1.3"), [ClauseChange::Added]);
        let removed = diff.of_old(&"2.1.2".into()).unwrap();
        assert_eq!((&removed.new, &removed.changes[..]), (&None, &[ClauseChange::Removed][..]));
    }
}
