//! Sealed tokens: encrypted, authenticated (PASETO v4.local), with an end and for one use only.

use pasetors::{
    Local,
    keys::SymmetricKey,
    token::UntrustedToken,
    version4::{LocalToken, V4},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::error::BankError;

/// What a token is for; one kind is never taken for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// The pages of the OAuth window.
    Window,
    /// An authorization code.
    Code,
    /// An access token.
    Access,
    /// A sign-in without OAuth.
    Login,
}

impl Purpose {
    /// Bound into the token without being in it.
    const fn assertion(self) -> &'static [u8] {
        match self {
            Self::Window => b"linkspan-bank window",
            Self::Code => b"linkspan-bank code",
            Self::Access => b"linkspan-bank access",
            Self::Login => b"linkspan-bank login",
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Sealed<T> {
    /// Unix seconds at which it ends.
    ends: i64,
    content: T,
}

/// Seals and opens tokens.
pub(crate) struct Sealer {
    key: [u8; 32],
}

impl Sealer {
    pub(crate) const fn new(key: [u8; 32]) -> Self {
        Self { key }
    }

    /// A token with `content`, good until `ends`.
    pub(crate) fn seal<T: Serialize>(
        &self,
        purpose: Purpose,
        content: &T,
        ends: i64,
    ) -> Result<String, BankError> {
        let text = serde_json::to_vec(&Sealed { ends, content }).map_err(|_| BankError::Internal)?;
        LocalToken::encrypt(&self.key()?, &text, None, Some(purpose.assertion()))
            .map_err(|_| BankError::Internal)
    }

    /// What a token of ours holds; `None` when it is none, for something else, changed, or past its end.
    pub(crate) fn open<T: DeserializeOwned>(&self, purpose: Purpose, token: &str, now: i64) -> Option<T> {
        let token = UntrustedToken::<Local, V4>::try_from(token).ok()?;
        let trusted = LocalToken::decrypt(&self.key().ok()?, &token, None, Some(purpose.assertion())).ok()?;
        let sealed: Sealed<T> = serde_json::from_str(trusted.payload()).ok()?;
        (now < sealed.ends).then_some(sealed.content)
    }

    fn key(&self) -> Result<SymmetricKey<V4>, BankError> {
        SymmetricKey::from(&self.key).map_err(|_| BankError::Internal)
    }
}

/// An id that nobody can guess.
pub(crate) fn random_id() -> Result<u128, BankError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|_| BankError::Internal)?;
    Ok(u128::from_be_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_opens_for_its_purpose_until_its_end_with_its_key() {
        let sealer = Sealer::new([7; 32]);
        let token = sealer.seal(Purpose::Code, &"maya", 100).expect("a token");
        assert!(!token.contains("maya"));
        let open = |sealer: &Sealer, purpose, token: &str, now| sealer.open::<String>(purpose, token, now);
        assert_eq!(open(&sealer, Purpose::Code, &token, 99).as_deref(), Some("maya"));
        assert_eq!(open(&Sealer::new([7; 32]), Purpose::Code, &token, 99).as_deref(), Some("maya"));
        assert_eq!(open(&sealer, Purpose::Code, &token, 100), None);
        assert_eq!(open(&sealer, Purpose::Access, &token, 99), None);
        assert_eq!(open(&Sealer::new([8; 32]), Purpose::Code, &token, 99), None);
        assert_eq!(open(&sealer, Purpose::Code, "", 99), None);
        assert_eq!(open(&sealer, Purpose::Code, "v4.local.AAAA", 99), None);
        let mut changed = token.into_bytes();
        let middle = changed.len() / 2;
        changed[middle] = if changed[middle] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).expect("text");
        assert_eq!(open(&sealer, Purpose::Code, &changed, 99), None);
    }
}
