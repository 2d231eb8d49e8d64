//! Blocks → slabs: headings, paragraphs, lists, facts, notes. Tables, charts and the cover have files of their own.

use std::collections::BTreeSet;

use super::measure::Fonts;
use super::page::{Item, Link};
use super::slab::{Glue, PageNumber, Slab, base_line, text_width};
use super::style::{self, Face};
use super::wrap::{Line, wrap};
use crate::report::outline::{
    Block, Chapter, Column, Fact, Heading, Manner, Report, Row, Signature, Table, Target, Text,
};

/// Sets blocks; remembers characters that no font has.
pub struct Setter<'a> {
    pub(super) fonts: &'a Fonts,
    report: &'a Report,
    /// Characters that no font has.
    pub missing: BTreeSet<char>,
}

impl<'a> Setter<'a> {
    /// A setter for one report.
    pub fn new(fonts: &'a Fonts, report: &'a Report) -> Self {
        Self { fonts, report, missing: BTreeSet::new() }
    }

    /// Lines of a text.
    pub(super) fn lines(&mut self, text: &Text, face: Face, width: f32) -> Vec<Line> {
        wrap(self.fonts, text, face, width, false, &mut self.missing)
    }

    /// A text on one line, however long.
    pub(super) fn one_line(&mut self, text: &Text, face: Face) -> Line {
        self.lines(text, face, f32::MAX).into_iter().next().unwrap_or_default()
    }

    /// As much of a text as fits into so many lines; … stands for the rest.
    pub(super) fn clipped(&mut self, text: &Text, face: Face, width: f32, most: usize) -> Vec<Line> {
        let mut lines = self.lines(text, face, width);
        if lines.len() > most {
            lines.truncate(most);
            if let Some(piece) = lines.last_mut().and_then(|line| line.pieces.last_mut()) {
                piece.text.pop();
                piece.text.push('…');
            }
        }
        lines
    }

    /// As much of a text as fits into one line.
    pub(super) fn clipped_line(&mut self, text: &Text, face: Face, width: f32) -> Line {
        self.clipped(text, face, width, 1).into_iter().next().unwrap_or_default()
    }

    /// The slabs of a chapter.
    pub fn chapter(&mut self, chapter: &Chapter) -> Vec<Slab> {
        let mut slabs = Vec::new();
        if chapter.title.is_empty() {
            slabs.push(Slab { glue: Glue::Firm, ..Slab::of(0.0) });
        } else {
            self.title(chapter, &mut slabs);
        }
        self.blocks(&chapter.blocks, style::WIDTH, &mut slabs);
        if let Some(first) = slabs.first_mut() {
            first.anchors.push(chapter.id.clone());
            first.starts_page = chapter.new_page;
            if chapter.listed {
                let number = chapter.number.map_or(String::new(), |number| format!("{number}　"));
                first.bookmarks.push((0, format!("{number}{}", chapter.title)));
            }
        }
        slabs
    }

    fn title(&mut self, chapter: &Chapter, out: &mut Vec<Slab>) {
        let face = style::TITLE;
        let number = chapter.number.map_or(String::new(), |number| number.to_string());
        let indent = if number.is_empty() { 0.0 } else { text_width(self.fonts, &number, style::NUMBER) + 12.0 };
        let lines = self.lines(&Text::plain(&chapter.title), face, style::WIDTH - indent);
        for (at, line) in lines.iter().enumerate() {
            let mut slab = Slab { glue: Glue::Firm, ..Slab::of(face.leading) };
            if at == 0 {
                slab.before = 28.0;
                slab.put(&number, style::NUMBER, 0.0, base_line(face));
            }
            slab.put_line(line, face, (indent, 0.0));
            out.push(slab);
        }
        if let Some(last) = out.last_mut() {
            last.after = style::WIDE_GAP;
        }
    }

