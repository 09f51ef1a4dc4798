//! Forms as the API takes them: `filters[country]=US&permissions[]=balances`.

/// A form under construction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form(Vec<(String, String)>);

impl Form {
    /// An empty form.
    pub fn new() -> Self {
        Self::default()
    }

    /// One value; nothing at all where there is none or it is blank.
    #[must_use]
    pub fn with<'a>(mut self, name: &str, value: impl Into<Option<&'a str>>) -> Self {
        if let Some(value) = value.into().map(str::trim).filter(|value| !value.is_empty()) {
            self.0.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    /// Each value under `name[]`.
    #[must_use]
    pub fn with_all(mut self, name: &str, values: &[String]) -> Self {
        self.0.extend(values.iter().map(|value| (format!("{name}[]"), value.clone())));
        self
    }

    /// Names and values in order.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }
}
