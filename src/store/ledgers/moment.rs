//! Days and times in every form that spreadsheets and Chinese writing know.
//!
//! Why it is so:
//! * Nothing is guessed: a year of two digits, a day without a year and `3/5/2026` are refused, each with its reason. A
//!   day that is wrong by a month looks like a day.
//! * A time that is written is a time, midnight too. A serial number without a fraction is a day without a time: there
//!   the two cannot be told apart. Where a time is needed, such a record does not take part, and that is said.
//! * A time with a zone (`Z`, `+00:00`) is turned into China's (UTC+8), in which all others stand. Without one, it stands
//!   as written.
//! * Parts of seconds are dropped from texts; of serial numbers, which are binary fractions, the nearest second counts.

use chrono::{Datelike as _, Days, Duration, NaiveDate, NaiveDateTime, NaiveTime, Timelike as _};

use super::sheet::Cell;
use super::text::folded;

/// Why something is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadMoment {
    /// It does not read as a day.
    NotADay,
    /// A year of two digits, or the day and the month may be either way round.
    Ambiguous,
    /// No year.
    NoYear,
    /// A year and a month, or less.
    NoDay,
    /// Only a time.
    OnlyTime,
    /// There is no such day: 2 月 30 日.
    NoSuchDay,
    /// The day is good, the time is not.
    BadTime,
    /// The day is good, but the time may be of two halves of the day: 晚上12:10.
    UnclearTime,
    /// Before 1900 or after 2200.
    OutOfRange,
}

/// A day, with a time where there is one.
pub type Moment = (NaiveDate, Option<NaiveTime>);

/// Years that are days of work, of certificates and of everything else that a ledger has.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;
/// Serial numbers that are taken for days although nothing says so: 1927 to 2200. Smaller ones are figures.
const SERIALS: std::ops::RangeInclusive<i64> = 10_000..=109_939;
/// China's time, in minutes from UTC.
const CHINA: i64 = 8 * 60;
/// Most characters of a text that may be a day.
const MAX_LENGTH: usize = 60;

/// From which day serial numbers count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Epoch {
    From1900,
    From1904,
}

impl Epoch {
    pub(super) fn of(from_1904: bool) -> Self {
        if from_1904 { Self::From1904 } else { Self::From1900 }
    }

    /// The serial number of the same day counted from 1900.
    fn shift(self) -> i64 {
        match self {
            Self::From1900 => 0,
            Self::From1904 => 1462,
        }
    }
}

/// The moment of a serial number; none when it is none, has no day, or lies outside the years that are read.
pub(super) fn serial(number: f64, epoch: Epoch) -> Option<Moment> {
    // Below one it is a time alone, from whichever day the workbook counts.
    if !(1.0..3_000_000.0).contains(&number) {
        return None;
    }
    #[allow(clippy::cast_possible_truncation)] // within bounds, see above
    let (mut day, mut seconds) = (number.floor() as i64, (number.fract() * 86_400.0).round() as i64);
    if seconds == 86_400 {
        (day, seconds) = (day + 1, 0);
    }
    day += epoch.shift();
    // The spreadsheet of 1900 has a 29 February that never was; days before it count from one day later.
    let first = match day {
        1..=59 => NaiveDate::from_ymd_opt(1899, 12, 31)?,
        61.. => NaiveDate::from_ymd_opt(1899, 12, 30)?,
        _ => return None,
    };
    let date = first.checked_add_days(Days::new(u64::try_from(day).ok()?))?;
    let time = NaiveTime::from_num_seconds_from_midnight_opt(u32::try_from(seconds).ok()?, 0)?;
    YEARS.contains(&date.year()).then_some((date, not_midnight(time)))
}

/// What a cell holds that is formatted as a moment and is none: a time alone as such, else the number.
pub(super) fn serial_cell(number: f64) -> Cell {
    if (0.0..1.0).contains(&number) {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // within bounds, see above
        let seconds = (number * 86_400.0).round() as u32;
        return Cell::of(&format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60));
    }
    Cell::Number(number)
}

