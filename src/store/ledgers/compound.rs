//! Compound files (the container of XLS): their streams, with every chain held against the size of the file; and a new
//! one around a single stream, for the library that reads it, which follows chains in circles for ever.

/// A compound file whose directory was read.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    fat: Vec<u32>,
    mini_fat: Vec<u32>,
    mini_from: u32,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    from: u32,
    length: usize,
}

/// Ends of chains and sectors that belong to none.
const LAST: u32 = 0xFFFF_FFFA;
const END: u32 = 0xFFFF_FFFE;
const FAT: u32 = 0xFFFF_FFFD;
const FREE: u32 = 0xFFFF_FFFF;
/// Streams that are shorter stand in small sectors.
const SMALL: usize = 4096;
const SMALL_SECTOR: usize = 64;
/// Length of an entry of the directory.
const ENTRY: usize = 128;

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

impl<'a> Compound<'a> {
    /// Reads the directory; none when the file is damaged.
    pub(super) fn open(bytes: &'a [u8]) -> Option<Self> {
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut file =
            Self { bytes, sector, fat: Vec::new(), mini_fat: Vec::new(), mini_from: END, entries: Vec::new() };
        let most = bytes.len() / sector;
        let mut parts: Vec<u32> = numbers(bytes.get(76..512)?).filter(|part| *part < LAST).collect();
        let mut next = u32_at(bytes, 68)?;
        for _ in 0..=most {
            if next >= LAST {
                break;
            }
            let mut more: Vec<u32> = numbers(file.sector_at(next)?).collect();
            next = more.pop()?;
            parts.extend(more.into_iter().filter(|part| *part < LAST));
            if parts.len() > most {
                return None;
            }
        }
        for part in parts {
            let numbers: Vec<u32> = numbers(file.sector_at(part)?).collect();
            file.fat.extend(numbers);
        }
        let directory = file.chain(u32_at(bytes, 48)?)?;
        file.entries = directory.chunks_exact(ENTRY).filter_map(entry).collect();
        file.mini_from = file.entries.first()?.from;
        file.mini_fat = numbers(&file.chain(u32_at(bytes, 60)?)?).collect();
        Some(file)
    }

    /// The names of its streams.
    pub(super) fn names(&self) -> Vec<String> {
        self.entries.iter().map(|entry| entry.name.clone()).collect()
    }

    /// The stream of this name.
    pub(super) fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))?;
        let mut out = if entry.length < SMALL {
            let small = self.chain(self.mini_from)?;
            let mut out = Vec::new();
            let mut next = entry.from;
            while next < LAST && out.len() < entry.length {
                let at = usize::try_from(next).ok()?.checked_mul(SMALL_SECTOR)?;
                out.extend_from_slice(small.get(at..at + SMALL_SECTOR)?);
                next = *self.mini_fat.get(usize::try_from(next).ok()?)?;
            }
            out
        } else {
            self.chain(entry.from)?
        };
        if out.len() < entry.length {
            return None;
        }
        out.truncate(entry.length);
        Some(out)
    }

    fn sector_at(&self, number: u32) -> Option<&'a [u8]> {
        let at = usize::try_from(number).ok()?.checked_add(1)?.checked_mul(self.sector)?;
        // The last one may be cut.
        self.bytes.get(at..(at + self.sector).min(self.bytes.len())).filter(|found| !found.is_empty())
    }

    /// All sectors of a chain; none when it leads out of the file or in a circle.
    fn chain(&self, from: u32) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        let mut next = from;
        while next < LAST {
            out.extend_from_slice(self.sector_at(next)?);
            if out.len() > self.bytes.len() {
                return None;
            }
            next = *self.fat.get(usize::try_from(next).ok()?)?;
        }
        Some(out)
    }
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let letters = bytes.get(..64)?.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]]));
    let name: Vec<u16> = letters.take_while(|letter| *letter != 0).collect();
    let name = String::from_utf16_lossy(&name);
    Some(Entry { name, from: u32_at(bytes, 116)?, length: usize::try_from(u32_at(bytes, 120)?).ok()? })
}

