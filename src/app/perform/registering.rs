//! Registering evidence: wishes go to the end of a line, a job asks the disk, and what it says is applied in order.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use egui::Context;

use crate::app::dialogs::TreePreview;
use crate::app::jobs::{Done, JobKind};
use crate::app::locating::{self, Around, Goes, Located, SLOW_SECS, Wanted, Wish};
use crate::app::widgets::Tone;
use crate::app::*;
use crate::assessment::{self, Edit, EvidenceItem, Registration};
use crate::criteria::ClauseId;
use crate::store::{self, ClauseTree, Unsettled};

impl App {
    /// Registers files and folders; one that is in the library already is only attached.
    pub(in crate::app) fn register(&mut self, ctx: &Context, clause: Option<ClauseId>, paths: Vec<PathBuf>) {
        let goes = clause.map_or(Goes::Library { look_into: true }, Goes::Clause);
        self.want(ctx, Wanted::Paths { paths, goes });
    }

    /// Puts a wish at the end of the line.
    pub(in crate::app) fn want(&mut self, ctx: &Context, wanted: Wanted) {
        self.queue(ctx, wanted, VecDeque::push_back);
    }

    /// Puts a wish at the head of the line: what follows from one that was looked after comes before the next.
    pub(in crate::app) fn want_next(&mut self, ctx: &Context, wanted: Wanted) {
        self.queue(ctx, wanted, VecDeque::push_front);
    }

    fn queue(&mut self, ctx: &Context, wanted: Wanted, put: fn(&mut VecDeque<Wish>, Wish)) {
        if self.refuses_edits(ctx) {
            return;
        }
        let Some(open) = &mut self.open else { return };
        self.next_wish += 1;
        put(&mut open.wishes, Wish { number: self.next_wish, wanted, since: None });
        self.keep_locating(ctx);
    }

    /// Lets wishes go on in the same case under another name, where paths lead elsewhere.
    pub(in crate::app) fn want_again(&mut self, wishes: VecDeque<Wish>) {
        let Some(open) = &mut self.open else { return };
        open.wishes = wishes;
        open.wishes.iter_mut().for_each(|wish| wish.since = None);
    }

    /// Looks after the wish at the head of the line, in the background.
    pub(in crate::app) fn keep_locating(&mut self, ctx: &Context) {
        // What a folder holds is being asked about; what comes after it must not take the question's place.
        if matches!(self.dialog, Some(Dialog::Tree(_))) {
            return;
        }
        let Some(open) = &mut self.open else { return };
        let Some(wish) = open.wishes.front_mut().filter(|wish| wish.since.is_none()) else { return };
        wish.since = Some(ctx.input(|input| input.time));
        let (number, wanted) = (wish.number, wish.wanted.clone());
        let around = Around {
            folder: open.folder(),
            assessment: open.session.assessment().clone(),
            known: self.settings.roots.clone(),
            scheme: Arc::clone(&open.session.pinned().scheme),
        };
        self.jobs.abandon(JobKind::Locate); // of a case that was closed
        self.jobs.start(ctx, JobKind::Locate, move |token| {
            let located = locating::locate(wanted, &around, token);
            Done::Located { number, roots: around.assessment.roots, located }
        });
        ctx.request_repaint_after(Duration::from_secs_f64(SLOW_SECS + 0.1)); // by then it is said
    }

    /// Gives up what waits for the disk, at the person's wish.
    pub(in crate::app) fn give_up_locating(&mut self) {
        self.jobs.abandon(JobKind::Locate);
        self.open.iter_mut().for_each(|open| open.wishes.clear());
    }

