//! RON text → a tree in which every value knows its line and column.
//!
//! The same notation as the `ron` crate reads, less what schemes do not need (extensions, raw identifiers, bytes).

use std::ops::Range;

use super::problem::{Position, Problem, ProblemKind};

/// Deeper nesting than this is refused; a scheme needs about ten levels.
const MAX_DEPTH: usize = 64;
/// More values than this are refused; the shipped scheme has about a thirtieth of it. A value of two characters takes
/// hundreds of bytes once it is read, and arithmetic over tens of thousands of clauses would not end.
const MAX_VALUES: usize = 60_000;

/// Full-width characters that a Chinese keyboard gives where the notation wants the one beside it.
const FULL_WIDTH: [(char, char); 16] = [
    ('，', ','),
    ('、', ','),
    ('：', ':'),
    ('“', '"'),
    ('”', '"'),
    ('＂', '"'),
    ('（', '('),
    ('）', ')'),
    ('【', '['),
    ('】', ']'),
    ('［', '['),
    ('］', ']'),
    ('｛', '{'),
    ('｝', '}'),
    ('／', '/'),
    ('\u{3000}', ' '),
];

/// A value, where it begins, and which bytes of the text it takes, so that it can be replaced in place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    pub at: Position,
    /// For what was put in by [`upgrade`](super::upgrade): those of the value beside which it was put.
    pub span: Range<usize>,
    pub kind: Kind,
}

/// A value as it is written.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    Text(String),
    /// Digits as written, without `_`.
    Number(String),
    /// An identifier alone: `true`, `None`, a variant without content.
    Word(String),
    /// `[ … ]`
    List(Vec<Node>),
    /// `Name( field: … )`
    Struct(Option<String>, Vec<Field>),
    /// `Name( … )` without field names, also `()`.
    Tuple(Option<String>, Vec<Node>),
    /// `{ … : … }`
    Map(Vec<(Node, Node)>),
}

/// A named field.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    pub name: String,
    pub at: Position,
    pub value: Node,
}

/// Reads one value that fills the whole text.
pub fn parse(text: &str) -> Result<Node, Problem> {
    let mut reader = Reader { text, values: 0, offset: 0, at: Position { line: 1, column: 1 } };
    reader.skip()?;
    let node = reader.value(0)?;
    reader.skip()?;
    match reader.peek() {
        None => Ok(node),
        Some(found) => Err(reader.problem(ProblemKind::TrailingText { found })),
    }
}

