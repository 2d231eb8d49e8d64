//! The shape of a scheme as a person writes it, with the position of every value.
//!
//! A serde deserializer over the tree of `tree`: it notes every unknown, missing, doubled or ill-typed field and
//! reads on, so that one look shows everything. Checklists are read by it too, in shapes of their own.

use std::cell::RefCell;
use std::fmt;
use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer as _, MapAccess, SeqAccess, VariantAccess,
    Visitor, value::StrDeserializer,
};
use serde::{Deserialize, forward_to_deserialize_any};

use super::problem::{Position, Problem, ProblemKind, TypeName, note};
use super::tree::{self, Field, Kind, Node};
use super::upgrade;
use super::{Amount, ArithmeticStep, PointsStatus, RectifiedDeductions, TextStatus, parse_amount};

/// The newest format of scheme files that this program reads.
pub const FORMAT: u32 = 2;

// Every named field of a shape is a `Got`: so a missing or ill-formed field never hides what is wrong with the others.

/// A value as far as it could be read, and where it begins.
#[derive(Debug)]
pub struct Got<T> {
    pub at: Position,
    /// None when it was ill-formed; the problem is noted already.
    pub value: Option<T>,
}

/// A list in which every item has a position of its own.
pub type List<T> = Got<Vec<Got<T>>>;

/// An exact amount in a file.
#[derive(Debug)]
pub struct Points(pub Amount);

macro_rules! shapes {
    ($($name:ident = $written:literal { $($field:ident: $type:ty),* $(,)? })*) => {
        $(#[derive(Debug, Deserialize)]
        #[serde(rename = $written)]
        pub struct $name { $(pub $field: $type),* })*
    };
}

pub(super) use shapes;

shapes! {
    SchemeFile = "Scheme" {
        format: Got<u32>, id: Got<String>, title: Got<String>, standard: Got<String>, edition: Got<String>,
        revision: Got<u32>, status_note: Got<String>, statement: Got<String>, score_out_of: Got<Points>,
        calibration: Got<Option<Got<CalibrationFile>>>, sources: List<SourceFile>, samples: List<SampleFile>,
        rules: Got<RulesFile>, sections: List<SectionFile>,
    }
    CalibrationFile = "Calibration" { of: Got<String>, by: Got<String>, on: Got<String> }
    SourceFile = "Source" { id: Got<String>, title: Got<String>, address: Got<String>, used_for: Got<String> }
    SampleFile = "Sample" { id: Got<String>, title: Got<String>, unit: Got<String> }
    RulesFile = "Rules" {
        grades: List<GradeFile>, below: Got<BelowFile>, grades_status: Got<PointsStatus>, grades_sources: List<String>,
        special_deductions: Got<SpecialDeductionsFile>, bonus: Got<BonusFile>, exclusion: Got<ExclusionFile>,
        conventions: List<ConventionFile>,
    }
    GradeFile = "Grade" { id: Got<String>, title: Got<String>, from: Got<Points>, stars: Got<u32> }
    BelowFile = "Below" { id: Got<String>, title: Got<String> }
    SpecialDeductionsFile = "SpecialDeductions" {
        points_each: Got<Points>, fail_from: Got<u32>, kinds: List<KindFile>, status: Got<PointsStatus>,
        sources: List<String>,
    }
    KindFile = "SpecialDeductionKind" { id: Got<u32>, title: Got<String>, explanation: Got<String> }
    BonusFile = "Bonus" {
        points: Got<Points>, at_most: Got<u32>, condition: Got<String>, status: Got<PointsStatus>,
        sources: List<String>,
    }
    ExclusionFile = "Exclusion" {
        allowed_under: List<String>, explanation: Got<String>, status: Got<PointsStatus>, sources: List<String>,
    }
    ConventionFile = "Convention" { rule: Got<RuleFile>, title: Got<String>, text: Got<String>, reason: Got<String> }
    SectionFile = "Section" {
        id: Got<String>, title: Got<String>, points: Got<Points>, points_status: Got<PointsStatus>,
        sources: List<String>, groups: List<GroupFile>,
    }
    GroupFile = "Group" {
        id: Got<String>, title: Got<String>, text_status: Got<TextStatus>, note: Got<String>,
        clauses: List<ClauseFile>,
    }
    ClauseFile = "Clause" {
        id: Got<String>, title: Got<String>, points: Got<Points>, points_status: Got<PointsStatus>,
        points_between: Got<Option<Got<BetweenFile>>>, text_status: Got<TextStatus>, sources: List<String>, requirement: Got<String>, parts: List<String>,
        remark: Got<String>, method: Got<MethodFile>, evidence: List<String>, assessor: List<String>,
        typical_gaps: List<String>, advice: List<AdviceFile>, departments: List<String>,
    }
    BetweenFile = "Between" { lowest: Got<u32>, highest: Got<u32> }
    AdviceFile = "Advice" { text: Got<String>, effort: Got<Option<Points>>, lead_days: Got<Option<u32>> }
}

