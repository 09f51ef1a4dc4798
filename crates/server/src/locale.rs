//! The languages of the server's own pages, made of `locales/*.json`.

include!(concat!(env!("OUT_DIR"), "/locale.rs"));

impl Locale {
    /// A day in words, in UTC.
    pub(crate) fn day(self, unix_seconds: i64) -> String {
        let Ok(moment) = time::OffsetDateTime::from_unix_timestamp(unix_seconds) else {
            return String::new();
        };
        let place = usize::from(u8::from(moment.month()).saturating_sub(1));
        let month = self.months().split(',').nth(place).unwrap_or_default();
        self.date(&moment.day().to_string(), month, &moment.year().to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::Locale;

    #[test]
    fn days_are_written_as_people_write_them() {
        assert_eq!(Locale::En.day(1_795_737_600), "November 27, 2026");
        assert_eq!(Locale::Fr.day(1_795_737_600), "27 novembre 2026");
        assert_eq!(Locale::En.day(i64::MAX), "");
    }
}
