//! Pages → bytes of a PDF. The only file that names printpdf, lopdf and subsetter.
//!
//! printpdf writes pages and fonts; what it does not write (nested bookmarks, language, PDF 1.7, an identity
//! that depends on nothing but the report) is put right in lopdf's document before it is saved.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Object, ObjectId, StringFormat};
use printpdf::{
    Actions, BorderArray, Color, Destination, FontId, FontMetrics, Line, LinePoint, LinkAnnotation, Mm, Op, PaintMode,
    ParsedFont, PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions, Point, Polygon, PolygonRing, Pt, Rect,
    Rgb, TextItem, TextMatrix, WindingOrder,
};
use sha2::{Digest, Sha256};

use super::Error;
use super::layout::measure::{Fonts, REPLACEMENT};
use super::layout::page::{Bookmark, Colour, Item, Laid, Link, Page, Run, Weight};
use super::outline::{Report, Target};

/// A font cut to what is used of it.
struct Cut {
    font: ParsedFont,
    /// For characters that share a glyph with another, the one that searching should find.
    instead: BTreeMap<char, char>,
}

/// Writes the file. Characters without a glyph are replaced and added to `laid.missing`.
pub fn write(report: &Report, laid: &mut Laid, fonts: &Fonts) -> Result<Vec<u8>, Error> {
    let cuts = [cut(laid, fonts, Weight::Regular)?, cut(laid, fonts, Weight::Bold)?];
    let mut doc = PdfDocument::new(&report.title);
    describe(&mut doc, report)?;
    for (cut, weight) in cuts.iter().zip([Weight::Regular, Weight::Bold]) {
        doc.resources.fonts.map.insert(font_id(weight), PdfFont::new(cut.font.clone()));
    }
    doc.pages = laid.pages.iter().map(|page| draw(page, laid, &cuts)).collect();
    let mut warnings = Vec::new();
    let mut file = doc.to_lopdf_document(&PdfSaveOptions::default(), &mut warnings);
    put_right(&mut file, report, laid).map_err(|e| Error::Pdf(e.to_string()))?;
    file.compress();
    let mut bytes = Vec::new();
    file.save_modern(&mut bytes).map_err(|e| Error::Pdf(e.to_string()))?;
    Ok(bytes)
}

/// Reads a PDF and counts its pages.
///
/// # Errors
/// When the bytes are no PDF that can be read.
pub fn count_pages(bytes: &[u8]) -> Result<usize, Error> {
    let file = lopdf::Document::load_mem(bytes).map_err(|e| Error::Pdf(e.to_string()))?;
    Ok(file.get_pages().len())
}

/// The text of a PDF's first page, as far as it can be had; none when there is none, or no such thing can be told.
#[must_use]
pub fn first_page_text(bytes: &[u8]) -> Option<String> {
    let file = lopdf::Document::load_mem(bytes).ok()?;
    let first = *file.get_pages().keys().next()?;
    let text = file.extract_text(&[first]).ok()?;
    // Signs of a font whose letters have no names, and not text.
    let odd = text.chars().filter(|letter| *letter == '\u{fffd}' || letter.is_control() && *letter != '\n').count();
    (odd * 10 < text.chars().count()).then_some(text)
}

fn font_id(weight: Weight) -> FontId {
    FontId(match weight {
        Weight::Regular => "R".to_owned(),
        Weight::Bold => "B".to_owned(),
    })
}

fn runs(page: &Page) -> impl Iterator<Item = &Run> {
    page.items.iter().filter_map(|item| match item {
        Item::Run(run) => Some(run),
        _ => None,
    })
}

