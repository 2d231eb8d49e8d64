//! Receipts: an export is written, read back from the disk and held against what was meant; the receipt says what is
//! in it.
//!
//! Why it is so: a file that was written is not yet a file that can be read. Whoever passes a table or a report on
//! should not be the one who finds out, so nobody says "exported" before the file itself has been asked. What a
//! receipt counts is counted in what came back, not in what went out. Window and command line say it in one sentence.

use std::fs;
use std::path::{Path, PathBuf};

use super::actions::{self, ActionsSheet, Reminders};
use super::ledgers::{self, ProblemRow};
use super::tables::{self, ChangeRow, TableContents, TableDifference, TableKind, TableProblem, TableWriteError};
use super::{Fault, cut_path, sheet, write_output};
use crate::assessment::{Assessment, Sample};
use crate::criteria::{LedgerKind, Scheme, fingerprint};
use crate::lang::Words;

/// What a written file holds, as read back from the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Where it is.
    pub path: PathBuf,
    /// Whether a file that was there before had to go for it.
    pub replaced: bool,
    /// Its length.
    pub bytes: usize,
    /// Its SHA-256, in lower-case hex.
    pub fingerprint: String,
    /// What is in it.
    pub contents: Contents,
}

/// What is in a written file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Contents {
    /// An answers table.
    Table {
        /// What it holds.
        holds: TableContents,
        /// Pieces of evidence that serve no clause and so have no place in it.
        loose: usize,
    },
    /// The change log, or what was chosen of it.
    Changes {
        /// Its rows, the headings not counted.
        rows: usize,
    },
    /// The sheet of a sample.
    Sheet {
        /// Its records.
        records: usize,
    },
    /// Records that fail something.
    Problems {
        /// Its rows, the headings not counted.
        rows: usize,
    },
    /// The register of remediation, or the open actions of one person.
    Actions {
        /// Its actions.
        actions: usize,
    },
    /// Reminder sheets.
    Reminders {
        /// Its sheets.
        sheets: usize,
        /// The actions on them.
        actions: usize,
    },
    /// A frozen round as a case.
    Round {
        /// Its number in the case it is from.
        number: usize,
        /// What it is called there.
        title: String,
        /// Its verdicts.
        judged: usize,
    },
    /// What is due, for calendars.
    Calendar {
        /// Its dates.
        dates: usize,
    },
    /// A gap report.
    Report {
        /// Its pages.
        pages: usize,
    },
}

