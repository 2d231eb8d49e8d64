//! Breaks text into lines as Chinese typesetting asks.
//!
//! No line begins with a closing mark or ends with an opening one; —— and …… stay whole; Latin words and
//! numbers are broken only where they are longer than a line; between Chinese and Latin characters stands
//! a thin space; a number keeps its measure word.

use std::collections::BTreeSet;

use super::measure::{Fonts, REPLACEMENT};
use super::page::{Colour, Weight};
use super::style::{self, Face};
use crate::report::outline::{Target, Text};

/// Marks that may not begin a line.
const NO_START: &str = "，。、；：？！）》】」』〉〕｝］”’…·～％‰℃°,.;:?!)]}%»〗々ー．﹐﹑／/";
/// Marks that may not end a line.
const NO_END: &str = "（《【「『〈〔｛［“‘([{«〖￥¥＄$№#＃";
/// Marks whose right half is empty, so that they may hang over the end of a line by it.
const HANGING: &str = "，。、）》】」』〉〕；：”’";
/// Marks whose left half is empty.
const OPENING: &str = "（《【「『〈〔“‘";
/// How far apart Chinese characters may be drawn, in shares of the size. From a tenth on, readers of PDF take
/// the distance for a space, and the words can no longer be searched.
const MOST_SPACING: f32 = 0.08;
/// So many characters alone on a last line are a stray.
const STRAY: usize = 2;
/// Measure words that stay with their number.
const MEASURES: &str = "分项件份个条页章轮星年月日天人家种次处号级倍字名款位";
/// Where an over-long word may be cut, after the mark.
const CUTS: &str = "/\\-_.?&=,;:+@";

/// What the rules look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Space,
    Wide,
    Word,
}

/// A character with all that is known of it.
#[derive(Debug, Clone, Copy)]
struct Glyph {
    ch: char,
    kind: Kind,
    advance: f32,
    /// Whether it is as wide as the size.
    full: bool,
    /// The thin space before it.
    gap: f32,
    weight: Weight,
    colour: Colour,
    link: Option<usize>,
    /// A line starts here whatever the width.
    starts: bool,
}

/// A piece of a line that is set in one go.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// Where it starts, from the start of the line.
    pub x: f32,
    /// Its weight.
    pub weight: Weight,
    /// Its colour.
    pub colour: Colour,
    /// What is added after each character.
    pub spacing: f32,
    /// Its characters.
    pub text: String,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Line {
    /// Its pieces, from left to right.
    pub pieces: Vec<Piece>,
    /// Its width.
    pub width: f32,
    /// What can be clicked: from, to, where it leads.
    pub links: Vec<(f32, f32, Target)>,
}

#[cfg(test)]
impl Line {
    /// The characters alone.
    pub fn text(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }
}

/// Breaks a text into lines of a width; `justify` stretches all but last lines to it.
/// Characters that no font has are replaced and added to `missing`.
pub fn wrap(
    fonts: &Fonts,
    text: &Text,
    face: Face,
    width: f32,
    justify: bool,
    missing: &mut BTreeSet<char>,
) -> Vec<Line> {
    let glyphs = glyphs(fonts, text, face, missing);
    let breaks = breaks(&glyphs);
    let mut lines = Vec::new();
    let mut start = 0;
    while start < glyphs.len() {
        let end = line_end(&glyphs, &breaks, start, width, face.size);
        let end = without_stray(&glyphs, &breaks, start, end);
        let last = glyphs.get(end).is_none_or(|glyph| glyph.starts);
        let mut shown = end;
        while shown > start && glyphs[shown - 1].kind == Kind::Space {
            shown -= 1;
        }
        let stretch = (justify && !last).then_some(width);
        lines.push(line(&glyphs[start..shown], stretch, face.size, text));
        start = end;
        while !last && glyphs.get(start).is_some_and(|g| g.kind == Kind::Space && !g.starts) {
            start += 1;
        }
    }
    if lines.is_empty() {
        lines.push(Line::default());
    }
    lines
}

