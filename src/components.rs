//! Parts that more than one pane is made of.

pub mod bank_mark;
pub mod button;
pub mod closing;
pub mod double_click;
pub mod dynamic;
pub mod form;
pub mod header;
pub mod icon;
pub mod layout;
pub mod notice;
pub mod sheet;
pub mod skeleton;
