//! Phrases of the command line and of the answers tables.

use super::phrase::phrases;

phrases! {
    /// Phrases of the command line and of the answers tables.
    CliWords {
        // answers tables: where
        table_at_cell, table_at_row,
        // answers tables: the file
        table_unknown_kind, table_too_large, table_empty, table_not_text, table_wrong_encoding, table_not_a_workbook,
        table_old_workbook, table_corrupt_workbook, table_too_many_rows, table_too_many_columns,
        // answers tables: headings and rows
        table_column_missing, table_column_twice, table_clause_missing, table_clause_is_date, table_rows_differ,
        table_verdict_unknown, table_verdict_missing, table_not_whole, table_checked_missing,
        table_nonconforming_missing, table_meets_but_nonconforming, table_formula_without_value, table_error_value,
        table_quote_open, table_evidence_quote, table_not_yes_no, table_deduction_kind, table_bonus_verdict,
        table_bonus_twice,
        // answers tables: what is not used
        table_ignored_unknown_column, table_ignored_nothing_filled_in, table_ignored_same_as_row,
        table_ignored_reason_without_exclusion, table_ignored_numbers_without_sampling,
        table_ignored_not_for_deduction, table_ignored_not_for_bonus, table_ignored_not_for_clause,
        // answers tables: writing
        table_cell_too_long, table_not_written, table_sheet_answers, table_sheet_help, table_sheet_verdict_title,
        table_sheet_verdict_hint, table_help,
    }
}
