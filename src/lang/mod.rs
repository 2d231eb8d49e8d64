//! The floor: every word the program says, as typed phrases read from `assets/lang`.
//!
//! One RON file per part and language. A missing, misspelt or superfluous phrase is a load error with its
//! position; a test loads every language and compares the places of every phrase.
//!
//! Why it is so: two languages and a few hundred phrases need no framework, and a typed field per phrase lets
//! the compiler find what is missing. The parts are files of their own so that doors and rooms do not meet in one.

mod actions;
mod app;
mod calibrate;
mod cli;
mod common;
mod evidence;
mod keeping;
mod ledger_view;
mod ledgers;
mod materials;
mod package;
mod phrase;
mod plan_view;
mod planning;
mod problems;
mod readiness;
mod remediation;
mod report;
mod rounds;
mod sampling;
mod span;
mod sureness;

pub use actions::ActionsWords;
pub use app::AppWords;
pub use calibrate::CalibrateWords;
pub use cli::CliWords;
pub use common::CommonWords;
pub use evidence::EvidenceWords;
pub use keeping::KeepingWords;
pub use ledger_view::LedgerViewWords;
pub use ledgers::LedgersWords;
pub use materials::MaterialsWords;
pub use package::PackageWords;
pub use phrase::{Phrase, cut, size};
pub use plan_view::PlanViewWords;
pub use planning::PlanningWords;
pub use problems::ProblemWords;
pub use readiness::ReadinessWords;
pub use remediation::RemediationWords;
pub use report::ReportWords;
pub use rounds::RoundsWords;
pub use sampling::SamplingWords;
pub use span::span;
pub use sureness::SurenessWords;

use serde::de::DeserializeOwned;

/// A language that the program speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    /// Simplified Chinese, the first language of the program.
    Chinese,
    /// English.
    English,
}

impl Language {
    /// All languages, the first one first.
    pub const ALL: [Self; 2] = [Self::Chinese, Self::English];

    /// The language tag (BCP 47): `zh-CN` or `en`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }

    /// Reads what a person or a system writes: `zh`, `zh-CN`, `zh_CN.UTF-8`, `en`, `en_GB`, `C`. Unknown: none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let lower = text.to_ascii_lowercase();
        if lower.starts_with("zh") {
            Some(Self::Chinese)
        } else if lower.starts_with("en") {
            Some(Self::English)
        } else {
            None
        }
    }
}

/// Everything the program says in one language.
#[derive(Debug, Clone)]
pub struct Words {
    /// Which language this is.
    pub language: Language,
    /// Words that several rooms share: verdicts, units, punctuation.
    pub common: CommonWords,
    /// What is wrong with a file or an edit, where, and what to do.
    pub problems: ProblemWords,
    /// The window.
    pub app: AppWords,
    /// The command line.
    pub cli: CliWords,
    /// Evidence, its states, and what can be mended.
    pub evidence: EvidenceWords,
    /// What is kept, by whom, and how it is had back.
    pub keeping: KeepingWords,
    /// Ledgers: their import, and what their records say.
    pub ledgers: LedgersWords,
    /// The view of ledgers and their import dialog.
    pub ledger_view: LedgerViewWords,
    /// Samples and their sheets.
    pub sampling: SamplingWords,
    /// How sure a score is and what to do next.
    pub planning: PlanningWords,
    /// How sure a score is, where it is shown.
    pub sureness: SurenessWords,
    /// The view and the chapter of plans and scenarios.
    pub plan_view: PlanViewWords,
    /// Calibration: the standard's true points.
    pub calibrate: CalibrateWords,
    /// The register of remediation as a table, and suggestions for it.
    pub actions: ActionsWords,
    /// Rounds, comparing them, the visit and the life of a certificate.
    pub rounds: RoundsWords,
    /// The gates before applying and the quota of managers.
    pub readiness: ReadinessWords,
    /// The view and the chapter of the register of remediation, and reminder sheets.
    pub remediation: RemediationWords,
    /// Material checklists.
    pub materials: MaterialsWords,
    /// The submission package.
    pub package: PackageWords,
    /// The report.
    pub report: ReportWords,
}

/// A language file that cannot be used; a mistake of ours, found by a test.
#[derive(Debug, thiserror::Error)]
#[error("{language}/{part}.ron: {error}")]
pub struct LoadError {
    /// Tag of the language.
    pub language: &'static str,
    /// Which file.
    pub part: &'static str,
    /// What and where.
    pub error: Box<ron::error::SpannedError>,
}

impl Words {
    /// Loads the built-in words of a language.
    ///
    /// # Errors
    /// When a phrase is missing, unknown or malformed, with line and column.
    pub fn load(language: Language) -> Result<Self, LoadError> {
        macro_rules! part {
            ($name:literal) => {
                match language {
                    Language::Chinese => {
                        part(language, $name, include_str!(concat!("../../assets/lang/zh-CN/", $name, ".ron")))?
                    }
                    Language::English => {
                        part(language, $name, include_str!(concat!("../../assets/lang/en/", $name, ".ron")))?
                    }
                }
            };
        }
        Ok(Self {
            language,
            common: part!("common"),
            problems: part!("problems"),
            app: part!("app"),
            cli: part!("cli"),
            evidence: part!("evidence"),
            keeping: part!("keeping"),
            ledgers: part!("ledgers"),
            ledger_view: part!("ledger_view"),
            sampling: part!("sampling"),
            planning: part!("planning"),
            sureness: part!("sureness"),
            plan_view: part!("plan_view"),
            calibrate: part!("calibrate"),
            actions: part!("actions"),
            rounds: part!("rounds"),
            readiness: part!("readiness"),
            remediation: part!("remediation"),
            materials: part!("materials"),
            package: part!("package"),
            report: part!("report"),
        })
    }

    /// A grade's title in this language: schemes have Chinese titles only, and the usual grades have words by their ids.
    /// One whose id is unknown keeps its title.
    #[must_use]
    pub fn grade<'a>(&'a self, id: &str, title: &'a str) -> &'a str {
        if self.language == Language::Chinese {
            return title;
        }
        let c = &self.common;
        match id {
            "unqualified" => &c.grade_unqualified,
            "qualified" => &c.grade_qualified,
            "three_star" => &c.grade_three_star,
            "four_star" => &c.grade_four_star,
            "five_star" => &c.grade_five_star,
            _ => title,
        }
    }
}

fn part<T: DeserializeOwned>(language: Language, part: &'static str, text: &str) -> Result<T, LoadError> {
    ron::from_str(text).map_err(|error| LoadError { language: language.tag(), part, error: Box::new(error) })
}