    pub(super) fn blocks(&mut self, blocks: &[Block], width: f32, out: &mut Vec<Slab>) {
        for (at, block) in blocks.iter().enumerate() {
            let start = out.len();
            self.block(block, width, out);
            let short = out.len() - start <= INTRODUCTION;
            // A remark in small print may stand between an introduction and what it introduces.
            let mut next =
                blocks.iter().skip(at + 1).skip_while(|next| matches!(next, Block::Paragraph(Manner::Small, _)));
            let leads = matches!(block, Block::Paragraph(..)) && next.next().is_some_and(is_listing);
            if let Some(last) = out.last_mut().filter(|_| short && leads) {
                last.glue = Glue::Firm;
            }
        }
    }

    fn block(&mut self, block: &Block, width: f32, out: &mut Vec<Slab>) {
        let start = out.len();
        match block {
            Block::Cover(cover) => self.cover(cover, out),
            Block::Contents => self.contents(out),
            Block::Heading(heading) => self.heading(heading, width, out),
            Block::Paragraph(manner, text) => self.paragraph(*manner, text, width, out),
            Block::Bullets(items) => self.list(items, false, width, out),
            Block::Numbers(items) => self.list(items, true, width, out),
            Block::Facts(facts) => self.facts(facts, width, out),
            Block::Profile(facts) => self.profile(facts, width, out),
            Block::Table(table) => self.table(table, width, out),
            Block::Verdict(verdict) => self.verdict(verdict, width, out),
            Block::Bars(bars) => self.bars(bars, width, out),
            Block::Scale(scale) => self.scale(scale, width, out),
            Block::Gantt(gantt) => self.gantt(gantt, width, out),
            Block::Figures(figures) => self.figures(figures, width, out),
            Block::Note(blocks) => self.note(blocks, width, out),
            Block::Together(blocks) => {
                self.blocks(blocks, width, out);
                hold(&mut out[start..], Glue::Weak);
            }
            Block::Loosely(blocks) => {
                self.blocks(blocks, width, out);
                hold(&mut out[start..], Glue::Loose);
            }
            Block::Formula { name, how, result } => self.formula([name, how, result], width, out),
            Block::Signatures(signatures) => self.signatures(signatures, width, out),
            Block::PageBreak => out.push(Slab { starts_page: true, glue: Glue::Firm, ..Slab::of(0.0) }),
        }
    }

    fn heading(&mut self, heading: &Heading, width: f32, out: &mut Vec<Slab>) {
        let level = usize::from(heading.level.clamp(1, 3)) - 1;
        let face = style::HEADINGS[level];
        let right = self.clipped_line(&heading.right, style::RIGHT, width * 0.6);
        let room = if heading.right.is_empty() { width } else { width - right.width - style::COLUMN_GAP };
        for (at, line) in self.lines(&heading.text, face, room).iter().enumerate() {
            let mut slab = Slab { glue: Glue::Firm, after: 3.0, ..Slab::of(face.leading) };
            slab.put_line(line, face, (0.0, 0.0));
            if at == 0 {
                slab.before = style::HEADING_GAPS[level];
                slab.anchors.extend(heading.anchor.clone());
                if !heading.bookmark.is_empty() {
                    slab.bookmarks.push((level as u8 + 1, heading.bookmark.clone()));
                }
                let drop = base_line(face) - base_line(style::RIGHT);
                slab.put_line(&right, style::RIGHT, (width - right.width, drop));
            }
            out.push(slab);
        }
    }

    fn paragraph(&mut self, manner: Manner, text: &Text, width: f32, out: &mut Vec<Slab>) {
        let face = match manner {
            Manner::Body => style::BODY,
            Manner::Lead => style::LEAD,
            Manner::Small => style::SMALL,
        };
        let lines = wrap(self.fonts, text, face, width, true, &mut self.missing);
        push_lines(&lines, face, 0.0, style::GAP, out);
    }

