//! The index of a submission package: cover, what is missing, how to read it, the files of each material.

use super::outline::{
    Block, Chapter, Column, Cover, Fact, Figure, Heading, Margins, Rank, Report, Row, Table, Text, Verdict,
};
use crate::assessment::{EntryFate, Package, PackageEntry, PackageItem, PackageStanding};
use crate::lang::{Words, size};

/// Most rows of files that are printed for one material; the other indexes have them all.
const MAX_ROWS: usize = 500;

/// What the index says; [`super::typeset`] makes a file of it.
#[must_use]
pub fn package_index(package: &Package, words: &Words) -> Report {
    let p = &words.package;
    let company = or_dash(&package.company, words);
    let chapter = |id: &str, title: &str, number: Option<u32>, new_page: bool, blocks: Vec<Block>| Chapter {
        id: id.to_owned(),
        title: title.to_owned(),
        number,
        new_page,
        margins: !title.is_empty(),
        listed: !title.is_empty(),
        blocks,
    };
    let rules = package.rules(words).into_iter().map(Block::paragraph).collect();
    Report {
        title: p.index_title.fill(&[("company", &company)]),
        language: words.language.tag().to_owned(),
        author: package.prepared_by.clone(),
        subject: p.subject.fill(&[("list", &package.title)]),
        date: package.date,
        margins: Margins {
            head_left: company,
            head_right: p.head_right.fill(&[("list", &package.title)]),
            foot_left: words.common.not_a_certificate.to_string(),
            foot_right: p.foot_right.to_string(),
        },
        chapters: vec![
            chapter("cover", "", None, true, vec![cover(package, words)]),
            chapter("missing", &p.chapter_missing, Some(1), true, missing(package, words)),
            chapter("materials", &p.chapter_index, Some(2), true, materials(package, words)),
            chapter("rules", &p.chapter_rules, Some(3), false, rules),
        ],
    }
}

fn or_dash(text: &str, words: &Words) -> String {
    if text.trim().is_empty() { words.package.dash.to_string() } else { text.trim().to_owned() }
}

fn cover(package: &Package, words: &Words) -> Block {
    let p = &words.package;
    let tally = package.tally();
    let whole = tally.missing_mandatory == 0;
    let automatic = tally.automatic_mandatory;
    let (note, grade) = match (whole, automatic) {
        (true, 0) => (p.cover_note_whole.to_string(), &p.cover_whole),
        (true, _) => (p.cover_note_automatic.fill(&[("n", &automatic)]), &p.cover_automatic),
        (false, 0) => (p.cover_note_missing.fill(&[("n", &tally.missing_mandatory)]), &p.cover_missing),
        (false, _) => {
            let numbers: [(&str, &dyn std::fmt::Display); 2] =
                [("n", &tally.missing_mandatory), ("automatic", &automatic)];
            (p.cover_note_missing_automatic.fill(&numbers), &p.cover_missing)
        }
    };
    let date = package.date.format("%Y-%m-%d").to_string();
    Block::Cover(Cover {
        overline: p.cover_overline.to_string(),
        title: p.title.to_string(),
        subtitle: p.cover_subtitle.to_string(),
        company: or_dash(&package.company, words),
        verdict: Verdict {
            figure: Figure {
                value: tally.files.to_string(),
                unit: p.cover_unit.to_string(),
                name: p.cover_figure.to_string(),
                note,
            },
            grade: grade.to_string(),
            ..Verdict::default()
        },
        facts: vec![
            Fact::new(&*p.fact_list, or_dash(&package.title, words)),
            Fact::new(&*p.fact_case, or_dash(&package.case_name, words)),
            Fact::new(&*p.fact_basis, package.said_basis(words)),
            Fact::new(&*p.fact_date, date),
            Fact::new(&*p.fact_author, or_dash(&package.prepared_by, words)),
        ],
        note: p.cover_note.to_string(),
    })
}

