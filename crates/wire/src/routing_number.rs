//! ABA routing numbers, checked alike by the flow, the server and the directory.

/// Digits of a routing number.
pub const DIGITS: usize = 9;

/// Nine digits whose weighted sum (3, 7, 1 in turn) is a multiple of ten (ABA).
pub fn is_routing_number(number: &str) -> bool {
    let digits =
        number.bytes().map(|byte| if byte.is_ascii_digit() { u32::from(byte - b'0') } else { 1_000 });
    let sum: u32 = digits.zip([3, 7, 1].into_iter().cycle()).map(|(digit, weight)| digit * weight).sum();
    number.len() == DIGITS && sum < 1_000 && sum.is_multiple_of(10) && sum > 0
}

#[cfg(test)]
mod tests {
    use super::is_routing_number;

    #[test]
    fn routing_numbers_need_their_check_digit() {
        assert!(is_routing_number("110000000"));
        for wrong in ["110000001", "101000000", "11000000", "1100000000", "11000000x", "000000000", ""] {
            assert!(!is_routing_number(wrong), "{wrong}");
        }
    }
}
