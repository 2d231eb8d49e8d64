//! What a row of a table brings, as a line for people.

use super::{Change, Subject};
use crate::assessment::{Verdict, differing};
use crate::lang::Words;

/// Room for either text, in letters of half width.
const ROOM: usize = 48;

impl Change {
    /// One line: which row, what about, what moves.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        let w = &words.cli;
        let mut parts = Vec::new();
        if let Some((before, after)) = &self.verdict {
            let (before, after) = (verdict(before, words), verdict(after, words));
            parts.push(w.import_verdict.fill(&[("before", &before), ("after", &after)]));
        }
        let k = &words.keeping;
        for (name, moved) in [&k.field_finding, &k.field_note].into_iter().zip(&self.moved) {
            let Some((before, after)) = moved else { continue };
            let differ = differing(before, after);
            let text = |text: &str, excerpt: String| if text.is_empty() { k.nothing.to_string() } else { excerpt };
            parts.push(w.import_text.fill(&[
                ("name", name),
                ("before", &text(before, differ.first(ROOM).to_string())),
                ("after", &text(after, differ.second(ROOM).to_string())),
            ]));
        }
        if self.texts && matches!(self.subject, Subject::Clause(_)) {
            parts.push(w.import_texts.to_string());
        }
        if self.doubtful {
            parts.push(words.planning.import_doubtful.to_string());
        }
        if self.evidence > 0 {
            parts.push(w.import_evidence.fill(&[("count", &self.evidence)]));
        }
        let line = w.import_line.fill(&[("row", &self.row), ("subject", &self.subject.say(words))]);
        if parts.is_empty() {
            line
        } else {
            w.import_line_with.fill(&[("line", &line), ("what", &parts.join(&w.comma))])
        }
    }
}

/// A verdict in a word, with its numbers.
fn verdict(verdict: &Verdict, words: &Words) -> String {
    let c = &words.common;
    match verdict {
        Verdict::Unrated => c.unrated.to_string(),
        Verdict::Meets => c.meets.to_string(),
        Verdict::Fails => c.fails.to_string(),
        Verdict::Sampled { checked, nonconforming } => {
            words.cli.sampled_short.fill(&[("checked", checked), ("nonconforming", nonconforming)])
        }
        Verdict::Excluded { .. } => c.excluded.to_string(),
    }
}
