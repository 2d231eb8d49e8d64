//! The material checklist in use, read once and not every frame.

use std::path::PathBuf;
use std::sync::Arc;

use crate::criteria::{self, Checklist, SHIPPED_CHECKLISTS};
use crate::store::ChecklistChoice;

/// The material checklist in use.
#[derive(Debug)]
pub struct ChosenList {
    /// What it says.
    pub checklist: Arc<Checklist>,
    /// The file that it was read from; none for one that is built in.
    pub file: Option<PathBuf>,
    /// Why the file that was asked for last is not the one in use, as a sentence.
    pub problem: Option<String>,
    /// Those that are built in.
    pub shipped: Vec<Arc<Checklist>>,
    /// The file that is still to be read, as the settings remember it.
    pub remembered: Option<PathBuf>,
}

impl ChosenList {
    /// What was chosen last; a file is read later, since its folder may be slow or away.
    #[must_use]
    pub fn new(choice: &ChecklistChoice) -> Self {
        let shipped: Vec<_> =
            SHIPPED_CHECKLISTS.iter().filter_map(|each| criteria::checklist(each.id)).map(Arc::new).collect();
        let (wanted, remembered) = match choice {
            ChecklistChoice::Shipped(id) => (shipped.iter().find(|list| list.id == *id), None),
            ChecklistChoice::File(path) => (None, Some(path.clone())),
        };
        let checklist = wanted.or(shipped.first()).cloned().unwrap_or_default();
        Self { checklist, file: None, problem: None, shipped, remembered }
    }
}
