//! Scheme files of older formats, brought to the newest shape before they are read.
//!
//! Why it is so: every case carries the text of its scheme, so a text of any format has to read for ever. The step is
//! done on the tree, where every value keeps its position: problems are still told where the person wrote them, and
//! the shape of the newest format stays the only one.

use super::file::FORMAT;
use super::tree::{Field, Kind, Node};

/// Brings a scheme of an older format to the newest one. What does not say its format is taken for an old one: that it
/// is missing is said anyhow, and more need not be.
pub fn upgrade(scheme: &mut Node) {
    if format(scheme).is_none_or(|found| found < FORMAT) {
        from_1(scheme);
    }
}

fn format(scheme: &Node) -> Option<u32> {
    let Kind::Struct(_, fields) = &scheme.kind else { return None };
    let field = fields.iter().find(|field| field.name == "format")?;
    let Kind::Number(digits) = &field.value.kind else { return None };
    digits.parse().ok()
}

/// Format 1 knew no bounds of points, nobody who had compared them, and advice as mere texts.
fn from_1(scheme: &mut Node) {
    add(scheme, "calibration", none);
    for section in items(scheme, "sections") {
        for group in items(section, "groups") {
            for clause in items(group, "clauses") {
                add(clause, "points_between", none);
                for advice in items(clause, "advice").iter_mut().filter(|item| matches!(item.kind, Kind::Text(_))) {
                    let kind = std::mem::replace(&mut advice.kind, Kind::List(Vec::new()));
                    let text = Node { at: advice.at, span: advice.span.clone(), kind };
                    let field = |name: &str, value: Node| Field { name: name.to_owned(), at: value.at, value };
                    let fields =
                        vec![field("text", text), field("effort", none(advice)), field("lead_days", none(advice))];
                    advice.kind = Kind::Struct(Some("Advice".to_owned()), fields);
                }
            }
        }
    }
}

/// `None`, where something stands.
fn none(at: &Node) -> Node {
    Node { at: at.at, span: at.span.clone(), kind: Kind::Word("None".to_owned()) }
}

/// Adds a field that is not there.
fn add(record: &mut Node, name: &str, value: fn(&Node) -> Node) {
    let (value, at) = (value(record), record.at);
    if let Kind::Struct(_, fields) = &mut record.kind
        && fields.iter().all(|field| field.name != name)
    {
        fields.push(Field { name: name.to_owned(), at, value });
    }
}

/// The items of a list in a field; none where there is no such list.
fn items<'a>(record: &'a mut Node, name: &str) -> &'a mut [Node] {
    let Kind::Struct(_, fields) = &mut record.kind else { return &mut [] };
    match fields.iter_mut().find(|field| field.name == name).map(|field| &mut field.value.kind) {
        Some(Kind::List(items)) => items,
        _ => &mut [],
    }
}
