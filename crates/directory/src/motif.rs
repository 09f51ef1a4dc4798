//! What an icon shows: plain shapes in white, drawn on a field of 40 by 40.

use serde::{Deserialize, Serialize};

/// What an icon shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each name says what is drawn")]
pub enum Motif {
    Acorn,
    Alert,
    Anchor,
    Barred,
    Beam,
    Bridge,
    Clock,
    Cycle,
    Diamond,
    Drop,
    Flask,
    Hexagon,
    Hourglass,
    Key,
    Keystone,
    Leaf,
    Lighthouse,
    Moon,
    North,
    Peaks,
    People,
    Pillar,
    Power,
    Rings,
    River,
    Sail,
    Shield,
    Skyline,
    Sprout,
    Star,
    Sunrise,
    Tree,
    Wave,
    Wheat,
}

impl Motif {
    /// Those that suit any bank; the others mean something (closed, broken, a test).
    pub const EVERYDAY: [Self; 26] = [
        Self::Acorn,
        Self::Anchor,
        Self::Beam,
        Self::Bridge,
        Self::Diamond,
        Self::Drop,
        Self::Hexagon,
        Self::Key,
        Self::Keystone,
        Self::Leaf,
        Self::Lighthouse,
        Self::Moon,
        Self::North,
        Self::Peaks,
        Self::Pillar,
        Self::Rings,
        Self::River,
        Self::Sail,
        Self::Shield,
        Self::Skyline,
        Self::Sprout,
        Self::Star,
        Self::Sunrise,
        Self::Tree,
        Self::Wave,
        Self::Wheat,
    ];

