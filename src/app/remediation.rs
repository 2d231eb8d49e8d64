//! What may be asked of the register of remediation.

use std::path::PathBuf;

use crate::assessment::{Action, ActionId, Gap};

/// Something to be done with the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RemediationAction {
    /// Shows the actions on a gap.
    ShowGap(Gap),
    /// Shows an action in its editor.
    Show(ActionId),
    /// Opens the form of a new action, on a gap where one is named.
    New(Option<Gap>),
    /// Drafts actions by the scheme's advice: for one gap, or for all that have none.
    Suggest(Option<Gap>),
    /// Adds an action.
    Add(Box<Action>),
    /// Shows what importing a table of actions would do.
    Import(PathBuf),
    /// Removes an action.
    Remove(ActionId),
}
