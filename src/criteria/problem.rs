//! What can be wrong with a scheme: kinds with their facts; `say` turns one into a sentence.

use std::fmt::Display;

use crate::lang::{ProblemWords, cut};

/// A place in a text, both from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line.
    pub line: u32,
    /// Column.
    pub column: u32,
}

/// Something wrong with a scheme, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where; none when it concerns the file as a whole.
    pub at: Option<Position>,
    /// What.
    pub kind: ProblemKind,
}

/// What was expected in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // named after what they are
pub enum TypeName {
    Text,
    WholeNumber,
    Amount,
    List,
    Record,
}

/// What is wrong. Field names are those of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // each is said by a phrase of the same name in assets/lang
pub enum ProblemKind {
    TooLarge {
        bytes: usize,
        most: usize,
    },
    TooManyProblems {
        most: usize,
    },
    UnexpectedCharacter {
        found: char,
    },
    UnexpectedEnd,
    TrailingText {
        found: char,
    },
    Unclosed {
        what: &'static str,
    },
    /// A closing bracket that does not fit the bracket that is open.
    Mismatched {
        found: char,
        what: &'static str,
        opened: Position,
    },
    FullWidth {
        found: char,
        meant: char,
    },
    CommaMissing,
    BadEscape,
    TooDeep {
        most: usize,
    },
    TooManyValues {
        most: usize,
    },
    UnknownField {
        field: String,
        record: String,
        known: &'static [&'static str],
    },
    /// An unknown field that is nearly one which is missing.
    MisspeltField {
        field: String,
        record: String,
        meant: String,
    },
    DuplicateField {
        field: String,
    },
    MissingField {
        field: String,
        record: String,
    },
    WrongType {
        expected: TypeName,
    },
    WrongName {
        found: String,
        expected: String,
    },
    WantsVariant {
        known: &'static [&'static str],
    },
    UnknownVariant {
        found: String,
        known: &'static [&'static str],
    },
    /// A known variant with the wrong content; `shape` is how it is written.
    VariantShape {
        found: String,
        shape: String,
    },
    UnsupportedFormat {
        found: u32,
        newest: u32,
    },
    Empty {
        field: &'static str,
    },
    EmptyList {
        field: &'static str,
        inside: String,
    },
    BadId {
        id: String,
    },
    DuplicateId {
        id: String,
        first: Position,
    },
    NotUnder {
        child: String,
        parent: String,
    },
    NotPositive {
        field: &'static str,
    },
    Negative {
        field: &'static str,
    },
    /// A day that is none, or not written as 2026-11-22.
    NotADay {
        found: String,
    },
    /// Bounds of points whose points are known.
    BoundsOfKnownPoints,
    PointsOutOfBounds {
        points: String,
        lowest: u32,
        highest: u32,
    },
    SectionPoints {
        section: String,
        stated: String,
        sum: String,
    },
    TotalPoints {
        stated: String,
        sum: String,
    },
    GradesOutOfOrder {
        grade: String,
        before: String,
    },
    GradeOutOfRange {
        grade: String,
        most: String,
    },
    TooManyStars {
        grade: String,
    },
    UnknownSample {
        id: String,
    },
    UnknownSource {
        id: String,
    },
    UnknownPlace {
        id: String,
    },
    ConventionMissing {
        id: &'static str,
    },
    ConventionTwice {
        id: &'static str,
    },
    OrderIncomplete,
    CapEmpty,
    TooManyDecimals {
        most: u32,
    },
    BonusAtMostOne,
}

/// More problems than this are not noted: nobody reads them, and a hostile file has millions.
pub(super) const MAX_PROBLEMS: usize = 1000;

/// Notes a problem while there is room.
pub(super) fn note(problems: &mut Vec<Problem>, at: Position, kind: ProblemKind) {
    if problems.len() < MAX_PROBLEMS {
        problems.push(Problem { at: Some(at), kind });
    }
}

impl Problem {
    /// A problem of the file as a whole.
    #[must_use]
    pub fn of_file(kind: ProblemKind) -> Self {
        Self { at: None, kind }
    }

    /// One sentence: where, what, what to do.
    #[must_use]
    pub fn say(&self, words: &ProblemWords) -> String {
        let what = self.kind.say(words);
        match self.at {
            Some(Position { line, column }) => {
                words.at_position.fill(&[("line", &line), ("column", &column), ("what", &what)])
            }
            None => what,
        }
    }
}