    /// Its shapes. They inherit a white fill and, where they ask for one, a white stroke.
    pub(crate) const fn shapes(self) -> &'static str {
        match self {
            Self::Acorn => {
                r#"<path d="M19 9h2v3h-2z"/><path d="M20 11c6 0 10 3 10 7H10c0-4 4-7 10-7z"/><path opacity=".75" d="M11.5 20h17c0 5.5-4 9.5-8.5 12-4.5-2.5-8.5-6.5-8.5-12z"/>"#
            }
            Self::Alert => {
                r#"<path fill-rule="evenodd" d="M20 8.5 32 30H8zM18.7 16h2.6l-.5 7h-1.6zM20 24.4a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3z"/>"#
            }
            Self::Anchor => {
                r#"<g fill="none" stroke="white" stroke-width="2.8" stroke-linecap="round" stroke-linejoin="round"><circle cx="20" cy="11.5" r="2.8"/><path d="M20 14.5V31M15 18.5h10M10 22.5c.5 5 4.5 8.5 10 8.5s9.5-3.5 10-8.5"/></g>"#
            }
            Self::Barred => {
                r#"<g fill="none" stroke="white" stroke-width="3"><circle cx="20" cy="20" r="10"/><path d="m13 27 14-14"/></g>"#
            }
            Self::Beam => {
                r#"<circle cx="20" cy="20" r="5.2"/><path fill="none" stroke="white" stroke-width="2.8" stroke-linecap="round" d="M20 8.5v3M20 28.5v3M8.5 20h3M28.5 20h3M11.9 11.9 14 14M26 26l2.1 2.1M11.9 28.1 14 26M26 14l2.1-2.1"/>"#
            }
            Self::Bridge => {
                r#"<g fill="none" stroke="white" stroke-linecap="round"><path stroke-width="2.6" d="M8 26.5h24M13.5 12v18M26.5 12v18"/><path stroke-width="2" d="M8 20c3-1 5-4 5.5-8 1 6 3.5 9.5 6.5 9.5s5.5-3.5 6.5-9.5c.5 4 2.5 7 5.5 8"/><path stroke-width="1.6" opacity=".7" d="M17 20.5v6M20 21.5v5M23 20.5v6"/></g>"#
            }
            Self::Clock => {
                r#"<g fill="none" stroke="white" stroke-width="2.8" stroke-linecap="round" stroke-linejoin="round"><circle cx="20" cy="20" r="10.5"/><path d="M20 13.5V20l4.5 3"/></g>"#
            }
            Self::Cycle => {
                r#"<path fill="none" stroke="white" stroke-width="3" stroke-linecap="round" d="M28.5 17a9 9 0 1 0 .3 5"/><path d="M31.5 10.5v8.3h-8.3z"/>"#
            }
            Self::Diamond => {
                r#"<path d="M14 10h12l-6 7z"/><path opacity=".8" d="m13 10.8-5 7h10.5zM27 10.8l5 7H21.5z"/><path opacity=".6" d="M8.5 19.5h9.8L20 31z"/><path d="M31.5 19.5h-9.8L20 31z"/>"#
            }
            Self::Drop => {
                r#"<path d="M20 8c5.5 6.5 8.5 10.8 8.5 15a8.5 8.5 0 0 1-17 0c0-4.2 3-8.5 8.5-15z" opacity=".65"/><path d="M20 8c5.5 6.5 8.5 10.8 8.5 15a8.5 8.5 0 0 1-8.5 8.5z"/>"#
            }
            Self::Flask => {
                r#"<path fill-rule="evenodd" d="M15.5 8.5h9V11h-1.3v6.5l5.9 10.3A2.4 2.4 0 0 1 27 31.5H13a2.4 2.4 0 0 1-2.1-3.7l5.9-10.3V11h-1.3zM19.3 11v7.2L16.6 23h6.8l-2.7-4.8V11z"/>"#
            }
            Self::Hexagon => {
                r#"<path fill-rule="evenodd" d="m20 8 10.4 6v12L20 32 9.6 26V14zm0 3.3L12.5 15.6v8.8l7.5 4.3 7.5-4.3v-8.8z"/><path d="m20 14.5 4.8 2.8v5.4L20 25.5l-4.8-2.8v-5.4z"/>"#
            }
            Self::Hourglass => {
                r#"<path d="M11.5 8.5h17v2.8h-17zM11.5 28.7h17v2.8h-17z"/><path opacity=".6" d="M13.5 12.5h13c0 4-2.5 5.5-4.7 7.5h-3.6c-2.2-2-4.7-3.5-4.7-7.5z"/><path d="M18.2 20h3.6c2.2 2 4.7 3.5 4.7 7.5h-13c0-4 2.5-5.5 4.7-7.5z"/>"#
            }
            Self::Key => {
                r#"<path fill-rule="evenodd" d="M15 9.5a6.5 6.5 0 0 1 6.2 8.5l9.3 9.3V31H26v-3h-3v-3h-3l-2-2.2A6.5 6.5 0 1 1 15 9.5zm-1.3 3.2a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4z"/>"#
            }
            Self::Keystone => {
                r#"<path d="M16.3 9h7.4L22 18.5h-4z"/><path opacity=".7" d="m14.2 9.8 1.8 9.3a7 7 0 0 0-2.3 2.6L8.8 16.5a13 13 0 0 1 5.4-6.7zM25.8 9.8 24 19.1a7 7 0 0 1 2.3 2.6l4.9-5.2a13 13 0 0 0-5.4-6.7z"/><path d="m7.9 18.6 5 5.3c-.2.6-.3 1.3-.3 2V31H7v-7.5c0-1.7.3-3.3.9-4.9zM32.1 18.6l-5 5.3c.2.6.3 1.3.3 2V31H33v-7.5c0-1.7-.3-3.3-.9-4.9z"/>"#
            }
            Self::Leaf => {
                r#"<path opacity=".7" d="M30.5 9.5C19 9 11 13 11 22c0 2 .4 3.6 1.2 5z"/><path d="M30.5 9.5C32 21 27 29.5 18 29.5c-1.5 0-2.8-.3-4-.8z"/><path fill="none" stroke="white" stroke-width="2.4" stroke-linecap="round" d="m9.5 31 4-4"/>"#
            }
            Self::Lighthouse => {
                r#"<path d="M17.5 9h5v5h-5z"/><path d="M15.5 15h9v2h-9zM16.8 18.5h6.4l1.9 13h-10.2z"/><path opacity=".65" d="M15.5 10.2 8 8v6.5l7.5-1.7zM24.5 10.2 32 8v6.5l-7.5-1.7z"/>"#
            }
            Self::Moon => {
                r#"<path d="M17.5 9A11.5 11.5 0 1 0 31 22.5 10 10 0 0 1 17.5 9z"/><circle cx="26.5" cy="13.5" r="1.9" opacity=".8"/>"#
            }
            Self::North => r#"<path d="M20 7.5V26l-8.5 5.5z" opacity=".65"/><path d="M20 7.5V26l8.5 5.5z"/>"#,
            Self::Peaks => {
                r#"<path opacity=".65" d="m25.5 15.5 8 14.5h-9.5l-3.6-6.3z"/><path d="M16 11.5 27 30H6.5z"/><circle cx="28" cy="10.5" r="2.4"/>"#
            }
            Self::People => {
                r#"<circle cx="15.5" cy="15" r="4.2"/><path d="M7.5 29c0-5 3.2-8 8-8s8 3 8 8z"/><circle cx="25.8" cy="16" r="3.4" opacity=".7"/><path opacity=".7" d="M25.3 29H33c0-4.5-2.5-7.3-7-7.3-.9 0-1.7.1-2.4.3 1.2 1.8 1.8 4.2 1.7 7z"/>"#
            }
            Self::Pillar => {
                r#"<path d="m20 8 11.5 6.3v2.2h-23v-2.2z"/><path opacity=".8" d="M11 18.5h3.4v8.5H11zM18.3 18.5h3.4v8.5h-3.4zM25.6 18.5H29v8.5h-3.4z"/><path d="M8.5 28.5h23v3h-23z"/>"#
            }
            Self::Power => {
                r#"<path fill="none" stroke="white" stroke-width="3.2" stroke-linecap="round" d="M20 8.5v10.5M14 12.8a10 10 0 1 0 12 0"/>"#
            }
            Self::Rings => {
                r#"<g fill="none" stroke="white" stroke-width="2.8"><circle cx="15.5" cy="20" r="7.2"/><circle cx="24.5" cy="20" r="7.2" opacity=".7"/></g>"#
            }
            Self::River => {
                r#"<g fill="none" stroke="white" stroke-linecap="round"><path stroke-width="4.2" d="M23.5 8.5c1 7-11.5 6.5-11.5 13 0 5.5 7 5 8.5 10"/><path stroke-width="2.6" opacity=".7" d="M29 10.5c.5 7-11 6.7-11 11 0 3.5 7 4 9 9.5"/></g>"#
            }
            Self::Sail => {
                r#"<path d="M19 8.5V25H9.5z"/><path opacity=".7" d="M21.5 11.5c4.5 3 7 8 7.5 13.5h-7.5z"/><path d="M8 27h24c-1 3-3 4.5-5.5 4.5h-13C11 31.5 9 30 8 27z"/>"#
            }
            Self::Shield => {
                r#"<path opacity=".65" d="M20 8c-3 2.2-6.2 3.3-10 3.5v8c0 6 3.8 10 10 12.5z"/><path d="M20 8c3 2.2 6.2 3.3 10 3.5v8c0 6-3.8 10-10 12.5z"/>"#
            }
            Self::Skyline => {
                r#"<path d="M16.5 8.5h7V31h-7z"/><path opacity=".7" d="M8.5 17h6.5v14H8.5zM25 13.5h6.5V31H25z"/>"#
            }
            Self::Sprout => {
                r#"<path d="M18.7 18.5C11.5 18.8 8 15.3 8 9.5c7 0 10.7 3 10.7 9z"/><path opacity=".7" d="M21.3 22.5c7.2.3 10.7-3 10.7-9-7 0-10.7 3-10.7 9z"/><path fill="none" stroke="white" stroke-width="2.6" stroke-linecap="round" d="M20 17.5V31"/>"#
            }
            Self::Star => {
                r#"<path d="M20 7.5c1.1 8 4.5 11.4 12.5 12.5-8 1.1-11.4 4.5-12.5 12.5C18.9 24.5 15.5 21.1 7.5 20c8-1.1 11.4-4.5 12.5-12.5z"/>"#
            }
            Self::Sunrise => {
                r#"<path d="M11.5 23a8.5 8.5 0 0 1 17 0z"/><path fill="none" stroke="white" stroke-width="2.6" stroke-linecap="round" d="M8 26.5h24M13 30.5h14M20 8.5v2.5M10.3 12.5l1.7 1.7M29.7 12.5 28 14.2"/>"#
            }
            Self::Tree => {
                r#"<path d="m20 7.5 6 8h-2.7l4.2 5.7h-2.8L30 28H10l5.3-6.8h-2.8l4.2-5.7H14z"/><path d="M18.3 28h3.4v4h-3.4z"/>"#
            }
            Self::Wave => {
                r#"<g fill="none" stroke="white" stroke-width="3" stroke-linecap="round"><path d="M8.5 14.5c3.8-4 7.7-4 11.5 0s7.7 4 11.5 0"/><path opacity=".8" d="M8.5 21c3.8-4 7.7-4 11.5 0s7.7 4 11.5 0"/><path opacity=".6" d="M8.5 27.5c3.8-4 7.7-4 11.5 0s7.7 4 11.5 0"/></g>"#
            }
            Self::Wheat => {
                r#"<path d="M20 7.5c2.6 2.6 2.6 5.9 0 8.5-2.6-2.6-2.6-5.9 0-8.5zM18.8 21.5c-3.8 0-6.3-2.2-6.8-6 3.8 0 6.3 2.2 6.8 6zM21.2 21.5c3.8 0 6.3-2.2 6.8-6-3.8 0-6.3 2.2-6.8 6zM18.8 28.5c-3.8 0-6.3-2.2-6.8-6 3.8 0 6.3 2.2 6.8 6zM21.2 28.5c3.8 0 6.3-2.2 6.8-6-3.8 0-6.3 2.2-6.8 6z"/><path d="M19.1 17h1.8v15.5h-1.8z"/>"#
            }
        }
    }
}
