//! Phrases about material checklists: the view, and what is wrong with a checklist file.

use super::phrase::phrases;

phrases! {
    /// Phrases about material checklists.
    MaterialsWords {
        filled, partly, missing, not_concerned, always, where_it_applies, some_bodies, need, need_months,
        list_label, list_label_shipped, open_list, read_again, save_list_as, list_saved, list_over_case, list_name_suffix, from_file,
        list_opened, tab_items, tab_checks, summary, summary_automatic, list_unknown_clauses, gaps_only, make_package, nothing_missing, empty_list,
        empty_checks, col_item, col_evidence, col_state, pieces,
        what, why, sources, source, source_mark, source_addresses, clauses, clause_hint, unknown_clauses, left_out, masked,
        confirmed, none_confirmed, gone, take_out, take_out_hint, show_piece, suggested, suggested_none,
        suggested_why, confirm, confirm_all, suggested_for, add_hint, complete, complete_without,
        complete_unsound, reason, reason_hint, note, drop_here, confirmed_now, check_note, scope_stated,
        scope_unstated, managers_unstated, open_profile, read_only,
        list_not_text, list_bad_id, list_too_many, list_too_long, list_too_large, list_too_large_file,
        list_not_one_line, list_too_many_values, list_trailing_text, list_more,
    }
}
