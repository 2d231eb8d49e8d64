//! How it is scored: grades, special deductions, bonus, exclusions and conventions.

use std::collections::{BTreeMap, BTreeSet};

use num_traits::Signed as _;

use super::super::file::{
    self, BelowFile, BonusFile, ConventionFile, ExclusionFile, Got, GradeFile, List, RuleFile, RulesFile,
    SpecialDeductionsFile,
};
use super::super::problem::{Position, ProblemKind};
use super::super::*;
use super::{Check, each};

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

impl Check<'_> {
    pub(super) fn rules(&mut self, file: RulesFile, out_of: Option<&Amount>) -> Option<Rules> {
        let mut seen = BTreeMap::new();
        let grades = self.grades(file.grades, out_of, &mut seen);
        let below = file.below.value.and_then(|file| self.below(file, &mut seen));
        let grades_sources = self.cited(file.grades_sources);
        let special_deductions = file.special_deductions.value.and_then(|file| self.special_deductions(file));
        let bonus = file.bonus.value.and_then(|file| self.bonus(file));
        let exclusion = file.exclusion.value.and_then(|file| self.exclusion(file));
        let (conventions, decided) = self.conventions(file.conventions)?;
        Some(Rules {
            grades: grades?,
            below: below?,
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

    fn grades(
        &mut self,
        list: List<GradeFile>,
        out_of: Option<&Amount>,
        seen: &mut BTreeMap<String, Position>,
    ) -> Option<Vec<Grade>> {
        // The title and threshold of the last grade whose threshold is in range.
        let mut before: Option<(String, Amount)> = None;
        let items = self.filled(list, "grades", "Rules")?;
        each(items, |item| {
            let file = item.value?;
            let id = self.id(file.id, seen);
            let title = self.text(file.title, "title");
            let name = title.as_ref().or(id.as_ref().map(|(id, _)| id)).cloned().unwrap_or_default();
            let at = file.from.at;
            let from = file.from.value.map(|from| from.0);
            if let Some(from) = &from {
                if let Some(most) = out_of.filter(|most| from > *most || from.is_negative()) {
                    let kind = ProblemKind::GradeOutOfRange { grade: name.clone(), most: most.to_string() };
                    self.note(at, kind);
                } else {
                    if let Some((before, _)) = before.take_if(|(_, threshold)| from <= threshold) {
                        self.note(at, ProblemKind::GradesOutOfOrder { grade: name.clone(), before });
                    }
                    before = Some((name.clone(), from.clone()));
                }
            }
            let stars = file.stars.value?;
            if stars > 5 {
                self.note(file.stars.at, ProblemKind::TooManyStars { grade: name });
            }
            Some(Grade { id: id?.0, title: title?, from: from?, stars: u8::try_from(stars.min(5)).unwrap_or(5) })
        })
    }

    fn below(&mut self, file: BelowFile, seen: &mut BTreeMap<String, Position>) -> Option<Below> {
        let id = self.id(file.id, seen);
        let title = self.text(file.title, "title");
        Some(Below { id: id?.0, title: title? })
    }

    fn special_deductions(&mut self, file: SpecialDeductionsFile) -> Option<SpecialDeductions> {
        let points_each = self.positive(file.points_each, "points_each");
        let fail_from = self.at_least_one(file.fail_from, "fail_from");
        let mut seen = BTreeMap::new();
        let items = self.filled(file.kinds, "kinds", "SpecialDeductions");
        let kinds = items.and_then(|items| {
            each(items, |item| {
                let file = item.value?;
                let at = file.id.at;
                let id = self.at_least_one(file.id, "id");
                if let Some(id) = id.filter(|id| *id > 0) {
                    self.unique(&id.to_string(), at, &mut seen);
                }
                let title = self.text(file.title, "title");
                let explanation = self.text(file.explanation, "explanation");
                Some(SpecialDeductionKind { id: id?, title: title?, explanation: explanation? })
            })
        });
        let sources = self.cited(file.sources);
        Some(SpecialDeductions {
            points_each: points_each?,
            fail_from: fail_from?,
            kinds: kinds?,
            status: file.status.value?,
            sources: sources?,
        })
    }

    fn bonus(&mut self, file: BonusFile) -> Option<BonusRule> {
        if file.at_most.value.is_some_and(|most| most > 1) {
            self.note(file.at_most.at, ProblemKind::BonusAtMostOne);
        }
        let points = self.positive(file.points, "points");
        let condition = self.text(file.condition, "condition");
        let sources = self.cited(file.sources);
        // A scheme without a bonus gives nothing for one.
        let points = if file.at_most.value? == 0 { Amount::default() } else { points? };
        Some(BonusRule { points, condition: condition?, status: file.status.value?, sources: sources? })
    }

    fn exclusion(&mut self, file: ExclusionFile) -> Option<ExclusionRule> {
        let allowed_under = file.allowed_under.value.and_then(|items| {
            each(items, |item| {
                let id = item.value?;
                if self.ids_known && !self.ids.contains_key(&id) {
                    self.note(item.at, ProblemKind::UnknownPlace { id: id.clone() });
                }
                Some(id)
            })
        });
        let explanation = self.text(file.explanation, "explanation");
        let sources = self.cited(file.sources);
        Some(ExclusionRule {
            allowed_under: allowed_under?,
            explanation: explanation?,
            status: file.status.value?,
            sources: sources?,
        })
    }

    fn conventions(&mut self, list: List<ConventionFile>) -> Option<(Vec<Convention>, Decided)> {
        let mut decided = Decided::default();
        let mut found: BTreeSet<&'static str> = BTreeSet::new();
        let mut all_known = true;
        let conventions = each(list.value?, |item| {
            let rule = item.value.as_ref().and_then(|file| file.rule.value.as_ref());
            all_known &= rule.is_some();
            let file = item.value?;
            let at = file.rule.at;
            let id = file.rule.value.map(|rule| self.rule(rule, at, &mut decided));
            if let Some(id) = id.filter(|id| !found.insert(id)) {
                self.note(at, ProblemKind::ConventionTwice { id });
            }
            let (title, text) = (self.text(file.title, "title"), self.text(file.text, "text"));
            let reason = self.text(file.reason, "reason");
            Some(Convention { id: id?, title: title?, text: text?, reason: reason? })
        });
        if all_known {
            for id in CONVENTIONS.into_iter().filter(|id| !found.contains(id)) {
                self.note(list.at, ProblemKind::ConventionMissing { id });
            }
        }
        Some((conventions?, decided))
    }

    /// Takes a rule over and gives its stable name.
    fn rule(&mut self, rule: RuleFile, at: Position, decided: &mut Decided) -> &'static str {
        match rule {
            RuleFile::Order(list) => {
                let steps = list.value.and_then(|steps| each(steps, |step| step.value));
                if let Some(steps) = steps {
                    let all: BTreeSet<_> = steps.iter().copied().collect();
                    let once = steps.len() == ArithmeticStep::ALL.len() && all.len() == steps.len();
                    if !once || steps.first() != Some(&ArithmeticStep::Normalise) {
                        self.note(list.at, ProblemKind::OrderIncomplete);
                    }
                    decided.order = Some(steps);
                }
                CONVENTIONS[0]
            }
            RuleFile::Cap { lowest, highest } => {
                if let (Some(lowest), Some(highest)) = (lowest.value, highest.value) {
                    if lowest.0 >= highest.0 {
                        self.note(at, ProblemKind::CapEmpty);
                    }
                    decided.cap = Some((lowest.0, highest.0));
                }
                CONVENTIONS[1]
            }
            RuleFile::SampledDeduction(Got { value: Some(file::SampledFile::InProportion) | None, .. }) => {
                CONVENTIONS[2]
            }
            RuleFile::Unrated(Got { value: Some(file::UnratedFile::EarnsNothing) | None, .. }) => CONVENTIONS[3],
            RuleFile::Grade(Got { value: Some(file::GradedFile::FromExactValue) | None, .. }) => CONVENTIONS[4],
            RuleFile::ShownDecimals(decimals) => {
                if decimals.value.is_some_and(|decimals| decimals > MAX_SHOWN_DECIMALS) {
                    self.note(decimals.at, ProblemKind::TooManyDecimals { most: MAX_SHOWN_DECIMALS });
                }
                decided.shown_decimals = decimals.value;
                CONVENTIONS[5]
            }
            RuleFile::ExclusionLimited => CONVENTIONS[6],
            RuleFile::RectifiedDeductions(rectified) => {
                decided.rectified = rectified.value;
                CONVENTIONS[7]
            }
        }
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
