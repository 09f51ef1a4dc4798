//! Drawn icons, 24 by 24, in the colour of the text around them. Hidden from screen readers: the
//! words beside them say it.
//!
//! Built by calls, not from markup text: `require-trusted-types-for 'script'` forbids the latter.

use leptos::{prelude::*, svg};

/// An icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// Back.
    ChevronLeft,
    /// Opens more.
    ChevronRight,
    /// Close.
    Cross,
    /// Account details.
    Wallet,
    /// Balances.
    Bars,
    /// Owner.
    Person,
    /// Payment numbers.
    Hash,
    /// Transactions.
    Rows,
    /// Anything else.
    Dots,
    /// Duration.
    Clock,
    /// Withdrawal.
    Undo,
    /// What stays secret.
    Lock,
    /// Search.
    Glass,
    /// A remark.
    Info,
    /// A warning.
    Warning,
    /// Done.
    Check,
    /// Shown.
    Eye,
    /// Hidden.
    EyeOff,
    /// Some are ticked.
    Dash,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::ChevronLeft => "M14.5 5.5 8 12l6.5 6.5",
            Self::ChevronRight => "M9.5 5.5 16 12l-6.5 6.5",
            Self::Cross => "M6 6l12 12M18 6 6 18",
            Self::Wallet => {
                "M4 7.5h14.5A1.5 1.5 0 0 1 20 9v9a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 18zM4 7.5 15 4.5v3M15.5 13.5h.5"
            }
            Self::Bars => "M5 19.5h14M7 16v-4M12 16V6M17 16V9",
            Self::Person => {
                "M12 12a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM5 19.5c.8-3.2 3.6-4.7 7-4.7s6.200 1.500 7 4.700"
            }
            Self::Hash => "M9.500 4.500 7.500 19.500M16.500 4.500l-2 15M4.500 9.500h15.500M4 14.500h15.500",
            Self::Rows => "M8.500 7H20M8.500 12H20M8.500 17H20M4.500 7h.5M4.500 12h.5M4.500 17h.5",
            Self::Dots => "M6 12h.5M12 12h.5M18 12h.5",
            Self::Clock => "M12 20.500a8.500 8.500 0 1 0 0-17 8.500 8.500 0 0 0 0 17zM12 7.500V12l3 2",
            Self::Undo => "M8.500 5 4.500 9l4 4M5 9h9a5.500 5.500 0 0 1 0 11H9",
            Self::Lock => "M6 10.500h12v9.500H6zM8.500 10.500V8a3.500 3.500 0 0 1 7 0v2.500",
            Self::Glass => "M11 17.500a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13zM16 16l4 4",
            Self::Info => "M12 20.500a8.500 8.500 0 1 0 0-17 8.500 8.500 0 0 0 0 17zM12 11v5M12 7.800v.2",
            Self::Warning => "M12 4 3.500 19h17zM12 10v4M12 16.600v.2",
            Self::Check => "M5 12.500 10 17.500 19.500 7",
            Self::Eye => {
                "M3 12s3.200-6 9-6 9 6 9 6-3.200 6-9 6-9-6-9-6zM12 14.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z"
            }
            Self::EyeOff => {
                "M4 4l16 16M9.500 6.400A9 9 0 0 1 12 6c5.800 0 9 6 9 6a16 16 0 0 1-2.800 3.400M6 8.300A15.500 15.500 0 0 0 3 12s3.200 6 9 6a9 9 0 0 0 3.600-.7"
            }
            Self::Dash => "M6 12h12",
        }
    }

    /// Draws it.
    pub fn view(self) -> AnyView {
        svg::svg()
            .attr("class", "ls-icon")
            .attr("viewBox", "0 0 24 24")
            .attr("aria-hidden", "true")
            .attr("focusable", "false")
            .child(svg::path().attr("d", self.path()))
            .into_any()
    }
}
