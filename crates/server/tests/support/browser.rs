//! A browser of its own: keeps cookies, follows redirects only when told.

use reqwest::{
    Response, StatusCode,
    header::{HeaderValue, LOCATION},
};
use url::Url;

/// One browser.
pub struct Browser(pub reqwest::Client);

impl Browser {
    pub fn new() -> Self {
        let client = reqwest::Client::builder()
            .cookie_store(true)
            // Reading the machine's certificates would take longer than a test, and none is needed.
            .tls_certs_only([])
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .expect("a client");
        Self(client)
    }

    /// A top-level navigation from a page of the flow's origin.
    pub async fn open(&self, url: &str) -> Response {
        self.open_from(url, "same-origin").await
    }

    /// A top-level navigation from elsewhere.
    pub async fn open_from(&self, url: &str, site: &str) -> Response {
        self.0.get(url).header("sec-fetch-site", site).send().await.expect("an answer")
    }

    /// A top-level navigation from this page of another site.
    pub async fn open_from_page(&self, url: &str, page: &str) -> Response {
        let request = self.0.get(url).header("sec-fetch-site", "cross-site").header("referer", page);
        request.send().await.expect("an answer")
    }

    /// Opens the pop-up: where it is sent at the bank.
    pub async fn start(&self, url: &str) -> Url {
        sent_to(&self.open(url).await)
    }
}

/// Where an answer sends the browser.
#[track_caller]
pub fn sent_to(response: &Response) -> Url {
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    let location = response.headers().get(LOCATION).map(HeaderValue::to_str);
    Url::parse(location.expect("a location").expect("text")).expect("an address")
}

/// A parameter of an address.
#[track_caller]
pub fn param(url: &Url, name: &str) -> String {
    let found = url.query_pairs().find(|(key, _)| key == name);
    found.unwrap_or_else(|| panic!("{name} in {url}")).1.into_owned()
}

impl Browser {
    /// Signs in at the bank and allows: where the bank sends the browser back to.
    pub async fn allow(&self, authorize: &Url) -> Url {
        self.decide(authorize, &[("action", "allow")]).await
    }

    /// Signs in at the bank and answers the page that shares accounts with these fields.
    pub async fn decide(&self, authorize: &Url, fields: &[(&str, &str)]) -> Url {
        let institution = authorize.path_segments().and_then(|mut path| path.next()).expect("an institution");
        let form = async |path: &str, window: &str, fields: &[(&str, &str)]| {
            let url = authorize.join(&format!("/{institution}/authorize/{path}")).expect("an address");
            let fields: Vec<(&str, &str)> = [("window", window)].iter().chain(fields).copied().collect();
            self.0.post(url).form(&fields).send().await.expect("an answer")
        };
        let page = self.0.get(authorize.clone()).send().await.expect("an answer");
        let signed_in = [("username", "maya"), ("password", "open sesame"), ("action", "sign_in")];
        let page = form("sign-in", &sealed(page).await, &signed_in).await;
        sent_to(&form("decision", &sealed(page).await, fields).await)
    }
}

/// The hidden field of the bank's form.
async fn sealed(page: Response) -> String {
    let page = page.text().await.expect("a page");
    let mark = r#"name="window" value=""#;
    let at = page.find(mark).unwrap_or_else(|| panic!("no form in {page}")) + mark.len();
    page[at..].split('"').next().expect("a value").to_owned()
}
