//! File → [`Scheme`]: all problems of meaning at once.

use std::collections::{BTreeMap, BTreeSet};

use num_traits::Signed as _;

use super::file::{
    self, ClauseFile, ConventionFile, Got, GradeFile, GroupFile, List, MethodFile, Points, RuleFile, RulesFile,
    SchemeFile, SectionFile,
};
use super::problem::{Position, Problem, ProblemKind};
use super::*;

/// Most decimals that a shown figure may have.
const MAX_SHOWN_DECIMALS: u32 = 6;

/// Names of the conventions, as they are written in a file; each must be there once.
const CONVENTIONS: [&str; 8] = [
    "order",
    "cap",
    "sampled_deduction",
    "unrated",
    "grade",
    "shown_decimals",
    "exclusion_limited",
    "rectified_deductions",
];

/// Checks a file that was read; none when it cannot become a scheme. Whatever is wrong is in `problems`.
pub fn check(file: SchemeFile, problems: &mut Vec<Problem>) -> Option<Scheme> {
    let mut check = Check { problems, sources: BTreeSet::new(), samples: BTreeSet::new(), ids: BTreeMap::new() };
    check.scheme(file)
}

struct Check<'a> {
    problems: &'a mut Vec<Problem>,
    sources: BTreeSet<String>,
    samples: BTreeSet<String>,
    /// Numbers of sections, groups and clauses, and where they stand.
    ids: BTreeMap<String, Position>,
}

