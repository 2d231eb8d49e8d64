//! Dialogs: only where undo will not do, and for what lies over every view.

mod about;
mod calibrate;
mod choose;
mod compare;
mod edition;
mod help;
mod import;
mod ledger_columns;
mod ledger_import;
mod ledger_plan;
mod ledger_remove;
mod new_round;
mod package;
mod palette;
mod recover;
mod relink;
mod remove;
mod roots;
mod sampling;
mod saving;
mod take_over;
mod tree;
mod type_path;
mod unsaved;

pub use compare::{Comparison, one_line};
pub use edition::{ClauseLine, EditionPreview};
pub use import::{ImportPreview, rows_left_out};
pub use package::PackageState;
pub use palette::PaletteState;
pub use recover::{RecoverState, Said};
pub use relink::Relinking;
pub use tree::TreePreview;

use egui::{Frame, Id, Margin, Modal, Ui};

use super::calibrating::CalibrateState;
use super::jobs::Jobs;
use super::ledgers::LedgerRoom;
use super::{Action, Cx, Purpose, Theme};
use crate::assessment::{Edit, EvidenceId};
use crate::criteria::{ClauseId, LedgerId};
use crate::lang::Words;

/// An open dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dialog {
    /// Commands and clauses by name.
    Palette,
    /// Keys and how to work.
    Help,
    /// The program.
    About,
    /// Where data is kept.
    WhereIsData,
    /// Evidence of the case, to be attached to a clause.
    Choose(ClauseId),
    /// What importing a table would do.
    Import(Box<ImportPreview>),
    /// A path is to be typed, because the system has no dialog for files.
    TypePath {
        /// What for.
        purpose: Purpose,
        /// What is done with it: the word on the button.
        title: String,
        /// What stands in the field at first.
        suggested: String,
    },
    /// The case is to be taken over from a holder that is evidently gone.
    TakeCaseOver {
        /// Who that is, where and since when: a sentence.
        holder: String,
    },
    /// The window is to close and something cannot be saved.
    Unsaved {
        /// Why, as a sentence.
        why: String,
        /// Whether every change is in the journal all the same.
        safe: bool,
    },
    /// The case is being given back, and its file takes a while.
    Saving,
    /// What a case can be had back from.
    Recover,
    /// Where the open case and another differ.
    Compare(Box<Comparison>),
    /// What can be mended of what is missing.
    Relink(Box<Relinking>),
    /// Where the named roots lie.
    Roots,
    /// What a folder holds, by clauses.
    Tree(Box<TreePreview>),
    /// How a newer edition of the criteria differs, and what becomes of each answer.
    Edition(Box<EditionPreview>),
    /// The points of the standard are being typed.
    Calibrate,
    /// The submission package.
    Package,
    /// Many pieces of evidence are to be removed.
    RemovePieces(Vec<EvidenceId>),
    /// A sample is to be drawn anew although something was found in it.
    DrawAnew {
        /// The title of the ledger.
        ledger: String,
        /// In how many records something was found.
        looked_at: usize,
        /// What draws.
        edit: Box<Edit>,
    },
    /// Evidence of the case for a record that was drawn.
    SampleEvidence {
        /// From which ledger.
        ledger: LedgerId,
        /// Its number.
        record: String,
    },
    /// What importing a table into a ledger would do.
    LedgerImport,
    /// A round is to be opened.
    NewRound {
        /// What the one that is closed could be called.
        suggested: String,
        /// What comes along and what stays: sentences.
        told: Vec<String>,
    },
    /// A ledger is to be removed.
    RemoveLedger(LedgerId),
}

impl Dialog {
    /// Whether what it shows or asks is about the open case, and nothing without it.
    #[must_use]
    pub fn is_of_case(&self) -> bool {
        matches!(
            self,
            Self::Choose(_)
                | Self::Import(_)
                | Self::Relink(_)
                | Self::Roots
                | Self::Tree(_)
                | Self::Edition(_)
                | Self::Calibrate
                | Self::Package
                | Self::RemovePieces(_)
                | Self::DrawAnew { .. }
                | Self::SampleEvidence { .. }
                | Self::LedgerImport
                | Self::NewRound { .. }
                | Self::RemoveLedger(_)
        )
    }

    /// How wide it would like to be.
    fn width(&self) -> f32 {
        match self {
            Self::Calibrate => 940.0,
            Self::Recover | Self::Compare(_) | Self::Edition(_) | Self::Relink(_) => 900.0,
            Self::Package => 720.0,
            Self::LedgerImport => 1180.0,
            _ => 560.0,
        }
    }
}

