//! The life of a certificate (证书): from its issue over yearly surveillance to its renewal.
//!
//! Why it is so: what bodies usually ask for gives a first list of days; contracts differ, so every day can be changed,
//! and what is in the list counts. Nothing is worked out again behind a person's back.

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::check::{self, Problem, Subject};
use super::limits::{MAX_LINE, MAX_MILESTONES, MAX_TEXT};

/// Months that a certificate is valid; facts of the scheme's certification: 3 years.
pub const VALID_MONTHS: u32 = 36;
/// Months between surveillance visits, at most.
pub const SURVEILLANCE_MONTHS: u32 = 12;
/// Months before the expiry by which renewal is applied for.
pub const RENEWAL_MONTHS: u32 = 3;

/// A certificate that was awarded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Award {
    /// 证书编号; may be empty.
    pub number: String,
    /// 认证机构; may be empty.
    pub body: String,
    /// The grade, by the id of the scheme; none where it was not said.
    pub grade: Option<String>,
    /// 发证日期.
    pub issued: NaiveDate,
    /// 有效期至: the last day on which it is valid.
    pub expires: NaiveDate,
    /// What is due when, as a person left it.
    #[serde(deserialize_with = "super::bounded::list::<MAX_MILESTONES, _, _>")]
    pub milestones: Vec<Milestone>,
}

/// Something that is due.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Milestone {
    /// By when.
    pub due: NaiveDate,
    /// What.
    pub kind: MilestoneKind,
    /// When it was done; none while it is not.
    pub done: Option<NaiveDate>,
    /// What there is to say, such as what another kind is about; one line.
    pub note: String,
}

/// Days before it is due from which something is near.
pub const NEAR_DAYS: i64 = 90;

/// How something that is due stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueState {
    /// It was done on this day.
    Done(NaiveDate),
    /// It is overdue by so many days, at least one.
    Late(i64),
    /// It is due in so many days, at most [`NEAR_DAYS`]; 0 is today.
    Near(i64),
    /// There is time.
    Open,
}

impl DueState {
    /// How what is due on a day and not done stands today.
    #[must_use]
    pub fn of(due: NaiveDate, today: NaiveDate) -> Self {
        match (due - today).num_days() {
            days if days < 0 => Self::Late(-days),
            days if days <= NEAR_DAYS => Self::Near(days),
            _ => Self::Open,
        }
    }
}

/// Of days that are open, in any order, those to be told today, the earliest first: all that are overdue or near; where
/// none is, the next.
#[must_use]
pub fn pressing<T>(open: impl IntoIterator<Item = T>, due: impl Fn(&T) -> NaiveDate, today: NaiveDate) -> Vec<T> {
    let mut all: Vec<T> = open.into_iter().collect();
    all.sort_by_key(&due);
    let near = all.iter().take_while(|one| DueState::of(due(one), today) != DueState::Open).count();
    all.truncate(near.max(1));
    all
}

impl Milestone {
    /// How it stands.
    #[must_use]
    pub fn state(&self, today: NaiveDate) -> DueState {
        self.done.map_or_else(|| DueState::of(self.due, today), DueState::Done)
    }
}

/// What is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MilestoneKind {
    /// 监督评价.
    Surveillance,
    /// 申请再认证.
    Renewal,
    /// 证书到期.
    Expiry,
    /// Something else, see the note.
    Other,
}

impl MilestoneKind {
    /// All of them, in the order of the life of a certificate.
    pub const ALL: [Self; 4] = [Self::Surveillance, Self::Renewal, Self::Expiry, Self::Other];
}

/// The last day on which a certificate that was issued on this day is usually valid; none at the end of all calendars.
#[must_use]
pub fn usual_expiry(issued: NaiveDate) -> Option<NaiveDate> {
    issued.checked_add_months(Months::new(VALID_MONTHS))?.checked_sub_days(Days::new(1))
}

