//! The shape of a scheme as a person writes it, with the position of every value.
//!
//! A serde deserializer over the tree of `tree`: it notes every unknown, missing, doubled or ill-typed field and
//! reads on, so that one look shows everything.

use std::cell::RefCell;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer as _, MapAccess, SeqAccess, VariantAccess,
    Visitor, value::StrDeserializer,
};
use serde::{Deserialize, forward_to_deserialize_any};

use super::problem::{Position, Problem, ProblemKind, TypeName};
use super::tree::{self, Field, Kind, Node};
use super::{
    Amount, ArithmeticStep, Below, PointsStatus, RectifiedDeductions, Sample, Source, SpecialDeductionKind, TextStatus,
    parse_amount,
};

/// The newest format of scheme files that this program reads.
pub const FORMAT: u32 = 1;

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

shapes! {
    SchemeFile = "Scheme" {
        format: Got<u32>, id: Got<String>, title: Got<String>, standard: Got<String>, edition: Got<String>,
        revision: Got<u32>, status_note: Got<String>, statement: Got<String>, score_out_of: Got<Points>,
        sources: List<Source>, samples: List<Sample>, rules: Got<RulesFile>, sections: List<SectionFile>,
    }
    RulesFile = "Rules" {
        grades: List<GradeFile>, below: Got<Below>, grades_status: Got<PointsStatus>, grades_sources: List<String>,
        special_deductions: Got<SpecialDeductionsFile>, bonus: Got<BonusFile>, exclusion: Got<ExclusionFile>,
        conventions: List<ConventionFile>,
    }
    GradeFile = "Grade" { id: Got<String>, title: Got<String>, from: Got<Points>, stars: Got<u32> }
    SpecialDeductionsFile = "SpecialDeductions" {
        points_each: Got<Points>, fail_from: Got<u32>, kinds: List<SpecialDeductionKind>, status: Got<PointsStatus>,
        sources: List<String>,
    }
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
        text_status: Got<TextStatus>, sources: List<String>, requirement: Got<String>, parts: List<String>,
        remark: Got<String>, method: Got<MethodFile>, evidence: List<String>, assessor: List<String>,
        typical_gaps: List<String>, advice: List<String>, departments: List<String>,
    }
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
    SampledDeduction(SampledFile),
    Unrated(UnratedFile),
    Grade(GradedFile),
    ShownDecimals(u32),
    ExclusionLimited,
    RectifiedDeductions(RectifiedDeductions),
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

/// Reads the shape; what is wrong with it is added to `problems`.
pub fn read(text: &str, problems: &mut Vec<Problem>) -> Option<SchemeFile> {
    let node = tree::parse(text).map_err(|problem| problems.push(problem)).ok()?;
    let noted = RefCell::new(Vec::new());
    let file = SchemeFile::deserialize(Reader { node: &node, noted: &noted }).ok();
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
    node: &'a Node,
    noted: &'a RefCell<Vec<Problem>>,
}

impl<'a> Reader<'a> {
    fn of(self, node: &'a Node) -> Self {
        Self { node, noted: self.noted }
    }

    fn note(self, at: Position, kind: ProblemKind) -> Noted {
        self.noted.borrow_mut().push(Problem { at: Some(at), kind });
        Noted
    }

    fn wants(self, expected: TypeName) -> Noted {
        self.note(self.node.at, ProblemKind::WrongType { expected })
    }

    fn fields(self, fields: &'a [Field], record: &str, known: &'static [&'static str]) -> Fields<'a> {
        let mut good: Vec<&Field> = Vec::new();
        for field in fields {
            if !known.contains(&field.name.as_str()) {
                let record = record.to_owned();
                let known = known.join("、");
                self.note(field.at, ProblemKind::UnknownField { field: field.name.clone(), record, known });
            } else if good.iter().any(|other| other.name == field.name) {
                self.note(field.at, ProblemKind::DuplicateField { field: field.name.clone() });
            } else {
                good.push(field);
            }
        }
        for name in known.iter().filter(|name| !fields.iter().any(|field| field.name == **name)) {
            let kind = ProblemKind::MissingField { field: (*name).to_owned(), record: record.to_owned() };
            self.note(self.node.at, kind);
        }
        Fields { reader: self, fields: good.into_iter(), value: None }
    }
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

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Noted> {
        // The only newtype is `Points`: whole numbers bare, decimals in quotes, since bare decimals would be floats.
        let text = match &self.node.kind {
            Kind::Number(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits,
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
        match &self.node.kind {
            Kind::Struct(written, fields) => {
                if let Some(found) = written.as_ref().filter(|written| *written != name) {
                    let kind = ProblemKind::WrongName { found: found.clone(), expected: name.to_owned() };
                    self.note(self.node.at, kind);
                }
                visitor.visit_map(self.fields(fields, name, known))
            }
            Kind::Tuple(_, items) if items.is_empty() => visitor.visit_map(self.fields(&[], name, known)),
            _ => Err(self.wants(TypeName::Record)),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Noted> {
        let name = match &self.node.kind {
            Kind::Word(name) | Kind::Struct(Some(name), _) | Kind::Tuple(Some(name), _) => name,
            _ => return Err(self.wants(TypeName::Variant)),
        };
        if !variants.contains(&name.as_str()) {
            let kind = ProblemKind::UnknownVariant { found: name.clone(), known: variants.join("、") };
            return Err(self.note(self.node.at, kind));
        }
        visitor.visit_enum(Variant { reader: self, name })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u64 u128 f32 f64 char str bytes byte_buf option unit unit_struct tuple
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
            _ => seed.deserialize(self.reader),
        }
        .map(Some)
    }
}

struct Fields<'a> {
    reader: Reader<'a>,
    fields: std::vec::IntoIter<&'a Field>,
    /// The value of the field whose name was just asked for.
    value: Option<&'a Node>,
}

impl<'de> MapAccess<'de> for Fields<'de> {
    type Error = Noted;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Noted> {
        let Some(field) = self.fields.next() else {
            return Ok(None);
        };
        self.value = Some(&field.value);
        seed.deserialize(StrDeserializer::new(&field.name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Noted> {
        seed.deserialize(self.reader.of(self.value.take().ok_or(Noted)?))
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

impl<'de> VariantAccess<'de> for Variant<'de> {
    type Error = Noted;

    fn unit_variant(self) -> Result<(), Noted> {
        match &self.reader.node.kind {
            Kind::Word(_) => Ok(()),
            _ => Err(self.reader.wants(TypeName::Variant)),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Noted> {
        match &self.reader.node.kind {
            Kind::Tuple(_, items) if items.len() == 1 => seed.deserialize(self.reader.of(&items[0])),
            _ => Err(self.reader.wants(TypeName::Variant)),
        }
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Noted> {
        Err(self.reader.wants(TypeName::Variant))
    }

    fn struct_variant<V: Visitor<'de>>(self, known: &'static [&'static str], visitor: V) -> Result<V::Value, Noted> {
        match &self.reader.node.kind {
            Kind::Struct(_, fields) => visitor.visit_map(self.reader.fields(fields, self.name, known)),
            _ => Err(self.reader.wants(TypeName::Variant)),
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
