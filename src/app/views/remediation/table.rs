//! The table of actions: only the rows in sight are drawn.

use egui::text::LayoutJob;
use egui::{Align, Color32, Label, Layout, PointerButton, RichText, ScrollArea, Sense, TextStyle, Ui};
use egui_extras::{Column, TableBuilder};

use super::RemediationState;
use super::rows::{Key, Line, Rows, Sort, gives_back};
use crate::app::theme::strong;
use crate::app::widgets::{Tone, badge, sort_head, two_lines, widest};
use crate::app::{Action, Cx};
use crate::assessment::{self, ActionId, ActionState, Gap, SpecialDeductionId, hundredths};
use crate::lang::Phrase;
use crate::planning::Tally;
use crate::scoring::decimal_or_fraction;

/// Narrower than this, beside the editor, only what tells actions apart is shown.
const COMPACT: f32 = 640.0;
/// The height of a row: two small lines.
const ROW: f32 = 38.0;

/// A column: its key, its name, its width.
struct Col<'a> {
    key: Key,
    name: &'a Phrase,
    width: f32,
}

pub(super) fn ui(ui: &mut Ui, cx: &Cx, state: &mut RemediationState, out: &mut Vec<Action>) {
    if state.rows.lines.is_empty() {
        ui.add_space(12.0);
        ui.label(&*cx.words.remediation.none_shown);
        return;
    }
    let compact = ui.available_width() < COMPACT;
    ScrollArea::horizontal().auto_shrink([false, false]).show(ui, |ui| table(ui, cx, state, compact, out));
}

fn columns<'a>(ui: &Ui, cx: &Cx<'a>, compact: bool) -> Vec<Col<'a>> {
    let r = &cx.words.remediation;
    // As wide as its longest word in this language.
    let words = ActionState::ALL.iter().map(|state| &**state.word(cx.c));
    let state = widest(ui, &TextStyle::Small, words.chain([&*r.unverified])) + 22.0;
    // A special deduction with its number; clauses are shorter.
    let deduction = Gap::SpecialDeduction(SpecialDeductionId(10)).say(cx.c).replace(' ', "_");
    let gap = widest(ui, &TextStyle::Small, std::iter::once(&*deduction)) + 8.0;
    let all = [
        Col { key: Key::Number, name: &r.number, width: 48.0 },
        Col { key: Key::Gap, name: &cx.c.clause, width: gap.clamp(74.0, 150.0) },
        Col { key: Key::What, name: &r.what, width: if compact { 90.0 } else { 130.0 } },
        Col { key: Key::Gain, name: &r.gain, width: 62.0 },
        Col { key: Key::Effort, name: &r.effort, width: 54.0 },
        Col { key: Key::Cost, name: &r.cost, width: 72.0 },
        Col { key: Key::Lead, name: &r.lead, width: 70.0 },
        Col { key: Key::Owner, name: &r.owner, width: 92.0 },
        Col { key: Key::Due, name: &r.due, width: 96.0 },
        Col { key: Key::State, name: &r.state, width: state.clamp(64.0, 110.0) },
    ];
    let beside = |key: Key| matches!(key, Key::Number | Key::Gap | Key::What | Key::Due | Key::State);
    all.into_iter().filter(|column| !compact || beside(column.key)).collect()
}

