//! Phrases about the register of remediation: its table, what is wrong with it, reminders and suggestions.

use super::phrase::phrases;

phrases! {
    /// Phrases about the register of remediation: its table, what is wrong with it, reminders and suggestions.
    ActionsWords {
        file_empty, unknown_id, id_twice, gap_missing, gap_changed, unknown_deduction, deduction_without_number,
        what_missing, not_a_number, negative, too_large, too_fine, days_not_whole, points_too_fine, backwards,
        state_unknown, unknown_before, after_itself, circle, too_many, past_day, more_than_clause, more_than_lost, nothing_lost, spaced_otherwise, same_text, none_known,
        sheet_name, sheet_help, state_hint, reminder_title, receipt,
        command_what, register_empty, no_owner_actions, nothing_chosen, owner_heading, nobody, overdue_mark, list_summary,
        list_note, head_id, head_gap, head_what, head_state, head_due,
        suggest_unknown_clause, suggest_line, suggest_takes, suggest_deduction, suggest_nothing, suggest_without_advice,
        suggest_done, suggest_dry, suggest_refused, help,
    }
}
