//! The seam to the system: pickers, the clock, opening files. Tests put a fake in its place.

use std::path::{Path, PathBuf};

use std::sync::Arc;

use chrono::NaiveDateTime;

use crate::store::Clock;

/// What a person is asked to pick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pick {
    /// An existing case.
    OpenCase,
    /// Where a case goes; with a suggested name.
    SaveCase(String),
    /// Any number of files.
    Files,
    /// A folder.
    Folder,
    /// A file of criteria, or a checklist.
    Scheme,
    /// Where a checklist goes; with a suggested name.
    SaveChecklist(String),
    /// An answers table.
    Table,
    /// A table for a ledger.
    Ledger,
    /// Where an answers table goes; with a suggested name.
    SaveTable(String),
    /// Where a workbook goes; with a suggested name.
    SaveWorkbook(String),
    /// Where a ZIP goes; with a suggested name.
    SaveZip(String),
    /// Where a file for calendars goes; with a suggested name.
    SaveCalendar(String),
    /// Where a report goes; with a suggested name.
    SaveReport(String),
}

/// Receives what was picked; nothing when the person cancelled or the system has no dialog.
pub type Reply = Box<dyn FnOnce(Vec<PathBuf>) + Send>;

/// What the program needs from the system it runs on.
pub trait Platform {
    /// Local date and time.
    fn now(&self) -> NaiveDateTime {
        self.clock()()
    }

    /// The clock, for whoever works on another thread.
    fn clock(&self) -> Clock;

    /// Asks for a path with the system's own dialog; must return at once.
    fn pick(&mut self, pick: &Pick, title: &str, start: Option<&Path>, frame: &eframe::Frame, reply: Reply);

    /// Opens a file or folder with the program that the system has for it.
    ///
    /// # Errors
    /// What the system said.
    fn open(&mut self, path: &Path) -> Result<(), String>;

    /// A folder for documents.
    fn documents(&self) -> PathBuf;

    /// Whether work may go on in the background; tests want it done at once.
    fn background(&self) -> bool;
}

/// The real system.
#[derive(Debug, Default)]
pub struct Native;

impl Platform for Native {
    fn clock(&self) -> Clock {
        Arc::new(|| chrono::Local::now().naive_local())
    }

    fn pick(&mut self, pick: &Pick, title: &str, start: Option<&Path>, frame: &eframe::Frame, reply: Reply) {
        let mut dialog = rfd::AsyncFileDialog::new().set_title(title).set_parent(frame);
        if let Some(start) = start {
            dialog = dialog.set_directory(start);
        }
        // Dialogs must be made on the main thread; waiting for them must not block it.
        match pick {
            Pick::OpenCase => wait(dialog.add_filter("xingping", &["xingping"]).pick_file(), reply),
            Pick::SaveCase(name) => {
                wait(dialog.add_filter("xingping", &["xingping"]).set_file_name(name).save_file(), reply);
            }
            Pick::Table => {
                wait(dialog.add_filter("Excel / CSV", &["xlsx", "xlsm", "csv", "txt", "tsv"]).pick_file(), reply)
            }
            Pick::Ledger => {
                let kinds = ["xlsx", "xlsm", "xls", "ods", "csv", "txt", "tsv"];
                wait(dialog.add_filter("Excel / ODS / CSV", &kinds).pick_file(), reply);
            }
            Pick::SaveTable(name) => {
                wait(dialog.add_filter("Excel / CSV", &["xlsx", "csv"]).set_file_name(name).save_file(), reply);
            }
            Pick::SaveWorkbook(name) => {
                wait(dialog.add_filter("Excel", &["xlsx"]).set_file_name(name).save_file(), reply);
            }
            Pick::SaveChecklist(name) => {
                wait(dialog.add_filter("RON", &["ron"]).set_file_name(name).save_file(), reply);
            }
            Pick::Scheme => wait(dialog.add_filter("RON", &["ron"]).pick_file(), reply),
            Pick::SaveReport(name) => wait(dialog.add_filter("PDF", &["pdf"]).set_file_name(name).save_file(), reply),
            Pick::SaveCalendar(name) => {
                wait(dialog.add_filter("iCalendar", &["ics"]).set_file_name(name).save_file(), reply);
            }
            Pick::SaveZip(name) => wait(dialog.add_filter("ZIP", &["zip"]).set_file_name(name).save_file(), reply),
            Pick::Folder => wait(dialog.pick_folder(), reply),
            Pick::Files => {
                let files = dialog.pick_files();
                std::thread::spawn(move || {
                    let picked = pollster::block_on(files).unwrap_or_default();
                    reply(picked.into_iter().map(PathBuf::from).collect());
                });
            }
        }
    }

    fn open(&mut self, path: &Path) -> Result<(), String> {
        opener::open(path).map_err(|error| error.to_string())
    }

    fn documents(&self) -> PathBuf {
        let folders = directories::UserDirs::new();
        let documents = folders.as_ref().and_then(|folders| folders.document_dir().map(Path::to_owned));
        documents.or_else(|| folders.map(|folders| folders.home_dir().to_owned())).unwrap_or_default()
    }

    fn background(&self) -> bool {
        true
    }
}

fn wait(picking: impl Future<Output = Option<rfd::FileHandle>> + Send + 'static, reply: Reply) {
    std::thread::spawn(move || reply(pollster::block_on(picking).map(PathBuf::from).into_iter().collect()));
}

/// Says something when there is no window to say it in. Only where a program without a console is usual; elsewhere
/// the sentence stands in the terminal.
pub fn alarm(text: &str) {
    if cfg!(windows) || cfg!(target_os = "macos") {
        rfd::MessageDialog::new()
            .set_title("星评 Xingping")
            .set_description(text)
            .set_level(rfd::MessageLevel::Error)
            .show();
    }
}

/// A system for tests: the clock stands still, every picker answers at once with the next prepared paths.
#[derive(Debug, Default)]
pub struct Fake {
    /// What the pickers answer, one after the other.
    pub answers: std::collections::VecDeque<Vec<PathBuf>>,
    /// Where documents are.
    pub documents: PathBuf,
    /// The time.
    pub now: NaiveDateTime,
}

impl Platform for Fake {
    fn clock(&self) -> Clock {
        let now = self.now;
        Arc::new(move || now)
    }

    fn pick(&mut self, _: &Pick, _: &str, _: Option<&Path>, _: &eframe::Frame, reply: Reply) {
        reply(self.answers.pop_front().unwrap_or_default());
    }

    fn open(&mut self, _: &Path) -> Result<(), String> {
        Ok(())
    }

    fn documents(&self) -> PathBuf {
        self.documents.clone()
    }

    fn background(&self) -> bool {
        false
    }
}
