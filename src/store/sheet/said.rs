//! What a filled-in sheet would change, in words: the same for window and command line.

use super::SheetPlan;
use crate::assessment::{Drawn, Edit, Sample};
use crate::criteria::LedgerKind;
use crate::lang::{Words, cut};

impl SheetPlan {
    /// What the sheet says anew about each record of the sample as it is, a line each.
    #[must_use]
    pub fn changes(&self, kind: &LedgerKind, old: &Sample, words: &Words) -> Vec<String> {
        let Some(Edit::SetSample { sample: Some(new), .. }) = &self.edit else { return Vec::new() };
        let both = old.drawn.iter().zip(&new.drawn).filter(|(old, new)| old != new);
        both.map(|(old, new)| say_change(kind, old, new, words)).collect()
    }
}

/// What a sheet says anew about one record.
fn say_change(kind: &LedgerKind, old: &Drawn, new: &Drawn, words: &Words) -> String {
    let s = &words.sampling;
    let mut parts: Vec<String> = kind
        .checks
        .iter()
        .filter(|check| old.marks.get(&check.id) != new.marks.get(&check.id))
        .map(|check| {
            let mark = |drawn: &Drawn| match drawn.marks.get(&check.id) {
                Some(mark) => mark.say(words).to_string(),
                None => s.not_looked_at.to_string(),
            };
            s.sheet_change.fill(&[("what", &check.title), ("from", &mark(old)), ("to", &mark(new))])
        })
        .collect();
    if old.note != new.note {
        parts.push(s.sheet_note.fill(&[("text", &cut(&new.note))]));
    }
    if old.evidence != new.evidence {
        let list: Vec<String> = new.evidence.iter().map(ToString::to_string).collect();
        parts.push(s.sheet_evidence.fill(&[("list", &list.join(&words.common.list_separator))]));
    }
    s.sheet_record.fill(&[("record", &cut(&new.record)), ("what", &parts.join(&s.joined))])
}
