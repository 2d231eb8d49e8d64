//! Named commands without payload: label, shortcut, when enabled. Menu, keys and palette all read this list.

use egui::{Key, KeyboardShortcut, Modifiers};

use super::dialogs::Dialog;
use super::place::Place;
use crate::lang::{AppWords, Phrase};

/// A command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // named after what they do
pub enum Command {
    New,
    Open,
    Example,
    Save,
    SaveAs,
    ImportTable,
    ExportTable,
    WriteReport,
    Package,
    Recover,
    Edition,
    Calibrate,
    CloseCase,
    Quit,
    Undo,
    Redo,
    NextUnrated,
    NextClause,
    PreviousClause,
    Find,
    Palette,
    Go(Place),
    Back,
    Forward,
    ZoomIn,
    ZoomOut,
    ZoomReset,
    ThemeLight,
    ThemeDark,
    ThemeSystem,
    ShowBanner,
    WhereIsData,
    Help,
    About,
}

/// Control on Windows and Linux, Command on a Mac.
const fn ctrl(key: Key) -> Option<KeyboardShortcut> {
    Some(KeyboardShortcut::new(Modifiers::COMMAND, key))
}

const fn ctrl_shift(key: Key) -> Option<KeyboardShortcut> {
    Some(KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), key))
}

const fn alt(key: Key) -> Option<KeyboardShortcut> {
    Some(KeyboardShortcut::new(Modifiers::ALT, key))
}

impl Command {
    /// All commands, in the order of the palette.
    pub const ALL: [Self; 48] = [
        Self::New,
        Self::Open,
        Self::Example,
        Self::Save,
        Self::SaveAs,
        Self::ImportTable,
        Self::ExportTable,
        Self::WriteReport,
        Self::Package,
        Self::Recover,
        Self::Edition,
        Self::Calibrate,
        Self::CloseCase,
        Self::Quit,
        Self::Undo,
        Self::Redo,
        Self::NextUnrated,
        Self::NextClause,
        Self::PreviousClause,
        Self::Find,
        Self::Palette,
        Self::Go(Place::Profile),
        Self::Go(Place::Assess),
        Self::Go(Place::Grid),
        Self::Go(Place::Evidence),
        Self::Go(Place::Materials),
        Self::Go(Place::Readiness),
        Self::Go(Place::Sampling),
        Self::Go(Place::Ledgers),
        Self::Go(Place::Special),
        Self::Go(Place::Score),
        Self::Go(Place::Remediation),
        Self::Go(Place::Plan),
        Self::Go(Place::Report),
        Self::Go(Place::Changes),
        Self::Go(Place::Rounds),
        Self::Back,
        Self::Forward,
        Self::ZoomIn,
        Self::ZoomOut,
        Self::ZoomReset,
        Self::ThemeLight,
        Self::ThemeDark,
        Self::ThemeSystem,
        Self::ShowBanner,
        Self::WhereIsData,
        Self::Help,
        Self::About,
    ];

    /// What it is called in menu and palette.
    #[must_use]
    pub fn label(self, w: &AppWords) -> &Phrase {
        match self {
            Self::New => &w.cmd_new,
            Self::Open => &w.cmd_open,
            Self::Example => &w.cmd_example,
            Self::Save => &w.cmd_save,
            Self::SaveAs => &w.cmd_save_as,
            Self::ImportTable => &w.cmd_import_table,
            Self::ExportTable => &w.cmd_export_table,
            Self::WriteReport => &w.cmd_write_report,
            Self::Package => &w.cmd_package,
            Self::Recover => &w.cmd_recover,
            Self::Edition => &w.cmd_edition,
            Self::Calibrate => &w.cmd_calibrate,
            Self::CloseCase => &w.cmd_close_case,
            Self::Quit => &w.cmd_quit,
            Self::Undo => &w.cmd_undo,
            Self::Redo => &w.cmd_redo,
            Self::NextUnrated => &w.cmd_next_unrated,
            Self::NextClause => &w.cmd_next_clause,
            Self::PreviousClause => &w.cmd_previous_clause,
            Self::Find => &w.cmd_find,
            Self::Palette => &w.cmd_palette,
            Self::Go(place) => place_label(place, w),
            Self::Back => &w.cmd_back,
            Self::Forward => &w.cmd_forward,
            Self::ZoomIn => &w.cmd_zoom_in,
            Self::ZoomOut => &w.cmd_zoom_out,
            Self::ZoomReset => &w.cmd_zoom_reset,
            Self::ThemeLight => &w.cmd_theme_light,
            Self::ThemeDark => &w.cmd_theme_dark,
            Self::ThemeSystem => &w.cmd_theme_system,
            Self::ShowBanner => &w.cmd_show_banner,
            Self::WhereIsData => &w.cmd_where_is_data,
            Self::Help => &w.cmd_help,
            Self::About => &w.cmd_about,
        }
    }

