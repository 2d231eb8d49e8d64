//! What to know about a clause: evidence to look for, what an assessor looks at, typical gaps, advice.

use egui::{ScrollArea, Ui};

use crate::app::Cx;
use crate::app::widgets::{caption, section_title};
use crate::criteria::{Clause, ClauseId};
use crate::lang::Phrase;

/// A side of the knowledge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)] // named after what they hold
pub enum Side {
    #[default]
    Evidence,
    Assessor,
    Gaps,
    Advice,
}

impl Side {
    const ALL: [Self; 4] = [Self::Evidence, Self::Assessor, Self::Gaps, Self::Advice];

    fn label<'a>(self, cx: &Cx<'a>) -> &'a Phrase {
        match self {
            Self::Evidence => &cx.w.know_evidence,
            Self::Assessor => &cx.w.know_assessor,
            Self::Gaps => &cx.w.know_gaps,
            Self::Advice => &cx.w.know_advice,
        }
    }

    fn lines(self, clause: &Clause) -> Vec<&str> {
        let texts = match self {
            Self::Evidence => &clause.evidence,
            Self::Assessor => &clause.assessor,
            Self::Gaps => &clause.typical_gaps,
            Self::Advice => return clause.advice.iter().map(|advice| advice.text.as_str()).collect(),
        };
        texts.iter().map(String::as_str).collect()
    }
}

/// All of it in a column of its own.
pub fn beside(ui: &mut Ui, cx: &Cx, id: &ClauseId) {
    let Some(clause) = cx.session.scheme().clause(id) else { return };
    ScrollArea::vertical().id_salt(("knowledge", id)).auto_shrink([false, false]).show(ui, |ui| {
        ui.add_space(8.0);
        for side in Side::ALL {
            section_title(ui, &**side.label(cx));
            lines(ui, side.lines(clause));
            ui.add_space(10.0);
        }
        caption(ui, &*cx.w.know_note);
    });
}

/// One side at a time below the card.
pub fn below(ui: &mut Ui, cx: &Cx, side: &mut Side, id: &ClauseId) {
    let Some(clause) = cx.session.scheme().clause(id) else { return };
    ui.horizontal_wrapped(|ui| {
        for each in Side::ALL {
            ui.selectable_value(side, each, &**each.label(cx));
        }
    });
    lines(ui, side.lines(clause));
    caption(ui, &*cx.w.know_note);
}

fn lines(ui: &mut Ui, lines: Vec<&str>) {
    for line in lines {
        ui.horizontal_top(|ui| {
            ui.label("·");
            ui.add(egui::Label::new(line).wrap());
        });
    }
}
