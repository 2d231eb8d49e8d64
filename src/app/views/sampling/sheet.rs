//! The sheet: a row for each record that was drawn, a column for each check, for hands that stay on the keyboard.
//!
//! Arrows move; 1 or √ conforms, 0 or × fails, - does not concern; A lets the rest of the row conform; Delete clears;
//! Enter or F2 writes the note, E chooses evidence. A mark goes on to the next check and then to the next record, since
//! whoever has a record open looks at it to the end.

use egui::{Align, Color32, Event, Key, Label, Layout, Modifiers, RichText, TextStyle, Ui, Vec2};
use egui_extras::{Column as TableColumn, TableBuilder, TableRow};

use super::{Open, SamplingState};
use crate::app::dialogs::Dialog;
use crate::app::widgets::{Sign, caption, paint_sign, widest};
use crate::app::{Action, Cx};
use crate::assessment::{Against, Drawn, Edit, Kept, Mark, Sample, against, rest_conforms};
use crate::criteria::{FieldForm, LedgerKind, SampleCheck};

/// How wide a column of marks is: five letters of a heading on a line.
const MARK_WIDTH: f32 = 64.0;

/// What stands in a mark's cell, and what a screen reader says: nothing looked at, or the mark.
fn mark_sign(mark: Mark) -> Sign {
    match mark {
        Mark::Conforms => Sign::Meets,
        Mark::Fails => Sign::Fails,
        Mark::NotConcerned => Sign::Excluded,
    }
}

/// The sheet.
pub fn ui(ui: &mut Ui, cx: &Cx, open: Open<'_>, sample: &Sample, state: &mut SamplingState, out: &mut Vec<Action>) {
    keys(ui, cx, open, sample, state, out);
    // The line is always there, so that the table does not jump.
    match &state.refused {
        Some(refused) => drop(ui.colored_label(Color32::from(cx.theme.warn), refused)),
        None => drop(caption(ui, &*cx.words.sampling.keys)),
    }
    egui::ScrollArea::horizontal().show(ui, |ui| table(ui, cx, open, sample, state, out));
}