impl ProblemKind {
    fn say(&self, w: &ProblemWords) -> String {
        match self {
            Self::TooLarge { bytes, most } => w.too_large.fill(&[("bytes", bytes), ("most", most)]),
            Self::TooManyProblems { most } => w.too_many_problems.fill(&[("most", most)]),
            Self::UnexpectedCharacter { found } => {
                // A line break would break the sentence, and nobody sees a control character.
                let shown = if found.is_control() { found.escape_default().to_string() } else { found.to_string() };
                w.unexpected_character.fill(&[("found", &shown)])
            }
            Self::UnexpectedEnd => w.unexpected_end.to_string(),
            Self::TrailingText { found } => w.trailing_text.fill(&[("found", found)]),
            Self::Unclosed { what } => w.unclosed.fill(&[("what", what)]),
            Self::Mismatched { found, what, opened } => {
                let places: [(&str, &dyn Display); 4] =
                    [("found", found), ("what", what), ("line", &opened.line), ("column", &opened.column)];
                w.mismatched.fill(&places)
            }
            Self::FullWidth { found, meant } => w.full_width.fill(&[("found", found), ("meant", meant)]),
            Self::CommaMissing => w.comma_missing.to_string(),
            Self::BadEscape => w.bad_escape.to_string(),
            Self::TooDeep { most } => w.too_deep.fill(&[("most", most)]),
            Self::TooManyValues { most } => w.too_many_values.fill(&[("most", most)]),
            Self::UnknownField { field, record, known } => w.unknown_field.fill(&[
                ("field", &cut(field)),
                ("record", &cut(record)),
                ("known", &known.join(&w.separator)),
            ]),
            Self::MisspeltField { field, record, meant } => {
                w.misspelt_field.fill(&[("field", &cut(field)), ("record", &cut(record)), ("meant", &cut(meant))])
            }
            Self::DuplicateField { field } => w.duplicate_field.fill(&[("field", &cut(field))]),
            Self::MissingField { field, record } => {
                w.missing_field.fill(&[("field", &cut(field)), ("record", &cut(record))])
            }
            Self::WrongType { expected } => expected.say(w),
            Self::WrongName { found, expected } => {
                w.wrong_name.fill(&[("found", &cut(found)), ("expected", &cut(expected))])
            }
            Self::WantsVariant { known } => w.wants_variant.fill(&[("known", &known.join(&w.separator))]),
            Self::VariantShape { found, shape } => {
                w.variant_shape.fill(&[("found", &cut(found)), ("shape", &cut(shape))])
            }
            Self::UnknownVariant { found, known } => {
                w.unknown_variant.fill(&[("found", &cut(found)), ("known", &known.join(&w.separator))])
            }
            Self::UnsupportedFormat { found, newest } => {
                w.unsupported_format.fill(&[("found", found), ("newest", newest)])
            }
            Self::Empty { field } => w.empty.fill(&[("field", &cut(field))]),
            Self::EmptyList { field, inside } => w.empty_list.fill(&[("field", &cut(field)), ("inside", &cut(inside))]),
            other => other.say_meaning(w),
        }
    }

    fn say_meaning(&self, w: &ProblemWords) -> String {
        match self {
            Self::BadId { id } => w.bad_id.fill(&[("id", &cut(id))]),
            Self::DuplicateId { id, first } => w.duplicate_id.fill(&[("id", &cut(id)), ("line", &first.line)]),
            Self::NotUnder { child, parent } => w.not_under.fill(&[("child", &cut(child)), ("parent", &cut(parent))]),
            Self::NotPositive { field } => w.not_positive.fill(&[("field", &cut(field))]),
            Self::Negative { field } => w.negative.fill(&[("field", &cut(field))]),
            Self::NotADay { found } => w.not_a_day.fill(&[("found", &cut(found))]),
            Self::BoundsOfKnownPoints => w.bounds_of_known_points.to_string(),
            Self::PointsOutOfBounds { points, lowest, highest } => {
                w.points_out_of_bounds.fill(&[("points", points), ("lowest", lowest), ("highest", highest)])
            }
            Self::SectionPoints { section, stated, sum } => {
                w.section_points.fill(&[("section", &cut(section)), ("stated", stated), ("sum", sum)])
            }
            Self::TotalPoints { stated, sum } => w.total_points.fill(&[("stated", stated), ("sum", sum)]),
            Self::GradesOutOfOrder { grade, before } => {
                w.grades_out_of_order.fill(&[("grade", &cut(grade)), ("before", &cut(before))])
            }
            Self::GradeOutOfRange { grade, most } => {
                w.grade_out_of_range.fill(&[("grade", &cut(grade)), ("most", most)])
            }
            Self::TooManyStars { grade } => w.too_many_stars.fill(&[("grade", &cut(grade))]),
            Self::UnknownSample { id } => w.unknown_sample.fill(&[("id", &cut(id))]),
            Self::UnknownSource { id } => w.unknown_source.fill(&[("id", &cut(id))]),
            Self::UnknownPlace { id } => w.unknown_place.fill(&[("id", &cut(id))]),
            Self::ConventionMissing { id } => w.convention_missing.fill(&[("id", &cut(id))]),
            Self::ConventionTwice { id } => w.convention_twice.fill(&[("id", &cut(id))]),
            Self::OrderIncomplete => w.order_incomplete.to_string(),
            Self::CapEmpty => w.cap_empty.to_string(),
            Self::TooManyDecimals { most } => w.too_many_decimals.fill(&[("most", most)]),
            Self::BonusAtMostOne => w.bonus_at_most_one.to_string(),
            _ => String::new(), // said above
        }
    }
}

impl TypeName {
    fn say(self, w: &ProblemWords) -> String {
        match self {
            Self::Text => w.wants_text.to_string(),
            Self::WholeNumber => w.wants_whole_number.to_string(),
            Self::Amount => w.wants_amount.to_string(),
            Self::List => w.wants_list.to_string(),
            Self::Record => w.wants_record.to_string(),
        }
    }
}
