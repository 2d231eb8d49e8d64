//! Who says so: the sources of an item or point, said once and in words.
//!
//! Why it is so: a checklist names its sources by short codes, also in the middle of its texts. A code says nothing to
//! somebody who wants to know whom to believe; so the texts get numbers as footnotes have, and the list below says what
//! each is.

use egui::{CollapsingHeader, RichText, Ui};

use crate::app::Cx;
use crate::app::widgets::{caption, section_title};
use crate::criteria::ChecklistSource;

/// The sources in the order of their numbers.
pub(in crate::app) struct Sources<'a> {
    all: &'a [ChecklistSource],
    cited: Vec<&'a ChecklistSource>,
}

impl<'a> Sources<'a> {
    /// Those that an item or point names.
    pub(super) fn of(cx: &Cx<'a>, ids: &[String]) -> Self {
        Self::among(&cx.materials.checklist.sources, ids)
    }

    /// Those of another list that has sources.
    pub(in crate::app) fn among(all: &'a [ChecklistSource], ids: &[String]) -> Self {
        Self { all, cited: ids.iter().filter_map(|id| all.iter().find(|source| source.id == *id)).collect() }
    }

    /// A text with the codes in it as numbers; what only the text names is numbered behind the others.
    pub(in crate::app) fn in_words(&mut self, cx: &Cx, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find(|letter: char| letter.is_ascii_alphanumeric()) {
            let (before, from) = rest.split_at(start);
            let end = from.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(from.len());
            let (word, after) = from.split_at(end);
            out.push_str(before);
            match self.number(word) {
                Some(number) => out.push_str(&cx.words.materials.source_mark.fill(&[("n", &number)])),
                None => out.push_str(word),
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }

    /// The number of a code; a word without figures is a word, whatever a checklist calls its sources.
    fn number(&mut self, word: &str) -> Option<usize> {
        if !word.starts_with(|letter: char| letter.is_ascii_alphabetic())
            || !word.ends_with(|l: char| l.is_ascii_digit())
        {
            return None;
        }
        let source = self.all.iter().find(|source| source.id == word)?;
        let at = self.cited.iter().position(|cited| cited.id == source.id).unwrap_or_else(|| {
            self.cited.push(source);
            self.cited.len() - 1
        });
        Some(at + 1)
    }

    /// What each number is; the addresses folded.
    pub(in crate::app) fn ui(&self, ui: &mut Ui, cx: &Cx) {
        let w = &cx.words.materials;
        if self.cited.is_empty() {
            return;
        }
        ui.add_space(4.0);
        section_title(ui, w.sources.fill(&[("n", &self.cited.len())]));
        self.list(ui, cx);
    }

    /// The same folded, where many points stand below each other.
    pub(super) fn folded(&self, ui: &mut Ui, cx: &Cx) {
        if self.cited.is_empty() {
            return;
        }
        let title = cx.words.materials.sources.fill(&[("n", &self.cited.len())]);
        let title = RichText::new(title).small().weak();
        CollapsingHeader::new(title).id_salt("all_sources").show(ui, |ui| self.list(ui, cx));
    }

    fn list(&self, ui: &mut Ui, cx: &Cx) {
        let w = &cx.words.materials;
        for (number, source) in (1..).zip(&self.cited) {
            caption(ui, w.source.fill(&[("n", &number), ("title", &source.title)]));
        }
        let addresses: Vec<(usize, &str)> = (1..)
            .zip(&self.cited)
            .map(|(n, source)| (n, source.address.as_str()))
            .filter(|(_, at)| !at.is_empty())
            .collect();
        if addresses.is_empty() {
            return;
        }
        let title = RichText::new(&*w.source_addresses).small().weak();
        CollapsingHeader::new(title).id_salt("sources").show(ui, |ui| {
            for (number, address) in addresses {
                caption(ui, w.source.fill(&[("n", &number), ("title", &address)]));
            }
        });
    }
}
