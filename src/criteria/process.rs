//! What a certification body does after the application and how long it usually takes, as data.
//!
//! Why it is so: nobody lays these times down, the sources contradict each other, and for some steps there is none. So
//! all that is said stands in a file with who says it; nothing is averaged, and what nobody states stays unstated.

use std::sync::OnceLock;

use chrono::{Datelike as _, Days, Months, NaiveDate, Weekday};
use serde::Deserialize;

use super::checklist::ChecklistSource;
use super::process_file::read_process;
use super::shipped::Shipped;

/// What the body does after the application.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Process {
    /// What this is, in a sentence or two.
    pub about: String,
    /// Whom it names as saying so.
    pub sources: Vec<ChecklistSource>,
    /// The steps, in order.
    pub stages: Vec<Stage>,
    /// What is said about the whole time, from application to certificate.
    pub whole: Vec<WholeTime>,
}

/// A step of the body's work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Its name in files.
    pub id: String,
    /// Its title: 文件评审.
    pub title: String,
    /// What happens, in a sentence.
    pub what: String,
    /// How long it usually takes; none where no source states it.
    pub time: Option<UsualTime>,
    /// Who says so: ids of [`Process::sources`].
    pub sources: Vec<String>,
    /// How sure it is.
    pub sure: HowSure,
    /// Where what is said differs, or from when it counts; empty where there is nothing to say.
    pub differs: String,
}

/// What one source says about the whole time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WholeTime {
    /// How long.
    pub time: UsualTime,
    /// Who says so.
    pub source: String,
    /// What is to be added; may be empty.
    pub remark: String,
}

/// How sure a time is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HowSure {
    /// Several sources agree.
    Several,
    /// One source says so.
    One,
    /// No source states a time.
    Unstated,
}

/// In what a time is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeUnit {
    /// Calendar days.
    Days,
    /// Mondays to Fridays; holidays are not known here.
    WorkingDays,
    /// Calendar months.
    Months,
}

impl TimeUnit {
    /// So much after a day.
    #[must_use]
    pub fn after(self, day: NaiveDate, count: u32) -> NaiveDate {
        let far = NaiveDate::MAX;
        match self {
            Self::Days => day.checked_add_days(Days::new(count.into())).unwrap_or(far),
            Self::Months => day.checked_add_months(Months::new(count)).unwrap_or(far),
            Self::WorkingDays => {
                // From a weekend one counts as from the Friday before it.
                let over = day.weekday().num_days_from_monday().saturating_sub(4);
                let friday = day.checked_sub_days(Days::new(over.into())).filter(|_| count > 0).unwrap_or(day);
                // Whole weeks first: a count from a file may be large.
                let mut at = friday.checked_add_days(Days::new(u64::from(count / 5) * 7)).unwrap_or(far);
                let mut left = count % 5;
                while left > 0 {
                    let Some(next) = at.succ_opt() else { return far };
                    at = next;
                    left -= u32::from(!matches!(at.weekday(), Weekday::Sat | Weekday::Sun));
                }
                at
            }
        }
    }
}

/// A usual time, from … to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UsualTime {
    /// At least.
    pub least: u32,
    /// At most; not below `least`.
    pub most: u32,
    /// Of what.
    pub unit: TimeUnit,
}

impl UsualTime {
    /// The first and the last day on which it is over, when it begins on a day.
    #[must_use]
    pub fn over(&self, begin: NaiveDate) -> (NaiveDate, NaiveDate) {
        (self.unit.after(begin, self.least), self.unit.after(begin, self.most))
    }
}

impl Process {
    /// The first and the last day on which the certificate may be there by any of what is said; none where nothing is.
    #[must_use]
    pub fn over(&self, applied: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        let ends = || self.whole.iter().map(|whole| whole.time.over(applied));
        Some((ends().map(|(first, _)| first).min()?, ends().map(|(_, last)| last).max()?))
    }
}

/// The process built into the program.
pub const SHIPPED_PROCESS: Shipped =
    Shipped { id: "general", text: include_str!("../../criteria/process/general.ron") };

/// The process, read once.
#[must_use]
pub fn process() -> &'static Process {
    static PROCESS: OnceLock<Process> = OnceLock::new();
    // That it can be read is a test.
    PROCESS.get_or_init(|| read_process(SHIPPED_PROCESS.text).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Against counting day by day.
    #[test]
    fn working_days_leave_weekends_out() {
        for start in 0..14 {
            let from = day("2026-11-16") + Days::new(start);
            let (mut at, mut counted) = (from, 0);
            for count in 1..=23 {
                while counted < count {
                    at = at.succ_opt().unwrap();
                    counted += u32::from(at.weekday().num_days_from_monday() < 5);
                }
                assert_eq!(TimeUnit::WorkingDays.after(from, count), at, "{from} + {count}");
            }
        }
        assert_eq!(TimeUnit::WorkingDays.after(day("2026-11-21"), 0), day("2026-11-21"));
        assert_eq!(TimeUnit::WorkingDays.after(day("2026-11-20"), 20), day("2026-12-18"), "Friday and four weeks");
        assert_eq!(TimeUnit::Months.after(day("2026-11-30"), 3), day("2027-02-28"));
        assert_eq!(TimeUnit::Days.after(NaiveDate::MAX, 1), NaiveDate::MAX);
    }

    /// 20 working days are the shortest that anybody says, 3 months the longest.
    #[test]
    fn the_whole_time_spans_all_that_is_said() {
        assert_eq!(process().over(day("2026-11-20")), Some((day("2026-12-18"), day("2027-02-20"))));
        assert_eq!(Process::default().over(day("2026-11-20")), None);
    }
}