/// Moves and marks while nothing is typed into a field.
fn keys(ui: &Ui, cx: &Cx, open: Open<'_>, sample: &Sample, state: &mut SamplingState, out: &mut Vec<Action>) {
    let ctx = ui.ctx();
    let covered = ctx.memory(|memory| memory.top_modal_layer().is_some()) || ctx.any_popup_open();
    if covered || ctx.egui_wants_keyboard_input() {
        return;
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let (rows, columns) = (sample.drawn.len(), open.kind.checks.len());
    let before = (state.row, state.column);
    for (key, by) in [(Key::ArrowUp, -1), (Key::ArrowDown, 1), (Key::PageUp, -12), (Key::PageDown, 12)] {
        if pressed(key) {
            state.row = state.row.saturating_add_signed(by).min(rows.saturating_sub(1));
        }
    }
    for (key, by) in [(Key::ArrowLeft, -1), (Key::ArrowRight, 1)] {
        if pressed(key) {
            state.column = state.column.saturating_add_signed(by).min(columns.saturating_sub(1));
        }
    }
    if pressed(Key::Home) {
        (state.row, state.column) = (0, 0);
    }
    if pressed(Key::End) {
        state.row = rows.saturating_sub(1);
    }
    if before != (state.row, state.column) {
        state.reveal = true;
        state.refused = None;
    }
    if let Some(mark) = mark_key(ui) {
        put(cx, open, sample, state, Some(mark), out);
    } else if pressed(Key::Delete) || pressed(Key::Backspace) {
        put(cx, open, sample, state, None, out);
    } else if pressed(Key::A) {
        rest(cx, open, sample, state, out);
    } else if pressed(Key::F2) || pressed(Key::Enter) {
        state.write = true;
    } else if pressed(Key::E) {
        evidence(open, sample, state, out);
    }
}

/// What a key says about a cell, taken out of the input.
fn mark_key(ui: &Ui) -> Option<Mark> {
    let keys = [(Key::Num1, Mark::Conforms), (Key::Num0, Mark::Fails), (Key::Minus, Mark::NotConcerned)];
    let pressed = keys.into_iter().find(|(key, _)| ui.input_mut(|input| input.consume_key(Modifiers::NONE, *key)));
    ui.input_mut(|input| {
        let typed = input.events.iter().find_map(|event| match event {
            Event::Text(text) => of_text(text),
            _ => None,
        });
        input.events.retain(|event| !matches!(event, Event::Text(text) if of_text(text).is_some()));
        pressed.map(|(_, mark)| mark).or(typed)
    })
}

/// What a typed sign says.
fn of_text(text: &str) -> Option<Mark> {
    match text {
        "1" | "√" | "✓" | "１" => Some(Mark::Conforms),
        "0" | "×" | "✗" | "x" | "X" | "０" => Some(Mark::Fails),
        "-" | "－" | "—" | "——" => Some(Mark::NotConcerned),
        _ => None,
    }
}

/// Whether the sheet can be changed; says why not.
fn writable(cx: &Cx, state: &mut SamplingState) -> bool {
    state.refused = (!cx.writable).then(|| cx.words.keeping.read_only_edit.to_string());
    cx.writable
}

/// A change of one record as a step of its own.
fn change(open: Open<'_>, drawn: Drawn, out: &mut Vec<Action>) {
    let edit = Edit::SetDrawn { ledger: open.kind.id.clone(), drawn: Box::new(drawn) };
    out.extend([Action::Pause, Action::Edit(edit), Action::Pause]);
}

/// Marks the cell under the cursor, or clears it, and goes on.
pub fn put(
    cx: &Cx,
    open: Open<'_>,
    sample: &Sample,
    state: &mut SamplingState,
    mark: Option<Mark>,
    out: &mut Vec<Action>,
) {
    let cell = sample.drawn.get(state.row).zip(open.kind.checks.get(state.column));
    let Some((drawn, check)) = cell.filter(|_| writable(cx, state)) else { return };
    let mut drawn = drawn.clone();
    match mark {
        Some(mark) => drop(drawn.marks.insert(check.id.clone(), mark)),
        None => drop(drawn.marks.remove(&check.id)),
    }
    change(open, drawn, out);
    if mark.is_none() {
        return;
    }
    if state.column + 1 < open.kind.checks.len() {
        state.column += 1;
    } else if state.row + 1 < sample.drawn.len() {
        (state.row, state.column) = (state.row + 1, 0);
    }
    state.reveal = true;
}

/// Lets every check of the record that is not marked conform, where it concerns it, and goes on to the next record.
pub fn rest(cx: &Cx, open: Open<'_>, sample: &Sample, state: &mut SamplingState, out: &mut Vec<Action>) {
    let Some(drawn) = sample.drawn.get(state.row).filter(|_| writable(cx, state)) else { return };
    change(open, rest_conforms(open.kind, open.ledger, drawn), out);
    if state.row + 1 < sample.drawn.len() {
        (state.row, state.column) = (state.row + 1, 0);
    }
    state.reveal = true;
}

/// Opens the evidence of the case for the record under the cursor.
pub fn evidence(open: Open<'_>, sample: &Sample, state: &SamplingState, out: &mut Vec<Action>) {
    if let Some(drawn) = sample.drawn.get(state.row) {
        let dialog = Dialog::SampleEvidence { ledger: open.kind.id.clone(), record: drawn.record.clone() };
        out.push(Action::Dialog(dialog));
    }
}

fn table(ui: &mut Ui, cx: &Cx, open: Open<'_>, sample: &Sample, state: &mut SamplingState, out: &mut Vec<Action>) {
    let s = &cx.words.sampling;
    let checks = &open.kind.checks;
    // What a wide window has to spare is shared by the record and the note.
    let marks: f32 = checks.iter().map(|_| MARK_WIDTH + ui.spacing().item_spacing.x).sum();
    let note = ((ui.available_width() - marks - 360.0) * 0.4).max(104.0);
    let evidence = widest(ui, &TextStyle::Small, std::iter::once(&*cx.c.evidence)).max(40.0);
    let mut builder = TableBuilder::new(ui)
        .striped(true)
        .cell_layout(Layout::left_to_right(Align::Center))
        .column(TableColumn::exact(34.0))
        .column(TableColumn::initial(112.0).at_least(70.0).clip(true).resizable(true))
        .column(TableColumn::remainder().at_least(130.0).clip(true));
    for _ in checks {
        builder = builder.column(TableColumn::exact(MARK_WIDTH));
    }
    builder = builder
        .column(TableColumn::initial(note).at_least(60.0).clip(true).resizable(true))
        .column(TableColumn::exact(evidence));
    if std::mem::take(&mut state.reveal) {
        builder = builder.scroll_to_row(state.row, None);
    }
    let head = |ui: &mut Ui, text: &str| {
        ui.add(Label::new(RichText::new(text).small().weak()).wrap().selectable(false));
    };
    builder
        .header(38.0, |mut row| {
            row.col(|ui| head(ui, &s.sheet_order));
            row.col(|ui| head(ui, &s.number));
            row.col(|ui| head(ui, &s.kept));
            for check in checks {
                row.col(|ui| head(ui, &check.title));
            }
            row.col(|ui| head(ui, &s.note));
            row.col(|ui| head(ui, &cx.c.evidence));
        })
        .body(|body| {
            body.rows(26.0, sample.drawn.len(), |mut row| {
                let place = row.index();
                let Some(drawn) = sample.drawn.get(place) else { return };
                row.set_selected(place == state.row);
                cells(&mut row, cx, open, drawn, place, state, out);
            });
        });
}

fn cells(
    row: &mut TableRow<'_, '_>,
    cx: &Cx,
    open: Open<'_>,
    drawn: &Drawn,
    place: usize,
    state: &mut SamplingState,
    out: &mut Vec<Action>,
) {
    let plain = |ui: &mut Ui, text: &str| drop(ui.add(Label::new(text).truncate().selectable(false)));
    row.col(|ui| drop(caption(ui, (place + 1).to_string())));
    row.col(|ui| plain(ui, &drawn.record));
    row.col(|ui| {
        let text = RichText::new(brief(cx, open, drawn)).weak();
        ui.add(Label::new(text).truncate().selectable(false));
    });
    for (column, check) in open.kind.checks.iter().enumerate() {
        row.col(|ui| cell(ui, cx, open, drawn, check, (place, column), state));
    }
    row.col(|ui| {
        let rect = ui.max_rect();
        let response = ui.interact(rect, ui.scope_id().with(("note", place)), egui::Sense::CLICK);
        plain(ui, drawn.note.lines().next().unwrap_or_default());
        if response.clicked() {
            state.row = place;
            state.write = true;
        }
    });
    row.col(|ui| {
        if drawn.evidence.is_empty() {
            return;
        }
        if ui.link(drawn.evidence.len().to_string()).clicked() {
            state.row = place;
            self::evidence_of(open, drawn, out);
        }
    });
}

fn evidence_of(open: Open<'_>, drawn: &Drawn, out: &mut Vec<Action>) {
    let dialog = Dialog::SampleEvidence { ledger: open.kind.id.clone(), record: drawn.record.clone() };
    out.push(Action::Dialog(dialog));
}

/// A cell that the cursor can be in.
fn cell(
    ui: &mut Ui,
    cx: &Cx,
    open: Open<'_>,
    drawn: &Drawn,
    check: &SampleCheck,
    (place, column): (usize, usize),
    state: &mut SamplingState,
) {
    let s = &cx.words.sampling;
    let here = (state.row, state.column) == (place, column);
    let mark = drawn.marks.get(&check.id).copied();
    let hint = open.ledger.and_then(|ledger| against(ledger, &drawn.record, check));
    let hint = hint.map(|hint| match hint {
        Against::Missing => &s.hint_missing,
        Against::No => &s.hint_no,
    });
    let rect = ui.max_rect();
    let response = ui.interact(rect, ui.scope_id().with((place, column)), egui::Sense::CLICK);
    let said = match (mark, hint) {
        (Some(mark), _) => mark.say(cx.words).to_string(),
        (None, Some(hint)) => hint.to_string(),
        (None, None) => s.not_looked_at.to_string(),
    };
    let name = format!("{} {} {said}", drawn.record, check.title);
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Cell, true, here, &name));
    match (mark, hint) {
        (Some(mark), _) => {
            let square = egui::Rect::from_center_size(rect.center(), Vec2::splat(16.0));
            paint_sign(ui.painter(), square, mark_sign(mark), cx.theme);
        }
        (None, Some(hint)) => {
            let (font, ink) = (egui::FontId::proportional(11.5), Color32::from(cx.theme.warn));
            ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, &**hint, font, ink);
        }
        (None, None) => {}
    }
    if here {
        let edge = egui::Stroke::new(2.0, Color32::from(cx.theme.accent));
        ui.painter().rect_stroke(rect.shrink(1.0), 3.0, edge, egui::StrokeKind::Inside);
    }
    if response.clicked() {
        (state.row, state.column) = (place, column);
        state.refused = None;
    }
}

/// What tells a record from others at a glance: its day, its words, its names.
pub fn brief(cx: &Cx, open: Open<'_>, drawn: &Drawn) -> String {
    let Some(ledger) = open.ledger else { return String::new() };
    let Some(record) = ledger.records.get(&drawn.record) else { return cx.words.sampling.record_gone.to_string() };
    let fields = shown(open.kind);
    let texts = fields.map(|field| match ledger.cell(record, field) {
        // The day is enough at a glance; the time stands below with the rest.
        Kept::Moment(day, _) => day.to_string(),
        kept => kept.say(cx.words),
    });
    let texts = texts.filter(|text| !text.is_empty());
    texts.collect::<Vec<_>>().join(" · ")
}

/// The fields of [`brief`], the day first.
fn shown(kind: &LedgerKind) -> impl Iterator<Item = &str> {
    let day = kind.dated_by.as_deref();
    let of =
        |form: FieldForm| kind.fields.iter().filter(move |field| field.form == form).map(|field| field.id.as_str());
    day.into_iter().chain(of(FieldForm::Word)).chain(of(FieldForm::Name)).chain(of(FieldForm::Number))
}
