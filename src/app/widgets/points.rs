//! A field for points: `2`, `2.5` or `5/2`.

use egui::{Id, Ui};

use super::typed::{Typed, typed_field};
use crate::assessment::Gain;
use crate::criteria::{Amount, parse_amount};
use crate::scoring::decimal_or_fraction;

/// What became of a field for points.
pub type PointsField = Typed<Amount>;

/// Reads points as people write them, full-width digits and 分 included; never a negative number.
fn read(text: &str) -> Option<Option<Amount>> {
    let plain = |found: char| match found {
        '０'..='９' => char::from_u32(found as u32 - 0xfee0).unwrap_or(found),
        '．' | '。' => '.',
        _ => found,
    };
    let text: String = text.trim_end_matches('分').trim_end().chars().map(plain).collect();
    if text.is_empty() {
        return Some(None);
    }
    // More digits than a case can hold are no number here either.
    parse_amount(&text).filter(|_| !text.starts_with('-')).filter(|points| Gain(points.clone()).is_sound()).map(Some)
}

/// A field for points that may be empty, and may be one that can only be read.
pub fn points_field(ui: &mut Ui, id: Id, value: Option<&Amount>, width: f32, writable: bool) -> PointsField {
    let form = (read as fn(&str) -> _, decimal_or_fraction as fn(&Amount) -> String);
    typed_field(ui, id, value, form, writable, |edit| edit.desired_width(width).char_limit(24))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::criteria::whole;

    #[test]
    fn points_are_read_as_people_write_them() {
        let half = Amount::new(5.into(), 2.into());
        for text in ["2.5", "2.50", "5/2", "２．５", "2.5分", "2.5 分"] {
            assert_eq!(read(text), Some(Some(half.clone())), "{text}");
        }
        assert_eq!(read("0"), Some(Some(whole(0))));
        assert_eq!(read("分"), Some(None));
        for text in ["2.", "-1", "-0", "两分", "1e3", "1/0"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
