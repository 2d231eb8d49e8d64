//! The text of a calibrated scheme: the old text with values replaced, and what it says of itself.
//!
//! Why it is so: the sentences here become data of the scheme, so they are in the language of schemes and not among the
//! phrases. Comments and notes of the old file stay, behind a word that they were written before: some of them say that
//! points are not known, and that would no longer be true.

use std::ops::Range;

use super::calibrate::Corrections;
use super::file::FORMAT;
use super::tree::{self, Kind, Node};
use super::{Amount, PointsStatus, Scheme, TextStatus, whole};

/// What the head of the new scheme comes from and has to say.
pub struct NewHead<'a> {
    pub of: &'a Scheme,
    /// The scheme that is to come of it.
    pub meant: &'a Scheme,
}

/// What stands before a note that was written before.
const NOTE_BEFORE: &str = "校准之前的说明：";

/// A note of a group or the remark of a clause, marked as one that was written before the calibration.
pub fn old_note(note: &str) -> String {
    if note.trim().is_empty() || note.starts_with(NOTE_BEFORE) {
        return note.to_owned();
    }
    format!("{NOTE_BEFORE}{note}")
}

/// Whether a remark speaks of points.
pub fn is_about_points(remark: &str) -> bool {
    remark.contains("分值")
}

/// What a calibrated scheme says of itself.
pub fn statement(old: &Scheme, new: &Scheme, copy: &str) -> String {
    let Some(calibration) = &new.calibration else { return new.statement.clone() };
    let mut out = format!(
        "本准则由“{}”校准而成，校准人：{}，日期：{}。",
        calibration.of,
        calibration.by,
        calibration.on.format("%Y-%m-%d")
    );
    let copy = copy.split_whitespace().collect::<Vec<_>>().join(" ");
    if !copy.is_empty() {
        out += &format!("所依据的标准文本：{copy}。");
    }
    if let Some(before) = &old.calibration {
        let (of, by) = (&before.of, &before.by);
        out += &format!("在此之前由“{of}”校准过，校准人：{by}，日期：{}。", before.on.format("%Y-%m-%d"));
    }
    let all = new.clauses().count();
    let points = |status| new.clauses().filter(|clause| clause.points_status == status).count();
    let verified = points(PointsStatus::Verified);
    if verified == all {
        out += &format!("据校准人填写，全部 {all} 条的分值都取自标准正文。");
    } else {
        let others = [
            (PointsStatus::TwoOrMore, "两个以上来源一致"),
            (PointsStatus::SingleSource, "只见于一个来源"),
            (PointsStatus::Provisional, "推定"),
        ];
        let others = others.map(|(status, word)| (word, points(status)));
        let rest = all - verified;
        out += &match verified {
            0 => format!("各条的分值没有与标准正文核对：{}。", counted(&others)),
            _ => format!("据校准人填写，{verified} 条的分值取自标准正文；其余 {rest} 条：{}。", counted(&others)),
        };
    }
    let texts = [
        (TextStatus::Verified, "已与标准正文核对"),
        (TextStatus::TwoOrMore, "两个以上来源一致"),
        (TextStatus::SingleSource, "只见于一个来源"),
        (TextStatus::Reconstructed, "推定"),
    ];
    let texts = texts.map(|(status, word)| (word, new.clauses().filter(|clause| clause.text_status == status).count()));
    out += &format!("条文文字：{}。", counted(&texts));
    let made_up = new
        .sections
        .iter()
        .flat_map(|section| &section.groups)
        .filter(|group| group.clauses.iter().any(|clause| clause.text_status == TextStatus::Reconstructed));
    let made_up: Vec<&str> = made_up.map(|group| group.id.as_str()).collect();
    if !made_up.is_empty() {
        out += &format!("文字推定的条款在 {} 组。", made_up.join("、"));
    }
    out + "各条的取证、看点、失分和建议沿用原准则，是指导文字，不是标准要求。"
}

/// Counts that are not zero, in words.
fn counted(counts: &[(&str, usize)]) -> String {
    let told: Vec<String> =
        counts.iter().filter(|(_, count)| *count > 0).map(|(word, count)| format!("{word} {count} 条")).collect();
    told.join("，")
}

/// The old text with the values replaced; none where it is not built as a scheme is.
pub fn corrected(text: &str, head: &NewHead<'_>, given: &Corrections) -> Option<String> {
    let node = tree::parse(text).ok()?;
    let NewHead { of, meant } = head;
    let calibration = meant.calibration.as_ref()?;
    let mut edits = Edits { text, edits: Vec::new() };
    edits.replace(field(&node, "format")?, FORMAT.to_string());
    edits.replace(field(&node, "id")?, quoted(&meant.id));
    edits.replace(field(&node, "revision")?, meant.revision.to_string());
    let by = format!(
        "Some(Calibration(of: {}, by: {}, on: {}))",
        quoted(&calibration.of),
        quoted(&calibration.by),
        quoted(&calibration.on.format("%Y-%m-%d").to_string())
    );
    edits.set(&node, ("statement", quoted(&meant.statement)), ("calibration", by))?;
    let sections = items(&node, "sections")?.iter().zip(&meant.sections).zip(&of.sections);
    for ((section_node, section), old_section) in sections {
        let groups = items(section_node, "groups")?.iter().zip(&section.groups).zip(&old_section.groups);
        for ((group_node, group), old_group) in groups {
            if group.note != old_group.note {
                edits.replace(field(group_node, "note")?, quoted(&group.note));
            }
            if group.text_status != old_group.text_status {
                edits.replace(field(group_node, "text_status")?, "verified".to_owned());
            }
            for (clause_node, clause) in items(group_node, "clauses")?.iter().zip(&group.clauses) {
                let correction = given.get(&clause.id);
                if let Some(points) = correction.and_then(|correction| correction.points.as_ref()) {
                    edits.replace(field(clause_node, "points")?, amount(points));
                    let status = ("points_status", "verified".to_owned());
                    edits.set(clause_node, status, ("points_between", "None".to_owned()))?;
                } else if field(clause_node, "points_between").is_none() {
                    let status = field(clause_node, "points_status")?;
                    let as_it_is = text.get(status.span.clone())?.to_owned();
                    edits.set(clause_node, ("points_status", as_it_is), ("points_between", "None".to_owned()))?;
                }
                if let Some((requirement, parts)) = correction.and_then(|correction| correction.text.as_ref()) {
                    edits.replace(field(clause_node, "text_status")?, "verified".to_owned());
                    edits.replace(field(clause_node, "requirement")?, quoted(requirement));
                    let parts: Vec<String> = parts.iter().map(|part| quoted(part)).collect();
                    edits.replace(field(clause_node, "parts")?, format!("[{}]", parts.join(", ")));
                }
                if Some(&clause.remark) != of.clause(&clause.id).map(|old| &old.remark) {
                    edits.replace(field(clause_node, "remark")?, quoted(&clause.remark));
                }
                edits.advice(clause_node)?;
            }
        }
    }
    Some(comment(&calibration.of) + &edits.applied()?)
}

