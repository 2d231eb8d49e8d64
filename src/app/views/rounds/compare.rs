//! Two rounds beside each other: what moved the score, exactly and with its sign, then clause by clause.

use egui::{
    Align2, Color32, ComboBox, CornerRadius, FontId, Label, Layout, Rect, RichText, Sense, Stroke, Ui, pos2, vec2,
};
use egui_extras::{Column, TableBuilder};
use num_traits::ToPrimitive as _;

use crate::app::widgets::{Sign, Tone, callout, caption, section_title, sign};
use crate::app::{Action, Cx};
use crate::assessment::Assessment;
use crate::criteria::{Amount, ClauseId, Scheme};
use crate::lang::Language;
use crate::report::rounds::{cause_word, grade_said, move_word, signed, signed_about, signed_short, verdict_after};
use crate::scoring::{Cause, RoundComparison, ScoreCard, compare_rounds, decimal_or_fraction};

/// What is only about looking, and what was compared last.
#[derive(Debug, Default)]
pub struct CompareState {
    /// Numbers of rounds; none for the last and the current one.
    chosen: Option<(usize, usize)>,
    seen: Option<Seen>,
}

/// A comparison, and what it was made of.
#[derive(Debug)]
struct Seen {
    revision: u64,
    pair: (usize, usize),
    /// In which language its texts are.
    language: Language,
    result: Result<Told, String>,
}

#[derive(Debug)]
struct Told {
    compared: RoundComparison,
    rows: Vec<Line>,
}

/// A clause that was judged otherwise, in words.
#[derive(Debug)]
struct Line {
    clause: ClauseId,
    title: String,
    sign: Sign,
    state: String,
    from: String,
    to: String,
    moved: String,
    exact: String,
    cause: String,
}

pub(super) fn ui(ui: &mut Ui, cx: &Cx, state: &mut CompareState, out: &mut Vec<Action>) {
    let r = &cx.words.rounds;
    let current = cx.session.assessment().current_round();
    if current == 1 {
        return; // the list says how there come to be two
    }
    section_title(ui, &*r.compare_section);
    let (mut from, mut to) = state.chosen.filter(|(_, to)| *to <= current).unwrap_or((current - 1, current));
    ui.horizontal(|ui| {
        pick(ui, cx, &r.compare_from, &mut from, 1..=current - 1);
        to = to.max(from + 1);
        pick(ui, cx, &r.compare_to, &mut to, from + 1..=current);
    });
    state.chosen = ((from, to) != (current - 1, current)).then_some((from, to));
    keep(cx, state, (from, to));
    let Some(seen) = &state.seen else { return };
    match &seen.result {
        Err(why) => {
            callout(ui, Tone::Bad, cx.theme, |ui| ui.label(why));
        }
        Ok(told) => {
            let change = signed_about(told.compared.moved().as_ref(), told.compared.after.decimals, r);
            ui.label(r.change.fill(&[("change", &change)]));
            if told.compared.is_same() {
                ui.label(&*r.compare_same);
                return;
            }
            ui.add_space(4.0);
            waterfall(ui, cx, &told.compared, [&name(cx, from), &name(cx, to)]);
            caption(ui, &*r.sums);
            ui.add_space(10.0);
            clauses(ui, cx, &told.rows, out);
        }
    }
}

/// What a round is called, with its number.
fn name(cx: &Cx, number: usize) -> String {
    let r = &cx.words.rounds;
    let round = cx.session.assessment().rounds.get(number - 1);
    let title = round.map_or_else(|| r.current.to_string(), |round| round.title.clone());
    r.round_name.fill(&[("number", &number), ("title", &title)])
}

fn pick(ui: &mut Ui, cx: &Cx, label: &str, chosen: &mut usize, range: std::ops::RangeInclusive<usize>) {
    let text = caption(ui, label);
    let combo = ComboBox::from_id_salt(label).width(220.0).truncate().selected_text(name(cx, *chosen));
    let shown = combo.show_ui(ui, |ui| {
        for number in range {
            ui.selectable_value(chosen, number, name(cx, number));
        }
    });
    shown.response.labelled_by(text.id);
}

/// Compares where the case or the choice is another than last time.
fn keep(cx: &Cx, state: &mut CompareState, pair: (usize, usize)) {
    let of = (cx.session.revision(), pair, cx.words.language);
    if state.seen.as_ref().is_none_or(|seen| (seen.revision, seen.pair, seen.language) != of) {
        let (revision, pair, language) = of;
        state.seen = Some(Seen { revision, pair, language, result: compared(cx, pair) });
    }
}

