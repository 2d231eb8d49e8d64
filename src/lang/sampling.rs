//! Phrases about samples and their sheets.

use super::phrase::phrases;

phrases! {
    /// Phrases about samples and their sheets.
    SamplingWords {
        title, sheet_name, sheet_title, sheet_drawn, sheet_feeds, sheet_how, sheet_order, sheet_stratum,
        sheet_help, help_check, help_how, help_clauses, simple, by_month, by_field, cell_there,
        cell_unreadable, cell_yes, cell_no, at_cell, at_row, no_headings, heading_twice, unknown_record,
        record_twice, unknown_mark, unknown_evidence, note_too_long, no_text, draw_none, draw_empty,
        draw_bad_n, draw_bad_seed, draw_strata_unknown, draw_begun, drawn_line, drawn_more, drawn_short,
        drawn_fewer, feeds_line, feeds_none, no_sample, what, unknown_kind, import_line, import_dry,
        import_done, counts_line, seed_given, receipt, help,
    }
}
