//! Phrases about the gates before applying and the quota of managers.

use super::phrase::phrases;

phrases! {
    /// Phrases about the gates before applying and the quota of managers; those that begin with `why` are reasons.
    ReadinessWords {
        title, state_pass, state_warn, state_fail, state_unknown, summary, not_a_verdict, value_unsaid, value_yes,
        value_no, value_since, value_since_never, value_evidence, value_evidence_expired, value_records,
        value_records_all, value_traceable, value_quota, value_quota_needed, value_quota_certified, value_deductions,
        value_open, value_points, required_deductions, why_answered, why_points_done, why_not_answered,
        why_contradicted_yes, why_contradicted_no, why_day_missing, why_day_ahead, why_days_missing,
        why_scope_unstated, why_sells_unstated, why_scope_beyond, why_clause_unknown, why_clause_unrated,
        why_clause_meets, why_clause_fails, why_clause_excluded, why_clause_sampled, why_evidence,
        why_evidence_missing, why_evidence_expired, why_ledger_missing, why_records_missing, why_records_incomplete,
        why_records_undated, why_records_ahead, why_records_untraceable, why_base_unstated, why_certified_unstated,
        why_managers_missing, why_outlets_unstated, why_outlets_exceed, why_stated_otherwise,
        why_certificates_expired, why_certificates_expiring, why_certificates_unnumbered, why_certificates_repeated,
        why_nothing_judged, why_deductions_near, why_deductions_open, why_clauses_open, why_clauses_unrated, why_samples_open,
        certificate_until, quota_base_split, quota_base, quota_base_unstated, quota_needed, quota_listed,
        quota_stated, quota_nobody, quota_enough, quota_short, quota_separator, quota_convention, help, cli_head,
        cli_required, cli_note, cli_differs, cli_quota, report_lead, report_col_gate, report_col_state,
        report_col_value, report_col_required, report_col_sources, report_note, report_differs, report_differs_text,
        report_quota, report_quota_base, report_quota_needed, report_quota_needed_how, report_quota_certified,
        report_quota_missing, report_people, report_certificates, report_certificates_none, report_sources,
        certificate_name, certificate_number, certificate_expires, certificate_place, certificate_state,
        certificate_counts, certificate_expiring, certificate_expired, certificate_unnumbered, certificate_repeated,
        tab_gates, tab_managers, only_open, nothing_open, col_state, col_gate, col_required, col_source,
        source_count, differs_short, question, required, now, how, differs, answer, answer_yes, answer_no,
        answer_unknown, answer_hint, computed, day, note, note_hint, points, open_points, open_clause, open_profile,
        open_special, open_ledgers, open_score, open_quota, scope_sells, scope_scope, managers_base, managers_base_hint,
        managers_all, managers_outlets, managers_headquarters, managers_stated, managers_register,
        managers_register_hint, managers_needs_name, managers_add, managers_add_button, managers_remove, suggestion,
        suggestion_same, suggestion_take, suggestion_sampled,
    }
}
