//! Headings and sums in a table of points: rows of sections and groups, 小计 and 合计.
//!
//! Why it is so: the tables that people have are those of the standard, with headings and sums in them. They give no
//! points to any clause, but a sum that does not fit is the best sign there is of a number that was read wrongly.

use super::calibrate_problem::{CalibrationProblem, CalibrationProblemKind};
use super::{Amount, ClauseId, Scheme, SectionTally};

/// A row that is no clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// The heading of a section or group.
    Heading {
        /// Its number.
        id: String,
        /// What stands in the row.
        text: String,
    },
    /// A sum; of what, its place says: the section and the group of the clause before it, or of all.
    Sum {
        /// What stands in the row.
        text: String,
        /// Numbers of section and group before it.
        before: Option<(String, String)>,
    },
}

/// What sums are called, without white space.
const SUMS: [&str; 12] =
    ["小计", "合计", "共计", "总计", "总分", "满分", "分值合计", "分值小计", "sum", "total", "subtotal", "grandtotal"];

impl Written {
    /// What a row is that names no clause; none where it is neither heading nor sum.
    pub fn of(scheme: &Scheme, text: &str, last: Option<&ClauseId>) -> Option<Self> {
        let bare: String = text.chars().filter(|found| !found.is_whitespace()).collect::<String>().to_lowercase();
        let bare = bare.trim_end_matches([':', '：']);
        if SUMS.contains(&bare) {
            let place = last.and_then(|clause| scheme.place(clause));
            let before = place.map(|(section, group, _)| (section.id.clone(), group.id.clone()));
            return Some(Self::Sum { text: text.trim().to_owned(), before });
        }
        let (head, _) = numbered(text);
        let mut headings = scheme.sections.iter().flat_map(|section| {
            let groups = section.groups.iter().map(|group| (&group.id, &group.title));
            std::iter::once((&section.id, &section.title)).chain(groups)
        });
        let (id, _) = headings.find(|(id, title)| *id == head || *title == text.trim())?;
        Some(Self::Heading { id: id.clone(), text: text.trim().to_owned() })
    }
}

/// A number with dots at the beginning of a text, and what follows it.
fn numbered(text: &str) -> (&str, &str) {
    let text = text.trim();
    let end = text.find(|found: char| !(found.is_ascii_digit() || found == '.')).unwrap_or(text.len());
    let (head, rest) = text.split_at(end);
    (head.trim_end_matches('.'), rest.trim_start_matches(['.', '、']).trim())
}

/// The number of a clause in what stands in its cell: `5.1.1.1`, or `5.1.1.1 专责部门` with a title of whatever wording.
pub fn id_in<'t>(scheme: &Scheme, text: &'t str) -> &'t str {
    let text = text.trim();
    let (head, rest) = numbered(text);
    let titled = rest.chars().any(char::is_alphabetic) && scheme.clause(&head.into()).is_some();
    if titled { head } else { text }
}

/// The headings and sums that are not what their clauses add up to.
pub fn differing(tally: &[SectionTally], totals: &[(Option<u32>, Written, Amount)]) -> Vec<CalibrationProblem> {
    let group = |id: &str| tally.iter().flat_map(|section| &section.groups).find(|group| group.id == id);
    let section = |id: &str| tally.iter().find(|section| section.id == id);
    let name = |id: &str, title: &str| format!("{id} {title}");
    let mut out = Vec::new();
    for (row, written, sum) in totals {
        let mut sums = Vec::new();
        let mut add = |id: &str| {
            sums.extend(group(id).map(|group| (name(id, &group.title), group.sum.clone())));
            sums.extend(section(id).map(|section| (name(id, &section.title), section.sum.clone())));
        };
        let text = match written {
            Written::Heading { id, text } => {
                add(id);
                text
            }
            Written::Sum { text, before } => {
                if let Some((section, group)) = before {
                    add(group);
                    add(section);
                }
                let all = tally.iter().map(|section| &section.sum).sum();
                sums.push((text.clone(), all));
                text
            }
        };
        if sums.iter().all(|(_, found)| found != sum) {
            let kind =
                CalibrationProblemKind::TotalDiffers { what: text.clone(), written: Box::new(sum.clone()), sums };
            out.push(CalibrationProblem { row: *row, kind });
        }
    }
    out
}
