//! What the account of a submission package says: the sentences of its indexes, of the receipt and of the preview.

use std::collections::BTreeSet;

use super::{EntryFate, NoMask, Package, PackageEntry, PackageItem, PackageStanding, Unreadable, WhyOut};
use crate::criteria::{ClauseId, Mandatory, Need};
use crate::lang::{Words, cut};

impl WhyOut {
    /// A few words.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        let p = &words.package;
        match self {
            Self::Missing => p.out_missing.to_string(),
            Self::Link => p.out_link.to_string(),
            Self::LeftOut { item } => p.out_left_out.fill(&[("item", item)]),
            Self::NotMasked => p.out_not_masked.to_string(),
            Self::NotAsked => p.out_not_asked.to_string(),
            Self::Unreadable(why) => match why {
                Unreadable::OtherKind => p.out_other_kind.to_string(),
                Unreadable::Denied => p.out_denied.to_string(),
                Unreadable::Unstable => p.out_unstable.to_string(),
                Unreadable::TooManyFiles { most } => p.out_too_many.fill(&[("most", most)]),
                Unreadable::TooDeep { path, most } => p.out_too_deep.fill(&[("path", &cut(path)), ("most", most)]),
                Unreadable::NoRoot { name } => p.out_no_root.fill(&[("name", name)]),
                Unreadable::NoCaseFolder => p.out_missing.to_string(),
                Unreadable::BadName => p.out_bad_name.to_string(),
                Unreadable::Failed { code: Some(code), .. } => p.out_failed_number.fill(&[("number", code)]),
                Unreadable::Failed { code: None, .. } => p.out_failed.to_string(),
            },
        }
    }
}

impl PackageEntry {
    /// What became of it, in a few words.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        let p = &words.package;
        let said = match &self.fate {
            EntryFate::Copied => p.fate_copied.to_string(),
            EntryFate::Unmasked(NoMask::Kind) => p.fate_unmasked.to_string(),
            EntryFate::Unmasked(NoMask::NoHeading) => p.fate_no_heading.to_string(),
            EntryFate::Unmasked(NoMask::Unread) => p.fate_unread.to_string(),
            EntryFate::ToMask => p.fate_to_mask.to_string(),
            EntryFate::Masked { columns, .. } if columns.is_empty() => p.fate_masked_numbers.to_string(),
            EntryFate::Masked { columns, .. } => {
                p.fate_masked.fill(&[("columns", &columns.join(&words.common.list_separator))])
            }
            EntryFate::Again => p.fate_again.to_string(),
            EntryFate::Address => p.fate_address.to_string(),
            EntryFate::Out(why) => p.fate_out.fill(&[("why", &why.say(words))]),
        };
        let mut said = if self.changed { p.fate_changed.fill(&[("fate", &said)]) } else { said };
        if self.added {
            said = p.fate_added.fill(&[("fate", &said)]);
        }
        if !self.personal.is_empty() {
            let columns = self.personal.join(&words.common.list_separator);
            said = p.fate_personal.fill(&[("fate", &said), ("columns", &columns)]);
        }
        if let Some(age) = self.age(words) {
            said = p.fate_aged.fill(&[("fate", &said), ("age", &age)]);
        }
        if self.named { p.fate_named.fill(&[("fate", &said)]) } else { said }
    }

    /// Whether it is expired or out of the period, in a few words; none when it is neither.
    #[must_use]
    pub fn age(&self, words: &Words) -> Option<String> {
        let p = &words.package;
        let expired = self.expired.map(|day| p.age_expired.fill(&[("day", &day)]));
        let outside = self.outside.then(|| p.age_outside.to_string());
        match (expired, outside) {
            (Some(expired), Some(outside)) => Some(format!("{expired}{}{outside}", words.common.list_separator)),
            (expired, outside) => expired.or(outside),
        }
    }
}

impl PackageItem {
    /// How it stands, in words; with the reason where there is one.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        let p = &words.package;
        let files = self.entries.iter().filter(|entry| entry.is_file()).count();
        match self.standing() {
            PackageStanding::Filled if self.is_automatic() => p.item_automatic.fill(&[("files", &files)]),
            PackageStanding::Filled => p.item_filled.fill(&[("files", &files)]),
            PackageStanding::LeftOut => p.item_left_out.fill(&[("why", &self.leave_out.trim())]),
            PackageStanding::NotConcerned => p.item_not_concerned.fill(&[("why", &self.not_concerned.trim())]),
            PackageStanding::Missing => match self.mandatory {
                Some(Mandatory::Always) => p.item_missing.to_string(),
                Some(Mandatory::WhereItApplies) => p.item_missing_where.to_string(),
                Some(Mandatory::SomeBodies) => p.item_missing_some.to_string(),
                None => p.item_none.to_string(),
            },
        }
    }

    fn needs(&self, words: &Words) -> String {
        let p = &words.package;
        let one = |need: &Need| match need.months {
            Some(months) => p.need_months.fill(&[("least", &need.least), ("of", &need.of), ("months", &months)]),
            None => p.need.fill(&[("least", &need.least), ("of", &need.of)]),
        };
        self.needs.iter().map(one).collect::<Vec<_>>().join(&words.common.list_separator)
    }
}

