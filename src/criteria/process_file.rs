//! Reads what the body does after the application: the shape as a person writes it, and what must hold of it.

use std::collections::{BTreeMap, BTreeSet};

use super::checklist::ChecklistSource;
use super::file::{self, Got, List, shapes};
use super::problem::{Position, Problem, ProblemKind, note};
use super::process::{HowSure, Process, Stage, TimeUnit, UsualTime, WholeTime};
use super::with_plain_line_ends;

use serde::Deserialize;

shapes! {
    ProcessFile = "Process" {
        about: Got<String>, sources: List<SourceFile>, stages: List<StageFile>, whole: List<WholeFile>,
    }
    SourceFile = "Source" { id: Got<String>, title: Got<String>, address: Got<String> }
    StageFile = "Stage" {
        id: Got<String>, title: Got<String>, what: Got<String>, time: Got<Option<Got<TimeFile>>>,
        sources: List<String>, sure: Got<HowSure>, differs: Got<String>,
    }
    WholeFile = "Whole" { time: Got<TimeFile>, source: Got<String>, remark: Got<String> }
    TimeFile = "Time" { least: Got<u32>, most: Got<u32>, unit: Got<TimeUnit> }
}

/// Reads and checks a process.
///
/// # Errors
/// All problems of the text, in the order of their position.
pub fn read_process(text: &str) -> Result<Process, Vec<Problem>> {
    let text = with_plain_line_ends(text.strip_prefix('\u{feff}').unwrap_or(text));
    let mut problems = Vec::new();
    let process = file::read::<ProcessFile>(&text, &mut problems);
    let process = process.and_then(|file| Check { problems: &mut problems, sources: BTreeSet::new() }.process(file));
    problems.sort_by_key(|problem| problem.at);
    process.filter(|_| problems.is_empty()).ok_or(problems)
}

struct Check<'a> {
    problems: &'a mut Vec<Problem>,
    /// Ids of sources.
    sources: BTreeSet<String>,
}

impl Check<'_> {
    fn process(&mut self, file: ProcessFile) -> Option<Process> {
        let mut seen = BTreeMap::new();
        let sources = each(file.sources, |source| {
            let id = self.once(source.id, &mut seen)?;
            let title = self.text(source.title, "title");
            Some(ChecklistSource { id, title: title?, address: source.address.value? })
        });
        self.sources = sources.iter().map(|source| source.id.clone()).collect();
        let mut seen = BTreeMap::new();
        let stages = each(file.stages, |stage| self.stage(stage, &mut seen));
        let whole = each(file.whole, |whole| {
            self.source(whole.source.at, whole.source.value.as_deref());
            let remark = whole.remark.value?;
            Some(WholeTime { time: self.time(whole.time.value?)?, source: whole.source.value?, remark })
        });
        Some(Process { about: file.about.value?, sources, stages, whole })
    }

    fn stage(&mut self, file: StageFile, seen: &mut BTreeMap<String, Position>) -> Option<Stage> {
        let id = self.once(file.id, seen);
        let title = self.text(file.title, "title");
        let what = self.text(file.what, "what");
        for entry in file.sources.value.iter().flatten() {
            self.source(entry.at, entry.value.as_deref());
        }
        let (at, sure) = (file.sure.at, file.sure.value);
        // What nobody states has no time, and what has one is stated by somebody.
        let time = match file.time.value? {
            Some(time) => Some(self.time(time.value?)?),
            None => None,
        };
        let known: &'static [&'static str] = if time.is_some() { &["one", "several"] } else { &["unstated"] };
        if sure.is_some_and(|sure| (sure == HowSure::Unstated) == time.is_some()) {
            note(self.problems, at, ProblemKind::WantsVariant { known });
        }
        Some(Stage {
            id: id?,
            title: title?,
            what: what?,
            time,
            sources: each(file.sources, Some),
            sure: sure?,
            differs: file.differs.value?,
        })
    }

    fn time(&mut self, file: TimeFile) -> Option<UsualTime> {
        let (least, most) = (file.least.value?, file.most.value?);
        if most == 0 {
            note(self.problems, file.most.at, ProblemKind::NotPositive { field: "most" });
        } else if most < least {
            let (points, lowest) = (most.to_string(), least);
            note(self.problems, file.most.at, ProblemKind::PointsOutOfBounds { points, lowest, highest: u32::MAX });
        }
        Some(UsualTime { least, most, unit: file.unit.value? })
    }

    fn source(&mut self, at: Position, id: Option<&str>) {
        if let Some(id) = id.filter(|id| !self.sources.contains(*id)) {
            note(self.problems, at, ProblemKind::UnknownSource { id: id.to_owned() });
        }
    }

    /// An id that nothing else of its kind has.
    fn once(&mut self, got: Got<String>, seen: &mut BTreeMap<String, Position>) -> Option<String> {
        let at = got.at;
        let id = self.text(got, "id")?;
        match seen.get(&id).copied() {
            Some(first) => note(self.problems, at, ProblemKind::DuplicateId { id: id.clone(), first }),
            None => drop(seen.insert(id.clone(), at)),
        }
        Some(id)
    }

    /// A text that says something.
    fn text(&mut self, got: Got<String>, field: &'static str) -> Option<String> {
        if got.value.as_ref().is_some_and(|text| text.trim().is_empty()) {
            note(self.problems, got.at, ProblemKind::Empty { field });
        }
        got.value
    }
}

/// Every entry that could be read.
fn each<F, T>(list: List<F>, read: impl FnMut(F) -> Option<T>) -> Vec<T> {
    list.value.unwrap_or_default().into_iter().filter_map(|entry| entry.value).filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::super::process::SHIPPED_PROCESS;
    use super::*;

    #[test]
    fn the_shipped_process_can_be_read_and_cites_all_its_sources() {
        let read = read_process(SHIPPED_PROCESS.text).unwrap_or_else(|problems| panic!("{problems:?}"));
        assert_eq!(read.stages.len(), 5);
        let stages = read.stages.iter().flat_map(|stage| &stage.sources);
        let cited: BTreeSet<&String> = stages.chain(read.whole.iter().map(|whole| &whole.source)).collect();
        let named: BTreeSet<&String> = read.sources.iter().map(|source| &source.id).collect();
        assert_eq!(cited, named);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let text = "Process(about: \"a\", sources: [Source(id: \"S1\", title: \"t\", address: \"\")], stages: [
Stage(id: \"a\", title: \"t\", what: \"w\", time: None, sources: [\"S1\"], sure: one, differs: \"\"),
Stage(id: \"a\", title: \"t\", what: \"w\", time: None, sources: [\"S9\"], sure: unstated, differs: \"\"),
Stage(id: \"b\", title: \" \", what: \"w\", time: Some(Time(least: 3, most: 2, unit: days)), sources: [], sure: one, differs: \"\"),
], whole: [
Whole(time: Time(least: 1, most: 1, unit: weeks), source: \"S1\", remark: \"s\"),
])";
        let problems = read_process(text).unwrap_err();
        let lines: Vec<u32> = problems.iter().map(|problem| problem.at.unwrap().line).collect();
        assert_eq!(lines, [2, 3, 3, 4, 4, 6], "{problems:?}");
        assert!(read_process("Process(").is_err());
    }
}
