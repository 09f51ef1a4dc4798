//! The search index: what is asked of it and how results are ranked.

mod query;
mod terms;

use tantivy::{
    Index, Searcher, SingleSegmentIndexWriter, TantivyDocument,
    collector::TopDocs,
    directory::RamDirectory,
    schema::{Field, STRING, Schema},
};

use crate::{DirectoryError, Record};

/// Memory for building; more rows than fit are spilled, not lost.
const BUILD_BYTES: usize = 64 << 20;

/// All institutions, findable. Lives in memory; built once.
pub(crate) struct SearchIndex {
    searcher: Searcher,
    fields: Fields,
}

/// What is indexed of a record; each field holds whole folded terms.
#[derive(Clone, Copy)]
struct Fields {
    /// The whole name without gaps.
    name: Field,
    /// Each other whole name and the site without gaps, and routing numbers.
    other: Field,
    /// The words of the name.
    name_words: Field,
    /// The words of everything, and routing numbers.
    words: Field,
    /// What remains of each word of the name when letters are cut off at its front.
    insides: Field,
    /// The words of names, and whole names without gaps: where typing errors are forgiven.
    fuzzy: Field,
}

impl SearchIndex {
    /// Indexes `records`; results are places in this slice, and of equally good ones the first wins.
    pub(crate) fn build(records: &[Record]) -> Result<Self, DirectoryError> {
        let mut schema = Schema::builder();
        let fields = Fields {
            name: schema.add_text_field("name", STRING),
            other: schema.add_text_field("other", STRING),
            name_words: schema.add_text_field("name_words", STRING),
            words: schema.add_text_field("words", STRING),
            insides: schema.add_text_field("insides", STRING),
            fuzzy: schema.add_text_field("fuzzy", STRING),
        };
        // One segment keeps the order in which rows are added: a row's number is its place.
        let mut writer: SingleSegmentIndexWriter<TantivyDocument> =
            Index::builder()
                .schema(schema.build())
                .single_segment_index_writer(RamDirectory::create(), BUILD_BYTES)?;
        for record in records {
            writer.add_document(terms::document(record, fields))?;
        }
        let reader =
            writer.finalize()?.reader_builder().reload_policy(tantivy::ReloadPolicy::Manual).try_into()?;
        let reader: tantivy::IndexReader = reader;
        Ok(Self { searcher: reader.searcher(), fields })
    }

    /// The places of the best `limit` records, best first.
    pub(crate) fn search(&self, typed: &str, limit: usize) -> Result<Vec<usize>, DirectoryError> {
        let Some(query) = query::ranked(typed, self.fields) else { return Ok(Vec::new()) };
        if limit == 0 {
            return Ok(Vec::new());
        }
        // Equal scores come in the order of the rows.
        let best = self.searcher.search(&query, &TopDocs::with_limit(limit).order_by_score())?;
        Ok(best.into_iter().filter_map(|(_, row)| usize::try_from(row.doc_id).ok()).collect())
    }
}
