//! The parts of a workbook, measured before the reading library sees them; it is handed those that it needs and no
//! others.
//!
//! A workbook is a ZIP of XML texts, and a small one can be made to fill the memory or never to end: by what it
//! unpacks to, by millions of empty elements that become large values, by one long name that thousands of elements
//! refer to, by a claimed number of texts for which room is made at once. The library guards against none of these,
//! so the bounds are here, far above what any answers table needs.

use std::io::{BufRead as _, BufReader, Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::problem::TableProblemKind;

/// How much a workbook may hold.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) struct Bounds {
    /// The most that the texts may unpack to, in bytes.
    pub(in crate::store) unpacked: u64,
    /// Most elements in all texts together; each may become a value that is kept.
    pub(in crate::store) tags: usize,
    /// Most elements of which only cells are made, where these are counted apart: they are read one by one.
    pub(in crate::store) cell_tags: Option<usize>,
}

/// The bounds of answers tables.
pub(super) const ANSWERS: Bounds = Bounds { unpacked: 64 * 1024 * 1024, tags: 6_000_000, cell_tags: None };

/// Most files in the ZIP.
const MAX_ENTRIES: u64 = 10_000;
/// Most bytes from one `<` to the next; the text of a cell has at most 32,767 characters.
const MAX_STRETCH: usize = 1024 * 1024;
/// Most bytes of the lists of relations together, and from one `<` to the next in them.
const MAX_RELATIONS: usize = 1024 * 1024;
const MAX_RELATION: usize = 2048;
/// Most bytes that formats may take: each may name a font and a number format as long as the longest one.
const MAX_STYLES: usize = 128 * 1024 * 1024;
/// About what a format takes besides its names, in bytes.
const STYLE: usize = 256;
/// Most sheets.
const MAX_SHEETS: usize = 1_000;
/// Most different texts for which room is made before they are there.
const MAX_CLAIMED: u64 = 2_000_000;

/// The same workbook with nothing in it but the texts that are read, not compressed, each within bounds; and how many
/// bytes they have together.
pub(super) fn measured(bytes: &[u8]) -> Result<(Vec<u8>, u64), TableProblemKind> {
    let corrupt = |_| TableProblemKind::CorruptWorkbook;
    let (mut archive, texts, sum) = opened(bytes, &ANSWERS)?;
    let room = usize::try_from(sum).unwrap_or(0) + texts.iter().map(|(_, name)| 2 * name.len() + 256).sum::<usize>();
    let mut out = ZipWriter::new(Cursor::new(Vec::with_capacity(room)));
    let mut measure = Measure::of(&ANSWERS);
    for (index, name) in texts {
        let part = archive.by_index(index).map_err(corrupt)?;
        let size = part.size();
        let mut text = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
        // The size is only claimed; the library above holds it, and so does this.
        part.take(size + 1).read_to_end(&mut text).map_err(|_| TableProblemKind::CorruptWorkbook)?;
        if text.len() as u64 > size {
            return Err(TableProblemKind::CorruptWorkbook);
        }
        measure.begin(&name);
        text.split(|byte| *byte == b'<').try_for_each(|stretch| measure.stretch(stretch))?;
        measure.end()?;
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        out.start_file(name, stored).map_err(corrupt)?;
        out.write_all(&text).map_err(|_| TableProblemKind::CorruptWorkbook)?;
    }
    Ok((out.finish().map_err(corrupt)?.into_inner(), sum))
}

/// The same workbook with nothing in it but the texts that are read, compressed as they were, each within bounds. For
/// large ones: no text is ever laid out whole, and `see` is shown each stretch from one `<` to the next, with the name
/// of its text. How many bytes the texts have together comes last.
pub(in crate::store) fn packed(
    bytes: &[u8],
    bounds: &Bounds,
    mut see: impl FnMut(&str, &[u8]) -> Result<(), TableProblemKind>,
) -> Result<(Vec<u8>, u64), TableProblemKind> {
    let corrupt = |_| TableProblemKind::CorruptWorkbook;
    let (mut archive, texts, sum) = opened(bytes, bounds)?;
    let mut out = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len())));
    let mut measure = Measure::of(bounds);
    for (index, name) in texts {
        let part = archive.by_index(index).map_err(corrupt)?;
        measure.begin(&name);
        stretches(part, |stretch| {
            measure.stretch(stretch)?;
            see(&name, stretch)?;
            Ok(true)
        })?;
        measure.end()?;
        out.raw_copy_file_rename(archive.by_index_raw(index).map_err(corrupt)?, &name).map_err(corrupt)?;
    }
    Ok((out.finish().map_err(corrupt)?.into_inner(), sum))
}

/// Shows the stretches of one text of a ZIP to `see`, as long as it returns true. Says whether there is such a text.
pub(in crate::store) fn see_part(
    bytes: &[u8],
    name: &str,
    bounds: &Bounds,
    see: impl FnMut(&[u8]) -> Result<bool, TableProblemKind>,
) -> Result<bool, TableProblemKind> {
    let (mut archive, texts, _) = opened(bytes, bounds)?;
    let Some((index, _)) = texts.into_iter().find(|(_, known)| known == name) else { return Ok(false) };
    stretches(archive.by_index(index).map_err(|_| TableProblemKind::CorruptWorkbook)?, see)?;
    Ok(true)
}

