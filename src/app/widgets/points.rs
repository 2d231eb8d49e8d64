//! A field for points: `2`, `2.5` or `5/2`. What is half written is kept apart, since `2.` is no number yet.

use egui::{Id, Response, TextEdit, Ui};

use super::field::{Held, text_field};
use crate::assessment::Gain;
use crate::criteria::{Amount, parse_amount};
use crate::scoring::decimal_or_fraction;

/// What became of a field for points.
pub struct PointsField {
    /// The field.
    pub response: Response,
    /// The new value, when what is written is a number or nothing.
    pub changed: Option<Option<Amount>>,
    /// Whether what is written is no number of points.
    pub unreadable: bool,
}

/// What is being written, and what is to stay if it becomes no number.
#[derive(Debug, Clone)]
struct Writing {
    text: String,
    before: Option<Amount>,
    given: Option<Amount>,
}

/// Reads points as people write them, full-width digits and 分 included; never a negative number.
fn read(text: &str) -> Option<Option<Amount>> {
    let plain = |found: char| match found {
        '０'..='９' => char::from_u32(found as u32 - 0xfee0).unwrap_or(found),
        '．' | '。' => '.',
        _ => found,
    };
    let text: String = text.trim().trim_end_matches('分').trim_end().chars().map(plain).collect();
    if text.is_empty() {
        return Some(None);
    }
    // More digits than a case can hold are no number here either.
    parse_amount(&text).filter(|_| !text.starts_with('-')).filter(|points| Gain(points.clone()).is_sound()).map(Some)
}

/// A field for points that may be empty, and may be one that can only be read.
pub fn points_field(ui: &mut Ui, id: Id, value: Option<&Amount>, width: f32, writable: bool) -> PointsField {
    let edit = id.with("edit");
    // Set from elsewhere meanwhile, such as by undoing, the value is no beginning of what is written here.
    let writing = ui.data(|data| data.get_temp::<Writing>(id)).filter(|writing| writing.given.as_ref() == value);
    let (mut text, before) = match writing {
        Some(writing) => (writing.text, writing.before),
        None => (value.map(decimal_or_fraction).unwrap_or_default(), value.cloned()),
    };
    let response = {
        let text = &mut Held::new(&mut text, writable);
        text_field(ui, TextEdit::singleline(text).id(edit).desired_width(width).char_limit(24), writable)
    };
    let number = read(&text);
    let changed = match &number {
        Some(number) => response.changed().then(|| number.clone()),
        None => writable.then(|| before.clone()),
    };
    let changed = changed.filter(|new| new.as_ref() != value);
    if response.has_focus() || number.is_none() {
        let given = changed.clone().unwrap_or_else(|| value.cloned());
        ui.data_mut(|data| data.insert_temp(id, Writing { text, before, given }));
    } else {
        ui.data_mut(|data| data.remove::<Writing>(id));
    }
    PointsField { response, changed, unreadable: number.is_none() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::criteria::whole;

    #[test]
    fn points_are_read_as_people_write_them() {
        let half = Amount::new(5.into(), 2.into());
        for text in ["2.5", " 2.50 ", "5/2", "２．５", "2.5分", "2.5 分"] {
            assert_eq!(read(text), Some(Some(half.clone())), "{text}");
        }
        assert_eq!(read("0"), Some(Some(whole(0))));
        assert_eq!(read("  "), Some(None));
        for text in ["2.", "-1", "-0", "两分", "1e3", "1/0"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
