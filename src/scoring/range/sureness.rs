//! All that there is to say of how sure a score is, worked out once: the range, the clauses that each end is about, the
//! tables of points that give the outermost ends, and the clauses whose loss alone costs the grade.

use std::collections::BTreeSet;

use num_traits::Zero as _;

use super::{Fragile, PointsTable, Range, fragile, points_tables, range};
use crate::assessment::Assessment;
use crate::criteria::{ClauseId, PointsStatus, Scheme};
use crate::scoring::{ClauseLine, ScoreCard, Why};

/// How sure a score is, and which clauses that hangs on; lists are in the order of the scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sureness {
    /// The score under each assumption.
    pub range: Range,
    /// Clauses that are not judged: they make the ceiling.
    pub unrated: Vec<ClauseId>,
    /// Clauses that meet without sound evidence.
    pub unbacked: Vec<ClauseId>,
    /// Clauses that do not count.
    pub excluded: Vec<ClauseId>,
    /// Clauses marked 存疑 that count.
    pub doubtful: Vec<ClauseId>,
    /// How many clauses have points that nobody knows.
    pub free: usize,
    /// A table of points for each of the ends that points can give; none where that cannot be computed.
    pub tables: Option<(PointsTable, PointsTable)>,
    /// Clauses whose loss alone would cost the grade: those first that are already in doubt, then those without sound
    /// evidence, then those that leave most behind. None is named as long as there is no grade.
    pub fragile: Vec<Fragile>,
}

impl Sureness {
    /// Whether the points that nobody knows decide over the grade.
    #[must_use]
    pub fn hangs_on_points(&self) -> bool {
        self.free > 0 && !self.range.grade_safe()
    }

    /// Whether a clause is in doubt or without sound evidence.
    #[must_use]
    pub fn at_risk(&self, clause: &ClauseId) -> bool {
        self.doubtful.contains(clause) || self.unbacked.contains(clause)
    }
}

/// How sure a score is; none where nothing is applicable. `backed` as for [`range`].
#[must_use]
pub fn sureness(
    scheme: &Scheme,
    assessment: &Assessment,
    card: &ScoreCard,
    backed: &BTreeSet<ClauseId>,
) -> Option<Sureness> {
    let range = range(scheme, assessment, card, backed)?;
    let of = |is: &dyn Fn(&ClauseLine) -> bool| -> Vec<ClauseId> {
        card.clauses.iter().filter(|line| is(line)).map(|line| line.id.clone()).collect()
    };
    let marked = |line: &ClauseLine| assessment.answer(&line.id).is_some_and(|answer| answer.doubtful);
    let free = scheme.clauses().filter(|clause| clause.points_status == PointsStatus::Provisional).count();
    let mut out = Sureness {
        unrated: of(&|line| line.why == Why::Unrated),
        unbacked: of(&|line| line.why == Why::Meets && !line.line.earned.is_zero() && !backed.contains(&line.id)),
        excluded: of(&|line| line.why == Why::Excluded),
        doubtful: of(&|line| line.why != Why::Excluded && marked(line)),
        tables: if free > 0 && range.points.is_some() { points_tables(scheme, card) } else { None },
        fragile: if card.undecided(&range.floor) { Vec::new() } else { fragile(scheme, card) },
        free,
        range,
    };
    let mut fragile = std::mem::take(&mut out.fragile);
    fragile.sort_by(|a, b| {
        let rank = |one: &Fragile| (!out.doubtful.contains(&one.clause), !out.unbacked.contains(&one.clause));
        rank(a).cmp(&rank(b)).then_with(|| b.left.score.cmp(&a.left.score))
    });
    out.fragile = fragile;
    Some(out)
}
