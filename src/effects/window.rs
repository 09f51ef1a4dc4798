//! The bank's window.

use wasm_bindgen::JsValue;

const FEATURES: &str = "popup,width=480,height=760";

/// Opens the bank's window. Has to run within a click. `false`: the browser returned none, which
/// is no proof that there is none.
pub fn open(address: &str) -> bool {
    let opened = web_sys::window().and_then(|window| {
        window.open_with_url_and_target_and_features(address, "_blank", FEATURES).ok().flatten()
    });
    let Some(opened) = opened else { return false };
    // `noopener` would make every call return null. Cut by hand instead: the bank cannot navigate
    // the flow away, and nothing here depends on the link.
    drop(opened.set_opener(&JsValue::NULL));
    true
}
