//! A date as text: `2026-03-05`, `2026/3/5`, `2026.3.5`, `2026年3月5日` or `20260305`.

use chrono::NaiveDate;
use egui::{Id, Response, TextEdit, Ui};

use super::field::{Held, text_field};

/// Reads a date in the forms that Chinese writing knows.
#[must_use]
pub fn parse_date(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return NaiveDate::parse_from_str(text, "%Y%m%d").ok();
    }
    let text = text.strip_suffix('日').unwrap_or(text);
    let parts: Vec<&str> = text.split(['-', '/', '.', '年', '月']).map(str::trim).collect();
    let [year, month, day] = parts.as_slice() else { return None };
    let year: i32 = year.parse().ok().filter(|year| (1900..=2200).contains(year))?;
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
}

/// What became of a date field.
pub struct DateField {
    /// The field.
    pub response: Response,
    /// The new value, when what is written is a date or nothing.
    pub changed: Option<Option<NaiveDate>>,
    /// Whether what is written is no date.
    pub unreadable: bool,
}

/// What is being written into a field, and what is to stay if it becomes no date.
#[derive(Debug, Clone)]
struct Writing {
    text: String,
    /// The value when the writing began.
    before: Option<NaiveDate>,
    /// The value as this field left it.
    given: Option<NaiveDate>,
}

/// A field for a date, which may be one that can only be read. While it is being written, what is written is kept apart, since half a date is none.
///
/// The beginning of a date may be another one: `2026-9-3` of `2026-9-31`. So good dates are given at once, but what turns
/// out to be none gives back the value that was there before anything was written.
pub fn date_field(ui: &mut Ui, id: Id, value: Option<NaiveDate>, hint: &str, writable: bool) -> DateField {
    let edit = id.with("edit");
    let focused = ui.memory(|memory| memory.has_focus(edit));
    // Set from elsewhere meanwhile, such as by undoing, the value is no beginning of what is written here.
    let writing = ui.data(|data| data.get_temp::<Writing>(id)).filter(|writing| focused || writing.given == value);
    let (mut text, before) = match writing {
        Some(writing) => (writing.text, if writing.given == value { writing.before } else { value }),
        None => (value.map(|date| date.format("%Y-%m-%d").to_string()).unwrap_or_default(), value),
    };
    let response = {
        let text = &mut Held::new(&mut text, writable);
        let edit = TextEdit::singleline(text).id(edit).hint_text(hint.to_owned()).desired_width(110.0);
        text_field(ui, edit, writable)
    };
    let read = if text.trim().is_empty() { Some(None) } else { parse_date(&text).map(Some) };
    let changed = match read {
        Some(read) => response.changed().then_some(read),
        None => writable.then_some(before),
    };
    let changed = changed.filter(|new| *new != value);
    if response.has_focus() || read.is_none() {
        let given = changed.unwrap_or(value);
        ui.data_mut(|data| data.insert_temp(id, Writing { text, before, given }));
    } else {
        ui.data_mut(|data| data.remove::<Writing>(id));
    }
    DateField { response, changed, unreadable: read.is_none() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 5);
        for text in ["2026-03-05", "2026/3/5", " 2026.3.5 ", "2026年3月5日", "2026 年 3 月 5 日", "20260305"] {
            assert_eq!(parse_date(text), day, "{text}");
        }
        for text in ["", "2026", "2026-3", "2026-13-01", "2026-02-30", "明天", "26-3-5", "2026-3-5-6"] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }
}
