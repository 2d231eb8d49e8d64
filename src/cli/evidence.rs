//! `evidence check | relink | add`: is the evidence still what was registered, where has it gone, and more of it.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::Path;

use serde::Serialize;

use super::args::{self, Given, Place, Spec};
use super::{Ctx, OK, Outcome, PROBLEMS, Stop, files};
use crate::assessment::{self, Assessment, Checkup, Edit, EvidenceItem, ItemState, PieceState, Registration, Standing};
use crate::criteria::{ClauseId, Scheme};
use crate::store::{self, Case, Depth, Places, Repair, RepairBy, Seen, Watch, cut};

const CHECK: Spec =
    Spec { name: "evidence", many: false, places: &[Place::Case], flags: &["full", "json"], options: &[] };
const RELINK: Spec =
    Spec { name: "evidence", many: false, places: &[Place::Case], flags: &["dry-run"], options: &["root", "by"] };
const ADD: Spec = Spec {
    name: "evidence",
    many: true,
    places: &[Place::Case, Place::File],
    flags: &["tree", "dry-run"],
    options: &["clause+", "by"],
};

pub(super) fn run(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let rest = args.iter().skip(1).cloned().collect();
    match args.first().and_then(|first| first.to_str()) {
        Some("check") => check(rest, ctx),
        Some("relink") => relink(rest, ctx),
        Some("add") => add(rest, ctx),
        Some("--help" | "-h") => {
            super::help::of_command("evidence", ctx);
            Ok(OK)
        }
        _ => {
            let usage = super::help::usage_line("evidence", ctx);
            Err(Stop(format!("{}\n{usage}", ctx.words.evidence.what)))
        }
    }
}

#[derive(Serialize)]
struct Json<'a> {
    full: bool,
    items: Vec<JsonPiece<'a>>,
    counts: BTreeMap<&'static str, usize>,
    recheck: Vec<&'a str>,
}

#[derive(Serialize)]
struct JsonPiece<'a> {
    id: u32,
    title: &'a str,
    state: &'static str,
    files: Vec<JsonFile<'a>>,
}

/// A file or folder as it was registered, and what there is now where that is something else.
#[derive(Serialize)]
struct JsonFile<'a> {
    path: &'a str,
    state: &'static str,
    sha256: Option<String>,
    size: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    found_sha256: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    found_size: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    moved_to: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    same_content_at: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    new: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    changed: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    gone: &'a [String],
}

fn check(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(given) = args::parse(args, &CHECK, ctx)? else { return Ok(OK) };
    let (path, case) = files::open(given.place(0), ctx)?;
    let places = files::places(&path, &case.assessment);
    let depth = if given.flag("full") { Depth::Full } else { Depth::Quick };
    let checkup = store::checkup(&places, &case.assessment, depth, &Seen::default(), &Watch::NONE);
    let standing = checkup.standing(&case.assessment, ctx.now.date());
    if given.flag("json") {
        let json = serde_json::to_string_pretty(&json(&case.assessment, &checkup, &standing));
        ctx.say(json.map_err(|error| Stop(error.to_string()))?);
    } else {
        tell(&case, &checkup, &standing, ctx);
    }
    Ok(if standing.unsound == 0 { OK } else { PROBLEMS })
}

fn json<'a>(assessment: &'a Assessment, checkup: &'a Checkup, standing: &'a Standing) -> Json<'a> {
    let mut counts: BTreeMap<&'static str, usize> = PieceState::ALL.iter().map(|state| (state.id(), 0)).collect();
    for state in standing.pieces.values() {
        *counts.entry(state.id()).or_default() += 1;
    }
    let file = |item: &'a EvidenceItem| {
        let check = checkup.items.get(item);
        let print = assessment.fingerprint(item);
        let found = check.and_then(|check| check.found.as_ref());
        let other = found.filter(|found| print.is_none_or(|print| !print.same_content(found)));
        let of = |list: fn(&assessment::ItemCheck) -> &Vec<String>| check.map_or(&[][..], |check| list(check));
        JsonFile {
            path: item.target(),
            state: PieceState::from(checkup.state(item)).id(),
            sha256: print.map(|print| print.sum().to_string()),
            size: print.map(|print| print.size()),
            found_sha256: other.map(|found| found.sum().to_string()),
            found_size: other.map(|found| found.size()),
            moved_to: check.and_then(|check| check.moved_to.as_ref()).map(EvidenceItem::target),
            same_content_at: check.and_then(|check| check.same_as.as_ref()).map(|(_, other)| other.target()),
            new: of(|check| &check.new),
            changed: of(|check| &check.changed),
            gone: of(|check| &check.gone),
        }
    };
    let items = assessment.evidence.iter().map(|(id, piece)| JsonPiece {
        id: id.0,
        title: &piece.title,
        state: standing.pieces.get(id).copied().unwrap_or(PieceState::Unchecked).id(),
        files: piece.items.iter().map(file).collect(),
    });
    Json {
        full: checkup.full,
        items: items.collect(),
        counts,
        recheck: standing.recheck.iter().map(|clause| clause.as_str()).collect(),
    }
}

