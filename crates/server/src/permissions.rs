//! What a restricted key may do: for each resource of the merchant API nothing, read, or write.

use std::{collections::BTreeMap, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// How far a key may go with one resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// GET.
    Read,
    /// POST and DELETE, and GET too.
    Write,
}

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Read => "read",
            Self::Write => "write",
        })
    }
}

/// One permission, written `customers:read`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permission {
    /// As [`crate::api::Endpoint`] names it.
    pub resource: String,
    /// How far.
    pub access: Access,
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.resource, self.access)
    }
}

impl FromStr for Permission {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let form = || "write a permission as resource:read or resource:write".to_owned();
        let (resource, access) = text.split_once(':').ok_or_else(form)?;
        let access = match access {
            "read" => Access::Read,
            "write" => Access::Write,
            _ => return Err(form()),
        };
        let known = crate::api::resources();
        if !known.contains(resource) {
            let known: Vec<&str> = known.into_iter().collect();
            return Err(format!("there is no resource of this name; there are {}", known.join(", ")));
        }
        Ok(Self { resource: resource.to_owned(), access })
    }
}

/// The permissions of one restricted key. A resource that is not in here may not even be read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Permissions(BTreeMap<String, Access>);

impl Permissions {
    /// Whether they go this far.
    pub fn allow(&self, resource: &str, access: Access) -> bool {
        self.0.get(resource).is_some_and(|allowed| *allowed >= access)
    }
}

/// The farther one of two for the same resource holds.
impl FromIterator<Permission> for Permissions {
    fn from_iter<I: IntoIterator<Item = Permission>>(all: I) -> Self {
        let mut permissions = BTreeMap::new();
        for Permission { resource, access } in all {
            let kept = permissions.entry(resource).or_insert(access);
            *kept = access.max(*kept);
        }
        Self(permissions)
    }
}

impl fmt::Display for Permissions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all: Vec<String> =
            self.0.iter().map(|(resource, access)| format!("{resource}:{access}")).collect();
        f.write_str(&all.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writing_includes_reading_and_nothing_else() {
        let given = ["customers:read", "sessions:write", "customers:write", "accounts:read"];
        let given: Permissions = given.into_iter().map(|text| text.parse().expect("a permission")).collect();
        assert!(given.allow("customers", Access::Write) && given.allow("sessions", Access::Read));
        assert!(given.allow("accounts", Access::Read) && !given.allow("accounts", Access::Write));
        assert!(!given.allow("events", Access::Read));
        assert_eq!(given.to_string(), "accounts:read customers:write sessions:write");
    }

    #[test]
    fn what_is_no_permission_is_refused() {
        for bad in
            ["customers", "customers:", "customers:all", "refunds:read", ":read", "customers:read:write"]
        {
            assert!(bad.parse::<Permission>().is_err(), "{bad}");
        }
    }
}
