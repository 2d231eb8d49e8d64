//! Material checklists (材料清单): what a certification body wants to see, as data.
//!
//! Why it is so: every body asks for much the same, in its own words and order. A checklist is a file that its reader
//! can change; the program knows items, numbers and clauses, never the wording of a body. Only two points to check have
//! ids that the window knows, [`PointToCheck::SCOPE`] and [`PointToCheck::MANAGER_QUOTA`]: what the profile of the case
//! says about them stands beside them. A list that does not have them lacks nothing.

use serde::Deserialize;

use super::ClauseId;
use super::checklist_file::read_checklist;
use super::shipped::Shipped;

/// A checklist.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checklist {
    /// Its id, small letters, digits and `-`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// For whom it is and where it comes from, in a sentence or two.
    pub about: String,
    /// Whom it names as saying so.
    pub sources: Vec<ChecklistSource>,
    /// What is asked for, in the order in which it is handed in.
    pub items: Vec<Material>,
    /// What is to be looked up or made sure of before applying.
    pub checks: Vec<PointToCheck>,
}

impl Checklist {
    /// The item with an id.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<&Material> {
        self.items.iter().find(|item| item.id == id)
    }

    /// The source with an id.
    #[must_use]
    pub fn source(&self, id: &str) -> Option<&ChecklistSource> {
        self.sources.iter().find(|source| source.id == id)
    }
}

/// Where requirements are taken from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChecklistSource {
    /// How items refer to it; the ids of the schemes where it is the same source.
    pub id: String,
    /// What it is.
    pub title: String,
    /// Where it stands; may be empty.
    pub address: String,
}

/// An item of a checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Material {
    /// Its id within the checklist, small letters, digits and `-`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What belongs to it.
    pub what: String,
    /// Why it is asked for.
    pub why: String,
    /// How much of it, where there is a number.
    pub needs: Vec<Need>,
    /// Who says so: ids of the checklist's sources.
    pub sources: Vec<String>,
    /// Who has to hand it in.
    pub mandatory: Mandatory,
    /// The clauses whose evidence usually fills it.
    pub clauses: Vec<ClauseId>,
    /// Why it is left out of a submission package; empty when it goes in.
    pub leave_out: String,
    /// Headings of columns that hold names of persons, masked in copies of tables: `王**`.
    pub mask_names: Vec<String>,
    /// Headings of columns that hold telephone numbers, masked in copies of tables: `138****5678`.
    pub mask_phones: Vec<String>,
}

/// A number that an item has to reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// At least so many.
    pub least: u32,
    /// Of what, with its unit: 份售后工单, 个月.
    pub of: String,
    /// Within so many months before applying, where that is said.
    pub months: Option<u32>,
}

/// Who has to hand an item in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mandatory {
    /// 必备: everybody.
    Always,
    /// 适用时: whom it concerns.
    WhereItApplies,
    /// 部分机构: some bodies ask for it.
    SomeBodies,
}

/// A point to look up or to make sure of before applying; the program is offline and cannot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointToCheck {
    /// Its id within the checklist, small letters, digits and `-`; none that an item has.
    pub id: String,
    /// Under which heading it stands.
    pub group: String,
    /// What to make sure of.
    pub question: String,
    /// How, and where to look.
    pub how: String,
    /// Who says so: ids of the checklist's sources.
    pub sources: Vec<String>,
}

impl PointToCheck {
    /// The scope that is applied for: what the profile of the case says of it stands beside it.
    pub const SCOPE: &'static str = "scope";
    /// The quota of certified managers: what follows from the numbers in the profile stands beside it.
    pub const MANAGER_QUOTA: &'static str = "manager-quota";
}

/// The checklists built into the program; the first is the one that is shown unless another was chosen.
pub const SHIPPED_CHECKLISTS: &[Shipped] = &[
    Shipped { id: "general", text: include_str!("../../criteria/materials/general.ron") },
    Shipped { id: "example-body", text: include_str!("../../criteria/materials/example-body.ron") },
];

/// The built-in checklist with this id.
#[must_use]
pub fn checklist(id: &str) -> Option<Checklist> {
    let shipped = SHIPPED_CHECKLISTS.iter().find(|shipped| shipped.id == id)?;
    read_checklist(shipped.text).ok()
}
