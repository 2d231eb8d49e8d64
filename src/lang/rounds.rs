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
        carried_is, carried_short, confirm, to_confirm, status_to_confirm, help_confirm,
        title, tab_rounds, list_empty, col_number, col_title, col_closed, col_grade, going_on, start, start_hint,
        start_text, start_title, start_day, start_do, start_needs, start_undo, suggest, suggest_more, compare_section,
        compare_from, compare_to, score_line, col_move, col_from, col_to, col_change, col_cause, move_back,
        move_pending, move_up, move_other,
    }
}
