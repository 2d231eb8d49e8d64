//! What stands above the table: buttons, filters, what it all comes to.

use egui::{Button, ComboBox, RichText, Ui};

use super::RemediationState;
use super::rows::{ByState, Filter, Grouping, Rows, gap_named};
use crate::app::jobs::JobKind;
use crate::app::widgets::{Tone, badge, caption, heading, widest};
use crate::app::{Action, Cx, Jobs, Purpose, RemediationAction};
use crate::assessment::{ActionState, hundredths};
use crate::lang::Phrase;
use crate::planning::Tally;

/// Title and what can be done with the whole register.
pub(super) fn buttons(ui: &mut Ui, cx: &Cx, jobs: &Jobs, out: &mut Vec<Action>) {
    let r = &cx.words.remediation;
    let actions = &cx.session.assessment().actions;
    ui.horizontal_wrapped(|ui| {
        heading(ui, &*cx.w.place_remediation);
        if ui.add_enabled(cx.writable, Button::new(&*r.new)).on_hover_text(&*r.new_hint).clicked() {
            out.push(Action::Remediation(RemediationAction::New(None)));
        }
        let idle = !jobs.is_running(JobKind::Export);
        let export = Button::new(&*r.export);
        if ui.add_enabled(idle && !actions.is_empty(), export).on_hover_text(&*r.export_hint).clicked() {
            out.push(Action::Pick(Purpose::ExportActions));
        }
        let import = Button::new(&*r.import);
        if ui.add_enabled(cx.writable, import).on_hover_text(&*r.import_hint).clicked() {
            out.push(Action::Pick(Purpose::ImportActions));
        }
        let open = actions.values().any(|action| action.state != ActionState::Closed);
        let remind = Button::new(&*r.remind);
        if ui.add_enabled(idle && open, remind).on_hover_text(&*r.remind_hint).clicked() {
            out.push(Action::Pick(Purpose::ExportReminders));
        }
        if jobs.is_running(JobKind::Export) || jobs.is_running(JobKind::Table) {
            ui.spinner();
        }
    });
}

/// Which actions are shown, and in which groups.
pub(super) fn filters(ui: &mut Ui, cx: &Cx, state: &mut RemediationState) {
    let r = &cx.words.remediation;
    let RemediationState { filter, rows, grouping, .. } = state;
    ui.horizontal_wrapped(|ui| {
        let label = caption(ui, &*r.search);
        ui.add(egui::TextEdit::singleline(&mut filter.search).desired_width(130.0)).labelled_by(label.id);
        chosen(ui, &r.state, 84.0, |ui| by_state(ui, cx, filter));
        let names = &rows.owners;
        chosen(ui, &r.owner, 96.0, |ui| by_name(ui, cx, ("owner", &r.owner), names, &mut filter.owner));
        let (names, department) = (&rows.departments, &mut filter.department);
        chosen(ui, &r.department, 96.0, |ui| by_name(ui, cx, ("department", &r.department), names, department));
        ui.checkbox(&mut filter.overdue, r.overdue_only.fill(&[("n", &rows.all.overdue)]));
        chosen(ui, &r.group_by, 84.0, |ui| {
            let label = caption(ui, &*r.group_by);
            let combo = ComboBox::from_id_salt("action_group").width(84.0).selected_text(&**group_word(cx, *grouping));
            let combo = combo.show_ui(ui, |ui| {
                for each in Grouping::ALL {
                    ui.selectable_value(grouping, each, &**group_word(cx, each));
                }
            });
            combo.response.labelled_by(label.id);
        });
        if let Some(gap) = &filter.gap {
            let text = r.only_gap.fill(&[("gap", &gap_named(cx, gap))]);
            badge(ui, &text, Tone::Accent, cx.theme);
        }
        if *filter != Filter::default() && ui.small_button(&*r.show_all).clicked() {
            *filter = Filter::default();
        }
    });
}

/// A caption and what is chosen beside it, on the next line where there is no room for both.
fn chosen(ui: &mut Ui, label: &str, width: f32, add: impl FnOnce(&mut Ui)) {
    let caption = widest(ui, &egui::TextStyle::Small, std::iter::once(label));
    if caption + width + 44.0 > ui.available_size_before_wrap().x {
        ui.end_row();
    }
    ui.horizontal(add);
}

fn group_word<'a>(cx: &Cx<'a>, grouping: Grouping) -> &'a Phrase {
    let r = &cx.words.remediation;
    match grouping {
        Grouping::None => &r.group_none,
        Grouping::Owner => &r.owner,
        Grouping::Department => &r.department,
        Grouping::State => &r.state,
        Grouping::Gap => &cx.c.clause,
    }
}

fn by_state(ui: &mut Ui, cx: &Cx, filter: &mut Filter) {
    let r = &cx.words.remediation;
    let word = |by: ByState| match by {
        ByState::Open => r.state_open.to_string(),
        ByState::Is(state) => state.word(cx.c).to_string(),
    };
    let label = caption(ui, &*r.state);
    let chosen = filter.state.map_or_else(|| r.all.to_string(), word);
    let combo = ComboBox::from_id_salt("action_state").width(84.0).selected_text(chosen);
    let combo = combo.show_ui(ui, |ui| {
        ui.selectable_value(&mut filter.state, None, &*r.all);
        for by in [ByState::Open].into_iter().chain(ActionState::ALL.map(ByState::Is)) {
            ui.selectable_value(&mut filter.state, Some(by), word(by));
        }
    });
    combo.response.labelled_by(label.id);
}

fn by_name(ui: &mut Ui, cx: &Cx, (salt, label): (&str, &Phrase), names: &[String], chosen: &mut Option<String>) {
    let r = &cx.words.remediation;
    let say = |name: &str| if name.is_empty() { r.unassigned.to_string() } else { name.to_owned() };
    let label = caption(ui, &**label);
    let text = chosen.as_deref().map_or_else(|| r.all.to_string(), say);
    let combo = ComboBox::from_id_salt(("action_by", salt)).width(96.0).truncate().selected_text(text);
    let combo = combo.show_ui(ui, |ui| {
        ui.selectable_value(chosen, None, &*r.all);
        for name in names {
            ui.selectable_value(chosen, Some(name.clone()), say(name));
        }
    });
    combo.response.labelled_by(label.id);
}

/// What all of it comes to, or what is shown of it.
pub(super) fn totals(ui: &mut Ui, cx: &Cx, rows: &Rows) {
    let r = &cx.words.remediation;
    ui.horizontal_wrapped(|ui| {
        let all = rows.shown.count == rows.all.count;
        if !all {
            ui.label(r.shown.fill(&[("n", &rows.shown.count), ("all", &rows.all.count)]));
        }
        ui.label(RichText::new(say_tally(cx, &rows.shown)).strong());
        if rows.shown.unverified > 0 {
            let text = r.unverified_count.fill(&[("n", &rows.shown.unverified)]);
            badge(ui, &text, Tone::Warn, cx.theme).on_hover_text(&*r.unverified_hint);
        }
    });
    ui.add_space(2.0);
}

pub(super) fn say_tally(cx: &Cx, tally: &Tally) -> String {
    cx.words.remediation.tally.fill(&[
        ("n", &tally.count),
        ("open", &tally.open),
        ("overdue", &tally.overdue),
        ("effort", &hundredths(tally.effort)),
        ("cost", &hundredths(tally.cost)),
    ])
}
