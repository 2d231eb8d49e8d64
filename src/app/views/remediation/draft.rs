//! What is being written of an action, and what of it the case can take.

use crate::app::Cx;
use crate::assessment::{self, Action, ActionId, Gap, Problem, may_act};
use crate::criteria::Amount;
use crate::store::actions::{ACTION_FIGURES, ActionColumn, figure_text, take_figure};

/// What is being written of an action.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Which; none for one that the case does not have yet.
    pub id: Option<ActionId>,
    /// What it is about; none as long as nobody said.
    pub gap: Option<Gap>,
    /// All else, but for the figures.
    pub action: Action,
    /// The figures as typed, in the order of [`ACTION_FIGURES`].
    pub figures: [String; 4],
    /// Why something that was chosen last was not taken.
    pub refused: Option<String>,
    /// What the case had when this was made or last looked at.
    known: Option<Action>,
    /// What was last handed to the case.
    sent: Option<Action>,
    /// What the case had when the field that is being written into was entered: `12` of `12,5` says nothing yet.
    settled: Option<Action>,
}

/// What of a draft the case can take, and why not the rest: sentences, each where it belongs.
#[derive(Debug, Default)]
pub struct Faults {
    /// About the text.
    pub what: Option<String>,
    /// About the figures.
    pub figures: Vec<String>,
    /// About the days.
    pub days: Option<String>,
}

impl Faults {
    /// Whether nothing is wrong.
    pub fn none(&self) -> bool {
        self.what.is_none() && self.figures.is_empty() && self.days.is_none()
    }
}

impl Draft {
    /// A new action.
    pub fn fresh(gap: Option<Gap>) -> Self {
        let of = gap.clone().unwrap_or(Gap::Clause("".into()));
        Self::made(None, gap, Action::of(of, String::new()))
    }

    /// Whether anything was written into a new action; a gap alone is chosen again as quickly.
    pub fn written(&self) -> bool {
        let blank = Action { what: String::new(), ..Action::of(self.action.gap.clone(), String::new()) };
        let said = Action { what: self.action.what.trim().to_owned(), ..self.action.clone() };
        said != blank || self.figures.iter().any(|text| !text.trim().is_empty())
    }

    /// An action of the case.
    pub fn of(id: ActionId, action: &Action) -> Self {
        let mut draft = Self::made(Some(id), Some(action.gap.clone()), action.clone());
        draft.known = Some(action.clone());
        draft.settled = Some(action.clone());
        draft
    }

    fn made(id: Option<ActionId>, gap: Option<Gap>, action: Action) -> Self {
        let figures = ACTION_FIGURES.map(|column| figure_text(column, &action));
        Self { id, gap, action, figures, refused: None, known: None, sent: None, settled: None }
    }

    /// The draft of an action of the case: this one, unless it is of another or the case was changed elsewhere, such as
    /// by undoing.
    pub fn follow(draft: Option<Self>, id: ActionId, stored: &Action) -> Self {
        let Some(mut draft) = draft.filter(|draft| draft.id == Some(id)) else { return Self::of(id, stored) };
        if draft.known.as_ref() != Some(stored) {
            if draft.sent.as_ref() != Some(stored) {
                return Self::of(id, stored);
            }
            draft.known = Some(stored.clone());
        }
        draft
    }

    /// What the case can take of it, and what is wrong with the rest, for which it keeps what it has.
    pub fn taken(&self, cx: &Cx) -> (Action, Faults) {
        let r = &cx.words.remediation;
        let mut faults = Faults::default();
        let mut next = self.action.clone();
        if let Some(gap) = &self.gap {
            next.gap = gap.clone();
        }
        if let Some(settled) = &self.settled {
            (next.gain, next.effort) = (settled.gain.clone(), settled.effort);
            (next.cost, next.lead_days) = (settled.cost, settled.lead_days);
        }
        let before = next.gain.clone();
        for (column, text) in ACTION_FIGURES.into_iter().zip(&self.figures) {
            if let Err(problem) = take_figure(column, text, &mut next) {
                let name = match column {
                    ActionColumn::Gain => &r.gain,
                    ActionColumn::Effort => &r.effort_days,
                    ActionColumn::Cost => &r.cost,
                    _ => &r.lead,
                };
                faults.figures.push(cx.c.pair.fill(&[("a", name), ("b", &problem.say_here(cx.words))]));
            } else if let (Gap::Clause(clause), Some(gain)) = (&next.gap, &next.gain)
                && let Some(clause) = cx.session.scheme().clause(clause)
                && gain.0 > clause.points
                && column == ActionColumn::Gain
                && Some(gain) != before.as_ref()
            {
                let most = crate::scoring::decimal_or_fraction(&clause.points);
                faults.figures.push(r.gain_too_much.fill(&[("clause", &clause.id), ("most", &most)]));
                next.gain.clone_from(&before);
            }
        }
        if next.what.trim().is_empty() {
            faults.what = Some(r.what_missing.to_string());
            if let Some(settled) = &self.settled {
                next.what.clone_from(&settled.what);
            }
        }
        if let (Some(start), Some(due)) = (next.start, next.due)
            && due < start
        {
            faults.days = Some(cx.words.actions.backwards.fill(&[("start", &start), ("due", &due)]));
            (next.start, next.due) = self.settled.as_ref().map_or((None, None), |settled| (settled.start, settled.due));
        }
        (next, faults)
    }

    /// Notes that a field was left: from here on, what the case has is what stays when something else cannot be read.
    /// Of a field that cannot be read, it is what was there before.
    pub fn settle(&mut self) {
        self.settled.clone_from(&self.known);
    }

    /// The expected gain as it is typed, where that is one.
    pub fn action_gain(&self) -> Option<Amount> {
        let mut read = self.action.clone();
        let typed = self.figures.first().filter(|text| !text.trim().is_empty())?;
        take_figure(ActionColumn::Gain, typed, &mut read).ok()?;
        read.gain.map(|gain| gain.0)
    }

    /// Whether the case should be given this: it is another than it has, and was not refused already.
    pub fn gives(&mut self, next: &Action) -> bool {
        let new = self.known.as_ref() != Some(next) && self.sent.as_ref() != Some(next);
        if new {
            self.sent = Some(next.clone());
        }
        new
    }

    /// What the case has of it.
    pub fn known(&self) -> Option<&Action> {
        self.known.as_ref()
    }

    /// Names another gap, where the case can have that.
    pub fn choose_gap(&mut self, cx: &Cx, gap: Gap) {
        self.refused = None;
        match may_act(cx.session.scheme(), cx.session.assessment(), &gap) {
            Ok(()) => self.gap = Some(gap),
            Err(problem) => self.refuse(cx, &problem),
        }
    }

    /// Lets it wait for another action, where the case can have that.
    pub fn wait_for(&mut self, cx: &Cx, before: ActionId) {
        self.refused = None;
        if let Some(id) = self.id {
            // The gate itself is asked, on a copy: it knows of circles.
            let mut copy = cx.session.assessment().clone();
            let mut action = self.known.clone().unwrap_or_else(|| self.action.clone());
            action.after.clone_from(&self.action.after);
            action.after.insert(before);
            let edit = assessment::Edit::SetAction { id, action: Some(Box::new(action)) };
            if let Err(problem) = assessment::apply(cx.session.scheme(), &mut copy, &edit) {
                return self.refuse(cx, &problem);
            }
        }
        self.action.after.insert(before);
    }

    fn refuse(&mut self, cx: &Cx, problem: &Problem) {
        self.refused = Some(problem.say(&cx.words.problems, cx.c));
    }
}
