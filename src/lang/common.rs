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
        // receipts
        receipt_written, receipt_replaced, receipt_table, receipt_report, receipt_loose_evidence,
        list_separator, pair, two_sentences, clause, evidence, finding, reason, company,
    }
}