    /// Does what was wished, now that it is known how the case names it.
    pub(in crate::app) fn take_located(
        &mut self,
        ctx: &Context,
        number: u64,
        roots: &BTreeMap<String, String>,
        located: Located,
    ) {
        let Some(open) = &mut self.open else { return };
        let Some(wish) = open.wishes.front_mut().filter(|wish| wish.number == number) else { return };
        if open.session.assessment().roots != *roots {
            wish.since = None; // what lies under a root is named otherwise now
            return;
        }
        open.wishes.pop_front();
        if self.refuses_edits(ctx) {
            return;
        }
        match located {
            Located::Items { goes, items, bad } => {
                self.tell_bad(ctx, &bad);
                self.take_items(ctx, goes, items);
            }
            Located::Folder { folder, tree } => self.ask_about_tree(folder, tree),
            Located::Tree { items, bad } => {
                self.tell_bad(ctx, &bad);
                self.take_tree(ctx, items);
            }
            Located::Nowhere { text, clause, why } => self.nowhere(ctx, text, clause.is_some(), why.as_ref()),
            Located::Root { name, folder, edits: Some(edits) } => self.set_root(ctx, &name, &folder, edits),
            Located::Root { folder, edits: None, .. } => self.tell_bad(ctx, &[folder]),
        }
    }

    fn take_items(&mut self, ctx: &Context, goes: Goes, items: Vec<EvidenceItem>) {
        match goes {
            Goes::Library { .. } => self.register_items(ctx, None, items),
            Goes::Clause(clause) => self.register_items(ctx, Some(&clause), items),
            Goes::Piece(id) => self.add_items(ctx, id, items),
            Goes::Instead { id, item } => self.put_instead(ctx, id, item, items),
            Goes::Material { id, title } => self.confirm_for(ctx, id, &title, items),
        }
    }

    /// Tells of paths that the case cannot name.
    fn tell_bad(&mut self, ctx: &Context, bad: &[PathBuf]) {
        if let Some(text) = store::say_refused(bad, &self.words) {
            self.tell(ctx, Tone::Bad, text);
        }
    }

    /// What was typed leads nowhere; it is wrong in a letter or two and stays to be mended.
    fn nowhere(&mut self, ctx: &Context, text: String, for_clause: bool, why: Option<&Unsettled>) {
        let said = match why {
            Some(why) => why.say(&self.words),
            None => self.words.problems.io_not_found.fill(&[("path", &locating::bare(&text))]),
        };
        self.tell(ctx, Tone::Bad, said);
        let field = if for_clause { &mut self.view.assess.typed_evidence } else { &mut self.view.evidence.typed };
        if field.is_empty() {
            *field = text; // unless something else was begun meanwhile
        }
    }

    fn register_items(&mut self, ctx: &Context, clause: Option<&ClauseId>, items: Vec<EvidenceItem>) {
        let Some(open) = &self.open else { return };
        let clauses: BTreeSet<ClauseId> = clause.cloned().into_iter().collect();
        let places = items.into_iter().map(|item| (item, &clauses));
        let Registration { edit, added, attached, .. } = assessment::register(open.session.assessment(), places);
        let Some(edit) = edit else { return };
        let first = open.session.assessment().next_evidence_id();
        self.edit(ctx, &edit);
        if clause.is_none() && added > 0 {
            // What was just added is at the end of a long list.
            self.view.evidence.bring = Some(first);
            self.view.evidence.selected = (added == 1).then_some(first).or(self.view.evidence.selected);
        }
        let w = &self.words.app;
        let text = match clause {
            Some(clause) => w.registered_for.fill(&[("added", &added), ("attached", &attached), ("clause", clause)]),
            None => w.registered.fill(&[("added", &added)]),
        };
        self.tell(ctx, Tone::Good, text);
    }

    fn add_items(&mut self, ctx: &Context, id: EvidenceId, items: Vec<EvidenceItem>) {
        let Some(open) = &self.open else { return };
        let Some(piece) = open.session.assessment().evidence.get(&id) else { return };
        let mut next = (**piece).clone();
        for item in items {
            if !next.items.contains(&item) {
                next.items.push(item);
            }
        }
        self.edit(ctx, &Edit::SetEvidence { id, evidence: Box::new(next) });
    }

