//! Keys and dropped files, read before any widget sees them.

use egui::{Event, Key, Modifiers};

use super::*;
use crate::assessment::{Edit, Verdict};
use crate::criteria::{ClauseId, Method};
use crate::store::tables::TableKind;

impl App {
    /// Takes shortcuts out of the input and turns them into actions.
    pub(super) fn read_keys(&mut self, ctx: &egui::Context) {
        if composing(ctx) {
            return; // an input method owns the keys until it is done
        }
        let has_case = self.open.is_some();
        // Keys that do nothing over a dialog are left to its fields: Ctrl+Z is then the field's own.
        let works = |command: &Command| self.dialog.as_ref().is_none_or(|dialog| command.works_over(dialog));
        // Those with Shift first: keys without it are taken to be pressed with it as well.
        let keys = |command: Command| [command.shortcut(), command.other_shortcut()].into_iter().flatten();
        let mut all: Vec<_> =
            Command::ALL.into_iter().filter(works).flat_map(|one| keys(one).map(move |keys| (one, keys))).collect();
        all.sort_by_key(|(_, keys)| !keys.modifiers.shift);
        for (command, keys) in all {
            let pressed = ctx.input_mut(|input| input.consume_shortcut(&keys));
            if pressed && (has_case || !command.needs_case()) {
                self.actions.push(Action::Command(command));
            }
        }
        // What is open is asked of the memory: at the begin of a frame nothing has shown itself yet.
        if self.dialog.is_some() || ctx.egui_wants_keyboard_input() || egui::Popup::is_any_open(ctx) {
            return;
        }
        if let Some(notice) = self.notices.last()
            && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape))
        {
            self.actions.push(Action::Dismiss(notice.id));
        }
        for command in Command::ALL {
            let Some(key) = command.plain_key() else { continue };
            let plain = |modifiers| ctx.input_mut(|input| input.consume_key(modifiers, key));
            // A question mark needs Shift on most keyboards.
            if (plain(Modifiers::NONE) || plain(Modifiers::SHIFT)) && (has_case || !command.needs_case()) {
                self.actions.push(Action::Command(command));
            }
        }
        match self.place {
            Place::Assess if has_case => self.read_assess_keys(ctx),
            Place::Remediation if has_case => self.read_remediation_keys(ctx),
            _ => {}
        }
    }

    fn read_assess_keys(&mut self, ctx: &egui::Context) {
        let Some(open) = &self.open else { return };
        let Some(clause) = self.view.assess.current(open.session.scheme()) else { return };
        let pressed = |key| ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        if pressed(Key::ArrowDown) {
            self.actions.push(Action::Command(Command::NextClause));
        }
        if pressed(Key::ArrowUp) {
            self.actions.push(Action::Command(Command::PreviousClause));
        }
        if pressed(Key::F) {
            let on = !open.session.assessment().answer(&clause).is_some_and(|answer| answer.look_again);
            self.actions.push(Action::Edit(Edit::SetLookAgain { clause: clause.clone(), on }));
        }
        if pressed(Key::D) {
            let on = !open.session.assessment().answer(&clause).is_some_and(|answer| answer.doubtful);
            self.actions.push(Action::Edit(Edit::SetDoubtful { clause: clause.clone(), on }));
        }
        if pressed(Key::F2) || pressed(Key::Enter) {
            self.view.assess.focus_finding = true;
        }
        if pressed(Key::Y) {
            let confirmed = confirm(&open.session, &clause);
            if !confirmed.is_empty() && open.looking().is_some() {
                self.refuses_edits(ctx);
                return;
            }
            self.view.assess.pending = None;
            self.actions.extend(confirmed);
            return;
        }
        if let Some(choice) = verdict_key(ctx) {
            if !choice.allowed(&open.session, &clause) {
                let text = not_allowed(&self.words, &open.session, &clause, choice);
                return self.tell(ctx, widgets::Tone::Warn, format!("{clause}  {text}"));
            }
            match verdict_edit(&open.session, &clause, choice) {
                Some(edit) => {
                    self.view.assess.pending = None;
                    self.actions.push(Action::Edit(edit));
                }
                None if open.looking().is_some() => {
                    self.refuses_edits(ctx);
                }
                None => self.view.assess.ask_more(&open.session, &clause, choice),
            }
        }
    }

    fn read_remediation_keys(&mut self, ctx: &egui::Context) {
        let pressed = |key| ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let register = &mut self.view.remediation;
        for (key, by) in [(Key::ArrowDown, 1), (Key::ArrowUp, -1), (Key::PageDown, 12), (Key::PageUp, -12)] {
            if pressed(key) {
                register.step(by);
            }
        }
        if pressed(Key::Enter) || pressed(Key::F2) {
            register.focus_text();
        }
        if pressed(Key::Escape) {
            register.escape();
        }
        if pressed(Key::Insert) {
            self.actions.push(Action::Remediation(RemediationAction::New(None)));
        }
    }

    /// Turns files dropped onto the window into evidence.
    pub(super) fn read_dropped(&mut self, ctx: &egui::Context) {
        let paths: Vec<PathBuf> =
            ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
        if paths.is_empty() {
            return;
        }
        // Whoever answers a question means no place behind it, and sees none of it either.
        if self.dialog.is_some() {
            return self.tell(ctx, widgets::Tone::Warn, self.words.app.drop_dialog.to_string());
        }
        let case = |path: &PathBuf| path.extension().is_some_and(|ending| ending == crate::store::CASE_EXTENSION);
        let Some(open) = &self.open else {
            match paths.into_iter().find(|path| case(path)) {
                Some(path) => self.actions.push(Action::Open(path)),
                None => self.tell(ctx, widgets::Tone::Warn, self.words.app.drop_needs_case.to_string()),
            }
            return;
        };
        let clause = if self.place == Place::Assess { self.view.assess.current(open.session.scheme()) } else { None };
        if self.place == Place::Materials
            && let Some(item) = self.view.materials.item(&self.materials.checklist)
        {
            self.actions.push(Action::RegisterFor { item: item.id.clone(), paths });
            return;
        }
        if self.place == Place::Ledgers
            && let Some((path, kind)) = paths.first().cloned().zip(self.view.ledgers.selected())
        {
            if paths.len() > 1 {
                self.tell(ctx, widgets::Tone::Warn, self.words.ledger_view.drop_one.to_string());
            }
            let ledger = kind.id.clone();
            self.actions.push(Action::Ledger(LedgerAction::Import { ledger, path }));
            return;
        }
        if self.place == Place::Remediation {
            return self.drop_on_register(ctx, paths);
        }
        self.actions.push(Action::Register { clause, paths });
    }

    /// A table dropped onto the register is looked at as one of actions; what cannot be one is told, and is no evidence
    /// either: nobody would look for it there.
    fn drop_on_register(&mut self, ctx: &egui::Context, paths: Vec<PathBuf>) {
        let many = paths.len() > 1;
        let mut tables = paths.iter().filter(|path| !path.is_dir() && is_table(path));
        match (tables.next().cloned(), paths.first()) {
            (Some(path), _) => {
                if many {
                    self.tell(ctx, widgets::Tone::Warn, self.words.ledger_view.drop_one.to_string());
                }
                self.actions.push(Action::Remediation(RemediationAction::Import(path)));
            }
            (None, Some(first)) => {
                let file = first.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                let text = self.words.remediation.drop_no_table.fill(&[("file", &crate::lang::cut(&file))]);
                self.tell(ctx, widgets::Tone::Warn, text);
            }
            (None, None) => {}
        }
    }
}

