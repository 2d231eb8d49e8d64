//! A look into a file of evidence: first lines of texts and tables, a small picture, the text of a PDF's first page.
//!
//! Why it is so: it is read in the background and bounded, so that a large or broken file costs nothing but the
//! preview; whoever wants more opens the file with its own program.

use std::fs::File;
use std::io::{BufReader, Read as _};
use std::path::{Path, PathBuf};

use egui::ColorImage;

use crate::report;
use crate::store::tables::{self, Cell};

/// Bytes of a text that are read.
const MAX_TEXT: u64 = 8 * 1024;
/// Tables and PDFs above this are not looked into, and pictures above the second.
const MAX_BYTES: u64 = 4 * 1024 * 1024;
const MAX_PICTURE_BYTES: u64 = 32 * 1024 * 1024;
/// Rows and columns of a table that are shown, lines of a text.
const ROWS: usize = 5;
const COLUMNS: usize = 5;
const LINES: usize = 8;
/// Pixels of a picture's longer side.
const PIXELS: u32 = 360;
/// Memory that decoding a picture may take, in bytes.
const MAX_DECODED: u64 = 192 * 1024 * 1024;

/// What is in a file.
#[derive(Debug, Clone)]
pub enum Preview {
    /// First lines.
    Text(String),
    /// First rows, the first the headings or what stands above them.
    Table(Vec<Vec<String>>),
    /// A small picture.
    Picture(ColorImage),
    /// Nothing that can be shown here.
    Nothing,
}

/// Looks into a file.
#[must_use]
pub fn look_into(path: &Path) -> Preview {
    let Ok(about) = std::fs::metadata(path) else { return Preview::Nothing };
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    let size = about.len();
    if !about.is_file() || size == 0 {
        return Preview::Nothing;
    }
    let path = path.to_owned();
    // The libraries that read strangers' files are good, not perfect; a preview must not end the program.
    let tried = std::panic::catch_unwind(move || match &*ending {
        "txt" | "md" | "log" | "json" | "xml" | "ini" => text(&path),
        "csv" | "xlsx" if size <= MAX_BYTES => table(&path),
        "png" | "jpg" | "jpeg" if size <= MAX_PICTURE_BYTES => picture(&path),
        "pdf" if size <= MAX_BYTES => pdf(&path),
        _ => None,
    });
    tried.ok().flatten().unwrap_or(Preview::Nothing)
}

fn text(path: &PathBuf) -> Option<Preview> {
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(MAX_TEXT).read_to_end(&mut bytes).ok()?;
    let text = tables::text_of(&bytes)?;
    let lines: Vec<&str> = text.lines().take(LINES).collect();
    Some(Preview::Text(lines.join("\n")))
}

fn table(path: &Path) -> Option<Preview> {
    let table = tables::read_file(path).ok()?;
    let cell = |cell: &Cell| match cell {
        Cell::Text(text) | Cell::Date(text) | Cell::Error(text) => text.lines().next().unwrap_or_default().to_owned(),
        Cell::Empty | Cell::Formula(_) | Cell::Unclosed => String::new(),
    };
    // A title above the table has one cell and would make the first column as wide as itself.
    let is_title = |row: &&tables::Row| row.cells.iter().filter(|cell| **cell != Cell::Empty).count() < 2;
    let rows = table.rows.iter().skip_while(is_title).take(ROWS);
    let rows: Vec<Vec<String>> = rows.map(|row| row.cells.iter().take(COLUMNS).map(cell).collect()).collect();
    (!rows.is_empty()).then_some(Preview::Table(rows))
}

fn picture(path: &Path) -> Option<Preview> {
    let mut reader = image::ImageReader::new(BufReader::new(File::open(path).ok()?)).with_guessed_format().ok()?;
    let mut limits = image::Limits::default();
    limits.max_alloc = Some(MAX_DECODED);
    reader.limits(limits);
    let small = reader.decode().ok()?.thumbnail(PIXELS, PIXELS).to_rgba8();
    let size = [usize::try_from(small.width()).ok()?, usize::try_from(small.height()).ok()?];
    Some(Preview::Picture(ColorImage::from_rgba_unmultiplied(size, small.as_raw())))
}

fn pdf(path: &Path) -> Option<Preview> {
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(MAX_BYTES + 1).read_to_end(&mut bytes).ok()?;
    let text = report::first_page_text(&bytes)?;
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(LINES).collect();
    (!lines.is_empty()).then(|| Preview::Text(lines.join("\n")))
}
