//! How much of everything a case may hold; far above any real case, and low enough to keep the program quick.

/// Most characters in a finding, note or reason.
pub const MAX_TEXT: usize = 20_000;
/// Most characters in a name, title or path.
pub const MAX_LINE: usize = 2_000;
/// Most pieces of evidence.
pub const MAX_EVIDENCE: usize = 20_000;
/// Most files, folders and addresses in one piece of evidence.
pub const MAX_ITEMS: usize = 2_000;
/// Most special deductions.
pub const MAX_SPECIAL_DEDUCTIONS: usize = 1_000;
/// Most samples checked for one clause.
pub const MAX_CHECKED: u32 = 1_000_000;
/// Most sites of a company.
pub const MAX_SITES: usize = 5_000;
/// Most clauses with former answers.
pub const MAX_FORMER_CLAUSES: usize = 20_000;
/// Most former answers to one clause.
pub const MAX_FORMER: usize = 100;