    fn list(&mut self, items: &[Text], numbered: bool, width: f32, out: &mut Vec<Slab>) {
        let face = style::BODY;
        let count = items.len();
        let indent = if numbered && count > 9 { style::INDENT + 6.0 } else { style::INDENT };
        for (at, item) in items.iter().enumerate() {
            let lines = wrap(self.fonts, item, face, width - indent, true, &mut self.missing);
            let first = out.len();
            push_lines(&lines, face, indent, if at == 0 { style::GAP } else { style::ITEM_GAP }, out);
            if at + 1 < count
                && let Some(last) = out.last_mut()
            {
                last.after = style::ITEM_GAP;
            }
            let Some(slab) = out.get_mut(first) else { continue };
            if numbered {
                let number = Face { colour: style::ACCENT, ..face };
                slab.put(&(at + 1).to_string(), number, 0.0, base_line(face));
                slab.items.rotate_right(1);
            } else {
                slab.items.push(dot((4.0, face.leading / 2.0), 1.5));
            }
        }
    }

    fn facts(&mut self, facts: &[Fact], width: f32, out: &mut Vec<Slab>) {
        let face = style::CELL;
        let names = Face { colour: style::QUIET, ..face };
        let longest = facts.iter().map(|fact| text_width(self.fonts, &fact.name, face)).fold(0.0, f32::max);
        let indent = (longest + 14.0).clamp(width * 0.13, width * 0.3);
        let start = out.len();
        for (at, fact) in facts.iter().enumerate() {
            let left = self.lines(&Text::plain(&fact.name), names, indent - 10.0);
            let right = wrap(self.fonts, &fact.value, face, width - indent, true, &mut self.missing);
            let count = left.len().max(right.len());
            for row in 0..count {
                let mut slab = Slab { glue: widow(row, count), ..Slab::of(face.leading) };
                if row == 0 {
                    slab.before = if at == 0 { style::GAP } else { style::ITEM_GAP };
                }
                if let Some(line) = left.get(row) {
                    slab.put_line(line, names, (0.0, 0.0));
                }
                if let Some(line) = right.get(row) {
                    slab.put_line(line, face, (indent, 0.0));
                }
                out.push(slab);
            }
        }
        super::table::keep_whole(&mut out[start..]);
        if let Some(last) = out.last_mut() {
            last.after = style::GAP;
        }
    }

    /// Facts as a table without a head.
    fn profile(&mut self, facts: &[Fact], width: f32, out: &mut Vec<Slab>) {
        let columns = vec![Column::words("", 1.0), Column::words("", 4.2)];
        let row = |fact: &Fact| Row::new(vec![Text::quiet(&fact.name), fact.value.clone()]);
        self.table(&Table { columns, rows: facts.iter().map(row).collect() }, width, out);
    }

    /// A note: a bar in the accent colour at its left.
    fn note(&mut self, blocks: &[Block], width: f32, out: &mut Vec<Slab>) {
        let start = out.len();
        let indent = style::NOTE_PAD + style::NOTE_BAR;
        self.blocks(blocks, width - indent, out);
        let count = out.len();
        let mut after = 0.0;
        for (at, slab) in out[start..].iter_mut().enumerate() {
            let gap = if at == 0 { 2.0 } else { slab.before.max(after) };
            let tail = if start + at + 1 == count { 2.0 } else { 0.0 };
            after = slab.after;
            slab.shift(indent, gap);
            slab.height += gap + tail;
            slab.before = if at == 0 { style::WIDE_GAP } else { 0.0 };
            slab.after = if start + at + 1 == count { style::WIDE_GAP } else { 0.0 };
            slab.fill((0.0, 0.0), (style::NOTE_BAR, slab.height), style::ACCENT);
        }
        hold(&mut out[start..], Glue::Weak);
    }

    fn signatures(&mut self, signatures: &[Signature], width: f32, out: &mut Vec<Slab>) {
        let face = style::BODY;
        for signature in signatures {
            let mut slab = Slab { before: 6.0, ..Slab::of(46.0) };
            let y = 34.0;
            slab.put(&signature.role, face, 0.0, y);
            slab.rule(width * 0.2, width * 0.58, y + 4.0, style::HAIR_WIDTH, style::QUIET);
            slab.put(&signature.date, face, width * 0.64, y);
            slab.rule(width * 0.74, width, y + 4.0, style::HAIR_WIDTH, style::QUIET);
            out.push(slab);
        }
    }

