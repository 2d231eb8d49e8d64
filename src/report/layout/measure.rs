//! How wide characters are, and which there are. The only file that reads fonts.

use std::cell::Cell;

use super::page::Weight;
use crate::report::{Error, fonts};

/// What stands for a character that no font has.
pub const REPLACEMENT: char = '□';

/// Nothing looked up yet.
const UNKNOWN: u32 = u32::MAX;
/// Looked up and not there.
const ABSENT: u32 = u32::MAX - 1;

/// One font, with what was asked of it before.
pub struct Metrics {
    bytes: &'static [u8],
    face: ttf_parser::Face<'static>,
    units: f32,
    /// Glyph in the high half, advance in the low, for the first 65,536 characters.
    seen: Vec<Cell<u32>>,
}

impl Metrics {
    fn new(bytes: &'static [u8]) -> Result<Self, Error> {
        let face = ttf_parser::Face::parse(bytes, 0).map_err(|e| Error::Font(e.to_string()))?;
        let units = f32::from(face.units_per_em());
        Ok(Self { bytes, face, units, seen: vec![Cell::new(UNKNOWN); 0x1_0000] })
    }

    fn look_up(&self, ch: char) -> u32 {
        match self.face.glyph_index(ch) {
            Some(glyph) => {
                let advance = self.face.glyph_hor_advance(glyph).unwrap_or(0);
                (u32::from(glyph.0) << 16) | u32::from(advance)
            }
            None => ABSENT,
        }
    }

    fn entry(&self, ch: char) -> Option<(u16, u16)> {
        let found = match self.seen.get(ch as usize) {
            Some(cell) => {
                if cell.get() == UNKNOWN {
                    cell.set(self.look_up(ch));
                }
                cell.get()
            }
            None => self.look_up(ch),
        };
        if found == ABSENT {
            return None;
        }
        let [a, b, c, d] = found.to_be_bytes();
        Some((u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d])))
    }

    /// Number and advance, in the font's units, of a character's glyph.
    pub fn glyph(&self, ch: char) -> Option<(u16, u16)> {
        self.entry(ch)
    }

    /// Advance in shares of the size.
    pub fn advance(&self, ch: char) -> Option<f32> {
        self.entry(ch).map(|(_, advance)| f32::from(advance) / self.units)
    }

    /// The font's units in its size.
    pub fn units(&self) -> u16 {
        self.face.units_per_em()
    }

    /// How far it reaches above and below the base line, in its units.
    pub fn reach(&self) -> (i16, i16) {
        (self.face.ascender(), self.face.descender())
    }

    /// The box that holds every glyph: left, bottom, right, top, in its units.
    pub fn bounds(&self) -> (i16, i16, i16, i16) {
        let bounds = self.face.global_bounding_box();
        (bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max)
    }

    /// The file it was read from.
    pub fn bytes(&self) -> &'static [u8] {
        self.bytes
    }
}

/// Both fonts.
pub struct Fonts {
    regular: Metrics,
    bold: Metrics,
}

impl Fonts {
    /// Reads the fonts built into the program.
    pub fn new() -> Result<Self, Error> {
        Ok(Self { regular: Metrics::new(fonts::REGULAR)?, bold: Metrics::new(fonts::BOLD)? })
    }

    /// One of them.
    pub fn of(&self, weight: Weight) -> &Metrics {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }

    /// Width of a text without thin spaces.
    pub fn width(&self, weight: Weight, size: f32, text: &str) -> f32 {
        let metrics = self.of(weight);
        text.chars().filter_map(|ch| metrics.advance(ch)).sum::<f32>() * size
    }
}
