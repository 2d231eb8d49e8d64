//! The search for plans, in the background: begun anew after every change, and left where nobody looks.

use egui::Context;

use crate::app::jobs::{Done, JobKind};
use crate::app::views::plan::{Asked, Found};
use crate::app::*;

impl App {
    /// Has what the view asks for worked out, unless it is known or under way.
    pub(in crate::app) fn keep_plan(&mut self, ctx: &Context) {
        let today = self.platform.now().date();
        let open = self.open.as_ref().filter(|_| self.place == Place::Plan);
        let wanted = open.and_then(|open| self.view.plan.wanted(&open.session, &open.path, today, &self.words));
        let (Some(open), Some(asked)) = (open, wanted) else {
            // Nobody waits for it any more, or it cannot be asked.
            if self.jobs.is_running(JobKind::Plan) {
                self.jobs.abandon(JobKind::Plan);
                self.view.plan.begin(None);
            }
            return;
        };
        let state = &mut self.view.plan;
        if state.knows(&asked) || state.works_on(&asked) && self.jobs.is_running(JobKind::Plan) {
            if state.knows(&asked) && self.jobs.is_running(JobKind::Plan) {
                self.jobs.abandon(JobKind::Plan);
                state.begin(None);
            }
            return;
        }
        self.jobs.abandon(JobKind::Plan);
        state.begin(Some(asked.clone()));
        let (pinned, assessment) = (open.session.pinned().clone(), open.session.assessment().clone());
        self.jobs.start(ctx, JobKind::Plan, move |token| {
            let found = Found::work_out(&pinned.scheme, &assessment, &asked, token.stop());
            Done::PlanFound { asked: Box::new(asked), found: Box::new(found) }
        });
    }

    pub(in crate::app) fn take_plan_found(&mut self, asked: Asked, found: Found) {
        self.view.plan.take(asked, found);
    }
}