/// Whether a file is named like a table, be it one that has to be saved in another way first.
fn is_table(path: &std::path::Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    TableKind::of(path).is_some() || matches!(ending.as_str(), "xls" | "xlsb" | "et" | "ods")
}

/// Whether an input method is composing; its Enter and digits are not ours.
fn composing(ctx: &egui::Context) -> bool {
    ctx.input(|input| input.events.iter().any(|event| matches!(event, Event::Ime(_))))
}

/// What a number key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum VerdictChoice {
    Unrated,
    Meets,
    Fails,
    Sampled,
    Excluded,
}

impl VerdictChoice {
    pub(super) const ALL: [Self; 5] = [Self::Meets, Self::Fails, Self::Sampled, Self::Excluded, Self::Unrated];

    pub(super) fn digit(self) -> &'static str {
        match self {
            Self::Unrated => "0",
            Self::Meets => "1",
            Self::Fails => "2",
            Self::Sampled => "3",
            Self::Excluded => "4",
        }
    }

    /// Whether the scheme allows it for a clause, and no sample has given the verdict. What is excluded can be taken
    /// back to what its sample says.
    pub(super) fn allowed(self, session: &Session, clause: &ClauseId) -> bool {
        let scheme = session.scheme();
        if session.follows(clause).is_some() {
            let excluded = matches!(session.assessment().verdict(clause), Verdict::Excluded { .. });
            return match self {
                Self::Sampled => excluded,
                Self::Excluded => scheme.excludable(clause),
                Self::Unrated | Self::Meets | Self::Fails => false,
            };
        }
        match self {
            Self::Unrated | Self::Meets | Self::Fails => true,
            Self::Sampled => {
                matches!(scheme.clause(clause).map(|clause| &clause.method), Some(Method::Proportional { .. }))
            }
            Self::Excluded => scheme.excludable(clause),
        }
    }

    /// Whether a verdict is of this kind.
    pub(super) fn is(self, verdict: &Verdict) -> bool {
        match verdict {
            Verdict::Unrated => self == Self::Unrated,
            Verdict::Meets => self == Self::Meets,
            Verdict::Fails => self == Self::Fails,
            Verdict::Sampled { .. } => self == Self::Sampled,
            Verdict::Excluded { .. } => self == Self::Excluded,
        }
    }
}