/// Cuts a font to the characters set in it.
fn cut(laid: &mut Laid, fonts: &Fonts, weight: Weight) -> Result<Cut, Error> {
    let metrics = fonts.of(weight);
    let mut used = BTreeSet::from([REPLACEMENT]);
    for run in laid.pages.iter().flat_map(runs).filter(|run| run.weight == weight) {
        used.extend(run.text.chars());
    }
    let mut instead = BTreeMap::new();
    let mut chosen: BTreeMap<u16, (char, u16)> = BTreeMap::new();
    for &ch in &used {
        let Some((glyph, advance)) = metrics.glyph(ch) else {
            laid.missing.insert(ch);
            instead.insert(ch, REPLACEMENT);
            continue;
        };
        let first = chosen.entry(glyph).or_insert((ch, advance));
        if first.0 != ch && is_ordinary(ch) && !is_ordinary(first.0) {
            instead.insert(first.0, ch);
            first.0 = ch;
        } else if first.0 != ch {
            instead.insert(ch, first.0);
        }
    }
    let mut remapper = subsetter::GlyphRemapper::new();
    let (mut codes, mut widths) = (BTreeMap::new(), BTreeMap::new());
    for (&glyph, &(ch, advance)) in &chosen {
        let new = remapper.remap(glyph);
        codes.insert(u32::from(ch), new);
        widths.insert(new, advance);
    }
    let bytes = subsetter::subset(metrics.bytes(), 0, &remapper).map_err(|e| Error::Font(e.to_string()))?;
    let (ascent, descent) = metrics.reach();
    let name = match weight {
        Weight::Regular => "XINGPR+NotoSansSC-Regular",
        Weight::Bold => "XINGPB+NotoSansSC-Bold",
    };
    let mut font = ParsedFont::with_glyph_data(
        bytes,
        0,
        Some(name.to_owned()),
        codes,
        widths,
        metrics.units(),
        FontMetrics { ascent, descent },
    );
    let (x_min, y_min, x_max, y_max) = metrics.bounds();
    font.pdf_font_metrics.x_min = x_min;
    font.pdf_font_metrics.y_min = y_min;
    font.pdf_font_metrics.x_max = x_max;
    font.pdf_font_metrics.y_max = y_max;
    Ok(Cut { font, instead })
}

/// Whether a character is what people type, rather than a look-alike (such as the radicals at U+2F00).
fn is_ordinary(ch: char) -> bool {
    matches!(ch, ' '..='~' | '\u{3001}'..='\u{3002}' | '\u{4e00}'..='\u{9fff}')
}

fn describe(doc: &mut PdfDocument, report: &Report) -> Result<(), Error> {
    let seconds = report.date.and_time(chrono::NaiveTime::MIN).and_utc().timestamp();
    let date = printpdf::DateTime::from_unix_timestamp(seconds).map_err(|e| Error::Pdf(e.to_owned()))?;
    let info = &mut doc.metadata.info;
    info.creation_date = date;
    info.modification_date = date;
    info.metadata_date = date;
    info.document_title.clone_from(&report.title);
    info.author.clone_from(&report.author);
    info.subject.clone_from(&report.subject);
    info.creator = concat!("Xingping ", env!("CARGO_PKG_VERSION")).to_owned();
    info.producer = "printpdf".to_owned();
    Ok(())
}

fn draw(page: &Page, laid: &Laid, cuts: &[Cut; 2]) -> PdfPage {
    let mut ops = Vec::new();
    let mut pen = Pen::default();
    for item in &page.items {
        if let Item::Run(run) = item {
            pen.run(run, laid.size.1, cuts, &mut ops);
        } else {
            pen.stop(&mut ops);
            shape(item, laid.size.1, &mut ops);
        }
    }
    pen.stop(&mut ops);
    ops.extend(page.links.iter().filter_map(|link| annotation(link, laid)));
    let mm = |points: f32| Mm(points * 25.4 / 72.0);
    PdfPage::new(mm(laid.size.0), mm(laid.size.1), ops)
}

/// What is set at the moment, so that nothing is said twice.
#[derive(Default)]
struct Pen {
    inside: bool,
    font: Option<(Weight, f32)>,
    colour: Option<Colour>,
    spacing: f32,
}

impl Pen {
    fn stop(&mut self, ops: &mut Vec<Op>) {
        if self.inside {
            ops.push(Op::EndTextSection);
        }
        // Shapes change the colour; font and spacing are said again in each text section.
        *self = Self { spacing: self.spacing, ..Self::default() };
    }

