//! The bank's window.

use wasm_bindgen::JsValue;

use crate::options::Mount;

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

/// Leaves for the address in the tab that the flow is in. Out of a frame it is the page around it that
/// is left: the frame does that itself, so that the server sees the flow's own origin ask for the
/// address. Not by `window.open`, which browsers inside apps lack or replace. `false`: the browser does
/// not let it.
pub fn leave(address: &str, mount: Mount) -> bool {
    let window = web_sys::window();
    let window =
        if mount == Mount::Frame { window.and_then(|window| window.parent().ok().flatten()) } else { window };
    window.is_some_and(|window| window.location().set_href(address).is_ok())
}
