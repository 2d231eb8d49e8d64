//! Phrases about rounds, comparing them, the visit and the life of a certificate.

use super::phrase::phrases;

phrases! {
    /// Phrases about rounds, comparing them, the visit and the life of a certificate.
    RoundsWords {
        help_round, help_compare, help_calendar, receipt_calendar, command_what, surveillance, renewal, expiry, other, done_on,
       current, round_name, round_line, round_none, started, would_start, told_carried, told_evidence, told_actions,
        told_deductions, told_rectified, told_samples, told_bonus, told_gates, told_period, undo_hint,
        compare_title, compare_same, compare_one, unknown_round, same_round, backwards, side_unrated, no_score,
        change, causes_title, cause_line, clauses_title, clause_line, cause_criteria, cause_verdict,
        cause_sample, cause_exclusion, cause_pending, cause_deductions, cause_bonus, regressions, pending_title, gains, sums,
        ics_nothing, ics_name, ics_action, ics_award, ics_note, bad_title,
    }
}
