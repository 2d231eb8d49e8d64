//! Tables: hair lines, no boxes; heads repeated, rows whole.

use std::rc::Rc;

use super::blocks::{Setter, widow};
use super::slab::{Glue, Slab, bold};
use super::style::{self, Face};
use super::wrap::Line;
use crate::report::outline::{Align, Column, Rank, Row, Table, Text};

/// Where a column stands.
#[derive(Debug, Clone, Copy)]
struct Place {
    x: f32,
    width: f32,
    align: Align,
}

fn places(columns: &[Column], width: f32) -> Vec<Place> {
    let gaps = style::COLUMN_GAP * columns.len().saturating_sub(1) as f32;
    let shares: f32 = columns.iter().map(|column| column.share).sum();
    let unit = (width - gaps) / shares.max(f32::EPSILON);
    let mut x = 0.0;
    columns
        .iter()
        .map(|column| {
            let place = Place { x, width: column.share * unit, align: column.align };
            x += place.width + style::COLUMN_GAP;
            place
        })
        .collect()
}

/// Puts one line of a cell on a slab.
fn put(slab: &mut Slab, line: &Line, face: Face, place: Place, y: f32) {
    let free = (place.width - line.width).max(0.0);
    let x = match place.align {
        Align::Left => place.x,
        Align::Right => place.x + free,
        Align::Centre => place.x + free / 2.0,
    };
    slab.put_line(line, face, (x, y));
}

/// What has so many rows at most, head and all, is read at one glance and stays on one page.
const WHOLE: usize = 6;

/// Holds a short table or list together.
pub(super) fn keep_whole(slabs: &mut [Slab]) {
    let height: f32 = slabs.iter().map(|slab| slab.height).sum();
    if slabs.len() > WHOLE || height > style::HEIGHT / 3.0 {
        return;
    }
    let Some((_, all_but_last)) = slabs.split_last_mut() else { return };
    all_but_last.iter_mut().for_each(|slab| slab.glue = slab.glue.max(Glue::Weak));
}

impl Setter<'_> {
    pub(super) fn table(&mut self, table: &Table, width: f32, out: &mut Vec<Slab>) {
        let places = places(&table.columns, width);
        let head = self.table_head(&table.columns, &places, width).map(Rc::new);
        let start = out.len();
        if let Some(head) = &head {
            out.push((**head).clone());
        }
        let room = style::HEIGHT - head.as_ref().map_or(0.0, |head| head.height);
        for (at, row) in table.rows.iter().enumerate() {
            let first = out.len();
            self.table_row(row, &places, width, room, out);
            let last = at + 1 == table.rows.len();
            for slab in &mut out[first..] {
                slab.head = head.clone();
            }
            let next_sums = table.rows.get(at + 1).is_some_and(|next| next.rank == Rank::Total);
            let opens = matches!(row.rank, Rank::Group | Rank::Section) && !last;
            if let Some(slab) = out.last_mut().filter(|_| opens || next_sums) {
                slab.glue = Glue::Firm;
            }
        }
        keep_whole(&mut out[start..]);
        if let Some(slab) = out.get_mut(start) {
            slab.before = style::GAP;
        }
        if let Some(slab) = out.last_mut() {
            slab.after = style::WIDE_GAP;
        }
    }

    fn table_head(&mut self, columns: &[Column], places: &[Place], width: f32) -> Option<Slab> {
        if columns.iter().all(|column| column.title.is_empty()) {
            return None;
        }
        let face = style::HEAD;
        let cells: Vec<Vec<Line>> = columns
            .iter()
            .zip(places)
            .map(|(column, place)| self.lines(&Text::plain(&column.title), face, place.width))
            .collect();
        let rows = cells.iter().map(Vec::len).max().unwrap_or(1);
        let text = rows as f32 * face.leading;
        let mut slab = Slab { glue: Glue::Firm, ..Slab::of(text + style::CELL_PAD) };
        for (lines, place) in cells.iter().zip(places) {
            let drop = (rows - lines.len()) as f32 * face.leading;
            for (at, line) in lines.iter().enumerate() {
                put(&mut slab, line, face, *place, drop + at as f32 * face.leading);
            }
        }
        slab.rule(0.0, width, slab.height, style::RULE_WIDTH, style::INK);
        Some(slab)
    }

    /// A row: one slab, or one for each line where it is taller than a page.
    fn table_row(&mut self, row: &Row, places: &[Place], width: f32, room: f32, out: &mut Vec<Slab>) {
        let face = style::CELL;
        let strong = row.rank != Rank::Plain;
        let cells: Vec<Vec<Line>> = row
            .cells
            .iter()
            .zip(places)
            .map(|(cell, place)| {
                let cell = if strong { cell.clone().all_strong() } else { cell.clone() };
                self.lines(&cell, face, place.width)
            })
            .collect();
        let rows = cells.iter().map(Vec::len).max().unwrap_or(1);
        let height = rows as f32 * face.leading + 2.0 * style::CELL_PAD;
        let face = if strong { bold(face) } else { face };
        let mut slabs = if height <= room {
            let mut slab = Slab::of(height);
            for (lines, place) in cells.iter().zip(places) {
                for (at, line) in lines.iter().enumerate() {
                    put(&mut slab, line, face, *place, style::CELL_PAD + at as f32 * face.leading);
                }
            }
            vec![slab]
        } else {
            torn_row(&cells, places, face, rows)
        };
        if let Some(first) = slabs.first_mut() {
            first.anchors.extend(row.anchor.clone());
            match row.rank {
                Rank::Total => first.rule(0.0, width, 0.0, style::RULE_WIDTH, style::INK),
                Rank::Section => first.rule(0.0, width, 0.0, style::HAIR_WIDTH, style::INK),
                Rank::Plain | Rank::Group => {}
            }
        }
        if let Some(last) = slabs.last_mut() {
            let (line, colour) = match row.rank {
                Rank::Total => (style::RULE_WIDTH, style::INK),
                _ => (style::HAIR_WIDTH, style::HAIR),
            };
            last.rule(0.0, width, last.height, line, colour);
        }
        out.append(&mut slabs);
    }

    /// A formula: a row of its own.
    pub(super) fn formula(&mut self, parts: [&Text; 3], width: f32, out: &mut Vec<Slab>) {
        let columns = [
            Column::words("", 0.23),
            Column::words("", 0.55),
            Column { align: Align::Right, ..Column::words("", 0.22) },
        ];
        let places = places(&columns, width);
        let row = Row::new(parts.into_iter().cloned().collect());
        let start = out.len();
        self.table_row(&row, &places, width, style::HEIGHT, out);
        if let Some(last) = out.last_mut().filter(|_| start == 0) {
            last.before = style::GAP;
        }
    }
}

