//! Phrases about evidence: its states, what was found, what can be mended.

use super::phrase::phrases;

phrases! {
    /// Phrases about evidence; window, report and command line share them.
    EvidenceWords {
        what, piece_line, count, summary, recheck, was_full, was_quick, no_period, search_cut, expired_on, out_of_period, item_not_looked_at, item_present, item_web, item_new_files, item_moved, item_changed, folder_changed, part_changed, part_gone, part_new, item_missing, item_missing_twin, item_unreadable, other_kind, denied, unstable, too_many_files, too_deep, no_root, bad_name, failed, failed_unknown, no_folder, by_content, by_name, by_name_only, by_name_other, by_name_elsewhere, by_name_elsewhere_left, by_registered, by_registered_left, repair_line, relink_nothing, relink_dry, relink_done, add_line, add_line_free, add_dry, add_done, no_fingerprint, tree_unknown, tree_unreadable, tree_link, tree_deep, tree_bad_name, tree_cut, paths_refused,
        // the window
        none_shown, kind, strength, formed, registered, check_all, check_one, sort_by, checkup_running, checkup_quick, checkup_quick_hint, checkup_full, checkup_full_hint, find_lost, roots, roots_hint, checked_full, checked_quick, filter_state, all, loose_only, shown, show_all, batch, batch_kind, batch_strength, batch_clause, batch_drop_clause, batch_drop_hint, batch_drop_one, batch_drop_none, batch_dates, batch_dates_hint, batch_unreadable, batch_nothing, batch_set, batch_remove, remove_title, remove_text, remove_bare, remove_do, batch_none, take_over, take_over_hint, follow, find_this, strength_hint, withdrawn_nothing, withdrawn, registered_unknown, formed_late, relink_title, relink_found, relink_cut, look_in, look_in_hint, mend, repair_places, root_of_case, root_count, root_away, root_in_use, root_set, root_new, root_new_hint, root_add, root_name_hint, tree_title, tree_found, tree_others, tree_other_unknown, tree_more, tree_singles, tree_by_clauses, tree_as_folder, batch_hidden, folder_count, folder_held, folder_states, folder_unknown, folder_file, folder_file_new, bytes, kilobytes, megabytes, relink_more, registering, registering_paused, registering_go_on, no_case_folder, preview, roots_title, relink_left, period, period_hint, period_recent, to_recheck, recheck_changed, recheck_taken_over, still_holds, status_recheck,
    }
}