/// Shows every stretch of one text from one `<` to the next, without either, as long as `see` returns true.
fn stretches<R: std::io::Read>(
    part: zip::read::ZipFile<'_, R>,
    mut see: impl FnMut(&[u8]) -> Result<bool, TableProblemKind>,
) -> Result<(), TableProblemKind> {
    let size = part.size();
    let mut reader = BufReader::with_capacity(64 * 1024, part.take(size.saturating_add(1)));
    let (mut stretch, mut read) = (Vec::new(), 0_u64);
    loop {
        stretch.clear();
        let most = MAX_STRETCH as u64 + 2;
        let length = reader.by_ref().take(most).read_until(b'<', &mut stretch);
        let length = length.map_err(|_| TableProblemKind::CorruptWorkbook)? as u64;
        if length == 0 {
            return Ok(());
        }
        read += length;
        // The size is only claimed; the library that reads it afterwards believes it.
        if read > size {
            return Err(TableProblemKind::CorruptWorkbook);
        }
        if length == most {
            return Err(TableProblemKind::Overfull);
        }
        if !see(stretch.strip_suffix(b"<").unwrap_or(&stretch))? {
            return Ok(());
        }
    }
}

/// A workbook, and which of its parts are texts: their places and names.
type Opened<'a> = (ZipArchive<Cursor<&'a [u8]>>, Vec<(usize, String)>, u64);

/// Opens a workbook whose directory is within bounds; how many bytes its texts claim comes last.
fn opened<'a>(bytes: &'a [u8], bounds: &Bounds) -> Result<Opened<'a>, TableProblemKind> {
    // Counted in the bytes: the directory is laid out whole when the ZIP is opened.
    if bytes.windows(4).filter(|found| found == b"PK\x01\x02").count() as u64 > MAX_ENTRIES || claims_too_many(bytes) {
        return Err(TableProblemKind::Overfull);
    }
    let corrupt = |_| TableProblemKind::CorruptWorkbook;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(corrupt)?;
    let mut sum = 0_u64;
    let mut texts = Vec::new();
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index).map_err(corrupt)?;
        let name = part.name().map_err(corrupt)?.replace('\\', "/");
        if is_text(&name) {
            sum = sum.saturating_add(part.size());
            texts.push((index, name));
        }
    }
    if sum > bounds.unpacked {
        return Err(TableProblemKind::UnpacksTooLarge { bytes: sum, most: bounds.unpacked });
    }
    Ok((archive, texts, sum))
}

fn is_text(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with(".xml") || name.ends_with(".rels")
}

/// Whether the 64-bit end of the directory claims more files than there may be; room would be made for them at once.
fn claims_too_many(bytes: &[u8]) -> bool {
    let number = |at: usize| {
        let bytes = bytes.get(at..at.checked_add(8)?)?;
        Some(bytes.iter().rev().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte)))
    };
    let mut ends = bytes.windows(4).enumerate().filter(|(_, found)| found == b"PK\x06\x06");
    ends.any(|(at, _)| [24, 32].into_iter().filter_map(|field| number(at + field)).any(|count| count > MAX_ENTRIES))
}

/// What was seen of all texts so far, and of the one that is looked at.
struct Measure<'a> {
    bounds: &'a Bounds,
    tags: usize,
    cell_tags: usize,
    sheets: usize,
    relations: usize,
    // of this text
    is_relations: bool,
    is_styles: bool,
    own_tags: usize,
    longest: usize,
    bytes: usize,
    claimed: Option<u64>,
}

impl<'a> Measure<'a> {
    fn of(bounds: &'a Bounds) -> Self {
        Self {
            bounds,
            tags: 0,
            cell_tags: 0,
            sheets: 0,
            relations: 0,
            is_relations: false,
            is_styles: false,
            own_tags: 0,
            longest: 0,
            bytes: 0,
            claimed: None,
        }
    }

    /// Begins with a text.
    fn begin(&mut self, name: &str) {
        let name = name.to_ascii_lowercase();
        (self.is_relations, self.is_styles) = (name.ends_with(".rels"), name.ends_with("styles.xml"));
        (self.own_tags, self.longest, self.bytes, self.claimed) = (0, 0, 0, None);
    }

    /// Looks at what stands from one `<` to the next.
    fn stretch(&mut self, stretch: &[u8]) -> Result<(), TableProblemKind> {
        // UTF-16 would hide everything that is looked for; no program writes it here.
        if stretch.contains(&0) {
            return Err(TableProblemKind::CorruptWorkbook);
        }
        self.own_tags += 1;
        self.bytes += stretch.len() + 1;
        self.longest = self.longest.max(stretch.len());
        if self.bounds.cell_tags.is_some() && is_of_cell(stretch) {
            self.cell_tags += 1;
        } else {
            self.tags += 1;
            self.sheets += usize::from(is_sheet(stretch));
            self.claimed = self.claimed.max(claimed(stretch));
        }
        self.within()
    }

