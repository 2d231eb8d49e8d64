//! Numbers of telephones and identity cards, known by their form.

/// A sign in half width.
pub(super) fn half(letter: char) -> char {
    match letter {
        '！'..='～' => char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter),
        other => other,
    }
}

/// A number masked: of eleven digits and more the first three and the last four stay, of fewer less.
pub(super) fn phone(number: &str) -> String {
    let digits = number.chars().filter(|letter| letter.is_numeric()).count();
    let (first, last) = match digits {
        11.. => (3, 4),
        7..=10 => (2, 2),
        3..=6 => (0, 0),
        // A count, or nothing that anybody could call.
        _ => return number.to_owned(),
    };
    let mut at = 0;
    let mask = |letter: char| {
        if !letter.is_numeric() {
            return letter;
        }
        at += 1;
        if at <= first || at > digits - last { letter } else { '*' }
    };
    number.chars().map(mask).collect()
}

/// Masks numbers of telephones and identity cards wherever they stand, known by their form.
pub(super) fn numbers(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let halves: Vec<char> = letters.iter().copied().map(half).collect();
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    while let Some(letter) = letters.get(at) {
        let digits = run(&halves, at);
        if digits == 0 {
            out.push(*letter);
            at += 1;
            continue;
        }
        let end = at + number(&halves, at, digits).unwrap_or(digits);
        let found: String = letters.get(at..end).unwrap_or_default().iter().collect();
        let is_number = number(&halves, at, digits).is_some();
        out.push_str(&if is_number { phone(&found) } else { found });
        at = end;
    }
    out
}

/// How many digits stand in a row.
fn run(letters: &[char], at: usize) -> usize {
    letters.iter().skip(at).take_while(|letter| letter.is_ascii_digit()).count()
}

/// How long the number is that begins with a run of digits, if these begin one.
fn number(letters: &[char], at: usize, digits: usize) -> Option<usize> {
    let text =
        |from: usize, length: usize| letters.get(from..from + length).map(|part| part.iter().collect::<String>());
    let own = text(at, digits)?;
    let before = at.checked_sub(1).and_then(|at| letters.get(at)).copied();
    let digit_at = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(char::is_ascii_digit);
    // The digits behind a decimal point are no number of anybody.
    if before == Some('.') && digit_at(at.checked_sub(2)) {
        return None;
    }
    let mobile = |own: &str| {
        let mut signs = own.bytes();
        own.len() == 11 && signs.next() == Some(b'1') && signs.next().is_some_and(|sign| sign >= b'3')
    };
    let foreign = own.strip_prefix("0086").or_else(|| own.strip_prefix("86").filter(|_| before == Some('+')));
    if mobile(&own) || foreign.is_some_and(mobile) {
        return Some(digits);
    }
    // 17 digits and a check sign, with a day of birth in it.
    let check = usize::from(digits == 17 && matches!(letters.get(at + 17), Some('x' | 'X')));
    if digits + check == 18 && is_birthday(own.get(6..14)?) {
        return Some(18);
    }
    let mut end = at + digits;
    // 138 1234 5678
    if digits == 3 && mobile(&format!("{own}00000000")) {
        for _ in 0..2 {
            let parted = matches!(letters.get(end), Some(' ' | '-'));
            if !parted || run(letters, end + 1) != 4 {
                return None;
            }
            end += 5;
        }
        return Some(end - at);
    }
    let local = |own: &str| matches!(own.len(), 7 | 8) && !own.starts_with(['0', '1']);
    let area = |own: &str| matches!(own.as_bytes(), [b'0', b'1', b'0'] | [b'0', b'2', _] | [b'0', b'3'..=b'9', _, _]);
    if (10..=12).contains(&digits) && [3, 4].into_iter().any(|cut| area(&own[..cut]) && local(&own[cut..])) {
        return Some(digits);
    }
    let inside = before == Some('-') && digit_at(at.checked_sub(2)) && text(at.saturating_sub(3), 2)? != "86";
    if !area(&own) || inside {
        return None;
    }
    let gap = letters.iter().skip(end).take_while(|letter| matches!(letter, '-' | '—' | ')' | ' ')).count();
    let length = run(letters, end + gap);
    let found = (1..=3).contains(&gap) && local(&text(end + gap, length)?);
    found.then_some(digits + gap + length)
}

/// Whether eight digits are a day on which somebody can have been born.
fn is_birthday(day: &str) -> bool {
    let within = |range: std::ops::Range<usize>, from: u32, to: u32| {
        day.get(range).and_then(|part| part.parse::<u32>().ok()).is_some_and(|part| (from..=to).contains(&part))
    };
    within(0..4, 1900, 2099) && within(4..6, 1, 12) && within(6..8, 1, 31)
}