#[derive(Clone)]
struct Reader<'a> {
    text: &'a str,
    /// How many values have begun.
    values: usize,
    offset: usize,
    at: Position,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.offset..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let found = self.peek()?;
        self.offset += found.len_utf8();
        if found == '\n' {
            self.at = Position { line: self.at.line + 1, column: 1 };
        } else {
            self.at.column += 1;
        }
        Some(found)
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.next();
        }
        found
    }

    fn problem(&self, kind: ProblemKind) -> Problem {
        Problem { at: Some(self.at), kind }
    }

    fn unexpected(&self) -> Problem {
        let kind = self.peek().map_or(ProblemKind::UnexpectedEnd, |found| {
            full_width(found).unwrap_or(ProblemKind::UnexpectedCharacter { found })
        });
        self.problem(kind)
    }

    /// What is wrong when something else than `close` stands where only `close` or the next item may stand.
    fn astray(&self, opened: Position, what: &'static str) -> Problem {
        match self.peek() {
            Some(found @ (')' | ']' | '}')) => self.problem(ProblemKind::Mismatched { found, what, opened }),
            _ => self.unexpected(),
        }
    }

    /// Skips white space and comments.
    fn skip(&mut self) -> Result<(), Problem> {
        loop {
            while self.peek().is_some_and(is_space) {
                self.next();
            }
            if self.rest().starts_with("//") {
                while self.peek().is_some_and(|found| found != '\n') {
                    self.next();
                }
            } else if self.rest().starts_with("/*") {
                self.block_comment()?;
            } else {
                return Ok(());
            }
        }
    }

    fn block_comment(&mut self) -> Result<(), Problem> {
        let opened = self.at;
        let mut depth = 0_usize;
        loop {
            if self.rest().starts_with("/*") {
                depth += 1;
                self.next();
                self.next();
            } else if self.rest().starts_with("*/") {
                depth -= 1;
                self.next();
                self.next();
                if depth == 0 {
                    return Ok(());
                }
            } else if self.next().is_none() {
                return Err(Problem { at: Some(opened), kind: ProblemKind::Unclosed { what: "/*" } });
            }
        }
    }

    fn value(&mut self, depth: usize) -> Result<Node, Problem> {
        if depth > MAX_DEPTH {
            return Err(self.problem(ProblemKind::TooDeep { most: MAX_DEPTH }));
        }
        self.values += 1;
        if self.values > MAX_VALUES {
            return Err(Problem::of_file(ProblemKind::TooManyValues { most: MAX_VALUES }));
        }
        let (at, start) = (self.at, self.offset);
        let kind = match self.peek() {
            Some('"') => Kind::Text(self.text_value()?),
            Some('r') if self.rest().starts_with("r\"") || self.rest().starts_with("r#") => {
                Kind::Text(self.raw_text()?)
            }
            Some('[') => {
                self.next();
                Kind::List(self.list(at, ']', "[", depth)?)
            }
            Some('{') => {
                self.next();
                Kind::Map(self.map(at, depth)?)
            }
            Some('(') => {
                self.next();
                self.bracket(None, at, depth)?
            }
            Some('0'..='9' | '-' | '+' | '.') => Kind::Number(self.number()),
            Some(found) if found.is_alphabetic() || found == '_' => {
                let word = self.word();
                let here = (self.offset, self.at);
                self.skip()?;
                let opened = self.at;
                if self.take('(') {
                    self.bracket(Some(word), opened, depth)?
                } else {
                    (self.offset, self.at) = here;
                    Kind::Word(word)
                }
            }
            _ => return Err(self.unexpected()),
        };
        Ok(Node { at, span: start..self.offset, kind })
    }

    fn word(&mut self) -> String {
        let start = self.offset;
        while self.peek().is_some_and(|found| found.is_alphanumeric() || found == '_') {
            self.next();
        }
        self.text[start..self.offset].to_owned()
    }

    fn number(&mut self) -> String {
        let mut out = String::new();
        while let Some(found) = self.peek().filter(|found| found.is_ascii_alphanumeric() || "+-._".contains(*found)) {
            if found != '_' {
                out.push(found);
            }
            self.next();
        }
        out
    }

    fn text_value(&mut self) -> Result<String, Problem> {
        let opened = self.at;
        self.next();
        let mut out = String::new();
        loop {
            let here = self.at;
            match self.next() {
                None => {
                    return Err(Problem { at: Some(opened), kind: ProblemKind::Unclosed { what: "\"" } });
                }
                Some('"') => return Ok(out),
                Some('\\') if self.peek().is_some() => {
                    let escaped = self.escape().ok_or(Problem { at: Some(here), kind: ProblemKind::BadEscape })?;
                    out.extend(escaped);
                }
                Some('\\') => {} // the text ends here; said in the next round
                Some(found) => out.push(found),
            }
        }
    }

    /// What follows a backslash; the inner option is none for a line that is continued.
    fn escape(&mut self) -> Option<Option<char>> {
        Some(Some(match self.next()? {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '0' => '\0',
            found @ ('"' | '\'' | '\\') => found,
            'x' => {
                let code: String = [self.next()?, self.next()?].iter().collect();
                character(&code).filter(char::is_ascii)?
            }
            'u' => {
                if !self.take('{') {
                    return None;
                }
                let mut code = String::new();
                while let Some(found) = self.next().filter(|found| *found != '}') {
                    code.push(found);
                    if code.len() > 6 {
                        return None;
                    }
                }
                character(&code)?
            }
            '\n' => {
                while self.peek().is_some_and(|found| matches!(found, ' ' | '\t' | '\n' | '\r')) {
                    self.next();
                }
                return Some(None);
            }
            _ => return None,
        }))
    }

    fn raw_text(&mut self) -> Result<String, Problem> {
        let opened = self.at;
        self.next();
        let mut hashes = 0;
        while self.take('#') {
            hashes += 1;
        }
        if !self.take('"') {
            return Err(self.unexpected());
        }
        let end = format!("\"{}", "#".repeat(hashes));
        let start = self.offset;
        let Some(length) = self.rest().find(&end) else {
            return Err(Problem { at: Some(opened), kind: ProblemKind::Unclosed { what: "r\"" } });
        };
        while self.offset < start + length + end.len() {
            self.next();
        }
        Ok(self.text[start..start + length].to_owned())
    }

    /// After an item: takes a comma, or says whether the end is there.
    fn ended(&mut self, close: char, opened: Position, what: &'static str) -> Result<bool, Problem> {
        let after = self.at;
        self.skip()?;
        let comma = self.take(',');
        self.skip()?;
        if self.take(close) {
            return Ok(true);
        }
        match self.peek() {
            None => Err(Problem { at: Some(opened), kind: ProblemKind::Unclosed { what } }),
            Some(_) if comma => Ok(false),
            Some(found) if ")]}:".contains(found) || full_width(found).is_some() => Err(self.astray(opened, what)),
            Some(_) => Err(Problem { at: Some(after), kind: ProblemKind::CommaMissing }),
        }
    }

    fn list(&mut self, opened: Position, close: char, what: &'static str, depth: usize) -> Result<Vec<Node>, Problem> {
        let mut out = Vec::new();
        self.skip()?;
        if self.take(close) {
            return Ok(out);
        }
        loop {
            out.push(self.item(opened, what, depth)?);
            if self.ended(close, opened, what)? {
                return Ok(out);
            }
        }
    }

    /// A value inside brackets; at the end of the text the bracket is what is wrong.
    fn item(&mut self, opened: Position, what: &'static str, depth: usize) -> Result<Node, Problem> {
        match self.peek() {
            None => Err(Problem { at: Some(opened), kind: ProblemKind::Unclosed { what } }),
            Some(')' | ']' | '}') => Err(self.astray(opened, what)),
            Some(_) => self.value(depth + 1),
        }
    }

    fn map(&mut self, opened: Position, depth: usize) -> Result<Vec<(Node, Node)>, Problem> {
        let mut out = Vec::new();
        self.skip()?;
        if self.take('}') {
            return Ok(out);
        }
        loop {
            let key = self.item(opened, "{", depth)?;
            self.skip()?;
            if !self.take(':') {
                return Err(self.unexpected());
            }
            self.skip()?;
            out.push((key, self.item(opened, "{", depth)?));
            if self.ended('}', opened, "{")? {
                return Ok(out);
            }
        }
    }

    /// What follows `(`: named fields or values.
    fn bracket(&mut self, name: Option<String>, opened: Position, depth: usize) -> Result<Kind, Problem> {
        self.skip()?;
        if !self.field_follows() {
            return Ok(Kind::Tuple(name, self.list(opened, ')', "(", depth)?));
        }
        let mut fields = Vec::new();
        loop {
            let at = self.at;
            if !self.peek().is_some_and(|found| found.is_alphabetic() || found == '_') {
                return Err(self.astray(opened, "("));
            }
            let field = self.word();
            self.skip()?;
            if !self.take(':') {
                return Err(self.unexpected());
            }
            self.skip()?;
            let value = self.item(opened, "(", depth)?;
            fields.push(Field { name: field, at, value });
            if self.ended(')', opened, "(")? {
                return Ok(Kind::Struct(name, fields));
            }
        }
    }

    /// Whether an identifier and a colon come next.
    fn field_follows(&self) -> bool {
        let mut ahead = self.clone();
        ahead.peek().is_some_and(|found| found.is_alphabetic() || found == '_')
            && !ahead.word().is_empty()
            && ahead.skip().is_ok()
            && ahead.peek().is_some_and(|found| matches!(found, ':' | '：'))
    }
}

