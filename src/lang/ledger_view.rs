//! Phrases of the view of ledgers and of their import dialog.

use super::phrase::phrases;

phrases! {
    /// Phrases of the view of ledgers and of their import dialog.
    LedgerViewWords {
        kind_empty, records, gate, gate_months, gate_met, gate_open, asks, asks_months, empty, import, import_hint,
        fields_title, fields_hint, required, optional, keeps_identity, keeps_text, keeps_name, keeps_phone,
        keeps_moment, keeps_number, keeps_word, keeps_mark, measures_title, working, drop_here, drop_one, tab_figures,
        tab_failing, tab_imports, tile_records, tile_records_how, undated, tile_complete, tile_complete_how, of,
        of_percent, tile_recent, tile_recent_how, needed, tile_period, tile_period_how, later, complete_title,
        complete_hint, missing, unreadable, median, mean, mean_of, median_of, most_of, most_number, least_of, n,
        left_out, by_day, backwards, nothing, kept, reached, promise, aim, promise_hint, promise_unreadable, unit_minutes,
        unit_hours, unit_days, span_minutes, span_hours, span_hours_minutes, span_days, span_about, months_title,
        months_what, months_records, months_records_hint, months_span_hint, months_share_hint, months_mean_hint,
        month_complete, month_records, month_measure, month_nothing, failing_none, failing_reason, failing_all,
        failing_search, failing_count, failing_no_hit, failing_name, reason_count, reason_not_counted, reason_late,
        reason_backwards, reason_below, export, export_hint, row, imports_masked, imports_unmasked, remove, col_at,
        col_file, col_sheet, col_rows, col_accepted, col_sum, sum_hint, remove_title, remove_text, remove_sample,
        remove_button, import_title, reading, reading_rows, reading_hint, read_stopped, sheet, sheet_only, sheet_hidden, header_row,
        rows_in_sheet, columns_title, columns_hint, no_headings, col_field, col_column, col_values, has_column,
        lacks_column, without_column, required_hint, no_column, column, column_bare, column_taken, no_values, unreadable_as, unused,
        unused_more, yes, no, plan_title, planning, plan_rows, plan_accepted, plan_against, plan_changes,
        plan_removed, plan_contradictions, plan_duplicates, plan_problems, no_problems, problems_filter,
        problems_left_out, kind_all, kind_count, kind_missing_number, kind_number_too_long, kind_duplicate,
        kind_contradiction, kind_invisible, kind_digits_lost, kind_missing, kind_bad_date, kind_bad_number,
        kind_bad_mark, kind_no_value, kind_error_value, kind_quote_open, newer, newer_hint, replace, replace_hint,
        unmasked, unmasked_hint, masked_hint, taking, take_over, take_over_removed, nothing_new, other_file, import_stale,
        imported, kind_says_none, kind_bad_rating, kind_off_scale, kind_percent_unclear, misfit_do, sheets_alike, scale, months_beyond, reason_expired, reason_ahead,
    }
}
