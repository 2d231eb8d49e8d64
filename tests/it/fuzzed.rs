//! The fuzzers' work in small: their seeds and some mutations of them, the same each time. See `fuzz/README.md`.

use std::path::Path;

#[path = "../../fuzz/bodies.rs"]
mod bodies;

/// Numbers that look random and are the same each time (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end.max(1)).unwrap()).unwrap()
    }

    /// A part of so many bytes, of at most some dozens.
    fn part(&mut self, length: usize) -> std::ops::Range<usize> {
        let start = self.below(length);
        start..(start + 1 + self.below(40)).min(length)
    }

    /// One to four changes: a bit, a byte that means something, a part left out, doubled or taken from another seed.
    fn mutate(&mut self, bytes: &mut Vec<u8>, other: &[u8]) {
        for _ in 0..=self.below(3) {
            let part = self.part(bytes.len());
            if part.is_empty() || part.end > bytes.len() {
                return;
            }
            match self.below(5) {
                0 => bytes[part.start] ^= 1 << self.below(8),
                1 => bytes[part.start] = b"\"'(),:;[]{}<>=/\\#-+@0\n\r\t\0\xff"[self.below(26)],
                2 => drop(bytes.drain(part)),
                3 => {
                    let copy = bytes[part.clone()].to_vec();
                    let at = self.below(bytes.len());
                    bytes.splice(at..at, copy);
                }
                _ => {
                    let from = self.part(other.len());
                    bytes.splice(part, other.get(from).unwrap_or_default().iter().copied());
                }
            }
        }
    }
}

fn fuzz(target: &str, mutations: usize, body: fn(&[u8])) {
    // So many times as many, for whoever has an hour and no nightly Rust.
    let times = std::env::var("XINGPING_FUZZ_TIMES").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    let mutations = mutations * times;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    let mut paths: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let seeds: Vec<Vec<u8>> = paths.iter().map(|path| std::fs::read(path).unwrap()).collect();
    assert!(seeds.len() > 1, "{target} has seeds");
    seeds.iter().for_each(|seed| body(seed));
    let mut numbers = Numbers(0x2545_f491_4f6c_dd1d);
    for n in 0..mutations {
        let mut bytes = seeds[n % seeds.len()].clone();
        let other = &seeds[numbers.below(seeds.len())];
        numbers.mutate(&mut bytes, other);
        if std::panic::catch_unwind(|| body(&bytes)).is_err() {
            let path = std::env::temp_dir().join(format!("{target}-{n}"));
            std::fs::write(&path, &bytes).unwrap();
            panic!("mutation {n} of {} fails: {}", paths[n % seeds.len()].display(), path.display());
        }
    }
}

#[test]
fn cases_are_refused_or_come_back() {
    fuzz("case", 400, bodies::case);
}

#[test]
fn journals_are_replayed_as_far_as_they_are_sound() {
    fuzz("journal", 400, bodies::journal);
}

#[test]
fn schemes_are_read_the_same_or_have_problems() {
    fuzz("scheme", 1500, bodies::scheme_bytes);
}

#[test]
fn csv_tables_are_taken_over_as_planned() {
    fuzz("csv_table", 250, bodies::csv_table);
}

#[test]
fn ledgers_are_refused_or_planned() {
    fuzz("ledger", 500, bodies::ledger);
}

#[test]
fn xlsx_tables_are_taken_over_as_planned() {
    fuzz("xlsx_table", 500, bodies::xlsx_table);
}