    fn run(&mut self, run: &Run, height: f32, cuts: &[Cut; 2], ops: &mut Vec<Op>) {
        if !self.inside {
            ops.push(Op::StartTextSection);
            self.inside = true;
        }
        if self.colour != Some(run.colour) {
            ops.push(Op::SetFillColor { col: colour(run.colour) });
            self.colour = Some(run.colour);
        }
        if self.font != Some((run.weight, run.size)) {
            let font = PdfFontHandle::External(font_id(run.weight));
            ops.push(Op::SetFont { font, size: Pt(run.size) });
            self.font = Some((run.weight, run.size));
        }
        let spacing = round(run.spacing);
        if spacing != self.spacing {
            ops.push(Op::SetCharacterSpacing { multiplier: spacing });
            self.spacing = spacing;
        }
        let (x, y) = (Pt(round(run.x)), Pt(round(height - run.y)));
        ops.push(Op::SetTextMatrix { matrix: TextMatrix::Translate(x, y) });
        let cut = &cuts[usize::from(run.weight == Weight::Bold)];
        let text = run.text.chars().map(|ch| *cut.instead.get(&ch).unwrap_or(&ch)).collect();
        ops.push(Op::ShowText { items: vec![TextItem::Text(text)] });
    }
}

/// To a thousandth of a point: finer is neither seen nor worth its bytes.
fn round(value: f32) -> f32 {
    (value * 1000.0).round() / 1000.0
}

fn colour(Colour(red, green, blue): Colour) -> Color {
    let part = |byte: u8| round(f32::from(byte) / 255.0);
    Color::Rgb(Rgb { r: part(red), g: part(green), b: part(blue), icc_profile: None })
}

fn point((x, y): (f32, f32), height: f32) -> LinePoint {
    LinePoint { p: Point { x: Pt(round(x)), y: Pt(round(height - y)) }, bezier: false }
}

fn shape(item: &Item, height: f32, ops: &mut Vec<Op>) {
    match item {
        Item::Run(_) => {}
        Item::Line { from, to, width, colour: shade } => {
            ops.push(Op::SetOutlineColor { col: colour(*shade) });
            ops.push(Op::SetOutlineThickness { pt: Pt(*width) });
            let points = vec![point(*from, height), point(*to, height)];
            ops.push(Op::DrawLine { line: Line { points, is_closed: false } });
        }
        Item::Fill { at, size, colour: shade } => {
            ops.push(Op::SetFillColor { col: colour(*shade) });
            let mut rectangle = rect(*at, *size, height);
            rectangle.mode = Some(PaintMode::Fill);
            ops.push(Op::DrawRectangle { rectangle });
        }
        Item::Shape { points, fill, edge } => {
            if let Some(fill) = fill {
                ops.push(Op::SetFillColor { col: colour(*fill) });
            }
            if let Some((width, edge)) = edge {
                ops.push(Op::SetOutlineColor { col: colour(*edge) });
                ops.push(Op::SetOutlineThickness { pt: Pt(*width) });
            }
            let mode = match (fill, edge) {
                (Some(_), Some(_)) => PaintMode::FillStroke,
                (Some(_), None) => PaintMode::Fill,
                _ => PaintMode::Stroke,
            };
            let ring = PolygonRing { points: points.iter().map(|corner| point(*corner, height)).collect() };
            let polygon = Polygon { rings: vec![ring], mode, winding_order: WindingOrder::NonZero };
            ops.push(Op::DrawPolygon { polygon });
        }
    }
}

fn rect(at: (f32, f32), size: (f32, f32), height: f32) -> Rect {
    Rect {
        x: Pt(round(at.0)),
        y: Pt(round(height - at.1 - size.1)),
        width: Pt(round(size.0)),
        height: Pt(round(size.1)),
        mode: None,
        winding_order: None,
    }
}

/// A link; none where its anchor does not exist.
fn annotation(link: &Link, laid: &Laid) -> Option<Op> {
    let actions = match &link.target {
        Target::Url(url) => Actions::uri(url.clone()),
        Target::Anchor(anchor) => {
            let spot = laid.anchors.get(anchor)?;
            let top = Some(round(laid.size.1 - spot.y + 10.0));
            Actions::go_to(Destination::Xyz { page: spot.page + 1, left: None, top, zoom: None })
        }
    };
    let border = Some(BorderArray::Solid([0.0, 0.0, 0.0]));
    let link = LinkAnnotation::new(rect(link.at, link.size, laid.size.1), actions, border, None, None);
    Some(Op::LinkAnnotation { link })
}

