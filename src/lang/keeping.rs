//! Phrases about what is kept: who has a case, what was found on opening it, backups, the change log.

use super::phrase::phrases;

phrases! {
    /// Phrases about what is kept; window and command line share them.
    KeepingWords {
        then, nobody_named, held, held_unknown, held_gone, unwritable, read_only_edit, taken, changed, gone,
        too_large, writer_gone, replayed, journal_torn, journal_damaged, journal_foreign, journal_unknown,
        journal_aside, older, copies, backup_failed, backup_unsound, no_base, counts, kind_case, kind_opened,
        kind_migration, kind_replaced, save_over_other, in_use, kind_timed, kind_copy, kind_journal, restored_word,
        restored, restored_skipped, how_edit, how_undo, how_redo, how_import, log_at, log_who, log_how, log_clause,
        log_what, log_from, log_to, nothing, yes, no, field_verdict, field_finding, field_note, field_look_again, field_doubtful, field_action, field_scenario, field_carried, field_round, field_visit, field_award, told_round, told_visit, told_visit_finding, told_award, told_milestone, action_gain, action_effort, action_cost, action_lead, action_after,
        action_start, action_due, action_evidence, action_verified_by, action_verified_on,
        field_name, field_sells, field_scope, field_sites, field_headcount, field_service_managers,
        field_certified_managers, field_contact, field_prepared_by, field_evidence, field_evidence_title,
        field_evidence_items, field_evidence_clauses, field_evidence_covers, field_evidence_expires, field_special,
        field_recheck, field_period, field_root, field_fingerprints, fingerprints, field_fingerprint, field_material, material_evidence, material_complete, material_not_concerned, field_evidence_formed, field_evidence_kind, field_evidence_strength,
        field_bonus, period, sampled, excluded, special, special_rectified,
        kind_closed, kind_rescued, rescued, rescued_before, receipt_changes, receipt_rows, backed_up, log_damaged, log_cut,
        log_sheet, log_sheet_part, log_cell_cut, log_too_many, held_here, taken_here, holder_here, holder_there, holder, still_held,
        still_held_unknown, closing, closing_how, left, left_changed, changed_meanwhile,

        folder_gone, replayed_clauses, replayed_clauses_more, ahead, restored_notice, origin_case, origin_backup,
        origin_copy, origin_journal, restored_backup, restored_copy, restored_journal, restored_untold, how_restored,
        log_origin, own, own_gone, own_empty, own_damaged, own_damaged_at, own_how, scored, grade_open, differs,
        differs_not, differs_criteria, more_steps, parts_separator, replayed_fields, replayed_fields_more, restored_log,
        alone, alone_like, origin_older, origin_oldest, how_older, origin_criteria, how_criteria, log_criteria,
        // ledgers, samples, gates
        field_ledger, ledger_about, field_records, records, records_changed, records_new, records_removed, sample_new, sample_lost, field_sample, sample_drawn, field_drawn, mark_conforms, mark_fails, mark_not_concerned, field_certificate, certificate_line, certificate_expires, field_gate, gate_passes, gate_fails, field_outlet_managers,
    }
}