/// The moment that a plain number stands for: a serial number, or digits such as 20260305.
pub(super) fn of_number(number: f64, from_1904: bool) -> Result<Moment, BadMoment> {
    let epoch = Epoch::of(from_1904);
    if number.fract() == 0.0 && (1e7..1e14).contains(&number) {
        return moment(&format!("{number:.0}"), from_1904);
    }
    #[allow(clippy::cast_possible_truncation)] // saturates, which is outside as well
    let day = number.floor() as i64 + epoch.shift();
    if SERIALS.contains(&day) { serial(number, epoch).ok_or(BadMoment::NotADay) } else { Err(BadMoment::NotADay) }
}

fn not_midnight(time: NaiveTime) -> Option<NaiveTime> {
    (time.num_seconds_from_midnight() != 0).then_some(time)
}

/// Reads a day, with a time where there is one.
///
/// # Errors
/// Why it is none.
pub fn moment(text: &str, from_1904: bool) -> Result<Moment, BadMoment> {
    let text = folded(text);
    if text.chars().count() > MAX_LENGTH {
        return Err(BadMoment::NotADay);
    }
    let mut text = without_weekday(&text);
    if text.contains(['年', '月']) {
        for sign in ["年", "月", "日", "号"] {
            let parts: Vec<&str> = text.split(sign).map(str::trim).collect();
            text = parts.join(sign);
        }
    }
    let letters = with_digits(&text);
    let mut reader = Reader { letters: &letters, at: 0 };
    let (year, month, day) = match reader.day(from_1904)? {
        Day::Parts(year, month, day) => (year, month, day),
        Day::Whole(found) => return Ok(found),
    };
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return Err(BadMoment::NoSuchDay);
    }
    if !YEARS.contains(&year) {
        return Err(BadMoment::OutOfRange);
    }
    let date = NaiveDate::from_ymd_opt(year, month, day).ok_or(BadMoment::NoSuchDay)?;
    let Some((time, zone)) = reader.time()? else { return Ok((date, None)) };
    let Some(zone) = zone else { return Ok((date, Some(time))) };
    let there = date.and_time(time).checked_add_signed(Duration::minutes(CHINA - zone));
    let there: NaiveDateTime = there.filter(|there| YEARS.contains(&there.year())).ok_or(BadMoment::OutOfRange)?;
    Ok((there.date(), Some(there.time())))
}

/// Without 星期四, 周四 and what stands in brackets, which is a day of the week too.
fn without_weekday(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let name = ["星期", "礼拜", "周"].into_iter().find_map(|name| rest.strip_prefix(name));
        if let Some(after) = name.and_then(|after| after.strip_prefix(['一', '二', '三', '四', '五', '六', '日', '天']))
        {
            out.push(' ');
            rest = after;
        } else {
            out.push(if matches!(letter, '(' | ')') { ' ' } else { letter });
            rest = &rest[letter.len_utf8()..];
        }
    }
    out.trim().to_owned()
}

/// 二〇二六年三月五日 in digits.
fn with_digits(text: &str) -> Vec<char> {
    let value = |letter: char| match letter {
        '〇' | '零' | '○' => Some(0),
        _ => "一二三四五六七八九".chars().position(|known| known == letter).map(|at| at + 1),
    };
    if !text.chars().any(|letter| letter == '十' || value(letter).is_some()) {
        return text.chars().collect();
    }
    let mut out = Vec::new();
    let mut run: Vec<char> = Vec::new();
    for letter in text.chars().chain(['\0']) {
        if letter == '十' || value(letter).is_some() {
            run.push(letter);
            continue;
        }
        let number = match run.iter().position(|letter| *letter == '十') {
            Some(at) => {
                let tens = if at == 0 { Some(1) } else { run.get(at - 1).copied().and_then(value) };
                let ones = run.get(at + 1).map_or(Some(0), |letter| value(*letter));
                tens.zip(ones).filter(|_| run.len() <= 3 && at <= 1).map(|(tens, ones)| (tens * 10 + ones).to_string())
            }
            None => Some(run.iter().filter_map(|letter| value(*letter)).map(|digit| digit.to_string()).collect()),
        };
        match number {
            Some(number) => out.extend(number.chars()),
            None => out.append(&mut run),
        }
        run.clear();
        out.push(letter);
    }
    out.pop();
    out
}