/// A compound file with nothing in it but this stream, of large sectors, so that the header names all parts of its
/// table of sectors. None when there is more than it can name.
pub(super) fn around(name: &str, stream: &[u8]) -> Option<Vec<u8>> {
    const SECTOR: usize = 4096;
    let length = stream.len().max(SMALL);
    let sectors = length.div_ceil(SECTOR);
    // The stream, the directory, the table of sectors.
    let mut tables = (sectors + 1).div_ceil(SECTOR / 4);
    while (sectors + 1 + tables).div_ceil(SECTOR / 4) > tables {
        tables += 1;
    }
    if tables > 109 {
        return None;
    }
    let number = |at: usize| u32::try_from(at).ok();
    let mut out = Vec::with_capacity((sectors + tables + 2) * SECTOR);
    out.extend_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    out.resize(24, 0);
    for half in [0x3e_u16, 4, 0xfffe, 12, 6] {
        out.extend_from_slice(&half.to_le_bytes());
    }
    out.resize(40, 0);
    for word in [1, number(tables)?, number(sectors)?, 0, 4096, END, 0, END, 0] {
        out.extend_from_slice(&word.to_le_bytes());
    }
    for at in 0..109 {
        let word = if at < tables { number(sectors + 1 + at)? } else { FREE };
        out.extend_from_slice(&word.to_le_bytes());
    }
    out.resize(SECTOR, 0);
    out.extend_from_slice(stream);
    out.resize(SECTOR * (1 + sectors), 0);
    let first = out.len();
    for (name, kind, from, length) in [("Root Entry", 5_u8, END, 0), (name, 2, 0, length)] {
        let begins = out.len();
        name.encode_utf16().for_each(|letter| out.extend_from_slice(&letter.to_le_bytes()));
        out.resize(begins + 64, 0);
        out.extend_from_slice(&u16::try_from(2 * name.len() + 2).ok()?.to_le_bytes());
        out.extend_from_slice(&[kind, 1]);
        let child = if kind == 5 { 1 } else { FREE };
        [FREE, FREE, child].iter().for_each(|word| out.extend_from_slice(&word.to_le_bytes()));
        out.resize(begins + 116, 0);
        out.extend_from_slice(&from.to_le_bytes());
        out.extend_from_slice(&u64::try_from(length).ok()?.to_le_bytes());
    }
    // calamine takes a root without a place for no root.
    out[first + 116..first + 120].copy_from_slice(&0_u32.to_le_bytes());
    out.resize(SECTOR * (2 + sectors), 0);
    for at in 1..=sectors {
        out.extend_from_slice(&if at < sectors { number(at)? } else { END }.to_le_bytes());
    }
    out.extend_from_slice(&END.to_le_bytes());
    (0..tables).for_each(|_| out.extend_from_slice(&FAT.to_le_bytes()));
    while out.len() < SECTOR * (2 + sectors + tables) {
        out.extend_from_slice(&FREE.to_le_bytes());
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_around_a_stream_comes_off_again() {
        for length in [0, 1, 4095, 4096, 4097, 5_000_000] {
            let stream: Vec<u8> = (0..length).map(|at: usize| (at % 251) as u8).collect();
            let bytes = around("Workbook", &stream).unwrap();
            let found = Compound::open(&bytes).unwrap();
            assert_eq!(found.names()[1], "Workbook");
            let back = found.stream("workbook").unwrap();
            assert_eq!(&back[..length], &stream[..]);
            assert!(back[length..].iter().all(|byte| *byte == 0));
        }
    }

    #[test]
    fn chains_in_circles_end() {
        let mut bytes = around("Workbook", &[7; 20_000]).unwrap();
        // The first sector of the stream leads to itself, then the directory does.
        let table = 4096 * 7;
        bytes[table..table + 4].copy_from_slice(&0_u32.to_le_bytes());
        assert!(Compound::open(&bytes).unwrap().stream("Workbook").is_none());
        bytes[table + 20..table + 24].copy_from_slice(&5_u32.to_le_bytes());
        assert!(Compound::open(&bytes).is_none());
        for length in 0..bytes.len().min(600) {
            assert!(Compound::open(&bytes[..length]).is_none());
        }
    }
}
