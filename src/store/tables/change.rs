//! What a row of a table brings, as a line for people.

use super::{Change, Subject};
use crate::assessment::Verdict;
use crate::lang::Words;

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
        if self.texts && matches!(self.subject, Subject::Clause(_)) {
            parts.push(w.import_texts.to_string());
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