fn glyphs(fonts: &Fonts, text: &Text, face: Face, missing: &mut BTreeSet<char>) -> Vec<Glyph> {
    let mut glyphs: Vec<Glyph> = Vec::new();
    let mut starts = false;
    for (index, span) in text.0.iter().enumerate() {
        let wanted = if span.strong { Weight::Bold } else { face.weight };
        let colour = match span.link {
            Some(_) if face.colour == style::INK => style::ACCENT,
            _ => style::colour(span.tone, face),
        };
        for ch in span.text.chars() {
            let Some(ch) = tidy(ch) else { continue };
            if ch == '\n' {
                if starts {
                    glyphs.push(blank_line(wanted, colour));
                }
                starts = true;
                continue;
            }
            let (ch, weight, advance) = find(fonts, ch, wanted, missing);
            let kind = kind(ch);
            let gap = match glyphs.last() {
                Some(before) if !starts && thin_between(*before, ch, kind) => style::THIN * face.size,
                Some(before) if !starts && half_between(*before, ch, advance) => -0.5 * face.size,
                _ => 0.0,
            };
            let link = span.link.as_ref().map(|_| index);
            let full = advance > 0.9;
            let advance = advance * face.size;
            glyphs.push(Glyph { ch, kind, advance, full, gap, weight, colour, link, starts });
            starts = false;
        }
    }
    glyphs
}

/// An empty line, for two line feeds in a row.
fn blank_line(weight: Weight, colour: Colour) -> Glyph {
    Glyph { ch: ' ', kind: Kind::Space, advance: 0.0, full: false, gap: 0.0, weight, colour, link: None, starts: true }
}

/// What of a character typed by a person is to be set; nothing for what has no picture.
fn tidy(ch: char) -> Option<char> {
    match ch {
        '\n' | '\u{b}' | '\u{c}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\t' => Some(' '),
        '\u{202f}' | '\u{2007}' => Some('\u{a0}'),
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{e0100}'..='\u{e01ef}' => None,
        _ if ch.is_control() => None,
        _ => Some(ch),
    }
}

/// The character to set, the weight that has it, its advance.
fn find(fonts: &Fonts, ch: char, wanted: Weight, missing: &mut BTreeSet<char>) -> (char, Weight, f32) {
    for weight in [wanted, Weight::Regular] {
        if let Some(advance) = fonts.of(weight).advance(ch) {
            return (ch, weight, advance);
        }
    }
    if ch.is_whitespace() {
        return (' ', wanted, fonts.of(wanted).advance(' ').unwrap_or(0.25));
    }
    missing.insert(ch);
    (REPLACEMENT, wanted, fonts.of(wanted).advance(REPLACEMENT).unwrap_or(1.0))
}

fn kind(ch: char) -> Kind {
    match ch {
        ' ' | '\u{3000}' => Kind::Space,
        '\u{2014}' | '\u{2018}' | '\u{2019}' | '\u{201c}' | '\u{201d}' | '\u{2026}' | '\u{b7}' => Kind::Wide,
        '\u{2190}'..='\u{2bff}' if !('\u{2200}'..='\u{22ff}').contains(&ch) => Kind::Wide,
        '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' => Kind::Wide,
        '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ffef}' => Kind::Wide,
        '\u{20000}'..='\u{3ffff}' => Kind::Wide,
        _ => Kind::Word,
    }
}

/// Whether it is a Chinese character proper, not a mark.
fn is_han(ch: char) -> bool {
    matches!(ch, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '〇' | '々')
}

fn thin_between(before: Glyph, ch: char, kind: Kind) -> bool {
    if before.kind == Kind::Word && is_han(ch) {
        return before.ch.is_alphanumeric() || "%)]°+".contains(before.ch);
    }
    is_han(before.ch) && kind == Kind::Word && (ch.is_alphanumeric() || "([+−-".contains(ch))
}