/// How a clause loses points, as written.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MethodFile {
    AllOrNothing,
    Proportional { sample: Got<String> },
}

/// A convention's rule, as written.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleFile {
    Order(List<ArithmeticStep>),
    Cap { lowest: Got<Points>, highest: Got<Points> },
    SampledDeduction(Got<SampledFile>),
    Unrated(Got<UnratedFile>),
    Grade(Got<GradedFile>),
    ShownDecimals(Got<u32>),
    ExclusionLimited,
    RectifiedDeductions(Got<RectifiedDeductions>),
}

/// The one way in which sampled clauses lose points.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SampledFile {
    InProportion,
}

/// The one way in which unrated clauses count.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnratedFile {
    EarnsNothing,
}

/// The one value that the grade is taken from.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GradedFile {
    FromExactValue,
}

/// Reads the shape of a scheme of any format; what is wrong with it is added to `problems`.
pub fn read_scheme(text: &str, problems: &mut Vec<Problem>) -> Option<SchemeFile> {
    let mut node = tree::parse(text).map_err(|problem| problems.push(problem)).ok()?;
    upgrade::upgrade(&mut node);
    of_tree(&node, problems)
}

/// Reads a shape; what is wrong with it is added to `problems`.
pub fn read<T: DeserializeOwned>(text: &str, problems: &mut Vec<Problem>) -> Option<T> {
    let node = tree::parse(text).map_err(|problem| problems.push(problem)).ok()?;
    of_tree(&node, problems)
}

fn of_tree<T: DeserializeOwned>(node: &Node, problems: &mut Vec<Problem>) -> Option<T> {
    let noted = RefCell::new(Vec::new());
    let file = T::deserialize(Reader { node, noted: &noted, missing: false }).ok();
    problems.append(&mut noted.into_inner());
    file
}

/// Something was ill-formed; it has been noted already.
#[derive(Debug)]
struct Noted;

impl fmt::Display for Noted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("noted")
    }
}

impl std::error::Error for Noted {}

impl de::Error for Noted {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

#[derive(Clone, Copy)]
struct Reader<'a> {
    /// The value; for a missing one the record that lacks it.
    node: &'a Node,
    missing: bool,
    noted: &'a RefCell<Vec<Problem>>,
}

impl<'a> Reader<'a> {
    fn of(self, node: &'a Node) -> Self {
        Self { node, noted: self.noted, missing: false }
    }

    fn note(self, at: Position, kind: ProblemKind) -> Noted {
        note(&mut self.noted.borrow_mut(), at, kind);
        Noted
    }

    fn wants(self, expected: TypeName) -> Noted {
        self.note(self.node.at, ProblemKind::WrongType { expected })
    }

