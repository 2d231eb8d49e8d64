//! Cells that several tables share.

use egui::text::LayoutJob;
use egui::{Color32, Label, RichText, Sense, TextStyle, Ui};

/// The heading of a column that is sorted by when its cell is clicked; `backwards` where it is sorted by now. Whether it
/// was clicked.
pub fn sort_head(ui: &mut Ui, name: &str, backwards: Option<bool>, hint: &str) -> bool {
    let mark = match backwards {
        Some(false) => " ↑",
        Some(true) => " ↓",
        None => "",
    };
    let text = RichText::new(format!("{name}{mark}")).small().weak();
    ui.add(Label::new(text).truncate().selectable(false));
    // The whole cell, not the word alone.
    ui.interact(ui.max_rect(), ui.scope_id().with("sort"), Sense::click()).on_hover_text(hint).clicked()
}

/// Small text on at most two lines; what does not fit ends in dots and is told where the pointer rests. Whether it was
/// clicked.
pub fn two_lines(ui: &mut Ui, text: &str, colour: Color32, sense: Sense) -> bool {
    let font = TextStyle::Small.resolve(ui.style());
    let mut job = LayoutJob::simple(text.to_owned(), font, colour, ui.available_width());
    job.wrap.max_rows = 2;
    ui.spacing_mut().extra_text_line_spacing = 0.0;
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let cut = galley.elided;
    let label = ui.add(Label::new(galley).selectable(false).sense(sense));
    let clicked = label.clicked();
    if cut {
        label.on_hover_text(text);
    }
    clicked
}
