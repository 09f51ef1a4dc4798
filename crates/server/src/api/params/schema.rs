//! Which parameters an endpoint has.

use super::{Params, Rule, name, rule};
use crate::{Failure, failure::Answer};
use utoipa::openapi::RefOr;

/// Most parameters of one request: 50 of metadata and room for the rest.
const MOST_PARAMS: usize = 250;
/// Most items of one list.
const MOST_ITEMS: usize = 100;
/// What holds for parameters of these names at every endpoint.
const EVERYWHERE: [(&str, Rule); 2] =
    [("limit", Rule::Integer(1, super::LONGEST_PAGE)), ("expand", Rule::Longest(200))];

/// Which parameters an endpoint has. `expand[]` is one of every endpoint's.
#[derive(Debug, Clone, Copy)]
pub struct Schema {
    /// Single values: `limit`, `filters[country]`.
    pub texts: &'static [&'static str],
    /// Lists, without the last brackets: `permissions`.
    pub lists: &'static [&'static str],
    /// Free keys, without the brackets: `metadata`.
    pub maps: &'static [&'static str],
    /// Names that were once right, with what to write instead.
    pub renamed: &'static [(&'static str, &'static str)],
    /// What the values have to be, in the order in which they are checked. A name may be there
    /// more than once; `limit` and `expand` have theirs everywhere.
    pub rules: &'static [(&'static str, Rule)],
    /// What it shares with others: their parameters are its own too.
    pub with: &'static [Self],
}

/// How a parameter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One value.
    Text,
    /// `name[]` once for each item.
    List,
    /// `name[key]` once for each key.
    Map,
}

impl Schema {
    /// An endpoint without parameters of its own.
    pub const NONE: Self = Self { texts: &[], lists: &[], maps: &[], renamed: &[], rules: &[], with: &[] };
    /// An endpoint that only pages.
    pub const PAGE: Self = Self { texts: &["limit", "starting_after", "ending_before"], ..Self::NONE };