fn missing(package: &Package, words: &Words) -> Vec<Block> {
    let p = &words.package;
    let rows = package.missing(words);
    if rows.is_empty() {
        return vec![Block::paragraph(&*p.missing_none)];
    }
    let tally = package.tally();
    let sum = p.missing_sum.fill(&[
        ("mandatory", &tally.missing_mandatory),
        ("other", &tally.missing_other),
        ("failed", &tally.failed),
    ]);
    let left = rows.len().saturating_sub(MAX_ROWS);
    let rows = rows.into_iter().take(MAX_ROWS).map(|(item, what)| Row::new(vec![item.into(), what.into()]));
    let columns = vec![Column::words(&*p.head_item, 3.0), Column::words(&*p.head_missing, 5.0)];
    let mut out = vec![Block::paragraph(sum), Block::Table(Table { columns, rows: rows.collect() })];
    out.extend(more(left, words));
    out
}

fn more(left: usize, words: &Words) -> Option<Block> {
    (left > 0).then(|| Block::small(words.package.more_rows.fill(&[("n", &left)])))
}

fn materials(package: &Package, words: &Words) -> Vec<Block> {
    let p = &words.package;
    // All items at a glance, then the files of those that have any.
    let columns = vec![Column::words(&*p.head_item, 4.0), Column::words(&*p.head_standing, 4.0)];
    let shown = |item: &&PackageItem| item.mandatory.is_some() || !item.entries.is_empty();
    let rows = package.items.iter().filter(shown).map(|item| {
        let name =
            if item.entries.is_empty() { Text::plain(item.name()) } else { Text::link(item.name(), anchor(item)) };
        let said = item.say(words);
        let said = if item.standing() == PackageStanding::Missing && item.mandatory.is_some() {
            Text::strong(said)
        } else {
            Text::plain(said)
        };
        Row { rank: Rank::Plain, ..Row::new(vec![name, said]) }
    });
    let mut out = vec![Block::Table(Table { columns, rows: rows.collect() })];
    for item in package.items.iter().filter(|item| !item.entries.is_empty()) {
        let name = item.name();
        out.push(Block::Heading(Heading {
            level: 2,
            text: name.clone().into(),
            anchor: Some(anchor(item)),
            bookmark: name,
            ..Heading::default()
        }));
        out.push(Block::small(item.say(words)));
        let columns = vec![
            Column::words(&*p.head_file, 4.2),
            Column::words(&*p.head_source, 3.6),
            Column::words(&*p.head_clauses, 1.2),
            Column::words(&*p.head_state, 3.6),
        ];
        let rows = item.entries.iter().take(MAX_ROWS).map(|entry| row(item, entry, words)).collect();
        out.push(Block::Table(Table { columns, rows }));
        out.extend(more(item.entries.len().saturating_sub(MAX_ROWS), words));
    }
    out
}

fn anchor(item: &PackageItem) -> String {
    format!("item-{}", item.number)
}

fn row(item: &PackageItem, entry: &PackageEntry, words: &Words) -> Row {
    // The folder stands in the heading.
    let inside = entry.name.strip_prefix(&item.folder).map_or(entry.name.as_str(), |name| name.trim_start_matches('/'));
    let mut file = match inside {
        "" => Text::quiet(&*words.package.dash),
        inside => Text::plain(inside),
    };
    if let (true, Some(sum)) = (entry.is_file(), entry.sum) {
        let sum = sum.to_string();
        file = file.then_quiet(format!("\n{} · SHA-256 {}…", size(entry.size), sum.get(..12).unwrap_or_default()));
    }
    let source =
        Text::plain(format!("E-{:03} {}", entry.evidence.0, entry.title)).then_quiet(format!("\n{}", entry.source));
    let clauses: Vec<&str> = entry.clauses.iter().map(|clause| clause.as_str()).collect();
    let said = entry.say(words);
    let state = match &entry.fate {
        EntryFate::Copied | EntryFate::Again | EntryFate::Address
            if !entry.changed && !entry.added && entry.personal.is_empty() && entry.age(words).is_none() =>
        {
            Text::quiet(said)
        }
        _ => Text::strong(said),
    };
    Row::new(vec![file, source, clauses.join("\n").into(), state])
}
