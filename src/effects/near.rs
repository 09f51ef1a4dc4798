//! Which parts of a long list are near what can be seen of it.

use js_sys::Array;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{HtmlElement, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};

use super::focus::find;

/// So far before and behind what can be seen, a part is near: as much again as can be seen.
const MARGIN: &str = "100% 0px";
const PREFIX: &str = "ls-part-";

/// The id of a part's element.
pub fn id(part: usize) -> String {
    format!("{PREFIX}{part}")
}

/// Tells, from when they are drawn on, which of so many parts come near and which do not stay so. A part that
/// goes leaves its room, and one that was not drawn yet has as much as the first. One that has the focus does
/// not go.
pub fn watch(parts: usize, tell: Box<dyn Fn(usize, bool)>) {
    leptos::prelude::request_animation_frame(move || {
        let callback = Closure::<dyn Fn(Array)>::new(move |entries: Array| {
            for entry in entries.iter() {
                changed(&entry.unchecked_into(), &tell);
            }
        });
        let options = IntersectionObserverInit::new();
        options.set_root_margin(MARGIN);
        // Margins of the page itself do not count in a frame of another site.
        options.set_root(find(".ls-body").as_deref());
        let callback = callback.into_js_value();
        let Ok(observer) = IntersectionObserver::new_with_options(callback.unchecked_ref(), &options) else {
            return;
        };
        let mut room = 0;
        for part in 0..parts {
            let Some(element) = find(&format!("#{}", id(part))) else { return };
            if part == 0 {
                room = element.offset_height();
            } else {
                leave_room(&element, room);
            }
            // The observer lives as long as they do.
            observer.observe(&element);
        }
    });
}

fn changed(entry: &IntersectionObserverEntry, tell: &dyn Fn(usize, bool)) {
    let element: HtmlElement = entry.target().unchecked_into();
    let Some(part) = element.id().strip_prefix(PREFIX).and_then(|number| number.parse().ok()) else { return };
    let near = entry.is_intersecting();
    let height = element.offset_height();
    if near {
        drop(element.style().remove_property("block-size"));
    } else if height == 0 || element.query_selector(":focus").is_ok_and(|focused| focused.is_some()) {
        return;
    } else {
        leave_room(&element, height);
    }
    tell(part, near);
}

fn leave_room(element: &HtmlElement, height: i32) {
    drop(element.style().set_property("block-size", &format!("{height}px")));
}
