//! The views; they mirror the rooms. Each looks at a `Cx`, keeps what is only about looking, and pushes actions.

pub mod assess;
pub mod changes;
pub mod evidence;
pub mod grid;
pub mod ledgers;
pub mod materials;
pub mod plan;
pub mod profile;
pub mod readiness;
pub mod remediation;
pub mod report;
pub mod rounds;
pub mod sampling;
pub mod score;
pub mod special;
pub mod start;

use super::calibrating::CalibrateState;
use super::dialogs::{PaletteState, RecoverState};

/// What is only about looking; never saved in the case.
#[derive(Debug, Default)]
pub struct ViewState {
    /// The start page.
    pub start: start::StartState,
    /// The assessment view.
    pub assess: assess::AssessState,
    /// The grid.
    pub grid: grid::GridState,
    /// The evidence view.
    pub evidence: evidence::EvidenceState,
    /// The material checklist.
    pub materials: materials::MaterialsState,
    /// The gates before applying.
    pub readiness: readiness::ReadinessState,
    /// Samples and their sheets.
    pub sampling: sampling::SamplingState,
    /// Ledgers.
    pub ledgers: ledgers::LedgersState,
    /// The register of remediation.
    pub remediation: remediation::RemediationState,
    /// Special deductions and bonus.
    pub special: special::SpecialState,
    /// The cheapest way to a target, and what would be if.
    pub plan: plan::PlanState,
    /// Rounds, the visit, the certificate.
    pub rounds: rounds::RoundsState,
    /// The report view.
    pub report: report::ReportState,
    /// The change log.
    pub changes: changes::ChangesState,
    /// What a case can be had back from.
    pub recover: RecoverState,
    /// The points of the standard, as they are typed.
    pub calibrate: CalibrateState,
    /// The palette.
    pub palette: PaletteState,
}

impl ViewState {
    /// What a case that is opened now begins with: nothing of the one before, but points of a calibration that were typed
    /// and are in no file yet; they are of a standard, not of a case.
    #[must_use]
    pub fn of_next_case(&mut self) -> Self {
        let calibrate = std::mem::take(&mut self.calibrate);
        let calibrate = if calibrate.unsaved { calibrate } else { CalibrateState::default() };
        Self { calibrate, ..Self::default() }
    }
}
