//! File → [`Scheme`]: all problems of meaning at once. Here what is asked, in `rules` how it is scored.

mod rules;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use num_traits::Signed as _;

use super::file::{
    self, AdviceFile, BetweenFile, CalibrationFile, ClauseFile, Got, GroupFile, List, MethodFile, Points, SampleFile,
    SchemeFile, SectionFile, SourceFile,
};
use super::problem::{Position, Problem, ProblemKind, note};
use super::*;

/// Checks a file that was read; none when it cannot become a scheme. Whatever is wrong is in `problems`.
///
/// Values that could not be read have been noted already; nothing that merely follows from one is noted here.
pub fn check(file: SchemeFile, problems: &mut Vec<Problem>) -> Option<Scheme> {
    let mut check = Check {
        problems,
        sources: Some(BTreeSet::new()),
        samples: Some(BTreeSet::new()),
        ids: BTreeMap::new(),
        ids_known: true,
    };
    check.scheme(file)
}

struct Check<'a> {
    problems: &'a mut Vec<Problem>,
    /// None when not all could be read: then nothing can be said about what refers to them.
    sources: Option<BTreeSet<String>>,
    samples: Option<BTreeSet<String>>,
    /// Numbers of sections, groups and clauses, and where they stand.
    ids: BTreeMap<String, Position>,
    /// Whether `ids` are all of them.
    ids_known: bool,
}

/// A number that was read, and whether what stands below can be held against it.
struct Number {
    id: String,
    sound: bool,
}