/// What printpdf leaves out or gets wrong.
fn put_right(file: &mut lopdf::Document, report: &Report, laid: &Laid) -> Result<(), lopdf::Error> {
    file.version = "1.7".to_owned();
    let outlines = bookmarks(file, laid);
    let mut viewer = Dictionary::new();
    viewer.set("DisplayDocTitle", true);
    let catalog = file.catalog_mut()?;
    catalog.set("Lang", text(&report.language));
    catalog.set("ViewerPreferences", viewer);
    if let Some(outlines) = outlines {
        catalog.set("Outlines", outlines);
        catalog.set("PageMode", Object::Name(b"UseOutlines".to_vec()));
    }
    let info = file.trailer.get(b"Info")?.as_reference()?;
    let info = file.get_object_mut(info)?.as_dict_mut()?;
    info.remove(b"GTS_PDFXVersion");
    info.remove(b"Identifier");
    info.remove(b"Keywords");
    let id = Object::String(identity(report, laid), StringFormat::Hexadecimal);
    file.trailer.set("ID", vec![id.clone(), id]);
    Ok(())
}

/// A text of the document's catalogue, in UTF-16 where it has to be.
fn text(text: &str) -> Object {
    if text.is_ascii() {
        return Object::string_literal(text);
    }
    let mut bytes = vec![0xfe, 0xff];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// Sixteen bytes that depend on the report alone.
fn identity(report: &Report, laid: &Laid) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(report.title.as_bytes());
    hash.update(report.date.to_string().as_bytes());
    for run in laid.pages.iter().flat_map(runs) {
        hash.update(run.text.as_bytes());
        hash.update(run.x.to_be_bytes());
        hash.update(run.y.to_be_bytes());
    }
    hash.finalize().iter().take(16).copied().collect()
}

/// A bookmark in the making.
struct Entry<'a> {
    id: ObjectId,
    parent: Option<usize>,
    children: Vec<usize>,
    bookmark: &'a Bookmark,
}

/// Writes the tree of bookmarks; says where it begins.
fn bookmarks(file: &mut lopdf::Document, laid: &Laid) -> Option<Object> {
    let root = file.new_object_id();
    let mut entries: Vec<Entry> = Vec::new();
    let mut top = Vec::new();
    let mut path: Vec<usize> = Vec::new();
    for bookmark in &laid.bookmarks {
        while path.last().is_some_and(|&at| entries[at].bookmark.level >= bookmark.level) {
            path.pop();
        }
        let at = entries.len();
        let parent = path.last().copied();
        match parent {
            Some(parent) => entries[parent].children.push(at),
            None => top.push(at),
        }
        entries.push(Entry { id: file.new_object_id(), parent, children: Vec::new(), bookmark });
        path.push(at);
    }
    let pages: Vec<ObjectId> = file.get_pages().into_values().collect();
    for (at, entry) in entries.iter().enumerate() {
        let siblings = entry.parent.map_or(&top, |parent| &entries[parent].children);
        let place = siblings.iter().position(|&sibling| sibling == at)?;
        let mut dict = Dictionary::new();
        dict.set("Title", text(&entry.bookmark.title));
        dict.set("Parent", entry.parent.map_or(root, |parent| entries[parent].id));
        if let Some(before) = place.checked_sub(1).and_then(|place| siblings.get(place)) {
            dict.set("Prev", entries[*before].id);
        }
        if let Some(after) = siblings.get(place + 1) {
            dict.set("Next", entries[*after].id);
        }
        if let (Some(first), Some(last)) = (entry.children.first(), entry.children.last()) {
            dict.set("First", entries[*first].id);
            dict.set("Last", entries[*last].id);
            dict.set("Count", -(entry.children.len() as i64));
        }
        let spot = entry.bookmark.spot;
        let page = *pages.get(spot.page)?;
        let y = Object::Real(round(laid.size.1 - spot.y + 10.0));
        dict.set("Dest", vec![Object::Reference(page), "XYZ".into(), Object::Null, y, Object::Null]);
        file.set_object(entry.id, dict);
    }
    let mut outlines = Dictionary::new();
    outlines.set("Type", "Outlines");
    outlines.set("First", entries[*top.first()?].id);
    outlines.set("Last", entries[*top.last()?].id);
    outlines.set("Count", top.len() as i64);
    file.set_object(root, outlines);
    Some(Object::Reference(root))
}