fn tell(case: &Case, checkup: &Checkup, standing: &Standing, ctx: &mut Ctx<'_>) {
    let w = ctx.words.evidence.clone();
    for (id, piece) in &case.assessment.evidence {
        let state = standing.pieces.get(id).copied().unwrap_or(PieceState::Unchecked);
        if state == PieceState::Same {
            continue;
        }
        let title = cut(&piece.title);
        ctx.say(w.piece_line.fill(&[("id", id), ("state", &state.say(&ctx.words)), ("title", &title)]));
        for line in checkup.explain(&case.assessment, piece, ctx.now.date(), &ctx.words) {
            ctx.say(format!("    {line}"));
        }
    }
    let counts: Vec<String> = PieceState::ALL
        .iter()
        .filter_map(|state| {
            let count = standing.pieces.values().filter(|other| *other == state).count();
            (count > 0).then(|| w.count.fill(&[("state", &state.say(&ctx.words)), ("n", &count)]))
        })
        .collect();
    let counts = counts.join(&ctx.words.common.list_separator);
    ctx.say(w.summary.fill(&[("n", &standing.pieces.len()), ("counts", &counts)]));
    if !standing.recheck.is_empty() {
        let clauses: Vec<&str> = standing.recheck.iter().map(|clause| clause.as_str()).collect();
        ctx.say(w.recheck.fill(&[("clauses", &clauses.join(&ctx.words.common.list_separator))]));
    }
    ctx.say(if checkup.full { &w.was_full } else { &w.was_quick });
    if case.assessment.period.is_none() {
        ctx.say(&w.no_period);
    }
    if checkup.search_cut {
        ctx.say(&w.search_cut);
    }
}

fn relink(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(given) = args::parse(args, &RELINK, ctx)? else { return Ok(OK) };
    let dry = given.flag("dry-run");
    let (path, case, keeper) = files::open_for(&given, dry, ctx)?;
    let mut places = files::places(&path, &case.assessment);
    if let Some(root) = given.option("root") {
        let root = Path::new(root);
        if !root.is_dir() {
            return Err(Stop(ctx.words.evidence.no_folder.fill(&[("path", &store::cut_path(root))])));
        }
        places = places.searching(std::path::absolute(root).unwrap_or_else(|_| root.to_owned()));
    }
    let checkup = store::checkup(&places, &case.assessment, Depth::Quick, &Seen::default(), &Watch::NONE);
    let lost = |state: &ItemState| matches!(state, ItemState::Missing | ItemState::Moved);
    let count = checkup.items.values().filter(|check| lost(&check.state)).count();
    let repairs = store::repairs(&places, &case.assessment, &checkup, &Watch::NONE);
    let w = ctx.words.evidence.clone();
    for repair in &repairs {
        ctx.say(said(repair, ctx));
    }
    // Another content under the same name, or a place that is evidence already, is for a person to judge, in the window.
    let sure: Vec<&Repair> = repairs.iter().filter(|repair| repair.by.is_sure()).collect();
    let moves: Vec<Edit> =
        sure.iter().map(|repair| Edit::MoveItem { from: repair.from.clone(), to: repair.to.clone() }).collect();
    match keeper {
        Some(keeper) if !moves.is_empty() => drop(files::change(case, keeper, &Edit::Many(moves), ctx)?),
        Some(keeper) => keeper.release(),
        None => {}
    }
    let numbers: [(&str, &dyn std::fmt::Display); 3] =
        [("lost", &count), ("done", &sure.len()), ("left", &count.saturating_sub(sure.len()))];
    ctx.say(match (count, dry) {
        (0, _) => w.relink_nothing.to_string(),
        (_, true) => w.relink_dry.fill(&numbers),
        (_, false) => w.relink_done.fill(&numbers),
    });
    Ok(if sure.len() == count { OK } else { PROBLEMS })
}

fn said(repair: &Repair, ctx: &Ctx<'_>) -> String {
    let w = &ctx.words.evidence;
    let by = match repair.by {
        RepairBy::Content => &w.by_content,
        RepairBy::Name => &w.by_name,
        RepairBy::Registered => &w.by_registered_left,
        RepairBy::NameElsewhere => &w.by_name_elsewhere_left,
        RepairBy::NameOnly => &w.by_name_only,
    };
    w.repair_line.fill(&[("from", &repair.from.target()), ("to", &repair.to.target()), ("by", by)])
}