    fn put_instead(&mut self, ctx: &Context, id: EvidenceId, from: EvidenceItem, items: Vec<EvidenceItem>) {
        let Some(open) = &self.open else { return };
        let named = open.session.assessment().evidence.get(&id).is_some_and(|piece| piece.items.contains(&from));
        if let Some(to) = items.into_iter().next().filter(|_| named) {
            // The fingerprint goes along: another content then shows as changed, and its clauses need a second look.
            self.edit(ctx, &Edit::MoveItem { from, to });
        }
    }

    /// Says where a named root lies; what lies under its folder is named by it from then on.
    fn set_root(&mut self, ctx: &Context, name: &str, folder: &Path, edits: Vec<Edit>) {
        let Some(open) = &self.open else { return };
        let before = open.session.assessment().roots.get(name).cloned();
        self.edit(ctx, &Edit::Many(edits));
        let Some(open) = &mut self.open else { return };
        open.scanned = None;
        if let Some(text) = folder.to_str()
            && open.session.assessment().roots.get(name).map(String::as_str) == Some(text)
        {
            // When the case comes back from the other computer, it says the other place again.
            for said in before.into_iter().chain([text.to_owned()]) {
                self.settings.roots.insert(store::root_key(name, &said), folder.to_owned());
            }
            self.keep_settings(ctx);
        }
        if self.dialog.is_none() {
            self.dialog = Some(Dialog::Roots);
        }
    }

    /// A folder's folders are named by clauses: whether to go by them is for the person to say.
    fn ask_about_tree(&mut self, folder: PathBuf, tree: ClauseTree) {
        let Some(open) = &self.open else { return };
        let title = |clause: &ClauseId| open.session.scheme().clause(clause).map(|clause| clause.title.clone());
        let titles = tree.files.keys().map(|clause| title(clause).unwrap_or_default()).collect();
        self.dialog =
            Some(Dialog::Tree(Box::new(TreePreview { remarks: tree.remarks(&self.words), folder, tree, titles })));
    }