/// What is usually due, in order of the days: surveillance each year as long as the certificate is valid, renewal three
/// months before it expires, the expiry.
#[must_use]
pub fn usual_milestones(issued: NaiveDate, expires: NaiveDate) -> Vec<Milestone> {
    let at = |due, kind| Milestone { due, kind, done: None, note: String::new() };
    let mut out = Vec::new();
    let mut years = 1;
    while let Some(due) =
        issued.checked_add_months(Months::new(SURVEILLANCE_MONTHS * years)).filter(|due| *due < expires)
        && out.len() + 2 < MAX_MILESTONES
    {
        // The re-evaluation for renewal stands in for the surveillance of the last year.
        if due.checked_add_months(Months::new(SURVEILLANCE_MONTHS / 2)).is_some_and(|later| later < expires) {
            out.push(at(due, MilestoneKind::Surveillance));
        }
        years += 1;
    }
    let renewal = expires.checked_sub_months(Months::new(RENEWAL_MONTHS)).filter(|due| *due > issued);
    out.extend(renewal.map(|due| at(due, MilestoneKind::Renewal)));
    out.push(at(expires, MilestoneKind::Expiry));
    out.sort();
    out
}

pub(super) fn check_award(award: &Award) -> Result<(), Problem> {
    for text in [&award.number, &award.body].into_iter().chain(&award.grade) {
        check::line(text, MAX_LINE, Subject::Award)?;
    }
    check::count(award.milestones.len(), MAX_MILESTONES, || Subject::Award)?;
    award.milestones.iter().try_for_each(|one| check::line(&one.note, MAX_TEXT, Subject::Award))?;
    if award.expires < award.issued { Err(Problem::AwardBackwards) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn usual(issued: &str, expires: &str) -> Vec<(String, MilestoneKind)> {
        let list = usual_milestones(day(issued), day(expires));
        list.into_iter().map(|one| (one.due.to_string(), one.kind)).collect()
    }

    #[test]
    fn a_certificate_of_three_years() {
        use MilestoneKind::{Expiry, Renewal, Surveillance};
        assert_eq!(usual_expiry(day("2026-03-01")), Some(day("2029-02-28")));
        // From the last day of February: the day before the last day of February three years on.
        assert_eq!(usual_expiry(day("2024-02-29")), Some(day("2027-02-27")));
        let expected = [
            ("2027-03-01", Surveillance),
            ("2028-03-01", Surveillance),
            ("2028-11-28", Renewal),
            ("2029-02-28", Expiry),
        ];
        assert_eq!(usual("2026-03-01", "2029-02-28"), expected.map(|(day, kind)| (day.to_owned(), kind)));
        // One that ends some days after its third birthday has no third surveillance.
        assert_eq!(usual("2026-03-01", "2029-03-20").len(), 4);
        // A short one: nothing before its issue.
        assert_eq!(usual("2026-03-01", "2026-04-01"), [("2026-04-01".to_owned(), Expiry)]);
    }

    #[test]
    fn all_that_is_late_or_near_is_told_or_else_the_next() {
        let told = |days: &[&str], today: &str| -> Vec<String> {
            let days = days.iter().map(|text| day(text));
            pressing(days, |day| *day, day(today)).iter().map(ToString::to_string).collect()
        };
        let days = ["2029-02-28", "2027-03-01", "2028-03-01", "2028-11-28"];
        // Two visits are late, the renewal is due in 5 days, the expiry in 97.
        assert_eq!(told(&days, "2028-11-23"), ["2027-03-01", "2028-03-01", "2028-11-28"]);
        assert_eq!(told(&days, "2026-03-01"), ["2027-03-01"]);
        assert!(told(&[], "2026-03-01").is_empty());
        assert_eq!(DueState::of(day("2028-11-28"), day("2028-11-28")), DueState::Near(0));
        assert_eq!(DueState::of(day("2028-11-28"), day("2028-11-29")), DueState::Late(1));
        // 30 and 31 days of November and December, 29 of the 31 of January: 90 days on.
        assert_eq!(DueState::of(day("2029-01-29"), day("2028-10-31")), DueState::Near(90));
        assert_eq!(DueState::of(day("2029-01-30"), day("2028-10-31")), DueState::Open);
    }
}
