//! Puts slabs on pages: keeps together what holds together, repeats heads of tables.

use std::ops::ControlFlow;

use super::page::{Bookmark, Laid, Page, Spot};
use super::slab::{Glue, PageNumber, Slab};
use super::style;
use crate::report::{Error, Filling, Progress};

/// A page while it is filled, and what is still to be put on it.
#[derive(Debug, Default)]
pub struct Draft {
    /// What is on it.
    pub page: Page,
    /// Numbers of other pages, not yet known.
    pub numbers: Vec<PageNumber>,
    /// The chapter that its first slab belongs to.
    pub chapter: usize,
}

/// The slabs of one chapter.
#[derive(Debug, Default)]
pub struct Strip {
    /// Which chapter, counted from 0.
    pub chapter: usize,
    /// Its slabs.
    pub slabs: Vec<Slab>,
}

/// Pages filled one after another.
struct Filler<'a> {
    laid: &'a mut Laid,
    drafts: Vec<Draft>,
    /// How far the page is filled; nothing yet where none.
    y: Option<f32>,
    /// Space that the last slab wants below it.
    after: f32,
    chapter: usize,
}

/// Puts the slabs on pages; anchors and bookmarks are entered in `laid`.
pub fn flow(
    strips: Vec<Strip>,
    laid: &mut Laid,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Vec<Draft>, Error> {
    let mut filler = Filler { laid, drafts: Vec::new(), y: None, after: 0.0, chapter: 0 };
    let all: usize = strips.iter().map(|strip| strip.slabs.len()).sum();
    let mut before = 0;
    for strip in strips {
        filler.chapter = strip.chapter;
        let mut at = 0;
        let mut torn_until = [0; 2];
        while at < strip.slabs.len() {
            let pages = filler.drafts.len();
            at = filler.next(&strip.slabs, at, &mut torn_until);
            let permille = u32::try_from((before + at) * 1000 / all.max(1)).unwrap_or(1000);
            let now = Progress::Page(Filling { pages: filler.drafts.len(), permille });
            if filler.drafts.len() > pages && progress(now).is_break() {
                return Err(Error::Cancelled);
            }
        }
        before += strip.slabs.len();
    }
    Ok(filler.drafts)
}

impl Filler<'_> {
    /// Places what starts at `at`, and says where to go on.
    fn next(&mut self, slabs: &[Slab], at: usize, torn_until: &mut [usize; 2]) -> usize {
        if slabs[at].starts_page && self.y.is_some() || self.drafts.is_empty() {
            self.turn();
        }
        for (glue, torn_until) in [Glue::Loose, Glue::Weak].into_iter().zip(torn_until) {
            let whole = run_end(slabs, at, glue);
            if at < *torn_until {
                continue;
            }
            if self.fits(&slabs[at..whole]) {
                return self.place_all(slabs, at, whole);
            }
            let tears = glue == Glue::Loose && self.free() > style::HEIGHT / 3.0;
            if self.y.is_some() && fits_empty(&slabs[at..whole]) && !tears {
                self.turn();
                return self.place_all(slabs, at, whole);
            }
            *torn_until = whole;
        }
        let firm = run_end(slabs, at, Glue::Firm);
        if !self.fits(&slabs[at..firm]) && self.y.is_some() {
            self.turn();
        }
        if self.fits(&slabs[at..firm]) { self.place_all(slabs, at, firm) } else { self.squeeze(slabs, at, firm) }
    }

    /// Places what must not be torn and yet is longer than a page: torn where it has to be.
    fn squeeze(&mut self, slabs: &[Slab], from: usize, to: usize) -> usize {
        for slab in &slabs[from..to] {
            if self.y.is_some() && !self.fits(std::slice::from_ref(slab)) {
                self.turn();
            }
            self.place(slab);
        }
        to
    }

    /// How much of the page is empty.
    fn free(&self) -> f32 {
        style::HEIGHT - self.y.unwrap_or(0.0)
    }

    fn turn(&mut self) {
        self.drafts.push(Draft { chapter: self.chapter, ..Draft::default() });
        self.y = None;
        self.after = 0.0;
    }

    fn fits(&self, slabs: &[Slab]) -> bool {
        let Some(y) = self.y else { return fits_empty(slabs) };
        let gap = slabs.first().map_or(0.0, |slab| slab.before.max(self.after));
        y + gap + height(slabs) <= style::HEIGHT + 0.01
    }

    fn place_all(&mut self, slabs: &[Slab], from: usize, to: usize) -> usize {
        slabs[from..to].iter().for_each(|slab| self.place(slab));
        to
    }

    fn place(&mut self, slab: &Slab) {
        let mut top = match self.y {
            Some(y) => y + slab.before.max(self.after),
            None => 0.0,
        };
        if let (None, Some(head)) = (self.y, &slab.head) {
            self.put(head, top);
            top += head.height;
        }
        self.put(slab, top);
        self.y = Some(top + slab.height);
        self.after = slab.after;
    }

    fn put(&mut self, slab: &Slab, top: f32) {
        let page = self.drafts.len().saturating_sub(1);
        let Some(draft) = self.drafts.last_mut() else { return };
        let mut slab = slab.clone();
        slab.shift(style::SIDE, style::TOP + top);
        draft.page.items.append(&mut slab.items);
        draft.page.links.append(&mut slab.links);
        draft.numbers.append(&mut slab.numbers);
        let spot = Spot { page, y: style::TOP + top };
        for anchor in slab.anchors {
            self.laid.anchors.entry(anchor).or_insert(spot);
        }
        for (level, title) in slab.bookmarks {
            self.laid.bookmarks.push(Bookmark { level, title, spot });
        }
    }
}

