//! The first page.

use super::blocks::Setter;
use super::page::Colour;
use super::slab::{Slab, base_line, text_width};
use super::style::{self, Face};
use crate::report::outline::{Cover, Stars, Text};

/// Height of a star on the cover.
const STAR: f32 = 22.0;

impl Setter<'_> {
    pub(super) fn cover(&mut self, cover: &Cover, out: &mut Vec<Slab>) {
        let mut slab = Slab::of(style::HEIGHT);
        let mut y = 70.0;
        slab.fill((0.0, y), (46.0, 3.0), style::ACCENT);
        y += 20.0;
        y = self.cover_lines(&mut slab, &cover.overline, style::COVER_OVER, 2, y) + 6.0;
        y = self.cover_lines(&mut slab, &cover.title, style::COVER_TITLE, 2, y) + 2.0;
        let subtitle = Face { colour: style::QUIET, ..style::LEAD };
        y = self.cover_lines(&mut slab, &cover.subtitle, subtitle, 2, y) + 34.0;
        y = self.cover_lines(&mut slab, &cover.company, style::COVER_COMPANY, 3, y);
        self.cover_verdict(&mut slab, cover, (y + 40.0).max(300.0));
        self.cover_foot(&mut slab, cover);
        out.push(slab);
    }

    fn cover_lines(&mut self, slab: &mut Slab, text: &str, face: Face, most: usize, mut y: f32) -> f32 {
        if text.is_empty() {
            return y;
        }
        for line in self.clipped(&Text::plain(text), face, style::WIDTH, most) {
            slab.put_line(&line, face, (0.0, y));
            y += face.leading;
        }
        y
    }

    fn cover_verdict(&mut self, slab: &mut Slab, cover: &Cover, y: f32) {
        let end = self.great(slab, &cover.verdict.figure, (0.0, y));
        let stars = cover.verdict.stars.unwrap_or(Stars { full: 0, of: 0 });
        let x = (end.0 + 36.0).max(style::WIDTH * 0.42);
        let mut top = y + style::SMALL.leading + 3.0;
        if stars.of > 0 {
            slab.stars(stars.full, stars.of, (x, top), STAR);
            top += STAR + 6.0;
        }
        let grade = self.clipped_line(&Text::plain(&cover.verdict.grade), style::GRADE, style::WIDTH - x);
        slab.put_line(&grade, style::GRADE, (x, top));
    }

    /// Facts and the note, from the foot of the page upwards.
    fn cover_foot(&mut self, slab: &mut Slab, cover: &Cover) {
        let note = self.clipped(&Text::plain(&cover.note), style::SMALL, style::WIDTH, 3);
        let mut y = style::HEIGHT - note.len() as f32 * style::SMALL.leading;
        let note_top = y;
        for line in &note {
            slab.put_line(line, style::SMALL, (0.0, y));
            y += style::SMALL.leading;
        }
        let face = style::BODY;
        let names = Face { colour: style::QUIET, ..face };
        let indent = cover.facts.iter().map(|fact| text_width(self.fonts, &fact.name, face)).fold(0.0, f32::max) + 18.0;
        let values: Vec<_> =
            cover.facts.iter().map(|fact| self.clipped(&fact.value, face, style::WIDTH - indent, 3)).collect();
        let rows: usize = values.iter().map(Vec::len).sum();
        let mut y = note_top - 26.0 - rows as f32 * face.leading - values.len() as f32 * 3.0;
        slab.rule(0.0, style::WIDTH, y - 12.0, style::HAIR_WIDTH, RULE);
        for (fact, lines) in cover.facts.iter().zip(&values) {
            slab.put(&fact.name, names, 0.0, y + base_line(face));
            for line in lines {
                slab.put_line(line, face, (indent, y));
                y += face.leading;
            }
            y += 3.0;
        }
        slab.rule(0.0, style::WIDTH, note_top - 14.0, style::HAIR_WIDTH, RULE);
    }
}

const RULE: Colour = style::HAIR;
