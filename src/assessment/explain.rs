//! What a checkup found of a piece of evidence, in words.

use chrono::NaiveDate;

use super::{Assessment, Checkup, Evidence, EvidenceItem, ItemCheck, ItemState, PieceState, Unreadable};
use crate::lang::{EvidenceWords, Words, cut};

/// Files of a folder that are named one by one.
const MOST_NAMED: usize = 5;

impl Checkup {
    /// What is to be said of the places and dates of a piece on a day, a sentence each; nothing where all is as it was
    /// registered.
    #[must_use]
    pub fn explain(&self, assessment: &Assessment, piece: &Evidence, day: NaiveDate, words: &Words) -> Vec<String> {
        let w = &words.evidence;
        let mut out: Vec<String> = piece.items.iter().filter_map(|item| self.explain_item(item, words)).collect();
        if let Some(expires) = piece.expires.filter(|_| piece.expired_on(day)) {
            out.push(w.expired_on.fill(&[("day", &expires)]));
        }
        if let (Some(covers), Some(period), true) = (piece.covers, assessment.period, piece.out_of(assessment.period)) {
            out.push(w.out_of_period.fill(&[
                ("from", &covers.from),
                ("to", &covers.to),
                ("begin", &period.from),
                ("end", &period.to),
            ]));
        }
        out
    }

    /// What is to be said of a place; nothing where it is as it was registered.
    #[must_use]
    pub fn explain_item(&self, item: &EvidenceItem, words: &Words) -> Option<String> {
        let w = &words.evidence;
        let path = cut(item.target());
        let Some(check) = self.items.get(item) else {
            return Some(w.item_not_looked_at.fill(&[("path", &path)]));
        };
        Some(match check.state {
            ItemState::Same => return None,
            ItemState::Present => w.item_present.fill(&[("path", &path)]),
            ItemState::NotChecked => match item {
                EvidenceItem::Web(_) => w.item_web.fill(&[("path", &path)]),
                _ => w.item_not_looked_at.fill(&[("path", &path)]),
            },
            ItemState::Unregistered => {
                w.item_new_files.fill(&[("path", &path), ("n", &check.new.len()), ("names", &names(&check.new, words))])
            }
            ItemState::Moved => {
                let to = check.moved_to.as_ref().map_or("", EvidenceItem::target);
                w.item_moved.fill(&[("path", &path), ("to", &cut(to))])
            }
            ItemState::Changed if matches!(item, EvidenceItem::Folder(_)) => folder_changed(&path, check, words),
            ItemState::Changed => w.item_changed.fill(&[("path", &path)]),
            ItemState::Missing => match &check.same_as {
                Some((id, other)) => {
                    w.item_missing_twin.fill(&[("path", &path), ("id", id), ("other", &cut(other.target()))])
                }
                None => w.item_missing.fill(&[("path", &path)]),
            },
            ItemState::Unreadable => {
                let why = check.unreadable.as_ref().map(|why| why.say(w)).unwrap_or_default();
                w.item_unreadable.fill(&[("path", &path), ("why", &why)])
            }
        })
    }
}

fn folder_changed(path: &str, check: &ItemCheck, words: &Words) -> String {
    let w = &words.evidence;
    let part = |phrase: &crate::lang::Phrase, list: &[String]| {
        (!list.is_empty()).then(|| phrase.fill(&[("n", &list.len()), ("names", &names(list, words))]))
    };
    let parts = [part(&w.part_changed, &check.changed), part(&w.part_gone, &check.gone), part(&w.part_new, &check.new)];
    let what: Vec<String> = parts.into_iter().flatten().collect();
    w.folder_changed.fill(&[("path", &path), ("what", &what.join(&words.common.list_separator))])
}

fn names(list: &[String], words: &Words) -> String {
    let shown: Vec<String> = list.iter().take(MOST_NAMED).map(|name| cut(name)).collect();
    let shown = shown.join(&words.common.list_separator);
    if list.len() > MOST_NAMED { format!("{shown}…") } else { shown }
}

impl Unreadable {
    /// Why it cannot be read, and what to do.
    #[must_use]
    pub fn say(&self, w: &EvidenceWords) -> String {
        match self {
            Self::OtherKind => w.other_kind.to_string(),
            Self::Denied => w.denied.to_string(),
            Self::Unstable => w.unstable.to_string(),
            Self::TooManyFiles { most } => w.too_many_files.fill(&[("most", most)]),
            Self::TooDeep { path, most } => w.too_deep.fill(&[("path", &cut(path)), ("most", most)]),
            Self::NoRoot { name } => w.no_root.fill(&[("name", name)]),
            Self::NoCaseFolder => w.no_case_folder.to_string(),
            Self::BadName => w.bad_name.to_string(),
            Self::Failed { code: Some(code), .. } => w.failed.fill(&[("code", code)]),
            Self::Failed { code: None, .. } => w.failed_unknown.to_string(),
        }
    }
}

impl PieceState {
    /// Whether the place leads nowhere, so that another may be looked for.
    #[must_use]
    pub fn lost(self) -> bool {
        matches!(self, Self::Missing | Self::Moved)
    }
}