/// Where the run that starts at `at` and is held by glue of at least `glue` ends.
fn run_end(slabs: &[Slab], at: usize, glue: Glue) -> usize {
    let mut end = at;
    while end + 1 < slabs.len() && slabs[end].glue >= glue && !slabs[end + 1].starts_page {
        end += 1;
    }
    end + 1
}

/// Height of slabs one below the other, without the space above the first.
fn height(slabs: &[Slab]) -> f32 {
    let own: f32 = slabs.iter().map(|slab| slab.height).sum();
    let gaps: f32 = slabs.windows(2).map(|pair| pair[0].after.max(pair[1].before)).sum();
    own + gaps
}

fn fits_empty(slabs: &[Slab]) -> bool {
    let head = slabs.first().and_then(|slab| slab.head.as_ref()).map_or(0.0, |head| head.height);
    head + height(slabs) <= style::HEIGHT + 0.01
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::report::layout::page::Item;

    fn slab(height: f32, name: &str, glue: Glue) -> Slab {
        Slab { anchors: vec![name.to_owned()], glue, ..Slab::of(height) }
    }

    fn pages(slabs: Vec<Slab>) -> (Laid, usize) {
        let mut laid = Laid::default();
        let strip = Strip { chapter: 0, slabs };
        let drafts = flow(vec![strip], &mut laid, &mut |_| ControlFlow::Continue(())).expect("flow");
        (laid, drafts.len())
    }

    #[test]
    fn a_heading_goes_with_what_follows() {
        let (laid, count) = pages(vec![
            slab(style::HEIGHT - 30.0, "text", Glue::Free),
            slab(20.0, "heading", Glue::Firm),
            slab(20.0, "below", Glue::Free),
        ]);
        assert_eq!((count, laid.anchors["heading"].page, laid.anchors["below"].page), (2, 1, 1));
    }

    #[test]
    fn what_belongs_together_moves_whole_where_it_fits_and_is_torn_where_not() {
        let group = |count: usize| {
            (0..count)
                .map(move |at| slab(100.0, &format!("{at}"), if at + 1 < count { Glue::Weak } else { Glue::Free }))
        };
        let mut slabs = vec![slab(400.0, "text", Glue::Free)];
        slabs.extend(group(5));
        let (laid, _) = pages(slabs);
        assert!((0..5).all(|at| laid.anchors[&at.to_string()].page == 1));

        let mut slabs = vec![slab(400.0, "text", Glue::Free)];
        slabs.extend(group(12));
        let (laid, count) = pages(slabs);
        assert_eq!((laid.anchors["0"].page, laid.anchors["2"].page, laid.anchors["3"].page), (0, 0, 1));
        assert_eq!(count, 3);
    }

    #[test]
    fn a_long_finding_is_torn_rather_than_leave_a_third_of_a_page_empty() {
        let third = style::HEIGHT / 3.0;
        for (free, page) in [(third + 20.0, 0), (third - 20.0, 1)] {
            let mut slabs = vec![slab(style::HEIGHT - free, "text", Glue::Free)];
            slabs.extend((0..30).map(|at| slab(15.0, &format!("{at}"), Glue::Loose)));
            let (laid, count) = pages(slabs);
            assert_eq!((laid.anchors["0"].page, laid.anchors["29"].page, count), (page, 1, 2), "{free}");
        }
    }

    #[test]
    fn a_table_head_is_repeated_on_every_page() {
        let mut head = slab(20.0, "head", Glue::Firm);
        head.rule(0.0, 10.0, 0.0, 1.0, style::INK);
        let head = Rc::new(head);
        let mut slabs = vec![(*head).clone()];
        for at in 0..30 {
            slabs.push(Slab { head: Some(Rc::clone(&head)), ..slab(100.0, &format!("row {at}"), Glue::Free) });
        }
        let mut laid = Laid::default();
        let strip = Strip { chapter: 0, slabs };
        let drafts = flow(vec![strip], &mut laid, &mut |_| ControlFlow::Continue(())).expect("flow");
        assert_eq!(drafts.len(), 5);
        for draft in &drafts {
            assert_eq!(draft.page.items.iter().filter(|item| matches!(item, Item::Line { .. })).count(), 1);
        }
    }

    #[test]
    fn cancelling_stops_it() {
        let slabs = (0..50).map(|at| slab(300.0, &format!("{at}"), Glue::Free)).collect();
        let strip = Strip { chapter: 0, slabs };
        let mut seen = 0;
        let result = flow(vec![strip], &mut Laid::default(), &mut |_| {
            seen += 1;
            if seen == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert!(matches!(result, Err(Error::Cancelled)));
        assert_eq!(seen, 3);
    }
}
