//! What must be told: errors, receipts, the banner on provisional figures, the target for dropped files.

use egui::{Align2, Button, Color32, Frame, Id, LayerId, Margin, Order, Panel, Ui};

use crate::app::jobs::{JobKind, Jobs};
use crate::app::theme::bold;
use crate::app::views::ViewState;
use crate::app::widgets::{Tone, callout};
use crate::app::{Action, Command, Cx, Dialog, Notice, OpenCase, Place, Theme};
use crate::lang::Words;
use crate::store::Settings;

/// Messages above the status bar, the newest last.
pub fn notices(ui: &mut Ui, notices: &[Notice], words: &Words, theme: &Theme, out: &mut Vec<Action>) {
    let (w, details) = (&words.app, &*words.rounds.details);
    if notices.is_empty() {
        return;
    }
    let frame = Frame::new().fill(theme.background.into()).inner_margin(Margin::symmetric(10, 6));
    Panel::bottom("notices").frame(frame).show(ui, |ui| {
        for notice in notices {
            callout(ui, notice.tone, theme, |ui| {
                let buttons = |ui: &mut Ui| {
                    if !notice.details.is_empty() && ui.small_button(details).clicked() {
                        out.push(Action::Unfold(notice.id));
                    }
                    if let Some(list) = &notice.list
                        && ui.small_button(&*w.import_see_list).clicked()
                    {
                        out.push(Action::Dialog(list.clone()));
                    }
                    if ui.small_button(&*w.copy).clicked() {
                        let lines = [&notice.text].into_iter().chain(&notice.details);
                        out.push(Action::Copy(lines.cloned().collect::<Vec<_>>().join("\n")));
                    }
                    if ui.small_button(&*w.close).on_hover_text("Esc").clicked() {
                        out.push(Action::Dismiss(notice.id));
                    }
                };
                let more = [!notice.details.is_empty(), notice.list.is_some()].into_iter().filter(|is| *is).count();
                let room = [130.0, 220.0, 310.0][more];
                let text = |ui: &mut Ui| {
                    ui.label(&notice.text);
                    for line in notice.details.iter().filter(|_| notice.unfolded) {
                        ui.label(format!("· {line}"));
                    }
                };
                beside(ui, room, text, buttons);
            });
        }
    });
}

/// A text that may take several lines, and buttons to the right of it.
fn beside(ui: &mut Ui, room: f32, text: impl FnOnce(&mut Ui), buttons: impl FnOnce(&mut Ui)) {
    let width = (ui.available_width() - room).max(120.0);
    ui.horizontal_top(|ui| {
        ui.vertical(|ui| {
            ui.set_width(width);
            text(ui);
        });
        buttons(ui);
    });
}

/// The one banner on what is provisional; dismissed for each scheme.
pub fn banner(ui: &mut Ui, cx: &Cx, settings: &Settings, out: &mut Vec<Action>) {
    let pinned = cx.session.pinned();
    if settings.dismissed_banners.contains(&pinned.fingerprint) || pinned.scheme.fully_verified() {
        return;
    }
    let said = if pinned.scheme.points_are_known() { &*cx.w.banner_texts } else { &*cx.w.banner_text };
    let frame = Frame::new().fill(cx.theme.background.into()).inner_margin(Margin::symmetric(10, 6));
    Panel::top("banner").frame(frame).show(ui, |ui| {
        callout(ui, Tone::Warn, cx.theme, |ui| {
            let dismiss = |ui: &mut Ui| {
                if ui.button(&*cx.w.banner_dismiss).clicked() {
                    out.push(Action::DismissBanner);
                }
            };
            let text = |ui: &mut Ui| drop(ui.label(said).on_hover_text(&pinned.scheme.statement));
            beside(ui, 120.0, text, dismiss);
        });
    });
}

/// Why the case can only be looked at, and what can be done about it.
pub fn look_only(ui: &mut Ui, cx: &Cx, open: &OpenCase, jobs: &Jobs, out: &mut Vec<Action>) {
    let Some(looking) = open.looking() else { return };
    let tone = if looking.left { Tone::Accent } else { Tone::Warn };
    let frame = Frame::new().fill(cx.theme.background.into()).inner_margin(Margin::symmetric(10, 6));
    Panel::top("look_only").frame(frame).show(ui, |ui| {
        callout(ui, tone, cx.theme, |ui| {
            let taking = looking.gone.as_ref().filter(|_| !looking.left);
            let buttons = |ui: &mut Ui| {
                let idle = !jobs.is_running(JobKind::Open);
                if ui.add_enabled(idle, Button::new(&*cx.w.look_again_open)).clicked() {
                    out.push(Action::Reopen);
                }
                if let Some(holder) = taking
                    && ui.add_enabled(idle, Button::new(&*cx.w.take_case_over)).clicked()
                {
                    out.push(Action::Dialog(Dialog::TakeCaseOver { holder: holder.clone() }));
                }
                if ui.button(&*cx.w.save_copy).clicked() {
                    out.push(Action::Command(Command::SaveAs));
                }
            };
            let text = |ui: &mut Ui| {
                // That somebody has it is no longer true when they left.
                let why = Some(&looking.why).filter(|_| !looking.left);
                for text in why.into_iter().chain(&looking.news) {
                    ui.label(text);
                }
            };
            beside(ui, if taking.is_some() { 330.0 } else { 250.0 }, text, buttons);
        });
    });
}