fn compared(cx: &Cx, (from, to): (usize, usize)) -> Result<Told, String> {
    let say = |problem: crate::assessment::Problem| problem.say(&cx.words.problems, &cx.words.common);
    let rounds = &cx.session.assessment().rounds;
    let Some(first) = rounds.get(from - 1) else { return Err(cx.words.rounds.compare_one.to_string()) };
    let before = first.pinned().map_err(say)?;
    match rounds.get(to - 1) {
        None => told(cx, (&before.scheme, &first.assessment), (cx.session.scheme(), cx.session.assessment())),
        Some(second) => {
            let after = second.pinned().map_err(say)?;
            told(cx, (&before.scheme, &first.assessment), (&after.scheme, &second.assessment))
        }
    }
    .map_err(say)
}

fn told(
    cx: &Cx,
    before: (&Scheme, &Assessment),
    after: (&Scheme, &Assessment),
) -> Result<Told, crate::assessment::Problem> {
    let r = &cx.words.rounds;
    let compared = compare_rounds(before, after)?;
    let rows = compared.clauses.iter().map(|line| Line {
        clause: line.clause.clone(),
        title: after.0.clause(&line.clause).map_or_else(String::new, |clause| clause.title.clone()),
        sign: if line.is_regression() {
            Sign::Warning
        } else if line.cause == Cause::Pending {
            Sign::Unrated
        } else {
            Sign::Meets
        },
        state: move_word(line, r).to_string(),
        from: line.from.say(cx.words),
        to: verdict_after(&line.clause, &line.to, after.1, cx.words),
        moved: signed_short(line.moved.as_ref(), compared.after.decimals, r),
        exact: signed(line.moved.as_ref(), r),
        cause: cause_word(line.cause, r).to_string(),
    });
    let rows = rows.collect();
    Ok(Told { compared, rows })
}

const ROW: f32 = 26.0;
const LABEL: f32 = 200.0;
const FIGURE: f32 = 190.0;

/// From the score of before over what each cause moved to the score of after.
fn waterfall(ui: &mut Ui, cx: &Cx, compared: &RoundComparison, names: [&str; 2]) {
    let r = &cx.words.rounds;
    let score = |card: &ScoreCard| card.outcome.as_ref().map(|outcome| outcome.score.clone());
    let ends = [score(&compared.before), score(&compared.after)];
    let mut at = ends[0].clone();
    let mut spans = vec![(Amount::default(), ends[0].clone().unwrap_or_default())];
    for (_, moved) in &compared.causes {
        let from = at.clone().unwrap_or_default();
        at = at.zip(moved.as_ref()).map(|(at, moved)| at + moved);
        spans.push((from.clone(), at.clone().unwrap_or(from)));
    }
    spans.push((Amount::default(), ends[1].clone().unwrap_or_default()));
    let scale = Scale::of(&spans[1..spans.len() - 1], &ends, float(&cx.session.scheme().rules.cap.1));
    let whole = |name: &str, card: &ScoreCard| {
        let figure = score(card).map_or_else(|| r.no_score.to_string(), |score| exact(card, &score));
        (name.to_owned(), r.score_line.fill(&[("score", &figure), ("grade", &grade_said(card, cx.words))]))
    };
    let mut texts = vec![whole(names[0], &compared.before)];
    texts.extend(compared.causes.iter().map(|(cause, moved)| {
        (cause_word(*cause, r).to_string(), signed_about(moved.as_ref(), compared.after.decimals, r))
    }));
    texts.push(whole(names[1], &compared.after));
    let last = texts.len() - 1;
    for (place, ((label, figure), span)) in texts.iter().zip(&spans).enumerate() {
        let end = place == 0 || place == last;
        let colour = if end {
            cx.theme.accent
        } else if span.1 < span.0 {
            cx.theme.bad
        } else {
            cx.theme.good
        };
        bar(ui, cx, (label, figure), (&scale, scale.place(span, end), end), colour.into());
    }
    axis(ui, cx, &scale);
    if scale.low > 0.0 {
        caption(ui, r.axis_from.fill(&[("n", &scale.figure(scale.low))]));
    }
}

/// A score as exactly as there is room for.
fn exact(card: &ScoreCard, score: &Amount) -> String {
    let exact = decimal_or_fraction(score);
    if exact.contains('/') { card.show_marked(score) } else { exact }
}

