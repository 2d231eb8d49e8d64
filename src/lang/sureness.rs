//! Phrases about how sure a score is: score panel, score view, command line and report.

use super::phrase::phrases;

phrases! {
    /// Phrases about how sure a score is: score panel, score view, command line and report.
    SurenessWords {
        // always in sight
        panel_points, panel_points_bare, grades_from_to, grades_same, panel_safe, panel_unsafe, panel_help,
        panel_safe_help, panel_unsafe_help,
        // the score view
        title, intro, exact, none_unrated, none_unbacked, none_excluded, none_doubtful, sentence, all_clauses,
        fewer, tables_title, tables_help, tables_column_clause, tables_column_verdict, tables_column_stated,
        tables_column_low, tables_column_high, tables_column_earned, tables_sum, calibrate_link,
        fragile_title, fragile_intro, fragile_none, fragile_not_yet, fragile_risk, fragile_no_risk, fragile_left,
        fragile_more, mark_doubtful, mark_unbacked, filter_doubtful,
        // the command line
        cli_fragile_count, cli_fragile_more, cli_fragile_marked, edition_quiet, edition_quiet_window,
        // calibration in the window
        cal_title, cal_intro, cal_by, cal_on, cal_copy, cal_copy_hint, cal_tab_points, cal_tab_texts, cal_read,
        cal_read_help, cal_clear, cal_stated, cal_points, cal_points_of, cal_stated_free, cal_stated_known, cal_group,
        cal_section_empty, cal_section_fits, cal_section_so_far, cal_section_over, cal_section_short, cal_unusual,
        cal_contradicts, cal_nothing, cal_not_fitting, cal_wrong, cal_fits, cal_texts_given, cal_unverified, cal_score,
        cal_not_carried, cal_contradicted, cal_take, cal_take_help, cal_save, cal_save_help, cal_kept, cal_unsigned,
        cal_still_there, cal_before_closing, cal_saved, cal_exists, cal_filled_down, cal_fill_refused, cal_taken, cal_row,
        cal_texts_help, cal_text_given, cal_text_unsure, cal_text_now, cal_text_new, cal_text_hint, cal_text_same,
        cal_text_next,
        // the report
        report_summary, report_summary_bare, report_same_assumption, report_sum, report_fragile_first, report_fragile_all, report_see,
        report_fragile_risk,
        report_intro, report_name, report_score, report_grade, report_how, report_points,
        report_points_text, report_points_none, report_verdict, report_stated, report_low, report_high,
        report_fragile,
    }
}
