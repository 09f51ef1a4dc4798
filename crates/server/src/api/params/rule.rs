//! What a value has to be, beyond being a text. Requests are checked by it and the OpenAPI document
//! describes it, so that both say the same.

use utoipa::openapi::{
    RefOr,
    schema::{AnyOfBuilder, ArrayBuilder, ObjectBuilder, Schema, SchemaFormat, Type},
};

use super::{Params, Shape, check_bounded, not_one_of};
use crate::{
    Failure,
    api::{
        gate::version::{self, FIRST},
        metadata,
    },
    failure::Answer,
};

/// No control character but those that break or indent lines.
const NO_CONTROL: &str = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*$";
/// A text that says nothing else of itself.
const NO_NUL: &str = r"^[^\x00]*$";
/// A key of metadata: as its values, and brackets would end it.
const PLAIN_KEY: &str = r"^[^\[\]\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]{1,40}$";

/// What a value has to be. Several may hold for one parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// It has to be given.
    Required,
    /// It may be empty, which unsets it. Any other text with a rule must not be empty.
    Clearable,
    /// At most so many characters, none of them a control character.
    Longest(usize),
    /// A whole number in this range.
    Integer(u32, u32),
    /// `true` or `false`.
    Boolean,
    /// One of these words; of a list, each item.
    OneOf(&'static [&'static str]),
    /// A two-letter country code.
    Country,
    /// Unix seconds.
    Time,
    /// The fields of an object are parameters of their own; its bare name has to be empty, which unsets all
    /// of them.
    Unsets,
    /// A version of the API that this server speaks, as in the header.
    Version,
    /// A web address. Which ones are allowed is the endpoint's to check.
    Address,
}

/// Checks one parameter against its rules.
///
/// # Errors
/// Names the parameter.
pub(super) fn check(params: &Params, name: &str, shape: Shape, rules: &[Rule]) -> Answer<()> {
    let empty = params.unsettable(name) == Some(None);
    if empty && (rules.contains(&Rule::Clearable) || rules.contains(&Rule::Unsets)) {
        return Ok(());
    }
    let items = match shape {
        Shape::Text => params.text(name)?.map(|text| vec![text]),
        Shape::List => params.list(name)?,
        Shape::Map => return Ok(()),
    };
    let Some(items) = items else {
        return if rules.contains(&Rule::Required) { Err(Failure::missing_param(name)) } else { Ok(()) };
    };
    for rule in rules {
        match rule {
            Rule::OneOf(words) => {
                if items.iter().any(|item| !words.contains(item)) {
                    return Err(not_one_of(name, &words.join(", ")));
                }
            }
            Rule::Longest(longest) => {
                for item in &items {
                    check_bounded(name, item, *longest)?;
                }
            }
            Rule::Integer(least, most) => params.integer(name, *least, *most).map(drop)?,
            Rule::Boolean => params.boolean(name).map(drop)?,
            Rule::Time => params.time(name).map(drop)?,
            Rule::Version if items.iter().any(|item| !version::is_spoken(item)) => {
                return Err(not_one_of(name, &format!("{FIRST} and later versions")));
            }
            Rule::Unsets => return Err(no_object(name)),
            Rule::Country if items.iter().any(|item| !is_country(item)) => {
                return Err(not_one_of(name, "the two-letter country codes of ISO 3166-1, such as US"));
            }
            Rule::Required | Rule::Clearable | Rule::Country | Rule::Version | Rule::Address => {}
        }
    }
    Ok(())
}

fn no_object(name: &str) -> Failure {
    Failure::invalid_param(name, format!("Invalid object: write '{name}[…]=…' once for each field."))
}

fn is_country(text: &str) -> bool {
    rust_iso3166::from_alpha2(&text.to_ascii_uppercase()).is_some()
}

/// The parameter's schema in the OpenAPI document.
pub(super) fn describe(shape: Shape, rules: &[Rule]) -> RefOr<Schema> {
    match shape {
        Shape::Text => text(rules),
        Shape::List => ArrayBuilder::new().items(text(rules)).max_items(Some(100)).into(),
        Shape::Map => ObjectBuilder::new()
            .schema_type(Type::Object)
            .property_names(Some(ObjectBuilder::new().schema_type(Type::String).pattern(Some(PLAIN_KEY))))
            .additional_properties(Some(
                ObjectBuilder::new()
                    .schema_type(Type::String)
                    .max_length(Some(metadata::LONGEST_VALUE))
                    .pattern(Some(NO_CONTROL)),
            ))
            .max_properties(Some(metadata::MOST_KEYS))
            .into(),
    }
}

fn text(rules: &[Rule]) -> RefOr<Schema> {
    let clearable = rules.contains(&Rule::Clearable);
    let value = ObjectBuilder::new().schema_type(Type::String).pattern(Some(NO_NUL));
    let mut value = value.min_length((!clearable).then_some(1));
    let mut plain_text = true;
    for rule in rules {
        value = match rule {
            Rule::Longest(longest) => value.max_length(Some(*longest)).pattern(Some(NO_CONTROL)),
            Rule::OneOf(words) => {
                plain_text = false;
                value.pattern(None::<&str>).min_length(None).enum_values(Some(words.iter().copied()))
            }
            Rule::Country => {
                plain_text = false;
                value.min_length(None).pattern(Some("^[A-Za-z]{2}$"))
            }
            Rule::Version => value.min_length(None).pattern(Some(version::PATTERN)),
            Rule::Unsets => value.pattern(None::<&str>).min_length(None).max_length(Some(0)),
            Rule::Address => value.format(Some(SchemaFormat::Custom("uri".to_owned()))),
            Rule::Integer(least, most) => {
                plain_text = false;
                ObjectBuilder::new()
                    .schema_type(Type::Integer)
                    .minimum(Some(i64::from(*least)))
                    .maximum((*most != u32::MAX).then_some(i64::from(*most)))
            }
            Rule::Time => {
                plain_text = false;
                ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0))
            }
            Rule::Boolean => {
                plain_text = false;
                ObjectBuilder::new().schema_type(Type::Boolean)
            }
            Rule::Required | Rule::Clearable => value,
        };
    }
    if clearable && !plain_text {
        let empty = ObjectBuilder::new().schema_type(Type::String).max_length(Some(0));
        return AnyOfBuilder::new().item(value).item(empty).into();
    }
    value.into()
}