/// White space between values: the same characters as for the `ron` crate.
fn is_space(found: char) -> bool {
    matches!(found, ' ' | '\t'..='\r' | '\u{85}' | '\u{200E}' | '\u{200F}' | '\u{2028}' | '\u{2029}')
}

fn full_width(found: char) -> Option<ProblemKind> {
    let (_, meant) = FULL_WIDTH.iter().find(|(wide, _)| *wide == found)?;
    Some(ProblemKind::FullWidth { found, meant: *meant })
}

/// The character with this number in hex.
fn character(code: &str) -> Option<char> {
    let digits = code.bytes().all(|byte| byte.is_ascii_hexdigit());
    digits.then(|| u32::from_str_radix(code, 16).ok()).flatten().and_then(char::from_u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTATION: &str = include_str!("../../tests/files/schemes/good/notation.ron");
    const SMALL: &str = include_str!("../../tests/files/schemes/good/small.ron");

    /// Texts and numbers of a value, in order; fields by name, since `ron::Value` sorts them.
    fn of_tree(node: &Node, out: &mut Vec<String>) {
        match &node.kind {
            Kind::Text(text) => out.push(format!("{text:?}")),
            Kind::Number(digits) => out.push(digits.clone()),
            Kind::Word(_) => out.push("word".to_owned()),
            Kind::List(items) => items.iter().for_each(|item| of_tree(item, out)),
            // `ron` keeps a value alone in brackets as a list of one.
            Kind::Tuple(_, items) => items.iter().for_each(|item| of_tree(item, out)),
            Kind::Struct(_, fields) => {
                let mut fields: Vec<&Field> = fields.iter().collect();
                fields.sort_by(|one, other| one.name.cmp(&other.name));
                for field in fields {
                    out.push(field.name.clone());
                    of_tree(&field.value, out);
                }
            }
            Kind::Map(_) => panic!("schemes have no maps"),
        }
    }

    fn of_ron(value: &ron::Value, out: &mut Vec<String>) {
        match value {
            ron::Value::String(text) => out.push(format!("{text:?}")),
            ron::Value::Number(number) => out.push(number.into_f64().to_string()),
            ron::Value::Unit | ron::Value::Option(None) => out.push("word".to_owned()),
            ron::Value::Option(Some(value)) => of_ron(value, out),
            ron::Value::Seq(items) => items.iter().for_each(|item| of_ron(item, out)),
            ron::Value::Map(map) => {
                let mut fields: Vec<(String, &ron::Value)> = map
                    .iter()
                    .map(|(key, value)| match key {
                        ron::Value::String(name) => (name.clone(), value),
                        other => panic!("{other:?} as a name"),
                    })
                    .collect();
                fields.sort_by(|one, other| one.0.cmp(&other.0));
                for (name, value) in fields {
                    out.push(name);
                    of_ron(value, out);
                }
            }
            ron::Value::Option(None) => out.push("word".to_owned()),
            ron::Value::Option(Some(value)) => of_ron(value, out),
            other => panic!("schemes have no {other:?}"),
        }
    }

    #[test]
    fn the_ron_crate_reads_the_same_texts_and_numbers() {
        for text in [crate::criteria::SHIPPED[0].text, SMALL, NOTATION] {
            let (mut here, mut there) = (Vec::new(), Vec::new());
            of_tree(&parse(text).unwrap(), &mut here);
            of_ron(&ron::from_str(text).unwrap(), &mut there);
            assert!(here.len() > 100);
            for (i, (here, there)) in here.iter().zip(&there).enumerate() {
                assert_eq!(here, there, "value {i}");
            }
            assert_eq!(here.len(), there.len());
        }
    }

    #[test]
    fn every_value_knows_its_bytes() {
        let text = "// 甲\nA( b : 2 /* c */ , 丁: \"戊\" , e: [ r#\"f\"# , G ( ) , None ] )  ";
        let node = parse(text).unwrap();
        assert_eq!(&text[node.span.clone()], &text["// 甲\n".len()..text.len() - 2]);
        let Kind::Struct(_, fields) = &node.kind else { panic!() };
        let spans: Vec<&str> = fields.iter().map(|field| &text[field.value.span.clone()]).collect();
        assert_eq!(spans, ["2", "\"戊\"", "[ r#\"f\"# , G ( ) , None ]"]);
        let Kind::List(items) = &fields[2].value.kind else { panic!() };
        let spans: Vec<&str> = items.iter().map(|item| &text[item.span.clone()]).collect();
        assert_eq!(spans, ["r#\"f\"#", "G ( )", "None"]);
    }

    #[test]
    fn what_the_ron_crate_refuses_is_refused() {
        for text in [
            "",
            "\"",
            "\"\\q\"",
            "\"\\x80\"",
            "\"\\x+1\"",
            "\"\\u{}\"",
            "\"\\u{+41}\"",
            "\"\\u{D800}\"",
            "\"\\u{0000041}\"",
            "[1 2]",
            "[1,,2]",
            "[,]",
            "(a: 1 b: 2)",
            "(a: )",
            "(a 1)",
            "[1)",
            "(1]",
            "[1",
            "(a: 1",
            "/*",
            "1 2",
            "r#\"a\"",
            "\u{3000}1",
            "\u{a0}1",
            "“a”",
        ] {
            assert!(ron::from_str::<ron::Value>(text).is_err(), "ron accepts {text}");
            assert!(parse(text).is_err(), "accepted: {text}");
        }
    }
}
