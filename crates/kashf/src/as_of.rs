//! Answers as of a date: given only where the loaded lists can answer.
//!
//! The lists say what they held on their own date. A question about an earlier day would need an
//! earlier version; one about a later day up to today is answered by the version that is loaded.

use crate::directory::Kashf;
use crate::error::KashfError;
use crate::screener::Screener;
use kashf_core::DateSpan;

impl Kashf {
    /// Refuses a date that the loaded lists cannot answer for; `now` is ISO 8601.
    ///
    /// # Errors
    /// Not a day, a day to come, or a day before the date of one of the lists.
    pub fn check_as_of(
        &self,
        screener: &Screener,
        datasets: Option<&[String]>,
        date: &str,
        now: &str,
    ) -> Result<(), KashfError> {
        let wrong = |problem: String| KashfError::AsOf {
            date: date.to_owned(),
            problem,
        };
        let day = |text: &str| text.parse::<DateSpan>().ok().and_then(|span| span.as_day());
        let asked = day(date).filter(|_| date.len() == 10);
        let asked = asked.ok_or_else(|| wrong("not a day (must be YYYY-MM-DD)".to_owned()))?;
        if day(now).is_some_and(|today| asked > today) {
            return Err(wrong("that day has not come".to_owned()));
        }
        for segment in screener.segments() {
            if datasets.is_some_and(|chosen| !chosen.contains(&segment.dataset)) {
                continue;
            }
            let loaded = || -> Result<Option<String>, KashfError> {
                let receipt = self.receipt(&segment.dataset, &segment.version)?;
                Ok(receipt.map(|receipt| receipt.loaded_at))
            };
            let date = match segment.as_of.clone() {
                Some(date) => Some(date),
                None => loaded()?,
            };
            match date.as_deref().and_then(day) {
                Some(held) if asked >= held => {}
                Some(held) => {
                    let name = &segment.dataset;
                    return Err(wrong(format!(
                        "`{name}` is loaded as of {held}, which is later"
                    )));
                }
                None => {
                    let name = &segment.dataset;
                    return Err(wrong(format!("the date of `{name}` is not known")));
                }
            }
        }
        Ok(())
    }
}
