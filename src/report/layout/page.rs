//! Pages with everything placed: what `pdf` (or any other printer) is given.
//!
//! Units are points, a seventy-second of an inch; the origin is the top left corner.

use std::collections::{BTreeMap, BTreeSet};

use crate::report::outline::Target;

/// Which of the two fonts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Plain.
    Regular,
    /// Strong.
    Bold,
}

/// A colour, red, green and blue from 0 to 255.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

/// Characters set in one go.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Left end.
    pub x: f32,
    /// Base line.
    pub y: f32,
    /// Size of the font.
    pub size: f32,
    /// Its weight.
    pub weight: Weight,
    /// Its colour.
    pub colour: Colour,
    /// What is added after each character.
    pub spacing: f32,
    /// The characters; all of them are in the font.
    pub text: String,
}

/// One thing on a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// Characters.
    Run(Run),
    /// A straight line.
    Line {
        /// Start.
        from: (f32, f32),
        /// End.
        to: (f32, f32),
        /// Thickness.
        width: f32,
        /// Colour.
        colour: Colour,
    },
    /// A filled rectangle.
    Fill {
        /// Left, top.
        at: (f32, f32),
        /// Width, height.
        size: (f32, f32),
        /// Colour.
        colour: Colour,
    },
    /// A closed shape.
    Shape {
        /// Its corners.
        points: Vec<(f32, f32)>,
        /// What it is filled with; not at all where none.
        fill: Option<Colour>,
        /// Thickness and colour of its edge.
        edge: Option<(f32, Colour)>,
    },
}

impl Item {
    /// Moves it.
    pub(super) fn shift(&mut self, dx: f32, dy: f32) {
        match self {
            Item::Run(run) => {
                run.x += dx;
                run.y += dy;
            }
            Item::Line { from, to, .. } => {
                *from = (from.0 + dx, from.1 + dy);
                *to = (to.0 + dx, to.1 + dy);
            }
            Item::Fill { at, .. } => *at = (at.0 + dx, at.1 + dy),
            Item::Shape { points, .. } => {
                for point in points {
                    *point = (point.0 + dx, point.1 + dy);
                }
            }
        }
    }
}

/// A place that can be clicked.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Left, top.
    pub at: (f32, f32),
    /// Width, height.
    pub size: (f32, f32),
    /// Where it leads.
    pub target: Target,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// What is on it, in reading order.
    pub items: Vec<Item>,
    /// What can be clicked.
    pub links: Vec<Link>,
}

/// A place in the report.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// The page, counted from 0.
    pub page: usize,
    /// The height on the page.
    pub y: f32,
}

/// An entry of the table of contents that readers show beside the pages.
#[derive(Debug, Clone, PartialEq)]
pub struct Bookmark {
    /// 0 for chapters, 1 below them, and so on.
    pub level: u8,
    /// What it says.
    pub title: String,
    /// Where it leads.
    pub spot: Spot,
}

/// Everything placed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Laid {
    /// Width and height of every page.
    pub size: (f32, f32),
    /// The pages.
    pub pages: Vec<Page>,
    /// The places that links lead to.
    pub anchors: BTreeMap<String, Spot>,
    /// Bookmarks in reading order.
    pub bookmarks: Vec<Bookmark>,
    /// Characters that no font has; □ stands for each of them.
    pub missing: BTreeSet<char>,
}
