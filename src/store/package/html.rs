//! The index as a page for any browser: no script, nothing from outside; links lead to the files of the package.

use std::fmt::Write as _;

use super::sheet::{heads, origin};
use crate::assessment::{Package, PackageEntry, PackageItem};
use crate::lang::{Words, size};

const STYLE: &str = "\
body{font:15px/1.6 -apple-system,'Segoe UI','Microsoft YaHei','PingFang SC','Noto Sans SC',sans-serif;color:#1c2228;\
max-width:1080px;margin:32px auto;padding:0 20px}\
h1{font-size:26px;margin:0 0 4px}h2{font-size:19px;margin:32px 0 8px}h3{font-size:16px;margin:24px 0 4px}\
table{border-collapse:collapse;width:100%;font-size:13px}th,td{text-align:left;vertical-align:top;padding:5px 10px 5px 0;\
border-bottom:1px solid #c8ced4;overflow-wrap:anywhere}th{color:#5c6670;font-weight:normal}\
td.n{text-align:right;white-space:nowrap}.q,td.s{color:#5c6670}td.s{font:11px/1.5 monospace}\
a{color:#1b4f72}dt{color:#5c6670;float:left;clear:left;width:7em}dd{margin-left:7.5em}\
@media print{body{margin:0;max-width:none}a{color:inherit;text-decoration:none}}";

/// The page.
pub(super) fn write(package: &Package, words: &Words) -> String {
    let p = &words.package;
    let mut out = String::new();
    let head = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n",
        words.language.tag(),
        text(&p.index_title.fill(&[("company", &package.company)]))
    );
    out.push_str(&head);
    put(&mut out, "h1", &p.title);
    let _ = writeln!(out, "<dl>");
    for (name, value) in facts(package, words) {
        let _ = writeln!(out, "<dt>{}</dt><dd>{}</dd>", text(&name), text(&value));
    }
    let _ = writeln!(out, "</dl>");
    put(&mut out, "h2", &p.chapter_missing);
    let missing = package.missing(words);
    if missing.is_empty() {
        put(&mut out, "p", &p.missing_none);
    } else {
        let _ = writeln!(out, "<table><tr><th>{}</th><th>{}</th></tr>", text(&p.head_item), text(&p.head_missing));
        for (item, what) in missing {
            let _ = writeln!(out, "<tr><td>{}</td><td>{}</td></tr>", text(&item), text(&what));
        }
        let _ = writeln!(out, "</table>");
    }
    put(&mut out, "h2", &p.chapter_index);
    for item in &package.items {
        if item.mandatory.is_some() || !item.entries.is_empty() {
            self::item(&mut out, item, words);
        }
    }
    put(&mut out, "h2", &p.chapter_rules);
    for rule in package.rules(words) {
        put(&mut out, "p", &rule);
    }
    out.push_str("</body>\n</html>\n");
    out
}

/// What identifies the package.
pub(super) fn facts(package: &Package, words: &Words) -> Vec<(String, String)> {
    let p = &words.package;
    let tally = package.tally();
    let or_dash = |text: &str| if text.trim().is_empty() { p.dash.to_string() } else { text.trim().to_owned() };
    vec![
        (p.fact_company.to_string(), or_dash(&package.company)),
        (p.fact_list.to_string(), or_dash(&package.title)),
        (p.fact_case.to_string(), or_dash(&package.case_name)),
        (p.fact_date.to_string(), package.date.format("%Y-%m-%d").to_string()),
        (p.fact_author.to_string(), or_dash(&package.prepared_by)),
        (p.fact_basis.to_string(), package.said_basis(words)),
        (p.fact_files.to_string(), p.files_value.fill(&[("files", &tally.files), ("size", &size(tally.bytes))])),
    ]
}

fn item(out: &mut String, item: &PackageItem, words: &Words) {
    put(out, "h3", &item.name());
    let _ = writeln!(out, "<p class=\"q\">{}</p>", text(&item.say(words)));
    if item.entries.is_empty() {
        return;
    }
    out.push_str("<table><tr>");
    for head in heads(words) {
        let _ = write!(out, "<th>{}</th>", text(&head));
    }
    out.push_str("</tr>\n");
    for entry in &item.entries {
        row(out, entry, words);
    }
    out.push_str("</table>\n");
}

fn row(out: &mut String, entry: &PackageEntry, words: &Words) {
    let shown = if entry.name.is_empty() { words.package.dash.to_string() } else { entry.name.clone() };
    let file = if entry.name.is_empty() {
        text(&shown)
    } else {
        format!("<a href=\"{}\">{}</a>", link(&entry.name), text(&shown))
    };
    let clauses: Vec<&str> = entry.clauses.iter().map(|clause| clause.as_str()).collect();
    let size = if entry.is_file() { size(entry.size) } else { String::new() };
    let sum = entry.sum.map(|sum| sum.to_string()).unwrap_or_default();
    let _ = writeln!(
        out,
        "<tr><td>{file}</td><td>{}</td><td>{}</td><td>{}</td><td class=\"n\">{size}</td><td>{}</td><td class=\"s\">{sum}</td></tr>",
        text(&entry.title),
        text(&origin(entry)),
        text(&clauses.join(&words.common.list_separator)),
        text(&entry.say(words)),
    );
}

fn put(out: &mut String, tag: &str, said: &str) {
    let _ = writeln!(out, "<{tag}>{}</{tag}>", text(said));
}

/// Text that is nothing but text.
fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' => out.push(' '),
            other if other.is_control() => {}
            other => out.push(other),
        }
    }
    out
}

/// A path in the package as a link from the page. It begins with `./`, so that nothing in it is taken for a scheme.
fn link(path: &str) -> String {
    let mut out = String::from("./");
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => out.push(char::from(byte)),
            other => {
                let _ = write!(out, "%{other:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_gets_out_of_its_place() {
        assert_eq!(text("<a href='x'>&\"\u{7}"), "&lt;a href=&#39;x&#39;&gt;&amp;&quot;");
        assert_eq!(link("01-a/b #1%.pdf"), "./01-a/b%20%231%25.pdf");
        assert_eq!(link("证"), "./%E8%AF%81");
    }
}