/// What stands above everything else in the file.
fn comment(of: &str) -> String {
    format!(
        "// 校准：本文件由“{of}”按校准人填写的分值做成，何人何时见下面的 calibration。\n\
         // 各条分值和条文有多可靠，以 points_status 和 text_status 为准。\n\
         // 以下注释和各条的说明原样留自校准之前：其中说分值是推定的话，对已核对（verified）的条款不再成立。\n//\n"
    )
}

/// Replacements of bytes of a text.
struct Edits<'a> {
    text: &'a str,
    edits: Vec<(Range<usize>, String)>,
}

impl Edits<'_> {
    fn replace(&mut self, node: &Node, with: String) {
        self.edits.push((node.span.clone(), with));
    }

    /// Replaces the value of a field, and that of another which older formats do not have: there it is put behind.
    fn set(&mut self, record: &Node, first: (&str, String), second: (&str, String)) -> Option<()> {
        let (value, (name, with)) = (field(record, first.0)?, second);
        if let Some(there) = field(record, name) {
            self.replace(value, first.1);
            self.replace(there, with);
            return Some(());
        }
        let before = self.text.get(..value.span.start)?;
        let line = before.rsplit('\n').next().unwrap_or_default();
        let indent: String = line.chars().take_while(|found| found.is_whitespace()).collect();
        // On a line of its own where the other has one.
        let gap = if line.trim_start().starts_with(first.0) { format!("\n{indent}") } else { " ".to_owned() };
        self.replace(value, format!("{},{gap}{name}: {with}", first.1));
        Some(())
    }

    /// Advice was a mere text in format 1.
    fn advice(&mut self, clause: &Node) -> Option<()> {
        for advice in items(clause, "advice")?.iter().filter(|item| matches!(item.kind, Kind::Text(_))) {
            let as_it_is = self.text.get(advice.span.clone())?;
            self.replace(advice, format!("Advice(text: {as_it_is}, effort: None, lead_days: None)"));
        }
        Some(())
    }

    fn applied(mut self) -> Option<String> {
        self.edits.sort_by_key(|(span, _)| span.start);
        let mut out = String::with_capacity(self.text.len() + 4096);
        let mut at = 0;
        for (span, with) in self.edits {
            out += self.text.get(at..span.start)?;
            out += &with;
            at = span.end;
        }
        out += self.text.get(at..)?;
        Some(out)
    }
}

fn field<'a>(record: &'a Node, name: &str) -> Option<&'a Node> {
    let Kind::Struct(_, fields) = &record.kind else { return None };
    fields.iter().find(|field| field.name == name).map(|field| &field.value)
}

fn items<'a>(record: &'a Node, name: &str) -> Option<&'a [Node]> {
    match &field(record, name)?.kind {
        Kind::List(items) => Some(items),
        _ => None,
    }
}

/// A text as the notation writes it.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for found in text.chars() {
        match found {
            '"' | '\\' => out.extend(['\\', found]),
            '\n' => out += "\\n",
            '\r' => out += "\\r",
            '\t' => out += "\\t",
            other if other.is_control() => out += &format!("\\u{{{:x}}}", u32::from(other)),
            other => out.push(other),
        }
    }
    out + "\""
}

/// Points as the notation writes them: whole numbers bare, others in quotes.
fn amount(points: &Amount) -> String {
    if points.is_integer() {
        return points.to_string();
    }
    let mut scale = whole(1);
    for decimals in 1..=9 {
        scale *= whole(10);
        let scaled = points * &scale;
        if scaled.is_integer() {
            let digits = format!("{:0>width$}", scaled.to_string(), width = decimals + 1);
            let (before, after) = digits.split_at(digits.len() - decimals);
            return format!("\"{before}.{after}\"");
        }
    }
    format!("\"{points}\"")
}

#[cfg(test)]
mod tests {
    use super::super::parse_amount;
    use super::*;

    #[test]
    fn points_are_written_so_that_they_read_the_same() {
        for (given, written) in [("2", "2"), ("2.50", "\"2.5\""), ("0.05", "\"0.05\""), ("10/3", "\"10/3\"")] {
            assert_eq!(parse_amount(given).map(|points| amount(&points)).as_deref(), Some(written));
        }
    }

    #[test]
    fn texts_are_quoted() {
        assert_eq!(quoted("a\"\\\n\u{7}"), "\"a\\\"\\\\\\n\\u{7}\"");
    }
}
