//! Material checklists (材料清单): what a certification body wants to see, as data.
//!
//! Why it is so: every body asks for much the same, in its own words and order. A checklist is a file that its reader
//! can change; the program knows items, numbers and clauses, never the wording of a body.

use serde::Deserialize;

use super::ClauseId;

/// A checklist.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checklist {
    /// Its id, small letters, digits and `-`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// For whom it is and where it comes from, in a sentence or two.
    pub about: String,
    /// What is asked for, in the order in which it is handed in.
    pub items: Vec<Material>,
    /// What is to be looked up or made sure of before applying.
    pub checks: Vec<PointToCheck>,
}

/// An item of a checklist.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
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
    /// Who says so: ids of the sources as the facts name them.
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
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
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
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PointToCheck {
    /// Its id within the checklist, small letters, digits and `-`; none that an item has.
    pub id: String,
    /// Under which heading it stands.
    pub group: String,
    /// What to make sure of.
    pub question: String,
    /// How, and where to look.
    pub how: String,
    /// Who says so: ids of the sources as the facts name them.
    pub sources: Vec<String>,
}