/// What dialogs may read.
pub struct Room<'a> {
    /// The open case, if any.
    pub cx: Option<&'a Cx<'a>>,
    /// All words.
    pub words: &'a Words,
    /// Colours.
    pub theme: &'a Theme,
    /// What runs in the background.
    pub jobs: &'a Jobs,
    /// What was found to recover from.
    pub recover: &'a RecoverState,
    /// The submission package that is being made.
    pub package: &'a PackageState,
    /// The table that is being imported into a ledger.
    pub ledgers: &'a LedgerRoom,
    /// What draws the window.
    pub renderer: &'a str,
}

/// Shows the open dialog, if any.
pub fn show(
    ctx: &egui::Context,
    dialog: &Option<Dialog>,
    room: &Room<'_>,
    (palette, calibrate): (&mut PaletteState, &mut CalibrateState),
    out: &mut Vec<Action>,
) {
    let Some(dialog) = dialog else { return };
    let Room { cx, words, theme, .. } = *room;
    let modal = Modal::new(Id::unique("dialog")).show(ctx, |ui| {
        Frame::new().inner_margin(Margin::same(8)).show(ui, |ui| {
            ui.set_width(dialog.width().min(ctx.content_rect().width() - 60.0));
            ui.set_max_height(ctx.content_rect().height() - 80.0);
            match (dialog, cx) {
                (Dialog::Palette, _) => palette::ui(ui, cx, words, palette, out),
                (Dialog::Help, _) => help::ui(ui, words, theme, out),
                (Dialog::About, _) => about::about(ui, words, room.renderer, out),
                (Dialog::WhereIsData, _) => about::where_is_data(ui, cx, words, out),
                (Dialog::Choose(clause), Some(cx)) => choose::ui(ui, cx, clause, out),
                (Dialog::Import(preview), _) => import::ui(ui, words, theme, preview, out),
                (Dialog::TypePath { purpose, title, suggested }, _) => {
                    type_path::ui(ui, room, purpose, title, suggested, out);
                }
                (Dialog::TakeCaseOver { holder }, _) => take_over::ui(ui, words, theme, holder, out),
                (Dialog::Unsaved { why, safe }, _) => unsaved::ui(ui, words, theme, why, *safe, out),
                (Dialog::Saving, _) => saving::ui(ui, words),
                (Dialog::Recover, _) => recover::ui(ui, room, out),
                (Dialog::Compare(comparison), _) => compare::ui(ui, words, theme, comparison, out),
                (Dialog::Edition(preview), _) => edition::ui(ui, words, theme, preview, out),
                (Dialog::Relink(relinking), _) => relink::ui(ui, room, relinking, out),
                (Dialog::Roots, Some(cx)) => roots::ui(ui, cx, out),
                (Dialog::Tree(preview), _) => tree::ui(ui, words, theme, preview, out),
                (Dialog::RemovePieces(ids), Some(cx)) => remove::ui(ui, cx, ids, out),
                (Dialog::DrawAnew { ledger, looked_at, edit }, _) => {
                    sampling::anew(ui, words, theme, ledger, *looked_at, edit, out);
                }
                (Dialog::SampleEvidence { ledger, record }, Some(cx)) => {
                    sampling::evidence(ui, cx, ledger, record, out)
                }
                (
                    Dialog::Choose(_)
                    | Dialog::Roots
                    | Dialog::Calibrate
                    | Dialog::RemovePieces(_)
                    | Dialog::SampleEvidence { .. }
                    | Dialog::LedgerImport
                    | Dialog::NewRound { .. }
                    | Dialog::RemoveLedger(_),
                    None,
                ) => {}
                (Dialog::Calibrate, Some(cx)) => calibrate::ui(ui, cx, calibrate, out),
                (Dialog::Package, _) => package::ui(ui, room, out),
                (Dialog::LedgerImport, Some(cx)) => ledger_import::ui(ui, cx, room, out),
                (Dialog::NewRound { suggested, told }, Some(cx)) => new_round::ui(ui, cx, suggested, told, out),
                (Dialog::RemoveLedger(ledger), Some(cx)) => ledger_remove::ui(ui, cx, ledger, out),
            }
        });
    });
    if modal.should_close() {
        out.push(Action::CloseDialog);
    }
}

/// The button that ends a dialog.
fn close_button(ui: &mut Ui, words: &Words, out: &mut Vec<Action>) {
    ui.add_space(8.0);
    // A row first, so that the layout is as high as a button and not as what is left of the dialog.
    ui.horizontal(|ui| {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if ui.button(&*words.app.close).clicked() {
                out.push(Action::CloseDialog);
            }
        });
    });
}
