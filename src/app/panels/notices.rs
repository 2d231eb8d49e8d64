//! What must be told: errors, receipts, the banner on provisional figures, the target for dropped files.

use egui::{Align2, Color32, Frame, Id, LayerId, Margin, Order, Panel, Ui};

use crate::app::theme::bold;
use crate::app::views::ViewState;
use crate::app::widgets::{Tone, callout};
use crate::app::{Action, Command, Cx, Dialog, Notice, OpenCase, Place, Theme};
use crate::lang::AppWords;
use crate::store::Settings;

/// Messages above the status bar, the newest last.
pub fn notices(ui: &mut Ui, notices: &[Notice], w: &AppWords, theme: &Theme, out: &mut Vec<Action>) {
    if notices.is_empty() {
        return;
    }
    let frame = Frame::new().fill(theme.background.into()).inner_margin(Margin::symmetric(10, 6));
    Panel::bottom("notices").frame(frame).show(ui, |ui| {
        for notice in notices {
            callout(ui, notice.tone, theme, |ui| {
                let buttons = |ui: &mut Ui| {
                    if ui.small_button(&*w.copy).clicked() {
                        out.push(Action::Copy(notice.text.clone()));
                    }
                    if ui.small_button(&*w.close).on_hover_text("Esc").clicked() {
                        out.push(Action::Dismiss(notice.id));
                    }
                };
                beside(ui, 130.0, |ui| ui.label(&notice.text), buttons);
            });
        }
    });
}

/// A text that may take several lines, and buttons to the right of it.
fn beside(ui: &mut Ui, room: f32, text: impl FnOnce(&mut Ui) -> egui::Response, buttons: impl FnOnce(&mut Ui)) {
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
    let frame = Frame::new().fill(cx.theme.background.into()).inner_margin(Margin::symmetric(10, 6));
    Panel::top("banner").frame(frame).show(ui, |ui| {
        callout(ui, Tone::Warn, cx.theme, |ui| {
            let dismiss = |ui: &mut Ui| {
                if ui.button(&*cx.w.banner_dismiss).clicked() {
                    out.push(Action::DismissBanner);
                }
            };
            beside(ui, 90.0, |ui| ui.label(&*cx.w.banner_text).on_hover_text(&pinned.scheme.statement), dismiss);
        });
    });
}

/// Why the case can only be looked at, and what can be done about it.
pub fn look_only(ui: &mut Ui, cx: &Cx, open: &OpenCase, out: &mut Vec<Action>) {
    let Some((why, gone)) = open.look_only() else { return };
    let frame = Frame::new().fill(cx.theme.background.into()).inner_margin(Margin::symmetric(10, 6));
    Panel::top("look_only").frame(frame).show(ui, |ui| {
        callout(ui, Tone::Warn, cx.theme, |ui| {
            let buttons = |ui: &mut Ui| {
                if ui.button(&*cx.w.look_again_open).clicked() {
                    out.push(Action::Open(cx.path.to_owned()));
                }
                if gone && ui.button(&*cx.w.take_case_over).clicked() {
                    out.push(Action::Dialog(Dialog::TakeCaseOver));
                }
                if ui.button(&*cx.w.save_copy).clicked() {
                    out.push(Action::Command(Command::SaveAs));
                }
            };
            beside(ui, if gone { 330.0 } else { 250.0 }, |ui| ui.label(why), buttons);
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
            beside(ui, 190.0, |ui| ui.label(cx.w.edition_bar.fill(&[("old", &old), ("new", &new)])), buttons);
        });
    });
}

/// While files hover over the window: where they will go.
pub fn drop_target(ctx: &egui::Context, cx: &Cx, place: Place, view: &ViewState) {
    if ctx.input(|input| input.raw.hovered_files.is_empty()) {
        return;
    }
    let clause = if place == Place::Assess { view.assess.current(cx.session.scheme()) } else { None };
    let item = if place == Place::Materials { view.materials.item(&cx.materials.checklist) } else { None };
    let text = match (clause, item) {
        _ if !cx.writable => cx.w.drop_read_only.to_string(),
        (Some(clause), _) => cx.w.drop_on_clause.fill(&[("clause", &clause)]),
        (None, Some(item)) => cx.words.materials.drop_here.fill(&[("title", &item.title)]),
        (None, None) => cx.w.drop_on_library.to_string(),
    };
    let painter = ctx.layer_painter(LayerId::new(Order::Foreground, Id::unique("drop")));
    let rect = ctx.content_rect();
    painter.rect_filled(rect, 0.0, Color32::from(cx.theme.accent_soft).gamma_multiply(0.92));
    let font = egui::FontId::new(26.0, bold());
    painter.text(rect.center(), Align2::CENTER_CENTER, text, font, cx.theme.accent.into());
}
