//! What happens when this module panics: it tells the page, then it is dead.
//!
//! Stable Rust compiles WebAssembly with `panic=abort`: after the hook the instance traps, and some
//! of its signals may be locked for ever. So nothing is repaired in here; `embed/internal/guard`
//! takes the dead elements away, shows a screen of its own and can start a fresh instance.

use std::sync::Once;

/// Name of the event that the window gets. `embed/internal/flow.ts` has the same.
const PANIC: &str = "linkspan:panic";

/// Sets the hook, once.
pub fn announce() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        std::panic::set_hook(Box::new(|info| {
            // The place alone: a message may carry what a person typed.
            if let Some(place) = info.location() {
                web_sys::console::error_1(
                    &format!("linkspan: panic at {}:{}", place.file(), place.line()).into(),
                );
            }
            if let (Some(window), Ok(event)) = (web_sys::window(), web_sys::CustomEvent::new(PANIC)) {
                // Nothing is left that could handle a failure to tell.
                drop(window.dispatch_event(&event));
            }
        }));
    });
}