enum Day {
    Parts(i32, u32, u32),
    Whole(Moment),
}

struct Reader<'a> {
    letters: &'a [char],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.letters.get(self.at).copied()
    }

    fn skip(&mut self, wanted: impl Fn(char) -> bool) -> bool {
        let begins = self.at;
        while self.peek().is_some_and(&wanted) {
            self.at += 1;
        }
        self.at > begins
    }

    fn spaces(&mut self) {
        self.skip(char::is_whitespace);
    }

    fn take(&mut self, wanted: &str) -> bool {
        let fits = wanted.chars().enumerate().all(|(at, letter)| self.letters.get(self.at + at) == Some(&letter));
        if fits {
            self.at += wanted.chars().count();
        }
        fits
    }

    /// Digits: how many, and their value.
    fn digits(&mut self) -> Option<(usize, u64)> {
        let begins = self.at;
        self.skip(|letter| letter.is_ascii_digit());
        let digits: String = self.letters[begins..self.at].iter().collect();
        Some((digits.len(), digits.parse().ok()?))
    }

    fn day(&mut self, from_1904: bool) -> Result<Day, BadMoment> {
        let Some((length, first)) = self.digits() else { return Err(self.no_day()) };
        let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        let year = i32::try_from(first).unwrap_or(i32::MAX);
        let sign = match self.peek() {
            None | Some(' ' | 't') => return self.digits_only(length, first, from_1904),
            Some(':' | '时' | '点') if length <= 2 => return Err(BadMoment::OnlyTime),
            Some(sign @ ('-' | '/' | '.' | '\\' | '年' | '月' | '‐' | '–' | '—' | '、')) => sign,
            Some(_) => return Err(BadMoment::NotADay),
        };
        if sign == '.' && length == 5 && self.letters[self.at + 1..].iter().all(char::is_ascii_digit) {
            let text: String = self.letters.iter().collect();
            let moment =
                text.parse().map_err(|_| BadMoment::NotADay).and_then(|number| of_number(number, from_1904))?;
            return Ok(Day::Whole(moment));
        }
        self.at += 1;
        if sign == '月' {
            return Err(if length <= 2 { BadMoment::NoYear } else { BadMoment::NotADay });
        }
        self.spaces();
        let Some((_, second)) = self.digits().filter(|(length, _)| *length <= 2) else {
            let ended = self.peek().is_none();
            return Err(if ended && sign == '年' { BadMoment::NoDay } else { BadMoment::NotADay });
        };
        self.spaces();
        let again = self.peek();
        if again.is_none_or(|sign| sign.is_whitespace() || sign == '日' || sign == '号')
            || again == Some('月') && self.at + 1 == self.letters.len()
        {
            return Err(match length {
                4 => BadMoment::NoDay,
                _ if sign == '年' => BadMoment::Ambiguous,
                _ => BadMoment::NoYear,
            });
        }
        self.at += 1;
        self.spaces();
        let Some((third_length, third)) = self.digits() else { return Err(BadMoment::NotADay) };
        if length != 4 {
            return Err(if length <= 2 && (third_length <= 2 || third_length == 4) {
                BadMoment::Ambiguous
            } else {
                BadMoment::NotADay
            });
        }
        if third_length > 2 {
            return Err(BadMoment::NotADay);
        }
        self.skip(|letter| matches!(letter, '日' | '号'));
        Ok(Day::Parts(year, small(second), small(third)))
    }

    /// Digits with nothing between them: 20260305, 202603050910, 46086.
    fn digits_only(&mut self, length: usize, number: u64, from_1904: bool) -> Result<Day, BadMoment> {
        let part = |from: u32, most: u64| number / 10_u64.pow(from) % most;
        let of = |from: u32| {
            let year = i32::try_from(number / 10_u64.pow(from + 4)).unwrap_or(i32::MAX);
            let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
            (year, small(part(from + 2, 100)), small(part(from, 100)))
        };
        match length {
            8 => {
                let (year, month, day) = of(0);
                Ok(Day::Parts(year, month, day))
            }
            12 | 14 if self.peek().is_none() => {
                let number = if length == 12 { number * 100 } else { number };
                let (hour, minute, second) = (number / 10_000 % 100, number / 100 % 100, number % 100);
                let (year, month, day) = of(if length == 12 { 4 } else { 6 });
                let text = format!("{year:04}-{month}-{day} {hour}:{minute}:{second}");
                moment(&text, from_1904).map(Day::Whole)
            }
            5 if self.peek().is_none() => {
                #[allow(clippy::cast_precision_loss)] // five digits
                of_number(number as f64, from_1904).map(Day::Whole)
            }
            6 => Err(BadMoment::Ambiguous),
            _ => Err(BadMoment::NotADay),
        }
    }

    /// What a text is that does not begin with digits.
    fn no_day(&self) -> BadMoment {
        let text: String = self.letters.iter().collect();
        let half = HALVES.iter().find_map(|(name, _)| text.strip_prefix(name));
        let time = half.is_some_and(|rest| rest.trim_start().starts_with(|letter: char| letter.is_ascii_digit()));
        if time { BadMoment::OnlyTime } else { BadMoment::NotADay }
    }

    /// The time behind a day, and the minutes of its zone from UTC where it names one.
    fn time(&mut self) -> Result<Option<(NaiveTime, Option<i64>)>, BadMoment> {
        let begins = self.at;
        self.skip(|letter| letter.is_whitespace() || matches!(letter, ',' | ';' | 't' | '日'));
        // `8:00-10:00` is a span as people write appointments. Only behind seconds, or in the form of ISO 8601, is it a
        // time and its zone.
        let mut offset = self.letters[begins..self.at].contains(&'t');
        if self.peek().is_none() {
            return Ok(None);
        }
        let mut half = self.half();
        let (hour_length, hour) = self.digits().ok_or(BadMoment::BadTime)?;
        let (mut minute, mut second) = (0, 0);
        let mut whole = false;
        if self.skip(|letter| matches!(letter, ':' | '时' | '点')) {
            whole = true;
            self.skip(|letter| matches!(letter, '整' | '钟'));
            if self.take("半") {
                minute = 30;
            } else if let Some((_, number)) = self.digits() {
                minute = number;
                if self.skip(|letter| matches!(letter, ':' | '分'))
                    && let Some((_, number)) = self.digits()
                {
                    offset = true;
                    second = number;
                    if self.skip(|letter| letter == '.') {
                        self.digits();
                    }
                    self.skip(|letter| letter == '秒');
                }
            }
        }
        self.spaces();
        if half.is_none() {
            half = self.half();
        }
        if hour_length > 2 || !whole && half.is_none() {
            return Err(BadMoment::BadTime);
        }
        let hour = match half {
            None => hour,
            Some(Half::Morning) if hour == 12 => 0,
            Some(Half::Morning) if hour < 12 => hour,
            Some(Half::Noon) if (10..=12).contains(&hour) => hour,
            Some(Half::Noon | Half::Afternoon) if hour < 12 => hour + 12,
            // 晚上12:10 is ten past midnight, of this day or the next; it is not noon. 晚上1点 is as unclear.
            Some(Half::Night) if hour < 5 || hour == 12 => return Err(BadMoment::UnclearTime),
            Some(Half::Night) if hour < 12 => hour + 12,
            Some(Half::Night) if hour < 24 => hour,
            // 下午 14:05 is written too.
            Some(Half::Afternoon) if hour < 24 => hour,
            _ => return Err(BadMoment::BadTime),
        };
        let zone = self.zone(offset)?;
        let part = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        let time = NaiveTime::from_hms_opt(part(hour), part(minute), part(second)).ok_or(BadMoment::BadTime)?;
        Ok(Some((time, zone)))
    }

    fn half(&mut self) -> Option<Half> {
        let found = HALVES.iter().find(|(name, _)| self.take(name)).map(|(_, half)| *half);
        self.spaces();
        found
    }

    /// `z`, `gmt+8`, `utc`, and where a bare `offset` may stand `+08:00`, `+0800`; then nothing more may follow.
    fn zone(&mut self, offset: bool) -> Result<Option<i64>, BadMoment> {
        self.spaces();
        let named = self.take("z") || self.take("gmt") || self.take("utc");
        let mut zone = named.then_some(0);
        if let Some(sign @ ('+' | '-')) = self.peek().filter(|_| named || offset) {
            self.at += 1;
            let (length, number) = self.digits().ok_or(BadMoment::BadTime)?;
            let number = i64::try_from(number).map_err(|_| BadMoment::BadTime)?;
            let (hours, mut minutes) = if length > 2 { (number / 100, number % 100) } else { (number, 0) };
            if self.take(":") {
                minutes = self.digits().and_then(|(_, number)| i64::try_from(number).ok()).ok_or(BadMoment::BadTime)?;
            }
            if hours > 14 || minutes > 59 {
                return Err(BadMoment::BadTime);
            }
            zone = Some((hours * 60 + minutes) * if sign == '-' { -1 } else { 1 });
        }
        self.spaces();
        if self.peek().is_none() { Ok(zone) } else { Err(BadMoment::BadTime) }
    }
}