/// Whether two marks stand together whose empty halves make a hole between them.
fn half_between(before: Glyph, ch: char, advance: f32) -> bool {
    let full = advance > 0.9 && before.full;
    let closes = HANGING.contains(before.ch) && (HANGING.contains(ch) || OPENING.contains(ch));
    full && (closes || OPENING.contains(before.ch) && OPENING.contains(ch))
}

/// For each character, whether a line may begin with it.
fn breaks(glyphs: &[Glyph]) -> Vec<bool> {
    (0..glyphs.len()).map(|at| at > 0 && may_break(glyphs, at)).collect()
}

fn may_break(glyphs: &[Glyph], at: usize) -> bool {
    let (before, after) = (glyphs[at - 1], glyphs[at]);
    if after.kind == Kind::Space || NO_START.contains(after.ch) {
        return false;
    }
    if before.kind == Kind::Space {
        let word_end = glyphs[..at].iter().rposition(|glyph| glyph.kind != Kind::Space);
        return word_end.is_none_or(|end| !keeps(glyphs, end, after));
    }
    if NO_END.contains(before.ch) {
        return false;
    }
    if before.ch == after.ch && matches!(before.ch, '—' | '…') {
        return false;
    }
    if before.kind == Kind::Word && after.kind == Kind::Word {
        return false;
    }
    if matches!(before.ch, '’' | '·') && after.kind == Kind::Word {
        return false;
    }
    !(before.ch.is_ascii_digit() && MEASURES.contains(after.ch))
}

/// Whether a word and what follows it after a space stay on one line: a number and its measure word,
/// `GB/T` and its number.
fn keeps(glyphs: &[Glyph], end: usize, after: Glyph) -> bool {
    if glyphs[end].ch.is_ascii_digit() {
        return MEASURES.contains(after.ch);
    }
    glyphs[end].ch == 'T' && end > 0 && glyphs[end - 1].ch == '/' && after.ch.is_ascii_digit()
}

/// Where the line that starts at `start` ends.
fn line_end(glyphs: &[Glyph], breaks: &[bool], start: usize, width: f32, size: f32) -> usize {
    let mut x = 0.0;
    let mut last = None;
    for at in start..glyphs.len() {
        let glyph = glyphs[at];
        if at > start {
            if glyph.starts {
                return at;
            }
            if breaks[at] {
                last = Some(at);
            }
            x += glyph.gap;
        }
        if glyph.kind != Kind::Space && x + glyph.advance > width + 0.01 {
            let free = at + 1 == glyphs.len() || breaks[at + 1] || glyphs[at + 1].starts;
            let hangs = HANGING.contains(glyph.ch) && x + glyph.advance - size * 0.5 <= width;
            if at > start && free && hangs {
                return at + 1;
            }
            return last.unwrap_or_else(|| cut(glyphs, start, at));
        }
        x += glyph.advance;
    }
    glyphs.len()
}

/// The end of a line, earlier where the line after it would be the last and hold a stray character or two.
fn without_stray(glyphs: &[Glyph], breaks: &[bool], start: usize, end: usize) -> usize {
    let last = (end..glyphs.len()).find(|&at| glyphs[at].starts).unwrap_or(glyphs.len());
    if last == end || last - end > STRAY {
        return end;
    }
    let half = start + (end - start) / 2;
    let word = !breaks[end];
    let may = |at: usize| breaks[at] || word && CUTS.contains(glyphs[at - 1].ch);
    (half.max(start + 1)..end).rev().find(|&at| last - at > STRAY && may(at)).unwrap_or(end)
}

/// Where a word that is longer than the line is cut: after a mark in the line's second half, or anywhere.
fn cut(glyphs: &[Glyph], start: usize, end: usize) -> usize {
    let half = start + (end - start) / 2;
    let mark = (half..end).rev().find(|&at| CUTS.contains(glyphs[at].ch));
    mark.map_or(end, |at| at + 1).max(start + 1)
}

