//! Every size, distance and colour of the report; nothing else in `layout` names one.

use super::page::{Colour, Weight};
use crate::report::outline::Tone;

/// Points in a millimetre.
pub const MM: f32 = 72.0 / 25.4;

/// A4.
pub const PAGE: (f32, f32) = (210.0 * MM, 297.0 * MM);
/// Left and right margin.
pub const SIDE: f32 = 20.0 * MM;
/// Upper and lower margin.
pub const TOP: f32 = 25.0 * MM;
/// Width of the text.
pub const WIDTH: f32 = PAGE.0 - 2.0 * SIDE;
/// Height of the text.
pub const HEIGHT: f32 = PAGE.1 - 2.0 * TOP;

/// Text.
pub const INK: Colour = Colour(0x1c, 0x22, 0x28);
/// What rests; 5.6 to 1 against white.
pub const QUIET: Colour = Colour(0x5c, 0x66, 0x70);
/// The one accent; 7 to 1 against white.
pub const ACCENT: Colour = Colour(0x1b, 0x4f, 0x72);
/// Hair lines.
pub const HAIR: Colour = Colour(0xc8, 0xce, 0xd4);
/// The page itself, behind words that lines would cross.
pub const PAPER: Colour = Colour(0xff, 0xff, 0xff);
/// The ground of notes and the empty part of bars.
pub const GROUND: Colour = Colour(0xee, 0xf1, 0xf4);

/// Thickness of a hair line.
pub const HAIR_WIDTH: f32 = 0.4;
/// Thickness of a line that closes a table's head or opens its total.
pub const RULE_WIDTH: f32 = 0.8;

/// A way of setting text: size, distance of base lines, weight, colour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Face {
    /// Size of the font.
    pub size: f32,
    /// Distance of base lines.
    pub leading: f32,
    /// Weight of pieces that are not strong.
    pub weight: Weight,
    /// Colour of pieces without a tone.
    pub colour: Colour,
}

const fn face(size: f32, leading: f32, weight: Weight, colour: Colour) -> Face {
    Face { size, leading, weight, colour }
}

/// Running text.
pub const BODY: Face = face(10.0, 16.5, Weight::Regular, INK);
/// Opening sentences.
pub const LEAD: Face = face(12.0, 20.0, Weight::Regular, INK);
/// Asides.
pub const SMALL: Face = face(8.5, 13.5, Weight::Regular, QUIET);
/// Cells.
pub const CELL: Face = face(8.8, 13.0, Weight::Regular, INK);
/// Heads of columns.
pub const HEAD: Face = face(8.2, 12.0, Weight::Regular, QUIET);
/// Titles of chapters.
pub const TITLE: Face = face(19.0, 28.0, Weight::Bold, INK);
/// Numbers of chapters.
pub const NUMBER: Face = face(19.0, 28.0, Weight::Regular, ACCENT);
/// Headings, by level.
pub const HEADINGS: [Face; 3] =
    [face(13.0, 20.0, Weight::Bold, INK), face(11.0, 17.0, Weight::Bold, INK), face(9.5, 15.0, Weight::Bold, ACCENT)];
/// What stands at the end of a heading's line.
pub const RIGHT: Face = face(9.5, 15.0, Weight::Regular, INK);
/// Head and foot of a page.
pub const MARGIN: Face = face(8.0, 12.0, Weight::Regular, QUIET);
/// The great figure.
pub const GREAT: Face = face(46.0, 50.0, Weight::Bold, ACCENT);
/// Lesser figures.
pub const FIGURE: Face = face(17.0, 23.0, Weight::Bold, INK);
/// The grade beside the great figure.
pub const GRADE: Face = face(14.0, 20.0, Weight::Bold, INK);
/// Title of the cover.
pub const COVER_TITLE: Face = face(30.0, 42.0, Weight::Bold, INK);
/// The company on the cover: the longer its name, the smaller.
pub const COVER_COMPANIES: [Face; 5] = [
    face(18.0, 27.0, Weight::Regular, INK),
    face(14.0, 21.0, Weight::Regular, INK),
    face(11.0, 16.5, Weight::Regular, INK),
    face(8.5, 12.5, Weight::Regular, INK),
    face(6.0, 8.5, Weight::Regular, INK),
];
/// Above the title of the cover.
pub const COVER_OVER: Face = face(10.5, 16.0, Weight::Regular, ACCENT);

/// Between blocks.
pub const GAP: f32 = 8.0;
/// Around tables, charts and notes.
pub const WIDE_GAP: f32 = 13.0;
/// Between items of a list.
pub const ITEM_GAP: f32 = 3.0;
/// Above headings, by level.
pub const HEADING_GAPS: [f32; 3] = [22.0, 14.0, 10.0];
/// Above and below the text of a row.
pub const CELL_PAD: f32 = 3.2;
/// Between columns.
pub const COLUMN_GAP: f32 = 11.0;
/// Before the text of a list's item.
pub const INDENT: f32 = 14.0;
/// Inside a note.
pub const NOTE_PAD: f32 = 10.0;
/// Thickness of the bar beside a note.
pub const NOTE_BAR: f32 = 2.0;

/// Between Chinese and Latin characters, in shares of the size.
pub const THIN: f32 = 0.17;

/// The colour of a tone over a face.
pub fn colour(tone: Tone, face: Face) -> Colour {
    match tone {
        Tone::Ink => face.colour,
        Tone::Quiet => QUIET,
        Tone::Accent => ACCENT,
    }
}
