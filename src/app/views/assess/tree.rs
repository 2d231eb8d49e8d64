//! The tree of sections, groups and clauses with state, points and lost points; search and filter.

use egui::{
    Align2, Color32, CornerRadius, FontId, Rect, Response, RichText, Role, ScrollArea, Sense, TextEdit, Ui, WidgetInfo,
    pos2, vec2,
};

use super::AssessState;
use crate::app::theme::bold;
use crate::app::widgets::{Sign, caption, paint_sign};
use crate::app::{Action, Cx};
use crate::assessment::Verdict;
use crate::criteria::{Clause, Group, Section};
use crate::scoring::{ClauseLine, Line, Why};

/// Which clauses are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)] // named after what they show
pub enum Filter {
    #[default]
    All,
    Unrated,
    Losing,
    LookAgain,
    Doubtful,
    WithoutEvidence,
    /// 沿用待确认.
    ToConfirm,
}

impl Filter {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::All,
        Self::Unrated,
        Self::Losing,
        Self::LookAgain,
        Self::Doubtful,
        Self::WithoutEvidence,
        Self::ToConfirm,
    ];

    /// Whether a clause is shown.
    #[must_use]
    pub fn shows(self, cx: &Cx, line: &ClauseLine) -> bool {
        let answer = cx.session.assessment().answer(&line.id);
        match self {
            Self::All => true,
            Self::Unrated => line.why == Why::Unrated,
            Self::Losing => line.why != Why::Unrated && line.line.lost > crate::criteria::Amount::default(),
            Self::LookAgain => answer.is_some_and(|answer| answer.look_again),
            Self::Doubtful => answer.is_some_and(|answer| answer.doubtful),
            Self::WithoutEvidence => cx.session.progress().without_evidence.contains(&line.id),
            Self::ToConfirm => answer.is_some_and(|answer| answer.carried.is_some()),
        }
    }

    /// What it is called, with how many there are.
    pub fn label(self, cx: &Cx) -> String {
        let phrase = match self {
            Self::All => &cx.w.filter_all,
            Self::Unrated => &cx.w.filter_unrated,
            Self::Losing => &cx.w.filter_losing,
            Self::LookAgain => &cx.w.filter_look_again,
            Self::Doubtful => &cx.words.sureness.filter_doubtful,
            Self::WithoutEvidence => &cx.w.filter_without_evidence,
            Self::ToConfirm => &cx.words.rounds.to_confirm,
        };
        let count = cx.session.card().clauses.iter().filter(|line| self.shows(cx, line)).count();
        format!("{phrase} {count}")
    }
}

/// Whether a clause, its answer or its evidence contains what is searched for (already in lower case).
pub fn found(cx: &Cx, clause: &Clause, needle: &str) -> bool {
    if needle.is_empty() {
        return true;
    }
    let has = |text: &str| text.to_lowercase().contains(needle);
    let answer = cx.session.assessment().answer(&clause.id);
    has(clause.id.as_str())
        || has(&clause.title)
        || has(&clause.requirement)
        || clause.parts.iter().any(|part| has(part))
        || answer.is_some_and(|answer| has(&answer.finding) || has(&answer.note))
        || cx
            .session
            .assessment()
            .evidence_of(&clause.id)
            .any(|(_, piece)| has(&piece.title) || piece.items.iter().any(|item| has(item.target())))
}