    /// Sorts decoded pairs into declared parameters.
    ///
    /// # Errors
    /// Names the first parameter that is not declared, given twice, of the wrong shape, or has a NUL.
    pub fn read<'a>(&self, pairs: impl Iterator<Item = (impl AsRef<str> + 'a, String)>) -> Answer<Params> {
        let mut params = Params::default();
        for (count, (written, value)) in pairs.enumerate() {
            if count >= MOST_PARAMS {
                let message = "Too many parameters in one request.";
                return Err(Failure::bad_request("parameters_too_many", message).before_execution());
            }
            // No text of PostgreSQL takes it, whether it is kept or looked for.
            if written.as_ref().contains('\0') || value.contains('\0') {
                return Err(no_nul(written.as_ref()));
            }
            self.place(&mut params, written.as_ref(), value)?;
        }
        // In the order of the rules; what has none is only checked by the endpoint.
        let mut checked: Vec<&str> = Vec::new();
        for (name, _) in self.rules() {
            let shape = self.parameters().find(|(known, _)| known == name).map(|(_, shape)| shape);
            if let Some(shape) = shape.filter(|_| !checked.contains(name)) {
                checked.push(name);
                rule::check(&params, name, shape, &self.rules_of(name))?;
            }
        }
        Ok(params)
    }

    /// Every parameter with its shape, `expand` last.
    pub fn parameters(&self) -> impl Iterator<Item = (&'static str, Shape)> {
        let each = |names: fn(&Self) -> &'static [&'static str], shape| {
            self.parts().flat_map(names).map(move |name| (*name, shape))
        };
        each(|part| part.texts, Shape::Text)
            .chain(each(|part| part.lists, Shape::List))
            .chain(each(|part| part.maps, Shape::Map))
            .chain([("expand", Shape::List)])
    }

    /// Itself and all that it is made with.
    fn parts(&self) -> Box<dyn Iterator<Item = &Self> + '_> {
        Box::new(std::iter::once(self).chain(self.with.iter().flat_map(Self::parts)))
    }

    fn rules(&self) -> impl Iterator<Item = &(&'static str, Rule)> {
        self.parts().flat_map(|part| part.rules).chain(&EVERYWHERE)
    }

    /// What holds for one parameter.
    pub fn rules_of(&self, name: &str) -> Vec<Rule> {
        self.rules().filter(|(known, _)| *known == name).map(|(_, rule)| *rule).collect()
    }

    /// One parameter as the OpenAPI document has it.
    pub fn describe(&self, name: &str, shape: Shape) -> RefOr<utoipa::openapi::Schema> {
        rule::describe(shape, &self.rules_of(name))
    }

    fn place(&self, params: &mut Params, written: &str, value: String) -> Answer<()> {
        let Some((base, inner)) = name::parts(written) else {
            return Err(Failure::unknown_param(shortened(written)));
        };
        if self.has(written, Shape::Text) {
            return match params.texts.insert(written.to_owned(), value) {
                None => Ok(()),
                Some(_) => Err(given_twice(written)),
            };
        }
        if self.has(written, Shape::List) {
            // `permissions=` is how an SDK writes an empty list; with a value it is no list.
            let items = params.lists.entry(written.to_owned()).or_default();
            return if value.is_empty() && items.is_empty() { Ok(()) } else { Err(no_list(written)) };
        }
        if let Some((index, path)) = inner.split_last() {
            let name = name::join(base, path);
            if self.has(&name, Shape::List) {
                return push(params, &name, index, value);
            }
            if self.has(&name, Shape::Map) && !index.is_empty() {
                let map = params.maps.entry(name).or_default();
                return match map.insert((*index).to_owned(), value) {
                    None => Ok(()),
                    Some(_) => Err(given_twice(written)),
                };
            }
        }
        if self.has(written, Shape::Map) && value.is_empty() {
            params.maps.entry(written.to_owned()).or_default();
            return Ok(());
        }
        Err(self.unknown(written, base, &inner))
    }

    fn has(&self, name: &str, shape: Shape) -> bool {
        self.parameters().any(|known| known == (name, shape))
    }

    fn unknown(&self, written: &str, base: &str, inner: &[&str]) -> Failure {
        let plain: Vec<&str> = inner.iter().copied().filter(|key| !is_index(key)).collect();
        let named = name::join(base, &plain);
        let failure = Failure::unknown_param(shortened(written));
        match self.parts().flat_map(|part| part.renamed).find(|(old, _)| *old == named) {
            Some((old, advice)) => Failure::bad_param(
                *old,
                "parameter_unknown",
                format!("Received unknown parameter: {old}. {advice}"),
            ),
            None => failure,
        }
    }
}

fn is_index(key: &str) -> bool {
    key.bytes().all(|b| b.is_ascii_digit())
}

fn push(params: &mut Params, name: &str, index: &str, value: String) -> Answer<()> {
    let items = params.lists.entry(name.to_owned()).or_default();
    let place = if index.is_empty() {
        items.last_key_value().map_or(0, |(last, _)| last + 1)
    } else {
        index.parse().map_err(|_| no_list(name))?
    };
    if place >= MOST_ITEMS {
        return Err(Failure::invalid_param(name, format!("'{name}' has too many items.")));
    }
    match items.insert(place, value) {
        None => Ok(()),
        Some(_) => Err(given_twice(name)),
    }
}

fn given_twice(name: &str) -> Failure {
    Failure::invalid_param(name, format!("'{name}' was given more than once."))
}

fn no_nul(written: &str) -> Failure {
    let name = shortened(written).replace('\0', "\u{fffd}");
    Failure::invalid_param(&name, format!("Invalid string: '{name}' must not contain a NUL character."))
}

fn no_list(name: &str) -> Failure {
    Failure::invalid_param(name, format!("Invalid array: write '{name}[]=…' once for each item."))
}