    fn fields(self, fields: &'a [Field], record: &str, known: &'static [&'static str]) -> Fields<'a> {
        let mut good: Vec<(&'static str, Self)> = Vec::new();
        let mut unknown: Vec<&Field> = Vec::new();
        for field in fields {
            let Some(name) = known.iter().find(|name| **name == field.name) else {
                unknown.push(field);
                continue;
            };
            if good.iter().any(|(other, _)| other == name) {
                self.note(field.at, ProblemKind::DuplicateField { field: field.name.clone() });
            } else {
                good.push((name, self.of(&field.value)));
            }
        }
        for field in unknown {
            let (field_name, record) = (field.name.clone(), record.to_owned());
            let lacking =
                known.iter().find(|name| good.iter().all(|(other, _)| other != *name) && alike(&field.name, name));
            if let Some(meant) = lacking {
                let kind = ProblemKind::MisspeltField { field: field_name, record, meant: (*meant).to_owned() };
                self.note(field.at, kind);
                good.push((meant, self.of(&field.value)));
            } else {
                self.note(field.at, ProblemKind::UnknownField { field: field_name, record, known });
            }
        }
        for name in known {
            if good.iter().all(|(other, _)| other != name) {
                let kind = ProblemKind::MissingField { field: (*name).to_owned(), record: record.to_owned() };
                self.note(self.node.at, kind);
                good.push((name, Self { missing: true, ..self }));
            }
        }
        Fields { fields: good.into_iter(), value: None }
    }
}

/// Whether one name is likely a misspelling of the other: at most two letters dropped, added or changed.
fn alike(one: &str, other: &str) -> bool {
    if one.len().abs_diff(other.len()) > 2 || other.len() < 4 {
        return false;
    }
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let changed = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[other.len()] <= 2
}

impl<'de> Deserializer<'de> for Reader<'de> {
    type Error = Noted;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Noted> {
        Err(self.wants(TypeName::Record)) // no shape above asks for "anything"
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Noted> {
        match &self.node.kind {
            Kind::Text(text) => visitor.visit_str(text),
            _ => Err(self.wants(TypeName::Text)),
        }
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Noted> {
        let number = match &self.node.kind {
            Kind::Number(digits) => digits.parse().ok(),
            _ => None,
        };
        visitor.visit_u32(number.ok_or_else(|| self.wants(TypeName::WholeNumber))?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Noted> {
        match &self.node.kind {
            Kind::Word(name) if name == "None" => visitor.visit_none(),
            Kind::Tuple(Some(name), items) if name == "Some" && items.len() == 1 => {
                visitor.visit_some(self.of(&items[0]))
            }
            _ => Err(self.note(self.node.at, ProblemKind::WantsVariant { known: &["None", "Some(…)"] })),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Noted> {
        // The only newtype is `Points`: whole numbers bare, decimals in quotes, since bare decimals would be floats.
        let text = match &self.node.kind {
            Kind::Number(digits) if !digits.contains(['.', '/']) => digits,
            Kind::Text(text) => text,
            _ => return Err(self.wants(TypeName::Amount)),
        };
        if parse_amount(text).is_none() {
            return Err(self.wants(TypeName::Amount));
        }
        visitor.visit_str(text)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Noted> {
        match &self.node.kind {
            Kind::List(items) => visitor.visit_seq(Items { reader: self, items: items.iter() }),
            _ => Err(self.wants(TypeName::List)),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        known: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Noted> {
        if name == GOT {
            return visitor.visit_seq(Positioned { reader: self, next: 0 });
        }
        let (written, fields) = match &self.node.kind {
            Kind::Struct(written, fields) => (written, fields.as_slice()),
            Kind::Tuple(written, items) if items.is_empty() => (written, &[][..]),
            _ => return Err(self.wants(TypeName::Record)),
        };
        if let Some(found) = written.as_ref().filter(|written| *written != name) {
            let kind = ProblemKind::WrongName { found: found.clone(), expected: name.to_owned() };
            self.note(self.node.at, kind);
        }
        visitor.visit_map(self.fields(fields, name, known))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Noted> {
        let name = match &self.node.kind {
            Kind::Word(name) | Kind::Struct(Some(name), _) | Kind::Tuple(Some(name), _) => name,
            _ => return Err(self.note(self.node.at, ProblemKind::WantsVariant { known: variants })),
        };
        if !variants.contains(&name.as_str()) {
            let kind = ProblemKind::UnknownVariant { found: name.clone(), known: variants };
            return Err(self.note(self.node.at, kind));
        }
        visitor.visit_enum(Variant { reader: self, name })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u64 u128 f32 f64 char str bytes byte_buf unit unit_struct tuple
        tuple_struct map identifier ignored_any
    }
}

struct Items<'a> {
    reader: Reader<'a>,
    items: std::slice::Iter<'a, Node>,
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Noted;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Noted> {
        self.items.next().map(|item| seed.deserialize(self.reader.of(item))).transpose()
    }
}

/// What a [`Got`] is read from: line, column, the value itself.
struct Positioned<'a> {
    reader: Reader<'a>,
    next: u8,
}

impl<'de> SeqAccess<'de> for Positioned<'de> {
    type Error = Noted;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Noted> {
        self.next += 1;
        let at = self.reader.node.at;
        match self.next {
            1 => seed.deserialize(at.line.into_deserializer()),
            2 => seed.deserialize(at.column.into_deserializer()),
            _ if self.reader.missing => Err(Noted),
            _ => seed.deserialize(self.reader),
        }
        .map(Some)
    }
}

struct Fields<'a> {
    fields: std::vec::IntoIter<(&'static str, Reader<'a>)>,
    /// The value of the field whose name was just asked for.
    value: Option<Reader<'a>>,
}

impl<'de> MapAccess<'de> for Fields<'de> {
    type Error = Noted;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Noted> {
        let Some((name, value)) = self.fields.next() else {
            return Ok(None);
        };
        self.value = Some(value);
        seed.deserialize(StrDeserializer::new(name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Noted> {
        seed.deserialize(self.value.take().ok_or(Noted)?)
    }

    fn size_hint(&self) -> Option<usize> {
        None
    }
}

struct Variant<'a> {
    reader: Reader<'a>,
    name: &'a str,
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Noted;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Noted> {
        Ok((seed.deserialize(StrDeserializer::new(self.name))?, self))
    }
}

impl Variant<'_> {
    /// The content does not fit; `content` is what belongs behind the name.
    fn misshapen(&self, content: &str) -> Noted {
        let kind = ProblemKind::VariantShape { found: self.name.to_owned(), shape: format!("{}{content}", self.name) };
        self.reader.note(self.reader.node.at, kind)
    }
}

impl<'de> VariantAccess<'de> for Variant<'de> {
    type Error = Noted;

    fn unit_variant(self) -> Result<(), Noted> {
        match &self.reader.node.kind {
            Kind::Word(_) => Ok(()),
            _ => Err(self.misshapen("")),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Noted> {
        match &self.reader.node.kind {
            Kind::Tuple(_, items) if items.len() == 1 => seed.deserialize(self.reader.of(&items[0])),
            _ => Err(self.misshapen("(…)")),
        }
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Noted> {
        Err(self.misshapen("(…)")) // no variant above has several values without names
    }

    fn struct_variant<V: Visitor<'de>>(self, known: &'static [&'static str], visitor: V) -> Result<V::Value, Noted> {
        match &self.reader.node.kind {
            Kind::Struct(_, fields) => visitor.visit_map(self.reader.fields(fields, self.name, known)),
            _ => {
                let fields: Vec<String> = known.iter().map(|field| format!("{field}: …")).collect();
                Err(self.misshapen(&format!("({})", fields.join(", "))))
            }
        }
    }
}

/// The name by which [`Got`] makes itself known to [`Reader`].
const GOT: &str = "$got";

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Got<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct GotVisitor<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for GotVisitor<T> {
            type Value = Got<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value with its position")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Got<T>, A::Error> {
                let line = seq.next_element()?.unwrap_or_default();
                let column = seq.next_element()?.unwrap_or_default();
                Ok(Got { at: Position { line, column }, value: seq.next_element().ok().flatten() })
            }
        }

        deserializer.deserialize_struct(GOT, &[], GotVisitor(PhantomData))
    }
}

impl<'de> Deserialize<'de> for Points {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PointsVisitor;

        impl Visitor<'_> for PointsVisitor {
            type Value = Points;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("points")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Points, E> {
                parse_amount(text).map(Points).ok_or_else(|| E::custom("points"))
            }
        }

        deserializer.deserialize_newtype_struct("$points", PointsVisitor)
    }
}
