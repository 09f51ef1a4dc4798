//! Where the flow is drawn: a dialog of the document, or the document itself.

use linkspan_wire::host::Theme;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Document, Event, HtmlDialogElement, HtmlElement};

use crate::options::Mount;

/// The element of `index.html` that holds the skeleton until the flow is there.
const ROOT: &str = "linkspan-root";

/// Where the flow is drawn, until it is dropped.
pub struct Stage {
    /// The flow's views go in here.
    pub container: HtmlElement,
    dialog: Option<HtmlDialogElement>,
    returns_to: Option<HtmlElement>,
    // Kept alive as long as the dialog.
    _on_cancel: Option<Closure<dyn FnMut(Event)>>,
}

impl Stage {
    /// Makes room. `escape` is called when the person presses Escape on the dialog.
    ///
    /// Returns `None` where the document has no body to draw in.
    pub fn open(mount: Mount, theme: Theme, lang: &str, escape: impl FnMut() + 'static) -> Option<Self> {
        let document = web_sys::window()?.document()?;
        let stage = match mount {
            Mount::Frame | Mount::Page => Self::in_document(&document, mount, escape)?,
            Mount::Dialog => Self::in_dialog(&document, escape)?,
        };
        stage.container.set_lang(lang);
        let themed = match mount {
            Mount::Dialog => stage.container.clone(),
            Mount::Frame | Mount::Page => document.document_element()?.dyn_into().ok()?,
        };
        match theme {
            Theme::Auto => {}
            Theme::Light => drop(themed.set_attribute("data-theme", "light")),
            Theme::Dark => drop(themed.set_attribute("data-theme", "dark")),
        }
        if mount != Mount::Dialog {
            drop(document.document_element()?.set_attribute("lang", lang));
        }
        Some(stage)
    }

    fn in_document(document: &Document, mount: Mount, escape: impl FnMut() + 'static) -> Option<Self> {
        let root = document.get_element_by_id(ROOT)?;
        root.set_text_content(None);
        if mount == Mount::Page {
            let main: HtmlElement = document.create_element("main").ok()?.dyn_into().ok()?;
            main.set_class_name("ls-stage ls-stage-page");
            root.append_child(&main).ok()?;
            return Some(Self { container: main, dialog: None, returns_to: None, _on_cancel: None });
        }
        Self::dialog_in(document, &root, "ls-stage ls-stage-frame", escape)
    }

    fn in_dialog(document: &Document, escape: impl FnMut() + 'static) -> Option<Self> {
        Self::dialog_in(document, &document.body()?.into(), "ls-stage ls-stage-dialog", escape)
    }

    fn dialog_in(
        document: &Document,
        parent: &web_sys::Element,
        class: &str,
        mut escape: impl FnMut() + 'static,
    ) -> Option<Self> {
        let returns_to = document.active_element().and_then(|element| element.dyn_into().ok());
        let dialog: HtmlDialogElement = document.create_element("dialog").ok()?.dyn_into().ok()?;
        dialog.set_class_name(class);
        // `embed/internal/stage.ts` finds a dead flow's dialog by this.
        dialog.set_attribute("data-linkspan", "flow").ok()?;
        let on_cancel = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            // Escape asks; the flow decides.
            event.prevent_default();
            escape();
        });
        dialog.add_event_listener_with_callback("cancel", on_cancel.as_ref().unchecked_ref()).ok()?;
        parent.append_child(&dialog).ok()?;
        dialog.show_modal().ok()?;
        Some(Self {
            container: dialog.clone().unchecked_into(),
            dialog: Some(dialog),
            returns_to,
            _on_cancel: Some(on_cancel),
        })
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if let Some(dialog) = &self.dialog {
            dialog.close();
        }
        self.container.remove();
        if let Some(element) = &self.returns_to {
            drop(element.focus());
        }
    }
}
