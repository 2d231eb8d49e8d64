//! The cell of evidence: paths separated by `;` (`；` and line breaks as well), read and written.
//!
//! `http://…` and `https://…` are addresses, what ends in `/` is a folder, the rest are files; backslashes in
//! relative paths become `/`. A path that this would change (one with `;` in it, say) is written in double quotes,
//! with `"` doubled inside; where the kind would be guessed wrong as well, `file:`, `folder:` or `web:` stands before
//! the quotes. Which of the three is needed is found by reading each back.

use crate::assessment::{EvidenceItem, is_absolute};

/// Why a cell is not taken.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum BadCell {
    /// A quote that never closes, or text right after one.
    Quote,
    /// More items than may be read.
    TooMany,
}

const SEPARATORS: [char; 4] = [';', '；', '\n', '\r'];

/// Reads a cell of at most so many items.
pub(super) fn parse(cell: &str, most: usize) -> Result<Vec<EvidenceItem>, BadCell> {
    let mut out = Vec::new();
    let mut rest = cell;
    loop {
        rest = rest.trim_start_matches(|found: char| found.is_whitespace() || SEPARATORS.contains(&found));
        if rest.is_empty() {
            return Ok(out);
        }
        if out.len() >= most {
            return Err(BadCell::TooMany);
        }
        if let Some((make, after)) = opening(rest) {
            let (text, after) = quoted(after)?;
            out.push(make(text));
            rest = after.trim_start_matches([' ', '\t', '\u{3000}']);
            if !rest.is_empty() && !rest.starts_with(SEPARATORS) {
                return Err(BadCell::Quote);
            }
        } else {
            let end = rest.find(SEPARATORS).unwrap_or(rest.len());
            out.push(plain(rest[..end].trim()));
            rest = &rest[end..];
        }
    }
}

/// Makes an item of a path.
type Make = fn(String) -> EvidenceItem;

/// What a quoted path becomes, by what stands before its quote, and the rest after that quote.
fn opening(text: &str) -> Option<(Make, &str)> {
    let kinds: [(&str, Make); 4] = [
        ("\"", guessed),
        ("file:\"", EvidenceItem::File),
        ("folder:\"", EvidenceItem::Folder),
        ("web:\"", EvidenceItem::Web),
    ];
    kinds.into_iter().find_map(|(start, make)| Some((make, text.strip_prefix(start)?)))
}

fn quoted(text: &str) -> Result<(String, &str), BadCell> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('"') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match rest.strip_prefix('"') {
            Some(after) => {
                out.push('"');
                rest = after;
            }
            None => return Ok((out, rest)),
        }
    }
    Err(BadCell::Quote)
}

fn plain(text: &str) -> EvidenceItem {
    if is_web(text) || is_absolute(text) { guessed(text.to_owned()) } else { guessed(text.replace('\\', "/")) }
}

fn is_web(text: &str) -> bool {
    let start = |scheme: &str| text.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme));
    start("http://") || start("https://")
}

fn guessed(text: String) -> EvidenceItem {
    if is_web(&text) {
        return EvidenceItem::Web(text);
    }
    match text.strip_suffix(['/', '\\']) {
        // A root keeps its stroke: `/` and `C:\` are folders, `C:` alone is not the same one.
        Some("") => EvidenceItem::Folder(text),
        Some(folder) if folder.ends_with(':') => EvidenceItem::Folder(text),
        Some(folder) => EvidenceItem::Folder(folder.to_owned()),
        None => EvidenceItem::File(text),
    }
}

/// Writes a cell that [`parse`] reads as the same items.
pub(super) fn write<'a>(items: impl Iterator<Item = &'a EvidenceItem>) -> String {
    items.map(write_one).collect::<Vec<_>>().join("; ")
}

fn write_one(item: &EvidenceItem) -> String {
    let target = item.target();
    let (name, ending) = match item {
        EvidenceItem::File(_) => ("file", ""),
        EvidenceItem::Folder(_) => ("folder", "/"),
        EvidenceItem::Web(_) => ("web", ""),
    };
    let quotes = target.replace('"', "\"\"");
    let ways =
        [target.to_owned(), format!("{target}{ending}"), format!("\"{quotes}\""), format!("\"{quotes}{ending}\"")];
    let same = |way: &&String| parse(way, 2).is_ok_and(|read| read == [item.clone()]);
    ways.iter().find(same).cloned().unwrap_or_else(|| format!("{name}:\"{quotes}\""))
}

/// The path as it is compared: strokes of both systems are one, a folder's last one does not count.
pub(super) fn key(item: &EvidenceItem) -> String {
    match item {
        EvidenceItem::Web(address) => address.clone(),
        EvidenceItem::File(path) | EvidenceItem::Folder(path) => {
            let path = path.replace('\\', "/");
            let short = path.trim_end_matches('/');
            if short.is_empty() { path } else { short.to_owned() }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use EvidenceItem::{File, Folder, Web};

    #[test]
    fn a_cell_as_people_write_it() {
        let read = parse("证据\\任命书.pdf；证据/照片/; https://例.cn/a?b=1\n D:\\共享\\台账.xlsx ;;", 4).unwrap();
        let expected = [
            File("证据/任命书.pdf".into()),
            Folder("证据/照片".into()),
            Web("https://例.cn/a?b=1".into()),
            File("D:\\共享\\台账.xlsx".into()),
        ];
        assert_eq!(read, expected);
        assert_eq!(parse("\"a;b.pdf", 9).unwrap_err(), BadCell::Quote);
        assert_eq!(parse("\"a\"b", 9).unwrap_err(), BadCell::Quote);
        assert_eq!(parse("a;b;c", 2).unwrap_err(), BadCell::TooMany);
        assert_eq!(parse(" ; ", 0).unwrap(), []);
    }

    #[test]
    fn every_item_comes_back() {
        for item in [
            File("a;b.pdf".into()),
            File("a；b.pdf".into()),
            File(" a ".into()),
            File("a\"b".into()),
            File("\"".into()),
            File("a/".into()),
            File("http://x".into()),
            Folder("证据".into()),
            Folder("证据/".into()),
            Folder("/".into()),
            Folder("C:\\".into()),
            Folder("C:\\a".into()),
            Web("www.x.cn".into()),
            Web("http://x/;a".into()),
            Web("https://x/".into()),
            File("a\\b".into()),
            File("file:\"x\"".into()),
            Folder("a;b".into()),
            File("\\\\server\\a".into()),
            Web("a/".into()),
            Folder("http://a".into()),
            File(";".into()),
        ] {
            let cell = write([&item, &item].into_iter());
            assert_eq!(parse(&cell, 2).unwrap(), [item.clone(), item], "{cell}");
        }
        assert_eq!(write([File("a/b.pdf".into()), Folder("c".into())].iter()), "a/b.pdf; c/");
        assert_eq!(write([File("a;b".into())].iter()), "\"a;b\"");
    }
}