    /// Registers what the preview of a tree showed.
    fn take_tree(&mut self, ctx: &Context, items: Vec<(EvidenceItem, ClauseId)>) {
        let Some(open) = &self.open else { return };
        let wanted: Vec<(EvidenceItem, BTreeSet<ClauseId>)> =
            items.into_iter().map(|(item, clause)| (item, BTreeSet::from([clause]))).collect();
        let of = wanted.iter().map(|(item, clauses)| (item.clone(), clauses));
        let Registration { edit, added, attached, known } = assessment::register(open.session.assessment(), of);
        if let Some(edit) = edit {
            self.edit(ctx, &edit);
        }
        let numbers: [(&str, &dyn std::fmt::Display); 3] =
            [("added", &added), ("attached", &attached), ("known", &known)];
        let text = self.words.evidence.add_done.fill(&numbers);
        self.tell(ctx, Tone::Good, text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::Company;
    use crate::lang::Language;

    /// A window with an empty case in a folder that also has some files, and no frames of its own.
    struct Desk {
        folder: tempfile::TempDir,
        ctx: Context,
        app: App,
    }

    fn app(ctx: &Context, folder: &Path) -> App {
        let now = chrono::NaiveDate::from_ymd_opt(2026, 11, 21).unwrap().and_hms_opt(9, 0, 0).unwrap();
        let fake = Fake { answers: Default::default(), documents: folder.to_owned(), now };
        let words = Arc::new(Words::load(Language::Chinese).unwrap());
        App::new(ctx, words, Box::new(fake), None, None).unwrap()
    }

    impl Desk {
        fn new() -> Self {
            let (folder, ctx) = (tempfile::tempdir().unwrap(), Context::default());
            let app = app(&ctx, folder.path());
            let mut desk = Self { folder, ctx, app };
            desk.create("一");
            desk
        }

        fn create(&mut self, name: &str) {
            let path = self.path(&format!("{name}.xingping"));
            self.app.create(&self.ctx, path, Company { name: name.into(), ..Company::default() }, None);
        }

        fn path(&self, name: &str) -> PathBuf {
            self.folder.path().join(name)
        }

        fn file(&self, name: &str) -> PathBuf {
            let path = self.path(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, name).unwrap();
            path
        }

        /// Takes what jobs have to say until they say nothing more.
        fn rest(&mut self) {
            loop {
                let done = self.app.jobs.poll();
                if done.is_empty() {
                    return;
                }
                done.into_iter().for_each(|done| self.app.take(&self.ctx, done));
                self.app.keep_locating(&self.ctx);
            }
        }

        fn targets(&self) -> Vec<String> {
            let pieces = self.app.session().unwrap().assessment().evidence.values();
            pieces.flat_map(|piece| &piece.items).map(|item| item.target().to_owned()).collect()
        }
    }

    #[test]
    fn what_is_added_in_a_row_is_registered_in_that_order_and_only_when_the_disk_has_answered() {
        let mut desk = Desk::new();
        let (a, b, c) = (desk.file("乙.txt"), desk.file("夹/甲.txt"), desk.file("丙.txt"));
        let dir = desk.path("夹");
        desk.app.register(&desk.ctx, None, vec![a]);
        desk.app.want(&desk.ctx, Wanted::Text { text: format!(" \"{}\" ", b.display()), clause: None });
        desk.app.register(&desk.ctx, None, vec![dir]);
        desk.app.want(&desk.ctx, Wanted::Text { text: "没有.txt".into(), clause: None });
        desk.app.register(&desk.ctx, Some("5.1.1.1".into()), vec![c]);
        assert!(desk.targets().is_empty(), "the window has not asked the disk itself");
        desk.rest();
        assert_eq!(desk.targets(), ["乙.txt", "夹/甲.txt", "夹", "丙.txt"]);
        assert_eq!(desk.app.view.evidence.typed, "没有.txt", "what leads nowhere stays to be mended");
        assert!(desk.app.open.as_ref().unwrap().wishes.is_empty());
    }

    #[test]
    fn what_the_disk_says_of_a_case_that_was_closed_is_dropped_and_said() {
        let mut desk = Desk::new();
        let file = desk.file("a.txt");
        desk.app.register(&desk.ctx, None, vec![file.clone()]);
        desk.app.register(&desk.ctx, None, vec![file.clone()]);
        let _scan = desk.app.jobs.expect(&desk.ctx, JobKind::Scan);
        desk.app.close_then(&desk.ctx, super::super::closing::Then::Nothing);
        assert!(desk.app.open.is_none());
        assert!(!desk.app.jobs.is_running(JobKind::Scan), "the next case need not wait for it");
        assert_eq!(desk.app.notices().last(), Some(&&*desk.app.words.app.locating_dropped.fill(&[("n", &2)])));
        desk.create("二");
        desk.rest();
        assert!(desk.targets().is_empty());
        // A disk that hangs on for the old case keeps nothing of the new one waiting.
        let late = desk.app.jobs.expect(&desk.ctx, JobKind::Locate);
        desk.app.register(&desk.ctx, None, vec![file]);
        desk.rest();
        assert_eq!(desk.targets(), ["a.txt"]);
        let items = vec![EvidenceItem::File("b.txt".into())];
        let located = Located::Items { goes: Goes::Library { look_into: false }, items, bad: Vec::new() };
        late(Done::Located { number: 1, roots: BTreeMap::new(), located });
        desk.rest();
        assert_eq!(desk.targets(), ["a.txt"]);
    }

    #[test]
    fn what_is_given_up_is_not_registered() {
        let mut desk = Desk::new();
        let file = desk.file("a.txt");
        desk.app.register(&desk.ctx, None, vec![file.clone()]);
        desk.app.cancel(JobKind::Locate);
        desk.rest();
        assert!(desk.targets().is_empty());
        desk.app.register(&desk.ctx, None, vec![file]);
        desk.rest();
        assert_eq!(desk.targets(), ["a.txt"]);
    }

    #[test]
    fn a_case_under_another_name_names_files_from_its_own_folder() {
        let mut desk = Desk::new();
        let (file, other) = (desk.file("a.txt"), desk.file("别处/x"));
        desk.app.register(&desk.ctx, None, vec![file]);
        desk.app.save_as(&desk.ctx, other.with_file_name("二.xingping"));
        desk.app.keep_locating(&desk.ctx);
        desk.rest();
        assert_eq!(desk.targets(), ["../a.txt"]);
    }

    #[test]
    fn a_root_is_set_before_what_is_added_after_it_is_named() {
        let mut desk = Desk::new();
        let far = tempfile::tempdir().unwrap();
        let (one, two) = (far.path().join("一.txt"), far.path().join("二.txt"));
        std::fs::write(&one, "").unwrap();
        std::fs::write(&two, "").unwrap();
        desk.app.register(&desk.ctx, None, vec![one]);
        desk.app.want(&desk.ctx, Wanted::Root { name: "共享".into(), folder: far.path().to_owned() });
        desk.app.register(&desk.ctx, None, vec![two]);
        desk.rest();
        assert_eq!(desk.targets(), ["共享:/一.txt", "共享:/二.txt"]);
        assert_eq!(desk.app.dialog, Some(Dialog::Roots));
    }

    #[test]
    fn nothing_takes_the_place_of_the_question_about_a_folder() {
        let mut desk = Desk::new();
        for name in ["甲/5.1.1.1/a.txt", "乙/5.1.1.2/b.txt"] {
            desk.file(name);
        }
        let (one, two) = (desk.path("甲"), desk.path("乙"));
        desk.app.register(&desk.ctx, None, vec![one.clone()]);
        desk.app.register(&desk.ctx, None, vec![two.clone()]);
        desk.rest();
        let asked = |app: &App| match &app.dialog {
            Some(Dialog::Tree(preview)) => preview.folder.clone(),
            other => panic!("{other:?}"),
        };
        assert_eq!(asked(&desk.app), one);
        desk.app.register_tree(&desk.ctx, true);
        desk.rest();
        assert_eq!((desk.targets(), asked(&desk.app)), (vec!["甲/5.1.1.1/a.txt".to_owned()], two));
        desk.app.register_tree(&desk.ctx, false);
        desk.rest();
        assert_eq!(desk.targets(), ["甲/5.1.1.1/a.txt", "乙"]);
    }

    #[test]
    fn a_disk_that_is_slow_is_spoken_of_and_can_be_given_up() {
        use egui_kittest::kittest::Queryable as _;

        let folder = tempfile::tempdir().unwrap();
        let mut window = egui_kittest::Harness::builder().with_size([1280.0, 800.0]).build_eframe(|cc| {
            let mut app = app(&cc.egui_ctx, folder.path());
            app.create(&cc.egui_ctx, folder.path().join("一.xingping"), Company::default(), None);
            app
        });
        window.run_steps(2);
        let ctx = window.ctx.clone();
        let app = window.state_mut();
        let _hangs = app.jobs.expect(&ctx, JobKind::Locate);
        let wanted = Wanted::Text { text: "a".into(), clause: None };
        app.open.as_mut().unwrap().wishes.push_back(Wish { number: 7, wanted, since: Some(-10.0) });
        app.register(&ctx, None, vec![folder.path().join("b")]);
        window.run_steps(3);
        window.get_by_label("正在查看磁盘上的文件（2 次添加）…");
        window.get_by_label("取消").click();
        window.run_steps(3);
        assert!(window.query_by_label_contains("正在查看").is_none());
        assert!(window.state().open.as_ref().unwrap().wishes.is_empty());
        assert!(!window.state().jobs.is_running(JobKind::Locate));
    }
}