/// Where on the line points lie; floats only draw.
struct Scale {
    low: f32,
    high: f32,
    /// From tick to tick.
    step: f32,
}

/// About so many ticks.
const TICKS: f32 = 6.0;

impl Scale {
    /// Wide enough for all of it, and no wider than from 0 to what a score may be at most.
    fn of(spans: &[(Amount, Amount)], ends: &[Option<Amount>; 2], most: f32) -> Self {
        let all = spans.iter().flat_map(|(a, b)| [a, b]).chain(ends.iter().flatten());
        let (mut low, mut high) = (f32::MAX, f32::MIN);
        for points in all.map(float) {
            (low, high) = (low.min(points), high.max(points));
        }
        let room = ((high - low) * 0.15).max(0.5);
        let (low, high) = ((low - room).max(0.0), (high + room).min(most.max(high)));
        let rough = (high - low) / TICKS;
        let ten = 10_f32.powf(rough.log10().floor());
        let step =
            [1.0, 2.0, 5.0].map(|times| times * ten).into_iter().find(|step| *step >= rough).unwrap_or(10.0 * ten);
        Self { low: (low / step).floor() * step, high: (high / step).ceil() * step, step }
    }

    fn ticks(&self) -> impl Iterator<Item = f32> {
        let (low, step) = (self.low, self.step);
        let last = ((self.high - low) / step).round().clamp(0.0, 20.0) as u8;
        (0..=last).map(move |at| low + f32::from(at) * step)
    }

    /// The figure at a tick, with as many digits as the steps have.
    fn figure(&self, points: f32) -> String {
        let digits = (-self.step.log10().floor()).max(0.0) as usize;
        format!("{points:.digits$}")
    }

    fn share(&self, points: f32) -> f32 {
        ((points - self.low) / (self.high - self.low).max(f32::EPSILON)).clamp(0.0, 1.0)
    }

    /// Both ends of a bar as shares of the line; whole scores begin at its left end.
    fn place(&self, span: &(Amount, Amount), whole: bool) -> (f32, f32) {
        let from = if whole { 0.0 } else { self.share(float(&span.0)) };
        (from, self.share(float(&span.1)))
    }
}

#[allow(clippy::cast_possible_truncation)] // it only draws
fn float(points: &Amount) -> f32 {
    points.to_f64().unwrap_or_default() as f32
}

/// The part of a row in which bars stand.
fn line_of(rect: Rect) -> Rect {
    Rect::from_min_max(
        pos2(rect.left() + LABEL, rect.top() + 5.0),
        pos2((rect.right() - FIGURE).max(rect.left() + LABEL + 40.0), rect.bottom() - 5.0),
    )
}

/// The scale below the bars: ticks with their figures; two strokes across where it does not begin at 0.
fn axis(ui: &mut Ui, cx: &Cx, scale: &Scale) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let figures: Vec<String> = scale.ticks().map(|at| scale.figure(at)).collect();
    let name = format!("{} {}", cx.words.rounds.axis_unit, figures.join(" "));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &name));
    let painter = ui.painter_at(rect);
    let (ink, line) = (Color32::from(cx.theme.weak), line_of(rect));
    let stroke = Stroke::new(1.0, ink);
    painter.hline(line.x_range(), rect.top() + 1.0, stroke);
    let font = FontId::proportional(12.0);
    let mut end = f32::MIN;
    for (at, figure) in scale.ticks().zip(figures) {
        let x = line.left() + scale.share(at) * line.width();
        painter.vline(x, rect.top() + 1.0..=rect.top() + 5.0, stroke);
        let galley = painter.layout_no_wrap(figure, font.clone(), ink);
        let left = x - galley.size().x / 2.0;
        // Figures that would touch the one before are left out; their ticks stay.
        if left > end + 4.0 {
            end = left + galley.size().x;
            painter.galley(pos2(left, rect.top() + 7.0), galley, ink);
        }
    }
    let unit = pos2(line.right() + 12.0, rect.top() + 7.0);
    painter.text(unit, Align2::LEFT_TOP, &*cx.words.rounds.axis_unit, font, ink);
    if scale.low > 0.0 {
        for x in [line.left() + 7.0, line.left() + 11.0] {
            painter.line_segment([pos2(x - 2.5, rect.top() + 6.0), pos2(x + 2.5, rect.top() - 4.0)], stroke);
        }
    }
}

