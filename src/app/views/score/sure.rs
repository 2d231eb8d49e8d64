//! 有多大把握: the score under each assumption, and which clauses that is about.

use egui::{Align, Color32, Label, Layout, RichText, Ui, vec2};

use super::{fragile, tables};
use crate::app::panels::grade_title;
use crate::app::widgets::{caption, section_title};
use crate::app::{Action, Command, Cx};
use crate::criteria::ClauseId;
use crate::lang::Phrase;
use crate::scoring::{Outcome, Sureness, decimal_or_fraction};

/// Widths of the columns before the sentence.
const NAME: f32 = 104.0;
const SCORE: f32 = 62.0;
const GRADE: f32 = 76.0;
/// So many clauses are named at first.
const NAMED: usize = 8;

/// The section of the view.
pub(super) fn ui(ui: &mut Ui, cx: &Cx, out: &mut Vec<Action>) {
    let Some(found) = cx.sureness else { return };
    let w = &cx.words.sureness;
    section_title(ui, &*w.title);
    caption(ui, &*w.intro);
    ui.add_space(2.0);
    rows(ui, cx, found, out);
    grade_safe(ui, cx, found);
    if found.free > 0 {
        let apart = found.range.points.as_ref().is_some_and(|span| span.low.score != span.high.score);
        if let Some(tables) = found.tables.as_ref().filter(|_| apart) {
            tables::ui(ui, cx, tables);
        }
        if ui.link(&*w.calibrate_link).clicked() {
            out.push(Action::Command(Command::Calibrate));
        }
    }
    ui.add_space(10.0);
    fragile::ui(ui, cx, found, out);
}

/// A value and what it assumes.
struct Row<'a> {
    name: &'a Phrase,
    outcome: Option<&'a Outcome>,
    how: String,
    clauses: &'a [ClauseId],
}

fn rows(ui: &mut Ui, cx: &Cx, found: &Sureness, out: &mut Vec<Action>) {
    let (w, p, range) = (&cx.words.sureness, &cx.words.planning, &found.range);
    // Where nothing is concerned, the value is the score itself, and the sentence says why.
    let about = |clauses: &'_ [ClauseId], how: &Phrase, none: &Phrase| {
        let said = w.sentence.fill(&[("how", &how.fill(&[("n", &clauses.len())]))]);
        if clauses.is_empty() { none.to_string() } else { said }
    };
    let row = |name, outcome, clauses, how, none| Row { name, outcome, how: about(clauses, how, none), clauses };
    let rows = [
        Row {
            name: &p.range_floor,
            outcome: Some(&range.floor),
            how: w.sentence.fill(&[("how", &p.range_floor_how)]),
            clauses: &[],
        },
        row(&p.range_ceiling, Some(&range.ceiling), &found.unrated, &p.range_ceiling_how, &w.none_unrated),
        row(
            &p.range_evidence_backed,
            Some(&range.evidence_backed),
            &found.unbacked,
            &p.range_evidence_backed_how,
            &w.none_unbacked,
        ),
        row(
            &p.range_exclusions_refused,
            Some(&range.exclusions_refused),
            &found.excluded,
            &p.range_exclusions_refused_how,
            &w.none_excluded,
        ),
        row(&p.range_strict, Some(&range.strict), &found.doubtful, &p.range_strict_how, &w.none_doubtful),
    ];
    for (at, one) in rows.iter().enumerate() {
        ui.push_id(("sure", at), |ui| self::row(ui, cx, found, one, out));
    }
    if found.free == 0 {
        caption(ui, &*p.points_all_known);
        return;
    }
    let span = range.points.as_ref();
    let how = p.range_points_how.fill(&[("n", &found.free)]);
    let low_how = if span.is_some() { w.sentence.fill(&[("how", &how)]) } else { p.range_no_points.to_string() };
    let low = Row { name: &p.range_points_low, outcome: span.map(|span| &span.low), how: low_how, clauses: &[] };
    let how = w.report_same_assumption.to_string();
    let high = Row { name: &p.range_points_high, outcome: span.map(|span| &span.high), how, clauses: &[] };
    for (at, one) in [low, high].iter().enumerate() {
        ui.push_id(("sure_points", at), |ui| self::row(ui, cx, found, one, out));
    }
}

