//! A figure of an action as a person types it into a field: read as the register is read, written as it is written.

use super::columns::ActionColumn;
use super::number;
use super::problem::ActionProblemKind;
use super::read::misread;
use super::write::text_of;
use crate::assessment::Action;
use crate::lang::Language;

/// The columns that are figures.
pub const ACTION_FIGURES: [ActionColumn; 4] =
    [ActionColumn::Gain, ActionColumn::Effort, ActionColumn::Cost, ActionColumn::Lead];

/// What stands in the field of a figure; empty for nothing.
#[must_use]
pub fn figure_text(column: ActionColumn, action: &Action) -> String {
    text_of(column, action, Language::Chinese)
}

/// Takes what was typed for a figure into an action; nothing typed is no gain of its own, or zero.
///
/// # Errors
/// Why it is no such figure; the action is as it was.
pub fn take_figure(column: ActionColumn, text: &str, action: &mut Action) -> Result<(), ActionProblemKind> {
    let text = text.trim();
    let fault = |why| misread(column, text, why);
    match column {
        ActionColumn::Gain if text.is_empty() => action.gain = None,
        ActionColumn::Gain => action.gain = Some(number::points(text).map_err(fault)?),
        ActionColumn::Effort if text.is_empty() => action.effort = 0,
        ActionColumn::Effort => action.effort = number::quantity(text).map_err(fault)?,
        ActionColumn::Cost if text.is_empty() => action.cost = 0,
        ActionColumn::Cost => action.cost = number::quantity(text).map_err(fault)?,
        ActionColumn::Lead if text.is_empty() => action.lead_days = 0,
        ActionColumn::Lead => action.lead_days = number::days(text).map_err(fault)?,
        _ => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::Gap;
    use crate::lang::Words;

    #[test]
    fn figures_are_taken_as_they_are_shown_and_refused_in_a_sentence() {
        let mut action = Action::of(Gap::Clause("5.1.1.1".into()), "做".into());
        for (column, typed, shown) in [
            (ActionColumn::Gain, "1/3", "1/3"),
            (ActionColumn::Gain, "1.50 分", "1.5"),
            (ActionColumn::Effort, "2 人天", "2"),
            (ActionColumn::Cost, "￥1,200.5", "1200.5"),
            (ActionColumn::Lead, "90", "90"),
            (ActionColumn::Lead, " ", ""),
        ] {
            take_figure(column, typed, &mut action).unwrap();
            assert_eq!(figure_text(column, &action), shown, "{typed}");
        }
        let words = Words::load(Language::Chinese).unwrap();
        let before = action.clone();
        for (column, typed, said) in [
            (ActionColumn::Gain, "-1", "“-1”是负数"),
            (ActionColumn::Effort, "三天", "“三天”不是数"),
            (ActionColumn::Cost, "0.001", "“0.001”的小数太多"),
            (ActionColumn::Lead, "1.5", "“1.5”不是整天"),
        ] {
            let refused = take_figure(column, typed, &mut action).unwrap_err().say_here(&words);
            assert!(refused.starts_with(said), "{refused}");
        }
        assert_eq!(action, before);
    }
}
