//! What is seen rather than read: the result at a glance, figures in a row, bars, the scale of grades.
//! Plain shapes, legible in black and white.

use super::blocks::Setter;
use super::page::{Colour, Item};
use super::slab::{Slab, base_line, text_width};
use super::style::{self, Face};
use crate::report::outline::{Bar, Figure, Scale, Stars, Text, Verdict};

/// Height of a star beside the great figure.
const STAR: f32 = 17.0;

impl Setter<'_> {
    /// The great figure with its stars, then the lesser figures.
    pub(super) fn verdict(&mut self, verdict: &Verdict, width: f32, out: &mut Vec<Slab>) {
        let mut slab = Slab { before: style::GAP, after: style::WIDE_GAP, ..Slab::of(0.0) };
        let end = self.great(&mut slab, &verdict.figure, (0.0, 0.0));
        let stars = verdict.stars.unwrap_or(Stars { full: 0, of: 0 });
        let x = (end.0 + 34.0).max(width * 0.42);
        let y = style::SMALL.leading + 4.0;
        if stars.of > 0 {
            slab.stars(stars.full, stars.of, (x, y), STAR);
        }
        let grade = self.clipped_line(&Text::plain(&verdict.grade), style::GRADE, width - x);
        let drop = if stars.of > 0 { STAR + 8.0 } else { 4.0 };
        slab.put_line(&grade, style::GRADE, (x, y + drop));
        slab.height = end.1;
        out.push(slab);
        if !verdict.beside.is_empty() {
            self.figures(&verdict.beside, width, out);
        }
    }

    /// Puts a great figure on a slab; says where it ends.
    pub(super) fn great(&mut self, slab: &mut Slab, figure: &Figure, at: (f32, f32)) -> (f32, f32) {
        let (small, great) = (style::SMALL, style::GREAT);
        let name = self.one_line(&Text::plain(&figure.name), small);
        slab.put_line(&name, small, at);
        let top = at.1 + small.leading;
        let value = self.one_line(&Text::plain(&figure.value), Face { weight: great.weight, ..great });
        slab.put_line(&value, great, (at.0, top));
        let unit = self.one_line(&Text::plain(&figure.unit), style::BODY);
        let y = top + base_line(great) - base_line(style::BODY);
        slab.put_line(&unit, style::BODY, (at.0 + value.width + 5.0, y));
        let note = self.one_line(&Text::plain(&figure.note), small);
        slab.put_line(&note, small, (at.0, top + great.leading + 2.0));
        let tail = if figure.note.is_empty() { 2.0 } else { small.leading + 2.0 };
        (at.0 + value.width + unit.width + 5.0, top + great.leading + tail)
    }

    /// Figures side by side, a hair line above each.
    pub(super) fn figures(&mut self, figures: &[Figure], width: f32, out: &mut Vec<Slab>) {
        let gap = 16.0;
        let count = figures.len().max(1) as f32;
        let column = (width - gap * (count - 1.0)) / count;
        let mut slab = Slab { before: style::WIDE_GAP, after: style::GAP, ..Slab::of(0.0) };
        for (at, figure) in figures.iter().enumerate() {
            let x = at as f32 * (column + gap);
            slab.rule(x, x + column, 0.0, style::RULE_WIDTH, style::ACCENT);
            let mut y = 7.0;
            let name = self.clipped_line(&Text::plain(&figure.name), style::SMALL, column);
            slab.put_line(&name, style::SMALL, (x, y));
            y += style::SMALL.leading + 1.0;
            let value = self.one_line(&Text::plain(&figure.value), style::FIGURE);
            slab.put_line(&value, style::FIGURE, (x, y));
            let unit = self.one_line(&Text::plain(&figure.unit), style::SMALL);
            let drop = base_line(style::FIGURE) - base_line(style::SMALL);
            slab.put_line(&unit, style::SMALL, (x + value.width + 3.0, y + drop));
            y += style::FIGURE.leading + 1.0;
            if !figure.note.is_empty() {
                for line in self.lines(&Text::plain(&figure.note), style::SMALL, column) {
                    slab.put_line(&line, style::SMALL, (x, y));
                    y += style::SMALL.leading;
                }
            }
            slab.height = slab.height.max(y);
        }
        out.push(slab);
    }

    /// Bars: label, bar, figures.
    pub(super) fn bars(&mut self, bars: &[Bar], width: f32, out: &mut Vec<Slab>) {
        let face = style::CELL;
        let row = 19.0;
        let (from, to) = (width * 0.27, width * 0.7);
        let count = bars.iter().map(|bar| bar.figures.len()).max().unwrap_or(0);
        let mut columns = vec![0.0_f32; count];
        for bar in bars {
            for (figure, column) in bar.figures.iter().zip(&mut columns) {
                *column = column.max(self.one_line(&Text::plain(figure), face).width);
            }
        }
        let mut slab = Slab { before: style::GAP, after: style::GAP, ..Slab::of(row * bars.len() as f32) };
        for (at, bar) in bars.iter().enumerate() {
            let middle = row * (at as f32 + 0.5);
            let top = middle - face.leading / 2.0;
            let label = self.clipped_line(&bar.label, face, from - 6.0);
            slab.put_line(&label, face, (0.0, top));
            let mut right = width;
            for (figure, column) in bar.figures.iter().zip(&columns).rev() {
                let value = self.one_line(&Text::plain(figure), face);
                slab.put_line(&value, face, (right - value.width, top));
                right -= column + style::COLUMN_GAP;
            }
            slab.fill((from, middle - 4.5), (to - from, 9.0), style::GROUND);
            if let Some(share) = bar.share {
                slab.fill((from, middle - 4.5), ((to - from) * share.clamp(0.0, 1.0), 9.0), style::ACCENT);
            }
            let (low, high) = (middle - 4.5, middle + 4.5);
            let points = vec![(from, low), (to, low), (to, high), (from, high)];
            slab.items.push(Item::Shape { points, fill: None, edge: Some((style::HAIR_WIDTH, style::QUIET)) });
        }
        out.push(slab);
    }

    /// A scale: the range as a broad band, the mark above it, thresholds below.
    pub(super) fn scale(&mut self, scale: &Scale, width: f32, out: &mut Vec<Slab>) {
        let mut slab = Slab { before: style::GAP, after: style::GAP, ..Slab::of(54.0) };
        let (top, bottom) = (23.0, 33.0);
        slab.fill((0.0, top), (width, bottom - top), style::GROUND);
        if let Some((low, high)) = scale.range {
            let (low, high) = (low.clamp(0.0, 1.0) * width, high.clamp(0.0, 1.0) * width);
            slab.fill((low, top), ((high - low).max(1.5), bottom - top), Colour(0x9f, 0xb8, 0xca));
        }
        // Labels that would touch the one before them go to the second of two rows.
        let mut ends = [f32::MIN; 2];
        for tick in &scale.ticks {
            let x = tick.at.clamp(0.0, 1.0) * width;
            slab.items.push(Item::Line {
                from: (x, top),
                to: (x, bottom + 4.0),
                width: style::HAIR_WIDTH,
                colour: style::QUIET,
            });
            let label = if tick.name.is_empty() { tick.label.clone() } else { format!("{} {}", tick.label, tick.name) };
            let line = self.one_line(&Text::plain(label), style::SMALL);
            let left = (x - line.width / 2.0).clamp(0.0, (width - line.width).max(0.0));
            let lower = left < ends[0] + 4.0;
            ends[usize::from(lower)] = left + line.width;
            let drop = if lower { style::SMALL.leading } else { 0.0 };
            slab.put_line(&line, style::SMALL, (left, bottom + 6.0 + drop));
            slab.height = slab.height.max(54.0 + drop);
        }
        if let Some(mark) = scale.mark {
            let x = mark.clamp(0.0, 1.0) * width;
            let points = vec![(x - 4.5, top - 7.5), (x + 4.5, top - 7.5), (x, top - 0.5)];
            slab.items.push(Item::Shape { points, fill: Some(style::ACCENT), edge: None });
            slab.items.push(Item::Line { from: (x, top - 1.0), to: (x, bottom), width: 1.4, colour: style::ACCENT });
            let face = Face { colour: style::ACCENT, ..style::HEADINGS[2] };
            let half = text_width(self.fonts, &scale.mark_label, face) / 2.0;
            let left = (x - half).clamp(0.0, (width - 2.0 * half).max(0.0));
            slab.put(&scale.mark_label, face, left, top - 11.0);
        }
        out.push(slab);
    }
}
