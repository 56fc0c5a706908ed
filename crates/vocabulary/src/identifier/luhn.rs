//! The Luhn check digit, the last digit of Swedish personnummer, organisation numbers and most
//! reserve numbers.

/// Whether the digits, of which the last is the check digit, satisfy Luhn.
pub(crate) fn holds(digits: &str) -> bool {
    let values: Option<Vec<u32>> = digits.chars().map(|letter| letter.to_digit(10)).collect();
    values.is_some_and(|values| {
        values
            .split_last()
            .is_some_and(|(check, body)| check_digit(body) == *check)
    })
}

/// The check digit of these values. A value may have several digits (the national reserve number
/// counts letters by their ASCII codes): every second one from the right is doubled, and the
/// digits of the products are summed.
pub(crate) fn check_digit(values: &[u32]) -> u32 {
    let sum: u32 = values
        .iter()
        .rev()
        .enumerate()
        .map(|(index, value)| digit_sum(if index % 2 == 0 { value * 2 } else { *value }))
        .sum();
    (10 - sum % 10) % 10
}

fn digit_sum(mut number: u32) -> u32 {
    let mut sum = 0;
    while number > 0 {
        sum += number % 10;
        number /= 10;
    }
    sum
}
