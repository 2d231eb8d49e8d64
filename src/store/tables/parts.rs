//! The parts of a workbook, measured before the reading library sees them; it is handed those that it needs and no
//! others.
//!
//! A workbook is a ZIP of XML texts, and a small one can be made to fill the memory or never to end: by what it
//! unpacks to, by millions of empty elements that become large values, by one long name that thousands of elements
//! refer to, by a claimed number of texts for which room is made at once. The library guards against none of these,
//! so the bounds are here, far above what any answers table needs.

use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::problem::TableProblemKind;

/// Most files in the ZIP.
const MAX_ENTRIES: u64 = 10_000;
/// The most that the texts may unpack to, in bytes.
const MAX_UNPACKED: u64 = 64 * 1024 * 1024;
/// Most elements in all texts together.
const MAX_TAGS: usize = 6_000_000;
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
    if sum > MAX_UNPACKED {
        return Err(TableProblemKind::UnpacksTooLarge { bytes: sum, most: MAX_UNPACKED });
    }
    let room = usize::try_from(sum).unwrap_or(0) + texts.iter().map(|(_, name)| 2 * name.len() + 256).sum::<usize>();
    let mut out = ZipWriter::new(Cursor::new(Vec::with_capacity(room)));
    let mut measure = Measure::default();
    for (index, name) in texts {
        let part = archive.by_index(index).map_err(corrupt)?;
        let size = part.size();
        let mut text = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
        // The size is only claimed; the library above holds it, and so does this.
        part.take(size + 1).read_to_end(&mut text).map_err(|_| TableProblemKind::CorruptWorkbook)?;
        if text.len() as u64 > size {
            return Err(TableProblemKind::CorruptWorkbook);
        }
        measure.add(&name.to_ascii_lowercase(), &text)?;
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        out.start_file(name, stored).map_err(corrupt)?;
        out.write_all(&text).map_err(|_| TableProblemKind::CorruptWorkbook)?;
    }
    Ok((out.finish().map_err(corrupt)?.into_inner(), sum))
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

#[derive(Default)]
struct Measure {
    tags: usize,
    sheets: usize,
    relations: usize,
}

impl Measure {
    /// Looks at one text; what it can become in memory must be within bounds.
    fn add(&mut self, name: &str, text: &[u8]) -> Result<(), TableProblemKind> {
        // UTF-16 would hide everything that is looked for; no program writes it here.
        if text.contains(&0) {
            return Err(TableProblemKind::CorruptWorkbook);
        }
        let (mut tags, mut longest) = (0, 0);
        for stretch in text.split(|byte| *byte == b'<') {
            tags += 1;
            longest = longest.max(stretch.len());
            self.sheets += usize::from(is_sheet(stretch));
        }
        self.tags += tags;
        let relations = name.ends_with(".rels");
        if relations {
            self.relations += text.len();
        }
        let within = self.tags <= MAX_TAGS
            && self.sheets <= MAX_SHEETS
            && longest <= MAX_STRETCH
            && !(relations && (self.relations > MAX_RELATIONS || longest > MAX_RELATION))
            && !(name.ends_with("styles.xml") && tags.saturating_mul(longest + STYLE) > MAX_STYLES)
            && claimed(text).is_none_or(|count| count <= MAX_CLAIMED);
        if within { Ok(()) } else { Err(TableProblemKind::Overfull) }
    }
}

/// Whether what follows a `<` is an element that names a sheet, with whatever prefix.
fn is_sheet(stretch: &[u8]) -> bool {
    let end = stretch.iter().position(|byte| byte.is_ascii_whitespace() || b"/>".contains(byte));
    let name = &stretch[..end.unwrap_or(stretch.len())];
    name.rsplit(|byte| *byte == b':').next() == Some(b"sheet")
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
        let picture = vec![b'<'; MAX_TAGS + 1];
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
            ("a.xml", "<a/>".repeat(MAX_TAGS)),
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