/// The tree with its search field and filters.
pub fn ui(ui: &mut Ui, cx: &Cx, state: &mut AssessState, out: &mut Vec<Action>) {
    let label = caption(ui, &*cx.w.search_clauses);
    let field = ui
        .horizontal(|ui| {
            let clear = if state.search.is_empty() { 0.0 } else { 34.0 };
            let width = ui.available_width() - 6.0 - clear;
            let field = ui.add(TextEdit::singleline(&mut state.search).desired_width(width)).labelled_by(label.id);
            if clear > 0.0 && ui.small_button("×").on_hover_text(&*cx.w.search_clear).clicked() {
                state.search.clear();
            }
            field
        })
        .inner;
    let enter = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    if std::mem::take(&mut state.focus_search) {
        field.request_focus();
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for filter in Filter::ALL {
            // Nobody who is in the first round needs to wonder what it is.
            if filter == Filter::ToConfirm && state.filter != filter && cx.session.progress().to_confirm == 0 {
                continue;
            }
            let text = RichText::new(filter.label(cx)).small();
            if ui.selectable_label(state.filter == filter, text).clicked() {
                state.filter = filter;
            }
        }
    });
    ui.add_space(2.0);
    let needle = state.search.trim().to_lowercase();
    let searching = !needle.is_empty() || state.filter != Filter::All;
    let selected = state.current(cx.session.scheme());
    let reveal = std::mem::take(&mut state.reveal);
    ScrollArea::vertical().id_salt("tree").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        let card = cx.session.card();
        let mut lines = card.clauses.iter();
        let mut groups = card.groups.iter();
        let mut hits = 0;
        for (section, (_, line)) in cx.session.scheme().sections.iter().zip(&card.sections) {
            let clauses: usize = section.groups.iter().map(|group| group.clauses.len()).sum();
            let any = section.groups.iter().flat_map(|group| &group.clauses).zip(lines.as_slice());
            if any.take(clauses).any(|(clause, line)| state.filter.shows(cx, line) && found(cx, clause, &needle)) {
                section_row(ui, cx, section, line);
            }
            for group in &section.groups {
                let group_line = groups.next().map(|(_, line)| line);
                let shown: Vec<(&Clause, &ClauseLine)> = group
                    .clauses
                    .iter()
                    .zip(&mut lines)
                    .filter(|(clause, line)| state.filter.shows(cx, line) && found(cx, clause, &needle))
                    .collect();
                if enter
                    && hits == 0
                    && let Some((clause, _)) = shown.first()
                {
                    out.push(Action::Show(clause.id.clone()));
                }
                hits += shown.len();
                if shown.is_empty() {
                    continue;
                }
                let folded = !searching && state.folded.contains(&group.id);
                if let Some(line) = group_line
                    && group_row(ui, cx, group, line, folded).clicked()
                    && !state.folded.remove(&group.id)
                {
                    state.folded.insert(group.id.clone());
                }
                for (clause, line) in shown.into_iter().filter(|_| !folded) {
                    let chosen = selected.as_ref() == Some(&clause.id);
                    let row = clause_row(ui, cx, clause, line, chosen);
                    if row.clicked() {
                        out.push(Action::Show(clause.id.clone()));
                    }
                    if chosen && reveal {
                        row.scroll_to_me(None);
                    }
                }
            }
        }
        if hits == 0 {
            ui.add_space(8.0);
            ui.label(&*cx.w.search_nothing);
        }
    });
}

fn section_row(ui: &mut Ui, cx: &Cx, section: &Section, line: &Line) {
    ui.add_space(6.0);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::hover());
    let text = format!("{} {}", section.id, section.title);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
    let painter = ui.painter();
    let ink: Color32 = cx.theme.text.into();
    painter.text(pos2(rect.left() + 2.0, rect.center().y), Align2::LEFT_CENTER, text, FontId::new(15.0, bold()), ink);
    let card = cx.session.card();
    let points = format!("{} / {}", card.show(&line.earned), card.show(&line.applicable()));
    let at = pos2(rect.right() - 10.0, rect.center().y);
    painter.text(at, Align2::RIGHT_CENTER, points, FontId::proportional(13.0), cx.theme.weak.into());
}

fn group_row(ui: &mut Ui, cx: &Cx, group: &Group, line: &Line, folded: bool) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::CLICK);
    let text = format!("{} {}", group.id, group.title);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &text));
    let painter = ui.painter();
    let weak: Color32 = cx.theme.weak.into();
    let middle = pos2(rect.left() + 10.0, rect.center().y);
    let triangle = if folded {
        vec![middle + vec2(-2.0, -4.0), middle + vec2(3.0, 0.0), middle + vec2(-2.0, 4.0)]
    } else {
        vec![middle + vec2(-4.0, -2.0), middle + vec2(4.0, -2.0), middle + vec2(0.0, 3.0)]
    };
    painter.add(egui::Shape::convex_polygon(triangle, weak, egui::Stroke::NONE));
    let at = pos2(rect.left() + 20.0, rect.center().y);
    painter.text(at, Align2::LEFT_CENTER, text, FontId::proportional(14.0), weak);
    let card = cx.session.card();
    let points = format!("{} / {}", card.show(&line.earned), card.show(&line.applicable()));
    let at = pos2(rect.right() - 10.0, rect.center().y);
    painter.text(at, Align2::RIGHT_CENTER, points, FontId::proportional(12.5), weak);
    response
}