/// What keeps the case from being saved: it stays until saving works again.
pub fn save_trouble(ui: &mut Ui, cx: &Cx, open: &OpenCase, out: &mut Vec<Action>) {
    let Some(trouble) = &open.trouble else { return };
    let frame = Frame::new().fill(cx.theme.background.into()).inner_margin(Margin::symmetric(10, 6));
    Panel::top("save_trouble").frame(frame).show(ui, |ui| {
        callout(ui, Tone::Bad, cx.theme, |ui| {
            ui.label(cx.c.pair.fill(&[("a", &cx.w.save_failed), ("b", &trouble.why)]));
            if !trouble.foreign {
                ui.label(if trouble.safe { &*cx.w.save_safe } else { &*cx.w.save_unsafe });
            }
            ui.horizontal_wrapped(|ui| {
                for (command, text) in
                    [(Command::Save, &cx.w.save_retry), (Command::SaveAs, Command::SaveAs.label(cx.w))]
                {
                    if ui.button(&**text).clicked() {
                        out.push(Action::Command(command));
                    }
                }
                // What is on the disk now, and where it differs from what is in the window.
                if trouble.foreign && ui.button(&**Command::Recover.label(cx.w)).clicked() {
                    out.push(Action::Command(Command::Recover));
                }
            });
        });
    });
}

/// That the program has a newer edition of the criteria, while that is so and the person did not say not now.
pub fn edition(ui: &mut Ui, cx: &Cx, out: &mut Vec<Action>) {
    let Some(newer) = cx.newer.filter(|_| cx.writable) else { return };
    let frame = Frame::new().fill(cx.theme.background.into()).inner_margin(Margin::symmetric(10, 6));
    Panel::top("edition").frame(frame).show(ui, |ui| {
        callout(ui, Tone::Accent, cx.theme, |ui| {
            let buttons = |ui: &mut Ui| {
                if ui.button(&*cx.w.edition_look).clicked() {
                    out.push(Action::ShowEdition);
                }
                if ui.button(&*cx.w.edition_later).clicked() {
                    out.push(Action::LeaveEdition);
                }
            };
            let (old, new) = (cx.session.scheme().edition_name(), newer.scheme.edition_name());
            let text = cx.w.edition_bar.fill(&[("old", &old), ("new", &new)]);
            beside(ui, 190.0, |ui| drop(ui.label(text)), buttons);
        });
    });
}

/// While files hover over the window: where they will go.
pub fn drop_target(ctx: &egui::Context, cx: &Cx, place: Place, view: &ViewState, dialog: bool) {
    if ctx.input(|input| input.raw.hovered_files.is_empty()) {
        return;
    }
    let clause = if place == Place::Assess { view.assess.current(cx.session.scheme()) } else { None };
    let item = if place == Place::Materials { view.materials.item(&cx.materials.checklist) } else { None };
    let text = match (clause, item) {
        _ if dialog => cx.w.drop_dialog.to_string(),
        _ if !cx.writable => cx.w.drop_read_only.to_string(),
        (Some(clause), _) => cx.w.drop_on_clause.fill(&[("clause", &clause)]),
        (None, Some(item)) => cx.words.materials.drop_here.fill(&[("title", &item.title)]),
        (None, None) if place == Place::Ledgers => {
            let title = view.ledgers.selected().map_or("", |kind| kind.title.as_str());
            cx.words.ledger_view.drop_here.fill(&[("kind", &title)])
        }
        (None, None) if place == Place::Remediation => cx.words.remediation.drop_here.to_string(),
        (None, None) => cx.w.drop_on_library.to_string(),
    };
    let painter = ctx.layer_painter(LayerId::new(Order::Foreground, Id::unique("drop")));
    let rect = ctx.content_rect();
    painter.rect_filled(rect, 0.0, Color32::from(cx.theme.accent_soft).gamma_multiply(0.92));
    let font = egui::FontId::new(26.0, bold());
    painter.text(rect.center(), Align2::CENTER_CENTER, text, font, cx.theme.accent.into());
}
