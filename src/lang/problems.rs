//! Phrases for what is wrong with a file or an edit: what, where, what to do.

use super::phrase::phrases;

phrases! {
    /// Phrases for what is wrong with a file or an edit.
    ProblemWords {
        at_position, separator, too_many_problems,
        // schemes: notation
        too_large, unexpected_character, unexpected_end, trailing_text, unclosed, comma_missing, bad_escape, too_deep, too_many_values,
        mismatched, full_width,
        // schemes: shape
        unknown_field, duplicate_field, missing_field, wrong_name, unknown_variant,
        wants_text, wants_whole_number, wants_amount, wants_list, wants_record, wants_variant,
        misspelt_field, variant_shape,
        // schemes: meaning
        unsupported_format, empty, empty_list, bad_id, duplicate_id, not_under, not_positive, negative, not_a_day, bounds_of_known_points, points_out_of_bounds, section_points,
        total_points, grades_out_of_order, grade_out_of_range, too_many_stars, unknown_sample, unknown_source,
        unknown_place, convention_missing, convention_twice, order_incomplete, cap_empty, too_many_decimals,
        bonus_at_most_one,
        // answers and edits
        unknown_clause, sampling_not_allowed, exclusion_not_allowed, exclusion_without_reason, nothing_checked,
        too_many_checked, more_nonconforming_than_checked, unknown_evidence, evidence_id_taken, evidence_empty, evidence_without_title,
        period_backwards, unknown_special_deduction, special_deduction_id_taken, unknown_special_deduction_kind,
        special_deduction_without_finding, bonus_without_reason, edition_without_kind, text_too_long, too_many, control_character, bad_path,
        bad_root_name, root_in_use, period_of_case_backwards,
        // case files
        case_not_text, case_not_ron, case_not_a_case, case_too_new, case_too_large, case_unknown_field,
        case_missing_field, case_doubled, case_overfull, case_bad_value, case_scheme, case_fingerprint, case_does_not_fit, case_more_problems, case_empty,
        // the disk
        io_not_found, io_denied, io_exists, io_is_folder, io_no_folder, io_full, io_read_only, io_name_too_long, io_loop,
        io_no_regular_file, io_other,
        // what was written and read back
        receipt_unreadable, receipt_altered, receipt_differs, receipt_pages, receipt_no_pdf,
        // ledgers, samples, gates
        unknown_ledger, unknown_drawn, bad_record, verdict_follows_sample, certificate_without_name, action_without_text, action_quantity, action_dates_backwards, action_on_excluded,
        unknown_prerequisite, prerequisites_in_circle, scenario_without_name,
        carried_over_verdict, round_without_title, round_title_taken, round_backwards, round_scheme, round_frozen, visit_points, visit_score, award_backwards,
    }
}