fn line(glyphs: &[Glyph], stretch: Option<f32>, size: f32, text: &Text) -> Line {
    let gaps: f32 = glyphs.iter().skip(1).map(|glyph| glyph.gap).sum();
    let natural = glyphs.iter().map(|glyph| glyph.advance).sum::<f32>() + gaps;
    let spacing = stretch.map_or(0.0, |width| stretched(glyphs, width - natural, size));
    let mut line = Line::default();
    let mut x = 0.0;
    for (at, glyph) in glyphs.iter().enumerate() {
        let gap = if at == 0 { 0.0 } else { glyph.gap };
        x += gap;
        let extra = if glyph.kind == Kind::Wide { spacing } else { 0.0 };
        let joined = at > 0 && gap == 0.0 && same_piece(glyphs[at - 1], *glyph, spacing);
        match line.pieces.last_mut() {
            Some(piece) if joined => piece.text.push(glyph.ch),
            _ => line.pieces.push(Piece {
                x,
                weight: glyph.weight,
                colour: glyph.colour,
                spacing: extra,
                text: glyph.ch.to_string(),
            }),
        }
        let from = x;
        x += glyph.advance + extra;
        if let Some(target) = glyph.link.and_then(|at| text.0.get(at)).and_then(|span| span.link.as_ref()) {
            match line.links.last_mut() {
                Some((_, to, known)) if known == target => *to = x,
                _ => line.links.push((from, x, target.clone())),
            }
        }
    }
    let trailing = glyphs.last().map_or(0.0, |glyph| if glyph.kind == Kind::Wide { spacing } else { 0.0 });
    line.width = x - trailing;
    line
}

/// What is added after each Chinese character so that the line fills its width; nothing where it would show.
fn stretched(glyphs: &[Glyph], slack: f32, size: f32) -> f32 {
    let wide = glyphs.iter().filter(|glyph| glyph.kind == Kind::Wide).count();
    let last = glyphs.last().is_some_and(|glyph| glyph.kind == Kind::Wide);
    let places = wide.saturating_sub(usize::from(last));
    if slack <= 0.0 || places == 0 {
        return 0.0;
    }
    let spacing = slack / places as f32;
    if spacing > size * MOST_SPACING { 0.0 } else { spacing }
}

