//! Words that several rooms share.

use super::phrase::phrases;

phrases! {
    /// Words that several rooms share.
    CommonWords {
        product, product_latin, provisional_score, not_a_certificate,
        // verdicts
        unrated, meets, fails, sampled, excluded,         // statuses
        points_verified, points_two_or_more, points_single_source, points_provisional,
        text_verified, text_two_or_more, text_single_source, text_reconstructed,
        method_all_or_nothing, method_proportional,
        special_deduction, bonus, score, points_unit, no_score, stars,
        // evidence
        evidence_present, evidence_missing, evidence_unreadable, evidence_not_checked, evidence_expired, evidence_web,
        fingerprint, root, material, kind_unstated, kind_document, kind_record, kind_certificate, kind_photo, kind_data, kind_webpage, kind_other, strength_unstated, strength_statement, strength_document, strength_record, strength_third_party, state_same, state_unchecked, state_out_of_period, state_expired, state_unregistered, state_moved, state_changed, state_unreadable, state_missing,
        list_separator, pair, two_sentences, clause, evidence, finding, reason, company, former_answer,
        // editions
        to_review, edition_added, edition_removed, edition_renumbered, edition_text_changed, edition_title_changed, edition_points_changed, edition_method_changed, edition_may_be_excluded, edition_may_not_be_excluded, edition_guidance_changed, edition_certainty_changed, rule_out_of, rule_headings, rule_grades, rule_special_deductions, rule_special_deduction_kinds, rule_bonus, rule_exclusion, rule_arithmetic, rule_conventions, rule_samples, rule_about, answer_carried, answer_to_review, answer_verdict_does_not_fit, answer_of_removed,
        // receipts
        receipt_written, receipt_replaced, receipt_table, receipt_report, receipt_loose_evidence,
        // ledgers, samples, gates
        ledger, sample, certificate, gate,
        // remediation
        action, scenario, round, visit, award, carried, action_planned, action_doing, action_to_verify, action_closed,
        grade_unqualified, grade_qualified, grade_three_star, grade_four_star, grade_five_star,
    }
}
