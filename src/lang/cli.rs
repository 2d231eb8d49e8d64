//! Phrases of the command line and of the answers tables.

use super::phrase::phrases;

phrases! {
    /// Phrases of the command line and of the answers tables.
    CliWords {
        // answers tables: where
        table_at_cell, table_at_row,
        // answers tables: the file
        table_unknown_kind, table_too_large, table_empty, table_not_text, table_wrong_encoding, table_not_a_workbook,
        table_old_workbook, table_corrupt_workbook, table_unpacks_too_large, table_overfull, table_too_many_rows, table_too_many_columns,
        // answers tables: headings and rows
        table_column_missing, table_column_twice, table_clause_missing, table_clause_is_date, table_rows_differ,
        table_verdict_unknown, table_verdict_missing, table_not_whole, table_number_too_large, table_checked_missing,
        table_nonconforming_missing, table_meets_but_nonconforming, table_formula_without_value, table_error_value,
        table_quote_open, table_evidence_quote, table_evidence_too_many, evidence_no_host, evidence_no_path, table_not_yes_no, table_deduction_kind, table_bonus_verdict,
        table_bonus_twice,
        // answers tables: what is not used
        table_ignored_unknown_column, table_ignored_nothing_filled_in, table_ignored_same_as_row,
        table_ignored_reason_without_exclusion, table_ignored_numbers_without_sampling,
        table_ignored_not_for_deduction, table_ignored_not_for_bonus, table_ignored_not_for_clause,
        table_notice_same_kind,
        // answers tables: writing
        table_cell_too_long, table_not_written, table_sheet_answers, table_sheet_help, table_sheet_verdict_title,
        table_sheet_verdict_hint, table_help,
        // help
        usage, usage_window, usage_no_window, usage_renderer, help_demo, help_demo_no_window, help_new, help_import, help_export, help_score, help_report, help_edition, help_changes, help_recover, help_criteria, help_evidence,
        recover_to_alone, recover_nothing, recover_head, recover_line, recover_no_time, recover_how, recover_no_such,
        case_not_writable, changes_none, changes_count, changes_line,
        // arguments
        no_command, see_help, unknown_command, case_without_command, unknown_option, value_missing,
        value_not_wanted, argument_missing, too_many_arguments, bad_arguments, bad_language, language_missing,
        empty_argument, option_twice, renderer_for_window, not_unicode, place_case, place_table, place_file, place_id,
        output_failed, io_detail_number, io_detail_full, io_detail_unknown, target_is_case, comma,
        // new
        company_missing, scheme_not_usable, scheme_not_text, scheme_unknown, new_done,
        // import, export
        import_sheet, import_summary, import_added, import_changed, import_ignored, import_problems, import_problems_headings,
        import_notices, import_line, import_more,
        import_line_with, import_deduction, import_verdict, import_texts, import_text, import_evidence, import_unrated,
        import_saved, import_nothing, import_dry_run, sampled_short,
        // score
        score_head, score_value, score_none, score_gate, score_gate_value, score_next, score_next_value,
        score_range, score_range_value, score_rated, score_rated_value, score_deductions_value, score_rectified,
        score_bonus_value,         score_section, points, excluded_points, earned, lost, total, score_cut, score_unrated_lost, score_gaps, score_lost_of,
        score_provisional, score_closing, why_head, why_step, why_normalise, why_deductions, why_bonus,
        why_no_bonus, why_cap, why_shown, why_grade, why_grade_below, why_grade_gate, why_identity, why_unrated,
        why_reason, why_clause_unrated, why_sampled, why_sampled_all, why_mark,
        // report
        report_target_missing, report_only_pdf, bad_date, date_out_of_range, report_failed, report_missing_characters,
        // criteria
        criteria_what, criteria_list_line, check_ok, check_problems, show_head, show_section, show_group,
        show_clause, show_no_sources, show_line, show_remark, show_method, show_evidence, show_assessor, show_gaps,
        show_advice, show_departments, show_grades, show_grade, show_deductions, show_bonus, show_exclusion,
        show_conventions, show_convention, show_sources,
        // edition
        edition_head, edition_counts, edition_clause, edition_change_separator, edition_text_before, edition_text_after, edition_restored, edition_rules, edition_fates, edition_loosened, edition_same, edition_applied, edition_not_applied, edition_none_built_in, edition_not_usable,
        // demo
        demo_written, demo_found, demo_folder_taken, demo_is_file, demo_is_no_folder, demo_dangling, demo_report_file, demo_window, demo_no_window,
        bad_renderer, no_display, no_renderer, no_window_built_in,
        own_how, changes_no_clause, changes_no_clause_log,
    }
}
