//! Phrases of the view and the chapter of plans: target, results, schedule, prices, gains, scenarios.

use super::phrase::phrases;

phrases! {
    /// Phrases of the view and the chapter of plans.
    PlanViewWords {
        what, empty, empty_how, tab_plan, tab_tables, tab_what_if, working, stop, asked, target, target_points,
        target_grade, margin, points, points_hint, by, most_effort, most_cost, no_limit, minimise, minimise_effort,
        minimise_cost, minimise_days, bad_margin, bad_points, points_missing, bad_effort, bad_cost, pins, head_lead,
        head_pin, pin_free, pin_in, pin_out, with_blanks, found, found_nearest, asked_for, proven, unproven, again, stopped,
        only_one, only_nearest, missing_points, missing_gate, missing_clause, missing_actions, missing_limits,
        plan_name, score_grade, span, span_short, points_provisional, fact_score, fact_span, fact_missing,
        fact_effort, fact_cost, fact_finish, fact_application, days_of_work, yuan, count, differs_both, differs_more,
        differs_less, keep, kept, scenario_name, blank_effort, blank_cost, blank_lead, schedule,
        schedule_of, legend, bar_critical, bar_slack, bar_needed, bar_late, row_operation, row_records, row_body,
        row_body_note, mark_today, mark_application, mark_due, chain, chain_one, chain_beside, needed, late,
        apply_now, apply_after_actions, apply_after_operation, records_short, body_span, body_title, body_whole,
        unstated, unit_days, unit_working_days, unit_months, time_exactly, time_up_to, time_between, col_stage,
        col_time, col_remark, col_source, sure_several, sure_one, sure_unstated, prices, prices_note, prices_top,
        col_grade, col_reached, col_application, col_count, grade_at, price_reached, price_reached_unproven,
        price_unreached, gains, gains_note, col_per_day, per_day_unknown, what_if_note, today_column,
        tried_column, scenarios, choose, name, save, update, save_hint, rename, rename_hint, remove, untick, lacking,
        tick, in_it, gained, col_scenario, scenarios_note, report_none, report_lead, report_top, report_prices_note,
        more, apply_not, judged_only, judge, found_none, found_margin, proven_nearest, set_margin, price_margin, per_day_unjudged, col_gain, col_needs, fact_effort_unit, fact_cost_unit, group, group_all,
    }
}
