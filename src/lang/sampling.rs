//! Phrases about samples and their sheets.

use super::phrase::phrases;

phrases! {
    /// Phrases about samples and their sheets.
    SamplingWords {
        title, sheet_name, sheet_title, sheet_drawn, again, again_step, again_steps, gone, ledger_gone, gone_of, sheet_feeds, sheet_how, sheet_order, sheet_stratum,
        sheet_help, help_check, help_how, help_clauses, simple, by_month, by_field, cell_there,
        cell_unreadable, cell_yes, cell_no, at_cell, at_row, row_left_out, sheet_empty, help_keys,
        help_rest, help_clear, help_move, help_page, help_ends, help_note, help_next, help_evidence,
        no_headings, heading_twice, unknown_record,
        record_twice, unknown_mark, unknown_evidence, note_too_long, no_text, draw_none, draw_empty,
        draw_bad_n, draw_bad_seed, draw_strata_unknown, draw_begun, drawn_line, drawn_more, drawn_replaced, drawn_discarded, drawn_short,
        drawn_fewer, feeds_line, feeds_none, no_sample, what, import_line, left_out_line, import_dry,
        import_done, counts_line, seed_given, receipt, help,
        ledger, empty_title, empty_what, empty_how, empty_go, empty_kinds, export_sheet, export_hint,
        import_sheet, import_hint, open_sheet, sheet_file, sheet_ending, no_sheet_yet, sheet_problems,
        sheet_changes, sheet_record, sheet_change, sheet_note, sheet_evidence, joined, not_looked_at,
        mark_conforms, mark_fails, mark_not_concerned, tab_sheet, tab_failing, tab_clauses, next_open, prefill,
        prefill_hint, feeds_nothing, badge, badge_open, badge_not_concerned, badge_none, badge_excluded, badge_hint, to_sheet, first_title,
        first_what, draw, draw_how, will_feed, will_feed_none, check_line, drawn_short_line, more_label, more,
        more_than, anew, anew_not, more_or_anew, all_drawn, records_unit, more_keeps, anew_what, anew_draw, anew_title, anew_lost, anew_kept, anew_go, drifted, drifted_gone, n_label,
        seed_label, seed_hint, strata_label, no_ledger, begun, number, kept, note, keys, hint_missing, hint_no,
        record_gone, record_line, clear, rest, rest_hint, kept_field, kept_row, kept_missing, note_hint,
        choose_evidence, evidence_gone, evidence_title, failing_none, failing_none_how, failed_checks,
        repair_all, repair_nothing, repair_clause, repair_note, copy_list, copy_list_hint, clauses_what,
        by_checks, last_check, feed_excluded, follows_nothing, follows_not_concerned, follows_line, trail_open_short, with_others,
        interval, interval_hint, add_clause, add_clause_hint, follows, follows_one, follows_one_open, follows_refused,
        follows_waiting, more_records, trail, trail_records, trail_open, provisional, why_head, report_intro, report_again,
        report_title, report_drawn, report_drawn_value, report_seed, report_repeat, report_gone, report_sum, report_sum_value,
        report_looked, report_done, report_open, feeds_none_report, report_checked, report_nonconforming,
        report_to_go, report_none, report_failing, report_evidence, report_more,
    }
}