    fn contents(&mut self, out: &mut Vec<Slab>) {
        let report = self.report;
        let start = out.len();
        for chapter in report.chapters.iter().filter(|chapter| chapter.listed && chapter.number.is_some()) {
            let number = chapter.number.map_or(String::new(), |number| number.to_string());
            self.entry(0, &number, &chapter.title, &chapter.id, out);
            for block in &chapter.blocks {
                if let Block::Heading(Heading { level: 1, anchor: Some(anchor), bookmark, .. }) = block {
                    self.entry(1, "", bookmark, anchor, out);
                }
            }
        }
        hold(&mut out[start..], Glue::Weak);
    }

    /// A line of the contents; all of it can be clicked.
    fn entry(&mut self, level: u8, number: &str, title: &str, anchor: &str, out: &mut Vec<Slab>) {
        let face = if level == 0 { style::BODY } else { Face { colour: style::QUIET, ..style::CELL } };
        let height = if level == 0 { 16.5 } else { 11.5 };
        let mut slab = Slab::of(height);
        let y = height - 5.0;
        slab.put(number, Face { colour: style::ACCENT, ..face }, 0.0, y);
        let indent = 24.0;
        let line = self.clipped_line(&Text::plain(title), face, style::WIDTH - indent - 40.0);
        slab.put_line(&line, face, (indent, y - base_line(face)));
        if level == 0 {
            slab.rule(0.0, style::WIDTH, 0.0, style::HAIR_WIDTH, style::HAIR);
        }
        slab.numbers.push(PageNumber { anchor: anchor.to_owned(), right: style::WIDTH, y, face });
        slab.links.push(Link {
            at: (0.0, 0.0),
            size: (style::WIDTH, height),
            target: Target::Anchor(anchor.to_owned()),
        });
        out.push(slab);
    }
}

/// Most lines of a sentence that introduces what follows and is not left alone above a page's end.
const INTRODUCTION: usize = 4;

/// Whether a block is what a sentence before it introduces.
fn is_listing(block: &Block) -> bool {
    matches!(block, Block::Table(_) | Block::Facts(_) | Block::Bullets(_) | Block::Numbers(_) | Block::Formula { .. })
}

/// A slab for each line; neither the first nor the last is left alone.
pub(super) fn push_lines(lines: &[Line], face: Face, x: f32, gap: f32, out: &mut Vec<Slab>) {
    let count = lines.len();
    for (at, line) in lines.iter().enumerate() {
        let mut slab = Slab { glue: widow(at, count), ..Slab::of(face.leading) };
        slab.put_line(line, face, (x, 0.0));
        if at == 0 {
            slab.before = gap;
        }
        if at + 1 == count {
            slab.after = gap;
        }
        out.push(slab);
    }
}

/// The glue between lines of a paragraph: its first two and its last two stay together.
pub(super) fn widow(at: usize, count: usize) -> Glue {
    if at + 1 < count && (at == 0 || at + 2 == count) { Glue::Firm } else { Glue::Free }
}

/// Makes slabs hold together.
pub(super) fn hold(slabs: &mut [Slab], glue: Glue) {
    if let Some((_, others)) = slabs.split_last_mut() {
        others.iter_mut().for_each(|slab| slab.glue = slab.glue.max(glue));
    }
}

fn dot(centre: (f32, f32), radius: f32) -> Item {
    let points = (0..12)
        .map(|corner: u8| {
            let angle = std::f32::consts::TAU * f32::from(corner) / 12.0;
            (centre.0 + radius * angle.cos(), centre.1 + radius * angle.sin())
        })
        .collect();
    Item::Shape { points, fill: Some(style::ACCENT), edge: None }
}