    /// Its keys, which work even while a text field has the focus.
    #[must_use]
    pub fn shortcut(self) -> Option<KeyboardShortcut> {
        match self {
            Self::New => ctrl(Key::N),
            Self::Open => ctrl(Key::O),
            Self::Save => ctrl(Key::S),
            Self::SaveAs => ctrl_shift(Key::S),
            Self::WriteReport => ctrl(Key::P),
            Self::CloseCase => ctrl(Key::W),
            Self::Quit => ctrl(Key::Q),
            Self::Undo => ctrl(Key::Z),
            Self::Redo => ctrl(Key::Y),
            Self::NextUnrated => ctrl(Key::Enter),
            Self::NextClause => alt(Key::ArrowDown),
            Self::PreviousClause => alt(Key::ArrowUp),
            Self::Find => ctrl(Key::F),
            Self::Palette => ctrl(Key::K),
            Self::Go(place) => ctrl(place_key(place)),
            Self::Back => alt(Key::ArrowLeft),
            Self::Forward => alt(Key::ArrowRight),
            Self::ZoomIn => ctrl(Key::Plus),
            Self::ZoomOut => ctrl(Key::Minus),
            Self::ZoomReset => ctrl(Key::Num0),
            Self::Help => Some(KeyboardShortcut::new(Modifiers::NONE, Key::F1)),
            Self::Example
            | Self::ImportTable
            | Self::ExportTable
            | Self::Package
            | Self::Recover
            | Self::Edition
            | Self::Calibrate
            | Self::ThemeLight
            | Self::ThemeDark
            | Self::ThemeSystem
            | Self::ShowBanner
            | Self::WhereIsData
            | Self::About => None,
        }
    }

    /// Keys that do the same, besides [`Self::shortcut`].
    #[must_use]
    pub fn other_shortcut(self) -> Option<KeyboardShortcut> {
        match self {
            Self::Redo => ctrl_shift(Key::Z),
            Self::ZoomIn => ctrl(Key::Equals),
            _ => None,
        }
    }

    /// A single key that works while no text field has the focus.
    #[must_use]
    pub fn plain_key(self) -> Option<Key> {
        match self {
            Self::NextUnrated => Some(Key::N),
            Self::NextClause => Some(Key::J),
            Self::PreviousClause => Some(Key::K),
            Self::Help => Some(Key::Questionmark),
            Self::Find => Some(Key::Slash),
            _ => None,
        }
    }

    /// Whether its keys work while this dialog lies over the view. What changes the case or goes elsewhere does not:
    /// nobody sees what happens behind a dialog, and what it shows would not be true any more.
    #[must_use]
    pub fn works_over(self, dialog: &Dialog) -> bool {
        match self {
            Self::Save | Self::Quit | Self::ZoomIn | Self::ZoomOut | Self::ZoomReset => true,
            // The same keys close what they opened.
            Self::Palette => *dialog == Dialog::Palette,
            Self::Help => *dialog == Dialog::Help,
            _ => false,
        }
    }

    /// Whether it needs an open case.
    #[must_use]
    pub fn needs_case(self) -> bool {
        !matches!(
            self,
            Self::New
                | Self::Open
                | Self::Example
                | Self::Recover
                | Self::Quit
                | Self::Palette
                | Self::ZoomIn
                | Self::ZoomOut
                | Self::ZoomReset
                | Self::ThemeLight
                | Self::ThemeDark
                | Self::ThemeSystem
                | Self::WhereIsData
                | Self::Help
                | Self::About
        )
    }
}

/// What a view is called.
#[must_use]
pub fn place_label(place: Place, w: &AppWords) -> &Phrase {
    match place {
        Place::Profile => &w.place_profile,
        Place::Assess => &w.place_assess,
        Place::Grid => &w.place_grid,
        Place::Evidence => &w.place_evidence,
        Place::Materials => &w.place_materials,
        Place::Readiness => &w.place_readiness,
        Place::Sampling => &w.place_sampling,
        Place::Ledgers => &w.place_ledgers,
        Place::Special => &w.place_special,
        Place::Score => &w.place_score,
        Place::Remediation => &w.place_remediation,
        Place::Plan => &w.place_plan,
        Place::Report => &w.place_report,
        Place::Changes => &w.place_changes,
        Place::Rounds => &w.place_rounds,
    }
}

fn place_key(place: Place) -> Key {
    match place {
        Place::Profile => Key::Num1,
        Place::Assess => Key::Num2,
        Place::Grid => Key::Num3,
        Place::Evidence => Key::Num4,
        Place::Special => Key::Num5,
        Place::Score => Key::Num6,
        Place::Report => Key::Num7,
        Place::Changes => Key::Num8,
        // It came last, and keys that people have learnt stay where they are.
        Place::Materials => Key::Num9,
        // There is no tenth digit: Ctrl+0 is the zoom. G for the gates.
        Place::Readiness => Key::G,
        // The digits are used up: D as in drawing.
        Place::Sampling => Key::D,
        // T as in target: all digits are taken.
        Place::Plan => Key::T,
        // All digits are taken.
        Place::Ledgers => Key::L,
        // R as in rectify.
        Place::Remediation => Key::R,
        // B as in beside: two rounds beside each other.
        Place::Rounds => Key::B,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_commands_share_keys() {
        let mut seen = Vec::new();
        for command in Command::ALL {
            for keys in [command.shortcut(), command.other_shortcut()].into_iter().flatten() {
                assert!(!seen.contains(&keys), "{command:?}");
                seen.push(keys);
            }
        }
    }

    #[test]
    fn every_command_is_listed_once() {
        for (place, command) in Command::ALL.iter().enumerate() {
            assert!(!Command::ALL[..place].contains(command), "{command:?}");
        }
        assert!(Place::ALL.iter().all(|place| Command::ALL.contains(&Command::Go(*place))));
    }
}
