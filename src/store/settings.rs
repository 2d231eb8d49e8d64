//! Settings and recent files: tolerant, never a reason not to start.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Fault, atomic};
use crate::assessment::{ActionState, Assessment, MilestoneKind};

/// Most files remembered.
const MAX_RECENT: usize = 10;

/// What the program remembers for a person on this computer. Nothing of a case is in it but its path, and on which days
/// something of it is due.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Cases opened last, the newest first.
    pub recent: Vec<PathBuf>,
    /// What of recent cases is due, for the start page.
    pub reminders: BTreeMap<PathBuf, Reminder>,
    /// Light, dark or as the system.
    pub theme: ThemeChoice,
    /// Size of everything in percent, 80 to 250.
    pub zoom_percent: u32,
    /// Who makes changes at this computer, as typed by the person; never the system's account.
    pub person: String,
    /// Who calibrated last at this computer, as typed.
    pub calibrated_by: String,
    /// Where named roots of cases lie on this computer, by [`root_key`](super::root_key).
    pub roots: BTreeMap<String, PathBuf>,
    /// The material checklist in use.
    pub checklist: ChecklistChoice,
    /// Fingerprints of schemes whose banner on provisional figures was dismissed.
    pub dismissed_banners: Vec<String>,
}

/// Which theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThemeChoice {
    /// As the system says.
    System,
    /// Light.
    #[default]
    Light,
    /// Dark.
    Dark,
}

/// Which material checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChecklistChoice {
    /// One that is built into the program, by its id.
    Shipped(String),
    /// A file.
    File(PathBuf),
}

impl Default for ChecklistChoice {
    fn default() -> Self {
        Self::Shipped(crate::criteria::SHIPPED_CHECKLISTS.first().map_or("", |first| first.id).to_owned())
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            recent: Vec::new(),
            reminders: BTreeMap::new(),
            theme: ThemeChoice::default(),
            zoom_percent: 100,
            person: String::new(),
            calibrated_by: String::new(),
            roots: BTreeMap::new(),
            checklist: ChecklistChoice::default(),
            dismissed_banners: Vec::new(),
        }
    }
}

impl Settings {
    /// Reads settings; whatever is missing or unreadable has its default.
    #[must_use]
    pub fn load(path: &Path) -> Self {
        let mut settings: Self =
            fs::read_to_string(path).ok().and_then(|text| ron::from_str(&text).ok()).unwrap_or_default();
        settings.zoom_percent = settings.zoom_percent.clamp(80, 250);
        settings.recent.truncate(MAX_RECENT);
        settings
    }

    /// Writes settings.
    ///
    /// # Errors
    /// When they cannot be written; the program goes on without.
    pub fn save(&self, path: &Path) -> Result<(), Fault> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| Fault::new(folder, error))?;
        }
        let text = ron::ser::to_string_pretty(self, ron::ser::PrettyConfig::new()).unwrap_or_default();
        atomic::write_output(path, text.as_bytes())
    }

    /// Puts a case at the head of the recent ones.
    pub fn remember(&mut self, path: &Path) {
        self.recent.retain(|other| other != path);
        self.recent.insert(0, path.to_owned());
        self.recent.truncate(MAX_RECENT);
        self.reminders.retain(|path, _| self.recent.contains(path));
    }

    /// Notes what of a case is due; whether that is news.
    pub fn remind(&mut self, path: &Path, assessment: &Assessment) -> bool {
        let reminder = Reminder::of(assessment);
        let before = self.reminders.get(path).cloned().unwrap_or_default();
        if before == reminder || !self.recent.iter().any(|recent| recent == path) {
            return false;
        }
        if reminder == Reminder::default() {
            self.reminders.remove(path);
        } else {
            self.reminders.insert(path.to_owned(), reminder);
        }
        true
    }
}

/// Most due days of a kind that are remembered of a case.
const MAX_DUE: usize = 200;

/// What of a case is due: days, and nothing of what it is about.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Reminder {
    /// What is open of the certificate, the earliest first.
    pub milestones: Vec<(NaiveDate, MilestoneKind)>,
    /// Due days of open actions, the soonest first.
    pub actions: Vec<NaiveDate>,
}

impl Reminder {
    fn of(assessment: &Assessment) -> Self {
        let milestones = assessment.award.iter().flat_map(|award| &award.milestones);
        let mut milestones: Vec<_> =
            milestones.filter(|one| one.done.is_none()).map(|one| (one.due, one.kind)).collect();
        milestones.sort();
        milestones.truncate(MAX_DUE);
        let open = assessment.actions.values().filter(|action| action.state != ActionState::Closed);
        let mut actions: Vec<NaiveDate> = open.filter_map(|action| action.due).collect();
        actions.sort();
        actions.truncate(MAX_DUE);
        Self { milestones, actions }
    }
}

/// Where settings live: beside the program when a file `xingping-settings.ron` is there (a USB stick),
/// otherwise in the person's own configuration folder. None when the system names no such folder.
#[must_use]
pub fn settings_path() -> Option<PathBuf> {
    const NAME: &str = "xingping-settings.ron";
    let portable = std::env::current_exe().ok().and_then(|exe| Some(exe.parent()?.join(NAME)));
    if let Some(path) = portable.filter(|path| path.is_file()) {
        return Some(path);
    }
    let folders = directories::ProjectDirs::from("", "", "xingping")?;
    Some(folders.config_dir().join("settings.ron"))
}
