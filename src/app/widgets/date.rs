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

/// A field for a date, which may be one that can only be read. While it is being written, what is written is kept apart, since half a date is none.
pub fn date_field(ui: &mut Ui, id: Id, value: Option<NaiveDate>, hint: &str, writable: bool) -> DateField {
    let shown = value.map(|date| date.format("%Y-%m-%d").to_string()).unwrap_or_default();
    let mut text = ui.data(|data| data.get_temp::<String>(id)).unwrap_or_else(|| shown.clone());
    let response = {
        let text = &mut Held::new(&mut text, writable);
        let edit = TextEdit::singleline(text).id(id.with("edit")).hint_text(hint.to_owned()).desired_width(110.0);
        text_field(ui, edit, writable)
    };
    let read = if text.trim().is_empty() { Some(None) } else { parse_date(&text).map(Some) };
    let changed = read.filter(|read| response.changed() && *read != value);
    if response.has_focus() || read.is_none() {
        ui.data_mut(|data| data.insert_temp(id, text));
    } else {
        ui.data_mut(|data| data.remove::<String>(id));
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
