//! Phrases of the view and the chapter of the register of remediation, and of reminder sheets.

use super::phrase::phrases;

phrases! {
    /// Phrases of the view and the chapter of the register of remediation, and of reminder sheets.
    RemediationWords {
        number, gap, what, gain, effort, effort_days, cost, lead, owner, department, pick, start, due, state, evidence, after, progress,
        verified_by, verified_on, new, new_hint, export, export_hint, import, import_hint, drop_here, drop_no_table, remind, remind_hint,
        search, all, state_open, overdue_only, group_by, group_none, only_gap, show_all, shown, tally,
        unverified_count, unverified, unverified_hint, unassigned, group_head, group_sums, overdue_count, open_count,
        overdue_days, too_late, too_late_long, finish, no_due, none_shown, gain_nothing, gain_all_hint, empty,
        empty_why, gaps_without, gaps_clauses, gaps_deductions, suggest_all, suggest_hint, gaps_list, gaps_fold,
        gap_lost, suggest_one, new_here, no_advice, ended, ended_hint, suggested, suggest_nothing, removed, one,
        new_title, fresh_before_closing, fresh_in_the_way, fold, what_hint, what_missing, what_unwritten, evidence_hint, gap_pick, gap_missing, gap_search, gap_none_found, gap_lost_nothing, gap_gives_nothing,
        deduction_gone, see_clause, see_special, gain_all, gain_hint, gain_special, gain_too_much, gain_more_than_lost, spaced_otherwise, lead_hint,
        after_pick, after_hint, after_none, after_remove, closed_unverified, closed_by_nobody, closed_no_day,
        judge_again, judge_clause, rectify_again, duplicate, duplicate_hint, remove, remove_hint, add, on_clause,
        none_here, new_for_clause, register_file, reminders_file, reminders_kind, reminders_none, reminder_line,
        remind_title, remind_overdue, receipt_reminders, import_absent, help_keys, help_move, help_page, help_text, help_close, report_intro, report_note, report_who, report_total,
        report_after, report_unverified, report_deductions, report_deductions_text, report_no_action, report_gaps,
        report_without, report_ended, report_all_covered,
    }
}
