//! From a clause to its actions: one line on the card of the clause.

use egui::{Button, Ui};

use crate::app::widgets::{Tone, badge, caption, section_title};
use crate::app::{Action, Cx, RemediationAction};
use crate::assessment::{ActionState, Gap};
use crate::criteria::ClauseId;
use crate::planning::lost_by_verdict;

/// How many actions there are on a clause, with the way to them, and to a new one; nothing where nothing was lost and
/// nothing is done.
pub fn of_clause(ui: &mut Ui, cx: &Cx, clause: &ClauseId, out: &mut Vec<Action>) {
    let gap = Gap::Clause(clause.clone());
    let (mut all, mut open, mut overdue) = (0_usize, 0_usize, 0_usize);
    for (_, action) in cx.session.assessment().actions_on(&gap) {
        all += 1;
        open += usize::from(action.state != ActionState::Closed);
        overdue += usize::from(action.overdue_on(cx.today));
    }
    let lost = lost_by_verdict(cx.session.card(), clause).is_some();
    if all == 0 && !lost {
        return;
    }
    let r = &cx.words.remediation;
    ui.add_space(8.0);
    ui.horizontal_wrapped(|ui| {
        section_title(ui, &*cx.w.place_remediation);
        if all > 0 {
            if ui.link(r.on_clause.fill(&[("n", &all), ("open", &open)])).clicked() {
                out.push(Action::Remediation(RemediationAction::ShowGap(gap.clone())));
            }
            if overdue > 0 {
                badge(ui, &r.overdue_count.fill(&[("n", &overdue)]), Tone::Bad, cx.theme);
            }
        } else {
            caption(ui, &*r.none_here);
        }
        if lost && ui.add_enabled(cx.writable, Button::new(&*r.new_for_clause)).clicked() {
            out.push(Action::Remediation(RemediationAction::New(Some(gap))));
        }
    });
}