impl Package {
    /// By what evidence came to the items, in a few words.
    #[must_use]
    pub fn said_basis(&self, words: &Words) -> String {
        let (confirmed, automatic) = self.bases();
        let p = &words.package;
        match (confirmed, automatic) {
            (_, 0) => p.basis_confirmed.fill(&[("n", &confirmed)]),
            (0, _) => p.basis_clauses.fill(&[("n", &automatic)]),
            _ => p.basis_both.fill(&[("confirmed", &confirmed), ("automatic", &automatic)]),
        }
    }

    /// What a person should know of how the items were filled and of the checklist: a sentence each.
    #[must_use]
    pub fn warnings(&self, words: &Words) -> Vec<String> {
        let p = &words.package;
        let (confirmed, automatic) = self.bases();
        let mut out = Vec::new();
        if automatic > 0 {
            let phrase = if confirmed > 0 { &p.rule_both } else { &p.rule_clauses };
            out.push(phrase.fill(&[("confirmed", &confirmed), ("automatic", &automatic)]));
        }
        if !self.unknown_clauses.is_empty() {
            let ids: Vec<&str> = self.unknown_clauses.iter().map(ClauseId::as_str).collect();
            let ids = ids.join(&words.common.list_separator);
            out.push(words.materials.list_unknown_clauses.fill(&[("ids", &ids)]));
        }
        out
    }

    /// How the package was made, and how to read it: a paragraph each.
    #[must_use]
    pub fn rules(&self, words: &Words) -> Vec<String> {
        let p = &words.package;
        let tally = self.tally();
        let mut out = self.warnings(words);
        if self.bases().1 == 0 {
            out.push(p.rule_confirmed.to_string());
        }
        out.extend([p.rule_names.to_string(), p.rule_copies.to_string()]);
        out.push(p.rule_sums.fill(&[("file", &p.file_sums)]));
        if tally.masked > 0 {
            out.push(p.rule_masked.fill(&[("n", &tally.masked)]));
        }
        if tally.named > 0 {
            out.push(p.count_named.fill(&[("n", &tally.named)]));
        }
        if tally.unmasked > 0 {
            out.push(p.rule_unmasked.fill(&[("n", &tally.unmasked)]));
        }
        if tally.personal > 0 {
            out.push(p.count_personal.fill(&[("n", &tally.personal)]));
        }
        if tally.links > 0 {
            out.push(p.rule_links.fill(&[("n", &tally.links)]));
        }
        if tally.changed > 0 {
            out.push(p.rule_changed.fill(&[("n", &tally.changed)]));
        }
        if tally.added > 0 {
            out.push(p.count_added.fill(&[("n", &tally.added)]));
        }
        let others = self.items.iter().filter(|item| item.mandatory.is_none()).flat_map(|item| &item.entries);
        let mut others = others.peekable();
        if let Some(first) = others.peek() {
            let rule =
                if first.fate == EntryFate::Out(WhyOut::NotAsked) { &p.rule_others_out } else { &p.rule_others_in };
            out.push(rule.to_string());
        }
        out.push(words.common.not_a_certificate.to_string());
        out
    }

    /// Evidence that the checklist leaves out, each piece once for an item: whoever looks for it finds why.
    fn left_out(&self, words: &Words, out: &mut Vec<(String, String)>) {
        for item in &self.items {
            let mut seen = BTreeSet::new();
            for entry in &item.entries {
                if let EntryFate::Out(why @ WhyOut::LeftOut { .. }) = &entry.fate
                    && seen.insert(entry.evidence)
                {
                    let title = if entry.title.is_empty() { &entry.source } else { &entry.title };
                    let what = words.package.missing_left_out.fill(&[("title", title), ("why", &why.say(words))]);
                    out.push((item.name(), what));
                }
            }
        }
    }

    /// What is missing: items first, those that everybody has to hand in before others, then files, then amounts that
    /// nobody confirmed, then what the checklist leaves out. Each with the name of its item.
    #[must_use]
    pub fn missing(&self, words: &Words) -> Vec<(String, String)> {
        let p = &words.package;
        let mut out = Vec::new();
        for always in [true, false] {
            let missing = self.items.iter().filter(|item| {
                let asked = item.mandatory.is_some_and(|mandatory| (mandatory == Mandatory::Always) == always);
                asked && item.standing() == PackageStanding::Missing
            });
            for item in missing {
                let needs = item.needs(words);
                let said = item.say(words);
                let said = if needs.is_empty() { said } else { p.with_needs.fill(&[("a", &said), ("needs", &needs)]) };
                out.push((item.name(), said));
            }
        }
        for item in &self.items {
            for entry in &item.entries {
                if let EntryFate::Out(why) = &entry.fate
                    && (why.is_failure() || *why == WhyOut::Link)
                {
                    let what = p.missing_file.fill(&[("source", &entry.source), ("why", &why.say(words))]);
                    out.push((item.name(), what));
                }
            }
        }
        self.left_out(words, &mut out);
        for item in &self.items {
            // A folder is one piece of evidence, whatever number of files is in it.
            let mut seen = BTreeSet::new();
            for entry in &item.entries {
                if !matches!(entry.fate, EntryFate::Out(_))
                    && let Some(age) = entry.age(words)
                    && seen.insert(entry.evidence)
                {
                    let title = if entry.title.is_empty() { &entry.source } else { &entry.title };
                    out.push((item.name(), p.missing_aged.fill(&[("title", title), ("age", &age)])));
                }
            }
            let open = item.standing() == PackageStanding::Filled && !item.complete && !item.needs.is_empty();
            if open && item.mandatory.is_some() {
                out.push((item.name(), p.missing_amount.fill(&[("needs", &item.needs(words))])));
            }
        }
        out
    }
}