fn table(ui: &mut Ui, cx: &Cx, state: &mut RemediationState, compact: bool, out: &mut Vec<Action>) {
    let columns = columns(ui, cx, compact);
    let mut builder = TableBuilder::new(ui)
        .id_salt(("remediation", compact))
        .striped(true)
        .sense(Sense::click())
        .cell_layout(Layout::left_to_right(Align::Center));
    for column in &columns {
        builder = builder.column(match column.key {
            Key::What => Column::remainder().at_least(column.width).clip(true),
            Key::Number => Column::exact(column.width),
            _ => Column::initial(column.width).at_least(44.0).clip(true).resizable(true),
        });
    }
    let RemediationState { rows, sort, selected, adding, bring, .. } = state;
    if let Some(at) = bring.take().and_then(|id| rows.lines.iter().position(|line| *line == Line::Action(id))) {
        builder = builder.scroll_to_row(at, Some(Align::Center));
    }
    builder
        .header(28.0, |mut row| {
            for column in &columns {
                row.col(|ui| head(ui, cx, column, sort));
            }
        })
        .body(|body| {
            body.rows(ROW, rows.lines.len(), |mut row| match rows.lines.get(row.index()) {
                Some(Line::Group { name, tally }) => {
                    for column in &columns {
                        row.col(|ui| group(ui, cx, (column.key, compact), name, tally));
                    }
                }
                Some(Line::Action(id)) => {
                    let Some(action) = cx.session.assessment().actions.get(id) else { return };
                    row.set_selected(*selected == Some(*id));
                    let mut open = false;
                    for column in &columns {
                        row.col(|ui| open |= cell(ui, cx, column.key, (*id, action), rows, out));
                    }
                    // The editor that the first click opened may have moved another row under the pointer.
                    let clicks = |input: &egui::InputState| input.pointer.button_double_clicked(PointerButton::Primary);
                    let second = selected.is_some() && row.response().ctx.input(clicks);
                    if (open || row.response().clicked()) && !second {
                        (*selected, *adding) = (Some(*id), false);
                    }
                }
                None => {}
            });
        });
}

fn head(ui: &mut Ui, cx: &Cx, column: &Col<'_>, sort: &mut Sort) {
    let by = (sort.key == column.key).then_some(sort.backwards);
    if sort_head(ui, column.name, by, &cx.words.evidence.sort_by) {
        *sort = Sort { key: column.key, backwards: by == Some(false) };
    }
}

/// What a group comes to, each sum below its heading.
fn group(ui: &mut Ui, cx: &Cx, (key, compact): (Key, bool), name: &str, tally: &Tally) {
    let r = &cx.words.remediation;
    let bold = |text: String| RichText::new(text).text_style(strong());
    let small = |ui: &mut Ui, text: String, colour: Option<Color32>| {
        let text = RichText::new(text).small().strong();
        let text = match colour {
            Some(colour) => text.color(colour),
            None => text,
        };
        ui.add(Label::new(text).truncate().selectable(false));
    };
    match key {
        Key::What => {
            let mut text = r.group_head.fill(&[("name", &name), ("n", &tally.count)]);
            if compact {
                let (effort, cost) = (hundredths(tally.effort), hundredths(tally.cost));
                text += &r.group_sums.fill(&[("effort", &effort), ("cost", &cost)]);
            }
            ui.add(Label::new(bold(text)).truncate().selectable(false));
        }
        Key::Effort => small(ui, hundredths(tally.effort), None),
        Key::Cost => small(ui, hundredths(tally.cost), None),
        Key::Due if tally.overdue > 0 => {
            let colour = Color32::from(cx.theme.bad);
            small(ui, r.overdue_count.fill(&[("n", &tally.overdue)]), Some(colour));
        }
        Key::State => small(ui, r.open_count.fill(&[("n", &tally.open)]), None),
        _ => {}
    }
}

/// One cell; true when the action is to be opened.
fn cell(
    ui: &mut Ui,
    cx: &Cx,
    key: Key,
    (id, action): (ActionId, &assessment::Action),
    rows: &Rows,
    out: &mut Vec<Action>,
) -> bool {
    let quantity = |number: u64| if number == 0 { String::new() } else { hundredths(number) };
    match key {
        Key::Number => {
            ui.add(Label::new(id.to_string()).selectable(false));
        }
        Key::Gap => gap(ui, cx, &action.gap, out),
        Key::What => {
            let text = action.what.replace('\n', " ");
            return two_lines(ui, &text, ui.visuals().text_color(), Sense::click());
        }
        Key::Gain => gain(ui, cx, action),
        Key::Effort => small(ui, &quantity(action.effort)),
        Key::Cost => small(ui, &quantity(action.cost)),
        Key::Lead => small(ui, &if action.lead_days == 0 { String::new() } else { action.lead_days.to_string() }),
        Key::Owner => {
            let text = [action.owner.trim(), action.department.trim()];
            let text: Vec<&str> = text.into_iter().filter(|text| !text.is_empty()).collect();
            small(ui, &text.join("\n"));
        }
        Key::Due => due(ui, cx, (id, action), rows),
        Key::State => state(ui, cx, action),
    }
    false
}

