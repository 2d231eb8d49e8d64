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
        list_separator, pair, two_sentences, clause, evidence, finding, reason, company, former_answer,
    }
}
