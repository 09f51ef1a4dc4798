//! The flow as a page of its own: its address names it, and a cookie of just that name says which
//! session it is for. So two of them in one browser do not take each other's session.

use crate::{ids, state::Origins};

/// Hex digits of a name.
const LENGTH: usize = 16;

/// One full page, by the name in its address. Whoever knows the name alone can do nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page(String);

impl Page {
    /// The page of a session's handle.
    pub fn of(handle: &str) -> Self {
        let mut name = ids::sha256_hex(handle);
        name.truncate(LENGTH);
        Self(name)
    }

    /// The page of this name, when it can be one.
    pub(super) fn named(name: &str) -> Option<Self> {
        let plausible = name.len() == LENGTH && name.bytes().all(|b| b.is_ascii_hexdigit());
        plausible.then(|| Self(name.to_owned()))
    }

    /// The name of its cookie.
    pub fn cookie(&self, origins: &Origins) -> String {
        origins.cookie_name(&format!("linkspan_page_{}", self.0))
    }

    /// Its address on the flow's origin, with how it looks. It may be shared, logged and kept in the
    /// history.
    pub fn address<'a>(&self, look: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("page", &self.0).extend_pairs(look);
        format!("/link?{}", query.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::{Origins, Page};

    #[test]
    fn the_name_says_nothing_of_the_handle_and_nothing_else_is_one() {
        let page = Page::of("handlehandlehandlehandle");
        assert!(!page.address([]).contains("handle"));
        assert_eq!(Page::named(&page.0), Some(page));
        for name in ["", "0123", "0123456789abcdeg", "0123456789abcde;", "0123456789abcdef0"] {
            assert_eq!(Page::named(name), None, "{name}");
        }
    }

    #[test]
    fn with_tls_no_neighbouring_host_can_plant_the_cookie() {
        let page = Page::of("handle");
        let origins = |flow: &str| Origins { flow: flow.into(), ..Origins::default() };
        assert!(page.cookie(&origins("https://link.example")).starts_with("__Host-linkspan_page_"));
        assert!(page.cookie(&origins("http://127.0.0.1:1")).starts_with("linkspan_page_"));
    }
}
