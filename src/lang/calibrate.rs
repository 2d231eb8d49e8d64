//! Phrases about calibration: a table of points, what is wrong with it, and the receipt.

use super::phrase::phrases;

phrases! {
    /// Phrases about calibration: a table of points, what is wrong with it, and the receipt.
    CalibrateWords {
        // what is wrong with what is given
        clause_missing, unknown_clause, not_a_clause, clause_twice, clause_twice_typed, not_a_number, not_positive,
        more_than_section, count_differs, section_over, section_short, section_missing, nothing_given, bad_id,
        name_too_long, copy_too_long, total_no_number, total_differs, total_sum, unsound, not_made,
        // with the command
        target_missing, only_ron, target_exists, table_empty, refused, reads_back_otherwise,
        // the receipt
        in_order, column_unused, head, signed, unsigned, points_all, points_some, section_line, group_line,
        changed_none, changed_head, changed_line, contradicted, texts_none, texts_head, text_changed, text_same,
        written, replaced, dry_run, how_to_use,
    }
}
