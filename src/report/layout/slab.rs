//! Slabs: the strips, one below the other, that blocks are cut into and that `flow` puts on pages.
//! A slab is never torn.

use std::rc::Rc;

use super::measure::Fonts;
use super::page::{Colour, Item, Link, Run, Weight};
use super::style::{self, Face};
use super::wrap::Line;

/// How strongly a slab holds on to the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Glue {
    /// A page may end here.
    #[default]
    Free,
    /// A page may end here only where all that belongs together would otherwise leave much of a page empty.
    Loose,
    /// A page may end here only where all that belongs together is longer than a page.
    Weak,
    /// No page ends here.
    Firm,
}

/// The number of the page that an anchor stands on, put in when all pages are known.
#[derive(Debug, Clone, PartialEq)]
pub struct PageNumber {
    /// The anchor.
    pub anchor: String,
    /// Right end.
    pub right: f32,
    /// Base line.
    pub y: f32,
    /// How it is set.
    pub face: Face,
}

/// A strip of the report, as wide as the text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Slab {
    /// Free space wanted above it; none at the head of a page.
    pub before: f32,
    /// Free space wanted below it; the greater of this and the next one's `before` counts.
    pub after: f32,
    /// Its height.
    pub height: f32,
    /// What is on it, measured from its upper left corner.
    pub items: Vec<Item>,
    /// What can be clicked.
    pub links: Vec<Link>,
    /// Names of this place.
    pub anchors: Vec<String>,
    /// Bookmarks that lead here.
    pub bookmarks: Vec<(u8, String)>,
    /// Numbers of pages.
    pub numbers: Vec<PageNumber>,
    /// How it holds on to the next one.
    pub glue: Glue,
    /// Head of the table it belongs to, repeated where it comes first on a page.
    pub head: Option<Rc<Slab>>,
    /// Whether it starts a page.
    pub starts_page: bool,
}

impl Slab {
    /// An empty strip of a height.
    pub fn of(height: f32) -> Self {
        Self { height, ..Self::default() }
    }

    /// Moves everything on it to the right, and down.
    pub fn shift(&mut self, dx: f32, dy: f32) {
        self.items.iter_mut().for_each(|item| item.shift(dx, dy));
        for link in &mut self.links {
            link.at = (link.at.0 + dx, link.at.1 + dy);
        }
        for number in &mut self.numbers {
            number.right += dx;
            number.y += dy;
        }
    }

    /// Puts a line of text on it, its upper left corner at `at`.
    pub fn put_line(&mut self, line: &Line, face: Face, at: (f32, f32)) {
        let y = at.1 + base_line(face);
        for piece in &line.pieces {
            self.items.push(Item::Run(Run {
                x: at.0 + piece.x,
                y,
                size: face.size,
                weight: piece.weight,
                colour: piece.colour,
                spacing: piece.spacing,
                text: piece.text.clone(),
            }));
        }
        for (from, to, target) in &line.links {
            self.links.push(Link { at: (at.0 + from, at.1), size: (to - from, face.leading), target: target.clone() });
        }
    }

    /// Puts a text that fits on a line on it, its base line given.
    pub fn put(&mut self, text: &str, face: Face, x: f32, y: f32) {
        if text.is_empty() {
            return;
        }
        self.items.push(Item::Run(Run {
            x,
            y,
            size: face.size,
            weight: face.weight,
            colour: face.colour,
            spacing: 0.0,
            text: text.to_owned(),
        }));
    }

    /// Draws a horizontal line.
    pub fn rule(&mut self, from: f32, to: f32, y: f32, width: f32, colour: Colour) {
        self.items.push(Item::Line { from: (from, y), to: (to, y), width, colour });
    }

    /// Fills a rectangle.
    pub fn fill(&mut self, at: (f32, f32), size: (f32, f32), colour: Colour) {
        self.items.push(Item::Fill { at, size, colour });
    }

    /// Draws stars from the left, `size` high; full ones filled, others in outline. Says how wide they are.
    pub fn stars(&mut self, full: u8, of: u8, at: (f32, f32), size: f32) -> f32 {
        let step = size * 1.22;
        for index in 0..of {
            let centre = (at.0 + size / 2.0 + step * f32::from(index), at.1 + size * 0.53);
            let colour = style::ACCENT;
            let fill = (index < full).then_some(colour);
            self.items.push(Item::Shape { points: star(centre, size / 2.0), fill, edge: Some((0.7, colour)) });
        }
        if of == 0 { 0.0 } else { step * f32::from(of - 1) + size }
    }
}

/// The base line of a line whose top is at 0: Chinese characters stand in its middle.
pub fn base_line(face: Face) -> f32 {
    face.leading / 2.0 + face.size * 0.38
}

/// Width of a short text in a face.
pub fn text_width(fonts: &Fonts, text: &str, face: Face) -> f32 {
    fonts.width(face.weight, face.size, text)
}

/// The same face, bold.
pub fn bold(face: Face) -> Face {
    Face { weight: Weight::Bold, ..face }
}

/// The ten corners of a star.
fn star(centre: (f32, f32), radius: f32) -> Vec<(f32, f32)> {
    (0..10)
        .map(|corner: u8| {
            let angle = std::f32::consts::PI * (f32::from(corner) / 5.0 - 0.5);
            let reach = if corner.is_multiple_of(2) { radius } else { radius * 0.42 };
            (centre.0 + reach * angle.cos(), centre.1 + reach * angle.sin())
        })
        .collect()
}
