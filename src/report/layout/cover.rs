//! The first page.

use super::blocks::Setter;
use super::page::Colour;
use super::slab::{Slab, base_line, text_width};
use super::style::{self, Face};
use crate::report::outline::{Cover, Stars, Text};

/// Height of a star on the cover.
const STAR: f32 = 22.0;
/// Most lines of a fact.
const FACT_LINES: usize = 3;
/// Height of the result and of the free space around it.
const VERDICT: f32 = 140.0;

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
        let (face, most) = self.company_face(cover, y);
        y = self.cover_lines(&mut slab, &cover.company, face, usize::MAX, y);
        self.cover_verdict(&mut slab, cover, (y + 40.0).max(300.0));
        self.cover_foot(&mut slab, cover, most);
        out.push(slab);
    }

    /// The greatest face in which the company's whole name has room, and how many lines each fact may take then.
    fn company_face(&mut self, cover: &Cover, y: f32) -> (Face, usize) {
        let company = Text::plain(&cover.company);
        for (most, faces) in [(FACT_LINES, &style::COVER_COMPANIES[..3]), (1, &style::COVER_COMPANIES[..])] {
            let room = self.foot_top(cover, most) - y - VERDICT;
            for face in faces {
                let lines = self.lines(&company, *face, style::WIDTH).len();
                if lines as f32 * face.leading <= room {
                    return (*face, most);
                }
            }
        }
        (style::COVER_COMPANIES[style::COVER_COMPANIES.len() - 1], 1)
    }

    /// Where the foot of the page begins.
    fn foot_top(&mut self, cover: &Cover, most: usize) -> f32 {
        let face = style::BODY;
        let note = self.clipped(&Text::plain(&cover.note), style::SMALL, style::WIDTH, 3).len();
        let indent = self.foot_indent(cover);
        let rows: usize =
            cover.facts.iter().map(|fact| self.clipped(&fact.value, face, style::WIDTH - indent, most).len()).sum();
        let facts = rows as f32 * face.leading + cover.facts.len() as f32 * 3.0;
        style::HEIGHT - note as f32 * style::SMALL.leading - 26.0 - facts - 12.0
    }

    fn foot_indent(&self, cover: &Cover) -> f32 {
        let longest =
            cover.facts.iter().map(|fact| text_width(self.fonts, &fact.name, style::BODY)).fold(0.0, f32::max);
        longest + 18.0
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
    fn cover_foot(&mut self, slab: &mut Slab, cover: &Cover, most: usize) {
        let note = self.clipped(&Text::plain(&cover.note), style::SMALL, style::WIDTH, 3);
        let mut y = style::HEIGHT - note.len() as f32 * style::SMALL.leading;
        let note_top = y;
        for line in &note {
            slab.put_line(line, style::SMALL, (0.0, y));
            y += style::SMALL.leading;
        }
        let face = style::BODY;
        let names = Face { colour: style::QUIET, ..face };
        let indent = self.foot_indent(cover);
        let values: Vec<_> =
            cover.facts.iter().map(|fact| self.clipped(&fact.value, face, style::WIDTH - indent, most)).collect();
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