fn row(ui: &mut Ui, cx: &Cx, found: &Sureness, row: &Row<'_>, out: &mut Vec<Action>) {
    let w = &cx.words.sureness;
    // What is no other than the score itself is quiet.
    let moved = row.outcome.is_some_and(|outcome| outcome.score != found.range.floor.score);
    let is_floor = row.name == &cx.words.planning.range_floor;
    let ink: Color32 = if moved || is_floor { cx.theme.text.into() } else { cx.theme.weak.into() };
    ui.horizontal_top(|ui| {
        let cell = |ui: &mut Ui, width: f32, right: bool, text: RichText| {
            let layout = if right { Layout::right_to_left(Align::Min) } else { Layout::left_to_right(Align::Min) };
            let add = |ui: &mut Ui| ui.add(Label::new(text).wrap());
            ui.allocate_ui_with_layout(vec2(width, 20.0), layout, |ui| {
                ui.set_min_width(width);
                add(ui)
            })
            .inner
        };
        cell(ui, NAME, false, RichText::new(&**row.name));
        let dash = "—".to_owned();
        let (score, grade) = row.outcome.map_or((dash.clone(), dash), |outcome| {
            // That it is too early for a grade stands beside the score; here it is a row of sentences.
            let early = cx.session.card().undecided(outcome);
            let grade = if early { "—" } else { grade_title(cx, outcome) };
            (cx.session.card().show(&outcome.score), grade.to_owned())
        });
        let shown = cell(ui, SCORE, true, RichText::new(score).strong().color(ink));
        if let Some(outcome) = row.outcome {
            shown.on_hover_text(w.exact.fill(&[("exact", &decimal_or_fraction(&outcome.score))]));
        }
        cell(ui, GRADE, false, RichText::new(grade).color(ink));
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.add_space(2.0);
            let exact = row
                .outcome
                .filter(|_| moved || is_floor)
                .map(|outcome| decimal_or_fraction(&outcome.score))
                .filter(|it| it.contains('/'));
            let exact = exact.map(|exact| format!(" {}", w.exact.fill(&[("exact", &exact)]))).unwrap_or_default();
            ui.add(Label::new(RichText::new(format!("{}{exact}", row.how)).small().weak()).wrap());
            clause_links(ui, cx, row.clauses, out);
        });
    });
}

/// Clauses by number, each a link; a few at first and all on request.
fn clause_links(ui: &mut Ui, cx: &Cx, clauses: &[ClauseId], out: &mut Vec<Action>) {
    let w = &cx.words.sureness;
    if clauses.is_empty() {
        return;
    }
    let open = ui.scope_id().with("all_clauses");
    let all = ui.data(|data| data.get_temp::<bool>(open)).unwrap_or_default();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        ui.spacing_mut().interact_size.y = 0.0;
        for id in clauses.iter().take(if all { clauses.len() } else { NAMED }) {
            let title = cx.session.scheme().clause(id).map_or("", |clause| clause.title.as_str());
            let link = ui.link(RichText::new(id.as_str()).small()).on_hover_text(title);
            if link.clicked() {
                out.push(Action::Show(id.clone()));
            }
        }
        if clauses.len() > NAMED {
            let text = if all { w.fewer.to_string() } else { w.all_clauses.fill(&[("n", &clauses.len())]) };
            if ui.small_button(text).clicked() {
                ui.data_mut(|data| data.insert_temp(open, !all));
            }
        }
    });
}

/// Whether the grade hangs on points that nobody knows.
fn grade_safe(ui: &mut Ui, cx: &Cx, found: &Sureness) {
    let p = &cx.words.planning;
    let Some(span) = found.range.points.as_ref().filter(|_| found.free > 0) else { return };
    if cx.session.card().undecided(&found.range.floor) {
        return; // without a grade there is none to be safe
    }
    let (low, high) = (grade_title(cx, &span.low), grade_title(cx, &span.high));
    let (text, ink) = if found.range.grade_safe() {
        (p.grade_safe.fill(&[("grade", &low)]), cx.theme.good)
    } else {
        (p.grade_unsafe.fill(&[("low", &low), ("high", &high)]), cx.theme.warn)
    };
    ui.add_space(4.0);
    ui.add(Label::new(RichText::new(text).color(Color32::from(ink))).wrap());
}