/// A name as an error repeats it: as written, but not without end.
fn shortened(written: &str) -> &str {
    written.char_indices().nth(100).map_or(written, |(end, _)| &written[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHEMA: Schema = Schema {
        texts: &["limit", "filters[country]"],
        lists: &["permissions"],
        maps: &["metadata"],
        renamed: &[("filters[countries]", "Use filters[country].")],
        rules: &[("permissions", Rule::OneOf(&["a", "b"]))],
        with: &[],
    };

    fn read(query: &str) -> Answer<Params> {
        SCHEMA.read(url::form_urlencoded::parse(query.as_bytes()).map(|(k, v)| (k, v.into_owned())))
    }

    fn refused(query: &str) -> (String, String) {
        let Err(failure) = read(query) else { panic!("accepted: {query}") };
        (failure.error.code.unwrap_or_default(), failure.error.param.unwrap_or_default())
    }

    #[test]
    fn lists_may_be_written_with_and_without_index() {
        for query in ["permissions[]=a&permissions[]=b", "permissions[1]=b&permissions[0]=a"] {
            let params = read(query).expect("known parameters");
            assert_eq!(params.list("permissions").expect("a list"), Some(vec!["a", "b"]), "{query}");
        }
    }

    #[test]
    fn unknown_ones_are_named_as_written() {
        for name in ["Limit", "filters[city]", "filters", "metadata[a][b]", "limit[]", "permissions[0][x]"] {
            assert_eq!(refused(&format!("{name}=x")), ("parameter_unknown".into(), name.into()));
        }
        assert_eq!(
            refused("filters[countries][]=US"),
            ("parameter_unknown".into(), "filters[countries]".into())
        );
    }

    #[test]
    fn rules_are_kept() {
        let invalid = |param: &str| ("parameter_invalid".to_owned(), param.to_owned());
        assert_eq!(refused("permissions[]=c"), invalid("permissions"));
        assert_eq!(refused("limit=101"), ("parameter_invalid_integer".into(), "limit".into()));
        let required = Schema { texts: &["name"], rules: &[("name", Rule::Required)], ..Schema::NONE };
        let failure = required.read(std::iter::empty::<(&str, String)>()).err().expect("a refusal");
        assert_eq!(failure.error.code.as_deref(), Some("parameter_missing"));
        let clearable =
            Schema { rules: &[("name", Rule::Clearable), ("name", Rule::Integer(1, 9))], ..required };
        assert!(clearable.read([("name", String::new())].into_iter()).is_ok());
        assert!(clearable.read([("name", "0".to_owned())].into_iter()).is_err());
    }

    #[test]
    fn nul_is_refused_wherever_it_stands() {
        let invalid = |param: &str| ("parameter_invalid".to_owned(), param.to_owned());
        for (query, name) in [
            ("limit=1%00", "limit"),
            ("filters[country]=%00", "filters[country]"),
            ("permissions[]=a%00", "permissions[]"),
            ("metadata[a]=%00", "metadata[a]"),
            ("metadata[a%00]=b", "metadata[a\u{fffd}]"),
            ("%00=b", "\u{fffd}"),
        ] {
            assert_eq!(refused(query), invalid(name), "{query}");
        }
    }

    #[test]
    fn pollution_is_refused() {
        let invalid = |param: &str| ("parameter_invalid".to_owned(), param.to_owned());
        assert_eq!(refused("limit=1&limit=2"), invalid("limit"));
        assert_eq!(refused("permissions[]=a&permissions[0]=b"), invalid("permissions"));
        assert_eq!(refused("permissions=a"), invalid("permissions"));
        assert_eq!(refused("permissions[x]=a"), invalid("permissions"));
        assert_eq!(refused("permissions[99999]=a"), invalid("permissions"));
        assert_eq!(refused("metadata[a]=1&metadata[a]=2"), invalid("metadata[a]"));
        let many = (0..1000).map(|n| format!("metadata[k{n}]=v")).collect::<Vec<_>>().join("&");
        assert_eq!(refused(&many).0, "parameters_too_many");
    }
}
