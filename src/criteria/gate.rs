//! Gates before applying (预检): what has to hold before a company applies, as data.
//!
//! Why it is so: what bodies ask for before they take an application is told by many and laid down by nobody, and they
//! differ. So what is asked, who says so and where they differ stands in a file; the program knows only the few ways
//! in which a gate can be decided, see [`GateForm`].

use std::fmt;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::ClauseId;
use super::checklist::ChecklistSource;
use super::gate_file::read_gates;
use super::ledger::LedgerId;
use super::shipped::Shipped;

/// Which gate; the name that files and the command line use.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct GateId(String);

impl GateId {
    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for GateId {
    fn from(id: &str) -> Self {
        Self(id.to_owned())
    }
}

impl fmt::Display for GateId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The gates before applying.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gates {
    /// What they are, in a sentence or two.
    pub about: String,
    /// Whom they name as saying so.
    pub sources: Vec<ChecklistSource>,
    /// The gates, in the order in which they are shown.
    pub gates: Vec<Gate>,
}

impl Gates {
    /// The gate with this name.
    #[must_use]
    pub fn gate(&self, id: &GateId) -> Option<&Gate> {
        self.gates.iter().find(|gate| gate.id == *id)
    }
}

/// A gate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    /// Its name in files.
    pub id: GateId,
    /// Its title: 体系运行时间.
    pub title: String,
    /// What is asked, so that yes is good.
    pub question: String,
    /// How to make sure of it.
    pub how: String,
    /// What is required, in words.
    pub required: String,
    /// Who says so: ids of [`Gates::sources`].
    pub sources: Vec<String>,
    /// Where they differ; empty where they do not.
    pub differs: String,
    /// What decides it.
    pub form: GateForm,
    /// Points to check of material checklists that belong to it, as `LIST/POINT`.
    pub points: Vec<String>,
}

/// What decides a gate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GateForm {
    /// A person says yes or no.
    Asked,
    /// A person names a day; so many calendar months must have gone by since.
    Day {
        /// How many.
        months: u32,
    },
    /// A person says yes or no; the company's scope and what it sells stand beside it.
    Scope,
    /// The verdict and the evidence of a clause; a person where it is not judged.
    Clause {
        /// Which clause.
        clause: ClauseId,
    },
    /// The number of records of a ledger, by a gate that its kind states.
    Records {
        /// Of which ledger.
        ledger: LedgerId,
        /// Which of its [`RecordGate`](super::RecordGate)s.
        gate: String,
    },
    /// Every record of a ledger carries these fields.
    Traceable {
        /// Of which ledger.
        ledger: LedgerId,
        /// Which fields.
        fields: Vec<String>,
    },
    /// The quota of certified managers.
    Quota {
        /// The clause whose verdict is suggested from it.
        clause: ClauseId,
    },
    /// The number of special deductions, by the scheme's own limit.
    SpecialDeductions,
    /// Special deductions and clauses that lost points: whether anything is open.
    Rectifications,
    /// The points to check that belong to it.
    Points,
}

impl GateForm {
    /// Whether a person may answer yes or no. The others follow from what stands elsewhere in the case.
    #[must_use]
    pub fn asks(&self) -> bool {
        !matches!(self, Self::Day { .. } | Self::Quota { .. } | Self::SpecialDeductions | Self::Rectifications)
    }
}

/// The gates built into the program.
pub const SHIPPED_GATES: Shipped = Shipped { id: "general", text: include_str!("../../criteria/gates/general.ron") };

/// The gates, read once.
#[must_use]
pub fn gates() -> &'static Gates {
    static GATES: OnceLock<Gates> = OnceLock::new();
    // That they can be read is a test.
    GATES.get_or_init(|| read_gates(SHIPPED_GATES.text).unwrap_or_default())
}