fn clause_row(ui: &mut Ui, cx: &Cx, clause: &Clause, line: &ClauseLine, selected: bool) -> Response {
    // Not in the order of the Tab key: arrows walk the clauses, and forty stops would bar the way to the card.
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width() - 4.0, 28.0), Sense::CLICK);
    let verdict = cx.session.assessment().verdict(&clause.id);
    let name = format!("{} {}", clause.id, clause.title);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, selected, &name));
    let theme = cx.theme;
    let painter = ui.painter_at(rect);
    if selected || response.hovered() {
        let fill: Color32 = if selected { theme.accent_soft.into() } else { theme.sunken.into() };
        painter.rect_filled(rect, CornerRadius::same(4), fill);
    }
    if selected {
        let edge = Rect::from_min_size(rect.min, vec2(3.0, rect.height()));
        painter.rect_filled(edge, CornerRadius::same(2), Color32::from(theme.accent));
    }
    let square = Rect::from_center_size(pos2(rect.left() + 20.0, rect.center().y), vec2(15.0, 15.0));
    let carried = cx.session.assessment().carried(&clause.id);
    paint_sign(&painter, square, if carried.is_some() { Sign::Carried } else { Sign::from(verdict) }, theme);
    let mut points = points_text(cx, line);
    if carried.is_some() {
        points = format!("{} {points}", cx.words.rounds.to_confirm);
    }
    let losing = line.why != Why::Unrated && line.line.lost > crate::criteria::Amount::default();
    let ink: Color32 = if losing { theme.bad.into() } else { theme.weak.into() };
    let at = pos2(rect.right() - 6.0, rect.center().y);
    let taken = painter.text(at, Align2::RIGHT_CENTER, points, FontId::proportional(13.0), ink);
    let mut right = taken.left() - 4.0;
    if let Some(shown) = marks(cx, clause, verdict) {
        let square = Rect::from_center_size(pos2(right - 8.0, rect.center().y), vec2(13.0, 13.0));
        paint_sign(&painter, square, shown, theme);
        right -= 16.0;
    }
    let room = Rect::from_min_max(pos2(rect.left() + 34.0, rect.top()), pos2(right, rect.bottom()));
    let font = FontId::proportional(14.5);
    let number =
        painter.text(room.left_center(), Align2::LEFT_CENTER, clause.id.as_str(), font.clone(), theme.weak.into());
    let mut job = egui::text::LayoutJob::simple_singleline(clause.title.clone(), font, theme.text.into());
    job.wrap = egui::text::TextWrapping::truncate_at_width((room.right() - number.right() - 8.0).max(20.0));
    let galley = painter.layout_job(job);
    let at = pos2(number.right() + 7.0, rect.center().y - galley.size().y / 2.0);
    painter.galley(at, galley, theme.text.into());
    response.on_hover_text(hover(cx, clause, verdict))
}

/// What needs a second look: marked, in doubt, or without sound evidence.
fn marks(cx: &Cx, clause: &Clause, verdict: &Verdict) -> Option<Sign> {
    if cx.session.assessment().needs_review(&clause.id) || cx.standing.recheck.contains(&clause.id) {
        return Some(Sign::Warning);
    }
    let answer = cx.session.assessment().answer(&clause.id)?;
    let judged = !matches!(verdict, Verdict::Unrated | Verdict::Excluded { .. });
    let unsound = cx.session.assessment().evidence_of(&clause.id).any(|(id, _)| cx.unsound(id));
    let without = cx.session.progress().without_evidence.contains(&clause.id);
    (answer.look_again || answer.doubtful || (judged && (unsound || without))).then_some(Sign::Warning)
}

fn hover(cx: &Cx, clause: &Clause, verdict: &Verdict) -> String {
    let mut out = format!("{}\n{}", clause.title, cx.verdict(verdict));
    if let Some(carried) = cx.session.assessment().carried(&clause.id) {
        out = format!("{out} · {}", cx.words.rounds.carried_is.fill(&[("verdict", &carried.say(cx.words))]));
    }
    if cx.session.assessment().answer(&clause.id).is_some_and(|answer| answer.look_again) {
        out = format!("{out} · {}", cx.w.look_again);
    }
    if cx.session.assessment().answer(&clause.id).is_some_and(|answer| answer.doubtful) {
        out = format!("{out} · {}", cx.w.doubtful);
    }
    if cx.session.assessment().needs_review(&clause.id) {
        out = format!("{out} · {}", cx.c.to_review);
    }
    if cx.standing.recheck.contains(&clause.id) {
        out = format!("{out} · {}", cx.words.evidence.to_recheck);
    }
    if cx.session.progress().without_evidence.contains(&clause.id) {
        out = format!("{out} · {}", cx.w.filter_without_evidence);
    }
    format!("{out}\n{}", clause.points_status.word(cx.c))
}

/// Points lost where some are, else what the clause is worth.
fn points_text(cx: &Cx, line: &ClauseLine) -> String {
    let card = cx.session.card();
    let none = crate::criteria::Amount::default();
    match line.why {
        Why::Excluded => cx.c.excluded.to_string(),
        Why::Unrated => card.show(&line.line.points),
        _ if line.line.lost > none => {
            let lost = card.show(&line.line.lost);
            // A loss too small for two decimals is still a loss.
            let text =
                if lost.bytes().all(|byte| b"0.".contains(&byte)) { card.show_up(&line.line.lost) } else { lost };
            format!("−{text}")
        }
        _ => card.show(&line.line.earned),
    }
}
