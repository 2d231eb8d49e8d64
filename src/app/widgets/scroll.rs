//! Lists that are longer than their room.

use egui::Ui;
use egui::style::ScrollStyle;

/// From here on a bar stands beside what scrolls, in sight as long as there is more than fits: in a dialog or a popup
/// nobody looks for one that shows itself to the pointer only.
pub fn shown_bar(ui: &mut Ui) {
    ui.spacing_mut().scroll = ScrollStyle { foreground_color: true, ..ScrollStyle::solid() };
}