fn add(args: Vec<OsString>, ctx: &mut Ctx<'_>) -> Outcome {
    let Some(given) = args::parse(args, &ADD, ctx)? else { return Ok(OK) };
    let dry = given.flag("dry-run");
    let (path, case, keeper) = files::open_for(&given, dry, ctx)?;
    let places = files::places(&path, &case.assessment);
    let (clauses, paths) = clauses_and_files(&given, &case.pinned.scheme, ctx)?;
    let mut wanted: Vec<(EvidenceItem, BTreeSet<ClauseId>)> = Vec::new();
    let mut cut = false;
    for path in &paths {
        let path = Path::new(path);
        if !path.exists() {
            return Err(Stop(ctx.words.problems.io_not_found.fill(&[("path", &store::cut_path(path))])));
        }
        if given.flag("tree") && path.is_dir() {
            let (found, whole) = from_tree(path, &case.pinned.scheme, &places, &clauses, ctx);
            wanted.extend(found);
            cut |= !whole;
        } else {
            wanted.push((item(&places, path, ctx)?, clauses.clone()));
        }
    }
    let places_of = wanted.iter().map(|(item, clauses)| (item.clone(), clauses));
    let Registration { edit, added, attached, known } = assessment::register(&case.assessment, places_of);
    for (item, clauses) in &wanted {
        let clauses: Vec<&str> = clauses.iter().map(|clause| clause.as_str()).collect();
        let list = clauses.join(&ctx.words.common.list_separator);
        let line = if list.is_empty() {
            ctx.words.evidence.add_line_free.fill(&[("path", &item.target())])
        } else {
            ctx.words.evidence.add_line.fill(&[("path", &item.target()), ("clauses", &list)])
        };
        ctx.say(line);
    }
    let mut unread = Vec::new();
    match (keeper, edit) {
        (Some(keeper), Some(edit)) => {
            let case = files::change(case, keeper, &edit, ctx)?;
            let bare = case.assessment.without_fingerprint();
            unread = wanted.iter().filter(|(item, _)| bare.contains(item)).map(|(item, _)| item.clone()).collect();
        }
        (Some(keeper), None) => keeper.release(),
        (None, _) => {}
    }
    let numbers: [(&str, &dyn std::fmt::Display); 3] = [("added", &added), ("attached", &attached), ("known", &known)];
    let phrase = if dry { &ctx.words.evidence.add_dry } else { &ctx.words.evidence.add_done };
    ctx.say(phrase.fill(&numbers));
    for (path, print) in store::fingerprints(&places, &unread, &Seen::default(), &Watch::NONE) {
        let why = print.err().map(|why| why.say(&ctx.words.evidence)).unwrap_or_default();
        ctx.complain(ctx.words.evidence.no_fingerprint.fill(&[("path", &path), ("why", &why)]));
    }
    Ok(if unread.is_empty() && !cut { OK } else { PROBLEMS })
}

/// The clauses and files of `FILE… --clause ID…`: clauses one by one, with commas, or with spaces behind `--clause`.
fn clauses_and_files(
    given: &Given,
    scheme: &Scheme,
    ctx: &Ctx<'_>,
) -> Result<(BTreeSet<ClauseId>, Vec<OsString>), Stop> {
    let mut clauses = BTreeSet::new();
    for id in given.texts("clause", ctx)?.iter().flat_map(|text| text.split([',', '，', '、', ' ', ';'])) {
        let id = ClauseId::from(id.trim());
        if id.as_str().is_empty() {
            continue;
        }
        if scheme.clause(&id).is_none() {
            let problem = assessment::Problem::UnknownClause { clause: id.to_string() };
            return Err(Stop(problem.say(&ctx.words.problems, &ctx.words.common)));
        }
        clauses.insert(id);
    }
    let mut paths = Vec::new();
    for path in given.places_from(1) {
        let id = path.to_str().map(ClauseId::from).filter(|id| scheme.clause(id).is_some());
        match id.filter(|_| !clauses.is_empty() && !Path::new(path).exists()) {
            Some(id) => drop(clauses.insert(id)),
            None => paths.push(path.clone()),
        }
    }
    Ok((clauses, paths))
}

fn item(places: &Places, path: &Path, ctx: &Ctx<'_>) -> Result<EvidenceItem, Stop> {
    let full = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    places.item(&full).ok_or_else(|| Stop(ctx.words.problems.bad_path.fill(&[("path", &store::cut_path(path))])))
}

/// The files of a tree whose folders are named by clause numbers, and whether that is all of them.
fn from_tree(
    folder: &Path,
    scheme: &Scheme,
    places: &Places,
    also: &BTreeSet<ClauseId>,
    ctx: &mut Ctx<'_>,
) -> (Vec<(EvidenceItem, BTreeSet<ClauseId>)>, bool) {
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let tree = store::clause_tree(&folder, scheme);
    tree.remarks(&ctx.words).into_iter().for_each(|remark| ctx.complain(remark));
    let of_clause = tree.files.iter().flat_map(|(clause, paths)| paths.iter().map(move |path| (Some(clause), path)));
    let all = of_clause.chain(tree.others.iter().map(|path| (None, path)));
    let (mut wanted, mut refused) = (Vec::new(), Vec::new());
    for (clause, path) in all {
        match places.item(path) {
            Some(item) => wanted.push((item, also.iter().chain(clause).cloned().collect())),
            None => refused.push(path.clone()),
        }
    }
    store::say_refused(&refused, &ctx.words).into_iter().for_each(|said| ctx.complain(said));
    (wanted, !tree.cut)
}