    /// Ends with a text.
    fn end(&mut self) -> Result<(), TableProblemKind> {
        if self.is_relations {
            self.relations += self.bytes - 1;
            self.bytes = 0; // counted once
        }
        self.within()
    }

    /// Whether what it can become in memory is within bounds.
    fn within(&self) -> Result<(), TableProblemKind> {
        let relations = self.relations + if self.is_relations { self.bytes } else { 0 };
        let within = self.tags <= self.bounds.tags
            && self.bounds.cell_tags.is_none_or(|most| self.cell_tags <= most)
            && self.sheets <= MAX_SHEETS
            && self.longest <= MAX_STRETCH
            && !(self.is_relations && (relations > MAX_RELATIONS + 1 || self.longest > MAX_RELATION))
            && !(self.is_styles && self.own_tags.saturating_mul(self.longest + STYLE) > MAX_STYLES)
            && self.claimed.is_none_or(|count| count <= MAX_CLAIMED);
        if within { Ok(()) } else { Err(TableProblemKind::Overfull) }
    }
}

/// Whether what follows a `<` begins or ends a row or something in a cell.
fn is_of_cell(stretch: &[u8]) -> bool {
    let (name, _) = element(stretch.strip_prefix(b"/").unwrap_or(stretch));
    matches!(name, b"row" | b"c" | b"v" | b"f" | b"is" | b"t")
}

/// The name of the element that begins with a stretch, without its prefix, and what follows the name.
pub(in crate::store) fn element(stretch: &[u8]) -> (&[u8], &[u8]) {
    let end = stretch.iter().position(|byte| byte.is_ascii_whitespace() || b"/>".contains(byte));
    let (name, rest) = stretch.split_at(end.unwrap_or(stretch.len()));
    (name.rsplit(|byte| *byte == b':').next().unwrap_or(name), rest)
}

/// Whether what follows a `<` is an element that names a sheet, with whatever prefix.
fn is_sheet(stretch: &[u8]) -> bool {
    element(stretch).0 == b"sheet"
}

/// The largest number that stands behind `uniqueCount`, anywhere.
fn claimed(text: &[u8]) -> Option<u64> {
    const NAME: &[u8] = b"uniqueCount";
    let mut largest = None;
    let mut rest = text;
    while let Some(at) = rest.windows(NAME.len()).position(|found| found == NAME) {
        rest = &rest[at + NAME.len()..];
        let begins = rest.iter().position(|byte| !byte.is_ascii_whitespace() && !b"='\"".contains(byte));
        let digits = rest[begins.unwrap_or(rest.len())..].iter().take_while(|byte| byte.is_ascii_digit());
        let number = digits.fold(0_u64, |sum, digit| sum.saturating_mul(10).saturating_add(u64::from(digit - b'0')));
        largest = largest.max(Some(number));
    }
    largest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            out.start_file(*name, SimpleFileOptions::default()).unwrap();
            out.write_all(text).unwrap();
        }
        out.finish().unwrap().into_inner()
    }

    #[test]
    fn only_texts_within_bounds_are_handed_on() {
        let picture = vec![b'<'; ANSWERS.tags + 1];
        let good = zipped(&[("xl/workbook.xml", b"<a><sheet/></a>"), ("xl/media/1.png", &picture)]);
        let (kept, size) = measured(&good).unwrap();
        assert_eq!(size, 15);
        let mut archive = ZipArchive::new(Cursor::new(kept)).unwrap();
        assert_eq!(archive.len(), 1);
        let mut text = String::new();
        archive.by_name("xl/workbook.xml").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "<a><sheet/></a>");
    }

    #[test]
    fn each_bound_holds() {
        let long = format!("<a b='{}'/>", "x".repeat(MAX_STRETCH));
        let relation = format!("<a b='{}'/>", "x".repeat(MAX_RELATION));
        let styles = format!("<font n='{}'/>{}", "x".repeat(2000), "<xf/>".repeat(100_000));
        for (name, text) in [
            ("a.xml", "<a/>".repeat(ANSWERS.tags)),
            ("a.xml", "<x:sheet id='1'/>".repeat(MAX_SHEETS + 1)),
            ("A.XML", long),
            ("_rels/.rels", relation),
            ("xl/styles.xml", styles),
            ("a.xml", "<sst uniqueCount =\n'30000000000'>".to_owned()),
        ] {
            let bytes = zipped(&[(name, text.as_bytes())]);
            assert_eq!(measured(&bytes).unwrap_err(), TableProblemKind::Overfull, "{name}: {}", &text[..20]);
        }
        let mut bytes = zipped(&[("a.xml", b"<a/>")]);
        bytes.extend(b"PK\x06\x06");
        bytes.extend([0xff; 60]);
        assert_eq!(measured(&bytes).unwrap_err(), TableProblemKind::Overfull);
        let wide: Vec<u8> = "<a/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(measured(&zipped(&[("a.xml", &wide)])).unwrap_err(), TableProblemKind::CorruptWorkbook);
    }
}
