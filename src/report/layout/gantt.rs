//! Bars over days, a strip for each row, so that a long timeline goes over pages with its months above.
//! What is critical is full and high, what has time to spare is in outline: legible in black and white.

use std::rc::Rc;

use super::blocks::Setter;
use super::page::Item;
use super::slab::{Glue, Slab};
use super::style;
use crate::report::outline::{Gantt, GanttKind, GanttRow, Text};

/// Height of a row.
const ROW: f32 = 17.0;
/// The part of the width that names take.
const NAMES: f32 = 0.36;
/// Most months that are named.
const TICKS: usize = 9;

/// Where days stand.
struct Field<'a> {
    gantt: &'a Gantt,
    left: f32,
    width: f32,
}

impl Field<'_> {
    fn x(&self, day: chrono::NaiveDate) -> f32 {
        self.left + self.gantt.at(day) * self.width
    }
}

impl Setter<'_> {
    pub(super) fn gantt(&mut self, gantt: &Gantt, width: f32, out: &mut Vec<Slab>) {
        let left = width * NAMES;
        let field = Field { gantt, left, width: width - left };
        let head = Rc::new(self.gantt_head(&field));
        let start = out.len();
        out.push((*head).clone());
        for row in &gantt.rows {
            let mut slab = self.gantt_row(&field, row, width);
            slab.head = Some(Rc::clone(&head));
            out.push(slab);
        }
        if let Some(slab) = out.get_mut(start) {
            slab.before = style::GAP;
        }
        if let Some(slab) = out.last_mut() {
            slab.rule(0.0, width, ROW, style::HAIR_WIDTH, style::HAIR);
            slab.after = style::GAP;
        }
    }

    /// Months, and above them the days that go through all rows.
    fn gantt_head(&mut self, field: &Field) -> Slab {
        let face = style::SMALL;
        let mut slab = Slab { glue: Glue::Firm, ..Slab::of(2.0 * face.leading + 4.0) };
        let right = field.left + field.width;
        // Labels that would touch the one before them stand further right.
        let mut end = f32::MIN;
        for mark in &field.gantt.marks {
            let text = format!("{} {}", mark.label, mark.day.format("%Y-%m-%d"));
            let line = self.one_line(&Text::accent(text), face);
            let x = (field.x(mark.day) - line.width / 2.0).clamp(field.left, (right - line.width).max(field.left));
            let x = if x < end + 6.0 { end + 6.0 } else { x };
            end = x + line.width;
            slab.put_line(&line, face, (x, 0.0));
        }
        let mut end = f32::MIN;
        for tick in field.gantt.ticks(TICKS) {
            let line = self.one_line(&Text::quiet(tick.format("%Y-%m").to_string()), face);
            let x = field.x(tick);
            if x >= end + 4.0 && x + line.width <= right {
                slab.put_line(&line, face, (x, face.leading));
                end = x + line.width;
            }
        }
        slab.rule(0.0, right, slab.height, style::RULE_WIDTH, style::INK);
        slab
    }

    fn gantt_row(&mut self, field: &Field, row: &GanttRow, width: f32) -> Slab {
        let face = style::CELL;
        let mut slab = Slab::of(ROW);
        let label = self.clipped_line(&Text::plain(&row.label), face, field.left - 8.0);
        let top = (ROW - face.leading) / 2.0;
        for tick in field.gantt.ticks(TICKS) {
            let x = field.x(tick);
            slab.items.push(line((x, 0.0), (x, ROW), style::HAIR_WIDTH, style::HAIR));
        }
        slab.put_line(&label, face, (0.0, top));
        let (from, sure, to) = (field.x(row.from), field.x(row.sure), field.x(row.to));
        let to = to.max(from + 2.0);
        let middle = ROW / 2.0;
        match row.kind {
            GanttKind::Critical => slab.fill((from, middle - 4.5), (to - from, 9.0), style::ACCENT),
            GanttKind::Plain => outlined(&mut slab, (from, to), middle, 3.0),
            GanttKind::Waiting => {
                slab.rule(from, to, middle, 1.2, style::QUIET);
                for x in [from, to] {
                    slab.items.push(line((x, middle - 3.5), (x, middle + 3.5), 1.2, style::QUIET));
                }
            }
            GanttKind::Body => {
                outlined(&mut slab, (from, to), middle, 3.0);
                slab.fill((from, middle - 3.0), (sure - from, 6.0), style::QUIET);
            }
        }
        for mark in &field.gantt.marks {
            let x = field.x(mark.day);
            slab.items.push(line((x, 0.0), (x, ROW), 0.9, style::ACCENT));
        }
        if let Some(due) = row.due.filter(|due| *due >= field.gantt.from && *due <= field.gantt.to) {
            let x = field.x(due);
            let points = vec![(x - 3.0, 1.5), (x + 3.0, 1.5), (x, 6.5)];
            slab.items.push(Item::Shape { points, fill: Some(style::INK), edge: None });
        }
        // Behind the bar where there is room, else before it.
        let note = self.clipped_line(&Text::quiet(&row.note), style::SMALL, field.width * 0.5);
        let top = (ROW - style::SMALL.leading) / 2.0;
        let term = row.due.filter(|due| *due <= field.gantt.to).map_or(to, |due| field.x(due).max(to));
        let x = if term + 6.0 + note.width <= width { term + 6.0 } else { (from - 6.0 - note.width).max(field.left) };
        if !row.note.is_empty() {
            // A month or a day that goes through all rows is not to cross the words.
            slab.fill((x - 2.0, top), (note.width + 4.0, style::SMALL.leading), style::PAPER);
        }
        slab.put_line(&note, style::SMALL, (x, top));
        slab
    }
}

fn line(from: (f32, f32), to: (f32, f32), width: f32, colour: super::page::Colour) -> Item {
    Item::Line { from, to, width, colour }
}

/// A light bar with an edge.
fn outlined(slab: &mut Slab, (from, to): (f32, f32), middle: f32, half: f32) {
    let points = vec![(from, middle - half), (to, middle - half), (to, middle + half), (from, middle + half)];
    slab.items.push(Item::Shape { points, fill: Some(style::GROUND), edge: Some((0.7, style::QUIET)) });
}