/// Why a verdict cannot be given here.
pub(super) fn not_allowed(words: &Words, session: &Session, clause: &ClauseId, choice: VerdictChoice) -> String {
    let w = &words.app;
    if let Some(fed) =
        session.fed().get(clause).filter(|fed| fed.verdict().is_some() && choice != VerdictChoice::Excluded)
    {
        return words.sampling.follows_refused.fill(&[("why", &fed.say(words))]);
    }
    let phrase = if choice == VerdictChoice::Sampled { &w.sampling_not_here } else { &w.exclusion_not_here };
    let allowed = session.scheme().rules.exclusion.allowed_under.join(&words.common.list_separator);
    phrase.fill(&[("allowed", &allowed)])
}

/// The edit that says that the verdict of the round before still holds; none where there is none to confirm.
pub(super) fn confirm_edit(session: &Session, clause: &ClauseId) -> Option<Edit> {
    let verdict = session.assessment().carried(clause)?.clone();
    Some(Edit::SetVerdict { clause: clause.clone(), verdict })
}

/// Confirms a verdict as a step of its own, and goes on to the next that is to be confirmed; the first of all after the
/// last.
pub(super) fn confirm(session: &Session, clause: &ClauseId) -> Vec<Action> {
    let Some(edit) = confirm_edit(session, clause) else { return Vec::new() };
    let mut out = vec![Action::Pause, Action::Edit(edit), Action::Pause];
    let clauses: Vec<&ClauseId> = session.scheme().clauses().map(|each| &each.id).collect();
    let at = clauses.iter().position(|each| *each == clause).unwrap_or(0);
    let (before, after) = clauses.split_at(at);
    let waits = |each: &&&ClauseId| **each != clause && session.assessment().carried(each).is_some();
    out.extend(after.iter().chain(before).find(waits).map(|each| Action::Show((*each).clone())));
    out
}

/// A number key, taken out of the input.
pub(super) fn verdict_key(ctx: &egui::Context) -> Option<VerdictChoice> {
    let keys = [
        (Key::Num0, VerdictChoice::Unrated),
        (Key::Num1, VerdictChoice::Meets),
        (Key::Num2, VerdictChoice::Fails),
        (Key::Num3, VerdictChoice::Sampled),
        (Key::Num4, VerdictChoice::Excluded),
    ];
    let (_, choice) =
        keys.into_iter().find(|(key, _)| ctx.input_mut(|input| input.consume_key(Modifiers::NONE, *key)))?;
    // The digit itself must not be typed into a field that gets the focus in this frame.
    ctx.input_mut(|input| input.events.retain(|event| !matches!(event, Event::Text(text) if text == choice.digit())));
    Some(choice)
}

/// The edit for a choice that needs nothing more; none for 抽样 and 删减, which need numbers or a reason. The numbers of a
/// sample that the case has are known.
pub(super) fn verdict_edit(session: &Session, clause: &ClauseId, choice: VerdictChoice) -> Option<Edit> {
    if choice == VerdictChoice::Sampled {
        let verdict = session.follows(clause)?;
        return Some(Edit::SetVerdict { clause: clause.clone(), verdict });
    }
    let verdict = match choice {
        VerdictChoice::Unrated => Verdict::Unrated,
        VerdictChoice::Meets => Verdict::Meets,
        VerdictChoice::Fails => Verdict::Fails,
        VerdictChoice::Sampled | VerdictChoice::Excluded => return None,
    };
    Some(Edit::SetVerdict { clause: clause.clone(), verdict })
}
