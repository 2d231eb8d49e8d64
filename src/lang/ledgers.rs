//! Phrases about ledgers: their import, and what their records say.

use super::phrase::phrases;

phrases! {
    /// Phrases about ledgers: their import, and what their records say.
    LedgersWords {
        title, file_empty, file_password, file_no_sheet, file_not_a_table, file_damaged, file_unpacks_too_large,
        file_overfull, file_too_many_rows, file_too_many_columns, map_unknown_field, map_unknown_heading,
        map_heading_twice, map_without_equals, no_headings, at_sheet, at_cell, at_row, missing_number,
        number_too_long, duplicate_same, duplicate_differs, contradiction, invisible_characters, digits_lost,
        missing, date_not_a_day, date_ambiguous, date_no_year, date_no_day, date_only_time, date_no_such_day,
        date_bad_time, date_unclear_time, date_out_of_range, bad_number, bad_mark, no_cached_value, error_value, quote_open,
        notice_hidden_rows, notice_hidden_columns, notice_repeated_headings, notice_totals, notice_nothing_to_read,
        notice_numbers_from_rows, notice_fields_without_column, notice_nothing_to_replace_with, import_sheet, import_columns, import_column,
        import_unused, import_problems, import_more, import_summary, period, import_saved, import_nothing,
        import_dry_run, unmasked_left, masked_and_unmasked, unknown_kind, what, place_kind, stats_records, stats_last_3_months,
        stats_undated, stats_field, stats_present, stats_missing, stats_unreadable, stats_required, stats_month,
        stats_count, stats_complete, measure_none, measure_share, measure_span, measure_by_day, measure_mean, measure_promise,
        reason_missing, reason_unreadable, reason_no, reason_not_counted, reason_late, reason_backwards,
        reason_below, reason_separator, problems_record, problems_row, problems_day, problems_what, problems_sheet,
        problems_kind, problems_line, problems_count, receipt_problems, help,
        report_intro, report_private, report_count, report_records, report_records_value, report_undated, report_later, report_later_value, report_recent, report_recent_value, report_gate, report_complete, report_of, report_complete_how, report_imports, report_imports_value, report_masking, report_masked, report_unmasked, report_measures, report_measure, report_result, report_left_out, report_promise, report_kept, report_unpromised, report_within, report_least, report_backwards, report_fields, report_share, report_months, report_month_n, report_months_note, report_months_earlier, report_months_beyond, report_months_bars,
        rating_no_score, notice_mark_words_yes, notice_mark_words_no, notice_mark_word, notice_mark_words_more, notice_like_shares,
        says_none, bad_rating, off_scale, percent_unclear, notice_footers, notice_compared_blind, notice_ahead, notice_ahead_more, notice_ahead_one, misfit, misfit_better, misfit_do, import_sheets_alike, stats_later, stats_beyond, reason_expired, reason_ahead,
    }
}
