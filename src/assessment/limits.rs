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
/// Most files, folders, addresses and clauses served, of all pieces of evidence together.
pub const MAX_PARTS: usize = 200_000;
/// Most answers in a file, and most clauses that one piece of evidence serves; no scheme has as many clauses.
pub const MAX_ANSWERS: usize = 20_000;
/// Most changes in one change.
pub const MAX_EDITS: usize = 100_000;
/// Most problems of one document that are looked for; whoever mends those looks again.
pub const MAX_PROBLEMS: usize = 1_000;
/// Most ids that one sentence names.
pub const MAX_NAMED: usize = 40;
/// Most files in a folder that is evidence.
pub const MAX_FOLDER_FILES: usize = 10_000;
/// Most files that a case keeps fingerprints of, those in folders included.
pub const MAX_FINGERPRINTS: usize = 100_000;
/// Most named roots.
pub const MAX_ROOTS: usize = 100;
/// Most characters in the name of a root.
pub const MAX_ROOT_NAME: usize = 40;
/// Most answers to items of material checklists.
pub const MAX_MATERIALS: usize = 2_000;
/// Most ledgers of a case.
pub const MAX_LEDGERS: usize = 100;
/// Most records of all ledgers together.
pub const MAX_RECORDS: usize = 300_000;
/// Most fields of a ledger.
pub const MAX_FIELDS: usize = 100;
/// Most characters of what is kept of a cell, and of a record's number.
pub const MAX_KEPT: usize = 200;
/// Most imports that a ledger remembers.
pub const MAX_IMPORTS: usize = 1_000;
/// Most records in a sample.
pub const MAX_SAMPLE: usize = 5_000;
/// Most checks of one record, and most clauses that a sample feeds.
pub const MAX_MARKS: usize = 200;
/// Most certificates of after-sales managers.
pub const MAX_CERTIFICATES: usize = 2_000;
/// Most remediation actions.
pub const MAX_ACTIONS: usize = 2_000;
/// Most effort or cost of an action, in hundredths of a person-day or of a yuan.
pub const MAX_QUANTITY: u64 = 100_000_000_000;
/// Most days until an action shows.
pub const MAX_LEAD_DAYS: u32 = 36_500;
/// Most scenarios.
pub const MAX_SCENARIOS: usize = 100;
/// Most rounds that are closed.
pub const MAX_ROUNDS: usize = 20;
/// Most milestones of a certificate.
pub const MAX_MILESTONES: usize = 100;
/// Most answers to gates.
pub const MAX_GATES: usize = 500;
