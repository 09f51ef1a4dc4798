//! `GET /sharing/{handle}/receipt`: a copy to keep, as plain text that every device opens.

use std::fmt::Write as _;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};

use super::{address, page::missing, seen::Seen};
use crate::{AppState, failure::Answer};

pub(super) async fn download(
    State(state): State<AppState>,
    Path(handle): Path<String>,
    headers: HeaderMap,
) -> Answer<Response> {
    let Some(seen) = Seen::find(&state, &handle).await? else { return missing(&state, &headers) };
    let address = address(&state, &seen.consent)?.unwrap_or_default();
    let name = format!("attachment; filename=\"{}.txt\"", seen.consent.id);
    let headers =
        [(header::CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, text(&seen, &address)).into_response())
}

fn text(seen: &Seen, address: &str) -> String {
    let l = seen.locale;
    let merchant = &seen.shown.merchant;
    let mut parts = vec![
        (l.receipt_title(merchant), vec![seen.lead()]),
        (l.sharing_who().to_owned(), vec![l.sharing_who_text(merchant)]),
        (l.sharing_purpose().to_owned(), vec![seen.purpose()]),
        (l.sharing_what().to_owned(), seen.data().into_iter().map(str::to_owned).collect()),
        (l.sharing_how_long().to_owned(), vec![seen.how_long()]),
        (l.sharing_questions().to_owned(), vec![seen.questions()]),
        (l.receipt_stop().to_owned(), vec![address.to_owned(), seen.number()]),
    ];
    if !seen.accounts.is_empty() {
        let accounts =
            seen.accounts.iter().map(|one| format!("{} ({})", one.name(), one.status(l))).collect();
        parts.insert(3, (l.sharing_accounts().to_owned(), accounts));
        parts.insert(3, (l.sharing_bank().to_owned(), vec![seen.banks()]));
    }
    let mut text = String::new();
    for (title, lines) in parts {
        // Writing to a string does not fail.
        let _ = writeln!(text, "{title}");
        for line in lines {
            let _ = writeln!(text, "  {line}");
        }
        text.push('\n');
    }
    text
}