impl Check<'_> {
    fn note(&mut self, at: Position, kind: ProblemKind) {
        self.problems.push(Problem { at: Some(at), kind });
    }

    fn text(&mut self, got: Got<String>, field: &'static str) -> Option<String> {
        let text = got.value?;
        if text.trim().is_empty() {
            self.note(got.at, ProblemKind::Empty { field });
        }
        Some(text)
    }

    /// A stable name, unique among those in `seen`.
    fn id(&mut self, got: Got<String>, seen: &mut BTreeMap<String, Position>) -> Option<String> {
        let id = got.value?;
        let fits = (1..=40).contains(&id.len())
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
        if !fits {
            self.note(got.at, ProblemKind::BadId { id: id.clone() });
        }
        self.unique(&id, got.at, seen);
        Some(id)
    }

    fn unique(&mut self, id: &str, at: Position, seen: &mut BTreeMap<String, Position>) {
        if let Some(first) = seen.get(id) {
            let first = *first;
            self.note(at, ProblemKind::DuplicateId { id: id.to_owned(), first });
        } else {
            seen.insert(id.to_owned(), at);
        }
    }

    /// The number of a section, group or clause.
    fn number(&mut self, got: Got<String>, parent: Option<&str>) -> Option<String> {
        let at = got.at;
        let mut seen = std::mem::take(&mut self.ids);
        let id = self.id(got, &mut seen);
        self.ids = seen;
        let id = id?;
        if let Some(parent) = parent
            && !id.strip_prefix(parent).is_some_and(|rest| rest.starts_with('.') && rest.len() > 1)
        {
            self.note(at, ProblemKind::NotUnder { child: id.clone(), parent: parent.to_owned() });
        }
        Some(id)
    }

    fn positive(&mut self, got: Got<Points>, field: &'static str) -> Option<Amount> {
        let amount = got.value?.0;
        if !amount.is_positive() {
            self.note(got.at, ProblemKind::NotPositive { field });
        }
        Some(amount)
    }

    fn filled<T>(&mut self, list: List<T>, field: &'static str, inside: &str) -> Option<Vec<Got<T>>> {
        let items = list.value?;
        if items.is_empty() {
            self.note(list.at, ProblemKind::EmptyList { field, inside: inside.to_owned() });
        }
        Some(items)
    }

    fn texts(&mut self, list: List<String>, field: &'static str, inside: &str) -> Option<Vec<String>> {
        let items = self.filled(list, field, inside)?;
        items.into_iter().map(|item| self.text(item, field)).collect()
    }

    fn cited(&mut self, list: List<String>) -> Option<Vec<String>> {
        let mut out = Vec::new();
        for item in list.value? {
            let id = item.value?;
            if !self.sources.contains(&id) {
                self.note(item.at, ProblemKind::UnknownSource { id: id.clone() });
            }
            out.push(id);
        }
        Some(out)
    }

    fn scheme(&mut self, file: SchemeFile) -> Option<Scheme> {
        if let Some(found) = file.format.value.filter(|found| *found != file::FORMAT) {
            self.note(file.format.at, ProblemKind::UnsupportedFormat { found, newest: file::FORMAT });
        }
        let id = self.id(file.id, &mut BTreeMap::new());
        let title = self.text(file.title, "title");
        let standard = self.text(file.standard, "standard");
        let edition = self.text(file.edition, "edition");
        let status_note = self.text(file.status_note, "status_note");
        let statement = self.text(file.statement, "statement");
        let total_at = file.score_out_of.at;
        let out_of = self.positive(file.score_out_of, "score_out_of");
        let sources = self.sources(file.sources);
        let samples = self.samples(file.samples);
        let sections = self.sections(file.sections, out_of.as_ref().map(|out_of| (total_at, out_of)));
        let rules = file.rules.value.and_then(|rules| self.rules(rules, out_of.as_ref()));
        Some(Scheme::new(
            [id?, title?, standard?, edition?, status_note?, statement?],
            file.revision.value?,
            out_of?,
            sources?,
            samples?,
            rules?,
            sections?,
        ))
    }

    fn sources(&mut self, list: List<Source>) -> Option<Vec<Source>> {
        let mut seen = BTreeMap::new();
        let mut out = Vec::new();
        for item in list.value? {
            let source = item.value?;
            self.unique(&source.id, item.at, &mut seen);
            self.sources.insert(source.id.clone());
            out.push(source);
        }
        Some(out)
    }

    fn samples(&mut self, list: List<Sample>) -> Option<Vec<Sample>> {
        let mut seen = BTreeMap::new();
        let mut out = Vec::new();
        for item in list.value? {
            let sample = item.value?;
            self.unique(&sample.id, item.at, &mut seen);
            self.samples.insert(sample.id.clone());
            out.push(sample);
        }
        Some(out)
    }

    fn sections(&mut self, list: List<SectionFile>, total: Option<(Position, &Amount)>) -> Option<Vec<Section>> {
        let items = self.filled(list, "sections", "Scheme")?;
        let sections: Vec<Option<Section>> =
            items.into_iter().map(|item| item.value.and_then(|file| self.section(file))).collect();
        let sections: Vec<Section> = sections.into_iter().collect::<Option<_>>()?;
        let sum: Amount = sections.iter().map(|section| &section.points).sum();
        if let Some((at, stated)) = total
            && sum != *stated
        {
            self.note(at, ProblemKind::TotalPoints { stated: stated.to_string(), sum: sum.to_string() });
        }
        Some(sections)
    }

    fn section(&mut self, file: SectionFile) -> Option<Section> {
        let id = self.number(file.id, None);
        let name = id.clone().unwrap_or_default();
        let title = self.text(file.title, "title");
        let points_at = file.points.at;
        let points = self.positive(file.points, "points");
        let sources = self.cited(file.sources);
        let groups = self.filled(file.groups, "groups", &name).and_then(|items| {
            let groups: Vec<Option<Group>> =
                items.into_iter().map(|item| item.value.and_then(|file| self.group(file, id.as_deref()))).collect();
            groups.into_iter().collect::<Option<Vec<Group>>>()
        });
        let (points, groups) = (points?, groups?);
        let sum: Amount = groups.iter().map(Group::points).sum();
        if sum != points {
            let kind = ProblemKind::SectionPoints { section: name, stated: points.to_string(), sum: sum.to_string() };
            self.note(points_at, kind);
        }
        Some(Section {
            id: id?,
            title: title?,
            points,
            points_status: file.points_status.value?,
            sources: sources?,
            groups,
        })
    }

    fn group(&mut self, file: GroupFile, section: Option<&str>) -> Option<Group> {
        let id = self.number(file.id, section);
        let name = id.clone().unwrap_or_default();
        let title = self.text(file.title, "title");
        let clauses = self.filled(file.clauses, "clauses", &name).and_then(|items| {
            let clauses: Vec<Option<Clause>> =
                items.into_iter().map(|item| item.value.and_then(|file| self.clause(file, id.as_deref()))).collect();
            clauses.into_iter().collect::<Option<Vec<Clause>>>()
        });
        Some(Group {
            id: id?,
            title: title?,
            text_status: file.text_status.value?,
            note: file.note.value?,
            clauses: clauses?,
        })
    }

    fn clause(&mut self, file: ClauseFile, group: Option<&str>) -> Option<Clause> {
        let id = self.number(file.id, group);
        let name = id.clone().unwrap_or_default();
        let title = self.text(file.title, "title");
        let points = self.positive(file.points, "points");
        let sources = self.cited(file.sources);
        let requirement = self.text(file.requirement, "requirement");
        let parts: Option<Vec<String>> =
            file.parts.value.and_then(|items| items.into_iter().map(|item| self.text(item, "parts")).collect());
        let method = file.method.value.and_then(|method| self.method(method));
        let evidence = self.texts(file.evidence, "evidence", &name);
        let assessor = self.texts(file.assessor, "assessor", &name);
        let typical_gaps = self.texts(file.typical_gaps, "typical_gaps", &name);
        let advice = self.texts(file.advice, "advice", &name);
        let departments = self.texts(file.departments, "departments", &name);
        Some(Clause {
            id: ClauseId::from(id?.as_str()),
            title: title?,
            points: points?,
            points_status: file.points_status.value?,
            text_status: file.text_status.value?,
            sources: sources?,
            requirement: requirement?,
            parts: parts?,
            remark: file.remark.value?,
            method: method?,
            evidence: evidence?,
            assessor: assessor?,
            typical_gaps: typical_gaps?,
            advice: advice?,
            departments: departments?,
        })
    }

    fn method(&mut self, method: MethodFile) -> Option<Method> {
        Some(match method {
            MethodFile::AllOrNothing => Method::AllOrNothing,
            MethodFile::Proportional { sample } => {
                let id = sample.value?;
                if !self.samples.contains(&id) {
                    self.note(sample.at, ProblemKind::UnknownSample { id: id.clone() });
                }
                Method::Proportional { sample: id }
            }
        })
    }

    fn rules(&mut self, file: RulesFile, out_of: Option<&Amount>) -> Option<Rules> {
        let grades = self.grades(file.grades, out_of);
        let grades_sources = self.cited(file.grades_sources);
        let special_deductions = file.special_deductions.value.and_then(|file| {
            let points_each = self.positive(file.points_each, "points_each");
            let fail_from = file.fail_from.value?;
            if fail_from == 0 {
                self.note(file.fail_from.at, ProblemKind::NotPositive { field: "fail_from" });
            }
            let mut seen = BTreeMap::new();
            let mut kinds = Vec::new();
            for item in self.filled(file.kinds, "kinds", "SpecialDeductions")? {
                let kind = item.value?;
                self.unique(&kind.id.to_string(), item.at, &mut seen);
                kinds.push(kind);
            }
            let sources = self.cited(file.sources)?;
            Some(SpecialDeductions { points_each: points_each?, fail_from, kinds, status: file.status.value?, sources })
        });
        let bonus = file.bonus.value.and_then(|file| {
            if file.at_most.value? > 1 {
                self.note(file.at_most.at, ProblemKind::BonusAtMostOne);
            }
            let points = self.positive(file.points, "points");
            let condition = self.text(file.condition, "condition");
            let sources = self.cited(file.sources);
            Some(BonusRule { points: points?, condition: condition?, status: file.status.value?, sources: sources? })
        });
        let exclusion = file.exclusion.value.and_then(|file| {
            let mut allowed_under = Vec::new();
            for item in file.allowed_under.value? {
                let id = item.value?;
                if !self.ids.contains_key(&id) {
                    self.note(item.at, ProblemKind::UnknownPlace { id: id.clone() });
                }
                allowed_under.push(id);
            }
            let explanation = self.text(file.explanation, "explanation");
            let sources = self.cited(file.sources);
            Some(ExclusionRule {
                allowed_under,
                explanation: explanation?,
                status: file.status.value?,
                sources: sources?,
            })
        });
        let decided = self.conventions(file.conventions);
        let (conventions, decided) = decided?;
        Some(Rules {
            grades: grades?,
            below: file.below.value?,
            grades_status: file.grades_status.value?,
            grades_sources: grades_sources?,
            special_deductions: special_deductions?,
            bonus: bonus?,
            exclusion: exclusion?,
            conventions,
            order: decided.order?,
            cap: decided.cap?,
            shown_decimals: decided.shown_decimals?,
            rectified: decided.rectified?,
        })
    }

    fn grades(&mut self, list: List<GradeFile>, out_of: Option<&Amount>) -> Option<Vec<Grade>> {
        let mut seen = BTreeMap::new();
        let mut grades: Vec<Grade> = Vec::new();
        for item in self.filled(list, "grades", "Rules")? {
            let file = item.value?;
            let id = self.id(file.id, &mut seen);
            let title = self.text(file.title, "title")?;
            let from = file.from.value?.0;
            if let Some(before) = grades.last().filter(|before| from <= before.from) {
                let kind = ProblemKind::GradesOutOfOrder { grade: title.clone(), before: before.title.clone() };
                self.note(file.from.at, kind);
            }
            if let Some(most) = out_of.filter(|most| from > **most || from.is_negative()) {
                let kind = ProblemKind::GradeOutOfRange { grade: title.clone(), most: most.to_string() };
                self.note(file.from.at, kind);
            }
            let stars = file.stars.value?;
            if stars > 5 {
                self.note(file.stars.at, ProblemKind::TooManyStars { grade: title.clone() });
            }
            grades.push(Grade { id: id?, title, from, stars: u8::try_from(stars.min(5)).unwrap_or(5) });
        }
        Some(grades)
    }

    fn conventions(&mut self, list: List<ConventionFile>) -> Option<(Vec<Convention>, Decided)> {
        let mut decided = Decided::default();
        let mut conventions: Vec<Convention> = Vec::new();
        let mut whole = true;
        for item in list.value? {
            let Some(file) = item.value else {
                whole = false;
                continue;
            };
            let at = file.rule.at;
            let id = file.rule.value.and_then(|rule| self.rule(rule, at, &mut decided));
            let (title, text) = (self.text(file.title, "title"), self.text(file.text, "text"));
            let reason = self.text(file.reason, "reason");
            let (Some(id), Some(title), Some(text), Some(reason)) = (id, title, text, reason) else {
                whole = false;
                continue;
            };
            if conventions.iter().any(|other| other.id == id) {
                self.note(at, ProblemKind::ConventionTwice { id });
            }
            conventions.push(Convention { id, title, text, reason });
        }
        if whole {
            for id in CONVENTIONS.into_iter().filter(|id| !conventions.iter().any(|found| found.id == *id)) {
                self.note(list.at, ProblemKind::ConventionMissing { id });
            }
        }
        whole.then_some((conventions, decided))
    }

    /// Takes a rule over and gives its stable name.
    fn rule(&mut self, rule: RuleFile, at: Position, decided: &mut Decided) -> Option<&'static str> {
        Some(match rule {
            RuleFile::Order(list) => {
                let steps: Vec<ArithmeticStep> =
                    list.value?.into_iter().map(|step| step.value).collect::<Option<_>>()?;
                let all: BTreeSet<_> = steps.iter().copied().collect();
                let once = steps.len() == ArithmeticStep::ALL.len() && all.len() == steps.len();
                if !once || steps.first() != Some(&ArithmeticStep::Normalise) {
                    self.note(at, ProblemKind::OrderIncomplete);
                }
                decided.order = Some(steps);
                CONVENTIONS[0]
            }
            RuleFile::Cap { lowest, highest } => {
                let (lowest, highest) = (lowest.value?.0, highest.value?.0);
                if lowest >= highest {
                    self.note(at, ProblemKind::CapEmpty);
                }
                decided.cap = Some((lowest, highest));
                CONVENTIONS[1]
            }
            RuleFile::SampledDeduction(file::SampledFile::InProportion) => CONVENTIONS[2],
            RuleFile::Unrated(file::UnratedFile::EarnsNothing) => CONVENTIONS[3],
            RuleFile::Grade(file::GradedFile::FromExactValue) => CONVENTIONS[4],
            RuleFile::ShownDecimals(decimals) => {
                if decimals > MAX_SHOWN_DECIMALS {
                    self.note(at, ProblemKind::TooManyDecimals { most: MAX_SHOWN_DECIMALS });
                }
                decided.shown_decimals = Some(decimals);
                CONVENTIONS[5]
            }
            RuleFile::ExclusionLimited => CONVENTIONS[6],
            RuleFile::RectifiedDeductions(rectified) => {
                decided.rectified = Some(rectified);
                CONVENTIONS[7]
            }
        })
    }
}

/// What the conventions decide.
#[derive(Default)]
struct Decided {
    order: Option<Vec<ArithmeticStep>>,
    cap: Option<(Amount, Amount)>,
    shown_decimals: Option<u32>,
    rectified: Option<RectifiedDeductions>,
}
