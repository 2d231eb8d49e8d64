//! Heads, feet and numbers of pages: what can be written only when all pages are known.

use std::collections::BTreeSet;

use super::flow::Draft;
use super::measure::Fonts;
use super::page::{Laid, Page};
use super::slab::{Slab, text_width};
use super::style::{self, Face};
use super::wrap::{Line, wrap};
use crate::report::outline::{Report, Text};

/// No head or foot of this width takes more characters.
const LONGEST: usize = 160;

/// Turns drafts into pages.
pub fn finish(report: &Report, fonts: &Fonts, drafts: Vec<Draft>, laid: &mut Laid, missing: &mut BTreeSet<char>) {
    let count = drafts.len();
    let head = head(report, fonts, missing).items;
    for (at, mut draft) in drafts.into_iter().enumerate() {
        let mut numbers = Slab::default();
        for number in &draft.numbers {
            if let Some(spot) = laid.anchors.get(&number.anchor) {
                let text = (spot.page + 1).to_string();
                let x = number.right - text_width(fonts, &text, number.face);
                numbers.put(&text, number.face, x, number.y);
            }
        }
        let mut items = Vec::new();
        let shown = report.chapters.get(draft.chapter).is_some_and(|chapter| chapter.margins);
        if shown {
            items.clone_from(&head);
        }
        items.append(&mut draft.page.items);
        items.append(&mut numbers.items);
        if shown {
            items.append(&mut foot(report, fonts, at + 1, count, missing).items);
        }
        laid.pages.push(Page { items, links: draft.page.links });
    }
}

fn head(report: &Report, fonts: &Fonts, missing: &mut BTreeSet<char>) -> Slab {
    let mut slab = Slab::default();
    let y = style::TOP - 24.0;
    let half = style::WIDTH * 0.48;
    let left = fitted(fonts, &report.margins.head_left, style::MARGIN, half, missing);
    let right = fitted(fonts, &report.margins.head_right, style::MARGIN, half, missing);
    slab.put_line(&left, style::MARGIN, (style::SIDE, y - style::MARGIN.leading));
    let x = style::SIDE + style::WIDTH - right.width;
    slab.put_line(&right, style::MARGIN, (x, y - style::MARGIN.leading));
    slab.rule(style::SIDE, style::SIDE + style::WIDTH, y + 3.0, style::HAIR_WIDTH, style::HAIR);
    slab
}

fn foot(report: &Report, fonts: &Fonts, page: usize, pages: usize, missing: &mut BTreeSet<char>) -> Slab {
    let mut slab = Slab::default();
    let y = style::PAGE.1 - style::TOP + 26.0;
    let numbered =
        report.margins.foot_right.replace("{page}", &page.to_string()).replace("{pages}", &pages.to_string());
    let left = fitted(fonts, &report.margins.foot_left, style::MARGIN, style::WIDTH * 0.7, missing);
    let right = fitted(fonts, &numbered, style::MARGIN, style::WIDTH * 0.28, missing);
    slab.put_line(&left, style::MARGIN, (style::SIDE, y));
    slab.put_line(&right, style::MARGIN, (style::SIDE + style::WIDTH - right.width, y));
    slab
}

/// One line of a text, cut with … where it is wider than `width`.
fn fitted(fonts: &Fonts, text: &str, face: Face, width: f32, missing: &mut BTreeSet<char>) -> Line {
    let one = |text: &str, missing: &mut BTreeSet<char>| {
        wrap(fonts, &Text::plain(text), face, f32::MAX, false, missing).into_iter().next().unwrap_or_default()
    };
    let flat: String = text.replace('\n', " ").chars().take(LONGEST).collect();
    let whole = one(&flat, missing);
    if whole.width <= width {
        return whole;
    }
    let mut kept: Vec<char> = flat.chars().collect();
    while kept.pop().is_some() {
        let line = one(&format!("{}…", kept.iter().collect::<String>()), missing);
        if line.width <= width {
            return line;
        }
    }
    Line::default()
}
