//! A date as text: `2026-03-05`, `2026/3/5`, `2026.3.5`, `2026年3月5日` or `20260305`.

use chrono::NaiveDate;
use egui::{Id, Ui};

use super::typed::{Typed, typed_field};

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
    if [month, day].iter().any(|part| part.len() > 2) {
        return None; // `2026-05-011` is a slip, and nobody knows of which day
    }
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
}

/// A field for a date, which may be one that can only be read.
pub fn date_field(ui: &mut Ui, id: Id, value: Option<NaiveDate>, hint: &str, writable: bool) -> Typed<NaiveDate> {
    let read: fn(&str) -> Option<Option<NaiveDate>> = |text| parse_date(text).map(Some);
    let show: fn(&NaiveDate) -> String = |date| date.format("%Y-%m-%d").to_string();
    let hint = hint.to_owned();
    typed_field(ui, id, value.as_ref(), (read, show), writable, |edit| edit.hint_text(hint).desired_width(110.0))
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
        for text in ["", "2026", "2026-3", "2026-13-01", "2026-02-30", "明天", "26-3-5", "2026-3-5-6", "2026-03-005"]
        {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }
}
