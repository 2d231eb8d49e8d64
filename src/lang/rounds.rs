//! Phrases about rounds, comparing them, the visit and the life of a certificate.

use super::phrase::phrases;

phrases! {
    /// Phrases about rounds, comparing them, the visit and the life of a certificate.
    RoundsWords {
        help_round, help_compare, help_calendar, receipt_calendar, command_what, surveillance, renewal, expiry, other, done_on,
       current, round_name, round_line, round_none, started, would_start, told_carried, told_evidence, told_actions,
        told_deductions, told_rectified, told_samples, told_bonus, told_gates, told_period, told_scenarios, told_visit, undo_hint,
        compare_title, compare_same, compare_one, unknown_round, same_round, backwards, side_unrated, no_score,
        change, causes_title, cause_line, clauses_title, clause_line, cause_criteria, cause_verdict,
        cause_sample, cause_exclusion, cause_pending, cause_deductions, cause_bonus, regressions, pending_title, gains, sums,
        ics_nothing, ics_name, ics_action, ics_award, ics_note, bad_title,
        carried_is, carried_short, confirm, to_confirm, status_to_confirm, help_confirm,
        title, tab_rounds, list_empty, col_number, col_title, col_closed, col_grade, going_on, start, start_hint,
        start_text, start_title, start_day, start_do, start_needs, start_undo, suggest, suggest_more, compare_section,
        compare_from, compare_to, score_line, col_move, col_from, col_to, col_change, col_cause, move_back,
        move_pending, move_up, move_other,
        tab_visit, visit_hint, visit_body, visit_day, visit_score, visit_grade, visit_deductions, visit_note,
        unstated, points_unreadable, points_beyond, visit_empty, visit_totals, visit_not_kind, visit_kind,
        visit_agrees, visit_disagrees, visit_makes, visit_clauses, visit_ours, visit_of, visit_lost, visit_differs,
        visit_found, too_kind, too_strict, same_loss, take_findings, take_findings_hint, take_findings_none,
        findings_taken, findings_taken_open, findings_there,
        tab_award, award_empty, award_issued, award_expires, award_number, award_begin, award_usual, award_again,
        award_again_hint, award_remove, milestones, milestone_kind, milestone_due, milestone_note, milestone_done,
        milestone_done_on, milestone_add, state_done, state_overdue, state_open, next_due, next_overdue, next_none,
        write_calendar, write_calendar_hint, calendar_suffix,
        report_lead, col_running, milestone_state,
        remind_due, remind_overdue, remind_actions_overdue, remind_actions_next,
        about,
    }
}
