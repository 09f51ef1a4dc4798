//! Names of what the module imports. wasm-bindgen ends each with a hash: 16 digits that no compression makes
//! shorter, once in the module and once in its glue. Numbers of the same length take their place.

use std::collections::BTreeMap;

/// Digits of a hash.
const LENGTH: usize = 16;

/// Numbers the imports: gives the glue and the module with the numbers in place of the hashes.
pub fn numbered(glue: &str, module: &[u8]) -> (String, Vec<u8>) {
    let mut numbers: BTreeMap<&[u8], String> = BTreeMap::new();
    for word in glue.split(|c: char| !is_of_name(c)) {
        if let Some(hash) = hash(word) {
            let next = numbers.len();
            numbers.entry(hash.as_bytes()).or_insert_with(|| format!("{next:0LENGTH$x}"));
        }
    }
    let mut glue = glue.to_owned();
    for (hash, number) in &numbers {
        glue = glue.replace(&*String::from_utf8_lossy(hash), number);
    }
    let mut module = module.to_vec();
    let mut at = 0;
    while let Some(part) = module.get_mut(at..at + LENGTH) {
        match numbers.get(&*part) {
            Some(number) => {
                part.copy_from_slice(number.as_bytes());
                at += LENGTH;
            }
            None => at += 1,
        }
    }
    (glue, module)
}

/// The hash at the end of an import's name.
fn hash(word: &str) -> Option<&str> {
    let (_, hash) = word.strip_prefix("__wbg_")?.rsplit_once('_')?;
    (hash.len() == LENGTH && hash.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))).then_some(hash)
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_become_numbers_in_both_and_nothing_else_changes() {
        let glue = "{__wbg_then_0123456789abcdef:a,__wbg_new_fedcba9876543210:b,__wbg_set_wasm:c,x_0123456789abcdee}";
        let module = b"\0asm __wbg_new_fedcba9876543210 \xff __wbg_then_0123456789abcdef x";
        let (glue, module) = numbered(glue, module);
        let expected = "{__wbg_then_0000000000000000:a,__wbg_new_0000000000000001:b,__wbg_set_wasm:c,x_0123456789abcdee}";
        assert_eq!(glue, expected);
        assert_eq!(module, b"\0asm __wbg_new_0000000000000001 \xff __wbg_then_0000000000000000 x");
    }
}
