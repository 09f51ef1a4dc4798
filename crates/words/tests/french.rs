//! How French is set: what goes with a word does not begin a line without it.

/// What the flow says, and what the server says on its own pages and in its messages.
const FRENCH: [&str; 2] =
    [include_str!("../../../locales/fr.json"), include_str!("../../server/locales/fr.json")];

/// The sentences of both, by their lines.
fn sentences() -> impl Iterator<Item = &'static str> {
    FRENCH
        .into_iter()
        .flat_map(str::lines)
        .filter_map(|line| line.split_once("\": \""))
        .map(|(_, sentence)| sentence)
}

#[test]
fn no_line_breaks_before_high_signs_and_inside_quotation_marks() {
    for sentence in sentences() {
        let breaks = [" ?", " !", " :", " ;", " »", "« "].iter().find(|signs| sentence.contains(**signs));
        assert_eq!(breaks, None, "{sentence}");
        let bare = sentence.match_indices(['?', '!', ';', '»']).any(|(at, _)| !before(sentence, at));
        assert!(!bare, "a no-break space goes before: {sentence}");
    }
    assert!(sentences().count() > 100, "they were found");
}

fn before(sentence: &str, at: usize) -> bool {
    sentence.get(..at).is_some_and(|start| start.ends_with(['\u{a0}', '\u{202f}']))
}
