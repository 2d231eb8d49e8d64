//! Phrases of the submission package.

use super::phrase::phrases;

phrases! {
    /// Phrases of the submission package: its indexes, its receipt, what kept it from being made.
    PackageWords {
        // names in it
        file_index, file_sums, masked_mark, others,
        // indexes
        title, index_title, subject, chapter_missing, chapter_index, chapter_rules, chapter_contents, sheet_index, sheet_missing,
        sheet_rules, head_item, head_standing, head_missing, head_what, head_says, head_file, head_title, head_source,
        head_clauses, head_size, head_state, head_sum, head_right, foot_right, fact_company, fact_list, fact_case, fact_date,
        fact_author, fact_basis, basis_confirmed, basis_clauses, basis_both, fact_files, files_value, dash, missing_none, missing_sum, cover_overline, cover_subtitle, cover_figure,
        cover_unit, cover_note_missing, cover_note_automatic, cover_note_missing_automatic, cover_automatic, cover_note_whole, cover_missing, cover_whole, cover_note, more_rows,
        // what became of files
        fate_copied, fate_unmasked, fate_no_heading, fate_to_mask, fate_masked, fate_masked_numbers, fate_unread, fate_added, fate_personal, personal_numbers, fate_again, fate_address, fate_out, fate_changed, fate_aged, fate_named, age_expired, age_outside,
        out_missing, out_link, out_left_out, out_not_masked, out_not_asked, out_other_kind, out_denied, out_unstable,
        out_too_many, out_too_deep, out_no_root, out_bad_name, out_failed, out_failed_number,
        // items
        item_filled, item_automatic, item_left_out, item_not_concerned, item_missing, item_missing_where, item_missing_some, item_none,
        need, need_months, with_needs, missing_file, missing_left_out, missing_aged, missing_amount,
        // how it was made
        rule_confirmed, rule_clauses, rule_both, rule_names, rule_copies, rule_sums, rule_masked, rule_unmasked, rule_links,
        rule_changed, rule_others_out, rule_others_in,
        // receipt and preview
        receipt, receipt_replaced, count_left_out, count_masked, count_named, count_unmasked, count_links, count_changed, count_personal, count_added, count_not_asked, count_by_list, count_addresses,
        count_failed, count_items, count_missing, count_expired, count_outside, preview_head, preview_item, preview_file, preview_masks, preview_last,
        // why there is none
        cancelled, not_written, exists, exists_replace, zip_exists, not_empty, inside_evidence, altered, index_failed,
        // the dialog
        dialog_title, dialog_hint, dialog_looking, dialog_writing, dialog_stop, dialog_others, dialog_mask_all, dialog_mask_all_hint, personal_line, more_tables, writing_file, writing_short, folder_not_empty, dialog_zip, dialog_folder,
        dialog_name,
        // the command
        help, target_missing, profile_unknown,
    }
}