#[derive(Clone, Copy)]
enum Half {
    Morning,
    Noon,
    Afternoon,
    Night,
}

const HALVES: &[(&str, Half)] = &[
    ("上午", Half::Morning),
    ("早上", Half::Morning),
    ("早晨", Half::Morning),
    ("凌晨", Half::Morning),
    ("清晨", Half::Morning),
    ("am", Half::Morning),
    ("a.m.", Half::Morning),
    ("中午", Half::Noon),
    ("下午", Half::Afternoon),
    ("傍晚", Half::Night),
    ("晚上", Half::Night),
    ("pm", Half::Afternoon),
    ("p.m.", Half::Afternoon),
];

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn shown(text: &str) -> String {
        match moment(text, false) {
            Ok((day, time)) => Cell::Moment(day, time).shown(),
            Err(bad) => format!("{bad:?}"),
        }
    }

    #[test]
    fn every_usual_form_is_read() {
        for (text, expected) in [
            ("2026/3/5", "2026-03-05"),
            ("2026-03-05 09:10", "2026-03-05 09:10:00"),
            ("2026.3.5", "2026-03-05"),
            ("2026年3月5日 9时5分", "2026-03-05 09:05:00"),
            ("2026 年 3 月 5 日", "2026-03-05"),
            ("2026年3月5号下午3点半", "2026-03-05 15:30:00"),
            ("二〇二六年三月二十五日", "2026-03-25"),
            ("二零二六年十二月十日", "2026-12-10"),
            ("20260305", "2026-03-05"),
            ("20260305 0910", "BadTime"),
            ("202603050910", "2026-03-05 09:10:00"),
            ("20260305091005", "2026-03-05 09:10:05"),
            ("20260305T09:10:00", "2026-03-05 09:10:00"),
            ("２０２６／３／５　９：０５", "2026-03-05 09:05:00"),
            ("2026/3/5 上午9:05", "2026-03-05 09:05:00"),
            ("2026-3-5 下午 2:05:09", "2026-03-05 14:05:09"),
            ("2026-3-5 12:30 AM", "2026-03-05 00:30:00"),
            ("2026-3-5 中午12:30", "2026-03-05 12:30:00"),
            ("2026-3-5 9:05 PM", "2026-03-05 21:05:00"),
            ("2026-3-5 12:10 PM", "2026-03-05 12:10:00"),
            ("2026-3-5 晚上8:10", "2026-03-05 20:10:00"),
            ("2026-3-5 晚上 20:10", "2026-03-05 20:10:00"),
            ("2026-03-05T20:10Z", "2026-03-06 04:10:00"),
            ("2026-03-05T20:10-05:00", "2026-03-06 09:10:00"),
            ("2026-03-05 20:10:00 -0500", "2026-03-06 09:10:00"),
            ("2026-03-05 20:10 GMT-5", "2026-03-06 09:10:00"),
            ("2026/3/5 星期四 9:05", "2026-03-05 09:05:00"),
            ("2026-03-05（周四）", "2026-03-05"),
            ("2026-03-05T09:10:00", "2026-03-05 09:10:00"),
            ("2026-03-05T09:10:00.123+08:00", "2026-03-05 09:10:00"),
            ("2026-03-05T20:10:00Z", "2026-03-06 04:10:00"),
            ("2026-03-05T09:10:00-0500", "2026-03-05 22:10:00"),
            ("2026-03-05 00:00:00", "2026-03-05 00:00:00"),
            ("46086", "2026-03-05"),
            ("46086.382", "2026-03-05 09:10:05"),
            ("2024-02-29", "2024-02-29"),
            ("1900-01-01", "1900-01-01"),
            ("2200-12-31 23:59:59", "2200-12-31 23:59:59"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_day_says_why() {
        use BadMoment::*;
        for (text, expected) in [
            ("26/3/5", Ambiguous),
            ("3/5/2026", Ambiguous),
            ("26年3月5日", Ambiguous),
            ("260305", Ambiguous),
            ("3月5日", NoYear),
            ("三月五日", NoYear),
            ("二月三十", NoYear),
            ("3-5", NoYear),
            ("2026年3月", NoDay),
            ("2026-03", NoDay),
            ("2026年", NoDay),
            ("2026", NotADay),
            ("上午9:05", OnlyTime),
            ("09:05", OnlyTime),
            ("9点", OnlyTime),
            ("2026-13-05", NoSuchDay),
            ("2026-02-30", NoSuchDay),
            ("2026年二月三十日", NoSuchDay),
            ("20260230", NoSuchDay),
            ("2023-02-29", NoSuchDay),
            ("2026-03-05 25:00", BadTime),
            ("2026-03-05 9:61", BadTime),
            ("2026-03-05 左右", BadTime),
            ("2026-11-02 8:00-10:00", BadTime),
            ("2026年11月2日 8时0分-10时", BadTime),
            ("2026-11-02 20:00+08:00", BadTime),
            ("2026-11-02 8:00:00-10:00:00", BadTime),
            ("2026-3-5 晚上12:10", UnclearTime),
            ("2026-3-5 晚上0:10", UnclearTime),
            ("2026-3-5 晚上1点", UnclearTime),
            ("1899-12-31", OutOfRange),
            ("2201-01-01", OutOfRange),
            ("昨天", NotADay),
            ("", NotADay),
            ("-", NotADay),
            ("123", NotADay),
            ("99999999999999999999999999", NotADay),
        ] {
            assert_eq!(moment(text, false), Err(expected), "{text}");
        }
    }

    #[test]
    fn serial_numbers_count_as_the_spreadsheets_do() {
        let day = |number, epoch| serial(number, epoch).map(|(day, time)| Cell::Moment(day, time).shown());
        let of_1900 = |number| day(number, Epoch::From1900);
        assert_eq!(of_1900(1.0).unwrap(), "1900-01-01");
        assert_eq!(of_1900(59.0).unwrap(), "1900-02-28");
        assert_eq!(of_1900(60.0), None, "29 February 1900 never was");
        assert_eq!(of_1900(61.0).unwrap(), "1900-03-01");
        assert_eq!(of_1900(45_943.541).unwrap(), "2025-10-13 12:59:02");
        // A second before midnight and the nearest binary fraction to it.
        assert_eq!(of_1900(46_086.999_988_425_92).unwrap(), "2026-03-05 23:59:59");
        assert_eq!(of_1900(46_086.999_999_9).unwrap(), "2026-03-06");
        assert_eq!((of_1900(-1.0), of_1900(0.5), of_1900(1e9), of_1900(f64::NAN)), (None, None, None, None));
        assert_eq!(day(44_624.0, Epoch::From1904).unwrap(), "2026-03-05");
        assert_eq!(day(1.0, Epoch::From1904).unwrap(), "1904-01-02");
        // A time alone has no day: 09:00 is not 1 January 1904.
        assert_eq!((day(0.375, Epoch::From1904), day(0.0, Epoch::From1904)), (None, None));
        assert_eq!(serial_cell(0.375).shown(), "09:00:00");
        assert_eq!(of_number(20_260_305.0, false).unwrap().0, NaiveDate::from_ymd_opt(2026, 3, 5).unwrap());
        assert_eq!(of_number(2026.3, false), Err(BadMoment::NotADay));
        assert_eq!(of_number(109_939.0, false).unwrap().0, NaiveDate::from_ymd_opt(2200, 12, 31).unwrap());
    }
}
