//! What taking the table over would do: counts, the period, what is wrong with which cell.

use egui::{ComboBox, Grid, Id, Label, RichText, ScrollArea, Ui};

use crate::app::Cx;
use crate::app::ledgers::Draft;
use crate::app::widgets::{Tone, callout, caption, section_title};
use crate::lang::{LedgerViewWords, Phrase};
use crate::store::ledgers::{LedgerPlan, LedgerProblem};

pub(super) fn ui(ui: &mut Ui, cx: &Cx, draft: &Draft, planning: bool, height: f32) {
    let w = &cx.words.ledger_view;
    let top = ui.cursor().top();
    ui.horizontal(|ui| {
        section_title(ui, &*w.plan_title);
        if planning {
            ui.spinner();
            caption(ui, &*w.planning);
        }
    });
    let Some(planned) = &draft.planned else { return };
    let plan = &planned.plan;
    counts(ui, cx, plan, planned.ledger.is_some());
    for notice in &plan.notices {
        caption(ui, notice.say(cx.words));
    }
    if plan.problems.is_empty() {
        if plan.rows > 0 {
            callout(ui, Tone::Good, cx.theme, |ui| ui.label(&*w.no_problems));
        }
        return;
    }
    problems(ui, cx, plan, (height - (ui.cursor().top() - top)).max(120.0));
}

fn counts(ui: &mut Ui, cx: &Cx, plan: &LedgerPlan, known: bool) {
    let w = &cx.words.ledger_view;
    let mut lines: Vec<(&Phrase, String, bool)> = vec![
        (&w.plan_rows, plan.rows.to_string(), false),
        (&w.plan_accepted, plan.accepted.to_string(), plan.accepted < plan.rows),
    ];
    if known {
        let text =
            w.plan_changes.fill(&[("added", &plan.added), ("changed", &plan.changed), ("unchanged", &plan.unchanged)]);
        lines.push((&w.plan_against, text, false));
        if plan.removed > 0 {
            lines.push((&w.plan_removed, plan.removed.to_string(), true));
        }
        lines.push((&w.plan_contradictions, plan.contradictions.to_string(), plan.contradictions > 0));
    }
    lines.push((&w.plan_duplicates, plan.duplicates.to_string(), plan.duplicates > 0));
    lines.push((&w.plan_problems, plan.rows_with_problems.to_string(), plan.rows_with_problems > 0));
    if let (Some(from), Some(to)) = (plan.from, plan.to) {
        let period = format!("{} – {}", from.format("%Y-%m-%d"), to.format("%Y-%m-%d"));
        lines.push((&w.tile_period, period, false));
    }
    Grid::new("ledger_plan").num_columns(2).spacing([14.0, 3.0]).show(ui, |ui| {
        for (name, figure, warn) in lines {
            caption(ui, &**name);
            let text = RichText::new(figure).strong();
            ui.label(if warn { text.color(egui::Color32::from(cx.theme.warn)) } else { text });
            ui.end_row();
        }
    });
}

/// What a kind of problem is called; its name in machine output where the program has no word for it.
fn kind_name(w: &LedgerViewWords, id: &str) -> String {
    let phrase = match id {
        "missing_number" => &w.kind_missing_number,
        "number_too_long" => &w.kind_number_too_long,
        "duplicate" => &w.kind_duplicate,
        "contradiction" => &w.kind_contradiction,
        "invisible_characters" => &w.kind_invisible,
        "digits_lost" => &w.kind_digits_lost,
        "missing" => &w.kind_missing,
        "bad_date" => &w.kind_bad_date,
        "bad_number" => &w.kind_bad_number,
        "bad_mark" => &w.kind_bad_mark,
        "says_none" => &w.kind_says_none,
        "bad_rating" => &w.kind_bad_rating,
        "off_scale" => &w.kind_off_scale,
        "percent_unclear" => &w.kind_percent_unclear,
        "no_cached_value" => &w.kind_no_value,
        "error_value" => &w.kind_error_value,
        "quote_open" => &w.kind_quote_open,
        other => return other.to_owned(),
    };
    phrase.to_string()
}

fn problems(ui: &mut Ui, cx: &Cx, plan: &LedgerPlan, height: f32) {
    let w = &cx.words.ledger_view;
    let id = Id::unique("ledger_problem_kind");
    let mut wanted = ui.data(|data| data.get_temp::<Option<&'static str>>(id)).flatten();
    wanted = wanted.filter(|wanted| plan.by_kind.contains_key(wanted));
    let before = wanted;
    let top = ui.cursor().top();
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        let label = caption(ui, &*w.problems_filter);
        let all: usize = plan.by_kind.values().sum();
        let text = |wanted: Option<&'static str>| match wanted {
            None => w.kind_count.fill(&[("kind", &w.kind_all), ("n", &all)]),
            Some(kind) => {
                let count = plan.by_kind.get(kind).copied().unwrap_or(0);
                w.kind_count.fill(&[("kind", &kind_name(w, kind)), ("n", &count)])
            }
        };
        let combo = ComboBox::from_id_salt("problem_kind").width(210.0).selected_text(text(wanted));
        let combo = combo.show_ui(ui, |ui| {
            for each in std::iter::once(None).chain(plan.by_kind.keys().map(|kind| Some(*kind))) {
                ui.selectable_value(&mut wanted, each, text(each));
            }
        });
        combo.response.labelled_by(label.id);
    });
    if wanted != before {
        ui.data_mut(|data| data.insert_temp(id, wanted));
    }
    let fits = |problem: &&LedgerProblem| wanted.is_none_or(|wanted| problem.kind.id() == wanted);
    let shown: Vec<&LedgerProblem> = plan.problems.iter().filter(fits).collect();
    if plan.problems_left_out > 0 {
        caption(ui, w.problems_left_out.fill(&[("n", &plan.problems_left_out)]));
    }
    let height = (height - (ui.cursor().top() - top) - 6.0).max(80.0);
    let list = ScrollArea::vertical().id_salt("ledger_problems").max_height(height).auto_shrink([false, false]);
    // Wrapped: what a line says at its end is what to do. There are no more of them than a frame can lay out.
    list.show(ui, |ui| {
        ui.set_max_width(ui.available_width() - 8.0);
        for problem in shown {
            // The sheet stands above, once.
            ui.add(Label::new(RichText::new(problem.say(None, cx.words)).small()).wrap());
        }
    });
}
