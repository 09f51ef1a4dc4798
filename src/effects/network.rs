//! Whether the browser believes to be online.

use leptos::{ev, prelude::window_event_listener};
use linkspan_machine::Event;

use crate::app::Dispatch;

/// Reports changes from now on, until the owner is disposed of.
pub fn watch(send: Dispatch) {
    let online = window_event_listener(ev::online, move |_| send.event(Event::Online(true)));
    let offline = window_event_listener(ev::offline, move |_| send.event(Event::Online(false)));
    leptos::prelude::on_cleanup(move || {
        online.remove();
        offline.remove();
    });
}
