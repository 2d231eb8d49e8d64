//! How sure the score is, as the window keeps it.
//!
//! Why it is so: it is worked out when verdicts, marks or evidence have changed, never for a frame, and not for every
//! letter that is typed into a finding: most changes of a case leave it as it is.

use std::collections::BTreeSet;

use crate::assessment::Standing;
use crate::criteria::ClauseId;
use crate::scoring::{ScoreCard, Sureness, sureness};
use crate::session::Session;

/// How sure the score is, and what that was worked out from.
#[derive(Default)]
pub struct SurenessKept {
    of: Option<Of>,
    found: Option<Box<Sureness>>,
}

/// All that it hangs on, but for the scheme, which an open case never changes.
#[derive(PartialEq)]
struct Of {
    card: ScoreCard,
    backed: BTreeSet<ClauseId>,
    doubtful: BTreeSet<ClauseId>,
}

impl SurenessKept {
    /// What was found; none where nothing is applicable.
    #[must_use]
    pub fn shown(&self) -> Option<&Sureness> {
        self.found.as_deref()
    }

    /// Works it out again where something that it hangs on is different.
    pub fn keep(&mut self, session: &Session, standing: &Standing) {
        let assessment = session.assessment();
        let doubtful = assessment.answers.iter().filter(|(_, answer)| answer.doubtful);
        let of = Of {
            card: session.card().clone(),
            backed: standing.backed(assessment),
            doubtful: doubtful.map(|(clause, _)| clause.clone()).collect(),
        };
        if self.of.as_ref() == Some(&of) {
            return;
        }
        self.found = sureness(session.scheme(), assessment, &of.card, &of.backed).map(Box::new);
        self.of = Some(of);
    }
}
