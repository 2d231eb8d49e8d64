//! A field for a value that is typed: points, a day, a number. What is half written is kept apart, since it says none yet.
//!
//! The beginning of a value may be another one: `3` of `3x`, `2026-9-3` of `2026-9-31`. So good values are given at once,
//! but what turns out to be none, or one that the case refuses, gives back the value that was there before anything was
//! written.

use egui::{Id, Response, TextEdit, Ui};

use super::field::{Held, text_field};

/// What became of such a field.
pub struct Typed<T> {
    /// The field.
    pub response: Response,
    /// The new value, when what is written says one, or nothing is written.
    pub changed: Option<Option<T>>,
    /// Whether what is written says no value.
    pub unreadable: bool,
}

/// How a value is read and written; reading gives none for what says no value.
pub type Form<T> = (fn(&str) -> Option<Option<T>>, fn(&T) -> String);

/// What is being written into a field, and what is to stay if it comes to say nothing.
#[derive(Debug, Clone)]
struct Writing<T> {
    text: String,
    /// The value when the writing began.
    before: Option<T>,
    /// The value as this field left it.
    given: Option<T>,
    /// The value as this field found it.
    found: Option<T>,
}

/// A field for a value that may be empty, and may be one that can only be read; `dress` says how the field looks.
pub fn typed_field<T: Clone + PartialEq + Send + Sync + 'static>(
    ui: &mut Ui,
    id: Id,
    value: Option<&T>,
    (read, show): Form<T>,
    writable: bool,
    dress: impl for<'t> FnOnce(TextEdit<'t>) -> TextEdit<'t>,
) -> Typed<T> {
    let edit = id.with("edit");
    let focused = ui.memory(|memory| memory.has_focus(edit));
    // What was given is there, or was refused; then it is still being written. Set from elsewhere meanwhile, such as by
    // undoing, the value is no beginning of what is written here.
    let was_refused = |writing: &Writing<T>| writing.found.as_ref() == value && writing.given != writing.found;
    let is_ours = |writing: &Writing<T>| writing.given.as_ref() == value || focused && was_refused(writing);
    let writing = ui.data(|data| data.get_temp::<Writing<T>>(id)).filter(is_ours);
    let refused = writing.as_ref().is_some_and(was_refused);
    let (mut text, before) = match writing {
        Some(writing) => (writing.text, writing.before),
        None => (value.map(show).unwrap_or_default(), value.cloned()),
    };
    let response = {
        let text = &mut Held::new(&mut text, writable);
        text_field(ui, dress(TextEdit::singleline(text).id(edit)), writable)
    };
    let said = if text.trim().is_empty() { Some(None) } else { read(text.trim()) };
    let unreadable = said.is_none();
    let changed = match said {
        Some(said) if response.changed() => Some(said),
        Some(_) => refused.then(|| before.clone()),
        None => writable.then(|| before.clone()),
    };
    let changed = changed.filter(|new| new.as_ref() != value);
    if response.has_focus() || unreadable {
        let given = changed.clone().unwrap_or_else(|| value.cloned());
        ui.data_mut(|data| data.insert_temp(id, Writing { text, before, given, found: value.cloned() }));
    } else {
        ui.data_mut(|data| data.remove::<Writing<T>>(id));
    }
    Typed { response, changed, unreadable }
}
