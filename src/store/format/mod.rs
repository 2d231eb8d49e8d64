//! The format of case files: a head that every version has, version numbers, and the way up.
//!
//! Why it is so:
//! * The head (`format`, `version`) is read without knowing the body, so that a newer file is refused with a sentence
//!   instead of an error about some field.
//! * Every version of the past has a frozen shape of its own and one step up to the next; only the newest shape is
//!   made of the types that the program works with. Nothing that a released program wrote ever stops opening.

mod v1;
mod v2;
mod v3;
mod v4;
mod v5;

use serde::{Deserialize, Serialize};

use super::case::{CASE_VERSION, Case, OpenErrorKind};
use crate::assessment::{self, Assessment};
use crate::criteria::{self, Pinned};

/// What the `format` field of every case file says.
const FORMAT: &str = "xingping-case";

/// The format is named within so many characters.
const HEAD_CHARS: usize = 400;

/// The head, which every version has.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u32,
}

/// Version 6, the newest.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BodyV6<A> {
    format: String,
    version: u32,
    /// Which program wrote it; said in support, never acted on.
    written_by: String,
    generation: u64,
    folded: String,
    scheme_id: String,
    scheme_fingerprint: String,
    assessment: A,
    /// Written by hand as a raw string, so that the scheme stays readable in the file.
    #[serde(skip_serializing)]
    scheme_text: String,
}

/// Where a case file stands in its own history.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    /// How many times the case was written.
    pub generation: u64,
    /// The check of the last journal record that is in the file; empty when there was none.
    pub folded: String,
}

/// A case file, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// The case.
    pub case: Case,
    /// Where the file stands in its history; version 1 knew of none.
    pub standing: Standing,
    /// The version in which it was written.
    pub version: u32,
}

/// Reads a case from the bytes of its file.
///
/// # Errors
/// As [`open`](super::open), without a path.
pub fn parse(bytes: &[u8]) -> Result<Case, OpenErrorKind> {
    parse_all(bytes).map(|parsed| parsed.case)
}

/// Reads a case and its standing from the bytes of its file.
///
/// # Errors
/// As [`open`](super::open), without a path.
pub fn parse_all(bytes: &[u8]) -> Result<Parsed, OpenErrorKind> {
    let text = std::str::from_utf8(bytes).map_err(|error| not_text(bytes, error.valid_up_to()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(OpenErrorKind::Empty);
    }
    // A damaged case still names its format at the head; anything else was never a case.
    let start: String = text.chars().take(HEAD_CHARS).collect();
    if !start.contains(FORMAT) {
        return Err(OpenErrorKind::NotACase);
    }
    let malformed = |error| OpenErrorKind::Malformed(Box::new(error));
    let head: Head = ron::from_str(text).map_err(malformed)?;
    if head.format != FORMAT {
        return Err(OpenErrorKind::NotACase);
    }
    let body: BodyV6<Assessment> = match head.version {
        0 => return Err(OpenErrorKind::NotACase),
        1 => ron::from_str::<v1::BodyV1>(text).map_err(malformed)?.into_v2().into_v3().into_v4().into_v5().into_v6(),
        2 => ron::from_str::<v2::BodyV2>(text).map_err(malformed)?.into_v3().into_v4().into_v5().into_v6(),
        3 => ron::from_str::<v3::BodyV3>(text).map_err(malformed)?.into_v4().into_v5().into_v6(),
        4 => ron::from_str::<v4::BodyV4>(text).map_err(malformed)?.into_v5().into_v6(),
        5 => ron::from_str::<v5::BodyV5>(text).map_err(malformed)?.into_v6(),
        6 => ron::from_str(text).map_err(malformed)?,
        found => return Err(OpenErrorKind::TooNew { found }),
    };
    let standing = Standing { generation: body.generation, folded: body.folded.clone() };
    let pinned = criteria::read(&body.scheme_text).map_err(OpenErrorKind::Scheme)?;
    if pinned.fingerprint != body.scheme_fingerprint {
        return Err(OpenErrorKind::Fingerprint);
    }
    let mut assessment = body.assessment;
    let problems = assessment::check(&pinned.scheme, &assessment);
    if !problems.is_empty() {
        return Err(OpenErrorKind::DoesNotFit(problems));
    }
    assessment.settle();
    Ok(Parsed { case: Case { pinned, assessment }, standing, version: head.version })
}

/// Bytes that are no UTF-8: a case that was cut or overwritten, or something else altogether.
fn not_text(bytes: &[u8], valid: usize) -> OpenErrorKind {
    let text = std::str::from_utf8(&bytes[..valid]).unwrap_or_default();
    if text.chars().take(HEAD_CHARS).collect::<String>().contains(FORMAT) {
        let last = text.rsplit('\n').next().unwrap_or_default();
        OpenErrorKind::Torn { line: text.matches('\n').count() + 1, column: last.chars().count() + 1 }
    } else {
        OpenErrorKind::NotText
    }
}

/// The text of a new case file. The same case gives the same text.
#[must_use]
pub fn render(pinned: &Pinned, assessment: &Assessment) -> String {
    render_at(pinned, assessment, &Standing::default())
}

/// The text of a case file with its standing.
#[must_use]
pub fn render_at(pinned: &Pinned, assessment: &Assessment, standing: &Standing) -> String {
    let body = BodyV6 {
        format: FORMAT.to_owned(),
        version: CASE_VERSION,
        written_by: concat!("xingping ", env!("CARGO_PKG_VERSION")).to_owned(),
        generation: standing.generation,
        folded: standing.folded.clone(),
        scheme_id: pinned.scheme.id.clone(),
        scheme_fingerprint: pinned.fingerprint.clone(),
        assessment,
        scheme_text: String::new(),
    };
    let config = ron::ser::PrettyConfig::new().new_line("\n").indentor("    ");
    // Writing plain data into a string cannot fail; should it ever, an empty file is refused when it is read back.
    let text = ron::ser::to_string_pretty(&body, config).unwrap_or_default();
    let hashes = "#".repeat(longest_close(&pinned.text) + 1);
    let body = text.trim_end().strip_suffix(')').unwrap_or(&text);
    format!("{body}    scheme_text: r{hashes}\"{}\"{hashes},\n)\n", pinned.text)
}

/// The longest run of `#` after a quote, which a raw string must outdo.
fn longest_close(text: &str) -> usize {
    text.split('"').skip(1).map(|part| part.bytes().take_while(|byte| *byte == b'#').count()).max().unwrap_or(0)
}
