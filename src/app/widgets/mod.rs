//! Small drawn things that several views share.

mod badge;
mod bar;
mod button;
mod cell;
mod date;
mod differs;
mod field;
mod gantt;
mod measure;
mod period;
mod points;
mod scroll;
mod sign;
mod stars;
mod typed;

pub use badge::{Tone, badge, callout};
pub use bar::bar;
pub use button::{dangerous, primary};
pub use cell::{sort_head, two_lines};
pub use date::date_field;
pub use differs::{Side, differs};
pub use field::{Held, caption, field, heading, section_title, text_area, text_field, text_line};
pub use gantt::gantt;
pub use measure::widest;
pub use period::period_field;
pub use points::{PointsField, points_field};
pub use scroll::shown_bar;
pub use sign::{Sign, paint_sign, sign};
pub use stars::stars;
pub use typed::typed_field;
