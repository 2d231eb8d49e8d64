//! Phrases about evidence: its states, what was found, what can be mended.

use super::phrase::phrases;

phrases! {
    /// Phrases about evidence; window, report and command line share them.
    EvidenceWords {
        what, piece_line, count, summary, recheck, was_full, was_quick, no_period, search_cut, expired_on, out_of_period, item_not_looked_at, item_present, item_web, item_new_files, item_moved, item_changed, folder_changed, part_changed, part_gone, part_new, item_missing, item_unreadable, other_kind, denied, unstable, too_many_files, no_root, bad_name, failed, failed_unknown, no_folder, by_content, by_name, by_name_only, repair_line, relink_nothing, relink_dry, relink_done, add_line, add_line_free, add_dry, add_done, no_fingerprint, tree_unknown, tree_unreadable, tree_cut,
    }
}
