//! What an id that can be expanded is the id of.

/// What an id that can be expanded is the id of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// The type that its fields have in the description of the API.
    of_type: &'static str,
    /// What its ids begin with, before the underscore.
    pub prefix: &'static str,
    /// What a restricted key has to be allowed to read.
    pub resource: &'static str,
}

const KINDS: [Kind; 8] = [
    Kind { of_type: "ExpandableAuthorization", prefix: "fcauth", resource: "authorizations" },
    Kind { of_type: "ExpandableCharge", prefix: "py", resource: "charges" },
    Kind { of_type: "ExpandableCustomer", prefix: "cus", resource: "customers" },
    Kind { of_type: "ExpandableInstitution", prefix: "bcinst", resource: "institutions" },
    Kind { of_type: "ExpandableMandate", prefix: "mandate", resource: "mandates" },
    Kind { of_type: "ExpandableOwnership", prefix: "fcaowns", resource: "accounts" },
    Kind { of_type: "ExpandablePaymentIntent", prefix: "pi", resource: "payment_intents" },
    Kind { of_type: "ExpandablePaymentMethod", prefix: "pm", resource: "payment_methods" },
];

impl Kind {
    /// By the type of its field.
    pub fn of_type(name: &str) -> Option<Self> {
        KINDS.into_iter().find(|kind| kind.of_type == name)
    }

    /// By the id itself.
    pub fn of_id(id: &str) -> Option<Self> {
        let (prefix, _) = id.split_once('_')?;
        KINDS.into_iter().find(|kind| kind.prefix == prefix)
    }
}
