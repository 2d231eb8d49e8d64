//! A period as two dates. Half a period is kept in the fields and not in the case.

use chrono::NaiveDate;
use egui::{Color32, Id, Ui};

use super::date::date_field;
use super::field::field;
use crate::app::Cx;
use crate::assessment::Period;

/// The two dates of a period with room for more beside them; true when the period became another.
pub fn period_field(
    ui: &mut Ui,
    cx: &Cx,
    key: Id,
    period: &mut Option<Period>,
    beside: impl FnOnce(&mut Ui) -> bool,
) -> bool {
    type Half = (Option<NaiveDate>, Option<NaiveDate>);
    let half_id = key.with("half");
    let stored: Half = (period.map(|period| period.from), period.map(|period| period.to));
    let mut half = ui.data(|data| data.get_temp::<Half>(half_id)).filter(|_| period.is_none()).unwrap_or(stored);
    let (mut unreadable, mut changed) = (false, false);
    ui.horizontal_wrapped(|ui| {
        for (label, value, part) in [(&cx.w.period_from, &mut half.0, "from"), (&cx.w.period_to, &mut half.1, "to")] {
            field(ui, label, |ui| {
                let date = date_field(ui, key.with(part), *value, &cx.w.date_hint, cx.writable);
                unreadable |= date.unreadable;
                if let Some(new) = date.changed {
                    *value = new;
                    changed = true;
                }
                date.response
            });
        }
        unreadable |= beside(ui);
    });
    if changed {
        *period = match half {
            (Some(from), Some(to)) if from <= to => Some(Period { from, to }),
            _ => None,
        };
        ui.data_mut(|data| data.insert_temp(half_id, half));
    }
    let warning = match half {
        _ if unreadable => Some(&cx.w.date_unreadable),
        (Some(from), Some(to)) if from > to => Some(&cx.w.period_backwards),
        (Some(_), None) | (None, Some(_)) => Some(&cx.w.period_half),
        _ => None,
    };
    if let Some(warning) = warning {
        ui.colored_label(Color32::from(cx.theme.warn), &**warning);
    }
    changed
}
