//! Sentences become methods of `Locale`.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    linkspan_sentences::write()
}