impl Check<'_> {
    fn note(&mut self, at: Position, kind: ProblemKind) {
        note(self.problems, at, kind);
    }

    fn text(&mut self, got: Got<String>, field: &'static str) -> Option<String> {
        let text = got.value?;
        if text.trim().is_empty() {
            self.note(got.at, ProblemKind::Empty { field });
        }
        Some(text)
    }

    /// A stable name, unique among those in `seen`; and whether it is sound.
    fn id(&mut self, got: Got<String>, seen: &mut BTreeMap<String, Position>) -> Option<(String, bool)> {
        let id = got.value?;
        let fits = (1..=40).contains(&id.len())
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
        if !fits {
            self.note(got.at, ProblemKind::BadId { id: id.clone() });
            return Some((id, false));
        }
        let unique = self.unique(&id, got.at, seen);
        Some((id, unique))
    }

    fn unique(&mut self, id: &str, at: Position, seen: &mut BTreeMap<String, Position>) -> bool {
        let first = seen.get(id).copied();
        match first {
            Some(first) => self.note(at, ProblemKind::DuplicateId { id: id.to_owned(), first }),
            None => drop(seen.insert(id.to_owned(), at)),
        }
        first.is_none()
    }

    /// The number of a section, group or clause.
    fn number(&mut self, got: Got<String>, parent: Option<&Number>) -> Option<Number> {
        let at = got.at;
        let mut seen = std::mem::take(&mut self.ids);
        let number = self.id(got, &mut seen).map(|(id, sound)| Number { id, sound });
        self.ids = seen;
        self.ids_known &= number.as_ref().is_some_and(|number| number.sound);
        let mut number = number?;
        if number.sound
            && let Some(parent) = parent.filter(|parent| parent.sound)
            && !number.id.strip_prefix(&parent.id).is_some_and(|rest| rest.starts_with('.') && rest.len() > 1)
        {
            self.note(at, ProblemKind::NotUnder { child: number.id.clone(), parent: parent.id.clone() });
            number.sound = false;
        }
        Some(number)
    }

    fn positive(&mut self, got: Got<Points>, field: &'static str) -> Option<Amount> {
        let amount = got.value?.0;
        if !amount.is_positive() {
            self.note(got.at, ProblemKind::NotPositive { field });
            return None;
        }
        Some(amount)
    }

    /// A whole number from 1.
    fn at_least_one(&mut self, got: Got<u32>, field: &'static str) -> Option<u32> {
        let number = got.value?;
        if number == 0 {
            self.note(got.at, ProblemKind::NotPositive { field });
        }
        Some(number)
    }

    /// The items of a list of sections, groups or clauses; when some are missing, `ids` are not all of them.
    fn places<T>(&mut self, list: List<T>, field: &'static str, inside: &str) -> Option<Vec<Got<T>>> {
        let items = self.filled(list, field, inside);
        self.ids_known &= items.as_ref().is_some_and(|items| items.iter().all(|item| item.value.is_some()));
        items
    }

    /// The items of a list that must have some; none when it has none.
    fn filled<T>(&mut self, list: List<T>, field: &'static str, inside: &str) -> Option<Vec<Got<T>>> {
        let items = list.value?;
        if items.is_empty() {
            self.note(list.at, ProblemKind::EmptyList { field, inside: inside.to_owned() });
            return None;
        }
        Some(items)
    }

    fn texts(&mut self, items: Option<Vec<Got<String>>>, field: &'static str) -> Option<Vec<String>> {
        each(items?, |item| self.text(item, field))
    }

    fn cited(&mut self, list: List<String>) -> Option<Vec<String>> {
        each(list.value?, |item| {
            let id = item.value?;
            if self.sources.as_ref().is_some_and(|sources| !sources.contains(&id)) {
                self.note(item.at, ProblemKind::UnknownSource { id: id.clone() });
            }
            Some(id)
        })
    }

    fn scheme(&mut self, file: SchemeFile) -> Option<Scheme> {
        if let Some(found) = file.format.value.filter(|found| !(1..=file::FORMAT).contains(found)) {
            self.note(file.format.at, ProblemKind::UnsupportedFormat { found, newest: file::FORMAT });
        }
        let id = self.id(file.id, &mut BTreeMap::new());
        let title = self.text(file.title, "title");
        let standard = self.text(file.standard, "standard");
        let edition = self.text(file.edition, "edition");
        let revision = self.at_least_one(file.revision, "revision");
        let status_note = self.text(file.status_note, "status_note");
        let statement = self.text(file.statement, "statement");
        let calibration = file.calibration.value.map(|given| given.map(|given| self.calibration(given)));
        let total_at = file.score_out_of.at;
        let out_of = self.positive(file.score_out_of, "score_out_of");
        let sources = self.sources(file.sources);
        let samples = self.samples(file.samples);
        let sections = self.sections(file.sections, out_of.as_ref().map(|out_of| (total_at, out_of)));
        let rules = file.rules.value.and_then(|rules| self.rules(rules, out_of.as_ref()));
        Some(Scheme::new(
            [id?.0, title?, standard?, edition?, status_note?, statement?],
            revision?,
            match calibration? {
                Some(given) => Some(given?),
                None => None,
            },
            out_of?,
            sources?,
            samples?,
            rules?,
            sections?,
        ))
    }

    fn calibration(&mut self, given: Got<CalibrationFile>) -> Option<Calibration> {
        let file = given.value?;
        let of = self.text(file.of, "of");
        let by = self.text(file.by, "by");
        let on_at = file.on.at;
        let on = file.on.value?;
        let day = NaiveDate::parse_from_str(&on, "%Y-%m-%d").ok();
        if day.is_none() {
            self.note(on_at, ProblemKind::NotADay { found: on });
        }
        Some(Calibration { of: of?, by: by?, on: day? })
    }

    fn sources(&mut self, list: List<SourceFile>) -> Option<Vec<Source>> {
        let mut seen = BTreeMap::new();
        let mut all_known = list.value.is_some();
        let sources = list.value.and_then(|items| {
            each(items, |item| {
                let known = item.value.as_ref().is_some_and(|file| file.id.value.is_some());
                all_known &= known;
                let file = item.value?;
                let at = file.id.at;
                let id = self.text(file.id, "id");
                if let Some(id) = id.as_ref().filter(|id| !id.trim().is_empty()) {
                    self.unique(id, at, &mut seen);
                }
                let title = self.text(file.title, "title");
                Some(Source { id: id?, title: title?, address: file.address.value?, used_for: file.used_for.value? })
            })
        });
        self.sources = all_known.then(|| seen.into_keys().collect());
        sources
    }

    fn samples(&mut self, list: List<SampleFile>) -> Option<Vec<Sample>> {
        let mut seen = BTreeMap::new();
        let mut known = BTreeSet::new(); // also ill-formed ids: clauses that use them are not wrong a second time
        let mut all_known = list.value.is_some();
        let samples = list.value.and_then(|items| {
            each(items, |item| {
                let id = item.value.as_ref().and_then(|file| file.id.value.clone());
                all_known &= id.is_some();
                known.extend(id.clone());
                let file = item.value?;
                self.id(file.id, &mut seen);
                let title = self.text(file.title, "title");
                let unit = self.text(file.unit, "unit");
                Some(Sample { id: id?, title: title?, unit: unit? })
            })
        });
        self.samples = all_known.then_some(known);
        samples
    }

    fn sections(&mut self, list: List<SectionFile>, total: Option<(Position, &Amount)>) -> Option<Vec<Section>> {
        let items = self.places(list, "sections", "Scheme")?;
        // What each section states, and what its clauses add up to.
        let mut stated = Some(Amount::default());
        let mut summed = Some(Amount::default());
        let sections = each(items, |item| {
            let points = item.value.as_ref().and_then(|file| file.points.value.as_ref()).map(|points| points.0.clone());
            let (sum, section) = item.value.map_or((None, None), |file| self.section(file));
            add(&mut stated, points.filter(Amount::is_positive));
            add(&mut summed, sum);
            section
        });
        // When the clauses add up to the total, a section states its points wrongly; that has been said there.
        if let (Some((at, total)), Some(stated)) = (total, stated)
            && stated != *total
            && summed.as_ref() != Some(total)
        {
            self.note(at, ProblemKind::TotalPoints { stated: total.to_string(), sum: stated.to_string() });
        }
        sections
    }

    /// What the clauses of the section add up to, and the section.
    fn section(&mut self, file: SectionFile) -> (Option<Amount>, Option<Section>) {
        let number = self.number(file.id, None);
        let name = number.as_ref().map_or("Section", |number| &number.id).to_owned();
        let title = self.text(file.title, "title");
        let points_at = file.points.at;
        let points = self.positive(file.points, "points");
        let sources = self.cited(file.sources);
        let mut sum = Some(Amount::default());
        let groups = self.places(file.groups, "groups", &name).and_then(|items| {
            each(items, |item| {
                let (points, group) = item.value.map_or((None, None), |file| self.group(file, number.as_ref()));
                add(&mut sum, points);
                group
            })
        });
        let sum = sum.filter(Amount::is_positive); // no groups, no sum
        if let (Some(points), Some(sum)) = (&points, &sum)
            && sum != points
        {
            let kind = ProblemKind::SectionPoints { section: name, stated: points.to_string(), sum: sum.to_string() };
            self.note(points_at, kind);
        }
        let section = || {
            Some(Section {
                id: number?.id,
                title: title?,
                points: points?,
                points_status: file.points_status.value?,
                sources: sources?,
                groups: groups?,
            })
        };
        (sum, section())
    }

    /// What the clauses of the group add up to, and the group.
    fn group(&mut self, file: GroupFile, section: Option<&Number>) -> (Option<Amount>, Option<Group>) {
        let number = self.number(file.id, section);
        let name = number.as_ref().map_or("Group", |number| &number.id).to_owned();
        let title = self.text(file.title, "title");
        let items = self.places(file.clauses, "clauses", &name);
        let mut sum = items.is_some().then(Amount::default);
        let clauses = items.and_then(|items| {
            each(items, |item| {
                let (points, clause) = item.value.map_or((None, None), |file| self.clause(file, number.as_ref()));
                add(&mut sum, points);
                clause
            })
        });
        let group = || {
            Some(Group {
                id: number?.id,
                title: title?,
                text_status: file.text_status.value?,
                note: file.note.value?,
                clauses: clauses?,
            })
        };
        (sum, group())
    }

    /// The points of the clause, and the clause.
    fn clause(&mut self, file: ClauseFile, group: Option<&Number>) -> (Option<Amount>, Option<Clause>) {
        let number = self.number(file.id, group);
        let name = number.as_ref().map_or("Clause", |number| &number.id).to_owned();
        let title = self.text(file.title, "title");
        let points = self.positive(file.points, "points");
        let status = file.points_status.value;
        let known = status.is_some_and(|status| status != PointsStatus::Provisional);
        let between =
            file.points_between.value.map(|given| given.map(|given| self.between(given, points.as_ref(), known)));
        let sources = self.cited(file.sources);
        let requirement = self.text(file.requirement, "requirement");
        let parts = self.texts(file.parts.value, "parts");
        let method = file.method.value.and_then(|method| self.method(method));
        let advice = self.filled(file.advice, "advice", &name).and_then(|items| each(items, |item| self.advice(item)));
        let mut list = |list, field| {
            let items = self.filled(list, field, &name);
            self.texts(items, field)
        };
        let evidence = list(file.evidence, "evidence");
        let assessor = list(file.assessor, "assessor");
        let typical_gaps = list(file.typical_gaps, "typical_gaps");
        let departments = list(file.departments, "departments");
        let sum = points.clone();
        let clause = || {
            Some(Clause {
                id: ClauseId::from(number?.id.as_str()),
                title: title?,
                points: points?,
                points_status: status?,
                points_between: match between? {
                    Some(given) => Some(given?),
                    None => None,
                },
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
        };
        (sum, clause())
    }

    /// Where points that are not known probably lie: round the provisional ones, which must be among them.
    fn between(&mut self, given: Got<BetweenFile>, points: Option<&Amount>, known: bool) -> Option<(u32, u32)> {
        let at = given.at;
        let file = given.value?;
        let (lowest, highest) = (self.at_least_one(file.lowest, "lowest")?, file.highest.value?);
        if known {
            self.note(at, ProblemKind::BoundsOfKnownPoints);
        } else if let Some(points) = points.filter(|points| **points < whole(lowest) || **points > whole(highest)) {
            self.note(at, ProblemKind::PointsOutOfBounds { points: points.to_string(), lowest, highest });
        }
        Some((lowest, highest))
    }

    fn advice(&mut self, item: Got<AdviceFile>) -> Option<Advice> {
        let file = item.value?;
        let text = self.text(file.text, "advice");
        let at = file.effort.at;
        let effort = file.effort.value?.map(|effort| effort.0);
        if effort.as_ref().is_some_and(Amount::is_negative) {
            self.note(at, ProblemKind::Negative { field: "effort" });
        }
        Some(Advice { text: text?, effort, lead_days: file.lead_days.value? })
    }

    fn method(&mut self, method: MethodFile) -> Option<Method> {
        Some(match method {
            MethodFile::AllOrNothing => Method::AllOrNothing,
            MethodFile::Proportional { sample } => {
                let id = sample.value?;
                if self.samples.as_ref().is_some_and(|samples| !samples.contains(&id)) {
                    self.note(sample.at, ProblemKind::UnknownSample { id: id.clone() });
                }
                Method::Proportional { sample: id }
            }
        })
    }
}

/// Looks at every item, also after one that yields nothing; then none, else all.
fn each<T, U>(items: Vec<Got<T>>, look: impl FnMut(Got<T>) -> Option<U>) -> Option<Vec<U>> {
    let looked: Vec<Option<U>> = items.into_iter().map(look).collect();
    looked.into_iter().collect()
}

/// Adds to a sum that is known only as long as all its parts are.
fn add(sum: &mut Option<Amount>, part: Option<Amount>) {
    *sum = sum.take().zip(part).map(|(sum, part)| sum + part);
}