/// Why there is no receipt.
#[derive(Debug, thiserror::Error)]
pub enum ReceiptError {
    /// The table could not be made.
    #[error(transparent)]
    Table(#[from] TableWriteError),
    /// The file could not be written.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// It was written and could not be read back.
    #[error("cannot be read back: {0}")]
    Unreadable(#[source] Fault),
    /// It was read back, and other bytes came.
    #[error("{}: {written} bytes written, {read} read back, not the same", path.display())]
    Altered {
        /// Which file.
        path: PathBuf,
        /// Bytes written.
        written: usize,
        /// Bytes read back.
        read: usize,
    },
    /// The table was read back and is none.
    #[error("no table: {}", path.display())]
    NoTable {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        problem: Box<TableProblem>,
    },
    /// The table was read back and does not say what the case says.
    #[error("not the case: {}", path.display())]
    Differs {
        /// Which file.
        path: PathBuf,
        /// How.
        how: Box<TableDifference>,
    },
    /// The sheet of changes was read back and has other rows than were written, or is no workbook.
    #[error("{}: {written} rows written, {read:?} read back", path.display())]
    Rows {
        /// Which file.
        path: PathBuf,
        /// Rows written.
        written: usize,
        /// Rows read back; none when it could not be read as a workbook.
        read: Option<usize>,
    },
    /// The report was read back and has other pages than were made, or is no PDF.
    #[error("{}: {made} pages made, {read:?} read back", path.display())]
    Pages {
        /// Which file.
        path: PathBuf,
        /// Pages made.
        made: usize,
        /// Pages read back; none when it could not be read as PDF.
        read: Option<usize>,
    },
}

/// Writes the answers of a case as a table and reads it back: importing it must change nothing, and it must say
/// everything that the case says.
///
/// # Errors
/// When it cannot be made, written or read back, or when what comes back differs.
pub fn write_table(
    path: &Path,
    kind: TableKind,
    scheme: &Scheme,
    assessment: &Assessment,
    words: &Words,
) -> Result<Receipt, ReceiptError> {
    let bytes = tables::write(kind, scheme, assessment, words)?;
    let replaced = path.exists();
    write_output(path, &bytes)?;
    let (length, fingerprint) = read_back(path, &bytes).map(|read| (read.len(), fingerprint(read)))?;
    let holds = table_back(path, scheme, assessment)?;
    let loose = assessment.evidence.values().filter(|piece| piece.clauses.is_empty()).count();
    let contents = Contents::Table { holds, loose };
    Ok(Receipt { path: path.to_owned(), replaced, bytes: length, fingerprint, contents })
}

/// Writes rows of the change log as a workbook and reads it back.
///
/// # Errors
/// When it cannot be made, written or read back, or when what comes back has other rows.
pub fn write_changes(path: &Path, rows: &[&ChangeRow], all: usize, words: &Words) -> Result<Receipt, ReceiptError> {
    let bytes = tables::changes_sheet(rows, all, words)?;
    let replaced = path.exists();
    write_output(path, &bytes)?;
    let back = read_back(path, &bytes)?;
    match tables::count_changes(&back) {
        Some(read) if read == rows.len() => {}
        read => return Err(ReceiptError::Rows { path: path.to_owned(), written: rows.len(), read }),
    }
    let contents = Contents::Changes { rows: rows.len() };
    Ok(Receipt { path: path.to_owned(), replaced, bytes: back.len(), fingerprint: fingerprint(back), contents })
}

/// Writes what is due as a file for calendars and reads it back; none where there is nothing to come. `now` is when it
/// is made.
///
/// # Errors
/// When it cannot be written or read back.
pub fn write_calendar(
    path: &Path,
    assessment: &Assessment,
    now: chrono::NaiveDateTime,
    words: &Words,
) -> Result<Option<Receipt>, ReceiptError> {
    let Some((text, dates)) = super::ics::calendar(assessment, now, words) else { return Ok(None) };
    let replaced = path.exists();
    write_output(path, text.as_bytes())?;
    let back = read_back(path, text.as_bytes())?;
    let (bytes, fingerprint) = (back.len(), fingerprint(back));
    Ok(Some(Receipt { path: path.to_owned(), replaced, bytes, fingerprint, contents: Contents::Calendar { dates } }))
}

/// Writes the sheet of a sample as a workbook and reads it back: taking it over must change nothing.
///
/// # Errors
/// When it cannot be made, written or read back, or when what comes back differs.
pub fn write_sample_sheet(
    path: &Path,
    kind: &LedgerKind,
    sample: &Sample,
    assessment: &Assessment,
    words: &Words,
) -> Result<Receipt, ReceiptError> {
    let ledger = assessment.ledgers.get(&kind.id).map(|ledger| &**ledger);
    let bytes = sheet::write_sheet(kind, sample, ledger, &assessment.company.name, words)?;
    let replaced = path.exists();
    write_output(path, &bytes)?;
    let back = read_back(path, &bytes)?;
    let table = tables::parse(&back, TableKind::Xlsx)
        .map_err(|problem| ReceiptError::NoTable { path: path.to_owned(), problem: Box::new(problem) })?;
    let plan = sheet::plan_sheet(&table, kind, sample, assessment);
    let records = sample.drawn.len();
    if plan.edit.is_some() || plan.rows != records || !plan.problems.is_empty() {
        return Err(ReceiptError::Rows { path: path.to_owned(), written: records, read: Some(plan.rows) });
    }
    let contents = Contents::Sheet { records };
    Ok(Receipt { path: path.to_owned(), replaced, bytes: back.len(), fingerprint: fingerprint(back), contents })
}

/// Writes the register of remediation as a table and reads it back: importing it must change nothing, and every cell
/// must say what the case says.
///
/// # Errors
/// When it cannot be made, written or read back, or when what comes back differs.
pub fn write_action_table(
    path: &Path,
    kind: TableKind,
    sheet: &ActionsSheet,
    scheme: &Scheme,
    assessment: &Assessment,
    words: &Words,
) -> Result<Receipt, ReceiptError> {
    let bytes = actions::write_actions(kind, sheet, assessment, words)?;
    let replaced = path.exists();
    write_output(path, &bytes)?;
    let back = read_back(path, &bytes)?;
    let table = actions::parse_actions(&back, kind)
        .map_err(|problem| ReceiptError::NoTable { path: path.to_owned(), problem: Box::new(problem) })?;
    let actions = actions::prove(&table, sheet, scheme, assessment, words.language).map_err(|read| {
        ReceiptError::Rows { path: path.to_owned(), written: sheet.actions(assessment).len(), read: Some(read) }
    })?;
    let contents = Contents::Actions { actions };
    Ok(Receipt { path: path.to_owned(), replaced, bytes: back.len(), fingerprint: fingerprint(back), contents })
}

/// Writes reminder sheets as a workbook and reads it back: every cell of every sheet must say what the case says.
///
/// # Errors
/// When it cannot be made, written or read back, or when what comes back differs.
pub fn write_reminder_sheets(
    path: &Path,
    ask: &Reminders,
    scheme: &Scheme,
    assessment: &Assessment,
    words: &Words,
) -> Result<Receipt, ReceiptError> {
    let bytes = actions::write_reminders(ask, scheme, assessment, words)?;
    let replaced = path.exists();
    write_output(path, &bytes)?;
    let back = read_back(path, &bytes)?;
    let unread = |kind| ReceiptError::NoTable { path: path.to_owned(), problem: Box::new(TableProblem::of_file(kind)) };
    let read = tables::every_sheet(&back).map_err(unread)?;
    let written = ask.by_owner(assessment).iter().map(|(_, theirs)| theirs.len()).sum();
    let (sheets, actions) = actions::prove_reminders(&read, ask, scheme, assessment, words)
        .map_err(|read| ReceiptError::Rows { path: path.to_owned(), written, read: Some(read) })?;
    let contents = Contents::Reminders { sheets, actions };
    Ok(Receipt { path: path.to_owned(), replaced, bytes: back.len(), fingerprint: fingerprint(back), contents })
}

/// Writes a list of records that fail something and reads it back.
///
/// # Errors
/// When it cannot be made, written or read back, or when what comes back has other rows.
pub fn write_problems(
    path: &Path,
    kind: TableKind,
    rows: &[ProblemRow],
    words: &Words,
) -> Result<Receipt, ReceiptError> {
    let bytes = match kind {
        TableKind::Csv => ledgers::problems_csv(rows, words)?,
        TableKind::Xlsx => ledgers::problems_sheet(rows, words)?,
    };
    let replaced = path.exists();
    write_output(path, &bytes)?;
    let back = read_back(path, &bytes)?;
    match ledgers::count_problems(&back, kind) {
        Some(read) if read == rows.len() => {}
        read => return Err(ReceiptError::Rows { path: path.to_owned(), written: rows.len(), read }),
    }
    let contents = Contents::Problems { rows: rows.len() };
    Ok(Receipt { path: path.to_owned(), replaced, bytes: back.len(), fingerprint: fingerprint(back), contents })
}

/// Writes a report of so many pages and reads it back; `count` counts the pages of a PDF, none when it is no PDF.
///
/// # Errors
/// When it cannot be written or read back, or when what comes back differs.
pub fn write_report(
    path: &Path,
    bytes: &[u8],
    pages: usize,
    count: &dyn Fn(&[u8]) -> Option<usize>,
) -> Result<Receipt, ReceiptError> {
    let replaced = path.exists();
    write_output(path, bytes)?;
    let back = read_back(path, bytes)?;
    match count(&back) {
        Some(read) if read == pages => {}
        read => return Err(ReceiptError::Pages { path: path.to_owned(), made: pages, read }),
    }
    let contents = Contents::Report { pages };
    Ok(Receipt { path: path.to_owned(), replaced, bytes: back.len(), fingerprint: fingerprint(back), contents })
}

/// What is in the file now, which must be what was written.
fn read_back(path: &Path, written: &[u8]) -> Result<Vec<u8>, ReceiptError> {
    let read = fs::read(path).map_err(|error| ReceiptError::Unreadable(Fault::new(path, error)))?;
    if read == written {
        Ok(read)
    } else {
        Err(ReceiptError::Altered { path: path.to_owned(), written: written.len(), read: read.len() })
    }
}

/// Reads a written table through the door through which it would come in again.
fn table_back(path: &Path, scheme: &Scheme, assessment: &Assessment) -> Result<TableContents, ReceiptError> {
    let table = tables::read_file(path)
        .map_err(|problem| ReceiptError::NoTable { path: path.to_owned(), problem: Box::new(problem) })?;
    tables::prove(&table, scheme, assessment)
        .map_err(|how| ReceiptError::Differs { path: path.to_owned(), how: Box::new(how) })
}

/// How much of a fingerprint is shown, enough to compare by eye.
const SHORT: usize = 12;
/// Most clauses that one sentence names.
const MAX_NAMED: usize = 12;

impl Receipt {
    /// The beginning of the fingerprint.
    #[must_use]
    pub fn short_fingerprint(&self) -> &str {
        self.fingerprint.get(..SHORT).unwrap_or(&self.fingerprint)
    }

    /// Where it is, what is in it, that it was read back; a line more where something had no place in it.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        let c = &words.common;
        let what = match &self.contents {
            Contents::Table { holds, .. } => c.receipt_table.fill(&[
                ("clauses", &holds.clauses),
                ("answered", &holds.answered),
                ("evidence", &holds.evidence),
                ("deductions", &holds.deductions),
                ("bonus", &holds.bonus),
            ]),
            Contents::Changes { rows } => words.keeping.receipt_changes.fill(&[("rows", rows)]),
            Contents::Sheet { records } => words.sampling.receipt.fill(&[("records", records)]),
            Contents::Problems { rows } => words.ledgers.receipt_problems.fill(&[("rows", rows)]),
            Contents::Actions { actions } => words.actions.receipt.fill(&[("actions", actions)]),
            Contents::Reminders { sheets, actions } => {
                words.remediation.receipt_reminders.fill(&[("sheets", sheets), ("actions", actions)])
            }
            Contents::Round { number, title, judged } => {
                let places: [(&str, &dyn std::fmt::Display); 3] =
                    [("number", number), ("title", title), ("judged", judged)];
                words.rounds.receipt_round.fill(&places)
            }
            Contents::Calendar { dates } => words.rounds.receipt_calendar.fill(&[("dates", dates)]),
            Contents::Report { pages } => c.receipt_report.fill(&[("pages", pages)]),
        };
        let phrase = if self.replaced { &c.receipt_replaced } else { &c.receipt_written };
        let said = phrase.fill(&[
            ("path", &self.path.display()),
            ("what", &what),
            ("bytes", &self.bytes),
            ("fingerprint", &self.short_fingerprint()),
        ]);
        match self.contents {
            Contents::Table { loose: loose @ 1.., .. } => {
                format!("{said}\n{}", c.receipt_loose_evidence.fill(&[("count", &loose)]))
            }
            _ => said,
        }
    }
}

impl ReceiptError {
    /// One sentence: what, where, what to do.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        let w = &words.problems;
        match self {
            Self::Table(error) => error.say(words),
            Self::Fault(fault) => fault.say(words),
            Self::Unreadable(fault) => {
                w.receipt_unreadable.fill(&[("path", &cut_path(&fault.path)), ("what", &fault.say(words))])
            }
            Self::NoTable { path, problem } => {
                let what = problem.say(&path.display().to_string(), words);
                w.receipt_unreadable.fill(&[("path", &cut_path(path)), ("what", &what)])
            }
            Self::Altered { path, written, read } => {
                w.receipt_altered.fill(&[("path", &cut_path(path)), ("written", written), ("read", read)])
            }
            Self::Differs { path, how } => {
                let mut named: Vec<String> =
                    how.subjects.iter().take(MAX_NAMED).map(|subject| subject.say(words)).collect();
                if named.is_empty() || how.subjects.len() > MAX_NAMED {
                    named.push("…".to_owned());
                }
                w.receipt_differs.fill(&[
                    ("path", &cut_path(path)),
                    ("count", &how.subjects.len()),
                    ("subjects", &named.join(&words.common.list_separator)),
                    ("added", &how.added),
                    ("changed", &how.changed),
                    ("problems", &how.problems),
                ])
            }
            Self::Rows { path, written, read } => words.keeping.receipt_rows.fill(&[
                ("path", &cut_path(path)),
                ("written", written),
                ("read", &read.unwrap_or_default()),
            ]),
            Self::Pages { path, made, read: Some(read) } => {
                w.receipt_pages.fill(&[("path", &cut_path(path)), ("made", made), ("read", read)])
            }
            Self::Pages { path, read: None, .. } => w.receipt_no_pdf.fill(&[("path", &cut_path(path))]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::Verdict;
    use crate::lang::Language;
    use crate::store::{Case, example};

    fn words() -> Words {
        Words::load(Language::Chinese).unwrap()
    }

    fn written(folder: &Path, name: &str) -> (PathBuf, Case, Receipt) {
        let (path, case) = (folder.join(name), example().unwrap());
        let kind = TableKind::for_writing(&path).unwrap();
        let receipt = write_table(&path, kind, &case.pinned.scheme, &case.assessment, &words()).unwrap();
        (path, case, receipt)
    }

    #[test]
    fn a_receipt_counts_what_came_back() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["表.csv", "表.xlsx"] {
            let (path, case, receipt) = written(folder.path(), name);
            let bytes = fs::read(&path).unwrap();
            assert_eq!((receipt.bytes, &receipt.fingerprint), (bytes.len(), &fingerprint(&bytes)));
            let Contents::Table { holds, .. } = receipt.contents else { panic!("{receipt:?}") };
            let deductions = case.assessment.special_deductions.len();
            assert_eq!((holds.clauses, holds.answered, holds.deductions), (43, 43, deductions));
            assert!(holds.evidence > 0 && !receipt.replaced);
            let said = receipt.say(&words());
            for part in ["条款 43 条", "已评 43 条", "已回读核对", receipt.short_fingerprint()] {
                assert!(said.contains(part), "{part}: {said}");
            }
            assert_eq!(receipt.short_fingerprint().len(), 12);
            assert!(written(folder.path(), name).2.say(&words()).contains("替换"));
        }
    }

    #[test]
    fn a_table_that_is_not_the_case_is_found_out() {
        let folder = tempfile::tempdir().unwrap();
        let (path, case, _) = written(folder.path(), "t.csv");
        let text = fs::read_to_string(&path).unwrap();
        let scheme = &case.pinned.scheme;
        let said = |text: &str| {
            fs::write(&path, text).unwrap();
            table_back(&path, scheme, &case.assessment).unwrap_err().say(&words())
        };
        // A table without its last clause changes nothing in the case, and is not whole all the same.
        let last = text.lines().find(|line| line.starts_with("5.3.2.3,")).unwrap();
        let lacking = said(&text.replace(&format!("{last}\r\n"), ""));
        assert!(lacking.contains("5.3.2.3") && lacking.contains("新增 0 项、改动 0 项"), "{lacking}");
        let Verdict::Fails = case.assessment.verdict(&"5.1.6.4".into()) else { panic!("the example has changed") };
        let row = text.lines().find(|line| line.starts_with("5.1.6.4,")).unwrap();
        let changed = said(&text.replace(row, &row.replacen("不符合", "符合", 1)));
        assert!(changed.contains("不符 1 处：5.1.6.4；") && changed.contains("改动 1 项"), "{changed}");
        assert!(said(&text.replacen("判定", "判断", 1)).contains("有问题 1 处"));
        let none = said("");
        assert!(none.contains("回读不成") && none.ends_with('。'), "{none}");
        // A case that says more than its table.
        fs::write(&path, &text).unwrap();
        let mut more = case.assessment.clone();
        more.bonus = Some(crate::assessment::Bonus { reason: "好".into() });
        let how = table_back(&path, scheme, &more).unwrap_err().say(&words());
        assert!(how.contains("特别加分"), "{how}");
    }

    #[test]
    fn a_file_that_comes_back_otherwise_has_no_receipt() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r.pdf");
        fs::write(&path, b"12").unwrap();
        let said = read_back(&path, b"123").unwrap_err().say(&words());
        assert!(said.contains("写出 3 字节，读回 2 字节"), "{said}");
        let gone = read_back(&folder.path().join("gone"), b"").unwrap_err().say(&words());
        assert!(gone.contains("已写出") && gone.contains("找不到"), "{gone}");
        let count = |read: Option<usize>| write_report(&path, b"%PDF", 3, &move |_: &[u8]| read);
        assert!(count(Some(3)).unwrap().say(&words()).contains("共 3 页，4 字节"));
        assert!(count(Some(2)).unwrap_err().say(&words()).contains("是 2 页，应有 3 页"));
        assert!(count(None).unwrap_err().say(&words()).contains("不是完好的 PDF"));
    }
}