fn gap(ui: &mut Ui, cx: &Cx, gap: &Gap, out: &mut Vec<Action>) {
    match gap {
        Gap::Clause(clause) => {
            let known = cx.session.scheme().clause(clause);
            let title = known.map_or("", |clause| clause.title.as_str());
            if ui.link(RichText::new(clause.as_str()).small()).on_hover_text(title).clicked() {
                out.push(Action::Show(clause.clone()));
            }
        }
        Gap::SpecialDeduction(id) => {
            let found = cx.session.assessment().special_deductions.get(id);
            let found = found.map_or_else(|| cx.words.remediation.deduction_gone.to_string(), |it| it.found.clone());
            let text = gap.say(cx.c);
            if ui.link(RichText::new(text).small()).on_hover_text(found).clicked() {
                out.push(Action::Go(crate::app::Place::Special));
            }
        }
    }
}

/// What it gives back; where it does not say, all that was lost, in quiet ink.
fn gain(ui: &mut Ui, cx: &Cx, action: &assessment::Action) {
    let r = &cx.words.remediation;
    let points = gives_back(cx, action);
    let Some(points) = points else {
        // Closed and judged again, excluded, rectified: nothing is left to give back.
        ui.add(Label::new(RichText::new("–").small().weak()).selectable(false)).on_hover_text(&*r.gain_nothing);
        return;
    };
    let text = RichText::new(decimal_or_fraction(&points)).small();
    let own = action.gain.is_some() || matches!(action.gap, Gap::SpecialDeduction(_));
    let text = if own { text } else { text.weak() };
    let label = ui.add(Label::new(text).selectable(false));
    if !own {
        label.on_hover_text(&*r.gain_all_hint);
    }
}

/// The term, and below it that it has passed, or that it cannot be kept.
fn due(ui: &mut Ui, cx: &Cx, (id, action): (ActionId, &assessment::Action), rows: &Rows) {
    let r = &cx.words.remediation;
    let Some(due) = action.due else {
        ui.add(Label::new(RichText::new(&*r.no_due).small().weak()).selectable(false));
        return;
    };
    let (mark, colour) = if action.overdue_on(cx.today) {
        let days = (cx.today - due).num_days();
        (Some(r.overdue_days.fill(&[("days", &days)])), cx.theme.bad)
    } else if let Some(finish) = rows.too_late(id, action) {
        (Some(r.too_late.fill(&[("day", &finish.format("%m-%d"))])), cx.theme.warn)
    } else {
        (None, cx.theme.text)
    };
    let font_id = TextStyle::Small.resolve(ui.style());
    let format = |color: Color32| egui::TextFormat { font_id: font_id.clone(), color, ..egui::TextFormat::default() };
    let mut job = LayoutJob::default();
    job.append(&due.to_string(), 0.0, format(ui.visuals().text_color()));
    if let Some(mark) = &mark {
        job.append(&format!("\n{mark}"), 0.0, format(colour.into()));
    }
    ui.spacing_mut().extra_text_line_spacing = 0.0;
    // Laid out here: a label in a table would cut it after its first line.
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let label = ui.add(Label::new(galley).selectable(false));
    if let Some(finish) = rows.too_late(id, action) {
        label.on_hover_text(r.too_late_long.fill(&[("day", &finish)]));
    }
}

fn state(ui: &mut Ui, cx: &Cx, action: &assessment::Action) {
    let r = &cx.words.remediation;
    let tone = match action.state {
        ActionState::Planned => Tone::Quiet,
        ActionState::Doing => Tone::Accent,
        ActionState::ToVerify => Tone::Warn,
        ActionState::Closed => Tone::Good,
    };
    if !action.unverified() {
        ui.horizontal(|ui| badge(ui, action.state.word(cx.c), tone, cx.theme));
        return;
    }
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.spacing_mut().extra_text_line_spacing = 0.0;
        ui.add(Label::new(RichText::new(&**action.state.word(cx.c)).small()).selectable(false));
        let mark = RichText::new(&*r.unverified).small().color(Color32::from(cx.theme.warn));
        ui.add(Label::new(mark).selectable(false)).on_hover_text(&*r.unverified_hint);
    });
}

fn small(ui: &mut Ui, text: &str) {
    two_lines(ui, text, ui.visuals().text_color(), Sense::hover());
}
