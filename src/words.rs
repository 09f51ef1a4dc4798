//! The words of the flow in the language that the person reads.
//!
//! The module knows the keys (`build.rs`), the file `words.<language>.txt` has the sentences: so a
//! person loads one language and not all, beside the module and not after it.

use std::cell::RefCell;

/// The words of one language.
#[derive(Debug)]
struct Words {
    language: &'static str,
    sentences: Vec<&'static str>,
}

/// A language that was loaded, to be handed around. Loaded words stay as long as the module.
#[derive(Debug, Clone, Copy)]
pub struct Locale(&'static Words);

/// A sentence that is complete: its place among all.
pub struct Sentence(usize);

thread_local! {
    static LOADED: RefCell<Vec<Locale>> = const { RefCell::new(Vec::new()) };
}

impl Locale {
    /// The words of a shipped file; `None` when it is of another edition than this module.
    pub fn read(file: String) -> Option<Self> {
        let (language, rest) = file.split_once(' ')?;
        if rest.lines().next() != Some(keys::EDITION) {
            return None;
        }
        if let Some(known) =
            LOADED.with_borrow(|loaded| loaded.iter().find(|known| known.tag() == language).copied())
        {
            return Some(known);
        }
        let file: &'static str = Box::leak(file.into_boxed_str());
        let (language, rest) = file.split_once(' ')?;
        let words = Words { language, sentences: rest.lines().skip(1).collect() };
        let locale = Self(Box::leak(Box::new(words)));
        LOADED.with_borrow_mut(|loaded| loaded.push(locale));
        Some(locale)
    }

    /// The tag of the language, for `lang` and for `Intl`.
    pub const fn tag(self) -> &'static str {
        self.0.language
    }

    /// A sentence that is complete.
    pub fn say(self, sentence: &Sentence) -> &'static str {
        self.at(sentence.0)
    }

    /// The sentence at a place with its values filled in.
    fn fill(self, place: usize, values: &[String]) -> String {
        let mut text = String::new();
        let mut parts = self.at(place).split(['{', '}']);
        // Text and the numbers of values take turns.
        while let Some(words) = parts.next() {
            text.push_str(words);
            let value = parts
                .next()
                .and_then(|number| values.get(usize::from(number.bytes().next()?.wrapping_sub(b'0'))));
            text.push_str(&value.map(|value| isolated(value)).unwrap_or_default());
        }
        text
    }

    fn at(self, place: usize) -> &'static str {
        // The edition says that it is there.
        self.0.sentences.get(place).copied().unwrap_or_default()
    }
}

/// A name in a script that runs the other way does not turn around what stands beside it: it comes
/// between marks that isolate it, as `<bdi>` does.
pub fn isolated(text: &str) -> String {
    let turns = |sign: char| {
        matches!(sign, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
            | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
    };
    if text.chars().any(turns) { format!("\u{2068}{text}\u{2069}") } else { text.to_owned() }
}

/// What can be filled into a sentence.
pub trait Value {
    /// As it is written there.
    fn into_text(self) -> String;
}

impl Value for String {
    fn into_text(self) -> String {
        self
    }
}

impl Value for &str {
    fn into_text(self) -> String {
        self.to_owned()
    }
}

impl Value for u32 {
    fn into_text(self) -> String {
        self.to_string()
    }
}

#[allow(warnings, clippy::all, clippy::pedantic, missing_docs)]
pub(crate) mod keys {
    use super::{Locale, Sentence};
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}

/// A sentence by its key, in a language: `td_string!(locale, group.key, name = value)`. A key that no
/// sentence has, or a value that it does not take, does not compile.
macro_rules! td_string {
    ($locale:expr, $group:ident . $key:ident) => {
        $locale.say(&$crate::words::keys::$group::$key)
    };
    ($locale:expr, $group:ident . $key:ident $(, $name:ident = $value:expr)+ $(,)?) => {
        $crate::words::keys::$group::$key { $($name: $crate::words::Value::into_text($value)),+ }.say($locale)
    };
}
pub(crate) use td_string;