/// A row taller than a page, a slab for each line.
fn torn_row(cells: &[Vec<Line>], places: &[Place], face: Face, rows: usize) -> Vec<Slab> {
    (0..rows)
        .map(|at| {
            let pad = if at == 0 { style::CELL_PAD } else { 0.0 };
            let tail = if at + 1 == rows { style::CELL_PAD } else { 0.0 };
            let mut slab = Slab { glue: widow(at, rows), ..Slab::of(pad + face.leading + tail) };
            for (lines, place) in cells.iter().zip(places) {
                if let Some(line) = lines.get(at) {
                    put(&mut slab, line, face, *place, pad);
                }
            }
            slab
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use crate::report::layout::lay_out;
    use crate::report::layout::measure::Fonts;
    use crate::report::layout::page::{Item, Laid, Page};
    use crate::report::outline::{Block, Chapter, Column, Margins, Rank, Report, Row, Table, Text};

    fn laid(rows: Vec<Row>) -> Laid {
        laid_of(table_of(rows))
    }

    fn table_of(rows: Vec<Row>) -> Vec<Block> {
        let columns = vec![Column::words("条款", 1.0), Column::words("发现", 3.0), Column::figures("扣分", 1.0)];
        vec![Block::Table(Table { columns, rows })]
    }

    fn laid_of(blocks: Vec<Block>) -> Laid {
        let chapter = Chapter {
            id: "table".into(),
            title: "表".into(),
            number: None,
            new_page: true,
            margins: false,
            listed: true,
            blocks,
        };
        let report = Report {
            title: String::new(),
            language: "zh-CN".into(),
            author: String::new(),
            subject: String::new(),
            date: chrono::NaiveDate::default(),
            margins: Margins::default(),
            chapters: vec![chapter],
        };
        let fonts = Fonts::new().expect("fonts");
        lay_out(&report, &fonts, &mut |_| ControlFlow::Continue(())).expect("laid out")
    }

    fn texts(page: &Page) -> Vec<&str> {
        let runs = page.items.iter().filter_map(|item| match item {
            Item::Run(run) => Some(run.text.as_str()),
            _ => None,
        });
        runs.collect()
    }

    fn row(id: usize, words: &str) -> Row {
        Row::new(vec![Text::plain(format!("R{id}")), words.into(), Text::plain(format!("P{id}"))])
    }

    #[test]
    fn rows_stay_whole_and_heads_come_again() {
        let laid = laid((0..80).map(|id| row(id, &"长发现".repeat(id % 30))).collect());
        assert!(laid.pages.len() > 3);
        for page in &laid.pages {
            let texts = texts(page);
            assert!(texts.contains(&"扣分"), "every page has the head");
            for id in 0..80 {
                let (first, last) = (format!("R{id}"), format!("P{id}"));
                assert_eq!(texts.contains(&first.as_str()), texts.contains(&last.as_str()), "row {id} is torn");
            }
        }
    }

    #[test]
    fn a_short_table_stays_on_one_page() {
        // Whatever is left of the page: the first table ends anywhere.
        for above in 20..60 {
            let mut blocks = table_of((0..above).map(|id| row(1000 + id, "发现")).collect());
            blocks.extend(table_of((0..3).map(|id| row(id, "发现")).collect()));
            let laid = laid_of(blocks);
            let page_of = |name: &str| laid.pages.iter().position(|page| texts(page).contains(&name));
            assert_eq!(page_of("R0"), page_of("R2"), "{above} rows above");
        }
    }

    #[test]
    fn a_row_taller_than_a_page_loses_nothing() {
        let long = "发现".repeat(3_000);
        let laid = laid(vec![row(1, "短"), row(2, &long), Row::ranked(Rank::Total, vec!["合计".into()])]);
        assert!(laid.pages.len() >= 3);
        let told: String = laid.pages.iter().flat_map(texts).collect();
        for half in ["发", "现"] {
            assert_eq!(told.matches(half).count(), 3_000 + laid.pages.len(), "and a head on every page");
        }
        assert!(told.ends_with("合计"));
    }
}