fn bar(
    ui: &mut Ui,
    cx: &Cx,
    (label, figure): (&str, &str),
    (scale, (from, to), whole): (&Scale, (f32, f32), bool),
    colour: Color32,
) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let name = format!("{label} {figure}");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &name));
    let painter = ui.painter_at(rect);
    let ink: Color32 = cx.theme.text.into();
    let mut job = egui::text::LayoutJob::simple_singleline(label.to_owned(), FontId::proportional(14.0), ink);
    job.wrap = egui::text::TextWrapping::truncate_at_width(LABEL - 8.0);
    let galley = painter.layout_job(job);
    painter.galley(pos2(rect.left(), rect.center().y - galley.size().y / 2.0), galley, ink);
    let right = pos2(rect.right() - 2.0, rect.center().y);
    painter.text(right, Align2::RIGHT_CENTER, figure, FontId::proportional(14.0), ink);
    let line = line_of(rect);
    for at in scale.ticks() {
        let x = line.left() + scale.share(at) * line.width();
        painter.vline(x, rect.y_range(), Stroke::new(0.5, Color32::from(cx.theme.line)));
    }
    let x = |share: f32| line.left() + share * line.width();
    let (left, right) = (x(from.min(to)), x(from.max(to)).max(x(from.min(to)) + 2.0));
    painter.hline(line.x_range(), rect.bottom() - 0.5, Stroke::new(0.5, Color32::from(cx.theme.sunken)));
    let filled = Rect::from_min_max(pos2(left, line.top()), pos2(right, line.bottom()));
    painter.rect_filled(filled, CornerRadius::same(2), colour);
    if whole && scale.low > 0.0 && filled.width() > 16.0 {
        // Cut across: the left of the bar is not shown.
        let gap = Stroke::new(2.0, Color32::from(cx.theme.panel));
        for x in [filled.left() + 7.0, filled.left() + 11.0] {
            painter.line_segment([pos2(x - 3.0, filled.bottom() + 1.0), pos2(x + 3.0, filled.top() - 1.0)], gap);
        }
    }
    response.on_hover_text(name);
}

fn clauses(ui: &mut Ui, cx: &Cx, rows: &[Line], out: &mut Vec<Action>) {
    let r = &cx.words.rounds;
    if rows.is_empty() {
        return;
    }
    section_title(ui, &*r.clauses_title);
    let cut = |ui: &mut Ui, text: &str| {
        ui.add(Label::new(text).truncate());
    };
    egui::ScrollArea::horizontal().id_salt("moves").show(ui, |ui| {
        TableBuilder::new(ui)
            .id_salt("moves")
            .striped(true)
            .vscroll(false)
            .cell_layout(Layout::left_to_right(egui::Align::Center))
            .column(Column::exact(118.0))
            .column(Column::exact(64.0))
            .column(Column::remainder().at_least(110.0).clip(true))
            .column(Column::exact(130.0).clip(true))
            .column(Column::exact(130.0).clip(true))
            .column(Column::exact(84.0).clip(true))
            .column(Column::exact(110.0).clip(true))
            .header(24.0, |mut row| {
                let heads =
                    [&r.col_move, &cx.c.clause, &r.col_title, &r.col_from, &r.col_to, &r.col_change, &r.col_cause];
                for head in heads {
                    row.col(|ui| {
                        ui.label(RichText::new(&**head).small().weak());
                    });
                }
            })
            .body(|body| {
                body.rows(28.0, rows.len(), |mut row| {
                    let Some(line) = rows.get(row.index()) else { return };
                    row.col(|ui| {
                        sign(ui, line.sign, cx.theme, "");
                        cut(ui, &line.state);
                    });
                    row.col(|ui| {
                        // A clause of a former edition may be gone.
                        if cx.session.scheme().clause(&line.clause).is_none() {
                            ui.label(line.clause.as_str());
                        } else if ui.link(line.clause.as_str()).clicked() {
                            out.push(Action::Show(line.clause.clone()));
                        }
                    });
                    row.col(|ui| cut(ui, &line.title));
                    row.col(|ui| cut(ui, &line.from));
                    row.col(|ui| cut(ui, &line.to));
                    row.col(|ui| {
                        ui.label(&line.moved).on_hover_text(&line.exact);
                    });
                    row.col(|ui| cut(ui, &line.cause));
                });
            });
    });
}