fn same_piece(before: Glyph, glyph: Glyph, spacing: f32) -> bool {
    before.weight == glyph.weight
        && before.colour == glyph.colour
        && before.link == glyph.link
        && (spacing == 0.0 || (before.kind == Kind::Wide) == (glyph.kind == Kind::Wide))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, width: f32) -> Vec<String> {
        let fonts = Fonts::new().expect("fonts");
        let mut missing = BTreeSet::new();
        wrap(&fonts, &Text::plain(text), style::BODY, width, true, &mut missing).iter().map(Line::text).collect()
    }

    const SAMPLE: &str = "售后服务部（含“客户中心”）由总经理直接领导，2024 年共有服务管理人员 31 人，其中持证 4 人——\
        比例约 12.9%；网点 128 个，覆盖 GB/T 27922-2011 所要求的区域……详见《网点清单》（2024-06 版）：客户信息、\
        问题、处理结果均有记录！https://example.com/a/very/long/address/that-does-not-fit/on-one-line?x=1&y=2 之后。";

    #[test]
    fn no_line_begins_or_ends_wrongly_at_any_width() {
        for width in 60..480 {
            for line in lines(SAMPLE, width as f32) {
                let (first, last) = (line.chars().next().unwrap(), line.chars().last().unwrap());
                let inside_address = line.is_ascii();
                assert!(inside_address || !NO_START.contains(first), "{width}: {line}");
                assert!(!NO_END.contains(last), "{width}: {line}");
            }
        }
    }

    #[test]
    fn dashes_dots_and_words_stay_whole_and_nothing_is_lost() {
        let squeezed = |text: &str| text.chars().filter(|ch| !ch.is_whitespace()).collect::<String>();
        for width in 100..480 {
            let lines = lines(SAMPLE, width as f32);
            assert_eq!(squeezed(&lines.concat()), squeezed(SAMPLE));
            for whole in ["——", "……", "27922-2011", "12.9%", "2024-06", "31 人", "128 个"] {
                assert!(lines.iter().any(|line| line.contains(whole)), "{width}: {whole} in {lines:#?}");
            }
        }
    }

    #[test]
    fn lines_are_no_wider_than_asked_but_for_hanging_marks() {
        let fonts = Fonts::new().expect("fonts");
        for width in 60..480 {
            let mut missing = BTreeSet::new();
            for line in wrap(&fonts, &Text::plain(SAMPLE), style::BODY, width as f32, true, &mut missing) {
                assert!(line.width <= width as f32 + style::BODY.size * 0.5 + 0.02, "{width}: {}", line.text());
            }
        }
    }

    /// Where each character of a line starts and ends.
    fn spread(fonts: &Fonts, line: &Line, size: f32) -> Vec<(char, f32, f32)> {
        let mut out = Vec::new();
        for piece in &line.pieces {
            let mut x = piece.x;
            for ch in piece.text.chars() {
                let advance = fonts.of(piece.weight).advance(ch).unwrap() * size;
                out.push((ch, x, x + advance));
                x += advance + piece.spacing;
            }
        }
        out
    }

    #[test]
    fn chinese_stays_searchable_however_lines_are_stretched() {
        let fonts = Fonts::new().expect("fonts");
        let size = style::BODY.size;
        for width in 60..480 {
            let mut missing = BTreeSet::new();
            for line in wrap(&fonts, &Text::plain(SAMPLE), style::BODY, width as f32, true, &mut missing) {
                for pair in spread(&fonts, &line, size).windows(2) {
                    let both = kind(pair[0].0) == Kind::Wide && kind(pair[1].0) == Kind::Wide;
                    assert!(!both || pair[1].1 - pair[0].2 < size * 0.1, "{width}: {}", line.text());
                }
            }
        }
    }

    #[test]
    fn two_marks_together_take_the_room_of_one_and_a_half() {
        let fonts = Fonts::new().expect("fonts");
        let mut missing = BTreeSet::new();
        let mut width = |text: &str| {
            wrap(&fonts, &Text::plain(text), style::BODY, 400.0, false, &mut missing)[0].width / style::BODY.size
        };
        for (text, ems) in [("（甲）。", 3.5), ("《甲》（乙）", 5.5), ("甲。", 2.0), ("甲）乙", 3.0)] {
            assert!((width(text) - ems).abs() < 0.01, "{text}: {}", width(text));
        }
    }

    #[test]
    fn no_last_line_holds_a_stray_character() {
        let text = "证据材料覆盖期间须逐项核对并留存";
        for width in 40..150 {
            let lines = lines(text, width as f32);
            let last = lines.last().unwrap().chars().count();
            assert!(lines.len() == 1 || last > 2, "{width}: {lines:?}");
        }
    }

    #[test]
    fn line_feeds_count_and_characters_without_a_picture_do_not() {
        assert_eq!(lines("甲\n\n乙\r\n丙\u{200b}丁\u{7}", 200.0), ["甲", "", "乙", "丙丁"]);
        assert_eq!(lines("", 200.0), [""]);
    }

    #[test]
    fn missing_characters_are_shown_and_reported() {
        let fonts = Fonts::new().expect("fonts");
        let mut missing = BTreeSet::new();
        let lines = wrap(&fonts, &Text::plain("刘𠮷😀"), style::BODY, 200.0, false, &mut missing);
        assert_eq!(lines[0].text(), "刘□□");
        assert_eq!(missing, BTreeSet::from(['𠮷', '😀']));
    }

    #[test]
    fn a_thin_space_stands_between_chinese_and_latin() {
        let fonts = Fonts::new().expect("fonts");
        let mut missing = BTreeSet::new();
        let width = |text: &str, missing: &mut BTreeSet<char>| {
            wrap(&fonts, &Text::plain(text), style::BODY, 400.0, false, missing)[0].width
        };
        let (mixed, apart) = (width("第3章", &mut missing), width("第章", &mut missing) + width("3", &mut missing));
        assert!((mixed - apart - 2.0 * style::THIN * style::BODY.size).abs() < 0.01);
    }
}
