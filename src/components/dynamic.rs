//! What changes in place. Every closure is boxed to one of a few types here: the view layer is
//! generic, and each distinct closure type would bring its own copy of it into the module
//! (docs/size.md has the figures).

use leptos::prelude::*;

/// A view that is drawn anew when what it reads changes.
pub fn view<V: IntoView + 'static>(draw: impl Fn() -> V + Send + 'static) -> Box<dyn Fn() -> AnyView + Send> {
    Box::new(move || draw().into_any())
}

/// A view that is there or not.
pub fn maybe<V: IntoView + 'static>(
    draw: impl Fn() -> Option<V> + Send + 'static,
) -> Box<dyn Fn() -> Option<AnyView> + Send> {
    Box::new(move || draw().map(IntoAny::into_any))
}

/// Text.
pub fn text(read: impl Fn() -> String + Send + 'static) -> Box<dyn Fn() -> String + Send> {
    Box::new(read)
}

/// One of a few words, such as a class.
pub fn word(read: impl Fn() -> &'static str + Send + 'static) -> Box<dyn Fn() -> &'static str + Send> {
    Box::new(read)
}

/// An attribute that is there or not.
pub fn attr(read: impl Fn() -> Option<String> + Send + 'static) -> Box<dyn Fn() -> Option<String> + Send> {
    Box::new(read)
}

/// A property that is on or off.
pub fn flag(read: impl Fn() -> bool + Send + 'static) -> Box<dyn Fn() -> bool + Send> {
    Box::new(read)
}

/// `true` as an attribute's value, or no attribute.
pub fn set(on: bool) -> Option<String> {
    on.then(|| "true".to_owned())
}
